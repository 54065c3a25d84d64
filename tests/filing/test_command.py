"""`discovery preflight` shows what is wrong, by which rule, and ends with a code a script can go by."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from discovery.cli.main import app
from discovery.errors import PROBLEMS_FOUND, ConflictError, InputError
from discovery.files.converting.ocr import why_not
from discovery.files.filing_profiles import read_profile
from discovery.files.repairing import repair
from tests.converting.test_ocr import scan
from tests.filing import making
from tests.filing.making import on_disk
from tests.filing.test_repair import words


def ran(*arguments: object) -> tuple[int, str]:
    """The command's exit code and what it shows."""
    result = CliRunner().invoke(app, ["preflight", *map(str, arguments)])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.output


def test_a_file_that_may_be_refused_ends_with_five_and_names_the_rule_and_its_source(tmp_path: Path) -> None:
    code, shown = ran(on_disk(making.scripted(), tmp_path), "--profile", "cmecf")
    assert code == PROBLEMS_FOUND
    assert "motion.pdf: may be refused" in shown
    assert "JavaScript: it holds JavaScript (page 1" in shown
    assert "cacb.uscourts.gov: one court's guide; read November 27, 2026; partly verified" in shown
    assert str(tmp_path) not in shown


def test_a_file_that_only_should_be_looked_at_ends_with_nought(tmp_path: Path) -> None:
    code, shown = ran(on_disk(making.opening(), tmp_path), "--profile", "cmecf")
    assert code == 0
    assert "motion.pdf: ready for cmecf, but look at this" in shown


def test_a_repaired_copy_lies_in_the_folder_and_is_never_written_over(tmp_path: Path) -> None:
    source = on_disk(making.scripted(), tmp_path)
    code, shown = ran(source, "--profile", "cmecf", "--repair", "-o", tmp_path / "out")
    assert code == 0
    assert "Done: its JavaScript was taken out" in shown
    assert (tmp_path / "out" / "motion.pdf").is_file()
    with pytest.raises(ConflictError):
        ran(source, "--profile", "cmecf", "--repair", "-o", tmp_path / "out")


def test_the_courts_own_limit_is_kept(tmp_path: Path) -> None:
    source = on_disk(making.picture(200)(), tmp_path)
    assert ran(source, "--profile", "cmecf", "--max-mb", "8")[0] == 0
    code, shown = ran(source, "--profile", "cmecf", "--max-mb", "0.5")
    assert code == PROBLEMS_FOUND
    assert "the limit is 0.5 MB" in shown


def test_whether_edds_wants_one_file_is_said_to_be_unknown(tmp_path: Path) -> None:
    assert "is not established; ask the part" in ran(on_disk(making.plain(), tmp_path), "--profile", "edds")[1]


def test_mistakes_are_answered_before_anything_is_done(tmp_path: Path) -> None:
    source = on_disk(making.plain(), tmp_path)
    assert ran(source, "--profile", "edds", "--repair")[0] == 2
    with pytest.raises(InputError, match="nyscef"):
        ran(source, "--profile", "nycef")
    with pytest.raises(InputError, match="is no file"):
        ran(source, tmp_path / "none.pdf", "--profile", "edds")


@pytest.mark.ocr
@pytest.mark.skipif(bool(why_not()), reason="OCRmyPDF or Tesseract is not installed")
def test_a_scan_is_read_in_a_repair(tmp_path: Path) -> None:
    source = tmp_path / "scan.pdf"
    source.write_bytes(scan("The officer ran the search"))
    report = repair(source, read_profile("edds"), tmp_path / "out.pdf")
    assert "officer" in words(report.path)
    assert any("read by OCR" in each for each in report.repaired)
