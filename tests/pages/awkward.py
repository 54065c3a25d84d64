"""PDFs with one awkward trait each, made here: what scanners, portals and old programs hand to a law office."""

from collections.abc import Callable
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Operator, Stream

TEXT = b"BT /F1 12 Tf 72 700 Td (The officer ran the search.) Tj ET\n"
MARKS = b"q 0.2 0.4 0.8 rg 100 300 60 40 re f 300 500 20 90 re f Q\n"


def _font(pdf: pikepdf.Pdf) -> pikepdf.Object:
    return pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))


def new(pages: int = 1, content: bytes = TEXT + MARKS, box: tuple[float, ...] = (0, 0, 612, 792)) -> pikepdf.Pdf:
    """A plain PDF whose pages have their own content and resources."""
    pdf = pikepdf.new()
    font = _font(pdf)
    for _ in range(pages):
        page = Dictionary(
            Type=Name.Page,
            MediaBox=Array(list(box)),
            Resources=Dictionary(Font=Dictionary(F1=font)),
            Contents=pdf.make_indirect(Stream(pdf, content)),
        )
        pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
    return pdf


def _first(pdf: pikepdf.Pdf) -> pikepdf.Object:
    return pdf.pages[0].obj


def turned(degrees: int) -> Callable[[], pikepdf.Pdf]:
    """A page with this /Rotate."""

    def make() -> pikepdf.Pdf:
        pdf = new()
        _first(pdf).Rotate = degrees
        return pdf

    return make


def boxed(
    media: tuple[float, ...], crop: tuple[float, ...], turn: int = 0, unit: float = 0
) -> Callable[[], pikepdf.Pdf]:
    """A page with these boxes."""

    def make() -> pikepdf.Pdf:
        pdf = new(box=media)
        page = _first(pdf)
        page.CropBox = Array(list(crop))
        page.Rotate = turn
        if unit:
            page.UserUnit = unit
        return pdf

    return make


def holding(content: bytes) -> Callable[[], pikepdf.Pdf]:
    """A page with this content."""
    return lambda: new(content=content)


def in_pieces() -> pikepdf.Pdf:
    """Contents as an indirect array of streams, with a null in it, that two pages share."""
    pdf = new(2)
    pieces = [pdf.make_indirect(Stream(pdf, part)) for part in (b"q 1 0 0 1 10 10 cm\n", TEXT, MARKS + b"Q")]
    shared = pdf.make_indirect(Array([pieces[0], pieces[1], None, pieces[2]]))
    for page in pdf.pages:
        page.obj.Contents = shared
    return pdf


def sharing() -> pikepdf.Pdf:
    """Three pages with one Resources, one Font dictionary and one content stream."""
    pdf = new(3)
    fonts = pdf.make_indirect(Dictionary(F1=_font(pdf), BtsF0=_font(pdf)))
    resources = pdf.make_indirect(Dictionary(Font=fonts))
    content = pdf.make_indirect(Stream(pdf, TEXT + MARKS))
    for page in pdf.pages:
        page.obj.Resources = resources
        page.obj.Contents = content
    return pdf


def inheriting() -> pikepdf.Pdf:
    """Boxes, turn and resources stand in the page tree, not in the pages."""
    pdf = new(2)
    root = pdf.Root.Pages
    root.MediaBox = Array([0, 0, 500, 700])
    root.Rotate = 90
    root.Resources = Dictionary(Font=Dictionary(F1=_font(pdf)))
    for page in pdf.pages:
        del page.obj["/MediaBox"]
        del page.obj["/Resources"]
    return pdf


def one_page_twice() -> pikepdf.Pdf:
    """The page tree names one page object twice."""
    pdf = new()
    pdf.Root.Pages.Kids.append(_first(pdf))
    pdf.Root.Pages.Count = 2
    return pdf


def annotated() -> pikepdf.Pdf:
    """A link, a comment with an appearance, and a field, away from the number."""
    pdf = new()
    look = Stream(pdf, b"1 0 0 rg 0 0 80 30 re f")
    look.Type, look.Subtype, look.BBox = Name.XObject, Name.Form, Array([0, 0, 80, 30])
    look = pdf.make_indirect(look)
    field = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Tx,
            T="name",
            Rect=Array([72, 600, 152, 630]),
            F=4,
            AP=Dictionary(N=look),
        )
    )
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([500, 10, 600, 60]), Border=Array([0, 0, 0]))
    comment = Dictionary(
        Type=Name.Annot, Subtype=Name.Stamp, Rect=Array([300, 100, 380, 130]), F=4, AP=Dictionary(N=look)
    )
    _first(pdf).Annots = Array([link, comment, field])
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]))
    return pdf


def furnished() -> pikepdf.Pdf:
    """Two pages with nearly everything a page and a file may have besides content."""
    pdf = annotated()
    pdf.pages.append(pikepdf.Page(pdf.make_indirect(_bare_page(pdf))))
    first, second = (page.obj for page in pdf.pages)
    first.Group = Dictionary(Type=Name.Group, S=Name.Transparency, CS=Name.DeviceRGB)
    first.Tabs, first.StructParents, first.Dur = Name.S, 0, 5
    first.TrimBox = Array([10, 10, 600, 780])
    first.Trans = Dictionary(S=Name.Wipe)
    picture = Stream(pdf, bytes(range(100)))
    picture.Type, picture.Subtype, picture.Width, picture.Height = Name.XObject, Name.Image, 10, 10
    picture.ColorSpace, picture.BitsPerComponent = Name.DeviceGray, 8
    first.Resources.XObject = Dictionary(Im0=pdf.make_indirect(picture))
    first.Resources.ExtGState = Dictionary(G0=Dictionary(ca=0.5))
    first.Annots[0].Dest = Array([second, Name.Fit])
    first.Annots[1].Contents = pikepdf.String("See the lab report.")
    pdf.Root.AcroForm.Fields[0].V = pikepdf.String("Doe")
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem("Statement", 0))
    pdf.Root.Names = Dictionary(Dests=Dictionary(Names=Array([pikepdf.String("lab"), Array([second, Name.Fit])])))
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name="Draft"))
    pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(ON=Array([layer])))
    paragraph = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.P, Pg=first, Alt=pikepdf.String("A note")))
    pdf.Root.StructTreeRoot = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=Array([paragraph])))
    pdf.Root.Metadata = Stream(pdf, b"<x:xmpmeta xmlns:x='adobe:ns:meta/'></x:xmpmeta>")
    pdf.docinfo.Author = pikepdf.String("A. Clerk")
    return pdf


def _bare_page(pdf: pikepdf.Pdf) -> Dictionary:
    return Dictionary(
        Type=Name.Page,
        MediaBox=Array([0, 0, 612, 792]),
        Resources=_first(pdf).Resources,
        Contents=pdf.make_indirect(Stream(pdf, TEXT)),
    )


def covered() -> pikepdf.Pdf:
    """A comment with an opaque white appearance lies where the number would go."""
    pdf = new()
    look = Stream(pdf, b"1 g 0 0 200 60 re f")
    look.Type, look.Subtype, look.BBox = Name.XObject, Name.Form, Array([0, 0, 200, 60])
    comment = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Stamp,
        Rect=Array([400, 5, 600, 65]),
        F=4,
        AP=Dictionary(N=pdf.make_indirect(look)),
    )
    _first(pdf).Annots = Array([comment])
    return pdf


def scan(tone: int = 255) -> Callable[[], pikepdf.Pdf]:
    """One image over the whole page, of one tone."""

    def make() -> pikepdf.Pdf:
        pdf = new(content=b"q 612 0 0 792 0 0 cm /Im0 Do Q")
        image = Stream(pdf, bytes([tone]) * 100 * 100)
        image.Type, image.Subtype, image.Width, image.Height = Name.XObject, Name.Image, 100, 100
        image.ColorSpace, image.BitsPerComponent = Name.DeviceGray, 8
        _first(pdf).Resources = Dictionary(XObject=Dictionary(Im0=pdf.make_indirect(image)))
        return pdf

    return make


def without_contents() -> pikepdf.Pdf:
    """A page with no content and no resources at all."""
    pdf = new()
    del _first(pdf)["/Contents"]
    del _first(pdf)["/Resources"]
    return pdf


def right_to_left() -> pikepdf.Pdf:
    """A file whose pages are turned from right to left."""
    pdf = new(2)
    pdf.Root.ViewerPreferences = Dictionary(Direction=Name.R2L)
    return pdf


def tagged() -> pikepdf.Pdf:
    """Marked content that a structure tree names, left open at the end."""
    pdf = new(content=b"/P <</MCID 0>> BDC\n" + TEXT + MARKS)
    pdf.Root.MarkInfo = Dictionary(Marked=True)
    pdf.Root.StructTreeRoot = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    _first(pdf).StructParents = 0
    return pdf


def layered() -> pikepdf.Pdf:
    """Part of the page lies in a layer that is switched off."""
    pdf = new(content=TEXT + b"/OC /L1 BDC 0 g 400 0 212 200 re f EMC\n")
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name="Draft"))
    _first(pdf).Resources.Properties = Dictionary(L1=layer)
    pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer])))
    return pdf


def inline_image() -> pikepdf.Pdf:
    """An image within the content, whose bytes look like operators and open strings."""
    data = b"q Q ((  q\nEI" + bytes(range(65, 65 + 52))
    image = b"q 80 0 0 80 200 200 cm BI /W 8 /H 8 /CS /G /BPC 8 ID " + data[:64] + b"\nEI Q\n"
    return new(content=image + TEXT)


def blended() -> pikepdf.Pdf:
    """The page leaves half transparency, another colour and a clip switched on."""
    pdf = new(content=b"0 0 300 300 re W n /G0 gs 1 0 0 rg 2 Tr 50 Tz 30 Tc\n" + MARKS + b"3 0 0 3 40 40 cm\n")
    _first(pdf).Resources.ExtGState = Dictionary(G0=Dictionary(ca=0.2, CA=0.2, BM=Name.Multiply))
    return pdf


def small(width: float, height: float) -> Callable[[], pikepdf.Pdf]:
    """A page of this size."""
    return lambda: new(content=b"0.9 g 0 0 5 5 re f\n", box=(0, 0, width, height))


LAYOUTS: dict[str, Callable[[], pikepdf.Pdf]] = {
    "plain": new,
    "turned 90": turned(90),
    "turned 180": turned(180),
    "turned 270": turned(270),
    "turned -90": turned(-90),
    "turned 990": turned(990),
    "turned by an angle that is none": turned(45),
    "cropped": boxed((0, 0, 612, 792), (50, 60, 500, 700)),
    "cropped and turned": boxed((0, 0, 612, 792), (50, 60, 500, 700), 90),
    "crop box larger than the sheet": boxed((0, 0, 612, 792), (-100, -100, 900, 900), 180),
    "origin elsewhere": boxed((-306, 100, 306, 892), (-306, 100, 306, 892)),
    "origin elsewhere, turned": boxed((-306, 100, 306, 892), (-300, 110, 300, 880), 270),
    "corners in the wrong order": boxed((612, 792, 0, 0), (500, 700, 50, 60)),
    "measured in larger units": boxed((0, 0, 306, 396), (0, 0, 306, 396), 90, 2),
    "state changed for good": holding(b"2 0 0 -2 30 500 cm 1 0 0 rg\n" + MARKS),
    "state saved and not restored": holding(b"q q 0.5 0 0 0.5 100 100 cm\n" + TEXT + MARKS),
    "state restored once too often": holding(MARKS + b"Q Q\n" + TEXT),
    "state changed, then restored too often": holding(b"0.5 0 0 0.5 50 50 cm\n" + MARKS + b"Q\n" + MARKS),
    "text left open": holding(b"BT /F1 12 Tf 72 700 Td (The search.) Tj"),
    "string left open": holding(TEXT + MARKS + b"BT /F1 12 Tf 72 500 Td (never closed"),
    "array left open": holding(TEXT + MARKS + b"BT /F1 12 Tf 72 500 Td [(never closed) 3"),
    "no content": without_contents,
    "empty content": holding(b""),
    "content without a last line end": holding(TEXT + b"0.5 g 200 200 30 30 re f"),
    "comment at the end": holding(TEXT + b"% and so on ("),
    "content in pieces": in_pieces,
    "shared content and resources": sharing,
    "inherited attributes": inheriting,
    "one page named twice": one_page_twice,
    "links, comments and fields": annotated,
    "everything besides content": furnished,
    "white scan": scan(255),
    "grey scan": scan(150),
    "right to left": right_to_left,
    "tagged, left open": tagged,
    "layer switched off": layered,
    "inline image": inline_image,
    "transparency and clip left on": blended,
    "very large": boxed((0, 0, 14400, 14400), (0, 0, 14400, 14400)),
}


def saved(pdf: pikepdf.Pdf, path: Path) -> Path:
    """The PDF on disk."""
    pdf.save(path, compress_streams=False)
    return path


__all__ = ["LAYOUTS", "Operator", "new", "saved"]
