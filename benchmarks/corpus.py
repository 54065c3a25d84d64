"""Number every PDF of a folder and say what became of it: python -m benchmarks.corpus DIR [SECONDS].

A file is right when another look agrees, which knows nothing of the program's own geometry: words and their places
come from PDFium's own text layer, pictures from PDFium's own renderer. Each number is found once in the text, upright
and inside the page; its ink is there; and the rest of the page is unchanged, but for what the report says became
smaller. A file is refused when the program said why it would not; wrong otherwise. Each file has a process and a
limit of its own, so that a crash or a hang is counted and not suffered. Traits are read from DIR/index.tsv where
there is one.
"""

import csv
import ctypes
import multiprocessing
import multiprocessing.connection
import sys
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image, ImageChops, ImageFilter

from discovery.errors import DiscoveryError
from discovery.files.originals import inspect, open_pdf
from discovery.files.pdf import StampReport, stamp_file

LIMIT = 60.0
_FAINT = 40  # of 255: less is a viewer's rounding
_LARGE = 100_000  # bytes
_MOST = 2200  # pixels along a page's longer side


class Judged(NamedTuple):
    """What became of one file."""

    verdict: str
    """`right`, `refused`, `wrong`, `crash` or `hang`."""
    reason: str = ""
    traits: tuple[str, ...] = ()
    growth: float = 0.0
    """How large the copy is, beside the source."""
    moved: int = 0
    """Pages on which the number stands elsewhere than asked, or on which room was made."""


def main() -> int:
    """Run over the folder named on the command line; 1 where anything is wrong."""
    if len(sys.argv) < 2:
        print("Name a folder of PDFs: python -m benchmarks.corpus DIR [SECONDS A FILE]")
        return 2
    folder, limit = Path(sys.argv[1]), float(sys.argv[2]) if len(sys.argv) > 2 else LIMIT
    listed, start = _index(folder), time.perf_counter()
    found: dict[Path, Judged] = {}
    for path in sorted(each for each in folder.rglob("*") if each.suffix.lower() == ".pdf"):
        judged = _apart(path, limit)
        found[path] = judged._replace(traits=listed.get(path.name, judged.traits))
        if judged.verdict != "right":
            print(f"{judged.verdict:8} {path.name}: {judged.reason}", flush=True)
    _show(found, time.perf_counter() - start)
    return 1 if {each.verdict for each in found.values()} - {"right", "refused"} else 0


def _index(folder: Path) -> Mapping[str, tuple[str, ...]]:
    """The traits of each file, where the folder has a list of them."""
    path = folder / "index.tsv"
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {row["file"]: _listed(row) for row in csv.DictReader(file, delimiter="\t")}


def _listed(row: Mapping[str, str]) -> tuple[str, ...]:
    traits = [each.split("(")[0] for each in row.get("traits", "").replace(";", " ").replace(",", " ").split()]
    if row.get("encrypted") == "1":
        traits.append("encrypted")
    if row.get("opens") not in ("ok", None):
        traits.append(f"opens: {row['opens']}")
    return tuple(dict.fromkeys(traits)) or ("plain",)


def _show(found: Mapping[Path, Judged], seconds: float) -> None:
    verdicts = Counter(each.verdict for each in found.values())
    told = ", ".join(f"{count} {verdict}" for verdict, count in sorted(verdicts.items()))
    print(
        f"\n{len(found)} files in {seconds:.0f} s: {told}; {sum(each.moved for each in found.values())} pages moved"
    )
    traits = Counter((trait, each.verdict) for each in found.values() for trait in each.traits)
    for trait in sorted({trait for trait, _ in traits}):
        row = ", ".join(
            f"{traits[trait, verdict]} {verdict}" for verdict in sorted(verdicts) if traits[trait, verdict]
        )
        print(f"  {trait:24} {row}")
    _show_sizes([(path.stat().st_size, each.growth) for path, each in found.items() if each.growth])


def _show_sizes(sizes: list[tuple[int, float]]) -> None:
    """How large the copies are: together, and where the typeface that is put in does not count for most of a file."""
    if sizes:
        whole = sum(size * growth for size, growth in sizes) / sum(size for size, _ in sizes)
        print(f"  all copies together are {whole:.3f} times their sources")
    growth = sorted(each for size, each in sizes if size >= _LARGE)
    if growth:
        most = growth[min(len(growth) - 1, int(0.95 * len(growth)))]
        print(f"  {len(growth)} of {_LARGE // 1000} kB or more: {most:.3f} times their sources (95th percentile)")


# --- one file ------------------------------------------------------------------------------------------------


def _apart(path: Path, limit: float) -> Judged:
    """The verdict on one file, reached in a process of its own."""
    context = multiprocessing.get_context("spawn" if sys.platform != "linux" else "fork")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_judge, args=(path, sender))
    process.start()
    sender.close()
    try:
        if not receiver.poll(limit):
            return Judged("hang", f"not done after {limit:.0f} s")
        judged: Judged = receiver.recv()
    except EOFError:
        return Judged("crash", "the process died")
    else:
        return judged
    finally:
        process.kill()
        process.join()


def _judge(path: Path, sender: "multiprocessing.connection.Connection") -> None:
    traits: tuple[str, ...] = ()
    try:
        traits = _traits(path)
        with tempfile.TemporaryDirectory() as room:
            target = Path(room) / "numbered.pdf"
            labels = [f"DOE-{number:06d}" for number in range(1, inspect(path).pages + 1)]
            report = stamp_file(path, target, labels)
            if report.problems:
                sender.send(Judged("refused", str(report.problems[0]), traits))
                return
            faults = list(_faults(path, target, report))
            growth = target.stat().st_size / path.stat().st_size
        moved = sum(1 for each in report.endorsed if each.why)
        sender.send(Judged("wrong" if faults else "right", "; ".join(faults[:3]), traits, growth, moved))
    except DiscoveryError as error:
        sender.send(Judged("refused", str(error).splitlines()[0], traits or ("cannot be opened",)))
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what this run is to find
        sender.send(Judged("crash", f"{type(error).__name__}: {error}", traits))


def _traits(path: Path) -> tuple[str, ...]:
    source = inspect(path)
    told = (
        "encrypted", "repaired", "tagged", "signed", "xfa", "attachments", "javascript", "layers", "pdfa",
    )  # fmt: skip
    traits = {name for name in told if getattr(source, name)}
    with open_pdf(path) as pdf:
        for page in pdf.pages:
            traits |= _page_traits(page.obj)
    return tuple(sorted(traits or {"plain"}))


def _page_traits(page: pikepdf.Object) -> set[str]:
    media, crop = page.get("/MediaBox"), page.get("/CropBox")
    contents = page.get("/Contents")
    present = {
        "turned": page.get("/Rotate") not in (None, 0),
        "cropped": crop is not None and crop != media,
        "origin elsewhere": isinstance(media, pikepdf.Array) and [float(side) for side in list(media)[:2]] != [0, 0],
        "larger units": "/UserUnit" in page,
        "annotations": "/Annots" in page,
        "contents in pieces": isinstance(contents, pikepdf.Array),
        "no contents": contents is None,
    }
    return {trait for trait, here in present.items() if here}


# --- another look --------------------------------------------------------------------------------------------


def _faults(source: Path, target: Path, report: StampReport) -> Iterator[str]:
    """What another look finds wrong; the source is drawn from a plain re-save where PDFium cannot open it."""
    with tempfile.TemporaryDirectory() as room:
        plain = Path(room) / "plain.pdf"
        with open_pdf(source) as pdf, warnings.catch_warnings():
            warnings.simplefilter("ignore", pikepdf.PageCopyWarning)
            pdf.save(plain, encryption=False)
        with pypdfium2.PdfDocument(plain) as before, pypdfium2.PdfDocument(target) as after:
            for document in (before, after):
                if document.get_formtype() in (pdfium.FORMTYPE_ACRO_FORM, pdfium.FORMTYPE_XFA_FOREGROUND):
                    document.init_forms()  # fields are drawn only so
            if len(before) != len(after) or len(after) != len(report.labels):
                yield f"{len(after)} pages instead of {len(before)}"
                return
            for page, label in enumerate(report.labels):
                smaller = report.endorsed[page].shrink
                scale = smaller.scale if smaller else 1.0
                for fault in _page_faults(before[page], after[page], label, scale):
                    yield f"{label}: {fault}"


class _Place(NamedTuple):
    """Where a word is in the picture of a page: of its width and height, from the top left."""

    left: float
    top: float
    right: float
    bottom: float


def _page_faults(before: Any, after: Any, label: str, scale: float) -> Iterator[str]:
    if before.get_size() != after.get_size():
        yield "the page has another size"
        return
    places = [each for each in _words(after, label) if each not in _words(before, label)]
    if len(places) != 1:
        yield f"found {len(places)} times in the text, besides what the source had"
        return
    (place,) = places
    if min(place) < -0.001 or max(place) > 1.001:
        yield "it lies outside the page"
    width, height = after.get_size()
    if (place.right - place.left) * width < 2 * (place.bottom - place.top) * height:
        yield "it is not upright"
    zoom = min(2.0, _MOST / max(width, height))
    one, other = (page.render(scale=zoom).to_pil().convert("L") for page in (before, after))
    if scale == 1.0:
        yield from _differences(one, other, place, zoom)
    else:
        yield from _smaller(one, other, place, scale)


def _words(page: Any, label: str) -> list[_Place]:
    """Every place where a text search finds the words, as it comes out in a picture of the page."""
    layer = page.get_textpage()
    search, found = layer.search(label, match_case=True), []
    while hit := search.get_next():
        boxes = [layer.get_charbox(index) for index in range(hit[0], hit[0] + hit[1])]
        corners = [(x, y) for left, bottom, right, top in boxes for x, y in ((left, bottom), (right, top))]
        seen = [_seen(page, x, y) for x, y in corners]
        across, down = [x for x, _ in seen], [y for _, y in seen]
        found.append(_Place(min(across), min(down), max(across), max(down)))
    return found


def _seen(page: Any, x: float, y: float) -> tuple[float, float]:
    """A point of the page in its picture, by PDFium's own reckoning."""
    side = 1_000_000
    across, down = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDF_PageToDevice(page.raw, 0, 0, side, side, 0, x, y, across, down)
    return across.value / side, down.value / side


def _box(place: _Place, picture: Image.Image, more: float) -> tuple[int, int, int, int]:
    wide, high = picture.size
    return (
        max(0, int(place.left * wide - more)),
        max(0, int(place.top * high - more)),
        min(wide, int(place.right * wide + more) + 1),
        min(high, int(place.bottom * high + more) + 1),
    )


def _differences(before: Image.Image, after: Image.Image, place: _Place, zoom: float) -> Iterator[str]:
    """The number's ink is in its place, and nothing changed but there."""
    changed = ImageChops.difference(before, after).point([255 * (value > _FAINT) for value in range(256)])
    box = _box(place, after, 3 * max(zoom, 1))
    inside = changed.crop(box).histogram()[255]
    if zoom > 0.5 and inside < 0.05 * (box[2] - box[0]) * (box[3] - box[1]):
        yield "its ink is not seen"
    changed.paste(0, box)
    if rest := changed.getbbox():
        yield f"something else changed ({rest[2] - rest[0]} by {rest[3] - rest[1]} pixels)"


def _smaller(before: Image.Image, after: Image.Image, place: _Place, scale: float) -> Iterator[str]:
    """The source, drawn smaller, is found somewhere on the page, and all else is paper and the number."""
    size = max(1, round(before.width * scale)), max(1, round(before.height * scale))
    small = before.resize(size, Image.Resampling.LANCZOS).filter(ImageFilter.GaussianBlur(2))
    page = after.copy()
    ink = page.crop(_box(place, page, 0)).getextrema()[0]
    page.paste(255, _box(place, page, 4))
    if not isinstance(ink, int) or ink > 160:
        yield "its ink is not seen"
    page = page.filter(ImageFilter.GaussianBlur(2))
    spare = page.width - size[0], page.height - size[1]
    tried = [(x, y) for x in {0, spare[0] // 2, spare[0]} for y in {0, spare[1] // 2, spare[1]}]
    least = min(_distance(page, small, (x + dx, y + dy)) for x, y in tried for dx in (-1, 0, 1) for dy in (-1, 0, 1))
    if least > 0.01:
        yield f"its content does not look as it did, made smaller ({least:.1%} of it differs)"


def _distance(page: Image.Image, small: Image.Image, at: tuple[int, int]) -> float:
    """How much of the page differs from paper with the smaller picture on it."""
    wanted = Image.new("L", page.size, 255)
    wanted.paste(small, at)
    changed = ImageChops.difference(page, wanted).histogram()
    return sum(changed[64:]) / (page.width * page.height)


if __name__ == "__main__":
    sys.exit(main())
