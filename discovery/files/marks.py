"""What the four writers share: the places to check, how numbers and notes count, what a page's head says."""

import hashlib
import re
from collections.abc import Container, Iterator
from dataclasses import dataclass, replace
from itertools import takewhile

from discovery.core.blocks import (
    Align,
    Blank,
    Block,
    Bullet,
    Caption,
    Cite,
    Copy,
    Emphasis,
    ExhibitRef,
    Figure,
    Inline,
    Inlines,
    LineBreak,
    NoteRef,
    Numbered,
    Paper,
    PaperKind,
    Paragraph,
    ParagraphRef,
    Quotation,
    Signature,
    Sourced,
    Table,
    Text,
    Verify,
)
from discovery.core.tables import words_by_part

PRIVILEGED = "discovery:privileged"
"""The keyword a privileged paper bears in the file, whatever its format."""
PRIVILEGED_BOOKMARK = "discovery_privileged"
"""The same marker in a .docx, where clearing a file's properties does not reach it."""
AUTHOR = "discovery"
SAMPLE_LEGEND = "SAMPLE: a fictional matter"
CHECK_FIRST = "Check before filing:"
"""How a comment begins that keeps an edited paper from being filed until counsel resolves or deletes it."""
REVIEW_LEGEND = "REVIEW COPY: not for filing"
REVIEW_STYLES = (
    *("DiscoveryBlank", "DiscoveryCite", "DiscoveryVerify", "DiscoveryExhibit", "DiscoveryFinding"),
    "ReviewMark",
)
"""The styles of house.docx that only a review copy uses: its shades, and the legend in its head."""
LINE = 84
"""Characters on a line of a court paper, about: what is longer is prose."""
SHORT = 24
"""What is shorter is a name or a date line, whatever its last sign."""
ROW = 92
"""Characters on a line of a table as wide as the text, about."""
CELL_EDGES = 4
"""What the edges of a cell take, in characters."""
TAG_LENGTH = 64
"""Word refuses a file whose content control has a longer tag."""

# What XML 1.0 cannot carry: control characters, lone surrogates, the two non-characters at the end of the plane.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Mark:
    """A place that is followed in a review copy: what kind, under which tag, and what to check there, if anything."""

    kind: str
    """blank, cite, verify, exhibit or finding; checked, of a citation that counsel checked or was read long ago."""
    tag: str
    note: str = ""


def clean(text: str) -> str:
    """The words without what no document can carry; a tab or a line end becomes a space."""
    return re.sub(r"[\t\r\n]", " ", _NOT_XML.sub("", text))


def unbroken(text: str) -> str:
    """The words with a space in “Ex. B” at which no line ends."""
    return re.sub(r"\bEx\. (?=[A-Z\[])", "Ex.\u00a0", text)


def short_tag(tag: str) -> str:
    """The tag as Word takes it: whole, or shortened with a hash that keeps it its own."""
    if len(tag) <= TAG_LENGTH:
        return tag
    return f"{tag[: TAG_LENGTH - 13]}~{digest(tag)}"


PLACE = re.compile(r"_d\d+_(cite|exhibit|bates)_([0-9a-f]{12})(?:_(\d+))?")
"""A bookmark on a followed place: some programs drop content controls when they save, and keep bookmarks."""


def place_name(tag: str, number: int) -> str | None:
    """The bookmark's name for a place that is looked up again by its tag, or None where that is not needed."""
    kind, _, rest = tag.partition(":")
    if kind not in ("cite", "exhibit", "bates"):
        return None
    key, page = rest.rsplit(":", 1) if kind == "bates" else (rest, "")
    return f"_d{number}_{kind}_{digest(f'{kind}:{key}')}" + (f"_{page}" if page else "")


def digest(tag: str) -> str:
    """A tag in twelve signs."""
    return hashlib.sha256(tag.encode()).hexdigest()[:12]


def mark_of(inline: Inline) -> Mark | None:
    """How a review copy follows this inline, or None where it is plain words."""
    match inline:
        case Blank(key=key, what=what):
            return Mark("blank", short_tag(f"blank:{key}"), f"Fill in: {what}")
        case Verify(reason=reason):
            return Mark("verify", short_tag(f"verify:{reason}"), f"{CHECK_FIRST} {reason}")
        case Cite(authority=authority, proposition=proposition, state=state, note=note, flag=flag, refused=refused):
            tag = short_tag(f"cite:{authority}/{proposition}")
            if refused or state != "verified":
                stop = f"{CHECK_FIRST} {refused}" if refused else ""
                return Mark("cite", tag, " ".join(filter(None, (stop, _cite_note(state, note), flag))))
            return Mark("checked", tag, flag)
        case ExhibitRef(key=key, page=page, known=known):
            tag = f"exhibit:{key}" if page is None else f"bates:{key}:{page}"
            return Mark(
                "exhibit", short_tag(tag), "" if known else f"The exhibit “{key}” is not in the bundle’s plan."
            )
        case Sourced(source=source, attributed=True, note=note):
            # The note may begin with what it rests on; the finding's id is in it once.
            rests = "" if source.partition(":")[2] in note else f" It rests on {source}."
            return Mark("finding", short_tag(source), f"Reported, not proved.{rests} {note}".strip())
    return None


def _cite_note(state: str, note: str) -> str:
    said = "" if note.lower().startswith(state) else f" {state.capitalize()}."
    return f"Read this citation before filing.{said} {note}".strip()


def children_of(inline: Inline) -> Inlines:
    """The inlines inside, where there are any; a leaf's own words as one Text."""
    match inline:
        case (
            Emphasis(children=children)
            | Sourced(children=children)
            | Cite(children=children)
            | Verify(children=children)
        ):
            return children
        case Blank(what=what):
            return (Text(f"[{what}]"),)
        case ExhibitRef(text=text) | ParagraphRef(text=text):
            return (Text(text),)
    return ()


def unmarked(inlines: Inlines, listed: Container[str] = ()) -> Inlines:
    """The inlines of a copy in which nothing is marked but what a table lists: words side by side are one piece."""
    made: list[Inline] = []
    for inline in inlines:
        inner = isinstance(inline, Sourced | Cite | Verify | Blank | ExhibitRef)
        inner = inner and not (isinstance(inline, Cite) and inline.authority in listed)
        for each in unmarked(children_of(inline), listed) if inner else (inline,):
            if isinstance(each, Text) and made and isinstance(made[-1], Text):
                made[-1] = Text(made[-1].text + each.text)
            else:
                made.append(each)
    return tuple(made)


def joined(inlines: Inlines) -> Inlines:
    """The inlines with neighbouring pieces of one attributed finding joined, so that it is checked once."""
    made: list[Inline] = []
    for inline in inlines:
        # A space between two pieces of the same finding belongs to it.
        gap = made[-1:] if made and isinstance(made[-1], Text) and not made[-1].text.strip() else []
        last = made[-1 - len(gap)] if len(made) > len(gap) else None
        if isinstance(last, Sourced) and isinstance(inline, Sourced) and _same_finding(last, inline):
            del made[-1 - len(gap) :]
            inline = replace(inline, children=(*last.children, *gap, *inline.children))
        made.append(inline)
    return tuple(made)


def _same_finding(one: Sourced, other: Sourced) -> bool:
    return one.attributed and other.attributed and (one.source, one.note) == (other.source, other.note)


def column_widths(table: Table) -> tuple[int, ...]:
    """Relative widths of a table's columns: as given where the words need it, or by how much stands in each."""
    if table.widths:
        return _no_narrower_than_its_words(table, _no_wider_than_needed(table))
    widths = []
    for column in zip(*table.rows, strict=True):
        lengths = sorted(len(words(cell)) for cell in column)
        longest_word = max((len(word) for cell in column for word in words(cell).split()), default=1)
        # Between the usual cell and the longest; damped, or one long cell would starve its neighbours.
        usual = (lengths[len(lengths) // 2] + lengths[-1]) / 2
        widths.append(max(round(min(usual, 160.0) ** 0.6 * 4), longest_word * 2, 12))
    return tuple(widths)


def _no_wider_than_needed(table: Table) -> tuple[int, ...]:
    """The given widths; a column whose longest cell stands on one line with room to spare gives it to the others."""
    given = dict(enumerate(table.widths))
    needs = {
        at: max(len(words(cell)) for cell in column) + CELL_EDGES
        for at, column in enumerate(zip(*table.rows, strict=True))
    }
    narrow: dict[int, int] = {}
    while wide := [at for at in given if at not in narrow]:
        room, shares = ROW - sum(narrow.values()), sum(given[at] for at in wide)
        spare = [at for at in wide if needs[at] * shares < room * given[at]]
        if len(spare) == len(wide):
            # Every cell stands on one line: nobody wants the room.
            return table.widths
        if not spare:
            return tuple(narrow.get(at) or round(room * given[at] / shares) for at in given)
        narrow.update((at, needs[at]) for at in spare)
    return table.widths


def _no_narrower_than_its_words(table: Table, widths: tuple[int, ...]) -> tuple[int, ...]:
    """Widths in which no word runs over its column's edge, where the row has the room for that."""
    least = [
        max(round(_room_of(word)) for cell in column for word in words(cell).split() or [""]) + CELL_EDGES
        for column in zip(*table.rows, strict=True)
    ]
    shares = [ROW * width / sum(widths) for width in widths]
    if sum(least) > ROW or all(need <= share for need, share in zip(least, shares, strict=True)):
        return widths
    fixed: dict[int, int] = {}
    while short := [at for at, share in enumerate(shares) if at not in fixed and share < least[at]]:
        fixed |= {at: least[at] for at in short}
        rest = sum(width for at, width in enumerate(widths) if at not in fixed)
        room = ROW - sum(fixed.values())
        shares = [fixed.get(at) or room * width / rest for at, width in enumerate(widths)]
    return tuple(round(share) for share in shares)


def _room_of(word: str) -> float:
    """What a word takes in characters of running text: capitals are wider, figures a little."""
    return sum(1.6 if sign.isupper() else 1.2 if sign.isdigit() else 1.0 for sign in word)


def words(inlines: Inlines) -> str:
    """The words alone, as they print; notes and emphasis left out."""
    parts: list[str] = []
    for inline in inlines:
        match inline:
            case Text(text=text):
                parts.append(clean(text))
            case LineBreak():
                parts.append("\n")
            case NoteRef():
                pass
            case _:
                parts.append(words(children_of(inline)))
    return "".join(parts)


def inlines_of(block: Block) -> tuple[Inlines, ...]:
    """Every run of inlines in a block, in reading order."""
    match block:
        case Table(rows=rows):
            return tuple(cell for row in rows for cell in row)
        case Caption(court=court, left=left, right=right):
            return (court, *left, *right)
        case Signature(lines=lines):
            return lines
        case Figure(caption=caption):
            return (caption,)
        case _:
            return (getattr(block, "inlines", ()),)


def walk(inlines: Inlines) -> Iterator[Inline]:
    """Each inline and all inside it, in reading order."""
    for inline in joined(inlines):
        yield inline
        yield from walk(children_of(inline))


def note_order(paper: Paper) -> dict[int, int]:
    """Each footnote's printed number: they count in the order in which the text first calls them."""
    order: dict[int, int] = {}
    for block in paper.blocks:
        for inlines in inlines_of(block):
            for inline in walk(inlines):
                if isinstance(inline, NoteRef) and 0 < inline.number <= len(paper.notes):
                    order.setdefault(inline.number, len(order) + 1)
    return order


def number_text(block: Numbered) -> str:
    """The number as printed: "12.", "(b)", "(iv)"."""
    if block.level <= 1:
        return f"{block.ordinal}."
    return f"({letters(block.ordinal)})" if block.level == 2 else f"({roman(block.ordinal)})"


def letters(ordinal: int) -> str:
    """1 is a, 26 is z, 27 is aa, as Word counts them."""
    repeat, place = divmod(ordinal - 1, 26)
    return chr(ord("a") + place) * (repeat + 1)


def roman(ordinal: int) -> str:
    """The number in small Roman numerals."""
    out = ""
    for value, sign in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"),
        strict=True,
    ):
        while ordinal >= value:
            out, ordinal = out + sign, ordinal - value
    return out


def page_head(paper: Paper) -> tuple[str, ...]:
    """The lines at the head of every page."""
    lines = (
        SAMPLE_LEGEND if paper.sample else "",
        clean(paper.header),
        REVIEW_LEGEND if is_review(paper) and paper.kind is not PaperKind.PRIVILEGED else "",
    )
    return tuple(line for line in lines if line)


def is_review(paper: Paper) -> bool:
    """Whether open places are shown."""
    return paper.copy is Copy.REVIEW


def keywords(paper: Paper) -> str:
    """The keywords in the file: the privileged marker, or nothing."""
    return PRIVILEGED if paper.kind is PaperKind.PRIVILEGED else ""


def double_spaced(paper: Paper) -> bool:
    """Papers with a court's caption are double spaced; their exhibits, memos, letters and requests are not."""
    return paper.kind is PaperKind.SERVED and any(isinstance(block, Caption) for block in paper.blocks)


def override_note(paper: Paper) -> str:
    """The sentence saying which of an office's or matter's own files were used instead of shipped ones."""
    return (
        f"Made with these files in place of the shipped ones: {', '.join(paper.overrides)}."
        if paper.overrides
        else ""
    )


def length_note(paper: Paper) -> str:
    """How many words each part of what goes to a court has, for a rule on length to be held to."""
    counted = "; ".join(f"{clean(part)}, {count:,}" for part, count in words_by_part(paper).items())
    if not counted or not (is_review(paper) and double_spaced(paper)):
        return ""
    return (
        f"Words, with footnotes and without caption, tables of contents and authorities, and signature: {counted}. "
        "No rule on length is in the law data: compare what the court and its part allow, and whether they want the "
        "number certified."
    )


def indented(paper: Paper, block: Paragraph) -> bool:
    """Whether the first line stands in: asked for, or prose of a double-spaced paper, which has no gaps."""
    if block.style == "first":
        return True
    text = words(block.inlines).strip()
    prose = len(text) > LINE or (len(text) > SHORT and text.endswith((".", ":", ";", "?", "!", "”")))
    return prose and block.style == "body" and block.align is Align.LEFT and double_spaced(paper)


def is_rule(line: Inlines) -> bool:
    """Whether a line is nothing but a rule to write on."""
    return bool(re.fullmatch(r"\s*_{3,}\s*", words(line)))


def kept_with_next(paper: Paper) -> frozenset[int]:
    """The places of paragraphs that must not part from what follows: a signature, or a list or table they lead to."""
    kept = set()
    for place, block in enumerate(paper.blocks):
        before = _paragraphs_before(paper.blocks[:place])
        if isinstance(block, Signature):
            kept.update(before)
        elif isinstance(block, Bullet | Quotation | Table):
            kept.update(each for each in before[:1] if _is_short(paper.blocks[each]))
    return frozenset(kept)


def _paragraphs_before(blocks: tuple[Block, ...]) -> list[int]:
    """The last paragraphs without number, nearest first, three at most."""
    places = range(len(blocks) - 1, max(len(blocks) - 4, -1), -1)
    return list(takewhile(lambda place: isinstance(blocks[place], Paragraph), places))


def _is_short(block: Block) -> bool:
    return isinstance(block, Paragraph) and len(words(block.inlines)) <= 3 * LINE


SIDES = {
    "against": re.compile(r"^\W*against\W*$", re.I),
    "role": re.compile(r"^\W*(defendant|respondent|petitioner|plaintiff)s?\W*$", re.I),
}


def caption_side(line: Inlines) -> str:
    """How a line of the caption's left half stands: parties left, "-against-" in the middle, their role right."""
    text = words(line).strip()
    if SIDES["against"].match(text):
        return "center"
    return "right" if SIDES["role"].match(text) else "left"


def in_reading_order(paper: Paper) -> Iterator[Inline]:
    """Each inline of the paper as a reader meets it: a footnote's at its first call."""
    called: set[int] = set()
    for block in paper.blocks:
        for inlines in inlines_of(block):
            for inline in walk(inlines):
                yield inline
                if (
                    isinstance(inline, NoteRef)
                    and inline.number not in called
                    and 0 < inline.number <= len(paper.notes)
                ):
                    called.add(inline.number)
                    yield from walk(paper.notes[inline.number - 1])
