"""Files with one secret planted in one place each, and a reader that finds it wherever it is left."""

import io
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name, Stream, String
from PIL import Image

from discovery.core.redactions import RedactionBox

SECRET = "Marlowe-4417"
UNDER = RedactionBox(page=1, x0=198, y0=80, x1=290, y1=98, reason="name of a minor")
"""Over the secret as `LINE` shows it."""
LINE = b"BT /F1 12 Tf 72 700 Td (The witness) Tj 128 0 Td (Marlowe-4417) Tj 120 0 Td (saw the car.) Tj ET\n"
BAND = (198, 694, 290, 712)
"""The same place in the page's own coordinates."""


def page(content: bytes = LINE, **keys: object) -> pikepdf.Pdf:
    """One page with this content and Helvetica."""
    pdf = pikepdf.new()
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    one = pdf.add_blank_page(page_size=(612, 792)).obj
    one.Resources = Dictionary(Font=Dictionary(F1=pdf.make_indirect(font)))
    one.Contents = pdf.make_indirect(Stream(pdf, content))
    for key, value in keys.items():
        one[f"/{key}"] = value
    return pdf


def everything(path: Path) -> bytes:
    """The file with every stream unpacked that can be, and the text that a reader extracts from it."""
    unpacked = io.BytesIO()
    with pikepdf.open(path) as pdf:
        pdf.save(
            unpacked,
            stream_decode_level=pikepdf.StreamDecodeLevel.all,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            compress_streams=False,
        )
    return path.read_bytes() + unpacked.getvalue() + text(path).encode("utf-8")


def text(path: Path) -> str:
    """All text of the file as PDFium reads it."""
    with pypdfium2.PdfDocument(path) as document:
        return "\n".join(one.get_textpage().get_text_bounded() for one in document)


def holds(path: Path, secret: str = SECRET) -> bool:
    """Whether the secret is anywhere in the file, in one or two bytes a letter, or as hexadecimal digits."""
    data = everything(path).lower()
    plain, wide = secret.lower().encode(), secret.encode("utf-16-be")
    return any(form in data for form in (plain, wide.lower(), plain.hex().encode(), wide.hex().encode()))


# --- in the text of the page ---------------------------------------------------------------------------------


def _shown(operators: bytes) -> Callable[[], pikepdf.Pdf]:
    begin, end = b"BT /F1 12 Tf 72 700 Td (The witness) Tj 128 0 Td ", b" 120 0 Td (saw the car.) Tj ET\n"
    return lambda: page(begin + operators + end)


def in_a_form() -> pikepdf.Pdf:
    pdf = page(b"q 1 0 0 1 72 0 cm /Fm0 Do Q\n")
    form = Stream(pdf, LINE.replace(b"72 700", b"0 0"))
    form.Type, form.Subtype, form.BBox, form.Matrix = (
        Name.XObject,
        Name.Form,
        Array([0, -20, 600, 40]),
        Array([1, 0, 0, 1, 0, 700]),
    )
    form.Resources = pdf.pages[0].obj.Resources
    pdf.pages[0].obj.Resources = Dictionary(XObject=Dictionary(Fm0=pdf.make_indirect(form)))
    return pdf


def in_a_form_without_resources() -> pikepdf.Pdf:
    pdf = page(b"q 1 0 0 1 72 700 cm /Fm0 Do Q\n")
    form = Stream(pdf, LINE.replace(b"72 700", b"0 0"))
    form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, -20, 600, 40])
    pdf.pages[0].obj.Resources.XObject = Dictionary(Fm0=pdf.make_indirect(form))
    return pdf


def in_a_mask() -> pikepdf.Pdf:
    pdf = page(b"q /G0 gs 0 0 612 792 re f Q\n")
    form = Stream(pdf, b"1 g " + LINE)
    form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 612, 792])
    form.Group = Dictionary(S=Name.Transparency, CS=Name.DeviceGray)
    form.Resources = Dictionary(Font=pdf.pages[0].obj.Resources.Font)
    mask = Dictionary(Type=Name.Mask, S=Name.Luminosity, G=pdf.make_indirect(form))
    pdf.pages[0].obj.Resources.ExtGState = Dictionary(G0=Dictionary(SMask=mask))
    return pdf


def in_a_pattern() -> pikepdf.Pdf:
    pdf = page(b"/Pattern cs /P0 scn 0 600 612 192 re f\n")
    pattern = Stream(pdf, LINE)
    pattern.Type, pattern.PatternType, pattern.PaintType, pattern.TilingType = Name.Pattern, 1, 1, 1
    pattern.BBox, pattern.XStep, pattern.YStep = Array([0, 0, 612, 792]), 612, 792
    pattern.Resources = Dictionary(Font=pdf.pages[0].obj.Resources.Font)
    pdf.pages[0].obj.Resources.Pattern = Dictionary(P0=pdf.make_indirect(pattern))
    return pdf


def in_drawn_letters() -> pikepdf.Pdf:
    """A Type 3 font whose letters are squares; what they mean stands in its map to Unicode."""
    pdf = page(LINE.replace(b"/F1 12 Tf 72", b"/T3 12 Tf 72"))
    square = pdf.make_indirect(Stream(pdf, b"600 0 0 0 500 500 d1 0 0 500 500 re f"))
    names = [f"/c{code}" for code in range(32, 127)]
    pdf.pages[0].obj.Resources.Font.T3 = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type3,
        FontBBox=Array([0, 0, 600, 600]),
        FontMatrix=Array([0.001, 0, 0, 0.001, 0, 0]),
        CharProcs=Dictionary(dict.fromkeys(names, square)),
        Encoding=Dictionary(Type=Name.Encoding, Differences=Array([32, *map(Name, names)])),
        FirstChar=32,
        LastChar=126,
        Widths=Array([600] * 95),
        Resources=Dictionary(),
    )
    return pdf


def in_an_encoding_of_its_own() -> pikepdf.Pdf:
    """A base font without widths whose letters stand at other codes."""
    turned = {code: 255 - code for code in range(32, 127)}
    data = b"(" + bytes(turned[code] for code in SECRET.encode()) + b")"
    pdf = page(
        b"BT /F1 12 Tf 72 700 Td (The witness) Tj /F2 12 Tf 128 0 Td "
        + data
        + b" Tj /F1 12 Tf 120 0 Td (saw the car.) Tj ET"
    )
    names = {ord(sign): Name("/" + sign) for sign in "Marlowe"} | {
        45: Name.hyphen,
        52: Name.four,
        49: Name.one,
        55: Name.seven,
    }
    listed = [
        part for code, name in sorted(names.items(), key=lambda item: -item[0]) for part in (turned[code], name)
    ]
    pdf.pages[0].obj.Resources.Font.F2 = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type1,
        BaseFont=Name("/Times-Bold"),
        Encoding=Dictionary(Type=Name.Encoding, Differences=Array(listed)),
    )
    return pdf


def said_aloud() -> pikepdf.Pdf:
    spoken = b"/Span <</ActualText (Marlowe-4417)>> BDC " + LINE + b"EMC\n"
    return page(spoken)


def said_aloud_by_name() -> pikepdf.Pdf:
    pdf = page(b"/Span /P0 BDC " + LINE + b"EMC\n")
    pdf.pages[0].obj.Resources.Properties = Dictionary(P0=Dictionary(MCID=0, ActualText=String(SECRET)))
    return pdf


IN_TEXT: dict[str, Callable[[], pikepdf.Pdf]] = {
    "one string": page,
    "letters set apart": _shown(b"[(Mar) -20 (low) 15.5 (e-4) 3 (417)] TJ"),
    "the next-line operator": _shown(b"0 TL (Marlowe-4417) '"),
    "the spacing operator": _shown(b'0 TL 1 0.2 (Marlowe-4417) "'),
    "hexadecimal digits": _shown(b"<4D61726C6F77652D34343137> Tj"),
    "invisible text": _shown(b"3 Tr (Marlowe-4417) Tj 0 Tr"),
    "narrowed and raised text": _shown(b"80 Tz 2 Ts 1 Tc (Marlowe-4417) Tj 100 Tz 0 Ts 0 Tc"),
    "a turned and grown page": lambda: page(
        b"q 0 2 -2 0 612 0 cm BT /F1 6 Tf 0 1 -1 0 0 0 Tm ET BT /F1 6 Tf 0 -1 1 0 350 206 Tm (Marlowe-4417) Tj ET Q"
    ),
    "a form": in_a_form,
    "a form that uses the page's fonts": in_a_form_without_resources,
    "a mask": in_a_mask,
    "a pattern": in_a_pattern,
    "letters that are drawings": in_drawn_letters,
    "an encoding of its own": in_an_encoding_of_its_own,
    "what is said instead of the text": said_aloud,
    "what is said, by name": said_aloud_by_name,
}


# --- beside the page's text ----------------------------------------------------------------------------------


def _annotated(**keys: object) -> Callable[[], pikepdf.Pdf]:
    def make() -> pikepdf.Pdf:
        pdf = page()
        pdf.pages[0].obj.Annots = Array([Dictionary(Type=Name.Annot, **keys)])  # type: ignore[arg-type]
        return pdf

    return make


def field() -> pikepdf.Pdf:
    """A field whose one value is shown on two pages."""
    pdf = page()
    pdf.add_blank_page(page_size=(612, 792))
    parent = pdf.make_indirect(Dictionary(FT=Name.Tx, T="name", V=SECRET, DV=SECRET))
    kids = []
    for one, rectangle in ((pdf.pages[0], BAND), (pdf.pages[1], (10, 10, 100, 30))):
        look = Stream(pdf, b"/Tx BMC BT /Helv 10 Tf 2 4 Td (Marlowe-4417) Tj ET EMC")
        look.Type, look.Subtype, look.BBox = Name.XObject, Name.Form, Array([0, 0, 92, 18])
        kid = Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            Rect=Array(list(rectangle)),
            Parent=parent,
            F=4,
            AP=Dictionary(N=pdf.make_indirect(look)),
        )
        kids.append(pdf.make_indirect(kid))
        one.obj.Annots = Array([kids[-1]])
    parent.Kids = Array(kids)
    pdf.Root.AcroForm = Dictionary(Fields=Array([parent]))
    return pdf


def comment_with_window() -> pikepdf.Pdf:
    pdf = page()
    comment = pdf.make_indirect(
        Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=Array([200, 695, 220, 710]), Contents="Ask again")
    )
    window = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot, Subtype=Name.Popup, Rect=Array([400, 500, 500, 600]), Parent=comment, Contents=SECRET
        )
    )
    comment.Popup = window
    answer = Dictionary(
        Type=Name.Annot, Subtype=Name.Text, Rect=Array([20, 20, 40, 40]), Contents="Yes, " + SECRET, IRT=comment
    )
    pdf.pages[0].obj.Annots = Array([comment, window, answer])
    return pdf


def look_of_a_comment() -> pikepdf.Pdf:
    pdf = page()
    look = Stream(pdf, b"BT /F1 10 Tf 2 4 Td [(Marl) 5 (owe-4417)] TJ ET")
    look.Type, look.Subtype, look.BBox = Name.XObject, Name.Form, Array([0, 0, 92, 18])
    look.Resources = pdf.pages[0].obj.Resources
    stamp = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Stamp,
        Rect=Array([300, 100, 400, 120]),
        F=4,
        AP=Dictionary(N=pdf.make_indirect(look)),
    )
    pdf.pages[0].obj.Annots = Array([stamp])
    return pdf


def information() -> pikepdf.Pdf:
    pdf = page()
    pdf.docinfo["/Title"] = f"Statement of {SECRET}"
    pdf.docinfo["/Custom"] = SECRET
    return pdf


def metadata() -> pikepdf.Pdf:
    pdf = page()
    with pdf.open_metadata() as meta:
        meta["dc:title"] = SECRET
    return pdf


def bookmark() -> pikepdf.Pdf:
    pdf = page()
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(f"Interview with {SECRET}", 0))
        outline.root.append(pikepdf.OutlineItem("The car", 0))
    return pdf


def named_place() -> pikepdf.Pdf:
    pdf = page()
    target = Array([pdf.pages[0].obj, Name.Fit])
    pdf.Root.Names = Dictionary(Dests=Dictionary(Names=Array([String(SECRET), target])))
    return pdf


def attachment() -> pikepdf.Pdf:
    pdf = page()
    pdf.attachments["statement.txt"] = b"The witness is Marlowe-4417."
    return pdf


def private_data() -> pikepdf.Pdf:
    pdf = page()
    pdf.pages[0].obj.PieceInfo = Dictionary(Editor=Dictionary(LastModified="D:2026", Private=String(SECRET)))
    pdf.Root.PieceInfo = Dictionary(Editor=Dictionary(Private=pdf.make_indirect(Stream(pdf, SECRET.encode()))))
    return pdf


def thumbnail() -> pikepdf.Pdf:
    pdf = page()
    small = Stream(pdf, (SECRET * 9).encode()[:100])
    small.Width, small.Height, small.ColorSpace, small.BitsPerComponent = 10, 10, Name.DeviceGray, 8
    pdf.pages[0].obj.Thumb = pdf.make_indirect(small)
    return pdf


def script() -> pikepdf.Pdf:
    pdf = page()
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String(f"app.alert('{SECRET}')"))
    return pdf


def tags() -> pikepdf.Pdf:
    pdf = page(b"/P <</MCID 0>> BDC " + LINE + b"EMC\n")
    tree = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    # What is said aloud need not be what is shown: nobody could find it by searching.
    element = Dictionary(
        Type=Name.StructElem,
        S=Name.P,
        P=tree,
        Pg=pdf.pages[0].obj,
        K=0,
        Alt="M. of " + SECRET[::-1],
        ActualText=SECRET,
    )
    tree.K = pdf.make_indirect(element)
    pdf.Root.StructTreeRoot, pdf.Root.MarkInfo = tree, Dictionary(Marked=True)
    return pdf


def page_numbers() -> pikepdf.Pdf:
    pdf = page()
    pdf.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.D, P=String(SECRET + "-"))]))
    return pdf


def hidden_layer() -> pikepdf.Pdf:
    pdf = page(LINE + b"/OC /L1 BDC BT /F1 12 Tf 72 300 Td (again Marlowe-4417) Tj ET EMC\n")
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name="Draft"))
    pdf.pages[0].obj.Resources.Properties = Dictionary(L1=layer)
    pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer])))
    return pdf


def beside_the_page() -> pikepdf.Pdf:
    """The secret a second time, where a viewer shows nothing of the sheet."""
    pdf = page(LINE + b"BT /F1 12 Tf 20 20 Td (Marlowe-4417) Tj ET\n")
    pdf.pages[0].obj.CropBox = Array([0, 60, 612, 792])
    return pdf


BESIDE_TEXT: dict[str, Callable[[], pikepdf.Pdf]] = {
    "a comment on the place": _annotated(
        Subtype=Name.Text, Rect=Array([250, 695, 270, 710]), Contents=String(SECRET)
    ),
    "a comment elsewhere": _annotated(Subtype=Name.Text, Rect=Array([50, 95, 70, 110]), Contents=String(SECRET)),
    "a comment's rich text": _annotated(
        Subtype=Name.FreeText, Rect=Array([50, 95, 70, 110]), DA=String("/Helv 9 Tf"), RC=String(f"<p>{SECRET}</p>")
    ),
    "a comment's window and an answer": comment_with_window,
    "the look of a comment": look_of_a_comment,
    "a web link": _annotated(
        Subtype=Name.Link,
        Rect=Array([50, 95, 70, 110]),
        A=Dictionary(S=Name.URI, URI=String(f"https://example.org/{SECRET}")),
    ),
    "a form field": field,
    "the file's information": information,
    "the file's metadata": metadata,
    "a bookmark": bookmark,
    "a named place": named_place,
    "an attached file": attachment,
    "a program's private data": private_data,
    "a thumbnail": thumbnail,
    "a script": script,
    "tags for screen readers": tags,
    "page labels": page_numbers,
    "a layer that is switched off": hidden_layer,
    "the sheet beside what is seen of it": beside_the_page,
}


# --- in pictures ---------------------------------------------------------------------------------------------


def striped(mode: str = "L", size: tuple[int, int] = (306, 396)) -> Image.Image:
    """A scan, light grey, whose secret is stripes: under the box, and on a band that is not covered."""
    picture = Image.new("L", size, 220)
    for top, bottom in ((40, 49), (200, 209)):
        for x in range(100, 144, 2):
            picture.paste(0, (x, top, x + 1, bottom))
    return picture.convert(mode, dither=Image.Dither.NONE)


def scan(image: Callable[[pikepdf.Pdf], Stream]) -> Callable[[], pikepdf.Pdf]:
    """A page that is one picture, with the words of it as invisible text."""

    def make() -> pikepdf.Pdf:
        pdf = page(b"q 612 0 0 792 0 0 cm /Im0 Do Q 3 Tr " + LINE)
        stream = image(pdf)
        stream.Type, stream.Subtype = Name.XObject, Name.Image
        pdf.pages[0].obj.Resources.XObject = Dictionary(Im0=pdf.make_indirect(stream))
        return pdf

    return make


def _of(pdf: pikepdf.Pdf, picture: Image.Image, data: bytes, space: object, bits: int, **keys: object) -> Stream:
    stream = Stream(pdf, data)
    stream.Width, stream.Height, stream.BitsPerComponent = *picture.size, bits
    if space is not None:
        stream.ColorSpace = space
    for key, value in keys.items():
        stream[f"/{key}"] = value
    return stream


def grey(pdf: pikepdf.Pdf) -> Stream:
    picture = striped()
    return _of(pdf, picture, picture.tobytes(), Name.DeviceGray, 8)


def coloured(pdf: pikepdf.Pdf) -> Stream:
    picture = striped("RGB")
    return _of(pdf, picture, picture.tobytes(), Name.DeviceRGB, 8)


def black_and_white(pdf: pikepdf.Pdf) -> Stream:
    picture = striped("1")
    return _of(pdf, picture, picture.tobytes(), Name.DeviceGray, 1)


def palette(pdf: pikepdf.Pdf) -> Stream:
    picture = striped("1")
    space = Array([Name.Indexed, Name.DeviceRGB, 1, String(b"\x00\x00\x00\xff\xff\xff")])
    return _of(pdf, picture, picture.tobytes(), space, 1)


def turned_tones(pdf: pikepdf.Pdf) -> Stream:
    picture = striped().point(lambda tone: 255 - tone)
    return _of(pdf, picture, picture.tobytes(), Name.DeviceGray, 8, Decode=Array([1, 0]))


def stencil(pdf: pikepdf.Pdf) -> Stream:
    picture = striped("1")
    return _of(pdf, picture, picture.tobytes(), None, 1, ImageMask=True)


def jpeg(pdf: pikepdf.Pdf) -> Stream:
    packed = io.BytesIO()
    striped("RGB").save(packed, "JPEG", quality=85)
    return _of(pdf, striped(), packed.getvalue(), Name.DeviceRGB, 8, Filter=Name.DCTDecode)


def jpeg2000(pdf: pikepdf.Pdf) -> Stream:
    packed = io.BytesIO()
    striped("RGB").save(packed, "JPEG2000", irreversible=False)
    return _of(pdf, striped(), packed.getvalue(), Name.DeviceRGB, 8, Filter=Name.JPXDecode)


def fax(pdf: pikepdf.Pdf) -> Stream:
    picture = striped("1")
    packed = io.BytesIO()
    picture.save(packed, "TIFF", compression="group4", strip_size=1 << 20)
    with Image.open(packed) as tiff:
        offset, length = tiff.tag_v2[273][0], tiff.tag_v2[279][0]
        black_is_one = tiff.tag_v2[262] == 0
    parms = Dictionary(K=-1, Columns=picture.width, Rows=picture.height, BlackIs1=not black_is_one)
    data = packed.getvalue()[offset : offset + length]
    return _of(pdf, picture, data, Name.DeviceGray, 1, Filter=Name.CCITTFaxDecode, DecodeParms=parms)


def fax_by_lines(pdf: pikepdf.Pdf) -> Stream:
    picture = striped("1")
    packed = io.BytesIO()
    picture.save(packed, "TIFF", compression="tiff_ccitt", strip_size=1 << 20)
    with Image.open(packed) as tiff:
        offset, length = tiff.tag_v2[273][0], tiff.tag_v2[279][0]
        black_is_one = tiff.tag_v2[262] == 0
    parms = Dictionary(K=0, Columns=picture.width, Rows=picture.height, EncodedByteAlign=True)
    parms.BlackIs1 = not black_is_one
    data = packed.getvalue()[offset : offset + length]
    return _of(pdf, picture, data, Name.DeviceGray, 1, Filter=Name.CCITTFaxDecode, DecodeParms=parms)


def jbig2(pdf: pikepdf.Pdf) -> Stream:
    """A page and one region of it, coded as a fax is (ISO/IEC 14492, 7.4.6 and 7.4.8), without a file header."""
    image = fax(pdf)
    width, height = int(image.Width), int(image.Height)

    def segment(number: int, kind: int, data: bytes) -> bytes:
        return struct.pack(">IBBBI", number, kind, 0, 1, len(data)) + data

    sheet = segment(0, 48, struct.pack(">IIIIBH", width, height, 0, 0, 0, 0))
    region = segment(1, 38, struct.pack(">IIIIBB", width, height, 0, 0, 0, 1) + image.read_raw_bytes())
    return _of(pdf, striped("1"), sheet + region, Name.DeviceGray, 1, Filter=Name.JBIG2Decode)


def lzw(pdf: pikepdf.Pdf) -> Stream:
    """Each byte as a code of nine bits, the table cleared before codes grow longer."""
    samples = striped().tobytes()
    codes = [code for at, byte in enumerate(samples) for code in ([256] if at % 200 == 0 else []) + [byte]]
    bits = "".join(f"{code:09b}" for code in [*codes, 257])
    bits += "0" * (-len(bits) % 8)
    return _of(
        pdf, striped(), int(bits, 2).to_bytes(len(bits) // 8, "big"), Name.DeviceGray, 8, Filter=Name.LZWDecode
    )


def run_lengths(pdf: pikepdf.Pdf) -> Stream:
    samples = striped().tobytes()
    runs = [samples[at : at + 128] for at in range(0, len(samples), 128)]
    data = b"".join(bytes([len(run) - 1]) + run for run in runs) + b"\x80"
    return _of(pdf, striped(), data, Name.DeviceGray, 8, Filter=Name.RunLengthDecode)


def jpeg_in_hexadecimal(pdf: pikepdf.Pdf) -> Stream:
    image = jpeg(pdf)
    data = image.read_raw_bytes().hex().encode() + b">"
    return _of(pdf, striped(), data, Name.DeviceRGB, 8, Filter=Array([Name.ASCIIHexDecode, Name.DCTDecode]))


def in_sixteen_bits(pdf: pikepdf.Pdf) -> Stream:
    return _of(pdf, striped(), bytes(tone for tone in striped().tobytes() for _ in "12"), Name.DeviceGray, 16)


def foretold(pdf: pikepdf.Pdf) -> Stream:
    """Packed with a predictor, as most PNG images are."""
    samples, width = striped().tobytes(), striped().width
    rows = b"".join(b"\0" + samples[at : at + width] for at in range(0, len(samples), width))
    parms = Dictionary(Predictor=15, Columns=width)
    data = zlib.compress(rows)
    return _of(pdf, striped(), data, Name.DeviceGray, 8, Filter=Name.FlateDecode, DecodeParms=parms)


def printing_jpeg(pdf: pikepdf.Pdf) -> Stream:
    packed = io.BytesIO()
    striped().convert("CMYK").save(packed, "JPEG", quality=90)
    return _of(pdf, striped(), packed.getvalue(), Name.DeviceCMYK, 8, Filter=Name.DCTDecode)


def clear_jpeg2000(pdf: pikepdf.Pdf) -> Stream:
    packed = io.BytesIO()
    striped().convert("RGBA").save(packed, "JPEG2000", irreversible=False)
    return _of(pdf, striped(), packed.getvalue(), Name.DeviceRGB, 8, Filter=Name.JPXDecode)


def masked(pdf: pikepdf.Pdf) -> Stream:
    """Black all over, and drawn through a mask that has the stripes."""
    picture = Image.new("L", (30, 40), 0)
    stream = _of(pdf, picture, picture.tobytes(), Name.DeviceGray, 8)
    shape = striped().point(lambda tone: 255 - tone)
    mask = _of(pdf, shape, shape.tobytes(), Name.DeviceGray, 8)
    mask.Type, mask.Subtype = Name.XObject, Name.Image
    stream.SMask = pdf.make_indirect(mask)
    return stream


SCANS: dict[str, Callable[[], pikepdf.Pdf]] = {
    "grey": scan(grey),
    "in colours": scan(coloured),
    "black and white": scan(black_and_white),
    "with a palette": scan(palette),
    "with tones turned round": scan(turned_tones),
    "a stencil": scan(stencil),
    "JPEG": scan(jpeg),
    "JPEG 2000": scan(jpeg2000),
    "fax": scan(fax),
    "drawn through a mask": scan(masked),
    "fax, line by line": scan(fax_by_lines),
    "JBIG2": scan(jbig2),
    "LZW": scan(lzw),
    "run lengths": scan(run_lengths),
    "a JPEG in hexadecimal digits": scan(jpeg_in_hexadecimal),
    "in 16 bits": scan(in_sixteen_bits),
    "with a predictor": scan(foretold),
}

PICTURED: dict[str, Callable[[], pikepdf.Pdf]] = {
    "a JPEG in printing colours": scan(printing_jpeg),
    "a JPEG 2000 with transparent parts": scan(clear_jpeg2000),
}
"""Scans whose coding is not cut: their page becomes a picture, and says why."""
