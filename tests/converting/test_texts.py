"""Text files become pages in letters of one width, every character of them seen."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discovery.core.pieces import Kind
from discovery.files.converting import ConvertOptions, read_piece
from discovery.files.converting.setting import COLUMNS, width_of, wrapped
from tests.converting.making import sizes_of, words_of, written


def test_a_log_keeps_its_lines_and_columns(tmp_path: Path) -> None:
    held = b"time    unit  what\r\n10:04   12    arrived\r\n\r\n10:09   12    left\r\n"
    piece = read_piece(written(tmp_path, "radio.log", held), tmp_path / "room")
    assert piece.kind == Kind.TEXT
    assert piece.pdf is not None
    (page,) = words_of(piece.pdf)
    assert "arrived" in page
    assert sizes_of(piece.pdf) == [(612, 792)]
    assert piece.notes == ()


@pytest.mark.parametrize(
    ("encoding", "note"),
    [("utf-8", False), ("utf-8-sig", False), ("utf-16", False), ("utf-16-le", False), ("cp1252", True)],
)
def test_odd_encodings_are_read_and_a_guess_is_said(encoding: str, note: bool, tmp_path: Path) -> None:
    words = "Señor Núñez said “no” – café\nsecond line\n"
    path = written(tmp_path, "note.txt", words.encode(encoding))
    piece = read_piece(path, tmp_path / "room")
    assert piece.pdf is not None, piece.detail
    assert "Señor Núñez said “no” – café" in words_of(piece.pdf)[0]
    assert any("Windows-1252" in each for each in piece.notes) is note


def test_what_cannot_be_seen_is_printed_as_its_code(tmp_path: Path) -> None:
    held = "bell\x07 escape\x1b[31m turned\u202egnp and a letter of no font \U0001f9ff\U00016fe4".encode()
    piece = read_piece(written(tmp_path, "odd.txt", held), tmp_path / "room")
    assert piece.pdf is not None
    (page,) = words_of(piece.pdf)
    assert "bell‹07› escape‹1B›[31m turned‹U+202E›gnp" in page
    assert "‹U+16FE4›" in page
    assert any("printed as their codes" in note for note in piece.notes)


def test_a_long_line_is_continued_and_a_form_feed_turns_the_page(tmp_path: Path) -> None:
    held = b"start " + b"x" * 1000 + b" end\nlast of page one\n\x0cfirst of page two\n"
    piece = read_piece(written(tmp_path, "long.txt", held), tmp_path / "room")
    assert piece.pdf is not None
    first, second = words_of(piece.pdf)
    assert first.replace("\r\n", "").count("x") == 1000
    assert second.strip() == "first of page two"
    assert any("continued on the next line" in note for note in piece.notes)


def test_a_text_of_many_pages_is_whole_and_the_same_bytes_each_time(tmp_path: Path) -> None:
    held = "".join(f"line {number}\n" for number in range(54 * 150)).encode()
    path = written(tmp_path, "many.txt", held)
    first, second = (read_piece(path, tmp_path / "room").pdf for _ in range(2))
    assert first is not None
    assert second is not None
    assert first.read_bytes() == second.read_bytes()
    pages = words_of(first)
    assert len(pages) == 150
    assert pages[-1].rstrip().endswith("line 8099")
    assert sorted(each.name for each in first.parent.iterdir()) == ["pages.pdf"]


def test_a_text_too_long_to_print_is_produced_as_it_is(tmp_path: Path) -> None:
    path = written(tmp_path, "huge.log", b"x\n" * 20_000)
    piece = read_piece(path, tmp_path / "room", options=ConvertOptions(most_text_pages=100))
    assert piece.pdf is None
    assert piece.native_only
    assert "more than 100 pages" in piece.detail


def test_words_that_are_only_named_pdf_are_read_as_words(tmp_path: Path) -> None:
    piece = read_piece(written(tmp_path, "error.pdf", b"504 gateway timeout\n"), tmp_path / "room")
    assert piece.pdf is not None
    assert piece.notes[0] == "Its name says PDF, but it is a text file."


def test_a_note_that_quotes_a_message_or_markup_is_a_note(tmp_path: Path) -> None:
    heads = b"From: a@example.org\nTo: b@example.org\nSubject: what he wrote\n\nSee <b>this</b>.\n"
    for name, held in (("note.txt", heads), ("page.txt", b"<html><body>words</body></html>\n")):
        piece = read_piece(written(tmp_path, name, held), tmp_path / "room")
        assert piece.kind == Kind.TEXT
        assert piece.notes == ()


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\t\n\r"), max_size=400))
def test_wrapping_loses_no_character_but_the_space_it_breaks_at(text: str) -> None:
    lines = list(wrapped(text))
    assert all(width_of(line) <= COLUMNS or len(line) == 1 for line in lines)
    assert "".join(lines).replace(" ", "") == text.expandtabs(8).replace(" ", "")
