"""`discovery stamp` numbers files in the order given, or says at once everything that stands in the way."""

import os
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest

from discovery.core.bates import NumberStyle
from discovery.errors import ConflictError, InputError
from discovery.jobs.stamp import plan, stamp
from tests.pages import seeing
from tests.pages.awkward import new, saved, small

DOE = NumberStyle.of("DOE")


def run(*arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "discovery.cli.main", "stamp", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, "NO_COLOR": "1"})


def test_numbers_run_on_over_the_files_in_the_order_given(tmp_path: Path) -> None:
    second, first = saved(new(2), tmp_path / "a.pdf"), saved(new(3), tmp_path / "b.pdf")
    result = run(str(first), str(second), "--prefix", "doe", "--start", "9", "-o", str(tmp_path / "out"))
    assert result.returncode == 0, result.stderr
    assert result.stdout.splitlines() == [
        f"b.pdf: DOE-000009 to DOE-000011, 3 pages: {tmp_path}/out/b.pdf",
        f"a.pdf: DOE-000012 to DOE-000013, 2 pages: {tmp_path}/out/a.pdf",
    ]
    assert seeing.occurrences(tmp_path / "out" / "a.pdf", 1, "DOE-000013") == 1
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["a.pdf", "b.pdf"]


def test_everything_in_the_way_is_told_at_once_and_nothing_is_written(tmp_path: Path) -> None:
    good, again = saved(new(), tmp_path / "a.pdf"), tmp_path / "sub" / "A.pdf"
    again.parent.mkdir()
    saved(new(), again)
    broken, locked = tmp_path / "broken.pdf", tmp_path / "locked.pdf"
    broken.write_text("not a pdf")
    new().save(locked, encryption=pikepdf.Encryption(owner="x", user="y"))
    files = [str(path) for path in (good, again, broken, locked, tmp_path / "missing.pdf", tmp_path)]
    result = run(*files, "--prefix", "DOE", "-o", str(tmp_path / "out"))
    assert result.returncode == 2
    for words in ("same name", "broken.pdf cannot be read", "locked.pdf opens only", "missing.pdf", "is a folder"):
        assert words in result.stderr
    assert not (tmp_path / "out").exists()


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    source, out = saved(new(), tmp_path / "a.pdf"), tmp_path / "out"
    assert run(str(source), "--prefix", "DOE", "-o", str(out)).returncode == 0
    before = (out / "a.pdf").read_bytes()
    result = run(str(source), "--prefix", "ROE", "-o", str(out))
    assert result.returncode == 4
    assert "exists already" in result.stderr
    assert (out / "a.pdf").read_bytes() == before


def test_the_folder_of_the_sources_is_refused_as_the_place_for_copies(tmp_path: Path) -> None:
    source = saved(new(), tmp_path / "a.pdf")
    with pytest.raises(ConflictError):
        plan([source], DOE, tmp_path)


def test_a_page_that_cannot_be_proved_right_publishes_nothing_for_its_file_and_exits_5(tmp_path: Path) -> None:
    bad, good = saved(small(20, 20)(), tmp_path / "bad.pdf"), saved(new(), tmp_path / "good.pdf")
    result = run(str(bad), str(good), "--prefix", "DOE", "-o", str(tmp_path / "out"))
    assert result.returncode == 5
    assert "bad.pdf, page 1: The page is too small" in result.stderr
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["good.pdf"]
    assert seeing.occurrences(tmp_path / "out" / "good.pdf", 0, "DOE-000002") == 1


def test_a_privileged_paper_is_refused(tmp_path: Path) -> None:
    pdf = new()
    pdf.docinfo["/Keywords"] = "discovery:privileged"
    with pytest.raises(InputError, match="privileged"):
        plan([saved(pdf, tmp_path / "memo.pdf")], DOE, tmp_path / "out")


def test_numbers_that_run_out_are_told_before_anything_is_written(tmp_path: Path) -> None:
    source = saved(new(3), tmp_path / "a.pdf")
    with pytest.raises(InputError, match="does not fit"):
        plan([source], NumberStyle.of("DOE", 2), tmp_path / "out", start=98)


def test_a_file_changed_between_plan_and_print_is_not_numbered(tmp_path: Path) -> None:
    source = saved(new(2), tmp_path / "a.pdf")
    planned = plan([source], DOE, tmp_path / "out")
    saved(new(3), source)
    (report,) = stamp(planned)
    assert "has 3 pages, but 2 numbers" in str(report.problems[0])


def test_a_place_that_is_none_is_told_with_the_places_there_are(tmp_path: Path) -> None:
    result = run(str(tmp_path / "a.pdf"), "--prefix", "DOE", "-o", "out", "--corner", "middle")
    assert result.returncode == 2
    assert "“middle” is no place of a page. Choose one of bottom-right," in result.stderr


def test_everything_that_is_printed_can_be_asked_for(tmp_path: Path) -> None:
    first, second = saved(new(2), tmp_path / "a.pdf"), saved(new(), tmp_path / "b.pdf")
    marks = ["--legend", "CONFIDENTIAL", "--legend-place", "top-left", "--sticker", "Defense Exhibit {}"]
    looks = ["--suffix", "-R", "--place", "bottom-center", "--color", "blue", "--size", "9", "--deep"]
    result = run(str(first), str(second), "--prefix", "DOE", "-o", str(tmp_path / "out"), *marks, *looks)
    assert result.returncode == 0, result.stderr
    for name, letter, number in (("a.pdf", "A", "DOE-000001-R"), ("b.pdf", "B", "DOE-000003-R")):
        words = [number, "CONFIDENTIAL", f"Defense Exhibit {letter}"]
        assert [seeing.occurrences(tmp_path / "out" / name, 0, word) for word in words] == [1, 1, 1]


def test_one_sticker_for_several_files_is_refused(tmp_path: Path) -> None:
    files = [str(saved(new(), tmp_path / name)) for name in ("a.pdf", "b.pdf")]
    result = run(*files, "--prefix", "DOE", "-o", str(tmp_path / "out"), "--sticker", "Defense Exhibit A")
    assert result.returncode == 2
    assert "would stand on all 2 files" in result.stderr
    assert not (tmp_path / "out").exists()


def test_what_cannot_be_printed_is_told_at_once(tmp_path: Path) -> None:
    result = run("a.pdf", "--prefix", "DOE", "-o", str(tmp_path), "--color", "yellow", "--legend", "\u2603")
    assert result.returncode == 2
    assert "“yellow” is no color" in result.stderr
    assert "“\u2603” holds" in result.stderr
    result = run("a.pdf", "--prefix", "DOE", "-o", str(tmp_path), "--legend", "SECRET " * 20)
    assert "has 139 characters; at most 80 can be printed" in " ".join(result.stderr.split())


def test_a_fixed_place_that_is_taken_exits_5_and_names_the_page(tmp_path: Path) -> None:
    source = saved(new(content=b"BT /F1 9 Tf 540 28 Td (Page 1) Tj ET"), tmp_path / "a.pdf")
    result = run(str(source), "--prefix", "DOE", "-o", str(tmp_path / "out"), "--fixed-place")
    assert result.returncode == 5
    assert "a.pdf, page 1: Where the number was to be printed, there is print already." in result.stderr


def test_what_cannot_be_kept_as_the_first_part_is_told_before_anything_is_made(tmp_path: Path) -> None:
    good, locked = saved(new(), tmp_path / "a.pdf"), tmp_path / "locked.pdf"
    new().save(locked, encryption=pikepdf.Encryption(owner="x", user=""))
    asked = [str(good), str(locked), "--prefix", "DOE", "-o", str(tmp_path / "out"), "--preserve-original"]
    result = run(*asked)
    assert result.returncode == 2
    assert "original of locked.pdf cannot be kept as the first part of the copy: it is encrypted" in result.stderr
    assert "Number it without --preserve-original." in result.stderr
    result = run(*asked, "--lock")
    assert result.returncode == 2
    assert "Give --lock or --preserve-original, not both." in result.stderr
    assert not (tmp_path / "out").exists()
