"""What became of each citation of a brief when it was looked up in the law data, string by string.

A match says that our data has the citation as it is written; it does not say that the authority stands for what the
brief says of it. Whatever differs, in name, page, year or court, is told; nothing passes on a part.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from discovery.core.authorities import Authority, Proposition, Verification
from discovery.core.briefs import Stream
from discovery.core.citation_forms import Found, FoundKind, longest, subdivision_key
from discovery.core.citation_groups import Group, groups, other_court, year_in, year_of
from discovery.core.citations import find_citations
from discovery.core.law_index import LawIndex, bare_name
from discovery.core.lookalikes import find_everything
from discovery.core.precedent import binds, binds_in
from discovery.core.spans import Span
from discovery.core.versions import out_of_force, read_long_ago, replaced


class Status(StrEnum):
    """What the law data says of one string; only `MATCHED` needs no look."""

    MATCHED = "matched"
    PARTLY = "partly"
    NAME_DIFFERS = "name differs"
    CITATION_DIFFERS = "citation differs"
    YEAR_DIFFERS = "year differs"
    COURT_DIFFERS = "court differs"
    UNVERIFIED = "unverified"
    SUPERSEDED = "superseded"
    LATER = "later history"
    NOT_IN_FORCE = "not in force"
    UNKNOWN = "unknown"
    FOUND = "found"


MEANINGS = {
    Status.MATCHED: "our data has it as it is written, and it was read for all it is recorded for",
    Status.PARTLY: "our data has the authority, but not all of what is written, or not all of it was read",
    Status.NAME_DIFFERS: "our data has the report under another name",
    Status.CITATION_DIFFERS: "our data has the case under another report",
    Status.YEAR_DIFFERS: "our data has another year",
    Status.COURT_DIFFERS: "our data has another court",
    Status.UNVERIFIED: "our data has it, but nobody has read it for what it is recorded for",
    Status.SUPERSEDED: "our data has what replaced it",
    Status.LATER: "our data has what became of it afterwards",
    Status.NOT_IN_FORCE: "it was not law on the day asked about",
    Status.UNKNOWN: "it is not in our data, which does not mean that it does not exist",
    Status.FOUND: "it looks like a citation, of a form our data does not hold",
}


UNNAMED = re.compile(r"§|section|subdivision|paragraph", re.IGNORECASE)
"""How a section begins that stands without the name of its law."""


@dataclass(frozen=True)
class Cited:
    """One string of a brief that looks like a citation."""

    text: str
    where: str
    kind: FoundKind
    status: Status
    says: str
    authority: str = ""
    """The id of the authority it was compared with, if any."""


def cited(
    streams: Iterable[Stream],
    authorities: Iterable[Authority],
    on: date,
    *,
    own: Iterable[str] = (),
    today: date | None = None,
    county: str | None = None,
) -> tuple[Cited, ...]:
    """Every string that looks like a citation, in order, each with its status under the law of a day.

    `own` is what the brief has from elsewhere: its own caption, its charges. What was last read long before `today`
    is said to need another reading. `county` is that of the matter: what an opinion binds may depend on it.
    """
    law = LawIndex.of(authorities)
    free = {(found.kind, found.key) for words in own for found in find_citations(words)}
    readers = [_Reader(each, law, on, free, today or on, county) for each in streams]
    in_full = {key for reader in readers for key in reader.full}
    judged: list[Cited] = []
    for reader in readers:
        reader.full = in_full
        judged += reader.read()
    return tuple(judged)


# --- reading -------------------------------------------------------------------------------------------------


class _Reader:
    """One stream read from its first word to its last."""

    def __init__(
        self,
        stream: Stream,
        law: LawIndex,
        on: date,
        free: set[tuple[FoundKind, str]],
        today: date,
        county: str | None,
    ) -> None:
        self.stream, self.law, self.on, self.free, self.today, self.county = stream, law, on, free, today, county
        self.text = stream.text
        self.found = longest([*find_everything(stream.text), *law.written_out(stream.text)])
        self.groups = {id(found): group for group in groups(self.text, self.found) for found in group.members}
        self.full = set(self._in_full())
        """The cases cited in full, with name and report: here, and once joined with others, anywhere in the brief."""

    def _in_full(self) -> Iterator[str]:
        for group in self.groups.values():
            for report in group.reports:
                if (authority := self.law.reports.get(report.key)) and group.names(authority):
                    yield authority.id
            for authority in self.law.names.get(bare_name(group.name.text), ()) if group.name else ():
                if group.name and self._written_out(group.name, authority):
                    yield authority.id

    def read(self) -> Iterator[Cited]:
        last: Cited | None = None
        for found in self.found:
            if found.kind is not FoundKind.BACK and (found.kind, found.key) in self.free:
                continue
            one = self._back(found, last) if found.kind is FoundKind.BACK else self._one(found)
            if found.kind is not FoundKind.BACK:
                last = one
            yield one

    def _one(self, found: Found) -> Cited:
        match found.kind:
            case FoundKind.REPORTER:
                return self._report(found)
            case FoundKind.SHORT:
                return self._short(found)
            case FoundKind.CASE_NAME:
                return self._case(found)
            case FoundKind.ARTICLE:
                return self._article(found)
            case FoundKind.LOOKS:
                return self._said(found, Status.FOUND, "Look it up by hand.")
        return self._section(found)

    def _said(self, found: Found, status: Status, says: str, authority: Authority | None = None) -> Cited:
        key = authority.id if authority else ""
        return Cited(found.text, self.stream.where(found.start), found.kind, status, says, key)

    # --- cases ---

    def _report(self, found: Found) -> Cited:
        group = self.groups[id(found)]
        authority = self.law.reports.get(found.key)
        if authority is None:
            return self._unknown_report(found, group)
        ours = f"Our data has {authority.citation}."
        if group.name is None:
            return self._said(found, Status.PARTLY, f"No case name stands before it. {ours}", authority)
        if not group.names(authority):
            return self._said(found, Status.NAME_DIFFERS, f"It stands after “{group.name.text}”. {ours}", authority)
        if (year := year_in(group.bracket)) and (known := year_of(authority)) and year != known:
            return self._said(found, Status.YEAR_DIFFERS, f"It is dated {year}. {ours}", authority)
        if group.bracket and other_court(group.bracket, authority.citation):
            return self._said(
                found, Status.COURT_DIFFERS, f"Its court is given as [{group.bracket}]. {ours}", authority
            )
        return self._read_for(found, authority, authority.propositions, pages=group.pages[found.start])

    def _unknown_report(self, found: Found, group: Group) -> Cited:
        known = self.law.names.get(bare_name(group.name.text), ()) if group.name else ()
        beside = next((self.law.reports[each.key] for each in group.reports if each.key in self.law.reports), None)
        if beside:
            says = f"It stands beside {beside.citation} as a parallel citation that our data does not have."
            return self._said(found, Status.UNKNOWN, says, beside)
        if known:
            ours = "; ".join(each.citation for each in known)
            return self._said(found, Status.CITATION_DIFFERS, f"Our data has {ours}.", known[0])
        if group.name and (near := self.law.near(bare_name(group.name.text))):
            return self._said(found, Status.UNKNOWN, f"The nearest name in our data is {near.citation}.", near)
        return self._said(found, Status.UNKNOWN, "Look it up by hand.")

    def _short(self, found: Found) -> Cited:
        held = self.law.volume(found.key)
        if not held:
            return self._said(found, Status.UNKNOWN, "Our data has no case in that volume.")
        before = [each for each in held if each.id in self.full]
        if len(before) != 1:
            names = ", ".join(each.name or each.citation for each in held)
            says = f"In that volume our data has {names}, not cited in full in this brief with name and report."
            return self._said(found, Status.PARTLY, says, held[0])
        pages = tuple(re.findall(r"\d{1,4}", found.text.partition(" at ")[2]))
        return self._read_for(found, before[0], before[0].propositions, pages=pages)

    def _case(self, found: Found) -> Cited:
        group, key = self.groups[id(found)], bare_name(found.text)
        known = self.law.names.get(key, ())
        report = next((each for each in group.reports if each.key in self.law.reports), None)
        if report:
            reported = self.law.reports[report.key]
            if group.names(reported):  # a name is no better than what stands with it
                beside = self._report(report)
                return self._said(found, beside.status, beside.says, reported)
            return self._said(found, Status.NAME_DIFFERS, f"Our data has {reported.citation}.", reported)
        if not known:
            if near := self.law.near(key):
                says = f"The nearest name in our data is {near.citation}."
                status = Status.UNKNOWN if group.reports else Status.NAME_DIFFERS
                return self._said(found, status, says, near)
            return self._said(found, Status.UNKNOWN, "Look it up by hand.")
        ours = "; ".join(each.citation for each in known)
        if group.reports:
            return self._said(found, Status.CITATION_DIFFERS, f"Our data has {ours}.", known[0])
        whole = [each for each in known if each.id in self.full]
        if len(whole) == 1:
            return self._read_for(found, whole[0], whole[0].propositions)
        return self._said(found, Status.PARTLY, f"Only the name stands here. Our data has {ours}.", known[0])

    def _written_out(self, found: Found, authority: Authority) -> bool:
        """Whether a decision without a report follows its name as our data gives it: court, date, docket number."""
        rest = authority.citation.removeprefix(authority.name or "").strip(" ()[]")
        return _letters(self.text[found.end : found.end + 2 * len(rest) + 20]).startswith(_letters(rest))

    # --- statutes, rules, local laws ---

    def _section(self, found: Found) -> Cited:
        authority = self.law.sections.get(found.key)
        if authority is None:
            return self._said(found, Status.UNKNOWN, "Look it up by hand.")
        points = authority.propositions
        if found.subdivision:
            points = tuple(each for each in points if each.pin and _within(each.pin, found.subdivision))
            if not points:
                recorded = ", ".join(dict.fromkeys(each.pin for each in authority.propositions if each.pin))
                says = f"Our data records nothing for that subdivision of {authority.citation}"
                says += f"; it has {recorded}." if recorded else "."
                return self._said(found, Status.PARTLY, says, authority)
        if UNNAMED.match(found.text) and " of the " not in found.text:
            says = f"No law is named with it; in the Criminal Procedure Law our data has {authority.citation}."
            return self._said(found, Status.PARTLY, says, authority)
        return self._read_for(found, authority, points)

    def _article(self, found: Found) -> Cited:
        law, _, number = found.key.rpartition(" article ")
        pattern = re.compile(rf"{re.escape(law)} (?:former )?{re.escape(number)}\.")
        held = [each for key, each in self.law.sections.items() if pattern.match(key)]
        if law == "public officers law" and number == "6":
            held = [each for key, each in self.law.sections.items() if re.match(r"public officers law 8\d$", key)]
        if law == "cplr":
            held = [each for key, each in self.law.sections.items() if re.match(rf"cplr {number}\d\d$", key)]
        if not held:
            return self._said(found, Status.UNKNOWN, "Our data has no section of it.")
        names = ", ".join(each.citation for each in held)
        return self._said(found, Status.PARTLY, f"A whole article. Our data has {names}.", held[0])

    # --- references back ---

    def _back(self, found: Found, last: Cited | None) -> Cited:
        if found.key:
            held = [each for name, many in self.law.names.items() for each in many if _short_for(found.key, name)]
            cited_here = [each for each in held if each.id in self.full]
            if len(cited_here) != 1:
                return self._said(found, Status.FOUND, "Nothing cited in full before it bears that name.")
            pages = tuple(re.findall(r"\d{1,4}", found.text.rpartition("supra")[2]))
            return self._read_for(found, cited_here[0], cited_here[0].propositions, pages=pages)
        if last is None:
            return self._said(found, Status.FOUND, "There is nothing before it that it could refer to.")
        says = f"It refers back to “{last.text}”: {last.says}"
        authority = self.law.by_id.get(last.authority)
        if last.status is not Status.MATCHED or authority is None:
            return self._said(found, last.status, says, authority)
        pages = tuple(re.findall(r"\d{1,4}", found.text))
        return self._read_for(found, authority, authority.propositions, pages=pages, lead=f"Back to “{last.text}”. ")

    # --- what our data says of it ---

    def _read_for(
        self,
        found: Found,
        authority: Authority,
        points: Sequence[Proposition],
        *,
        pages: Sequence[str] = (),
        lead: str = "",
    ) -> Cited:
        """The status of a citation that our data has: in force, its pages recorded, somebody has read it."""
        if authority.superseded_by:
            by = self.law.by_id.get(authority.superseded_by)
            told = " ".join(
                filter(None, (replaced(authority, by.citation if by else ""), self._out_of_force(authority)))
            )
            return self._said(found, Status.SUPERSEDED, lead + told, authority)
        if told := self._out_of_force(authority):
            return self._said(found, Status.NOT_IN_FORCE, lead + told, authority)
        if authority.later:
            says = f"{lead}{authority.later} {self._kept(authority, points)}"
            return self._said(found, Status.LATER, says, authority)
        recorded = {page for each in points for page in re.findall(r"\d{1,4}", each.pin or "")}
        if missing := [page for page in pages if page not in recorded]:
            says = f"Our data records nothing at page {', '.join(missing)}"
            says += f"; it has {', '.join(sorted(recorded))}." if recorded else "; no page of it is recorded."
            return self._said(found, Status.PARTLY, lead + says, authority)
        states = [each.state for each in points]
        if Verification.VERIFIED not in states:
            partly = Verification.PARTLY in states
            says = "It is partly verified." if partly else "Nobody has read it."
            return self._said(found, Status.UNVERIFIED, f"{lead}{says} {self._kept(authority, points)}", authority)
        status = Status.MATCHED if set(states) == {Verification.VERIFIED} else Status.PARTLY
        return self._said(found, status, lead + self._kept(authority, points), authority)

    def _out_of_force(self, authority: Authority) -> str:
        return out_of_force(authority, Span.of(self.on))

    def _kept(self, authority: Authority, points: Sequence[Proposition]) -> str:
        read = sum(each.state is Verification.VERIFIED for each in points)
        number = len(points)
        what = f"{read} of {number} propositions verified" if number != 1 else f"1 proposition, {points[0].state}"
        against = sum(each.adverse for each in points)
        adverse = f", {against} against the defense" if against else ""
        bound = f"; {binds(authority)}" if authority.name and binds(authority) else ""
        here = binds_in(authority, self.county)
        aged = [told for each in points if (told := read_long_ago(each, self.today))]
        again = aged[0] if len(aged) == number else ""
        return " ".join(each for each in (f"{authority.id}: {what}{adverse}{bound}.", here, again) if each)


def _within(pin: str, subdivision: str) -> bool:
    """Whether a proposition's subdivision is the one cited or lies in it."""
    return pin[0] in "(§" and subdivision_key(pin).startswith(subdivision)


def _short_for(words: str, name: str) -> bool:
    """Whether "knight" or "people v knight" is short for a case name."""
    key = bare_name(words)
    left, _, right = name.partition(" v ")
    return key in (name, right) or (key == left and left not in {"people", "state", "united states"})


def _letters(text: str) -> str:
    return re.sub(r"[\W_]", "", text.lower())
