"""Whether the record hangs together: everything named is there, tensions go both ways, versions do not overlap."""

from collections.abc import Iterable, Iterator
from itertools import pairwise

from discovery.core.bearings import check_bearing
from discovery.core.findings import Finding, MemoUse
from discovery.core.library import Library
from discovery.core.policies import Policy
from discovery.core.problems import Problem


def incoherences(library: Library) -> tuple[Problem, ...]:
    """Every place where one part of the record contradicts or misses another."""
    return tuple(_all(library))


def _all(library: Library) -> Iterator[Problem]:
    for finding in library.findings:
        yield from _finding(finding, library)
    for policy in library.policies:
        yield from _policy(policy, library)
    yield from _versions(library.policies)
    findings, policies = _ids(library.findings), _ids(library.policies)
    for conflict in library.conflicts:
        for figure in conflict.figures:
            yield from _named(f"conflict {conflict.id}", "finding", (figure.finding,), findings)
        yield from _named(f"conflict {conflict.id}", "finding", conflict.findings, findings)
    for window in library.windows:
        yield from _named(f"window {window.id}", "policy", window.policies, policies)


def _finding(finding: Finding, library: Library) -> Iterator[Problem]:
    where = f"finding {finding.id}"
    policies = {policy.id: policy for policy in library.policies}
    known = {each.id: each for each in library.findings}
    yield from _named(where, "source", (finding.source,), _ids(library.sources))
    yield from _named(where, "finding", finding.tensions, set(known))
    yield from _named(where, "policy", (bearing.policy for bearing in finding.bearings), set(policies))
    for other in finding.tensions:
        if other in known and finding.id not in known[other].tensions:
            yield Problem(
                where=where,
                what=f"it is in tension with {other}, but {other} does not name it.",
                next_step=f"Add it to the tensions of {other}.",
            )
    for bearing in finding.bearings:
        problem = check_bearing(finding, bearing, policies.get(bearing.policy or ""))
        if problem:
            yield problem
    if finding.memo_use is MemoUse.EXCLUDE and not finding.applies.never:
        yield Problem(
            where=where,
            what="it is in no paper, so it bears on no matter.",
            next_step="Write applies = { never = true }.",
        )


def _policy(policy: Policy, library: Library) -> Iterator[Problem]:
    where = f"policy {policy.id}"
    yield from _named(where, "policy", (policy.superseded_by,), _ids(library.policies))
    yield from _named(where, "authority", (policy.authority,), {each.id for each in library.authorities})
    for criterion in policy.criteria:
        if criterion.bearing.policy not in (None, policy.id):
            yield Problem(where=where, what=f"one of its criteria names another policy, {criterion.bearing.policy}.")


def _versions(policies: Iterable[Policy]) -> Iterator[Problem]:
    families: dict[str, list[Policy]] = {}
    for policy in policies:
        if policy.family and policy.first_day.first and policy.first_day.last:
            families.setdefault(policy.family, []).append(policy)
    for versions in families.values():
        versions.sort(key=lambda each: (each.first_day.first, each.first_day.last, each.id))
        for earlier, later in pairwise(versions):
            if _overlap(earlier, later):
                yield Problem(
                    where=f"policy {earlier.id}",
                    what=f"it is still in force when its later version {later.id} begins.",
                    next_step="Give the earlier version its last day.",
                )


def _overlap(earlier: Policy, later: Policy) -> bool:
    """Whether the two are in force on one day whatever their unknown days are."""
    begins = later.first_day.last
    if begins is None:
        return False
    if earlier.last_day is None:
        return not earlier.ended
    return earlier.last_day.first is not None and earlier.last_day.first >= begins


def _named(where: str, noun: str, ids: Iterable[str | None], known: set[str]) -> Iterator[Problem]:
    for each in ids:
        if each is not None and each not in known:
            yield Problem(where=where, what=f"it names the {noun} “{each}”, which is not on record.")


def _ids(items: Iterable[Finding | Policy | object]) -> set[str]:
    return {str(getattr(each, "id", "")) for each in items}
