"""Every citation in every rendered paper is in the law data, for the proposition it is recorded for."""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from discovery.core.authorities import printed
from discovery.core.bates import NumberStyle
from discovery.core.blocks import Cite, Copy, Inlines, Paper
from discovery.core.citation_forms import FoundKind
from discovery.core.citations import check_citations, find_citations
from discovery.core.inlines import every_inline, inlines_of, text_of
from discovery.core.matter import Matter
from discovery.files.issued import volume_facts
from discovery.files.law import read_authorities
from discovery.files.library import read_library
from discovery.files.matter_folder import read_matter_folder
from discovery.files.plain import write_plain
from discovery.files.shipped import DATA, TEMPLATES
from discovery.jobs.draft import compose, compose_request
from discovery.jobs.produce import Wanted, produce
from tests.matters import OVERLAYS, Variant, denied_but_indicated, documented, nothing_known, sample_folder
from tests.samples.papers import ALL, as_shipped, composed

DAY = date(2026, 11, 23)
AUTHORITIES = read_authorities()
BY_ID = {authority.id: authority for authority in AUTHORITIES}
INPUTS = {path.stem: re.search(r'input = "(\w+)"', path.read_text()) for path in TEMPLATES.glob("*.j2")}
FOR_MATTERS = sorted(name for name, found in INPUTS.items() if found is None or found[1] == "matter")
FOR_REQUESTS = sorted(name for name, found in INPUTS.items() if found and found[1] == "request")
FOR_VOLUMES = sorted(name for name, found in INPUTS.items() if found and found[1] == "volume")
MATTERS: dict[str, Matter] = {
    "documented": documented(),
    "denied_but_indicated": denied_but_indicated(),
    "nothing_known": nothing_known(),
}


@cache
def record() -> str:
    """What the record says of rules: a policy, and what would prove a finding, are data with states of their own."""
    library = read_library()
    return "\n".join(each.model_dump_json() for each in (*library.policies, *library.findings))


def own(matter: Matter) -> tuple[str, ...]:
    """What the paper has from the matter: its caption's name and its charges."""
    return (f"People v {matter.defendant.name}", *(charge.statute for charge in matter.charges))


def lines(paper: Paper) -> list[Inlines]:
    return [line for block in paper.blocks for line in inlines_of(block)] + list(paper.notes)


def cites(paper: Paper) -> Iterator[Cite]:
    return (each for line in lines(paper) for each in every_inline(line) if isinstance(each, Cite))


def check(paper: Paper, allowed: tuple[str, ...] = ()) -> None:
    problems = check_citations(write_plain(paper), AUTHORITIES, allowed=allowed)
    assert [str(problem) for problem in problems] == []
    for line in lines(paper):
        text, place = text_of(line), 0
        printed_here = [each for each in every_inline(line) if isinstance(each, Cite)]
        found = [one for one in find_citations(text) if one.kind is not FoundKind.CASE_NAME] if printed_here else []
        for cite in printed_here:
            proposition = BY_ID[cite.authority].proposition(cite.proposition)
            assert proposition is not None, cite
            assert cite.state == proposition.state
            words = text_of(cite.children)
            place = text.index(words, place)
            if not BY_ID[cite.authority].name:
                there = [one for one in found if one.start < place + len(words) and place < one.end]
                (meant,) = find_citations(printed(BY_ID[cite.authority], proposition))
                assert [(one.key, one.subdivision) for one in there] == [(meant.key, meant.subdivision)], words
            place += len(words)


def test_there_is_something_to_check() -> None:
    assert {"motion-fr-discovery", "policy-deviation-memo"} <= set(FOR_MATTERS)
    assert FOR_REQUESTS == ["foil-request"]
    assert FOR_VOLUMES == ["transmittal"]
    assert set(MATTERS) == set(OVERLAYS)


@pytest.mark.parametrize("template", FOR_MATTERS)
@pytest.mark.parametrize("variant", MATTERS)
def test_every_citation_in_a_paper_of_a_matter_is_in_the_data(
    tmp_path: Path, template: str, variant: Variant
) -> None:
    folder = sample_folder(tmp_path, variant)
    check(compose(folder, template, Copy.REVIEW, DAY).paper, (*own(MATTERS[variant]), record()))


@pytest.mark.parametrize(("sample", "template"), ALL)
def test_every_citation_in_a_paper_of_a_sample_matter_is_in_the_data(sample: str, template: str) -> None:
    matter = read_matter_folder(as_shipped(sample).folder).matter
    check(composed(sample, template).paper, (*own(matter), record()))


@pytest.mark.parametrize("template", FOR_VOLUMES)
def test_what_goes_with_a_volume_cites_nothing_that_is_not_in_the_data(tmp_path: Path, template: str) -> None:
    folder = sample_folder(tmp_path, "documented")
    issued = produce(folder, DATA / "sample" / "matter" / "received", Wanted(NumberStyle.of("DEF"), issue=True), DAY)
    assert issued.issued
    paper = compose(folder, template, Copy.REVIEW, DAY, volume=volume_facts(folder)).paper
    check(paper, own(MATTERS["documented"]))


@pytest.mark.parametrize("template", FOR_REQUESTS)
def test_every_citation_in_a_request_is_in_the_data_and_verified(template: str) -> None:
    papers = [each.paper for each in compose_request(DATA / "sample" / "request", template, Copy.FILING, DAY)]
    assert papers
    for paper in papers:
        check(paper)
        assert {cite.state for cite in cites(paper)} == {"verified"}
