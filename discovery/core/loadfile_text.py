"""The text of a load file, read a piece at a time, and what is noted while its rows are read."""

import re
from array import array
from bisect import bisect_left
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from discovery.core.problems import Problem

Exists = Callable[[str], bool]
"""Whether a path of the load file, with `/`, is there under the volume's folder."""
Chunks = Callable[[], Iterable[bytes]]
"""Gives all of a file from its beginning, a piece at a time, each time it is called."""
Rows = tuple[int, str, str]
"""How many rows were read, and the first and last number they name."""

_HEAD = 4096
"""Signs in which the format is looked for."""
_FIGURES = re.compile(r"(.*?)([0-9]{1,18})(\D*)", re.DOTALL)
_DRIVE = re.compile(r"^(?:[A-Za-z]:|[\\/])")


@dataclass
class Notes:
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
class LoadText:
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


def decoded(chunks: Chunks) -> LoadText:
    """The text, decoded as its byte-order mark says or as all of it can be read."""
    begins = next(iter(chunks()), b"")[:3]
    for mark, codec, said in (
        (b"\xef\xbb\xbf", "utf-8", "UTF-8 with byte-order mark"),
        (b"\xff\xfe", "utf-16-le", "UTF-16 with byte-order mark"),
        (b"\xfe\xff", "utf-16-be", "UTF-16 with byte-order mark"),
    ):
        if begins.startswith(mark):
            return LoadText(chunks, mark, codec, said)
    remark = "it has no byte-order mark, so a review program may read its letters wrong"
    ways = (
        LoadText(chunks, b"", "ascii", "ASCII"),
        LoadText(chunks, b"", "utf-8", "UTF-8 without byte-order mark", (f"{remark}.",)),
    )
    otherwise = LoadText(chunks, b"", "cp1252", "CP1252", (f"{remark}; it was read as CP1252.",))
    return next((way for way in ways if way.holds()), otherwise)


class Met:
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
