"""`verify --sources` compares what was served with the files it was made from, and says what it could not prove."""

import json
from datetime import date
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from typer.testing import CliRunner

from discovery.cli.main import app
from discovery.core.passwords import Passwords
from discovery.errors import InputError
from discovery.files.pdf import stamp_file
from discovery.files.volume import read_manifest
from discovery.files.writing import sha256_of
from discovery.jobs.bundle import bundle
from discovery.jobs.produce import produce
from discovery.jobs.verify import NO_LEDGER, NO_LEDGER_AT_ALL, NO_SOURCES, check
from tests.pages.awkward import annotated, holding, new, saved
from tests.productions.folders import folder, matter, papers, photo, wanted

from .offices import office, pdf


def copy_of(tmp_path: Path, made: pikepdf.Pdf, *, lock: bool = False) -> tuple[Path, Path]:
    (tmp_path / "sources").mkdir()
    source = saved(made, tmp_path / "sources" / "source.pdf")
    pages = len(made.pages)
    target = tmp_path / "out" / "source.pdf"
    report = stamp_file(source, target, [f"DOE-{page:06d}" for page in range(1, pages + 1)], lock=lock)
    assert report.problems == ()
    return source, target


@pytest.mark.parametrize("deep", [False, True])
def test_a_numbered_copy_is_proved_against_the_source_whose_hash_it_names(deep: bool, tmp_path: Path) -> None:
    source, target = copy_of(tmp_path, annotated())
    assert check(target).unproved == (NO_LEDGER_AT_ALL, NO_SOURCES)
    verified = check(target, sources=source.parent, deep=deep)
    assert verified.problems == ()
    assert verified.unproved == (NO_LEDGER_AT_ALL,)


def test_content_set_apart_is_proved_by_its_bytes_too(tmp_path: Path) -> None:
    source, target = copy_of(tmp_path, holding(b"0.5 0 0 0.5 50 50 cm\nQ\n0.5 g 200 300 60 60 re f\n")())
    assert check(target, sources=source.parent).unproved == (NO_LEDGER_AT_ALL,)


def test_a_changed_page_is_found_only_with_the_source(tmp_path: Path) -> None:
    source, target = copy_of(tmp_path, new(2))
    with pikepdf.open(target, allow_overwriting_input=True) as opened:
        opened.pages[1].obj.Contents[1].write(b"BT /F1 12 Tf 72 700 Td (There was no search.) Tj ET")
        opened.save(target)
    assert check(target).problems == ()
    problems = check(target, sources=source.parent).problems
    assert [problem.where for problem in problems] == ["source.pdf, page 2 (DOE-000002)"]


def test_without_its_source_or_its_hash_a_copy_is_said_not_to_be_compared(tmp_path: Path) -> None:
    source, target = copy_of(tmp_path, new())
    source.unlink()
    (said,) = check(target, sources=source.parent).unproved[1:]
    assert said.startswith("No file with the sha256 of its source")
    assert "source.pdf" in said


SECRET = "not-to-be-found-4711"


def locked_copy(tmp_path: Path, user: str) -> tuple[Path, Path]:
    (tmp_path / "sources").mkdir()
    source, target = tmp_path / "sources" / "locked.pdf", tmp_path / "out" / "locked.pdf"
    annotated().save(source, encryption=pikepdf.Encryption(owner="owner", user=user))
    assert stamp_file(source, target, ["DOE-000001"], password=user).problems == ()
    return source, target


def test_a_source_that_was_locked_against_changes_is_compared_byte_for_byte(tmp_path: Path) -> None:
    source, target = locked_copy(tmp_path, "")
    verified = check(target, sources=source.parent)
    assert verified.problems == ()
    assert verified.unproved == (NO_LEDGER_AT_ALL,)


def test_a_source_that_opens_only_with_a_password_is_compared_where_it_is_given(tmp_path: Path) -> None:
    source, target = locked_copy(tmp_path, SECRET)
    (said,) = check(target, sources=source.parent).unproved[1:]
    assert said.startswith("The source opens only with a password that is not given")
    for wrong in (Passwords({"locked.pdf": "wrong"}), Passwords({"other.pdf": SECRET})):
        assert check(target, sources=source.parent, passwords=wrong).unproved[1:] == (said,)
    verified = check(target, sources=source.parent, passwords=Passwords({"locked.pdf": SECRET}), deep=True)
    assert verified.problems == ()
    (said,) = verified.unproved[1:]
    assert said.startswith("Every page is its source's byte for byte as that opens")
    assert "locked.pdf" in said
    assert SECRET not in said


def test_what_was_changed_unseen_in_the_copy_of_a_locked_source_is_a_problem(tmp_path: Path) -> None:
    source, target = locked_copy(tmp_path, "")
    add_link(target, 0)
    (problem,) = check(target, sources=source.parent).problems
    assert problem.what == "Its links, fields or comments are not the source's."


def test_the_command_takes_the_passwords_of_the_sources(tmp_path: Path) -> None:
    source, target = locked_copy(tmp_path, SECRET)
    kept = tmp_path / "passwords.txt"
    kept.write_text(f'locked.pdf = "{SECRET}"\n')
    asked = ["verify", str(target), "--password-file", str(kept)]
    told = CliRunner().invoke(app, [*asked, "--sources", str(source.parent)])
    assert told.exit_code == 0
    assert "byte for byte as that opens" in told.output
    assert SECRET not in told.output
    assert "name their folder with --sources" in " ".join(CliRunner().invoke(app, asked).output.split())


def add_link(path: Path, page: int) -> None:
    """Add a link to a page, which cannot be seen."""
    with pikepdf.open(path, allow_overwriting_input=True) as opened:
        led = Dictionary(S=Name.URI, URI=String("https://example.org"))
        link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([100, 600, 200, 620]), A=led)
        held = list(opened.pages[page].obj.get("/Annots", []))
        opened.pages[page].obj.Annots = Array([*held, opened.make_indirect(link)])
        opened.save(path)


def test_a_bundle_is_compared_exhibit_by_exhibit(tmp_path: Path) -> None:
    place = tmp_path / "matter"
    office(place, {"a.pdf": pdf("one", "two", outline=True), "b.pdf": pdf("three")})
    volume = bundle(place, "DOE", date(2026, 11, 13), issue=True).volume
    verified = check(volume, sources=place, deep=True)
    assert verified.problems == ()
    assert verified.unproved == ()
    served = volume.rename(tmp_path / "served")
    assert check(served).unproved == (NO_LEDGER, NO_SOURCES)


def linked(place: Path, volume: Path, **said: bool) -> Path:
    """The volume outside its matter, with a link of somebody else's and a manifest that agrees."""
    add_link(volume / "DOE-BUNDLE.pdf", -1)
    volume, changed = volume.rename(place), place / "DOE-BUNDLE.pdf"
    facts = json.loads((volume / "DOE-MANIFEST.json").read_text())
    facts["bundle"] |= {"sha256": sha256_of(changed), "bytes": changed.stat().st_size}
    facts["exhibits"][0] |= said
    (volume / "DOE-MANIFEST.json").write_text(json.dumps(facts))
    return volume


def test_what_is_not_the_sources_is_a_problem_also_where_it_cannot_be_seen(tmp_path: Path) -> None:
    place = tmp_path / "matter"
    office(place, {"a.pdf": pdf("one")})
    volume = linked(tmp_path / "served", bundle(place, "DOE", date(2026, 11, 13), issue=True).volume)
    (problem,) = check(volume, sources=place).problems
    assert problem.what == "Its links, fields or comments are not the source's."
    told = CliRunner().invoke(app, ["verify", str(volume), "--sources", str(place)])
    assert told.exit_code == 5
    assert "proved right" not in told.output


def test_pages_that_were_made_anew_are_compared_by_their_look_and_it_is_said_how_they_differ(tmp_path: Path) -> None:
    place = tmp_path / "matter"
    office(place, {"a.pdf": pdf("one")})
    volume = bundle(place, "DOE", date(2026, 11, 13), issue=True).volume
    verified = check(linked(tmp_path / "served", volume, remade=True), sources=place)
    assert verified.problems == ()
    assert "Exhibit A (Its links, fields or comments are not the source's.)" in " ".join(verified.unproved)


def test_the_manifest_says_which_exhibits_were_made_anew(tmp_path: Path) -> None:
    place = tmp_path / "matter"
    locked = pdf("locked", save={"encryption": pikepdf.Encryption(owner="owner", user="")})
    office(place, {"a.pdf": pdf("one"), "note.txt": b"A note.\n", "locked.pdf": locked})
    volume = bundle(place, "DOE", date(2026, 11, 13), issue=True).volume
    told = read_manifest(volume / "DOE-MANIFEST.json").exhibits
    assert [exhibit.remade for exhibit in told] == [False, True, True]
    verified = check(volume, sources=place)
    assert verified.problems == ()
    (said,) = verified.unproved
    assert "made from a source that is no PDF" in said
    assert said.endswith(": Exhibit B.")


def test_a_source_with_fewer_pages_than_were_served_of_it_is_a_problem(tmp_path: Path) -> None:
    place = tmp_path / "matter"
    office(place, {"a.pdf": pdf("one", "two")})
    volume = bundle(place, "DOE", date(2026, 11, 13), issue=True).volume.rename(tmp_path / "served")
    other = tmp_path / "matter" / "exhibits" / "a.pdf"
    other.write_bytes(pdf("one"))
    facts = json.loads((volume / "DOE-MANIFEST.json").read_text())
    facts["exhibits"][0]["source_sha256"] = sha256_of(other)
    (volume / "DOE-MANIFEST.json").write_text(json.dumps(facts))
    (problem,) = check(volume, sources=place).problems
    assert problem.where == "Exhibit A"
    assert "has not as many pages" in problem.what


def test_every_page_of_a_manifest_says_how_it_was_proved(tmp_path: Path) -> None:
    office(tmp_path / "matter", {"a.pdf": pdf("one", "two")})
    volume = bundle(tmp_path / "matter", "DOE", date(2026, 11, 13), issue=True).volume
    pages = read_manifest(volume / "DOE-MANIFEST.json").pages
    assert [page.verdict for page in pages if page.kind == "exhibit"] == ["construction, text, strip"] * 2
    assert {page.verdict for page in pages if page.kind == "tab sheet"} == {"text, strip"}


def test_a_production_is_compared_document_by_document(tmp_path: Path) -> None:
    doe = matter(tmp_path / "doe")
    source = folder(tmp_path / "in", {**papers(2, 1, 3), "photo.png": photo()})
    produce(doe, source, wanted(images=False, issue=True), date(2026, 11, 13))
    volume = doe / "productions" / "VOL001"
    verified = check(volume, sources=source)
    assert verified.problems == ()
    assert [said.split(":")[1].strip()[:30] for said in verified.unproved] == ["The pages were made from a sou"]


def test_a_deep_check_needs_the_sources(tmp_path: Path) -> None:
    _, target = copy_of(tmp_path, new())
    with pytest.raises(InputError, match="name their folder with --sources"):
        check(target, deep=True)


def test_the_command_says_what_it_could_not_prove(tmp_path: Path) -> None:
    source, target = copy_of(tmp_path, new())
    told = CliRunner().invoke(app, ["verify", str(target)])
    assert told.exit_code == 0
    assert "proved right, every page of it." in told.output
    assert "Not proved:" in told.output
    assert "--sources" in told.output
    assert "--sources" not in CliRunner().invoke(app, ["verify", str(target), "--sources", str(source.parent)]).output
