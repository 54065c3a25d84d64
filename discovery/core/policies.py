"""What governed, or was said to govern, and from which day to which."""

from enum import StrEnum

from pydantic import Field

from discovery.core.proposals import Criterion
from discovery.core.record import Record
from discovery.core.spans import Span, Truth


class PolicyKind(StrEnum):
    """What sort of thing it is; only a rule or a statute can be departed from."""

    RULE = "rule"
    STATUTE = "statute"
    STATEMENT = "statement"
    PRACTICE = "practice"
    AGREEMENT = "agreement"
    BILL = "bill"
    REPORT = "report"

    @property
    def binds(self) -> bool:
        """Whether conduct can be a deviation from it."""
        return self in (PolicyKind.RULE, PolicyKind.STATUTE)

    @property
    def governs(self) -> bool:
        """Whether it can be what governed on a day: a statement, a bill and a report never are."""
        return self in (PolicyKind.RULE, PolicyKind.STATUTE, PolicyKind.PRACTICE, PolicyKind.AGREEMENT)


class PolicyWords(Record):
    """Words of a policy or statement, or about it, as read somewhere."""

    text: str
    source: str
    verified: bool = False
    note: str | None = None


class Provision(Record):
    """Something a policy's text says, recorded by whoever has read the text; bearings wait for it by its id."""

    id: str
    words: str
    pin: str | None = None
    """Paragraph or page of the text."""


class Policy(Record):
    """A policy, statute, practice, agreement or public statement, with its days and whether its text is held."""

    id: str
    title: str
    short: str = ""
    """The name a sentence uses; the title where there is none."""
    issuer: str
    kind: PolicyKind
    subject: str = "facial recognition"
    """What it is about: facial recognition, immigration, devices, email."""
    issued: Span = Span()
    first_day: Span = Span()
    """When it took effect (for a statement: when it was made)."""
    last_day: Span | None = None
    """Last day in force; None while it is not known to have ended."""
    ended: bool = False
    """Whether it ended, on a day that may be unknown (`last_day`)."""
    identity_known: bool = True
    """False for a policy the record only alludes to."""
    text_held: bool = False
    text_file: str | None = None
    text_sha256: str | None = None
    superseded_by: str | None = None
    authority: str | None = None
    """Id of the authority, for a policy that is a statute."""
    binds: str = ""
    agencies: tuple[str, ...] = ()
    """The agencies it binds or speaks for, as the intake names them."""
    family: str = ""
    """Versions of one policy share a family; no two of them are in force on one day."""
    provisions: tuple[Provision, ...] = ()
    """What its text says, as far as somebody who holds it has recorded."""
    criteria: tuple[Criterion, ...] = ()
    settles: str = ""
    """The record that would settle what it says and when it was in force."""
    words: tuple[PolicyWords, ...] = ()
    """Its own words, as far as they were read somewhere."""
    accounts: tuple[PolicyWords, ...] = ()
    """What others say of it: evidence that there is such a policy, never its words."""
    verification: str = ""
    notes: str = ""
    days_note: str = ""
    office: bool = Field(default=False, exclude=True)
    """Added by an office or a matter in record/, not shipped."""

    @property
    def name(self) -> str:
        """What a sentence calls it: "P.G. 212-129 (2020)"."""
        return self.short or self.title

    def provision(self, key: str) -> Provision | None:
        """What its text says on a point, as recorded by whoever has read it."""
        return next((each for each in self.provisions if each.id == key), None)

    def says(self, key: str) -> bool:
        """Whether what its text says on a point is on record."""
        return self.provision(key) is not None

    def in_force(self, span: Span) -> Truth:
        """Whether it was in force on every day the span allows: YES, NO (on none), or UNKNOWN.

        A first or last day known only to the month counts against certainty.
        """
        if self.first_day.first is None and self.first_day.last is None:
            return Truth.UNKNOWN
        ended = self.last_day is not None or self.ended
        certain_end = self.last_day.first if self.last_day else None
        if ended and certain_end is None:
            possible = span.within(self.first_day.first, None)
            return Truth.NO if possible is Truth.NO else Truth.UNKNOWN
        surely = span.within(self.first_day.last, certain_end) if self.first_day.last else Truth.UNKNOWN
        possible = span.within(self.first_day.first, self.last_day.last if self.last_day else None)
        if surely is Truth.YES:
            return Truth.YES
        return Truth.NO if possible is Truth.NO else Truth.UNKNOWN


class Window(Record):
    """A stretch of time with what governed in it and what may be said of conduct in it."""

    id: str
    title: str
    spans: tuple[Span, ...]
    governs: str
    default: str
    """The class that conduct in it has unless more is shown."""
    policies: tuple[str, ...] = ()
    note: str = ""

    def holds(self, span: Span) -> Truth:
        """Whether conduct of that span falls in the window."""
        answers = [span.within(each.first, each.last) for each in self.spans]
        if Truth.YES in answers:
            return Truth.YES
        return Truth.NO if all(answer is Truth.NO for answer in answers) else Truth.UNKNOWN
