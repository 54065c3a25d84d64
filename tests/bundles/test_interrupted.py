"""A run cut off at any moment leaves no half-written volume under a final name and gives no number twice."""

import subprocess
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from discovery.core.numbering import Act
from discovery.errors import ConflictError
from discovery.files.ledger import read_ledger
from discovery.files.volume import find_manifest, read_manifest
from discovery.jobs import bundle as job
from discovery.jobs.bundle import bundle
from discovery.jobs.verify import verify

from ..killing import killed_at
from .offices import office, pdf

DAY = date(2026, 11, 13)
SETUP = """
from datetime import date
from pathlib import Path
from discovery.jobs.bundle import bundle
"""
RUN = 'print(bundle(Path(sys.argv[3]), "DOE", date(2026, 11, 13), issue=True).volume)'
MOMENTS = [
    ("discovery.files.ledger_files:write_new", "before"),
    ("discovery.files.writing:_publish_exclusively", "before"),
    ("discovery.files.writing:_publish_exclusively", "after"),
    ("discovery.jobs.bundle:reserve", "after"),
    ("discovery.files.binding:assemble", "before"),
    ("discovery.files.assembly:save_pdf", "after"),
    ("discovery.jobs.bundle:prove_volume", "before"),
    ("discovery.files.volume:write_internal", "after"),
    ("discovery.files.volume:publish", "before"),
    ("discovery.files.volume:publish", "after"),
    ("discovery.jobs.bundle:record_issue", "before"),
    ("discovery.jobs.bundle:record_issue", "after"),
]


def run(folder: Path, where: str = "", when: str = "") -> "subprocess.Popen[str]":
    return killed_at(where, when, SETUP, RUN, folder)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return office(tmp_path / "matter", {"a.pdf": pdf("one", "two"), "b.pdf": pdf("three")})


def numbers_of(folder: Path) -> dict[str, tuple[str, str]]:
    """The run of every volume under a final name, each of which must be whole."""
    productions = folder / "productions"
    runs = {}
    for volume in sorted(productions.glob("[!.]*")) if productions.is_dir() else ():
        path = find_manifest(volume)
        assert path is not None
        manifest = read_manifest(path)
        runs[volume.name] = (manifest.first, manifest.last)
    return runs


@pytest.mark.parametrize(("where", "when"), MOMENTS)
def test_a_run_killed_at_this_moment_can_be_run_again(folder: Path, where: str, when: str) -> None:
    killed = run(folder, where, when)
    killed.communicate()
    assert killed.returncode == -9
    before = numbers_of(folder)
    made = bundle(folder, "DOE", DAY, issue=True)
    after = numbers_of(folder)
    assert {name: after[name] for name in before} == before
    assert verify(folder) == ()
    entries = read_ledger(folder)
    reserved = [entry for entry in entries if entry.act is Act.RESERVED]
    assert [entry.first for entry in reserved] == [1, 6][: len(reserved)]
    assert len([entry for entry in entries if entry.act is Act.ISSUED]) == 1
    if before:
        assert made.volume.name in before
    assert [path.name for path in (folder / "productions").iterdir()] == [made.volume.name]


def test_a_run_killed_at_any_time_leaves_nothing_half_done(folder: Path) -> None:
    for delay in range(6):
        process = run(folder)
        time.sleep(0.35 + 0.12 * delay)
        process.kill()
        process.communicate()
        runs = numbers_of(folder)
        assert len(set(runs.values())) == len(runs) <= 1
    bundle(folder, "DOE", DAY, issue=True)
    assert verify(folder) == ()
    taken = [(entry.first, entry.last) for entry in read_ledger(folder) if entry.act is Act.RESERVED]
    assert taken == [(1 + 5 * place, 5 + 5 * place) for place in range(len(taken))]


def test_two_runs_at_once_give_no_number_twice(folder: Path, tmp_path: Path) -> None:
    runs = [run(folder) for _ in range(3)]
    printed = [process.communicate()[0].strip() for process in runs]
    assert any(process.returncode == 0 for process in runs)
    named = {Path(each) for each in printed if each}
    assert named == {folder / "productions" / name for name in numbers_of(folder)}
    volumes = numbers_of(folder)
    assert len(set(volumes.values())) == len(volumes)
    assert verify(folder) == ()


@pytest.mark.parametrize("moment", ["reserve", "bind"])
def test_inputs_that_another_run_issues_meanwhile_are_not_published_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    real = getattr(job, moment)

    def quicker(*arguments: Any, **options: Any) -> Any:
        monkeypatch.setattr(job, moment, real)
        bundle(folder, "DOE", DAY, issue=True)
        return real(*arguments, **options)

    monkeypatch.setattr(job, moment, quicker)
    with pytest.raises(
        ConflictError, match=r"issued these inputs as VOL00.*publishes nothing.*never given to other pages"
    ):
        bundle(folder, "DOE", DAY, issue=True)
    assert len(numbers_of(folder)) == 1
    assert verify(folder) == ()


def test_a_run_that_reserves_second_leaves_the_same_inputs_to_the_first(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = job.reserve

    def second(*arguments: Any, **options: Any) -> Any:
        real(*arguments, **options)
        return real(*arguments, **options)

    monkeypatch.setattr(job, "reserve", second)
    with pytest.raises(ConflictError, match="Another run is issuing these inputs as VOL001"):
        bundle(folder, "DOE", DAY, issue=True)
    assert numbers_of(folder) == {}


@pytest.mark.parametrize("room", [2_000, 8_000])
def test_a_full_disk_is_one_sentence_and_the_next_run_goes_through(folder: Path, room: int) -> None:
    limit = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({room}, resource.RLIM_INFINITY))\n"
    _, said = killed_at("", "", limit + SETUP, RUN, folder).communicate()
    assert "InputError" in said.splitlines()[-1]
    assert "productions could not be written" in said
    assert list((folder / "productions").iterdir()) == []
    made = bundle(folder, "DOE", DAY, issue=True)
    assert made.volume.name == "VOL002"
    assert any(note.startswith("DOE-000001 to DOE-000005: reserved for VOL001") for note in made.notes)
    assert verify(folder) == ()
