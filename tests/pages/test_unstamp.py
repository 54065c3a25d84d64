"""A stamp comes off again exactly: every page is the source's, object for object; what cannot be undone is said."""

import zlib
from pathlib import Path
from tempfile import TemporaryDirectory

import pikepdf
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pikepdf import Array, Name, Stream
from pikepdf.pdfa import validate_written

from discovery.core.endorsements import Endorsements
from discovery.core.passwords import Passwords
from discovery.errors import ConflictError, InputError
from discovery.files.originals import inspect
from discovery.files.pdf import stamp_file
from discovery.files.sameness import differences
from discovery.files.scrub import scrub
from discovery.files.unstamping import Unstamped, unstamp_file
from tests.pages import seeing
from tests.pages.awkward import LAYOUTS, TEXT, annotated, boxed, in_pieces, new, saved, scan


def crowded() -> pikepdf.Pdf:
    """A page printed all over, with a link, a comment and a field: its content makes room and they move along."""
    pdf = annotated()
    pdf.pages[0].obj.Contents = Stream(pdf, b"".join(b"0 g 0 %d 612 3 re f\n" % row for row in range(0, 792, 6)))
    pdf.pages[0].obj.Annots[1].InkList = Array([Array([300, 100, 380, 130])])
    return pdf


TRAITS = {
    "content that makes room": crowded,
    "white box": lambda: new(content=b"0 g 0 0 300 60 re f", box=(0, 0, 300, 60)),
    **LAYOUTS,
    "crop box beside the sheet": boxed((0, 0, 612, 792), (700, 800, 900, 1000)),
    "black scan": scan(0),
}


def labels(count: int) -> list[str]:
    return [f"DOE-{number:06d}" for number in range(1, count + 1)]


def stamped(source: Path, target: Path, **options: bool) -> Path:
    report = stamp_file(source, target, labels(inspect(source).pages), **options)
    assert not report.problems
    return target


def packed(pdf: pikepdf.Pdf, path: Path) -> Path:
    """On disk as programs write it, its streams compressed."""
    pdf.save(path)
    return path


def odd(one: Path, other: Path) -> list[str]:
    with pikepdf.open(one) as ours, pikepdf.open(other) as theirs:
        return [str(problem) for problem in differences(ours, theirs)]


@pytest.mark.parametrize("trait", TRAITS)
def test_an_unstamped_page_is_the_source_page_object_for_object(trait: str, tmp_path: Path) -> None:
    source = saved(TRAITS[trait](), tmp_path / "source.pdf")
    numbered = stamped(source, tmp_path / "numbered.pdf")
    done = unstamp_file(numbered, tmp_path / "bare.pdf", source=source)
    assert not done.problems
    assert list(done.labels) == labels(inspect(source).pages)
    assert odd(tmp_path / "bare.pdf", source) == []
    assert any("entry for entry" in note for note in done.notes)


@pytest.mark.parametrize("trait", TRAITS)
def test_replacing_numbers_by_the_same_gives_the_same_bytes(trait: str, tmp_path: Path) -> None:
    source = packed(TRAITS[trait](), tmp_path / "source.pdf")
    numbered = stamped(source, tmp_path / "numbered.pdf")
    again = stamped(numbered, tmp_path / "again.pdf", restamp=True)
    assert again.read_bytes() == numbered.read_bytes()


def test_replaced_numbers_never_stand_beside_the_earlier_ones(tmp_path: Path) -> None:
    numbered = stamped(saved(new(2), tmp_path / "a.pdf"), tmp_path / "b.pdf")
    report = stamp_file(numbered, tmp_path / "c.pdf", ["ROE-000007", "ROE-000008"], restamp=True)
    assert not report.problems
    assert any("bore DOE-000001 to DOE-000002" in note for note in report.notes)
    assert seeing.occurrences(tmp_path / "c.pdf", 0, "ROE-000007") == 1
    assert seeing.occurrences(tmp_path / "c.pdf", 0, "DOE-000001") == 0
    assert seeing.label(tmp_path / "c.pdf", 1) == "ROE-000008"


def test_stamping_after_unstamping_differs_from_a_first_stamp_only_in_the_source_it_names(tmp_path: Path) -> None:
    source = packed(new(2), tmp_path / "source.pdf")
    first = stamped(source, tmp_path / "first.pdf")
    unstamp_file(first, tmp_path / "bare.pdf")
    second = stamped(tmp_path / "bare.pdf", tmp_path / "second.pdf")
    named = [inspect(path).sha256.encode() for path in (source, tmp_path / "bare.pdf")]
    with pikepdf.open(first) as one, pikepdf.open(second) as other:
        identities = [bytes(pdf.trailer.ID[1]).hex().encode() for pdf in (one, other)]
    renamed = second.read_bytes().replace(named[1], named[0]).replace(identities[1], identities[0])
    assert renamed == first.read_bytes()


def test_a_file_that_bears_our_numbers_is_not_numbered_again_unless_asked(tmp_path: Path) -> None:
    for lock in (False, True):
        numbered = stamped(saved(new(), tmp_path / f"a{lock}.pdf"), tmp_path / f"b{lock}.pdf", lock=lock)
        assert inspect(numbered).numbered == "DOE-000001"
        with pytest.raises(InputError, match=r"bears numbers of this program already \(DOE-000001\).*unstamp"):
            stamp_file(numbered, tmp_path / "c.pdf", ["SUPP-000001"])


def test_a_locked_stamp_holds_no_marker_and_says_that_it_cannot_come_off(tmp_path: Path) -> None:
    source = saved(TRAITS["string left open"](), tmp_path / "a.pdf")
    numbered = stamped(source, tmp_path / "b.pdf", lock=True)
    with pikepdf.open(numbered) as pdf:
        found = [key for one in pdf.objects if hasattr(one, "keys") for key in one.keys() if key.startswith("/Bts")]  # noqa: SIM118
    assert set(found) <= {"/BtsF0", "/BtsPg"}
    with pytest.raises(InputError, match="DOE-000001, and was locked"):
        unstamp_file(numbered, tmp_path / "c.pdf")
    with pytest.raises(InputError, match="was locked"):
        stamp_file(numbered, tmp_path / "c.pdf", ["SUPP-000001"], restamp=True)


def test_markers_do_not_go_into_what_is_served(tmp_path: Path) -> None:
    numbered = stamped(saved(TRAITS["content in pieces"](), tmp_path / "a.pdf"), tmp_path / "b.pdf")
    with pikepdf.open(numbered) as pdf:
        scrub(pdf)
        pdf.save(tmp_path / "c.pdf", object_stream_mode=pikepdf.ObjectStreamMode.disable)
    assert b"/Bts" not in (tmp_path / "c.pdf").read_bytes().replace(b"/BtsF0", b"")


def test_a_file_without_our_numbers_is_told_apart(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="bears no number of this program"):
        unstamp_file(saved(new(), tmp_path / "a.pdf"), tmp_path / "b.pdf")


def test_what_was_put_over_the_number_later_stops_the_unstamping_of_that_page(tmp_path: Path) -> None:
    numbered = stamped(saved(new(2), tmp_path / "a.pdf"), tmp_path / "b.pdf")
    with pikepdf.open(numbered) as pdf:
        pdf.pages[1].obj.Contents.append(pdf.make_indirect(Stream(pdf, b"0 g 10 10 9 9 re f")))
        pdf.save(tmp_path / "c.pdf")
    done = unstamp_file(tmp_path / "c.pdf", tmp_path / "d.pdf")
    (problem,) = done.problems
    assert str(problem) == (
        "c.pdf, page 2: it was changed after it got DOE-000002, so what was there before cannot be told. "
        "Use the original."
    )
    assert not (tmp_path / "d.pdf").exists()


def test_another_source_is_told_by_page_and_entry(tmp_path: Path) -> None:
    numbered = stamped(saved(annotated(), tmp_path / "a.pdf"), tmp_path / "b.pdf")
    other = annotated()
    other.pages[0].obj.Annots[0].Rect = Array([500, 10, 600, 61])
    done = unstamp_file(numbered, tmp_path / "c.pdf", source=saved(other, tmp_path / "other.pdf"))
    assert str(done.problems[0]) == "b.pdf against other.pdf, page 1: its Annots is not the same."
    assert any("its sha256 is another" in note for note in done.notes)


def test_content_that_made_room_goes_back_with_its_links_comments_and_fields(tmp_path: Path) -> None:
    source = saved(crowded(), tmp_path / "a.pdf")
    report = stamp_file(source, tmp_path / "b.pdf", ["DOE-000001"])
    assert report.endorsed[0].shrink
    with pikepdf.open(tmp_path / "b.pdf") as pdf:
        assert pdf.pages[0].obj.Annots[1].Rect != Array([300, 100, 380, 130])
    done = unstamp_file(tmp_path / "b.pdf", tmp_path / "c.pdf", source=source)
    assert not done.problems


def test_a_legend_and_a_sticker_come_off_with_the_number(tmp_path: Path) -> None:
    source = saved(new(), tmp_path / "a.pdf")
    asked = Endorsements(legend="CONFIDENTIAL", sticker="Defense Exhibit A", color="blue")
    assert not stamp_file(source, tmp_path / "b.pdf", ["DOE-000001"], asked).problems
    assert not unstamp_file(tmp_path / "b.pdf", tmp_path / "c.pdf", source=source).problems
    assert seeing.occurrences(tmp_path / "c.pdf", 0, "CONFIDENTIAL") == 0


def test_page_labels_of_the_source_come_back(tmp_path: Path) -> None:
    pdf = new(2)
    pdf.Root.PageLabels = pikepdf.Dictionary(Nums=Array([0, pikepdf.Dictionary(S=Name.r)]))
    source = saved(pdf, tmp_path / "a.pdf")
    unstamp_file(stamped(source, tmp_path / "b.pdf"), tmp_path / "c.pdf")
    assert seeing.label(tmp_path / "c.pdf", 1) == "ii"


def test_a_page_taken_out_of_a_numbered_file_still_knows_its_number_and_what_it_was(tmp_path: Path) -> None:
    source = saved(in_pieces(), tmp_path / "a.pdf")
    numbered = stamped(source, tmp_path / "b.pdf")
    with pikepdf.open(numbered) as pdf:
        del pdf.pages[0]
        pdf.save(tmp_path / "part.pdf")
    with pikepdf.open(tmp_path / "part.pdf") as pdf:
        pdf.Root.PageLabels = pikepdf.Dictionary(
            Nums=Array([0, pikepdf.Dictionary(S=Name.D, St=2, P=pikepdf.String("DOE-00000"))])
        )
        pdf.save(tmp_path / "again.pdf")
    done = unstamp_file(tmp_path / "again.pdf", tmp_path / "c.pdf")
    assert not done.problems
    assert done.labels == ("DOE-000002",)
    assert done.sources == (inspect(source).sha256,)


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    numbered = stamped(saved(new(), tmp_path / "a.pdf"), tmp_path / "b.pdf")
    before = numbered.read_bytes()
    with pytest.raises(ConflictError):
        unstamp_file(numbered, numbered)
    assert numbered.read_bytes() == before


def test_metadata_of_the_source_is_left_as_it_was_written(tmp_path: Path) -> None:
    pdf = new()
    written = b"<?xpacket begin='' id='W5M0MpCehiHzreSzNTczkc9d'?><x:xmpmeta xmlns:x='adobe:ns:meta/'>   </x:xmpmeta>"
    pdf.Root.Metadata = Stream(pdf, written, Type=Name.Metadata, Subtype=Name.XML)
    pdf.save(tmp_path / "a.pdf", fix_metadata_version=False)
    numbered = stamped(tmp_path / "a.pdf", tmp_path / "b.pdf")
    with pikepdf.open(numbered) as opened:
        assert opened.Root.Metadata.read_bytes() == written


def filtered(name: str, *, listed: bool, data: bytes = b"x") -> pikepdf.Pdf:
    """A page with an entry whose name is no text, and a stream whose filter stands alone or in a list."""
    pdf = new()
    packed = zlib.compress(data) if data else b""
    filters = Array([Name.FlateDecode]) if listed else Name.FlateDecode
    pdf.pages[0].obj.Private = pikepdf.Object.parse(b"<< /Odd#8b /V#8b >>")
    pdf.pages[0].obj[f"/{name}"] = pdf.make_indirect(Stream(pdf, packed, Filter=filters))
    return pdf


def test_sameness_is_of_what_is_said_and_not_of_how_it_is_noted(tmp_path: Path) -> None:
    one = saved(filtered("Thing", listed=True), tmp_path / "a.pdf")
    assert odd(one, saved(filtered("Thing", listed=False), tmp_path / "b.pdf")) == []
    assert odd(one, saved(filtered("Thing", listed=False, data=b"y"), tmp_path / "c.pdf")) == [
        "page 1: its Thing is not the same."
    ]
    assert odd(one, saved(filtered("Other", listed=True), tmp_path / "d.pdf")) == [
        "page 1: its Other is not the same.",
        "page 1: its Thing is not the same.",
    ]
    assert odd(one, saved(new(2), tmp_path / "e.pdf")) == ["It has 1 pages instead of 2."]


@pytest.mark.parametrize(
    ("entry", "value"),
    [
        ("/Rotate", 90),
        ("/MediaBox", Array([0, 0, 612, 792.5])),
        ("/Tabs", Name.S),
        ("/Note", pikepdf.String("other")),
        ("/Flag", True),
        ("/Nothing", Array([None, 1])),
    ],
)
def test_every_kind_of_difference_is_seen(entry: str, value: object, tmp_path: Path) -> None:
    pdf, other = new(), new()
    other.pages[0].obj[entry] = value
    (found,) = odd(saved(pdf, tmp_path / "a.pdf"), saved(other, tmp_path / "b.pdf"))
    assert found == f"page 1: its {entry[1:]} is not the same."


@pytest.mark.parametrize("lock", [False, True])
def test_pdf_a_is_broken_neither_by_the_markers_nor_by_the_number(lock: bool, tmp_path: Path) -> None:
    typst = pytest.importorskip("typst")
    page = '#set document(title: "x", date: datetime(year: 2026, month: 1, day: 2))\n#set text(lang: "en")\nSearch.'
    (tmp_path / "x.typ").write_text(page)
    (tmp_path / "a.pdf").write_bytes(typst.compile(tmp_path / "x.typ", pdf_standards=["a-2b"]))
    numbered = stamped(tmp_path / "a.pdf", tmp_path / "b.pdf", lock=lock)
    before, after = (
        {found.rule for found in validate_written(path, "2b").findings if found.kind == "violation"}
        for path in (tmp_path / "a.pdf", numbered)
    )
    assert after == before


def test_pages_are_told_with_their_numbers_in_runs() -> None:
    borne = ("DOE-000009", "DOE-000010", None, "DOE-000011", "ROE-000012", "ROE-000013")
    done = Unstamped(Path("a.pdf"), Path("b.pdf"), borne, ())
    assert str(done).splitlines()[1:] == [
        "  Pages 1 to 2 bore DOE-000009 to DOE-000010.",
        "  Page 4 bore DOE-000011.",
        "  Pages 5 to 6 bore ROE-000012 to ROE-000013.",
    ]


def test_a_page_that_shows_another_number_than_it_says_is_not_unstamped(tmp_path: Path) -> None:
    numbered = stamped(saved(new(), tmp_path / "a.pdf"), tmp_path / "b.pdf")
    with pikepdf.open(numbered) as pdf:
        pdf.pages[0].obj.Contents[-1]["/BtsLabel"] = "DOE-000002"
        pdf.save(tmp_path / "c.pdf")
    (problem,) = unstamp_file(tmp_path / "c.pdf", tmp_path / "d.pdf").problems
    assert str(problem) == "c.pdf, page 1: it says that it bears DOE-000002, and shows DOE-000001."


def test_what_was_changed_on_a_page_since_is_found_with_the_source_and_warned_of_without(tmp_path: Path) -> None:
    source = saved(new(), tmp_path / "a.pdf")
    with pikepdf.open(stamped(source, tmp_path / "b.pdf")) as pdf:
        own = pdf.pages[0].obj.Contents[1]
        own.write(own.read_bytes().replace(b"officer", b"witness"))
        pdf.save(tmp_path / "c.pdf")
    done = unstamp_file(tmp_path / "c.pdf", tmp_path / "d.pdf")
    assert any("changed on its pages after they were numbered is still on them" in note for note in done.notes)
    (problem,) = unstamp_file(tmp_path / "c.pdf", tmp_path / "e.pdf", source=source).problems
    assert str(problem) == "c.pdf against a.pdf, page 1: its Contents is not the same."


def test_a_locked_page_among_others_is_named(tmp_path: Path) -> None:
    one = stamped(saved(new(), tmp_path / "a.pdf"), tmp_path / "b.pdf")
    other = tmp_path / "c.pdf"
    stamp_file(saved(new(), tmp_path / "d.pdf"), other, ["DOE-000002"], lock=True)
    with pikepdf.open(one) as pdf, pikepdf.open(other) as more:
        pdf.add_pages_from(more)
        pdf.save(tmp_path / "both.pdf")
    (problem,) = unstamp_file(tmp_path / "both.pdf", tmp_path / "e.pdf").problems
    assert str(problem) == "both.pdf, page 2: it bears DOE-000002, which was locked. Use the original."


def test_a_copy_of_a_locked_file_is_compared_with_it_by_its_password(tmp_path: Path) -> None:
    source = tmp_path / "a.pdf"
    new().save(source, encryption=pikepdf.Encryption(owner="x", user="secret"))
    stamp_file(source, tmp_path / "b.pdf", ["DOE-000001"], password="secret")
    known = Passwords({"a.pdf": "secret"})
    done = unstamp_file(tmp_path / "b.pdf", tmp_path / "c.pdf", source=source, passwords=known)
    assert not done.problems


boxes = st.tuples(*(st.integers(-50, 50),) * 2, *(st.integers(300, 900),) * 2)


@settings(max_examples=25, deadline=None)
@given(
    media=boxes,
    crop=st.none() | boxes,
    turn=st.sampled_from([0, 90, 180, 270, -90]),
    parts=st.lists(st.sampled_from([b"q\n", b"Q\n", b"1 0 0 1 5 5 cm\n", TEXT, b"BT\n", b"(open"]), max_size=4),
    resources=st.sampled_from(["own", "none", "shared"]),
)
def test_any_page_comes_back_as_it_was(
    media: tuple[int, ...], crop: tuple[int, ...] | None, turn: int, parts: list[bytes], resources: str
) -> None:
    pdf = new(2, box=media)
    page = pdf.pages[0].obj
    page.Rotate = turn
    if crop:
        page.CropBox = Array(list(crop))
    page.Contents = Array([pdf.make_indirect(Stream(pdf, part)) for part in parts])
    if resources == "none":
        del page["/Resources"]
    elif resources == "shared":
        page.Resources = pdf.pages[1].obj.Resources = pdf.make_indirect(page.Resources)
    with TemporaryDirectory() as room:
        source = saved(pdf, Path(room) / "a.pdf")
        report = stamp_file(source, Path(room) / "b.pdf", labels(2))
        assume(not report.problems)
        done = unstamp_file(Path(room) / "b.pdf", Path(room) / "c.pdf", source=source)
        assert not done.problems


@pytest.mark.parametrize("key", ["/BtsAnnots", "/BtsContents", "/BtsResources", "/BtsCropBox"])
def test_markers_that_make_no_sense_stop_the_page_and_not_the_program(key: str, tmp_path: Path) -> None:
    numbered = stamped(saved(new(), tmp_path / "a.pdf"), tmp_path / "b.pdf")
    with pikepdf.open(numbered) as pdf:
        pdf.pages[0].obj.Contents[-1][key] = Array([7, Array([7, 7])])
        pdf.save(tmp_path / "c.pdf")
    done = unstamp_file(tmp_path / "c.pdf", tmp_path / "d.pdf")
    assert done.problems
    assert done.problems[0].where.startswith("c.pdf, page 1")
    assert not (tmp_path / "d.pdf").exists()
