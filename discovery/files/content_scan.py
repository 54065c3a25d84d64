"""What a page's content leaves open: graphics states, text objects, marked content.

Most pages are whole by a grammar. Others are settled by looking only at the few operators that matter, past strings
and comments; where that look is not sure (inline images, odd bytes, broken strings) qpdf parses the content whole.
"""

import re
import warnings
from functools import lru_cache
from typing import NamedTuple

import pikepdf

from discovery.errors import DiscoveryError
from discovery.files.content_grammar import BLANK, ESCAPED, HEX, SIMPLE, is_simple, is_whole


class UnreadableContentError(DiscoveryError):
    """The content ends inside a string, array or image, so nothing can be appended to it safely."""


class Balance(NamedTuple):
    """How a content stream ends, and how often it restores a state it never saved."""

    open_states: int = 0
    """`q` without `Q`."""
    surplus: int = 0
    """`Q` without `q`."""
    open_text: bool = False
    """`BT` without `ET`."""
    open_marked: int = 0
    """`BMC` or `BDC` without `EMC`."""
    dirty_restore: bool = False
    """A surplus `Q` comes after the state was changed outside any `q`: an added `q` would change what is drawn."""


BALANCED = Balance()

# First every string gives way to one byte. What is nested, broken or a comment leaves one of its signs over, and the
# look is not sure.
_STRING = b"\x80"
_SIMPLE_STRINGS, _ESCAPED_STRINGS = re.compile(SIMPLE), re.compile(ESCAPED)

# Then arrays, dictionaries and hexadecimal strings must be whole. Nearly always there are only arrays of numbers and
# strings, and dictionaries of one marked content identifier: with white space, numbers and strings deleted, each of
# these is one fixed run of bytes. Whatever else there is, is cut out by its grammar.
_FILLING = b"\x00\t\n\f\r 0123456789+-."
_ARRAY, _MARKED, _OPENED, _CLOSED = b"[]", b"<</MCID>>", b"<</MCID ", b">>"
_UNSURE = b"[]<>{}\v"
_NAME = rb"/[^" + BLANK + rb"\v/<>\[\]{}\x80]*+"
_LIST = rb"\[(?:[-+.\d\x80" + BLANK + rb"]++|" + HEX + rb"|" + _NAME + rb")*+\]"
_VALUE = rb"(?:[-+.\d]++(?![^" + BLANK + rb"/>])|\x80|" + HEX + rb"|" + _LIST + rb"|" + _NAME + rb")"
_PAIR = _NAME + rb"[" + BLANK + rb"]*+" + _VALUE + rb"[" + BLANK + rb"]*+"
_GROUPS = re.compile(_LIST + rb"|<<[" + BLANK + rb"]*+(?:" + _PAIR + rb")*+>>|" + HEX)

# Last the operators are read off: a name is told from one by the character before it. Others of their form (B, BX,
# EI) leave nothing open.
_OPERATORS = re.compile(rb"[qQBEI](?<![^" + BLANK + rb"\]>][qQBEI])[A-Z]*+(?![^" + BLANK + rb"/\[<])")
_CACHED = 4096
_TAIL = re.compile(rb"[A-Za-z*'\"][\x00\t\n\f\r ]*\Z")
_STATE = frozenset(
    [
        "cm",
        "w",
        "J",
        "j",
        "M",
        "d",
        "ri",
        "i",
        "gs",
        "CS",
        "cs",
        "SC",
        "SCN",
        "sc",
        "scn",
        "G",
        "g",
        "RG",
        "rg",
        "K",
        "k",
        "W",
        "W*",
        "Tc",
        "Tw",
        "Tz",
        "TL",
        "Tf",
        "Tr",
        "Ts",
        "TD",
        '"',
    ]
)


def balance_of(data: bytes) -> Balance:
    """How this decoded content ends; UnreadableContentError when it cannot be parsed to its end."""
    quick = quick_balance(data)
    return quick if quick is not None else parsed_balance(data)


def quick_balance(data: bytes) -> Balance | None:
    """How this content ends, or None when only a whole parse can tell."""
    if not _ends(data):
        return None
    simple = is_simple(data)
    return BALANCED if is_whole(data, simple=simple) else _looked_at(data, simple=simple)


def _ends(bare: bytes) -> bool:
    """Whether the last of it is an operator, or there is nothing."""
    return not bare or _TAIL.search(bare, max(0, len(bare) - 64)) is not None


def _looked_at(data: bytes, *, simple: bool) -> Balance | None:
    """How this content ends, by the operators outside all that is in strings, arrays and dictionaries."""
    bare = _without_strings(data, simple=simple)
    if bare is None:
        return None
    if not _plain(bare):
        bare = _GROUPS.sub(b" ", bare)
        if _unsure(bare):
            return None
    operators = b" ".join(_OPERATORS.findall(bare))
    return _balance_of_short(operators) if len(operators) <= _CACHED else _balance_of_operators(operators)


def _without_strings(data: bytes, *, simple: bool) -> bytes | None:
    """The content with one byte for each string, or None where strings cannot be told for sure."""
    for pattern in (_SIMPLE_STRINGS, _ESCAPED_STRINGS)[not simple :]:
        bare, strings = pattern.subn(b" " + _STRING + b" ", data)
        if not _stray(bare):
            return bare if bare.count(_STRING) == strings else None
    return None


def _plain(bare: bytes) -> bool:
    """Whether every array holds only numbers and strings, and every dictionary only a marked content identifier.

    No operator that is looked for can hide in either: none is written with digits, signs and the letters of MCID. As
    many doubled signs stand in the content as dictionaries in what is left of it: so no dictionary's sign was put
    together from two that stood apart.
    """
    left = bare.translate(None, _FILLING)
    marked = left.count(_MARKED)
    if marked and not bare.count(_OPENED) == bare.count(_CLOSED) == marked:
        return False
    left = left.replace(_MARKED, b"").translate(None, _STRING)
    return not _unsure(left.replace(_ARRAY, b""))


def _stray(bare: bytes) -> bool:
    return b"(" in bare or b")" in bare or b"\\" in bare or b"%" in bare


def _unsure(left: bytes) -> bool:
    return len(left.translate(None, _UNSURE)) != len(left)


def _balance_of_operators(operators: bytes) -> Balance | None:
    states = marked = 0
    text = False
    for token in operators.split():
        if token == b"q":
            states += 1
        elif token == b"Q":
            if not states:
                return None
            states -= 1
        elif token in (b"BT", b"ET"):
            text = token == b"BT"
        elif token == b"EMC":
            marked -= marked > 0
        elif token in (b"BDC", b"BMC"):
            marked += 1
        elif token in (b"BI", b"ID"):
            return None
    return Balance(states, 0, text, marked)


# Pages of one maker mostly differ in their words and not in their operators.
_balance_of_short = lru_cache(maxsize=256)(_balance_of_operators)


def parsed_balance(data: bytes) -> Balance:
    """How this content ends, by a parse of all of it."""
    states = marked = surplus = 0
    text = changed = dirty = False
    for operator in _operators(data):
        if operator == "q":
            states += 1
        elif operator == "Q":
            if states:
                states -= 1
            else:
                surplus += 1
                dirty = dirty or changed
        elif operator in ("BT", "ET"):
            text = operator == "BT"
        elif operator in ("BDC", "BMC"):
            marked += 1
        elif operator == "EMC":
            marked -= marked > 0
        elif operator in _STATE and not states:
            changed = True
    return Balance(states, surplus, text, marked, dirty)


def _operators(data: bytes) -> list[str]:
    """Every operator in order; a warning from the parser means it did not get to the end, or guessed."""
    with pikepdf.new() as scratch, warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # the scratch file's own warnings say the same and more
        try:
            parsed = pikepdf.parse_content_stream(pikepdf.Stream(scratch, data))
            operators = [str(instruction.operator) for instruction in parsed]
        except (pikepdf.PdfError, ValueError, TypeError) as error:
            raise UnreadableContentError(f"The content of a page cannot be read to its end: {error}.") from error
        remarks = [remark for remark in scratch.get_warnings() if "stray #" not in remark]  # an odd name ends nothing
    if remarks:
        raise UnreadableContentError(f"The content of a page cannot be read to its end: {remarks[0]}.")
    return operators
