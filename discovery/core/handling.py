"""What is to become of files that are not plain pages: one named choice a condition, made before any is numbered.

Each choice has a default, a sentence for the report, and an entry for the manifest; nothing is decided in silence. A
person changes a choice under `[handling]` in produce.toml or index.toml.
"""

from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from typing import Literal

from discovery.core.enumerating import on_pages, several
from discovery.core.problems import Problem
from discovery.core.profiles import Trait
from discovery.core.record import Record


class Choice(StrEnum):
    """What may become of a file in some condition."""

    KEEP = "keep"
    REMOVE = "remove"
    FLATTEN = "flatten"
    UNLOCK = "unlock"
    FAMILY = "family"
    NOTE = "note"
    REFUSE = "refuse"
    SLIP_SHEET = "slip-sheet"


class Handling(Record):
    """What an office chooses for one production or bundle."""

    encrypted: Literal[Choice.UNLOCK, Choice.REFUSE, Choice.SLIP_SHEET] = Choice.UNLOCK
    """Locked against changes, or opened with its password."""
    signed: Literal[Choice.NOTE, Choice.REFUSE, Choice.SLIP_SHEET] = Choice.NOTE
    """A numbered copy cannot carry the signature; the original goes along or is kept."""
    xfa: Literal[Choice.FLATTEN, Choice.REFUSE, Choice.SLIP_SHEET] = Choice.FLATTEN
    """An XFA form whose pages show what it holds."""
    dynamic_xfa: Literal[Choice.SLIP_SHEET, Choice.REFUSE] = Choice.SLIP_SHEET
    """An XFA form whose pages show nothing of it."""
    portfolio: Literal[Choice.FAMILY, Choice.REFUSE, Choice.SLIP_SHEET] = Choice.FAMILY
    attachments: Literal[Choice.FAMILY, Choice.REMOVE, Choice.REFUSE, Choice.SLIP_SHEET] = Choice.FAMILY
    """Files inside a PDF: a document each after it, or taken out for good."""
    scripts: Literal[Choice.REMOVE, Choice.REFUSE, Choice.SLIP_SHEET] = Choice.REMOVE
    """JavaScript and actions that open files, send data or run by themselves."""
    media: Literal[Choice.REMOVE, Choice.REFUSE, Choice.SLIP_SHEET] = Choice.REMOVE
    layers: Literal[Choice.FLATTEN, Choice.KEEP, Choice.REFUSE, Choice.SLIP_SHEET] = Choice.FLATTEN
    """What is shown stays; what is switched off goes out with `flatten` and stays unseen with `keep`."""
    comments: Literal[Choice.KEEP, Choice.FLATTEN, Choice.REMOVE, Choice.REFUSE, Choice.SLIP_SHEET] = Choice.KEEP
    fields: Literal[Choice.KEEP, Choice.FLATTEN, Choice.REFUSE, Choice.SLIP_SHEET] = Choice.KEEP
    duplicates: Literal[Choice.NOTE, Choice.REFUSE, Choice.SLIP_SHEET] = Choice.NOTE
    """The very same bytes as a file before it; nothing is claimed of files that only look alike."""
    blank_pages: Literal[Choice.NOTE, Choice.REFUSE] = Choice.NOTE
    """They are part of the document and numbered like any other page."""
    numbered_here: Literal[Choice.REFUSE, Choice.NOTE, Choice.SLIP_SHEET] = Choice.REFUSE
    """Pages that bear a number of this program already."""
    numbered_elsewhere: Literal[Choice.NOTE, Choice.REFUSE, Choice.SLIP_SHEET] = Choice.NOTE
    """Pages that bear the People's numbers, or a header or footer that Acrobat put there."""


class Condition(Record):
    """What was found out about a file; pages are counted from 1."""

    encrypted: bool = False
    signed: str = ""
    """The sentence that says by whom, as the file says."""
    xfa: bool = False
    dynamic_xfa: bool = False
    portfolio: bool = False
    attachments: int = 0
    scripts: tuple[str, ...] = ()
    """Where each lies."""
    media: tuple[str, ...] = ()
    layers: tuple[str, ...] = ()
    comments: tuple[int, ...] = ()
    fields: int = 0
    duplicate_of: str = ""
    """The name of the file before it with the same bytes."""
    blank_pages: tuple[int, ...] = ()
    numbered_here: str = ""
    """The first number."""
    received: str = ""
    """The other party's run of numbers, as printed."""
    acrobat: tuple[int, ...] = ()
    """Pages with a header or footer that Acrobat put there."""

    @property
    def numbered_elsewhere(self) -> bool:
        """Whether somebody else has numbered its pages, or may have."""
        return bool(self.received or self.acrobat)

    def holds(self, name: str) -> bool:
        """Whether the file is in the condition that a choice of this name is about."""
        if name == "xfa":
            return self.xfa and not self.dynamic_xfa
        return bool(getattr(self, _FOUND.get(name, name)))


_FOUND = {"duplicates": "duplicate_of"}


class Decision(Record):
    """What becomes of one file."""

    remove: tuple[Trait, ...] = ()
    """What is taken out of its copy, or made part of its pages."""
    without_comments: bool = False
    """Comments are taken off and not made part of the page."""
    without_family: bool = False
    """What is attached to it is no document of its own."""
    sheet: str = ""
    """Why a slip sheet takes its place, in words fit to be served; empty where its pages go in."""
    native: bool = False
    """The file itself goes behind the slip sheet."""
    notes: tuple[str, ...] = ()
    """For the report, a sentence each."""
    cautions: tuple[str, ...] = ()
    """Those of the notes that a person must have looked at before it is served."""
    problems: tuple[Problem, ...] = ()
    """Why nothing is made with it as things are."""
    record: Mapping[str, str] = {}
    """For the manifest: each condition found, with the choice made for it."""


_TRAITS: dict[str, tuple[Trait, ...]] = {
    "encrypted": (Trait.ENCRYPTION,),
    "xfa": (Trait.XFA,),
    "scripts": (Trait.SCRIPTS, Trait.OPENING, Trait.ACTIONS),
    "media": (Trait.MEDIA,),
    "layers": (Trait.LAYERS,),
    "comments": (Trait.COMMENTS,),
    "fields": (Trait.FORMS,),
    "attachments": (Trait.ATTACHMENTS,),
}
_DOING = (Choice.REMOVE, Choice.FLATTEN, Choice.UNLOCK, Choice.FAMILY)

_LOOKED_AT = ("comments",)

_SHEETS = {
    "encrypted": "The file is locked against changes.",
    "signed": "The file is signed electronically and is produced in its native form.",
    "xfa": "The file is a form (XFA) that is produced in its native form.",
    "dynamic_xfa": "The file is a dynamic form (XFA): what it holds is not on its pages.",
    "portfolio": "The file is a portfolio: what it holds is not on its pages.",
    "attachments": "The file has other files inside it and is produced in its native form.",
    "scripts": "The file holds scripts or actions and is produced in its native form.",
    "media": "The file holds sound or film and is produced in its native form.",
    "layers": "The file has layers and is produced in its native form.",
    "comments": "The file bears comments and is produced in its native form.",
    "fields": "The file is a form to be filled in and is produced in its native form.",
    "duplicates": "The file is the same, byte for byte, as one before it.",
    "numbered_here": "The file bears numbers already.",
    "numbered_elsewhere": "The file bears numbers already.",
}


def decide(condition: Condition, handling: Handling, name: str = "the file") -> Decision:
    """What becomes of a file in this condition."""
    choices = {each: Choice(getattr(handling, each)) for each in Handling.model_fields if condition.holds(each)}
    refused = [each for each, choice in choices.items() if choice is Choice.REFUSE]
    sheets = [each for each, choice in choices.items() if choice is Choice.SLIP_SHEET]
    done = [each for each, choice in choices.items() if choice in _DOING and not sheets]
    return Decision(
        remove=tuple(trait for each in done for trait in _TRAITS.get(each, ())),
        without_comments=choices.get("comments") is Choice.REMOVE and not sheets,
        without_family=choices.get("attachments") is Choice.REMOVE,
        sheet=_SHEETS[sheets[0]] if sheets else "",
        native=bool(sheets) and _SHEETS[sheets[0]].endswith("native form."),
        notes=tuple(_notes(condition, choices)),
        cautions=tuple(_notes(condition, {each: choices[each] for each in _LOOKED_AT if each in choices})),
        problems=tuple(_refusal(each, condition, name) for each in refused),
        record={each: str(choice) for each, choice in choices.items()},
    )


def _refusal(each: str, condition: Condition, name: str) -> Problem:
    others = [str(choice) for choice in _choices(each) if choice is not Choice.REFUSE]
    step = f"Write {each} = “{others[0]}” under [handling]" + (
        f" (or “{'”, “'.join(others[1:])}”), or leave the file out." if others[1:] else ", or leave the file out."
    )
    if each == "numbered_here":
        step = f"Take its numbers off with `discovery unstamp`, or give the file they were printed on. {step}"
    return Problem(where=name, what=_FOUND_WORDS[each](condition), next_step=step)


def _choices(name: str) -> tuple[Choice, ...]:
    """What may be chosen for a condition, in the order of the record."""
    # Every field is a Literal of choices; its type does not say so.
    # Each of these fields is declared as a Literal, which pydantic types as any class.
    return tuple(Handling.model_fields[name].annotation.__args__)  # type: ignore[union-attr]


_FOUND_WORDS: dict[str, Callable[[Condition], str]] = {
    "encrypted": lambda _: "it is locked against changes.",
    "signed": lambda found: found.signed,
    "xfa": lambda _: "it holds an XFA form.",
    "dynamic_xfa": lambda _: "it is a dynamic XFA form, which shows nothing of what it holds on its pages.",
    "portfolio": lambda _: "it is a portfolio.",
    "attachments": lambda found: f"it has files inside it: {found.attachments}.",
    "scripts": lambda found: f"it holds scripts or actions ({several(found.scripts)}).",
    "media": lambda found: f"it holds sound, film or 3D ({several(found.media)}).",
    "layers": lambda found: f"it has layers ({several(found.layers)}).",
    "comments": lambda found: f"it bears comments, on {on_pages(found.comments)}.",
    "fields": lambda found: f"it has fields that can be filled in: {found.fields}.",
    "duplicates": lambda found: f"it is the same, byte for byte, as {found.duplicate_of}.",
    "blank_pages": lambda found: f"nothing is to be seen on {on_pages(found.blank_pages)}.",
    "numbered_here": lambda found: f"its pages bear numbers of this program already, from {found.numbered_here}.",
    "numbered_elsewhere": lambda found: _elsewhere(found),
}


def _elsewhere(found: Condition) -> str:
    if found.received:
        return f"its pages bear somebody else's numbers already: {found.received}."
    return f"Acrobat has put a header or footer on {on_pages(found.acrobat)}."


def _notes(condition: Condition, choices: Mapping[str, Choice]) -> Iterator[str]:
    """What the report says of what is found and not changed; what is changed is said by what changes it."""
    kept = {
        "layers": "they are kept; what is switched off stays in the file, unseen",
        "comments": "they go out with it; see whether they are to",
        "fields": "they are kept, so whoever gets the file can fill them in",
        "numbered_elsewhere": "they are kept, and ours are kept clear of them",
        "numbered_here": "it is numbered again",
        "blank_pages": "numbered like any other page",
    }
    for each, choice in choices.items():
        if choice in (Choice.KEEP, Choice.NOTE):
            words = _FOUND_WORDS[each](condition).rstrip(".")
            more = f"; {kept[each]}" if each in kept else ""
            yield f"{words[:1].upper()}{words[1:]}{more}."
