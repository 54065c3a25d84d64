"""Prove served pages once more against the files they were made from, found in a folder by their sha256.

First by construction, byte for byte. A source that is damaged or locked is opened and mended as it was then, and the
pages are compared with that, byte for byte again. Only where the manifest says that the pages were made anew from the
source are they drawn and compared whole instead, and it is said which files these are; any other difference is a
problem.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import pikepdf

from discovery.core.bates import BatesNumber
from discovery.core.manifests import Manifest
from discovery.core.passwords import Passwords
from discovery.core.problems import Problem
from discovery.core.productions import PageKind
from discovery.errors import DiscoveryError
from discovery.files.markers import source_of
from discovery.files.originals import mend, needs_password, open_as_is, open_pdf
from discovery.files.production_data import documents_of, pages_of
from discovery.files.proof import expected_of
from discovery.files.readback import PageExpectation, check_looks, check_stamps
from discovery.files.stamped import read_stamps
from discovery.files.writing import room_apart, sha256_of

_MISSING = "No file with the sha256 of its source is in that folder, or none is named, so not compared"
_LOCKED = (
    "The source opens only with a password that is not given, so not compared; "
    "name the file of passwords with --password-file"
)
_OTHER = "The pages were made from a source that is no PDF with as many pages, so not compared page for page"
_AS_MENDED = (
    "Every page is its source's byte for byte as that opens, but not as it lies on the disk: the source is locked or "
    "damaged, and was opened and mended here as it was when it was numbered"
)
_ALIKE = (
    "Every page looks as its source's does, but is not proved by its bytes: the pages were made anew from the source "
    "before they were numbered (mended, flattened, made fit for filing, its fields drawn once)"
)
_FEWER = "The source with the sha256 that is named has not as many pages, so that these are not its pages."
_UNLIKE_STEP = (
    "The source is the very file that is named, and nothing says that its pages were made anew: "
    "take the copy as it was issued."
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
    remade: bool = False
    """Its pages were made anew from the source, as its manifest says."""


class Sources(NamedTuple):
    """The files to compare with."""

    files: Mapping[str, Path]
    """By their sha256."""
    passwords: Passwords
    """Of those that open only with one."""


def sources_in(folder: Path, passwords: Passwords | None = None) -> Sources:
    """Every file of a folder, at any depth."""
    files = {sha256_of(path): path for path in sorted(folder.rglob("*")) if path.is_file()}
    return Sources(files, passwords or Passwords())


def compare_copies(paths: Sequence[Path], sources: Sources, *, deep: bool) -> Compared:
    """Numbered copies with the files whose sha256 they name."""
    return _compare([_copy(path) for path in paths], sources, deep=deep)


def _copy(path: Path) -> _Pair:
    expected = tuple(replace(one, source_page=one.page) for one in read_stamps(path))
    with open_pdf(path) as pdf:
        named = {source_of(page.obj) or "" for page in pdf.pages}
    return _Pair(path.name, path, expected, named.pop() if len(named) == 1 else "", served=False, whole=True)


def compare_volume(volume: Path, manifest: Manifest, sources: Sources, *, deep: bool) -> Compared:
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
                yield _Pair(
                    f"Exhibit {exhibit.letter}",
                    volume / part.file.name,
                    expected,
                    exhibit.source_sha256,
                    served=True,
                    remade=exhibit.remade,
                )


def compare_production(data: Path, stem: str, sources: Sources, *, deep: bool) -> Compared:
    """The documents of a production with their files."""
    pages = pages_of(data, stem)
    pairs = []
    for document in documents_of(data, stem):
        own = list(islice(pages, document.pages))
        expected = tuple(replace(expected_of(page, page.page - 1), source_page=page.page - 1) for page in own)
        if not document.sheet:
            path, source = data.parent / document.pdf, document.source_sha256
            pairs.append(_Pair(document.begin, path, expected, source, served=True, remade=document.remade))
    return _compare(pairs, sources, deep=deep)


def _compare(pairs: Sequence[_Pair], sources: Sources, *, deep: bool) -> Compared:
    problems: list[Problem] = []
    told: dict[str, list[str]] = {}
    for pair in pairs:
        source = sources.files.get(pair.source)
        if source is None:
            told.setdefault(_MISSING, []).append(pair.name)
            continue
        with room_apart() as room:
            one = _One(pair, source, sources.passwords.of(source.name), room / "mended.pdf", deep)
            found, said, unlike = one.prove()
        problems += found
        if said:
            told.setdefault(said, []).append(f"{pair.name} ({unlike})" if unlike else pair.name)
    order = (_MISSING, _LOCKED, _OTHER, _AS_MENDED, _ALIKE)
    return Compared(tuple(problems), tuple(f"{what}: {_list(told[what])}." for what in order if what in told))


def _list(names: Sequence[str]) -> str:
    return ", ".join(names) if len(names) <= 12 else f"{', '.join(names[:12])} and {len(names) - 12} more"


class _Outcome(NamedTuple):
    """What the comparison of one file came to."""

    problems: tuple[Problem, ...] = ()
    said: str = ""
    """What could not be proved of it, one of the sentences above."""
    unlike: str = ""
    """In what its pages are not the source by their bytes."""


@dataclass(frozen=True)
class _One:
    """One file and the source it is compared with."""

    pair: _Pair
    source: Path
    password: str
    mended: Path
    """Where the source as it opens may be kept for the time being."""
    deep: bool

    def prove(self) -> _Outcome:
        """From the strictest proof to the weakest that is allowed."""
        pair = self.pair
        locked = needs_password(self.source)
        if locked and not self._opens():
            return _Outcome(said=_LOCKED)
        if not self._is_pages():
            fewer = Problem(where=pair.name, what=_FEWER, next_step=_UNLIKE_STEP)
            return _Outcome(said=_OTHER) if pair.remade else _Outcome((fewer,))
        unlike = () if locked else self._by_bytes(self.source)
        if not locked and not unlike:
            return _Outcome()
        self.mended.touch(0o600)  # what it holds was perhaps locked
        opened = mend(self.source, self.mended, pair.source, self.password)
        as_mended = self._by_bytes(opened)
        if not as_mended:
            return _Outcome(said=_AS_MENDED)
        unlike = unlike or as_mended
        if not pair.remade:
            return _Outcome(
                tuple(Problem(where=each.where, what=each.what, next_step=_UNLIKE_STEP) for each in unlike)
            )
        problems = check_looks(pair.path, self._expected(opened))
        said = " ".join(dict.fromkeys(each.what for each in unlike[:3]))
        return _Outcome(problems) if problems else _Outcome(said=_ALIKE, unlike=said)

    def _opens(self) -> bool:
        try:
            open_as_is(self.source, self.password).close()
        except DiscoveryError:
            return False
        return True

    def _is_pages(self) -> bool:
        try:
            with open_as_is(self.source, self.password) as pdf:
                count = len(pdf.pages)
        except DiscoveryError:
            return False
        return max(one.source_page for one in self.pair.expected) < count

    def _by_bytes(self, source: Path) -> tuple[Problem, ...]:
        """In what the pages are not those of this file."""
        whole = source if self.pair.whole and not self.pair.served else None
        return check_stamps(self.pair.path, self._expected(source), whole=whole, counted=self.pair.whole)

    def _expected(self, source: Path) -> list[PageExpectation]:
        apart = _apart(self.pair.path)
        return [
            replace(
                one,
                source=source,
                served=self.pair.served,
                isolated=one.page in apart,
                deep=self.deep or one.page in apart,
            )
            for one in self.pair.expected
        ]


def _apart(path: Path) -> frozenset[int]:
    """The pages whose own content was moved into a form."""
    with open_pdf(path) as pdf:
        return frozenset(index for index, page in enumerate(pdf.pages) if _is_apart(page.obj))


def _is_apart(page: pikepdf.Object) -> bool:
    contents = page.get("/Contents")
    streams = list(contents) if isinstance(contents, pikepdf.Array) else []
    return len(streams) == 3 and isinstance(streams[1], pikepdf.Stream) and streams[1].read_bytes() == b"/BtsPg Do"
