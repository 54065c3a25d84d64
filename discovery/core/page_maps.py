"""The page map both ways: which document a number stands on, and which numbers a file's pages bear."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from discovery.core.bates import BETWEEN, HYPHENS, BatesNumber, BatesRange
from discovery.core.numbering import (
    Act,
    Entry,
    explain_aside,
    explain_elsewhere,
    explain_unused,
    replacements,
    said_of,
    set_aside,
    unfinished,
)
from discovery.errors import InputError


@dataclass(frozen=True)
class MappedDocument:
    """One document or exhibit of an issued volume, and the file it was made from."""

    numbers: BatesRange
    """Of its own pages."""
    name: str
    """As people call it: Exhibit A, or the document's first number."""
    description: str = ""
    tab: str = ""
    """The number of the sheet before it, where it has one."""
    file: str = ""
    """The file's name as we have it; internal."""
    sha256: str = ""
    """Of that file; internal where the volume does not tell it."""
    received: str = ""
    """The People's own numbers on it."""
    sheet: str = ""
    """Where a slip sheet stands for it: why."""
    received_pages: Mapping[str, str] = field(default_factory=dict)
    """Our number of a page, and the People's own on it."""
    served: str = ""
    """The served file its first page lies in."""
    places: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    """For each number the served file it lies in and its page there, where that is not the document's own page."""

    def place(self, number: BatesNumber) -> str:
        """Where in the served volume a page lies, in words."""
        if self.places:
            file, page = next((where for label, where in self.places.items() if _same(label, number)), ("", 0))
        else:
            file, page = self.served, number.number - self.numbers.begin.number + 1
        return f"In the volume: {file}, page {page} of the file" if file else ""


@dataclass(frozen=True)
class VolumeMap:
    """What an issued volume holds, as far as its records are there."""

    issue: Entry
    documents: tuple[MappedDocument, ...] = ()
    missing: str = ""
    """Why it is not known what the volume holds."""


@dataclass(frozen=True)
class Found:
    """An answer to a look-up: the sentence, and what else is known below it."""

    said: str
    more: tuple[str, ...] = ()

    def __str__(self) -> str:
        return "\n".join((self.said, *(f"  {line}" for line in self.more)))


def look_up(asked: str, entries: Sequence[Entry], volumes: Sequence[VolumeMap]) -> tuple[Found, ...]:
    """Every answer to a number, a file's name, the beginning of its sha256 or a People's number; () for none."""
    number, theirs = _number(asked), _theirs(asked)
    found = list(_by_number(number, entries, volumes)) if number else []
    wanted = asked.strip().lower()
    for volume in volumes:
        for document in volume.documents:
            if _is_file(document, wanted):
                found.append(_of_file(document, volume, entries))
            elif theirs and (page := _received(document, theirs)) is not None:
                found.append(_of_received(document, volume, asked.strip().upper(), page))
    return tuple(found)


def _number(asked: str) -> BatesNumber | None:
    try:
        return BatesNumber.parse(asked)
    except InputError:
        return None


# --- from a number ---------------------------------------------------------------------------------------------


def _by_number(number: BatesNumber, entries: Sequence[Entry], volumes: Sequence[VolumeMap]) -> Iterator[Found]:
    for volume in reversed(volumes):
        if volume.issue.holds(number):
            yield _on_page(number, volume, entries)
    for entry in unfinished(entries):
        if entry.holds(number):
            yield Found(f"{number} is on no page. {explain_unused(entry)}", _notes(number, entry, entries))
    for entry in entries:
        if entry.act is Act.ELSEWHERE and entry.holds(number):
            yield Found(explain_elsewhere(entry))
    mapped = [volume.issue for volume in volumes]
    for entry in set_aside(entries):
        if entry.holds(number) and entry not in mapped:
            yield Found(explain_aside(entry, entries), _notes(number, entry, entries))


def _notes(number: BatesNumber, one: Entry, entries: Sequence[Entry]) -> tuple[str, ...]:
    act = {Act.WITHDRAWN: "Withdrawn", Act.NOTED: "Noted"}
    return tuple(
        f"{act[each.act]} on {each.day} by {each.by}: {each.reason}"
        for each in said_of(entries, one)
        if each.holds(number)
    )


def _on_page(number: BatesNumber, volume: VolumeMap, entries: Sequence[Entry]) -> Found:
    issue = volume.issue
    document = next((each for each in volume.documents if _bears(each, number)), None)
    more = list(_state(number, issue, entries))
    if document is None:
        where = volume.missing or "It is on no document of that volume's manifest."
        return Found(f"{number} is in {_volume(issue)}.", (where, *more))
    if document.tab and BatesNumber.parse(document.tab).number == number.number:
        said = f"{number} is the tab sheet of {document.name} in {_volume(issue)}."
    else:
        page = number.number - document.numbers.begin.number + 1
        said = f"{number} is page {page} of {len(document.numbers)} of {document.name} in {_volume(issue)}."
    if people := _peoples(document, number):
        more.insert(0, people)
    if place := document.place(number):
        more.insert(0, place)
    return Found(said, (*_about(document), *more))


def _bears(document: MappedDocument, number: BatesNumber) -> bool:
    run = document.numbers
    first = BatesNumber.parse(document.tab).number if document.tab else run.begin.number
    return run.begin.prefix == number.prefix and first <= number.number <= run.end.number


def _volume(issue: Entry) -> str:
    if issue.act is Act.VOID:
        return f"{issue.volume}, made on {issue.day} in another copy of this ledger and void"
    if issue.act is Act.APART:
        return f"{issue.volume}, issued on {issue.day} from another copy of this ledger to the {issue.audience}"
    return f"{issue.volume}, issued to the {issue.audience} on {issue.day}"


def _about(document: MappedDocument) -> Iterator[str]:
    if document.description:
        yield f"Description: {document.description}"
    if document.sheet:
        yield f"A slip sheet stands for it: {document.sheet}"
    if document.file:
        yield f"Source file (internal): {document.file}"
    if document.sha256:
        yield f"Its sha256: {document.sha256}"


def _peoples(document: MappedDocument, number: BatesNumber) -> str:
    printed = [people for ours, people in document.received_pages.items() if _same(ours, number)]
    if printed:
        return f"The People's number on this page: {printed[0]}"
    return f"The People's numbers on it: {document.received}" if document.received else ""


def _same(ours: str, number: BatesNumber) -> bool:
    mine = _number(ours)
    return mine is not None and (mine.prefix, mine.number) == (number.prefix, number.number)


def _state(number: BatesNumber, issue: Entry, entries: Sequence[Entry]) -> Iterator[str]:
    if issue.replaces:
        yield f"This is the page as it was issued again, because: {issue.reason}"
    for later in replacements(entries, issue):
        if later.holds(number):
            yield f"Replaced on {later.day} by the page in {later.volume}: {later.reason}"
    yield from _notes(number, issue, entries)
    for other in set_aside(entries):
        if other != issue and other.act is Act.APART and other.holds(number):
            yield explain_aside(other, entries)


# --- from a file, or a number of the People's ------------------------------------------------------------------


def _is_file(document: MappedDocument, wanted: str) -> bool:
    name = document.file.lower()
    if wanted and wanted in (name, name.rpartition("/")[2], name.rpartition("/")[2].rpartition(".")[0]):
        return True
    return bool(re.fullmatch(r"[0-9a-f]{8,64}", wanted)) and document.sha256.startswith(wanted)


def _of_file(document: MappedDocument, volume: VolumeMap, entries: Sequence[Entry]) -> Found:
    said = f"{document.file or document.name}: {document.numbers}, {document.name} in {_volume(volume.issue)}."
    replaced = (
        f"{later.range} replaced by {later.volume} on {later.day}: {later.reason}"
        for later in replacements(entries, volume.issue)
        if later.range.overlaps(document.numbers)
    )
    return Found(said, (*_about(document), *replaced))


class _Theirs(NamedTuple):
    """A Bates number of another party, who may write it as no number of ours can be: SAMPLE-DA 000014."""

    prefix: str
    number: int


_THEIRS = re.compile(r"(?P<prefix>(?:.*[^0-9])?)(?P<digits>[0-9]{1,15})[A-Z_-]{0,4}")


def _theirs(text: str) -> _Theirs | None:
    """Another party's number, whatever stands between prefix and digits: a space, a hyphen or nothing."""
    match = _THEIRS.fullmatch("".join(text.split()).translate(HYPHENS).upper())
    return _Theirs(match["prefix"].rstrip("-_."), int(match["digits"])) if match else None


def _received(document: MappedDocument, number: _Theirs) -> str | None:
    """Our number of the page with this one of the People's, "" where only the document is known, None if neither."""
    for ours, people in document.received_pages.items():
        if _theirs(people) == number:
            return ours
    for begin, end in _runs(document.received):
        if begin.prefix == number.prefix and begin.number <= number.number <= end.number:
            return ""
    return None


def _runs(received: str) -> Iterator[tuple[_Theirs, _Theirs]]:
    """The runs a person wrote down: NYPD-0001 to NYPD-0004; NYPD-0009."""
    for part in re.split(r"[,;]", received):
        # What a person wrote there may be no number at all; then it is only shown.
        ends = [_theirs(end) for end in BETWEEN.split(part.strip())]
        first, last = ends[0], ends[-1]
        if first and last and len(ends) <= 2:
            yield first, last


def _of_received(document: MappedDocument, volume: VolumeMap, number: str, ours: str) -> Found:
    if ours:
        said = f"{number} of the People's is on our {ours}, {document.name} in {_volume(volume.issue)}."
    else:
        said = (
            f"{number} of the People's is among the numbers of {document.name} ({document.numbers}) in "
            f"{_volume(volume.issue)}; on which page was not recorded."
        )
    return Found(said, tuple(_about(document)))
