"""The shipped findings: what each may carry of the article it comes from, and that it is really there."""

import hashlib
import os
import re
from collections import Counter
from pathlib import Path

import pytest

from discovery.core.findings import Finding, MemoUse, Quotation
from discovery.core.library import Library

OUTLET_LIMIT = 12
AGENCY_OR_VENDOR = {"NYPD", "Clearview AI"}
SILENT = {MemoUse.EXCLUDE, MemoUse.BACKGROUND_OK}
ARTICLE = "DISCOVERY_ARTICLE"


def words_of(text: str) -> list[str]:
    return re.findall(r"[\w’'-]+(?:,\d{3})*", text)


def squashed(text: str) -> str:
    return re.sub(r"\s", "", text)


def quoted(library: Library) -> list[tuple[Finding, Quotation]]:
    return [(finding, each) for finding in library.findings for each in finding.quotations if each.words]


def test_there_are_58_findings_numbered_in_order_with_their_uses(library: Library) -> None:
    assert [finding.n for finding in library.findings] == list(range(1, 59))
    assert Counter(finding.memo_use for finding in library.findings) == {
        MemoUse.ATTRIBUTE: 21,
        MemoUse.LEAD_ONLY: 10,
        MemoUse.EXCLUDE: 16,
        MemoUse.BACKGROUND_OK: 11,
    }


def test_every_finding_says_who_says_so_where_it_is_and_what_would_prove_it(library: Library) -> None:
    for finding in library.findings:
        assert finding.statement.endswith((".", ".”")), finding.id
        assert finding.speaker
        assert finding.attribution
        assert finding.caveats
        assert finding.quotations
        assert finding.proof or finding.memo_use is not MemoUse.ATTRIBUTE, finding.id
        assert all(re.fullmatch(r"[0-9a-f]{64}", each.sha256) and each.length for each in finding.quotations)
        assert all(re.fullmatch(r"standfirst|paragraph \d+", each.locator) for each in finding.quotations)


def test_at_most_twelve_words_of_the_outlet_or_of_those_it_interviewed_are_quoted_a_finding(library: Library) -> None:
    for finding in library.findings:
        outlet = [each.words for each in finding.quotations if each.whose not in AGENCY_OR_VENDOR]
        assert sum(len(words_of(words)) for words in outlet) <= OUTLET_LIMIT, finding.id


def test_nothing_is_quoted_from_a_sentence_that_is_excluded_or_background(library: Library) -> None:
    for finding in library.findings:
        assert bool([each for each in finding.quotations if each.words]) is (finding.memo_use not in SILENT), (
            finding.id
        )


def test_a_caveat_names_at_most_four_words_of_a_sentence_that_is_not_quoted(library: Library) -> None:
    for finding in library.findings:
        if finding.memo_use in SILENT:
            for fragment in re.findall(r"“([^”]*)”", " ".join(finding.caveats)):
                assert len(words_of(fragment)) <= 4, (finding.id, fragment)


def test_fragments_that_the_article_joined_stay_separate(library: Library) -> None:
    assert [each.words for each in library.finding("id-theft-squad-arrests").quotations] == [
        "we continue to receive positive results",
        "gone on to make arrests.",
    ]
    assert len(library.finding("no-institutional-relationship").quotations) == 2


def test_no_space_lost_at_a_link_is_left_and_no_straight_quotation_mark(library: Library) -> None:
    text = "\n".join(finding.model_dump_json() for finding in library.findings)
    for run in ("hasrun", "searcheswith", "siteMuckrock", "publisheda", "ofover", "photosscraped", "andbiased"):
        assert run not in text
    for finding in library.findings:
        assert '"' not in finding.statement + "".join(finding.caveats)


def test_no_officer_is_named(library: Library) -> None:
    text = "\n".join(finding.model_dump_json() for finding in library.findings)
    assert "William" not in text
    assert "Flanagan" not in text


def test_hedges_of_the_source_are_kept(library: Library) -> None:
    assert "appear to be" in library.finding("dhs-apparent-referrals").statement
    assert "seem" in library.finding("policies-seem-circumvented").statement
    assert "At least four" in library.finding("four-officers-asked").statement
    assert "said to have ended" in library.finding("trial-accounts-feb-2020").statement


def test_asked_is_never_told_as_used(library: Library) -> None:
    assert "used" not in library.finding("four-officers-asked").statement


def test_an_excluded_finding_bears_on_no_matter(library: Library) -> None:
    excluded = [each for each in library.findings if each.memo_use is MemoUse.EXCLUDE]
    assert all(finding.applies.never for finding in excluded)


def test_a_characterization_is_never_stated_nor_a_lead(library: Library) -> None:
    uses = {finding.memo_use for finding in library.findings if finding.characterization}
    assert uses == {MemoUse.EXCLUDE, MemoUse.BACKGROUND_OK}


def test_figures_that_do_not_agree_are_kept_together(library: Library) -> None:
    assert [conflict.id for conflict in library.conflicts] == [
        "clearview-searches",
        "account-holders",
        "trial-dates",
        "record-span",
        "post-act-signing",
        "ll55-audit",
    ]
    assert all(len(conflict.figures) >= 2 for conflict in library.conflicts)
    assert [each.figure for each in library.conflict("clearview-searches").figures] == [
        "more than 5,100",
        "more than 11,000",
        "thousands",
    ]


# --- held against the article itself ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def paragraphs() -> dict[str, str]:
    """The article's places without white space, from a copy of its text that the tests are told of."""
    path = os.environ.get(ARTICLE)
    if not path:
        pytest.skip(f"{ARTICLE} is not set: it names a text of the article, which is not shipped")
    lines = [line for line in Path(path).read_text("utf-8").splitlines() if line.strip()]
    begin = next(number for number, line in enumerate(lines) if line.startswith("It’s been a busy week"))
    body = [line.partition("by" + "Tate Ryan-Mosley")[0] for line in lines[begin:]]
    end = next(number for number, line in enumerate(body) if line.startswith("“We would hopefully"))
    places = {f"paragraph {number}": line for number, line in enumerate(body[: end + 1], start=1)}
    return {place: squashed(text) for place, text in {"standfirst": lines[begin - 1], **places}.items()}


def test_every_quotation_stands_in_the_article_where_it_says(library: Library, paragraphs: dict[str, str]) -> None:
    for finding, quotation in quoted(library):
        assert squashed(quotation.words) in paragraphs[quotation.locator], finding.id


def test_every_mark_is_of_a_passage_in_the_paragraph_it_names(library: Library, paragraphs: dict[str, str]) -> None:
    for finding in library.findings:
        for quotation in finding.quotations:
            passage = _passage(paragraphs[quotation.locator], quotation)
            assert passage, finding.id
            assert squashed(quotation.words) in passage, finding.id


def _passage(paragraph: str, quotation: Quotation) -> str:
    """The passage of that length whose hash it is; nothing where there is none."""
    for start in range(len(paragraph) - quotation.length + 1):
        passage = paragraph[start : start + quotation.length]
        if hashlib.sha256(passage.encode()).hexdigest() == quotation.sha256:
            return passage
    return ""


def test_less_than_a_quarter_of_the_article_is_quoted(library: Library, paragraphs: dict[str, str]) -> None:
    article = sum(map(len, paragraphs.values()))
    shipped = sum(len(squashed(quotation.words)) for _, quotation in quoted(library))
    assert shipped * 4 < article


def test_statements_and_caveats_are_ours_and_not_the_articles_sentences(
    library: Library, paragraphs: dict[str, str]
) -> None:
    """Outside quotation marks, no run of eight words is the article's (names of people and offices aside)."""
    article = re.sub(r"\W", "", "".join(paragraphs.values())).casefold()
    names = "Jonathan McCoy is a digital forensics attorney of the Legal Aid Society"
    for finding in library.findings:
        for text in (finding.statement, *finding.caveats, *(bearing.why for bearing in finding.bearings)):
            ours = re.sub(r"“[^”]*”", " … ", text).replace(names, "")
            for part in ours.split("…"):
                words = re.findall(r"\w+", part.casefold())
                for start in range(len(words) - 7):
                    assert "".join(words[start : start + 8]) not in article, (finding.id, words[start : start + 8])
