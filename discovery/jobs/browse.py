"""Browsing the record: findings and policies, all of them in a list or one whole, as plain text."""

import textwrap
from collections.abc import Iterable, Iterator
from pathlib import Path

from discovery.core.bearings import Judgement, about, by_day, judge_finding
from discovery.core.findings import Conflict, Finding, MemoUse, Quotation, Source
from discovery.core.library import Library
from discovery.core.policies import Policy, PolicyWords
from discovery.core.spans import Span
from discovery.files.library import read_library
from discovery.files.office import record_folders

WIDTH = 100
_USES = {
    MemoUse.ATTRIBUTE: "may be stated with its attribution and caveats",
    MemoUse.LEAD_ONLY: "drives a request or a demand; never a sentence of fact",
    MemoUse.EXCLUDE: "in no paper",
    MemoUse.BACKGROUND_OK: "context only",
}


def browse_findings(key: str | None = None, folder: Path | None = None) -> str:
    """Every finding in a line or two, or one finding whole with its bearings judged."""
    library = read_library(*record_folders(folder))
    return "\n".join(_one_finding(library.finding(key), library) if key else _all_findings(library))


def browse_policies(key: str | None = None, folder: Path | None = None) -> str:
    """Every policy and statement by its first day, or one whole with the findings that name it."""
    library = read_library(*record_folders(folder))
    return "\n".join(_one_policy(library.policy(key), library) if key else _all_policies(library))


def paragraph(text: str, indent: int = 0, first: str | None = None) -> list[str]:
    """The text in lines of at most 100 columns, `first` standing before its first line."""
    lead = " " * indent if first is None else first
    width = {"width": WIDTH, "initial_indent": lead, "subsequent_indent": " " * indent}
    # A dictionary of options of several types has no type that says which is which.
    return textwrap.wrap(text, break_long_words=False, break_on_hyphens=False, **width) or [lead.rstrip()]  # type: ignore[arg-type]


def entry(label: str, text: str, column: int = 14) -> list[str]:
    """A labelled paragraph; nothing where there is no text."""
    return paragraph(text, indent=column, first=f"{label:<{column}}") if text else []


def entries(label: str, texts: Iterable[str], column: int = 14) -> list[str]:
    """A label before the first of several paragraphs."""
    lines: list[str] = []
    for number, text in enumerate(texts):
        lines += entry("" if number else label, text, column)
    return lines


def heading(text: str) -> list[str]:
    """A heading, underlined."""
    return ["", text, "-" * min(len(text), WIDTH)]


def _all_findings(library: Library) -> Iterator[str]:
    yield f"{len(library.findings)} findings. One of them whole: discovery findings ID"
    for source in library.sources:
        of_source = [finding for finding in library.findings if finding.source == source.id]
        if of_source:
            yield from heading(f"{source.publisher}, {source.published} ({source.id})")
            for finding in of_source:
                yield f"{finding.id:<36}{finding.memo_use:<15}{_when(finding)}{_ours(finding)}"
                yield from paragraph(finding.statement, indent=4)
    yield from _all_conflicts(library.conflicts)


def _all_conflicts(conflicts: Iterable[Conflict]) -> Iterator[str]:
    yield from heading("Figures that do not agree: printed together or not at all")
    for conflict in conflicts:
        figures = "; ".join(
            f"{each.figure} ({each.given_by}{', ' + each.when if each.when else ''})" for each in conflict.figures
        )
        yield from paragraph(f"{conflict.subject}: {figures}.", indent=4, first="")


def _one_finding(finding: Finding, library: Library) -> Iterator[str]:
    yield f"{finding.id}{_ours(finding)}"
    yield "=" * len(finding.id)
    yield from paragraph(finding.statement)
    yield ""
    yield from entry("use", f"{finding.memo_use}: {_USES[finding.memo_use]}")
    yield from entry("said by", f"{finding.speaker} ({finding.attribution})")
    yield from entry("when", f"{_when(finding)} ({finding.date_note})" if finding.date_note else _when(finding))
    yield from entry("who", ", ".join(finding.actors))
    yield from entry("kind", finding.kind + ("; a characterization" if finding.characterization else ""))
    yield from entry("source", _cite(library.source(finding.source)))
    yield from entries("quotation", (_quoted(each) for each in finding.quotations))
    yield from entries("caveats", finding.caveats)
    yield from entries("for counsel", finding.guidance)
    yield from entry("in tension", ", ".join(finding.tensions))
    yield from entry("proved by", finding.proof)
    judgements = [each for each in judge_finding(finding, library) if each.policy]
    if judgements:
        yield from heading("How it stands to what governed")
    for judgement in judgements:
        yield from judged(judgement)


def judged(judgement: Judgement) -> Iterator[str]:
    """One judgement: the policy, the sentence, the reason and what would settle it."""
    if judgement.policy:
        yield from paragraph(f"{judgement.policy.id}: {judgement.policy.title}", indent=2, first="")
    yield from paragraph(judgement.sentence, indent=4)
    if judgement.why and judgement.why not in judgement.sentence:
        yield from entry("    why", judgement.why, column=16)
    yield from entry("    settled by", judgement.settles, column=16)


def _all_policies(library: Library) -> Iterator[str]:
    yield f"{len(library.policies)} policies and statements by first day. One of them whole: discovery policies ID"
    yield ""
    for policy in by_day(library.policies):
        held = ", text held" if policy.text_held else ", text not held" if policy.kind.binds else ""
        yield f"{policy.id:<32}{policy.kind}{held}"
        ours = " (office)" if policy.office else ""
        yield from paragraph(f"{policy.title}{ours}: {_days(policy)}", indent=4)
    yield from heading("Windows")
    for window in library.windows:
        spans = " and ".join(str(span) for span in window.spans)
        yield from paragraph(
            f"{window.id}  {window.title}: {spans}. {window.governs} {window.note}".rstrip(), indent=3, first=""
        )


def _one_policy(policy: Policy, library: Library) -> Iterator[str]:
    yield policy.id
    yield "=" * len(policy.id)
    yield from paragraph(policy.title)
    yield ""
    yield from entry("issuer", policy.issuer)
    yield from entry("kind", f"{policy.kind}{'' if policy.kind.binds else ': nothing departs from it'}")
    yield from entry("in force", " ".join(part for part in (f"{_days(policy)}.", policy.days_note) if part))
    yield from entry("binds", policy.binds)
    yield from entry("text", _text(policy))
    yield from entry("checked", policy.verification)
    yield from entries("its words", (_words(each, library) for each in policy.words))
    yield from entries("said of it", (_words(each, library) for each in policy.accounts))
    yield from entries("it says", (f"{each.id}: “{each.words}”" for each in policy.provisions))
    yield from entry("notes", policy.notes)
    yield from entry("to obtain", policy.settles)
    judgements = [
        (finding, judgement)
        for finding in library.findings
        for judgement in judge_finding(finding, library)
        if judgement.policy and judgement.policy.id == policy.id
    ]
    if judgements:
        yield from heading("Findings that name it")
    for finding, judgement in judgements:
        yield from paragraph(f"{finding.id}: {judgement.sentence}", indent=4, first="")


def _when(finding: Finding) -> str:
    return str(finding.span)


def _ours(finding: Finding) -> str:
    return "  (office)" if finding.office else ""


def _quoted(quotation: Quotation) -> str:
    mark = f"{quotation.locator}; sha256 of the sentence {quotation.sha256[:12]}…, {quotation.length} characters"
    return f"“{quotation.words}” ({quotation.whose}; {mark})" if quotation.words else f"({mark})"


def _cite(source: Source) -> str:
    return f"{source.author}, {source.publisher}, {source.published}. {source.url}"


def _words(words: PolicyWords, library: Library) -> str:
    known = {source.id: _cite(source) for source in library.sources}
    note = f"; {words.note}" if words.note else ""
    state = "" if words.verified else "; not verified"
    return f"“{words.text}” ({known.get(words.source, words.source)}{note}{state})"


def _text(policy: Policy) -> str:
    if policy.text_held:
        return f"held: {policy.text_file}, sha256 {(policy.text_sha256 or '')[:12]}…"
    return "not held" if policy.kind.governs else ""


def _days(policy: Policy) -> str:
    begins = about(policy.first_day)
    if not policy.kind.governs:
        return begins
    if policy.last_day or policy.ended:
        return f"{begins} to {about(policy.last_day or Span())}"
    return begins if begins.startswith("an unknown") else f"from {begins}"
