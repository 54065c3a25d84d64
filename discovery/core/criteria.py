"""Whether a thing on record bears on conduct: each criterion is met, not met, or cannot be told.

A criterion that is not met ends it. When all are met the thing bears. When some cannot be told it *may* bear, but
only with something to hold on to: another of the criteria on unit, system, database, device or other agency is met,
or the system alone is unknown while the agency (or at least the arrest) is NYPD's and the day is one that fits.
Otherwise every matter about which nothing is known would match everything.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from discovery.core.conduct import Conduct
from discovery.core.matter import Device
from discovery.core.proposals import Applies
from discovery.core.spans import Span, Truth


@dataclass(frozen=True, slots=True)
class Fact:
    """How one criterion stands to one fact of the conduct, and the field that tells."""

    name: str
    truth: Truth
    path: str
    sentence: str
    wanted: str
    """What would have to be so, for a fact that is not known."""


def bears(applies: Applies, conduct: Conduct, span: Span | None = None) -> tuple[Truth, tuple[Fact, ...]]:
    """Whether it bears (YES), may bear (UNKNOWN) or does not (NO), with the facts that decide.

    `span` is the time the thing itself speaks of; None leaves the day out unless `applies` has a period.
    """
    facts = tuple(_facts(applies, conduct, span))
    if applies.never or any(fact.truth is Truth.NO for fact in facts):
        return Truth.NO, facts
    if all(fact.truth is Truth.YES for fact in facts):
        return (Truth.UNKNOWN if conduct.supposed else Truth.YES), facts
    return (Truth.UNKNOWN if _something_to_hold_on_to(facts, conduct) else Truth.NO), facts


def open_facts(facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
    """Those that cannot be told."""
    return tuple(fact for fact in facts if fact.truth is Truth.UNKNOWN)


def _something_to_hold_on_to(facts: tuple[Fact, ...], conduct: Conduct) -> bool:
    special = [fact for fact in facts if fact.name not in ("agency", "day")]
    if any(fact.truth is Truth.YES for fact in special):
        return True
    by_name = {fact.name: fact.truth for fact in facts}
    agency = by_name.get("agency") is Truth.YES or ("agency" in by_name and conduct.arrest_path is not None)
    # A day that may fit is enough; a day of which nothing is known is not.
    fits = conduct.span.known or "day" not in by_name
    return [fact.name for fact in special] in (["system"], []) and agency and fits


def _facts(applies: Applies, conduct: Conduct, span: Span | None) -> Iterator[Fact]:
    if applies.agencies:
        yield _agency(applies, conduct)
    if applies.units:
        yield _listed("unit", conduct.unit, applies.units, conduct, "the search was made by {}")
    if applies.outside_units:
        yield _outside(applies, conduct)
    if applies.systems:
        yield _listed("system", conduct.system, applies.systems, conduct, "the search was run on {}")
    if applies.galleries:
        yield _gallery(applies, conduct)
    if applies.personal_device:
        yield _device(conduct)
    if applies.other_agency:
        yield _other_agency(applies, conduct)
    if applies.overlap and (applies.period or span is not None):
        yield _day(applies.period or span or Span(), conduct, borrowed=applies.period is not None)


def _agency(applies: Applies, conduct: Conduct) -> Fact:
    fact = _listed("agency", conduct.agency, applies.agencies, conduct, "the search was made by {}")
    if fact.truth is Truth.UNKNOWN and conduct.arrest_path:
        sentence = f"{fact.sentence}; the papers show an arrest by NYPD"
        return Fact("agency", Truth.UNKNOWN, conduct.arrest_path, sentence, fact.wanted)
    return fact


def _listed(name: str, value: str | None, wanted: tuple[str, ...], conduct: Conduct, sentence: str) -> Fact:
    path, would = conduct.path(name), sentence.format(" or ".join(wanted))
    if value is None:
        return Fact(name, Truth.UNKNOWN, path, f"the {name} is not known", would)
    met = value.casefold() in {each.casefold() for each in wanted}
    return Fact(name, _truth(met), path, sentence.format(value), would)


def _outside(applies: Applies, conduct: Conduct) -> Fact:
    units = " and ".join(applies.outside_units)
    path, would = conduct.path("unit"), f"the search was made outside {units}"
    if conduct.unit is None:
        return Fact("unit", Truth.UNKNOWN, path, "the unit is not known", would)
    met = conduct.unit.casefold() not in {each.casefold() for each in applies.outside_units}
    name = "a unit of another name" if conduct.unit == "other" else conduct.unit
    return Fact("unit", _truth(met), path, f"the search was made by {name}, outside {units}", would)


def _gallery(applies: Applies, conduct: Conduct) -> Fact:
    would = "the database searched held more than NYPD's own arrest photographs"
    if conduct.gallery is not None:
        met = mentions(conduct.gallery, applies.galleries)
        return Fact(
            "gallery", _truth(met), conduct.path("gallery"), f"the database searched was “{conduct.gallery}”", would
        )
    if conduct.system and mentions(conduct.system, applies.galleries):
        sentence = f"the search was run on {conduct.system}, which has a database of its own"
        return Fact("gallery", Truth.YES, conduct.path("system"), sentence, would)
    return Fact("gallery", Truth.UNKNOWN, conduct.path("gallery"), "the database searched is not known", would)


def _device(conduct: Conduct) -> Fact:
    path, would = conduct.path("device"), "the search was run on a personal device"
    if conduct.device is None:
        return Fact("device", Truth.UNKNOWN, path, "the device is not known", would)
    met = conduct.device == Device.PERSONAL
    return Fact("device", _truth(met), path, f"the search was run on a {conduct.device} device", would)


def _other_agency(applies: Applies, conduct: Conduct) -> Fact:
    """An agency that nobody has recorded is no reason: only a recorded one is."""
    path, words = conduct.path("other_agencies"), conduct.other_agencies
    met = words is not None and mentions(words, applies.other_agency)
    sentence = f"another agency is recorded: “{words}”" if words else "no other agency is recorded"
    return Fact("other agency", _truth(met), path, sentence, "another agency took part")


def _day(span: Span, conduct: Conduct, *, borrowed: bool) -> Fact:
    path = conduct.path("day")
    name = "the time between incident and arrest, " if conduct.supposed else ""
    would = f"the search was made in the time {span}"
    if conduct.span.first is None and conduct.span.last is None:
        return Fact("day", Truth.UNKNOWN, path, "the day is not known", would)
    if conduct.span.overlaps(span) is Truth.NO:
        return Fact("day", Truth.NO, path, f"{name}{conduct.span} is not in {span}", would)
    if conduct.span.within(span.first, span.last) is not Truth.YES or (span.first is None and span.last is None):
        return Fact("day", Truth.UNKNOWN, path, f"{name}{conduct.span} may be in {span}", would)
    of = "the time the records cover" if borrowed else "the time the finding speaks of"
    return Fact("day", Truth.YES, path, f"{name}{conduct.span} falls in {span}, {of}", would)


def mentions(text: str, words: tuple[str, ...]) -> bool:
    """Whether one of the words stands in the text as a word of its own, whatever its case."""
    return any(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE) for word in words)


def _truth(met: bool) -> Truth:
    return Truth.YES if met else Truth.NO
