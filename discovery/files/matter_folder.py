"""A matter's folder: matter.toml, exhibits/ with its index.toml, record/, templates/, drafts/, productions/, ledger/.

Everything wrong with it is found in one reading: `look_at` lists the problems, `read_matter_folder` refuses.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from discovery.core.exhibits import Exhibit
from discovery.core.handling import Handling
from discovery.core.intake import improbable
from discovery.core.matter import Matter
from discovery.core.problems import Problem
from discovery.core.record import Record
from discovery.errors import InputError
from discovery.files.law import read_demands, read_indicators
from discovery.files.let_stand import unknown_places
from discovery.files.reading import TomlFile, as_place, did_you_mean, read_toml, validated
from discovery.files.toml_places import Place

MATTER = "matter.toml"
EXHIBITS = "exhibits"
INDEX = "exhibits/index.toml"
_NOT_DOCUMENTS = {"thumbs.db", "desktop.ini"}


@dataclass(frozen=True)
class MatterFolder:
    """A matter as its folder says it; `notes` are asked about and keep nothing from being made."""

    path: Path
    matter: Matter
    exhibits: tuple[Exhibit, ...]
    sha256: str
    """Of matter.toml as it was read."""
    notes: tuple[Problem, ...] = ()
    handling: Handling | None = None
    """What is to become of exhibits that are not plain pages, where exhibits/index.toml chooses it."""

    def file_of(self, exhibit: Exhibit) -> Path | None:
        """Where the exhibit's file lies; None for a paper the program makes."""
        return self.path / EXHIBITS / exhibit.file if exhibit.file else None


class _Index(Record):
    """The whole of exhibits/index.toml."""

    exhibit: tuple[Exhibit, ...] = ()
    handling: Handling | None = None


def county_of(path: Path | None) -> str | None:
    """The county of a matter's court, also while its folder needs attention; None where it is no matter's folder."""
    if path is None or not (path / MATTER).is_file():
        return None
    folder, _ = look_at(path)
    return folder.matter.court.county if folder else None


def read_matter_folder(path: Path) -> MatterFolder:
    """The matter in a folder; InputError carries every problem that keeps it from being used."""
    folder, problems = look_at(path)
    if folder is None or problems:
        raise InputError(f"{path} needs attention:", problems)
    return folder


def look_at(path: Path) -> tuple[MatterFolder | None, tuple[Problem, ...]]:
    """The matter in a folder as far as it can be read, and every problem with it, in file order."""
    _is_folder(path)
    matter, file, problems = _read_matter(path)
    index, more, notes = _read_exhibits(path, file)
    problems += more
    if matter is None or file is None:
        return None, _in_file_order(problems)
    asked = tuple(
        Problem(where=file.where(as_place(each.path)), what=f"{each.sentence}.", next_step="Is that right?")
        for each in improbable(matter)
    )
    # Without an index no exhibit has a name yet, which is told file by file.
    if matter.personal_data and ((path / INDEX).is_file() or not more):
        unknown, meant = unknown_places(file, path, {each.key: each.file for each in index.exhibit})
        problems, asked = [*problems, *unknown], (*asked, *meant)
    read = MatterFolder(path, matter, index.exhibit, file.sha256, (*notes, *asked), index.handling)
    return read, _in_file_order(problems)


def _in_file_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Each problem once: matter.toml before exhibits/, and from the top of a file to its end."""

    def place(problem: Problem) -> tuple[bool, str, int]:
        file, _, rest = problem.where.partition(" line ")
        number = re.match(r"\d+", rest)
        return file.startswith(EXHIBITS), file.partition(",")[0], int(number[0]) if number else 0

    return tuple(sorted(dict.fromkeys(problems), key=place))


def _is_folder(path: Path) -> None:
    if path.is_dir():
        return
    if path.exists():
        raise InputError(f"{path} is a file; give the folder it lies in: {path.parent}")
    raise InputError(f"There is no folder {path}. Begin one with: discovery new {path}")


def _read_matter(path: Path) -> tuple[Matter | None, TomlFile | None, list[Problem]]:
    file, problems = _read(path / MATTER, MATTER, f"Begin one with: discovery new {path}")
    if file is None:
        return None, None, problems
    named = _unknown_bases(file)
    problems += _unknown_ids(file)
    matter, wrong = validated(Matter, file)
    problems += [problem for problem in wrong if not (named and "no basis is called" in problem.what)]
    return matter, file, problems + named


def _read(path: Path, name: str, next_step: str) -> tuple[TomlFile | None, list[Problem]]:
    if not path.exists():
        return None, [Problem(where=name, what="there is no such file.", next_step=next_step)]
    try:
        file = read_toml(path, name)
    except InputError as error:
        found = [problem for problem in error.problems if isinstance(problem, Problem)]
        return None, found or [Problem(where=name, what=error.message)]
    return file, list(file.problems)


def _unknown_bases(file: TomlFile) -> list[Problem]:
    known = file.data.get("bases", {})
    problems = []
    for place, basis in _bases(file.data):
        if isinstance(basis, str) and basis not in known:
            hint = did_you_mean(basis, known) or f"Add [bases.{basis}]."
            problems.append(Problem(where=file.where(place), what=f"no basis is called “{basis}”.", next_step=hint))
    return problems


def _unknown_ids(file: TomlFile) -> list[Problem]:
    """Signs, and items demanded or held, that our data does not know."""
    signs = {each.id for each in read_indicators()}
    problems = []
    for place, value in _listed(file.data, ("facial_recognition", "signs"), "indicator"):
        if isinstance(value, str) and value not in signs:
            problems.append(_unknown(file, place, "sign", value, signs))
    asked = _listed(file.data, ("disclosure", "demands"), "items")
    held = _listed(file.data, ("disclosure", "holders"), "items")
    for place, items in (*asked, *held):
        known = {each.id for each in read_demands()}
        for number, value in enumerate(items if isinstance(items, list) else []):
            if isinstance(value, str) and value not in known:
                problems.append(_unknown(file, (*place, number), "demand", value, known))
    return problems


def _listed(data: Any, place: Place, key: str) -> Iterator[tuple[Place, Any]]:
    for part in place:
        data = data.get(part, {}) if isinstance(data, Mapping) else {}
    for number, entry in enumerate(data if isinstance(data, list) else []):
        if isinstance(entry, Mapping) and key in entry:
            yield (*place, number, key), entry[key]


def _unknown(file: TomlFile, place: Place, noun: str, value: str, known: set[str]) -> Problem:
    what = f"there is no {noun} “{value}” in our data."
    return Problem(where=file.where(place), what=what, next_step=did_you_mean(value, known))


def _bases(data: Any, place: Place = ()) -> Iterator[tuple[Place, Any]]:
    """Every basis in the file: those under [bases], and the one of each answer."""
    if isinstance(data, Mapping):
        for key, value in data.items():
            if key == "basis" or place == ("bases",):
                yield (*place, key), value
            else:
                yield from _bases(value, (*place, key))
    elif isinstance(data, list):
        for number, value in enumerate(data):
            yield from _bases(value, (*place, number))


def _read_exhibits(path: Path, matter: TomlFile | None) -> tuple[_Index, list[Problem], tuple[Problem, ...]]:
    there = _documents(path / EXHIBITS)
    index: _Index | None = None
    problems: list[Problem] = []
    notes: tuple[Problem, ...] = ()
    if (path / INDEX).exists():
        file, problems = _read(path / INDEX, INDEX, "")
        if file is not None:
            index, wrong = validated(_Index, file)
            problems += [*wrong, *_index_problems(file, there)]
    else:
        problems += [_unlisted(name) for name in there]
    if not there:
        what = "the folder holds no document, so a bundle has nothing to number."
        notes = (Problem(where=f"{EXHIBITS}/", what=what, next_step=f"Put files there and list them in {INDEX}."),)
    if matter is not None:
        problems += _basis_files(matter, there)
    return index or _Index(), problems, notes


def _documents(folder: Path) -> tuple[str, ...]:
    """The files in exhibits/ by name, without the index and what a system or Word keeps beside them."""
    if not folder.is_dir():
        return ()
    names = [file.relative_to(folder) for file in sorted(folder.rglob("*")) if file.is_file()]
    return tuple(name.as_posix() for name in names if name.as_posix() != "index.toml" and not _hidden(name))


def _hidden(name: Path) -> bool:
    return name.name.lower() in _NOT_DOCUMENTS or any(part.startswith((".", "~$")) for part in name.parts)


def _index_problems(file: TomlFile, there: tuple[str, ...]) -> list[Problem]:
    listed = file.data.get("exhibit", [])
    entries = [entry for entry in listed if isinstance(entry, dict)] if isinstance(listed, list) else []
    problems: list[Problem] = []
    seen: dict[tuple[str, str], int] = {}
    for number, entry in enumerate(entries):
        for field in ("key", "file", "paper"):
            value = entry.get(field)
            if not isinstance(value, str):
                continue
            if first := seen.get((field, value)):
                what = f"“{value}” is already the {field} of exhibit {first}."
                where = file.where(("exhibit", number, field))
                problems.append(Problem(where=where, what=what, next_step="Keep one of the two entries."))
            seen.setdefault((field, value), number + 1)
        if isinstance(name := entry.get("file"), str) and name not in there:
            problems.append(_not_there(file.where(("exhibit", number, "file")), name, there))
    names = {entry.get("file") for entry in entries}
    return problems + [_unlisted(name) for name in there if name not in names]


def _not_there(where: str, name: str, there: tuple[str, ...]) -> Problem:
    same = [each for each in there if _folded(each) == _folded(name)]
    if same:
        return Problem(where=where, what=f"the file is called “{same[0]}”.", next_step="Write its name exactly so.")
    inside = not PurePosixPath(name).is_absolute() and ".." not in PurePosixPath(name).parts
    what = f"there is no file “{name}” in {EXHIBITS}/." if inside else f"“{name}” does not lie in {EXHIBITS}/."
    near = did_you_mean(name, there) if there else ""
    step = near if near.startswith("Did") else "Put the file there, or take the name out."
    return Problem(where=where, what=what, next_step=step)


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _unlisted(name: str) -> Problem:
    return Problem(
        where=f"{EXHIBITS}/{name}",
        what=f"the file is not listed in {INDEX}, so it would be neither in nor out.",
        next_step="Add an [[exhibit]] with key, file and description; include = false keeps it out.",
    )


def _basis_files(file: TomlFile, there: tuple[str, ...]) -> list[Problem]:
    problems = []
    for place, basis in _bases(file.data):
        name = basis.get("file") if isinstance(basis, dict) else None
        if isinstance(name, str) and name not in there:
            problems.append(_not_there(file.where((*place, "file")), name, there))
    return problems
