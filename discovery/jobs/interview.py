"""Asking a person for what no answer is kept of; every answer is kept at once, so she may stop at any time."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from pydantic import ValidationError

from discovery.core.answers import BasisKind
from discovery.core.matter import Matter
from discovery.core.problems import Problem
from discovery.core.questions import FieldKind, Kind, Question, entry_path, field_kind, not_asked, row_for, typed
from discovery.core.spans import Span
from discovery.errors import InputError
from discovery.files.law import read_indicators
from discovery.files.matter_edit import Change, MatterText, as_toml, begin_matter
from discovery.files.matter_folder import EXHIBITS, MATTER
from discovery.files.reading import did_you_mean
from discovery.jobs.intake import TakenIn, read_matter

HOW = """Type an answer and press return. A blank line skips the question, "unknown" records that it was asked.
Days are written 2019-05-14, a month 2019-05, a year 2019, a range 2018-10/2020-02.
Every answer is kept at once; stop when you like and run the same command to go on."""
NEW_BASIS = "new"


class Person(Protocol):
    """Whoever answers: a terminal, a page, a test."""

    def ask(self, question: str, hint: str = "") -> str:
        """Put one question; the answer as typed."""

    def tell(self, sentence: str) -> None:
        """Say something that needs no answer."""


def interview(folder: Path, person: Person) -> TakenIn:
    """Ask for what no answer is kept of yet, the most urgent first; an existing matter goes on where it stopped."""
    if not (folder / MATTER).exists():
        begin_matter(folder, _first_answers(folder, person))
    talk = _Talk(folder, person)
    person.tell(HOW)
    while question := talk.next_question():
        talk.put(question)
    return TakenIn(folder, talk.answered, len(not_asked(talk.matter)))


def _first_answers(folder: Path, person: Person) -> tuple[Change, ...]:
    name = ""
    while not name:
        name = person.ask("Who is the defendant?", "first and last name, as the caption prints it").strip()
    short = person.ask("A short name for the matter?", f"blank for {folder.resolve().name}").strip()
    return (Change("defendant.name", name), Change("short_name", short or folder.resolve().name))


@dataclass
class _Talk:
    """A talk under way: what was skipped, which entry is being filled, which basis was named last."""

    folder: Path
    person: Person
    answered: int = 0
    last_basis: str = ""
    skipped: set[str] = field(default_factory=set)
    entry: str = ""
    matter: Matter = field(init=False)
    text: MatterText = field(init=False)

    def __post_init__(self) -> None:
        self._reread()

    def _reread(self) -> None:
        self.text = MatterText.read(self.folder)
        self.matter = read_matter(self.folder)

    def next_question(self) -> Question | None:
        """The next one to put: first what completes the entry just begun, then another entry, then the rest."""
        left = [question for question in not_asked(self.matter) if question.path not in self.skipped]
        inside = [question for question in left if self.entry and question.path.startswith(f"{self.entry}.")]
        if inside:
            return inside[0]
        if self.entry:
            listed = self.entry.rsplit(".", 1)[0]
            self.entry = listed.rsplit(".", 1)[0] if ".edits" in listed else ""
            row = row_for(listed)
            if row and listed not in self.skipped:
                return Question(path=listed, question=f"Another one? {row.question}", unlocks=row.unlocks, why="")
        return left[0] if left else None

    def put(self, question: Question) -> None:
        """Ask one question until the answer can be kept, and keep it."""
        path, kind = self._target(question.path)
        while True:
            text = self.person.ask(question.question, self._hint(question, kind)).strip()
            if not text or (text.lower() == "unknown" and not kind.answer):
                self.skipped.add(question.path)
                return
            try:
                value = "unknown" if text.lower() == "unknown" and kind.answer else typed(kind, text)
                kept = self.text.with_(self._changes(path, kind, value))
            except (ValueError, InputError) as error:
                self.person.tell(_one_line(error))
                continue
            self.text.replace(kept)
            self._reread()
            self.answered += 1
            if path != question.path:
                self.entry = path.rsplit(".", 1)[0]
            return

    def _target(self, path: str) -> tuple[str, FieldKind]:
        """The path that a question fills: its own, or the first field of a new entry."""
        first = entry_path(path)
        if first:
            path = f"{path}.{len(_at(self.matter, path))}.{first}"
        kind = field_kind(path)
        if path.endswith(".indicator"):
            kind = FieldKind(Kind.CHOICE, tuple(each.id for each in read_indicators()))
        return path, kind or FieldKind(Kind.TEXT)

    def _hint(self, question: Question, kind: FieldKind) -> str:
        how = {
            Kind.CHOICE: " / ".join(kind.choices),
            Kind.YES_NO: "yes or no",
            Kind.DATE: "day, month or year",
            Kind.LINES: "separate with ;",
            Kind.NUMBER: "a number",
        }.get(kind.kind, "")
        unlocks = f"unlocks {'; '.join(question.unlocks)}"
        return f"{how}; {unlocks}" if how else unlocks

    def _changes(self, path: str, kind: FieldKind, value: Any) -> list[Change]:
        changes = list(self._identity(path, value))
        basis = None
        if kind.answer and value != "unknown" and not path.endswith("papers_reviewed"):
            basis, new = self._basis()
            changes += new
        return [*changes, Change(path, value, basis)]

    def _identity(self, path: str, value: Any) -> Iterator[Change]:
        """An officer needs an id of her own."""
        if re.fullmatch(r"officers\.\d+\.name", path):
            taken = {officer.id for officer in self.matter.officers}
            yield Change(path.replace(".name", ".id"), _free(_slug(str(value).split()[-1]), taken))

    def _basis(self) -> tuple[str | None, list[Change]]:
        """Where an answer comes from: a basis by name, a new one, or none."""
        names = ", ".join(self.matter.bases) or "none yet"
        default = f"; blank for {self.last_basis}" if self.last_basis else "; blank for none"
        while True:
            hint = f'{names}; "{NEW_BASIS}"; "none"{default}'
            name = self.person.ask("  Where does that come from?", hint).strip() or self.last_basis
            if name in ("", "none"):
                return None, []
            if name == NEW_BASIS:
                made = self._new_basis()
                self.last_basis = made.path.removeprefix("bases.")
                return self.last_basis, [made]
            if name in self.matter.bases:
                self.last_basis = name
                return name, []
            self.person.tell(f"No basis is called “{name}”. {did_you_mean(name, self.matter.bases)}".strip())

    def _new_basis(self) -> Change:
        kind = self._typed("  Of which kind?", FieldKind(Kind.CHOICE, tuple(str(each) for each in BasisKind)))
        about: dict[str, Any] = {"kind": kind}
        if kind in (BasisKind.COURT_PAPER, BasisKind.DISCLOSED_DOCUMENT, BasisKind.PEOPLE_STATEMENT):
            about["file"] = self._file()
            about["page"] = self._typed("  On which page?", FieldKind(Kind.NUMBER), blank=True)
            about["number"] = self.person.ask("  With which number of the People?", "blank for none").strip() or None
        if kind in (BasisKind.WITNESS, BasisKind.PEOPLE_STATEMENT):
            about["by"] = self.person.ask("  Who said it?", "blank for none").strip() or None
        about["date"] = as_toml(self._typed("  Of which date?", FieldKind(Kind.DATE), blank=True))
        suggested = _free(_slug(_stem(about) or str(kind)), set(self.matter.bases))
        name = _slug(self.person.ask("  A short name for this basis?", f"blank for {suggested}")) or suggested
        return Change(f"bases.{_free(name, set(self.matter.bases))}", about)

    def _file(self) -> str | None:
        while True:
            name = self.person.ask("  In which file?", f"a name in {EXHIBITS}/, blank for none").strip()
            if not name or (self.folder / EXHIBITS / name).is_file():
                return name or None
            self.person.tell(f"There is no file “{name}” in {self.folder / EXHIBITS}.")

    def _typed(self, question: str, kind: FieldKind, *, blank: bool = False) -> Any:
        hint = " / ".join(kind.choices) or "blank for none"
        while True:
            text = self.person.ask(question, hint).strip()
            if not text and blank:
                return None
            try:
                value = typed(kind, text)
            except ValueError as error:
                self.person.tell(_one_line(error))
                continue
            return value if not isinstance(value, Span) or value.first or value.last else None


def _one_line(error: Exception) -> str:
    """What is wrong with an answer, in one sentence."""
    if isinstance(error, InputError):
        said = [each.what if isinstance(each, Problem) else str(each) for each in error.problems]
        return " ".join(said) or error.message
    if isinstance(error, ValidationError):
        error = ValueError(error.errors()[0]["msg"].removeprefix("Value error, "))
    return f"{error}."


def _stem(about: Mapping[str, Any]) -> str:
    file, page = about.get("file"), about.get("page")
    if not file:
        return ""
    return f"{Path(file).stem}-{page}" if page else Path(file).stem


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.strip().lower()).strip("-")


def _free(name: str, taken: set[str]) -> str:
    number, free = 1, name or "entry"
    while free in taken:
        number += 1
        free = f"{name}-{number}"
    return free


def _at(matter: Matter, path: str) -> Any:
    here: Any = matter
    for part in path.split("."):
        here = here[int(part)] if part.isdigit() else getattr(here, part)
    return here
