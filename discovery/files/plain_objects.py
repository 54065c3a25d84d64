"""Read the objects of a PDF that are written plainly, in one step for each sign, into what pypdf would make of them.

pypdf reads an object byte by byte, with every fault that a file may have. Nearly all objects have none, and hold only
names, numbers, references, short strings, arrays and dictionaries of these: they are read here. What is written in
any other way is left to pypdf.
"""

import re
from typing import Any

from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
    StreamObject,
    create_string_object,
)

_BLANK = rb"\t\n\f\r "
_ENDS = rb"(?=[" + _BLANK + rb"/<>\[\]()])"
_SIGN = re.compile(
    rb"[" + _BLANK + rb"]*+(?:"
    rb"/([A-Za-z0-9_+.,:;*@$&!?=^|~-]++)" + _ENDS + rb"|"
    rb"(\d{1,10})[\n\r ](\d{1,5})[\n\r ]R" + _ENDS + rb"|"
    rb"([-+]?\d{1,12})" + _ENDS + rb"|"
    rb"([-+]?(?:\d{1,8}\.\d{0,10}|\.\d{1,10}))" + _ENDS + rb"|"
    rb"(<<)|(>>)|(\[)|(\])|\(([A-Za-z0-9 _.,:;/+-]*+)\)|(true|false)" + _ENDS + rb"|(null)" + _ENDS + rb")"
)
_NAME, _REFERENCE, _WHOLE, _REAL, _OPEN, _CLOSE, _LIST, _END, _STRING, _TRUTH = 1, 3, 4, 5, 6, 7, 8, 9, 10, 11
_HEADER = re.compile(rb"(\d{1,10}) (\d{1,5}) obj[" + _BLANK + rb"]*+(?=[^" + _BLANK + rb"])")
_AFTER = re.compile(rb"[" + _BLANK + rb"]*+(?:(endobj)\b|stream\r?\n)")
_MOST_NAMES = 2_000
_names: dict[bytes, NameObject] = {}


def header(data: bytes, at: int = 0) -> "re.Match[bytes] | None":
    """The number and generation an object begins with, up to its first sign; None where they are not plain."""
    return _HEADER.match(data, at)


def plain_object(data: bytes, at: int, pdf: Any) -> tuple[Any, int] | None:
    """The dictionary or array written at this place, and where it ends; None where it is not plain, or not whole."""
    waiting: list[tuple[Any, Any]] = []
    holder: Any = None
    key: Any = None
    while found := _SIGN.match(data, at):
        at, kind = found.end(), found.lastindex
        if kind in (_OPEN, _LIST):
            waiting.append((holder, key))
            holder, key = DictionaryObject() if kind == _OPEN else ArrayObject(), None
            continue
        named = isinstance(holder, DictionaryObject)
        if kind in (_CLOSE, _END):
            if named != (kind == _CLOSE) or key is not None or not waiting:
                return None
            value, (holder, key) = holder, waiting.pop()
            if holder is None:
                return value, at
            named = isinstance(holder, DictionaryObject)
        elif holder is None:
            return None
        else:
            value = _value(found, kind, pdf)
        if not named:
            list.append(holder, value)
        elif key is not None:
            dict.__setitem__(holder, key, value)
            key = None
        elif kind == _NAME and value not in holder:
            key = value
        else:
            return None
    return None


def _value(found: "re.Match[bytes]", kind: int | None, pdf: Any) -> Any:
    if kind == _NAME:
        return _names.get(found[1]) or _named(found[1])
    if kind == _REFERENCE:
        return IndirectObject(int(found[2]), int(found[3]), pdf)
    if kind == _WHOLE:
        return NumberObject(found[4])
    if kind == _REAL:
        return FloatObject(found[5])
    if kind == _STRING:
        return create_string_object(found[10])
    return BooleanObject(found[11] == b"true") if kind == _TRUTH else NullObject()


def _named(name: bytes) -> NameObject:
    if len(_names) > _MOST_NAMES:
        _names.clear()
    return _names.setdefault(name, NameObject("/" + name.decode("ascii")))


def ends_plainly(data: bytes, at: int) -> bool:
    """Whether an object ends here, and is no stream."""
    after = _AFTER.match(data, at)
    return after is not None and after[1] is not None


def stream_begins(data: bytes, at: int) -> int | None:
    """Where the data of a stream begin whose dictionary ends here; None where no stream follows."""
    after = _AFTER.match(data, at)
    return None if after is None or after[1] is not None else after.end()


def as_stream(entries: Any, data: bytes) -> Any:
    """The stream with these entries and this data, as it lies in the file."""
    return StreamObject.initialize_from_dictionary(dict(dict.items(entries)) | {"__streamdata__": data})
