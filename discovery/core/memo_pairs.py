"""Conduct and policy, pair by pair, as the memo prints them: criteria, gate, bearing, and what settles it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from discovery.core.answers import Answer, Basis, BasisKind
from discovery.core.bearings import Judgement, judge_finding
from discovery.core.conduct import Conduct
from discovery.core.findings import Finding
from discovery.core.matter import Matter
from discovery.core.policies import Policy
from discovery.core.proposals import Classification
from discovery.core.references import FindingView, PolicyView, days_of
from discovery.core.spans import Span, Truth, long_date
from discovery.core.timeline import handle
from discovery.core.values import Day, Desk, Fact, Value

_C = Classification
WEIGHT = (
    _C.DEVIATION,
    _C.TENSION_THEN,
    _C.CANNOT_BE_DETERMINED,
    _C.TENSION_LATER,
    _C.CONSISTENT,
    _C.PRE_DATES,
    _C.NOT_APPLICABLE,
)
"""The order in which counsel wants them."""
_ALONE = {
    BasisKind.CLIENT: "rests on the client alone",
    BasisKind.INFERENCE: "rests on counsel’s inference alone",
}
_FACTS = {
    "search": (
        *("agency", "unit", "operator", "system", "system_name", "device", "day", "probe_source", "gallery"),
        *("candidates", "rank", "score", "report", "lead_only"),
    ),
    "edit": ("what", "day", "by"),
    "showing": ("kind", "day", "administrator", "blind", "result", "recorded"),
}
RULES_DEMAND = "policies-in-force"
_EMPTY = {"which", "their", "there", "would", "facial", "recognition", "department", "search", "policy", "these"}


class FactLine:
    """What one basis shows of a step: its facts, where they come from, and whether on that alone."""

    def __init__(self, facts: tuple[tuple[Value, Fact], ...], basis: Basis | None) -> None:
        self.facts = facts
        self.basis = facts[0][1].basis if basis else None
        self.alone = alone(basis, facts[0][1].source)
        """“rests on the client alone”, where it does."""


class PairView:
    """One step or finding under one policy: criteria, gate, bearing, what settles it and how to get it."""

    def __init__(self, desk: Desk, policy: Policy, judged: Sequence[Judgement], source: str) -> None:
        self._desk, self._policy, self._judged, self._source = desk, policy, judged, source
        self._first = judged[0]

    @property
    def policy(self) -> PolicyView:
        """The policy."""
        return PolicyView(self._policy)

    @property
    def name(self) -> Value:
        """What a sentence calls the policy."""
        return Value(self._policy.name, f"policy:{self._policy.id}")

    @property
    def classification(self) -> Value:
        """How the one stands to the other."""
        return Value(str(self._first.classification), self._source)

    @property
    def deviates(self) -> bool:
        """Whether it is a deviation."""
        return self._first.classification is _C.DEVIATION

    @property
    def sentence(self) -> Value:
        """The judgement as a sentence."""
        return self._value(self._first.sentence)

    @property
    def days(self) -> Value:
        """From when to when the policy was in force, or when the statement was made."""
        return Value(days_of(self._policy), f"policy:{self._policy.id}")

    @property
    def text(self) -> Value | None:
        """“TEXT NOT HELD”, of something that governs and whose text is not held."""
        if self._policy.text_held or not self._policy.kind.governs:
            return None
        return Value("TEXT NOT HELD", f"policy:{self._policy.id}")

    @property
    def criteria(self) -> Value | None:
        """Of the policy's words as read, those that come nearest to what the bearing speaks of."""
        if not self._policy.words:
            return None
        said = _content(" ".join([self._first.sentence, *(each.why for each in self._judged)]))
        best = max(self._policy.words, key=lambda each: (len(_content(each.text) & said), each.verified))
        return Value(f"“{best.text.strip('“”').rstrip('.')}”", f"policy:{self._policy.id}")

    @property
    def later(self) -> bool:
        """Whether the dates alone decide, so that one line tells it."""
        return self._first.classification in (_C.PRE_DATES, _C.NOT_APPLICABLE)

    @property
    def whys(self) -> tuple[Value, ...]:
        """Why each bearing was proposed, said once and only where the sentence does not say it."""
        whys = dict.fromkeys(each.why for each in self._judged)
        return tuple(self._value(why) for why in whys if why.casefold() not in self._first.sentence.casefold())

    @property
    def settles(self) -> Value:
        """What would settle it, or prove what it rests on."""
        return self._value((self._first.settles or self._policy.settles).rstrip("."))

    @property
    def gate(self) -> Value:
        """Whether the policy was in force, or the statement made, on the days of the conduct."""
        words = temporal_gate(self._policy, self._first.conduct.span)
        return Value(words, f"policy:{self._policy.id}")

    @property
    def get(self) -> tuple[Value, ...]:
        """Where to ask for what would settle it: rows of a request, and the demand where a rule is wanted."""
        rows = rows_for(self._desk, policy=self._policy.id)
        return (*rows, *rules_demand(self._desk)) if self._policy.kind.binds else rows

    @property
    def rank(self) -> tuple[int, str]:
        """Its place among the others."""
        return WEIGHT.index(self._first.classification), str(self._policy.first_day.first or "")

    def _value(self, words: str) -> Value:
        return Value(self._desk.with_initials(words), self._source)


class Judged:
    """What was judged pair by pair."""

    pairs: tuple[PairView, ...]


class StepView(Judged):
    """A step of this matter: what is known of it and how it stands to each policy."""

    def __init__(self, desk: Desk, matter: Matter, conduct: Conduct, judged: Sequence[Judgement]) -> None:
        self._desk, self._matter, self._conduct = desk, matter, conduct
        self.pairs = pairs(desk, judged, conduct.source)

    @property
    def title(self) -> Value:
        """What was done."""
        return Value(self._desk.with_initials(self._conduct.title), self._conduct.source)

    @property
    def day(self) -> Day:
        """When, as far as it is known."""
        return Day(self._conduct.span, self._conduct.source)

    @property
    def alone(self) -> Value | None:
        """“rests on the client alone”, where the step itself does."""
        answer = self._answer(self._conduct.source.removeprefix("intake:"))
        return alone(self._desk.basis_of(answer), self._conduct.source) if answer else None

    @property
    def classes(self) -> tuple[tuple[Value, tuple[Value, ...]], ...]:
        """Each bearing once, with the policies it is a bearing on."""
        grouped: dict[str, list[Value]] = {}
        for pair in self.pairs:
            names = grouped.setdefault(str(pair.classification), [])
            names += [] if str(pair.name) in map(str, names) else [pair.name]
        return tuple((Value(key, self._conduct.source), tuple(names)) for key, names in grouped.items())

    @property
    def open_pairs(self) -> tuple[PairView, ...]:
        """The pairs counsel has to think about."""
        return tuple(pair for pair in self.pairs if not pair.later)

    @property
    def later_pairs(self) -> tuple[PairView, ...]:
        """The pairs told in one line."""
        return tuple(pair for pair in self.pairs if pair.later)

    @property
    def lines(self) -> tuple[FactLine, ...]:
        """What the intake holds of it, the facts of one basis together."""
        return fact_lines(self._desk, self._answers())

    def _answers(self) -> Iterator[tuple[str, str, Answer[Any]]]:
        path = self._conduct.source.removeprefix("intake:")
        found = self._at(path)
        if isinstance(found, Answer):
            yield path, path.rpartition(".")[2], found
            return
        for name in _FACTS.get(self._conduct.kind, ()):
            answer = getattr(found, name, None)
            if isinstance(answer, Answer) and answer.given and str(answer.value) != "other":
                yield f"{path}.{name}", name, answer

    def _answer(self, path: str) -> Answer[Any] | None:
        found = self._at(path)
        return found if isinstance(found, Answer) else None

    def _at(self, path: str) -> Any:
        found: Any = self._matter
        for part in path.split("."):
            found = found[int(part)] if part.isdigit() else getattr(found, part, None)
        return found


class ReportView(Judged):
    """A finding that bears on the matter, and how what it reports stands to each policy."""

    def __init__(self, desk: Desk, finding: Finding, certain: bool) -> None:
        self._desk, self._finding, self.certain = desk, finding, certain
        self.finding = FindingView(desk, finding)
        judged = [each for each in judge_finding(finding, desk.library) if each.policy]
        self.pairs = pairs(desk, judged, f"finding:{finding.id}")

    @property
    def title(self) -> Value:
        """Its handle."""
        return Value(handle(self._finding), f"finding:{self._finding.id}")

    @property
    def statement(self) -> Value:
        """What is reported; the memo prints the speaker and the caveats beside it, so no comment repeats them."""
        return Value(self._finding.statement, f"finding:{self._finding.id}")

    @property
    def classes(self) -> tuple[tuple[Value, tuple[Value, ...]], ...]:
        """Each bearing once, with the policies it is a bearing on."""
        grouped: dict[str, list[Value]] = {}
        for pair in self.pairs:
            grouped.setdefault(str(pair.classification), []).append(pair.name)
        return tuple((Value(key, f"finding:{self._finding.id}"), tuple(names)) for key, names in grouped.items())

    @property
    def matters(self) -> bool:
        """Whether it bears on a policy at all."""
        return any(pair.rank[0] < WEIGHT.index(_C.NOT_APPLICABLE) for pair in self.pairs)

    @property
    def get(self) -> tuple[Value, ...]:
        """Rows of the request that ask for its proof."""
        return rows_for(self._desk, finding=self._finding.id)

    @property
    def rank(self) -> tuple[int, int]:
        """Its place: the weightiest bearing first."""
        return min((pair.rank[0] for pair in self.pairs), default=len(WEIGHT)), self._finding.n


def fact_lines(desk: Desk, found: Iterable[tuple[str, str, Answer[Any]]]) -> tuple[FactLine, ...]:
    """Answers (path, label, answer) sorted under the basis each rests on."""
    lines: dict[str, tuple[Basis | None, list[tuple[Value, Fact]]]] = {}
    for path, name, answer in found:
        basis, fact = desk.basis_of(answer), Fact(desk, path, answer)
        _, facts = lines.setdefault(repr(basis), (basis, []))
        facts.append((Value(_label(name), fact.source), fact))
    return tuple(FactLine(tuple(facts), basis) for basis, facts in lines.values())


def alone(basis: Basis | None, source: str) -> Value | None:
    """The words that mark what rests on the client or on inference alone."""
    words = _ALONE.get(basis.kind) if basis else None
    return Value(words, source) if words else None


def pairs(desk: Desk, judged: Sequence[Judgement], source: str) -> tuple[PairView, ...]:
    """The judgements of one conduct by policy; two that say the same of one policy are one pair."""
    grouped: dict[tuple[str, str, str], tuple[Policy, list[Judgement]]] = {}
    for each in judged:
        if each.policy:
            key = (each.policy.id, str(each.classification), each.sentence)
            grouped.setdefault(key, (each.policy, []))[1].append(each)
    views = [PairView(desk, policy, group, source) for policy, group in grouped.values()]
    return tuple(sorted(views, key=lambda pair: pair.rank))


def temporal_gate(policy: Policy, span: Span) -> str:
    """Whether a policy governed on the days of the conduct, or how a statement stands to them in time."""
    if span.first is None and span.last is None:
        return "the day of the conduct is not known"
    if policy.kind.governs:
        answers = {
            Truth.YES: f"in force on {_days(span)}",
            Truth.NO: f"not in force on {_days(span)}",
            Truth.UNKNOWN: f"not shown to have been in force on {_days(span)}",
        }
        return answers[policy.in_force(span)]
    made = policy.first_day
    if made.last and span.first and made.last < span.first:
        return "made before the conduct"
    if made.first and span.last and made.first > span.last:
        return "made after the conduct"
    return "made while the conduct may have been going on" if made.first else "its day is not known"


def rows_for(desk: Desk, *, policy: str = "", finding: str = "") -> tuple[Value, ...]:
    """Rows of the agencies' checklists that ask for what would settle a policy or prove a finding."""
    found = []
    for checklist in desk.library.checklists:
        asked = [item for item in checklist.items if policy in item.policies or finding in item.findings]
        if asked:
            numbers = " and ".join(str(item.n) for item in asked)
            rows = "row" if len(asked) == 1 else "rows"
            found.append(Value(f"{checklist.agency.upper()} FOIL {rows} {numbers}", f"foil:{asked[0].id}"))
    return tuple(found)


def rules_demand(desk: Desk) -> tuple[Value, ...]:
    demand = next((each for each in desk.library.demands if each.id == RULES_DEMAND), None)
    return (Value(f"demand “{demand.title}”", f"demand:{demand.id}"),) if demand else ()


def _content(text: str) -> set[str]:
    """The words of a text that carry its meaning."""
    return {word for word in re.findall(r"[a-z]{5,}", text.casefold()) if word not in _EMPTY}


def _days(span: Span) -> str:
    return long_date(span.first) if span.first and span.first == span.last else f"every day of {span}"


def _label(name: str) -> str:
    return {
        "probe_source": "probe image",
        "system_name": "system",
        "gallery": "database",
        "lead_only": "report says it is a lead only",
        "arrest_on_lead": "arrest on the lead alone",
        "recorded": "recorded",
        "what": "edit",
    }.get(name, name.replace("_", " "))
