"""A folder of PDFs becomes one numbered, indexed, linked bundle, or a clear refusal and nothing on the disk."""

from datetime import date
from pathlib import Path

import pikepdf
import pypdf
import pytest
import tomlkit

from discovery.core.exhibits import Audience
from discovery.core.manifests import Manifest
from discovery.errors import ConflictError, InputError
from discovery.files.ledger import read_ledger
from discovery.files.proof import prove_volume
from discovery.files.volume import find_manifest, read_manifest
from discovery.jobs.bundle import Bundled, bundle
from discovery.jobs.verify import verify

from .offices import MATTER, field, links, office, pdf, texts, together

DAY = date(2026, 11, 13)


def issued(folder: Path, **options: object) -> Bundled:
    return bundle(folder, "DOE", DAY, issue=True, **options)  # type: ignore[arg-type]


def manifest_of(volume: Path) -> Manifest:
    path = find_manifest(volume)
    assert path is not None
    return read_manifest(path)


def bundle_of(made: Bundled) -> Path:
    return made.volume / manifest_of(made.volume).bundle.name


def snapshot(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    files = {
        "complaint.pdf": pdf("one", "two", outline=True),
        "turned.pdf": pdf("turned", rotate=90),
        "cropped.pdf": pdf("cropped", crop=(100, 100, 500, 700), origin=(50, 40)),
    }
    return office(tmp_path / "matter", files)


def test_every_page_is_numbered_once_in_one_run(folder: Path) -> None:
    made = issued(folder)
    pages = texts(bundle_of(made))
    labels = [f"DOE-{number:06d}" for number in range(1, 8)]
    assert [[label for label in labels if label in text.split()] for text in pages[2:]] == [
        # A tab sheet also names the range of its exhibit.
        *(["DOE-000001", "DOE-000002", "DOE-000003"], ["DOE-000002"], ["DOE-000003"]),
        *(["DOE-000004", "DOE-000005"], ["DOE-000005"]),
        *(["DOE-000006", "DOE-000007"], ["DOE-000007"]),
    ]
    assert verify(made.volume) == ()


def test_the_page_labels_are_the_numbers_and_front_matter_is_roman(folder: Path) -> None:
    labels = list(pypdf.PdfReader(bundle_of(issued(folder))).page_labels)
    assert labels == ["i", "ii", *(f"DOE-{number:06d}" for number in range(1, 8))]


def test_a_viewer_opens_on_bookmarks_one_an_exhibit_with_its_own_nested(folder: Path) -> None:
    with pikepdf.open(bundle_of(issued(folder))) as made:
        assert made.Root.PageMode == "/UseOutlines"
        assert "/OpenAction" not in made.Root
        with made.open_outline() as outline:
            titles = [node.title for node in outline.root]
            nested = [child.title for child in outline.root[2].children]
    assert titles[:3] == ["Cover", "Index of exhibits", "Exhibit A: Paper complaint (DOE-000002 to DOE-000003)"]
    assert nested == ["Part 1", "Part 2"]


def test_links_inside_an_exhibit_still_lead_to_its_pages_and_links_to_files_are_gone(tmp_path: Path) -> None:
    made = issued(office(tmp_path / "m", {"linked.pdf": pdf("one", "two", "three", decorate=links)}))
    with pikepdf.open(bundle_of(made)) as opened:
        inside, web, file, launch = list(opened.pages[3].obj.Annots)
        assert inside.Dest[0].objgen == opened.pages[5].obj.objgen
        assert str(web.A.URI) == "https://example.org/"
        assert "/A" not in file
        assert "/A" not in launch
    assert any("a script or an action" in note for note in made.notes)


def test_a_description_may_be_broken_at_its_own_hyphens(tmp_path: Path) -> None:
    said = "form-update-override-appearance-stream-and-much-more-of-it-here"
    assert verify(issued(office(tmp_path / "m", {"a.pdf": pdf("a")}, a={"description": said})).volume) == ()


def test_form_fields_of_one_name_stay_two_fields(tmp_path: Path) -> None:
    form = pdf("form", decorate=field("Name"))
    made = issued(office(tmp_path / "m", {"a.pdf": form, "b.pdf": form}))
    names = set(pypdf.PdfReader(bundle_of(made)).get_fields() or {})
    assert len(names) == 2
    assert "Name" in names


def test_a_typed_comment_looks_the_same_beside_another_exhibits_form(tmp_path: Path) -> None:
    # Without words on its type, a viewer takes them from the form of the whole document, which is now another one.
    def comment(made: pikepdf.Pdf) -> None:
        box = pikepdf.Array([72, 300, 300, 340])
        note = pikepdf.Dictionary(Subtype=pikepdf.Name.FreeText, Rect=box, Contents="Seen by nobody?", F=4)
        made.pages[0].obj.Annots = pikepdf.Array([note])

    def form(made: pikepdf.Pdf) -> None:
        field("Name")(made)
        del made.Root.AcroForm.DA

    made = issued(
        office(tmp_path / "m", {"form.pdf": pdf("f", decorate=form), "note.pdf": pdf("n", decorate=comment)})
    )
    assert ink_at(bundle_of(made), 5, (72, 300, 300, 340)) > 100


def ink_at(path: Path, page: int, box: tuple[float, float, float, float]) -> int:
    """Dark points of a page within a rectangle, as PDFium draws it with its comments."""
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    try:
        left, bottom, right, top = box
        opened = document[page]
        crop = (left, bottom, opened.get_width() - right, opened.get_height() - top)
        return sum(opened.render(crop=crop, may_draw_forms=False).to_pil().convert("L").histogram()[:128])
    finally:
        document.close()


def test_a_number_on_a_black_page_can_be_read(tmp_path: Path) -> None:
    made = issued(office(tmp_path / "m", {"slide.pdf": pdf("white on black", dark=True)}))
    assert verify(made.volume) == ()
    assert any("made smaller" in note for note in made.notes)


def test_the_same_inputs_are_the_same_bytes(tmp_path: Path) -> None:
    files = {"a.pdf": pdf("one", "two", outline=True, decorate=together(links, field("x"))), "b.pdf": pdf("three")}
    first, second = issued(office(tmp_path / "first", files)), issued(office(tmp_path / "second", files))
    assert snapshot(first.volume) == snapshot(second.volume)


def test_issuing_the_same_inputs_again_names_the_volume_and_writes_nothing(folder: Path) -> None:
    first = issued(folder)
    before = snapshot(folder)
    again = bundle(folder, "doe-", date(2026, 2, 1), issue=True)
    assert again.volume == first.volume
    assert "Nothing was written" in str(again)
    assert snapshot(folder) == before


def test_a_changed_exhibit_makes_a_new_volume_with_the_next_numbers(folder: Path) -> None:
    first = issued(folder)
    before = snapshot(first.volume)
    (folder / "exhibits" / "turned.pdf").write_bytes(pdf("another"))
    second = issued(folder)
    assert second.volume.name == "VOL002"
    assert manifest_of(second.volume).first == "DOE-000008"
    assert snapshot(first.volume) == before
    assert verify(folder) == ()


def test_a_volume_that_went_missing_is_not_numbered_a_second_time(folder: Path) -> None:
    made = issued(folder)
    made.volume.rename(folder / "elsewhere")
    with pytest.raises(ConflictError, match="VOL001"):
        issued(folder)
    assert [problem.where for problem in verify_missing(folder)] == ["VOL001"]


def verify_missing(folder: Path) -> tuple[object, ...]:
    bundle(folder, "ROE", DAY)
    return verify(folder)


# --- drafts --------------------------------------------------------------------------------------------------


def test_a_draft_takes_the_next_free_numbers_reserves_none_and_says_draft(folder: Path) -> None:
    issued(folder)
    made = bundle(folder, "DOE", DAY)
    manifest = manifest_of(made.volume)
    assert made.volume.name == "DRAFT-DOE"
    assert (manifest.status, manifest.first) == ("draft", "DOE-000008")
    assert manifest.bundle.name == "DRAFT-DOE-BUNDLE.pdf"
    assert all("DRAFT" in text for text in texts(bundle_of(made))[:2])
    assert len(read_ledger(folder)) == 2
    assert verify(made.volume) == ()


def test_a_draft_replaces_our_own_draft_and_nothing_else(folder: Path) -> None:
    bundle(folder, "DOE", DAY)
    (folder / "exhibits" / "turned.pdf").write_bytes(pdf("another", "and more"))
    made = bundle(folder, "DOE", DAY)
    assert manifest_of(made.volume).last == "DOE-000008"
    (made.volume / "README.txt").write_text("a note of counsel's own")
    before = snapshot(made.volume)
    with pytest.raises(ConflictError, match="DRAFT-DOE"):
        bundle(folder, "DOE", DAY)
    assert snapshot(made.volume) == before


# --- what may not go out, what cannot be used ----------------------------------------------------------------


def test_restricted_exhibits_stop_the_run_all_at_once_until_released_by_name(tmp_path: Path) -> None:
    files = {"a.pdf": pdf("a"), "b.pdf": pdf("b"), "c.pdf": pdf("c")}
    folder = office(
        tmp_path / "m", files, b={"restriction": "sealed"}, c={"restriction": "grand jury", "released": ["people"]}
    )
    with pytest.raises(InputError) as refused:
        issued(folder)
    assert "exhibit “b”: is restricted (sealed)" in str(refused.value)
    assert "exhibit “c”: is restricted (grand jury)" in str(refused.value)
    assert not (folder / "ledger").exists()
    with pytest.raises(InputError, match="not released to the people") as still:
        issued(folder, audience=Audience.PEOPLE)
    assert "exhibit “c”" not in str(still.value)
    made = issued(folder, audience=Audience.PEOPLE, release=["b"])
    assert any("Exhibit B is restricted (sealed) and was released by name" in note for note in made.notes)


def test_a_release_of_what_is_not_offered_is_a_mistake(folder: Path) -> None:
    with pytest.raises(InputError, match="“memo”"):
        issued(folder, release=["memo"])


def test_a_file_marked_privileged_is_refused(tmp_path: Path) -> None:
    memo = pdf("our thoughts", information={"Keywords": "discovery:privileged"})
    with pytest.raises(InputError, match="marked privileged"):
        issued(office(tmp_path / "m", {"a.pdf": pdf("a"), "memo.pdf": memo}))


def test_a_privileged_paper_that_is_no_pdf_gets_no_slip_sheet_but_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="marked privileged"):
        issued(office(tmp_path / "m", {"a.pdf": pdf("a"), "memo.txt": b"discovery:privileged\nour thoughts"}))


@pytest.mark.parametrize(
    ("name", "data", "served"),
    [
        ("broken.pdf", b"%PDF-1.7\nnothing more", "The file is damaged."),
        ("letter.docx", b"PK\x03\x04 not a PDF", "The file is not what its name says"),
        (
            "locked.pdf",
            pdf("x", save={"encryption": pikepdf.Encryption(owner="o", user="u")}),
            "only with a password",
        ),
    ],
)
def test_a_file_that_cannot_be_read_gets_a_slip_sheet(tmp_path: Path, name: str, data: bytes, served: str) -> None:
    made = issued(office(tmp_path / "m", {"a.pdf": pdf("a"), name: data, "z.pdf": pdf("z")}))
    assert [problem.where for problem in made.problems] == ["Exhibit B"]
    pages = texts(bundle_of(made))
    assert "Exhibit B could not be read" in pages[5]
    assert served.rstrip(".") in pages[5]
    assert name not in "".join(pages)
    assert [exhibit.letter for exhibit in manifest_of(made.volume).exhibits] == ["A", "B", "C"]
    assert verify(made.volume) == ()


def test_a_file_locked_only_against_changes_is_used_and_that_is_said(tmp_path: Path) -> None:
    locked = pdf("locked", save={"encryption": pikepdf.Encryption(owner="o", user="")})
    made = issued(office(tmp_path / "m", {"a.pdf": locked}))
    assert any("locked against changes" in note for note in made.notes)
    assert "locked" in texts(bundle_of(made))[3]


def test_an_empty_exhibits_folder_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="offers no exhibit"):
        issued(office(tmp_path / "m", {}))


def test_a_page_on_which_no_number_can_stand_publishes_nothing(tmp_path: Path) -> None:
    def tiny(made: pikepdf.Pdf) -> None:
        made.pages[0].obj.MediaBox = pikepdf.Array([0, 0, 1, 1])

    folder = office(tmp_path / "m", {"a.pdf": pdf("a"), "tiny.pdf": pdf("t", decorate=tiny)})
    with pytest.raises(InputError, match=r"no number is reserved.*\n.*Exhibit B, page 1: The page is too small"):
        issued(folder)
    assert list((folder / "productions").iterdir()) == []
    assert read_ledger(folder) == ()


def test_a_matter_edited_meanwhile_publishes_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from discovery.jobs import packet_ready as job

    real = job.write_sheets

    def edit_while_working(*arguments: object, **options: object) -> object:
        (folder / "exhibits" / "turned.pdf").write_bytes(pdf("edited meanwhile"))
        return real(*arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(job, "write_sheets", edit_while_working)
    with pytest.raises(ConflictError, match=r"turned\.pdf changed while"):
        issued(folder)
    assert list((folder / "productions").iterdir()) == []


def test_words_of_any_script_or_markup_are_printed_as_typed(tmp_path: Path) -> None:
    awkward = 'José O’Brien-Núñez & Co <test> *x* {exhibit:a} {{7*7}} #read("x") $x$ @y [^1] | Иванов'
    folder = office(tmp_path / "m", {"a.pdf": pdf("a")}, a={"description": awkward})
    made = issued(folder)
    for page in texts(bundle_of(made))[1:3]:
        assert "".join(awkward.split()) in "".join(page.split())
    assert verify(made.volume) == ()


def test_a_character_no_font_has_names_the_description(tmp_path: Path) -> None:
    folder = office(tmp_path / "m", {"a.pdf": pdf("a")}, a={"description": "\U00012000 cuneiform"})
    with pytest.raises(InputError, match=r"exhibit “a”, description: no font here has \U00012000"):
        issued(folder)


def test_a_name_no_font_has_names_the_field_that_holds_it_and_no_other(tmp_path: Path) -> None:
    folder = office(tmp_path / "m", {"a.pdf": pdf("a"), "b.pdf": pdf("b")})
    changed = {**MATTER, "defendant": {"name": "𒀀 Sample"}}
    (folder / "matter.toml").write_text(tomlkit.dumps(changed), encoding="utf-8")
    with pytest.raises(InputError) as refused:
        issued(folder)
    assert [problem.where for problem in refused.value.problems] == ["matter.toml, defendant.name"]


def test_a_sample_matter_says_so_on_every_sheet_of_ours(folder: Path) -> None:
    pages = texts(bundle_of(issued(folder)))
    assert all("SAMPLE" in pages[number] for number in (0, 1, 2, 5, 7))


def test_many_exhibits_make_a_longer_index_and_move_no_number(tmp_path: Path) -> None:
    files = {f"p{number:02d}.pdf": pdf(f"paper {number}") for number in range(40)}
    made = issued(office(tmp_path / "m", files))
    manifest = manifest_of(made.volume)
    assert [page.label for page in manifest.pages][:4] == ["i", "ii", "iii", "DOE-000001"]
    assert manifest.exhibits[26].letter == "AA"
    assert verify(made.volume) == ()


def test_an_odd_caption_still_makes_a_cover(tmp_path: Path) -> None:
    folder = office(tmp_path / "m", {"a.pdf": pdf("a")})
    bare = {"schema": 1, "short_name": "DOE", "defendant": MATTER["defendant"]}
    (folder / "matter.toml").write_text(tomlkit.dumps(bare), encoding="utf-8")
    assert "JOHN Q. SAMPLE" in texts(bundle_of(issued(folder)))[0]


def test_a_description_that_is_one_long_file_name_breaks_in_the_index_and_stays_proved(tmp_path: Path) -> None:
    name = "IMG_20260814_214233_portrait_mode_original_from_the_phone_of_the_manager_copy_2.jpg"
    folder = office(tmp_path / "doe", {"a.pdf": pdf("One"), "b.pdf": pdf("Two")}, a={"description": name})
    made = bundle(folder, "DOE", DAY)
    assert prove_volume(made.volume) == ()
