"""Drawings: paths that are led round the boxes, the patterns and shadings they are painted with."""

from collections.abc import Sequence
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name

from discovery.core.planes import IDENTITY, corners, inverted
from discovery.core.redactions import Content
from discovery.files.cutting.rewriter import Handler, Rewriter
from discovery.files.glyphs import UnsureError
from discovery.files.outlines import Path

_MESHES = (4, 5, 6, 7)


def _draw(content: Rewriter, operator: str, operands: list[Any]) -> bool:
    content.path.add(operator, operands)
    return True


def _clip(content: Rewriter, operator: str, _operands: list[Any]) -> bool:
    content.clip = operator
    return True


def _paint(content: Rewriter, operator: str, _operands: list[Any]) -> bool:
    """Write the path that was gathered: as it was, led round the boxes, or not at all."""
    path, clip, content.path, content.clip = content.path, content.clip, Path(), ""
    boxes = [box for box in content.cut.boxes if path.meets(content.state.ctm, box)]
    if operator == "n" and clip and boxes:
        content.changed = True
    if operator != "n" and content.off:
        content.changed, operator = True, "n"
    if content.state.tiled and operator != "n" and path.over(content.state.ctm, content.cut.boxes):
        raise UnsureError("something is painted with a pattern there")
    if not boxes:
        _write(content, path.instructions, clip, operator)
        return True
    if operator != "n":
        content.silence()
        for box in boxes:
            content.cut.under(corners(IDENTITY, box), Content.DRAWING)
    back = inverted(content.state.ctm)
    if back is None:
        raise UnsureError("something is drawn flat")
    for instructions, paint in path.without(content.state.ctm, back, boxes, operator):
        _write(content, instructions, "", paint)
    if clip:
        _write(content, path.clipping(content.state.ctm, back, boxes), clip, "n")
    return True


def _write(content: Rewriter, instructions: Sequence[tuple[str, Sequence[Any]]], clip: str, paint: str) -> None:
    for operator, operands in instructions:
        content.emit(operator, *operands)
    if clip:
        content.emit(clip)
    if instructions or clip:
        content.emit(paint)


def _colour(content: Rewriter, operator: str, operands: list[Any]) -> bool:
    """Note whether a tiling pattern is set, whose own content is not followed."""
    which = "stroke" if operator.isupper() else "fill"
    tiled = False
    if operator in ("scn", "SCN") and operands and isinstance(operands[-1], Name):
        pattern = content.resource("/Pattern", str(operands[-1]))
        kind = pattern.get("/PatternType") if isinstance(pattern, Dictionary | pikepdf.Stream) else None
        shading = pattern.get("/Shading") if kind == 2 else None
        tiled = shading is None or int(shading.get("/ShadingType", 0)) in _MESHES
    content.state.tiled = content.state.tiled | {which} if tiled else content.state.tiled - {which}
    return False


def _shade(content: Rewriter, _operator: str, operands: list[Any]) -> bool:
    if content.off:
        content.changed = True
        return True
    shading = content.resource("/Shading", str(operands[0]))
    if content.cut.boxes and (shading is None or int(shading.get("/ShadingType", 0)) in _MESHES):
        raise UnsureError("a drawing is shaded by a mesh")
    return False


HANDLERS: dict[str, Handler] = {
    "sh": _shade,
    **dict.fromkeys(("m", "l", "c", "v", "y", "h", "re"), _draw),
    **dict.fromkeys(("W", "W*"), _clip),
    **dict.fromkeys(("S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "n"), _paint),
    **dict.fromkeys(("cs", "CS", "sc", "SC", "scn", "SCN", "g", "G", "rg", "RG", "k", "K"), _colour),
}
