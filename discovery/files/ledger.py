"""The ledger in a matter folder: one file an entry, created exclusively, each naming its predecessor's sha256.

There is no lock to be left behind or to fail on a share: whoever creates the next file has the next place, and
the one who came second reads again and takes the one after it. Beside each entry lies a witness, the same bytes under
a name with their sha256: where two copies of a folder went on apart and are put together again, one entry overwrites
the other, but both witnesses are there.
"""

import hashlib
import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path

from pydantic import ValidationError

from discovery.core.numbering import FIRST_ENTRY, Act, Entry, faults, next_free, next_volume
from discovery.core.problems import Problem
from discovery.errors import ConflictError
from discovery.files.writing import plain_sentence, write_new

_NAME = re.compile(r"^([0-9]{6})(?:-([0-9a-f]{12}))?\.json$")


def ledger_folder(matter_folder: Path) -> Path:
    """Where a matter keeps its ledger; nothing in it is ever served."""
    return matter_folder / "ledger"


def read_ledger(matter_folder: Path) -> tuple[Entry, ...]:
    """Every entry in order; ConflictError when the chain does not hold, for then no number is safe."""
    return tuple(entry for entry, _ in _read(matter_folder))


def reserve(
    matter_folder: Path, *, prefix: str, digits: int, count: int, day: date, audience: str, inputs: str
) -> Entry:
    """Take the next `count` numbers and the next volume's name, before anything is stamped."""

    def entry(entries: Sequence[Entry], previous: str) -> Entry:
        first = next_free(entries, prefix)
        return Entry(
            sequence=len(entries) + 1,
            previous=previous,
            act=Act.RESERVED,
            day=day,
            prefix=prefix,
            digits=digits,
            first=first,
            last=first + count - 1,
            volume=next_volume(entries),
            audience=audience,
            inputs=inputs,
        )

    return _append(matter_folder, entry)


def record_issue(matter_folder: Path, reservation: Entry, manifest: str, day: date) -> Entry:
    """Record that the reserved numbers were stamped, verified and published; recorded once, whoever does it first."""

    def entry(entries: Sequence[Entry], previous: str) -> Entry:
        if done := next((known for known in entries if known.reservation == reservation.sequence), None):
            return done
        issued = {"act": Act.ISSUED, "reservation": reservation.sequence, "manifest": manifest, "day": day}
        place = {"sequence": len(entries) + 1, "previous": previous}
        return Entry.model_validate(reservation.model_dump(by_alias=True) | issued | place)

    return _append(matter_folder, entry)


def _append(matter_folder: Path, make: Callable[[Sequence[Entry], str], Entry]) -> Entry:
    folder = ledger_folder(matter_folder)
    with plain_sentence(folder):
        folder.mkdir(parents=True, exist_ok=True)
    while True:
        known = _read(matter_folder)
        entry = make([entry for entry, _ in known], known[-1][1] if known else FIRST_ENTRY)
        if entry.sequence <= len(known):
            return entry
        data = (entry.model_dump_json(by_alias=True, indent=1) + "\n").encode()
        try:
            write_new(folder / f"{entry.sequence:06d}.json", data)
        except ConflictError:
            # Somebody else created this entry between our reading and our writing: read again, take the next place.
            continue
        for sequence, sha256 in enumerate((*(sha256 for _, sha256 in known), _digest(data)), start=1):
            _bear_witness(folder, sequence, sha256)
        return entry


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _bear_witness(folder: Path, sequence: int, sha256: str) -> None:
    """Put the witness beside an entry, also one whose writer was cut off before it could."""
    witness = folder / f"{sequence:06d}-{sha256[:12]}.json"
    if witness.exists():
        return
    # Another run may be putting the very same file there.
    with suppress(ConflictError):
        write_new(witness, (folder / f"{sequence:06d}.json").read_bytes())


def _read(matter_folder: Path) -> tuple[tuple[Entry, str], ...]:
    folder = ledger_folder(matter_folder)
    wrong: list[Problem] = []
    found: list[tuple[Entry, str]] = []
    # By name, one after the other: a listing made while others write may show a later entry without an earlier one.
    while (path := folder / f"{len(found) + len(wrong) + 1:06d}.json").is_file():
        data = path.read_bytes()
        try:
            found.append((Entry.model_validate_json(data), _digest(data)))
        except ValidationError:
            wrong.append(Problem(where=f"ledger/{path.name}", what="is not a whole ledger entry."))
    chain = () if wrong else faults(found)
    wrong += _strays(folder, len(found) + len(wrong))
    wrong += [Problem(where="ledger", what=f"{fault}.") for fault in chain]
    if wrong:
        raise ConflictError(
            "The ledger of numbers does not hold together, so no further number is given; "
            "compare it with a backup and settle which entries are right:",
            wrong,
        )
    return tuple(found)


def _strays(folder: Path, read: int) -> list[Problem]:
    """Files that no unbroken ledger holds: entries behind a missing one, witnesses of another entry, copies."""
    wrong = []
    for path in sorted(folder.glob("[!.]*.json")):
        match = _NAME.match(path.name)
        entry = folder / f"{match[1]}.json" if match else None
        if match is None or entry is None or not entry.is_file():
            wrong.append((path.name, "belongs to no entry of this ledger (a copy left by a sync?)."))
        elif match[2] and not _digest(entry.read_bytes()).startswith(match[2]):
            wrong.append(
                (path.name, f"is another entry than {entry.name}: two ledgers went on apart, or one was changed.")
            )
        elif int(match[1]) > read + 1 and not (folder / f"{read + 1:06d}.json").exists():
            wrong.append((path.name, "does not follow from the entries before it, of which one is missing."))
    return [Problem(where=f"ledger/{name}", what=what) for name, what in wrong]
