"""The law as a template prints it: a citation with its state, what it stands for, and what is recorded against us."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from markupsafe import Markup

from discovery.core.authorities import (
    Authority,
    AuthorityKind,
    Proposition,
    Verification,
    citation_parts,
    levels,
    state_note,
)
from discovery.core.marking import SEP, Md, escape, join, role
from discovery.core.precedent import binding_sentence, binds_in
from discovery.core.spans import Precision, Span
from discovery.core.values import Desk, MisuseError, Value
from discovery.core.versions import out_of_force, read_long_ago, replaced, says_former
from discovery.core.views import thing


def cite(desk: Desk, authority: str, proposition: str, short: bool = False, on: Any = None) -> Md:
    """The citation of an authority for one of its propositions, in New York official style.

    Inside parentheses of the text it prints brackets; `short` is for a case cited before. `on` is the day of the
    matter it is cited for (an answer, a date): a version that was not in force then keeps the paper from being filed.
    Without it the paper's own day counts.
    """
    return _cited(desk, authority, proposition, short=short, on=on)


def _cited(
    desk: Desk, authority: str, proposition: str, *, short: bool = False, paragraph: bool = False, on: Any = None
) -> Md:
    """A citation; `paragraph` is for one that follows another of the same subdivision."""
    found, point = _proposition(desk, authority, proposition)
    body = join(_printed(found, point, short=short, paragraph=paragraph), SEP)
    refused, aside = _version(desk, found, on)
    flags = (aside, read_long_ago(point, desk.today), _counsels(found, point))
    said = (str(point.state), _note(desk, found, point), " ".join(each for each in flags if each), refused)
    return role("cite", f"{authority}/{proposition}", *said, body=body)


def _printed(authority: Authority, point: Proposition, *, short: bool, paragraph: bool) -> list[Markup]:
    """What is printed in running text, and what inside parentheses."""
    if paragraph:
        pin = re.sub(r"^\(\d+\)", "", point.pin or "")
        return [escape(levels(pin, inside=inside)) for inside in (False, True)]
    return [_marked(citation_parts(authority, point, short=short, inside=inside)) for inside in (False, True)]


def _note(desk: Desk, authority: Authority, point: Proposition) -> str:
    """State, readings and, for a decision, what it binds, the court of the matter among it."""
    note = state_note(authority, point)
    county = desk.matter.court.county if desk.matter else None
    if authority.kind is AuthorityKind.OPINION:
        return f"{note} {binding_sentence(authority, county)}"
    return f"{note} {binds_in(authority, county)}".rstrip()


def _version(desk: Desk, authority: Authority, on: Any) -> tuple[str, str]:
    """Why the authority may not be cited for that day, and what is to be known though it may."""
    asked = _days(on)
    told = out_of_force(authority, asked or Span.of(desk.today))
    old = replaced(authority, _name_of(desk, authority.superseded_by))
    if says_former(authority) and not asked:
        return "", f"A former text. {old}".rstrip()
    if asked:
        return told, ""
    return f"{told} {old}".strip(), ""


def _days(on: Any) -> Span | None:
    """The days an answer, a day or a date gives, if both ends are known."""
    if on is None:
        return None
    first, last = (on, on) if isinstance(on, date) else (getattr(on, "first", None), getattr(on, "last", None))
    if not first or not last:
        return None
    return Span.of(first) if first == last else Span(first=first, last=last, precision=Precision.RANGE)


def _name_of(desk: Desk, key: str | None) -> str:
    successor = next((each for each in desk.library.authorities if each.id == key), None)
    return successor.citation if successor else ""


def _counsels(authority: Authority, point: Proposition) -> str:
    """Counsel's check beside our own readings, where it is her check that made the citation verified."""
    if point.state is not Verification.VERIFIED or not point.counsel:
        return ""
    return f"{state_note(authority, point)}"


def cites(desk: Desk, *keys: str, last: str = ",") -> Md:
    """Several citations, each AUTHORITY/PROPOSITION, joined by semicolons; those of one statute under one name.

    CPL 245.20 (1) (k) (v), (j), (h); CPL 245.35 (3). `last` is the word before the last of one statute: (e) and (k).
    """
    named: dict[tuple[str, str], list[str]] = {}
    for key in dict.fromkeys(keys):
        authority, _, proposition = key.partition("/")
        named.setdefault((authority, _subdivision(desk, authority, proposition)), []).append(proposition)
    return join([_of_one(desk, authority, points, last) for (authority, _), points in named.items()], escape("; "))


def _subdivision(desk: Desk, authority: str, proposition: str) -> str:
    """The subdivision whose paragraphs may follow one another: (1) of (1)(k)(v); "" of one that stands by itself."""
    found, point = _proposition(desk, authority, proposition)
    lettered = re.match(r"\(\d+\)(?=\([a-z]\))", point.pin or "")
    return lettered[0] if lettered and not found.name else f"/{proposition}"


def _of_one(desk: Desk, authority: str, propositions: Sequence[str], last: str) -> Md:
    """The citation of the first, and of each other no more than its paragraph."""
    whole = cite(desk, authority, propositions[0])
    shorter: list[Markup] = [_cited(desk, authority, each, paragraph=True) for each in propositions[1:]]
    if not shorter:
        return whole
    ending = shorter.pop()
    return join([join([whole, *shorter], escape(", ")), escape(", " if last == "," else f" {last} "), ending])


def stands_for(desk: Desk, authority: str, proposition: str) -> Value:
    """What the authority stands for, in our recorded words."""
    _, point = _proposition(desk, authority, proposition)
    return Value(point.text, f"authority:{authority}/{proposition}")


class AdverseView:
    """A proposition against us, to be met: `.cite`, `.text`, `.words`, `.state`, `.note`."""

    def __init__(self, desk: Desk, authority: Authority, proposition: Proposition) -> None:
        self._desk, self._authority, self._proposition = desk, authority, proposition
        self._source = f"authority:{authority.id}/{proposition.id}"

    @property
    def id(self) -> str:
        """AUTHORITY/PROPOSITION."""
        return self._source.removeprefix("authority:")

    @property
    def cite(self) -> Md:
        """Its citation."""
        return cite(self._desk, self._authority.id, self._proposition.id)

    @property
    def verified(self) -> bool:
        """Whether the opinion itself was read for it."""
        return self._proposition.state == "verified"

    def __getattr__(self, name: str) -> Any:
        if name not in {"text", "words", "state", "note", "pin"}:
            raise AttributeError(name)
        return thing(getattr(self._proposition, name), self._source)


def adverse(desk: Desk, topic: str = "") -> tuple[AdverseView, ...]:
    """What is recorded against us, on a topic named by an authority's id or a word of the proposition.

    It goes by the proposition: what a decision against us says besides, of its facts, is not against us.
    """
    return tuple(
        AdverseView(desk, authority, point)
        for authority in desk.library.authorities
        for point in authority.propositions
        if point.adverse and topic.lower() in f"{authority.id} {authority.name or ''} {point.id} {point.text}".lower()
    )


def adverse_at(desk: Desk, key: str) -> AdverseView:
    """The proposition against us of that name, AUTHORITY/PROPOSITION."""
    authority, _, proposition = key.partition("/")
    return AdverseView(desk, *_proposition(desk, authority, proposition))


def _proposition(desk: Desk, authority: str, proposition: str) -> tuple[Authority, Proposition]:
    found = desk.library.authority(authority)
    point = found.proposition(proposition)
    if point is None:
        known = ", ".join(each.id for each in found.propositions) or "none"
        raise MisuseError(f"“{authority}” is not recorded for “{proposition}”; recorded are {known}")
    return found, point


def _marked(parts: Iterable[tuple[str, bool]]) -> Md:
    return join([join([Md("*"), escape(text), Md("*")]) if italic else escape(text) for text, italic in parts])
