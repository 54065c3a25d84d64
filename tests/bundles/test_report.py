"""Beside each volume lies what became of every exhibit, for the office alone; with an issued one goes a letter."""

import csv
from datetime import date
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from discovery.core.exhibits import Audience
from discovery.core.packet_report import gathered
from discovery.files.ledger import ledger_folder
from discovery.jobs.bundle import bundle
from discovery.jobs.verify import verify

from .offices import links, office, pdf

DAY = date(2026, 11, 13)


def in_the_way(made: pikepdf.Pdf) -> None:
    made.pages[0].obj.Contents = pikepdf.Stream(made, b"BT /F1 12 Tf 500 24 Td (IN THE WAY) Tj ET")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    files = {
        "complaint.pdf": pdf("one", "two", decorate=links),
        "crowded.pdf": pdf("three", decorate=in_the_way),
        "lost.pdf": b"no file",
        "notes.pdf": pdf("four"),
    }
    entries: dict[str, Any] = {
        "complaint": {"restriction": "sealed", "numbers": "NYPD-0001 to NYPD-0002"},
        "notes": {"include": False},
    }
    return office(tmp_path / "matter", files, **entries)


def test_the_report_tells_what_became_of_each_exhibit_and_what_is_not_in_it(folder: Path) -> None:
    made = bundle(folder, "DOE", DAY, issue=True, release=["complaint"])
    assert made.report is not None
    said = made.report.read_text("utf-8")
    assert said.startswith("VOL001 (issued), 2026-11-13, for the court\nFor the office. Not to be served")
    assert "made from exhibits/complaint.pdf (sha256 " in said
    assert "restricted (sealed); released by name for the court" in said
    assert "the People's numbers on it: NYPD-0001 to NYPD-0002" in said
    assert "a script or an action that opens a file or sends data was taken out" in said
    assert "DOE-000005: something is in the way of the number at the bottom right" in said
    assert "a slip sheet stands in its place: The file is not a PDF." in said
    assert "notes.pdf: include = false in exhibits/index.toml" in said


def test_report_inventory_and_letter_lie_in_the_matter_and_nothing_of_them_is_served(folder: Path) -> None:
    made = bundle(folder, "DOE", DAY, issue=True, release=["complaint"])
    assert sorted(path.name for path in made.volume.iterdir()) == [
        "DOE-BUNDLE.pdf",
        "DOE-MANIFEST.json",
        "README.txt",
    ]
    assert made.letter == folder / "drafts" / "transmittal-VOL001-review.docx"
    assert made.report is not None
    assert made.report.parent == ledger_folder(folder) / "volumes"
    assert verify(folder) == ()


def test_the_inventory_lists_every_item_for_a_spreadsheet(folder: Path) -> None:
    made = bundle(folder, "DOE", DAY, issue=True, release=["complaint"])
    assert made.report is not None
    path = made.report.with_name(made.report.name.replace("REPORT.txt", "INVENTORY.csv"))
    rows = list(csv.DictReader(path.read_text("utf-8-sig").splitlines()))
    assert [row["Mark"] for row in rows] == ["Exhibit A", "Exhibit B", "Exhibit C"]
    assert rows[2]["Form"] == "slip sheet: The file is not a PDF."


def test_a_draft_made_again_on_another_day_replaces_its_record_and_has_no_letter(folder: Path) -> None:
    first = bundle(folder, "DOE", DAY, release=["complaint"])
    again = bundle(folder, "DOE", date(2026, 11, 14), release=["complaint"])
    assert first.report is not None
    assert again.report == first.report
    assert "2026-11-14" in again.report.read_text("utf-8")
    assert again.letter is None


def test_the_records_of_a_draft_that_is_no_more_are_dropped_together(folder: Path) -> None:
    first = bundle(folder, "DOE", DAY, release=["complaint"])
    (folder / "exhibits" / "lost.pdf").write_bytes(pdf("found"))
    again = bundle(folder, "DOE", DAY, release=["complaint"])
    assert again.report != first.report
    left = sorted(path.suffix for path in (ledger_folder(folder) / "volumes").iterdir())
    assert left == [".csv", ".json", ".txt"]


def test_the_report_says_for_whom_a_restricted_exhibit_was_released(tmp_path: Path) -> None:
    entries = {"a": {"restriction": "victim", "released": ["people"]}}
    folder = office(tmp_path / "matter", {"a.pdf": pdf("one")}, **entries)
    made = bundle(folder, "DOE", DAY, issue=True, audience=Audience.PEOPLE)
    assert made.report is not None
    assert "restricted (victim); released by name for the people in exhibits/index.toml" in made.report.read_text()


def test_a_letter_that_counsel_has_edited_is_kept_and_the_volume_is_issued_all_the_same(folder: Path) -> None:
    (folder / "drafts").mkdir()
    (folder / "drafts" / "transmittal-VOL001-review.docx").write_bytes(b"counsel's own")
    made = bundle(folder, "DOE", DAY, issue=True, release=["complaint"])
    assert made.letter is None
    assert any("its transmittal letter could not be drafted" in note for note in made.notes)
    assert (folder / "drafts" / "transmittal-VOL001-review.docx").read_bytes() == b"counsel's own"
    assert verify(folder) == ()


def test_what_is_said_of_several_exhibits_is_said_once() -> None:
    notes = ("Exhibit A: it was mended.", "A note.", "Exhibit B: it was locked.", "Exhibit C: it was mended.")
    assert gathered(notes) == ("Exhibits A and C: it was mended.", "A note.", "Exhibit B: it was locked.")
