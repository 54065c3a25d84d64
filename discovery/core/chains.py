"""The ledger as a chain of entries, each naming its predecessor: whether it holds, and where it forks.

The entries are taken by their sha256, not by the names of their files, for a folder that was put together from two
copies holds both copies' entries under whatever names the copying left.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from discovery.core.numbering import FIRST_ENTRY, Act, Entry, Reconciliation, issues

Recorded = Entry | Reconciliation
"""What a file of the ledger may hold."""


@dataclass(frozen=True)
class Link:
    """One entry with the sha256 of its file."""

    sha256: str
    held: Recorded

    @property
    def name(self) -> str:
        """The name of its witness, and of the entry to a person: sequence and the head of its sha256."""
        return f"{self.held.sequence:06d}-{self.sha256[:12]}"

    @property
    def parents(self) -> tuple[str, ...]:
        """What it follows from."""
        before = () if self.held.previous == FIRST_ENTRY else (self.held.previous,)
        return (*before, *(self.held.merges if isinstance(self.held, Reconciliation) else ()))


@dataclass(frozen=True)
class Ledger:
    """A ledger that holds: its entries from the first to the head, and those set aside by a reconciliation."""

    links: tuple[Link, ...] = ()
    beside: tuple[Link, ...] = ()

    @property
    def head(self) -> str:
        """The sha256 of the last entry: whoever has it can tell later whether the ledger was rewritten."""
        return self.links[-1].sha256 if self.links else FIRST_ENTRY

    @property
    def sequence(self) -> int:
        """The place of the last entry."""
        return self.links[-1].held.sequence if self.links else 0

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Every entry about numbers, in order; what a reconciliation set aside stands where it was decided."""
        return tuple(_entries(link.held for link in self.links))


def _entries(held: Iterator[Recorded]) -> Iterator[Entry]:
    for each in held:
        if isinstance(each, Reconciliation):
            yield from each.aside
        else:
            yield each


@dataclass(frozen=True)
class Branch:
    """What one of two ledgers that went on apart holds and the others do not, in order."""

    links: tuple[Link, ...]

    @property
    def head(self) -> Link:
        """Its last entry."""
        return self.links[-1]


@dataclass(frozen=True)
class Fork:
    """Two or more ledgers that went on apart, and the last entry they share."""

    after: Link | None
    branches: tuple[Branch, ...]
    links: tuple[Link, ...] = ()
    """Every entry there is, shared or not."""

    def branch(self, named: str) -> Branch | None:
        """The branch an entry belongs to, by its name or the head of its sha256; None where that is not clear."""
        wanted = named.strip().lower().removesuffix(".json").replace("/", "-").rpartition("-")[2]
        if len(wanted) < 6:
            return None
        found = [branch for branch in self.branches if any(link.sha256.startswith(wanted) for link in branch.links)]
        return found[0] if len(found) == 1 else None


def assemble(links: Sequence[Link]) -> Ledger | Fork | tuple[str, ...]:
    """The ledger these entries make, or where it forks, or what is wrong with it, one sentence each."""
    by_hash = {link.sha256: link for link in links}
    if wrong := tuple(_breaks(by_hash)):
        return wrong
    named = {parent for link in links for parent in link.parents}
    heads = sorted((link for link in by_hash.values() if link.sha256 not in named), key=_place)
    if len(heads) > 1:
        return _fork(heads, by_hash)
    chain = tuple(_back(heads[0], by_hash))[::-1] if heads else ()
    beside = tuple(sorted(set(by_hash.values()) - set(chain), key=_place))
    return tuple(_overlaps(chain)) or Ledger(chain, beside)


def _place(link: Link) -> tuple[int, str]:
    return link.held.sequence, link.sha256


def _back(head: Link, by_hash: Mapping[str, Link]) -> Iterator[Link]:
    link: Link | None = head
    while link:
        yield link
        link = by_hash.get(link.held.previous)


def _breaks(by_hash: Mapping[str, Link]) -> Iterator[str]:
    for link in sorted(by_hash.values(), key=_place):
        held = link.held
        if any(parent not in by_hash for parent in link.parents):
            yield f"entry {held.sequence} ({link.name}) follows from no entry here: one is missing or was changed"
            continue
        before = max((by_hash[parent].held.sequence for parent in link.parents), default=0)
        if held.sequence <= before or (isinstance(held, Entry) and held.sequence != before + 1):
            yield f"entry {held.sequence} ({link.name}) follows from entry {before}, so an entry is missing"


def _fork(heads: Sequence[Link], by_hash: Mapping[str, Link]) -> Fork:
    behind = [_ancestry(head, by_hash) for head in heads]
    shared = set.intersection(*behind)
    after = max((by_hash[each] for each in shared), key=_place, default=None)
    return Fork(
        after,
        tuple(Branch(tuple(sorted((by_hash[each] for each in one - shared), key=_place))) for one in behind),
        tuple(by_hash.values()),
    )


def _ancestry(head: Link, by_hash: Mapping[str, Link]) -> set[str]:
    found: set[str] = set()
    waiting = [head.sha256]
    while waiting:
        each = waiting.pop()
        if each not in found:
            found.add(each)
            waiting += by_hash[each].parents
    return found


def _overlaps(chain: Sequence[Link]) -> Iterator[str]:
    """Numbers given twice along one chain, which nothing but a changed entry can make."""
    reached: dict[str, int] = {}
    taken: list[Entry] = []
    for link in chain:
        held = link.held
        if isinstance(held, Reconciliation):
            taken += held.aside
        elif held.act in (Act.RESERVED, Act.ELSEWHERE):
            # Runs are nearly always taken in rising order; only one that does not rise is compared with all.
            if held.first <= reached.get(held.prefix, 0):
                yield from (
                    f"entries {other.sequence} and {held.sequence} hold the same number {_shared(other, held)}"
                    for other in taken
                    if other.meets(held)
                )
            taken.append(held)
        for each in held.aside if isinstance(held, Reconciliation) else (held,):
            reached[each.prefix] = max(reached.get(each.prefix, 0), each.last)


def _shared(one: Entry, other: Entry) -> str:
    return str((one if one.first >= other.first else other).range.begin)


# --- deciding ----------------------------------------------------------------------------------------------------


def reconcile(fork: Fork, keep: Branch, *, by: str, reason: str, day: date, both_served: bool) -> Reconciliation:
    """The entry that lets one branch stand; what the others took is void, or issued apart where it was served too."""
    others = [branch for branch in fork.branches if branch is not keep]
    by_hash = {link.sha256: link for link in fork.links}
    kept = [_numbers(entry) for entry in _entries(link.held for link in _back(keep.head, by_hash))]
    aside: dict[str, Entry] = {}
    for branch in others:
        for entry in _aside(branch, Act.APART if both_served else Act.VOID):
            if _numbers(entry) not in kept:
                aside.setdefault(entry.model_dump_json(), entry)
    return Reconciliation(
        sequence=max(link.held.sequence for link in fork.links) + 1,
        previous=keep.head.sha256,
        day=day,
        by=by,
        reason=reason,
        merges=tuple(branch.head.sha256 for branch in others),
        aside=tuple(aside.values()),
    )


def _aside(branch: Branch, served: Act) -> list[Entry]:
    """What a branch took and said that no other has; what it took as it was issued, or else as it was reserved."""
    inside = {link.sha256: link for link in branch.links}
    entries = list(_entries(link.held for link in reversed(tuple(_back(branch.head, inside)))))
    issued = {entry.reservation: entry for entry in issues(entries)}
    taken = [
        _with_act(issued.pop(entry.sequence, entry), served)
        if entry.sequence in issued
        else _with_act(entry, Act.VOID)
        for entry in entries
        if entry.act in (Act.RESERVED, Act.REISSUED)
    ]
    # An issue whose reservation the branches share: the same numbers, published on this one only.
    taken += [_with_act(entry, served) for entry in issued.values()]
    own = {entry.volume for entry in taken}
    stands = (Act.VOID, Act.APART, Act.ELSEWHERE)
    kept = [entry for entry in entries if entry.act in stands]
    # What was said there of a volume both have is as true here; what was said of its own goes with that.
    kept += [entry for entry in entries if entry.act in (Act.NOTED, Act.WITHDRAWN) and entry.volume not in own]
    return [*kept, *taken]


def _with_act(entry: Entry, act: Act) -> Entry:
    return Entry.model_validate(entry.model_dump(by_alias=True) | {"act": act})


def _numbers(entry: Entry) -> str:
    return entry.model_dump_json(exclude={"act"})
