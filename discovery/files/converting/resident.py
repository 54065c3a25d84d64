"""One LibreOffice for several papers: it starts once, and lays out each as it comes while others are written.

It stays as long as it has a file open, and takes further files from a second start with the same profile, which hands
them over and waits. Where none stays (on Windows, or when it has ended), that second start lays them out itself.
"""

import hashlib
import os
import shutil
import subprocess
import time
from collections.abc import Sequence
from concurrent.futures import Future
from contextlib import ExitStack, suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from types import TracebackType

from discovery.files.converting.office import LayoutError, ended, soffice, started, to_pdf, waited_for
from discovery.files.writing import room_apart

SECONDS = 60.0
"""How long LibreOffice may take to start, and"""
SECONDS_EACH = 15.0
"""how much longer for each paper."""
_ASKED_EVERY = 0.005
"""Seconds after which it is asked again whether LibreOffice listens, or has let go of its files."""
_EXPORT = {"ExportBookmarksToPDFDestination": True}
_GUARD = """
room=$1 key=$2
shift 2
("$@"; kill -s KILL 0) </dev/null &
read -r _
for _ in 1 2 3; do rm -rf -- "$room" /tmp/OSL_PIPE_*IPC_"$key" /var/tmp/OSL_PIPE_*IPC_"$key" && break; done
kill -s KILL 0
"""
"""Ends all that it started when LibreOffice is gone, or the program that started it, however that ended.

The copies of papers that a killed program leaves may be privileged: they go as well.
"""


class ResidentOffice:
    """LibreOffice at work beside this program, in a profile of its own; to be used in a `with`.

    It has no network where the system lets it be cut off (`alone`); elsewhere what it asks for goes to a closed port.
    """

    def __init__(self) -> None:
        self._program = soffice()
        if not self._program:
            raise LayoutError("LibreOffice is not installed.")
        self._papers: SimpleQueue[tuple[bytes, Future[bytes]] | None] = SimpleQueue()
        self._lock = Lock()
        self._at_work: list[subprocess.Popen[bytes]] = []
        self._over = False
        self._count = 0

    def __enter__(self) -> "ResidentOffice":
        with ExitStack() as held:
            try:
                self._work = held.enter_context(room_apart()).resolve()
                (self._work / "in").mkdir()
                self._command = to_pdf(self._program, "docx", "writer", self._work, _EXPORT)
                self._resident = self._stay() if os.name == "posix" else None
            except OSError as error:
                raise _no_room(error) from error
            self._room = held.pop_all()
        self._thread = Thread(target=self._serve, daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._lock:
            self._over = True
            at_work = tuple(self._at_work)
        for process in at_work:
            ended(process)
        self._papers.put(None)
        self._thread.join()
        for socket in _sockets(self._work):
            with suppress(OSError):
                socket.unlink()
        _empty(self._work)
        self._room.close()

    def lay_out(self, package: bytes) -> Future[bytes]:
        """The pages of a .docx of our own, in which each bookmark is a named destination.

        The future fails with LayoutError where LibreOffice takes too long or makes no pages of it.
        """
        pages: Future[bytes] = Future()
        self._papers.put((package, pages))
        return pages

    def _stay(self) -> subprocess.Popen[bytes]:
        """Start the one that stays: it has a file open, or it would end with the first that it is given."""
        kept = self._work / "kept.txt"
        kept.write_text("\n", encoding="ascii")
        place = self._command.index(self._program)
        alone, opening = self._command[:place], self._command[place : self._command.index("--convert-to")]
        command = [*alone, "/bin/sh", "-c", _GUARD, "sh", str(self._work), _key(self._work), *opening, str(kept)]
        return self._start(command, stdin=subprocess.PIPE)

    def _start(self, command: Sequence[str], stdin: int = subprocess.DEVNULL) -> subprocess.Popen[bytes]:
        with self._lock:
            if self._over:
                raise LayoutError("LibreOffice was stopped.")
            process = started(command, self._work, stdin)
            self._at_work.append(process)
            return process

    # --- in its own thread -----------------------------------------------------------------------------------

    def _serve(self) -> None:
        self._wait_until_it_listens()
        while papers := self._next():
            try:
                self._convert(papers)
            except (LayoutError, OSError) as error:
                for _, pages in papers:
                    if not pages.done():
                        pages.set_exception(error if isinstance(error, LayoutError) else _no_room(error))

    def _wait_until_it_listens(self) -> None:
        """It locks its profile once it listens; a start before that would not find it."""
        for _ in range(int(SECONDS / _ASKED_EVERY)):
            if self._over or self._resident is None or self._resident.poll() is not None:
                return
            if (self._work / "profile" / ".lock").exists():
                return
            time.sleep(_ASKED_EVERY)

    def _next(self) -> list[tuple[bytes, Future[bytes]]]:
        """All that wait, at least one; none once it is over."""
        papers = [self._papers.get()]
        with suppress(Empty):
            while papers[-1] is not None:
                papers.append(self._papers.get_nowait())
        return [each for each in papers if each is not None]

    def _convert(self, papers: Sequence[tuple[bytes, Future[bytes]]]) -> None:
        copies = []
        for package, _ in papers:
            copies.append(self._work / "in" / f"paper-{self._count}.docx")
            copies[-1].write_bytes(package)
            self._count += 1
        process = self._start([*self._command, *map(str, copies)])
        try:
            waited_for(process, SECONDS + SECONDS_EACH * len(papers))
        except LayoutError:
            self._over = True  # or each that follows would wait as long
            raise
        finally:
            with self._lock:
                self._at_work.remove(process)
        for copy, (_, pages) in zip(copies, papers, strict=True):
            made = self._work / "out" / f"{copy.stem}.pdf"
            if made.is_file():
                pages.set_result(made.read_bytes())
            else:
                pages.set_exception(LayoutError("LibreOffice made no pages of it."))


def lay_out_papers(packages: Sequence[bytes]) -> tuple[bytes, ...]:
    """The pages of each, laid out one after the other; LayoutError where that of one cannot be done."""
    with ResidentOffice() as office:
        waiting = [office.lay_out(package) for package in packages]
        return tuple(pages.result() for pages in waiting)


def _no_room(error: OSError) -> LayoutError:
    why = (error.strerror or str(error)).lower()
    return LayoutError(f"LibreOffice cannot be run in the folder for temporary files ({why}).")


def _empty(work: Path) -> None:
    """Take the folder away; what was just ended may still write into it for a moment."""
    for _ in range(100):
        shutil.rmtree(work, ignore_errors=True)
        if not work.exists():
            return
        time.sleep(_ASKED_EVERY)


def _sockets(work: Path) -> list[Path]:
    """The socket on which LibreOffice listens, which it leaves when it is ended."""
    return [path for folder in ("/tmp", "/var/tmp") for path in Path(folder).glob(f"OSL_PIPE_*IPC_{_key(work)}")]


def _key(work: Path) -> str:
    """What its socket is named after: its profile."""
    profile = (work / "profile").as_uri().encode("utf-16-le")
    return "".join(f"{byte:x}" for byte in hashlib.md5(profile, usedforsecurity=False).digest())
