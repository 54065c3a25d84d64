"""The forms of a citation in New York papers, and finding them: statutes, rules, city law, reports, case names.

eyecite knows the reporters; it misses New York statutes, rules and city law, and reporters printed without periods
as New York prints them. This layer has those.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


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
    BACK = "reference back"
    LOOKS = "looks like a citation"


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
_SECTION = r"(?:[Ss]ections?|[Ss]ect?s?\.)"
_MARK = rf"(?:,?\s*(?:§+|{_SECTION}|[Rr]ules?|[Ss]ubdivision\s\w+\sof\s[Ss]ection))?\s*"
_LAWS = {
    "cpl": r"CPL|C\.\s?P\.\s?L\.|Criminal Procedure Law|CrPL|(?:N\.?Y\.? )?Crim\.? Proc\.? Law",
    "cplr": r"CPLR|C\.\s?P\.\s?L\.\s?R\.|Civil Practice Law and Rules",
    "public officers law": r"Public Officers Law|Pub(?:\.|lic)? Off(?:\.|icers)? Law|POL",
    "general construction law": r"General Construction Law|Gen(?:\.|eral)? Constr(?:\.|uction)? Law|GCL",
    "penal law": r"Penal Law|PL|P\.\s?L\.",
    "civil rights law": r"Civil Rights Law|Civ\.? Rights Law|CRL",
    "vehicle and traffic law": r"Vehicle (?:and|&) Traffic Law|Veh\.? (?:and|&) Traf\.? Law|VTL",
    "executive law": r"Executive Law|Exec\.? Law",
    "judiciary law": r"Judiciary Law|Jud\.? Law",
    "correction law": r"Correction Law|Correct\.? Law",
    "county law": r"County Law",
    "general business law": r"General Business Law|Gen\.? Bus\.? Law|GBL",
    "general municipal law": r"General Municipal Law|Gen\.? Mun\.? Law|GML",
    "mental hygiene law": r"Mental Hygiene Law|MHL",
    "family court act": r"Family Court Act|Fam\.? Ct\.? Act|FCA",
    "estates powers and trusts law": r"Estates,? Powers (?:and|&) Trusts Law|EPTL",
    "surrogate's court procedure act": r"Surrogate[’']?s Court Procedure Act|SCPA",
    "real property actions and proceedings law": r"Real Property Actions (?:and|&) Proceedings Law|RPAPL",
}
_OTHER_LAW = r"(?:[A-Z][a-z]+(?: (?:and|of) | ))+Law"
_NUMBERS = {
    "cpl": r"\d{1,3}\.\d{2}",
    "penal law": r"\d{1,3}\.\d{2}",
    "mental hygiene law": r"\d{1,3}\.\d{2}",
    "family court act": r"\d{1,4}(?:\.\d)?",
    "estates powers and trusts law": r"\d{1,2}-\d{1,2}\.\d{1,2}",
}
_ORDINALS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_NUMBER = r"\d{1,5}(?:-[a-z]{1,2})?"


def _statute(law: str, names: str) -> re.Pattern[str]:
    number = _NUMBERS.get(law, _NUMBER)
    return re.compile(rf"\b(?:(?i:{names}))(?P<former>\s+former)?{_MARK}(?P<section>{number})(?!\d){_SUB}")


_STATUTES = {law: _statute(law, names) for law, names in _LAWS.items()}
_ANY_LAW = re.compile(rf"\b(?P<law>{_OTHER_LAW})\s*(?:§+\s*)(?P<section>{_NUMBER}){_SUB}")
_BARE_SECTION = re.compile(rf"(?:§+\s*|\b{_SECTION}\s+)(?P<section>\d{{2,3}}\.\d{{2}}){_SUB}")
_OF_LAW = re.compile(
    rf"(?:§+\s*|\b{_SECTION}\s+)(?P<section>\d{{1,4}}(?:\.\d{{1,2}})?(?:-[a-z]{{1,2}})?){_SUB}\s+of\s+the\s+"
    rf"(?:New\s+York\s+)?(?P<law>(?i:{'|'.join(_LAWS.values())})|{_OTHER_LAW})"
)
_SPELLED_OUT = re.compile(
    r"\b(?:paragraph\s+[(\[]?(?P<paragraph>[a-z])[)\]]?\s+of\s+)?"
    rf"subdivision\s+[(\[]?(?P<subdivision>\d{{1,2}}(?:-[a-z])?|{'|'.join(_ORDINALS)})[)\]]?\s+of\s+"
    r"(?:CPL\s+)?(?:§+\s*|section\s+)(?P<section>\d{2,3}\.\d{2})"
    r"(?:\s+of\s+the\s+(?P<law>Criminal Procedure Law|Penal Law))?",
    re.IGNORECASE,
)
_ARTICLES = re.compile(
    rf"\b(?P<law>(?i:{'|'.join(_LAWS.values())})),?\s+[Aa]rt(?:icle)?s?\.?\s+(?P<number>\d+(?:-[A-Z])?)"
    r"(?:\s+and\s+(?P<second>\d+))?"
)
_ARTICLE_OF = re.compile(
    r"\b[Aa]rt(?:icle)?s?\.?\s+(?P<number>\d+(?:-[A-Z])?)\s+of\s+the\s+(?:New\s+York\s+)?"
    rf"(?P<law>(?i:{'|'.join(_LAWS.values())}))"
)
_ARTICLE_ALONE = re.compile(r"\b[Aa]rticle\s+(?P<number>31|78|[1-9]\d\d)\b(?!\s+of\s)")
"""An article that a criminal paper names without its law: 78 and 31 are of the CPLR, three figures of the CPL."""
_OTHERS: tuple[tuple[FoundKind, str, re.Pattern[str]], ...] = (
    (FoundKind.RULE, "nycrr {title} {number}", re.compile(
        r"\b(?P<title>\d{1,2})\s+(?i:N\.?Y\.?C\.?R\.?R\.?)\s+"
        r"(?:§+\s*|[Pp]art\s+|[Ss]ec(?:tion|\.)\s+)?"
        r"(?P<number>\d+(?:\.\d+)?(?:-[a-z])?)" + _SUB)),
    (FoundKind.RULE, "rcny {title} {number}", re.compile(
        r"\b(?P<title>\d{1,2})\s+(?i:R\.?C\.?N\.?Y\.?)\s+(?:§+\s*|ch(?:apter|\.)?\s+)?"
        r"(?P<number>\d+(?:-\d+)?)" + _SUB)),
    (FoundKind.LOCAL_LAW, "admin code {number}", re.compile(
        r"\b(?i:(?:Administrative|Admin\.?|Adm\.?) Code)"
        r"(?: of (?:the )?City of (?:NY|New York))?,?\s*(?:\[[^\]]*\]\s*)?"
        r"(?:§+\s*|[Ss]ec(?:tion|\.)s?\s+)?(?P<number>\d{1,2}-\d+(?:\.\d+)?)" + _SUB)),
    (FoundKind.LOCAL_LAW, "local law {number} of {title}", re.compile(
        r"\bLocal Laws?(?: No\.| Number)?\s*(?P<number>\d{1,3})\s*(?:of\s+|[(\[/])(?P<title>\d{4})[)\]]?"
        r"(?:(?:\s+of\s+(?:the\s+)?City\s+of\s+(?:NY|New York))?,\s+(?P<sub>§\s*\d+))?")),
    (FoundKind.GUIDE, "patrol guide {number}", re.compile(
        r"\b(?i:Patrol Guide|P\.?G\.?),?\s*(?:(?i:proc(?:edure|\.)?)\s*)?"
        r"(?:No\.?\s*|§\s*|#\s*)?(?P<number>\d{3}-\d{2,3})")),
    (FoundKind.SESSION_LAW, "l {title} ch {number}", re.compile(
        r"\bL(?:aws)?\.?\s*(?:of\s+)?(?P<title>(?:19|20)\d\d),?\s+ch(?:apter|\.)?\s*(?P<number>\d+)")),
    (FoundKind.SESSION_LAW, "l {title} ch {number}", re.compile(
        r"\b[Cc]h(?:apter|\.)\s*(?P<number>\d+)\s+of\s+the\s+[Ll]aws\s+of\s+(?P<title>(?:19|20)\d\d)")),
    (FoundKind.STATUTE, "usc {title} {number}", re.compile(
        r"\b(?P<title>\d{1,2})\s+U\.?\s?S\.?\s?C\.?\s*(?:§+\s*)?(?P<number>\d+)" + _SUB)),
    (FoundKind.RULE, "cfr {title} {number}", re.compile(
        r"\b(?P<title>\d{1,2})\s+C\.?\s?F\.?\s?R\.?\s*(?:§+\s*|[Pp]art\s+|pt\.?\s+)?"
        r"(?P<number>\d+(?:\.\d+)?)" + _SUB)),
    (FoundKind.STATUTE, "{title} const {number}", re.compile(
        r"\b(?P<title>US|U\.S\.|NY|N\.Y\.)\s+Const(?:\.|itution)?,?\s+"
        r"(?P<number>(?:[Aa]rt|[Aa]mend)\S*\s+\w+(?:,?\s*§+\s*\d+(?:-[a-z])?)?)")),
)  # fmt: skip
_REPORTERS = (
    r"(?i:N\.?\s?Y\.?(?:\s?[23]d)?|A\.?\s?D\.?(?:\s?[23]d)?|Misc\.?(?:\s?[23]d)?"
    r"|N\.?\s?Y\.?\s?S\.?(?:\s?[23]d)?)|NJ(?: Super)?|US|S Ct|L Ed(?: 2d)?|F(?:[23]d|4th)?|"
    r"F Supp(?: [23]d)?|So(?: [23]d)?|A(?:[23]d)?|NE(?:[23]d)?|NW(?:2d)?|SE(?:2d)?|SW(?:[23]d)?|P(?:[23]d)?"
)
_REPORTED = re.compile(
    rf"(?<![\w-])(?P<volume>\d{{1,3}})\s+(?P<reporter>{_REPORTERS})\s+(?P<at>at\s+)?(?P<page>\d{{1,4}})\b(?:\s*[(\[][AU][)\]])?"
)
_SLIP = re.compile(
    r"\b(?P<year>(?:19|20)\d\d)\s+N\.?\s?Y\.?\s*Slip\s*Op(?:inion|\.)?\s*(?:No\.?\s*)?(?P<number>\d{5})"
    r"(?:\s*[(\[]U[)\]])?",
    re.IGNORECASE,
)
_SHORTENED = (
    "Inc|Co|Corp|Ltd|Bros|Apts?|Assn|Assocs?|Auth|Bd|Bldg|Cas|Cent|Civ|Coll|Commn|Commr|Comm|Cons|Constr|Corr|Crim|"
    "Ctrs?|Cty|Dept|Dev|Dist|Div|Educ|Elec|Eng|Equip|Fed|Fedn|Fin|Found|Gen|Hosp|Hous|Indem|Indus|Ins|Inst|Intl|Inv|"
    "Invs|Juv|Lab|Mach|Mar|Med|Metro|Mfg|Mgt|Mgmt|Mun|Mut|Natl|Org|Pharm|Prods|Prop|Props|Prot|Pub|Publ|Rehab|Rels|"
    "Res|Rest|Ret|Ry|Sav|Sch|Sci|Sec|Servs?|Socy|Supt|Sur|Sys|Tech|Techs|Tel|Transp|Twp|Univ|Util|Vil|Atty|"
    "St|Mt|Dr|Mr|Mrs|Ms|Jr|Sr"
)
_WORD = rf"(?:[A-Z]\.(?:&?[A-Z]\.)*(?!\w)|(?:{_SHORTENED})\.|[A-Z][\w’'&-]*)"
_PARTY = rf"{_WORD}(?:,? (?:Inc\.|LLC|PLLC|LLP)| (?:{_WORD}|of|the|for|&)){{0,8}}"
_VERSUS = re.compile(rf"\b(?P<name>(?:Matter of )?{_PARTY} [vV]s?\.? {_PARTY})")
_LOWER = re.compile(
    r"\b(?:[Pp]eople|[Uu]nited [Ss]tates|[Cc]ommonwealth)(?: of the [Ss]tate of [Nn]ew [Yy]ork)?"
    r" (?:[vV]s?\.?|-[vV]s?\.?-) [\w’'-]+"
)
"""A case in which the People, or a State, sue, also where no capital tells its name."""
_MATTER = re.compile(
    r"\b(?:Matter of|[Ii]n [Rr]e|Ex parte) (?!(?:Law|Fact|Right|Course|Discretion|Policy|Public|Form)\b)"
    rf"{_PARTY}(?! [vV]s?\.? )"
)
_BEGINS = re.compile(r"\b(?:People|PEOPLE|State|STATE|United States|Commonwealth) [vV]s?\.? |\bMatter of ")
"""Where a name begins, whatever capitalized words run into it: a heading, a cell of a table."""
UNSEEN = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff]")
"""Characters that part a word on no page."""
_SPACES = re.compile("[\t\u00a0\u2000-\u200a\u202f\u205f\u3000]")
_SIGNAL = re.compile(r"(?:(?:See|In|As|But|And|Cf\.|Compare|Under|Unlike|Like|Here|With|That|Both) )+")
_SENTENCE_END = re.compile(r"(?<=[a-z]{5})\.$")


def legible(text: str) -> str:
    """The text as a reader sees it: what no page shows is gone, every space is one, lines keep their number."""
    return _SPACES.sub(" ", UNSEEN.sub("", html.unescape(text)))


def find_typed(text: str) -> tuple[Found, ...]:
    """The citations our own layer finds, without eyecite: enough for the words of a template, and quick."""
    return longest(_by_us(text))


def _by_us(text: str) -> list[Found]:
    return [*_statutes(text), *_articles(text), *_other_sources(text), *_reported(text), *_case_names(text)]


def _statutes(text: str) -> Iterator[Found]:
    for law, pattern in _STATUTES.items():
        for match in pattern.finditer(text):
            name = f"{law} former" if match["former"] else law
            yield _found(match, FoundKind.STATUTE, f"{name} {match['section']}", subdivision_key(match["sub"]))
            yield from _further(text, match.end(), name, match["section"], subdivision_key(match["sub"]))
    for match in _ANY_LAW.finditer(text):
        signal = _SIGNAL.match(match[0])
        cut = signal.end() if signal else 0
        key = f"{_law_named(match['law'][cut:])} {match['section']}"
        sub = subdivision_key(match["sub"])
        yield Found(match[0][cut:].rstrip(), match.start() + cut, FoundKind.STATUTE, key, sub)
    for match in _OF_LAW.finditer(text):
        key = f"{_law_named(match['law'])} {match['section']}"
        yield _found(match, FoundKind.STATUTE, key, subdivision_key(match["sub"]))
    for match in _SPELLED_OUT.finditer(text):
        key = f"{_law_named(match['law'] or 'CPL')} {match['section']}"
        yield _found(match, FoundKind.STATUTE, key, _spelled(match))
    for match in _BARE_SECTION.finditer(text):
        yield _found(match, FoundKind.STATUTE, f"cpl {match['section']}", subdivision_key(match["sub"]))


def _law_named(words: str) -> str:
    """The law in one spelling, whatever the words call it."""
    named = " ".join(words.split())
    return next((law for law, names in _LAWS.items() if re.fullmatch(names, named, re.IGNORECASE)), named.lower())


def _spelled(match: re.Match[str]) -> str:
    """Paragraph (k) of subdivision one: (1)(k)."""
    number = match["subdivision"].lower()
    number = str(_ORDINALS.index(number) + 1) if number in _ORDINALS else number
    return f"({number})" + (f"({match['paragraph'].lower()})" if match["paragraph"] else "")


def _further(text: str, place: int, law: str, section: str, subdivision: str) -> Iterator[Found]:
    """What follows in a list: "CPL 245.20 (1) (e), (k) and (u)", "CPL 245.20 and 245.50"."""
    while match := _MORE.match(text, place):
        if match["section"]:
            if law not in _NUMBERS:
                return
            section, subdivision = match["section"], subdivision_key(match["sub"])
        elif subdivision:
            subdivision = _sibling(subdivision, subdivision_key(match["sub2"]))
        else:
            return
        words = re.sub(r"^[\s,;]*(?:(?:and|or|to)\s+)?", "", match[0])
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
        law = _law_named(match["law"])
        first = text[match.start() : match.end("number")]
        yield Found(first, match.start(), FoundKind.ARTICLE, f"{law} article {match['number']}")
        if match["second"]:
            yield Found(match["second"], match.start("second"), FoundKind.ARTICLE, f"{law} article {match['second']}")
    for match in _ARTICLE_OF.finditer(text):
        yield _found(match, FoundKind.ARTICLE, f"{_law_named(match['law'])} article {match['number']}")
    for match in _ARTICLE_ALONE.finditer(text):
        law = "cplr" if len(match["number"]) == 2 else "cpl"
        yield _found(match, FoundKind.ARTICLE, f"{law} article {match['number']}")


def _other_sources(text: str) -> Iterator[Found]:
    for kind, key, pattern in _OTHERS:
        for match in pattern.finditer(text):
            groups = match.groupdict()
            named = {name: str(groups.get(name) or "").lower().replace(".", "") for name in ("title", "number")}
            named["number"] = str(groups["number"]).lower()
            yield _found(match, kind, key.format(**named), subdivision_key(groups.get("sub") or ""))


def _reported(text: str) -> Iterator[Found]:
    for match in _SLIP.finditer(text):
        yield _found(match, FoundKind.REPORTER, report_key(f"{match['year']} NY Slip Op {match['number']}"))
    for match in _REPORTED.finditer(text):
        volume = f"{match['volume']} {match['reporter']}"
        if match["at"]:
            yield _found(match, FoundKind.SHORT, report_key(volume))
        else:
            yield _found(match, FoundKind.REPORTER, report_key(f"{volume} {match['page']}"))


def _case_names(text: str) -> Iterator[Found]:
    for match in _VERSUS.finditer(text):
        signal = _SIGNAL.match(match[0])
        begun = [each.start() for each in _BEGINS.finditer(match[0])]
        start = match.start() + max([signal.end() if signal else 0, *begun[-1:]])
        words = _SENTENCE_END.sub("", text[start : match.end()])
        yield Found(words, start, FoundKind.CASE_NAME, name_key(words))
    for match in _LOWER.finditer(text):
        yield Found(match[0], match.start(), FoundKind.CASE_NAME, name_key(re.sub(r"-(vs?)\.?-", r"\1", match[0])))
    for match in _MATTER.finditer(text):
        words = _SENTENCE_END.sub("", match[0])
        yield Found(words, match.start(), FoundKind.CASE_NAME, name_key(words))


def _found(match: re.Match[str], kind: FoundKind, key: str, subdivision: str = "") -> Found:
    return Found(match[0].rstrip(), match.start(), kind, key, subdivision)


def subdivision_key(words: str) -> str:
    """A subdivision in one spelling: "(1)(k)" of "[1] [k]"."""
    return re.sub(r"\s", "", words).replace("[", "(").replace("]", ")")


def report_key(words: str) -> str:
    """A report in one spelling: "69misc3d546" of "69 Misc. 3d 546"."""
    return re.sub(r"[.\s]|[(\[][au][)\]]$", "", words.lower())


def name_key(words: str) -> str:
    """A case name in one spelling: "people v knight" of "PEOPLE vs. Knight"."""
    bare = " ".join(re.sub(r"[.,’']", "", words.lower()).split())
    return re.sub(r"^matter of ", "", re.sub(r" vs ", " v ", bare))


def longest(found: list[Found]) -> tuple[Found, ...]:
    """The longest of those that overlap, in order."""
    taken = bytearray(max((each.end for each in found), default=0))
    kept: list[Found] = []
    for each in sorted(found, key=lambda one: (one.start - one.end, one.start)):
        if not any(taken[each.start : each.end]):
            taken[each.start : each.end] = b"\1" * (each.end - each.start)
            kept.append(each)
    return tuple(sorted(kept, key=lambda one: one.start))
