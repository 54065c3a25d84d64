"""Proves a production from the files on disk: every file by its hash, every row against the others, every page again.

What is compared is what lies there with what the rows say; load files are made anew from the rows and compared byte
for byte. Nothing of the matter is needed, so whoever was served can run it.
"""

import os
from collections.abc import Iterable, Iterator
from functools import partial
from hashlib import sha256
from itertools import groupby, islice
from pathlib import Path

from discovery.core.bates import BatesNumber, NumberStyle
from discovery.core.loadfile_lint import lint
from discovery.core.loadfiles import Encoding
from discovery.core.problems import Problem
from discovery.core.served import DOCUMENTS, PAGES, SUMS, DocumentRow, PageRow, ProductionManifest
from discovery.errors import InputError
from discovery.files.crew import ALONE, Crew
from discovery.files.production_data import (
    DATA,
    documents_of,
    find_production,
    load_files,
    pages_of,
    pieces_of,
    read_manifest,
    read_sums,
)
from discovery.files.proof import expected_of
from discovery.files.readback import check_stamps
from discovery.files.volume import MARK, page_contents
from discovery.files.writing import sha256_of


def prove_production(volume: Path, *, pages: bool = True, crew: Crew = ALONE) -> tuple[Problem, ...]:
    """Everything about a production that is not as its manifest says.

    `pages` may be left out where every page has just been proved as it was made.
    """
    path = find_production(volume)
    if path is None:
        what = "its manifest (DATA/…-MANIFEST.json) is missing, or there are several, so nothing can be proved."
        return (Problem(where=volume.name, what=what, next_step="Put it back from a copy as it was served."),)
    problems: list[Problem] = []
    try:
        manifest = read_manifest(path)
        for problem in _problems(volume, path.name.removesuffix("-MANIFEST.json"), manifest, crew if pages else None):
            problems.append(problem)  # noqa: PERF402 - what was found before reading breaks off is kept
    except InputError as error:
        problems.append(Problem(where=path.name, what=error.message))
    except FileNotFoundError as error:
        where = Path(error.filename or "").name
        problems.append(Problem(where=where, what="is part of the production and is not there."))
    except Exception as error:  # noqa: BLE001 - data no reader gets through is not proved, whatever it raises
        what = f"its data do not fit together and could not be read to the end ({type(error).__name__}: {error})."
        problems.append(Problem(where=volume.name, what=what, next_step="Compare it with a copy as it was served."))
    return tuple(problems)


def _problems(volume: Path, stem: str, manifest: ProductionManifest, crew: Crew | None) -> Iterator[Problem]:
    yield from _files(volume, stem, manifest)
    yield from _rows(volume / DATA, stem, manifest)
    yield from _load_files(volume, stem, manifest)
    if crew is None:
        return
    crew = crew.for_pages(manifest.pages)
    crew.watch.stage(f"Proving {volume.name}", manifest.pages)
    tasks = ((volume, *task) for task in _documents(volume / DATA, stem))
    for count, found in crew.spread(_prove_document, tasks):
        yield from found
        crew.watch.step(count, 1)


# --- files and rows ------------------------------------------------------------------------------------------


def _files(volume: Path, stem: str, manifest: ProductionManifest) -> Iterator[Problem]:
    sums = volume / DATA / f"{stem}-{SUMS}"
    if sha256_of(sums) != manifest.sums_sha256:
        yield Problem(where=sums.name, what="is not the list that was served: its sha256 differs.")
    apart = (f"{DATA}/{stem}-{SUMS}", f"{DATA}/{stem}-MANIFEST.json")
    listed = _Gathered(apart)
    for name, sha in read_sums(sums):
        listed.add(name)
        path = volume / name
        if not path.is_file():
            yield Problem(where=name, what="is listed and is not there.")
        elif sha256_of(path) != sha:
            yield Problem(where=name, what="is not the file that was served: its sha256 differs.")
    if _Gathered(_names(volume)).total != listed.total:
        names = {*apart, *(name for name, _ in read_sums(sums))}
        for name in sorted(name for name in _names(volume) if name not in names):
            yield Problem(where=name, what="is not listed.")


class _Gathered:
    """Names gathered into one number, equal where the same names were, in whatever order: there may be very many.

    It is the sum of their sha256: lists that differ in a name, or in how often they have one, differ in it.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self.total = 0
        for name in names:
            self.add(name)

    def add(self, name: str) -> None:
        """Take in one more."""
        self.total += int.from_bytes(sha256(name.encode("utf-8", "surrogateescape")).digest())


def _names(folder: Path, within: str = "") -> Iterator[str]:
    """The place of every file in a folder, with `/`, one at a time."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _names(Path(entry.path), f"{within}{entry.name}/")
            elif entry.is_file():
                yield f"{within}{entry.name}"


def _rows(data: Path, stem: str, manifest: ProductionManifest) -> Iterator[Problem]:
    """Whether the rows are one run without gap, each page in its document and each document in its family."""
    style = NumberStyle(prefix=manifest.prefix, digits=manifest.digits, suffix=manifest.suffix)
    where = f"{stem}-{DOCUMENTS}"
    pages = pages_of(data, stem)
    counted, numbers = 0, 0
    expected = ""
    last = ""
    for document in documents_of(data, stem):
        run = [page.label for page in islice(pages, document.pages)]
        if expected and document.begin != expected:
            yield Problem(where=where, what=f"{document.begin} follows where {expected} is due.")
        first = BatesNumber.parse(document.begin).number
        if run != list(style.range(first, document.pages).labels()) or document.end != run[-1]:
            yield Problem(where=where, what=f"the pages of {document.begin} are not its numbers.")
        yield from _told(document, where)
        yield from _as_received(data.parent, document)
        counted, numbers = counted + 1, numbers + document.pages
        expected, last = str(style.number(first + document.pages)), document.end
        if counted == 1 and document.begin != manifest.first:
            yield Problem(where=where, what=f"it begins with {document.begin}, the manifest with {manifest.first}.")
    if next(pages, None) is not None:
        yield Problem(where=f"{stem}-{PAGES}", what="it has pages of no document.")
    if (counted, numbers, last) != (manifest.documents, manifest.pages, manifest.last):
        what = f"they are {counted} documents and {numbers} pages to {last}; the manifest says otherwise."
        yield Problem(where=where, what=what)


def _told(document: DocumentRow, where: str) -> Iterator[Problem]:
    values = document.values
    said = (values.get("BEGBATES"), values.get("ENDBATES"), values.get("PGCOUNT"))
    if said != (document.begin, document.end, str(document.pages)):
        yield Problem(where=where, what=f"the row of {document.begin} says {', '.join(map(str, said))}.")
    paths = {"PDFPATH": document.pdf, "TEXTPATH": document.text, "NATIVEPATH": document.native}
    for name, path in paths.items():
        if values.get(name, "") != path.replace("/", "\\"):
            yield Problem(where=where, what=f"the {name} of {document.begin} is not the file of its row.")


def _as_received(volume: Path, document: DocumentRow) -> Iterator[Problem]:
    """Whether the PDF and the native file are those of the row: the native is the very file that was received."""
    for path, sha in ((document.pdf, document.pdf_sha256), (document.native, document.source_sha256)):
        if path and (volume / path).is_file() and sha256_of(volume / path) != sha:
            yield Problem(where=path, what=f"is not the file that the row of {document.begin} was written for.")


def _load_files(volume: Path, stem: str, manifest: ProductionManifest) -> Iterator[Problem]:
    data = volume / DATA
    encoding = _encoding(data / f"{stem}.dat")
    for name, pieces in load_files(data, stem, manifest.volume, encoding, images=manifest.images):
        digest = sha256()
        for piece in pieces:
            digest.update(piece)
        path = data / name
        if sha256_of(path) != digest.hexdigest():
            yield Problem(where=name, what="does not agree with the documents and pages of the production.")
        if not name.endswith("INVENTORY.csv"):
            yield from lint(partial(pieces_of, path), name, lambda place: (volume / place).is_file()).problems


def _encoding(path: Path) -> Encoding:
    with path.open("rb") as stream:
        head = stream.read(3)
    if head == b"\xef\xbb\xbf":
        return Encoding.UTF8
    return Encoding.UTF16 if head[:2] == b"\xff\xfe" else Encoding.CP1252


# --- pages ---------------------------------------------------------------------------------------------------


def _documents(data: Path, stem: str) -> Iterator[tuple[DocumentRow, list[PageRow]]]:
    grouped = groupby(pages_of(data, stem), key=lambda page: page.document)
    for document, (_, group) in zip(documents_of(data, stem), grouped, strict=False):
        yield document, list(group)


def _prove_document(volume: Path, document: DocumentRow, pages: list[PageRow]) -> tuple[int, tuple[Problem, ...]]:
    """Prove the pages of one document; how many they are, and what is wrong."""
    path = volume / document.pdf
    problems: list[Problem] = []
    try:
        contents = list(page_contents(path))
        for page, content in zip(pages, contents, strict=False):
            where = f"{path.name}, page {page.page} ({page.label})"
            if sha256(content).hexdigest() != page.content_sha256:
                problems.append(Problem(where=where, what="its content is not what it was."))
            if content.count(MARK) != page.marks:
                problems.append(Problem(where=where, what=f"it bears {content.count(MARK)} Bates marks."))
        problems += check_stamps(path, [expected_of(page, page.page - 1) for page in pages])
    except InputError as error:
        problems.append(Problem(where=document.pdf, what=error.message))
    except Exception as error:  # noqa: BLE001 - a file no reader gets through is not proved, whatever it raises
        problems.append(
            Problem(where=document.pdf, what=f"could not be read back ({type(error).__name__}: {error}).")
        )
    return len(pages), tuple(problems)
