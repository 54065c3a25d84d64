"""`discovery bundle` and `discovery verify` as a paralegal runs them."""

import subprocess
import sys
from pathlib import Path

import pytest

from .offices import office, pdf


def discovery(*arguments: object) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "discovery.cli.main", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return office(tmp_path / "matter", {"a.pdf": pdf("one", "two"), "b.pdf": pdf("three")})


def test_a_bundle_is_issued_and_verified(folder: Path) -> None:
    made = discovery("bundle", folder, "--prefix", "doe", "--issue", "--today", "2026-11-13")
    assert (made.returncode, made.stderr) == (0, "")
    assert "DOE-000001 to DOE-000005, 2 exhibits" in made.stdout
    proved = discovery("verify", folder / "productions" / "VOL001")
    assert proved.returncode == 0
    assert "proved right" in proved.stdout


def test_a_changed_volume_makes_verify_exit_with_five(folder: Path) -> None:
    discovery("bundle", folder, "--prefix", "DOE", "--issue")
    (folder / "productions" / "VOL001" / "README.txt").write_text("changed")
    proved = discovery("verify", folder)
    assert proved.returncode == 5
    assert "README.txt" in proved.stdout


def test_a_slip_sheet_makes_bundle_exit_with_five(folder: Path) -> None:
    (folder / "exhibits" / "b.pdf").write_bytes(b"not a PDF")
    made = discovery("bundle", folder, "--prefix", "DOE")
    assert made.returncode == 5
    assert "Exhibit B" in made.stdout
    assert "slip sheet" in made.stdout


def test_a_restricted_exhibit_exits_with_two_and_its_release_goes_through(tmp_path: Path) -> None:
    folder = office(tmp_path / "matter", {"a.pdf": pdf("a")}, a={"restriction": "victim"})
    refused = discovery("bundle", folder, "--prefix", "DOE", "--audience", "people")
    assert refused.returncode == 2
    assert "--release a" in refused.stderr
    assert discovery("bundle", folder, "--prefix", "DOE", "--audience", "people", "--release", "a").returncode == 0


@pytest.mark.parametrize(
    ("options", "code", "words"),
    [
        (["--prefix", "DÖE"], 2, "Use only the letters"),
        (["--prefix", "DOE", "--digits", "0"], 2, "digits"),
        (["--prefix", "DOE", "--digits", "1", "--issue"], 0, "DOE-1 to DOE-5"),
    ],
)
def test_a_number_style_is_taken_or_refused_in_one_sentence(
    folder: Path, options: list[str], code: int, words: str
) -> None:
    made = discovery("bundle", folder, *options)
    assert made.returncode == code
    assert words in made.stdout + made.stderr


def test_a_folder_that_is_no_matter_is_one_sentence(tmp_path: Path) -> None:
    made = discovery("bundle", tmp_path / "nowhere", "--prefix", "DOE")
    assert made.returncode == 2
    assert made.stderr.startswith("Error: ")
    assert "Traceback" not in made.stderr
