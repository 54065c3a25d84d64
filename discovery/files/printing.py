"""The operators that print marks on a page, and those that make room for them: bytes from places, nothing else."""

from collections.abc import Iterable
from functools import lru_cache

from discovery.core.endorsements import Box, MarkKind, Matrix, PageShape, Printed, Shrink

BLACK = "#000000"
SUBTYPES = {MarkKind.NUMBER: "BatesN", MarkKind.LEGEND: "BtsLegend", MarkKind.STICKER: "BtsSticker"}
"""What each kind of mark is called where it is marked as no content of the page's own."""
BORDER = 0.08  # of a sticker, in ems


def opening(surplus: int, shrink: Shrink | None, shape: PageShape) -> bytes:
    """What stands before a page's own content: its state saved, and where room is made, its content made smaller.

    A state is saved once more for each `Q` too many in the content, which then restores ours and not what is below.
    """
    room = ""
    if shrink:
        visible = shape.visible
        clip = " ".join(number(side) for side in (visible.x0, visible.y0, visible.width, visible.height))
        room = f"{' '.join(number(each, 8) for each in shrink.matrix(shape))} cm {clip} re W n\n"
    return b"q\n" + room.encode("ascii") + b"q\n" * surplus


def body(marks: Iterable[Printed], matrix: Matrix, font: str, color: str = BLACK) -> bytes:
    """The operators that draw these marks, one after the other."""
    return b"".join(_drawn(mark, matrix, font, color) for mark in marks)


def _drawn(mark: Printed, matrix: Matrix, font: str, color: str) -> bytes:
    before, after = _around(mark._replace(text=""), matrix, font, color)
    return before + _string(mark.text) + after


@lru_cache(maxsize=256)
def _around(mark: Printed, matrix: Matrix, font: str, color: str) -> tuple[bytes, bytes]:
    """What stands before the mark's text and after it, the same on every page of one shape."""
    a, b, c, d, _, _ = matrix
    where = mark.spot
    e, f = matrix.apply(where.x, where.y)
    box = " ".join(number(side) for side in matrix.box(where.box))
    turn = f"{a:.0f} {b:.0f} {c:.0f} {d:.0f} {number(e)} {number(f)}"
    before = (
        f"/Artifact<</Type/Pagination/Subtype/{SUBTYPES[mark.kind]}/BBox[{box}]>>BDC\n"
        f"q {turn} cm {_ground(mark)}{_border(mark, color)}"
        f"BT {ink(color)} 0 Tr 0 Ts 0 Tc 0 Tw 100 Tz {font} {number(where.size)} Tf "
    )
    return before.encode("ascii"), b"Tj ET Q\nEMC\n"


def _ground(mark: Printed) -> str:
    return f"1 g {_rectangle(mark, mark.ground)} f " if mark.boxed else ""


def _border(mark: Printed, color: str) -> str:
    if mark.kind is not MarkKind.STICKER:
        return ""
    line = f"{number(BORDER * mark.spot.size)} w 0 J 0 j 10 M [] 0 d"
    return f"{line} {ink(color).upper()} {_rectangle(mark, mark.frame)} S "


def _rectangle(mark: Printed, box: Box) -> str:
    sides = (box.x0 - mark.spot.x, box.y0 - mark.spot.y, box.width, box.height)
    return " ".join(number(side) for side in sides) + " re"


def ink(color: str) -> str:
    """The operator that sets the color: grey where it is one, which every PDF/A file allows."""
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    if len(set(parts)) == 1:
        return f"{number(parts[0])} g"
    return " ".join(number(part) for part in parts) + " rg"


def color_of(operator: str) -> str:
    """The color that such an operator sets, as #rrggbb."""
    parts = [round(float(part) * 255) for part in operator.split()[:-1]]
    red, green, blue = parts * 3 if len(parts) == 1 else parts
    return f"#{red:02x}{green:02x}{blue:02x}"


def number(value: float, places: int = 3) -> str:
    """A number as short as it can be written."""
    text = f"{value:.{places}f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def _string(text: str) -> bytes:
    return b"(" + text.encode("ascii").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)") + b")"
