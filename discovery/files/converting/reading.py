"""Reads one received file, whatever it is, and the files inside it; a bad one is a piece with its reason."""

import importlib
import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import IO

from discovery.core.pieces import FORMAT, SPREADSHEETS, Format, Kind, ending_of, junk
from discovery.files.converting.piece import ConvertOptions, Piece, Source, safe_name
from discovery.files.converting.sniffing import kind_of
from discovery.files.privileged import is_privileged
from discovery.files.writing import sha256_of

_Reader = Callable[[Source, Format], Piece]
_READERS: dict[str, tuple[str, str]] = {
    # Kind, or the name of a format where one of its kind is read apart: module and function.
    Kind.PDF: ("pdfs", "read_pdf"),
    Kind.IMAGE: ("pictures", "read_picture"),
    Kind.OFFICE: ("office", "read_office"),
    Kind.TEXT: ("texts", "read_text"),
    Kind.AUDIO: ("media", "read_media"),
    Kind.VIDEO: ("media", "read_media"),
    Kind.EMAIL: ("mail", "read_mail"),
    "msg": ("outlook", "read_msg"),
    "mbox": ("holders", "read_mailbox"),
    "zip": ("holders", "read_zip"),
}
MARKED_PAPERS = 50_000_000
"""Larger files are not searched for the mark of our own papers, which are far smaller."""

UNREAD = "The file could not be read."
NATIVE = "The file is produced in its own form."
LOCKED = "The file opens only with a password."


def read_piece(
    path: Path,
    room: Path,
    *,
    passwords: Mapping[str, str] | None = None,
    options: ConvertOptions | None = None,
) -> Piece:
    """What a received file becomes: pages, a family, or an honest placeholder. It raises for no bad file.

    `passwords` go by file name; those of other files are tried too. What is made lies in a new folder in `room`.
    """
    source = Source(path.name, path, room, passwords or {}, options or ConvertOptions())
    return read(source)


def read(source: Source) -> Piece:
    """One file and, one level deeper, what is inside it."""
    try:
        known = replace(source, sha256=sha256_of(source.path))
        known = replace(known, room=_own_room(known))
        return _searchable(_read(known), known)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        detail = (
            f"{source.name} could not be read or its pages not be written: {reason}. Check the disk and the file."
        )
        return Piece(source.name, Kind.OTHER, source.path, "", 0, why=UNREAD, detail=detail)
    except Exception as error:  # noqa: BLE001 - strangers' files find every way to fail; one must not end the rest
        what = f"{type(error).__name__}: {error}"[:200]
        detail = f"{source.name} could not be read ({what}). Print it to a PDF with its own program, and use that."
        return source.piece(kind_of(source.path, source.name).kind, why=UNREAD, detail=detail)


def _searchable(piece: Piece, source: Source) -> Piece:
    """The piece with pages that can be searched, where that was asked for and can be done."""
    if not source.options.ocr or piece.pdf is None:
        return piece
    from discovery.files.converting.ocr import ocr

    result = ocr(piece.pdf, source.room / "searchable.pdf", language=source.options.ocr_language)
    detail = " ".join(filter(None, (piece.detail, result.problem)))
    return replace(piece, pdf=result.pdf or piece.pdf, notes=(*piece.notes, *result.notes), detail=detail)


def read_inside(parent: Source, name: str, held: bytes | IO[bytes], number: int) -> Piece:
    """A file that lies inside another, written out beside it as its own native and read like any other."""
    child = _child(parent, name, number)
    if isinstance(held, bytes):
        child.path.write_bytes(held)
    else:
        with child.path.open("wb") as stream:
            shutil.copyfileobj(held, stream, 1 << 20)
    path = child.path
    if child.depth > parent.options.depth:
        why = "The file lies too deep inside other files to be opened here."
        detail = f"{name} lies {child.depth} files deep. Take it out and give it as a file of its own."
        return child.piece(kind_of(path).kind, why=why, native_only=True, detail=detail)
    return read(child)


def lost_inside(parent: Source, name: str, number: int, detail: str) -> Piece:
    """A file that lies inside another and cannot be taken out: in its place stands an empty one."""
    child = _child(parent, name, number)
    child.path.write_bytes(b"")
    return child.piece(Kind.OTHER, why="The file could not be taken out of the one it lies in.", detail=detail)


def _child(parent: Source, name: str, number: int) -> Source:
    folder = parent.room / f"inside-{number:04d}"
    folder.mkdir(parents=True, exist_ok=True)
    return replace(parent, name=name, path=folder / safe_name(name), room=folder, depth=parent.depth + 1, sha256="")


def _own_room(source: Source) -> Path:
    """A new folder for this file's work, named after its bytes."""
    stem = source.sha256[:16]
    source.room.mkdir(parents=True, exist_ok=True)
    number = 1
    while True:
        room = source.room / (stem if number == 1 else f"{stem}-{number}")
        try:
            room.mkdir()
        except FileExistsError:
            number += 1
        else:
            return room


def _read(source: Source) -> Piece:
    if source.path.stat().st_size == 0:
        detail = f"{source.name} has no bytes: copying it failed, or it was never filled. Ask for it again."
        return source.piece(Kind.OTHER, why="The file is empty.", detail=detail)
    if of_computer := junk(source.name):
        detail = f"{source.name} is no document: {of_computer}. Leave it out."
        return source.piece(Kind.OTHER, why="The file is no document.", native_only=True, detail=detail)
    form = kind_of(source.path, source.name)
    if _is_marked(source.path, form):
        return source.withheld(form.kind)
    misnamed = _misnamed(source.name, form)
    piece = _reader(form, source)(source, form)
    return replace(piece, notes=(*misnamed, *piece.notes))


def _is_marked(path: Path, form: Format) -> bool:
    if form.name not in ("docx", "html", "text") or path.stat().st_size > MARKED_PAPERS:
        return False
    return is_privileged(path)


def _misnamed(name: str, form: Format) -> tuple[str, ...]:
    ending = ending_of(name)
    if not ending or not form.endings or ending in form.endings or form.name in ("zip", "text", "audio", "video"):
        return ()
    known = any(ending in other.endings for other in FORMAT.values())
    return (f"Its name ends in .{ending}, but it is {form.called}.",) if known else ()


def _reader(form: Format, source: Source) -> _Reader:
    if form.name in SPREADSHEETS and source.options.native_spreadsheets:
        return _as_received
    named = _READERS.get(form.name) or _READERS.get(form.kind)
    if named is None:
        return _as_received
    module = importlib.import_module(f"discovery.files.converting.{named[0]}")
    reader: _Reader = getattr(module, named[1])
    return reader


def _as_received(source: Source, form: Format) -> Piece:
    """A file without pages, produced as it is; or one that is not what its name says, which nobody can open."""
    if form.name == "secured office":
        detail = (
            f"{source.name} opens only with a password. Open it with the password, save it without, and use that."
        )
        return source.piece(Kind.OFFICE, why=LOCKED, detail=detail)
    named = next((other for other in FORMAT.values() if ending_of(source.name) in other.endings), None)
    if form.name == "other" and named and named.kind not in (Kind.AUDIO, Kind.VIDEO, Kind.OTHER):
        why = f"The file is not what its name says, {named.called}, and could not be read."
        detail = f"{source.name} is no {named.called.split(' ', 1)[1]} inside. Ask for a new copy."
        return source.piece(named.kind, why=why, detail=detail)
    return source.piece(form.kind, why=NATIVE, native_only=True, detail=_next_step(source, form))


def _next_step(source: Source, form: Format) -> str:
    steps = {
        "zip": "is a ZIP archive. Unpack it, and give the files in it",
        "tnef": "is Outlook's own container. Open the message in Outlook, or ask the sender for the files",
        "other": "is of a type this program does not know. If it has pages, print it to a PDF with its own program",
    }
    return f"{source.name} {steps[form.name]}." if form.name in steps else ""
