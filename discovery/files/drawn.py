"""Read back what our last stream on a page draws: each mark, from its operators, without the code that wrote them."""

import re
from dataclasses import dataclass

from discovery.core.endorsements import DESCENT, Box, MarkKind, Matrix, PageShape, Spot

_KINDS = {b"BatesN": MarkKind.NUMBER, b"BtsLegend": MarkKind.LEGEND, b"BtsSticker": MarkKind.STICKER}
_CLOSING = re.compile(rb"\n(?:ET\n)?(?:EMC\n)*((?:Q\n)+)")
_SIDES = rb"[-\d.]+ [-\d.]+ [-\d.]+ [-\d.]+"
_INK = rb"(?:[\d.]+ g|[\d.]+ [\d.]+ [\d.]+ rg)"
_STROKE = rb"(?:[\d.]+ G|[\d.]+ [\d.]+ [\d.]+ RG)"
_MARK = re.compile(
    rb"/Artifact<</Type/Pagination/Subtype/(?P<kind>[A-Za-z]+)/BBox\[(?P<box>" + _SIDES + rb")\]>>BDC\n"
    rb"q (?P<turn>[-\d. ]+) cm (?:1 g (?P<ground>" + _SIDES + rb") re f )?"
    rb"(?:[\d.]+ w 0 J 0 j 10 M \[\] 0 d " + _STROKE + rb" "
    rb"(?P<border>" + _SIDES + rb") re S )?"
    rb"BT (?P<ink>" + _INK + rb") 0 Tr 0 Ts 0 Tc 0 Tw 100 Tz (?P<font>/BtsF\d+) (?P<size>[\d.]+) Tf "
    rb"\((?P<text>(?:[^\\()]|\\.)*)\)Tj ET Q\nEMC\n"
)
_ESCAPED = re.compile(rb"\\(.)")


@dataclass(frozen=True)
class DrawnMark:
    """One mark as its operators say it."""

    kind: MarkKind
    text: str
    turn: Matrix
    size: float
    font: str
    ink: str
    """The operator that sets its color, such as `0 g`."""
    box: Box
    """What it says it takes up, in user space."""
    ground: Box | None
    """The white box under it, from where its baseline begins."""
    border: Box | None
    """A sticker's border, from where its baseline begins."""

    def spot(self, shape: PageShape) -> Spot:
        """Where it stands in visible space, by the box it names."""
        box = shape.matrix.inverse().box(self.box)
        return Spot(box.x0, box.y0 + DESCENT * box.height, box.height, box.width)


@dataclass(frozen=True)
class Drawn:
    """What our last stream on a page does."""

    restores: int
    """How many states it restores before it draws."""
    marks: tuple[DrawnMark, ...]


def drawn(stream: bytes) -> Drawn | None:
    """What the stream draws; None where it is not, byte for byte, one of ours."""
    closing = _CLOSING.match(stream)
    if closing is None:
        return None
    at, marks = closing.end(), []
    while at < len(stream):
        found = _MARK.match(stream, at)
        if found is None or found["kind"] not in _KINDS:
            return None
        marks.append(_mark(found))
        at = found.end()
    return Drawn(closing[1].count(b"Q"), tuple(marks)) if marks else None


def _mark(found: "re.Match[bytes]") -> DrawnMark:
    return DrawnMark(
        kind=_KINDS[found["kind"]],
        text=_ESCAPED.sub(rb"\1", found["text"]).decode("ascii", "replace"),
        turn=Matrix(*(float(number) for number in found["turn"].split())),
        size=float(found["size"]),
        font=found["font"].decode("ascii"),
        ink=found["ink"].decode("ascii"),
        box=Box(*(float(side) for side in found["box"].split())),
        ground=_rectangle(found["ground"]),
        border=_rectangle(found["border"]),
    )


def _rectangle(sides: bytes | None) -> Box | None:
    if sides is None:
        return None
    x, y, width, height = (float(side) for side in sides.split())
    return Box(x, y, x + width, y + height)


_SAVED = re.compile(rb"(?:q\n)++")
_MADE_ROOM = re.compile(
    rb"q\n(?P<matrix>[-\d.]+(?: [-\d.]+){5}) cm (?P<clip>" + _SIDES + rb") re W n\n(?P<more>(?:q\n)*)"
)


@dataclass(frozen=True)
class Opened:
    """What our first stream on a page does."""

    matrix: Matrix | None
    """By which the content is made smaller; None where it is left as it is."""
    clip: Box | None
    """What of the content is shown."""


def opened(stream: bytes) -> Opened | None:
    """What the stream does before the page's own content; None where it is not one of ours."""
    if _SAVED.fullmatch(stream):
        return Opened(None, None)
    found = _MADE_ROOM.fullmatch(stream)
    if found is None:
        return None
    return Opened(Matrix(*(float(number) for number in found["matrix"].split())), _rectangle(found["clip"]))
