"""Ends a run that is asked to end as Ctrl-C ends it, so that no half-made file and no copy of a paper is left."""

import signal
from threading import Timer, main_thread
from types import FrameType

_WAYS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
"""Ctrl-C; and how the system asks when somebody logs out, shuts down, or closes the terminal."""
_SOON = 0.02
"""Seconds after which one who asked in the middle of an import is heard."""
_asked: list[int] = []


def heed_stopping() -> None:
    """Have each way end the run; one that whoever started it wants ignored, as nohup does, stays ignored."""
    for way in _WAYS:
        if signal.getsignal(way) in (signal.SIG_DFL, signal.default_int_handler):
            signal.signal(way, _end)


def stopped() -> int:
    """The exit code of a run that was asked to end, as every shell counts it; 0 of one that was not."""
    return 128 + _asked[0] if _asked else 0


def _end(number: int, frame: FrameType | None) -> None:
    if _is_importing(frame):
        # Out of the making of a native module an exception would abort the program, or be lost.
        again = Timer(_SOON, _ask, [number])
        again.daemon = True
        again.start()
        return
    _asked.append(number)
    raise KeyboardInterrupt if number == signal.SIGINT else SystemExit(128 + number)


def _is_importing(frame: FrameType | None) -> bool:
    while frame:
        if frame.f_code.co_filename.startswith("<frozen importlib"):
            return True
        frame = frame.f_back
    return False


def _ask(number: int) -> None:
    if hasattr(signal, "pthread_kill") and (main := main_thread().ident):
        signal.pthread_kill(main, number)
    else:
        signal.raise_signal(number)
