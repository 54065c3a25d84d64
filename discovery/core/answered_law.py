"""Law that came into a paper with an answer of the intake, where no template's check sees it."""

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from discovery.core.authorities import Authority
from discovery.core.blocks import Inline, Inlines, Paper, Sourced, Verify
from discovery.core.citation_forms import find_typed, legible
from discovery.core.citations import check_citations
from discovery.core.inlines import inlines_of, map_inlines, text_of
from discovery.core.matter import Matter

FROM_ANSWERS = ("intake:", "given:")
STEP = (
    "It came with an answer, and no template cites it: record the authority in record/authorities and read it, or "
    "take it out of the answer."
)


def own_citations(matter: Matter) -> tuple[str, ...]:
    """What a matter's papers have from the matter: its caption and its charges."""
    name = matter.defendant.name
    captions = (f"People v {name}", f"People v {name.split()[-1]}") if name.strip() else ()
    return (*captions, *(charge.statute for charge in matter.charges))


def with_law_of_answers(paper: Paper, authorities: tuple[Authority, ...], own: Iterable[str]) -> Paper:
    """The paper with each answer that cites what is not in the law data as words to check."""
    lines = [line for block in paper.blocks for line in inlines_of(block)] + list(paper.notes)
    if not any(_cites(line) for line in lines):
        return paper
    allowed = tuple(each for each in own if each)

    def change(inline: Inline) -> Inline:
        if not (isinstance(inline, Sourced) and inline.source.startswith(FROM_ANSWERS)):
            return inline
        text = legible(text_of((inline,)))
        if not _looks(_without(text, allowed)):
            return inline
        problems = check_citations(text, authorities, allowed=allowed)
        if not problems:
            return inline
        return Verify(" ".join([*dict.fromkeys(each.what for each in problems), STEP]), (inline,))

    notes = tuple(tuple(map(change, note)) for note in paper.notes)
    return replace(paper, blocks=tuple(map_inlines(block, change) for block in paper.blocks), notes=notes)


def _without(text: str, allowed: Iterable[str]) -> str:
    """What is left of an answer that says no more than a charge or the caption is not looked up at all."""
    for each in allowed:
        text = text.replace(each, " ")
    return text


def _cites(line: Inlines) -> bool:
    return _looks(legible(text_of(line)))


@lru_cache(maxsize=1024)
def _looks(text: str) -> bool:
    return bool(find_typed(text))
