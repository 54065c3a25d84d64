"""Every shipped template, for the three variants of the sample matter that differ only in facial recognition."""

import shutil
from pathlib import Path

import pytest

from discovery.core.blocks import Copy, PaperKind
from discovery.core.depicted import identifications
from discovery.core.inlines import inlines_of
from discovery.core.lint import lint_template
from discovery.core.opening import rests_on
from discovery.files.shipped import DATA, TEMPLATES
from discovery.files.templates import Templates
from discovery.jobs.draft import Composed, compose, compose_request
from tests.matters import Variant, sample_folder
from tests.papers.making import TODAY

SHIPPED = Templates().all()
OF_A_MATTER = [template.id for template in SHIPPED if template.head.input == "matter"]
OF_A_REQUEST = [template.id for template in SHIPPED if template.head.input == "request"]
VARIANTS: tuple[Variant, ...] = ("documented", "denied_but_indicated", "nothing_known")
TEXTS = sorted(TEMPLATES.rglob("*.j2"))


def check(composed: Composed, defendant: str) -> None:
    """What holds of every paper."""
    paper = composed.paper
    assert paper.blocks
    assert paper.sample
    every = [*(line for block in paper.blocks for line in inlines_of(block)), *paper.notes]
    assert [words for line in every for words in identifications(line, (defendant,))] == []
    assert any(row.sources for row in rests_on(paper))


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("template", OF_A_MATTER)
def test_a_shipped_template_composes_for_every_variant(template: str, variant: Variant, tmp_path: Path) -> None:
    composed = compose(sample_folder(tmp_path, variant), template, Copy.REVIEW, TODAY)
    check(composed, "John Q. Sample")


@pytest.mark.parametrize("template", OF_A_REQUEST)
def test_a_shipped_request_template_composes_and_holds_nothing_of_a_matter(template: str, tmp_path: Path) -> None:
    folder = tmp_path / "request"
    shutil.copytree(DATA / "sample" / "request", folder)
    for composed in compose_request(folder, template, Copy.REVIEW, TODAY):
        check(composed, "John Q. Sample")
        assert composed.paper.kind is PaperKind.FOIL
        kinds = {source.partition(":")[0] for row in rests_on(composed.paper) for source in row.sources}
        assert kinds <= {"foil", "agency", "given", "authority", "blank"}


@pytest.mark.parametrize("path", TEXTS, ids=[path.relative_to(TEMPLATES).as_posix() for path in TEXTS])
def test_the_words_of_a_shipped_template_state_no_fact(path: Path) -> None:
    name = path.relative_to(TEMPLATES).as_posix()
    text = Templates().load(name)
    assert text is not None
    assert [str(problem) for problem in lint_template(text.name, text.text)] == []
