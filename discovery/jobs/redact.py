"""Redact a PDF: propose boxes for counsel to settle, or apply them and report what was done."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from discovery.core.redactions import RedactionReport
from discovery.core.sensitive import Pattern, names_to_protect
from discovery.errors import ConflictError, InputError
from discovery.files.matter_folder import read_matter_folder
from discovery.files.redacting import redact
from discovery.files.redaction_files import (
    Proposal,
    look_for,
    mended_copy,
    read_boxes,
    read_names,
    read_password,
    write_proposal,
    write_report,
)
from discovery.files.writing import room_apart


@dataclass(frozen=True)
class Wanted:
    """What is looked for in a file."""

    patterns: tuple[Pattern, ...] = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Proposed:
    """A proposal, and where it was written."""

    proposal: Proposal
    path: Path | None

    def __str__(self) -> str:
        if self.path is None:
            return f"{self.proposal}\n  No file of boxes was written."
        return f"{self.proposal}\n  Settle the boxes in {self.path}, then redact with --boxes."


def wanted(patterns: Sequence[Pattern], names: Path | None, matter: Path | None) -> Wanted:
    """The forms and names to look for: those given, and whom the intake of a matter protects."""
    listed = list(read_names(names)) if names else []
    if matter:
        listed += names_to_protect(read_matter_folder(matter).matter)
    return Wanted(tuple(dict.fromkeys(patterns)), tuple(dict.fromkeys(listed)))


def propose(source: Path, what: Wanted, folder: Path, *, password_file: Path | None = None) -> Proposed:
    """Write a file of boxes over everything found and over words that are only covered; no file where nothing is."""
    path = folder / f"{source.stem}-boxes.toml"
    if path.exists():
        raise ConflictError(
            f"{path} exists already and may hold your changes. Move it away to have boxes proposed anew."
        )
    proposal = _proposal(source, what, read_password(password_file) if password_file else None, covered=True)
    if not proposal.boxes:
        return Proposed(proposal, None)
    write_proposal(proposal, path)
    return Proposed(proposal, path)


def apply(
    source: Path,
    folder: Path,
    *,
    boxes: Path | None = None,
    what: Wanted | None = None,
    password_file: Path | None = None,
    as_pictures: bool = False,
    with_words: bool = False,
) -> RedactionReport:
    """Redact a copy into the folder, with its report beside it; nothing is written while a doubt remains.

    The boxes come from a file, from what is looked for, or both. The report for service holds none of the words.
    """
    target = folder / source.name
    served, internal = folder / f"{source.stem}-redactions.json", folder / f"{source.stem}-redactions-internal.json"
    taken = [path for path in (target, served, internal) if path.exists()]
    if taken:
        raise ConflictError(f"{taken[0]} exists already and is not overwritten; choose another folder.")
    password = read_password(password_file) if password_file else None
    settled = list(read_boxes(boxes, source)) if boxes else []
    cautions: list[str] = []
    if what and (what.patterns or what.names):
        proposal = _proposal(source, what, password)
        settled += [box for box in proposal.boxes if box not in settled]
        cautions = proposal.cautions()
    if not settled:
        raise InputError("\n  ".join([f"Nothing to redact was found in {source.name}; no copy was made.", *cautions]))
    report = redact(source, target, settled, password=password, as_pictures=as_pictures, with_words=with_words)
    report = report.with_cautions(cautions)
    if not report.problems:
        write_report(report.for_service(), served)
        if with_words:
            write_report(report, internal)
    return report


def _proposal(source: Path, what: Wanted, password: str | None, *, covered: bool = False) -> Proposal:
    with room_apart() as room:
        mended = room / "mended.pdf"
        mended_copy(source, mended, password)
        return look_for(source, mended, what.patterns, what.names, covered=covered)
