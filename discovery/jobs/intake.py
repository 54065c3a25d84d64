"""Taking a matter in from a file of answers, and the schema an editor may check matter.toml against."""

import json
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from discovery.core.matter import Matter
from discovery.core.problems import Problem
from discovery.core.questions import Kind, field_kind, not_asked
from discovery.errors import InputError
from discovery.files.matter_edit import Change, MatterText, begin_matter, changed
from discovery.files.matter_folder import MATTER, look_at
from discovery.files.reading import TomlFile, as_place, read_toml, validated
from discovery.files.toml_places import Place


@dataclass(frozen=True)
class TakenIn:
    """What came of an intake."""

    folder: Path
    answered: int
    open: int

    def __str__(self) -> str:
        answers = "1 answer" if self.answered == 1 else f"{self.answered} answers"
        rest = f"not asked yet: {self.open}; discovery check {self.folder} lists what is open"
        return f"{self.folder / MATTER}: {answers} kept; {rest}."


def schema() -> str:
    """The JSON Schema of matter.toml, for an editor that completes and checks while she types."""
    described = Matter.model_json_schema(by_alias=True, mode="validation")
    described = {"$schema": "https://json-schema.org/draft/2020-12/schema", **_bare(described), "title": MATTER}
    return json.dumps(described, indent=2, ensure_ascii=False)


def _bare(described: Any) -> Any:
    """A schema without our own defaults: an answer left out is left out, and not an object with a state."""
    if isinstance(described, list):
        return [_bare(each) for each in described]
    if not isinstance(described, dict):
        return described
    return {key: _bare(each) for key, each in described.items() if key != "default"}


def from_answers(folder: Path, answers: Path) -> TakenIn:
    """Take the answers of a file, `path = value` each, into the matter; nothing is kept while one has a problem."""
    file = _unfolded(read_toml(answers))
    if not (folder / MATTER).exists():
        _refuse(answers, validated(Matter, file, {"schema": 1, "short_name": folder.resolve().name, **file.data})[1])
        begin_matter(folder, [] if "short_name" in file.data else [Change("short_name", folder.resolve().name)])
    matter = MatterText.read(folder)
    changes = [change for change in _leaves(file.data) if change.path != "schema"]
    _refuse(answers, _taken(file, matter.text, changes))
    text = changed(matter.text, changes)
    _refuse(answers, validated(Matter, file, tomllib.loads(text))[1])
    matter.replace(text)
    return TakenIn(folder, len(changes), len(not_asked(read_matter(folder))))


def read_matter(folder: Path) -> Matter:
    """The matter alone, whatever is wrong with its exhibits."""
    found, problems = look_at(folder)
    if found is None:
        raise InputError(f"{folder} needs attention before it can go on:", problems)
    return found.matter


def _refuse(file: Path, problems: Sequence[Problem]) -> None:
    if problems:
        raise InputError(f"{file} needs attention:", problems)


def _unfolded(file: TomlFile) -> TomlFile:
    """The answers as a matter is nested, whether they were written "arrest.incident" = … or under [arrest]."""
    _refuse(Path(file.name), file.problems)
    nested: dict[str, Any] = {}
    lines: dict[Place, int] = {}
    for key, value in file.data.items():
        here: Any = nested
        place = as_place(key)
        for part, following in pairwise(place):
            here = _child(file, key, here, part, [] if isinstance(following, int) else {})
        _child(file, key, here, place[-1], value)
    for found, line in file.lines.items():
        parts = [as_place(part) if isinstance(part, str) else (part,) for part in found]
        lines[tuple(step for part in parts for step in part)] = line
    return TomlFile(file.name, nested, lines, file.sha256)


def _child(file: TomlFile, key: str, here: Any, part: str | int, value: Any) -> Any:
    if isinstance(here, list) and isinstance(part, int) and part <= len(here):
        if part == len(here):
            here.append({} if isinstance(value, list) else value)
        return here[part]
    if isinstance(here, dict) and isinstance(part, str):
        return here.setdefault(part, value)
    problem = Problem(where=file.where((key,)), what="the entries of a list are numbered from 0 without a gap.")
    raise InputError(f"{file.name} needs attention:", [problem])


def _leaves(data: Any, path: str = "") -> Iterator[Change]:
    """The answers of a nested table as changes, each at its own path."""
    kind = field_kind(path) if path else None
    inner = not path or (kind is None and not re.fullmatch(r"bases\.[^.]+", path)) or path == "bases"
    if isinstance(data, dict) and inner:
        for key, value in data.items():
            yield from _leaves(value, f"{path}.{key}".lstrip("."))
    elif isinstance(data, list) and (kind is None or kind.kind is Kind.ENTRY):
        for number, value in enumerate(data):
            yield from _leaves(value, f"{path}.{number}")
    else:
        yield Change(path, data)


def _taken(file: TomlFile, text: str, changes: Sequence[Change]) -> list[Problem]:
    """Answers that the matter gives differently already; they stay hers to change."""
    there = tomllib.loads(text)
    problems = []
    for change in changes:
        place = as_place(change.path)
        held = _held(there, place)
        if held not in (None, "unknown", {}, change.value):
            problems.append(
                Problem(
                    where=file.where(place),
                    what=f"{MATTER} has another answer.",
                    next_step="Change it there, or take this line out.",
                )
            )
    return problems


def _held(data: Any, place: Place) -> Any:
    for part in place:
        inside = isinstance(data, dict) and part in data
        numbered = isinstance(data, list) and isinstance(part, int) and part < len(data)
        if not (inside or numbered):
            return None
        data = data[part]
    return data
