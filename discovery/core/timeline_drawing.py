"""Where everything of a drawing of time stands: rows, bars, bands and legend, every position computed here."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from discovery.core.spans import Span
from discovery.core.values import Value

WIDTH = 640.0
_LABELS = 226.0
_RIGHT = 14.0
_LINE = 12.5
_GAP = 3.5
_BAR = 9.0
_CHARACTERS = 43
_LEAST = 5.0
_LEGEND = (
    ("held", "rule or law, text held"),
    ("unheld", "rule or law, text not held"),
    ("soft", "practice or agreement"),
    ("point", "public statement"),
    ("matter", "this matter"),
    ("reported", "reported conduct"),
)


@dataclass(frozen=True, slots=True)
class Thing:
    """One row before it has a place: its label, its days, how it is drawn, and what it rests on."""

    label: str
    span: Span
    style: str
    source: str
    open_end: bool = False
    """In force still, as far as is known."""
    end_unknown: bool = False
    sure: Span | None = None
    """The days on which it was certainly in force, where they are fewer than the possible ones."""
    guide: bool = False
    """Whether a line is drawn from it through the rows below."""


@dataclass(frozen=True, slots=True)
class Words:
    """Words at a place."""

    x: float
    y: float
    text: Value


@dataclass(frozen=True, slots=True)
class Mark:
    """A bar or a point: `style` is held, unheld, soft, maybe, point, matter or reported."""

    style: str
    x: float
    y: float
    width: float
    height: float
    before: bool = False
    """Begins before the axis."""
    after: bool = False
    """Goes on after the axis."""
    dashed: bool = False
    """Ends on a day not known."""
    points: str = ""
    """Corners, for a point and for the arrowheads of a bar."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the lines of its label and its mark, if it has days."""

    words: tuple[Words, ...]
    marks: tuple[Mark, ...]
    arrows: tuple[str, ...] = ()
    """Corners of the arrowheads at ends that go on."""
    undated: Words | None = None


@dataclass(frozen=True, slots=True)
class Band:
    """A stretch of the axis with its letter."""

    x: float
    width: float
    shaded: bool
    letter: Words


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """One sign and what it means."""

    mark: Mark
    words: Words


@dataclass(frozen=True, slots=True)
class Timeline:
    """The whole drawing, in units of its own width."""

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    bands: tuple[Band, ...]
    ticks: tuple[Words, ...]
    lines: tuple[float, ...]
    """Where years begin."""
    guides: tuple[float, ...]
    """Where this matter's searches stand."""
    headings: tuple[Words, ...]
    rules: tuple[float, ...]
    """Heights of the lines between sections."""
    rows: tuple[Row, ...]
    legend: tuple[LegendEntry, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Axis:
    """The days of the drawing, from its left edge to its right."""

    first: date
    last: date

    @classmethod
    def around(cls, spans: Sequence[Span]) -> "Axis":
        """Whole years around the conduct, at least three of them."""
        begin = min(span.first for span in spans if span.first).year
        end = max(span.last for span in spans if span.last).year
        while end - begin < 2:
            begin, end = begin - 1, end + 1
        return cls(date(begin, 1, 1), date(end, 12, 31))

    def x(self, day: date) -> float:
        """Where a day stands; days off the axis stand at its ends."""
        inside = min(max(day, self.first), self.last)
        share = (inside - self.first).days / (self.last - self.first).days
        return round(_LABELS + share * (WIDTH - _RIGHT - _LABELS), 1)

    def off(self, span: Span) -> bool:
        """Whether no day of a span stands on the axis."""
        return (span.last or date.max) < self.first or (span.first or date.min) > self.last


class Drawing:
    """Gives each thing its place from the top down."""

    def __init__(self, axis: Axis) -> None:
        self.axis = axis
        self.y = 40.0
        self.rows: list[Row] = []
        self.headings: list[Words] = []
        self.rules: list[float] = []
        self.sources: list[str] = []

    def drawn(
        self,
        sections: Sequence[tuple[str, Sequence[Thing]]],
        bands: Sequence[tuple[str, Span]],
        guides: Sequence[Span],
    ) -> Timeline:
        """The whole drawing of sections of things, with its windows and the days that are drawn through."""
        top = self.y - 8
        for title, things in sections:
            if things:
                self._section(title, things)
        bottom = self.y
        legend = self._legend(bottom + 22)
        years = range(self.axis.first.year, self.axis.last.year + 1)
        starts = [self.axis.x(date(year, 1, 1)) for year in years]
        ends = [*starts[1:], WIDTH - _RIGHT]
        every = max(1, round(len(starts) / 10))
        ticks = [
            Words(round((begin + end) / 2, 1), 12.0, Value(str(year), "given:calendar"))
            for year, begin, end in zip(years, starts, ends, strict=True)
            if (year - self.axis.first.year) % every == 0
        ]
        return Timeline(
            width=WIDTH,
            height=round(bottom + 22 + 2 * 16 + 4, 1),
            left=_LABELS,
            right=WIDTH - _RIGHT,
            top=top,
            bottom=bottom,
            bands=self._bands(bands),
            ticks=tuple(ticks),
            lines=tuple(starts),
            guides=tuple(self._middle(span) for span in guides if span.known and not self.axis.off(span)),
            headings=tuple(self.headings),
            rules=tuple(self.rules),
            rows=tuple(self.rows),
            legend=legend,
            sources=tuple(dict.fromkeys(self.sources)),
        )

    def _section(self, title: str, things: Sequence[Thing]) -> None:
        if self.rules or self.rows:
            self.rules.append(round(self.y + 1, 1))
            self.y += 6
        self.y += _LINE
        self.headings.append(Words(0.0, round(self.y - 3, 1), Value(title, "given:legend")))
        for thing in things:
            self._row(thing)
        self.y += 3

    def _row(self, thing: Thing) -> None:
        self.sources.append(thing.source)
        lines = _wrapped(thing.label)
        words = tuple(
            Words(8.0, round(self.y + _LINE * (at + 1) - 2, 1), Value(line, thing.source))
            for at, line in enumerate(lines)
        )
        middle = round(self.y + _LINE * len(lines) / 2 + 1.5, 1)
        self.y = round(self.y + _LINE * len(lines) + _GAP, 1)
        if thing.span.first is None:
            undated = Words(_LABELS + 6, middle + 3.5, Value("no date known", thing.source))
            self.rows.append(Row(words, (), undated=undated))
            return
        self.rows.append(self._dated(thing, words, middle))

    def _dated(self, thing: Thing, words: tuple[Words, ...], middle: float) -> Row:
        axis = self.axis
        first = thing.span.first or axis.first
        last = thing.span.last or axis.last
        if axis.off(thing.span):
            return Row(words, (), arrows=(_arrow(middle, right=first > axis.last),))
        begin, end = axis.x(first), axis.x(last)
        if thing.style == "point" or (end - begin < _LEAST and not thing.open_end):
            centre = round((begin + end) / 2, 1)
            style = thing.style
            mark = Mark(style, centre - 4, middle - 4.5, 8, _BAR, points=_diamond(centre, middle))
            return Row(words, (mark,))
        bar = self._bar("maybe" if thing.sure else thing.style, first, last, middle)
        before, after = first < axis.first, thing.open_end or last > axis.last
        dashed = thing.end_unknown or thing.sure is not None
        marks = [replace(bar, before=before, after=after, dashed=dashed)]
        if thing.sure:
            marks.append(self._bar(thing.style, thing.sure.first or first, thing.sure.last or last, middle))
        ends = ([_arrow(middle, right=False)] if before else []) + (
            [_arrow(middle, right=True)] if after and not thing.end_unknown else []
        )
        return Row(words, tuple(marks), tuple(ends))

    def _bar(self, style: str, first: date, last: date, middle: float) -> Mark:
        begin, end = self.axis.x(first), self.axis.x(last)
        return Mark(style, begin, round(middle - _BAR / 2, 1), round(end - begin, 1), _BAR)

    def _bands(self, windows: Sequence[tuple[str, Span]]) -> tuple[Band, ...]:
        found = []
        for letter, span in sorted(windows, key=lambda each: each[1].first or date.min):
            if self.axis.off(span):
                continue
            begin, end = self.axis.x(span.first or date.min), self.axis.x(span.last or date.max)
            words = Words(round((begin + end) / 2, 1), 27.0, Value(letter, f"window:{letter}"))
            found.append(Band(begin, round(end - begin, 1), letter == "B", words))
        return tuple(found)

    def _legend(self, y: float) -> tuple[LegendEntry, ...]:
        entries = []
        for at, (style, text) in enumerate(_LEGEND):
            x, row = (at % 3) * (WIDTH / 3), at // 3
            middle = round(y + 16 * row, 1)
            points = _diamond(x + 13, middle) if style in ("point", "matter") else ""
            mark = Mark(style, round(x + 2, 1), middle - _BAR / 2, 22, _BAR, points=points)
            words = Words(round(x + 30, 1), round(middle + 3.5, 1), Value(text, "given:legend"))
            entries.append(LegendEntry(mark, words))
        return tuple(entries)

    def _middle(self, span: Span) -> float:
        first, last = span.first or self.axis.first, span.last or self.axis.last
        return round((self.axis.x(first) + self.axis.x(last)) / 2, 1)


def _diamond(x: float, y: float) -> str:
    return f"{x:g},{y - 5.5:g} {x + 5.5:g},{y:g} {x:g},{y + 5.5:g} {x - 5.5:g},{y:g}"


def _arrow(y: float, *, right: bool) -> str:
    tip = WIDTH - _RIGHT + 8 if right else _LABELS - 8
    base = WIDTH - _RIGHT + 1 if right else _LABELS - 1
    return f"{tip:g},{y:g} {base:g},{y - 4:g} {base:g},{y + 4:g}"


def _wrapped(text: str, most: int = _CHARACTERS) -> tuple[str, ...]:
    """At most two lines; what does not fit ends in an ellipsis at a word."""
    lines: list[str] = []
    for word in text.split(" "):
        if lines and len(lines[-1]) + 1 + len(word) <= most:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    if len(lines) <= 2:
        return tuple(lines)
    cut = lines[1] if len(lines[1]) + 2 <= most else lines[1].rpartition(" ")[0]
    return lines[0], f"{cut.rstrip(',;:')} …"
