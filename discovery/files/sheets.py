"""Sets what a bundle adds of its own: cover, index, tab sheets and slip sheets, through typst.

The words go in as data, never as markup. A link of the index names a Bates number; assembly turns it into a
destination once the page with that number exists.
"""

import json
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import typst

from discovery.core.matter import Instrument, Matter, Person
from discovery.core.parts import Part, index_line, part_line
from discovery.core.problems import Problem
from discovery.core.productions import Document, Plan
from discovery.errors import InputError
from discovery.files.originals import page_count
from discovery.files.shipped import DATA
from discovery.files.typeset import FONTS, NO_GLYPH, NoGlyphError, no_glyph

LINK = "bates:"
"""How a link names its number until the page exists."""
SAMPLE = "Sample: a fictional matter"
DRAFT = "Draft: not served, numbers not reserved"
_NOTE = (
    "The Bates range is that of the exhibit's own pages; each exhibit is preceded by its lettered tab sheet, "
    "which bears the number before it. Cover and index are numbered in roman figures and bear no Bates number."
)


@dataclass(frozen=True)
class Front:
    """Cover and index of one file of a bundle, as a PDF of its own."""

    pdf: bytes = b""
    pages: int = 0


@dataclass(frozen=True)
class Sheets:
    """The pages we add: cover and index as one PDF, tab sheets with their slip sheets as another."""

    front: Front
    tabs: bytes

    def tab_pages(self, document: Document, plan: Plan) -> list[int]:
        """Where an exhibit's tab sheet, and its slip sheet if it has one, stand among the tab sheets, from 0."""
        before = plan.documents[: plan.documents.index(document)]
        first = len(before) + sum(1 for each in before if each.unread)
        return [first, first + 1] if document.unread else [first]


def write_sheets(plan: Plan, matter: Matter, *, draft: bool) -> Sheets:
    """Cover, index, tab sheets and slip sheets of a plan; InputError names a text that cannot be set."""
    data = _data(plan, matter, draft=draft)
    front, tabs = (_set_or_say(part, data, plan, matter) for part in ("front.typ", "tabs.typ"))
    wanted = len(plan.documents) + sum(1 for document in plan.documents if document.unread)
    if page_count(tabs) != wanted:
        raise InputError(
            "A description does not fit on its tab sheet. Shorten it in exhibits/index.toml.",
            _longest(plan),
        )
    return Sheets(Front(front, page_count(front)), tabs)


def write_front(part: Part, matter: Matter, *, draft: bool, lies_in: Mapping[str, str]) -> Front:
    """Cover and whole index for one of several files; `lies_in` says by letter in which file an exhibit lies."""
    data = _data(part.plan, matter, draft=draft) | _of_part(part)
    data["exhibits"] = [row | {"place": lies_in.get(row["letter"], "")} for row in data["exhibits"]]
    front = _set_or_say("front.typ", data, part.plan, matter)
    return Front(front, page_count(front))


def _of_part(part: Part) -> dict[str, Any]:
    """What the cover says of the file it opens, and the numbers that a link in it can lead to."""
    here = [page.label for page in part.with_front(0).pages()]
    line = part_line(part.number, part.of, here[0], here[-1]) if here else index_line(len(part.plan.documents))
    return {"part": line, "here": here}


def _set_or_say(part: str, data: Mapping[str, Any], plan: Plan, matter: Matter) -> bytes:
    try:
        return set_sheets(part, data)
    except typst.TypstError as error:
        if NO_GLYPH not in error.message:
            raise
        raise NoGlyphError(
            f"The cover, index and tab sheets cannot be set: no font here has some of the characters. {FONTS}.",
            no_glyph(_fields(plan, matter)),
        ) from error


def _longest(plan: Plan) -> list[Problem]:
    longest = max(plan.documents, key=lambda document: len(document.description))
    what = f"the description has {len(longest.description)} characters."
    return [Problem(where=_place(longest.key, "description"), what=what)]


def _place(key: str, field: str) -> str:
    return f"exhibits/index.toml, exhibit “{key}”, {field}"


def set_sheets(part: str, data: Mapping[str, Any]) -> bytes:
    """Set sheets of ours from a part of data/bundle; a TypstError where no font has some of the characters."""
    # The carried fonts first, so that a bundle in Latin script is the same bytes on every machine.
    try:
        return _compile(part, data, carried_only=True)
    except typst.TypstError as error:
        if NO_GLYPH not in error.message:
            raise
    return _compile(part, data, carried_only=False)


def _compile(part: str, data: Mapping[str, Any], *, carried_only: bool) -> bytes:
    look = b"".join((DATA / "bundle" / name).read_bytes() for name in ("common.typ", part))
    with tempfile.TemporaryDirectory() as root:
        compiler = typst.Compiler(
            look,
            root=root,
            ignore_system_fonts=carried_only,
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
            package_path=root,
            package_cache_path=root,
        )
        made = compiler.compile(format="pdf", pdf_standards=["a-2b"], pdf_tags=False, timestamp=0)
    assert isinstance(made, bytes)
    return made


def _fields(plan: Plan, matter: Matter) -> Iterator[tuple[str, str]]:
    """Every field whose words stand on a sheet, with those words as they are printed."""
    people = {"defendant.name": matter.defendant}
    people |= {f"co_defendants.{at}.name": person for at, person in enumerate(matter.co_defendants)}
    court, counsel = matter.court, matter.counsel
    plain = {
        **{f"court.{name}": getattr(court, name) for name in ("name", "county", "part")},
        **{f"counsel.{name}": getattr(counsel, name) for name in ("name", "office", "phone", "email")},
        **{f"counsel.address.{at}": line for at, line in enumerate(counsel.address)},
        "indictment": matter.indictment,
        "docket": matter.docket,
    }
    for field, person in people.items():
        yield f"matter.toml, {field}", _printed(person) + _printed(person).upper()
    for field, words in plain.items():
        yield f"matter.toml, {field}", words or ""
    for document in plan.documents:
        yield _place(document.key, "description"), document.description
        yield _place(document.key, "date"), document.date or ""


# --- the words -----------------------------------------------------------------------------------------------


def _data(plan: Plan, matter: Matter, *, draft: bool) -> dict[str, Any]:
    pages = sum(document.pages for document in plan.documents)
    first, last = plan.documents[0].letter, plan.documents[-1].letter
    one = len(plan.documents) == 1
    return {
        "title": "EXHIBIT" if one else "EXHIBITS",
        "letters": first if one else f"{first} through {last}",
        "run": str(plan.range),
        "extent": f"{_count(len(plan.documents), 'exhibit')}, {_count(pages, 'page')}",
        "banners": [*([SAMPLE] if matter.sample else []), *([DRAFT] if draft else [])],
        "court": _court(matter),
        "parties": _parties(matter),
        "numbers": [*_numbers(matter), "EXHIBITS"],
        "counsel": _counsel(matter),
        "short_caption": _short_caption(matter),
        "note": _NOTE,
        "part": "",
        "here": [label for document in plan.documents for label in _linked(document)],
        "exhibits": [
            {
                "key": document.key,
                "letter": document.letter,
                "description": _breakable(document.description),
                "date": document.date,
                "tab": str(document.tab),
                "begin": str(document.range.begin),
                "end": str(document.range.end),
                "pages": document.pages,
                "unread": f"Served as the file it is: {document.native}" if document.native else document.unread,
                "heading": _heading(document),
                "place": "",
            }
            for document in plan.documents
        ],
    }


def _heading(document: Document) -> str:
    """What its slip sheet says above all."""
    return f"Exhibit {document.letter} " + ("is a file of its own" if document.native else "could not be read")


def _linked(document: Document) -> tuple[str, str, str]:
    return str(document.tab), str(document.range.begin), str(document.range.end)


_LONG = 24
"""Characters of a word that fit in any column of ours; a longer one may break between any two."""


def _breakable(words: str) -> str:
    """Words as they are, but for long ones, such as file names, which get places to break a line at."""
    return " ".join("\u200b".join(word) if len(word) > _LONG else word for word in words.split(" "))


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _court(matter: Matter) -> list[str]:
    court = matter.court
    county = (court.county or "").removesuffix(" County").removeprefix("County of ")
    part = (court.part or "").removeprefix("Part ")
    place = ": ".join([*([f"County of {county}"] if county else []), *([f"Part {part}"] if part else [])])
    return [line for line in (court.name or "", place) if line]


def _printed(person: Person) -> str:
    return person.initials if person.protected else person.name


def _parties(matter: Matter) -> list[dict[str, str]]:
    defendants = [matter.defendant, *matter.co_defendants]
    return [
        {"kind": "party", "text": "THE PEOPLE OF THE STATE OF NEW YORK,"},
        {"kind": "between", "text": "- against -"},
        *({"kind": "party", "text": f"{_printed(person).upper()},"} for person in defendants),
        {"kind": "role", "text": "Defendant." if len(defendants) == 1 else "Defendants."},
    ]


def _numbers(matter: Matter) -> list[str]:
    if matter.indictment:
        informed = matter.posture.instrument is Instrument.SUPERIOR_COURT_INFORMATION
        return [_labelled("Superior Court Information No." if informed else "Indictment No.", matter.indictment)]
    return [_labelled("Docket No.", matter.docket)] if matter.docket else []


def _labelled(label: str, number: str) -> str:
    return number if label.split()[0].lower() in number.lower() else f"{label} {number}"


def _short_caption(matter: Matter) -> str:
    return ", ".join([f"People v {_printed(matter.defendant)}", *_numbers(matter)])


def _counsel(matter: Matter) -> list[str]:
    counsel = matter.counsel
    lines = [counsel.name, counsel.office, *counsel.address, counsel.phone, counsel.email]
    named = [line for line in lines if line]
    return [*named, "Attorney for the defendant"] if counsel.name else named
