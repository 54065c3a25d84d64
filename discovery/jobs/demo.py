"""The demo: the whole main job on the shipped, plainly fictional sample."""

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from discovery.core.blocks import Copy
from discovery.core.problems import Problem
from discovery.errors import ConflictError, InputError
from discovery.files import shipped
from discovery.files.papers_ledger import edited
from discovery.files.writing import plain_sentence, write_new

DEMO_DAY = date(2026, 11, 13)
"""The day the demo is made for, whatever the day it runs: the same papers and bundle on every machine."""

MARK = ".made-by-discovery-demo"
PREFIX = "DOE"
PRODUCED = "DEF"
"""The prefix of the sample's production."""
REVIEWED = ("policy-deviation-memo", "motion-fr-discovery")
EXHIBITS = ("chronology", "statements-compared", "matter-timeline", "demand-status")
FORMATS = ("docx", "pdf")
REQUEST_FORMATS = ("docx", "pdf", "txt")

Say = Callable[[str], None]


@dataclass(frozen=True)
class Demo:
    """Where the demo put things, and what it found open on purpose."""

    matter: Path
    request: Path
    volume: Path
    production: Path
    papers: tuple[Path, ...]
    refused: str
    problems: tuple[Problem, ...]

    def __str__(self) -> str:
        lines = [
            "",
            "Done. Look at:",
            f"  the matter            {self.matter}/matter.toml",
            f"  its exhibits          {self.matter}/exhibits/",
            f"  its papers            {self.matter}/drafts/",
            f"  the exhibit bundle    {self.volume}/",
            f"  a production          {self.production}/  (a draft, of what lies in received/)",
            f"  the FOIL requests     {self.request}/drafts/",
            "",
            "The motion's filing copy was refused, which is right: it has blanks, authorities not read in full, and",
            f"not yet counsel's article: {len(self.refused.splitlines()) - 1} places. The whole list:",
            f"  discovery draft {self.matter} motion-fr-discovery --copy filing",
            "",
            "Which other papers this matter supports, and what the rest wait for:",
            f"  discovery papers {self.matter}",
        ]
        return "\n".join(lines)


def demo(target: Path, say: Say = lambda _: None) -> Demo:
    """Make a matter folder and a request folder from the sample and run the main job on both.

    A second run replaces only folders the demo made; anything else in the way is a ConflictError.
    """
    from discovery.core.bates import NumberStyle
    from discovery.jobs.bundle import bundle
    from discovery.jobs.produce import Wanted, produce
    from discovery.jobs.verify import verify

    target = target if target.name not in {"", ".."} else target.resolve()
    request = target.parent / f"{target.name or 'demo'}-request"
    _refuse_others(target, request)
    _refuse_edited({target: "matter", request: "request"})
    for folder, sample in ((target, "matter"), (request, "request")):
        _lay_out(shipped.DATA / "sample" / sample, folder)
    say("Reading the intake")
    say(_summary(target))
    say("Writing the FOIL requests")
    papers = [*_draft(request, ("foil-request",), Copy.REVIEW, REQUEST_FORMATS)]
    papers += _draft(request, ("foil-request",), Copy.FILING, REQUEST_FORMATS)
    say(f"Writing {', '.join((*REVIEWED, *EXHIBITS))}")
    papers += _draft(target, (*REVIEWED, *EXHIBITS), Copy.REVIEW, FORMATS)
    refused = _refusal(target)
    say("Numbering, stamping and checking the exhibit bundle")
    made = bundle(target, PREFIX, DEMO_DAY, issue=True)
    say("Producing what came in: pages, images, text, natives, load files")
    produced = produce(target, target / "received", Wanted(NumberStyle.of(PRODUCED)), DEMO_DAY)
    problems = (*made.problems, *verify(made.volume), *produced.problems, *verify(produced.volume))
    return Demo(target, request, made.volume, produced.volume, tuple(papers), refused, problems)


def _summary(folder: Path) -> str:
    from discovery.core.intake import papers_show, people_said
    from discovery.core.matches import match
    from discovery.files.library import read_library
    from discovery.files.matter_folder import read_matter_folder

    matter, library = read_matter_folder(folder).matter, read_library(folder)
    bearing = match(matter, library)
    shown, said = papers_show(matter, library.indicators), people_said(matter)
    lines = [
        f"  {matter.defendant.name}: the papers: {shown.value}; the People: {said.value}.",
        f"  {len(bearing)} of {len(library.findings)} findings bear on it, by the fields named:",
    ]
    for each in bearing:
        fields = dict.fromkeys(reason.path.rpartition(".")[2].replace("_", " ") for reason in each.reasons)
        lines.append(f"    {each.finding.id:<36} {each.finding.memo_use:<14} {', '.join(fields)}")
    return "\n".join(lines)


def _draft(folder: Path, templates: tuple[str, ...], copy: Copy, formats: tuple[str, ...]) -> tuple[Path, ...]:
    from discovery.jobs.draft import draft_set

    return draft_set(folder, templates, copy, formats, DEMO_DAY).paths


def _refusal(folder: Path) -> str:
    try:
        _draft(folder, ("motion-fr-discovery",), Copy.FILING, FORMATS)
    except InputError as refusal:
        return str(refusal)
    return ""


def _refuse_others(*folders: Path) -> None:
    """Stop before anything is replaced when one of the folders is somebody's own."""
    taken = [folder for folder in folders if folder.exists() and not (folder / MARK).is_file()]
    if taken:
        names = " and ".join(str(folder) for folder in taken)
        raise ConflictError(
            f"{names}: there already, and not made by the demo. Give another folder, or move it away."
        )


def _refuse_edited(folders: Mapping[Path, str]) -> None:
    """ConflictError for a demo's folder in which somebody has worked: an edited paper is counsel's, also here."""
    yours = [path for folder in folders for path in edited(folder / "drafts")]
    for folder, sample in folders.items():
        shipped_files = shipped.DATA / "sample" / sample
        for path in sorted(shipped_files.rglob("*")):
            mine = folder / path.relative_to(shipped_files)
            if path.is_file() and mine.is_file() and mine.read_bytes() != path.read_bytes():
                yours.append(mine)
    if yours:
        raise ConflictError(
            "Somebody has worked in the demo's folder, so it is not replaced. Give another, or move these away:",
            [Problem(where=str(path), what="it is not as the demo made it.") for path in yours],
        )


def _lay_out(sample: Path, folder: Path) -> None:
    """A fresh copy of a sample folder, marked as the demo's own.

    The mark comes first and is never taken away, so that a run that is cut off leaves a folder the next may replace.
    """
    with plain_sentence(folder):
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / MARK).exists():
            write_new(folder / MARK, b"Made by `discovery demo`; a second run replaces this folder.\n")
        for old in folder.iterdir():
            if old.is_dir() and not old.is_symlink():
                shutil.rmtree(old)
            elif old.name != MARK:
                old.unlink()
        shutil.copytree(sample, folder, dirs_exist_ok=True)
