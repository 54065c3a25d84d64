"""Judge a drawn strip: whether a number can be read in it, and whether anything but the number is there."""

from functools import lru_cache
from itertools import accumulate, pairwise

from PIL import Image, ImageChops, ImageFont

from discovery.core.endorsements import Spot
from discovery.files.look import TYPE_PIXELS, Strip
from discovery.files.stamp_font import FONT_FILE, stamp_font

FAINT = 96  # of 255: less difference between ink and ground is not surely read on paper
LIGHT = 144  # of 255: black stands out from this and from anything lighter
_SAME = 24  # of 255: differences a viewer's rounding may make
_LEAST_INK = 0.4  # of a character's ink must stand out: viewers differ in how they smooth thin strokes
_MOST_INK = 1.2  # of a label's ink: more of it in its box is something else; alone it measures 1.02 to 1.10
_INK = b"\xff"
_CLEAR = [255 * (value >= FAINT) for value in range(256)]
_CHANGED = [255 * (value >= _SAME) for value in range(256)]


def stands_alone(after: Strip, label: str, spot: Spot) -> bool:
    """Whether the label can be read and nothing else is in the strip: then no look at the source is needed."""
    inner = after.pixels(spot.box.padded(0.5))
    rest = after.image.copy()
    rest.paste(255, inner)
    if _extrema(rest)[0] < LIGHT:
        return False
    inks = _inks(_even_ground(after, spot), after, label, spot)
    needed = [ink_of(character) for character in label]
    return _enough(inks, needed) and sum(inks) <= _MOST_INK * sum(needed)


def legible(after: Strip, label: str, spot: Spot, before: Strip | None = None) -> bool:
    """Whether every character differs from its ground over most of the ink its typeface gives it.

    The ground is the page as it was, or, without it, the lightest tone in the label's place.
    """
    ground = before.image if before else _even_ground(after, spot)
    if ground.size != after.image.size:
        return False
    return _enough(_inks(ground, after, label, spot), [ink_of(character) for character in label])


def changed(before: Strip, after: Strip) -> tuple[int, int, int, int] | None:
    """The pixels in which two drawings of one size differ, as one rectangle: left, top, right, bottom."""
    return ImageChops.difference(before.image, after.image).point(_CHANGED).getbbox()


@lru_cache(maxsize=128)
def ink_of(character: str) -> int:
    """How many pixels a character covers at the height type is judged at."""
    mask = ImageFont.truetype(FONT_FILE, int(TYPE_PIXELS)).getmask(character, "L")
    return sum(1 for value in bytes(mask) if value >= FAINT)


def _even_ground(after: Strip, spot: Spot) -> Image.Image:
    lightest = _extrema(after.image.crop(after.pixels(spot.box)))[1]
    return Image.new("L", after.image.size, lightest)


def _enough(inks: list[int], needed: list[int]) -> bool:
    return all(ink >= _LEAST_INK * most for ink, most in zip(inks, needed, strict=True))


def _inks(ground: Image.Image, after: Strip, label: str, spot: Spot) -> list[int]:
    """How many pixels of each character's cell stand out from the ground."""
    _, top, _, bottom = after.pixels(spot.box)
    marks = ImageChops.difference(ground, after.image).point(_CLEAR).crop((0, top, after.image.width, bottom))
    columns, high = marks.transpose(Image.Transpose.TRANSPOSE).tobytes(), marks.height
    across = after.image.width / after.region.width
    ems = stamp_font().ems
    ends = accumulate((ems(character) * spot.size for character in label), initial=spot.x - after.region.x0)
    edges = [max(0, round(end * across)) for end in ends]
    return [columns.count(_INK, high * left, high * right) for left, right in pairwise(edges)]


def _extrema(image: Image.Image) -> tuple[int, int]:
    low, high = image.getextrema()
    assert isinstance(low, int)
    assert isinstance(high, int)
    return low, high
