"""What is reported: each finding a claim by somebody, with quotation, dates and caveats."""

from enum import StrEnum

from pydantic import Field

from discovery.core.proposals import Applies, Bearing
from discovery.core.record import Record
from discovery.core.spans import Span


class MemoUse(StrEnum):
    """What a paper may do with a finding."""

    ATTRIBUTE = "attribute"
    """May be stated with its attribution and its caveats."""
    LEAD_ONLY = "lead_only"
    """Drives a request or a demand; never a sentence of fact."""
    EXCLUDE = "exclude"
    """Headline, opinion or inference: in no paper."""
    BACKGROUND_OK = "background_ok"
    """Context only."""


class Quotation(Record):
    """A few words of a source, and the mark of the sentence they come from.

    `words` is empty where none are shipped. `sha256` is of the whole sentence or fragment with all white space
    removed, UTF-8, so that anyone who holds the source can find it again.
    """

    words: str = ""
    whose: str = ""
    """Whose words: the outlet's, or those of NYPD or Clearview inside quotation marks."""
    locator: str
    sha256: str
    length: int = 0
    """Characters of the hashed text, white space removed."""


class Source(Record):
    """A publication or a record the findings come from."""

    id: str
    title: str
    author: str
    publisher: str
    published: Span
    url: str
    retrieved: str = ""
    exhibit_description: str = ""
    notes: tuple[str, ...] = ()


class Finding(Record):
    """A sourced statement about what an agency did; never more than a claim by somebody."""

    id: str
    n: int = 0
    source: str
    statement: str
    quotations: tuple[Quotation, ...] = ()
    attribution: str
    speaker: str
    span: Span = Span()
    date_note: str = ""
    actors: tuple[str, ...] = ()
    kind: str
    record_type: str = "none"
    characterization: bool = False
    memo_use: MemoUse
    bearings: tuple[Bearing, ...] = ()
    proof: str = ""
    """The primary record that would prove it."""
    caveats: tuple[str, ...] = ()
    guidance: tuple[str, ...] = ()
    """For whoever writes with it: shown to counsel, printed in no paper that leaves the office."""
    tensions: tuple[str, ...] = ()
    applies: Applies = Applies()
    office: bool = Field(default=False, exclude=True)


class Conflict(Record):
    """Figures on one subject that do not agree: printed together or not at all, never combined."""

    id: str
    subject: str
    figures: tuple["Figure", ...]
    note: str = ""
    findings: tuple[str, ...] = ()
    """Findings whose caveats repeat one of the figures: a paper with one of them prints them all."""


class Figure(Record):
    """One of the conflicting figures, with who gives it."""

    figure: str
    given_by: str
    when: str = ""
    finding: str | None = None
    verified: bool = False


Conflict.model_rebuild()
