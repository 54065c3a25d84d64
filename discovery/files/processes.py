"""Which run made a thing that is not finished, and whether that run may still be at work."""

import os
import platform
import re


def machine() -> str:
    """This machine's name, in letters and digits; it is never served."""
    return re.sub(r"[^A-Za-z0-9]", "", platform.node()) or "here"


def this_run() -> str:
    """How a run marks what it is making: its machine and process."""
    return f"{machine()}-{os.getpid()}"


def is_left(mark: str) -> bool:
    """Whether what bears this mark was left by a run of this machine that is gone."""
    holder, _, process = mark.rpartition("-")
    return holder == machine() and process.isdigit() and not alive(int(process))


def alive(process: int) -> bool:
    """Whether a process of this machine may still be at work."""
    if os.name == "nt":
        return True  # there, the question itself would end the process
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
