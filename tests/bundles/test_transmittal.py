"""The letter that goes with a volume says what it holds, what is new, and by which hashes anybody can check it."""

from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
import tomlkit

from discovery.core.bates import BatesRange
from discovery.core.blocks import Copy
from discovery.core.exhibits import Audience
from discovery.errors import InputError
from discovery.files.issued import volume_facts
from discovery.files.ledger import head, ledger_folder
from discovery.jobs.bundle import bundle
from discovery.jobs.draft import draft
from discovery.jobs.produce import Again, produce
from tests.productions.folders import folder as drop
from tests.productions.folders import wanted

from .offices import office, pdf

DAY = date(2026, 11, 13)


WITHHELD = b'[[item]]\nfile = "b.pdf"\nwithheld = "Work product"\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return office(tmp_path / "matter", {"a.pdf": pdf("one", "two"), "b.pdf": pdf("three")})


def add_exhibit(folder: Path, name: str, text: str) -> None:
    (folder / "exhibits" / name).write_bytes(pdf(text))
    index = folder / "exhibits" / "index.toml"
    document = tomlkit.parse(index.read_text("utf-8"))
    document["exhibit"].append(  # type: ignore[union-attr]
        {"key": name.split(".")[0], "file": name, "description": f"Paper {name}"}
    )
    index.write_text(tomlkit.dumps(document), "utf-8")


def letter(folder: Path, volume: str = "") -> str:
    made = draft(folder, "transmittal", Copy.REVIEW, ["txt"], DAY, volume=volume)
    return made.paths[0].read_text("utf-8")


def test_it_names_every_exhibit_the_run_and_the_hashes(folder: Path) -> None:
    made = bundle(folder, "DOE", DAY, issue=True)
    said = letter(folder)
    manifest = made.volume / "DOE-MANIFEST.json"
    assert "volume VOL001: 2 exhibits on 5 numbered pages, DOE-000001 to DOE-000005." in said
    assert "Exhibit A | DOE-000002 to DOE-000003 | 2 | Paper a" in said
    assert f"SHA-256 of the manifest: {sha256(manifest.read_bytes()).hexdigest()}" in said
    assert head(folder) in said
    assert any(sha256(path.read_bytes()).hexdigest() == head(folder) for path in ledger_folder(folder).glob("*.json"))


def test_a_supplement_says_what_is_new_and_what_was_served_before_under_which_numbers(folder: Path) -> None:
    bundle(folder, "DOE", DAY, issue=True)
    add_exhibit(folder, "c.pdf", "new")
    bundle(folder, "DOE", DAY, issue=True)
    facts = volume_facts(folder)
    assert facts.since == "VOL001"
    assert [item.mark for item in facts.new] == ["Exhibit C"]
    assert [item.earlier for item in facts.again] == ["DOE-000002 to DOE-000003 in VOL001", "DOE-000005 in VOL001"]
    said = letter(folder)
    assert "It supplements VOL001." in said
    assert said.index("New since VOL001") < said.index("Exhibit C") < said.index("Served before")
    assert "It supplements" not in letter(folder, "VOL001")


def test_what_went_to_somebody_else_was_not_served_before(folder: Path) -> None:
    bundle(folder, "DOE", DAY, issue=True, audience=Audience.CLIENT)
    bundle(folder, "DOE", DAY, issue=True)
    assert volume_facts(folder).since == ""


def test_it_asks_for_what_nobody_said_and_claims_no_law(folder: Path) -> None:
    bundle(folder, "DOE", DAY, issue=True)
    made = draft(folder, "transmittal", Copy.REVIEW, ["txt"], DAY)
    assert "To whom does it go, and where?" in "\n".join(map(str, made.open_items))
    said = made.paths[0].read_text("utf-8")
    assert "CPL" not in said
    assert "certif" not in said
    with pytest.raises(InputError, match="cannot be made while this is open"):
        draft(folder, "transmittal", Copy.FILING, ["pdf"], DAY)


def test_without_an_issued_volume_there_is_no_letter(folder: Path) -> None:
    bundle(folder, "DOE", DAY)
    with pytest.raises(InputError, match="No volume has been issued yet"):
        draft(folder, "transmittal", Copy.REVIEW, [], DAY)
    with pytest.raises(InputError, match="VOL007 was never issued"):
        draft(folder, "transmittal", Copy.REVIEW, [], DAY, volume="VOL007")


def test_pages_issued_again_are_said_to_replace_those_served_and_why(folder: Path, tmp_path: Path) -> None:
    served = drop(tmp_path / "in", {"a.pdf": pdf("The whole page"), "b.pdf": pdf("Notes"), "produce.toml": WITHHELD})
    produce(folder, served, wanted(issue=True), date(2026, 11, 13))
    again = drop(tmp_path / "again", {"a.pdf": pdf("Part of the page")})
    run = Again(BatesRange.parse("DOE-000001"), "By order of 30 November 2026.")
    produce(folder, again, wanted(style=run.style, again=run, issue=True), date(2026, 12, 1))
    said = " ".join(letter(folder).split())
    assert "replace those served before under the same numbers. Reason: By order of 30 November 2026." in said
    assert "New since" not in said and "supplements" not in said


def test_a_supplement_claims_nothing_new_of_what_is_withheld(folder: Path, tmp_path: Path) -> None:
    files = {"b.pdf": pdf("Notes"), "produce.toml": WITHHELD}
    produce(folder, drop(tmp_path / "in", files), wanted(issue=True), date(2026, 11, 13))
    produce(folder, drop(tmp_path / "in", {"c.pdf": pdf("More")}), wanted(issue=True), date(2026, 12, 1))
    said = " ".join(letter(folder).split())
    assert "What is withheld or redacted is listed here even where an earlier volume had it." in said
