"""A drawing of time: policies in force against what was done, every position computed here and none in a template.

Days that are not known are drawn as such: a span known to the month is a bar of that month, an end nobody knows is
dashed, and what has no date at all stands in its row without a mark.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from discovery.core.bearings import conduct_of, in_force_on, judge_finding, judge_matter
from discovery.core.findings import Finding, MemoUse
from discovery.core.library import Library
from discovery.core.matches import match
from discovery.core.matter import Matter
from discovery.core.policies import Policy, PolicyKind
from discovery.core.spans import Span, Truth
from discovery.core.timeline_drawing import Axis, Drawing, Thing, Timeline

_MOST_REPORTED = 6
_WRITTEN = {
    **{word: word.upper() for word in ("nypd", "fis", "iup", "dhs", "ice", "foil", "id")},
    **{word: word.capitalize() for word in ("clearview", "cahn", "guariglia")},
    "mccoy": "McCoy",
    "buzzfeed": "BuzzFeed",
    "muckrock": "MuckRock",
    "dataworks": "DataWorks",
    "feb": "February",
    "3bn": "3 billion",
    "las": "Legal Aid",
    "1803": "1,803",
    "5100": "5,100",
}
"""Words of an id that are not written as they stand there."""


def timeline(matter: Matter, library: Library) -> Timeline | None:
    """The policies that count against this matter's steps and what is reported; None where nothing has a day."""
    steps = _steps(matter)
    findings = [each.finding for each in match(matter, library)]
    reported = _reported(findings)
    conduct = [thing.span for thing in (*steps, *reported) if thing.span.known]
    if not conduct:
        return None
    policies = _policies(matter, findings, library)
    axis = Axis.around(conduct)
    bands = [(window.id, span) for window in library.windows for span in window.spans]
    guides = [thing.span for thing in steps if thing.guide]
    return Drawing(axis).drawn(
        (("This matter", steps), ("Reported conduct", reported), ("Policies and statements", policies)),
        bands,
        guides,
    )


# --- what is drawn ------------------------------------------------------------------------------------------


def _steps(matter: Matter) -> tuple[Thing, ...]:
    """The matter's steps in the order of its file; an edit is drawn with its search."""
    return tuple(
        Thing(_capital(each.title), each.span, "matter", each.source, guide=each.kind == "search")
        for each in conduct_of(matter)
        if each.kind != "edit"
    )


def _reported(findings: Sequence[Finding]) -> tuple[Thing, ...]:
    """The findings that may be attributed, those of the same days in one row, the earliest first."""
    by_span: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.memo_use is MemoUse.ATTRIBUTE and finding.span.known and finding.kind != "background":
            by_span.setdefault(str(finding.span), []).append(finding)
    things = []
    for same in by_span.values():
        label = handle(same[0])
        if len(same) > 1:
            label += f" (and {len(same) - 1} more)"
        things.append(Thing(label, same[0].span, "reported", f"finding:{same[0].id}"))
    ordered = sorted(things, key=lambda thing: (thing.span.first or date.max, thing.span.last or date.max))
    return tuple(ordered[:_MOST_REPORTED])


def _policies(matter: Matter, findings: Iterable[Finding], library: Library) -> tuple[Thing, ...]:
    judged = [*judge_matter(matter, library)]
    for finding in findings:
        judged += judge_finding(finding, library)
    wanted = {each.policy.id for each in judged if each.policy}
    for step in conduct_of(matter):
        if step.kind == "search":
            wanted |= {policy.id for policy, truth in in_force_on(step.span, library, "NYPD") if truth is Truth.YES}
    judged_ids = {each.policy.id for each in judged if each.policy}
    chosen = [
        policy
        for policy in library.policies
        if policy.id in judged_ids or (policy.id in wanted and policy.subject == "facial recognition")
    ]
    return tuple(
        _policy(each) for each in sorted(chosen, key=lambda each: (each.first_day.first or date.max, each.id))
    )


def _policy(policy: Policy) -> Thing:
    span, title = policy.first_day, _capital(policy.name)
    if policy.kind in (PolicyKind.STATEMENT, PolicyKind.REPORT, PolicyKind.BILL):
        return Thing(title, span, "point", f"policy:{policy.id}")
    style = ("held" if policy.text_held else "unheld") if policy.kind.binds else "soft"
    last = policy.last_day.last if policy.last_day else None
    shown = Span(first=span.first, last=last) if span.first else Span()
    ended = policy.ended or policy.last_day is not None
    return Thing(
        title,
        shown,
        style,
        f"policy:{policy.id}",
        open_end=not ended,
        end_unknown=ended and last is None,
        sure=_surely(policy, shown),
    )


def _surely(policy: Policy, shown: Span) -> Span | None:
    first, last = policy.first_day.last, policy.last_day.first if policy.last_day else None
    if first is None or (last and first > last) or (policy.ended and last is None):
        return None
    return None if (first, last) == (shown.first, shown.last) else Span(first=first, last=last)


def handle(finding: Finding) -> str:
    """A short name for a finding that claims nothing: its id in words."""
    words = [_WRITTEN.get(word, word) for word in finding.id.split("-")]
    return _capital(" ".join(words))


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
