"""What counsel does to a review copy before it is filed, done by a program: blanks filled, comments dealt with."""

import io
import zipfile

from docx.oxml.ns import qn
from lxml import etree

from discovery.core.authorities import Verification
from discovery.core.library import Library

FILLED = "as counsel wrote"
"""What she types into each blank."""


def all_read(library: Library) -> Library:
    """The library as if counsel had read every authority for every proposition."""
    authorities = tuple(
        authority.model_copy(
            update={
                "propositions": tuple(
                    each.model_copy(update={"state": Verification.VERIFIED}) for each in authority.propositions
                )
            }
        )
        for authority in library.authorities
    )
    return library.model_copy(update={"authorities": authorities})


def settled(package: bytes, without: tuple[str, ...] = ()) -> bytes:
    """The review copy with every blank filled and every comment deleted; places tagged as in `without` are struck."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            if name in ("word/document.xml", "word/footnotes.xml", "word/comments.xml"):
                root = etree.fromstring(data)
                _settle(root, without)
                data = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
            target.writestr(name, data)
    return out.getvalue()


def _settle(root: etree._Element, without: tuple[str, ...]) -> None:
    for control in list(root.iter(qn("w:sdt"))):
        tag = control.find(f"{qn('w:sdtPr')}/{qn('w:tag')}").get(qn("w:val"))
        if tag.startswith("blank:"):
            for place, text in enumerate(control.iter(qn("w:t"))):
                text.text = "" if place else FILLED
        if tag in without:
            _remove(control)
    for mark in list(root.iter(qn("w:commentRangeStart"), qn("w:commentRangeEnd"), qn("w:comment"))):
        _remove(mark)
    for mark in list(root.iter(qn("w:commentReference"))):
        _remove(mark.getparent())


def _remove(element: etree._Element) -> None:
    element.getparent().remove(element)
