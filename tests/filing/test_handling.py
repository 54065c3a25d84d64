"""What becomes of a file that is no plain pages is chosen by name, done, said and recorded."""

from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Dictionary, Name
from pydantic import ValidationError

from discovery.core.endorsements import Placement
from discovery.core.handling import Choice, Condition, Handling, decide
from discovery.core.profiles import Trait
from discovery.files.handling import condition_of, handle
from discovery.files.pdf import stamp_file
from discovery.files.writing import sha256_of
from tests.filing import making
from tests.filing.making import on_disk
from tests.filing.test_repair import words
from tests.pages.seeing import changed

EVERYTHING = Condition(
    encrypted=True,
    signed="It was signed by Jane Doe.",
    xfa=True,
    portfolio=True,
    attachments=2,
    scripts=("page 1",),
    media=("page 2",),
    layers=("Draft",),
    comments=(1, 3),
    fields=4,
    duplicate_of="a.pdf",
    blank_pages=(2,),
    numbered_here="DOE-000001",
    received="DANY-000001 to DANY-000004",
)


def test_plain_pages_need_no_choice() -> None:
    decision = decide(Condition(), Handling())
    assert (decision.remove, decision.notes, decision.problems, decision.record) == ((), (), (), {})


def test_each_condition_is_recorded_with_the_choice_made_for_it() -> None:
    decision = decide(EVERYTHING, Handling(numbered_here=Choice.NOTE))
    assert decision.record == {
        "encrypted": "unlock",
        "signed": "note",
        "xfa": "flatten",
        "portfolio": "family",
        "attachments": "family",
        "scripts": "remove",
        "media": "remove",
        "layers": "flatten",
        "comments": "keep",
        "fields": "keep",
        "duplicates": "note",
        "blank_pages": "note",
        "numbered_here": "note",
        "numbered_elsewhere": "note",
    }
    assert not decision.problems
    assert Trait.COMMENTS not in decision.remove


@pytest.mark.parametrize("name", sorted(Handling.model_fields))
def test_every_choice_of_every_condition_is_carried_through(name: str) -> None:
    condition = EVERYTHING if name != "dynamic_xfa" else Condition(xfa=True, dynamic_xfa=True)
    quiet = {"numbered_here": Choice.NOTE}
    for choice in Handling.model_fields[name].annotation.__args__:  # type: ignore[union-attr]
        decision = decide(condition, Handling.model_validate({**quiet, name: choice}))
        assert decision.record[name] == choice
        assert bool(decision.problems) == (choice is Choice.REFUSE)
        assert bool(decision.sheet) == (choice is Choice.SLIP_SHEET)


def test_a_refusal_names_the_line_to_write() -> None:
    (problem,) = decide(Condition(layers=("Draft",)), Handling(layers=Choice.REFUSE), "plan.pdf").problems
    assert str(problem) == (
        "plan.pdf: it has layers (Draft). Write layers = “flatten” under [handling] (or “keep”, “slip-sheet”), "
        "or leave the file out."
    )


def test_a_choice_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValidationError):
        Handling.model_validate({"blank_pages": "remove"})


@pytest.mark.parametrize(
    ("make", "found"),
    [
        (making.plain, set()),
        (making.scripted, {"scripts"}),
        (making.attached, {"attachments"}),
        (making.layered, {"layers"}),
        (making.commented, {"comments"}),
        (making.form, {"fields"}),
        (making.acting("Rendition"), {"media"}),
    ],
)
def test_the_condition_of_a_file_is_found(make: Callable[[], pikepdf.Pdf], found: set[str], tmp_path: Path) -> None:
    condition = condition_of(on_disk(make(), tmp_path))
    assert {each for each in Handling.model_fields if condition.holds(each)} == found


def test_a_file_that_needs_nothing_is_used_as_it_is(tmp_path: Path) -> None:
    source = on_disk(making.plain(), tmp_path)
    handled = handle(source, Handling(), tmp_path / "room")
    assert handled.path == source
    assert not (tmp_path / "room").exists()


def test_layers_are_flattened_by_default_and_kept_where_that_is_chosen(tmp_path: Path) -> None:
    source = on_disk(making.layered(), tmp_path)
    flat = handle(source, Handling(), tmp_path / "flat")
    assert "HIDDEN" not in words(flat.path)
    assert changed(source, flat.path, 0) is None
    kept = handle(source, Handling(layers=Choice.KEEP), tmp_path / "kept")
    assert kept.path == source
    assert "what is switched off stays in the file" in kept.notes[0]


def test_comments_go_out_are_burnt_in_or_taken_off_as_chosen(tmp_path: Path) -> None:
    source = on_disk(making.commented(note=True), tmp_path)
    assert handle(source, Handling(), tmp_path / "a").notes == (
        "It bears comments, on page 2; they go out with it; see whether they are to.",
    )
    burnt = handle(source, Handling(comments=Choice.FLATTEN), tmp_path / "b")
    assert "RECEIVED" in words(burnt.path, 1)
    off = handle(source, Handling(comments=Choice.REMOVE), tmp_path / "c")
    assert not off.problems
    assert "RECEIVED" not in words(off.path, 1)
    assert b"ask him why" not in off.path.read_bytes()
    with pikepdf.open(off.path) as pdf:
        assert not list(pdf.pages[1].obj.get("/Annots", []))


def test_a_choice_that_cannot_be_carried_out_stops_with_its_reason(tmp_path: Path) -> None:
    pdf = making.layered(hidden=b"BT /F1 20 Tf 100 400 Td /OC /L1 BDC (HIDDEN) Tj EMC (after it) Tj ET\n")
    (problem,) = handle(on_disk(pdf, tmp_path), Handling(), tmp_path / "room").problems
    assert "layers could not be made part of page 1" in problem.what
    assert "[handling]" in problem.next_step


def test_attached_files_stay_for_the_family_or_go_for_good(tmp_path: Path) -> None:
    source = on_disk(making.attached(), tmp_path)
    assert handle(source, Handling(), tmp_path / "a").family
    gone = handle(source, Handling(attachments=Choice.REMOVE), tmp_path / "b")
    assert not gone.family
    with pikepdf.open(gone.path) as pdf:
        assert not list(pdf.attachments)


def test_a_duplicate_is_named_with_the_file_it_repeats(tmp_path: Path) -> None:
    source = on_disk(making.plain(), tmp_path)
    handled = handle(source, Handling(), tmp_path / "a", duplicate_of="first.pdf")
    assert handled.notes == ("It is the same, byte for byte, as first.pdf.",)
    sheet = handle(source, Handling(duplicates=Choice.SLIP_SHEET), tmp_path / "a", duplicate_of="first.pdf")
    assert sheet.sheet == "The file is the same, byte for byte, as one before it."


def test_blank_pages_are_told_and_numbered(tmp_path: Path) -> None:
    pdf = making.plain()
    pdf.pages[1].obj.Contents = pdf.make_stream(b"")
    handled = handle(on_disk(pdf, tmp_path), Handling(), tmp_path / "a")
    assert handled.notes == ("Nothing is to be seen on page 2; numbered like any other page.",)


def test_a_file_that_bears_our_numbers_is_not_numbered_twice_by_default(tmp_path: Path) -> None:
    source = on_disk(making.plain(), tmp_path)
    stamp_file(source, tmp_path / "numbered.pdf", ("DOE-000001", "DOE-000002"), Placement())
    handled = handle(tmp_path / "numbered.pdf", Handling(), tmp_path / "a")
    assert "from DOE-000001" in handled.problems[0].what
    assert "discovery unstamp" in handled.problems[0].next_step


def test_the_peoples_numbers_and_acrobats_headers_are_told(tmp_path: Path) -> None:
    pdf = making.plain()
    for number, page in enumerate(pdf.pages, start=1):
        words = b"BT /F1 9 Tf 480 20 Td (DANY-00000%d) Tj ET" % number
        page.obj.Contents = pdf.make_stream(page.obj.Contents.read_bytes() + words)
    handled = handle(on_disk(pdf, tmp_path), Handling(), tmp_path / "a")
    assert "DANY-000001 to DANY-000002" in handled.notes[0]
    marked = making.plain()
    look = making.drawn(marked, b"0 0 1 1 re f")
    look.PieceInfo = Dictionary(ADBE_CompoundType=Dictionary(Private=Name.Header))
    marked.pages[0].obj.Resources.XObject = Dictionary(Fm0=look)
    found = condition_of(on_disk(marked, tmp_path, "acrobat.pdf"))
    assert found.acrobat == (1,)
    assert found.holds("numbered_elsewhere")


def test_the_source_is_never_written_to_and_the_copy_is_always_the_same(tmp_path: Path) -> None:
    source = on_disk(making.layered(), tmp_path)
    before = sha256_of(source)
    copies = {sha256_of(handle(source, Handling(), tmp_path / name).path) for name in ("a", "b")}
    assert len(copies) == 1
    assert sha256_of(source) == before
