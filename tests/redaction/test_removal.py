"""What is redacted is gone: a secret is planted in every place a file has for one, and looked for afterwards."""

from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Stream

from discovery.core.redactions import Content, RedactionBox
from discovery.files.redacting import redact
from tests.pages import seeing
from tests.redaction import planted
from tests.redaction.planted import BESIDE_TEXT, IN_TEXT, SCANS, SECRET, UNDER

Make = Callable[[], pikepdf.Pdf]


def saved(make: Make, folder: Path) -> Path:
    """The file on disk."""
    path = folder / "statement.pdf"
    make().save(path)
    return path


@pytest.mark.parametrize("make", IN_TEXT.values(), ids=IN_TEXT)
def test_a_name_in_the_text_is_gone_whatever_shows_it(make: Make, tmp_path: Path) -> None:
    source = saved(make, tmp_path)
    report = redact(source, tmp_path / "out" / "statement.pdf", [UNDER])
    assert report.problems == ()
    assert not planted.holds(tmp_path / "out" / "statement.pdf")
    assert seeing.pages(source) == seeing.pages(tmp_path / "out" / "statement.pdf")


EXACT = [name for name in IN_TEXT if name not in ("a pattern",)]


@pytest.mark.parametrize("name", EXACT)
def test_the_words_beside_it_stay_where_they_were(name: str, tmp_path: Path) -> None:
    source, target = saved(IN_TEXT[name], tmp_path), tmp_path / "out" / "statement.pdf"
    report = redact(source, target, [UNDER])
    assert report.pages[0].how.startswith("the content under the boxes was cut out")
    assert report.boxes[0].removed == (Content.TEXT,)
    found = seeing.changed(source, target, 0)
    assert found is not None
    left, bottom, right, top = found
    assert left >= 196
    assert right <= 294
    assert bottom >= 690
    assert top <= 714


@pytest.mark.parametrize("make", BESIDE_TEXT.values(), ids=BESIDE_TEXT)
def test_a_name_beside_the_text_is_gone_too(make: Make, tmp_path: Path) -> None:
    source, target = saved(make, tmp_path), tmp_path / "out" / "statement.pdf"
    assert planted.holds(source)
    report = redact(source, target, [UNDER])
    assert report.problems == ()
    assert not planted.holds(target)
    assert "The witness" in planted.text(target)
    assert "saw the car." in planted.text(target)


@pytest.mark.parametrize("make", SCANS.values(), ids=SCANS)
def test_pixels_under_a_box_are_gone_from_the_image_and_the_others_stay(make: Make, tmp_path: Path) -> None:
    source, target = saved(make, tmp_path), tmp_path / "out" / "statement.pdf"
    report = redact(source, target, [UNDER])
    assert report.problems == ()
    assert report.pages[0].how.startswith("the content under the boxes was cut out")
    assert Content.IMAGE in report.boxes[0].removed
    stripes_are_gone(target, tmp_path / "bare.pdf")


@pytest.mark.parametrize("make", planted.PICTURED.values(), ids=planted.PICTURED)
def test_a_scan_whose_coding_is_not_cut_becomes_a_picture_and_says_why(make: Make, tmp_path: Path) -> None:
    source, target = saved(make, tmp_path), tmp_path / "out.pdf"
    report = redact(source, target, [UNDER])
    assert report.problems == ()
    assert report.pages[0].how.startswith("made a picture")
    assert report.pages[0].why in ("a JPEG image is in printing colours", "a JPEG 2000 image has unusual colours")
    stripes_are_gone(target, tmp_path / "bare.pdf", least=30)


def stripes_are_gone(target: Path, bare: Path, least: int = 100) -> None:
    """Under the box, and only there."""
    assert not planted.holds(target)
    with pikepdf.open(target) as pdf:
        pdf.pages[0].obj.Contents = pdf.pages[0].obj.Contents[1]
        pdf.save(bare)
    picture = seeing.picture(bare, 0)
    under = picture.crop((400, 164, 576, 194)).getextrema()
    assert under[1] - under[0] < 12, "the stripes still show when the box is taken off"
    untouched = picture.crop((400, 800, 576, 830)).getextrema()
    assert untouched[1] - untouched[0] > least, "the stripes that no box covers are gone as well"


def test_an_earlier_revision_is_not_carried_along(tmp_path: Path) -> None:
    import pypdf

    first = saved(planted.page, tmp_path)
    writer = pypdf.PdfWriter(first, incremental=True)
    writer.add_metadata({"/Title": "second"})
    source = tmp_path / "revised.pdf"
    writer.write(source)
    assert source.read_bytes().startswith(first.read_bytes())
    target = tmp_path / "out.pdf"
    assert redact(source, target, [UNDER]).problems == ()
    assert target.read_bytes().count(b"startxref") == 1
    assert not planted.holds(target)


def test_the_report_for_service_holds_none_of_the_words(tmp_path: Path) -> None:
    source = saved(planted.page, tmp_path)
    report = redact(source, tmp_path / "out.pdf", [UNDER], with_words=True)
    assert report.boxes[0].words == SECRET
    assert SECRET not in report.for_service().model_dump_json()


def test_a_name_that_also_stands_elsewhere_stays_there_and_the_report_says_so(tmp_path: Path) -> None:
    again = planted.LINE + b"BT /F1 12 Tf 72 300 Td (Marlowe-4417 again) Tj ET\n"
    source = saved(lambda: planted.page(again), tmp_path)
    report = redact(source, tmp_path / "out.pdf", [UNDER])
    assert report.problems == ()
    assert any("also stand elsewhere" in note for note in report.cautions)
    assert planted.text(tmp_path / "out.pdf").count(SECRET) == 1


def test_a_whole_page_can_be_made_a_picture_so_that_widths_tell_nothing(tmp_path: Path) -> None:
    source = saved(planted.page, tmp_path)
    report = redact(source, tmp_path / "out.pdf", [UNDER], as_pictures=True)
    assert report.problems == ()
    assert report.boxes[0].removed == (Content.WHOLE,)
    assert "300 dpi" in report.pages[0].how
    assert planted.text(tmp_path / "out.pdf").split() == ["REDACTED"]


def test_the_same_work_gives_the_same_bytes(tmp_path: Path) -> None:
    source = saved(SCANS["JPEG"], tmp_path)
    for name in ("one.pdf", "two.pdf"):
        redact(source, tmp_path / name, [UNDER])
    assert (tmp_path / "one.pdf").read_bytes() == (tmp_path / "two.pdf").read_bytes()


def with_shared_lists() -> pikepdf.Pdf:
    """Two scanned pages with one list of both images; each draws its own."""
    pdf = planted.scan(planted.grey)()
    other = Stream(pdf, bytes([200]) * 100)
    other.Type, other.Subtype, other.Width, other.Height = Name.XObject, Name.Image, 10, 10
    other.ColorSpace, other.BitsPerComponent = Name.DeviceGray, 8
    pdf.pages[0].obj.Resources.XObject.Im1 = pdf.make_indirect(other)
    pdf.pages[0].obj.Resources = pdf.make_indirect(pdf.pages[0].obj.Resources)
    second = pdf.add_blank_page(page_size=(612, 792)).obj
    second.Resources = pdf.pages[0].obj.Resources
    second.Contents = pdf.make_indirect(Stream(pdf, b"q 612 0 0 792 0 0 cm /Im1 Do Q"))
    return pdf


@pytest.mark.parametrize("pictures", [False, True])
def test_an_image_that_another_page_lists_and_does_not_draw_is_not_carried_along(
    pictures: bool, tmp_path: Path
) -> None:
    source, target = saved(with_shared_lists, tmp_path), tmp_path / "out.pdf"
    report = redact(source, target, [UNDER], as_pictures=pictures)
    assert (report.problems, report.cautions) == ((), ())
    stripes = planted.striped().tobytes()
    with pikepdf.open(target) as pdf:
        images = [one for one in pdf.objects if isinstance(one, Stream) and one.get("/Subtype") == Name.Image]
        assert len(images) == 2
        assert all(image.read_bytes() != stripes for image in images)
    assert seeing.changed(source, target, 1) is None


def test_an_image_that_another_page_shows_stays_there_and_the_office_is_told(tmp_path: Path) -> None:
    def make() -> pikepdf.Pdf:
        pdf = with_shared_lists()
        pdf.pages[1].obj.Contents = pdf.make_indirect(Stream(pdf, b"q 612 0 0 792 0 0 cm /Im0 Do Q"))
        return pdf

    second = RedactionBox(page=2, x0=10, y0=700, x1=40, y1=720)
    for name, boxes in (("one.pdf", [UNDER]), ("two.pdf", [UNDER, second])):
        report = redact(saved(make, tmp_path), tmp_path / name, boxes)
        assert report.problems == ()
        assert any("is also shown on page 2" in caution for caution in report.cautions) == (len(boxes) == 1)


def test_what_an_image_is_kept_for_elsewhere_unseen_stops_the_copy(tmp_path: Path) -> None:
    def make() -> pikepdf.Pdf:
        pdf = with_shared_lists()
        pdf.Root.Cover = pdf.pages[0].obj.Resources.XObject.Im0
        return pdf

    report = redact(saved(make, tmp_path), tmp_path / "out.pdf", [UNDER])
    assert any("still in the file, unseen" in problem.what for problem in report.problems)
    assert not (tmp_path / "out.pdf").exists()


def test_a_comment_that_tags_still_name_is_emptied(tmp_path: Path) -> None:
    def make() -> pikepdf.Pdf:
        pdf = planted.page()
        note = Dictionary(Type=Name.Annot, Subtype=Name.Square, Rect=Array([200, 695, 250, 710]), Contents="of 1987")
        note = pdf.make_indirect(note)
        pdf.pages[0].obj.Annots = Array([note])
        tree = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        link = Dictionary(Type=Name.OBJR, Obj=note, Pg=pdf.pages[0].obj)
        tree.K = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Annot, P=tree, K=link))
        pdf.Root.StructTreeRoot = tree
        return pdf

    assert redact(saved(make, tmp_path), tmp_path / "out.pdf", [UNDER]).problems == ()
    assert not planted.holds(tmp_path / "out.pdf", "of 1987")


def test_a_word_with_a_sign_of_its_own_is_not_taken_for_one_without(tmp_path: Path) -> None:
    """Of re−compile with a minus, recompile is another word: where it stands on the page, it may stay."""
    from discovery.files.redaction_search import search

    source = saved(lambda: planted.page(b"BT /F1 12 Tf 72 700 Td (to recompile it) Tj ET"), tmp_path)
    assert list(search(source, source, ["re\u2212compile"], {})) == []
    assert list(search(source, source, ["recompile"], {})) != []


def test_the_head_of_a_typeset_email_is_redacted_though_its_fonts_licence_says_from(tmp_path: Path) -> None:
    from discovery.files.converting.setting import Words, set_pages

    source, target = tmp_path / "door log.eml.pdf", tmp_path / "out.pdf"
    head = [("From", "Dana Ruiz <d.ruiz@example.org>"), ("To", "Sam Ortiz"), ("Date", "6 Mar 2026 09:12 -0500")]
    set_pages(Words("Door log", head, [["The camera was off."]]), source)
    report = redact(source, target, [RedactionBox(page=1, x0=60, y0=60, x1=500, y1=110)])
    assert report.problems == ()
    assert sorted(planted.text(target).split()) == ["REDACTED", "The", "camera", "off.", "was"]


def test_what_merely_says_that_it_is_a_font_is_searched_like_anything_else(tmp_path: Path) -> None:
    from discovery.files.redaction_search import search

    pdf = planted.page(b"")
    pdf.Root.Notes = pdf.make_indirect(Stream(pdf, b"begincmap Marlowe", Length1=17, N=3, CMapName=Name.X))
    pdf.save(tmp_path / "notes.pdf")
    assert len(list(search(tmp_path / "notes.pdf", tmp_path / "notes.pdf", ["marlowe"], {}))) == 1


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"72.0500 0500 Td [(x) -0500 (y)] TJ <00050012> Tj", False),
        (b"(x 0500) Tj", True),
        (b"<30 35 303 0> Tj", True),
        (rb"(\0605\060\60) Tj", True),
        (b"(a (0500) b) Tj", True),
        (b"% 0500\n", True),
    ],
)
def test_a_number_that_places_something_says_nothing(content: bytes, found: bool, tmp_path: Path) -> None:
    from discovery.files.redaction_search import search

    pdf = planted.page()
    form = Stream(pdf, content)
    form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 1, 1])
    pdf.Root.Forms = Array([pdf.make_indirect(form)])
    pdf.save(tmp_path / "form.pdf")
    assert bool(list(search(tmp_path / "form.pdf", tmp_path / "form.pdf", ["0500"], {}))) is found
