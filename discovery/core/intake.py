"""What follows from the intake: what the People said, what the papers show, which law period, and what to ask about.

Each is derived, never typed in, and carries its reasons. Nothing is inferred beyond what a reason says.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from discovery.core.answers import Answer, Basis, BasisKind
from discovery.core.indicators import Indicator
from discovery.core.matter import LAW_2020, LAW_2025, LawPeriod, Matter, PeopleStatement, Search, Stage, answers
from discovery.core.record import Record
from discovery.core.spans import Span, Truth

DOCUMENTS = (BasisKind.COURT_PAPER, BasisKind.DISCLOSED_DOCUMENT)
OF_A_SEARCH = (
    *("agency", "unit", "operator", "device", "system", "system_name", "day"),
    *("gallery", "candidates", "rank", "score", "report", "lead_only"),
)
"""The answers of a search that say a search was made; a probe image or an edit alone does not."""
OPEN_QUESTION = "Which of the discovery amendments reaches a pending action is an open question."


class Reason(Record):
    """Why a value was derived: the answer it follows from, and the sentence that says so."""

    path: str
    sentence: str


class Derived(Record):
    """A value that follows from the intake, with every reason for it."""

    value: str
    reasons: tuple[Reason, ...]

    def __str__(self) -> str:
        return " ".join([f"{self.value}:", *(reason.sentence for reason in self.reasons)])


# --- what the People have said -------------------------------------------------------------------------------


def people_said(matter: Matter) -> Derived:
    """What the People have said about facial recognition: disclosed, denied or silent.

    Of statements that differ the latest counts, and all are among the reasons.
    """
    said = [
        (number, each)
        for number, each in enumerate(matter.facial_recognition.statements)
        if each.says == "no answer" or _stated(matter, each)
    ]
    spoken = [(number, each) for number, each in said if each.says != "no answer"]
    reasons = tuple(_saying(matter, number, each) for number, each in said)
    if not reasons:
        sentence = "No statement of the People about facial recognition is recorded."
        reasons = (Reason(path="facial_recognition.statements", sentence=sentence),)
    if not spoken:
        return Derived(value="silent", reasons=reasons)
    latest = max(spoken, key=lambda pair: (_last_day(pair[1].day), pair[0]))[1]
    return Derived(value="disclosed" if latest.says == "used" else "denied", reasons=reasons)


def _stated(matter: Matter, statement: PeopleStatement) -> bool:
    return matter.stands(statement.words) or matter.stands(statement.day)


def _saying(matter: Matter, number: int, statement: PeopleStatement) -> Reason:
    sentence = {
        "used": "The People have said that facial recognition was used",
        "not used": "The People have said that facial recognition was not used",
        "no answer": "The People have not answered whether facial recognition was used",
    }[statement.says]
    field = "words" if matter.stands(statement.words) else "day"
    basis = matter.basis_of(getattr(statement, field))
    place = f"facial_recognition.statements.{number}.{field}"
    return Reason(path=place, sentence=f"{sentence}{_details(basis)}.")


def _last_day(day: Answer[Span]) -> date:
    return (day.value and (day.value.last or day.value.first)) or date.min


# --- what the papers show ------------------------------------------------------------------------------------


def papers_show(matter: Matter, indicators: Iterable[Indicator]) -> Derived:
    """What the papers show of facial recognition: documented, indicated, nothing found, or not looked at.

    A search recorded from a court paper or a disclosed document is documented; a known sign recorded with its words
    and a basis is indicated.
    """
    known = {each.id: each for each in indicators}
    searches = tuple(_documented(matter))
    signs = tuple(_indicated(matter, known))
    if searches or signs:
        return Derived(value="documented" if searches else "indicated", reasons=searches + signs)
    path = "facial_recognition.papers_reviewed"
    if matter.facial_recognition.papers_reviewed.is_(True):
        sentence = "The disclosed papers were read for signs of facial recognition, and none is recorded."
        return Derived(value="nothing found", reasons=(Reason(path=path, sentence=sentence),))
    sentence = "No reading of the disclosed papers for signs of facial recognition is recorded."
    return Derived(value="not looked at", reasons=(Reason(path=path, sentence=sentence),))


def documented_by(matter: Matter, search: Search) -> str | None:
    """The field of a search whose basis is a document, the first of those that say a search was made."""
    for name in OF_A_SEARCH:
        answer = getattr(search, name)
        basis = matter.basis_of(answer)
        if answer.given and basis and basis.kind in DOCUMENTS:
            return name
    return None


def _documented(matter: Matter) -> Iterator[Reason]:
    for number, search in enumerate(matter.facial_recognition.searches):
        if field := documented_by(matter, search):
            basis = matter.basis_of(getattr(search, field))
            kind = str(basis.kind) if basis else ""
            yield Reason(
                path=f"facial_recognition.searches.{number}.{field}",
                sentence=f"A search is recorded in a {kind}{_details(basis, kind=False)}.",
            )


def _indicated(matter: Matter, known: dict[str, Indicator]) -> Iterator[Reason]:
    for number, sign in enumerate(matter.facial_recognition.signs):
        if sign.indicator in known and matter.stands(sign.words):
            basis = matter.basis_of(sign.words)
            title = known[sign.indicator].title
            yield Reason(
                path=f"facial_recognition.signs.{number}.words",
                sentence=f"A sign is recorded ({title}): “{sign.words.value}”{_details(basis)}.",
            )


def _details(basis: Basis | None, *, kind: bool = True) -> str:
    words = str(basis) if basis else ""
    if not kind:
        words = words.partition(", ")[2]
    return f" ({words})" if words else ""


# --- which law -----------------------------------------------------------------------------------------------


def law_period(matter: Matter) -> Derived:
    """The discovery statute the dates point to; open where a pending action began before the last amendment, or
    where its dates are not established."""
    begun, ended = matter.posture.commenced, matter.disclosure.trial_date
    if not matter.stands(begun):
        sentence = f"The day on which the action was commenced is not established. {OPEN_QUESTION}"
        return _law(LawPeriod.OPEN, "posture.commenced", sentence)
    began = _began(begun.value)
    if matter.posture.stage is not Stage.AFTER_CONVICTION:
        if _in(begun.value, LawPeriod.FROM_2025):
            return _law(LawPeriod.FROM_2025, "posture.commenced", f"{began}.")
        return _law(LawPeriod.OPEN, "posture.commenced", f"{began}, and is pending. {OPEN_QUESTION}")
    for period in (LawPeriod.TO_2019, LawPeriod.FROM_2020, LawPeriod.FROM_2025):
        if _in(begun.value, period) and matter.stands(ended) and _in(ended.value, period):
            return _law(period, "posture.commenced", f"{began}, and was tried {_dated(ended.value)}.")
    if _in(begun.value, LawPeriod.FROM_2025):
        return _law(LawPeriod.FROM_2025, "posture.commenced", f"{began}.")
    sentence = f"{began}; when it was tried is not established, or another law applied by then. {OPEN_QUESTION}"
    return _law(LawPeriod.OPEN, "disclosure.trial_date", sentence)


def _began(span: Span | None) -> str:
    return f"The action was commenced {_dated(span)}"


def _dated(span: Span | None) -> str:
    exact = span is not None and span.first is not None and span.first == span.last
    return f"{'on' if exact else 'in'} {span}"


def _law(period: LawPeriod, path: str, sentence: str) -> Derived:
    return Derived(value=str(period), reasons=(Reason(path=path, sentence=sentence),))


def _in(span: Span | None, period: LawPeriod) -> bool:
    first, last = {
        LawPeriod.TO_2019: (None, LAW_2020),
        LawPeriod.FROM_2020: (LAW_2020, LAW_2025),
        LawPeriod.FROM_2025: (LAW_2025, None),
    }[period]
    if span is None or (last and span.within(last, None) is not Truth.NO):
        return False
    return span.within(first, None) is Truth.YES


# --- what is improbable --------------------------------------------------------------------------------------

ORDER = (
    ("arrest.incident", "arrest.arrested", "the arrest is dated before the incident"),
    ("arrest.incident", "arrest.i_card", "the investigation card is dated before the incident"),
    ("arrest.i_card", "arrest.arrested", "the arrest is dated before the investigation card"),
    ("arrest.incident", "posture.commenced", "the action is dated before the incident"),
    ("posture.commenced", "posture.arraigned_local", "the arraignment is dated before the action was commenced"),
    ("posture.commenced", "posture.arraigned_superior", "the arraignment is dated before the action was commenced"),
    ("posture.arraigned_local", "posture.arraigned_superior", "the superior court arraigned before the local court"),
    ("posture.arraigned_local", "disclosure.automatic", "the automatic disclosure is dated before the arraignment"),
    ("posture.arraigned_local", "disclosure.notice_710_30", "the CPL 710.30 notice is dated before the arraignment"),
    ("disclosure.automatic", "disclosure.certificates.*.served", "the certificate is dated before any disclosure"),
    ("disclosure.motions_due", "disclosure.trial_date", "the trial is dated before motions are due"),
    ("arrest.incident", "identifications.*.day", "the identification procedure is dated before the incident"),
    ("arrest.incident", "facial_recognition.searches.*.day", "the search is dated before the incident"),
    ("facial_recognition.searches.*.day", "arrest.arrested", "a search is dated after the arrest"),
    ("facial_recognition.searches.*.day", "facial_recognition.searches.=.report", "the report is before the search"),
    ("disclosure.demands.*.day", "disclosure.demands.=.answered", "the answer is dated before the demand"),
)
"""Pairs of days that usually follow each other; "=" is the same entry as the "*" before it."""


def improbable(matter: Matter, today: date | None = None) -> tuple[Reason, ...]:
    """What is possible and unusual enough to ask about; none of it is refused."""
    given = {path: answer for path, answer in answers(matter) if answer.given}
    days = {path: answer.value for path, answer in given.items() if isinstance(answer.value, Span)}
    found = [*_out_of_order(days), *_in_the_future(days, today), *_ranks(matter)]
    return tuple(dict.fromkeys(found))


def _out_of_order(days: dict[str, Span]) -> Iterator[Reason]:
    for earlier, later, sentence in ORDER:
        for first in _matching(days, earlier):
            number = next((part for part in first.split(".") if part.isdigit()), "")
            for second in _matching(days, later.replace("=", number)):
                start, end = days[first], days[second]
                if start.first and end.last and end.last < start.first:
                    yield Reason(path=second, sentence=f"{sentence} ({end}; {start})")


def _matching(days: dict[str, Span], pattern: str) -> list[str]:
    wanted = pattern.split(".")
    return [
        path
        for path in days
        if len(parts := path.split(".")) == len(wanted)
        and all(want in ("*", part) for want, part in zip(wanted, parts, strict=True))
    ]


MAY_BE_AHEAD = ("disclosure.motions_due", "disclosure.trial_date")


def _in_the_future(days: dict[str, Span], today: date | None) -> Iterator[Reason]:
    for path, span in days.items():
        if today and span.first and span.first > today and path not in MAY_BE_AHEAD:
            yield Reason(path=path, sentence=f"{span} is still to come")


def _ranks(matter: Matter) -> Iterator[Reason]:
    for number, search in enumerate(matter.facial_recognition.searches):
        rank, candidates = search.rank.value, search.candidates.value
        path = f"facial_recognition.searches.{number}"
        if candidates is not None and candidates < 0:
            yield Reason(path=f"{path}.candidates", sentence="the number of candidates is below zero")
        if rank is not None and (rank < 1 or (candidates is not None and rank > candidates)):
            yield Reason(path=f"{path}.rank", sentence="the rank is not among the candidates")
