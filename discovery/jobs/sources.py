"""Say, paragraph by paragraph, what a paper rests on, also after counsel has edited it."""

import difflib
import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from discovery.core.enumerating import count_of
from discovery.core.opening import tally
from discovery.errors import InputError
from discovery.files.edited import Edited, words
from discovery.files.ooxml import qn
from discovery.files.papers_ledger import PaperRecord, Rested, record_of

EDGE = re.compile(r"[-\s]*X")
"""The edge of a caption as the Word writer draws it: no words of anybody."""
BOOKMARKED = 4500
"""Words beyond which 22 NYCRR 202.5 (a) (2) asks for bookmarks."""
CLOSE = 0.8
"""How alike (0 to 1) an edited paragraph must be to the one we wrote to be named with it."""


@dataclass(frozen=True)
class Line:
    """One paragraph of the file and what it rests on."""

    where: str
    text: str
    sources: tuple[str, ...]
    state: str = ""
    """Empty for a paragraph as we wrote it."""

    def __str__(self) -> str:
        opening = self.text if len(self.text) <= 90 else self.text[:89].rsplit(" ", 1)[0] + "…"
        rests = ", ".join(self.sources) if self.sources else "states nothing of its own"
        if self.state == NOT_OURS:
            rests = NOT_OURS
        elif self.state:
            rests = f"{self.state}; was drafted from {rests}"
        return f"{self.where}: {opening}\n    {rests}"


NOT_OURS = "not from the program"
CHANGED = "changed since"


@dataclass(frozen=True)
class Sources:
    """What a paper rests on."""

    file: Path
    record: PaperRecord
    lines: tuple[Line, ...]
    as_written: bool

    def __str__(self) -> str:
        made = f"{self.file}: {self.record.title}, made from template {self.record.template} on {self.record.day}."
        state = "As we wrote it." if self.as_written else "Changed since we wrote it."
        overrides = [f"Used instead of a shipped file: {name}" for name in self.record.overrides]
        return "\n".join(
            [f"{made} {state}", *overrides, self._counts(), *self._words(), "", *(str(line) for line in self.lines)]
        )

    def _words(self) -> Iterator[str]:
        """The words of each part as drafted; where one is long enough for the civil rule on bookmarks, that too."""
        if self.record.words:
            said = ", ".join(f"{name} {count:,}" for name, count in self.record.words.items())
            yield f"Words as drafted, without captions, tables and signatures: {said}."
        if long := [name for name, count in self.record.words.items() if count > BOOKMARKED]:
            yield (
                f"Over {BOOKMARKED:,} words ({', '.join(long)}): 22 NYCRR 202.5 (a) (2), a civil rule, asks for "
                "bookmarks when it is submitted electronically; the PDF has one for each heading."
            )

    def _counts(self) -> str:
        rests = tally(source for each in self.record.paragraphs for source in each.sources)
        return f"It rests on {rests}. {count_of(len(self.record.open_items), 'open item')} when it was drafted."


def sources(file: Path) -> Sources:
    """What the paper in a file rests on; a paragraph that is not ours is named so."""
    if not file.is_file():
        raise InputError(f"There is no file {file}; give the path of a paper in a folder's drafts/.")
    record = record_of(file)
    if record is None:
        raise InputError(
            f"Nothing is recorded about {file}: its name is not that of a paper drafted in this folder. "
            "Give the paper the name it was drafted under."
        )
    data = file.read_bytes()
    ours = hashlib.sha256(data).hexdigest() in record.files.get(file.name, ())
    if ours:
        lines = tuple(Line(each.where, each.text, each.sources) for each in record.paragraphs)
    elif file.suffix.lower() == ".docx":
        lines = tuple(_compared(_paragraphs(file.name, data), record.paragraphs))
    else:
        raise InputError(f"{file} was changed since we wrote it; only an edited .docx can be compared.")
    return Sources(file, record, lines, ours)


def _paragraphs(name: str, data: bytes) -> Iterable[str]:
    edited = Edited(name, data)
    for part, tree in edited.texts():
        if "header" in part or "footer" in part:
            continue
        for paragraph in tree.iter(qn("w:p")):
            if text := " ".join(words(paragraph).split()):
                yield text


def _compared(paragraphs: Iterable[str], ours: tuple[Rested, ...]) -> Iterable[Line]:
    by_text: dict[str, list[Rested]] = {}
    for each in ours:
        by_text.setdefault(_folded(each.text), []).append(each)
    for number, text in enumerate(paragraphs, start=1):
        if EDGE.fullmatch(text):
            continue
        same = by_text.get(_folded(text))
        if same:
            found = same[0] if len(same) == 1 else same.pop(0)
            yield Line(found.where, text, found.sources)
            continue
        close = difflib.get_close_matches(_folded(text), list(by_text), n=1, cutoff=CLOSE)
        if close:
            found = by_text[close[0]][0]
            yield Line(found.where, text, found.sources, CHANGED)
        else:
            yield Line(f"paragraph {number} of the file", text, (), NOT_OURS)


def _folded(text: str) -> str:
    return "".join(text.split()).casefold()
