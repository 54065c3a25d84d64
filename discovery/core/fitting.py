"""Which papers the intake supports today, and what the others wait for: the list an attorney picks from."""

from collections.abc import Callable, Mapping

from discovery.core.charts import chronology
from discovery.core.checklist import subpoenas
from discovery.core.matter import Matter, Stage
from discovery.core.omnibus import JUDGED, TITLES, no_search_told, nothing_missing, omnibus_branches, unsupported
from discovery.core.steps import steps
from discovery.core.values import Desk

BEFORE_JUDGMENT = frozenset({"discovery-demand", "deficiency-letter", "omnibus", "subpoena-so-ordered"})
"""The papers, beside the motions of the set, for which there is no place once the action has ended."""


def waits_for(desk: Desk, statable: Matter, template: str) -> str:
    """Why the intake does not support a paper yet, as the rest of “because …”; empty where it does.

    A template with no test here, such as an office's own, waits for nothing.
    """
    if template in TITLES:
        return unsupported(desk, statable, template)
    if template in BEFORE_JUDGMENT and statable.posture.stage is Stage.AFTER_CONVICTION:
        return JUDGED
    check = _CHECKS.get(template)
    return check(desk, statable) if check else ""


def _omnibus(desk: Desk, statable: Matter) -> str:
    joined = len(omnibus_branches(desk, statable))
    return "" if joined > 1 else "the intake supports fewer than two of the motions that it joins"


def _vacatur(_: Desk, statable: Matter) -> str:
    return "" if statable.posture.stage is Stage.AFTER_CONVICTION else "no judgment is recorded"


def _subpoena(desk: Desk, statable: Matter) -> str:
    return "" if subpoenas(desk, statable) else "no public holder outside the prosecution is recorded"


def _chronology(desk: Desk, _: Matter) -> str:
    return "" if chronology(desk) else "nothing of the record may be stated outside the office"


def _timeline(desk: Desk, statable: Matter) -> str:
    return "" if steps(desk, statable) else "no step has a day that a served paper may state"


_CHECKS: Mapping[str, Callable[[Desk, Matter], str]] = {
    "deficiency-letter": nothing_missing,
    "omnibus": _omnibus,
    "motion-440": _vacatur,
    "subpoena-so-ordered": _subpoena,
    "expert-brief": no_search_told,
    "chronology": _chronology,
    "matter-timeline": _timeline,
}
