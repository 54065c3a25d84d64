"""What a template can print: words that know what they rest on, or a blank that asks for them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from functools import cached_property
from typing import Any

from jinja2 import Undefined
from markupsafe import Markup

from discovery.core.answers import Answer, Basis, State
from discovery.core.blocks import Copy, PaperKind
from discovery.core.exhibits import Exhibit, ExhibitNumbers
from discovery.core.library import Library
from discovery.core.marking import Md, escape, join, role
from discovery.core.matter import Matter, initials_needed
from discovery.core.questions import row_for
from discovery.core.spans import Precision, Span


class MisuseError(Exception):
    """A template asks for what this kind of paper may not say; drafts.py adds file and line."""


@dataclass(frozen=True)
class Desk:
    """What all views of one paper share: who may see it, and what it is made from."""

    kind: PaperKind
    copy: Copy
    today: date
    library: Library
    matter: Matter | None = None
    exhibits: tuple[Exhibit, ...] = ()
    numbers: ExhibitNumbers | None = None
    printed: list[str] = field(default_factory=list)
    """Sources of the values printed so far; a figure reads its own from here."""

    @property
    def privileged(self) -> bool:
        """Whether the paper stays with counsel."""
        return self.kind is PaperKind.PRIVILEGED

    def may_state(self, answer: Answer[Any]) -> bool:
        """Whether an answer may stand in this kind of paper."""
        if self.matter is None:
            return False
        return answer.given if self.privileged else self.matter.stands(answer)

    def basis_of(self, answer: Answer[Any]) -> Basis | None:
        """Where the answer comes from."""
        return self.matter.basis_of(answer) if self.matter else None

    @cached_property
    def _names(self) -> tuple[tuple[re.Pattern[str], str], ...]:
        people = initials_needed(self.matter) if self.matter else ()
        longest_first = sorted(people, key=lambda person: -len(person.name))
        return tuple(
            (re.compile(rf"(?<!\w){re.escape(person.name)}(?!\w)", re.IGNORECASE), person.initials)
            for person in longest_first
            if person.initials
        )

    def with_initials(self, text: str) -> str:
        """The words with the names of complainants, witnesses and minors as initials."""
        for name, initials in self._names:
            text = name.sub(initials, text)
        return text


class Value:
    """Words that say something about the world, with the id of what they rest on."""

    def __init__(self, text: str, source: str, *, attributed: bool = False, note: str = "") -> None:
        self._text = text
        self._source = source
        self._attributed = attributed
        self._note = note

    @property
    def source(self) -> str:
        """Id of what the words rest on."""
        return self._source

    def __str__(self) -> str:
        return self._text

    def __html__(self) -> Md:
        flag = "attributed" if self._attributed else ""
        return role("from", self._source, flag, self._note, body=escape(self._text))

    def __bool__(self) -> bool:
        return bool(self._text)

    def __eq__(self, other: object) -> bool:
        return str(self) == str(other) if isinstance(other, str | Value) else NotImplemented

    def __lt__(self, other: object) -> bool:
        return str(self) < str(other)

    def __hash__(self) -> int:
        return hash(self._text)

    def changed(self, text: str) -> "Value":
        """The same source with its words in another form (upper case, shortened)."""
        return Value(text, self._source, attributed=self._attributed, note=self._note)


class Day(Value):
    """A span of days as words, and its ends for comparisons and drawings."""

    def __init__(self, span: Span, source: str) -> None:
        super().__init__(str(span), source)
        self._span = span

    @property
    def first(self) -> date | None:
        """First possible day."""
        return self._span.first

    @property
    def last(self) -> date | None:
        """Last possible day."""
        return self._span.last

    @property
    def known(self) -> bool:
        """Whether both ends are known."""
        return self._span.known

    @property
    def on(self) -> Value:
        """With its preposition: on March 3, 2020; in October 2018; between … and …."""
        return self.changed(with_preposition(self._span))


class Fact(Value):
    """One answer of the intake: prints its value where this paper may state it, else a blank that asks for it."""

    def __init__(self, desk: Desk, path: str, answer: Answer[Any]) -> None:
        usable = desk.may_state(answer)
        value = answer.value if usable else None
        super().__init__(desk.with_initials(words(value)) if usable else "", f"intake:{path}")
        self._desk, self._path, self._answer, self._value = desk, path, answer, value

    @property
    def path(self) -> str:
        """Where the answer stands in the intake."""
        return self._path

    @property
    def given(self) -> bool:
        """Whether the intake has a value."""
        return self._answer.given

    @property
    def asked(self) -> bool:
        """Whether somebody asked."""
        return self._answer.asked

    @property
    def unknown(self) -> bool:
        """Whether somebody asked and it is not known."""
        return self._answer.state is State.UNKNOWN

    @property
    def usable(self) -> bool:
        """Whether this paper may state it."""
        return self._value is not None

    def is_(self, value: object) -> bool:
        """Whether it may be stated and equals `value`."""
        return self.usable and (self._value == value or str(self) == str(value))

    @property
    def yes(self) -> bool:
        """Whether it may be stated and is yes."""
        return self._value is True

    @property
    def no(self) -> bool:
        """Whether it may be stated and is no."""
        return self._value is False

    @property
    def first(self) -> date | None:
        """First possible day, of a date that may be stated."""
        return self._value.first if isinstance(self._value, Span) else None

    @property
    def last(self) -> date | None:
        """Last possible day."""
        return self._value.last if isinstance(self._value, Span) else None

    @property
    def on(self) -> Markup:
        """A date with its preposition; a blank where it may not be stated."""
        if isinstance(self._value, Span):
            return self.changed(with_preposition(self._value)).__html__()
        return join([Md("on "), self.__html__()])

    @property
    def paper(self) -> Basis | None:
        """The basis itself, to tell whether two answers rest on one paper; None where it may not be stated."""
        return self._desk.basis_of(self._answer) if self.usable else None

    @property
    def basis(self) -> Markup:
        """Where it comes from, as a citation: Ex. B at DOE-000013 where it is an exhibit, else the basis in words.

        A letter goes without exhibits, so it names the paper itself.
        """
        return self._where("ex")

    @property
    def basis_named(self) -> Markup:
        """The same as a sentence names it: Exhibit B at DOE-000013."""
        return self._where("exhibit")

    def _where(self, form: str) -> Markup:
        basis = self._desk.basis_of(self._answer)
        if basis is None or not self.usable:
            return role("blank", f"{self._path}.basis", body=escape("Say which paper or person shows this."))
        exhibit = next((each for each in self._desk.exhibits if basis.file and each.file == basis.file), None)
        if exhibit is None or not exhibit.include:
            return Value(self._desk.with_initials(str(basis)), self._source).__html__()
        if self._desk.kind is PaperKind.LETTER:
            place = basis.number or f"page {basis.page or 1}"
            return Value(self._desk.with_initials(f"{exhibit.description}, {place}"), self._source).__html__()
        page = f"{exhibit.key}:{basis.page or 1}"
        if form == "ex":
            return role("ex", page)
        return join([role("exhibit", exhibit.key), Md(" at "), role("bates", page)])

    def apart_from(self, other: "Fact") -> Markup:
        """Its own basis in parentheses where that is not the other's: no fact is cited to another fact's paper."""
        mine, theirs = self._desk.basis_of(self._answer), self._desk.basis_of(other._answer)
        if not self.usable or mine is None or mine == theirs:
            return Md("")
        return join([escape(" ("), self.basis, escape(")")])

    def __html__(self) -> Md:
        return super().__html__() if self.usable else role("blank", self._path, body=escape(self._question()))

    def __bool__(self) -> bool:
        return self.usable

    def _question(self) -> str:
        basis = self._desk.basis_of(self._answer)
        asks = question_for(self._path)
        if self._answer.given and basis is None:
            return f"{asks} The intake has an answer and does not say where it comes from."
        if self._answer.given:
            return f"{asks} The intake's answer rests on {basis and basis.kind} and is not released."
        return asks


class Plain(Fact):
    """A field that only addresses a paper (court, counsel, a docket number): needs no basis."""

    def __init__(self, desk: Desk, path: str, value: object) -> None:
        given = value is not None and value != ()
        answer: Answer[Any] = Answer(state=State.GIVEN, value=value) if given else Answer()
        super().__init__(desk, path, Answer())
        self._answer, self._value = answer, value if given else None
        self._text = desk.with_initials(words(value)) if given else ""


def words(value: object) -> str:
    """A value of the intake in words."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Enum):
        return str(value.value)
    return str(value)


def question_for(path: str) -> str:
    """The sentence that asks for the field at a path."""
    row = row_for(path)
    if row:
        return row.question
    names = [part.replace("_", " ") for part in path.split(".") if not part.isdigit()]
    return f"Complete: {' – '.join(names)}."


def with_preposition(span: Span) -> str:
    """A span as an adverbial: on a day, in a month or year, between two days."""
    if span.precision is Precision.DAY:
        return f"on {span}"
    if span.precision in (Precision.MONTH, Precision.YEAR):
        return f"in {span}"
    if span.first and span.last:
        return f"between {str(span).replace(' to ', ' and ', 1)}"
    return str(span) if span.first or not span.last else f"by {str(span).rpartition(' to ')[2]}"


_ONES = (
    *("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


def number_word(number: int) -> str:
    """A small number in words, as prose counts things; a large one in digits."""
    if 0 <= number < 20:
        return _ONES[number]
    if 20 <= number < 100:
        return _TENS[number // 10] + (f"-{_ONES[number % 10]}" if number % 10 else "")
    return f"{number:,}"


def finalize(value: object) -> Any:
    """What `{{ value }}` prints: markup of ours as it is, anything else shielded, nothing never."""
    if isinstance(value, Undefined):
        return str(value)
    if isinstance(value, Markup):
        return value
    if hasattr(value, "__html__"):
        return Md(value.__html__())
    if value is None:
        raise MisuseError("this value is empty (None); test it with {% if … %} first")
    if isinstance(value, list | tuple):
        return series(value)
    return escape(str(value))


_INSTITUTION = re.compile(
    r"\b(?:Department|Office|Bureau|Division|Agency|Authority|Commission|Board|Center|Service|Services|City|State|County"
    r"|Police|Section|Unit|Administration)\b"
)


def with_article(name: Value) -> Value:
    """The name of an institution as a sentence needs it: the Fire Department of the City of New York."""
    words = str(name)
    named = _INSTITUTION.search(words) and not words.lower().startswith(("the ", "a ", "an "))
    return name.changed(f"the {words}") if named else name


def series(items: Iterable[object], last: str = "and", apart: str = "") -> Md:
    """Items one after the other in a sentence: a, b, and c; with semicolons (`apart`) where a name has a comma."""
    listed = tuple(items)
    parts: Sequence[Markup] = [finalize(item) for item in listed]
    if len(parts) < 2:
        return join(list(parts))
    if not apart and len(parts) > 2:
        apart = ";" if any("," in str(item) for item in listed if not isinstance(item, Markup)) else ","
    ending = escape(f"{apart} {last} ")
    return Md(escape(f"{apart} ").join(str(part) for part in parts[:-1]) + ending + str(parts[-1]))
