"""Compare the fields of a page that is served with those of its source, which had a form of its own.

Where several exhibits come together in one file, its one form takes in the fields of all: some bear another name
there, and name their typeface otherwise. Everything else of a field, also what it has from the fields above it or
from the form, must be what it was; and a typeface of another name must be the very same typeface.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pypdf.generic import ByteStringObject, DictionaryObject, IndirectObject, TextStringObject

from discovery.files.forms import DEEPEST, HELVETICA, TYPEFACE
from discovery.files.twins import Read, Twins, dictionary, listed, raw, resolved, string_bytes

INHERITED = frozenset({"/FT", "/Ff", "/V", "/DV", "/Opt", "/MaxLen", "/Q", "/DA", "/DS", "/RV", "/DR", "/TI", "/I"})
"""What a field may have from a field above it."""
DRAWN_ANEW = "/AP"
"""What is written into fields that were drawn once because their form asked for it."""
_OF_THE_FORM = ("/DA", "/Q")
_SUPPOSED = b"/Helv 12 Tf 0 g"
"""What viewers suppose of the type of a comment that says nothing of it."""
_RENAMED = re.compile(r"\+\d+")
_TOLD = {
    "/FT": "The kind of a field",
    "/Ff": "What may be done with a field",
    "/V": "What a field holds",
    "/RV": "What a field holds",
    "/DV": "What a field holds when it is reset",
    "/Opt": "What a field offers to choose",
    "/I": "What is chosen in a field",
    "/MaxLen": "How much a field takes",
}


def unlike_field(twins: Twins, one: Any, other: Any) -> Iterator[str]:
    """In what a field is not that of the source: its value, kind, type, name, and what it belongs to."""
    ours, theirs = _chain(one, _above(twins.ours)), _chain(other, _above(twins.theirs))
    signed = _of(theirs, "/FT", {}) == "/Sig"
    for key in sorted(INHERITED - ({"/DA", "/Q"} if signed else {"/DA"})):
        held, wanted = _of(ours, key, _form(twins.ours)), _of(theirs, key, _form(twins.theirs))
        if not twins.same(held, wanted) and not (signed and key == "/V" and held is None):
            yield _TOLD.get(key, f"What a field says of {key[1:]}")
    if not signed and not _one_type(
        twins, _of(ours, "/DA", _form(twins.ours)), _of(theirs, "/DA", _form(twins.theirs))
    ):
        yield "The type of a field"
    if not _one_name(twins, _names(ours), _names(theirs)):
        yield "The name of a field"
    if not _one_family(twins, one, other, (ours, theirs)):
        yield "What a field belongs to"


def unlike_comment(twins: Twins, one: Any, other: Any) -> Iterator[str]:
    """Whether the type of a typed comment is not that of the source, where it is said or supposed."""
    held, wanted = raw(one, "/DA"), raw(other, "/DA")
    if wanted is None and held is not None:
        wanted = raw(_form(twins.theirs), "/DA") or ByteStringObject(_SUPPOSED)
    if not _one_type(twins, held, wanted):
        yield "The type of a comment"


def _form(read: Read) -> Any:
    return dictionary(raw(read.reader.root_object, "/AcroForm"))


def asks_anew(read: Read) -> bool:
    """Whether viewers are to draw every field from its value."""
    found = resolved(raw(_form(read), "/NeedAppearances"))
    return bool(found is not None and getattr(found, "value", False) is True)


def _chain(node: Any, above: Mapping[int, Any]) -> list[Any]:
    """A field and those above it, itself first; `above` says what only the form's own list of fields knows."""
    found: list[Any] = []
    while isinstance(node, DictionaryObject) and len(found) < DEEPEST:
        found.append(node)
        own = node.indirect_reference
        node = resolved(raw(node, "/Parent")) or (resolved(above.get(own.idnum)) if own is not None else None)
    return found


def _above(read: Read) -> Mapping[int, Any]:
    """By its object number, what stands above a field that does not say so itself."""
    if read.above is None:
        read.above = {}
        waiting = [each for each in listed(raw(_form(read), "/Fields")) if isinstance(each, IndirectObject)]
        met = {each.idnum for each in waiting}
        while waiting:
            upper = waiting.pop()
            for kid in listed(raw(dictionary(upper), "/Kids")):
                if isinstance(kid, IndirectObject) and kid.idnum not in met:
                    met.add(kid.idnum)
                    waiting.append(kid)
                    if resolved(raw(dictionary(kid), "/Parent")) is None:
                        read.above[kid.idnum] = upper
    return read.above


def _of(chain: list[Any], key: str, form: Any) -> Any:
    """What a field has, from itself, one above it or the form."""
    for node in chain:
        if key in node:
            return raw(node, key)
    return raw(form, key) if key in _OF_THE_FORM and form else None


# --- the type it is set in -----------------------------------------------------------------------------------


def _one_type(twins: Twins, one: Any, other: Any) -> bool:
    """Whether two appearance strings say the same, each in the form of its own file."""
    ours, theirs = resolved(one), resolved(other)
    if ours is None or theirs is None:
        return ours is theirs
    if not all(isinstance(each, TextStringObject | ByteStringObject) for each in (ours, theirs)):
        return False
    said, wanted = string_bytes(ours), string_bytes(theirs)
    if TYPEFACE.sub(b"/", said) != TYPEFACE.sub(b"/", wanted):
        return False
    pairs = zip(TYPEFACE.findall(said), TYPEFACE.findall(wanted), strict=True)
    return all(_one_typeface(twins, _typeface(twins.ours, a), _typeface(twins.theirs, b)) for a, b in pairs)


def _typeface(read: Read, name: bytes) -> Any:
    return raw(dictionary(raw(dictionary(raw(_form(read), "/DR")), "/Font")), "/" + name.decode("latin-1"))


def _one_typeface(twins: Twins, one: Any, other: Any) -> bool:
    """Whether two typefaces are the same; where the source has none, viewers take Helvetica."""
    if resolved(other) is None:
        return resolved(one) is None or dict(dictionary(one)) == {key: str(value) for key, value in HELVETICA.items()}
    return twins.same(one, other)


# --- its name and its family ---------------------------------------------------------------------------------


def _names(chain: list[Any]) -> list[str]:
    """The parts of a field's name, the topmost first."""
    found = (resolved(raw(node, "/T")) for node in reversed(chain))
    return [_text(each) for each in found if isinstance(each, TextStringObject | ByteStringObject)]


def _text(value: Any) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


def _one_name(twins: Twins, ours: list[str], theirs: list[str]) -> bool:
    """Whether a field has its name, or one that is counted on, always the same for the same."""
    if len(ours) != len(theirs) or ours[1:] != theirs[1:]:
        return False
    if not ours:
        return True
    (first, _, rest), (wanted, _, following) = ours[0].partition("."), theirs[0].partition(".")
    counted = first == wanted or (first.startswith(wanted) and _RENAMED.fullmatch(first[len(wanted) :]))
    return bool(counted) and rest == following and _always(twins, "name", first, wanted)


def _one_family(twins: Twins, one: Any, other: Any, chains: tuple[list[Any], list[Any]]) -> bool:
    """Whether it stands below the same fields, and is reached through the form where it was."""
    ours, theirs = chains
    if len(ours) != len(theirs):
        return False
    for node, wanted in zip(ours, theirs, strict=True):
        above, before = raw(node, "/Parent"), raw(wanted, "/Parent")
        both = isinstance(above, IndirectObject) and isinstance(before, IndirectObject)
        if both and not _always(twins, "parent", above.idnum, before.idnum):
            return False
    if "/Opt" in dictionary(raw(other, "/Parent")) and _place(one) != _place(other):
        return False
    return not _is_listed(twins.theirs, theirs[-1]) or _is_listed(twins.ours, ours[-1])


def _always(twins: Twins, kind: str, one: Any, other: Any) -> bool:
    """Whether these two have stood for each other, and for nothing else, so far."""
    forth, back = twins.paired.setdefault((kind, True), {}), twins.paired.setdefault((kind, False), {})
    return bool(forth.setdefault(one, other) == other and back.setdefault(other, one) == one)


def _place(node: Any) -> int:
    """The place of a field among those below the same one; what a choice stands for may be told by it."""
    own = node.indirect_reference
    kids = [each.idnum for each in listed(raw(dictionary(raw(node, "/Parent")), "/Kids")) if hasattr(each, "idnum")]
    return kids.index(own.idnum) if own is not None and own.idnum in kids else -1


def _is_listed(read: Read, root: Any) -> bool:
    if read.fields is None:
        fields = listed(raw(_form(read), "/Fields"))
        read.fields = {each.idnum for each in fields if isinstance(each, IndirectObject)}
    own = root.indirect_reference
    return own is not None and own.idnum in read.fields


def first_names(page: Any) -> Iterator[str]:
    """The first part of the name of each field on a page: fields that share it are one field, or of one family."""
    for each in listed(raw(page, "/Annots")):
        node = dictionary(each)
        if node.get("/Subtype") == "/Widget" and (names := _names(_chain(node, {}))):
            yield names[0].partition(".")[0]
