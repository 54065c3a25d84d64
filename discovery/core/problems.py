"""What is wrong with the user's data is data: listed, sorted, shown all at once."""

from collections.abc import Iterable

from discovery.core.record import Record


class Problem(Record):
    """One thing wrong: where it is (file, then place in it), what it is, and what to do next."""

    where: str
    what: str
    next_step: str = ""

    def __str__(self) -> str:
        sentence = f"{self.where}: {self.what}" if self.where else self.what
        return f"{sentence} {self.next_step}".rstrip()


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems by place, each said once."""
    return tuple(sorted(set(problems), key=lambda problem: (problem.where, problem.what)))
