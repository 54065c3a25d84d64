"""What is odd about an exhibit is dealt with as exhibits/index.toml chooses, said, and written in our own record."""

import json
from datetime import date
from pathlib import Path

import pikepdf
import pytest
import tomlkit

from discovery.errors import InputError
from discovery.jobs.bundle import Bundled, bundle
from discovery.jobs.verify import verify

from .offices import office, pdf, texts
from .test_filing import comment

DAY = date(2026, 11, 13)


def chosen(folder: Path, **choices: str) -> Path:
    """The matter with these choices in its index."""
    index = folder / "exhibits" / "index.toml"
    document = tomlkit.parse(index.read_text("utf-8"))
    document["handling"] = choices
    index.write_text(tomlkit.dumps(document), "utf-8")
    return folder


def issued(folder: Path) -> Bundled:
    return bundle(folder, "DOE", DAY, issue=True)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return office(tmp_path / "matter", {"a.pdf": pdf("one"), "b.pdf": pdf("two", decorate=comment)})


def test_comments_become_part_of_their_page_where_that_is_chosen(folder: Path) -> None:
    made = issued(chosen(folder, comments="flatten"))
    with pikepdf.open(made.volume / "DOE-BUNDLE.pdf") as opened:
        assert not opened.pages[5].obj.get("/Annots")
    assert verify(made.volume) == ()
    (record,) = (folder / "ledger" / "volumes").glob("VOL001*.json")
    assert json.loads(record.read_text())["sources"][1]["handling"]["comments"] == "flatten"


def test_an_exhibit_in_a_condition_that_is_to_be_refused_stops_everything(folder: Path) -> None:
    with pytest.raises(InputError) as refused:
        issued(chosen(folder, comments="refuse"))
    assert "b.pdf" in str(refused.value)
    assert not (folder / "productions" / "VOL001").exists()


def test_a_slip_sheet_takes_the_place_of_one_that_is_to_have_it(folder: Path) -> None:
    made = issued(chosen(folder, comments="slip-sheet"))
    assert "Exhibit B could not be read" in "".join(texts(made.volume / "DOE-BUNDLE.pdf"))
    assert [problem.where for problem in made.problems] == ["Exhibit B"]
    assert verify(made.volume) == ()


def test_the_same_file_twice_is_told(tmp_path: Path) -> None:
    same = pdf("one")
    made = issued(chosen(office(tmp_path / "matter", {"a.pdf": same, "copy.pdf": same}), duplicates="note"))
    assert made.report is not None
    assert "a.pdf" in made.report.read_text("utf-8").partition("Exhibit B")[2]


def test_a_choice_that_there_is_not_is_said(folder: Path) -> None:
    with pytest.raises(InputError, match="needs attention"):
        issued(chosen(folder, comments="burn"))


def test_another_choice_makes_another_packet(folder: Path) -> None:
    assert issued(folder).volume.name == "VOL001"
    assert issued(chosen(folder, comments="flatten")).volume.name == "VOL002"
