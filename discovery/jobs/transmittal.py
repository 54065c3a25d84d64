"""Drafts the letter that goes with an issued volume, of either kind."""

from datetime import date
from pathlib import Path

from discovery.core.blocks import Copy
from discovery.errors import DiscoveryError
from discovery.files.matter_folder import MATTER
from discovery.jobs.draft import draft


def draft_letter(folder: Path, volume: str, today: date) -> tuple[Path | None, str]:
    """The letter, to be completed; where it cannot be drafted, the sentence that says so: the volume stands."""
    if not (folder / MATTER).is_file():
        return None, f"There is no {MATTER}, so no transmittal letter was drafted. Begin one: discovery new {folder}"
    try:
        drafted = draft(folder, "transmittal", Copy.REVIEW, ["docx", "pdf"], today, volume=volume)
    except DiscoveryError as error:
        return None, f"The volume is issued, but its transmittal letter could not be drafted: {error.message}"
    return drafted.paths[0], ""
