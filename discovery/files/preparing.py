"""Gets one exhibit ready to be put in: a copy that every reader opens, and the place of each of its numbers.

A sound file is used as it is, and the finished pages are proved against it. A damaged, locked or unviewable one is
first mended into a copy beside the work; then the finished pages are proved against that copy, whole page by page.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pikepdf

from discovery.core.endorsements import Endorsements, PageLayout, Placement
from discovery.core.problems import Problem
from discovery.core.productions import Document
from discovery.errors import InputError
from discovery.files.endorsing import endorse_pages
from discovery.files.look import is_viewable
from discovery.files.originals import inspect, mend, open_pdf
from discovery.files.received import received_numbers
from discovery.files.settling import Settled, settle
from discovery.files.writing import plain_sentence

MENDED = "it was damaged and was mended on opening; compare its pages with the original"
UNLOCKED = "it was locked against changes; its copy in the bundle is not"


@dataclass(frozen=True)
class Prepared:
    """An exhibit's pages as they go in, and where their numbers go (pages counted from 0)."""

    path: Path
    watched: frozenset[int]
    """Pages compared whole with the source: all of a mended file, and those with fields or comments, whose look a
    viewer may make up from the document they stand in."""
    layouts: Mapping[int, PageLayout]
    received: tuple[str | None, ...]
    """The Bates number another party printed on each page, None where there is none."""
    notes: tuple[str, ...]
    problems: tuple[Problem, ...]
    source: str = ""
    """The sha256 of the file whose own pages go in; empty where it was mended first."""


def prepare(document: Document, held: Path | bytes, asked: Endorsements | Placement, room: Path) -> Prepared:
    """Make a file or a composed paper ready; pages where no number can be read are its problems."""
    path = on_disk(room / f"{document.key}.pdf", held)
    source = inspect(path)
    odd = source.repaired or source.encrypted or not is_viewable(path)
    usable = _mend(path, room / f"{document.key}-mended.pdf", source.sha256) if odd else path
    labels = dict(enumerate(document.range.labels()))
    with open_pdf(usable) as pdf:
        watched = frozenset(page for page in labels if odd or _is_commented(pdf.pages[page].obj))
        places = settle(pdf, usable, labels, asked)
        # Tried on a copy in memory: what cannot be numbered is known before any number is reserved.
        faults = _tried(pdf, places) if not places.problems else places.problems
    notes = [MENDED] * source.repaired + [UNLOCKED] * source.encrypted
    return Prepared(
        path=usable,
        watched=watched,
        layouts=places.layouts,
        received=received_numbers(usable),
        notes=(*notes, *(f"{note[0].lower()}{note[1:]}".rstrip(".") for note in places.notes())),
        problems=tuple(_in(document, problem) for problem in faults),
        source="" if odd else source.sha256,
    )


def _is_commented(page: pikepdf.Object) -> bool:
    annotations = page.get("/Annots")
    if not isinstance(annotations, pikepdf.Array):
        return False
    kinds = (one.get("/Subtype") for one in list(annotations) if isinstance(one, pikepdf.Dictionary))
    return any(str(kind) not in ("/Link", "/Popup") for kind in kinds)


def _tried(pdf: pikepdf.Pdf, places: Settled) -> tuple[Problem, ...]:
    labels = {page: layout.marks[0].text for page, layout in places.layouts.items()}
    try:
        endorse_pages(pdf, labels, places.asked, layouts=places.layouts)
    except InputError as error:
        return tuple(problem for problem in error.problems if isinstance(problem, Problem))
    return ()


def _in(document: Document, problem: Problem) -> Problem:
    where = f"Exhibit {document.letter}, {problem.where}"
    return Problem(where=where, what=problem.what, next_step=problem.next_step)


def on_disk(path: Path, held: Path | bytes) -> Path:
    """A file where it lies, or a paper we composed written there."""
    if isinstance(held, Path):
        return held
    with plain_sentence(path.parent.parent):
        path.write_bytes(held)
    return path


def _mend(path: Path, mended: Path, seed: str) -> Path:
    with plain_sentence(mended.parent.parent):
        return mend(path, mended, seed)
