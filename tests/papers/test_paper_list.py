"""The list an attorney picks from: what the intake supports, what the rest waits for, what is drafted."""

from datetime import date
from pathlib import Path

import pytest
import tomlkit

from discovery.core.blocks import Copy
from discovery.core.foil import Requester
from discovery.errors import InputError
from discovery.jobs.draft import draft
from discovery.jobs.finish import finish
from discovery.jobs.papers import Listed, list_papers
from discovery.jobs.request import new_request
from tests.matters import Variant, sample_folder
from tests.samples import SAMPLES, sample_matter

DAY = date(2026, 11, 13)


def listed(folder: Path) -> dict[str, Listed]:
    return {each.id: each for each in list_papers(folder, DAY).listed}


def waiting(folder: Path) -> dict[str, str]:
    return {each.id: each.waits_for for each in listed(folder).values() if each.waits_for}


def change(folder: Path, **answers: object) -> None:
    file = folder / "matter.toml"
    matter = tomlkit.parse(file.read_text())
    matter.update(answers)
    file.write_text(tomlkit.dumps(matter))


@pytest.mark.parametrize(
    ("variant", "expected"),
    [
        ("documented", set()),
        ("nothing_known", {"expert-brief", "motion-reliability-hearing"}),
    ],
)
def test_a_paper_waits_for_what_the_intake_lacks(tmp_path: Path, variant: Variant, expected: set[str]) -> None:
    always = {"motion-440", "motion-preserve", "motion-late-or-renewed", "subpoena-so-ordered", "transmittal"}
    assert set(waiting(sample_folder(tmp_path, variant))) == always | expected


def test_after_a_judgment_only_its_motion_is_left(tmp_path: Path) -> None:
    found = waiting(sample_matter(tmp_path, "clearview-2019"))
    assert "motion-440" not in found
    assert {"motion-fr-discovery", "omnibus", "discovery-demand", "subpoena-so-ordered"} <= set(found)
    assert "motion-440 is the paper for that" in found["motion-fr-discovery"]


@pytest.mark.parametrize("sample", SAMPLES)
def test_every_paper_of_a_matter_is_listed_once(tmp_path: Path, sample: str) -> None:
    papers = list_papers(sample_matter(tmp_path, sample), DAY)
    text = str(papers)
    for each in papers.listed:
        assert text.count(f"  {each.id} ") == 1, each.id
    assert "foil-request" not in text


def test_what_rests_on_the_clients_word_supports_no_served_paper(tmp_path: Path) -> None:
    folder = sample_folder(tmp_path)
    file = folder / "matter.toml"
    matter = tomlkit.parse(file.read_text()).unwrap()
    steps = [
        {
            name: value | {"basis": "client"} if isinstance(value, dict) and "basis" in value else value
            for name, value in each.items()
        }
        for each in matter["identifications"]
    ]
    assert matter["bases"]["client"]["kind"] == "client"
    change(folder, identifications=steps)
    assert waiting(folder)["motion-identification"] == "no identification procedure is recorded"


def test_a_draft_is_told_with_what_was_open_and_what_changed_since(tmp_path: Path) -> None:
    folder = sample_folder(tmp_path)
    assert listed(folder)["discovery-demand"].drafts == ()
    drafted = draft(folder, "discovery-demand", Copy.REVIEW, ("docx", "txt"), DAY)
    number = len(drafted.open_items)
    (said,) = listed(folder)["discovery-demand"].drafts
    assert said == f"review copy of November 13, 2026 (docx, txt); {number} places open when drafted"

    word = next(path for path in drafted.paths if path.suffix == ".docx")
    word.write_bytes(word.read_bytes() + b"\0")
    change(folder, short_name="OTHER")
    (said,) = listed(folder)["discovery-demand"].drafts
    assert said.endswith(f"edited since: {word.name}; the intake, exhibits, record or templates changed since")


def test_a_copied_folder_is_of_the_same_state(tmp_path: Path) -> None:
    folder = sample_folder(tmp_path)
    draft(folder, "matter-timeline", Copy.REVIEW, ("txt",), DAY)
    moved = folder.rename(tmp_path / "elsewhere")
    assert "changed" not in listed(moved)["matter-timeline"].drafts[0]


def test_an_offices_changed_template_is_a_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    part = tmp_path / "office" / "templates" / "parts" / "signature.j2"
    part.parent.mkdir(parents=True)
    part.write_text("Signed.\n")
    monkeypatch.setenv("DISCOVERY_OFFICE", str(tmp_path / "office"))
    folder = sample_folder(tmp_path)
    draft(folder, "matter-timeline", Copy.REVIEW, ("txt",), DAY)
    assert "changed" not in listed(folder)["matter-timeline"].drafts[0]
    part.write_text("Signed by counsel.\n")
    assert "templates changed since" in listed(folder)["matter-timeline"].drafts[0]


def test_a_request_folder_lists_its_letters_by_name(tmp_path: Path) -> None:
    folder = tmp_path / "request"
    new_request(folder, "nypd", "1-5")
    draft(folder, "foil-request", Copy.REVIEW, ("txt",), DAY)
    (paper,) = list_papers(folder, DAY).listed
    assert paper.id == "foil-request"
    assert all(said.startswith("foil-request-") and " (txt)" in said for said in paper.drafts)


def test_an_edited_copy_is_finished_with_word_that_the_folder_changed(tmp_path: Path) -> None:
    folder = tmp_path / "request"
    new_request(folder, "nypd", "1-5", Requester(name="Sample Requester", email="requester@example.org"))
    draft(folder, "foil-request", Copy.REVIEW, ("docx",), DAY)
    (review,) = (folder / "drafts").glob("*-review.docx")
    finished = finish(review, DAY)
    assert not any("changed since" in note for note in finished.notes)
    finished.path.unlink()
    file = folder / "request.toml"
    file.write_text(f"{file.read_text()}# a thought\n")
    assert any("changed since this was drafted on November 13, 2026" in note for note in finish(review, DAY).notes)


def test_a_folder_of_neither_kind_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"holds no matter\.toml and no request\.toml"):
        list_papers(tmp_path, DAY)
