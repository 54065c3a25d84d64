"""Conduct: something done on some day, by a finding's account or in a step of this matter, for a policy to govern."""

from typing import Any, Literal

from discovery.core.answers import Answer
from discovery.core.findings import Finding
from discovery.core.matter import Agency, Identification, Matter, Search, System, Unit
from discovery.core.record import Record
from discovery.core.spans import Precision, Span

ConductKind = Literal["finding", "search", "edit", "showing", "arrest"]


class Conduct(Record):
    """One thing done, with the facts that decide which policies speak to it; None is a fact not known."""

    id: str
    kind: ConductKind
    title: str
    span: Span = Span()
    source: str
    """What it rests on: "finding:ID" or "intake:PATH"."""
    agency: str | None = None
    unit: str | None = None
    system: str | None = None
    device: str | None = None
    gallery: str | None = None
    other_agencies: str | None = None
    paths: dict[str, str] = {}
    """Where in the intake each fact stands, where it is not below `source`."""
    arrest_path: str | None = None
    """Set where the papers show an arrest by NYPD: the path of the answer that shows it."""
    supposed: bool = False
    """A search nobody has recorded, which a sign or the People's words point to."""

    @property
    def place(self) -> str:
        """The intake path, or the finding's id, that `source` names."""
        return self.source.partition(":")[2]

    def path(self, fact: str) -> str:
        """The intake path of a fact ("system"), or the finding's id."""
        if self.kind == "finding":
            return self.place
        return self.paths.get(fact, self.place if self.supposed else f"{self.place}.{fact}")


def conduct_of_finding(finding: Finding) -> Conduct:
    """What a finding says was done, on the days it gives."""
    return Conduct(
        id=finding.id,
        kind="finding",
        title=finding.statement,
        span=finding.span,
        source=f"finding:{finding.id}",
    )


def conduct_of(matter: Matter) -> tuple[Conduct, ...]:
    """The matter's own steps in file order: each search with its edits, each showing, an arrest on the lead alone."""
    found: list[Conduct] = []
    for index, search in enumerate(matter.facial_recognition.searches):
        found.append(_search(matter, index, search))
        found.extend(_edits(index, search))
    found.extend(_showing(index, step) for index, step in enumerate(matter.identifications))
    found.extend(_arrests(matter))
    return tuple(found)


def searches_of(matter: Matter) -> tuple[Conduct, ...]:
    """The searches recorded, or, where there is none, the one search that signs or the People's words point to."""
    recorded = tuple(step for step in conduct_of(matter) if step.kind == "search")
    if recorded:
        return recorded
    recognition = matter.facial_recognition
    used = next((index for index, each in enumerate(recognition.statements) if each.says == "used"), None)
    if used is not None:
        return (_supposed(matter, f"facial_recognition.statements.{used}"),)
    if recognition.signs:
        return (_supposed(matter, "facial_recognition.signs.0"),)
    return ()


def _search(matter: Matter, index: int, search: Search) -> Conduct:
    base = f"facial_recognition.searches.{index}"
    agency, unit, system = _word(search.agency), _word(search.unit), _system(search)
    title = f"facial recognition search {index + 1}{_by(agency, unit)}{_on(system, search)}"
    named = search.system_name.given and not search.system.given
    return Conduct(
        id=f"search-{index + 1}",
        kind="search",
        title=title,
        span=search.day.value or Span(),
        source=f"intake:{base}",
        agency=agency,
        unit=unit,
        system=system,
        device=_word(search.device),
        gallery=search.gallery.value,
        other_agencies=matter.facial_recognition.other_agencies.value,
        paths={
            "other_agencies": "facial_recognition.other_agencies",
            **({"system": f"{base}.system_name"} if named else {}),
        },
        arrest_path=_arrest_path(matter),
    )


def _supposed(matter: Matter, base: str) -> Conduct:
    return Conduct(
        id="search-supposed",
        kind="search",
        title="a facial recognition search that is not recorded",
        span=_between(matter),
        source=f"intake:{base}",
        other_agencies=matter.facial_recognition.other_agencies.value,
        paths={"other_agencies": "facial_recognition.other_agencies", "day": "arrest.incident"},
        arrest_path=_arrest_path(matter),
        supposed=True,
    )


def _edits(index: int, search: Search) -> tuple[Conduct, ...]:
    return tuple(
        Conduct(
            id=f"edit-{index + 1}-{number + 1}",
            kind="edit",
            title=f"edit {number + 1} of an image, of search {index + 1}",
            span=edit.day.value or Span(),
            source=f"intake:facial_recognition.searches.{index}.edits.{number}",
            agency=_word(search.agency),
            unit=_word(search.unit),
            paths={fact: f"facial_recognition.searches.{index}.{fact}" for fact in ("agency", "unit")},
        )
        for number, edit in enumerate(search.edits)
    )


def _showing(index: int, step: Identification) -> Conduct:
    return Conduct(
        id=f"showing-{index + 1}",
        kind="showing",
        title=f"showing {index + 1}: {step.kind}",
        span=step.day.value or Span(),
        source=f"intake:identifications.{index}",
    )


def _arrests(matter: Matter) -> tuple[Conduct, ...]:
    for index, search in enumerate(matter.facial_recognition.searches):
        if search.arrest_on_lead.is_(True):
            return (
                Conduct(
                    id="arrest",
                    kind="arrest",
                    title=f"arrest on the lead of search {index + 1} alone",
                    span=matter.arrest.arrested.value or Span(),
                    source=f"intake:facial_recognition.searches.{index}.arrest_on_lead",
                    agency=Agency.NYPD if _arrest_path(matter) else None,
                    paths={"agency": _arrest_path(matter) or "arrest.precinct", "day": "arrest.arrested"},
                    arrest_path=_arrest_path(matter),
                ),
            )
    return ()


def _arrest_path(matter: Matter) -> str | None:
    """A precinct and an I-card are NYPD's: either shows that the arrest was its own."""
    if matter.arrest.precinct.given:
        return "arrest.precinct"
    return "arrest.i_card" if matter.arrest.i_card.given else None


def _between(matter: Matter) -> Span:
    incident, arrested = matter.arrest.incident.value, matter.arrest.arrested.value
    first, last = incident.first if incident else None, arrested.last if arrested else None
    if (first is None and last is None) or (first and last and first > last):
        return Span()
    return Span(first=first, last=last, precision=Precision.RANGE)


def _by(agency: str | None, unit: str | None) -> str:
    if agency is None:
        return f" by {unit}" if unit and unit != Unit.OTHER else ""
    name = "another agency" if agency == Agency.OTHER else agency
    if unit is None:
        return f" by {name}"
    return f" by {name} ({'another unit' if unit == Unit.OTHER else unit})"


def _on(system: str | None, search: Search) -> str:
    if system == System.OTHER:
        return f" on {search.system_name.value or 'another system'}"
    return f" on {system}" if system else ""


def _system(search: Search) -> str | None:
    """The system by its name in the intake; a name written out is understood too."""
    named = (search.system_name.value or "").casefold()
    for system in (System.CLEARVIEW, System.DATAWORKS):
        if system.value.casefold() in named:
            return system.value
    if search.system.given:
        return _word(search.system)
    return System.OTHER.value if named else None


def _word(answer: Answer[Any]) -> str | None:
    return str(answer.value) if answer.value is not None else None
