"""To whom papers go, and why some may not: plain words that a command line knows without reading a matter."""

from enum import StrEnum


class Restriction(StrEnum):
    """Why an exhibit leaves the office only when counsel releases it by name."""

    NONE = "none"
    PROTECTIVE_ORDER = "protective order"
    SEALED = "sealed"
    GRAND_JURY = "grand jury"
    COUNSEL_ONLY = "counsel only"
    VICTIM = "victim"


class Audience(StrEnum):
    """To whom a bundle or production goes."""

    COURT = "court"
    PEOPLE = "people"
    CLIENT = "client"
    PUBLIC = "public"
