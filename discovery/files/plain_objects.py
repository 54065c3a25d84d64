"""Read the objects of a PDF that are written plainly, in one step for each sign, into what pypdf would make of them.

pypdf reads an object byte by byte, with every fault that a file may have. Nearly all objects have none, and hold only
names, numbers, references, short strings, arrays and dictionaries of these: they are read here. What is written in
any other way is left to pypdf.
"""

import re
from collections.abc import Callable
from typing import Any

from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DecodedStreamObject,
    DictionaryObject,
    EncodedStreamObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
    create_string_object,
)

_BLANK = rb"\t\n\f\r "
_ENDS = rb"(?=[" + _BLANK + rb"/<>\[\]()])"
_AND = rb"[" + _BLANK + rb"]*+"
_NAME = rb"[A-Za-z0-9_+.,:;*@$&!?=^|~-]++" + _ENDS
_REFERENCE = rb"\d{1,10}[\n\r ]\d{1,5}[\n\r ]R" + _ENDS
_REAL = rb"[-+]?(?:\d{1,8}\.\d{0,10}|\.\d{1,10})" + _ENDS
_WHOLE = rb"[-+]?\d{1,12}" + _ENDS
_VALUE = (
    rb"/(" + _NAME + rb")|"
    rb"(" + _REFERENCE + rb")|"
    rb"(" + _WHOLE + rb")|"
    rb"(" + _REAL + rb")|"
    rb"(<<)|"
    rb"\[((?:" + _AND + _REFERENCE + rb")++)" + _AND + rb"\]|"
    rb"\[((?:" + _AND + rb"(?:" + _WHOLE + rb"|" + _REAL + rb"))++)" + _AND + rb"\]|"
    rb"(\[)|"
    rb"\(([A-Za-z0-9 _.,:;/+-]*+)\)|"
    rb"(true|false)" + _ENDS + rb"|"
    rb"(null)" + _ENDS
)
_ENTRY = re.compile(_AND + rb"(?:/(" + _NAME + rb")" + _AND + rb"(?:" + _VALUE + rb")|(>>))")
_ITEM = re.compile(_AND + rb"()(?:" + _VALUE + rb"|(\]))")
_OPEN, _LIST, _CLOSE = 6, 9, 13
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
    named = False
    while found := (_ENTRY if named else _ITEM).match(data, at):
        at, kind = found.end(), found.lastindex or 0
        if kind == _CLOSE:
            if not waiting:
                return None
            value, (holder, key) = holder, waiting.pop()
            if holder is None:
                return value, at
            named = isinstance(holder, DictionaryObject)
        else:
            key = named and (_names.get(found[1]) or _named(found[1]))
            if key and key in holder:
                return None
            if kind in (_OPEN, _LIST):
                waiting.append((holder, key))
                named = kind == _OPEN
                holder = DictionaryObject() if named else ArrayObject()
                continue
            value = _READ[kind](found[kind], pdf)
            if holder is None:
                return (value, at) if isinstance(value, ArrayObject) else None
        if named:
            dict.__setitem__(holder, key, value)
        else:
            list.append(holder, value)
    return None


def _named(name: bytes) -> NameObject:
    if len(_names) > _MOST_NAMES:
        _names.clear()
    return _names.setdefault(name, NameObject("/" + name.decode("ascii")))


def _reference(written: bytes, pdf: Any) -> IndirectObject:
    number, generation, _ = written.split()
    return IndirectObject(int(number), int(generation), pdf)


def _references(written: bytes, pdf: Any) -> ArrayObject:
    parts = written.split()
    pairs = zip(parts[0::3], parts[1::3], strict=True)
    return ArrayObject([IndirectObject(int(number), int(generation), pdf) for number, generation in pairs])


def _numbers(written: bytes, _: Any) -> ArrayObject:
    return ArrayObject([_real(each, _) if b"." in each else _whole(each, _) for each in written.split()])


# What pypdf does to make a number of these signs, without its care for signs that are none.
def _whole(written: bytes, _: Any) -> NumberObject:
    return int.__new__(NumberObject, written)


def _real(written: bytes, _: Any) -> FloatObject:
    return float.__new__(FloatObject, written)


_READ: dict[int, Callable[[bytes, Any], Any]] = {
    2: lambda name, _: _names.get(name) or _named(name),
    3: _reference,
    4: _whole,
    5: _real,
    7: _references,
    8: _numbers,
    10: lambda string, _: create_string_object(string),
    11: lambda truth, _: BooleanObject(truth == b"true"),
    12: lambda *_: NullObject(),
}


def ends_plainly(data: bytes, at: int) -> bool:
    """Whether an object ends here, and is no stream."""
    after = _AFTER.match(data, at)
    return after is not None and after[1] is not None


def stream_begins(data: bytes, at: int) -> int | None:
    """Where the data of a stream begin whose dictionary ends here; None where no stream follows."""
    after = _AFTER.match(data, at)
    return None if after is None or after[1] is not None else after.end()


def as_stream(entries: Any, data: bytes) -> Any:
    """The stream with these entries and this data, as it lies in the file; what pypdf would make of it."""
    held = EncodedStreamObject() if "/Filter" in entries else DecodedStreamObject()
    held._data = data
    dict.update(held, entries)
    dict.pop(held, "/Length", None)
    return held
