"""The case intake: one client's matter as the file says it, and what may be derived from it.

Facts that a paper could swear to are `Answer`s with a basis; what only addresses a paper (names of court and
counsel, docket numbers, in free text) is plain.
"""

from datetime import date
from enum import StrEnum
from typing import Any, Literal, Self

from pydantic import Field, model_validator

from discovery.core.answers import Answer, Basis
from discovery.core.record import Record
from discovery.core.spans import Span


class Stage(StrEnum):
    """Where the action stands."""

    BEFORE_INDICTMENT = "before indictment"
    PENDING = "pending"
    AFTER_CONVICTION = "after conviction"


class LawPeriod(StrEnum):
    """Which discovery statute the dates point to (L 2025, ch 56, part LL took effect on 7 August 2025)."""

    TO_2019 = "to 2019"
    FROM_2020 = "2020 to 6 August 2025"
    FROM_2025 = "from 7 August 2025"
    OPEN = "open"


class Instrument(StrEnum):
    """The accusatory instrument."""

    FELONY_COMPLAINT = "felony complaint"
    MISDEMEANOR_COMPLAINT = "misdemeanor complaint"
    INFORMATION = "information"
    PROSECUTORS_INFORMATION = "prosecutor's information"
    INDICTMENT = "indictment"
    SUPERIOR_COURT_INFORMATION = "superior court information"


class Posture(Record):
    """Stage, arraignments and instrument."""

    stage: Stage = Stage.PENDING
    commenced: Answer[Span] = Answer()
    arraigned_local: Answer[Span] = Answer()
    arraigned_superior: Answer[Span] = Answer()
    instrument: Instrument | None = None
    custody: Answer[Literal["in custody", "at liberty"]] = Answer()
    convicted: Answer[Span] = Answer()
    """Day of the judgment, after conviction."""


class Court(Record):
    """The court, as the caption prints it."""

    name: str | None = None
    county: str | None = None
    part: str | None = None
    judge: str | None = None


class Person(Record):
    """Somebody named in the matter; a protected person prints as initials."""

    name: str
    role: str | None = None
    protected: bool = False

    @property
    def initials(self) -> str:
        """First letters, as papers print complainants, witnesses and minors."""
        return "".join(f"{part[0]}." for part in self.name.split() if part[0].isalpha())


class Counsel(Record):
    """Who signs, for the defendant or for the People."""

    name: str | None = None
    office: str | None = None
    address: tuple[str, ...] = ()
    phone: str | None = None
    email: str | None = None
    bar_number: str | None = None


class Charge(Record):
    """One count or several of one offense."""

    statute: str
    """As the instrument prints it: PL 160.15(4)."""
    offense: str | None = None
    degree: str | None = None
    level: str | None = None
    """Class and kind: "class B felony"."""
    counts: int = Field(default=1, ge=1)


class Officer(Record):
    """A member of an agency who did something in the case."""

    id: str
    name: str
    shield: str | None = None
    command: str | None = None
    role: str | None = None


class Arrest(Record):
    """Incident, arrest, and why the papers say it was made."""

    incident: Answer[Span] = Answer()
    incident_place: Answer[str] = Answer()
    arrested: Answer[Span] = Answer()
    precinct: Answer[str] = Answer()
    i_card: Answer[Span] = Answer()
    """Day an investigation card was issued."""
    i_card_kind: Answer[str] = Answer()
    probable_cause: Answer[str] = Answer()
    """The probable cause as stated in the papers."""


class ShowingKind(StrEnum):
    """An identification procedure, by the name the papers use."""

    PHOTO_ARRAY = "photo array"
    LINEUP = "lineup"
    SHOW_UP = "show-up"
    SINGLE_PHOTO = "single photo"
    CONFIRMATORY = "confirmatory"
    SOCIAL_MEDIA = "social media"
    VIDEO_RECOGNITION = "video recognition"


class Identification(Record):
    """One showing; the file keeps them in order."""

    kind: ShowingKind
    day: Answer[Span] = Answer()
    administrator: Answer[str] = Answer()
    blind: Answer[bool] = Answer()
    witness: Person | None = None
    result: Answer[str] = Answer()
    recorded: Answer[bool] = Answer()
    acquainted: Answer[str] = Answer()
    """What the papers say of how the witness knew the person shown before; the words of the paper."""


class Agency(StrEnum):
    """Who ran a search."""

    NYPD = "NYPD"
    FDNY = "FDNY"
    HIDTA = "HIDTA"
    OTHER = "other"


class Unit(StrEnum):
    """The unit of the agency."""

    FIS = "FIS"
    RTCC = "RTCC"
    INTELLIGENCE = "Intelligence"
    OTHER = "other"


class System(StrEnum):
    """The facial recognition system."""

    DATAWORKS = "DataWorks"
    CLEARVIEW = "Clearview"
    OTHER = "other"


class Device(StrEnum):
    """Whose device the search was run on."""

    DEPARTMENT = "department"
    PERSONAL = "personal"


class Edit(Record):
    """One edit of an image: of the probe before a search, or of what the search brought."""

    what: Answer[str] = Answer()
    day: Answer[Span] = Answer()
    by: Answer[str] = Answer()


class Search(Record):
    """One facial recognition search, as far as it is known."""

    agency: Answer[Agency] = Answer()
    unit: Answer[Unit] = Answer()
    operator: Answer[str] = Answer()
    device: Answer[Device] = Answer()
    system: Answer[System] = Answer()
    system_name: Answer[str] = Answer()
    day: Answer[Span] = Answer()
    probe_source: Answer[str] = Answer()
    """Where the probe image came from: the words of the paper that says so."""
    edits: tuple[Edit, ...] = ()
    gallery: Answer[str] = Answer()
    """The database searched."""
    candidates: Answer[int] = Answer()
    rank: Answer[int] = Answer()
    score: Answer[str] = Answer()
    report: Answer[Span] = Answer()
    """Day of the possible-match report."""
    lead_only: Answer[bool] = Answer()
    """Whether the report carries the lead-only disclaimer."""
    arrest_on_lead: Answer[bool] = Answer()
    """Whether the arrest rests on the lead alone, as the papers state the cause."""


class Sign(Record):
    """A sign that facial recognition was used, by its id in indicators.toml, with the words that show it."""

    indicator: str
    words: Answer[str] = Answer()


class PeopleStatement(Record):
    """What the People have said about facial recognition."""

    says: Literal["used", "not used", "no answer"]
    words: Answer[str] = Answer()
    day: Answer[Span] = Answer()


class SocialMediaStep(Record):
    """One step on social media: whose account was looked at, by whom, when."""

    what: Answer[str] = Answer()
    day: Answer[Span] = Answer()
    by: Answer[str] = Answer()


class FacialRecognition(Record):
    """Everything asked about facial recognition; what the People said and what the papers show are derived."""

    searches: tuple[Search, ...] = ()
    signs: tuple[Sign, ...] = ()
    statements: tuple[PeopleStatement, ...] = ()
    social_media: tuple[SocialMediaStep, ...] = ()
    other_agencies: Answer[str] = Answer()
    papers_reviewed: Answer[bool] = Answer()
    """Whether somebody has read the disclosed papers for signs."""
    learned: Answer[Span] = Answer()
    """Day the defense first learned of a search; the basis is the paper or statement that told it."""


class Demanded(Record):
    """Something asked of the People: which items, when, and how it was answered."""

    items: tuple[str, ...] = ()
    """Ids in demands.toml."""
    words: Answer[str] = Answer()
    day: Answer[Span] = Answer()
    answer: Literal["provided", "refused", "says none exists", "no answer"] | None = None
    answered: Answer[Span] = Answer()


class Certificate(Record):
    """A certificate of compliance (CPL 245.50)."""

    kind: Literal["initial", "supplemental"] = "initial"
    served: Answer[Span] = Answer()
    filed: Answer[Span] = Answer()


class Conferral(Record):
    """One attempt to confer before a motion."""

    day: Answer[Span] = Answer()
    how: Answer[str] = Answer()
    outcome: Answer[str] = Answer()


class ProtectiveOrder(Record):
    """An order that restricts disclosed material."""

    day: Answer[Span] = Answer()
    covers: Answer[str] = Answer()


class Holder(Record):
    """Somebody outside the prosecution who has records: an agency of the State or of a part of it, or another."""

    name: str
    public: bool = True
    """Whether it is a department, bureau or agency of the State or of a political subdivision (CPL 610.20(3))."""
    address: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    """Ids in demands.toml of what it is believed to have."""
    ground: Answer[str] = Answer()
    """Why it is believed to have them, in the words of the paper that says so."""


class Disclosure(Record):
    """What was demanded, disclosed and certified."""

    automatic: Answer[Span] = Answer()
    """Day of the People's automatic disclosure."""
    demands: tuple[Demanded, ...] = ()
    certificates: tuple[Certificate, ...] = ()
    conferrals: tuple[Conferral, ...] = ()
    notice_710_30: Answer[Span] = Answer()
    """Day the CPL 710.30 notice was served."""
    notice_710_30_words: Answer[str] = Answer()
    motions_due: Answer[Span] = Answer()
    suppression_decided: Answer[Span] = Answer()
    """Day an earlier motion to suppress was decided, where one was."""
    trial_date: Answer[Span] = Answer()
    holders: tuple[Holder, ...] = ()
    protective_orders: tuple[ProtectiveOrder, ...] = ()


class LetStand(Record):
    """One piece of personal data that counsel lets stand, by its very words, in the papers or exhibits she names."""

    words: str
    """As they were listed, and nothing else: a number, an address, a name."""
    where: tuple[str, ...]
    """Names of papers (motion-fr-discovery) and keys of exhibits; nowhere else do they stand."""
    by: str
    """Who decided it."""
    on: Span
    why: str

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if not (self.words and self.by and self.why and self.where):
            raise ValueError("say which words stand, where (a paper or an exhibit by name), who decided it, and why")
        return self


OmnibusBranch = Literal[
    "motion-fr-discovery",
    "motion-certificate-challenge",
    "motion-late-or-renewed",
    "motion-identification",
    "motion-reliability-hearing",
    "motion-preserve",
]
"""A motion that can be one branch of an omnibus motion."""


class Matter(Record):
    """One client's case as our office keeps it."""

    schema_: Literal[1] = Field(alias="schema")
    sample: bool = False
    """A fictional matter; every page of its papers says SAMPLE."""
    short_name: str
    omnibus: tuple[OmnibusBranch, ...] = ()
    """The motions counsel wants in one set of papers, in order; empty: those the intake supports."""
    bases: dict[str, Basis] = {}
    court: Court = Court()
    docket: str | None = None
    indictment: str | None = None
    defendant: Person
    co_defendants: tuple[Person, ...] = ()
    counsel: Counsel = Counsel()
    prosecutor: Counsel = Counsel()
    posture: Posture = Posture()
    charges: tuple[Charge, ...] = ()
    complainants: tuple[Person, ...] = ()
    witnesses: tuple[Person, ...] = ()
    officers: tuple[Officer, ...] = ()
    arrest: Arrest = Arrest()
    identifications: tuple[Identification, ...] = ()
    facial_recognition: FacialRecognition = FacialRecognition()
    disclosure: Disclosure = Disclosure()
    personal_data: tuple[LetStand, ...] = ()
    """What counsel lets stand of the personal data that papers and exhibits are searched for."""

    @model_validator(mode="after")
    def _bases_exist(self) -> Self:
        named = {basis for _, answer in answers(self) if isinstance(basis := answer.basis, str)}
        missing = sorted(named - set(self.bases))
        if missing:
            raise ValueError(f"no basis is called {', '.join(missing)}; add [bases.{missing[0]}] or correct the name")
        return self

    def basis_of(self, answer: Answer[Any]) -> Basis | None:
        """The basis of an answer, looked up by name where it is given by name."""
        return self.bases[answer.basis] if isinstance(answer.basis, str) else answer.basis

    def stands(self, answer: Answer[Any]) -> bool:
        """Whether the answer may be stated outside the privileged memo: it has a value and a basis that is neither
        the client's word nor counsel's inference, or counsel released it."""
        basis = self.basis_of(answer)
        return answer.given and basis is not None and (answer.release or not basis.kind.privileged)


def answers(record: Record, path: str = "") -> tuple[tuple[str, Answer[Any]], ...]:
    """Every answer of a record with its path ("facial_recognition.searches.0.day"), in file order."""
    found: list[tuple[str, Answer[Any]]] = []
    for name in type(record).model_fields:
        value = getattr(record, name)
        place = f"{path}.{name}" if path else name
        if isinstance(value, Answer):
            found.append((place, value))
        elif isinstance(value, Record):
            found.extend(answers(value, place))
        elif isinstance(value, tuple):
            for index, item in enumerate(value):
                if isinstance(item, Record):
                    found.extend(answers(item, f"{place}.{index}"))
    return tuple(found)


def initials_needed(matter: Matter) -> tuple[Person, ...]:
    """Those who print as initials: complainants, witnesses, and whoever is marked protected."""
    shown = [*matter.complainants, *matter.witnesses]
    shown += [person for person in matter.co_defendants if person.protected]
    shown += [step.witness for step in matter.identifications if step.witness]
    return tuple(dict.fromkeys(shown))


LAW_2020 = date(2020, 1, 1)
LAW_2025 = date(2025, 8, 7)
