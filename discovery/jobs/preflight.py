"""Look PDFs over before they are filed, and repair what can be repaired into copies."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from discovery.core.problems import Problem
from discovery.core.profiles import Profile
from discovery.errors import ConflictError, InputError
from discovery.files.filing_profiles import read_profile
from discovery.files.preflight import Report, preflight
from discovery.files.repairing import repair


def profile_of(name: str, megabytes: float | None = None) -> Profile:
    """The profile of that name, with a court's own limit of size where one is given."""
    return read_profile(name, megabytes)


def look_over(files: Sequence[Path], profile: Profile, folder: Path | None = None) -> Iterator[Report]:
    """Report on each file as soon as it is done; with a folder, on its repaired copy there."""
    missing = [Problem(where=str(path), what="is no file.") for path in files if not path.is_file()]
    if missing:
        raise InputError("Nothing was looked at. Check these names:", missing)
    if folder is not None:
        _free(files, folder)
    for path in files:
        yield preflight(path, profile) if folder is None else repair(path, profile, folder / path.name)


def _free(files: Sequence[Path], folder: Path) -> None:
    """Before anything is written: no copy takes the name of another, or of a file that is there."""
    names = [path.name.casefold() for path in files]
    twice = sorted({path.name for path in files if names.count(path.name.casefold()) > 1})
    if twice:
        raise InputError(f"Two files are named {twice[0]}, and their copies would be too. Repair them one at a time.")
    taken = [Problem(where=str(folder / path.name), what="exists already.") for path in files]
    taken = [each for each, path in zip(taken, files, strict=True) if (folder / path.name).exists()]
    if taken:
        raise ConflictError("Nothing was repaired, because nothing is overwritten. Choose another folder:", taken)
