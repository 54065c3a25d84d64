"""Makes everything ready that goes into a packet, so that what is wrong is known before any number is reserved."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from discovery.core.deficiencies import Deficiency
from discovery.core.packets import PacketOptions
from discovery.core.parts import Layout
from discovery.core.productions import Plan
from discovery.errors import InputError
from discovery.files.binding import Material, reckoned
from discovery.files.crew import Crew
from discovery.files.filing import make_ready
from discovery.files.preparing import on_disk
from discovery.files.sheets import write_sheets
from discovery.jobs.plan import ComposedExhibit, Offered, Settled


@dataclass(frozen=True)
class Ready:
    """Everything that goes into a volume, before it is put together."""

    material: Material
    papers: Mapping[str, ComposedExhibit]
    short: Mapping[str, tuple[Deficiency, ...]]
    """By key: in what the pages of an exhibit fall short of where it is to be filed."""

    @property
    def plan(self) -> Plan:
        """Its exhibits and their numbers."""
        return self.material.plan


def make_packet_ready(
    offer: Offered, settled: Settled, options: PacketOptions, room: Path, crew: Crew, *, draft: bool
) -> Ready:
    """Look over and mend every exhibit, and set the front matter; InputError where a page cannot be numbered."""
    crew = crew.for_pages(settled.plan.numbers)
    sheets = crew.run_apart(write_sheets, settled.plan, offer.folder.matter, draft=draft)
    plan = settled.plan.with_front(sheets.front.pages)
    held: dict[str, Path | bytes] = {key: file.held for key, file in offer.files.items()}
    held |= {key: paper.pdf for key, paper in settled.papers.items()}
    numbered = [document for document in plan.documents if not document.unread]
    crew.watch.stage("Looking for the place of each number", sum(document.pages for document in numbered))
    tasks = [
        (each, on_disk(room / f"{each.key}.pdf", held[each.key]), options.marks(each.letter), options.profile, room)
        for each in numbered
    ]
    sources, short = {}, {}
    for document, (made, found) in zip(numbered, crew.spread(make_ready, tasks), strict=True):
        sources[document.key], short[document.key] = made, found
        crew.watch.step(document.pages, 1)
    if problems := [problem for source in sources.values() for problem in source.problems]:
        raise InputError(
            "Nothing is made and no number is reserved, because some pages cannot carry a number that can be read. "
            "Print such an exhibit on letter-size pages to a new PDF and use that, or set include = false:",
            problems,
        )
    layout, limits, asked = options.layout or Layout.ONE, options.limits, options.endorsements
    material = Material(plan, sheets, sources, offer.folder.matter, draft, layout, limits, asked)
    material.parts(reckoned(material))  # a page no file may hold is found before any number is reserved
    return Ready(material, settled.papers, {key: found for key, found in short.items() if found})
