"""What a stamp of ours writes so that it can be taken off again, exactly; a locked stamp writes none of it.

Our two streams on a page say so in their own dictionaries, because a page that is taken out of its file, or put into
another, takes its streams along: the one before the page's content names the sha256 of the source, the one after it
the page's own label, literally. What cannot be read off the finished page is kept beside the label; the page's own
resources are kept once for all pages that share them. Private keys of this kind are free in every PDF and in PDF/A.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from discovery.core.endorsements import MarkKind
from discovery.files.drawn import drawn
from discovery.files.shrinking import LENGTHS, LISTS_OF_POINTS, POINTS

SOURCE = "/BtsSource"
"""In the first stream: the sha256 of the source."""
LABEL = "/BtsLabel"
"""In the last stream: the page's number."""
CONTENTS = "/BtsContents"
"""In the last stream: /Contents as it was, where it is not the one stream that stands between ours."""
RESOURCES = "/BtsResources"
"""In the last stream: /Resources as it was, where the page's content was moved into a form."""
CROP = "/BtsCropBox"
"""In the last stream: a crop box that lay beside its sheet."""
ANNOTATIONS = "/BtsAnnots"
"""In the last stream: for each annotation that was moved, its place in the list and the arrays it had."""
WAS = "/BtsWas"
"""In our copy of the resources, and in the catalog: what they were."""
IN_STREAMS = (SOURCE, LABEL, CONTENTS, RESOURCES, CROP, ANNOTATIONS)
NOTHING = False
"""Stands for an entry that was not there: null would be no entry at all."""


@dataclass(frozen=True)
class Markers:
    """What the markers of one file say besides the labels."""

    source: str
    """The sha256 of the file that is stamped."""
    crops: Mapping[int, pikepdf.Object] = field(default_factory=dict)
    """The crop boxes that were dropped, by page from 0."""


class Before(NamedTuple):
    """What a stamp changes on a page, as it was."""

    contents: Any
    resources: Any
    annotations: tuple[tuple[int, Mapping[str, Any]], ...] = ()
    """Of each annotation that is moved: its place in the list, and the arrays that say where it is."""


def before(page: pikepdf.Object, *, moved: bool) -> Before:
    """Look at a page that is about to be stamped, and whose annotations are to be moved or not."""
    return Before(page.get("/Contents"), page.get("/Resources"), tuple(_arrays(page)) if moved else ())


def _arrays(page: pikepdf.Object) -> Iterator[tuple[int, Mapping[str, Any]]]:
    listed = page.get("/Annots")
    for place, one in enumerate(listed if isinstance(listed, Array) else ()):
        if isinstance(one, Dictionary):
            keys = (*POINTS, *LISTS_OF_POINTS, *LENGTHS)
            yield place, {key: one[key] for key in keys if isinstance(one.get(key), Array)}


def mark(last: Stream, label: str, was: Before, *, isolated: bool, crop: pikepdf.Object | None = None) -> None:
    """Write into our last stream of a page what is needed to take the stamp off."""
    last[LABEL] = label
    if was.contents is not None and (isolated or not isinstance(was.contents, Stream)):
        last[CONTENTS] = was.contents
    if isolated or not isinstance(was.resources, Dictionary | None):
        last[RESOURCES] = NOTHING if was.resources is None else was.resources
    if crop is not None:
        last[CROP] = crop
    if was.annotations:
        kept = [Array([place, Dictionary(dict(arrays))]) for place, arrays in was.annotations]
        last[ANNOTATIONS] = Array(kept)


def mark_document(pdf: pikepdf.Pdf, length: int = 0) -> None:
    """Keep what stamping changes of the file as a whole: its page labels, and that it is paged from the right.

    `length` is how many bytes the original has, where it is kept as the first part of the stamped file.
    """
    was = Dictionary()
    if length:
        was.Length = length
    if "/PageLabels" in pdf.Root:
        was.PageLabels = pdf.Root.PageLabels
    preferences = pdf.Root.get("/ViewerPreferences")
    if isinstance(preferences, Dictionary) and preferences.get("/Direction") == Name.R2L:
        was.Direction = Name.R2L
    if len(was):
        pdf.Root[WAS] = was


def kept_length(pdf: pikepdf.Pdf) -> int:
    """How many bytes the original has that is kept as the first part of a stamped file; 0 where none is."""
    was = pdf.Root.get(WAS)
    length = was.get("/Length") if isinstance(was, Dictionary) else None
    return length if isinstance(length, int) else 0


def source_of(page: pikepdf.Object) -> str | None:
    """The sha256 of the file that was stamped, as the markers of a page name it; None where it has none."""
    contents = page.get("/Contents")
    streams = [part for part in contents if isinstance(part, Stream)] if isinstance(contents, Array) else []
    return next((str(stream[SOURCE]) for stream in streams if SOURCE in stream), None)


_LARGEST = 4096  # bytes of a last stream of ours as it lies in the file, by far


def number_on(page: pikepdf.Object) -> str | None:
    """The number of ours that a page bears, with markers or locked; None where it bears none."""
    contents = page.get("/Contents")
    streams = [part for part in contents if isinstance(part, Stream)] if isinstance(contents, Array) else []
    for stream in reversed(streams):
        if LABEL in stream:
            return str(stream[LABEL])
    found = drawn(_decoded(streams[-1])) if len(streams) > 1 else None
    return next((one.text for one in found.marks if one.kind is MarkKind.NUMBER), None) if found else None


def _decoded(stream: Stream) -> bytes:
    try:
        return stream.read_bytes() if len(stream.read_raw_bytes()) < _LARGEST else b""
    except (pikepdf.PdfError, RuntimeError):
        return b""
