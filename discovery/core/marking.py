"""The characters of the markup: how a value is shielded so that it never becomes markup, and how a role is written.

A shielded character is its own code point moved into the last private-use plane. The parser does not know those
characters, so nothing in a value can open a role, a list, a table cell or an emphasis; `plain` moves them back.
"""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

from markupsafe import Markup

_PLANE = 0x100000
_STEP = 0x10000
OPEN, SEP, CLOSE, LITERAL, MARK, DEFINES = (chr(0x10F001 + offset) for offset in range(6))
"""Opening of a role, between its parts, its end; a literal private-use character; a place; a footnote's text."""

_LINE_ENDS = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_MARKS = re.compile(f"{MARK}[^{MARK}]*{MARK}")
_SHIELDED = re.compile(f"{LITERAL}(.)|([\U00100000-\U0010efff\U0010ff00-\U0010fffd])", re.DOTALL)


class Md(Markup):
    """Text of the markup made by our own functions: passes through a template as it is."""

    __slots__ = ()


class _Table(dict[int, str | None]):
    """A table for str.translate that works out each character once."""

    def __init__(self, change: Callable[[str], str | None]) -> None:
        super().__init__()
        self._change = change

    def __missing__(self, code: int) -> str | None:
        self[code] = self._change(chr(code))
        return self[code]


def clean(text: str) -> str:
    """The text as it can be printed: line ends become spaces, control characters and lone surrogates go."""
    if text.isprintable():
        return text
    return _LINE_ENDS.sub(" ", text).translate(_CLEAN)


@lru_cache(maxsize=2048, typed=True)
def escape(text: str) -> Md:
    """A value as markup that prints exactly as typed."""
    return Md(clean(text).translate(_SHIELD))


def _printable(character: str) -> str | None:
    if character == "\t":
        return " "
    if unicodedata.category(character) in {"Cc", "Cs"} or ord(character) & 0xFFFE == 0xFFFE:
        return None
    return character


def shield(character: str) -> str:
    """One character that the parser will take as plain text."""
    code = ord(character)
    if code >= _PLANE:
        return LITERAL + chr(code - _STEP)
    if (code < 128 and not character.isalnum()) or (code < _STEP and character.isspace()):
        return chr(_PLANE + code)
    return character


_CLEAN = _Table(_printable)
_SHIELD = _Table(shield)
_PLAIN = _Table(lambda character: _SHIELDED.sub(_unshield, character))


@lru_cache(maxsize=2048, typed=True)
def plain(text: str) -> str:
    """Shielded text as it is printed."""
    if LITERAL in text:
        return _SHIELDED.sub(_unshield, text)
    return text if text.isascii() else text.translate(_PLAIN)


def _unshield(match: "re.Match[str]") -> str:
    literal, shielded = match.groups()
    return chr(ord(literal) + _STEP) if literal else chr(ord(shielded) - _PLANE)


def role(name: str, *arguments: str, body: Markup | None = None) -> Md:
    """A role as only our functions can write it; arguments are plain text, the body is markup."""
    parts = [name, *(escape(argument) for argument in arguments)]
    if body is not None:
        parts.append(body)
    return Md(OPEN + SEP.join(str(part) for part in parts) + CLOSE)


def join(parts: "list[Markup]", between: str = "") -> Md:
    """Pieces of markup one after the other."""
    return Md(between.join(str(part) for part in parts))


def mark(place: str) -> str:
    """An invisible note of where in a template a line comes from."""
    return MARK + escape(place) + MARK


def take_marks(line: str) -> tuple[str, str]:
    """The line without its marks, and the place the last of them names."""
    found = _MARKS.findall(line)
    return _MARKS.sub("", line), plain(found[-1][1:-1]) if found else ""
