"""Prove, from the file on disk, that every page carries its number and that nothing else changed.

Two readers that had no part in the writing do it. pypdf shows by construction that the page is the source's: its
content streams byte for byte and in order between two of ours, its boxes, turn, annotations and resources kept.
PDFium shows what a reader sees: the number once in its place in the text, and its ink there, upright and uncovered.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from discovery.core.endorsements import LIGHTEST, Box, MarkKind, PageShape, Printed, luminance
from discovery.core.problems import Problem
from discovery.core.received import Candidate
from discovery.errors import DiscoveryError
from discovery.files.compared_files import Files, trees, whole_file
from discovery.files.construction import construction
from discovery.files.expected import PageExpectation, expectations
from discovery.files.ink import bordered, differing, is_known, learn, legible, stands_alone
from discovery.files.look import TYPE_PIXELS, Strip, Viewed, ViewedPage
from discovery.files.memory import collecting_seldom, give_back
from discovery.files.page_boxes import shape_read
from discovery.files.printing import BORDER
from discovery.files.received import candidates
from discovery.files.room import whole_page

__all__ = ["PageExpectation", "Verdict", "check_stamps", "expectations", "prove"]

_REACH = 3.0  # points around a number that are looked at with it
_SLACK = 1.5  # points by which a text box may pass the planned one: side bearings and rounding
_REOPENED = 1_000  # pages after which the viewer is given the files anew: it keeps all it has read of one
_IN_TURN = 50  # pages read by one of the two readers before the other looks at them: each is faster at a stretch
_CROWDED = "crowded"
CONSTRUCTION, TEXT, STRIP, WHOLE_PAGE = "construction", "text", "strip", "whole page"
"""The proofs a page may have had: its parts compared with its source's, its number found by a text search, the strip
around the number looked at, and the whole page compared with the source's, drawn."""


class Verdict(NamedTuple):
    """What the proof of one page came to."""

    page: int
    problems: tuple[Problem, ...]
    crowded: bool
    """The number reads well, but something of the source lies under or close around it."""
    candidates: tuple[Candidate, ...] = ()
    """Numbers at its edges that may be another party's Bates numbers; where the source is at hand."""
    how: str = ""
    """How it was proved, if it was."""


def check_stamps(
    path: Path,
    expected: Sequence[PageExpectation],
    *,
    whole: Path | None = None,
    counted: bool = True,
    executor: Executor | None = None,
    parts: int = 2,
    progress: Callable[[int], None] | None = None,
) -> tuple[Problem, ...]:
    """Everything about the finished file that is not as expected, page by page; nothing where all is proved.

    `expected` has one entry for every page of the file, unless it is not to be `counted`. With an `executor` the
    pages are shared out over its workers in `parts`; `progress` is told how many pages more are done.
    """
    verdicts = prove(path, expected, whole=whole, counted=counted, executor=executor, parts=parts, progress=progress)
    return tuple(problem for verdict in verdicts for problem in verdict.problems)


def prove(
    path: Path,
    expected: Sequence[PageExpectation],
    *,
    whole: Path | None = None,
    counted: bool = True,
    executor: Executor | None = None,
    parts: int = 2,
    progress: Callable[[int], None] | None = None,
) -> tuple[Verdict, ...]:
    """The same with a verdict for each page; what is wrong with the file as a whole is a verdict on page -1.

    With `whole`, the one source of which every page was numbered, the rest of the file is compared with it too:
    bookmarks, names, form, layers, tags, metadata.
    """
    ordered = sorted(expected, key=lambda one: one.page)
    size = max(1, -(-len(ordered) // max(1, parts if executor else 1)))
    shares = [tuple(ordered[at : at + size]) for at in range(0, len(ordered), size)]
    moved = tuple(one.page for one in ordered if one.shrink)
    wholes = [_Whole(whole, moved) if whole else None, *[None] * len(shares)][: len(shares)]
    verdicts = list(_count(path, ordered)) if counted else []
    spread = executor.map if executor else map
    found = spread(_check_share, [path] * len(shares), shares, wholes)
    for share, of_share in zip(shares, found, strict=True):
        verdicts += of_share
        if progress:
            progress(len(share))
    return tuple(verdicts)


def _count(path: Path, expected: Sequence[PageExpectation]) -> Iterator[Verdict]:
    viewed = Viewed(path)
    try:
        if len(viewed) != len(expected):
            what = f"It has {len(viewed)} pages where {len(expected)} were planned."
            yield Verdict(-1, (Problem(where=path.name, what=what),), False)
    finally:
        viewed.close()


def check_looks(path: Path, expected: Sequence[PageExpectation]) -> tuple[Problem, ...]:
    """What, on pages whose bytes are not their source's, looks otherwise than the source besides our marks."""
    problems: list[Problem] = []
    with _Readers() as readers:
        for one in expected:
            where = f"{path.name}, page {one.page + 1}" + (f" ({one.label})" if one.label else "")
            try:
                faults = list(_looks_alike(readers, path, one))
            except DiscoveryError as error:
                faults = [error.message]
            problems += [Problem(where=where, what=what) for what in faults]
    return tuple(problems)


def _looks_alike(readers: "_Readers", path: Path, one: PageExpectation) -> Iterator[str]:
    assert one.source is not None
    shape = shape_read(readers.files.read(path).page(one.page))
    original, finished = readers.viewed(one.source), readers.viewed(path)
    with original.page(one.source_page) as before, finished.page(one.page) as after:
        if one.shrink:
            yield from whole_page(before, after, one.marks, one.shrink, shape)
            return
        whole = Box(0, 0, after.width, after.height)
        yield from _only_here(before.strip(whole, 1.0), after.strip(whole, 1.0), one.marks)


class _Whole(NamedTuple):
    """What the file besides its pages must be."""

    source: Path
    moved: tuple[int, ...]
    """Pages whose links, fields and comments were moved with their content."""


def _check_share(path: Path, expected: tuple[PageExpectation, ...], whole: _Whole | None) -> tuple[Verdict, ...]:
    with collecting_seldom(), _Readers() as readers:
        verdicts: list[Verdict] = []
        for at in range(0, len(expected), _IN_TURN):
            few = expected[at : at + _IN_TURN]
            read = [_read(readers, path, one) for one in few]
            verdicts += [_check_page(readers, path, one, built) for one, built in zip(few, read, strict=True)]
        verdicts += _check_whole(path, whole_file(readers.files, path, *whole)) if whole else ()
    del readers
    give_back(len(expected))
    verdicts += _check_whole(path, trees(path, *whole)) if whole else ()
    return tuple(verdicts)


def _check_whole(path: Path, found: Iterator[str]) -> Iterator[Verdict]:
    """What is wrong with the file besides its pages."""
    try:
        faults = list(found)
    except Exception as error:  # noqa: BLE001 - a file no reader gets through is not proved, whatever it raises
        faults = [f"What it holds besides its pages could not be read back ({type(error).__name__}: {error})."]
    if faults:
        yield Verdict(-1, tuple(Problem(where=path.name, what=what) for what in faults), False)


@dataclass
class _Readers:
    """The files one worker has open."""

    files: Files = field(default_factory=Files)
    seen: dict[Path, Viewed] = field(default_factory=dict)
    looked: int = 0

    def __enter__(self) -> "_Readers":
        return self

    def __exit__(self, *_: object) -> None:
        for viewed in self.seen.values():
            viewed.close()
        self.files.close()

    def viewed(self, path: Path) -> Viewed:
        if path not in self.seen:
            self.seen[path] = Viewed(path)
        return self.seen[path]

    def rest(self) -> None:
        """Let go, after a look at a page, of what the viewer keeps of the files, where it has become much."""
        self.looked += 1
        if self.looked % _REOPENED == 0:
            for viewed in self.seen.values():
                viewed.close()
            self.seen.clear()


class _Built(NamedTuple):
    """What the proof of a page by its parts came to."""

    shape: PageShape | None
    """None where the page could not be read."""
    faults: tuple[str, ...]


def _read(readers: _Readers, path: Path, one: PageExpectation) -> _Built:
    try:
        if one.page >= len(readers.viewed(path)):
            return _Built(None, ("The page is missing.",))
        shape = shape_read(readers.files.read(path).page(one.page))
        return _Built(shape, tuple(construction(readers.files, path, one, shape)))
    except Exception as error:  # noqa: BLE001 - a page no reader gets through is a page not proved, whatever it raises
        return _Built(None, (_reason(error),))
    finally:
        readers.files.rest()


def _reason(error: Exception) -> str:
    if isinstance(error, DiscoveryError):
        return error.message
    return f"The page could not be read back ({type(error).__name__}: {error})."


def _check_page(readers: _Readers, path: Path, one: PageExpectation, built: _Built) -> Verdict:
    where = f"{path.name}, page {one.page + 1}" + (f" ({one.label})" if one.label else "")
    found: list[Candidate] = []
    faults = built.faults
    if built.shape:
        try:
            faults += tuple(_seen(readers, path, (one, built.shape), found))
        except Exception as error:  # noqa: BLE001 - as above
            faults = (_reason(error),)
        readers.rest()
    problems = tuple(Problem(where=where, what=what) for what in faults if what != _CROWDED)
    return Verdict(one.page, problems, _CROWDED in faults, tuple(found), _how(one))


def _how(one: PageExpectation) -> str:
    """How a page without fault was proved, in the words of the manifest."""
    shown = [CONSTRUCTION] if one.source else []
    shown += [TEXT, STRIP] if one.marks else []
    return ", ".join([*shown, WHOLE_PAGE] if one.source and (one.deep or one.shrink) else shown)


def _seen(
    readers: _Readers, path: Path, at: tuple[PageExpectation, PageShape], found: list[Candidate]
) -> Iterator[str]:
    """What is wrong with what a viewer shows of a page; numbers of another party are `found` on the way."""
    (one, shape), viewed = at, readers.viewed(path)
    if one.shown is not None and viewed.label(one.page) != one.shown:
        yield f"A viewer shows {viewed.label(one.page) or 'no number'} as its page number instead of {one.shown}."
    if not one.marks:
        return
    with viewed.page(one.page) as seen:
        if abs(seen.width - shape.width) > 1 or abs(seen.height - shape.height) > 1:
            yield "A viewer shows the page in another size than its boxes say."
        for mark in one.marks:
            yield from _text(seen, mark, shape)
        if one.source:
            printed = {mark.text for mark in one.marks}
            found += [each for each in candidates(seen, shape, printed) if each.text not in printed]
        yield from _looks(readers, seen, one, shape)


def _text(seen: ViewedPage, mark: Printed, shape: PageShape) -> Iterator[str]:
    planned = mark.spot.box.padded(_SLACK)
    turned = shape.matrix.inverse()
    here = [box for box in map(turned.box, seen.find(mark.text)) if box.meet(planned) == box]
    if not here:
        yield f"A text search does not find the {mark.kind} in its place."
    elif len(here) > 1:
        yield f"A text search finds the {mark.kind} {len(here)} times in its place."


def _looks(readers: _Readers, seen: ViewedPage, one: PageExpectation, shape: PageShape) -> Iterator[str]:
    """What is wrong with how the page looks; _CROWDED where a mark is right but not alone in its place."""
    strips = [(mark, seen.strip(mark.frame.padded(_REACH), TYPE_PIXELS / mark.spot.size)) for mark in one.marks]
    if one.source is None or one.shrink:
        for mark, strip in strips:
            yield from _unreadable(mark, strip, None, one.color)
        if one.source and one.shrink:
            with readers.viewed(one.source).page(one.source_page) as original:
                yield from whole_page(original, seen, one.marks, one.shrink, shape)
    elif one.deep or not all(_alone(mark, strip, one.color) for mark, strip in strips):
        with readers.viewed(one.source).page(one.source_page) as original:
            yield from _against(original, seen, strips, one)


def _alone(mark: Printed, strip: Strip, color: str) -> bool:
    """Whether no look at the source is needed: the strip is known, or there is paper with a tone and nothing else."""
    if mark.boxed:
        return False
    if is_known(strip, mark, color):
        return True
    tinted = strip.image.getextrema()[1] != 255
    return tinted and mark.kind is not MarkKind.STICKER and stands_alone(strip, mark, luminance(color))


def _against(
    original: ViewedPage, seen: ViewedPage, strips: Sequence[tuple[Printed, Strip]], one: PageExpectation
) -> Iterator[str]:
    """What is wrong with how the page looks beside its source."""
    for mark, after in strips:
        before = original.strip(mark.frame.padded(_REACH), TYPE_PIXELS / mark.spot.size)
        faults = [*_unreadable(mark, after, None if mark.boxed else before, one.color)]
        faults += _only_here(before, after, (mark,))
        yield from faults
        if before.image.getextrema() != (255, 255) and not stands_alone(after, mark, luminance(one.color)):
            yield _CROWDED
        if not faults:
            learn(before, after, mark, one.color)
    if one.deep:
        whole = Box(0, 0, seen.width, seen.height)
        yield from _only_here(original.strip(whole, 1.0), seen.strip(whole, 1.0), one.marks)


def _unreadable(mark: Printed, after: Strip, before: Strip | None, color: str) -> Iterator[str]:
    light = luminance(color)
    if light > LIGHTEST or not legible(after, mark, before, light):
        yield f"The {mark.kind} cannot be read on its ground, or something covers it."
    elif mark.kind is MarkKind.STICKER and not bordered(after, mark, light):
        yield "The sticker's border cannot be seen whole, or something covers it."


def _only_here(before: Strip, after: Strip, marks: Sequence[Printed]) -> Iterator[str]:
    if before.image.size != after.image.size:
        yield "A viewer shows it in another size than the source."
    elif differing(before, after) is None:
        yield "A viewer does not show the number."
    elif differing(before, after, [mark.ground if mark.boxed else mark.frame.padded(_rim(mark)) for mark in marks]):
        yield "Something besides the number changed."


def _rim(mark: Printed) -> float:
    return BORDER * mark.spot.size if mark.kind is MarkKind.STICKER else 0.5
