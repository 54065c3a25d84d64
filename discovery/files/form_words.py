"""What drawings say that a page may not draw: each form is set on a sheet of its own and read there by PDFium.

The look of a comment, and a form that is only listed, are part of no page's text; their letters may stand for codes
of a font's own, so that no search of the file's bytes finds them.
"""

import io
from collections.abc import Iterable

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name

from discovery.files.characters import characters, reads, text_of

Number = tuple[int, int]


def words_of_forms(forms: Iterable[pikepdf.Stream]) -> dict[Number, str]:
    """The text of each of these forms of the file, by its number; forms that cannot be read are left out."""
    with pikepdf.new() as sheets:
        numbers = [form.objgen for form in forms if _set(sheets, form)]
        if not numbers:
            return {}
        for one in sheets.objects:
            if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == Name.Image:
                one.write(b"")  # a scan that is drawn by forms need not be held once more
        held = io.BytesIO()
        sheets.save(held)
    with pypdfium2.PdfDocument(held.getvalue()) as document:
        return {number: _read(document, at) for at, number in enumerate(numbers)}


def forms_of(pdf: pikepdf.Pdf) -> list[pikepdf.Stream]:
    """Every form of a file, whether a page draws it or not."""
    return [one for one in pdf.objects if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == Name.Form]


def _set(sheets: pikepdf.Pdf, form: pikepdf.Stream) -> bool:
    """Draw a form on a new page that is as large as it says it is; whether that could be done."""
    box = form.get("/BBox")
    if not form.is_indirect or not isinstance(box, Array) or len(box) != 4:
        return False
    copy = sheets.copy_foreign(form)
    for key in ("/Matrix", "/OC"):
        if key in copy:
            del copy[key]
    page = sheets.add_blank_page(page_size=(100, 100)).obj
    page.MediaBox = Array([float(side) for side in box])
    page.Resources = Dictionary(XObject=Dictionary(Fm0=copy))
    page.Contents = sheets.make_indirect(pikepdf.Stream(sheets, b"/Fm0 Do"))
    return True


def _read(document: pypdfium2.PdfDocument, at: int) -> str:
    try:
        page = document[at]
    except pypdfium2.PdfiumError:
        return ""
    with text_of(page.raw) as layer:
        return reads(characters(layer))
