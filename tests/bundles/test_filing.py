"""A packet for a court's filing system: laid out as it wants, exhibits mended first, what is left said plainly."""

from datetime import date
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from typer.testing import CliRunner

from discovery.cli.main import app
from discovery.core.packets import PacketOptions
from discovery.core.parts import Layout, Limits
from discovery.files.filing_profiles import read_profile
from discovery.jobs.bundle import Bundled, bundle
from discovery.jobs.verify import verify

from .offices import field, jpeg, office, pdf

DAY = date(2026, 11, 13)


def for_(name: str, **chosen: object) -> PacketOptions:
    return PacketOptions(profile=read_profile(name), **chosen)  # type: ignore[arg-type]


def issued(folder: Path, options: PacketOptions) -> Bundled:
    return bundle(folder, "DOE", DAY, issue=True, options=options)


def comment(made: pikepdf.Pdf) -> None:
    """A yellow square on the first page, as a reviewer leaves it."""
    look = pikepdf.Stream(made, b"1 1 0 rg 0 0 80 40 re f", Type=Name.XObject, Subtype=Name.Form)
    look.BBox = Array([0, 0, 80, 40])
    note = Dictionary(Type=Name.Annot, Subtype=Name.Square, Rect=Array([200, 400, 280, 440]), F=4)
    note.Contents, note.AP = String("look here"), Dictionary(N=made.make_indirect(look))
    made.pages[0].obj.Annots = Array([made.make_indirect(note)])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    words = "many words that stand on this page so that it can be searched"
    return office(tmp_path / "matter", {"a.pdf": pdf(words), "b.pdf": pdf(words, decorate=comment)})


def test_nyscef_gets_one_file_an_exhibit_unless_counsel_says_otherwise(folder: Path) -> None:
    made = issued(folder, for_("nyscef"))
    assert (made.volume / "Ex-A_DOE-000002.pdf").is_file()
    assert "made as one file an exhibit" in made.notes[0]
    whole = issued(folder, for_("nyscef", layout=Layout.ONE))
    assert (whole.volume / "DOE-BUNDLE.pdf").is_file()
    assert "Counsel chose otherwise" in whole.notes[0]


def test_the_appellate_division_gets_one_file_and_its_limit_of_size() -> None:
    settled = for_("appdiv").settled()
    assert (settled.layout, settled.limits.bytes) == (Layout.ONE, 100_000_000)
    smaller = for_("appdiv", limits=Limits(bytes=5_000_000)).settled()
    assert smaller.limits.bytes == 5_000_000


def test_how_edds_wants_exhibits_is_not_established_and_that_is_said(folder: Path) -> None:
    made = issued(folder, for_("edds"))
    assert "not established" in made.notes[0]
    assert (made.volume / "DOE-BUNDLE.pdf").is_file()


def test_a_comment_that_the_court_refuses_becomes_part_of_its_page_before_it_is_numbered(folder: Path) -> None:
    made = issued(folder, for_("nyscef"))
    with pikepdf.open(made.volume / "Ex-B_DOE-000004.pdf") as opened:
        assert not opened.pages[1].obj.get("/Annots")
    assert any(note.startswith("Exhibit B: for filing, ") for note in made.notes)
    assert verify(made.volume) == ()
    assert made.report is not None
    assert "that the pages of Exhibit B are its original's byte for byte" in made.report.read_text("utf-8")


def test_without_a_profile_a_comment_stays_as_it_is(folder: Path) -> None:
    made = issued(folder, PacketOptions())
    with pikepdf.open(made.volume / "DOE-BUNDLE.pdf") as opened:
        assert len(opened.pages[5].obj.Annots) == 1


def test_what_is_filled_into_a_form_is_printed_where_forms_are_refused(tmp_path: Path) -> None:
    folder = office(tmp_path / "matter", {"a.pdf": pdf("words enough to be searched for", decorate=field("name"))})
    made = issued(folder, for_("cmecf"))
    with pikepdf.open(next(made.volume.glob("*.pdf"))) as opened:
        assert "/AcroForm" not in opened.Root or not opened.Root.AcroForm.Fields
    assert verify(made.volume) == ()


def test_a_page_that_cannot_be_searched_is_a_problem_and_the_report_names_the_rule(tmp_path: Path) -> None:
    def scan(made: pikepdf.Pdf) -> None:
        made.pages[0].obj.Contents = pikepdf.Stream(made, b"0.5 g 100 100 300 400 re f")

    folder = office(tmp_path / "matter", {"a.pdf": pdf("one", decorate=scan)})
    made = issued(folder, for_("nyscef"))
    assert any("searchable text" in str(problem) for problem in made.problems)
    assert made.report is not None
    said = made.report.read_text("utf-8")
    assert "For filing:" in said
    assert "NYSCEF document requirements" in said
    assert verify(made.volume) == ()


def test_the_command_takes_a_profile_and_says_which_there_are(folder: Path) -> None:
    asked = ["bundle", str(folder), "--prefix", "DOE", "--today", "2026-11-13", "--profile"]
    result = CliRunner().invoke(app, [*asked, "nyscef"])
    assert "DRAFT-Ex-A_DOE-000002.pdf" in result.output
    wrong = CliRunner().invoke(app, [*asked, "nycef"])
    assert "nyscef" in str(wrong.exception)


def test_two_photographs_are_both_mended_for_filing(tmp_path: Path) -> None:
    folder = office(tmp_path / "matter", {"a.jpg": jpeg(), "b.jpg": jpeg(exif=False)})
    made = bundle(folder, "DOE", DAY, options=for_("nyscef"))
    assert "Exhibits A and B: for filing, it was made PDF/A-2b" in str(made)
