"""Which findings bear on a matter, each with the field of the intake that matched.

A finding says in `applies` on which searches it bears; `core.criteria` holds the rule for what is not known:

* The findings on Clearview bear on a search by NYPD, on Clearview, on a day the finding speaks of. Where the system
  is not known but the agency (or the arrest) is NYPD's and the day fits, they may bear: "the system is not known".
  A search known to be on another system, by another agency or on another day is out.
* A finding on use outside FIS, inside FIS, on a personal device or with a federal agency needs that fact besides.
  Where unit or device is not known it may bear on a search known to be on Clearview, and on no other; an agency that
  nobody has recorded is no reason.
* A finding that is undated in its source is compared with the time the emails are said to cover.
* What NYPD wrote of its photo repository bears on a search of anything else, whatever the day.
* `exclude` findings, and background on people and provenance, bear on no matter.
* Where no search is recorded, but a sign of one is or the People say there was one, the search it points to is
  matched with what is known of it: the days between incident and arrest. Nothing is certain then.
"""

from discovery.core.conduct import Conduct, searches_of
from discovery.core.criteria import Fact, bears
from discovery.core.findings import Finding, MemoUse
from discovery.core.library import Library
from discovery.core.matter import Matter
from discovery.core.record import Record
from discovery.core.spans import Truth


class Reason(Record):
    """One field of the intake that makes a finding bear, or may make it bear."""

    path: str
    sentence: str
    certain: bool

    def __str__(self) -> str:
        return f"{self.sentence} ({self.path})" if self.certain else f"may bear: {self.sentence} ({self.path})"


class Match(Record):
    """A finding that bears on the matter, with the reasons, the certain ones first."""

    finding: Finding
    reasons: tuple[Reason, ...]
    certain: bool
    """Whether it bears; False where it only may."""
    search: str
    """Id of the search it bears on."""

    def __str__(self) -> str:
        verb = "bears" if self.certain else "may bear"
        return f"{self.finding.id} {verb}: {'; '.join(reason.sentence for reason in self.reasons)}."


def match(matter: Matter, library: Library) -> tuple[Match, ...]:
    """The findings that bear or may bear on the matter, in the order of the record."""
    searches = searches_of(matter)
    found = [_match(finding, searches) for finding in library.findings if finding.memo_use is not MemoUse.EXCLUDE]
    return tuple(each for each in found if each)


def _match(finding: Finding, searches: tuple[Conduct, ...]) -> Match | None:
    """The match with the first search it bears on, or else with the first on which it may."""
    answers = [(search, *bears(finding.applies, search, finding.span)) for search in searches]
    for wanted in (Truth.YES, Truth.UNKNOWN):
        for search, truth, facts in answers:
            if truth is wanted:
                return Match(
                    finding=finding, reasons=_reasons(search, facts), certain=truth is Truth.YES, search=search.id
                )
    return None


def _reasons(search: Conduct, facts: tuple[Fact, ...]) -> tuple[Reason, ...]:
    reasons = [_reason(fact) for fact in sorted(facts, key=lambda fact: fact.truth is not Truth.YES)]
    if search.supposed:
        pointed = "no search is recorded, but this points to one"
        reasons.insert(0, Reason(path=search.place, sentence=pointed, certain=False))
    return tuple(reasons)


def _reason(fact: Fact) -> Reason:
    return Reason(path=fact.path, sentence=fact.sentence, certain=fact.truth is Truth.YES)
