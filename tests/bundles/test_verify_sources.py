"""`verify --sources` compares what was served with the files it was made from, and says what it could not prove."""

import json
from datetime import date
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from typer.testing import CliRunner

from discovery.cli.main import app
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


def test_a_source_that_was_locked_is_compared_by_its_look(tmp_path: Path) -> None:
    (tmp_path / "sources").mkdir()
    source, target = tmp_path / "sources" / "locked.pdf", tmp_path / "out" / "locked.pdf"
    new(2).save(source, encryption=pikepdf.Encryption(owner="owner", user=""))
    assert stamp_file(source, target, ["DOE-000001", "DOE-000002"]).problems == ()
    verified = check(target, sources=source.parent)
    assert verified.problems == ()
    assert verified.unproved[1:] == () or verified.unproved[1].startswith("Every page looks as its source's does")


def test_a_bundle_is_compared_exhibit_by_exhibit(tmp_path: Path) -> None:
    place = tmp_path / "matter"
    office(place, {"a.pdf": pdf("one", "two", outline=True), "b.pdf": pdf("three")})
    volume = bundle(place, "DOE", date(2026, 11, 13), issue=True).volume
    verified = check(volume, sources=place, deep=True)
    assert verified.problems == ()
    assert verified.unproved == ()
    served = volume.rename(tmp_path / "served")
    assert check(served).unproved == (NO_LEDGER, NO_SOURCES)


def test_what_is_not_the_sources_is_named_also_where_it_cannot_be_seen(tmp_path: Path) -> None:
    place = tmp_path / "matter"
    office(place, {"a.pdf": pdf("one")})
    volume = bundle(place, "DOE", date(2026, 11, 13), issue=True).volume
    with pikepdf.open(volume / "DOE-BUNDLE.pdf", allow_overwriting_input=True) as opened:
        led = Dictionary(S=Name.URI, URI=String("https://example.org"))
        link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([100, 600, 200, 620]), A=led)
        opened.pages[-1].obj.Annots = Array([opened.make_indirect(link)])
        opened.save(volume / "DOE-BUNDLE.pdf")
    volume, changed = volume.rename(tmp_path / "served"), tmp_path / "served" / "DOE-BUNDLE.pdf"
    facts = json.loads((volume / "DOE-MANIFEST.json").read_text())
    facts["bundle"] |= {"sha256": sha256_of(changed), "bytes": changed.stat().st_size}
    (volume / "DOE-MANIFEST.json").write_text(json.dumps(facts))
    told = " ".join(check(volume, sources=place).unproved)
    assert "Exhibit A (Its links, fields or comments are not the source's.)" in told


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
    assert [said.split(":")[1].strip()[:30] for said in verified.unproved] == ["The source is no PDF with as m"]


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
