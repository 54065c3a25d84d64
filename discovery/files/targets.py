"""Compare the links, fields and comments of a page that is served with those of its source.

Other than in a plain copy, they may have lost what must not leave an office: scripts, files, the names of authors; a
form's fields may have other names, and a named destination another name. Where each link leads stays the same.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    TextStringObject,
)

from discovery.files.fields import DRAWN_ANEW, INHERITED, unlike_comment, unlike_field
from discovery.files.twins import PRIVATE, Read, Twins, dictionary, listed, raw, resolved

_ELSEWHERE = frozenset({"/Parent", "/P", "/A", "/Dest", "/T", "/Popup", "/IRT", "/Kids"})
"""Entries that lead to other objects, which are compared where they stand, or that may be renamed."""
_MAY_GO = PRIVATE | {
    *("/AA", "/PA", "/FS", "/RichMediaContent", "/RichMediaSettings", "/Movie", "/Sound", "/3DD", "/3DV"),
    *("/Lock", "/SV"),
}
_DEEPEST = 32


class Target(NamedTuple):
    """Where a link leads."""

    kind: str
    """`page`, `web` or `named` (an action such as NextPage)."""
    where: Any
    view: tuple[Any, ...] = ()


def follows(twins: Twins, one: Any, other: Any, moves: frozenset[str]) -> Iterator[str]:
    """In what an annotation of a served page is not that of its source; `moves` are compared elsewhere."""
    gone = {key for key in _MAY_GO if key not in one}
    is_field = other.get("/Subtype") == "/Widget"
    apart = (INHERITED | moves) if is_field else ({"/DA"} | moves) - {DRAWN_ANEW}
    if odd := twins.odd(one, other, _ELSEWHERE | gone | apart):
        yield f"A link, field or comment (its {', '.join(key[1:] for key in odd)})"
    yield from (unlike_field if is_field else unlike_comment)(twins, one, other)
    ours, theirs = target(twins.ours, one), target(twins.theirs, other)
    if ours is None and (theirs is None or _beyond(twins, theirs) or not _leads_on(other)):
        return
    if ours is None or theirs is None or not _one_target(twins, ours, theirs):
        yield "Where a link leads"


def target(read: Read, annotation: Any) -> Target | None:
    """Where a link leads; None where it leads nowhere that can be told."""
    if "/Dest" in annotation:
        return _place(read, raw(annotation, "/Dest"))
    action = dictionary(raw(annotation, "/A"))
    kind = action.get("/S")
    if kind == "/URI":
        return Target("web", str(action.get("/URI")))
    if kind == "/Named":
        return Target("named", str(action.get("/N")))
    return _place(read, raw(action, "/D")) if kind == "/GoTo" else None


def _place(read: Read, destination: Any) -> Target | None:
    found = resolved(destination)
    if isinstance(found, NameObject | TextStringObject | ByteStringObject):
        found = _named(read, _key(found))
    if isinstance(found, DictionaryObject):
        found = resolved(raw(found, "/D"))
    if not isinstance(found, ArrayObject) or not len(found):
        return None
    page, *view = found
    if isinstance(page, IndirectObject):
        places = read.places.get(page.idnum)
        return Target("page", frozenset(places), tuple(map(_told, view))) if places else None
    return Target("page", frozenset({int(page)}), tuple(map(_told, view))) if isinstance(page, int) else None


def _told(value: Any) -> Any:
    found = resolved(value)
    return float(found) if isinstance(found, int | float) else None if found is None else str(found)


def _key(name: Any) -> bytes:
    if isinstance(name, NameObject):
        return str(name)[1:].encode("utf-8", "replace")
    return bytes(name) if isinstance(name, bytes) else bytes(name.original_bytes)


def _named(read: Read, name: bytes) -> Any:
    """What a named destination stands for."""
    if not read.names:
        root = read.reader.root_object
        old = dictionary(raw(root, "/Dests"))
        read.names = {_key(NameObject(key)): resolved(raw(old, key)) for key in old}
        tree = raw(dictionary(raw(root, "/Names")), "/Dests")
        read.names.update(_leaves(dictionary(tree), 0))
    return read.names.get(name)


def _leaves(node: Any, depth: int) -> Iterator[tuple[bytes, Any]]:
    names = listed(raw(node, "/Names"))
    for name, value in zip(names[::2], names[1::2], strict=False):
        key = resolved(name)
        if isinstance(key, TextStringObject | ByteStringObject):
            yield _key(key), resolved(value)
    for kid in listed(raw(node, "/Kids")) if depth < _DEEPEST else ():
        yield from _leaves(dictionary(kid), depth + 1)


def _beyond(twins: Twins, theirs: Target) -> bool:
    """Whether it led to a page that does not lie in our file."""
    last = len(twins.ours)
    return theirs.kind == "page" and not any(0 <= place + twins.shift < last for place in theirs.where)


def _leads_on(annotation: Any) -> bool:
    """Whether it leads anywhere that may be kept: inside the document or to the web."""
    action = dictionary(raw(annotation, "/A"))
    if "/Dest" in annotation:
        return True
    kind, web = action.get("/S"), str(action.get("/URI", "")).lower()
    return kind in ("/GoTo", "/Named") or (kind == "/URI" and web.startswith(("http://", "https://", "mailto:")))


def _one_target(twins: Twins, ours: Target, theirs: Target) -> bool:
    if ours.kind == theirs.kind == "page":
        shifted = {place + twins.shift for place in theirs.where}
        return bool(shifted & ours.where) and ours.view == theirs.view
    return ours == theirs
