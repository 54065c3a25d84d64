"""However many processes share the work, the packet is the same, and whoever waits is told of every page."""

from concurrent.futures import ProcessPoolExecutor
from datetime import date
from multiprocessing import get_context
from pathlib import Path

import pytest

from discovery.core.packets import PacketOptions
from discovery.core.parts import Layout
from discovery.core.watching import Unwatched
from discovery.files import crew as crews
from discovery.files.crew import Crew
from discovery.jobs.bundle import bundle
from discovery.jobs.verify import verify

from .offices import office, pdf

DAY = date(2026, 11, 13)


class Told(Unwatched):
    """Remembers what it was told."""

    def __init__(self) -> None:
        self.stages: dict[str, list[int]] = {}

    def stage(self, label: str, total: int) -> None:
        self.stages[label] = [total, 0]

    def step(self, steps: int = 1, files: int = 0) -> None:
        next(reversed(self.stages.values()))[1] += steps


def folder(path: Path) -> Path:
    return office(path, {"a.pdf": pdf("one", "two"), "b.pdf": pdf("three")})


def test_shared_out_over_processes_it_is_the_same_packet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crews, "WORTH_SHARING", 1)
    options = PacketOptions(layout=Layout.SEPARATE)
    alone = bundle(folder(tmp_path / "one"), "DOE", DAY, issue=True, options=options)
    with ProcessPoolExecutor(1, get_context("spawn")) as executor:
        shared = bundle(folder(tmp_path / "other"), "DOE", DAY, issue=True, options=options, crew=Crew(executor))
        assert verify(shared.volume, Crew(executor)) == ()
    for path in alone.volume.iterdir():
        assert path.read_bytes() == (shared.volume / path.name).read_bytes()


def test_every_page_is_told_of_once_at_every_stage(tmp_path: Path) -> None:
    told = Told()
    made = bundle(folder(tmp_path / "matter"), "DOE", DAY, crew=Crew(watch=told))
    assert told.stages == {"Looking for the place of each number": [3, 3], "Numbering and proving": [7, 7]}
    again = Told()
    assert verify(made.volume, Crew(watch=again)) == ()
    assert again.stages == {"Proving the pages": [7, 7]}


def test_a_large_file_is_proved_in_shares_and_a_small_one_in_this_process() -> None:
    with ProcessPoolExecutor(1, get_context("spawn")) as executor:
        crew = Crew(executor)
        assert crew.for_pages(crews.WORTH_SHARING).executor is executor
        assert crew.for_pages(crews.WORTH_SHARING - 1).executor is None
