"""Whether a page's content closes everything it opens, by a grammar that nearly all content keeps to.

One regular expression goes over the content, without a copy of any of it. It passes over nothing that it does not
know (a comment, an inline image, states saved too deep, a broken string): such content is looked at otherwise.
"""

import re
from functools import cache

BLANK = rb"\x00\t\n\f\r "
HEX = rb"<[0-9A-Fa-f" + BLANK + rb"]*+>"

# A string ends at the first closing parenthesis after its opening one, where it holds no opening parenthesis and no
# backslash stands before the closing one. Other strings are read escape by escape, where they hold no further pair of
# parentheses. The limits keep a run of parentheses that are never closed from taking for ever.
SIMPLE = rb"\([^)]{0,4096}+(?<!\\)\)"
ESCAPED = rb"\([^()\\]*+(?:\\[\s\S][^()\\]*+){0,1024}+\)"
_PAIR = b"()"
_OTHERS = bytes(set(range(256)) - set(_PAIR))

_REGULAR = rb"[^" + BLANK + rb"\v/<>\[\](){}%\\\x80]*+"
_BLANKS, _NUMBERS = rb"[" + BLANK + rb"]*+", rb"[-+.\d" + BLANK + rb"]*+"
_VALUE = rb"(?:[-+.\d]++(?![^" + BLANK + rb"/>])|/" + _REGULAR + rb"|\[" + _NUMBERS + rb"\])"
_DICTIONARY = rb"<<" + _BLANKS + rb"(?:/" + _REGULAR + _BLANKS + _VALUE + _BLANKS + rb")*+>>"
# Words are everything outside strings, arrays and dictionaries, up to the letters that begin the operators which open
# or close something, or an inline image. Such a letter is passed where a name begins with it, or where it is the
# operator B, which paints.
_WORDS = rb"[^()\[\]<>{}%\\\x80BEqQI\v]*+"
_BEFORE, _AFTER = rb"(?<![^" + BLANK + rb")\]>])", rb"(?![^" + BLANK + rb"/\[<(])"
_LETTERS = rb"(?<=/)[BEqQI]" + _REGULAR + rb"|" + _BEFORE + rb"B\*?+" + _AFTER
_DEEPEST = 4


def is_simple(data: bytes) -> bool:
    """Whether parentheses open and close in turns: then no string that has an end holds an opening one."""
    signs = data.translate(None, _OTHERS)
    return signs == _PAIR * (len(signs) // 2)


def is_whole(data: bytes, *, simple: bool) -> bool:
    """Whether this content surely closes what it opens, and nothing else; `simple` is what `is_simple` says of it."""
    return _whole(SIMPLE if simple else ESCAPED).fullmatch(data) is not None


@cache
def _whole(string: bytes) -> re.Pattern[bytes]:
    """States saved in one another, with texts and marked texts in each; and marked content around one saved state."""
    strings = rb"\[" + _NUMBERS + rb"(?:" + string + _NUMBERS + rb")*+(?:" + HEX + _NUMBERS + rb")*+\]"
    plain = (_DICTIONARY, strings, string, HEX, _LETTERS)
    text = _within(rb"BT", rb"ET", strings, _within(rb"B[DM]C", rb"EMC", *plain), *plain)
    parts = (text, _within(rb"B[DM]C", rb"EMC", text, *plain), *plain)
    saved = _within(rb"q", rb"Q", *parts)
    marked = _within(rb"B[DM]C", rb"EMC", saved, text, *plain)
    for _ in range(_DEEPEST - 1):
        saved = _within(rb"q", rb"Q", saved, *parts)
    return re.compile(_run(_DICTIONARY, marked, saved, text, *plain))


def _within(opening: bytes, closing: bytes, *parts: bytes) -> bytes:
    return _BEFORE + opening + _AFTER + _run(*parts) + _BEFORE + closing + _AFTER


def _run(*parts: bytes) -> bytes:
    return _WORDS + rb"(?:(?:" + rb"|".join(parts) + rb")" + _WORDS + rb")*+"
