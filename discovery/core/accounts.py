"""Every number accounted for: the runs that were taken, what is in none, and how it came about, in plain words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from discovery.core.bates import BatesRange, NumberStyle
from discovery.core.chains import Ledger, Link
from discovery.core.numbering import (
    Act,
    Entry,
    Reconciliation,
    explain_aside,
    explain_elsewhere,
    explain_unused,
    issues,
    next_free,
    next_volume,
    replacements,
    said_of,
    unfinished,
)


@dataclass(frozen=True)
class Account:
    """One run of numbers and what is to be said of it."""

    range: BatesRange
    said: str

    def __str__(self) -> str:
        return f"{self.range}: {self.said}"


def styles(entries: Sequence[Entry]) -> tuple[NumberStyle, ...]:
    """How numbers were printed under each prefix last, in the order the prefixes came into use."""
    last = {
        entry.prefix: NumberStyle(prefix=entry.prefix, digits=entry.digits, suffix=entry.suffix)
        for entry in entries
        if entry.act in (Act.RESERVED, Act.ELSEWHERE)
    }
    return tuple(last.values())


def next_in_words(entries: Sequence[Entry], style: NumberStyle) -> str:
    """The next free number of a prefix and the next volume; asking reserves nothing."""
    number = style.number(next_free(entries, style.prefix))
    return f"{number} is the next free number, in {next_volume(entries)}. Asking does not reserve it."


def ranges(entries: Sequence[Entry]) -> tuple[Account, ...]:
    """Every run that was ever taken, in order, with what became of it."""
    return tuple(_runs(entries))


def _runs(entries: Sequence[Entry]) -> Iterator[Account]:
    issued = {entry.reservation: entry for entry in issues(entries)}
    for taking in entries:
        if taking.act in (Act.VOID, Act.APART):
            yield Account(taking.range, _rest(taking, explain_aside(taking, entries)))
        elif taking.act is Act.ELSEWHERE:
            yield Account(taking.range, _rest(taking, explain_elsewhere(taking)))
        elif taking.act in (Act.RESERVED, Act.REISSUED):
            issue = issued.get(taking.sequence)
            said = _issued(issue, entries) if issue else _rest(taking, explain_unused(taking))
            notes = "".join(f" {_noted(each)}" for each in said_of(entries, taking))
            yield Account(taking.range, said + notes)


def _rest(entry: Entry, sentence: str) -> str:
    return sentence.removeprefix(f"{entry.range}: ")


def _issued(issue: Entry, entries: Sequence[Entry]) -> str:
    act = "re-issued" if issue.replaces else "issued"
    why = f", because: {issue.reason}" if issue.replaces else ""
    later = "".join(
        f" {each.range} replaced by {each.volume} on {each.day}." for each in replacements(entries, issue)
    )
    return f"{issue.volume}, {act} to the {issue.audience} on {issue.day}{why}.{later}"


def _noted(entry: Entry) -> str:
    act = "withdrawn" if entry.act is Act.WITHDRAWN else "noted"
    who = f" by {entry.by}" if entry.by else ""
    return f"{entry.range} {act} on {entry.day}{who}: {entry.reason}"


def gaps(entries: Sequence[Entry]) -> tuple[Account, ...]:
    """Every number below the next free one that is on no page in use, and why, by prefix and number."""
    found = [
        *(Account(each.range, _why_unused(each, entries)) for each in unfinished(entries) if not each.replaces),
        *_void(entries),
        *(Account(each.range, _noted(each).removeprefix(f"{each.range} ")) for each in _withdrawn(entries)),
        *_skipped(entries),
    ]
    return tuple(sorted(found, key=lambda each: (each.range.begin.prefix, each.range.begin.number, each.said)))


def _why_unused(reservation: Entry, entries: Sequence[Entry]) -> str:
    notes = "".join(f" {_noted(each)}" for each in said_of(entries, reservation))
    return _rest(reservation, explain_unused(reservation)) + notes


def _withdrawn(entries: Sequence[Entry]) -> Iterator[Entry]:
    return (entry for entry in entries if entry.act is Act.WITHDRAWN)


def _void(entries: Sequence[Entry]) -> Iterator[Account]:
    """The void numbers that no other page bears."""
    for entry in entries:
        if entry.act is Act.VOID and not entry.replaces:
            others = [
                each
                for each in entries
                if each.act in (Act.ISSUED, Act.APART) or (each.act is Act.RESERVED and each.meets(entry))
            ]
            for first, last in _left(entry, others):
                style = NumberStyle(prefix=entry.prefix, digits=entry.digits, suffix=entry.suffix)
                yield Account(style.range(first, last - first + 1), _rest(entry, explain_aside(entry, entries)))


def _left(entry: Entry, others: Sequence[Entry]) -> Iterator[tuple[int, int]]:
    """What of a run none of the others hold, as first and last numbers."""
    number = entry.first
    for other in sorted((each for each in others if each.meets(entry)), key=lambda each: each.first):
        if other.first > number:
            yield number, other.first - 1
        number = max(number, other.last + 1)
    if number <= entry.last:
        yield number, entry.last


def _skipped(entries: Sequence[Entry]) -> Iterator[Account]:
    """The numbers before a run that was told to begin further on, and those before the first."""
    for style in styles(entries):
        taken = [entry for entry in entries if entry.prefix == style.prefix]
        reached = 0
        for entry in sorted(taken, key=lambda each: (each.first, each.last)):
            if entry.first > reached + 1:
                run = style.range(reached + 1, entry.first - reached - 1)
                yield Account(run, f"never taken: a run was told to begin at {entry.range.begin}.")
            reached = max(reached, entry.last)


# --- history ---------------------------------------------------------------------------------------------------


def history(ledger: Ledger) -> tuple[str, ...]:
    """Every entry in the order it was made, with the name it goes by; the head last."""
    return (
        *(line for link in ledger.links for line in _told(link, ledger)),
        f"The head of this ledger is {ledger.head}." if ledger.links else "This ledger has no entry yet.",
    )


def _told(link: Link, ledger: Ledger) -> Iterator[str]:
    held = link.held
    if isinstance(held, Reconciliation):
        yield f"{held.day}  {link.name}  {held}."
        yield from (f"{'':12}{_carried(each, ledger)}" for each in held.aside)
        return
    whom = f" for the {held.audience}" if held.act in (Act.RESERVED, Act.REISSUED) else ""
    why = f": {held.reason}" if held.reason else ""
    who = f", by {held.by}" if held.by else ""
    if held.act is Act.ELSEWHERE:
        yield f"{held.day}  {link.name}  {explain_elsewhere(held)}"
        return
    proof = f", manifest {held.manifest}" if held.manifest else ""
    yield f"{held.day}  {link.name}  {held.range} {held.act}, {held.volume}{whom}{proof}{who}{why}"


def _carried(entry: Entry, ledger: Ledger) -> str:
    """What a reconciliation carried over from the ledger that does not stand."""
    if entry.act is Act.ELSEWHERE:
        return explain_elsewhere(entry)
    return explain_aside(entry, ledger.entries) if entry.act in (Act.VOID, Act.APART) else _noted(entry)


def place_of(ledger: Ledger, head: str) -> str | None:
    """What a head that was printed once is in this ledger, in a sentence; None where it is not in it."""
    wanted = head.strip().lower()
    for place, link in enumerate(ledger.links):
        if link.sha256.startswith(wanted):
            after = len(ledger.links) - place - 1
            follows = (
                f"{after} {'entry follows' if after == 1 else 'entries follow'} it" if after else "it is the head"
            )
            return (
                f"That is entry {link.name} ({link.held}); {follows}. Nothing up to it was changed, added or taken "
                "away since."
            )
    for link in ledger.beside:
        if link.sha256.startswith(wanted):
            return (
                f"That is entry {link.name} ({link.held}) of another copy of this ledger, set aside when the "
                "copies were reconciled; see the history."
            )
    return None
