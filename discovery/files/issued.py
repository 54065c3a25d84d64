"""Reads what was issued back from disk: a volume's facts, as a letter that goes with it prints them."""

from collections.abc import Mapping
from pathlib import Path

from discovery.core.numbering import Act, Entry, issues
from discovery.core.transmittals import (
    Before,
    VolumeFacts,
    held_by_packet,
    held_by_production,
    packet_facts,
    production_facts,
)
from discovery.errors import InputError
from discovery.files.ledger import read_chain
from discovery.files.production_data import find_production, manifest_of, rows_beside
from discovery.files.production_data import read_manifest as read_production
from discovery.files.volume import productions_folder, read_manifest


def volume_facts(matter_folder: Path, name: str = "") -> VolumeFacts:
    """The facts of an issued volume, the last one where none is named; InputError where it is not there."""
    ledger = read_chain(matter_folder)
    issued = issues(ledger.entries)
    entry = next((each for each in reversed(issued) if name in ("", each.volume)), None)
    if entry is None:
        said = f"{name} was never issued." if name else "No volume has been issued yet."
        raise InputError(f"{said} Issue one first: discovery bundle {matter_folder} --prefix PREFIX --issue")
    volume = productions_folder(matter_folder) / entry.volume
    path = manifest_of(volume)
    if path is None:
        raise InputError(f"{volume} is not there as it was issued. Put it back from a copy.")
    earlier = {
        each.volume: held
        for each in issued
        if each.sequence < entry.sequence and each.audience == entry.audience
        if (held := _held(matter_folder, each))
    }
    head = next(
        link.sha256 for link in ledger.links if link.held.act == Act.ISSUED and link.held.sequence == entry.sequence
    )
    hashes = (path.name, entry.manifest or "", head)
    if find_production(volume):
        rows = rows_beside(path)
        return production_facts(read_production(path), rows, hashes, entry.audience, entry.day, earlier)
    return packet_facts(read_manifest(path), hashes, entry.audience, entry.day, earlier)


def _held(matter_folder: Path, entry: Entry) -> tuple[Before, ...]:
    """What an earlier volume held; nothing where it is not at hand."""
    volume = productions_folder(matter_folder) / entry.volume
    path = manifest_of(volume)
    if path is None:
        return ()
    if find_production(volume):
        return held_by_production(rows_beside(path))
    return held_by_packet(read_manifest(path))


def served_before(matter_folder: Path, audience: str) -> Mapping[str, str]:
    """The volume in which a file was first served to an audience, by the file's sha256, where that is told."""
    found: dict[str, str] = {}
    for entry in issues(read_chain(matter_folder).entries):
        for each in _held(matter_folder, entry) if entry.audience == audience else ():
            if each.sha256:
                found.setdefault(each.sha256, entry.volume)
    return found
