"""Compare the tags and bookmarks of a finished PDF with its source's: trees of many small objects.

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
_REFERENCES = re.compile(rb"\b(\d+) (\d+) R\b")
TREES = ("/StructTreeRoot", "/Outlines")


def unlike_trees(path: Path, source: Path, moved: Sequence[int] = ()) -> list[str]:
    """Which of these trees is not the same in both files, leading to the same pages.

    The annotations of pages that were `moved` are compared elsewhere.
    """
    with pikepdf.open(path) as ours, pikepdf.open(source) as theirs:
        pages = list(ours.pages), list(theirs.pages)
        compared = Compared(*map(places, pages))
        for page in moved:
            annotated = (annotations(each[page].obj) for each in pages)
            compared.seen.update((a.objgen, b.objgen) for a, b in zip(*annotated, strict=False))
        return [key for key in TREES if not _same_tree(compared, (ours, theirs), key)]


def _same_tree(compared: Compared, files: tuple[pikepdf.Pdf, pikepdf.Pdf], key: str) -> bool:
    one, other = (each.Root.get(key) for each in files)
    if isinstance(one, pikepdf.Dictionary) and isinstance(other, pikepdf.Dictionary):
        written = one.is_indirect and other.is_indirect and _same_written(compared, files, (one, other))
        return written or compared.same(one, other)
    return one is None and other is None


def _same_written(compared: Compared, files: tuple[Any, Any], roots: tuple[Any, Any]) -> bool:
    """Whether everything that can be reached is written alike; where it is not, it may still be the same."""
    ours, theirs = files
    here, there = compared.places, compared.others
    waiting, met = [(roots[0].objgen, roots[1].objgen)], set(compared.seen)
    while waiting:
        pair = waiting.pop()
        if pair in met:
            continue
        met.add(pair)
        if pair[0] in here or pair[1] in there:
            if here.get(pair[0]) != there.get(pair[1]):
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
    first, second = _written(one), _written(other)
    parts = _PARTS if b"(" in first else _REFERENCES
    mine, yours = parts.split(first), parts.split(second)
    step = parts.groups + 1
    if mine[0::step] != yours[0::step] or (step == 4 and mine[1::4] != yours[1::4]):
        return None
    at = step - 2
    numbers = zip(mine[at::step], mine[at + 1 :: step], yours[at::step], yours[at + 1 :: step], strict=True)
    return [((int(a), int(b)), (int(c), int(d))) for a, b, c, d in numbers if a is not None and c is not None]


def _written(value: Any) -> bytes:
    return bytes(value.unparse(resolved=True)) if isinstance(value, pikepdf.Object) else repr(value).encode()
