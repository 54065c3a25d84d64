"""`discovery templates lint` and `diff`: every mistake at once, by file and line, before any matter is drafted."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from discovery.cli.main import app
from discovery.errors import InputError
from discovery.files.shipped import TEMPLATES
from discovery.jobs.templates import diff, lint, list_templates
from tests.papers.making import folder_with, write_template


def told(tmp_path: Path, body: str) -> list[str]:
    """What is wrong with a template whose words begin on line 6."""
    folder = folder_with(tmp_path, body)
    return [str(each) for each in lint(folder) if "templates/try.j2" in each.where]


def test_nothing_is_wrong_in_what_is_shipped() -> None:
    assert lint(None) == ()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{foo:bar}", "“foo” is not a role."),
        ("{cite:bar}", "{cite:…} is made by values only."),
        ("{exhibit:nowhere}", "no exhibit is called “nowhere”."),
        ('{{ bates("nowhere", 2) }}', "no exhibit is called “nowhere”."),
        ('{{ find("nowhere") }}', "no finding is called “nowhere”."),
        ('{{ demand("nowhere").title }}', "no demand is called “nowhere”."),
        ('{{ policy("nowhere").title }}', "no policy is called “nowhere”."),
        ('{{ cite("nowhere", "1") }}', "no authority is called “nowhere”."),
        ('{{ cite("cpl-245.20", "nowhere") }}', "cpl-245.20 is not recorded for “nowhere”."),
        ('{{ words_of("cplr-2106", "nowhere") }}', "cplr-2106 is not recorded for “nowhere”."),
        ("[^lost]: A note.", "footnote [^lost] is called nowhere."),
        ("Words.[^lost]", "footnote [^lost] has no text."),
        ('{{ blank("x", "the witness\'s words") }}', "straight quotes stand inside a tag: the witness's words."),
        ("{% if false %}x{% endif %}", "this passage is never reached."),
        ("{% if sample %}x{% elif sample %}y{% endif %}", "this passage is never reached."),
        ("{{ matter.arrest.arested }}", "the intake has no “arested” in arrest."),
        (
            "{% for s in matter.facial_recognition.searches %}{{ s.dya }}{% endfor %}",
            "the intake has no “dya” in search.",
        ),
        ("{{ matter.arrest.arrested }", "unexpected '}'."),
        ("{{ blank(“x”, “y”) }}", "unexpected char '“'"),
        ("See {ex:nowhere:1}.", "no exhibit is called “nowhere”."),
        ("See {ex:dd5:0}.", "{ex:dd5:0} names no page."),
        ("See {bates:dd5}.", "{bates:dd5} names no page."),
        ('See {{ ex("nowhere", 1) }}.', "no exhibit is called “nowhere”."),
        ("In 2019 it rained.", "template prose has the figure “2019”."),
    ],
)
def test_each_mistake_is_told_with_its_file_and_line(tmp_path: Path, line: str, said: str) -> None:
    found = told(tmp_path, f"Words.\n{line}\n")
    assert any(each.startswith(f"templates/try.j2 line 7: {said}") for each in found), found


@pytest.mark.parametrize(
    "body",
    [
        "{% if sample %}{% if not sample %}x{% endif %}{% endif %}",
        "{% if not sample %}{% if sample and day %}x{% endif %}{% endif %}",
        "{% if sample and day %}a{% else %}b{% endif %}{% if sample or day %}a{% elif day %}x{% endif %}",
        "{% if sample %}a{% elif not sample %}b{% else %}x{% endif %}",
        "{% if sample %}a{% if sample %}b{% else %}x{% endif %}{% endif %}",
        '{% if day == "a" %}{% if day == "b" %}x{% endif %}{% endif %}',
        '{% if day in ["a", "b"] %}a{% elif day == "b" %}x{% endif %}',
        '{% if day != "a" %}b{% elif day == "b" %}x{% endif %}',
        '{% if matter.posture.stage == "pending" %}{% if matter.posture.stage != "pending" %}x{% endif %}{% endif %}',
        '{% if matter.posture.stage in ["pending"] %}{% if matter.posture.stage == "x" %}x{% endif %}{% endif %}',
    ],
)
def test_a_passage_is_unreached_where_its_condition_contradicts_another_or_is_covered(
    tmp_path: Path, body: str
) -> None:
    found = [each for each in told(tmp_path, f"Words.\n{body}\n") if "never reached" in each]
    assert len(found) == 1
    assert found[0].startswith("templates/try.j2 line 7: this passage is never reached.")


@pytest.mark.parametrize(
    "body",
    [
        "{% if sample %}{% if day %}x{% endif %}{% endif %}",
        "{% if sample and day %}a{% elif sample %}b{% elif day %}c{% else %}d{% endif %}",
        "{% if sample %}{% set sample = day %}{% if not sample %}x{% endif %}{% endif %}",
        "{% if not loop %}{% for s in day %}{% if loop %}x{% endif %}{% endfor %}{% endif %}",
        "{% if s %}a{% for s in day %}{% if not s %}x{% endif %}{% endfor %}{% endif %}",
        "{% if s %}{% macro m(s) %}{% if not s %}x{% endif %}{% endmacro %}{{ m(day) }}{% endif %}",
        '{% if day == "a" %}a{% elif day == "b" %}b{% else %}c{% endif %}',
        '{% if matter.posture.stage == "pending" %}a{% elif matter.posture.stage != "x" %}b{% endif %}',
    ],
)
def test_a_passage_that_can_be_reached_is_left_alone(tmp_path: Path, body: str) -> None:
    assert not [each for each in told(tmp_path, f"Words.\n{body}\n") if "never reached" in each]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            '{% if matter.posture.stage == "pendng" %}x{% endif %}',
            "“pendng” is nothing that “stage” of the intake can be. Did you mean “pending”?",
        ),
        (
            '{% for s in matter.facial_recognition.statements %}{{ s.says in ["used", "denied"] }}{% endfor %}',
            "“denied” is nothing that “says” of the intake can be. It can be: no answer, not used, used.",
        ),
        (
            '{% if matter.posture.custody != "in custdy" %}x{% endif %}',
            "“in custdy” is nothing that “custody” of the intake can be. Did you mean “in custody”?",
        ),
        ('{% for k in ["searches-5100", "serches"] %}{{ find(k) }}{% endfor %}', "no finding is called “serches”."),
        ('{% set l = ["nowhere"] %}{% for k in l %}{{ find(k) }}{% endfor %}', "no finding is called “nowhere”."),
        ('{{ find("searches-" ~ ("5100" if sample else "51")) }}', "no finding is called “searches-51”."),
        ('{{ find({"a": "searches-5100", "b": "nowhere"}[day]) }}', "no finding is called “nowhere”."),
        (
            '{% for a, p in [("cpl-245.20", "1-k"), ("people-v-knigh", "1-k")] %}{{ cite(a, p) }}{% endfor %}',
            "no authority is called “people-v-knigh”. Did you mean “people-v-knight”?",
        ),
        ('{% for k in ["nowhere"] %}{{ exhibit(k) }}{% endfor %}', "no exhibit is called “nowhere”."),
        ("{emhp:x}", "“emhp” is not a role."),
        ("{{ matter.arrest.arested }}", "the intake has no “arested” in arrest. Did you mean “arrested”?"),
        ('{{ find("searches-510") }}', "no finding is called “searches-510”. Did you mean “searches-5100”?"),
    ],
)
def test_values_and_ids_that_are_put_together_are_followed_and_the_nearest_is_named(
    tmp_path: Path, line: str, said: str
) -> None:
    found = told(tmp_path, f"Words.\n{line}\n")
    assert any(each.startswith(f"templates/try.j2 line 7: {said}") for each in found), found


def test_the_name_of_a_loop_holds_within_it_only(tmp_path: Path) -> None:
    body = (
        '{% for k in ["searches-5100"] %}{{ find(k) }}{% endfor %}'
        '{% for k in ["cpl-245.20"] %}{{ cite(k, "1-k") }}{% endfor %}{% for k in day %}{{ find(k) }}{% endfor %}\n'
    )
    assert told(tmp_path, body) == []


def test_all_mistakes_are_told_at_once_in_the_order_of_the_lines(tmp_path: Path) -> None:
    found = told(tmp_path, '{foo:bar}\n\n{{ find("nowhere") }} {exhibit:nowhere}\n{{ matter.nothing }}\n')
    assert [each.partition(":")[0].rpartition(" ")[2] for each in found] == ["6", "8", "8", "9"]


def test_what_is_right_is_left_alone(tmp_path: Path) -> None:
    body = (
        '{% set s = "cpl-245.20" if sample else "cpl-245.30" %}{{ cite(s, "1-k") }}{{ cite(s, "1-preservation") }}\n'
        '{exhibit:dd5} at {bates:dd5:1} ({ex:dd5:1}, {ex:dd5}, {{ ex("dd5", 2) }}).\n\n'
        "Words.[^n] \\{foo:bar\\}\n\n[^n]: {{ matter.arrest.arrested.on }}\n"
        "{% for search in matter.facial_recognition.searches %}{{ search.day.basis }}{% endfor %}\n"
        "{{ matter.complainants[0].initials }} {{ matter.counsel.address[0] }}\n"
    )
    assert told(tmp_path, body) == []


def test_a_part_that_no_template_includes_is_told(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, "Words.")
    (folder / "templates" / "parts").mkdir()
    (folder / "templates" / "parts" / "own.j2").write_text("Words.", "utf-8")
    (problem,) = lint(folder)
    assert str(problem).startswith("templates/parts/own.j2 line 1: no template includes this part.")


def test_a_head_that_cannot_be_read_is_told_with_the_rest(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, "{foo:bar}", kind="nonsense")
    found = [each.where for each in lint(folder)]
    assert found == ["templates/try.j2, kind", "templates/try.j2 line 6"]


def test_the_command_ends_with_five_where_something_is_wrong(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, "{foo:bar}")
    result = CliRunner().invoke(app, ["templates", "lint", str(folder)])
    assert (result.exit_code, "line 6: “foo” is not a role" in result.output) == (5, True)
    assert CliRunner().invoke(app, ["templates", "lint"]).exit_code == 0


def test_an_own_template_is_marked_and_compared_with_the_shipped_one(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, "Words.")
    shipped = (TEMPLATES / "preservation-letter.j2").read_text("utf-8")
    own = folder / "templates" / "preservation-letter.j2"
    own.write_text(shipped.replace("I would rather not have to move.", "I hope not to have to move."), "utf-8")
    marked = {each.id: str(each).split("\n")[0] for each in list_templates(folder) if each.override}
    assert marked["try"] == "try (your own)"
    assert marked["preservation-letter"].startswith("preservation-letter (your own, in place of the shipped one;")
    assert len(marked) == 2
    said = diff("preservation-letter", folder)
    assert said.startswith("--- shipped preservation-letter.j2\n+++ your preservation-letter.j2\n")
    assert "I would rather not" in next(line for line in said.split("\n") if line.startswith("-A party"))
    assert "I hope not" in next(line for line in said.split("\n") if line.startswith("+A party"))


def test_with_nothing_to_compare_it_is_said_what_there_is(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, "Words.")
    with pytest.raises(InputError, match=r"has no preservation-letter.j2 of its own that differs. It has: none"):
        diff("preservation-letter", folder)
    with pytest.raises(InputError, match=r"No try.j2 is shipped"):
        diff("try", folder)


def test_the_command_still_lists(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, "Words.")
    write_template(folder, "Words.", name="second")
    result = CliRunner().invoke(app, ["templates", str(folder)])
    assert "second (your own)" in result.output
    assert CliRunner().invoke(app, ["templates"]).exit_code == 0
    assert CliRunner().invoke(app, ["templates", "diff", "try"]).exit_code == 2
