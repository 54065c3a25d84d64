"""Papers per second against docxtpl: the same letter, its values already at hand, from template to .docx bytes.

docxtpl renders a .docx made of our own letter's paragraphs with its values as tags; ours renders the text template,
parses it and writes the package with styles, numbering and fixed times. The floor is python-docx opening and saving
the same .docx. Also printed: the whole motion set as Word and PDF.
"""

import io
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from docx import Document

from discovery.core.blocks import Copy
from discovery.files.library import read_library
from discovery.files.plain import write_plain
from discovery.files.typeset import write_pdf
from discovery.files.word import write_word
from discovery.jobs.compose import compose, compose_request
from discovery.jobs.demo import DEMO_DAY, EXHIBITS
from discovery.jobs.plan import plan_numbers
from discovery.jobs.request import new_request

ROUNDS = 9


def _median(work: Callable[[], object]) -> float:
    work()
    seconds = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - began)
    return statistics.median(seconds)


def _docxtpl_letter(text: str, folder: Path) -> Callable[[], object]:
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


def _floor(folder: Path) -> Callable[[], object]:
    def open_and_save() -> None:
        Document(str(folder / "letter.docx")).save(io.BytesIO())

    return open_and_save


def _motion_set(folder: Path, day: date) -> Callable[[], object]:
    def write() -> None:
        library = read_library(folder)
        numbers = plan_numbers(folder, day)
        for template in ("motion-fr-discovery", *EXHIBITS):
            paper = compose(folder, template, Copy.REVIEW, day, library=library, numbers=numbers).paper
            write_word(paper)
            write_pdf(paper)

    return write


def main() -> None:
    """Print the medians and their ratios."""
    import shutil

    from discovery.files.shipped import DATA

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        request = folder / "request"
        new_request(request, "nypd", "1-5")
        library = read_library()
        text = write_plain(compose_request(request, "foil-request", Copy.FILING, DEMO_DAY, library=library)[0].paper)

        def ours() -> None:
            for composed in compose_request(request, "foil-request", Copy.FILING, DEMO_DAY, library=library):
                write_word(composed.paper)

        matter = folder / "matter"
        shutil.copytree(DATA / "sample" / "matter", matter)
        mine, theirs = _median(ours), _median(_docxtpl_letter(text, folder))
        floor = _median(_floor(folder))
        motion = _median(_motion_set(matter, DEMO_DAY))
    print(f"one FOIL letter as .docx, ours      {1 / mine:8.1f} a second")
    print(f"the same words through docxtpl      {1 / theirs:8.1f} a second")
    print(f"python-docx, open and save (floor)  {1 / floor:8.1f} a second")
    print(f"ratio ours / docxtpl                {theirs / mine:8.2f} (goal: at least 1.5)")
    print(f"the motion and its exhibits, Word and PDF: {motion:.2f} s")


if __name__ == "__main__":
    main()
