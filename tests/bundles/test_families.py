"""A photograph, a note, an e-mail or a recording is an exhibit like any other, and a family stays together in it."""

from datetime import date
from email.message import EmailMessage
from hashlib import sha256
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from discovery.core.audiences import Audience
from discovery.errors import InputError
from discovery.files.families import members
from discovery.files.marks import PRIVILEGED
from discovery.files.volume import find_manifest, read_manifest
from discovery.jobs.bundle import Bundled, bundle
from discovery.jobs.verify import verify

from .offices import field, jpeg, office, pdf, texts

DAY = date(2026, 11, 13)
NOTE = pdf("attached page", "its second page", outline=True)
SOUND = b"RIFF\x24\x00\x00\x00WAVEfmt "


def mail() -> bytes:
    """An e-mail with a PDF, a recording and a photograph attached."""
    message = EmailMessage()
    message["From"], message["To"] = "robin@example.org", "lee@example.org"
    message["Subject"], message["Date"] = "The footage", "Mon, 02 Mar 2026 10:00:00 -0500"
    message.set_content("See attached.")
    message.add_attachment(NOTE, maintype="application", subtype="pdf", filename="note.pdf")
    message.add_attachment(SOUND, maintype="audio", subtype="wav", filename="call.wav")
    message.add_attachment(jpeg(), maintype="image", subtype="jpeg", filename="scene.jpg")
    return bytes(message)


def issued(folder: Path) -> Bundled:
    return bundle(folder, "DOE", DAY, issue=True)


def test_what_is_no_pdf_becomes_pages_that_are_numbered_and_proved(tmp_path: Path) -> None:
    files = {"photo.jpg": jpeg(), "notes.txt": b"Plain words of a note.\n"}
    made = issued(office(tmp_path / "matter", files))
    pages = texts(made.volume / "DOE-BUNDLE.pdf")
    assert "DOE-000002" in pages[3]
    assert "Plain words of a note." in pages[5]
    assert made.problems == ()
    assert verify(made.volume) == ()
    assert made.report is not None
    assert "that the pages of Exhibit A show all that photo.jpg holds" in made.report.read_text("utf-8")


def test_nothing_of_the_camera_is_served_with_a_photograph(tmp_path: Path) -> None:
    made = issued(office(tmp_path / "matter", {"photo.jpg": jpeg(exif=True)}))
    with pikepdf.open(made.volume / "DOE-BUNDLE.pdf") as opened:
        drawn = [
            each.read_raw_bytes()
            for page in opened.pages
            for each in page.obj.Resources.get("/XObject", pikepdf.Dictionary()).values()
        ]
    assert drawn
    assert not any(b"SENTINEL" in data for data in drawn)


def test_an_e_mail_is_one_exhibit_with_its_attachments_in_order_and_bookmarked(tmp_path: Path) -> None:
    made = issued(office(tmp_path / "matter", {"mail.eml": mail()}))
    pages = texts(made.volume / "DOE-BUNDLE.pdf")[3:]
    assert "The footage" in pages[0]
    assert "attached page" in pages[1]
    assert "Attachment 2 has no pages here" in pages[3]
    assert "kept with the file it came in" in pages[3]
    assert len(pages) == 5
    with pikepdf.open(made.volume / "DOE-BUNDLE.pdf") as opened, opened.open_outline() as outline:
        own = outline.root[2].children
        assert [node.title for node in own] == [
            *("Attachment 1: note.pdf", "Attachment 2: call.wav", "Attachment 3: scene.jpg")
        ]
        assert [node.title for node in own[0].children] == ["Part 1", "Part 2"]
    assert any("Attachment 2 (call.wav): A sheet stands in its place" in note for note in made.notes)
    assert verify(made.volume) == ()


def test_a_recording_is_served_as_the_file_it_is_with_a_sheet_in_its_place(tmp_path: Path) -> None:
    made = issued(office(tmp_path / "matter", {"a.pdf": pdf("one"), "call.wav": SOUND}))
    native = made.volume / "Ex-B_DOE-000004.wav"
    assert native.read_bytes() == SOUND
    pages = texts(made.volume / "DOE-BUNDLE.pdf")
    assert "Exhibit B is a file of its own" in pages[-1]
    assert "Served as the file it is: Ex-B_DOE-000004.wav" in pages[1]
    path = find_manifest(made.volume)
    assert path is not None
    exhibit = read_manifest(path).exhibits[1]
    assert (exhibit.native, exhibit.source_sha256) == (native.name, sha256(SOUND).hexdigest())
    assert made.problems == ()
    assert verify(made.volume) == ()


def test_one_byte_of_a_recording_changed_is_found(tmp_path: Path) -> None:
    made = issued(office(tmp_path / "matter", {"call.wav": SOUND}))
    native = made.volume / "Ex-A_DOE-000002.wav"
    native.write_bytes(SOUND.replace(b"\x24", b"\x25"))
    assert any(native.name in str(problem) for problem in verify(made.volume))


def test_the_same_e_mail_gives_the_same_bytes_again(tmp_path: Path) -> None:
    received = mail()
    one = issued(office(tmp_path / "one", {"mail.eml": received}))
    other = issued(office(tmp_path / "other", {"mail.eml": received}))
    assert (one.volume / "DOE-BUNDLE.pdf").read_bytes() == (other.volume / "DOE-BUNDLE.pdf").read_bytes()


def test_a_portfolio_is_opened_and_its_files_are_the_exhibit(tmp_path: Path) -> None:
    def portfolio(made: pikepdf.Pdf) -> None:
        made.attachments["inner.pdf"] = pikepdf.AttachedFileSpec(made, pdf("inside"), filename="inner.pdf")
        made.Root.Collection = pikepdf.Dictionary(Type=pikepdf.Name.Collection)

    made = issued(office(tmp_path / "matter", {"set.pdf": pdf("cover", decorate=portfolio)}))
    assert "inside" in "".join(texts(made.volume / "DOE-BUNDLE.pdf"))
    assert made.problems == ()
    assert verify(made.volume) == ()


def test_a_privileged_paper_attached_to_an_e_mail_keeps_the_whole_exhibit_back(tmp_path: Path) -> None:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "robin@example.org", "lee@example.org", "Memo"
    message["Date"] = "Mon, 02 Mar 2026 10:00:00 -0500"
    message.set_content("Attached.")
    privileged = f"{PRIVILEGED}\nWhat counsel thinks.\n".encode()
    message.add_attachment(privileged, maintype="text", subtype="plain", filename="memo.txt")
    folder = office(tmp_path / "matter", {"mail.eml": bytes(message)})
    with pytest.raises(InputError, match="may not go out"):
        issued(folder)


def test_attachments_are_counted_as_people_count_them() -> None:
    from discovery.core.pieces import Kind
    from discovery.files.converting import Piece

    def piece(name: str, *children: Piece) -> Piece:
        return Piece(name, Kind.OTHER, Path(name), "0" * 64, 0, children=children)

    family = piece("a.eml", piece("b.eml", piece("c.pdf")), piece("d.pdf"))
    titles = [member.title for member in members(family)]
    assert titles == ["", "Attachment 1", "Attachment 1.1", "Attachment 2"]


def test_a_dead_signature_that_makes_room_with_its_page_is_proved(tmp_path: Path) -> None:
    def signed(made: pikepdf.Pdf) -> None:
        """Signed across the foot of its page, where every number would go, and marked along its head."""
        look = pikepdf.Stream(made, b"0 g 0 0 560 40 re f", Type=Name.XObject, Subtype=Name.Form)
        look.BBox = Array([0, 0, 560, 40])
        box = Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Sig, T=String("Sig"), F=132)
        box.Rect, box.AP = Array([20, 10, 580, 50]), Dictionary(N=made.make_indirect(look))
        box.V = made.make_indirect(Dictionary(Type=Name.Sig, Name=String("Robin Example")))
        page = made.pages[0].obj
        page.Annots = Array([made.make_indirect(box)])
        page.Contents = pikepdf.Stream(made, page.Contents.read_bytes() + b"\n0 g 0 745 612 47 re f")
        made.Root.AcroForm = Dictionary(Fields=Array([page.Annots[0]]), SigFlags=3)

    made = issued(office(tmp_path / "matter", {"a.pdf": pdf("one", decorate=signed)}))
    assert any("was made smaller" in note for note in made.notes)
    assert verify(made.volume) == ()


def test_fields_that_share_the_forms_resources_keep_theirs(tmp_path: Path) -> None:
    def shared(made: pikepdf.Pdf) -> None:
        field("name")(made)
        resources = made.make_indirect(Dictionary(Font=Dictionary()))
        made.Root.AcroForm.DR = resources
        made.pages[0].obj.Annots[0].DR = resources

    made = issued(office(tmp_path / "matter", {"a.pdf": pdf("one", decorate=shared)}))
    assert verify(made.volume) == ()


SEALED = {"restriction": "sealed"}


@pytest.mark.parametrize("offered", [True, False])
def test_what_is_restricted_does_not_leave_inside_an_email(offered: bool, tmp_path: Path) -> None:
    files = {"mail.eml": mail(), "note.pdf": NOTE}
    folder = office(tmp_path / "matter", files, note={**SEALED, "include": offered})
    with pytest.raises(InputError) as refused:
        bundle(folder, "DOE", DAY)
    said = str(refused.value)
    assert "exhibit “mail”: Attachment 1 (note.pdf) is the same file, byte for byte, as exhibit “note”" in said
    assert "restricted (sealed) and not released to the court" in said
    assert not (folder / "productions").exists()


def test_a_copy_of_what_is_restricted_does_not_leave_under_another_key(tmp_path: Path) -> None:
    folder = office(tmp_path / "matter", {"a.pdf": NOTE, "note.pdf": NOTE}, note={**SEALED, "include": False})
    with pytest.raises(InputError, match="exhibit “a”: it is the same file, byte for byte, as exhibit “note”"):
        bundle(folder, "DOE", DAY)


def test_what_counsel_released_leaves_inside_an_email_too(tmp_path: Path) -> None:
    files = {"mail.eml": mail(), "note.pdf": NOTE}
    folder = office(tmp_path / "matter", files, note={**SEALED, "released": ["people"]})
    with pytest.raises(InputError, match=r"released = .“court”. at “note”"):
        bundle(folder, "DOE", DAY, audience=Audience.COURT)
    assert len(bundle(folder, "DOE", DAY, audience=Audience.PEOPLE).problems) == 0
    assert len(bundle(folder, "ROE", DAY, audience=Audience.COURT, release=["note"]).problems) == 0


def test_a_restricted_email_takes_what_is_attached_with_it(tmp_path: Path) -> None:
    folder = office(tmp_path / "matter", {"mail.eml": mail(), "a.pdf": pdf("one")}, mail=SEALED)
    with pytest.raises(InputError, match="exhibit “mail”: is restricted"):
        bundle(folder, "DOE", DAY)
