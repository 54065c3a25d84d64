"""Counsel's own check of the law, and an office's own authorities, in a record folder."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from discovery.cli.main import app
from discovery.core.authorities import Authority, Verification
from discovery.core.blocks import Cite, Copy
from discovery.core.inlines import every_inline, inlines_of
from discovery.errors import InputError
from discovery.files.law import read_authorities
from discovery.jobs.authorities import Verified, browse, verify
from discovery.jobs.draft import compose
from tests.matters import sample_folder

TODAY = date(2026, 11, 23)
SHIPPED = read_authorities()
Check = Callable[..., Verified]


@pytest.fixture
def office(tmp_path: Path) -> Path:
    folder = tmp_path / "office"
    folder.mkdir()
    return folder


@pytest.fixture
def check(office: Path) -> Check:
    def record(
        target: str, by: str = "Jane Roe", on: date = date(2026, 11, 20), source: str = "the official site"
    ) -> Verified:
        return verify(target, by, on, source, office, today=TODAY)

    return record


def one(key: str, *records: Path) -> Authority:
    return next(each for each in read_authorities(*records) if each.id == key)


def state(key: str, part: str, *records: Path) -> Verification:
    proposition = one(key, *records).proposition(part)
    assert proposition is not None
    return proposition.state


def put(office: Path, name: str, text: str) -> None:
    path = office / "record" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_a_check_raises_the_proposition_and_stands_beside_our_readings(office: Path, check: Check) -> None:
    done = check("cpl-245.20/1-k", source="NY Senate site, CPL 245.20")
    proposition = one("cpl-245.20", office / "record").proposition("1-k")
    assert proposition is not None
    assert proposition.state is Verification.VERIFIED
    assert [(reading.by, reading.on) for reading in proposition.counsel] == [("Jane Roe", date(2026, 11, 20))]
    assert any(reading.by is None for reading in proposition.readings)
    assert state("cpl-245.20", "1-e", office / "record") is Verification.PARTLY
    assert "cpl-245.20/1-k: partly verified → verified by Jane Roe, November 20, 2026" in str(done)


def test_a_check_of_a_whole_authority_is_recorded_proposition_by_proposition(office: Path, check: Check) -> None:
    done = check("people-v-knight")
    assert [each.proposition for each in done.checks] == ["candidate-list", "diligent-prosecutor", "what-was-asked"]
    assert done.path.read_text(encoding="utf-8").count("[[check]]") == 3
    knight = one("people-v-knight", office / "record")
    assert {each.state for each in knight.propositions} == {Verification.VERIFIED}
    assert [each.adverse for each in knight.propositions] == [True, True, False]


def test_a_later_check_keeps_what_counsel_wrote_in_the_file(office: Path, check: Check) -> None:
    path = check("people-v-knight/candidate-list").path
    path.write_text(path.read_text(encoding="utf-8") + "\n# Read in the bound volume; see my note in the file.\n")
    check("cpl-245.35/3-inquiries", by="José O’Brien-Núñez", source='the "official" site\\print')
    text = path.read_text(encoding="utf-8")
    assert "# Read in the bound volume" in text
    assert state("people-v-knight", "candidate-list", office / "record") is Verification.VERIFIED
    inquiries = one("cpl-245.35", office / "record").proposition("3-inquiries")
    assert inquiries is not None
    assert inquiries.counsel[0].by == "José O’Brien-Núñez"
    assert inquiries.counsel[0].source == 'the "official" site\\print'


def test_the_shipped_law_is_unchanged_by_an_offices_checks(check: Check) -> None:
    check("cpl-245.20")
    assert read_authorities() == SHIPPED
    assert state("cpl-245.20", "1-k") is Verification.PARTLY


@pytest.mark.parametrize(
    ("target", "by", "on", "source", "said"),
    [
        ("cpl-245.21", "Jane Roe", TODAY, "site", "There is no authority “cpl-245.21”. Did you mean “cpl-245.2"),
        ("cpl-245.20/1-kk", "Jane Roe", TODAY, "site", "cpl-245.20 has no proposition “1-kk”. Did you mean “1-k”?"),
        ("cpl-245.20/1-k", "  ", TODAY, "site", "--by is empty"),
        ("cpl-245.20/1-k", "Jane Roe", TODAY, "", "--source is empty"),
        ("cpl-245.20/1-k", "Jane Roe", date(2027, 1, 1), "site", "dated January 1, 2027, after today"),
    ],
)
def test_a_check_that_cannot_be_is_refused_and_nothing_is_written(
    office: Path, target: str, by: str, on: date, source: str, said: str
) -> None:
    with pytest.raises(InputError) as refused:
        verify(target, by, on, source, office, today=TODAY)
    assert said in str(refused.value)
    assert not (office / "record").exists()


def test_the_same_check_twice_is_refused(check: Check) -> None:
    path = check("people-v-knight/candidate-list").path
    before = path.read_bytes()
    with pytest.raises(InputError, match="recorded already: people-v-knight/candidate-list"):
        check("people-v-knight/candidate-list")
    assert path.read_bytes() == before


def test_a_record_that_cannot_be_written_is_told_in_a_sentence(office: Path) -> None:
    (office / "record").write_text("a file where the folder should be")
    with pytest.raises(InputError, match="part of the path is a file"):
        verify("cpl-245.20/1-k", "Jane Roe", TODAY, "site", office, today=TODAY)


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="There is no folder"):
        verify("cpl-245.20/1-k", "Jane Roe", TODAY, "site", tmp_path / "smith", today=TODAY)


def test_all_mistakes_of_a_record_are_told_at_once(office: Path) -> None:
    put(
        office,
        "checks/mine.toml",
        '[[check]]\nauthority = "cpl-245.99"\nproposition = "1"\nby = "A"\non = 2026-01-01\nsource = "x"\n'
        '[[check]]\nauthority = "cpl-245.20"\nproposition = "1-kay"\nby = "A"\non = 2026-01-01\nsource = "x"\n',
    )
    put(office, "checks/other.toml", '[[check]]\nauthority = "cpl-245.20"\nby = "A"\non = 2026-02-31\nsource = "x"\n')
    put(office, "authorities/ours.toml", '[[authority]]\nid = "x"\nkind = "case"\ncitation = "X"\n')
    with pytest.raises(InputError) as refused:
        read_authorities(office / "record")
    said = str(refused.value)
    for words in (
        "there is no authority “cpl-245.99”",
        "cpl-245.20 has no proposition “1-kay”",
        "2026-02-31 is not a day of the calendar",
        "“case” is not one of the answers",
    ):
        assert words in said


def test_an_offices_authority_prints_over_ours_and_loses_no_contrary_point(office: Path) -> None:
    put(
        office,
        "authorities/knight.toml",
        '[[authority]]\nid = "people-v-knight"\nkind = "opinion"\nname = "People v Knight"\n'
        'citation = "People v Knight (69 Misc 3d 546 [Sup Ct, Kings County 2020])"\n'
        '[[authority.propositions]]\nid = "distinguishable"\nstate = "verified"\ntext = "It turned on its record"\n'
        'readings = [{ source = "bound volume", on = 2026-11-01, by = "Jane Roe" }]\n',
    )
    knight = one("people-v-knight", office / "record")
    assert knight.office
    assert {each.id for each in knight.propositions} == {
        "candidate-list",
        "diligent-prosecutor",
        "what-was-asked",
        "distinguishable",
    }


def test_an_offices_authority_is_verified_only_by_a_person(office: Path) -> None:
    put(
        office,
        "authorities/new.toml",
        '[[authority]]\nid = "people-v-new"\nkind = "opinion"\ncitation = "People v New (1 NY4th 1 [2026])"\n'
        'name = "People v New"\n[[authority.propositions]]\nid = "a"\nstate = "verified"\ntext = "A"\n'
        'readings = [{ source = "somewhere" }]\n',
    )
    with pytest.raises(InputError, match="verified only by a person's own reading"):
        read_authorities(office / "record")


def test_a_matters_record_is_read_over_its_offices(tmp_path: Path) -> None:
    office, matter = tmp_path / "office", tmp_path / "matter"
    for folder, part in ((office, "1-k"), (matter, "1-e")):
        folder.mkdir()
        verify(f"cpl-245.20/{part}", "Jane Roe", TODAY, "site", folder, today=TODAY)
    both = (office / "record", matter / "record")
    assert state("cpl-245.20", "1-k", *both) is state("cpl-245.20", "1-e", *both) is Verification.VERIFIED


def test_browsing_shows_states_and_keeps_to_a_hundred_columns(office: Path, check: Check) -> None:
    check("people-v-knight/candidate-list", by="J" * 150)
    for shown in (browse(), browse("cpl-245"), browse("people-v-knight"), browse("cpl-245.20")):
        assert all(len(line) <= 100 or "http" in line for line in shown.splitlines())
    assert "[partly verified]  ADVERSE" in browse("people-v-knight")
    assert "[verified]  ADVERSE" in browse("people-v-knight", office)
    assert "checked by" in browse("people-v-knight", office)
    one_only = browse("cpl-245.20/1-k-v-identity")
    assert one_only.count("cpl-245.20/") == 1
    assert "CPL 245.20 (1) (k) (v)" in one_only


def test_the_command_browses_and_records(office: Path) -> None:
    run = CliRunner().invoke
    assert "People v Reyes" in run(app, ["authorities", "people-v-reyes"]).output
    arguments = ["authorities", "verify", "people-v-reyes/lead-only-report", "--by", "Jane Roe", "--on", "2026-11-20"]
    arguments += ["--source", "the slip opinion", "--folder", str(office), "--today", "2026-11-23"]
    done = run(app, arguments)
    assert done.exit_code == 0, done.output
    assert "verified → verified by Jane Roe" in done.output
    shown = run(app, ["authorities", "people-v-reyes/lead-only-report", "--folder", str(office)])
    assert "checked by Jane Roe on November 20, 2026: the slip opinion" in shown.output


def test_when_counsel_has_checked_each_citation_none_is_open_in_the_motion(tmp_path: Path) -> None:
    folder = sample_folder(tmp_path)

    def unchecked() -> set[str]:
        paper = compose(folder, "motion-fr-discovery", Copy.REVIEW, TODAY).paper
        lines = [line for block in paper.blocks for line in inlines_of(block)] + list(paper.notes)
        found = (each for line in lines for each in every_inline(line) if isinstance(each, Cite))
        return {f"{each.authority}/{each.proposition}" for each in found if each.state != Verification.VERIFIED}

    before = unchecked()
    assert {"people-v-knight/candidate-list", "cpl-245.20/1-k-v-identity"} <= before
    for target in sorted(before):
        verify(target, "Jane Roe", date(2026, 11, 20), "read on the official site", folder, today=TODAY)
    assert unchecked() == set()


@pytest.mark.parametrize(
    "arguments",
    [
        ["authorities", "verify"],
        ["authorities", "verify", "cpl-245.20"],
        ["authorities", "cpl-245.20", "cpl-245.30"],
        ["authorities", "verify", "cpl-245.20", "--by", "A", "--on", "soon", "--source", "s", "--folder", "."],
    ],
)
def test_a_command_that_says_too_little_is_told_what_to_say(arguments: list[str]) -> None:
    assert CliRunner().invoke(app, arguments).exit_code == 2
