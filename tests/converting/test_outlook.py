"""Outlook messages become pages and families; a message inside a message stays a message of its own."""

import struct
from io import BytesIO
from pathlib import Path

import olefile
from hypothesis import given, settings
from hypothesis import strategies as st

from discovery.core.pieces import Kind
from discovery.files.converting import Piece, read_piece
from discovery.files.converting.compound import Tree, compound_file
from discovery.files.converting.rich_text import unpacked
from tests.converting.making import drawing, encoded, paper, saved, words_of, written

TEXT, BINARY, LONG, TIME = 0x1F, 0x102, 0x3, 0x40
MARCH_3 = 134169843000000000 - 134169843000000000 % 10_000_000
"""A moment as Outlook counts it: tenths of microseconds since 1601."""


def item(head: int, values: dict[tuple[int, int], object], **folders: Tree) -> Tree:
    """A message, a recipient or an attachment: its properties, and the folders in it."""
    made: dict[str, bytes | Tree] = dict(folders)
    listed = b""
    for (number, kind), value in values.items():
        if kind in (TEXT, BINARY):
            data = value.encode("utf-16-le") if isinstance(value, str) else bytes(value)
            made[f"__substg1.0_{number:04X}{kind:04X}"] = data
            listed += struct.pack("<HHIII", kind, number, 6, len(data) + (2 if kind == TEXT else 0), 0)
        elif kind == TIME:
            listed += struct.pack("<HHIQ", kind, number, 6, value)
        else:
            listed += struct.pack("<HHIII", kind, number, 6, value, 0)
    made["__properties_version1.0"] = bytes(head) + listed
    return made


def message(subject: str, head: int = 32, *, attached: tuple[Tree, ...] = (), **values: object) -> Tree:
    """An Outlook message from Ann to Bob, with a copy to Cy."""
    people = (("Bob", "bob@example.org", 1), ("Cy", "cy@example.org", 2))
    folders: dict[str, Tree] = {
        f"__recip_version1.0_#{number:08X}": item(
            8, {(0x3001, TEXT): name, (0x39FE, TEXT): mail, (0x0C15, LONG): kind}
        )
        for number, (name, mail, kind) in enumerate(people)
    }
    folders |= {f"__attach_version1.0_#{number:08X}": each for number, each in enumerate(attached)}
    fields = {
        (0x001A, TEXT): "IPM.Note",
        (0x0037, TEXT): subject,
        (0x0C1A, TEXT): "Ann Sample",
        (0x0C1F, TEXT): "ann@example.org",
        (0x0039, TIME): MARCH_3,
        (0x340D, LONG): 0x40000,
    }
    if "plain" in values:
        fields[0x1000, TEXT] = values["plain"]
    if "html" in values:
        fields[0x1013, BINARY] = str(values["html"]).encode("utf-8")
        fields[0x3FDE, LONG] = 65001
    if "rich" in values:
        fields[0x1009, BINARY] = values["rich"]
    return item(head, fields, **folders)


def file(name: str, data: bytes, cid: str = "") -> Tree:
    """An attached file."""
    fields: dict[tuple[int, int], object] = {(0x3707, TEXT): name, (0x3701, BINARY): data, (0x3705, LONG): 1}
    return item(8, fields | ({(0x3712, TEXT): cid} if cid else {}))


def taken(tree: Tree, folder: Path) -> Piece:
    """The message as it is taken in."""
    return read_piece(written(folder, "mail.msg", compound_file(tree)), folder / "room")


def words(piece: Piece) -> str:
    """All words of a piece's pages."""
    assert piece.pdf is not None, piece.detail
    return " ".join(" ".join(words_of(piece.pdf)).split())


def test_an_outlook_message_shows_its_head_and_words(tmp_path: Path) -> None:
    piece = taken(message("Shift of 3 March – café", plain="The officer ran the search.\r\n"), tmp_path)
    assert piece.kind == Kind.EMAIL
    said = words(piece)
    for part in (
        'From "Ann Sample" <ann@example.org> To Bob <bob@example.org> Cc Cy <cy@example.org> Date 2026-',
        "Subject Shift of 3 March – café The officer ran the search.",
    ):
        assert part in said, said
    assert piece.metadata["CC"] == "Cy <cy@example.org>"
    assert piece.metadata["TIMEZONE"] == "UTC"
    assert piece.metadata["DATESENT"] == piece.metadata["DATEASWRITTEN"][:10]


def test_attachments_and_messages_inside_are_the_family(tmp_path: Path) -> None:
    report = file("report.pdf", saved(paper("The report.", 30)))
    deepest = message("The deepest", 24, plain="Bottom.", attached=(file("note.txt", b"a note"),))
    inner = message("The inner one", 24, plain="Inside.", attached=(attached_message("deep", deepest),))
    linked = item(8, {(0x3707, TEXT): "far.doc", (0x370D, TEXT): "X:\\far\\far.doc", (0x3705, LONG): 4})
    piece = taken(
        message("Outer", plain="Look.", attached=(report, attached_message("inner", inner), linked)), tmp_path
    )
    first, second = piece.children
    assert (first.name, second.name) == ("report.pdf", "inner.msg")
    assert "The report. 30" in words(first)
    assert "Subject The inner one" in words(second)
    assert "Subject The deepest" in words(second.children[0])
    assert "a note" in words(second.children[0].children[0])
    assert olefile.isOleFile(str(second.native))
    assert any("“far.doc” was attached only as a link" in note for note in piece.notes)


def attached_message(name: str, tree: Tree) -> Tree:
    """A message attached as a message."""
    return item(8, {(0x3001, TEXT): name, (0x3705, LONG): 5}, **{"__substg1.0_3701000D": tree})


def test_html_and_the_pictures_it_shows(tmp_path: Path) -> None:
    picture = file("scene.png", encoded(drawing(), "PNG"), "pic1")
    piece = taken(message("HTML", html="<p>Señor, look:</p><img src='cid:pic1'>", attached=(picture,)), tmp_path)
    assert "Señor, look: [picture] [picture: scene.png]" in words(piece)
    assert piece.children == ()


def test_words_that_are_only_in_rich_text_follow_as_a_file(tmp_path: Path) -> None:
    rich = b"{\\rtf1\\ansi The words.}"
    packed = struct.pack("<II4sI", len(rich) + 12, len(rich), b"MELA", 0) + rich
    piece = taken(message("Rich", rich=packed), tmp_path)
    assert piece.children[0].name == "message.rtf"
    assert piece.children[0].native.read_bytes() == rich


def test_compressed_rich_text_is_unpacked() -> None:
    """The two examples that [MS-OXRTFCP] works through, section 4.1 and 4.2."""
    simple = "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
    assert unpacked(bytes.fromhex(simple)) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"
    crossing = "1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0"
    assert unpacked(bytes.fromhex(crossing)) == b"{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}"


def test_a_broken_message_is_a_piece_with_its_reason(tmp_path: Path) -> None:
    held = compound_file(message("s", plain="x" * 9000))
    for cut in (600, len(held) // 2):
        piece = read_piece(written(tmp_path, "cut.msg", held[:cut]), tmp_path / "room")
        assert piece.pdf is None
        assert piece.why


SIZES = st.sampled_from([0, 1, 63, 64, 65, 4095, 4096, 4097, 9000])


@settings(max_examples=40, deadline=None)
@given(st.dictionaries(st.text("abcXYZ_1", min_size=1, max_size=20), SIZES, max_size=12), SIZES)
def test_a_compound_file_holds_what_was_put_in(sizes: dict[str, int], inner: int) -> None:
    """Names that differ only in case are one name to a compound file."""
    tree = {
        name: bytes([len(name)]) * size for name, size in {key.upper(): size for key, size in sizes.items()}.items()
    }
    with olefile.OleFileIO(BytesIO(compound_file({**tree, "folder": {"deep": {"x": b"y" * inner}}}))) as opened:
        assert {"/".join(each) for each in opened.listdir()} == {*tree, "folder/deep/x"}
        for name, data in tree.items():
            assert opened.openstream(name).read() == data
        assert opened.openstream("folder/deep/x").read() == b"y" * inner


def test_a_compound_file_of_many_megabytes_has_a_longer_table() -> None:
    data = bytes(range(256)) * 36_000  # 9.2 MB: more sectors than the head's 109 places can list
    with olefile.OleFileIO(BytesIO(compound_file({"big": data}))) as opened:
        assert opened.openstream("big").read() == data
