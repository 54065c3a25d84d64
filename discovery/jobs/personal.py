"""What personal data is looked for in the papers of a folder, by what its own file says."""

from collections.abc import Iterable
from pathlib import Path

from discovery.core.foil import FoilRequest
from discovery.core.linked import MatterWords
from discovery.core.personal import PersonalData, case_names, let_stand
from discovery.core.produced import CONTROL_FILE
from discovery.files.law import read_authorities
from discovery.files.matter_folder import MATTER, read_matter_folder
from discovery.files.request_folder import REQUEST, RequestFolder, read_request_folder


def watched(folder: Path | None, names: Iterable[str]) -> PersonalData:
    """For a paper that goes by these names and lies in this folder."""
    if folder is not None and (folder / MATTER).is_file():
        return PersonalData.of(read_matter_folder(folder).matter, names, case_names(read_authorities()))
    if folder is not None and (folder / REQUEST).is_file():
        read = read_request_folder(folder)
        return in_request(read, read.requests[0], names)
    return PersonalData()


def in_request(read: RequestFolder, request: FoilRequest, names: Iterable[str]) -> PersonalData:
    """For a request: what stands on it of requester and agency is theirs; nothing of a linked matter may."""
    asks, agency = request.requester, request.agency
    own = tuple(each for each in (asks.name, asks.organization, asks.telephone, asks.email) if each)
    return PersonalData(
        offices=(" ".join(asks.address), " ".join(agency.address), asks.telephone or ""),
        allowed=(*own, *let_stand(read.personal_data, names)),
        linked=_linked(read.matter) if read.matter else None,
    )


def _linked(folder: Path) -> MatterWords:
    read = read_matter_folder(folder)
    received = (file.name for file in sorted((folder / "received").rglob("*")) if file.is_file())
    listed = (each.file for each in read.exhibits if each.file)
    return MatterWords.of(read.matter, (*listed, *(name for name in received if name != CONTROL_FILE)))
