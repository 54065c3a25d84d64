"""The checklist as a template sees it: each item with its hooks, and what became of it in the matter."""

from collections.abc import Iterable

from markupsafe import Markup

from discovery.core.citing import cites
from discovery.core.demands import Demand
from discovery.core.marking import Md
from discovery.core.matter import Demanded
from discovery.core.values import Desk, Fact, Value
from discovery.core.views import ThingView


class DemandView(ThingView):
    """One item of the checklist."""

    _record: Demand

    def __init__(self, desk: Desk, demand: Demand) -> None:
        super().__init__(demand, f"demand:{demand.id}")
        self._desk = desk

    @property
    def hooks(self) -> Markup:
        """The citations that hook it, the strongest first."""
        return cites(self._desk, *self._record.hooks)

    def __html__(self) -> Md:
        return Value(self._record.text, self.source).__html__()


class DemandState:
    """What became of one item of the checklist in this matter."""

    def __init__(self, desk: Desk, demand: str) -> None:
        self._desk = desk
        self._demanded: Demanded | None
        asked = desk.matter.disclosure.demands if desk.matter else ()
        self._at, self._demanded = next(
            ((at, each) for at, each in reversed(list(enumerate(asked))) if demand in each.items), (-1, None)
        )

    @property
    def asked(self) -> bool:
        """Whether it was asked for."""
        return self._demanded is not None

    @property
    def answer(self) -> Value:
        """How it was answered, in words."""
        if self._demanded is None:
            return Value("not yet demanded", "intake:disclosure.demands")
        return Value(self._demanded.answer or "answer not recorded", f"intake:disclosure.demands.{self._at}.answer")

    def __getattr__(self, name: str) -> Fact:
        if name not in {"day", "answered", "words"} or self._demanded is None:
            raise AttributeError(name)
        return Fact(self._desk, f"disclosure.demands.{self._at}.{name}", getattr(self._demanded, name))


def by_number(desk: Desk, demands: Iterable[Demand]) -> tuple[DemandView, ...]:
    """The checklist in its order."""
    return tuple(DemandView(desk, each) for each in sorted(demands, key=lambda each: each.n))
