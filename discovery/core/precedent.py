"""What an authority binds: worked out from its kind, and for an opinion from the court that decided it.

An opinion of the Appellate Division binds the trial courts of its Department, and those of another Department while
it is the only New York authority on point: Mountain View Coach Lines v Storms (102 AD2d 663, 664 [2d Dept 1984]).
"""

import re
from collections.abc import Iterable, Mapping

from discovery.core.authorities import Authority, AuthorityKind
from discovery.core.problems import Problem

DEPARTMENTS: Mapping[str, tuple[str, ...]] = {
    "First": ("Bronx", "New York"),
    "Second": (
        *("Dutchess", "Kings", "Nassau", "Orange", "Putnam", "Queens", "Richmond", "Rockland", "Suffolk"),
        "Westchester",
    ),
    "Third": (
        *("Albany", "Broome", "Chemung", "Chenango", "Clinton", "Columbia", "Cortland", "Delaware", "Essex"),
        *("Franklin", "Fulton", "Greene", "Hamilton", "Madison", "Montgomery", "Otsego", "Rensselaer"),
        *("St. Lawrence", "Saratoga", "Schenectady", "Schoharie", "Schuyler", "Sullivan", "Tioga", "Tompkins"),
        *("Ulster", "Warren", "Washington"),
    ),
    "Fourth": (
        *("Allegany", "Cattaraugus", "Cayuga", "Chautauqua", "Erie", "Genesee", "Herkimer", "Jefferson", "Lewis"),
        *("Livingston", "Monroe", "Niagara", "Oneida", "Onondaga", "Ontario", "Orleans", "Oswego", "Seneca"),
        *("Steuben", "Wayne", "Wyoming", "Yates"),
    ),
}
"""The counties of each Department of the Appellate Division (Judiciary Law § 140)."""
CITY = ("Bronx", "Kings", "New York", "Queens", "Richmond")
"""The counties of the City of New York."""

_BY_KIND: Mapping[AuthorityKind, str] = {
    AuthorityKind.STATUTE: "binds every court of New York",
    AuthorityKind.SESSION_LAW: "binds every court of New York",
    AuthorityKind.LOCAL_LAW: "is law in the City of New York",
    AuthorityKind.RULE: "binds the courts or agencies its own Part is written for",
    AuthorityKind.GUIDE: "binds no court: it is an agency's own guide",
    AuthorityKind.OTHER: "binds no court",
}
_TRIAL_COURT = re.compile(
    r"(?:Supreme|County|District|City|Criminal|Civil|Town|Village|Justice|Family|Surrogate’?'?s) Court\b"
)
_APPELLATE = re.compile(r"Appellate Division, (First|Second|Third|Fourth) Department")
_TERM = re.compile(r"Appellate Term, (First|Second) Department")
_ELSEWHERE = re.compile(
    r"New Jersey|Florida|California|Massachusetts|Pennsylvania|Connecticut|District of Columbia"
    r"|United States (?:District Court|Court of Appeals)"
)
_COUNTY = re.compile(r", (?P<county>[A-Z][\w. ]+) County\b")


def department_of(county: str) -> str | None:
    """The Department a county lies in: "First" of "New York"."""
    return next((name for name, counties in DEPARTMENTS.items() if county in counties), None)


def county_named(words: str | None) -> str:
    """The county as the table above spells it: "St. Lawrence" of "st lawrence county"; nothing if it is none."""
    key = _letters(re.sub(r"\s+county\s*$|^\s*county\s+of\s+", "", words or "", flags=re.IGNORECASE))
    return next((each for counties in DEPARTMENTS.values() for each in counties if _letters(each) == key), "")


def _letters(words: str) -> str:
    return re.sub(r"[\W_]", "", words).lower()


def binds(authority: Authority) -> str:
    """What the authority binds, as the end of a sentence; nothing where it cannot be told."""
    if authority.kind is not AuthorityKind.OPINION:
        return _BY_KIND[authority.kind]
    return _opinion_binds(authority.court) if authority.court else ""


def binding_sentence(authority: Authority, county: str | None = None) -> str:
    """The same as a sentence of its own, which says so where it cannot be told; then what it is in a county."""
    if said := binds(authority):
        return f"It {said}. {binds_in(authority, county)}".rstrip()
    what = f"“{authority.court}” is no court we know" if authority.court else "its court is not recorded"
    return f"What it binds is not known: {what}."


def binds_in(authority: Authority, county: str | None) -> str:
    """What the authority is to a trial court of a county, where that depends on it: one sentence, or nothing."""
    named = county_named(county)
    here = department_of(named)
    if here is None:
        return ""
    lies = f"{named} County lies in the {here} Department"
    court = authority.court or ""
    if authority.kind is AuthorityKind.LOCAL_LAW:
        return "" if named in CITY else f"{named} County is no part of the City of New York."
    if appellate := _APPELLATE.fullmatch(court):
        if appellate[1] == here:
            return f"{lies}: it is binding in this matter, unless the Court of Appeals has decided otherwise."
        return f"{lies}: in this matter it is persuasive, unless it is the only New York authority on point."
    if term := _TERM.match(court):
        if term[1] == here:
            return f"{lies}: whether the appeals of this court go to that term has to be looked up."
        return f"{lies}: in this matter it is persuasive only."
    return ""


def check_courts(authorities: Iterable[Authority]) -> tuple[Problem, ...]:
    """Every opinion whose court is named in a way that does not tell what it binds."""
    step = "Write it as “Court of Appeals”, “Appellate Division, First Department” or “Supreme Court, Kings County”."
    return tuple(
        Problem(where=each.id, what=f"“{each.court}” does not tell what the opinion binds.", next_step=step)
        for each in authorities
        if each.kind is AuthorityKind.OPINION and each.court and not binds(each)
    )


def _opinion_binds(court: str) -> str:
    if court == "Supreme Court of the United States":
        return "binds every court on questions of federal law"
    if _ELSEWHERE.search(court):
        return "binds no court of New York; persuasive only"
    if court == "Court of Appeals":
        return "binds every court of New York"
    if appellate := _APPELLATE.fullmatch(court):
        department = appellate[1]
        return (
            f"binds trial courts in the {department} Department, and elsewhere while it is the only New York"
            " authority on point; otherwise persuasive"
        )
    if term := _TERM.match(court):
        return f"binds the lower courts whose appeals it hears, in the {term[1]} Department; persuasive elsewhere"
    if _TRIAL_COURT.match(court):
        county = _COUNTY.search(court)
        department = department_of(county["county"]) if county else None
        where = f" (a trial court in the {department} Department)" if department else " (a trial court)"
        return f"binds no other court; persuasive{where}"
    return ""
