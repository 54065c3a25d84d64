"""How something is written: an expression, with the only places of a text at which it has to be looked for."""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

from discovery.core.folding import in_small_letters

_NUMBER = re.compile(r"[(+\d](?<!\d\d)")


class Searched:
    """A text that is searched, and what is made of it to see quickly where something cannot be."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.small = in_small_letters(text)

    @cached_property
    def close(self) -> str:
        """The text in small letters without spaces and full stops."""
        return "".join(self.small.split()).replace(".", "")

    @cached_property
    def numbers(self) -> list[int]:
        """Where a number begins, or the bracket or plus before one."""
        return [number.start() for number in _NUMBER.finditer(self.text)]

    def starts(self, words: Iterable[str]) -> list[int]:
        """Where one of these words begins."""
        return sorted({at for word in words for at in self._starts(word)})

    def _starts(self, word: str) -> Iterator[int]:
        at = self.small.find(word)
        while at >= 0:
            yield at
            at = self.small.find(word, at + 1)


class Form(NamedTuple):
    """One way in which something is written, and where alone it is looked for."""

    expression: re.Pattern[str]
    begins: tuple[str, ...] = ()
    """All that it finds begins with one of these words, in small letters;"""
    number: bool = False
    """or with the first digit of a number, or the bracket or plus before it;"""
    holds: tuple[str, ...] = ()
    """or has one of these in it, in small letters, without spaces and full stops."""

    def found(self, here: Searched) -> Iterator[re.Match[str]]:
        """Every match in a text."""
        if self.holds:
            if any(word in here.close for word in self.holds):
                yield from self.expression.finditer(here.text)
            return
        end = 0
        for begin in here.numbers if self.number else here.starts(self.begins):
            if begin >= end and (match := self.expression.match(here.text, begin)):
                end = match.end()
                yield match
