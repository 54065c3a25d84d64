"""Personal data on the pages of a document: what was found on which page, what could not be searched."""

from collections.abc import Iterable, Iterator

from discovery.core.audiences import Audience
from discovery.core.enumerating import on_pages
from discovery.core.personal import HeardOfAddresses, PersonalData, PersonalDatum
from discovery.core.problems import Problem
from discovery.core.record import Record
from discovery.core.sensitive import Pattern

OPEN_TO_ALL = (Audience.COURT, Audience.PUBLIC)
"""Who keeps what it is given where anybody may read it.

What goes to the People is told and not kept back: most of it came from them, what the defense discloses has to be
whole, and none of it is in a public file until somebody files it.
"""
STEP = 'Redact it (discovery redact), or let it stand by name ([[personal_data]] in the intake, where = ["{key}"]).'


class Searched(Record):
    """What the search of one document came to."""

    key: str
    """By which counsel lets something stand in it: the key of an exhibit, the place of a file."""
    found: tuple[tuple[PersonalDatum, tuple[int, ...]], ...] = ()
    """Each piece with its pages, from 1; page 0 is what an index or a load file prints of it."""
    silent: tuple[int, ...] = ()
    """Pages that hold no text, such as scans: nothing could be found there."""
    unsearched: str = ""
    """Why nothing of it was searched."""
    described: str = "in its description"
    """What page 0 is."""

    def findings(self) -> Iterator[str]:
        """Each piece, a sentence each."""
        for datum, pages in self.found:
            yield f"“{datum.words}” {self._on(pages)}: {datum.what}."

    def lines(self) -> Iterator[str]:
        """What counsel is told, a sentence each: what was found, and what was not searched."""
        yield from self.findings()
        if self.silent:
            on = self._on(self.silent)
            yield f"not searched for personal data {on}: no text can be read there. Look for yourself."
        if self.unsearched:
            yield f"not searched for personal data: {self.unsearched}."

    def problems(self, where: str) -> Iterator[Problem]:
        """What keeps it from going where anybody may read it."""
        for what in self.findings():
            yield Problem(where=where, what=what, next_step=STEP.format(key=self.key))

    def _on(self, pages: tuple[int, ...]) -> str:
        numbers = [page for page in pages if page]
        said = [f"on {on_pages(numbers)}"] if numbers else []
        return " and ".join([*([self.described] if 0 in pages else []), *said])


def search_pages(
    key: str, watch: PersonalData, texts: Iterable[str], described: str = "", unsearched: str = ""
) -> Searched:
    """Search the texts of a document's pages, and what is `described` of it in an index."""
    places: dict[PersonalDatum, list[int]] = {each: [0] for each in watch.found(described)}
    heard, silent = HeardOfAddresses(), []
    for number, text in enumerate(texts, start=1):
        if not text.strip():
            silent.append(number)
        found = watch.everything(text)
        heard.add(text, found)
        for each in dict.fromkeys(watch.data(text, found)):
            places.setdefault(each, []).append(number)
    kept = ((each, tuple(pages)) for each, pages in places.items() if not _of_an_office(each, heard))
    return Searched(key=key, found=tuple(kept), silent=tuple(silent), unsearched=unsearched)


def _of_an_office(datum: PersonalDatum, heard: HeardOfAddresses) -> bool:
    return datum.pattern is Pattern.ADDRESS and heard.is_an_offices(datum.words)
