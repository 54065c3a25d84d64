"""What every command shares: the clock (read only here), the day option, and how results are shown."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from types import TracebackType
from typing import TYPE_CHECKING, Annotated, Any, Self

import typer

from discovery.errors import DiscoveryError

if TYPE_CHECKING:
    from concurrent.futures import Executor


def today_or(day: str | None) -> date:
    """The day given as 2026-11-23, or today by this machine's clock."""
    if day is None:
        return datetime.now().astimezone().date()
    try:
        return date.fromisoformat(day)
    except ValueError:
        raise typer.BadParameter(f"“{day}” is not a day; write it as 2026-11-23") from None


Jobs = Annotated[int, typer.Option("--jobs", min=0, help="Processes; 0: one for each processor.")]
Today = Annotated[
    str | None,
    typer.Option("--today", metavar="DAY", help="Make it as of this day (2026-11-23) instead of today."),
]


def show(*results: Any) -> None:
    """Print each result's own sentence."""
    for result in results:
        typer.echo(str(result))


def progress(line: str) -> None:
    """Say what is being done, on a terminal only: what is piped or logged holds results and nothing else."""
    if sys.stderr.isatty():
        typer.echo(f"{line} …", err=True)


@contextmanager
def workers(jobs: int, *, anew: bool = True, apart: bool = False) -> "Iterator[Executor | None]":
    """So many processes to share out the work over, 0 for one a processor; none where one is enough.

    Each starts `anew` unless nothing has been set in type yet: a process copied from one in which typst has begun its
    threads would wait for them for ever. With `apart` even a single one is another process, so that what long work
    takes is let go of with it.
    """
    count = jobs or os.cpu_count() or 1
    if count < 2 and not apart:
        yield None
        return
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    context = get_context("spawn" if anew else None)
    # Ctrl-C reaches the whole group; only the process that shows it should answer.
    ignored = (signal.SIGINT, signal.SIG_IGN)
    try:
        with ProcessPoolExecutor(count, context, initializer=signal.signal, initargs=ignored) as executor:
            yield executor
    except BrokenProcessPool as error:
        raise DiscoveryError(
            "One of the processes that share the work was ended from outside, most likely for want of memory. "
            "Nothing unfinished was published. Run the command again with --jobs 1, or with more memory free."
        ) from error


class Bar:
    """A bar on the terminal for each stage of long work: steps, files, time left; nothing where nobody reads."""

    def __init__(self) -> None:
        self._shown = sys.stderr.isatty()
        self._bar: Any = None
        self._files = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None) -> None:
        self._end()

    def stage(self, label: str, total: int) -> None:
        """A part of the work begins that has so many steps."""
        self._end()
        self._files = 0
        if self._shown:
            self._bar = typer.progressbar(
                length=total, label=label, file=sys.stderr, show_pos=True, item_show_func=lambda _: self._said()
            )
            self._bar.__enter__()

    def step(self, steps: int = 1, files: int = 0) -> None:
        """So many more steps, and files, are done."""
        self._files += files
        if self._bar is not None:
            self._bar.update(steps)

    def _said(self) -> str:
        return f"{self._files} file{'' if self._files == 1 else 's'}" if self._files else ""

    def _end(self) -> None:
        if self._bar is not None:
            self._bar.__exit__(None, None, None)
            self._bar = None
