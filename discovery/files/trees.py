"""Compare the tags and bookmarks of a finished PDF with its source's: trees of many small objects.

Each file is read from the disk by qpdf, one after the other, which writes an object out in one way: equal objects are
equal bytes but for the numbers of the objects they refer to. Numbered in the order in which they are met, equal trees
have equal digests.
"""

import re
from collections import deque
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import pikepdf

from discovery.files.memory import give_back
from discovery.files.sameness import Compared, places
from discovery.files.shrinking import annotations

_KEPT = 4_000
_AT_ONCE = 500
TREES = ("/StructTreeRoot", "/Outlines")
_REFERENCES = re.compile(rb"\b(\d+ \d+) R\b")
_PARTS = re.compile(rb"(\((?:[^\\()]|\\.)*+\))|\b(\d+ \d+) R\b", re.DOTALL)
_PLACE = b"\0"
"""Stands for a reference in an object as it is written; no other sign of one is this."""


def unlike_trees(path: Path, source: Path, moved: Sequence[int] = ()) -> list[str]:
    """Which of these trees is not the same in both files, leading to the same pages.

    The annotations of pages that were `moved` are compared elsewhere.
    """
    ours, theirs = _digests(path, moved), _digests(source, moved)
    differing = [key for key in TREES if ours[key] != theirs[key] or "" in (ours[key], theirs[key])]
    return _unlike(path, source, moved, differing) if differing else []


def _unlike(path: Path, source: Path, moved: Sequence[int], keys: Sequence[str]) -> list[str]:
    """Which trees, though they are not written alike, are not the same either."""
    with pikepdf.open(path) as ours, pikepdf.open(source) as theirs:
        pages = list(ours.pages), list(theirs.pages)
        compared = Compared(*map(places, pages))
        for page in moved:
            annotated = (annotations(each[page].obj) for each in pages)
            compared.seen.update((a.objgen, b.objgen) for a, b in zip(*annotated, strict=False))
        return [key for key in keys if not compared.same(ours.Root.get(key), theirs.Root.get(key))]


def _digests(path: Path, moved: Sequence[int]) -> dict[str, str]:
    """For each tree its digest; empty where it cannot be told by one."""
    file = _File(path)
    roots = {key: file.pdf.Root.get(key) for key in TREES}
    if all(root is None for root in roots.values()):
        return dict.fromkeys(TREES, "none")
    pages = list(file.pdf.pages)
    known = {_named(page.obj): b"page %d" % place for place, page in enumerate(pages)}
    for page in moved:
        for place, one in enumerate(annotations(pages[page].obj)):
            known[_named(one)] = b"moved %d %d" % (page, place)
    plain = {key: _root_of(root) for key, root in roots.items()}
    file.count += len(pages)
    del pages, roots
    return {key: _digest(file, root, dict(known)) if isinstance(root, bytes) else root for key, root in plain.items()}


class _File:
    """A file whose objects are read one by one; opened anew after so many, as it keeps all that was read of it."""

    def __init__(self, path: Path) -> None:
        self.path, self.count = path, 0
        self.pdf = pikepdf.open(path)

    def written(self, reference: bytes) -> bytes | None:
        """The object with this number and generation, as qpdf writes it; None for a stream."""
        if self.count > _KEPT:
            self.pdf.close()
            del self.pdf
            give_back(self.count)
            self.count, self.pdf = 0, pikepdf.open(self.path)
        self.count += 1
        number, generation = reference.split()
        one = self.pdf.get_object(int(number), int(generation))
        if isinstance(one, pikepdf.Stream):
            return None
        return one.unparse(resolved=True) if isinstance(one, pikepdf.Object) else repr(one).encode()


def _named(one: pikepdf.Object) -> bytes:
    """An object's number and generation, as a reference to it is written."""
    return b"%d %d" % one.objgen


def _root_of(root: Any) -> bytes | str:
    """Where a tree begins, or its digest where that is told at once."""
    if root is None:
        return "none"
    return _named(root) if isinstance(root, pikepdf.Dictionary) and root.is_indirect else ""


def _digest(file: _File, root: bytes, known: dict[bytes, bytes]) -> str:
    digest, waiting = sha256(), deque([root])
    known[root] = b"root"

    def place(reference: bytes) -> bytes:
        known[reference] = b"%d" % len(known)
        waiting.append(reference)
        return known[reference]

    while waiting:
        # Many at once, in the order in which they are met: where one object ends shows in how it is written.
        held = [file.written(waiting.popleft()) for _ in range(min(len(waiting), _AT_ONCE))]
        written = b"\n".join([each for each in held if each is not None])
        if None in held:
            return ""
        references, bare = _apart(written)
        digest.update(bare + b"\n" + b",".join([known.get(each) or place(each) for each in references]) + b"\n")
    return digest.hexdigest()


def _apart(written: bytes) -> tuple[list[bytes], bytes]:
    """The references in objects as they are written, in their order, and all else of them; strings hold none."""
    if b"(" not in written:
        bare = _REFERENCES.split(written)
        return bare[1::2], _PLACE.join(bare[0::2])
    parts: list[bytes | None] = _PARTS.split(written)
    parts[2::3], references = [each and _PLACE for each in parts[2::3]], [each for each in parts[2::3] if each]
    return references, b"".join([each for each in parts if each])
