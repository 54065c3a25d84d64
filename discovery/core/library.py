"""All that is known apart from a matter: the record, the law and the know-how, shipped and added by an office."""

from functools import cached_property
from typing import TypeVar

from discovery.core.authorities import Authority
from discovery.core.demands import Demand
from discovery.core.findings import Conflict, Finding, Source
from discovery.core.foil import Checklist
from discovery.core.indicators import Indicator
from discovery.core.policies import Policy, Window
from discovery.core.record import Record
from discovery.errors import InputError

Known = TypeVar("Known", Finding, Policy, Source, Conflict, Window, Authority, Demand, Indicator)


class Library(Record):
    """Findings, policies, sources, conflicts, windows, authorities, demands and indicators, each by id."""

    findings: tuple[Finding, ...] = ()
    policies: tuple[Policy, ...] = ()
    sources: tuple[Source, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    windows: tuple[Window, ...] = ()
    authorities: tuple[Authority, ...] = ()
    demands: tuple[Demand, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    checklists: tuple[Checklist, ...] = ()
    """What each agency can be asked for under the Freedom of Information Law."""
    overrides: tuple[str, ...] = ()
    """Files of an office or matter that were read over the shipped ones."""

    @cached_property
    def ids(self) -> frozenset[str]:
        """Every id a paper may rest on, written out: finding:…, policy:…, authority:A/P and so on."""
        shelves = (
            ("finding", self.findings),
            ("policy", self.policies),
            ("source", self.sources),
            ("conflict", self.conflicts),
            ("window", self.windows),
            ("demand", self.demands),
            ("indicator", self.indicators),
        )
        ids = {f"{kind}:{each.id}" for kind, shelf in shelves for each in shelf}
        points = {f"authority:{each.id}/{point.id}" for each in self.authorities for point in each.propositions}
        return frozenset(ids | points)

    def finding(self, key: str) -> Finding:
        """The finding of that id; InputError names what is missing."""
        return _pick(self.findings, key, "finding")

    def policy(self, key: str) -> Policy:
        """The policy of that id."""
        return _pick(self.policies, key, "policy")

    def source(self, key: str) -> Source:
        """The source of that id."""
        return _pick(self.sources, key, "source")

    def conflict(self, key: str) -> Conflict:
        """The conflicting figures of that id."""
        return _pick(self.conflicts, key, "set of conflicting figures")

    def window(self, key: str) -> Window:
        """The window of that id."""
        return _pick(self.windows, key, "window")

    def authority(self, key: str) -> Authority:
        """The authority of that id."""
        return _pick(self.authorities, key, "authority")

    def demand(self, key: str) -> Demand:
        """The demand of that id."""
        return _pick(self.demands, key, "demand")

    def indicator(self, key: str) -> Indicator:
        """The indicator of that id."""
        return _pick(self.indicators, key, "indicator")


def _pick(items: tuple[Known, ...], key: str, noun: str) -> Known:
    for item in items:
        if item.id == key:
            return item
    near = [item.id for item in items if key.lower() in item.id.lower()]
    hint = f" Did you mean {', '.join(near[:3])}?" if near else ""
    raise InputError(f"There is no {noun} “{key}”.{hint}")
