"""Share out work over an executor without holding it all: results come in order, and only a few are ahead."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from typing import Any, TypeVar

Result = TypeVar("Result")
AHEAD = 16
"""Tasks handed out before the oldest one is waited for: enough for every worker, few enough to fit in memory."""


def spread(
    executor: Executor | None, work: Callable[..., Result], tasks: Iterable[tuple[Any, ...]]
) -> Iterator[Result]:
    """The result of each task, in the tasks' order; in this process where there is no executor."""
    if executor is None:
        for task in tasks:
            yield work(*task)
        return
    running: deque[Future[Result]] = deque()
    for task in tasks:
        running.append(executor.submit(work, *task))
        if len(running) >= AHEAD:
            yield running.popleft().result()
    while running:
        yield running.popleft().result()
