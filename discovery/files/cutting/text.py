"""Text: each glyph is placed, and shown unless it lies under a box; what stays does not move."""

from typing import Any

from pikepdf import Array, String

from discovery.core.endorsements import Box, Matrix
from discovery.core.planes import IDENTITY, bounds, corners, product, touches
from discovery.core.redactions import Content
from discovery.files.cutting.rewriter import Handler, Rewriter, matrix_of
from discovery.files.glyphs import Glyphs, UnsureError, glyphs_of

_SLACK = 0.5  # units of user space: a glyph that reaches less far into a box lies beside it
_OVERHANG = 0.3  # of its height: so far a letter's ink may reach out of the cell its font gives it


_AS_A_WORD = 3.0  # ems: no single letter is so wide


def _begin_text(content: Rewriter, _operator: str, _operands: list[Any]) -> bool:
    content.text = content.line = IDENTITY
    content.in_text = True
    return False


def _end_text(content: Rewriter, _operator: str, _operands: list[Any]) -> bool:
    content.in_text = False
    return False


def _font(content: Rewriter, _operator: str, operands: list[Any]) -> bool:
    content.state.font, content.state.size = content.resource("/Font", str(operands[0])), float(operands[1])
    return False


def _measure(content: Rewriter, operator: str, operands: list[Any]) -> bool:
    value = float(operands[0])
    if operator == "Tz":
        content.state.scale = value / 100
    else:
        setattr(content.state, {"Tc": "spacing", "Tw": "word", "TL": "leading", "Ts": "rise"}[operator], value)
    return False


def _move(content: Rewriter, operator: str, operands: list[Any]) -> bool:
    x, y = float(operands[0]), float(operands[1])
    if operator == "TD":
        content.state.leading = -y
    _next_line(content, x, y)
    return False


def _next_line(content: Rewriter, x: float, y: float) -> None:
    content.text = content.line = product(Matrix(1, 0, 0, 1, x, y), content.line)


def _set_text(content: Rewriter, _operator: str, operands: list[Any]) -> bool:
    content.text = content.line = matrix_of(operands)
    return False


def _new_line(content: Rewriter, _operator: str, _operands: list[Any]) -> bool:
    _next_line(content, 0, -content.state.leading)
    return False


def _show(content: Rewriter, operator: str, operands: list[Any]) -> bool:
    if operator == '"':
        content.state.word, content.state.spacing = float(operands[0]), float(operands[1])
    if operator in ("'", '"'):
        _next_line(content, 0, -content.state.leading)
    listed = list(operands[-1]) if operator == "TJ" else [operands[-1]]
    kept = _kept(content, listed)
    if kept is None:
        return False
    content.silence()
    if operator == '"':
        content.emit("Tw", operands[0])
        content.emit("Tc", operands[1])
    if operator in ("'", '"'):
        content.emit("T*")
    content.emit("TJ", Array(kept))
    return True


def _kept(content: Rewriter, listed: list[Any]) -> list[Any] | None:
    """The array to show instead, or None where nothing of it is removed; the text position moves on."""
    if not any(isinstance(one, String) and len(bytes(one)) for one in listed):
        _advance_by(content, sum(float(one) for one in listed if not isinstance(one, String)))
        return None
    glyphs = _glyphs(content)
    kept: list[Any] = []
    touched = False
    for one in listed:
        if not isinstance(one, String):
            _advance_by(content, float(one))
            _push(kept, one)
            continue
        for code in glyphs.codes(bytes(one)):
            extra = content.state.spacing + (content.state.word if code.space else 0)
            width = code.width * content.state.size + extra
            if _covers(content, glyphs, code.width):
                touched = True
                if glyphs.wordy or (code.width > _AS_A_WORD and glyphs.drawn):
                    raise UnsureError("a glyph of a drawn font may be a word or an image of its own")
                if content.state.size == 0:
                    raise UnsureError("text has no size")
                _push(kept, -1000 * width / content.state.size)
            else:
                _push(kept, code.data)
            content.text = product(Matrix(1, 0, 0, 1, width * content.state.scale, 0), content.text)
    return [String(one) if isinstance(one, bytes) else one for one in kept] if touched else None


def _advance_by(content: Rewriter, thousandths: float) -> None:
    across = -thousandths / 1000 * content.state.size * content.state.scale
    content.text = product(Matrix(1, 0, 0, 1, across, 0), content.text)


def _covers(content: Rewriter, glyphs: Glyphs, width: float) -> bool:
    """Whether the glyph about to be shown lies under a box, or is not to be seen at all."""
    state, reach = content.state, content.cut.reach * (glyphs.top - glyphs.bottom)
    shape = Matrix(state.size * state.scale, 0, 0, state.size, 0, state.rise)
    matrix = product(product(shape, content.text), state.ctm)
    tall = glyphs.top - glyphs.bottom
    left, right = (min(0.0, width), max(0.0, width)) if width else (-tall / 3, tall / 3)
    cell = Box(left - reach, glyphs.bottom - reach, right + reach, glyphs.top + reach)
    if content.off or (content.cut.visible and not touches(corners(matrix, cell), content.cut.visible)):
        return True
    if not content.cut.under(corners(matrix, cell), Content.TEXT, _SLACK):
        return False
    content.cut.zones.append(bounds(corners(matrix, cell.padded(_OVERHANG * tall))))
    return True


def _glyphs(content: Rewriter) -> Glyphs:
    font = content.state.font
    key = font.objgen if font is not None and font.is_indirect else id(font)
    if key not in content.fonts:
        content.fonts[key] = font, glyphs_of(font)
    return content.fonts[key][1]


def _push(kept: list[Any], one: Any) -> None:
    """Add a string or an adjustment, joined to the one before of its kind."""
    if isinstance(one, bytes):
        if kept and isinstance(kept[-1], bytes):
            kept[-1] += one
        else:
            kept.append(one)
        return
    number = round(float(one), 4)
    if kept and not isinstance(kept[-1], bytes):
        kept[-1] = round(kept[-1] + number, 4)
    else:
        kept.append(number)


HANDLERS: dict[str, Handler] = {
    "BT": _begin_text,
    "ET": _end_text,
    "Tf": _font,
    "Tm": _set_text,
    "T*": _new_line,
    **dict.fromkeys(("Tc", "Tw", "Tz", "TL", "Ts"), _measure),
    **dict.fromkeys(("Td", "TD"), _move),
    **dict.fromkeys(("Tj", "TJ", "'", '"'), _show),
}
