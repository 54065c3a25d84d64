"""Finds what in a PDF does something by itself: scripts, actions that open files or send data, sound and film.

One walk over what can be reached from the document's root finds every such thing with its holder, so that what is
reported is what a repair takes out, and a second walk proves that it is gone.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream

from discovery.core.profiles import Trait
from discovery.files.scrub import harmless

_SCRIPT = "/JavaScript"
_MEDIA = {"/Rendition", "/Movie", "/Sound", "/RichMediaExecute", "/GoTo3DView"}
_KINDS = {
    _SCRIPT: Trait.SCRIPTS,
    **dict.fromkeys(_MEDIA, Trait.MEDIA),
    **dict.fromkeys(("/Launch", "/GoToR", "/GoToE", "/SubmitForm", "/ImportData", "/ResetForm"), Trait.ACTIONS),
    "/SetOCGState": Trait.LAYERS,
    "/Hide": Trait.ACTIONS,
}
_TREES = {
    "/JavaScript": Trait.SCRIPTS,
    "/Renditions": Trait.MEDIA,
    "/AlternatePresentations": Trait.MEDIA,
}
_BACK = {"/Parent", "/P", "/Popup", "/IRT", "/Prev", "/Last", "/Dest", "/Pg", "/SD"}
_INERT = {"/Contents", "/Resources", "/Pages", "/StructTreeRoot", "/B", "/Thumb", "/Metadata", "/AP", "/MK"}


class Spot(NamedTuple):
    """One active thing: the key under which a holder has it."""

    trait: Trait
    holder: Object
    key: str
    where: str
    """“page 3”, “a bookmark”, “a form field”, “the document”."""


def active(pdf: pikepdf.Pdf) -> tuple[Spot, ...]:
    """Everything active in the file, once, in the order of the document; what is no page's comes last."""
    with pikepdf.explicit_conversion():
        walk = _Walk({page.obj.objgen for page in pdf.pages})
        root = pdf.Root
        spots = [Spot(Trait.OPENING, root, "/OpenAction", "the document")] if Name.OpenAction in root else []
        for number, page in enumerate(pdf.pages, start=1):
            spots += walk.below(page.obj, f"page {number}")
        for key, where in (("/Outlines", "a bookmark"), ("/AcroForm", "a form field")):
            if (held := root.get(key)) is not None:
                spots += walk.below(held, where)
        return (*spots, *walk.below(root, "the document"))


def deactivate(spots: Iterable[Spot]) -> None:
    """Take these things out of the opened file."""
    with pikepdf.explicit_conversion():
        for spot in spots:
            if spot.key in spot.holder:
                del spot.holder[spot.key]


class _Walk:
    """One walk over a document, each object once."""

    def __init__(self, pages: set[tuple[int, int]]) -> None:
        self._pages = pages
        self._seen: set[tuple[int, int]] = set()

    def below(self, start: Object, where: str) -> Iterator[Spot]:
        """What is active in an object and in all it leads to, other pages apart."""
        waiting = [start]
        while waiting:
            held = waiting.pop()
            if held.is_indirect:
                if held.objgen in self._seen or (held is not start and held.objgen in self._pages):
                    continue
                self._seen.add(held.objgen)
            if isinstance(held, Array):
                waiting.extend(each for each in held if _leads_on(each))
            elif isinstance(held, Dictionary | Stream):
                for key, value in held.items():
                    if key in _BACK or key in _INERT:
                        continue
                    yield from _spots(held, key, value, where)
                    if _leads_on(value):
                        waiting.append(value)


def _leads_on(value: Object) -> bool:
    return isinstance(value, Dictionary | Stream | Array)


def _spots(holder: Object, key: str, value: Object, where: str) -> Iterator[Spot]:
    if key == "/AF":
        if any(isinstance(each, Dictionary) and Name.EF in each for each in _each(value)):
            yield Spot(Trait.ATTACHMENTS, holder, key, where)
        return
    if key == "/AA":
        yield Spot(_of_events(value), holder, key, where)
        return
    if key in _TREES and isinstance(value, Dictionary) and ("/Names" in value or "/Kids" in value):
        yield Spot(_TREES[key], holder, key, where)
        return
    for action in _each(value):
        if trait := _trait(action):
            yield Spot(trait, holder, key, where)


def _each(value: Object) -> Iterable[Object]:
    return value if isinstance(value, Array) else (value,)


def _trait(action: Object) -> Trait | None:
    """What an action is; None for what is no action, or one that only leads to a page or the web."""
    if not isinstance(action, Dictionary | Stream):
        return None
    kind = action.get(Name.S)
    if not isinstance(kind, Name):
        return None
    if kind == Name.URI and Name.URI in action:
        return None if harmless(action) else Trait.ACTIONS
    return _KINDS.get(str(kind))


def _of_events(events: Object) -> Trait:
    actions = events.values() if isinstance(events, Dictionary) else ()
    return Trait.SCRIPTS if any(_trait(each) is Trait.SCRIPTS for each in actions) else Trait.ACTIONS
