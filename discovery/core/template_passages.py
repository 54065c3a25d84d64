"""Passages of a template that nothing can reach: their condition contradicts one round it, or one before covers it.

What is known on the way to a passage is a list of conditions that hold or do not. It is forgotten where it could
change: a name that is set within, a loop with the same name, a macro.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from jinja2 import nodes

Choices = Callable[[nodes.Node], frozenset[str]]
"""The only values an expression can have, where they are listed; empty where they are not."""


class _Known(NamedTuple):
    """A condition, and whether it holds."""

    test: nodes.Node
    holds: bool


def unreached(tree: nodes.Template, choices: Choices) -> Iterator[int]:
    """The line of each passage that is never reached."""
    yield from _walk(tree, (), choices)


def _walk(node: nodes.Node, known: tuple[_Known, ...], choices: Choices) -> Iterator[int]:
    if isinstance(node, nodes.If):
        yield from _branches(node, known, choices)
        return
    if isinstance(node, nodes.Macro | nodes.CallBlock):
        known = ()
    elif isinstance(node, nodes.For):
        known = _without(known, {"loop", *_set_in([node])})
    for child in node.iter_child_nodes():
        yield from _walk(child, known, choices)


def _branches(branch: nodes.If, known: tuple[_Known, ...], choices: Choices) -> Iterator[int]:
    here, over = known, False
    for each in (branch, *branch.elif_):
        held = None if over else holds(each.test, here, choices)
        if over or held is False:
            yield each.lineno
        else:
            yield from _within(each.body, (*here, *_learned(each.test, True)), choices)
        over = over or held is True
        here = (*here, *_learned(each.test, False))
    if over and branch.else_:
        yield branch.else_[0].lineno
    elif branch.else_:
        yield from _within(branch.else_, here, choices)


def _within(body: Sequence[nodes.Node], known: tuple[_Known, ...], choices: Choices) -> Iterator[int]:
    known = _without(known, _set_in(body))
    for each in body:
        yield from _walk(each, known, choices)


def _set_in(body: Sequence[nodes.Node]) -> set[str]:
    """Names that are given something within."""
    found = set()
    for node in body:
        for each in (node, *node.find_all((nodes.Assign, nodes.AssignBlock, nodes.For))):
            target = getattr(each, "target", None)
            if isinstance(target, nodes.Node):
                names = [target, *target.find_all((nodes.Name, nodes.NSRef))]
                found |= {one.name for one in names if isinstance(one, nodes.Name | nodes.NSRef)}
    return found


def _without(known: tuple[_Known, ...], names: set[str]) -> tuple[_Known, ...]:
    """What is known apart from these names."""
    return tuple(each for each in known if not names & _names(each.test))


def _names(node: nodes.Node) -> set[str]:
    own = {node.name} if isinstance(node, nodes.Name) else set()
    return own | {each.name for each in node.find_all(nodes.Name)}


def _learned(test: nodes.Node, truth: bool) -> Iterator[_Known]:
    """What follows from a condition that held, or did not."""
    yield _Known(test, truth)
    if isinstance(test, nodes.Not):
        yield from _learned(test.node, not truth)
    elif (isinstance(test, nodes.And) and truth) or (isinstance(test, nodes.Or) and not truth):
        yield from _learned(test.left, truth)
        yield from _learned(test.right, truth)


def holds(test: nodes.Node, known: Sequence[_Known], choices: Choices) -> bool | None:
    """Whether a condition holds after what is known; None where that depends."""
    if isinstance(test, nodes.Const):
        return bool(test.value)
    for each in known:
        if each.test == test:
            return each.holds
    if isinstance(test, nodes.Not):
        inner = holds(test.node, known, choices)
        return None if inner is None else not inner
    if isinstance(test, nodes.And | nodes.Or):
        both = [holds(each, known, choices) for each in (test.left, test.right)]
        decides = isinstance(test, nodes.Or)
        if decides in both:
            return decides
        return None if None in both else not decides
    return _compared(test, known, choices)


def _compared(test: nodes.Node, known: Sequence[_Known], choices: Choices) -> bool | None:
    """A comparison with words, by what the other comparisons of the same thing say and by what it can be at all."""
    said = compared_with(test)
    if said is None:
        return None
    expression, words, equal = said
    possible, excluded, sure = choices(expression), set[str](), False
    for each in known:
        other = compared_with(each.test)
        if other is None or other[0] != expression:
            continue
        if other[2] == each.holds:
            possible, sure = possible & other[1] if possible else other[1], True
        else:
            excluded |= other[1]
    if (possible and not words & (possible - excluded)) or words <= excluded:
        return not equal
    # All it can be: only where it is known to be one of them, for an answer may also be missing.
    return equal if sure and possible - excluded <= words else None


def compared_with(test: nodes.Node) -> tuple[nodes.Node, frozenset[str], bool] | None:
    """An expression, the words it is compared with, and whether it is to be (one of) them or not to be."""
    if not isinstance(test, nodes.Compare) or len(test.ops) != 1:
        return None
    operator, value = test.ops[0].op, test.ops[0].expr
    if operator in ("eq", "ne") and isinstance(value, nodes.Const) and isinstance(value.value, str):
        return test.expr, frozenset([value.value]), operator == "eq"
    if operator in ("in", "notin") and isinstance(value, nodes.List | nodes.Tuple):
        words = [each.value for each in value.items if isinstance(each, nodes.Const) and isinstance(each.value, str)]
        if words and len(words) == len(value.items):
            return test.expr, frozenset(words), operator == "in"
    return None
