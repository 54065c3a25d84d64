"""The documents of a matter that may be offered with a paper, and who may see each."""

from typing import Protocol, Self

from pydantic import Field, model_validator

from discovery.core.audiences import Audience, Restriction
from discovery.core.record import Record
from discovery.core.spans import Span


class Exhibit(Record):
    """One line of exhibits/index.toml: a file of the matter, or a paper the program makes, offered with a paper."""

    key: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    """Short name used in templates and bases; the letter comes from the plan."""
    file: str | None = None
    """Name of a file in the matter's exhibits/ folder."""
    paper: str | None = None
    """Id of a template whose paper is the exhibit, e.g. "chronology"."""
    include: bool = True
    """False for a file that is listed so that it is accounted for, but is not offered."""
    description: str
    """As the index prints it for service: says nothing privileged."""
    date: Span | None = None
    source: str | None = None
    custodian: str | None = None
    numbers: str | None = None
    """The People's own Bates numbers on it."""
    covered: str = ""
    """Why text that lies under a drawn box goes out with it, which is refused where nothing is said here."""
    restriction: Restriction = Restriction.NONE
    released: tuple[Audience, ...] = ()
    """Audiences counsel has released a restricted exhibit to, by name."""

    @model_validator(mode="after")
    def _one_origin(self) -> Self:
        if (self.file is None) == (self.paper is None):
            raise ValueError(f"exhibit {self.key} names either a file or a paper, not both and not neither")
        return self

    def may_go_to(self, audience: Audience) -> bool:
        """Whether it may leave for that audience."""
        return self.restriction is Restriction.NONE or audience in self.released


class ExhibitNumbers(Protocol):
    """Letters and Bates numbers as planned for the exhibits of a paper."""

    def letter(self, key: str) -> str | None:
        """The letter of an exhibit, None when it is not in the plan."""

    def bates(self, key: str, page: int) -> str | None:
        """The Bates number of a page of an exhibit."""


def letter(position: int) -> str:
    """The letter of the exhibit at a position from 0: A to Z, then AA, AB to AZ, BA."""
    if position < 26:
        return chr(ord("A") + position)
    return letter(position // 26 - 1) + letter(position % 26)


__all__ = ["Audience", "Exhibit", "ExhibitNumbers", "Restriction", "letter"]
