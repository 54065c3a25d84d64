"""Writes a paper as plain text, as an agency's portal takes it: a paragraph a line, numbers counted, nothing lost."""

from discovery.core.blocks import (
    Authorities,
    Block,
    Bullet,
    Caption,
    Contents,
    Emphasis,
    Figure,
    Inlines,
    LineBreak,
    NoteRef,
    Numbered,
    PageBreak,
    Paper,
    Quotation,
    Signature,
    Table,
    Text,
)
from discovery.core.tables import by_category, headings
from discovery.files import marks

INDENT = {1: "", 2: "  ", 3: "    "}
EDGE = "-" * 40 + "X"


def write_plain(paper: Paper) -> str:
    """The paper as text: marker and legends first, then `portal_text`, then what to check in a review copy."""
    head = [line for line in (marks.keywords(paper), *marks.page_head(paper)) if line]
    title = [f"Public title: {marks.clean(paper.portal_title)}"] if paper.portal_title else []
    opening = [*head, *([""] if head else []), *title, *([""] if title else [])]
    return "\n".join([*opening, portal_text(paper), *_checks(paper)])


def portal_text(paper: Paper) -> str:
    """The words of the paper alone: what is pasted into a portal's field for the description."""
    order = marks.note_order(paper)
    lines: list[str] = []
    before: Block | None = None
    for place, block in enumerate(paper.blocks):
        made = _block(block, paper, order, place)
        if not made:
            continue
        if lines and not _stands_close(before, block):
            lines.append("")
        lines += made
        before = block
    if order:
        by_order = sorted(order, key=lambda number: order[number])
        lines += ["", *(f"[{order[number]}] {_words(paper.notes[number - 1], order)}" for number in by_order)]
    return "\n".join(lines) + "\n"


def _stands_close(before: Block | None, block: Block) -> bool:
    close = Numbered | Bullet
    return isinstance(before, close) and isinstance(block, close)


def _block(block: Block, paper: Paper, order: dict[int, int], place: int) -> list[str]:
    match block:
        case Numbered(level=level, inlines=inlines):
            return [f"{INDENT[level]}{marks.number_text(block)} {_words(inlines, order)}"]
        case Bullet(level=level, inlines=inlines):
            return [f"{INDENT[level]}- {_words(inlines, order)}"]
        case Quotation(inlines=inlines):
            return [f"    {line}" for line in _words(inlines, order).split("\n")]
        case Table(rows=rows):
            return [" | ".join(_words(cell, order).replace("\n", " ") for cell in row) for row in rows]
        case Caption(court=court, left=left, right=right):
            parties, box = [[_words(line, order) for line in half] for half in (left, right)]
            return [*_words(court, order).split("\n"), EDGE, *parties, *([""] if box else []), *box, EDGE]
        case Signature(lines=lines):
            ruled = any(map(marks.is_rule, lines))
            return [*([] if ruled else ["_" * 30]), *(_words(line, order) for line in lines)]
        case Figure(alt=alt, caption=caption):
            return [f"[Figure: {marks.clean(alt)}]", *([_words(caption, order)] if caption else [])]
        case PageBreak(title=title):
            return ["=" * 40, *([marks.clean(title)] if title else [])]
        case Contents():
            return [f"{INDENT[each.level]}{_words(each.inlines, {})}" for each in headings(paper, place)]
        case Authorities():
            return [
                line
                for category, listed in by_category(block)
                for line in (f"{category}:", *(f"  {_words(each.inlines, {})}" for each in listed))
            ]
        case _:
            return _words(block.inlines, order).split("\n")


def _words(inlines: Inlines, order: dict[int, int]) -> str:
    parts = []
    for inline in inlines:
        match inline:
            case Text(text=text):
                parts.append(marks.clean(text))
            case LineBreak():
                parts.append("\n")
            case NoteRef(number=number):
                parts.append(f"[{order[number]}]" if number in order else "")
            case Emphasis(children=children):
                parts.append(_words(children, order))
            case _:
                parts.append(_words(marks.children_of(inline), order))
    return "".join(parts)


def _checks(paper: Paper) -> list[str]:
    """The list a review copy ends with, in the order of the text."""
    if not marks.is_review(paper):
        return []
    places: dict[str, list[str]] = {marks.override_note(paper): []} if paper.overrides else {}
    for inline in marks.in_reading_order(paper):
        if (mark := marks.mark_of(inline)) and mark.note:
            places.setdefault(mark.note, []).append(f"“{marks.words((inline,))}”")
    if length := marks.length_note(paper):
        places[length] = []
    notes = [f"{note} ({', '.join(dict.fromkeys(said))})" if said else note for note, said in places.items()]
    listed = [f"{number}. {note}" for number, note in enumerate(notes, start=1)]
    return ["", "To check before filing:", *listed, ""] if listed else []
