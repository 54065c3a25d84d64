"""For every trait by which awkward PDFs are told: a file made here, and what of it is kept when it is numbered."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name, Stream, String
from pikepdf.pdfa import validate_written

from discovery.errors import InputError
from discovery.files.pdf import StampReport, inspect, stamp_file
from discovery.files.unstamping import take_off
from tests.pages import seeing
from tests.pages.awkward import (
    MARKS,
    TEXT,
    boxed,
    furnished,
    holding,
    in_pieces,
    inheriting,
    layered,
    new,
    one_page_twice,
    right_to_left,
    saved,
    sharing,
    small,
    tagged,
    turned,
    without_contents,
)

Pdf = pikepdf.Pdf


# --- the files -----------------------------------------------------------------------------------------------


def outlined() -> Pdf:
    """Three pages and bookmarks two deep, one of them with a named destination."""
    pdf = new(3)
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem("Complaint", 0))
        outline.root[0].children.append(pikepdf.OutlineItem("Deposition", 2))
    return pdf


def destined() -> Pdf:
    """Named destinations, old and new, and a link that uses one."""
    pdf = new(3)
    last = pdf.pages[2].obj
    pdf.Root.Dests = Dictionary(old=Array([last, Name.Fit]))
    pdf.Root.Names = Dictionary(Dests=Dictionary(Names=Array([String("new"), Array([last, Name.XYZ, 0, 700, 0])])))
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([72, 690, 200, 712]), Dest=String("new"))
    pdf.pages[0].obj.Annots = Array([link])
    return pdf


def labeled() -> Pdf:
    """Page labels of its own: i, ii, then 1."""
    pdf = new(3)
    pdf.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.r), 2, Dictionary(S=Name.D)]))
    return pdf


def scripted() -> Pdf:
    """A script by name, one on opening, one on a field."""
    pdf = furnished()
    script = Dictionary(S=Name.JavaScript, JS=String("app.alert('x')"))
    pdf.Root.Names.JavaScript = Dictionary(Names=Array([String("start"), script]))
    pdf.pages[0].obj.Annots[2].AA = Dictionary(K=script)
    return pdf


def opening() -> Pdf:
    """An action on opening."""
    pdf = new(2)
    pdf.Root.OpenAction = Array([pdf.pages[1].obj, Name.Fit])
    return pdf


def attached() -> Pdf:
    """A file attached."""
    pdf = new()
    pdf.attachments["log.csv"] = b"door,time\r\n1,09:00\r\n"
    return pdf


def signed() -> Pdf:
    """A signature field that is signed, as far as its dictionary says."""
    pdf = new()
    value = Dictionary(Type=Name.Sig, Filter=Name("/Adobe.PPKLite"), Name=String("J. Clerk"), Contents=b"0" * 16)
    field = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, FT=Name.Sig, T="s", Rect=Array([0, 0, 0, 0]), F=132,
            V=pdf.make_indirect(value),
        )
    )  # fmt: skip
    pdf.pages[0].obj.Annots = Array([field])
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]), SigFlags=3)
    return pdf


def xfa() -> Pdf:
    """A form that is also described in XFA."""
    pdf = furnished()
    pdf.Root.AcroForm.XFA = pdf.make_indirect(Stream(pdf, b"<xdp:xdp xmlns:xdp='http://ns.adobe.com/xdp/'/>"))
    return pdf


def pdfa() -> Pdf:
    """PDF/A-2b, as a word processor writes it."""
    typst = pytest.importorskip("typst")
    page = b'#set document(title: "x", date: datetime(year: 2026, month: 1, day: 2))\n#set text(lang: "en")\nSearch.'
    return pikepdf.open(BytesIO(typst.compile(page, pdf_standards=["a-2b"])))


def sheet_in_large_units() -> Pdf:
    """A plan a thousand inches wide, in units of ten points."""
    return boxed((0, 0, 7200, 3600), (0, 0, 7200, 3600), 0, 10)()


def every_turn(*degrees: int) -> Callable[[], Pdf]:
    """A page for each of these turns."""

    def make() -> Pdf:
        pdf = new(len(degrees))
        for page, turn in zip(pdf.pages, degrees, strict=True):
            page.obj.Rotate = turn
        return pdf

    return make


# --- what must be kept ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Numbered:
    """A source, its numbered copy, and what was reported."""

    source: Path
    target: Path
    report: StampReport

    def both(self, look: Callable[[Pdf], Any]) -> tuple[Any, Any]:
        """The same look at both."""
        with pikepdf.open(self.source) as before, pikepdf.open(self.target) as after:
            return look(before), look(after)

    def keeps(self, look: Callable[[Pdf], Any]) -> None:
        """Both look the same, and like something."""
        before, after = self.both(look)
        assert before == after
        assert before not in (None, [], {}, b"")


def _bookmarks(path: Path) -> list[tuple[str, int | None, int]]:
    with pypdfium2.PdfDocument(path) as document:
        found = [(each.get_title(), each.get_dest(), each.level) for each in document.get_toc()]
        return [(title, place.get_index() if place else None, level) for title, place, level in found]


def keeps_bookmarks(done: Numbered) -> None:
    assert _bookmarks(done.source) == _bookmarks(done.target) != []


def keeps_annotations(done: Numbered) -> None:
    done.keeps(lambda pdf: [one.Rect.unparse() for page in pdf.pages for one in page.obj.get("/Annots", [])])


def keeps_streams(done: Numbered) -> None:
    before, after = done.both(_streams)
    assert [page[1:-1] for page in after] == before


def _streams(pdf: Pdf) -> list[list[bytes]]:
    pages = []
    for page in pdf.pages:
        contents = page.obj.get("/Contents")
        streams = list(contents) if isinstance(contents, Array) else [contents]
        pages.append([each.read_bytes() for each in streams if isinstance(each, Stream)])
    return pages


def keeps_pdfa(done: Numbered) -> None:
    assert inspect(done.source).pdfa == inspect(done.target).pdfa == "2b"
    before, after = (validate_written(path, "2b") for path in (done.source, done.target))
    assert {(one.rule, one.message) for one in after.violations} <= {
        (one.rule, one.message) for one in before.violations
    }


def keeps_fields(done: Numbered) -> None:
    done.keeps(lambda pdf: [(str(one.T), str(one.get("/V", ""))) for one in pdf.Root.AcroForm.Fields])


def keeps_look(done: Numbered) -> None:
    """Nothing but the number changed, and it stands at the visible bottom right, or the report says where."""
    for page, (width, height) in enumerate(seeing.pages(done.source)):
        box = seeing.changed(done.source, done.target, page)
        assert box is not None
        left, bottom, right, top = box
        moved = done.report.endorsed[page].why
        assert moved or (left + right > width and top < height / 2)
        assert right - left > 3 * (top - bottom)


def keeps_size(done: Numbered) -> None:
    assert seeing.pages(done.source) == seeing.pages(done.target)
    keeps_look(done)


def keeps_opening(done: Numbered) -> None:
    before, after = done.both(
        lambda pdf: [page.obj.objgen for page in pdf.pages].index(pdf.Root.OpenAction[0].objgen)
    )
    assert before == after == 1


def keeps_scripts(done: Numbered) -> None:
    done.keeps(lambda pdf: pdf.Root.Names.JavaScript.Names[1].JS)
    done.keeps(lambda pdf: pdf.pages[0].obj.Annots[2].AA.K.JS)


def keeps_destinations(done: Numbered) -> None:
    def look(pdf: Pdf) -> list[int]:
        places = [page.obj.objgen for page in pdf.pages]
        return [places.index(each[0].objgen) for each in (pdf.Root.Dests.old, pdf.Root.Names.Dests.Names[1])]

    assert done.both(look) == ([2, 2], [2, 2])


def gives_labels_back(done: Numbered) -> None:
    """A viewer counts our numbers; taken off, it counts as it did."""
    assert [seeing.label(done.source, page) for page in range(3)] == ["i", "ii", "1"]
    back = done.target.with_name("back.pdf")
    assert take_off(done.target, back).problems == ()
    assert [seeing.label(back, page) for page in range(3)] == ["i", "ii", "1"]


def keeps_attachments(done: Numbered) -> None:
    done.keeps(lambda pdf: {name: each.get_file().read_bytes() for name, each in pdf.attachments.items()})
    assert any("attached" in note for note in done.report.notes)


def keeps_layers(done: Numbered) -> None:
    done.keeps(lambda pdf: [str(layer.Name) for layer in pdf.Root.OCProperties.D.OFF])
    keeps_look(done)


def keeps_signature(done: Numbered) -> None:
    done.keeps(lambda pdf: bytes(pdf.Root.AcroForm.Fields[0].V.Contents))
    assert any("J. Clerk" in note for note in done.report.notes)


def keeps_tags(done: Numbered) -> None:
    done.keeps(lambda pdf: [page.obj.get("/StructParents") for page in pdf.pages])
    done.keeps(lambda pdf: pdf.Root.StructTreeRoot.keys())
    with pikepdf.open(done.target) as pdf:
        last = pdf.pages[0].obj.Contents[-1].read_bytes()
    assert b"/Artifact" in last


def keeps_xfa(done: Numbered) -> None:
    done.keeps(lambda pdf: pdf.Root.AcroForm.XFA.read_bytes())
    assert any("XFA" in note for note in done.report.notes)


def keeps_resources_apart(done: Numbered) -> None:
    """What pages shared is as it was: the number's typeface went into copies."""
    done.keeps(lambda pdf: [sorted(pdf.pages[0].obj.Resources.Font.keys() - {"/BtsF1"})])
    keeps_streams(done)
    keeps_look(done)


def keeps_inherited(done: Numbered) -> None:
    assert seeing.pages(done.source) == seeing.pages(done.target) == [(700, 500)] * 2
    keeps_streams(done)


def parts_the_page(done: Numbered) -> None:
    """A page named twice is two pages with a number each."""
    assert len(done.report.labels) == 2
    with pikepdf.open(done.target) as pdf:
        assert pdf.pages[0].obj.objgen != pdf.pages[1].obj.objgen


def reads_rightly(done: Numbered) -> None:
    assert any("right to left" in note for note in done.report.notes)


def is_whole(done: Numbered) -> None:
    with pikepdf.open(done.target) as pdf:
        assert pdf.check_pdf_syntax() == []
    keeps_look(done)


Trait = tuple[Callable[[], Pdf], Callable[[Numbered], None]]

TRAITS: dict[str, Trait] = {
    "outline": (outlined, keeps_bookmarks),
    "annots": (furnished, keeps_annotations),
    "contents_array": (in_pieces, keeps_streams),
    "contents_indirect_array": (in_pieces, keeps_look),
    "pdfa": (pdfa, keeps_pdfa),
    "acroform": (furnished, keeps_fields),
    "dirty_ctm": (holding(b"2 0 0 -2 30 500 cm 1 0 0 rg\n" + MARKS), keeps_look),
    "crop_ne_media": (boxed((0, 0, 612, 792), (50, 60, 500, 700), 90), keeps_size),
    "crop_outside": (boxed((0, 0, 612, 792), (-100, -100, 900, 900), 180), keeps_size),
    "openaction": (opening, keeps_opening),
    "tagged": (tagged, keeps_tags),
    "lin": (new, is_whole),
    "signed": (signed, keeps_signature),
    "userunit": (sheet_in_large_units, keeps_size),
    "dests": (destined, keeps_destinations),
    "shared_res": (sharing, keeps_resources_apart),
    "shared_contents": (sharing, keeps_streams),
    "contenterr": (holding(TEXT + MARKS + b"BT /F1 12 Tf 72 500 Td [(never closed) 3"), keeps_look),
    "nocontents": (without_contents, keeps_look),
    "huge": (boxed((0, 0, 14400, 14400), (0, 0, 14400, 14400)), keeps_size),
    "tiny": (small(120, 90), keeps_size),
    "labels": (labeled, gives_labels_back),
    "flippedbox": (boxed((612, 792, 0, 0), (500, 700, 50, 60)), keeps_size),
    "nonzero_origin": (boxed((-306, 100, 306, 892), (-300, 110, 300, 880), 270), keeps_size),
    "xfa": (xfa, keeps_xfa),
    "js": (scripted, keeps_scripts),
    "ocg": (layered, keeps_layers),
    "embedded": (attached, keeps_attachments),
    "unbal_q": (holding(b"q q 0.5 0 0 0.5 100 100 cm\n" + TEXT + MARKS), keeps_look),
    "unbal_mc": (holding(b"/P <</MCID 0>> BDC\n" + TEXT + MARKS), keeps_look),
    "extra_Q": (holding(MARKS + b"Q Q\n" + TEXT), keeps_look),
    "rot90": (turned(90), keeps_size),
    "rot180": (turned(180), keeps_size),
    "rot270": (turned(270), keeps_size),
    "rot-90": (turned(-90), keeps_size),
    "rot90/180": (every_turn(90, 180), keeps_size),
    "rot180/270": (every_turn(180, 270), keeps_size),
    "rot90/180/270": (every_turn(90, 180, 270), keeps_size),
    "rot90/180/270/360": (every_turn(90, 180, 270, 360), keeps_size),
    "rot-450/-270/-180/-90/90/180/270/540/990": (
        every_turn(-450, -270, -180, -90, 90, 180, 270, 540, 990),
        keeps_size,
    ),
    "inherited attributes": (inheriting, keeps_inherited),
    "one page named twice": (one_page_twice, parts_the_page),
    "right to left": (right_to_left, reads_rightly),
}
"""By the name of the trait, as collections of awkward PDFs call it: a file that has it, and what it must keep."""

SAVED: Mapping[str, dict[str, Any]] = {"lin": {"linearize": True}}


def numbered(tmp_path: Path, trait: str) -> Numbered:
    make, _ = TRAITS[trait]
    source, target = tmp_path / "source.pdf", tmp_path / "out" / "source.pdf"
    if trait in SAVED:
        make().save(source, **SAVED[trait])
    else:
        saved(make(), source)
    labels = [f"DOE-{page:06d}" for page in range(1, inspect(source).pages + 1)]
    return Numbered(source, target, stamp_file(source, target, labels))


@pytest.mark.parametrize("trait", TRAITS)
def test_a_file_that_is_numbered_keeps_its_trait(trait: str, tmp_path: Path) -> None:
    done = numbered(tmp_path, trait)
    assert done.report.problems == ()
    for page, label in enumerate(done.report.labels):
        assert seeing.occurrences(done.target, page, label) == 1
        assert seeing.label(done.target, page) == label
    assert all("text, strip" in verdict for verdict in done.report.verdicts)
    TRAITS[trait][1](done)


@pytest.mark.parametrize("trait", TRAITS)
def test_its_pages_come_back_when_the_numbers_are_taken_off(trait: str, tmp_path: Path) -> None:
    done, back = numbered(tmp_path, trait), tmp_path / "back.pdf"
    assert take_off(done.target, back).problems == ()
    for page in range(len(seeing.pages(done.source))):
        assert seeing.changed(done.source, back, page) is None
    assert done.both(_streams)[0] == _streams(pikepdf.open(back))


def test_a_file_that_does_not_open_is_refused_in_a_sentence(tmp_path: Path) -> None:
    source = saved(new(), tmp_path / "error.pdf")
    source.write_bytes(source.read_bytes().replace(b"/Pages", b"/Pagex").replace(b"trailer", b"trayler"))
    with pytest.raises(InputError, match=r"error\.pdf cannot be read as a PDF \(.+\)\. Ask for a new copy"):
        inspect(source)


def test_a_file_with_a_password_is_numbered_with_it_and_refused_without(tmp_path: Path) -> None:
    source, target = tmp_path / "locked.pdf", tmp_path / "out.pdf"
    new(2).save(source, encryption=pikepdf.Encryption(owner="o", user="secret"))
    labels = ["DOE-000001", "DOE-000002"]
    with pytest.raises(InputError, match="opens only with a password"):
        stamp_file(source, target, labels)
    assert stamp_file(source, target, labels, password="secret").problems == ()
    assert [seeing.occurrences(target, page, label) for page, label in enumerate(labels)] == [1, 1]


def test_a_file_locked_against_changes_is_numbered_whole(tmp_path: Path) -> None:
    source, target = tmp_path / "locked.pdf", tmp_path / "out.pdf"
    furnished().save(source, encryption=pikepdf.Encryption(owner="o", user=""))
    report = stamp_file(source, target, ["DOE-000001", "DOE-000002"])
    assert report.problems == ()
    assert all("whole page" in verdict for verdict in report.verdicts)


@pytest.mark.parametrize(
    ("old", "new_"),
    [
        (b"startxref", b"startxxxx"),
        (b"\nxref\n0 ", b"\nxrof\n0 "),
        (b"/Length 100", b"/Length 999"),
    ],
)
def test_a_damaged_file_is_mended_numbered_and_compared_whole(old: bytes, new_: bytes, tmp_path: Path) -> None:
    source, target = saved(new(2, content=TEXT.ljust(100)), tmp_path / "source.pdf"), tmp_path / "out.pdf"
    assert old in source.read_bytes()
    source.write_bytes(source.read_bytes().replace(old, new_))
    report = stamp_file(source, target, ["DOE-000001", "DOE-000002"])
    assert report.problems == ()
    assert any("damaged" in note for note in report.notes)
    assert all("whole page" in verdict for verdict in report.verdicts)
