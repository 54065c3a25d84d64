"""Reads what was issued back from disk: a volume's facts, as a letter that goes with it prints them."""

from pathlib import Path

from discovery.core.manifests import Manifest
from discovery.core.numbering import Act, Entry, issues
from discovery.core.transmittals import VolumeFacts, packet_facts
from discovery.errors import InputError
from discovery.files.ledger import read_chain
from discovery.files.volume import find_manifest, productions_folder, read_manifest


def volume_facts(matter_folder: Path, name: str = "") -> VolumeFacts:
    """The facts of an issued volume, the last one where none is named; InputError where it is not there."""
    ledger = read_chain(matter_folder)
    issued = issues(ledger.entries)
    entry = next((each for each in reversed(issued) if name in ("", each.volume)), None)
    if entry is None:
        said = f"{name} was never issued." if name else "No volume has been issued yet."
        raise InputError(f"{said} Issue one first: discovery bundle {matter_folder} --prefix PREFIX --issue")
    path, manifest = _manifest(matter_folder, entry)
    earlier = {
        each.volume: _manifest(matter_folder, each)[1]
        for each in issued
        if each.sequence < entry.sequence
        and each.audience == entry.audience
        and find_manifest(productions_folder(matter_folder) / each.volume)
    }
    head = next(
        link.sha256 for link in ledger.links if link.held.act == Act.ISSUED and link.held.sequence == entry.sequence
    )
    return packet_facts(manifest, (path.name, entry.manifest or "", head), entry.audience, entry.day, earlier)


def _manifest(matter_folder: Path, entry: Entry) -> tuple[Path, Manifest]:
    volume = productions_folder(matter_folder) / entry.volume
    path = find_manifest(volume)
    if path is None:
        raise InputError(f"{volume} is not there as it was issued. Put it back from a copy.")
    return path, read_manifest(path)
