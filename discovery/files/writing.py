"""Writing that leaves nothing half done: a file appears whole under its final name, or not at all."""

import atexit
import errno
import hashlib
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

from discovery.errors import ConflictError, InputError
from discovery.files.exclusive import publish_exclusively
from discovery.files.processes import is_left, machine, this_run

_PART = ".part"

_REASONS = {
    errno.ENOSPC: "the disk is full; free some space and run the command again",
    errno.EDQUOT: "your disk quota is used up; free some space and run the command again",
    errno.EFBIG: "the disk or your limits do not take a file of that size; choose another place",
    errno.EACCES: "the folder or file may not be written; change its permission or choose another place",
    errno.EPERM: "the folder or file may not be written; change its permission or choose another place",
    errno.EROFS: "the disk is read-only; choose another place",
    errno.EEXIST: "part of the path is a file, not a folder; choose another place",
    errno.ENOTDIR: "part of the path is a file, not a folder; choose another place",
    errno.ENAMETOOLONG: "the name is too long; choose a shorter one",
    errno.EBUSY: "another program holds the file open; close it there and run the command again",
    errno.ETXTBSY: "another program holds the file open; close it there and run the command again",
}


def sha256_of(path: Path) -> str:
    """The sha256 of a file's bytes, in lower-case hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def write_new(path: Path, data: bytes) -> None:
    """Write a file that does not exist yet; ConflictError when the name is taken."""
    with _beside(path, (data,)) as temporary:
        _publish_exclusively(temporary, path)


def write_stream(path: Path, parts: Iterable[bytes]) -> None:
    """The same for a file too large to be held whole: its parts are written as they come."""
    with _beside(path, parts) as temporary:
        _publish_exclusively(temporary, path)


def replace_own(path: Path, data: bytes, expected_sha256: str | None) -> None:
    """Replace a file only while it still has the sha256 it had when we wrote it; None: it must not exist.

    A file somebody has edited, or one we never wrote, raises ConflictError and stays as it is.
    """
    if expected_sha256 is None or not path.exists():
        write_new(path, data)
        return
    with _beside(path, (data,)) as temporary:
        if sha256_of(path) != expected_sha256:
            raise ConflictError(f"{path} has been edited since it was written and is not overwritten.")
        temporary.replace(path)
        _sync_folder(path.parent)


@contextmanager
def plain_sentence(path: Path) -> Iterator[None]:
    """Turn what the operating system says about a path into one sentence with the next step."""
    try:
        yield
    except OSError as error:
        reason = _REASONS.get(error.errno or 0, (error.strerror or str(error)).lower())
        raise InputError(f"{path} could not be written: {reason}.") from error


@contextmanager
def _beside(path: Path, parts: Iterable[bytes]) -> Iterator[Path]:
    with plain_sentence(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name[:40]}.{this_run()}.", suffix=_PART, dir=path.parent)
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.writelines(parts)
                stream.flush()
                os.fsync(stream.fileno())
            temporary.chmod(0o666 & ~_umask())
            yield temporary
        finally:
            with suppress(FileNotFoundError):
                temporary.unlink()


def publish_finished(finished: Path, target: Path) -> None:
    """Give a finished file its name, which nothing may have taken meanwhile; ConflictError when something has."""
    with finished.open("rb") as file:
        os.fsync(file.fileno())
    _publish_exclusively(finished, target)


def _publish_exclusively(temporary: Path, path: Path) -> None:
    try:
        publish_exclusively(temporary, path)
    except FileExistsError:
        raise ConflictError(f"{path} exists already and is not overwritten; move it away or choose a name.") from None
    _sync_folder(path.parent)


@contextmanager
def private_room(folder: Path, purpose: str) -> Iterator[Path]:
    """A folder of its own for what is being made beside its target; nobody else may look in, and it goes afterwards.

    What a killed run of this machine left there, which may hold the pages of a locked file, goes first.
    """
    for left in folder.glob(f".{purpose}-{machine()}-*"):
        if is_left(left.name.removeprefix(f".{purpose}-").rpartition(".")[0]):
            shutil.rmtree(left, ignore_errors=True)
    room = folder / f".{purpose}-{this_run()}.{secrets.token_hex(6)}"
    clear = partial(shutil.rmtree, room, ignore_errors=True)
    # A run that is asked to end while the room is made, or while it is cleared, clears it as it ends.
    atexit.register(clear)
    room.mkdir(mode=0o700)
    try:
        yield room
    finally:
        clear()
    atexit.unregister(clear)


@contextmanager
def room_apart() -> Iterator[Path]:
    """The same in the system's folder for temporary files, for what need not lie beside its target."""
    with private_room(Path(tempfile.gettempdir()), "discovery") as room:
        yield room


def sweep_parts(folder: Path) -> None:
    """Remove the unfinished files that killed runs of this machine left; a run still alive keeps its own."""
    for left in folder.glob(f".*.{machine()}-*{_PART}"):
        if is_left(left.name.removesuffix(_PART).rsplit(".", 2)[1]):
            with suppress(OSError):
                left.unlink()


def _sync_folder(folder: Path) -> None:
    # A folder cannot be opened for this on every system; the file itself is already on the disk.
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
