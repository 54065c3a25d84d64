"""What counsel and her expert read: the theory of the case, and the questions to an expert."""

from pathlib import Path

import pytest

from discovery.core.blocks import Copy, PaperKind
from discovery.core.theory import next_step
from discovery.errors import InputError
from discovery.files.matter_folder import read_matter_folder
from discovery.files.plain import write_plain
from discovery.jobs.compose import Composed, compose
from discovery.jobs.draft import draft
from tests.matters import sample_folder
from tests.papers.making import change
from tests.samples import DAY, SAMPLES, sample_matter

CLIENT_ALONE = {
    "clearview-2019": "wedding pictures",
    "fis-2023": "picked the client twice",
    "fdny-2025": "deleted the school page",
}
"""Words of each sample matter that rest on the client."""


def made(folder: Path, template: str) -> Composed:
    """A paper of a folder."""
    return compose(folder, template, Copy.REVIEW, DAY)


def words(folder: Path, template: str) -> str:
    """Its own words."""
    return write_plain(made(folder, template).paper).partition("To check before filing:")[0]


@pytest.mark.parametrize("name", SAMPLES)
def test_what_rests_on_the_client_is_in_the_theory_and_never_in_the_letter_to_the_expert(
    tmp_path: Path, name: str
) -> None:
    folder = sample_matter(tmp_path, name)
    assert CLIENT_ALONE[name] in words(folder, "fr-case-theory")
    assert CLIENT_ALONE[name] not in words(folder, "expert-brief")


def test_the_theory_stays_in_the_office_and_the_letter_is_one_that_may_be_disclosed(tmp_path: Path) -> None:
    folder = sample_matter(tmp_path, "fdny-2025")
    assert made(folder, "fr-case-theory").paper.kind is PaperKind.PRIVILEGED
    assert made(folder, "expert-brief").paper.kind is PaperKind.LETTER
    with pytest.raises(InputError):
        draft(folder, "fr-case-theory", Copy.FILING, ("docx",), DAY)


def test_each_unknown_stands_under_the_item_that_would_tell_it_with_the_next_paper(tmp_path: Path) -> None:
    text = words(sample_matter(tmp_path, "fdny-2025"), "fr-case-theory")
    candidates = next(line for line in text.splitlines() if "the search: the number of candidates returned" in line)
    assert "The candidate list (not yet demanded)" in candidates
    assert "discovery-demand" in candidates
    log = next(line for line in text.splitlines() if "whose device" in line)
    assert "subpoena-so-ordered" in log


def test_an_answer_that_is_given_is_no_longer_unknown(tmp_path: Path) -> None:
    folder = sample_matter(tmp_path, "fdny-2025")
    assert "the search: the number of candidates returned" in words(folder, "fr-case-theory")
    change(folder, "facial_recognition.searches.0.candidates", {"value": 12, "basis": "messages"})
    text = words(folder, "fr-case-theory")
    assert "the search: the number of candidates returned" not in text
    assert "12" in text


def test_the_theory_builds_on_no_search_that_nothing_records(tmp_path: Path) -> None:
    nothing = words(sample_folder(tmp_path, "nothing_known"), "fr-case-theory")
    signs = words(sample_folder(tmp_path, "denied_but_indicated"), "fr-case-theory")
    for text in (nothing, signs):
        assert "whether there was a search at all" in text
        assert "The theory may begin from" not in text
    assert "No paper may say that there was a search." in signs
    assert "Nothing recorded points to a search." in nothing


def test_what_is_against_each_theory_stands_beside_it(tmp_path: Path) -> None:
    text = words(sample_matter(tmp_path, "fis-2023"), "fr-case-theory")
    for name in ("Knight", "Lynch", "Reyes", "Patterson", "Lustig", "Wakefield", "Cimino"):
        assert name in text


def carried(text: str) -> list[str]:
    """The rows of what each answer would carry."""
    table = text.partition("What each answer would carry")[2].partition("A row is worth something")[0]
    return [line for line in table.splitlines() if " | " in line][1:]


def test_what_an_answer_would_carry_follows_what_is_open_in_the_matter(tmp_path: Path) -> None:
    fis, fdny = sample_matter(tmp_path, "fis-2023"), sample_matter(tmp_path, "fdny-2025")
    ours, theirs = carried(words(fis, "fr-case-theory")), carried(words(fdny, "fr-case-theory"))
    assert not set(ours) & set(theirs)
    assert any("rank of the one chosen, 17" in row and "refused" in row for row in ours)
    assert not any("Did the witness know the person shown?" in row for row in ours)
    assert any("Did the witness know the person shown?" in row for row in theirs)
    assert not any("should it have been there" in row for row in theirs)
    nothing = carried(words(sample_folder(tmp_path, "nothing_known"), "fr-case-theory"))
    assert any("Was there a search?" in row for row in nothing)
    assert not any("Who else came back" in row for row in nothing)


def test_a_deadline_stands_beside_an_answer_only_where_one_is_recorded(tmp_path: Path) -> None:
    folder = sample_matter(tmp_path, "fis-2023")
    candidates = next(row for row in carried(words(folder, "fr-case-theory")) if "Who else came back" in row)
    assert "By when: motions are due on December 4, 2026." in candidates
    change(folder, "disclosure.motions_due", "unknown")
    candidates = next(row for row in carried(words(folder, "fr-case-theory")) if "Who else came back" in row)
    assert "No deadline for it is recorded." in candidates
    certificate = next(
        row for row in carried(words(folder, "fr-case-theory")) if "when compliance was certified" in row
    )
    assert (
        "counted from service on December 15, 2025, the days for a challenge ended on January 19, 2026" in certificate
    )


def test_after_a_judgment_each_answer_goes_to_the_motion_to_vacate(tmp_path: Path) -> None:
    rows = carried(words(sample_matter(tmp_path, "clearview-2019"), "fr-case-theory"))
    assert all("motion-440" in row and "motions are due" not in row for row in rows)
    assert not any("be offered?" in row for row in rows)


def test_what_is_inferred_is_not_among_what_is_known(tmp_path: Path) -> None:
    text = words(sample_matter(tmp_path, "fis-2023"), "fr-case-theory")
    known = text.partition("What is known")[2].partition("On the client’s word")[0]
    assert "department device" not in known
    assert "device: department (rests on counsel’s inference alone)" in text


@pytest.mark.parametrize(
    ("answer", "first"),
    [
        ("not yet demanded", "discovery-demand"),
        ("refused", "motion-fr-discovery"),
        ("says none exists", "deficiency-letter"),
        ("no answer", "deficiency-letter"),
        ("answer not recorded", "deficiency-letter"),
    ],
)
def test_the_next_step_follows_how_the_demand_stands(tmp_path: Path, answer: str, first: str) -> None:
    matter = read_matter_folder(sample_matter(tmp_path, "fis-2023")).matter
    assert next_step(matter, "candidate-list", answer)[1][0] == first


def test_after_a_judgment_nothing_is_demanded_any_more(tmp_path: Path) -> None:
    matter = read_matter_folder(sample_matter(tmp_path, "clearview-2019")).matter
    assert next_step(matter, "candidate-list", "refused")[1] == ("motion-440",)


def test_the_expert_is_told_what_papers_record_what_is_missing_and_that_an_order_protects(tmp_path: Path) -> None:
    text = words(sample_matter(tmp_path, "fis-2023"), "expert-brief")
    assert "“lower face pasted in from a stock image <img 12 & 14>”" in text
    assert "the rank of the candidate chosen, 17" in text
    assert "The candidate list." in text.partition("What is not held")[2]
    assert "A protective order of November 20, 2025 covers the address" in text


def test_without_a_search_the_expert_is_told_of_none(tmp_path: Path) -> None:
    text = words(sample_folder(tmp_path, "nothing_known"), "expert-brief")
    assert "No paper that is held records a search, and nothing here says that there was one." in text
    assert "edit of an image" not in text
