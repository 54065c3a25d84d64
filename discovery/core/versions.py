"""Whether an authority was law on a day, and whether it was read lately enough to be signed for."""

import re
from datetime import date

from discovery.core.authorities import Authority, Proposition, stale
from discovery.core.spans import Span, long_date

FRESH_DAYS = 90
"""How old the last reading may be on the day of a paper."""
READ_AGAIN = "read it again"


def out_of_force(authority: Authority, on: Span) -> str:
    """Why the authority was not law on all of a span of days: one sentence, or nothing.

    A version whose days are not recorded is not questioned.
    """
    first, last = on.first, on.last
    if first is None or last is None:
        return ""
    if authority.first_day and last < authority.first_day:
        return f"It was not yet in force {_when(on)}; it took effect on {long_date(authority.first_day)}."
    if authority.last_day and first > authority.last_day:
        return f"It was no longer in force {_when(on)}; its last day was {long_date(authority.last_day)}."
    if authority.first_day and first < authority.first_day:
        return f"It took effect on {long_date(authority.first_day)}, within the time it is cited for ({on})."
    if authority.last_day and last > authority.last_day:
        return f"Its last day was {long_date(authority.last_day)}, within the time it is cited for ({on})."
    return ""


def _when(on: Span) -> str:
    return f"on {on}" if on.first == on.last else f"in {on}"


def says_former(authority: Authority) -> bool:
    """Whether the citation itself says that it is of a former text."""
    return re.search(r"\bformer\b", authority.citation) is not None


def replaced(authority: Authority, successor: str = "") -> str:
    """That the authority has been superseded, and by what: one sentence, or nothing."""
    by = successor or authority.superseded_by
    return f"It has been superseded by {by}." if by else ""


def last_read(proposition: Proposition) -> date | None:
    """The day somebody last read it, as far as days are recorded."""
    return max((reading.on for reading in proposition.readings if reading.on), default=None)


def read_long_ago(proposition: Proposition, on: date) -> str:
    """That the last reading is too old on a day: one sentence, or nothing where it is fresh or was never read.

    It is shown in the review copy and told with both copies, and keeps nothing from being filed: that days passed
    says nothing against the law, and a refusal each quarter would teach counsel to sign for what she did not read.
    """
    if not proposition.readings or not stale(proposition, on, days=FRESH_DAYS):
        return ""
    day = last_read(proposition)
    if day is None:
        return f"No day is recorded on which it was read; {READ_AGAIN}."
    return f"It was last read on {long_date(day)}, more than {FRESH_DAYS} days before; {READ_AGAIN}."
