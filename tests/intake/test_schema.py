"""`discovery schema`: what an editor needs to complete and check matter.toml."""

import json
import re
import tomllib
from datetime import date
from typing import Any

from typer.testing import CliRunner

from discovery.cli.main import app
from tests.matters import SAMPLE

KEYWORDS = {
    *("$defs", "$ref", "$schema", "additionalProperties", "anyOf", "const", "description", "enum", "items"),
    *("maximum", "minimum", "pattern", "properties", "required", "title", "type"),
}


def schema() -> dict[str, Any]:
    result = CliRunner().invoke(app, ["schema"])
    assert result.exit_code == 0
    described: dict[str, Any] = json.loads(result.output)
    return described


def fits(value: Any, described: dict[str, Any], whole: dict[str, Any]) -> bool:
    """Whether a value meets a schema: those keywords of draft 2020-12 that ours uses."""
    if "$ref" in described:
        return fits(value, whole["$defs"][described["$ref"].removeprefix("#/$defs/")], whole)
    if "anyOf" in described:
        return any(fits(value, each, whole) for each in described["anyOf"])
    if "const" in described:
        return bool(value == described["const"])
    if "enum" in described:
        return value in described["enum"]
    kind = described.get("type")
    if kind == "object" and isinstance(value, dict):
        fields, more = described.get("properties", {}), described.get("additionalProperties", True)
        known = all(fits(each, fields[key], whole) for key, each in value.items() if key in fields)
        others = [each for key, each in value.items() if key not in fields]
        rest = all(fits(each, more, whole) for each in others) if isinstance(more, dict) else more or not others
        return known and rest and set(described.get("required", ())) <= set(value)
    if kind == "array" and isinstance(value, list):
        return all(fits(each, described.get("items", {}), whole) for each in value)
    if kind == "string" and isinstance(value, str):
        return re.search(described.get("pattern", ""), value) is not None
    types: dict[Any, Any] = {"boolean": bool, "null": type(None), None: object}
    if kind == "integer":
        return isinstance(value, int) and described.get("minimum", value) <= value <= described.get("maximum", value)
    return kind in types and isinstance(value, types[kind])


def plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value


def sample() -> dict[str, Any]:
    data: dict[str, Any] = plain(tomllib.loads((SAMPLE / "matter.toml").read_text(encoding="utf-8")))
    return data


def test_the_schema_names_its_draft_and_uses_only_its_words() -> None:
    described = schema()
    assert described["$schema"] == "https://json-schema.org/draft/2020-12/schema"

    def words(part: Any, *, names: bool = False) -> set[str]:
        if isinstance(part, list):
            return {word for each in part for word in words(each)}
        if not isinstance(part, dict):
            return set()
        inner = {word for key, each in part.items() for word in words(each, names=key in ("properties", "$defs"))}
        return inner if names else inner | set(part)

    assert words(described) <= KEYWORDS
    references = set(re.findall(r'"#/\$defs/([^"]+)"', json.dumps(described)))
    assert references <= set(described["$defs"])


def test_the_sample_fits_the_schema() -> None:
    described = schema()
    assert fits(sample(), described, described)


def test_what_the_intake_refuses_does_not_fit() -> None:
    described = schema()
    for place, wrong in (
        (("arrest", "incident"), {"value": "May", "basis": "complaint"}),
        (("arrest", "incident"), {"value": "2019", "basi": "complaint"}),
        (("posture", "stage"), "soon"),
        (("posture", "custody"), {"value": "abroad"}),
        (("arest",), {}),
        (("schema",), 2),
    ):
        data = sample()
        here = data
        for part in place[:-1]:
            here = here[part]
        here[place[-1]] = wrong
        assert not fits(data, described, described), place


def test_an_answer_may_be_unknown_bare_or_with_its_basis() -> None:
    described = schema()
    for answer in ("unknown", "2019-05", {"value": "2019-05"}, {"value": 2019, "basis": {"kind": "client"}}):
        data = sample()
        data["arrest"]["incident"] = answer
        assert fits(data, described, described), answer
