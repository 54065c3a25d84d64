"""What the court papers print beyond the plain intake: the record and the matter in the order a judge reads them.

Each is a view over findings, policies and answers; nothing here states a fact of its own.
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from markupsafe import Markup

from discovery.core.answers import Basis, BasisKind
from discovery.core.authorities import Verification, printed
from discovery.core.charts import chronology, statements_compared
from discovery.core.checklist import (
    checklist,
    demand_rows,
    footing,
    kept,
    outstanding,
    perishable,
    schedule,
    subpoenas,
)
from discovery.core.findings import MemoUse
from discovery.core.intake import documented_by
from discovery.core.judgment import asked_before_trial, denied_before_trial
from discovery.core.marking import Md, join, role
from discovery.core.matches import match
from discovery.core.matter import Agency, Matter
from discovery.core.precedent import CITY, county_named
from discovery.core.references import FindingView
from discovery.core.showings import (
    before_showings,
    named,
    notice_counts,
    notice_standing,
    ordered_showings,
    ranks,
    searched,
)
from discovery.core.spans import long_date
from discovery.core.values import Desk, Fact, MisuseError, Value, finalize, number_word
from discovery.core.views import Statable, ThingView, view

COMPANIONS: Mapping[str, tuple[str, ...]] = {
    "no-institutional-relationship": ("nypd-disclosed-trial",),
    "access-during-and-after-trial": ("vendor-contract-trial",),
    "trial-accounts-feb-2020": ("vendor-contract-trial",),
}
"""Findings never printed without the one that speaks for the other side, or that they speak of."""


SEARCH_LABELS: Mapping[str, str] = {
    "day": "the day",
    "agency": "the agency",
    "unit": "the unit",
    "operator": "the person who ran it",
    "device": "the device",
    "system": "the system",
    "system_name": "the name of the system",
    "probe_source": "the source of the probe image",
    "gallery": "the gallery searched",
    "candidates": "the number of candidates returned",
    "rank": "the rank of the candidate chosen",
    "score": "the score of the candidate chosen",
    "report": "the day of the possible match report",
    "lead_only": "whether the report says that a match is only a lead",
}
"""What is asked of each search, in the order a paper lists it."""

NOT_FOUND: Mapping[str, str] = {**SEARCH_LABELS, "report": "a possible match report or its day"}
"""The same, of what the papers do not give."""

IN_WORDS: Mapping[tuple[str, str], str] = {
    ("device", "personal"): "the use of a personal device",
    ("device", "department"): "the use of a department device",
    ("lead_only", "yes"): "the statement that a match is only a lead",
    ("lead_only", "no"): "no statement that a match is only a lead",
}
"""Answers that read badly after their label."""


class Told(NamedTuple):
    """One paper, and what it says of a search."""

    where: Any
    says: tuple[Any, ...]
    alone: bool = False
    """Whether it rests on the client or on counsel's inference alone."""


class SearchFacts(NamedTuple):
    """One search as a paper lists it."""

    documented: bool
    """Whether a court paper or a disclosed document records it."""
    told: tuple[Told, ...]
    """What is said of it, by the paper that says so."""
    missing: tuple[Value, ...]
    """What was looked for and not found."""
    candidates: bool
    """Whether anything about its candidates is said or missing."""
    other_agency: bool
    """Whether all that is recorded of the agency is that it was another one."""


def searches(desk: Desk, matter: Matter) -> tuple[SearchFacts, ...]:
    """Every search this paper may speak of."""
    shown = view(desk, "facial_recognition.searches", matter.facial_recognition.searches)
    return tuple(_search(search, matter) for search in shown)


def _search(search: Any, matter: Matter) -> SearchFacts:
    record = matter.facial_recognition.searches[int(search.path.rpartition(".")[2])]
    by_paper: dict[Basis | None, tuple[Markup, list[Any]]] = {}
    for name, label in SEARCH_LABELS.items():
        fact = getattr(search, name)
        if fact.usable and not fact.is_("other"):
            by_paper.setdefault(fact.paper, (fact.basis_named, []))[1].append(_said(name, label, fact))
    for edit in search.edits:
        if edit.what.usable:
            by_paper.setdefault(edit.what.paper, (edit.what.basis_named, []))[1].append(_edited(edit))
    return SearchFacts(
        documented=documented_by(matter, record) is not None,
        told=tuple(Told(where, tuple(says), _alone(basis)) for basis, (where, says) in by_paper.items()),
        missing=_unknown(search, NOT_FOUND),
        candidates=any(getattr(search, name).asked for name in ("candidates", "rank", "score")),
        other_agency=search.agency.is_("other"),
    )


def _alone(basis: Basis | None) -> bool:
    return basis is not None and basis.kind in (BasisKind.CLIENT, BasisKind.INFERENCE)


def _said(name: str, label: str, fact: Fact) -> Markup:
    if words := IN_WORDS.get((name, str(fact))):
        return fact.changed(words).__html__()
    if name == "day" and fact.first != fact.last:
        label = "the time"
    return join([Value(f"{label}, ", fact.source).__html__(), fact.__html__()])


def _edited(edit: Any) -> Markup:
    parts = [Value("an edit of an image (“", edit.what.source), edit.what, Value("”", edit.what.source)]
    if edit.by.usable:
        parts += [Value(", by ", edit.by.source), edit.by]
    if edit.day.usable:
        parts += [Value(", ", edit.day.source), edit.day.on]
        if edit.day.paper != edit.what.paper:
            parts += [Value(", as ", edit.day.source), edit.day.basis_named, Value(" says", edit.day.source)]
    return join([finalize(part) for part in [*parts, Value(")", edit.what.source)]])


def _unknown(record: Any, labels: Mapping[str, str]) -> tuple[Value, ...]:
    facts = [(label, getattr(record, name)) for name, label in labels.items()]
    return tuple(Value(label, fact.source) for label, fact in facts if fact.unknown)


def counts(matter: Matter) -> tuple[Value, ...]:
    """How many counts of each charge, in words."""
    return tuple(
        Value(f"{number_word(charge.counts)} count{'' if charge.counts == 1 else 's'}", f"intake:charges.{at}.counts")
        for at, charge in enumerate(matter.charges)
    )


# --- what the motion rests on, and what it asks for -------------------------------------------------------------


def timeliness(desk: Desk, matter: Matter) -> tuple[str]:
    """Whether the day for motions has passed: late, in time, not known."""
    due: Fact = view(desk, "disclosure", matter.disclosure).motions_due
    if not due.usable or not due.last:
        return ("not known",)
    return ("late" if due.last < desk.today else "in time",)


def edited(searched: tuple[Any, ...]) -> tuple[Any, ...]:
    """The edits of an image, of these searches, that this paper may speak of."""
    return tuple(edit for search in searched for edit in search.edits if edit.what.usable)


def lead_only(searched: tuple[Any, ...]) -> tuple[Any, ...]:
    """Those of these searches whose report is recorded as saying that a match is only a lead."""
    return tuple(search for search in searched if search.lead_only.yes)


class Quoted(Value):
    """An authority's own words; while they are not verified a paper shows them as words to check."""

    def __init__(self, text: str, source: str, reason: str = "") -> None:
        super().__init__(text, source)
        self._reason = reason

    def __html__(self) -> Md:
        words = super().__html__()
        return role("verify", self._reason, body=words) if self._reason else words

    def changed(self, text: str) -> "Quoted":
        """The same words in another form, still to be checked where they are."""
        return Quoted(text, self._source, self._reason)


CHALLENGE_DAYS = 35
"""Days for a challenge to a certificate (CPL 245.50 [4] [c], as decisions describe it; the words were not read)."""


class CertificateLimit(NamedTuple):
    """A certificate that was served, and what to check about the time to challenge it."""

    served: Fact
    until: str
    """The day on which 35 days counted from service end."""
    passed: bool
    """Whether they have passed; from where they run was not read."""
    warning: str


def certificate_limits(desk: Desk, matter: Matter) -> tuple[CertificateLimit, ...]:
    """The certificates whose day of service is known, in the file's order."""
    found = []
    for each in view(desk, "disclosure", matter.disclosure).certificates:
        if each.served.usable and each.served.last:
            until = each.served.last + timedelta(days=CHALLENGE_DAYS)
            found.append(
                CertificateLimit(
                    each.served,
                    long_date(until),
                    until < desk.today,
                    f"Counted from service, {CHALLENGE_DAYS} days end on {long_date(until)}. Whether they run from "
                    "service was not read in the statute; read CPL 245.50 (4) (c) and count again",
                )
            )
    return tuple(found)


def later_learned(desk: Desk, matter: Matter) -> tuple[Fact, ...]:
    """When a search was first learned of, where that is after each certificate known to be served; else nothing."""
    learned: Fact = view(desk, "facial_recognition", matter.facial_recognition).learned
    served = [each.served.last for each in certificate_limits(desk, matter) if each.served.last]
    since = learned.usable and learned.first and not any(day >= learned.first for day in served)
    return (learned,) if since else ()


def other_agency(matter: Matter) -> tuple[bool, ...]:
    """Whether the file records a search by an agency other than the police department: one item if so."""
    others = {Agency.FDNY, Agency.HIDTA, Agency.OTHER}
    searched = any(
        search.agency.value in others and matter.stands(search.agency)
        for search in matter.facial_recognition.searches
    )
    return (True,) if searched else ()


CITY_LAW = "admin-code-14-188.1"
"""The city's law on the police department's policy for facial recognition."""


def city_law(desk: Desk, matter: Matter) -> tuple[str, ...]:
    """How the recorded searches and edits stand to the day the city's law took effect: after, before, not known.

    Nothing where the county is none of the city's and no search is recorded as the police department's.
    """
    agencies = {search.agency.value for search in matter.facial_recognition.searches if matter.stands(search.agency)}
    if county_named(matter.court.county) not in CITY and Agency.NYPD not in agencies:
        return ()
    begins = desk.library.authority(CITY_LAW).first_day
    shown = view(desk, "facial_recognition.searches", matter.facial_recognition.searches)
    days = [day for search in shown for day in (search.day, *(edit.day for edit in search.edits)) if day.usable]
    if begins is None or not days:
        return ("not known",)
    if any(day.first and day.first >= begins for day in days):
        return ("after",)
    return ("before",) if all(day.last and day.last < begins for day in days) else ("not known",)


class Words:
    """An authority's own words, only where they were read; a filing copy waits until their text is verified."""

    def __init__(self, desk: Desk, authority: str, proposition: str) -> None:
        found = desk.library.authority(authority)
        point = found.proposition(proposition)
        if point is None or point.words is None:
            raise MisuseError(f"the words of “{authority}/{proposition}” were not read, so no paper quotes them")
        self._words = point.words
        self._source = f"authority:{authority}/{proposition}"
        note = f" {point.note.rstrip('.')}." if point.note else ""
        verified = point.state is Verification.VERIFIED
        self._reason = "" if verified else f"these words of {printed(found, point)} are {point.state}.{note}"

    def _quoted(self, text: str) -> Quoted:
        return Quoted(text, self._source, self._reason)

    def __html__(self) -> Markup:
        return self._quoted(self._words).__html__()

    @property
    def quoted(self) -> Value:
        """In quotation marks."""
        return self._quoted(f"“{self._words.strip('“”').rstrip(' :;,.')}”")

    def part(self, first: str, last: str) -> Value:
        """From `first` to `last`, in quotation marks."""
        begin = self._words.find(first)
        end = self._words.find(last, max(begin, 0))
        if begin < 0 or end < 0:
            raise MisuseError(f"the words read do not run from “{first}” to “{last}”, so no paper quotes them")
        return self._quoted(f"“{self._words[begin : end + len(last)]}”")

    @property
    def before_day(self) -> Value:
        """The words of a form before the place of its day."""
        return self._quoted(self._words.partition("___")[0].strip())

    @property
    def after_day(self) -> Value:
        """The words of a form after the place of its day."""
        return self._quoted(self._words.rpartition("____,")[2].strip())


def public_record(desk: Desk, matter: Matter) -> tuple[FindingView, ...]:
    """Findings that bear on the matter and may be stated with attribution, each with what speaks against it."""
    usable = {found.finding.id for found in match(matter, desk.library)}
    for key, companions in COMPANIONS.items():
        if key in usable:
            usable.update(companions)
    return tuple(
        FindingView(desk, finding)
        for finding in sorted(desk.library.findings, key=lambda each: each.n)
        if finding.id in usable and finding.memo_use is MemoUse.ATTRIBUTE
    )


# --- the matter's own exhibits ----------------------------------------------------------------------------------


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
    return Gap(of, _unknown(record, labels))


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


def court_views(desk: Desk, statable: Statable) -> dict[str, Callable[[], tuple[Any, ...]]]:
    """The lists that court papers use beyond those of every paper, each made when a template asks for it."""
    matter = desk.matter
    if matter is None:
        raise ValueError("a court paper needs a matter")
    return {
        "searches": lambda: searches(desk, matter),
        "counted_charges": lambda: counts(matter),
        "footing": lambda: footing(desk, statable.matter),
        "timeliness": lambda: timeliness(desk, matter),
        "certificate_limits": lambda: certificate_limits(desk, matter),
        "later_learned": lambda: later_learned(desk, matter),
        "edited": lambda: edited(searched(desk, matter)),
        "edited_before_showings": lambda: edited(before_showings(desk, matter)),
        "lead_only": lambda: lead_only(searched(desk, matter)),
        "lead_only_before_showings": lambda: lead_only(before_showings(desk, matter)),
        "other_agency": lambda: other_agency(matter),
        "notice_counts": lambda: notice_counts(desk, matter),
        "notice_standing": lambda: notice_standing(desk, matter),
        "showings": lambda: ordered_showings(desk, matter),
        "ranks": lambda: ranks(searched(desk, matter)),
        "ranks_before_showings": lambda: ranks(before_showings(desk, matter)),
        "city_law": lambda: city_law(desk, matter),
        "asked_before_trial": lambda: asked_before_trial(desk, matter),
        "denied_before_trial": lambda: denied_before_trial(desk, matter),
        "schedule": lambda: schedule(desk, statable.matter),
        "public_record": lambda: public_record(desk, statable.matter),
        "chronology": lambda: chronology(desk),
        "statements": lambda: statements_compared(desk),
        "steps": lambda: steps(desk, matter),
        "gaps": lambda: gaps(desk, matter),
        "demand_rows": lambda: demand_rows(desk, statable.matter),
        "checklist": lambda: checklist(desk, statable.matter),
        "kept": lambda: kept(desk, statable.matter),
        "subpoenas": lambda: subpoenas(desk, statable.matter),
        "perishable": lambda: perishable(desk, statable.matter),
        "outstanding": lambda: outstanding(desk, statable.matter),
        "sources": lambda: tuple(ThingView(source, f"source:{source.id}") for source in desk.library.sources),
    }
