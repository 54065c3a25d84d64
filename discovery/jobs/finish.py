"""Makes the filing copy from the review copy counsel has edited."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from discovery.core.exhibits import ExhibitNumbers
from discovery.core.spans import long_date
from discovery.errors import ConflictError, InputError
from discovery.files.edited import read_draft
from discovery.files.finishing import finish_word
from discovery.files.folder_state import digest_of, state_of
from discovery.files.library import read_library
from discovery.files.matter_folder import read_matter_folder
from discovery.files.office import record_folders
from discovery.files.paging import number_again
from discovery.files.papers_ledger import PaperRecord, record_of
from discovery.files.writing import write_new
from discovery.jobs.personal import watched


@dataclass(frozen=True)
class Finished:
    """The filing copy, and what counsel should know of it."""

    path: Path
    notes: tuple[str, ...] = ()

    def __str__(self) -> str:
        return "\n".join([f"Wrote {self.path}.", *(f"  {note}" for note in self.notes)])


def finish(file: Path, today: date) -> Finished:
    """Read the edited copy, refuse it while anything is open, and write the filing copy beside it."""
    taken = "finish takes the review copy as edited in Word"
    data = read_draft(file, wanted="the path of the edited review copy", taken=taken)
    target = _filing_name(file)
    if target.exists():
        raise ConflictError(f"{target} exists already and is not overwritten; move it away and finish again.")
    folder = folder_of(file)
    library = read_library(*record_folders(folder))
    numbers, keys = _exhibits(folder, today)
    record = record_of(file)
    ours = tuple(paragraph.text for paragraph in record.paragraphs) if record else ()
    template = record.template if record else target.stem.removesuffix("-filing")
    watch = watched(folder, (template, target.stem.removesuffix("-filing")))
    outcome = finish_word(file.name, data, library, numbers, keys, today, ours, watch)
    if outcome.data is None:
        raise InputError(f"{file} cannot be filed yet:", outcome.open_items)
    data, notes = number_again(outcome.data)
    write_new(target, data)
    return Finished(target, (*outcome.notes, *notes, *_changed_since(record, folder)))


def _changed_since(record: PaperRecord | None, folder: Path | None) -> tuple[str, ...]:
    """A sentence where the folder is no longer as the paper was drafted from it: counsel's text is kept as it is."""
    if record is None or folder is None or not record.made_of or record.made_of == digest_of(state_of(folder)):
        return ()
    day = long_date(date.fromisoformat(record.day))
    changed = f"The intake, exhibits, record or templates changed since this was drafted on {day}."
    return (f"{changed} To see what a new draft says, draft the paper in a copy of the folder and compare the two.",)


def folder_of(file: Path) -> Path | None:
    """The matter's or request's folder a draft lies in."""
    for folder in file.resolve().parents:
        if (folder / "matter.toml").is_file() or (folder / "request.toml").is_file():
            return folder
    return None


def _filing_name(file: Path) -> Path:
    """NAME-review.docx becomes NAME-filing.docx; any other name gets the ending."""
    for between in ("-", "."):
        if file.stem.endswith(f"{between}review"):
            return file.with_name(f"{file.stem.removesuffix('review')}filing{file.suffix}")
    return file.with_name(f"{file.stem}-filing{file.suffix}")


def _exhibits(folder: Path | None, today: date) -> tuple[ExhibitNumbers | None, tuple[str, ...]]:
    if folder is None or not (folder / "matter.toml").is_file():
        return None, ()
    from discovery.jobs.plan import plan_numbers

    keys = tuple(exhibit.key for exhibit in read_matter_folder(folder).exhibits)
    return plan_numbers(folder, today), keys
