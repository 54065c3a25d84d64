"""A production or packet with a box drawn over live text is not made, unless counsel says why it may go out."""

import io
import json
from datetime import date
from pathlib import Path

import pytest

from discovery.errors import InputError
from discovery.files.ledger import read_ledger
from discovery.jobs.bundle import bundle
from discovery.jobs.produce import produce
from tests.bundles.offices import office
from tests.productions.folders import folder, matter, wanted
from tests.redaction import planted
from tests.redaction.planted import LINE, SECRET

DAY = date(2026, 11, 13)
COVERED = LINE + b"q 0 g 198 694 92 18 re f Q\n"


def covered() -> bytes:
    made = io.BytesIO()
    planted.page(COVERED).save(made, static_id=True)
    return made.getvalue()


def test_a_production_stops_and_shows_the_words_before_a_number_is_reserved(tmp_path: Path) -> None:
    source = folder(tmp_path / "in", {"statement.pdf": covered()})
    doe = matter(tmp_path / "doe")
    with pytest.raises(InputError) as refused:
        produce(doe, source, wanted(issue=True), DAY)
    assert f"statement.pdf, page 1: a drawn box lies over text that can still be read: “{SECRET}”" in str(
        refused.value
    )
    assert read_ledger(doe) == ()
    assert not list((doe / "productions").glob("[!.]*"))


def test_counsel_may_say_why_the_words_go_out_and_only_our_report_repeats_them(tmp_path: Path) -> None:
    control = b'[[item]]\nfile = "statement.pdf"\ncovered = "served by the People in this state"\n'
    source = folder(tmp_path / "in", {"statement.pdf": covered(), "produce.toml": control})
    made = produce(matter(tmp_path / "doe"), source, wanted(), DAY)
    assert made.report is not None
    assert "It goes out as it is: served by the People in this state" in made.report.read_text()
    served = [path for path in made.volume.rglob("*") if path.suffix in (".csv", ".json", ".jsonl", ".dat")]
    assert served
    assert not [path for path in served if SECRET in path.read_text(errors="replace")]


def test_what_is_redacted_by_its_boxes_is_produced(tmp_path: Path) -> None:
    box = b'[[box]]\npage = 1\nx0 = 198\ny0 = 80\nx1 = 290\ny1 = 98\nreason = "minor"\n'
    control = b'[[item]]\nfile = "statement.pdf"\nredactions = "boxes.toml"\n'
    files = {"statement.pdf": covered(), "boxes.toml": box, "produce.toml": control}
    made = produce(matter(tmp_path / "doe"), folder(tmp_path / "in", files), wanted(), DAY)
    (copy,) = made.volume.rglob("DOE-000001.pdf")
    assert not planted.holds(copy)


def test_a_packet_stops_and_names_the_exhibit(tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        bundle(office(tmp_path / "doe", {"statement.pdf": covered()}), "DOE", DAY)
    assert f"exhibit “statement”, page 1: a drawn box lies over text that can still be read: “{SECRET}”" in str(
        refused.value
    )


def test_a_packet_is_made_where_counsel_says_why(tmp_path: Path) -> None:
    reason = {"covered": "served by the People in this state"}
    made = bundle(office(tmp_path / "doe", {"statement.pdf": covered()}, statement=reason), "DOE", DAY)
    assert made.volume.is_dir()
    assert json.dumps(reason) not in "".join(path.read_text(errors="replace") for path in made.volume.rglob("*.json"))
