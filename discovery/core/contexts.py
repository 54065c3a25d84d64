"""Everything a template may see, by the name it sees it under; nothing else is in its reach."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from discovery.core.answers import Answer
from discovery.core.blocks import Copy
from discovery.core.checklist import under_former_law
from discovery.core.citing import adverse, cite, cites, stands_for
from discovery.core.court import Words, court_views
from discovery.core.demand_views import DemandState, DemandView, by_number
from discovery.core.drafts import FUNCTIONS
from discovery.core.exhibits import ExhibitNumbers
from discovery.core.foil import AgencyFact, FoilRequest, RequestItem
from discovery.core.intake import law_period, papers_show, people_said
from discovery.core.lint import Known
from discovery.core.marking import Md, escape, role
from discovery.core.matches import Match, match
from discovery.core.memo import MemoView
from discovery.core.omnibus import left_out, named_all_the_same, omnibus_branches
from discovery.core.record import Record
from discovery.core.references import ConflictView, FindingView, JudgementView, PolicyView
from discovery.core.showings import named
from discovery.core.spans import long_date
from discovery.core.stakes import stakes
from discovery.core.theory import unknowns
from discovery.core.timeline import timeline
from discovery.core.transmittals import VolumeFacts
from discovery.core.values import Desk, Value, number_word
from discovery.core.views import DerivedView, RecordView, Statable, ThingView


class FacialRecognitionView:
    """`fr.said` and `fr.shown`: what the People said and what the papers show."""

    def __init__(self, desk: Desk, statable: Statable) -> None:
        self.said = DerivedView(desk, people_said(statable.matter), statable)
        self.shown = DerivedView(desk, papers_show(statable.matter, desk.library.indicators), statable)


class MatchView:
    """A finding that bears on the matter, and why."""

    def __init__(self, desk: Desk, match: Match, statable: Statable) -> None:
        self.finding = FindingView(desk, match.finding)
        self.certain = match.certain
        self.reasons = tuple(
            Value(desk.with_initials(reason.sentence), f"intake:{statable.path(reason.path)}")
            for reason in match.reasons
        )


class ExhibitView:
    """An exhibit of the matter as the plan has it."""

    def __init__(self, desk: Desk, key: str, description: str, date: str) -> None:
        self._desk, self.key = desk, key
        self.description = Value(description, f"plan:{key}")
        self.date = Value(date, f"plan:{key}")

    @property
    def letter(self) -> Md:
        """Exhibit B."""
        return role("exhibit", self.key)

    @property
    def pages(self) -> int:
        """How many pages the plan gives it; 0 where it is not planned yet."""
        pages = getattr(self._desk.numbers, "pages_of", None)
        return int(pages(self.key) or 0) if callable(pages) else 0

    @property
    def range(self) -> Md:
        """The Bates number it begins with."""
        return role("bates", f"{self.key}:1")

    def __html__(self) -> Md:
        return self.letter


def matter_context(desk: Desk) -> dict[str, Any]:
    """What a template of a matter sees."""
    matter = desk.matter
    if matter is None:
        raise ValueError("a matter's paper needs a matter")
    library = desk.library
    statable = Statable(desk, matter)
    offered = [exhibit for exhibit in desk.exhibits if exhibit.include]
    return {
        **_shared(desk),
        "matter": RecordView(desk, "", matter),
        "fr": FacialRecognitionView(desk, statable),
        "law": DerivedView(desk, law_period(statable.matter), statable),
        "former_law": under_former_law(statable.matter),
        "disclosure_statute": "cpl-former-245.20" if under_former_law(statable.matter) else "cpl-245.20",
        "sample": matter.sample,
        "find": lambda key: FindingView(desk, library.finding(key)),
        "findings": tuple(FindingView(desk, each) for each in library.findings),
        "policy": lambda key: PolicyView(library.policy(key)),
        "policies": tuple(PolicyView(each) for each in library.policies),
        "conflict": lambda key: ConflictView(library.conflict(key)),
        "conflicts": tuple(ConflictView(each) for each in library.conflicts),
        "windows": tuple(ThingView(each, f"window:{each.id}") for each in library.windows),
        "demand": lambda key: DemandView(desk, library.demand(key)),
        "demands": by_number(desk, library.demands),
        "demand_state": lambda key: DemandState(desk, library.demand(key).id),
        "exhibits": tuple(
            ExhibitView(desk, each.key, each.description, str(each.date) if each.date else "") for each in offered
        ),
        **{name: Lazy(make) for name, make in court_views(desk, statable).items()},
        "omnibus_branches": Lazy(lambda: omnibus_branches(desk, statable.matter)),
        "left_out": Lazy(lambda: left_out(desk, statable.matter)),
        "named_all_the_same": Lazy(lambda: named_all_the_same(desk, statable.matter)),
        "words_of": partial(Words, desk),
        "named": named,
        "timeline": timeline(statable.matter, library) if desk.privileged else None,
        "memo": MemoView(desk, matter) if desk.privileged else None,
        "unknowns": Lazy(lambda: unknowns(desk)) if desk.privileged else None,
        "stakes": Lazy(lambda: stakes(desk)) if desk.privileged else None,
        **_Late(desk, statable).names(),
    }


class _Late:
    """What is worked out only when a template asks."""

    def __init__(self, desk: Desk, statable: Statable) -> None:
        self._desk, self._statable = desk, statable

    def names(self) -> dict[str, Any]:
        return {
            "matches": Lazy(self._matches),
            "judgements": Lazy(self._judgements),
            "in_force": self._in_force,
        }

    def _matches(self) -> tuple[MatchView, ...]:
        found = match(self._statable.matter, self._desk.library)
        return tuple(MatchView(self._desk, each, self._statable) for each in found)

    def _judgements(self) -> tuple[JudgementView, ...]:
        from discovery.core.bearings import judge_matter

        judged = judge_matter(self._statable.matter, self._desk.library)
        return tuple(JudgementView(self._desk, each, self._statable) for each in judged)

    def _in_force(self, day: Any, agency: str | None = None) -> tuple[tuple[PolicyView, str], ...]:
        """Policies in force on a day of the matter or the record, each with yes or cannot be determined."""
        from discovery.core.bearings import in_force_on
        from discovery.core.spans import Precision, Span

        span = Span(first=day.first, last=day.last, precision=Precision.RANGE)
        return tuple(
            (PolicyView(policy), str(truth)) for policy, truth in in_force_on(span, self._desk.library, agency)
        )


class Lazy:
    """A list that is worked out the first time a template looks at it."""

    def __init__(self, make: Callable[[], tuple[Any, ...]]) -> None:
        self._make = make
        self._made: tuple[Any, ...] | None = None

    def _items(self) -> tuple[Any, ...]:
        if self._made is None:
            self._made = self._make()
        return self._made

    def __iter__(self) -> Any:
        return iter(self._items())

    def __len__(self) -> int:
        return len(self._items())

    def __getitem__(self, at: Any) -> Any:
        return self._items()[at]

    def __bool__(self) -> bool:
        return bool(self._items())


class FactOfAgency(Value):
    """Something known of an agency: prints it where it was read at its source, else a blank."""

    def __init__(self, fact: AgencyFact, key: str, asks: str) -> None:
        super().__init__(fact.value if fact.known else "", key)
        self._asks = asks

    @property
    def known(self) -> bool:
        """Whether the letter may print it."""
        return bool(self)

    def __html__(self) -> Md:
        return super().__html__() if self.known else role("blank", self.source, body=escape(self._asks))


class AgencyView(ThingView):
    """The agency a request goes to."""

    def __init__(self, request: FoilRequest) -> None:
        super().__init__(request.agency, f"agency:{request.agency.id}")

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._record, name, None) if not name.startswith("_") else None
        if isinstance(value, AgencyFact):
            asks = f"Check the {name.replace('_', ' ')} of the agency and fill it in."
            return FactOfAgency(value, f"{self.source}.{name}", asks)
        return super().__getattr__(name)


class ItemView(ThingView):
    """One item of a request; its period is already in words."""

    def __init__(self, item: RequestItem, desk: Desk) -> None:
        super().__init__(item, f"foil:{item.id}")
        self.period = Value(item.period(desk.today), self.source)


class VolumeView(ThingView):
    """An issued volume: what it holds, and by which hashes it can be checked."""

    def __init__(self, volume: VolumeFacts) -> None:
        super().__init__(volume, f"given:{volume.name}")
        self.new = tuple(ThingView(item, self.source) for item in volume.new)
        self.again = tuple(ThingView(item, self.source) for item in volume.again)
        self.untold = volume.untold


class RequestView(ThingView):
    """A request: who asks whom for what."""

    def __init__(self, request: FoilRequest, desk: Desk) -> None:
        super().__init__(request, "given:request")
        self.items = tuple(ItemView(each, desk) for each in request.items)
        self.requester = _RequesterView(request)
        self.agency = AgencyView(request)
        self.subject = ThingView(request.subject, f"foil:{request.agency.id}/{request.subject.id}")
        self.portal_title = Value(request.portal_title, self.subject.source)


class _RequesterView(ThingView):
    def __init__(self, request: FoilRequest) -> None:
        super().__init__(request.requester, "given:requester")

    @property
    def name(self) -> Any:
        """The name, or a blank."""
        name = str(self._record.name)
        asks = escape("Who signs the request?")
        return Value(name, "given:requester.name") if name else role("blank", "requester.name", body=asks)


def request_context(desk: Desk, request: FoilRequest) -> dict[str, Any]:
    """What a template of a request sees: nothing of any matter."""
    view = RequestView(request, desk)
    return {**_shared(desk), "request": view, "agency": view.agency, "sample": False}


def _shared(desk: Desk) -> Mapping[str, Any]:
    return {
        **FUNCTIONS,
        "cite": partial(cite, desk),
        "cites": partial(cites, desk),
        "stands_for": partial(stands_for, desk),
        "adverse": partial(adverse, desk),
        "today": Value(long_date(desk.today), "given:today"),
        "copy": str(desk.copy),
        "review": desk.copy is Copy.REVIEW,
        "kind": str(desk.kind),
        "counted": counted,
        "point": Points(),
    }


class Points:
    """Numbers the points of a memorandum of law through the paper: `## {{ point() }}: the statute`."""

    def __init__(self) -> None:
        self._last = 0

    def __call__(self) -> str:
        self._last += 1
        return f"Point {number_word(self._last)}"


def counted(items: Any, one: str, many: str = "") -> Md:
    """How many things there are, in words with their noun: two searches; resting on the list they stand in."""
    size = len(items)
    first = next(iter(items), None)
    path = str(getattr(first, "path", "")).rpartition(".")[0]
    words = f"{number_word(size)} {one if size == 1 else many or one + 's'}"
    return Value(words, f"intake:{path}").__html__() if path else escape(words)


def known_ids(desk: Desk) -> Known:
    """Every id the papers of a desk may rest on."""
    ids = desk.library.ids | {f"plan:{each.key}" for each in desk.exhibits}
    return Known(ids, frozenset(paths(desk.matter)) if desk.matter else frozenset())


def paths(record: Any, base: str = "") -> Iterator[str]:
    """Every path of the intake, lists and their entries included."""
    for name in type(record).model_fields:
        place = f"{base}.{name}".lstrip(".")
        yield place
        value = getattr(record, name)
        items = enumerate(value) if isinstance(value, tuple) else ()
        if isinstance(value, Record) and not isinstance(value, Answer):
            yield from paths(value, place)
        for at, item in items:
            yield f"{place}.{at}"
            if isinstance(item, Record):
                yield from paths(item, f"{place}.{at}")


__all__ = ["ExhibitNumbers", "known_ids", "matter_context", "request_context"]
