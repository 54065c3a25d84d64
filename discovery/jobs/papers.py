"""The papers of a folder: which its intake supports today, which wait and for what, and what is drafted of each."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from discovery.core.blocks import Copy, PaperKind
from discovery.core.drafts import Template
from discovery.core.enumerating import count_of
from discovery.core.fitting import waits_for
from discovery.core.spans import long_date
from discovery.core.values import Desk
from discovery.core.views import Statable
from discovery.errors import InputError
from discovery.files.folder_state import digest_of, state_of
from discovery.files.issued import volume_facts
from discovery.files.library import read_library
from discovery.files.matter_folder import MATTER, read_matter_folder
from discovery.files.office import record_folders
from discovery.files.papers_ledger import FOLDER, PaperRecord, edited, record_of
from discovery.files.request_folder import REQUEST
from discovery.files.templates import templates_of

GROUPS = {
    "letters": "Letters",
    "motions": "Motions and court papers",
    "exhibits": "Exhibits of the motions",
    "privileged": "Privileged, never served",
    "requests": "Requests",
}


@dataclass(frozen=True)
class Listed:
    """One paper: what it is called, what it waits for, and the state of its drafts."""

    id: str
    title: str
    group: str
    waits_for: str
    drafts: tuple[str, ...]


@dataclass(frozen=True)
class Papers:
    """The papers of a folder."""

    folder: Path
    listed: tuple[Listed, ...]
    served: bool
    """Whether some of them say only what may leave the office."""

    def __str__(self) -> str:
        return "\n".join(self._lines()).strip()

    def _lines(self) -> Iterator[str]:
        ready = [each for each in self.listed if not each.waits_for]
        width = max((len(each.id) for each in self.listed), default=0)
        for group, heading in GROUPS.items():
            of_it = [each for each in ready if each.group == group]
            if of_it:
                yield f"\n{heading}"
            for each in of_it:
                yield f"  {each.id:<{width}}  {each.title}"
                yield from (f"  {'':<{width}}    {draft}" for draft in each.drafts)
        waiting = [each for each in self.listed if each.waits_for]
        if waiting:
            said = " in what a served paper may say" if self.served else ""
            yield f"\nNot supported by the intake as it stands{said}"
        for each in waiting:
            yield f"  {each.id:<{width}}  {each.waits_for}"
            yield from (f"  {'':<{width}}    {draft}" for draft in each.drafts)
        yield f"\nDraft one or several: discovery draft {self.folder} NAME [NAME ...]"


def list_papers(folder: Path, today: date) -> Papers:
    """Every paper that can be drafted from a folder, with what it waits for and the state of its drafts."""
    is_request = (folder / REQUEST).is_file()
    if not is_request and not (folder / MATTER).is_file():
        raise InputError(
            f"{folder} holds no {MATTER} and no {REQUEST}. Begin one: discovery new {folder}, or discovery request "
            f"new {folder}"
        )
    shelf = templates_of(folder)
    of_kind = [each for each in shelf.all() if (each.head.input == "request") == is_request]
    made = _drafts(folder)
    waiting = {} if is_request else _waiting(folder, of_kind, today)
    listed = [
        Listed(each.id, each.head.title, _group(each), waiting.get(each.id, ""), made.get(each.id, ()))
        for each in of_kind
    ]
    return Papers(folder, tuple(listed), served=not is_request)


def _group(template: Template) -> str:
    head = template.head
    if head.kind is PaperKind.PRIVILEGED:
        return "privileged"
    if head.input == "request":
        return "requests"
    if head.kind is PaperKind.LETTER:
        return "letters"
    return "motions" if template.id.startswith(("motion-", "omnibus", "subpoena-")) else "exhibits"


def _waiting(folder: Path, templates: list[Template], today: date) -> dict[str, str]:
    read, library = read_matter_folder(folder), read_library(*record_folders(folder))
    found = {}
    for each in templates:
        desk = Desk(each.head.kind, Copy.REVIEW, today, library, read.matter, read.exhibits)
        found[each.id] = waits_for(desk, Statable(desk, read.matter).matter, each.id)
        if each.head.input == "volume" and not found[each.id]:
            found[each.id] = _no_volume(folder)
    return found


def _no_volume(folder: Path) -> str:
    try:
        volume_facts(folder)
    except InputError:
        return "no volume is issued"
    return ""


def _drafts(folder: Path) -> dict[str, tuple[str, ...]]:
    """A sentence for each draft there is, under its template."""
    drafts, now = folder / "drafts", digest_of(state_of(folder))
    by_counsel = {path.name for path in edited(drafts)}
    found: dict[str, list[str]] = {}
    for place in sorted((drafts / FOLDER).glob("*.json")):
        record = record_of(drafts / place.stem)
        files = [name for name in record.files if (drafts / name).is_file()] if record else []
        if record and files:
            said = _said(record, files, [name for name in files if name in by_counsel], now)
            found.setdefault(record.template, []).append(said)
    return {template: tuple(said) for template, said in found.items()}


def _said(record: PaperRecord, files: list[str], counsels: list[str], now: str) -> str:
    stem = Path(files[0]).stem
    name = "" if stem == f"{record.template}-{record.copy_}" else f"{stem}, "
    kinds = ", ".join(Path(each).suffix.lstrip(".") for each in files)
    number = len(record.open_items)
    parts = [f"{name}{record.copy_} copy of {long_date(date.fromisoformat(record.day))} ({kinds})"]
    if number:
        parts.append(f"{count_of(number, 'place')} open when drafted")
    if counsels:
        parts.append(f"edited since: {', '.join(counsels)}")
    if record.made_of and record.made_of != now:
        parts.append("the intake, exhibits, record or templates changed since")
    return "; ".join(parts)
