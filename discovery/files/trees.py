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
TREES = ("/StructTreeRoot", "/Outlines")
_REFERENCES = re.compile(rb"\b(\d+) (\d+) R\b")
_PARTS = re.compile(rb"\((?:[^\\()]|\\.)*\)|\b(\d+) (\d+) R\b", re.DOTALL)


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
    with pikepdf.open(path) as pdf:
        roots = {key: pdf.Root.get(key) for key in TREES}
        if all(root is None for root in roots.values()):
            return dict.fromkeys(TREES, "none")
        pages = list(pdf.pages)
        known = {page.obj.objgen: b"page %d" % place for place, page in enumerate(pages)}
        for page in moved:
            for place, one in enumerate(annotations(pages[page].obj)):
                known[one.objgen] = b"moved %d %d" % (page, place)
        plain = {key: _root_of(root) for key, root in roots.items()}
        much = len(pages)
        del pages, roots
    del pdf  # closed, it still holds all that was read of it
    give_back(much)
    return {key: _digest(path, root, dict(known)) if isinstance(root, tuple) else root for key, root in plain.items()}


def _root_of(root: Any) -> tuple[int, int] | str:
    """Where a tree begins, or its digest where that is told at once."""
    if root is None:
        return "none"
    return root.objgen if isinstance(root, pikepdf.Dictionary) and root.is_indirect else ""


def _digest(path: Path, root: tuple[int, int], known: dict[tuple[int, int], bytes]) -> str:
    digest, waiting = sha256(), deque([root])
    known[root] = b"root"

    def named(found: "re.Match[bytes]") -> bytes:
        number = found[1]
        if number is None:
            return found[0]
        place = int(number), int(found[2])
        if place not in known:
            known[place] = b"object %d" % len(known)
            waiting.append(place)
        return known[place]

    while waiting:
        with pikepdf.open(path) as pdf:  # anew after so many objects, all of which it keeps
            for _ in range(_KEPT):
                if not waiting:
                    break
                one = pdf.get_object(waiting.popleft())
                if isinstance(one, pikepdf.Stream):
                    return ""
                written = one.unparse(resolved=True) if isinstance(one, pikepdf.Object) else repr(one).encode()
                digest.update((_PARTS if b"(" in written else _REFERENCES).sub(named, written) + b"\n")
                del one
        del pdf
        give_back(len(waiting))
    return digest.hexdigest()
