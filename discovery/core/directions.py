"""Names written from right to left among words from left to right: a number after one stays where it was typed.

The bidirectional algorithm (Unicode Standard Annex 9, rules W2 and W7) draws a number that follows Arabic or Hebrew
on the far side of it: “NAME, 30, was arrested” is drawn as “30 ,NAME, was arrested”. A left-to-right mark before the
number, which draws nothing, keeps it in its place. And a value is closed in itself: what turns writing around ends
with it.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from unicodedata import bidirectional

from discovery.core.blocks import Cite, Emphasis, Inline, Inlines, Paper, Sourced, Text, Verify
from discovery.core.inlines import inlines_of, map_lines, text_of

MARK = "\u200e"
"""Left-to-right mark."""
_TURNED = ("R", "AL")
_CLOSES = {**dict.fromkeys(("LRE", "RLE", "LRO", "RLO"), "\u202c"), **dict.fromkeys(("LRI", "RLI", "FSI"), "\u2069")}
"""What ends a turn of the writing, by the class of the sign that begins it."""
_TURNS = re.compile(
    "[\u0590-\u08ff\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)


def directed(paper: Paper) -> Paper:
    """The paper with what its numbers and values need to be drawn in their places; most papers need nothing."""
    lines = (*(line for block in paper.blocks for line in inlines_of(block)), *paper.notes)
    if not any(turns(text_of(line)) for line in lines):
        return paper
    blocks = tuple(map_lines(block, _line) for block in paper.blocks)
    return replace(paper, blocks=blocks, notes=tuple(map(_line, paper.notes)))


def turns(text: str) -> bool:
    """Whether some of it is written from right to left."""
    return _TURNS.search(text) is not None


def _line(line: Inlines) -> Inlines:
    return tuple(_Line().set(line)) if turns(text_of(line)) else line


class _Line:
    """One line of words, read from its beginning."""

    turned = False
    """Whether the last letter was one of those written from right to left."""

    def set(self, inlines: Inlines) -> Iterator[Inline]:
        for inline in inlines:
            if isinstance(inline, Text):
                yield Text(self._text(inline.text))
            elif isinstance(inline, Emphasis | Sourced | Cite | Verify):
                yield replace(inline, children=tuple(self.set(inline.children)))
            else:
                self._text(text_of((inline,)))
                yield inline

    def _text(self, text: str) -> str:
        out = []
        inside = False
        for place, sign in enumerate(text):
            kind = bidirectional(sign)
            if kind == "EN" and self.turned and (not inside or _goes_on_in_latin(text, place)):
                out.append(MARK)
                self.turned = False
            elif kind == "L" or kind in _TURNED:
                self.turned = kind in _TURNED
                inside = self.turned
            out.append(sign)
        return "".join(out) + _closing(text)


def _goes_on_in_latin(text: str, place: int) -> bool:
    """Whether the first letter after a number is written from left to right: “3rd floor” is one thing."""
    kinds = (bidirectional(sign) for sign in text[place:])
    return next((kind for kind in kinds if kind == "L" or kind in _TURNED), "") == "L"


def _closing(text: str) -> str:
    """The signs that end what the text begins and does not end."""
    still: list[str] = []
    for sign in text:
        if closes := _CLOSES.get(bidirectional(sign)):
            still.append(closes)
        elif sign == "\u2069" and sign in still:
            # What ends an isolate ends all that began inside it; what ends an embedding does not reach out of one.
            while still.pop() != sign:
                pass
        elif sign == "\u202c" and still[-1:] == [sign]:
            still.pop()
    return "".join(reversed(still))
