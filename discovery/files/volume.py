"""The folders of productions/: made out of sight, published whole by one rename, never changed once issued.

What is served lies in productions/VOLnnn. What is not (paths, source files, releases, tool versions) lies in
ledger/volumes/, which is never served.
"""

import json
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pikepdf
from pydantic import ValidationError

from discovery.core.endorsements import Spot
from discovery.core.manifests import MadePage, Manifest, Place, ServedFile, ServedMark
from discovery.core.problems import Problem
from discovery.errors import ConflictError, InputError
from discovery.files.endorsing import Endorsed
from discovery.files.ledger import ledger_folder
from discovery.files.processes import is_left, machine, this_run
from discovery.files.writing import plain_sentence, replace_own, sha256_of, sweep_parts, write_new

MARK = b"/Subtype/BatesN"
"""How a Bates mark of ours is told in a page's content."""
_MAKING = ".making-"


def productions_folder(matter_folder: Path) -> Path:
    """Where a matter's volumes lie."""
    return matter_folder / "productions"


def manifest_name(stem: str) -> str:
    """The served manifest's file name."""
    return f"{stem}-MANIFEST.json"


def find_manifest(volume: Path) -> Path | None:
    """The served manifest of a volume, if the folder holds exactly one."""
    found = sorted(volume.glob("*-MANIFEST.json"))
    return found[0] if len(found) == 1 else None


def read_manifest(path: Path) -> Manifest:
    """A served manifest; InputError where it is not one."""
    try:
        return Manifest.model_validate_json(path.read_bytes())
    except ValidationError as error:
        problems = [
            Problem(where=f"{path.name}: {'.'.join(str(part) for part in one['loc'])}", what=one["msg"])
            for one in error.errors()
        ]
        raise InputError(f"{path.name} is not the manifest of a volume:", problems) from error


def as_json(facts: Mapping[str, Any]) -> bytes:
    """JSON as programs and people both read it; the same facts are the same bytes."""
    return (json.dumps(facts, ensure_ascii=False, indent=1) + "\n").encode()


def write_manifest(path: Path, manifest: Manifest) -> None:
    """Write a served manifest."""
    write_new(path, as_json(manifest.model_dump(mode="json", by_alias=True)))


def served_file(path: Path, *, pdfa: bool = False) -> ServedFile:
    """A finished file as the manifest names it."""
    return ServedFile(name=path.name, sha256=sha256_of(path), bytes=path.stat().st_size, pdfa=pdfa)


def made_pages(bundle: Path, endorsed: Sequence[Endorsed], verdicts: Sequence[str] = ()) -> tuple[MadePage, ...]:
    """What the finished pages are, read from the file on disk; `verdicts` says how each was proved."""
    numbered = {each.page: each for each in endorsed}
    made = []
    for index, content in enumerate(page_contents(bundle)):
        one = numbered.get(index)
        marks, digest = content.count(MARK), sha256(content).hexdigest()
        page = _made(one, marks, digest) if one else MadePage(None, False, marks, digest)
        made.append(replace(page, verdict=verdicts[index] if verdicts else ""))
    return tuple(made)


def _made(one: Endorsed, marks: int, digest: str) -> MadePage:
    others = tuple(
        ServedMark(kind=mark.kind, text=mark.text, place=_place(mark.spot), boxed=mark.boxed) for mark in one.others
    )
    return MadePage(_place(one.spot), one.boxed, marks, digest, others, one.color, one.shrink)


def _place(spot: Spot) -> Place:
    return round(spot.x, 3), round(spot.y, 3), round(spot.size, 3), round(spot.width, 3)


def page_contents(bundle: Path) -> Iterator[bytes]:
    """What each page's content streams hold, unpacked, in order."""
    with pikepdf.open(bundle) as pdf:
        for page in pdf.pages:
            yield _content(page)


def _content(page: pikepdf.Page) -> bytes:
    contents = page.obj.get(pikepdf.Name.Contents)
    streams = contents if isinstance(contents, pikepdf.Array) else [contents]
    return b"\n".join(stream.read_bytes() for stream in streams if isinstance(stream, pikepdf.Stream))


# --- making and publishing -----------------------------------------------------------------------------------


@contextmanager
def staging(matter_folder: Path) -> Iterator[Path]:
    """A folder out of sight beside the final one; what is left in it is removed."""
    productions = productions_folder(matter_folder)
    with plain_sentence(productions):
        productions.mkdir(parents=True, exist_ok=True)
        stage = Path(tempfile.mkdtemp(prefix=f"{_MAKING}{this_run()}-", dir=productions))
    try:
        yield stage
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def remove(folder: Path) -> None:
    """Remove a folder of ours with all that is in it."""
    shutil.rmtree(folder, ignore_errors=True)


def remove_hidden(folder: Path) -> None:
    """Remove the hidden work of a run that was cut off in the middle of a file."""
    for left in sorted(folder.rglob(".*")):
        if left.is_dir():
            remove(left)
        else:
            left.unlink(missing_ok=True)


def sweep(matter_folder: Path) -> None:
    """Remove what killed runs on this machine left; a run that is still alive keeps its folder."""
    for left in productions_folder(matter_folder).glob(f"{_MAKING}{machine()}-*"):
        if is_left(left.name.removeprefix(_MAKING).rpartition("-")[0]):
            shutil.rmtree(left, ignore_errors=True)
    for folder in (ledger_folder(matter_folder), ledger_folder(matter_folder) / "volumes"):
        sweep_parts(folder)


def publish(stage: Path, target: Path) -> None:
    """Give a finished folder its final name, which must be free."""
    with plain_sentence(target):
        stage.chmod(0o755)
        settle(stage)
        if target.exists():
            raise ConflictError(f"{target} exists already and is not overwritten; move it away first.")
        stage.rename(target)
        _settle_folder(target.parent)


def is_our_draft(matter_folder: Path, folder: Path) -> bool:
    """Whether a draft folder holds exactly the files we made, each as we made it."""
    manifest_path = find_manifest(folder)
    if manifest_path is None or not internal_path(matter_folder, folder.name, sha256_of(manifest_path)).is_file():
        return False
    manifest = read_manifest(manifest_path)
    ours = {file.name: file.sha256 for file in (*manifest.files, *manifest.others)}
    there = {path.name for path in folder.iterdir()} - {manifest_path.name}
    return there == set(ours) and all(sha256_of(folder / name) == digest for name, digest in ours.items())


def replace_draft(
    matter_folder: Path, stage: Path, target: Path, is_ours: Callable[[Path, Path], bool] = is_our_draft
) -> None:
    """Give a finished draft its name, in the place of an earlier draft that nobody has changed."""
    if target.exists():
        if not is_ours(matter_folder, target):
            raise ConflictError(
                f"{target} is not, or no longer, as it was made, and is not overwritten; move it away or rename it."
            )
        with staging(matter_folder) as aside, plain_sentence(target):
            target.rename(aside / "old")
            publish(stage, target)
    else:
        publish(stage, target)


def settle(folder: Path) -> None:
    """Have every file on the disk before the folder gets its final name."""
    for path in sorted(each for each in folder.rglob("*") if each.is_file()):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    _settle_folder(folder)


def _settle_folder(folder: Path) -> None:
    # A folder cannot be opened for this on every system; the files themselves are already on the disk.
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


# --- what is not served --------------------------------------------------------------------------------------


def internal_path(matter_folder: Path, name: str, manifest_sha256: str = "") -> Path:
    """Where the internal record of a volume, or of one making of a draft, lies."""
    stem = f"{name}-{manifest_sha256[:16]}" if manifest_sha256 else name
    return ledger_folder(matter_folder) / "volumes" / f"{stem}.json"


def write_internal(path: Path, facts: Mapping[str, Any], *, again: bool = False) -> None:
    """Keep what is not served: before the volume is published, so that no volume is without it."""
    write_kept(path, as_json(facts), again=again)


def write_kept(path: Path, data: bytes, *, again: bool = False) -> None:
    """Write a file of our own records; `again` replaces that of an earlier draft with the same pages."""
    if path.is_file() and path.read_bytes() == data:
        return
    if again and path.is_file():
        replace_own(path, data, sha256_of(path))
    else:
        write_new(path, data)


def beside(internal: Path, name: str) -> Path:
    """Where a file for people about a volume lies, beside our own record of it."""
    return internal.with_name(f"{internal.stem}-{name}")


def drop_older_drafts(matter_folder: Path, name: str, manifest_sha256: str) -> None:
    """Forget the internal records of drafts that are no more."""
    current = internal_path(matter_folder, name, manifest_sha256)
    for path in current.parent.glob(f"{name}-*"):
        made = re.fullmatch(rf"({re.escape(name)}-[0-9a-f]{{16}})(\.json|-[A-Z-]+\.(txt|csv))", path.name)
        if made and made[1] != current.stem:
            path.unlink()
