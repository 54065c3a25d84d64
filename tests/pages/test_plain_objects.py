"""What is read in one step is what pypdf reads byte by byte, or is left to it."""

import warnings
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as some
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject, read_object

from discovery.files.plain_objects import plain_object
from discovery.files.reader import Reader

_NAMES = some.sampled_from([b"/Type", b"/Page", b"/A#20b", b"/F1", b"/", b"/a\xe9", b"/Length", b"/x,y"])
_PLAIN = some.sampled_from(
    [b"12 0 R", b"0", b"-7", b"+3", b"1.5", b"-.25", b"4.", b"--1", b"1e5", b"true", b"false", b"null", b"12 0 Rx"]
)
_STRINGS = some.sampled_from([b"(Page 2)", b"()", b"(a(b)c)", rb"(a\)b)", b"(a\nb)", b"<48656c>", b"(\xfe\xff\x00A)"])
_BLANKS = some.sampled_from([b" ", b"\n", b"\r\n", b"  ", b"\t", b" %note\n", b"\x00"])


def _array(parts: list[tuple[bytes, bytes]]) -> bytes:
    return b"[" + b"".join(blank + each for blank, each in parts) + b" ]"


def _entries(parts: list[tuple[bytes, bytes, bytes]]) -> bytes:
    return b"<<" + b"".join(key + blank + each for key, blank, each in parts) + b" >>"


_OBJECTS = some.recursive(
    _NAMES | _PLAIN | _STRINGS,
    lambda inner: (
        some.lists(some.tuples(_BLANKS, inner), max_size=5).map(_array)
        | some.lists(some.tuples(_NAMES, _BLANKS, inner), max_size=5).map(_entries)
    ),
    max_leaves=12,
)


def _shown(value: object) -> object:
    """A value with all that tells it from another."""
    if isinstance(value, IndirectObject):
        return "reference", value.idnum, value.generation
    if isinstance(value, DictionaryObject):
        held = {key: _shown(value.raw_get(key)) for key in value}
        return type(value).__name__, held, getattr(value, "_data", None)
    if isinstance(value, ArrayObject):
        return "array", [_shown(each) for each in list.__iter__(value)]
    return type(value).__name__, getattr(value, "original_bytes", None), str(value), value == 0


@given(_OBJECTS.filter(lambda each: each[:1] in (b"<", b"[")))
def test_an_object_read_in_one_step_is_the_one_pypdf_reads(written: bytes) -> None:
    reader = pypdf.PdfReader(BytesIO(_small()))
    found = plain_object(written + b" endobj", 0, reader)
    if found is not None:
        stream = BytesIO(written + b" endobj")
        assert _shown(found[0]) == _shown(read_object(stream, reader))
        assert found[1] == stream.tell() == len(written)


@pytest.mark.parametrize("written", [b"[0 0 612 792.5]", b"[ 7 0 R\n8 0 R ]", b"[]", b"<</A[1 0 R]/B 1 0 R>>"])
def test_an_array_of_one_kind_is_read_in_one_step(written: bytes) -> None:
    reader = pypdf.PdfReader(BytesIO(_small()))
    found = plain_object(written + b" endobj", 0, reader)
    assert found is not None
    assert _shown(found[0]) == _shown(read_object(BytesIO(written + b" endobj"), reader))
    assert found[1] == len(written)


@pytest.mark.parametrize(
    "written",
    [b"<</A/B/A/C>>", b"<</A 1", b"<</A>>", b"<<1 2>>", b"[1 2>>", b"<</A 1]", b"<</A(b\\051)>>", b"12 0 R", b"[1 2"],
)
def test_what_is_broken_or_not_plain_is_left_to_pypdf(written: bytes) -> None:
    assert plain_object(written, 0, None) is None


@pytest.mark.parametrize("packed", [True, False])
def test_every_object_of_a_file_is_the_one_pypdf_reads(packed: bool, tmp_path: Path) -> None:
    path = tmp_path / "file.pdf"
    path.write_bytes(_small(packed=packed))
    ours, theirs = Reader(path), pypdf.PdfReader(path)
    numbers = sorted({*theirs.xref.get(0, {}), *theirs.xref_objStm})
    assert len(numbers) >= 8
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for number in numbers:
            one, other = ours.get_object(IndirectObject(number, 0, ours)), theirs.get_object(number)
            if not isinstance(other, StreamObject) or other.get("/Type") not in ("/XRef", "/ObjStm"):
                assert _shown(one) == _shown(other), number
    ours.close()


def test_an_object_that_is_not_at_its_place_is_still_found(tmp_path: Path) -> None:
    path = tmp_path / "shifted.pdf"
    path.write_bytes(_small(packed=False).replace(b"%PDF-1.", b"%note\n%PDF-1.", 1))
    reader = Reader(path)
    assert len(reader.pages) == 2
    assert reader.pages[1].extract_text().strip() == ""
    reader.close()


@pytest.mark.parametrize("odd", ["sound", "no kind", "twice", "no page", "in line"])
def test_the_pages_of_a_tree_are_those_pypdf_finds(odd: str, tmp_path: Path) -> None:
    path = tmp_path / "pages.pdf"
    with pikepdf.open(BytesIO(_small())) as pdf:
        first, second = (page.obj for page in pdf.pages)
        node = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Pages, Count=1, Kids=pikepdf.Array([second])))
        pdf.Root.Pages.Kids = pikepdf.Array([first, node])
        if odd == "no kind":
            del first.Type
        elif odd == "twice":
            node.Kids.append(first)
        elif odd == "no page":
            node.Kids.append(pdf.make_indirect(pikepdf.Array([])))
        elif odd == "in line":
            pdf.Root.Pages.Kids[0] = pikepdf.Dictionary(Type=pikepdf.Name.Page, MediaBox=pikepdf.Array([0, 0, 9, 9]))
        pdf.save(path)
    reader, pages = Reader(path), pypdf.PdfReader(path).pages
    found = reader.leaves()
    assert [_shown(each.get("/MediaBox")) for each in found] == [_shown(each.get("/MediaBox")) for each in pages]
    assert [each.indirect_reference.idnum for each in found if each.indirect_reference] == [
        each.indirect_reference.idnum for each in pages if each.indirect_reference
    ]
    reader.close()


def _small(*, packed: bool = False) -> bytes:
    made = BytesIO()
    with pikepdf.new() as pdf:
        for _ in range(2):
            pdf.add_blank_page(page_size=(612, 792))
        for place, page in enumerate(pdf.pages):
            page.obj.Contents = pikepdf.Stream(pdf, b"q Q\n" * (place + 1), BtsLabel=pikepdf.String(f"DOE-{place}"))
            page.obj.Odd = pikepdf.Array([1, -2.5, True, None, pikepdf.String("a (b) \\"), pikepdf.Name("/A b")])
            page.obj.Thumb = pdf.make_stream(b"\r\nendstream\n")
        mode = pikepdf.ObjectStreamMode.generate if packed else pikepdf.ObjectStreamMode.disable
        pdf.save(made, object_stream_mode=mode, static_id=True)
    return made.getvalue()
