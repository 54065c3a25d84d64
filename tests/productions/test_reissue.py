"""A page that is issued again, such as redacted, keeps its number, with a dated reason."""

import json
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from discovery.cli.main import app
from discovery.core.bates import BatesRange
from discovery.errors import InputError
from discovery.files.ledger import read_ledger
from discovery.jobs.bates import gaps, lookup, ranges
from discovery.jobs.bundle import bundle
from discovery.jobs.produce import Again, produce
from discovery.jobs.verify import verify
from tests.bundles.offices import office, pdf
from tests.pages import seeing
from tests.productions.folders import folder, matter, papers, wanted

DAY, LATER = date(2026, 11, 13), date(2026, 12, 1)
REASON = "Page redacted by order of 30 November 2026."


@pytest.fixture
def doe(tmp_path: Path) -> Path:
    """A matter with one production, DOE-000001 to DOE-000003."""
    made = matter(tmp_path / "doe")
    produce(made, folder(tmp_path / "in", papers(2, 1)), wanted(issue=True), DAY)
    return made


def again(numbers: str, **asked: object) -> object:
    run = Again(BatesRange.parse(numbers), REASON)
    return wanted(style=run.style, again=run, **asked)


def words(results: object) -> str:
    return "\n".join(map(str, results)) if isinstance(results, tuple) else str(results)


def test_a_page_issued_again_bears_its_number_and_the_reason_is_served(doe: Path, tmp_path: Path) -> None:
    source = folder(tmp_path / "redacted", {"redacted.pdf": pdf("Paper 1, page 2, in part")})
    made = produce(doe, source, again("DOE-000002", issue=True), LATER)
    assert (made.volume.name, made.numbers) == ("VOL002", "DOE-000002 to DOE-000002")
    page = made.volume / "PDF" / "PDF001" / "DOE-000002.pdf"
    assert seeing.label(page, 0) == "DOE-000002"
    assert REASON in (made.volume / "README.txt").read_text()
    (manifest,) = (made.volume / "DATA").glob("*-MANIFEST.json")
    assert json.loads(manifest.read_text())["replaces"] == REASON
    assert verify(doe) == ()
    assert gaps(doe) == ()
    newer, older = lookup("DOE-000002", doe)
    assert f"issued again, because: {REASON}" in words(newer)
    assert "Source file (internal): redacted.pdf" in words(newer)
    assert f"Replaced on 2026-12-01 by the page in VOL002: {REASON}" in words(older)
    assert "DOE-000002 replaced by VOL002 on 2026-12-01." in words(ranges(doe))
    following = produce(doe, folder(tmp_path / "more", {"more.pdf": pdf("More")}), wanted(issue=True), LATER)
    assert following.numbers == "DOE-000004 to DOE-000004"


def test_the_same_re_issue_is_not_made_twice_and_a_draft_takes_nothing(doe: Path, tmp_path: Path) -> None:
    source = folder(tmp_path / "redacted", {"redacted.pdf": pdf("In part")})
    draft = produce(doe, source, again("DOE-000002"), LATER)
    assert draft.volume.name == "DRAFT-REISSUE-DOE-000002"
    assert len(read_ledger(doe)) == 2
    produce(doe, source, again("DOE-000002", issue=True), LATER)
    assert "Nothing was written" in str(produce(doe, source, again("DOE-000002", issue=True), LATER))
    assert len(read_ledger(doe)) == 4


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ("DOE-000004", "DOE-000004 was never issued"),
        ("DOE-000001 to DOE-000002", "takes 2 pages, and what is in .* has 1"),
        ("DOE-0002", "was issued as DOE-000002. A page issued again keeps its number as printed"),
    ],
)
def test_what_does_not_fit_the_numbers_is_refused_and_takes_nothing(
    doe: Path, tmp_path: Path, numbers: str, said: str
) -> None:
    source = folder(tmp_path / "redacted", {"redacted.pdf": pdf("In part")})
    with pytest.raises(InputError, match=said):
        produce(doe, source, again(numbers, issue=True), LATER)
    assert len(read_ledger(doe)) == 2


def test_a_page_of_a_bundle_is_issued_again_by_command(tmp_path: Path) -> None:
    smith = office(tmp_path / "matter", {"a.pdf": pdf("one", "two")})
    bundle(smith, "DOE", DAY, issue=True)
    folder(tmp_path / "redacted", {"redacted.pdf": pdf("in part", "two in part")})
    command = ["produce", smith, "--from", tmp_path / "redacted", "--reissue", "DOE-000002..DOE-000003", "--issue"]
    refused = CliRunner().invoke(app, [*map(str, command)])
    assert (refused.exit_code, "--reissue needs --reason" in refused.output) == (2, True)
    done = CliRunner().invoke(app, [*map(str, command), "--reason", REASON, "--no-images"])
    assert done.exit_code == 0, done.output
    assert "DOE-000002 to DOE-000003" in done.output
    assert verify(smith) == ()
    assert "Exhibit A in VOL001" in words(lookup("DOE-000003", smith))


def test_a_run_of_numbers_is_read_as_people_write_it() -> None:
    for text in ("DOE-000003 to DOE-000007", "doe-000003..doe-000007", "DOE-000003 – DOE-000007"):
        assert str(BatesRange.parse(text)) == "DOE-000003 to DOE-000007"
    assert len(BatesRange.parse("DOE-000003")) == 1
    for text in ("DOE-000007 to DOE-000003", "DOE-000003 to ROE-000004", "DOE-1 to DOE-2 to DOE-3"):
        with pytest.raises(InputError, match="run of numbers"):
            BatesRange.parse(text)
