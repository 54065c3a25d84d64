"""What is not known of facial recognition in a matter, what each unknown is worth, and which paper asks for it."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from discovery.core.checklist import search_told
from discovery.core.demand_views import DemandState, DemandView
from discovery.core.matter import Matter, Stage
from discovery.core.search_facts import SEARCH_LABELS
from discovery.core.showings import named
from discovery.core.steps import SHOWING_LABELS
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
    **SEARCH_LABELS,
    "device": "whose device",
    "arrest_on_lead": "whether the arrest rests on the lead alone",
}
"""How each is called in a list of what is not known."""

OF_A_SHOWING = ("administrator", "blind", "recorded")
"""What is asked of each identification procedure."""


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
    if not search_told(desk, matter):
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
        for name in OF_A_SHOWING:
            yield from _line(getattr(step, name), "path-to-showings", f"the {named(step)}: {SHOWING_LABELS[name]}")
    yield from _line(shown.other_agencies, "other-agencies", "whether another agency took part")


def _line(fact: Any, demand: str, words: str) -> Iterator[tuple[str, Value]]:
    if isinstance(fact, Fact) and not fact.given:
        yield demand, Value(words, fact.source)


def _unknown(desk: Desk, matter: Matter, demand: str, words: tuple[Value, ...]) -> Unknown:
    state = str(DemandState(desk, demand).answer)
    step, papers = next_step(matter, demand, state)
    return Unknown(DemandView(desk, desk.library.demand(demand)), words, state, step, named_for(demand, papers))


def named_for(demand: str, papers: tuple[str, ...]) -> tuple[Value, ...]:
    """Templates as values that rest on the item of the checklist they are for."""
    return tuple(Value(each, f"demand:{demand}") for each in papers)


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
