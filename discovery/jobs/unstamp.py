"""Take the numbers of ours off PDFs: one proved copy a file, as it was before it was numbered."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from discovery.core.passwords import Passwords
from discovery.core.problems import Problem
from discovery.errors import ConflictError, InputError
from discovery.files.unstamping import Unstamped, unstamp_file
from discovery.jobs.stamp import of_one_name


def unstamp(
    files: Sequence[Path], folder: Path, *, source: Path | None = None, passwords: Passwords | None = None
) -> Iterator[Unstamped]:
    """Write each file without its numbers into the folder, and report on it as soon as it is done.

    What is in the way of all of them is told before anything is written; a file that cannot be unstamped is a problem
    of its own report, and the others go on. `source` is the file that was numbered, where there is one file only.
    """
    if source and len(files) > 1:
        raise InputError("Give one file to compare with its source, or several without --source.")
    if problems := of_one_name(files):
        raise InputError("Nothing was unstamped:", problems)
    taken = [folder / path.name for path in files if (folder / path.name).exists()]
    if taken:
        named = [Problem(where=str(target), what="exists already.") for target in taken]
        raise ConflictError("Nothing was unstamped, because nothing is overwritten. Choose another folder:", named)
    return _each(files, folder, source, passwords)


def _each(
    files: Sequence[Path], folder: Path, source: Path | None, passwords: Passwords | None
) -> Iterator[Unstamped]:
    for path in files:
        target = folder / path.name
        try:
            yield unstamp_file(path, target, source=source, passwords=passwords)
        except InputError as error:
            problem = Problem(where="", what=error.message)
            yield Unstamped(path, target, (), (), problems=(problem,))
