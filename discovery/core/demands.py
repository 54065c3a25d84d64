"""What to ask for: one item, the law that hooks it, and why it matters."""

from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator

from discovery.core.authorities import Authority, Verification
from discovery.core.matter import Matter, ShowingKind
from discovery.core.problems import Problem
from discovery.core.record import Record


class Demand(Record):
    """One item of the facial recognition checklist."""

    id: str
    n: int
    subject: str
    """Heading it is grouped under."""
    title: str
    text: str
    """The demand as a paper prints it, without "all"-everything and without a fact."""
    hooks: tuple[str, ...]
    """AUTHORITY/PROPOSITION ids, the strongest first."""
    elsewhere: tuple[str, ...] = ()
    """AUTHORITY/PROPOSITION ids of what else brings it where the prosecution does not hold it."""
    to_holder: str | None = None
    """The item as a subpoena asks it of the holder, where `text` speaks of others."""
    why: str
    always: bool = True
    """False where it is only asked for when the matter has what `when` says."""
    when: str | None = None
    state: Verification = Verification.PARTLY
    note: str | None = None
    contrary: tuple[str, ...] = ()
    """AUTHORITY/PROPOSITION ids against the item, which a paper that asks for it has to meet."""


def _demanded(matter: Matter, demand: Demand) -> bool:
    return any(demand.id in each.items for each in matter.disclosure.demands)


def _showing(matter: Matter, _: Demand) -> bool:
    return bool(matter.identifications)


def _fillers(matter: Matter, _: Demand) -> bool:
    with_fillers = {ShowingKind.PHOTO_ARRAY, ShowingKind.LINEUP}
    return any(each.kind in with_fillers for each in matter.identifications)


CONDITIONS: dict[str, Callable[[Matter, Demand], bool]] = {
    "counsel has demanded it": _demanded,
    "an identification procedure is recorded": _showing,
    "an array or lineup is recorded": _fillers,
}
"""The words `when` may say; each looks at what the intake records and infers nothing."""


def demands_for(matter: Matter, demands: Iterable[Demand]) -> tuple[Demand, ...]:
    """The demands that make sense in this matter, in the checklist's order."""
    return tuple(
        each for each in demands if each.always or (each.when is not None and CONDITIONS[each.when](matter, each))
    )


def by_subject(demands: Iterable[Demand]) -> tuple[tuple[str, tuple[Demand, ...]], ...]:
    """The demands grouped under their subjects, in the checklist's order."""
    groups: dict[str, list[Demand]] = {}
    for each in demands:
        groups.setdefault(each.subject, []).append(each)
    return tuple((subject, tuple(group)) for subject, group in groups.items())


def check_demands(demands: Iterable[Demand], authorities: Iterable[Authority]) -> tuple[Problem, ...]:
    """What is wrong with the checklist: ids or numbers given twice, a hook not in the law data, a `when` unknown."""
    demands = tuple(demands)
    known = {f"{authority.id}/{each.id}" for authority in authorities for each in authority.propositions}
    counts = Counter([each.id for each in demands]) + Counter([str(each.n) for each in demands])
    problems = [Problem(where=key, what="this demand is there twice.") for key, count in counts.items() if count > 1]
    for each in demands:
        problems.extend(_mistakes(each, known))
    return tuple(problems)


def _mistakes(demand: Demand, known: Container[str]) -> Iterator[Problem]:
    if not demand.hooks:
        yield Problem(where=demand.id, what="no law is named for this demand.")
    for hook in (*demand.hooks, *demand.elsewhere, *demand.contrary):
        if hook not in known:
            yield Problem(where=demand.id, what=f"“{hook}” is not in the law data.")
    if not demand.always and demand.when not in CONDITIONS:
        yield Problem(where=demand.id, what=f"nobody can tell when “{demand.when}” is so.")
