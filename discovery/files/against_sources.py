"""Prove served pages once more against the files they were made from, found in a folder by their sha256.

First by construction, byte for byte. Where a file was mended, unlocked or made fit for filing before it was numbered,
its pages cannot be the source's bytes; they are then drawn and compared whole, and it is said which files these are.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

import pikepdf

from discovery.core.bates import BatesNumber
from discovery.core.manifests import Manifest
from discovery.core.problems import Problem
from discovery.core.productions import PageKind
from discovery.errors import DiscoveryError
from discovery.files.markers import source_of
from discovery.files.originals import open_as_is, open_pdf
from discovery.files.production_data import documents_of, pages_of
from discovery.files.proof import expected_of
from discovery.files.readback import PageExpectation, check_looks, check_stamps
from discovery.files.stamped import read_stamps
from discovery.files.writing import sha256_of

_MISSING = "No file with the sha256 of its source is in that folder, or none is named, so not compared"
_OTHER = "The source is no PDF with as many pages, or opens only with a password, so not compared page for page"
_ALIKE = (
    "Every page looks as its source's does, but is not proved by its bytes; that is so of a file that was mended, "
    "unlocked, drawn once (a form) or made fit for filing before it was numbered, and of no other"
)


@dataclass(frozen=True)
class Compared:
    """What the comparison with the sources came to."""

    problems: tuple[Problem, ...] = ()
    unproved: tuple[str, ...] = ()
    """What could not be compared, or only by its look, in sentences."""


@dataclass(frozen=True)
class _Pair:
    """Pages of a served file and the source they came from."""

    name: str
    """As a person knows them: an exhibit, a document, a file."""
    path: Path
    expected: tuple[PageExpectation, ...]
    source: str
    """Its sha256; empty where none is told."""
    served: bool
    whole: bool = False
    """All pages of the served file, and nothing was taken out of it."""


def sources_in(folder: Path) -> Mapping[str, Path]:
    """Every file of a folder, at any depth, by its sha256."""
    return {sha256_of(path): path for path in sorted(folder.rglob("*")) if path.is_file()}


def compare_copies(paths: Sequence[Path], sources: Mapping[str, Path], *, deep: bool) -> Compared:
    """Numbered copies with the files whose sha256 they name."""
    return _compare([_copy(path) for path in paths], sources, deep=deep)


def _copy(path: Path) -> _Pair:
    expected = tuple(replace(one, source_page=one.page) for one in read_stamps(path))
    with open_pdf(path) as pdf:
        named = {source_of(page.obj) or "" for page in pdf.pages}
    return _Pair(path.name, path, expected, named.pop() if len(named) == 1 else "", served=False, whole=True)


def compare_volume(volume: Path, manifest: Manifest, sources: Mapping[str, Path], *, deep: bool) -> Compared:
    """The exhibits of a bundle with their files."""
    return _compare(list(_exhibits(volume, manifest)), sources, deep=deep)


def _exhibits(volume: Path, manifest: Manifest) -> Iterator[_Pair]:
    for part in manifest.parts():
        for exhibit in part.exhibits:
            first = BatesNumber.parse(exhibit.begin).number
            own = [page for page in part.pages_of(exhibit) if page.kind is PageKind.EXHIBIT]
            expected = tuple(
                replace(
                    expected_of(page, page.page - 1),
                    source_page=BatesNumber.parse(page.label).number - first,
                )
                for page in own
            )
            if expected:
                name = f"Exhibit {exhibit.letter}"
                yield _Pair(name, volume / part.file.name, expected, exhibit.source_sha256, served=True)


def compare_production(data: Path, stem: str, sources: Mapping[str, Path], *, deep: bool) -> Compared:
    """The documents of a production with their files."""
    pages = pages_of(data, stem)
    pairs = []
    for document in documents_of(data, stem):
        own = list(islice(pages, document.pages))
        expected = tuple(replace(expected_of(page, page.page - 1), source_page=page.page - 1) for page in own)
        source = "" if document.sheet else document.source_sha256
        if not document.sheet:
            pairs.append(_Pair(document.begin, data.parent / document.pdf, expected, source, served=True))
    return _compare(pairs, sources, deep=deep)


def _compare(pairs: Sequence[_Pair], sources: Mapping[str, Path], *, deep: bool) -> Compared:
    problems: list[Problem] = []
    missing, other, alike = [], [], []
    for pair in pairs:
        source = sources.get(pair.source)
        if source is None:
            missing.append(pair.name)
        elif not _is_pages(source, pair):
            other.append(pair.name)
        else:
            found, unlike = _prove(pair, source, deep=deep)
            problems += found
            alike += [] if found or not unlike else [f"{pair.name} ({unlike})"]
    told = (
        (missing, _MISSING),
        (other, _OTHER),
        (alike, _ALIKE),
    )
    return Compared(tuple(problems), tuple(f"{what}: {_list(names)}." for names, what in told if names))


def _list(names: Sequence[str]) -> str:
    return ", ".join(names) if len(names) <= 12 else f"{', '.join(names[:12])} and {len(names) - 12} more"


def _is_pages(source: Path, pair: _Pair) -> bool:
    try:
        with open_as_is(source) as pdf:
            count = len(pdf.pages)
    except DiscoveryError:
        return False
    return max(one.source_page for one in pair.expected) < count


def _prove(pair: _Pair, source: Path, *, deep: bool) -> tuple[tuple[Problem, ...], str]:
    """What is wrong with the pages, and in what they are not the source by their bytes; empty where they are."""
    apart = _apart(pair.path)
    expected = [
        replace(
            one,
            source=source,
            served=pair.served,
            isolated=one.page in apart,
            deep=deep or one.page in apart,
        )
        for one in pair.expected
    ]
    whole = source if pair.whole and not pair.served else None
    unlike = check_stamps(pair.path, expected, whole=whole, counted=pair.whole)
    if not unlike:
        return (), ""
    return check_looks(pair.path, expected), " ".join(dict.fromkeys(each.what for each in unlike[:3]))


def _apart(path: Path) -> frozenset[int]:
    """The pages whose own content was moved into a form."""
    with open_pdf(path) as pdf:
        return frozenset(index for index, page in enumerate(pdf.pages) if _is_apart(page.obj))


def _is_apart(page: pikepdf.Object) -> bool:
    contents = page.get("/Contents")
    streams = list(contents) if isinstance(contents, pikepdf.Array) else []
    return len(streams) == 3 and isinstance(streams[1], pikepdf.Stream) and streams[1].read_bytes() == b"/BtsPg Do"
