"""A folder of whatever came in: every file in it by its place, with its hash, and what people say about each."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from discovery.core.handling import Handling
from discovery.core.problems import Problem
from discovery.core.produced import CONTROL_FILE, Item
from discovery.core.record import Record
from discovery.errors import InputError
from discovery.files.converting import survey
from discovery.files.reading import read_toml, validated
from discovery.files.writing import sha256_of


class _Control(Record):
    """The whole of produce.toml."""

    item: tuple[Item, ...] = ()
    handling: Handling = Handling()


@dataclass(frozen=True)
class DropFolder:
    """The folder as it was found."""

    path: Path
    files: tuple[str, ...]
    """The place of each file that is to be produced or accounted for, in the order of their numbers."""
    hashes: Mapping[str, str]
    items: tuple[Item, ...]
    skipped: tuple[tuple[str, str], ...] = ()
    """What is no document (a control file, a system's leavings), each with the reason."""
    handling: Handling = field(default_factory=Handling)
    """What is to become of files that are not plain pages."""

    def item(self, place: str) -> Item:
        """What is said about a file."""
        return self.by_place.get(place) or Item(file=place)

    @cached_property
    def by_place(self) -> Mapping[str, Item]:
        """What is said, by the place of the file."""
        return {item.file: item for item in self.items}

    def digest(self) -> str:
        """The sha256 of everything in the folder that decides the production."""
        facts = [
            [[place, self.hashes[place]] for place in self.files],
            [item.model_dump(mode="json") for item in self.items],
            [[item.redactions, self.hashes.get(item.redactions, "")] for item in self.items if item.redactions],
            self.handling.model_dump(mode="json"),
        ]
        return hashlib.sha256(json.dumps(facts, ensure_ascii=True).encode()).hexdigest()


def read_drop_folder(path: Path) -> DropFolder:
    """Everything in a folder; InputError with every problem of its produce.toml."""
    if not path.is_dir():
        raise InputError(f"There is no folder {path}. Give the folder that holds what is to be produced.")
    control = _control(path)
    boxes = {item.redactions for item in control.item if item.redactions}
    found = survey(path)
    places = [file.relative_to(path).as_posix() for file in found.files]
    _refuse(path, [*_unreadable(places), *_strays(places)])
    ours = {CONTROL_FILE, *boxes}
    files = tuple(place for place in places if place not in ours)
    skipped = [(place, "says what is to be done with the others") for place in places if place in ours]
    skipped += [(each.path.relative_to(path).as_posix(), each.why) for each in found.left_out]
    hashes = {place: sha256_of(path / place) for place in places}
    return DropFolder(path, files, hashes, control.item, tuple(skipped), control.handling)


def _refuse(path: Path, problems: Sequence[Problem]) -> None:
    if problems:
        raise InputError(f"{path} cannot be produced as it is:", problems)


def _unreadable(places: Sequence[str]) -> Iterator[Problem]:
    """Names that are no text, as old archives leave them: no report and no load file could tell them."""
    for place in places:
        if any("\udc80" <= sign <= "\udcff" for sign in place):
            shown = place.encode("utf-8", "replace").decode()
            what = "its name is in an old encoding and cannot be read here."
            yield Problem(where=shown, what=what, next_step="Rename it.")


def _strays(places: Sequence[str]) -> Iterator[Problem]:
    """What somebody took for the control file, as Notepad saves produce.toml.txt: it would go out as a document."""
    for place in places:
        name = place.rpartition("/")[2].casefold()
        if place != CONTROL_FILE and name.startswith("produce") and ".toml" in name:
            what = (
                f"is not read: what is said of files stands in {CONTROL_FILE}, beside them at the top of the folder."
            )
            step = f"Rename it {CONTROL_FILE} and put it there, or take it out."
            yield Problem(where=place, what=what, next_step=step)


def _control(path: Path) -> _Control:
    if not (path / CONTROL_FILE).is_file():
        return _Control()
    file = read_toml(path / CONTROL_FILE, CONTROL_FILE)
    control, problems = validated(_Control, file)
    if control is None or problems or file.problems:
        raise InputError(f"{CONTROL_FILE} needs attention:", [*file.problems, *problems])
    return control
