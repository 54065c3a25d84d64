"""Proves again, from the files on disk, that a served volume is what its manifest and the ledger say."""

from pathlib import Path

from discovery.core.numbering import Entry, issues
from discovery.core.problems import Problem
from discovery.errors import InputError
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


def verify(path: Path, crew: Crew = ALONE) -> tuple[Problem, ...]:
    """What cannot be proved right about a volume, about every volume of a matter, or about numbered copies."""
    if not path.exists():
        raise InputError(f"There is no {path}. Give the folder of a volume, of a matter, or of numbered copies.")
    folder = path if path.is_dir() else path.parent
    if find_production(folder) or (folder / DATA).is_dir():
        return _verify_production(folder)
    if find_manifest(folder) or _is_volume(folder):
        return _verify_volume(folder, crew)
    matter = folder.parent if folder.name == "productions" else folder
    found = [each for each in sorted(productions_folder(matter).glob("[!.]*")) if each.is_dir()]
    if not found:
        return _verify_copies(path)
    return (*(problem for each in found for problem in _verify_one(each, crew)), *_missing(matter))


def _verify_one(volume: Path, crew: Crew) -> tuple[Problem, ...]:
    return _verify_production(volume) if (volume / DATA).is_dir() else _verify_volume(volume, crew)


def _verify_production(volume: Path) -> tuple[Problem, ...]:
    problems = prove_production(volume)
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


def _verify_copies(path: Path) -> tuple[Problem, ...]:
    """Numbered copies of `discovery stamp`, which have no manifest."""
    copies = [path] if path.is_file() else sorted(path.glob("*.pdf"))
    if not any(is_stamped(copy) for copy in copies):
        raise InputError(f"{path} holds nothing to verify: no volume with its manifest, and no numbered copies.")
    return prove_stamped(copies)


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
