"""Nothing of the source lies under a mark: the mark moves, the content makes room, or the page is refused."""

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

import pikepdf
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, Stream

from discovery.core.endorsements import Box, Endorsements, PageShape, Placement, Position
from discovery.files.pdf import StampReport, inspect, stamp_file
from discovery.files.readback import check_stamps, expectations
from tests.pages import seeing
from tests.pages.awkward import LAYOUTS, TEXT, annotated, covered, new, saved, scan, small

FOOTER = b"BT /F1 9 Tf 500 28 Td (Page 1 of 12, DD5) Tj ET\n"
STRIPES = b"".join(b"0 g 0 %d 612 3 re f\n" % row for row in range(0, 792, 6))


def stamped(tmp_path: Path, made: pikepdf.Pdf, asked: Endorsements | None = None) -> tuple[Path, Path, StampReport]:
    source, target = saved(made, tmp_path / "source.pdf"), tmp_path / "out.pdf"
    labels = [f"DOE-{number:06d}" for number in range(1, inspect(source).pages + 1)]
    return source, target, stamp_file(source, target, labels, asked)


def striped_file(turn: int = 0) -> pikepdf.Pdf:
    pdf = new(content=TEXT + STRIPES)
    pdf.pages[0].obj.Rotate = turn
    return pdf


def test_where_one_page_has_a_footer_the_number_goes_to_one_other_corner_of_every_page(tmp_path: Path) -> None:
    pdf = new(3)
    pdf.pages[1].obj.Contents = pikepdf.Stream(pdf, TEXT + FOOTER)
    source, target, report = stamped(tmp_path, pdf)
    assert not report.problems
    assert {one.placement.position for one in report.endorsed} == {Position.BOTTOM_LEFT}
    assert "bottom left of every page: something is in its way at the bottom right on page 2" in report.notes[0]
    for page in range(3):
        found = seeing.changed(source, target, page)
        assert found is not None
        assert found[2] < 90
        assert "bottom right" in report.endorsed[page].why


def test_a_number_a_comment_would_hide_goes_to_another_corner(tmp_path: Path) -> None:
    *_, report = stamped(tmp_path, covered())
    assert not report.problems
    assert report.endorsed[0].placement.position is Position.BOTTOM_LEFT


def test_a_number_a_form_field_would_hide_goes_to_another_corner(tmp_path: Path) -> None:
    pdf = covered()
    (field,) = pdf.pages[0].obj.Annots
    field.Subtype, field.FT, field.T = Name.Widget, Name.Tx, pikepdf.String("remarks")
    field = pdf.make_indirect(field)
    pdf.pages[0].obj.Annots = Array([field])
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]))
    *_, report = stamped(tmp_path, pdf)
    assert not report.problems
    assert report.endorsed[0].placement.position is Position.BOTTOM_LEFT


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_page_printed_all_over_makes_room_at_its_lower_edge_and_loses_nothing(turn: int, tmp_path: Path) -> None:
    source, target, report = stamped(tmp_path, striped_file(turn))
    assert not report.problems
    shrink = report.endorsed[0].shrink
    assert shrink is not None
    assert 0.85 <= shrink.scale < 0.97
    assert "content of page 1 was made smaller" in " ".join(report.notes)
    assert seeing.pages(source) == seeing.pages(target)
    assert seeing.occurrences(target, 0, "DOE-000001") == 1
    assert seeing.occurrences(target, 0, "The officer ran the search.") == 1
    picture = seeing.picture(target, 0)
    freed = picture.crop((0, int(picture.height * shrink.scale) + 2, picture.width // 2, picture.height))
    assert freed.getextrema() == (255, 255)
    assert picture.crop((0, 0, picture.width // 2, 20)).getextrema() != (255, 255)


def test_a_dark_page_makes_room_too(tmp_path: Path) -> None:
    _, target, report = stamped(tmp_path, scan(0)())
    assert not report.problems
    assert report.endorsed[0].shrink
    assert seeing.picture(target, 0).crop((1040, 1525, 1190, 1550)).getextrema()[1] == 255


def test_on_an_even_dark_page_too_low_to_make_room_the_number_stands_on_white(tmp_path: Path) -> None:
    _, target, report = stamped(tmp_path, new(content=b"0 g 0 0 300 60 re f", box=(0, 0, 300, 60)))
    assert not report.problems
    assert report.endorsed[0].boxed
    assert "white box on page 1, where the ground is dark and even" in " ".join(report.notes)
    assert seeing.occurrences(target, 0, "DOE-000001") == 1


def test_the_white_box_never_covers_print_so_a_low_page_full_of_print_is_refused(tmp_path: Path) -> None:
    _, target, report = stamped(tmp_path, new(content=STRIPES, box=(0, 0, 300, 60)))
    assert [problem.where for problem in report.problems] == ["source.pdf, page 1"]
    assert "without covering something" in report.problems[0].what
    assert not target.exists()


def test_a_page_that_cannot_make_room_is_moved_alone_before_it_is_refused(tmp_path: Path) -> None:
    pdf = new(2, content=TEXT + STRIPES)
    low = pdf.pages[1].obj
    low.MediaBox = Array([0, 0, 300, 60])
    low.Contents = Stream(pdf, b"0 g " + b"".join(b"100 %d 200 3 re f\n" % row for row in range(0, 60, 6)))
    *_, report = stamped(tmp_path, pdf)
    assert not report.problems
    first, second = report.endorsed
    assert first.shrink
    assert second.shrink is None
    assert second.placement.position is Position.BOTTOM_LEFT
    assert "printed on page 2 stands elsewhere" in " ".join(report.notes)


def test_further_from_the_edge_is_said_so(tmp_path: Path) -> None:
    frame = b"0 G 3 w 22 22 568 748 re S\n"
    *_, report = stamped(tmp_path, new(content=TEXT + frame))
    assert not report.problems
    assert "The number is further from the edge at the bottom right" in report.notes[0]


def test_the_work_of_looking_can_be_shared_out(tmp_path: Path) -> None:
    pdf = new(6)
    pdf.pages[4].obj.Contents = Stream(pdf, TEXT + FOOTER)
    source = saved(pdf, tmp_path / "a.pdf")
    labels = [f"DOE-{number:06d}" for number in range(1, 7)]
    alone = stamp_file(source, tmp_path / "alone.pdf", labels)
    with ProcessPoolExecutor(2) as executor:
        shared = stamp_file(source, tmp_path / "shared.pdf", labels, executor=executor)
    assert shared.endorsed == alone.endorsed
    assert (tmp_path / "shared.pdf").read_bytes() == (tmp_path / "alone.pdf").read_bytes()


def test_a_fixed_place_is_refused_rather_than_changed_and_the_pages_are_named(tmp_path: Path) -> None:
    pdf = new(3)
    pdf.pages[1].obj.Contents = pikepdf.Stream(pdf, TEXT + FOOTER)
    _, target, report = stamped(tmp_path, pdf, Endorsements(fixed=True))
    assert [problem.where for problem in report.problems] == ["source.pdf, page 2"]
    assert "there is print already" in report.problems[0].what
    assert not target.exists()


def test_a_fixed_place_with_nothing_in_the_way_is_printed(tmp_path: Path) -> None:
    *_, report = stamped(tmp_path, new(2), Endorsements(fixed=True))
    assert not report.problems


def test_the_tone_of_scanned_paper_is_no_ink(tmp_path: Path) -> None:
    *_, report = stamped(tmp_path, scan(232)())
    assert not report.problems
    assert report.endorsed[0].why == ""


def test_faint_print_under_the_number_is_ink(tmp_path: Path) -> None:
    *_, report = stamped(tmp_path, new(content=TEXT + b"0.7 g 540 20 30 4 re f\n"))
    assert not report.problems
    assert report.endorsed[0].placement.position is Position.BOTTOM_LEFT


def test_a_small_page_with_nothing_on_it_needs_no_room(tmp_path: Path) -> None:
    *_, report = stamped(tmp_path, small(100, 100)())
    assert not report.problems
    assert report.endorsed[0].shrink is None


def on_stripes(made: pikepdf.Pdf) -> pikepdf.Pdf:
    """The same file with print all over its pages, so that each must make room."""
    for page in made.pages:
        box = [float(side) for side in page.obj.get("/CropBox", page.obj.get("/MediaBox", [0, 0, 612, 792]))]
        left, right = sorted(box[::2])
        low, high = (int(side) for side in sorted(box[1::2]))
        stripes = b"".join(b"%d %d %d 3 re f\n" % (left, at, right - left) for at in range(low, high, 6))
        frame = Stream(made, b"q 0 g\n" + stripes + b"Q\n")
        contents = page.obj.get("/Contents")
        own = list(contents) if isinstance(contents, Array) else [contents] if contents is not None else []
        page.obj.Contents = Array([made.make_indirect(frame), *own])
    return made


WITHOUT_STRIPES = ("very large", "inherited attributes", "white scan", "grey scan")


@pytest.mark.parametrize("trait", [trait for trait in LAYOUTS if trait not in WITHOUT_STRIPES])
def test_an_awkward_page_full_of_print_makes_room_and_shows_the_same_in_less_space(
    trait: str, tmp_path: Path
) -> None:
    source, target, report = stamped(tmp_path, on_stripes(LAYOUTS[trait]()))
    assert not report.problems
    assert seeing.pages(source) == seeing.pages(target)
    for page, one in enumerate(report.endorsed):
        assert one.shrink is not None
        assert seeing.occurrences(target, page, one.label) == 1


def test_links_comments_and_fields_move_with_the_content(tmp_path: Path) -> None:
    source, target, report = stamped(tmp_path, on_stripes(annotated()))
    assert not report.problems
    shrink = report.endorsed[0].shrink
    assert shrink is not None
    with pikepdf.open(source) as before, pikepdf.open(target) as after:
        for theirs, ours in zip(before.pages[0].obj.Annots, after.pages[0].obj.Annots, strict=True):
            moved = [float(side) * shrink.scale for side in theirs.Rect]
            moved[1], moved[3] = (side + (1 - shrink.scale) * 792 for side in (moved[1], moved[3]))
            assert [float(side) for side in ours.Rect] == pytest.approx(moved, abs=0.001)
        assert after.Root.AcroForm.Fields[0].objgen == after.pages[0].obj.Annots[2].objgen


def test_on_a_narrow_page_the_marks_stand_in_rows(tmp_path: Path) -> None:
    stripes = b"".join(b"0 g 0 %d 140 3 re f\n" % row for row in range(0, 800, 6))
    asked = Endorsements(legend="CONFIDENTIAL", sticker="Exhibit A")
    *_, report = stamped(tmp_path, new(content=stripes, box=(0, 0, 140, 800)), asked)
    assert not report.problems
    assert report.endorsed[0].shrink
    heights = [mark.spot.y for mark in report.endorsed[0].marks]
    assert heights == sorted(set(heights))


def test_every_way_in_which_a_comment_says_where_it_is_moves_with_it(tmp_path: Path) -> None:
    pdf = on_stripes(new())
    look = Stream(pdf, b"1 0 0 rg 0 0 80 30 re f")
    look.Type, look.Subtype, look.BBox = Name.XObject, Name.Form, Array([0, 0, 80, 30])
    shared = pdf.make_indirect(Array([100, 200, 180, 230]))
    places = {
        "Highlight": {"QuadPoints": [100, 230, 180, 230, 100, 200, 180, 200]},
        "Ink": {"InkList": [[100, 200, 180, 230], [110, 210, 120, 220]]},
        "Polygon": {"Vertices": [100, 200, 180, 230, 140, 215]},
        "Line": {"L": [100, 200, 180, 230]},
        "FreeText": {"CL": [100, 200, 180, 230, 170, 220], "RD": [1, 2, 3, 4]},
    }
    listed = []
    for kind, keys in places.items():
        one = Dictionary(Type=Name.Annot, Subtype=Name(f"/{kind}"), F=4, AP=Dictionary(N=pdf.make_indirect(look)))
        one.Rect = shared
        for key, points in keys.items():
            one[Name(f"/{key}")] = Array([Array(each) if isinstance(each, list) else each for each in points])
        listed.append(one)
    pdf.pages[0].obj.Annots = Array(listed)
    _, target, report = stamped(tmp_path, pdf)
    assert not report.problems
    shrink = report.endorsed[0].shrink
    assert shrink is not None
    by, up = shrink.scale, (1 - shrink.scale) * 792
    with pikepdf.open(target) as after:
        marked, inked, shaped, lined, worded = after.pages[0].obj.Annots
        quad = [float(each) for each in marked.QuadPoints]
        assert quad[:4] == pytest.approx([100 * by, 230 * by + up, 180 * by, 230 * by + up], abs=0.001)
        strokes = [[float(each) for each in stroke] for stroke in inked.InkList]
        assert strokes[1] == pytest.approx([110 * by, 210 * by + up, 120 * by, 220 * by + up], abs=0.001)
        assert float(shaped.Vertices[4]) == pytest.approx(140 * by, abs=0.001)
        assert float(lined.L[3]) == pytest.approx(230 * by + up, abs=0.001)
        assert float(worded.CL[4]) == pytest.approx(170 * by, abs=0.001)
        assert [float(each) for each in worded.RD] == pytest.approx([by, 2 * by, 3 * by, 4 * by], abs=0.001)
        assert {str(one.Rect) for one in after.pages[0].obj.Annots} == {str(marked.Rect)}


def test_a_note_and_the_window_it_names_both_move(tmp_path: Path) -> None:
    pdf = on_stripes(new())
    look = Stream(pdf, b"1 0 0 rg 0 0 80 30 re f")
    look.Type, look.Subtype, look.BBox = Name.XObject, Name.Form, Array([0, 0, 80, 30])
    window = pdf.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Popup, Rect=Array([300, 500, 400, 600])))
    note = pdf.make_indirect(
        Dictionary(Type=Name.Annot, Subtype=Name.Square, F=4, Rect=Array([100, 200, 180, 230]), Popup=window)
    )
    note.AP, window.Parent = Dictionary(N=pdf.make_indirect(look)), note
    pdf.pages[0].obj.Annots = Array([note, window])
    *_, report = stamped(tmp_path, pdf)
    assert not report.problems
    assert report.endorsed[0].shrink
    assert not report.endorsed[0].isolated


def test_an_invisible_signature_does_not_keep_a_page_from_making_room(tmp_path: Path) -> None:
    pdf = on_stripes(new())
    signed = Dictionary(Type=Name.Sig, Filter=Name("/Adobe.PPKLite"), Contents=b"0")
    field = pdf.make_indirect(
        Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Sig, T="s", F=132, Rect=Array([0] * 4), V=signed)
    )
    pdf.pages[0].obj.Annots = Array([field])
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]), SigFlags=3)
    *_, report = stamped(tmp_path, pdf)
    assert not report.problems
    assert report.endorsed[0].shrink


def test_a_comment_that_stands_on_two_pages_keeps_both_from_making_room(tmp_path: Path) -> None:
    pdf = on_stripes(new(2))
    link = pdf.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([72, 400, 172, 420])))
    for page in pdf.pages:
        page.obj.Annots = Array([link])
    _, target, report = stamped(tmp_path, pdf)
    assert [problem.where for problem in report.problems] == ["source.pdf, page 1", "source.pdf, page 2"]
    assert not target.exists()


def test_a_comment_that_a_viewer_draws_at_its_own_size_refuses_the_page(tmp_path: Path) -> None:
    pdf = on_stripes(new())
    note = Dictionary(Type=Name.Annot, Subtype=Name.FreeText, Rect=Array([72, 400, 172, 420]), Contents="Draft", F=4)
    pdf.pages[0].obj.Annots = Array([note])
    _, target, report = stamped(tmp_path, pdf)
    assert "would not become smaller with it" in report.problems[0].what
    assert not target.exists()


def _content(change: Callable[[bytes], bytes], at: int) -> Callable[[pikepdf.Pdf], None]:
    def mutate(pdf: pikepdf.Pdf) -> None:
        stream = pdf.pages[0].obj.Contents[at]
        data = stream.read_bytes()
        assert change(data) != data
        stream.write(change(data))

    return mutate


def _move_link(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.Annots[0].Rect = Array([0, 0, 10, 10])


def _draw_in_the_room(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.Contents.append(Stream(pdf, b"0 g 60 10 30 10 re f"))


MUTATIONS: dict[str, Callable[[pikepdf.Pdf], None]] = {
    "the content a little smaller still": _content(lambda data: data.replace(b"0.95703125", b"0.95312500"), 0),
    "the content not made smaller": _content(lambda data: b"q\n", 0),
    "a part of the page cut off": _content(lambda data: data.replace(b"612 792 re W", b"612 600 re W"), 0),
    "a stripe changed": _content(lambda data: data.replace(b"0 600 612 3 re", b"0 602 612 3 re"), 1),
    "a link left behind": _move_link,
    "something in the room that was made": _draw_in_the_room,
}


@pytest.mark.parametrize("mutation", MUTATIONS)
def test_the_proof_of_a_page_that_made_room_fails_on(mutation: str, tmp_path: Path) -> None:
    source, target, report = stamped(tmp_path, on_stripes(annotated()))
    expected = expectations(report.endorsed, source)
    assert check_stamps(target, expected) == ()
    with pikepdf.open(target, allow_overwriting_input=True) as pdf:
        MUTATIONS[mutation](pdf)
        pdf.save(target)
    assert check_stamps(target, expected)


def test_a_pattern_becomes_smaller_with_the_page_that_paints_with_it(tmp_path: Path) -> None:
    pdf = new(content=b"/Pattern cs /P0 scn 0 0 612 792 re f\n" + TEXT)
    tile = Stream(pdf, b"0 g 0 0 6 3 re f")
    tile.PatternType, tile.PaintType, tile.TilingType = 1, 1, 1
    tile.BBox, tile.XStep, tile.YStep, tile.Resources = Array([0, 0, 6, 6]), 6, 6, Dictionary()
    pdf.pages[0].obj.Resources.Pattern = Dictionary(P0=pdf.make_indirect(tile))
    *_, report = stamped(tmp_path, pdf)
    assert not report.problems
    assert report.endorsed[0].shrink
    assert report.endorsed[0].isolated


BLOTS = st.lists(
    st.tuples(
        st.integers(0, 580), st.integers(0, 780), st.integers(2, 400), st.integers(1, 300), st.integers(0, 170)
    ),
    max_size=14,
)


@example(blots=[(0, 453, 34, 300, 111)], position=Position.BOTTOM_RIGHT, turn=270)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(blots=BLOTS, position=st.sampled_from(Position), turn=st.sampled_from([0, 90, 180, 270]))
def test_whatever_is_printed_on_a_page_none_of_it_lies_under_a_mark(
    blots: list[tuple[int, int, int, int, int]], position: Position, turn: int
) -> None:
    pdf = new(content=b"".join(b"%.2f g %d %d %d %d re f\n" % (tone / 255, *box) for *box, tone in blots))
    pdf.pages[0].obj.Rotate = turn
    legend = Position.TOP_LEFT if position is Position.BOTTOM_LEFT else Position.BOTTOM_LEFT
    asked = Endorsements(number=Placement(position=position), legend="CONFIDENTIAL", legend_position=legend)
    with TemporaryDirectory() as room:
        source, target, report = stamped(Path(room), pdf, asked)
        if report.problems:
            assert "without covering something" in report.problems[0].what
            return
        (one,) = report.endorsed
        assert [seeing.occurrences(target, 0, words) for words in ("DOE-000001", "CONFIDENTIAL")] == [1, 1]
        before = seeing.picture(source, 0)
        for mark in one.marks:
            left, bottom, right, top = (side * seeing.SCALE for side in mark.frame)
            under = before.crop(
                (int(left), int(before.height - top), int(right) + 1, int(before.height - bottom) + 1)
            )
            tones = under.getextrema()
            assert isinstance(tones[0], int)
            assert isinstance(tones[1], int)
            if one.shrink:
                assert mark.frame.meet(one.shrink.region(PageShape(Box(0, 0, 612, 792), turn))) is None
            elif mark.boxed:
                assert tones[1] < 200
            else:
                assert tones[0] > 100  # nothing there, or an even tone on which black is read
                assert tones[1] - tones[0] < 60
