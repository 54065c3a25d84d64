"""A DAT or CSV load file, a row a document: judged against its header and against the other rows."""

import csv
import re
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice, pairwise

from discovery.core.bates import BatesNumber, BatesRange
from discovery.core.loadfile_text import LoadText, Met, Notes, Rows
from discovery.core.loadfiles import FIELD, QUOTE
from discovery.errors import InputError

_BEGIN = ("BEGBATES", "BEGDOC", "BEGDOC#", "PRODBEG", "BATESBEG", "BEGBATESNO", "DOCID")
_END = ("ENDBATES", "ENDDOC", "ENDDOC#", "PRODEND", "BATESEND", "ENDBATESNO")
_PAGES = ("PGCOUNT", "PAGECOUNT", "PAGES")
_PATHS = re.compile(r"^(NATIVE|TEXT|PDF|OCR|IMAGE).*(PATH|LINK|FILE)$|^(FILEPATH|TEXTLINK|NATIVELINK)$")


def read_dat(text: LoadText, notes: Notes) -> Rows:
    """A DAT, its records ending with CR LF."""
    if not text.ends_with("\r\n"):
        notes.remark("its last record does not end with CR LF.")
    first, second = [*islice(text.records(), 2), "", ""][:2]
    if not second and "\n" in first.removesuffix("\r\n"):
        notes.wrong(1, "its records end with LF alone, not with CR LF.", "Ask for it with CR LF, or convert it.")
        records = (bare for line in text.lines() if (bare := line.removesuffix("\n")))
    else:
        records = (record.removesuffix("\r\n") for record in text.records())
    return _documents((_dat_values(record, row, notes) for row, record in enumerate(records, start=1)), notes)


def _dat_values(record: str, row: int, notes: Notes) -> list[str]:
    values = record.split(FIELD)
    bare = [value for value in values if len(value) < 2 or value[0] != QUOTE or value[-1] != QUOTE]
    if bare:
        notes.wrong(row, f"{len(bare)} of its values do not stand between {QUOTE} and {QUOTE}.")
    inner = [value.removeprefix(QUOTE).removesuffix(QUOTE) for value in values]
    if any(sign in value for value in inner for sign in (QUOTE, "\r", "\n")):
        notes.wrong(row, "a value holds a sign that ends a value or a record, and would be read as two.")
    return inner


def read_csv(text: LoadText, notes: Notes) -> Rows:
    """A CSV."""
    return _documents(csv.reader(text.lines()), notes)


def _documents(records: Iterable[Sequence[str]], notes: Notes) -> Rows:
    rows = iter(records)
    header = [name.strip().upper() for name in next(rows, [])]
    begin, end = _column(header, _BEGIN), _column(header, _END)
    if not header or begin is None:
        notes.wrong(1, f"it has no header row with a column for the first number ({', '.join(_BEGIN[:4])}).")
        return 0, "", ""
    if doubled := sorted({name for name in header if header.count(name) > 1}):
        notes.wrong(1, f"the column {', '.join(doubled)} is there twice.")
    read = _Documents(header, notes)
    count = 0
    for row, values in enumerate(rows, start=2):
        count += 1
        if len(values) != len(header):
            notes.wrong(row, f"it has {len(values)} values where the header names {len(header)}.")
            continue
        read.take(row, dict(zip(header, values, strict=True)), header[begin], header[end] if end is not None else "")
    read.whole()
    return count, read.first, read.last


def _column(header: Sequence[str], names: Sequence[str]) -> int | None:
    return next((header.index(name) for name in names if name in header), None)


class _Documents:
    """Rows of documents, held against each other."""

    def __init__(self, header: Sequence[str], notes: Notes) -> None:
        self.notes = notes
        self.pages = next((name for name in _PAGES if name in header), "")
        self.paths = [name for name in header if _PATHS.match(name)]
        self.taken: dict[tuple[str, int, str], _Held] = {}
        self.rows = Met()
        self.first = self.last = ""

    def take(self, row: int, values: Mapping[str, str], begin: str, end: str) -> None:
        """Look at one row."""
        first, last = values[begin].strip(), values[end].strip() if end else values[begin].strip()
        numbers = self._numbers(row, first, last or first)
        if numbers:
            self._held_once(row, numbers)
            self._counted(row, values, numbers)
        if met := self.rows.before(first, row):
            self.notes.wrong(row, f"{first} begins row {met} already.")
        self.first, self.last = self.first or first, last or first
        for name in self.paths:
            if values[name]:
                self.notes.look(row, values[name])
        self._in_family(
            row, (first, last or first), (values.get("BEGATTACH", "").strip(), values.get("ENDATTACH", "").strip())
        )

    def _numbers(self, row: int, first: str, last: str) -> BatesRange | None:
        try:
            return BatesRange(begin=BatesNumber.parse(first), end=BatesNumber.parse(last))
        except InputError as error:
            self.notes.wrong(row, error.message)
        except ValueError:
            self.notes.wrong(row, f"{first} to {last} is no range of numbers.")
        return None

    def _held_once(self, row: int, numbers: BatesRange) -> None:
        held = self.taken.setdefault(numbers.begin.series, _Held())
        held.add(numbers.begin.number, numbers.end.number, row)

    def _counted(self, row: int, values: Mapping[str, str], numbers: BatesRange) -> None:
        said = values[self.pages].strip() if self.pages else ""
        if said and said != str(len(numbers)):
            self.notes.wrong(row, f"it says {said} pages, and {numbers} are {len(numbers)}.")

    def _in_family(self, row: int, own: tuple[str, str], family: tuple[str, str]) -> None:
        if bool(family[0]) != bool(family[1]):
            self.notes.wrong(row, "it names only one end of its family (BEGATTACH, ENDATTACH).")
        elif family[0] and not _within(*own, *family):
            self.notes.wrong(row, f"{own[0]} to {own[1]} is not within its family, {family[0]} to {family[1]}.")

    def whole(self) -> None:
        """What only all rows together tell: numbers held twice, and gaps."""
        for series, held in self.taken.items():
            for (_, last, row), (first, _, other) in pairwise(held):
                number = f"{series[0]}{first:0{series[1]}d}{series[2]}"
                if first <= last:
                    self.notes.wrong(other, f"{number} belongs to row {row} as well.")
                elif first > last + 1:
                    missing = first - last - 1
                    self.notes.remark(f"{missing} number{'s' * (missing > 1)} before {number} are in no row.")


class _Held:
    """The numbers that rows hold, in their order; 24 bytes a row, for there may be very many."""

    def __init__(self) -> None:
        self.numbers = array("q"), array("q"), array("q")
        """Of each row the first and the last number, and which row it is."""
        self.in_order = True

    def add(self, first: int, last: int, row: int) -> None:
        """Take in a row."""
        begins = self.numbers[0]
        self.in_order = self.in_order and (not begins or first > begins[-1])
        for held, one in zip(self.numbers, (first, last, row), strict=True):
            held.append(one)

    def __iter__(self) -> Iterator[tuple[int, int, int]]:
        rows = zip(*self.numbers, strict=True)
        return iter(rows if self.in_order else sorted(rows))


def _within(first: str, last: str, begin: str, end: str) -> bool:
    try:
        family = BatesRange(begin=BatesNumber.parse(begin), end=BatesNumber.parse(end))
        return family.contains(BatesNumber.parse(first)) and family.contains(BatesNumber.parse(last))
    except (InputError, ValueError):
        return False
