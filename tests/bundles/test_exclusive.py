"""A finished file gets a free name, once, also where the disk knows no hard links; what a kill left is swept."""

import errno
import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from discovery.errors import ConflictError
from discovery.files import exclusive
from discovery.files.writing import sweep_parts, write_new


def refuse(number: int) -> Callable[..., None]:
    def call(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    return call


@pytest.fixture(params=["hard links", "only renames", "neither"])
def disk(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """A disk that knows hard links, one that does not, and one that cannot rename without replacing either."""
    if request.param != "hard links":
        monkeypatch.setattr(exclusive.os, "link", refuse(errno.EPERM))
    if request.param == "neither":
        monkeypatch.setattr(exclusive, "_rename", refuse(errno.EINVAL))
    return str(request.param)


@pytest.mark.usefixtures("disk")
def test_a_name_that_is_taken_is_refused_and_what_is_there_stays(tmp_path: Path) -> None:
    write_new(tmp_path / "entry.json", b"first")
    with pytest.raises(ConflictError, match="exists already"):
        write_new(tmp_path / "entry.json", b"second")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"entry.json": b"first"}


@pytest.mark.usefixtures("disk")
def test_of_many_who_write_one_name_at_once_one_succeeds(tmp_path: Path) -> None:
    def write(number: int) -> bool:
        try:
            write_new(tmp_path / "entry.json", str(number).encode())
        except ConflictError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        written = list(pool.map(write, range(40)))
    assert written.count(True) == 1
    assert (tmp_path / "entry.json").read_bytes() == str(written.index(True)).encode()
    assert [path.name for path in tmp_path.iterdir()] == ["entry.json"]


@pytest.mark.skipif(sys.platform not in ("linux", "darwin"), reason="the order not to replace is asked of the system")
def test_the_systems_own_rename_does_not_replace(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"a")
    (tmp_path / "b").write_bytes(b"b")
    with pytest.raises(FileExistsError):
        exclusive._rename(tmp_path / "a", tmp_path / "b")
    exclusive._rename(tmp_path / "a", tmp_path / "c")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"b": b"b", "c": b"a"}


def test_what_a_killed_run_left_is_swept_and_what_a_live_one_makes_stays(tmp_path: Path) -> None:
    command = "import os, sys; from discovery.files.processes import this_run; print(this_run())"
    gone = subprocess.run([sys.executable, "-c", command], capture_output=True, text=True, check=True).stdout.strip()
    mine = gone.rpartition("-")[0] + f"-{os.getpid()}"
    for mark in (gone, mine, "elsewhere-1"):
        (tmp_path / f".000001.json.{mark}.ab_c.part").write_bytes(b"half")
    (tmp_path / "000001.json").write_bytes(b"whole")
    sweep_parts(tmp_path)
    left = {path.name for path in tmp_path.iterdir()}
    assert left == {"000001.json", f".000001.json.{mine}.ab_c.part", ".000001.json.elsewhere-1.ab_c.part"}
