"""The charts of the public record: contacts against rules, and public statements beside what is reported."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from discovery.core.bearings import Classification, judge_finding
from discovery.core.findings import Finding, MemoUse
from discovery.core.policies import Policy, PolicyKind
from discovery.core.references import FindingView, JudgementView, PolicyView
from discovery.core.values import Day, Desk, Value

REPORTED_KINDS: Mapping[PolicyKind, str] = {PolicyKind.PRACTICE: "Practice", PolicyKind.AGREEMENT: "Agreement"}
"""What is known from reports only, while its words are not held."""


class Row(NamedTuple):
    """A row of the chronology; `id` is the finding's or the policy's, for the template to choose by."""

    id: str
    first: date
    when: Any
    what: Any
    who: Any
    force: Any
    """Of a rule, from when to when it was in force and whether its words are held."""


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
    places = dict.fromkeys(str(place) for place in shown.locators)
    who = Value(", at ".join([str(shown.speaker), *([", ".join(places)] if places else [])]), f"finding:{finding.id}")
    force = Value("A report, not a rule.", f"finding:{finding.id}")
    return Row(finding.id, finding.span.first or date.min, shown.span, shown.statement, who, force)


def _policy_row(policy: Policy) -> Row:
    source = f"policy:{policy.id}"
    who = policy.issuer
    held = f"Words {'held' if policy.text_held else 'not held'}."
    if policy.kind is PolicyKind.STATEMENT:
        what, force = policy.title, "A statement, not a rule."
    elif (kind := REPORTED_KINDS.get(policy.kind)) and not policy.text_held:
        # Nobody on either side has said so in a paper that is held.
        what, who = f"{kind}, as reported: {policy.title}", f"Reports about {policy.issuer}"
        force = f"{_days(policy, 'Reported')} {held} Not a rule."
    else:
        what = f"{REPORTED_KINDS.get(policy.kind, 'Rule')}: {policy.title}"
        force = f"{_days(policy, 'In force')} {held}"
    return Row(
        policy.id,
        policy.first_day.first or date.min,
        Day(policy.first_day, source),
        Value(f"{what}.", source),
        Value(who, source),
        Value(force, source),
    )


def _days(policy: Policy, how: str) -> str:
    first = str(policy.first_day)
    begun = f"a day between {first.replace(' to ', ' and ', 1)}" if " to " in first else first
    ended = f"to {policy.last_day}" if policy.last_day else "to a day not known" if policy.ended else "no end known"
    return f"{how} from {begun}, {ended}."


class Beside(NamedTuple):
    """Findings set beside a statement, with the one sentence on how they stand to it."""

    findings: tuple[FindingView, ...]
    how: Any
    why: Any


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
    grouped: dict[tuple[str, str], list[tuple[FindingView, JudgementView]]] = {}
    for finding in desk.library.findings:
        if finding.memo_use is not MemoUse.ATTRIBUTE:
            continue
        for judged in judge_finding(finding, desk.library):
            if judged.policy and judged.policy.id == policy.id and judged.classification in _SAID:
                pair = FindingView(desk, finding), JudgementView(desk, judged, None)
                grouped.setdefault((str(judged.classification), judged.why), []).append(pair)
    for pairs in grouped.values():
        first = pairs[0][1]
        yield Beside(tuple(finding for finding, _ in pairs), first.classification, first.why)
