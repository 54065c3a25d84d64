"""What lies under the place of a number, looked at before anything is written.

Black on white paper is the rule. On an even dark ground the number gets a white box; where something dark and uneven,
or a comment or field, would hide it, it goes to another corner of that page. Some ink under it is only noted.
"""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

import pikepdf

from discovery.core.endorsements import Box, PageShape, Placement, Spot, spot
from discovery.core.problems import Problem
from discovery.errors import InputError
from discovery.files.endorsing import box_of, shape_of
from discovery.files.ink import LIGHT
from discovery.files.look import TYPE_PIXELS, Strip, Viewed, ViewedPage
from discovery.files.stamp_font import stamp_font

_EVEN = 40  # of 255: tones closer than this are one tone
_MIDDLE = 112  # of 255: an even ground of this tone still carries black type
_LIGHT_PART = 0.75  # of every character's cell must be light for the number to be read among other ink
_SEE_THROUGH = frozenset({"/Link", "/Popup"})
_HIDDEN = 2 | 32  # annotation flags: hidden, not shown


class Ground(StrEnum):
    """What a number would stand on, best first."""

    CLEAR = "clear"
    DARK = "dark"
    INKED = "inked"
    COVERED = "covered"
    """By a comment or field; whether that hides the number only the finished page can tell."""
    BUSY = "busy"


_RANK = tuple(Ground)


class Place(NamedTuple):
    """Where one page's number goes."""

    page: int
    placement: Placement
    ground: Ground


class Asked(NamedTuple):
    """One page to look at, described so that another process can do it."""

    page: int
    label: str
    shape: PageShape
    covers: tuple[Box, ...]
    """What comments and fields cover, in user space."""


@dataclass(frozen=True)
class Settled:
    """Where the numbers of one file go, and what is to be told about it."""

    elsewhere: Mapping[int, Placement]
    boxed: frozenset[int]
    inked: tuple[int, ...]
    """Pages whose number stands, legibly, on other ink."""
    problems: tuple[Problem, ...]

    def notes(self) -> tuple[str, ...]:
        """What a person should know, a sentence each."""
        moved: dict[str, list[int]] = {}
        for page, placement in self.elsewhere.items():
            moved.setdefault(placement.corner.value.replace("-", " "), []).append(page)
        said = [f"The number is at the {corner} on {_pages(pages)}." for corner, pages in sorted(moved.items())]
        if self.boxed:
            said.append(f"The number is on a white box on {_pages(sorted(self.boxed))}, where the ground is dark.")
        if self.inked:
            said.append(f"The number stands on other print on {_pages(self.inked)}; look whether it reads well.")
        return tuple(said)


def _pages(pages: Sequence[int]) -> str:
    shown = ", ".join(str(page + 1) for page in pages[:12]) + (" and others" if len(pages) > 12 else "")
    return f"{'page' if len(pages) == 1 else 'pages'} {shown}"


def settle(
    pdf: pikepdf.Pdf,
    path: Path,
    labels: Mapping[int, str],
    placement: Placement | None = None,
    *,
    executor: Executor | None = None,
    parts: int = 2,
) -> Settled:
    """Where each page's number can stand and be read: the asked place, on white if need be, or another corner.

    `pdf` is the file at `path`, opened. Pages on which no corner will do are problems.
    """
    usual = placement or Placement()
    pages = list(pdf.pages)
    asked = [_asked(index, labels[index], pages[index].obj) for index in sorted(labels)]
    size = max(1, -(-len(asked) // max(1, parts if executor else 1)))
    shares = [asked[at : at + size] for at in range(0, len(asked), size)]
    spread = executor.map if executor else map
    places: list[Place] = []
    for share in spread(_settle_share, [path] * len(shares), shares, [usual] * len(shares)):
        places += share
    return Settled(
        {place.page: place.placement for place in places if place.placement != usual},
        frozenset(place.page for place in places if place.ground is Ground.DARK),
        tuple(place.page for place in places if place.ground is Ground.INKED),
        tuple(_hopeless(place.page) for place in places if place.ground is Ground.BUSY),
    )


def _hopeless(page: int) -> Problem:
    return Problem(
        where=f"page {page + 1}",
        what="No corner of the page has room for a number that can be read.",
        next_step="Print it to a new PDF with wider margins, and use that.",
    )


def _asked(index: int, label: str, page: pikepdf.Object) -> Asked:
    return Asked(index, label, shape_of(page), tuple(_covers(page)))


def _covers(page: pikepdf.Object) -> Iterator[Box]:
    annotations = page.get("/Annots")
    if not isinstance(annotations, pikepdf.Array):
        return
    for one in list(annotations):
        if not isinstance(one, pikepdf.Dictionary) or str(one.get("/Subtype")) in _SEE_THROUGH:
            continue
        flags = one.get("/F")
        box = box_of(one.get("/Rect"))
        if box and not (isinstance(flags, int) and flags & _HIDDEN):
            yield box


def _settle_share(path: Path, share: Sequence[Asked], usual: Placement) -> list[Place]:
    viewed = Viewed(path)
    try:
        return [_settle_page(viewed, one, usual) for one in share]
    finally:
        viewed.close()


def _settle_page(viewed: Viewed, one: Asked, usual: Placement) -> Place:
    with viewed.page(one.page) as seen:
        found = Place(one.page, usual, _ground_at(seen, one, usual))
        if found.ground in (Ground.BUSY, Ground.COVERED):
            for other in usual.others():
                place = Place(one.page, other, _ground_at(seen, one, other))
                if _RANK.index(place.ground) < _RANK.index(found.ground):
                    found = place
                if found.ground is Ground.CLEAR:
                    break
    return found


def _ground_at(seen: ViewedPage, one: Asked, placement: Placement) -> Ground:
    try:
        where = spot(placement, one.shape, stamp_font().ems(one.label))
    except InputError:
        return Ground.CLEAR  # too small a page is told when the number is printed
    place = one.shape.matrix.box(where.box)
    if any(place.meet(cover) for cover in one.covers):
        return Ground.COVERED
    return ground_of(seen.strip(where.box.padded(where.size / 5), TYPE_PIXELS / where.size), one.label, where)


def ground_of(strip: Strip, label: str, where: Spot) -> Ground:
    """What the strip of a page drawn without the number says about the place."""
    low, high = strip.image.getextrema()
    assert isinstance(low, int)
    assert isinstance(high, int)
    if low >= LIGHT and high - low <= _EVEN:
        return Ground.CLEAR
    if high - low <= _EVEN:
        return Ground.CLEAR if low >= _MIDDLE else Ground.DARK
    x = where.x
    for character in label:
        width = stamp_font().ems(character) * where.size
        cell = strip.image.crop(strip.pixels(Box(x, where.box.y0, x + width, where.box.y1))).histogram()
        if sum(cell[LIGHT:]) < _LIGHT_PART * sum(cell):
            return Ground.BUSY
        x += width
    return Ground.INKED
