"""Check a redaction with readers that had no part in it: PDFium looks and reads, pypdf reads every text and stream.

Three files are compared: the source, the copy without the boxes drawn (nothing may be seen or read where they will
be), and the finished copy.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NamedTuple

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from discovery.core.endorsements import Box, PageShape
from discovery.core.planes import shrunk
from discovery.core.problems import Problem
from discovery.files.characters import Character, characters, reads, runs, text_of, words
from discovery.files.ink import extrema
from discovery.files.look import Strip, Viewed, ViewedPage
from discovery.files.redaction_search import search

_RIM = 0.75  # units of user space: viewers and fonts differ by less in where a letter's ink ends
_EVEN = 12  # of 255: tones that near to each other are one
_SAME = 48  # of 255: differences that smoothing makes
_DARK = 60
_BLUR = 3  # of those pixels: more than a letter's stroke, less than a letter
_TONED = [255 * (tone >= 40) for tone in range(256)]
_MARKED = [255 * (tone >= _SAME) for tone in range(256)]
_SCALE = 2.0
_EDGE, _EDGE_BLURRED = 1.5, 4.0  # units of user space: so far the edge of a box is smoothed
_SPECKS = 4  # pixels of a page: less than the dot on an i at ten points
_FINE = 3  # a picture of a page is compared after three by three of its pixels are made one
_MOST_PIXELS = 45_000_000


class Doubt(NamedTuple):
    """Something the check is not sure of."""

    page: int | None
    """Counted from 0; None where it is no page's."""
    what: str
    words: str = ""
    """What leaks; for the office only."""

    def problem(self, name: str) -> Problem:
        """The doubt as it is shown to the office."""
        where = name if self.page is None else f"{name}, page {self.page + 1}"
        shown = f"{self.what}: “{self.words}”." if self.words else f"{self.what}."
        return Problem(where=where, what=shown, next_step="Nothing was published; print the page to a new PDF first.")


@dataclass(frozen=True)
class RedactedPage:
    """What a page of the finished copy must be like."""

    shape: PageShape | None = None
    boxes: tuple[Box, ...] = ()
    """In user space."""
    labels: tuple[str, ...] = ()
    zones: tuple[Box, ...] = ()
    """In user space: where it may look different though no box is there."""
    gone: tuple[Box, ...] = ()
    """In user space: where comments and fields were."""
    scale: float = 0.0
    """Of a page that became a picture: its pixels in a unit of user space, in which it is compared."""


@dataclass(frozen=True)
class Texts:
    """What a file says under the boxes and elsewhere."""

    under: dict[int, list[list[str]]]
    """By page (from 0) and box: each run of characters under it."""
    cut: tuple[str, ...]
    """Whole words of which some part lies under a box."""
    elsewhere: str


def legible_pages(path: Path, boxes: Mapping[int, Sequence[Box]], visible: Sequence[Box]) -> Texts:
    """Read a whole file's text, apart by what lies under the boxes (user space, by page from 0).

    `visible` is what is seen of each page: text beside it stands nowhere that a reader could know it from.
    """
    viewed = Viewed(path)
    under: dict[int, list[list[str]]] = {}
    cut: list[str] = []
    elsewhere: list[str] = []
    try:
        for index in range(len(viewed)):
            with viewed.page(index) as page, text_of(page.page) as layer:
                listed = characters(layer)
            here = boxes.get(index, ())
            under[index] = [list(runs(listed, partial(lies_under, box=box))) for box in here]
            covered = [one.inked and _under_any(one, here) for one in listed]
            if here:
                cut += words(listed, partial(_under_any, boxes=here))
            unseen = [one.inked and one.box.meet(visible[index]) is None for one in listed]
            left = zip(listed, covered, unseen, strict=True)
            elsewhere.append("".join("\n" if gone or aside else one.text for one, gone, aside in left))
    finally:
        viewed.close()
    return Texts(under, tuple(cut), "\n".join(elsewhere))


def lies_under(one: Character, box: Box, rim: float = _RIM) -> bool:
    """Whether a character's ink reaches under a box, by more than a rim."""
    inner = shrunk(box, rim)
    return one.box.x0 < inner.x1 and one.box.x1 > inner.x0 and one.box.y0 < inner.y1 and one.box.y1 > inner.y0


def _under_any(one: Character, boxes: Sequence[Box]) -> bool:
    return any(lies_under(one, box) for box in boxes)


def check(
    baseline: Path, bare: Path, final: Path, expected: Mapping[int, RedactedPage], secrets: Sequence[str]
) -> tuple[Doubt, ...]:
    """Every doubt about a redaction; none means that all readers agree that it is whole."""
    before, emptied, after = Viewed(baseline), Viewed(bare), Viewed(final)
    try:
        if not len(before) == len(emptied) == len(after):
            return (Doubt(None, "the copy has another number of pages"),)
        doubts = [
            doubt
            for index in range(len(after))
            for doubt in _page(before, emptied, after, index, expected.get(index, RedactedPage()))
        ]
    finally:
        for viewed in (before, emptied, after):
            viewed.close()
    gone = {index: len(page.gone) for index, page in expected.items()}
    return (*doubts, *(Doubt(page, what, word) for page, what, word in search(baseline, final, secrets, gone)))


def _page(before: Viewed, emptied: Viewed, after: Viewed, index: int, wanted: RedactedPage) -> Iterator[Doubt]:
    with before.page(index) as source, after.page(index) as finished:
        if (source.width, source.height) != (finished.width, finished.height):
            yield Doubt(index, "the page has another size")
            return
        if wanted.boxes:
            with emptied.page(index) as page:
                yield from _emptied(page, index, wanted)
            yield from _boxed(finished, index, wanted)
        yield from _unchanged(source, finished, index, wanted)


def _emptied(page: ViewedPage, index: int, wanted: RedactedPage) -> Iterator[Doubt]:
    """Nothing can be read or seen where the boxes will be."""
    assert wanted.shape is not None
    with text_of(page.page) as layer:
        listed = characters(layer)
    for box in wanted.boxes:
        left = list(runs(listed, partial(lies_under, box=box)))
        if left:
            yield Doubt(index, "text can still be read under a box", " … ".join(left))
        inner = wanted.shape.matrix.inverse().box(shrunk(box, 1.0))
        strip = page.strip(inner, _SCALE)
        left_x, top, right, bottom = strip.pixels(inner)
        tones = strip.image.crop((left_x + 1, top + 1, max(left_x + 2, right - 1), max(top + 2, bottom - 1)))
        low, high = extrema(tones)
        if high - low > _EVEN:
            yield Doubt(index, "something can still be seen under a box")


def _boxed(page: ViewedPage, index: int, wanted: RedactedPage) -> Iterator[Doubt]:
    """Each box is drawn black, and nothing but its label stands on it."""
    assert wanted.shape is not None
    with text_of(page.page) as layer:
        listed = characters(layer)
    allowed = "".join(wanted.labels).replace(" ", "")
    for box in wanted.boxes:
        on_it = reads(one for one in listed if one.inked and lies_under(one, box))
        if any(character not in allowed for character in on_it):
            yield Doubt(index, "something but the label stands on a box", on_it)
        inner = wanted.shape.matrix.inverse().box(shrunk(box, 1.0))
        strip = page.strip(inner, _SCALE)
        dark = sum(strip.image.histogram()[:_DARK])
        if dark < 0.4 * strip.image.width * strip.image.height:
            yield Doubt(index, "a box is not drawn black")


def _unchanged(source: ViewedPage, finished: ViewedPage, index: int, wanted: RedactedPage) -> Iterator[Doubt]:
    """Outside the boxes the page looks as it did, with its comments and without.

    Where comments went, each pixel is as it was with them or as it was without them: viewers draw some larger than
    their rectangles.
    """
    befores = [_drawing(source, wanted, annotations=True)]
    same = True
    if wanted.gone:
        befores.append(_drawing(source, wanted, annotations=False))
        same = _same(befores[1:], _drawing(finished, wanted, annotations=False), wanted)
    if not (same and _same(befores, _drawing(finished, wanted, annotations=True), wanted)):
        yield Doubt(index, "the page does not look as it did outside the boxes")


def _drawing(page: ViewedPage, wanted: RedactedPage, *, annotations: bool) -> Strip:
    scale = wanted.scale or (_SCALE if wanted.boxes else 1.0)
    return page.strip(Box(0, 0, page.width, page.height), scale, annotations=annotations, most=_MOST_PIXELS)


def _same(befores: Sequence[Strip], after: Strip, wanted: RedactedPage) -> bool:
    """Whether a drawing shows, outside boxes and zones, only what one of the drawings before it shows there."""
    if any(before.image.tobytes() == after.image.tobytes() for before in befores):
        return True
    if any(before.image.size != after.image.size for before in befores):
        return False
    kept = Image.new("L", after.image.size, 255)
    brush = ImageDraw.Draw(kept)
    for box in (*wanted.boxes, *wanted.zones):
        assert wanted.shape is not None
        brush.rectangle(
            after.pixels(wanted.shape.matrix.inverse().box(box).padded(_EDGE_BLURRED if wanted.scale else _EDGE)),
            fill=0,
        )
    judge = _toned if wanted.scale else _difference
    for before in befores:
        kept = ImageChops.darker(judge(before.image, after.image), kept)
    return sum(kept.histogram()[128:]) <= _SPECKS


def _toned(picture: Image.Image, other: Image.Image) -> Image.Image:
    """White where a page and the picture it became differ in tone by more than smoothed edges do."""
    blur = ImageFilter.BoxBlur(_BLUR)
    small, small_other = (image.reduce(_FINE).filter(blur) for image in (picture, other))
    different = ImageChops.difference(small, small_other).point(_TONED)
    return different.filter(ImageFilter.MinFilter(3)).resize(picture.size, Image.Resampling.NEAREST)


def _difference(one: Image.Image, other: Image.Image) -> Image.Image:
    """White where a drawing shows something that the other does not show there or one pixel beside it.

    PDFium draws each letter at whole pixels, and rounds differently where the letters before it went.
    """
    return ImageChops.lighter(_beyond(one, other), _beyond(other, one))


def _beyond(one: Image.Image, other: Image.Image) -> Image.Image:
    darkest, lightest = other.filter(ImageFilter.MinFilter(3)), other.filter(ImageFilter.MaxFilter(3))
    below, above = ImageChops.subtract(darkest, one), ImageChops.subtract(one, lightest)
    return ImageChops.lighter(below, above).point(_MARKED)
