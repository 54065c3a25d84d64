"""What lies under the place of a mark, looked at before it is printed there: nothing, an even dark tone, or print."""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple

import pikepdf

from discovery.core.endorsements import (
    Box,
    Mark,
    MarkKind,
    PageShape,
    Printed,
    printed,
)
from discovery.core.room import clashing
from discovery.errors import InputError
from discovery.files.endorsing import box_of, shape_of
from discovery.files.ink import TRACE, extrema
from discovery.files.look import TYPE_PIXELS, Strip, Viewed, ViewedPage
from discovery.files.shrinking import annotations
from discovery.files.stamp_font import stamp_font

_EVEN = 40  # of 255: tones closer than this are one tone
_MIDDLE = 112  # of 255: an even ground of this tone still carries black type
_PAPER = 0.25  # of the pixels are at least as light as the paper
_SPECK = 0.75  # square points of ink that are dirt and not a mark
_SEE_THROUGH = frozenset({"/Link", "/Popup"})
_HIDDEN, _PRINTED, _NOT_SHOWN = 2, 4, 32  # annotation flags


class Ground(StrEnum):
    """What a mark would stand on."""

    CLEAR = "clear"
    DARK = "an even dark ground"
    TAKEN = "print"
    COVERED = "a comment or field"


class Asked(NamedTuple):
    """One page to look at, described so that another process can do it."""

    page: int
    shape: PageShape
    covers: tuple[Box, ...]
    """What comments and fields cover, in user space."""


def asked_page(index: int, page: pikepdf.Object) -> Asked:
    return Asked(index, shape_of(page), tuple(_covers(page)))


def _covers(page: pikepdf.Object) -> Iterator[Box]:
    for one in annotations(page):
        box = box_of(one.get("/Rect"))
        if box and str(one.get("/Subtype")) not in _SEE_THROUGH and not _unseen(one.get("/F")):
            yield box


def _unseen(flags: Any) -> bool:
    """Whether an annotation is neither shown nor printed."""
    return isinstance(flags, int) and bool(flags & _HIDDEN or (flags & _NOT_SHOWN and not flags & _PRINTED))


def look_at_pages(
    path: Path, share: Sequence[Asked], marks: Sequence[tuple[Mark, ...]], light: float
) -> list[dict[MarkKind, Ground]]:
    """What is in the way of each mark that cannot stand on its page; the marks are given page by page."""
    if not share:
        return []
    viewed = Viewed(path)
    try:
        return [_look_at(viewed, one, of_page, light) for one, of_page in zip(share, marks, strict=True)]
    finally:
        viewed.close()


def _look_at(viewed: Viewed, one: Asked, marks: Sequence[Mark], light: float) -> dict[MarkKind, Ground]:
    """What is in the way of each mark that cannot stand on this page."""
    try:
        standing = [printed(mark, one.shape, stamp_font().ems(mark.text)) for mark in marks]
    except InputError:
        return {}  # too small a page is told when the number is printed
    with viewed.page(one.page) as seen:
        under = {mark.kind: _ground_at(seen, one, mark, light) for mark in standing}
    under |= dict.fromkeys(clashing(standing), Ground.TAKEN)
    return {kind: ground for kind, ground in under.items() if ground is not Ground.CLEAR}


def _ground_at(seen: ViewedPage, one: Asked, mark: Printed, light: float) -> Ground:
    place = one.shape.matrix.box(mark.ground)
    if any(place.meet(cover) for cover in one.covers):
        return Ground.COVERED
    return ground_of(seen.strip(mark.ground, TYPE_PIXELS / mark.spot.size), light)


def ground_of(strip: Strip, light: float = 0) -> Ground:
    """What the strip of a page drawn without the mark says about the place; `light` is the ink's luminance."""
    low, high = extrema(strip.image)
    if high - low <= _EVEN:
        return Ground.CLEAR if low >= min(_MIDDLE + light, 255 - TRACE) else Ground.DARK
    tones = strip.image.histogram()
    paper = _paper(tones)
    dirt = _SPECK * (strip.image.width / strip.region.width) ** 2
    other = sum(tones[: max(0, paper - TRACE)]) + sum(tones[paper + TRACE + 1 :])
    if paper >= min(_MIDDLE + light, 255 - TRACE) and other <= dirt:
        return Ground.CLEAR
    return Ground.TAKEN


def _paper(tones: Sequence[int]) -> int:
    """The tone of the paper: the darkest that a quarter of the pixels reach or pass."""
    least, counted = _PAPER * sum(tones), 0
    for tone in range(255, -1, -1):
        counted += tones[tone]
        if counted >= least:
            return tone
    return 0
