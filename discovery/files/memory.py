"""Give memory back to the system once a large file has been dealt with: what is free is else kept for later use."""

import ctypes
import gc
from contextlib import suppress
from functools import cache
from typing import Any

_MANY = 1_000
"""Pages; for less it is not worth the time."""


@cache
def _trim() -> Any:
    """The C library's own way, where it has one."""
    with suppress(OSError, AttributeError):
        return ctypes.CDLL("libc.so.6").malloc_trim
    return None


def give_back(pages: int) -> None:
    """Give back what a file of so many pages took, now that it is closed."""
    if pages < _MANY:
        return
    gc.collect()
    if trim := _trim():
        trim(0)
