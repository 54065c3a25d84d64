"""Search a finished file for removed words: its pages' text by two readers, and every text and stream it holds."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import pypdf
from pypdf.errors import PyPdfError
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    StreamObject,
    TextStringObject,
)

from discovery.core.redactions import plain
from discovery.files.characters import characters, reads, text_of
from discovery.files.look import Viewed

Hit = tuple[int | None, str, str]
_UNREADABLE = (PyPdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError)
_FONTS = ("/Type1C", "/CIDFontType0C", "/OpenType")
_LEAST = 6  # letters of a number or of several words, in data where single words stand by chance or by rule
_SYNTAX = re.compile(rb"/[^\s/<>\[\](){}%]*|\b(?:true|false|null)\b")


def search(baseline: Path, final: Path, secrets: Sequence[str], gone: Mapping[int, int]) -> Iterator[Hit]:
    """Every removed word that can still be found: the page (from 0) or None, where, and the word.

    `gone` says how many comments and fields were taken out, by page; each page's boxes and the others are counted.
    """
    reader = pypdf.PdfReader(final)
    yield from _same_frames(pypdf.PdfReader(baseline), reader, gone)
    if not secrets:
        return
    wanted = [plain(secret) for secret in secrets]
    yield from _in_pages(final, reader, wanted)
    yield from _in_objects(reader, wanted)


def _same_frames(before: pypdf.PdfReader, after: pypdf.PdfReader, gone: Mapping[int, int]) -> Iterator[Hit]:
    for index, (one, other) in enumerate(zip(before.pages, after.pages, strict=True)):
        if _frame(one) != _frame(other):
            yield index, "the page's boxes or its turn changed", ""
        if _comments(one) - gone.get(index, 0) != _comments(other):
            yield index, "the page has not as many comments and fields as it should", ""


def _comments(page: Any) -> int:
    listed = page.get("/Annots")
    resolved = listed.get_object() if isinstance(listed, IndirectObject) else listed
    found = [one.get_object() for one in resolved] if isinstance(resolved, ArrayObject) else []
    return sum(isinstance(one, DictionaryObject) for one in found)


def _frame(page: Any) -> tuple[Any, ...]:
    sides = [tuple(round(float(side), 3) for side in box) for box in (page.mediabox, page.cropbox)]
    return (*sides, page.get("/Rotate", 0), float(page.get("/UserUnit", 1)))


def _in_pages(final: Path, reader: pypdf.PdfReader, wanted: Sequence[str]) -> Iterator[Hit]:
    viewed = Viewed(final)
    try:
        for index, page in enumerate(reader.pages):
            with viewed.page(index) as seen, text_of(seen.page) as layer:
                texts = [reads(characters(layer))]
            with suppress(*_UNREADABLE):  # what the second reader cannot read, the first could
                texts.append(page.extract_text())
            for word in _found(wanted, texts):
                yield index, "a removed word can still be found in the page's text", word
    finally:
        viewed.close()


def _found(wanted: Sequence[str], texts: Sequence[str]) -> list[str]:
    compared = [plain(text) for text in texts]
    return [word for word in wanted if any(word in text for text in compared)]


def _in_objects(reader: pypdf.PdfReader, wanted: Sequence[str]) -> Iterator[Hit]:
    """Look through everything the file holds: texts, names, and streams unpacked."""
    numbers = [word for word in wanted if any(sign.isdigit() for sign in word)]
    drawn = _contents(reader)
    everywhere, telling = _bytes_pattern(wanted), _bytes_pattern([word for word in wanted if _rare(word)])
    for place, one in _objects(reader):
        if isinstance(one, TextStringObject | ByteStringObject):
            text = one if isinstance(one, str) else bytes(one).decode("latin-1")
            for word in _found(wanted, [text]):
                yield None, "a removed word can still be found in a text of the file", word
        elif isinstance(one, NameObject):
            for word in _found(numbers, [str(one)]):
                yield None, "a removed word can still be found in a name of the file", word
        elif isinstance(one, StreamObject):
            data = _unpacked(one)
            if place in drawn or str(one.get("/Subtype", "")) == "/Form":
                data = _SYNTAX.sub(b" ", data)
            pattern = telling if _opaque(one, data) else everywhere
            hit = pattern.search(data.lower()) if pattern else None
            if hit:
                yield None, "a removed word can still be found in the file's data", hit[0].decode("latin-1")


def _rare(word: str) -> bool:
    """A number, or several words: what stands nowhere by chance."""
    return len(word) >= _LEAST and any(sign.isdigit() or sign.isspace() for sign in word)


def _contents(reader: pypdf.PdfReader) -> set[tuple[int, int]]:
    """The streams that pages are drawn with."""
    found: set[tuple[int, int]] = set()
    for page in reader.pages:
        listed = page.raw_get("/Contents") if "/Contents" in page else None
        resolved = listed.get_object() if isinstance(listed, IndirectObject) else listed
        parts = list(resolved) if isinstance(resolved, ArrayObject) else [listed]
        found |= {(part.idnum, part.generation) for part in parts if isinstance(part, IndirectObject)}
    return found


def _bytes_pattern(wanted: Sequence[str]) -> re.Pattern[bytes] | None:
    """Every way a word may be written in bytes: one or two bytes a letter, and as hexadecimal digits."""
    forms: set[bytes] = set()
    for word in wanted:
        narrow = word if all(ord(sign) < 256 for sign in word) else ""
        for written in (narrow.encode("latin-1"), word.encode("utf-16-be"), word.encode("utf-8")):
            forms |= {written.lower(), written.hex().encode("ascii")}
    forms = {form for form in forms if len(form) >= 4}
    return re.compile(b"|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True))) if forms else None


def _opaque(stream: Any, data: bytes) -> bool:
    """Pictures, colour profiles, font files and their encodings: other words stand in them by rule or by chance."""
    kind = str(stream.get("/Subtype", ""))
    if (
        kind == "/Image"
        or kind in _FONTS
        or any(key in stream for key in ("/Length1", "/Length2", "/N", "/CMapName"))
    ):
        return True
    return b"begincmap" in data


def _unpacked(stream: Any) -> bytes:
    if str(stream.get("/Subtype", "")) == "/Image":
        return bytes(stream._data)
    try:
        return bytes(stream.get_data())
    except (*_UNREADABLE, NotImplementedError, OSError, AssertionError):
        return bytes(stream._data)


def _objects(reader: pypdf.PdfReader) -> Iterator[tuple[tuple[int, int], Any]]:
    """Everything that can be reached from the trailer, each once; with its number where it has one."""
    waiting: list[Any] = [reader.trailer]
    seen: set[tuple[int, int]] = set()
    while waiting:
        one, place = waiting.pop(), (0, 0)
        if isinstance(one, IndirectObject):
            if (one.idnum, one.generation) in seen:
                continue
            place = (one.idnum, one.generation)
            seen.add(place)
            one = one.get_object()
        yield place, one
        if isinstance(one, DictionaryObject):
            waiting += [one.raw_get(key) for key in one if key != "/ID"]
            waiting += [key for key in one if isinstance(key, NameObject)]
        elif isinstance(one, ArrayObject):
            waiting += list(one)
