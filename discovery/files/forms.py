"""Joins the forms of several exhibits into the one form a file can have, so that each field stays what it was.

Fields are copied as they lie in their source, each with its own name, value and look. Only what two exhibits would
share by chance is told apart: fields of one name, and typefaces of one name in the forms' resources. What a field
took from its source's form (type, alignment) is written into it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, String

from discovery.files.sameness import Compared

TYPEFACE = re.compile(rb"/([^\s/<>\[\](){}%]+)(?=\s+[-+.\d]+\s+Tf\b)")
"""Where an appearance string names its typeface."""
DEEPEST = 64
HELVETICA = {
    "/Type": Name.Font,
    "/Subtype": Name.Type1,
    "/BaseFont": Name.Helvetica,
    "/Encoding": Name.WinAnsiEncoding,
}
"""What viewers set type in that names no typeface the form has."""


def take_form(source: pikepdf.Pdf) -> Object | None:
    """Part a source, opened to be copied from, from its form, so that its fields are copied as they are."""
    form = source.Root.get(Name.AcroForm)
    if Name.AcroForm in source.Root:
        del source.Root[Name.AcroForm]
    if not isinstance(form, Dictionary):
        return None
    fields = form.get(Name.Fields)
    for node, kid in _below([each for each in fields if _is_node(each)] if isinstance(fields, Array) else []):
        if node.is_indirect and not isinstance(kid.get(Name.Parent), Dictionary):
            kid[Name.Parent] = node  # only the form knows: what it has from above would be lost with the form
    return form


def _anew(form: Object) -> bool:
    """Whether viewers are to draw every field from its value."""
    return str(form.get(Name.NeedAppearances)) == "True"


@dataclass(frozen=True)
class Joined:
    """What became of one exhibit's fields."""

    renamed: bool = False
    """Whether some bear another name, because a field of another exhibit bears theirs."""
    partial: bool = False
    """Whether parts of some lie on pages that are not in the file."""


@dataclass
class JoinedForm:
    """The form of a file that is being put together."""

    out: pikepdf.Pdf
    roots: list[Object] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    """The first parts of the names its fields bear."""
    fonts: dict[str, Object | None] = field(default_factory=dict)
    """By name; None for a name that fields use and that stands for no typeface in their source."""
    others: dict[str, dict[str, Object]] = field(default_factory=dict)
    """What the forms' resources hold besides typefaces, by kind and name."""
    anew: list[bool] = field(default_factory=list)

    def join(self, source: pikepdf.Pdf, form: Object | None, pages: Sequence[pikepdf.Page]) -> Joined:
        """Take in the fields on pages that were just copied from a source, parted from its form before."""
        annotations = [one for page in pages for one in _own_annotations(self.out, page.obj)]
        widgets = [one for one in annotations if one.get(Name.Subtype) == Name.Widget]
        roots = _distinct(_root_of(one) for one in widgets)
        _untangle(roots)
        shown = {one.objgen for one in widgets}
        partial = sum(_prune(root, shown, 0) for root in roots) > 0
        if form is not None:
            _inherit(roots, form)
            self.roots += roots
            self.anew += [_anew(form)] if roots else []
        renamed = self._tell_apart(roots)
        self._set_type([*annotations, *(node for root in roots for node in _nodes(root))], source, form)
        return Joined(renamed, partial)

    def finish(self, *, pdfa: bool) -> None:
        """Write the form, where there are fields, or typed comments, whose typefaces viewers look for there."""
        if not self.roots and not any(self.fonts.values()):
            return
        form = Dictionary(Fields=Array(self.roots))
        fonts = {name: font for name, font in self.fonts.items() if font is not None}
        if not pdfa and "/Helv" not in fonts:
            # Viewers set what bears no look of its own in Helvetica; where there is a form they look for it there.
            fonts["/Helv"] = self.out.make_indirect(Dictionary(HELVETICA))
        resources = {kind: Dictionary(held) for kind, held in self.others.items()}
        form[Name.DR] = Dictionary({**resources, "/Font": Dictionary(fonts)})
        if self.anew and all(self.anew):
            form[Name.NeedAppearances] = True
        self.out.Root[Name.AcroForm] = self.out.make_indirect(form)

    def _tell_apart(self, roots: Sequence[Object]) -> bool:
        """Give fields another name where another exhibit has a field of theirs."""
        named = [node for root in roots for node in _named(root, 0)]
        parts = {node.objgen: str(node[Name.T]).partition(".") for node in named}
        own = dict.fromkeys(first for first, _, _ in parts.values())
        taken = self.names | own.keys()
        given = {first: first for first in own}
        for first in [each for each in own if each in self.names]:
            given[first] = _free(first, taken, "+")
            taken.add(given[first])
        for node in named:
            first, dot, rest = parts[node.objgen]
            if given[first] != first:
                node[Name.T] = String(given[first] + dot + rest)
        self.names |= set(given.values())
        return any(old != new for old, new in given.items())

    def _set_type(self, holders: Sequence[Object], source: pikepdf.Pdf, form: Object | None) -> None:
        """Keep what every appearance string names: the typeface of its own form, or none."""
        theirs = _resources(form)
        for kind, held in theirs.items():
            if kind != "/Font":
                copied = self.others.setdefault(kind, {})
                copied.update(
                    {name: _copied(self.out, source, one) for name, one in held.items() if name not in copied}
                )
        used = _distinct_names(holders)
        given = {name: self._typeface(name, source, theirs.get("/Font", {}).get(name)) for name in used}
        changed = {name[1:].encode(): new[1:].encode() for name, new in given.items() if name != new}
        for holder in holders if changed else ():
            said = holder.get(Name.DA)
            if isinstance(said, String):
                now = TYPEFACE.sub(lambda found: b"/" + changed.get(found[1], found[1]), bytes(said))
                if now != bytes(said):
                    holder[Name.DA] = String(now)

    def _typeface(self, name: str, source: pikepdf.Pdf, theirs: Object | None) -> str:
        """The name by which the joined form has this typeface."""
        font = None if theirs is None else _copied(self.out, source, theirs)
        if name not in self.fonts:
            self.fonts[name] = font
            return name
        for known, held in self.fonts.items():
            if known.partition("_")[0] == name.partition("_")[0] and _one_font(held, font):
                return known
        fresh = _free(name, self.fonts, "_")
        self.fonts[fresh] = font if font is not None else self.out.make_indirect(Dictionary(HELVETICA))
        return fresh


def _one_font(one: Object | None, other: Object | None) -> bool:
    if one is None or other is None:
        return one is other
    return Compared({}, {}).same(one, other)


def _free(name: str, taken: set[str] | dict[str, Object | None], sign: str) -> str:
    """The name, or the first of its kind that is not taken."""
    number, fresh = 0, name
    while fresh in taken:
        number += 1
        fresh = f"{name}{sign}{number}"
    return fresh


def _distinct_names(holders: Sequence[Object]) -> list[str]:
    said = (bytes(one[Name.DA]) for one in holders if isinstance(one.get(Name.DA), String))
    return list(dict.fromkeys("/" + name.decode("latin-1") for each in said for name in TYPEFACE.findall(each)))


def _resources(form: Object | None) -> dict[str, dict[str, Object]]:
    """What the form's resources hold, by kind and name."""
    held = form.get(Name.DR) if form is not None else None
    kinds = dict(held.items()) if isinstance(held, Dictionary) else {}
    return {kind: dict(each.items()) for kind, each in kinds.items() if isinstance(each, Dictionary)}


def _copied(out: pikepdf.Pdf, source: pikepdf.Pdf, held: Object) -> Object:
    return out.copy_foreign(held if held.is_indirect else source.make_indirect(held))


# --- the tree of fields --------------------------------------------------------------------------------------


def _own_annotations(out: pikepdf.Pdf, page: Object) -> list[Object]:
    """The annotations of a page, each an object of its own, as a form's list of fields needs them."""
    listed = page.get(Name.Annots)
    if not isinstance(listed, Array):
        return []
    for at, one in enumerate(list(listed)):
        if isinstance(one, Dictionary) and not one.is_indirect:
            listed[at] = out.make_indirect(one)
    return [one for one in listed if isinstance(one, Dictionary)]


def _root_of(node: Object) -> Object:
    for _ in range(DEEPEST):
        above = node.get(Name.Parent)
        if not isinstance(above, Dictionary):
            break
        node = above
    return node


def _is_node(value: Object) -> bool:
    return isinstance(value, Dictionary) and value.is_indirect


def _below(roots: Sequence[Object]) -> Iterator[tuple[Object, Object]]:
    """Each field with each that stands directly below it and was not met before."""
    met, waiting = {root.objgen for root in roots}, list(roots)
    while waiting:
        node = waiting.pop()
        for kid in _kids(node):
            if kid.objgen not in met or not kid.is_indirect:
                met |= {kid.objgen} if kid.is_indirect else set()
                waiting.append(kid)
                yield node, kid


def _untangle(roots: Sequence[Object]) -> None:
    """Leave one place for each field of a tree that leads back into itself."""
    nodes = {root.objgen: root for root in roots}
    below: dict[tuple[int, int], list[Object]] = {}
    for node, kid in _below(roots):
        nodes[node.objgen] = node
        below.setdefault(node.objgen, []).append(kid)
    for place, node in nodes.items():
        kids = node.get(Name.Kids)
        if isinstance(kids, Array) and node.is_indirect and len(kids) != len(below.get(place, [])):
            node[Name.Kids] = Array(below.get(place, []))


def _distinct(nodes: Iterator[Object]) -> list[Object]:
    return list({node.objgen: node for node in nodes}.values())


def _kids(node: Object) -> list[Object]:
    kids = node.get(Name.Kids)
    return [kid for kid in kids if isinstance(kid, Dictionary)] if isinstance(kids, Array) else []


def _nodes(root: Object, depth: int = 0) -> Iterator[Object]:
    """A field and everything below it."""
    yield root
    for kid in _kids(root) if depth < DEEPEST else ():
        yield from _nodes(kid, depth + 1)


def _named(node: Object, depth: int) -> Iterator[Object]:
    """The topmost nodes of a field that bear a name."""
    if isinstance(node.get(Name.T), String):
        yield node
        return
    for kid in _kids(node) if depth < DEEPEST else ():
        yield from _named(kid, depth + 1)


def _prune(node: Object, shown: set[tuple[int, int]], depth: int) -> bool:
    """Leave out what lies on no page of the file; whether there was any."""
    kids = _kids(node)
    if not kids or depth >= DEEPEST:
        return False
    kept = [kid for kid in kids if _is_shown(kid, shown, depth)]
    lost = len(kept) < len(kids)
    if lost and Name.Opt not in node:  # what a choice stands for is told by its place among them
        node[Name.Kids] = Array(kept)
    return sum(_prune(kid, shown, depth + 1) for kid in kept) > 0 or lost


def _is_shown(node: Object, shown: set[tuple[int, int]], depth: int) -> bool:
    if node.objgen in shown:
        return True
    return depth < DEEPEST and any(_is_shown(kid, shown, depth + 1) for kid in _kids(node))


def _inherit(roots: Sequence[Object], form: Object) -> None:
    """Write into each field what it took from the form."""
    for key, kind in (("/DA", String), ("/Q", int)):
        value = form.get(key)
        for root in roots:
            if isinstance(value, kind) and key not in root and root.get(Name.FT) != Name.Sig:
                root[Name(key)] = String(bytes(value)) if isinstance(value, String) else value
