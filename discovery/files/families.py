"""Makes one PDF of a received file and the files inside it, so that an exhibit is a family and stays together.

The file's own pages come first, then each attachment's in order, each with a bookmark of its own. For an attachment
without pages stands a sheet that says so: nothing of a family is left out without a word.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import typst
from pikepdf import OutlineItem

from discovery.files.converting import Piece
from discovery.files.originals import open_pdf, save_pdf
from discovery.files.sheets import set_sheets
from discovery.files.typeset import NO_GLYPH


@dataclass(frozen=True)
class Member:
    """One file of a family; `title` is empty for the file itself, and Attachment 2.1 or so for one inside it."""

    title: str
    piece: Piece


def members(piece: Piece, number: str = "") -> Iterator[Member]:
    """A file and everything inside it, in order."""
    yield Member(f"Attachment {number}" if number else "", piece)
    for at, child in enumerate(piece.children, start=1):
        yield from members(child, f"{number}.{at}" if number else str(at))


def family_notes(piece: Piece) -> tuple[str, ...]:
    """What was done with each file of a family, and which of them have no pages, a sentence each."""
    said = []
    for member in members(piece):
        name = f"{member.title} ({member.piece.name}): " if member.title else ""
        said += [f"{name}{note}" for note in member.piece.notes]
        if member.title and member.piece.pdf is None:
            said.append(f"{name}A sheet stands in its place. {why(member.piece)}")
    return tuple(said)


def why(piece: Piece) -> str:
    """Why a file inside another has no pages here."""
    return "It has no pages, and is kept with the file it came in." if piece.native_only else piece.why


def family_pdf(piece: Piece, room: Path) -> Path | None:
    """The pages of a file with everything inside it, as one PDF; None where nothing of it has pages."""
    family = list(members(piece))
    if not any(member.piece.pdf for member in family):
        return None
    if len(family) == 1:
        return piece.pdf
    target = room / f"family-{piece.sha256[:16]}.pdf"
    made = pikepdf.new()
    nodes: list[OutlineItem] = []
    for member in family:
        if member.piece.pdf is None and not member.title:
            continue  # a container of files, such as a portfolio, has no pages of its own
        nodes += _add(made, member, room)
    with made.open_outline() as outline:
        outline.root[:] = nodes
    save_pdf(made, target, "\n".join(member.piece.sha256 for member in family))
    return target


def _add(made: pikepdf.Pdf, member: Member, room: Path) -> list[OutlineItem]:
    """Add one file's pages; the bookmark that leads to them with the file's own below, or the file's own."""
    start = len(made.pages)
    with open_pdf(member.piece.pdf or _sheet(member, room)) as source:
        made.add_pages_from(source)
    with made.open_outline() as outline:
        own = list(outline.root)
        outline.root[:] = []
    if not member.title:
        return own
    node = OutlineItem(f"{member.title}: {member.piece.name}", start)
    node.children.extend(own)
    return [node]


def _sheet(member: Member, room: Path) -> Path:
    piece = member.piece
    lines = [piece.name, why(piece), f"sha256 {piece.sha256[:32]} {piece.sha256[32:]}"]
    heading = f"{member.title} has no pages here"
    try:
        data = set_sheets("slip.typ", {"heading": heading, "lines": lines, "banners": []})
    except typst.TypstError as error:
        if NO_GLYPH not in error.message:
            raise
        plain = ["".join(sign if sign.isascii() else "?" for sign in line) for line in lines]
        data = set_sheets("slip.typ", {"heading": heading, "lines": plain, "banners": []})
    path = room / f"sheet-{piece.sha256[:16]}-{member.title.rpartition(' ')[2]}.pdf"
    path.write_bytes(data)
    return path
