"""Personal data in what leaves the office: each piece listed, and standing only where counsel lets it stand by name.

The forms are those that redaction proposes (sensitive.py). What the offices on the paper say of themselves (counsel's
address and telephone, the prosecutor's, a public agency's) is theirs to say; numbers already cut to their last four
digits are as the rule leaves them.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from html import unescape
from typing import NamedTuple

from discovery.core.addresses import Whose, whose
from discovery.core.authorities import Authority
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
from discovery.core.naming import NotMeant, named
from discovery.core.sensitive import Found, Pattern, find, names_to_protect

RULE = "22 NYCRR 202.5 (e), a rule for civil papers that is applied here as a default"
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
    Pattern.ADDRESS: "nothing says that it is an office’s, so it may be somebody’s home",
}
_BETWEEN = "\ufffc"
_SHOWN = 4
_EXTENSION = re.compile(r"[\s,]*(?:x|ext\.?|extension)\s*\d+$", re.IGNORECASE)
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
    other: NotMeant = field(default_factory=NotMeant)
    """Whom and what a surname may mean beside those who are named."""
    linked: MatterWords | None = None
    """For a request: the words of the matter it is linked to."""

    @classmethod
    def of(cls, matter: Matter, where: Iterable[str], cases: Iterable[str] = ()) -> "PersonalData":
        """For a paper or exhibit of a matter, by the names it goes by; `cases` are the opinions that are recorded."""
        names = names_to_protect(matter)
        other = NotMeant(tuple(_others(matter, names)), tuple(cases))
        return cls(names, _offices(matter), let_stand(matter.personal_data, where), other)

    def everything(self, text: str) -> tuple[Found | LinkedFound, ...]:
        """Every place of personal data in a text, whether it may stand there or not."""
        linked = self.linked.found(text) if self.linked else ()
        return tuple(_one_a_place([*linked, *find(text, _FORMS), *self._names(text)]))

    def places(
        self, text: str, found: Iterable[Found | LinkedFound] | None = None
    ) -> tuple[Found | LinkedFound, ...]:
        """What of it may not stand there, in the order of the text; `found` is everything in it, where known."""
        kept = {_key(words) for words in self.allowed}
        return tuple(
            each
            for each in (self.everything(text) if found is None else found)
            if _key(words := text[each.begin : each.end]) not in kept
            and not _shortened(each.pattern, words)
            and not self._of_an_office(each, text)
        )

    def may_hold(self, lines: Sequence[str]) -> bool:
        """Whether anything is found in these lines, let stand or not: what has a form in all of them at once."""
        text = "\n".join(lines)
        linked = self.linked.found(text) if self.linked else ()
        return bool(find(text, _FORMS)) or any(map(self._names, lines)) or any(True for _ in linked)

    def _names(self, text: str) -> list[Found]:
        return [Found(*each, Pattern.NAME) for each in named(text, self.names, self.other)]

    def found(self, text: str) -> tuple[PersonalDatum, ...]:
        """Each piece of personal data that may not stand there, once."""
        return tuple(dict.fromkeys(self.data(text, self.everything(text))))

    def data(self, text: str, found: Iterable[Found | LinkedFound]) -> Iterator[PersonalDatum]:
        """What of everything found may not stand there."""
        yield from (_datum(text, each) for each in self.places(text, found))

    def beside(self, texts: Iterable[str]) -> "PersonalData":
        """The same, told which addresses these texts call an office’s and nowhere somebody’s home."""
        heard = HeardOfAddresses()
        for text in texts:
            heard.add(text, find(text, (Pattern.ADDRESS,)))
        return replace(self, offices=(*self.offices, *heard.offices))

    def _of_an_office(self, found: Found | LinkedFound, text: str) -> bool:
        words = text[found.begin : found.end]
        if found.pattern is Pattern.PHONE:
            return _line_of(words) in map(_line_of, self.offices)
        if found.pattern is not Pattern.ADDRESS:
            return False
        said = whose(text, found.begin, found.end)
        known = any(f" {_key(words)} " in f" {_key(each)} " for each in self.offices)
        return said is Whose.OFFICE or (known and said is not Whose.HOME)


class HeardOfAddresses:
    """What the texts of a paper or document say of addresses, all of them together."""

    def __init__(self) -> None:
        self._said: dict[Whose, set[str]] = {each: set() for each in Whose}

    def add(self, text: str, found: Iterable[Found | LinkedFound]) -> None:
        """Take in what one text says of each address found in it."""
        for each in found:
            if each.pattern is Pattern.ADDRESS:
                self._said[whose(text, each.begin, each.end)].add(_key(text[each.begin : each.end]))

    @property
    def offices(self) -> tuple[str, ...]:
        """The addresses that are called an office’s and nowhere somebody’s home."""
        return tuple(sorted(self._said[Whose.OFFICE] - self._said[Whose.HOME]))

    def is_an_offices(self, words: str) -> bool:
        """Whether this address is one of them."""
        return any(f" {_key(words)} " in f" {each} " for each in self.offices)


def case_names(authorities: Iterable[Authority]) -> tuple[str, ...]:
    """The names of the opinions among these authorities: a party’s surname there is no name of the matter."""
    return tuple(each.name for each in authorities if each.name)


def let_stand(entries: Iterable[LetStand], where: Iterable[str]) -> tuple[str, ...]:
    """The words that counsel lets stand in what goes by one of these names."""
    names = set(where)
    return tuple(each.words for each in entries if names & set(each.where))


def _offices(matter: Matter) -> tuple[str, ...]:
    said = [side for side in (matter.counsel, matter.prosecutor) if side]
    addresses = [each.address for each in said]
    addresses += [each.address for each in matter.disclosure.holders if each.public]
    posts = [matter.arrest.precinct.value, *(each.command for each in matter.officers)]
    return (
        *(" ".join(each) for each in addresses if each),
        *(each for each in posts if each),
        *(each.phone for each in said if each.phone),
    )


def _others(matter: Matter, protected: Sequence[str]) -> Iterator[str]:
    """Everybody else whom the intake names."""
    listed = [each.name for each in (matter.defendant, *matter.co_defendants)]
    listed += [each.name for each in matter.officers]
    listed += [each for each in (matter.counsel.name, matter.prosecutor.name, matter.court.judge) if each]
    yield from (name for name in dict.fromkeys(listed) if name not in protected)


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


def _line_of(words: str) -> str:
    """A telephone number apart from how it is written, its country and its extension."""
    return _digits(_EXTENSION.sub("", words))[-10:]


def _shortened(pattern: Pattern | Linked, words: str) -> bool:
    """Whether a number is already cut to what the rule leaves of it."""
    return pattern in (Pattern.SSN, Pattern.ACCOUNT) and len(_digits(words)) <= _SHOWN


# --- in a paper ------------------------------------------------------------------------------------------------


def with_personal_data(paper: Paper, watch: PersonalData) -> Paper:
    """The paper with every piece of personal data in it as words to check, so that each copy lists or refuses it."""

    lines = [line for block in paper.blocks for line in inlines_of(block)] + list(paper.notes)
    figures = [_drawn_words(block) for block in paper.blocks if isinstance(block, Figure)]
    if not watch.may_hold([*map(_text, lines), *figures]):
        return paper
    watch = watch.beside([*map(_text, lines), *figures])

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
