"""Draft papers: read the folder, compose them, and write each in every format asked for."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from discovery.core.blocks import Copy, OpenItem, Paper, PaperKind
from discovery.core.drafts import Template, TemplateHead
from discovery.core.exhibits import ExhibitNumbers
from discovery.core.foil import check_portal
from discovery.core.library import Library
from discovery.core.opening import rests_on
from discovery.core.problems import Problem
from discovery.core.tables import words_by_part
from discovery.errors import ConflictError, InputError
from discovery.files.folder_state import State, digest_of, state_of
from discovery.files.issued import volume_facts
from discovery.files.library import read_library
from discovery.files.matter_folder import MatterFolder, read_matter_folder
from discovery.files.office import record_folders
from discovery.files.papers_ledger import PaperRecord, Rested, Written, write_papers
from discovery.files.plain import portal_text, write_plain
from discovery.files.templates import house_of, templates_of
from discovery.jobs.compose import Composed, compose, compose_request
from discovery.jobs.plan import plan_numbers

BESIDE = 2
"""PDFs that are set at a time while other work goes on."""


@dataclass(frozen=True)
class Drafted:
    """What was written, and what is still open in each paper, by its name."""

    paths: tuple[Path, ...]
    by_paper: Mapping[str, tuple[OpenItem, ...]]
    reminders: tuple[str, ...] = ()
    """Authorities that were read long ago; they keep nothing from being filed."""
    notes: tuple[str, ...] = ()
    """What else is to be done with a file."""

    @property
    def open_items(self) -> tuple[OpenItem, ...]:
        """What is open in any of them."""
        return tuple(dict.fromkeys(item for items in self.by_paper.values() for item in items))

    def __str__(self) -> str:
        lines = [f"Wrote {path}" for path in self.paths]
        if len(self.by_paper) > 1 and self.open_items:
            counted = [f"  {name}: {len(items)}" for name, items in self.by_paper.items()]
            lines += ["", "Open before filing, as each review copy lists it:", *counted]
        elif self.open_items:
            lines += ["", "Open before filing:", *(f"  {item}" for item in self.open_items)]
        if self.reminders:
            lines += ["", "Read again before signing:", *(f"  {each}" for each in self.reminders)]
        if self.notes:
            lines += ["", *self.notes]
        return "\n".join(lines)


def draft(
    folder: Path,
    template: str,
    copy: Copy,
    formats: Sequence[str],
    today: date,
    *,
    volume: str = "",
    quick: bool = False,
) -> Drafted:
    """Write one paper of a folder, as `draft_set` does."""
    return draft_set(folder, (template,), copy, formats, today, volume=volume, quick=quick)


def draft_set(
    folder: Path,
    templates: Sequence[str],
    copy: Copy,
    formats: Sequence[str],
    today: date,
    *,
    volume: str = "",
    quick: bool = False,
    say: Callable[[str], None] = lambda _: None,
) -> Drafted:
    """Write papers of one state of a folder in every format asked for (none: all a template has) into its drafts/.

    All are written, or none. A paper about an issued volume is about the last one, unless `volume` names another. A
    filing copy is refused with everything that is open in any of them. The page numbers of tables in Word are found
    by LibreOffice where it is installed; `quick` leaves them to Word. `say` is told what is being done.
    """
    shelf = templates_of(folder)
    heads = {name: shelf.template(name).head for name in templates}
    kinds = {name: _formats(name, head, formats) for name, head in heads.items()}
    if copy is Copy.FILING:
        for name, head in heads.items():
            _may_be_filed(name, head)
    before = state_of(folder)
    desk = _Desk(folder, copy, today, volume, say)
    composing = ((paper, kinds[name]) for name, head in heads.items() for paper in desk.compose(name, head))
    with _Writers(folder, quick=quick) as writers:
        if copy is Copy.REVIEW and any("docx" in kinds[name] and _in_parts(shelf.template(name)) for name in heads):
            writers.paging.expect()  # a filing copy may be refused, and mostly is
        composed = writers.begun(_nothing_open(list(heads), composing) if copy is Copy.FILING else composing)
        say("Setting the pages")
        papers, unset = _made(folder, before, composed, writers)
        notes = writers.notes
    if state_of(folder) != before:
        raise ConflictError(f"{folder} was changed while the paper was made; nothing was written. Draft it again.")
    paths = write_papers(papers)
    if unset:
        raise _only_others(paths, unset)
    reminders = dict.fromkeys(each for paper, _ in composed for each in paper.reminders)
    open_items = {paper.name: paper.open_items for paper, _ in composed}
    told = [f"  {paper.name}: {each}" for paper, _ in composed for each in paper.warnings]
    warned = ("Think of this before it is sent:", *told) if told else ()
    return Drafted(paths, open_items, tuple(reminders), (*notes, *warned))


def _in_parts(template: Template) -> bool:
    """Whether its papers will likely have parts, each with pages of its own."""
    return "::: pagebreak" in template.source.text


def _made(
    folder: Path, state: State, composed: Sequence[tuple[Composed, Sequence[str]]], writers: "_Writers"
) -> tuple[list[tuple[str, PaperRecord, list[Written]]], dict[Path, InputError]]:
    """Each paper's files, and the PDFs that cannot be set as no font here has a character of theirs."""
    from discovery.files.typeset import NoGlyphError

    papers: list[tuple[str, PaperRecord, list[Written]]] = []
    unset: dict[Path, InputError] = {}
    for each, kinds in composed:
        name = f"{each.name}-{each.paper.copy}"
        files = []
        for kind in kinds:
            path = folder / "drafts" / f"{name}.{kind}"
            try:
                files.append(Written(path, writers.write(each, kind)))
            except NoGlyphError as error:
                unset[path] = error
        papers.append((name, _record(each, state), files))
    if unset and not any(files for _, _, files in papers):
        raise next(iter(unset.values()))
    return papers, unset


def _only_others(written: Sequence[Path], unset: Mapping[Path, InputError]) -> InputError:
    """What to say when every file was written but the PDFs no font here has the characters for."""
    word = [path.name for path in written if path.suffix == ".docx"]
    printed = f"Word can print {' and '.join(word)} as PDF" if word else "Word can print the .docx (--to docx) as PDF"
    stale = [path.name for path in unset if path.exists()]
    older = f" What lies there as {' and '.join(stale)} is an earlier state." if stale else ""
    return InputError(
        f"Written: {', '.join(map(str, written))}. Not written: {', '.join(path.name for path in unset)}, because "
        f"no font here has some of the characters. {printed}; or install a font that has them and draft it again."
        f"{older}",
        dict.fromkeys(problem for error in unset.values() for problem in error.problems),
    )


def _formats(template: str, head: TemplateHead, asked: Sequence[str]) -> tuple[str, ...]:
    wrong = [kind for kind in asked if kind not in head.formats]
    if wrong:
        raise InputError(f"{template} is not written as {', '.join(wrong)}; choose from {', '.join(head.formats)}.")
    return tuple(dict.fromkeys(asked or head.formats))


def _may_be_filed(template: str, head: TemplateHead) -> None:
    if head.kind is PaperKind.PRIVILEGED:
        raise InputError(f"{template} is privileged and has no filing copy; draft it with --copy review.")
    if not head.filing:
        raise InputError(f"{template} has no filing copy; draft it with --copy review.")


@dataclass(frozen=True)
class _Desk:
    """What the papers of one call share; the record and the plan are read once, when a paper asks."""

    folder: Path
    copy: Copy
    today: date
    volume: str
    say: Callable[[str], None]

    @cached_property
    def library(self) -> Library:
        return read_library(*record_folders(self.folder))

    @cached_property
    def read(self) -> MatterFolder:
        return read_matter_folder(self.folder)

    @cached_property
    def numbers(self) -> ExhibitNumbers:
        return plan_numbers(self.folder, self.today, read=self.read, library=self.library)

    def compose(self, template: str, head: TemplateHead) -> tuple[Composed, ...]:
        """The papers a template makes of the folder."""
        self.say(f"Composing {template}")
        if head.input == "request":
            composed = compose_request(self.folder, template, self.copy, self.today)
            for each in composed:
                if each.request:
                    check_portal(each.request, _for_portal(each.paper))
            return composed
        about = volume_facts(self.folder, self.volume) if head.input == "volume" else None
        numbers = None if about else self.numbers
        made = compose(
            self.folder,
            template,
            self.copy,
            self.today,
            library=self.library,
            numbers=numbers,
            volume=about,
            read=self.read,
        )
        return (made,)


def _nothing_open(
    templates: Sequence[str], composing: Iterable[tuple[Composed, Sequence[str]]]
) -> list[tuple[Composed, Sequence[str]]]:
    """All of them, once nothing is open in any."""
    composed = list(composing)
    problems = [
        Problem(where=f"{each.name}, {item.where}" if len(composed) > 1 else item.where, what=item.what)
        for each, _ in composed
        for item in each.open_items
    ]
    if problems:
        copies = "The filing copy" if len(templates) == 1 else "The filing copies"
        raise InputError(
            f"{copies} of {', '.join(templates)} cannot be made while this is open:", dict.fromkeys(problems)
        )
    return composed


class _Writers(ExitStack):
    """The four writers, to be used in a `with`; a house.docx of the folder, else of its office, gives Word its look.

    What takes long goes on beside the rest, of all papers that are begun: LibreOffice, started once, finds the pages
    of Word's tables, and typst sets the PDFs in a thread.
    """

    def __init__(self, folder: Path, *, quick: bool) -> None:
        from discovery.files.paging import Paging

        super().__init__()
        self.paging = self.enter_context(Paging(house_of(folder), quick=quick))
        self._beside = ThreadPoolExecutor(BESIDE)
        self.callback(self._beside.shutdown, cancel_futures=True)
        self._in_word: list[Paper] = []
        self._pdfs: dict[int, Future[bytes]] = {}

    def begun(self, composing: Iterable[tuple[Composed, Sequence[str]]]) -> list[tuple[Composed, Sequence[str]]]:
        """All of them; as each is composed, what takes long of it begins."""
        composed = []
        for each, kinds in composing:
            if "pdf" in kinds:
                from discovery.files.typeset import write_pdf

                self._pdfs[id(each.paper)] = self._beside.submit(write_pdf, each.paper)
            if "docx" in kinds:
                self.paging.write(each.paper)
                self._in_word.append(each.paper)
            composed.append((each, kinds))
        return composed

    @cached_property
    def _word(self) -> dict[int, tuple[bytes, str]]:
        """Each paper as .docx, by its place in memory, with why the page numbers of its tables are left to Word."""
        return {id(paper): each for paper, each in zip(self._in_word, self.paging.made(), strict=True)}

    @property
    def notes(self) -> tuple[str, ...]:
        """A sentence for each reason why page numbers are left to Word."""
        from discovery.files.paging import left_to_word

        why: dict[str, list[str]] = {}
        for paper in self._in_word:
            if reason := self._word[id(paper)][1]:
                why.setdefault(reason, []).append(paper.template)
        return tuple(left_to_word(f"the {' and '.join(names)}.docx’s", reason) for reason, names in why.items())

    def write(self, composed: Composed, kind: str) -> bytes:
        """The paper in that format; for .docx and PDF it was begun."""
        paper = composed.paper
        if kind == "docx":
            return self._word[id(paper)][0]
        if kind == "pdf":
            return self._pdfs[id(paper)].result()
        if kind == "html":
            from discovery.files.html import write_html

            return write_html(paper)
        if composed.request and paper.copy is Copy.FILING:
            return _for_portal(paper).encode()
        return write_plain(paper).encode()


def _for_portal(paper: Paper) -> str:
    """What is pasted into the portal; a sample says so first, so that nobody files it."""
    return f"SAMPLE: a fictional request\n\n{portal_text(paper)}" if paper.sample else portal_text(paper)


def _record(composed: Composed, state: State) -> PaperRecord:
    paper = composed.paper
    return PaperRecord(
        template=paper.template,
        title=paper.title,
        copy_=str(paper.copy),
        day=paper.day,
        templates=composed.templates.sha256,
        made_of=digest_of(state),
        overrides=paper.overrides,
        open_items=tuple(str(item) for item in composed.open_items),
        words=words_by_part(paper),
        paragraphs=tuple(Rested(where=each.where, text=each.text, sources=each.sources) for each in rests_on(paper)),
    )
