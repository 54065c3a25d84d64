"""Which motions one set of papers makes together (CPL 255.20 [2]): counsel’s, else what the intake supports."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from discovery.core.checklist import outstanding, search_told
from discovery.core.court import certificate_limits, later_learned, timeliness
from discovery.core.matter import Matter, Stage
from discovery.core.values import Desk

TITLES: Mapping[str, str] = {
    "motion-fr-discovery": "Discovery concerning facial recognition",
    "motion-certificate-challenge": "The certificate of compliance",
    "motion-late-or-renewed": "Leave to be heard on suppression",
    "motion-identification": "Identification testimony",
    "motion-reliability-hearing": "A hearing on the reliability of facial recognition",
    "motion-preserve": "Preservation",
}
"""The motions that can be a branch, in the order they are argued, with their headings."""

STEMS: Mapping[str, str] = {
    "motion-fr-discovery": "motion",
    "motion-certificate-challenge": "certificate",
    "motion-late-or-renewed": "late",
    "motion-identification": "identification",
    "motion-reliability-hearing": "reliability",
    "motion-preserve": "preservation",
}
"""How the parts of each are called: templates/parts/STEM-relief.j2 and STEM-points.j2."""


JUDGED = "the action has ended in a judgment"


class Branch(NamedTuple):
    """One motion in the set."""

    template: str
    title: str
    relief: str
    """The part with what it asks for."""
    points: str
    """The part with its argument."""
    unsupported: str
    """Why the intake does not support it, where counsel named it all the same."""


def omnibus_branches(desk: Desk, statable: Matter) -> tuple[Branch, ...]:
    """The motions of the set: counsel's in her order, else each that the intake supports."""
    named: tuple[str, ...] = statable.omnibus
    reasons = {template: unsupported(desk, statable, template) for template in TITLES}
    chosen: tuple[str, ...] = named or tuple(template for template in TITLES if not reasons[template])
    return tuple(_branch(template, reasons[template]) for template in dict.fromkeys(chosen))


def left_out(desk: Desk, statable: Matter) -> tuple[str, ...]:
    """Which motions the intake does not support and why, in one line; none where counsel named them herself."""
    if statable.omnibus:
        return ()
    reasons = {template: unsupported(desk, statable, template) for template in TITLES}
    alike = {why: [template for template in TITLES if reasons[template] == why] for why in reasons.values() if why}
    said = "; ".join(f"{', '.join(templates)}, because {why}" for why, templates in alike.items())
    return (said,) if said else ()


def named_all_the_same(desk: Desk, statable: Matter) -> tuple[str, ...]:
    """Which motions counsel named though the intake does not support them, and why, in one line; none otherwise."""
    weak = [each for each in omnibus_branches(desk, statable) if each.unsupported]
    said = "; ".join(f"{each.template}, because {each.unsupported}" for each in weak)
    return (said,) if said else ()


def _branch(template: str, why: str) -> Branch:
    stem = STEMS[template]
    return Branch(template, TITLES[template], f"parts/{stem}-relief.j2", f"parts/{stem}-points.j2", why)


# --- what the intake supports -----------------------------------------------------------------------------------


def unsupported(desk: Desk, statable: Matter, template: str) -> str:
    """Why the intake does not support a motion, as the rest of “because …”; empty where it does."""
    if statable.posture.stage is Stage.AFTER_CONVICTION:
        return f"{JUDGED}; motion-440 is the paper for that"
    check = _CHECKS.get(template)
    return check(desk, statable) if check else ""


def nothing_missing(desk: Desk, statable: Matter) -> str:
    """Why nothing can be said to be missing, as the rest of “because …”; empty where something is."""
    return "" if outstanding(desk, statable) else "nothing that was demanded is recorded as not provided"


def _certificate(desk: Desk, statable: Matter) -> str:
    limits = certificate_limits(desk, statable)
    if not limits:
        return "no certificate with its day of service is recorded"
    if why := nothing_missing(desk, statable):
        return why
    if all(each.passed for each in limits) and not later_learned(desk, statable):
        return "the days for a challenge, counted from service, have passed and no later discovery is recorded"
    return ""


def _late(desk: Desk, statable: Matter) -> str:
    if not statable.identifications:
        return "no identification procedure is recorded"
    if not statable.facial_recognition.learned.given:
        return "no day is recorded on which a search was first learned of"
    if timeliness(desk, statable)[0] != "late" and not statable.disclosure.suppression_decided.given:
        return "the day for motions is not recorded as passed, and no ruling on suppression is recorded"
    return ""


def _identification(_: Desk, statable: Matter) -> str:
    return "" if statable.identifications else "no identification procedure is recorded"


def no_search_told(desk: Desk, statable: Matter) -> str:
    """Why nothing can be argued from a search, as the rest of “because …”; empty where the file tells of one."""
    told = search_told(desk, statable)
    return "" if told else "no paper and no statement of the prosecution says that there was a search"


def _preservation(_: Desk, statable: Matter) -> str:
    if statable.disclosure.holders:
        return ""
    return "no holder outside the prosecution is recorded, and the motion for discovery asks for what it can"


_CHECKS: Mapping[str, Callable[[Desk, Matter], str]] = {
    "motion-certificate-challenge": _certificate,
    "motion-late-or-renewed": _late,
    "motion-identification": _identification,
    "motion-reliability-hearing": no_search_told,
    "motion-preserve": _preservation,
}
