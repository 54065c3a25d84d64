"""Personal data in the exhibits of a packet: found page by page, told, kept from court and public until let stand."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from discovery.core.exhibits import Audience, Exhibit
from discovery.core.personal import PersonalData, case_names
from discovery.core.personal_pages import OPEN_TO_ALL, Searched, search_pages
from discovery.core.productions import Plan
from discovery.errors import InputError
from discovery.files.crew import ALONE, Crew
from discovery.files.law import read_authorities
from discovery.files.matter_folder import INDEX
from discovery.files.texts import page_texts
from discovery.jobs.plan import Offered


def search(offer: Offered, crew: Crew = ALONE) -> tuple[Searched, ...]:
    """Search every file that is offered, and what the index says of it; our own papers were searched before."""
    cases = case_names(read_authorities())
    tasks = [_task(offer, exhibit, cases) for exhibit in offer.exhibits]
    crew = crew.for_pages(sum(file.pages for file in offer.files.values()))
    return tuple(crew.spread(search_file, tasks))


def _task(offer: Offered, exhibit: Exhibit, cases: tuple[str, ...]) -> tuple[Any, ...]:
    watch = PersonalData.of(offer.folder.matter, (exhibit.key,), cases)
    file = offer.files.get(exhibit.key)
    readable = file is not None and not file.unread and not file.native
    held = file.held if file and readable else None
    return exhibit.key, held, watch, exhibit.description, _why_not(offer, exhibit)


def search_file(key: str, held: Path | None, watch: PersonalData, described: str, unsearched: str) -> Searched:
    """Search the pages of one file, and what is printed of it; a function of what it is given, for any worker."""
    return search_pages(key, watch, page_texts(held) if held else (), described, unsearched)


def _why_not(offer: Offered, exhibit: Exhibit) -> str:
    file = offer.files.get(exhibit.key)
    if file and file.native:
        return "it is served as the file it is"
    return "a slip sheet stands in its place" if file and file.unread else ""


def personal_lines(searched: tuple[Searched, ...], plan: Plan) -> Iterator[str]:
    """What counsel is told of each exhibit, by its letter."""
    for each in searched:
        yield from (f"Exhibit {plan.letter(each.key)}: {line}" for line in each.lines())


def refuse_personal(searched: tuple[Searched, ...], audience: Audience) -> None:
    """Stop what goes where anybody may read it, while personal data in it is neither taken out nor let stand."""
    problems = [problem for each in searched for problem in each.problems(f"{INDEX}, exhibit “{each.key}”")]
    if problems and audience in OPEN_TO_ALL:
        raise InputError(
            f"The bundle is not issued to the {audience}, because personal data stands in its exhibits "
            "(without --issue a draft is made):",
            problems,
        )
