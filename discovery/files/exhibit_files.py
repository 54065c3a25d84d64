"""Reads an exhibit's file as far as a bundle needs it: usable with so many pages, or unusable and why."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

import pikepdf

from discovery.core.handling import Handling
from discovery.core.passwords import Passwords
from discovery.core.pieces import Kind, ending_of
from discovery.core.problems import Problem
from discovery.errors import InputError
from discovery.files.markers import number_on
from discovery.files.marks import PRIVILEGED
from discovery.files.originals import SourceFile, inspect, needs_password, open_pdf
from discovery.files.writing import sha256_of


@dataclass(frozen=True)
class ExhibitFile:
    """One exhibit's file; `unread` is empty, or says in words fit to be served why a slip sheet takes its place."""

    path: Path
    sha256: str
    pages: int = 0
    privileged: bool = False
    notes: tuple[str, ...] = ()
    unread: str = ""
    detail: str = ""
    """For counsel: what exactly is wrong and what to do."""
    pdf: Path | None = None
    """Where the file is no PDF, or holds others: its pages as they were made for this run."""
    native: str = ""
    """Where it has no pages and is offered as the file it is: its ending."""
    odd: bool = False
    """It has layers, of which some may be switched off, or bears numbers of ours."""
    inside: tuple[tuple[str, str], ...] = ()
    """The files inside it that go in with it: how each is called, and its sha256."""
    problems: tuple[Problem, ...] = ()
    """Why it may not go out as it is, by what exhibits/index.toml chooses."""
    choices: Mapping[str, str] | None = None
    """What was found odd about it, with the choice made for it."""

    @property
    def held(self) -> Path:
        """The PDF whose pages go in."""
        return self.pdf or self.path


def read_exhibit_file(
    path: Path,
    room: Path,
    passwords: Passwords | None = None,
    *,
    handling: Handling | None = None,
    duplicate_of: str = "",
) -> ExhibitFile:
    """What an exhibit's file is; a file that cannot be used is no exception, but says why.

    What is no PDF becomes one in `room`, with everything inside it; so does a portfolio, and a PDF that opens only
    with a password where that is known. With `handling`, what is found odd about its pages is dealt with as chosen
    there. Without, layers and numbers of ours are, by the usual choices: what is switched off would go out unseen,
    and a second number confuse. All else that must not leave is taken out when the packet is put together.
    """
    read = _read(path, room, passwords)
    if read.unread or not (handling or read.odd):
        return read
    return _handled(read, handling or Handling(), room, duplicate_of)


def _handled(read: ExhibitFile, handling: Handling, room: Path, duplicate_of: str) -> ExhibitFile:
    from discovery.files.handling import handle

    own = room / f"handled-{sha256(read.path.name.encode()).hexdigest()[:16]}"
    made = handle(read.held, handling, own, name=read.path.name, duplicate_of=duplicate_of)
    notes = (*(read.notes if read.pdf else ()), *made.notes)
    read = replace(read, notes=notes, problems=made.problems, choices=made.record)
    if made.sheet:
        return replace(read, unread=made.sheet, detail=" ".join(made.notes))
    return read if made.path == read.held else replace(read, pdf=made.path)


def _read(path: Path, room: Path, passwords: Passwords | None) -> ExhibitFile:
    if not _is_pdf(path) and path.suffix.lower() != ".pdf":
        return _converted(path, room, passwords)
    if passwords and needs_password(path):
        return _converted(path, room, passwords)
    made = _read_pdf(path)
    return _converted(path, room, passwords) if made.unread.startswith(_PORTFOLIO) else made


def _converted(path: Path, room: Path, passwords: Passwords | None) -> ExhibitFile:
    """A file that is no PDF, through whatever reads its kind."""
    from discovery.files.converting import read_piece
    from discovery.files.families import family_notes, family_pdf, members

    piece = read_piece(path, room, passwords=passwords)
    pdf, family = family_pdf(piece, room), list(members(piece))
    read = ExhibitFile(
        path,
        piece.sha256,
        privileged=any(member.piece.privileged for member in family),
        notes=family_notes(piece),
        detail=piece.detail,
        inside=tuple((f"{each.title} ({each.piece.name})", each.piece.sha256) for each in family if each.title),
    )
    if pdf is None:
        recorded = piece.native_only and piece.kind in (Kind.AUDIO, Kind.VIDEO)
        native = ending_of(path.name) if recorded else ""
        return replace(read, unread=piece.why, native=native)
    with open_pdf(pdf) as opened:
        return replace(read, pdf=pdf, pages=len(opened.pages), odd=_is_odd(opened))


def _is_odd(pdf: pikepdf.Pdf) -> bool:
    return "/OCProperties" in pdf.Root or any(number_on(page.obj) for page in pdf.pages)


def _read_pdf(path: Path) -> ExhibitFile:
    try:
        source = inspect(path)
    except InputError as error:
        reason = _served_reason(path, error)
        return ExhibitFile(
            path, sha256_of(path), privileged=_is_privileged(path), unread=reason, detail=error.message
        )
    unread = _not_pages(source)
    detail = f"{path.name}: {unread} Print or export what it holds to PDF files, and list those." if unread else ""
    odd = source.layers or bool(source.numbered)
    return ExhibitFile(path, source.sha256, source.pages, source.privileged, source.notes(), unread, detail, odd=odd)


_PORTFOLIO = "The file is a portfolio"


def _is_privileged(path: Path) -> bool:
    """Whether a file that is no usable PDF bears the marker, such as the memo's .docx."""
    if _is_pdf(path):
        return PRIVILEGED.encode() in path.read_bytes()
    from discovery.files.privileged import is_privileged

    return is_privileged(path)


def _is_pdf(path: Path) -> bool:
    with path.open("rb") as stream:
        return b"%PDF-" in stream.read(1024)


def _not_pages(source: SourceFile) -> str:
    """Why an opened file's pages are not what it holds, for the two kinds of PDF where that is so."""
    if source.portfolio:
        return f"{_PORTFOLIO}: what it holds is not on its pages."
    if not source.xfa:
        return ""
    with open_pdf(source.path) as pdf:
        dynamic = bool(pdf.Root.get(pikepdf.Name.NeedsRendering, False))
    return "The file is a dynamic form (XFA): what it holds is not on its pages." if dynamic else ""


def _served_reason(path: Path, error: InputError) -> str:
    if isinstance(error.__context__, pikepdf.PasswordError):
        return "The file opens only with a password."
    return "The file is damaged." if _is_pdf(path) else "The file is not a PDF."
