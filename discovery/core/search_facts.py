"""Each search as a paper lists it: what is said of it, by which paper, and what was looked for and not found."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from markupsafe import Markup

from discovery.core.answers import Basis, BasisKind
from discovery.core.intake import documented_by
from discovery.core.marking import join
from discovery.core.matter import Matter
from discovery.core.values import Desk, Fact, Value, finalize
from discovery.core.views import view

SEARCH_LABELS: Mapping[str, str] = {
    "day": "the day",
    "agency": "the agency",
    "unit": "the unit",
    "operator": "the person who ran it",
    "device": "the device",
    "system": "the system",
    "system_name": "the name of the system",
    "probe_source": "the source of the probe image",
    "gallery": "the gallery searched",
    "candidates": "the number of candidates returned",
    "rank": "the rank of the candidate chosen",
    "score": "the score of the candidate chosen",
    "report": "the day of the possible match report",
    "lead_only": "whether the report says that a match is only a lead",
}
"""What is asked of each search, in the order a paper lists it."""

NOT_FOUND: Mapping[str, str] = {**SEARCH_LABELS, "report": "a possible match report or its day"}
"""The same, of what the papers do not give."""

IN_WORDS: Mapping[tuple[str, str], str] = {
    ("device", "personal"): "the use of a personal device",
    ("device", "department"): "the use of a department device",
    ("lead_only", "yes"): "the statement that a match is only a lead",
    ("lead_only", "no"): "no statement that a match is only a lead",
}
"""Answers that read badly after their label."""


class Told(NamedTuple):
    """One paper, and what it says of a search."""

    where: Any
    says: tuple[Any, ...]
    alone: bool = False
    """Whether it rests on the client or on counsel's inference alone."""


class SearchFacts(NamedTuple):
    """One search as a paper lists it."""

    documented: bool
    """Whether a court paper or a disclosed document records it."""
    told: tuple[Told, ...]
    """What is said of it, by the paper that says so."""
    missing: tuple[Value, ...]
    """What was looked for and not found."""
    candidates: bool
    """Whether anything about its candidates is said or missing."""
    other_agency: bool
    """Whether all that is recorded of the agency is that it was another one."""


def searches(desk: Desk, matter: Matter) -> tuple[SearchFacts, ...]:
    """Every search this paper may speak of."""
    shown = view(desk, "facial_recognition.searches", matter.facial_recognition.searches)
    return tuple(_search(search, matter) for search in shown)


def _search(search: Any, matter: Matter) -> SearchFacts:
    record = matter.facial_recognition.searches[int(search.path.rpartition(".")[2])]
    by_paper: dict[Basis | None, tuple[Markup, list[Any]]] = {}
    for name, label in SEARCH_LABELS.items():
        fact = getattr(search, name)
        if fact.usable and not fact.is_("other"):
            by_paper.setdefault(fact.paper, (fact.basis_named, []))[1].append(_said(name, label, fact))
    for edit in search.edits:
        if edit.what.usable:
            by_paper.setdefault(edit.what.paper, (edit.what.basis_named, []))[1].append(_edited(edit))
    return SearchFacts(
        documented=documented_by(matter, record) is not None,
        told=tuple(Told(where, tuple(says), _alone(basis)) for basis, (where, says) in by_paper.items()),
        missing=unknown_answers(search, NOT_FOUND),
        candidates=any(getattr(search, name).asked for name in ("candidates", "rank", "score")),
        other_agency=search.agency.is_("other"),
    )


def _alone(basis: Basis | None) -> bool:
    return basis is not None and basis.kind in (BasisKind.CLIENT, BasisKind.INFERENCE)


def _said(name: str, label: str, fact: Fact) -> Markup:
    if words := IN_WORDS.get((name, str(fact))):
        return fact.changed(words).__html__()
    if name == "day" and fact.first != fact.last:
        label = "the time"
    return join([Value(f"{label}, ", fact.source).__html__(), fact.__html__()])


def _edited(edit: Any) -> Markup:
    parts = [Value("an edit of an image (“", edit.what.source), edit.what, Value("”", edit.what.source)]
    if edit.by.usable:
        parts += [Value(", by ", edit.by.source), edit.by]
    if edit.day.usable:
        parts += [Value(", ", edit.day.source), edit.day.on]
        if edit.day.paper != edit.what.paper:
            parts += [Value(", as ", edit.day.source), edit.day.basis_named, Value(" says", edit.day.source)]
    return join([finalize(part) for part in [*parts, Value(")", edit.what.source)]])


def unknown_answers(record: Any, labels: Mapping[str, str]) -> tuple[Value, ...]:
    """What was looked for in a record of the intake and is not known, by its labels."""
    facts = [(label, getattr(record, name)) for name, label in labels.items()]
    return tuple(Value(label, fact.source) for label, fact in facts if fact.unknown)
