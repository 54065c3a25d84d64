"""Findings, policies, judgements and conflicts as a template sees them: each prints with its id, or is refused."""

from typing import Any

from markupsafe import Markup

from discovery.core.bearings import Judgement
from discovery.core.findings import Conflict, Finding, MemoUse
from discovery.core.marking import Md, escape, join, role
from discovery.core.policies import Policy
from discovery.core.spans import Precision, Span, long_date
from discovery.core.values import Day, Desk, MisuseError, Value, with_preposition
from discovery.core.views import Statable, ThingView


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
