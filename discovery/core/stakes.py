"""The questions that are live in a matter: what settles each, who is asked, which paper uses it, and by when.

What an answer would carry in law stands in the template, which alone may cite; here is what depends on the matter.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from discovery.core.checklist import footing, search_told
from discovery.core.court import certificate_limits, timeliness
from discovery.core.demand_views import DemandState, DemandView
from discovery.core.intake import people_said
from discovery.core.matter import Agency, Matter, ShowingKind, Stage, System
from discovery.core.theory import named_for, next_step
from discovery.core.values import Desk, Fact, Value
from discovery.core.views import view

SETTLED_BY: Mapping[str, str] = {
    "use": "use-of-facial-recognition",
    "statement": "use-of-facial-recognition",
    "certificate": "request-and-report",
    "candidates": "candidate-list",
    "edits": "image-edits",
    "path": "path-to-showings",
    "acquaintance": "path-to-showings",
    "recording": "path-to-showings",
    "gallery": "gallery-image",
    "other-agency": "other-agencies",
    "arrest": "requests-citing-result",
    "offer": "analyst-qualifications",
    "rule": "policies-in-force",
}
"""The item of the checklist that would settle each question, in the order a memorandum takes them."""

USED_IN: Mapping[str, tuple[str, ...]] = {
    "use": ("motion-fr-discovery",),
    "statement": ("motion-certificate-challenge",),
    "certificate": ("motion-certificate-challenge",),
    "candidates": ("motion-fr-discovery",),
    "edits": ("motion-reliability-hearing", "expert-brief"),
    "path": ("motion-identification",),
    "acquaintance": ("motion-identification",),
    "recording": ("motion-identification",),
    "gallery": ("client-authorization", "motion-identification"),
    "other-agency": ("motion-fr-discovery",),
    "arrest": (),
    "offer": ("motion-reliability-hearing",),
    "rule": ("policy-deviation-memo",),
}
"""The papers that use an answer while the action is pending; after a judgment it is the motion to vacate."""

_AGAINST_CERTIFICATE = ("statement", "certificate")


class Stake(NamedTuple):
    """A live question of the matter."""

    key: str
    demand: DemandView
    state: str
    """How the demand for what settles it stands."""
    step: str
    papers: tuple[Value, ...]
    """Templates that do the next step."""
    used_in: tuple[Value, ...]
    """Templates that use the answer."""
    who: tuple[Value, ...]
    """Who has to be asked; nobody where it was provided."""
    by: tuple[Value, ...]
    """The deadlines it bears on, only those the intake records or dates."""


def stakes(desk: Desk) -> tuple[Stake, ...]:
    """Every question that is live in the matter, in the order a memorandum takes them."""
    matter = desk.matter
    if matter is None:
        return ()
    live = set(_live(desk, matter))
    return tuple(_stake(desk, matter, key) for key in SETTLED_BY if key in live)


def _live(desk: Desk, matter: Matter) -> Iterator[str]:
    known = search_told(desk, matter)
    pending = matter.posture.stage is not Stage.AFTER_CONVICTION
    fr, showings = matter.facial_recognition, {each.kind for each in matter.identifications}
    if not known:
        yield "use"
    if people_said(matter).value == "denied" and footing(desk, matter)[0] in ("documented", "indicated"):
        yield "statement"
    elif known and pending and matter.disclosure.certificates:
        yield "certificate"
    if known:
        yield from ("candidates", "edits", "rule")
        if pending:
            yield "offer"
        if not fr.searches or any(each.system.value is not System.CLEARVIEW for each in fr.searches):
            yield "gallery"
    if known or showings:
        yield "path"
    if ShowingKind.CONFIRMATORY in showings or any(each.acquainted.given for each in matter.identifications):
        yield "acquaintance"
    if ShowingKind.VIDEO_RECOGNITION in showings:
        yield "recording"
    others = any(each.agency.given and each.agency.value is not Agency.NYPD for each in fr.searches)
    if others or fr.other_agencies.asked:
        yield "other-agency"
    if matter.arrest.probable_cause.given or any(each.arrest_on_lead.asked for each in fr.searches):
        yield "arrest"


def _stake(desk: Desk, matter: Matter, key: str) -> Stake:
    demand = SETTLED_BY[key]
    answer = str(DemandState(desk, demand).answer)
    step, papers = next_step(matter, demand, answer)
    return Stake(
        key=key,
        demand=DemandView(desk, desk.library.demand(demand)),
        state=answer,
        step=step,
        papers=named_for(demand, papers),
        used_in=named_for(demand, tuple(each for each in _used_in(matter, key) if each not in papers)),
        who=() if answer == "provided" else tuple(_who(matter, demand)),
        by=tuple(_by(desk, matter, key)),
    )


def _used_in(matter: Matter, key: str) -> tuple[str, ...]:
    if matter.posture.stage is not Stage.AFTER_CONVICTION:
        return USED_IN[key]
    kept = [
        each for each in USED_IN[key] if each in ("client-authorization", "expert-brief", "policy-deviation-memo")
    ]
    return (*kept, "motion-440")


def _who(matter: Matter, demand: str) -> Iterator[Value]:
    if matter.posture.stage is not Stage.AFTER_CONVICTION:
        yield Value("the People", "intake:prosecutor.office")
    for at, holder in enumerate(matter.disclosure.holders):
        if demand in holder.items:
            yield Value(holder.name, f"intake:disclosure.holders.{at}.name")
    if matter.posture.stage is Stage.AFTER_CONVICTION and not matter.disclosure.holders:
        yield Value("the agency that holds the record", f"demand:{demand}")


def _by(desk: Desk, matter: Matter, key: str) -> Iterator[Value]:
    if matter.posture.stage is Stage.AFTER_CONVICTION:
        learned: Fact = view(desk, "facial_recognition", matter.facial_recognition).learned
        if learned.usable:
            yield learned.changed(f"diligence will be asked about from {learned} on, when the search became known")
    elif key in _AGAINST_CERTIFICATE:
        for limit in certificate_limits(desk, matter):
            tense = "ended" if limit.passed else "end"
            counted = f"counted from service on {limit.served}, the days for a challenge {tense} on {limit.until}"
            yield limit.served.changed(counted)
    else:
        due: Fact = view(desk, "disclosure", matter.disclosure).motions_due
        if due.usable:
            late = timeliness(desk, matter)[0] == "late"
            yield due.changed(
                f"motions were due on {due}, which has passed (motion-late-or-renewed)"
                if late
                else f"motions are due on {due}"
            )
