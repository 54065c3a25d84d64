"""A bundle in parts, or with one file an exhibit, has the numbers of one file, and is proved as a whole."""

import json
import shutil
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pikepdf
import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, String

from discovery.core.bates import NumberStyle
from discovery.core.exhibits import Exhibit
from discovery.core.packets import PacketOptions
from discovery.core.parts import Layout, Limits, file_name, lay_out, where_each
from discovery.core.productions import Plan, plan
from discovery.errors import InputError
from discovery.files.binding import page_weights
from discovery.files.volume import find_manifest, page_contents, read_manifest
from discovery.jobs.bundle import Bundled, bundle
from discovery.jobs.verify import verify

from .offices import field, links, office, pdf, texts

DAY = date(2026, 11, 13)
SEPARATE = PacketOptions(layout=Layout.SEPARATE)


def planned(counts: list[int]) -> Plan:
    exhibits = tuple(Exhibit(key=f"e{at}", file=f"{at}.pdf", description=f"Paper {at}") for at in range(len(counts)))
    pages = {f"e{at}": count for at, count in enumerate(counts)}
    return plan(exhibits, pages, NumberStyle.of("DOE"), 1)


def pages_up_to(pages: int) -> PacketOptions:
    return PacketOptions(limits=Limits(pages=pages))


def issued(folder: Path, options: PacketOptions | None = None) -> Bundled:
    return bundle(folder, "DOE", DAY, issue=True, options=options)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    files = {
        "a.pdf": pdf("one", "two", outline=True, decorate=links),
        "b.pdf": pdf("three", decorate=field("name")),
        "c.pdf": pdf("four", "five", "six", outline=True),
    }
    return office(tmp_path / "matter", files)


# --- laying out ----------------------------------------------------------------------------------------------


def test_a_bundle_is_parted_where_an_exhibit_ends() -> None:
    parts = lay_out(planned([2, 1, 3]), limits=Limits(pages=8), front=2)
    assert [[document.letter for document in part.documents] for part in parts] == [["A", "B"], ["C"]]
    assert all(held.whole for part in parts for held in part.slices)


def test_only_an_exhibit_too_long_for_a_file_is_parted_at_a_page_and_the_next_one_joins_its_end() -> None:
    parts = lay_out(planned([1, 9, 1]), limits=Limits(pages=6), front=2)
    held = [[(each.document.letter, each.first, each.last) for each in part.slices] for part in parts]
    assert held == [[("A", 1, 1)], [("B", 1, 3)], [("B", 4, 7)], [("B", 8, 9), ("C", 1, 1)]]


def test_a_page_that_no_file_may_hold_is_refused_by_name() -> None:
    with pytest.raises(InputError, match="Page 2 of exhibit A alone is larger than one file may be"):
        lay_out(planned([3]), limits=Limits(bytes=1_000_000), weights={"e0": [10, 2_000_000, 10]})


def test_files_are_called_after_their_part_or_their_exhibit() -> None:
    parts = lay_out(planned([2, 1]), limits=Limits(pages=6))
    assert [file_name(part, "DOE", Layout.ONE) for part in parts] == [
        "DOE-BUNDLE-1-of-2.pdf",
        "DOE-BUNDLE-2-of-2.pdf",
    ]
    assert where_each(parts, "DOE", Layout.ONE) == {"A": "Part 1", "B": "Part 2"}
    alone = lay_out(planned([2, 1]), Layout.SEPARATE)
    names = [file_name(part, "DRAFT-DOE", Layout.SEPARATE) for part in alone]
    assert names == ["DRAFT-DOE-INDEX.pdf", "DRAFT-Ex-A_DOE-000002.pdf", "DRAFT-Ex-B_DOE-000005.pdf"]


@settings(deadline=None)
@given(
    counts=st.lists(st.integers(1, 12), min_size=1, max_size=6),
    pages=st.integers(5, 20),
    layout=st.sampled_from(Layout),
)
def test_however_it_is_laid_out_every_number_lies_in_one_file_in_order(
    counts: list[int], pages: int, layout: Layout
) -> None:
    whole = planned(counts)
    parts = lay_out(whole, layout, Limits(pages=pages), front=2)
    numbers = [label for part in parts for label in part.with_front(0).labels]
    assert numbers == [page.label for page in whole.pages()]
    assert all(len(part.labels) <= pages for part in parts)


# --- the finished files --------------------------------------------------------------------------------------


def test_each_part_has_the_whole_index_its_own_links_and_its_own_numbers(folder: Path) -> None:
    made = issued(folder, pages_up_to(8))
    names = sorted(path.name for path in made.volume.glob("*.pdf"))
    assert names == ["DOE-BUNDLE-1-of-2.pdf", "DOE-BUNDLE-2-of-2.pdf"]
    second = made.volume / names[1]
    front, index, *pages = texts(second)
    assert "Part 2 of 2: DOE-000006 to DOE-000009" in front
    assert all(number in index for number in ("DOE-000001", "DOE-000002", "DOE-000005", "DOE-000009", "Part 1"))
    assert len(pages) == 4
    assert list(pypdf.PdfReader(second).page_labels) == ["i", "ii", *(f"DOE-{number:06d}" for number in range(6, 10))]
    with pikepdf.open(second) as opened:
        assert len(opened.pages[1].obj.Annots) == 5, "letter, description, tab sheet, first and last number of C"
    assert verify(made.volume) == ()


def test_one_file_an_exhibit_has_the_numbers_of_one_file_for_all(folder: Path) -> None:
    made = issued(folder, SEPARATE)
    assert sorted(path.name for path in made.volume.glob("*.pdf")) == [
        "DOE-INDEX.pdf",
        "Ex-A_DOE-000002.pdf",
        "Ex-B_DOE-000005.pdf",
        "Ex-C_DOE-000007.pdf",
    ]
    assert "Ex-C_DOE-000007.pdf" in "".join(texts(made.volume / "DOE-INDEX.pdf"))
    with pikepdf.open(made.volume / "Ex-A_DOE-000002.pdf") as opened, opened.open_outline() as outline:
        assert outline.root[0].title == "Exhibit A: Paper a (DOE-000002 to DOE-000003)"
        assert [child.title for child in outline.root[0].children] == ["Part 1", "Part 2"]
        assert "/OpenAction" not in opened.Root
    with pikepdf.open(made.volume / "Ex-B_DOE-000005.pdf") as opened:
        assert str(opened.Root.AcroForm.Fields[0].T) == "name"
    assert verify(made.volume) == ()
    assert "Ex-B_DOE-000005.pdf: 2 pages" in str(made)


def test_links_within_an_exhibit_lead_to_its_own_page_in_whatever_file_it_lies(folder: Path) -> None:
    made = issued(folder, SEPARATE)
    with pikepdf.open(made.volume / "Ex-A_DOE-000002.pdf") as opened:
        target = opened.pages[1].obj.Annots[0].Dest[0]
        assert target.objgen == opened.pages[2].obj.objgen


def test_an_exhibit_parted_at_a_page_says_so_in_bookmark_and_report(folder: Path) -> None:
    made = issued(folder, pages_up_to(5))
    assert any(
        note.startswith(
            "Exhibit C is larger than one file may be and goes on in the next: DOE-000007 to DOE-000008 in"
        )
        for note in made.notes
    )
    with pikepdf.open(sorted(made.volume.glob("*.pdf"))[-1]) as opened, opened.open_outline() as outline:
        assert outline.root[2].title == "Exhibit C (continued): Paper c (DOE-000009)"
        assert [child.title for child in outline.root[2].children] == ["Part 3"]
    assert verify(made.volume) == ()


def noise(seed: str) -> str:
    """About 20 kB of text that hardly packs."""
    return " ".join(sha256(f"{seed}{number}".encode()).hexdigest() for number in range(600))


def test_no_finished_file_is_larger_than_the_limit(tmp_path: Path) -> None:
    files = {f"{name}.pdf": pdf(*(noise(f"{name}{page}") for page in range(3))) for name in "abcd"}
    folder = office(tmp_path / "matter", files)
    limit = 200_000
    made = issued(folder, PacketOptions(limits=Limits(bytes=limit)))
    sizes = [path.stat().st_size for path in made.volume.glob("*.pdf")]
    assert len(sizes) > 1
    assert max(sizes) <= limit
    assert verify(made.volume) == ()


def test_a_page_weighs_its_share_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf("short", noise("long") * 2))
    short, long = page_weights(path)
    assert short < 2_000 < 20_000 < long <= path.stat().st_size


def test_the_same_exhibits_in_another_layout_are_another_volume_and_are_not_issued_twice(folder: Path) -> None:
    assert issued(folder).volume.name == "VOL001"
    assert issued(folder, SEPARATE).volume.name == "VOL002"
    assert "holds these inputs already" in str(issued(folder, SEPARATE))


# --- what verify finds ---------------------------------------------------------------------------------------

Facts = dict[str, Any]


@pytest.fixture(scope="module")
def separate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    files = {"a.pdf": pdf("one", "two"), "b.pdf": pdf("three"), "c.pdf": pdf("four", "five", "six")}
    return issued(office(tmp_path_factory.mktemp("office") / "matter", files), SEPARATE).volume


@pytest.fixture(scope="module")
def parted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    files = {"a.pdf": pdf("one", "two"), "b.pdf": pdf("three"), "c.pdf": pdf("four", "five", "six")}
    return issued(office(tmp_path_factory.mktemp("office") / "matter", files), pages_up_to(8)).volume


def rewritten(volume: Path, change: Callable[[Facts], None]) -> None:
    path = find_manifest(volume)
    assert path is not None
    facts = json.loads(path.read_text())
    change(facts)
    path.write_text(json.dumps(facts))


def repacked(volume: Path, name: str, change: Callable[[pikepdf.Pdf], None]) -> None:
    """Change one file and make every hash in the manifest fit it again, as a careful forger would."""
    path = volume / name
    with pikepdf.open(path, allow_overwriting_input=True) as opened:
        change(opened)
        opened.save(path)

    def rehash(facts: Facts) -> None:
        file = next(each for each in (facts["bundle"], *facts["further"]) if each["name"] == name)
        file |= {"sha256": sha256(path.read_bytes()).hexdigest(), "bytes": path.stat().st_size}
        pages = [page for page in facts["pages"] if page["file"] == name]
        for page, content in zip(pages, page_contents(path), strict=False):
            page["content_sha256"] = sha256(content).hexdigest()

    rewritten(volume, rehash)


def exchange_files(volume: Path) -> None:
    one, other = volume / "Ex-A_DOE-000002.pdf", volume / "Ex-B_DOE-000005.pdf"
    kept = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(kept)


def lose_a_file(volume: Path) -> None:
    (volume / "Ex-B_DOE-000005.pdf").unlink()


def add_a_file(volume: Path) -> None:
    shutil.copy(volume / "Ex-B_DOE-000005.pdf", volume / "Ex-D_DOE-000011.pdf")


def leave_an_exhibit_out_of_the_manifest(volume: Path) -> None:
    (volume / "Ex-B_DOE-000005.pdf").unlink()

    def change(facts: Facts) -> None:
        facts["further"] = [file for file in facts["further"] if file["name"] != "Ex-B_DOE-000005.pdf"]
        facts["pages"] = [page for page in facts["pages"] if page["file"] != "Ex-B_DOE-000005.pdf"]
        facts["exhibits"] = [exhibit for exhibit in facts["exhibits"] if exhibit["letter"] != "B"]

    rewritten(volume, change)


def say_another_order(volume: Path) -> None:
    rewritten(volume, lambda facts: facts["further"].reverse())


def say_a_page_lies_elsewhere(volume: Path) -> None:
    rewritten(volume, lambda facts: facts["pages"][-1].update(file="Ex-B_DOE-000005.pdf"))


def name_a_file_that_is_not_there(volume: Path) -> None:
    rewritten(volume, lambda facts: facts["pages"][-1].update(file="Ex-Z.pdf"))


def change_a_digit(volume: Path) -> None:
    def change(made: pikepdf.Pdf) -> None:
        stamp = made.pages[1].obj.Contents[-1]
        stamp.write(stamp.read_bytes().replace(b"DOE-000005", b"DOE-000006"))

    repacked(volume, "Ex-B_DOE-000005.pdf", change)


def swap_pages(volume: Path) -> None:
    def change(made: pikepdf.Pdf) -> None:
        one, other = made.pages[1], made.pages[2]
        made.pages[1], made.pages[2] = other, one

    repacked(volume, "Ex-A_DOE-000002.pdf", change)


def break_page_labels(volume: Path) -> None:
    def change(made: pikepdf.Pdf) -> None:
        made.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.D)]))

    repacked(volume, "Ex-C_DOE-000007.pdf", change)


def retitle_bookmark(volume: Path) -> None:
    def change(made: pikepdf.Pdf) -> None:
        with made.open_outline() as outline:
            outline.root[0].title = "Exhibit C: something else"

    repacked(volume, "Ex-C_DOE-000007.pdf", change)


def add_an_action(volume: Path) -> None:
    def change(made: pikepdf.Pdf) -> None:
        made.Root.OpenAction = Dictionary(S=Name.URI, URI=String("https://example.org/"))

    repacked(volume, "Ex-C_DOE-000007.pdf", change)


def blank_the_index(volume: Path) -> None:
    def change(made: pikepdf.Pdf) -> None:
        made.pages[1].obj.Contents = pikepdf.Stream(made, b"")

    repacked(volume, "DOE-INDEX.pdf", change)


@pytest.mark.parametrize(
    ("mutation", "found"),
    [
        (exchange_files, "is not the file the manifest was made for"),
        (lose_a_file, "is listed in the manifest and is not there"),
        (add_a_file, "is not listed in the manifest"),
        (leave_an_exhibit_out_of_the_manifest, "without a gap"),
        (say_another_order, "not in the order of its files"),
        (say_a_page_lies_elsewhere, "not counted from 1"),
        (name_a_file_that_is_not_there, "not in the order of its files"),
        (change_a_digit, "DOE-000005"),
        (swap_pages, "DOE-000003"),
        (break_page_labels, "its page label is 1 instead of DOE-000006"),
        (retitle_bookmark, "a bookmark says"),
        (add_an_action, "it holds OpenAction"),
        (blank_the_index, "DOE-000002"),
    ],
)
def test_verify_finds_it_among_separate_files(
    separate: Path, tmp_path: Path, mutation: Callable[[Path], None], found: str
) -> None:
    volume = Path(shutil.copytree(separate, tmp_path / "VOL001"))
    mutation(volume)
    assert any(found in str(problem) for problem in verify(volume))


def change_cover(made: pikepdf.Pdf) -> None:
    made.pages[0].obj.Contents = pikepdf.Stream(made, b"")


def exchange_index(made: pikepdf.Pdf) -> None:
    made.pages[1].obj.Annots = Array([])


@pytest.mark.parametrize(("change", "found"), [(change_cover, "Part 2 of 2"), (exchange_index, "has no link")])
def test_verify_finds_it_in_a_later_part(
    parted: Path, tmp_path: Path, change: Callable[[pikepdf.Pdf], None], found: str
) -> None:
    volume = Path(shutil.copytree(parted, tmp_path / "VOL001"))
    repacked(volume, "DOE-BUNDLE-2-of-2.pdf", change)
    assert any(found in str(problem) for problem in verify(volume))


def test_the_parts_of_two_volumes_do_not_pass_for_one_another(parted: Path, separate: Path, tmp_path: Path) -> None:
    volume = Path(shutil.copytree(parted, tmp_path / "VOL001"))
    shutil.copy(separate / "Ex-C_DOE-000007.pdf", volume / "DOE-BUNDLE-2-of-2.pdf")
    assert verify(volume)


def test_the_manifest_names_the_file_of_every_page(parted: Path) -> None:
    path = find_manifest(parted)
    assert path is not None
    manifest = read_manifest(path)
    assert {page.file for page in manifest.pages} == {"DOE-BUNDLE-1-of-2.pdf", "DOE-BUNDLE-2-of-2.pdf"}
    assert [part.file.name for part in manifest.parts()] == ["DOE-BUNDLE-1-of-2.pdf", "DOE-BUNDLE-2-of-2.pdf"]
