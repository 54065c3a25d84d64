"""What changed between two drafts of a paper: paragraph by paragraph, and word by word inside one."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from enum import StrEnum

from discovery.core.enumerating import count_of

ALIKE = 0.5
"""How alike (0 to 1) two paragraphs must be to be one that was changed."""
LONG = 40
"""Signs, and"""
WORDY = 6
"""words from which on a paragraph that went in one place and came in another was moved."""
_WORDS = re.compile(r"\s+|[^\s]+")


class Step(StrEnum):
    """What became of a paragraph."""

    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Piece:
    """Words that stayed, came or went."""

    step: Step
    text: str


@dataclass(frozen=True)
class Change:
    """One paragraph: its places in the old and the new draft (None where it is not there) and its pieces."""

    step: Step
    old: int | None
    new: int | None
    pieces: tuple[Piece, ...]
    move: int = 0
    """The number of the move whose one end this is; the same words went from one place and came in the other."""

    @property
    def moved(self) -> bool:
        """Whether it is an end of a move."""
        return self.move > 0


def redline(old: Sequence[str], new: Sequence[str]) -> tuple[Change, ...]:
    """Every paragraph of both drafts in the order of the new one, what went standing where it stood."""
    found = list(_changes(old, new))
    gone, came = _places(found, Step.REMOVED), _places(found, Step.ADDED)
    # As often as it went it came: of one that went twice and came once nobody can say which of the two was moved.
    sure = [text for text in gone if _is_long(text) and len(gone[text]) == len(came.get(text, ()))]
    pairs = [pair for text in sure for pair in zip(gone[text], came[text], strict=True)]
    for number, (begin, end) in enumerate(sorted(pairs), start=1):
        found[begin], found[end] = replace(found[begin], move=number), replace(found[end], move=number)
    return tuple(found)


def _places(found: Sequence[Change], step: Step) -> dict[str, list[int]]:
    """Where paragraphs of the same words went, or came."""
    places: dict[str, list[int]] = {}
    for place, each in enumerate(found):
        if each.step is step:
            places.setdefault(each.pieces[0].text, []).append(place)
    return places


def _is_long(text: str) -> bool:
    return len(text) >= LONG and len(re.findall(r"[^\W\d_]{2,}", text)) >= WORDY


def _changes(old: Sequence[str], new: Sequence[str]) -> Iterator[Change]:
    for kind, begin, end, first, last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            for at in range(end - begin):
                yield Change(Step.SAME, begin + at, first + at, (Piece(Step.SAME, new[first + at]),))
        else:
            yield from _paired(old, new, range(begin, end), range(first, last))


def _paired(old: Sequence[str], new: Sequence[str], before: range, after: range) -> Iterator[Change]:
    """Paragraphs that differ: as many as before are the same ones, as in a table; else by likeness, in order."""
    if len(before) == len(after):
        for one, other in zip(before, after, strict=True):
            yield Change(Step.CHANGED, one, other, word_by_word(old[one], new[other]))
        return
    at = before.start
    for place in after:
        like = next((each for each in range(at, before.stop) if _alike(old[each], new[place])), None)
        if like is None:
            yield Change(Step.ADDED, None, place, (Piece(Step.ADDED, new[place]),))
            continue
        yield from (_removed(old, each) for each in range(at, like))
        yield Change(Step.CHANGED, like, place, word_by_word(old[like], new[place]))
        at = like + 1
    yield from (_removed(old, each) for each in range(at, before.stop))


def _removed(old: Sequence[str], at: int) -> Change:
    return Change(Step.REMOVED, at, None, (Piece(Step.REMOVED, old[at]),))


def _alike(one: str, other: str) -> bool:
    matcher = SequenceMatcher(None, one.split(), other.split(), autojunk=False)
    return matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE


def word_by_word(old: str, new: str) -> tuple[Piece, ...]:
    """The pieces of a changed paragraph; what went stands before what came in its place."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    pieces: list[Piece] = []
    for kind, begin, end, first, last in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append(Piece(Step.SAME, "".join(after[first:last])))
            continue
        if begin < end:
            pieces.append(Piece(Step.REMOVED, "".join(before[begin:end])))
        if first < last:
            pieces.append(Piece(Step.ADDED, "".join(after[first:last])))
    return tuple(pieces)


def counted(changes: Sequence[Change]) -> str:
    """How many paragraphs were changed, added, removed and moved."""
    moved = sum(each.moved and each.step is Step.ADDED for each in changes)
    steps = Counter(each.step for each in changes if not each.moved)
    parts = [f"{count_of(steps[step], 'paragraph')} {step}" for step in (Step.CHANGED, Step.ADDED, Step.REMOVED)]
    return f"{', '.join(parts)}, {moved} moved"
