"""Putting an answer into a person's matter.toml without disturbing her comments, her order or her other answers."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Self

import tomlkit
from tomlkit.items import AoT, Array, InlineTable, Item, Table

from discovery.core.matter import Matter
from discovery.core.spans import Precision, Span
from discovery.errors import InputError
from discovery.files.matter_folder import INDEX, MATTER
from discovery.files.reading import TomlFile, read_toml, validated
from discovery.files.writing import replace_own, write_new

BEGINNING = """# A matter. An answer is left out (not asked), "unknown" (asked), or { value = …, basis = … }.
# A basis is the name of one under [bases]; an answer without one prints as a blank, never as a sworn paragraph.
# Days are written 2019-05-14; a month, a year or a range in quotation marks: "2019-05", "2019", "2018-10/2020-02".

schema = 1

[defendant]

[court]

[counsel]

[prosecutor]

# --- the action ---

[posture]

[arrest]

# --- facial recognition: what the People said and what the papers show is derived from this, never typed in ---

[facial_recognition]

# --- disclosure ---

[disclosure]

# --- where the answers come from ---

[bases]
"""

LIST_BEGINNING = """# Every file in this folder is listed here; the letters of the exhibits follow this order.
#
# [[exhibit]]
# key = "dd5"
# file = "dd5.pdf"
# description = "Complaint follow-up report (DD5)"
"""


@dataclass(frozen=True)
class Change:
    """A value to be put at a dotted path; `basis` is the name of one under [bases]."""

    path: str
    value: Any
    basis: str | None = None

    @property
    def plain(self) -> Any:
        """The value as TOML holds it."""
        value = as_toml(self.value)
        return {"value": value, "basis": self.basis} if self.basis else value


def as_toml(value: Any) -> Any:
    """A value as TOML holds it: an exact day as a date, another span in words."""
    if isinstance(value, Span):
        return value.first if value.precision is Precision.DAY else written(value)
    return value


def written(span: Span) -> str:
    """A span as a person writes it in a file: "2019-05-14", "2019-05", "2019", "2018-10-01/2020-02-29", "unknown"."""
    if span.first is None and span.last is None:
        return "unknown"
    if span.first and span.precision in (Precision.DAY, Precision.MONTH, Precision.YEAR):
        return span.first.isoformat()[: {"day": 10, "month": 7, "year": 4}[span.precision]]
    return f"{span.first or ''}/{span.last or ''}"


def changed(text: str, changes: Sequence[Change]) -> str:
    """The text with the changes in it, everything else as it was; read back to prove it."""
    document = tomlkit.parse(text)
    wanted = tomllib.loads(text)
    for change in changes:
        parts = change.path.split(".")
        _put(document, parts, change.plain)
        _put_plain(wanted, parts, change.plain)
    result = tomlkit.dumps(document)
    try:
        proved = tomllib.loads(result) == wanted
    except tomllib.TOMLDecodeError:
        proved = False
    if not proved:
        names = ", ".join(change.path for change in changes)
        raise InputError(f"{names} could not be put into matter.toml as it is arranged; write it there by hand.")
    return result


def begin_matter(folder: Path, changes: Sequence[Change] = ()) -> None:
    """Begin a matter's folder with matter.toml and exhibits/index.toml; an index that is there stays."""
    if folder.exists() and not folder.is_dir():
        raise InputError(f"{folder} is a file; give the name of a folder.")
    write_new(folder / MATTER, changed(BEGINNING, changes).encode())
    if not (folder / INDEX).exists():
        write_new(folder / INDEX, LIST_BEGINNING.encode())


@dataclass(frozen=True)
class MatterText:
    """matter.toml as it was read, to be changed only while nobody else has changed it."""

    path: Path
    text: str
    sha256: str

    @classmethod
    def read(cls, folder: Path) -> Self:
        """The text of a folder's matter.toml; InputError where it cannot be read as TOML."""
        path = folder / MATTER
        file = read_toml(path, MATTER)
        if file.problems:
            raise InputError(f"{path} needs attention:", file.problems)
        return cls(path, file.text, file.sha256)

    def with_(self, changes: Sequence[Change]) -> str:
        """The text with the changes in it; InputError carries the problems they would make."""
        text = changed(self.text, changes)
        _, problems = validated(Matter, TomlFile(MATTER, tomllib.loads(text), {}, ""))
        if problems:
            raise InputError(f"{self.path} would need attention:", problems)
        return text

    def replace(self, text: str) -> None:
        """Write the text; ConflictError where the file is no longer as it was read."""
        replace_own(self.path, text.encode(), self.sha256)


def _put(document: Any, parts: Sequence[str], value: Any) -> None:
    here = document
    for part, following in pairwise(parts):
        here = _entry(here, int(part)) if part.isdigit() else _table(here, part, entries=following.isdigit())
    last = parts[-1]
    if last in here:
        comment = getattr(here[last], "trivia", None)
        here[last] = _item(value)
        if comment is not None and comment.comment:
            here[last].comment(comment.comment.lstrip("# "))
    else:
        _append(here, last, _item(value))


def _item(value: Any) -> Item:
    if isinstance(value, Mapping):
        table = tomlkit.inline_table()
        table.update({key: each for key, each in value.items() if each is not None})
        return table
    item: Item = tomlkit.item(value)
    return item


def _table(here: Any, part: str, *, entries: bool) -> Any:
    if part not in here:
        if isinstance(here, InlineTable):
            here[part] = tomlkit.array() if entries else tomlkit.inline_table()
        else:
            _append(here, part, _entries() if entries else tomlkit.table())
    return here[part]


def _entries() -> AoT:
    entries = tomlkit.aot()
    entries.append(tomlkit.table())
    return entries


def _entry(here: Any, number: int) -> Any:
    if number > len(here):
        raise InputError(f"There is no entry {number}; the next one is {len(here)}.")
    if number == len(here):
        if isinstance(here, Array):
            here.append(tomlkit.inline_table())
        else:
            trailing = _take_trailing(here)
            _end_of(here).append((None, tomlkit.nl()))
            here.append(tomlkit.table())
            _body(here[-1]).extend(trailing)
    return here[number]


def _append(here: Any, key: str, item: Item) -> None:
    """Add a key behind the last one, before the blank lines and comments that lead to what comes next."""
    if isinstance(here, InlineTable):
        here.append(key, item)
        return
    table = isinstance(item, Table | AoT)
    trailing = _take_trailing(here, deep=table)
    if table:
        _end_of(here).append((None, tomlkit.nl()))
    here.append(key, item)
    (_end_of(here[key]) if table else _body(here)).extend(trailing)


def _take_trailing(here: Any, *, deep: bool = True) -> list[Any]:
    """Take off the blank lines and comments at the end of a table, or of the last thing in it."""
    body = _end_of(here) if deep else _body(here)
    taken: list[Any] = []
    while body and body[-1][0] is None:
        taken.insert(0, body.pop())
    return taken


def _end_of(here: Any) -> list[Any]:
    """The content of the table that is printed last within this one."""
    if isinstance(here, AoT):
        return _end_of(here[-1])
    body = _body(here)
    last = next((item for key, item in reversed(body) if key is not None), None)
    trivia_last = bool(body) and body[-1][0] is None
    if isinstance(last, Table | AoT) and not trivia_last:
        return _end_of(last)
    return body


def _body(here: Any) -> list[Any]:
    container = here.value if isinstance(here, Table) else here
    body: list[Any] = getattr(container, "body", [])
    return body


def _put_plain(data: Any, parts: Sequence[str], value: Any) -> None:
    here = data
    for part, following in pairwise(parts):
        empty: Any = [] if following.isdigit() else {}
        if part.isdigit():
            if int(part) == len(here):
                here.append({})
            here = here[int(part)]
        else:
            here = here.setdefault(part, empty)
    here[parts[-1]] = (
        {key: each for key, each in value.items() if each is not None} if isinstance(value, dict) else value
    )
