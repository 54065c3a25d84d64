"""What the policy memo says, counted and sorted here so that its template only prints it.

This matter's conduct comes first, pair by pair with each policy; then what is reported; then leads. Whether anything
is a deviation is counted from the judgements, never written down anywhere.
"""

from collections.abc import Iterable, Sequence
from functools import cached_property

from discovery.core.bearings import Judgement, judge_finding, judge_matter
from discovery.core.conduct import Conduct, conduct_of
from discovery.core.demand_views import DemandView
from discovery.core.findings import Finding, MemoUse
from discovery.core.matches import match
from discovery.core.matter import Matter, answers
from discovery.core.memo_pairs import (
    RULES_DEMAND,
    WEIGHT,
    FactLine,
    Judged,
    PairView,
    ReportView,
    StepView,
    alone,
    fact_lines,
    rows_for,
    rules_demand,
)
from discovery.core.policies import Policy, Window
from discovery.core.proposals import Classification
from discovery.core.references import ConflictView
from discovery.core.spans import Truth
from discovery.core.timeline import handle
from discovery.core.values import Desk, Value, number_word
from discovery.core.views import ThingView

_C = Classification
_OURS = "judgements:this matter"
_THEIRS = "judgements:the record"
_BOTH = "judgements:this matter and the record"
_CONTRARY = ("vendor-contract-trial", "nypd-disclosed-trial")
"""Findings that speak for the Department."""


class ChangeView:
    """A record that would change the answer, and how many pairs wait for it."""

    def __init__(self, desk: Desk, policy: Policy, waiting: Sequence[Judgement]) -> None:
        self._desk, self._policy, self._waiting = desk, policy, waiting

    @property
    def record(self) -> Value:
        """The record to get."""
        return Value(self._policy.settles.rstrip("."), f"policy:{self._policy.id}")

    @property
    def waits(self) -> Value:
        """How many judgements wait for it."""
        size = len(self._waiting)
        words = "one bearing waits for it" if size == 1 else f"{number_word(size)} bearings wait for it"
        return Value(words, f"policy:{self._policy.id}")

    @property
    def could_deviate(self) -> bool:
        """Whether the data names a provision that would make one of them a deviation."""
        return any(each.proposed is _C.DEVIATION for each in self._waiting) or any(
            criterion.bearing.becomes is _C.DEVIATION for criterion in self._policy.criteria
        )

    @property
    def name(self) -> Value:
        """What a sentence calls the policy."""
        return Value(self._policy.name, f"policy:{self._policy.id}")

    @property
    def get(self) -> tuple[Value, ...]:
        """Where to ask for it."""
        rows = rows_for(self._desk, policy=self._policy.id)
        return (*rows, *rules_demand(self._desk)) if self._policy.kind.binds else rows


class WindowView(ThingView):
    """A stretch of time with what governed in it, and what of this matter was done then."""

    def __init__(self, window: Window, steps: Sequence[Conduct]) -> None:
        super().__init__(window, f"window:{window.id}")
        self.certain = tuple(Value(each.title, each.source) for each in steps if window.holds(each.span) is Truth.YES)
        self.possible = tuple(
            Value(each.title, each.source) for each in steps if window.holds(each.span) is Truth.UNKNOWN
        )


class MemoView:
    """Everything the policy memo prints."""

    def __init__(self, desk: Desk, matter: Matter) -> None:
        self._desk, self._matter = desk, matter

    @cached_property
    def _judged(self) -> tuple[Judgement, ...]:
        return tuple(each for each in judge_matter(self._matter, self._desk.library) if each.policy)

    @cached_property
    def _matched(self) -> tuple[tuple[Finding, bool], ...]:
        return tuple((each.finding, each.certain) for each in match(self._matter, self._desk.library))

    @cached_property
    def _reported(self) -> tuple[Judgement, ...]:
        stated = [finding for finding, _ in self._matched if finding.memo_use is MemoUse.ATTRIBUTE]
        return tuple(each for finding in stated for each in judge_finding(finding, self._desk.library) if each.policy)

    @property
    def empty(self) -> bool:
        """Whether nothing on record bears on the matter."""
        return not self._judged and not self._matched

    @cached_property
    def steps(self) -> tuple[StepView, ...]:
        """This matter's steps that a policy speaks to."""
        found = []
        for conduct in conduct_of(self._matter):
            judged = [each for each in self._judged if each.conduct.id == conduct.id]
            if judged:
                found.append(StepView(self._desk, self._matter, conduct, judged))
        return tuple(found)

    @cached_property
    def reports(self) -> tuple[ReportView, ...]:
        """What is reported and bears on a policy, the weightiest first."""
        found = self._views(MemoUse.ATTRIBUTE)
        return tuple(sorted((each for each in found if each.matters), key=lambda each: each.rank))

    @cached_property
    def context(self) -> tuple[ReportView, ...]:
        """What is reported and bears on the matter, but on no policy: provenance and background."""
        rest = [each for each in self._views(MemoUse.ATTRIBUTE) if not each.matters]
        return (*rest, *self._views(MemoUse.BACKGROUND_OK))

    @property
    def contrary(self) -> tuple[ReportView, ...]:
        """What the record itself says for the other side, whenever a report is used at all."""
        known = {finding.id: finding for finding in self._desk.library.findings}
        told = {each.finding.id for each in self.reports}
        chosen = [known[key] for key in _CONTRARY if key in known and key not in told] if told else []
        return tuple(ReportView(self._desk, each, True) for each in chosen)

    @cached_property
    def _told(self) -> dict[str, Finding]:
        """Every finding the memo tells of: those that bear on the matter and those that speak for the other side."""
        library = {finding.id: finding for finding in self._desk.library.findings}
        contrary = {str(each.finding.id): library[str(each.finding.id)] for each in self.contrary}
        return {finding.id: finding for finding, _ in self._matched} | contrary

    @cached_property
    def leads(self) -> tuple[ReportView, ...]:
        """What may only be followed up."""
        return self._views(MemoUse.LEAD_ONLY)

    @property
    def windows(self) -> tuple[WindowView, ...]:
        """The stretches of time that decide what may be said, each with this matter's steps that fall into it."""
        steps = [each for each in conduct_of(self._matter) if each.kind in ("search", "edit")]
        return tuple(WindowView(each, steps) for each in self._desk.library.windows)

    @property
    def deviations(self) -> tuple[PairView, ...]:
        """Every deviation, of this matter and of the record."""
        judged: tuple[Judged, ...] = (*self.steps, *self.reports)
        return tuple(pair for each in judged for pair in each.pairs if pair.deviates)

    @property
    def deviations_counted(self) -> Value:
        """How many there are."""
        return _count(len(self.deviations), "pair", _BOTH)

    @property
    def pairs_of_matter(self) -> Value:
        """How many pairs of a step and a policy were judged."""
        return _count(self._pairs(self.steps), "pair", _OURS)

    @property
    def pairs_of_record(self) -> Value:
        """How many pairs of a report and a policy were judged."""
        return _count(self._pairs(self.reports), "pair", _THEIRS)

    @property
    def tally(self) -> tuple[tuple[Value, Value, Value], ...]:
        """For each class that occurs: its name, how often in this matter, how often on the record."""
        rows = []
        for kind in WEIGHT:
            ours = sum(pair.classification == str(kind) for each in self.steps for pair in each.pairs)
            theirs = sum(pair.classification == str(kind) for each in self.reports for pair in each.pairs)
            if ours or theirs or kind is _C.DEVIATION:
                rows.append((Value(str(kind), _BOTH), Value(_none(ours), _OURS), Value(_none(theirs), _THEIRS)))
        return tuple(rows)

    @property
    def conflicts(self) -> tuple[ConflictView, ...]:
        """Figures that do not agree, where a finding told of here gives one of them or repeats one in a caveat."""
        told = set(self._told)
        chosen = [
            each
            for each in self._desk.library.conflicts
            if told & {*each.findings, *(figure.finding for figure in each.figures)}
        ]
        return tuple(ConflictView(each) for each in chosen)

    @property
    def tensions(self) -> tuple[tuple[Value, tuple[Value, ...]], ...]:
        """Findings that do not sit easily with each other, each pair once."""
        findings = {key: each for key, each in self._told.items() if each.memo_use is not MemoUse.EXCLUDE}
        seen: set[frozenset[str]] = set()
        found: list[tuple[Value, tuple[Value, ...]]] = []
        for finding in findings.values():
            others = [key for key in finding.tensions if key in findings]
            fresh = [key for key in others if frozenset((finding.id, key)) not in seen]
            seen |= {frozenset((finding.id, key)) for key in fresh}
            if fresh:
                others_named = tuple(Value(handle(findings[key]), f"finding:{key}") for key in fresh)
                found.append((Value(handle(finding), f"finding:{finding.id}"), others_named))
        return tuple(found)

    @property
    def changes(self) -> tuple[ChangeView, ...]:
        """The records that would change the answer, those that most bearings wait for first."""
        waiting: dict[str, list[Judgement]] = {}
        policies: dict[str, Policy] = {}
        for each in (*self._judged, *self._reported):
            if each.policy and each.classification is _C.CANNOT_BE_DETERMINED and each.policy.kind.governs:
                waiting.setdefault(each.policy.id, []).append(each)
                policies[each.policy.id] = each.policy
        views = [ChangeView(self._desk, policies[key], judged) for key, judged in waiting.items()]
        order = {key: at for at, key in enumerate(waiting)}
        keys = list(waiting)
        ranked = sorted(
            zip(views, keys, strict=True),
            key=lambda each: (not each[0].could_deviate, -len(waiting[each[1]]), order[each[1]]),
        )
        return tuple(view for view, _ in ranked)

    @property
    def alone(self) -> tuple[FactLine, ...]:
        """Every answer of the intake that rests on the client or on counsel's inference alone."""
        weak = [
            (path, _place(path), answer)
            for path, answer in answers(self._matter)
            if answer.given and alone(self._desk.basis_of(answer), path)
        ]
        return fact_lines(self._desk, weak)

    @property
    def rules_demand(self) -> DemandView:
        """The demand for the rules in force."""
        return DemandView(self._desk, self._desk.library.demand(RULES_DEMAND))

    @property
    def publications(self) -> tuple[Value, ...]:
        """Where the reports come from, each once."""
        ids = dict.fromkeys(finding.source for finding, _ in self._matched)
        sources = [self._desk.library.source(key) for key in ids]
        return tuple(Value(f"{each.publisher} ({each.published})", f"source:{each.id}") for each in sources)

    def _views(self, use: MemoUse) -> tuple[ReportView, ...]:
        return tuple(
            ReportView(self._desk, finding, certain) for finding, certain in self._matched if finding.memo_use is use
        )

    def _pairs(self, views: Iterable[Judged]) -> int:
        return sum(len(each.pairs) for each in views)


def _place(path: str) -> str:
    """A path of the intake in words, its entries counted from one: social media 2, what."""
    parts = [str(int(part) + 1) if part.isdigit() else part.replace("_", " ") for part in path.split(".")]
    words = parts[0]
    for part in parts[1:]:
        words += f" {part}" if part.isdigit() else f", {part}"
    return words


def _none(number: int) -> str:
    return number_word(number) if number else "none"


def _count(number: int, noun: str, source: str) -> Value:
    return Value(f"{number_word(number)} {noun if number == 1 else noun + 's'}", source)
