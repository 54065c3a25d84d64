"""Reading the law: authorities, demands and indicators as shipped, an office's own, and counsel's checks."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TypeVar

from discovery.core.authorities import (
    Authority,
    Check,
    Verification,
    check_authorities,
    laid_over,
    with_checks,
)
from discovery.core.demands import Demand, check_demands
from discovery.core.indicators import Indicator, check_indicators
from discovery.core.precedent import check_courts
from discovery.core.problems import Problem, in_order
from discovery.core.record import Record
from discovery.errors import InputError
from discovery.files.reading import TomlFile, did_you_mean, read_toml, validated
from discovery.files.shipped import DATA

Kind = TypeVar("Kind", bound=Record)

CHECKS = Path("checks") / "authorities.toml"
"""Where the program writes counsel's checks, inside a record folder."""


class _Authorities(Record):
    authority: tuple[Authority, ...] = ()


class _Demands(Record):
    demand: tuple[Demand, ...] = ()


class _Indicators(Record):
    indicator: tuple[Indicator, ...] = ()


class _Checks(Record):
    check: tuple[Check, ...] = ()


def read_authorities(*records: Path | None) -> tuple[Authority, ...]:
    """The shipped authorities, then each record folder's over them, then counsel's checks in those folders."""
    authorities = _shipped_authorities()
    problems: list[Problem] = []
    folders = [record for record in records if record is not None]
    for record in folders:
        added, mistakes = _office_authorities(record)
        authorities = laid_over(authorities, added)
        problems.extend(mistakes)
    for record in folders:
        checks, mistakes = _checks(record, authorities)
        authorities = with_checks(authorities, checks)
        problems.extend(mistakes)
    _raise("The law in the record needs attention:", problems)
    return authorities


@cache
def read_demands() -> tuple[Demand, ...]:
    """The checklist of what to ask for about facial recognition, in its order."""
    found, problems = _read(DATA / "demands.toml", _Demands)
    demands = found.demand if found else ()
    _raise("The shipped demands need attention:", (*problems, *check_demands(demands, _shipped_authorities())))
    return demands


@cache
def read_indicators() -> tuple[Indicator, ...]:
    """The signs, in disclosed papers, that facial recognition was used."""
    found, problems = _read(DATA / "indicators.toml", _Indicators)
    indicators = found.indicator if found else ()
    _raise("The shipped indicators need attention:", (*problems, *check_indicators(indicators)))
    return indicators


def read_checks(record: Path, *under: Path) -> tuple[Check, ...]:
    """Counsel's checks in a record folder that lies over others, all its problems at once."""
    checks, problems = _checks(record, read_authorities(*under, record))
    _raise("The checks in the record need attention:", problems)
    return checks


@cache
def _shipped_authorities() -> tuple[Authority, ...]:
    authorities, problems = _all_authorities((DATA / "authorities").glob("*.toml"))
    _raise("The shipped law needs attention:", (*problems, *check_authorities(authorities)))
    return authorities


def _office_authorities(record: Path) -> tuple[tuple[Authority, ...], tuple[Problem, ...]]:
    authorities, problems = _all_authorities((record / "authorities").glob("*.toml"))
    unsigned = (
        Problem(
            where=f"record/authorities, {authority.id}/{each.id}",
            what="an office's authority is verified only by a person's own reading.",
            next_step="Add by = and on = to a reading, or write state = “partly verified”.",
        )
        for authority in authorities
        for each in authority.propositions
        if each.state is Verification.VERIFIED and not any(reading.on for reading in each.counsel)
    )
    shipped = (each.id for each in _shipped_authorities())
    return authorities, (*problems, *check_authorities(authorities, shipped), *check_courts(authorities), *unsigned)


def _all_authorities(paths: Iterable[Path]) -> tuple[tuple[Authority, ...], tuple[Problem, ...]]:
    authorities: list[Authority] = []
    problems: list[Problem] = []
    for path in sorted(paths):
        found, mistakes = _read(path, _Authorities)
        authorities.extend(found.authority if found else ())
        problems.extend(mistakes)
    return tuple(authorities), tuple(problems)


def _checks(record: Path, authorities: tuple[Authority, ...]) -> tuple[tuple[Check, ...], tuple[Problem, ...]]:
    checks: list[Check] = []
    problems: list[Problem] = []
    known = {authority.id: authority for authority in authorities}
    for path in sorted((record / "checks").glob("*.toml")):
        found, mistakes = _read(path, _Checks)
        problems.extend(mistakes)
        for check in found.check if found else ():
            checks.append(check)
            problems.extend(_unknown(check, known, f"record/checks/{path.name}"))
    return tuple(checks), tuple(problems)


def _unknown(check: Check, known: dict[str, Authority], where: str) -> Iterable[Problem]:
    authority = known.get(check.authority)
    if authority is None:
        hint = did_you_mean(check.authority, known)
        yield Problem(where=where, what=f"there is no authority “{check.authority}”.", next_step=hint)
    elif authority.proposition(check.proposition) is None:
        what = f"{authority.id} has no proposition “{check.proposition}”."
        yield Problem(where=where, what=what, next_step=did_you_mean(check.proposition, _keys(authority)))


def _keys(authority: Authority) -> list[str]:
    return [each.id for each in authority.propositions]


def _read(path: Path, kind: type[Kind]) -> tuple[Kind | None, tuple[Problem, ...]]:
    try:
        file: TomlFile = read_toml(path)
    except InputError as error:
        problems = tuple(each for each in error.problems if isinstance(each, Problem))
        return None, problems or (Problem(where=path.name, what=error.message),)
    found, mistakes = validated(kind, file)
    return found, (*file.problems, *mistakes)


def _raise(message: str, problems: Iterable[Problem]) -> None:
    if listed := in_order(problems):
        raise InputError(message, listed)
