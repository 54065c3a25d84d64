"""The motion and its exhibits: what they say follows the matter, and they say no more than that."""

from datetime import date
from pathlib import Path

import pytest

from discovery.core.authorities import Authority
from discovery.core.blocks import Cite, Copy, NoteRef, Paper, Sourced
from discovery.core.citations import check_citations
from discovery.core.findings import MemoUse
from discovery.core.inlines import every_inline, inlines_of
from discovery.core.lint import lint_paper
from discovery.errors import InputError
from discovery.files.library import read_library
from discovery.files.matter_folder import read_matter_folder
from discovery.files.plain import write_plain
from discovery.jobs.compose import Composed, compose
from discovery.jobs.draft import draft
from discovery.jobs.plan import plan_numbers
from tests.matters import OVERLAYS, Variant, sample_folder

DAY = date(2026, 11, 13)
VARIANTS: tuple[Variant, ...] = ("documented", "denied_but_indicated", "nothing_known")
SERVED = ("motion-fr-discovery", "chronology", "statements-compared", "matter-timeline", "demand-status")
CLIENT_ONLY = "a telephone had picked out a profile picture"
ADVERSE = ("People v Knight", "People v Reyes", "Lynch v State")


def composed(tmp_path: Path, variant: Variant, template: str, copy: Copy = Copy.REVIEW) -> Composed:
    """A paper of a variant, numbered as a bundle would number it now."""
    folder = tmp_path / variant
    if not folder.exists():
        sample_folder(tmp_path, variant)
    return compose(folder, template, copy, DAY, numbers=plan_numbers(folder, DAY))


def words(paper: Paper) -> str:
    """The paper's own words, without the review copy's list of what to check."""
    return write_plain(paper).partition("To check before filing:")[0]


def part(text: str, begin: str, end: str) -> str:
    """The words between two headings."""
    return text.partition(f"\n{begin}\n")[2].partition(f"\n{end}\n")[0]


def inlines(paper: Paper) -> list[object]:
    """Everything in the paper and its footnotes."""
    lines = [line for block in paper.blocks for line in inlines_of(block)] + list(paper.notes)
    return [each for line in lines for each in every_inline(line)]


@pytest.fixture(scope="module")
def motions(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The motion of each variant, as text."""
    folder = tmp_path_factory.mktemp("motions")
    return {variant: words(composed(folder, variant, "motion-fr-discovery").paper) for variant in VARIANTS}


def test_matters_that_differ_only_in_facial_recognition_differ_in_relief_facts_and_argument(
    motions: dict[str, str],
) -> None:
    assert set(OVERLAYS) == set(VARIANTS)
    relief = {
        name: text.partition("for an order")[2].partition("The prosecution is asked")[0]
        for name, text in motions.items()
    }
    facts = {
        name: part(text, "What is known about facial recognition", "What was asked for, and conferral")
        for name, text in motions.items()
    }
    argument = {name: text.partition("Preliminary statement")[2] for name, text in motions.items()}

    for each in (relief, facts, argument):
        assert all(each.values())
        assert len(set(each.values())) == len(VARIANTS)
    assert "directing the prosecution to disclose, under" in relief["documented"]
    indicated = relief["denied_but_indicated"]
    assert indicated.index("reasonable inquiries") < indicated.index("if the answer is that")
    assert "directing the prosecution to disclose, under" not in indicated
    assert "disclose" not in relief["nothing_known"]
    assert "preserve" not in relief["nothing_known"]
    assert "Clearview" in facts["documented"]
    assert "stand side by side" in facts["denied_but_indicated"]
    assert "Clearview" not in facts["nothing_known"]


def test_only_the_motion_that_knows_of_a_search_says_there_was_one(motions: dict[str, str]) -> None:
    claim = "record that facial recognition was part of the investigation"
    assert claim in motions["documented"]
    assert claim not in motions["denied_but_indicated"]
    assert "does not contend that facial recognition was used" in motions["nothing_known"]


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("copy", list(Copy))
def test_decisions_the_other_way_are_in_both_copies(tmp_path: Path, variant: Variant, copy: Copy) -> None:
    text = words(composed(tmp_path, variant, "motion-fr-discovery", copy).paper)
    for name in ADVERSE:
        assert name in text


@pytest.mark.parametrize("variant", VARIANTS)
def test_the_filing_copy_is_refused_with_all_that_is_open(tmp_path: Path, variant: Variant) -> None:
    folder = sample_folder(tmp_path, variant)
    open_items = composed(tmp_path, variant, "motion-fr-discovery", Copy.FILING).open_items

    with pytest.raises(InputError) as refusal:
        draft(folder, "motion-fr-discovery", Copy.FILING, ("docx",), DAY)

    said = str(refusal.value)
    assert ("[article]" in said) == (variant != "nothing_known"), "only where a passage names it"
    assert "People v Knight" in said
    for item in open_items:
        assert item.what in said
    assert not list((folder / "drafts").glob("*filing*"))


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("template", SERVED)
def test_nothing_served_holds_the_clients_word_or_a_finding_that_may_not_be_stated(
    tmp_path: Path, variant: Variant, template: str
) -> None:
    paper = composed(tmp_path, variant, template).paper
    library = read_library()

    assert CLIENT_ONLY not in write_plain(paper)
    stated = {each.source for each in inlines(paper) if isinstance(each, Sourced)}
    for finding in library.findings:
        if finding.memo_use is not MemoUse.ATTRIBUTE:
            assert f"finding:{finding.id}" not in stated


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("template", SERVED)
def test_every_citation_is_in_the_data_for_a_proposition_it_is_recorded_for(
    tmp_path: Path, variant: Variant, template: str
) -> None:
    paper = composed(tmp_path, variant, template).paper
    known: dict[str, Authority] = {each.id: each for each in read_library().authorities}

    for each in inlines(paper):
        if isinstance(each, Cite):
            assert known[each.authority].proposition(each.proposition)
    charges = [charge.statute for charge in read_matter_folder(tmp_path / variant).matter.charges]
    assert check_citations(words(paper), known.values(), allowed=charges) == ()


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("template", SERVED)
def test_no_paper_says_who_the_person_depicted_is(tmp_path: Path, variant: Variant, template: str) -> None:
    paper = composed(tmp_path, variant, template).paper
    assert lint_paper(paper, people=("John Q. Sample",)) == ()


def test_the_denial_is_never_reported_without_the_disclosure_of_the_trial(motions: dict[str, str]) -> None:
    for text in motions.values():
        assert ("no institutional relationship" in text) == ("NYPD had disclosed a trial" in text)


def test_instructions_to_the_writer_reach_no_served_paper(motions: dict[str, str]) -> None:
    guidance = [line for finding in read_library().findings for line in finding.guidance]
    assert guidance
    for text in motions.values():
        assert not [line for line in guidance if line in text]


def test_every_reported_finding_has_its_footnote_with_caveats(tmp_path: Path) -> None:
    paper = composed(tmp_path, "documented", "motion-fr-discovery").paper
    notes = [each for each in inlines(paper) if isinstance(each, NoteRef)]
    assert len(notes) == len(paper.notes) > 5


def test_a_matter_without_a_conferral_gets_a_blank_for_it(tmp_path: Path) -> None:
    folder = sample_folder(tmp_path, "documented")
    intake = folder / "matter.toml"
    head, _, tail = intake.read_text().partition("[[disclosure.conferrals]]")
    intake.write_text(
        head + "[[disclosure.protective_orders]]" + tail.partition("[[disclosure.protective_orders]]")[2]
    )

    items = compose(folder, "motion-fr-discovery", Copy.REVIEW, DAY).open_items

    assert [item for item in items if "good-faith effort to confer" in item.what]


def test_an_agreement_nobody_holds_is_told_as_reported_and_never_on_the_word_of_its_parties(tmp_path: Path) -> None:
    text = words(composed(tmp_path, "documented", "chronology").paper)
    (row,) = [line for line in text.splitlines() if "trial agreement" in line]
    assert "Agreement, as reported: " in row
    assert "Reports about NYPD and Clearview AI" in row
    assert "In force" not in row
