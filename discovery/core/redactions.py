"""Redactions: the boxes counsel settles, what is proposed to them, and what is said of a finished redaction.

Boxes are in points as the reader sees the page, turned and cropped, measured from its top left corner: x to the
right, y down, as viewers show the position of the pointer.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import NamedTuple, Self

from pydantic import Field, model_validator

from discovery.core.endorsements import Box, PageShape
from discovery.core.problems import Problem
from discovery.core.record import Record

LABEL = "REDACTED"


class RedactionBox(Record):
    """One place on a page whose content is to be removed."""

    page: int = Field(ge=1)
    """Counted from 1."""
    x0: float = Field(allow_inf_nan=False)
    y0: float = Field(allow_inf_nan=False)
    x1: float = Field(allow_inf_nan=False)
    y1: float = Field(allow_inf_nan=False)
    reason: str = ""
    """Why, as the redaction log states it."""
    label: str = LABEL
    """What is printed on the box."""

    @model_validator(mode="after")
    def _has_extent(self) -> Self:
        if self.x1 <= self.x0 or self.y1 <= self.y0:
            raise ValueError("x1 must be greater than x0, and y1 than y0: they are the right and the lower edge")
        if not (self.label.isascii() and self.label.isprintable()) and self.label:
            raise ValueError("the label may hold only plain letters, digits and signs")
        return self

    def region(self, shape: PageShape) -> Box:
        """The box in the page's visible space, whose origin is at the bottom left."""
        unit, top = shape.unit, shape.height
        return Box(self.x0 / unit, top - self.y1 / unit, self.x1 / unit, top - self.y0 / unit)

    @classmethod
    def at(cls, page: int, region: Box, shape: PageShape, reason: str) -> "RedactionBox":
        """The box over a region of visible space, in tenths of a point."""
        unit, top = shape.unit, shape.height
        sides = (region.x0 * unit, (top - region.y1) * unit, region.x1 * unit, (top - region.y0) * unit)
        x0, y0, x1, y1 = (round(side, 1) for side in sides)
        return cls(page=page, x0=x0, y0=y0, x1=x1, y1=y1, reason=reason)


class RedactionPlan(Record):
    """A file of boxes: what a person settled, and for which file it was measured."""

    file: str = ""
    sha256: str = ""
    box: tuple[RedactionBox, ...] = ()


class Content(StrEnum):
    """What kind of thing was taken out under a box."""

    TEXT = "text"
    IMAGE = "image"
    DRAWING = "drawing"
    COMMENT = "comment or link"
    FIELD = "form field"
    WHOLE = "everything (the page became a picture)"


class BoxReport(Record):
    """What was done under one box; `words` only where the office asked for its internal report."""

    box: RedactionBox
    removed: tuple[Content, ...] = ()
    words: str | None = None


class PageReport(Record):
    """How one page with boxes was redacted."""

    page: int
    how: str
    why: str = ""
    """Why the page became a picture; empty where its content was cut exactly."""


class RedactionReport(Record):
    """What became of one file: for the redaction log, without any of the removed words."""

    schema_: int = Field(default=1, alias="schema")
    source: str
    source_sha256: str
    target_sha256: str = ""
    boxes: tuple[BoxReport, ...] = ()
    pages: tuple[PageReport, ...] = ()
    notes: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()
    """What the office must look at; for the office only."""
    problems: tuple[Problem, ...] = ()
    """Why nothing was published; for the office only, since they show the words that leak."""

    def __str__(self) -> str:
        boxes = "1 box" if len(self.boxes) == 1 else f"{len(self.boxes)} boxes"
        pages = "1 page" if len(self.pages) == 1 else f"{len(self.pages)} pages"
        state = "not published" if self.problems else "removed and checked"
        said = [f"page {page.page}: {page.how}" + (f" ({page.why})" if page.why else "") for page in self.pages]
        return "\n  ".join([f"{self.source}: {boxes} on {pages}: {state}", *said, *self.notes, *self.cautions])

    def with_cautions(self, cautions: Iterable[str]) -> "RedactionReport":
        """The report with more for the office to look at."""
        return RedactionReport(
            schema=self.schema_,
            source=self.source,
            source_sha256=self.source_sha256,
            target_sha256=self.target_sha256,
            boxes=self.boxes,
            pages=self.pages,
            notes=self.notes,
            cautions=(*self.cautions, *cautions),
            problems=self.problems,
        )

    def for_service(self) -> "RedactionReport":
        """The report without words, cautions and problems, as it may leave the office."""
        bare = tuple(BoxReport(box=one.box, removed=one.removed) for one in self.boxes)
        return RedactionReport(
            schema=self.schema_,
            source=self.source,
            source_sha256=self.source_sha256,
            target_sha256=self.target_sha256,
            boxes=bare,
            pages=self.pages,
            notes=self.notes,
        )


class Leak(NamedTuple):
    """Words that can be read out of a file though something is drawn over them."""

    page: int
    """Counted from 1."""
    words: str
    lines: tuple[tuple[Box, str], ...]
    """The same line by line, each with its place in visible space."""
    cover: str
    """What lies over them: a drawn box, a comment, a mark that was never applied."""

    def __str__(self) -> str:
        return f"page {self.page}: {self.cover} lies over text that can still be read: “{self.words}”"


# --- words -------------------------------------------------------------------------------------------------

_ROUND = ".,;:()[]{}'\""
_LEAST = 4  # letters and digits: shorter pieces stand by chance in any file


def telling(text: str) -> bool:
    """Whether a piece of text is long enough to say something by itself."""
    return sum(character.isalnum() for character in text) >= _LEAST


_ALIKE = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201b\u2032\u02bc\x91\x92`\u00b4", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u2033\x93\x94", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\x96\x97", "-"),
        **dict.fromkeys("\x00\x02\u00ad\u200b\u200c\u200d\u2060\ufeff\ufffe\uffff"),
    }
)
"""Signs that one name is written with in different places; those that cannot be seen are left out."""


def plain(text: str) -> str:
    """A text for comparing: one case, one blank between words, joined letters apart, one form of quote and hyphen."""
    return " ".join(unicodedata.normalize("NFKC", text.translate(_ALIKE)).casefold().split())


def secrets(runs: Iterable[str], elsewhere: str) -> tuple[str, ...]:
    """What may stand nowhere in the finished file: each run of removed words, and each of its words, that does not
    also stand in the text outside the boxes.
    """
    rest = plain(elsewhere)
    wanted: dict[str, None] = {}
    for run in runs:
        whole = plain(run)
        for piece in (whole, *whole.split(), *_mended(whole)):
            bare = piece.strip(_ROUND)
            if telling(bare) and bare not in rest:
                wanted.setdefault(bare)
    return tuple(sorted(wanted))


def _mended(whole: str) -> Iterator[str]:
    """Words as they are written where they are not broken at the end of a line, or set letter by letter."""
    for broken in re.finditer(r"(\w+)- (\w+)", whole):
        yield broken[1] + broken[2]
    for spaced in re.finditer(r"(?<!\S)\w(?: \w){3,}(?!\S)", whole):
        yield spaced[0].replace(" ", "")


def remaining(runs: Iterable[str], elsewhere: str) -> tuple[str, ...]:
    """Removed runs, numbers and names (told by their capital) that also stand in the text outside the boxes."""
    rest = plain(elsewhere)
    pieces = (piece for run in runs for piece in (run, *(word for word in run.split() if _names(word))))
    return tuple(
        sorted({whole for piece in pieces if telling(whole := plain(piece).strip(_ROUND)) and whole in rest})
    )


def _names(word: str) -> bool:
    return word[:1].isupper() or any(sign.isdigit() for sign in word)
