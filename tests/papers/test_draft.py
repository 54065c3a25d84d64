"""Drafting: which files appear, what is refused, and that nothing of counsel's is overwritten."""

import io
import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import docx
import pytest

from discovery.core.blocks import Copy
from discovery.core.depicted import says_who_is_depicted
from discovery.errors import ConflictError, InputError
from discovery.files import papers_ledger
from discovery.files.shipped import DATA
from discovery.jobs.draft import Drafted, compose, compose_request, draft, draft_set
from discovery.jobs.sources import CHANGED, NOT_OURS, sources
from discovery.jobs.templates import list_templates
from tests.papers.making import TODAY, change, folder_with, write_template

WHOLE = """# Try

1. Arrested {{ matter.arrest.arrested.on }}.
1. {{ find("searches-5100").attributed }}

A closing line of prose that the template alone says.
"""
OPEN = (
    """{{ matter.disclosure.trial_date }} {verify:read it|words} {exhibit:nowhere} {{ cite("cpl-245.20", "1-c") }}"""
)


def made(folder: Path, copy: Copy = Copy.REVIEW, to: Sequence[str] = ("docx", "txt"), name: str = "try") -> Drafted:
    return draft(folder, name, copy, to, TODAY)


def test_a_draft_is_written_in_every_format_under_its_template_and_copy(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, WHOLE)
    paths = made(folder, to=()).paths
    assert [path.name for path in paths] == ["try-review.docx", "try-review.pdf", "try-review.html", "try-review.txt"]
    assert all(path.parent == folder / "drafts" and path.stat().st_size for path in paths)


def test_several_papers_are_drafted_in_one_call_as_each_is_alone(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, WHOLE)
    write_template(folder, OPEN, name="second")
    alone = {path.name: path.read_bytes() for name in ("try", "second") for path in made(folder, name=name).paths}
    shutil.rmtree(folder / "drafts")
    drafted = draft_set(folder, ("try", "second"), Copy.REVIEW, ("docx", "txt"), TODAY)
    assert {path.name: path.read_bytes() for path in drafted.paths} == alone
    assert {name: len(items) for name, items in drafted.by_paper.items()} == {"try": 0, "second": 4}
    assert "  try: 0\n  second: 4" in str(drafted)


def test_of_several_filing_copies_all_are_made_or_none(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, WHOLE)
    write_template(folder, OPEN, name="second")
    with pytest.raises(InputError, match="filing copies of try, second cannot be made") as refused:
        draft_set(folder, ("try", "second"), Copy.FILING, ("txt",), TODAY)
    assert all(str(problem).startswith("second, ") for problem in refused.value.problems)
    assert not (folder / "drafts").exists()
    assert len(draft_set(folder, ("try",), Copy.FILING, ("txt",), TODAY).paths) == 1


def test_where_one_of_several_is_counsels_by_now_none_is_written(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, WHOLE)
    write_template(folder, WHOLE, name="second")
    (file,) = made(folder, to=("txt",), name="second").paths
    file.write_text("counsel's", "utf-8")
    with pytest.raises(ConflictError):
        draft_set(folder, ("try", "second"), Copy.REVIEW, ("txt",), TODAY)
    assert not (folder / "drafts" / "try-review.txt").exists()


def test_the_same_input_on_the_same_day_gives_the_same_bytes(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, WHOLE)
    first = {path.name: path.read_bytes() for path in made(folder, to=()).paths}
    shutil.rmtree(folder / "drafts")
    assert {path.name: path.read_bytes() for path in made(folder, to=()).paths} == first


def test_a_name_no_font_has_keeps_only_the_pdf_from_being_written(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, "For {{ matter.defendant.name }}.")
    change(folder, "defendant.name", "\U00012000 Sample")
    with pytest.raises(InputError, match=r"Not written: try-review\.pdf.*Word can print try-review\.docx") as said:
        made(folder, to=("docx", "pdf", "html", "txt"))
    assert [problem.where for problem in said.value.problems] == ["intake:defendant.name"]
    written = sorted(path.name for path in (folder / "drafts").glob("try-*"))
    assert written == ["try-review.docx", "try-review.html", "try-review.txt"]
    assert all(f"drafts/{name}" in str(said.value) for name in written)
    with pytest.raises(InputError, match="cannot be set as PDF"):
        made(folder, to=("pdf",))


def test_our_own_draft_is_replaced_when_the_intake_changes(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, WHOLE)
    made(folder)
    change(folder, "arrest.arrested", {"value": "2025-08-17", "basis": "complaint"})
    made(folder)
    assert "August 17, 2025" in (folder / "drafts" / "try-review.txt").read_text("utf-8")


def test_a_draft_counsel_has_edited_is_never_overwritten(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, WHOLE)
    _, text = made(folder).paths
    text.write_text("counsel's words", "utf-8")
    change(folder, "arrest.arrested", {"value": "2025-08-17", "basis": "complaint"})
    before = {path: path.read_bytes() for path in (folder / "drafts").rglob("*") if path.is_file()}
    with pytest.raises(ConflictError, match=r"try-review\.txt.*“try-review-2\.txt” is free"):
        made(folder)
    assert {path: path.read_bytes() for path in (folder / "drafts").rglob("*") if path.is_file()} == before


def test_a_file_that_was_there_before_us_is_never_overwritten(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, WHOLE)
    (folder / "drafts").mkdir(exist_ok=True)
    (folder / "drafts" / "try-review.docx").write_bytes(b"somebody's")
    with pytest.raises(ConflictError, match="not as we wrote it"):
        made(folder)
    assert not (folder / "drafts" / "try-review.txt").exists()


def test_a_draft_that_is_open_in_word_is_left_alone(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, WHOLE)
    made(folder)
    (folder / "drafts" / "~$y-review.docx").write_bytes(b"")
    with pytest.raises(ConflictError, match="open in Word"):
        made(folder)


def test_a_run_cut_off_between_two_files_can_simply_be_run_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = folder_with(tmp_path, WHOLE)
    made(folder)
    change(folder, "arrest.arrested", {"value": "2025-08-17", "basis": "complaint"})
    write = papers_ledger.replace_own

    def cut_off(path: Path, data: bytes, expected: str | None) -> None:
        if path.suffix == ".txt":
            raise KeyboardInterrupt
        write(path, data, expected)

    monkeypatch.setattr(papers_ledger, "replace_own", cut_off)
    with pytest.raises(KeyboardInterrupt):
        made(folder)
    monkeypatch.undo()
    assert len(made(folder).paths) == 2


# --- the filing copy ----------------------------------------------------------------------------------------------


def test_a_filing_copy_is_refused_with_everything_that_is_open(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, OPEN, more='needs_exhibits = ["article"]')
    with pytest.raises(InputError) as error:
        made(folder, Copy.FILING)
    told = [str(problem) for problem in error.value.problems]
    assert len(told) == 5
    for words in ("Fill in [", "Check “words”: read it", "Exhibit [nowhere]", "partly verified", "exhibit “article”"):
        assert any(words in each for each in told), words
    assert not list((folder / "drafts").glob("try-*"))


def test_a_paper_with_nothing_open_is_filed(tmp_path: Path) -> None:
    folder = folder_with(
        tmp_path, "1. Arrested {{ matter.arrest.arrested.on }} ({{ matter.arrest.arrested.basis }})."
    )
    (path, *_) = made(folder, Copy.FILING, to=["txt"]).paths
    assert path.name == "try-filing.txt"
    assert "August 18, 2026 (Ex. A at DOE-000002)" in path.read_text("utf-8")


def test_a_privileged_paper_has_no_filing_copy(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, "Words.", kind="privileged")
    with pytest.raises(InputError, match="privileged and has no filing copy"):
        made(folder, Copy.FILING)


def test_open_items_say_the_paragraph_they_stand_in(tmp_path: Path) -> None:
    body = (
        "# Facts\n\n1. a\n   1. {blank:k|one}\n\n::: sig\n{blank:s|two}\n:::\n\n"
        "::: pagebreak Order\nx[^n]\n\n[^n]: {blank:n|three}\n"
    )
    found = compose(folder_with(tmp_path, body), "try", Copy.REVIEW, TODAY).open_items
    assert [item.where for item in found] == ["paragraph 1(a)", "signature block", "Order, opening, footnote 1"]


# --- templates ----------------------------------------------------------------------------------------------------


def test_an_unknown_template_or_format_is_told_what_there_is(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, WHOLE, more='formats = ["docx", "txt"]')
    with pytest.raises(InputError, match=r"no template “motion”. Known are: .*motion-fr-discovery.*try"):
        made(folder, name="motion")
    with pytest.raises(InputError, match="not the name of a template"):
        made(folder, name="../matter")
    with pytest.raises(InputError, match="choose from docx, txt"):
        made(folder, to=["pdf"])


def test_a_matters_own_template_is_used_before_the_shipped_one_and_said_so(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, "Own words.", name="motion-fr-discovery")
    paper = compose(folder, "motion-fr-discovery", Copy.REVIEW, TODAY).paper
    assert paper.overrides == ("templates/motion-fr-discovery.j2",)
    own = next(each for each in list_templates(folder) if each.id == "motion-fr-discovery")
    assert own.override
    assert not any(each.override for each in list_templates(None))


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("No head.", "has no head"),
        ("+++\ntitle = \n+++\n", "is not TOML"),
        ('+++\ntitle = "T"\nkind = "secret"\ncolour = 1\n+++\n', "kind"),
    ],
)
def test_a_template_with_a_wrong_head_is_named(tmp_path: Path, text: str, what: str) -> None:
    folder = folder_with(tmp_path, WHOLE)
    (folder / "templates" / "try.j2").write_text(text, "utf-8")
    with pytest.raises(InputError) as error:
        made(folder)
    assert "templates/try.j2" in str(error.value)
    assert what in str(error.value)


def test_every_mistake_in_a_head_is_told_at_once(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, WHOLE)
    (folder / "templates" / "try.j2").write_text('+++\ntitle = "T"\nkind = "secret"\ncolour = 1\n+++\n', "utf-8")
    with pytest.raises(InputError) as error:
        made(folder)
    assert [str(problem).split(":")[0].rpartition(" ")[2] for problem in error.value.problems] == [
        *("purpose", "kind", "colour"),
    ]


def test_a_matters_template_is_not_made_from_a_request_nor_the_other_way(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, WHOLE)
    with pytest.raises(InputError, match="from a request folder"):
        compose(folder, "foil-request", Copy.REVIEW, TODAY)
    with pytest.raises(InputError, match="from a matter's folder"):
        compose_request(folder, "try", Copy.REVIEW, TODAY)


# --- requests -----------------------------------------------------------------------------------------------------


def test_each_request_of_a_folder_is_a_set_of_files(tmp_path: Path) -> None:
    folder = tmp_path / "request"
    shutil.copytree(DATA / "sample" / "request", folder)
    drafted = draft(folder, "foil-request", Copy.FILING, ["docx", "txt"], TODAY)
    requests = compose_request(folder, "foil-request", Copy.FILING, TODAY)
    assert len(drafted.paths) == 2 * len(requests)
    assert drafted.paths[0].name == f"{requests[0].name}-filing.docx"
    for each in requests:
        assert (folder / "drafts" / f"{each.name}-filing.txt").is_file()


# --- sources ------------------------------------------------------------------------------------------------------


def test_sources_names_what_each_paragraph_rests_on(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, WHOLE)
    file, _ = made(folder).paths
    found = sources(file)
    assert found.as_written
    assert [line.sources for line in found.lines if line.where.startswith("paragraph")][:2] == [
        ("intake:arrest.arrested",),
        ("finding:searches-5100",),
    ]
    assert "states nothing of its own" in str(found)


def test_sources_of_an_edited_paper_tells_ours_changed_and_foreign_paragraphs_apart(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, WHOLE)
    file, _ = made(folder).paths
    document = docx.Document(io.BytesIO(file.read_bytes()))
    closing = next(each for each in document.paragraphs if each.text.startswith("A closing line"))
    closing.runs[0].text = closing.runs[0].text.replace("closing", "final")
    document.add_paragraph("Counsel wrote this paragraph herself, and it has nothing to do with ours.")
    document.save(str(file))
    found = sources(file)
    assert not found.as_written
    states = {line.text.split(" ")[0]: line.state for line in found.lines}
    assert states["Arrested"] == ""
    assert states["A"] == CHANGED
    assert states["Counsel"] == NOT_OURS
    arrested = next(line for line in found.lines if line.text.startswith("Arrested"))
    assert arrested.sources == ("intake:arrest.arrested",)


def test_sources_of_an_edited_paper_knows_the_edges_of_its_caption_as_ours(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, '{% include "parts/caption.j2" %}\n\nWords.\n', more='formats = ["docx"]')
    (file,) = draft(folder, "try", Copy.REVIEW, ["docx"], TODAY).paths
    document = docx.Document(io.BytesIO(file.read_bytes()))
    document.add_paragraph("Counsel’s own.")
    document.save(str(file))
    foreign = [line.text for line in sources(file).lines if line.state]
    assert foreign == ["Counsel’s own."]


def test_sources_of_a_file_that_is_not_ours_says_so(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="There is no file"):
        sources(tmp_path / "none.docx")
    (tmp_path / "letter.docx").write_bytes(b"x")
    with pytest.raises(InputError, match="Nothing is recorded about"):
        sources(tmp_path / "letter.docx")


def test_the_record_of_a_paper_stays_beside_it_and_names_its_template(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, WHOLE)
    made(folder)
    record = json.loads((folder / "drafts" / ".papers" / "try-review.json").read_text("utf-8"))
    assert record["template"] == "try"
    assert set(record["files"]) == {"try-review.docx", "try-review.txt"}
    assert list(record["templates"]) == ["try.j2"]
    assert says_who_is_depicted(json.dumps(record)) is None


def test_a_house_look_of_the_matter_is_used_for_word(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, "Words.")
    (shipped, _) = made(folder).paths
    before = shipped.read_bytes()
    house = docx.Document(io.BytesIO((Path("templates") / "house.docx").read_bytes()))
    house.sections[0].left_margin = 3000000
    house.save(str(folder / "templates" / "house.docx"))
    made(folder)
    assert shipped.read_bytes() != before
    write_template(folder, "Words.")


def test_an_open_place_in_a_table_is_found_by_its_row(tmp_path: Path) -> None:
    body = "# Facts\n\n| a | b |\n|---|---|\n| c | d |\n| e | {blank:k|one} |\n"
    found = compose(folder_with(tmp_path, body), "try", Copy.REVIEW, TODAY).open_items
    assert [item.where for item in found] == ["table under “Facts”, row 2"]


def test_who_waits_is_told_what_is_being_done(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, "One line.")
    told: list[str] = []
    draft_set(folder, ("try", "matter-timeline"), Copy.REVIEW, ("txt",), TODAY, say=told.append)
    assert told == ["Composing try", "Composing matter-timeline", "Setting the pages"]
