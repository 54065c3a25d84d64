"""`discovery new`: asks, keeps every answer at once, goes on where it stopped, never over somebody's edit."""

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from discovery.cli.main import app
from discovery.core.answers import BasisKind
from discovery.core.intake import papers_show
from discovery.errors import ConflictError, DiscoveryError, InputError
from discovery.files.law import read_indicators
from discovery.files.matter_edit import Change, changed
from discovery.files.matter_folder import read_matter_folder
from discovery.jobs.interview import interview
from tests.matters import SAMPLE, sample_folder


def new(folder: Path, *typed: str, answers: str | None = None) -> Result:
    """Run the command with these lines typed, or with this file of answers."""
    words = ["new", str(folder)]
    if answers is not None:
        file = folder.parent / "answers.toml"
        file.write_text(answers, encoding="utf-8")
        words += ["--answers", str(file)]
    return CliRunner().invoke(app, words, input="".join(f"{line}\n" for line in typed))


class Someone:
    """A person who answers by the words of the question, and skips every other."""

    def __init__(self, answers: dict[str, list[str]], first: Callable[[], None] | None = None) -> None:
        self.answers = {key: iter(values) for key, values in answers.items()}
        self.asked: list[str] = []
        self.told: list[str] = []
        self.first = first

    def ask(self, question: str, hint: str = "") -> str:
        self.asked.append(f"{question} [{hint}]")
        if self.first:
            self.first()
            self.first = None
        found: Iterator[str] | None = next((each for key, each in self.answers.items() if key in question), None)
        return next(found, "") if found else ""

    def tell(self, sentence: str) -> None:
        self.told.append(sentence)


NAMED = {"Who is the defendant?": ["John Q. Sample"]}


def test_a_matter_is_begun_and_every_answer_given_is_kept(tmp_path: Path) -> None:
    folder = tmp_path / "sample"
    result = new(folder, "", "John Q. Sample", "", "Supreme Court", "New York", "", "Hon. Taylor Specimen")
    assert result.exit_code == 0
    assert f"Stopped; every answer given is kept. Go on with: discovery new {folder}" in result.output
    matter = read_matter_folder(folder).matter
    assert (matter.defendant.name, matter.short_name) == ("John Q. Sample", "sample")
    assert (matter.court.county, matter.court.part, matter.court.judge) == ("New York", None, "Hon. Taylor Specimen")
    assert (folder / "exhibits" / "index.toml").is_file()


def test_it_goes_on_where_it_stopped(tmp_path: Path) -> None:
    folder = tmp_path / "sample"
    new(folder, "John Q. Sample", "DOE", "Supreme Court")
    result = new(folder, "New York")
    assert "Who is the defendant?" not in result.output
    assert "In which court" not in result.output
    assert "In which county?" in result.output
    assert read_matter_folder(folder).matter.court.county == "New York"


def test_each_question_says_what_its_answer_unlocks(tmp_path: Path) -> None:
    someone = Someone(NAMED)
    interview(tmp_path / "sample", someone)
    asked = [each for each in someone.asked if "defendant?" not in each and "short name" not in each]
    assert asked
    assert all("unlocks " in each for each in asked)


def test_a_blank_is_not_asked_and_unknown_is_asked(tmp_path: Path) -> None:
    folder = tmp_path / "sample"
    interview(folder, Someone({**NAMED, "When was the arrest?": ["unknown"], "In which part": ["unknown"]}))
    matter = read_matter_folder(folder).matter
    assert (matter.arrest.arrested.asked, matter.arrest.arrested.given) == (True, False)
    assert not matter.arrest.incident.asked
    assert matter.court.part is None
    again = Someone({})
    interview(folder, again)
    assert not [question for question in again.asked if "When was the arrest?" in question]


def test_a_mistyped_answer_is_asked_again(tmp_path: Path) -> None:
    folder = tmp_path / "sample"
    someone = Someone({**NAMED, "When was the arrest?": ["May 2019", "2019-02-30", "2019-05"], "come from": ["none"]})
    interview(folder, someone)
    assert any("“May 2019” is not a date; write 2019-05-14" in each for each in someone.told)
    assert any("“2019-02-30” is not a day of the calendar." in each for each in someone.told)
    assert str(read_matter_folder(folder).matter.arrest.arrested.value) == "May 2019"


def test_no_search_details_are_asked_for_where_no_search_is_known(tmp_path: Path) -> None:
    someone = Someone(NAMED)
    interview(tmp_path / "sample", someone)
    words = " ".join(someone.asked)
    assert "Does anything record a facial recognition search?" in words
    assert "Which unit?" not in words
    assert "How many candidates came back?" not in words


def test_a_search_is_asked_through_with_the_basis_of_each_answer(tmp_path: Path) -> None:
    folder = tmp_path / "sample"
    interview(folder, Someone(NAMED))
    shutil.copy(SAMPLE / "exhibits" / "dd5.pdf", folder / "exhibits")
    (folder / "exhibits" / "index.toml").write_text(
        '[[exhibit]]\nkey = "dd5"\nfile = "dd5.pdf"\ndescription = "DD5"\n'
    )
    someone = Someone(
        {
            "record a facial recognition search": ["NYPD"],
            "Which unit?": ["other"],
            "With which system?": ["clear"],
            "department or a personal device": ["personal"],
            "When was the search?": ["2019-12"],
            "Was the probe image edited?": ["cropped"],
            "Where does that come from?": ["new", "", "dd6-9", "", "", "", ""],
            "Of which kind?": ["disclosed document"],
            "In which file?": ["dd6.pdf", "dd5.pdf"],
            "On which page?": ["two", "2"],
            "number of the People?": ["SAMPLE-DA 000012"],
            "Of which date?": ["2019-12-04"],
        }
    )
    interview(folder, someone)
    matter = read_matter_folder(folder).matter
    (search,) = matter.facial_recognition.searches
    assert str(search.day.value) == "December 2019"
    assert search.system.is_("Clearview")
    assert search.edits[0].what.value == "cropped"
    basis = matter.bases["dd5-2"]
    assert (basis.kind, basis.file, basis.page) == (BasisKind.DISCLOSED_DOCUMENT, "dd5.pdf", 2)
    assert {search.day.basis, search.agency.basis, search.edits[0].what.basis} == {"dd5-2"}
    assert papers_show(matter, read_indicators()).value == "documented"
    assert any("There is no file “dd6.pdf”" in each for each in someone.told)
    assert any("No basis is called “dd6-9”. Did you mean “dd5-2”?" in each for each in someone.told)
    assert not [each for each in someone.asked if "carry a sign" in each], "a documented search needs no sign"
    assert any(each.startswith("Another one?") for each in someone.asked)


def test_an_officer_gets_an_id_of_her_own(tmp_path: Path) -> None:
    folder = tmp_path / "sample"
    interview(folder, Someone({**NAMED, "Which officer took part?": ["Det. Pat Example", "P.O. Sam Example"]}))
    assert [officer.id for officer in read_matter_folder(folder).matter.officers] == ["example", "example-2"]


def test_a_sign_is_one_of_the_indicators(tmp_path: Path) -> None:
    folder = tmp_path / "sample"
    someone = Someone({**NAMED, "carry a sign": ["a hunch", "possible-match"], "come from": ["none"] * 9})
    interview(folder, someone)
    assert [sign.indicator for sign in read_matter_folder(folder).matter.facial_recognition.signs] == [
        "possible-match"
    ]
    assert any("“a hunch” is not one of the answers" in each for each in someone.told)


def test_comments_order_and_other_answers_stay_as_they_are() -> None:
    text = (SAMPLE / "matter.toml").read_text(encoding="utf-8")
    after = changed(
        text,
        [
            Change("identifications.1.recorded", True, "dd5-showing"),
            Change("disclosure.conferrals.1.how", "by telephone"),
            Change("docket", "CR-000001-26NY SAMPLE"),
        ],
    )
    lines, kept = text.split("\n"), after.split("\n")
    gone = [line for line in lines if line and line not in kept]
    assert gone == ['docket = "CR-000000-26NY SAMPLE"']
    assert [line for line in kept if line.startswith("#")] == [line for line in lines if line.startswith("#")]
    assert kept.index("[[disclosure.conferrals]]") < kept.index("[[disclosure.protective_orders]]")


def test_a_file_edited_while_a_question_is_open_is_never_overwritten(tmp_path: Path) -> None:
    folder = sample_folder(tmp_path)
    path = folder / "matter.toml"
    hers = path.read_text(encoding="utf-8") + "\n# her own line\n"
    someone = Someone({"": ["cropped"] * 5}, first=lambda: path.write_text(hers, encoding="utf-8") and None)
    with pytest.raises(ConflictError, match="has been edited since"):
        interview(folder, someone)
    assert path.read_text(encoding="utf-8") == hers


def test_a_matter_that_cannot_be_read_is_not_asked_about(tmp_path: Path) -> None:
    folder = sample_folder(tmp_path)
    path = folder / "matter.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("operator =", "operater =", 1), encoding="utf-8")
    result = new(folder)
    assert isinstance(result.exception, InputError)
    assert "Did you mean “operator”?" in str(result.exception)


# --- answers from a file -------------------------------------------------------------------------------------

ANSWERS = """
"short_name" = "DOE"
"defendant.name" = "John Q. Sample"
"arrest.incident" = { value = 2019-11-14, basis = "complaint" }
"arrest.precinct" = "unknown"
"bases.complaint" = { kind = "court paper" }
"facial_recognition.searches.0.day" = { value = "2019-12", basis = { kind = "witness", by = "A. Sample" } }
"facial_recognition.searches.0.system" = "unknown"

[court]
county = "New York"

[[charges]]
statute = "PL 125.25(1)"
"""


def test_a_file_of_answers_makes_the_matter_without_a_terminal(tmp_path: Path) -> None:
    folder = tmp_path / "sample"
    result = new(folder, answers=ANSWERS)
    assert (result.exit_code, result.exception) == (0, None)
    matter = read_matter_folder(folder).matter
    assert (matter.short_name, matter.court.county, matter.charges[0].statute) == ("DOE", "New York", "PL 125.25(1)")
    assert str(matter.arrest.incident.value) == "November 14, 2019"
    assert matter.arrest.precinct.asked
    assert matter.facial_recognition.searches[0].day.value
    assert f"{folder / 'matter.toml'}: 9 answers kept; not asked yet: " in result.output


def test_the_same_answers_again_change_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "sample"
    new(folder, answers=ANSWERS)
    before = (folder / "matter.toml").read_bytes()
    assert new(folder, answers=ANSWERS).exit_code == 0
    assert (folder / "matter.toml").read_bytes() == before


def test_an_answer_that_was_unknown_may_be_filled_in(tmp_path: Path) -> None:
    folder = tmp_path / "sample"
    new(folder, answers=ANSWERS)
    result = new(folder, answers='"arrest.precinct" = { value = "Sample Precinct", basis = "complaint" }')
    assert result.exit_code == 0
    assert read_matter_folder(folder).matter.arrest.precinct.is_("Sample Precinct")


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ('"arrest.incident" = "2018"', "answers.toml line 1, arrest.incident: matter.toml has another answer."),
        (
            '"arrest.precint" = "x"',
            "answers.toml line 1, arrest.precint: there is no key “precint” here. Did you mean “precinct”?",
        ),
        ('"arrest.arrested" = "May"', "answers.toml line 1, arrest.arrested: “May” is not a date"),
        ('"arrest.arrested" = 2019-05', 'it needs quotation marks. Write "2019-05".'),
        ('"arrest.arrested" = { value = 2019-05-01, basis = "nothing" }', "no basis is called nothing"),
        ('"charges.5.statute" = "x"', "the entries of a list are numbered from 0 without a gap."),
        ("arrest = ", "answers.toml line 1: this is not TOML"),
    ],
)
def test_a_wrong_answer_is_told_and_nothing_is_kept(tmp_path: Path, answers: str, sentence: str) -> None:
    folder = tmp_path / "sample"
    new(folder, answers=ANSWERS)
    before = (folder / "matter.toml").read_bytes()
    result = new(folder, answers=f'{answers}\n"docket" = "CR-000001-26NY SAMPLE"')
    assert isinstance(result.exception, DiscoveryError)
    assert sentence in str(result.exception)
    assert (folder / "matter.toml").read_bytes() == before


def test_wrong_answers_for_a_new_matter_leave_no_folder_behind(tmp_path: Path) -> None:
    result = new(tmp_path / "sample", answers='"docket" = "X"\n"court.conty" = "New York"')
    assert isinstance(result.exception, InputError)
    assert "defendant: this is missing." in str(result.exception)
    assert "answers.toml line 2, court.conty: there is no key “conty” here. Did you mean “county”?" in str(
        result.exception
    )
    assert not (tmp_path / "sample").exists()


def test_a_file_of_answers_that_is_not_there_is_told(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["new", str(tmp_path / "sample"), "--answers", str(tmp_path / "none.toml")])
    assert isinstance(result.exception, InputError)
    assert "There is no file none.toml" in str(result.exception)


def test_a_name_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "sample").write_text("")
    result = new(tmp_path / "sample", "John Q. Sample", "")
    assert isinstance(result.exception, InputError)
    assert "is a file; give the name of a folder." in str(result.exception)


def test_a_full_disk_is_one_sentence_and_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "sample"
    new(folder, answers=ANSWERS)
    before = (folder / "matter.toml").read_bytes()

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    result = new(folder, "Supreme Court")
    assert isinstance(result.exception, InputError)
    assert "the disk is full; free some space and run the command again" in str(result.exception)
    monkeypatch.undo()
    assert (folder / "matter.toml").read_bytes() == before
    assert sorted(path.name for path in folder.iterdir()) == ["exhibits", "matter.toml"]
