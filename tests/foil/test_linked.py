"""A request linked to a matter is searched for it; any request warns of what points to one case."""

from datetime import date
from pathlib import Path

import pytest
import tomlkit
from typer.testing import CliRunner

from discovery.cli.main import app
from discovery.core.blocks import Copy
from discovery.core.foil import Requester
from discovery.core.linked import MatterWords
from discovery.errors import PROBLEMS_FOUND, InputError
from discovery.files.matter_folder import read_matter_folder
from discovery.files.plain import write_plain
from discovery.files.request_folder import REQUEST, read_request_folder
from discovery.jobs.draft import compose_request, draft
from discovery.jobs.request import new_request, new_sample_request
from tests.matters import sample_folder

DAY = date(2026, 11, 23)


def linked(tmp_path: Path, title: str = "", *, link: bool = True, **more: object) -> Path:
    """The sample request, linked to the sample matter, with one subject's public title replaced."""
    sample_folder(tmp_path)
    folder = tmp_path / "request"
    new_sample_request(folder)
    file = folder / REQUEST
    document = tomlkit.parse(file.read_text("utf-8")).unwrap()
    document |= {"matter": "../documented"} if link else {}
    if title:
        subject = compose_request(folder, "foil-request", Copy.REVIEW, DAY)[0].request
        assert subject is not None
        document["titles"] = {subject.subject.id: title}
    file.write_text(tomlkit.dumps(document | more), "utf-8")
    return folder


def said(folder: Path) -> list[str]:
    return [
        item.what for each in compose_request(folder, "foil-request", Copy.REVIEW, DAY) for item in each.open_items
    ]


@pytest.mark.parametrize(
    ("title", "words", "what"),
    [
        ("Searches for John Q. Sample", "John Q. Sample", "a name of the linked matter"),
        ("Searches for JOHN SAMPLE", "JOHN SAMPLE", "a name of the linked matter"),
        ("Searches by Pat Example", "Pat Example", "a name of the linked matter"),
        ("Searches for Jordan Witness", "Jordan Witness", "a name of the linked matter"),
        ("Records of CR-000000-26NY", "CR-000000-26NY", "a number of the linked matter"),
        ("Records at SAMPLE-DA 000015", "SAMPLE-DA 000015", "a number of the linked matter"),
        ("Searches by shield 00001", "00001", "a number of the linked matter"),
        ("Records like possible-match-report.pdf", "possible-match-report.pdf", "a file name of the linked matter"),
        ("Sample Precinct on 12/3/2019", "12/3/2019", "a day of the linked matter"),
        ("Sample Precinct on 12/3/2019", "Sample Precinct", "a place of the linked matter"),
    ],
)
def test_what_stands_in_the_matter_is_found_in_the_request(tmp_path: Path, title: str, words: str, what: str) -> None:
    found = said(linked(tmp_path, title))
    assert any(line.startswith(f"Check “{words}”: {what}, of which a request carries nothing.") for line in found)


def test_the_filing_copy_is_refused_and_nothing_else_of_the_matter_is_told(tmp_path: Path) -> None:
    folder = linked(tmp_path, "Searches for John Q. Sample")
    with pytest.raises(InputError) as refused:
        draft(folder, "foil-request", Copy.FILING, (), DAY)
    told = str(refused.value) + "".join(map(str, refused.value.problems))
    assert "John Q. Sample" in told
    for other in ("Alex Decedent", "CR-000000", "documented", "Robin"):
        assert other not in told


def test_a_request_that_says_nothing_of_its_matter_is_the_same_with_and_without_the_link(tmp_path: Path) -> None:
    texts = []
    for link in (True, False):
        folder = linked(tmp_path / str(link), link=link)
        letters = compose_request(folder, "foil-request", Copy.FILING, DAY)
        assert not [item for each in letters for item in each.open_items]
        texts.append([write_plain(each.paper) for each in letters])
    assert texts[0] == texts[1]


def test_a_day_alone_is_no_finding_and_the_requesters_own_name_neither(tmp_path: Path) -> None:
    folder = linked(
        tmp_path, "Searches on December 3, 2019", requester={"name": "Robin Example", "email": "a@b.example"}
    )
    assert said(folder) == []


def test_one_thing_stands_where_it_is_let_stand_by_name(tmp_path: Path) -> None:
    entry = {
        "words": "Pat Example",
        "where": ["foil-request"],
        "by": "A. Counsel",
        "on": DAY,
        "why": "asked for by name",
    }
    assert said(linked(tmp_path, "Searches by Pat Example", personal_data=[entry])) == []


def test_a_link_that_leads_nowhere_is_told_at_its_line(tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        compose_request(linked(tmp_path, matter="../nobody"), "foil-request", Copy.REVIEW, DAY)
    assert "request.toml line" in str(refused.value.problems[0])
    assert "no matter lies there" in str(refused.value.problems[0])


def begun(tmp_path: Path, **more: object) -> Path:
    folder = tmp_path / "request"
    new_request(folder, "nypd", "1-5", Requester(name="Robin Requester", email="a@b.example"), **more)
    return folder


def test_a_request_is_linked_as_it_is_begun_and_nothing_of_the_matter_is_copied(tmp_path: Path) -> None:
    matter = sample_folder(tmp_path / "office")
    folder = begun(tmp_path, matter=matter)
    assert 'matter = "../office/documented"' in (folder / REQUEST).read_text("utf-8")
    draft(folder, "foil-request", Copy.FILING, (), DAY)
    words = MatterWords.of(read_matter_folder(matter).matter, ["dd5.pdf", "memo-book.pdf"])
    assert words.people
    for file in (each for each in folder.rglob("*") if each.is_file()):
        text = file.read_bytes().decode("utf-8", "ignore")
        assert file.name == REQUEST or "office/documented" not in text
        assert not [each for each in (*words.names, *words.files, *words.places) if each in text]
        assert not [each for each in words.numbers if len(each) > 5 and each in text]


def test_a_check_finds_it_and_writes_nothing(tmp_path: Path) -> None:
    folder = linked(tmp_path, "Searches for Witness’s friend John Sample of the 45th Precinct")
    before = sorted(folder.rglob("*"))
    result = CliRunner().invoke(app, ["request", "check", str(folder), "--today", "2026-11-23"])
    assert result.exit_code == PROBLEMS_FOUND
    assert "Check “John Sample”: a name of the linked matter" in result.output
    assert "“45th Precinct” names a precinct" in result.output
    assert sorted(folder.rglob("*")) == before
    whole = CliRunner().invoke(
        app, ["request", "check", str(begun(tmp_path / "b", matter=sample_folder(tmp_path / "c")))]
    )
    assert (whole.exit_code, "nothing is open" in whole.output) == (0, True)


@pytest.mark.parametrize("place", ["nobody", "documented/exhibits"])
def test_a_link_to_no_matter_begins_nothing(tmp_path: Path, place: str) -> None:
    sample_folder(tmp_path)
    with pytest.raises(InputError):
        begun(tmp_path, matter=tmp_path / place)
    assert not (tmp_path / "request").exists()


def test_a_request_is_not_begun_inside_its_matter(tmp_path: Path) -> None:
    matter = sample_folder(tmp_path)
    with pytest.raises(InputError, match="lies in the matter's own folder"):
        begun(matter, matter=matter)


@pytest.mark.parametrize(
    ("title", "words", "what"),
    [
        ("Searches by Example in 2019", "Example", "a name of the linked matter"),
        ("Searches by Det. Placeholder", "Placeholder", "a name of the linked matter"),
        ("Records of complaint 2019-045-00123", "2019-045-00123", "a number of the linked matter"),
        ("Searches by Casey Operator", "Casey Operator", "a name of the linked matter"),
        ("Records like notes of counsel.txt", "notes of counsel.txt", "a file name of the linked matter"),
    ],
)
def test_what_stands_in_its_answers_and_its_received_files_is_found_too(
    tmp_path: Path, title: str, words: str, what: str
) -> None:
    folder = linked(tmp_path, title)
    file = tmp_path / "documented" / "matter.toml"
    document = tomlkit.parse(file.read_text("utf-8")).unwrap()
    document["arrest"]["probable_cause"] = {"value": "as in complaint 2019-045-00123", "basis": "dd5-search"}
    document["identifications"][0]["administrator"] = {"value": "Det. Casey Operator", "basis": "dd5-search"}
    file.write_text(tomlkit.dumps(document), "utf-8")
    assert any(line.startswith(f"Check “{words}”: {what}") for line in said(folder))


# --- any request --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Searches of the 45th Precinct", "“45th Precinct” names a precinct"),
        ("Searches in Pct. 120", "“Pct. 120” names a precinct"),
        ("Searches, 75 PCT", "“75 PCT” names a precinct"),
        ("Searches of the seventy-fifth precinct", "“seventy-fifth precinct” names a precinct"),
        ("Searches of the 60th, 61st and 62nd Precincts", "“60th, 61st and 62nd Precincts” names a precinct"),
        ("Searches of Midtown South Precinct", "“Midtown South Precinct” names a precinct"),
        ("Searches by PSA 2", "“PSA 2” names a command"),
        ("Searches by the 77 Squad", "“77 Squad” names a command"),
        ("E-mail of Detective Blank", "“Detective Blank” names an officer"),
        ("E-mail of DETECTIVE BLANK", "“DETECTIVE BLANK” names an officer"),
        ("E-mail of Det Pat Example", "“Det Pat Example” names an officer"),
        ("E-mail of PO Smith", "“PO Smith” names an officer"),
        ("E-mail of Detective First Grade Jane Roe", "“Detective First Grade Jane Roe” names an officer"),
        ("E-mail of Lt Roe", "“Lt Roe” names an officer"),
        ("E-mail of shield 4321", "“shield 4321” names an officer"),
        ("E-mail of Shield No. 4321", "“Shield No. 4321” names an officer"),
        ("E-mail of tax ID 912345", "“tax ID 912345” names an officer"),
        ("Notes of ADA Roe", "“ADA Roe” names a prosecutor"),
    ],
)
def test_a_precinct_or_an_officer_is_warned_of_and_keeps_nothing_back(tmp_path: Path, title: str, words: str) -> None:
    folder = linked(tmp_path, title, link=False)
    done = str(draft(folder, "foil-request", Copy.FILING, ("txt",), DAY))
    assert f"{words}: it points to one case" in done


def test_a_period_under_ninety_days_is_warned_of(tmp_path: Path) -> None:
    short = {"4": {"from": date(2019, 11, 14), "to": date(2019, 12, 14)}}
    folder = linked(tmp_path, link=False, dates=short)
    assert "row 4 asks for 31 days, fewer than 90" in str(draft(folder, "foil-request", Copy.REVIEW, ("txt",), DAY))
    longer = {"4": {"from": date(2019, 11, 14), "to": date(2020, 2, 11)}}
    folder = linked(tmp_path / "longer", link=False, dates=longer)
    assert "fewer than" not in str(draft(folder, "foil-request", Copy.REVIEW, ("txt",), DAY))


@pytest.mark.parametrize(
    ("title", "days"),
    [
        ("Searches on December 3, 2019", "1 day,"),
        ("Searches of 12/3/2019", "1 day,"),
        ("Searches in November 2019", "30 days,"),
        ("Searches from 11/14/2019 to 12/14/2019", "31 days,"),
        ("Searches, November to December 2019", "31 days,"),
    ],
)
def test_a_short_period_in_a_title_is_warned_of(tmp_path: Path, title: str, days: str) -> None:
    done = str(draft(linked(tmp_path, title, link=False), "foil-request", Copy.REVIEW, ("txt",), DAY))
    assert f"the title asks for {days} fewer than 90" in done


@pytest.mark.parametrize(
    "title",
    [
        "Searches since December 3, 2019",
        "Searches from 1/1/2019 to 12/31/2019",
        "Records of the Detective Bureau and its squads",
        "Police Officer training in every precinct",
        "Records Access Officer notes of tax year 2019",
    ],
)
def test_what_points_to_no_case_is_not_warned_of(tmp_path: Path, title: str) -> None:
    done = draft(linked(tmp_path, title, link=False), "foil-request", Copy.REVIEW, ("txt",), DAY)
    assert "points to one case" not in str(done)


def test_the_shipped_request_warns_of_nothing(tmp_path: Path) -> None:
    done = draft(linked(tmp_path, link=False), "foil-request", Copy.FILING, ("txt",), DAY)
    assert "Think of this" not in str(done)


def test_a_folder_without_a_request_is_told_how_one_is_begun(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no file request\.toml .* Begin one with: discovery request new "):
        read_request_folder(tmp_path)
