"""What became of each exhibit of a packet, in plain English and for the office alone: never served."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from discovery.core.audiences import Restriction
from discovery.core.enumerating import count_of, run_of
from discovery.core.manifests import Manifest, ServedExhibit, ServedPage


@dataclass(frozen=True)
class ExhibitOrigin:
    """Where an exhibit came from, and what was done with it."""

    letter: str
    origin: str
    """The name of its file, or of the template that made it."""
    notes: tuple[str, ...] = ()
    """What was done, without the exhibit's letter."""
    received: str = ""
    """The People's own numbers on it."""
    restriction: Restriction = Restriction.NONE
    released: str = ""
    """How a restricted exhibit was released for this audience."""
    detail: str = ""
    """For one in whose place a slip sheet stands: what exactly is wrong, and what to do."""


@dataclass(frozen=True)
class PageTold:
    """A numbered page that is not as usual: what was done on it, and why."""

    label: str
    said: str


@dataclass(frozen=True)
class PacketTold:
    """Everything the report tells of."""

    manifest: Manifest
    day: str
    audience: str
    exhibits: Sequence[ExhibitOrigin]
    pages: Sequence[PageTold] = ()
    not_offered: Sequence[tuple[str, str]] = ()
    """What is listed or lies there and is not in it, with the reason."""
    filing: Sequence[str] = ()
    """How it stands to the place where it is to be filed, a line each."""
    personal: Sequence[str] = ()
    """Which personal data stands in the exhibits, and what could not be searched for it, a line each."""
    unproved: Sequence[str] = ()
    """What the proof does not reach, a sentence each."""


def report(told: PacketTold) -> str:
    """The report as a text file."""
    return "\n".join(_lines(told)) + "\n"


def _lines(told: PacketTold) -> Iterator[str]:
    manifest = told.manifest
    state = "issued" if manifest.status == "issued" else "draft: the numbers are not reserved"
    yield f"{manifest.volume} ({state}), {told.day}, for the {told.audience}"
    yield "For the office. Not to be served: it names files, and what was found in them."
    yield ""
    yield f"{run_of(manifest.first, manifest.last)}: {count_of(len(manifest.exhibits), 'exhibit')}."
    for part in manifest.parts():
        size = f"{part.file.bytes / 1_000_000:.2f} MB"
        yield f"  {part.file.name}: {count_of(len(part.pages), 'page')}, {size}"
    for exhibit, origin in zip(manifest.exhibits, told.exhibits, strict=True):
        yield ""
        yield from _exhibit(told, exhibit, origin)
    yield ""
    yield from _accounted(told)
    if told.filing:
        yield "For filing:"
        yield from (f"  {line}" for line in told.filing)
        yield ""
    yield from _personal(told)
    yield from _proof(told)


def _exhibit(told: PacketTold, exhibit: ServedExhibit, origin: ExhibitOrigin) -> Iterator[str]:
    lies_in = told.manifest.lies_in(exhibit)
    yield f"Exhibit {exhibit.letter}: {exhibit.description}"
    yield f"  {run_of(exhibit.begin, exhibit.end)}, tab sheet {exhibit.tab}{f', in {lies_in}' if lies_in else ''}"
    yield f"  made from {origin.origin} (sha256 {exhibit.source_sha256})"
    if origin.received:
        yield f"  the People's numbers on it: {origin.received}"
    if origin.restriction is not Restriction.NONE:
        yield f"  restricted ({origin.restriction}); {origin.released}"
    if exhibit.native:
        yield f"  served as the file it is: {exhibit.native}; a slip sheet says so"
    elif exhibit.unread:
        yield f"  a slip sheet stands in its place: {exhibit.unread} {origin.detail}".rstrip()
    yield from (f"  {note}" for note in origin.notes)
    own = {page.label for page in told.manifest.pages if page.exhibit == exhibit.letter}
    yield from (f"  {page.label}: {page.said}" for page in told.pages if page.label in own)


def _accounted(told: PacketTold) -> Iterator[str]:
    if told.not_offered:
        yield "Not in it:"
        yield from (f"  {name}: {why}" for name, why in told.not_offered)
        yield ""


def _personal(told: PacketTold) -> Iterator[str]:
    if told.personal:
        yield "Personal data, as far as text can be read (pages are counted in the exhibit):"
        yield from (f"  {line}" for line in told.personal)
        yield ""


def _proof(told: PacketTold) -> Iterator[str]:
    numbered = [page for page in told.manifest.pages if page.place]
    copied = sum(1 for page in numbered if page.kind == "exhibit")
    yield f"Proved on {count_of(len(numbered), 'numbered page')}, by readers that had no part in making them:"
    yield "  the number stands once, in its place, upright, uncovered, is found by a search and is the page's label;"
    yield f"  on the {count_of(copied, 'page')} of exhibits, that their own content is what it was, byte for byte."
    if told.unproved:
        yield "Not proved:"
        yield from (f"  {sentence}" for sentence in told.unproved)


def gathered(notes: Sequence[str]) -> tuple[str, ...]:
    """Notes with what is said of several exhibits said once: “Exhibits A, B and F: …”."""
    said: dict[str, list[str]] = {}
    for note in notes:
        match = _OF_EXHIBIT.fullmatch(note)
        said.setdefault(match[2] if match else note, []).extend([match[1]] if match else [])
    return tuple(f"{_exhibits(letters)}: {text}" if letters else text for text, letters in said.items())


_OF_EXHIBIT = re.compile(r"Exhibit ([A-Z]+): (.*)", re.S)


def _exhibits(letters: Sequence[str]) -> str:
    *others, last = dict.fromkeys(letters)
    return f"Exhibits {', '.join(others)} and {last}" if others else f"Exhibit {last}"


def changed(page: ServedPage, why: str, *, isolated: bool) -> PageTold | None:
    """What is to be told of a page, if anything is not as usual."""
    said = [why] if why else []
    if page.shrink:
        said.append(f"its content is drawn at {page.shrink.scale:.1%} of its size")
    if page.boxed:
        said.append("its number stands on a white box")
    if isolated:
        said.append("its content was set apart in a form, because nothing could safely be added to it as it was")
    return PageTold(page.label, "; ".join(said)) if said else None
