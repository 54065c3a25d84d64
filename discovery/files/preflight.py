"""Looks a PDF over before it is filed: what of it a court's filing system would refuse, and what can be repaired."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from discovery.core.deficiencies import Deficiency, deficiencies
from discovery.core.enumerating import on_pages
from discovery.core.examined import Examined
from discovery.core.problems import Problem
from discovery.core.profiles import Profile, Trait
from discovery.errors import InputError
from discovery.files.active import Spot, active
from discovery.files.converting.pdfs import is_dynamic
from discovery.files.endorsing import shape_of
from discovery.files.layers import layer_names
from discovery.files.markings import markings
from discovery.files.originals import SourceFile, inspect, open_pdf
from discovery.files.page_facts import page_facts
from discovery.files.pdfa import pdfa_faults

__all__ = ["Report", "examine", "preflight"]


@dataclass(frozen=True)
class Report:
    """How a PDF stands to a profile, and, of a repaired one, what was done to it."""

    path: Path
    profile: Profile
    examined: Examined
    deficiencies: tuple[Deficiency, ...]
    repaired: tuple[str, ...] = ()
    """What was done to the copy, a sentence each."""
    undone: tuple[str, ...] = ()
    """Repairs that were tried and not made, and why."""
    offered: tuple[Path, ...] = ()
    """Files taken out of it, each beside it as a file of its own."""
    problems: tuple[Problem, ...] = ()
    """Why no copy was made; empty where one was, or none was asked for."""

    @property
    def ready(self) -> bool:
        """Whether nothing is left for which the file may be refused."""
        return not self.problems and not any(each.refused for each in self.deficiencies)

    @property
    def notes(self) -> Iterator[str]:
        """What a person should know besides."""
        examined = self.examined
        if examined.signed:
            yield "It is signed; a repaired or numbered copy does not carry the signature, so keep the original."
        if examined.blank:
            yield f"Nothing is to be seen on {on_pages(examined.blank)}."
        if examined.pdfa and examined.pdfa_open and not examined.pdfa_faults and self.profile.of(Trait.PDFA):
            yield f"It says that it is PDF/A-{examined.pdfa}; our test could not tell: {examined.pdfa_open[0]}."

    def __str__(self) -> str:
        refused = [each for each in self.deficiencies if each.refused]
        advised = [each for each in self.deficiencies if not each.refused]
        name = self.path.name
        if self.problems:
            head = f"{name}: not repaired"
        elif refused:
            head = f"{name}: may be refused"
        else:
            head = f"{name}: ready for {self.profile.name}" + (", but look at this" if advised else "")
        lines = [head]
        lines += [f"  Done: {each}" for each in self.repaired]
        lines += [f"  Not done: {each}" for each in self.undone]
        lines += [f"  Offered as a file of its own: {each.name}" for each in self.offered]
        for deficiency in (*refused, *advised):
            lines.append(f"  {deficiency}")
            lines.append(f"    {deficiency.cited}")
        lines += [f"  Note: {each}" for each in self.notes]
        return "\n".join(lines)


def preflight(path: Path, profile: Profile) -> Report:
    """How a PDF stands to a profile; one that does not open is told so in the report. Nothing is written."""
    examined = examine(path, profile)
    return Report(path, profile, examined, deficiencies(examined, profile))


def examine(path: Path, profile: Profile) -> Examined:
    """What there is to know about a PDF for a profile; only PDF/A, which costs the most, is left out unless asked."""
    if not path.is_file():
        raise InputError(f"There is no file {path}. Check its name.")
    size = path.stat().st_size
    try:
        source = inspect(path)
        with open_pdf(path) as pdf:
            facts = _facts(pdf, source)
            units = [shape_of(page.obj).unit for page in pdf.pages]
        facts |= _seen(path, units)
        facts["dynamic"] = source.xfa and is_dynamic(path)
    except InputError as error:
        return Examined(name=path.name, size=size, unreadable=error.message)
    if profile.of(Trait.PDFA) and source.pdfa:
        facts["pdfa_faults"], facts["pdfa_open"] = pdfa_faults(path, source.pdfa)
    return Examined(name=path.name, size=size, pages=source.pages, **facts)


def _facts(pdf: pikepdf.Pdf, source: SourceFile) -> dict[str, Any]:
    """What the file's structure tells."""
    spots, marked = active(pdf), list(markings(pdf))
    bookmarks, astray = _bookmarks(pdf)
    return {
        "encrypted": source.encrypted,
        "damaged": source.repaired,
        "signed": source.signed,
        "scripts": _where(spots, Trait.SCRIPTS),
        "opening": "/OpenAction" in pdf.Root,
        "actions": _where(spots, Trait.ACTIONS),
        "media": (
            *_where(spots, Trait.MEDIA),
            *(f"page {each.page}" for each in marked if each.trait is Trait.MEDIA),
        ),
        "attachments": (
            *(str(name) for name in pdf.attachments),
            *(f"one pinned to page {each.page}" for each in marked if each.trait is Trait.ATTACHMENTS),
            *(f"one that belongs to {where}" for where in _where(spots, Trait.ATTACHMENTS)),
        ),
        "portfolio": source.portfolio,
        "layers": layer_names(pdf),
        "comments": tuple(each.page for each in marked if each.trait is Trait.COMMENTS),
        "fields": sum(each.trait is Trait.FORMS for each in marked),
        "xfa": source.xfa,
        "bookmarks": bookmarks,
        "astray": astray,
        "view": str(pdf.Root.get("/PageMode", "")).lstrip("/"),
        "pdfa": source.pdfa,
    }


def _where(spots: tuple[Spot, ...], trait: Trait) -> tuple[str, ...]:
    return tuple(spot.where for spot in spots if spot.trait is trait)


def _bookmarks(pdf: pikepdf.Pdf) -> tuple[int, int]:
    """How many bookmarks there are, and how many of them lead to no page."""
    pages = {page.obj.objgen for page in pdf.pages}
    outlines = pdf.Root.get("/Outlines")
    waiting = [outlines.get("/First")] if isinstance(outlines, Dictionary) else []
    seen: set[tuple[int, int]] = set()
    count = astray = 0
    while waiting:
        node = waiting.pop()
        if not isinstance(node, Dictionary) or node.objgen in seen:
            continue
        if node.is_indirect:
            seen.add(node.objgen)
        count += 1
        astray += not _leads(pdf, node, pages)
        waiting += [node.get("/Next"), node.get("/First")]
    return count, astray


def _leads(pdf: pikepdf.Pdf, node: Any, pages: set[tuple[int, int]]) -> bool:
    action = node.get("/A")
    target = node.get("/Dest")
    if target is None and isinstance(action, Dictionary):
        if action.get("/S") == Name.URI:
            return True
        target = action.get("/D")
    if isinstance(target, Name | pikepdf.String):
        target = _named(pdf, str(target))
    if isinstance(target, Dictionary):
        target = target.get("/D")
    if not isinstance(target, Array) or not len(target):
        return False
    page = target[0]
    return isinstance(page, Dictionary) and page.objgen in pages


def _named(pdf: pikepdf.Pdf, name: str) -> Any:
    names = pdf.Root.get("/Names")
    tree = names.get("/Dests") if isinstance(names, Dictionary) else None
    if isinstance(tree, Dictionary):
        return pikepdf.NameTree(tree).get(name)
    old = pdf.Root.get("/Dests")
    return old.get(name) if isinstance(old, Dictionary) and name.startswith("/") else None


def _seen(path: Path, units: list[float]) -> dict[str, Any]:
    """What a viewer sees on the pages; lengths are in points where a page has larger units."""
    facts = list(enumerate(page_facts(path), start=1))
    unit = dict(enumerate(units, start=1))
    return {
        "bare": tuple(page for page, each in facts if each.bare),
        "blank": tuple(page for page, each in facts if each.blank),
        "images": tuple((page, round(each.dpi / unit.get(page, 1))) for page, each in facts if each.dpi),
        "margins": tuple((page, round(each.margin * unit.get(page, 1))) for page, each in facts if not each.blank),
        "unprinted": tuple(page for page, each in facts if not each.label_printed),
    }
