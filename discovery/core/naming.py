"""Where somebody is named in a text: the whole name however it is turned, and the surname where it stands as a name.

A surname is taken for a name where it is written as one: capitalized, as a whole word, and neither a street, a case
that is cited, somebody else of the matter, nor the ordinary word that it may also be.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from discovery.core.surname_words import EPONYMS, ROLE_WORDS, WORDS


class Named(NamedTuple):
    """A place where somebody is named: from, up to (not including)."""

    begin: int
    end: int


@dataclass(frozen=True)
class NotMeant:
    """Whom and what the same surname may mean beside the people that are looked for."""

    people: tuple[str, ...] = ()
    """Others of the matter, as the intake names them: officers, counsel, the judge."""
    cases: tuple[str, ...] = ()
    """Names of the opinions that are recorded: People v Knight."""
    ranks: bool = True
    """Whether who bears the rank of an officer or judge is somebody else, as a complainant seldom does."""


_NOBODY = NotMeant()
_TITLE = r"(?:Mr|Ms|Mrs|Mx|Miss|Dr|Sr|Sra|Srta)\.?"
_TITLED = re.compile(rf"\b{_TITLE}\s+$", re.IGNORECASE)
_RANK = (
    r"(?:Det|Detective|P\.?O|Police\s+Officer|Officer|Sgt|Sergeant|Lt|Lieutenant|Capt|Captain|Inspector|Insp|Hon"
    r"|Justice|Judge|ADA|Assistant\s+District\s+Attorney|Fire\s+Marshal|Marshal)\.?"
)
_RANKED = re.compile(rf"\b{_RANK}\s+(?:[A-Z]\.?\s+|[A-Z][\w’'-]+\s+)?$", re.IGNORECASE)
_ROLE = r"(?:complainant|complaining\s+witness|witness|victim|informant|minor|child|C/?[WV]|Y/?O)\b[,:]?"
_SUFFIX = re.compile(r"(?:jr|sr|ii|iii|iv|esq)\.?", re.IGNORECASE)
_PARTICLE = re.compile(r"de|la|del|della|der|den|van|von|di|da|dos|das|du|le|el|al|bin|ibn|st\.?|ter", re.IGNORECASE)
_FIRST_OF_A_PLACE = re.compile(
    r"\s+(?:street|st|avenue|ave|road|rd|place|pl|boulevard|blvd|lane|drive|court|ct|parkway|pkwy|terrace|plaza|square"
    r"|park|county|precinct|houses|university|college|hospital|school|bridge|heights|inc|llc|llp|corp|beach|hall"
    r"|building|center|centre|expressway|pharmacy|deli|foundation)\b",
    re.IGNORECASE,
)
_OF_A_RULE = re.compile(
    r"[ /]+(?:hearing|material|violation|obligation|inquiry|test|standard|factor|rule|doctrine|exception|issue|claim"
    r"|warning|(?:[A-Z]\w+ )?hearing)s?\b",
    re.IGNORECASE,
)
_REPORTED = re.compile(
    r",?\s*[(\[]?\s*\d{1,4}\s+(?:NY|N\.\s?Y|AD|A\.\s?D|Misc|US|U\.\s?S|F\b|F\.|F[23]|S\s?Ct|S\.\s?Ct|Ct|NE)"
    r"|,?\s*[(\[]?\s*\d{4}\s+NY\s+Slip"
)
_VERSUS_BEFORE = re.compile(r"(?:\bvs?\.?|\bMatter\s+of|\bIn\s+re|\bEx\s+parte)\s+$")
_VERSUS_AFTER = re.compile(r"\s+vs?\.?\s+[A-Z]")
_CASE_OF = re.compile(
    r"\b(?:in|under|see|per|following|by|of|unlike|like|and|cf\.?|from|both|also|e\.g\.,?)\s+$", re.I
)
_DETERMINER = re.compile(
    r"\b(?:the|a|an|this|that|these|those|each|every|no|any|some|said|such|another|other|one|our|your|her|his|their|its|my"
    r"|of|per)\s+$",
    re.I,
)
_POSSESSIVE = re.compile(r"[’'](?:s|S)\b")
_LOWER_BEFORE = re.compile(r"(?:^|[\s(“\"])[a-zà-öø-ÿ][\w’'-]*[,;]?\s+$")
_CAPITAL_AFTER = re.compile(r"\s+[A-Z0-9]")
_SAYS = re.compile(
    r"\s+(?:says?|said|states|stated|told|tells|testified|testifies|identified|saw|sees|described|recognized|picked"
    r"|reported|called|lives|lived|resides|resided|refused|denied|viewed)\b"
)


def named(text: str, names: Sequence[str], other: NotMeant = _NOBODY) -> tuple[Named, ...]:
    """Every place where one of these people is named, in the order of the text; nested ones once."""
    if not names:
        return ()
    folded = _folded(text)
    found: list[Named] = []
    for name in names:
        person = _person(name)
        if not any(part in folded for part in person.parts):
            continue
        if not person.given or _longest(person.given) in folded:
            found += [Named(*match.span()) for form in person.whole for match in form.finditer(text)]
        found += _surnames(text, person, other)
    return tuple(_outermost(found))


def _outermost(found: Iterable[Named]) -> Iterator[Named]:
    end = -1
    for one in sorted(set(found), key=lambda each: (each.begin, -each.end)):
        if one.end > end:
            yield one
            end = one.end


# --- names as forms ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Surname:
    """A surname, a part of a double one, or a middle name that is used as one."""

    folded: str
    form: re.Pattern[str]
    titled: bool = False
    """Whether it is a name only after a form of address."""


@dataclass(frozen=True)
class _Person:
    """One name as it may be written."""

    whole: tuple[re.Pattern[str], ...]
    surnames: tuple[_Surname, ...]
    given: str
    """The first name; empty where there is none."""
    parts: tuple[str, ...]
    """Of which one must be in a folded text for any of the forms to be there."""

    @property
    def initial(self) -> str:
        """The first letter of the first name."""
        return self.given[:1]


@cache
def _person(name: str) -> _Person:
    given, surname = _split(name)
    if not given:
        bare = re.compile(rf"(?<!\w){_form(surname)}(?!\w)", re.IGNORECASE)
        return _Person((bare,), (), "", (_longest(surname),))
    first, last = r"\s+(?:[A-Z]\.?\s+)?".join(map(_form, given)), _form(surname)
    double = [part for part in re.split(rf"{_HYPHEN}|\s+", surname) if len(part) > 2 and part != surname]
    double = [part for part in double if not _PARTICLE.fullmatch(part)]
    middle = [each for each in given[1:] if len(each.strip(".")) > 1]
    whole = (
        rf"(?<!\w){first}\s+(?:[A-Z]\.?\s+)?{last}(?!\w)",
        rf"(?<!\w){last}\s*,\s*{first}(?!\w)",
        rf"(?<!\w){_form(given[0])}[._-]?{last}(?=[\w.-]*@)",
        rf"(?<!\w){last}[._-]?{_form(given[0])}(?=[\w.-]*@)",
        *(rf"(?<!\w){_form(each)}\s*,\s*{_form(given[0])}(?!\w)" for each in (surname, *double)),
        *(rf"(?<!\w){_form(given[0])}\s+(?:[A-Z]\.?\s+)?{_form(each)}(?!\w)" for each in (surname, *double)),
    )
    surnames = (*(_surname(each) for each in (surname, *double)), *(_surname(each, titled=True) for each in middle))
    return _Person(
        tuple(re.compile(each, re.IGNORECASE) for each in whole),
        surnames,
        given[0],
        tuple(dict.fromkeys(map(_longest, (surname, *double, *middle)))),
    )


def _surname(name: str, *, titled: bool = False) -> _Surname:
    return _Surname(_folded(name), re.compile(rf"(?<![\w@]){_form(name)}(?![\w@])", re.IGNORECASE), titled)


def _split(name: str) -> tuple[tuple[str, ...], str]:
    """First and middle names, and the surname with the particles that belong to it."""
    last, comma, first = name.partition(",")
    if comma and not _SUFFIX.fullmatch(first.strip()):
        return tuple(first.split()), " ".join(last.split())
    parts = [part for part in name.replace(",", " ").split() if not _SUFFIX.fullmatch(part)] or name.split()
    at = len(parts) - 1
    while at > 1 and _PARTICLE.fullmatch(parts[at - 1]):
        at -= 1
    return tuple(parts[:at]), " ".join(parts[at:])


_HYPHEN = r"[-‐‑–]"
_COMBINED = re.compile("[\u0300-\u036f]+")
_ACCENTED: dict[str, str] = {}
for _code in range(0xC0, 0x250):
    _base = unicodedata.normalize("NFD", chr(_code))[0]
    if _base.isascii():
        _ACCENTED[_base.lower()] = _ACCENTED.get(_base.lower(), "") + chr(_code)


@cache
def _form(words: str) -> str:
    """Words as they may stand in a text: with or without accents, another apostrophe, broken over a line."""
    return "".join(map(_sign, unicodedata.normalize("NFC", words.strip())))


def _sign(sign: str) -> str:
    if sign.isspace():
        return r"\s+"
    if sign in "'’ʼ`":
        return "[’'ʼ`]?"
    if re.fullmatch(_HYPHEN, sign):
        return rf"(?:{_HYPHEN}\s?|\s+)"
    base = unicodedata.normalize("NFD", sign)[0]
    others = _ACCENTED.get(base.lower(), "")
    return rf"[{base}{others}][̀-ͯ]?" if others and base.isalpha() else re.escape(sign)


def _folded(text: str) -> str:
    """A text apart from case and accents."""
    if not text.isascii():
        text = _COMBINED.sub("", unicodedata.normalize("NFD", text))
    return text.casefold()


def _longest(words: str) -> str:
    """The longest stretch of letters in a name: what is in every way of writing it."""
    letters: list[str] = re.findall(r"[^\W\d_]+", _folded(words))
    return max(letters or [_folded(words)], key=len)


# --- surnames ---------------------------------------------------------------------------------------------------


def _surnames(text: str, person: _Person, other: NotMeant) -> Iterator[Named]:
    """The surname alone, where it stands as a name; with its form of address, where it has one."""
    for surname in person.surnames:
        for match in surname.form.finditer(text):
            begin, end = match.span()
            if title := _TITLED.search(text[max(begin - 12, 0) : begin]):
                yield Named(begin - len(title[0]), end)
            elif surname.titled or not _written_as_one(match[0]) or _within_another_word(text, begin, end):
                continue
            elif _Place(text, begin, end).is_name(surname.folded, person.initial, other):
                yield Named(begin, end)


def _written_as_one(words: str) -> bool:
    """Whether the surname proper begins with a capital; the particles before it may be small."""
    return re.split(r"\s+", words)[-1][:1].isupper()


def _within_another_word(text: str, begin: int, end: int) -> bool:
    """Whether it is part of a hyphenated word, an address of a web site or a file name."""
    return bool(re.search(r"\w[-‐‑–_/.@]$", text[max(begin - 2, 0) : begin])) or bool(
        re.match(r"[-‐‑–_@]\w|\.[a-z]{2,4}\b", text[end : end + 6])
    )


class _Place:
    """A surname where it stands, with what is round it."""

    def __init__(self, text: str, begin: int, end: int) -> None:
        self.text, self.begin, self.end = text, begin, end
        self.before, self.after = text[max(begin - 60, 0) : begin], text[end : end + 60]

    def is_name(self, surname: str, given: str, other: NotMeant) -> bool:
        """Whether it names the person."""
        if self._of_a_person(given) or (not other.ranks and _RANKED.search(self.before)):
            return True
        if self._somebody_else(surname, other) or _FIRST_OF_A_PLACE.match(self.after):
            return False
        if self._case(surname, other.cases):
            return False
        if surname in _cited(other.cases) | EPONYMS and (
            _OF_A_RULE.match(self.after) or _CASE_OF.search(self.before) or _REPORTED.match(self.after)
        ):
            return False
        return surname not in WORDS or self._in_a_sentence(surname)

    def _of_a_person(self, given: str) -> bool:
        """Beside what only a person has: a part in the case, the first initial."""
        initial = re.escape(given.upper())
        return bool(
            re.search(rf"\b{_ROLE}\s+$", self.before, re.IGNORECASE)
            or re.search(rf"(?<!\w){initial}\.\s?(?:[A-Z]\.\s?)?$", self.before)
            or re.match(rf"\s*,\s*{initial}\.", self.after)
        )

    def _somebody_else(self, surname: str, other: NotMeant) -> bool:
        for name in other.people:
            person = _person(re.sub(rf"^(?:{_RANK}\s+)+", "", name, flags=re.IGNORECASE))
            if surname not in {each.folded for each in person.surnames if not each.titled}:
                continue
            window = self.text[max(self.begin - 60, 0) : self.end + 40]
            at = min(self.begin, 60)
            if any(each.start() <= at < each.end() for form in person.whole for each in form.finditer(window)):
                return True
            if re.search(rf"\b{person.initial}\.\s?$", self.before):
                return True
        return other.ranks and bool(_RANKED.search(self.before))

    def _case(self, surname: str, cases: Sequence[str]) -> bool:
        """Whether it is a party in the name of an opinion that is cited here or recorded."""
        before, after = _VERSUS_BEFORE.search(self.before), _VERSUS_AFTER.match(self.after)
        if not (before or after):
            return bool(_REPORTED.match(self.after))
        if surname in _cited(tuple(cases)) or _REPORTED.match(self.after):
            return True
        rest = re.search(r"[.;\n]", self.after)
        tail = self.after[: rest.start() if rest else None]
        if after and re.search(r"\d{1,4}\s+(?:NY|AD|Misc|US|F|S\s?Ct|N\.Y|A\.D|U\.S)", tail):
            return True
        form = re.escape(self.text[self.begin : self.end])
        return bool(re.search(rf"\bv\.?\s+{form}(?:{_REPORTED.pattern})", self.text))

    def _in_a_sentence(self, surname: str) -> bool:
        """Whether the sentence makes a name of a word: a capital within it, or what only people do after it."""
        if surname not in ROLE_WORDS and _SAYS.match(self.after) and not _DETERMINER.search(self.before):
            return self.text[self.begin : self.end] != self.text[self.begin : self.end].upper()
        if surname not in ROLE_WORDS and _POSSESSIVE.match(self.after) and not _DETERMINER.search(self.before):
            return True
        within = _LOWER_BEFORE.search(self.before) and not _DETERMINER.search(self.before)
        return bool(within) and not _CAPITAL_AFTER.match(self.after)


@cache
def _cited(cases: tuple[str, ...]) -> frozenset[str]:
    """The surnames of the parties of recorded opinions."""
    parties = (party for case in cases for party in re.split(r"\s+v\s+|Matter of ", case))
    return frozenset(_folded(words[-1]) for party in parties if (words := party.split()))
