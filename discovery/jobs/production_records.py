"""What the office keeps of a production and nobody is served: where each page came from, and a plain report."""

import json
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from typing import Any

from discovery.core.enumerating import count_of, plain, several
from discovery.core.loadfiles import Encoding, replaced
from discovery.core.problems import Problem
from discovery.core.produced import Document, Sheet
from discovery.core.served import ProductionManifest, log_row
from discovery.files.issued import served_before
from discovery.files.producing import Made
from discovery.files.taking_in import ReadPiece
from discovery.files.writing import replace_own, sha256_of, write_stream
from discovery.jobs.production_personal import searched
from discovery.jobs.production_run import Numbered, Run

SHOWN = 40
"""Documents listed on the terminal; the report lists all."""


def line_of(document: Document) -> str:
    """One document as it is listed."""
    sheets = {
        Sheet.NATIVE: " [native]",
        Sheet.WITHHELD: " [withheld]",
        Sheet.UNREADABLE: " [slip sheet]",
        Sheet.PLACEHOLDER: " [slip sheet]",
    }
    state = sheets.get(document.offered.sheet, " [redacted]" if document.offered.redacted else "")
    indent = "  " * document.offered.depth
    return f"{document.numbers!s:<28} {indent}{plain(document.offered.name)}{state}"


def listed(numbered: Numbered) -> tuple[str, ...]:
    """The first documents of a production, and how many more there are."""
    lines = [line_of(document) for (document, _), _ in zip(numbered, range(SHOWN), strict=False)]
    more = numbered.extent.documents - len(lines)
    return (*lines, *([f"… and {more} more"] if more else []))


def unread(numbered: Numbered) -> Iterator[Problem]:
    """The documents that could not be read, each with what to do."""
    for document, piece in numbered:
        if document.offered.sheet is Sheet.UNREADABLE:
            what = f"could not be read, and a slip sheet stands in its place ({document.begin})."
            yield Problem(where=plain(document.offered.place), what=what, next_step=plain(piece.detail))


def to_look_at(numbered: Numbered) -> Iterator[str]:
    """What a person must have looked at before this is served, a sentence each; the report has all of it."""
    found = (
        f"Look at {document.numbers} ({plain(document.offered.name)}) before it is served: {caution}"
        for document, piece in numbered
        for caution in piece.cautions
    )
    yield from islice(found, SHOWN)
    if more := sum(1 for _ in found):
        yield f"{more} more to look at are in the report."


def numbered_again(numbered: Numbered) -> Iterator[str]:
    """That files get a second number which were served to the same audience before."""
    run = numbered.run
    before = {} if run.wanted.again else served_before(run.folder, run.wanted.audience)
    found = [before[document.offered.sha256] for document, _ in numbered if document.offered.sha256 in before]
    if found:
        of = count_of(numbered.extent.documents, "document")
        have = "has" if len(found) == 1 else "have"
        yield (
            f"{len(found)} of {of} went to the {run.wanted.audience} before ({', '.join(sorted(set(found)))}) "
            f"and {have} a second number here. Give a folder of what is new alone, "
            "or left_out in produce.toml, if that is not meant."
        )


def unstated(numbered: Numbered) -> Iterator[str]:
    """That the log states no author of what is withheld."""
    bare = [document.begin for document, _ in numbered if document.withheld and not log_row(document)["Author"]]
    if bare:
        yield (
            f"The log states no author of {several(bare)}. Where that may be told, write author and recipients in "
            "produce.toml, or log_header = true for an e-mail."
        )


def notes(run: Run) -> Iterator[str]:
    """What counsel should know of what went out, and what did not."""
    for item in run.drop.items:
        if item.restriction.value != "none" and not item.withheld and not item.left_out:
            yield f"{item.file} is restricted ({item.restriction}) and was released by name."
    left = [item.file for item in run.drop.items if item.left_out]
    if left:
        yield f"{len(left)} left out, as produce.toml says; the report gives each reason."


def write_record(path: Path, numbered: Numbered, manifest: ProductionManifest, sha256: str) -> None:
    """Write our own record of a production: a document at a time, for there may be very many."""
    run = numbered.run
    sources = (_source(run, *each, made) for each, made in zip(numbered, numbered.made(), strict=True))
    _keep(path, _record(_facts(run, manifest, sha256), sources))


def _record(facts: dict[str, Any], sources: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    head = json.dumps(facts, ensure_ascii=False, indent=1)
    yield f'{head[:-2]},\n "sources": ['.encode()
    comma = ""
    for source in sources:
        yield f"{comma}\n  {json.dumps(source, ensure_ascii=False)}".encode("utf-8", "surrogatepass")
        comma = ","
    yield b"\n ]\n}\n"


def _facts(run: Run, manifest: ProductionManifest, sha256: str) -> dict[str, Any]:
    return {
        "kind": "production",
        "volume": manifest.volume,
        "status": manifest.status,
        "day": str(run.today),
        "audience": str(run.wanted.audience),
        "numbers": f"{manifest.first} to {manifest.last}",
        "reservation": run.reservation.sequence if run.reservation else None,
        "manifest_sha256": sha256,
        "folder": str(run.drop.path),
        "endorsements": run.wanted.marks.model_dump(mode="json"),
        "made_with": {name: version(name) for name in ("discovery", "pikepdf", "pypdf", "pypdfium2", "typst")},
        "left_out": {item.file: item.left_out for item in run.drop.items if item.left_out},
        "skipped": dict(run.drop.skipped),
    }


def _source(run: Run, document: Document, piece: ReadPiece, made: Made) -> dict[str, Any]:
    return {
        "begin": document.begin,
        "end": str(document.numbers.end),
        "file": document.offered.place,
        "name": document.offered.name,
        "sha256": document.offered.sha256,
        "description": document.item.description,
        "custodian": document.item.custodian,
        "received_numbers": made.row.values.get("RECEIVEDBATES", ""),
        "restriction": str(document.item.restriction),
        "released_by_name": document.offered.place in run.wanted.release,
        "sheet": str(document.offered.sheet),
        "handled": dict(piece.handled),
        "covered": document.item.covered,
        "detail": piece.detail,
    }


def write_report(path: Path, numbered: Numbered, manifest: ProductionManifest) -> None:
    """Write what became of every file, in plain English."""
    _keep(path, (f"{plain(line)}\n".encode("utf-8", "replace") for line in _report(numbered, manifest)))


def _report(numbered: Numbered, manifest: ProductionManifest) -> Iterator[str]:
    run = numbered.run
    state = "issued" if run.reservation else "draft: the numbers are not reserved"
    yield f"{run.name} ({state}), {run.today}, for the {run.wanted.audience}"
    yield f"{manifest.first} to {manifest.last}: {manifest.documents} documents, {manifest.pages} pages."
    yield "For the office. Not to be served: it names files, and what was found in them."
    yield ""
    for (document, piece), made, found in zip(numbered, numbered.made(), searched(numbered.room), strict=True):
        yield line_of(document)
        yield from _said(piece, made)
        yield from (f"    {line}" for line in found.lines())
        yield from (f"    {each}" for each in _replaced(made, run.wanted.encoding))
    for item in run.drop.items:
        if item.left_out:
            yield f"not produced: {item.file}: {item.left_out}"
    for place, why in run.drop.skipped:
        yield f"not produced: {place}: {why}"


def _replaced(made: Made, encoding: Encoding) -> Iterator[str]:
    for field, signs in replaced(made.row.values, encoding):
        shown = ", ".join(f"{plain(sign)} (U+{ord(sign):04X})" for sign in signs)
        yield f"The DAT cannot hold {shown} in its {field}; another sign stands there. The CSV has it as it is."


def replaced_in_dat(numbered: Numbered) -> Iterator[str]:
    """That the load file does not hold some words as they are."""
    encoding = numbered.run.wanted.encoding
    changed = [made.row.begin for made in numbered.made() if any(replaced(made.row.values, encoding))]
    if changed:
        yield (
            f"The DAT ({encoding}) cannot hold every sign of {count_of(len(changed), 'document')} "
            f"({several(changed)}); the report says which. The CSV has them as they are."
        )


def _said(piece: ReadPiece, made: Made) -> Iterator[str]:
    yield from (f"    {note}" for note in made.notes)
    if piece.detail:
        yield f"    {piece.detail}"


def _keep(path: Path, parts: Iterable[bytes]) -> None:
    """Write a file of our own records, in the place of one that an earlier making of the same pages left."""
    if path.is_file():
        replace_own(path, b"".join(parts), sha256_of(path))
    else:
        write_stream(path, parts)
