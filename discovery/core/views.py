"""The matter as a template sees it: every field a Fact, a Person, or a view of what lies under it."""

from collections.abc import Iterator
from typing import Any

from discovery.core.answers import Answer
from discovery.core.indicators import Indicator
from discovery.core.intake import Derived, Reason
from discovery.core.marking import Md
from discovery.core.matter import Matter, Person, Sign, answers, initials_needed
from discovery.core.record import Record
from discovery.core.spans import Span
from discovery.core.values import Day, Desk, Fact, Plain, Value


class RecordView:
    """A record of the intake; `path` is where it stands."""

    def __init__(self, desk: Desk, path: str, record: Record) -> None:
        self._desk, self._path, self._record = desk, path, record

    @property
    def path(self) -> str:
        """Where it stands in the intake."""
        return self._path

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or name not in type(self._record).model_fields:
            raise AttributeError(name)
        place = f"{self._path}.{name}" if self._path else name
        return view(self._desk, place, getattr(self._record, name))


class PersonView(RecordView):
    """Somebody named in the matter: prints the name, or initials where the person is protected."""

    @property
    def name(self) -> Value:
        """The name as papers print it."""
        person = self._record
        assert isinstance(person, Person)
        shown = person.initials if person.protected or self._is_shown_by_initials(person) else person.name
        return Value(shown or person.initials, f"intake:{self._path}.name")

    def _is_shown_by_initials(self, person: Person) -> bool:
        return self._desk.matter is not None and person in initials_needed(self._desk.matter)

    def __html__(self) -> Md:
        return self.name.__html__()

    def __str__(self) -> str:
        return str(self.name)


class SignView(RecordView):
    """A sign recorded in the intake, with what is known about signs of its kind."""

    @property
    def sign(self) -> "ThingView":
        """The sign as the data describes it: `.title`, `.read`, `.strength`."""
        record = self._record
        assert isinstance(record, Sign)
        indicator: Indicator = self._desk.library.indicator(record.indicator)
        return ThingView(indicator, f"indicator:{indicator.id}")


class ThingView:
    """A record of the library: its words print with its source, its dates as days."""

    def __init__(self, record: Any, source: str) -> None:
        self._record, self._source = record, source

    @property
    def source(self) -> str:
        """Id of what its words rest on."""
        return self._source

    @property
    def id(self) -> str:
        """Its own id, for conditions."""
        return str(self._record.id)

    def __getattr__(self, name: str) -> Any:
        fields = getattr(type(self._record), "model_fields", None) or getattr(
            type(self._record), "__dataclass_fields__", {}
        )
        if name.startswith("_") or name not in fields:
            raise AttributeError(name)
        return thing(getattr(self._record, name), self._source)


def thing(value: Any, source: str) -> Any:
    """A value of the library as a template sees it."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, Span):
        return Day(value, source)
    if isinstance(value, tuple | list):
        return tuple(thing(item, source) for item in value)
    if isinstance(value, Record):
        return ThingView(value, source)
    return Value(str(value), source)


def view(desk: Desk, path: str, value: Any) -> Any:
    """A value of the intake as a template sees it."""
    if isinstance(value, Answer):
        return Fact(desk, path, value)
    if isinstance(value, Person):
        return PersonView(desk, path, value)
    if isinstance(value, Sign):
        return SignView(desk, path, value)
    if isinstance(value, Record):
        return RecordView(desk, path, value)
    if isinstance(value, tuple):
        shown = [(at, item) for at, item in enumerate(value) if not hidden(desk, item)]
        return tuple(view(desk, f"{path}.{at}", item) for at, item in shown)
    if isinstance(value, dict):
        raise AttributeError(path)
    return value if isinstance(value, bool) else Plain(desk, path, value)


def hidden(desk: Desk, item: Any) -> bool:
    """Whether an entry rests only on what this paper may not state, so that even its being there is not said."""
    if desk.privileged or not isinstance(item, Record):
        return False
    given = [answer for _, answer in answers(item) if answer.given]
    return bool(given) and not any(desk.may_state(answer) for answer in given)


# --- the matter without what this paper may not state -----------------------------------------------------------


class Statable:
    """A matter reduced to what a paper may state, and where each of its entries stands in the whole one."""

    def __init__(self, desk: Desk, matter: Matter) -> None:
        self._desk = desk
        self._moved: dict[str, str] = {}
        self.matter: Matter = matter if desk.privileged else self._reduced(matter, "", "")

    def path(self, reduced: str) -> str:
        """A path of the reduced matter as a path of the whole one."""
        parts = reduced.split(".")
        for length in range(len(parts), 0, -1):
            head = ".".join(parts[:length])
            if head in self._moved:
                return ".".join([self._moved[head], *parts[length:]])
        return reduced

    def _reduced(self, record: Any, new: str, old: str) -> Any:
        changes: dict[str, Any] = {}
        for name in type(record).model_fields:
            value = getattr(record, name)
            here, there = f"{new}.{name}".lstrip("."), f"{old}.{name}".lstrip(".")
            if isinstance(value, Answer):
                if value.given and not self._desk.may_state(value) and name != "papers_reviewed":
                    changes[name] = _unasked(value)
            elif isinstance(value, Record):
                changes[name] = self._reduced(value, here, there)
            elif isinstance(value, tuple) and any(isinstance(item, Record) for item in value):
                changes[name] = tuple(self._entries(value, here, there))
        return record.model_copy(update=changes)

    def _entries(self, items: tuple[Any, ...], new: str, old: str) -> Iterator[Any]:
        kept = [(at, item) for at, item in enumerate(items) if not hidden(self._desk, item)]
        for number, (at, item) in enumerate(kept):
            self._moved[f"{new}.{number}"] = f"{old}.{at}"
            yield self._reduced(item, f"{new}.{number}", f"{old}.{at}")


def _unasked(answer: Answer[Any]) -> Answer[Any]:
    return type(answer)()


class DerivedView:
    """A value that follows from the intake: `.value` for conditions, `.reasons` to print."""

    def __init__(self, desk: Desk, derived: Derived, statable: Statable) -> None:
        self._desk, self._derived, self._statable = desk, derived, statable

    @property
    def value(self) -> str:
        """The value as plain words."""
        return self._derived.value

    @property
    def reasons(self) -> tuple[Value, ...]:
        """Every reason, each a sentence with the answer it follows from."""
        return tuple(self._reason(reason) for reason in self._derived.reasons)

    def _reason(self, reason: Reason) -> Value:
        return Value(self._desk.with_initials(reason.sentence), f"intake:{self._statable.path(reason.path)}")

    def is_(self, value: str) -> bool:
        """Whether it is that value."""
        return self._derived.value == value

    def __str__(self) -> str:
        return self._derived.value

    def __eq__(self, other: object) -> bool:
        return str(self) == str(other)

    def __hash__(self) -> int:
        return hash(self._derived.value)

    def __html__(self) -> Md:
        path = self._statable.path(self._derived.reasons[0].path)
        return Value(self._derived.value, f"intake:{path}").__html__()
