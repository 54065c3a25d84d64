"""Papers per second against docxtpl and LibreOffice, and the whole motion set of a matter.

The same letter, its values already at hand, from template to bytes. docxtpl renders a .docx made of our own letter's
paragraphs with its values as tags; ours renders the text template, parses and checks it, and writes the package with
styles, numbering and fixed times. The floor is python-docx opening and saving the same .docx. Of these the seconds of
the processor are taken, in turns, so that what else the machine does counts for none. LibreOffice, on a warm profile,
converts our .docx of that letter to PDF. The motion set is every paper that is served in a matter, as Word and PDF,
in one call, and as the command with its start.
"""

import gc
import io
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path

from docx import Document

from discovery.core.blocks import Copy
from discovery.files.library import read_library
from discovery.files.plain import write_plain
from discovery.files.shipped import DATA
from discovery.files.typeset import write_pdf
from discovery.files.word import write_word
from discovery.jobs.compose import Composed, compose_request
from discovery.jobs.demo import DEMO_DAY
from discovery.jobs.draft import draft_set
from discovery.jobs.request import new_request
from discovery.jobs.templates import list_templates

ROUNDS = 31
Work = Callable[[], object]


def _medians(*works: Work, rounds: int = ROUNDS, clock: Callable[[], float] = time.perf_counter) -> list[float]:
    """Seconds each takes: the median of the rounds, in which they take turns."""
    seconds: list[list[float]] = [[] for _ in works]
    for turn in range(rounds + 1):
        for work, kept in zip(works, seconds, strict=True):
            gc.collect()  # or one pays for what another left behind
            began = clock()
            work()
            if turn:  # the first warms up
                kept.append(clock() - began)
    return [statistics.median(each) for each in seconds]


def _docxtpl_letter(text: str, folder: Path) -> Work:
    from docxtpl import DocxTemplate

    document = Document()
    values = {}
    for number, line in enumerate(text.splitlines()):
        values[f"line{number}"] = line
        document.add_paragraph(f"{{{{ line{number} }}}}")
    template = folder / "letter.docx"
    document.save(str(template))

    def render() -> None:
        made = DocxTemplate(str(template))
        made.render(values, autoescape=True)
        made.save(io.BytesIO())

    return render


def _floor(folder: Path) -> Work:
    def open_and_save() -> None:
        Document(str(folder / "letter.docx")).save(io.BytesIO())

    return open_and_save


def _libreoffice(package: bytes, folder: Path) -> Work | None:
    program = shutil.which("soffice")
    if program is None:
        return None
    (folder / "ours.docx").write_bytes(package)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder / "pdf")]

    def convert() -> None:
        subprocess.run([*command, str(folder / "ours.docx")], check=True, capture_output=True, timeout=180)

    return convert


def _motion_set() -> list[str]:
    """Every motion of a matter with all its papers, the omnibus one and the subpoena among them."""
    served = [each.id for each in list_templates(None) if each.input == "matter" and each.kind == "served"]
    return [name for name in served if name.startswith(("motion-", "omnibus", "subpoena-"))]


def _copies(folder: Path) -> Callable[[], Path]:
    """A fresh copy of the sample matter each time, so that nothing is written over."""
    numbers = count()

    def fresh() -> Path:
        return Path(shutil.copytree(DATA / "sample" / "matter", folder / f"matter-{next(numbers)}"))

    return fresh


def _run(folder: Path, names: list[str], *, quick: bool = True) -> None:
    """The command as it is typed, with its start."""
    command = [sys.executable, "-c", "from discovery.cli.main import main; main()", "draft", str(folder), *names]
    options = ["--to", "docx,pdf", "--today", DEMO_DAY.isoformat(), *(["--quick"] if quick else [])]
    # An installed program has its modules compiled; where this variable is set, a checkout never has.
    usual = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run([*command, *options], check=True, capture_output=True, env=usual)


def main() -> None:
    """Print the medians and their ratios."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        request = folder / "request"
        new_request(request, "nypd", "1-5")
        library = read_library()

        def letter() -> Composed:
            return compose_request(request, "foil-request", Copy.FILING, DEMO_DAY, library=library)[0]

        first = letter().paper
        mine, theirs, floor = _medians(
            lambda: write_word(letter().paper),
            _docxtpl_letter(write_plain(first), folder),
            _floor(folder),
            clock=time.process_time,
        )
        (pdf,) = _medians(lambda: write_pdf(letter().paper))
        office = _libreoffice(write_word(first), folder)
        office_pdf = _medians(office, rounds=3)[0] if office else 0.0
        names, fresh = _motion_set(), _copies(folder)

        def call(*, quick: bool = True) -> None:
            draft_set(fresh(), names, Copy.REVIEW, ("docx", "pdf"), DEMO_DAY, quick=quick)

        called, commanded = _medians(call, lambda: _run(fresh(), names), rounds=3)
        by_office = [lambda: call(quick=False), lambda: _run(fresh(), names, quick=False)] if office else []
        laid_out = _medians(*by_office, rounds=3)
    print(f"one FOIL letter as .docx, ours      {1 / mine:8.1f} a second")
    print(f"the same words through docxtpl      {1 / theirs:8.1f} a second")
    print(f"python-docx, open and save (floor)  {1 / floor:8.1f} a second")
    print(f"ratio ours / docxtpl                {theirs / mine:8.2f} (goal: at least 1.5)")
    print(f"the letter as PDF, ours             {1 / pdf:8.1f} a second")
    if office:
        print(f"the same .docx through LibreOffice  {1 / office_pdf:8.2f} a second")
        print(f"ratio ours / LibreOffice            {office_pdf / pdf:8.1f} (goal: at least 20)")
    else:
        print("LibreOffice is not installed, so PDF is compared with nothing.")
    print(f"the motion set, {len(names)} papers, Word and PDF    {called:8.2f} s (goal: under 3)")
    print(f"the same by the command, with its start   {commanded:8.2f} s (goal: under 3)")
    for way, seconds in zip(("called", "by the command"), laid_out, strict=False):
        print(f"with the pages of Word's tables by LibreOffice, {way:15} {seconds:.2f} s (goal: under 3)")


if __name__ == "__main__":
    main()
