"""The People's own numbers beside ours: a table for counsel, served only where counsel asks for it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from discovery.core.enumerating import run_of
from discovery.core.productions import Plan

Received = Mapping[str, Sequence[str | None]]
"""By an exhibit's key: the number another party printed on each of its pages, None where there is none."""
COLUMNS = ("Their number", "Our number", "Exhibit", "Page")


class CrossReference(NamedTuple):
    """One page with two numbers."""

    theirs: str
    ours: str
    exhibit: str
    page: int

    def row(self) -> dict[str, str]:
        """A line of the table."""
        return dict(zip(COLUMNS, (self.theirs, self.ours, self.exhibit, str(self.page)), strict=True))


def cross_references(plan: Plan, received: Received) -> Iterator[CrossReference]:
    """Every page that bears a number of another party, in the order of ours."""
    for document in plan.documents:
        labels = document.range.labels()
        for page, (ours, theirs) in enumerate(zip(labels, received.get(document.key, ()), strict=False), start=1):
            if theirs:
                yield CrossReference(theirs, ours, document.letter, page)


def run_read(received: Sequence[str | None]) -> str:
    """The numbers read off an exhibit's pages, in words; empty where there are none."""
    there = [number for number in received if number]
    if not there:
        return ""
    of = "" if len(there) == len(received) else f", on {len(there)} of {len(received)} pages"
    return f"{run_of(there[0], there[-1])}{of}"
