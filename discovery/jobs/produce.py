"""Makes one production of a folder of whatever came in: read, decide, reserve, make, prove, publish; in that order.

A run that is cut off leaves its room, and the same command goes on in it: what was read is not read again, the
numbers it had reserved stay with the same pages, what was made is not made again.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any, Protocol, TypedDict

from discovery.core.audiences import Audience
from discovery.core.bates import BatesRange, NumberStyle
from discovery.core.endorsements import Endorsements
from discovery.core.loadfiles import Encoding, table
from discovery.core.matter import Matter
from discovery.core.numbering import Entry, explain_unused, issued_as, next_free, set_aside, unfinished
from discovery.core.problems import Problem
from discovery.core.produced import Document, Sheet, number, numbers_needed, refusals
from discovery.core.served import DOCUMENTS, LOG, PAGES, ProductionManifest, log_row
from discovery.errors import ConflictError, InputError
from discovery.files import volume as volumes
from discovery.files.converting.ocr import why_not
from discovery.files.drop_folder import DropFolder, read_drop_folder
from discovery.files.ledger import read_ledger, record_issue, refuse_reissue, reissue, reserve
from discovery.files.matter_folder import MATTER, read_matter_folder
from discovery.files.producing import Ask, Made, ReadFile, ReadPiece, make_document, read_file
from discovery.files.production_data import (
    DATA,
    find_production,
    load_files,
    read_manifest,
    read_sums,
    write_manifest,
    write_pieces,
    write_rows,
    write_sums,
)
from discovery.files.production_proof import prove_production
from discovery.files.spreading import spread
from discovery.files.workroom import RESERVED, Workroom, enter, sweep_rooms
from discovery.files.writing import sha256_of, write_new


class Watch(Protocol):
    """Whoever waits, and is told how far it is."""

    def stage(self, label: str, total: int) -> None:
        """A part of the work begins that has so many steps."""

    def step(self, steps: int = 1, files: int = 0) -> None:
        """So many more steps, and files, are done."""


class Unwatched:
    """Nobody waits."""

    def stage(self, label: str, total: int) -> None:
        """Begin."""

    def step(self, steps: int = 1, files: int = 0) -> None:
        """Go on."""


@dataclass(frozen=True)
class Again:
    """Numbers that were issued and are to be issued again, for pages that replace those served."""

    numbers: BatesRange
    reason: str
    """Printed for whom it is served."""
    by: str = ""

    @property
    def style(self) -> NumberStyle:
        """How the numbers look."""
        begin = self.numbers.begin
        return NumberStyle(prefix=begin.prefix, digits=begin.digits, suffix=begin.suffix)


@dataclass(frozen=True)
class Wanted:
    """What was asked of a production."""

    style: NumberStyle
    audience: Audience = Audience.PEOPLE
    release: tuple[str, ...] = ()
    issue: bool = False
    marks: Endorsements = field(default_factory=Endorsements)
    images: bool = True
    encoding: Encoding = Encoding.UTF8
    ocr: bool = False
    passwords: Mapping[str, str] = field(default_factory=dict, repr=False)
    """By file name; never written down."""
    again: Again | None = None

    def digest(self, drop: DropFolder) -> str:
        """What decides the served bytes but for the numbers and the day: issued once, it is not issued again."""
        facts = [
            "production",
            self.style.model_dump(mode="json"),
            str(self.audience),
            sorted(self.release),
            self.marks.model_dump(mode="json"),
            self.images,
            str(self.encoding),
            self.ocr,
            drop.digest(),
            *([str(self.again.numbers), self.again.reason] if self.again else []),
        ]
        return hashlib.sha256(json.dumps(facts, ensure_ascii=True).encode()).hexdigest()


@dataclass(frozen=True)
class Produced:
    """What was made: the volume's folder, its run of numbers, and what became of each file."""

    volume: Path
    issued: bool
    numbers: str = ""
    documents: int = 0
    pages: int = 0
    report: Path | None = None
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
        lines = [f"{self.volume} ({state})", f"  {self.numbers}: {self.documents} documents, {self.pages} pages"]
        lines += [f"  {line}" for line in self.lines]
        lines.append("  Every page was proved: its own content unchanged, its number in its place and readable.")
        lines += [f"  Note: {note}" for note in self.notes]
        if self.report:
            lines.append(f"  What became of each file: {self.report} (for the office; not served)")
        return "\n".join(lines)


SHOWN = 40
"""Documents listed on the terminal; the report lists all."""


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
    sample = _sample(folder)
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
    run = _Run(folder, drop, wanted, today, inputs, sample, executor, watch)
    room = enter(folder, inputs)
    made = _in_room(run, room)
    room.forget()
    return made


@dataclass(frozen=True)
class _Run:
    """What one making is for."""

    folder: Path
    drop: DropFolder
    wanted: Wanted
    today: date
    inputs: str
    sample: bool
    executor: Executor | None
    watch: Watch
    reservation: Entry | None = None

    @property
    def name(self) -> str:
        """The volume's name."""
        if self.reservation:
            return self.reservation.volume
        if self.wanted.again:
            return f"DRAFT-REISSUE-{self.wanted.again.numbers.begin}"
        return f"DRAFT-PRODUCTION-{self.wanted.style.prefix.strip('-_')}"

    @property
    def stem(self) -> str:
        """What the names of its data files begin with."""
        return f"{self.wanted.style.prefix.strip('-_')}_{self.reservation.volume if self.reservation else 'DRAFT'}"

    @property
    def ask(self) -> Ask:
        """What every document has in common."""
        return Ask(
            marks=self.wanted.marks,
            longest=str(self.wanted.style.number(10**self.wanted.style.digits - 1)),
            volume=self.name,
            images=self.wanted.images,
            ocr=self.wanted.ocr,
            sample=self.sample,
            draft=self.reservation is None,
        )


def _in_room(run: _Run, room: Workroom) -> Produced:
    read = _read_all(run, room)
    pieces = [piece for file in read for piece in file.pieces]
    count = numbers_needed(piece.offered for piece in pieces)
    first = _first(run, count)
    if run.wanted.issue:
        run = replace(run, reservation=_reserved(run, room, count))
        first = run.reservation.first if run.reservation else first
    items = {item.file: item for item in run.drop.items}
    documents = tuple(number([piece.offered for piece in pieces], items, run.wanted.style, first))
    root = _make_all(run, room, documents, pieces)
    manifest = _write_data(run, room, root, documents)
    _proved(prove_production(root, pages=False))
    return _publish(run, root, manifest, _Told(documents, tuple(pieces), room))


def _sample(folder: Path) -> bool:
    """Whether the matter is a sample; a folder without an intake is no obstacle to a production."""
    if not folder.is_dir():
        raise InputError(f"There is no folder {folder}. Give the matter's folder; its ledger keeps the numbers.")
    if not (folder / MATTER).is_file():
        return False
    matter: Matter = read_matter_folder(folder).matter
    return matter.sample


def _refuse(drop: DropFolder, wanted: Wanted) -> None:
    if wanted.ocr and (missing := why_not()):
        raise InputError(f"Scans cannot be made searchable here. {missing}")
    problems = refusals(drop.items, drop.files, wanted.audience, wanted.release)
    if problems:
        raise InputError("The production is not made, because of what is said about its files:", problems)
    if not [place for place in drop.files if not drop.item(place).left_out]:
        raise InputError(f"{drop.path} holds nothing to produce. Put the documents in it.")


# --- reading -------------------------------------------------------------------------------------------------


def _read_all(run: _Run, room: Workroom) -> list[ReadFile]:
    """Every file of the folder as documents; what a cut-off run has read is taken from the room."""
    places = [place for place in run.drop.files if not run.drop.item(place).left_out]
    known = {row["place"]: ReadFile.model_validate(row) for row in room.written_down("read.jsonl")}
    known = {place: file for place, file in known.items() if run.drop.hashes.get(place) == file.sha256}
    run.watch.stage("Reading", len(places))
    run.watch.step(len(known), len(known))
    missing = [place for place in places if place not in known]
    for file in spread(run.executor, read_file, (_reading(run, room, place, places) for place in missing)):
        known[file.place] = file
        room.write_down("read.jsonl", file.model_dump(mode="json"))
        run.watch.step(1, 1)
    read = [known[place] for place in places]
    if problems := [problem for file in read for problem in file.problems]:
        room.forget()
        raise InputError(
            "Nothing is made and no number is reserved, because these cannot go out as they are "
            "(mend them, or say in produce.toml what is to become of them):",
            problems,
        )
    return read


def _reading(run: _Run, room: Workroom, place: str, places: list[str]) -> tuple[Any, ...]:
    folder = room.path / "read" / f"{places.index(place):06d}"
    item, passwords = run.drop.item(place), run.wanted.passwords
    return run.drop.path / place, place, run.drop.hashes[place], item, folder, run.ask, passwords


class _Facts(TypedDict):
    day: date
    audience: str
    inputs: str


# --- numbers -------------------------------------------------------------------------------------------------


def _first(run: _Run, count: int) -> int:
    """The number a draft begins with: the next free one, or the first of those that are issued again."""
    entries, again = read_ledger(run.folder), run.wanted.again
    if again is None:
        return next_free(entries, run.wanted.style.prefix)
    refuse_reissue(entries, again.numbers)
    if count != len(again.numbers):
        raise InputError(
            f"{again.numbers} takes {len(again.numbers)} pages, and what is in {run.drop.path} has {count}. "
            "Give exactly the pages that replace those served, in their order."
        )
    return again.numbers.begin.number


def _reserved(run: _Run, room: Workroom, count: int) -> Entry:
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


def _make_all(run: _Run, room: Workroom, documents: tuple[Document, ...], pieces: list[ReadPiece]) -> Path:
    """Make every document's files under the volume's folder; a page that is not proved stops the production."""
    root = room.folder("volume")
    volumes.remove_hidden(root)
    first = str(documents[0].numbers.begin)
    done = _made_already(room, root, first)
    pages = sum(document.pages for document in documents)
    run.watch.stage("Numbering and proving", pages)
    run.watch.step(sum(document.pages for document in documents[:done]), done)
    starts = _starts(documents)
    tasks = (
        (document, pieces[at], root, at, starts[at], run.ask) for at, document in enumerate(documents) if at >= done
    )
    problems: list[Problem] = []
    for made in spread(run.executor, make_document, tasks):
        problems += made.problems
        if not problems:
            room.write_down("made.jsonl", made.model_dump(mode="json") | {"first": first})
        run.watch.step(made.row.pages, 1)
    if problems:
        raise InputError(
            "Nothing is published, because some pages could not be proved right. "
            "Print such a file to a new PDF and use that, or withhold it:",
            problems,
        )
    return root


def _starts(documents: Iterable[Document]) -> list[int]:
    starts, at = [], 0
    for document in documents:
        starts.append(at)
        at += document.pages
    return starts


def _made_already(room: Workroom, root: Path, first: str) -> int:
    """How many documents a cut-off run has made with these numbers, each file still as it was made."""
    done = 0
    for row in room.written_down("made.jsonl"):
        whole = all((root / name).is_file() and sha256_of(root / name) == sha for name, sha in row["sums"].items())
        if row["first"] != first or not whole:
            break
        done += 1
    else:
        return done
    _keep_first(room, done)
    return done


def _keep_first(room: Workroom, count: int) -> None:
    """Cut a journal after so many rows: what follows is made anew."""
    rows = [row for row, _ in zip(room.written_down("made.jsonl"), range(count), strict=False)]
    (room.path / "made.jsonl").unlink()
    for row in rows:
        room.write_down("made.jsonl", row)


def _made(room: Workroom) -> Iterator[Made]:
    for row in room.written_down("made.jsonl"):
        yield Made.model_validate({name: value for name, value in row.items() if name != "first"})


def _write_data(run: _Run, room: Workroom, root: Path, documents: tuple[Document, ...]) -> ProductionManifest:
    """The rows, the load files, the inventory, the log, the list of hashes, and last the manifest."""
    volumes.remove(root / DATA)
    data = room.folder(f"volume/{DATA}")
    (root / "README.txt").unlink(missing_ok=True)
    stem, whole = run.stem, _whole(documents)
    write_rows(data / f"{stem}-{DOCUMENTS}", (made.row for made in _made(room)))
    write_rows(data / f"{stem}-{PAGES}", (page for made in _made(room) for page in made.pages))
    for name, pieces in load_files(data, stem, run.name, run.wanted.encoding, images=run.wanted.images):
        write_pieces(data / name, pieces)
    logged = [log_row(document) for document in documents if document.withheld or document.item.redactions]
    if logged:
        write_pieces(data / f"{stem}-LOG.csv", table(logged, LOG))
    write_new(root / "README.txt", _readme(run, whole).encode())
    sums = write_sums(root, stem, (each for made in _made(room) for each in sorted(made.sums.items())))
    manifest = ProductionManifest(
        volume=run.name,
        status="draft" if run.reservation is None else "issued",
        sample=run.sample,
        prefix=run.wanted.style.prefix,
        digits=run.wanted.style.digits,
        suffix=run.wanted.style.suffix,
        first=str(whole.begin),
        last=str(whole.end),
        documents=len(documents),
        pages=len(whole),
        images=run.wanted.images,
        replaces=run.wanted.again.reason if run.wanted.again else "",
        sums_sha256=sums,
    )
    write_manifest(data / f"{stem}-MANIFEST.json", manifest)
    return manifest


def _whole(documents: tuple[Document, ...]) -> BatesRange:
    return BatesRange(begin=documents[0].numbers.begin, end=documents[-1].numbers.end)


def _readme(run: _Run, whole: BatesRange) -> str:
    lines = [
        *(["SAMPLE: a fictional matter.", ""] if run.sample else []),
        *(
            ["DRAFT: the numbers are not reserved, and this folder is not to be served.", ""]
            if not run.reservation
            else []
        ),
        f"{run.name}: {whole}.",
        "",
        *(_replaces(run.wanted.again) if run.wanted.again else []),
        "PDF      each document, named by its first number",
        *(
            ["IMAGES   each page: black and white as TIFF (Group 4), what has tones or colors as JPEG"]
            if run.wanted.images
            else []
        ),
        "TEXT     the searchable text of each document",
        "NATIVES  files that have no pages, and originals, named by the number of their sheet or first page",
        f"DATA     {run.stem}.dat (Concordance), .csv (for people), -PDF.opt and -PDF.lfp (a row a document)"
        + (", .opt and .lfp (a row a page)," if run.wanted.images else ","),
        "         the inventory, the log of what is withheld or redacted, if anything is, and every file's sha256",
        "",
        "`discovery verify` with this folder's name proves it all again; sha256sum -c reads the list of hashes.",
        "",
    ]
    return "\n".join(lines)


def _replaces(again: Again) -> list[str]:
    return [
        f"These pages replace those served before under the same numbers. Reason: {again.reason}",
        "",
    ]


def _proved(problems: Iterable[Problem]) -> None:
    if found := tuple(problems):
        raise InputError("Nothing is published, because the finished production could not be proved right:", found)


# --- publishing ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Told:
    """What the report tells of."""

    documents: tuple[Document, ...]
    pieces: tuple[ReadPiece, ...]
    room: Workroom


def _publish(run: _Run, root: Path, manifest: ProductionManifest, told: _Told) -> Produced:
    """Keep the record that is not served, give the volume its name, record the issue."""
    _still_the_same(run)
    target = volumes.productions_folder(run.folder) / run.name
    sha = sha256_of(root / DATA / f"{run.stem}-MANIFEST.json")
    internal = volumes.internal_path(run.folder, run.name, sha)
    problems = tuple(_unread(told))
    lines = tuple(_line(document) for document in told.documents)
    report = internal.with_name(f"{internal.stem}-REPORT.txt")
    volumes.write_internal(internal, _internal(run, manifest, sha, told))
    _write_report(run, report, manifest, told, lines)
    if run.reservation is None:
        _replace_draft(run, root, target)
    else:
        volumes.publish(root, target)
        record_issue(run.folder, run.reservation, sha, run.today)
    shown = (*lines[:SHOWN], f"… and {len(lines) - SHOWN} more") if len(lines) > SHOWN else lines
    unused = [explain_unused(entry) for entry in unfinished(read_ledger(run.folder)) if entry != run.reservation]
    return Produced(
        volume=target,
        issued=run.reservation is not None,
        numbers=f"{manifest.first} to {manifest.last}",
        documents=manifest.documents,
        pages=manifest.pages,
        report=report,
        lines=shown,
        notes=(*_notes(run, told), *unused),
        problems=problems,
    )


def _line(document: Document) -> str:
    sheets = {Sheet.NATIVE: " [native]", Sheet.WITHHELD: " [withheld]", Sheet.UNREADABLE: " [slip sheet]"}
    indent = "  " * document.offered.depth
    return f"{document.numbers!s:<28} {indent}{document.offered.name}{sheets.get(document.offered.sheet, '')}"


def _unread(told: _Told) -> Iterator[Problem]:
    for document, piece in zip(told.documents, told.pieces, strict=True):
        if document.offered.sheet is Sheet.UNREADABLE:
            what = f"could not be read, and a slip sheet stands in its place ({document.begin})."
            yield Problem(where=f"{document.offered.place}", what=what, next_step=piece.detail)


def _notes(run: _Run, told: _Told) -> Iterator[str]:
    for document in told.documents:
        if document.item.restriction.value != "none" and document.offered.depth == 0 and not document.withheld:
            yield f"{document.offered.place} is restricted ({document.item.restriction}) and was released by name."
    left = [item.file for item in run.drop.items if item.left_out]
    if left:
        yield f"{len(left)} left out, as produce.toml says; the report gives each reason."


def _internal(run: _Run, manifest: ProductionManifest, sha: str, told: _Told) -> dict[str, Any]:
    """What is kept and never served: where each document came from, for whom, released by whom, made with what."""
    sources = [
        {
            "begin": document.begin,
            "end": str(document.numbers.end),
            "file": document.offered.place,
            "name": document.offered.name,
            "sha256": document.offered.sha256,
            "description": document.item.description,
            "custodian": document.item.custodian,
            "received_numbers": document.item.numbers or document.offered.received_run,
            "restriction": str(document.item.restriction),
            "released_by_name": document.offered.place in run.wanted.release,
            "sheet": str(document.offered.sheet),
            "detail": piece.detail,
        }
        for document, piece in zip(told.documents, told.pieces, strict=True)
    ]
    return {
        "kind": "production",
        "volume": manifest.volume,
        "status": manifest.status,
        "day": str(run.today),
        "audience": str(run.wanted.audience),
        "numbers": f"{manifest.first} to {manifest.last}",
        "reservation": run.reservation.sequence if run.reservation else None,
        "manifest_sha256": sha,
        "folder": str(run.drop.path),
        "endorsements": run.wanted.marks.model_dump(mode="json"),
        "made_with": {name: version(name) for name in ("discovery", "pikepdf", "pypdf", "pypdfium2", "typst")},
        "sources": sources,
        "left_out": {item.file: item.left_out for item in run.drop.items if item.left_out},
        "skipped": dict(run.drop.skipped),
    }


def _write_report(run: _Run, path: Path, manifest: ProductionManifest, told: _Told, lines: tuple[str, ...]) -> None:
    text = "\n".join(_report(run, manifest, told, lines)) + "\n"
    data = text.encode("utf-8", "replace")
    if path.is_file() and path.read_bytes() == data:
        return
    write_new(path, data)


def _report(run: _Run, manifest: ProductionManifest, told: _Told, lines: tuple[str, ...]) -> Iterator[str]:
    """What became of every file, in plain English."""
    state = "issued" if run.reservation else "draft: the numbers are not reserved"
    yield f"{run.name} ({state}), {run.today}, for the {run.wanted.audience}"
    yield f"{manifest.first} to {manifest.last}: {manifest.documents} documents, {manifest.pages} pages."
    yield "For the office. Not to be served: it names files, and what was found in them."
    yield ""
    for line, made, piece in zip(lines, _made(told.room), told.pieces, strict=True):
        yield line
        yield from (f"    {note}" for note in made.notes)
        if piece.detail:
            yield f"    {piece.detail}"
    for item in run.drop.items:
        if item.left_out:
            yield f"not produced: {item.file}: {item.left_out}"
    for place, why in run.drop.skipped:
        yield f"not produced: {place}: {why}"


def _still_the_same(run: _Run) -> None:
    """Nothing is published that was made from files somebody has changed meanwhile."""
    again = read_drop_folder(run.drop.path)
    if again.digest() != run.drop.digest():
        changed = [place for place in run.drop.files if again.hashes.get(place) != run.drop.hashes[place]]
        changed += [place for place in again.files if place not in run.drop.hashes]
        raise ConflictError(
            f"{', '.join(changed) or 'produce.toml'} changed while the production was made. Run the command again."
        )


def _replace_draft(run: _Run, root: Path, target: Path) -> None:
    """Give a finished draft its name, in the place of an earlier draft that nobody has changed."""
    if target.exists():
        if not _is_our_draft(run.folder, target):
            raise ConflictError(
                f"{target} is not, or no longer, as it was made, and is not overwritten; move it away or rename it."
            )
        with volumes.staging(run.folder) as aside:
            target.rename(aside / "old")
    volumes.publish(root, target)
    sha = sha256_of(target / DATA / f"{run.stem}-MANIFEST.json")
    volumes.drop_older_drafts(run.folder, run.name, sha)


def _is_our_draft(folder: Path, target: Path) -> bool:
    path = find_production(target)
    if path is None or not volumes.internal_path(folder, target.name, sha256_of(path)).is_file():
        return False
    sums = path.with_name(path.name.replace("-MANIFEST.json", "-SHA256.txt"))
    if not sums.is_file() or sha256_of(sums) != read_manifest(path).sums_sha256:
        return False
    listed: Mapping[str, str] = dict(read_sums(sums))
    there = {each.relative_to(target).as_posix() for each in target.rglob("*") if each.is_file()}
    ours = {*listed, path.relative_to(target).as_posix(), sums.relative_to(target).as_posix()}
    return there == ours and all(sha256_of(target / name) == sha for name, sha in listed.items())


# --- issued before, or nearly --------------------------------------------------------------------------------


def finish_interrupted(folder: Path, today: date) -> None:
    """Record the issue of a production that was published and proved just before its run was cut off."""
    entries = read_ledger(folder)
    another = {entry.manifest for entry in set_aside(entries)}
    for reservation in unfinished(entries):
        published = volumes.productions_folder(folder) / reservation.volume
        path = find_production(published) if published.is_dir() else None
        if path is None or sha256_of(path) in another or prove_production(published):
            continue
        manifest = read_manifest(path)
        if (manifest.first, manifest.last) == (str(reservation.range.begin), str(reservation.range.end)):
            record_issue(folder, reservation, sha256_of(path), today)


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
