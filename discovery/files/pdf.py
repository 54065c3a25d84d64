"""Number a PDF: look, print the numbers into a copy, prove the copy, and only then give it its name."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from discovery.core.endorsements import Endorsements, Placement
from discovery.core.problems import Problem
from discovery.core.received import received
from discovery.errors import ConflictError, InputError
from discovery.files.endorsing import Endorsed, endorse_pages, page_labels, shape_of
from discovery.files.ground import Settled, settle
from discovery.files.look import Viewed
from discovery.files.originals import SourceFile, inspect, open_pdf, save_pdf
from discovery.files.readback import Verdict, expectations, prove
from discovery.files.writing import plain_sentence

__all__ = [
    "Endorsed",
    "Settled",
    "SourceFile",
    "StampReport",
    "endorse_pages",
    "inspect",
    "open_pdf",
    "page_labels",
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
    progress: Callable[[int], None] | None = None,
) -> StampReport:
    """Print numbers, and what else is asked for, on a copy of `source`; publish it once every page is proved right.

    A page that cannot be numbered, or not be proved, publishes nothing: the report then holds the problems. A file
    that cannot be used at all is an InputError, a taken target a ConflictError; the source is never written to.
    """
    if target.exists():
        raise ConflictError(f"{target} exists already and is not overwritten; move it away or choose another folder.")
    described = inspect(source)
    _usable(described, labels)
    with plain_sentence(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=".numbering-", dir=target.parent) as room:
            work = _Work(described, tuple(labels), Endorsements.of(asked), Path(room), executor)
            problems = work.run(deep, progress)
            if problems:
                return _unpublished(described, target, labels, problems)
            _publish(work.copy, target)
    notes = (*described.notes(), *work.notes)
    return StampReport(described, target, tuple(labels), work.endorsed, notes, received=work.received)


def _usable(source: SourceFile, labels: Sequence[str]) -> None:
    if source.privileged:
        raise InputError(f"{source.path.name} is a privileged paper and is not numbered for service. Leave it out.")
    if len(labels) != source.pages:
        raise InputError(f"{source.path.name} has {source.pages} pages, but {len(labels)} numbers were given for it.")


def _unpublished(source: SourceFile, target: Path, labels: Sequence[str], problems: Sequence[Problem]) -> StampReport:
    named = tuple(
        Problem(where=f"{source.path.name}, {_page_of(problem)}", what=problem.what, next_step=problem.next_step)
        for problem in problems
    )
    return StampReport(source, target, tuple(labels), notes=source.notes(), problems=named)


def _page_of(problem: Problem) -> str:
    return problem.where.rpartition(", ")[2]


class _Work:
    """Number one file, and try more careful ways while the proof fails."""

    def __init__(
        self, source: SourceFile, labels: tuple[str, ...], asked: Endorsements, room: Path, executor: Executor | None
    ) -> None:
        self.source, self.labels, self.asked, self.executor = source, labels, asked, executor
        self.copy, self.mended = room / "copy.pdf", room / "mended.pdf"
        self.endorsed: tuple[Endorsed, ...] = ()
        self.received: tuple[str | None, ...] = ()
        self.notes: list[str] = []

    def run(self, deep: bool, progress: Callable[[int], None] | None) -> tuple[Problem, ...]:
        """The problems that remain: first as the file is, then against its mended copy, then with pages isolated."""
        odd = self.source.repaired or self.source.encrypted or not _viewable(self.source.path)
        baseline = self._mend() if odd else self.source.path
        try:
            self._endorse(None, ())
        except InputError as error:
            return tuple(one for one in error.problems if isinstance(one, Problem))
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
        return _problems(verdicts)

    def _mend(self) -> Path:
        with open_pdf(self.source.path) as pdf:
            save_pdf(pdf, self.mended, self.source.sha256)
        return self.mended

    def _settle(self, baseline: Path, verdicts: Sequence[Verdict]) -> Settled | None:
        """Where everything goes, if anything did not stand alone in the asked place."""
        suspects = [one.page for one in verdicts if one.page >= 0 and (one.problems or one.crowded)]
        if not suspects:
            return None
        labels = dict(enumerate(self.labels))
        with open_pdf(baseline) as pdf:
            return settle(pdf, baseline, labels, self.asked, suspects=suspects, executor=self.executor)

    def _endorse(self, settled: Settled | None, isolate: Sequence[int]) -> None:
        layouts = settled.layouts if settled and settled.changed else {}
        with open_pdf(self.source.path) as pdf:
            labels = dict(enumerate(self.labels))
            self.endorsed = endorse_pages(pdf, labels, self.asked, layouts=layouts, isolate=isolate)
            pdf.Root.PageLabels = page_labels(self.labels)
            seed = "\n".join((self.source.sha256, *self.labels, self.asked.model_dump_json()))
            save_pdf(pdf, self.copy, seed, pdfa=self.source.pdfa)

    def _prove(self, baseline: Path, deep: bool, progress: Callable[[int], None] | None) -> tuple[Verdict, ...]:
        expected = expectations(self.endorsed, baseline, deep=deep)
        return prove(self.copy, expected, executor=self.executor, progress=progress)


def _told(received: Sequence[str | None]) -> Iterator[str]:
    """The numbers another party printed, in a sentence."""
    borne = [number for number in received if number]
    if borne:
        run = borne[0] if len(borne) == 1 else f"{borne[0]} to {borne[-1]}"
        of = "every page" if len(borne) == len(received) else f"{len(borne)} of {len(received)} pages"
        yield f"Numbers already printed on {of} were kept clear of: {run}."


def _problems(verdicts: Sequence[Verdict]) -> tuple[Problem, ...]:
    return tuple(problem for verdict in verdicts for problem in verdict.problems)


def _viewable(path: Path) -> bool:
    try:
        Viewed(path).close()
    except InputError:
        return False
    return True


def _publish(finished: Path, target: Path) -> None:
    """Give the finished file its name, which nothing may have taken meanwhile."""
    with finished.open("rb") as file:
        os.fsync(file.fileno())
    try:
        os.link(finished, target)
    except FileExistsError:
        raise ConflictError(f"{target} exists already and is not overwritten; choose another folder.") from None
    except OSError:
        # Some shares know no hard links: take the name exclusively, then put the whole file in its place.
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
        finished.replace(target)
