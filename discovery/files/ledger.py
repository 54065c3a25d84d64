"""The ledger in a matter folder: one file an entry, created exclusively, each naming its predecessor's sha256.

There is no lock to be left behind or to fail on a share: whoever creates the next file has the next place, and
the one who came second reads again and takes the one after it. Two entries that name one predecessor stop every
further number until it is recorded which of them stands.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from discovery.core.bates import BatesRange, NumberStyle
from discovery.core.chains import Branch, Fork, Ledger, assemble
from discovery.core.chains import reconcile as decide
from discovery.core.numbering import (
    NO_INPUTS,
    NO_VOLUME,
    Act,
    Entry,
    Reconciliation,
    first_not_issued,
    holders,
    issues,
    next_free,
    next_volume,
)
from discovery.core.problems import Problem
from discovery.errors import ConflictError, InputError
from discovery.files.ledger_files import copies, create_entry, scan
from discovery.files.writing import plain_sentence

_VOLUME = re.compile(r"VOL[0-9]{3,}(?![0-9])")


def ledger_folder(matter_folder: Path) -> Path:
    """Where a matter keeps its ledger; nothing in it is ever served."""
    return matter_folder / "ledger"


def read_ledger(matter_folder: Path) -> tuple[Entry, ...]:
    """Every entry in order; ConflictError when the chain does not hold, for then no number is safe."""
    return read_chain(matter_folder).entries


def numbers_taken(matter_folder: Path) -> tuple[Entry, ...]:
    """The same, fit to tell the next number from; ConflictError where it knows less than was issued, too."""
    there = _volumes_there(matter_folder)
    entries = read_ledger(matter_folder)
    _refuse_older(there, entries)
    return entries


def head(matter_folder: Path) -> str:
    """The sha256 of the ledger's last entry, 64 zeros while it has none; it is printed where a volume is served."""
    return read_chain(matter_folder).head


def read_chain(matter_folder: Path) -> Ledger:
    """The ledger with its links; ConflictError when it does not hold or forks."""
    links, wrong = scan(ledger_folder(matter_folder))
    made = assemble(links)
    if isinstance(made, Fork) and not wrong:
        raise ConflictError(*_fork_in_words(made))
    if isinstance(made, Fork):
        wrong += _fork_in_words(made)[1]
    elif isinstance(made, Ledger):
        wrong += copies(ledger_folder(matter_folder), made)
    else:
        wrong += [Problem(where="ledger", what=f"{fault}.") for fault in made]
    if wrong or not isinstance(made, Ledger):
        raise ConflictError(
            "The ledger of numbers does not hold together, so no further number is given; "
            "compare it with a backup and settle which entries are right:",
            wrong,
        )
    return made


def read_fork(matter_folder: Path) -> Fork | None:
    """Where the ledger forks, or None where it holds; ConflictError for whatever a decision cannot mend."""
    links, wrong = scan(ledger_folder(matter_folder))
    made = assemble(links)
    if isinstance(made, Fork) and not wrong:
        return made
    read_chain(matter_folder)
    return None


# --- adding ----------------------------------------------------------------------------------------------------


def reserve(
    matter_folder: Path,
    *,
    prefix: str,
    digits: int,
    count: int,
    day: date,
    audience: str,
    inputs: str,
    suffix: str = "",
    first: int | None = None,
) -> Entry:
    """Take the next `count` numbers and the next volume's name, before anything is stamped.

    `first` asks for a start of one's own; ConflictError where a number of that run was taken before.
    """
    style = NumberStyle(prefix=prefix, digits=digits, suffix=suffix)
    there = _volumes_there(matter_folder)

    def entry(ledger: Ledger) -> Entry:
        entries = ledger.entries
        _refuse_older(there, entries)
        begin = next_free(entries, prefix) if first is None else first
        last = style.range(begin, count).end.number
        if taken := holders(entries, prefix, begin, last):
            raise ConflictError(
                f"{style.range(begin, count)} cannot be given, because numbers of it were taken before; the next "
                f"free number is {style.number(next_free(entries, prefix))}:",
                [Problem(where=f"entry {one.sequence}", what=f"{one}.") for one in taken],
            )
        return Entry(
            **_next(ledger, style.range(begin, count)),
            act=Act.RESERVED,
            day=day,
            volume=next_volume(entries),
            audience=audience,
            inputs=inputs,
        )

    return _added(matter_folder, entry)


def _next(ledger: Ledger, numbers: BatesRange) -> dict[str, Any]:
    """What the next entry says of its place in the ledger, and of a run of numbers."""
    begin, end = numbers.begin, numbers.end
    return {
        "sequence": ledger.sequence + 1,
        "previous": ledger.head,
        "prefix": begin.prefix,
        "digits": begin.digits,
        "suffix": begin.suffix,
        "first": begin.number,
        "last": end.number,
    }


def _volumes_there(matter_folder: Path) -> dict[str, Path]:
    """Every volume there is a trace of, listed before the ledger is read: each had its entry before its files."""
    traces = [*(matter_folder / "productions").glob("VOL*"), *(ledger_folder(matter_folder) / "volumes").glob("VOL*")]
    return {match[0]: path for path in sorted(traces) if (match := _VOLUME.match(path.name))}


def _refuse_older(there: Mapping[str, Path], entries: Sequence[Entry]) -> None:
    """ConflictError for a ledger that knows less than was issued, such as one put back from an old backup."""
    known = {entry.volume for entry in entries}
    unknown = [
        Problem(where=f"{path.parent.name}/{path.name}", what=f"the ledger has no entry for {volume}.")
        for volume, path in there.items()
        if volume not in known
    ]
    if unknown:
        raise ConflictError(
            "The ledger is older than the volumes beside it, so the next number it knows may be on a page already "
            "and none is given. Put the ledger's newer entries back; if they are lost, record the numbers of these "
            "volumes with `discovery bates taken`, and move them away:",
            unknown,
        )


def reissue(
    matter_folder: Path, numbers: BatesRange, *, reason: str, day: date, audience: str, inputs: str, by: str = ""
) -> Entry:
    """Take up issued numbers again, in a volume of its own, for pages that replace those served; then record_issue.

    InputError unless every one of them was issued, in volumes of this ledger.
    """
    there = _volumes_there(matter_folder)

    def entry(ledger: Ledger) -> Entry:
        entries = ledger.entries
        _refuse_older(there, entries)
        refuse_reissue(entries, numbers)
        replaced = [each for each in issues(entries) if each.range.overlaps(numbers)]
        return Entry(
            **_next(ledger, numbers),
            act=Act.REISSUED,
            day=day,
            volume=next_volume(entries),
            audience=audience,
            inputs=inputs,
            replaces=tuple(dict.fromkeys(each.manifest for each in replaced if each.manifest)),
            reason=reason,
            by=by,
        )

    return _added(matter_folder, entry)


def record_elsewhere(matter_folder: Path, numbers: BatesRange, *, by: str, reason: str, day: date) -> Entry:
    """Record numbers that another program gave, so that none of them is given again; ConflictError where one was."""
    begin, end = numbers.begin, numbers.end

    def entry(ledger: Ledger) -> Entry:
        if taken := holders(ledger.entries, begin.prefix, begin.number, end.number):
            raise ConflictError(
                f"{numbers} cannot be recorded as given elsewhere, because numbers of it are in this ledger:",
                [Problem(where=f"entry {one.sequence}", what=f"{one}.") for one in taken],
            )
        return Entry(
            **_next(ledger, numbers),
            act=Act.ELSEWHERE,
            day=day,
            volume=NO_VOLUME,
            audience="",
            inputs=NO_INPUTS,
            by=by,
            reason=reason,
        )

    return _added(matter_folder, entry)


def refuse_reissue(entries: Sequence[Entry], numbers: BatesRange) -> None:
    """InputError unless every number of the run is on an issued page, printed just so."""
    if missing := first_not_issued(entries, numbers):
        raise InputError(
            f"{missing} was never issued, so it cannot be issued again. Look at `discovery bates ranges`."
        )
    for entry in issues(entries):
        if entry.holds(numbers.begin) and entry.range.begin.series != numbers.begin.series:
            printed = entry.range.begin.plus(numbers.begin.number - entry.first)
            raise InputError(
                f"{numbers.begin} was issued as {printed}. A page issued again keeps its number as printed."
            )


def record_issue(matter_folder: Path, reservation: Entry, manifest: str, day: date) -> Entry:
    """Record that the reserved numbers were stamped, verified and published; recorded once, whoever does it first."""

    def entry(ledger: Ledger) -> Entry:
        if done := next((known for known in issues(ledger.entries) if _issues(known, reservation)), None):
            return done
        if not any(known == reservation for known in ledger.entries):
            raise ConflictError(
                f"{reservation.range} were set aside when two copies of the ledger were reconciled, so they are not "
                "issued. Run the command again; it takes other numbers."
            )
        issued = {"act": Act.ISSUED, "reservation": reservation.sequence, "manifest": manifest, "day": day}
        place = {"sequence": ledger.sequence + 1, "previous": ledger.head}
        return Entry.model_validate(reservation.model_dump(by_alias=True) | issued | place)

    return _added(matter_folder, entry)


def _issues(known: Entry, reservation: Entry) -> bool:
    return known.reservation == reservation.sequence and known.volume == reservation.volume


def note(
    matter_folder: Path, numbers: BatesRange, *, by: str, reason: str, day: date, withdrawn: bool = False
) -> Entry:
    """Record why numbers are not in use, or that the pages that bear them are withdrawn; nothing else changes."""

    def entry(ledger: Ledger) -> Entry:
        found = holders(ledger.entries, numbers.begin.prefix, numbers.begin.number, numbers.end.number)
        whole = next((each for each in found if each.holds(numbers.begin) and each.holds(numbers.end)), None)
        if whole is None:
            raise InputError(
                f"{numbers} is not part of one run that was ever taken. Look at `discovery bates ranges`, and note "
                "one run at a time."
            )
        if withdrawn and not any(each.meets(whole) for each in issues(ledger.entries)):
            raise InputError(f"{numbers} was never issued, so there is nothing to withdraw.")
        return Entry(
            sequence=ledger.sequence + 1,
            previous=ledger.head,
            act=Act.WITHDRAWN if withdrawn else Act.NOTED,
            day=day,
            first=numbers.begin.number,
            last=numbers.end.number,
            reason=reason,
            by=by,
            **whole.model_dump(include={"prefix", "digits", "suffix", "volume", "audience", "inputs"}),
        )

    return _added(matter_folder, entry)


def reconcile(
    matter_folder: Path, keep: Callable[[Fork], Branch], *, by: str, reason: str, day: date, both_served: bool
) -> Reconciliation:
    """Record which of two ledgers that went on apart stands; ConflictError where there is nothing to decide."""
    while True:
        fork = read_fork(matter_folder)
        if fork is None:
            raise ConflictError("The ledger holds together; there is nothing to reconcile.")
        made = decide(fork, keep(fork), by=by, reason=reason, day=day, both_served=both_served)
        if create_entry(ledger_folder(matter_folder), made, fork.links):
            return made


def _added(matter_folder: Path, make: Callable[[Ledger], Entry]) -> Entry:
    with plain_sentence(ledger_folder(matter_folder)):
        ledger_folder(matter_folder).mkdir(parents=True, exist_ok=True)
    while True:
        ledger = read_chain(matter_folder)
        entry = make(ledger)
        if entry.sequence <= ledger.sequence or create_entry(
            ledger_folder(matter_folder), entry, (*ledger.links, *ledger.beside)
        ):
            return entry


def _fork_in_words(fork: Fork) -> tuple[str, list[Problem]]:
    after = f"after entry {fork.after.held.sequence} ({fork.after.held})" if fork.after else "from the first entry on"
    said = (
        f"Two copies of this ledger went on apart {after} and were put together again, so no further number is "
        "given. See both with `discovery bates reconcile FOLDER`, which also records which of them stands:"
    )
    links = (link for branch in fork.branches for link in branch.links)
    return said, [Problem(where=f"ledger/{link.name}", what=f"{link.held}.") for link in links]
