"""What is drawn where a name is written from right to left: in its own order, and the words around it in theirs."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from discovery.core.blocks import Emphasis, Inlines, Paper, Paragraph
from discovery.core.directions import MARK, directed
from discovery.core.inlines import inlines_of, text_of
from discovery.files.typeset import write_pdf
from discovery.files.word import write_word
from tests.writers.papers import ARABIC, said, t, with_name

HEBREW = "דוד לוי"


def about(*words: str) -> Paper:
    """A one-line paper: values and words of a template in turn, beginning with words."""
    line: Inlines = tuple(t(each) if place % 2 == 0 else said("intake:x", each) for place, each in enumerate(words))
    return replace(with_name("x"), blocks=(Paragraph(line),))


def printed(paper: Paper) -> str:
    """Its words with the marks put in."""
    return text_of(inlines_of(directed(paper).blocks[0])[0])


def drawn(data: bytes) -> dict[str, list[float]]:
    """Where each sign of the first line stands, from the left."""
    page = pypdfium2.PdfDocument(data)[0].get_textpage()
    places: dict[str, list[float]] = {}
    for place in range(page.count_chars()):
        sign = page.get_text_range(place, 1)
        left, bottom, right, _ = page.get_charbox(place, loose=True)
        if sign.strip() and right > left and bottom > 600:
            places.setdefault(sign, []).append(left)
    return places


def as_pdf(paper: Paper, _: Path) -> bytes:
    """Set by typst."""
    return write_pdf(paper)


def as_word(paper: Paper, folder: Path) -> bytes:
    """Laid out by LibreOffice."""
    from tests.writers.test_office import converted

    return converted(write_word(paper), folder, "pdf")


FORMS = [
    as_pdf,
    pytest.param(
        as_word,
        marks=[
            pytest.mark.office,
            pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed"),
        ],
    ),
]


@pytest.mark.parametrize("form", FORMS)
def test_a_hebrew_name_is_drawn_from_right_to_left_and_what_follows_it_after_it(
    form: Callable[[Paper, Path], bytes], tmp_path: Path
) -> None:
    places = drawn(form(about("For ", HEBREW, ", 37, of Kings."), tmp_path))
    name = [x for sign in "דולי" for x in places[sign]]
    assert places["ד"][0] > places["ל"][0], "its first letter stands right of a later one"
    assert max(places["F"]) < min(name)
    assert max(name) < places["3"][0] < places["7"][0] < places["K"][0]


@pytest.mark.parametrize("form", FORMS)
def test_an_arabic_name_is_drawn_whole_between_the_words_around_it(
    form: Callable[[Paper, Path], bytes], tmp_path: Path
) -> None:
    places = drawn(form(about("For ", ARABIC, ", 37, of Kings."), tmp_path))
    name = [x for sign, found in places.items() if sign > "\u0600" for x in found]
    assert len(name) >= 6
    assert max(places["F"]) < min(name)
    assert max(name) < places["3"][0] < places["7"][0] < places["K"][0]


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        (("For ", HEBREW, ", 37, of Kings."), f"For {HEBREW}, {MARK}37, of Kings."),
        (("For ", HEBREW, " and ", "37"), f"For {HEBREW} and 37"),
        (("For ", f"{HEBREW} 37", "."), f"For {HEBREW} 37."),
        (("For ", f"{HEBREW}, 3rd floor", "."), f"For {HEBREW}, {MARK}3rd floor."),
        (("For ", "\u202egolatot", ", 37."), "For \u202egolatot\u202c, 37."),
        (("For ", "\u2067\u202ex\u2069", "."), "For \u2067\u202ex\u2069."),
        (("For ", "\u2067\u202ex", "."), "For \u2067\u202ex\u202c\u2069."),
        (("For ", "x\u202c", "."), "For x\u202c."),
        (("For ", "José", ", 37."), "For José, 37."),
    ],
)
def test_a_number_is_held_after_a_name_and_a_value_ends_what_it_turned(words: tuple[str, ...], shown: str) -> None:
    assert printed(about(*words)) == shown


def test_a_number_is_held_also_where_the_name_is_in_italics_and_in_a_footnote() -> None:
    line: Inlines = (Emphasis((said("intake:x", HEBREW),)), t(" v 12"))
    assert text_of(inlines_of(directed(replace(with_name("x"), blocks=(Paragraph(line),))).blocks[0])[0]) == (
        f"{HEBREW} v 12"
    )
    noted = replace(with_name("x"), notes=((said("intake:x", HEBREW), t(" (12)")),))
    assert text_of(directed(noted).notes[0]) == f"{HEBREW} ({MARK}12)"
