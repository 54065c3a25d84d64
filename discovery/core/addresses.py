"""Whose a street address is, as far as the words beside it say: somebody’s home, an office’s, or not said.

A court, a station house, an agency and counsel have their addresses in public; of any other it cannot be known from
its form that nobody lives there.
"""

import re
from enum import StrEnum


class Whose(StrEnum):
    """Whose an address is."""

    HOME = "home"
    OFFICE = "office"
    UNSAID = "unsaid"


_BEFORE, _AFTER = 140, 60
_HOME_BEFORE = re.compile(
    r"\b(?:home|residen(?:ce|t|tial)|resid(?:es?|ed|ing)|liv(?:es?|ed|ing)|dwelling|apartment|(?<!station\s)(?<!court\s)house|domicile"
    r"|stay(?:s|ed|ing))\b[^.;\d\n]{0,25}\n?\s*$",
    re.IGNORECASE,
)
_HOME_WITHIN = re.compile(r"\b(?:apt|apartment|unit|houses)\b|#", re.IGNORECASE)
_HOME_AFTER = re.compile(
    r"[\s,(]*(?:(?:(?:is|was|being)\s+)?(?:(?:where|which)\b[^.;\n]{0,30}\b(?:lives?|lived|resid\w+|home)"
    r"|(?:his|her|their)\s+(?:home|address|apartment|house))"
    r"|a\s+(?:private\s+)?(?:house|residence|dwelling|apartment|home)|apt\b|apartment|\#\s?\w)",
    re.IGNORECASE,
)
_COURT = (
    r"(?:(?:Supreme|Criminal|Family|Civil|County|City|District|Town|Village|Youth|SUPREME|CRIMINAL|FAMILY)"
    r"\s+(?:Court|COURT)(?:house)?|Court\s+of\s+(?:Appeals|Claims)|Appellate\s+(?:Division|Term)|[Cc]ourt\s?house)"
)
_STATION = (
    r"(?:(?<!\w)(?<!in\sthe\s)(?<!of\sthe\s)(?:\d{1,3}(?:st|nd|rd|th)?|[A-Z]\w+)\s+(?:Precinct|Pct\.?|PRECINCT|PCT\.?)"
    r"(?:\s+(?:[Dd]etective\s+)?[Ss]quad)?|Transit\s+District\s+\d+|PSA\s*\#?\d+|[Cc]entral\s+[Bb]ooking)"
)
_HOUSE = r"(?:[Ss]tation\s?[Hh]ouse|STATION\s?HOUSE|[Pp]olice\s+[Hh]eadquarters)"
_BODY = (
    r"(?:(?:Police|Fire|Law|Correction|Health|Transportation|Education|POLICE|FIRE|LAW)\s+(?:Department|DEPARTMENT)"
    r"|(?:Department|Office|Bureau|Division|OFFICE|DEPARTMENT)\s+(?:of|OF)\s+[^\n.;]{3,60}?"
    r"|(?i:District\s+Attorney)(?:[’'][sS])?(?:\s+(?i:Office))?|Attorney\s+General|Medical\s+Examiner"
    r"|Records\s+Access\s+(?:Appeals\s+)?Officer|(?:FOIL|F\.O\.I\.L\.)\s+Unit|Crime\s+Laborator(?:y|ies)|Commissioner"
    r"|(?i:Legal\s+Aid\s+Society)|Defenders?(?:\s+(?:Office|Services?|Association))?|Defense\s+Services"
    r"|Esq\.?|ESQ\.?|(?i:Attorneys?\s+(?:at\s+Law|for\s+[^\n.;]{3,40}?))|Law\s+Offices?(?:\s+of\s+[^\n.;]{3,40}?)?"
    r"|LLP|PLLC|P\.C\.|Bar\s+Association)"
)
_OF = (
    r"(?:[\s,]+(?:of|for|in|OF|FOR)?\s*(?:the|THE)?\s*(?:(?i:State|City|County)\s+(?i:of)\s+(?:New\s+York|NEW\s+YORK|[A-Z]\w+)"
    r"|New\s+York(?:\s+County)?|[A-Z]\w+\s+(?:County|COUNTY)))*"
)
_INSIDE = (
    r"(?:[\s,]+(?:(?:Part|Room|Floor|Suite|PART|ROOM)\s+[\w-]+|\d{1,2}(?:st|nd|rd|th)\s+(?:Floor|floor|Fl\.?)))*"
)
_LOCATED = (
    r"(?:[\s,(]*(?:thereof|located|situated|with\s+(?:its\s+)?offices?|whose\s+(?:office\s+)?address\s+is|address:?)"
    r"[\s,]*(?:at|in)?)*"
)
_BRANCH = (
    r"(?:\n(?=[^\n\d]*(?:Practice|Division|Unit|Bureau|Office|Section|Services|Center|Command|Group))"
    r"[A-Z][^\n\d]{3,60}){0,2}"
)
"""Lines of a letterhead between an office's name and its address."""
_OFFICE_BEFORE = re.compile(
    rf"(?:{_COURT}{_OF}{_INSIDE}{_LOCATED}[\s,(:]*(?:at\s+)?"
    rf"|{_STATION}(?:[ ,(]*(?:located|situated)\s+at\s+|[ ,(]+(?:at\s+)?)"
    rf"|{_HOUSE}{_LOCATED}[\s,(:]*(?:at\s+)?"
    rf"|(?<!\w)(?:office|Office|OFFICE)s?{_LOCATED}[\s,(:]*(?:at\s+)?"
    rf"|{_BODY}{_OF}[”\"]?{_BRANCH}{_INSIDE}{_LOCATED}[\s,(:]*)$"
)
_TOLD = re.compile(
    r"\b(?:(?:told|tells?|informed)|(?:reported|stated|said|complained|spoke|known)\s+(?:to|by|with)"
    r"|(?:her|his|their|(?:complainant|witness|victim|defendant|client)[’']?s?)\s+address\b[^.;\n]{0,30}?)"
    r"\s+(?:to\s+|with\s+|by\s+)?(?:the\s+)?(?:[A-Z][\w’']+\s+){0,4}$"
)
"""Words before an office's name by which somebody told it an address, which then is not its own."""
_COURT_AFTER = re.compile(rf"[\s,]*[,(]\s*(?:the\s+)?{_COURT}")


def whose(text: str, begin: int, end: int) -> Whose:
    """Whose the address at this place of a text is, by the words right before and after it."""
    before, words, after = text[max(begin - _BEFORE, 0) : begin], text[begin:end], text[end : end + _AFTER]
    before = before.rpartition("\n\n")[2]
    if _HOME_BEFORE.search(before) or _HOME_WITHIN.search(words) or _HOME_AFTER.match(after):
        return Whose.HOME
    office = _OFFICE_BEFORE.search(before)
    if (office and not _TOLD.search(before[: office.start()])) or _COURT_AFTER.match(after):
        return Whose.OFFICE
    return Whose.UNSAID
