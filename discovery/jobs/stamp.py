"""Number PDFs without a matter: plan every number, then make, prove and publish one copy a file."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path

from discovery.core.bates import BatesRange, NumberStyle
from discovery.core.endorsements import Placement
from discovery.core.problems import Problem
from discovery.errors import ConflictError, InputError
from discovery.files.pdf import SourceFile, StampReport, inspect, stamp_file


@dataclass(frozen=True)
class Numbered:
    """One file and the numbers it will carry."""

    source: SourceFile
    target: Path
    numbers: BatesRange


def plan(files: Sequence[Path], style: NumberStyle, folder: Path, start: int = 1) -> tuple[Numbered, ...]:
    """Which file gets which numbers; nothing is written. InputError or ConflictError with every problem."""
    sources, problems = _inspected(files)
    problems += _of_one_name(files)
    if folder.exists() and not folder.is_dir():
        problems.append(Problem(where=str(folder), what="is a file.", next_step="Give a folder for the copies."))
    if problems:
        raise InputError("Nothing was numbered:", problems)
    taken = [
        Problem(where=str(target), what="exists already.") for target in _targets(sources, folder) if target.exists()
    ]
    if taken:
        raise ConflictError("Nothing was numbered, because nothing is overwritten. Choose another folder:", taken)
    planned, number = [], start
    for source, target in zip(sources, _targets(sources, folder), strict=True):
        planned.append(Numbered(source, target, style.range(number, source.pages)))
        number += source.pages
    return tuple(planned)


def stamp(
    planned: Sequence[Numbered],
    placement: Placement | None = None,
    *,
    executor: Executor | None = None,
    progress: Callable[[int], None] | None = None,
) -> Iterator[StampReport]:
    """Number each planned file's copy and report on it as soon as it is done.

    A file that cannot be proved right is not published; its numbers stay unused, so the others keep theirs.
    """
    for one in planned:
        labels = one.numbers.labels()
        try:
            yield stamp_file(one.source.path, one.target, labels, placement, executor=executor, progress=progress)
        except InputError as error:
            problem = Problem(where=one.source.path.name, what=error.message)
            yield StampReport(one.source, one.target, labels, problems=(problem,))


def _targets(sources: Sequence[SourceFile], folder: Path) -> list[Path]:
    return [folder / source.path.name for source in sources]


def _inspected(files: Sequence[Path]) -> tuple[list[SourceFile], list[Problem]]:
    sources, problems = [], []
    for path in files:
        try:
            source = inspect(path)
        except InputError as error:
            problems.append(Problem(where="", what=error.message))
            continue
        if source.privileged:
            problems.append(Problem(where=str(path), what="is a privileged paper.", next_step="Leave it out."))
        sources.append(source)
    return sources, problems


def _of_one_name(files: Sequence[Path]) -> list[Problem]:
    """Files that would become one; some disks do not tell A.pdf from a.pdf."""
    first: dict[str, Path] = {}
    problems = []
    for path in files:
        other = first.setdefault(path.name.casefold(), path)
        if other is not path:
            what = f"would have the same name as {other} in the folder."
            problems.append(Problem(where=str(path), what=what, next_step="Rename one, or number it apart."))
    return problems
