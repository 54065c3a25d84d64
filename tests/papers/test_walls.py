"""What rests on the client, on counsel's inference or on nothing is in no paper but the privileged memo."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import tomlkit

from discovery.core.blocks import Copy, PaperKind, Sourced
from discovery.core.matter import answers
from discovery.core.opening import every_place
from discovery.files.matter_folder import read_matter_folder
from discovery.files.plain import write_plain
from discovery.files.templates import Templates
from discovery.jobs.draft import compose
from tests.matters import sample_folder
from tests.papers.making import TODAY

MATTERS = [template for template in Templates().all() if template.head.input == "matter"]
SERVED = [template.id for template in MATTERS if template.head.kind is not PaperKind.PRIVILEGED]
PRIVILEGED = [template.id for template in MATTERS if template.head.kind is PaperKind.PRIVILEGED]
SENTINEL = "Zanzibar"
FREE_TEXT = {
    *("operator", "probe_source", "gallery", "what", "by", "words", "result", "administrator", "incident_place"),
    *("precinct", "probable_cause", "how", "outcome", "covers", "i_card_kind", "notice_710_30_words"),
}


def _answers(table: Any) -> Iterator[tuple[str, Any]]:
    for key, value in table.items():
        if isinstance(value, dict) and "value" in value:
            yield key, value
        elif isinstance(value, dict) and key != "bases":
            yield from _answers(value)
        elif isinstance(value, list):
            for item in value:
                if isinstance(item, dict):
                    yield from _answers(item)


def rest_everything_on(folder: Path, basis: str | None) -> None:
    """Every answer of the matter on one basis, its free text marked."""
    file = folder / "matter.toml"
    document = tomlkit.parse(file.read_text("utf-8"))
    for key, answer in _answers(document):
        answer.pop("basis", None)
        if basis:
            answer["basis"] = basis
        if key in FREE_TEXT:
            answer["value"] = f"{SENTINEL} {key}"
    file.write_text(tomlkit.dumps(document), "utf-8")


@pytest.mark.parametrize("basis", ["client", "inference", None])
@pytest.mark.parametrize("template", SERVED)
def test_nothing_without_a_basis_that_may_be_shown_is_in_a_served_paper(
    template: str, basis: str | None, tmp_path: Path
) -> None:
    folder = sample_folder(tmp_path)
    rest_everything_on(folder, basis)
    given = {path for path, answer in answers(read_matter_folder(folder).matter) if answer.given}
    paper = compose(folder, template, Copy.REVIEW, TODAY).paper
    assert SENTINEL not in repr(paper)
    assert SENTINEL not in write_plain(paper)
    rests = {each.source.removeprefix("intake:") for each, _ in every_place(paper) if isinstance(each, Sourced)}
    assert rests & given <= {"facial_recognition.papers_reviewed"}


@pytest.mark.parametrize("template", PRIVILEGED)
def test_the_memo_may_say_what_the_client_said(template: str, tmp_path: Path) -> None:
    folder = sample_folder(tmp_path)
    rest_everything_on(folder, "client")
    paper = compose(folder, template, Copy.REVIEW, TODAY).paper
    assert paper.header.startswith("PRIVILEGED")
    assert any(isinstance(each, Sourced) and each.source.startswith("intake:") for each, _ in every_place(paper))
