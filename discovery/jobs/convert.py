"""Show what received files become: a PDF of each that has pages, and a sentence on every file, nothing left out."""

import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from discovery.core.converted import Converted
from discovery.core.problems import Problem
from discovery.errors import ConflictError, InputError
from discovery.files.converting import ConvertOptions, Piece, read_piece, survey
from discovery.files.converting.piece import safe_name
from discovery.files.originals import page_count
from discovery.files.writing import plain_sentence, publish_finished


@dataclass(frozen=True)
class Given:
    """What is to be converted: each file with the name its PDF will have, and what in the folders is no file."""

    files: tuple[tuple[Path, str], ...]
    left_out: tuple[Converted, ...]


def plan(paths: Sequence[Path], folder: Path) -> Given:
    """Every file named, and those in the folders named; InputError or ConflictError with every problem."""
    problems = [Problem(where=str(path), what="is not there.") for path in paths if not path.exists()]
    if folder.exists() and not folder.is_dir():
        problems.append(Problem(where=str(folder), what="is a file.", next_step="Give a folder for the PDFs."))
    if problems:
        raise InputError("Nothing was converted:", problems)
    files: list[tuple[Path, str]] = []
    left_out: list[Converted] = []
    for path in paths:
        if not path.is_dir():
            files.append((path, path.name))
            continue
        found = survey(path)
        files += [(file, file.relative_to(path).as_posix()) for file in found.files]
        left_out += [
            Converted(name=each.path.relative_to(path.parent).as_posix(), why=f"Left out: {each.why}.")
            for each in found.left_out
        ]
    _refuse_taken([folder / f"{name}.pdf" for _, name in files])
    return Given(tuple(files), tuple(left_out))


def _refuse_taken(targets: Sequence[Path]) -> None:
    first: dict[str, Path] = {}
    problems = [Problem(where=str(target), what="exists already.") for target in targets if target.exists()]
    problems += [
        Problem(where=str(target), what="would be made of two files.", next_step="Rename one.")
        for target in targets
        if first.setdefault(str(target).casefold(), target) is not target
    ]
    if problems:
        raise ConflictError("Nothing was converted, because nothing is overwritten. Choose another folder:", problems)


def convert(
    given: Given,
    folder: Path,
    *,
    passwords: Mapping[str, str] | None = None,
    options: ConvertOptions | None = None,
) -> Iterator[Converted]:
    """Convert each file in turn and say what became of it and of every file inside it."""
    with plain_sentence(folder):
        folder.mkdir(parents=True, exist_ok=True)
        made_in = tempfile.TemporaryDirectory(prefix=".converting-", dir=folder)
    with made_in as room:
        for number, (path, name) in enumerate(given.files):
            piece_room = Path(room) / str(number)
            piece = read_piece(path, piece_room, passwords=passwords, options=options)
            yield from _kept(piece, folder / name, piece_room, 0)
            shutil.rmtree(piece_room, ignore_errors=True)
    yield from given.left_out


def _kept(piece: Piece, stem: Path, room: Path, depth: int) -> Iterator[Converted]:
    """One piece, its PDF published, then those inside it."""
    pdf = piece.pdf
    target = stem.with_name(f"{stem.name}.pdf")
    pages = page_count(pdf) if pdf else 0
    if pdf:
        _publish(pdf, room / "finished.pdf", target)
    yield Converted(
        name=piece.name,
        depth=depth,
        pages=pages,
        written=str(target) if pdf else "",
        why=piece.why,
        detail=piece.detail,
        notes=piece.notes,
        unreadable=pdf is None and not piece.native_only,
    )
    for number, child in enumerate(piece.children, start=1):
        inner = stem.with_name(f"{stem.name} attached") / f"{number:02d} {safe_name(child.name)}"
        yield from _kept(child, inner, room, depth + 1)


def _publish(pdf: Path, finished: Path, target: Path) -> None:
    with plain_sentence(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(pdf, finished)
        publish_finished(finished, target)
        finished.unlink(missing_ok=True)
