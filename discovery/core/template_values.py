"""What strings a template gives its functions: a name that is set, an entry of a list that is written out.

What is not known, because a matter's answer decides it, is no string at all.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from jinja2 import nodes

Strings = Mapping[str, frozenset[str]]
"""What each name that is set to strings can be; names of which that is not known are not in it."""


def strings_of(tree: nodes.Template) -> Strings:
    """What each name that is `set` to strings can be."""
    found: dict[str, set[str] | None] = {}
    for each in tree.find_all(nodes.Assign):
        if isinstance(each.target, nodes.Name):
            given = values(each.node, {})
            held = found.setdefault(each.target.name, set())
            found[each.target.name] = held | given if given and held is not None else None
    return {name: frozenset(held) for name, held in found.items() if held}


def calls_in(
    node: nodes.Node, strings: Strings, lists: Mapping[str, nodes.Node]
) -> Iterator[tuple[nodes.Call, Strings]]:
    """Every call, with what names are there: a loop gives its names in its own passage only."""
    if isinstance(node, nodes.Call):
        yield node, strings
    if isinstance(node, nodes.For):
        strings = {name: each for name, each in {**strings, **dict(_given(node, lists))}.items() if each}
    elif isinstance(node, nodes.Macro):
        names = {each.name for each in node.args}
        strings = {name: each for name, each in strings.items() if name not in names}
    for child in node.iter_child_nodes():
        yield from calls_in(child, strings, lists)


def _given(loop: nodes.For, lists: Mapping[str, nodes.Node]) -> Iterator[tuple[str, frozenset[str]]]:
    """What a loop gives each of its names, where its list is written out; empty where that is not known."""
    over = lists.get(loop.iter.name) if isinstance(loop.iter, nodes.Name) else loop.iter
    items = over.items if isinstance(over, nodes.List | nodes.Tuple) else []
    if isinstance(loop.target, nodes.Name):
        yield loop.target.name, _all(items)
    elif isinstance(loop.target, nodes.Tuple):
        rows = [each.items for each in items if isinstance(each, nodes.List | nodes.Tuple)]
        for place, name in enumerate(loop.target.items):
            whole = len(rows) == len(items) and all(len(row) > place for row in rows)
            yield getattr(name, "name", ""), _all([row[place] for row in rows]) if whole else frozenset()


def lists_of(tree: nodes.Template) -> Mapping[str, nodes.Node]:
    """What is written out under each name that is set once."""
    sets = [
        (each.target.name, each.node) for each in tree.find_all(nodes.Assign) if isinstance(each.target, nodes.Name)
    ]
    names = [name for name, _ in sets]
    return {name: node for name, node in sets if names.count(name) == 1}


def _all(items: Sequence[nodes.Node]) -> frozenset[str]:
    """The strings of a list that is written out; none where it holds anything else."""
    each_of = [values(each, {}) for each in items]
    return frozenset[str]().union(*each_of) if each_of and all(each_of) else frozenset()


def values(node: nodes.Node, strings: Strings) -> frozenset[str]:
    """The strings an argument can be; none where that is not known."""
    if isinstance(node, nodes.Const):
        return frozenset([node.value]) if isinstance(node.value, str) else frozenset()
    if isinstance(node, nodes.Name):
        return strings.get(node.name, frozenset())
    if isinstance(node, nodes.CondExpr) and node.expr2 is not None:
        both = [values(each, strings) for each in (node.expr1, node.expr2)]
        return both[0] | both[1] if all(both) else frozenset()
    if isinstance(node, nodes.Concat):
        parts = [values(each, strings) for each in node.nodes]
        return frozenset(map("".join, product(*parts))) if all(parts) else frozenset()
    if isinstance(node, nodes.Getitem) and isinstance(node.node, nodes.Dict):
        return _all([pair.value for pair in node.node.items])
    return frozenset()
