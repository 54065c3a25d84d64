"""The ledger of numbers as facts: what was reserved and issued, and what follows from it for the next number.

A number once reserved is never given to another page. A reservation without an issue is explained, not reused.
A prefix has one run whatever its digits and suffix, so that DOE-000005 and DOE-000005-R are never two pages of two
documents: the suffix only says how a number is printed.
"""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Literal, Self

from pydantic import Field, model_validator

from discovery.core.bates import BatesNumber, BatesRange, Ending, NumberStyle
from discovery.core.record import Record

FIRST_ENTRY = "0" * 64
"""What the first entry names as its predecessor's sha256."""
NO_VOLUME, NO_INPUTS = "VOL000", "0" * 64
"""What an entry names that is about no volume of ours."""


class Act(StrEnum):
    """What an entry records."""

    RESERVED = "reserved"
    """The numbers are taken, before any page is stamped."""
    REISSUED = "reissued"
    """Numbers already issued are taken up again for pages that replace those served, such as redacted ones."""
    ELSEWHERE = "given elsewhere"
    """The numbers were given by another program, or by hand, before this ledger was kept."""
    ISSUED = "issued"
    """The volume with these numbers was verified and published."""
    NOTED = "noted"
    """Somebody explained these numbers."""
    WITHDRAWN = "withdrawn"
    """Pages that were served are withdrawn; their numbers are on no other page."""
    VOID = "void"
    """Taken in another copy of the ledger and set aside when the copies were reconciled; never written by itself."""
    APART = "issued apart"
    """Issued in another copy of the ledger, and counsel said it was served; never written by itself."""


_TAKING = (Act.RESERVED, Act.REISSUED)
_NEW = (Act.RESERVED, Act.ELSEWHERE)
_SAID = (Act.NOTED, Act.WITHDRAWN)
_ASIDE = (Act.VOID, Act.APART)


class Entry(Record):
    """One entry of the ledger, one file; it names its predecessor by sha256 and is never changed."""

    schema_: Literal[1] = Field(default=1, alias="schema")
    sequence: int = Field(ge=1)
    previous: str = Field(pattern=r"^[0-9a-f]{64}$")
    act: Act
    day: date
    prefix: str
    digits: int = Field(ge=1)
    suffix: Ending = ""
    first: int = Field(ge=0)
    last: int = Field(ge=0)
    volume: str = Field(pattern=r"^VOL[0-9]{3,}$")
    audience: str
    inputs: str = Field(pattern=r"^[0-9a-f]{64}$")
    """Fingerprint of what went in, without its numbers: the same inputs are not issued twice."""
    reservation: int | None = None
    """For an issue: the sequence of the entry that took its numbers."""
    manifest: str | None = Field(default=None, pattern=r"^[0-9a-f]{64}$")
    """For an issue: the sha256 of the volume's served manifest."""
    replaces: tuple[str, ...] = ()
    """For a re-issue: the sha256 of the manifest of each volume whose pages it replaces."""
    reason: str = ""
    """For all but a reservation: why, in counsel's words."""
    by: str = ""
    """Who said so."""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.last < self.first:
            raise ValueError("the last number is before the first")
        if self.act in _ASIDE:
            return self
        issued = self.act is Act.ISSUED
        if issued != (self.reservation is not None) or issued != (self.manifest is not None):
            raise ValueError("an issue names its reservation and its manifest, and no other entry does")
        if not issued and (self.act is Act.REISSUED) != bool(self.replaces):
            raise ValueError("a re-issue names the manifest of the pages it replaces, and no reservation does")
        if self.act in (Act.REISSUED, Act.ELSEWHERE, *_SAID) and not self.reason:
            raise ValueError("a re-issue, a note, a withdrawal and what was given elsewhere say why")
        return self

    @property
    def range(self) -> BatesRange:
        """The numbers, both ends included."""
        style = NumberStyle(prefix=self.prefix, digits=self.digits, suffix=self.suffix)
        return style.range(self.first, self.last - self.first + 1)

    def holds(self, number: BatesNumber) -> bool:
        """Whether a number is one of these; digits and suffix only say how it is printed."""
        return self.prefix == number.prefix and self.first <= number.number <= self.last

    def meets(self, other: "Entry") -> bool:
        """Whether the two hold a number in common."""
        return self.prefix == other.prefix and self.first <= other.last and other.first <= self.last

    def __str__(self) -> str:
        if self.act is Act.ELSEWHERE:
            return f"{self.range} {self.act}, recorded on {self.day}"
        return f"{self.range} {self.act} {'in' if self.act in _SAID else 'for'} {self.volume} on {self.day}"


class Reconciliation(Record):
    """The decision which of two ledgers that went on apart stands; it follows from the head of that one."""

    schema_: Literal[1] = Field(default=1, alias="schema")
    sequence: int = Field(ge=1)
    previous: str = Field(pattern=r"^[0-9a-f]{64}$")
    act: Literal["reconciled"] = "reconciled"
    day: date
    by: str = Field(min_length=1)
    reason: str = Field(min_length=1)
    merges: tuple[str, ...] = Field(min_length=1)
    """The sha256 of the head of each ledger that is set aside."""
    aside: tuple[Entry, ...]
    """What those took, each entry with the act void or issued apart; its numbers stay taken for ever."""

    def __str__(self) -> str:
        return f"two copies of the ledger reconciled on {self.day} by {self.by}: {self.reason.rstrip('.')}"


# --- what is next ----------------------------------------------------------------------------------------------


def next_free(entries: Sequence[Entry], prefix: str) -> int:
    """The first number under a prefix that no entry, issued, void or only reserved, has taken."""
    return max((entry.last for entry in entries if entry.prefix == prefix), default=0) + 1


def next_volume(entries: Sequence[Entry]) -> str:
    """The name of the next volume; the name of an abandoned one is not used again."""
    return f"VOL{max((int(entry.volume[3:]) for entry in entries), default=0) + 1:03d}"


def last_sequence(entries: Sequence[Entry]) -> int:
    """The place of the last entry, 0 for none."""
    return max((entry.sequence for entry in entries), default=0)


def last_style(entries: Sequence[Entry]) -> NumberStyle | None:
    """How the numbers taken here last look, or else those given elsewhere; None while there are none."""
    taken = [entry for entry in entries if entry.act is Act.RESERVED]
    taken = taken or [entry for entry in entries if entry.act is Act.ELSEWHERE]
    if not taken:
        return None
    return NumberStyle(prefix=taken[-1].prefix, digits=taken[-1].digits, suffix=taken[-1].suffix)


def holders(entries: Sequence[Entry], prefix: str, first: int, last: int) -> tuple[Entry, ...]:
    """The entries that took a number of this run before, in order."""
    return tuple(
        entry
        for entry in entries
        if entry.act in (*_NEW, *_ASIDE) and entry.prefix == prefix
        if entry.first <= last and first <= entry.last
    )


# --- what became of it -----------------------------------------------------------------------------------------


def issues(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """The entries that record a published volume, in order."""
    return tuple(entry for entry in entries if entry.act is Act.ISSUED)


def set_aside(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """What was taken in another copy of the ledger and set aside when the copies were reconciled."""
    return tuple(entry for entry in entries if entry.act in _ASIDE)


def unfinished(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """The reservations and re-issues that no issue names: a run that stopped, or one still at work."""
    finished = {entry.reservation for entry in issues(entries)}
    return tuple(entry for entry in entries if entry.act in _TAKING and entry.sequence not in finished)


def issued_as(entries: Sequence[Entry], inputs: str) -> Entry | None:
    """The issue that was made from exactly these inputs, if there is one."""
    return next((entry for entry in issues(entries) if entry.inputs == inputs), None)


def rival(entries: Sequence[Entry], mine: Entry, since: int) -> Entry | None:
    """Another run's entry for the inputs of a reservation: their issue, or what was reserved for them just before.

    What was reserved up to entry `since` was there when this run began, and may be a run that was cut off.
    """
    others = [
        entry
        for entry in entries
        if entry.inputs == mine.inputs and entry.volume != mine.volume and entry.act in (*_TAKING, Act.ISSUED)
    ]
    issued = issued_as(others, mine.inputs)
    return issued or next((entry for entry in others if since < entry.sequence < mine.sequence), None)


def first_not_issued(entries: Sequence[Entry], run: BatesRange) -> BatesNumber | None:
    """The first number of a run that is on no issued page, or None where all are."""
    begin = number = run.begin.number
    held = [entry for entry in issues(entries) if entry.prefix == run.begin.prefix]
    for entry in sorted(held, key=lambda each: each.first):
        if entry.first <= number <= entry.last:
            number = entry.last + 1
    return run.begin.plus(number - begin) if number <= run.end.number else None


def replacements(entries: Sequence[Entry], issue: Entry) -> tuple[Entry, ...]:
    """The later issues whose pages took the place of some of this one's."""
    return tuple(
        later
        for later in issues(entries)
        if later.replaces and later.sequence > issue.sequence and later.meets(issue)
    )


def said_of(entries: Sequence[Entry], one: Entry) -> tuple[Entry, ...]:
    """The notes and withdrawals of numbers of an entry, in order."""
    return tuple(entry for entry in entries if entry.act in _SAID and entry.volume == one.volume and entry.meets(one))


# --- in words --------------------------------------------------------------------------------------------------


def explain_unused(reservation: Entry) -> str:
    """Why the numbers of a reservation without an issue are on no page."""
    if reservation.act is Act.REISSUED:
        return (
            f"{reservation.range}: to be re-issued in {reservation.volume} on {reservation.day} by a run that did "
            "not finish; the pages served before stand."
        )
    return (
        f"{reservation.range}: reserved for {reservation.volume} on {reservation.day} by a run that did not finish; "
        "never given to other pages."
    )


def explain_elsewhere(entry: Entry) -> str:
    """How numbers came to be taken that no volume of this ledger bears."""
    return f"{entry.range}: given elsewhere, as {entry.by} recorded on {entry.day}: {entry.reason}"


def explain_aside(entry: Entry, entries: Sequence[Entry]) -> str:
    """What becomes of numbers that were taken in another copy of the ledger."""
    taken = f"{entry.range}: taken for {entry.volume} on {entry.day} in another copy of this ledger"
    if entry.replaces and entry.act is Act.VOID:
        return f"{taken} to be re-issued, which is void since the copies were reconciled; the earlier pages stand."
    shared = [f"{other.volume} ({other.range})" for other in issues(entries) if other.meets(entry)]
    if entry.act is Act.APART:
        manifest = f"manifest {entry.manifest[:16]}…" if entry.manifest else "no manifest recorded"
        twice = (
            f"some are on other pages in {', '.join(shared)}: cite them with volume, day and manifest."
            if shared
            else "no other page bears these numbers."
        )
        return f"{taken} and served ({manifest}); {twice}"
    beside = f" Pages of {', '.join(shared)} bear some of them." if shared else ""
    served = " That volume is to be served again under other numbers." if entry.manifest else ""
    return f"{taken} and void since the copies were reconciled; never given again.{beside}{served}"
