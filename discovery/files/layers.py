"""Flattens a PDF's layers: what is shown stays, what is switched off is taken out, and no layer is left.

Only the operators that paint are taken out of a hidden part: its changes of color, place and clip go on to act on
what follows, as they do in a viewer (ISO 32000-2, 8.11.3.2). Content without layers keeps its bytes. Whether the
pages look the same is for the caller to prove, since viewers differ on the rarer rules of visibility.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pikepdf
from pikepdf import Array, ContentStreamInstruction, Dictionary, Name, Object, Operator, Stream

_DEEPEST = 16
_PAINTING_PATHS = {"S", "s", "f", "F", "f*", "B", "B*", "b", "b*"}
_GONE = {"Do", "sh", "INLINE IMAGE", "Tj", "TJ"}
_OPENING = {"BMC", "BDC"}


def layer_names(pdf: pikepdf.Pdf) -> tuple[str, ...]:
    """The names of the file's layers; none where it only says that it could have some."""
    return tuple(_text(group.get(Name.Name), "a layer without a name") for group in _groups(pdf))


def hidden_layers(pdf: pikepdf.Pdf) -> frozenset[tuple[int, int]]:
    """The numbers of the layers that a viewer does not show when it opens the file."""
    shown = _Visibility(pdf)
    return frozenset(group.objgen for group in _groups(pdf) if not shown.of(group)) | shown.switched_off


def _groups(pdf: pikepdf.Pdf) -> list[Any]:
    properties = pdf.Root.get("/OCProperties")
    listed = properties.get("/OCGs") if isinstance(properties, Dictionary) else None
    return [group for group in listed or () if isinstance(group, Dictionary)] if isinstance(listed, Array) else []


def _text(value: Any, otherwise: str) -> str:
    return str(value) if value is not None and str(value).strip() else otherwise


def flatten_layers(pdf: pikepdf.Pdf) -> int:
    """Flatten the layers of an opened file in memory; how many pieces of content, images and comments went out."""
    shown = _Visibility(pdf)
    gone = 0
    for page in pdf.pages:
        resources = page.obj.get("/Resources")
        if isinstance(resources, Dictionary) and _has_layers(resources, shown):
            data, count = _flattened(page, resources, shown)
            page.obj.Contents = pdf.make_indirect(Stream(pdf, data))
            gone += count
        gone += _annotations(page.obj, shown)
    for stream in list(pdf.objects):
        if isinstance(stream, Stream) and _is_content(stream) and isinstance(stream.get("/Resources"), Dictionary):
            resources = stream["/Resources"]
            if _has_layers(resources, shown):
                data, count = _flattened(stream, resources, shown)
                stream.write(data)
                gone += count
    for holder in list(pdf.objects):
        if isinstance(holder, Dictionary | Stream):
            _forget(holder, shown)
    del pdf.Root["/OCProperties"]
    pdf.remove_unreferenced_resources()
    return gone


def _is_content(stream: Stream) -> bool:
    return stream.get("/Subtype") == Name.Form or stream.get("/PatternType") == 1


def _has_layers(resources: Any, shown: "_Visibility") -> bool:
    """Whether content with these resources may be in layers, or draw an image or form that is."""
    if any(shown.is_layer(each) for each in _values(resources.get("/Properties"))):
        return True
    return any(isinstance(each, Stream) and "/OC" in each for each in _values(resources.get("/XObject")))


def _values(held: Any) -> Iterable[Any]:
    return [value for _, value in held.items()] if isinstance(held, Dictionary) else ()


def _annotations(page: Any, shown: "_Visibility") -> int:
    """Take hidden comments and fields off the page; those shown are in no layer any more."""
    listed = page.get("/Annots")
    if not isinstance(listed, Array):
        return 0
    kept = [each for each in listed if not isinstance(each, Dictionary) or shown.of(each.get("/OC"))]
    gone = len(listed) - len(kept)
    if gone:
        page.Annots = Array(kept)
    for each in kept:
        if isinstance(each, Dictionary) and "/OC" in each:
            del each["/OC"]
    return gone


def _forget(holder: Any, shown: "_Visibility") -> None:
    """Leave nothing that names a layer: neither on an image or form, nor in a list of properties."""
    if isinstance(holder, Stream) and "/OC" in holder:
        del holder["/OC"]
    for resources in (holder, holder.get("/Resources")):
        properties = resources.get("/Properties") if isinstance(resources, Dictionary) else None
        if isinstance(properties, Dictionary):
            for name in [name for name, each in properties.items() if shown.is_layer(each)]:
                del properties[name]


# --- content -------------------------------------------------------------------------------------------------


def _flattened(content: Any, resources: Any, shown: "_Visibility") -> tuple[bytes, int]:
    """The content without its layers, and how much painting went out of it."""
    work = _Content(resources, shown)
    kept = [each for instruction in pikepdf.parse_content_stream(content) for each in work.read(instruction)]
    return pikepdf.unparse_content_stream(kept), work.gone


class _Content:
    """Goes through one content stream and tells what stays of it."""

    def __init__(self, resources: Any, shown: "_Visibility") -> None:
        self._properties = _named(resources.get("/Properties"))
        self._objects = _named(resources.get("/XObject"))
        self._shown = shown
        self._open: list[bool | None] = []
        """Of each open marked part: shown or hidden as a layer, None where it is no layer."""
        self.gone = 0

    def read(self, instruction: Any) -> Iterator[Any]:
        """What stays of one instruction."""
        operator = str(instruction.operator)
        if operator in _OPENING:
            self._open.append(self._layer(instruction.operands))
            if self._open[-1] is not None:
                return
        elif operator == "EMC" and self._open:
            if self._open.pop() is not None:
                return
        elif False in self._open:
            yield from self._unpainted(instruction, operator)
            return
        elif operator == "Do" and not self._draws(instruction.operands):
            self.gone += 1
            return
        yield instruction

    def _layer(self, operands: Any) -> bool | None:
        if len(operands) != 2 or operands[0] != Name.OC:
            return None
        held = self._properties.get(str(operands[1])) if isinstance(operands[1], Name) else None
        return self._shown.of(held)

    def _draws(self, operands: Any) -> bool:
        drawn = self._objects.get(str(operands[0])) if len(operands) else None
        return self._shown.of(drawn.get("/OC")) if isinstance(drawn, Stream) else True

    def _unpainted(self, instruction: Any, operator: str) -> Iterator[Any]:
        """A hidden instruction without what it paints: a path is only ended, text not shown, all else goes on."""
        if operator in _PAINTING_PATHS:
            self.gone += 1
            yield ContentStreamInstruction([], Operator("n"))
        elif operator in _GONE:
            self.gone += 1
        elif operator in ("'", '"'):
            self.gone += 1
            if operator == '"':
                yield ContentStreamInstruction([instruction.operands[0]], Operator("Tw"))
                yield ContentStreamInstruction([instruction.operands[1]], Operator("Tc"))
            yield ContentStreamInstruction([], Operator("T*"))
        else:
            yield instruction


def _named(held: Any) -> Mapping[str, Any]:
    return dict(held.items()) if isinstance(held, Dictionary) else {}


# --- visibility ----------------------------------------------------------------------------------------------


class _Visibility:
    """Which layers the document shows when it is opened (ISO 32000-2, 8.11)."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        properties = pdf.Root.get("/OCProperties")
        default = properties.get("/D") if isinstance(properties, Dictionary) else None
        default = default if isinstance(default, Dictionary) else Dictionary()
        self._all_off = default.get("/BaseState") == Name.OFF
        self._on = _numbers(default.get("/ON"))
        self._off = _numbers(default.get("/OFF"))
        self._used = _numbers(
            group
            for event in _items(default.get("/AS"))
            if isinstance(event, Dictionary) and event.get("/Event") == Name.View
            for group in _items(event.get("/OCGs"))
        )

    @property
    def switched_off(self) -> frozenset[tuple[int, int]]:
        """The layers listed as off, also those that the list of all layers leaves out."""
        return frozenset(self._off - self._used)

    @staticmethod
    def is_layer(held: Any) -> bool:
        """Whether an entry of a list of properties is a layer or a rule on layers."""
        return isinstance(held, Dictionary) and held.get("/Type") in (Name.OCG, Name.OCMD)

    def of(self, held: Any) -> bool:
        """Whether what belongs to this layer, or to this rule on layers, is shown."""
        if not isinstance(held, Dictionary):
            return True
        if held.get("/Type") != Name.OCMD:
            return self._group(held)
        expression = held.get("/VE")
        if isinstance(expression, Array):
            return self._expression(expression, 0)
        groups = held.get("/OCGs")
        states = [self._group(each) for each in _items(groups) if isinstance(each, Dictionary)]
        if isinstance(groups, Dictionary):
            states = [self._group(groups)]
        policy = str(held.get("/P", "/AnyOn"))
        if not states:
            return True
        off = [not state for state in states]
        return {"/AllOn": all(states), "/AnyOff": any(off), "/AllOff": all(off)}.get(policy, any(states))

    def _group(self, group: Any) -> bool:
        if group.is_indirect and group.objgen in self._used and (usage := _view_state(group)) is not None:
            return usage
        if not group.is_indirect:
            return not self._all_off
        if self._all_off:
            return group.objgen in self._on
        return group.objgen not in self._off

    def _expression(self, held: Any, depth: int) -> bool:
        if isinstance(held, Dictionary):
            return self._group(held)
        parts = list(_items(held))
        if len(parts) < 2 or depth > _DEEPEST:
            return True
        states = [self._expression(each, depth + 1) for each in parts[1:]]
        operator = str(parts[0])
        if operator == "/Not":
            return not states[0]
        return all(states) if operator == "/And" else any(states)


def _items(held: Any) -> Iterable[Any]:
    return list(held) if isinstance(held, Array) else ()


def _numbers(held: Any) -> set[tuple[int, int]]:
    listed = held if not isinstance(held, Object) else _items(held)
    return {each.objgen for each in listed or () if isinstance(each, Dictionary) and each.is_indirect}


def _view_state(group: Any) -> bool | None:
    """What the layer itself says of the screen; None where it says nothing."""
    usage = group.get("/Usage")
    view = usage.get("/View") if isinstance(usage, Dictionary) else None
    state = view.get("/ViewState") if isinstance(view, Dictionary) else None
    return None if state is None else state != Name.OFF
