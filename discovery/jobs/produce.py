"""Makes one production of a folder of whatever came in: read, decide, reserve, make, prove, publish; in that order.

A run that is cut off leaves its room, and the same command goes on in it: what was read is not read again, the
numbers it had reserved stay with the same pages, what was made is not made again.
"""

from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, TypedDict

from discovery.core.enumerating import count_of
from discovery.core.matter import Matter
from discovery.core.numbering import Entry, explain_unused, issued_as, next_free, unfinished
from discovery.core.problems import Problem
from discovery.core.production_refusals import copies_of_what_stays, not_found, refusals
from discovery.core.served import ProductionManifest
from discovery.core.watching import Unwatched, Watch
from discovery.errors import ConflictError, InputError
from discovery.files import volume as volumes
from discovery.files.converting.ocr import why_not
from discovery.files.drop_folder import DropFolder, read_drop_folder
from discovery.files.ledger import numbers_taken, read_ledger, record_issue, refuse_reissue, reissue, reserve
from discovery.files.matter_folder import MATTER, read_matter_folder
from discovery.files.producing import Made, make_document
from discovery.files.production_data import (
    DATA,
    find_production,
    is_our_production,
)
from discovery.files.production_proof import prove_production
from discovery.files.spreading import spread
from discovery.files.taking_in import Given, read_file
from discovery.files.workroom import RESERVED, Workroom, enter, sweep_rooms
from discovery.files.writing import sha256_of
from discovery.jobs.interrupted import finish_interrupted
from discovery.jobs.production_files import write_data
from discovery.jobs.production_personal import mistyped, personal_lines, refuse_personal, search_production
from discovery.jobs.production_records import (
    listed,
    notes,
    numbered_again,
    replaced_in_dat,
    to_look_at,
    unread,
    unstated,
    write_record,
    write_report,
)
from discovery.jobs.production_run import (
    MADE,
    READ,
    Again,
    Extent,
    Numbered,
    Run,
    Wanted,
    extent_of,
    offered,
)
from discovery.jobs.transmittal import draft_letter

__all__ = ["Again", "Produced", "Wanted", "produce"]


@dataclass(frozen=True)
class Produced:
    """What was made: the volume's folder, its run of numbers, and what became of each file."""

    volume: Path
    issued: bool
    numbers: str = ""
    documents: int = 0
    pages: int = 0
    report: Path | None = None
    letter: Path | None = None
    """The transmittal letter, to be completed."""
    lines: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    """Files in whose place a slip sheet stands because they could not be read."""
    again: str = ""
    """For inputs that were produced before: the sentence that says so; nothing was written."""

    def __str__(self) -> str:
        if self.again:
            return self.again
        state = "issued" if self.issued else "draft, numbers not reserved"
        lines = [
            f"{self.volume} ({state})",
            f"  {self.numbers}: {count_of(self.documents, 'document')}, {count_of(self.pages, 'page')}",
        ]
        lines += [f"  {line}" for line in self.lines]
        lines.append(
            "  Every page was proved: its content as received but for what the report names, its number in its place."
        )
        lines += [f"  Note: {note}" for note in self.notes]
        if self.report:
            lines.append(f"  What became of each file: {self.report} (for the office; not served)")
        if self.letter:
            lines.append(f"  Transmittal letter, to be completed: {self.letter}")
        return "\n".join(lines)


def produce(
    folder: Path,
    source: Path,
    wanted: Wanted,
    today: date,
    *,
    executor: Executor | None = None,
    watch: Watch | None = None,
) -> Produced:
    """Number, prove and publish everything in `source` as one volume of a matter; a draft unless issued."""
    watch = watch or Unwatched()
    matter = _matter(folder)
    _apart(folder, source)
    watch.stage("Looking through the folder", 1)
    drop = read_drop_folder(source)
    _refuse(drop, wanted)
    inputs = wanted.digest(drop)
    volumes.sweep(folder)
    if wanted.issue:
        finish_interrupted(folder, today)
    entries = read_ledger(folder)
    done = issued_as(entries, inputs) if wanted.issue else None
    sweep_rooms(folder, "" if done else inputs, {entry.sequence for entry in unfinished(entries)})
    if done:
        return _again(folder, done)
    run = Run(folder, drop, wanted, today, inputs, bool(matter and matter.sample), executor, watch)
    room = enter(folder, inputs)
    made = _in_room(run, room, matter)
    room.forget()
    return made


def _in_room(run: Run, room: Workroom, matter: Matter | None) -> Produced:
    extent = _read_all(run, room)
    first = _first(run, extent.pages)
    meant = Numbered(run, room, run.wanted.style.range(first, extent.pages), extent)
    search_production(meant, matter)
    refuse_personal(meant)
    if run.wanted.issue:
        run = replace(run, reservation=_reserved(run, room, extent.pages))
        first = run.reservation.first if run.reservation else first
    numbered = Numbered(run, room, run.wanted.style.range(first, extent.pages), extent)
    root = _make_all(numbered)
    manifest = write_data(numbered, root)
    _proved(prove_production(root, pages=False))
    return _publish(numbered, root, manifest, tuple(mistyped(numbered, matter)))


def _matter(folder: Path) -> Matter | None:
    """The matter as its intake says it; a folder without one is no obstacle to a production."""
    if not folder.is_dir():
        raise InputError(f"There is no folder {folder}. Give the matter's folder; its ledger keeps the numbers.")
    return read_matter_folder(folder).matter if (folder / MATTER).is_file() else None


def _apart(folder: Path, source: Path) -> None:
    """Refuse a folder in which the matter itself lies: its drafts and its ledger are no documents that came in."""
    if folder.resolve().is_relative_to(source.resolve()):
        raise InputError(
            f"{source} holds the matter itself, with its drafts and ledger. Put what is to be produced in a folder "
            f"of its own, such as {folder / 'received'}, and give that."
        )


def _refuse(drop: DropFolder, wanted: Wanted) -> None:
    if wanted.ocr and (missing := why_not()):
        raise InputError(f"Scans cannot be made searchable here. {missing}")
    for item in drop.items:
        wanted.marks.with_legend(item.legend)  # says where it does not fit
    problems = refusals(drop.items, drop.files, wanted.audience, wanted.release)
    if problems:
        raise InputError("The production is not made, because of what is said about its files:", problems)
    if not [place for place in drop.files if not drop.item(place).left_out]:
        raise InputError(f"{drop.path} holds nothing to produce. Put the documents in it.")


# --- reading -------------------------------------------------------------------------------------------------


def _read_all(run: Run, room: Workroom) -> Extent:
    """Read every file of the folder into documents; what a cut-off run has read is in the room already."""
    places = [place for place in run.drop.files if not run.drop.item(place).left_out]
    known = sum(1 for _ in room.written_down(READ))
    run.watch.stage("Reading", len(places))
    run.watch.step(known, known)
    first = {run.drop.hashes[place]: place for place in reversed(places)}
    tasks = (_reading(run, room, at, place, first) for at, place in enumerate(places) if at >= known)
    for file in spread(run.executor, read_file, tasks):
        room.write_down(READ, file.model_dump(mode="json"))
        run.watch.step(1, 1)
    problems = [Problem.model_validate(one) for row in room.written_down(READ) for one in row.get("problems", ())]
    if problems := problems or _at_odds(run, room):
        room.forget()
        raise InputError(
            "Nothing is made and no number is reserved, because these cannot go out as they are "
            "(mend them, or say in produce.toml what is to become of them):",
            problems,
        )
    return extent_of(room)


def _at_odds(run: Run, room: Workroom) -> list[Problem]:
    """Where what is said of one document does not fit what came out of the files."""
    drop, items = run.drop, run.drop.by_place
    if not items:
        return []
    stays = {drop.hashes[item.file]: item.file for item in drop.items if item.left_out and not run.may_leave(item)}
    stays |= {one.sha256: one.place for one in offered(room) if one.place in items and items[one.place].hidden}
    return [*not_found(drop.items, drop.files, offered(room)), *copies_of_what_stays(offered(room), items, stays)]


def _reading(run: Run, room: Workroom, at: int, place: str, first: Mapping[str, str]) -> tuple[Any, ...]:
    digest = run.drop.hashes[place]
    given = Given(
        place=place,
        sha256=digest,
        item=run.drop.item(place),
        folder=str(run.drop.path),
        duplicate_of=first[digest] if first[digest] != place else "",
        inside={item.file: item for item in run.drop.items if item.file.startswith(f"{place}/")},
    )
    return given, room.path / "read" / f"{at:06d}", run.ask, run.wanted.passwords


# --- numbers -------------------------------------------------------------------------------------------------


class _Facts(TypedDict):
    day: date
    audience: str
    inputs: str


def _first(run: Run, count: int) -> int:
    """The number a draft begins with: the next free one, or the first of those that are issued again."""
    entries, again = numbers_taken(run.folder), run.wanted.again
    if again is None:
        return next_free(entries, run.wanted.style.prefix)
    refuse_reissue(entries, again.numbers)
    if count != len(again.numbers):
        asked = f"{len(again.numbers)} page{'s' if len(again.numbers) > 1 else ''}"
        raise InputError(
            f"{again.numbers} takes {asked}, and what is in {run.drop.path} has {count}. "
            "Give exactly the pages that replace those served, in their order."
        )
    return again.numbers.begin.number


def _reserved(run: Run, room: Workroom, count: int) -> Entry:
    """The run of numbers of this production: what the cut-off run in this room reserved, or the next free ones."""
    kept = [row["sequence"] for row in room.written_down(RESERVED)]
    for entry in unfinished(read_ledger(run.folder)):
        if entry.sequence in kept and entry.inputs == run.inputs and len(entry.range) == count:
            return entry
    style, again = run.wanted.style, run.wanted.again
    facts = _Facts(day=run.today, audience=run.wanted.audience, inputs=run.inputs)
    if again:
        entry = reissue(run.folder, again.numbers, reason=again.reason, by=again.by, **facts)
    else:
        entry = reserve(
            run.folder, prefix=style.prefix, digits=style.digits, suffix=style.suffix, count=count, **facts
        )
    room.write_down(RESERVED, {"sequence": entry.sequence, "numbers": str(entry.range)})
    return entry


# --- making --------------------------------------------------------------------------------------------------


def _make_all(numbered: Numbered) -> Path:
    """Make every document's files under the volume's folder; a page that is not proved stops the production."""
    run, room = numbered.run, numbered.room
    root = room.folder("volume")
    volumes.remove_hidden(root)
    first = str(numbered.numbers.begin)
    done, pages = _made_already(room, root, first)
    run.watch.stage("Numbering and proving", numbered.extent.pages)
    run.watch.step(pages, done)
    problems: list[Problem] = []
    for made in spread(run.executor, make_document, _making(numbered, root, done)):
        if not isinstance(made, Made):
            problems += made
            continue
        if not problems:
            room.write_down(MADE, {"first": first, "made": made.model_dump(mode="json")})
        run.watch.step(made.row.pages, 1)
    if problems:
        raise InputError(
            "Nothing is published, because some pages could not be proved right. "
            "Print such a file to a new PDF and use that, or withhold it:",
            problems,
        )
    return root


def _making(numbered: Numbered, root: Path, done: int) -> Iterator[tuple[Any, ...]]:
    start = 0
    for at, (document, piece) in enumerate(numbered):
        if at >= done:
            yield document, piece, root, at, start, numbered.run.ask
        start += document.pages


def _made_already(room: Workroom, root: Path, first: str) -> tuple[int, int]:
    """How many documents and pages a cut-off run has made with these numbers, each file still as it was made."""
    done = pages = 0
    for row in room.written_down(MADE):
        made = Made.model_validate(row["made"])
        whole = all((root / name).is_file() and sha256_of(root / name) == sha for name, sha in made.sums.items())
        if row["first"] != first or not whole:
            room.keep_first(MADE, done)
            break
        done, pages = done + 1, pages + made.row.pages
    return done, pages


def _proved(problems: Iterable[Problem]) -> None:
    if found := tuple(problems):
        raise InputError("Nothing is published, because the finished production could not be proved right:", found)


# --- publishing ----------------------------------------------------------------------------------------------


def _publish(numbered: Numbered, root: Path, manifest: ProductionManifest, told: tuple[str, ...]) -> Produced:
    """Keep the record that is not served, give the volume its name, record the issue; what is `told` beside it."""
    run = numbered.run
    _still_the_same(run)
    target = volumes.productions_folder(run.folder) / run.name
    sha = sha256_of(root / DATA / f"{run.stem}-MANIFEST.json")
    internal = volumes.internal_path(run.folder, run.name, sha)
    report = internal.with_name(f"{internal.stem}-REPORT.txt")
    write_record(internal, numbered, manifest, sha)
    write_report(report, numbered, manifest)
    problems, lines, second = tuple(unread(numbered)), listed(numbered), tuple(numbered_again(numbered))
    letter, why = None, ""
    if run.reservation is None:
        volumes.replace_draft(run.folder, root, target, is_our_production)
        volumes.drop_older_drafts(run.folder, run.name, sha)
    else:
        volumes.publish(root, target)
        record_issue(run.folder, run.reservation, sha, run.today)
        letter, why = draft_letter(run.folder, run.name, run.today)
    unused = [explain_unused(entry) for entry in unfinished(read_ledger(run.folder)) if entry != run.reservation]
    return Produced(
        volume=target,
        issued=run.reservation is not None,
        numbers=f"{manifest.first} to {manifest.last}",
        documents=manifest.documents,
        pages=manifest.pages,
        report=report,
        letter=letter,
        lines=lines,
        notes=(
            *second,
            *to_look_at(numbered),
            *personal_lines(numbered),
            *told,
            *unstated(numbered),
            *replaced_in_dat(numbered),
            *notes(run),
            *([why] if why else []),
            *unused,
        ),
        problems=problems,
    )


def _still_the_same(run: Run) -> None:
    """Nothing is published that was made from files somebody has changed meanwhile."""
    again = read_drop_folder(run.drop.path)
    if again.digest() != run.drop.digest():
        changed = [place for place in run.drop.files if again.hashes.get(place) != run.drop.hashes[place]]
        changed += [place for place in again.files if place not in run.drop.hashes]
        raise ConflictError(
            f"{', '.join(changed) or 'produce.toml'} changed while the production was made. Run the command again."
        )


# --- issued before -------------------------------------------------------------------------------------------


def _again(folder: Path, done: Entry) -> Produced:
    published = volumes.productions_folder(folder) / done.volume
    path = find_production(published) if published.is_dir() else None
    if path is None or sha256_of(path) != done.manifest:
        raise ConflictError(
            f"These files were produced as {done.volume} ({done.range}) on {done.day}, but {published} is not there "
            "as it was issued. Put it back from a copy; numbers are not given a second time."
        )
    sentence = f"{published} holds these files already: {done.range}, issued on {done.day}. Nothing was written."
    return Produced(published, True, again=sentence)
