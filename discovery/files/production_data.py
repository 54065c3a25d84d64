"""Writes what goes with the pages of a production: rows, load files, inventory, log, list of hashes, manifest.

Everything is made from the two files of rows, one row at a time, so that the same rows always give the same load
files; whoever verifies the volume later makes them again and compares.
"""

from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from discovery.core.loadfiles import Encoding, dat, lfp, opticon, table
from discovery.core.record import Record
from discovery.core.served import (
    DOCUMENTS,
    INVENTORY,
    PAGES,
    SUMS,
    DocumentRow,
    PageRow,
    ProductionManifest,
    image_rows,
    inventory_row,
    pdf_rows,
)
from discovery.errors import InputError
from discovery.files.volume import find_manifest, internal_path
from discovery.files.writing import sha256_of, write_new

Row = TypeVar("Row", bound=Record)
DATA = "DATA"
_PIECE = 1 << 16


def find_production(volume: Path) -> Path | None:
    """The manifest of a production volume, if the folder is one."""
    found = sorted((volume / DATA).glob("*-MANIFEST.json"))
    return found[0] if len(found) == 1 else None


def manifest_of(volume: Path) -> Path | None:
    """The served manifest of a volume of either kind, if the folder holds exactly one."""
    return find_manifest(volume) or find_production(volume)


def rows_beside(manifest: Path) -> Iterator[DocumentRow]:
    """The documents of the production with this manifest."""
    return documents_of(manifest.parent, manifest.name.removesuffix("-MANIFEST.json"))


def read_manifest(path: Path) -> ProductionManifest:
    """A production's manifest; InputError where it is not one."""
    try:
        return ProductionManifest.model_validate_json(path.read_bytes())
    except ValidationError as error:
        raise InputError(f"{path.name} is not the manifest of a production: {error.errors()[0]['msg']}.") from error


def read_rows(path: Path, kind: type[Row]) -> Iterator[Row]:
    """The rows of a file, one at a time; InputError names the line that is none."""
    with path.open("rb") as stream:
        for number, line in enumerate(stream, start=1):
            try:
                yield kind.model_validate_json(line)
            except ValidationError as error:
                what = error.errors()[0]["msg"]
                raise InputError(f"{path.name}, line {number}, is not a row of a production: {what}.") from error


def write_rows(path: Path, rows: Iterable[Record]) -> None:
    """Write rows, a line each."""
    with path.open("xb") as stream:
        for row in rows:
            stream.write(row.model_dump_json(exclude_defaults=True).encode() + b"\n")


def documents_of(data: Path, stem: str) -> Iterator[DocumentRow]:
    """The documents of a production, in order."""
    return read_rows(data / f"{stem}-{DOCUMENTS}", DocumentRow)


def pages_of(data: Path, stem: str) -> Iterator[PageRow]:
    """The pages of a production, in order."""
    return read_rows(data / f"{stem}-{PAGES}", PageRow)


def load_files(
    data: Path, stem: str, volume: str, encoding: Encoding, *, images: bool
) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Each load file by its name, made from the rows."""
    yield f"{stem}.dat", dat((row.values for row in documents_of(data, stem)), encoding)
    yield f"{stem}.csv", table(row.values for row in documents_of(data, stem))
    yield f"{stem}-PDF.opt", opticon(pdf_rows(documents_of(data, stem)), volume)
    yield f"{stem}-PDF.lfp", lfp(pdf_rows(documents_of(data, stem)), volume)
    yield f"{stem}-INVENTORY.csv", table((inventory_row(row) for row in documents_of(data, stem)), INVENTORY)
    if images:
        counts = {row.begin: row.pages for row in documents_of(data, stem)}
        yield f"{stem}.opt", opticon(image_rows(pages_of(data, stem), counts), volume)
        yield f"{stem}.lfp", lfp(image_rows(pages_of(data, stem), counts), volume)


def write_pieces(path: Path, pieces: Iterable[bytes]) -> None:
    """Write a file piece by piece; it must not exist."""
    with path.open("xb") as stream:
        for piece in pieces:
            stream.write(piece)


def pieces_of(path: Path) -> Iterator[bytes]:
    """All of a file, piece by piece."""
    with path.open("rb") as stream:
        while piece := stream.read(_PIECE):
            yield piece


def write_sums(root: Path, stem: str, sums: Iterable[tuple[str, str]]) -> str:
    """Write the list of every file with its sha256, as sha256sum reads it; the sha256 of the list.

    `sums` has the files beside the data; those in DATA, which are small, are hashed here.
    """
    digest = sha256()
    path = root / DATA / f"{stem}-{SUMS}"
    own = [each for each in sorted((root / DATA).iterdir()) if each != path]
    own += [each for each in sorted(root.iterdir()) if each.is_file()]
    with path.open("xb") as stream:
        for name, sha in (*((each.relative_to(root).as_posix(), sha256_of(each)) for each in own), *sums):
            line = f"{sha}  {name}\n".encode()
            digest.update(line)
            stream.write(line)
    return digest.hexdigest()


def read_sums(path: Path) -> Iterator[tuple[str, str]]:
    """Each file of the list with its sha256."""
    with path.open(encoding="utf-8") as stream:
        for line in stream:
            sha, _, name = line.rstrip("\n").partition("  ")
            yield name, sha


def write_manifest(path: Path, manifest: ProductionManifest) -> None:
    """Write a production's manifest."""
    write_new(path, (manifest.model_dump_json(by_alias=True, indent=1) + "\n").encode())


def is_our_production(folder: Path, target: Path) -> bool:
    """Whether a draft holds exactly the files we made, each as we made it."""
    path = find_production(target)
    if path is None or not internal_path(folder, target.name, sha256_of(path)).is_file():
        return False
    sums = path.with_name(path.name.replace("-MANIFEST.json", "-SHA256.txt"))
    if not sums.is_file() or sha256_of(sums) != read_manifest(path).sums_sha256:
        return False
    listed = dict(read_sums(sums))
    there = {each.relative_to(target).as_posix() for each in target.rglob("*") if each.is_file()}
    ours = {*listed, path.relative_to(target).as_posix(), sums.relative_to(target).as_posix()}
    return there == ours and all(sha256_of(target / name) == sha for name, sha in listed.items())
