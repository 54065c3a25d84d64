"""Every paper of the sample matters, composed once a process: as it is, and with counsel's checks laid over."""

import atexit
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import tomlkit

from discovery.core.blocks import Blank, Copy, Paper
from discovery.core.exhibits import Exhibit, ExhibitNumbers
from discovery.core.library import Library
from discovery.core.opening import every_place
from discovery.core.questions import FieldKind, Kind, field_kind
from discovery.files.law import read_authorities
from discovery.files.library import read_library
from discovery.files.matter_folder import read_matter_folder
from discovery.files.templates import Templates
from discovery.jobs.compose import Composed, compose
from discovery.jobs.plan import plan_numbers
from discovery.jobs.templates import list_templates
from tests.samples import DAY, SAMPLES, sample_matter

TEMPLATES = tuple(each.id for each in list_templates(None) if each.input == "matter")
"""Whatever is listed: a new template is taken up by being there."""
LEAVING = tuple(each.id for each in list_templates(None) if each.input == "matter" and each.kind != "privileged")
"""The papers that leave the office."""
ALL = tuple((sample, template) for sample in SAMPLES for template in TEMPLATES)
WITH_FILING = tuple(
    (sample, template) for sample in SAMPLES for template in LEAVING if Templates(()).template(template).head.filing
)
"""The papers that have a filing copy."""
READ_BY_COUNSEL = "\n".join(
    f'[[check]]\nauthority = "{authority.id}"\nproposition = "{each.id}"\nby = "Jane Roe"\non = 2026-11-18\n'
    'source = "the official text"\n'
    for authority in read_authorities()
    for each in authority.propositions
)
"""record/checks: every proposition of every authority read by counsel herself."""


@dataclass(frozen=True)
class Matter:
    """A folder of a sample matter, with what every paper of it is composed from read once."""

    folder: Path
    library: Library
    numbers: ExhibitNumbers

    @property
    def exhibits(self) -> tuple[Exhibit, ...]:
        """The exhibits of its index."""
        return read_matter_folder(self.folder).exhibits

    def compose(self, template: str, copy: Copy) -> Composed:
        """One paper of it."""
        return compose(self.folder, template, copy, DAY, library=self.library, numbers=self.numbers)


@cache
def room() -> Path:
    """A folder that lives as long as the process."""
    room = Path(tempfile.mkdtemp(prefix="samples-"))
    atexit.register(shutil.rmtree, room, ignore_errors=True)
    return room


def read(folder: Path) -> Matter:
    """A matter's folder, read."""
    return Matter(folder, read_library(folder), plan_numbers(folder, DAY))


@cache
def as_shipped(sample: str) -> Matter:
    """A sample matter as it is."""
    return read(sample_matter(room(), sample))


@cache
def composed(sample: str, template: str, copy: Copy = Copy.REVIEW) -> Composed:
    """A paper of a sample matter as it is."""
    return as_shipped(sample).compose(template, copy)


@cache
def checked_by_counsel(sample: str) -> Matter:
    """The matter once counsel has read every authority, put in every exhibit, and answered what papers still ask."""
    (room() / "checked").mkdir(exist_ok=True)
    folder = sample_matter(room() / "checked", sample)
    (folder / "record" / "checks").mkdir(parents=True)
    (folder / "record" / "checks" / "all.toml").write_text(READ_BY_COUNSEL, encoding="utf-8")
    _put_in_exhibits(folder)
    library = read_library(folder)
    asking: Iterable[str] = LEAVING
    while asking:  # an answer may bring in a passage that asks for another
        papers = {each: compose(folder, each, Copy.REVIEW, DAY, library=library).paper for each in asking}
        asked = {each: _asked(paper) for each, paper in papers.items()}
        _answer(folder / "matter.toml", sorted({path for paths in asked.values() for path in paths}))
        asking = [each for each, paths in asked.items() if paths]
    return Matter(folder, library, plan_numbers(folder, DAY))


@cache
def for_filing(sample: str, template: str) -> Composed:
    """The filing copy of a paper of that matter."""
    return checked_by_counsel(sample).compose(template, Copy.FILING)


# --- what counsel adds ------------------------------------------------------------------------------------------


def _put_in_exhibits(folder: Path) -> None:
    """Every exhibit that a template needs and the matter lacks."""
    index = folder / "exhibits" / "index.toml"
    document = tomlkit.parse(index.read_text("utf-8"))
    exhibits: Any = document["exhibit"]
    heads = [Templates(()).template(template).head for template in TEMPLATES]
    needed = {key for head in heads for key in (*head.needs_exhibits, *head.names_exhibits)}
    for key in sorted(needed - {each["key"] for each in exhibits}):
        (folder / "exhibits" / f"{key}.txt").write_text("SAMPLE – FICTIONAL. A page that counsel put in.\n", "utf-8")
        entry = tomlkit.table()
        entry.update({"key": key, "file": f"{key}.txt", "description": f"Sample {key}"})
        exhibits.append(entry)
    index.write_text(tomlkit.dumps(document), "utf-8")


def _asked(paper: Paper) -> list[str]:
    """What the blanks of a paper ask of the intake."""
    keys = {inline.key for inline, _ in every_place(paper) if isinstance(inline, Blank)}
    return [key for key in keys if (kind := field_kind(key)) and kind.kind is not Kind.ENTRY]


def _answer(intake: Path, paths: Iterable[str]) -> None:
    """Answer each of them from a paper that counsel has."""
    document = tomlkit.parse(intake.read_text("utf-8"))
    document["bases"]["counsel"] = {"kind": "court paper", "date": "2026-11-18"}  # type: ignore[index]
    for path in paths:
        kind = field_kind(path)
        assert kind is not None
        _set(document, path.split("."), _value(kind))
    intake.write_text(tomlkit.dumps(document), "utf-8")


def _value(kind: FieldKind) -> Any:
    plain: Any = {
        Kind.DATE: "2026-11-17",
        Kind.NUMBER: 1,
        Kind.YES_NO: False,
        Kind.CHOICE: kind.choices[0] if kind.choices else "",
        Kind.LINES: ["3 Example Plaza"],
    }.get(kind.kind, "as counsel found")
    return {"value": plain, "basis": "counsel"} if kind.answer else plain


def _set(document: Any, path: list[str], value: Any) -> None:
    here = document
    for part in path[:-1]:
        here = here[int(part)] if part.isdigit() else here.setdefault(part, {})
    here[path[-1]] = value
