"""The law we may cite, each proposition with its verification state, and how a citation prints."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from enum import StrEnum
from typing import Self

from pydantic import Field, field_validator, model_validator

from discovery.core.problems import Problem
from discovery.core.record import Record
from discovery.core.spans import Span, long_date


class Verification(StrEnum):
    """How far a proposition was checked; `VERIFIED` means the statute or opinion itself was read for it."""

    VERIFIED = "verified"
    PARTLY = "partly verified"
    UNVERIFIED = "unverified"


class AuthorityKind(StrEnum):
    """What sort of authority it is."""

    STATUTE = "statute"
    SESSION_LAW = "session law"
    LOCAL_LAW = "local law"
    RULE = "rule"
    OPINION = "opinion"
    GUIDE = "official guide"
    OTHER = "other"


class Side(StrEnum):
    """Whom it helps on the point our papers make."""

    HELPFUL = "helpful"
    ADVERSE = "adverse"
    NEUTRAL = "neutral"


class Reading(Record):
    """Where and when words were read, and by whom, for counsel's own check."""

    source: str
    on: date | None = None
    by: str | None = None
    note: str | None = None

    def __str__(self) -> str:
        who = f"checked by {self.by}" if self.by else "read"
        when = f" on {long_date(self.on)}" if self.on else ""
        return f"{who}{when}: {self.source}" + (f" ({self.note})" if self.note else "")


class Proposition(Record):
    """One thing an authority may be cited for, with its own state."""

    id: str
    text: str
    """What it stands for, in our words: a clause without a final period."""
    pin: str | None = None
    """Subdivision or page printed after the citation, e.g. "(1)(k)"."""
    words: str | None = None
    """The authority's own words, only where read."""
    state: Verification
    readings: tuple[Reading, ...] = ()
    note: str | None = None
    adverse: bool = False

    @property
    def counsel(self) -> tuple[Reading, ...]:
        """The checks counsel made, beside the readings that came with the program."""
        return tuple(reading for reading in self.readings if reading.by)

    @property
    def ours(self) -> tuple[Reading, ...]:
        """The readings that came with the program."""
        return tuple(reading for reading in self.readings if not reading.by)

    def checked(self, reading: Reading) -> Self:
        """The proposition after counsel's check: verified, with her reading beside ours."""
        data = {name: getattr(self, name) for name in Proposition.model_fields}
        data |= {"state": Verification.VERIFIED, "readings": (*self.readings, reading)}
        return type(self).model_validate(data)


class Authority(Record):
    """A statute, rule or opinion, in New York official style."""

    id: str
    kind: AuthorityKind
    citation: str
    """Official style without pinpoint: "CPL 245.20", "People v Knight (69 Misc 3d 546 [Sup Ct 2020])"."""
    parallel: tuple[str, ...] = ()
    """Other citations of the same opinion, never printed: "2020 NY Slip Op 20216"."""
    name: str | None = None
    """Case name, printed in italics: "People v Knight"."""
    court: str | None = None
    decided: str | None = None
    first_day: date | None = None
    last_day: date | None = None
    superseded_by: str | None = None
    later: str | None = None
    """What became of an opinion afterwards, as a sentence to be told wherever it is cited."""
    side: Side = Side.NEUTRAL
    propositions: tuple[Proposition, ...] = ()
    notes: tuple[str, ...] = ()
    office: bool = Field(default=False, exclude=True)

    @field_validator("decided")
    @classmethod
    def _a_date(cls, value: str | None) -> str | None:
        if value is not None:
            Span.of(value)  # raises where it is no date
        return value

    @model_validator(mode="after")
    def _name_leads(self) -> Self:
        if self.name and not self.citation.startswith(f"{self.name} ("):
            raise ValueError(f"the citation begins with the case name: {self.name} (…)")
        return self

    def proposition(self, key: str) -> Proposition | None:
        """The proposition of that id, if it is recorded."""
        return next((each for each in self.propositions if each.id == key), None)


class Check(Record):
    """Counsel's own check of one proposition, kept in record/checks."""

    authority: str
    proposition: str
    by: str = Field(min_length=1)
    on: date
    source: str = Field(min_length=1)
    """What she read: an official site, a bound volume, a research service."""
    note: str | None = None

    @property
    def reading(self) -> Reading:
        """The check as a reading of the proposition."""
        return Reading(source=self.source, on=self.on, by=self.by, note=self.note)


# --- checks and additions ------------------------------------------------------------------------------------


def with_checks(authorities: Iterable[Authority], checks: Iterable[Check]) -> tuple[Authority, ...]:
    """The authorities after counsel's checks; a check of a proposition nobody recorded changes nothing."""
    by_place: dict[tuple[str, str], list[Reading]] = {}
    for check in checks:
        by_place.setdefault((check.authority, check.proposition), []).append(check.reading)
    return tuple(_checked(authority, by_place) for authority in authorities)


def _checked(authority: Authority, readings: dict[tuple[str, str], list[Reading]]) -> Authority:
    propositions = []
    for proposition in authority.propositions:
        for reading in readings.get((authority.id, proposition.id), ()):
            proposition = proposition.checked(reading)
        propositions.append(proposition)
    return _with_propositions(authority, propositions)


def laid_over(shipped: Iterable[Authority], added: Iterable[Authority]) -> tuple[Authority, ...]:
    """An office's authorities over the shipped ones.

    Where the id is the same hers prints, and what she leaves out stays: no contrary point is lost by an addition.
    """
    authorities = {each.id: each for each in shipped}
    for each in added:
        before = authorities.get(each.id)
        kept = {old.id: old for old in before.propositions} if before else {}
        kept.update({new.id: new for new in each.propositions})
        authorities[each.id] = _with_propositions(each, kept.values(), office=True)
    return tuple(authorities.values())


def _with_propositions(
    authority: Authority, propositions: Iterable[Proposition], *, office: bool | None = None
) -> Authority:
    data = {name: getattr(authority, name) for name in Authority.model_fields}
    data["propositions"] = tuple(propositions)
    data["office"] = authority.office if office is None else office
    return Authority.model_validate(data)


def check_authorities(authorities: Iterable[Authority], known: Iterable[str] = ()) -> tuple[Problem, ...]:
    """What is wrong with the law data itself: ids given twice, a state without a reading, a successor not there.

    `known` are ids that exist elsewhere.
    """
    authorities = tuple(authorities)
    ids = {authority.id for authority in authorities} | set(known)
    problems = [
        Problem(where=each, what="this authority is there twice.", next_step="Join the two.")
        for each, count in Counter(authority.id for authority in authorities).items()
        if count > 1
    ]
    for authority in authorities:
        problems.extend(_mistakes(authority, ids))
    return tuple(problems)


def _mistakes(authority: Authority, ids: set[str]) -> Iterator[Problem]:
    if authority.superseded_by and authority.superseded_by not in ids:
        yield Problem(where=authority.id, what=f"its successor “{authority.superseded_by}” is not in the data.")
    if authority.first_day and authority.last_day and authority.first_day > authority.last_day:
        yield Problem(where=authority.id, what="its last day is before its first.")
    if authority.side is Side.ADVERSE and not any(each.adverse for each in authority.propositions):
        next_step = "Write adverse = true at the point that is."
        yield Problem(where=authority.id, what="it is said to be adverse and no point of it is.", next_step=next_step)
    for key, count in Counter(each.id for each in authority.propositions).items():
        if count > 1:
            yield Problem(where=f"{authority.id}/{key}", what="this proposition is there twice.")
    for each in authority.propositions:
        place = f"{authority.id}/{each.id}"
        if each.state is Verification.VERIFIED and not each.readings:
            next_step = "Add a reading (source, on, by), or say “partly verified”."
            yield Problem(where=place, what="it is said to be verified and no reading is given.", next_step=next_step)
        if each.words and not each.readings:
            yield Problem(where=place, what="it has words and no reading that says where they were read.")


# --- printing ------------------------------------------------------------------------------------------------


def citation_parts(
    authority: Authority, proposition: Proposition | None = None, *, short: bool = False, inside: bool = False
) -> tuple[tuple[str, bool], ...]:
    """The citation in New York official style as (text, italic) parts, with the proposition's pinpoint.

    In running text *People v Knight* (69 Misc 3d 546, 552 [Sup Ct, Kings County 2020]) and CPL 245.20 (1) (k);
    `inside` parentheses *People v Knight*, 69 Misc 3d 546, 552 [Sup Ct, Kings County 2020] and CPL 245.20 [1] [k];
    `short`, for a case cited before, *People v Knight*, 69 Misc 3d at 552.
    """
    pin = proposition.pin if proposition else None
    if not authority.name:
        return ((_with_subdivision(authority.citation, pin, inside=inside), False),)
    source, bracket = _reported(authority.citation.removeprefix(authority.name))
    if short:
        return ((authority.name, True), *_short(source, pin))
    pinned = source + (f", {pin}" if pin else "") + bracket
    return ((authority.name, True), (f", {pinned}" if inside else f" ({pinned})", False))


def printed(
    authority: Authority, proposition: Proposition | None = None, *, short: bool = False, inside: bool = False
) -> str:
    """The citation as plain text."""
    return "".join(text for text, _ in citation_parts(authority, proposition, short=short, inside=inside))


def _reported(rest: str) -> tuple[str, str]:
    """Split " (69 Misc 3d 546 [Sup Ct 2020])" into the report and its bracket with court and year."""
    inner = rest.strip().removeprefix("(").removesuffix(")")
    report, mark, bracket = inner.rpartition(" [")
    return (report, mark + bracket) if mark else (inner, "")


def _short(source: str, pin: str | None) -> Iterator[tuple[str, bool]]:
    report = re.fullmatch(r"(\d+ .+) \d+", source)
    if pin and report:
        yield (f", {report[1]} at {pin}", False)
    elif pin:
        yield (f" at {pin}", False)


def _with_subdivision(citation: str, pin: str | None, *, inside: bool) -> str:
    if not pin:
        return citation
    if not pin.startswith("("):
        return f"{citation}, {pin}"
    return f"{citation} {levels(pin, inside=inside)}"


def levels(pin: str, *, inside: bool) -> str:
    """A pinpoint as the Official Reports space it: (1) (k) (v), inside parentheses [1] [k] [v]."""
    apart = pin.replace(")(", ") (")
    return apart.replace("(", "[").replace(")", "]") if inside else apart


def state_note(authority: Authority, proposition: Proposition) -> str:
    """One paragraph for the reader of a review copy: the state, what was and was not read, and where."""
    last = proposition.counsel[-1] if proposition.counsel else None
    who = f" by {last.by}" if last else ""
    sentences = [f"{proposition.state.capitalize()}{who}: {printed(authority, proposition)}."]
    if proposition.adverse:
        sentences.append("It is contrary to what our papers argue.")
    if proposition.note:
        sentences.append(proposition.note.rstrip(".") + ".")
    if authority.later:
        sentences.append(authority.later)
    sentences += [f"{str(reading)[0].upper()}{str(reading)[1:]}." for reading in proposition.readings]
    return " ".join(sentences)


def stale(proposition: Proposition, on: date, *, days: int = 90) -> bool:
    """Whether nobody has read it within the days before `on`."""
    read = [reading.on for reading in proposition.readings if reading.on]
    return not read or max(read) < on - timedelta(days=days)
