"""What we wrote and what it rests on, kept beside the drafts: drafts/.papers/NAME.json, for us and never served."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from discovery.core.problems import Problem
from discovery.core.record import Record
from discovery.errors import ConflictError, InputError
from discovery.files.edited import open_elsewhere
from discovery.files.writing import plain_sentence, replace_own, sha256_of

FOLDER = ".papers"


class Rested(Record):
    """One paragraph of a paper as it was written, and the ids of what it rests on."""

    where: str
    text: str
    sources: tuple[str, ...] = ()


class PaperRecord(Record):
    """One paper as we last wrote it."""

    model_config = {**Record.model_config, "str_strip_whitespace": False}

    template: str
    title: str
    copy_: str
    day: str
    templates: dict[str, str]
    """sha256 of every template file used."""
    made_of: str = ""
    """The state of the folder it was made of; empty in records of before it was kept."""
    overrides: tuple[str, ...] = ()
    open_items: tuple[str, ...] = ()
    paragraphs: tuple[Rested, ...] = ()
    words: dict[str, int] = {}
    """How many each part had, without caption, tables and signature."""
    files: dict[str, tuple[str, ...]] = {}
    """For each file the sha256 we gave it; the one before it too, for a run that was cut off."""


@dataclass(frozen=True)
class Written:
    """One file to be written."""

    path: Path
    data: bytes


def record_of(path: Path) -> PaperRecord | None:
    """The record of the paper a file holds, by its name; None where we wrote no paper of that name."""
    for stem in (path.stem, *_review_of(path.stem)):
        place = path.parent / FOLDER / f"{stem}.json"
        if place.is_file():
            try:
                return PaperRecord.model_validate(json.loads(place.read_text("utf-8")))
            except (ValueError, ValidationError) as error:
                raise InputError(f"{place} cannot be read; draft the paper again under another name.") from error
    return None


def _review_of(stem: str) -> tuple[str, ...]:
    """A filing copy made by `finish` rests on what its review copy rested on."""
    for ending in (".filing", "-filing"):
        if stem.endswith(ending):
            base = stem.removesuffix(ending)
            return base, f"{base}-review", f"{base}.review"
    return ()


def write_papers(papers: Sequence[tuple[str, PaperRecord, Sequence[Written]]]) -> tuple[Path, ...]:
    """Write papers with their records: first every file is looked at, then all are written, or none."""
    known = {name: _known(name, files) for name, _, files in papers}
    conflicts = [problem for name, _, files in papers for problem in _conflicts(files, known[name])]
    if conflicts:
        raise ConflictError("These files are counsel's by now and are not overwritten:", conflicts)
    written: list[Path] = []
    for name, record, files in papers:
        if not files:
            continue
        before = known[name]
        _keep(name, record, files, before)
        for file in files:
            replace_own(file.path, file.data, _on_disk(file.path))
            written.append(file.path)
    return tuple(written)


def _known(name: str, files: Sequence[Written]) -> Mapping[str, tuple[str, ...]]:
    if not files:
        return {}
    place = files[0].path.parent / FOLDER / f"{name}.json"
    if not place.is_file():
        return {}
    try:
        return PaperRecord.model_validate(json.loads(place.read_text("utf-8"))).files
    except (ValueError, ValidationError):
        # Without its record no file counts as ours, so nothing is overwritten.
        return {}


def _conflicts(files: Iterable[Written], known: Mapping[str, tuple[str, ...]]) -> Iterable[Problem]:
    for file in files:
        digest = _on_disk(file.path)
        if digest is None:
            continue
        if digest not in known.get(file.path.name, ()):
            step = f"Rename yours (“{next_free(file.path).name}” is free) or move it away, and draft again."
            yield Problem(where=str(file.path), what="the file is not as we wrote it.", next_step=step)
        elif program := open_elsewhere(file.path):
            step = "Close it there and draft again."
            yield Problem(where=str(file.path), what=f"the file is open in {program}.", next_step=step)


def edited(drafts: Path) -> tuple[Path, ...]:
    """The files of a drafts folder that are not, or no longer, as we wrote them: counsel's."""
    if not drafts.is_dir():
        return ()
    known: dict[str, tuple[str, ...]] = {}
    for record in sorted((drafts / FOLDER).glob("*.json")):
        known |= _known(record.stem, [Written(drafts / record.stem, b"")])
    files = sorted(path for path in drafts.iterdir() if path.is_file() and not path.name.startswith("~$"))
    return tuple(path for path in files if _on_disk(path) not in known.get(path.name, ()))


def next_free(path: Path) -> Path:
    """The first name of the kind NAME-2.docx that is not taken."""
    number = 2
    while (candidate := path.with_name(f"{path.stem}-{number}{path.suffix}")).exists():
        number += 1
    return candidate


def _keep(name: str, record: PaperRecord, files: Sequence[Written], before: Mapping[str, tuple[str, ...]]) -> None:
    """The record goes first and admits old bytes and new: a run that is cut off between files can be redone."""
    digests = dict(before)
    for file in files:
        new = hashlib.sha256(file.data).hexdigest()
        old = _on_disk(file.path)
        digests[file.path.name] = (new, old) if old and old != new else (new,)
    whole = record.model_copy(update={"files": dict(sorted(digests.items()))})
    place = files[0].path.parent / FOLDER / f"{name}.json"
    data = json.dumps(whole.model_dump(mode="json"), ensure_ascii=False, indent=1).encode() + b"\n"
    replace_own(place, data, _on_disk(place))


def _on_disk(path: Path) -> str | None:
    with plain_sentence(path):
        return sha256_of(path) if path.exists() else None
