"""Comments, form fields and media on a PDF's pages: which there are, and how they become part of the page.

What is burnt in is the look a viewer shows. Words that show only when a note is opened are not on the page and go out
with it; how many such notes there were is told, and the original keeps them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from discovery.core.geometry import Box
from discovery.core.profiles import Trait
from discovery.files.endorsing import box_of, shape_of

_MEDIA = {"/Movie", "/Sound", "/Screen", "/RichMedia", "/3D"}
_NOT_COMMENTS = {"/Link", "/Popup", "/Widget", "/PrinterMark", "/TrapNet", "/FileAttachment", *_MEDIA}
_HIDDEN = 1 << 1 | 1 << 5


@dataclass(frozen=True)
class Marking:
    """One comment, field, attachment or film on a page."""

    page: int
    """From 1."""
    trait: Trait
    kind: str
    annotation: Any


def markings(pdf: pikepdf.Pdf) -> Iterator[Marking]:
    """Every marking of the file but links, in the order of its pages."""
    for number, page in enumerate(pdf.pages, start=1):
        for annotation in _annotations(page.obj):
            kind = str(annotation.get("/Subtype", ""))
            if trait := _trait(kind):
                yield Marking(number, trait, kind.lstrip("/"), annotation)


def _trait(kind: str) -> Trait | None:
    if kind == "/Widget":
        return Trait.FORMS
    if kind == "/FileAttachment":
        return Trait.ATTACHMENTS
    if kind in _MEDIA:
        return Trait.MEDIA
    return None if kind in _NOT_COMMENTS else Trait.COMMENTS


def _annotations(page: Any) -> list[Any]:
    listed = page.get("/Annots")
    return [each for each in listed if isinstance(each, Dictionary)] if isinstance(listed, Array) else []


@dataclass(frozen=True)
class Flattened:
    """What became part of the pages, and what was left out of them."""

    burnt: int = 0
    unseen: int = 0
    """Markings that no viewer shows, which went out."""
    words: int = 0
    """Notes whose words showed only when they were opened."""
    values: tuple[tuple[int, str], ...] = ()
    """Page, from 1, and each line of a field whose look was made anew: it must be found there again."""
    renewed: tuple[tuple[int, Box], ...] = ()
    """Where those fields stand, in visible space."""


def flatten(pdf: pikepdf.Pdf, traits: frozenset[Trait]) -> Flattened:
    """Make the markings of these kinds part of their pages, in memory; others and links stay as they are."""
    chosen = [each for each in markings(pdf) if each.trait in traits]
    popups = Trait.COMMENTS in traits
    form = pdf.Root.get("/AcroForm")
    renewed = _renew(pdf, chosen) if Trait.FORMS in traits else []
    words = sum(1 for each in chosen if each.trait is Trait.COMMENTS and str(each.annotation.get("/Contents", "")))
    seen = [each for each in chosen if not _flags(each.annotation) & _HIDDEN]
    kept = _set_apart(pdf, seen, traits, popups=popups)
    pdf.flatten_annotations("all")
    for page, others in zip(pdf.pages, kept, strict=True):
        _put_back(page.obj, others)
    if Trait.FORMS in traits:
        if "/AcroForm" in pdf.Root:
            del pdf.Root["/AcroForm"]
    elif form is not None:
        pdf.Root["/AcroForm"] = form
    values = tuple((each.page, line) for each in renewed for line in _value(each.annotation).splitlines() if line)
    boxes = tuple((each.page, _box(pdf, each)) for each in renewed)
    return Flattened(len(seen), len(chosen) - len(seen), words, values, boxes)


def _set_apart(pdf: pikepdf.Pdf, seen: list[Marking], traits: frozenset[Trait], *, popups: bool) -> list[list[Any]]:
    """Leave on each page only what is to be burnt in; what of the rest goes back."""
    by_page: dict[int, list[Any]] = {}
    for each in seen:
        by_page.setdefault(each.page, []).append(each.annotation)
    kept = []
    for number, page in enumerate(pdf.pages, start=1):
        kinds = [(annotation, str(annotation.get("/Subtype", ""))) for annotation in _annotations(page.obj)]
        kept.append(
            [each for each, kind in kinds if _trait(kind) not in traits and not (popups and kind == "/Popup")]
        )
        if "/Annots" in page.obj:
            page.obj["/Annots"] = Array(by_page.get(number, []))
    return kept


def _put_back(page: Any, others: list[Any]) -> None:
    if others:
        page["/Annots"] = Array(others)
    elif "/Annots" in page:
        del page["/Annots"]


def _flags(annotation: Any) -> int:
    flags = annotation.get("/F", 0)
    return int(flags) if isinstance(flags, int) else 0


def _renew(pdf: pikepdf.Pdf, chosen: list[Marking]) -> list[Marking]:
    """Have the looks of text fields made where the file leaves that to the viewer, or has a value without a look."""
    form = pdf.Root.get("/AcroForm")
    if not isinstance(form, Dictionary):
        return []
    texts = [each for each in chosen if _inherited(each.annotation, "/FT") in (Name.Tx, Name.Ch)]
    bare = [each for each in texts if _value(each.annotation) and "/AP" not in each.annotation]
    if not bare and not bool(form.get("/NeedAppearances", False)):
        return []
    form["/NeedAppearances"] = True
    pdf.generate_appearance_streams()
    return texts


def _inherited(field: Any, key: str) -> Any:
    for _ in range(32):
        if key in field:
            return field[key]
        field = field.get("/Parent")
        if not isinstance(field, Dictionary):
            return None
    return None


def _value(field: Any) -> str:
    value = _inherited(field, "/V")
    return str(value) if isinstance(value, pikepdf.String) else ""


def _box(pdf: pikepdf.Pdf, marking: Marking) -> Box:
    shape = shape_of(pdf.pages[marking.page - 1].obj)
    box = box_of(marking.annotation.get("/Rect")) or Box(0, 0, 0, 0)
    return shape.matrix.inverse().box(box).padded(2)


def drop_comments(pdf: pikepdf.Pdf) -> None:
    """Take every comment off the pages of an opened file, with its note; fields, links and attachments stay."""
    for page in pdf.pages:
        listed = page.obj.get("/Annots")
        if isinstance(listed, Array):
            kept = [each for each in listed if not _is_comment(each)]
            page.obj["/Annots"] = Array(kept)


def _is_comment(annotation: Any) -> bool:
    kind = str(annotation.get("/Subtype", "")) if isinstance(annotation, Dictionary) else ""
    return kind == "/Popup" or _trait(kind) is Trait.COMMENTS


_ICONS = {"/Text", "/FileAttachment", "/Sound", "/Popup"}


def as_shown(pdf: pikepdf.Pdf, traits: frozenset[Trait]) -> None:
    """Change an opened file so that a viewer draws of these kinds of markings just the looks that are in the file.

    A note or attachment without a look shows as an icon of the viewer's own, which is no part of the page.
    """
    for each in markings(pdf):
        if each.trait is Trait.FORMS and each.trait in traits:
            each.annotation.Subtype = Name.Stamp
    for page in pdf.pages:
        listed = page.obj.get("/Annots")
        if isinstance(listed, Array):
            page.obj["/Annots"] = Array([each for each in listed if not _is_icon(each, traits)])


def _is_icon(annotation: Any, traits: frozenset[Trait]) -> bool:
    if not isinstance(annotation, Dictionary) or "/AP" in annotation:
        return False
    kind = str(annotation.get("/Subtype", ""))
    return kind in _ICONS and (_trait(kind) in traits or kind == "/Popup")
