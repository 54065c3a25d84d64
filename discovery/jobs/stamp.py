"""Number PDFs without a matter: plan every number, then make, prove and publish one copy a file."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path

from discovery.core.bates import BatesRange, NumberStyle
from discovery.core.endorsements import Endorsements, Placement
from discovery.core.exhibits import letter
from discovery.core.passwords import Passwords
from discovery.core.problems import Problem
from discovery.errors import ConflictError, InputError
from discovery.files.pdf import SourceFile, StampReport, already_numbered, inspect, refused_as_signed, stamp_file


@dataclass(frozen=True)
class Numbered:
    """One file and the numbers it will carry."""

    source: SourceFile
    target: Path
    numbers: BatesRange


def plan(
    files: Sequence[Path],
    style: NumberStyle,
    folder: Path,
    start: int = 1,
    *,
    restamp: bool = False,
    refuse_signed: bool = False,
    passwords: Passwords | None = None,
) -> tuple[Numbered, ...]:
    """Which file gets which numbers; nothing is written. InputError or ConflictError with every problem.

    A file that bears numbers of ours is a problem, unless they are to be replaced (`restamp`); so is a signed one
    where such are refused.
    """
    sources, problems = _inspected(files, passwords or Passwords())
    problems += [
        Problem(where="", what=already_numbered(source)) for source in sources if source.numbered and not restamp
    ]
    problems += [
        Problem(where="", what=refused_as_signed(source)) for source in sources if source.signed and refuse_signed
    ]
    problems += of_one_name(files)
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
    asked: Endorsements | Placement | None = None,
    *,
    executor: Executor | None = None,
    progress: Callable[[int], None] | None = None,
    deep: bool = False,
    lock: bool = False,
    restamp: bool = False,
    preserve_original: bool = False,
    passwords: Passwords | None = None,
) -> Iterator[StampReport]:
    """Number each planned file's copy and report on it as soon as it is done.

    A file that cannot be proved right is not published; its numbers stay unused, so the others keep theirs. A `{}` in
    the sticker is the file's letter: A for the first, B for the second.
    """
    wanted = _lettered(Endorsements.of(asked), len(planned))
    for one, marks in zip(planned, wanted, strict=True):
        labels = one.numbers.labels()
        try:
            yield stamp_file(
                one.source.path,
                one.target,
                labels,
                marks,
                executor=executor,
                progress=progress,
                deep=deep,
                lock=lock,
                restamp=restamp,
                preserve_original=preserve_original,
                password=(passwords or Passwords()).of(one.source.path.name),
            )
        except InputError as error:
            problem = Problem(where=one.source.path.name, what=error.message)
            named = tuple(each for each in error.problems if isinstance(each, Problem))
            yield StampReport(one.source, one.target, labels, problems=(problem, *named))


def _lettered(asked: Endorsements, files: int) -> list[Endorsements]:
    """What is asked for, for each file, with its own letter on the sticker."""
    if asked.sticker and files > 1 and "{}" not in asked.sticker:
        raise InputError(
            f"“{asked.sticker}” would stand on all {files} files. "
            "Write {} for the letter, as in “Defense Exhibit {}”."
        )
    if "{}" not in asked.sticker:
        return [asked] * files
    return [
        Endorsements(**{**dict(asked), "sticker": asked.sticker.replace("{}", letter(file))}) for file in range(files)
    ]


def _targets(sources: Sequence[SourceFile], folder: Path) -> list[Path]:
    return [folder / source.path.name for source in sources]


def _inspected(files: Sequence[Path], passwords: Passwords) -> tuple[list[SourceFile], list[Problem]]:
    sources, problems = [], []
    for path in files:
        try:
            source = inspect(path, passwords.of(path.name))
        except InputError as error:
            problems.append(Problem(where="", what=error.message))
            continue
        if source.privileged:
            problems.append(Problem(where=str(path), what="is a privileged paper.", next_step="Leave it out."))
        sources.append(source)
    return sources, problems


def of_one_name(files: Sequence[Path]) -> list[Problem]:
    """Files that would become one; some disks do not tell A.pdf from a.pdf."""
    first: dict[str, Path] = {}
    problems = []
    for path in files:
        other = first.setdefault(path.name.casefold(), path)
        if other is not path:
            what = f"would have the same name as {other} in the folder."
            problems.append(Problem(where=str(path), what=what, next_step="Rename one, or number it apart."))
    return problems
