"""`verify` finds every way in which a volume stopped being what was issued, also when its hashes were made anew."""

import json
import shutil
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Stream, String

from discovery.errors import InputError
from discovery.files.volume import page_contents
from discovery.jobs.bundle import bundle
from discovery.jobs.verify import verify

from .offices import office, pdf

BUNDLE, MANIFEST = "DOE-BUNDLE.pdf", "DOE-MANIFEST.json"
Facts = dict[str, Any]


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("office") / "matter"
    office(folder, {"a.pdf": pdf("one", "two", outline=True), "b.pdf": pdf("three"), "c.pdf": pdf("four", "five")})
    return bundle(folder, "DOE", date(2026, 11, 13), issue=True).volume


@pytest.fixture
def volume(original: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(original, tmp_path / "VOL001"))


def rewritten(volume: Path, change: Callable[[Facts], None]) -> None:
    path = volume / MANIFEST
    facts = json.loads(path.read_text())
    change(facts)
    path.write_text(json.dumps(facts))


def repacked(volume: Path, change: Callable[[pikepdf.Pdf], None]) -> None:
    """Change the bundle and make every hash in the manifest fit it again, as a careful forger would."""
    path = volume / BUNDLE
    with pikepdf.open(path, allow_overwriting_input=True) as opened:
        change(opened)
        opened.save(path)

    def rehash(facts: Facts) -> None:
        facts["bundle"] |= {"sha256": sha256(path.read_bytes()).hexdigest(), "bytes": path.stat().st_size}
        for page, content in zip(facts["pages"], page_contents(path), strict=False):
            page["content_sha256"] = sha256(content).hexdigest()

    rewritten(volume, rehash)


# Positions: 0 cover, 1 index, 2 tab A, 3-4 A, 5 tab B, 6 B, 7 tab C, 8-9 C.


def swap_pages(made: pikepdf.Pdf) -> None:
    one, other = made.pages[3], made.pages[4]
    made.pages[3], made.pages[4] = other, one


def drop_page(made: pikepdf.Pdf) -> None:
    del made.pages[9]


def change_digit(made: pikepdf.Pdf) -> None:
    stamp = made.pages[3].obj.Contents[-1]
    stamp.write(stamp.read_bytes().replace(b"DOE-000002", b"DOE-000003"))


def remove_stamp(made: pikepdf.Pdf) -> None:
    contents = made.pages[3].obj.Contents
    made.pages[3].obj.Contents = Array(list(contents)[1:-1])


def move_stamp(made: pikepdf.Pdf) -> None:
    stamp = made.pages[3].obj.Contents[-1]
    stamp.write(stamp.read_bytes().replace(b" cm BT", b" cm 1 0 0 1 -200 0 cm BT"))


def second_stamp(made: pikepdf.Pdf) -> None:
    contents = made.pages[3].obj.Contents
    stamp = contents[-1].read_bytes().replace(b"DOE-000002", b"DOE-000009")
    body = stamp[stamp.index(b"/Artifact") :].replace(b" cm BT", b" cm 1 0 0 1 0 300 cm BT")
    made.pages[3].obj.Contents = Array([contents[0], Stream(made, body), *list(contents)[1:]])


def cover_stamp(made: pikepdf.Pdf) -> None:
    white = Stream(made, b"1 g 0 0 200 60 re f", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 200, 60]))
    box = Dictionary(Type=Name.Annot, Subtype=Name.Square, Rect=Array([412, 0, 612, 60]), F=4)
    box.AP = Dictionary(N=made.make_indirect(white))
    made.pages[3].obj.Annots = Array([made.make_indirect(box)])


def label_off(made: pikepdf.Pdf) -> None:
    numbers = made.Root.PageLabels.Nums
    numbers[-1] = Dictionary(S=Name.D, P=String("DOE-00000"), St=2)


def label_prefix(made: pikepdf.Pdf) -> None:
    made.Root.PageLabels.Nums[-1].P = String("ROE-00000")


def bookmark_elsewhere(made: pikepdf.Pdf) -> None:
    with made.open_outline() as outline:
        outline.root[3].destination = Array([made.pages[6].obj, Name.Fit])


def bookmark_title(made: pikepdf.Pdf) -> None:
    with made.open_outline() as outline:
        outline.root[2].title = "Exhibit A: Something else"


def bookmark_missing(made: pikepdf.Pdf) -> None:
    with made.open_outline() as outline:
        del outline.root[4]


def destination_elsewhere(made: pikepdf.Pdf) -> None:
    pikepdf.NameTree(made.Root.Names.Dests)["DOE-000005"] = Array([made.pages[0].obj, Name.Fit])


def exhibit_destination_missing(made: pikepdf.Pdf) -> None:
    del pikepdf.NameTree(made.Root.Names.Dests)["Ex-B"]


def index_link_elsewhere(made: pikepdf.Pdf) -> None:
    for annotation in made.pages[1].obj.Annots:
        annotation.Dest = Array([made.pages[8].obj, Name.Fit])
        break


def index_link_missing(made: pikepdf.Pdf) -> None:
    made.pages[1].obj.Annots = Array(list(made.pages[1].obj.Annots)[:-1])


def index_page_blank(made: pikepdf.Pdf) -> None:
    made.pages[1].obj.Contents = Stream(made, b"")


def tab_of_another(made: pikepdf.Pdf) -> None:
    made.pages[2].obj.Contents[1] = made.pages[5].obj.Contents[1]


def open_action(made: pikepdf.Pdf) -> None:
    made.Root.OpenAction = Array([made.pages[3].obj, Name.Fit])


def javascript(made: pikepdf.Pdf) -> None:
    action = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
    made.Root.Names.JavaScript = Dictionary(Names=Array([String("x"), action]))


def launching_link(made: pikepdf.Pdf) -> None:
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=Dictionary(S=Name.Launch))
    made.pages[3].obj.Annots = Array([link])


def bookmarks_hidden(made: pikepdf.Pdf) -> None:
    made.Root.PageMode = Name.UseNone


def author(made: pikepdf.Pdf) -> None:
    made.docinfo[Name.Author] = String("somebody")


IN_THE_BUNDLE = (
    *(swap_pages, drop_page, change_digit, remove_stamp, move_stamp, second_stamp, cover_stamp),
    *(label_off, label_prefix, bookmark_elsewhere, bookmark_title, bookmark_missing),
    *(destination_elsewhere, exhibit_destination_missing, index_link_elsewhere, index_link_missing, index_page_blank),
    *(tab_of_another, open_action, javascript, launching_link, bookmarks_hidden, author),
)


@pytest.mark.parametrize("change", IN_THE_BUNDLE, ids=lambda change: change.__name__)
def test_a_change_in_the_bundle_is_found_even_with_fitting_hashes(
    volume: Path, change: Callable[[pikepdf.Pdf], None]
) -> None:
    repacked(volume, change)
    problems = verify(volume)
    assert problems
    assert not any("sha256" in problem.what or "content is not" in problem.what for problem in problems)


def test_saving_the_bundle_anew_with_fitting_hashes_changes_nothing_that_is_proved(volume: Path) -> None:
    repacked(volume, lambda made: None)
    assert verify(volume) == ()


def exhibit(facts: Facts, place: int, **fields: Any) -> None:
    facts["exhibits"][place] |= fields


IN_THE_MANIFEST: dict[str, Callable[[Facts], None]] = {
    "description": lambda facts: exhibit(facts, 0, description="Another paper"),
    "a range in the index": lambda facts: exhibit(facts, 0, end="DOE-000004", pages=3),
    "an exhibit's begin": lambda facts: exhibit(facts, 1, begin="DOE-000004"),
    "a tab sheet's number": lambda facts: exhibit(facts, 2, tab="DOE-000001"),
    "a letter": lambda facts: exhibit(facts, 1, letter="D"),
    "the order of the exhibits": lambda facts: facts["exhibits"].reverse(),
    "a page's label": lambda facts: facts["pages"][4].update(label="DOE-000009"),
    "a page's exhibit": lambda facts: facts["pages"][5].update(exhibit="A"),
    "a page left out": lambda facts: facts["pages"].pop(4),
    "a number's place": lambda facts: facts["pages"][4].update(place=[30, 30, 10, 56]),
    "a hash": lambda facts: facts["bundle"].update(sha256="0" * 64),
    "a page's hash": lambda facts: facts["pages"][4].update(content_sha256="0" * 64),
    "the last number": lambda facts: facts.update(last="DOE-000009"),
    "sample": lambda facts: facts.update(sample=False),
    "an exhibit's date": lambda facts: exhibit(facts, 0, date="January 1, 2020"),
    "draft": lambda facts: facts.update(status="draft"),
    "PDF/A": lambda facts: facts.update(pdfa=not facts["pdfa"]),
    "an unknown field": lambda facts: facts.update(more=1),
}


@pytest.mark.parametrize("name", IN_THE_MANIFEST)
def test_a_change_in_the_manifest_is_found(volume: Path, name: str) -> None:
    rewritten(volume, IN_THE_MANIFEST[name])
    assert verify(volume)


def test_one_changed_byte_is_found(volume: Path) -> None:
    path = volume / BUNDLE
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    assert any("sha256 differs" in problem.what for problem in verify(volume))


def test_a_bundle_that_no_reader_opens_is_a_problem_not_a_crash(volume: Path) -> None:
    (volume / BUNDLE).write_bytes(b"%PDF-1.7 gone")
    assert verify(volume)


@pytest.mark.parametrize("name", [BUNDLE, "README.txt"])
def test_a_missing_file_is_found(volume: Path, name: str) -> None:
    (volume / name).unlink()
    assert any(problem.where == name for problem in verify(volume))


def test_a_file_that_was_added_is_found(volume: Path) -> None:
    (volume / "notes.txt").write_text("ours")
    assert [problem.where for problem in verify(volume)] == ["notes.txt"]


def test_inside_the_matter_the_ledger_must_agree(original: Path, tmp_path: Path) -> None:
    matter = Path(shutil.copytree(original.parent.parent, tmp_path / "matter"))
    rewritten(matter / "productions" / "VOL001", lambda facts: facts.update(sample=False))
    assert any("the ledger names another sha256" in problem.what for problem in verify(matter))


def test_a_folder_without_a_volume_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds nothing to verify"):
        verify(tmp_path)
    with pytest.raises(InputError, match="There is no"):
        verify(tmp_path / "nowhere")


# --- numbered copies without a matter ------------------------------------------------------------------------


@pytest.fixture
def copies(tmp_path: Path) -> Path:
    from discovery.core.bates import NumberStyle
    from discovery.jobs.stamp import plan, stamp

    files = []
    for name, data in (("a.pdf", pdf("one", "two", rotate=90)), ("b.pdf", pdf("three", dark=True))):
        path = tmp_path / name
        path.write_bytes(data)
        files.append(path)
    out = tmp_path / "numbered"
    assert all(not report.problems for report in stamp(plan(files, NumberStyle.of("DOE"), out)))
    return out


def test_numbered_copies_are_proved_without_a_manifest(copies: Path) -> None:
    assert verify(copies) == ()
    assert verify(copies / "b.pdf") == ()


def test_a_change_in_a_numbered_copy_is_found(copies: Path) -> None:
    with pikepdf.open(copies / "a.pdf", allow_overwriting_input=True) as opened:
        opened.pages.reverse()
        opened.save(copies / "a.pdf")
    assert any("follows" in problem.what for problem in verify(copies))


def number_in_white(page: pikepdf.Object) -> None:
    last = page.Contents[-1]
    last.write(last.read_bytes().replace(b"BT 0 g", b"BT 1 g"))


def digits_drawn_as_others(page: pikepdf.Object) -> None:
    font = page.Resources.Font.BtsF0
    font.Encoding = Dictionary(BaseEncoding=Name.WinAnsiEncoding, Differences=Array([0x31, Name.seven]))


def another_number_for_unstamp(page: pikepdf.Object) -> None:
    page.Contents[-1]["/BtsLabel"] = "DOE-000009"


@pytest.mark.parametrize("change", [number_in_white, digits_drawn_as_others, another_number_for_unstamp])
def test_a_number_that_says_one_thing_and_shows_another_is_found(
    copies: Path, change: Callable[[pikepdf.Object], None]
) -> None:
    with pikepdf.open(copies / "a.pdf", allow_overwriting_input=True) as opened:
        change(opened.pages[0].obj)
        opened.save(copies / "a.pdf")
    assert any("page 1 (DOE-000001)" in problem.where for problem in verify(copies))


def test_one_number_on_two_copies_is_found(copies: Path) -> None:
    shutil.copy(copies / "b.pdf", copies / "c.pdf")
    assert [problem.what for problem in verify(copies)] == ["DOE-000003 is also on a page of b.pdf."]


def test_a_page_without_a_number_is_found(copies: Path) -> None:
    with pikepdf.open(copies / "a.pdf", allow_overwriting_input=True) as opened:
        remove_stamp_of(opened.pages[0])
        opened.save(copies / "a.pdf")
    assert any("bears no number" in problem.what for problem in verify(copies))


def remove_stamp_of(page: pikepdf.Page) -> None:
    page.obj.Contents = Array(list(page.obj.Contents)[1:-1])


@pytest.mark.parametrize("given", ["", BUNDLE])
def test_a_volume_without_its_manifest_says_so_and_what_to_do(volume: Path, given: str) -> None:
    (volume / MANIFEST).unlink()
    (problem,) = verify(volume / given)
    assert "its manifest (…-MANIFEST.json) is missing" in problem.what
    assert "from a copy of the volume" in problem.next_step


def test_a_volume_with_two_manifests_names_both(volume: Path) -> None:
    shutil.copy(volume / MANIFEST, volume / "ROE-MANIFEST.json")
    (problem,) = verify(volume)
    assert f"2 manifests ({MANIFEST}, ROE-MANIFEST.json)" in problem.what
