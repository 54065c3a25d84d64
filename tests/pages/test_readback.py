"""The proof fails for whatever may have gone wrong on a page."""

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Stream

from discovery.files.pdf import endorse_pages, open_pdf, page_labels, save_pdf
from discovery.files.readback import PageExpectation, check_stamps, expectations
from tests.pages.awkward import annotated, new, saved

LABELS = ("DOE-000001", "DOE-000002", "DOE-000003")


def finished(tmp_path: Path, made: pikepdf.Pdf | None = None) -> tuple[Path, tuple[PageExpectation, ...]]:
    source, target = saved(made or new(3), tmp_path / "source.pdf"), tmp_path / "finished.pdf"
    with open_pdf(source) as pdf:
        labels = dict(enumerate(LABELS[: len(pdf.pages)]))
        endorsed = endorse_pages(pdf, labels)
        pdf.Root.PageLabels = page_labels(labels)
        save_pdf(pdf, target, "seed")
    return target, expectations(endorsed, source)


def altered(path: Path, change: Callable[[pikepdf.Pdf], None]) -> None:
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        change(pdf)
        pdf.save(path)


def _post(pdf: pikepdf.Pdf, page: int) -> pikepdf.Object:
    return pdf.pages[page].obj.Contents[-1]


def _rewrite(old: bytes, new_: bytes) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        data = _post(pdf, 1).read_bytes()
        assert old in data
        _post(pdf, 1).write(data.replace(old, new_))

    return change


def swap_pages(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[0]
    del pdf.pages[0]
    pdf.pages.insert(1, page)


def drop_page(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[1]


def cover(pdf: pikepdf.Pdf) -> None:
    look = Stream(pdf, b"1 g 0 0 300 80 re f")
    look.Type, look.Subtype, look.BBox = Name.XObject, Name.Form, Array([0, 0, 300, 80])
    comment = Dictionary(
        Type=Name.Annot, Subtype=Name.Stamp, Rect=Array([400, 0, 612, 60]), AP=Dictionary(N=pdf.make_indirect(look))
    )
    pdf.pages[1].obj.Annots = Array([comment])


def draw_over(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].obj.Contents.append(Stream(pdf, b"1 g 300 0 312 100 re f"))


def change_source_content(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].obj.Contents[1].write(b"BT /F1 12 Tf 72 700 Td (The officer ran no search.) Tj ET")


def drop_source_content(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[1].obj.Contents[1]


def second_stamp(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].obj.Contents.append(_post(pdf, 1))


def drop_font(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].obj.Resources.Font = Dictionary(BtsF0=pdf.pages[1].obj.Resources.Font.BtsF0)


def unembed(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[1].obj.Resources.Font.BtsF0.FontDescriptor["/FontFile2"]


def turn(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].obj.Rotate = 90


def crop(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].obj.CropBox = Array([0, 0, 612, 700])


def relabel(pdf: pikepdf.Pdf) -> None:
    pdf.Root.PageLabels = page_labels(["DOE-000001", "DOE-000003", "DOE-000004"])


def widen(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].obj.Resources.Font.BtsF0.ToUnicode.write(
        pdf.pages[1].obj.Resources.Font.BtsF0.ToUnicode.read_bytes().replace(b"<0044>", b"<0058>")
    )


def draw_other_digits(pdf: pikepdf.Pdf) -> None:
    font = pdf.pages[1].obj.Resources.Font.BtsF0
    font.Encoding = Dictionary(BaseEncoding=Name.WinAnsiEncoding, Differences=Array([0x32, Name.three]))


MUTATIONS: dict[str, Callable[[pikepdf.Pdf], None]] = {
    "two pages swapped": swap_pages,
    "a page dropped": drop_page,
    "a digit changed": _rewrite(b"(DOE-000002)", b"(DOE-000003)"),
    "the number moved": _rewrite(b" 24 cm", b" 30 cm"),
    "the number smaller": _rewrite(b" 10 Tf", b" 8 Tf"),
    "the number white": _rewrite(b"0 g", b"1 g"),
    "the number invisible": _rewrite(b"0 Tr", b"3 Tr"),
    "the state not restored": _rewrite(b"\nQ\n/Artifact", b"\n/Artifact"),
    "a comment over the number": cover,
    "a drawing over the number": draw_over,
    "the source's words changed": change_source_content,
    "the source's content lost": drop_source_content,
    "a second number": second_stamp,
    "a typeface of the source lost": drop_font,
    "the typeface not embedded": unembed,
    "its digits drawn as others": draw_other_digits,
    "the page turned": turn,
    "the page cropped": crop,
    "a viewer's page number off": relabel,
    "the letters mapped to others": widen,
}


@pytest.mark.parametrize("mutation", MUTATIONS)
def test_the_proof_fails_on(mutation: str, tmp_path: Path) -> None:
    path, expected = finished(tmp_path)
    assert check_stamps(path, expected) == ()
    altered(path, MUTATIONS[mutation])
    problems = check_stamps(path, expected)
    assert problems
    assert all("finished.pdf" in problem.where for problem in problems)


def test_a_lost_or_moved_link_is_found(tmp_path: Path) -> None:
    path, expected = finished(tmp_path, annotated())
    altered(path, lambda pdf: pdf.pages[0].obj.Annots.__delitem__(0))
    assert any("links, fields or comments" in problem.what for problem in check_stamps(path, expected))


def test_without_the_source_the_number_is_still_proved(tmp_path: Path) -> None:
    path, expected = finished(tmp_path)
    alone = [PageExpectation(page=one.page, label=one.label, spot=one.spot, shown=one.label) for one in expected]
    assert check_stamps(path, alone) == ()
    altered(path, cover)
    assert [problem.where for problem in check_stamps(path, alone)] == ["finished.pdf, page 2 (DOE-000002)"]


def test_the_pages_can_be_shared_out_over_processes(tmp_path: Path) -> None:
    path, expected = finished(tmp_path)
    done: list[int] = []
    with ProcessPoolExecutor(2) as executor:
        assert check_stamps(path, expected, executor=executor, progress=done.append) == ()
        altered(path, MUTATIONS["a digit changed"])
        assert check_stamps(path, expected, executor=executor)
    assert sum(done) == 3


def test_page_labels_keep_leading_zeros_in_few_entries() -> None:
    labels = [f"SMITH-{number:06d}" for number in range(7, 5007)]
    tree = page_labels(["i", "ii", *labels])
    entries = {int(page): entry for page, entry in zip(tree.Nums[::2], tree.Nums[1::2], strict=True)}
    assert list(entries) == [0, 1, 2, 5, 95, 995]
    assert str(entries[5].P) == "SMITH-0000"
    assert int(entries[995].St) == 1000
