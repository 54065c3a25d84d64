"""Opens what only holds other files: mailboxes and ZIP archives; a page lists what follows."""

import re
import shutil
import zipfile
from collections.abc import Iterator
from email.parser import BytesHeaderParser
from email.policy import compat32
from pathlib import Path

from discovery.core.pieces import Format, Kind, junk, natural_key
from discovery.files.converting.letters import listing
from discovery.files.converting.mail import header
from discovery.files.converting.piece import Piece, Source
from discovery.files.converting.reading import LOCKED, lost_inside, read_inside
from discovery.files.converting.sniffing import BROKEN_PACKAGE

MAILBOX = "It is a mailbox; its messages follow this list."
ARCHIVE = "It is a ZIP archive; the files in it follow this list."
MOST_FILES = 20_000
_BOMB, _BOMB_BEGINS = 200, 100_000_000
"""An archive that unpacks to more than so many times its size, and to more than so many bytes, is no archive."""


def read_mailbox(source: Source, form: Format) -> Piece:
    """A mailbox as a list and its messages."""
    del form
    rows, children = [], []
    for number, message in enumerate(_messages(source.path), start=1):
        head = BytesHeaderParser(policy=compat32).parsebytes(message)
        subject = header(head, "Subject") or "(no subject)"
        name = f"message {number}.eml"
        rows.append(source.listed(name, f"{header(head, 'Date')}  {header(head, 'From')}: {subject}"))
        children.append(read_inside(source, name, message, number))
    return listing(source, Kind.EMAIL, "Mailbox", rows, children, MAILBOX)


def _messages(path: Path) -> Iterator[bytes]:
    """Each message between the lines that begin with “From ” after an empty line, unquoted (mboxrd)."""
    held: list[bytes] = []
    blank = True
    with path.open("rb") as stream:
        for line in stream:
            if blank and line.startswith(b"From "):
                if held:
                    yield b"".join(held)
                held = []
            else:
                held.append(line[1:] if re.match(rb">+From ", line) else line)
            blank = not line.strip()
    if held:
        yield b"".join(held)


def read_zip(source: Source, form: Format) -> Piece:
    """A ZIP archive as a list and the files in it; of one that cannot be unpacked safely, the reason."""
    del form
    try:
        with zipfile.ZipFile(source.path) as archive:
            return _unpacked(source, archive)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError) as error:
        detail = f"{source.name} cannot be unpacked ({error}). Unpack it with another program, and give the files."
        return source.piece(Kind.OTHER, why="The archive is damaged.", detail=detail)


def _unpacked(source: Source, archive: zipfile.ZipFile) -> Piece:
    members = sorted((each for each in archive.infolist() if not each.is_dir()), key=_place)
    size = sum(each.file_size for each in members)
    bomb = size > max(_BOMB_BEGINS, _BOMB * source.path.stat().st_size)
    if bomb or len(members) > MOST_FILES or size > shutil.disk_usage(source.room).free:
        detail = f"{source.name} would unpack to {size:,} bytes. Unpack it where there is room, and give the files."
        return source.piece(Kind.OTHER, why="The archive is too large to be unpacked safely.", detail=detail)
    password = _password(source, archive, members)
    if password is None:
        detail = f"{source.name} opens only with a password. Give its password, or unpack it and give the files."
        return source.piece(Kind.OTHER, why=LOCKED, detail=detail)
    rows, children = [], []
    for number, member in enumerate(members, start=1):
        why = junk(member.filename.rpartition("/")[2]) or ("__MACOSX" in member.filename and "kept by macOS")
        rows.append(source.listed(member.filename) + (f" (left out: {why})" if why else ""))
        if not why:
            children.append(_member(source, archive, member, password, number))
    return listing(source, Kind.OTHER, "Archive", rows, children, ARCHIVE)


def _member(source: Source, archive: zipfile.ZipFile, member: zipfile.ZipInfo, password: bytes, number: int) -> Piece:
    try:
        with archive.open(member, pwd=password or None) as held:
            return read_inside(source, member.filename, held, number)
    except BROKEN_PACKAGE as error:
        detail = f"{member.filename}, in {source.name}, cannot be unpacked ({error}). Unpack it with another program."
        return lost_inside(source, member.filename, number, detail)


def _place(member: zipfile.ZipInfo) -> tuple[tuple[tuple[int, int, str], ...], ...]:
    return tuple(natural_key(part) for part in member.filename.split("/"))


def _password(source: Source, archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> bytes | None:
    """The password that opens the archive; empty where it needs none, None where none given opens it."""
    locked = next((each for each in members if each.flag_bits & 1), None)
    if locked is None:
        return b""
    own = source.passwords.get(source.name)
    for password in dict.fromkeys([*([own] if own else []), *source.passwords.values()]):
        try:
            with archive.open(locked, pwd=password.encode("utf-8")) as stream:
                stream.read()
        except (RuntimeError, zipfile.BadZipFile):
            continue
        return password.encode("utf-8")
    return None
