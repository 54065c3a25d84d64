"""Compose a paper of a folder: read, render, parse, check. Nothing is written."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from discovery.core.answered_law import own_citations, with_law_of_answers
from discovery.core.blocks import Copy, OpenItem, Paper, PaperKind
from discovery.core.contexts import VolumeView, known_ids, matter_context, request_context
from discovery.core.drafts import Template, compose_paper
from discovery.core.exhibits import ExhibitNumbers
from discovery.core.foil import FoilRequest
from discovery.core.foil_warnings import warnings
from discovery.core.inlines import text_of
from discovery.core.library import Library
from discovery.core.lint import lint_paper, lint_template
from discovery.core.opening import every_line, open_items, reminders
from discovery.core.personal import PersonalData, case_names, with_personal_data
from discovery.core.tables import with_tables
from discovery.core.transmittals import VolumeFacts
from discovery.core.values import Desk
from discovery.core.versions import READ_AGAIN
from discovery.errors import InputError
from discovery.files.library import read_library
from discovery.files.matter_folder import MatterFolder, read_matter_folder
from discovery.files.office import record_folders
from discovery.files.request_folder import read_request_folder
from discovery.files.templates import Templates, templates_of
from discovery.jobs.personal import in_request


@dataclass(frozen=True)
class Composed:
    """A paper, and what keeps it from being filed."""

    paper: Paper
    open_items: tuple[OpenItem, ...]
    template: Template
    templates: Templates
    name: str
    """What its files are called, before -review or -filing."""
    request: FoilRequest | None = None
    warnings: tuple[str, ...] = ()
    """What in a request points to one case: it keeps nothing from being sent."""

    @property
    def reminders(self) -> tuple[str, ...]:
        """What keeps nothing from being filed and is to be known before it is signed: authorities to read again."""
        return tuple(each for each in reminders(self.paper) if READ_AGAIN in each)


def compose(
    folder: Path,
    template: str,
    copy: Copy,
    today: date,
    *,
    library: Library | None = None,
    numbers: ExhibitNumbers | None = None,
    volume: VolumeFacts | None = None,
    read: MatterFolder | None = None,
) -> Composed:
    """The paper a template makes of a matter's folder, or of one of its issued volumes; nothing is written.

    `library` and `read` are what was already read of the folder, where several papers are made of it.
    """
    templates = templates_of(folder)
    found = templates.template(template)
    if found.head.input == "request":
        raise InputError(f"{template} is made from a request folder: discovery draft REQUEST_FOLDER {template}")
    if found.head.input == "volume" and volume is None:
        raise InputError(
            f"{template} goes with an issued volume and is no exhibit: discovery draft FOLDER {template}"
        )
    read = read or read_matter_folder(folder)
    known = library or read_library(*record_folders(folder))
    desk = Desk(found.head.kind, copy, today, known, read.matter, read.exhibits, numbers)
    paper = compose_paper(
        found,
        matter_context(desk) | ({"volume": VolumeView(volume)} if volume else {}),
        templates.load,
        copy=copy,
        day=today.isoformat(),
        numbers=numbers,
        sample=read.matter.sample,
    )
    paper = with_tables(_with_overrides(paper, templates, known), known.authorities)
    _checked(paper, desk, templates, (read.matter.defendant.name,))
    name = f"{template}-{volume.name}" if volume else template
    if found.head.kind is not PaperKind.PRIVILEGED:
        paper = with_law_of_answers(paper, known.authorities, own_citations(read.matter))
        paper = with_personal_data(
            paper, PersonalData.of(read.matter, (template, name), case_names(known.authorities))
        )
    return Composed(paper, open_items(paper, found.head, read.exhibits), found, templates, name)


def compose_request(
    folder: Path, template: str, copy: Copy, today: date, *, library: Library | None = None
) -> tuple[Composed, ...]:
    """One paper for each request of a request folder; nothing is written."""
    templates = templates_of(folder)
    found = templates.template(template)
    if found.head.input != "request":
        raise InputError(f"{template} is made from a matter's folder: discovery draft FOLDER {template}")
    known = library or read_library(*record_folders(folder))
    composed = []
    read = read_request_folder(folder)
    for request in read.requests:
        desk = Desk(PaperKind.FOIL, copy, today, known)
        paper = compose_paper(
            found,
            request_context(desk, request),
            templates.load,
            copy=copy,
            day=today.isoformat(),
            sample=read.sample,
            portal_title=request.portal_title,
        )
        paper = _with_overrides(paper, templates, known)
        _checked(paper, desk, templates, ())
        name = f"{template}-{request.name}"
        told = warnings(request, "\n".join(text_of(line) for _, _, line in every_line(paper)), today)
        paper = with_personal_data(paper, in_request(read, request, (template, name)))
        composed.append(Composed(paper, open_items(paper, found.head, ()), found, templates, name, request, told))
    return tuple(composed)


def _with_overrides(paper: Paper, templates: Templates, known: Library) -> Paper:
    """The paper with every file it was made with in place of a shipped one: parts are known once it is rendered."""
    return replace(paper, overrides=(*templates.overrides, *known.overrides))


def _checked(paper: Paper, desk: Desk, templates: Templates, people: tuple[str, ...]) -> None:
    """InputError with every place where a template states a fact, or the paper rests on what is not there."""
    problems = [problem for text in templates.used.values() for problem in lint_template(text.name, text.text)]
    problems += lint_paper(paper, known_ids(desk), people)
    if problems:
        raise InputError(f"The template {paper.template} says what nothing vouches for:", dict.fromkeys(problems))
