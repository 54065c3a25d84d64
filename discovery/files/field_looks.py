"""Gives fields the looks that viewers make up for them, where a file's form asks that all be drawn anew.

That wish holds for a whole file. Among forms that do not have it, it would have their fields drawn anew as well; so
what a viewer draws is written into the fields once, and the wish is dropped. The proof compares the pages drawn.
"""

from io import BytesIO
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Object

from discovery.files.look import Viewed

DRAWN = "its form asks viewers to draw its fields anew; they were drawn once, as a viewer draws them"


def asks_anew(pdf: pikepdf.Pdf) -> bool | None:
    """Whether a file's form asks that its fields be drawn from what they hold; None where it has no fields."""
    form = pdf.Root.get(Name.AcroForm)
    if not isinstance(form, Dictionary) or not form.get(Name.Fields):
        return None
    return str(form.get(Name.NeedAppearances)) == "True"


def draw_fields(pdf: pikepdf.Pdf, path: Path) -> None:
    """Write into the fields of a file, opened from this path, how a viewer draws them; its form asks no more."""
    with pikepdf.open(BytesIO(_as_drawn(path))) as drawn:
        for page, seen in zip(pdf.pages, drawn.pages, strict=True):
            ours, theirs = _fields(page.obj), _fields(seen.obj)
            for one, other in zip(ours, theirs, strict=False):
                look = other.get(Name.AP)
                if isinstance(look, Dictionary):
                    one[Name.AP] = pdf.copy_foreign(look if look.is_indirect else drawn.make_indirect(look))
    del pdf.Root.AcroForm[Name.NeedAppearances]


def _as_drawn(path: Path) -> bytes:
    """The file as a viewer would save it that has shown every page."""
    viewed, held = Viewed(path), BytesIO()
    try:
        for index in range(len(viewed)):
            with viewed.page(index):
                pass
        viewed.document.save(held)
    finally:
        viewed.close()
    return held.getvalue()


def _fields(page: Object) -> list[Object]:
    listed = page.get(Name.Annots)
    found = [one for one in listed if isinstance(one, Dictionary)] if isinstance(listed, Array) else []
    return [one for one in found if one.get(Name.Subtype) == Name.Widget]
