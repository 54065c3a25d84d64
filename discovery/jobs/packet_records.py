"""What is said of a finished packet: its served manifest and README, and our own record, report and inventory."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

from discovery.core.audiences import Audience
from discovery.core.cross_reference import COLUMNS, CrossReference, cross_references, run_read
from discovery.core.exhibits import Exhibit
from discovery.core.loadfiles import table
from discovery.core.manifests import Manifest, ServedPage, served_exhibit, served_pages
from discovery.core.numbering import Entry
from discovery.core.packet_report import ExhibitOrigin, PacketTold, PageTold, changed, report
from discovery.core.packets import PacketOptions
from discovery.core.parts import Layout, Part
from discovery.core.productions import Document, Plan
from discovery.core.transmittals import INVENTORY, inventory_row, items_of
from discovery.files import volume as volumes
from discovery.files.binding import Bound, Material
from discovery.files.preparing import MENDED
from discovery.files.writing import write_new
from discovery.jobs.plan import Offered


@dataclass(frozen=True)
class Run:
    """What one making is for."""

    folder: Path
    today: date
    audience: Audience
    release: tuple[str, ...]
    name: str
    options: PacketOptions
    reservation: Entry | None = None
    known: int = 0
    """The place of the last entry the ledger had when the run began."""

    @property
    def draft(self) -> bool:
        """Whether the numbers are only tried."""
        return self.reservation is None


@dataclass(frozen=True)
class Finished:
    """The finished files of a packet, and what went into them."""

    material: Material
    bound: Sequence[Bound]
    filing: tuple[str, ...] = ()
    """How they stand to the place where they are to be filed, a line each."""
    personal: tuple[str, ...] = ()
    """Which personal data stands in the exhibits, and what could not be searched for it, a line each."""


# --- what is served --------------------------------------------------------------------------------------------


def served_manifest(material: Material, bound: Sequence[Bound], natives: Sequence[Path], run: Run) -> Manifest:
    plan, sample = material.plan, material.matter.sample
    first = bound[0]
    readme = first.path.with_name("README.txt")
    write_new(readme, _readme(plan, bound, material.layout, draft=run.draft, sample=sample).encode())
    others = [readme, *natives]
    if run.options.cross_reference and (rows := list(crossed(material))):
        others.append(first.path.with_name(f"{plan.style.prefix.strip('-_')}-CROSS-REFERENCE.csv"))
        write_new(others[-1], _csv(rows))
    files = [volumes.served_file(each.path, pdfa=each.done.pdfa and each is not first) for each in bound]
    return Manifest(
        volume=run.name,
        status="draft" if run.draft else "issued",
        sample=sample,
        prefix=plan.style.prefix,
        digits=plan.style.digits,
        suffix=plan.style.suffix,
        first=str(plan.range.begin),
        last=str(plan.range.end),
        layout=material.layout,
        bundle=files[0],
        further=tuple(files[1:]),
        pdfa=first.done.pdfa,
        others=tuple(volumes.served_file(path) for path in others),
        exhibits=tuple(
            served_exhibit(document, remade=_is_remade(document, material, bound)) for document in plan.documents
        ),
        pages=tuple(page for each in bound for page in _pages(each)),
    )


def _is_remade(document: Document, material: Material, bound: Sequence[Bound]) -> bool:
    """Whether what went in is not the exhibit's file itself."""
    source = material.sources.get(document.key)
    drawn = any(document.key in each.done.drawn for each in bound)
    return drawn or (source is not None and source.source != document.source)


def _pages(bound: Bound) -> tuple[ServedPage, ...]:
    return served_pages(bound.part, bound.path.name, bound.pages)


def _readme(plan: Plan, bound: Sequence[Bound], layout: Layout, *, draft: bool, sample: bool) -> str:
    named = bound[0].path.name if len(bound) == 1 else "FILE.pdf"
    lines = [
        *(["SAMPLE: a fictional matter.", ""] if sample else []),
        *(["DRAFT: the numbers are not reserved, and this folder is not to be served.", ""] if draft else []),
        *_held(plan, bound, layout),
        "The number at the foot of each page is also its page label, so a viewer goes to it by number, and its named",
        f"destination: {named}#nameddest={plan.range.begin}, or #nameddest=Ex-A for a tab sheet.",
        "",
        "The manifest lists every page with its number, every exhibit with its range and the sha256 of the file it",
        "was made from, and the sha256 of the files here. `discovery verify` with this folder's name checks it all.",
        "",
    ]
    return "\n".join(lines)


def _held(plan: Plan, bound: Sequence[Bound], layout: Layout) -> list[str]:
    exhibits = f"exhibits {plan.documents[0].letter} to {plan.documents[-1].letter}, {plan.range}."
    if len(bound) == 1:
        return [f"{bound[0].path.name}: {exhibits}"]
    how = "each in a file of its own, and the index" if layout is Layout.SEPARATE else f"in {len(bound)} parts"
    rows = [f"  {each.path.name}: {_numbers_in(each.part)}" for each in bound]
    return [f"{exhibits[0].upper()}{exhibits[1:-1]}, {how}:", *rows, ""]


def _numbers_in(part: Part) -> str:
    own = part.with_front(0).labels
    front = "cover and index" if part.front else ""
    numbers = (own[0] if len(own) == 1 else f"{own[0]} to {own[-1]}") if own else ""
    return ", ".join(said for said in (front, numbers) if said)


def crossed(material: Material) -> Iterator[CrossReference]:
    """Every page that bears a number of another party beside ours."""
    return cross_references(material.plan, {key: source.received for key, source in material.sources.items()})


def _csv(rows: Sequence[CrossReference]) -> bytes:
    return b"".join(table((each.row() for each in rows), COLUMNS))


# --- what is kept ----------------------------------------------------------------------------------------------


def _record(finished: Finished, manifest: Manifest, sha256: str, run: Run, offer: Offered) -> dict[str, Any]:
    """What is kept and never served: where each page came from, for whom, released by whom, made with what."""
    letters = {exhibit.letter: exhibit for exhibit in manifest.exhibits}
    sources = [
        {
            "letter": letter,
            "tab": served.tab,
            "begin": served.begin,
            "end": served.end,
            "description": served.description,
            "key": exhibit.key,
            "file": exhibit.file,
            "paper": exhibit.paper,
            "custodian": exhibit.custodian,
            "received_numbers": exhibit.numbers,
            "received_pages": {
                each.ours: each.theirs for each in crossed(finished.material) if each.exhibit == letter
            },
            "restriction": str(exhibit.restriction),
            "released_by_name": exhibit.key in run.release,
            "sha256": served.source_sha256,
            "handling": _choices(offer, exhibit.key),
            "unread": offer.files[exhibit.key].detail if exhibit.key in offer.files else "",
        }
        for exhibit, (letter, served) in zip(offer.exhibits, letters.items(), strict=True)
    ]
    return {
        "volume": manifest.volume,
        "status": manifest.status,
        "day": str(run.today),
        "audience": str(run.audience),
        "numbers": f"{manifest.first} to {manifest.last}",
        "reservation": run.reservation.sequence if run.reservation else None,
        "manifest_sha256": sha256,
        "matter_sha256": offer.folder.sha256,
        "options": run.options.facts(),
        "endorsements": run.options.endorsements.model_dump(mode="json"),
        "isolated_pages": [each.label for one in finished.bound for each in one.done.endorsed if each.isolated],
        "made_with": {name: version(name) for name in ("discovery", "pikepdf", "pypdf", "pypdfium2", "typst")},
        "sources": sources,
        "filing": finished.filing,
        "notes": assembly_notes(finished.bound),
    }


def assembly_notes(bound: Sequence[Bound]) -> list[str]:
    return list(dict.fromkeys(note for each in bound for note in each.done.notes))


def parted(bound: Sequence[Bound]) -> Iterator[str]:
    """A sentence for each exhibit that no file could hold whole."""
    for document in dict.fromkeys(document for each in bound for document in each.part.documents):
        held = [(each.path.name, one.range) for each in bound for one in each.part.slices if one.document == document]
        if len(held) > 1:
            said = "; ".join(f"{numbers} in {name}" for name, numbers in held)
            yield f"Exhibit {document.letter} is larger than one file may be and goes on in the next: {said}."


def keep(finished: Finished, manifest: Manifest, sha256: str, run: Run, offer: Offered) -> Path:
    """Write our own record, the report and the inventory beside each other; where the report lies."""
    internal = volumes.internal_path(run.folder, run.name, sha256)
    volumes.write_internal(internal, _record(finished, manifest, sha256, run, offer), again=run.draft)
    said = volumes.beside(internal, "REPORT.txt")
    volumes.write_kept(said, _report(finished, manifest, run, offer).encode("utf-8", "replace"), again=run.draft)
    rows = table((inventory_row(item) for item in items_of(manifest)), INVENTORY)
    volumes.write_kept(volumes.beside(internal, "INVENTORY.csv"), b"".join(rows), again=run.draft)
    if both := list(crossed(finished.material)):
        volumes.write_kept(volumes.beside(internal, "CROSS-REFERENCE.csv"), _csv(both), again=run.draft)
    return said


def _report(finished: Finished, manifest: Manifest, run: Run, offer: Offered) -> str:
    notes = (*assembly_notes(finished.bound), *parted(finished.bound))
    mended = dict.fromkeys(note.partition(":")[0] for note in notes if MENDED in note or ": for filing, " in note)
    said = "that the pages of {} are its original's byte for byte: they are proved against the mended copy."
    return report(
        PacketTold(
            manifest=manifest,
            day=str(run.today),
            audience=str(run.audience),
            exhibits=[
                _origin(offer, exhibit, served.letter, run, notes, finished.material)
                for exhibit, served in zip(offer.exhibits, manifest.exhibits, strict=True)
            ],
            pages=tuple(_pages_told(manifest, finished.bound)),
            not_offered=[
                (str(exhibit.file or exhibit.paper), "include = false in exhibits/index.toml")
                for exhibit in offer.folder.exhibits
                if not exhibit.include
            ],
            filing=finished.filing,
            personal=finished.personal,
            unproved=[*(said.format(exhibit) for exhibit in mended), *_converted(offer, manifest)],
        )
    )


def _converted(offer: Offered, manifest: Manifest) -> Iterator[str]:
    """The exhibits whose pages were made from a file of another kind."""
    for exhibit, served in zip(offer.exhibits, manifest.exhibits, strict=True):
        file = offer.files.get(exhibit.key)
        if file and file.pdf:
            yield (
                f"that the pages of Exhibit {served.letter} show all that {exhibit.file} holds: they were made from "
                "it, and are proved against what was made. Compare them."
            )


def _choices(offer: Offered, key: str) -> dict[str, str]:
    """What was found odd about an exhibit, with the choice made for it."""
    file = offer.files.get(key)
    return dict(file.choices or {}) if file else {}


def _origin(
    offer: Offered, exhibit: Exhibit, letter: str, run: Run, notes: Sequence[str], material: Material
) -> ExhibitOrigin:
    file = offer.files.get(exhibit.key)
    starts = (f"Exhibit {letter}: ", f"Exhibit {letter} ")
    own = [note.removeprefix(starts[0]) for note in notes if note.startswith(starts)]
    by_name = exhibit.key in run.release
    return ExhibitOrigin(
        letter=letter,
        origin=f"exhibits/{exhibit.file}" if exhibit.file else f"the paper {exhibit.paper}",
        notes=(*own, *(file.notes if file else ())),
        received=(run_read(source.received) if (source := material.sources.get(exhibit.key)) else "")
        or exhibit.numbers
        or "",
        restriction=exhibit.restriction,
        released=f"released by name for the {run.audience}" + ("" if by_name else " in exhibits/index.toml"),
        detail=file.detail if file else "",
    )


def _pages_told(manifest: Manifest, bound: Sequence[Bound]) -> Iterator[PageTold]:
    made = {each.label: each for one in bound for each in one.done.endorsed}
    for page in manifest.pages:
        if page.label in made:
            told = changed(page, made[page.label].why, isolated=made[page.label].isolated)
            yield from [told] if told else []
