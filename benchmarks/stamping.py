"""Pages numbered a second: ours with every correctness step, PyMuPDF, the usual pypdf recipe, on the same files."""

import gc
import io
import random
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from hashlib import sha256
from pathlib import Path

import pikepdf
import pypdfium2
import typst
from PIL import Image

from discovery.files.pdf import endorse_pages, open_pdf, page_labels, save_pdf, stamp_file

TEXT_FILES, TEXT_PAGES = 4, 600
SCAN_FILES, SCAN_PAGES = 4, 40
ROUNDS = 5
PROCESSES = 2

Stamper = Callable[[Path, Path], object]


def main() -> None:
    """Make the files, time every contender on them in turns, and print pages a second and ratios."""
    with tempfile.TemporaryDirectory() as room:
        folder = Path(room)
        for kind, files in (("text", _text_files(folder)), ("scans", _scan_files(folder))):
            pages = sum(_pages(path) for path in files)
            size = sum(path.stat().st_size for path in files) / 1e6
            print(f"\n{kind}: {pages} pages in {len(files)} files, {size:.0f} MB, best of {ROUNDS} rounds, pages/s")
            _compare(kind, files, pages, folder / "out")


def _compare(kind: str, files: list[Path], pages: int, out: Path) -> None:
    contenders: dict[str, Callable[[], None]] = {
        "ours, one process": lambda: _each(ours, files, out),
        "ours, bare: no check of the graphics state": lambda: _each(bare, files, out),
        "ours, looked at and proved, one process": lambda: _each(proved, files, out),
        "PyMuPDF insert_text": lambda: _each(with_pymupdf, files, out),
    }
    if kind == "text":
        contenders["pypdf merge_page with reportlab"] = lambda: _each(with_pypdf, files, out)
        contenders["PDFium draws each page once, writes nothing"] = lambda: _each(drawn, files, out)
    with ProcessPoolExecutor(PROCESSES) as pool:
        list(pool.map(_warm, range(PROCESSES)))
        contenders[f"ours, {PROCESSES} processes"] = lambda: _spread(pool, ours, files, out)
        contenders[f"ours, looked at and proved, {PROCESSES} processes"] = lambda: _spread(pool, proved, files, out)
        speeds = _timed(contenders, pages, out)
    for name, speed in speeds.items():
        print(f"  {name:48} {speed:9,.0f}")
    _ratios(speeds, kind)
    print(f"  the same bytes on a second run: {'yes' if _same_bytes(files[0], out) else 'NO'}")
    print(f"  output is {_growth(files[0], out):.3f} times the input")


def _timed(contenders: dict[str, Callable[[], None]], pages: int, out: Path) -> dict[str, float]:
    """Pages a second; the contenders take turns, so that a busy moment of the machine meets them all."""
    best: dict[str, float] = {}
    for _ in range(ROUNDS):
        for name, run in contenders.items():
            shutil.rmtree(out, ignore_errors=True)
            out.mkdir()
            gc.collect()
            gc.freeze()  # what an earlier contender left alive is not walked again in the next one's time
            start = time.perf_counter()
            run()
            best[name] = max(best.get(name, 0), pages / (time.perf_counter() - start))
    return best


def _ratios(speeds: dict[str, float], kind: str) -> None:
    for name, speed in speeds.items():
        if not name.startswith("ours") or "bare" in name:
            continue
        against = [f"{speed / speeds['PyMuPDF insert_text']:.1f} times PyMuPDF"]
        if kind == "text":
            against.append(f"{speed / speeds['pypdf merge_page with reportlab']:.1f} times pypdf")
            if "proved" in name:
                drawn_once = speeds["PDFium draws each page once, writes nothing"]
                against.append(f"{speed / drawn_once:.1f} times one drawing by PDFium")
        print(f"  {name}: {', '.join(against)}")


def _each(stamper: Stamper, files: Iterable[Path], out: Path) -> None:
    for path in files:
        stamper(path, out / path.name)


def _spread(pool: ProcessPoolExecutor, stamper: Stamper, files: list[Path], out: Path) -> None:
    list(pool.map(stamper, files, [out / path.name for path in files]))


def _warm(_: int) -> None:
    """Let the process exist before the clock runs."""
    time.sleep(0.2)


def _labels(pages: int) -> list[str]:
    return [f"DOE-{number:06d}" for number in range(1, pages + 1)]


def _pages(path: Path) -> int:
    with pikepdf.open(path) as pdf:
        return len(pdf.pages)


def ours(source: Path, target: Path) -> None:
    """Every correctness step, page labels, same bytes."""
    with open_pdf(source) as pdf:
        labels = dict(enumerate(_labels(len(pdf.pages))))
        endorse_pages(pdf, labels)
        pdf.Root.PageLabels = page_labels(labels)
        save_pdf(pdf, target, sha256(source.name.encode()).hexdigest())


def proved(source: Path, target: Path) -> None:
    """The whole job: look at every place, number, read back with pypdf and PDFium, publish."""
    report = stamp_file(source, target, _labels(_pages(source)))
    if report.problems:
        raise RuntimeError(str(report.problems[0]))


def bare(source: Path, target: Path) -> None:
    """Append a label to every page as if every page were well behaved."""
    with pikepdf.open(source) as pdf:
        font = pdf.make_indirect(
            pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        )
        for page, label in zip(pdf.pages, _labels(len(pdf.pages)), strict=True):
            page.add_resource(font, pikepdf.Name.Font, pikepdf.Name.BtsF0)
            page.contents_add(b"q BT /BtsF0 10 Tf 530 24 Td (%s) Tj ET Q" % label.encode())
        pdf.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def with_pymupdf(source: Path, target: Path) -> None:
    """The recipe of its documentation, with the derotation matrix."""
    import pymupdf

    with pymupdf.open(source) as document:
        for page, label in zip(document, _labels(len(document)), strict=True):
            point = pymupdf.Point(page.rect.width - 82, page.rect.height - 24) * page.derotation_matrix
            page.insert_text(point, label, fontsize=10, fontname="helv", rotate=page.rotation)
        document.save(target)


def with_pypdf(source: Path, target: Path) -> None:
    """The recipe of most tutorials: one reportlab page a number, merged."""
    from pypdf import PdfReader, PdfWriter
    from reportlab.pdfgen.canvas import Canvas

    writer = PdfWriter(clone_from=source)
    for page, label in zip(writer.pages, _labels(len(writer.pages)), strict=True):
        buffer = io.BytesIO()
        canvas = Canvas(buffer, pagesize=(float(page.mediabox.width), float(page.mediabox.height)))
        canvas.setFont("Helvetica", 10)
        canvas.drawRightString(float(page.mediabox.width) - 24, 24, label)
        canvas.save()
        page.merge_page(PdfReader(buffer).pages[0])
    writer.write(target)


def drawn(source: Path, _: Path) -> None:
    """What looking at whole pages would cost."""
    with pypdfium2.PdfDocument(source) as document:
        for index in range(len(document)):
            document[index].render(scale=1)


def _same_bytes(source: Path, out: Path) -> bool:
    ours(source, out / "first.pdf")
    ours(source, out / "second.pdf")
    return (out / "first.pdf").read_bytes() == (out / "second.pdf").read_bytes()


def _growth(source: Path, out: Path) -> float:
    return (out / "first.pdf").stat().st_size / source.stat().st_size


def _text_files(folder: Path) -> list[Path]:
    files = []
    for number in range(TEXT_FILES):
        path = folder / f"text-{number}.pdf"
        path.write_bytes(pages_of_text(TEXT_PAGES, number))
        files.append(path)
    return files


def pages_of_text(pages: int, number: int) -> bytes:
    """A PDF with pages of running text, as a word processor sets them; another one for each number."""
    chance = random.Random(20260101 + number)
    letters = "etaoinshrdlucmfwypvbgk"
    words = ["".join(chance.choices(letters, k=chance.randint(2, 9))) for _ in range(2000)]
    texts = [f"= Page {page}\n\n{' '.join(chance.choices(words, k=320))}." for page in range(pages)]
    source = '#set page(paper: "us-letter")\n#set text(size: 12pt)\n' + "\n#pagebreak()\n".join(texts)
    return bytes(typst.compile(source.encode()))


def _scan_files(folder: Path) -> list[Path]:
    """Letter pages at 150 dpi, each one grey JPEG, as a copier makes them."""
    chance = random.Random(20260102)
    noise = Image.frombytes("L", (425, 550), chance.randbytes(425 * 550)).resize((1275, 1650))
    buffer = io.BytesIO()
    noise.point(lambda value: 200 + value // 5).save(buffer, "JPEG", quality=85)
    files = []
    for number in range(SCAN_FILES):
        path = folder / f"scan-{number}.pdf"
        with pikepdf.new() as pdf:
            for page in range(SCAN_PAGES):
                pdf.pages.append(_scan_page(pdf, buffer.getvalue() + b"%d" % page))
            pdf.save(path)
        files.append(path)
    return files


def _scan_page(pdf: pikepdf.Pdf, data: bytes) -> pikepdf.Page:
    image = pikepdf.Stream(pdf, data, Filter=pikepdf.Name.DCTDecode)
    image.Type, image.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    image.Width, image.Height, image.BitsPerComponent = 1275, 1650, 8
    image.ColorSpace = pikepdf.Name.DeviceGray
    page = pikepdf.Dictionary(
        Type=pikepdf.Name.Page,
        MediaBox=pikepdf.Array([0, 0, 612, 792]),
        Resources=pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=pdf.make_indirect(image))),
        Contents=pikepdf.Stream(pdf, b"q 612 0 0 792 0 0 cm /Im0 Do Q"),
    )
    return pikepdf.Page(pdf.make_indirect(page))


if __name__ == "__main__":
    main()
