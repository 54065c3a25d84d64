"""The dated steps of a matter in their order, and what the papers leave open about each: its own exhibits."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from markupsafe import Markup

from discovery.core.marking import join
from discovery.core.matter import Matter
from discovery.core.search_facts import NOT_FOUND, unknown_answers
from discovery.core.showings import (
    named,
)
from discovery.core.values import Desk, Fact, Value, finalize
from discovery.core.views import view


class Step(NamedTuple):
    """A dated step of the matter: its day, what was done, and where the papers say so."""

    first: date
    when: Any
    what: Any
    where: Any


def by_agency(search: Any) -> Value:
    """The agency of a search as a sentence names it."""
    agency: Fact = search.agency
    return agency.changed("another agency") if agency.is_("other") else agency


def steps(desk: Desk, matter: Matter) -> tuple[Step, ...]:
    """What the papers record about the incident, searches, edits, showings and arrest, by first day."""
    found: list[Step] = []

    def add(day: Fact, *what: object) -> None:
        if day.usable and day.first:
            told = [finalize(part) + (part.apart_from(day) if isinstance(part, Fact) else Markup()) for part in what]
            found.append(Step(day.first, day, join(told), day.basis))

    shown = view(desk, "arrest", matter.arrest)
    add(shown.incident, "The incident as alleged")
    for search in view(desk, "facial_recognition.searches", matter.facial_recognition.searches):
        agency = (" by ", by_agency(search)) if search.agency.usable else ()
        ran_on = search.system_name if search.system.is_("other") else search.system
        system = (" on ", ran_on) if ran_on.usable else ()
        add(search.day, "A facial recognition search", *agency, *system)
        for edit in search.edits:
            add(edit.day, "An edit of an image: “", edit.what, "”")
        add(search.report, "A possible match report")
    for step in view(desk, "facial_recognition.social_media", matter.facial_recognition.social_media):
        add(step.day, "On social media: ", step.what)
    for step in view(desk, "identifications", matter.identifications):
        result = ("; recorded result: “", step.result, "”") if step.result.usable else ()
        add(step.day, "An identification procedure: ", named(step), *result)
    kind = (" (", shown.i_card_kind, ")") if shown.i_card_kind.usable else ()
    add(shown.i_card, "An investigation card", *kind)
    add(shown.arrested, "The arrest")
    return tuple(sorted(found, key=lambda step: step.first))


class Gap(NamedTuple):
    """A step of the matter and what the papers leave open about it."""

    of: Any
    open: tuple[Any, ...]


EDIT_LABELS: Mapping[str, str] = {"what": "what was done", "day": "its day", "by": "who made it"}
SOCIAL_LABELS: Mapping[str, str] = {"what": "what was looked at", "day": "its day", "by": "who took it"}
SHOWING_LABELS: Mapping[str, str] = {
    "day": "its day",
    "administrator": "who administered it",
    "blind": "whether the administrator knew which person was suspected",
    "result": "its result",
    "recorded": "whether it was recorded",
}


def gaps(desk: Desk, matter: Matter) -> tuple[Gap, ...]:
    """What was looked for and is not known, step by step: days, people, edits, systems, results."""
    shown = view(desk, "facial_recognition", matter.facial_recognition)
    found: list[Gap] = []
    for search in shown.searches:
        found.append(_gap(_named("the search", search), search, NOT_FOUND))
        found += [_gap(_named("an edit of an image", edit), edit, EDIT_LABELS) for edit in search.edits]
    found += [_gap(_named("a step on social media", step), step, SOCIAL_LABELS) for step in shown.social_media]
    for step in view(desk, "identifications", matter.identifications):
        found.append(_gap(_named("the", step, named(step)), step, SHOWING_LABELS))
    if shown.other_agencies.unknown:
        other = shown.other_agencies.changed("whether another agency made a search")
        found.append(Gap(shown.other_agencies.changed("the investigation"), (other,)))
    return tuple(gap for gap in found if gap.open)


def _gap(of: Any, record: Any, labels: Mapping[str, str]) -> Gap:
    return Gap(of, unknown_answers(record, labels))


def _named(words: str, record: Any, kind: Any = None) -> Markup:
    """A step by its kind, system and day, as far as they may be stated."""
    source = f"intake:{record.path}"
    parts: list[Any] = [Value(words, source)]
    if kind is not None:
        parts += [Value(" ", source), kind]
    system = getattr(record, "system", None)
    if system is not None and system.usable and not system.is_("other"):
        parts += [Value(" on ", source), system]
    if record.day.usable:
        parts += [Value(" ", source), record.day.on]
    return join([finalize(part) for part in parts])
