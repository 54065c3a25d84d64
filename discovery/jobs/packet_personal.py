"""Personal data in the exhibits of a packet: found page by page, told, kept from court and public until let stand."""

from collections.abc import Iterator
from dataclasses import dataclass

from discovery.core.enumerating import on_pages
from discovery.core.exhibits import Audience, Exhibit
from discovery.core.personal import PersonalData, PersonalDatum
from discovery.core.problems import Problem
from discovery.core.productions import Plan
from discovery.errors import InputError
from discovery.files.matter_folder import INDEX
from discovery.files.texts import page_texts
from discovery.jobs.plan import Offered

OPEN_TO_ALL = (Audience.COURT, Audience.PUBLIC)
"""Who keeps what it is given where anybody may read it."""
STEP = "Redact it (discovery redact), or let it stand by name ([[personal_data]] in the intake, where = [“{key}”])."


@dataclass(frozen=True)
class Searched:
    """What the search of one exhibit came to."""

    key: str
    found: tuple[tuple[PersonalDatum, tuple[int, ...]], ...] = ()
    """Each piece with its pages in the exhibit, from 1; page 0 is the description that the index prints."""
    silent: tuple[int, ...] = ()
    """Pages that hold no text, such as scans: nothing could be found there."""
    unsearched: str = ""
    """Why nothing of it was searched."""

    def lines(self) -> Iterator[str]:
        """What counsel is told, a sentence each."""
        for datum, pages in self.found:
            yield f"“{datum.words}” {_on(pages)}: {datum.what}."
        if self.silent:
            yield f"not searched for personal data {_on(self.silent)}: no text can be read there. Look for yourself."
        if self.unsearched:
            yield f"not searched for personal data: {self.unsearched}."

    def problems(self) -> Iterator[Problem]:
        """What keeps it from going where anybody may read it."""
        for datum, pages in self.found:
            step = STEP.format(key=self.key)
            what = f"“{datum.words}” {_on(pages)}: {datum.what}."
            yield Problem(where=f"{INDEX}, exhibit “{self.key}”", what=what, next_step=step)


def search(offer: Offered) -> tuple[Searched, ...]:
    """Search every file that is offered, and what the index says of it; our own papers were searched before."""
    return tuple(_searched(offer, exhibit) for exhibit in offer.exhibits)


def _searched(offer: Offered, exhibit: Exhibit) -> Searched:
    watch = PersonalData.of(offer.folder.matter, (exhibit.key,))
    places: dict[PersonalDatum, list[int]] = {each: [0] for each in watch.found(exhibit.description)}
    silent = []
    file = offer.files.get(exhibit.key)
    readable = file is not None and not file.unread and not file.native
    if file and readable:
        for number, text in enumerate(page_texts(file.held), start=1):
            if not text.strip():
                silent.append(number)
            for each in watch.found(text):
                places.setdefault(each, []).append(number)
    found = tuple((each, tuple(pages)) for each, pages in places.items())
    return Searched(exhibit.key, found, tuple(silent), _why_not(offer, exhibit))


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
    problems = [problem for each in searched for problem in each.problems()]
    if problems and audience in OPEN_TO_ALL:
        raise InputError(
            f"The bundle is not issued to the {audience}, because personal data stands in its exhibits "
            "(without --issue a draft is made):",
            problems,
        )


def _on(pages: tuple[int, ...]) -> str:
    numbers = [page for page in pages if page]
    said = [f"on {on_pages(numbers)}"] if numbers else []
    return " and ".join([*(["in its description"] if 0 in pages else []), *said])
