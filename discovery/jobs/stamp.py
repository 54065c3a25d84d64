"""Number PDFs without a matter: plan every number, then make, prove and publish one copy a file."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path

from discovery.core.bates import BatesRange, NumberStyle
from discovery.core.endorsements import Endorsements, Placement
from discovery.core.exhibits import letter
from discovery.core.passwords import Passwords
from discovery.core.problems import Problem
from discovery.errors import ConflictError, InputError
from discovery.files.pdf import (
    LOCK_OR_KEEP,
    SourceFile,
    StampReport,
    already_numbered,
    inspect,
    not_kept,
    refused_as_signed,
    stamp_file,
)


@dataclass(frozen=True)
class Numbered:
    """One file and the numbers it will carry."""

    source: SourceFile
    target: Path
    numbers: BatesRange


@dataclass(frozen=True)
class Way:
    """How the copies are to be made and proved, besides their numbers and what is printed."""

    deep: bool = False
    """Compare every page whole with its source, not only where needed."""
    lock: bool = False
    """Leave out what lets `unstamp` take the numbers off again."""
    restamp: bool = False
    """Replace the numbers of ours that a file bears already; else such a file is a problem."""
    preserve_original: bool = False
    """Keep the original, byte for byte, as the first part of the copy."""
    refuse_signed: bool = False
    """A signed file is a problem."""
    passwords: Passwords = field(default_factory=Passwords)


def plan(
    files: Sequence[Path], style: NumberStyle, folder: Path, start: int = 1, way: Way | None = None
) -> tuple[Numbered, ...]:
    """Which file gets which numbers; nothing is written. InputError or ConflictError with every problem."""
    way = way or Way()
    if way.lock and way.preserve_original:
        raise InputError(f"Nothing was numbered: {LOCK_OR_KEEP}")
    sources, problems = _inspected(files, way.passwords)
    problems += [Problem(where="", what=reason) for source in sources for reason in _against(source, way)]
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


def _against(source: SourceFile, way: Way) -> Iterator[str]:
    """Why a file that can be read is not numbered this way."""
    if source.numbered and not way.restamp:
        yield already_numbered(source)
    if source.signed and way.refuse_signed:
        yield refused_as_signed(source)
    if way.preserve_original and (reason := not_kept(source, way.passwords.of(source.path.name))):
        yield reason


def stamp(
    planned: Sequence[Numbered],
    asked: Endorsements | Placement | None = None,
    way: Way | None = None,
    *,
    executor: Executor | None = None,
    progress: Callable[[int], None] | None = None,
) -> Iterator[StampReport]:
    """Number each planned file's copy and report on it as soon as it is done.

    A file that cannot be proved right is not published; its numbers stay unused, so the others keep theirs. A `{}` in
    the sticker is the file's letter: A for the first, B for the second.
    """
    way = way or Way()
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
                deep=way.deep,
                lock=way.lock,
                restamp=way.restamp,
                preserve_original=way.preserve_original,
                password=way.passwords.of(one.source.path.name),
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
    return [asked.with_sticker(asked.sticker.replace("{}", letter(file))) for file in range(files)]


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
