"""Personal data in productions: told by number and page, kept from court and public until redacted or let stand."""

from datetime import date
from pathlib import Path

import pytest
import tomlkit

from discovery.core.audiences import Audience
from discovery.core.sensitive import Pattern
from discovery.errors import InputError
from discovery.files.ledger import read_ledger
from discovery.jobs.produce import Produced, produce
from discovery.jobs.redact import Wanted as Looked
from discovery.jobs.redact import propose
from tests.bundles.offices import pdf
from tests.productions.folders import email, folder, sound, wanted

TODAY = date(2026, 11, 13)
TELLING = pdf("Nothing here.", "Call 212-555-0134 of 30 Sample Street.", "Supreme Court, 40 Sample Avenue")


def matter(path: Path, *stands: dict[str, object]) -> Path:
    path.mkdir(parents=True, exist_ok=True)
    intake = {
        "schema": 1,
        "short_name": "ROE",
        "defendant": {"name": "Richard Roe"},
        "complainants": [{"name": "Jane García"}],
        "personal_data": [{"by": "A. Counsel", "on": TODAY, "why": "it was served so", **each} for each in stands],
    }
    (path / "matter.toml").write_text(tomlkit.dumps(intake), "utf-8")
    return path


def made(tmp_path: Path, files: dict[str, bytes], *stands: dict[str, object], **asked: object) -> Produced:
    source = folder(tmp_path / "in", files)
    return produce(matter(tmp_path / "m", *stands), source, wanted(**asked), TODAY)


def test_a_draft_and_its_report_tell_each_piece_by_number_and_page(tmp_path: Path) -> None:
    done = made(tmp_path, {"notes/dd5.pdf": TELLING})
    assert done.report
    said, report = str(done), done.report.read_text("utf-8")
    for words in ("“212-555-0134” on page 2: a telephone number.", "“30 Sample Street” on page 2: a street address"):
        assert f"Note: DOE-000001 to DOE-000003: {words}" in said
        assert f"    {words}" in report
    assert "40 Sample Avenue" not in said + report


@pytest.mark.parametrize("audience", [Audience.COURT, Audience.PUBLIC])
def test_nothing_is_issued_to_court_or_public_and_no_number_is_taken(tmp_path: Path, audience: Audience) -> None:
    with pytest.raises(InputError, match="personal data stands in it") as refused:
        made(tmp_path, {"notes/dd5.pdf": TELLING}, audience=audience, issue=True)
    phone, place = map(str, refused.value.problems)
    assert phone == (
        "notes/dd5.pdf: “212-555-0134” on page 2: a telephone number. Redact it (discovery redact), or let it stand "
        'by name ([[personal_data]] in the intake, where = ["notes/dd5.pdf"]).'
    )
    assert "“30 Sample Street” on page 2" in place
    assert read_ledger(tmp_path / "m") == ()


def test_it_is_issued_once_each_thing_is_let_stand_in_that_file(tmp_path: Path) -> None:
    files, asked = {"notes/dd5.pdf": TELLING}, {"audience": Audience.COURT, "issue": True}
    phone = {"words": "212-555-0134", "where": ["notes/dd5.pdf"]}
    elsewhere = {"words": "30 Sample Street", "where": ["other.pdf"]}
    with pytest.raises(InputError) as refused:
        made(tmp_path, files, phone, elsewhere, **asked)
    assert len(refused.value.problems) == 1
    assert made(tmp_path, files, phone, elsewhere | {"where": ["notes/dd5.pdf"]}, **asked).issued


def test_the_people_and_the_client_are_given_it_and_counsel_is_told(tmp_path: Path) -> None:
    done = made(tmp_path, {"dd5.pdf": TELLING}, issue=True)
    assert done.issued
    assert "“30 Sample Street” on page 2" in str(done)


def test_what_is_redacted_does_not_count(tmp_path: Path) -> None:
    source = folder(tmp_path / "in", {"dd5.pdf": TELLING})
    looked = Looked((Pattern.PHONE, Pattern.ADDRESS))
    propose(source / "dd5.pdf", looked, source)
    boxes = source / "dd5-boxes.toml"
    boxes.write_text(boxes.read_text("utf-8").replace("sha256", "# sha256"), "utf-8")
    (source / "produce.toml").write_text('[[item]]\nfile = "dd5.pdf"\nredactions = "dd5-boxes.toml"\n', "utf-8")
    done = produce(matter(tmp_path / "m"), source, wanted(audience=Audience.COURT, issue=True), TODAY)
    assert done.issued
    assert "telephone" not in str(done)


def test_what_load_files_and_inventory_print_is_searched_too(tmp_path: Path) -> None:
    said = str(made(tmp_path, {"Jane_García_statement.pdf": pdf("x"), "mail.eml": email("Call 212-555-0134", {})}))
    assert "“Jane García” in what the load files or the log print of it: a name to be protected" in said
    assert "“212-555-0134” in what the load files or the log print of it and on page 1" in said


def test_a_supplement_is_searched_as_the_first_production_was(tmp_path: Path) -> None:
    made(tmp_path, {"first.pdf": pdf("nothing")}, issue=True)
    later = folder(tmp_path / "later", {"second.pdf": pdf("GARCIA stated")})
    said = str(produce(tmp_path / "m", later, wanted(issue=True), TODAY))
    assert "“GARCIA” on page 1: a name to be protected" in said


def test_what_holds_no_text_is_said_not_to_be_searched(tmp_path: Path) -> None:
    done = made(tmp_path, {"scan.pdf": pdf("x", "", ""), "call.wav": sound(), "no.pdf": b"%PDF-"})
    assert done.report
    report = done.report.read_text("utf-8")
    assert (
        "Not searched for personal data: 2 pages without text, in 1 document and 2 documents served as a file or "
        "behind a slip sheet (each in the report). Look for yourself." in str(done)
    )
    assert "not searched for personal data on pages 2-3: no text can be read there." in report
    assert "not searched for personal data: it is served as the file it is." in report


def test_a_folder_without_an_intake_is_searched_for_numbers_and_addresses(tmp_path: Path) -> None:
    (tmp_path / "m").mkdir()
    done = produce(tmp_path / "m", folder(tmp_path / "in", {"dd5.pdf": TELLING}), wanted(), TODAY)
    assert "“212-555-0134” on page 2" in str(done)


def test_a_file_that_is_named_nearly_so_is_told(tmp_path: Path) -> None:
    done = made(tmp_path, {"notes/dd5.pdf": TELLING}, {"words": "212-555-0134", "where": ["notes/dd6.pdf"]})
    assert "in “notes/dd6.pdf”, which is not in this folder. Did you mean “notes/dd5.pdf”?" in str(done)
