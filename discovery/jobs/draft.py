"""Draft a paper: read the folder, compose it, and write it in every format asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from discovery.core.blocks import Copy, OpenItem, Paper, PaperKind
from discovery.core.contexts import matter_context, request_context
from discovery.core.drafts import Template, compose_paper
from discovery.core.library import Library
from discovery.core.markup import ExhibitNumbers
from discovery.core.opening import open_items
from discovery.core.values import Desk
from discovery.errors import InputError
from discovery.files.library import read_library
from discovery.files.matter_folder import read_matter_folder
from discovery.files.request_folder import read_request_folder
from discovery.files.templates import Templates


@dataclass(frozen=True)
class Composed:
    """A paper, and what keeps it from being filed."""

    paper: Paper
    open_items: tuple[OpenItem, ...]
    template: Template
    templates: Templates
    name: str
    """What its files are called, before -review or -filing."""


def compose(
    folder: Path,
    template: str,
    copy: Copy,
    today: date,
    *,
    library: Library | None = None,
    numbers: ExhibitNumbers | None = None,
) -> Composed:
    """The paper a template makes of a matter's folder; nothing is written."""
    templates = Templates((folder,))
    found = templates.template(template)
    if found.head.input != "matter":
        raise InputError(f"{template} is made from a request folder: discovery draft REQUEST_FOLDER {template}")
    read = read_matter_folder(folder)
    known = library or read_library(folder)
    desk = Desk(found.head.kind, copy, today, known, read.matter, read.exhibits, numbers)
    paper = compose_paper(
        found,
        matter_context(desk),
        templates.load,
        copy=copy,
        day=today.isoformat(),
        numbers=numbers,
        sample=read.matter.sample,
        overrides=(*templates.overrides, *known.overrides),
    )
    return Composed(paper, open_items(paper, found.head, read.exhibits), found, templates, template)


def compose_request(
    folder: Path, template: str, copy: Copy, today: date, *, library: Library | None = None
) -> tuple[Composed, ...]:
    """One paper for each request of a request folder; nothing is written."""
    templates = Templates((folder,))
    found = templates.template(template)
    if found.head.input != "request":
        raise InputError(f"{template} is made from a matter's folder: discovery draft FOLDER {template}")
    known = library or read_library(folder)
    composed = []
    for request in read_request_folder(folder).requests:
        desk = Desk(PaperKind.FOIL, copy, today, known)
        paper = compose_paper(
            found,
            request_context(desk, request),
            templates.load,
            copy=copy,
            day=today.isoformat(),
            overrides=(*templates.overrides, *known.overrides),
            portal_title=request.portal_title,
        )
        name = f"{template}-{request.name}"
        composed.append(Composed(paper, open_items(paper, found.head, ()), found, templates, name))
    return tuple(composed)


def compose_all(
    folder: Path, template: str, copy: Copy, today: date, numbers: ExhibitNumbers | None
) -> Sequence[Composed]:
    """What `draft` writes: one paper of a matter, or one for each request."""
    if Templates((folder,)).template(template).head.input == "request":
        return compose_request(folder, template, copy, today)
    return (compose(folder, template, copy, today, numbers=numbers),)
