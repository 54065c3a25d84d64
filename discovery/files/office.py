"""The office's own folder, shared by all its matters: its record/ and templates/ are read under each matter's own."""

import os
from pathlib import Path

from discovery.errors import InputError

VARIABLE = "DISCOVERY_OFFICE"
"""The environment variable that names the folder; each computer may reach it by another path."""


def office_folder() -> Path | None:
    """The folder the environment names, if any; one that cannot be reached is told, never passed over."""
    named = os.environ.get(VARIABLE, "").strip()
    if not named:
        return None
    folder = Path(named).expanduser()
    if not folder.is_dir():
        raise InputError(
            f"{VARIABLE} names {named}, which is no folder or cannot be reached. Connect the drive, correct the"
            " variable, or take it away to go on without the office's record and templates."
        )
    return folder


def record_folders(folder: Path | None) -> tuple[Path, ...]:
    """Whose record/ is read, in this order: the office's, then the matter's or request's over it."""
    office = office_folder()
    found = [each for each in (office, folder) if each is not None]
    same = office is not None and folder is not None and folder.is_dir() and office.samefile(folder)
    return tuple(found[1:] if same else found)
