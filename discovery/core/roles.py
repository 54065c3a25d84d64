"""The first reading of rendered text: roles and footnotes, balanced and known, each error with its place.

What comes out has every role as OPEN name SEP parts CLOSE, whether a template typed it or a function made it.
"""

import re
import string
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

from discovery.core.marking import CLOSE, DEFINES, OPEN, SEP, plain, shield
from discovery.core.problems import Problem

WITH_BODY = {"blank", "verify"}
WITHOUT_BODY = {"exhibit", "bates", "ex", "para", "label"}
ONLY_VALUES = {"from", "cite"}
_ROLE = re.compile(r"\{([a-z]+):")
_REFERENCE = re.compile(r"\[\^([^\]\n]+)\]")
_SPECIAL = re.compile(rf"[\\{{}}\[|_{OPEN}{CLOSE}]|\n(?=\n)")
_VALUE_ROLE = re.compile(f"{OPEN}[^{CLOSE}]*{SEP}([^{SEP}{CLOSE}]*){CLOSE}")


@dataclass(frozen=True, slots=True)
class FootnoteText:
    """The words of a footnote and the line they stand on."""

    words: str
    line: int


@dataclass
class Roles:
    """Text with its roles read, the footnotes taken out of it, and what is wrong."""

    text: str
    notes: dict[str, FootnoteText] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def read_roles(text: str, place: Callable[[int], str]) -> Roles:
    """Read the roles and take the footnotes out; lines keep their numbers."""
    reader = _Reader(text, place)
    reader.read()
    return _without_footnotes("".join(reader.out), reader.problems, place)


@lru_cache(maxsize=1024, typed=True)
def words_of(argument: str) -> str:
    """An argument as plain text, also where a value was printed into it."""
    while (inner := _VALUE_ROLE.sub(r"\1", argument)) != argument:
        argument = inner
    return " ".join(plain(argument).split())


@dataclass
class _Open:
    name: str
    at: int
    """Where it stands in the text; -1 for a role made by a function."""
    divided: bool = False


class _Reader:
    def __init__(self, text: str, place: Callable[[int], str]) -> None:
        self.text = text
        self.place = place
        self.out: list[str] = []
        self.problems: list[Problem] = []
        self.stack: list[_Open] = []

    def read(self) -> None:
        at = 0
        while found := _SPECIAL.search(self.text, at):
            self.out.append(self.text[at : found.start()])
            at = self._step(found.start())
        self.out.append(self.text[at:])
        self._unclosed()

    def _step(self, at: int) -> int:
        character = self.text[at]
        if character == "\\" and self.text[at + 1 : at + 2] in set(string.punctuation):
            self.out.append(shield(self.text[at + 1]))
            return at + 2
        if character in "{}":
            return self._open(at) if character == "{" else self._close(at)
        if character == "[" and (reference := _REFERENCE.match(self.text, at)):
            return self._footnote(reference)
        if character == "\n" and self.text[at + 1 : at + 2] == "\n":
            self._unclosed()
        self.out.append(self._single(character))
        return at + 1

    def _single(self, character: str) -> str:
        top = self.stack[-1] if self.stack else None
        if character == OPEN:
            self.stack.append(_Open("", -1))
        elif character == CLOSE and top and top.at < 0:
            self.stack.pop()
        elif character == "|" and top and top.at >= 0:
            if top.name in WITH_BODY and not top.divided:
                top.divided = True
                return SEP
            return shield("|")
        elif character == "_":
            return shield("_")
        return character

    def _open(self, at: int) -> int:
        found = _ROLE.match(self.text, at)
        name = found.group(1) if found else ""
        if found and name in WITH_BODY | WITHOUT_BODY:
            self.stack.append(_Open(name, at))
            self.out.append(OPEN + name + SEP)
            return found.end()
        if name in ONLY_VALUES:
            self._wrong(at, f"{{{name}:…}} is made by values only.", "Print the value or call the function instead.")
        elif found:
            known = ", ".join(sorted(WITH_BODY | WITHOUT_BODY))
            self._wrong(
                at, f"“{name}” is not a role.", f"Known are {known}; a brace that opens none is written \\{{."
            )
        else:
            self._wrong(at, "a brace opens no role.", "Write \\{ for a brace that is to be printed.")
        self.out.append(shield("{"))
        return at + 1

    def _close(self, at: int) -> int:
        top = self.stack[-1] if self.stack else None
        if top is None or top.at < 0:
            if not self.problems:
                self._wrong(at, "a brace closes no role.", "Write \\} for a brace that is to be printed.")
            self.out.append(shield("}"))
            return at + 1
        if top.name in WITH_BODY and not top.divided:
            self._wrong(top.at, f"{{{top.name}:…}} has no words.", f"Write {{{top.name}:key|the words}}.")
            self.out.append(SEP)
        self.stack.pop()
        self.out.append(CLOSE)
        return at + 1

    def _footnote(self, reference: "re.Match[str]") -> int:
        label, end = words_of(reference.group(1)), reference.end()
        line_start = self.text.rfind("\n", 0, reference.start()) + 1
        if self.text[line_start : reference.start()].strip() == "" and self.text[end : end + 1] == ":":
            self.out.append(DEFINES + label.replace(SEP, "") + SEP)
            return end + 1
        self.out.append(OPEN + "fn" + SEP + label + CLOSE)
        return end

    def _unclosed(self) -> None:
        for role in [role for role in self.stack if role.at >= 0]:
            self._wrong(role.at, f"{{{role.name}:…}} is never closed.", "Close it with } in the same paragraph.")
            if role.name in WITH_BODY and not role.divided:
                self.out.append(SEP)
            self.out.append(CLOSE)
        self.stack = []

    def _wrong(self, at: int, what: str, next_step: str) -> None:
        where = self.place(self.text.count("\n", 0, at))
        self.problems.append(Problem(where=where, what=what, next_step=next_step))


def _without_footnotes(text: str, problems: list[Problem], place: Callable[[int], str]) -> Roles:
    notes: dict[str, FootnoteText] = {}
    kept: list[str] = []
    current: str | None = None
    for number, line in enumerate(text.split("\n")):
        if line.lstrip().startswith(DEFINES):
            current, _, words = line.lstrip()[1:].partition(SEP)
            if current in notes:
                what = f"footnote [^{current}] has two texts."
                problems.append(Problem(where=place(number), what=what, next_step="Remove one or rename it."))
            notes[current] = FootnoteText(words.strip(), number)
            kept.append("")
        elif current is not None and line.strip() and line[:1] == " ":
            notes[current] = FootnoteText(f"{notes[current].words}\n{line.strip()}", notes[current].line)
            kept.append("")
        else:
            current = None
            kept.append(line)
    return Roles("\n".join(kept), notes, problems)
