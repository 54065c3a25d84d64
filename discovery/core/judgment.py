"""What was asked and answered before the trial that ended in a judgment: only what the days in the intake show."""

from collections.abc import Iterable, Iterator
from typing import Any

from discovery.core.matter import Matter
from discovery.core.values import Desk, Fact
from discovery.core.views import view


def asked_before_trial(desk: Desk, matter: Matter) -> tuple[Any, ...]:
    """The demands whose day is before the trial; none where either day is not known."""
    return tuple(_before_trial(desk, matter, view(desk, "disclosure.demands", matter.disclosure.demands)))


def denied_before_trial(desk: Desk, matter: Matter) -> tuple[Any, ...]:
    """The statements that facial recognition was not used, of a day before the trial."""
    made = view(desk, "facial_recognition.statements", matter.facial_recognition.statements)
    return tuple(each for each in _before_trial(desk, matter, made) if each.says == "not used")


def _before_trial(desk: Desk, matter: Matter, entries: Iterable[Any]) -> Iterator[Any]:
    tried: Fact = view(desk, "disclosure", matter.disclosure).trial_date
    trial = tried.first if tried.usable else None
    for each in entries:
        day: Fact = each.day
        if trial and day.usable and day.last and day.last < trial:
            yield each
