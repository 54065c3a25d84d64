"""What is open in a paper: every place that keeps it from being filed, with where it stands."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from discovery.core.authorities import Verification
from discovery.core.blocks import (
    Blank,
    Block,
    Caption,
    Cite,
    ExhibitRef,
    Figure,
    Heading,
    Inline,
    Inlines,
    NoteRef,
    Numbered,
    OpenItem,
    PageBreak,
    Paper,
    Signature,
    Sourced,
    Table,
    Verify,
)
from discovery.core.drafts import TemplateHead
from discovery.core.enumerating import count_of
from discovery.core.exhibits import Exhibit
from discovery.core.inlines import every_inline, inlines_of, text_of
from discovery.core.markup import paragraph_number


def places(blocks: Sequence[Block]) -> Iterator[tuple[Block, str]]:
    """Each block with the words a reader finds it by: its numbered paragraph, else its heading."""
    counts: list[int] = []
    part, heading, paragraph = "", "", ""
    for block in blocks:
        if isinstance(block, PageBreak) and block.title:
            part, heading, paragraph = block.title, "", ""
        if isinstance(block, Heading):
            heading, paragraph = f"“{text_of(block.inlines)}”", ""
        if isinstance(block, Numbered):
            counts = [*counts[: block.level - 1], block.ordinal]
            paragraph = f"paragraph {paragraph_number(counts)}"
        if isinstance(block, Caption):
            where = "caption"
        elif isinstance(block, Signature):
            where = "signature block"
        elif isinstance(block, Table):
            where = f"table under {heading}" if heading else "table"
        else:
            where = paragraph or (f"under {heading}" if heading else "opening")
        yield block, f"{part}, {where}" if part else where


def every_line(paper: Paper) -> Iterator[tuple[Block, str, Inlines]]:
    """Every line of words of a paper with its block and its place; a table's cells with their row."""
    for block, where in places(paper.blocks):
        if isinstance(block, Table):
            for number, row in enumerate(block.rows):
                at = f"{where}, row {number}" if number else f"{where}, heading row"
                yield from ((block, at, cell) for cell in row)
        else:
            yield from ((block, where, line) for line in inlines_of(block))


def every_place(paper: Paper) -> Iterator[tuple[Inline, str]]:
    """Every inline of a paper with its place, footnotes where they are referred to."""
    for _, where, line in every_line(paper):
        for inline in every_inline(line):
            yield inline, where
            if isinstance(inline, NoteRef):
                note = paper.notes[inline.number - 1]
                yield from ((each, f"{where}, footnote {inline.number}") for each in every_inline(note))


@dataclass(frozen=True, slots=True)
class Resting:
    """One paragraph, its words, and the ids of what it rests on in the order they are used."""

    where: str
    text: str
    sources: tuple[str, ...]


def rests_on(paper: Paper) -> tuple[Resting, ...]:
    """Paragraph by paragraph what a paper rests on, footnotes where they are referred to."""
    found: list[Resting] = []
    for block, where, line in every_line(paper):
        drawn = block.sources if isinstance(block, Figure) else ()
        found.append(Resting(where, text_of(line), tuple(dict.fromkeys((*sources_of(line), *drawn)))))
        for number in [each.number for each in every_inline(line) if isinstance(each, NoteRef)]:
            note = paper.notes[number - 1]
            found.append(Resting(f"{where}, footnote {number}", text_of(note), sources_of(note)))
    return tuple(each for each in found if each.text.strip())


def sources_of(line: Inlines) -> tuple[str, ...]:
    """The ids a line of words rests on."""
    ids = []
    for inline in every_inline(line):
        if isinstance(inline, Sourced):
            ids.append(inline.source)
        elif isinstance(inline, Cite):
            ids.append(f"authority:{inline.authority}/{inline.proposition}")
        elif isinstance(inline, ExhibitRef):
            ids.append(f"plan:{inline.key}" + (f":{inline.page}" if inline.page else ""))
        elif isinstance(inline, Blank):
            ids.append(f"blank:{inline.key}")
    return tuple(dict.fromkeys(ids))


@dataclass(frozen=True, slots=True)
class Tally:
    """How many different things a paper rests on."""

    facts: int
    """Answers of the intake."""
    findings: int
    citations: int
    """Propositions an authority is cited for."""

    def __str__(self) -> str:
        facts, findings = count_of(self.facts, "fact"), count_of(self.findings, "finding")
        return f"{facts} of the intake, {findings} and {count_of(self.citations, 'citation')}"


def tally(sources: Iterable[str]) -> Tally:
    """The count of the ids a paper rests on, each once."""
    kinds = Counter(each.partition(":")[0] for each in set(sources))
    return Tally(kinds["intake"], kinds["finding"], kinds["authority"])


def reminders(paper: Paper) -> tuple[str, ...]:
    """What is to be known of verified citations: read long ago, checked by counsel, of a former text."""
    found = (inline for inline, _ in every_place(paper) if isinstance(inline, Cite) and inline.flag)
    return tuple(dict.fromkeys(f"{text_of(each.children)}: {each.flag}" for each in found))


def open_items(paper: Paper, head: TemplateHead, exhibits: Sequence[Exhibit]) -> tuple[OpenItem, ...]:
    """Everything that keeps the paper from being filed, in the order of the paper."""
    found = [item for inline, where in every_place(paper) if (item := _open(inline, where))]
    usable = {exhibit.key for exhibit in exhibits if exhibit.include}
    for key in head.needs_exhibits:
        if key not in usable:
            what = f"The paper needs exhibit “{key}”; put its file into exhibits/ and list it in its index.toml."
            found.append(OpenItem("exhibit", "exhibits", what))
    return tuple(dict.fromkeys(found))


def _open(inline: Inline, where: str) -> OpenItem | None:
    if isinstance(inline, Blank):
        return OpenItem("blank", where, f"Fill in [{inline.what}]")
    if isinstance(inline, Verify):
        return OpenItem("verify", where, f"Check “{text_of(inline.children)}”: {inline.reason}")
    if isinstance(inline, Cite) and inline.refused:
        return OpenItem("citation", where, f"{text_of(inline.children)}: {inline.refused}")
    if isinstance(inline, Cite) and inline.state != Verification.VERIFIED:
        key = f"{inline.authority}/{inline.proposition}"
        return OpenItem("citation", where, f"{text_of(inline.children)} is {inline.state} for {key}.")
    if isinstance(inline, ExhibitRef) and not inline.known:
        return OpenItem("exhibit", where, f"{inline.text} is not in the bundle.")
    return None
