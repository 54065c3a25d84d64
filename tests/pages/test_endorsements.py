"""Legend, sticker and color: printed beside the number, found by a text search, and proved like it."""

from collections.abc import Callable
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from pydantic import ValidationError

from discovery.core.endorsements import Endorsements, MarkKind, Placement, Position
from discovery.files.pdf import StampReport, inspect, stamp_file
from discovery.files.readback import check_stamps, expectations
from discovery.files.stamped import prove_stamped
from tests.pages import seeing
from tests.pages.awkward import LAYOUTS, new, saved

FULL = Endorsements(legend="CONFIDENTIAL - PROTECTIVE ORDER", sticker="Defense Exhibit A", color="blue")


def stamped(tmp_path: Path, made: pikepdf.Pdf, asked: Endorsements) -> tuple[Path, Path, StampReport]:
    source, target = saved(made, tmp_path / "source.pdf"), tmp_path / "out.pdf"
    labels = [f"DOE-{number:06d}" for number in range(1, inspect(source).pages + 1)]
    return source, target, stamp_file(source, target, labels, asked)


@pytest.mark.parametrize("trait", [trait for trait in LAYOUTS if trait != "very large"])
def test_number_legend_and_sticker_stand_on_every_awkward_page(trait: str, tmp_path: Path) -> None:
    source, target, report = stamped(tmp_path, LAYOUTS[trait](), FULL)
    assert not report.problems
    for page in range(len(seeing.pages(source))):
        assert seeing.occurrences(target, page, f"DOE-{page + 1:06d}") == 1
        assert seeing.occurrences(target, page, FULL.legend) == 1
        assert seeing.occurrences(target, page, FULL.sticker) == (page == 0)
    assert prove_stamped([target]) == ()


def test_the_color_asked_for_is_the_color_seen(tmp_path: Path) -> None:
    _, target, report = stamped(tmp_path, new(), FULL)
    assert not report.problems
    with pypdfium2.PdfDocument(target) as document:
        picture = document[0].render(scale=4).to_pil().convert("RGB")
    seen = {color for _, color in picture.crop((2200, 3020, 2352, 3080)).getcolors(100_000) or ()}
    assert (0, 0, 200) in seen


def test_a_pdf_a_source_without_an_rgb_profile_is_stamped_in_black(tmp_path: Path) -> None:
    pdf = new()
    with pdf.open_metadata() as metadata:
        metadata["pdfaid:part"], metadata["pdfaid:conformance"] = "2", "B"
    *_, report = stamped(tmp_path, pdf, FULL)
    assert not report.problems
    assert report.endorsed[0].color == "#000000"
    assert "black" in " ".join(report.notes)


def test_a_legend_in_the_way_of_print_moves_and_the_number_stays(tmp_path: Path) -> None:
    pdf = new(2)
    pdf.pages[1].obj.Contents = pikepdf.Stream(pdf, b"BT /F1 9 Tf 60 28 Td (Form 12-A) Tj ET")
    *_, report = stamped(tmp_path, pdf, FULL)
    assert not report.problems
    assert {one.placement.position for one in report.endorsed} == {Position.BOTTOM_RIGHT}
    assert "The legend is at the top left of every page" in " ".join(report.notes)


def test_a_page_made_smaller_bears_all_its_marks_in_the_room_that_was_made(tmp_path: Path) -> None:
    stripes = b"".join(b"0 g 0 %d 612 3 re f\n" % row for row in range(0, 792, 6))
    _, target, report = stamped(tmp_path, new(content=stripes), FULL)
    assert not report.problems
    assert report.endorsed[0].shrink
    assert [mark.kind for mark in report.endorsed[0].marks] == list(MarkKind)
    assert all(mark.frame.y1 < 60 for mark in report.endorsed[0].marks)
    assert prove_stamped([target]) == ()


@pytest.mark.parametrize("words", ["CONFIDENTIAL \u2013 \u201cORDER\u201d", 'CONFIDENTIAL - "ORDER"'])
def test_typographic_signs_in_a_legend_become_plain_ones_that_a_search_finds(words: str) -> None:
    assert Endorsements(legend=words).legend == 'CONFIDENTIAL - "ORDER"'


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"color": "yellow"}, "is no color"),
        ({"color": "#ffff00"}, "too light"),
        ({"legend": "SECRET \u2603"}, "plain letters"),
        ({"legend": "SECRET", "legend_position": "bottom-right"}, "both to stand at the bottom right"),
    ],
)
def test_what_cannot_be_printed_is_refused_with_the_reason(wrong: dict[str, str], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        Endorsements.model_validate(wrong)


def _drop_legend(data: bytes) -> bytes:
    begin = data.index(b"/Artifact<</Type/Pagination/Subtype/BtsLegend")
    return data[:begin] + data[data.index(b"/Artifact", begin + 9) :]


MUTATIONS: dict[str, Callable[[bytes], bytes]] = {
    "the legend's words changed": lambda data: data.replace(b"CONFIDENTIAL", b"CONFIDENTIAI"),
    "the legend dropped": _drop_legend,
    "the sticker's letter changed": lambda data: data.replace(b"Exhibit A", b"Exhibit B"),
    "the sticker's border dropped": lambda data: data.replace(b" re S ", b" re n "),
    "the sticker's border moved": lambda data: data.replace(b" re S ", b" 9 re S "),
    "the color changed": lambda data: data.replace(b"BT 0 0 0.784 rg", b"BT 0 0.784 0 rg"),
    "the legend moved": lambda data: data.replace(b"cm BT", b"cm 1 0 0 1 0 90 cm BT"),
}


@pytest.mark.parametrize("mutation", MUTATIONS)
def test_the_proof_fails_when(mutation: str, tmp_path: Path) -> None:
    source, target, report = stamped(tmp_path, new(), FULL)
    expected = expectations(report.endorsed, source)
    assert check_stamps(target, expected) == ()
    with pikepdf.open(target, allow_overwriting_input=True) as pdf:
        last = pdf.pages[0].obj.Contents[-1]
        data = last.read_bytes()
        assert MUTATIONS[mutation](data) != data
        last.write(MUTATIONS[mutation](data))
        pdf.save(target)
    assert check_stamps(target, expected)


def test_a_legend_hidden_by_a_comment_fails_the_proof(tmp_path: Path) -> None:
    source, target, report = stamped(tmp_path, new(), FULL)
    with pikepdf.open(target, allow_overwriting_input=True) as pdf:
        look = pikepdf.Stream(pdf, b"1 g 0 0 300 80 re f")
        look.Type, look.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
        look.BBox = pikepdf.Array([0, 0, 300, 80])
        comment = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Stamp,
            Rect=pikepdf.Array([0, 0, 300, 60]),
            AP=pikepdf.Dictionary(N=pdf.make_indirect(look)),
        )
        pdf.pages[0].obj.Annots = pikepdf.Array([comment])
        pdf.save(target)
    found = check_stamps(target, expectations(report.endorsed))
    assert "The legend cannot be read" in " ".join(problem.what for problem in found)
    assert source.exists()


def test_sizes_apply_to_every_mark(tmp_path: Path) -> None:
    asked = Endorsements(number=Placement(size=14, position=Position.TOP_CENTER), legend="DRAFT", color="red")
    *_, report = stamped(tmp_path, new(), asked)
    assert not report.problems
    assert {mark.spot.size for mark in report.endorsed[0].marks} == {14}


def test_on_a_low_dark_page_legend_and_number_each_stand_on_white(tmp_path: Path) -> None:
    asked = Endorsements(legend="CONFIDENTIAL", color="gray")
    _, target, report = stamped(tmp_path, new(content=b"0.1 g 0 0 400 60 re f", box=(0, 0, 400, 60)), asked)
    assert not report.problems
    assert [mark.boxed for mark in report.endorsed[0].marks] == [True, True]
    assert prove_stamped([target]) == ()


@pytest.mark.parametrize(
    "body", ["The search.", "#stack(spacing: 3pt, ..range(132).map(_ => rect(width: 100%, height: 3pt)))"]
)
def test_what_is_printed_breaks_no_rule_of_pdf_a(body: str, tmp_path: Path) -> None:
    typst, pdfa = pytest.importorskip("typst"), pytest.importorskip("pikepdf.pdfa")
    head = '#set document(title: "x", date: datetime(year: 2026, month: 1, day: 2))\n#set text(lang: "en")\n'
    margin = "#set page(margin: 0pt)\n#set rect(fill: black)\n"
    (tmp_path / "x.typ").write_text(head + margin + body)
    source, target = tmp_path / "source.pdf", tmp_path / "out.pdf"
    source.write_bytes(typst.compile(tmp_path / "x.typ", pdf_standards=["a-2b"]))
    labels = [f"DOE-{number:06d}" for number in range(1, inspect(source).pages + 1)]
    report = stamp_file(source, target, labels, FULL)
    assert not report.problems
    assert report.endorsed[0].color == "#0000c8"
    broken = [
        {(one.rule, one.message) for one in pdfa.validate_written(path, "2b").findings if one.kind == "violation"}
        for path in (source, target)
    ]
    assert broken[1] <= broken[0]
