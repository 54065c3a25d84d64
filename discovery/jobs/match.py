"""What of the record bears on a matter: the findings with the fields that matched, and what governed on the day."""

from collections.abc import Iterator
from pathlib import Path

from discovery.core.bearings import Conduct, Judgement, about, conduct_of, in_force_on, judge_matter
from discovery.core.conduct import searches_of
from discovery.core.library import Library
from discovery.core.matches import Match, Reason, match
from discovery.core.matter import Agency, Matter
from discovery.core.policies import Policy
from discovery.core.spans import Span, Truth
from discovery.files.library import read_library
from discovery.files.matter_folder import read_matter_folder
from discovery.files.office import record_folders
from discovery.jobs.browse import entries, entry, heading, judged, paragraph

RECOGNITION = "facial recognition"


def match_folder(folder: Path) -> str:
    """What bears on the matter in a folder, as plain text."""
    matter = read_matter_folder(folder).matter
    return match_text(matter, read_library(*record_folders(folder)))


def match_text(matter: Matter, library: Library) -> str:
    """What bears on a matter: its conduct with what governed it, the findings, and how each step stands."""
    return "\n".join(_all(matter, library))


def _all(matter: Matter, library: Library) -> Iterator[str]:
    matches = match(matter, library)
    yield from _summary(matter, matches)
    for conducts in _by_day_and_agency(matter):
        yield from _governed(conducts, library)
    if matches:
        yield from heading("Findings that bear on it")
    for earlier, each in zip((None, *matches), matches, strict=False):
        yield from _match(each, same=earlier is not None and earlier.reasons == each.reasons)
    yield from _judgements(judge_matter(matter, library))


def _summary(matter: Matter, matches: tuple[Match, ...]) -> Iterator[str]:
    sample = "SAMPLE (fictional matter) " if matter.sample else ""
    name = f"{sample}{matter.short_name}"
    certain = sum(each.certain for each in matches)
    if matches:
        yield from paragraph(
            f"{name}: {certain} findings bear on this matter, {len(matches) - certain} more may bear."
        )
        yield from paragraph("A finding is what somebody reported. It proves nothing about this matter.")
        return
    yield from paragraph(f"{name}: no finding on record bears on this matter. {_why_none(matter)}")


def _why_none(matter: Matter) -> str:
    if searches_of(matter):
        return "The searches recorded are not ones that a finding speaks of."
    return "The intake records no facial recognition search, and no sign of one."


def _by_day_and_agency(matter: Matter) -> list[list[Conduct]]:
    """The steps for which what governed matters, those of one day and agency together."""
    steps = [step for step in conduct_of(matter) if step.kind in ("search", "edit", "arrest")]
    groups: dict[tuple[Span, str | None], list[Conduct]] = {}
    for step in steps or searches_of(matter):
        groups.setdefault((step.span, step.agency), []).append(step)
    return list(groups.values())


def _governed(conducts: list[Conduct], library: Library) -> Iterator[str]:
    span, agency = conducts[0].span, conducts[0].agency or Agency.NYPD
    yield from heading(f"What governed: {about(span)}")
    yield from entries("conduct", (f"{each.title} ({each.source})" for each in conducts))
    if span.first is None and span.last is None:
        yield from entry("governed by", "cannot be said: the day is not known")
        return
    windows = [(window, window.holds(span)) for window in library.windows]
    yield from entries(
        "window",
        (f"{window.id}, {window.title}{_maybe(truth)}" for window, truth in windows if truth is not Truth.NO),
    )
    governed = in_force_on(span, library, agency)
    recognition = [each for each in governed if each[0].subject == RECOGNITION]
    others = [f"{policy.name}{_maybe(truth)}" for policy, truth in governed if policy.subject != RECOGNITION]
    yield from entries(
        "governed by", (f"{policy.name} ({_held(policy)}){_maybe(truth)}" for policy, truth in recognition)
    )
    yield from entry("other rules", "; ".join(others))
    if not governed:
        yield from entry("governed by", f"nothing on record speaks to {agency}")


def _held(policy: Policy) -> str:
    if not policy.kind.binds:
        return str(policy.kind)
    return f"{policy.kind}, text {'held' if policy.text_held else 'not held'}"


def _maybe(truth: Truth) -> str:
    return "" if truth is Truth.YES else " (not certain for every day)"


def _match(each: Match, *, same: bool) -> Iterator[str]:
    finding = each.finding
    verb = "bears on" if each.certain else "may bear on"
    yield f"{finding.id:<38}{finding.memo_use:<15}{verb} {each.search}"
    yield from paragraph(finding.statement, indent=4)
    if same:
        yield from entry("    matched", "as the one before", column=16)
        return
    for certain, label in ((True, "matched"), (False, "not known")):
        reasons = [reason for reason in each.reasons if reason.certain is certain]
        yield from entry(f"    {label}", _fields(reasons), column=16)


def _fields(reasons: list[Reason]) -> str:
    """The fields that matched, the part of their paths that they share said once."""
    words: list[str] = []
    said = ""
    for reason in reasons:
        base, _, name = reason.path.rpartition(".")
        words.append(f"{name if base == said else reason.path}: {reason.sentence}")
        said = base
    return "; ".join(words)


def _judgements(judgements: tuple[Judgement, ...]) -> Iterator[str]:
    done = ""
    for judgement in judgements:
        if judgement.conduct.id != done:
            done = judgement.conduct.id
            yield from heading(f"How {judgement.conduct.title} stands to what is on record")
        yield from judged(judgement)
