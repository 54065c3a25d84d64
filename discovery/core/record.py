"""The base of everything that is read from a file: a record never changes and knows no unknown field."""

from pydantic import BaseModel, ConfigDict


class Record(BaseModel):
    """An immutable record; a correction is a new record, built whole so that it is checked again."""

    # Built when one is first made: a command makes records of few kinds, and the others would only delay its start.
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, defer_build=True)
