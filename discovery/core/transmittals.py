"""What a letter that goes with an issued volume may say of it: facts of manifest and ledger, no claim of law.

Everything is in words ready to be printed. An item is one exhibit or document; it was served before where the same
file, by its sha256, was in an earlier volume for the same audience.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from discovery.core.enumerating import count_of, run_of
from discovery.core.manifests import Manifest, ServedExhibit
from discovery.core.produced import Sheet
from discovery.core.record import Record
from discovery.core.served import DocumentRow, ProductionManifest
from discovery.core.spans import long_date


class Item(Record):
    """One item of the inventory."""

    mark: str = ""
    """The exhibit's letter, where it has one."""
    numbers: str
    """The first and last number of its own pages."""
    pages: str
    description: str
    date: str = ""
    form: str = "pages"
    """Pages, or what stands for them."""
    file: str = ""
    """In which file of the volume it lies, where there are several."""
    earlier: str = ""
    """Where it was served before, under which numbers."""
    untold: bool = False
    """Nothing is told of the file itself, so nobody can say whether it was served before."""


class VolumeFile(Record):
    """One file of the volume."""

    name: str
    numbers: str
    sha256: str


class VolumeFacts(Record):
    """One issued volume."""

    name: str
    audience: str
    issued: str
    """The day on which it was issued."""
    numbers: str
    pages: str
    """How many pages bear a number."""
    count: str
    """How many items, with their noun."""
    files: tuple[VolumeFile, ...]
    manifest: str
    manifest_sha256: str
    ledger_head: str
    """The sha256 of the ledger's entry that records the issue."""
    hash_name: str = "SHA-256"
    items: tuple[Item, ...]
    since: str = ""
    """For a supplement: the earlier volumes for the same audience, in words."""
    replaces: str = ""
    """For pages issued again under their numbers: why."""

    @property
    def untold(self) -> bool:
        """Whether some items cannot be said to be new or not: nothing is told of the files they stand for."""
        return any(item.untold for item in self.new)

    @property
    def new(self) -> tuple[Item, ...]:
        """The items that were in no earlier volume."""
        return tuple(item for item in self.items if not item.earlier)

    @property
    def again(self) -> tuple[Item, ...]:
        """The items that were served before."""
        return tuple(item for item in self.items if item.earlier)


class Before(NamedTuple):
    """One document that an earlier volume held."""

    sha256: str
    """Of the file it was made from; empty where that is not told."""
    stood_in: bool
    """Only a slip sheet of it was served."""
    numbers: str


Earlier = Mapping[str, Sequence[Before]]
"""What was issued before for the same audience, by volume and in order."""

INVENTORY = ("Mark", "Numbers", "Pages", "Description", "Date", "Form", "File", "Served before")


def inventory_row(item: Item) -> dict[str, str]:
    """A line of the inventory, for people."""
    values = (item.mark, item.numbers, item.pages, item.description, item.date, item.form, item.file, item.earlier)
    return dict(zip(INVENTORY, values, strict=True))


def packet_facts(
    manifest: Manifest,
    hashes: tuple[str, str, str],
    audience: str,
    day: date,
    earlier: Earlier | None = None,
) -> VolumeFacts:
    """What there is to say of an exhibit packet.

    `hashes` are the manifest's file name, its sha256, and the sha256 of the ledger's entry.
    """
    before = earlier or {}
    numbered = [page for part in manifest.parts() for page in part.pages[len(part.front) :]]
    name, sha256, head = hashes
    return VolumeFacts(
        name=manifest.volume,
        audience=audience,
        issued=long_date(day),
        numbers=run_of(manifest.first, manifest.last),
        pages=str(len(numbered)),
        count=count_of(len(manifest.exhibits), "exhibit"),
        files=tuple(_file(manifest)),
        manifest=name,
        manifest_sha256=sha256,
        ledger_head=head,
        items=items_of(manifest, before),
        since=" and ".join(before),
    )


def items_of(manifest: Manifest, before: Earlier | None = None) -> tuple[Item, ...]:
    """The inventory of a packet."""
    return tuple(_item(manifest, exhibit, before or {}) for exhibit in manifest.exhibits)


def _file(manifest: Manifest) -> Sequence[VolumeFile]:
    files = []
    for part in manifest.parts():
        own = part.pages[len(part.front) :]
        numbers = run_of(own[0].label, own[-1].label) if own else "cover and index"
        files.append(VolumeFile(name=part.file.name, numbers=numbers, sha256=part.file.sha256))
    return files


def _item(manifest: Manifest, exhibit: ServedExhibit, before: Earlier) -> Item:
    return Item(
        mark=f"Exhibit {exhibit.letter}",
        numbers=run_of(exhibit.begin, exhibit.end),
        pages=str(exhibit.pages),
        description=exhibit.description,
        date=exhibit.date,
        form=_form(exhibit),
        file=manifest.lies_in(exhibit),
        earlier=_served_before(exhibit.source_sha256, bool(exhibit.unread), before),
    )


def held_by_packet(manifest: Manifest) -> tuple[Before, ...]:
    """What a packet held, for the volumes after it."""
    return tuple(
        Before(each.source_sha256, bool(each.unread), run_of(each.begin, each.end)) for each in manifest.exhibits
    )


def held_by_production(rows: Iterable[DocumentRow]) -> tuple[Before, ...]:
    """What a production held, for the volumes after it."""
    return tuple(Before(row.source_sha256, bool(row.sheet), run_of(row.begin, row.end)) for row in rows)


def production_facts(
    manifest: ProductionManifest,
    rows: Iterable[DocumentRow],
    hashes: tuple[str, str, str],
    audience: str,
    day: date,
    earlier: Earlier | None = None,
) -> VolumeFacts:
    """What there is to say of a production; its files are too many for a letter, so the list of hashes is named."""
    before = earlier or {}
    name, sha256, head = hashes
    sums = VolumeFile(
        name=name.replace("MANIFEST.json", "SHA256.txt"),
        numbers="the SHA-256 of every file of the volume",
        sha256=manifest.sums_sha256,
    )
    return VolumeFacts(
        name=manifest.volume,
        audience=audience,
        issued=long_date(day),
        numbers=run_of(manifest.first, manifest.last),
        pages=str(manifest.pages),
        count=count_of(manifest.documents, "document"),
        files=(sums,),
        manifest=name,
        manifest_sha256=sha256,
        ledger_head=head,
        items=tuple(_document(row, before) for row in rows),
        since="" if manifest.replaces else " and ".join(before),
        replaces=manifest.replaces,
    )


def _document(row: DocumentRow, before: Earlier) -> Item:
    redacted = row.values.get("REDACTED") == "Y"
    return Item(
        numbers=run_of(row.begin, row.end),
        pages=str(row.pages),
        description=row.values.get("DESCRIPTION", "") + " (redacted)" * redacted,
        date=row.values.get("DOCDATE", "") or row.values.get("DATESENT", ""),
        form=row.sheet.form,
        file=row.pdf,
        earlier=_served_before(row.source_sha256, bool(row.sheet), before),
        untold=redacted or row.sheet is Sheet.WITHHELD,
    )


def _served_before(sha256: str, stood_in: bool, before: Earlier) -> str:
    return "; ".join(
        f"{other.numbers} in {volume}"
        for volume, held in before.items()
        for other in held
        if sha256 and other.sha256 == sha256 and other.stood_in == stood_in
    )


def _form(exhibit: ServedExhibit) -> str:
    if exhibit.native:
        return f"the file itself: {exhibit.native}"
    return f"slip sheet: {exhibit.unread}" if exhibit.unread else "pages"
