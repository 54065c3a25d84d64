"""What was asked and answered before the trial that ended in a judgment: only what the days in the intake show."""

from datetime import date
from typing import Any

from discovery.core.matter import Matter
from discovery.core.values import Desk, Fact
from discovery.core.views import view


def _trial(desk: Desk, matter: Matter) -> date | None:
    tried: Fact = view(desk, "disclosure", matter.disclosure).trial_date
    return tried.first if tried.usable else None


def asked_before_trial(desk: Desk, matter: Matter) -> tuple[Any, ...]:
    """The demands whose day is before the trial; none where either day is not known."""
    trial = _trial(desk, matter)
    demands = view(desk, "disclosure.demands", matter.disclosure.demands)
    return tuple(each for each in demands if trial and each.day.usable and each.day.last and each.day.last < trial)


def denied_before_trial(desk: Desk, matter: Matter) -> tuple[Any, ...]:
    """The statements that facial recognition was not used, of a day before the trial."""
    trial = _trial(desk, matter)
    made = view(desk, "facial_recognition.statements", matter.facial_recognition.statements)
    return tuple(
        each
        for each in made
        if each.says == "not used" and trial and each.day.usable and each.day.last and each.day.last < trial
    )
