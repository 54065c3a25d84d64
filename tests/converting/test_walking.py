"""A folder's files in the order people count, and every entry accounted for."""

import string
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from discovery.core.pieces import natural_key
from discovery.files.converting import read_piece, survey, walk
from tests.converting.making import written

NAMES = st.lists(st.text(string.ascii_letters + string.digits + "._ -", min_size=1), unique=True)


def test_page2_comes_before_page10_in_every_folder(tmp_path: Path) -> None:
    names = ["page10.pdf", "page2.pdf", "Box 1/b.pdf", "Box 1/a.pdf", "box 02/x.pdf", "Box 10/y.pdf"]
    for name in names:
        written(tmp_path, name, b"x")
    found = [str(path.relative_to(tmp_path)) for path in walk(tmp_path)]
    assert found == ["Box 1/a.pdf", "Box 1/b.pdf", "box 02/x.pdf", "Box 10/y.pdf", "page2.pdf", "page10.pdf"]


def test_what_computers_put_there_is_listed_with_its_reason(tmp_path: Path) -> None:
    for name in ("a.pdf", "._a.pdf", "Thumbs.db", "desktop.ini", ".DS_Store", "~$letter.docx", "__MACOSX/a.pdf"):
        written(tmp_path, name, b"x")
    (tmp_path / "empty").mkdir()
    (tmp_path / "link.pdf").symlink_to(tmp_path / "a.pdf")
    found = survey(tmp_path)
    assert [path.name for path in found.files] == ["a.pdf"]
    told = {each.path.name: each.why for each in found.left_out}
    assert set(told) == {
        *("._a.pdf", "Thumbs.db", "desktop.ini", ".DS_Store", "~$letter.docx", "__MACOSX", "empty", "link.pdf")
    }
    assert "previews" in told["Thumbs.db"]
    assert "not followed" in told["link.pdf"]
    assert all(told.values())


def test_a_file_that_cannot_be_read_is_a_piece_all_the_same(tmp_path: Path) -> None:
    piece = read_piece(tmp_path / "gone.pdf", tmp_path / "room")
    assert piece.pdf is None
    assert piece.why == "The file could not be read."
    unknown = read_piece(written(tmp_path, "camera.dav2", bytes(range(256)) * 8), tmp_path / "room")
    assert unknown.native_only
    assert unknown.why == "The file is produced in its own form."
    assert "print it to a PDF" in unknown.detail


@given(NAMES.flatmap(lambda names: st.tuples(st.just(names), st.permutations(names))))
def test_natural_order_is_one_order_whatever_the_disk_lists_first(listed: tuple[list[str], list[str]]) -> None:
    assert sorted(listed[0], key=natural_key) == sorted(listed[1], key=natural_key)


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_numbers_in_names_are_counted(low: int, high: int) -> None:
    low, high = sorted((low, high))
    assert natural_key(f"page{low}.pdf") <= natural_key(f"page{high}.pdf")
