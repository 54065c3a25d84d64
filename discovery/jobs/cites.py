"""Looking up every citation of a brief in the law data, whoever wrote the brief."""

import textwrap
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from discovery.core.answered_law import own_citations
from discovery.core.cited import MEANINGS, Cited, Status, cited
from discovery.core.problems import Problem
from discovery.errors import InputError
from discovery.files.brief_text import read_brief
from discovery.files.law import read_authorities
from discovery.files.library import RECORD
from discovery.files.matter_folder import MATTER, county_of, read_matter_folder
from discovery.files.office import record_folders

WIDTH = 100
CLOSE = """\
A match says that our data has the citation as it is written. It does not say that the authority stands for what the
brief says of it, and it is no check of later history. What is unknown may well exist: look it up."""


@dataclass(frozen=True)
class CitesReport:
    """Every string of a brief that looks like a citation, with what the law data says of it."""

    name: str
    cited: tuple[Cited, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def clean(self) -> bool:
        """Whether every page was read and every string matched."""
        return not self.problems and all(each.status is Status.MATCHED for each in self.cited)

    def __str__(self) -> str:
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        number = len(self.cited)
        looks = "string that looks" if number == 1 else "strings that look"
        yield f"{self.name}: {number} {looks} like a citation."
        if self.problems:
            yield ""
            yield "Not read:"
            yield from (f"  {problem}" for problem in self.problems)
        gathered = _gathered(self.cited)
        matched = [pair for pair in gathered if pair[0].status is Status.MATCHED]
        others = [pair for pair in gathered if pair[0].status is not Status.MATCHED]
        for title, some in (("To look at", others), ("Matched", matched)):
            if some:
                yield from ("", f"{title}:")
            for one, places in some:
                yield from _lines_of(one, places)
        counts = Counter(each.status for each in self.cited)
        if counts:
            said = ", ".join(f"{counts[status]} {status}" for status in Status if counts[status])
            yield from ("", *textwrap.wrap(f"{said}.", WIDTH))
            yield from (f"  {status}: {MEANINGS[status]}." for status in Status if counts[status])
        yield from ("", CLOSE)


def cites(file: Path, today: date, *, folder: Path | None = None, on: date | None = None) -> CitesReport:
    """Look up every citation of a brief, on a day, else today; a matter's folder brings its own law and caption."""
    if folder is not None and not folder.is_dir():
        raise InputError(f"There is no folder {folder}; name a matter's or an office's folder.")
    brief = read_brief(file)
    authorities = read_authorities(*(each / RECORD for each in record_folders(folder)))
    found = cited(brief.streams, authorities, on or today, own=_own(folder), today=today, county=county_of(folder))
    return CitesReport(file.name, found, brief.problems)


def _own(folder: Path | None) -> tuple[str, ...]:
    """What the matter's papers have from the matter: its caption and its charges."""
    if folder is None or not (folder / MATTER).is_file():
        return ()
    return own_citations(read_matter_folder(folder).matter)


def _gathered(found: tuple[Cited, ...]) -> list[tuple[Cited, list[str]]]:
    """The same string with the same answer once, with all its places."""
    gathered: dict[tuple[str, Status, str], tuple[Cited, list[str]]] = {}
    for each in found:
        gathered.setdefault((each.text, each.status, each.says), (each, []))[1].append(each.where)
    return list(gathered.values())


def _lines_of(one: Cited, places: list[str]) -> Iterator[str]:
    yield f"  {one.status:<16}  {one.text}"
    first, *others = dict.fromkeys(places)
    also = f", also {', '.join(others)}" if others else ""
    yield from textwrap.wrap(
        f"{first}{also}. {one.says}", WIDTH, initial_indent=" " * 20, subsequent_indent=" " * 20,
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip
