"""Gets a packet ready for a court's filing system: mends exhibits before they are numbered, looks at what was made.

What the packet itself sees to (sizes, names, bookmarks, page labels, the initial view) is not asked of its exhibits;
of the finished files everything is asked but what the numbers on them would answer: margins, text, resolution.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from discovery.core.deficiencies import Deficiency
from discovery.core.endorsements import Endorsements
from discovery.core.productions import Document
from discovery.core.profiles import Profile, Trait
from discovery.files.preflight import preflight
from discovery.files.preparing import Prepared, prepare
from discovery.files.repairing import repair

_OURS = frozenset({Trait.SIZE, Trait.NAME, Trait.BOOKMARKS, Trait.LABELS, Trait.VIEW})

_PAGES = frozenset({Trait.MARGINS, Trait.TEXT, Trait.RESOLUTION})


@dataclass(frozen=True)
class FiledExhibit:
    """An exhibit's pages as they can be filed."""

    path: Path
    notes: tuple[str, ...] = ()
    """What was mended, and what could not be."""
    found: tuple[Deficiency, ...] = ()
    """In what its pages fall short, as they were before anything was printed on them."""


def fit(path: Path, profile: Profile, target: Path) -> FiledExhibit:
    """The exhibit, or a copy of it, `target`, mended as far as can be with every page looking as before."""
    asked = _without(profile, _OURS)
    found = preflight(path, asked)
    if not any(each.repairable for each in found.deficiencies):
        return FiledExhibit(path, found=_of_pages(found.deficiencies))
    mended = repair(path, asked, target)
    if mended.problems:
        undone = tuple(f"could not be mended for filing: {each.what}".rstrip(".") for each in mended.problems)
        return FiledExhibit(path, undone, _of_pages(found.deficiencies))
    offered = tuple(f"{each.name} was taken out of it and is in no file" for each in mended.offered)
    notes = (*(f"for filing, {each}" for each in mended.repaired), *mended.undone, *offered)
    return FiledExhibit(mended.path, tuple(each.rstrip(".") for each in notes), _of_pages(mended.deficiencies))


def make_ready(
    document: Document, held: Path, marks: Endorsements, profile: Profile | None, room: Path
) -> tuple[Prepared, tuple[Deficiency, ...]]:
    """An exhibit ready to be put in, mended for filing where a profile is asked for, and what it falls short of."""
    fitted = fit(held, profile, room / f"filed-{document.key}.pdf") if profile else FiledExhibit(held)
    made = prepare(document, fitted.path, marks, room)
    return replace(made, notes=(*fitted.notes, *made.notes)), fitted.found


def _of_pages(found: Iterable[Deficiency]) -> tuple[Deficiency, ...]:
    return tuple(each for each in found if each.rule.trait in _PAGES)


def shortcomings(path: Path, profile: Profile) -> tuple[Deficiency, ...]:
    """In what a finished file falls short of the profile."""
    return preflight(path, _without(profile, _PAGES)).deficiencies


def _without(profile: Profile, traits: frozenset[Trait]) -> Profile:
    kept = tuple(rule for rule in profile.rule if rule.trait not in traits)
    return Profile.model_validate({**dict(profile), "rule": kept})
