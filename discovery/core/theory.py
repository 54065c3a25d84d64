"""What is not known of facial recognition in a matter, what each unknown is worth, and which paper asks for it."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from discovery.core.demand_views import DemandState, DemandView
from discovery.core.intake import papers_show, people_said
from discovery.core.matter import Matter, Stage
from discovery.core.showings import named
from discovery.core.values import Desk, Fact, Value
from discovery.core.views import view

ASKED_BY: Mapping[str, str] = {
    "day": "request-and-report",
    "agency": "other-agencies",
    "unit": "request-and-report",
    "operator": "request-and-report",
    "device": "audit-log",
    "system": "software",
    "probe_source": "probe-image",
    "gallery": "gallery",
    "candidates": "candidate-list",
    "rank": "rank-and-score",
    "score": "rank-and-score",
    "report": "request-and-report",
    "lead_only": "request-and-report",
    "arrest_on_lead": "requests-citing-result",
}
"""The item of the checklist that would tell each answer of a search."""

IN_WORDS: Mapping[str, str] = {
    "day": "its day",
    "agency": "the agency",
    "unit": "the unit",
    "operator": "who ran it",
    "device": "whose device",
    "system": "the system",
    "probe_source": "the source of the probe image",
    "gallery": "the database",
    "candidates": "how many candidates came back",
    "rank": "the rank of the one chosen",
    "score": "the score of the one chosen",
    "report": "the day of the report",
    "lead_only": "whether the report says that it is a lead only",
    "arrest_on_lead": "whether the arrest rests on the lead alone",
}

SHOWING: Mapping[str, str] = {
    "administrator": "who administered it",
    "blind": "whether the administrator was blind",
    "recorded": "whether it was recorded",
}


class Unknown(NamedTuple):
    """What one item of the checklist would tell, why it is worth asking, and what to do next."""

    demand: DemandView
    open: tuple[Value, ...]
    """The answers that are not known, with the step they are of."""
    state: str
    """How the demand for it stands."""
    step: str
    papers: tuple[Value, ...]
    """Templates that do the next step."""


def unknowns(desk: Desk) -> tuple[Unknown, ...]:
    """Every answer about facial recognition that is not known, under the item that would tell it, in its order."""
    matter = desk.matter
    if matter is None:
        return ()
    found: dict[str, list[Value]] = {}
    for demand, words in _open(desk, matter):
        found.setdefault(demand, []).append(words)
    ordered = sorted(desk.library.demands, key=lambda each: each.n)
    return tuple(_unknown(desk, matter, each.id, tuple(found[each.id])) for each in ordered if each.id in found)


def _open(desk: Desk, matter: Matter) -> Iterator[tuple[str, Value]]:
    shown = view(desk, "facial_recognition", matter.facial_recognition)
    shows = papers_show(matter, desk.library.indicators).value
    if shows != "documented" and people_said(matter).value != "disclosed":
        words = "whether there was a search at all"
        yield "use-of-facial-recognition", Value(words, "intake:facial_recognition.searches")
    for at, search in enumerate(shown.searches):
        of = f"search {at + 1}" if len(shown.searches) > 1 else "the search"
        for name, demand in ASKED_BY.items():
            yield from _line(getattr(search, name), demand, f"{of}: {IN_WORDS[name]}")
        if not search.edits:
            yield "image-edits", Value(f"{of}: whether the image was edited", f"intake:{search.path}.edits")
        for edit in search.edits:
            yield from _line(edit.by, "image-edits", f"{of}: who made an edit")
    for step in view(desk, "identifications", matter.identifications):
        for name, words in SHOWING.items():
            yield from _line(getattr(step, name), "path-to-showings", f"the {named(step)}: {words}")
    yield from _line(shown.other_agencies, "other-agencies", "whether another agency took part")


def _line(fact: Any, demand: str, words: str) -> Iterator[tuple[str, Value]]:
    if isinstance(fact, Fact) and not fact.given:
        yield demand, Value(words, fact.source)


def _unknown(desk: Desk, matter: Matter, demand: str, words: tuple[Value, ...]) -> Unknown:
    state = DemandState(desk, demand)
    answer = str(state.answer) if state.asked else "not yet demanded"
    step, papers = next_step(matter, demand, answer)
    named = tuple(Value(paper, f"demand:{demand}") for paper in papers)
    return Unknown(DemandView(desk, desk.library.demand(demand)), words, answer, step, named)


def next_step(matter: Matter, demand: str, answer: str) -> tuple[str, tuple[str, ...]]:
    """What to do about an item, from how its demand stands and who is believed to have it."""
    held = any(each.public and demand in each.items for each in matter.disclosure.holders)
    more = ("subpoena-so-ordered",) if held else ()
    both = ("deficiency-letter", "motion-fr-discovery")
    if matter.posture.stage is Stage.AFTER_CONVICTION:
        return "get it by a records request, then weigh a motion", ("motion-440",)
    if answer == "not yet demanded":
        return "demand it", ("discovery-demand", *more)
    if answer == "refused":
        return "move for it", ("motion-fr-discovery", *more)
    if answer == "says none exists":
        return "ask on what inquiry that rests, then move for one", (*both, *more)
    if answer == "provided":
        return "read what was provided for it, and answer the intake", ()
    return "say that it is missing and confer, then move", (*both, *more)
