"""Reading the record: an office's blocks over the shipped ones, and every mistake named at once."""

import hashlib
from datetime import date
from pathlib import Path

import pytest

from discovery.core.bearings import Classification, judge_finding, judge_matter
from discovery.core.problems import Problem
from discovery.errors import InputError
from discovery.files.library import read_library
from tests.matters import documented

MEMO = b"Chief of Detectives Memo 3. Paragraph 4. Only members of FIS shall run a search. (Invented for this test.)\n"
SHA256 = hashlib.sha256(MEMO).hexdigest()

TEXT_OBTAINED = f"""
[[policy]]
id = "cod-memo-3-2012"
text_file = "memo-3.txt"
text_sha256 = "{SHA256}"
first_day = 2012-03-01
last_day = 2020-03-11
"""
PROVISION = """
[[policy.provisions]]
id = "searches-only-through-fis"
words = "Only members of FIS shall run a search."
pin = "paragraph 4"
"""
FINDING = """
[[finding]]
id = "{id}"
source = "mit-technology-review-2021-04-09"
statement = "An office's own finding."
attribution = "the office"
speaker = "The office"
kind = "our reading of a record"
memo_use = "{use}"
"""
DEVIATION = '[[finding.bearings]]\npolicy = "cod-memo-3-2012"\nclassification = "deviation"\nwhy = "w"'


def office(folder: Path, **files: str | bytes) -> Path:
    """A folder whose record/ has these files; `policies__a` is policies/a.toml."""
    for name, content in files.items():
        path = folder / "record" / f"{name.replace('__', '/')}.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def with_text(folder: Path, content: bytes = MEMO) -> Path:
    (folder / "record" / "policies" / "memo-3.txt").write_bytes(content)
    return folder


def problems_of(folder: Path) -> list[str]:
    with pytest.raises(InputError) as caught:
        read_library(folder)
    assert all(isinstance(problem, Problem) for problem in caught.value.problems)
    return [str(problem) for problem in caught.value.problems]


def test_a_folder_without_a_record_changes_nothing(tmp_path: Path) -> None:
    assert read_library(tmp_path) == read_library()
    assert read_library().overrides == ()


def test_a_text_an_office_has_obtained_is_laid_over_the_shipped_policy(tmp_path: Path) -> None:
    folder = with_text(office(tmp_path, policies__memo=TEXT_OBTAINED))
    library = read_library(folder)
    memo = library.policy("cod-memo-3-2012")
    assert memo.text_held
    assert memo.office
    assert memo.first_day.first == date(2012, 3, 1)
    assert memo.title == read_library().policy("cod-memo-3-2012").title
    assert library.overrides == ("record/policies/memo.toml",)
    assert not read_library().policy("cod-memo-3-2012").text_held


def test_the_bearings_follow_the_text_once_somebody_has_recorded_what_it_says(tmp_path: Path) -> None:
    def judged(folder: Path) -> Classification:
        library = read_library(folder)
        found = judge_finding(library.finding("access-outside-fis"), library)
        return next(each.classification for each in found if each.policy and each.policy.id == "cod-memo-3-2012")

    held = with_text(office(tmp_path / "held", policies__memo=TEXT_OBTAINED))
    read = with_text(office(tmp_path / "read", policies__memo=TEXT_OBTAINED + PROVISION))
    later = TEXT_OBTAINED.replace("2012-03-01", "2021-03-01").replace("2020-03-11", "2022-03-11")
    over = with_text(office(tmp_path / "later", policies__memo=later + PROVISION))
    short = TEXT_OBTAINED.replace("last_day = 2020-03-11", "last_day = 2019-12-31")
    part = with_text(office(tmp_path / "part", policies__memo=short + PROVISION))
    assert judged(tmp_path) is Classification.CANNOT_BE_DETERMINED
    assert judged(held) is Classification.CANNOT_BE_DETERMINED
    assert judged(read) is Classification.DEVIATION
    assert judged(over) is Classification.PRE_DATES
    assert judged(part) is Classification.CANNOT_BE_DETERMINED


def test_a_text_held_but_not_read_is_asked_to_be_read_and_no_longer_said_to_be_missing(tmp_path: Path) -> None:
    library = read_library(with_text(office(tmp_path, policies__memo=TEXT_OBTAINED)))
    for finding in library.findings:
        for each in judge_finding(finding, library):
            if each.policy and each.policy.id == "cod-memo-3-2012" and each.gate == "provision":
                assert "is held, but nobody has recorded" in each.sentence
                assert "located" not in each.sentence + each.why
                assert each.settles.startswith("A reading of the text of Chief of Detectives Memo #3 (2012)")


def test_this_matters_own_search_follows_the_text_too(tmp_path: Path) -> None:
    library = read_library(with_text(office(tmp_path, policies__memo=TEXT_OBTAINED + PROVISION)))
    deviations = [
        each for each in judge_matter(documented(), library) if each.classification is Classification.DEVIATION
    ]
    assert [(each.conduct.id, each.policy.id if each.policy else "") for each in deviations] == [
        ("search-1", "cod-memo-3-2012")
    ]
    assert "Only members of FIS shall run a search." in deviations[0].sentence


def test_whoever_holds_the_text_of_a_policy_that_was_only_alluded_to_knows_which_it_is(tmp_path: Path) -> None:
    content = TEXT_OBTAINED.replace("cod-memo-3-2012", "personal-device-rule")
    library = read_library(with_text(office(tmp_path, policies__device=content)))
    assert library.policy("personal-device-rule").identity_known


def test_a_text_is_held_only_while_its_file_is_the_one_that_was_hashed(tmp_path: Path) -> None:
    folder = with_text(office(tmp_path, policies__memo=TEXT_OBTAINED), b"another text")
    other = hashlib.sha256(b"another text").hexdigest()
    [problem] = problems_of(folder)
    assert problem.startswith("record/policies/memo.toml, policy cod-memo-3-2012: memo-3.txt is not the file whose")
    assert problem.endswith(f'If it is the right text, write text_sha256 = "{other}".')


def test_a_text_that_is_said_to_be_held_must_be_there(tmp_path: Path) -> None:
    assert (
        "memo-3.txt is not there or cannot be opened" in problems_of(office(tmp_path, policies__m=TEXT_OBTAINED))[0]
    )


@pytest.mark.parametrize("name", ["../memo-3.txt", "/etc/hostname", "sub/../../memo-3.txt", "..\\\\memo-3.txt"])
def test_a_text_file_lies_in_the_record(tmp_path: Path, name: str) -> None:
    folder = with_text(office(tmp_path, policies__memo=TEXT_OBTAINED.replace("memo-3.txt", name)))
    assert "is not a file in this folder" in problems_of(folder)[0]


def test_text_held_without_a_file_is_a_problem(tmp_path: Path) -> None:
    folder = office(tmp_path, policies__memo='[[policy]]\nid = "cod-memo-3-2012"\ntext_held = true\n')
    assert "no text_file is named" in problems_of(folder)[0]


def test_every_mistake_is_named_at_once_with_its_place(tmp_path: Path) -> None:
    folder = office(
        tmp_path,
        findings__a=FINDING.format(id="ours", use="attribute") + FINDING.format(id="ours", use="attribute"),
        findings__b=FINDING.format(id="typo", use="atribute"),
        findings__c="[[finding\n",
        findings__d="[[finding]]\nn = 3\n",
        findings__e="[finding]\nid = 3\n",
        policies__p='[[policy]]\nid = "new"\ntitle = "T"\nissuer = "NYPD"\nkind = "rule"\nfirst_day = "2020-13"\n',
        conflicts="[[conflicts]]\nid = 1\n",
    )
    found = "\n".join(problems_of(folder))
    assert "record/findings/a.toml, finding 2: the id “ours” is already used in record/findings/a.toml." in found
    assert "record/findings/b.toml line 9, finding 1, memo_use: “atribute” is not one of the answers." in found
    assert "record/findings/c.toml line 1" in found
    assert "record/findings/d.toml, finding 1: it has no id." in found
    assert "record/findings/e.toml: there is no key “finding” at the top of this file." in found
    assert "record/policies/p.toml line 6, policy 1, first_day: “2020-13” is not a day of the calendar" in found
    assert "record/conflicts.toml: there is no key “conflicts” at the top of this file. Write [[conflict]]." in found


def test_a_file_in_a_place_that_nothing_reads_is_not_passed_over(tmp_path: Path) -> None:
    folder = office(tmp_path, policy__memo=TEXT_OBTAINED, finding="x = 1\n", old__findings__a="x = 1\n")
    assert [problem.partition(" A record holds")[0] for problem in problems_of(folder)] == [
        "record/finding.toml: nothing reads this file.",
        "record/old/findings/a.toml: nothing reads this file.",
        "record/policy/memo.toml: nothing reads this file.",
    ]


def test_mistakes_in_the_law_of_a_record_are_named_together_with_the_others(tmp_path: Path) -> None:
    content = FINDING.format(id="typo", use="atribute")
    found = problems_of(office(tmp_path, findings__a=content, authorities__ours='[[authority]]\nid = "x"\n'))
    assert any("findings/a.toml" in problem for problem in found)
    assert any("ours.toml" in problem for problem in found)


def test_the_same_id_in_two_files_of_one_record_is_a_problem(tmp_path: Path) -> None:
    one = FINDING.format(id="ours", use="attribute")
    folder = office(tmp_path, findings__a=one, findings__b=one)
    [problem] = problems_of(folder)
    assert problem.startswith("record/findings/b.toml, finding 1: the id “ours” is already used in record/findings/a")


@pytest.mark.parametrize(
    ("extra", "says"),
    [
        ('tensions = ["email-span"]', "it is in tension with email-span, but email-span does not name it"),
        ('tensions = ["nobody"]', "it names the finding “nobody”, which is not on record"),
        ('[[finding.bearings]]\npolicy = "nothing"\nclassification = "deviation"\nwhy = "w"', "the policy “nothing”"),
        (
            DEVIATION,
            "it proposes a deviation, but the day of the conduct is not known",
        ),
        (
            'span = "2019"\n' + DEVIATION,
            "it proposes a deviation, but the text of Chief of Detectives Memo #3 (2012) is not held",
        ),
    ],
)
def test_what_does_not_hang_together_is_a_problem(tmp_path: Path, extra: str, says: str) -> None:
    folder = office(tmp_path, findings__a=FINDING.format(id="ours", use="attribute") + extra)
    assert any(says in problem for problem in problems_of(folder))


def test_an_unknown_source_and_an_excluded_finding_that_would_match_are_problems(tmp_path: Path) -> None:
    content = FINDING.format(id="ours", use="exclude").replace("mit-technology-review-2021-04-09", "elsewhere")
    assert [problem.partition(": ")[2] for problem in problems_of(office(tmp_path, findings__a=content))] == [
        "it is in no paper, so it bears on no matter. Write applies = { never = true }.",
        "it names the source “elsewhere”, which is not on record.",
    ]


def test_two_versions_in_force_on_one_day_are_a_problem(tmp_path: Path) -> None:
    version = '[[policy]]\nid = "{}"\ntitle = "T"\nissuer = "NYPD"\nkind = "rule"\nfamily = "t"\nfirst_day = {}\n{}\n'
    first = version.format("v1", "2019-01-01", "last_day = 2020-06-30")
    assert (
        "still in force when its later version v2 begins"
        in problems_of(office(tmp_path, policies__t=first + version.format("v2", "2020-06-30", "")))[0]
    )
    assert read_library(office(tmp_path, policies__t=first + version.format("v2", "2020-07-01", ""))).policy("v2")


def test_a_finding_of_the_office_is_marked_as_its_own(tmp_path: Path) -> None:
    library = read_library(office(tmp_path, findings__a=FINDING.format(id="ours", use="attribute")))
    assert library.finding("ours").office
    assert not library.finding("email-span").office
    assert library.finding("ours").id == library.findings[-1].id


def test_a_matters_record_is_read_over_the_offices(tmp_path: Path) -> None:
    first = office(tmp_path / "office", findings__a='[[finding]]\nid = "email-span"\nproof = "from the office"\n')
    second = office(tmp_path / "matter", findings__a='[[finding]]\nid = "email-span"\nproof = "from the matter"\n')
    assert read_library(first, second).finding("email-span").proof == "from the matter"
    assert read_library(second, first).finding("email-span").proof == "from the office"
    assert read_library().finding("email-span").proof.startswith("the email itself")


def test_a_finding_that_is_not_there_is_named_with_what_is_near() -> None:
    with pytest.raises(InputError, match=r"There is no finding “email”. Did you mean email-span"):
        read_library().finding("email")
