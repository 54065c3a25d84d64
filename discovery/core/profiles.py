"""What a court's filing system asks of a PDF.

A profile is data: each of its rules has its source, the day it was read, and how far it was checked. Nothing is
claimed beyond that: where it is not established how exhibits are filed, the profile says so and decides nothing.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from pydantic import Field

from discovery.core.authorities import Verification
from discovery.core.problems import Problem
from discovery.core.record import Record
from discovery.core.spans import long_date


class Trait(StrEnum):
    """One thing about a PDF that a filing system may ask about."""

    SIZE = "size"
    NAME = "file name"
    DAMAGE = "damage"
    ENCRYPTION = "encryption"
    SCRIPTS = "JavaScript"
    OPENING = "opening action"
    ACTIONS = "actions"
    MEDIA = "sound and film"
    ATTACHMENTS = "attachments"
    PORTFOLIO = "portfolio"
    LAYERS = "layers"
    COMMENTS = "comments"
    FORMS = "form fields"
    XFA = "XFA form"
    TEXT = "searchable text"
    RESOLUTION = "resolution"
    MARGINS = "margins"
    BOOKMARKS = "bookmarks"
    LABELS = "page labels"
    VIEW = "initial view"
    PDFA = "PDF/A"


class Weight(StrEnum):
    """What follows where a file falls short."""

    REFUSED = "refused"
    """The rule is stated as a condition: the file may be refused or returned."""
    ADVISED = "advised"
    """Asked for, or wise; a person looks and decides."""


class Filing(StrEnum):
    """How exhibits are to be filed."""

    SEPARATE = "separate"
    ONE = "one file"
    UNSETTLED = "not established"


class Rule(Record):
    """One thing a filing system asks, with where that was read."""

    trait: Trait
    what: str
    """The rule in our own words, one sentence."""
    value: float | None = None
    """Its limit: megabytes, characters, points or dots per inch, by the trait."""
    weight: Weight = Weight.REFUSED
    source: str
    read: date | None = None
    state: Verification = Verification.PARTLY
    keeps: str = ""
    """An example of a file that keeps it."""
    breaks: str = ""
    """An example of one that does not."""

    @property
    def cited(self) -> str:
        """Where it was read, when, and how far it was checked."""
        when = f"read {long_date(self.read)}" if self.read else "not dated"
        return f"{self.source}; {when}; {self.state}"


class Profile(Record):
    """What one filing system asks of each PDF."""

    name: str
    title: str
    filing: Filing
    filing_note: str
    """What is known of how exhibits are filed, with its source."""
    rule: tuple[Rule, ...] = Field(min_length=1)

    def of(self, trait: Trait) -> Rule | None:
        """The rule on one trait."""
        return next((each for each in self.rule if each.trait is trait), None)

    def limited_to(self, megabytes: float) -> "Profile":
        """The profile with a court's own limit of size, given by the person who files."""
        own = Rule(
            trait=Trait.SIZE,
            what=f"A file has at most {megabytes:g} MB in this court.",
            value=megabytes,
            source="as given with the command",
            state=Verification.UNVERIFIED,
        )
        others = (each for each in self.rule if each.trait is not Trait.SIZE)
        return Profile.model_validate({**dict(self), "rule": (own, *others)})


def check_profiles(profiles: Iterable[Profile]) -> tuple[Problem, ...]:
    """What in the data of profiles cannot be: a trait ruled on twice, a limit that is missing."""
    problems = []
    for profile in profiles:
        for trait, count in Counter(one.trait for one in profile.rule).items():
            if count > 1:
                problems.append(Problem(where=f"{profile.name}, {trait}", what="there are two rules on it."))
        for one in profile.rule:
            where = f"{profile.name}, {one.trait}"
            if (one.value is None) == (one.trait in _LIMITED):
                problems.append(Problem(where=where, what="a limit is missing, or there is one too many."))
            if one.state is Verification.VERIFIED and one.read is None:
                problems.append(Problem(where=where, what="it is said to be verified and no reading is given."))
    return tuple(problems)


_LIMITED = (Trait.SIZE, Trait.NAME, Trait.RESOLUTION, Trait.MARGINS)
