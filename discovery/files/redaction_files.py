"""The files beside a redaction: boxes as a person settles them, proposals for them, names, passwords, the report."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pikepdf

from discovery.core.endorsements import Box, PageShape
from discovery.core.redactions import RedactionBox, RedactionPlan, RedactionReport
from discovery.core.sensitive import Pattern, find
from discovery.errors import InputError
from discovery.files.characters import characters, lines, reads, text_of
from discovery.files.endorsing import shape_of
from discovery.files.leaks import leaks
from discovery.files.look import Viewed
from discovery.files.originals import open_pdf, save_pdf
from discovery.files.reading import read_bytes, read_toml, validated
from discovery.files.writing import sha256_of, write_new

_RIM = 0.8  # units of user space round the ink of what is found


def mended_copy(source: Path, target: Path, password: str | None = None) -> str:
    """Save the source as every reader is to see it, opened with its password and mended; the source's sha256."""
    if password is None:
        with open_pdf(source) as pdf:
            digest = sha256_of(source)
            save_pdf(pdf, target, digest)
        return digest
    try:
        with pikepdf.open(source, password=password) as pdf:
            digest = sha256_of(source)
            save_pdf(pdf, target, digest)
    except pikepdf.PasswordError:
        raise InputError(f"{source.name} does not open with this password. Check it.") from None
    except (OSError, pikepdf.PdfError) as error:
        raise InputError(f"{source.name} cannot be read as a PDF. Check that the right file was given.") from error
    return digest


# --- proposals -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Proposal:
    """Boxes proposed for one file, for counsel to settle."""

    source: str
    sha256: str
    boxes: tuple[RedactionBox, ...]
    words: tuple[str, ...]
    """What lies under each box: for the office only."""
    silent: tuple[int, ...]
    """Pages, from 1, that hold no text: nothing could be found there."""

    def __str__(self) -> str:
        counts = {reason: sum(box.reason == reason for box in self.boxes) for reason in self._reasons()}
        found = (
            ", ".join(f"{reason}: {count}" for reason, count in counts.items()) or "nothing of these forms was found"
        )
        return "\n  ".join([f"{self.source}: {found}", *self.cautions()])

    def _reasons(self) -> list[str]:
        return sorted({box.reason for box in self.boxes})

    def cautions(self) -> list[str]:
        """What a person must look at without help."""
        if not self.silent:
            return []
        pages = ", ".join(map(str, self.silent))
        return [f"No text can be read on page {pages}: look for yourself, or have the text recognized first."]


def look_for(
    source: Path, mended: Path, patterns: Sequence[Pattern], names: Sequence[str] = (), *, covered: bool = False
) -> Proposal:
    """Boxes over everything of these forms, and these names, in the text of a file.

    `mended` is its copy as made by `mended_copy`. A match that goes over several lines has a box on each. `covered`
    also proposes whatever can still be read under something drawn over it.
    """
    boxes: list[tuple[RedactionBox, str]] = []
    silent = []
    viewed = Viewed(mended)
    try:
        with open_pdf(mended) as pdf:
            shapes = [shape_of(page.obj) for page in pdf.pages]
        for index, shape in enumerate(shapes):
            with viewed.page(index) as page, text_of(page.page) as layer:
                listed = characters(layer)
            if not any(one.inked for one in listed):
                silent.append(index + 1)
            whole = Box(0, 0, shape.width, shape.height)
            for found in find(reads(listed), patterns, names):
                for region, words in lines(listed[found.begin : found.end], shape.matrix.inverse()):
                    if visible := region.padded(_RIM).meet(whole):
                        boxes.append((RedactionBox.at(index + 1, visible, shape, found.pattern.reason), words))
    finally:
        viewed.close()
    if covered:
        boxes += _uncovered(mended, shapes, [box for box, _ in boxes])
        boxes.sort(key=lambda one: one[0].page)
    return Proposal(
        source.name,
        sha256_of(source),
        tuple(box for box, _ in boxes),
        tuple(words for _, words in boxes),
        tuple(silent),
    )


def _uncovered(
    mended: Path, shapes: Sequence[PageShape], already: Sequence[RedactionBox]
) -> Iterator[tuple[RedactionBox, str]]:
    """A box over each line of words that something drawn only covers, unless a box lies over all of it already."""
    for leak in leaks(mended):
        shape = shapes[leak.page - 1]
        there = [box.region(shape) for box in already if box.page == leak.page]
        for region, words in leak.lines:
            visible = region.padded(_RIM).meet(Box(0, 0, shape.width, shape.height))
            if visible and not any(region.meet(box) == region for box in there):
                yield RedactionBox.at(leak.page, visible, shape, f"under {leak.cover}"), words


_HEAD = """\
# Proposed redactions. A program found these by their form: strike what is wrong, add what is missing, then run
#   discovery redact {file} --boxes {boxes} -o FOLDER
# This file shows the words; it is for the office and is never served.
# Each box is in points (72 an inch), from the top left corner of the page as a viewer shows it: x0 and x1 are its
# left and right edge, y0 and y1 its upper and lower one. `label` is what is printed on it; without it, REDACTED.

file = {quoted}
sha256 = "{sha256}"
"""


def write_proposal(proposal: Proposal, path: Path) -> None:
    """Write a file of boxes for a person to edit; ConflictError where there is one already."""
    text = _HEAD.format(
        file=proposal.source, boxes=path.name, quoted=_quoted(proposal.source), sha256=proposal.sha256
    )
    parts = [text]
    for box, words in zip(proposal.boxes, proposal.words, strict=True):
        shown = "".join(sign if sign.isprintable() else " " for sign in words)
        place = "\n".join(f"{side} = {getattr(box, side)}" for side in ("x0", "y0", "x1", "y1"))
        parts.append(f"\n[[box]]  # reads: {shown}\npage = {box.page}\n{place}\nreason = {_quoted(box.reason)}\n")
    write_new(path, "".join(parts).encode("utf-8"))


def _quoted(text: str) -> str:
    """A TOML basic string."""
    signs = {'"': '\\"', "\\": "\\\\"}
    written = (signs.get(sign, sign if sign.isprintable() else f"\\u{ord(sign):04X}") for sign in text)
    return f'"{"".join(written)}"'


# --- what people give ----------------------------------------------------------------------------------------


def read_boxes(path: Path, source: Path) -> tuple[RedactionBox, ...]:
    """The boxes a person settled; InputError with every mistake, or where they were measured on another file."""
    file = read_toml(path)
    plan, problems = validated(RedactionPlan, file)
    if file.problems or plan is None:
        raise InputError(f"{path.name} needs attention:", (*file.problems, *problems))
    if not plan.box:
        raise InputError(f"{path.name} names no box. Write one as [[box]] with page, x0, y0, x1, y1 and reason.")
    if plan.sha256 and source.is_file() and plan.sha256 != sha256_of(source):
        raise InputError(
            f"The boxes in {path.name} were measured on another file than {source.name} is now. Propose them again, "
            "or take the line sha256 out once you have compared every box with the page."
        )
    return plan.box


def read_names(path: Path) -> tuple[str, ...]:
    """Names to be redacted, one a line; a line that begins with # is a remark."""
    try:
        lines = read_bytes(path).decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise InputError(f"{path.name} is not UTF-8 text. Save it again with the encoding UTF-8.") from None
    names = [line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#")]
    short = [name for name in names if sum(sign.isalnum() for sign in name) < 2]
    if short:
        raise InputError(f"{path.name}: “{short[0]}” is too short for a name.")
    if not names:
        raise InputError(f"{path.name} holds no name. Write one a line.")
    return tuple(names)


def read_password(path: Path) -> str:
    """The first line of a text file."""
    try:
        lines = read_bytes(path).decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise InputError(f"{path.name} is not UTF-8 text. Save it again with the encoding UTF-8.") from None
    if not lines or not lines[0]:
        raise InputError(f"{path.name} is empty. Write the password as its first line.")
    return lines[0]


def write_report(report: RedactionReport, path: Path) -> None:
    """Write a report as JSON, exclusively."""
    write_new(path, (report.model_dump_json(indent=2, by_alias=True, exclude_none=True) + "\n").encode("utf-8"))
