"""The People's own numbers are kept clear of, written down beside ours, and served only where counsel asks for it."""

import csv
import json
from datetime import date
from pathlib import Path

import pikepdf
import pytest

from discovery.core.packets import PacketOptions
from discovery.files.ledger import ledger_folder
from discovery.jobs.bates import lookup
from discovery.jobs.bundle import Bundled, bundle
from discovery.jobs.verify import verify

from .offices import office, pdf, texts

DAY = date(2026, 11, 13)


def numbered_by_the_people(made: pikepdf.Pdf) -> None:
    """KCDA-000041 and so on at the bottom right, where ours would go; the last page bears none."""
    for at, page in enumerate(list(made.pages)[:-1]):
        mark = f"BT /F1 9 Tf 520 26 Td (KCDA-0000{41 + at}) Tj ET".encode()
        page.obj.Contents = pikepdf.Stream(made, page.obj.Contents.read_bytes() + b"\n" + mark)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    files = {
        "own.pdf": pdf("ours"),
        "theirs.pdf": pdf("one", "two", "three", "bare", decorate=numbered_by_the_people),
    }
    return office(tmp_path / "matter", files)


def issued(folder: Path, *, served: bool = False) -> Bundled:
    return bundle(folder, "DOE", DAY, issue=True, options=PacketOptions(cross_reference=served))


def test_their_numbers_stay_readable_beside_ours(folder: Path) -> None:
    made = issued(folder)
    pages = texts(made.volume / "DOE-BUNDLE.pdf")
    assert "KCDA-000041" in pages[5]
    assert "DOE-000004" in pages[5]
    assert any("something is in its way at the bottom right" in note for note in made.notes)
    assert verify(made.volume) == ()


def test_each_page_with_two_numbers_is_in_the_table_for_counsel_and_in_our_record(folder: Path) -> None:
    made = issued(folder)
    assert made.report is not None
    table = made.report.with_name(made.report.name.replace("REPORT.txt", "CROSS-REFERENCE.csv"))
    rows = list(csv.DictReader(table.read_text("utf-8-sig").splitlines()))
    assert [tuple(row.values()) for row in rows] == [
        ("KCDA-000041", "DOE-000004", "B", "1"),
        ("KCDA-000042", "DOE-000005", "B", "2"),
        ("KCDA-000043", "DOE-000006", "B", "3"),
    ]
    assert "the People's numbers on it: KCDA-000041 to KCDA-000043, on 3 of 4 pages" in made.report.read_text("utf-8")
    (record,) = (ledger_folder(folder) / "volumes").glob("VOL001*.json")
    assert json.loads(record.read_text())["sources"][1]["received_pages"]["DOE-000005"] == "KCDA-000042"


def test_a_look_up_by_their_number_finds_our_page(folder: Path) -> None:
    issued(folder)
    assert "KCDA-000042 of the People's is on our DOE-000005, Exhibit B in VOL001" in str(
        lookup("KCDA-000042", folder)[0]
    )


def test_the_table_is_served_only_where_counsel_asks_for_it(folder: Path) -> None:
    assert not list(issued(folder).volume.glob("*.csv"))
    made = issued(folder, served=True)
    assert (made.volume / "DOE-CROSS-REFERENCE.csv").is_file()
    assert verify(made.volume) == ()
    table = made.volume / "DOE-CROSS-REFERENCE.csv"
    table.write_bytes(table.read_bytes().replace(b"KCDA-000042", b"KCDA-000049"))
    assert "DOE-CROSS-REFERENCE.csv" in str(verify(made.volume)[0])
