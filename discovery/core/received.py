"""Tell which numbers on the pages of a received file are Bates numbers another party printed there.

One look at a page cannot tell: a number is one when its series runs on from page to page, or comes back in one place
with ever higher numbers. On a single page only the usual form with leading zeros is taken for one.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from discovery.core.bates import HYPHENS

_DIGITS = re.compile(r"[0-9]{3,10}(?![0-9])")
_ALL_DIGITS = re.compile(r"[0-9]+")
_AS_ZERO = bytes.maketrans(b"123456789", b"0" * 9)
_BEFORE = frozenset([*".,/$#:(0123456789"])
_AFTER = re.compile(r"[(%]|[-.,:/]\d")
_PREFIX = re.compile(
    r"(?:(?<=^)|(?<=[\s|]))([A-Za-z][A-Za-z0-9]{0,19}(?:[-_.&][A-Za-z0-9]{1,20}){0,4}[-_.]?|[-_])?( ?)\Z"
)
_SUFFIX = re.compile(r"[-_.]?[A-Za-z]{1,3}(?![\w-])")
_JOINED = re.compile(r"[\w-]")
_LONGEST = 48
_NO_PREFIX = re.compile(
    r"""(?:^|[-_. ])(?:
    pages?|pg|p|nos?|number|tel|telephone|phone|fax|ext|room|rm|apt|suite|ste|form|rev|rule|section|sec|part|ch
    |chapter|line|item|box|lot|cpl|cplr|pl|vtl|pol|art|article|laws?|shield|badge|pct|precinct|exhibit|ex|volume
    |ind|indictment|docket|dkt|index|case|sct|cc
    |jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec|january|february|march|april|june|july|august|september
    |october|november|december)[-_. ]*\Z""",
    re.IGNORECASE | re.VERBOSE,
)
_LEAST_BARE, _LEAST_ALONE = 5, 5  # digits of a number without a prefix; of one that stands on one page only
_NEAR = 12.0  # points between the places of one series on two pages


class Candidate(NamedTuple):
    """A number near the edge of a page."""

    prefix: str
    digits: str
    suffix: str
    across: float
    """Its middle from the nearer side of the page, in points: from the right below zero."""
    up: float
    """Its middle from the nearer of foot and head, in points: from the head below zero."""

    @property
    def text(self) -> str:
        """As it is printed, with plain hyphens."""
        return f"{self.prefix}{self.digits}{self.suffix}"


class Run(NamedTuple):
    """Letters and digits in a page's text that may be a Bates number."""

    start: int
    end: int
    prefix: str
    digits: str
    suffix: str


def runs(text: str) -> Iterator[Run]:
    """What in a text has the form of a Bates number: no date, amount, telephone number, page count or statute."""
    for found in _numbers(text):
        begin = max(0, found.start() - _LONGEST)
        head = text[begin : found.start()].translate(HYPHENS)
        tail = text[found.end() : found.end() + _LONGEST].translate(HYPHENS)
        before = _PREFIX.search(head)
        if before is None or head[-1:] in _BEFORE or _AFTER.match(tail):
            continue
        suffix = _SUFFIX.match(tail)
        length = suffix.end() if suffix else 0
        if not suffix and _JOINED.match(tail):
            continue
        prefix = before[1] or ""
        if _of_another_kind(prefix, found[0], before[2], tail[length:]):
            continue
        start = begin + before.start(1) if prefix else found.start()
        gap = before[2] if prefix else ""
        yield Run(start, found.end() + length, prefix + gap, found[0], suffix[0] if suffix else "")


def _numbers(text: str) -> Iterator["re.Match[str]"]:
    """Its numbers of three to ten digits; a search for three zeros passes over words far faster than a pattern."""
    alike = text.encode("ascii", "replace").translate(_AS_ZERO)
    at = alike.find(b"000")
    while at >= 0:
        if found := _DIGITS.match(text, at):
            yield found
        whole = _ALL_DIGITS.match(text, at)
        at = alike.find(b"000", whole.end() if whole else at + 3)


def _of_another_kind(prefix: str, digits: str, gap: str, after: str) -> bool:
    if _NO_PREFIX.search(prefix):
        return True
    if not any(character.isalpha() for character in prefix):
        return len(digits) < _LEAST_BARE or bool(prefix)
    if re.match(r" ?of \d", after):
        return True
    return bool(gap) and len(digits) < _LEAST_BARE


def received(pages: Sequence[Sequence[Candidate]]) -> tuple[str | None, ...]:
    """The other party's number on each page, or None; of two series the one on more pages, then the lower one."""
    series: dict[tuple[str, int, str], dict[int, Candidate]] = defaultdict(dict)
    for page, candidates in enumerate(pages):
        for one in candidates:
            series[one.prefix.rstrip(), len(one.digits), one.suffix].setdefault(page, one)
    held = sorted(
        (each for each in series.values() if _is_series(each)),
        key=lambda each: (-len(each), sum(abs(one.up) for one in each.values()) / len(each)),
    )
    return tuple(next((each[page].text for each in held if page in each), None) for page in range(len(pages)))


def _is_series(found: Mapping[int, Candidate]) -> bool:
    if len(found) == 1:
        return all(_stands_for_itself(one) for one in found.values())
    steps = list(pairwise(sorted(found.items())))
    ahead = [int(after.digits) - int(before.digits) for (_, before), (_, after) in steps]
    if min(ahead) < 1:
        return False
    along = sum(step == later - earlier for step, ((earlier, _), (later, _)) in zip(ahead, steps, strict=True))
    in_place = all(_same_place(before, after) for (_, before), (_, after) in steps)
    return along == len(steps) or (in_place and (2 * along >= len(steps) or _zeros(found)))


def _zeros(found: Mapping[int, Candidate]) -> bool:
    return all(one.prefix and one.digits.startswith("0") for one in found.values())


def _same_place(one: Candidate, other: Candidate) -> bool:
    return abs(one.across - other.across) <= _NEAR and abs(one.up - other.up) <= _NEAR


def _stands_for_itself(one: Candidate) -> bool:
    letters = sum(character.isalpha() for character in one.prefix)
    return letters >= 2 and len(one.digits) >= _LEAST_ALONE and one.digits.startswith("0")
