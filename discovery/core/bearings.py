"""Whether conduct departed from what governed on its day: the data proposes, the dates dispose."""

from enum import StrEnum

from discovery.core.record import Record


class Classification(StrEnum):
    """How conduct stands to a policy."""

    DEVIATION = "deviation"
    PRE_DATES = "pre-dates the rule"
    TENSION_THEN = "in tension with a statement made then"
    TENSION_LATER = "in tension with a later statement"
    CONSISTENT = "consistent on its face"
    CANNOT_BE_DETERMINED = "cannot be determined"
    NOT_APPLICABLE = "not applicable"


class Bearing(Record):
    """What a person proposes about conduct and one policy; `judge` says what the dates allow."""

    policy: str | None
    classification: Classification
    why: str
    condition: str | None = None
    """What would first have to be shown; a conditional bearing prints "cannot be determined"."""
    settles: str | None = None
    """What would settle it."""
