"""Takes in PDFs: as they are where they are sound; opened, mended or expanded where they are not."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name

from discovery.core.pieces import FORMAT, HEAD, Format, Kind, is_text
from discovery.errors import InputError
from discovery.files.converting.piece import Piece, Source
from discovery.files.converting.reading import LOCKED, lost_inside, read_inside
from discovery.files.converting.texts import read_text
from discovery.files.look import Viewed
from discovery.files.originals import SourceFile, inspect, open_pdf, save_pdf
from discovery.files.page_facts import page_facts
from discovery.files.writing import sha256_of

UNLOCKED = "It opened only with a password; its pages here open without one."
MENDED = "No viewer opened it as it was; its pages are those of a mended copy."
FAMILY = "The files attached to it follow it."
PORTFOLIO = "It is a portfolio; its own pages come first, then the files inside it."
CERTIFICATE = "The file opens only with a certificate or in another program."
NO_FORM = "The file is a dynamic form (XFA): what it holds is not on its pages."
_WAITING = "please wait"
_FAULTS = (pikepdf.PdfError, OSError, RuntimeError, ValueError, RecursionError, KeyError, TypeError)


def read_pdf(source: Source, form: Format) -> Piece:
    """A PDF's pages and the files attached to it; of one that cannot be used, the reason."""
    del form
    path, notes = source.path, []
    if _is_locked(path):
        opened = _unlock(source)
        if opened is None:
            detail = f"{source.name} opens only with a password. Give its password, or ask for a copy without one."
            return source.piece(Kind.PDF, why=LOCKED, detail=detail)
        path, notes = opened, [UNLOCKED]
    try:
        about = inspect(path)
        if about.privileged:
            return source.withheld(Kind.PDF)
        path, mended = _viewable(path, source.room, repaired=about.repaired)
    except InputError as error:
        return _unusable(source, path, error)
    notes += [MENDED] if mended else []
    children = tuple(_attached(source, path)) if _may_hold(about, path) else ()
    if about.xfa and is_dynamic(path):
        detail = (
            f"{source.name} is a dynamic form: only Adobe Reader can show what it holds. "
            "Open it there, print it to a new PDF, and use that."
        )
        return source.piece(Kind.PDF, why=NO_FORM, detail=detail, notes=tuple(notes), children=children)
    if about.portfolio:
        path = _bare(path, source.room)
    return source.piece(
        Kind.PDF, pdf=path, notes=(*notes, *_said(about, children)), metadata=_stated(path), children=children
    )


def _said(about: SourceFile, children: tuple[Piece, ...]) -> Iterator[str]:
    for note in about.notes():
        if "not numbered" not in note:  # what is attached becomes a piece of its own here
            yield note
    if about.portfolio:
        yield PORTFOLIO
    elif children:
        yield FAMILY


def _is_locked(path: Path) -> bool:
    try:
        pikepdf.open(path).close()
    except pikepdf.PasswordError:
        return True
    except _FAULTS:
        return False
    return False


def _unlock(source: Source) -> Path | None:
    """A copy that opens without a password, where one of those given opens the file."""
    own = source.passwords.get(source.name)
    tried = dict.fromkeys([*([own] if own else []), *source.passwords.values()])
    target = source.room / "unlocked.pdf"
    for password in tried:
        try:
            with pikepdf.open(source.path, password=password) as pdf:
                save_pdf(pdf, target, f"unlocked {sha256_of(source.path)}")
        except pikepdf.PasswordError:
            continue
        except _FAULTS:
            return None
        return target
    return None


def _unusable(source: Source, path: Path, error: InputError) -> Piece:
    """The piece of what does not open as a PDF; words that were only named so are read as words."""
    with path.open("rb") as stream:
        head = stream.read(HEAD)
    if b"%PDF-" not in head[:1024] and is_text(head):
        return replace(read_text(source, FORMAT["text"]), notes=("Its name says PDF, but it is a text file.",))
    return source.piece(Kind.PDF, why=_served(path, head), detail=error.message)


def _served(path: Path, head: bytes) -> str:
    if b"%PDF-" not in head[:1024]:
        return "The file is not a PDF, though its name says so."
    try:
        with pikepdf.open(path) as pdf:
            return "The file has no pages." if len(pdf.pages) == 0 else "The file is damaged."
    except _FAULTS as error:
        return CERTIFICATE if "unsupported encryption" in str(error) else "The file is damaged."


def _viewable(path: Path, room: Path, *, repaired: bool) -> tuple[Path, bool]:
    """The file, or a mended copy where PDFium does not open every page of it; InputError where that does not help."""
    if _opens(path):
        if repaired:
            _not_emptied(path, path)
        return path, False
    mended = room / "mended.pdf"
    try:
        with open_pdf(path) as pdf:
            save_pdf(pdf, mended, f"mended {sha256_of(path)}")
    except _FAULTS as error:
        raise InputError(f"{path.name} cannot be mended ({error}). Ask for a new copy.") from error
    if not _opens(mended):
        raise InputError(f"{path.name} opens in no viewer, mended or not. Ask for a new copy.")
    _not_emptied(path, mended)
    return mended, True


def _not_emptied(path: Path, opened: Path) -> None:
    """InputError where damage has left nothing on any page: such pages would go out as if they had been blank."""
    if all(facts.blank for facts in page_facts(opened)):
        raise InputError(f"{path.name} is damaged, and nothing is left on any of its pages. Ask for a new copy.")


def _opens(path: Path) -> bool:
    try:
        viewed = Viewed(path)
    except InputError:
        return False
    try:
        return len(viewed) > 0
    finally:
        viewed.close()


def is_dynamic(path: Path) -> bool:
    """Whether the pages only ask to wait for a program that can show the form."""
    with open_pdf(path) as pdf:
        if bool(pdf.Root.get(Name.NeedsRendering, False)):
            return True
        if len(pdf.pages) > 1:
            return False
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    try:
        return _WAITING in document[0].get_textpage().get_text_bounded().casefold()
    finally:
        document.close()


def _bare(path: Path, room: Path) -> Path:
    """The portfolio's own pages, without the files in it and without the view of them that hides the pages."""
    target = room / "cover.pdf"
    with open_pdf(path) as pdf:
        del pdf.Root["/Collection"]
        names = pdf.Root.get("/Names")
        if isinstance(names, Dictionary) and "/EmbeddedFiles" in names:
            del names["/EmbeddedFiles"]
        save_pdf(pdf, target, f"cover {sha256_of(path)}")
    return target


# --- what is attached ----------------------------------------------------------------------------------------


def _may_hold(about: SourceFile, path: Path) -> bool:
    if about.attachments or about.portfolio:
        return True
    with open_pdf(path) as pdf:
        return any(True for _ in (*_belonging(pdf), *_pinned(pdf)))


def _attached(source: Source, path: Path) -> Iterator[Piece]:
    """Each file inside the PDF, once, in the order its own list has, then those pinned to pages."""
    seen: set[bytes] = set()
    with open_pdf(path) as pdf:
        for number, (name, data) in enumerate(attached_files(pdf), start=1):
            if data is None:
                detail = f"{name}, attached to {source.name}, is damaged. Ask for the file itself."
                yield lost_inside(source, name, number, detail)
            elif data not in seen:
                seen.add(data)
                yield read_inside(source, name, data, number)


def attached_files(pdf: pikepdf.Pdf) -> Iterator[tuple[str, bytes | None]]:
    """Name and bytes of each file inside a PDF, its own list first, then those pinned to pages; None if damaged."""
    names = pdf.Root.get("/Names")
    tree = names.get("/EmbeddedFiles") if isinstance(names, Dictionary) else None
    if isinstance(tree, Dictionary):
        try:
            listed = list(pikepdf.NameTree(tree).items())
        except _FAULTS:
            listed = []
        for key, specification in listed:
            yield _taken_out(specification, str(key))
    for specification in (*_belonging(pdf), *_pinned(pdf)):
        yield _taken_out(specification, "attachment")


def _belonging(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Files that are said to belong to the document; most stand in its list of attached files as well."""
    listed = pdf.Root.get("/AF")
    for specification in list(listed) if isinstance(listed, Array) else ():
        if isinstance(specification, Dictionary) and "/EF" in specification:
            yield specification


def _pinned(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    for page in pdf.pages:
        annotations = page.obj.get("/Annots")
        for annotation in list(annotations) if isinstance(annotations, Array) else ():
            if isinstance(annotation, Dictionary) and annotation.get("/Subtype") == Name.FileAttachment:
                specification = annotation.get("/FS")
                if isinstance(specification, Dictionary):
                    yield specification


def _taken_out(specification: pikepdf.Object, key: str) -> tuple[str, bytes | None]:
    name = key
    try:
        name = str(specification.get("/UF") or specification.get("/F") or key)
        held = specification["/EF"]
        stream = held["/UF"] if "/UF" in held else held["/F"]
        return name, bytes(stream.read_bytes())
    except (*_FAULTS, AttributeError):
        return name, None


# --- what it says of itself ----------------------------------------------------------------------------------


def _stated(path: Path) -> dict[str, str]:
    """Title and date as the file itself states them."""
    try:
        with pikepdf.open(path) as pdf:
            info = pdf.trailer.get("/Info")
            if not isinstance(info, Dictionary):
                return {}
            made, changed = (_day(str(info.get(key, ""))) for key in ("/CreationDate", "/ModDate"))
            title = str(info.get("/Title", "")).strip()
    except _FAULTS:
        return {}
    return {"DATECREATED": made, "DATEMOD": changed, "TITLE": title}


def _day(written: str) -> str:
    """D:20260304… as 2026-03-04."""
    day = written.removeprefix("D:")[:8]
    return f"{day[:4]}-{day[4:6]}-{day[6:]}" if day.isdecimal() and len(day) == 8 else ""
