"""Images and forms: left out, painted over, or drawn from a cut copy."""

from dataclasses import replace
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary

from discovery.core.endorsements import Box
from discovery.core.planes import UNIT, bounds, corners, inverted, product, touches
from discovery.core.redactions import Content
from discovery.files.cutting.inline_images import stream_of
from discovery.files.cutting.marked import layer_is_off
from discovery.files.cutting.rewriter import INLINE, Handler, Rewriter, copied, matrix_of
from discovery.files.endorsing import decoded
from discovery.files.glyphs import UnsureError
from discovery.files.pixels import painted

_DEEPEST = 12  # forms within forms


def _paint_object(content: Rewriter, _operator: str, operands: list[Any]) -> bool:
    thing = content.resource("/XObject", str(operands[0]))
    if not isinstance(thing, pikepdf.Stream):
        return False
    replaced = _replaced(content, thing)
    (content.cut.taken if replaced else content.cut.drawn).add(thing.objgen)
    return replaced


def _replaced(content: Rewriter, thing: pikepdf.Stream) -> bool:
    """Whether an image or form was left out, or a cut copy of it drawn."""
    if content.off or layer_is_off(thing.get("/OC"), content.cut.hidden):
        content.changed = True
        return True
    kind = str(thing.get("/Subtype", ""))
    if kind == "/Form":
        changed = _cut_form(content, thing)
        if changed is None:
            return False
        content.silence()
        content.emit("Do", content.added("/XObject", content.pdf.make_indirect(changed)))
        return True
    if kind != "/Image":
        raise UnsureError("something unknown is drawn")
    return _image(content, thing)


def _image(content: Rewriter, image: pikepdf.Stream) -> bool:
    """Whether the image was left out or painted over."""
    quad = corners(content.state.ctm, UNIT)
    over = content.cut.under(quad, Content.IMAGE)
    if not over:
        return False
    content.silence()
    around = bounds(quad)
    if any(box.meet(around) == around for box in over):
        return True
    back = inverted(content.state.ctm)
    if back is None:
        raise UnsureError("an image is drawn flat")
    quads = [corners(back, box) for box in over]
    pixel = bounds(corners(content.state.ctm, Box(0, 0, 1 / int(image.Width), 1 / int(image.Height))))
    rim = 1.5 * max(pixel.width, pixel.height)  # whole pixels went, and viewers smooth their edges
    content.cut.zones += [box.padded(rim) for box in over]
    fresh = painted(content.pdf, image, quads, content.resources.get("/ColorSpace"))
    content.emit("Do", content.added("/XObject", content.pdf.make_indirect(fresh)))
    return True


def _inline(content: Rewriter, _operator: str, operands: list[Any]) -> bool:
    instruction: pikepdf.ContentStreamInlineImage = operands[0]
    if content.off:
        content.changed = True
        return True
    quad = corners(content.state.ctm, UNIT)
    if not any(touches(quad, box) for box in content.cut.boxes):
        content.out.append(instruction)
        return True
    _image(content, stream_of(content.pdf, instruction))
    return True


def _graphics(content: Rewriter, _operator: str, operands: list[Any]) -> bool:
    """An ExtGState may set a font, and a mask drawn by a form."""
    name = str(operands[0])
    state = content.resource("/ExtGState", name)
    if not isinstance(state, Dictionary):
        return False
    font = state.get("/Font")
    if isinstance(font, Array) and len(font) == 2:
        content.state.font, content.state.size = font[0], float(font[1])
    mask = state.get("/SMask")
    group = mask.get("/G") if isinstance(mask, Dictionary) else None
    if not isinstance(group, pikepdf.Stream):
        return False
    assert isinstance(mask, Dictionary)
    changed = _cut_form(content, group)
    (content.cut.drawn if changed is None else content.cut.taken).add(group.objgen)
    if changed is None:
        return False
    fresh, fresh_mask = copied(state), copied(mask)
    fresh_mask.G = content.pdf.make_indirect(changed)
    fresh.SMask = fresh_mask
    content.emit("gs", content.added("/ExtGState", fresh))
    return True


def _cut_form(outer: Rewriter, form: pikepdf.Stream) -> pikepdf.Stream | None:
    """A copy of a form without what lies under the boxes, or None where nothing does."""
    if outer.depth >= _DEEPEST:
        raise UnsureError("its content is nested too deeply")
    inside = replace(outer.state, ctm=product(matrix_of(form.get("/Matrix")), outer.state.ctm))
    worker = Rewriter(
        outer.pdf, outer.cut, form.get("/Resources", outer.resources), outer.handlers, inside, outer.depth + 1
    )
    result = worker.written(decoded(form))
    if not worker.changed:
        outer.borrowed |= set() if "/Resources" in form else worker.used()
        return None
    copy = pikepdf.Stream(outer.pdf, result)
    for key in form.keys():  # noqa: SIM118 (a stream is no dictionary)
        if key not in ("/Filter", "/DecodeParms", "/Length", "/PieceInfo", "/Metadata", "/LastModified", "/Ref"):
            copy[key] = form[key]
    copy.Resources = worker.pruned()
    return copy


HANDLERS: dict[str, Handler] = {"Do": _paint_object, INLINE: _inline, "gs": _graphics}
