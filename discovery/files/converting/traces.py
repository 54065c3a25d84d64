"""Looks for what an office file holds and its pages may not show: changes, comments, hidden text, rows and sheets."""

import re
import zipfile
from pathlib import Path

from discovery.files.converting.sniffing import BROKEN_PACKAGE

CHANGES = "It has tracked changes; its pages show them marked, the original keeps who made them and when."
COMMENTS = "It has comments, which are not on its pages; the original keeps them."
HIDDEN_TEXT = "It has hidden text, which is not on its pages; the original keeps it."
HIDDEN_CELLS = "It has hidden sheets, rows or columns, which are not on its pages; the original keeps them."
HIDDEN_SLIDES = "It has hidden slides or speaker's notes, which are not on its pages; the original keeps them."
EMBEDDED = "It has other files embedded in it, which are not on its pages; the original keeps them."
MACROS = "It has macros, which were not run."
PERHAPS = (
    "Comments, hidden text and earlier changes, if it has any, may not show on its pages; the original keeps them."
)
PRINTED_DATES = "A date that renews itself, if it has one, shows the day its pages were made."

_SEEN = {
    # What the name of a member looks like, what to find in it (nothing: its being there is enough), what to say.
    "docx": (
        (r"word/document\.xml|word/(foot|end)notes\.xml", rb"<w:(ins|del|moveFrom|moveTo)\b", CHANGES),
        (r"word/comments\.xml", rb"<w:comment\b", COMMENTS),
        (r"word/document\.xml|word/styles\.xml", rb"<w:vanish\b(?! w:val=\"(0|false)\")", HIDDEN_TEXT),
        (r"word/embeddings/.+", b"", EMBEDDED),
        (r"word/vbaProject\.bin", b"", MACROS),
    ),
    "xlsx": (
        (r"xl/(comments|threadedComments).*", b"", COMMENTS),
        (r"xl/workbook\.xml", rb"state=\"(hidden|veryHidden)\"", HIDDEN_CELLS),
        (r"xl/worksheets/.*\.xml", rb"<(row|col)\b[^>]*\bhidden=\"(1|true)\"", HIDDEN_CELLS),
        (r"xl/embeddings/.+", b"", EMBEDDED),
        (r"xl/vbaProject\.bin", b"", MACROS),
    ),
    "pptx": (
        (r"ppt/comments/.*", b"", COMMENTS),
        (r"ppt/notesSlides/[^/]*\.xml", b"", HIDDEN_SLIDES),
        (r"ppt/slides/[^/]*\.xml", rb"<p:sld\b[^>]*\bshow=\"0\"", HIDDEN_SLIDES),
        (r"ppt/embeddings/.+", b"", EMBEDDED),
        (r"ppt/vbaProject\.bin", b"", MACROS),
    ),
    "odt": (
        (r"content\.xml", rb"<text:changed-region\b", CHANGES),
        (r"content\.xml", rb"<office:annotation\b", COMMENTS),
        (r"content\.xml", rb"text:display=\"none\"|<text:hidden-", HIDDEN_TEXT),
        (r"Basic/.*\.xml", rb"<script:module\b", MACROS),
    ),
    "ods": (
        (r"content\.xml", rb"<office:annotation\b", COMMENTS),
        (r"content\.xml", rb"table:visibility=\"(collapse|filter)\"|table:display=\"false\"", HIDDEN_CELLS),
        (r"Basic/.*\.xml", rb"<script:module\b", MACROS),
    ),
}
_MOST_READ = 200_000_000


def traces(path: Path, form: str) -> tuple[str, ...]:
    """What the file holds beside what its pages show, a sentence each."""
    if form == "html":
        return ()
    if form not in _SEEN:
        return (PERHAPS, PRINTED_DATES)
    try:
        with zipfile.ZipFile(path) as package:
            return tuple(dict.fromkeys(said for name, pattern, said in _SEEN[form] if _has(package, name, pattern)))
    except (*BROKEN_PACKAGE, ValueError):
        return (PERHAPS,)


def _has(package: zipfile.ZipFile, name: str, pattern: bytes) -> bool:
    members = [each for each in package.infolist() if re.fullmatch(name, each.filename)]
    return any(
        not pattern or (each.file_size < _MOST_READ and re.search(pattern, package.read(each)) is not None)
        for each in members
    )
