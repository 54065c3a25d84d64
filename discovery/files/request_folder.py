"""A request folder: request.toml says who asks which agency for which rows; the letters are drafted from it."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field

from discovery.core.foil import (
    Agency,
    Checklist,
    FoilRequest,
    ItemDay,
    Requester,
    RequestItem,
    Subject,
    by_subject,
)
from discovery.core.matter import LetStand
from discovery.core.problems import Problem, in_order
from discovery.core.record import Record
from discovery.errors import InputError
from discovery.files.let_stand import unknown_places
from discovery.files.matter_folder import MATTER
from discovery.files.reading import TomlFile, read_toml, validated
from discovery.files.shipped import DATA
from discovery.files.templates import templates_of

REQUEST = "request.toml"
AGENCIES = DATA / "agencies"


@dataclass(frozen=True)
class RequestFolder:
    """A request folder as read."""

    path: Path
    requests: tuple[FoilRequest, ...]
    sample: bool
    sha256: str
    """Of request.toml as it was read."""
    matter: Path | None = None
    """The matter the requests are linked to: read only to see that nothing of it is in them."""
    personal_data: tuple[LetStand, ...] = ()
    """What stands in them all the same, by its very words."""


class _Period(Record):
    begin: date | None = Field(default=None, alias="from")
    end: date | ItemDay | None = Field(default=None, alias="to")


class _RequestFile(Record):
    schema_: Literal[1] = Field(default=1, alias="schema")
    agency: str
    items: tuple[int, ...]
    sample: bool = False
    fee_limit: str | None = None
    requester: Requester = Requester()
    dates: dict[int, _Period] = {}
    titles: dict[str, str] = {}
    matter: str | None = None
    """Path of a matter's folder, from the request's own folder."""
    personal_data: tuple[LetStand, ...] = ()


def read_request_folder(path: Path) -> RequestFolder:
    """The requests of a folder; InputError with every problem of request.toml at its line."""
    file = read_toml(_request_file(path), REQUEST)
    written, problems = validated(_RequestFile, file)
    if written is None or file.problems:
        raise _attention(path, (*file.problems, *problems))
    agency, checklist = read_agency(written.agency, file.where(("agency",)))
    items, wrong = _items(written, checklist, file)
    titled, bad_titles = _titled(written, checklist, file)
    if wrong or bad_titles:
        raise _attention(path, (*wrong, *bad_titles))
    requests = by_subject(titled, items, agency, written.requester, written.fee_limit)
    if written.personal_data:
        letters = {f"{paper}-{each.name}": "" for each in requests for paper in templates_of(path).papers()}
        unknown, _ = unknown_places(file, path, {}, letters)
        if unknown:
            raise _attention(path, tuple(unknown))
    linked = path / written.matter if written.matter else None
    if linked is not None and not (linked / MATTER).is_file():
        what = "no matter lies there."
        step = "Give the path of the matter's folder, from this folder, or take the line out."
        raise _attention(path, (Problem(where=file.where(("matter",)), what=what, next_step=step),))
    return RequestFolder(path, requests, written.sample, file.sha256, linked, written.personal_data)


def read_agency(key: str, where: str = "") -> tuple[Agency, Checklist]:
    """What we ship on an agency: its facts and its checklist; InputError names the agencies there are."""
    known = agencies()
    if key not in known:
        place = f"{where}: " if where else ""
        raise InputError(f"{place}no agency is called “{key}”. There is: {', '.join(known)}.")
    return _shipped(key)


@cache
def _shipped(key: str) -> tuple[Agency, Checklist]:
    facts = read_toml(AGENCIES / f"{key}.toml")
    rows = read_toml(AGENCIES / f"{key}-foil-items.toml")
    agency, problems = validated(Agency, facts)
    checklist, more = validated(Checklist, rows, {**rows.data, "agency": key, "items": _rows(rows, key)})
    if agency is None or checklist is None:
        raise InputError(f"The shipped data on {key} cannot be read.", (*problems, *more))
    return agency, checklist


@cache
def agencies() -> tuple[str, ...]:
    """The ids of the agencies we have a checklist for."""
    ending = "-foil-items.toml"
    return tuple(sorted(file.name.removesuffix(ending) for file in AGENCIES.glob(f"*{ending}")))


def _rows(file: TomlFile, key: str) -> list[dict[str, object]]:
    return [{"agency": key, **row} for row in file.data.get("items", [])]


def _request_file(path: Path) -> Path:
    if path.is_dir():
        if not (path / REQUEST).exists():
            begin = "FOLDER" if (path / MATTER).exists() else path  # a request has a folder of its own
            raise InputError(f"There is no file {REQUEST} in {path}. Begin one with: discovery request new {begin}")
        return path / REQUEST
    if path.exists():
        raise InputError(f"{path} is a file; give the folder it lies in: {path.parent}")
    raise InputError(f"There is no folder {path}. Begin one with: discovery request new {path}")


def _items(
    written: _RequestFile, checklist: Checklist, file: TomlFile
) -> tuple[tuple[RequestItem, ...], tuple[Problem, ...]]:
    """The chosen rows with the dates the requester wrote over ours."""
    try:
        chosen = checklist.chosen(written.items)
    except InputError as error:
        return (), (Problem(where=file.where(("items",)), what=error.message),)
    numbers = {item.n for item in chosen}
    problems = [
        Problem(
            where=file.where(("dates", str(n))),
            what=f"row {n} is not among the items.",
            next_step="Add it to items, or take its dates out.",
        )
        for n in written.dates
        if n not in numbers
    ]
    items = []
    for item in chosen:
        try:
            items.append(_dated(item, written.dates.get(item.n)))
        except ValueError as error:
            reason = str(error).partition("Value error, ")[2].partition(" [type=")[0] or str(error)
            problems.append(Problem(where=file.where(("dates", str(item.n))), what=f"{reason}."))
    return tuple(items), tuple(problems)


def _dated(item: RequestItem, period: _Period | None) -> RequestItem:
    if period is None:
        return item
    own = {"from": period.begin or item.begin, "to": period.end or item.end, "and_from": None, "and_to": None}
    return RequestItem.model_validate({**item.model_dump(by_alias=True), **own})


def _titled(written: _RequestFile, checklist: Checklist, file: TomlFile) -> tuple[Checklist, tuple[Problem, ...]]:
    """The checklist with the requester's own public titles."""
    known = {subject.id for subject in checklist.subjects}
    problems = tuple(
        Problem(
            where=file.where(("titles", key)),
            what=f"no subject is called “{key}”.",
            next_step=f"The subjects are {', '.join(sorted(known))}.",
        )
        for key in written.titles
        if key not in known
    )
    subjects = tuple(
        Subject(id=each.id, title=written.titles.get(each.id, each.title), about=each.about, rows=each.rows)
        for each in checklist.subjects
    )
    titled = Checklist(agency=checklist.agency, subjects=subjects, closing=checklist.closing, items=checklist.items)
    return titled, problems


def _attention(path: Path, problems: tuple[Problem, ...]) -> InputError:
    return InputError(f"{path / REQUEST} needs attention:", in_order(problems))
