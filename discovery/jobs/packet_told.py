"""What the command says of a finished packet, and of how its files stand to the place where they are filed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from discovery.core.deficiencies import Deficiency
from discovery.core.exhibits import Restriction
from discovery.core.numbering import explain_unused, unfinished
from discovery.core.packet_report import gathered
from discovery.core.problems import Problem
from discovery.core.productions import Document, Plan
from discovery.core.profiles import Profile
from discovery.files.binding import Bound
from discovery.files.filing import shortcomings
from discovery.files.ledger import read_ledger
from discovery.jobs.packet_ready import Ready
from discovery.jobs.packet_records import Run, assembly_notes, parted
from discovery.jobs.plan import Offered


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


Shortcomings = Sequence[tuple[str, tuple[Deficiency, ...]]]


def exhibits_short(ready: Ready) -> Shortcomings:
    """In what the pages of each exhibit fall short of where it is to be filed."""
    return [(f"Exhibit {ready.plan.letter(key)}", found) for key, found in ready.short.items()]


def files_short(bound: Sequence[Bound], profile: Profile | None) -> Shortcomings:
    """In what each finished file falls short of where it is to be filed."""
    return [(each.path.name, shortcomings(each.path, profile)) for each in bound] if profile else []


def filing_lines(run: Run, short: Shortcomings) -> Iterator[str]:
    """For the report: how the files stand to the profile, each point with its rule and where that was read."""
    yield from run.options.filing_notes()
    for name, found in short:
        if not found:
            yield f"{name}: nothing found that {run.options.profile and run.options.profile.name} refuses"
        for each in found:
            yield f"{name}: {each}"
            yield f"  {each.cited}"


def files_made(bound: Sequence[Bound]) -> tuple[str, ...]:
    """For several files: what each is called and holds."""
    if len(bound) == 1:
        return ()
    return tuple(f"{each.path.name}: {len(each.part.labels)} pages" for each in bound)


def what_to_know(offer: Offered, ready: Ready, bound: Sequence[Bound]) -> tuple[str, ...]:
    """What counsel should know of a packet that was made, a sentence each."""
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


def slip_sheets(offer: Offered, plan: Plan) -> tuple[Problem, ...]:
    """The exhibits in whose place a slip sheet stands."""
    return tuple(
        Problem(
            where=f"Exhibit {document.letter}",
            what="could not be read, and a slip sheet stands in its place.",
            next_step=offer.files[document.key].detail,
        )
        for document in plan.documents
        if document.unread and not document.native
    )
