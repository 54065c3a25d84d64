"""What is often to be redacted and can be found by its form: numbers, dates of birth, addresses, names.

What is found is a proposal for counsel to settle; it errs towards too much, as a box is easier struck than missed.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from discovery.core.matter import Matter, initials_needed


class Pattern(StrEnum):
    """Something that is often to be redacted and can be found by its form."""

    SSN = "ssn"
    DOB = "dob"
    ACCOUNT = "account"
    NYSID = "nysid"
    PHONE = "phone"
    ADDRESS = "address"
    NAME = "name"

    @property
    def reason(self) -> str:
        """What a proposed box gives as its reason."""
        return _REASONS[self]


_REASONS = {
    Pattern.SSN: "Social Security number",
    Pattern.DOB: "date of birth",
    Pattern.ACCOUNT: "account number",
    Pattern.NYSID: "NYSID number",
    Pattern.PHONE: "telephone number",
    Pattern.ADDRESS: "street address",
    Pattern.NAME: "name to be protected",
}

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
_DATE = (
    rf"(?:\d{{1,2}}\s?[-/.]\s?\d{{1,2}}\s?[-/.]\s?(?:\d{{4}}|\d{{2}})|\d{{4}}-\d{{2}}-\d{{2}}"
    rf"|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}|\d{{1,2}}\s+{_MONTH}\s+\d{{4}})"
)
_NUMBERED = r"(?:\s*(?:number|num\.?|nos?\.?|\#))?\s*(?:ending\s+in\s+)?[:\#]?\s*"
_NO_STREET = (
    r"(?!(?i:supreme|criminal|county|city|family|civil|district|surrogate|appellate|town|village|justice|federal|this"
    r"|the|sup|crim|trial|circuit|police|hard|flash|thumb|misc|ad|ny|us|ap|slip)\b)"
)
"""Words that follow a number before “Court”, “Drive” or “Plaza” and name no street."""
_STREET = (
    r"(?:(?i:street|avenue|road|boulevard|drive|lane|place|terrace|parkway|plaza|square|concourse|highway|expressway"
    r"|court|circle|walk|loop|crescent|turnpike|broadway)\b"
    r"|(?i:st|ave?|rd|blvd|dr|ln|pl|ter|pkwy|sq|hwy|ct)\b\.?)"
)
_UNIT = r"(?:,?\s+(?i:apt|apartment|unit|room|rm|floor|fl|suite|ste)\b\.?\s*\#?[\w-]+|,?\s*\#\s*[\w-]+)?"
_TOWN = r"(?:,?\s+(?:[A-Z][\w.]*\s+){0,2}[A-Z][\w.]*,?\s+(?:NY|N\.Y\.|New York)(?:,?\s+\d{5}(?:-\d{4})?)?\b)?"
_CARD = re.compile(r"(?<![\d-])(?P<it>\d{4}(?:[- ]?\d{4}){3}|\d{4}[- ]?\d{6}[- ]?\d{5})(?![\d-])")
_DIGIT = re.compile(r"\d")
_HASH = 32
"""Hexadecimal digits of the shortest hash value in use (MD5)."""
_FORMS: dict[Pattern, tuple[re.Pattern[str], ...]] = {
    Pattern.SSN: (
        re.compile(r"(?<![\d-])(?P<it>(?!000|666|9)\d{3}\s?([-–.  ])\s?(?!00)\d{2}\s?\2\s?(?!0000)\d{4})(?![\d-])"),
        re.compile(
            rf"(?:SSN|S\.S\.N\.|Soc(?:ial|\.)?\s*Sec(?:urity|\.)?){_NUMBERED}"
            r"(?P<it>[\dXx*]{3}[-– .]?[\dXx*]{2}[-– .]?\d{4})(?!\d)",
            re.IGNORECASE,
        ),
    ),
    Pattern.DOB: (
        re.compile(
            rf"(?:\bD\.?\s?O\.?\s?B\b\.?|date\s+of\s+birth|birth\s?date|\bborn(?:\s+on)?)\s*[:;(]?\s*(?P<it>{_DATE})",
            re.I,
        ),
    ),
    Pattern.ACCOUNT: (
        re.compile(
            rf"\b(?:account|acct\.?|a/c|routing|card|policy){_NUMBERED}"
            r"(?P<it>(?=[^\n]*\d)[\dXx*][\dXx*\- ]{2,22}[\dXx*])(?!\w)",
            re.IGNORECASE,
        ),
        _CARD,
    ),
    Pattern.NYSID: (
        re.compile(rf"\bNYSID{_NUMBERED}(?P<it>\d{{7,8}}\s?-?[A-Z]?)\b", re.IGNORECASE),
        re.compile(r"(?<![\w-])(?P<it>\d{8}[A-Z])(?!\w)"),
    ),
    Pattern.ADDRESS: (
        re.compile(
            r"(?<![\w.,$§#/-])(?P<it>\d{1,5}(?:-\d{1,4})?[A-Z]?\s+"
            rf"(?:(?:{_NO_STREET}[A-Z0-9][\w.'’-]*\s+){{1,4}}?{_STREET}"
            r"|(?i:broadway)\b|(?i:avenue)\s+(?:[A-Z]\b|(?i:of\s+the\s+americas)\b))"
            rf"{_UNIT}{_TOWN})"
        ),
        re.compile(
            r"(?i:home\s+address|residence|resid(?:es|ed|ing)\s+at|liv(?:es|ed|ing)\s+at)\s*[:;]?\s*"
            r"(?P<it>\d[^\r\n;,.()]{4,70})"
        ),
    ),
    Pattern.PHONE: (
        re.compile(
            r"(?<![\w-])(?P<it>(?:\+?1[-. ]?)?(?:\([2-9]\d{2}\)\s?|[2-9]\d{2}[-. ])[2-9]\d{2}[-. ]\d{4})(?![\w-])"
        ),
    ),
}


class Found(NamedTuple):
    """Something of a known form in a text: from, up to (not including), and what it is."""

    begin: int
    end: int
    pattern: Pattern


def find(text: str, patterns: Iterable[Pattern], names: Sequence[str] = ()) -> tuple[Found, ...]:
    """Every place of these forms, and every one of these names, in the order of the text; nested ones once."""
    found: list[Found] = []
    for pattern in patterns if _DIGIT.search(text) else ():  # there is no form without a digit
        for form in _FORMS.get(pattern, ()):
            sure = form is not _CARD
            found += [
                Found(*match.span("it"), pattern) for match in form.finditer(text) if sure or _is_card(match, text)
            ]
    for form in _name_forms(names):
        found += [Found(*match.span(), Pattern.NAME) for match in form.finditer(text)]
    return tuple(_outermost(found))


def _name_forms(names: Sequence[str]) -> Iterator[re.Pattern[str]]:
    """A name as written, broken over lines, with the last name first, a middle initial, or a form of address."""
    for name in names:
        parts = [re.escape(part) for part in name.replace(",", " ").split()]
        if not parts:
            continue
        joined = r"\s+(?:[A-Z]\.?\s+)?".join(parts)
        yield re.compile(rf"(?<!\w){joined}(?!\w)", re.IGNORECASE)
        if len(parts) > 1:
            yield re.compile(rf"\b(?:Mr|Ms|Mrs|Mx|Miss|Dr)\.?\s+{parts[-1]}(?!\w)", re.IGNORECASE)
            turned = rf"{parts[-1]}\s*,\s*" + r"\s+".join(parts[:-1])
            yield re.compile(rf"(?<!\w){turned}(?!\w)", re.IGNORECASE)


def _outermost(found: Iterable[Found]) -> Iterator[Found]:
    end = -1
    for one in sorted(set(found), key=lambda each: (each.begin, -each.end, each.pattern)):
        if one.end > end:
            yield one
            end = one.end


def _is_card(match: re.Match[str], text: str) -> bool:
    """Whether the check digit is right, and not by chance, as in a stretch of a hash value."""
    begin, end = match.span("it")
    left = re.search(r"[0-9A-Fa-f]*$", text[max(begin - _HASH, 0) : begin])
    right = re.match(r"[0-9A-Fa-f]*", text[end : end + _HASH])
    around = (left[0] if left else "") + match["it"] + (right[0] if right else "")
    return len(around) < _HASH and _checks(match["it"])


def _checks(number: str) -> bool:
    """Whether a card number's check digit is right (ISO/IEC 7812-1, annex B)."""
    digits = [int(digit) for digit in number if digit.isdigit()]
    doubled = [
        digit if place % 2 == 0 else sum(divmod(2 * digit, 10)) for place, digit in enumerate(reversed(digits))
    ]
    return sum(doubled) % 10 == 0


def names_to_protect(matter: Matter) -> tuple[str, ...]:
    """Whom the intake says to print as initials: complainants, witnesses, and whoever is marked protected."""
    people = [*initials_needed(matter), *([matter.defendant] if matter.defendant.protected else [])]
    return tuple(dict.fromkeys(person.name for person in people))
