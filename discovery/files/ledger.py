"""The ledger in a matter folder: one file an entry, created exclusively, each naming its predecessor's sha256.

There is no lock to be left behind or to fail on a share: whoever creates the next file has the next place, and
the one who came second reads again and takes the one after it. Beside each entry lies a witness, the same bytes under
a name with their sha256: where two copies of a folder went on apart and are put together again, one entry overwrites
the other, or is kept under a name of the sync's making, but both witnesses are there.
"""

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from discovery.core.bates import BatesRange, NumberStyle
from discovery.core.chains import Branch, Fork, Ledger, Link, Recorded, assemble
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
from discovery.files.writing import plain_sentence, write_new

_NAME = re.compile(r"^([0-9]{6})(?:-([0-9a-f]{12}))?\.json$")
_RECORDED: TypeAdapter[Recorded] = TypeAdapter(Recorded)


def ledger_folder(matter_folder: Path) -> Path:
    """Where a matter keeps its ledger; nothing in it is ever served."""
    return matter_folder / "ledger"


def read_ledger(matter_folder: Path) -> tuple[Entry, ...]:
    """Every entry in order; ConflictError when the chain does not hold, for then no number is safe."""
    return read_chain(matter_folder).entries


def head(matter_folder: Path) -> str:
    """The sha256 of the ledger's last entry, 64 zeros while it has none; it is printed where a volume is served."""
    return read_chain(matter_folder).head


def read_chain(matter_folder: Path) -> Ledger:
    """The ledger with its links; ConflictError when it does not hold or forks."""
    links, wrong = _scan(ledger_folder(matter_folder))
    made = assemble(links)
    if isinstance(made, Fork) and not wrong:
        raise ConflictError(*_fork_in_words(made))
    if isinstance(made, Fork):
        wrong += _fork_in_words(made)[1]
    elif isinstance(made, Ledger):
        wrong += _copies(ledger_folder(matter_folder), made)
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
    links, wrong = _scan(ledger_folder(matter_folder))
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

    def entry(ledger: Ledger) -> Entry:
        entries = ledger.entries
        begin = next_free(entries, prefix) if first is None else first
        last = style.range(begin, count).end.number
        if taken := holders(entries, prefix, begin, last):
            raise ConflictError(
                f"{style.range(begin, count)} cannot be given, because numbers of it were taken before; the next "
                f"free number is {style.number(next_free(entries, prefix))}:",
                [Problem(where=f"entry {one.sequence}", what=f"{one}.") for one in taken],
            )
        return Entry(
            sequence=ledger.sequence + 1,
            previous=ledger.head,
            act=Act.RESERVED,
            day=day,
            prefix=prefix,
            digits=digits,
            suffix=suffix,
            first=begin,
            last=last,
            volume=next_volume(entries),
            audience=audience,
            inputs=inputs,
        )

    return _added(matter_folder, entry)


def reissue(
    matter_folder: Path, numbers: BatesRange, *, reason: str, day: date, audience: str, inputs: str, by: str = ""
) -> Entry:
    """Take up issued numbers again, in a volume of its own, for pages that replace those served; then record_issue.

    InputError unless every one of them was issued, in volumes of this ledger.
    """
    begin, end = numbers.begin, numbers.end

    def entry(ledger: Ledger) -> Entry:
        entries = ledger.entries
        refuse_reissue(entries, numbers)
        replaced = [each for each in issues(entries) if each.range.overlaps(numbers)]
        return Entry(
            sequence=ledger.sequence + 1,
            previous=ledger.head,
            act=Act.REISSUED,
            day=day,
            prefix=begin.prefix,
            digits=begin.digits,
            suffix=begin.suffix,
            first=begin.number,
            last=end.number,
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
            sequence=ledger.sequence + 1,
            previous=ledger.head,
            act=Act.ELSEWHERE,
            day=day,
            prefix=begin.prefix,
            digits=begin.digits,
            suffix=begin.suffix,
            first=begin.number,
            last=end.number,
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
        if _written(matter_folder, made, fork.links):
            return made


def _added(matter_folder: Path, make: Callable[[Ledger], Entry]) -> Entry:
    with plain_sentence(ledger_folder(matter_folder)):
        ledger_folder(matter_folder).mkdir(parents=True, exist_ok=True)
    while True:
        ledger = read_chain(matter_folder)
        entry = make(ledger)
        if entry.sequence <= ledger.sequence or _written(matter_folder, entry, (*ledger.links, *ledger.beside)):
            return entry


def _written(matter_folder: Path, entry: Recorded, known: tuple[Link, ...]) -> bool:
    """Whether this run created the entry; else somebody else has its place, and all is to be read again."""
    folder = ledger_folder(matter_folder)
    data = (entry.model_dump_json(by_alias=True, indent=1) + "\n").encode()
    try:
        write_new(_slot(folder, entry.sequence), data)
    except ConflictError:
        return False
    for link in known:
        _bear_witness(folder, link)
    _bear_witness(folder, Link(_digest(data), entry), data)
    return True


def _slot(folder: Path, sequence: int) -> Path:
    return folder / f"{sequence:06d}.json"


def _bear_witness(folder: Path, link: Link, data: bytes | None = None) -> None:
    """Put the witness beside an entry, also one whose writer was cut off before it could."""
    witness = folder / f"{link.name}.json"
    if witness.exists():
        return
    if data is None:
        found = (path.read_bytes() for path in _files(folder))
        data = next((each for each in found if _digest(each) == link.sha256), None)
    if data is not None:
        # Another run may be putting the very same file there.
        with suppress(ConflictError):
            write_new(witness, data)


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


# --- reading ---------------------------------------------------------------------------------------------------


def _files(folder: Path) -> Iterator[Path]:
    """Every entry, witness and copy of one, under whatever name, each once.

    A listing made while others write may show a later entry without an earlier one, so the entries before any that
    is listed are asked for by name, and those after it too.
    """
    listed = sorted(path for path in folder.glob("[!.]*.json") if path.is_file()) if folder.is_dir() else []
    last = max((int(match[1]) for path in listed if (match := _NAME.match(path.name))), default=0)
    slots = [path for sequence in range(1, last + 1) if (path := _slot(folder, sequence)).is_file()]
    while (following := _slot(folder, last + 1)).is_file():
        slots.append(following)
        last += 1
    yield from dict.fromkeys((*slots, *listed))


def _scan(folder: Path) -> tuple[tuple[Link, ...], list[Problem]]:
    links: dict[str, Link] = {}
    wrong: list[Problem] = []
    for path in _files(folder):
        data = path.read_bytes()
        sha256 = _digest(data)
        match = _NAME.match(path.name)
        where = f"ledger/{path.name}"
        if match and match[2] and not sha256.startswith(match[2]):
            wrong.append(Problem(where=where, what="does not hold the entry its name says: it was changed."))
            continue
        if sha256 not in links:
            try:
                links[sha256] = Link(sha256, _RECORDED.validate_json(data))
            except ValidationError:
                wrong.append(_no_entry(where, data))
                continue
        if match and int(match[1]) != links[sha256].held.sequence:
            what = f"is a copy of entry {links[sha256].held.sequence} under the name of another."
            wrong.append(Problem(where=where, what=what))
    return tuple(links.values()), wrong


def _no_entry(where: str, data: bytes) -> Problem:
    if data:
        return Problem(where=where, what="is not a whole ledger entry.")
    return Problem(
        where=where,
        what="is empty: a run is writing it at this moment, or was cut off before it could.",
        next_step="Run the command again; if it stays empty, delete it: no number was given with it.",
    )


def _copies(folder: Path, ledger: Ledger) -> list[Problem]:
    """Copies a sync left under names of its own, which a person must look at; a reconciliation was such a look."""
    looked_at = max((link.held.sequence for link in ledger.links if isinstance(link.held, Reconciliation)), default=0)
    known = {link.sha256: link.held.sequence for link in (*ledger.links, *ledger.beside)}
    return [
        Problem(
            where=f"ledger/{path.name}",
            what=f"is a copy of entry {known[sha256]}, left by a sync.",
            next_step="Make sure nobody else works in another copy of this folder, then delete that file.",
        )
        for path in _files(folder)
        if not _NAME.match(path.name)
        if (sha256 := _digest(path.read_bytes())) in known and known[sha256] > looked_at
    ]


def _fork_in_words(fork: Fork) -> tuple[str, list[Problem]]:
    after = f"after entry {fork.after.held.sequence} ({fork.after.held})" if fork.after else "from the first entry on"
    said = (
        f"Two copies of this ledger went on apart {after} and were put together again, so no further number is "
        "given. See both with `discovery bates reconcile FOLDER`, which also records which of them stands:"
    )
    links = (link for branch in fork.branches for link in branch.links)
    return said, [Problem(where=f"ledger/{link.name}", what=f"{link.held}.") for link in links]
