"""What belongs together in a citation of a case: its name, the reports that follow, the pages, the court and year."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from discovery.core.authorities import Authority
from discovery.core.citation_forms import Found, FoundKind
from discovery.core.law_index import bare_name

_PAGE = r"\d{1,4}(?:\s?[-–]\s?\d{1,4})?"
_BETWEEN_NAME = re.compile(r"[\s,]*[(\[]?")
_BETWEEN_REPORTS = re.compile(rf"(?:,?\s*(?:at\s+)?{_PAGE})*[\s,]*")
_PAGES = re.compile(rf"(?:,?\s*(?:at\s+)?{_PAGE}(?!\s*(?:[A-Z§]|\d)))+")
_COURTS = (r"(\d)(?:st|d|nd|rd|th) Dep", r"(New York|N\.?Y\.?|St\. Lawrence|[A-Z][a-z]+) (?:County|Cnty|Cty)\b")
_BRACKET = re.compile(rf"(?:,?\s*{_PAGE})*[\s,]*[(\[](?P<inside>[^)\]]{{0,100}}?(?:1[6-9]|20)\d\d)[)\]]")


@dataclass
class Group:
    """A case name with the reports that follow it, and the court and year they end with."""

    name: Found | None
    reports: list[Found] = field(default_factory=list)
    pages: dict[int, tuple[str, ...]] = field(default_factory=dict)
    """The pages named after each report, by its place."""
    bracket: str = ""

    @property
    def members(self) -> tuple[Found, ...]:
        """The name, if there is one, and the reports."""
        return (*((self.name,) if self.name else ()), *self.reports)

    def names(self, authority: Authority) -> bool:
        """Whether the name is the authority's, exactly."""
        return bool(self.name and authority.name and bare_name(self.name.text) == bare_name(authority.name))


def groups(text: str, found: Sequence[Found]) -> tuple[Group, ...]:
    """The case names and reports of a text, grouped; a report with no name before it stands alone."""
    made: list[Group] = []
    for each in found:
        if each.kind is FoundKind.CASE_NAME:
            made.append(Group(each))
        elif each.kind is FoundKind.REPORTER:
            if not (made and _follows(text, made[-1], each)):
                made.append(Group(None))
            made[-1].reports.append(each)
            pages = _PAGES.match(text, each.end)
            made[-1].pages[each.start] = tuple(re.findall(r"\d{1,4}", pages[0])) if pages else ()
    for group in made:
        if group.reports and (match := _BRACKET.match(text, group.reports[-1].end)):
            group.bracket = match["inside"]
    return tuple(made)


def _follows(text: str, group: Group, found: Found) -> bool:
    if group.reports:
        return _BETWEEN_REPORTS.fullmatch(text, group.reports[-1].end, found.start) is not None
    return group.name is not None and _BETWEEN_NAME.fullmatch(text, group.name.end, found.start) is not None


def year_in(bracket: str) -> str:
    """The last year in "Sup Ct, Kings County 2020"."""
    years = re.findall(r"\b(?:1[6-9]|20)\d\d\b", bracket)
    return years[-1] if years else ""


def year_of(authority: Authority) -> str:
    """The year an opinion was decided."""
    return authority.decided[:4] if authority.decided else year_in(authority.citation)


def other_court(bracket: str, citation: str) -> bool:
    """Whether both name a department or a county, and not the same."""
    for pattern in _COURTS:
        here, ours = re.search(pattern, bracket), re.search(pattern, citation)
        if here and ours and _place(here[1]) != _place(ours[1]):
            return True
    return False


def _place(words: str) -> str:
    return re.sub(r"[.\s]+", " ", words).strip().lower().replace("new york", "ny").replace("n y", "ny")
