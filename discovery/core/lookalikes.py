"""What else in a brief looks like a citation: references back, and forms that no law data of ours holds.

Used where nothing may vanish; a false alarm costs a look, a citation that was not seen costs more.
"""

import re
from collections.abc import Iterator

from discovery.core.citation_forms import Found, FoundKind, longest
from discovery.core.citations import find_citations, read_by_eyecite

_PIN = r"(?:,?\s+(?:at|note|n\.?|nn\.?|¶|§)\s*[\d*]+(?:\s?[-–]\s?\d+)?)?"
_BACK = re.compile(
    rf"\b(?:[Ii]d\.|[Ii]bid\.?|[Ll]oc\.? cit\.|[Oo]p\.? cit\.|[Ii]nfra){_PIN}"
    rf"|\b(?P<name>[A-Z][\w’'&.-]+(?:\s+v\.?\s+[A-Z][\w’'&.-]+)?),?\s+supra{_PIN}|\bsupra{_PIN}"
)
_MONTHS = "Jan|Feb|Mar|Apr|May|June|July|Aug|Sept|Oct|Nov|Dec"
_JOURNAL = (
    rf"N\.?Y\.?L\.?J\.?,?\s+(?:{_MONTHS})[a-z]*\.?\s+\d{{1,2}},\s+\d{{4}}"
    r"(?:,\s+(?:at|p\.?)\s+\d+)?(?:,\s+col\.?\s+\d)?"
)
_FEDERAL_RULE = (
    r"(?:Fed(?:\.|eral)?\s+R(?:\.|ules?)?\s+(?:of\s+)?(?:Evid|Crim|Civ|App)\w*\.?(?:\s?P(?:\.|roc\w*\.?)?)?"
    r"|FRE|FRCP|FRCrP)\s*\d+(?:\.\d+)?(?:\([a-z0-9]\))*"
)
_REVIEW = (
    r"\d{1,4}\s+[A-Z][\w.’']*\.?\s+(?:[A-Z][\w.’']*\.?\s+){0,3}"
    r"(?:L\.?\s?(?:Rev|J)\.?|Rev\.?|Law Review|Law Journal)\s+\d{1,4}"
)
_UNIFORM_RULES = (
    r"[Uu]niform\s+[Rr]ules?(?:\s+for\s+(?:the\s+)?[\w.]+(?:\s+[\w.]+){0,3})?,?\s+"
    r"(?:\(22 NYCRR\)\s+)?(?:§+|[Rr]ule|[Pp]art)\s*\d[\w.-]*"
)
_BLANK = r"(?:_+|[—–]+|-{2,})"
_LOOKS = (
    rf"{_BLANK}\s*(?:N\.?\s?Y\.?|A\.?\s?D\.?|Misc\.?)\s?[23]d\s*(?:{_BLANK}|\d+)?",
    r"\d{1,3}\s+(?:N\.?\s?Y\.?|A\.?\s?D\.?|Misc\.?)\s?[23]d\s*_+",
    r"[Aa]rt(?:icle)?s?\.?\s+\d{1,4}(?:-[A-Z])?\b",
    _UNIFORM_RULES,
    r"People\s+against\s+[A-Z][\w’'-]+",
    r"\d{2,3}\s+us\s+\d{1,4}\b",
    r"(?:CPL|CPLR|Penal Law|Criminal Procedure Law)\s+\d{2,4}\b(?!\.\d)",
    r"(?<!\d)\d{2,3}\.\d{2}\s?(?:[(\[]\w{1,4}[)\]]\s?){1,4}",
    r"\d{2,3}\.\d{2}\s+(?:notice|hearing|motion|material|sanction|certificate)s?\b",
    r"CJI\s?2d(?:\s?\[NY\])?(?:\s+[A-Z][\w’]+){0,4}",
    r"(?:US|U\.S\.|NY|N\.Y\.)\s+Const(?:\.|itution)?,?\s+(?:\d+(?:st|d|nd|rd|th)\s+Amend\w*\.?|[A-Z]\w+\s+Amend\w*\.?)",
    r"(?:First|Second|Fourth|Fifth|Sixth|Eighth|Fourteenth)(?:\s+and\s+(?:Fifth|Sixth|Eighth|Fourteenth))?\s+Amendments?",
    r"Black[’']s Law Dictionary(?:\s+\d+)?",
    r"N\.?\s?J\.?\s?S\.?\s?A?\.?\s+\d+[A-Z]?:\d[\w.-]*",
    r"R(?:ule)?s?\.?\s+\d+:\d+-\d+[\w()]*",
    r"(?:RPC|[Rr]ules?\s+of\s+[Pp]rof(?:essional|\.)\s+[Cc]onduct|[Rr]ule)\s+(?:rule\s+)?\d{1,2}\.\d{1,2}(?:\s?[(\[]\w{1,2}[)\]])*",
    r"Guide\s+to\s+N\.?(?:ew|\s?)\s?Y\.?(?:ork)?\s+Evid(?:ence|\.)?,?\s+(?:§+|[Rr]ule)\s*\d[\d.]*",
    r"(?:Chief\s+of\s+\w+|Commissioner[’']?s?)\s+[Mm]emo(?:randum)?\s+(?:No\.?\s*|#\s*)?\d+",
    r"(?:Admin(?:istrative|\.)?\s+Guide|A\.?G\.?)\s+(?:[Pp]rocedure\s+)?(?:No\.?\s*|§\s*)?\d{3}-\d{2,3}",
    r"\d{1,3}\s+ILCS\s+\d+/\d+(?:-\d+)?",
    r"(?:19|20)\d\d\s+(?:WL\s+\d+|(?:[A-Z][\w.]*\s+){0,4}LEXIS\s+\d+)",
    _JOURNAL,
    r"(?:Senate|Assembly)\s+(?:Bill\s+)?(?:No\.?\s*)?[SA]?\.?\s?\d{1,5}(?:-[A-Z])?",
    r"[SA]\d{4,5}(?:-?[A-Z])?(?:/[SA]\d{4,5}(?:-?[A-Z])?)?\b",
    r"Int(?:ro)?\.?\s+(?:No\.?\s*)?\d{1,4}(?:-[A-Z])?(?:-\d{4})?\b",
    r"LL\s?\d{1,3}(?:/| of )\d{4}",
    r"(?:FOIL-AO|AO|COOG)[\s-]*(?:No\.?\s*)?\d{3,6}",
    r"(?:\d{4}\s+)?Ops?(?:n|inion)?s?\.?\s+Att(?:y|orney|’y|'y)\.?\s+Gen(?:eral|\.)?\.?(?:\s+(?:No\.?\s*)?\d[\w-]*)?",
    _FEDERAL_RULE,
    r"\d{1,3}\s+Fed\.?\s+Reg\.?\s+\d+",
    r"(?:NYC?|New York City|City)\s+Charter\s+(?:§+\s*|section\s+)?\d+(?:-[a-z])?",
    r"(?:Administrative|Detective|Chief of Detectives)\s+Guide\s+(?:No\.?\s*|§\s*)?\d{3}-\d{2,3}",
    r"(?:Interim|Operations|Legal Bureau)\s+(?:Order|Bulletin)\s+(?:No\.?\s*)?\d+(?:\s+of\s+\d{4})?",
    r"Slip\s+Op\.?\s+(?:No\.?\s*)?\d{3,6}(?:\s*[(\[]U[)\]])?",
    _REVIEW,
    r"\d{1,3}\s+(?:NY(?:[23]d)?|N\.Y\.(?:[23]d)?|AD(?:[23]d)?|A\.D\.(?:[23]d)?|Misc\.?\s?[23]d)(?=[\s,;.)\]]|$)",
    r"§+\s*\d[\w.:-]*(?:\s?[(\[]\w{1,4}[)\]])*",
)
"""Electronic reports, journals, bills, agencies' opinions, federal rules, orders, a volume without its page."""
_ANY = re.compile(r"(?<![\w-])(?:" + "|".join(_LOOKS) + ")")
_TOKEN = r"(?:[A-Z][A-Za-z’']{0,8}\.?|[A-Z]\.(?:[A-Z]\.)*)"
_REPORT = re.compile(
    rf"(?<![\w.-])\d{{1,4}}\s+(?P<reporter>{_TOKEN}(?:\s?{_TOKEN}){{0,3}}(?:\s?(?:[2-5]d|4th))?)"
    r"\s+(?:at\s+)?\d{1,4}\b"
)
_NO_REPORT = re.compile(
    rf"\b(?:{_MONTHS}|January|February|March|April|August|September|October|November|December|Exhibits?|Ex|Pages?|"
    r"Part|Room|Rm|Point|Street|St|Avenue|Ave|Place|Plaza|Floor|Fl|PM|AM|EST|EDT|Precinct|Pct|Count|Tab|No|Bates)\b"
)


def find_everything(text: str) -> tuple[Found, ...]:
    """Every citation, every reference back and whatever else looks like a citation, in order, each once."""
    found = [*find_citations(text)]
    taken = bytearray(len(text) + 1)
    for further in ((), _references_back(text), _lookalikes(text), _by_eyecite(text)):
        found += [each for each in longest(list(further)) if not any(taken[each.start : each.end])]
        for each in found:
            taken[each.start : each.end] = b"\1" * (each.end - each.start)
    return tuple(sorted(found, key=lambda each: each.start))


def typed_otherwise(text: str) -> tuple[Found, ...]:
    """References back and lookalikes, without eyecite: what a template may not type either."""
    return longest([*_references_back(text), *_lookalikes(text)])


def _references_back(text: str) -> Iterator[Found]:
    for match in _BACK.finditer(text):
        yield Found(match[0], match.start(), FoundKind.BACK, (match["name"] or "").lower())


def _lookalikes(text: str) -> Iterator[Found]:
    for match in _ANY.finditer(text):
        yield Found(match[0].rstrip(" .:"), match.start(), FoundKind.LOOKS, " ".join(match[0].lower().split()))
    for match in _REPORT.finditer(text):
        reporter = match["reporter"]
        if _NO_REPORT.search(reporter) or not re.search(r"\.|[A-Z]{2}|\d|\b[A-Z]\b", reporter):
            continue
        yield Found(match[0], match.start(), FoundKind.LOOKS, " ".join(match[0].lower().split()))


def _by_eyecite(text: str) -> Iterator[Found]:
    """Laws and journals as eyecite reads them, and what it takes for a citation without knowing which."""
    for words, start, back in read_by_eyecite(text):
        yield Found(words, start, FoundKind.BACK if back else FoundKind.LOOKS, " ".join(words.lower().split()))
