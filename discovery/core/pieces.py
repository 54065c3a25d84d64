"""What a received file is, decided from its first bytes before its name, and in what order files follow."""

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """What becomes of a file depends on its kind."""

    PDF = "pdf"
    IMAGE = "image"
    OFFICE = "office"
    EMAIL = "email"
    TEXT = "text"
    AUDIO = "audio"
    VIDEO = "video"
    OTHER = "other"


class Format(NamedTuple):
    """One file format: its short name, its kind, what people call it, and the endings its files have."""

    name: str
    kind: Kind
    called: str
    endings: tuple[str, ...]


FORMATS = (
    Format("pdf", Kind.PDF, "a PDF", ("pdf",)),
    Format("jpeg", Kind.IMAGE, "a JPEG picture", ("jpg", "jpeg", "jpe", "jfif")),
    Format("tiff", Kind.IMAGE, "a TIFF picture", ("tif", "tiff")),
    Format("png", Kind.IMAGE, "a PNG picture", ("png",)),
    Format("heic", Kind.IMAGE, "a HEIC picture", ("heic", "heif")),
    Format("webp", Kind.IMAGE, "a WebP picture", ("webp",)),
    Format("gif", Kind.IMAGE, "a GIF picture", ("gif",)),
    Format("avif", Kind.IMAGE, "an AVIF picture", ("avif",)),
    Format("jpeg2000", Kind.IMAGE, "a JPEG 2000 picture", ("jp2", "jpx", "j2k")),
    Format("bmp", Kind.IMAGE, "a BMP picture", ("bmp", "dib")),
    Format("docx", Kind.OFFICE, "a Word document", ("docx", "docm", "dotx")),
    Format("doc", Kind.OFFICE, "an old Word document", ("doc", "dot")),
    Format("odt", Kind.OFFICE, "an OpenDocument text", ("odt", "ott")),
    Format("rtf", Kind.OFFICE, "a Rich Text document", ("rtf",)),
    Format("html", Kind.OFFICE, "a web page", ("html", "htm", "xhtml")),
    Format("xlsx", Kind.OFFICE, "an Excel workbook", ("xlsx", "xlsm")),
    Format("xls", Kind.OFFICE, "an old Excel workbook", ("xls",)),
    Format("ods", Kind.OFFICE, "an OpenDocument spreadsheet", ("ods",)),
    Format("pptx", Kind.OFFICE, "a PowerPoint presentation", ("pptx", "ppsx", "pptm")),
    Format("ppt", Kind.OFFICE, "an old PowerPoint presentation", ("ppt", "pps")),
    Format("odp", Kind.OFFICE, "an OpenDocument presentation", ("odp",)),
    Format("eml", Kind.EMAIL, "an e-mail", ("eml",)),
    Format("msg", Kind.EMAIL, "an Outlook message", ("msg",)),
    Format("mbox", Kind.EMAIL, "a mailbox", ("mbox",)),
    Format("text", Kind.TEXT, "a text file", ("txt", "csv", "tsv", "log", "md", "ics", "vcf", "json", "xml", "ini")),
    Format(
        "audio", Kind.AUDIO, "a sound recording", ("mp3", "wav", "m4a", "wma", "aac", "ogg", "flac", "aif", "amr")
    ),
    Format("video", Kind.VIDEO, "a film", ("mp4", "mov", "avi", "mkv", "wmv", "m4v", "mpg", "mpeg", "webm", "3gp")),
    Format("zip", Kind.OTHER, "a ZIP archive", ("zip",)),
    Format("tnef", Kind.OTHER, "Outlook's own container (winmail.dat)", ()),
    Format("secured office", Kind.OTHER, "an office file locked with a password", ()),
    Format("other", Kind.OTHER, "a file of a type this program does not know", ()),
)
FORMAT = {each.name: each for each in FORMATS}
_BY_ENDING = {ending: each for each in FORMATS for ending in each.endings}
SPREADSHEETS = frozenset({"xlsx", "xls", "ods"})

_STARTS = (
    (b"\xff\xd8\xff", "jpeg"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"II+\x00", "tiff"),
    (b"MM\x00+", "tiff"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\x00\x00\x00\x0cjP  \r\n\x87\n", "jpeg2000"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"{\\rtf", "rtf"),
    (b"ID3", "audio"),
    (b"fLaC", "audio"),
    (b"OggS", "audio"),
    (b"#!AMR", "audio"),
    (b"FORM", "audio"),
    (b"\x1aE\xdf\xa3", "video"),
    (b"\x00\x00\x01\xba", "video"),
    (b"\x00\x00\x01\xb3", "video"),
    (b"\x78\x9f\x3e\x22", "tnef"),
)
_RIFF = {b"WEBP": "webp", b"WAVE": "audio", b"AVI ": "video"}
_ASF = bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c")
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_BRANDS = dict.fromkeys((b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"), "heic") | {b"avif": "avif"}
_HEADERS = re.compile(
    rb"(?:(?:from|to|cc|subject|date|received|message-id|return-path|mime-version|delivered-to|reply-to|sender"
    rb"|content-type|x-[a-z0-9-]+|dkim-signature|arc-[a-z-]+|authentication-results):[^\n]*\n(?:[ \t][^\n]*\n)*){3}",
    re.I,
)
_MARKUP = re.compile(rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html[\s>]|head[\s>]|body[\s>])", re.I | re.S)
_INSIDE = (
    # A member every file of the format has: of a ZIP package, then of an OLE compound file.
    ("word/", "docx"),
    ("xl/", "xlsx"),
    ("ppt/", "pptx"),
    ("EncryptedPackage", "secured office"),
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("PowerPoint Document", "ppt"),
    ("__properties_version1.0", "msg"),
)
_OPEN_DOCUMENT = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
    b"application/vnd.oasis.opendocument.presentation": "odp",
}
_WORDS = frozenset({"text", "eml", "mbox", "html"})
HEAD = 4096
"""How many of a file's first bytes say what it is."""


def ending_of(name: str) -> str:
    """What follows the last dot of a name, in lower case; empty where there is none."""
    stem, dot, ending = name.rpartition(".")
    return ending.lower() if dot and stem else ""


def is_container(head: bytes) -> bool:
    """Whether the names of what lies inside (a ZIP package's, an OLE file's) are needed to tell the format."""
    return head.startswith((b"PK\x03\x04", _OLE))


def format_of(head: bytes, name: str, inside: Sequence[str] = ()) -> Format:
    """The format of a file with these first bytes, this name and, of a container, these members.

    Content decides; the ending of the name only where bytes cannot (plain text, MP3 without a tag, unknown).
    """
    found = _by_content(head, inside)
    named = _BY_ENDING.get(ending_of(name))
    if found in ("", "text") and named and named.name == "pdf":
        return named  # readers forgive a PDF its missing first line, so opening it has the last word
    if found in _WORDS and named and named.kind == Kind.TEXT:
        return named  # a note that quotes a message or markup is a note
    if found == "text" and named and named.name == "html":
        return named
    if found == "zip" and ending_of(name) not in ("", "zip"):
        return FORMAT["other"]  # many programs pack their own files so; their parts are no documents
    if found == "text" and named and named.kind == Kind.EMAIL:
        return FORMAT["eml" if named.name == "msg" else named.name]
    if found == "film or sound":
        return named if named and named.kind in (Kind.AUDIO, Kind.VIDEO) else FORMAT["video"]
    if found:
        return FORMAT[found]
    if named and named.kind in (Kind.AUDIO, Kind.VIDEO):
        return named
    return FORMAT["other"]


def _by_content(head: bytes, inside: Sequence[str]) -> str:
    if is_container(head):  # first: what is packed without compression shows its own first bytes too
        return _by_members(head, inside)
    if b"%PDF-" in head[:1024]:
        return "pdf"
    for start, name in _STARTS:
        if head.startswith(start):
            return name
    if head[:4] == b"RIFF" and head[8:12] in _RIFF:
        return _RIFF[head[8:12]]
    if (
        head[:2] == b"BM"
        and len(head) > 18
        and int.from_bytes(head[14:18], "little") in (12, 40, 52, 56, 64, 108, 124)
    ):
        return "bmp"
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12], "film or sound")
    if head.startswith(_ASF):
        return "film or sound"
    return _by_words(head)


def _by_members(head: bytes, inside: Sequence[str]) -> str:
    for kind, name in _OPEN_DOCUMENT.items():
        if head[30:38] == b"mimetype" and head[38 : 38 + len(kind)] == kind:
            return name
    for member, name in _INSIDE:
        if any(each == member or (member.endswith("/") and each.startswith(member)) for each in inside):
            return name
    return "zip" if head.startswith(b"PK") else ""


def _by_words(head: bytes) -> str:
    bare = head.removeprefix(b"\xef\xbb\xbf")
    if bare.startswith(b"From ") and _HEADERS.match(bare.partition(b"\n")[2].replace(b"\r\n", b"\n")):
        return "mbox"
    if _HEADERS.match(bare.replace(b"\r\n", b"\n")):
        return "eml"
    if _MARKUP.match(bare):
        return "html"
    return "text" if is_text(head) else ""


def is_text(head: bytes) -> bool:
    """Whether bytes read like words: UTF-16 with its mark, or nearly no control characters."""
    if (
        head.startswith((b"\xff\xfe", b"\xfe\xff"))
        or is_wide(head[::2], head[1::2])
        or is_wide(head[1::2], head[::2])
    ):
        return True
    odd = sum(byte < 32 and byte not in (9, 10, 12, 13, 27) for byte in head)
    return bool(head) and odd * 50 <= len(head)


def is_wide(letters: bytes, rest: bytes) -> bool:
    """Whether every second byte is a letter and nearly every other one is null: UTF-16 without its mark."""
    odd = sum(byte < 32 and byte not in (9, 10, 12, 13, 27) for byte in letters)
    return (
        len(letters) > 7 and rest.count(0) * 10 > len(rest) * 7 and letters.count(0) == 0 and odd * 5 < len(letters)
    )


# --- order, and what no person put there ---------------------------------------------------------------------


def name_inside(name: str) -> str:
    """The name of a file inside another, as its place has it after the other's: mail.eml/log.txt."""
    return name.replace("\\", "/").strip("/") or "file"


def natural_key(name: str) -> tuple[tuple[int, int, str], ...]:
    """Sorts names as people count: page2 before page10, A beside a; the exact spelling settles what is left."""
    parts = re.findall(r"[0-9]+|[^0-9]+", name)
    counted = tuple((0, int(part), "") if part.isdecimal() else (1, 0, part.casefold()) for part in parts)
    return (*counted, (2, 0, name))


_JUNK_NAMES = {
    ".ds_store": "macOS keeps the look of the folder in it",
    "thumbs.db": "Windows keeps small previews of the folder's pictures in it",
    "ehthumbs.db": "Windows keeps small previews of the folder's films in it",
    "desktop.ini": "Windows keeps the look of the folder in it",
    "icon\r": "macOS keeps the folder's picture in it",
}


def junk(name: str) -> str:
    """Why a file was put there by a computer and not by a person; empty for a file to be read."""
    if name.startswith("._"):
        return "macOS keeps what other disks cannot store about a file in it"
    if name.startswith("~$"):
        return "an office program keeps the mark of an open document in it"
    return _JUNK_NAMES.get(name.lower(), "")
