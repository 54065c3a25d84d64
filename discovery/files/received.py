"""Find the Bates numbers that another party, the People for one, printed on the pages of a received PDF."""

from collections.abc import Collection, Iterator
from pathlib import Path

from discovery.core.endorsements import Box, PageShape
from discovery.core.received import Candidate, received, runs
from discovery.files.endorsing import shape_of
from discovery.files.look import Viewed, ViewedPage
from discovery.files.originals import open_pdf

_LETTER = 0.03  # of the page: no letter's middle is further from the middle of its line, across it
_EDGE = 0.13  # of the page's height or width, from its edge: headers, footers, side margins


def received_numbers(path: Path) -> tuple[str | None, ...]:
    """The other party's Bates number on each page of a PDF, in order; None for a page without one."""
    return received([tuple(candidates(seen, shape)) for seen, shape in seen_pages(path)])


def seen_pages(path: Path) -> Iterator[tuple[ViewedPage, PageShape]]:
    """Each page of a PDF in order, open for looking until the next is asked for."""
    with open_pdf(path) as pdf:
        shapes = [shape_of(page.obj) for page in pdf.pages]
    viewed = Viewed(path)
    try:
        for index, shape in enumerate(shapes):
            with viewed.page(index) as seen:
                yield seen, shape
    finally:
        viewed.close()


def candidates(seen: ViewedPage, shape: PageShape, ours: Collection[str] = ()) -> Iterator[Candidate]:
    """The numbers near the edges of a page that may be Bates numbers, and are not `ours`."""
    turned, text = shape.matrix.inverse(), seen.text()
    for each in ours:
        if text.count(each) == 1:
            text = text.replace(each, " " * len(each))
    for run in runs(text):
        # Its two ends tell where it is: a page of accounts is full of numbers, and each letter's box costs a call.
        ends = (seen.box_of(run.start, run.start + 1), seen.box_of(run.end - 1, run.end))
        if all(_far_inside(turned.box(end), shape) for end in ends):
            continue
        box = turned.box(seen.box_of(run.start, run.end))
        if _at_the_edge(box, shape):
            yield Candidate(run.prefix, run.digits, run.suffix, *_place(box, shape))


def _far_inside(box: Box, shape: PageShape) -> bool:
    x, y = (box.x0 + box.x1) / 2 / shape.width, (box.y0 + box.y1) / 2 / shape.height
    rim = _EDGE + _LETTER
    return rim < x < 1 - rim and rim < y < 1 - rim


def _at_the_edge(box: Box, shape: PageShape) -> bool:
    x, y = (box.x0 + box.x1) / 2 / shape.width, (box.y0 + box.y1) / 2 / shape.height
    upright = box.height > 2 * box.width  # along a side margin
    return 0 <= x <= 1 and 0 <= y <= 1 and (min(y, 1 - y) <= _EDGE or (upright and min(x, 1 - x) <= _EDGE))


def _place(box: Box, shape: PageShape) -> tuple[float, float]:
    """Where its middle is from the nearest side and the nearer of foot and head, in points."""
    x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
    across = x if x <= shape.width / 2 else x - shape.width
    up = y if y <= shape.height / 2 else y - shape.height
    return round(across * shape.unit, 2), round(up * shape.unit, 2)
