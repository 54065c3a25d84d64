"""A removed name hidden where no search of letters finds it, or written otherwise, is gone or stops the copy."""

import io
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, OutlineItem, Stream, String

from discovery.core.redactions import RedactionBox
from discovery.files.redacting import redact
from tests.redaction import planted
from tests.redaction.planted import page

NAME = "Marlowe"
LINE = planted.LINE.replace(b"Marlowe-4417", b"Marlowe Jr")
UNDER = RedactionBox(page=1, x0=190, y0=60, x1=290, y1=110)
CODES = bytes(255 - code for code in NAME.encode())
"""The name in the codes of `own_font`."""
Make = Callable[[], pikepdf.Pdf]


def own_font(pdf: pikepdf.Pdf) -> Dictionary:
    """Resources with a font whose letters stand at other codes."""
    made = planted.in_an_encoding_of_its_own()
    font = pdf.copy_foreign(made.make_indirect(made.pages[0].obj.Resources.Font.F2))
    return Dictionary(Font=Dictionary(F2=font))


def form(pdf: pikepdf.Pdf, content: bytes, resources: Dictionary, box: tuple[int, ...] = (0, 0, 612, 792)) -> Stream:
    made = Stream(pdf, content)
    made.Type, made.Subtype, made.BBox, made.Resources = Name.XObject, Name.Form, Array(list(box)), resources
    return pdf.make_indirect(made)


def annotated(**keys: object) -> pikepdf.Pdf:
    pdf = page(LINE)
    pdf.pages[0].obj.Annots = Array(
        [pdf.make_indirect(Dictionary(Type=Name.Annot, Rect=Array([300, 100, 400, 120]), **keys))]
    )
    return pdf


def in_forms_three_deep() -> pikepdf.Pdf:
    pdf = page(b"/F0 Do")
    resources = Dictionary(Font=pdf.pages[0].obj.Resources.Font)
    inner = form(pdf, LINE, resources)
    for _ in range(2):
        inner = form(pdf, b"q /F0 Do Q", Dictionary(XObject=Dictionary(F0=inner)))
    pdf.pages[0].obj.Resources = Dictionary(XObject=Dictionary(F0=inner))
    return pdf


def in_a_stamps_own_codes() -> pikepdf.Pdf:
    pdf = annotated(Subtype=Name.Stamp, F=4)
    look = form(pdf, b"BT /F2 10 Tf 2 4 Td (" + CODES + b") Tj ET", own_font(pdf), (0, 0, 92, 18))
    pdf.pages[0].obj.Annots[0].AP = Dictionary(N=look)
    return pdf


def in_a_form_that_is_only_listed() -> pikepdf.Pdf:
    pdf = page(LINE)
    listed = form(pdf, b"BT /F2 9 Tf (" + CODES + b") Tj ET", own_font(pdf))
    pdf.add_blank_page()
    pdf.pages[1].obj.Resources = Dictionary(XObject=Dictionary(F0=listed))
    return pdf


def drawn_font(pdf: pikepdf.Pdf, glyph: bytes, width: int, **keys: object) -> None:
    glyphs = Dictionary(a=pdf.make_indirect(Stream(pdf, glyph)))
    pdf.pages[0].obj.Resources.Font.T3 = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type3,
        FontBBox=Array([0, 0, 6000, 1000]),
        FontMatrix=Array([0.001, 0, 0, 0.001, 0, 0]),
        CharProcs=glyphs,
        Encoding=Dictionary(Type=Name.Encoding, Differences=Array([1, Name.a])),
        FirstChar=1,
        LastChar=1,
        Widths=Array([width]),
        **({"Resources": Dictionary()} | keys),
    )


WHOLE = b"BT /F1 12 Tf 72 700 Td (The witness) Tj /T3 12 Tf 128 0 Td (\x01) Tj /F1 12 Tf 120 0 Td (saw it.) Tj ET"


def in_a_glyph_that_is_a_word() -> pikepdf.Pdf:
    pdf = page(WHOLE)
    fonts = Dictionary(Font=Dictionary(F1=pdf.pages[0].obj.Resources.Font.F1))
    drawn_font(pdf, b"2000 0 d0 BT /F1 500 Tf (Marlowe) Tj ET", 2000, Resources=fonts)
    return pdf


def in_what_a_glyph_means() -> pikepdf.Pdf:
    pdf = page(WHOLE)
    meaning = (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def 1 begincodespacerange "
        b"<00><ff> endcodespacerange 1 beginbfchar <01> <004D00610072006C006F00770065> endbfchar endcmap end end"
    )
    drawn_font(pdf, b"2000 0 0 0 2000 700 d1 0 0 2000 700 re f", 2000)
    pdf.pages[0].obj.Resources.Font.T3.ToUnicode = pdf.make_indirect(Stream(pdf, meaning))
    return pdf


def in_the_name_of_a_place() -> pikepdf.Pdf:
    pdf = annotated(Subtype=Name.Link, Dest=Name.Marlowe)
    pdf.Root.Dests = Dictionary(Marlowe=Array([pdf.pages[0].obj, Name.Fit]))
    return pdf


def in_the_state_of_a_button() -> pikepdf.Pdf:
    pdf = annotated(Subtype=Name.Widget, FT=Name.Btn, T="choice", V=Name.Marlowe, AS=Name.Marlowe)
    button = pdf.pages[0].obj.Annots[0]
    button.AP = Dictionary(N=Dictionary(Marlowe=form(pdf, b"", Dictionary()), Off=form(pdf, b"", Dictionary())))
    pdf.Root.AcroForm = Dictionary(Fields=Array([button]))
    return pdf


def in_a_field_that_no_page_shows() -> pikepdf.Pdf:
    pdf = page(LINE)
    value = pdf.make_indirect(Stream(pdf, b"<p>Marlowe</p>"))
    hidden = pdf.make_indirect(Dictionary(FT=Name.Tx, T="n", V=NAME, DV=NAME, RV=value))
    pdf.Root.AcroForm = Dictionary(Fields=Array([hidden]))
    return pdf


def in_the_kind_of_a_tag() -> pikepdf.Pdf:
    pdf = page(LINE)
    pdf.add_blank_page()
    tree = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot, RoleMap=Dictionary(Marlowe=Name.P)))
    tag = Dictionary(S=Name.Marlowe, P=tree, Pg=pdf.pages[1].obj, T=NAME, ID=NAME, Alt=NAME)
    tree.K = pdf.make_indirect(tag)
    tree.IDTree = Dictionary(Names=Array([String(NAME), tree.K]))
    pdf.Root.StructTreeRoot = tree
    return pdf


def in_a_layer_whose_use_says_off() -> pikepdf.Pdf:
    pdf = page(LINE + b"/OC /L1 BDC BT /F1 12 Tf 72 300 Td (again Marlowe) Tj ET EMC\n")
    off = Dictionary(View=Dictionary(ViewState=Name.OFF))
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name="Draft", Usage=off))
    pdf.pages[0].obj.Resources.Properties = Dictionary(L1=layer)
    use = Dictionary(Event=Name.View, Category=Array([Name.View]), OCGs=Array([layer]))
    pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(AS=Array([use])))
    return pdf


def in_the_comment_of_an_image() -> pikepdf.Pdf:
    pdf = page(LINE + b"q 100 0 0 100 72 300 cm /Im0 Do Q")
    packed = io.BytesIO()
    planted.striped().save(packed, "JPEG", comment=b"Marlowe")
    image = Stream(pdf, packed.getvalue())
    image.Type, image.Subtype, image.Width, image.Height = Name.XObject, Name.Image, 306, 396
    image.ColorSpace, image.BitsPerComponent, image.Filter = Name.DeviceGray, 8, Name.DCTDecode
    pdf.pages[0].obj.Resources.XObject = Dictionary(Im0=pdf.make_indirect(image))
    return pdf


def in_a_signature() -> pikepdf.Pdf:
    signed = Dictionary(Type=Name.Sig, Name=String(NAME), Reason=String(NAME), Contents=String(b"\0\1Marlowe\0"))
    pdf = annotated(Subtype=Name.Widget, FT=Name.Sig, T="s", V=signed)
    pdf.Root.AcroForm = Dictionary(Fields=Array([pdf.pages[0].obj.Annots[0]]))
    return pdf


def in_the_choices_of_a_list() -> pikepdf.Pdf:
    listed = Array([String(NAME), Array([String("a"), String(NAME)])])
    pdf = annotated(Subtype=Name.Widget, FT=Name.Ch, T="s", TU=NAME, Opt=listed, MK=Dictionary(CA=NAME))
    pdf.Root.AcroForm = Dictionary(Fields=Array([pdf.pages[0].obj.Annots[0]]))
    return pdf


def in_a_file_pinned_to_the_page() -> pikepdf.Pdf:
    pdf = annotated(Subtype=Name.FileAttachment)
    held = pdf.make_indirect(Stream(pdf, b"Marlowe was here", Type=Name.EmbeddedFile))
    pdf.pages[0].obj.Annots[0].FS = Dictionary(Type=Name.Filespec, F="x.txt", EF=Dictionary(F=held))
    return pdf


def in_clipping_text() -> pikepdf.Pdf:
    return page(LINE.replace(b"BT", b"q BT 7 Tr", 1) + b"0 0 612 792 re f Q")


def in_two_streams() -> pikepdf.Pdf:
    pdf = page(LINE)
    pdf.pages[0].obj.Contents = Array([pdf.make_indirect(Stream(pdf, part)) for part in (LINE[:40], LINE[40:])])
    return pdf


def in_a_remark_on_another_page() -> pikepdf.Pdf:
    pdf = page(LINE)
    pdf.add_blank_page()
    pdf.pages[1].obj.Contents = pdf.make_indirect(Stream(pdf, b"% Marlowe\n0 0 10 10 re f"))
    return pdf


def in_data_of_a_mark() -> pikepdf.Pdf:
    return page(b"/X <</Note (Marlowe)>> DP\n" + LINE)


def in_a_viewport() -> pikepdf.Pdf:
    return page(LINE, VP=Array([Dictionary(Type=Name.Viewport, BBox=Array([0, 0, 9, 9]), Name=String(NAME))]))


PLACES: list[Make] = [
    in_forms_three_deep,
    in_a_stamps_own_codes,
    in_a_form_that_is_only_listed,
    in_a_glyph_that_is_a_word,
    in_what_a_glyph_means,
    in_the_name_of_a_place,
    in_the_state_of_a_button,
    in_a_field_that_no_page_shows,
    in_the_kind_of_a_tag,
    in_a_layer_whose_use_says_off,
    in_the_comment_of_an_image,
    in_a_signature,
    in_the_choices_of_a_list,
    in_a_file_pinned_to_the_page,
    in_clipping_text,
    in_two_streams,
    in_a_remark_on_another_page,
    in_data_of_a_mark,
    in_a_viewport,
]
REFUSED = {"in_a_form_that_is_only_listed", "in_a_remark_on_another_page", "in_data_of_a_mark"}
"""Where it is found and not taken out: the copy is then not made."""


@pytest.mark.parametrize("make", PLACES, ids=lambda make: make.__name__)
def test_a_name_is_gone_from_every_place_it_hides_in_or_stops_the_copy(make: Make, tmp_path: Path) -> None:
    source, target = tmp_path / "statement.pdf", tmp_path / "out.pdf"
    make().save(source)
    report = redact(source, target, [UNDER])
    if make.__name__ in REFUSED:
        assert any(NAME.casefold() in problem.what for problem in report.problems)
        assert not target.exists()
        return
    assert report.problems == ()
    assert not planted.holds(target, NAME)
    assert CODES not in planted.everything(target)


@pytest.mark.parametrize(
    ("shown", "bookmark"),
    [
        (b"200 700 Td (O\x92Brien)", "O'Brien"),
        (b"200 700 Td (Smith-Lowe)", "Smith\u2011Lowe"),
        (b"200 700 Td (M A R L O W E)", "Marlowe"),
        (b"200 700 Td (Beek-) Tj 0 -14 Td (man)", "Beekman"),
        (b"0 14 -14 0 240 690 Tm (Marl) Tj (owe)", "Marlowe"),
    ],
)
def test_a_bookmark_that_writes_a_removed_name_otherwise_says_it_no_more(
    shown: bytes, bookmark: str, tmp_path: Path
) -> None:
    pdf = page(b"BT /F1 12 Tf " + shown + b" Tj ET")
    with pdf.open_outline() as outline:
        outline.root.append(OutlineItem(f"Interview of {bookmark}", 0))
    pdf.save(tmp_path / "statement.pdf")
    assert redact(tmp_path / "statement.pdf", tmp_path / "out.pdf", [UNDER]).problems == ()
    with pikepdf.open(tmp_path / "out.pdf") as made:
        assert str(made.Root.Outlines.First.Title) == "[redacted]"


def test_a_last_name_that_stays_on_another_page_is_told(tmp_path: Path) -> None:
    pdf = page(LINE + b"BT /F1 12 Tf 72 300 Td (Mr. Marlowe left.) Tj ET\n")
    pdf.save(tmp_path / "statement.pdf")
    report = redact(tmp_path / "statement.pdf", tmp_path / "out.pdf", [UNDER])
    assert any("also stand elsewhere" in caution for caution in report.cautions)
