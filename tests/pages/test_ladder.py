"""Nothing of the source lies under a mark: the mark moves, the content makes room, or the page is refused."""

from pathlib import Path

import pikepdf
import pytest

from discovery.core.endorsements import Endorsements, Position
from discovery.files.pdf import StampReport, inspect, stamp_file
from tests.pages import seeing
from tests.pages.awkward import TEXT, covered, new, saved, scan, small

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
    assert (
        "bottom left of every page, not at the bottom right, where something is in its way on page 2"
        in report.notes[0]
    )
    for page in range(3):
        found = seeing.changed(source, target, page)
        assert found is not None
        assert found[2] < 90
        assert "bottom right" in report.endorsed[page].why


def test_a_number_a_comment_would_hide_goes_to_another_corner(tmp_path: Path) -> None:
    *_, report = stamped(tmp_path, covered())
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
