"""Reading people's TOML files so that every mistake is named at its line, all of them at once."""

import difflib
import hashlib
import re
import tomllib
import types
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from discovery.core.answers import Answer
from discovery.core.problems import Problem
from discovery.errors import InputError
from discovery.files.toml_places import Place, lines_of

Model = TypeVar("Model", bound=BaseModel)

_BARE_DATE = re.compile(r"""(?<![\w"'./:-])\d{4}(?:-\d{1,2}){0,2}(?:/(?:\d{4}(?:-\d{1,2}){0,2})?)?(?![\w"':.-])""")
_AT_LINE = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)$")


@dataclass(frozen=True)
class TomlFile:
    """A TOML file as read: its data, the line of each key, and the sha256 of its bytes."""

    name: str
    data: dict[str, Any]
    lines: Mapping[Place, int]
    sha256: str
    problems: tuple[Problem, ...] = ()
    salvaged: frozenset[int] = frozenset()
    """Lines that were read in spite of a mistake already among the problems."""
    text: str = ""

    def where(self, place: Iterable[str | int]) -> str:
        """The place as a person finds it: matter.toml line 41, charges 2, statute."""
        whole = tuple(place)
        line = self.line(whole)
        at = f"{self.name} line {line}" if line else self.name
        return f"{at}, {in_words(whole)}" if whole else at

    def line(self, place: Place) -> int | None:
        """The line of a place, or of the nearest thing around it."""
        while place:
            if place in self.lines:
                return self.lines[place]
            place = place[:-1]
        return None


def read_toml(path: Path, name: str | None = None) -> TomlFile:
    """Read a TOML file; InputError says in one sentence why it cannot be read, and at which line."""
    name = name or path.name
    data = read_bytes(path, name)
    text = _decoded(data, name)
    content, problems, salvaged = _parsed(text, name)
    return TomlFile(name, content, lines_of(text), hashlib.sha256(data).hexdigest(), problems, salvaged, text)


def read_bytes(path: Path, name: str | None = None) -> bytes:
    """The bytes of a file; InputError where there is none or it cannot be opened."""
    name = name or path.name
    try:
        return path.read_bytes()
    except FileNotFoundError:
        where = path.parent if path.parent != Path() else "this folder"
        raise InputError(f"There is no file {name} in {where}.") from None
    except IsADirectoryError:
        raise InputError(f"{name} in {path.parent} is a folder; a file of that name is needed.") from None
    except OSError as error:
        raise InputError(
            f"{name} in {path.parent} cannot be opened ({error.strerror}); check who may read it."
        ) from error


def validated(
    model: type[Model], file: TomlFile, data: Any = None, at: Place = ()
) -> tuple[Model | None, tuple[Problem, ...]]:
    """The record in a file (or in `data`, found in it at `at`), or every problem that keeps it from being one."""
    raw = file.data if data is None else data
    try:
        return model.model_validate(raw), ()
    except ValidationError as error:
        found = [_problem(model, file, raw, at, each) for each in error.errors() if not _other_branch(raw, each)]
        return None, tuple(dict.fromkeys(problem for problem in found if problem))


def in_words(place: Iterable[str | int]) -> str:
    """A place in words: facial_recognition.searches 1, day."""
    words, parts = "", list(place)
    if parts[1:] and parts[-1] == "value":
        parts.pop()
    for part in parts:
        if isinstance(part, int):
            words += f" {part + 1},"
        else:
            words += ("" if not words else " " if words.endswith(",") else ".") + part
    return words.removesuffix(",")


def as_place(path: str) -> Place:
    """The place that a dotted path names: "charges.1.statute" is the statute of the second charge."""
    return tuple(int(part) if part.isdigit() else part for part in path.split("."))


def did_you_mean(word: str, choices: Iterable[str]) -> str:
    """A hint at the nearest of the choices, or the choices themselves where they are few, or nothing."""
    known = sorted(choices)
    near = difflib.get_close_matches(word.lower(), known, n=1, cutoff=0.6)
    if near:
        return f"Did you mean “{near[0]}”?"
    return f"It can be: {', '.join(known)}." if 0 < len(known) <= 24 else ""


def _decoded(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise _unreadable(
            name,
            Problem(
                where=f"{name} line {line}",
                what="the file is not UTF-8 text.",
                next_step="Save it again with the encoding UTF-8.",
            ),
        ) from None


def _parsed(text: str, name: str) -> tuple[dict[str, Any], tuple[Problem, ...], frozenset[int]]:
    """Parse; a bare date that TOML does not know is quoted, told, and read on, so that nothing hides behind it."""
    lines = text.split("\n")
    problems: list[Problem] = []
    salvaged: set[int] = set()
    while True:
        try:
            return tomllib.loads("\n".join(lines)), tuple(problems), frozenset(salvaged)
        except tomllib.TOMLDecodeError as error:
            found = _AT_LINE.search(str(error))
            number = int(found[1]) if found and found[1] else len(lines)
            bad = [] if number in salvaged else _bare_dates(lines[number - 1])
            if not bad:
                problems.append(_syntax(name, number, _AT_LINE.sub("", str(error)), lines[number - 1]))
                raise _unreadable(name, *problems) from None
            salvaged.add(number)
            problems += [_date_problem(_at_line(name, number, text), word) for word in bad]
            for word in bad:
                lines[number - 1] = lines[number - 1].replace(word, f'"{word}"', 1)


def _bare_dates(line: str) -> list[str]:
    words = [word for word in _BARE_DATE.findall(line.split("#")[0]) if "-" in word or "/" in word]
    return [word for word in words if not _is_day(word)]


def _is_day(word: str) -> bool:
    try:
        return date.fromisoformat(word).isoformat() == word
    except ValueError:
        return False


def _at_line(name: str, number: int, text: str) -> str:
    places = [place for place, line in lines_of(text).items() if line == number]
    return ", ".join([f"{name} line {number}", *(in_words(place) for place in places[-1:])])


def _date_problem(where: str, word: str) -> Problem:
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", word):
        what, next_step = f"{word} is not a day of the calendar.", 'Correct the day, or write "unknown".'
    else:
        what, next_step = f"{word} is not a whole day, so it needs quotation marks.", f'Write "{word}".'
    return Problem(where=where, what=what, next_step=next_step)


def _syntax(name: str, number: int, message: str, line: str) -> Problem:
    where = f"{name} line {number}"
    if any(mark in line for mark in "“”‘’„"):
        return Problem(
            where=where, what="a value stands in curly quotation marks.", next_step='Write "straight" ones.'
        )
    if "overwrite" in message:
        key = line.split("=")[0].strip() or "a key"
        return Problem(where=where, what=f"{key} is given twice.", next_step="Keep one of them.")
    if "twice" in message:
        return Problem(where=where, what=f"{line.strip()} is there twice.", next_step="Join the two, or keep one.")
    return Problem(where=where, what=f"this is not TOML: {message}.", next_step=_syntax_hint(line))


def _syntax_hint(line: str) -> str:
    if line.count('"') % 2:
        return "A quotation mark is missing."
    if "=" not in line:
        return 'A line is key = "value", [table], [[entry]] or # a comment.'
    return 'Words stand in quotation marks: key = "value".'


def _unreadable(name: str, *problems: Problem) -> InputError:
    return InputError(f"{name} cannot be read:", problems)


def _other_branch(raw: Any, error: ErrorDetails) -> bool:
    """Whether pydantic reports the branch of a basis that the file does not take (name or table)."""
    if len(error["loc"]) < 2 or "basis" not in error["loc"]:
        return False
    after = error["loc"][error["loc"].index("basis") + 1 :]
    given = _at(raw, error["loc"][: error["loc"].index("basis") + 1])
    return bool(after) and (after[0] != "Basis" if isinstance(given, dict) else after[0] == "Basis")


def _problem(model: type[BaseModel], file: TomlFile, raw: Any, at: Place, error: ErrorDetails) -> Problem | None:
    place = _real_place(raw, error)
    if file.line((*at, *place)) in file.salvaged:
        return None
    what, next_step = _sentence(error, place, lambda: _known_keys(model, error["loc"][:-1]))
    return Problem(where=file.where((*at, *place)), what=what, next_step=next_step)


_PLAIN = {
    "int_parsing": "this must be a whole number",
    "int_type": "this must be a whole number",
    "int_from_float": "this must be a whole number",
    "bool_parsing": "this must be true or false",
    "bool_type": "this must be true or false",
    "string_type": "this must be words in quotation marks",
    "tuple_type": "this must be a list",
    "dict_type": "this must be a table",
    "model_type": "this must be a table",
}
"""Pydantic's commonest complaints in our words."""


def _sentence(error: ErrorDetails, place: Place, known: Callable[[], Iterable[str]]) -> tuple[str, str]:
    kind, given = error["type"], error["input"]
    if kind == "missing":
        return "this is missing.", f"Add {place[-1]} = …"
    if kind == "extra_forbidden":
        return f"there is no key “{place[-1]}” here.", did_you_mean(str(place[-1]), known())
    if kind in {"enum", "literal_error"}:
        return _choices(str(error["ctx"]["expected"]), given)
    if "basis" in place and kind == "string_type":
        return "a basis is the name of one under [bases], or { kind = … }.", 'Write basis = "NAME".'
    message = _PLAIN.get(kind) or error["msg"].removeprefix("Value error, ").removeprefix("Input ")
    shown = f" (it says {_shown(given)})" if kind != "value_error" and _shown(given) else ""
    return f"{message}{shown}.", ""


def _choices(expected: str, given: Any) -> tuple[str, str]:
    found = re.findall(r"""'((?:[^'\\]|\\.)*)'|"([^"]*)"|(\d+)""", expected)
    words = ["".join(each) for each in found]
    if len(words) == 1:
        return f"this says {_shown(given) or 'something else'}; this program reads {words[0]} only.", ""
    near = difflib.get_close_matches(str(given), words, n=1, cutoff=0.6)
    hint = f"Did you mean “{near[0]}”? " if near else ""
    return f"“{given}” is not one of the answers.", f"{hint}It can be: {', '.join(words)}."


def _shown(given: Any) -> str:
    return f"“{given}”" if isinstance(given, str | int | float | date) else ""


def _real_place(raw: Any, error: ErrorDetails) -> Place:
    """pydantic's location without the steps that are ours and not the file's."""
    place: list[str | int] = []
    here = raw
    for token in error["loc"]:
        inside = _at(here, (token,))
        if inside is not None:
            place.append(token)
            here = inside
        elif error["type"] == "missing" and token == error["loc"][-1]:
            place.append(token)
    return tuple(place)


def _at(raw: Any, place: Sequence[str | int]) -> Any:
    for token in place:
        in_table = isinstance(raw, Mapping) and token in raw
        in_list = isinstance(raw, list | tuple) and isinstance(token, int) and token < len(raw)
        if not (in_table or in_list):
            return None
        raw = raw[token]
    return raw


def _known_keys(model: type[BaseModel], loc: Sequence[str | int]) -> set[str]:
    here: list[Any] = [model]
    for token in loc:
        here = [inner for annotation in here for inner in _inside(annotation, token)] or here
    keys: set[str] = set()
    for annotation in here:
        keys |= _keys(annotation)
    return keys


def _keys(annotation: Any) -> set[str]:
    if not (isinstance(annotation, type) and issubclass(annotation, BaseModel)):
        return set()
    if issubclass(annotation, Answer):
        return {"value", "basis", "release"}
    return {field.alias or name for name, field in annotation.model_fields.items()}


def _inside(annotation: Any, token: str | int) -> list[Any]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        fields = {field.alias or name: field.annotation for name, field in annotation.model_fields.items()}
        return _members(fields[token]) if token in fields else []
    if get_origin(annotation) is tuple and isinstance(token, int):
        return _members(get_args(annotation)[0])
    if get_origin(annotation) is dict:
        return _members(get_args(annotation)[1])
    return []


def _members(annotation: Any) -> list[Any]:
    if get_origin(annotation) in (Union, types.UnionType):
        return [member for each in get_args(annotation) for member in _members(each)]
    return [annotation]
