"""Open, look over and save PDFs: what a file is before it is used, and the same bytes for the same work."""

import logging
import re
import warnings
from dataclasses import dataclass
from hashlib import file_digest, sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf

from discovery.core.signatures import SignatureInfo, signed_by
from discovery.errors import InputError
from discovery.files.endorsing import box_of, metadata_of, reads_right_to_left, shape_of
from discovery.files.markers import number_on
from discovery.files.signatures import signatures_in

# What these libraries remark of a file is told by `repaired` and `xfa`, in words for people.
for _library in ("pikepdf", "pypdfium2"):
    logging.getLogger(_library).addHandler(logging.NullHandler())

_PRIVILEGED = b"discovery:privileged"
_STATIC_ID = b"31415926535897932384626433832795"
_PDFA_PART = re.compile(rb"pdfaid:part(?:(?:\s+xmlns:[^>]*)?>|\s*=\s*[\"'])\s*(\d)")
NO_FAULT = "xref entry for the xref stream itself is missing"
"""What qpdf remarks of a file that every reader reads alike."""
LOCKED = "It was locked against changes; the numbered copy is not."
MENDED = "It was damaged and was mended on opening; compare the numbered copy with the original."
NO_PROFILE = (
    "It says that it is PDF/A and names no profile for its colors; the black of what is printed may keep the copy "
    "from being PDF/A."
)
_PDFA_LEVEL = re.compile(rb"pdfaid:conformance(?:(?:\s+xmlns:[^>]*)?>|\s*=\s*[\"'])\s*([A-Za-z])")


@dataclass(frozen=True)
class SourceFile:
    """What a PDF is, before anything is done with it."""

    path: Path
    sha256: str
    pages: int
    sizes: tuple[tuple[float, float], ...]
    """Of each page as the reader sees it, in points: width, height."""
    encrypted: bool = False
    """Locked against changes, whether it opens without a password or not."""
    password: bool = False
    """It opened only with a password."""
    repaired: bool = False
    """Damaged, and mended on opening."""
    pdfa: str = ""
    """The PDF/A part and level it claims, such as 2b."""
    without_profile: bool = False
    """It names no profile that gives its colors a meaning."""
    tagged: bool = False
    signatures: tuple[SignatureInfo, ...] = ()
    """Who signed it, as it says; not verified."""
    xfa: bool = False
    portfolio: bool = False
    attachments: bool = False
    javascript: bool = False
    layers: bool = False
    right_to_left: bool = False
    """It asks viewers to turn its pages from right to left."""
    privileged: bool = False
    """It carries the mark of a privileged paper of this program."""
    numbered: str = ""
    """The first number of this program that its pages bear already."""

    @property
    def signed(self) -> bool:
        """Whether it bears an electronic signature."""
        return bool(self.signatures)

    def notes(self) -> tuple[str, ...]:
        """What a person should know about the file, a sentence each."""
        said = (
            (
                self.password,
                "It opened only with a password; the numbered copy opens without one, so mind who gets it.",
            ),
            (self.encrypted and not self.password, LOCKED),
            (self.repaired, MENDED),
            (self.signed, signed_by(self.signatures)),
            (self.xfa, "It is an XFA form; viewers without XFA show only what is printed on its pages."),
            (
                bool(self.pdfa) and self.without_profile,
                NO_PROFILE,
            ),
            (self.portfolio, "It is a portfolio; the files inside it are not numbered."),
            (self.right_to_left, "Its paging from right to left was dropped, so that a search finds the numbers."),
            (self.attachments, "It has files attached to it; they are not numbered."),
        )
        return tuple(sentence for true, sentence in said if true)


def open_pdf(path: Path, password: str = "") -> pikepdf.Pdf:
    """The file, opened and made fit to be shown; one clear InputError where that cannot be done."""
    pdf = open_as_is(path, password)
    drop_void_crops(pdf)
    return pdf


def drop_void_crops(pdf: pikepdf.Pdf) -> dict[int, pikepdf.Object]:
    """Drop each crop box that lies beside its sheet, and say which, by page from 0.

    Some viewers then show the whole sheet, others nothing at all.
    """
    dropped = {}
    for index, page in _void_crops(pdf):
        dropped[index] = page["/CropBox"]
        del page["/CropBox"]
    return dropped


def _void_crops(pdf: pikepdf.Pdf) -> list[tuple[int, pikepdf.Object]]:
    cropped = [(index, page.obj) for index, page in enumerate(pdf.pages) if "/CropBox" in page.obj]
    boxes = [(index, page, box_of(page.get("/MediaBox")), box_of(page.get("/CropBox"))) for index, page in cropped]
    return [(index, page) for index, page, media, crop in boxes if media and crop and not media.meet(crop)]


def open_as_is(path: Path, password: str = "") -> pikepdf.Pdf:
    """The file, opened, with every fault it has; one clear InputError where that cannot be done."""
    try:
        with warnings.catch_warnings():
            # A password in the file of passwords for one that needs none is no news to anybody.
            warnings.filterwarnings("ignore", "A password was provided", UserWarning)
            pdf = pikepdf.open(path, password=password)
        if len(pdf.pages) == 0:
            raise InputError(f"{path.name} has no pages. Check that the right file was given.")
    except FileNotFoundError:
        raise InputError(f"There is no file {path}. Check its name.") from None
    except IsADirectoryError:
        raise InputError(f"{path} is a folder. Name the PDF files in it.") from None
    except PermissionError:
        raise InputError(f"{path} may not be read. Ask for the permission, or copy the file.") from None
    except pikepdf.PasswordError:
        raise InputError(_locked(path, password)) from None
    except (pikepdf.PdfError, OSError, RuntimeError, ValueError) as error:
        if "unsupported encryption" in str(error):
            raise InputError(
                f"{path.name} opens only with somebody's certificate, or is locked in a way that is not known here. "
                "Whoever has the certificate can open it and print it to a new PDF; use that."
            ) from error
        raise InputError(
            f"{path.name} cannot be read as a PDF ({_short(error)}). Ask for a new copy, or print it to a new PDF."
        ) from error
    return pdf


def _locked(path: Path, password: str) -> str:
    if password:
        return f"{path.name} does not open with the password given for it. Check the password, capitals and all."
    return (
        f"{path.name} opens only with a password. Give its password, or open it with the password, "
        "print it to a new PDF, and use that."
    )


def is_damaged(pdf: pikepdf.Pdf) -> bool:
    """Whether faults were met in what has been read of the file so far, and mended."""
    return any(NO_FAULT not in remark for remark in pdf.get_warnings())


def needs_password(path: Path) -> bool:
    """Whether a file opens only with a password; one that does not open at all does not."""
    try:
        pikepdf.open(path).close()
    except pikepdf.PasswordError:
        return True
    except (pikepdf.PdfError, OSError, RuntimeError, ValueError):
        return False
    return False


def _short(error: Exception) -> str:
    """The reason without the path the library puts before it."""
    return (str(error).splitlines() or [type(error).__name__])[0].rsplit(": ", 1)[-1].strip(" .")[:120]


def inspect(path: Path, password: str = "") -> SourceFile:
    """What the file is; InputError where it cannot be used at all."""
    with open_as_is(path, password) as pdf:
        return _described(pdf, path, locked=bool(password) and needs_password(path))


def signatures(path: Path, password: str = "") -> tuple[SignatureInfo, ...]:
    """Who signed the file, as it says and in its order; nothing is verified, and nothing is there where it is not."""
    with open_as_is(path, password) as pdf:
        return signatures_in(pdf)


def _described(pdf: pikepdf.Pdf, path: Path, *, locked: bool) -> SourceFile:
    with path.open("rb") as file:
        digest = file_digest(file, "sha256").hexdigest()
    try:
        shapes = [shape_of(page.obj) for page in pdf.pages]
        root, metadata = pdf.Root, metadata_of(pdf)
        form = _dictionary(root.get("/AcroForm"))
        names = _dictionary(root.get("/Names"))
        return SourceFile(
            path=path,
            sha256=digest,
            pages=len(shapes),
            sizes=tuple((shape.width * shape.unit, shape.height * shape.unit) for shape in shapes),
            encrypted=pdf.is_encrypted,
            password=locked,
            repaired=is_damaged(pdf) or bool(_void_crops(pdf)),
            pdfa=_pdfa(metadata),
            without_profile="/OutputIntents" not in root,
            tagged="/StructTreeRoot" in root,
            signatures=signatures_in(pdf),
            xfa="/XFA" in form,
            portfolio="/Collection" in root,
            attachments="/EmbeddedFiles" in names,
            javascript="/JavaScript" in names or "/OpenAction" in root,
            layers="/OCProperties" in root,
            right_to_left=reads_right_to_left(pdf),
            privileged=_PRIVILEGED in metadata or _PRIVILEGED in _keywords(pdf),
            numbered=next(filter(None, (number_on(page.obj) for page in pdf.pages)), ""),
        )
    except (pikepdf.PdfError, RuntimeError, ValueError, RecursionError) as error:
        raise InputError(
            f"{path.name} cannot be read ({_short(error)}). Print it to a new PDF and use that."
        ) from error


def _dictionary(value: Any) -> Any:
    return value if isinstance(value, pikepdf.Dictionary) else {}


def _keywords(pdf: pikepdf.Pdf) -> bytes:
    try:
        return str(_dictionary(pdf.trailer.get("/Info")).get("/Keywords", "")).encode("utf-8", "replace")
    except (pikepdf.PdfError, RuntimeError, ValueError):
        return b""


def _pdfa(metadata: bytes) -> str:
    part, level = _PDFA_PART.search(metadata), _PDFA_LEVEL.search(metadata)
    return (part[1].decode() + (level[1].decode().lower() if level else "")) if part else ""


def mend(source: Path, target: Path, seed: str, password: str = "") -> Path:
    """Save a damaged or locked file as it opens: the only form of it that another reader can be asked about."""
    with open_pdf(source, password) as pdf:
        save_pdf(pdf, target, seed)
    return target


def save_pdf(pdf: pikepdf.Pdf, target: Path, seed: str, *, pdfa: str = "") -> None:
    """Save so that the same work gives the same bytes: no stream is re-coded, and /ID comes from `seed`.

    `seed` says what the file was made from (the sources' sha256 and the labels). Digesting the file itself would cost
    as much as all the rest on scans. What was encrypted is saved without encryption. PDF/A-1 (`pdfa` "1a", "1b")
    forbids object streams, so such a file is saved without.
    """
    plain = pdfa.startswith("1")
    if "/Size" not in pdf.trailer:
        pdf.trailer["/Size"] = 0  # qpdf writes the right number, but only where a damaged source has one at all
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", pikepdf.PageCopyWarning)  # faults of the source's forms, kept as they are
        pdf.save(
            target,
            object_stream_mode=pikepdf.ObjectStreamMode.disable if plain else pikepdf.ObjectStreamMode.generate,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
            recompress_flate=False,
            static_id=True,
            fix_metadata_version=False,  # what the source says about itself stays as it says it
            encryption=False,
        )
    _set_id(target, sha256(seed.encode("utf-8")).hexdigest()[:32].encode("ascii"))


def _set_id(path: Path, identity: bytes) -> None:
    """Put our identity where qpdf wrote its fixed one: the same length, in the trailer the file ends with."""
    with path.open("r+b") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - 64))
        start = int(file.read().rsplit(b"startxref", 1)[1].split()[0])
        file.seek(start)
        tail = file.read()
        if tail.startswith(b"xref"):
            at = tail.rindex(b"trailer")
            found = tail.find(_STATIC_ID, at)
        else:
            at, end = 0, tail.index(b"stream")
            found = tail.find(_STATIC_ID, at, end)
        while found >= 0:
            file.seek(start + found)
            file.write(identity)
            found = tail.find(_STATIC_ID, found + len(identity))


def page_count(pdf: bytes | Path) -> int:
    """How many pages a PDF we have just made has."""
    with pikepdf.open(pdf if isinstance(pdf, Path) else BytesIO(pdf)) as opened:
        return len(opened.pages)
