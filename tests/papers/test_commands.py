"""The commands for papers as a person types them: what they print, and with which exit code they end."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from discovery.errors import ConflictError
from discovery.files.shipped import DATA
from discovery.jobs import draft as drafting
from tests.papers.making import TODAY, folder_with


def discovery(*arguments: object) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-B", "-c", "from discovery.cli.main import main; main()", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_draft_writes_a_paper_and_says_what_is_open(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, "1. {{ matter.disclosure.trial_date }}")
    run = discovery("draft", folder, "try", "--to", "docx,txt", "--today", "2026-11-13")
    assert run.returncode == 0, run.stderr
    assert "try-review.docx" in run.stdout
    assert "Open before filing:\n  paragraph 1: Fill in [" in run.stdout


def test_draft_refuses_a_filing_copy_with_every_open_place(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, "1. {{ matter.disclosure.trial_date }}\n1. {verify:read it|words}")
    run = discovery("draft", folder, "try", "--copy", "filing", "--to", "txt")
    assert run.returncode == 2
    assert "paragraph 1: " in run.stderr
    assert "paragraph 2: " in run.stderr
    assert "Traceback" not in run.stderr


def test_draft_ends_with_the_code_of_a_conflict_where_counsel_has_edited(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, "Words.")
    discovery("draft", folder, "try", "--to", "txt")
    (folder / "drafts" / "try-review.txt").write_text("counsel's", "utf-8")
    run = discovery("draft", folder, "try", "--to", "txt")
    assert (run.returncode, "not as we wrote it" in run.stderr) == (4, True)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("nowhere", "motion-fr-discovery"), "There is no folder nowhere"),
        (("nowhere", "foil-request"), "nowhere"),
        (("nowhere", "unheard-of"), "There is no template “unheard-of”"),
    ],
)
def test_draft_of_what_is_not_there_is_one_plain_message(arguments: tuple[str, str], words: str) -> None:
    run = discovery("draft", *arguments)
    assert run.returncode == 2
    assert words in run.stderr
    assert "Traceback" not in run.stderr


def test_templates_lists_what_can_be_drafted(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, "Words.")
    shipped, own = discovery("templates"), discovery("templates", folder)
    assert "motion-fr-discovery" in shipped.stdout
    assert "try (your own)" in own.stdout
    assert "try" not in shipped.stdout.split()


def test_sources_and_finish_take_the_file_that_draft_wrote(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, "1. Arrested {{ matter.arrest.arrested.on }}.")
    discovery("draft", folder, "try", "--to", "docx", "--today", "2026-11-13")
    file = folder / "drafts" / "try-review.docx"
    listed = discovery("sources", file)
    assert "intake:arrest.arrested" in listed.stdout
    made = discovery("finish", file, "--today", "2026-11-13")
    assert made.returncode == 0, made.stderr
    filed = folder / "drafts" / "try-filing.docx"
    assert "intake:arrest.arrested" in discovery("sources", filed).stdout


def test_a_request_folder_is_drafted_like_a_matters(tmp_path: Path) -> None:
    folder = tmp_path / "request"
    shutil.copytree(DATA / "sample" / "request", folder)
    run = discovery("draft", folder, "foil-request", "--copy", "filing", "--to", "txt", "--today", "2026-11-13")
    assert run.returncode == 0, run.stderr
    assert "foil-request-" in run.stdout


def test_a_matter_edited_while_its_paper_is_made_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = folder_with(tmp_path, "Words.")
    plan = drafting.plan_numbers

    def somebody_saves(at: Path, today: object, **_: object) -> object:
        with (at / "matter.toml").open("a", encoding="utf-8") as file:
            file.write("# saved meanwhile\n")
        return plan(at, TODAY)

    monkeypatch.setattr(drafting, "plan_numbers", somebody_saves)
    with pytest.raises(ConflictError, match="was changed while the paper was made"):
        drafting.draft(folder, "try", drafting.Copy.REVIEW, ["txt"], TODAY)
    assert not (folder / "drafts").exists()
