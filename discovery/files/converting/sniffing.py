"""Tells what a file is from its own bytes: the first ones, and the members of a package."""

import lzma
import zipfile
import zlib
from pathlib import Path

from discovery.core.pieces import HEAD, Format, Kind, format_of, is_container

BROKEN_PACKAGE = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError),
    *(NotImplementedError, RuntimeError),  # packed in a way Python does not know; locked with a password
)
"""What reading a damaged ZIP package raises."""
PAGES_FOR = frozenset({Kind.PDF, Kind.IMAGE, Kind.OFFICE, Kind.EMAIL, Kind.TEXT})
"""The kinds that get pages, as a rule."""


def kind_of(path: Path, name: str = "") -> Format:
    """The format of a file; `name` is what it was called, where its path says something else."""
    with path.open("rb") as stream:
        head = stream.read(HEAD)
    inside = _members(path, head) if is_container(head) else ()
    return format_of(head, name or path.name, inside)


def is_convertible(path: Path) -> bool:
    """Whether pages can be made of a file of this kind, if the file is sound."""
    return kind_of(path).kind in PAGES_FOR


def _members(path: Path, head: bytes) -> tuple[str, ...]:
    return _of_zip(path) if head.startswith(b"PK") else _of_compound(path)


def _of_zip(path: Path) -> tuple[str, ...]:
    try:
        with zipfile.ZipFile(path) as package:
            return tuple(package.namelist()[:10_000])
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return ()


def _of_compound(path: Path) -> tuple[str, ...]:
    import olefile

    try:
        with olefile.OleFileIO(path) as package:
            return tuple(entry[0] for entry in package.listdir(streams=True, storages=True) if len(entry) == 1)
    except (OSError, ValueError, IndexError, TypeError):  # olefile meets damaged tables with any of these
        return ()
