"""Takes things out of a PDF, or makes them part of its pages, in a copy that is proved to look and read as before.

A repair that would change what a page shows is left out, and it is said which and why. The source is never written.
"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pikepdf
from pikepdf import Name, sanitize

from discovery.core.enumerating import count_of, on_pages
from discovery.core.geometry import Box
from discovery.core.problems import Problem
from discovery.core.profiles import Trait
from discovery.errors import InputError
from discovery.files.active import active, deactivate
from discovery.files.converting.ocr import ocr
from discovery.files.converting.pdfs import attached_files
from discovery.files.layers import flatten_layers
from discovery.files.look import Viewed
from discovery.files.markings import Flattened, as_shown, drop_comments, flatten
from discovery.files.originals import inspect, mend, open_pdf, save_pdf
from discovery.files.pdfa import MADE, make_pdfa, pdfa_faults
from discovery.files.same_look import unlike

_ON_PAGES = frozenset({Trait.COMMENTS, Trait.FORMS, Trait.MEDIA, Trait.ATTACHMENTS})
_RISKY = (Trait.LAYERS, Trait.COMMENTS, Trait.FORMS, Trait.MEDIA, Trait.ATTACHMENTS)
_WALKS = 8

_DONE = {
    Trait.DAMAGE: "it was damaged and was mended; compare its pages with the original",
    Trait.ENCRYPTION: "its lock against changes was taken off",
    Trait.SCRIPTS: "its JavaScript was taken out",
    Trait.OPENING: "what it did by itself on opening was taken out",
    Trait.ACTIONS: "actions that open files, send data or run by themselves were taken out",
    Trait.MEDIA: "sound, film and 3D were taken out; what stood in their place on the page is part of it",
    Trait.ATTACHMENTS: "attached files were taken out",
    Trait.XFA: "its XFA form was taken out; its pages show what they showed",
    Trait.FORMS: "what is filled into its form is now part of its pages",
    Trait.TEXT: "pages without text were read by OCR, whose words may have mistakes; the pages look as before",
    Trait.VIEW: "it opens with its bookmarks shown",
    Trait.PDFA: "it was made PDF/A-2b, and tested",
}


@dataclass(frozen=True)
class Reworked:
    """A copy, and what was done to it."""

    path: Path
    done: tuple[str, ...] = ()
    undone: tuple[str, ...] = ()
    """What was asked for and not done, and why."""
    left: frozenset[Trait] = frozenset()
    """What was asked for and is still in the copy."""
    attached: tuple[tuple[str, bytes | None], ...] = ()
    """The files taken out: name and bytes, None where a file is damaged."""
    problems: tuple[Problem, ...] = ()
    """Why there is no copy that could be used."""


def rework(
    source: Path, room: Path, wanted: frozenset[Trait], *, without: frozenset[Trait] = frozenset()
) -> Reworked:
    """Write a copy in `room` without these things; comments in `without` are dropped, not made part of the page."""
    work = _Work(source, room, wanted, without)
    problems = work.run()
    undone = tuple(work.refused)
    return Reworked(work.copy, tuple(work.told()), undone, wanted - work.wanted, tuple(work.attached), problems)


@dataclass
class _Work:
    """One file's rework."""

    source: Path
    room: Path
    wanted: frozenset[Trait]
    without: frozenset[Trait]
    attached: list[tuple[str, bytes | None]] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    burnt: Flattened = field(default_factory=Flattened)
    gone: int = 0
    seed: str = ""
    """The source's sha256."""
    baseline: Path = Path()
    claim: str = ""
    """The PDF/A part and level the source claims."""

    @property
    def copy(self) -> Path:
        """The repaired file, not yet published."""
        return self.room / "copy.pdf"

    def run(self) -> tuple[Problem, ...]:
        """Repair, prove, and where the look of a page would change, leave out the repair that changes it."""
        described = inspect(self.source)
        self.seed, self.claim = described.sha256, described.pdfa
        if not self.wanted:
            shutil.copyfile(self.source, self.copy)
            return ()
        self.baseline = self._mended() if described.repaired or described.encrypted else self.source
        self._make(self.wanted)
        if self._unlike(self.wanted):
            self._leave_out()
        if pages := self._unlike(self.wanted):
            what = f"{on_pages(pages)} would not look or read as before."
            step = "Print the file to a new PDF and use that."
            return (Problem(where=self.source.name, what=what, next_step=step),)
        if Trait.TEXT in self.wanted:
            self._read()
        if Trait.PDFA in self.wanted:
            self._make_pdfa()
        return ()

    def _mended(self) -> Path:
        """The source as it opens here, for a file that viewers have to mend."""
        return mend(self.source, self.room / "mended.pdf", self.seed)

    def _before(self, traits: frozenset[Trait]) -> Path:
        """What the copy is compared with: the source, or where markings became part of its pages, as they look there.

        Viewers draw fields by rules of their own, with frames and arrows that are not printed; of a stamp they draw
        the look that is in the file, so fields are made stamps. Icons shown for notes are no part of a page.
        """
        marked = traits & _ON_PAGES
        if not marked:
            return self.baseline
        shown = self.room / f"{'-'.join(sorted(each.name for each in marked))}.pdf"
        if not shown.exists():
            with open_pdf(self.source) as pdf:
                if self.without & traits:
                    drop_comments(pdf)
                as_shown(pdf, marked)
                save_pdf(pdf, shown, self.seed)
        return shown

    def _leave_out(self) -> None:
        """Find the repairs that alone change a page's look, and go on without them."""
        for trait in [each for each in _RISKY if each in self.wanted]:
            self._make(frozenset({trait}))
            if pages := self._unlike(frozenset({trait})):
                self.wanted -= {trait}
                self.refused.append(
                    f"{trait} could not be made part of {on_pages(pages)} without changing what it shows; "
                    "print the file to a new PDF for that"
                )
        self._make(self.wanted)

    def _make(self, traits: frozenset[Trait]) -> None:
        """Write the copy with these repairs."""
        self.attached, self.burnt, self.gone = [], Flattened(), 0
        with open_pdf(self.source) as pdf:
            if Trait.LAYERS in traits:
                self.gone = flatten_layers(pdf)
            if self.without & traits:
                drop_comments(pdf)
            if Trait.ATTACHMENTS in traits:
                self.attached = list(dict.fromkeys(attached_files(pdf)))
            if traits & _ON_PAGES:
                self.burnt = flatten(pdf, traits & _ON_PAGES)
            if Trait.ATTACHMENTS in traits:
                sanitize.remove_attachments(pdf)
            if Trait.XFA in traits:
                _drop_xfa(pdf)
            _deactivate(pdf, traits)
            if Trait.VIEW in traits:
                pdf.Root.PageMode = Name.UseOutlines
            save_pdf(pdf, self.copy, self._identity(traits), pdfa=self.claim)

    def _identity(self, traits: frozenset[Trait]) -> str:
        return "\n".join([self.seed, "repaired", *sorted(traits)])

    def _unlike(self, traits: frozenset[Trait]) -> tuple[int, ...]:
        """The pages, from 1, that look or read otherwise than before."""
        apart: dict[int, list[Box]] = {}
        for page, box in self.burnt.renewed:
            apart.setdefault(page, []).append(box)
        changed = set(unlike(self._before(traits), self.copy, apart, moved=bool(self.burnt.burnt)))
        changed |= set(_unread(self.copy, self.burnt.values))
        if not self.gone:
            changed |= set(_lost_words(self.baseline, self.copy))
        return tuple(sorted(changed))

    def _read(self) -> None:
        """Make pages without text searchable, where OCR is installed."""
        read = self.room / "read.pdf"
        result = ocr(self.copy, read)
        if result.pdf is not None:
            result.pdf.replace(self.copy)
        if result.problem:
            self.refused.append(result.problem.replace(self.copy.name, self.source.name))
        elif result.bare:
            self.refused.append(f"OCR found no words on {on_pages(result.bare)}")
        if not result.read:
            self.wanted -= {Trait.TEXT}

    def _make_pdfa(self) -> None:
        """Make the copy PDF/A and test it; where the test does not pass, it stays as it was."""
        made = self.room / "pdfa.pdf"
        with open_pdf(self.copy) as pdf:
            make_pdfa(pdf)
            save_pdf(pdf, made, self._identity(self.wanted), pdfa=MADE)
        faults, unknown = pdfa_faults(made, MADE)
        if not faults and not unknown and not unlike(self.copy, made):
            made.replace(self.copy)
            return
        self.wanted -= {Trait.PDFA}
        step = "print it to PDF/A from the program it came from"
        if faults:
            self.refused.append(f"it cannot be made PDF/A here: {', '.join(faults[:3])}; {step}")
        elif unknown:
            self.refused.append(f"whether it would be PDF/A cannot be told here: {', '.join(unknown[:3])}; {step}")
        else:
            self.refused.append(f"it cannot be made PDF/A without changing how it looks; {step}")

    def told(self) -> Iterator[str]:
        """What was done, a sentence each."""
        if not self.wanted and not self.refused:
            yield "nothing had to be repaired; the copy is the original, byte for byte"
        if Trait.LAYERS in self.wanted:
            gone = f"{count_of(self.gone, 'hidden part')} {'was' if self.gone == 1 else 'were'} taken out"
            hidden = f"; {gone if self.gone else 'nothing was hidden in them'}"
            yield f"its layers were made one{hidden}"
        if Trait.COMMENTS in self.wanted & self.without:
            yield "the comments on it were taken off"
        elif Trait.COMMENTS in self.wanted:
            yield "its comments, as far as they show, are now part of its pages" + self._notes()
        yield from (_DONE[trait] for trait in Trait if trait in self.wanted and trait in _DONE)
        lost = [name for name, data in self.attached if data is None]
        if lost:
            yield f"attached files that are damaged could not be taken out whole: {', '.join(lost)}"

    def _notes(self) -> str:
        if not self.burnt.words:
            return ""
        notes = "the words of 1 note" if self.burnt.words == 1 else f"the words of {self.burnt.words} notes"
        return f"; {notes} that show only when opened are in the original alone"


def _drop_xfa(pdf: pikepdf.Pdf) -> None:
    form = pdf.Root.get("/AcroForm")
    if isinstance(form, pikepdf.Dictionary) and "/XFA" in form:
        del form["/XFA"]
    if "/NeedsRendering" in pdf.Root:
        del pdf.Root["/NeedsRendering"]


def _deactivate(pdf: pikepdf.Pdf, traits: frozenset[Trait]) -> None:
    """Take out what is active of these kinds; what was behind it is looked at again."""
    for _ in range(_WALKS):
        spots = [spot for spot in active(pdf) if spot.trait in traits]
        if not spots:
            return
        deactivate(spots)
    raise InputError("Its actions are nested without end. Print the file to a new PDF and use that.")


def _unread(copy: Path, values: tuple[tuple[int, str], ...]) -> Iterator[int]:
    """Pages on which a text search does not find what was filled into a field."""
    viewed = Viewed(copy)
    try:
        for page, line in values:
            with viewed.page(page - 1) as seen:
                if _letters(line) not in _letters(seen.text()):
                    yield page
    finally:
        viewed.close()


def _lost_words(before: Path, after: Path) -> Iterator[int]:
    """Pages whose text has changed otherwise than by what became part of them."""
    one, other = Viewed(before), Viewed(after)
    try:
        for index in range(len(one)):
            with one.page(index) as source, other.page(index) as copy:
                if _letters(source.text()) not in _letters(copy.text()):
                    yield index + 1
    finally:
        one.close()
        other.close()


def _letters(text: str) -> str:
    return "".join(character for character in text if character.isalnum())
