"""What is still open, in the order of what an answer unlocks; what no open paper needs is not asked."""

from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from discovery.core.answers import Answer
from discovery.core.matter import Matter
from discovery.core.questions import (
    FIRST_FIELD,
    TABLE,
    Kind,
    Unlocks,
    field_kind,
    not_asked,
    open_questions,
    row_for,
    typed,
)
from discovery.core.record import Record
from tests.intake.test_derived import from_, known, matter
from tests.matters import documented, nothing_known


def asked(found: Matter) -> list[str]:
    return [question.path for question in open_questions(found)]


def test_an_empty_matter_is_asked_for_its_caption_first_then_the_law_then_the_relief() -> None:
    unlocked = [question.unlocks[0] for question in open_questions(matter())]
    order = [str(each) for each in Unlocks]
    assert unlocked == sorted(unlocked, key=order.index)
    assert unlocked[0] == str(Unlocks.CAPTION)


def test_no_search_details_are_asked_for_while_no_search_is_known() -> None:
    paths = asked(nothing_known())
    assert "facial_recognition.searches" in paths
    assert not [path for path in paths if path.startswith("facial_recognition.searches.")]
    assert "facial_recognition.social_media" not in paths
    assert "facial_recognition.other_agencies" not in paths


def test_a_documented_search_ends_the_questions_for_signs() -> None:
    before = asked(known(searches=[{"agency": from_("client", "NYPD")}]))
    after = asked(known(searches=[{"agency": from_("paper", "NYPD")}]))
    assert "facial_recognition.signs" in before
    assert "facial_recognition.signs" not in after
    assert "facial_recognition.searches.0.day" in after


@pytest.mark.parametrize(
    ("parts", "path", "needed"),
    [
        ({}, "posture.arraigned_superior", False),
        ({"posture": {"instrument": "indictment"}}, "posture.arraigned_superior", True),
        ({"posture": {"stage": "before indictment"}}, "indictment", False),
        ({}, "disclosure.trial_date", False),
        ({"posture": {"stage": "after conviction"}}, "disclosure.trial_date", True),
        ({}, "arrest.i_card_kind", False),
        ({"arrest": {"i_card": "2019"}}, "arrest.i_card_kind", True),
        (
            {"facial_recognition": {"searches": [{"system": "Clearview"}]}},
            "facial_recognition.searches.0.score",
            False,
        ),
        ({"facial_recognition": {"searches": [{"report": "2019"}]}}, "facial_recognition.searches.0.score", True),
        (
            {"facial_recognition": {"searches": [{"system": "DataWorks"}, {"system": "other"}]}},
            "facial_recognition.searches.1.system_name",
            True,
        ),
        ({"disclosure": {"demands": [{"answer": "no answer"}]}}, "disclosure.demands.0.answered", False),
        ({"disclosure": {"demands": [{"answer": "refused"}]}}, "disclosure.demands.0.answered", True),
    ],
)
def test_a_question_is_asked_where_its_answer_is_needed(parts: Any, path: str, needed: bool) -> None:
    assert (path in asked(matter(**parts))) is needed


def test_asked_and_not_known_stays_open_and_is_not_asked_again() -> None:
    found = matter(arrest={"precinct": "unknown"})
    why = {question.path: question.why for question in open_questions(found)}
    assert why["arrest.precinct"] == "asked, not known"
    assert "arrest.precinct" not in [question.path for question in not_asked(found)]


def test_an_answer_without_a_basis_or_on_the_clients_word_is_asked_about() -> None:
    found = matter(arrest={"precinct": "x", "incident": from_("client", "2019"), "arrested": from_("paper", "2019")})
    why = {question.path: question.why for question in open_questions(found)}
    assert why["arrest.precinct"] == "no basis"
    assert why["arrest.incident"] == "rests on the client's word alone"
    assert "arrest.arrested" not in why


def test_every_question_says_what_it_unlocks() -> None:
    for question in (*open_questions(matter()), *open_questions(documented())):
        assert question.unlocks
        assert str(question).endswith(f"Unlocks {'; '.join(question.unlocks)}.")


def _fields(model: type[BaseModel], path: str = "") -> list[str]:
    found: list[str] = []
    for name in model.model_fields:
        place = f"{path}.{name}".lstrip(".")
        kind = field_kind(place.replace("*", "0"))
        if kind and kind.kind is Kind.ENTRY:
            found.append(place)
            found += _fields(_model_at(f"{place}.0".replace("*", "0")), f"{place}.*")
        elif kind and kind.answer:
            found.append(place)
        elif not kind and name not in ("schema_", "bases"):
            inner = _model_at(place.replace("*", "0"))
            found += _fields(inner, place) if issubclass(inner, Record) and not issubclass(inner, Answer) else []
    return found


def _model_at(path: str) -> Any:
    from discovery.core.questions import _plain, _step

    here: Any = Matter
    for part in path.split("."):
        here = _plain(_step(here, part))
    return here


def test_every_answer_of_the_intake_has_its_question() -> None:
    """A new field in core/matter.py that nobody asks for is named here."""
    asked_for = {row.path for row in TABLE}
    missing = [path for path in _fields(Matter) if path not in asked_for]
    # asked of nobody: co-defendants are named where a paper needs them, what stands is for counsel to decide
    assert missing == ["co_defendants", "personal_data"]


def test_every_row_leads_to_a_field() -> None:
    for row in TABLE:
        assert field_kind(row.path.replace("*", "0")) is not None, row.path
        assert row_for(row.path.replace("*", "3")) is row
    for path, first in FIRST_FIELD.items():
        assert field_kind(f"{path}.0.{first}".replace("*", "0")) is not None


@pytest.mark.parametrize(
    ("path", "text", "value"),
    [
        ("facial_recognition.searches.0.system", "clear", "Clearview"),
        ("facial_recognition.searches.0.system", "1", "DataWorks"),
        ("facial_recognition.searches.0.candidates", "12", 12),
        ("facial_recognition.searches.0.lead_only", "Yes", True),
        ("facial_recognition.searches.0.lead_only", "n", False),
        ("counsel.address", "1 Example Plaza; New York", ["1 Example Plaza", "New York"]),
        ("docket", "CR-000000-26NY SAMPLE/any form", "CR-000000-26NY SAMPLE/any form"),
    ],
)
def test_what_is_typed_becomes_a_value(path: str, text: str, value: Any) -> None:
    kind = field_kind(path)
    assert kind is not None
    assert typed(kind, text) == value


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("facial_recognition.searches.0.system", "Clearvue"),
        ("facial_recognition.searches.0.device", "d/p"),
        ("facial_recognition.searches.0.candidates", "twelve"),
        ("facial_recognition.searches.0.lead_only", "perhaps"),
        ("facial_recognition.searches.0.day", "May 2019"),
        ("facial_recognition.searches.0.day", "2019-02-30"),
    ],
)
def test_what_cannot_be_meant_is_refused(path: str, text: str) -> None:
    kind = field_kind(path)
    assert kind is not None
    with pytest.raises((ValueError, ValidationError)):
        typed(kind, text)


@pytest.mark.parametrize("path", ["nowhere", "arrest.nothing", "charges.first", "docket.0", "arrest.incident.value"])
def test_a_path_that_leads_nowhere_has_no_kind(path: str) -> None:
    assert field_kind(path) is None
