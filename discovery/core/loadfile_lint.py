"""What is wrong with a load file, whoever made it: read row by row, judged against its format and against itself.

Formats as in `loadfiles`. A reader of the other side's production meets every variant, so what only may be wrong
(no byte-order mark, an unusual column) is said as a remark, and what a review program would load wrong is a problem.
"""

import csv
import re
from array import array
from bisect import bisect_left
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice, pairwise

from discovery.core.bates import BatesNumber, BatesRange
from discovery.core.loadfiles import FIELD, QUOTE
from discovery.core.problems import Problem
from discovery.errors import InputError


class Format(StrEnum):
    """Which kind of load file it is."""

    DAT = "DAT"
    OPT = "OPT"
    LFP = "LFP"
    CSV = "CSV"


@dataclass(frozen=True)
class Linted:
    """What was read of a load file, and what is wrong with it."""

    format: Format
    encoding: str
    rows: int
    first: str = ""
    last: str = ""
    remarks: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    def __str__(self) -> str:
        run = f", {self.first} to {self.last}" if self.first else ""
        lines = [f"{self.format}, {self.encoding}, {self.rows} rows{run}"]
        lines += [f"  Note: {remark}" for remark in self.remarks]
        if not self.problems:
            lines.append("  Every row agrees with the format and with the others.")
        return "\n".join(lines)


Exists = Callable[[str], bool]
"""Whether a path of the load file, with `/`, is there under the volume's folder."""

_BEGIN = ("BEGBATES", "BEGDOC", "BEGDOC#", "PRODBEG", "BATESBEG", "BEGBATESNO", "DOCID")
_END = ("ENDBATES", "ENDDOC", "ENDDOC#", "PRODEND", "BATESEND", "ENDBATESNO")
_PAGES = ("PGCOUNT", "PAGECOUNT", "PAGES")
_PATHS = re.compile(r"^(NATIVE|TEXT|PDF|OCR|IMAGE).*(PATH|LINK|FILE)$|^(FILEPATH|TEXTLINK|NATIVELINK)$")
_FIGURES = re.compile(r"(.*?)([0-9]{1,18})(\D*)", re.DOTALL)
_HEAD = 4096
"""Signs in which the format is looked for."""
_DRIVE = re.compile(r"^(?:[A-Za-z]:|[\\/])")


Chunks = Callable[[], Iterable[bytes]]
"""Gives all of a file from its beginning, a piece at a time, each time it is called."""


def lint(data: bytes | Chunks, name: str, exists: Exists | None = None) -> Linted:
    """Read a load file row by row and say what is wrong; InputError where it is none of the four formats.

    `data` is all of it, or what gives it piece by piece.
    """
    held = data
    text = _decoded((lambda: (held,)) if isinstance(held, bytes) else held)
    kind = _format(text.head, name)
    notes = _Notes(name, exists)
    if kind in (Format.DAT, Format.CSV):
        notes.remark(*text.remarks)
    reader = {Format.DAT: _dat, Format.CSV: _csv, Format.OPT: _opt, Format.LFP: _lfp}[kind]
    rows, first, last = reader(text, notes)
    return Linted(kind, text.said, rows, first, last, tuple(notes.remarks), tuple(notes.problems))


@dataclass
class _Notes:
    """What is gathered while rows are read."""

    name: str
    exists: Exists | None
    remarks: dict[str, None] = field(default_factory=dict)
    """Each once, in the order in which they came."""
    problems: list[Problem] = field(default_factory=list)

    def remark(self, *remarks: str) -> None:
        """Note what only may be wrong."""
        self.remarks |= dict.fromkeys(remarks)

    def wrong(self, row: int, what: str, next_step: str = "") -> None:
        """Note a problem of one row, counted from 1."""
        self.problems.append(Problem(where=f"{self.name}, row {row}", what=what, next_step=next_step))

    def look(self, row: int, path: str) -> None:
        """Whether a path of a row can be followed."""
        if _DRIVE.match(path):
            self.wrong(row, f"the path {path} names a disk or begins at its root; it must be relative to the volume.")
            return
        plain = path.replace("\\", "/").removeprefix("./")
        if ".." in plain.split("/"):
            self.wrong(row, f"the path {path} leads out of the volume.")
        elif self.exists and not self.exists(plain):
            self.wrong(row, f"the file {path} is not in the volume.")


@dataclass(frozen=True)
class _Text:
    """A load file that is read a piece at a time, as often as is asked."""

    chunks: Chunks
    mark: bytes
    """Its byte-order mark, if any."""
    codec: str
    said: str
    """How it is written, in words."""
    remarks: tuple[str, ...] = ()

    def pieces(self, errors: str = "replace") -> Iterator[str]:
        """All of it, decoded."""
        decoder = getincrementaldecoder(self.codec)(errors)
        first = True
        for chunk in self.chunks():
            yield decoder.decode(chunk.removeprefix(self.mark) if first else chunk)
            first = False
        yield decoder.decode(b"", final=True)

    @property
    def head(self) -> str:
        """Its beginning, in which the format is seen."""
        return next(self.pieces())[:_HEAD]

    def lines(self) -> Iterator[str]:
        """Its lines, each with the LF that ends it."""
        held = ""
        for piece in self.pieces():
            *whole, held = (held + piece).split("\n")
            yield from (f"{line}\n" for line in whole)
        if held:
            yield held

    def records(self) -> Iterator[str]:
        """Its records as a DAT has them: each with the CR LF that ends it, whatever else stands in it."""
        held: list[str] = []
        for line in self.lines():
            held.append(line)
            if line.endswith("\r\n"):
                yield "".join(held)
                held.clear()
        if held:
            yield "".join(held)

    def ends_with(self, sign: str) -> bool:
        """Whether this ends it."""
        tail = ""
        for piece in self.pieces():
            tail = (tail + piece)[-len(sign) :]
        return tail == sign

    def holds(self) -> bool:
        """Whether all of it can be read as it is said to be written."""
        try:
            return all(piece is not None for piece in self.pieces("strict"))
        except UnicodeDecodeError:
            return False


def _decoded(chunks: Chunks) -> _Text:
    begins = next(iter(chunks()), b"")[:3]
    for mark, codec, said in (
        (b"\xef\xbb\xbf", "utf-8", "UTF-8 with byte-order mark"),
        (b"\xff\xfe", "utf-16-le", "UTF-16 with byte-order mark"),
        (b"\xfe\xff", "utf-16-be", "UTF-16 with byte-order mark"),
    ):
        if begins.startswith(mark):
            return _Text(chunks, mark, codec, said)
    remark = "it has no byte-order mark, so a review program may read its letters wrong"
    ways = (
        _Text(chunks, b"", "ascii", "ASCII"),
        _Text(chunks, b"", "utf-8", "UTF-8 without byte-order mark", (f"{remark}.",)),
    )
    otherwise = _Text(chunks, b"", "cp1252", "CP1252", (f"{remark}; it was read as CP1252.",))
    return next((way for way in ways if way.holds()), otherwise)


def _format(head: str, name: str) -> Format:
    if FIELD in head or head.startswith(QUOTE):
        return Format.DAT
    if re.match(r"(?:IM|VN|FT|OI),", head):
        return Format.LFP
    ending = name.rsplit(".", 1)[-1].upper()
    first = head.splitlines()[0] if head.strip() else ""
    if ending == "OPT" or (first.count(",") == 6 and first.split(",")[3] in ("Y", "")):
        return Format.OPT
    if ending in ("CSV", "LFP", "DAT"):
        return Format(ending)
    raise InputError(f"{name} is not a load file: it is no DAT, OPT, LFP or CSV. Give one of these.")


# --- DAT and CSV: a row a document ---------------------------------------------------------------------------


def _dat(text: _Text, notes: _Notes) -> tuple[int, str, str]:
    if not text.ends_with("\r\n"):
        notes.remark("its last record does not end with CR LF.")
    first, second = [*islice(text.records(), 2), "", ""][:2]
    if not second and "\n" in first.removesuffix("\r\n"):
        notes.wrong(1, "its records end with LF alone, not with CR LF.", "Ask for it with CR LF, or convert it.")
        records = (bare for line in text.lines() if (bare := line.removesuffix("\n")))
    else:
        records = (record.removesuffix("\r\n") for record in text.records())
    return _documents((_dat_values(record, row, notes) for row, record in enumerate(records, start=1)), notes)


def _dat_values(record: str, row: int, notes: _Notes) -> list[str]:
    values = record.split(FIELD)
    bare = [value for value in values if len(value) < 2 or value[0] != QUOTE or value[-1] != QUOTE]
    if bare:
        notes.wrong(row, f"{len(bare)} of its values do not stand between {QUOTE} and {QUOTE}.")
    inner = [value.removeprefix(QUOTE).removesuffix(QUOTE) for value in values]
    if any(sign in value for value in inner for sign in (QUOTE, "\r", "\n")):
        notes.wrong(row, "a value holds a sign that ends a value or a record, and would be read as two.")
    return inner


def _csv(text: _Text, notes: _Notes) -> tuple[int, str, str]:
    return _documents(csv.reader(text.lines()), notes)


def _documents(records: Iterable[Sequence[str]], notes: _Notes) -> tuple[int, str, str]:
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

    def __init__(self, header: Sequence[str], notes: _Notes) -> None:
        self.notes = notes
        self.pages = next((name for name in _PAGES if name in header), "")
        self.paths = [name for name in header if _PATHS.match(name)]
        self.taken: dict[tuple[str, int, str], _Held] = {}
        self.rows = _Met()
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


class _Met:
    """In which row each number or key was met first; 16 bytes for each that is higher than those before it."""

    def __init__(self) -> None:
        self.rising: dict[tuple[str, int, str], tuple[array[int], array[int]]] = {}
        """By what stands around the figures and how many they are: those met in rising order, and their rows."""
        self.others: dict[str, int] = {}

    def before(self, text: str, row: int) -> int:
        """The row in which it was met before; 0 where it is met for the first time, and is remembered."""
        found = _FIGURES.fullmatch(text)
        if found is None:
            return self._other(text, row)
        series, number = (found[1], len(found[2]), found[3]), int(found[2])
        numbers, rows = self.rising.setdefault(series, (array("q"), array("q")))
        if not numbers or number > numbers[-1]:
            numbers.append(number)
            rows.append(row)
            return 0
        at = bisect_left(numbers, number)
        return rows[at] if numbers[at] == number else self._other(text, row)

    def _other(self, text: str, row: int) -> int:
        met = self.others.setdefault(text, row)
        return 0 if met == row else met


def _within(first: str, last: str, begin: str, end: str) -> bool:
    try:
        family = BatesRange(begin=BatesNumber.parse(begin), end=BatesNumber.parse(end))
        return family.contains(BatesNumber.parse(first)) and family.contains(BatesNumber.parse(last))
    except (InputError, ValueError):
        return False


# --- OPT and LFP: a row an image -----------------------------------------------------------------------------


class _Images:
    """Rows of images, held against each other."""

    def __init__(self, notes: _Notes) -> None:
        self.notes = notes
        self.keys = _Met()
        self.first = self.last = ""
        self.open: tuple[int, int] | None = None
        self.met = 0

    def take(self, row: int, key: str, path: str, starts: bool) -> None:
        """Look at one row."""
        if not key:
            self.notes.wrong(row, "it has no image key.")
        elif met := self.keys.before(key, row):
            self.notes.wrong(row, f"{key} is the key of row {met} already.")
        self.first, self.last = self.first or key, key
        if row == 1 and not starts:
            self.notes.wrong(row, "the first row does not begin a document.")
        if not path:
            self.notes.wrong(row, "it names no image.")
        else:
            self.notes.look(row, path)


def _lines(text: _Text) -> Iterator[tuple[int, str]]:
    for row, line in enumerate(text.lines(), start=1):
        if bare := line.removesuffix("\n").rstrip("\r"):
            yield row, bare


def _opt(text: _Text, notes: _Notes) -> tuple[int, str, str]:
    images = _Images(notes)
    count = 0
    announced: tuple[int, int] | None = None
    run = 0
    for row, line in _lines(text):
        count += 1
        values = line.split(",")
        if len(values) != 7:
            notes.wrong(row, f"it has {len(values)} fields, not seven: a comma in a path, or one missing.")
            continue
        key, _, path, starts, _, _, pages = values
        images.take(row, key, path, starts == "Y")
        if starts not in ("Y", ""):
            notes.wrong(row, f"its fourth field is “{starts}”, not Y or empty.")
        if starts == "Y":
            _announced(announced, run, notes)
            announced, run = _pages_of(row, pages, notes), 0
        elif pages:
            notes.wrong(row, "it gives a page count without beginning a document.")
        run += 1
    _announced(announced, run, notes)
    return count, images.first, images.last


def _pages_of(row: int, pages: str, notes: _Notes) -> tuple[int, int] | None:
    if pages and not pages.isdigit():
        notes.wrong(row, f"its page count is “{pages}”.")
    return (row, int(pages)) if pages.isdigit() else None


def _announced(announced: tuple[int, int] | None, run: int, notes: _Notes) -> None:
    # One row for a whole PDF announces its pages and has no row for each.
    if announced and run > 1 and announced[1] != run:
        notes.wrong(announced[0], f"it announces {announced[1]} pages, and {run} rows follow.")


_LFP_ROW = re.compile(r"IM,([^,]*),([DCBS]?),(\d+),@([^;]*);([^;]*);([^;,]*);(\d+)(?:,\d+)?")


def _lfp(text: _Text, notes: _Notes) -> tuple[int, str, str]:
    images = _Images(notes)
    count = 0
    for row, line in _lines(text):
        if not line.startswith("IM,"):
            notes.remark(f"it holds {line[:2]} rows, which were not looked at.")
            continue
        count += 1
        match = _LFP_ROW.fullmatch(line)
        if not match:
            notes.wrong(row, "it is no IM row: IM,KEY,FLAG,OFFSET,@VOLUME;FOLDER;FILE;TYPE.")
            continue
        key, flag, _, _, folder, file, _ = match.groups()
        images.take(row, key, f"{folder}\\{file}" if folder else file, flag in ("D", "C", "B"))
    return count, images.first, images.last
