"""Find places for everything that is printed on a document, so that nothing of the source lies under it.

Where something does, a mark goes to one other place for the whole document; else the content of the pages concerned
is made a little smaller; else, where nothing but an even dark ground lies under it, it stands on a white box; else it
stands elsewhere on that page only; else the page is refused.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path

import pikepdf

from discovery.core.endorsements import (
    Endorsements,
    Mark,
    MarkKind,
    PageLayout,
    Placement,
    Position,
    luminance,
)
from discovery.core.problems import Problem
from discovery.core.room import elsewhere, make_room
from discovery.errors import InputError
from discovery.files.ground import Asked, Ground, asked_page, look_at_pages
from discovery.files.shrinking import can_move_annotations, shared_annotations
from discovery.files.stamp_font import stamp_font


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
        said = [_moved(self.asked, kind, *moved) for kind, moved in self.moved.items()]
        shrunk = [(page, layout.shrink) for page, layout in self.layouts.items() if layout.shrink]
        if shrunk:
            smallest = min(shrink.scale for _, shrink in shrunk)
            said.append(
                f"The content of {_pages([page for page, _ in shrunk])} was made smaller (to {smallest:.1%} of its "
                "size or a little more), so that nothing of it lies under what was printed."
            )
        alone = [page for page, layout in self.layouts.items() if layout.alone]
        if alone:
            said.append(f"What is printed on {_pages(alone)} stands elsewhere than on the other pages; see it there.")
        boxed = [page for page, layout in self.layouts.items() if layout.boxed]
        if boxed:
            said.append(f"The number is on a white box on {_pages(boxed)}, where the ground is dark and even.")
        return tuple(said)


def _moved(asked: Endorsements, kind: MarkKind, placement: Placement, pages: Sequence[int]) -> str:
    layout = asked.layout("", first=True)
    wanted = next(mark.placement for mark in layout.marks if mark.kind is kind)
    place = f"at the {placement.position.words}"
    if placement.position is wanted.position:
        place = f"{'nearer to' if placement.margin < wanted.margin else 'further from'} the edge {place}"
    where = "the page that bears it" if kind is MarkKind.STICKER else "every page"
    taken = f"something is in its way at the {wanted.position.words} on {_pages(pages)}"
    return f"The {kind} is {place} of {where}: {taken}."


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
    looked = {page: asked_page(page, listed[page].obj) for page in layouts}
    ladder = _Ladder(path, wanted, layouts, looked, executor, parts)
    taken = ladder.taken(sorted(layouts if suspects is None else set(suspects) & layouts.keys()))
    if not taken:
        return Settled(wanted, layouts)
    if wanted.fixed:
        return Settled(wanted, layouts, problems=tuple(_refused(page, found) for page, found in taken.items()))
    moved = ladder.move(taken)
    problems = []
    shared = shared_annotations(pdf)
    for page, found in ladder.taken(list(taken)).items():
        problem = ladder.repair(page, found, movable=can_move_annotations(listed[page].obj, shared))
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
            look_at_pages,
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
                tried = {page: _placed(layout, kind, placement) for page, layout in self.layouts.items()}
                if self._all_clear(kind, tried, bad):
                    why = f"something is in the way of the {kind} at the {mark.placement.position.words}"
                    self.layouts = {page: layout.told(why) for page, layout in tried.items()}
                    moved[kind] = placement, tuple(bad)
                    break
        return moved

    def _positions(self, kind: MarkKind) -> Iterator[Position]:
        """The places asked for the other marks."""
        marks = self.asked.layout("", first=True).marks
        return (mark.placement.position for mark in marks if mark.kind is not kind)

    def _all_clear(self, kind: MarkKind, tried: Mapping[int, PageLayout], bad: Sequence[int]) -> bool:
        """Whether the mark can stand on every page that bears it; the pages that were bad are looked at first."""
        bearing = [page for page, layout in tried.items() if any(mark.kind is kind for mark in layout.marks)]
        rest = [page for page in bearing if page not in frozenset(bad)]
        for pages in (bad[:1], bad[1:], rest):
            found = self._look(pages, [_last(tried[page], kind) for page in pages])
            if any(kind in under for under in found):
                return False
        return True

    def repair(self, page: int, found: Found, *, movable: bool) -> Problem | None:
        """Make room on one page by making its content smaller, or put the marks on white; else say it cannot be."""
        layout = self.layouts[page]
        why = f"{_grounds(found)} in the place of the {_kinds(found)}"
        try:
            room = make_room(self.looked[page].shape, layout.marks, stamp_font().ems) if movable else None
        except InputError:
            return None  # too small a page is told when the number is printed
        if room:
            self.layouts[page] = layout.told(why)._replace(marks=room[0], shrink=room[1])
        elif set(found.values()) == {Ground.DARK}:
            self.layouts[page] = layout.told(why)._replace(boxed=frozenset(found))
        elif not self._move_alone(page, found, why):
            return _hopeless(page, found, movable=movable)
        return None

    def _move_alone(self, page: int, found: Found, why: str) -> bool:
        """Give the marks of one page other places, where it has some that are free; whether it has."""
        before = self.layouts[page]
        for kind in found:
            mark = next(mark for mark in self.layouts[page].marks if mark.kind is kind)
            for placement in mark.placement.others():
                tried = _placed(self.layouts[page], kind, placement)
                if kind not in self._look([page], [_last(tried, kind)])[0]:
                    self.layouts[page] = tried.told(why)._replace(alone=True)
                    break
            else:
                self.layouts[page] = before
                return False
        return True


def _placed(layout: PageLayout, kind: MarkKind, placement: Placement) -> PageLayout:
    marks = (mark._replace(placement=placement) if mark.kind is kind else mark for mark in layout.marks)
    return layout._replace(marks=tuple(marks))


def _last(layout: PageLayout, kind: MarkKind) -> tuple[Mark, ...]:
    """The marks with this one last: one that would stand on another is told of the one named last."""
    return tuple(sorted(layout.marks, key=lambda mark: mark.kind is kind))
