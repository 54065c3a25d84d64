"""Proves a finished volume from the files on disk, with readers that had no part in writing it.

The manifest says what every page must be. pypdf reads the structure (outline, destinations, labels, links), PDFium
reads the text where a person would see it. What does not agree is a problem; nothing is repaired.
"""

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from discovery.core.bates import BatesNumber, NumberStyle
from discovery.core.endorsements import Printed, Spot
from discovery.core.manifests import Manifest, ServedExhibit, ServedPage, ServedPart
from discovery.core.parts import Layout, Part
from discovery.core.problems import Problem
from discovery.core.productions import PageKind, roman
from discovery.core.served import PageRow
from discovery.errors import InputError
from discovery.files.crew import ALONE, SHARE, Crew
from discovery.files.endorsing import Endorsed
from discovery.files.memory import give_back
from discovery.files.preparing import Prepared
from discovery.files.printing import BLACK
from discovery.files.readback import PageExpectation, Verdict, prove
from discovery.files.structure import prove_structure
from discovery.files.volume import MARK, find_manifest, page_contents, read_manifest
from discovery.files.writing import sha256_of


class Against(NamedTuple):
    """What the proof of a file against its sources came to."""

    problems: tuple[Problem, ...]
    verdicts: tuple[str, ...]
    """For each page, how it was proved."""


def prove_against_sources(
    bundle: Path, part: Part, sources: Mapping[str, Prepared], endorsed: Sequence[Endorsed], crew: Crew = ALONE
) -> Against:
    """Every page against the file it came from: its own content unchanged, its number in place, and seen."""
    numbered = {each.page: each for each in endorsed}
    keys = {document.letter: document.key for document in part.documents}
    expected = []
    for page in part.pages():
        one = numbered.get(page.position)
        source = sources[keys[page.letter]] if page.kind is PageKind.EXHIBIT else None
        expected.append(
            PageExpectation(
                page=page.position,
                label=one.label if one else None,
                spot=one.spot if one else None,
                source=source.path if source else None,
                source_page=max(page.page - 1, 0),
                served=True,
                isolated=bool(one and one.isolated),
                boxed=bool(one and one.boxed),
                others=one.others if one else (),
                color=one.color if one else BLACK,
                shrink=one.shrink if one else None,
                shown=page.label,
                deep=bool((source and page.page - 1 in source.watched) or (one and (one.isolated or one.why))),
            )
        )
    verdicts = _verdicts(bundle, expected, crew)
    problems = (problem for verdict in verdicts for problem in verdict.problems)
    hows = tuple(verdict.how for verdict in verdicts if verdict.page >= 0)
    return Against(tuple(_by_exhibit(part, problem) for problem in problems), hows)


def _verdicts(bundle: Path, expected: Sequence[PageExpectation], crew: Crew) -> tuple[Verdict, ...]:
    """The proof of every page of a file, its pages shared out over the crew."""
    shares = -(-len(expected) // SHARE)
    crew = crew.for_pages(len(expected))
    return prove(bundle, expected, executor=crew.executor, parts=shares, progress=crew.watch.step)


def _stamps(bundle: Path, expected: Sequence[PageExpectation], crew: Crew) -> tuple[Problem, ...]:
    """What is wrong with the marks of a file."""
    return tuple(problem for verdict in _verdicts(bundle, expected, crew) for problem in verdict.problems)


def _by_exhibit(part: Part, problem: Problem) -> Problem:
    """The problem with the page named as its reader knows it: by exhibit and the exhibit's own page."""
    for page in part.pages():
        if page.letter and f"page {page.position + 1} ({page.label})" in problem.where:
            place = f"page {page.page}" if page.page else "tab sheet"
            where = f"Exhibit {page.letter}, {place} ({page.label})"
            return Problem(where=where, what=problem.what, next_step=problem.next_step)
    return problem


def prove_volume(volume: Path, *, stamps: bool = True, crew: Crew = ALONE) -> tuple[Problem, ...]:
    """Everything about a volume that is not as its manifest says, without its sources.

    `stamps` may be left out where the stamps have just been proved against the sources, which proves more.
    """
    path = find_manifest(volume)
    if path is None:
        return (_no_manifest(volume),)
    try:
        manifest = read_manifest(path)
    except InputError as error:
        return (
            Problem(where=path.name, what=error.message),
            *(each for each in error.problems if isinstance(each, Problem)),
        )
    problems = [*_files(volume, manifest, path.name), *_run(manifest)]
    parts = [part for part in manifest.parts() if (volume / part.file.name).is_file()]
    crew = crew.for_pages(len(manifest.pages))
    if stamps:
        crew.watch.stage("Proving the pages", len(manifest.pages))
    tasks = [(volume / part.file.name, part) for part in parts]
    for (bundle, part), found in zip(tasks, crew.spread(_part, tasks), strict=True):
        problems += found
        problems += _marks(bundle, part, crew) if stamps else ()
    return tuple(problems)


def _marks(bundle: Path, part: ServedPart, crew: Crew) -> tuple[Problem, ...]:
    """What is wrong with the marks of one file of a volume."""
    try:
        return _stamps(bundle, [expected_of(page, page.page - 1) for page in part.pages], crew)
    except InputError as error:
        return (Problem(where=bundle.name, what=error.message),)
    except Exception as error:  # noqa: BLE001 - a file no reader gets through is not proved, whatever it raises
        what = f"could not be read back ({type(error).__name__}: {error})."
        return (Problem(where=bundle.name, what=what),)


def _part(bundle: Path, part: ServedPart) -> list[Problem]:
    """What is wrong with one file of a volume besides its marks."""
    problems: list[Problem] = []
    try:
        problems += _contents(bundle, part)
        give_back(len(part.pages))
        problems += prove_structure(bundle, part)
    except InputError as error:
        problems.append(Problem(where=bundle.name, what=error.message))
    except Exception as error:  # noqa: BLE001 - a file no reader gets through is not proved, whatever it raises
        problems.append(Problem(where=bundle.name, what=f"could not be read back ({type(error).__name__}: {error})."))
    return problems


def _no_manifest(volume: Path) -> Problem:
    several = [each.name for each in sorted(volume.glob("*-MANIFEST.json"))]
    if several:
        what = f"holds {len(several)} manifests ({', '.join(several)}), so nothing can be proved."
        return Problem(where=volume.name, what=what, next_step="Take out the one that was not served with it.")
    return Problem(
        where=volume.name,
        what="its manifest (…-MANIFEST.json) is missing, so nothing can be proved.",
        next_step="Put it back from a copy of the volume as it was served; it cannot be made anew.",
    )


def expected_of(page: ServedPage | PageRow, index: int) -> PageExpectation:
    """What a served page must be, as its row in the manifest or the production says; `index` counts from 0."""
    if page.place is None:
        return PageExpectation(page=index, shown=page.label)
    return PageExpectation(
        page=index,
        label=page.label,
        spot=Spot(*page.place),
        boxed=page.boxed,
        others=tuple(Printed(mark.kind, mark.text, Spot(*mark.place), mark.boxed) for mark in page.others),
        color=page.color,
        shrink=page.shrink,
        shown=page.label,
    )


# --- files and manifest --------------------------------------------------------------------------------------


def _files(volume: Path, manifest: Manifest, manifest_name: str) -> Iterator[Problem]:
    listed = (*manifest.files, *manifest.others)
    for file in listed:
        path = volume / file.name
        if not path.is_file():
            yield Problem(where=file.name, what="is listed in the manifest and is not there.")
        elif sha256_of(path) != file.sha256 or path.stat().st_size != file.bytes:
            yield Problem(where=file.name, what="is not the file the manifest was made for: its sha256 differs.")
    hashes = {file.name: file.sha256 for file in manifest.others}
    for exhibit in manifest.exhibits:
        if exhibit.native and hashes.get(exhibit.native) != exhibit.source_sha256:
            what = f"is not the file exhibit {exhibit.letter} was made from: its sha256 differs."
            yield Problem(where=exhibit.native, what=what)
    names = {file.name for file in listed} | {manifest_name}
    for path in sorted(volume.iterdir()):
        if path.name not in names:
            yield Problem(where=path.name, what="is not listed in the manifest.")


def _run(manifest: Manifest) -> Iterator[Problem]:
    """Whether the manifest agrees with itself: the run without gap, the exhibits' ranges, the front matter."""
    style = NumberStyle(prefix=manifest.prefix, digits=manifest.digits, suffix=manifest.suffix)
    parts = manifest.parts()
    numbered = [page for part in parts for page in part.pages[len(part.front) :]]
    if len({file.name for file in manifest.files}) != len(manifest.files):
        yield _wrong("it names a file twice.")
    if manifest.pages != tuple(page for part in parts for page in part.pages):
        yield _wrong("its pages are not in the order of its files.")
    for part in parts:
        yield from _counted(part)
    labels = [page.label for page in numbered]
    first = BatesNumber.parse(labels[0]).number if labels else 0
    if not labels or labels != list(style.range(first, len(labels)).labels()):
        yield _wrong("the numbers do not run from page to page without a gap.")
    elif (manifest.first, manifest.last) != (labels[0], labels[-1]):
        yield _wrong(f"it says {manifest.first} to {manifest.last}, its pages run {labels[0]} to {labels[-1]}.")
    yield from _exhibits(manifest, numbered)


def _counted(part: ServedPart) -> Iterator[Problem]:
    if [page.page for page in part.pages] != list(range(1, len(part.pages) + 1)) or not part.pages:
        yield _wrong(f"the pages of {part.file.name} are not counted from 1 without a gap.")
    if part.front != part.pages[: len(part.front)] or [page.label for page in part.front] != [
        roman(page) for page in range(1, len(part.front) + 1)
    ]:
        yield _wrong("cover and index do not come first with the labels i, ii and so on.")
    if bool(part.front) != (part.number == 1 or part.manifest.layout is Layout.ONE):
        yield _wrong(f"{part.file.name} is wrong about having a cover and index of its own.")


def _exhibits(manifest: Manifest, numbered: Sequence[ServedPage]) -> Iterator[Problem]:
    letters = [exhibit.letter for exhibit in manifest.exhibits]
    met = [page.exhibit for page in numbered]
    if list(dict.fromkeys(met)) != letters or sum(a != b for a, b in pairwise(met)) != max(len(letters) - 1, 0):
        yield _wrong("the exhibits and the pages are not in one order.")
    for exhibit in manifest.exhibits:
        pages = [page for page in numbered if page.exhibit == exhibit.letter]
        own = [page.label for page in pages[1:]]
        kind = PageKind.SLIP if exhibit.unread else PageKind.EXHIBIT
        kinds = [PageKind.TAB, *([kind] * len(own))]
        if not own or [page.kind for page in pages] != kinds or pages[0].label != exhibit.tab:
            yield _wrong(f"exhibit {exhibit.letter} is not a tab sheet followed by its pages.")
        elif (exhibit.begin, exhibit.end, exhibit.pages) != (own[0], own[-1], len(own)):
            yield _wrong(f"exhibit {exhibit.letter} says {_says(exhibit)}, its pages are {own[0]} to {own[-1]}.")


def _says(exhibit: ServedExhibit) -> str:
    return f"{exhibit.begin} to {exhibit.end} and {exhibit.pages} in number"


def _wrong(what: str) -> Problem:
    return Problem(where="manifest", what=what)


def _contents(bundle: Path, part: ServedPart) -> Iterator[Problem]:
    found, count = list[Problem](), 0
    for count, content in enumerate(page_contents(bundle), start=1):
        if count > len(part.pages):
            continue
        page = part.pages[count - 1]
        where = f"{bundle.name}, page {page.page} ({page.label})"
        if sha256(content).hexdigest() != page.content_sha256:
            found.append(Problem(where=where, what="its content is not what it was."))
        if content.count(MARK) != page.marks:
            what = f"it bears {content.count(MARK)} Bates marks; the manifest says {page.marks}."
            found.append(Problem(where=where, what=what))
    if count != len(part.pages):
        yield Problem(where=bundle.name, what=f"has {count} pages; the manifest lists {len(part.pages)}.")
    yield from found
