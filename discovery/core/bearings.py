"""Whether conduct departed from what governed on its day: the data proposes, the dates and the texts dispose."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from discovery.core.conduct import Conduct, conduct_of, conduct_of_finding
from discovery.core.criteria import Fact, bears, open_facts
from discovery.core.findings import Finding
from discovery.core.library import Library
from discovery.core.matter import Matter
from discovery.core.policies import Policy, PolicyKind
from discovery.core.problems import Problem
from discovery.core.proposals import Bearing, Classification
from discovery.core.record import Record
from discovery.core.spans import MONTHS, Precision, Span, Truth, long_date

__all__ = [
    "Bearing",
    "Classification",
    "Conduct",
    "Judgement",
    "about",
    "by_day",
    "check_bearing",
    "conduct_of",
    "in_force_on",
    "judge",
    "judge_finding",
    "judge_matter",
]

_C = Classification
_TENSIONS = (_C.TENSION_THEN, _C.TENSION_LATER)


class Judgement(Record):
    """How conduct stands to one policy once the dates and the texts have been asked."""

    conduct: Conduct
    policy: Policy | None
    classification: Classification
    sentence: str
    why: str
    settles: str = ""
    """What would settle it, where it cannot be determined."""
    gate: str = ""
    """What decided: proposal, identity, dates, condition, span, text, provision, kind, in force."""
    proposed: Classification

    def __str__(self) -> str:
        return self.sentence


@dataclass(frozen=True, slots=True)
class _Verdict:
    classification: Classification
    gate: str
    reason: str


def judge(conduct: Conduct, bearing: Bearing, policy: Policy | None) -> Judgement:
    """What may be said of the conduct under the policy; where two answers are open, the weaker one."""
    proposed = _proposal(bearing, policy)
    verdict = _verdict(conduct, bearing, policy, proposed)
    undetermined = verdict.classification is _C.CANNOT_BE_DETERMINED
    return Judgement(
        conduct=conduct,
        policy=policy,
        classification=verdict.classification,
        sentence=_sentence(verdict, proposed, conduct),
        # A reason written while the text was missing is not repeated once it is held.
        why="" if verdict.gate == "provision" and not bearing.provision else bearing.why,
        settles=_settles(bearing, policy, verdict) if undetermined else "",
        gate=verdict.gate,
        proposed=proposed,
    )


def judge_finding(finding: Finding, library: Library) -> tuple[Judgement, ...]:
    """Each of a finding's bearings, judged."""
    policies = {policy.id: policy for policy in library.policies}
    conduct = conduct_of_finding(finding)
    return tuple(judge(conduct, bearing, policies.get(bearing.policy or "")) for bearing in finding.bearings)


def judge_matter(matter: Matter, library: Library) -> tuple[Judgement, ...]:
    """Each step of the matter, in file order, under each policy whose criteria it meets or may meet, by first day."""
    return tuple(
        judgement for conduct in conduct_of(matter) for judgement in _one_version_each(_judged(conduct, library))
    )


def _judged(conduct: Conduct, library: Library) -> list[Judgement]:
    return [
        judge(conduct, _under(criterion.bearing, policy, facts), policy)
        for policy in by_day(library.policies)
        for criterion in policy.criteria
        if conduct.kind in criterion.kinds
        for truth, facts in [bears(criterion.applies, conduct)]
        if truth is not Truth.NO
    ]


def _one_version_each(judgements: list[Judgement]) -> list[Judgement]:
    """Without versions that say nothing: those that were over, and those that follow one not yet begun."""
    kept: list[Judgement] = []
    pending: set[str] = set()
    for each in judgements:
        family = each.policy.family if each.policy else ""
        version = f"{family}: {each.why}" if family else ""
        if version and each.gate == "dates" and each.classification is _C.NOT_APPLICABLE:
            continue
        if version and each.classification is _C.PRE_DATES:
            if version in pending:
                continue
            pending.add(version)
        kept.append(each)
    return kept


def by_day(policies: Iterable[Policy]) -> tuple[Policy, ...]:
    """Policies in the order of their first day, those whose day is not known last."""
    return tuple(
        sorted(policies, key=lambda each: (each.first_day.first or each.first_day.last or date.max, each.id))
    )


def in_force_on(span: Span, library: Library, agency: str | None = None) -> tuple[tuple[Policy, Truth], ...]:
    """What governed on the day: the rules, statutes, practices and agreements in force (YES) or perhaps (UNKNOWN).

    With `agency`, only those that speak to it. A span that is not known leaves every one of them possible.
    """
    answers = [
        (policy, policy.in_force(span))
        for policy in by_day(library.policies)
        if policy.kind.governs and (agency is None or not policy.agencies or agency in policy.agencies)
    ]
    sure = [each for each in answers if each[1] is Truth.YES]
    return tuple(sure + [each for each in answers if each[1] is Truth.UNKNOWN])


def check_bearing(finding: Finding, bearing: Bearing, policy: Policy | None) -> Problem | None:
    """What is wrong with a proposal on its face: a deviation that neither text nor dates allow."""
    where = f"finding {finding.id}, bearing on {bearing.policy or 'no policy'}"
    if bearing.becomes and not bearing.provision:
        return Problem(where=where, what="it becomes something else, but names no provision it waits for.")
    # What a bearing becomes once a text is read is judged like any other proposal and needs no check here.
    if bearing.classification is not _C.DEVIATION:
        return None
    if policy is None:
        return Problem(where=where, what="it proposes a deviation from a policy that is not named or not on record.")
    verdict = _verdict(conduct_of_finding(finding), bearing, policy, bearing.classification)
    if verdict.classification is _C.DEVIATION:
        return None
    return Problem(
        where=where,
        what=f"it proposes a deviation, but {verdict.reason}.",
        next_step='Propose "cannot be determined", with what would settle it.',
    )


def _proposal(bearing: Bearing, policy: Policy | None) -> Classification:
    if bearing.becomes and bearing.provision and policy and policy.text_held and policy.says(bearing.provision):
        return bearing.becomes
    return bearing.classification


def _under(bearing: Bearing, policy: Policy, facts: tuple[Fact, ...]) -> Bearing:
    """The criterion's bearing for this policy, conditional on the facts that cannot be told."""
    conditions = [fact.wanted for fact in open_facts(facts)] + [bearing.condition or ""]
    condition = ", and ".join(each for each in conditions if each)
    return Bearing(**{**dict(bearing), "policy": policy.id, "condition": condition or None})


def _verdict(conduct: Conduct, bearing: Bearing, policy: Policy | None, proposed: Classification) -> _Verdict:
    """The first gate that does not let the proposal through, or the proposal itself."""
    if proposed is _C.NOT_APPLICABLE:
        return _Verdict(proposed, "proposal", bearing.why)
    if policy is None:
        return _no_policy(bearing, proposed)
    if not policy.identity_known:
        return _cannot("identity", f"the record only alludes to {policy.name}")
    dated = _by_dates(conduct, policy)
    if dated:
        return dated
    if bearing.condition:
        return _cannot("condition", f"it would first have to be shown that {bearing.condition}")
    if not conduct.span.known:
        return _cannot("span", f"the day of the conduct is not known ({conduct.span})")
    if policy.kind.governs:
        return _under_rule(conduct, bearing, policy, proposed)
    return _beside_statement(conduct, bearing, policy, proposed)


def _no_policy(bearing: Bearing, proposed: Classification) -> _Verdict:
    if bearing.policy:
        return _cannot("identity", f"the policy {bearing.policy} is not on record")
    if proposed is _C.CANNOT_BE_DETERMINED:
        return _cannot("proposal", bearing.why)
    return _cannot("identity", "no policy is named")


def _by_dates(conduct: Conduct, policy: Policy) -> _Verdict | None:
    """What the dates alone decide of a policy that can govern: not yet begun, or over."""
    if not policy.kind.governs:
        return None
    begins, done = policy.first_day.first, conduct.span.last
    if begins and done and begins > done:
        return _Verdict(
            _C.PRE_DATES,
            "dates",
            f"the conduct is dated no later than {long_date(done)}, "
            f"and {policy.name} begins no earlier than {long_date(begins)}",
        )
    ended = policy.last_day.last if policy.last_day else None
    begun = conduct.span.first
    if policy.kind.binds and ended and begun and ended < begun:
        return _Verdict(
            _C.NOT_APPLICABLE,
            "dates",
            f"{policy.name} ended no later than {long_date(ended)}, before the conduct began on {long_date(begun)}",
        )
    return None


def _under_rule(conduct: Conduct, bearing: Bearing, policy: Policy, proposed: Classification) -> _Verdict:
    """A rule, statute, practice or agreement: nothing is said without its text and its days."""
    described = policy.kind is PolicyKind.PRACTICE and any(each.verified for each in policy.accounts)
    if not (policy.text_held or described):
        return _cannot("text", f"the text of {policy.name} is not held")
    if bearing.provision and not policy.says(bearing.provision):
        return _cannot(
            "provision",
            f"the text of {policy.name} is held, but nobody has recorded what it says of {bearing.provision}",
        )
    if proposed is _C.CANNOT_BE_DETERMINED and policy.office:
        return _cannot(
            "provision", f"the text of {policy.name} is held, but nobody has recorded whether it speaks to this"
        )
    if proposed is _C.CANNOT_BE_DETERMINED:
        return _cannot("proposal", bearing.why)
    if proposed not in (_C.DEVIATION, _C.CONSISTENT):
        return _cannot("kind" if proposed in _TENSIONS else "dates", _refuted(policy, proposed))
    if policy.in_force(conduct.span) is not Truth.YES:
        return _cannot("in force", f"{policy.name} is not shown to have been in force on every day of {conduct.span}")
    if proposed is _C.DEVIATION and not policy.kind.binds:
        return _cannot("kind", f"a {policy.kind} is not a rule, so nothing departs from it")
    return _Verdict(proposed, "proposal", _found(conduct, bearing, policy, proposed))


def _refuted(policy: Policy, proposed: Classification) -> str:
    if proposed in _TENSIONS:
        return f"{policy.name} is a {policy.kind}, not a statement"
    return f"the dates do not show that the conduct was over before {policy.name} began"


def _found(conduct: Conduct, bearing: Bearing, policy: Policy, proposed: Classification) -> str:
    if proposed is not _C.DEVIATION:
        return bearing.why
    provision = policy.provision(bearing.provision) if bearing.provision else None
    words = f" and says “{provision.words}”" + (f" ({provision.pin})" if provision.pin else "") if provision else ""
    return f"{policy.name} was in force on every day of {conduct.span}{words}; {bearing.why}"


def _beside_statement(conduct: Conduct, bearing: Bearing, policy: Policy, proposed: Classification) -> _Verdict:
    """A statement binds nobody: conduct can only stand in tension with it, earlier or later."""
    if proposed is _C.CANNOT_BE_DETERMINED:
        return _cannot("proposal", bearing.why)
    if proposed is _C.DEVIATION:
        return _cannot("kind", f"{policy.name} is a {policy.kind}: it binds nobody, so nothing departs from it")
    if not any(words.verified for words in policy.words):
        return _cannot("text", f"the words of {policy.name} are not held")
    made, ended = policy.first_day, conduct.span.last
    if proposed is _C.CONSISTENT:
        return _Verdict(proposed, "proposal", bearing.why)
    if made.first is None or made.last is None or ended is None:
        return _cannot("dates", f"the day of {policy.name} is not known")
    if made.first > ended:
        late = _C.PRE_DATES if proposed is _C.PRE_DATES else _C.TENSION_LATER
        return _Verdict(late, "dates", f"{bearing.why}; made {about(made)}, after the conduct ({conduct.span})")
    if proposed is _C.PRE_DATES:
        return _cannot("dates", _refuted(policy, proposed))
    if made.last <= ended:
        return _Verdict(
            _C.TENSION_THEN, "dates", f"{bearing.why}; made {about(made)}, by the end of the conduct ({conduct.span})"
        )
    return _cannot(
        "dates",
        f"whether {policy.name} ({about(made)}) came before or after the conduct ({conduct.span}) is not known",
    )


def about(span: Span) -> str:
    """A span in words that say when a day is known only between two others."""
    if span.first is None:
        return f"{long_date(span.last)} or earlier" if span.last else "an unknown day"
    if span.last is None:
        return f"{long_date(span.first)} or later"
    if span.precision is not Precision.RANGE:
        return str(span)
    if span.last - span.first < timedelta(days=62):
        return f"about {MONTHS[span.last.month]} {span.last.year}"
    return f"between {span}".replace(" to ", " and ")


def _cannot(gate: str, reason: str) -> _Verdict:
    return _Verdict(_C.CANNOT_BE_DETERMINED, gate, reason)


def _sentence(verdict: _Verdict, proposed: Classification, conduct: Conduct) -> str:
    name = str(verdict.classification)
    if verdict.classification is _C.DEVIATION and conduct.kind == "finding":
        name = "deviation, if what is reported is proved"
    changed = ""
    refuted = verdict.classification is not proposed and proposed is not _C.CANNOT_BE_DETERMINED
    if refuted and verdict.gate == "dates" and conduct.kind == "finding":
        changed = f" (proposed as “{proposed}”; the dates make it this)"
    return f"{name[0].upper()}{name[1:]}{changed}: {verdict.reason.rstrip('.')}."


def _settles(bearing: Bearing, policy: Policy | None, verdict: _Verdict) -> str:
    if verdict.gate == "provision" and policy:
        point = f", under the id “{bearing.provision}”" if bearing.provision else ""
        return f"A reading of the text of {policy.name}, recorded among its provisions{point}."
    if bearing.settles:
        return bearing.settles
    wanted = ["The day of the conduct."] if verdict.gate == "span" else []
    if bearing.condition:
        wanted.append(f"Proof that {bearing.condition}.")
    if policy and policy.settles and (policy.kind.governs or verdict.gate != "span"):
        wanted.append(policy.settles)
    return " ".join(wanted)
