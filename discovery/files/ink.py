"""Judge a drawn strip: whether a mark can be read in it, and whether anything but the mark is there."""

from collections.abc import Iterable
from functools import lru_cache
from itertools import accumulate, pairwise

from PIL import Image, ImageChops, ImageFont

from discovery.core.endorsements import Box, Printed
from discovery.files.look import TYPE_PIXELS, Strip
from discovery.files.stamp_font import FONT_FILE, stamp_font

FAINT = 96  # of 255: less difference between black ink and its ground is not surely read on paper
LIGHT = 144  # of 255: black stands out from this and from anything lighter
TRACE = 48  # of 255: less difference than this is a tone of the paper
_SAME = 24  # of 255: differences a viewer's rounding may make
_LEAST_INK = 0.4  # of a character's ink must stand out: viewers differ in how they smooth thin strokes
_MOST_INK = 1.2  # of a label's ink: more of it in its box is something else; alone it measures 1.02 to 1.10
_MOST_MASS = 1.14  # the same of all darkness in its box; alone, from 6 to 18 points, it measures 0.97 to 1.11
_GRAIN = 64  # of 255: what the tones of scanned paper may differ by
_MOST_KNOWN = 20_000
_INK = b"\xff"


_Around = tuple[object, ...]
_Column = tuple[int, str, bytes]
_known: dict[_Around, set[_Column]] = {}


def is_known(after: Strip, mark: Printed, color: str) -> bool:
    """Whether the strip is, pixel for pixel, what such a mark looks like on blank paper, as seen before."""
    known = _known.get(_around(after, mark, color))
    return known is not None and known.issuperset(_columns(after, mark))


def learn(before: Strip, after: Strip, mark: Printed, color: str) -> None:
    """Remember what a mark that has been proved looks like, where the paper under it is blank."""
    if extrema(before.image) != (255, 255):
        return
    if sum(map(len, _known.values())) > _MOST_KNOWN:
        _known.clear()
    _known.setdefault(_around(after, mark, color), set()).update(_columns(after, mark))


def _around(after: Strip, mark: Printed, color: str) -> _Around:
    """All that decides how a mark looks on blank paper, except its text."""
    return mark.kind, mark.spot, mark.boxed, after.region, color


def _columns(after: Strip, mark: Printed) -> list[_Column]:
    """The strip cut into one piece for each character."""
    columns, high = after.image.transpose(Image.Transpose.TRANSPOSE).tobytes(), after.image.height
    edges = [0, *(high * edge for edge in _edges(after, mark)[1:-1]), len(columns)]
    return [(at, text, columns[edges[at] : edges[at + 1]]) for at, text in enumerate(mark.text)]


def stands_alone(after: Strip, mark: Printed, luminance: float = 0) -> bool:
    """Whether the mark can be read and no more than the tone and grain of paper is in the strip with it.

    `luminance` is that of its ink, from 0 (black) to 255. A sticker's border is nothing that can be told so.
    """
    inner = after.image.crop(after.pixels(mark.spot.box.padded(0.5))).histogram()
    paper = [every - within for every, within in zip(after.image.histogram(), inner, strict=True)]
    darkest = next((tone for tone in range(256) if paper[tone]), 0)
    lightest = next((tone for tone in range(255, -1, -1) if paper[tone]), 0)
    if darkest < LIGHT or lightest - darkest > _GRAIN:
        return False
    mass = sum(count * (darkest - tone) for tone, count in enumerate(inner[:darkest]))
    most = _MOST_MASS * sum(mass_of(character) for character in mark.text) * (darkest - luminance) / 255
    ground = Image.new("L", after.image.size, lightest)
    inks, needed = _inks(ground, after, mark, luminance), [ink_of(character) for character in mark.text]
    return mass <= most and _enough(inks, needed) and sum(inks) <= _MOST_INK * sum(needed)


def legible(after: Strip, mark: Printed, before: Strip | None = None, luminance: float = 0) -> bool:
    """Whether every character differs from its ground over most of the ink its typeface gives it.

    The ground is the page as it was, or, without it, the lightest tone in the mark's place.
    """
    ground = before.image if before else _even_ground(after, mark.spot.box)
    if ground.size != after.image.size:
        return False
    inks = _inks(ground, after, mark, luminance)
    return _enough(inks, [ink_of(character) for character in mark.text])


def bordered(after: Strip, mark: Printed, luminance: float = 0) -> bool:
    """Whether all four sides of a sticker's border stand out from the ground within it."""
    frame, rim = mark.frame, 0.12 * mark.spot.size
    lightest = extrema(after.image.crop(after.pixels(mark.spot.box)))[1]
    sides = (
        Box(frame.x0, frame.y0, frame.x1, frame.y0),
        Box(frame.x0, frame.y1, frame.x1, frame.y1),
        Box(frame.x0, frame.y0, frame.x0, frame.y1),
        Box(frame.x1, frame.y0, frame.x1, frame.y1),
    )
    return all(_line(after, side.padded(rim), lightest - _faint(luminance)) for side in sides)


def _line(after: Strip, around: Box, darkest: float) -> bool:
    """Whether a line runs through the whole of a narrow box: along its length there is ink all the way."""
    part = after.image.crop(after.pixels(around))
    data, wide = part.tobytes(), part.width
    rows = [data[at : at + wide] for at in range(0, len(data), wide)]
    tones = [min(each) for each in (zip(*rows, strict=True) if wide > part.height else rows)]
    return sum(1 for tone in tones if tone <= darkest) >= 0.9 * len(tones)


def differing(before: Strip, after: Strip, apart: Iterable[Box] = ()) -> tuple[int, int, int, int] | None:
    """The pixels in which two drawings of one size differ outside these boxes: left, top, right, bottom."""
    found = ImageChops.difference(before.image, after.image).point(_table(_SAME))
    for box in apart:
        left, top, right, bottom = after.pixels(box)
        found.paste(0, (left - 1, top - 1, right + 1, bottom + 1))
    return found.getbbox()


@lru_cache(maxsize=128)
def ink_of(character: str) -> int:
    """How many pixels a character covers at the height type is judged at."""
    mask = ImageFont.truetype(FONT_FILE, int(TYPE_PIXELS)).getmask(character, "L")
    return sum(1 for value in bytes(mask) if value >= FAINT)


@lru_cache(maxsize=128)
def mass_of(character: str) -> int:
    """How much darkness a character has at the height type is judged at: the sum of its pixels' coverage."""
    return sum(bytes(ImageFont.truetype(FONT_FILE, int(TYPE_PIXELS)).getmask(character, "L")))


@lru_cache(maxsize=32)
def _table(least: float) -> list[int]:
    return [255 * (value >= least) for value in range(256)]


def _faint(luminance: float) -> float:
    """The difference from the ground that ink of this luminance must make, as black must make FAINT."""
    return FAINT * (255 - luminance) / 255


def _even_ground(after: Strip, box: Box) -> Image.Image:
    lightest = extrema(after.image.crop(after.pixels(box)))[1]
    return Image.new("L", after.image.size, lightest)


def _enough(inks: list[int], needed: list[int]) -> bool:
    return all(ink >= _LEAST_INK * most for ink, most in zip(inks, needed, strict=True))


def _inks(ground: Image.Image, after: Strip, mark: Printed, luminance: float) -> list[int]:
    """How many pixels of each character's cell stand out from the ground."""
    _, top, _, bottom = after.pixels(mark.spot.box)
    found = ImageChops.difference(ground, after.image).point(_table(_faint(luminance)))
    found = found.crop((0, top, after.image.width, bottom))
    columns, high = found.transpose(Image.Transpose.TRANSPOSE).tobytes(), found.height
    edges = _edges(after, mark)
    return [columns.count(_INK, high * left, high * right) for left, right in pairwise(edges)]


def _edges(after: Strip, mark: Printed) -> tuple[int, ...]:
    """The columns of pixels at which each character begins, and where the last one ends."""
    across = after.image.width / after.region.width
    widths = stamp_font().widths
    return _cells(tuple([widths[each] for each in mark.text]), mark.spot.size, mark.spot.x - after.region.x0, across)


@lru_cache(maxsize=256)
def _cells(widths: tuple[int, ...], size: float, begin: float, across: float) -> tuple[int, ...]:
    """The same for characters of these widths, in thousandths of an em."""
    ends = accumulate((width / 1000 * size for width in widths), initial=begin)
    return tuple([max(0, round(end * across)) for end in ends])


def extrema(image: Image.Image) -> tuple[int, int]:
    """The darkest and the lightest tone of a grey picture."""
    low, high = image.getextrema()
    assert isinstance(low, int)
    assert isinstance(high, int)
    return low, high
