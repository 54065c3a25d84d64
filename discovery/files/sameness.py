"""Whether two PDFs hold the same pages, object for object, however their files are laid out.

Every entry of every page is followed to its end: streams byte for byte (as they lie in the file, or unpacked where
one of them was packed later), numbers by value, a reference to a page as that page's place. Only the page tree
itself, which has no look, is left out.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

from discovery.core.problems import Problem

_NUMBERS = int | float | Decimal
_PACKED = frozenset({"/Length", "/DL", "/Filter", "/DecodeParms"})


def differences(one: pikepdf.Pdf, other: pikepdf.Pdf) -> tuple[Problem, ...]:
    """Everything in which `one` is not `other`, by page and entry, and then of the file as a whole."""
    pages, others = list(one.pages), list(other.pages)
    if len(pages) != len(others):
        return (Problem(where="", what=f"It has {len(pages)} pages instead of {len(others)}."),)
    compared = Compared(places(pages), places(others))
    found = [
        Problem(where=f"page {number}", what=f"its {key[1:]} is not the same.")
        for number, (page, wanted) in enumerate(zip(pages, others, strict=True), start=1)
        for key in compared.odd_entries(page.obj, wanted.obj, {"/Parent"})
    ]
    whole = compared.odd_entries(one.Root, other.Root, {"/Pages"})
    return (*found, *(Problem(where="", what=f"The file's {key[1:]} is not the same.") for key in whole))


def places(pages: list[pikepdf.Page]) -> dict[tuple[int, int], int]:
    return {page.obj.objgen: index for index, page in enumerate(pages)}


class Compared:
    """What of two files has been found, or is being taken, to be the same."""

    def __init__(self, places: dict[tuple[int, int], int], others: dict[tuple[int, int], int]) -> None:
        self.places, self.others = places, others
        self.seen: set[tuple[tuple[int, int], tuple[int, int]]] = set()

    def odd_entries(self, one: Any, other: Any, but: set[str]) -> Iterator[str]:
        """The keys of two dictionaries whose values are not the same."""
        ours, theirs = _entries(one), _entries(other)
        for key in sorted((ours.keys() | theirs.keys()) - but):
            if not self.same(ours.get(key), theirs.get(key)):
                yield key

    def same(self, one: Any, other: Any) -> bool:
        """Whether two values are, followed to their ends; a list of what is still to be followed, for long chains."""
        waiting = [(one, other)]
        while waiting:
            pair = waiting.pop()
            parts = self._parts(*pair)
            if parts is None:
                return False
            waiting += parts
        return True

    def _parts(self, one: Any, other: Any) -> list[tuple[Any, Any]] | None:
        """What must be the same besides, or None where the two differ."""
        if isinstance(one, Dictionary | Array | Stream) and isinstance(other, Dictionary | Array | Stream):
            if one.is_indirect and other.is_indirect:
                if one.objgen in self.places or other.objgen in self.others:
                    same = self.places.get(one.objgen) == self.others.get(other.objgen)
                    return [] if same else None
                if (one.objgen, other.objgen) in self.seen:
                    return []
                self.seen.add((one.objgen, other.objgen))
            return _inside(one, other)
        return [] if _same_value(one, other) else None


def _inside(one: Any, other: Any) -> list[tuple[Any, Any]] | None:
    if isinstance(one, Array) or isinstance(other, Array):
        if not (isinstance(one, Array) and isinstance(other, Array)) or len(one) != len(other):
            return None
        return list(zip(list(one), list(other), strict=True))
    if isinstance(one, Stream) != isinstance(other, Stream):
        return None
    ours, theirs = _entries(one), _entries(other)
    keys = (ours.keys() | theirs.keys()) - (_PACKED if isinstance(one, Stream) else set())
    pairs = [(ours.get(key), theirs.get(key)) for key in sorted(keys)]
    if isinstance(one, Stream):
        data = one.read_raw_bytes()
        if data and data == other.read_raw_bytes() and _filters(one) == _filters(other):
            return [*pairs, (_single(one.get("/DecodeParms")), _single(other.get("/DecodeParms")))]
        if _unpacked(one) != _unpacked(other):
            return None
    return pairs


def _entries(one: Any) -> dict[str, Any]:
    """By iteration, for a key need not be text that could be asked for."""
    return dict((one.stream_dict if isinstance(one, Stream) else one).items())


def _filters(stream: Any) -> list[bytes]:
    named = stream.get("/Filter")
    return [each.unparse() for each in (named if isinstance(named, Array) else [named]) if isinstance(each, Name)]


def _single(value: Any) -> Any:
    """One value for one filter is the same in a list or by itself."""
    return value[0] if isinstance(value, Array) and len(value) == 1 else value


def _unpacked(stream: Any) -> Any:
    try:
        return stream.read_bytes() if len(stream.read_raw_bytes()) else b""
    except (pikepdf.PdfError, RuntimeError):
        return stream.objgen  # what cannot be unpacked is the same as nothing else


def _same_value(one: Any, other: Any) -> bool:
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, _NUMBERS) and isinstance(other, _NUMBERS):
        return one == other
    if isinstance(one, String) and isinstance(other, String):
        return bytes(one) == bytes(other)
    if isinstance(one, Name) and isinstance(other, Name):
        return one.unparse() == other.unparse()  # as bytes, for a name need not be text
    return type(one) is type(other) and bool(one == other)
