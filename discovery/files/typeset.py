"""Writes a paper as PDF/A-2a through typst: tagged, with outline and language, the same bytes each time.

The paper goes to typst as JSON data, never as markup, and typst sees an empty folder as its root, so that no
value can name a file, a package or a function.
"""

import json
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, Final

import typst

from discovery.core.blocks import (
    Authorities,
    Block,
    Bullet,
    Caption,
    Cite,
    Contents,
    Emphasis,
    Figure,
    Heading,
    Inline,
    Inlines,
    LineBreak,
    Listed,
    NoteRef,
    Numbered,
    PageBreak,
    Paper,
    Paragraph,
    Quotation,
    Signature,
    Sourced,
    Table,
    Text,
)
from discovery.core.directions import directed, turns
from discovery.core.inlines import every_inline
from discovery.core.problems import Problem, in_order
from discovery.core.tables import by_category, covers_all, has_tables, listed_at, paged_by_part
from discovery.errors import InputError
from discovery.files import marks
from discovery.files.shipped import TEMPLATES

STANDARD: Final = "a-2a"
CHECKS: Final = "To check before filing"
NO_GLYPH = "could not be displayed"
LAST_SAFE = 0x17F
"""The carried fonts have all of Latin-1 and Latin Extended-A."""
LONGEST_WHOLE: Final = 500
"""Characters that fill less than a page even in a narrow column."""
LONGEST_WORD: Final = 32
"""Signs that stand on one line even in a caption."""
PIECE: Final = 8
"""Signs of a longer word that stay together."""
FONTS: Final = "Install a font that has them (for Chinese, Noto Serif CJK; for Arabic, Noto Naskh Arabic)"
Data = dict[str, Any]


class NoGlyphError(InputError):
    """No font here has some of the characters that are to be set; the problems name the fields that hold them."""


def write_pdf(paper: Paper) -> bytes:
    """The paper as PDF/A-2a; NoGlyphError names each field with a character no font here has."""
    inputs = {"paper": json.dumps(_Setting(directed(paper)).data(), ensure_ascii=False)}
    look = (TEMPLATES / "house.typ").read_bytes()
    # The carried fonts first, so that a paper in Latin script is the same bytes on every machine. Of Arabic they have
    # only letters of one width, which do not join well; a paper with such names takes what is installed.
    for carried_only in (False,) if turns(inputs["paper"]) else (True, False):
        try:
            return _compile(look, inputs, _moment(paper), carried_only=carried_only)
        except typst.TypstError as error:
            if NO_GLYPH not in error.message:
                raise InputError(f"“{paper.title}” cannot be set as PDF: {error.message}.") from error
    raise NoGlyphError(
        f"“{paper.title}” cannot be set as PDF: no font here has some of its characters. {FONTS}, or make the .docx.",
        no_glyph(_places(paper)),
    )


def draw_png(svg: str, dots_per_inch: int = 200) -> bytes:
    """The drawing as PNG, for Word, which shows no SVG in older versions."""
    look = b'#set page(width: auto, height: auto, margin: 0pt)\n#image(bytes(sys.inputs.svg), format: "svg")\n'
    with tempfile.TemporaryDirectory() as root:
        # The carried fonts alone, where they have every character: the same image on every machine.
        carried_only = all(ord(character) <= LAST_SAFE or character in "–—‘’“”…•§" for character in svg)
        compiler = typst.Compiler(look, root=root, ignore_system_fonts=carried_only, sys_inputs={"svg": svg})
        try:
            return _one(compiler.compile(format="png", ppi=dots_per_inch))
        except typst.TypstError as error:
            raise InputError(f"A drawing cannot be made: {error.message}; look at its template.") from error


def _compile(look: bytes, inputs: dict[str, str], moment: datetime, *, carried_only: bool) -> bytes:
    with tempfile.TemporaryDirectory() as root:
        compiler = typst.Compiler(
            look,
            root=root,
            ignore_system_fonts=carried_only,
            sys_inputs=inputs,
            package_path=root,
            package_cache_path=root,
        )
        return _one(compiler.compile(format="pdf", pdf_standards=[STANDARD], timestamp=moment))


def _one(made: bytes | list[bytes] | None) -> bytes:
    if isinstance(made, bytes):
        return made
    return b"".join(made or [])


def _moment(paper: Paper) -> datetime:
    day = date.fromisoformat(paper.day) if paper.day else date(2000, 1, 1)
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


# --- a paper as data -----------------------------------------------------------------------------------------


@dataclass
class _Setting:
    """Turns one paper into the data house.typ sets, counting its checks and notes as it goes."""

    paper: Paper
    checks: list[str] = field(default_factory=list)
    called: set[int] = field(default_factory=set)
    part: int = 0
    """Which named part is being set; 0 before the first."""
    listed: Mapping[str, Listed] = field(default_factory=dict)
    """What a table covering this place lists."""

    def data(self) -> Data:
        """Everything house.typ reads."""
        paper = self.paper
        language, _, region = paper.language.partition("-")
        moment = _moment(paper)
        if marks.is_review(paper) and paper.overrides:
            self.checks.append(marks.override_note(paper))
        sections = self.sections()
        self.checks += filter(None, (marks.length_note(paper),))
        if self.checks:
            sections.append({"title": CHECKS, "blocks": [], "checks": self.checks, "anew": True})
        return {
            "title": marks.clean(paper.title),
            "lang": language,
            "region": region or None,
            "day": {"year": moment.year, "month": moment.month, "day": moment.day},
            "keywords": [word for word in (marks.keywords(paper),) if word],
            "double": marks.double_spaced(paper),
            "head": list(marks.page_head(paper)),
            "by_part": paged_by_part(paper),
            "sections": sections,
        }

    def sections(self) -> list[Data]:
        """The paper in its parts: each titled page break begins one, with that title in its footer."""
        parts: list[Data] = [{"title": self.first_title(), "blocks": [], "checks": [], "anew": True}]
        held = marks.kept_with_next(self.paper)
        listed = listed_at(self.paper)
        tabled = has_tables(self.paper)
        for place, block in enumerate(self.paper.blocks):
            self.listed = listed[place]
            if isinstance(block, PageBreak) and (block.title or parts[-1]["blocks"]):
                title = marks.clean(block.title) or parts[-1]["title"]
                if parts[-1]["blocks"]:
                    parts.append({"title": title, "blocks": [], "checks": [], "anew": bool(block.title)})
                parts[-1]["title"] = title
                if block.title and tabled:
                    self.part += 1
                    parts[-1]["begins"] = self.part
            elif isinstance(block, Contents | Authorities):
                whole = covers_all(self.paper.blocks, place)
                covers = {"part": 0 if whole else self.part, "sticky": False}
                parts[-1]["blocks"].append({**self.block(block), **covers})
            elif not isinstance(block, PageBreak):
                parts[-1]["blocks"].append({**self.block(block), "sticky": place in held})
        return parts

    def first_title(self) -> str:
        """What the foot bears before any part is named: the paper's title, unless it is a set of papers."""
        named = any(isinstance(block, PageBreak) and block.title for block in self.paper.blocks)
        return "" if named else marks.clean(self.paper.title)

    def block(self, block: Block) -> Data:
        """One block with its inlines."""
        match block:
            case Heading(level=level, inlines=inlines, anchor=anchor):
                return {"t": "heading", "level": level, "anchor": f"h-{anchor}", "c": self.inlines(inlines)}
            case Paragraph(inlines=inlines, align=align):
                style = "first" if marks.indented(self.paper, block) else block.style
                return {"t": "paragraph", "align": align.value, "style": style, "c": self.inlines(inlines)}
            case Numbered(level=level, inlines=inlines):
                number = marks.number_text(block)
                words = {"number": number, "whole": _goes_whole(inlines), "c": self.inlines(inlines)}
                return {"t": "numbered", "level": level, **words}
            case Bullet(level=level, inlines=inlines):
                words = {"whole": _goes_whole(inlines), "c": self.inlines(inlines)}
                return {"t": "bullet", "level": min(level, 3), **words}
            case Quotation(inlines=inlines):
                return {"t": "quotation", "whole": _goes_whole(inlines), "c": self.inlines(inlines)}
            case Table(rows=rows):
                cells = [[self.inlines(cell) for cell in row] for row in rows]
                # A row goes whole to the next page, unless it might be longer than that page.
                whole = [all(len(marks.words(cell)) <= LONGEST_WHOLE for cell in row) for row in rows[1:]]
                return {"t": "table", "widths": list(marks.column_widths(block)), "rows": cells, "whole": whole}
            case Caption(court=court, left=left, right=right):
                sided = [{"side": marks.caption_side(line), "c": self.inlines(line)} for line in left]
                lines = [self.inlines(line) for line in right]
                return {"t": "caption", "court": self.inlines(court), "left": sided, "right": lines}
            case Signature(lines=lines):
                set_lines = [{"rule": marks.is_rule(line), "c": self.inlines(line)} for line in lines]
                held = sum(len(marks.words(line)) for line in lines) <= LONGEST_WHOLE
                ruled = not any(map(marks.is_rule, lines))
                return {"t": "signature", "lines": set_lines, "ruled": ruled, "whole": held}
            case Figure(svg=svg, alt=alt, caption=caption):
                return {"t": "figure", "svg": svg, "alt": marks.clean(alt), "c": self.inlines(caption)}
            case Contents():
                return {"t": "contents"}
            case Authorities():
                groups = [
                    {
                        "title": str(category),
                        "lines": [{"id": each.authority, "c": self.inlines(each.inlines)} for each in listed],
                    }
                    for category, listed in by_category(block)
                ]
                return {"t": "authorities", "groups": groups}
        raise AssertionError(block)

    def inlines(self, inlines: Inlines) -> list[Data]:
        """A run of inlines as data."""
        return [item for inline in marks.joined(inlines) for item in self.inline(inline)]

    def inline(self, inline: Inline) -> Iterator[Data]:
        """One inline: words, emphasis, a note, or a marked place."""
        if isinstance(inline, Cite) and inline.authority in self.listed:
            yield {"t": "cited", "id": inline.authority, "part": self.part}
        mark = marks.mark_of(inline) if marks.is_review(self.paper) else None
        if mark and mark.note:
            if mark.note not in self.checks:
                self.checks.append(mark.note)
            number = self.checks.index(mark.note) + 1
            yield {"t": "mark", "kind": mark.kind, "n": number, "c": self.inlines(marks.children_of(inline))}
            return
        match inline:
            case Text(text=text):
                yield from _pieces(marks.clean(text))
            case Emphasis(children=children, strong=strong):
                yield {"t": "em", "strong": strong, "c": self.inlines(children)}
            case LineBreak():
                yield {"t": "br"}
            case NoteRef(number=number):
                if number in self.called:
                    yield {"t": "again", "n": number}
                elif 0 < number <= len(self.paper.notes):
                    self.called.add(number)
                    yield {"t": "note", "n": number, "c": self.inlines(self.paper.notes[number - 1])}
            case _:
                yield from self.inlines(marks.children_of(inline))


def _goes_whole(inlines: Inlines) -> bool:
    """Whether a block goes to the next page whole, as a short one does that calls a footnote."""
    noted = any(isinstance(each, NoteRef) for each in every_inline(inlines))
    return noted and len(marks.words(inlines)) <= LONGEST_WHOLE


def _pieces(text: str) -> Iterator[Data]:
    """The words; a word too long for a line in pieces between which a line may end, as in Word."""
    at = 0
    for long in re.finditer(rf"\S{{{LONGEST_WORD},}}", text):
        yield {"t": "text", "s": text[at : long.start()]}
        for place in range(long.start(), long.end(), PIECE):
            yield {"t": "piece", "s": text[place : min(place + PIECE, long.end())]}
        at = long.end()
    yield {"t": "text", "s": text[at:]}


# --- characters no font has ----------------------------------------------------------------------------------


def no_glyph(places: Iterable[tuple[str, str]]) -> tuple[Problem, ...]:
    """One Problem a field, naming the characters that neither the carried nor an installed font has."""
    missing: dict[str, set[str]] = {}
    known: dict[str, bool] = {}
    for where, text in places:
        for character in sorted(set(text)):
            if ord(character) > LAST_SAFE and character not in known:
                known[character] = _has_glyph(character)
            if not known.get(character, True):
                missing.setdefault(where, set()).add(character)
    return in_order(
        Problem(where=where, what=f"no font here has {' '.join(sorted(characters))}")
        for where, characters in missing.items()
    )


def _places(paper: Paper) -> Iterator[tuple[str, str]]:
    """Each Text with the source of the Sourced around it, or the paper's title where there is none."""
    for number, block in enumerate(paper.blocks, start=1):
        for inlines in marks.inlines_of(block):
            yield from _texts(inlines, f"{paper.title}, block {number}")
    for number, note in enumerate(paper.notes, start=1):
        yield from _texts(note, f"{paper.title}, note {number}")
    yield paper.title, paper.title + paper.header


def _texts(inlines: Inlines, where: str) -> Iterator[tuple[str, str]]:
    for inline in inlines:
        if isinstance(inline, Text):
            yield where, marks.clean(inline.text)
        else:
            inside = inline.source if isinstance(inline, Sourced) else where
            yield from _texts(marks.children_of(inline), inside)


def _has_glyph(character: str) -> bool:
    probe = b'#set page(width: auto, height: auto)\n#text(font: "Libertinus Serif", sys.inputs.c)'
    try:
        with tempfile.TemporaryDirectory() as root:
            typst.Compiler(probe, root=root, sys_inputs={"c": character}).compile(
                format="pdf", pdf_standards=["a-2u"]
            )
    except typst.TypstError:
        return False
    return True
