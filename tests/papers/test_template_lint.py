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
