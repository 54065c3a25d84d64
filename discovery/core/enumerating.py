"""Counts, and many pages or names, told in a few words."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

_RUNS = 8


def on_pages(pages: Iterable[int]) -> str:
    """Pages in words: “page 3”, “pages 1-4 and 9”; of many runs only the first, and how many pages it is in all."""
    listed = sorted(set(pages))
    if len(listed) == 1:
        return f"page {listed[0]}"
    starts = [listed[0], *(later for earlier, later in pairwise(listed) if later != earlier + 1)]
    ends = [*(earlier for earlier, later in pairwise(listed) if later != earlier + 1), listed[-1]]
    runs = [str(start) if start == end else f"{start}-{end}" for start, end in zip(starts, ends, strict=True)]
    if len(runs) > _RUNS:
        return f"{len(listed)} pages (" + ", ".join(runs[:_RUNS]) + " and so on)"
    return "pages " + (f"{', '.join(runs[:-1])} and {runs[-1]}" if len(runs) > 1 else runs[0])


def several(things: Sequence[str]) -> str:
    """Names in words, of many only the first."""
    unique = list(dict.fromkeys(things))
    shown = ", ".join(unique[:_RUNS])
    return f"{shown} and {len(unique) - _RUNS} more" if len(unique) > _RUNS else shown


def count_of(number: int, noun: str) -> str:
    """So many of a thing, in figures."""
    return f"{number} {noun}{'s' * (number != 1)}"


def run_of(begin: str, end: str) -> str:
    """A run of numbers in words."""
    return begin if begin == end else f"{begin} to {end}"


def code_of(character: str) -> str:
    """A character that cannot be seen as its code, as in ‹U+202E›."""
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:  # a byte that its encoding does not know
        code -= 0xDC00
    return f"‹U+{code:04X}›" if code > 0xFF else f"‹{code:02X}›"


def plain(name: str) -> str:
    """A name on one line: what would break or turn the line is there as its code."""
    return "".join(sign if sign.isprintable() else code_of(sign) for sign in name)
