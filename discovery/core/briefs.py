"""The text of a brief as it is read for citations: mended where lines and pages break, each word with its place."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from discovery.core.citation_forms import UNSEEN

APART = " ¶ "
"""Between paragraphs: no citation runs from one into the next."""
_READERS_HYPHEN = re.compile(r"[\u0002\ufffe]\s*")
"""What a PDF reader gives for the hyphen at the end of a line, with no line end after it."""
_BROKEN_WORD = re.compile(r"(?<=[a-z])[-\u2010\u2011\u00ad]\s*\n\s*(?=[a-z])")
_BROKEN_ELSEWHERE = re.compile(r"(?<=\w)[-\u2010\u2011]\s*\n\s*(?=\w)")
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "ft", "ﬆ": "st", "\u2011": "-"}
_FOLIO = re.compile(r"\W*(?:[Pp]age\s+)?(?:\d{1,4}|[ivxl]{1,6})(?:\s+of\s+\d{1,4})?\W*")
EDGE = 3
"""How many lines at the head and the foot of a page may be running heads."""


@dataclass(frozen=True)
class Stream:
    """Words that are read on from one to the next, with the place where each part of them begins."""

    text: str
    starts: tuple[tuple[int, str], ...]

    def where(self, at: int) -> str:
        """The place of a character."""
        found = bisect_right([start for start, _ in self.starts], at) - 1
        return self.starts[found][1] if found >= 0 else ""


def stream(parts: Iterable[tuple[str, str]], between: str = " ") -> Stream:
    """One stream of parts, each with its place; `APART` between them where nothing runs from one into the next."""
    text, starts = [], list[tuple[int, str]]()
    length = 0
    for place, words in parts:
        said = mended(words)
        starts.append((length, place))
        text.append(said)
        length += len(said) + len(between)
    return Stream(between.join(text), tuple(starts))


def by_line(text: str) -> Stream:
    """The stream of a plain text: paragraphs apart, each line's words with the number of their line."""
    paragraphs, starts = list[str](), list[tuple[int, str]]()
    number, length = 1, 0
    for paragraph in re.split(r"\n[ \t]*\n|\f", lines_of(text)):
        lines = paragraph.split("\n")
        starts += [(length + len(mended("\n".join(lines[:at]))), f"line {number + at}") for at in range(len(lines))]
        paragraphs.append(mended(paragraph))
        number += len(lines) + 1
        length += len(paragraphs[-1]) + len(APART)
    return Stream(APART.join(paragraphs), tuple(starts))


def mended(text: str) -> str:
    """The words on one line: a word hyphenated at the end of a line whole again, a number's own hyphen kept."""
    text = _BROKEN_WORD.sub("", lines_of(text))
    text = _BROKEN_ELSEWHERE.sub("-", text)
    text = UNSEEN.sub("", text)
    for ligature, letters in _LIGATURES.items():
        text = text.replace(ligature, letters)
    return " ".join(text.split())


def lines_of(text: str) -> str:
    """The text with one kind of line end, also after a hyphen that a PDF reader gives in its own way."""
    return _READERS_HYPHEN.sub("-\n", text.replace("\r\n", "\n").replace("\r", "\n"))


def without_running_heads(pages: Sequence[str]) -> tuple[str, ...]:
    """The pages without their numbers and without the lines that stand at the head or foot of most of them.

    A citation that runs over the end of a page is so read whole.
    """
    lines = [[line for line in lines_of(page).split("\n") if line.strip()] for page in pages]
    at_edges = Counter(
        key for page in lines for key in {_alike(line) for line in (*page[:EDGE], *page[-EDGE:])} if key
    )
    often = {key for key, times in at_edges.items() if times > max(2, len(pages) // 2)}
    return _whole_words(["\n".join(_inner(page, often)) for page in lines])


def _whole_words(pages: list[str]) -> tuple[str, ...]:
    """The pages, a word that is broken at the end of one whole on that page."""
    for at, (page, following) in enumerate(pairwise(pages)):
        rest = re.match(r"\s*[a-z]\S*", following)
        if rest and re.search(r"\w[-\u2010]\s*$", page):
            pages[at] = f"{page}\n{rest[0].strip()}"
            pages[at + 1] = following[rest.end() :]
    return tuple(pages)


def _alike(line: str) -> str:
    return re.sub(r"\d+", "0", " ".join(line.split()))


def _inner(page: Sequence[str], often: set[str]) -> list[str]:
    begin, end = 0, len(page)
    while begin < min(EDGE, end) and _is_head(page[begin], often):
        begin += 1
    while end > max(begin, len(page) - EDGE) and _is_head(page[end - 1], often):
        end -= 1
    return list(page[begin:end])


def _is_head(line: str, often: set[str]) -> bool:
    return bool(_FOLIO.fullmatch(line.strip())) or _alike(line) in often
