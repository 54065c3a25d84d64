"""What personal data is looked for in the papers of a folder, by what its own file says."""

from collections.abc import Iterable
from pathlib import Path

from discovery.core.personal import PersonalData
from discovery.files.matter_folder import MATTER, read_matter_folder


def watched(folder: Path | None, names: Iterable[str]) -> PersonalData:
    """For a paper that goes by these names and lies in this folder."""
    if folder is not None and (folder / MATTER).is_file():
        return PersonalData.of(read_matter_folder(folder).matter, names)
    return PersonalData()
