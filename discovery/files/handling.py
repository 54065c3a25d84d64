"""Brings one PDF into the state an office has chosen for files of its condition, before it is numbered.

`handle` looks, has the pure rules decide, and makes the copy; what is not allowed by the choices is a problem, and a
choice that cannot be carried out without changing what a page shows is one too.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name, Stream

from discovery.core.handling import Condition, Decision, Handling, decide
from discovery.core.problems import Problem
from discovery.core.profiles import Trait
from discovery.core.received import received
from discovery.core.signatures import signed_by
from discovery.errors import InputError
from discovery.files.active import active
from discovery.files.converting.pdfs import is_dynamic
from discovery.files.layers import layer_names
from discovery.files.markings import markings
from discovery.files.originals import inspect, open_pdf
from discovery.files.page_facts import is_blank
from discovery.files.received import candidates, seen_pages
from discovery.files.reworking import rework

__all__ = ["Handled", "condition_of", "handle"]

_RUNS = {Trait.SCRIPTS, Trait.ACTIONS}


@dataclass(frozen=True)
class Handled:
    """A file ready for the next step, or the reason why it is not."""

    path: Path
    """The copy, or the file itself where nothing had to be changed."""
    notes: tuple[str, ...] = ()
    """What was found and what was done, a sentence each, for the report."""
    cautions: tuple[str, ...] = ()
    """Those of them that a person must have looked at."""
    problems: tuple[Problem, ...] = ()
    record: Mapping[str, str] | None = None
    """For the manifest: each condition found, with the choice made for it."""
    sheet: str = ""
    """Why a slip sheet takes the place of its pages, in words fit to be served."""
    native: bool = False
    """The file itself goes behind the slip sheet."""
    family: bool = True
    """Whether what is attached to it becomes documents of their own."""


def handle(path: Path, handling: Handling, room: Path, *, name: str = "", duplicate_of: str = "") -> Handled:
    """Look at a PDF, decide by the choices made, and make its copy in `room` where something is to change.

    A file that does not open has nothing to be handled: the InputError is the caller's. The source is never written.
    """
    decision = decide(condition_of(path, duplicate_of), handling, name or path.name)
    if decision.problems or decision.sheet or not decision.remove:
        return _as_it_is(path, decision)
    wanted = frozenset(decision.remove) - (set() if decision.without_family else {Trait.ATTACHMENTS})
    if not wanted:
        return _as_it_is(path, decision)
    room.mkdir(parents=True, exist_ok=True)
    without = frozenset({Trait.COMMENTS}) if decision.without_comments else frozenset()
    made = rework(path, room, wanted, without=without)
    problems = (*made.problems, *_not_carried_out(made.undone, name or path.name))
    notes = (*decision.notes, *(f"{each[:1].upper()}{each[1:]}." for each in made.done))
    return Handled(
        made.path, notes, decision.cautions, problems, dict(decision.record), family=not decision.without_family
    )


def _as_it_is(path: Path, decision: Decision) -> Handled:
    return Handled(
        path,
        decision.notes,
        decision.cautions,
        decision.problems,
        dict(decision.record),
        decision.sheet,
        decision.native,
        not decision.without_family,
    )


def _not_carried_out(undone: tuple[str, ...], name: str) -> Iterator[Problem]:
    for each in undone:
        yield Problem(where=name, what=f"{each}.", next_step="Or choose otherwise for it under [handling].")


def condition_of(path: Path, duplicate_of: str = "") -> Condition:
    """What there is to know about a PDF for these choices; InputError where it does not open."""
    source = inspect(path)
    with open_pdf(path) as pdf:
        spots, marked = active(pdf), list(markings(pdf))
        held: dict[str, Any] = {
            "attachments": len(pdf.attachments)
            + sum(each.trait is Trait.ATTACHMENTS for each in marked)
            + sum(spot.trait is Trait.ATTACHMENTS for spot in spots),
            "scripts": tuple(spot.where for spot in spots if spot.trait in _RUNS),
            "media": (
                *(spot.where for spot in spots if spot.trait is Trait.MEDIA),
                *(f"page {each.page}" for each in marked if each.trait is Trait.MEDIA),
            ),
            "layers": layer_names(pdf),
            "comments": tuple(each.page for each in marked if each.trait is Trait.COMMENTS),
            "fields": sum(each.trait is Trait.FORMS for each in marked),
            "acrobat": tuple(number for number, page in enumerate(pdf.pages, start=1) if _by_acrobat(page.obj)),
        }
    return Condition(
        encrypted=source.encrypted,
        signed=signed_by(source.signatures) if source.signed else "",
        xfa=source.xfa,
        dynamic_xfa=source.xfa and is_dynamic(path),
        portfolio=source.portfolio,
        duplicate_of=duplicate_of,
        numbered_here=source.numbered,
        **_seen(path, ours=bool(source.numbered)),
        **held,
    )


def _seen(path: Path, *, ours: bool) -> dict[str, Any]:
    """What is seen on the pages; numbers of our own are not somebody else's."""
    found, blank = [], []
    try:
        for number, (seen, shape) in enumerate(seen_pages(path), start=1):
            found.append(() if ours else tuple(candidates(seen, shape)))
            if is_blank(seen):
                blank.append(number)
    except InputError:
        return {}  # no viewer opens it before it is mended, which is told where that is done
    there = [number for number in received(found) if number]
    run = there[0] if len(there) == 1 else f"{there[0]} to {there[-1]}" if there else ""
    return {"received": run, "blank_pages": tuple(blank)}


def _by_acrobat(page: pikepdf.Object) -> bool:
    """Whether Acrobat has put a header, footer or Bates number on the page, which it marks as its own."""
    resources = page.get("/Resources")
    forms = resources.get("/XObject") if isinstance(resources, Dictionary) else None
    held = [page, *((form for _, form in forms.items()) if isinstance(forms, Dictionary) else ())]
    return any(_compound(each) in ("/Header", "/Footer") for each in held if isinstance(each, Dictionary | Stream))


def _compound(holder: Any) -> str:
    pieces = holder.get(Name.PieceInfo)
    compound = pieces.get("/ADBE_CompoundType") if isinstance(pieces, Dictionary) else None
    return str(compound.get("/Private", "")) if isinstance(compound, Dictionary) else ""
