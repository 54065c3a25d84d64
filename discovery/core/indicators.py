"""Signs that facial recognition was used, as data that carries its own examples."""

from discovery.core.authorities import Verification
from discovery.core.record import Record


class Indicator(Record):
    """One sign in disclosed papers; it suggests a question and proves nothing."""

    id: str
    title: str
    read: str
    """What was read that makes it a sign."""
    patterns: tuple[str, ...] = ()
    """Regular expressions, case-insensitive."""
    strength: str
    """The researchers' own judgement: strong, moderate, weak."""
    source: str
    state: Verification
    examples: tuple[str, ...] = ()
    counter_examples: tuple[str, ...] = ()
