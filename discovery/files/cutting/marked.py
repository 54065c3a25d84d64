"""Marked content: where it begins and ends, and whether it is a layer that is switched off."""

from typing import Any

from pikepdf import Array, Dictionary, Name

from discovery.files.cutting.rewriter import Handler, Rewriter
from discovery.files.glyphs import UnsureError


def _begin_marked(content: Rewriter, operator: str, operands: list[Any]) -> bool:
    off = False
    if operator == "BDC" and len(operands) == 2:
        listed = operands[1]
        if isinstance(listed, Name):
            listed = content.resource("/Properties", str(listed))
        off = str(operands[0]) == "/OC" and layer_is_off(listed, content.cut.hidden)
    content.emit(operator, *operands)
    content.marked.append((len(content.out) - 1, off))
    return True


def _end_marked(content: Rewriter, _operator: str, _operands: list[Any]) -> bool:
    if not content.marked:
        return True
    content.marked.pop()
    return False


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


HANDLERS: dict[str, Handler] = {"BMC": _begin_marked, "BDC": _begin_marked, "EMC": _end_marked}
