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
_MOST_TRACES = 1.15  # the same of all that differs from the paper; alone it measures 0.99 to 1.06
_INK = b"\xff"


def stands_alone(after: Strip, mark: Printed, luminance: float = 0) -> bool:
    """Whether the mark can be read and nothing else is in the strip: then no look at the source is needed.

    `luminance` is that of its ink, from 0 (black) to 255. A sticker's border is nothing that can be told so.
    """
    spot = mark.spot
    inner = after.pixels(spot.box.padded(0.5))
    rest = after.image.copy()
    rest.paste(255, inner)
    if _extrema(rest)[0] < LIGHT:
        return False
    inks = _inks(_even_ground(after, spot.box), after, mark, luminance)
    needed = [ink_of(character) for character in mark.text]
    return _enough(inks, needed) and sum(inks) <= _MOST_INK * sum(needed) and _no_traces(after, mark, luminance)


def _no_traces(after: Strip, mark: Printed, luminance: float) -> bool:
    """Whether no more than the mark's own smoothed type differs from the paper in its place."""
    tones = after.image.crop(after.pixels(mark.spot.box)).histogram()
    lightest = max(tone for tone, count in enumerate(tones) if count)
    least = TRACE * (255 - luminance) / 255
    differing = sum(tones[: max(0, int(lightest - least) + 1)])
    return differing <= _MOST_TRACES * sum(traces_of(character) for character in mark.text)


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
    lightest = _extrema(after.image.crop(after.pixels(mark.spot.box)))[1]
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
def traces_of(character: str) -> int:
    """How many pixels a character touches at the height type is judged at, so that they differ from the paper."""
    mask = ImageFont.truetype(FONT_FILE, int(TYPE_PIXELS)).getmask(character, "L")
    return sum(1 for value in bytes(mask) if value >= TRACE)


@lru_cache(maxsize=32)
def _table(least: float) -> list[int]:
    return [255 * (value >= least) for value in range(256)]


def _faint(luminance: float) -> float:
    """The difference from the ground that ink of this luminance must make, as black must make FAINT."""
    return FAINT * (255 - luminance) / 255


def _even_ground(after: Strip, box: Box) -> Image.Image:
    lightest = _extrema(after.image.crop(after.pixels(box)))[1]
    return Image.new("L", after.image.size, lightest)


def _enough(inks: list[int], needed: list[int]) -> bool:
    return all(ink >= _LEAST_INK * most for ink, most in zip(inks, needed, strict=True))


def _inks(ground: Image.Image, after: Strip, mark: Printed, luminance: float) -> list[int]:
    """How many pixels of each character's cell stand out from the ground."""
    spot = mark.spot
    _, top, _, bottom = after.pixels(spot.box)
    found = ImageChops.difference(ground, after.image).point(_table(_faint(luminance)))
    found = found.crop((0, top, after.image.width, bottom))
    columns, high = found.transpose(Image.Transpose.TRANSPOSE).tobytes(), found.height
    across = after.image.width / after.region.width
    ems = stamp_font().ems
    ends = accumulate((ems(character) * spot.size for character in mark.text), initial=spot.x - after.region.x0)
    edges = [max(0, round(end * across)) for end in ends]
    return [columns.count(_INK, high * left, high * right) for left, right in pairwise(edges)]


def _extrema(image: Image.Image) -> tuple[int, int]:
    low, high = image.getextrema()
    assert isinstance(low, int)
    assert isinstance(high, int)
    return low, high
