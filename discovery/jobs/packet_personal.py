"""Personal data in the exhibits of a packet: found page by page, told, kept from court and public until let stand."""

from collections.abc import Iterator

from discovery.core.exhibits import Audience, Exhibit
from discovery.core.personal import PersonalData, case_names
from discovery.core.personal_pages import OPEN_TO_ALL, Searched, search_pages
from discovery.core.productions import Plan
from discovery.errors import InputError
from discovery.files.law import read_authorities
from discovery.files.matter_folder import INDEX
from discovery.files.texts import page_texts
from discovery.jobs.plan import Offered


def search(offer: Offered) -> tuple[Searched, ...]:
    """Search every file that is offered, and what the index says of it; our own papers were searched before."""
    cases = case_names(read_authorities())
    return tuple(_searched(offer, exhibit, cases) for exhibit in offer.exhibits)


def _searched(offer: Offered, exhibit: Exhibit, cases: tuple[str, ...]) -> Searched:
    watch = PersonalData.of(offer.folder.matter, (exhibit.key,), cases)
    file = offer.files.get(exhibit.key)
    readable = file is not None and not file.unread and not file.native
    texts = page_texts(file.held) if file and readable else ()
    return search_pages(exhibit.key, watch, texts, exhibit.description, _why_not(offer, exhibit))


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
