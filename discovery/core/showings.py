"""Identification procedures as papers speak of them: their names, the notice in days, and what came before them."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from discovery.core.matter import Matter, ShowingKind
from discovery.core.spans import long_date
from discovery.core.values import Desk, Fact, Value, number_word
from discovery.core.views import view

NAMES: Mapping[str, str] = {
    ShowingKind.SINGLE_PHOTO: "showing of a single photograph",
    ShowingKind.CONFIRMATORY: "procedure recorded as confirmatory",
    ShowingKind.SOCIAL_MEDIA: "showing of a page of social media",
    ShowingKind.VIDEO_RECOGNITION: "viewing of a recording",
}
"""What a sentence calls a procedure whose own name is no noun, or would concede what a hearing has to find."""

NOTICE_DAYS = 15
"""Days after arraignment within which notice is served (CPL 710.30 [2])."""


def named(step: Any) -> Value:
    """The name of a procedure as a sentence needs it: a showing of a single photograph."""
    kind: Value = step.kind
    return kind.changed(NAMES.get(str(kind), str(kind)))


class NoticeCount(NamedTuple):
    """The notice counted from one arraignment."""

    arraigned: Fact
    before: str
    """Before which court or on what: in the local criminal court, on the present instrument."""
    until: Value
    """The last of the fifteen days."""
    late: bool | None
    """Whether the notice was served after it; None where the days given for the notice lie on both sides."""


def notice_counts(desk: Desk, matter: Matter) -> tuple[NoticeCount, ...]:
    """The notice counted from each arraignment of a known day; none where no notice is known to be served."""
    notice: Fact = view(desk, "disclosure", matter.disclosure).notice_710_30
    return tuple(_counts(notice, view(desk, "posture", matter.posture))) if notice.usable and notice.first else ()


def _counts(notice: Fact, posture: Any) -> Iterator[NoticeCount]:
    arraignments = (
        (posture.arraigned_local, "in the local criminal court"),
        (posture.arraigned_superior, "on the present instrument"),
    )
    for arraigned, before in arraignments:
        if arraigned.usable and arraigned.first and arraigned.first == arraigned.last:
            until = _weekday(arraigned.first + timedelta(days=NOTICE_DAYS))
            yield NoticeCount(arraigned, before, Value(long_date(until), arraigned.source), _late(notice, until))


def _late(notice: Fact, until: date) -> bool | None:
    if notice.first and notice.first > until:
        return True
    return False if notice.last and notice.last <= until else None


def _weekday(day: date) -> date:
    """The day itself, or the Monday after a weekend (General Construction Law 25-a; holidays are left to counsel)."""
    return day + timedelta(days=max(0, 7 - day.weekday())) if day.weekday() > 4 else day


def notice_standing(desk: Desk, matter: Matter) -> tuple[str]:
    """How the notice stands: none, in time, late, by the count (late from one arraignment only), not known."""
    if not view(desk, "disclosure", matter.disclosure).notice_710_30.usable:
        return ("none",)
    late = {count.late for count in notice_counts(desk, matter)}
    if not late or None in late:
        return ("not known",)
    if len(late) == 2:
        return ("by the count",)
    return ("late" if late == {True} else "in time",)


class Ordered(NamedTuple):
    """A procedure and how its day stands to the searches the paper may speak of."""

    step: Any
    order: str
    """after (a search is dated before it), before (every search is dated after it), open."""
    search: Any
    """The search dated before it, the last of them; None where there is none."""


def searched(desk: Desk, matter: Matter) -> tuple[Any, ...]:
    """The searches of the intake, as the file has them."""
    shown: tuple[Any, ...] = view(desk, "facial_recognition.searches", matter.facial_recognition.searches)
    return shown


def before_showings(desk: Desk, matter: Matter) -> tuple[Any, ...]:
    """The searches that can have led to a procedure: not those the papers date after every one."""
    shown = [step.day for step in view(desk, "identifications", matter.identifications)]
    last = max((day.last for day in shown if day.usable and day.last), default=None)
    if last is None or not all(day.usable and day.last for day in shown):
        return searched(desk, matter)
    return tuple(
        search
        for search in searched(desk, matter)
        if not (search.day.usable and search.day.first and search.day.first > last)
    )


def ordered_showings(desk: Desk, matter: Matter) -> tuple[Ordered, ...]:
    """Each procedure with whether the papers date a search before it; a day that may be either is open."""
    found = searched(desk, matter)
    return tuple(_ordered(step, found) for step in view(desk, "identifications", matter.identifications))


def _ordered(step: Any, searched: tuple[Any, ...]) -> Ordered:
    day: Fact = step.day
    dated = [search for search in searched if search.day.usable and search.day.first and search.day.last]
    if not (day.usable and day.first and day.last):
        return Ordered(step, "open", None)
    earlier = [search for search in dated if search.day.last < day.first]
    if earlier:
        return Ordered(step, "after", max(earlier, key=lambda search: search.day.last))
    later = searched and len(dated) == len(searched) and all(search.day.first > day.last for search in dated)
    return Ordered(step, "before" if later else "open", None)


class Rank(NamedTuple):
    """Where a search put the candidate that was chosen."""

    rank: Fact
    above: Value
    """How many candidates the system put above it, in words."""
    candidates: Fact


def ranks(shown: tuple[Any, ...]) -> tuple[Rank, ...]:
    """Of each of these searches whose result was chosen from below the first place, how many stood above it."""
    found = []
    for search in shown:
        rank: Fact = search.rank
        if rank.usable and str(rank).isdigit() and int(str(rank)) > 1:
            found.append(Rank(rank, rank.changed(number_word(int(str(rank)) - 1)), search.candidates))
    return tuple(found)
