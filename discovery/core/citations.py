"""Finding citations in text, and checking that each is in the law data.

eyecite knows the reporters; it misses New York statutes, rules and city law, and reporters printed without periods
as New York prints them. Our layer adds those. What looks like a citation is found and, when it is not known, told;
nothing is passed on a partial match, and nothing says that a citation does not exist.
"""

import logging
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from discovery.core.authorities import Authority
from discovery.core.problems import Problem


class FoundKind(StrEnum):
    """What sort of citation the words look like."""

    STATUTE = "statute"
    ARTICLE = "article of a statute"
    RULE = "rule"
    LOCAL_LAW = "local law"
    SESSION_LAW = "session law"
    GUIDE = "police guide"
    REPORTER = "reported case"
    SHORT = "reported case, short form"
    CASE_NAME = "case name"


@dataclass(frozen=True)
class Found:
    """One citation in a text: its words and place, what it cites, and the subdivision it names."""

    text: str
    start: int
    kind: FoundKind
    key: str
    """The law and section, or volume, reporter and page, in one spelling: "cpl 245.20", "69misc3d546"."""
    subdivision: str = ""

    @property
    def end(self) -> int:
        """Where its words end."""
        return self.start + len(self.text)


_LEVEL = r"\s?[(\[](?:\d{1,2}(?:-[a-z])?|[a-z](?:-\d)?|[ivx]{2,5}|[A-Z])[)\]]"
_SUB = rf"(?P<sub>(?:{_LEVEL})*)"
_MORE = re.compile(
    rf"(?:,\s*|\s*;\s*|,?\s+(?:and|or|to)\s+)(?:§+\s*)?(?:(?P<section>\d{{2,3}}\.\d{{2}}){_SUB}|(?P<sub2>(?:{_LEVEL})+))"
)
_MARK = r"(?:\s*(?:§+|[Ss]ections?|[Ss]ubdivision\s\w+\sof\s[Ss]ection))?\s*"
_LAWS = {
    "cpl": r"CPL|Criminal Procedure Law|CrPL|N\.?Y\.? Crim\. Proc\. Law",
    "cplr": r"CPLR|Civil Practice Law and Rules",
    "public officers law": r"Public Officers Law|Pub(?:\.|lic)? Off(?:\.|icers)? Law|POL",
    "general construction law": r"General Construction Law|Gen(?:\.|eral)? Constr(?:\.|uction)? Law|GCL",
    "penal law": r"Penal Law|PL",
    "civil rights law": r"Civil Rights Law|CRL",
}
_OTHER_LAW = r"(?:[A-Z][a-z]+(?: (?:and|of) | ))+Law"
_NUMBERS = {"cpl": r"\d{1,3}\.\d{2}", "penal law": r"\d{1,3}\.\d{2}"}
_NUMBER = r"\d{1,5}(?:-[a-z]{1,2})?"


def _statute(law: str, names: str) -> re.Pattern[str]:
    number = _NUMBERS.get(law, _NUMBER)
    return re.compile(rf"\b(?:{names})(?P<former>\s+former)?{_MARK}(?P<section>{number})(?!\d){_SUB}")


_STATUTES = {law: _statute(law, names) for law, names in _LAWS.items()}
_ANY_LAW = re.compile(rf"\b(?P<law>{_OTHER_LAW})\s*(?:§+\s*)(?P<section>{_NUMBER}){_SUB}")
_BARE_SECTION = re.compile(rf"(?:§+\s*|\b[Ss]ections?\s+)(?P<section>\d{{2,3}}\.\d{{2}}){_SUB}")
_ARTICLES = re.compile(
    rf"\b(?P<law>{'|'.join(_LAWS.values())}),?\s+art(?:icle)?s?\.?\s+(?P<number>\d+(?:-[A-Z])?)"
    r"(?:\s+and\s+(?P<second>\d+))?"
)
_OTHERS: tuple[tuple[FoundKind, str, re.Pattern[str]], ...] = (
    (FoundKind.RULE, "nycrr {title} {number}", re.compile(
        r"\b(?P<title>\d{1,2})\s+N\.?Y\.?C\.?R\.?R\.?\s+(?:§\s*|[Pp]art\s+)?"
        r"(?P<number>\d+(?:\.\d+)?(?:-[a-z])?)" + _SUB)),
    (FoundKind.RULE, "rcny {title} {number}", re.compile(
        r"\b(?P<title>\d{1,2})\s+R\.?C\.?N\.?Y\.?\s+(?:§\s*|ch(?:apter|\.)?\s+)?(?P<number>\d+(?:-\d+)?)" + _SUB)),
    (FoundKind.LOCAL_LAW, "admin code {number}", re.compile(
        r"\b(?:Administrative Code|Admin\.? Code)(?: of (?:the )?City of (?:NY|New York))?\s*(?:\[[^\]]*\]\s*)?"
        r"(?:§+\s*|sections?\s+)?(?P<number>\d{1,2}-\d+(?:\.\d+)?)" + _SUB)),
    (FoundKind.LOCAL_LAW, "local law {number} of {title}", re.compile(
        r"\bLocal Laws?(?: No\.| Number)?\s*(?P<number>\d{1,3})\s*(?:of\s+|[(\[/])(?P<title>\d{4})[)\]]?")),
    (FoundKind.GUIDE, "patrol guide {number}", re.compile(
        r"\b(?:Patrol Guide|P\.?G\.?)\s*(?:[Pp]rocedure\s*)?(?:No\.?\s*|§\s*)?(?P<number>\d{3}-\d{2,3})")),
    (FoundKind.SESSION_LAW, "l {title} ch {number}", re.compile(
        r"\bL(?:aws)?\.?\s*(?:of\s+)?(?P<title>(?:19|20)\d\d),?\s+ch(?:apter|\.)?\s*(?P<number>\d+)")),
    (FoundKind.SESSION_LAW, "l {title} ch {number}", re.compile(
        r"\b[Cc]h(?:apter|\.)\s*(?P<number>\d+)\s+of\s+the\s+[Ll]aws\s+of\s+(?P<title>(?:19|20)\d\d)")),
    (FoundKind.STATUTE, "usc {title} {number}", re.compile(
        r"\b(?P<title>\d{1,2})\s+U\.?\s?S\.?\s?C\.?\s*(?:§+\s*)?(?P<number>\d+)" + _SUB)),
    (FoundKind.STATUTE, "{title} const {number}", re.compile(
        r"\b(?P<title>US|U\.S\.|NY|N\.Y\.)\s+Const(?:\.|itution)?,?\s+(?P<number>(?:art|amend)\S*\s+\w+)")),
)  # fmt: skip
_REPORTERS = (
    r"NY(?:[23]d)?|AD(?:[23]d)?|Misc(?: [23]d)?|NYS(?:[23]d)?|NJ(?: Super)?|US|S Ct|L Ed(?: 2d)?|F(?:[23]d|4th)?|"
    r"F Supp(?: [23]d)?|So(?: [23]d)?|A(?:[23]d)?|NE(?:[23]d)?|NW(?:2d)?|SE(?:2d)?|SW(?:[23]d)?|P(?:[23]d)?"
)
_REPORTED = re.compile(
    rf"(?<![\w-])(?P<volume>\d{{1,3}})\s+(?P<reporter>{_REPORTERS})\s+(?P<at>at\s+)?(?P<page>\d{{1,4}})\b(?:\s*[(\[][AU][)\]])?"
)
_SLIP = re.compile(r"\b(?P<year>(?:19|20)\d\d)\s+N\.?Y\.?\s+Slip\s+Op\.?\s+(?P<number>\d{5})(?:\s*[(\[]U[)\]])?")
_WORD = r"[A-Z][\w.’'&-]*"
_PARTY = rf"{_WORD}(?:,? (?:Inc\.|LLC|PLLC|LLP)|(?<![a-z]{{5}}\.) (?:{_WORD}|of|the|for)){{0,8}}"
_VERSUS = re.compile(rf"\b(?P<name>(?:Matter of )?{_PARTY} v\.? {_PARTY})")
_SIGNAL = re.compile(r"(?:(?:See|In|As|But|And|Cf\.|Compare|Under|Unlike|Like|Here|With|That|Both) )+")
_SENTENCE_END = re.compile(r"(?<=[a-z]{5})\.$")


@lru_cache(maxsize=8192)  # a paper's paragraphs, and the law data for each of them, are asked about again and again
def find_citations(text: str) -> tuple[Found, ...]:
    """Every citation in a text, in order; where two readings overlap the longer stands."""
    return _without_overlaps([*_by_us(text), *_by_eyecite(text)])


def find_typed(text: str) -> tuple[Found, ...]:
    """The citations our own layer finds, without eyecite: enough for the words of a template, and quick."""
    return _without_overlaps(_by_us(text))


def _by_us(text: str) -> list[Found]:
    return [*_statutes(text), *_articles(text), *_other_sources(text), *_reported(text), *_case_names(text)]


def _statutes(text: str) -> Iterator[Found]:
    for law, pattern in _STATUTES.items():
        for match in pattern.finditer(text):
            name = f"{law} former" if match["former"] else law
            yield _found(match, FoundKind.STATUTE, f"{name} {match['section']}", _sub(match["sub"]))
            yield from _further(text, match.end(), name, match["section"], _sub(match["sub"]))
    for match in _ANY_LAW.finditer(text):
        yield _found(match, FoundKind.STATUTE, f"{match['law'].lower()} {match['section']}", _sub(match["sub"]))
    for match in _BARE_SECTION.finditer(text):
        yield _found(match, FoundKind.STATUTE, f"cpl {match['section']}", _sub(match["sub"]))


def _further(text: str, place: int, law: str, section: str, subdivision: str) -> Iterator[Found]:
    """What follows in a list: "CPL 245.20 (1) (e), (k) and (u)", "CPL 245.20 and 245.50"."""
    while match := _MORE.match(text, place):
        if match["section"]:
            if law not in _NUMBERS:
                return
            section, subdivision = match["section"], _sub(match["sub"])
        elif subdivision:
            subdivision = _sibling(subdivision, _sub(match["sub2"]))
        else:
            return
        words = match[0].lstrip(" ,;")
        yield Found(words, match.end() - len(words), FoundKind.STATUTE, f"{law} {section}", subdivision)
        place = match.end()


def _sibling(before: str, after: str) -> str:
    """The whole subdivision of "(k)" that follows "(1)(e)": (1)(k)."""
    levels = re.findall(r"\(([^)]+)\)", before)
    first = re.findall(r"\(([^)]+)\)", after)[0]
    same = [number for number, level in enumerate(levels) if _sort(level) == _sort(first)]
    return "".join(f"({level})" for level in levels[: same[0]]) + after if same else after


def _sort(level: str) -> str:
    if level[0].isdigit():
        return "number"
    if level.isupper():
        return "capital"
    return "roman" if len(level) > 1 and set(level) <= set("ivx") else "letter"


def _articles(text: str) -> Iterator[Found]:
    for match in _ARTICLES.finditer(text):
        law = next(law for law, names in _LAWS.items() if re.fullmatch(names, match["law"]))
        first = text[match.start() : match.end("number")]
        yield Found(first, match.start(), FoundKind.ARTICLE, f"{law} article {match['number']}")
        if match["second"]:
            yield Found(match["second"], match.start("second"), FoundKind.ARTICLE, f"{law} article {match['second']}")


def _other_sources(text: str) -> Iterator[Found]:
    for kind, key, pattern in _OTHERS:
        for match in pattern.finditer(text):
            groups = match.groupdict()
            named = {name: str(groups.get(name) or "").lower().replace(".", "") for name in ("title", "number")}
            named["number"] = str(groups["number"]).lower()
            yield _found(match, kind, key.format(**named), _sub(groups.get("sub") or ""))


def _reported(text: str) -> Iterator[Found]:
    for match in _SLIP.finditer(text):
        yield _found(match, FoundKind.REPORTER, _report(f"{match['year']} NY Slip Op {match['number']}"))
    for match in _REPORTED.finditer(text):
        volume = f"{match['volume']} {match['reporter']}"
        if match["at"]:
            yield _found(match, FoundKind.SHORT, _report(volume))
        else:
            yield _found(match, FoundKind.REPORTER, _report(f"{volume} {match['page']}"))


def _case_names(text: str) -> Iterator[Found]:
    for match in _VERSUS.finditer(text):
        signal = _SIGNAL.match(match[0])
        start = match.start() + (signal.end() if signal else 0)
        words = _SENTENCE_END.sub("", text[start : match.end()])
        yield Found(words, start, FoundKind.CASE_NAME, _name(words))


def _by_eyecite(text: str) -> Iterator[Found]:
    from eyecite import get_citations  # late: its reporter data takes a quarter of a second
    from eyecite.models import FullCaseCitation, ShortCaseCitation

    noisy = logging.getLogger("eyecite")
    level = noisy.level
    noisy.setLevel(logging.CRITICAL)
    try:
        citations = get_citations(text)
    finally:
        noisy.setLevel(level)
    for each in citations:
        if not isinstance(each, FullCaseCitation | ShortCaseCitation):
            continue
        start, end = each.span()  # type: ignore[no-untyped-call]
        groups = each.groups
        volume, page = f"{groups['volume']} {groups['reporter']}", str(groups["page"] or "")
        if isinstance(each, ShortCaseCitation):
            yield Found(text[start:end], start, FoundKind.SHORT, _report(volume))
        else:
            yield Found(text[start:end], start, FoundKind.REPORTER, _report(f"{volume} {page}"))


def _found(match: re.Match[str], kind: FoundKind, key: str, subdivision: str = "") -> Found:
    return Found(match[0].rstrip(), match.start(), kind, key, subdivision)


def _sub(words: str) -> str:
    return re.sub(r"\s", "", words).replace("[", "(").replace("]", ")")


def _report(words: str) -> str:
    return re.sub(r"[.\s]|[(\[][au][)\]]$", "", words.lower())


def _name(words: str) -> str:
    return re.sub(r"^matter of ", "", re.sub(r"[.,’']|\s+$", "", words.lower()))


def _without_overlaps(found: list[Found]) -> tuple[Found, ...]:
    kept: list[Found] = []
    for each in sorted(found, key=lambda one: (one.start - one.end, one.start)):
        if all(each.end <= other.start or each.start >= other.end for other in kept):
            kept.append(each)
    return tuple(sorted(kept, key=lambda one: one.start))


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
        pins = {_sub(each.pin) for each in authority.propositions if each.pin and each.pin.startswith("(")}
        if authority.name:
            known.names.add(_name(authority.name))
        for found in _of_authority("; ".join((authority.citation, *authority.parallel))):
            if found.kind in (FoundKind.REPORTER, FoundKind.SHORT):
                known.reports.add(found.key)
            elif found.kind is not FoundKind.CASE_NAME:
                known.subdivisions.setdefault(found.key, set()).update(pins)
    return known


@lru_cache(maxsize=2048)
def _of_authority(citations: str) -> tuple[Found, ...]:
    return _without_overlaps(_by_us(citations)) or find_citations(citations)


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
