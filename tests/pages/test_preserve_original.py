"""A numbered copy that begins with its original, byte for byte, is the same pages as any other numbered copy."""

from collections.abc import Callable
from pathlib import Path

import pikepdf
import pypdf
import pytest
from pikepdf import Array, Dictionary, Name, ObjectStreamMode

from discovery.errors import InputError
from discovery.files.originals import inspect
from discovery.files.pdf import StampReport, stamp_file
from discovery.files.sameness import differences
from discovery.files.stamped import prove_stamped
from discovery.files.unstamping import unstamp_file
from tests.pages import seeing
from tests.pages.awkward import new, saved
from tests.pages.test_unstamp import TRAITS


def labels(count: int) -> list[str]:
    return [f"DOE-{number:06d}" for number in range(1, count + 1)]


def kept(source: Path, target: Path) -> StampReport:
    report = stamp_file(source, target, labels(inspect(source).pages), preserve_original=True)
    assert not report.problems
    return report


@pytest.mark.parametrize("trait", TRAITS)
def test_the_original_is_the_first_part_and_the_pages_are_those_of_an_ordinary_copy(
    trait: str, tmp_path: Path
) -> None:
    source = saved(TRAITS[trait](), tmp_path / "source.pdf")
    report = kept(source, tmp_path / "kept.pdf")
    original = source.read_bytes()
    assert (tmp_path / "kept.pdf").read_bytes().startswith(original)
    assert any(inspect(source).sha256 in note and "earlier versions" in note for note in report.notes)
    stamp_file(source, tmp_path / "usual.pdf", report.labels)
    with pikepdf.open(tmp_path / "kept.pdf") as one, pikepdf.open(tmp_path / "usual.pdf") as other:
        assert one.get_warnings() == []
        assert [str(each) for each in differences(one, other)] in ([], ["The file's BtsWas is not the same."])
        assert one.check_pdf_syntax() == []


@pytest.mark.parametrize("trait", TRAITS)
def test_taking_the_numbers_off_gives_the_original_byte_for_byte(trait: str, tmp_path: Path) -> None:
    source = saved(TRAITS[trait](), tmp_path / "source.pdf")
    kept(source, tmp_path / "kept.pdf")
    done = unstamp_file(tmp_path / "kept.pdf", tmp_path / "bare.pdf", source=source)
    assert not done.problems
    assert (tmp_path / "bare.pdf").read_bytes() == source.read_bytes()
    assert any("byte for byte" in note for note in done.notes)


def with_table(path: Path) -> None:
    new(3).save(path, object_stream_mode=ObjectStreamMode.disable)


def with_streams(path: Path) -> None:
    new(3).save(path, object_stream_mode=ObjectStreamMode.generate)


def linearized(path: Path) -> None:
    new(3).save(path, linearize=True)


def without_last_line_end(path: Path) -> None:
    with_table(path)
    path.write_bytes(path.read_bytes().rstrip())


def updated_before(path: Path) -> None:
    """By another program, with a stream behind a table."""
    with_table(path.with_name("first.pdf"))
    writer = pypdf.PdfWriter(path.with_name("first.pdf"), incremental=True)
    writer.pages[0][pypdf.generic.NameObject("/Tabs")] = pypdf.generic.NameObject("/S")
    writer.write(path)


def of_a_later_generation(path: Path) -> None:
    """A page whose object number was used before: `3 1 obj`."""
    with_table(path)
    data = path.read_bytes()
    with pikepdf.open(path) as pdf:
        number = pdf.pages[0].obj.objgen[0]
    data = data.replace(b"\n%d 0 obj" % number, b"\n%d 1 obj" % number).replace(
        b"%d 0 R" % number, b"%d 1 R" % number
    )
    lines = data.split(b"\n")
    start = lines.index(b"xref") + 2 + number
    lines[start] = lines[start].replace(b" 00000 n", b" 00001 n")
    path.write_bytes(b"\n".join(lines))


def with_numbers_apart(path: Path) -> None:
    """Lengths and page counts as objects of their own."""
    pdf = new(3)
    pdf.Root.Pages.Count = pdf.make_indirect(3)
    pdf.pages[1].obj.Rotate = pdf.make_indirect(90)
    pdf.save(path, object_stream_mode=ObjectStreamMode.disable)


FORMS: list[Callable[[Path], None]] = [
    with_table,
    with_streams,
    linearized,
    without_last_line_end,
    updated_before,
    of_a_later_generation,
    with_numbers_apart,
]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
def test_every_form_of_file_is_continued_in_its_own_form(form: Callable[[Path], None], tmp_path: Path) -> None:
    source = tmp_path / "source.pdf"
    form(source)
    kept(source, tmp_path / "kept.pdf")
    data, original = (tmp_path / "kept.pdf").read_bytes(), source.read_bytes()
    assert data.startswith(original)
    table = original[int(original.rsplit(b"startxref", 1)[1].split()[0]) :].startswith(b"xref")
    assert (b"\nxref\n" in data[len(original) :]) == table
    for page in range(3):
        assert seeing.occurrences(tmp_path / "kept.pdf", page, f"DOE-{page + 1:06d}") == 1
        assert seeing.label(tmp_path / "kept.pdf", page) == f"DOE-{page + 1:06d}"
    assert prove_stamped([tmp_path / "kept.pdf"]) == ()


def test_the_same_file_and_numbers_give_the_same_bytes(tmp_path: Path) -> None:
    source = saved(new(2), tmp_path / "source.pdf")
    kept(source, tmp_path / "a.pdf")
    kept(source, tmp_path / "b.pdf")
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


def test_the_documents_own_properties_are_still_read(tmp_path: Path) -> None:
    pdf = new()
    pdf.docinfo["/Title"] = "Sample report"
    source = saved(pdf, tmp_path / "source.pdf")
    kept(source, tmp_path / "kept.pdf")
    reader = pypdf.PdfReader(tmp_path / "kept.pdf")
    assert reader.metadata is not None
    assert reader.metadata.title == "Sample report"
    with pikepdf.open(tmp_path / "kept.pdf") as opened:
        assert str(opened.docinfo["/Title"]) == "Sample report"


def test_a_file_whose_first_part_was_changed_is_found(tmp_path: Path) -> None:
    kept(saved(new(), tmp_path / "source.pdf"), tmp_path / "kept.pdf")
    data = (tmp_path / "kept.pdf").read_bytes()
    (tmp_path / "kept.pdf").write_bytes(data.replace(b"The officer", b"The Officer", 1))
    (problem,) = [one for one in prove_stamped([tmp_path / "kept.pdf"]) if "original" in one.what]
    assert "does not begin with its original any more" in problem.what


def test_what_cannot_be_kept_is_refused_with_the_reason(tmp_path: Path) -> None:
    locked = tmp_path / "locked.pdf"
    new().save(locked, encryption=pikepdf.Encryption(owner="x", user=""))
    damaged = saved(new(), tmp_path / "damaged.pdf")
    damaged.write_bytes(damaged.read_bytes().replace(b"startxref", b"startxxxx"))
    for path, reason in ((locked, "it is encrypted"), (damaged, "it is damaged")):
        with pytest.raises(InputError, match=f"{path.name} cannot be kept as the first part of the copy: {reason}"):
            stamp_file(path, tmp_path / "out.pdf", ["DOE-000001"], preserve_original=True)
    with pytest.raises(InputError, match="nothing would be locked"):
        source = saved(new(), tmp_path / "a.pdf")
        stamp_file(source, tmp_path / "out.pdf", ["DOE-000001"], preserve_original=True, lock=True)


def test_numbers_of_a_kept_original_are_replaced_and_it_is_still_the_first_part(tmp_path: Path) -> None:
    source = saved(new(), tmp_path / "a.pdf")
    kept(source, tmp_path / "b.pdf")
    report = stamp_file(tmp_path / "b.pdf", tmp_path / "c.pdf", ["ROE-000001"], restamp=True, preserve_original=True)
    assert not report.problems
    assert (tmp_path / "c.pdf").read_bytes().startswith(source.read_bytes())
    assert b"DOE-000001" not in (tmp_path / "c.pdf").read_bytes()
    stamp_file(source, tmp_path / "usual.pdf", ["DOE-000001"])
    with pytest.raises(InputError, match="number the original itself"):
        stamp_file(tmp_path / "usual.pdf", tmp_path / "d.pdf", ["ROE-000001"], restamp=True, preserve_original=True)


def test_an_earlier_version_in_the_file_stays_readable_and_the_report_says_so(tmp_path: Path) -> None:
    updated_before(tmp_path / "source.pdf")
    report = kept(tmp_path / "source.pdf", tmp_path / "kept.pdf")
    assert any("earlier versions the file held" in note for note in report.notes)
    assert (tmp_path / "kept.pdf").read_bytes().count(b"%%EOF") == 3


def test_a_signed_revision_stays_as_it_was_signed(tmp_path: Path) -> None:
    pdf = new()
    value = pdf.make_indirect(Dictionary(Type=Name.Sig, ByteRange=Array([0, 100, 200, 300])))
    field = Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Sig, T="s", V=value, Rect=Array([0, 0, 0, 0]))
    pdf.Root.AcroForm = Dictionary(Fields=Array([pdf.make_indirect(field)]), SigFlags=3)
    source = saved(pdf, tmp_path / "a.pdf")
    kept(source, tmp_path / "b.pdf")
    assert (tmp_path / "b.pdf").read_bytes()[: source.stat().st_size] == source.read_bytes()
