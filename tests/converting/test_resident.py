"""One LibreOffice lays out papers as they come, and nothing of it is left, however the program ends."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from io import BytesIO
from pathlib import Path

import docx
import pytest

from discovery.files.converting import resident
from discovery.files.converting.office import LayoutError, soffice
from discovery.files.converting.resident import ResidentOffice, lay_out_papers
from discovery.files.processes import machine, this_run
from tests.converting.test_office import package
from tests.writers.reading import pdf_pages

pytestmark = [
    pytest.mark.office,
    pytest.mark.skipif(not soffice(), reason="LibreOffice is not installed"),
    pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="processes are looked for in /proc"),
]
WAIT = """
import sys, time
from discovery.files.converting.resident import ResidentOffice
with ResidentOffice() as office:
    office.lay_out(open(sys.argv[1], "rb").read()).result()
    print(office._work, flush=True)
    time.sleep(60)
"""


def paper(words: str) -> bytes:
    """A .docx of these words."""
    made, held = docx.Document(), BytesIO()
    made.add_paragraph(words)
    made.save(held)
    return held.getvalue()


def at_work(room: Path) -> list[int]:
    """The processes that were started with this folder in their command."""
    found = []
    for each in Path("/proc").iterdir():
        try:
            if each.name.isdigit() and str(room).encode() in (each / "cmdline").read_bytes():
                found.append(int(each.name))
        except OSError:
            continue
    return found


def all_gone(room: Path) -> bool:
    """Whether none is left, after a moment."""
    for _ in range(200):
        if not at_work(room):
            return True
        time.sleep(0.02)
    return False


def test_papers_are_laid_out_in_one_start_as_they_come_and_nothing_is_left_of_it() -> None:
    with ResidentOffice() as office:
        assert "Paper 1." in pdf_pages(office.lay_out(paper("Paper 1.")).result())[0]
        one = [each for each in at_work(office._work) if b"soffice.bin" in Path(f"/proc/{each}/cmdline").read_bytes()]
        later = [office.lay_out(paper(f"Paper {number}.")) for number in (2, 3)]
        assert ["Paper 2." in pdf_pages(later[0].result())[0], "Paper 3." in pdf_pages(later[1].result())[0]]
        assert set(one) <= set(at_work(office._work))
        room = office._work
        assert resident._sockets(room)
    assert all_gone(room)
    assert not room.exists()
    assert not resident._sockets(room)


def test_when_it_has_died_the_next_paper_is_laid_out_all_the_same() -> None:
    with ResidentOffice() as office:
        office.lay_out(paper("Before.")).result()
        for each in at_work(office._work):
            os.kill(each, signal.SIGKILL)
        assert "After." in pdf_pages(office.lay_out(paper("After.")).result())[0]


def test_what_is_no_paper_fails_alone() -> None:
    with ResidentOffice() as office:
        broken, whole = office.lay_out(package({"word/document.xml": "<no paper"})), office.lay_out(paper("Whole."))
        with pytest.raises(LayoutError, match="made no pages"):
            broken.result()
        assert "Whole." in pdf_pages(whole.result())[0]


def test_what_takes_too_long_is_stopped_and_no_other_waits_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resident, "SECONDS_EACH", -resident.SECONDS + 0.01)
    with ResidentOffice() as office:
        first = office.lay_out(paper("Slow."))
        with pytest.raises(LayoutError, match="did not finish it within"):
            first.result()
        with pytest.raises(LayoutError, match="stopped"):
            office.lay_out(paper("Next.")).result()
        room = office._work
    assert all_gone(room)


def test_without_libreoffice_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resident, "soffice", lambda: "")
    with pytest.raises(LayoutError, match="not installed"):
        lay_out_papers([paper("Words.")])


@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_it_ends_with_the_program_that_started_it(by: signal.Signals, tmp_path: Path) -> None:
    given = tmp_path / "paper.docx"
    given.write_bytes(paper("Words."))
    command = [sys.executable, "-c", WAIT, str(given)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as program:
        assert program.stdout is not None
        room = Path(program.stdout.readline().strip())
        assert at_work(room)
        assert resident._sockets(room)
        program.send_signal(by)
    assert all_gone(room)
    assert not room.exists(), "copies of papers, which may be privileged"
    assert not resident._sockets(room)


def test_what_a_killed_run_left_is_taken_away_at_the_next_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with subprocess.Popen([sys.executable, "-c", ""]) as gone:
        pass
    left = tmp_path / f".discovery-{machine()}-{gone.pid}.x"
    at_work = tmp_path / f".discovery-{this_run()}.y"
    for room in (left, at_work):
        room.mkdir()
        (room / "paper.docx").write_bytes(b"privileged")
    with ResidentOffice():
        assert not left.exists()
    assert list(tmp_path.iterdir()) == [at_work]
