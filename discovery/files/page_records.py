"""Reads what an issued volume holds, from its served manifest and our own record, where they are the issued ones."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from discovery.core.bates import BatesNumber, BatesRange
from discovery.core.manifests import Manifest
from discovery.core.numbering import Entry
from discovery.core.page_maps import MappedDocument, VolumeMap
from discovery.files.ledger import ledger_folder
from discovery.files.production_data import DATA, documents_of, find_production, pages_of
from discovery.files.volume import find_manifest, productions_folder, read_manifest
from discovery.files.writing import sha256_of

Facts = Mapping[str, Any]


def read_volume_map(matter_folder: Path, issue: Entry) -> VolumeMap:
    """Which documents an issued volume holds, from whatever records of it are there."""
    internal = internal_record(matter_folder, issue)
    volume = productions_folder(matter_folder) / issue.volume
    path = (find_manifest(volume) or find_production(volume)) if volume.is_dir() else None
    if path is not None and sha256_of(path) == issue.manifest:
        return VolumeMap(issue, tuple(_served(path, internal)))
    documents = tuple(_from_record(internal))
    there = "holds another volume of that name" if path else "is not there as it was issued"
    missing = f"productions/{issue.volume} {there}; put it back from a copy to see what the volume holds."
    return VolumeMap(issue, documents, "" if documents else missing)


def internal_record(matter_folder: Path, issue: Entry) -> Facts:
    """Our own record of an issued volume, never served; empty where it is not there."""
    for path in sorted((ledger_folder(matter_folder) / "volumes").glob(f"{issue.volume}*.json")):
        try:
            facts = json.loads(path.read_bytes())
        except ValueError:
            continue
        if isinstance(facts, dict) and facts.get("manifest_sha256") == issue.manifest:
            return facts
    return {}


def _served(path: Path, internal: Facts) -> Iterator[MappedDocument]:
    """One branch for each kind of manifest."""
    if path.parent.name == DATA:
        yield from _of_production(path, internal)
    else:
        yield from _of_bundle(read_manifest(path), internal)


# --- exhibit bundles -------------------------------------------------------------------------------------------


def _of_bundle(manifest: Manifest, internal: Facts) -> Iterator[MappedDocument]:
    known = {source.get("letter", ""): source for source in internal.get("sources", ())}
    places = {page.label: (page.file or manifest.bundle.name, page.page) for page in manifest.pages}
    for exhibit in manifest.exhibits:
        source = known.get(exhibit.letter, {})
        yield MappedDocument(
            numbers=_run(exhibit.begin, exhibit.end),
            name=f"Exhibit {exhibit.letter}",
            description=exhibit.description,
            tab=exhibit.tab,
            file=source.get("file") or "",
            sha256=exhibit.source_sha256,
            received=_received(source),
            sheet=exhibit.unread,
            received_pages=source.get("received_pages") or {},
            served=places.get(exhibit.begin, ("", 0))[0],
            places=places,
        )


def _from_record(internal: Facts) -> Iterator[MappedDocument]:
    """The exhibits as our own record has them, for a volume that is not at hand."""
    for source in internal.get("sources", ()):
        if source.get("begin"):
            yield MappedDocument(
                numbers=_run(source["begin"], source["end"]),
                name=f"Exhibit {source['letter']}" if source.get("letter") else source["begin"],
                description=source.get("description") or "",
                tab=source.get("tab") or "",
                file=source.get("file") or "",
                sha256=source.get("sha256") or "",
                received=_received(source),
            )


def _received(source: Facts) -> str:
    """The People's numbers, which a person wrote in one line or the program read off the pages."""
    numbers = source.get("received_numbers") or ""
    return numbers if isinstance(numbers, str) else "; ".join(numbers)


def _run(begin: str, end: str) -> BatesRange:
    return BatesRange(begin=BatesNumber.parse(begin), end=BatesNumber.parse(end))


# --- productions -----------------------------------------------------------------------------------------------


def _of_production(path: Path, internal: Facts) -> Iterator[MappedDocument]:
    stem = path.name.removesuffix("-MANIFEST.json")
    pages: dict[str, dict[str, str]] = {}
    for page in pages_of(path.parent, stem):
        if page.received:
            pages.setdefault(page.document, {})[page.label] = page.received
    known = {source.get("begin", ""): source for source in internal.get("sources", ())}
    for row in documents_of(path.parent, stem):
        source = known.get(row.begin, {})
        yield MappedDocument(
            numbers=_run(row.begin, row.end),
            name=f"document {row.begin}",
            description=row.values.get("DESCRIPTION", ""),
            file=source.get("file") or row.values.get("FILENAME", ""),
            sha256=source.get("sha256") or row.source_sha256,
            received=_received(source) or row.values.get("RECEIVEDBATES", ""),
            sheet=str(row.sheet),
            received_pages=pages.get(row.begin, {}),
            served=row.pdf,
        )
