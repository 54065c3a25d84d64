"""What counsel asks to be printed on the pages of a packet is printed, proved, and part of what makes it the same."""

import json
from datetime import date
from pathlib import Path

import pikepdf
import pytest
from typer.testing import CliRunner

from discovery.cli.main import app
from discovery.core.endorsements import Endorsements, Position
from discovery.core.packets import PacketOptions
from discovery.core.parts import Layout
from discovery.errors import InputError
from discovery.files.ledger import read_ledger
from discovery.jobs.bundle import Bundled, bundle
from discovery.jobs.verify import verify

from .offices import office, pdf, texts

DAY = date(2026, 11, 13)


def issued(folder: Path, options: PacketOptions) -> Bundled:
    return bundle(folder, "DOE", DAY, issue=True, options=options)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return office(tmp_path / "matter", {"a.pdf": pdf("one", "two"), "b.pdf": pdf("three"), "c.pdf": b"no file"})


def pages_of(made: Bundled) -> list[str]:
    return list(texts(made.volume / "DOE-BUNDLE.pdf"))


def test_the_sticker_with_its_letter_stands_on_the_first_page_of_each_exhibit_only(folder: Path) -> None:
    made = issued(folder, PacketOptions(sticker="Defense Exhibit"))
    stuck = ["Defense Exhibit" in text for text in pages_of(made)]
    assert stuck == [False, False, False, True, False, False, True, False, False]
    assert "Defense Exhibit B" in pages_of(made)[6]
    assert verify(made.volume) == ()


def test_the_legend_stands_on_every_numbered_page_and_not_on_cover_and_index(folder: Path) -> None:
    made = issued(folder, PacketOptions(endorsements=Endorsements(legend="CONFIDENTIAL")))
    assert ["CONFIDENTIAL" in text for text in pages_of(made)] == [False, False, *[True] * 7]
    assert verify(made.volume) == ()


def test_a_suffix_ends_every_number_label_and_destination(folder: Path) -> None:
    made = issued(folder, PacketOptions(suffix="-R"))
    assert "DOE-000002-R" in pages_of(made)[3]
    assert str(read_ledger(folder)[0].range) == "DOE-000001-R to DOE-000007-R"
    assert verify(made.volume) == ()


def test_legend_sticker_color_and_suffix_hold_in_separate_files(folder: Path) -> None:
    asked = Endorsements(legend="CONFIDENTIAL", color="blue")
    options = PacketOptions(layout=Layout.SEPARATE, endorsements=asked, sticker="Defense Exhibit", suffix="-R")
    made = issued(folder, options)
    assert "Defense Exhibit A" in "".join(texts(made.volume / "Ex-A_DOE-000002-R.pdf"))
    assert verify(made.volume) == ()


def test_where_something_is_in_the_way_of_a_fixed_place_nothing_is_reserved(tmp_path: Path) -> None:
    def in_the_way(made: pikepdf.Pdf) -> None:
        page = made.pages[0].obj
        page.Contents = pikepdf.Stream(made, b"BT /F1 12 Tf 500 24 Td (IN THE WAY) Tj ET")

    folder = office(tmp_path / "matter", {"a.pdf": pdf("one", decorate=in_the_way)})
    with pytest.raises(InputError) as refused:
        issued(folder, PacketOptions(endorsements=Endorsements(fixed=True)))
    assert "Exhibit A, page 1" in str(refused.value)
    assert read_ledger(folder) == ()
    made = issued(folder, PacketOptions())
    assert any("something is in its way at the bottom right on page 1" in note for note in made.notes)
    assert verify(made.volume) == ()


def test_what_was_asked_for_is_in_our_own_record(folder: Path) -> None:
    issued(folder, PacketOptions(endorsements=Endorsements(legend="CONFIDENTIAL"), sticker="Defense Exhibit"))
    (record,) = (folder / "ledger" / "volumes").glob("VOL001*.json")
    facts = json.loads(record.read_text())
    assert facts["endorsements"]["legend"] == "CONFIDENTIAL"
    assert facts["options"]["sticker"] == "Defense Exhibit"


def test_another_legend_makes_another_packet_and_the_usual_one_is_known_again(folder: Path) -> None:
    issued(folder, PacketOptions())
    assert "holds these inputs already" in str(issued(folder, PacketOptions()))
    assert issued(folder, PacketOptions(endorsements=Endorsements(legend="CONFIDENTIAL"))).volume.name == "VOL002"


def test_the_command_takes_every_option(folder: Path) -> None:
    options = ["--legend", "CONFIDENTIAL", "--sticker", "Defense Exhibit", "--color", "blue", "--place", "top-center"]
    asked = ["bundle", str(folder), "--prefix", "DOE", "--suffix", "-R", "--separate", *options]
    result = CliRunner().invoke(app, [*asked, "--today", "2026-11-13"])
    assert "DRAFT-Ex-A_DOE-000002-R.pdf: 3 pages" in result.output
    assert verify(folder / "productions" / "DRAFT-DOE") == ()


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--place", "beside", "is no place of a page"),
        ("--color", "yellow", "is no color"),
        ("--legend-place", "bottom-right", "both to stand at the bottom right"),
    ],
)
def test_the_command_says_what_cannot_be_printed(folder: Path, option: str, value: str, said: str) -> None:
    asked = ["bundle", str(folder), "--prefix", "DOE", "--legend", "CONFIDENTIAL", option, value]
    result = CliRunner().invoke(app, asked)
    assert isinstance(result.exception, InputError)
    assert said in str(result.exception)


def test_every_place_of_a_page_can_be_asked_for(folder: Path) -> None:
    for position in (Position.TOP_CENTER, Position.MIDDLE_LEFT):
        asked = Endorsements(number=Endorsements().number.at(position))
        made = issued(folder, PacketOptions(endorsements=asked))
        assert verify(made.volume) == ()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["--sticker", "Pièce"], "“Pièce” holds “è”"),
        (["--sticker", "Defense Exhibit", "--sticker-place", "bottom-right"], "both to stand at the bottom right"),
        (["--place", "nowhere"], "“nowhere” is no place of a page"),
        (["--color", "plaid"], "“plaid”"),
    ],
)
def test_what_cannot_be_printed_is_told_in_a_sentence(folder: Path, asked: list[str], said: str) -> None:
    told = CliRunner().invoke(app, ["bundle", str(folder), "--prefix", "DOE", *asked])
    assert isinstance(told.exception, SystemExit | InputError)
    assert said in f"{told.output} {told.exception}"
    assert not (folder / "productions").exists()
