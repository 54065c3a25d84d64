"""What a page's content leaves open: graphics states, text objects, marked content.

Most pages are settled by looking only at the few operators that matter, past strings and comments; where that look
is not sure (inline images, odd bytes, broken strings) qpdf parses the content whole.
"""

import re
import warnings
from typing import NamedTuple

import pikepdf

from discovery.errors import DiscoveryError


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

# First every string is cut out: by its first closing parenthesis where that is seen to be its end, else escape by
# escape. Then arrays of numbers, dictionaries and hexadecimal strings are. What is nested, broken or a comment leaves
# one of its signs over, and the look is not sure. Only then are the operators read off: a name is told from one by
# the character before it.
_STRINGS = re.compile(rb"\([^)]*+\)")
_ESCAPED_STRINGS = re.compile(rb"\([^()\\]*+(?:\\[\s\S][^()\\]*+)*+\)")
_GROUPS = re.compile(
    rb"\[(?:[-+.\d\x00\t\n\f\r ]++|<[0-9A-Fa-f\x00\t\n\f\r ]*+>)*+\]"
    rb"|<<[^<>\[\]{}]*+>>"
    rb"|<[0-9A-Fa-f\x00\t\n\f\r ]*+>"
)
_STRAY = (b"(", b")", b"\\", b"%")
_UNSURE = (b"[", b"]", b"<", b">", b"{", b"}", b"\v")
_OPERATORS = re.compile(
    rb"[qQBE](?<![^\x00\t\n\f\r ][qQBE])"
    rb"(?:(?<=[qQ])|(?<=B)(?:T|DC|MC|I)|(?<=E)(?:T|MC))(?![^\x00\t\n\f\r /])"
)
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
    bare, strings = _STRINGS.subn(b" ", data)
    if strings != data.count(b"(") or _holds(bare, _STRAY):
        bare = _ESCAPED_STRINGS.sub(b" ", data)
        if _holds(bare, _STRAY):
            return None
    bare = _GROUPS.sub(b" ", bare.replace(b"[ ]", b" "))
    if bare and (_holds(bare, _UNSURE) or not _TAIL.search(bare, max(0, len(bare) - 64))):
        return None
    states = marked = 0
    text = False
    for token in _OPERATORS.findall(bare):
        if token == b"q":
            states += 1
        elif token == b"Q":
            if not states:
                return None
            states -= 1
        elif token == b"BT":
            text = True
        elif token == b"ET":
            text = False
        elif token == b"EMC":
            marked -= marked > 0
        elif token in (b"BDC", b"BMC"):
            marked += 1
        else:
            return None
    return Balance(states, 0, text, marked)


def _holds(data: bytes, signs: tuple[bytes, ...]) -> bool:
    return any(sign in data for sign in signs)


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
