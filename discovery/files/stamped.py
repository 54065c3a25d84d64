"""Proves numbered copies made without a matter: no manifest goes with them, so each file speaks for itself.

What a page says in three ways must agree: the number drawn on it, the number a text search finds there, and the page
label a viewer shows. Whether the rest of the page is the source's cannot be proved without the source.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import pikepdf

from discovery.core.bates import BatesNumber
from discovery.core.endorsements import MarkKind, PageShape, Printed, Shrink
from discovery.core.problems import Problem
from discovery.errors import InputError
from discovery.files.drawn import DrawnMark, drawn, opened
from discovery.files.endorsing import shape_of
from discovery.files.incremental import sha256_of_first
from discovery.files.markers import kept_length, number_on, source_of
from discovery.files.memory import give_back
from discovery.files.originals import open_pdf
from discovery.files.printing import color_of
from discovery.files.readback import PageExpectation, check_stamps


def prove_stamped(paths: Sequence[Path]) -> tuple[Problem, ...]:
    """Everything about numbered copies that does not agree with itself, or with another of them."""
    problems: list[Problem] = []
    bearing: dict[str, str] = {}
    for path in paths:
        try:
            expected = list(read_stamps(path))
        except InputError as error:
            problems.append(Problem(where=path.name, what=error.message))
            continue
        problems += _unnumbered(path, expected)
        problems += _unkept(path)
        problems += _marked_otherwise(path, expected)
        give_back(len(expected))
        problems += check_stamps(path, expected)
        labels = [page.label for page in expected if page.label]
        problems += _broken_run(path, labels)
        for label in labels:
            if label in bearing:
                problems.append(Problem(where=path.name, what=f"{label} is also on a page of {bearing[label]}."))
            bearing.setdefault(label, path.name)
    return tuple(problems)


def is_stamped(path: Path) -> bool:
    """Whether any page of a PDF bears a number of ours."""
    try:
        return any(page.label for page in read_stamps(path))
    except InputError:
        return False


def read_stamps(path: Path) -> Iterator[PageExpectation]:
    """What each page of a file says of its own number: where it stands, and how."""
    with open_pdf(path) as pdf:
        for index, page in enumerate(pdf.pages):
            yield _page(index, page.obj)


def _page(index: int, page: pikepdf.Object) -> PageExpectation:
    contents = page.get("/Contents")
    streams = list(contents) if isinstance(contents, pikepdf.Array) else []
    found = drawn(streams[-1].read_bytes()) if streams else None
    if found is None or found.marks[0].kind is not MarkKind.NUMBER:
        return PageExpectation(page=index)
    shape = shape_of(page)
    number, *others = (_printed(mark, shape) for mark in found.marks)
    return PageExpectation(
        page=index,
        label=number.text,
        spot=number.spot,
        boxed=number.boxed,
        others=tuple(others),
        color=color_of(found.marks[0].ink),
        shrink=_shrink(streams[0].read_bytes(), shape),
        shown=number.text,
    )


def _printed(mark: DrawnMark, shape: PageShape) -> Printed:
    return Printed(mark.kind, mark.text, mark.spot(shape), mark.ground is not None)


def _shrink(first: bytes, shape: PageShape) -> Shrink | None:
    """How the page's content was made smaller, from the stream before it."""
    begun = opened(first)
    if begun is None or begun.matrix is None:
        return None
    shrinks = (Shrink(begun.matrix.a, row) for row in ("bottom", "top"))
    return min(shrinks, key=lambda each: _distance(each.matrix(shape), begun.matrix or each.matrix(shape)))


def _distance(one: Iterable[float], other: Iterable[float]) -> float:
    return sum(abs(a - b) for a, b in zip(one, other, strict=True))


def _unkept(path: Path) -> Iterator[Problem]:
    """Of a copy made with its original as its first part: whether it still is that."""
    with open_pdf(path) as pdf:
        length, sources = kept_length(pdf), {source_of(page.obj) for page in pdf.pages} - {None}
    if length and sources != {sha256_of_first(path, length)}:
        what = "It does not begin with its original any more, byte for byte, as it did when it was numbered."
        yield Problem(where=path.name, what=what, next_step="Take the copy as it was issued.")


def _marked_otherwise(path: Path, expected: Sequence[PageExpectation]) -> Iterator[Problem]:
    """Where what is kept for taking the number off names another number than the page shows."""
    with open_pdf(path) as pdf:
        for page, one in zip(pdf.pages, expected, strict=True):
            kept = number_on(page.obj)
            if one.label and kept != one.label:
                where = f"{path.name}, page {one.page + 1} ({one.label})"
                yield Problem(where=where, what=f"The mark kept in it for unstamp says {kept}.")


def _unnumbered(path: Path, expected: Sequence[PageExpectation]) -> Iterator[Problem]:
    for page in expected:
        if page.label is None:
            yield Problem(where=f"{path.name}, page {page.page + 1}", what="It bears no number of ours.")


def _broken_run(path: Path, labels: Sequence[str]) -> Iterator[Problem]:
    numbers = [BatesNumber.parse(label) for label in labels]
    for before, after in pairwise(numbers):
        if after != before.plus(1):
            yield Problem(where=path.name, what=f"{after} follows {before}.")
