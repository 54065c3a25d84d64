"""The checklist of a matter: what a motion asks for, what a letter demands, and how every item stands."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from markupsafe import Markup

from discovery.core.citing import AdverseView, adverse_at, cites
from discovery.core.demand_views import DemandState, DemandView
from discovery.core.demands import Demand, by_subject, demands_for
from discovery.core.intake import law_period, papers_show, people_said
from discovery.core.marking import join
from discovery.core.matter import LawPeriod, Matter
from discovery.core.values import Desk, Value, finalize
from discovery.core.views import hidden, view

ITEMS = (
    *("request-and-report", "probe-image", "image-edits", "gallery-image", "candidate-list", "rank-and-score"),
    *("search-settings", "software", "error-rates", "other-searches", "analyst-notes", "peer-review"),
    *("audit-log", "messages", "path-to-showings"),
)
"""The records of a search that the motion asks for, by their ids in the checklist."""

BEFORE_2025: Mapping[str, str] = {
    "cpl-245.20/1-j-comparisons": "cpl-former-245.20/1-j",
    "cpl-245.20/1-j-similar-entity": "cpl-former-245.20/1-j",
    "cpl-245.20/1-k-iv-impeach": "cpl-former-245.20/1-k",
    "cpl-245.20/1-k-v-identity": "cpl-former-245.20/1-k",
    "cpl-245.20/1-k-vi-suppress": "cpl-former-245.20/1-k",
}
"""Propositions of the present section whose former paragraph has another id."""


def footing(desk: Desk, statable: Matter) -> tuple[str]:
    """What the motion stands on: documented, disclosed, indicated, nothing found, not looked at.

    A search told only by the People or a witness is no document; it is a reason to ask.
    """
    shown = papers_show(statable, desk.library.indicators).value
    if shown == "documented":
        return (shown,)
    if people_said(statable).value == "disclosed":
        return ("disclosed",)
    return ("indicated" if statable.facial_recognition.searches else shown,)


def search_told(desk: Desk, statable: Matter) -> bool:
    """Whether a paper of the file, or a statement of the prosecution, says that there was a search."""
    return footing(desk, statable)[0] in {"documented", "disclosed"}


PERISHABLE = (
    *("source-video", "probe-image", "image-edits", "gallery-image", "candidate-list", "rank-and-score"),
    *("request-and-report", "other-searches", "analyst-notes", "peer-review", "audit-log", "messages"),
    *("social-media-steps", "other-agencies", "path-to-showings"),
)
"""What is kept for a time only, or exists in one copy, by its ids in the checklist."""


class Item(NamedTuple):
    """An item of the schedule with what it rests on and what was already provided."""

    n: Value
    """Its number in the list it stands in."""
    demand: DemandView
    hooks: Any
    """The paragraphs of the statute; decisions and local law stand in the memorandum."""
    provided: Any
    """The day on which something asked for under this item was provided, or None."""
    to_holder: Value
    """The item in the words in which a subpoena asks its holder for it."""


def schedule(desk: Desk, statable: Matter) -> tuple[Item, ...]:
    """The items the motion asks for: none where nothing is known, no list of candidates on signs alone."""
    stands_on = footing(desk, statable)[0]
    if stands_on not in {"documented", "disclosed", "indicated"}:
        return ()
    left_out = {"candidate-list", "rank-and-score"} if stands_on == "indicated" else set()
    asked = {each.id: each for each in demands_for(statable, desk.library.demands) if each.id not in left_out}
    return _numbered(desk, statable, [asked[key] for key in ITEMS if key in asked])


def _numbered(desk: Desk, statable: Matter, demands: Iterable[Demand]) -> tuple[Item, ...]:
    return tuple(_item(desk, statable, demand, number) for number, demand in enumerate(demands, start=1))


def _item(desk: Desk, statable: Matter, demand: Demand, number: int) -> Item:
    source = f"demand:{demand.id}"
    former = under_former_law(statable)
    state = DemandState(desk, demand.id)
    provided = state.answered if state.asked and str(state.answer) == "provided" and state.answered.usable else None
    hooks = cites(desk, *hooks_of(demand, former=former))
    to_holder = Value(demand.to_holder or demand.text, source)
    return Item(Value(str(number), source), DemandView(desk, demand), hooks, provided, to_holder)


def hooks_of(demand: Demand, *, former: bool) -> tuple[str, ...]:
    """The paragraphs of the discovery statute an item rests on, of the statute that governs."""
    named = [hook for hook in demand.hooks if hook.startswith("cpl-")]
    return tuple(dict.fromkeys(_former(hook) for hook in named) if former else named)


def _former(hook: str) -> str:
    return BEFORE_2025.get(hook, hook.replace("cpl-245.20/", "cpl-former-245.20/"))


class DemandRow(NamedTuple):
    """An item of the checklist with its state in this matter."""

    demand: DemandView
    state: Any


def demand_rows(desk: Desk, statable: Matter) -> tuple[DemandRow, ...]:
    """The items that were demanded or that the motion asks for, in the checklist's order, each with its state."""
    moved = {item.demand.id for item in schedule(desk, statable)} | {"use-of-facial-recognition"}
    rows = []
    for demand in sorted(demands_for(statable, desk.library.demands), key=lambda each: each.n):
        state = DemandState(desk, demand.id)
        if state.asked or demand.id in moved:
            rows.append(DemandRow(DemandView(desk, demand), _state(state, moved=demand.id in moved)))
    return tuple(rows)


_STATES: Mapping[str, str] = {
    "no answer": "not answered",
    "answer not recorded": "no answer known",
    "says none exists": "said not to exist",
}
"""How an answer stands, where the intake's own word is for counsel."""


def _state(state: DemandState, *, moved: bool) -> Markup:
    source = state.answer.source
    now = Value("asked for in the motion for discovery", source)
    if not state.asked:
        return (now if moved else now.changed("not demanded before")).__html__()
    parts: list[Any] = [Value("demanded ", source), state.day.on, Value("; ", source)]
    answer = str(state.answer)
    words = _STATES.get(answer, answer)
    parts.append(Value(words, source))
    if state.answered.usable and answer != "no answer":
        parts += [Value(" ", source), state.answered.on]
    if moved:
        rest = now.changed("the rest asked for in the motion for discovery") if answer == "provided" else now
        parts += [Value("; ", source), rest]
    return join([finalize(part) for part in parts])


# --- letters: the whole checklist, and what is still missing ----------------------------------------------------


class Listed(NamedTuple):
    """An item of the checklist as a letter prints it."""

    demand: DemandView
    n: Value
    hooks: Markup
    elsewhere: Markup
    """What else brings it where the prosecution does not hold it; empty where nothing is named."""
    contrary: tuple[AdverseView, ...]
    """What has been decided against the item."""
    state: Markup


class Group(NamedTuple):
    """The items under one subject."""

    subject: Value
    items: tuple[Listed, ...]


class Missing(NamedTuple):
    """An item that was demanded and not provided: what was answered, or that nothing was."""

    demand: DemandView
    n: Value
    hooks: Markup
    asked: DemandState
    answer: str
    """How it was answered, for conditions: refused, says none exists, no answer, or nothing recorded."""


def under_former_law(statable: Matter) -> bool:
    """Whether the dates point to the discovery statute as it stood until August 6, 2025."""
    return law_period(statable).value == str(LawPeriod.FROM_2020)


def checklist(desk: Desk, statable: Matter) -> tuple[Group, ...]:
    """Every item of the checklist that makes sense in the matter, under its subject, with its state."""
    former = under_former_law(statable)
    return tuple(
        Group(
            Value(subject, f"demand:{items[0].id}"),
            tuple(
                Listed(
                    DemandView(desk, each),
                    _number(each),
                    cites(desk, *hooks_of(each, former=former)),
                    cites(desk, *each.elsewhere),
                    tuple(adverse_at(desk, key) for key in each.contrary),
                    _state(DemandState(desk, each.id), moved=False),
                )
                for each in items
            ),
        )
        for subject, items in by_subject(demands_for(statable, desk.library.demands))
    )


def outstanding(desk: Desk, statable: Matter) -> tuple[Missing, ...]:
    """What was demanded and not provided, in the checklist's order."""
    former = under_former_law(statable)
    found = []
    for each in sorted(demands_for(statable, desk.library.demands), key=lambda demand: demand.n):
        asked = DemandState(desk, each.id)
        if asked.asked and str(asked.answer) != "provided":
            hooks = cites(desk, *hooks_of(each, former=former))
            found.append(Missing(DemandView(desk, each), _number(each), hooks, asked, str(asked.answer)))
    return tuple(found)


def _number(demand: Demand) -> Value:
    return Value(str(demand.n), f"demand:{demand.id}")


def kept(desk: Desk, statable: Matter) -> tuple[Item, ...]:
    """The same items as a motion for preservation lists them, each with the paragraphs it rests on."""
    named = [each for each in demands_for(statable, desk.library.demands) if each.id in PERISHABLE]
    return _numbered(desk, statable, sorted(named, key=lambda each: each.n))


class Subpoena(NamedTuple):
    """A public holder and the items of the checklist that it is believed to have."""

    holder: Any
    items: tuple[Item, ...]


def subpoenas(desk: Desk, statable: Matter) -> tuple[Subpoena, ...]:
    """The holders to which a subpoena goes that the court has to indorse (CPL 610.20 [3]), in the file's order."""
    matter = desk.matter
    if matter is None:
        return ()
    numbered = enumerate(matter.disclosure.holders)
    return tuple(
        Subpoena(
            view(desk, f"disclosure.holders.{at}", holder),
            _numbered(desk, statable, map(desk.library.demand, holder.items)),
        )
        for at, holder in numbered
        if holder.public and not hidden(desk, holder)
    )


def perishable(desk: Desk, statable: Matter) -> tuple[DemandView, ...]:
    """What a letter asks to be kept: what is held for a time only or in one copy."""
    named = [each for each in demands_for(statable, desk.library.demands) if each.id in PERISHABLE]
    return tuple(DemandView(desk, each) for each in sorted(named, key=lambda each: each.n))
