"""Number a PDF: look, print the numbers into a copy, prove the copy, and only then give it its name."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from discovery.core.endorsements import Endorsements, Placement
from discovery.core.problems import Problem
from discovery.core.received import received
from discovery.errors import ConflictError, InputError
from discovery.files.endorsing import Endorsed, endorse_pages, shape_of
from discovery.files.expected import expectations
from discovery.files.incremental import append_changes, sha256_of_first, why_not
from discovery.files.look import is_viewable
from discovery.files.markers import Markers, mark_document
from discovery.files.memory import give_back
from discovery.files.originals import (
    MENDED,
    SourceFile,
    drop_void_crops,
    inspect,
    is_damaged,
    mend,
    open_as_is,
    open_pdf,
    save_pdf,
)
from discovery.files.page_labels import page_labels
from discovery.files.settling import Settled, settle
from discovery.files.writing import plain_sentence, private_room, publish_finished, sha256_of

if TYPE_CHECKING:
    from discovery.files.readback import Verdict

__all__ = [
    "LOCK_OR_KEEP",
    "Endorsed",
    "Settled",
    "SourceFile",
    "StampReport",
    "already_numbered",
    "endorse_pages",
    "inspect",
    "not_kept",
    "open_pdf",
    "page_labels",
    "refused_as_signed",
    "save_pdf",
    "settle",
    "shape_of",
    "stamp_file",
]


@dataclass(frozen=True)
class StampReport:
    """What became of one file."""

    source: SourceFile
    target: Path
    labels: tuple[str, ...]
    endorsed: tuple[Endorsed, ...] = ()
    notes: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    """Why nothing was published; empty where the file is proved and in its place."""
    verdicts: tuple[str, ...] = ()
    """For each page, how it was proved: construction, text, strip, whole page."""
    received: tuple[str | None, ...] = ()
    """The Bates number that another party printed on each page; None where there is none."""

    def __str__(self) -> str:
        run = self.labels[0] if len(self.labels) == 1 else f"{self.labels[0]} to {self.labels[-1]}"
        pages = "1 page" if len(self.labels) == 1 else f"{len(self.labels)} pages"
        state = "not published" if self.problems else str(self.target)
        return "\n  ".join([f"{self.source.path.name}: {run}, {pages}: {state}", *self.notes])


def stamp_file(
    source: Path,
    target: Path,
    labels: Sequence[str],
    asked: Endorsements | Placement | None = None,
    *,
    executor: Executor | None = None,
    deep: bool = False,
    lock: bool = False,
    restamp: bool = False,
    refuse_signed: bool = False,
    preserve_original: bool = False,
    password: str = "",
    progress: Callable[[int], None] | None = None,
) -> StampReport:
    """Print numbers, and what else is asked for, on a copy of `source`; publish it once every page is proved right.

    With `lock` the copy holds nothing by which `unstamp` could take the numbers off again. A file that bears numbers
    of ours is refused; with `restamp` they are taken off first, and the copy is, object for object, the one its
    original would give.
    A file that opens only with a `password` gives a copy that opens without; a signed one gives a copy without the
    signature's validity, or is refused (`refuse_signed`). With `preserve_original` the copy begins with the source's
    own bytes, all of them, and what was printed stands behind them.
    A page that cannot be numbered, or not be proved, publishes nothing: the report then holds the problems. A file
    that cannot be used at all is an InputError, a taken target a ConflictError; the source is never written to.
    """
    if target.exists():
        raise ConflictError(f"{target} exists already and is not overwritten; move it away or choose another folder.")
    described = inspect(source, password)
    give_back(described.pages)
    _usable(described, labels, restamp)
    if described.signed and refuse_signed:
        raise InputError(refused_as_signed(described))
    if lock and preserve_original:
        raise InputError(f"{source.name} is not numbered: {LOCK_OR_KEEP}")
    way = _Way(lock, preserve_original, password)
    with plain_sentence(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        with private_room(target.parent, "numbering") as room:
            base, taken_off = _bare(described, room, password)
            if preserve_original:
                _keepable(base, password)
            work = _Work(base, tuple(labels), Endorsements.of(asked), room, executor, way)
            problems = work.run(deep, progress)
            if preserve_original:
                problems = _without(problems) if problems else _kept(work, base)
            if problems:
                return _unpublished(described, target, labels, problems)
            publish_finished(work.copy, target)
    notes = (*described.notes(), *taken_off, *work.notes)
    return StampReport(
        described, target, tuple(labels), work.endorsed, notes, verdicts=work.hows, received=work.received
    )


def _bare(source: SourceFile, room: Path, password: str) -> tuple[SourceFile, tuple[str, ...]]:
    """The file without numbers of ours, known by the sha256 of its original, and what to say of those it bore."""
    if not source.numbered:
        return source, ()
    from discovery.files.unstamping import take_off

    taken = take_off(source.path, room / "unstamped.pdf", password)
    if taken.problems:
        raise InputError("Its numbers cannot be taken off:", taken.problems)
    original = taken.sources[0] if len(taken.sources) == 1 else source.sha256
    bore = [label for label in taken.labels if label]
    run = bore[0] if len(bore) == 1 else f"{bore[0]} to {bore[-1]}"
    note = f"It bore {run}; the copy bears the new numbers in their place."
    return replace(inspect(taken.target), sha256=original), (note,)


def _usable(source: SourceFile, labels: Sequence[str], restamp: bool) -> None:
    if source.privileged:
        raise InputError(f"{source.path.name} is a privileged paper and is not numbered for service. Leave it out.")
    if source.numbered and not restamp:
        raise InputError(already_numbered(source))
    if len(labels) != source.pages:
        raise InputError(f"{source.path.name} has {source.pages} pages, but {len(labels)} numbers were given for it.")


LOCK_OR_KEEP = (
    "whoever has a copy that begins with its original has the original, so nothing would be locked. "
    "Give --lock or --preserve-original, not both."
)


def not_kept(source: SourceFile, password: str = "") -> str:
    """The sentence for a file that cannot be kept as the first part of its copy; empty where it can."""
    return _not_kept(source, reason) if (reason := why_not(source.path, password)) else ""


def _not_kept(source: SourceFile, reason: str) -> str:
    said = f"The original of {source.path.name} cannot be kept as the first part of the copy: {reason}."
    return f"{said} Number it without --preserve-original."


def _keepable(source: SourceFile, password: str) -> None:
    """InputError with the reason why a file cannot be kept as the first part of its numbered copy."""
    if said := not_kept(source, password):
        raise InputError(said)
    if sha256_of(source.path) != source.sha256:
        reason = "it is not in the file any more, which was numbered without keeping it; number the original itself"
        raise InputError(_not_kept(source, reason))


def _without(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """The same problems with what may help: a copy written anew can mend what one that begins with it cannot."""
    hint = "Try it without --preserve-original."
    return tuple(Problem(where=one.where, what=one.what, next_step=one.next_step or hint) for one in problems)


def _kept(work: "_Work", source: SourceFile) -> tuple[Problem, ...]:
    """Whether the finished copy begins with the original, byte for byte."""
    size = source.path.stat().st_size
    if sha256_of_first(work.copy, size) != source.sha256:
        return (Problem(where=source.path.name, what="The copy does not begin with the original, byte for byte."),)
    work.notes.append(
        f"Its first {size:,} bytes are the original, byte for byte (sha256 {source.sha256}). "
        "So everybody who has it can see the pages without what was printed, and earlier versions the file held."
    )
    return ()


def already_numbered(source: SourceFile) -> str:
    """The sentence that a file with numbers of ours gets instead of a second one."""
    return (
        f"{source.path.name} bears numbers of this program already ({source.numbered}). "
        "Take them off with unstamp, use the original, or replace them with --restamp."
    )


def refused_as_signed(source: SourceFile) -> str:
    """The sentence for a signed file where such are to be refused."""
    who = ", ".join(map(str, source.signatures))
    return f"{source.path.name} was signed by {who}. A numbered copy cannot carry the signature: serve the original."


def _unpublished(source: SourceFile, target: Path, labels: Sequence[str], problems: Sequence[Problem]) -> StampReport:
    named = tuple(
        Problem(where=f"{source.path.name}, {_page_of(problem)}", what=problem.what, next_step=problem.next_step)
        for problem in problems
    )
    return StampReport(source, target, tuple(labels), notes=source.notes(), problems=named)


def _page_of(problem: Problem) -> str:
    return problem.where.rpartition(", ")[2]


class _Way(NamedTuple):
    """How the copy of a file is made."""

    lock: bool
    keep: bool
    """The original as the first part of it."""
    password: str


class _Work:
    """Number one file, and try more careful ways while the proof fails."""

    def __init__(
        self,
        source: SourceFile,
        labels: tuple[str, ...],
        asked: Endorsements,
        room: Path,
        executor: Executor | None,
        way: _Way,
    ) -> None:
        self.source, self.labels, self.asked, self.executor = source, labels, asked, executor
        self.way = way
        self.copy, self.mended = room / "copy.pdf", room / "mended.pdf"
        self.endorsed: tuple[Endorsed, ...] = ()
        self.received: tuple[str | None, ...] = ()
        self.hows: tuple[str, ...] = ()
        self.notes: list[str] = []
        self.damaged = False
        """Whether faults were met, and mended, while it was read whole."""

    def run(self, deep: bool, progress: Callable[[int], None] | None) -> tuple[Problem, ...]:
        """The problems that remain: first as the file is, then against its mended copy, then with pages isolated."""
        odd = self.source.repaired or self.source.encrypted or not is_viewable(self.source.path)
        baseline = self._mend() if odd else self.source.path
        try:
            self._endorse(None, ())
        except InputError as error:
            return tuple(one for one in error.problems if isinstance(one, Problem))
        if self.damaged and not odd:
            odd, baseline = True, self._mend()
            self.notes.append(MENDED)
        verdicts = self._prove(baseline, deep or odd, progress)
        self.received = received([one.candidates for one in verdicts if one.page >= 0])
        settled = self._settle(baseline, verdicts)
        if settled and settled.problems:
            return settled.problems
        if settled and settled.changed:
            self._endorse(settled, ())
            verdicts = self._prove(baseline, deep or odd, None)
        if _problems(verdicts) and not odd:
            baseline = self._mend()
            verdicts = self._prove(baseline, True, None)
        if _problems(verdicts):
            self._endorse(settled, sorted(verdict.page for verdict in verdicts if verdict.problems))
            verdicts = self._prove(baseline, True, None)
        self.notes += settled.notes() if settled else ()
        self.notes += _told(self.received)
        if any(one.color != self.asked.color for one in self.endorsed):
            self.notes.append("It is printed in black: the file is PDF/A and gives no meaning to other colors.")
        if any(one.isolated for one in self.endorsed):
            self.notes.append("Some content is faulty; it was set apart so that the number stays clear of it.")
        self.hows = tuple(one.how for one in verdicts if one.page >= 0)
        return _problems(verdicts)

    def _mend(self) -> Path:
        self.mended.touch(0o600)  # what it holds was perhaps locked
        return mend(self.source.path, self.mended, self.source.sha256, self.way.password)

    def _settle(self, baseline: Path, verdicts: "Sequence[Verdict]") -> Settled | None:
        """Where everything goes, if anything did not stand alone in the asked place."""
        suspects = [one.page for one in verdicts if one.page >= 0 and (one.problems or one.crowded)]
        if not suspects:
            return None
        labels = dict(enumerate(self.labels))
        with open_pdf(baseline) as pdf:
            return settle(pdf, baseline, labels, self.asked, suspects=suspects, executor=self.executor)

    def _endorse(self, settled: Settled | None, isolate: Sequence[int]) -> None:
        layouts = settled.layouts if settled and settled.changed else {}
        labels = dict(enumerate(self.labels))
        with open_as_is(self.source.path, self.way.password) as pdf:
            crops = drop_void_crops(pdf)
            markers = None if self.way.lock else Markers(self.source.sha256, crops)
            if markers:
                mark_document(pdf, self.source.path.stat().st_size if self.way.keep else 0)
            self.endorsed = endorse_pages(pdf, labels, self.asked, layouts=layouts, isolate=isolate, markers=markers)
            pdf.Root.PageLabels = page_labels(self.labels)
            seed = "\n".join((self.source.sha256, *self.labels, self.asked.model_dump_json()))
            if self.way.keep:
                append_changes(pdf, self.source.path, self.copy, seed)
            else:
                save_pdf(pdf, self.copy, seed, pdfa=self.source.pdfa)
            self.damaged = is_damaged(pdf)

    def _prove(self, baseline: Path, deep: bool, progress: Callable[[int], None] | None) -> "tuple[Verdict, ...]":
        give_back(self.source.pages)
        from discovery.files.readback import prove  # its readers take memory that the writing needs before

        expected = expectations(self.endorsed, baseline, deep=deep)
        return prove(self.copy, expected, whole=baseline, executor=self.executor, progress=progress)


def _told(received: Sequence[str | None]) -> Iterator[str]:
    """The numbers another party printed, in a sentence."""
    borne = [number for number in received if number]
    if borne:
        run = borne[0] if len(borne) == 1 else f"{borne[0]} to {borne[-1]}"
        of = "every page" if len(borne) == len(received) else f"{len(borne)} of {len(received)} pages"
        yield f"Numbers already printed on {of} were kept clear of: {run}."


def _problems(verdicts: "Sequence[Verdict]") -> tuple[Problem, ...]:
    return tuple(problem for verdict in verdicts for problem in verdict.problems)
