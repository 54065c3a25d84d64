"""A file appears whole under its final name or not at all, and what is not ours is never overwritten."""

import errno
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from discovery.errors import ConflictError, InputError
from discovery.files.writing import plain_sentence, replace_own, sha256_of, write_new


def test_a_new_file_is_written_whole_and_never_over_another(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "a.txt"
    write_new(file, b"one")
    with pytest.raises(ConflictError, match="exists already"):
        write_new(file, b"two")
    assert [each.read_bytes() for each in file.parent.iterdir()] == [b"one"]


def test_only_what_we_wrote_is_replaced(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    replace_own(file, b"one", None)
    ours = sha256_of(file)
    replace_own(file, b"two", ours)
    with pytest.raises(ConflictError, match="has been edited"):
        replace_own(file, b"three", ours)
    with pytest.raises(ConflictError, match="exists already"):
        replace_own(file, b"three", None)
    assert [each.read_bytes() for each in tmp_path.iterdir()] == [b"two"]


def test_a_folder_that_is_a_file_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(InputError, match="part of the path is a file"):
        write_new(tmp_path / "file" / "a.txt", b"one")


@pytest.mark.parametrize(("number", "words"), [(errno.ENOSPC, "the disk is full"), (errno.EROFS, "is read-only")])
def test_what_the_system_refuses_is_said_with_the_next_step(number: int, words: str) -> None:
    with pytest.raises(InputError, match=words), plain_sentence(Path("x")):
        raise OSError(number, "as the system says it")


WRITES = """
from pathlib import Path
import sys
from discovery.errors import InputError
from discovery.files.writing import write_new
try:
    write_new(Path(sys.argv[1]), b"x" * 100_000)
except InputError as error:
    print(error)
"""


def _small_files_only() -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))


def test_a_disk_that_takes_no_more_leaves_nothing_behind(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    run = subprocess.run(
        [sys.executable, "-B", "-c", WRITES, str(file)],
        preexec_fn=_small_files_only,
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.startswith(f"{file} could not be written: ")
    assert list(tmp_path.iterdir()) == []
