"""Looking up the law with its states, and recording counsel's own check of it."""

import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import tomlkit

from discovery.core.authorities import Authority, Check, Proposition, Side, Verification, printed
from discovery.core.precedent import binding_sentence
from discovery.core.spans import Span, long_date
from discovery.core.versions import read_long_ago
from discovery.errors import InputError
from discovery.files.law import CHECKS, read_authorities, read_checks
from discovery.files.library import RECORD
from discovery.files.matter_folder import county_of
from discovery.files.office import record_folders
from discovery.files.reading import did_you_mean, read_bytes
from discovery.files.writing import replace_own, sha256_of, write_new

WIDTH = 100
HEAD = """\
# Counsel's own checks of the law, one block a proposition. `discovery authorities verify` adds to the end;
# comments and corrections by hand stay.
"""


@dataclass(frozen=True)
class Verified:
    """What counsel's check changed: each proposition with the state it had before."""

    path: Path
    checks: tuple[Check, ...]
    before: tuple[Verification, ...]

    def __str__(self) -> str:
        lines = [
            f"{check.authority}/{check.proposition}: {before} → verified by {check.by}, {long_date(check.on)}"
            for check, before in zip(self.checks, self.before, strict=True)
        ]
        return "\n".join([*lines, f"Recorded in {self.path}."])


def browse(target: str | None = None, folder: Path | None = None, *, today: date | None = None) -> str:
    """All authorities by id, those whose id begins so, one authority (ID), or one proposition (ID/PROPOSITION).

    With `today`, what was last read long before is told; with a matter's folder, what binds the court of its county.
    """
    authorities = read_authorities(*_records(folder))
    some = tuple(each for each in authorities if each.id.startswith(target or ""))
    if target is None or (len(some) > 1 and not any(each.id == target for each in some)):
        return "\n".join(_lines_of_all(some))
    authority, chosen = _find(authorities, target)
    return "\n".join(_lines_of_one(authority, chosen, today, county_of(folder)))


def verify(target: str, by: str, on: date, source: str, folder: Path, *, today: date, note: str = "") -> Verified:
    """Record that counsel has read an authority herself; without a proposition, for all that are recorded of it."""
    if not folder.is_dir():
        raise InputError(f"There is no folder {folder}; name the matter's or the office's folder.")
    if on > today:
        raise InputError(f"The check is dated {long_date(on)}, after today; write the day the authority was read.")
    for name, value in (("--by", by), ("--source", source)):
        if not value.strip():
            raise InputError(f"{name} is empty; say who read it and where.")
    record = folder / RECORD
    authority, chosen = _find(read_authorities(*_records(folder)), target)
    checks = tuple(_check(authority, each, by, on, source, note) for each in chosen)
    _refuse_repeats(folder, checks)
    path = record / CHECKS
    _append(path, "".join(_block(check) for check in checks))
    return Verified(path, checks, tuple(each.state for each in chosen))


def _records(folder: Path | None) -> tuple[Path, ...]:
    if folder is not None and not folder.is_dir():
        raise InputError(f"There is no folder {folder}.")
    return tuple(each / RECORD for each in record_folders(folder))


def _find(authorities: Iterable[Authority], target: str) -> tuple[Authority, tuple[Proposition, ...]]:
    known = {each.id: each for each in authorities}
    key, _, part = target.strip().partition("/")
    authority = known.get(key)
    if authority is None:
        near = did_you_mean(key, known) or "`discovery authorities` lists them."
        raise InputError(f"There is no authority “{key}”. {near}")
    if not part:
        return authority, authority.propositions
    proposition = authority.proposition(part)
    if proposition is None:
        near = did_you_mean(part, [each.id for each in authority.propositions])
        raise InputError(f"{key} has no proposition “{part}”. {near}".rstrip())
    return authority, (proposition,)


# --- recording -----------------------------------------------------------------------------------------------


def _check(authority: Authority, each: Proposition, by: str, on: date, source: str, note: str) -> Check:
    return Check(authority=authority.id, proposition=each.id, by=by, on=on, source=source, note=note or None)


def _refuse_repeats(folder: Path, checks: Iterable[Check]) -> None:
    *under, record = _records(folder)
    recorded = read_checks(record, *under)
    if repeated := [check for check in checks if check in recorded]:
        names = ", ".join(f"{each.authority}/{each.proposition}" for each in repeated)
        raise InputError(f"This check is recorded already: {names}.")


def _block(check: Check) -> str:
    table = tomlkit.table()
    for key, value in check.model_dump(exclude_none=True).items():
        table.add(key, value)
    blocks = tomlkit.aot()
    blocks.append(table)
    document = tomlkit.document()
    document.add("check", blocks)
    return "\n" + tomlkit.dumps(document).strip() + "\n"


def _append(path: Path, text: str) -> None:
    """Add to the end of the file, which keeps whatever else counsel wrote in it."""
    if not path.exists():
        write_new(path, (HEAD + text).encode())
        return
    before = sha256_of(path)
    old = read_bytes(path)
    replace_own(path, old.rstrip(b"\n") + b"\n" + text.encode(), before)


# --- showing -------------------------------------------------------------------------------------------------


def _lines_of_all(authorities: tuple[Authority, ...]) -> Iterator[str]:
    width = max(len(each.id) for each in authorities)
    for each in sorted(authorities, key=lambda one: (one.kind, one.id)):
        yield from _wrapped(f"{each.citation}{_mark(each)}", f"{each.id:<{width}}  ", " " * (width + 2))
        yield f"{'':<{width}}  {_states(each.propositions)}"
    yield ""
    yield f"{len(authorities)} authorities: {_states([one for each in authorities for one in each.propositions])}."
    yield "Verified: the statute or opinion itself was read for that proposition."


def _states(propositions: Iterable[Proposition]) -> str:
    propositions = tuple(propositions)
    counts = Counter(each.state for each in propositions)
    parts = [f"{counts[state]} {state}" for state in Verification if counts[state]]
    if adverse := sum(each.adverse for each in propositions):
        parts.append(f"{adverse} adverse")
    return ", ".join(parts)


def _mark(authority: Authority) -> str:
    marks = ["adverse"] if authority.side is Side.ADVERSE else []
    marks += ["superseded"] if authority.superseded_by else []
    marks += ["your office's"] if authority.office else []
    return f" ({', '.join(marks)})" if marks else ""


def _lines_of_one(
    authority: Authority, chosen: tuple[Proposition, ...], today: date | None, county: str | None
) -> Iterator[str]:
    yield from _wrapped(f"{authority.citation}{_mark(authority)}")
    yield from _wrapped("; ".join(_facts(authority)), "  ", "  ")
    yield from _wrapped(binding_sentence(authority, county), "  ", "  ")
    for note in (*filter(None, [authority.later]), *authority.notes):
        yield from _wrapped(note, "  ", "  ")
    for each in chosen:
        yield ""
        adverse = "  ADVERSE" if each.adverse else ""
        yield f"{authority.id}/{each.id}  [{each.state}]{adverse}"
        yield from _wrapped(printed(authority, each), "    ", "      ")
        yield from _wrapped(f"{each.text}.", "    ", "    ")
        if each.words:
            yield from _wrapped(f"Words read: “{each.words}”", "    ", "      ")
        if each.note:
            yield from _wrapped(f"Our note: {each.note}", "    ", "      ")
        for whose, readings in (("Ours", each.ours), ("Counsel’s", each.counsel)):
            for reading in readings:
                yield from _wrapped(f"{whose}: {reading}", "    ", "      ")
        if today and (told := read_long_ago(each, today)):
            yield from _wrapped(told, "    ", "      ")


def _facts(authority: Authority) -> Iterator[str]:
    yield str(authority.kind)
    if authority.court:
        yield authority.court
    if authority.decided:
        yield f"decided {Span.of(authority.decided)}"
    if authority.first_day:
        yield f"from {long_date(authority.first_day)}"
    if authority.last_day:
        yield f"until {long_date(authority.last_day)}"
    if authority.superseded_by:
        yield f"superseded by {authority.superseded_by}"


def _wrapped(text: str, first: str = "", rest: str = "") -> list[str]:
    return textwrap.wrap(
        text, WIDTH, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
    )
