"""What a matter offers and which numbers it would get: read by `bundle`, and by every paper that cites an exhibit.

Planning reserves nothing and writes nothing. A paper the program makes is itself an exhibit with numbers, and cites
others by number; so it is composed, planned, and composed again until its pages agree with the plan.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from discovery.core.bates import NumberStyle
from discovery.core.blocks import Copy, OpenItem, Paper, PaperKind
from discovery.core.exhibits import Audience, Exhibit, letter
from discovery.core.library import Library
from discovery.core.numbering import Entry, issues, last_style, next_free
from discovery.core.passwords import Passwords
from discovery.core.productions import Plan, plan
from discovery.errors import ConflictError, InputError
from discovery.files.exhibit_files import ExhibitFile, read_exhibit_file
from discovery.files.ledger import read_ledger
from discovery.files.library import read_library
from discovery.files.matter_folder import MatterFolder, read_matter_folder
from discovery.files.office import record_folders
from discovery.files.originals import page_count
from discovery.files.writing import room_apart, sha256_of

ROUNDS = 3
"""How often papers are composed before it is said that their pages and their numbers do not settle."""


class CannotComposeError(InputError):
    """A paper among the exhibits cannot be composed."""


@dataclass(frozen=True)
class Offered:
    """The exhibits a matter offers, in order, each read as far as its pages can be counted."""

    folder: MatterFolder
    exhibits: tuple[Exhibit, ...]
    files: Mapping[str, ExhibitFile]
    library: Library | None = None
    """Read once, where a paper of the program is among the exhibits."""

    @property
    def unread(self) -> dict[str, str]:
        """The exhibits in whose place a slip sheet stands, with the reason that is served."""
        return {key: file.unread for key, file in self.files.items() if file.unread}

    @property
    def natives(self) -> dict[str, str]:
        """The exhibits without pages that are offered as the file they are, with its ending."""
        return {key: file.native for key, file in self.files.items() if file.native}


@dataclass(frozen=True)
class ComposedExhibit:
    """A paper the program made as an exhibit: its page count, its PDF, and what is open in it."""

    paper: Paper
    pdf: bytes
    pages: int
    open_items: tuple[OpenItem, ...]


@dataclass(frozen=True)
class Settled:
    """A plan whose page counts agree with every file and every composed paper."""

    plan: Plan
    papers: Mapping[str, ComposedExhibit]


class FirstRound:
    """Numbers that stand in before any are known: right letters, and numbers of the right length."""

    def __init__(self, exhibits: Sequence[Exhibit], style: NumberStyle) -> None:
        self._letters = {exhibit.key: letter(position) for position, exhibit in enumerate(exhibits)}
        self._style = style

    def letter(self, key: str) -> str | None:
        """The letter of an exhibit, or None where it is not offered."""
        return self._letters.get(key)

    def bates(self, key: str, page: int) -> str | None:
        """A number that only keeps the place."""
        return str(self._style.number(page)) if key in self._letters else None


class DraftNumbers:
    """The numbers a bundle made now would print; from an exhibit that cannot be counted on, none are known."""

    def __init__(self, letters: FirstRound, known: Plan | None) -> None:
        self._letters = letters
        self._known = known

    def letter(self, key: str) -> str | None:
        """The letter of an exhibit, or None where it is not offered."""
        return self._letters.letter(key)

    def bates(self, key: str, page: int) -> str | None:
        """The number on a page of the exhibit itself, counted from 1, or None where it is not known."""
        return self._known.bates(key, page) if self._known else None


def plan_numbers(
    folder: Path, today: date, *, read: MatterFolder | None = None, library: Library | None = None
) -> DraftNumbers:
    """The letters and numbers of these exhibits: as they were issued, or as a bundle made now would print them.

    It takes the next free numbers and reserves none. `read` and `library` are what was already read of the folder.
    """
    with room_apart() as room:
        return _numbers(folder, offered(folder, room, read=read, library=library), today)


def _numbers(folder: Path, offer: Offered, today: date) -> DraftNumbers:
    entries = read_ledger(folder)
    style = usual_style(offer.folder, entries)
    letters = FirstRound(offer.exhibits, style)
    if not offer.exhibits:
        return DraftNumbers(letters, None)
    try:
        first_round = compose_first(offer, style, today)
        first = _issued_first(offer, first_round, style, entries) or next_free(entries, style.prefix)
        return DraftNumbers(letters, settle(offer, style, first, today, first_round).plan)
    except CannotComposeError:
        # A template with a fault must not keep every other paper from being drafted: what precedes it is known.
        return DraftNumbers(letters, _files_only(offer, style, next_free(entries, style.prefix)))


def _issued_first(
    offer: Offered, papers: Mapping[str, ComposedExhibit], style: NumberStyle, entries: Sequence[Entry]
) -> int | None:
    """Where the run of the volume begins in which exactly these exhibits were issued, to whomever, if they were."""
    inputs = {fingerprint(offer, papers, style, audience) for audience in Audience}
    return next((entry.first for entry in reversed(issues(entries)) if entry.inputs in inputs), None)


def usual_style(folder: MatterFolder, entries: Sequence[Entry]) -> NumberStyle:
    """The style used last in this matter, or one made from its short name."""
    if style := last_style(entries):
        return style
    plain = "".join(character for character in folder.matter.short_name.upper() if character.isascii())
    kept = "".join(character for character in plain if character.isalnum() or character in "-_")
    return NumberStyle.of(kept or "EXHIBIT")


def offered(
    folder: Path,
    room: Path,
    passwords: Passwords | None = None,
    *,
    read: MatterFolder | None = None,
    library: Library | None = None,
) -> Offered:
    """Read a matter folder and every file it offers; what is no PDF, or is locked, becomes one in `room`."""
    read = read or read_matter_folder(folder)
    exhibits = tuple(exhibit for exhibit in read.exhibits if exhibit.include)
    files: dict[str, ExhibitFile] = {}
    first: dict[str, str] = {}
    for exhibit in exhibits:
        if path := read.file_of(exhibit):
            known = first.setdefault(sha256_of(path), path.name) if read.handling else path.name
            same = "" if known == path.name else known
            files[exhibit.key] = read_exhibit_file(path, room, passwords, handling=read.handling, duplicate_of=same)
    if library is None and any(exhibit.paper for exhibit in exhibits):
        library = read_library(*record_folders(folder))
    return Offered(read, exhibits, files, library)


def settle(
    offer: Offered,
    style: NumberStyle,
    first: int,
    today: date,
    first_round: Mapping[str, ComposedExhibit] | None = None,
) -> Settled:
    """Compose, plan, and compose again until pages and numbers agree."""
    papers = first_round if first_round is not None else compose_first(offer, style, today)
    for _ in range(ROUNDS):
        settled = _planned(offer, style, first, papers)
        papers = compose_exhibits(offer, settled.plan, today, papers)
        if all(papers[key].pages == before.pages for key, before in settled.papers.items()):
            return _planned(offer, style, first, papers)
    raise ConflictError(
        "The pages of the papers among the exhibits change with the numbers they cite, and do not settle. "
        "Shorten the paper whose last line falls at the end of a page."
    )


def compose_first(offer: Offered, style: NumberStyle, today: date) -> dict[str, ComposedExhibit]:
    """The papers among the exhibits before any number is known: enough to count their pages."""
    return compose_exhibits(offer, FirstRound(offer.exhibits, style), today)


def compose_exhibits(
    offer: Offered,
    numbers: "FirstRound | Plan",
    today: date,
    before: Mapping[str, ComposedExhibit] | None = None,
) -> dict[str, ComposedExhibit]:
    """Every exhibit that is a paper of the program, composed with these numbers.

    One that says what it said before, with other numbers, keeps its pages.
    """
    return {
        exhibit.key: _compose(offer, exhibit.paper, numbers, today, before.get(exhibit.key) if before else None)
        for exhibit in offer.exhibits
        if exhibit.paper
    }


def _compose(
    offer: Offered, template: str, numbers: "FirstRound | Plan", today: date, before: ComposedExhibit | None
) -> ComposedExhibit:
    from discovery.files.typeset import write_pdf
    from discovery.jobs.compose import compose

    try:
        composed = compose(
            offer.folder.path,
            template,
            Copy.FILING,
            today,
            library=offer.library,
            numbers=numbers,
            read=offer.folder,
        )
        same = before is not None and before.paper == composed.paper
        pdf = before.pdf if same and before else write_pdf(composed.paper)
    except InputError as error:
        raise CannotComposeError(
            f"The exhibit made from {template} cannot be composed: {error.message}", error.problems
        ) from error
    if composed.paper.kind is PaperKind.PRIVILEGED:
        raise InputError(
            f"{template} is a privileged paper and is offered with nothing. Take it out of the exhibits."
        )
    return ComposedExhibit(composed.paper, pdf, page_count(pdf), composed.open_items)


def _planned(offer: Offered, style: NumberStyle, first: int, papers: Mapping[str, ComposedExhibit]) -> Settled:
    counts = {key: file.pages for key, file in offer.files.items()}
    sources = {key: file.sha256 for key, file in offer.files.items()}
    counts |= {key: paper.pages for key, paper in papers.items()}
    sources |= {key: hashlib.sha256(paper.pdf).hexdigest() for key, paper in papers.items()}
    made = plan(offer.exhibits, counts, style, first, sources=sources, unread=offer.unread, natives=offer.natives)
    return Settled(made, papers)


def _files_only(offer: Offered, style: NumberStyle, first: int) -> Plan | None:
    known = []
    for exhibit in offer.exhibits:
        if exhibit.paper:
            break
        known.append(exhibit)
    return _planned(replace(offer, exhibits=tuple(known)), style, first, {}).plan if known else None


def fingerprint(
    offer: Offered,
    papers: Mapping[str, ComposedExhibit],
    style: NumberStyle,
    audience: Audience,
    choices: Mapping[str, Any] | None = None,
) -> str:
    """What went in, without its numbers and without the day: issued once, it is not issued again.

    `choices` are those that differ from the usual ones, so that a packet made as usual keeps its fingerprint.
    """
    matter = offer.folder.matter
    exhibits = [
        [
            exhibit.model_dump(mode="json"),
            offer.files[exhibit.key].sha256 if exhibit.key in offer.files else _words(papers[exhibit.key]),
        ]
        for exhibit in offer.exhibits
    ]
    heading = [matter.court, matter.defendant, matter.counsel]
    facts = [
        style.model_dump(mode="json"),
        str(audience),
        matter.sample,
        matter.docket,
        matter.indictment,
        [record.model_dump(mode="json") for record in (*heading, *matter.co_defendants)],
        exhibits,
        *([choices] if choices else []),
        *([offer.folder.handling.model_dump(mode="json")] if offer.folder.handling else []),
    ]
    return hashlib.sha256(json.dumps(facts, ensure_ascii=True).encode()).hexdigest()


def _words(paper: ComposedExhibit) -> str:
    whole = repr((paper.paper.title, paper.paper.blocks, paper.paper.notes))
    return hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()
