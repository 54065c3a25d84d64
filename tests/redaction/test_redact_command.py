"""The command as counsel meets it: propose, settle, apply, and refuse with reasons."""

import json
import tomllib
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array
from typer.testing import CliRunner

from discovery.cli.main import app
from discovery.core.redactions import RedactionBox
from discovery.errors import PROBLEMS_FOUND, ConflictError, InputError
from discovery.files.redacting import redact
from tests.redaction import planted

NUMBERS = (
    b"BT /F1 12 Tf 72 700 Td (SSN 123-45-6789, DOB 03/14/1991) Tj 0 -30 Td (Call \\(212\\) 555-0134 now.) Tj ET\n"
)


def run(*arguments: str | Path) -> tuple[int, str, BaseException | None]:
    result = CliRunner().invoke(app, ["redact", *map(str, arguments)])
    return result.exit_code, result.output, result.exception


def statement(folder: Path, content: bytes = NUMBERS, **keys: object) -> Path:
    path = folder / "statement.pdf"
    planted.page(content, **keys).save(path)
    return path


def test_boxes_are_proposed_settled_and_applied(tmp_path: Path) -> None:
    source, out = statement(tmp_path), tmp_path / "out"
    code, said, _ = run(source, "--propose", "-o", out)
    assert code == 0
    assert "Social Security number: 1" in said
    boxes = out / "statement-boxes.toml"
    proposed = tomllib.loads(boxes.read_text())
    assert [box["reason"] for box in proposed["box"]] == [
        "Social Security number",
        "date of birth",
        "telephone number",
    ]
    assert "# reads: 123-45-6789" in boxes.read_text()
    # Counsel leaves the telephone number.
    boxes.write_text(boxes.read_text().rpartition("\n[[box]]")[0] + "\n")
    code, said, _ = run(source, "--boxes", boxes, "-o", out)
    assert code == 0
    copy = out / "statement.pdf"
    assert not planted.holds(copy, "123-45-6789")
    assert not planted.holds(copy, "03/14/1991")
    assert "(212) 555-0134" in planted.text(copy)
    report = json.loads((out / "statement-redactions.json").read_text())
    assert [box["removed"] for box in report["boxes"]] == [["text"], ["text"]]
    assert "123-45-6789" not in (out / "statement-redactions.json").read_text()
    assert sorted(path.name for path in out.iterdir()) == [
        "statement-boxes.toml",
        "statement-redactions.json",
        "statement.pdf",
    ]


def test_words_that_a_bar_only_covers_are_proposed_line_by_line(tmp_path: Path) -> None:
    text = b"BT /F1 12 Tf 72 700 Td (Seen by Ann Marlowe) Tj 0 -20 Td (Beekman of Flatbush, who left.) Tj ET\n"
    bars = b"q 0 g 118 694 80 18 re f 70 674 52 18 re f Q\n"
    source, out = statement(tmp_path, text + bars), tmp_path / "out"
    code, said, _ = run(source, "--propose", "--pattern", "ssn", "-o", out)
    assert (code, "under a drawn box: 2" in said) == (0, True), said
    boxes = out / "statement-boxes.toml"
    assert [one["page"] for one in tomllib.loads(boxes.read_text())["box"]] == [1, 1]
    assert "# reads: Ann Marlowe\n" in boxes.read_text()
    code, said, _ = run(source, "--boxes", boxes, "-o", out)
    assert code == 0, said
    assert not planted.holds(out / "statement.pdf", "Marlowe")
    assert not planted.holds(out / "statement.pdf", "Beekman")
    assert "Flatbush, who left." in planted.text(out / "statement.pdf")


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("crop", [None, [50, 60, 560, 740]])
@pytest.mark.parametrize("unit", [1, 1.5])
def test_a_pattern_is_found_and_removed_however_the_page_is_turned(
    turn: int, crop: list[int] | None, unit: int, tmp_path: Path
) -> None:
    keys: dict[str, object] = {"Rotate": turn, "UserUnit": unit} | ({"CropBox": Array(crop)} if crop else {})
    source = statement(tmp_path, **keys)
    code, said, _ = run(source, "--pattern", "ssn", "-o", tmp_path / "out")
    assert code == 0, said
    copy = tmp_path / "out" / "statement.pdf"
    assert not planted.holds(copy, "123-45-6789")
    assert "03/14/1991" in planted.text(copy)
    assert "1 box on 1 page" in said
    assert "the content under the boxes was cut out" in said


def test_an_edited_file_of_boxes_is_never_overwritten(tmp_path: Path) -> None:
    source = statement(tmp_path)
    run(source, "--propose", "-o", tmp_path)
    before = (tmp_path / "statement-boxes.toml").read_bytes()
    _, _, error = run(source, "--propose", "-o", tmp_path)
    assert isinstance(error, ConflictError)
    assert (tmp_path / "statement-boxes.toml").read_bytes() == before


def test_boxes_measured_on_another_file_are_refused(tmp_path: Path) -> None:
    source = statement(tmp_path)
    run(source, "--propose", "-o", tmp_path)
    statement(tmp_path, NUMBERS.replace(b"700", b"500"))
    _, _, error = run(source, "--boxes", tmp_path / "statement-boxes.toml", "-o", tmp_path / "out")
    assert isinstance(error, InputError)
    assert "measured on another file" in error.message
    assert not (tmp_path / "out").exists()


def test_every_mistake_in_a_file_of_boxes_is_named(tmp_path: Path) -> None:
    source, boxes = statement(tmp_path), tmp_path / "boxes.toml"
    boxes.write_text(
        "[[box]]\npage = 1\nx0 = 9\ny0 = 1\nx1 = 5\ny1 = 2\n\n[[box]]\npage = 0\nx0 = 1\ny0 = 1\nx1 = 2\n"
    )
    _, _, error = run(source, "--boxes", boxes, "-o", tmp_path / "out")
    assert isinstance(error, InputError)
    assert len(error.problems) == 3
    assert "x1 must be greater than x0" in str(error)


def test_boxes_on_no_page_or_beside_it_are_refused(tmp_path: Path) -> None:
    boxes = [RedactionBox(page=4, x0=1, y0=1, x1=9, y1=9), RedactionBox(page=1, x0=700, y0=1, x1=800, y1=9)]
    with pytest.raises(InputError) as refused:
        redact(statement(tmp_path), tmp_path / "out.pdf", boxes)
    assert "is on page 4, but statement.pdf has 1 page." in str(refused.value)
    assert "lies beside page 1, which is 612 by 792 points" in str(refused.value)


def test_nothing_found_makes_no_copy_and_says_where_no_text_was(tmp_path: Path) -> None:
    source = statement(tmp_path, b"0.5 g 100 100 50 50 re f\n")
    _, _, error = run(source, "--pattern", "ssn", "-o", tmp_path / "out")
    assert isinstance(error, InputError)
    assert "No text can be read on page 1" in error.message
    assert not (tmp_path / "out").exists()


def test_names_come_from_a_file_and_words_are_written_only_for_the_office(tmp_path: Path) -> None:
    source, names = statement(tmp_path, planted.LINE), tmp_path / "names.txt"
    names.write_text("# minors\nMarlowe-4417\n")
    code, _, _ = run(source, "--names", names, "--words", "-o", tmp_path / "out")
    assert code == 0
    assert planted.SECRET in (tmp_path / "out" / "statement-redactions-internal.json").read_text()
    assert planted.SECRET not in (tmp_path / "out" / "statement-redactions.json").read_text()


def test_a_locked_file_opens_with_the_password_and_the_copy_without(tmp_path: Path) -> None:
    source, password = tmp_path / "statement.pdf", tmp_path / "password.txt"
    planted.page(NUMBERS).save(source, encryption=pikepdf.Encryption(owner="o", user="opensesame"))
    password.write_text("opensesame\n")
    code, _, _ = run(source, "--pattern", "ssn", "--password-file", password, "-o", tmp_path / "out")
    assert code == 0
    assert not planted.holds(tmp_path / "out" / "statement.pdf", "123-45-6789")
    password.write_text("wrong\n")
    _, _, error = run(source, "--pattern", "ssn", "--password-file", password, "-o", tmp_path / "other")
    assert isinstance(error, InputError)


def test_what_cannot_be_proved_is_not_published_and_the_words_are_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The cutter is made to do nothing: the check must find it out, and the picture of the page must save it."""
    from discovery.files import redacting

    monkeypatch.setattr(redacting, "cut_page", lambda pdf, page, cut: False)
    monkeypatch.setattr(redacting, "become_picture", lambda *arguments: 300)
    source = statement(tmp_path)
    code, said, _ = run(source, "--pattern", "ssn", "-o", tmp_path / "out")
    assert code == PROBLEMS_FOUND
    assert "text can still be read under a box: “123-45-6789”" in said
    assert not (tmp_path / "out" / "statement.pdf").exists()
    assert not list((tmp_path / "out").iterdir())
