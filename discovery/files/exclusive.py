"""Gives a finished file a name that must be free, in one step, on every kind of disk and share.

A hard link fails where the name is taken. Some disks know no hard links (FAT, exFAT, some shares); there the file is
renamed with the system's own order not to replace: renameat2(2) on Linux, renamex_np(2) on macOS, and any rename on
Windows. Only where neither is known is the name taken first and the file put in its place after.
"""

import ctypes
import errno
import os
import sys
from pathlib import Path

_AT_FDCWD = -100
_RENAME_NOREPLACE = 1
_RENAME_EXCL = 4
_NOT_KNOWN = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP}


def publish_exclusively(temporary: Path, path: Path) -> None:
    """Give the file its name; FileExistsError when the name is taken, and then nothing has changed."""
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise
    except OSError:
        rename_exclusively(temporary, path)


def rename_exclusively(temporary: Path, path: Path) -> None:
    """Rename without replacing; FileExistsError when the name is taken."""
    try:
        _rename(temporary, path)
    except FileExistsError:
        raise
    except OSError as error:
        if error.errno not in _NOT_KNOWN:
            raise
        _claim_then_replace(temporary, path)


def _rename(temporary: Path, path: Path) -> None:
    if os.name == "nt":
        temporary.rename(path)
        return
    old, new = os.fsencode(temporary), os.fsencode(path)
    library = ctypes.CDLL(None, use_errno=True)
    if sys.platform == "linux" and hasattr(library, "renameat2"):
        failed = library.renameat2(_AT_FDCWD, old, _AT_FDCWD, new, _RENAME_NOREPLACE)
    elif sys.platform == "darwin" and hasattr(library, "renamex_np"):
        failed = library.renamex_np(old, new, _RENAME_EXCL)
    else:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
    if failed:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), str(path))


def _claim_then_replace(temporary: Path, path: Path) -> None:
    """The last resort: a run cut off between the two steps leaves an empty file, which no reader takes for whole."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
    try:
        temporary.replace(path)
    except OSError:
        path.unlink()
        raise
