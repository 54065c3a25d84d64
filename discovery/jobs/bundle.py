"""Makes one exhibit bundle of a matter: read, plan, reserve, stamp, prove, publish; in that order.

Two runs at once never give one number twice. That both issue the same inputs is looked for when numbers have been
reserved and again just before a volume gets its name; the moment between that last look and the record of the issue
stays open, for a lock would be left behind or fail on a share. Then there are two whole volumes with numbers of their
own, and counsel serves one.
"""

import shutil
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from discovery.core.bates import NumberStyle
from discovery.core.blocks import Copy
from discovery.core.deficiencies import Deficiency
from discovery.core.enumerating import count_of
from discovery.core.exhibits import Audience, Restriction
from discovery.core.manifests import Manifest
from discovery.core.numbering import (
    Act,
    Entry,
    explain_unused,
    issued_as,
    last_sequence,
    next_free,
    rival,
    unfinished,
)
from discovery.core.packet_report import gathered
from discovery.core.packets import PacketOptions
from discovery.core.parts import Layout
from discovery.core.passwords import Passwords
from discovery.core.problems import Problem
from discovery.core.productions import Document, Plan
from discovery.core.profiles import Profile
from discovery.errors import ConflictError, DiscoveryError, InputError
from discovery.files import volume as volumes
from discovery.files.binding import Bound, Material, bind, proved, reckoned
from discovery.files.crew import ALONE, Crew
from discovery.files.filing import make_ready, shortcomings
from discovery.files.ledger import numbers_taken, read_ledger, record_issue, reserve
from discovery.files.preparing import on_disk
from discovery.files.proof import prove_volume
from discovery.files.sheets import write_sheets
from discovery.files.writing import sha256_of
from discovery.jobs.interrupted import finish_interrupted
from discovery.jobs.packet_records import Finished, Run, assembly_notes, keep, parted, served_manifest
from discovery.jobs.packet_refusals import refuse, refuse_open, still_the_same
from discovery.jobs.plan import ComposedExhibit, Offered, Settled, compose_first, fingerprint, offered, settle


@dataclass(frozen=True)
class Bundled:
    """What was made: the volume's folder, its run of numbers, and what counsel should know."""

    volume: Path
    plan: Plan | None
    issued: bool
    notes: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    """Exhibits in whose place a slip sheet stands."""
    bound: tuple[str, ...] = ()
    """Where there are several files: what each holds."""
    report: Path | None = None
    """What became of each exhibit, for the office."""
    letter: Path | None = None
    """The transmittal letter, to be completed."""
    again: str = ""
    """For inputs that were issued before: the sentence that says so; nothing was written."""

    def __str__(self) -> str:
        if self.again:
            return self.again
        assert self.plan is not None
        state = "issued" if self.issued else "draft, numbers not reserved"
        lines = [f"{self.volume} ({state})", f"  {self.plan.range}, {len(self.plan.documents)} exhibits"]
        lines += [
            f"  {each.letter:<3} {each.range!s:<28} {each.description}" + _instead(each)
            for each in self.plan.documents
        ]
        lines += [f"  {each}" for each in self.bound]
        lines.append(
            "  Every page was proved: its content as received but for what the report names, its number in its place."
        )
        lines += [f"  Note: {note}" for note in gathered(self.notes)]
        lines += [f"  What became of each exhibit: {self.report} (for the office; not served)"] if self.report else []
        lines += [f"  Transmittal letter, to be completed: {self.letter}"] if self.letter else []
        return "\n".join(lines)


def _instead(document: Document) -> str:
    if document.native:
        return f" [{document.native}]"
    return " [slip sheet]" if document.unread else ""


def bundle(
    folder: Path,
    prefix: str,
    today: date,
    *,
    issue: bool = False,
    audience: Audience = Audience.COURT,
    release: Collection[str] = (),
    digits: int = 6,
    options: PacketOptions | None = None,
    crew: Crew = ALONE,
    passwords: Passwords | None = None,
    say: Callable[[str], None] = lambda _: None,
) -> Bundled:
    """Number, stamp, prove and publish the exhibits of a matter; a draft unless `issue`.

    `say` is told what is being done, for whoever waits; the `crew` shares out the looking and proving.
    `passwords` open exhibits that are locked; without its password such a one gets a slip sheet.
    """
    with TemporaryDirectory(prefix="discovery-") as room:
        say("Reading the exhibits")
        offer = offered(folder, Path(room), passwords)
        made = _Asked(prefix, digits, today, audience, tuple(release), (options or PacketOptions()).settled(), crew)
        return _bundle(offer, made, issue=issue, say=say)


@dataclass(frozen=True)
class _Asked:
    """What counsel asked for."""

    prefix: str
    digits: int
    today: date
    audience: Audience
    release: tuple[str, ...]
    options: PacketOptions
    crew: Crew


def _bundle(offer: Offered, asked: _Asked, *, issue: bool, say: Callable[[str], None]) -> Bundled:
    folder, today, audience, release, options = (
        offer.folder.path,
        asked.today,
        asked.audience,
        asked.release,
        asked.options,
    )
    volumes.sweep(folder)
    refuse(offer, audience, release)
    style = NumberStyle.of(asked.prefix, asked.digits, options.suffix)
    say("Composing the papers among them")
    first_round = compose_first(offer, style, today)
    inputs = fingerprint(offer, first_round, style, audience, options.facts())
    known: tuple[Entry, ...] = ()
    if issue:
        refuse_open(first_round)
        finish_interrupted(folder, today)
        known = read_ledger(folder)
        if done := issued_as(known, inputs):
            return _again(folder, done)

    work = _Work(offer, style, today, first_round, options, asked.crew)
    run = Run(folder, today, audience, release, f"DRAFT-{style.prefix.strip('-_')}", options)
    with volumes.staging(folder) as room:
        say("Looking for the place of each number")
        made = work.ready(next_free(numbers_taken(folder), style.prefix), room, draft=not issue)
        if issue:
            made, run = _reserved(work, made, replace(run, known=last_sequence(known)), inputs, room)
        say(f"Numbering and proving {made.plan.range}")
        return _make(offer, made, run, asked.crew)


@dataclass(frozen=True)
class _Work:
    """What is to be numbered, read and judged; how; and its papers as composed before any number was known."""

    offer: Offered
    style: NumberStyle
    today: date
    first_round: Mapping[str, ComposedExhibit]
    options: PacketOptions
    crew: Crew

    def ready(self, first: int, room: Path, *, draft: bool) -> "_Ready":
        """Everything that goes into a volume whose run begins with `first`."""
        settled = settle(self.offer, self.style, first, self.today, self.first_round)
        return _make_ready(self.offer, settled, self.options, room, self.crew, draft=draft)


def _reserved(work: _Work, made: "_Ready", run: "Run", inputs: str, room: Path) -> "tuple[_Ready, Run]":
    """Reserve the run, and make ready again where another run was quicker and took the numbers meant for this one.

    Whatever can be found wrong without a number has been found by now: what is reserved is never given back.
    """
    reservation = reserve(
        run.folder,
        prefix=work.style.prefix,
        digits=work.style.digits,
        suffix=work.style.suffix,
        count=made.plan.numbers,
        day=run.today,
        audience=run.audience,
        inputs=inputs,
    )
    run = replace(run, name=reservation.volume, reservation=reservation)
    _nobody_else(run, since=run.known)
    if reservation.first != made.plan.first:
        made = work.ready(reservation.first, room, draft=False)
    if made.plan.numbers != len(reservation.range):
        raise ConflictError(
            f"{reservation.range} were reserved, but the papers among the exhibits changed their length with these "
            "numbers. The range is left unused; run the command again."
        )
    return made, run


def _nobody_else(run: "Run", since: int) -> None:
    """Leave the reservation unused where another run has issued these inputs, or is about to."""
    mine = run.reservation
    other = rival(read_ledger(run.folder), mine, since) if mine else None
    if mine is None or other is None:
        return
    if other.act is Act.ISSUED:
        said = f"Meanwhile another run issued these inputs as {other.volume} ({other.range}). Use that volume."
    else:
        said = (
            f"Another run is issuing these inputs as {other.volume} ({other.range}). "
            "If that volume does not appear, run the command again."
        )
    raise ConflictError(f"{said} This run publishes nothing. {explain_unused(mine)}")


# --- making --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Ready:
    """Everything that goes into a volume, before it is put together."""

    material: Material
    papers: Mapping[str, ComposedExhibit]
    short: Mapping[str, tuple[Deficiency, ...]]
    """By key: in what the pages of an exhibit fall short of where it is to be filed."""

    @property
    def plan(self) -> Plan:
        """Its exhibits and their numbers."""
        return self.material.plan


def _make_ready(
    offer: Offered, settled: Settled, options: PacketOptions, room: Path, crew: Crew, *, draft: bool
) -> _Ready:
    crew = crew.for_pages(settled.plan.numbers)
    sheets = crew.run_apart(write_sheets, settled.plan, offer.folder.matter, draft=draft)
    plan = settled.plan.with_front(sheets.front.pages)
    held: dict[str, Path | bytes] = {key: file.held for key, file in offer.files.items()}
    held |= {key: paper.pdf for key, paper in settled.papers.items()}
    numbered = [document for document in plan.documents if not document.unread]
    crew.watch.stage("Looking for the place of each number", sum(document.pages for document in numbered))
    tasks = [
        (each, on_disk(room / f"{each.key}.pdf", held[each.key]), options.marks(each.letter), options.profile, room)
        for each in numbered
    ]
    sources, short = {}, {}
    for document, (made, found) in zip(numbered, crew.spread(make_ready, tasks), strict=True):
        sources[document.key], short[document.key] = made, found
        crew.watch.step(document.pages, 1)
    if problems := [problem for source in sources.values() for problem in source.problems]:
        raise InputError(
            "Nothing is made and no number is reserved, because some pages cannot carry a number that can be read. "
            "Print such an exhibit on letter-size pages to a new PDF and use that, or set include = false:",
            problems,
        )
    layout, limits, asked = options.layout or Layout.ONE, options.limits, options.endorsements
    material = Material(plan, sheets, sources, offer.folder.matter, draft, layout, limits, asked)
    material.parts(reckoned(material))  # a page no file may hold is found before any number is reserved
    return _Ready(material, settled.papers, {key: found for key, found in short.items() if found})


def _make(offer: Offered, ready: _Ready, run: Run, crew: Crew) -> Bundled:
    """Write the volume out of sight, prove it, and only then give it its name."""
    plan = ready.plan
    stem = run.name if run.draft else plan.style.prefix.strip("-_")
    target = volumes.productions_folder(run.folder) / run.name
    with volumes.staging(run.folder) as stage:
        bound = bind(ready.material, stem, stage, crew)
        natives = _natives(offer, plan, stage)
        manifest = served_manifest(ready.material, bound, natives, run)
        volumes.write_manifest(stage / volumes.manifest_name(stem), manifest)
        proved(prove_volume(stage, stamps=False, crew=crew))
        short = [*_exhibits_short(ready), *_shortcomings(bound, run.options.profile)]
        refused = tuple(each.problem(name) for name, found in short for each in found if each.refused)
        still_the_same(offer)
        _nobody_else(run, since=run.reservation.sequence if run.reservation else 0)
        finished = Finished(ready.material, bound, tuple(_filing(run, short)))
        report = _publish(stage, target, finished, manifest, run, offer)
    letter, unwritten = (None, "") if run.draft else _letter(run)
    advised = sum(1 for _, found in short for each in found if not each.refused)
    look = (
        [f"{count_of(advised, 'point')} to look at before filing, each with its rule: see the report."]
        if advised
        else []
    )
    notes = (*run.options.filing_notes(), *_notes(offer, ready, bound), *look, *([unwritten] if unwritten else []))
    made = Bundled(target, plan, not run.draft, notes, (*_slips(offer, plan), *refused))
    return replace(made, bound=_made(bound), report=report, letter=letter)


Shortcomings = Sequence[tuple[str, tuple[Deficiency, ...]]]


def _exhibits_short(ready: _Ready) -> Shortcomings:
    return [(f"Exhibit {ready.plan.letter(key)}", found) for key, found in ready.short.items()]


def _shortcomings(bound: Sequence[Bound], profile: Profile | None) -> Shortcomings:
    """In what each finished file falls short of where it is to be filed."""
    return [(each.path.name, shortcomings(each.path, profile)) for each in bound] if profile else []


def _filing(run: Run, short: Shortcomings) -> Iterator[str]:
    """For the report: how the files stand to the profile, each point with its rule and where that was read."""
    yield from run.options.filing_notes()
    for name, found in short:
        if not found:
            yield f"{name}: nothing found that {run.options.profile and run.options.profile.name} refuses"
        for each in found:
            yield f"{name}: {each}"
            yield f"  {each.cited}"


def _natives(offer: Offered, plan: Plan, stage: Path) -> tuple[Path, ...]:
    """Copy in the files that are offered as they are."""
    made = []
    for document in plan.documents:
        if document.native:
            made.append(stage / document.native)
            shutil.copyfile(offer.files[document.key].path, made[-1])
    return tuple(made)


def _letter(run: Run) -> tuple[Path | None, str]:
    """Draft the letter that goes with an issued volume; where that cannot be done, the sentence that says so."""
    from discovery.jobs.draft import draft as draft_paper

    try:
        drafted = draft_paper(run.folder, "transmittal", Copy.REVIEW, ["docx", "pdf"], run.today, volume=run.name)
    except DiscoveryError as error:
        return None, f"The volume is issued, but its transmittal letter could not be drafted: {error.message}"
    return drafted.paths[0], ""


def _made(bound: Sequence[Bound]) -> tuple[str, ...]:
    """For several files: what each is called and holds."""
    if len(bound) == 1:
        return ()
    return tuple(f"{each.path.name}: {len(each.part.labels)} pages" for each in bound)


def _publish(stage: Path, target: Path, finished: Finished, manifest: Manifest, run: Run, offer: Offered) -> Path:
    """Keep the record that is not served, give the volume its name, record the issue; where our report lies."""
    path = volumes.find_manifest(stage)
    assert path is not None
    sha256 = sha256_of(path)
    report = keep(finished, manifest, sha256, run, offer)
    if run.reservation is None:
        volumes.replace_draft(run.folder, stage, target)
        volumes.drop_older_drafts(run.folder, run.name, sha256)
        return report
    volumes.publish(stage, target)
    record_issue(run.folder, run.reservation, sha256, run.today)
    return report


def _notes(offer: Offered, ready: _Ready, bound: Sequence[Bound]) -> tuple[str, ...]:
    released = [
        f"Exhibit {ready.plan.letter(exhibit.key)} is restricted ({exhibit.restriction}) and was released by name."
        for exhibit in offer.exhibits
        if exhibit.restriction is not Restriction.NONE
    ]
    open_items = [
        f"Exhibit {ready.plan.letter(key)} has {len(paper.open_items)} open places and cannot be issued yet."
        for key, paper in ready.papers.items()
        if paper.open_items
    ]
    unused = [explain_unused(entry) for entry in unfinished(read_ledger(offer.folder.path))]
    made = [
        f"Exhibit {ready.plan.letter(key)}: {note}"
        for key, file in offer.files.items()
        if file.pdf or file.native
        for note in file.notes
    ]
    return (*released, *made, *assembly_notes(bound), *parted(bound), *open_items, *unused)


def _slips(offer: Offered, plan: Plan) -> tuple[Problem, ...]:
    return tuple(
        Problem(
            where=f"Exhibit {document.letter}",
            what="could not be read, and a slip sheet stands in its place.",
            next_step=offer.files[document.key].detail,
        )
        for document in plan.documents
        if document.unread and not document.native
    )


# --- issued before -------------------------------------------------------------------------------------------


def _again(folder: Path, done: Entry) -> Bundled:
    published = volumes.productions_folder(folder) / done.volume
    path = volumes.find_manifest(published) if published.is_dir() else None
    if path is None or sha256_of(path) != done.manifest:
        raise ConflictError(
            f"These inputs were issued as {done.volume} ({done.range}) on {done.day}, but {published} is not there "
            "as it was issued. Put it back from a copy; numbers are not given a second time."
        )
    sentence = f"{published} holds these inputs already: {done.range}, issued on {done.day}. Nothing was written."
    return Bundled(published, None, True, again=sentence)
