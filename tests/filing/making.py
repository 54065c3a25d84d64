"""PDFs that break one filing rule each, made here."""

from collections.abc import Callable
from pathlib import Path

import pikepdf
from pikepdf import Array, AttachedFileSpec, Dictionary, Name, OutlineItem, Stream, String

from tests.pages.awkward import new, saved, scan

HIDDEN = b"/OC /L1 BDC 1 0 0 rg 1 0 0 1 5 5 cm BT /F1 20 Tf 100 400 Td (HIDDEN DRAFT) Tj ET 300 300 90 90 re f EMC\n"
SHOWN = b"/OC /L2 BDC BT /F1 20 Tf 100 200 Td (SHOWN) Tj ET 50 50 30 30 re f EMC\n"


def plain() -> pikepdf.Pdf:
    """A file with nothing wrong but its fonts."""
    return new(2)


def action(kind: str, **entries: object) -> Dictionary:
    """An action of this kind."""
    return Dictionary(S=Name(f"/{kind}"), **entries)


SCRIPT = ("JavaScript", {"JS": "app.alert('hello')"})


def opening() -> pikepdf.Pdf:
    """It chooses the page it opens at, as Acrobat's “Open to page” has it."""
    pdf = new(2)
    pdf.Root.OpenAction = Array([pdf.pages[1].obj, Name.Fit])
    return pdf


def scripted() -> pikepdf.Pdf:
    """JavaScript in every place it can lie in."""
    pdf = new(2)
    script = action("JavaScript", JS="app.alert('x')")
    pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), script])))
    pdf.Root.AA = Dictionary(WC=script)
    pdf.pages[0].obj.AA = Dictionary(O=script)
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([10, 10, 60, 60]), Border=Array([0, 0, 0]))
    link.A = action("GoTo", D=Array([pdf.pages[1].obj, Name.Fit]), Next=Array([script]))
    pdf.pages[1].obj.Annots = Array([pdf.make_indirect(link)])
    with pdf.open_outline() as outline:
        outline.root.append(OutlineItem("Run", action=script))
    return pdf


def acting(kind: str) -> Callable[[], pikepdf.Pdf]:
    """A link whose action is of this kind."""

    def make() -> pikepdf.Pdf:
        pdf = new()
        link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([10, 10, 60, 60]), Border=Array([0, 0, 0]))
        link.A = action(kind, F="other.pdf")
        pdf.pages[0].obj.Annots = Array([pdf.make_indirect(link)])
        return pdf

    return make


def linked() -> pikepdf.Pdf:
    """A link to the web and one to a page, which every court takes."""
    pdf = new(2)
    links = [
        Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([10, 10, 60, 60]), Border=Array([0, 0, 0]), A=each)
        for each in (action("URI", URI="https://example.org/"), action("GoTo", D=Array([pdf.pages[1].obj, Name.Fit])))
    ]
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(each) for each in links])
    return pdf


def attached() -> pikepdf.Pdf:
    """A file attached to it."""
    pdf = new()
    pdf.attachments["notes.txt"] = AttachedFileSpec(pdf, b"what was attached", filename="notes.txt")
    return pdf


def layered(hidden: bytes = HIDDEN, shown: bytes = SHOWN) -> pikepdf.Pdf:
    """One layer switched off and one on; color and place that the hidden one sets act on what follows."""
    pdf = new(2)
    page = pdf.pages[0].obj
    page.Contents = pdf.make_indirect(Stream(pdf, hidden + shown + b"200 100 40 40 re f\n"))
    off, on = (pdf.make_indirect(Dictionary(Type=Name.OCG, Name=name)) for name in ("Draft", "Plan"))
    page.Resources.Properties = Dictionary(L1=off, L2=on)
    pdf.Root.OCProperties = Dictionary(OCGs=Array([off, on]), D=Dictionary(OFF=Array([off])))
    return pdf


def drawn(pdf: pikepdf.Pdf, data: bytes, width: float = 80, height: float = 30) -> pikepdf.Object:
    """A look for a comment or a field."""
    look = Stream(pdf, data)
    look.Type, look.Subtype, look.BBox = Name.XObject, Name.Form, Array([0, 0, width, height])
    look.Resources = Dictionary(Font=Dictionary(F1=pdf.pages[0].obj.Resources.Font.F1))
    return pdf.make_indirect(look)


def commented(*, note: bool = False) -> pikepdf.Pdf:
    """A stamp with a look, a hidden mark, and perhaps a note that shows its words only when it is opened."""
    pdf = new(2)
    look = drawn(pdf, b"1 0 0 rg 0 0 80 30 re f 0 g BT /F1 10 Tf 5 10 Td (RECEIVED) Tj ET")
    stamp = Dictionary(
        Type=Name.Annot, Subtype=Name.Stamp, Rect=Array([300, 100, 380, 130]), F=4, AP=Dictionary(N=look)
    )
    words = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=Array([20, 20, 40, 40]), F=4, Contents="ask him why")
    hidden = Dictionary(
        Type=Name.Annot, Subtype=Name.Stamp, Rect=Array([100, 100, 180, 130]), F=2, AP=Dictionary(N=look)
    )
    pdf.pages[1].obj.Annots = Array([pdf.make_indirect(each) for each in (stamp, hidden, *[words] * note)])
    return pdf


def form(value: str = "Jane Doe", *, looks: bool = True) -> pikepdf.Pdf:
    """A field that is filled in, with its look or without."""
    pdf = new()
    font = pdf.pages[0].obj.Resources.Font.F1
    field = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Widget,
        FT=Name.Tx,
        T="name",
        V=String(value),
        DA="/F1 12 Tf 0 g",
        Rect=Array([72, 600, 272, 630]),
        F=4,
    )
    if looks:
        field.AP = Dictionary(N=drawn(pdf, b"/Tx BMC BT /F1 12 Tf 2 10 Td (Jane Doe) Tj ET EMC", 200, 30))
    field = pdf.make_indirect(field)
    pdf.pages[0].obj.Annots = Array([field])
    pdf.Root.AcroForm = Dictionary(
        Fields=Array([field]), DA="/F1 12 Tf 0 g", DR=Dictionary(Font=Dictionary(F1=font)), NeedAppearances=not looks
    )
    return pdf


def bookmarked() -> pikepdf.Pdf:
    """Two bookmarks that lead to its pages."""
    pdf = new(2)
    with pdf.open_outline() as outline:
        outline.root += [OutlineItem("Notice of motion", 0), OutlineItem("Affirmation", 1)]
    return pdf


def picture(dpi: int) -> Callable[[], pikepdf.Pdf]:
    """A scan of so many dots per inch over the whole page, gray with a black foot."""

    def make() -> pikepdf.Pdf:
        pdf = scan(240)()
        image = pdf.pages[0].obj.Resources.XObject.Im0
        across, down = round(8.5 * dpi), 11 * dpi
        image.Width, image.Height = across, down
        image.write(bytes([200]) * (across * (down - dpi)) + bytes(across * dpi))
        return pdf

    return make


def on_disk(pdf: pikepdf.Pdf, folder: Path, name: str = "motion.pdf") -> Path:
    """The PDF in a folder."""
    folder.mkdir(exist_ok=True)
    return saved(pdf, folder / name)
