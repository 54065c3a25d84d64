"""In what a PDF falls short of what a court's filing system asks: decided from facts alone, by one judge a trait."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from discovery.core.authorities import Verification
from discovery.core.enumerating import on_pages, several
from discovery.core.examined import Examined
from discovery.core.problems import Problem
from discovery.core.profiles import Profile, Rule, Trait, Weight
from discovery.core.record import Record


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


# --- one judge a trait ---------------------------------------------------------------------------------------

Judge = Callable[[Examined, Rule], Iterator[Deficiency]]


def _so(is_so: Callable[[Examined], bool], found: str) -> Judge:
    """A judge that says one sentence where something is so; it can be repaired."""

    def judge(examined: Examined, rule: Rule) -> Iterator[Deficiency]:
        if is_so(examined):
            yield Deficiency(rule=rule, found=found, repairable=True)

    return judge


def _named(names: Callable[[Examined], Sequence[str]], found: str) -> Judge:
    """A judge that names what a file holds and should not, in the place of {}; it can be repaired."""

    def judge(examined: Examined, rule: Rule) -> Iterator[Deficiency]:
        if held := names(examined):
            yield Deficiency(rule=rule, found=found.format(several(held)), repairable=True)

    return judge


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


def _portfolio(examined: Examined, rule: Rule) -> Iterator[Deficiency]:
    if examined.portfolio:
        found = "it is a portfolio: what it holds is in the files inside it, not on its pages."
        yield Deficiency(rule=rule, found=found, next_step="File those files themselves.")


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
    Trait.DAMAGE: _so(lambda file: file.damaged, "it is damaged, though viewers mend it on opening."),
    Trait.ENCRYPTION: _so(
        lambda file: file.encrypted, "it is locked against changes, though it opens without a password."
    ),
    Trait.SCRIPTS: _named(lambda file: file.scripts, "it holds JavaScript ({})."),
    Trait.OPENING: _so(lambda file: file.opening, "it does something by itself when it is opened."),
    Trait.ACTIONS: _named(
        lambda file: file.actions, "it holds actions that open files, send data or run by themselves ({})."
    ),
    Trait.MEDIA: _named(lambda file: file.media, "it holds sound, film or 3D ({})."),
    Trait.ATTACHMENTS: _named(lambda file: file.attachments, "files are attached to it ({})."),
    Trait.PORTFOLIO: _portfolio,
    Trait.LAYERS: _named(lambda file: file.layers, "it has layers ({})."),
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
