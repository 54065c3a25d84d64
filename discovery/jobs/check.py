"""Checking a matter: every problem with its place, what to ask about, what follows from it, and what is open."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from discovery.core.exhibits import Exhibit
from discovery.core.intake import Derived, improbable, law_period, papers_show, people_said
from discovery.core.problems import Problem
from discovery.core.questions import Question, open_questions
from discovery.errors import InputError
from discovery.files.law import read_indicators
from discovery.files.matter_folder import EXHIBITS, MATTER, MatterFolder, look_at
from discovery.files.pdf import inspect
from discovery.files.reading import TomlFile, as_place, read_toml


@dataclass(frozen=True)
class Checked:
    """What a check found; with a problem the command exits 5."""

    folder: Path
    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...] = ()
    derived: tuple[tuple[str, Derived], ...] = ()
    questions: tuple[Question, ...] = ()

    def __str__(self) -> str:
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        yield f"{self.folder}: {_counted(len(self.problems), 'problem')}."
        yield from (f"  {problem}" for problem in self.problems)
        if self.notes:
            yield f"\nTo be asked about: {len(self.notes)}."
            yield from (f"  {note}" for note in self.notes)
        if self.derived:
            yield ""
        for name, derived in self.derived:
            yield f"{name}: {derived.value}"
            yield from (f"  {reason.path}: {reason.sentence}" for reason in derived.reasons)
        if self.problems and not self.derived:
            return
        yield f"\nOpen questions, the most urgent first: {len(self.questions)}."
        yield from (f"  {question}" for question in self.questions)


def check(folder: Path, today: date) -> Checked:
    """Look a matter's folder over and say everything that is wrong or open, all at once."""
    found, problems = look_at(folder)
    if found is None:
        return Checked(folder, problems)
    file = read_toml(folder / MATTER, MATTER)
    wrong, said = _look_into(found, file)
    early = {each.path for each in improbable(found.matter)}
    ahead = [each for each in improbable(found.matter, today) if each.path not in early]
    asked = [_asked(file, each.path, each.sentence) for each in ahead]
    return Checked(
        folder,
        tuple(dict.fromkeys([*problems, *wrong])),
        (*found.notes, *asked, *said),
        (
            ("What the People have said", people_said(found.matter)),
            ("What the papers show", papers_show(found.matter, read_indicators())),
            ("Law period", law_period(found.matter)),
        ),
        open_questions(found.matter),
    )


def _asked(file: TomlFile, path: str, sentence: str) -> Problem:
    return Problem(where=file.where(as_place(path)), what=f"{sentence}.", next_step="Is that right?")


def _look_into(found: MatterFolder, file: TomlFile) -> tuple[list[Problem], list[Problem]]:
    """What opening the exhibits shows: files that cannot be used, pages that a basis names and there are not."""
    problems: list[Problem] = []
    notes: list[Problem] = []
    pages: dict[str, int] = {}
    for exhibit in found.exhibits:
        path = found.file_of(exhibit)
        if path is None or path.suffix.lower() != ".pdf" or not path.is_file():
            continue
        where = f"{EXHIBITS}/{exhibit.file}"
        try:
            source = inspect(path)
        except InputError as error:
            problems.append(Problem(where=where, what=error.message))
            continue
        pages[exhibit.file or ""] = source.pages
        notes += [Problem(where=where, what=note) for note in source.notes()]
        if source.privileged and exhibit.include:
            problems.append(_privileged(where, exhibit))
    return problems + list(_pages(found, file, pages)), notes


def _privileged(where: str, exhibit: Exhibit) -> Problem:
    return Problem(
        where=where,
        what=f"exhibit {exhibit.key} is a privileged paper of this program.",
        next_step="Take the file out of the folder, or set include = false.",
    )


def _pages(found: MatterFolder, file: TomlFile, pages: dict[str, int]) -> Iterator[Problem]:
    for name, basis in found.matter.bases.items():
        there = pages.get(basis.file or "")
        if there is not None and basis.page is not None and not 1 <= basis.page <= there:
            yield Problem(
                where=file.where(("bases", name, "page")),
                what=f"{basis.file} has {_counted(there, 'page')}, and no page {basis.page}.",
                next_step="Correct the page.",
            )


def _counted(number: int, noun: str) -> str:
    return f"{number or 'no'} {noun}{'' if number == 1 else 's'}"
