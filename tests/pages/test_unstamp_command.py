"""`discovery unstamp` says which page bore which number, and what it could not take off."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from discovery.cli.main import app
from discovery.errors import ConflictError
from discovery.jobs.unstamp import unstamp
from tests.pages.awkward import new, saved


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, list(arguments))
    return result.exit_code, result.output


def test_numbers_come_off_and_are_named_by_page(tmp_path: Path) -> None:
    source, out = saved(new(2), tmp_path / "a.pdf"), tmp_path / "out"
    run("stamp", str(source), "--prefix", "DOE", "-o", str(out))
    code, said = run("unstamp", str(out / "a.pdf"), "-o", str(tmp_path / "bare"), "--source", str(source))
    assert code == 0, said
    assert said.splitlines() == [
        f"a.pdf: {tmp_path}/bare/a.pdf",
        "  Pages 1 to 2 bore DOE-000001 to DOE-000002.",
        "  Its pages are those of a.pdf, entry for entry.",
    ]


def test_a_locked_file_and_a_strange_one_are_one_sentence_each_and_the_others_go_on(tmp_path: Path) -> None:
    names = {name: saved(new(), tmp_path / f"{name}.pdf") for name in ("good", "locked", "strange")}
    out = tmp_path / "out"
    run("stamp", str(names["good"]), "--prefix", "DOE", "-o", str(out))
    run("stamp", str(names["locked"]), "--prefix", "DOE", "--lock", "-o", str(out))
    files = [str(out / "locked.pdf"), str(names["strange"]), str(out / "good.pdf")]
    code, said = run("unstamp", *files, "-o", str(tmp_path / "bare"))
    assert code == 5
    assert "locked.pdf bears DOE-000001, and was locked when it was numbered" in said
    assert "strange.pdf bears no number of this program." in said
    assert [path.name for path in (tmp_path / "bare").iterdir()] == ["good.pdf"]


def test_stamping_a_stamped_file_says_to_unstamp_first_and_restamp_replaces(tmp_path: Path) -> None:
    source, out = saved(new(), tmp_path / "a.pdf"), tmp_path / "out"
    run("stamp", str(source), "--prefix", "DOE", "-o", str(out))
    again = ("stamp", str(out / "a.pdf"), "--prefix", "ROE", "-o", str(tmp_path / "again"))
    refused = CliRunner().invoke(app, list(again))
    assert "bears numbers of this program already (DOE-000001)" in str(refused.exception)
    code, said = run(*again, "--restamp")
    assert code == 0
    assert "It bore DOE-000001; the copy bears the new numbers in their place." in said


def test_nothing_is_overwritten_and_nothing_is_begun(tmp_path: Path) -> None:
    source = saved(new(), tmp_path / "a.pdf")
    with pytest.raises(ConflictError, match="nothing is overwritten"):
        unstamp([source], tmp_path)


def test_a_copy_that_begins_with_its_original_is_unstamped_to_the_very_file(tmp_path: Path) -> None:
    source, out = saved(new(), tmp_path / "a.pdf"), tmp_path / "out"
    code, said = run("stamp", str(source), "--prefix", "DOE", "--preserve-original", "-o", str(out))
    assert code == 0, said
    assert "bytes are the original, byte for byte" in said
    assert run("unstamp", str(out / "a.pdf"), "-o", str(tmp_path / "bare"))[0] == 0
    assert (tmp_path / "bare" / "a.pdf").read_bytes() == source.read_bytes()
