"""Every page of every awkward file carries its number once, in place, upright, searchable; nothing else changes."""

import hashlib
from pathlib import Path

import pikepdf
import pytest

from discovery.core.endorsements import Placement, Position
from discovery.errors import ConflictError, InputError
from discovery.files.pdf import StampReport, inspect, stamp_file
from tests.pages import seeing
from tests.pages.awkward import LAYOUTS, annotated, boxed, new, saved, small

WIDTH = 57.26  # of DOE-000001 at 10 points


def labels(count: int, first: int = 1) -> list[str]:
    return [f"DOE-{number:06d}" for number in range(first, first + count)]


def stamped(source: Path, target: Path, placement: Placement | None = None) -> StampReport:
    return stamp_file(source, target, labels(inspect(source).pages), placement)


@pytest.mark.parametrize("trait", LAYOUTS)
def test_an_awkward_page_gets_its_number_at_the_visible_bottom_right_and_changes_nowhere_else(
    trait: str, tmp_path: Path
) -> None:
    source = saved(LAYOUTS[trait](), tmp_path / "source.pdf")
    target = tmp_path / "out" / "source.pdf"
    report = stamped(source, target)
    assert not report.problems
    assert seeing.pages(target) == seeing.pages(source)
    for page, (width, _) in enumerate(seeing.pages(source)):
        number = labels(99)[page]
        assert seeing.occurrences(target, page, number) == 1
        assert seeing.label(target, page) == number
        found = seeing.changed(source, target, page)
        assert found is not None
        with pikepdf.open(source) as pdf:
            unit = float(pdf.pages[page].obj.get("/UserUnit", 1))
        size, margin = 10 / unit, 24 / unit
        slack = max(1.5, width / 800)
        left, bottom, right, top = found
        assert width - margin - WIDTH / 10 * size - slack <= left <= right <= width - margin + slack
        assert margin - slack <= bottom <= top <= margin + 0.8 * size + slack
        assert right - left > 3 * (top - bottom)


@pytest.mark.parametrize("trait", LAYOUTS)
def test_the_same_file_and_numbers_give_the_same_bytes(trait: str, tmp_path: Path) -> None:
    source = saved(LAYOUTS[trait](), tmp_path / "source.pdf")
    first, second = tmp_path / "a" / "source.pdf", tmp_path / "b" / "source.pdf"
    stamped(source, first)
    stamped(source, second)
    assert first.read_bytes() == second.read_bytes()


def test_other_numbers_give_another_file_identity(tmp_path: Path) -> None:
    source = saved(new(), tmp_path / "source.pdf")
    stamp_file(source, tmp_path / "a.pdf", ["DOE-000001"])
    stamp_file(source, tmp_path / "b.pdf", ["DOE-000002"])
    with pikepdf.open(tmp_path / "a.pdf") as one, pikepdf.open(tmp_path / "b.pdf") as other:
        assert bytes(one.trailer.ID[1]) != bytes(other.trailer.ID[1])
        assert bytes(one.trailer.ID[1]) != bytes.fromhex("31415926535897932384626433832795")


def test_the_source_is_never_written_to(tmp_path: Path) -> None:
    source = saved(new(), tmp_path / "source.pdf")
    before = hashlib.sha256(source.read_bytes()).hexdigest()
    source.chmod(0o444)
    stamped(source, tmp_path / "out.pdf")
    assert hashlib.sha256(source.read_bytes()).hexdigest() == before


def test_a_finished_file_of_the_same_name_is_not_overwritten(tmp_path: Path) -> None:
    source, target = saved(new(), tmp_path / "source.pdf"), tmp_path / "out.pdf"
    target.write_text("counsel's own")
    with pytest.raises(ConflictError, match="not overwritten"):
        stamped(source, target)
    assert target.read_text() == "counsel's own"


@pytest.mark.parametrize("position", Position)
@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_every_place_is_the_place_the_reader_sees(position: Position, turn: int, tmp_path: Path) -> None:
    pdf = new()
    pdf.pages[0].obj.Rotate = turn
    source, target = saved(pdf, tmp_path / "source.pdf"), tmp_path / "out.pdf"
    assert not stamped(source, target, Placement(position=position)).problems
    width, height = seeing.pages(source)[0]
    found = seeing.changed(source, target, 0)
    assert found is not None
    left, bottom, right, top = found
    across = {"right": right - (width - 24), "left": left - 24, "center": (left + right - width) / 2}
    upright = {"bottom": bottom - 24, "top": top - (height - 24), "middle": (bottom + top - height) / 2}
    assert abs(across[position.column]) < 1.5
    assert abs(upright[position.row]) < 2.5


@pytest.mark.parametrize(("width", "height"), [(100, 100), (72, 72), (60, 40)])
def test_a_small_page_gets_a_smaller_number_whole(width: float, height: float, tmp_path: Path) -> None:
    source, target = saved(small(width, height)(), tmp_path / "source.pdf"), tmp_path / "out.pdf"
    assert not stamped(source, target).problems
    assert seeing.occurrences(target, 0, "DOE-000001") == 1
    found = seeing.changed(source, target, 0)
    assert found is not None
    assert found[0] >= 3
    assert found[2] <= width - 3


def test_a_page_too_small_for_a_readable_number_publishes_nothing(tmp_path: Path) -> None:
    source, target = saved(small(30, 30)(), tmp_path / "source.pdf"), tmp_path / "out.pdf"
    report = stamped(source, target)
    assert "too small (30 by 30 points)" in str(report.problems[0])
    assert not target.exists()
    assert list(tmp_path.iterdir()) == [source]


def test_links_comments_and_fields_stay_as_they_are(tmp_path: Path) -> None:
    source, target = saved(annotated(), tmp_path / "source.pdf"), tmp_path / "out.pdf"
    stamped(source, target)
    with pikepdf.open(source) as before, pikepdf.open(target) as after:
        listed = [[str(one.get("/Rect")) for one in pdf.pages[0].obj.Annots] for pdf in (before, after)]
        assert listed[0] == listed[1]
        assert after.Root.AcroForm.Fields[0].T == "name"


def test_a_file_locked_against_changes_is_numbered_and_said_to_be_unlocked(tmp_path: Path) -> None:
    source, target = tmp_path / "source.pdf", tmp_path / "out.pdf"
    new(2).save(source, encryption=pikepdf.Encryption(owner="judge", user=""))
    report = stamped(source, target)
    assert not report.problems
    assert any("locked" in note for note in report.notes)
    with pikepdf.open(target) as pdf:
        assert not pdf.is_encrypted


def test_a_file_that_needs_a_password_is_one_clear_sentence(tmp_path: Path) -> None:
    source = tmp_path / "source.pdf"
    new().save(source, encryption=pikepdf.Encryption(owner="judge", user="clerk"))
    with pytest.raises(InputError, match=r"^source\.pdf opens only with a password\. Give its password"):
        inspect(source)


@pytest.mark.parametrize("data", [b"", b"not a pdf", b"%PDF-1.7\n1 0 obj\n<<"])
def test_a_file_that_is_no_pdf_is_one_clear_sentence(data: bytes, tmp_path: Path) -> None:
    source = tmp_path / "source.pdf"
    source.write_bytes(data)
    with pytest.raises(InputError, match=r"source\.pdf cannot be read as a PDF .*Ask for a new copy"):
        inspect(source)


def test_a_crop_box_beside_its_sheet_is_dropped_and_said_to_be_mended(tmp_path: Path) -> None:
    source, target = (
        saved(boxed((0, 0, 612, 792), (700, 800, 900, 1000), 270)(), tmp_path / "a.pdf"),
        tmp_path / "b.pdf",
    )
    report = stamped(source, target)
    assert not report.problems
    assert any("mended" in note for note in report.notes)
    assert seeing.pages(target) == [(792, 612)]
    assert seeing.occurrences(target, 0, "DOE-000001") == 1


def test_a_file_paged_from_right_to_left_is_searchable_and_its_lost_preference_is_told(tmp_path: Path) -> None:
    source, target = saved(LAYOUTS["right to left"](), tmp_path / "a.pdf"), tmp_path / "b.pdf"
    report = stamped(source, target)
    assert any("right to left" in note for note in report.notes)


def test_a_damaged_file_is_mended_and_said_to_be(tmp_path: Path) -> None:
    source, target = saved(new(), tmp_path / "source.pdf"), tmp_path / "out.pdf"
    source.write_bytes(source.read_bytes().replace(b"startxref", b"startxxxx"))
    report = stamped(source, target)
    assert not report.problems
    assert any("damaged" in note for note in report.notes)


def test_a_privileged_paper_is_refused(tmp_path: Path) -> None:
    pdf = new()
    pdf.docinfo["/Keywords"] = "memo, discovery:privileged"
    source = saved(pdf, tmp_path / "memo.pdf")
    assert inspect(source).privileged
    with pytest.raises(InputError, match="privileged paper"):
        stamped(source, tmp_path / "out.pdf")
    assert not (tmp_path / "out.pdf").exists()


def test_a_number_somebody_else_put_there_is_kept_apart_by_place(tmp_path: Path) -> None:
    theirs = new(content=b"BT /F1 10 Tf 520 24 Td (DOE-000001) Tj ET\n")
    once, twice = saved(theirs, tmp_path / "b.pdf"), tmp_path / "c.pdf"
    report = stamp_file(once, twice, ["SUPP-000001"])
    assert not report.problems
    assert seeing.occurrences(twice, 0, "DOE-000001") == 1
    assert seeing.occurrences(twice, 0, "SUPP-000001") == 1
    assert any("another" in note or "top" in note or "left" in note or "edge" in note for note in report.notes)


def test_a_pdf_a_source_keeps_what_it_claims(tmp_path: Path) -> None:
    typst = pytest.importorskip("typst")
    source, target = tmp_path / "source.pdf", tmp_path / "out.pdf"
    page = (
        '#set document(title: "x", date: datetime(year: 2026, month: 1, day: 2))\n#set text(lang: "en")\nThe search.'
    )
    (tmp_path / "x.typ").write_text(page)
    source.write_bytes(typst.compile(tmp_path / "x.typ", pdf_standards=["a-2b"]))
    assert inspect(source).pdfa == "2b"
    assert not stamped(source, target).problems
    assert inspect(target).pdfa == "2b"


def test_a_pdf_a_source_without_a_color_profile_is_told_what_black_print_does_to_it(tmp_path: Path) -> None:
    pdf = new()
    claim = (
        b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        b'<rdf:Description xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"><pdfaid:part>2</pdfaid:part>'
        b"<pdfaid:conformance>B</pdfaid:conformance></rdf:Description></rdf:RDF></x:xmpmeta>"
    )
    pdf.Root.Metadata = pdf.make_indirect(pikepdf.Stream(pdf, claim))
    report = stamped(saved(pdf, tmp_path / "source.pdf"), tmp_path / "out.pdf")
    assert any("may keep the copy from being PDF/A" in note for note in report.notes)
