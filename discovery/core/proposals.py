"""What people propose in the data: how conduct stands to a policy, and on which conduct a thing bears.

The data proposes, the dates and the texts dispose: `core.bearings` judges every proposal.
"""

from enum import StrEnum

from discovery.core.record import Record
from discovery.core.spans import Span


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
    """What a person proposes about conduct and one policy; `judge` says what the dates and the text allow."""

    policy: str | None = None
    classification: Classification
    why: str
    condition: str | None = None
    """What would first have to be shown; a conditional bearing prints "cannot be determined"."""
    provision: str | None = None
    """What the policy's text would have to say: a key of its `provisions`, there once the text has been read."""
    becomes: Classification | None = None
    """What is proposed instead once that provision is recorded."""
    settles: str | None = None
    """What would settle it; without one, the record the policy names."""


class Applies(Record):
    """On which matters a finding bears; every list that is not empty must be met by one of the matter's searches.

    `core.matches` holds the rule for answers that are unknown.
    """

    agencies: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    outside_units: tuple[str, ...] = ()
    """Met when the search's unit is known and is none of these."""
    systems: tuple[str, ...] = ()
    galleries: tuple[str, ...] = ()
    """Words looked for in the database the matter records, or in the name of the system."""
    personal_device: bool = False
    other_agency: tuple[str, ...] = ()
    """Words looked for in what the matter records of other agencies."""
    overlap: bool = True
    """Whether the search's day must be one that the finding's span allows."""
    period: Span | None = None
    """The span to compare with, where the finding itself is undated or speaks later of an earlier time."""
    never: bool = False
    """Bears on no matter; always so for `exclude`."""


class Criterion(Record):
    """Which steps of a matter a policy speaks to, and the bearing that is then proposed."""

    kinds: tuple[str, ...] = ("search",)
    """search, edit, showing, arrest."""
    applies: Applies = Applies(overlap=False)
    bearing: Bearing
