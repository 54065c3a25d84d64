"""What a letter that goes with an issued volume may say of it: facts of manifest and ledger, no claim of law.

Everything is in words ready to be printed. An item is one exhibit or document; it was served before where the same
file, by its sha256, was in an earlier volume for the same audience.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from discovery.core.manifests import Manifest, ServedExhibit
from discovery.core.record import Record
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

    @property
    def new(self) -> tuple[Item, ...]:
        """The items that were in no earlier volume."""
        return tuple(item for item in self.items if not item.earlier)

    @property
    def again(self) -> tuple[Item, ...]:
        """The items that were served before."""
        return tuple(item for item in self.items if item.earlier)


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
    earlier: Mapping[str, Manifest] | None = None,
) -> VolumeFacts:
    """What there is to say of an exhibit packet.

    `hashes` are the manifest's file name, its sha256, and the sha256 of the ledger's entry; `earlier` are the volumes
    that were issued before for the same audience, by name and in order.
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


def items_of(manifest: Manifest, before: Mapping[str, Manifest] | None = None) -> tuple[Item, ...]:
    """The inventory of a packet."""
    return tuple(_item(manifest, exhibit, before or {}) for exhibit in manifest.exhibits)


def _file(manifest: Manifest) -> Sequence[VolumeFile]:
    files = []
    for part in manifest.parts():
        own = part.pages[len(part.front) :]
        numbers = run_of(own[0].label, own[-1].label) if own else "cover and index"
        files.append(VolumeFile(name=part.file.name, numbers=numbers, sha256=part.file.sha256))
    return files


def _item(manifest: Manifest, exhibit: ServedExhibit, before: Mapping[str, Manifest]) -> Item:
    return Item(
        mark=f"Exhibit {exhibit.letter}",
        numbers=run_of(exhibit.begin, exhibit.end),
        pages=str(exhibit.pages),
        description=exhibit.description,
        date=exhibit.date,
        form=f"slip sheet: {exhibit.unread}" if exhibit.unread else "pages",
        file=manifest.lies_in(exhibit),
        earlier="; ".join(_served_before(exhibit, before)),
    )


def _served_before(exhibit: ServedExhibit, before: Mapping[str, Manifest]) -> list[str]:
    return [
        f"{run_of(other.begin, other.end)} in {volume}"
        for volume, manifest in before.items()
        for other in manifest.exhibits
        if other.source_sha256 == exhibit.source_sha256 and bool(other.unread) == bool(exhibit.unread)
    ]


def run_of(begin: str, end: str) -> str:
    """A run of numbers in words."""
    return begin if begin == end else f"{begin} to {end}"


def count_of(number: int, noun: str) -> str:
    """So many of a thing, in figures."""
    return f"{number} {noun}{'s' * (number != 1)}"
