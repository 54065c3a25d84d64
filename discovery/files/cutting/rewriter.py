"""A content stream that is followed and written anew, and the state it draws in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name, Operator

from discovery.core.endorsements import Matrix
from discovery.core.planes import IDENTITY
from discovery.errors import DiscoveryError
from discovery.files.content_scan import balance_of
from discovery.files.cutting.cut import Cut
from discovery.files.glyphs import Glyphs, UnsureError
from discovery.files.outlines import Path

INLINE = "INLINE IMAGE"
"""The operator by which inline images go here, as pikepdf calls it."""
_PRUNED = ("/XObject", "/ExtGState", "/Properties", "/Pattern")
_NAMING = {
    "Do": "/XObject",
    "gs": "/ExtGState",
    "BDC": "/Properties",
    "DP": "/Properties",
    "scn": "/Pattern",
    "SCN": "/Pattern",
}
_SPOKEN = ("/ActualText", "/Alt", "/E", "/Contents", "/Title")


@dataclass
class State:
    """The part of the graphics state that says where things land."""

    ctm: Matrix
    font: Any = None
    size: float = 0.0
    spacing: float = 0.0
    word: float = 0.0
    scale: float = 1.0
    leading: float = 0.0
    rise: float = 0.0
    tiled: frozenset[str] = frozenset()
    """Which of fill and stroke paint with a tiling pattern."""


class Rewriter:
    """Follows one content stream and writes it anew; what becomes of an operator is for its handler to say."""

    def __init__(
        self,
        pdf: pikepdf.Pdf,
        cut: Cut,
        resources: Any,
        handlers: "Mapping[str, Handler]",
        state: State | None = None,
        depth: int = 0,
    ) -> None:
        self.pdf, self.cut, self.handlers, self.depth = pdf, cut, handlers, depth
        self.resources: Dictionary = copied(resources)
        self.own: set[str] = set()
        self.borrowed: set[tuple[str, str]] = set()
        """What forms without resources of their own use of these."""
        self.fonts: dict[Any, tuple[Any, Glyphs]] = {}
        """Each with its font, which is kept: the identity of an object that is gone may come again."""
        self.changed = False
        self.state = state or State(IDENTITY)
        self.saved: list[State] = []
        self.text = self.line = IDENTITY
        self.in_text = False
        self.path = Path()
        self.clip = ""
        self.out: list[Any] = []
        self.marked: list[tuple[int, bool]] = []
        """Of each open marked content: where in `out` it began, and whether it is a layer that is off."""

    def written(self, data: bytes) -> bytes:
        """The content without what lies under the boxes; every state and mark it opens is closed."""
        _whole(data)
        for instruction in pikepdf.parse_content_stream(pikepdf.Stream(self.pdf, data)):
            if isinstance(instruction, pikepdf.ContentStreamInlineImage):
                self._do(INLINE, [instruction])
            else:
                self._do(str(instruction.operator), list(instruction.operands))
        self._close()
        return pikepdf.unparse_content_stream(self.out)

    def used(self) -> set[tuple[str, str]]:
        """The resources that the content, as written anew, names."""
        named = set(self.borrowed)
        for one in self.out:
            if isinstance(one, tuple) and str(one[1]) in _NAMING and one[0] and isinstance(one[0][-1], Name):
                named.add((_NAMING[str(one[1])], str(one[0][-1])))
        return named

    def pruned(self) -> Dictionary:
        """The resources without what is no longer named: a form that was cut must not be carried along whole."""
        used = self.used()
        kept = copied(self.resources)
        for kind in _PRUNED:
            listed = kept.get(kind)
            if isinstance(listed, Dictionary):
                names = [name for name in listed.keys() if (kind, name) in used]  # noqa: SIM118 (not a mapping)
                kept[kind] = Dictionary({name: listed[name] for name in names})
        return kept

    def _close(self) -> None:
        if self.in_text:
            self.emit("ET")
        for _ in self.marked:
            self.emit("EMC")
        for _ in self.saved:
            self.emit("Q")

    def emit(self, operator: str, *operands: Any) -> None:
        """Write one instruction."""
        self.out.append(([*operands], Operator(operator)))

    @property
    def off(self) -> bool:
        """Whether what comes now is in a layer that is switched off."""
        return any(off for _, off in self.marked)

    def _do(self, operator: str, operands: list[Any]) -> None:
        handler = self.handlers.get(operator)
        if handler is None or not handler(self, operator, operands):
            self.emit(operator, *operands)

    def silence(self) -> None:
        """Take what is said aloud instead of the content out of every mark that is open round it."""
        self.changed = True
        for place, _ in self.marked:
            operands, operator = self.out[place]
            if len(operands) != 2:
                continue
            listed = operands[1]
            if isinstance(listed, Name):
                listed = self.resource("/Properties", str(listed))
            if isinstance(listed, Dictionary) and any(key in listed for key in _SPOKEN):
                kept = {k: listed[k] for k in listed.keys() if k == "/MCID" or isinstance(listed[k], Name)}  # noqa: SIM118 (not a mapping)
                self.out[place] = ([operands[0], Dictionary(kept)], operator)

    def resource(self, kind: str, name: str) -> Any:
        """What this content knows under a name, or None."""
        listed = self.resources.get(kind)
        return listed.get(name) if isinstance(listed, Dictionary) else None

    def added(self, kind: str, thing: Any) -> Name:
        """Make something known to this content under a free name, in resources that nothing else shares."""
        if kind not in self.own:
            self.resources[kind] = copied(self.resources.get(kind))
            self.own.add(kind)
        listed: Any = self.resources[kind]
        count = 0
        while f"/Rd{count}" in listed:
            count += 1
        listed[f"/Rd{count}"] = thing
        return Name(f"/Rd{count}")


Handler = Callable[[Rewriter, str, list[Any]], bool]
"""Follows one operator; True where it has written it itself, or left it out."""


def _whole(data: bytes) -> None:
    """UnsureError where the content ends within something."""
    try:
        balance_of(data)
    except DiscoveryError as error:
        raise UnsureError("its content is broken off") from error


def matrix_of(value: Any) -> Matrix:
    """Six numbers as a matrix; the identity where none are given."""
    if value is None:
        return IDENTITY
    numbers = [float(one) for one in value]
    if len(numbers) != 6:
        raise UnsureError("a matrix is not one")
    return Matrix(*numbers)


def copied(shared: Any) -> Dictionary:
    """A dictionary that holds what another holds; empty where there is none."""
    if not isinstance(shared, Dictionary):
        return Dictionary()
    return Dictionary({key: shared[key] for key in shared.keys()})  # noqa: SIM118 (not a mapping)
