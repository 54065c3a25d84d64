"""Makes one exhibit bundle of a matter: read, plan, reserve, stamp, prove, publish; in that order.

Two runs at once never give one number twice. That both issue the same inputs is looked for when numbers have been
reserved and again just before a volume gets its name; the moment between that last look and the record of the issue
stays open, for a lock would be left behind or fail on a share. Then there are two whole volumes with numbers of their
own, and counsel serves one.
"""

import shutil
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from discovery.core.bates import NumberStyle
from discovery.core.enumerating import count_of
from discovery.core.exhibits import Audience
from discovery.core.manifests import Manifest
from discovery.core.numbering import (
    Act,
    Entry,
    explain_unused,
    issued_as,
    last_sequence,
    next_free,
    rival,
)
from discovery.core.packets import PacketOptions
from discovery.core.passwords import Passwords
from discovery.core.personal_pages import Searched
from discovery.core.productions import Plan
from discovery.errors import ConflictError
from discovery.files import volume as volumes
from discovery.files.binding import bind, proved
from discovery.files.crew import ALONE, Crew
from discovery.files.ledger import numbers_taken, read_ledger, record_issue, reserve
from discovery.files.proof import prove_volume
from discovery.files.writing import room_apart, sha256_of
from discovery.jobs.interrupted import finish_interrupted
from discovery.jobs.packet_personal import personal_lines, refuse_personal, search
from discovery.jobs.packet_ready import Ready, make_packet_ready
from discovery.jobs.packet_records import Finished, Run, keep, served_manifest
from discovery.jobs.packet_refusals import refuse, refuse_open, still_the_same
from discovery.jobs.packet_told import (
    Bundled,
    exhibits_short,
    files_made,
    files_short,
    filing_lines,
    slip_sheets,
    what_to_know,
)
from discovery.jobs.plan import ComposedExhibit, Offered, compose_first, fingerprint, offered, settle
from discovery.jobs.transmittal import draft_letter

__all__ = ["Bundled", "bundle"]


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
    with room_apart() as room:
        say("Reading the exhibits")
        offer = offered(folder, room, passwords)
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
    say("Searching for personal data")
    searched = search(offer, asked.crew)
    inputs = fingerprint(offer, first_round, style, audience, options.facts())
    known: tuple[Entry, ...] = ()
    if issue:
        refuse_open(first_round)
        finish_interrupted(folder, today)
        known = read_ledger(folder)
        if done := issued_as(known, inputs):
            return _again(folder, done)
        refuse_personal(searched, audience)

    work = _Work(offer, style, today, first_round, options, asked.crew)
    run = Run(folder, today, audience, release, f"DRAFT-{style.prefix.strip('-_')}", options)
    with volumes.staging(folder) as room:
        say("Looking for the place of each number")
        made = work.ready(next_free(numbers_taken(folder), style.prefix), room, draft=not issue)
        if issue:
            made, run = _reserved(work, made, replace(run, known=last_sequence(known)), inputs, room)
        say(f"Numbering and proving {made.plan.range}")
        return _make(offer, made, run, asked.crew, searched)


@dataclass(frozen=True)
class _Work:
    """What is to be numbered, read and judged; how; and its papers as composed before any number was known."""

    offer: Offered
    style: NumberStyle
    today: date
    first_round: Mapping[str, ComposedExhibit]
    options: PacketOptions
    crew: Crew

    def ready(self, first: int, room: Path, *, draft: bool) -> Ready:
        """Everything that goes into a volume whose run begins with `first`."""
        settled = settle(self.offer, self.style, first, self.today, self.first_round)
        return make_packet_ready(self.offer, settled, self.options, room, self.crew, draft=draft)


def _reserved(work: _Work, made: Ready, run: Run, inputs: str, room: Path) -> tuple[Ready, Run]:
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


def _nobody_else(run: Run, since: int) -> None:
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


def _make(offer: Offered, ready: Ready, run: Run, crew: Crew, searched: tuple[Searched, ...]) -> Bundled:
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
        short = [*exhibits_short(ready), *files_short(bound, run.options.profile)]
        refused = tuple(each.problem(name) for name, found in short for each in found if each.refused)
        still_the_same(offer)
        _nobody_else(run, since=run.reservation.sequence if run.reservation else 0)
        personal = tuple(personal_lines(searched, plan))
        finished = Finished(ready.material, bound, tuple(filing_lines(run, short)), personal)
        report = _publish(stage, target, finished, manifest, run, offer)
    letter, unwritten = (None, "") if run.draft else draft_letter(run.folder, run.name, run.today)
    advised = sum(1 for _, found in short for each in found if not each.refused)
    look = (
        [f"{count_of(advised, 'point')} to look at before filing, each with its rule: see the report."]
        if advised
        else []
    )
    notes = (
        *run.options.filing_notes(),
        *what_to_know(offer, ready, bound),
        *personal,
        *look,
        *([unwritten] if unwritten else []),
    )
    made = Bundled(target, plan, not run.draft, notes, (*slip_sheets(offer, plan), *refused))
    return replace(made, bound=files_made(bound), report=report, letter=letter)


def _natives(offer: Offered, plan: Plan, stage: Path) -> tuple[Path, ...]:
    """Copy in the files that are offered as they are."""
    made = []
    for document in plan.documents:
        if document.native:
            made.append(stage / document.native)
            shutil.copyfile(offer.files[document.key].path, made[-1])
    return tuple(made)


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
