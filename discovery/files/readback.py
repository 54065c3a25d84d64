"""Prove, from the file on disk, that every page carries its number and that nothing else changed.

Two readers that had no part in the writing do it. pypdf shows by construction that the page is the source's: its
content streams byte for byte and in order between two of ours, its boxes, turn, annotations and resources kept.
PDFium shows what a reader sees: the number once in its place in the text, and its ink there, upright and uncovered.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import pypdf
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, PdfObject, StreamObject

from discovery.core.endorsements import (
    Box,
    MarkKind,
    Matrix,
    PageShape,
    Printed,
    Shrink,
    Spot,
    luminance,
    page_shape,
)
from discovery.core.problems import Problem
from discovery.core.received import Candidate
from discovery.errors import DiscoveryError
from discovery.files.drawn import DrawnMark, drawn, opened
from discovery.files.endorsing import Endorsed
from discovery.files.ink import bordered, differing, is_known, learn, legible, stands_alone
from discovery.files.look import TYPE_PIXELS, Strip, Viewed, ViewedPage
from discovery.files.printing import BLACK, BORDER, ink
from discovery.files.received import candidates
from discovery.files.room import annotations_follow, whole_page

# What pypdf remarks about files as it finds them is not the reader's concern: a fault that matters becomes a Problem.
logging.getLogger("pypdf").addHandler(logging.NullHandler())

_REACH = 3.0  # points around a number that are looked at with it
_SLACK = 1.5  # points by which a text box may pass the planned one: side bearings and rounding
_CROWDED = "crowded"
_ISOLATED = b"/BtsPg Do"


@dataclass(frozen=True)
class PageExpectation:
    """What one page of a finished file must be."""

    page: int
    """Counted from 0."""
    label: str | None = None
    """The number it carries; None for a page without one (a cover, an index)."""
    spot: Spot | None = None
    """Where, in visible space; from `Endorsed`."""
    source: Path | None = None
    """The file the page came from; None where the program made the page itself or the source is not at hand."""
    source_page: int = 0
    """Which of its pages, counted from 0."""
    isolated: bool = False
    """Its content was moved into a form; from `Endorsed`."""
    boxed: bool = False
    """The number stands on a white box; from `Endorsed`."""
    others: tuple[Printed, ...] = ()
    """The legend and the sticker; from `Endorsed`."""
    color: str = BLACK
    """Of everything printed; from `Endorsed`."""
    shrink: Shrink | None = None
    """How its own content was made smaller; from `Endorsed`."""
    shown: str | None = None
    """The page number a viewer must show; None where the file has no page labels of ours."""
    deep: bool = False
    """Compare the whole page with the source, not only the strip around the number."""

    @property
    def marks(self) -> tuple[Printed, ...]:
        """Everything printed on it, the number first; nothing on a page without a number."""
        if self.label is None or self.spot is None:
            return ()
        return (Printed(MarkKind.NUMBER, self.label, self.spot, self.boxed), *self.others)


def expectations(
    endorsed: Sequence[Endorsed],
    source: Path | None = None,
    *,
    shift: int = 0,
    shown: bool = True,
    deep: bool = False,
) -> tuple[PageExpectation, ...]:
    """What pages endorsed in place must be; `shift` is how far the source's page 0 lies into the finished file."""
    return tuple(
        PageExpectation(
            page=one.page,
            label=one.label,
            spot=one.spot,
            source=source,
            source_page=one.page - shift,
            isolated=one.isolated,
            boxed=one.boxed,
            others=one.others,
            color=one.color,
            shrink=one.shrink,
            shown=one.label if shown else None,
            deep=deep or one.isolated,
        )
        for one in endorsed
    )


class Verdict(NamedTuple):
    """What the proof of one page came to."""

    page: int
    problems: tuple[Problem, ...]
    crowded: bool
    """The number reads well, but something of the source lies under or close around it."""
    candidates: tuple[Candidate, ...] = ()
    """Numbers at its edges that may be another party's Bates numbers; where the source is at hand."""


def check_stamps(
    path: Path,
    expected: Sequence[PageExpectation],
    *,
    executor: Executor | None = None,
    parts: int = 2,
    progress: Callable[[int], None] | None = None,
) -> tuple[Problem, ...]:
    """Everything about the finished file that is not as expected, page by page; nothing where all is proved.

    `expected` has one entry for every page of the file. With an `executor` the pages are shared out over its workers
    in `parts`; `progress` is told how many pages more are done.
    """
    verdicts = prove(path, expected, executor=executor, parts=parts, progress=progress)
    return tuple(problem for verdict in verdicts for problem in verdict.problems)


def prove(
    path: Path,
    expected: Sequence[PageExpectation],
    *,
    executor: Executor | None = None,
    parts: int = 2,
    progress: Callable[[int], None] | None = None,
) -> tuple[Verdict, ...]:
    """The same with a verdict for each page; a wrong number of pages is a verdict on page -1."""
    ordered = sorted(expected, key=lambda one: one.page)
    size = max(1, -(-len(ordered) // max(1, parts if executor else 1)))
    shares = [tuple(ordered[at : at + size]) for at in range(0, len(ordered), size)]
    spread = executor.map if executor else map
    verdicts = list(_count(path, ordered))
    for share, found in zip(shares, spread(_check_share, [path] * len(shares), shares), strict=True):
        verdicts += found
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


def _check_share(path: Path, expected: tuple[PageExpectation, ...]) -> tuple[Verdict, ...]:
    with _Readers() as readers:
        return tuple(_check_page(readers, path, one) for one in expected)


@dataclass
class _Readers:
    """The files one worker has open."""

    read: dict[Path, pypdf.PdfReader] = field(default_factory=dict)
    seen: dict[Path, Viewed] = field(default_factory=dict)

    def __enter__(self) -> "_Readers":
        return self

    def __exit__(self, *_: object) -> None:
        for viewed in self.seen.values():
            viewed.close()
        for reader in self.read.values():
            reader.close()

    def reader(self, path: Path) -> pypdf.PdfReader:
        if path not in self.read:
            reader = pypdf.PdfReader(path, strict=False)
            if reader.is_encrypted:
                reader.decrypt("")
            self.read[path] = reader
        return self.read[path]

    def viewed(self, path: Path) -> Viewed:
        if path not in self.seen:
            self.seen[path] = Viewed(path)
        return self.seen[path]


def _check_page(readers: _Readers, path: Path, one: PageExpectation) -> Verdict:
    where = f"{path.name}, page {one.page + 1}" + (f" ({one.label})" if one.label else "")
    found: list[Candidate] = []
    try:
        faults = list(_faults(readers, path, one, found))
    except DiscoveryError as error:
        faults = [error.message]
    except Exception as error:  # noqa: BLE001 - a page no reader gets through is a page not proved, whatever it raises
        faults = [f"The page could not be read back ({type(error).__name__}: {error})."]
    problems = tuple(Problem(where=where, what=what) for what in faults if what != _CROWDED)
    return Verdict(one.page, problems, _CROWDED in faults, tuple(found))


def _faults(readers: _Readers, path: Path, one: PageExpectation, found: list[Candidate]) -> Iterator[str]:
    viewed = readers.viewed(path)
    if one.page >= len(viewed):
        yield "The page is missing."
        return
    page = readers.reader(path).pages[one.page]
    shape = _shape(page)
    yield from _construction(readers, page, one, shape)
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
            found += [each for each in candidates(seen, shape) if each.text not in printed]
        yield from _looks(readers, seen, one, shape)


def _construction(readers: _Readers, page: Any, one: PageExpectation, shape: PageShape) -> Iterator[str]:
    streams = _streams(page)
    if one.label is not None:
        first, last = (streams[0].get_data(), streams[-1].get_data()) if len(streams) > 1 else (b"", b"")
        yield from _our_streams(first, last, page, one, shape)
        streams = streams[1:-1]
    if one.source is None:
        return
    source = readers.reader(one.source).pages[one.source_page]
    wanted = _streams(source)
    if one.isolated:
        yield from _isolated(page, streams, wanted)
    elif not _same_streams(streams, wanted):
        yield "Its own content is not the source's, byte for byte."
    if _shape(source) != shape:
        yield "Its size, crop or turn is not the source's."
    if one.shrink:
        if not annotations_follow(page, source, one.shrink.matrix(shape)):
            yield "Its links, fields or comments did not move with its content."
    elif _annotations(page) != _annotations(source):
        yield "Its links, fields or comments are not the source's."
    if not one.isolated:
        yield from _resources(page, source, 1 if one.label is not None else 0)


def _our_streams(first: bytes, last: bytes, page: Any, one: PageExpectation, shape: PageShape) -> Iterator[str]:
    begun, ended = opened(first), drawn(last)
    if begun is None or ended is None:
        yield "It does not carry a number of ours."
        return
    if begun.matrix != (_rounded(one.shrink.matrix(shape)) if one.shrink else None) or (
        begun.clip is not None and not _same_box(begun.clip, shape.visible)
    ):
        yield "Its own content was made smaller, or not, otherwise than planned."
    if [mark.kind for mark in ended.marks] != [mark.kind for mark in one.marks]:
        yield f"It carries {len(ended.marks)} marks of ours where {len(one.marks)} were planned, or others."
        return
    for mark, planned in zip(ended.marks, one.marks, strict=True):
        yield from _drawn_as_planned(mark, planned, shape, one.color)
    for name in sorted({mark.font for mark in ended.marks}):
        embedded = _font(page, name)
        if embedded.get("/Subtype") != "/TrueType" or "/FontFile2" not in _dictionary(
            embedded.get("/FontDescriptor")
        ):
            yield "The number's typeface is not embedded."


def _rounded(matrix: Matrix) -> Matrix:
    return Matrix(*(round(each, 8) for each in matrix))


def _drawn_as_planned(mark: DrawnMark, planned: Printed, shape: PageShape, color: str) -> Iterator[str]:
    if mark.text != planned.text:
        yield f"It carries {mark.text} instead of {planned.text}."
    if not _stands_at(planned.spot, mark, shape):
        yield f"The {planned.kind} is not where it was planned."
    if mark.ink != ink(color):
        yield f"The {planned.kind} is not in the color that was planned."
    if not _as_planned(mark.ground, planned.ground if planned.boxed else None, planned.spot):
        yield f"The white box under the {planned.kind} is not as it was planned."
    if not _as_planned(mark.border, planned.frame if planned.kind is MarkKind.STICKER else None, planned.spot):
        yield f"The border of the {planned.kind} is not as it was planned."


def _as_planned(found: Box | None, planned: Box | None, spot: Spot) -> bool:
    if found is None or planned is None:
        return found is planned
    return _same_box(found, Box(planned.x0 - spot.x, planned.y0 - spot.y, planned.x1 - spot.x, planned.y1 - spot.y))


def _same_box(one: Box, other: Box) -> bool:
    return all(abs(a - b) < 0.01 for a, b in zip(one, other, strict=True))


def _stands_at(spot: Spot, mark: DrawnMark, shape: PageShape) -> bool:
    matrix = shape.matrix
    x, y = matrix.inverse().apply(mark.turn.e, mark.turn.f)
    upright = mark.turn[:4] == matrix[:4]
    return upright and abs(x - spot.x) < 0.01 and abs(y - spot.y) < 0.01 and abs(mark.size - spot.size) < 0.01


def _font(page: Any, name: str) -> Any:
    return _dictionary(_dictionary(_dictionary(page.get("/Resources")).get("/Font")).get(name))


def _isolated(page: Any, streams: list[Any], wanted: list[Any]) -> Iterator[str]:
    form = _resolve(_dictionary(_dictionary(page.get("/Resources")).get("/XObject")).get("/BtsPg"))
    if len(streams) != 1 or streams[0].get_data() != _ISOLATED or not isinstance(form, StreamObject):
        yield "Its own content is not in the form made for it."
    elif len(wanted) == 1 and _raw(form) == _raw(wanted[0]):
        return
    elif form.get_data() != b"\n".join(stream.get_data() for stream in wanted):
        yield "Its own content is not the source's, byte for byte."


def _same_streams(ours: list[Any], theirs: list[Any]) -> bool:
    if len(ours) != len(theirs):
        return False
    pairs = zip(ours, theirs, strict=True)
    return all(_raw(one) == _raw(other) or one.get_data() == other.get_data() for one, other in pairs)


def _raw(stream: Any) -> bytes:
    """The stream as it lies in the file; pypdf keeps it, decrypted, under a name of its own."""
    return bytes(getattr(stream, "_data", b""))


def _resources(page: Any, source: Any, fonts_more: int) -> Iterator[str]:
    ours, theirs = _dictionary(page.get("/Resources")), _dictionary(_inherited(source, "/Resources"))
    for kind in theirs:
        before, after = _resolve(theirs.raw_get(kind)), _resolve(ours.get(kind))
        if isinstance(before, DictionaryObject):
            missing = before.keys() - after.keys() if isinstance(after, DictionaryObject) else before.keys()
            if missing:
                yield f"It lost {', '.join(sorted(missing))} of its {kind[1:]}."
    added = len(_dictionary(ours.get("/Font"))) - len(_dictionary(theirs.get("/Font")))
    if added != fonts_more:
        yield f"It gained {added} typefaces instead of {fonts_more}."


def _annotations(page: Any) -> list[tuple[Any, ...]]:
    listed = _resolve(page.get("/Annots"))
    found = []
    for entry in listed if isinstance(listed, ArrayObject) else ():
        one = _resolve(entry)
        if isinstance(one, DictionaryObject):
            found.append(tuple(str(_resolve(one.get(key))) for key in ("/Subtype", "/Rect", "/Contents")))
    return found


def _streams(page: Any) -> list[Any]:
    contents = _resolve(page.get("/Contents"))
    parts = [_resolve(part) for part in contents] if isinstance(contents, ArrayObject) else [contents]
    return [part for part in parts if isinstance(part, StreamObject)]


def _shape(page: Any) -> PageShape:
    media, crop = _box(_inherited(page, "/MediaBox")), _box(_inherited(page, "/CropBox"))
    turn, unit = _inherited(page, "/Rotate"), _resolve(page.get("/UserUnit"))
    return page_shape(
        media,
        crop,
        float(turn) if isinstance(turn, int | float) else 0,
        float(unit) if isinstance(unit, int | float) or type(unit).__name__ == "FloatObject" else 1.0,
    )


def _inherited(page: Any, key: str) -> Any:
    node, depth = page, 0
    while isinstance(node, DictionaryObject) and depth < 64:
        if key in node:
            return _resolve(node.raw_get(key))
        node, depth = _resolve(node.get("/Parent")), depth + 1
    return None


def _box(value: Any) -> Box | None:
    try:
        numbers = [float(_resolve(number)) for number in value]
    except (TypeError, ValueError):
        return None
    return Box.around(*numbers) if len(numbers) == 4 else None


def _dictionary(value: Any) -> Any:
    resolved = _resolve(value)
    return resolved if isinstance(resolved, DictionaryObject) else DictionaryObject()


def _resolve(value: Any) -> Any:
    return value.get_object() if isinstance(value, IndirectObject | PdfObject) else value


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
    if not legible(after, mark, before, light):
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
