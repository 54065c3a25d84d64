"""PDFs come in as they are; locked, damaged and nested ones say what was done."""

from pathlib import Path

import pikepdf
from pikepdf import Array, AttachedFileSpec, Dictionary, Name, Stream

from discovery.core.pieces import Kind
from discovery.files.converting import read_piece
from tests.converting.making import drawing, encoded, paper, saved, words_of, written


def test_a_sound_pdf_is_its_own_pages(tmp_path: Path) -> None:
    path = written(tmp_path, "report.pdf", saved(paper(pages=3)))
    piece = read_piece(path, tmp_path / "room")
    assert (piece.kind, piece.pdf, piece.native, piece.why) == (Kind.PDF, path, path, "")
    assert piece.children == ()


def test_a_locked_pdf_opens_with_the_password_given_and_only_with_it(tmp_path: Path) -> None:
    held = saved(paper(), encryption=pikepdf.Encryption(user="Sesame1", owner="owner"))
    path = written(tmp_path, "locked.pdf", held)
    shut = read_piece(path, tmp_path / "room", passwords={"locked.pdf": "wrong"})
    assert (shut.pdf, shut.why, shut.native_only) == (None, "The file opens only with a password.", False)
    assert "Give its password" in shut.detail
    for passwords in ({"locked.pdf": "Sesame1"}, {"another.pdf": "Sesame1"}):
        opened = read_piece(path, tmp_path / "room", passwords=passwords)
        assert opened.pdf is not None
        assert "The officer ran the search." in words_of(opened.pdf)[0]
        assert "It opened only with a password; its pages here open without one." in opened.notes
    assert path.read_bytes() == held


def test_what_is_attached_to_a_pdf_follows_it(tmp_path: Path) -> None:
    pdf = paper()
    inner = paper("The inner letter.")
    inner.attachments["photo.png"] = AttachedFileSpec(inner, encoded(drawing(), "PNG"), filename="photo.png")
    pdf.attachments["letter"] = AttachedFileSpec(pdf, saved(inner), filename="../../letter.pdf")
    pinned = AttachedFileSpec(pdf, b"a note pinned to the page\n", filename="note.txt").obj
    pdf.pages[0].obj.Annots = Array(
        [Dictionary(Type=Name.Annot, Subtype=Name.FileAttachment, Rect=Array([10, 10, 30, 30]), FS=pinned)]
    )
    path = written(tmp_path / "got", "outer.pdf", saved(pdf))
    piece = read_piece(path, tmp_path / "room")
    assert piece.pdf == path
    assert [child.name for child in piece.children] == ["../../letter.pdf", "note.txt"]
    letter = piece.children[0]
    assert letter.native.is_relative_to(tmp_path / "room")
    assert [child.name for child in letter.children] == ["photo.png"]
    assert letter.children[0].pdf is not None
    assert "The files attached to it follow it." in piece.notes
    assert sorted(each.name for each in tmp_path.iterdir()) == ["got", "room"]


def test_a_portfolio_is_a_cover_and_the_files_in_it(tmp_path: Path) -> None:
    pdf = paper("For the best experience, open this portfolio.")
    pdf.attachments["a"] = AttachedFileSpec(pdf, saved(paper("The first report.")), filename="a.pdf")
    pdf.Root.Collection = Dictionary(Type=Name.Collection)
    piece = read_piece(written(tmp_path, "portfolio.pdf", saved(pdf)), tmp_path / "room")
    assert piece.pdf is not None
    with pikepdf.open(piece.pdf) as cover:
        assert "/Collection" not in cover.Root
        assert len(cover.attachments) == 0
    assert "The first report." in words_of(piece.children[0].pdf or Path())[0]


def test_a_dynamic_form_is_no_pages_and_says_what_to_do(tmp_path: Path) -> None:
    pdf = paper("Please wait... If this message is not eventually replaced")
    pdf.Root.AcroForm = Dictionary(Fields=Array(), XFA=Stream(pdf, b"<xdp/>"))
    piece = read_piece(written(tmp_path, "form.pdf", saved(pdf)), tmp_path / "room")
    assert piece.pdf is None
    assert piece.why == "The file is a dynamic form (XFA): what it holds is not on its pages."
    assert "Adobe Reader" in piece.detail


def test_damaged_and_empty_and_false_pdfs_are_told_apart(tmp_path: Path) -> None:
    room = tmp_path / "room"
    sound = saved(paper())
    mended = read_piece(written(tmp_path, "mended.pdf", sound[:-60]), room)
    assert mended.pdf is not None
    assert any("damaged and was mended" in note for note in mended.notes)
    broken = read_piece(written(tmp_path, "broken.pdf", b"%PDF-1.7\n" + b"\0" * 500), room)
    assert (broken.pdf, broken.why) == (None, "The file is damaged.")
    bare = read_piece(written(tmp_path, "none.pdf", saved(pikepdf.new())), room)
    assert (bare.pdf, bare.why) == (None, "The file has no pages.")
    false = read_piece(written(tmp_path, "false.pdf", b"\x01\x02\x03\x04" * 50), room)
    assert false.kind == Kind.PDF
    assert false.why == "The file is not a PDF, though its name says so."
    picture = read_piece(written(tmp_path, "picture.pdf", encoded(drawing(), "PNG")), room)
    assert picture.kind == Kind.IMAGE
    assert picture.notes[0] == "Its name ends in .pdf, but it is a PNG picture."
    empty = read_piece(written(tmp_path, "empty.pdf", b""), room)
    assert (empty.why, empty.native_only) == ("The file is empty.", False)
