"""Cut what lies under boxes out of a page's content: glyphs, pixels and outlines go, everything else stays in place.

The content is followed operator by operator. What is not surely understood raises UnsureError, and nothing is
guessed: the page then becomes a picture.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Operator, String

from discovery.core.endorsements import Box, Matrix
from discovery.core.planes import IDENTITY, UNIT, bounds, corners, inverted, product, shrunk, touches
from discovery.core.redactions import Content
from discovery.errors import DiscoveryError
from discovery.files.content_scan import balance_of
from discovery.files.endorsing import decoded
from discovery.files.glyphs import Glyphs, UnsureError, glyphs_of
from discovery.files.outlines import Path
from discovery.files.pixels import painted

_SLACK = 0.5  # units of user space: a glyph that reaches less far into a box lies beside it
_OVERHANG = 0.3  # of its height: so far a letter's ink may reach out of the cell its font gives it
_DEEPEST = 12  # forms within forms
_SPOKEN = ("/ActualText", "/Alt", "/E", "/Contents", "/Title")
_MESHES = (4, 5, 6, 7)
_PRUNED = ("/XObject", "/ExtGState", "/Properties", "/Pattern")
_NAMING = {
    "Do": "/XObject",
    "gs": "/ExtGState",
    "BDC": "/Properties",
    "DP": "/Properties",
    "scn": "/Pattern",
    "SCN": "/Pattern",
}

Instruction = tuple[list[Any], Operator]


@dataclass
class Cut:
    """What was taken out of one page."""

    boxes: tuple[Box, ...]
    """In user space."""
    hidden: frozenset[tuple[int, int]] = frozenset()
    """The layers that are switched off."""
    visible: Box | None = None
    """What is seen of the page, in user space: text that lies wholly beside it is taken out."""
    reach: float = 0.0
    """How much further than they say glyphs are taken to reach, of their height."""
    removed: dict[int, set[Content]] = field(default_factory=dict)
    """By box, counted from 0."""
    zones: list[Box] = field(default_factory=list)
    """Where glyphs went that also lay partly outside a box, in user space."""
    taken: set[tuple[int, int]] = field(default_factory=set)
    """The images and forms that were left out, or whose place a cut copy takes."""
    drawn: set[tuple[int, int]] = field(default_factory=set)
    """The images and forms that are drawn as they were."""

    def under(self, quad: Sequence[tuple[float, float]], kind: Content, slack: float = 0.0) -> list[Box]:
        """The boxes over a convex figure, which are noted to have lost that kind of content."""
        over = [index for index, box in enumerate(self.boxes) if touches(quad, shrunk(box, slack))]
        for index in over:
            self.removed.setdefault(index, set()).add(kind)
        return [self.boxes[index] for index in over]


@dataclass
class _State:
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


def cut_page(pdf: pikepdf.Pdf, page: pikepdf.Object, cut: Cut) -> bool:
    """Take everything under the boxes out of the page's content; whether it was written anew."""
    contents = page.get("/Contents")
    parts = [contents] if isinstance(contents, pikepdf.Stream) else contents if isinstance(contents, Array) else []
    streams = [part for part in parts if isinstance(part, pikepdf.Stream)]
    worker, result = _followed(pdf, streams, page.get("/Resources"), cut)
    if not worker.changed and not cut.boxes:
        return False
    cut.taken |= {stream.objgen for stream in streams}
    page.Contents = pdf.make_indirect(pikepdf.Stream(pdf, result))
    page.Resources = pdf.make_indirect(worker.pruned())
    return True


def survey_page(pdf: pikepdf.Pdf, page: pikepdf.Object, cut: Cut) -> None:
    """Note what the page draws, and rid its resources of what it does not."""
    contents = page.get("/Contents")
    parts = [contents] if isinstance(contents, pikepdf.Stream) else contents if isinstance(contents, Array) else []
    streams = [part for part in parts if isinstance(part, pikepdf.Stream)]
    worker = _followed(pdf, streams, page.get("/Resources"), cut)[0]
    cut.drawn |= {stream.objgen for stream in streams}
    page.Resources = pdf.make_indirect(worker.pruned())


def _followed(
    pdf: pikepdf.Pdf, streams: Sequence[pikepdf.Stream], resources: Any, cut: Cut
) -> tuple["_Cutter", bytes]:
    """The content of a page followed to its end, and written anew."""
    try:
        worker = _Cutter(pdf, cut, resources, _State(IDENTITY), 0)
        return worker, worker.content(b"\n".join(decoded(stream) for stream in streams))
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError, KeyError, IndexError, OverflowError) as error:
        raise UnsureError("its content is not as it should be") from error


def _cut_form(outer: "_Cutter", form: pikepdf.Stream) -> pikepdf.Stream | None:
    """A copy of a form without what lies under the boxes, or None where nothing does."""
    if outer.depth >= _DEEPEST:
        raise UnsureError("its content is nested too deeply")
    inside = replace(outer.state, ctm=product(_matrix(form.get("/Matrix")), outer.state.ctm))
    worker = _Cutter(outer.pdf, outer.cut, form.get("/Resources", outer.resources), inside, outer.depth + 1)
    result = worker.content(decoded(form))
    if not worker.changed:
        outer.borrowed |= set() if "/Resources" in form else worker.used()
        return None
    copy = pikepdf.Stream(outer.pdf, result)
    for key in form.keys():  # noqa: SIM118 (a stream is no dictionary)
        if key not in ("/Filter", "/DecodeParms", "/Length", "/PieceInfo", "/Metadata", "/LastModified", "/Ref"):
            copy[key] = form[key]
    copy.Resources = worker.pruned()
    return copy


class _Cutter:
    """Follows one content stream and writes it anew."""

    def __init__(self, pdf: pikepdf.Pdf, cut: Cut, resources: Any, state: _State, depth: int) -> None:
        self.pdf, self.cut, self.depth = pdf, cut, depth
        self.resources: Dictionary = copied(resources)
        self.own: set[str] = set()
        self.borrowed: set[tuple[str, str]] = set()
        """What forms without resources of their own use of these."""
        self.fonts: dict[Any, Glyphs] = {}
        self.changed = False
        self.state = state
        self.saved: list[_State] = []
        self.text = self.line = IDENTITY
        self.in_text = False
        self.path = Path()
        self.clip = ""
        self.out: list[Any] = []
        self.marked: list[tuple[int, bool]] = []
        """Of each open marked content: where in `out` it began, and whether it is a layer that is off."""

    def content(self, data: bytes) -> bytes:
        """The content without what lies under the boxes; every state and mark it opens is closed."""
        _whole(data)
        for instruction in pikepdf.parse_content_stream(pikepdf.Stream(self.pdf, data)):
            if isinstance(instruction, pikepdf.ContentStreamInlineImage):
                self._inline(instruction)
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
                names = [name for name in listed.keys() if (kind, name) in used]  # noqa: SIM118
                kept[kind] = Dictionary({name: listed[name] for name in names})
        return kept

    def _close(self) -> None:
        if self.in_text:
            self._emit("ET")
        for _ in self.marked:
            self._emit("EMC")
        for _ in self.saved:
            self._emit("Q")

    def _emit(self, operator: str, *operands: Any) -> None:
        self.out.append(([*operands], Operator(operator)))

    @property
    def _off(self) -> bool:
        return any(off for _, off in self.marked)

    def _do(self, operator: str, operands: list[Any]) -> None:
        handler = _HANDLERS.get(operator)
        if handler is None or not handler(self, operator, operands):
            self._emit(operator, *operands)

    # Each handler follows one operator; it returns True where it has written it itself, or left it out.

    def _save(self, _operator: str, _operands: list[Any]) -> bool:
        self.saved.append(replace(self.state))
        return False

    def _restore(self, _operator: str, _operands: list[Any]) -> bool:
        if not self.saved:
            return True  # viewers pass over it, and our own brackets must not be undone by it
        self.state = self.saved.pop()
        return False

    def _concat(self, _operator: str, operands: list[Any]) -> bool:
        self.state.ctm = product(_matrix(operands), self.state.ctm)
        return False

    def _graphics(self, _operator: str, operands: list[Any]) -> bool:
        """An ExtGState may set a font, and a mask drawn by a form."""
        name = str(operands[0])
        state = self._resource("/ExtGState", name)
        if not isinstance(state, Dictionary):
            return False
        font = state.get("/Font")
        if isinstance(font, Array) and len(font) == 2:
            self.state.font, self.state.size = font[0], float(font[1])
        mask = state.get("/SMask")
        group = mask.get("/G") if isinstance(mask, Dictionary) else None
        if not isinstance(group, pikepdf.Stream):
            return False
        assert isinstance(mask, Dictionary)
        changed = _cut_form(self, group)
        (self.cut.drawn if changed is None else self.cut.taken).add(group.objgen)
        if changed is None:
            return False
        fresh, fresh_mask = copied(state), copied(mask)
        fresh_mask.G = self.pdf.make_indirect(changed)
        fresh.SMask = fresh_mask
        self._emit("gs", self._added("/ExtGState", fresh))
        return True

    # --- marked content --------------------------------------------------------------------------------------

    def _begin_marked(self, operator: str, operands: list[Any]) -> bool:
        off = False
        if operator == "BDC" and len(operands) == 2:
            listed = operands[1]
            if isinstance(listed, Name):
                listed = self._resource("/Properties", str(listed))
            off = str(operands[0]) == "/OC" and layer_is_off(listed, self.cut.hidden)
        self._emit(operator, *operands)
        self.marked.append((len(self.out) - 1, off))
        return True

    def _end_marked(self, _operator: str, _operands: list[Any]) -> bool:
        if not self.marked:
            return True
        self.marked.pop()
        return False

    def _silence(self) -> None:
        """Take what is said aloud instead of the content out of every mark that is open round it."""
        self.changed = True
        for place, _ in self.marked:
            operands, operator = self.out[place]
            if len(operands) != 2:
                continue
            listed = operands[1]
            if isinstance(listed, Name):
                listed = self._resource("/Properties", str(listed))
            if isinstance(listed, Dictionary) and any(key in listed for key in _SPOKEN):
                kept = {k: listed[k] for k in listed.keys() if k == "/MCID" or isinstance(listed[k], Name)}  # noqa: SIM118
                self.out[place] = ([operands[0], Dictionary(kept)], operator)

    # --- text ------------------------------------------------------------------------------------------------

    def _begin_text(self, _operator: str, _operands: list[Any]) -> bool:
        self.text = self.line = IDENTITY
        self.in_text = True
        return False

    def _end_text(self, _operator: str, _operands: list[Any]) -> bool:
        self.in_text = False
        return False

    def _font(self, _operator: str, operands: list[Any]) -> bool:
        self.state.font, self.state.size = self._resource("/Font", str(operands[0])), float(operands[1])
        return False

    def _measure(self, operator: str, operands: list[Any]) -> bool:
        value = float(operands[0])
        if operator == "Tz":
            self.state.scale = value / 100
        else:
            setattr(self.state, {"Tc": "spacing", "Tw": "word", "TL": "leading", "Ts": "rise"}[operator], value)
        return False

    def _move(self, operator: str, operands: list[Any]) -> bool:
        x, y = float(operands[0]), float(operands[1])
        if operator == "TD":
            self.state.leading = -y
        self._next_line(x, y)
        return False

    def _next_line(self, x: float, y: float) -> None:
        self.text = self.line = product(Matrix(1, 0, 0, 1, x, y), self.line)

    def _set_text(self, _operator: str, operands: list[Any]) -> bool:
        self.text = self.line = _matrix(operands)
        return False

    def _new_line(self, _operator: str, _operands: list[Any]) -> bool:
        self._next_line(0, -self.state.leading)
        return False

    def _show(self, operator: str, operands: list[Any]) -> bool:
        if operator == '"':
            self.state.word, self.state.spacing = float(operands[0]), float(operands[1])
        if operator in ("'", '"'):
            self._next_line(0, -self.state.leading)
        listed = list(operands[-1]) if operator == "TJ" else [operands[-1]]
        kept = self._kept(listed)
        if kept is None:
            return False
        self._silence()
        if operator == '"':
            self._emit("Tw", operands[0])
            self._emit("Tc", operands[1])
        if operator in ("'", '"'):
            self._emit("T*")
        self._emit("TJ", Array(kept))
        return True

    def _kept(self, listed: list[Any]) -> list[Any] | None:
        """The array to show instead, or None where nothing of it is removed; the text position moves on."""
        if not any(isinstance(one, String) and len(bytes(one)) for one in listed):
            self._advance_by(sum(float(one) for one in listed if not isinstance(one, String)))
            return None
        glyphs = self._glyphs()
        kept: list[Any] = []
        touched = False
        for one in listed:
            if not isinstance(one, String):
                self._advance_by(float(one))
                _push(kept, one)
                continue
            for code in glyphs.codes(bytes(one)):
                width = code.width * self.state.size + self.state.spacing + (self.state.word if code.space else 0)
                if self._covers(glyphs, code.width):
                    touched = True
                    if self.state.size == 0:
                        raise UnsureError("text has no size")
                    _push(kept, -1000 * width / self.state.size)
                else:
                    _push(kept, code.data)
                self.text = product(Matrix(1, 0, 0, 1, width * self.state.scale, 0), self.text)
        return [String(one) if isinstance(one, bytes) else one for one in kept] if touched else None

    def _advance_by(self, thousandths: float) -> None:
        across = -thousandths / 1000 * self.state.size * self.state.scale
        self.text = product(Matrix(1, 0, 0, 1, across, 0), self.text)

    def _covers(self, glyphs: Glyphs, width: float) -> bool:
        """Whether the glyph about to be shown lies under a box, or is not to be seen at all."""
        state, reach = self.state, self.cut.reach * (glyphs.top - glyphs.bottom)
        shape = Matrix(state.size * state.scale, 0, 0, state.size, 0, state.rise)
        matrix = product(product(shape, self.text), state.ctm)
        tall = glyphs.top - glyphs.bottom
        left, right = (min(0.0, width), max(0.0, width)) if width else (-tall / 3, tall / 3)
        cell = Box(left - reach, glyphs.bottom - reach, right + reach, glyphs.top + reach)
        if self._off or (self.cut.visible and not touches(corners(matrix, cell), self.cut.visible)):
            return True
        if not self.cut.under(corners(matrix, cell), Content.TEXT, _SLACK):
            return False
        self.cut.zones.append(bounds(corners(matrix, cell.padded(_OVERHANG * tall))))
        return True

    def _glyphs(self) -> Glyphs:
        font = self.state.font
        key = font.objgen if font is not None and font.is_indirect else id(font)
        if key not in self.fonts:
            self.fonts[key] = glyphs_of(font)
        return self.fonts[key]

    # --- paths -----------------------------------------------------------------------------------------------

    def _draw(self, operator: str, operands: list[Any]) -> bool:
        self.path.add(operator, operands)
        return True

    def _clip(self, operator: str, _operands: list[Any]) -> bool:
        self.clip = operator
        return True

    def _paint(self, operator: str, _operands: list[Any]) -> bool:
        """Write the path that was gathered: as it was, led round the boxes, or not at all."""
        path, clip, self.path, self.clip = self.path, self.clip, Path(), ""
        boxes = [box for box in self.cut.boxes if path.meets(self.state.ctm, box)]
        if operator == "n" and clip and boxes:
            self.changed = True
        if operator != "n" and self._off:
            self.changed, operator = True, "n"
        if self.state.tiled and operator != "n" and path.over(self.state.ctm, self.cut.boxes):
            raise UnsureError("something is painted with a pattern there")
        if not boxes:
            self._write(path.instructions, clip, operator)
            return True
        if operator != "n":
            self._silence()
            for box in boxes:
                self.cut.under(corners(IDENTITY, box), Content.DRAWING)
        back = inverted(self.state.ctm)
        if back is None:
            raise UnsureError("something is drawn flat")
        for instructions, paint in path.without(self.state.ctm, back, boxes, operator):
            self._write(instructions, "", paint)
        if clip:
            self._write(path.clipping(self.state.ctm, back, boxes), clip, "n")
        return True

    def _write(self, instructions: Sequence[tuple[str, Sequence[Any]]], clip: str, paint: str) -> None:
        for operator, operands in instructions:
            self._emit(operator, *operands)
        if clip:
            self._emit(clip)
        if instructions or clip:
            self._emit(paint)

    def _colour(self, operator: str, operands: list[Any]) -> bool:
        """Note whether a tiling pattern is set, whose own content is not followed."""
        which = "stroke" if operator.isupper() else "fill"
        tiled = False
        if operator in ("scn", "SCN") and operands and isinstance(operands[-1], Name):
            pattern = self._resource("/Pattern", str(operands[-1]))
            kind = pattern.get("/PatternType") if isinstance(pattern, Dictionary | pikepdf.Stream) else None
            shading = pattern.get("/Shading") if kind == 2 else None
            tiled = shading is None or int(shading.get("/ShadingType", 0)) in _MESHES
        self.state.tiled = self.state.tiled | {which} if tiled else self.state.tiled - {which}
        return False

    def _shade(self, _operator: str, operands: list[Any]) -> bool:
        if self._off:
            self.changed = True
            return True
        shading = self._resource("/Shading", str(operands[0]))
        if self.cut.boxes and (shading is None or int(shading.get("/ShadingType", 0)) in _MESHES):
            raise UnsureError("a drawing is shaded by a mesh")
        return False

    # --- images and forms ------------------------------------------------------------------------------------

    def _paint_object(self, _operator: str, operands: list[Any]) -> bool:
        thing = self._resource("/XObject", str(operands[0]))
        if not isinstance(thing, pikepdf.Stream):
            return False
        replaced = self._replaced(thing)
        (self.cut.taken if replaced else self.cut.drawn).add(thing.objgen)
        return replaced

    def _replaced(self, thing: pikepdf.Stream) -> bool:
        """Whether an image or form was left out, or a cut copy of it drawn."""
        if self._off or layer_is_off(thing.get("/OC"), self.cut.hidden):
            self.changed = True
            return True
        kind = str(thing.get("/Subtype", ""))
        if kind == "/Form":
            changed = _cut_form(self, thing)
            if changed is None:
                return False
            self._silence()
            self._emit("Do", self._added("/XObject", self.pdf.make_indirect(changed)))
            return True
        if kind != "/Image":
            raise UnsureError("something unknown is drawn")
        return self._image(thing)

    def _image(self, image: pikepdf.Stream) -> bool:
        """Whether the image was left out or painted over."""
        quad = corners(self.state.ctm, UNIT)
        over = self.cut.under(quad, Content.IMAGE)
        if not over:
            return False
        self._silence()
        around = bounds(quad)
        if any(box.meet(around) == around for box in over):
            return True
        back = inverted(self.state.ctm)
        if back is None:
            raise UnsureError("an image is drawn flat")
        quads = [corners(back, box) for box in over]
        pixel = bounds(corners(self.state.ctm, Box(0, 0, 1 / int(image.Width), 1 / int(image.Height))))
        rim = 1.5 * max(pixel.width, pixel.height)  # whole pixels went, and viewers smooth their edges
        self.cut.zones += [box.padded(rim) for box in over]
        fresh = painted(self.pdf, image, quads, self.resources.get("/ColorSpace"))
        self._emit("Do", self._added("/XObject", self.pdf.make_indirect(fresh)))
        return True

    def _inline(self, instruction: pikepdf.ContentStreamInlineImage) -> None:
        if self._off:
            self.changed = True
            return
        quad = corners(self.state.ctm, UNIT)
        if not any(touches(quad, box) for box in self.cut.boxes):
            self.out.append(instruction)
            return
        self._image(_stream_of(self.pdf, instruction))

    # --- resources -------------------------------------------------------------------------------------------

    def _resource(self, kind: str, name: str) -> Any:
        listed = self.resources.get(kind)
        return listed.get(name) if isinstance(listed, Dictionary) else None

    def _added(self, kind: str, thing: Any) -> Name:
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


_HANDLERS: dict[str, Any] = {
    "q": _Cutter._save,
    "Q": _Cutter._restore,
    "cm": _Cutter._concat,
    "gs": _Cutter._graphics,
    "BT": _Cutter._begin_text,
    "ET": _Cutter._end_text,
    "Tf": _Cutter._font,
    "Tm": _Cutter._set_text,
    "T*": _Cutter._new_line,
    "BMC": _Cutter._begin_marked,
    "BDC": _Cutter._begin_marked,
    "EMC": _Cutter._end_marked,
    "sh": _Cutter._shade,
    "Do": _Cutter._paint_object,
    **dict.fromkeys(("Tc", "Tw", "Tz", "TL", "Ts"), _Cutter._measure),
    **dict.fromkeys(("Td", "TD"), _Cutter._move),
    **dict.fromkeys(("Tj", "TJ", "'", '"'), _Cutter._show),
    **dict.fromkeys(("m", "l", "c", "v", "y", "h", "re"), _Cutter._draw),
    **dict.fromkeys(("W", "W*"), _Cutter._clip),
    **dict.fromkeys(("S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "n"), _Cutter._paint),
    **dict.fromkeys(("cs", "CS", "sc", "SC", "scn", "SCN", "g", "G", "rg", "RG", "k", "K"), _Cutter._colour),
}


def _whole(data: bytes) -> None:
    """UnsureError where the content ends within something."""
    try:
        balance_of(data)
    except DiscoveryError as error:
        raise UnsureError("its content is broken off") from error


def _matrix(value: Any) -> Matrix:
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


def layer_is_off(listed: Any, hidden: frozenset[tuple[int, int]]) -> bool:
    """Whether an optional content group, or every group of a membership, is switched off."""
    if not hidden or not isinstance(listed, Dictionary):
        return False
    if listed.get("/Type") == Name.OCMD:
        if "/VE" in listed or listed.get("/P", Name.AnyOn) != Name.AnyOn:
            raise UnsureError("a layer is switched in an unusual way")
        groups = listed.get("/OCGs")
        members = list(groups) if isinstance(groups, Array) else [groups] if isinstance(groups, Dictionary) else []
        return bool(members) and all(one.objgen in hidden for one in members if isinstance(one, Dictionary))
    return listed.objgen in hidden


_SHORT = {
    "/BPC": "/BitsPerComponent",
    "/CS": "/ColorSpace",
    "/D": "/Decode",
    "/DP": "/DecodeParms",
    "/F": "/Filter",
    "/H": "/Height",
    "/IM": "/ImageMask",
    "/I": "/Interpolate",
    "/W": "/Width",
}
_SHORT_VALUES = {
    "/G": "/DeviceGray",
    "/RGB": "/DeviceRGB",
    "/CMYK": "/DeviceCMYK",
    "/I": "/Indexed",
    "/AHx": "/ASCIIHexDecode",
    "/A85": "/ASCII85Decode",
    "/LZW": "/LZWDecode",
    "/Fl": "/FlateDecode",
    "/RL": "/RunLengthDecode",
    "/CCF": "/CCITTFaxDecode",
    "/DCT": "/DCTDecode",
}


def _stream_of(pdf: pikepdf.Pdf, instruction: pikepdf.ContentStreamInlineImage) -> pikepdf.Stream:
    """An inline image as an image of its own."""
    inline = instruction.iimage
    written = inline.unparse()
    begin = written.index(b"ID") + 3
    end = written.rindex(b"EI")
    stream = pikepdf.Stream(pdf, written[begin:end])
    stream.Type, stream.Subtype = Name.XObject, Name.Image
    for key in inline.obj.keys():  # noqa: SIM118
        value = inline.obj[key]
        stream[_SHORT.get(key, key)] = _long(value)
    return stream


def _long(value: Any) -> Any:
    if isinstance(value, Name):
        return Name(_SHORT_VALUES.get(str(value), str(value)))
    if isinstance(value, Array):
        return Array([_long(one) for one in value])
    return value
