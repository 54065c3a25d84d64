"""Reading the record: shipped exhibits/ first, then an office's and a matter's record/ over it.

A block in record/ that bears the id of a shipped one changes only the keys it gives, so an office that has obtained
a rule's text adds the file, its sha256 and its days, and nothing else. Nothing is kept between two readings.
"""

import hashlib
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any, Generic, TypeVar

from pydantic import ValidationError

from discovery.core.authorities import Authority
from discovery.core.coherence import incoherences
from discovery.core.findings import Conflict, Finding, Source
from discovery.core.library import Library
from discovery.core.policies import Policy, Window
from discovery.core.problems import Problem, in_order
from discovery.errors import InputError
from discovery.files.law import read_authorities, read_demands, read_indicators
from discovery.files.reading import read_toml, validated
from discovery.files.request_folder import agencies, read_agency
from discovery.files.shipped import EXHIBITS

RECORD = "record"
PLACES = (
    "findings/*.toml",
    "policies/*.toml",
    "sources/*.toml",
    "authorities/*.toml",
    "checks/*.toml",
    "conflicts.toml",
    "windows.toml",
)
"""Where the TOML files of an office's record lie; `files.law` reads authorities and checks."""
T = TypeVar("T", Finding, Policy, Source, Conflict, Window)


@dataclass(frozen=True)
class _Layer:
    """A folder of the record: the shipped one, or an office's or a matter's record/."""

    root: Path
    name: str
    office: bool


@dataclass(frozen=True)
class _Block:
    """One [[block]] of a file, with the place it was read from and the folder of its text file."""

    data: dict[str, Any]
    path: Path
    name: str
    place: tuple[str, int]
    text_folder: Path


@dataclass(frozen=True)
class _Shelf(Generic[T]):
    """Everything of one kind, by id in the order read, and what was wrong with it."""

    items: tuple[T, ...]
    blocks: dict[str, _Block]
    problems: tuple[Problem, ...]


def _are_folders(folders: Sequence[Path]) -> None:
    """A mistyped folder, or a file in the place of record/, would else read as a record of nothing."""
    for folder in folders:
        if not folder.is_dir():
            what = f"{folder} is a file" if folder.exists() else f"There is no folder {folder}"
            raise InputError(f"{what}; name a matter's, a request's or an office's folder.")
        if (record := folder / RECORD).exists() and not record.is_dir():
            raise InputError(f"{record} is a file; a folder of that name is needed. Rename the file.")


def read_library(*folders: Path) -> Library:
    """The shipped record with each folder's record/ over it; InputError carries every problem at once."""
    _are_folders(folders)
    layers = [_Layer(EXHIBITS, "exhibits", office=False)]
    layers += [_Layer(folder / RECORD, _named(folder, folders), office=True) for folder in dict.fromkeys(folders)]
    layers = [layer for layer in layers if layer.root.is_dir()]
    findings = _shelf(Finding, "finding", "findings/*.toml", layers)
    policies = _shelf(Policy, "policy", "policies/*.toml", layers)
    sources = _shelf(Source, "source", "sources/*.toml", layers)
    conflicts = _shelf(Conflict, "conflict", "conflicts.toml", layers)
    windows = _shelf(Window, "window", "windows.toml", layers)
    shelves = (findings, policies, sources, conflicts, windows)
    authorities, mistakes = _authorities(layers)
    library = Library(
        findings=findings.items,
        policies=policies.items,
        sources=sources.items,
        conflicts=conflicts.items,
        windows=windows.items,
        authorities=authorities,
        demands=read_demands(),
        indicators=read_indicators(),
        checklists=tuple(read_agency(key)[1] for key in agencies()),
        overrides=_overrides(layers),
    )
    problems = [*mistakes, *_strays(layers), *(problem for shelf in shelves for problem in shelf.problems)]
    problems += [
        problem for policy in policies.items for problem in _text_problems(policy, policies.blocks[policy.id])
    ]
    # A block that could not be read is not also reported as missing wherever it is named.
    problems += () if mistakes or any(shelf.problems for shelf in shelves) else incoherences(library)
    if problems:
        raise InputError("The record needs attention:", in_order(problems))
    return library


def _named(folder: Path, folders: Sequence[Path]) -> str:
    """How a record is called: where two are read, the first is the office's."""
    return f"office {RECORD}" if len(set(folders)) > 1 and folder == folders[0] else RECORD


def _shelf(model: type[T], key: str, pattern: str, layers: Sequence[_Layer]) -> _Shelf[T]:
    blocks: dict[str, _Block] = {}
    problems: list[Problem] = []
    for layer in layers:
        read, wrong = _read_layer(layer, key, pattern)
        problems += wrong
        blocks |= {identity: _over(blocks.get(identity), block) for identity, block in read.items()}
    items: list[T] = []
    for block in blocks.values():
        item, wrong_block = _record(model, block)
        problems += wrong_block
        items += [item] if item else []
    return _Shelf(tuple(items), blocks, tuple(problems))


def _read_layer(layer: _Layer, key: str, pattern: str) -> tuple[dict[str, _Block], list[Problem]]:
    blocks: dict[str, _Block] = {}
    problems: list[Problem] = []
    for path in sorted(layer.root.glob(pattern)):
        name = f"{layer.name}/{path.relative_to(layer.root).as_posix()}"
        try:
            content = _toml(path, name)
        except InputError as error:
            problems += [problem for problem in error.problems if isinstance(problem, Problem)]
            continue
        problems += _unknown_keys(content, key, name)
        entries = content.get(key, [])
        for index, data in enumerate(entries if isinstance(entries, list) else []):
            shared = {"source": content["source"]} if key == "finding" and "source" in content else {}
            office = {"office": True} if layer.office and key in ("finding", "policy") else {}
            block = _Block({**shared, **data, **office}, path, name, (key, index), path.parent)
            identity = data.get("id")
            if not isinstance(identity, str):
                problems.append(
                    Problem(where=f"{name}, {key} {index + 1}", what="it has no id.", next_step="Add one.")
                )
            elif identity in blocks:
                first = blocks[identity].name
                problems.append(
                    Problem(
                        where=f"{name}, {key} {index + 1}",
                        what=f"the id “{identity}” is already used in {first}.",
                        next_step="Give one of the two another id.",
                    )
                )
            else:
                blocks[identity] = block
    return blocks, problems


def _toml(path: Path, name: str) -> dict[str, Any]:
    """The file's data; the slower reader, which knows the line of each key, is asked only about a mistake."""
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError):
        file = read_toml(path, name)
        raise InputError(f"{name} cannot be read:", file.problems) from None


def _unknown_keys(content: dict[str, Any], key: str, name: str) -> list[Problem]:
    allowed = {key, "source"} if key == "finding" else {key}
    return [
        Problem(where=name, what=f"there is no key “{each}” at the top of this file.", next_step=f"Write [[{key}]].")
        for each in content
        if each not in allowed or (each == key and not isinstance(content[each], list))
    ]


def _over(shipped: _Block | None, block: _Block) -> _Block:
    """The block with the keys of the earlier layer that it does not give itself."""
    if shipped is None:
        return block
    if "text_file" not in block.data:
        return replace(block, data={**shipped.data, **block.data}, text_folder=shipped.text_folder)
    # Whoever holds the text knows which policy it is.
    return replace(block, data={**shipped.data, "identity_known": True, **block.data})


def _record(model: type[T], block: _Block) -> tuple[T | None, tuple[Problem, ...]]:
    data = dict(block.data)
    if "text_file" in data:
        data.setdefault("text_held", True)
    try:
        return model.model_validate(data), ()
    except ValidationError:
        return validated(model, read_toml(block.path, block.name), data, block.place)


def _text_problems(policy: Policy, block: _Block) -> list[Problem]:
    """What is wrong with a text that is said to be held: no file, a file outside the folder, another file."""
    where = f"{block.name}, policy {policy.id}"
    if not policy.text_file:
        if not policy.text_held:
            return []
        return [Problem(where=where, what="its text is said to be held, but no text_file is named.")]
    inside = PurePosixPath(policy.text_file)
    if inside.is_absolute() or ".." in inside.parts or "\\" in policy.text_file:
        return [Problem(where=where, what=f"{policy.text_file} is not a file in this folder.")]
    try:
        found = hashlib.sha256((block.text_folder / inside).read_bytes()).hexdigest()
    except OSError:
        return [
            Problem(
                where=where,
                what=f"its text is said to be held, but {policy.text_file} is not there or cannot be opened.",
                next_step="Put the file beside it, or take out text_file.",
            )
        ]
    if policy.text_sha256 and found == policy.text_sha256.lower():
        return []
    what = "is not the file whose sha256 is given." if policy.text_sha256 else "has no sha256 beside its name."
    next_step = f'If it is the right text, write text_sha256 = "{found}".'
    return [Problem(where=where, what=f"{policy.text_file} {what}", next_step=next_step)]


def _authorities(layers: Sequence[_Layer]) -> tuple[tuple[Authority, ...], list[Problem]]:
    """The shipped authorities under every record/ at once; mistakes join those of the rest of the record."""
    try:
        return read_authorities(*(layer.root for layer in layers if layer.office)), []
    except InputError as error:
        return read_authorities(), [problem for problem in error.problems if isinstance(problem, Problem)]


def _strays(layers: Sequence[_Layer]) -> list[Problem]:
    """Files of an office's record that nothing reads: a misspelt folder would otherwise go unnoticed."""
    return [
        Problem(
            where=f"{layer.name}/{path.relative_to(layer.root).as_posix()}",
            what="nothing reads this file.",
            next_step=f"A record holds {', '.join(PLACES)}.",
        )
        for layer in layers
        if layer.office
        for path in _tomls(layer)
        if not _has_place(path.relative_to(layer.root))
    ]


def _has_place(path: Path) -> bool:
    return any(path.match(place) and len(path.parts) == place.count("/") + 1 for place in PLACES)


def _overrides(layers: Sequence[_Layer]) -> tuple[str, ...]:
    office = [layer for layer in layers if layer.office]
    files = [f"{layer.name}/{path.relative_to(layer.root).as_posix()}" for layer in office for path in _tomls(layer)]
    return tuple(dict.fromkeys(files))


def _tomls(layer: _Layer) -> list[Path]:
    return sorted(layer.root.rglob("*.toml"))
