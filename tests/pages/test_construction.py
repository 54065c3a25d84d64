"""The proof by construction names each thing that was lost, changed or added, however small."""

from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from discovery.files.pdf import endorse_pages, open_pdf, page_labels, save_pdf
from discovery.files.readback import PageExpectation, check_stamps, expectations, prove
from tests.pages.awkward import LAYOUTS, annotated, furnished, new, saved


def finished(tmp_path: Path, made: pikepdf.Pdf) -> tuple[Path, Path, tuple[PageExpectation, ...]]:
    source, target = saved(made, tmp_path / "source.pdf"), tmp_path / "finished.pdf"
    with open_pdf(source) as pdf:
        labels = {page: f"DOE-{page + 1:06d}" for page in range(len(pdf.pages))}
        endorsed = endorse_pages(pdf, labels)
        pdf.Root.PageLabels = page_labels(labels)
        save_pdf(pdf, target, "seed")
    return source, target, expectations(endorsed, source)


def sentences(path: Path, expected: tuple[PageExpectation, ...], source: Path) -> list[str]:
    return [problem.what for verdict in prove(path, expected, whole=source) for problem in verdict.problems]


def _page(pdf: pikepdf.Pdf) -> pikepdf.Object:
    return pdf.pages[0].obj


def _put(key: str, value: object) -> Callable[[pikepdf.Pdf], None]:
    return lambda pdf: _page(pdf).__setitem__(key, value)


def _drop(key: str) -> Callable[[pikepdf.Pdf], None]:
    return lambda pdf: _page(pdf).__delitem__(key)


def repaint(pdf: pikepdf.Pdf) -> None:
    _page(pdf).Resources.XObject.Im0.write(bytes(100))


def recolor(pdf: pikepdf.Pdf) -> None:
    _page(pdf).Resources.XObject.Im0.Decode = Array([1, 0])


def other_font(pdf: pikepdf.Pdf) -> None:
    _page(pdf).Resources.Font.F1.BaseFont = Name.Courier


def lighter(pdf: pikepdf.Pdf) -> None:
    _page(pdf).Resources.ExtGState.G0.ca = 0.1


def lose_picture(pdf: pikepdf.Pdf) -> None:
    del _page(pdf).Resources.XObject["/Im0"]


def add_picture(pdf: pikepdf.Pdf) -> None:
    _page(pdf).Resources.XObject.Im1 = _page(pdf).Resources.XObject.Im0


def add_typeface(pdf: pikepdf.Pdf) -> None:
    _page(pdf).Resources.Font.F9 = _page(pdf).Resources.Font.F1


def redirect(pdf: pikepdf.Pdf) -> None:
    _page(pdf).Annots[0].Dest = Array([_page(pdf), Name.Fit])


def reword_comment(pdf: pikepdf.Pdf) -> None:
    _page(pdf).Annots[1].Contents = String("See the other report.")


def repaint_comment(pdf: pikepdf.Pdf) -> None:
    _page(pdf).Annots[1].AP.N.write(b"0 1 0 rg 0 0 80 30 re f")


def hide_comment(pdf: pikepdf.Pdf) -> None:
    _page(pdf).Annots[1].F = 2


def lose_comment(pdf: pikepdf.Pdf) -> None:
    del _page(pdf).Annots[1]


def refill(pdf: pikepdf.Pdf) -> None:
    _page(pdf).Annots[2].V = String("Roe")


def rename(pdf: pikepdf.Pdf) -> None:
    _page(pdf).Annots[2].T = String("other")


def lock_field(pdf: pikepdf.Pdf) -> None:
    _page(pdf).Annots[2].Ff = 1


def draw_fields_anew(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm.NeedAppearances = True


def retitle_bookmark(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Outlines.First.Title = String("Confession")


def redirect_bookmark(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Outlines.First.Dest = Array([pdf.pages[1].obj, Name.Fit])


def redirect_name(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Names.Dests.Names[1] = Array([pdf.pages[0].obj, Name.Fit])


def attach(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["note.txt"] = b"a note"


def switch_layer_off(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OCProperties.D.OFF = pdf.Root.OCProperties.D.ON


def retag(pdf: pikepdf.Pdf) -> None:
    pdf.Root.StructTreeRoot.K[0].Alt = String("Another note")


def rewrite_metadata(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Metadata.write(b"<x:xmpmeta xmlns:x='adobe:ns:meta/'><!-- --></x:xmpmeta>")


def another_author(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo.Author = String("B. Clerk")


def act_on_opening(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


FAULTS: dict[str, tuple[Callable[[pikepdf.Pdf], None], str]] = {
    "the pixels of an image changed": (repaint, "images and forms, Im0 is not"),
    "an image shown as its negative": (recolor, "images and forms, Im0 is not"),
    "another typeface under the same name": (other_font, "typefaces, F1 is not"),
    "a fainter pen": (lighter, "settings of the pen, G0 is not"),
    "an image lost": (lose_picture, "It lost Im0 of its images"),
    "an image added": (add_picture, "It gained 1 images and forms instead of 0"),
    "a typeface added": (add_typeface, "It gained 2 typefaces instead of 1"),
    "colors blended otherwise": (_drop("/Group"), "The way its colors blend"),
    "another order of its fields": (_put("/Tabs", Name.R), "The order in which its fields"),
    "its tie to the tags lost": (_drop("/StructParents"), "What ties it to the file's tags"),
    "a unit added": (_put("/UserUnit", 2), "The unit it is measured in"),
    "its trim box changed": (_put("/TrimBox", Array([0, 0, 600, 780])), "Its trim box"),
    "its transition lost": (_drop("/Trans"), "slide show"),
    "its time on the screen changed": (_put("/Dur", 6), "How long it is shown"),
    "an action added": (_put("/AA", Dictionary(O=Dictionary(S=Name.Named, N=Name.NextPage))), "What it does when"),
    "an entry of an unknown kind": (_put("/Custom", 1), "What it says of Custom"),
    "the sheet made larger behind the crop": (_put("/MediaBox", Array([0, 0, 612, 800])), "size, crop or turn"),
    "a link led elsewhere": (redirect, "Where a link leads"),
    "a comment reworded": (reword_comment, "A comment (its Contents)"),
    "a comment painted otherwise": (repaint_comment, "The look of a field or comment"),
    "a comment hidden": (hide_comment, "A comment (its F)"),
    "a comment lost": (lose_comment, "Its links, fields or comments"),
    "a field filled in": (refill, "What a field holds"),
    "a field renamed": (rename, "The name or kind of a field"),
    "a field locked": (lock_field, "The name or kind of a field"),
    "the form asks viewers to draw it anew": (draw_fields_anew, "The file's form is"),
    "a bookmark renamed": (retitle_bookmark, "The file's bookmarks"),
    "a bookmark led elsewhere": (redirect_bookmark, "The file's bookmarks"),
    "a named destination led elsewhere": (redirect_name, "The file's named destinations"),
    "a file attached": (attach, "attached files"),
    "a layer switched off": (switch_layer_off, "The file's layers"),
    "a description for the blind changed": (retag, "The file's tags"),
    "its metadata rewritten": (rewrite_metadata, "The file's metadata"),
    "another author": (another_author, "author"),
    "an action on opening": (act_on_opening, "way to open"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_the_proof_by_construction_names(fault: str, tmp_path: Path) -> None:
    change, sentence = FAULTS[fault]
    source, path, expected = finished(tmp_path, furnished())
    assert sentences(path, expected, source) == []
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        change(pdf)
        pdf.save(path, fix_metadata_version=False)
    assert any(sentence in one for one in sentences(path, expected, source)), sentences(path, expected, source)


def test_a_fault_of_what_pages_share_is_found_on_each_of_them(tmp_path: Path) -> None:
    _, path, expected = finished(tmp_path, LAYOUTS["shared content and resources"]())
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.pages[0].obj.Resources.Font.F1.BaseFont = Name.Courier
        pdf.save(path)
    wrong = [problem.where for problem in check_stamps(path, expected)]
    assert wrong == [f"finished.pdf, page {page} (DOE-{page:06d})" for page in (1, 2, 3)]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_whole_file_is_kept_besides_its_page_labels(layout: str, tmp_path: Path) -> None:
    source, path, expected = finished(tmp_path, LAYOUTS[layout]())
    assert [each for each in sentences(path, expected, source) if each.startswith("The file's")] == []


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (lambda form: form.write(b"BT ET"), "byte for byte"),
        (lambda form: form.__setitem__("/Matrix", Array([1, 0, 0, 1, 5, 0])), "does not lie on the page"),
        (lambda form: form.__setitem__("/BBox", Array([0, 0, 300, 300])), "does not lie on the page"),
        (lambda form: form.Resources.Font.F1.__setitem__("/BaseFont", Name.Courier), "draws with"),
        (lambda form: form.__setitem__("/Group", Dictionary(S=Name.Transparency)), "blends"),
    ],
)
def test_content_set_apart_in_a_form_is_proved_as_strictly(
    fault: Callable[[pikepdf.Object], None], sentence: str, tmp_path: Path
) -> None:
    source, path = saved(new(), tmp_path / "source.pdf"), tmp_path / "finished.pdf"
    with open_pdf(source) as pdf:
        endorsed = endorse_pages(pdf, {0: "DOE-000001"}, isolate=[0])
        save_pdf(pdf, path, "seed")
    expected = expectations(endorsed, source, shown=False)
    assert check_stamps(path, expected) == ()
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        fault(pdf.pages[0].obj.Resources.XObject.BtsPg)
        pdf.save(path)
    assert any(sentence in problem.what for problem in check_stamps(path, expected))


def test_a_served_page_may_lose_a_script_but_not_its_link(tmp_path: Path) -> None:
    made = annotated()
    link = made.pages[0].obj.Annots[0]
    link.A = Dictionary(S=Name.URI, URI=String("https://example.org/"))
    made.pages[0].obj.Annots[1].AA = Dictionary(E=Dictionary(S=Name.JavaScript, JS=String("1")))
    source, path = saved(made, tmp_path / "source.pdf"), tmp_path / "finished.pdf"
    expected = [PageExpectation(page=0, source=source, served=True)]
    with pikepdf.open(source) as pdf:
        del pdf.pages[0].obj.Annots[1]["/AA"]
        pdf.save(path)
    assert check_stamps(path, expected) == ()
    assert check_stamps(path, [PageExpectation(page=0, source=source)])
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.pages[0].obj.Annots[0].A.URI = String("https://example.com/")
        pdf.save(path)
    assert [problem.what for problem in check_stamps(path, expected)] == ["Where a link leads is not the source's."]


def test_a_verdict_says_how_each_page_was_proved(tmp_path: Path) -> None:
    _, path, expected = finished(tmp_path, new(2))
    assert {verdict.how for verdict in prove(path, expected)} == {"construction, text, strip"}
    deep = [PageExpectation(**{**vars(one), "deep": True}) for one in expected]
    assert {verdict.how for verdict in prove(path, deep)} == {"construction, text, strip, whole page"}
    alone = [PageExpectation(page=one.page, label=one.label, spot=one.spot) for one in expected]
    assert {verdict.how for verdict in prove(path, alone)} == {"text, strip"}
