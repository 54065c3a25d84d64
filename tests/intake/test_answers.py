"""The three states of an answer, and what stands outside the privileged memo."""

from datetime import date
from typing import Any

import pytest
import tomlkit
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from discovery.core.answers import Answer, Basis, BasisKind, State
from discovery.core.matter import Matter, answers, initials_needed
from discovery.core.spans import Span
from tests.matters import documented

WORDS = st.text(min_size=1).map(str.strip).filter(lambda text: text not in ("", "unknown"))
BASES = st.one_of(st.none(), WORDS, st.sampled_from(BasisKind).map(lambda kind: Basis(kind=kind)))


@given(WORDS, BASES, st.booleans())
def test_an_answer_survives_its_own_record(value: str, basis: str | Basis | None, release: bool) -> None:
    answer = Answer[str].model_validate({"value": value, "basis": basis, "release": release})
    assert Answer[str].model_validate(answer.model_dump()) == answer
    assert Answer[str].model_validate_json(answer.model_dump_json()) == answer


@given(st.dates(min_value=date(1000, 1, 1)))
def test_an_answer_with_a_date_survives_toml(day: date) -> None:
    text = tomlkit.dumps({"day": {"value": day, "basis": "dd5"}})
    assert Answer[Span].model_validate(tomlkit.parse(text).unwrap()["day"]).value == Span.of(day)


@pytest.mark.parametrize(
    ("written", "state", "value"),
    [
        (None, State.ABSENT, None),
        ({}, State.ABSENT, None),
        ("unknown", State.UNKNOWN, None),
        (" unknown ", State.UNKNOWN, None),
        ({"value": "unknown", "basis": "client"}, State.UNKNOWN, None),
        ("a bare value", State.GIVEN, "a bare value"),
        ({"value": "José <x> *y* {{z}}", "basis": "dd5"}, State.GIVEN, "José <x> *y* {{z}}"),
    ],
)
def test_absent_unknown_and_given_never_collapse(written: Any, state: State, value: str | None) -> None:
    answer = Answer[str].model_validate(written)
    assert (answer.state, answer.value) == (state, value)
    assert (answer.given, answer.asked) == (state is State.GIVEN, state is not State.ABSENT)


def test_false_and_zero_are_answers() -> None:
    assert Answer[bool].model_validate(False).is_(False)
    assert Answer[int].model_validate({"value": 0}).given


@pytest.mark.parametrize(
    "written", ["", "   ", {"value": ""}, {"basis": "dd5"}, {"values": "x"}, [1], {"value": None}]
)
def test_what_is_no_answer_is_refused(written: Any) -> None:
    with pytest.raises(ValidationError):
        Answer[str].model_validate(written)


MATTER = {
    "schema": 1,
    "short_name": "X",
    "defendant": {"name": "John Q. Sample"},
    "bases": {"paper": {"kind": "disclosed document"}, "client": {"kind": "client"}},
}


@pytest.mark.parametrize(
    ("answer", "stands"),
    [
        ({"value": "x", "basis": "paper"}, True),
        ({"value": "x", "basis": {"kind": "witness"}}, True),
        ({"value": "x", "basis": "client"}, False),
        ({"value": "x", "basis": "client", "release": True}, True),
        ({"value": "x", "basis": {"kind": "counsel's inference"}}, False),
        ("x", False),
        ({"value": "x", "release": True}, False),
        ("unknown", False),
    ],
)
def test_what_rests_on_the_client_on_inference_or_on_nothing_stands_in_no_served_paper(
    answer: Any, stands: bool
) -> None:
    matter = Matter.model_validate({**MATTER, "arrest": {"precinct": answer}})
    assert matter.stands(matter.arrest.precinct) is stands


def test_a_basis_nobody_wrote_down_is_refused() -> None:
    with pytest.raises(ValidationError, match="no basis is called dd6"):
        Matter.model_validate({**MATTER, "arrest": {"precinct": {"value": "x", "basis": "dd6"}}})


def test_every_answer_has_a_path_that_leads_to_it() -> None:
    matter = documented()
    for path, answer in answers(matter):
        here: Any = matter
        for part in path.split("."):
            here = here[int(part)] if part.isdigit() else getattr(here, part)
        assert here is answer


def test_complainants_witnesses_and_minors_print_as_initials() -> None:
    matter = documented()
    assert {person.initials for person in initials_needed(matter)} == {"A.D.", "J.W."}
