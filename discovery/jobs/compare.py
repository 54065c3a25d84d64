"""Show what changed between two drafts of a paper, as a redline in Word and HTML beside the new one."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from discovery.errors import ConflictError
from discovery.files.edited import Edited, read_draft
from discovery.files.redlining import redlined
from discovery.files.writing import write_new


@dataclass(frozen=True)
class Compared:
    """Where the redline lies, and what it counts."""

    paths: tuple[Path, ...]
    summary: str

    def __str__(self) -> str:
        return "\n".join([*(f"Wrote {path}" for path in self.paths), self.summary])


def compare(old: Path, new: Path, today: date) -> Compared:
    """Write NEW-redline.docx and .html beside the new draft; neither draft is changed."""
    before, after = _read(old), _read(new)
    made = redlined(before, after, today.isoformat())
    paths = tuple(new.with_name(f"{new.stem}-redline.{kind}") for kind in ("docx", "html"))
    if taken := [path for path in paths if path.exists()]:
        raise ConflictError(f"{taken[0]} exists already and is not overwritten; move it away and compare again.")
    for path, data in zip(paths, (made.word, made.html), strict=True):
        write_new(path, data)
    return Compared(paths, made.summary)


def _read(path: Path) -> Edited:
    taken = "compare takes two Word files, ours or as edited by counsel"
    return Edited(
        path.name, read_draft(path, wanted="the paths of two drafts of a paper, the older first", taken=taken)
    )
