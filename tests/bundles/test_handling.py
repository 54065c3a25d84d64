"""What is odd about an exhibit is dealt with as exhibits/index.toml chooses, said, and written in our own record."""

import json
from datetime import date
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
import tomlkit

from discovery.errors import InputError
from discovery.files.pdf import stamp_file
from discovery.jobs.bundle import Bundled, bundle
from discovery.jobs.verify import check, verify
from tests.filing import making

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


def layered() -> bytes:
    held = BytesIO()
    making.layered(hidden=b"/OC /L1 BDC BT /F1 20 Tf 100 400 Td (Switched off) Tj ET EMC\n").save(held)
    return held.getvalue()


def test_what_is_switched_off_in_a_layer_does_not_go_out_where_nothing_is_chosen(tmp_path: Path) -> None:
    folder = office(tmp_path / "matter", {"a.pdf": pdf("one"), "plan.pdf": layered()})
    made = issued(folder)
    with pikepdf.open(made.volume / "DOE-BUNDLE.pdf") as opened:
        held = [each.read_bytes() for each in opened.objects if isinstance(each, pikepdf.Stream)]
        assert not any(b"Switched off" in each for each in held)
    assert "Exhibit B: Its layers were made one; 1 hidden part was taken out." in str(made)
    told = check(made.volume, sources=folder)
    assert told.problems == ()
    assert any("made anew" in said and "Exhibit B" in said for said in told.unproved)
    assert not any("Exhibit A" in said for said in told.unproved)


def test_layers_are_kept_where_that_is_chosen(tmp_path: Path) -> None:
    made = issued(chosen(office(tmp_path / "matter", {"plan.pdf": layered()}), layers="keep"))
    with pikepdf.open(made.volume / "DOE-BUNDLE.pdf") as opened:
        assert any(
            b"Switched off" in each.read_bytes() for each in opened.objects if isinstance(each, pikepdf.Stream)
        )


def test_an_exhibit_that_bears_numbers_of_ours_is_not_numbered_a_second_time_unasked(tmp_path: Path) -> None:
    source, numbered = tmp_path / "a.pdf", tmp_path / "out" / "a.pdf"
    source.write_bytes(pdf("one"))
    stamp_file(source, numbered, ["ROE-000001"])
    folder = office(tmp_path / "matter", {"a.pdf": numbered.read_bytes()})
    with pytest.raises(InputError, match="bear numbers of this program already, from ROE-000001") as refused:
        issued(folder)
    assert "numbered_here = “note” under [handling]" in str(refused.value)
    assert issued(chosen(folder, numbered_here="note")).volume.name == "VOL001"
