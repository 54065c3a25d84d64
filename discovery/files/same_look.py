"""Whether two files look the same, page by page, drawn whole by a viewer that had no part in making either."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from discovery.core.geometry import Box
from discovery.files.ink import differing
from discovery.files.look import Viewed

_SCALE = 1.5
"""Pixels a point: a hairline and the smallest print are then more than one faint pixel."""


def unlike(before: Path, after: Path, apart: Mapping[int, Sequence[Box]] | None = None) -> tuple[int, ...]:
    """The pages, from 1, that do not look the same outside the boxes given for them (in visible space)."""
    one, other = Viewed(before), Viewed(after)
    try:
        if len(one) != len(other):
            return tuple(range(1, max(len(one), len(other)) + 1))
        return tuple(
            index + 1 for index in range(len(one)) if _differs(one, other, index, (apart or {}).get(index + 1, ()))
        )
    finally:
        one.close()
        other.close()


def _differs(one: Viewed, other: Viewed, index: int, apart: Sequence[Box]) -> bool:
    with one.page(index) as before, other.page(index) as after:
        if (before.width, before.height) != (after.width, after.height):
            return True
        whole = Box(0, 0, before.width, before.height)
        return differing(before.strip(whole, _SCALE), after.strip(whole, _SCALE), apart) is not None
