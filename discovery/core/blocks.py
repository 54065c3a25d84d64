"""A paper after parsing: blocks of inlines, each inline keeping what it rests on. Four writers print these.

Nothing here is markup any more: text is text, and a writer sets it as a text node.
"""

from dataclasses import dataclass, field
from enum import StrEnum


class Copy(StrEnum):
    """The review copy shows every open place; the filing copy cannot be made while there is one."""

    REVIEW = "review"
    FILING = "filing"


class PaperKind(StrEnum):
    """Who may see the paper, which decides what may be in it."""

    FOIL = "foil"
    """Goes to an agency: carries nothing of a client or a production."""
    SERVED = "served"
    """Goes to court and the People."""
    PRIVILEGED = "privileged"
    """Stays with counsel: has no filing copy."""
    LETTER = "letter"


# --- inlines -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Text:
    """Words as they are to be printed."""

    text: str


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Italics (`strong` False) or bold."""

    children: tuple["Inline", ...]
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Sourced:
    """Words that say something about the world, with the id of what they rest on.

    Ids: finding:ID, intake:PATH, policy:ID, conflict:ID, window:ID, demand:ID, source:ID, indicator:ID, plan:KEY,
    given:NAME (today's date, a request's own fields), foil:AGENCY/ITEM, agency:ID, authority:ID/PROPOSITION,
    judgements:OF WHAT (counted, or sorted by what they say).
    """

    source: str
    children: tuple["Inline", ...]
    attributed: bool = False
    """A finding's statement: highlighted in the review copy with its caveats."""
    note: str = ""
    """What the review copy's comment says."""


@dataclass(frozen=True, slots=True)
class Cite:
    """A citation of an authority for one of its propositions."""

    authority: str
    proposition: str
    children: tuple["Inline", ...]
    state: str
    """A `Verification`; anything but "verified" is open in the filing copy."""
    note: str = ""
    flag: str = ""
    """What a review copy says of it though it is verified: it was read long ago, counsel checked it."""
    refused: str = ""
    """Why it may not be cited for that day: a version not in force, or one that was replaced."""


@dataclass(frozen=True, slots=True)
class Blank:
    """A place counsel has to fill; `key` is stable, `what` is the sentence that asks."""

    key: str
    what: str


@dataclass(frozen=True, slots=True)
class Verify:
    """Words counsel must check before filing, with the reason."""

    reason: str
    children: tuple["Inline", ...]


@dataclass(frozen=True, slots=True)
class ExhibitRef:
    """The letter of an exhibit ("Exhibit B"), or with `page` its Bates cite ("DOE-000013"), already filled in."""

    key: str
    text: str
    page: int | None = None
    known: bool = True
    """False where the exhibit is not in the plan: open in a filing copy."""


@dataclass(frozen=True, slots=True)
class ParagraphRef:
    """The number of a numbered paragraph of this paper."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class NoteRef:
    """A footnote, whose text is in `Paper.notes`."""

    number: int


@dataclass(frozen=True, slots=True)
class LineBreak:
    """A line end inside a paragraph."""


Inline = Text | Emphasis | Sourced | Cite | Blank | Verify | ExhibitRef | ParagraphRef | NoteRef | LineBreak
Inlines = tuple[Inline, ...]

# --- blocks --------------------------------------------------------------------------------------------------


class Align(StrEnum):
    """How a paragraph stands."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 (title of a part) to 3; `anchor` is unique in the paper."""

    level: int
    inlines: Inlines
    anchor: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph without number; `style` names a house style: body, first (indented), note, small, keep."""

    inlines: Inlines
    align: Align = Align.LEFT
    style: str = "body"


@dataclass(frozen=True, slots=True)
class Numbered:
    """A numbered paragraph: level 1 "12.", level 2 "(a)", level 3 "(i)"; `ordinal` is already counted.

    `restart` is True on the first paragraph of a new sequence.
    """

    level: int
    ordinal: int
    inlines: Inlines
    label: str | None = None
    restart: bool = False


@dataclass(frozen=True, slots=True)
class Bullet:
    """An unnumbered item of a list."""

    level: int
    inlines: Inlines


@dataclass(frozen=True, slots=True)
class Quotation:
    """A block quotation."""

    inlines: Inlines


@dataclass(frozen=True, slots=True)
class Table:
    """A table; the first row is the header. `widths` are relative."""

    rows: tuple[tuple[Inlines, ...], ...]
    widths: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Caption:
    """A New York caption: court, parties and index box, with its edge of hyphens and "X"."""

    court: Inlines
    left: tuple[Inlines, ...]
    right: tuple[Inlines, ...]


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature block: a rule with the lines under it, standing right."""

    lines: tuple[Inlines, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing (SVG text) with the sentence that says in words what it shows, and what it rests on."""

    svg: str
    alt: str
    caption: Inlines = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PageBreak:
    """A new page; with `title`, a new paper of the set begins, and its pages carry that title in the footer."""

    title: str = ""


@dataclass(frozen=True, slots=True)
class Contents:
    """Place of a table of contents: of its part, or of the whole set where it stands before the first named part."""


class Category(StrEnum):
    """The headings of a table of authorities, in the order in which they stand."""

    CASES = "Cases"
    STATUTES = "Statutes"
    RULES = "Rules and regulations"
    LOCAL_LAWS = "Local laws"
    OTHER = "Other authorities"


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of a table of authorities: an authority as it is cited, without pinpoint."""

    authority: str
    category: Category
    inlines: Inlines


@dataclass(frozen=True, slots=True)
class Authorities:
    """Place of a table of authorities, with what its part (or the whole set, as in `Contents`) cites, in order."""

    listed: tuple[Listed, ...] = ()


Block = (
    Heading
    | Paragraph
    | Numbered
    | Bullet
    | Quotation
    | Table
    | Caption
    | Signature
    | Figure
    | PageBreak
    | Contents
    | Authorities
)


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper, ready for any of the four writers."""

    template: str
    title: str
    kind: PaperKind
    copy: Copy
    blocks: tuple[Block, ...]
    notes: tuple[Inlines, ...] = ()
    """Footnotes; note n is notes[n - 1]."""
    sample: bool = False
    """Every page says SAMPLE."""
    header: str = ""
    """Running head, e.g. the privileged legend."""
    language: str = "en-US"
    day: str = ""
    """ISO day the paper is made for; the only date in its metadata."""
    overrides: tuple[str, ...] = ()
    """Office or matter templates and records used instead of shipped ones."""
    portal_title: str = ""
    meta: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OpenItem:
    """One thing that keeps a paper from being filed."""

    kind: str
    """blank, citation, verify, exhibit, contrary, privileged."""
    where: str
    """Paragraph number or heading."""
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"
