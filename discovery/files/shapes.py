"""What stands between the paragraphs of a .docx: tables, the caption of a court paper, drawings."""

import copy
import io
from collections.abc import Sequence
from typing import Any

from docx.shared import Inches

from discovery.files import ooxml
from discovery.files.ooxml import Element, el
from discovery.files.typeset import draw_png

TEXT_WIDTH = 9360
"""Twentieths of a point between the margins."""
PARTIES = 5400
"""Of which the left half of a caption takes this much."""
DOTS_PER_INCH = 200


def data_table(rows: Sequence[Sequence[list[Element]]], widths: Sequence[int]) -> Element:
    """A table whose header row is repeated on each page; no row is split between two."""
    sizes = [TEXT_WIDTH * width // sum(widths) for width in widths]
    made = _table("TableGrid", sizes)
    for number, row in enumerate(rows):
        first = number == 0
        cells = []
        for size, content in zip(sizes, row, strict=True):
            shade = [el("w:shd", val="clear", color="auto", fill="EBEBEB")] if first else []
            words = ooxml.paragraph("TableHead" if first else "TableText", content)
            cells.append(_cell(size, [words], *shade))
        repeated = [el("w:tblHeader")] if first else []
        made.append(el("w:tr", el("w:trPr", el("w:cantSplit"), *repeated), *cells))
    return made


def caption_table(left: Sequence[tuple[str, list[Element]]], right: Sequence[list[Element]]) -> Element:
    """Parties and index box side by side, the parties between two edges of hyphens that end in X."""
    cross = el("w:t")
    cross.text = "X"
    edge = ooxml.paragraph("CaptionEdge", [el("w:r", el("w:tab"), cross)])
    parties = [
        ooxml.paragraph("CaptionLine", content, *([] if side == "left" else [el("w:jc", val=side)]))
        for side, content in left
    ]
    box = [ooxml.paragraph("CaptionLine", content, el("w:ind", left=288)) for content in right or ([],)]
    sizes = (PARTIES, TEXT_WIDTH - PARTIES)
    made = _table("TableNormal", sizes, flush=True)
    halves = (
        _cell(sizes[0], [edge, *parties, copy.deepcopy(edge)]),
        _cell(sizes[1], box, el("w:vAlign", val="center")),
    )
    made.append(el("w:tr", el("w:trPr", el("w:cantSplit")), *halves))
    return made


def picture(part: Any, svg: str, alt: str, number: int) -> Element:
    """A drawing as an image in the text, no larger than the page, with its words for who cannot see it."""
    shape: Element = part.new_pic_inline(io.BytesIO(draw_png(svg, DOTS_PER_INCH)), width=None, height=None)
    sizes = [each for each in shape.iter() if each.get("cx") and each.get("cy")]
    width, height = int(sizes[0].get("cx")), int(sizes[0].get("cy"))
    scale = min(1.0, Inches(6.5) / width, Inches(8.2) / height)
    for each in sizes:
        each.set("cx", str(int(width * scale)))
        each.set("cy", str(int(height * scale)))
    # The drawing and the picture in it both carry the words, and neither a file name.
    for each in (each for each in shape.iter() if each.tag.endswith(("}docPr", "}cNvPr"))):
        each.set("id", str(number))
        each.set("name", f"Figure {number}")
        each.set("descr", alt)
    return el("w:drawing", shape)


def _table(style: str, sizes: Sequence[int], *, flush: bool = False) -> Element:
    """A table over the full width of the text, with columns that stay as planned."""
    margins = [el("w:tblCellMar", el("w:left", w=0, type="dxa"), el("w:right", w=0, type="dxa"))] if flush else []
    look = {"firstRow": 1, "lastRow": 0, "firstColumn": 0, "lastColumn": 0, "noHBand": 1, "noVBand": 1}
    properties = el(
        "w:tblPr",
        el("w:tblStyle", val=style),
        el("w:tblW", w=TEXT_WIDTH, type="dxa"),
        el("w:tblLayout", type="fixed"),
        *margins,
        el("w:tblLook", val="0020", **look),
    )
    return el("w:tbl", properties, el("w:tblGrid", *(el("w:gridCol", w=size) for size in sizes)))


def _cell(size: int, content: list[Element], *properties: Element) -> Element:
    return el("w:tc", el("w:tcPr", el("w:tcW", w=size, type="dxa"), *properties), *content)
