"""What is withheld or redacted: the log says enough to judge the claim, and nothing served tells of what it was."""

import csv
from pathlib import Path

import pytest

from discovery.errors import InputError
from discovery.jobs.verify import verify
from tests.bundles.offices import pdf
from tests.productions.folders import email, folder, matter, papers, sound
from tests.productions.test_produce import BOXES, control, made, rows, served
from tests.productions.test_taking_in import attached, signed


def item(**said: object) -> str:
    """One [[item]] of a produce.toml."""
    lines = [
        f"{name} = {str(value).lower() if isinstance(value, bool) else repr(value)}" for name, value in said.items()
    ]
    return "\n".join(["[[item]]", *lines, ""])


def log(volume: Path) -> list[dict[str, str]]:
    (path,) = (volume / "DATA").glob("*-LOG.csv")
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def boxes(*corners: float) -> bytes:
    names = zip(("x0", "y0", "x1", "y1"), corners, strict=True)
    sides = "\n".join(f"{name} = {value}" for name, value in names)
    return f'[[box]]\npage = 1\n{sides}\nreason = "Work product"\n'.encode()


# --- the log -------------------------------------------------------------------------------------------------


def test_the_log_states_type_author_and_recipients_as_counsel_does(tmp_path: Path) -> None:
    said = item(file="memo.txt", withheld="Work product", type="Memorandum", author="A. Counsel", recipients="File")
    source = folder(tmp_path / "in", {"memo.txt": b"SENTINEL", **control(said), **papers(1)})
    volume = made(matter(tmp_path / "doe"), source).volume
    (row,) = log(volume)
    assert (row["Type"], row["Author"], row["Recipients"]) == ("Memorandum", "A. Counsel", "File")
    assert rows(volume)[0]["DOCTYPE"] == "Memorandum"


def test_a_withheld_e_mail_tells_of_its_header_only_where_counsel_says_so(tmp_path: Path) -> None:
    files = {"m.eml": email("SENTINEL subject", {"SENTINEL.txt": b"SENTINEL"}), **papers(1)}
    source = folder(tmp_path / "in", {**files, **control(item(file="m.eml", withheld="Work product"))})
    result = made(matter(tmp_path / "one"), source)
    (row,) = log(result.volume)
    assert (row["Author"], row["Recipients"], row["Date"], row["Type"]) == ("", "", "", "")
    assert "The log states no author of DOE-000001" in str(result)
    (source / "produce.toml").write_text(item(file="m.eml", withheld="Work product", log_header=True))
    result = made(matter(tmp_path / "two"), source)
    (row,) = log(result.volume)
    assert (row["Author"], row["Recipients"]) == ("a@example.org", "To: b@example.org")
    assert (row["Date"], row["Type"]) == ("08/26/2026", "email")
    assert served(result.volume, "SENTINEL") == []
    assert "states no author" not in str(result)


def test_only_a_withheld_e_mail_has_a_header_for_the_log(tmp_path: Path) -> None:
    source = folder(tmp_path / "in", {"memo.txt": b"words"})
    (source / "produce.toml").write_text(item(file="memo.txt", withheld="Work product", log_header=True))
    with pytest.raises(InputError, match=r"memo\.txt.* is no e-mail that can be read"):
        made(matter(tmp_path / "one"), source)
    (source / "produce.toml").write_text(item(file="memo.txt", log_header=True))
    with pytest.raises(InputError, match=r"memo\.txt is not withheld; log_header is about"):
        made(matter(tmp_path / "two"), source)


def test_of_a_redacted_e_mail_the_log_tells_the_lines_of_its_head_that_no_box_covers(tmp_path: Path) -> None:
    said = control(item(file="m.eml", redactions="m.boxes.toml"))
    source = folder(tmp_path / "in", {"m.eml": email("Shift", {}), **said})
    (source / "m.boxes.toml").write_bytes(boxes(10, 700, 60, 720))
    (row,) = log(made(matter(tmp_path / "one"), source).volume)
    assert (row["Author"], row["Recipients"], row["Date"]) == ("a@example.org", "To: b@example.org", "08/26/2026")
    (source / "m.boxes.toml").write_bytes(boxes(0, 60, 612, 260))
    volume = made(matter(tmp_path / "two"), source).volume
    (row,) = log(volume)
    assert (row["Author"], row["Recipients"], row["Date"]) == ("", "", "")
    assert "DOCDATE" not in rows(volume)[0] or rows(volume)[0]["DOCDATE"] == ""


# --- the same bytes elsewhere --------------------------------------------------------------------------------


@pytest.mark.parametrize("fate", [{"withheld": "Work product"}, {"redactions": "boxes.toml"}])
def test_the_same_bytes_do_not_go_out_whole_under_another_name(tmp_path: Path, fate: dict[str, str]) -> None:
    same = pdf("SENTINEL lives at 12 Sample Street")
    files = {"a.pdf": same, "m.eml": email("Two", {"b.pdf": same}), "boxes.toml": BOXES.encode()}
    source = folder(tmp_path / "in", {**files, **control(item(file="a.pdf", **fate))})
    if "withheld" in fate:
        (source / "boxes.toml").unlink()
    with pytest.raises(InputError, match=r"m\.eml/b\.pdf: is the same, byte for byte, as a\.pdf"):
        made(matter(tmp_path / "doe"), source)


def test_of_two_copies_withheld_neither_row_leads_to_the_other(tmp_path: Path) -> None:
    said = item(file="a.txt", withheld="Work product") + item(file="b.txt", withheld="Work product")
    source = folder(tmp_path / "in", {"a.txt": b"SENTINEL", "b.txt": b"SENTINEL", **control(said)})
    told = rows(made(matter(tmp_path / "doe"), source).volume)
    assert [row["DUPLICATEOF"] for row in told] == ["", ""]


def test_what_has_no_pages_cannot_be_redacted_and_no_sheet_tells_its_name_or_hash(tmp_path: Path) -> None:
    files = {"SENTINEL.wav": sound(), "boxes.toml": BOXES.encode()}
    source = folder(tmp_path / "in", {**files, **control(item(file="SENTINEL.wav", redactions="boxes.toml"))})
    with pytest.raises(InputError, match="has no pages here from which anything could be removed"):
        made(matter(tmp_path / "doe"), source)


def test_a_redacted_file_is_no_slip_sheet_that_claims_its_native_form(tmp_path: Path) -> None:
    said = '[handling]\nduplicates = "slip-sheet"\n'
    said += item(file="a.pdf", redactions="boxes.toml") + item(file="b.pdf", redactions="boxes.toml")
    files = {"a.pdf": pdf("One"), "b.pdf": pdf("One"), "boxes.toml": BOXES.encode(), **control(said)}
    with pytest.raises(InputError, match="none of its pages would go out"):
        made(matter(tmp_path / "doe"), folder(tmp_path / "in", files))


# --- one file of a family ------------------------------------------------------------------------------------

FAMILY = {"log SENTINEL.txt": b"SENTINEL secret", "open.txt": b"open words"}


def test_one_attachment_is_withheld_and_the_others_go_out(tmp_path: Path) -> None:
    said = item(file="m.eml/log SENTINEL.txt", withheld="Work product", author="A. Counsel")
    source = folder(tmp_path / "in", {"m.eml": email("Two files", FAMILY), **control(said)})
    doe = matter(tmp_path / "doe")
    volume = made(doe, source, images=True).volume
    told = [(row["DESCRIPTION"], row["WITHHELD"], row["PARENTID"]) for row in rows(volume)]
    assert told == [
        ("m.eml", "N", ""),
        ("Withheld document", "Y", "DOE-000001"),
        ("open.txt", "N", "DOE-000001"),
    ]
    assert served(volume, "SENTINEL") == []
    for path in (volume / "TEXT").rglob("*.txt"):
        assert "SENTINEL" not in path.read_text("utf-8-sig")
    (row,) = log(volume)
    assert (row["Author"], row["Family"]) == ("A. Counsel", "DOE-000001 to DOE-000003")
    assert verify(volume) == ()


def test_one_attachment_is_redacted(tmp_path: Path) -> None:
    said = control(item(file="m.eml/log.pdf", redactions="boxes.toml"))
    files = {"m.eml": email("One", {"log.pdf": pdf("SENTINEL lives here", "Nothing")}), "boxes.toml": BOXES.encode()}
    volume = made(matter(tmp_path / "doe"), folder(tmp_path / "in", {**files, **said})).volume
    assert [row["REDACTED"] for row in rows(volume)] == ["N", "Y"]
    assert served(volume, "SENTINEL") == []
    assert served(volume, "log.pdf") == []


def test_a_file_inside_a_pdf_is_withheld_and_no_copy_of_it_lies_in_what_is_served(tmp_path: Path) -> None:
    def both(opened) -> None:
        attached(opened)
        signed(opened)

    for name, decorate in (("plain", attached), ("signed", both)):
        said = control(item(file="m.pdf/log.txt", withheld="Work product"))
        source = folder(tmp_path / name, {"m.pdf": pdf("Cover", decorate=decorate), **said})
        volume = made(matter(tmp_path / f"{name} matter"), source).volume
        assert served(volume, "SENTINEL") == [], name
        assert [row["WITHHELD"] for row in rows(volume)] == ["N", "Y"]


def test_an_attachment_that_is_restricted_needs_its_own_release(tmp_path: Path) -> None:
    said = control(item(file="m.eml/open.txt", restriction="sealed"))
    source = folder(tmp_path / "in", {"m.eml": email("Two files", FAMILY), **said})
    with pytest.raises(InputError, match=r"m\.eml/open\.txt: is restricted \(sealed\)"):
        made(matter(tmp_path / "doe"), source, release=("m.eml",))
    assert made(matter(tmp_path / "two"), source, release=("m.eml/open.txt",)).documents == 3


@pytest.mark.parametrize(
    ("said", "complaint"),
    [
        (
            item(file="m.eml/no.txt", withheld="x"),
            "nothing called “no.txt” is in m.eml, which holds log SENTINEL.txt",
        ),
        (item(file="m.eml/open.txt", left_out="x"), "stays together: it cannot be left out"),
        (
            item(file="m.eml", withheld="x") + item(file="m.eml/open.txt", native=True),
            "withheld with all that is in it",
        ),
        (
            item(file="m.eml", native=True) + item(file="m.eml/open.txt", withheld="x"),
            "would go out as the file it is",
        ),
        (item(file="twice.eml/a.txt", withheld="x"), "2 files in twice.eml are called"),
    ],
)
def test_what_cannot_be_done_with_an_attachment_is_refused_in_one_sentence(
    tmp_path: Path, said: str, complaint: str
) -> None:
    twice = email("Twice", {"a.txt": b"one", "b.txt": b"two"}).replace(b"b.txt", b"a.txt")
    source = folder(tmp_path / "in", {"m.eml": email("Two files", FAMILY), "twice.eml": twice, **control(said)})
    with pytest.raises(InputError) as refused:
        made(matter(tmp_path / "doe"), source)
    assert complaint in str(refused.value)


def test_a_redacted_e_mail_goes_out_once_each_attachment_has_its_own_fate(tmp_path: Path) -> None:
    said = item(file="m.eml", redactions="m.toml") + item(file="m.eml/log SENTINEL.txt", withheld="Work product")
    files = {"m.eml": email("Two files", FAMILY), "m.toml": boxes(10, 700, 60, 720), **control(said)}
    source = folder(tmp_path / "in", files)
    with pytest.raises(InputError, match=r"what is attached to it \(open\.txt\) is not"):
        made(matter(tmp_path / "doe"), source)
    more = item(file="m.eml/open.txt", withheld="Work product")
    (source / "produce.toml").write_text(said + more)
    assert made(matter(tmp_path / "two"), source).documents == 3
