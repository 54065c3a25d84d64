"""Makes the finished files of one volume from what is ready: laid out, put together, and each proved page by page."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pikepdf

from discovery.core.endorsements import Endorsements
from discovery.core.manifests import MadePage
from discovery.core.matter import Matter
from discovery.core.parts import UNLIMITED, Layout, Limits, Part, Weights, file_name, lay_out, where_each
from discovery.core.problems import Problem
from discovery.core.productions import Plan
from discovery.errors import InputError
from discovery.files.assembly import Assembled, assemble
from discovery.files.crew import ALONE, SHARE, Crew
from discovery.files.originals import open_pdf
from discovery.files.preparing import Prepared
from discovery.files.proof import prove_against_sources
from discovery.files.sheets import Front, Sheets, write_front
from discovery.files.volume import made_pages

ROUNDS = 4
"""How often a volume is laid out anew because a finished file came out larger than was reckoned."""


@dataclass(frozen=True)
class Material:
    """What goes into the files of a volume, and how they are to be laid out."""

    plan: Plan
    sheets: Sheets
    sources: Mapping[str, Prepared]
    """By key, every exhibit that could be read."""
    matter: Matter
    draft: bool
    layout: Layout = Layout.ONE
    limits: Limits = UNLIMITED
    asked: Endorsements = field(default_factory=Endorsements)
    """What is printed on pages of ours; what is printed on an exhibit's was settled when it was made ready."""

    def parts(self, weights: Weights, front: int = 0) -> tuple[Part, ...]:
        """The files it goes into, where its pages weigh so much, and cover and index take at least so many pages."""
        return lay_out(self.plan, self.layout, self.limits, weights, max(front, self.sheets.front.pages))


@dataclass(frozen=True)
class Bound:
    """One finished file: which pages it holds, and what was done to make it."""

    path: Path
    part: Part
    done: Assembled
    pages: tuple[MadePage, ...]
    """What each page came to be, read from the finished file."""


def bind(material: Material, stem: str, room: Path, crew: Crew = ALONE) -> tuple[Bound, ...]:
    """Make and prove every file of the volume in a folder; InputError where a page cannot be proved right.

    A limit in bytes is checked on the finished files: where one is passed, the pages are reckoned heavier and the
    volume is laid out anew. No number moves by that.
    """
    weights, front = reckoned(material), 0
    for _ in range(ROUNDS):
        parts = material.parts(weights, front)
        bound = _bound(material, parts, stem, room, crew)
        over = _over(bound, material.limits)
        front = max(each.part.front for each in bound)
        if over <= 1 and not _too_long(bound, material.limits):
            return bound
        heavier = max(over, 1) * 1.02
        weights = {key: [int(each * heavier) + 1 for each in pages] for key, pages in weights.items()}
        for each in bound:
            each.path.unlink()
    raise InputError("The files cannot be kept within the limit. Allow larger files, or none.")


def reckoned(material: Material) -> dict[str, list[int]]:
    """About how many bytes each page takes; not asked where no limit is given."""
    if material.limits.bytes is None:
        return {}
    return {key: page_weights(source.path) for key, source in material.sources.items()}


def _over(bound: Sequence[Bound], limits: Limits) -> float:
    if limits.bytes is None:
        return 0.0
    return max(each.path.stat().st_size for each in bound) / limits.bytes


def _too_long(bound: Sequence[Bound], limits: Limits) -> bool:
    return limits.pages is not None and any(
        len(each.part.labels) > limits.pages for each in bound if each.part.slices
    )


def _bound(material: Material, parts: Sequence[Part], stem: str, room: Path, crew: Crew) -> tuple[Bound, ...]:
    """Make every file: small ones side by side, a large one with its pages shared out."""
    pages = [len(part.labels) for part in parts]
    crew = crew.for_pages(sum(pages))
    crew.watch.stage("Numbering and proving", sum(pages))
    alone = [part for part, count in zip(parts, pages, strict=True) if count > 2 * SHARE or len(parts) == 1]
    made = {part.number: _bind(_only(material, part), part, parts, stem, room, crew) for part in alone}
    small = [part for part in parts if part.number not in made]
    tasks = [(_only(material, part), part, parts, stem, room) for part in small]
    for part, bound in zip(small, crew.spread(_bind, tasks), strict=True):
        made[part.number] = bound
        crew.watch.step(len(bound.part.labels), 1)
    return tuple(made[part.number] for part in parts)


def _only(material: Material, part: Part) -> Material:
    """What goes into one part: no more is handed to another process."""
    held = {document.key for document in part.documents}
    return replace(material, sources={key: each for key, each in material.sources.items() if key in held})


def _bind(material: Material, part: Part, parts: Sequence[Part], stem: str, room: Path, crew: Crew = ALONE) -> Bound:
    """Put one file together and prove each page; those that fail are tried once more with their content apart."""
    sheets = material.sheets
    if part.of > 1:
        lies_in = where_each(parts, stem, material.layout)
        front = write_front(part, material.matter, draft=material.draft, lies_in=lies_in) if part.front else Front()
        part, sheets = part.with_front(front.pages), Sheets(front, sheets.tabs)
    path = room / file_name(part, stem, material.layout)
    title, sources, asked = _title(part, draft=material.draft), material.sources, material.asked
    done = crew.run_apart(assemble, part, sheets, sources, asked, title, path)
    against = prove_against_sources(path, part, sources, done.endorsed, crew)
    if problems := against.problems:
        named = {each.page for each in done.endorsed for problem in problems if f"({each.label})" in problem.where}
        done = crew.run_apart(assemble, part, sheets, sources, asked, title, path, isolate=named)
        against = prove_against_sources(path, part, sources, done.endorsed)
        proved(against.problems)
    return Bound(path, part, done, crew.run(made_pages, path, done.endorsed, against.verdicts))


def proved(problems: Iterable[Problem]) -> None:
    """Stop where anything about a finished file could not be proved right."""
    if found := tuple(problems):
        raise InputError(
            "Nothing is published, because the finished bundle could not be proved right. "
            "Where an exhibit is named, print it to a new PDF and use that:",
            found,
        )


def _title(part: Part, *, draft: bool) -> str:
    held = part.documents or part.plan.documents
    exhibits = f"Exhibits {held[0].letter} to {held[-1].letter}" if part.of == 1 or len(held) > 1 else ""
    exhibits = exhibits or f"Exhibit {held[0].letter}"
    own = part.with_front(0).labels
    numbers = str(part.plan.range) if part.of == 1 or not own else f"{own[0]} to {own[-1]}"
    title = f"{exhibits}, {numbers}" if own else f"Index of exhibits, {numbers}"
    return f"DRAFT: {title}" if draft else title


# --- how heavy a page is -------------------------------------------------------------------------------------


def page_weights(path: Path) -> list[int]:
    """About how many bytes each page of a file takes: its share of the file, by the streams it draws with."""
    size = path.stat().st_size
    with open_pdf(path) as pdf:
        drawn = [_drawn(page.obj, set()) for page in pdf.pages]
    whole = sum(drawn) or 1
    return [max(1_000, size * each // whole) for each in drawn]


def _drawn(page: Any, met: set[tuple[int, int]]) -> int:
    """The packed bytes of the streams that a page, or a form on it, draws with."""
    contents = page.get("/Contents")
    streams = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
    total = 200 + sum(_length(each) for each in streams)
    resources = page.get("/Resources")
    drawn = resources.get("/XObject") if isinstance(resources, pikepdf.Dictionary) else None
    if not isinstance(drawn, pikepdf.Dictionary):
        return total
    for each in drawn.values():
        if isinstance(each, pikepdf.Stream) and each.objgen not in met:
            met.add(each.objgen)
            total += _length(each) + _drawn(each, met)
    return total


def _length(stream: Any) -> int:
    if not isinstance(stream, pikepdf.Stream):
        return 0
    length = stream.get("/Length")
    return int(length) if isinstance(length, int) else 0
