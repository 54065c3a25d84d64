"""What the court papers print beyond the plain intake: the record and the matter in the order a judge reads them.

Each is a view over findings, policies and answers; nothing here states a fact of its own.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, NamedTuple

from markupsafe import Markup

from discovery.core.authorities import Verification, printed
from discovery.core.charts import chronology, statements_compared
from discovery.core.checklist import (
    checklist,
    demand_rows,
    footing,
    kept,
    outstanding,
    perishable,
    schedule,
    subpoenas,
)
from discovery.core.findings import MemoUse
from discovery.core.judgment import asked_before_trial, denied_before_trial
from discovery.core.marking import Md, role
from discovery.core.matches import match
from discovery.core.matter import Agency, Matter
from discovery.core.precedent import CITY, county_named
from discovery.core.references import FindingView
from discovery.core.search_facts import searches
from discovery.core.showings import (
    before_showings,
    notice_counts,
    notice_standing,
    ordered_showings,
    ranks,
    searched,
)
from discovery.core.spans import long_date
from discovery.core.steps import gaps, steps
from discovery.core.values import Desk, Fact, MisuseError, Value, number_word
from discovery.core.views import Statable, ThingView, view

COMPANIONS: Mapping[str, tuple[str, ...]] = {
    "no-institutional-relationship": ("nypd-disclosed-trial",),
    "access-during-and-after-trial": ("vendor-contract-trial",),
    "trial-accounts-feb-2020": ("vendor-contract-trial",),
}
"""Findings never printed without the one that speaks for the other side, or that they speak of."""


def counts(matter: Matter) -> tuple[Value, ...]:
    """How many counts of each charge, in words."""
    return tuple(
        Value(f"{number_word(charge.counts)} count{'' if charge.counts == 1 else 's'}", f"intake:charges.{at}.counts")
        for at, charge in enumerate(matter.charges)
    )


# --- what the motion rests on, and what it asks for -------------------------------------------------------------


def timeliness(desk: Desk, matter: Matter) -> tuple[str]:
    """Whether the day for motions has passed: late, in time, not known."""
    due: Fact = view(desk, "disclosure", matter.disclosure).motions_due
    if not due.usable or not due.last:
        return ("not known",)
    return ("late" if due.last < desk.today else "in time",)


def edited(searched: tuple[Any, ...]) -> tuple[Any, ...]:
    """The edits of an image, of these searches, that this paper may speak of."""
    return tuple(edit for search in searched for edit in search.edits if edit.what.usable)


def lead_only(searched: tuple[Any, ...]) -> tuple[Any, ...]:
    """Those of these searches whose report is recorded as saying that a match is only a lead."""
    return tuple(search for search in searched if search.lead_only.yes)


class Quoted(Value):
    """An authority's own words; while they are not verified a paper shows them as words to check."""

    def __init__(self, text: str, source: str, reason: str = "") -> None:
        super().__init__(text, source)
        self._reason = reason

    def __html__(self) -> Md:
        words = super().__html__()
        return role("verify", self._reason, body=words) if self._reason else words

    def changed(self, text: str) -> "Quoted":
        """The same words in another form, still to be checked where they are."""
        return Quoted(text, self._source, self._reason)


CHALLENGE_DAYS = 35
"""Days for a challenge to a certificate (CPL 245.50 [4] [c], as decisions describe it; the words were not read)."""


class CertificateLimit(NamedTuple):
    """A certificate that was served, and what to check about the time to challenge it."""

    served: Fact
    until: str
    """The day on which 35 days counted from service end."""
    passed: bool
    """Whether they have passed; from where they run was not read."""
    warning: str


def certificate_limits(desk: Desk, matter: Matter) -> tuple[CertificateLimit, ...]:
    """The certificates whose day of service is known, in the file's order."""
    found = []
    for each in view(desk, "disclosure", matter.disclosure).certificates:
        if each.served.usable and each.served.last:
            until = each.served.last + timedelta(days=CHALLENGE_DAYS)
            found.append(
                CertificateLimit(
                    each.served,
                    long_date(until),
                    until < desk.today,
                    f"Counted from service, {CHALLENGE_DAYS} days end on {long_date(until)}. Whether they run from "
                    "service was not read in the statute; read CPL 245.50 (4) (c) and count again",
                )
            )
    return tuple(found)


def later_learned(desk: Desk, matter: Matter) -> tuple[Fact, ...]:
    """When a search was first learned of, where that is after each certificate known to be served; else nothing."""
    learned: Fact = view(desk, "facial_recognition", matter.facial_recognition).learned
    served = [each.served.last for each in certificate_limits(desk, matter) if each.served.last]
    since = learned.usable and learned.first and not any(day >= learned.first for day in served)
    return (learned,) if since else ()


def other_agency(matter: Matter) -> tuple[bool, ...]:
    """Whether the file records a search by an agency other than the police department: one item if so."""
    others = {Agency.FDNY, Agency.HIDTA, Agency.OTHER}
    searched = any(
        search.agency.value in others and matter.stands(search.agency)
        for search in matter.facial_recognition.searches
    )
    return (True,) if searched else ()


CITY_LAW = "admin-code-14-188.1"
"""The city's law on the police department's policy for facial recognition."""


def city_law(desk: Desk, matter: Matter) -> tuple[str, ...]:
    """How the recorded searches and edits stand to the day the city's law took effect: after, before, not known.

    Nothing where the county is none of the city's and no search is recorded as the police department's.
    """
    agencies = {search.agency.value for search in matter.facial_recognition.searches if matter.stands(search.agency)}
    if county_named(matter.court.county) not in CITY and Agency.NYPD not in agencies:
        return ()
    begins = desk.library.authority(CITY_LAW).first_day
    shown = view(desk, "facial_recognition.searches", matter.facial_recognition.searches)
    days = [day for search in shown for day in (search.day, *(edit.day for edit in search.edits)) if day.usable]
    if begins is None or not days:
        return ("not known",)
    if any(day.first and day.first >= begins for day in days):
        return ("after",)
    return ("before",) if all(day.last and day.last < begins for day in days) else ("not known",)


class Words:
    """An authority's own words, only where they were read; a filing copy waits until their text is verified."""

    def __init__(self, desk: Desk, authority: str, proposition: str) -> None:
        found = desk.library.authority(authority)
        point = found.proposition(proposition)
        if point is None or point.words is None:
            raise MisuseError(f"the words of “{authority}/{proposition}” were not read, so no paper quotes them")
        self._words = point.words
        self._source = f"authority:{authority}/{proposition}"
        note = f" {point.note.rstrip('.')}." if point.note else ""
        verified = point.state is Verification.VERIFIED
        self._reason = "" if verified else f"these words of {printed(found, point)} are {point.state}.{note}"

    def _quoted(self, text: str) -> Quoted:
        return Quoted(text, self._source, self._reason)

    def __html__(self) -> Markup:
        return self._quoted(self._words).__html__()

    @property
    def quoted(self) -> Value:
        """In quotation marks."""
        return self._quoted(f"“{self._words.strip('“”').rstrip(' :;,.')}”")

    def part(self, first: str, last: str) -> Value:
        """From `first` to `last`, in quotation marks."""
        begin = self._words.find(first)
        end = self._words.find(last, max(begin, 0))
        if begin < 0 or end < 0:
            raise MisuseError(f"the words read do not run from “{first}” to “{last}”, so no paper quotes them")
        return self._quoted(f"“{self._words[begin : end + len(last)]}”")

    @property
    def before_day(self) -> Value:
        """The words of a form before the place of its day."""
        return self._quoted(self._words.partition("___")[0].strip())

    @property
    def after_day(self) -> Value:
        """The words of a form after the place of its day."""
        return self._quoted(self._words.rpartition("____,")[2].strip())


def public_record(desk: Desk, matter: Matter) -> tuple[FindingView, ...]:
    """Findings that bear on the matter and may be stated with attribution, each with what speaks against it."""
    usable = {found.finding.id for found in match(matter, desk.library)}
    for key, companions in COMPANIONS.items():
        if key in usable:
            usable.update(companions)
    return tuple(
        FindingView(desk, finding)
        for finding in sorted(desk.library.findings, key=lambda each: each.n)
        if finding.id in usable and finding.memo_use is MemoUse.ATTRIBUTE
    )


def court_views(desk: Desk, statable: Statable) -> dict[str, Callable[[], tuple[Any, ...]]]:
    """The lists that court papers use beyond those of every paper, each made when a template asks for it."""
    matter = desk.matter
    if matter is None:
        raise ValueError("a court paper needs a matter")
    return {
        "searches": lambda: searches(desk, matter),
        "counted_charges": lambda: counts(matter),
        "footing": lambda: footing(desk, statable.matter),
        "timeliness": lambda: timeliness(desk, matter),
        "certificate_limits": lambda: certificate_limits(desk, matter),
        "later_learned": lambda: later_learned(desk, matter),
        "edited": lambda: edited(searched(desk, matter)),
        "edited_before_showings": lambda: edited(before_showings(desk, matter)),
        "lead_only": lambda: lead_only(searched(desk, matter)),
        "lead_only_before_showings": lambda: lead_only(before_showings(desk, matter)),
        "other_agency": lambda: other_agency(matter),
        "notice_counts": lambda: notice_counts(desk, matter),
        "notice_standing": lambda: notice_standing(desk, matter),
        "showings": lambda: ordered_showings(desk, matter),
        "ranks": lambda: ranks(searched(desk, matter)),
        "ranks_before_showings": lambda: ranks(before_showings(desk, matter)),
        "city_law": lambda: city_law(desk, matter),
        "asked_before_trial": lambda: asked_before_trial(desk, matter),
        "denied_before_trial": lambda: denied_before_trial(desk, matter),
        "schedule": lambda: schedule(desk, statable.matter),
        "public_record": lambda: public_record(desk, statable.matter),
        "chronology": lambda: chronology(desk),
        "statements": lambda: statements_compared(desk),
        "steps": lambda: steps(desk, matter),
        "gaps": lambda: gaps(desk, matter),
        "demand_rows": lambda: demand_rows(desk, statable.matter),
        "checklist": lambda: checklist(desk, statable.matter),
        "kept": lambda: kept(desk, statable.matter),
        "subpoenas": lambda: subpoenas(desk, statable.matter),
        "perishable": lambda: perishable(desk, statable.matter),
        "outstanding": lambda: outstanding(desk, statable.matter),
        "sources": lambda: tuple(ThingView(source, f"source:{source.id}") for source in desk.library.sources),
    }
