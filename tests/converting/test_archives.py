"""A ZIP archive is a list and the files in it."""

import zipfile
from io import BytesIO
from pathlib import Path

from discovery.files.converting import read_piece
from discovery.files.marks import PRIVILEGED
from tests.converting.making import paper, saved, words_of, written
from tests.converting.test_mail import message


def zipped(files: dict[str, bytes]) -> bytes:
    """An archive of these files."""
    held = BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return held.getvalue()


def test_the_files_of_an_archive_follow_its_list_in_the_order_people_count(tmp_path: Path) -> None:
    files = {"r/page10.pdf": saved(paper("Ten.")), "r/page2.txt": b"two", "../../up.txt": b"up", "r/Thumbs.db": b"x"}
    piece = read_piece(written(tmp_path / "got", "portal.zip", zipped(files)), tmp_path / "room")
    assert piece.pdf is not None
    assert [child.name for child in piece.children] == ["../../up.txt", "r/page2.txt", "r/page10.pdf"]
    assert all(child.pdf and child.native.is_relative_to(tmp_path / "room") for child in piece.children)
    assert "r/Thumbs.db (left out: Windows keeps small previews" in words_of(piece.pdf)[0]
    assert sorted(each.name for each in tmp_path.iterdir()) == ["got", "room"]


def test_a_locked_archive_says_what_it_needs(tmp_path: Path) -> None:
    held = bytearray(zipped({"a.txt": b"secret"}))
    held[6] |= 1  # the flags of the file's own head and of the list's: encrypted
    held[held.index(b"PK\x01\x02") + 8] |= 1
    piece = read_piece(written(tmp_path, "locked.zip", bytes(held)), tmp_path / "room", passwords={"x": "wrong"})
    assert (piece.pdf, piece.why) == (None, "The file opens only with a password.")


def test_a_privileged_paper_of_ours_is_told_wherever_it_lies(tmp_path: Path) -> None:
    memo = f"{PRIVILEGED}\n\nOur memo.\n".encode()
    mail = message()
    mail.add_attachment(memo, maintype="text", subtype="plain", filename="memo.txt")
    held = zipped({"memo.txt": memo, "mail.eml": bytes(mail), "note.txt": b"a note"})
    piece = read_piece(written(tmp_path, "portal.zip", held), tmp_path / "room")
    mailed, paper_of_ours, note = piece.children
    for one in (mailed.children[0], paper_of_ours):
        assert (one.name, one.privileged, one.pdf) == ("memo.txt", True, None)
        assert "is a privileged paper" in one.detail
    assert not note.privileged


def test_one_damaged_file_in_an_archive_keeps_its_place(tmp_path: Path) -> None:
    held = zipped({"a.txt": b"first words " * 40, "b.txt": b"second"})
    at = held.index(b"a.txt") + 5
    broken = held[:at] + bytes(byte ^ 0xFF for byte in held[at : at + 8]) + held[at + 8 :]
    piece = read_piece(written(tmp_path, "half.zip", broken), tmp_path / "room")
    assert [(child.name, child.pdf is None) for child in piece.children] == [("a.txt", True), ("b.txt", False)]
    assert piece.children[0].why == "The file could not be taken out of the one it lies in."
    assert "a.txt, in half.zip, cannot be unpacked" in piece.children[0].detail


def test_what_other_programs_pack_is_not_taken_apart(tmp_path: Path) -> None:
    piece = read_piece(written(tmp_path, "book.epub", zipped({"a.txt": b"part"})), tmp_path / "room")
    assert (piece.pdf, piece.native_only, piece.children) == (None, True, ())


def test_a_damaged_archive_and_one_that_unpacks_to_too_much_are_refused(tmp_path: Path) -> None:
    whole = zipped({"a.txt": b"words " * 500})
    cut = read_piece(written(tmp_path, "cut.zip", whole[: len(whole) // 2]), tmp_path / "room")
    assert (cut.pdf, cut.why) == (None, "The archive is damaged.")
    lying = whole.replace((3000).to_bytes(4, "little"), (4_000_000_001).to_bytes(4, "little"))
    bomb = read_piece(written(tmp_path, "bomb.zip", lying), tmp_path / "room")
    assert (bomb.pdf, bomb.why) == (None, "The archive is too large to be unpacked safely.")
