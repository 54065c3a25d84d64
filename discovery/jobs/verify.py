"""Proves again, from the files on disk, that a served volume is what its manifest and the ledger say."""

from dataclasses import dataclass
from pathlib import Path

from discovery.core.numbering import Entry, issues
from discovery.core.passwords import Passwords
from discovery.core.problems import Problem
from discovery.errors import InputError
from discovery.files.against_sources import (
    Compared,
    Sources,
    compare_copies,
    compare_production,
    compare_volume,
    sources_in,
)
from discovery.files.crew import ALONE, Crew
from discovery.files.ledger import ledger_folder, read_ledger
from discovery.files.page_records import internal_record
from discovery.files.production_data import DATA, find_production
from discovery.files.production_data import read_manifest as read_production
from discovery.files.production_proof import prove_production
from discovery.files.proof import prove_volume
from discovery.files.stamped import is_stamped, prove_stamped
from discovery.files.volume import find_manifest, productions_folder, read_manifest
from discovery.files.writing import sha256_of


@dataclass(frozen=True)
class Verified:
    """What was found, and what the files at hand cannot prove."""

    problems: tuple[Problem, ...]
    unproved: tuple[str, ...] = ()
    """In plain sentences."""


def verify(path: Path, crew: Crew = ALONE, *, sources: Path | None = None, deep: bool = False) -> tuple[Problem, ...]:
    """What cannot be proved right about a volume, about every volume of a matter, or about numbered copies."""
    return check(path, crew, sources=sources, deep=deep).problems


def check(
    path: Path,
    crew: Crew = ALONE,
    *,
    sources: Path | None = None,
    passwords: Passwords | None = None,
    deep: bool = False,
) -> Verified:
    """The same, with what could not be proved.

    With the folder of the `sources`, every page is compared with the file it was made from, found by its sha256, of
    which those that are locked open with the `passwords`; and with `deep`, drawn and compared whole.
    """
    if not path.exists():
        raise InputError(f"There is no {path}. Give the folder of a volume, of a matter, or of numbered copies.")
    if deep and sources is None:
        raise InputError("A deep check compares each page with its source, drawn: name their folder with --sources.")
    if sources is not None and not sources.is_dir():
        raise InputError(f"There is no folder {sources}. Give the one in which the source files lie.")
    known = sources_in(sources, passwords) if sources else None
    folder = path if path.is_dir() else path.parent
    if _is_production(folder) or find_manifest(folder) or _is_volume(folder):
        return _checked(folder, known, deep, crew)
    matter = folder.parent if folder.name == "productions" else folder
    found = [each for each in sorted(productions_folder(matter).glob("[!.]*")) if each.is_dir()]
    if not found:
        return _copies(path, known, deep)
    each_one = [_checked(each, known, deep, crew) for each in found]
    problems = (*(problem for one in each_one for problem in one.problems), *_missing(matter))
    return Verified(problems, tuple(dict.fromkeys(said for one in each_one for said in one.unproved)))


def _is_production(folder: Path) -> bool:
    return bool(find_production(folder)) or (folder / DATA).is_dir()


def _checked(volume: Path, known: Sources | None, deep: bool, crew: Crew) -> Verified:
    """One volume, by itself, against the ledger where there is one, and against the sources where they are given."""
    problems = _verify_one(volume, crew)
    said = [] if _matter_of(volume) else [NO_LEDGER]
    if known is None:
        return Verified(problems, (*said, NO_SOURCES))
    if problems:
        return Verified(problems, (*said, "Its pages were not compared with their sources, for what is told above."))
    compared = _with_sources(volume, known, deep)
    return Verified(compared.problems, (*said, *(f"{volume.name}: {each}" for each in compared.unproved)))


def _with_sources(volume: Path, known: Sources, deep: bool) -> Compared:
    """One branch for each kind of volume."""
    if path := find_production(volume):
        return compare_production(volume / DATA, path.name.removesuffix("-MANIFEST.json"), known, deep=deep)
    path = find_manifest(volume)
    return compare_volume(volume, read_manifest(path), known, deep=deep) if path else Compared()


NO_SOURCES = (
    "For want of the source files: that each page's own content is the source's. "
    "Whoever has them names their folder with --sources."
)
NO_LEDGER = (
    "For want of a ledger, which is not served: that these numbers stand on no other page, and that this is the "
    "volume that was issued. Compare the sha256 of its manifest with the one in the letter that came with it."
)
NO_LEDGER_AT_ALL = (
    "That no other file bears these numbers, and that no page is gone from the end of one: copies made without a "
    "matter are in no ledger."
)


def _verify_one(volume: Path, crew: Crew) -> tuple[Problem, ...]:
    return _verify_production(volume, crew) if (volume / DATA).is_dir() else _verify_volume(volume, crew)


def _verify_production(volume: Path, crew: Crew) -> tuple[Problem, ...]:
    problems = prove_production(volume, crew=crew)
    path = find_production(volume)
    matter = _matter_of(volume)
    if path is None or matter is None:
        return problems
    try:
        manifest = read_production(path)
    except InputError:
        return problems
    return (*problems, *_against_ledger(matter, volume, path, (manifest.first, manifest.last)))


def _is_volume(folder: Path) -> bool:
    """Whether a folder without its one manifest is a volume all the same."""
    pages = any(path for name in ("*-BUNDLE*.pdf", "*-INDEX.pdf") for path in folder.glob(name))
    served = pages and (folder / "README.txt").is_file()
    return served or any(folder.glob("*-MANIFEST.json")) or folder.resolve().parent.name == "productions"


def _copies(path: Path, known: Sources | None, deep: bool) -> Verified:
    """Numbered copies of `discovery stamp`, which have no manifest."""
    copies = [path] if path.is_file() else sorted(path.glob("*.pdf"))
    if not any(is_stamped(copy) for copy in copies):
        raise InputError(f"{path} holds nothing to verify: no volume with its manifest, and no numbered copies.")
    problems = prove_stamped(copies)
    if known is None or problems:
        return Verified(problems, (NO_LEDGER_AT_ALL, NO_SOURCES))
    compared = compare_copies(copies, known, deep=deep)
    return Verified(compared.problems, (NO_LEDGER_AT_ALL, *compared.unproved))


def _verify_volume(volume: Path, crew: Crew) -> tuple[Problem, ...]:
    problems = prove_volume(volume, crew=crew)
    path = find_manifest(volume)
    matter = _matter_of(volume)
    if path is None or matter is None:
        return problems
    return (*problems, *_against_ledger(matter, volume, path, _run_of(path)))


def _matter_of(volume: Path) -> Path | None:
    """The matter a volume lies in, where it lies in one that has a ledger."""
    matter = volume.resolve().parent.parent
    in_matter = volume.resolve().parent.name == "productions" and ledger_folder(matter).is_dir()
    return matter if in_matter else None


def _run_of(path: Path) -> tuple[str, str] | None:
    try:
        manifest = read_manifest(path)
    except InputError:
        return None
    return manifest.first, manifest.last


def _against_ledger(matter: Path, volume: Path, path: Path, run: tuple[str, str] | None) -> list[Problem]:
    """Whether the ledger agrees that this volume was issued with these numbers."""
    if volume.name.startswith("DRAFT-"):
        return []
    entry = next((each for each in issues(read_ledger(matter)) if each.volume == volume.name), None)
    if entry is None:
        step = "If its run was cut off, run the same command again with --issue: it records the issue."
        return [Problem(where=volume.name, what="the ledger does not know it as issued.", next_step=step)]
    return [Problem(where=volume.name, what=what) for what in _differences(entry, path, matter, run)]


def _differences(entry: Entry, path: Path, matter: Path, run: tuple[str, str] | None) -> list[str]:
    wrong = []
    if sha256_of(path) != entry.manifest:
        wrong.append("its manifest is not the one that was issued: the ledger names another sha256.")
    if run is not None and run != (str(entry.range.begin), str(entry.range.end)):
        wrong.append(f"it says {run[0]} to {run[1]}; the ledger gave it {entry.range}.")
    if not internal_record(matter, entry):
        wrong.append("its internal record (ledger/volumes) is missing.")
    return wrong


def _missing(matter: Path) -> tuple[Problem, ...]:
    """Volumes that the ledger knows as issued and that are not on the disk."""
    return tuple(
        Problem(where=entry.volume, what=f"was issued on {entry.day} ({entry.range}) and is not in productions/.")
        for entry in issues(read_ledger(matter))
        if not (productions_folder(matter) / entry.volume).is_dir()
    )
