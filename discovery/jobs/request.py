"""Beginning a request folder: the rows asked for, sorted into one request a subject, and who asks."""

import os
import re
from dataclasses import dataclass
from pathlib import Path

import tomlkit
from tomlkit.items import Table

from discovery.core.foil import Agency, Checklist, FoilRequest, Requester, RequestItem, by_subject, numbers_of
from discovery.errors import ConflictError, InputError
from discovery.files.matter_folder import MATTER, read_matter_folder
from discovery.files.reading import read_bytes
from discovery.files.request_folder import REQUEST, read_agency, read_request_folder
from discovery.files.shipped import DATA
from discovery.files.writing import write_new

SAMPLE = DATA / "sample" / "request"
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


@dataclass(frozen=True)
class NewRequest:
    """A request folder just begun."""

    path: Path
    requests: tuple[FoilRequest, ...]
    matter: Path | None = None
    """The matter it is linked to."""

    def __str__(self) -> str:
        number = len(self.requests)
        count = "1 request" if number == 1 else f"{number} requests, one a subject"
        lines = [f"{self.path / REQUEST}: {count} to {self.requests[0].agency.name}."]
        for request in self.requests:
            rows = ", ".join(str(item.n) for item in request.items)
            lines.append(f"  {request.number}  {request.portal_title} (row{'s' if ',' in rows else ''} {rows})")
        if self.matter:
            lines.append(
                f"Linked to {self.matter}: each letter is searched for every name, number, file name, and day with a "
                "place of that matter. Nothing of it was copied; the link is in request.toml, which is not sent."
            )
            lines.append(f"Look at it at once: discovery request check {self.path}")
        if not self.requests[0].requester.name:
            lines.append("Write the requester's name and address into it: until then the letters have blanks.")
        lines.append(f"Then: discovery draft {self.path} foil-request --copy filing")
        return "\n".join(lines)


def new_request(
    folder: Path,
    agency: str,
    items: str,
    requester: Requester | None = None,
    *,
    fee_limit: str | None = None,
    sample: bool = False,
    matter: Path | None = None,
) -> NewRequest:
    """Begin a request folder, linked to a matter or not; one that holds a request or a matter already is refused."""
    requester = requester or Requester()
    _refuse_taken(folder)
    _refuse_unlinkable(folder, matter)
    _refuse_unusable(requester)
    facts, checklist = read_agency(agency)
    chosen = checklist.chosen(numbers_of(items))
    requests = by_subject(checklist, chosen, facts, requester, fee_limit)
    link = _from(folder, matter) if matter else ""
    text = _text(facts, checklist, chosen, requester, fee_limit, sample=sample, link=link)
    write_new(folder / REQUEST, text.encode())
    return NewRequest(folder, requests, matter)


def new_sample_request(folder: Path) -> NewRequest:
    """Begin a request folder with the shipped fictional requester and every row."""
    _refuse_taken(folder)
    write_new(folder / REQUEST, read_bytes(SAMPLE / REQUEST))
    return NewRequest(folder, read_request_folder(folder).requests)


def _refuse_taken(folder: Path) -> None:
    if (folder / MATTER).exists():
        raise InputError(
            f"{folder} is a matter's folder; a request carries nothing of a matter. Choose a folder of its own."
        )
    if (folder / REQUEST).exists():
        raise ConflictError(
            f"{folder / REQUEST} exists already and is not overwritten. Edit it, or choose another folder."
        )
    if folder.exists() and not folder.is_dir():
        raise InputError(f"{folder} is a file; choose a folder.")


def _refuse_unlinkable(folder: Path, matter: Path | None) -> None:
    if matter is None:
        return
    read_matter_folder(matter)  # says what is wrong with it
    if folder.resolve().is_relative_to(matter.resolve()):
        raise InputError(
            f"{folder} lies in the matter's own folder; a request carries nothing of a matter. Choose another place."
        )


def _from(folder: Path, matter: Path) -> str:
    """The way from the request's folder to the matter's, as it is written down."""
    try:
        way = os.path.relpath(matter.resolve(), folder.resolve())
    except ValueError:  # another drive
        way = str(matter.resolve())
    return Path(way).as_posix()


def _refuse_unusable(requester: Requester) -> None:
    if requester.email and not _EMAIL.fullmatch(requester.email):
        raise InputError(f"“{requester.email}” is not an e-mail address; write it as name@example.org.")


def _text(
    agency: Agency,
    checklist: Checklist,
    chosen: tuple[RequestItem, ...],
    requester: Requester,
    fee_limit: str | None,
    *,
    sample: bool,
    link: str = "",
) -> str:
    document = tomlkit.document()
    for line in (
        f"A request under the Freedom of Information Law to the {agency.name}.",
        "Who asks, and for which rows of the checklist. Nothing of a client or a case belongs here.",
    ):
        document.add(tomlkit.comment(line))
    document.add(tomlkit.nl())
    document["schema"] = 1
    document["agency"] = agency.id
    document["items"] = [item.n for item in chosen]
    document["items"].comment("each letter closes with the standing requests of the last row")
    if sample:
        document["sample"] = True
    if fee_limit:
        document["fee_limit"] = fee_limit
    if link:
        document["matter"] = link
        document["matter"].comment("searched for, never printed")
    document.add(tomlkit.nl())
    document["requester"] = _requester(requester)
    document.add(tomlkit.nl())
    for line in _notes(checklist, chosen):
        document.add(tomlkit.comment(line))
    return tomlkit.dumps(document).rstrip("\n") + "\n"


def _requester(requester: Requester) -> Table:
    table = tomlkit.table()
    table["name"] = requester.name
    for key in ("title", "organization"):
        if value := getattr(requester, key):
            table[key] = value
    table["address"] = list(requester.address)
    table["email"] = requester.email or ""
    if requester.telephone:
        table["telephone"] = requester.telephone
    return table


def _notes(checklist: Checklist, chosen: tuple[RequestItem, ...]) -> list[str]:
    """The rows in a few words, and how to change a period or a public title."""
    first, subject = chosen[0], checklist.subject(chosen[0].subject)
    return [
        "Another period for a row, or another public title for a subject:",
        f"  [dates.{first.n}]",
        "  from = 2019-01-01",
        '  to = "date of this request"',
        "  [titles]",
        f'  {subject.id} = "at most ninety characters, shown to the public"',
        "The rows:",
        *(f"  {item.n}: {_short(item.what)}" for item in chosen),
    ]


def _short(text: str, most: int = 90) -> str:
    return text if len(text) <= most else text[:most].rpartition(" ")[0].rstrip(",;:") + " …"
