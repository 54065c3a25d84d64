"""What is found in a received file decides what becomes of it: never in silence, and never what must not go out."""

from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from discovery.core.passwords import Passwords
from discovery.errors import InputError
from discovery.jobs.produce import produce
from tests.bundles.offices import pdf
from tests.productions.folders import email, folder, matter, papers, wanted
from tests.productions.test_produce import BOXES, DAY, control, made, rows, served


def covered(opened: pikepdf.Pdf) -> None:
    """A black bar drawn over the words, as word processors redact."""
    opened.pages[0].contents_add(b"q 0 g 60 690 300 30 re f Q")


def signed(opened: pikepdf.Pdf) -> None:
    value = Dictionary(
        Type=Name.Sig, Filter=Name("/Adobe.PPKLite"), Name=String("Robin Example"), Contents=String("x")
    )
    field = Dictionary(FT=Name.Sig, T=String("Signature1"), V=value, Type=Name.Annot, Subtype=Name.Widget)
    field.Rect = Array([0, 0, 0, 0])
    held = opened.make_indirect(field)
    opened.pages[0].obj.Annots = Array([held])
    opened.Root.AcroForm = Dictionary(Fields=Array([held]), SigFlags=3)


def locked(password: str) -> dict[str, pikepdf.Encryption]:
    return {"encryption": pikepdf.Encryption(user=password, owner="owner")}


def test_words_that_can_be_read_under_a_drawn_bar_stop_the_production_and_are_shown_to_the_office(
    tmp_path: Path,
) -> None:
    source = folder(tmp_path / "in", {"bar.pdf": pdf("SENTINEL name", decorate=covered), **papers(1)})
    with pytest.raises(InputError) as refused:
        made(matter(tmp_path / "doe"), source)
    assert "SENTINEL name" in str(refused.value)
    assert "bar.pdf" in str(refused.value)
    assert "produce.toml" in str(refused.value)


def test_what_counsel_has_looked_at_goes_out_and_is_in_our_report(tmp_path: Path) -> None:
    text = '[[item]]\nfile = "bar.pdf"\ncovered = "a highlighted heading"\n'
    source = folder(tmp_path / "in", {"bar.pdf": pdf("SENTINEL name", decorate=covered), **control(text)})
    result = made(matter(tmp_path / "doe"), source)
    assert result.report is not None
    assert "It goes out as it is: a highlighted heading" in result.report.read_text()
    assert served(result.volume, "highlighted heading") == []


def test_a_signed_file_is_numbered_as_a_copy_and_its_original_goes_along(tmp_path: Path) -> None:
    source = folder(tmp_path / "in", {"signed.pdf": pdf("Signed", decorate=signed)})
    result = made(matter(tmp_path / "doe"), source)
    (row,) = rows(result.volume)
    native = result.volume / row["NATIVEPATH"].replace("\\", "/")
    assert native.read_bytes() == (source / "signed.pdf").read_bytes()
    assert result.report is not None
    assert "Robin Example" in result.report.read_text()


def test_an_office_may_choose_otherwise_for_files_of_a_kind(tmp_path: Path) -> None:
    text = '[handling]\nsigned = "refuse"\n'
    source = folder(tmp_path / "in", {"signed.pdf": pdf("Signed", decorate=signed), **control(text)})
    with pytest.raises(InputError, match="signed = “note”"):
        made(matter(tmp_path / "doe"), source)


def test_a_file_with_the_same_bytes_may_be_a_slip_sheet(tmp_path: Path) -> None:
    same = pdf("The same")
    files = {"a.pdf": same, "b.pdf": same, **control('[handling]\nduplicates = "slip-sheet"\n')}
    volume = made(matter(tmp_path / "doe"), folder(tmp_path / "in", files)).volume
    first, second = rows(volume)
    assert (first["DUPLICATEOF"], second["DUPLICATEOF"]) == ("", "DOE-000001")
    assert second["NATIVEPATH"] == ""
    text = (volume / "TEXT" / "TXT001" / "DOE-000002.txt").read_text("utf-8-sig")
    assert "the same, byte for byte" in text
    assert "could not be read" not in text


def test_a_locked_file_needs_its_password_which_is_written_nowhere(tmp_path: Path) -> None:
    source = folder(tmp_path / "in", {"locked.pdf": pdf("Locked words", save=locked("SENTINELword"))})
    doe = matter(tmp_path / "doe")
    without = made(doe, source)
    assert [problem.where for problem in without.problems] == ["locked.pdf"]
    asked = wanted(passwords=Passwords({"locked.pdf": "SENTINELword"}))
    result = produce(matter(tmp_path / "two"), source, asked, DAY)
    assert result.problems == ()
    assert "Locked words" in (result.volume / "TEXT" / "TXT001" / "DOE-000001.txt").read_text("utf-8-sig")
    everything = [path.read_bytes() for path in (tmp_path / "two").rglob("*") if path.is_file()]
    assert not [data for data in everything if b"SENTINELword" in data]


def test_what_opens_with_a_password_given_later_is_produced_then(tmp_path: Path) -> None:
    source = folder(tmp_path / "in", {"locked.pdf": pdf("Locked words", save=locked("SENTINELword"))})
    doe = matter(tmp_path / "doe")
    assert made(doe, source, issue=True).problems
    asked = wanted(issue=True, passwords=Passwords({"locked.pdf": "SENTINELword"}))
    result = produce(doe, source, asked, DAY)
    assert (result.volume.name, result.problems) == ("VOL002", ())


def test_a_file_that_bears_our_numbers_is_refused_with_the_way_to_take_them_off(tmp_path: Path) -> None:
    from discovery.files.pdf import stamp_file

    (tmp_path / "plain.pdf").write_bytes(pdf("Once"))
    stamp_file(tmp_path / "plain.pdf", tmp_path / "in" / "numbered.pdf", ["ROE-000001"])
    with pytest.raises(InputError, match="discovery unstamp"):
        made(matter(tmp_path / "doe"), tmp_path / "in")


def test_a_served_pdf_cannot_be_unstamped(tmp_path: Path) -> None:
    from discovery.jobs.unstamp import unstamp

    volume = made(matter(tmp_path / "doe"), folder(tmp_path / "in", papers(1))).volume
    (told,) = unstamp([volume / "PDF" / "PDF001" / "DOE-000001.pdf"], tmp_path / "off")
    assert told.problems
    assert not list((tmp_path / "off").glob("*.pdf"))


def test_a_privileged_paper_of_ours_is_in_no_production(tmp_path: Path) -> None:
    paper = pdf("Memo", information={"Keywords": "discovery:privileged"})
    source = folder(tmp_path / "in", {"memo.pdf": paper, **papers(1)})
    with pytest.raises(InputError, match=r"memo\.pdf, the file: is marked as a privileged paper"):
        made(matter(tmp_path / "doe"), source)


def test_names_are_served_without_the_folders_that_a_mail_program_or_an_archive_wrote_before_them(
    tmp_path: Path,
) -> None:
    mail = email("Two files", {"../../evil.txt": b"words", "C:\\Users\\counsel\\strategy.bin": b"\x00\x01"})
    result = made(matter(tmp_path / "doe"), folder(tmp_path / "in", {"mail.eml": mail}))
    assert [(row["FILENAME"], row["DESCRIPTION"]) for row in rows(result.volume)[1:]] == [
        ("evil.txt", "evil.txt"),
        ("strategy.bin", "strategy.bin"),
    ]
    slip = (result.volume / rows(result.volume)[2]["TEXTPATH"].replace("\\", "/")).read_text()
    assert "strategy.bin" in slip and "counsel" not in slip


def commented(opened: pikepdf.Pdf) -> None:
    note = Dictionary(Type=Name.Annot, Subtype=Name.Text, Contents=String("Ask client."), Rect=Array([9, 9, 20, 20]))
    opened.pages[0].obj.Annots = Array([opened.make_indirect(note)])


def test_whoever_makes_a_production_is_told_at_once_to_look_at_comments_and_at_what_was_mended(
    tmp_path: Path,
) -> None:
    files = {"noted.pdf": pdf("Noted", decorate=commented), "torn.pdf": pdf("Torn")[:-40]}
    said = str(made(matter(tmp_path / "doe"), folder(tmp_path / "in", files)))
    assert "Look at DOE-000001 (noted.pdf) before it is served: It bears comments, on page 1" in said
    assert "Look at DOE-000002 (torn.pdf) before it is served: It was damaged" in said


def test_a_file_of_whose_pages_damage_left_nothing_is_no_blank_pages_but_a_slip_sheet(tmp_path: Path) -> None:
    whole = pdf("First", "Second")
    torn = whole[: whole.index(b"stream")]
    result = made(matter(tmp_path / "doe"), folder(tmp_path / "in", {"torn.pdf": torn, **papers(1)}))
    assert [problem.where for problem in result.problems] == ["torn.pdf"]
    assert result.pages == 2


def attached(opened: pikepdf.Pdf) -> None:
    opened.attachments["log.txt"] = b"SENTINEL"


def test_what_is_attached_to_a_redacted_file_does_not_go_out_whole_unless_counsel_says_why(tmp_path: Path) -> None:
    item = '[[item]]\nfile = "m.pdf"\nredactions = "boxes.toml"\n'
    files = {"m.pdf": pdf("SENTINEL lives here", decorate=attached), "boxes.toml": BOXES.encode()}
    source = folder(tmp_path / "in", {**files, **control(item)})
    with pytest.raises(InputError) as refused:
        made(matter(tmp_path / "doe"), source)
    assert "m.pdf: it is redacted, and what is attached to it (log.txt) is not." in str(refused.value)
    (source / "produce.toml").write_text(f'{item}attached = "counsel has looked at the log"\n')
    assert made(matter(tmp_path / "two"), source).documents == 2
