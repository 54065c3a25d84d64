"""Two files look the same, or the page that does not is named."""

from pathlib import Path

from discovery.core.geometry import Box
from discovery.files.same_look import unlike
from tests.filing.making import on_disk
from tests.pages.awkward import new


def both(one: bytes, other: bytes, folder: Path, **asked: bool) -> tuple[int, ...]:
    """The unlike pages of two files with this content on their second page."""
    paths = []
    for name, content in (("a.pdf", one), ("b.pdf", other)):
        pdf = new(2)
        pdf.pages[1].obj.Contents = pdf.make_stream(content)
        paths.append(on_disk(pdf, folder, name))
    return unlike(paths[0], paths[1], **asked)


LINE = b"0.3 w 100 300 m 300 300 l S\n"


def test_the_same_content_looks_the_same(tmp_path: Path) -> None:
    assert both(LINE, LINE, tmp_path) == ()


def test_a_hairline_more_or_less_is_a_difference_also_where_things_may_have_moved(tmp_path: Path) -> None:
    for moved in (False, True):
        assert both(LINE, b"", tmp_path / str(moved), moved=moved) == (2,)
        assert both(b"", LINE, tmp_path / f"{moved}-more", moved=moved) == (2,)


def test_one_pixel_beside_is_a_difference_only_where_nothing_moved(tmp_path: Path) -> None:
    beside = b"q 1 0 0 1 0 0.6667 cm\n" + LINE + b"Q\n"
    assert both(LINE, beside, tmp_path / "a") == (2,)
    assert both(LINE, beside, tmp_path / "b", moved=True) == ()


def test_three_points_beside_is_always_a_difference(tmp_path: Path) -> None:
    assert both(LINE, b"q 1 0 0 1 0 3 cm\n" + LINE + b"Q\n", tmp_path, moved=True) == (2,)


def test_another_tone_is_a_difference(tmp_path: Path) -> None:
    assert both(b"0 g 100 100 90 90 re f", b"0.3 g 100 100 90 90 re f", tmp_path, moved=True) == (2,)


def test_what_lies_in_a_box_set_apart_is_not_compared(tmp_path: Path) -> None:
    one, other = (on_disk(new(content=each), tmp_path, name) for each, name in ((LINE, "a.pdf"), (b"", "b.pdf")))
    assert unlike(one, other, {1: [Box(90, 290, 310, 310)]}) == ()


def test_another_number_of_pages_makes_all_unlike(tmp_path: Path) -> None:
    one, other = (on_disk(new(count), tmp_path, f"{count}.pdf") for count in (1, 2))
    assert unlike(one, other) == (1, 2)
