"""On which line of a TOML text each key stands; `tomllib` reads the values but keeps no places."""

import re
from collections.abc import Iterator

Place = tuple[str | int, ...]

_KEY = r"""(?:"[^"\n]*"|'[^'\n]*'|[A-Za-z0-9_-]+)"""
_DOTTED = rf"{_KEY}(?:\s*\.\s*{_KEY})*"
_HEADER = re.compile(rf"^\s*(\[\[?)\s*({_DOTTED})\s*\]\]?")
_PAIR = re.compile(rf"^\s*({_DOTTED})\s*=")
_PART = re.compile(_KEY)
_TOKEN = re.compile(r'''"""|\'\'\'|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|\#.*|[\[\]{}]''')


def lines_of(text: str) -> dict[Place, int]:
    """The line of every table and key; what stands inside one value has the line of its key."""
    found: dict[Place, int] = {}
    counts: dict[Place, int] = {}
    table: Place = ()
    for number, line in _statements(text):
        if header := _HEADER.match(line):
            table = _table(_parts(header[2]), counts, entry=header[1] == "[[")
            found.setdefault(table[:-1] if header[1] == "[[" else table, number)
            found.setdefault(table, number)
        elif pair := _PAIR.match(line):
            place = table
            for part in _parts(pair[1]):
                place = (*place, part)
                found.setdefault(place, number)
    return found


def _parts(dotted: str) -> list[str]:
    return [part.strip("\"'") for part in _PART.findall(dotted)]


def _table(parts: list[str], counts: dict[Place, int], *, entry: bool) -> Place:
    place: Place = ()
    for part in parts[:-1]:
        place = (*place, part)
        if place in counts:
            place = (*place, counts[place] - 1)
    place = (*place, parts[-1])
    if not entry:
        return place
    counts[place] = counts.get(place, 0) + 1
    return (*place, counts[place] - 1)


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """The lines that begin a statement: not those inside a long string or an open bracket."""
    depth, quote = 0, ""
    for number, line in enumerate(text.split("\n"), start=1):
        if not depth and not quote:
            yield number, line
        header = not depth and not quote and _HEADER.match(line)
        depth, quote = (0, "") if header else _after(line, depth, quote)


def _after(line: str, depth: int, quote: str) -> tuple[int, str]:
    """How many brackets, and which long string, are open at the end of a line."""
    place = 0
    while place < len(line):
        if quote:
            end = line.find(quote, place)
            if end < 0:
                return depth, quote
            place, quote = end + 3, ""
            continue
        token = _TOKEN.search(line, place)
        if not token:
            break
        place = token.end()
        if token[0] in {'"""', "'''"}:
            quote = token[0]
        elif token[0] in "[{":
            depth += 1
        elif token[0] in "]}":
            depth = max(0, depth - 1)
    return depth, quote
