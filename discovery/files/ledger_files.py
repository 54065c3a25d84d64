"""The files of a ledger: read whole under whatever names a sync left them, created one at a time.

Beside each entry lies a witness, the same bytes under a name with their sha256: where two copies of a folder went on
apart and are put together again, one entry overwrites the other, or is kept under a name of the sync's making, but
both witnesses are there.
"""

import hashlib
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from discovery.core.chains import Ledger, Link, Recorded
from discovery.core.numbering import Reconciliation
from discovery.core.problems import Problem
from discovery.errors import ConflictError
from discovery.files.writing import write_new

_NAME = re.compile(r"^([0-9]{6})(?:-([0-9a-f]{12}))?\.json$")
_RECORDED: TypeAdapter[Recorded] = TypeAdapter(Recorded)


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


def scan(folder: Path) -> tuple[tuple[Link, ...], list[Problem]]:
    """Every entry there is, each once, and what is wrong with single files."""
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


def copies(folder: Path, ledger: Ledger) -> list[Problem]:
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


def create_entry(folder: Path, entry: Recorded, known: tuple[Link, ...]) -> bool:
    """Whether this run created the entry; else somebody else has its place, and all is to be read again."""
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
