"""Number every PDF of a folder and say what became of it: python -m benchmarks.corpus DIR [SECONDS].

A file is right when another look, which knows nothing of the program's own geometry, finds each number once and no
change of the page outside a label-sized box; refused when the program said why it would not; wrong otherwise. Of a
page whose content made room it is asked that the drawing of the source, made smaller, be the drawing of the copy.
Each file has a process and a limit of its own, so that a crash or a hang is counted and not suffered.
"""

import multiprocessing
import multiprocessing.connection
import sys
import tempfile
import warnings
from collections import Counter
from pathlib import Path

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image, ImageChops, ImageFilter

from discovery.core.endorsements import Shrink
from discovery.errors import DiscoveryError
from discovery.files.originals import inspect, open_pdf
from discovery.files.pdf import stamp_file

LIMIT = 60.0


def main() -> int:
    """Run over the folder named on the command line; 1 where anything is wrong."""
    if len(sys.argv) < 2:
        print("Name a folder of PDFs: python -m benchmarks.corpus DIR [SECONDS A FILE]")
        return 2
    limit = float(sys.argv[2]) if len(sys.argv) > 2 else LIMIT
    verdicts, traits = Counter[str](), Counter[tuple[str, str]]()
    for path in sorted(Path(sys.argv[1]).rglob("*.pdf")):
        verdict, reason, found = _apart(path, limit)
        verdicts[verdict] += 1
        traits.update((trait, verdict) for trait in found)
        if verdict != "right":
            print(f"{verdict:8} {path.name}: {reason}")
    print("\n" + ", ".join(f"{count} {verdict}" for verdict, count in sorted(verdicts.items())))
    for trait in sorted({trait for trait, _ in traits}):
        row = ", ".join(
            f"{traits[trait, verdict]} {verdict}" for verdict in sorted(verdicts) if traits[trait, verdict]
        )
        print(f"  {trait:24} {row}")
    return 1 if set(verdicts) - {"right", "refused"} else 0


def _apart(path: Path, limit: float) -> tuple[str, str, tuple[str, ...]]:
    """The verdict on one file, reached in a process of its own."""
    context = multiprocessing.get_context("spawn" if sys.platform != "linux" else "fork")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_judge, args=(path, sender))
    process.start()
    sender.close()
    try:
        if not receiver.poll(limit):
            return "hang", f"not done after {limit:.0f} s", ()
        verdict: tuple[str, str, tuple[str, ...]] = receiver.recv()
    except EOFError:
        return "crash", "the process died", ()
    else:
        return verdict
    finally:
        process.kill()
        process.join()


def _judge(path: Path, sender: "multiprocessing.connection.Connection") -> None:
    found: tuple[str, ...] = ()
    try:
        found = _traits(path)
        with tempfile.TemporaryDirectory() as room:
            target = Path(room) / "numbered.pdf"
            labels = [f"DOE-{number:06d}" for number in range(1, inspect(path).pages + 1)]
            report = stamp_file(path, target, labels)
            if report.problems:
                sender.send(("refused", str(report.problems[0]), found))
                return
            shrinks = {one.page: one.shrink for one in report.endorsed if one.shrink}
            faults = _faults(path, target, labels, shrinks)
        sender.send(("wrong", faults[0], found) if faults else ("right", "", found))
    except DiscoveryError as error:
        sender.send(("refused", str(error).splitlines()[0], found or ("cannot be opened",)))
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what this run is to find
        sender.send(("crash", f"{type(error).__name__}: {error}", found))


def _traits(path: Path) -> tuple[str, ...]:
    source = inspect(path)
    traits = {
        name
        for name in (
            "encrypted",
            "repaired",
            "tagged",
            "signed",
            "xfa",
            "attachments",
            "javascript",
            "layers",
            "pdfa",
        )
        if getattr(source, name)
    }
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


def _faults(source: Path, target: Path, labels: list[str], shrinks: dict[int, Shrink]) -> list[str]:
    """What another look finds wrong; the source is drawn from a plain re-save where PDFium cannot open it."""
    with tempfile.TemporaryDirectory() as room:
        plain = Path(room) / "plain.pdf"
        with open_pdf(source) as pdf, warnings.catch_warnings():
            warnings.simplefilter("ignore", pikepdf.PageCopyWarning)
            pdf.save(plain, encryption=False)
        with pypdfium2.PdfDocument(plain) as before, pypdfium2.PdfDocument(target) as after:
            if len(before) != len(after):
                return [f"{len(after)} pages instead of {len(before)}"]
            for document in (before, after):
                if document.get_formtype() in (pdfium.FORMTYPE_ACRO_FORM, pdfium.FORMTYPE_XFA_FOREGROUND):
                    document.init_forms()  # fields are drawn only so
            return [
                fault
                for page, label in enumerate(labels)
                for fault in _page_faults(before[page], after[page], label, shrinks.get(page))
            ]


def _page_faults(before: pypdfium2.PdfPage, after: pypdfium2.PdfPage, label: str, shrink: Shrink | None) -> list[str]:
    faults = []
    if before.get_size() != after.get_size():
        faults.append(f"{label}: the page has another size")
    layer = after.get_textpage()
    search, count = layer.search(label, match_case=True), 0
    while search.get_next():
        count += 1
    if count != 1:
        faults.append(f"{label}: found {count} times in the text")
    scale = min(3.0 if shrink else 1.0, 2000 / max(after.get_size()))
    one, other = (page.render(scale=scale).to_pil().convert("L") for page in (before, after))
    if shrink:
        box = _apart_from_rounding(_smaller(one, shrink), other)
    else:
        box = ImageChops.difference(one, other).point([255 * (value > 24) for value in range(256)]).getbbox()
    if box is None:
        faults += [f"{label}: not seen"] if scale >= 1 else []
        return faults
    width, height = ((far - near) / max(1.0, scale) for near, far in (box[::2], box[1::2]))
    if width > 80 or height > 20:
        faults.append(f"{label}: more than the number changed ({width:.0f} by {height:.0f} points)")
    return faults


def _smaller(drawing: Image.Image, shrink: Shrink) -> Image.Image:
    """The drawing of a page whose content is made smaller, on a page of the same size."""
    width, height = (max(1, round(side * shrink.scale)) for side in drawing.size)
    page = Image.new("L", drawing.size, 255)
    top = 0 if shrink.row == "bottom" else drawing.height - height
    page.paste(drawing.resize((width, height), Image.Resampling.LANCZOS), (0, top))
    return page


def _apart_from_rounding(one: Image.Image, other: Image.Image) -> tuple[int, int, int, int] | None:
    """Where a drawing has something that the other has nothing like within three pixels, a point."""
    odd = Image.new("L", one.size, 0)
    for here, there in ((one, other), (other, one)):
        darkest, lightest = there.filter(ImageFilter.MinFilter(7)), there.filter(ImageFilter.MaxFilter(7))
        odd = ImageChops.lighter(odd, ImageChops.subtract(darkest, here))
        odd = ImageChops.lighter(odd, ImageChops.subtract(here, lightest))
    return odd.point([255 * (value > 96) for value in range(256)]).getbbox()


if __name__ == "__main__":
    sys.exit(main())
