"""Make the documents of the sample matter, all plainly fictional; running it again gives the same bytes.

    python scripts/make_sample.py [FOLDER]

The folder is discovery/data/sample/matter/exhibits unless another is named. The pages are of the kinds that give
trouble in practice: a page turned by /Rotate, a crop box away from the origin, a scan without text.
"""

import io
import sys
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pypdfium2
import typst
from PIL import Image

HERE = Path(__file__).resolve().parent.parent / "discovery" / "data" / "sample" / "matter" / "exhibits"

WORDS = Path(__file__).with_name("sample_documents.toml")

LOOK = """
#set document(title: {title}, date: datetime(year: 2025, month: 11, day: 1))
#set page(paper: "us-letter", flipped: {flipped}, margin: 1in,
  header: align(center, text(size: 9pt, tracking: 1pt)[SAMPLE – FICTIONAL]),
  footer: context align(left, text(size: 8pt, ({numbers}).at(here().page() - 1, default: ""))))
#set text(font: "Libertinus Serif", size: 11pt)
#set par(leading: 0.75em, spacing: 1.1em)
#align(center, text(size: 15pt, {title}))
"""


@dataclass(frozen=True)
class Document:
    """One sample document: its title, its pages of lines, and the fictional numbers at their foot."""

    file: str
    title: str
    text: str
    numbers: Sequence[str] = ()
    kind: str = ""

    def source(self) -> bytes:
        """The document for typst; every paragraph is a string, so none of it is markup."""
        look = LOOK.format(
            title=_quoted(self.title),
            flipped=str(self.kind == "turned").lower(),
            numbers="".join(f"{_quoted(number)}, " for number in self.numbers),
        )
        pages = [page.strip().split("\n\n") for page in self.text.split("\n----\n")]
        return (
            look + "\n#pagebreak()\n".join("\n".join(_paragraph(each) for each in page) for page in pages)
        ).encode()


def _paragraph(text: str) -> str:
    return f"#par({_quoted(' '.join(text.split()))})"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def turned(pdf: pikepdf.Pdf) -> None:
    """Store the landscape page upright and let /Rotate 90 turn it, as office scanners do."""
    for page in pdf.pages:
        width, height = float(page.mediabox[2]), float(page.mediabox[3])
        page.contents_add(f"q 0 1 -1 0 {height:g} 0 cm".encode(), prepend=True)
        page.contents_add(b"Q")
        page.mediabox = pikepdf.Array([0, 0, height, width])
        page.Rotate = 90


def cropped(pdf: pikepdf.Pdf) -> None:
    """Give the pages a media box that does not begin at the origin, and a crop box inside it."""
    for page in pdf.pages:
        page.mediabox = pikepdf.Array([-50, -40, 662, 832])
        page.cropbox = pikepdf.Array([20, 30, 592, 762])


def scanned(pdf: pikepdf.Pdf) -> None:
    """Replace the page by a picture of it, a little askew, without any text."""
    source = io.BytesIO()
    pdf.save(source)
    picture = _picture(source.getvalue())
    page = pdf.pages[0]
    image = pdf.make_stream(
        picture.tobytes(),
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=picture.width,
        Height=picture.height,
        ColorSpace=pikepdf.Name.DeviceGray,
        BitsPerComponent=1,
    )
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Scan=image))
    page.Contents = pdf.make_stream(b"q 612 0 0 792 0 0 cm /Scan Do Q")


def _picture(data: bytes) -> Image.Image:
    bitmap = pypdfium2.PdfDocument(data)[0].render(scale=120 / 72, grayscale=True)
    upright = bitmap.to_pil().convert("L")
    askew: Image.Image = upright.rotate(0.6, resample=Image.Resampling.BILINEAR, fillcolor=255)
    return askew.point(lambda value: 255 * (value > 150), "1")


KINDS: Mapping[str, Callable[[pikepdf.Pdf], None]] = {"turned": turned, "cropped": cropped, "scanned": scanned}


def documents() -> tuple[Document, ...]:
    """The documents as scripts/sample_documents.toml words them."""
    data = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    return tuple(
        Document(**{{"as": "kind"}.get(key, key): value for key, value in each.items()}) for each in data["document"]
    )


def make(document: Document) -> bytes:
    """The bytes of one document."""
    pdf = pikepdf.open(io.BytesIO(typst.compile(document.source(), format="pdf", ignore_system_fonts=True)))
    for key in ("/StructTreeRoot", "/MarkInfo"):
        if key in pdf.Root:
            del pdf.Root[key]
    if document.kind:
        KINDS[document.kind](pdf)
    pdf.remove_unreferenced_resources()
    target = io.BytesIO()
    pdf.save(
        target,
        deterministic_id=True,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        recompress_flate=True,
    )
    return target.getvalue()


def main(folder: Path) -> None:
    """Write every document into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for document in documents():
        (folder / document.file).write_bytes(make(document))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
