"""The operators that keep, restore and turn the state in which things are drawn."""

from dataclasses import replace
from typing import Any

from discovery.core.planes import product
from discovery.files.cutting.rewriter import Handler, Rewriter, matrix_of


def _save(content: Rewriter, _operator: str, _operands: list[Any]) -> bool:
    content.saved.append(replace(content.state))
    return False


def _restore(content: Rewriter, _operator: str, _operands: list[Any]) -> bool:
    if not content.saved:
        return True  # viewers pass over it, and our own brackets must not be undone by it
    content.state = content.saved.pop()
    return False


def _concat(content: Rewriter, _operator: str, operands: list[Any]) -> bool:
    content.state.ctm = product(matrix_of(operands), content.state.ctm)
    return False


HANDLERS: dict[str, Handler] = {"q": _save, "Q": _restore, "cm": _concat}
