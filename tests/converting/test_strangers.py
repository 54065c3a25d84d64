"""Whatever a stranger's file holds, reading it raises nothing: it has pages that open, or a reason."""

import shutil
from pathlib import Path

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from discovery.files.converting import office, read_piece
from discovery.files.converting.compound import compound_file
from tests.converting.making import drawing, encoded, paper, photo, saved, wave, written
from tests.converting.test_archives import zipped
from tests.converting.test_mail import message
from tests.converting.test_office import letter
from tests.converting.test_outlook import attached_message, file
from tests.converting.test_outlook import message as outlook

SOUND = {
    "a.pdf": saved(paper(pages=2)),
    "a.jpg": photo(6),
    "a.png": encoded(drawing((90, 60)), "PNG"),
    "a.tif": encoded(drawing((90, 60), "1"), "TIFF", compression="group4"),
    "a.webp": encoded(drawing((90, 60)), "WEBP"),
    "a.eml": bytes(message()),
    "a.msg": compound_file(
        outlook("s", plain="x", attached=(file("a.txt", b"a"), attached_message("i", outlook("n", 24))))
    ),
    "a.zip": zipped({"a.txt": b"words " * 40, "b.eml": bytes(message())}),
    "a.txt": "héllo — wörld\t\n".encode() * 9,
    "a.docx": letter(" DATE "),
    "a.wav": wave(),
}


@pytest.mark.parametrize("name", SOUND)
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(data=st.data())
def test_a_damaged_file_is_a_piece_with_pages_or_a_reason(name: str, data: st.DataObject, tmp_path: Path) -> None:
    held = bytearray(SOUND[name])
    end = data.draw(st.integers(1, len(held)))
    for place in data.draw(st.lists(st.integers(0, len(held) - 1), max_size=20)):
        held[place] ^= data.draw(st.integers(1, 255))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            office, "soffice", lambda: ""
        )  # what is damaged is tried here, not what LibreOffice makes of it
        piece = read_piece(written(tmp_path, name, bytes(held[:end])), tmp_path / "room")
    if piece.pdf is None:
        assert piece.why
        assert piece.native_only or piece.detail
    else:
        with pikepdf.open(piece.pdf) as pdf:
            assert len(pdf.pages) > 0
    shutil.rmtree(tmp_path / "room")
