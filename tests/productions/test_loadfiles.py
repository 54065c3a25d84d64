"""Load files hold what they are given, and the linter finds what a review program would load wrong."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discovery.core.loadfile_lint import Format, Linted, lint
from discovery.core.loadfiles import (
    FIELDS,
    Encoding,
    ImageRow,
    dat,
    lfp,
    opticon,
    replaced,
    table,
    us_date,
)
from discovery.errors import InputError

EMAIL = {
    "BEGBATES": "DSMITH-000001",
    "ENDBATES": "DSMITH-000003",
    "BEGATTACH": "DSMITH-000001",
    "ENDATTACH": "DSMITH-000004",
    "PGCOUNT": "3",
    "FILENAME": "email re shift.eml",
}
SHEET = {
    "BEGBATES": "DSMITH-000004",
    "ENDBATES": "DSMITH-000004",
    "BEGATTACH": "DSMITH-000001",
    "ENDATTACH": "DSMITH-000004",
    "PGCOUNT": "1",
    "FILENAME": "timesheet.xlsx",
    "NATIVEPATH": r"NATIVES\NAT001\DSMITH-000004.xlsx",
}
PAGES = (
    ImageRow("DSMITH-000001", "IMAGES/IMG001/DSMITH-000001.tif", 3),
    ImageRow("DSMITH-000002", "IMAGES/IMG001/DSMITH-000002.tif", 0),
    ImageRow("DSMITH-000003", "IMAGES/IMG001/DSMITH-000003.jpg", 0),
    ImageRow("DSMITH-000004", "IMAGES/IMG001/DSMITH-000004.tif", 1),
)


def written(*rows: dict[str, str], encoding: Encoding = Encoding.UTF8) -> bytes:
    return b"".join(dat(rows, encoding))


def said(found: Linted) -> str:
    return "\n".join(map(str, found.problems))


def test_a_dat_begins_with_the_byte_order_mark_and_the_first_column_between_thorns() -> None:
    begin = bytes.fromhex("EFBBBF C3BE 4245474241544553 C3BE 14 C3BE 45")
    assert written(EMAIL).startswith(begin)
    assert written(EMAIL, encoding=Encoding.CP1252).startswith(bytes.fromhex("FE 4245474241544553 FE 14 FE 45"))


def test_a_sound_dat_has_nothing_wrong() -> None:
    found = lint(written(EMAIL, SHEET), "VOL001.dat")
    assert (found.format, found.rows, found.first, found.last) == (Format.DAT, 2, "DSMITH-000001", "DSMITH-000004")
    assert found.problems == ()
    assert found.remarks == ()


@given(st.lists(st.dictionaries(st.sampled_from(FIELDS[8:]), st.text(max_size=40)), max_size=4))
def test_any_value_comes_back_from_a_dat_as_one_value_in_its_own_column(rows: list[dict[str, str]]) -> None:
    text = b"".join(dat(rows, Encoding.UTF8, FIELDS)).decode("utf-8-sig")
    records = text.split("\r\n")
    assert records.pop() == ""
    assert len(records) == len(rows) + 1
    for row, record in zip(rows, records[1:], strict=True):
        values = [value[1:-1] for value in record.split("\x14")]
        assert len(values) == len(FIELDS)
        for name, value in row.items():
            read = values[FIELDS.index(name)]
            harmless = not any(sign in value for sign in "\xfe\x14\xae") and len(value.splitlines()) <= 1
            if harmless and value.isprintable():
                assert read == value
            assert len(read.splitlines()) <= 1


@given(st.lists(st.text(max_size=30), min_size=1, max_size=5))
def test_a_csv_gives_back_each_value_and_runs_none_as_a_formula(values: list[str]) -> None:
    encodable = [value.encode("utf-8", "replace").decode() for value in values]
    data = b"".join(table([{"FILENAME": value} for value in encodable], ("FILENAME",)))
    read = [row[0] if row else "" for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))][1:]
    assert [value.removeprefix("'") for value in read] == [value.removeprefix("'") for value in encodable]
    assert not any(value[:1] in set("=+-@\t\r") for value in read)


def test_what_cp1252_cannot_hold_is_replaced_and_told() -> None:
    row = {"BEGBATES": "DOE-000001", "FILENAME": "報告.pdf", "SUBJECT": "a\x14b"}
    data = b"".join(dat([row], Encoding.CP1252, ("BEGBATES", "FILENAME", "SUBJECT")))
    assert b"??.pdf" in data
    told = dict(replaced(row, Encoding.CP1252))
    assert told == {"FILENAME": ("告", "報"), "SUBJECT": ("\x14",)}


def test_an_opt_of_pages_announces_each_document_once() -> None:
    data = b"".join(opticon(PAGES, "VOL001"))
    assert data.splitlines()[0] == rb"DSMITH-000001,VOL001,IMAGES\IMG001\DSMITH-000001.tif,Y,,,3"
    assert data.splitlines()[1] == rb"DSMITH-000002,VOL001,IMAGES\IMG001\DSMITH-000002.tif,,,,"
    assert lint(data, "VOL001.opt").problems == ()


def test_an_lfp_marks_documents_and_names_the_kind_of_image() -> None:
    data = b"".join(lfp(PAGES, "VOL001"))
    assert data.splitlines()[0] == rb"IM,DSMITH-000001,D,0,@VOL001;IMAGES\IMG001;DSMITH-000001.tif;2"
    assert data.splitlines()[2] == rb"IM,DSMITH-000003,,0,@VOL001;IMAGES\IMG001;DSMITH-000003.jpg;4"
    assert lint(data, "VOL001.lfp").problems == ()


def test_a_path_that_would_break_an_opt_is_never_written() -> None:
    with pytest.raises(ValueError, match="without quoting"):
        list(opticon([ImageRow("DOE-000001", "IMAGES/a,b.tif", 1)], "VOL001"))


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (lambda data: data.replace("þ3þ".encode(), "3þ".encode(), 1), "do not stand between"),
        (lambda data: data.replace(b"\x14", b",", 1), "as two"),
        (lambda data: data.replace("þ3þ\x14".encode(), b"", 1), "values where the header names"),
        (lambda data: data.replace("þ3þ".encode(), "þ4þ".encode(), 1), "says 4 pages"),
        (lambda data: data.replace(b"ENDBATES", b"ENDBATE", 1).replace(b"\r\n", b"\n"), "LF alone"),
        (lambda data: data + data.split(b"\r\n")[2] + b"\r\n", "begins row 3 already"),
        (lambda data: data.replace(b"DSMITH-000003", b"DSMITH-000004", 1), "belongs to row 2 as well"),
        (lambda data: data.replace(b"NATIVES\\", b"C:\\NATIVES\\"), "names a disk"),
        (lambda data: data.replace(b"NATIVES\\", b"..\\"), "leads out of the volume"),
        (lambda data: data.replace(b"BEGBATES", b"BATES", 1), "no header row"),
        (lambda data: data.replace(b"DSMITH-000001", b"DSMITH-000009", 1), "is no range"),
    ],
)
def test_the_linter_finds_a_dat_that_was_damaged(change, complaint: str) -> None:
    assert complaint in said(lint(change(written(EMAIL, SHEET)), "VOL001.dat"))


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (lambda data: data.replace(b",Y,,,3", b",,,,", 1), "does not begin a document"),
        (lambda data: data.replace(b",Y,,,3", b",Y,,,2", 1), "announces 2 pages, and 3 rows follow"),
        (lambda data: data.replace(b"DSMITH-000002.tif", b"DSMITH,000002.tif", 1), "not seven"),
        (lambda data: data.replace(b"DSMITH-000002,", b"DSMITH-000001,", 1), "is the key of row 1"),
        (lambda data: data.replace(b",Y,", b",N,", 1), "not Y or empty"),
    ],
)
def test_the_linter_finds_an_opt_that_was_damaged(change, complaint: str) -> None:
    assert complaint in said(lint(change(b"".join(opticon(PAGES, "VOL001"))), "VOL001.opt"))


def test_a_file_that_a_row_names_and_that_is_not_there_is_named() -> None:
    found = lint(written(EMAIL, SHEET), "VOL001.dat", exists=lambda path: "NATIVES" not in path)
    assert r"NATIVES\NAT001\DSMITH-000004.xlsx is not in the volume" in said(found)


def test_what_is_no_load_file_is_told_in_one_sentence() -> None:
    with pytest.raises(InputError, match="is not a load file"):
        lint(b"Dear counsel,\n", "letter.txt")


def test_a_dat_without_mark_is_read_and_the_risk_is_said() -> None:
    found = lint(written(EMAIL, {**SHEET, "FILENAME": "Café.xlsx"})[3:], "x.dat")
    assert found.encoding == "UTF-8 without byte-order mark"
    assert "no byte-order mark" in found.remarks[0]


@pytest.mark.parametrize(
    ("iso", "us"), [("2026-03-05", "03/05/2026"), ("2026-03-05T10:00:00Z", "03/05/2026"), ("", "")]
)
def test_dates_are_written_as_load_files_have_them(iso: str, us: str) -> None:
    assert us_date(iso) == us
