"""The markup of templates, parsed once to the blocks every writer prints.

Rendered text comes in with its values shielded (marking.py). Roles and footnotes are read first, then containers by
the line, then everything between them by markdown-it; numbers are counted here, never taken from the source.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from discovery.core.blocks import (
    Align,
    Authorities,
    Block,
    Bullet,
    Caption,
    Contents,
    Figure,
    Heading,
    Inline,
    Inlines,
    LineBreak,
    Numbered,
    PageBreak,
    Paragraph,
    ParagraphRef,
    Quotation,
    Signature,
    Table,
)
from discovery.core.exhibits import ExhibitNumbers
from discovery.core.inlines import InlineBuilder, inline_parser, map_inlines, text_of
from discovery.core.marking import take_marks
from discovery.core.problems import Problem, in_order
from discovery.core.roles import FootnoteText, read_roles
from discovery.errors import InputError

_FENCE = re.compile(r"^ {0,3}:::[ ]*([a-z]*)[ ]*(.*?)[ ]*$")
_LEAVES = {"toc", "authorities", "restart", "pagebreak"}
_BOXES = {"caption", "sig", "center", "right", "keep", "note", "small", "figure"}
_STYLES = {"keep": "keep", "note": "note", "small": "small"}


class Drawing(NamedTuple):
    """A figure as its template drew it, and the ids of what it shows."""

    svg: str
    sources: tuple[str, ...] = ()


class Parsed(NamedTuple):
    """Blocks and footnotes of a text."""

    blocks: tuple[Block, ...]
    notes: tuple[Inlines, ...]


def parse(
    text: str,
    numbers: ExhibitNumbers | None = None,
    draw: Callable[[str], Drawing | None] | None = None,
    name: str = "",
) -> Parsed:
    """The blocks and notes of a rendered template; InputError lists every place where the markup is wrong.

    `name` is what places are called when the text carries no marks of its own.
    """
    places = _Places.of(text, name)
    roles = read_roles(places.text, places.at)
    building = _Builder(places, InlineBuilder(numbers, roles.notes, places.at), draw)
    building.read(roles.text.split("\n"))
    problems = [*roles.problems, *building.problems, *building.inlines.problems]
    blocks, notes = building.finished(problems)
    if problems:
        raise InputError("The template's markup cannot be read:", in_order(problems))
    return Parsed(blocks, notes)


def _markdown() -> MarkdownIt:
    parser = MarkdownIt("zero", {"html": False, "maxNesting": 20})
    parser.enable(["heading", "list", "blockquote", "table"])
    return inline_parser(parser)


_MARKDOWN = _markdown()


@dataclass(frozen=True)
class _Places:
    """The text without marks, and for each of its lines the template line it came from."""

    text: str
    names: tuple[str, ...]

    @classmethod
    def of(cls, text: str, name: str) -> "_Places":
        pairs = [take_marks(line) for line in text.split("\n")]
        names = [place or (f"{name} line {number}".strip()) for number, (_, place) in enumerate(pairs, start=1)]
        return cls("\n".join(line.rstrip() for line, _ in pairs), tuple(names))

    def at(self, line: int) -> str:
        return self.names[min(line, len(self.names) - 1)]


@dataclass
class _Box:
    kind: str
    rest: str
    line: int
    lines: list[str] = field(default_factory=list)


class _Builder:
    """Collects blocks in the order of the text and counts what is numbered."""

    def __init__(self, places: _Places, inlines: InlineBuilder, draw: Callable[[str], Drawing | None] | None) -> None:
        self.places = places
        self.inlines = inlines
        self.draw = draw
        self.blocks: list[Block] = []
        self.problems: list[Problem] = []
        self.labels: dict[str, str] = {}
        self.counts: list[int] = []
        self.fresh = True
        self.anchors: set[str] = set()

    # --- lines: containers, and what stands between them --------------------------------------------------

    def read(self, lines: list[str]) -> None:
        """Read all lines."""
        start, box, leaf = 0, None, False
        for number, line in enumerate(lines):
            fence = _FENCE.match(line)
            if fence is None:
                leaf = leaf and not line.strip()
                if box:
                    box.lines.append(line)
                continue
            kind, rest = fence.groups()
            if box is None:
                self._markdown(lines[start:number], start)
            if kind:
                box, leaf = self._opened(box, kind, rest, number)
            elif box:
                self._close(box)
                box = None
            elif not leaf:
                self._wrong(number, "::: closes nothing.", "Remove it, or open a container before it.")
            start = number + 1
        if box:
            self._wrong(box.line, f"“::: {box.kind}” is never closed.", "Write ::: on a line of its own after it.")
        else:
            self._markdown(lines[start:], start)

    def _opened(self, box: _Box | None, kind: str, rest: str, line: int) -> tuple[_Box | None, bool]:
        if kind not in _LEAVES | _BOXES:
            known = ", ".join(sorted(_LEAVES | _BOXES))
            self._wrong(line, f"“::: {kind}” is not a container.", f"Known are {known}.")
            return box or _Box("note", "", line), False
        if box:
            self._wrong(line, f"“::: {kind}” stands inside “::: {box.kind}”.", "Close the first one before it.")
            return box, False
        if kind in _LEAVES:
            self._leaf(kind, rest, line)
            return None, True
        return _Box(kind, rest, line), False

    def _leaf(self, kind: str, rest: str, line: int) -> None:
        if kind == "toc":
            self.blocks.append(Contents())
        elif kind == "authorities":
            self.blocks.append(Authorities())
        elif kind == "pagebreak":
            self.blocks.append(PageBreak(text_of(self._line(rest, line))))
        else:
            self.counts, self.fresh = [], True

    def _close(self, box: _Box) -> None:
        first = box.line + 1
        if box.kind == "caption":
            self.blocks.append(self._caption(box.lines, first))
        elif box.kind == "sig":
            numbered = [(first + at, line) for at, line in enumerate(box.lines) if line.strip()]
            self.blocks.append(Signature(tuple(self._line(line, at) for at, line in numbered)))
        elif box.kind == "figure":
            self._figure(box, first)
        else:
            begin = len(self.blocks)
            self._markdown(box.lines, first)
            self.blocks[begin:] = [_restyled(block, box.kind) for block in self.blocks[begin:]]

    def _caption(self, lines: list[str], first: int) -> Caption:
        columns: dict[str, list[Inlines]] = {"court": [], "left": [], "right": []}
        column = "court"
        for at, line in enumerate(lines):
            opening = re.match(r"\s*(left|right):\s*(.*)", line)
            column, words = opening.groups() if opening else (column, line.strip())
            if words:
                columns[column].append(self._line(words, first + at))
        court: list[Inline] = []
        for line_of_court in columns["court"]:
            court += [LineBreak(), *line_of_court] if court else line_of_court
        return Caption(tuple(court), tuple(columns["left"]), tuple(columns["right"]))

    def _figure(self, box: _Box, first: int) -> None:
        words = self._line(" ".join(line.strip() for line in box.lines if line.strip()), first)
        if not words:
            self._wrong(box.line, "the figure has no description.", "Write the sentence that says what it shows.")
        drawing = self.draw(box.rest) if self.draw else None
        if drawing is None:
            self._wrong(box.line, f"there is no figure “{box.rest}”.", "Add figures/NAME.svg.j2 or correct the name.")
            return
        self.blocks.append(Figure(drawing.svg, text_of(words), words, drawing.sources))

    # --- markdown -----------------------------------------------------------------------------------------

    def _markdown(self, lines: list[str], first: int) -> None:
        if not any(line.strip() for line in lines):
            return
        tree = SyntaxTreeNode(_MARKDOWN.parse("\n".join(lines)))
        self._nodes(tree.children, lines, first, ordered=0, depth=0)

    def _nodes(self, nodes: list[SyntaxTreeNode], lines: list[str], first: int, ordered: int, depth: int) -> None:
        for node in nodes:
            line = first + (node.map[0] if node.map else 0)
            if node.type == "heading":
                self._heading(node, line)
            elif node.type == "paragraph":
                self.blocks.append(Paragraph(self._inline(node, line)))
            elif node.type == "blockquote":
                self._quotation(node, first)
            elif node.type == "table":
                self.blocks.append(self._table(node, lines, first))
            elif node.type in {"ordered_list", "bullet_list"}:
                for item in node.children:
                    self._item(item, lines, first, node.type == "ordered_list", ordered, depth)

    def _heading(self, node: SyntaxTreeNode, line: int) -> None:
        level = int(node.tag[1:])
        if level > 3:
            self._wrong(line, "a heading has at most three number signs.", "Use #, ## or ###.")
        inlines = self._inline(node, line)
        self.blocks.append(Heading(min(level, 3), inlines, self._anchor(text_of(inlines))))

    def _quotation(self, node: SyntaxTreeNode, first: int) -> None:
        for child in node.children:
            line = first + (child.map[0] if child.map else 0)
            if child.type == "paragraph":
                self.blocks.append(Quotation(self._inline(child, line)))
            else:
                self._wrong(line, "a block quotation holds paragraphs only.", "Take the list or heading out of it.")

    def _table(self, node: SyntaxTreeNode, lines: list[str], first: int) -> Table:
        rows = []
        for row in (row for part in node.children for row in part.children):
            line = first + (row.map[0] if row.map else 0)
            rows.append(tuple(self._inline(cell, line) for cell in row.children))
        dashes = (
            [part.count("-") for part in lines[node.map[0] + 1].strip().strip("|").split("|")] if node.map else []
        )
        return Table(tuple(rows), tuple(dashes))

    def _item(
        self, item: SyntaxTreeNode, lines: list[str], first: int, is_ordered: bool, ordered: int, depth: int
    ) -> None:
        line = first + (item.map[0] if item.map else 0)
        level = ordered + 1 if is_ordered else ordered
        children = list(item.children)
        if level > 3:
            self._wrong(line, "numbered paragraphs go three levels deep.", "Take one level out.")
            return
        lead = children.pop(0) if children and children[0].type == "paragraph" else None
        inlines = self._inline(lead, line) if lead else ()
        if is_ordered:
            self._numbered(level, inlines, line)
        else:
            self.blocks.append(Bullet(depth + 1, inlines))
        self._nodes(children, lines, first, level, depth if is_ordered else depth + 1)

    def _numbered(self, level: int, inlines: Inlines, line: int) -> None:
        restart = len(self.counts) < level if level > 1 else self.fresh
        self.counts = [*self.counts[:level], *[0] * (level - len(self.counts))]
        self.counts[level - 1] += 1
        self.fresh = False
        label = self.inlines.take_label()
        if label and label in self.labels:
            self._wrong(line, f"two paragraphs are labelled “{label}”.", "Give one of them another label.")
        if label:
            self.labels[label] = paragraph_number(self.counts)
        self.blocks.append(Numbered(level, self.counts[-1], inlines, label, restart))

    # --- small things -------------------------------------------------------------------------------------

    def _inline(self, node: SyntaxTreeNode, line: int) -> Inlines:
        tokens = [token for child in node.children for token in (child.token.children if child.token else None) or []]
        return self.inlines.build(tokens, line)

    def _line(self, text: str, line: int) -> Inlines:
        return self.inlines.build(_MARKDOWN.parseInline(text.strip())[0].children or [], line)

    def _anchor(self, words: str) -> str:
        base = re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")[:40].strip("-") or "part"
        anchor, count = base, 1
        while anchor in self.anchors:
            count += 1
            anchor = f"{base}-{count}"
        self.anchors.add(anchor)
        return anchor

    def _wrong(self, line: int, what: str, next_step: str) -> None:
        self.problems.append(Problem(where=self.places.at(line), what=what, next_step=next_step))

    def finished(self, problems: list[Problem]) -> tuple[tuple[Block, ...], tuple[Inlines, ...]]:
        """Blocks and notes with the numbers of the paragraphs they refer to."""
        notes = self.inlines.finished_notes(problems, _MARKDOWN)

        def filled(inline: Inline) -> Inline:
            if not isinstance(inline, ParagraphRef):
                return inline
            if inline.label not in self.labels:
                problems.append(
                    Problem(
                        where=inline.text,
                        what=f"no paragraph is labelled “{inline.label}”.",
                        next_step=f"Write {{label:{inline.label}}} at the start of the paragraph that is meant.",
                    )
                )
            return replace(inline, text=self.labels.get(inline.label, "?"))

        blocks = tuple(map_inlines(block, filled) for block in self.blocks)
        return blocks, tuple(_each(note, filled) for note in notes)


def _each(inlines: Inlines, change: Callable[[Inline], Inline]) -> Inlines:
    block = map_inlines(Paragraph(inlines), change)
    return block.inlines if isinstance(block, Paragraph) else inlines


def _restyled(block: Block, kind: str) -> Block:
    if not isinstance(block, Paragraph):
        return block
    if kind in _STYLES:
        return replace(block, style=_STYLES[kind])
    return replace(block, align=Align(kind))


def paragraph_number(counts: list[int]) -> str:
    """The number of a paragraph as text refers to it: 12, 12(a), 12(a)(ii)."""
    parts = [str(counts[0])]
    if len(counts) > 1:
        parts.append(f"({in_letters(counts[1])})")
    if len(counts) > 2:
        parts.append(f"({in_roman(counts[2])})")
    return "".join(parts)


def in_letters(ordinal: int) -> str:
    """1 is a, 26 is z, 27 is aa, 28 is bb: as Word letters a list."""
    times, at = divmod(ordinal - 1, 26)
    return chr(ord("a") + at) * (times + 1)


def in_roman(ordinal: int) -> str:
    """A lower-case roman number."""
    pairs = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
    text = ""
    for value, letters in pairs:
        count, ordinal = divmod(ordinal, value)
        text += letters * count
    return text


__all__ = ["Drawing", "FootnoteText", "Parsed", "paragraph_number", "parse", "text_of"]
