"""The .docx that papers are written on: the house's file, opened by python-docx once, and a copy for each paper.

A file is known by its bytes. Each paper has trees of its own, so that what is done to one reaches no other; only what
no paper changes once its look is settled (plain bytes, and the styles, whose bytes are kept beside them) is shared.
"""

import copy
import io
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import docx
import docx.document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.part import XmlPart
from docx.package import Package
from docx.parts.styles import StylesPart

from discovery.core.blocks import Paper
from discovery.errors import InputError
from discovery.files import marks, ooxml
from discovery.files.edited import Edited
from discovery.files.ooxml import Element, qn
from discovery.files.shipped import TEMPLATES

Part = Any
"""A part of a package, of whatever class python-docx has for it."""
SPACED_STYLES = ("Body", "First", "Keep", "Numbered1", "Numbered2", "Numbered3")
SMALL_STYLES = ("Small", "Note", "TableText", "TableHead", "Caption")
"""What is set smaller where no court reads it; an office's own house.docx keeps the sizes it chose."""


HOUSE = "templates/house.docx of the folder or its office"
NEEDED = (
    (RELATIONSHIP_TYPE.STYLES, "styles"),
    (RELATIONSHIP_TYPE.NUMBERING, "lists"),
    (RELATIONSHIP_TYPE.FOOTNOTES, "footnotes"),
)
BEGIN_AGAIN = (
    "change a copy of the shipped house.docx in Word and save that, or take the file away for the shipped look."
)


class Look(NamedTuple):
    """What a paper makes of the house's styles."""

    language: str
    review: bool
    double_spaced: bool
    shipped: bool
    """Whether the house's file is the one we ship, and not an office's own."""


def document_for(paper: Paper, house: bytes | None = None) -> docx.document.Document:
    """A document in the house's look, with what stands in its file, for this paper alone."""
    look = Look(paper.language, marks.is_review(paper), marks.double_spaced(paper), house is None)
    if house is not None:
        _require_whole(house)
    document: docx.document.Document = (
        _settled(_shipped() if house is None else house, look).copied().main_document_part.document
    )
    return document


@lru_cache(maxsize=4)
def _require_whole(house: bytes) -> None:
    """InputError where an office's own file is no Word document, or lacks what every paper is written into."""
    file = Edited(HOUSE, house)
    try:
        document = _opened(house)
    except (KeyError, ValueError, NotImplementedError, AttributeError) as error:
        # What python-docx raises where parts or relations are missing, or the file is a template (.dotx).
        raise InputError(f"{HOUSE} is not a whole Word document: {BEGIN_AGAIN}") from error
    held = {each.reltype for each in document.part.rels.values()}
    lacking = [name for kind, name in NEEDED if kind not in held]
    numbering = file.trees.get("word/numbering.xml")
    if numbering is not None and numbering.find(qn("w:num")) is None:
        lacking.append("lists")
    if document.element.body is None or document.element.body.sectPr is None:
        lacking.append("margins")
    if lacking:
        raise InputError(f"{HOUSE} has no {' and no '.join(lacking)}, which every paper needs: {BEGIN_AGAIN}")


def require_styles(document: docx.document.Document, *, own: bool) -> None:
    """InputError naming the styles that the paper uses and the house's file has not."""
    held = {style.get(qn("w:styleId")) for style in document.styles.element.iter(qn("w:style"))}
    parts = [document.element, *(ooxml.parse(part.blob) for part in _parts_of(document))]
    used = {
        str(each.get(qn("w:val")))
        for part in parts
        for each in part.iter(qn("w:pStyle"), qn("w:rStyle"), qn("w:tblStyle"))
    }
    if lacking := sorted(used - held):
        names = _style_names()
        said = ", ".join(f"“{names.get(each, each)}”" for each in lacking)
        whose = HOUSE if own else "The house.docx of the program"
        raise InputError(
            f"{whose} has no style {said}, which this paper needs: open it in Word beside the shipped house.docx, "
            "copy the style with the Organizer (Developer, Document Template, Organizer), and save it."
        )


def _parts_of(document: docx.document.Document) -> list[Part]:
    kinds = (
        RELATIONSHIP_TYPE.FOOTNOTES,
        RELATIONSHIP_TYPE.COMMENTS,
        RELATIONSHIP_TYPE.HEADER,
        RELATIONSHIP_TYPE.FOOTER,
    )
    return [each.target_part for each in document.part.rels.values() if each.reltype in kinds]


def _style_names() -> dict[str, str]:
    """The names of the shipped styles, as Word lists them, by their ids."""
    return {
        str(each.get(qn("w:styleId"))): str(each.find(qn("w:name")).get(qn("w:val")))
        for each in _opened(_shipped()).styles.element.iter(qn("w:style"))
    }


def _shipped() -> bytes:
    return (TEMPLATES / "house.docx").read_bytes()


@lru_cache(maxsize=4)
def _opened(house: bytes) -> docx.document.Document:
    """The file as python-docx reads it; nobody writes on this one."""
    return docx.Document(io.BytesIO(house))


@lru_cache(maxsize=16)
def _settled(house: bytes, look: Look) -> "_Kept":
    """The same in the look of a paper; nobody writes on this one either."""
    document = _Kept.of(_opened(house).part.package).copied().main_document_part.document
    _settle(document.styles.element, look)
    styles = document.part.part_related_by(RELATIONSHIP_TYPE.STYLES)
    return _Kept.of(document.part.package, styles)


class _SettledStyles(StylesPart):
    """Styles that no paper changes any more: their tree is for reading, and their bytes are made once."""

    kept: bytes = b""

    @property
    def blob(self) -> bytes:
        return self.kept


class _Leads(NamedTuple):
    """A relationship of a package: from the part at a place (-1: the package itself) to another, or outside."""

    source: int
    kind: str
    key: str
    part: int = -1
    address: str = ""


@dataclass(frozen=True)
class _Kept:
    """A package, walked through once."""

    parts: tuple[Part, ...]
    relationships: tuple[_Leads, ...]
    pictures: tuple[int, ...]
    styles: Part = None
    """The part of the styles where they are settled."""
    style_bytes: bytes = b""

    @classmethod
    def of(cls, package: Any, styles: Part = None) -> "_Kept":
        parts = tuple(package.iter_parts())
        at = {part: place for place, part in enumerate(parts)}
        relationships = [
            _Leads(place, each.reltype, key, address=each.target_ref)
            if each.is_external
            else _Leads(place, each.reltype, key, at[each.target_part])
            for place, source in enumerate((package, *parts), start=-1)
            for key, each in source.rels.items()
        ]
        pictures = tuple(at[picture] for picture in package.image_parts)
        return cls(parts, tuple(relationships), pictures, styles, styles.blob if styles else b"")

    def copied(self) -> Any:
        """A package whose parts are its own."""
        package = Package()
        parts = [self._own(part, package) for part in self.parts]
        for each in self.relationships:
            source = parts[each.source] if each.source >= 0 else package
            target = parts[each.part] if each.part >= 0 else each.address
            source.load_rel(each.kind, target, each.key, each.part < 0)
        for picture in self.pictures:
            package.image_parts.append(parts[picture])
        return package

    def _own(self, part: Part, package: Package) -> Part:
        if part is self.styles:
            settled = _SettledStyles(part.partname, part.content_type, part.element, package)
            settled.kept = self.style_bytes
            return settled
        if isinstance(part, XmlPart):
            # Of an element, lxml copies all that is in it.
            return type(part)(part.partname, part.content_type, copy.copy(part.element), package)
        return type(part).load(part.partname, part.content_type, part.blob, package)


def _settle(styles: Element, look: Look) -> None:
    """The paper's language; no shades where nothing is to check; single spacing for what does not go to court."""
    for language in styles.iter(qn("w:lang")):
        language.set(qn("w:val"), look.language)
    if not look.review:
        for style in list(styles):
            if style.get(qn("w:styleId")) in marks.REVIEW_STYLES:
                styles.remove(style)
    if not look.double_spaced:
        _space_singly(styles)
    elif look.shipped:
        _print_no_smaller(styles)


def _space_singly(styles: Element) -> None:
    for key in SPACED_STYLES:
        style = next((each for each in styles if each.get(qn("w:styleId")) == key), None)
        spacing = None if style is None else style.find(f"{qn('w:pPr')}/{qn('w:spacing')}")
        if spacing is not None:
            spacing.set(qn("w:line"), "264")
            spacing.set(qn("w:after"), "160")


def _print_no_smaller(styles: Element) -> None:
    """Twelve points for all that a court reads but footnotes, heads and feet (22 NYCRR 202.5(a)(1))."""
    for style in styles:
        if style.get(qn("w:styleId")) in SMALL_STYLES:
            for size in style.iter(qn("w:sz"), qn("w:szCs")):
                size.set(qn("w:val"), "24")
