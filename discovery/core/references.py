"""Findings, policies, law and demands as a template sees them: each prints with its id, or is refused."""

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
from discovery.core.bearings import Judgement
from discovery.core.demands import Demand
from discovery.core.findings import Conflict, Finding, MemoUse
from discovery.core.marking import SEP, Md, escape, join, role
from discovery.core.matter import Demanded
from discovery.core.policies import Policy
from discovery.core.precedent import binding_sentence, binds_in
from discovery.core.spans import Precision, Span, long_date
from discovery.core.values import Day, Desk, Fact, MisuseError, Value, with_preposition
from discovery.core.versions import out_of_force, read_long_ago, replaced, says_former
from discovery.core.views import Statable, ThingView, thing


class FindingView:
    """A finding; what a paper may say of it depends on its use and on who will read the paper."""

    def __init__(self, desk: Desk, finding: Finding) -> None:
        self._desk, self._finding = desk, finding
        self._source = f"finding:{finding.id}"

    @property
    def id(self) -> str:
        """Its id, for conditions."""
        return self._finding.id

    @property
    def use(self) -> str:
        """What a paper may do with it: attribute, lead_only, exclude, background_ok."""
        return str(self._finding.memo_use)

    @property
    def title(self) -> Value:
        """Its id in words."""
        return Value(self._finding.id.replace("-", " "), self._source)

    @property
    def statement(self) -> Value:
        """The statement, marked as somebody's claim; refused outside the memo unless it may be attributed."""
        return self._claim(self._finding.statement)

    @property
    def attributed(self) -> Markup:
        """The statement led by who says so, with a footnote giving source, place and caveats."""
        statement = self._claim(self._finding.statement)
        lead = Value(self._lead(), self._source)
        note = role("note", body=self._note())
        return join([lead.__html__(), escape(" "), statement.__html__(), note])

    @property
    def reported(self) -> Markup:
        """The statement with its footnote, for a list whose opening line says who reports it."""
        return join([self._claim(self._finding.statement).__html__(), role("note", body=self._note())])

    @property
    def lead(self) -> Value:
        """Who says so and when, ready to stand before the statement."""
        return Value(self._lead(), self._source)

    @property
    def quotation(self) -> Value:
        """The first quotation shipped, in quotation marks; empty where none is."""
        quoted = next((each.words for each in self._finding.quotations if each.words), "")
        return self._claim(f"“{quoted.strip('“”')}”" if quoted else "")

    @property
    def locators(self) -> tuple[Value, ...]:
        """Where in the source it stands."""
        return tuple(Value(each.locator, self._source) for each in self._finding.quotations)

    @property
    def caveats(self) -> tuple[Value, ...]:
        """What has to be said beside it."""
        return tuple(Value(each, self._source) for each in self._finding.caveats)

    @property
    def proof(self) -> Value:
        """The primary record that would prove it."""
        return Value(self._finding.proof, self._source)

    @property
    def speaker(self) -> Value:
        """Who says so."""
        return Value(self._finding.speaker, self._source)

    @property
    def attribution(self) -> Value:
        """What the source rests it on."""
        return Value(self._finding.attribution, self._source)

    @property
    def span(self) -> Day:
        """The days it gives."""
        return Day(self._finding.span, self._source)

    @property
    def date_note(self) -> Value:
        """What is to be known about its days."""
        return Value(self._finding.date_note, self._source)

    @property
    def kind(self) -> Value:
        """What sort of account it is."""
        return Value(self._finding.kind, self._source)

    @property
    def tensions(self) -> tuple["FindingView", ...]:
        """Findings it does not sit easily with."""
        return tuple(FindingView(self._desk, self._desk.library.finding(key)) for key in self._finding.tensions)

    @property
    def judgements(self) -> tuple["JudgementView", ...]:
        """How what it reports stands to what governed."""
        from discovery.core.bearings import judge_finding

        judged = judge_finding(self._finding, self._desk.library)
        return tuple(JudgementView(self._desk, each, None) for each in judged)

    @property
    def publication(self) -> ThingView:
        """Where it was published: `.title`, `.publisher`, `.published`, `.exhibit_description`."""
        source = self._desk.library.source(self._finding.source)
        return ThingView(source, f"source:{source.id}")

    def _claim(self, words: str) -> Value:
        use = self._finding.memo_use
        if use is MemoUse.EXCLUDE:
            raise MisuseError(f"finding “{self.id}” is marked exclude and stands in no paper")
        if not self._desk.privileged and use is not MemoUse.ATTRIBUTE:
            raise MisuseError(
                f"finding “{self.id}” is marked {use} and may not be stated in a paper that leaves the office"
            )
        return Value(words, self._source, attributed=True, note=self._comment())

    def _comment(self) -> str:
        caveats = " ".join([*self._finding.caveats, *self._finding.guidance]) or "none recorded."
        use = "" if self._finding.memo_use is MemoUse.ATTRIBUTE else f" Use: {self._finding.memo_use}."
        return f"Finding {self.id}, on the word of {self._finding.speaker}.{use} Caveats: {caveats}"

    def _lead(self) -> str:
        source = self._desk.library.source(self._finding.source)
        told = f"{source.publisher} reported on {source.published}"
        speaker = self._finding.speaker.partition(", as reported by")[0]
        if speaker.startswith(source.publisher):
            return f"{told}, in substance:"
        return f"{told}, on the word of {speaker}, in substance:"

    def _note(self) -> Md:
        source = self._desk.library.source(self._finding.source)
        exhibit = source_exhibit(self._desk, source.id)
        places = ", ".join(dict.fromkeys(each.locator for each in self._finding.quotations))
        where = f", at {places}" if places else ""
        published = Value(f"{source.author}, {source.title.rstrip('.')}, ", self._source).__html__()
        outlet = Value(f"{source.publisher}, {source.published}{where}", self._source).__html__()
        cited = join([escape(" ("), role("ex", exhibit), escape(")")]) if exhibit else Md("")
        rest = f". The account rests on: {self._finding.attribution}. " + " ".join(self._finding.caveats)
        return join([published, outlet, cited, Value(rest.rstrip(), self._source).__html__()])

    def __html__(self) -> Md:
        return Md(self.attributed)


def source_exhibit(desk: Desk, source: str) -> str | None:
    """The key of the matter's exhibit that is this publication, if it is offered."""
    article = desk.library.source(source)
    for exhibit in desk.exhibits:
        named = {exhibit.source, exhibit.key, exhibit.description}
        if exhibit.include and named & {source, article.url, article.title, article.exhibit_description}:
            return exhibit.key
    return next((each.key for each in desk.exhibits if each.include and each.key == "article"), None)


class PolicyView(ThingView):
    """A policy, statute, practice, agreement or statement."""

    _record: Policy

    def __init__(self, policy: Policy) -> None:
        super().__init__(policy, f"policy:{policy.id}")

    @property
    def dates(self) -> Value:
        """From when to when it was in force, or when it was made."""
        return Value(days_of(self._record), self.source)

    @property
    def first(self) -> Any:
        """First possible day in force, for drawings."""
        return self._record.first_day.first

    @property
    def last(self) -> Any:
        """Last possible day in force, for drawings; None while it is not known to have ended."""
        return self._record.last_day.last if self._record.last_day else None

    @property
    def words(self) -> tuple[Value, ...]:
        """Its words as read, in quotation marks, with the state of the reading in the comment."""
        return tuple(
            Value(
                f"“{each.text.strip('“”')}”",
                self.source,
                note="" if each.verified else "These words were not verified.",
            )
            for each in self._record.words
        )

    def __html__(self) -> Md:
        return Value(self._record.title, self.source).__html__()


def days_of(policy: Policy) -> str:
    """From when to when a policy was in force, or when a statement was made, as far as it is known."""
    first, last = policy.first_day, policy.last_day
    if not policy.kind.governs:
        return f"made {with_preposition(first)}" if first.first or first.last else "its day is not known"
    if first.first is None and first.last is None:
        return "its days are not known"
    if first.first is None:
        begun = f"in force by {long_date(first.last)}" if first.last else ""
    else:
        begun = f"in force from {_begin(first)}"
    if last:
        return f"{begun} until {with_preposition(last).removeprefix('on ').removeprefix('in ')}"
    return f"{begun} until a day not known" if policy.ended else begun


def _begin(first: Span) -> str:
    if first.precision is Precision.RANGE and first.first and first.last:
        return f"a day between {long_date(first.first)} and {long_date(first.last)}"
    return str(first)


class JudgementView:
    """How conduct stands to a policy, in words."""

    def __init__(self, desk: Desk, judgement: Judgement, statable: Statable | None) -> None:
        self._desk, self._judgement = desk, judgement
        source = judgement.conduct.source
        if statable and source.startswith("intake:"):
            source = f"intake:{statable.path(source.removeprefix('intake:'))}"
        self._source = source

    @property
    def conduct(self) -> ThingView:
        """What was done: `.title`, `.span`, `.kind`."""
        return ThingView(self._judgement.conduct, self._source)

    @property
    def policy(self) -> PolicyView | None:
        """What governed."""
        return PolicyView(self._judgement.policy) if self._judgement.policy else None

    def __getattr__(self, name: str) -> Any:
        if name not in {"classification", "sentence", "why", "settles", "gate"}:
            raise AttributeError(name)
        value = getattr(self._judgement, name)
        return Value(self._desk.with_initials(str(value or "")), self._source)

    def __html__(self) -> Md:
        return Value(self._desk.with_initials(self._judgement.sentence), self._source).__html__()


class ConflictView(ThingView):
    """Figures that do not agree: prints all of them together, never one alone."""

    _record: Conflict

    def __init__(self, conflict: Conflict) -> None:
        super().__init__(conflict, f"conflict:{conflict.id}")

    @property
    def figures(self) -> tuple[Any, ...]:
        """One figure alone is never given to a paper."""
        raise MisuseError(
            f"the figures of “{self._record.id}” are printed together or not at all; print the conflict itself"
        )

    def __html__(self) -> Md:
        given = [
            f"{each.figure} ({', '.join(part for part in (each.given_by, each.when) if part)}"
            f"{'' if each.verified else '; not verified'})"
            for each in self._record.figures
        ]
        text = f"{self._record.subject}: {'; '.join(given)}. {self._record.note}".rstrip()
        return Value(text, self.source).__html__()


class DemandView(ThingView):
    """One item of the checklist."""

    _record: Demand

    def __init__(self, desk: Desk, demand: Demand) -> None:
        super().__init__(demand, f"demand:{demand.id}")
        self._desk = desk

    @property
    def hooks(self) -> Markup:
        """The citations that hook it, the strongest first."""
        return cites(self._desk, *self._record.hooks)

    def __html__(self) -> Md:
        return Value(self._record.text, self.source).__html__()


class DemandState:
    """What became of one item of the checklist in this matter."""

    def __init__(self, desk: Desk, demand: str) -> None:
        self._desk = desk
        self._demanded: Demanded | None
        asked = desk.matter.disclosure.demands if desk.matter else ()
        self._at, self._demanded = next(
            ((at, each) for at, each in reversed(list(enumerate(asked))) if demand in each.items), (-1, None)
        )

    @property
    def asked(self) -> bool:
        """Whether it was asked for."""
        return self._demanded is not None

    @property
    def answer(self) -> Value:
        """How it was answered, in words."""
        if self._demanded is None:
            return Value("not yet demanded", "intake:disclosure.demands")
        return Value(self._demanded.answer or "answer not recorded", f"intake:disclosure.demands.{self._at}.answer")

    def __getattr__(self, name: str) -> Fact:
        if name not in {"day", "answered", "words"} or self._demanded is None:
            raise AttributeError(name)
        return Fact(self._desk, f"disclosure.demands.{self._at}.{name}", getattr(self._demanded, name))


# --- the law ------------------------------------------------------------------------------------------------------


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


def by_number(desk: Desk, demands: Iterable[Demand]) -> tuple[DemandView, ...]:
    """The checklist in its order."""
    return tuple(DemandView(desk, each) for each in sorted(demands, key=lambda each: each.n))
