"""What lies under the place of a mark, looked at before it is printed there, and what is done about it.

Nothing of the source may lie under a mark. Where something does, the mark goes to one other place for the whole
document; else the content of the pages concerned is made a little smaller; else, where nothing but an even dark
ground lies under it, it stands on a white box; else the page is refused.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple

import pikepdf

from discovery.core.endorsements import (
    Box,
    Endorsements,
    Mark,
    MarkKind,
    PageLayout,
    PageShape,
    Placement,
    Position,
    Printed,
    luminance,
    printed,
)
from discovery.core.places import clashing, elsewhere, make_room
from discovery.core.problems import Problem
from discovery.errors import InputError
from discovery.files.endorsing import box_of, shape_of
from discovery.files.ink import TRACE
from discovery.files.look import TYPE_PIXELS, Strip, Viewed, ViewedPage
from discovery.files.shrinking import annotations, can_move_annotations
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


@dataclass(frozen=True)
class Settled:
    """What is printed on each page of a document and where, and what is to be told about it."""

    asked: Endorsements
    layouts: Mapping[int, PageLayout]
    moved: Mapping[MarkKind, tuple[Placement, tuple[int, ...]]] = field(default_factory=dict)
    """What stands elsewhere in the whole document, and the pages where something was in its way."""
    problems: tuple[Problem, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether anything is not as asked."""
        return bool(self.moved) or any(layout.why for layout in self.layouts.values())

    def notes(self) -> tuple[str, ...]:
        """What a person should know, a sentence each."""
        said = [
            f"The {kind} is at the {placement.position.words} of every page, not at the "
            f"{_asked_place(self.asked, kind)}, where something is in its way on {_pages(pages)}."
            for kind, (placement, pages) in self.moved.items()
        ]
        shrunk = [(page, layout.shrink) for page, layout in self.layouts.items() if layout.shrink]
        if shrunk:
            smallest = min(shrink.scale for _, shrink in shrunk)
            said.append(
                f"The content of {_pages([page for page, _ in shrunk])} was made smaller (to {smallest:.1%} of its "
                "size or a little more), so that nothing of it lies under what was printed."
            )
        boxed = [page for page, layout in self.layouts.items() if layout.boxed]
        if boxed:
            said.append(f"The number is on a white box on {_pages(boxed)}, where the ground is dark and even.")
        return tuple(said)


def _asked_place(asked: Endorsements, kind: MarkKind) -> str:
    layout = asked.layout("", first=True)
    return next(mark.placement.position.words for mark in layout.marks if mark.kind is kind)


def _pages(pages: Sequence[int]) -> str:
    shown = ", ".join(str(page + 1) for page in pages[:12]) + (" and others" if len(pages) > 12 else "")
    return f"{'page' if len(pages) == 1 else 'pages'} {shown}"


def settle(
    pdf: pikepdf.Pdf,
    path: Path,
    labels: Mapping[int, str],
    asked: Endorsements | Placement | None = None,
    *,
    suspects: Collection[int] | None = None,
    executor: Executor | None = None,
    parts: int = 2,
) -> Settled:
    """Where everything that is to be printed on a document can stand with nothing of the source under it.

    `pdf` is the file at `path`, opened; `labels` are the numbers by page, from 0. `suspects` are the only pages where
    something may be in the way in the places asked for; without it every page is looked at.
    """
    wanted = Endorsements.of(asked)
    first = min(labels, default=0)
    layouts = {page: wanted.layout(labels[page], first=page == first) for page in sorted(labels)}
    listed = list(pdf.pages)
    looked = {page: _asked(page, listed[page].obj) for page in layouts}
    ladder = _Ladder(path, wanted, layouts, looked, executor, parts)
    taken = ladder.taken(sorted(layouts if suspects is None else set(suspects) & layouts.keys()))
    if not taken:
        return Settled(wanted, layouts)
    if wanted.fixed:
        return Settled(wanted, layouts, problems=tuple(_refused(page, found) for page, found in taken.items()))
    moved = ladder.move(taken)
    problems = []
    for page, found in ladder.taken(list(taken)).items():
        problem = ladder.repair(page, found, movable=can_move_annotations(pdf, page))
        problems += [problem] if problem else []
    return Settled(wanted, ladder.layouts, moved, tuple(problems))


Found = Mapping[MarkKind, Ground]


def _refused(page: int, found: Found) -> Problem:
    return Problem(
        where=f"page {page + 1}",
        what=f"Where the {_kinds(found)} was to be printed, there is {_grounds(found)} already.",
        next_step="Choose another place, or leave out --fixed-place so that one is found.",
    )


def _hopeless(page: int, found: Found, *, movable: bool) -> Problem:
    what = f"No place of the page has room for the {_kinds(found)} without covering something"
    held = "" if movable else ", and comments or fields on it would not become smaller with it"
    return Problem(
        where=f"page {page + 1}",
        what=f"{what}{held}.",
        next_step="Print it to a new PDF with wider margins, and use that.",
    )


def _kinds(found: Found) -> str:
    return " and the ".join(found)


def _grounds(found: Found) -> str:
    return " and ".join(sorted(set(found.values())))


@dataclass
class _Ladder:
    """One document's marks on their way to places where they can stand."""

    path: Path
    asked: Endorsements
    layouts: dict[int, PageLayout]
    looked: Mapping[int, Asked]
    executor: Executor | None
    parts: int

    def taken(self, pages: Sequence[int]) -> dict[int, Found]:
        """The pages where a mark cannot stand as laid out, with what is under each such mark."""
        found = self._look(pages, [self.layouts[page].marks for page in pages])
        return {page: under for page, under in zip(pages, found, strict=True) if under}

    def _look(self, pages: Sequence[int], marks: Sequence[tuple[Mark, ...]]) -> list[Found]:
        parts = max(1, self.parts if self.executor else 1)
        size = max(1, -(-len(pages) // parts))
        shares = [slice(at, at + size) for at in range(0, len(pages), size)]
        spread = self.executor.map if self.executor else map
        looked = [self.looked[page] for page in pages]
        light = luminance(self.asked.color)
        found: list[Found] = []
        for share in spread(
            _look_at_share,
            [self.path] * len(shares),
            [looked[share] for share in shares],
            [marks[share] for share in shares],
            [light] * len(shares),
        ):
            found += share
        return found

    def move(self, taken: Mapping[int, Found]) -> dict[MarkKind, tuple[Placement, tuple[int, ...]]]:
        """Lay out anew what has one place in which it can stand on every page that bears it."""
        moved: dict[MarkKind, tuple[Placement, tuple[int, ...]]] = {}
        for kind in MarkKind:
            bad = [page for page, found in taken.items() if kind in found]
            mark = next((mark for page in bad for mark in self.layouts[page].marks if mark.kind is kind), None)
            if mark is None:
                continue
            kept = [*self._positions(kind), *(placement.position for placement, _ in moved.values())]
            for placement in elsewhere(mark, kept):
                tried = self._with(kind, placement)
                if self._all_clear(kind, tried, bad):
                    why = f"something is in the way of the {kind} at the {mark.placement.position.words}"
                    self.layouts = {page: layout._replace(why=why) for page, layout in tried.items()}
                    moved[kind] = placement, tuple(bad)
                    break
        return moved

    def _positions(self, kind: MarkKind) -> Iterator[Position]:
        """The places asked for the other marks."""
        marks = self.asked.layout("", first=True).marks
        return (mark.placement.position for mark in marks if mark.kind is not kind)

    def _with(self, kind: MarkKind, placement: Placement) -> dict[int, PageLayout]:
        return {
            page: layout._replace(
                marks=tuple(
                    mark._replace(placement=placement) if mark.kind is kind else mark for mark in layout.marks
                )
            )
            for page, layout in self.layouts.items()
        }

    def _all_clear(self, kind: MarkKind, tried: Mapping[int, PageLayout], bad: Sequence[int]) -> bool:
        """Whether the mark can stand on every page that bears it; the pages that were bad are looked at first."""
        bearing = [page for page, layout in tried.items() if any(mark.kind is kind for mark in layout.marks)]
        rest = [page for page in bearing if page not in frozenset(bad)]
        for pages in (bad[:1], bad[1:], rest):
            # A mark that would stand on another is told of the one named last.
            last = [tuple(sorted(tried[page].marks, key=lambda mark: mark.kind is kind)) for page in pages]
            found = self._look(pages, last)
            if any(kind in under for under in found):
                return False
        return True

    def repair(self, page: int, found: Found, *, movable: bool) -> Problem | None:
        """Make room on one page by making its content smaller, or put the marks on white; else say it cannot be."""
        layout = self.layouts[page]
        why = f"{_grounds(found)} is where the {_kinds(found)} goes"
        try:
            room = make_room(self.looked[page].shape, layout.marks, stamp_font().ems) if movable else None
        except InputError:
            return None  # too small a page is told when the number is printed
        if room:
            self.layouts[page] = PageLayout(room[0], room[1], why=why)
        elif set(found.values()) == {Ground.DARK}:
            self.layouts[page] = layout._replace(boxed=frozenset(found), why=why)
        else:
            return _hopeless(page, found, movable=movable)
        return None


def _asked(index: int, page: pikepdf.Object) -> Asked:
    return Asked(index, shape_of(page), tuple(_covers(page)))


def _covers(page: pikepdf.Object) -> Iterator[Box]:
    for one in annotations(page):
        box = box_of(one.get("/Rect"))
        if box and str(one.get("/Subtype")) not in _SEE_THROUGH and not _unseen(one.get("/F")):
            yield box


def _unseen(flags: Any) -> bool:
    """Whether an annotation is neither shown nor printed."""
    return isinstance(flags, int) and bool(flags & _HIDDEN or (flags & _NOT_SHOWN and not flags & _PRINTED))


def _look_at_share(
    path: Path, share: Sequence[Asked], marks: Sequence[tuple[Mark, ...]], light: float
) -> list[dict[MarkKind, Ground]]:
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
    low, high = strip.image.getextrema()
    assert isinstance(low, int)
    assert isinstance(high, int)
    if high - low <= _EVEN:
        return Ground.CLEAR if low >= min(_MIDDLE + light, 255 - TRACE) else Ground.DARK
    tones = strip.image.histogram()
    paper = _paper(tones)
    dirt = _SPECK * (strip.image.width / strip.region.width) ** 2
    if paper >= min(_MIDDLE + light, 255 - TRACE) and sum(tones[: max(0, paper - TRACE)]) <= dirt:
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
