"""What in a request points to one case, and so tells the People what the defense is looking at."""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta

from discovery.core.foil import FoilRequest, ItemDay
from discovery.core.written import Form, Searched

SHORTEST = 90
"""Days; a shorter period points to one incident."""
_NUMBER = r"\d{1,3}(?:st|nd|rd|th)?"
_NUMBERS = rf"{_NUMBER}(?:(?:\s*,\s*(?:and\s+|or\s+)?|\s+(?:and|or|to|through)\s+|\s*[&/–-]\s*){_NUMBER})*"
_TENS = r"(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|one\s+hundred(?:\s+and)?)"
_ONES = (
    r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth"
    r"|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth|fortieth|fiftieth|sixtieth"
    r"|seventieth|eightieth|ninetieth|hundredth)"
)
_PRECINCT = re.compile(
    rf"\b{_NUMBERS}\s+(?:(?:police\s+)?precincts?|pcts?)\b"
    rf"|\b(?:precincts?|pcts?)\b\.?\s*(?:nos?\b\.?|numbers?|\#)?\s*{_NUMBERS}\b"
    rf"|\b(?:{_TENS}[\s-]*)?{_ONES}\s+precincts?\b"
    r"|(?-i:\b(?!(?:Each|Every|All|Any|The|This|That|Your|No|Home|Local|Police|Which|Arresting)\b)"
    r"(?:[A-Z][\w’'-]+\s+){1,3}(?:Precinct|PRECINCT)\b)",
    re.IGNORECASE,
)
_COMMAND = re.compile(
    rf"\bPSA\s*(?:nos?\b\.?|\#)?\s*\d{{1,2}}\b|\b(?:Police\s+Service\s+Area|Transit\s+District)\s+(?:nos?\b\.?\s*)?\d{{1,2}}\b"
    rf"|\b{_NUMBER}\s+(?:detective\s+)?squad\b",
    re.IGNORECASE,
)
_NOT_A_NAME = (
    r"(?!(?:Law|Investigators?|Squads?|Bureaus?|Specialists?|Guide|Training|Division|Unit|Section|Command|Office|Officers?|Safety"
    r"|Manual|Records?|Access|Appeals|Liaison|Involved|Misconduct|Conduct|Personnel|Names?|Shield|Box|Rank|Assigned|Handbook"
    r"|Academy|Reports?|Notes?|Complaints?|Operations?|Services?|Department|Class|Grade|General|And|Or|Of|In|To|Who|Exams?|Examinations?)\b)"
)
_RANK = (
    r"(?:\b(?:Detectives?|Police\s+Officers?|Sergeants?|Lieutenants?|Captains?|(?:Deputy\s+)?Inspectors?|Fire\s+Marshals?"
    r"|Special\s+Agents?|Troopers?|Investigators?)\b|\b(?:Det|Sgt|Lt|Capt|Insp)\b\.?|\bP\.?O\b\.?"
    r"|(?<!\bAccess\s)(?<!\bAppeals\s)\bOfficers?\b)"
)
_NAMED = (
    r"[ \u00a0]+(?:(?:First|Second|Third)[\s-]Grade[ \u00a0]+|Specialist[ \u00a0]+|Investigator[ \u00a0]+)?"
    rf"(?-i:{_NOT_A_NAME}(?:[A-Z]\.?[ \u00a0]+)?{_NOT_A_NAME}[A-Z][\w’'-]+(?:[ \u00a0]+{_NOT_A_NAME}[A-Z][\w’'-]+)?)"
)
_OFFICER = re.compile(
    rf"{_RANK}{_NAMED}|\bofficers?\s*\#\s*\d+"
    r"|\b(?:shield|badge)s?\b\s*(?:(?:no|nos|num)\b\.?|numbers?|\#)?\s*[:\#]?\s*\d{2,}"
    r"|\btax\b(?:\s+(?:id|reg\w*)\b\.?)?\s*(?:(?:no|nos)\b\.?|numbers?|\#)?\s*[:\#]?\s*\d{6}\b",
    re.IGNORECASE,
)
_PROSECUTOR = re.compile(
    rf"\b(?:Assistant\s+District\s+Attorneys?|ADAs?)(?-i:\s+{_NOT_A_NAME}(?:[A-Z]\.?\s+)?[A-Z][\w’'-]+)",
    re.IGNORECASE,
)
_OFFICERS_BEGIN = (
    *("det", "police", "sergeant", "sgt", "lieutenant", "lt", "capt", "deputy", "insp", "fire", "special", "trooper"),
    *("investigator", "po", "p.o", "officer", "shield", "badge", "tax"),
)
_KINDS = (
    ("a precinct", Form(_PRECINCT, holds=("precinct", "pct"))),
    ("a command", Form(_COMMAND, holds=("psa", "service", "transit", "squad"))),
    ("an officer", Form(_OFFICER, _OFFICERS_BEGIN)),
    ("a prosecutor", Form(_PROSECUTOR, ("assistant", "ada"))),
)
_TIPS = "it points to one case, and the People may be told of the request"


def warnings(request: FoilRequest, text: str, on: date) -> tuple[str, ...]:
    """A sentence for each thing in the request, as its letter prints it, that points to one case.

    Whom the rows of the checklist name, they name in every request.
    """
    ours = " ".join(f"{item.who} {item.what}" for item in request.items)
    named = (said for words, said in _named(text) if words not in ours)
    return tuple(dict.fromkeys([*named, *_short(request, on), *_short_in_title(request.portal_title)]))


def _named(text: str) -> Iterator[tuple[str, str]]:
    """What is named, and the sentence that says so."""
    here = Searched(text)
    for what, form in _KINDS:
        for match in form.found(here):
            words = " ".join(match[0].split())
            yield words, f"“{words}” names {what}: {_TIPS}."


def _short(request: FoilRequest, on: date) -> Iterator[str]:
    for item in request.items:
        for begin, end in ((item.begin, item.end), (item.also_begin, item.also_end)):
            if begin is None or end is None:
                continue
            days = ((on if isinstance(end, ItemDay) else end) - begin).days + 1
            if days < SHORTEST:
                yield f"row {item.n} asks for {days} days, fewer than {SHORTEST}: {_TIPS}."


# --- periods in a title -----------------------------------------------------------------------------------------

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = rf"(?P<month>(?:{'|'.join(_MONTHS)})[a-z]*)\.?"
_DATES = (
    re.compile(rf"\b{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})\b", re.IGNORECASE),
    re.compile(rf"\b(?P<day>\d{{1,2}})\s+{_MONTH}\s+(?P<year>\d{{4}})\b", re.IGNORECASE),
    re.compile(r"\b(?P<number>\d{1,2})[/.-](?P<day>\d{1,2})[/.-](?P<year>\d{4}|\d{2})\b"),
    re.compile(r"\b(?P<year>\d{4})-(?P<number>\d{2})-(?P<day>\d{2})\b"),
    re.compile(rf"\b{_MONTH},?\s+(?:of\s+)?(?P<year>\d{{4}})\b", re.IGNORECASE),
)
_OPEN = re.compile(r"\b(?:since|after|before|until|from|as\s+of|by)\s+(?:the\s+)?$", re.IGNORECASE)


def _short_in_title(title: str) -> Iterator[str]:
    """A day, a month or a short period that the public title names."""
    dates = sorted(_dates(title))
    if len(dates) == 1 and _OPEN.search(title[: dates[0][0]]):
        return
    if dates:
        begin, end = min(first for _, first, _ in dates), max(last for _, _, last in dates)
        days = (end - begin).days + 1
        if days < SHORTEST:
            yield f"the title asks for {days} day{'' if days == 1 else 's'}, fewer than {SHORTEST}: {_TIPS}."


def _dates(text: str) -> Iterator[tuple[int, date, date]]:
    """Each date of a text: where it stands, its first and its last day."""
    taken = -1
    found = sorted((match.start(), -match.end(), match) for form in _DATES for match in form.finditer(text))
    for at, _, match in found:
        if at < taken:
            continue
        said = match.groupdict()
        with suppress(ValueError):
            year = int(said["year"]) + (2000 if len(said["year"]) == 2 else 0)
            month = int(said["number"]) if said.get("number") else _MONTHS.index(said["month"][:3].lower()) + 1
            if said.get("day"):
                yield at, date(year, month, int(said["day"])), date(year, month, int(said["day"]))
            else:
                following = date(year + month // 12, month % 12 + 1, 1)
                yield at, date(year, month, 1), following - timedelta(days=1)
            taken = match.end()
