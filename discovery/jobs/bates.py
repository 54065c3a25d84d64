"""Answers about a matter's numbers from its ledger, and records what counsel decides about them."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from discovery.core import accounts
from discovery.core.bates import BatesRange, NumberStyle, normalise_prefix
from discovery.core.chains import Branch, Fork
from discovery.core.numbering import Entry, Reconciliation, issues, set_aside
from discovery.core.page_maps import Found, look_up
from discovery.errors import InputError
from discovery.files import ledger
from discovery.files.page_records import read_volume_map
from discovery.files.production_data import manifest_of
from discovery.files.volume import productions_folder
from discovery.files.writing import sha256_of


def next_numbers(folder: Path, prefix: str | None = None, *, sure: bool = True) -> tuple[str, ...]:
    """The next free number, of one prefix or of each in use; nothing is reserved.

    ConflictError where the ledger is older than the volumes beside it; not `sure`, what it knows is told anyway.
    """
    _with_a_ledger(folder)
    entries = ledger.numbers_taken(folder) if sure else ledger.read_ledger(folder)
    known = {style.prefix: style for style in accounts.styles(entries)}
    if prefix is not None:
        plain = normalise_prefix(prefix)
        return (accounts.next_in_words(entries, known.get(plain, NumberStyle(prefix=plain))),)
    if not known:
        raise InputError(f"{folder} has taken no number yet. Give a prefix, such as --prefix DOE.")
    return tuple(accounts.next_in_words(entries, style) for style in known.values())


def lookup(asked: str, folder: Path) -> tuple[Found, ...]:
    """What stands on a number, or which numbers a file or a number of the People's has; InputError for neither."""
    entries = _read(folder)
    served = [*issues(entries), *(entry for entry in set_aside(entries) if entry.manifest)]
    found = look_up(asked, entries, [read_volume_map(folder, entry) for entry in served])
    if not found:
        raise InputError(
            f"“{asked}” is no number that was ever taken, no file of an issued volume, no sha256 of one and no "
            f"number of the People's in {folder}. Look at `discovery bates ranges` for the numbers there are."
        )
    return found


def ranges(folder: Path) -> tuple[accounts.Account, ...]:
    """Every run of numbers ever taken, with what became of it."""
    return accounts.ranges(_read(folder))


def gaps(folder: Path) -> tuple[accounts.Account, ...]:
    """Every number below the next free one that is on no page in use, and why."""
    return accounts.gaps(_read(folder))


def history(folder: Path) -> tuple[str, ...]:
    """Every entry of the ledger in order, and its head."""
    _with_a_ledger(folder)
    return accounts.history(ledger.read_chain(folder))


def find_head(folder: Path, head: str) -> str | None:
    """Where a head printed once stands in the ledger, in a sentence, or None where the ledger does not hold it."""
    _with_a_ledger(folder)
    if len(head.strip()) < 12:
        raise InputError(f"“{head}” is too short to tell an entry by. Give the head as it was printed.")
    return accounts.place_of(ledger.read_chain(folder), head)


def taken(folder: Path, numbers: str, *, by: str, reason: str, today: date) -> Entry:
    """Record numbers that another program gave, so that they are not given again."""
    _a_matter(folder)
    _require_said(by, reason)
    return ledger.record_elsewhere(folder, BatesRange.parse(numbers), by=by, reason=reason, day=today)


def note(folder: Path, numbers: str, *, by: str, reason: str, today: date, withdrawn: bool = False) -> Entry:
    """Record why numbers are not in use, or that the pages that bear them are withdrawn."""
    _read(folder)
    _require_said(by, reason)
    return ledger.note(folder, BatesRange.parse(numbers), by=by, reason=reason, day=today, withdrawn=withdrawn)


# --- two copies that went on apart -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Undecided:
    """Two or more ledgers that went on apart, shown so that counsel can decide."""

    fork: Fork

    def __str__(self) -> str:
        after = self.fork.after
        lines = [
            "Two copies of this matter went on apart and were put together again. No further number is given until",
            "it is recorded which ledger stands.",
            f"They share everything up to {after.name} ({after.held})." if after else "They share no entry.",
        ]
        for place, branch in enumerate(self.fork.branches, start=1):
            lines += ["", f"Ledger {place}, which ends in {branch.head.name}:"]
            lines += [f"  {link.name}  {link.held}" for link in branch.links]
        lines += [
            "",
            "What the other took is void and never given again, and its volumes are to be served again under other",
            "numbers. If pages of both were served already, say so with --both-served: both are recorded as issued.",
            "",
            f'  discovery bates reconcile FOLDER --keep {self.fork.branches[0].head.name} --by "…" --reason "…"',
        ]
        return "\n".join(lines)


@dataclass(frozen=True)
class Reconciled:
    """The decision, and what lies in productions/ of the volumes it is about."""

    decision: Reconciliation
    told: tuple[str, ...]
    volumes: tuple[str, ...]
    next: tuple[str, ...]

    def __str__(self) -> str:
        lines = [f"Recorded as entry {self.decision.sequence}: {self.decision}.", *self.told, *self.volumes]
        return "\n".join([*lines, *self.next])


def show_fork(folder: Path) -> Undecided | None:
    """What is to be decided, or None where the ledger holds."""
    _with_a_ledger(folder)
    fork = ledger.read_fork(folder)
    return Undecided(fork) if fork else None


def reconcile(folder: Path, keep: str, *, by: str, reason: str, today: date, both_served: bool = False) -> Reconciled:
    """Record which ledger stands; numbering goes on behind everything either of them took."""
    _with_a_ledger(folder)
    _require_said(by, reason)

    def chosen(fork: Fork) -> Branch:
        branch = fork.branch(keep)
        if branch is None:
            names = ", ".join(each.head.name for each in fork.branches)
            raise InputError(
                f"“{keep}” names none of the ledgers, or more than one. Write the name of its last entry: {names}."
            )
        return branch

    decision = ledger.reconcile(folder, chosen, by=by, reason=reason, day=today, both_served=both_served)
    entries = ledger.read_ledger(folder)
    told = tuple(
        str(account)
        for account in accounts.ranges(entries)
        if any(account.range == each.range for each in decision.aside)
    )
    about = {each.volume for each in decision.aside if each.manifest}
    here = [entry for entry in issues(entries) if entry.volume in about]
    volumes = tuple(_on_disk(folder, volume, here, decision.aside) for volume in sorted(about))
    return Reconciled(decision, told, volumes, next_numbers(folder, sure=False))


def _on_disk(folder: Path, volume: str, kept: "list[Entry]", aside: "tuple[Entry, ...]") -> str:
    """Which of two volumes of one name lies in productions/, now that the folders were put together."""
    place = f"productions/{volume}"
    path = manifest_of(productions_folder(folder) / volume)
    manifest = sha256_of(path) if path else ""
    mine = next((entry for entry in kept if entry.volume == volume), None)
    if mine and manifest == mine.manifest:
        return f"{place} holds the volume that stands; `discovery verify` says whether every file of it does."
    if any(manifest == entry.manifest for entry in aside if manifest):
        step = "Move it away, and put the one that stands back from its copy." if mine else "Move it away."
        return f"{place} holds the volume that was set aside. {step}"
    if mine:
        return f"{place} is not there as it was issued; put it back from the copy it was issued from."
    return f"{place} holds nothing of what was set aside."


def _read(folder: Path) -> tuple[Entry, ...]:
    _with_a_ledger(folder)
    return ledger.read_ledger(folder)


def _a_matter(folder: Path) -> None:
    if not folder.is_dir():
        raise InputError(f"There is no folder {folder}. Give a matter's folder.")


def _with_a_ledger(folder: Path) -> None:
    """Refuse to answer for a folder in which nothing tells that it is the right one."""
    _a_matter(folder)
    if not ((folder / "matter.toml").is_file() or ledger.ledger_folder(folder).is_dir()):
        raise InputError(
            f"{folder} keeps no ledger: no number was ever taken in it, or it is not the matter's folder. Give the "
            "folder that holds matter.toml or ledger/."
        )


def _require_said(by: str, reason: str) -> None:
    if not by.strip() or not reason.strip():
        raise InputError("The ledger keeps who says so and why: give --by and --reason, neither of them empty.")
