"""The People's own numbers on received pages are told from dates, dockets and page counts, and kept clear of."""

from collections.abc import Sequence
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Stream

from discovery.core.endorsements import Position
from discovery.core.received import Candidate, received, runs
from discovery.files.pdf import stamp_file
from discovery.files.received import received_numbers
from tests.pages import seeing
from tests.pages.awkward import saved


def paper(feet: Sequence[str], at: tuple[float, float] = (500, 28), turn: int = 0) -> pikepdf.Pdf:
    """A file whose pages bear these words at this place, below a body that numbers and dates appear in."""
    pdf = pikepdf.new()
    font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    for foot in feet:
        body = (
            b"BT /F1 11 Tf 72 500 Td (Complaint 2019-075-001234, KCDA-000999, tel 212-555-0100, CPL 245.20) Tj ET\n"
        )
        text = f"BT /F1 9 Tf {at[0]} {at[1]} Td ({foot}) Tj ET".encode()
        page = Dictionary(Type=Name.Page, MediaBox=Array([0, 0, 612, 792]), Rotate=turn)
        page.Resources = Dictionary(Font=Dictionary(F1=font))
        page.Contents = Stream(pdf, body + text)
        pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
    return pdf


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_numbers_that_run_on_from_page_to_page_are_found(turn: int, tmp_path: Path) -> None:
    feet = ["KCDA-000041", "KCDA-000042", "KCDA-000043"]
    at = {0: (500, 28), 90: (580, 600), 180: (20, 770), 270: (30, 28)}[turn]
    assert received_numbers(saved(paper(feet, at, turn), tmp_path / "a.pdf")) == tuple(feet)


def test_pages_without_one_have_none_and_the_others_keep_theirs(tmp_path: Path) -> None:
    feet = ["DANY 000108", "", "DANY 000110", "", "", "DANY 000113"]
    found = received_numbers(saved(paper(feet), tmp_path / "a.pdf"))
    assert found == ("DANY 000108", None, "DANY 000110", None, None, "DANY 000113")


def test_a_series_with_gaps_in_one_place_is_one_series(tmp_path: Path) -> None:
    feet = ["PEOPLE_00012", "PEOPLE_00090", "PEOPLE_00207"]
    assert received_numbers(saved(paper(feet), tmp_path / "a.pdf")) == tuple(feet)


@pytest.mark.parametrize(
    "feet",
    [
        ["Page 1 of 9", "Page 2 of 9"],
        ["Page 001", "Page 002"],
        ["03/04/2019", "03/05/2019"],
        ["2019-03-04", "2019-03-05"],
        ["March 2019", "March 2020"],
        ["212-555-0100", "212-555-0101"],
        ["CPL 245.20", "CPL 245.21"],
        ["IND-01234-2019", "IND-01234-2019"],
        ["CR-012345-19KN", "CR-012345-19KN"],
        ["Docket CR012345", "Docket CR012345"],
        ["$12,345", "$12,346"],
        ["1", "2"],
        ["Rev 0419", "Rev 0420"],
        ["DD5"],
        ["Brooklyn NY 11201"],
        ["K19612345"],
    ],
)
def test_dates_dockets_telephones_amounts_and_page_counts_are_none(feet: list[str], tmp_path: Path) -> None:
    assert received_numbers(saved(paper(feet), tmp_path / "a.pdf")) == (None,) * len(feet)


def test_one_page_is_believed_only_in_the_usual_form(tmp_path: Path) -> None:
    assert received_numbers(saved(paper(["KCDA-000041"]), tmp_path / "a.pdf")) == ("KCDA-000041",)
    assert received_numbers(saved(paper(["KCDA-41999"]), tmp_path / "b.pdf")) == (None,)


def test_a_look_alike_hyphen_is_told_as_a_plain_one() -> None:
    (run,) = runs("KCDA\u2010000041")
    assert (run.prefix, run.digits) == ("KCDA-", "000041")


def test_of_two_series_the_one_on_more_pages_is_the_received_one() -> None:
    people = [Candidate("KCDA-", f"{page:06d}", "", -40, 30) for page in range(3)]
    police = [Candidate("NYPD-", f"{page:06d}", "", 40, 30) for page in range(2)]
    pages = [[police[0], people[0]], [police[1], people[1]], [people[2]]]
    assert received(pages) == ("KCDA-000000", "KCDA-000001", "KCDA-000002")


def test_the_peoples_numbers_are_reported_and_never_stamped_over(tmp_path: Path) -> None:
    feet = ["KCDA-000041", "", "KCDA-000043"]
    source, target = saved(paper(feet, (530, 28)), tmp_path / "a.pdf"), tmp_path / "out.pdf"
    report = stamp_file(source, target, ["DOE-000001", "DOE-000002", "DOE-000003"])
    assert not report.problems
    assert report.received == ("KCDA-000041", None, "KCDA-000043")
    assert {one.placement.position for one in report.endorsed} == {Position.BOTTOM_LEFT}
    assert "KCDA-000041 to KCDA-000043" in " ".join(report.notes)
    for page in (0, 2):
        assert seeing.occurrences(target, page, feet[page]) == 1
