"""Take a stamp of ours off again: the pages as they were, proved against the file they are taken from."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from discovery.core.bates import BatesNumber
from discovery.core.passwords import Passwords
from discovery.core.problems import Problem
from discovery.errors import ConflictError, InputError
from discovery.files.endorsing import box_of
from discovery.files.incremental import sha256_of_first
from discovery.files.markers import (
    ANNOTATIONS,
    CONTENTS,
    CROP,
    LABEL,
    RESOURCES,
    SOURCE,
    WAS,
    kept_length,
    number_on,
)
from discovery.files.originals import inspect, open_as_is, open_pdf, save_pdf
from discovery.files.readback import check_stamps
from discovery.files.sameness import differences
from discovery.files.stamped import read_stamps
from discovery.files.writing import plain_sentence, private_room, publish_finished, sha256_of

_UNCOMPARED = (
    "What somebody else changed on its pages after they were numbered is still on them: "
    "compare it with the file that was numbered (--source)."
)


@dataclass(frozen=True)
class Unstamped:
    """What became of one stamped file."""

    path: Path
    target: Path
    labels: tuple[str | None, ...]
    """The number that each page bore; None where it bore none."""
    sources: tuple[str, ...]
    """The sha256 of each file that was stamped, as the pages name it."""
    whole: bool = False
    """The copy is the source itself, by its sha256."""
    notes: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    """Why nothing was published; empty where the copy is proved and in its place."""

    def __str__(self) -> str:
        state = "not published" if self.problems else str(self.target)
        return "\n  ".join([f"{self.path.name}: {state}", *_bore(self.labels), *self.notes])


def _bore(labels: Sequence[str | None]) -> Iterator[str]:
    """Which page bore which number, a line for each run of pages whose numbers follow one another."""
    runs: list[tuple[int, list[str]]] = []
    for page, label in enumerate(labels, start=1):
        if label is None:
            continue
        if runs and runs[-1][0] + len(runs[-1][1]) == page and _follows(label, runs[-1][1][-1]):
            runs[-1][1].append(label)
        else:
            runs.append((page, [label]))
    for first, borne in runs:
        if len(borne) == 1:
            yield f"Page {first} bore {borne[0]}."
        else:
            yield f"Pages {first} to {first + len(borne) - 1} bore {borne[0]} to {borne[-1]}."


def _follows(label: str, before: str) -> bool:
    try:
        return BatesNumber.parse(label) == BatesNumber.parse(before).plus(1)
    except InputError:
        return False


def unstamp_file(
    path: Path, target: Path, *, source: Path | None = None, passwords: Passwords | None = None
) -> Unstamped:
    """Write the file without its numbers as `target`, proved page by page; the stamped file is never written to.

    A file that bears no number of ours, or a locked one, is an InputError. With the `source` at hand the result is
    also compared with it, object for object. `passwords` open either where it is locked.
    """
    known = passwords or Passwords()
    if target.exists():
        raise ConflictError(f"{target} exists already and is not overwritten; move it away or choose another folder.")
    with plain_sentence(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        with private_room(target.parent, "unstamping") as room:
            copy = room / "copy.pdf"
            done = replace(take_off(path, copy, known.of(path.name)), target=target)
            if source and not done.problems:
                done = _compared(done, copy, source, known.of(source.name))
            elif not (done.problems or done.whole):
                done = replace(done, notes=(*done.notes, _UNCOMPARED))
            if not done.problems:
                publish_finished(copy, target)
    return done


def take_off(path: Path, copy: Path, password: str = "") -> Unstamped:
    """Write the pages as they were to `copy`, and prove them; problems name each page that cannot be restored."""
    with open_as_is(path, password) as pdf:
        taken = [_restore(page.obj) for page in pdf.pages]
        if not any(one.marked for one in taken):
            raise InputError(_why_not(path, pdf))
        length = kept_length(pdf)
        _restore_document(pdf)
        sources = tuple(dict.fromkeys(one.source for one in taken if one.source))
        done = Unstamped(path, copy, tuple(one.label for one in taken), sources)
        if length and sources == (sha256_of_first(path, length),):
            return _cut(done, length)
        faults = [Problem(where=_page(path, at), what=one.fault) for at, one in enumerate(taken) if one.fault]
        if faults:
            return replace(done, problems=tuple(faults))
        save_pdf(pdf, copy, "\n".join(("unstamped", *sources)), pdfa=inspect(path, password).pdfa)
    bare = [at + 1 for at, label in enumerate(done.labels) if label is None]
    notes = (f"It bore no number on page {', '.join(map(str, bare[:12]))}, which stays as it is.",) if bare else ()
    return replace(done, notes=notes, problems=_proved(path, copy, taken))


def _cut(done: Unstamped, length: int) -> Unstamped:
    """The original itself, which the stamped file begins with: its sha256 is the one that every page names."""
    with done.path.open("rb") as file, done.target.open("wb") as copy:
        while length > 0:
            length -= copy.write(file.read(min(length, 1 << 20)))
    if sha256_of(done.target) not in done.sources:
        raise InputError(f"{done.path.name} changed while it was read. Run the command again.")
    return replace(
        done, whole=True, notes=("It is the original, byte for byte: its sha256 is the one that the pages name.",)
    )


def _page(path: Path, index: int) -> str:
    return f"{path.name}, page {index + 1}"


def _why_not(path: Path, pdf: pikepdf.Pdf) -> str:
    locked = next(filter(None, (number_on(page.obj) for page in pdf.pages)), None)
    if locked:
        return (
            f"{path.name} bears {locked}, and was locked when it was numbered, so the number cannot be taken off. "
            "Use the original file."
        )
    return f"{path.name} bears no number of this program. Check that the right file was given."


@dataclass(frozen=True)
class _Taken:
    """What was taken off one page."""

    label: str | None = None
    marked: bool = True
    """It says how it can be taken off."""
    source: str = ""
    isolated: bool = False
    cropped: bool = False
    fault: str = ""


def _restore(page: pikepdf.Object) -> _Taken:
    contents = page.get("/Contents")
    parts = [part for part in contents if isinstance(part, Stream)] if isinstance(contents, Array) else []
    if not any(LABEL in part for part in parts):
        locked = number_on(page)
        fault = f"it bears {locked}, which was locked. Use the original." if locked else ""
        return _Taken(locked, marked=False, fault=fault)
    label = next(str(part[LABEL]) for part in reversed(parts) if LABEL in part)
    try:
        return _restored(page, label, parts)
    except (pikepdf.PdfError, LookupError, TypeError, ValueError, AttributeError):
        return _Taken(label, fault=_CHANGED.format(label))


_CHANGED = "it was changed after it got {}, so what was there before cannot be told. Use the original."


def _restored(page: pikepdf.Object, label: str, parts: Sequence[Stream]) -> _Taken:
    first, last, between = parts[0], parts[-1], parts[1:-1]
    if LABEL not in last or SOURCE not in first or (CONTENTS not in last and len(between) > 1):
        return _Taken(label, fault=_CHANGED.format(label))
    _put(page, "/Contents", last.get(CONTENTS, between[0] if between else None))
    _restore_resources(page, last)
    if CROP in last:
        if box_of(last[CROP]) is None:
            raise ValueError(CROP)
        page.CropBox = last[CROP]
    for place, arrays in last.get(ANNOTATIONS, ()):
        for key, array in dict(arrays).items():
            page.Annots[int(place)][Name(key)] = array
    return _Taken(label, source=str(first[SOURCE]), isolated=RESOURCES in last, cropped=CROP in last)


def _restore_resources(page: pikepdf.Object, last: Stream) -> None:
    if RESOURCES in last:
        _put(page, "/Resources", last[RESOURCES])
    elif isinstance(page.get("/Resources"), Dictionary) and WAS in page.Resources:
        _put(page, "/Resources", page.Resources[WAS])


def _put(page: pikepdf.Object, key: str, value: Any) -> None:
    """Set an entry, or take it away where there was none."""
    if value is None or value is False:
        del page[key]
    else:
        page[key] = value


def _restore_document(pdf: pikepdf.Pdf) -> None:
    was = pdf.Root.get(WAS, Dictionary())
    if "/PageLabels" in pdf.Root:
        del pdf.Root["/PageLabels"]
    if "/PageLabels" in was:
        pdf.Root.PageLabels = was.PageLabels
    if "/Direction" in was and isinstance(pdf.Root.get("/ViewerPreferences"), Dictionary):
        pdf.Root.ViewerPreferences.Direction = was.Direction
    if WAS in pdf.Root:
        del pdf.Root[WAS]


def _proved(path: Path, copy: Path, taken: Sequence[_Taken]) -> tuple[Problem, ...]:
    """The proof a stamp has to pass, the other way round: the stamped file is this copy and its numbers, no more."""
    baseline = copy
    if any(one.cropped for one in taken):
        baseline = copy.with_name("shown.pdf")
        with open_pdf(copy) as pdf:
            save_pdf(pdf, baseline, "")
    stamps = list(read_stamps(path))
    odd = tuple(
        Problem(where=_page(path, page), what=f"it says that it bears {one.label}, and shows {stamp.label}.")
        for page, (one, stamp) in enumerate(zip(taken, stamps, strict=True))
        if one.label != stamp.label
    )
    expected = [
        replace(one, source=baseline, source_page=one.page, isolated=taken[one.page].isolated, deep=True)
        for one in stamps
    ]
    return odd or check_stamps(path, expected)


def _compared(done: Unstamped, copy: Path, source: Path, password: str) -> Unstamped:
    """With the source at hand: every page of the copy is the source's, object for object."""
    with open_pdf(copy) as ours, open_pdf(source, password) as theirs:
        odd = differences(ours, theirs)
    where = f"{done.path.name} against {source.name}"
    problems = tuple(
        Problem(where=f"{where}, {one.where}" if one.where else where, what=one.what, next_step=one.next_step)
        for one in odd
    )
    same = sha256_of(source) in done.sources
    note = f"Its pages are those of {source.name}, entry for entry."
    other = f"{source.name} is not the very file that was numbered: its sha256 is another."
    notes = (*done.notes, *([] if problems else [note]), *([] if same else [other]))
    return replace(done, notes=notes, problems=problems)
