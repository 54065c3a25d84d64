"""Finding citations in text, and checking that each is in the law data.

eyecite's reading is laid beside that of our own layer. What looks like a citation is found and, when it is not known,
told; nothing is passed on a partial match, and nothing says that a citation does not exist.
"""

import logging
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from discovery.core.authorities import Authority
from discovery.core.citation_forms import Found, FoundKind, find_typed, longest, name_key, report_key, subdivision_key
from discovery.core.problems import Problem


@lru_cache(maxsize=8192)  # a paper's paragraphs, and the law data for each of them, are asked about again and again
def find_citations(text: str) -> tuple[Found, ...]:
    """Every citation in a text, in order; where two readings overlap the longer stands."""
    return longest([*find_typed(text), *_by_eyecite(text)])


def _by_eyecite(text: str) -> Iterator[Found]:
    from eyecite.models import FullCaseCitation, ShortCaseCitation

    for each in _eyecites(text):
        if not isinstance(each, FullCaseCitation | ShortCaseCitation):
            continue
        # eyecite gives its span() no types.
        start, end = each.span()  # type: ignore[no-untyped-call]
        groups = each.groups
        volume, page = f"{groups['volume']} {groups['reporter']}", str(groups["page"] or "")
        if isinstance(each, ShortCaseCitation):
            yield Found(text[start:end], start, FoundKind.SHORT, report_key(volume))
        else:
            yield Found(text[start:end], start, FoundKind.REPORTER, report_key(f"{volume} {page}"))


def read_by_eyecite(text: str) -> Iterator[tuple[str, int, bool]]:
    """What else eyecite reads: its words, its place, and whether it is a reference back."""
    from eyecite.models import FullCaseCitation, IdCitation, ReferenceCitation, ShortCaseCitation, SupraCitation

    for each in _eyecites(text):
        if not isinstance(each, FullCaseCitation | ShortCaseCitation | ReferenceCitation):
            start, end = each.span()
            yield text[start:end], start, isinstance(each, IdCitation | SupraCitation)


@lru_cache(maxsize=4)
def _eyecites(text: str) -> tuple[Any, ...]:
    from eyecite import get_citations  # late: its reporter data takes a quarter of a second

    noisy = logging.getLogger("eyecite")
    level = noisy.level
    noisy.setLevel(logging.CRITICAL)
    try:
        return tuple(get_citations(text))
    finally:
        noisy.setLevel(level)


# --- checking ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Known:
    """What the law data has, in the spelling of `Found.key`."""

    subdivisions: dict[str, set[str]] = field(default_factory=dict)
    reports: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)


def check_citations(
    text: str, authorities: Iterable[Authority], *, allowed: Iterable[str] = (), where: str = ""
) -> tuple[Problem, ...]:
    """Each citation in a text that is not in the law data, or names a subdivision no proposition is recorded for.

    `allowed` are citations and case names the paper has from elsewhere: the charges, its own caption.
    """
    known = _known(authorities)
    free = {(found.kind, found.key) for words in allowed for found in find_citations(words)}
    known.names.update(key for kind, key in free if kind is FoundKind.CASE_NAME)
    problems = []
    for found in find_citations(text):
        if (found.kind, found.key) in free:
            continue
        if what := _unknown(found, known):
            around = " ".join(text[max(0, found.start - 40) : found.end + 40].split())
            problems.append(Problem(where=where or f"“…{around}…”", what=f"“{found.text}” {what}"))
    return tuple(dict.fromkeys(problems))


def _known(authorities: Iterable[Authority]) -> _Known:
    known = _Known()
    for authority in authorities:
        pins = {subdivision_key(each.pin) for each in authority.propositions if each.pin and each.pin[0] in "(§"}
        if authority.name:
            known.names.add(name_key(authority.name))
        for found in citations_of(authority):
            if found.kind in (FoundKind.REPORTER, FoundKind.SHORT):
                known.reports.add(found.key)
            elif found.kind is not FoundKind.CASE_NAME:
                known.subdivisions.setdefault(found.key, set()).update(pins)
    return known


def citations_of(authority: Authority) -> tuple[Found, ...]:
    """The citations by which an authority is known, the parallel ones too."""
    return _citations_in("; ".join((authority.citation, *authority.parallel)))


@lru_cache(maxsize=2048)
def _citations_in(citations: str) -> tuple[Found, ...]:
    return find_typed(citations) or find_citations(citations)


def _unknown(found: Found, known: _Known) -> str:
    if found.kind is FoundKind.REPORTER:
        return "" if found.key in known.reports else "is not in the law data."
    if found.kind is FoundKind.SHORT:
        return (
            ""
            if any(_volume(report) == found.key for report in known.reports)
            else "cites no volume in the law data."
        )
    if found.kind is FoundKind.CASE_NAME:
        return "" if _names_known(found.key, known.names) else "is not the name of a case in the law data."
    if found.kind is FoundKind.ARTICLE:
        return "" if _has_article(found.key, known) else "has no section in the law data."
    pins = known.subdivisions.get(found.key)
    if pins is None:
        return "is not in the law data."
    if found.subdivision and not any(pin.startswith(found.subdivision) for pin in pins):
        return "names a subdivision for which the law data records nothing."
    return ""


def _volume(report: str) -> str:
    """The report without its page: 69misc3d of 69misc3d546."""
    return re.sub(r"(?<=[a-z])\d+$", "", report)


def _names_known(name: str, names: set[str]) -> bool:
    """Whether the words before and after "v" are a known name, or end and begin with one, as in a sentence."""
    left, _, right = name.partition(" v ")
    for one in names:
        before, _, after = one.partition(" v ")
        ends = left == before or left.endswith(f" {before}")
        if ends and (right == after or right.startswith(f"{after} ")):
            return True
    return False


def _has_article(key: str, known: _Known) -> bool:
    law, _, number = key.rpartition(" article ")
    sections = [section.removeprefix(f"{law} ") for section in known.subdivisions if section.startswith(f"{law} ")]
    if law == "public officers law":
        return number == "6" and any(section.startswith("8") for section in sections)
    if law == "cplr":
        return any(section[:-2] == number for section in sections)
    return any(section.split(".")[0] == number for section in sections)
