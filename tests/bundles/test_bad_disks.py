"""A share that may only be read, and a disk that is full: one sentence says so, and what exists stays as it is."""

import ctypes
import os
import subprocess
import sys
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from discovery.files.ledger import read_ledger
from discovery.jobs.bundle import bundle

from .offices import office, pdf

resource = pytest.importorskip("resource", reason="permissions and limits are another thing on this system")

DAY = date(2026, 11, 13)
PR_CAPBSET_DROP, CAP_DAC_OVERRIDE = 24, 1


def discovery(*arguments: object, room: int = 0) -> "subprocess.CompletedProcess[str]":
    """The command bound by permissions, also as root; with `room`, on a disk that takes no longer file."""

    def bound() -> None:
        if os.geteuid() == 0:
            ctypes.CDLL(None).prctl(PR_CAPBSET_DROP, CAP_DAC_OVERRIDE, 0, 0, 0)
        if room:
            resource.setrlimit(resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))

    command = [sys.executable, "-B", "-m", "discovery.cli.main", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, preexec_fn=bound)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A matter with one issued volume, and an exhibit that has changed since."""
    made = office(tmp_path / "matter", {"a.pdf": pdf("one", "two"), "b.pdf": pdf("three")})
    bundle(made, "DOE", DAY, issue=True)
    (made / "exhibits" / "b.pdf").write_bytes(pdf("another third"))
    return made


def everything(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_on_a_share_that_may_only_be_read_nothing_is_taken_and_look_ups_go_on(folder: Path) -> None:
    paths = [folder, *folder.rglob("*")]
    for path in paths:
        path.chmod(0o555 if path.is_dir() else 0o444)
    before = everything(folder)
    for command in (
        ["bundle", folder, "--prefix", "DOE", "--issue"],
        ["bates", "note", folder, "DOE-000003", "--by", "A", "--reason", "b"],
    ):
        refused = discovery(*command)
        assert refused.returncode == 2, refused.stderr
        assert "could not be written: the folder or file may not be written; change its permission" in refused.stderr
        assert refused.stderr.startswith("Error: ")
        assert "Traceback" not in refused.stderr
    told = discovery("bates", "lookup", "DOE-000003", folder)
    assert (told.returncode, told.stderr) == (0, "")
    assert told.stdout.startswith("DOE-000003 is page 2 of 2 of Exhibit A in VOL001")
    assert discovery("verify", folder).returncode == 0
    assert everything(folder) == before
    assert [path.name for path in (folder / "productions").iterdir()] == ["VOL001"]
    for path in paths:
        path.chmod(0o755)


@pytest.mark.parametrize(("room", "reserved"), [(100, 0), (300, 0), (1_500, 1), (4_000, 1)])
def test_on_a_full_disk_what_exists_is_kept_and_the_next_run_goes_through(
    folder: Path, room: int, reserved: int
) -> None:
    before = everything(folder)
    refused = discovery("bundle", folder, "--prefix", "DOE", "--issue", room=room)
    assert refused.returncode == 2, refused.stderr
    assert "could not be written" in refused.stderr
    assert "Traceback" not in refused.stderr
    after = everything(folder)
    assert {name: after[name] for name in before} == before
    assert not [name for name in set(after) - set(before) if name.endswith(".part") or ".making" in name]
    taken = [str(entry.range) for entry in read_ledger(folder)]
    assert taken == ["DOE-000001 to DOE-000005"] * 2 + ["DOE-000006 to DOE-000010"] * reserved
    done = discovery("bundle", folder, "--prefix", "DOE", "--issue")
    assert (done.returncode, done.stderr) == (0, "")
    assert discovery("verify", folder).returncode == 0
