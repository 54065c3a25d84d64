"""What the intake may ask, what each answer unlocks, and what is still open in a matter.

The table names every field of `Matter` that is asked about; a field whose answer no open paper needs is not asked.
"""

import types
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from discovery.core.answers import Answer, BasisKind, State
from discovery.core.intake import documented_by
from discovery.core.matter import Instrument, Matter, Stage, System, answers
from discovery.core.record import Record
from discovery.core.spans import Span


class Unlocks(StrEnum):
    """What an answer makes possible, the most urgent first."""

    CAPTION = "caption and signature of every paper"
    LAW = "motion: which discovery law is argued"
    RELIEF = "motion: the relief and the argument"
    CONFERRAL = "motion: the conferral paragraph"
    FACTS = "motion: the facts sworn to"
    MATCH = "memo: which findings bear"
    CONDUCT = "memo: what governed this matter's conduct"
    TIMELINE = "exhibit: timeline of facial recognition in the case"
    CHECKLIST = "exhibit: demands and their state"


class Kind(StrEnum):
    """How an answer is typed in."""

    TEXT = "text"
    LINES = "lines"
    DATE = "date"
    NUMBER = "number"
    YES_NO = "yes or no"
    CHOICE = "choice"
    ENTRY = "entry"


@dataclass(frozen=True)
class Row:
    """One row of the table: a path with "*" for each entry of a list, the question, and what its answer unlocks."""

    path: str
    question: str
    unlocks: tuple[Unlocks, ...]


class Question(Record):
    """One question open in a matter."""

    path: str
    question: str
    unlocks: tuple[str, ...]
    why: str
    """Why it is open: not asked; asked, not known; no basis; rests on the client or on inference alone."""

    def __str__(self) -> str:
        return f"{self.path} ({self.why}): {self.question} Unlocks {'; '.join(self.unlocks)}."


@dataclass(frozen=True)
class FieldKind:
    """What a path holds: the kind of value, its choices, and whether it is an answer with a basis."""

    kind: Kind
    choices: tuple[str, ...] = ()
    answer: bool = False


U = Unlocks
_SEARCH = "facial_recognition.searches"
_FR = "facial_recognition"

TABLE: tuple[Row, ...] = (
    Row("court.name", "In which court is the action?", (U.CAPTION,)),
    Row("court.county", "In which county?", (U.CAPTION,)),
    Row("court.part", "In which part?", (U.CAPTION,)),
    Row("court.judge", "Before which judge?", (U.CAPTION,)),
    Row("docket", "What is the docket number, as the papers print it?", (U.CAPTION,)),
    Row("indictment", "What is the indictment or superior court information number?", (U.CAPTION,)),
    Row("counsel.name", "Who signs for the defendant?", (U.CAPTION,)),
    Row("counsel.office", "For which office?", (U.CAPTION,)),
    Row("counsel.address", "At which address?", (U.CAPTION,)),
    Row("counsel.phone", "With which telephone number?", (U.CAPTION,)),
    Row("counsel.email", "With which e-mail address?", (U.CAPTION,)),
    Row("prosecutor.name", "Which prosecutor is assigned?", (U.CAPTION,)),
    Row("prosecutor.office", "From which office?", (U.CAPTION,)),
    Row("prosecutor.address", "At which address is the prosecutor served?", (U.CAPTION,)),
    Row("posture.commenced", "When was the first accusatory instrument filed?", (U.LAW, U.FACTS)),
    Row("posture.instrument", "What is the accusatory instrument?", (U.LAW, U.FACTS)),
    Row("posture.arraigned_local", "When was the arraignment in the local criminal court?", (U.LAW, U.FACTS)),
    Row("posture.arraigned_superior", "When was the arraignment in the superior court?", (U.LAW, U.FACTS)),
    Row("disclosure.trial_date", "When was the trial?", (U.LAW,)),
    Row(_SEARCH, "Does anything record a facial recognition search? Who ran it?", (U.RELIEF, U.FACTS, U.MATCH)),
    Row(f"{_FR}.signs", "Do the papers carry a sign of facial recognition? Which?", (U.RELIEF, U.FACTS)),
    Row(f"{_FR}.statements", "What have the People said about facial recognition?", (U.RELIEF, U.FACTS)),
    Row(f"{_FR}.papers_reviewed", "Have the disclosed papers been read for signs?", (U.RELIEF,)),
    Row(f"{_FR}.learned", "When did the defense first learn of a search, and from which paper?", (U.RELIEF, U.FACTS)),
    Row(f"{_FR}.signs.*.words", "Which words show the sign?", (U.RELIEF, U.FACTS)),
    Row(f"{_FR}.statements.*.words", "What were the People's words?", (U.RELIEF, U.FACTS)),
    Row(f"{_FR}.statements.*.day", "When did the People say so?", (U.FACTS, U.TIMELINE)),
    Row("disclosure.conferrals", "How was it attempted to confer with the People?", (U.CONFERRAL,)),
    Row("disclosure.conferrals.*.day", "When was that?", (U.CONFERRAL,)),
    Row("disclosure.conferrals.*.how", "How was it done (by telephone, by e-mail)?", (U.CONFERRAL,)),
    Row("disclosure.conferrals.*.outcome", "What came of it?", (U.CONFERRAL,)),
    Row(f"{_SEARCH}.*.agency", "Which agency ran the search?", (U.FACTS, U.MATCH, U.CONDUCT)),
    Row(f"{_SEARCH}.*.unit", "Which unit?", (U.FACTS, U.MATCH, U.CONDUCT)),
    Row(f"{_SEARCH}.*.system", "With which system?", (U.FACTS, U.MATCH, U.CONDUCT)),
    Row(f"{_SEARCH}.*.system_name", "What is the system called?", (U.FACTS, U.MATCH)),
    Row(f"{_SEARCH}.*.device", "On a department or a personal device?", (U.FACTS, U.MATCH, U.CONDUCT)),
    Row(f"{_SEARCH}.*.day", "When was the search?", (U.FACTS, U.MATCH, U.CONDUCT, U.TIMELINE)),
    Row(f"{_SEARCH}.*.operator", "Who ran it?", (U.FACTS,)),
    Row(f"{_SEARCH}.*.probe_source", "Where did the probe image come from?", (U.FACTS, U.TIMELINE)),
    Row(f"{_SEARCH}.*.gallery", "Which database was searched?", (U.FACTS, U.MATCH)),
    Row(f"{_SEARCH}.*.edits", "Was the probe image edited? How?", (U.FACTS, U.CONDUCT, U.TIMELINE)),
    Row(f"{_SEARCH}.*.edits.*.what", "What was edited?", (U.FACTS, U.CONDUCT)),
    Row(f"{_SEARCH}.*.edits.*.day", "When was it edited?", (U.CONDUCT, U.TIMELINE)),
    Row(f"{_SEARCH}.*.edits.*.by", "Who edited it?", (U.FACTS,)),
    Row(f"{_SEARCH}.*.candidates", "How many candidates came back?", (U.FACTS,)),
    Row(f"{_SEARCH}.*.rank", "Which rank had the candidate that was chosen?", (U.FACTS,)),
    Row(f"{_SEARCH}.*.score", "Which score?", (U.FACTS,)),
    Row(f"{_SEARCH}.*.report", "When was a possible-match report made?", (U.FACTS, U.TIMELINE)),
    Row(f"{_SEARCH}.*.lead_only", "Does the report say that it is a lead only?", (U.FACTS, U.CONDUCT)),
    Row(f"{_SEARCH}.*.arrest_on_lead", "Does the arrest rest on the lead alone?", (U.CONDUCT,)),
    Row(f"{_FR}.social_media", "Was an account on social media looked at? What was done?", (U.FACTS, U.TIMELINE)),
    Row(f"{_FR}.social_media.*.what", "What was done?", (U.FACTS, U.TIMELINE)),
    Row(f"{_FR}.social_media.*.day", "When?", (U.TIMELINE,)),
    Row(f"{_FR}.social_media.*.by", "By whom?", (U.FACTS,)),
    Row(f"{_FR}.other_agencies", "Did another agency take part? Which, and how?", (U.FACTS, U.MATCH)),
    Row("charges", "Which statute is charged? (one count after the other)", (U.FACTS,)),
    Row("charges.*.offense", "What is the offense called?", (U.FACTS,)),
    Row("charges.*.degree", "In which degree?", (U.FACTS,)),
    Row("charges.*.level", "Of which class is it?", (U.FACTS,)),
    Row("complainants", "Who is the complainant? (prints as initials)", (U.FACTS,)),
    Row("witnesses", "Who is a witness? (prints as initials)", (U.FACTS,)),
    Row("officers", "Which officer took part?", (U.FACTS,)),
    Row("officers.*.shield", "With which shield number?", (U.FACTS,)),
    Row("officers.*.command", "Of which command?", (U.FACTS,)),
    Row("officers.*.role", "In which role?", (U.FACTS,)),
    Row("arrest.incident", "When was the incident?", (U.FACTS, U.TIMELINE)),
    Row("arrest.incident_place", "Where was the incident?", (U.FACTS,)),
    Row("arrest.arrested", "When was the arrest?", (U.FACTS, U.TIMELINE)),
    Row("arrest.precinct", "At which precinct or command?", (U.FACTS,)),
    Row("arrest.i_card", "When was an investigation card issued?", (U.FACTS, U.TIMELINE)),
    Row("arrest.i_card_kind", "Of which kind is the card?", (U.FACTS,)),
    Row("arrest.probable_cause", "How do the papers state the probable cause?", (U.FACTS, U.CONDUCT)),
    Row("posture.custody", "Is the defendant in custody?", (U.FACTS,)),
    Row("posture.convicted", "When was the judgment?", (U.FACTS,)),
    Row("identifications", "Which identification procedure was held? (in order)", (U.FACTS, U.TIMELINE)),
    Row("identifications.*.day", "When was it held?", (U.FACTS, U.TIMELINE)),
    Row("identifications.*.administrator", "Who administered it?", (U.FACTS,)),
    Row("identifications.*.blind", "Was the administrator blind?", (U.FACTS,)),
    Row("identifications.*.result", "What was the result?", (U.FACTS, U.TIMELINE)),
    Row("identifications.*.recorded", "Was it recorded?", (U.FACTS,)),
    Row("identifications.*.acquainted", "How do the papers say the witness knew the person shown?", (U.FACTS,)),
    Row("disclosure.demands", "What was demanded of the People? (its words)", (U.FACTS, U.CHECKLIST)),
    Row("disclosure.demands.*.words", "What was demanded?", (U.FACTS, U.CHECKLIST)),
    Row("disclosure.demands.*.items", "Which items of the checklist is that?", (U.CHECKLIST,)),
    Row("disclosure.demands.*.day", "When was it demanded?", (U.FACTS, U.CHECKLIST)),
    Row("disclosure.demands.*.answer", "How was the demand answered?", (U.FACTS, U.CHECKLIST)),
    Row("disclosure.demands.*.answered", "When was it answered?", (U.FACTS, U.CHECKLIST)),
    Row("disclosure.automatic", "When was automatic discovery served?", (U.FACTS,)),
    Row("disclosure.certificates", "Which certificate of compliance was served?", (U.FACTS,)),
    Row("disclosure.certificates.*.served", "When was the certificate served?", (U.FACTS,)),
    Row("disclosure.certificates.*.filed", "When was the certificate filed?", (U.FACTS,)),
    Row("disclosure.notice_710_30", "When was the CPL 710.30 notice served?", (U.FACTS,)),
    Row("disclosure.notice_710_30_words", "Which procedures does the notice name?", (U.FACTS,)),
    Row("disclosure.motions_due", "By when are motions due?", (U.FACTS,)),
    Row("disclosure.suppression_decided", "When was an earlier motion to suppress decided?", (U.FACTS,)),
    Row("disclosure.holders", "Who outside the prosecution has records of it?", (U.RELIEF,)),
    Row("disclosure.holders.*.address", "At which address is it served?", (U.RELIEF,)),
    Row("disclosure.holders.*.items", "Which items of the checklist is it believed to have?", (U.RELIEF,)),
    Row("disclosure.holders.*.ground", "Which paper says why, and in which words?", (U.FACTS,)),
    Row("disclosure.protective_orders", "Is there a protective order? What does it cover?", (U.FACTS,)),
    Row("disclosure.protective_orders.*.covers", "What does the order cover?", (U.FACTS,)),
    Row("disclosure.protective_orders.*.day", "When was the order made?", (U.FACTS,)),
)

FIRST_FIELD = {
    _SEARCH: "agency",
    f"{_FR}.signs": "indicator",
    f"{_FR}.statements": "says",
    f"{_FR}.social_media": "what",
    f"{_SEARCH}.*.edits": "what",
    "disclosure.conferrals": "how",
    "disclosure.demands": "words",
    "disclosure.certificates": "kind",
    "disclosure.protective_orders": "covers",
    "disclosure.holders": "name",
    "identifications": "kind",
    "charges": "statute",
    "complainants": "name",
    "witnesses": "name",
    "officers": "name",
}
"""The field that begins a new entry of a list."""

RANK = {each: number for number, each in enumerate(Unlocks)}


# --- what is open --------------------------------------------------------------------------------------------


def open_questions(matter: Matter) -> tuple[Question, ...]:
    """Every question still open, those that unlock the most urgent things first."""
    found = [question for row in TABLE for question in _of_row(matter, row)]
    found += _without_basis(matter, {question.path for question in found})
    return tuple(sorted(found, key=_urgency))


def not_asked(matter: Matter) -> tuple[Question, ...]:
    """The open questions that nobody has asked yet."""
    return tuple(question for question in open_questions(matter) if question.why == str(State.ABSENT))


def row_for(path: str) -> Row | None:
    """The row of the table that a path belongs to."""
    pattern = ".".join("*" if part.isdigit() else part for part in path.split("."))
    return next((row for row in TABLE if row.path == pattern), None)


def _urgency(question: Question) -> tuple[int, int, int]:
    first = min(RANK[Unlocks(each)] for each in question.unlocks)
    asked = 0 if question.why == str(State.ABSENT) else 1
    return first, asked, -len(question.unlocks)


def _of_row(matter: Matter, row: Row) -> Iterator[Question]:
    for path, value in _values(matter, row.path):
        if not _needed(matter, path, row):
            continue
        if isinstance(value, Answer):
            open_because = "" if value.given else str(value.state)
        else:
            open_because = "" if value not in (None, ()) else str(State.ABSENT)
        if open_because:
            yield Question(path=path, question=row.question, unlocks=row.unlocks, why=open_because)


_SOURCES = {BasisKind.CLIENT: "the client's word", BasisKind.INFERENCE: "counsel's inference"}


def _without_basis(matter: Matter, already: set[str]) -> list[Question]:
    """Answers that no served paper can state yet, because of where they come from."""
    found = []
    for path, answer in answers(matter):
        if not answer.given or matter.stands(answer) or path in already or path == f"{_FR}.papers_reviewed":
            continue
        row = row_for(path)
        if row is None:
            continue
        basis = matter.basis_of(answer)
        why = f"rests on {_SOURCES[basis.kind]} alone" if basis else "no basis"
        ask = "Is there a paper that shows it, or is it released?" if basis else "Where does the answer come from?"
        found.append(Question(path=path, question=ask, unlocks=row.unlocks, why=why))
    return found


def _values(record: BaseModel, pattern: str) -> Iterator[tuple[str, Any]]:
    found: list[tuple[str, Any]] = [("", record)]
    for part in pattern.split("."):
        if part == "*":
            found = [(f"{path}.{number}", item) for path, items in found for number, item in enumerate(items)]
        else:
            found = [(f"{path}.{part}".lstrip("."), getattr(each, part)) for path, each in found]
    yield from found


# --- what no open paper needs --------------------------------------------------------------------------------


def _known_of_fr(matter: Matter) -> bool:
    known = matter.facial_recognition
    return bool(known.searches or known.signs or any(each.says == "used" for each in known.statements))


def _documented(matter: Matter) -> bool:
    return any(documented_by(matter, search) for search in matter.facial_recognition.searches)


def _superior(matter: Matter) -> bool:
    superior = (Instrument.INDICTMENT, Instrument.SUPERIOR_COURT_INFORMATION)
    return matter.posture.instrument in superior or matter.indictment is not None


def _reported(matter: Matter, path: str) -> bool:
    search = matter.facial_recognition.searches[int(path.split(".")[2])]
    return search.report.given


def _answered(matter: Matter, path: str) -> bool:
    return matter.disclosure.demands[int(path.split(".")[2])].answer in ("provided", "refused", "says none exists")


_GATES: Mapping[str, Callable[[Matter, str], bool]] = {
    "indictment": lambda matter, _: matter.posture.stage is not Stage.BEFORE_INDICTMENT,
    "posture.arraigned_superior": lambda matter, _: _superior(matter),
    "disclosure.trial_date": lambda matter, _: matter.posture.stage is Stage.AFTER_CONVICTION,
    f"{_FR}.signs": lambda matter, _: not _documented(matter),
    f"{_FR}.papers_reviewed": lambda matter, _: not _known_of_fr(matter),
    f"{_FR}.social_media": lambda matter, _: _known_of_fr(matter),
    f"{_FR}.other_agencies": lambda matter, _: _known_of_fr(matter),
    f"{_SEARCH}.*.system_name": lambda matter, path: matter.facial_recognition.searches[
        int(path.split(".")[2])
    ].system.is_(System.OTHER),
    f"{_SEARCH}.*.rank": _reported,
    f"{_SEARCH}.*.score": _reported,
    f"{_SEARCH}.*.lead_only": _reported,
    "arrest.i_card_kind": lambda matter, _: matter.arrest.i_card.given,
    "disclosure.notice_710_30_words": lambda matter, _: matter.disclosure.notice_710_30.given,
    f"{_FR}.learned": lambda matter, _: _known_of_fr(matter),
    "disclosure.suppression_decided": lambda matter, _: bool(matter.identifications),
    "disclosure.holders": lambda matter, _: _known_of_fr(matter),
    "posture.convicted": lambda matter, _: matter.posture.stage is Stage.AFTER_CONVICTION,
    "disclosure.demands.*.answered": _answered,
    "disclosure.certificates.*.filed": lambda matter, path: (
        matter.disclosure.certificates[int(path.split(".")[2])].served.given
    ),
}


def _needed(matter: Matter, path: str, row: Row) -> bool:
    gate = _GATES.get(row.path)
    return gate is None or gate(matter, path)


# --- what is typed in ------------------------------------------------------------------------------------------


def typed(field: FieldKind, text: str) -> Any:
    """The value that was typed for a field; ValueError says how it is to be written."""
    text = text.strip()
    if field.kind is Kind.DATE:
        return Span.of(text)
    if field.kind is Kind.YES_NO:
        return _yes_or_no(text)
    if field.kind is Kind.NUMBER:
        if not text.isdigit():
            raise ValueError(f"“{text}” is not a number; write it in figures")
        return int(text)
    if field.kind is Kind.CHOICE:
        return _choice(field.choices, text)
    if field.kind is Kind.LINES:
        return [line.strip() for line in text.split(";") if line.strip()]
    return text


def _yes_or_no(text: str) -> bool:
    if text.lower() not in ("yes", "y", "true", "no", "n", "false"):
        raise ValueError(f"“{text}” is neither yes nor no")
    return text.lower() in ("yes", "y", "true")


def _choice(choices: tuple[str, ...], text: str) -> str:
    if text.isdigit() and 0 < int(text) <= len(choices):
        return choices[int(text) - 1]
    exact = [each for each in choices if each.lower() == text.lower()]
    begun = exact or [each for each in choices if each.lower().startswith(text.lower())]
    if len(begun) == 1:
        return begun[0]
    raise ValueError(f"“{text}” is not one of the answers: {', '.join(choices)}")


# --- what a path holds ---------------------------------------------------------------------------------------


def field_kind(path: str) -> FieldKind | None:
    """What the field at a path holds ("facial_recognition.searches.0.day"); None where there is no such field."""
    here: Any = Matter
    for part in path.split("."):
        here = _step(here, part)
        if here is None:
            return None
    return _kind_of(here)


def entry_path(path: str) -> str | None:
    """For the path of a list: the path of the field that begins its next entry, without the number."""
    pattern = ".".join("*" if part.isdigit() else part for part in path.split("."))
    return FIRST_FIELD.get(pattern)


def _step(annotation: Any, part: str) -> Any:
    annotation = _plain(annotation)
    if get_origin(annotation) is tuple:
        return get_args(annotation)[0] if part.isdigit() else None
    if isinstance(annotation, type) and issubclass(annotation, BaseModel) and not issubclass(annotation, Answer):
        field = annotation.model_fields.get(part)
        return field.annotation if field else None
    return None


def _plain(annotation: Any) -> Any:
    if get_origin(annotation) in (Union, types.UnionType):
        return next(each for each in get_args(annotation) if each is not type(None))
    return annotation


def _kind_of(annotation: Any) -> FieldKind | None:
    annotation = _plain(annotation)
    if isinstance(annotation, type) and issubclass(annotation, Answer):
        inner = annotation.__pydantic_generic_metadata__["args"]
        found = _kind_of(inner[0]) if inner else FieldKind(Kind.TEXT)
        return FieldKind(found.kind, found.choices, answer=True) if found else None
    if get_origin(annotation) is Literal:
        return FieldKind(Kind.CHOICE, tuple(str(each) for each in get_args(annotation)))
    if get_origin(annotation) is tuple:
        of_words = get_args(annotation)[0] is str or get_origin(get_args(annotation)[0]) is Literal
        return FieldKind(Kind.LINES if of_words else Kind.ENTRY)
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return FieldKind(Kind.CHOICE, tuple(str(each.value) for each in annotation))
    kinds = {str: Kind.TEXT, bool: Kind.YES_NO, int: Kind.NUMBER, Span: Kind.DATE}
    return FieldKind(kinds[annotation]) if annotation in kinds else None
