"""What a court's filing system asks of a PDF, and in what a file falls short of it: decided from facts alone.

A profile is data: each of its rules has its source, the day it was read, and how far it was checked. Nothing is
claimed beyond that: where it is not established how exhibits are filed, the profile says so and decides nothing.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from itertools import pairwise

from pydantic import Field

from discovery.core.authorities import Verification
from discovery.core.problems import Problem
from discovery.core.record import Record
from discovery.core.spans import long_date


class Trait(StrEnum):
    """One thing about a PDF that a filing system may ask about."""

    SIZE = "size"
    NAME = "file name"
    DAMAGE = "damage"
    ENCRYPTION = "encryption"
    SCRIPTS = "JavaScript"
    OPENING = "opening action"
    ACTIONS = "actions"
    MEDIA = "sound and film"
    ATTACHMENTS = "attachments"
    PORTFOLIO = "portfolio"
    LAYERS = "layers"
    COMMENTS = "comments"
    FORMS = "form fields"
    XFA = "XFA form"
    TEXT = "searchable text"
    RESOLUTION = "resolution"
    MARGINS = "margins"
    BOOKMARKS = "bookmarks"
    LABELS = "page labels"
    VIEW = "initial view"
    PDFA = "PDF/A"


class Weight(StrEnum):
    """What follows where a file falls short."""

    REFUSED = "refused"
    """The rule is stated as a condition: the file may be refused or returned."""
    ADVISED = "advised"
    """Asked for, or wise; a person looks and decides."""


class Filing(StrEnum):
    """How exhibits are to be filed."""

    SEPARATE = "separate"
    ONE = "one file"
    UNSETTLED = "not established"


class Rule(Record):
    """One thing a filing system asks, with where that was read."""

    trait: Trait
    what: str
    """The rule in our own words, one sentence."""
    value: float | None = None
    """Its limit: megabytes, characters, points or dots per inch, by the trait."""
    weight: Weight = Weight.REFUSED
    source: str
    read: date | None = None
    state: Verification = Verification.PARTLY
    keeps: str = ""
    """An example of a file that keeps it."""
    breaks: str = ""
    """An example of one that does not."""

    @property
    def cited(self) -> str:
        """Where it was read, when, and how far it was checked."""
        when = f"read {long_date(self.read)}" if self.read else "not dated"
        return f"{self.source}; {when}; {self.state}"


class Profile(Record):
    """What one filing system asks of each PDF."""

    name: str
    title: str
    filing: Filing
    filing_note: str
    """What is known of how exhibits are filed, with its source."""
    rule: tuple[Rule, ...] = Field(min_length=1)

    def of(self, trait: Trait) -> Rule | None:
        """The rule on one trait."""
        return next((each for each in self.rule if each.trait is trait), None)

    def limited_to(self, megabytes: float) -> "Profile":
        """The profile with a court's own limit of size, given by the person who files."""
        own = Rule(
            trait=Trait.SIZE,
            what=f"A file has at most {megabytes:g} MB in this court.",
            value=megabytes,
            source="as given with the command",
            state=Verification.UNVERIFIED,
        )
        others = (each for each in self.rule if each.trait is not Trait.SIZE)
        return Profile.model_validate({**dict(self), "rule": (own, *others)})


def check_profiles(profiles: Iterable[Profile]) -> tuple[Problem, ...]:
    """What in the data of profiles cannot be: a trait ruled on twice, a limit that is missing."""
    problems = []
    for profile in profiles:
        for trait, count in Counter(one.trait for one in profile.rule).items():
            if count > 1:
                problems.append(Problem(where=f"{profile.name}, {trait}", what="there are two rules on it."))
        for one in profile.rule:
            where = f"{profile.name}, {one.trait}"
            if (one.value is None) == (one.trait in _LIMITED):
                problems.append(Problem(where=where, what="a limit is missing, or there is one too many."))
            if one.state is Verification.VERIFIED and one.read is None:
                problems.append(Problem(where=where, what="it is said to be verified and no reading is given."))
    return tuple(problems)


_LIMITED = (Trait.SIZE, Trait.NAME, Trait.RESOLUTION, Trait.MARGINS)


class Examined(Record):
    """What was found out about a PDF; pages are counted from 1."""

    name: str
    size: int
    """Bytes."""
    pages: int = 0
    unreadable: str = ""
    """Why it does not open at all; then nothing else is known of it."""
    encrypted: bool = False
    damaged: bool = False
    signed: bool = False
    scripts: tuple[str, ...] = ()
    """Where each lies: “page 3”, “the document”."""
    opening: bool = False
    actions: tuple[str, ...] = ()
    media: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    """The names of the files inside it."""
    portfolio: bool = False
    layers: tuple[str, ...] = ()
    comments: tuple[int, ...] = ()
    """The page of each comment."""
    fields: int = 0
    xfa: bool = False
    dynamic: bool = False
    """An XFA form whose pages only ask to wait for a program that can show it."""
    bare: tuple[int, ...] = ()
    """Pages that show something but hold no text worth the name."""
    blank: tuple[int, ...] = ()
    images: tuple[tuple[int, int], ...] = ()
    """Pages with the dots per inch of their coarsest large image."""
    margins: tuple[tuple[int, int], ...] = ()
    """Pages with the points between what they show and the nearest edge."""
    bookmarks: int = 0
    astray: int = 0
    """Bookmarks that lead to no page."""
    unprinted: tuple[int, ...] = ()
    """Pages on which the number that a viewer shows for them is not printed."""
    view: str = ""
    pdfa: str = ""
    """The part and level it claims."""
    pdfa_faults: tuple[str, ...] = ()
    """Why the claim, or a claim it could make, does not hold."""
    pdfa_open: tuple[str, ...] = ()
    """What in it our test does not know: it neither confirms nor refutes the claim."""


class Deficiency(Record):
    """One thing in which a file falls short of a rule."""

    rule: Rule
    found: str
    """What is, one sentence."""
    repairable: bool = False
    next_step: str = ""

    @property
    def refused(self) -> bool:
        """Whether the file may be refused for it."""
        return self.rule.weight is Weight.REFUSED

    @property
    def cited(self) -> str:
        """The rule, and where it was read."""
        return f"{self.rule.what} [{self.rule.cited}]"

    def problem(self, file: str) -> Problem:
        """The same as a problem of a file."""
        return Problem(where=file, what=f"{self.rule.trait}: {self.found}", next_step=self.next_step)

    def __str__(self) -> str:
        step = self.next_step or ("It can be repaired." if self.repairable else "")
        return f"{self.rule.trait}: {self.found} {step}".rstrip()

    def left(self) -> "Deficiency":
        """The same of a file that has been repaired as far as it goes."""
        step = "Print the file to a new PDF." if self.repairable else self.next_step
        step = "Have these pages read by a program for OCR." if self.rule.trait is Trait.TEXT else step
        return Deficiency(rule=self.rule, found=self.found, next_step=step)


def deficiencies(examined: Examined, profile: Profile) -> tuple[Deficiency, ...]:
    """Every point in which a file falls short, in the order of the profile's rules."""
    if examined.unreadable:
        return (Deficiency(rule=_UNREADABLE, found=examined.unreadable),)
    return tuple(found for rule in profile.rule for found in _JUDGES[rule.trait](examined, rule))


_UNREADABLE = Rule(
    trait=Trait.DAMAGE,
    what="A file opens.",
    source="ours: nothing else can be told of it",
    state=Verification.UNVERIFIED,
)


def on_pages(pages: Iterable[int]) -> str:
    """Pages in words: “page 3”, “pages 1-4 and 9”; of many runs only the first, and how many pages it is in all."""
    listed = sorted(set(pages))
    if len(listed) == 1:
        return f"page {listed[0]}"
    starts = [listed[0], *(later for earlier, later in pairwise(listed) if later != earlier + 1)]
    ends = [*(earlier for earlier, later in pairwise(listed) if later != earlier + 1), listed[-1]]
    runs = [str(start) if start == end else f"{start}-{end}" for start, end in zip(starts, ends, strict=True)]
    if len(runs) > _RUNS:
        return f"{len(listed)} pages (" + ", ".join(runs[:_RUNS]) + " and so on)"
    return "pages " + (f"{', '.join(runs[:-1])} and {runs[-1]}" if len(runs) > 1 else runs[0])


_RUNS = 8


def several(things: Sequence[str]) -> str:
    """Names in words, of many only the first."""
    unique = list(dict.fromkeys(things))
    shown = ", ".join(unique[:_RUNS])
    return f"{shown} and {len(unique) - _RUNS} more" if len(unique) > _RUNS else shown


# --- one judge a trait ---------------------------------------------------------------------------------------

Judge = Callable[[Examined, Rule], Iterator[Deficiency]]


def _size(examined: Examined, rule: Rule) -> Iterator[Deficiency]:
    if rule.value and examined.size > rule.value * 1_000_000:
        found = f"it has {examined.size / 1_000_000:.1f} MB; the limit is {rule.value:g} MB."
        yield Deficiency(rule=rule, found=found, next_step="Part it, or scan it again in black and white.")


def _name(examined: Examined, rule: Rule) -> Iterator[Deficiency]:
    stem = examined.name.rpartition(".")[0] or examined.name
    strange = sorted({character for character in stem if not (character.isascii() and _plain(character))})
    if rule.value and len(examined.name) > rule.value:
        found = f"its name has {len(examined.name)} characters; keep to {rule.value:g}."
        yield Deficiency(rule=rule, found=found, next_step="Give it a shorter name.")
    if strange:
        found = f"its name holds {' '.join(strange)}, which some systems do not take."
        yield Deficiency(rule=rule, found=found, next_step="Keep to letters, digits, hyphens and underscores.")


def _plain(character: str) -> bool:
    return character.isalnum() or character in "-_ "


def _damage(examined: Examined, rule: Rule) -> Iterator[Deficiency]:
    if examined.damaged:
        yield Deficiency(rule=rule, found="it is damaged, though viewers mend it on opening.", repairable=True)


def _encryption(examined: Examined, rule: Rule) -> Iterator[Deficiency]:
    if examined.encrypted:
        found = "it is locked against changes, though it opens without a password."
        yield Deficiency(rule=rule, found=found, repairable=True)


def _scripts(examined: Examined, rule: Rule) -> Iterator[Deficiency]:
    if examined.scripts:
        yield Deficiency(rule=rule, found=f"it holds JavaScript ({several(examined.scripts)}).", repairable=True)


def _opening(examined: Examined, rule: Rule) -> Iterator[Deficiency]:
    if examined.opening:
        yield Deficiency(rule=rule, found="it does something by itself when it is opened.", repairable=True)


def _actions(examined: Examined, rule: Rule) -> Iterator[Deficiency]:
    if examined.actions:
        found = f"it holds actions that open files, send data or run by themselves ({several(examined.actions)})."
        yield Deficiency(rule=rule, found=found, repairable=True)


def _media(examined: Examined, rule: Rule) -> Iterator[Deficiency]:
    if examined.media:
        yield Deficiency(rule=rule, found=f"it holds sound, film or 3D ({several(examined.media)}).", repairable=True)


def _attachments(examined: Examined, rule: Rule) -> Iterator[Deficiency]:
    if examined.attachments:
        found = f"files are attached to it ({several(examined.attachments)})."
        yield Deficiency(rule=rule, found=found, repairable=True)


def _portfolio(examined: Examined, rule: Rule) -> Iterator[Deficiency]:
    if examined.portfolio:
        found = "it is a portfolio: what it holds is in the files inside it, not on its pages."
        yield Deficiency(rule=rule, found=found, next_step="File those files themselves.")


def _layers(examined: Examined, rule: Rule) -> Iterator[Deficiency]:
    if examined.layers:
        yield Deficiency(rule=rule, found=f"it has layers ({several(examined.layers)}).", repairable=True)


def _comments(examined: Examined, rule: Rule) -> Iterator[Deficiency]:
    if examined.comments:
        found = f"it bears comments or markings, on {on_pages(examined.comments)}."
        yield Deficiency(rule=rule, found=found, repairable=True)


def _forms(examined: Examined, rule: Rule) -> Iterator[Deficiency]:
    if examined.fields:
        count = "1 form field" if examined.fields == 1 else f"{examined.fields} form fields"
        yield Deficiency(rule=rule, found=f"it has {count} that can be filled in.", repairable=True)


def _xfa(examined: Examined, rule: Rule) -> Iterator[Deficiency]:
    if examined.dynamic:
        found = "it is a dynamic XFA form: what it holds is not on its pages."
        yield Deficiency(rule=rule, found=found, next_step="Open it in Adobe Reader and print it to a new PDF.")
    elif examined.xfa:
        found = "it holds an XFA form besides what is on its pages."
        yield Deficiency(rule=rule, found=found, repairable=True)


def _text(examined: Examined, rule: Rule) -> Iterator[Deficiency]:
    if examined.bare:
        found = f"there is no text to search on {on_pages(examined.bare)}."
        step = "A repair has it read by OCR, where that is installed."
        yield Deficiency(rule=rule, found=found, repairable=True, next_step=step)


def _resolution(examined: Examined, rule: Rule) -> Iterator[Deficiency]:
    least = rule.value or 0
    # A scanner's 200 dpi come out as 199 where the sheet was rounded to whole points.
    coarse = {page: dpi for page, dpi in examined.images if dpi < least * 0.98}
    if coarse:
        found = (
            f"the images of {on_pages(coarse)} have as few as {min(coarse.values())} dots per inch, not {least:g}."
        )
        yield Deficiency(rule=rule, found=found, next_step="Scan these pages again if they can be had.")


def _margins(examined: Examined, rule: Rule) -> Iterator[Deficiency]:
    least = rule.value or 0
    narrow = {page: points for page, points in examined.margins if points < least - 1}
    if narrow:
        nearest = min(narrow.values()) / 72
        found = f"something stands nearer than {least / 72:g} inch to an edge ({nearest:.2f} inch at the least) "
        yield Deficiency(
            rule=rule, found=f"{found}on {on_pages(narrow)}.", next_step="Look whether it is an exhibit's own page."
        )


def _bookmarks(examined: Examined, rule: Rule) -> Iterator[Deficiency]:
    step = "Make the packet with `discovery bundle`, which bookmarks each paper."
    if not examined.bookmarks:
        yield Deficiency(rule=rule, found="it has no bookmarks.", next_step=step)
    elif examined.astray:
        some = "1 bookmark leads" if examined.astray == 1 else f"{examined.astray} bookmarks lead"
        yield Deficiency(rule=rule, found=f"{some} to no page.", next_step=step)


def _labels(examined: Examined, rule: Rule) -> Iterator[Deficiency]:
    if examined.unprinted:
        found = f"the number that a viewer shows is not printed at the edge of {on_pages(examined.unprinted)}."
        yield Deficiency(rule=rule, found=found, next_step="Number it with `discovery stamp` or `discovery bundle`.")


def _view(examined: Examined, rule: Rule) -> Iterator[Deficiency]:
    if examined.view != "UseOutlines":
        found = "it does not open with its bookmarks shown."
        step = "" if examined.bookmarks else "Give it bookmarks first."
        yield Deficiency(rule=rule, found=found, repairable=bool(examined.bookmarks), next_step=step)


def _pdfa(examined: Examined, rule: Rule) -> Iterator[Deficiency]:
    step = "A repair tries to make it so; else print it to PDF/A from the program it was made with."
    if not examined.pdfa:
        yield Deficiency(rule=rule, found="it does not say that it is PDF/A.", repairable=True, next_step=step)
    elif examined.pdfa_faults:
        found = f"it says that it is PDF/A-{examined.pdfa}, but is not: {several(examined.pdfa_faults)}."
        yield Deficiency(rule=rule, found=found, repairable=True, next_step=step)


_JUDGES: Mapping[Trait, Judge] = {
    Trait.SIZE: _size,
    Trait.NAME: _name,
    Trait.DAMAGE: _damage,
    Trait.ENCRYPTION: _encryption,
    Trait.SCRIPTS: _scripts,
    Trait.OPENING: _opening,
    Trait.ACTIONS: _actions,
    Trait.MEDIA: _media,
    Trait.ATTACHMENTS: _attachments,
    Trait.PORTFOLIO: _portfolio,
    Trait.LAYERS: _layers,
    Trait.COMMENTS: _comments,
    Trait.FORMS: _forms,
    Trait.XFA: _xfa,
    Trait.TEXT: _text,
    Trait.RESOLUTION: _resolution,
    Trait.MARGINS: _margins,
    Trait.BOOKMARKS: _bookmarks,
    Trait.LABELS: _labels,
    Trait.VIEW: _view,
    Trait.PDFA: _pdfa,
}
