"""What the court papers print beyond the plain intake: the record and the matter in the order a judge reads them.

Each is a view over findings, policies and answers; nothing here states a fact of its own.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from markupsafe import Markup

from discovery.core.bearings import Classification, judge_finding
from discovery.core.demands import demands_for
from discovery.core.findings import Finding, MemoUse
from discovery.core.marking import escape, join
from discovery.core.matches import match
from discovery.core.matter import Matter
from discovery.core.policies import Policy, PolicyKind
from discovery.core.references import (
    ConflictView,
    DemandState,
    DemandView,
    FindingView,
    JudgementView,
    PolicyView,
)
from discovery.core.values import Day, Desk, Fact, MisuseError, Value
from discovery.core.views import Statable, ThingView, view

CONCESSIONS = {"no-institutional-relationship": ("nypd-disclosed-trial",)}
"""Findings never printed without the one that speaks for the other side."""


class Labelled(NamedTuple):
    """A field of the intake with the words a paper has for it."""

    label: Value
    fact: Fact


SEARCH_LABELS: Mapping[str, str] = {
    "day": "the day of the search",
    "agency": "the agency that ran it",
    "unit": "the unit",
    "operator": "the person who ran it",
    "device": "whose device it was run on",
    "system": "the system",
    "probe_source": "where the probe image came from",
    "gallery": "the gallery searched",
    "candidates": "the number of candidates returned",
    "rank": "the rank, among the candidates, of the image that was reported",
    "score": "the score of that image",
    "report": "the day of the possible match report",
    "lead_only": "whether the report says that the match is only a lead",
}
"""What is asked of each search, in the order a paper lists it."""


class SearchFacts(NamedTuple):
    """One search as a paper lists it: what the papers say, what was looked for and not found, its edits."""

    stated: tuple[Labelled, ...]
    missing: tuple[Labelled, ...]
    edits: tuple[Any, ...]


def searches(desk: Desk, matter: Matter) -> tuple[SearchFacts, ...]:
    """Every search this paper may speak of."""
    shown = view(desk, "facial_recognition.searches", matter.facial_recognition.searches)
    return tuple(_search(search) for search in shown)


def _search(search: Any) -> SearchFacts:
    fields = [_labelled(label, getattr(search, name)) for name, label in SEARCH_LABELS.items()]
    return SearchFacts(
        stated=tuple(each for each in fields if each.fact.usable and not each.fact.is_("other")),
        missing=tuple(each for each in fields if each.fact.unknown),
        edits=tuple(edit for edit in search.edits if edit.what.usable),
    )


def _labelled(label: str, fact: Fact) -> Labelled:
    return Labelled(Value(label, fact.source), fact)


class Words:
    """An authority's own words, only where they were read."""

    def __init__(self, desk: Desk, authority: str, proposition: str) -> None:
        point = desk.library.authority(authority).proposition(proposition)
        if point is None or point.words is None:
            raise MisuseError(f"the words of “{authority}/{proposition}” were not read, so no paper quotes them")
        self._words = point.words
        self._source = f"authority:{authority}/{proposition}"

    def __html__(self) -> Markup:
        return Value(self._words, self._source).__html__()

    @property
    def quoted(self) -> Value:
        """In quotation marks."""
        return Value(f"“{self._words.strip('“”').rstrip(' :;,.')}”", self._source)

    @property
    def before_day(self) -> Value:
        """The words of a form before the place of its day."""
        return Value(self._words.partition("___")[0].strip(), self._source)

    @property
    def after_day(self) -> Value:
        """The words of a form after the place of its day."""
        return Value(self._words.rpartition("____,")[2].strip(), self._source)


def public_record(desk: Desk, matter: Matter) -> tuple[FindingView, ...]:
    """Findings that bear on the matter and may be stated with attribution, each with what speaks against it."""
    usable = {found.finding.id for found in match(matter, desk.library)}
    for key, conceded in CONCESSIONS.items():
        if key in usable:
            usable.update(conceded)
    return tuple(
        FindingView(desk, finding)
        for finding in sorted(desk.library.findings, key=lambda each: each.n)
        if finding.id in usable and finding.memo_use is MemoUse.ATTRIBUTE
    )


# --- exhibits ---------------------------------------------------------------------------------------------------


class Row(NamedTuple):
    """A row of the chronology; `id` is the finding's or the policy's, for the template to choose by."""

    id: str
    first: date
    when: Any
    what: Any
    who: Any


def chronology(desk: Desk) -> tuple[Row, ...]:
    """Dated findings that may be attributed, and every policy or statement with a known day, by first day."""
    rows = [
        _policy_row(policy) for policy in desk.library.policies if policy.first_day.first and policy.identity_known
    ]
    rows += [
        _finding_row(desk, finding)
        for finding in desk.library.findings
        if finding.memo_use is MemoUse.ATTRIBUTE and finding.span.first
    ]
    return tuple(sorted(rows, key=lambda row: (row.first, str(row.when))))


def _finding_row(desk: Desk, finding: Finding) -> Row:
    shown = FindingView(desk, finding)
    return Row(finding.id, finding.span.first or date.min, shown.span, shown.statement, shown.speaker)


def _policy_row(policy: Policy) -> Row:
    source = f"policy:{policy.id}"
    kinds = {PolicyKind.STATEMENT: "Statement", PolicyKind.PRACTICE: "Practice", PolicyKind.AGREEMENT: "Agreement"}
    kind = kinds.get(policy.kind, "Rule")
    held = "" if policy.kind is PolicyKind.STATEMENT or policy.text_held else " Text not held."
    what = Value(f"{kind}: {policy.title}.{held}", source)
    return Row(
        policy.id,
        policy.first_day.first or date.min,
        Day(policy.first_day, source),
        what,
        Value(policy.issuer, source),
    )


class Beside(NamedTuple):
    """A finding set beside a statement."""

    finding: FindingView
    how_it_stands: Any


class Compared(NamedTuple):
    """A statement with its words as read, and what is reported beside it."""

    statement: PolicyView
    made: Any
    words: tuple[Value, ...]
    """Only those that were verified."""
    beside: tuple[Beside, ...]


def statements_compared(desk: Desk) -> tuple[Compared, ...]:
    """Statements whose words were read, each with the attributable findings in tension or consistent with it."""
    spoken = [
        policy
        for policy in desk.library.policies
        if policy.kind is PolicyKind.STATEMENT and any(words.verified for words in policy.words)
    ]
    spoken.sort(key=lambda policy: policy.first_day.first or date.max)
    return tuple(
        Compared(
            PolicyView(policy),
            Day(policy.first_day, f"policy:{policy.id}"),
            tuple(
                Value(f"“{each.text.strip('“”')}”", f"policy:{policy.id}") for each in policy.words if each.verified
            ),
            tuple(_beside(desk, policy)),
        )
        for policy in spoken
    )


_SAID = (Classification.TENSION_THEN, Classification.TENSION_LATER, Classification.CONSISTENT)


def _beside(desk: Desk, policy: Policy) -> Iterable[Beside]:
    for finding in desk.library.findings:
        if finding.memo_use is not MemoUse.ATTRIBUTE:
            continue
        for judged in judge_finding(finding, desk.library):
            if judged.policy and judged.policy.id == policy.id and judged.classification in _SAID:
                yield Beside(FindingView(desk, finding), JudgementView(desk, judged, None))


class Step(NamedTuple):
    """A dated step of the matter: its day, what was done, and where the papers say so."""

    first: date
    when: Any
    what: Any
    where: Any


def steps(desk: Desk, matter: Matter) -> tuple[Step, ...]:
    """What the papers record about the incident, searches, edits, showings and arrest, by first day."""
    found: list[Step] = []

    def add(day: Fact, *what: object) -> None:
        if day.usable and day.first:
            found.append(Step(day.first, day, join([_markup(part) for part in what]), day.basis))

    shown = view(desk, "arrest", matter.arrest)
    add(shown.incident, "The incident as alleged")
    for search in view(desk, "facial_recognition.searches", matter.facial_recognition.searches):
        system = (" on ", search.system) if search.system.usable else ()
        agency = (" by ", search.agency) if search.agency.usable else ()
        add(search.day, "A facial recognition search", *agency, *system)
        for edit in search.edits:
            add(edit.day, "An edit of the probe image: ", edit.what)
        add(search.report, "A possible match report")
    for step in view(desk, "facial_recognition.social_media", matter.facial_recognition.social_media):
        add(step.day, "On social media: ", step.what)
    for step in view(desk, "identifications", matter.identifications):
        result = ("; recorded result: ", step.result) if step.result.usable else ()
        add(step.day, "An identification procedure: ", step.kind, *result)
    add(shown.i_card, "An investigation card")
    add(shown.arrested, "The arrest")
    return tuple(sorted(found, key=lambda step: step.first))


def _markup(part: object) -> Markup:
    return part.__html__() if hasattr(part, "__html__") else escape(str(part))


def gaps(desk: Desk, matter: Matter) -> tuple[Any, ...]:
    """What was looked for and is not known, search by search."""
    return tuple(each.label for search in searches(desk, matter) for each in search.missing)


class DemandRow(NamedTuple):
    """An item of the checklist with its state in this matter."""

    demand: DemandView
    n: Any
    state: Any


def demand_rows(desk: Desk, matter: Matter) -> tuple[DemandRow, ...]:
    """The items that make sense in this matter, in the checklist's order, each with what became of it."""
    rows = []
    for demand in sorted(demands_for(matter, desk.library.demands), key=lambda each: each.n):
        state = DemandState(desk, demand.id)
        rows.append(DemandRow(DemandView(desk, demand), Value(str(demand.n), f"demand:{demand.id}"), state.answer))
    return tuple(rows)


def conflicts_shown(desk: Desk) -> tuple[ConflictView, ...]:
    """Every set of figures that do not agree."""
    return tuple(ConflictView(conflict) for conflict in desk.library.conflicts)


def court_views(desk: Desk, statable: Statable) -> dict[str, Callable[[], tuple[Any, ...]]]:
    """The lists that court papers use beyond those of every paper, each made when a template asks for it."""
    matter = desk.matter
    if matter is None:
        raise ValueError("a court paper needs a matter")
    return {
        "searches": lambda: searches(desk, matter),
        "public_record": lambda: public_record(desk, statable.matter),
        "chronology": lambda: chronology(desk),
        "statements": lambda: statements_compared(desk),
        "steps": lambda: steps(desk, matter),
        "gaps": lambda: gaps(desk, matter),
        "demand_rows": lambda: demand_rows(desk, statable.matter),
        "sources": lambda: tuple(ThingView(source, f"source:{source.id}") for source in desk.library.sources),
    }
