"""What a court refuses is found, taken out into a copy, and every page of the copy looks as before."""

from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from pikepdf import Name
from PIL import ImageChops

from discovery.core.profiles import Trait
from discovery.errors import ConflictError
from discovery.files.filing_profiles import read_profile
from discovery.files.preflight import preflight
from discovery.files.repairing import repair
from discovery.files.writing import sha256_of
from tests.filing import making
from tests.filing.making import on_disk
from tests.pages.seeing import changed


def traits(path: Path, profile: str) -> set[Trait]:
    """In what the file falls short."""
    return {each.rule.trait for each in preflight(path, read_profile(profile)).deficiencies}


def looks_alike(before: Path, after: Path) -> bool:
    """Whether a viewer that draws fields as well shows the same."""
    with pypdfium2.PdfDocument(before) as one, pypdfium2.PdfDocument(after) as other:
        one.init_forms()
        for first, second in zip(one, other, strict=True):
            pictures = [each.render(scale=1.5).to_pil().convert("L") for each in (first, second)]
            if ImageChops.difference(*pictures).point(lambda value: 255 * (value > 24)).getbbox():
                return False
    return True


def words(path: Path, page: int = 0) -> str:
    """The text of a page."""
    with pypdfium2.PdfDocument(path) as document:
        return document[page].get_textpage().get_text_range()


@pytest.mark.parametrize(
    ("make", "profile", "trait"),
    [
        (making.opening, "edds", Trait.OPENING),
        (making.scripted, "edds", Trait.SCRIPTS),
        (making.acting("Launch"), "cmecf", Trait.ACTIONS),
        (making.acting("SubmitForm"), "cmecf", Trait.ACTIONS),
        (making.acting("ImportData"), "nyscef", Trait.ACTIONS),
        (making.acting("GoToE"), "nyscef", Trait.ACTIONS),
        (making.acting("GoToR"), "nyscef", Trait.ACTIONS),
        (making.acting("Rendition"), "nyscef", Trait.MEDIA),
        (making.attached, "cmecf", Trait.ATTACHMENTS),
        (making.layered, "edds", Trait.LAYERS),
        (making.commented, "nyscef", Trait.COMMENTS),
        (making.form, "cmecf", Trait.FORMS),
        (making.bookmarked, "appdiv", Trait.VIEW),
    ],
)
def test_what_a_court_refuses_is_found_and_gone_from_the_copy(make, profile, trait, tmp_path) -> None:  # type: ignore[no-untyped-def]
    source = on_disk(make(), tmp_path)
    kept = sha256_of(source)
    assert trait in traits(source, profile)
    report = repair(source, read_profile(profile), tmp_path / "out" / "motion.pdf")
    assert not report.problems
    assert trait not in traits(report.path, profile)
    assert looks_alike(source, report.path)
    assert sha256_of(source) == kept


def test_links_to_pages_and_to_the_web_are_kept(tmp_path: Path) -> None:
    source = on_disk(making.linked(), tmp_path)
    report = repair(source, read_profile("edds"), tmp_path / "out.pdf")
    with pikepdf.open(report.path) as pdf:
        assert [str(each.A.S) for each in pdf.pages[0].obj.Annots] == ["/URI", "/GoTo"]


def test_a_script_behind_a_link_goes_and_the_link_still_leads_to_its_page(tmp_path: Path) -> None:
    report = repair(on_disk(making.scripted(), tmp_path), read_profile("edds"), tmp_path / "out.pdf")
    with pikepdf.open(report.path) as pdf:
        (link,) = pdf.pages[1].obj.Annots
        assert "/Next" not in link.A
        assert link.A.D[0].objgen == pdf.pages[1].obj.objgen
    assert b"app.alert" not in report.path.read_bytes()


def test_what_a_layer_hid_is_taken_out_and_what_it_set_goes_on_to_act(tmp_path: Path) -> None:
    source = on_disk(making.layered(), tmp_path)
    report = repair(source, read_profile("edds"), tmp_path / "out.pdf")
    assert "HIDDEN" not in words(report.path)
    assert "SHOWN" in words(report.path)
    assert changed(source, report.path, 0) is None
    with pikepdf.open(report.path) as pdf:
        assert "/OCProperties" not in pdf.Root
        content = pdf.pages[0].obj.Contents.read_bytes()
    assert b"HIDDEN" not in content
    assert b"1 0 0 rg" in content
    assert "3 hidden parts" not in str(report)
    assert "2 hidden parts were taken out" in str(report)


def test_text_that_depends_on_hidden_text_in_its_line_stays_in_its_layer_and_is_told(tmp_path: Path) -> None:
    pdf = making.layered(
        hidden=b"BT /F1 20 Tf 100 400 Td /OC /L1 BDC (HIDDEN) Tj EMC (after it) Tj ET\n",
    )
    report = repair(on_disk(pdf, tmp_path), read_profile("edds"), tmp_path / "out.pdf")
    assert Trait.LAYERS in traits(report.path, "edds")
    assert not report.ready
    assert "layers could not be made part of page 1" in str(report)


def test_an_image_in_a_hidden_layer_does_not_stay_in_the_file(tmp_path: Path) -> None:
    pdf = making.layered(hidden=b"q 100 0 0 100 72 72 cm /Im0 Do Q\n")
    page = pdf.pages[0].obj
    image = pikepdf.Stream(pdf, b"secret pixels!!!" * 16)
    image.Type, image.Subtype, image.Width, image.Height = Name.XObject, Name.Image, 16, 16
    image.ColorSpace, image.BitsPerComponent = Name.DeviceGray, 8
    image.OC = page.Resources.Properties.L1
    page.Resources.XObject = pikepdf.Dictionary(Im0=pdf.make_indirect(image))
    source = on_disk(pdf, tmp_path)
    report = repair(source, read_profile("edds"), tmp_path / "out.pdf")
    assert b"secret pixels" in source.read_bytes()
    assert changed(source, report.path, 0) is None
    with pikepdf.open(report.path) as after:
        images = [each for each in after.objects if isinstance(each, pikepdf.Stream) and each.get("/Width") == 16]
    assert images == []


def test_a_comments_look_becomes_part_of_the_page_and_hidden_marks_do_not(tmp_path: Path) -> None:
    source = on_disk(making.commented(note=True), tmp_path)
    report = repair(source, read_profile("nyscef"), tmp_path / "out.pdf")
    assert "RECEIVED" in words(report.path, 1)
    # Only the icon that the viewer draws for the note is gone.
    assert changed(source, report.path, 1) == pytest.approx((20, 20, 40, 40), abs=1)
    assert "the words of 1 note that show only when opened are in the original alone" in str(report)


def test_what_is_filled_into_a_form_stays_on_its_page(tmp_path: Path) -> None:
    for looks in (True, False):
        source = on_disk(making.form(looks=looks), tmp_path, f"form-{looks}.pdf")
        report = repair(source, read_profile("cmecf"), tmp_path / f"out-{looks}.pdf")
        assert "Jane Doe" in words(report.path)
        assert report.ready


def test_a_value_that_cannot_be_drawn_right_leaves_the_form_as_it_is(tmp_path: Path) -> None:
    source = on_disk(making.form("Zażółć gęślą 李雷", looks=False), tmp_path)
    report = repair(source, read_profile("cmecf"), tmp_path / "out.pdf")
    assert not report.ready
    assert "form fields could not be made part of page 1" in str(report)


def test_an_attached_file_is_offered_beside_the_copy(tmp_path: Path) -> None:
    report = repair(on_disk(making.attached(), tmp_path), read_profile("nyscef"), tmp_path / "out.pdf")
    (offered,) = report.offered
    assert offered.read_bytes() == b"what was attached"
    assert offered.name == "out-attached-1-notes.txt"


def test_a_file_that_only_belongs_to_the_document_counts_as_attached(tmp_path: Path) -> None:
    pdf = making.attached()
    pdf.Root.AF = pikepdf.Array([pdf.Root.Names.EmbeddedFiles.Names[1]])
    del pdf.Root.Names
    source = on_disk(pdf, tmp_path)
    assert Trait.ATTACHMENTS in traits(source, "nyscef")
    report = repair(source, read_profile("nyscef"), tmp_path / "out.pdf")
    assert Trait.ATTACHMENTS not in traits(report.path, "nyscef")
    assert b"what was attached" not in report.path.read_bytes()
    assert [each.read_bytes() for each in report.offered] == [b"what was attached"]


def test_a_lock_against_changes_is_taken_off_and_said(tmp_path: Path) -> None:
    source = tmp_path / "locked.pdf"
    making.plain().save(source, encryption=pikepdf.Encryption(owner="owner", user="", R=6))
    assert Trait.ENCRYPTION in traits(source, "edds")
    report = repair(source, read_profile("edds"), tmp_path / "out.pdf")
    assert Trait.ENCRYPTION not in traits(report.path, "edds")
    assert "its lock against changes was taken off" in report.repaired


def test_a_file_behind_a_password_gives_no_copy_and_says_why(tmp_path: Path) -> None:
    source = tmp_path / "locked.pdf"
    making.plain().save(source, encryption=pikepdf.Encryption(owner="owner", user="secret", R=6))
    report = repair(source, read_profile("edds"), tmp_path / "out.pdf")
    assert not report.ready
    assert "opens only with a password" in report.problems[0].what
    assert not (tmp_path / "out.pdf").exists()


def test_a_scan_can_be_made_pdfa_and_a_file_without_its_fonts_cannot(tmp_path: Path) -> None:
    scanned = on_disk(making.picture(200)(), tmp_path, "scan.pdf")
    report = repair(scanned, read_profile("edds"), tmp_path / "out.pdf")
    assert report.examined.pdfa == "2b"
    assert report.examined.pdfa_faults == ()
    typed = repair(on_disk(making.plain(), tmp_path), read_profile("edds"), tmp_path / "typed.pdf")
    assert typed.examined.pdfa == ""
    assert "a font is not in the file" in str(typed)


def test_a_false_claim_to_pdfa_is_found(tmp_path: Path) -> None:
    pdf = making.plain()
    with pdf.open_metadata() as metadata:
        metadata["pdfaid:part"], metadata["pdfaid:conformance"] = "2", "B"
    report = preflight(on_disk(pdf, tmp_path), read_profile("edds"))
    assert any("says that it is PDF/A-2b, but is not" in each.found for each in report.deficiencies)


def test_the_same_file_gives_the_same_bytes(tmp_path: Path) -> None:
    for make in (making.layered, making.form, making.picture(100)):
        source = on_disk(make(), tmp_path)
        copies = [repair(source, read_profile("nyscef"), tmp_path / name / "a.pdf").path for name in ("one", "two")]
        assert sha256_of(copies[0]) == sha256_of(copies[1])
        for copy in copies:
            copy.unlink()


def test_a_copy_is_never_written_over_a_file(tmp_path: Path) -> None:
    source = on_disk(making.layered(), tmp_path)
    with pytest.raises(ConflictError):
        repair(source, read_profile("edds"), source)


def test_where_nothing_is_to_be_repaired_the_copy_is_the_original(tmp_path: Path) -> None:
    source = on_disk(making.plain(), tmp_path)
    report = repair(source, read_profile("cmecf"), tmp_path / "out.pdf")
    assert report.path.read_bytes() == source.read_bytes()
    assert report.ready
