"""Whether two files look the same, page by page, drawn whole by a viewer that had no part in making either."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from PIL import Image, ImageChops, ImageFilter

from discovery.core.geometry import Box
from discovery.files.ink import differing
from discovery.files.look import Strip, Viewed

_SCALE = 1.5
"""Pixels a point: a hairline and the smallest print are then more than one faint pixel."""
_SAME = 24
"""Of 255: what a viewer's rounding may make."""


def unlike(
    before: Path, after: Path, apart: Mapping[int, Sequence[Box]] | None = None, *, moved: bool = False
) -> tuple[int, ...]:
    """The pages, from 1, that do not look the same outside the boxes given for them (in visible space).

    What became part of a page is placed by other arithmetic than a comment: where something has `moved` so, a line
    may lie one pixel (two thirds of a point) beside where it lay; none may be missing, added or of another tone.
    """
    one, other = Viewed(before), Viewed(after)
    try:
        if len(one) != len(other):
            return tuple(range(1, max(len(one), len(other)) + 1))
        boxes = apart or {}
        return tuple(
            index + 1
            for index in range(len(one))
            if _differs(one, other, index, boxes.get(index + 1, ()), moved=moved)
        )
    finally:
        one.close()
        other.close()


def _differs(one: Viewed, other: Viewed, index: int, apart: Sequence[Box], *, moved: bool) -> bool:
    with one.page(index) as before, other.page(index) as after:
        if (before.width, before.height) != (after.width, after.height):
            return True
        whole = Box(0, 0, before.width, before.height)
        was, now = before.strip(whole, _SCALE), after.strip(whole, _SCALE)
        if differing(was, now, apart) is None:
            return False
        return not moved or _beside(was, now, apart)


def _beside(was: Strip, now: Strip, apart: Sequence[Box]) -> bool:
    """Whether a pixel of one drawing has nothing like it at or around its place in the other."""
    odd = ImageChops.lighter(_out_of_range(was.image, now.image), _out_of_range(now.image, was.image))
    odd = odd.point([255 * (tone > _SAME) for tone in range(256)])
    for box in apart:
        left, top, right, bottom = now.pixels(box)
        odd.paste(0, (left - 1, top - 1, right + 1, bottom + 1))
    return odd.getbbox() is not None


def _out_of_range(one: Image.Image, other: Image.Image) -> Image.Image:
    """How much darker or lighter each pixel is than any at or around its place in the other drawing."""
    darkest, lightest = other.filter(ImageFilter.MinFilter(3)), other.filter(ImageFilter.MaxFilter(3))
    return ImageChops.lighter(ImageChops.subtract(darkest, one), ImageChops.subtract(one, lightest))
