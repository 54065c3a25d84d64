"""Takes up what a run left that was cut off between giving a volume its name and recording its issue."""

from datetime import date
from pathlib import Path

from discovery.core.numbering import set_aside, unfinished
from discovery.core.problems import Problem
from discovery.files.ledger import read_ledger, record_issue
from discovery.files.production_data import find_production, manifest_of
from discovery.files.production_data import read_manifest as read_production
from discovery.files.production_proof import prove_production
from discovery.files.proof import prove_volume
from discovery.files.volume import productions_folder, read_manifest
from discovery.files.writing import sha256_of


def finish_interrupted(folder: Path, today: date) -> None:
    """Record the issue of each volume, bundle or production, that was published and is proved again."""
    entries = read_ledger(folder)
    another = {entry.manifest for entry in set_aside(entries)}
    for reservation in unfinished(entries):
        published = productions_folder(folder) / reservation.volume
        path = manifest_of(published) if published.is_dir() else None
        if path is None or sha256_of(path) in another or _problems(published):
            continue
        manifest = read_production(path) if find_production(published) else read_manifest(path)
        if (manifest.first, manifest.last) == (str(reservation.range.begin), str(reservation.range.end)):
            record_issue(folder, reservation, sha256_of(path), today)


def _problems(volume: Path) -> tuple[Problem, ...]:
    return prove_production(volume) if find_production(volume) else prove_volume(volume)
