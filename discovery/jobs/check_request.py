"""Checking a request folder: what is open in each letter, what of a linked matter is in it, what points to a case."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from discovery.core.blocks import Copy, OpenItem
from discovery.core.enumerating import count_of
from discovery.jobs.compose import compose_request

LETTER = "foil-request"


@dataclass(frozen=True)
class CheckedRequest:
    """What a check of a request folder found; with anything open the command exits 5."""

    folder: Path
    open_items: tuple[tuple[str, OpenItem], ...] = ()
    """What keeps a letter from being sent, by the letter."""
    warnings: tuple[tuple[str, str], ...] = ()
    """What points to one case: it keeps nothing from being sent."""

    def __str__(self) -> str:
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        yield (
            f"{self.folder}: {count_of(len(self.open_items), 'thing')} open."
            if self.open_items
            else (f"{self.folder}: nothing is open.")
        )
        yield from (f"  {name}, {item}" for name, item in self.open_items)
        if self.warnings:
            yield "\nThink of this before it is sent:"
            yield from (f"  {name}: {warning}" for name, warning in self.warnings)


def check_request(folder: Path, today: date, template: str = LETTER) -> CheckedRequest:
    """Compose every letter of a request folder, write none, and say what is open in it."""
    letters = compose_request(folder, template, Copy.REVIEW, today)
    return CheckedRequest(
        folder,
        tuple((each.name, item) for each in letters for item in each.open_items),
        tuple((each.name, said) for each in letters for said in each.warnings),
    )
