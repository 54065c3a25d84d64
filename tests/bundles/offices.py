"""Small matter folders and small PDFs, each with one awkward trait, made for the tests."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import tomlkit
from pikepdf import Array, Dictionary, Name, OutlineItem, Stream, String
from PIL import Image

MATTER: dict[str, Any] = {
    "schema": 1,
    "sample": True,
    "short_name": "DOE",
    "indictment": "IND-00000-25/001",
    "court": {"name": "Supreme Court of the State of New York", "county": "New York", "part": "00"},
    "defendant": {"name": "John Q. Sample"},
    "counsel": {"name": "Robin Example", "office": "Sample Defenders"},
}


def office(folder: Path, exhibits: Mapping[str, bytes], **entries: Mapping[str, Any]) -> Path:
    """A matter folder that offers these files, in order; `entries` adds fields to single exhibits by key."""
    (folder / "exhibits").mkdir(parents=True)
    (folder / "matter.toml").write_text(tomlkit.dumps(MATTER), encoding="utf-8")
    listed = []
    for name, data in exhibits.items():
        (folder / "exhibits" / name).write_bytes(data)
        key = name.rsplit(".", 1)[0].lower()
        listed.append({"key": key, "file": name, "description": f"Paper {key}", **entries.get(key, {})})
    (folder / "exhibits" / "index.toml").write_text(tomlkit.dumps({"exhibit": listed}), encoding="utf-8")
    return folder


def pdf(*texts: str, **traits: Any) -> bytes:
    """A PDF with one page a text; traits: rotate, crop, origin, information, javascript, outline, dark."""
    made = pikepdf.new()
    font = made.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    x0, y0 = traits.get("origin", (0, 0))
    for text in texts:
        page = made.add_blank_page(page_size=(612, 792))
        page.obj.MediaBox = Array([x0, y0, x0 + 612, y0 + 792])
        ground = "0 g 0 0 612 792 re f 1 g " if traits.get("dark") else ""
        drawn = f"q 1 0 0 1 {x0} {y0} cm {ground}BT /F1 14 Tf 72 700 Td ({text}) Tj ET Q"
        page.obj.Contents = Stream(made, drawn.encode("latin-1"))
        page.obj.Resources = Dictionary(Font=Dictionary(F1=font))
        if "rotate" in traits:
            page.obj.Rotate = traits["rotate"]
        if "crop" in traits:
            page.obj.CropBox = Array(list(traits["crop"]))
    if traits.get("outline"):
        with made.open_outline() as outline:
            outline.root.extend(OutlineItem(f"Part {number + 1}", number) for number in range(len(texts)))
    for key, value in traits.get("information", {}).items():
        made.docinfo[Name("/" + key)] = String(value)
    decorate = traits.get("decorate")
    if decorate:
        decorate(made)
    target = BytesIO()
    made.save(target, static_id=True, **traits.get("save", {}))
    return target.getvalue()


def links(made: pikepdf.Pdf) -> None:
    """A link from the first page to the last, one to the web and one to a file of the office."""
    first, last = made.pages[0], made.pages[-1]
    annotation: dict[str, Any] = {"Type": Name.Annot, "Subtype": Name.Link, "Rect": Array([72, 600, 200, 620])}
    first.obj.Annots = Array(
        [
            Dictionary(**annotation, Dest=Array([last.obj, Name.Fit])),
            Dictionary(**annotation, A=Dictionary(S=Name.URI, URI=String("https://example.org/"))),
            Dictionary(**annotation, A=Dictionary(S=Name.URI, URI=String("file:///C:/Users/SENTINEL/notes.txt"))),
            Dictionary(**annotation, A=Dictionary(S=Name.Launch, F=String("SENTINEL.exe"))),
        ]
    )


def field(name: str) -> Any:
    """A form with one text field of that name on the first page."""

    def add(made: pikepdf.Pdf) -> None:
        widget = made.make_indirect(
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Widget,
                FT=Name.Tx,
                T=String(name),
                V=String("filled in"),
                Rect=Array([72, 500, 300, 520]),
                F=4,
                P=made.pages[0].obj,
            )
        )
        made.pages[0].obj.Annots = Array([widget])
        made.Root.AcroForm = Dictionary(Fields=Array([widget]), DA=String("/Helv 10 Tf 0 g"))

    return add


def jpeg(exif: bool = True) -> bytes:
    """A small picture as a camera writes it."""
    target = BytesIO()
    image = Image.linear_gradient("L").resize((64, 64))
    data = Image.Exif()
    data[0x013B] = "SENTINEL-artist"
    image.save(target, "JPEG", **({"exif": data, "comment": b"SENTINEL-comment"} if exif else {}))
    return target.getvalue()


def picture(made: pikepdf.Pdf) -> None:
    """A photograph on the first page, with the camera's data in it."""
    image = Stream(made, b"")
    image.write(jpeg(), filter=Name.DCTDecode)
    image.Type, image.Subtype = Name.XObject, Name.Image
    image.Width = image.Height = 64
    image.ColorSpace, image.BitsPerComponent = Name.DeviceGray, 8
    image.Metadata = Stream(made, b"<x:xmpmeta>SENTINEL</x:xmpmeta>", Type=Name.Metadata)
    page = made.pages[0].obj
    page.Resources.XObject = Dictionary(Im1=image)
    page.Contents = Stream(made, b"q 200 0 0 200 72 400 cm /Im1 Do Q")


def together(*decorations: Any) -> Any:
    """Several decorations of one file."""

    def add(made: pikepdf.Pdf) -> None:
        for decorate in decorations:
            decorate(made)

    return add


def texts(path: Path) -> Sequence[str]:
    """The text of every page, as PDFium reads it."""
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()
