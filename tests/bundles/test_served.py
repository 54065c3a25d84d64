"""Nothing that is served holds a path, a user, a file name of ours, camera data, or anything that runs."""

import re
import zlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Stream, String

from discovery.files.scrub import scrub, without_camera_data, without_jpeg2000_notes
from discovery.jobs.bundle import Bundled, bundle

from .offices import jpeg, links, office, pdf, picture, together

DAY = date(2026, 11, 13)
SENTINEL = "SENTINEL"


def everything_personal(made: pikepdf.Pdf) -> None:
    """A name in every place where programs leave one."""
    page = made.pages[0].obj
    metadata = Stream(made, b"<x:xmpmeta>SENTINEL-xmp</x:xmpmeta>", Type=Name.Metadata, Subtype=Name.XML)
    made.Root.Metadata = made.make_indirect(metadata)
    page.Metadata = made.make_indirect(Stream(made, b"SENTINEL-page-metadata", Type=Name.Metadata))
    page.PieceInfo = Dictionary(Maker=Dictionary(Private=String("SENTINEL-private")))
    made.Root.PieceInfo = Dictionary(Maker=Dictionary(Private=String("SENTINEL-root")))
    page.Thumb = made.make_indirect(Stream(made, b"SENTINEL-thumb"))
    attached = made.make_indirect(Stream(made, b"SENTINEL-attachment", Type=Name.EmbeddedFile))
    filespec = Dictionary(Type=Name.Filespec, F=String("SENTINEL-file.doc"), EF=Dictionary(F=attached))
    made.Root.Names = Dictionary(
        EmbeddedFiles=Dictionary(Names=Array([String("SENTINEL"), filespec])),
        JavaScript=Dictionary(Names=Array([String("x"), Dictionary(S=Name.JavaScript, JS=String("SENTINEL()"))])),
    )
    made.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("SENTINEL-open()"))
    page.AA = Dictionary(O=Dictionary(S=Name.JavaScript, JS=String("SENTINEL-page()")))
    box = Array([72, 300, 100, 320])
    page.Annots.append(
        Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=box, T=String("SENTINEL"), Contents=String("look"))
    )
    page.Annots.append(
        Dictionary(Type=Name.Annot, Subtype=Name.FileAttachment, Rect=box, FS=filespec, T=String("SENTINEL"))
    )
    signature = Dictionary(Type=Name.Sig, Name=String("SENTINEL-signer"), Contents=String("x"))
    widget = Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Sig, T=String("s"), Rect=box, V=signature)
    page.Annots.append(made.make_indirect(widget))
    made.Root.AcroForm = Dictionary(Fields=Array([page.Annots[-1]]), SigFlags=3)


@pytest.fixture
def made(tmp_path: Path) -> Bundled:
    personal = pdf(
        "one",
        "two",
        decorate=together(picture, links, everything_personal),
        information={"Author": "SENTINEL-author", "Title": "SENTINEL-title", "Creator": "C:\\Users\\SENTINEL"},
    )
    folder = office(
        tmp_path / "SENTINEL-folder" / "matter",
        {"SENTINEL-file.pdf": personal, "SENTINEL-broken.pdf": b"not a PDF"},
        **{
            "sentinel-file": {"key": "a", "description": "A paper", "custodian": "SENTINEL-custodian"},
            "sentinel-broken": {"key": "b", "description": "Another paper", "source": "SENTINEL-source"},
        },
    )
    return bundle(folder, "DOE", DAY, issue=True)


def served(volume: Path) -> Iterator[tuple[str, bytes]]:
    """The bytes of every served file, and of every stream in it, unpacked."""
    for path in sorted(volume.rglob("*")):
        data = path.read_bytes()
        yield path.name, data
        if path.suffix == ".pdf":
            for packed in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL):
                try:
                    yield path.name, zlib.decompress(packed)
                except zlib.error:
                    yield path.name, packed


def test_a_sentinel_user_folder_and_file_name_appear_in_no_served_file(made: Bundled) -> None:
    held = list(served(made.volume))
    assert len(held) > 20
    for name, data in held:
        for written in (SENTINEL.encode(), SENTINEL.encode("utf-16-be"), SENTINEL.lower().encode()):
            assert written not in data, name
    assert all(SENTINEL.lower() not in path.name.lower() for path in made.volume.rglob("*"))


def test_nothing_served_names_this_machine_its_paths_or_its_user(made: Bundled, tmp_path: Path) -> None:
    import getpass
    import platform

    user = getpass.getuser()
    # A short name ("root") also occurs as a word of the PDF format, so it is looked for as part of a path only.
    words = [str(tmp_path), f"{Path.home()}/", f"/{user}/", platform.node(), *([user] if len(user) > 5 else [])]
    for name, data in served(made.volume):
        assert [word for word in words if word.encode() in data] == [], name


def test_what_was_taken_out_is_said_and_what_is_seen_stays(made: Bundled) -> None:
    told = " ".join(made.notes)
    for words in ("script", "attached file", "it bears comments", "signed electronically", "camera data"):
        assert words in told
    with pikepdf.open(made.volume / "DOE-BUNDLE.pdf") as opened:
        kinds = [str(annotation.Subtype) for annotation in opened.pages[3].obj.Annots]
        assert kinds == ["/Link"] * 4 + ["/Text", "/FileAttachment", "/Widget"]
        assert str(opened.pages[3].obj.Annots[4].Contents) == "look"


def test_internal_facts_are_kept_outside_the_served_folder(made: Bundled) -> None:
    (record,) = (made.volume.parent.parent / "ledger" / "volumes").glob("VOL001-*.json")
    internal = record.read_text()
    assert "SENTINEL-file.pdf" in internal
    assert "SENTINEL-custodian" in internal


def test_camera_data_goes_and_the_picture_stays_bit_for_bit() -> None:
    original, bare = jpeg(exif=True), jpeg(exif=False)
    cleaned = without_camera_data(original)
    assert b"SENTINEL" in original
    assert b"SENTINEL" not in cleaned
    scan = bytes([0xFF, 0xDA])
    assert cleaned[cleaned.index(scan) :] == original[original.index(scan) :]
    assert without_camera_data(bare) is bare


NO_JPEG = (b"", b"\xff\xd8", b"\xff\xd8\xff\xe1\xff\xff", b"GIF89a", b"\xff\xd8\xff\xe1\x00\x04ab")


@pytest.mark.parametrize("data", NO_JPEG)
def test_what_is_no_whole_jpeg_is_left_alone(data: bytes) -> None:
    assert without_camera_data(data) is data


def box(kind: bytes, data: bytes) -> bytes:
    return (8 + len(data)).to_bytes(4, "big") + kind + data


JPEG_2000 = box(b"jP  ", b"\r\n\x87\n") + box(b"ftyp", b"jp2 \0\0\0\0jp2 ")


def test_notes_of_a_jpeg_2000_go_and_its_codestream_stays() -> None:
    codestream = box(b"jp2c", b"picture data")
    cleaned = without_jpeg2000_notes(JPEG_2000 + box(b"uuid", b"SENTINEL") + codestream + box(b"xml ", b"SENTINEL"))
    assert cleaned == JPEG_2000 + codestream


@pytest.mark.parametrize("data", [b"", b"\xff\x4f\xff\x51", JPEG_2000, JPEG_2000 + b"\0\0\xff\0uuid cut off"])
def test_what_holds_no_notes_or_is_cut_off_is_left_alone(data: bytes) -> None:
    assert without_jpeg2000_notes(data) is data


def test_a_photograph_packed_twice_is_cleaned_too() -> None:
    made = pikepdf.new()
    made.add_blank_page()
    image = Stream(made, zlib.compress(jpeg()), Type=Name.XObject, Subtype=Name.Image)
    image.Filter = Array([Name.FlateDecode, Name.DCTDecode])
    made.pages[0].obj.Resources = Dictionary(XObject=Dictionary(Im1=made.make_indirect(image)))
    assert any("camera" in note for note in scrub(made))
    cleaned = made.pages[0].obj.Resources.XObject.Im1
    assert cleaned.Filter == Name.DCTDecode
    assert b"SENTINEL" not in cleaned.read_raw_bytes()
