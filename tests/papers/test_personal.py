"""Personal data in papers: listed in the review copy, refused in the filing copy, let stand by name only."""

import re
from pathlib import Path
from typing import Any

import docx
import pytest

from discovery.core.authorities import printed
from discovery.core.blocks import Copy
from discovery.core.matter import Matter
from discovery.core.personal import RULE, RULE_PROPOSITION, PersonalData
from discovery.core.sensitive import Pattern
from discovery.errors import InputError
from discovery.files.html import write_html
from discovery.files.law import read_authorities
from discovery.files.plain import write_plain
from discovery.files.typeset import write_pdf
from discovery.files.word import write_word
from discovery.jobs.check import check
from discovery.jobs.draft import draft
from discovery.jobs.finish import finish
from tests.papers.making import HOSTILE, TODAY, change, composed, folder_with
from tests.writers.reading import members, pdf_pages

SAID = "{{ matter.arrest.probable_cause }}"
WORDS = "call (212) 555-0134, SSN 123-45-6789, DOB 3/14/1991, NYSID 01234567K, account number 0012 3456 78"


def telling(tmp_path: Path, words: str, body: str = SAID) -> Path:
    folder = folder_with(tmp_path, f"# Try\n\n{body}\n")
    change(folder, "arrest.probable_cause", {"value": words, "basis": "complaint"})
    return folder


def stands(words: str, where: list[str], **more: Any) -> list[dict[str, Any]]:
    return [{"words": words, "where": where, "by": "A. Counsel", "on": TODAY, "why": "on the record", **more}]


def listed(folder: Path) -> list[str]:
    return [item.what for item in composed(folder).open_items]


# --- listed, refused ----------------------------------------------------------------------------------------------


def test_each_piece_is_listed_with_its_words_and_what_the_rule_leaves(tmp_path: Path) -> None:
    said = listed(telling(tmp_path, WORDS))
    expected = [
        ("(212) 555-0134", "a telephone number."),
        ("123-45-6789", f"a Social Security number; of it {RULE}, leaves its last four digits."),
        ("3/14/1991", f"a date of birth; of it {RULE}, leaves the year."),
        ("01234567K", "a NYSID number."),
        ("0012 3456 78", f"an account number; of it {RULE}, leaves its last four digits."),
    ]
    assert len(said) == len(expected)
    for (words, what), line in zip(expected, said, strict=True):
        assert line.startswith(f"Check “{words}”: {what} Take it out or shorten it, or let it stand by name")


def test_every_format_of_the_review_copy_shows_it_and_prints_the_words_as_they_were(tmp_path: Path) -> None:
    paper = composed(telling(tmp_path, WORDS)).paper
    text = write_plain(paper)
    assert WORDS in text.partition("To check before filing")[0]
    assert "Check before filing: a NYSID number. Take it out" in text.partition("To check before filing")[2]
    assert b"a NYSID number" in members(write_word(paper))["word/comments.xml"]
    assert "a NYSID number" in write_html(paper).decode()
    assert "a NYSID number" in " ".join(" ".join(pdf_pages(write_pdf(paper))).split())


def test_the_filing_copy_is_refused_while_it_stands(tmp_path: Path) -> None:
    folder = telling(tmp_path, "resides at 30 Sample Street, Apt. 4B")
    with pytest.raises(InputError) as refused:
        draft(folder, "try", Copy.FILING, ("txt",), TODAY)
    assert "Check “30 Sample Street, Apt. 4B”: a street address" in str(refused.value.problems[0])
    assert not (folder / "drafts").exists()


def test_names_that_print_as_initials_are_found_however_the_template_prints_them(tmp_path: Path) -> None:
    folder = telling(tmp_path, "the squad asked Mr. Decedent, and WITNESS, JORDAN")
    said = listed(folder)
    assert [line.partition(":")[0] for line in said] == ["Check “Mr. Decedent”", "Check “WITNESS, JORDAN”"]
    assert "the intake prints this person as initials" in said[0]


def test_it_is_found_across_emphasis_values_footnotes_tables_and_drawings(tmp_path: Path) -> None:
    body = (
        "At *{{ matter.arrest.probable_cause }}* {{ matter.arrest.i_card_kind }}.[^a]\n\n"
        "[^a]: {{ matter.arrest.probable_cause }} {{ matter.arrest.i_card_kind }}\n\n"
        "| Place |\n| --- |\n| {{ matter.arrest.probable_cause }} {{ matter.arrest.i_card_kind }} |\n\n"
        "::: figure drawn\nWhat it shows.\n:::\n"
    )
    folder = telling(tmp_path, "30 Sample", body)
    change(folder, "arrest.i_card_kind", {"value": "Street", "basis": "i-card"})
    (folder / "templates" / "figures").mkdir()
    drawn = "<text>{{ matter.arrest.probable_cause }}</text><text>{{ matter.arrest.i_card_kind }}</text>"
    svg = f'<svg xmlns="http://www.w3.org/2000/svg">{drawn}</svg>'
    (folder / "templates" / "figures" / "drawn.svg.j2").write_text(svg, "utf-8")
    items = [item for item in composed(folder).open_items if "street address" in item.what]
    assert {item.what.partition(":")[0] for item in items} == {
        "Check “30 Sample”",
        "Check “Street”",
        "Check “What it shows.”",
    }
    assert all(" “30 Sample Street”, a street address" in item.what for item in items)
    assert {item.where for item in items} == {
        "under “Try”",
        "under “Try”, footnote 1",
        "table under “Try”, row 1",
    }


# --- what is no finding -------------------------------------------------------------------------------------------


def test_what_the_offices_say_of_themselves_is_no_finding(tmp_path: Path) -> None:
    body = '{% include "parts/letter-to-prosecution.j2" %}\n\n{% include "parts/signature.j2" %}'
    folder = telling(tmp_path, "nothing", '{% set subject = "x" %}' + body)
    for side, phone in (("counsel", "(212) 555-0101"), ("prosecutor", "212.555.0102")):
        change(folder, f"{side}.phone", phone)
        change(folder, f"{side}.address", ["40 Sample Avenue, Suite 5", "Brooklyn, NY 11201"])
    change(folder, "arrest.probable_cause", {"value": "40 Sample Avenue, Suite 9", "basis": "complaint"})
    assert listed(folder) == []
    folder_with(tmp_path, f"{SAID}\n\n{{{{ matter.counsel.phone }}}}")
    assert [line[:34] for line in listed(folder)] == ["Check “40 Sample Avenue, Suite 9”:"]


@pytest.mark.parametrize("words", ["SSN xxx-xx-6789", "account ending in 4411", "card xxxx xxxx xxxx 1234"])
def test_numbers_cut_to_their_last_four_digits_are_as_the_rule_leaves_them(words: str) -> None:
    assert PersonalData().found(words) == ()


def test_a_privileged_paper_stays_with_counsel_and_is_not_searched(tmp_path: Path) -> None:
    folder = telling(tmp_path, WORDS)
    folder_with(tmp_path, SAID, kind="privileged")
    assert listed(folder) == []


# --- let stand by name --------------------------------------------------------------------------------------------


def test_counsel_lets_one_thing_stand_by_its_words_in_the_paper_she_names(tmp_path: Path) -> None:
    folder = telling(tmp_path, "30 Sample Street, then 31 Sample Street")
    change(folder, "personal_data", stands("30 sample  street", ["try"]))
    assert [line.partition(":")[0] for line in listed(folder)] == ["Check “31 Sample Street”"]
    change(folder, "personal_data", stands("30 Sample Street", ["transmittal"]))
    assert len(listed(folder)) == 2


@pytest.mark.parametrize(
    ("name", "step"),
    [
        ("motion-fr-discovry", "Did you mean “motion-fr-discovery”?"),
        ("try-review.docx", "Papers go by their name alone: “try”."),
        ("no-such-thing-at-all", "`discovery templates` lists the papers."),
        ("transmital-VOL001", "Did you mean “transmittal”?"),
    ],
)
def test_a_name_that_leads_nowhere_is_told_with_the_nearest(tmp_path: Path, name: str, step: str) -> None:
    folder = telling(tmp_path, "30 Sample Street")
    change(folder, "personal_data", stands("30 Sample Street", ["try", name]))
    with pytest.raises(InputError) as refused:
        composed(folder)
    (problem,) = map(str, refused.value.problems)
    assert re.match(r"matter.toml line \d+", problem)
    assert f"no paper and no exhibit is called “{name}”, so nothing is let stand by it. {step}" in problem


def test_an_offices_own_paper_is_a_name_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = telling(tmp_path, "30 Sample Street")
    change(folder, "personal_data", stands("30 Sample Street", ["our-letter"]))
    office = tmp_path / "office" / "templates"
    office.mkdir(parents=True)
    (office / "our-letter.j2").write_text((folder / "templates" / "try.j2").read_text())
    assert "is called “our-letter”" in str(check(folder, TODAY))
    monkeypatch.setenv("DISCOVERY_OFFICE", str(office.parent))
    assert "is called “our-letter”" not in str(check(folder, TODAY))


def test_files_of_a_production_and_letters_of_a_volume_are_names_too(tmp_path: Path) -> None:
    folder = telling(tmp_path, "nothing")
    change(folder, "personal_data", stands("30 Sample Street", ["notes/scan.pdf", "transmittal-VOL001", "dd5.pdf"]))
    composed(folder)
    (note,) = (str(each) for each in check(folder, TODAY).notes if "in a bundle" in str(each))
    assert "“dd5.pdf” is a file in a production; in a bundle that exhibit goes by its key, “dd5”." in note


@pytest.mark.parametrize("words", ["Street", "*", "address", ".*", "30 Sample", ""])
def test_no_class_of_things_can_be_let_stand(tmp_path: Path, words: str) -> None:
    folder = telling(tmp_path, "30 Sample Street")
    change(folder, "personal_data", stands(words, ["try"]))
    if not words:
        with pytest.raises(InputError, match="needs attention"):
            composed(folder)
    else:
        assert len(listed(folder)) == 1


@pytest.mark.parametrize("left_out", ["by", "why", "where", "on"])
def test_who_decided_it_when_why_and_where_is_asked_for(tmp_path: Path, left_out: str) -> None:
    folder = telling(tmp_path, "30 Sample Street")
    entry = stands("30 Sample Street", ["try"])[0]
    change(folder, "personal_data", [{key: value for key, value in entry.items() if key != left_out}])
    with pytest.raises(InputError) as refused:
        composed(folder)
    assert any("personal_data" in str(problem) for problem in refused.value.problems)


# --- counsel's edited copy ----------------------------------------------------------------------------------------


def test_what_counsel_types_into_her_copy_is_searched_before_it_is_filed(tmp_path: Path) -> None:
    folder = telling(tmp_path, "as the papers say")
    draft(folder, "try", Copy.REVIEW, ("docx",), TODAY)
    file = folder / "drafts" / "try-review.docx"
    edited = docx.Document(str(file))
    edited.paragraphs[-1].add_run(" She lives at 30 Sample Street, (212) 555-0134.")
    edited.save(str(file))
    with pytest.raises(InputError) as refused:
        finish(file, TODAY)
    assert [str(problem).partition(": ")[2].partition(":")[0] for problem in refused.value.problems] == [
        "“30 Sample Street”",
        "“(212) 555-0134”",
    ]
    both = [*stands("30 Sample Street", ["try"]), *stands("(212) 555-0134", ["try"])]
    change(folder, "personal_data", both)
    assert finish(file, TODAY).path.name == "try-filing.docx"


# --- hostile and held to the data ---------------------------------------------------------------------------------


def test_hostile_values_print_as_typed_beside_what_is_found(tmp_path: Path) -> None:
    words = f"{HOSTILE} (212) 555-0134 {HOSTILE}"
    paper = composed(telling(tmp_path, words)).paper
    assert words in write_plain(paper)
    assert words in " ".join(re.findall(r"<p[^>]*>(.*?)</p>", plain_html(write_html(paper).decode())))


def plain_html(page: str) -> str:
    from html import unescape

    return re.sub(r"\[check \d+\]", "", unescape(re.sub(r"</?(?:mark|a|span|sup)[^>]*>", "", page)))


def test_a_long_answer_is_searched_without_delay(tmp_path: Path) -> None:
    assert len(PersonalData(("Alex Decedent",)).found("30 Sample " * 2000 + "Street")) == 1


def test_the_rule_is_named_as_the_data_records_it() -> None:
    authority = next(each for each in read_authorities() if each.id == RULE_PROPOSITION[0])
    point = authority.proposition(RULE_PROPOSITION[1])
    assert point is not None
    assert printed(authority, point) in RULE
    assert str(point.state) == "partly verified"
    assert "civil" in str(point.note)


def test_no_kind_is_without_words() -> None:
    assert all(pattern.reason for pattern in Pattern)
    assert PersonalData.of(Matter.model_validate(MATTER), ()).names == ("Jane Sample",)


MATTER = {
    "schema": 1,
    "short_name": "ROE",
    "defendant": {"name": "Richard Roe"},
    "complainants": [{"name": "Jane Sample"}],
}
