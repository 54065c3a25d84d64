"""`discovery check`: problems with their places, what follows, what is open; exit 5 with a problem."""

import shutil
from datetime import date
from pathlib import Path

import pikepdf
import pytest
from typer.testing import CliRunner, Result

from discovery.cli.main import app
from discovery.errors import PROBLEMS_FOUND
from discovery.jobs.check import check
from tests.matters import sample_folder

TODAY = date(2026, 11, 13)


def run(*words: str) -> Result:
    return CliRunner().invoke(app, ["check", *words, "--today", str(TODAY)])


def test_the_sample_has_no_problem_and_nothing_improbable(tmp_path: Path) -> None:
    checked = check(sample_folder(tmp_path), TODAY)
    assert (checked.problems, checked.notes) == ((), ())
    assert [derived.value for _, derived in checked.derived] == ["silent", "documented", "from 7 August 2025"]


def test_check_lists_what_follows_and_what_is_open(tmp_path: Path) -> None:
    result = run(str(sample_folder(tmp_path, "denied_but_indicated")))
    assert result.exit_code == 0
    assert "What the People have said: denied" in result.output
    assert "What the papers show: indicated" in result.output
    assert "Open questions, the most urgent first:" in result.output
    assert "facial_recognition.searches (not asked)" in result.output


def test_check_lists_every_problem_and_exits_5(tmp_path: Path) -> None:
    folder = sample_folder(tmp_path)
    path = folder / "matter.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("operator =", "operater =", 1), encoding="utf-8")
    (folder / "exhibits" / "stray.pdf").write_bytes(b"%PDF-1.7")
    result = run(str(folder))
    assert result.exit_code == PROBLEMS_FOUND
    assert ": 2 problems." in result.output
    assert "Did you mean “operator”?" in result.output
    assert "exhibits/stray.pdf: the file is not listed" in result.output


def test_a_file_that_is_no_pdf_or_needs_a_password_is_a_problem(tmp_path: Path) -> None:
    folder = sample_folder(tmp_path)
    (folder / "exhibits" / "i-card.pdf").write_bytes(b"not a PDF at all")
    locked = folder / "exhibits" / "indictment.pdf"
    with pikepdf.open(locked, allow_overwriting_input=True) as pdf:
        pdf.save(locked, encryption=pikepdf.Encryption(user="secret", owner="secret"))
    problems = [str(problem) for problem in check(folder, TODAY).problems]
    assert len(problems) == 2
    assert problems[0].startswith("exhibits/indictment.pdf: indictment.pdf opens only with a password.")
    assert problems[1].startswith("exhibits/i-card.pdf: i-card.pdf cannot be read as a PDF")


def test_a_page_that_the_file_does_not_have_is_a_problem(tmp_path: Path) -> None:
    folder = sample_folder(tmp_path)
    path = folder / "matter.toml"
    text = path.read_text(encoding="utf-8").replace('page = 3\nnumber = "SAMPLE-DA 000013"', "page = 4")
    path.write_text(text, encoding="utf-8")
    (problem,) = check(folder, TODAY).problems
    assert "bases.dd5-showing.page: dd5.pdf has 3 pages, and no page 4. Correct the page." in str(problem)


@pytest.mark.parametrize(("day", "asked"), [(date(2025, 11, 14), 0), (date(2019, 12, 1), 1)])
def test_a_day_that_is_still_to_come_is_asked_about(tmp_path: Path, day: date, asked: int) -> None:
    notes = [str(note) for note in check(sample_folder(tmp_path), day).notes]
    found = [note for note in notes if "i_card: December 12, 2019 is still to come" in note]
    assert len(found) == asked


def test_a_folder_without_a_matter_is_told_and_exits_5(tmp_path: Path) -> None:
    folder = sample_folder(tmp_path)
    (folder / "matter.toml").unlink()
    result = run(str(folder))
    assert result.exit_code == PROBLEMS_FOUND
    assert "matter.toml: there is no such file. Begin one with: discovery new" in result.output


def test_a_check_is_the_same_twice(tmp_path: Path) -> None:
    folder = sample_folder(tmp_path)
    first = run(str(folder)).output
    shutil.copytree(folder, tmp_path / "again")
    assert run(str(tmp_path / "again")).output == first.replace(str(folder), str(tmp_path / "again"))
