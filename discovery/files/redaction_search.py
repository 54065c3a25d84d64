"""Search a finished file for removed words: its pages' text by two readers, and every text and stream it holds."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import pikepdf
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
from discovery.files.form_words import forms_of, words_of_forms
from discovery.files.look import Viewed

Hit = tuple[int | None, str, str]
_UNREADABLE = (PyPdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError)
_FONT_DATA = frozenset(
    {"/FontFile", "/FontFile2", "/FontFile3", "/ToUnicode", "/Encoding", "/UseCMap", "/CIDToGIDMap", "/CIDSet"}
)
_PROFILE, _PROFILED = "/DestOutputProfile", "/ICCBased"
_LEAST = 6  # letters of a number or of several words, in data where single words stand by chance or by rule
_END = rb"(?![^\s/<>\[\](){}%])"
_TOKENS = re.compile(
    rb"(?P<text>\((?:[^()\\]|\\[\s\S])*+(?P<closed>\))?)|(?P<remark>%[^\r\n]*)|<(?P<hex>[0-9A-Fa-f\s]*)>"
    rb"|(?P<name>/[^\s/<>\[\](){}%]*|\b(?:true|false|null)\b)"
    rb"|(?P<number>(?<![^\s\[\](){}<>])[-+]?(?:\d{1,7}|\d*\.\d*)" + _END + rb")"
)
"""What contents are written with. A number of more than seven digits places nothing on a page, so it is searched."""
_INLINE = re.compile(rb"\sID\s")
_ESCAPED = re.compile(rb"\\([0-7]{1,3}|\r\n|[\s\S])")
_SIGNS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"", b"\r": b"", b"\r\n": b""}


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
    yield from _in_forms(final, wanted)
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


def _in_forms(final: Path, wanted: Sequence[str]) -> Iterator[Hit]:
    """Read every drawing by itself: the looks of comments, and what is only listed, are part of no page's text."""
    with pikepdf.open(final) as pdf:
        texts = words_of_forms(forms_of(pdf)).values()
    for word in _found(wanted, list(texts)):
        yield None, "a removed word can still be read in a drawing of the file", word


def _found(wanted: Sequence[str], texts: Sequence[str]) -> list[str]:
    compared = [plain(text) for text in texts]
    return [word for word in wanted if any(word in text for text in compared)]


def _in_objects(reader: pypdf.PdfReader, wanted: Sequence[str]) -> Iterator[Hit]:
    """Look through everything the file holds: texts, names, and streams unpacked."""
    numbers = [word for word in wanted if any(sign.isdigit() for sign in word)]
    drawn, lettering = _contents(reader), _lettering(reader)
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
                data = _said(data)
            opaque = place in lettering or str(one.get("/Subtype", "")) == "/Image"
            pattern = telling if opaque else everywhere
            hit = pattern.search(data.lower()) if pattern else None
            if hit:
                yield None, "a removed word can still be found in the file's data", hit[0].decode("latin-1")


def _said(data: bytes) -> bytes:
    """What a content says: its strings, as they are written and as they are meant, and its remarks; not what names
    or places things. Where its strings cannot be told for sure, numbers and digits are searched as well.
    """
    nested = any(token["text"] and not token["closed"] for token in _TOKENS.finditer(data))
    sure = not nested and not _INLINE.search(data)
    return _TOKENS.sub(partial(_token, sure=sure), data)


def _token(token: re.Match[bytes], *, sure: bool) -> bytes:
    written = token[0]
    if token["text"]:
        return written + b" " + _ESCAPED.sub(_meant, written) if b"\\" in written else written
    if token["name"]:
        return b" "
    if token["number"]:
        return b" " if sure else written
    if sure and token["hex"]:
        digits = b"".join(token["hex"].split())
        return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))
    return written


def _meant(escaped: re.Match[bytes]) -> bytes:
    """The character that an escape stands for (ISO 32000-2, 7.3.4.2)."""
    sign = escaped[1]
    return bytes([int(sign, 8) & 0xFF]) if sign[:1].isdigit() and sign < b"8" else _SIGNS.get(sign, sign)


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
        curly = word.replace("'", "\u2019").replace("-", "\u2013")
        office = curly.encode("cp1252", "ignore") if curly != word else b""
        wide = (word.encode("utf-16-be"), curly.encode("utf-16-be"))
        for written in (narrow.encode("latin-1"), office, *wide, word.encode("utf-8"), curly.encode("utf-8")):
            forms |= {written.lower(), written.hex().encode("ascii")}
    forms = {form for form in forms if len(form) >= 4}
    return re.compile(b"|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True))) if forms else None


def _lettering(reader: pypdf.PdfReader) -> set[tuple[int, int]]:
    """The streams that are nothing but font files, their encodings or color profiles, by what refers to them.

    Other words stand in them by rule or by chance: a font's licence holds hundreds. What a stream says of itself is
    not asked: a font file need not say that it is one, and any other may.
    """
    lettering: set[tuple[int, int]] = set()
    others: set[tuple[int, int]] = set()
    for _, one in _objects(reader):
        if isinstance(one, DictionaryObject):
            named = [(key in _FONT_DATA or key == _PROFILE, one.raw_get(key)) for key in one]
        elif isinstance(one, ArrayObject):
            named = [(at == 1 and one[0] == _PROFILED, value) for at, value in enumerate(list.__iter__(one))]
        else:
            continue
        for is_lettering, value in named:
            if isinstance(value, IndirectObject):
                (lettering if is_lettering else others).add((value.idnum, value.generation))
    return lettering - others


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
