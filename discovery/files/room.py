"""Prove a page whose content was made smaller to make room: the same content, the same links, only in less space.

The source drawn smaller and the finished page drawn as it is must show the same where the content now lies; what was
freed must hold our marks and nothing else.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from PIL import Image, ImageChops
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from discovery.core.endorsements import Box, Matrix, PageShape, Printed, Shrink
from discovery.files.ink import extrema
from discovery.files.look import ViewedPage

_DIFFERENT = 32  # of 255: the two drawings meet one grid of pixels, so they hardly differ at all
_WHITE = 250  # of 255
_MOST_PIXELS = 2_500_000
_POINTS = ("/Rect", "/QuadPoints", "/Vertices", "/L", "/CL")
_NEAR = 0.002  # of a unit of user space


def whole_page(
    original: ViewedPage, seen: ViewedPage, marks: Sequence[Printed], shrink: Shrink, shape: PageShape
) -> Iterator[str]:
    """What is wrong with the look of a page whose content was made smaller."""
    scale = 2.0  # halved, never otherwise: the two drawings then meet the same grid of pixels
    while shape.width * shape.height * scale * scale > _MOST_PIXELS:
        scale /= 2
    region = shrink.region(shape)
    size = max(1, int(region.width * scale)), max(1, int(region.height * scale))
    before = original.exact(Box(0, 0, shape.width, shape.height), scale * shrink.scale, size)
    after = seen.exact(region, scale, size)
    if _differs(before, after):
        yield (
            "Its own content, made smaller to make room, does not look as it did. Choose another place or a smaller "
            "size for what is printed, or print the page to a new PDF with wider margins."
        )
    whole = seen.strip(Box(0, 0, shape.width, shape.height), scale)
    for box in (region.padded(1 / scale), *(mark.ground for mark in marks)):
        whole.image.paste(255, whole.pixels(box))
    if extrema(whole.image)[0] < _WHITE:
        yield "Something besides our marks stands in the room that was made for them."


def _differs(before: Image.Image, after: Image.Image) -> bool:
    found = ImageChops.difference(before, after).point([255 * (value >= _DIFFERENT) for value in range(256)])
    return found.getbbox() is not None


def annotations_follow(page: Any, source: Any, matrix: Matrix) -> bool:
    """Whether the page's links, fields and comments are the source's, moved with the content."""
    ours, theirs = _annotations(page), _annotations(source)
    return len(ours) == len(theirs) and all(_follows(a, b, matrix) for a, b in zip(ours, theirs, strict=True))


def _annotations(page: Any) -> list[Any]:
    listed = _resolved(page.get("/Annots"))
    found = [_resolved(one) for one in listed] if isinstance(listed, ArrayObject) else []
    return [one for one in found if isinstance(one, DictionaryObject)]


def _follows(one: Any, original: Any, matrix: Matrix) -> bool:
    # What a served copy may leave out, such as a dead signature, is judged with the other entries.
    if set(one) - set(original) or one.get("/Subtype") != original.get("/Subtype"):
        return False
    if str(_resolved(one.get("/Contents"))) != str(_resolved(original.get("/Contents"))):
        return False
    if not all(_points_follow(one.get(key), original.get(key), matrix) for key in _POINTS):
        return False
    strokes, theirs = _list(one.get("/InkList")), _list(original.get("/InkList"))
    return len(strokes) == len(theirs) and all(
        _points_follow(a, b, matrix) for a, b in zip(strokes, theirs, strict=True)
    )


def _points_follow(points: Any, original: Any, matrix: Matrix) -> bool:
    ours, theirs = _numbers(points), _numbers(original)
    moved = [each for x, y in zip(theirs[::2], theirs[1::2], strict=False) for each in matrix.apply(x, y)]
    return len(ours) == len(moved) and all(abs(a - b) < _NEAR for a, b in zip(ours, moved, strict=True))


def _numbers(value: Any) -> list[float]:
    return [float(_resolved(each)) for each in _list(value)]


def _list(value: Any) -> list[Any]:
    resolved = _resolved(value)
    return [_resolved(each) for each in resolved] if isinstance(resolved, ArrayObject) else []


def _resolved(value: Any) -> Any:
    return value.get_object() if isinstance(value, IndirectObject) else value
