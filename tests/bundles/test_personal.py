"""Personal data in exhibits: told page by page, kept from court and public until it is redacted or let stand."""

from datetime import date
from pathlib import Path

import pytest
import tomlkit

from discovery.core.exhibits import Audience
from discovery.errors import InputError
from discovery.files.ledger import read_ledger
from discovery.jobs.bundle import Bundled, bundle
from tests.bundles.offices import office, pdf

TODAY = date(2026, 11, 13)
TELLING = pdf("Nothing here.", "Call 212-555-0134 of 30 Sample Street.", "212-555-0134 again")


def made(folder: Path, *, issue: bool = False, audience: Audience = Audience.COURT) -> Bundled:
    return bundle(folder, "DOE", TODAY, issue=issue, audience=audience)


def add(folder: Path, table: str, entry: dict[str, object]) -> None:
    file = folder / "matter.toml"
    document = tomlkit.parse(file.read_text("utf-8")).unwrap()
    document.setdefault(table, []).append(entry)
    file.write_text(tomlkit.dumps(document), "utf-8")


def let_stand(folder: Path, words: str, *where: str) -> None:
    entry = {"words": words, "where": list(where), "by": "A. Counsel", "on": TODAY, "why": "it was served so"}
    add(folder, "personal_data", entry)


def test_a_draft_and_its_report_tell_each_piece_with_its_exhibit_and_pages(tmp_path: Path) -> None:
    done = made(office(tmp_path / "m", {"dd5.pdf": TELLING}))
    assert done.report
    for said in (str(done), done.report.read_text("utf-8")):
        assert "Exhibit A: “212-555-0134” on pages 2-3: a telephone number." in said
        assert "Exhibit A: “30 Sample Street” on page 2: a street address" in said


@pytest.mark.parametrize("audience", [Audience.COURT, Audience.PUBLIC])
def test_nothing_is_issued_to_court_or_public_and_no_number_is_taken(tmp_path: Path, audience: Audience) -> None:
    folder = office(tmp_path / "m", {"dd5.pdf": TELLING})
    with pytest.raises(InputError, match="personal data stands in its exhibits") as refused:
        made(folder, issue=True, audience=audience)
    phone, place = map(str, refused.value.problems)
    assert phone == (
        "exhibits/index.toml, exhibit “dd5”: “212-555-0134” on pages 2-3: a telephone number. Redact it "
        '(discovery redact), or let it stand by name ([[personal_data]] in the intake, where = ["dd5"]).'
    )
    assert "“30 Sample Street” on page 2: a street address" in place
    assert read_ledger(folder) == ()


def test_the_people_and_the_client_are_given_it_and_counsel_is_told(tmp_path: Path) -> None:
    done = made(office(tmp_path / "m", {"dd5.pdf": TELLING}), issue=True, audience=Audience.PEOPLE)
    assert done.issued
    assert "“30 Sample Street” on page 2" in str(done)


def test_it_is_issued_once_each_thing_is_let_stand_in_that_exhibit(tmp_path: Path) -> None:
    folder = office(tmp_path / "m", {"dd5.pdf": TELLING})
    let_stand(folder, "212-555-0134", "dd5")
    let_stand(folder, "30 Sample Street", "transmittal")
    with pytest.raises(InputError) as refused:
        made(folder, issue=True)
    assert len(refused.value.problems) == 1
    let_stand(folder, "30 Sample Street", "dd5")
    assert made(folder, issue=True).issued


def test_a_complainant_is_found_in_a_page_and_in_what_the_index_prints(tmp_path: Path) -> None:
    entry = {"description": "Statement of Jane Witness"}
    folder = office(tmp_path / "m", {"dd5.pdf": pdf("WITNESS, JANE was asked")}, dd5=entry)
    add(folder, "complainants", {"name": "Jane Witness"})
    said = str(made(folder))
    assert "“Jane Witness” in its description: a name to be protected" in said
    assert "“WITNESS, JANE” on page 1: a name to be protected" in said


def test_pages_without_text_and_files_served_as_they_are_are_said_not_to_be_searched(tmp_path: Path) -> None:
    folder = office(tmp_path / "m", {"scan.pdf": pdf("x", "", ""), "call.wav": b"RIFF____WAVE", "no.pdf": b"%PDF-"})
    said = str(made(folder))
    assert "Exhibit A: not searched for personal data on pages 2-3: no text can be read there." in said
    assert "not searched for personal data: it is served as the file it is." in said
    assert "not searched for personal data: a slip sheet stands in its place." in said
