"""Where a production is made: a hidden folder that outlives its run, so that a run cut off goes on where it stopped.

What is finished is written down a line at a time in journals beside it. One run at a time works in a room: it takes
the next claim, a file created exclusively; a claim whose process is gone gives way.
"""

import json
import os
import shutil
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from discovery.errors import ConflictError, InputError
from discovery.files.processes import alive, machine
from discovery.files.volume import productions_folder
from discovery.files.writing import plain_sentence, write_new

_ROOM = ".producing-"
RESERVED = "reserved.jsonl"
"""The journal of the numbers a run has reserved: a room that has it is left for the run that goes on in it."""


class Workroom:
    """The room of one production, held by this run."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def folder(self, name: str) -> Path:
        """A folder in the room."""
        path = self.path / name
        with plain_sentence(path):
            path.mkdir(parents=True, exist_ok=True)
        return path

    def write_down(self, journal: str, row: Mapping[str, Any]) -> None:
        """Add a line to a journal; it is on the disk when this returns."""
        line = json.dumps(row, ensure_ascii=False) + "\n"
        with plain_sentence(self.path), (self.path / journal).open("ab") as stream:
            stream.write(line.encode("utf-8", "surrogatepass"))
            stream.flush()
            os.fsync(stream.fileno())

    def written_down(self, journal: str) -> Iterator[dict[str, Any]]:
        """The whole lines of a journal, in order; a line that was cut off ends it, and is cut away."""
        path = self.path / journal
        if not path.is_file():
            return
        whole = 0
        with path.open("rb") as stream:
            for line in stream:
                row = _row(line)
                if row is None:
                    break
                whole += len(line)
                yield row
            else:
                return
        os.truncate(path, whole)

    def keep_first(self, journal: str, count: int) -> None:
        """Cut a journal after so many lines: what follows is made anew."""
        path = self.path / journal
        with path.open("rb") as stream:
            whole = sum(len(line) for line, _ in zip(stream, range(count), strict=False))
        os.truncate(path, whole)

    def forget(self) -> None:
        """Remove the room: what was made in it has its final name, or is not wanted."""
        shutil.rmtree(self.path, ignore_errors=True)


def _row(line: bytes) -> dict[str, Any] | None:
    if not line.endswith(b"\n"):
        return None
    try:
        row = json.loads(line)
    except ValueError:
        return None
    return row if isinstance(row, dict) else None


def enter(matter_folder: Path, inputs: str) -> Workroom:
    """The room of the production with these inputs, new or left by a cut-off run; ConflictError if taken."""
    path = productions_folder(matter_folder) / f"{_ROOM}{inputs[:16]}"
    with plain_sentence(path):
        path.mkdir(parents=True, exist_ok=True)
    _claim(path)
    return Workroom(path)


def _claim(path: Path) -> None:
    claims = sorted(path.glob("claim-*"))
    if claims:
        _gone(claims[-1])
    number = int(claims[-1].name.removeprefix("claim-")) + 1 if claims else 1
    write_new(path / f"claim-{number:06d}", f"{machine()}-{os.getpid()}".encode())


def _gone(claim: Path) -> None:
    """Refuse the room while the run that holds it may still be at work."""
    try:
        holder, _, process = claim.read_text().rpartition("-")
    except FileNotFoundError:
        return
    if holder == machine() and process.isdigit() and not alive(int(process)):
        return
    if holder == machine() and process == str(os.getpid()):
        return
    raise ConflictError(
        f"Another run is making this production ({claim.parent.name}). Wait for it; if it was on another machine "
        f"and is gone, remove the file {claim.name} in that folder and run the command again."
    )


def sweep_rooms(matter_folder: Path, keep: str, unfinished: Collection[int]) -> None:
    """Remove the rooms of cut-off runs, but for the one wanted now and those whose reservation is unfinished."""
    for room in productions_folder(matter_folder).glob(f"{_ROOM}*"):
        # A room without a claim was made a moment ago, by a run that is about to claim it.
        if room.name == f"{_ROOM}{keep[:16]}" or not list(room.glob("claim-*")) or _reserved(room, unfinished):
            continue
        with suppress(ConflictError, InputError, FileNotFoundError):
            _claim(room)
            shutil.rmtree(room, ignore_errors=True)


def _reserved(room: Path, unfinished: Collection[int]) -> bool:
    """Whether a room holds numbers that are still to be issued; only read, for its run may be at work."""
    path = room / RESERVED
    rows = [_row(line) for line in path.read_bytes().splitlines(keepends=True)] if path.is_file() else []
    return any(row is None or row["sequence"] in unfinished for row in rows)
