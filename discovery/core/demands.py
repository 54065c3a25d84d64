"""What to ask for: one item, the law that hooks it, and why it matters."""

from discovery.core.authorities import Verification
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
    why: str
    always: bool = True
    """False where it is only asked for when the matter has what `when` says."""
    when: str | None = None
    state: Verification = Verification.PARTLY
    note: str | None = None
