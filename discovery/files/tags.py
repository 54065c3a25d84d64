"""Compare the tags of a finished PDF with its source's: a tree of many small objects that no page shows.

Both files are read from the disk by qpdf, which writes each object out in one way, so that equal objects are equal
bytes but for the numbers of the objects they refer to; those are followed in step.
"""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pikepdf

from discovery.files.sameness import Compared, places
from discovery.files.shrinking import annotations

_PARTS = re.compile(rb"(\((?:[^\\()]|\\.)*\))|\b(\d+) (\d+) R\b", re.DOTALL)
_TAGS = "/StructTreeRoot"


def same_tags(path: Path, source: Path, moved: Sequence[int] = ()) -> bool:
    """Whether both files have the same tree of tags on the same pages, or neither has one.

    The annotations of pages that were `moved` are compared elsewhere.
    """
    with pikepdf.open(path) as ours, pikepdf.open(source) as theirs:
        one, other = ours.Root.get(_TAGS), theirs.Root.get(_TAGS)
        if one is None and other is None:
            return True
        if one is None or other is None:
            return False
        pages = list(ours.pages), list(theirs.pages)
        compared = Compared(*map(places, pages))
        for page in moved:
            annotated = (annotations(each[page].obj) for each in pages)
            compared.seen.update((a.objgen, b.objgen) for a, b in zip(*annotated, strict=False))
        if one.is_indirect and other.is_indirect and _same_written(compared, (ours, theirs), (one, other)):
            return True
        return compared.same(one, other)


def _same_written(compared: Compared, files: tuple[Any, Any], roots: tuple[Any, Any]) -> bool:
    """Whether everything that can be reached is written alike; where it is not, it may still be the same."""
    ours, theirs = files
    waiting, met = [(roots[0].objgen, roots[1].objgen)], set(compared.seen)
    while waiting:
        pair = waiting.pop()
        if pair in met:
            continue
        met.add(pair)
        here, there = compared.places.get(pair[0]), compared.others.get(pair[1])
        if here is not None or there is not None:
            if here != there:
                return False
            continue
        more = _referred(ours.get_object(pair[0]), theirs.get_object(pair[1]))
        if more is None:
            return False
        waiting += more
    return True


def _referred(one: Any, other: Any) -> list[tuple[Any, Any]] | None:
    """The objects that two objects refer to, in step; None where they are not written alike."""
    if isinstance(one, pikepdf.Stream) or isinstance(other, pikepdf.Stream):
        return None
    first, second = (_PARTS.split(_written(each)) for each in (one, other))
    if first[0::4] != second[0::4] or first[1::4] != second[1::4]:
        return None
    numbers = zip(first[2::4], first[3::4], second[2::4], second[3::4], strict=True)
    return [((int(a), int(b)), (int(c), int(d))) for a, b, c, d in numbers if a is not None and c is not None]


def _written(value: Any) -> bytes:
    return bytes(value.unparse(resolved=True)) if isinstance(value, pikepdf.Object) else repr(value).encode()
