"""What the intake knows, and how it knows it.

An answer is absent (nobody asked), "unknown" (asked, not known) or a value with its basis; the three stay three.
"""

from enum import StrEnum
from typing import Any, Generic, Self, TypeVar

from pydantic import GetJsonSchemaHandler, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from discovery.core.record import Record
from discovery.core.spans import Span

T = TypeVar("T")


class BasisKind(StrEnum):
    """Where an answer comes from."""

    COURT_PAPER = "court paper"
    DISCLOSED_DOCUMENT = "disclosed document"
    PEOPLE_STATEMENT = "the People's statement"
    WITNESS = "witness"
    CLIENT = "client"
    INFERENCE = "counsel's inference"

    @property
    def privileged(self) -> bool:
        """Whether what rests on this alone stays in the privileged memo unless counsel releases it."""
        return self in (BasisKind.CLIENT, BasisKind.INFERENCE)


class Basis(Record):
    """Where one answer comes from, closely enough to find it again."""

    kind: BasisKind
    file: str | None = None
    """File name in the matter's exhibits/ folder."""
    page: int | None = None
    number: str | None = None
    """The People's own Bates number for that page."""
    date: Span | None = None
    by: str | None = None
    """Who said it, for a statement or a witness."""
    note: str | None = None

    def __str__(self) -> str:
        parts = [str(self.kind)]
        if self.by:
            parts.append(self.by)
        if self.number:
            parts.append(self.number)
        if self.page is not None:
            parts.append(f"page {self.page}")
        if self.date:
            parts.append(str(self.date))
        return ", ".join(parts)


class State(StrEnum):
    """How far an answer got."""

    ABSENT = "not asked"
    UNKNOWN = "asked, not known"
    GIVEN = "given"


class Answer(Record, Generic[T]):
    """One answer: absent, "unknown", or a value with its basis.

    Written `field = "unknown"`, `field = { value = …, basis = "dd5" }` with a name from the matter's [bases], or
    `basis = { kind = "witness", … }`; a bare value is accepted and has no basis, so it prints as a blank in every
    paper that is sworn or served.
    """

    state: State = State.ABSENT
    value: T | None = None
    basis: str | Basis | None = None
    release: bool = False
    """Counsel's decision that an answer resting on the client or on inference may leave the privileged memo."""

    @model_validator(mode="before")
    @classmethod
    def _from_file(cls, data: Any) -> Any:
        if isinstance(data, Answer):
            return data
        if data is None or data == {}:
            return {}
        if isinstance(data, str) and data.strip() == "unknown":
            return {"state": State.UNKNOWN}
        if _is_blank(data) or (isinstance(data, dict) and _is_blank(data.get("value"))):
            raise ValueError('an empty answer says nothing; write "unknown" if it was asked, or take the line out')
        if isinstance(data, dict) and "state" in data:
            return data
        if isinstance(data, dict) and "value" in data:
            if isinstance(data["value"], str) and data["value"].strip() == "unknown":
                return {"state": State.UNKNOWN, **{k: v for k, v in data.items() if k != "value"}}
            return {"state": State.GIVEN, **data}
        if isinstance(data, dict):
            raise ValueError('an answer is "unknown", or { value = …, basis = … }')
        return {"state": State.GIVEN, "value": data}

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if (self.state is State.GIVEN) != (self.value is not None):
            raise ValueError("an answer that is given has a value, any other has none")
        return self

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        whole = handler.resolve_ref_schema(handler(schema))
        fields = whole.get("properties", {})
        value = fields.get("value", {})
        return {
            "anyOf": [
                {"const": "unknown"},
                {
                    "type": "object",
                    "required": ["value"],
                    "additionalProperties": False,
                    "properties": {key: fields[key] for key in ("value", "basis", "release") if key in fields},
                },
                value,
            ]
        }

    @property
    def given(self) -> bool:
        """Whether there is a value."""
        return self.state is State.GIVEN

    @property
    def asked(self) -> bool:
        """Whether somebody asked, whatever came of it."""
        return self.state is not State.ABSENT

    def is_(self, value: object) -> bool:
        """Whether the answer is given and equals `value`."""
        return self.given and self.value == value


def _is_blank(value: object) -> bool:
    return isinstance(value, str) and not value.strip()
