"""Personal data in a production: found document by document, told, kept from court and public until let stand.

Searched is what goes out: pages as they are once redacted, and what the load files and the log print of a document.
"""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from discovery.core.enumerating import count_of, plain
from discovery.core.matter import Matter
from discovery.core.personal import PersonalData, case_names
from discovery.core.personal_pages import OPEN_TO_ALL, Searched
from discovery.core.problems import Problem
from discovery.core.produced import Document, Sheet
from discovery.core.served import log_row, values_of
from discovery.errors import InputError
from discovery.files.law import read_authorities
from discovery.files.reading import did_you_mean
from discovery.files.spreading import spread
from discovery.files.taking_in import ReadPiece
from discovery.files.workroom import Workroom
from discovery.jobs.packet_personal import search_file
from discovery.jobs.production_run import Numbered, Run

SEARCHED = "searched.jsonl"
"""The journal of a room: what the search of each document came to, in the order of their numbers."""
SHOWN = 40
"""Findings shown on the terminal; the report has all."""
_NAMES = ("FILENAME", "SUBJECT", "DESCRIPTION", "Description")
_NO_WORDS = ("SHA256", "MD5HASH")


def search_production(numbered: Numbered, matter: Matter | None) -> None:
    """Search every document and write down what was found; each time anew, for the intake may have changed."""
    run, room = numbered.run, numbered.room
    (room.path / SEARCHED).unlink(missing_ok=True)
    run.watch.stage("Searching for personal data", numbered.extent.documents)
    cases = case_names(read_authorities())
    tasks = (_task(run, matter, cases, document, piece) for document, piece in numbered)
    for found in spread(run.executor, search_file, tasks):
        room.write_down(SEARCHED, found.model_copy(update={"described": _LOAD_FILES}).model_dump(mode="json"))
        run.watch.step(1, 1)


def _task(
    run: Run, matter: Matter | None, cases: tuple[str, ...], document: Document, piece: ReadPiece
) -> tuple[Any, ...]:
    place = document.offered.place
    watch = PersonalData.of(matter, (place,), cases) if matter else PersonalData()
    return (
        place,
        Path(piece.pdf) if piece.pdf else None,
        watch,
        _printed(document, run.name),
        _why_not(document, piece),
    )


def _printed(document: Document, volume: str) -> str:
    """What load files and log say of a document, a line each; in a file's name, what parts its words is a space."""
    rows = values_of(document, volume, {}, "") | (log_row(document) if document.item.hidden else {})
    values = ((name, value) for name, value in rows.items() if name not in _NO_WORDS)
    return "\n".join(_spaced(value) if name in _NAMES else value for name, value in values)


def _spaced(name: str) -> str:
    stem, dot, ending = name.rpartition(".")
    return " ".join((stem if dot and len(ending) <= 4 else name).replace("_", " ").split())


def _why_not(document: Document, piece: ReadPiece) -> str:
    if document.withheld:
        return ""
    if document.offered.sheet is Sheet.NATIVE:
        return "it is served as the file it is"
    if document.offered.sheet is not Sheet.NONE:
        return "a slip sheet stands in its place"
    native = (document.item.native or piece.keep_native) and not document.item.hidden
    return "the file itself, which is served beside its pages" if native else ""


_LOAD_FILES = "in what the load files or the log print of it"


def searched(room: Workroom) -> Iterator[Searched]:
    """What the search of each document came to, in the order of their numbers."""
    return (Searched.model_validate(row) for row in room.written_down(SEARCHED))


def refuse_personal(numbered: Numbered) -> None:
    """Stop what goes where anybody may read it, while personal data in it is neither taken out nor let stand."""
    run = numbered.run
    if not run.wanted.issue or run.wanted.audience not in OPEN_TO_ALL:
        return
    problems: list[Problem] = [
        problem for each in searched(numbered.room) for problem in each.problems(plain(each.key))
    ]
    if problems:
        raise InputError(
            f"The production is not issued to the {run.wanted.audience}, because personal data stands in it "
            "(without --issue a draft is made):",
            problems,
        )


def mistyped(numbered: Numbered, matter: Matter | None) -> Iterator[str]:
    """Files named under [[personal_data]] that are not in this folder, though one is called nearly so."""
    files = numbered.run.drop.files
    for name in dict.fromkeys(name for each in (matter.personal_data if matter else ()) for name in each.where):
        inside = any(name.startswith(f"{file}/") for file in files)
        hint = did_you_mean(name, files) if "." in name and name not in files and not inside else ""
        if hint.startswith("Did"):
            yield f"[[personal_data]] lets something stand in “{name}”, which is not in this folder. {hint}"


def personal_lines(numbered: Numbered) -> Iterator[str]:
    """What counsel is told: the first findings by their numbers, how many more there are, what was not searched."""
    told = ((document, each) for (document, _), each in zip(numbered, searched(numbered.room), strict=True))
    lines = (f"{document.numbers}: {plain(line)}" for document, each in told for line in each.findings())
    yield from islice(lines, SHOWN)
    if more := sum(1 for _ in lines):
        yield f"{more} more of personal data are in the report."
    documents = pages = files = 0
    for each in searched(numbered.room):
        documents, pages, files = (
            documents + bool(each.silent),
            pages + len(each.silent),
            files + bool(each.unsearched),
        )
    if pages or files:
        of = f"{count_of(pages, 'page')} without text, in {count_of(documents, 'document')}" if pages else ""
        served = f"{count_of(files, 'document')} served as a file or behind a slip sheet" if files else ""
        what = " and ".join(one for one in (of, served) if one)
        yield f"Not searched for personal data: {what} (each in the report). Look for yourself."
