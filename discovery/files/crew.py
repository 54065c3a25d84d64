"""Who does the work: this process, or others it is shared out over, with whoever waits being told how far it is."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from multiprocessing import get_context
from typing import Any, ParamSpec, TypeVar

from discovery.core.watching import Unwatched, Watch
from discovery.files.memory import give_back
from discovery.files.spreading import spread

Given = ParamSpec("Given")
Result = TypeVar("Result")
WORTH_SHARING = 400
"""With fewer pages, starting processes takes longer than the work."""
SHARE = 500
"""Pages that one process proves at a time: what its readers keep of them is let go before the next."""


@dataclass(frozen=True)
class Crew:
    """The processes the work is shared out over, if any, and whoever waits."""

    executor: Executor | None = None
    watch: Watch = field(default_factory=Unwatched)

    def for_pages(self, pages: int) -> "Crew":
        """The same; without other processes where the work is too little for them."""
        return self if pages >= WORTH_SHARING else replace(self, executor=None)

    def run(self, work: Callable[Given, Result], *given: Given.args, **named: Given.kwargs) -> Result:
        """Do one thing, where its memory goes with another process or is given back."""
        if self.executor is None:
            return thrifty(work, *given, **named)
        return _result(self.executor, work, *given, **named)

    def run_apart(self, work: Callable[Given, Result], *given: Given.args, **named: Given.kwargs) -> Result:
        """The same in a process that ends with it: typst keeps its fonts for good (30 MB), and a file put together of
        5,000 pages leaves 20 MB behind."""
        if self.executor is None:
            return work(*given, **named)
        with ProcessPoolExecutor(1, get_context("spawn")) as apart:
            return _result(apart, work, *given, **named)

    def spread(self, work: Callable[..., Result], tasks: Iterable[tuple[Any, ...]]) -> Iterator[Result]:
        """The result of each task, in the tasks' order."""
        return spread(self.executor, work, tasks)


ALONE = Crew()


def _result(executor: Executor, work: Callable[Given, Result], *given: Given.args, **named: Given.kwargs) -> Result:
    submit: Any = executor.submit  # its own types do not follow a function that is handed another's arguments
    result: Result = submit(thrifty, work, *given, **named).result()
    return result


def thrifty(work: Callable[Given, Result], *given: Given.args, **named: Given.kwargs) -> Result:
    """Do the work and give back the memory it took; 5,000 pages leave 60 MB behind."""
    try:
        return work(*given, **named)
    finally:
        give_back()
