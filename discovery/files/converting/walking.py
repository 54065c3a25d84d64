"""Goes through a folder in the order people count, so that every file in it is read, or listed with its reason."""

import os
from dataclasses import dataclass
from pathlib import Path

from discovery.core.pieces import junk, natural_key


@dataclass(frozen=True)
class LeftOut:
    """Something in the folder that is no file to be read, and why."""

    path: Path
    why: str

    def __str__(self) -> str:
        return f"{self.path}: {self.why}."


@dataclass(frozen=True)
class Survey:
    """All that a folder holds: the files to be read, in natural order, and the rest with its reasons."""

    files: tuple[Path, ...]
    left_out: tuple[LeftOut, ...]


def walk(folder: Path) -> tuple[Path, ...]:
    """The files of a folder and its subfolders that are to be read, page2 before page10; links are not followed."""
    return survey(folder).files


def survey(folder: Path) -> Survey:
    """Every entry of a folder once: as a file to be read, or left out with its reason."""
    files: list[Path] = []
    left_out: list[LeftOut] = []
    _survey(folder, files, left_out)
    return Survey(tuple(files), tuple(left_out))


def _survey(folder: Path, files: list[Path], left_out: list[LeftOut]) -> None:
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: natural_key(entry.name))
    except OSError as error:
        left_out.append(LeftOut(folder, f"the folder cannot be opened ({(error.strerror or str(error)).lower()})"))
        return
    if not entries:
        left_out.append(LeftOut(folder, "the folder is empty"))
    for entry in entries:
        path = Path(entry.path)
        if why := _why_not(entry):
            left_out.append(LeftOut(path, why))
        elif entry.is_dir(follow_symlinks=False):
            _survey(path, files, left_out)
        else:
            files.append(path)


def _why_not(entry: os.DirEntry[str]) -> str:
    if entry.is_symlink():
        return "a link to another place, which is not followed; copy the file itself into the folder"
    if entry.is_dir(follow_symlinks=False):
        return "macOS keeps its own copies of data about files in it" if entry.name == "__MACOSX" else ""
    if not entry.is_file(follow_symlinks=False):
        return "neither a file nor a folder"
    return junk(entry.name)
