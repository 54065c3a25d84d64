"""Whatever an answer looks like, every paper prints it as typed, in every format: each answer of text is replaced."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import pypdfium2
import pytest
import tomlkit

from discovery.core.blocks import Copy, PageBreak, Paper, Sourced
from discovery.core.inlines import text_of
from discovery.core.opening import every_place
from discovery.core.questions import Kind, field_kind
from discovery.errors import InputError
from discovery.files.html import write_html
from discovery.files.marks import clean, page_head
from discovery.files.plain import write_plain
from discovery.files.typeset import write_pdf
from discovery.files.word import write_word
from tests.samples import sample_matter
from tests.samples.papers import TEMPLATES, Matter, read, room
from tests.samples.test_papers import text_of_word
from tests.writers.papers import ARABIC, CHINESE, CYRILLIC, HOSTILE
from tests.writers.reading import html_words, pdf_pages
from tests.writers.test_hostile_values import AWKWARD

LONG = "sevenletter " * 833
"""Ten thousand characters."""
UNBROKEN = "unbroken" * 1250
"""Ten thousand characters without a place to break a line."""
SETS: dict[str, tuple[str, tuple[str, ...]]] = {
    "markup": ("fis-2023", tuple(AWKWARD)),
    "scripts": ("clearview-2019", (ARABIC, CYRILLIC, CHINESE, "a\u0001b\u000bc", "one\ntwo", "\u202eright\u202c")),
    "length": ("fdny-2025", ("short", LONG.strip(), "short", UNBROKEN, HOSTILE)),
}
"""What is put into every answer of text, in turn, and into which matter."""
IDS = ("short_name", "indicator", "items", "id")
"""Text that is no answer: names of things in our data, and what Bates numbers are made of."""


@dataclass(frozen=True)
class Hostile:
    """A matter in which every answer of text was replaced, and what was put where."""

    matter: Matter
    typed: dict[str, str]


@cache
def hostile(name: str) -> Hostile:
    """The matter of a set."""
    sample, values = SETS[name]
    folder = room() / f"hostile-{name}"
    folder.mkdir()
    folder = sample_matter(folder, sample)
    intake = folder / "matter.toml"
    document = tomlkit.parse(intake.read_text("utf-8"))
    typed: dict[str, str] = {}
    for number, (path, put) in enumerate(_texts(document, "")):
        typed[path] = f"{values[number % len(values)]} n{number}n"
        put(typed[path])
    intake.write_text(tomlkit.dumps(document), "utf-8", newline="\n")
    return Hostile(read(folder), typed)


def _texts(here: Any, path: str) -> Iterator[tuple[str, Callable[[str], None]]]:
    """Every answer that is free text, with its path and what replaces it."""
    for key, value in list(here.items() if isinstance(here, dict) else enumerate(here)):
        place = f"{path}.{key}".lstrip(".")
        if place == "bases" or key in IDS:
            continue
        kind = field_kind(place)
        text = kind is not None and kind.kind is Kind.TEXT and value != "unknown"
        if text and isinstance(value, dict):
            yield place, lambda words, at=value: at.update({"value": words})
        elif text:
            yield place, lambda words, at=here, name=key: at.__setitem__(name, words)
        elif isinstance(value, dict | list):
            yield from _texts(value, place)


def printed(paper: Paper, typed: dict[str, str]) -> list[str]:
    """The typed answers that a paper prints, as they were typed but for what no document can carry."""
    rests = {inline.source: text_of((inline,)) for inline, _ in every_place(paper) if isinstance(inline, Sourced)}
    return [clean(value) for path, value in typed.items() if f"intake:{path}" in rests and _shown(path, rests, value)]


def _shown(path: str, rests: dict[str, str], value: str) -> bool:
    # Names that print as initials, and answers a template only counts, are not printed whole.
    mark = value.rpartition(" ")[2]
    return mark in rests[f"intake:{path}"].lower()


def squashed(text: str) -> str:
    """A text without its white space and case, for lines are broken and captions are set in capitals."""
    return re.sub(r"\s", "", text.replace("\x02", "-")).casefold()  # PDFium's sign for a hyphen that ends a line


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("name", SETS)
def test_every_answer_of_text_prints_as_typed_in_every_format(name: str, template: str) -> None:
    found = hostile(name)
    paper = found.matter.compose(template, Copy.REVIEW).paper
    values = printed(paper, found.typed)
    texts = {
        "text": squashed(write_plain(paper)),
        "Word": squashed(text_of_word(write_word(paper))),
        "HTML": squashed(html_words(write_html(paper))[0]),
    }
    for value in values:
        for form, text in texts.items():
            assert squashed(value) in text, f"{form}: {value}"
    _in_pdf(paper, values)


def _in_pdf(paper: Paper, values: list[str]) -> None:
    """A PDF prints what a font has, all of it on the page; what none has is named with its field."""
    try:
        data = write_pdf(paper)
    except InputError as refused:
        assert all(str(each).startswith("intake:") for each in refused.problems)
        return
    heads = page_head(paper)
    text = squashed("".join(_body(page, heads, paper) for page in pdf_pages(data)))
    for value in values:
        if len(value) < 1000 and value.isprintable() and _one_way(value):
            assert squashed(value) in text, value
        for word in (each for each in ("sevenletter", "unbroken") if each in value):
            assert text.count(word) >= 800
        assert value.rpartition(" ")[2] in text, value
    assert off_the_page(data) == []


def _body(page: str, heads: tuple[str, ...], paper: Paper) -> str:
    """A page without its head and foot, between which a value may run on from the page before."""
    titles = {clean(block.title) for block in paper.blocks if isinstance(block, PageBreak)} | {paper.title}
    lines = [line.strip() for line in page.splitlines() if line.strip()]
    lines = [line for line in lines if line not in heads and not re.fullmatch(r"Page \d+ of \d+", line)]
    return "\n".join(lines[:-1] if lines and lines[-1] in titles else lines)


def off_the_page(data: bytes) -> list[str]:
    """Words of a PDF that do not stand on their page."""
    found = []
    document = pypdfium2.PdfDocument(data)
    for number in range(len(document)):
        page = document[number]
        width, height = page.get_size()
        layer = page.get_textpage()
        for at in range(layer.count_rects()):
            left, bottom, right, top = layer.get_rect(at)
            if left < 0 or bottom < 0 or right > width or top > height:
                found.append(f"page {number + 1}: {layer.get_text_bounded(left, bottom, right, top)[:60]}")
        layer.close()
        page.close()
    document.close()
    return found


def _one_way(value: str) -> bool:
    """Whether a reader hands the letters back in the order they were written."""
    return not any(unicodedata.bidirectional(each) in ("R", "AL", "RLO", "LRO") for each in value)


def test_the_sets_reach_every_kind_of_field() -> None:
    for name in SETS:
        paths = hostile(name).typed
        for wanted in ("defendant.name", "court.name", "counsel.name", "arrest.incident_place"):
            assert wanted in paths
        assert any(path.startswith("facial_recognition.searches.0.edits") for path in paths)
        assert any(path.startswith("disclosure.demands") for path in paths)
    assert {len(value) > 9000 for value in hostile("length").typed.values()} == {True, False}


def test_names_that_print_as_initials_stay_initials_whatever_they_look_like() -> None:
    found = hostile("markup")
    for template in TEMPLATES:
        text = write_plain(found.matter.compose(template, Copy.REVIEW).paper)
        for path in ("complainants.0.name", "witnesses.0.name", "identifications.0.witness.name"):
            assert found.typed[path] not in text
