"""Compare parts of a finished PDF with the parts of the source they were copied from, read by pypdf from both files.

Every entry is followed to its end: streams byte for byte as they lie in the file (or unpacked, where one of the two
was packed later), numbers by value, strings by their bytes, a reference to a page as that page's place. What two
pages share is compared once. pypdf had no part in writing the file.
"""

import logging
from collections.abc import Callable, Collection, Hashable
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    ByteStringObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

from discovery.files.markers import IN_STREAMS, WAS
from discovery.files.reader import Reader

# What pypdf remarks about files as it finds them is not the reader's concern: a fault that matters becomes a Problem.
logging.getLogger("pypdf").addHandler(logging.NullHandler())

_LAID_OUT = frozenset({"/Length", "/DL", "/Filter", "/DecodeParms"})
_NOTHING = (NullObject, IndirectObject)
_LONG = 1_000  # pages; those of a longer file are read when they are asked for, and again when asked for again
_MANY = 1_500  # objects kept at hand at most; those of a page are read again sooner than that many fill the memory
PRIVATE = frozenset(
    {
        *("/Metadata", "/PieceInfo", "/LastModified", "/AF", "/OPI", "/Ref", "/StructParent", "/StructParents"),
        *IN_STREAMS,
        WAS,
    }
)
"""What may be taken from any object before it is served, because no part of it shows."""


class Read:
    """A file as pypdf reads it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.reader = Reader(path)
        self._pages: list[Any] = self.reader.leaves()
        self.places: dict[int, set[int]] = {}
        """By a page's object number, where it stands."""
        self.names: dict[bytes, Any] = {}
        """What named destinations stand for; filled where one is first asked for."""
        self.fields: set[int] | None = None
        """The object numbers of its form's topmost fields; filled where they are first asked for."""
        self.above: dict[int, Any] | None = None
        """By the number of a field that does not say so itself, what stands above it; filled in the same way."""
        for index, page in enumerate(self._pages):
            if page.indirect_reference is not None:
                self.places.setdefault(page.indirect_reference.idnum, set()).add(index)
        if len(self._pages) > _LONG:
            self._pages = [page.indirect_reference or page for page in self._pages]
            self.reader.flattened_pages = None
            self.reader.forget()

    def __len__(self) -> int:
        return len(self._pages)

    def page(self, index: int) -> Any:
        """A page, counted from 0; what it inherits is found by its /Parent."""
        return resolved(self._pages[index])

    def rest(self) -> None:
        """Let go of what was read, where it has become much."""
        if len(self.reader.resolved_objects) > _MANY:
            self.reader.forget()

    def close(self) -> None:
        """Let the file go."""
        self.reader.close()


class Twins:
    """What of two files has been found to be the same; `shift` is how far the source's page 0 lies into ours.

    With `served`, what must not leave an office may have been taken out: private data of programs, tags, and what a
    camera writes into a picture beside its pixels.
    """

    def __init__(self, ours: Read, theirs: Read, shift: int = 0, *, served: bool = False) -> None:
        self.ours, self.theirs, self.shift, self.served = ours, theirs, shift, served
        self.shared: dict[Hashable, tuple[str, ...]] = {}
        """What was found of resources that pages share."""
        self.paired: dict[tuple[str, bool], dict[Any, Any]] = {}
        """What of ours was found to stand for what of theirs, and the other way round, by kind."""
        self._known: set[tuple[int, int]] = set()
        # A signature may refer to the whole document, which is compared entry by entry.
        self.know(raw(ours.reader.trailer, "/Root"), raw(theirs.reader.trailer, "/Root"))

    def know(self, one: Any, other: Any) -> None:
        """Take two objects, which are compared elsewhere, as the same wherever else they are met."""
        if isinstance(one, IndirectObject) and isinstance(other, IndirectObject):
            self._known.add((one.idnum, other.idnum))

    def odd(self, one: Any, other: Any, but: Collection[str] = ()) -> list[str]:
        """The keys of two dictionaries whose values are not the same, `but` for those compared elsewhere."""
        keys = (one.keys() | other.keys()) - set(but)
        return [key for key in sorted(keys) if not self.same(raw(one, key), raw(other, key))]

    def same(self, one: Any, other: Any) -> bool:
        """Whether two values are the same, followed to their ends; what they share with known ones is not."""
        both = isinstance(one, IndirectObject) and isinstance(other, IndirectObject)
        if both and (one.idnum, other.idnum) in self._known:
            return True
        met: set[tuple[int, int]] = set()
        waiting = [(one, other)]
        while waiting:
            parts = self._parts(*waiting.pop(), met)
            if parts is None:
                return False
            waiting += parts
        self._known |= met
        return True

    def _parts(self, one: Any, other: Any, met: set[tuple[int, int]]) -> list[tuple[Any, Any]] | None:
        """What must be the same besides, or None where the two differ."""
        if isinstance(one, IndirectObject) and isinstance(other, IndirectObject):
            if one.idnum in self.ours.places or other.idnum in self.theirs.places:
                return [] if self._one_place(one, other) else None
            pair = one.idnum, other.idnum
            if pair in self._known or pair in met:
                return []
            met.add(pair)
        one, other = resolved(one), resolved(other)
        if isinstance(one, ArrayObject) and isinstance(other, ArrayObject):
            return list(zip(one, other, strict=True)) if len(one) == len(other) else None
        if isinstance(one, DictionaryObject) and isinstance(other, DictionaryObject):
            return self._entries(one, other)
        return [] if same_value(one, other) else None

    def _one_place(self, one: IndirectObject, other: IndirectObject) -> bool:
        ours, theirs = self.ours.places.get(one.idnum, set()), self.theirs.places.get(other.idnum, set())
        return any(place + self.shift in ours for place in theirs)

    def _entries(self, one: Any, other: Any) -> list[tuple[Any, Any]] | None:
        if _is_tree(one) and _is_tree(other):
            return []  # the page tree has no look: its pages are compared one by one
        if isinstance(one, StreamObject) != isinstance(other, StreamObject):
            return None
        keys = one.keys() | other.keys()
        packing: list[tuple[Any, Any]] = []
        if isinstance(one, StreamObject):
            packed = self._packing(one, other)
            if packed is None:
                return None
            keys, packing = keys - _LAID_OUT, packed
        if self.served:
            keys = {key for key in keys if key in one or key not in PRIVATE}
        return [*packing, *((raw(one, key), raw(other, key)) for key in keys)]

    def _packing(self, one: Any, other: Any) -> list[tuple[Any, Any]] | None:
        """What must be the same of the way two streams are packed, or None where they do not hold the same."""
        if raw_data(one) == raw_data(other) and _coding(one) == _coding(other):
            return [(_parameters(one), _parameters(other))]
        same = unpacked(one) == unpacked(other) or (self.served and _same_picture(one, other))
        return [] if same else None


def raw(holder: Any, key: str) -> Any:
    """An entry as it stands there, a reference as a reference; None where there is none."""
    return holder.raw_get(key) if key in holder else None


def written(value: Any) -> Hashable:
    """What stands in a place, references as they stand: equal where the same stands in two places of one file.

    None where that cannot be told so: with strings, streams and the like in it.
    """
    if isinstance(value, IndirectObject):
        return "reference", value.idnum, value.generation
    if isinstance(value, NameObject | NumberObject | FloatObject):
        return type(value), value
    if isinstance(value, DictionaryObject) and not isinstance(value, StreamObject):
        held = [(str(key), written(each)) for key, each in dict.items(value)]
        return None if any(each is None for _, each in held) else ("dictionary", *held)
    if isinstance(value, ArrayObject):
        listed_there = [written(each) for each in list.__iter__(value)]
        return None if None in listed_there else ("array", *listed_there)
    return None


def resolved(value: Any) -> Any:
    """What a reference refers to; None for nothing."""
    depth = 0
    while isinstance(value, IndirectObject) and depth < 16:
        value, depth = value.pdf.get_object(value), depth + 1
    return None if isinstance(value, _NOTHING) else value


def dictionary(value: Any) -> Any:
    """The dictionary a value is or refers to; an empty one where it is none."""
    found = resolved(value)
    return found if isinstance(found, DictionaryObject) else DictionaryObject()


def listed(value: Any) -> list[Any]:
    """The entries of the array a value is or refers to, references as they stand; none where it is no array."""
    found = resolved(value)
    return list(found) if isinstance(found, ArrayObject) else []


def same_value(one: Any, other: Any) -> bool:
    """Whether two plain values are the same."""
    for kind, value in _VALUES:
        if isinstance(one, kind) or isinstance(other, kind):
            return isinstance(one, kind) and isinstance(other, kind) and bool(value(one) == value(other))
    return one is None and other is None


def string_bytes(value: Any) -> bytes:
    """A string, but for the line ends and needless backslashes in it, which readers and writers take differently."""
    held = bytes(value) if isinstance(value, bytes) else bytes(value.original_bytes)
    return held.replace(b"\r\n", b"\n").replace(b"\r", b"\n").replace(b"\\", b"")


_VALUES: tuple[tuple[Any, Callable[[Any], Any]], ...] = (
    (BooleanObject, lambda each: bool(each.value)),
    (NameObject, str),
    (TextStringObject | ByteStringObject, string_bytes),
    (int | float, float),
)


def _is_tree(node: Any) -> bool:
    return node.get("/Type") == "/Pages" or ("/Kids" in node and "/Count" in node and "/Title" not in node)


def raw_data(stream: Any) -> bytes:
    """The stream as it lies in the file; pypdf keeps it, decrypted, under a name of its own."""
    return bytes(getattr(stream, "_data", b""))


def unpacked(stream: Any) -> Any:
    """What the stream holds; itself, which equals nothing else, where that cannot be unpacked."""
    try:
        return stream.get_data()
    except Exception:  # noqa: BLE001 - a stream that one reader cannot unpack is not the same as another
        return id(stream)


def _same_picture(one: Any, other: Any) -> bool:
    """Whether two coded pictures decode to the same pixels: what a camera wrote beside them may be gone."""
    if one.get("/Subtype") != "/Image" or other.get("/Subtype") != "/Image":
        return False
    pictures = []
    for stream in (one, other):
        try:
            with Image.open(BytesIO(_coded(stream))) as picture:
                pictures.append((picture.mode, picture.size, picture.tobytes()))
        except (OSError, ValueError, SyntaxError):
            return False
    return pictures[0] == pictures[1]


def _coding(stream: Any) -> list[str]:
    """How a stream is packed: one filter may stand alone or in a list, and an empty stream needs none."""
    found = resolved(raw(stream, "/Filter"))
    names = list(found) if isinstance(found, ArrayObject) else [found] if found else []
    return [str(resolved(each)) for each in names]


def _parameters(stream: Any) -> Any:
    found = resolved(raw(stream, "/DecodeParms"))
    return resolved(found[0]) if isinstance(found, ArrayObject) and len(found) == 1 else found


def _coded(stream: Any) -> bytes:
    """A picture's own file, out of the packing that may lie around it."""
    names = _coding(stream)
    data = raw_data(stream)
    if names[:-1] == ["/FlateDecode"]:
        import zlib

        try:
            return zlib.decompress(data)
        except zlib.error as error:
            raise ValueError("damaged") from error
    return data
