"""The tables at the head of a memorandum: which headings and which authorities they list."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import groupby

from discovery.core.authorities import Authority, AuthorityKind, citation_parts
from discovery.core.blocks import (
    Authorities,
    Block,
    Caption,
    Category,
    Cite,
    Contents,
    Emphasis,
    Heading,
    Inlines,
    Listed,
    NoteRef,
    PageBreak,
    Paper,
    Signature,
    Text,
)
from discovery.core.inlines import every_inline, inlines_of, text_of

CATEGORIES: Mapping[AuthorityKind, Category] = {
    AuthorityKind.OPINION: Category.CASES,
    AuthorityKind.STATUTE: Category.STATUTES,
    AuthorityKind.SESSION_LAW: Category.STATUTES,
    AuthorityKind.RULE: Category.RULES,
    AuthorityKind.LOCAL_LAW: Category.LOCAL_LAWS,
    AuthorityKind.GUIDE: Category.OTHER,
    AuthorityKind.OTHER: Category.OTHER,
}


def with_tables(paper: Paper, authorities: Iterable[Authority]) -> Paper:
    """The paper with each table of authorities filled with what its part cites."""
    if not any(isinstance(block, Authorities) for block in paper.blocks):
        return paper
    known = {each.id: each for each in authorities}
    blocks = tuple(
        Authorities(_listed(paper, place, known)) if isinstance(block, Authorities) else block
        for place, block in enumerate(paper.blocks)
    )
    return replace(paper, blocks=blocks)


def part_around(blocks: tuple[Block, ...], place: int) -> range:
    """The places of the blocks a table covers: its part's, or all where it stands before the first named part."""
    begins = [at for at, block in enumerate(blocks) if isinstance(block, PageBreak) and block.title]
    begin = max((at for at in begins if at <= place), default=None)
    if begin is None:
        return range(len(blocks))
    return range(begin, min((at for at in begins if at > place), default=len(blocks)))


def covers_all(blocks: tuple[Block, ...], place: int) -> bool:
    """Whether a table at that place is one of the whole paper: no named part has begun."""
    return not any(isinstance(block, PageBreak) and block.title for block in blocks[: place + 1])


def paged_by_part(paper: Paper) -> bool:
    """Whether each named part counts its own pages, as the papers of a set are paged, each to be served alone.

    A table of the whole set needs pages that count through it, or its numbers would say nothing.
    """
    tables = (place for place, block in enumerate(paper.blocks) if isinstance(block, Contents | Authorities))
    named = any(isinstance(block, PageBreak) and block.title for block in paper.blocks)
    return named and not any(covers_all(paper.blocks, place) for place in tables)


def headings(paper: Paper, place: int) -> tuple[Heading, ...]:
    """What the table of contents at that place lists."""
    part = part_around(paper.blocks, place)
    return tuple(block for block in paper.blocks[part.start : part.stop] if isinstance(block, Heading))


def listed_at(paper: Paper) -> tuple[Mapping[str, Listed], ...]:
    """For each block of the paper, by its place, the authorities that a table covering it lists."""
    found: list[dict[str, Listed]] = [{} for _ in paper.blocks]
    for place, block in enumerate(paper.blocks):
        if isinstance(block, Authorities):
            lines = {each.authority: each for each in block.listed}
            for at in part_around(paper.blocks, place):
                found[at] |= lines
    return tuple(found)


def by_category(block: Authorities) -> Iterator[tuple[Category, tuple[Listed, ...]]]:
    """The lines of a table of authorities under their headings."""
    for category, lines in groupby(block.listed, key=lambda each: each.category):
        yield category, tuple(lines)


def words_by_part(paper: Paper) -> dict[str, int]:
    """How many words each part has with the footnotes it calls, without caption, tables of its own, and signature."""
    counts: dict[str, int] = {}
    called: set[int] = set()
    part = paper.title
    for block in paper.blocks:
        if isinstance(block, PageBreak):
            part = block.title or part
        elif not isinstance(block, Caption | Signature):
            notes = (_calls((block,)) - called).intersection(range(1, len(paper.notes) + 1))
            called |= notes
            lines = [*inlines_of(block), *(paper.notes[number - 1] for number in sorted(notes))]
            counts[part] = counts.get(part, 0) + sum(len(text_of(line).split()) for line in lines)
    return {name: count for name, count in counts.items() if count}


def has_tables(paper: Paper) -> bool:
    """Whether the paper has a table whose page numbers have to be found."""
    return any(isinstance(block, Contents | Authorities) for block in paper.blocks)


def _listed(paper: Paper, place: int, known: Mapping[str, Authority]) -> tuple[Listed, ...]:
    part = part_around(paper.blocks, place)
    called = _calls(paper.blocks[: part.start])
    cited = dict.fromkeys(
        each.authority for block in paper.blocks[part.start : part.stop] for each in _cited(paper, block, called)
    )
    lines = [_line(known[each]) for each in cited if each in known]
    order = list(Category)
    return tuple(sorted(lines, key=lambda each: (order.index(each.category), *_in_order(each.inlines))))


def _calls(blocks: Iterable[Block]) -> set[int]:
    """The footnotes called in these blocks: each stands where it is called first."""
    return {
        inline.number
        for block in blocks
        for line in inlines_of(block)
        for inline in every_inline(line)
        if isinstance(inline, NoteRef)
    }


def _cited(paper: Paper, block: Block, called: set[int]) -> Iterator[Cite]:
    """The citations in a block, and in the footnotes that stand with it."""
    for line in inlines_of(block):
        for inline in every_inline(line):
            if isinstance(inline, Cite):
                yield inline
            elif (
                isinstance(inline, NoteRef) and 0 < inline.number <= len(paper.notes) and inline.number not in called
            ):
                yield from (each for each in every_inline(paper.notes[inline.number - 1]) if isinstance(each, Cite))


def _line(authority: Authority) -> Listed:
    parts = citation_parts(authority)
    inlines = tuple(Emphasis((Text(text),)) if italic else Text(text) for text, italic in parts)
    return Listed(authority.id, CATEGORIES[authority.kind], inlines)


def _in_order(inlines: Inlines) -> tuple[tuple[tuple[int, int, str], ...], str]:
    """Letters without regard to case, numbers by their size: CPL 60.25 before CPL 245.20."""
    words = text_of(inlines)
    pieces = re.findall(r"\d+|[^\d\s]+", words.casefold())
    return tuple((0, int(each), "") if each.isdigit() else (1, 0, each) for each in pieces), words
