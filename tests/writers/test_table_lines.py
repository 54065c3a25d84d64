"""Longer page numbers fit on a table's lines as long as dots are left there, and in doubt they do not."""

import pytest
import typst

from discovery.files.table_lines import Entry, fit

LINES = (
    "Cases:",
    "People v Adams (53 NY2d 241 [1981]) ........................ 5",
    "People v Knight, whose name and citation go on to a second line of",
    "the table (69 Misc 3d 546 [Sup Ct 2020]) .................. –",
    "Statutes:",
    "CPL 60.25 .......... –",
    "CPL 245.20 ......... –",
)
ADAMS = "People v Adams (53 NY2d 241 [1981])"
KNIGHT = "People v Knight, whose name and citation go on to a second line of the table (69 Misc 3d 546 [Sup Ct 2020])"


def pdf_of(*pages: tuple[str, ...]) -> bytes:
    """A PDF of these lines."""
    look = "#set page(width: 20cm)\n" + "#pagebreak()\n".join(
        "".join(f"#raw({_quoted(line)})\n\n" for line in page) for page in pages
    )
    made = typst.compile(look.encode())
    assert isinstance(made, bytes)
    return made


def _quoted(line: str) -> str:
    return '"' + line.replace('"', '\\"') + '"'


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        ((Entry(ADAMS, "5", "5, 6, 7"), Entry(KNIGHT, "–", "12")), True),
        ((Entry("CPL 60.25", "–", "14"), Entry("CPL 245.20", "–", "5")), True),
        ((Entry("CPL 60.25", "–", "5, 6"),), False),  # ten dots are not room enough for three signs more
        ((Entry("CPL 245.20", "–", "5"), Entry("CPL 60.25", "–", "5")), False),  # they stand in another order
        ((Entry("CPL 60.25", "7", "12"),), False),  # it was laid out with another number
        ((Entry("CPL 60.20", "–", "12"),), False),  # no such words
        ((Entry("CPL 60.25", "–", "5"), Entry("CPL 60.25", "–", "5")), False),  # it stands there once
    ],
)
def test_a_number_fits_where_its_entry_is_found_with_dots_enough(entries: tuple[Entry, ...], said: bool) -> None:
    assert fit(pdf_of(("Nothing here.",), LINES), [2], entries) is said


def test_a_number_that_stands_alone_on_its_line_may_go_back_and_does_not_fit() -> None:
    page = ("A citation that fills its line", "........................ 5, 6, 7, 8")
    assert not fit(pdf_of(page), [1], [Entry("A citation that fills its line", "5, 6, 7, 8", "5")])


def test_a_table_goes_on_on_the_next_sheet() -> None:
    pdf = pdf_of(LINES[:4], LINES[4:])
    both = (Entry(ADAMS, "5", "12"), Entry("CPL 60.25", "–", "12"))
    assert fit(pdf, [1, 2], both)
    assert not fit(pdf, [1], both)
