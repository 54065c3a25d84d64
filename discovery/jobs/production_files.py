"""Writes what is served beside the pages of a production: rows, load files, inventory, log, README, hashes."""

from pathlib import Path

from discovery.core.bates import BatesRange
from discovery.core.loadfiles import table
from discovery.core.served import DOCUMENTS, LOG, PAGES, ProductionManifest, log_row
from discovery.files import volume as volumes
from discovery.files.production_data import DATA, load_files, write_manifest, write_pieces, write_rows, write_sums
from discovery.files.writing import write_new
from discovery.jobs.production_run import Again, Numbered, Run


def write_data(numbered: Numbered, root: Path) -> ProductionManifest:
    """The rows, the load files, the inventory, the log, the list of hashes, and last the manifest."""
    run = numbered.run
    volumes.remove(root / DATA)
    data = numbered.room.folder(f"volume/{DATA}")
    (root / "README.txt").unlink(missing_ok=True)
    stem, whole = run.stem, numbered.numbers
    write_rows(data / f"{stem}-{DOCUMENTS}", (made.row for made in numbered.made()))
    write_rows(data / f"{stem}-{PAGES}", (page for made in numbered.made() for page in made.pages))
    for name, pieces in load_files(data, stem, run.name, run.wanted.encoding, images=run.wanted.images):
        write_pieces(data / name, pieces)
    logged = [log_row(document) for document, _ in numbered if document.withheld or document.item.redactions]
    if logged:
        write_pieces(data / f"{stem}-LOG.csv", table(logged, LOG))
    write_new(root / "README.txt", _readme(run, whole).encode())
    sums = write_sums(root, stem, (each for made in numbered.made() for each in sorted(made.sums.items())))
    manifest = ProductionManifest(
        volume=run.name,
        status="draft" if run.reservation is None else "issued",
        sample=run.sample,
        prefix=run.wanted.style.prefix,
        digits=run.wanted.style.digits,
        suffix=run.wanted.style.suffix,
        first=str(whole.begin),
        last=str(whole.end),
        documents=numbered.extent.documents,
        pages=numbered.extent.pages,
        images=run.wanted.images,
        replaces=run.wanted.again.reason if run.wanted.again else "",
        sums_sha256=sums,
    )
    write_manifest(data / f"{stem}-MANIFEST.json", manifest)
    return manifest


def _readme(run: Run, whole: BatesRange) -> str:
    lines = [
        *(["SAMPLE: a fictional matter.", ""] if run.sample else []),
        *(
            ["DRAFT: the numbers are not reserved, and this folder is not to be served.", ""]
            if not run.reservation
            else []
        ),
        f"{run.name}: {whole}.",
        "",
        *(_replaces(run.wanted.again) if run.wanted.again else []),
        "PDF      each document, named by its first number",
        *(
            ["IMAGES   each page: black and white as TIFF (Group 4), what has tones or colors as JPEG"]
            if run.wanted.images
            else []
        ),
        "TEXT     the searchable text of each document",
        "NATIVES  files that have no pages, and originals, named by the number of their sheet or first page",
        f"DATA     {run.stem}.dat (Concordance), .csv (for people), -PDF.opt and -PDF.lfp (a row a document)"
        + (", .opt and .lfp (a row a page)," if run.wanted.images else ","),
        "         (DATESENT and TIMESENT in UTC; DOCDATE is the day as the document itself shows it),",
        "         the inventory, the log of what is withheld or redacted, if anything is, and every file's sha256",
        "",
        "`discovery verify` with this folder's name checks every file and every page's number again; sha256sum -c",
        "reads the list of hashes.",
        "",
    ]
    return "\n".join(lines)


def _replaces(again: Again) -> list[str]:
    return [
        f"These pages replace those served before under the same numbers. Reason: {again.reason}",
        "",
    ]
