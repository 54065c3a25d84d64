"""What is often to be redacted and can be found by its form: numbers, dates of birth, addresses, names.

What is found is a proposal for counsel to settle; it errs towards too much, as a box is easier struck than missed.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from discovery.core.matter import Matter, initials_needed
from discovery.core.naming import named
from discovery.core.written import Form, Searched


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

_DASH = r"\-‐‑‒–−"
"""Every sign that a typist or a font has for the stroke between digits."""
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
_DATE = (
    rf"(?:\d{{1,2}}\s?[/.{_DASH}]\s?\d{{1,2}}\s?[/.{_DASH}]\s?(?:\d{{4}}|\d{{2}})(?!\d)|\d{{4}}-\d{{2}}-\d{{2}}"
    rf"|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}|\d{{1,2}}[\s/-]{_MONTH}[\s,/-]+(?:\d{{4}}|\d{{2}}\b)"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:day\s+)?of\s+{_MONTH},?\s+\d{{4}})"
)
_RUN = (
    r"(?:(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:19|20)\d\d|(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))"
    r"(?!\d)"
)
"""A date as a run of eight digits: a date only where the word beside it says so."""
_BIRTH = r"(?:\bD[./\s]?\s?O[./\s]?\s?B\b\.?|\bdate\s+of\s+birth\b|\bbirth\s?da(?:te|y)\b)"
_SAYS = rf"(?:\s*\([A-Z.]{{3,6}}\))?\s*(?:(?:is|was|of|on)\s+)?[:;,({_DASH}]?\s*"
_ANOTHER = r"(?!(?i:date|time|arrest|incident|occur|report|issue|expir|offen[cs]e|on|from|of)\w*)"
"""Words between a column's heading and a date that say what else the date is."""
_NUMBERED = (
    r"(?:\s*(?:numbers?|num\.?|nos?\.?|\#))?(?:\s*\([A-Z.]{2,6}\))?\s*(?:(?:is|was)\s+)?"
    rf"(?:(?:ending|ends)\s+(?:(?:in|with)\s+)?)?[:\#({_DASH}]?\s*"
)
_NO_STREET = (
    r"(?!(?i:supreme|criminal|county|city|family|civil|district|surrogate|appellate|town|village|justice|federal|this"
    r"|the|sup|crim|trial|circuit|police|hard|flash|thumb|misc|ad|ny|us|ap|slip)\b)"
)
"""Words that follow a number before “Court”, “Drive” or “Plaza” and name no street."""
_STREET = (
    r"(?:(?i:street|avenue|road|boulevard|drive|lane|place|terrace|parkway|plaza|square|concourse|highway|expressway"
    r"|court|circle|walk|loop|crescent|turnpike|broadway|alley|mews|houses|bowery)\b"
    r"|(?i:st|ave?|rd|blvd|dr|ln|pl|ter|pkwy|sq|hwy|ct|tpke|expy)\b\.?)"
)
_UNIT = r"(?:,?\s+(?i:apt|apartment|unit|room|rm|floor|fl|suite|ste)\b\.?\s*\#?[\w-]+|,?\s*\#\s*[\w-]+)?"
_TOWN = r"(?:,?\s+(?:[A-Z][\w.]*\s+){0,2}[A-Z][\w.]*,?\s+(?:NY|N\.Y\.|New York)(?:,?\s+\d{5}(?:-\d{4})?)?\b)?"
_SPELLED = r"(?<!\w)(?:One|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|ONE|TWO|THREE|FOUR|FIVE)"
"""A house's number in letters, as the addresses of some buildings have it: with a capital, so no count of things."""
_DIGIT = re.compile(rf"\d|{_SPELLED}\s")
"""Without one of these there is nothing of any form."""
_HASH = 32
"""Hexadecimal digits of the shortest hash value in use (MD5)."""
_LINE = rf"[2-9]\d{{2}}[. {_DASH}]\d{{4}}"
_EXTENSION = r"(?:,?\s*(?:x|ext\.?|extension)\s*\d{1,6})?"
_NEW_YORK = r"(?:212|315|329|332|347|363|516|518|585|607|624|631|646|680|716|718|838|845|914|917|929|934)"
"""Area codes of New York State: ten digits that begin with one are a telephone number though nothing parts them."""
_ANOTHER_NUMBER = re.compile(
    r"(?:\b(?:nos?|num|id|doc|ref|case|docket|index|invoice|complaint|file|serial|receipt|voucher|shield|badge|tax|imei|upc"
    r"|barcode|version|transaction|tracking)\b\.?|(?:case|docket|index|invoice|complaint|file|serial|receipt|voucher)"
    r"\s+(?:numbers?|nos?\.?)|\#)[\s:\#]*$",
    re.IGNORECASE,
)
"""What before ten digits says that they number something else."""
_CARDS = ("debit", "credit", "metro", "gift", "bank", "")
_CALLED = (
    r"(?:(?:\b(?:tele)?phone|\btel|\bcell(?:ular|phone)?|\bmobile|\bfax|\bpager)\b\.?"
    r"|\b(?:call|text|reach|dial|contact)(?:ed|s|ing)?(?:\s+(?:him|her|them|me|us))?(?:\s+(?:at|on))?\b)"
)
_BIRTH_WORDS = ("dob", "d/ob", "do/b", "d/o/b", "birth")


_CARD = Form(re.compile(r"(?<![\d-])(?P<it>\d{4}(?:[- ]?\d{4}){3}|\d{4}[- ]?\d{6}[- ]?\d{5})(?![\d-])"), number=True)
_UNPARTED = Form(
    re.compile(
        rf"(?<![\w.,/@#{_DASH}])(?P<it>(?:\+?1[ ]?)?{_NEW_YORK}[ ]?[2-9]\d{{6}}{_EXTENSION})"
        rf"(?![\w{_DASH}/@]|\.\w|,\d{{3}})",
        re.IGNORECASE,
    ),
    number=True,
)
_FORMS: dict[Pattern, tuple[Form, ...]] = {
    Pattern.SSN: (
        Form(
            re.compile(
                rf"(?<![\d{_DASH}])(?P<it>(?!000|666|9)\d{{3}}\s?([. \u00a0\u2009{_DASH}])"
                rf"\s?(?!00)\d{{2}}\s?\2\s?(?!0000)\d{{4}})(?![\d{_DASH}])"
            ),
            number=True,
        ),
        Form(
            re.compile(
                r"(?:\bS\.?S\.?N\b\.?(?:/I?TIN\b)?|\bS\.?S\.?(?=\s*(?:\#|n(?:o|um)|:?\s*\d))|\bSoc(?:ial|\.)?\s*Sec(?:urity|\.)?"
                rf"|\bsocial(?=:?\s*\d)|\bI?TIN\b|\btaxpayer\s+identification){_NUMBERED}(?:of\s+)?"
                rf"(?P<it>[\dXx*]{{3}}\)?[. {_DASH}]{{0,2}}[\dXx*]{{2}}[. {_DASH}]?\d{{4}})(?!\d)",
                re.IGNORECASE,
            ),
            ("ss", "s.s", "soc", "itin", "tin", "taxpayer"),
        ),
        Form(
            re.compile(
                r"(?:\bS\.?S\.?N\b|\bSocial\s+Security(?:\s+(?:No\.|\#|number))?)[^\d.;\n]{1,60}\n?[^\d.;\n]{0,40}"
                r"(?<![\w.-])(?P<it>(?!000|666|9)\d{3}(?!00)\d{2}(?!0000)\d{4})(?![\w-])",
                re.IGNORECASE,
            ),
            ("ssn", "s.s.n", "social"),
        ),
    ),
    Pattern.DOB: (
        Form(re.compile(rf"{_BIRTH}{_SAYS}(?P<it>{_DATE}|{_RUN})", re.I), holds=_BIRTH_WORDS),
        Form(
            re.compile(
                rf"{_BIRTH}(?:[ \t]+{_ANOTHER}[A-Za-z/#.]+){{1,6}}[ \t]*\n[ \t]*(?P<it>{_DATE}|{_RUN})",
                re.I,
            ),
            holds=_BIRTH_WORDS,
        ),
        Form(
            re.compile(rf"(?P<it>{_DATE})[ \t]*[(,]?[ \t]*{_BIRTH}(?!{_SAYS}(?:{_DATE}|{_RUN}))", re.I),
            holds=_BIRTH_WORDS,
        ),
        Form(
            re.compile(
                r"\bborn\b,?(?:\s+(?:in|at)\s+[^.;:\n\d]{2,40}?)?(?:,?\s+on(?:\s+or\s+about)?)?(?:\s+the)?\s*[:;(]?\s*"
                rf"(?P<it>{_DATE})",
                re.I,
            ),
            ("born",),
        ),
    ),
    Pattern.ACCOUNT: (
        Form(
            re.compile(
                rf"(?:\b(?:account|acct\.?|a/c|routing|policy)|(?<!\bI-)\b(?:{'|'.join(_CARDS)})card)"
                rf"{_NUMBERED}(?P<it>(?=[^\n]*\d)[\dXx*][\dXx*\- ]{{2,22}}[\dXx*])(?!\w)",
                re.IGNORECASE,
            ),
            ("account", "acct", "a/c", "routing", "policy", *(f"{kind}card" for kind in _CARDS)),
        ),
        Form(
            re.compile(
                r"\b(?:account|acct\.?|policy|member|claim)\s*(?:number|num\.?|nos?\.?|\#)\s*:?\s*(?P<it>[A-Z]{1,4}-?\d{4,})\b",
                re.I,
            ),
            ("account", "acct", "policy", "member", "claim"),
        ),
        Form(
            re.compile(r"\b(?:accounts?|accts?\.?)\b[^\d\n]{0,12}\d{5,}\s*(?:,|and|&)\s*(?P<it>\d{5,})\b", re.I),
            ("account", "acct"),
        ),
        Form(re.compile(r"\bIBAN\b[:\s]*(?P<it>[A-Z]{2}\d{2}(?: ?[A-Z\d]{2,4}){3,8})\b"), ("iban",)),
        _CARD,
    ),
    Pattern.NYSID: (
        Form(
            re.compile(
                rf"(?:\bNYSID|\bN\.Y\.S\.I\.D\.|\b(?:NYS|State)\s+ID(?:entification)?){_NUMBERED}(?:of\s+)?"
                r"(?P<it>\d(?:[ -]?\d){6,7}(?:\s?-?[A-Z])?)\b",
                re.IGNORECASE,
            ),
            ("nysid", "n.y.s.i.d.", "nys", "state"),
        ),
        Form(re.compile(r"(?<![\w-])(?P<it>\d{8}[A-Z])(?!\w)"), number=True),
    ),
    Pattern.ADDRESS: (
        Form(
            re.compile(
                r"(?<![\w.,$§#/-])(?P<it>\d{1,5}(?:-\d{1,4})?[A-Z]?\s+"
                rf"(?:(?:{_NO_STREET}[A-Z0-9][\w.'’-]*\s+){{1,4}}?{_STREET}"
                r"|(?i:broadway|bowery)\b|(?i:avenue)\s+(?:[A-Z]\b|(?i:of\s+the\s+americas)\b))"
                rf"{_UNIT}{_TOWN})"
            ),
            number=True,
        ),
        Form(
            re.compile(rf"(?P<it>{_SPELLED}\s+(?:{_NO_STREET}[A-Z0-9][\w.'’-]*\s+){{1,3}}?{_STREET}{_UNIT}{_TOWN})"),
            ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
        ),
        Form(
            re.compile(
                r"(?i:home\s+address|residence|resid(?:es|ed|ing)\s+at|liv(?:es|ed|ing)\s+at)(?i:\s+is|\s+was)?\s*[:;]?\s*"
                r"(?P<it>\d[^\r\n;,.()]{4,70})"
            ),
            ("home", "resid", "liv"),
        ),
        Form(re.compile(r"(?<!\w)(?P<it>(?i:p\.?\s?o\.?\s+box)\s+\d{1,6})\b"), holds=("pobox",)),
    ),
    Pattern.PHONE: (
        Form(
            re.compile(
                rf"(?:(?<![\w{_DASH}])|(?=\())(?P<it>(?:\+?1[. {_DASH}]?)?"
                rf"(?:\([2-9]\d{{2}}\)[ {_DASH}]?[2-9]\d{{2}}[. {_DASH}]?\d{{4}}|[2-9]\d{{2}}[./ {_DASH}]{_LINE}"
                rf"|[2-9]\d{{2}}-[2-9]\d{{6}}){_EXTENSION})(?![\w{_DASH}])",
                re.I,
            ),
            number=True,
        ),
        _UNPARTED,
        Form(
            re.compile(rf"{_CALLED}{_NUMBERED}(?P<it>(?:1?[2-9]\d{{9}}|{_LINE}){_EXTENSION})(?![\w{_DASH}])", re.I),
            (
                *("telephone", "phone", "tel", "cell", "mobile", "fax", "pager"),
                *("call", "text", "reach", "dial", "contact"),
            ),
        ),
        Form(
            re.compile(rf"(?<!\w)(?P<it>(?:\+|\b011[ {_DASH}])\d{{1,3}}(?:[. {_DASH}]?\d){{8,12}})(?![\w{_DASH}])"),
            number=True,
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
    if _DIGIT.search(text):
        here = Searched(text)
        found += [
            Found(*match.span("it"), pattern)
            for pattern in patterns
            for form in _FORMS.get(pattern, ())
            for match in form.found(here)
            if _is_so(form, match, text)
        ]
    found += [Found(*each, Pattern.NAME) for each in named(text, names)]
    return tuple(_outermost(found))


def _outermost(found: Iterable[Found]) -> Iterator[Found]:
    end = -1
    for one in sorted(set(found), key=lambda each: (each.begin, -each.end, each.pattern)):
        if one.end > end:
            yield one
            end = one.end


def _is_so(form: Form, match: re.Match[str], text: str) -> bool:
    """Whether what has a form alone may be it: by the check digit, or by no other word before it."""
    if form is _CARD:
        return _is_card(match, text)
    begin = match.start("it")
    return form is not _UNPARTED or not _ANOTHER_NUMBER.search(text[max(begin - 30, 0) : begin])


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
