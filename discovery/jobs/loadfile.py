"""Reads a load file, ours or the other side's, and says what is wrong with it."""

from functools import partial
from pathlib import Path

from discovery.core.loadfile_lint import Linted, lint
from discovery.errors import InputError
from discovery.files.production_data import pieces_of


def lint_file(path: Path) -> Linted:
    """What a load file holds and what is wrong; its paths are looked for where the volume around it has files."""
    if not path.is_file():
        raise InputError(f"There is no file {path}. Give a load file: a .dat, .opt, .lfp or .csv.")
    root = _volume_of(path)
    return lint(partial(pieces_of, path), path.name, lambda name: (root / name).is_file())


def _volume_of(path: Path) -> Path:
    """The folder that paths in a load file begin at: the one above DATA, or the file's own."""
    folder = path.resolve().parent
    return folder.parent if folder.name.upper() in ("DATA", "LOADFILES", "LOAD") else folder
