"""Personal data in what leaves the office: each piece listed, and standing only where counsel lets it stand by name.

The forms are those that redaction proposes (sensitive.py). What the offices on the paper say of themselves (counsel's
address and telephone, the prosecutor's, a public agency's) is theirs to say; numbers already cut to their last four
digits are as the rule leaves them.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from html import unescape
from typing import NamedTuple

from discovery.core.blocks import (
    Blank,
    Block,
    Emphasis,
    ExhibitRef,
    Figure,
    Inline,
    Inlines,
    LineBreak,
    NoteRef,
    Paper,
    ParagraphRef,
    Sourced,
    Text,
    Verify,
)
from discovery.core.inlines import inlines_of, map_lines
from discovery.core.linked import Linked, LinkedFound, MatterWords
from discovery.core.matter import LetStand, Matter
from discovery.core.sensitive import Found, Pattern, find, names_to_protect

RULE = "22 NYCRR 202.5(e), a rule for civil papers that is applied here as a default"
"""The rule as its authority `rule-202.5` records it; no counterpart for criminal papers was found."""
RULE_PROPOSITION = ("rule-202.5", "e-confidential")
STEP = "Take it out or shorten it, or let it stand by name under [[personal_data]]"
_LEAVES = {
    Pattern.SSN: "its last four digits",
    Pattern.ACCOUNT: "its last four digits",
    Pattern.DOB: "the year",
}
"""What the rule leaves standing of each kind that it names."""
_INSTEAD = {
    Pattern.NAME: "the intake prints this person as initials; of a minor the rule leaves no more either",
    Pattern.ADDRESS: "whether it is somebody’s home cannot be told from its form",
}
_BETWEEN = "\ufffc"
_SHOWN = 4
_TAG = re.compile(r"<[^>]*>")


class PersonalDatum(NamedTuple):
    """A piece of personal data: what it is, in the words that were found."""

    pattern: Pattern | Linked
    words: str

    @property
    def what(self) -> str:
        """What it is and what is to be kept in mind of it, as the end of a sentence that begins with the words."""
        if isinstance(self.pattern, Linked):
            return f"a {self.pattern.reason}"
        article = "an" if self.pattern is Pattern.ACCOUNT else "a"
        said = f"{article} {self.pattern.reason}"
        if left := _LEAVES.get(self.pattern):
            return f"{said}; of it {RULE}, leaves {left}"
        return f"{said}; {_INSTEAD[self.pattern]}" if self.pattern in _INSTEAD else said

    @property
    def open(self) -> str:
        """What it is, and what to do."""
        return f"{self.what}. {STEP}"

    @property
    def let_stand(self) -> str:
        """How counsel lets it stand, as it is written into the intake; who, when and why are hers to fill in."""
        quoted = self.words.replace("\\", "\\\\").replace('"', '\\"')
        return f'[[personal_data]] words = "{quoted}"'


_FORMS = tuple(one for one in Pattern if one is not Pattern.NAME)


@dataclass(frozen=True)
class PersonalData:
    """What is looked for in one paper or exhibit, and what may stand there."""

    names: tuple[str, ...] = ()
    offices: tuple[str, ...] = ()
    """What the offices on the paper say of themselves: addresses as one line each, telephone numbers."""
    allowed: tuple[str, ...] = ()
    """Words that counsel lets stand there."""
    linked: MatterWords | None = None
    """For a request: the words of the matter it is linked to."""

    @classmethod
    def of(cls, matter: Matter, where: Iterable[str]) -> "PersonalData":
        """For a paper or exhibit of a matter, by the names it goes by."""
        return cls(names_to_protect(matter), _offices(matter), let_stand(matter.personal_data, where))

    def places(self, text: str) -> tuple[Found | LinkedFound, ...]:
        """Every place of personal data that may not stand there, in the order of the text."""
        kept = {_key(words) for words in self.allowed}
        found: list[Found | LinkedFound] = [*(self.linked.found(text) if self.linked else ())]
        found += find(text, _FORMS, self.names)
        return tuple(
            each
            for each in _one_a_place(found)
            if _key(words := text[each.begin : each.end]) not in kept
            and not _shortened(each.pattern, words)
            and not self._of_an_office(each.pattern, words)
        )

    def may_hold(self, text: str) -> bool:
        """Whether anything is found in lines put together, let stand or not: what a line holds is found there too."""
        linked = self.linked.found(text) if self.linked else ()
        return bool(find(text, _FORMS, self.names)) or any(True for _ in linked)

    def found(self, text: str) -> tuple[PersonalDatum, ...]:
        """Each piece of personal data that may not stand there, once."""
        found = (_datum(text, each) for each in self.places(text))
        return tuple(dict.fromkeys(found))

    def _of_an_office(self, pattern: Pattern | Linked, words: str) -> bool:
        if pattern is Pattern.PHONE:
            return _digits(words)[-10:] in {_digits(each)[-10:] for each in self.offices}
        return pattern is Pattern.ADDRESS and any(f" {_key(words)} " in f" {_key(each)} " for each in self.offices)


def let_stand(entries: Iterable[LetStand], where: Iterable[str]) -> tuple[str, ...]:
    """The words that counsel lets stand in what goes by one of these names."""
    names = set(where)
    return tuple(each.words for each in entries if names & set(each.where))


def _offices(matter: Matter) -> tuple[str, ...]:
    said = [side for side in (matter.counsel, matter.prosecutor) if side]
    addresses = [each.address for each in said]
    addresses += [each.address for each in matter.disclosure.holders if each.public]
    return tuple(" ".join(each) for each in addresses if each) + tuple(each.phone for each in said if each.phone)


def _one_a_place(found: Iterable[Found | LinkedFound]) -> Iterator[Found | LinkedFound]:
    """What is found, of what overlaps only what begins first and is longest."""
    end = -1
    for one in sorted(found, key=lambda each: (each.begin, -each.end)):
        if one.begin >= end:
            yield one
            end = one.end


def _datum(text: str, found: Found | LinkedFound) -> PersonalDatum:
    return PersonalDatum(found.pattern, " ".join(text[found.begin : found.end].split()))


def _key(words: str) -> str:
    """Words apart from their case, spacing and punctuation."""
    return " ".join(re.findall(r"\w+", words.casefold()))


def _digits(words: str) -> str:
    return "".join(re.findall(r"\d", words))


def _shortened(pattern: Pattern | Linked, words: str) -> bool:
    """Whether a number is already cut to what the rule leaves of it."""
    return pattern in (Pattern.SSN, Pattern.ACCOUNT) and len(_digits(words)) <= _SHOWN


# --- in a paper ------------------------------------------------------------------------------------------------


def with_personal_data(paper: Paper, watch: PersonalData) -> Paper:
    """The paper with every piece of personal data in it as words to check, so that each copy lists or refuses it."""

    lines = [line for block in paper.blocks for line in inlines_of(block)] + list(paper.notes)
    figures = [_drawn_words(block) for block in paper.blocks if isinstance(block, Figure)]
    if not watch.may_hold("\n".join([*map(_text, lines), *figures])):
        return paper

    def change(line: Inlines) -> Inlines:
        return _marked(line, watch)

    blocks = tuple(_drawn(map_lines(block, change), watch) for block in paper.blocks)
    return replace(paper, blocks=blocks, notes=tuple(change(note) for note in paper.notes))


def _drawn(block: Block, watch: PersonalData) -> Block:
    """A figure whose drawing shows personal data has its whole caption as words to check."""
    if not isinstance(block, Figure):
        return block
    text = _drawn_words(block)
    places = watch.places(text)
    return replace(block, caption=(Verify(_reason(places, text), block.caption),)) if places else block


def _drawn_words(figure: Figure) -> str:
    return unescape(_TAG.sub("\n", figure.svg))


def _marked(line: Inlines, watch: PersonalData) -> Inlines:
    text = _text(line)
    return tuple(_parts(line, watch.places(text), text, 0))


def _parts(line: Inlines, places: Sequence[Found | LinkedFound], text: str, at: int) -> Iterator[Inline]:
    """A line's inlines, what lies in a place as words to check; `at` is where the line begins in the text."""
    for inline in line:
        end = at + len(_text((inline,)))
        within = [each for each in places if each.begin < end and at < each.end]
        if not within:
            yield inline
        elif isinstance(inline, Text):
            yield from _cut(within, text, at, end)
        elif isinstance(inline, Emphasis) or (isinstance(inline, Sourced) and not inline.attributed):
            yield replace(inline, children=tuple(_parts(inline.children, places, text, at)))
        else:
            yield Verify(_reason(within, text), (inline,))
        at = end


def _cut(within: Sequence[Found | LinkedFound], text: str, at: int, end: int) -> Iterator[Inline]:
    for each in within:
        first, last = max(each.begin, at), min(each.end, end)
        if at < first:
            yield Text(text[at:first])
        words = Text(text[first:last])
        whole = (first, last) == (each.begin, each.end)
        yield Verify(_reason((each,), text, whole=whole), (words,)) if _key(words.text) else words
        at = last
    if at < end:
        yield Text(text[at:end])


def _reason(found: Sequence[Found | LinkedFound], text: str, *, whole: bool = False) -> str:
    """What is to be said of these places; each in its words, unless what is marked is the `whole` of it."""
    data = dict.fromkeys(_datum(text, each) for each in found)
    said = "; ".join(each.what if whole else f"“{each.words}”, {each.what}" for each in data)
    return f"{said}. {STEP}"


def _text(line: Inlines) -> str:
    """The words of a line for the search; what counsel is asked to fill in is not there yet."""
    parts = []
    for inline in line:
        match inline:
            case Text(text=text) | ExhibitRef(text=text) | ParagraphRef(text=text):
                parts.append(text)
            case LineBreak():
                parts.append("\n")
            case Blank():
                parts.append(_BETWEEN)
            case NoteRef():
                parts.append("")
            case _:
                parts.append(_text(inline.children))
    return "".join(parts)
