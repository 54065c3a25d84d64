"""The law we may cite, each proposition with its verification state."""

from datetime import date
from enum import StrEnum

from pydantic import Field

from discovery.core.record import Record


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


class Proposition(Record):
    """One thing an authority may be cited for, with its own state."""

    id: str
    text: str
    """What it stands for, in our words."""
    pin: str | None = None
    """Subdivision or page printed after the citation, e.g. "(1)(k)"."""
    words: str | None = None
    """The authority's own words, only where read."""
    state: Verification
    readings: tuple[Reading, ...] = ()
    note: str | None = None
    adverse: bool = False


class Authority(Record):
    """A statute, rule or opinion, in New York official style."""

    id: str
    kind: AuthorityKind
    citation: str
    """Official style without pinpoint: "CPL 245.20", "People v Knight (69 Misc 3d 546 [Sup Ct 2020])"."""
    name: str | None = None
    """Case name, printed in italics: "People v Knight"."""
    court: str | None = None
    decided: str | None = None
    first_day: date | None = None
    last_day: date | None = None
    superseded_by: str | None = None
    side: Side = Side.NEUTRAL
    propositions: tuple[Proposition, ...] = ()
    notes: tuple[str, ...] = ()
    office: bool = Field(default=False, exclude=True)

    def proposition(self, key: str) -> Proposition | None:
        """The proposition of that id, if it is recorded."""
        return next((each for each in self.propositions if each.id == key), None)
