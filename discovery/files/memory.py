"""Give memory back to the system once a large file has been dealt with: what is free is else kept for later use."""

import ctypes
import gc
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from typing import Any

_MANY = 1_000
"""Pages; for less it is not worth the time."""
_SELDOM = 20_000
"""Objects more than there were, at which Python looks for those it can let go: Python's own 700 are three pages."""


@cache
def _trim() -> Any:
    """The C library's own way, where it has one."""
    with suppress(OSError, AttributeError):
        return ctypes.CDLL("libc.so.6").malloc_trim
    return None


def give_back(pages: int = _MANY) -> None:
    """Give back what a file of so many pages took, now that it is closed."""
    if pages < _MANY:
        return
    gc.collect()
    if trim := _trim():
        trim(0)


@contextmanager
def collecting_seldom() -> Iterator[None]:
    """Look more seldom for objects that are held only by one another: those read of a PDF are many, and are not."""
    before = gc.get_threshold()
    gc.set_threshold(max(before[0], _SELDOM) if before[0] else 0, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
