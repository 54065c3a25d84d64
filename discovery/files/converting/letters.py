"""Sets a message as pages: its head, its words, the pictures it shows; what is attached follows as its family."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from io import BytesIO

from PIL import Image

from discovery.core.pieces import Kind
from discovery.files.converting.markup import Read, text_of
from discovery.files.converting.pictures import SCREEN_DPI, PictureError, picture_page
from discovery.files.converting.piece import Piece, Source
from discovery.files.converting.reading import read_inside
from discovery.files.converting.setting import CODED, LINES, Picture, Words, set_pages

NOT_LOADED = "Pictures that lie on the internet were not loaded."
FROM_HTML = "The message is written in HTML; its words are printed, the original keeps its look."
BOTH = "The message holds its words as plain text and in HTML; the plain text is printed, the original keeps both."
ENCRYPTED = "The message is encrypted: its words are not on its pages."
NO_WORDS = "(The message has no text.)"
_WIDEST, _HIGHEST = 468.0, 560.0


@dataclass
class Enclosed:
    """A part of a message that is a file: attached, or a picture shown among the words."""

    name: str
    data: bytes
    shown_as: str = ""
    """The Content-ID by which the words show it."""


@dataclass
class Said:
    """One passage of a message; with both, the same words in two forms."""

    plain: str = ""
    html: str = ""


@dataclass
class Letter:
    """A message as it was read, from whatever kind of file."""

    head: list[tuple[str, str]] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    enclosed: list[Enclosed] = field(default_factory=list)
    metadata: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def set_letter(source: Source, letter: Letter) -> Piece:
    """The message as a piece with its family."""
    reads = [text_of(said.html) if said.html else Read() for said in letter.said]
    passages = [_words(said, read) for said, read in zip(letter.said, reads, strict=True)]
    body = "\n\n".join(words for words, _ in passages if words.strip()) or NO_WORDS
    notes = list(dict.fromkeys(note for _, noted in passages for note in noted))
    shown = frozenset().union(*(read.shown for read in reads))
    pictures, attached = _sorted_out(letter.enclosed, shown, source.options.most_pixels)
    head = [row for row in letter.head if row[1].strip()]
    if attached:
        head.append(("Attachments", "; ".join(source.listed(one.name) for one in attached)))
    words = Words(head=head, pages=[_unended(body)], pictures=pictures)
    target = source.room / "pages.pdf"
    set_pages(words, target)
    children = tuple(read_inside(source, one.name, one.data, number) for number, one in enumerate(attached, start=1))
    notes += [NOT_LOADED] * any(read.remote for read in reads) + [CODED] * words.coded
    return source.piece(
        Kind.EMAIL,
        pdf=target,
        metadata=letter.metadata,
        notes=(*letter.notes, *notes),
        children=children,
    )


def _unended(body: str) -> Sequence[str]:
    return [line.rstrip() for line in body.replace("\r\n", "\n").replace("\r", "\n").rstrip().split("\n")]


def _words(said: Said, read: Read) -> tuple[str, list[str]]:
    """The words to print: plain text, unless the HTML says much more, as where the plain text only points to it."""
    plain, html = said.plain.strip("\r\n"), read.text
    if plain.strip() and len(html) < 3 * len(plain) + 200:
        return plain, [BOTH] if html else []
    if html.strip():
        return html, [FROM_HTML]
    return plain, []


def _sorted_out(enclosed: list[Enclosed], shown: frozenset[str], most: int) -> tuple[list[Picture], list[Enclosed]]:
    """The pictures the words show, and the rest, which is attached."""
    pictures, attached = [], []
    for one in enclosed:
        picture = _picture(one, most) if one.shown_as and one.shown_as in shown else None
        if picture:
            pictures.append(picture)
        else:
            attached.append(one)
    return pictures, attached


def _picture(one: Enclosed, most: int) -> Picture | None:
    try:
        image = picture_page(one.data, most)
    except (PictureError, OSError, ValueError, SyntaxError):
        return None
    scale = min(72 / SCREEN_DPI, _WIDEST / image.width, _HIGHEST / image.height)
    return Picture(f"[picture: {one.name}]", _png(image), image.width * scale, image.height * scale)


def _png(image: Image.Image) -> bytes:
    held = BytesIO()
    image.save(held, "PNG")
    return held.getvalue()


def sent(date: str) -> dict[str, str]:
    """The fields a stated date gives a load file: day and time in UTC, and the day as its pages show it."""
    try:
        moment = parsedate_to_datetime(date)
    except (TypeError, ValueError, IndexError):
        return {}
    return moment_fields(moment if moment.tzinfo else moment.replace(tzinfo=UTC), stated=date)


def moment_fields(moment: datetime, *, stated: str) -> dict[str, str]:
    """The same from a moment."""
    plain = moment.astimezone(UTC)
    return {
        "DATESENT": plain.strftime("%Y-%m-%d"),
        "TIMESENT": plain.strftime("%H:%M:%S"),
        "TIMEZONE": "UTC",
        "DATEASWRITTEN": stated,
        "DOCDATE": moment.strftime("%Y-%m-%d"),
    }


def listing(
    source: Source, kind: Kind, title: str, rows: Sequence[str], children: Sequence[Piece], note: str
) -> Piece:
    """A holder of files as a page that lists them, with the files as its family."""
    lines = [f"{number:>4}. {row}" for number, row in enumerate(rows, start=1)]
    words = Words(head=[(title, source.name), ("Holds", str(len(rows)))], pages=list(_in_pages(lines)))
    target = source.room / "list.pdf"
    set_pages(words, target)
    return source.piece(kind, pdf=target, notes=(note, *([CODED] if words.coded else [])), children=tuple(children))


def _in_pages(lines: list[str]) -> Iterator[list[str]]:
    for at in range(0, max(1, len(lines)), LINES - 8):
        yield lines[at : at + LINES - 8]
