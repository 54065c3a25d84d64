"""docs/markup.md: each piece of the markup with an example, and what the example really prints.

`pytest tests/papers/test_markup_page.py --update` writes the page anew.
"""

from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from discovery.core.bates import NumberStyle
from discovery.core.markup import _BOXES, _LEAVES
from discovery.core.roles import WITH_BODY, WITHOUT_BODY
from discovery.files.matter_folder import read_matter_folder
from discovery.files.plain import write_plain
from discovery.jobs.plan import FirstRound
from discovery.jobs.templates import lint
from tests.goldens import TOP, check_golden
from tests.papers.making import composed, folder_with

PAGE = TOP / "docs" / "markup.md"
HEAD = """\
# The markup of templates

Written by `pytest tests/papers/test_markup_page.py --update`: each example below is drafted for the shipped sample
matter, and what stands under it is what the review copy then says as text.

A template is one text file, `templates/NAME.j2`. It begins with its head between two lines of `+++`:

```
+++
title = "Notice of appearance"       # in the file's properties
purpose = "Says who appears."        # in the list of `discovery templates`
kind = "served"                      # served, letter, foil, or privileged (stays with counsel, has no filing copy)
input = "matter"                     # or request, or volume
needs_exhibits = []                  # keys of exhibits without which it cannot be filed
names_exhibits = []                  # keys of exhibits that a passage of it names
filing = true                        # false where there is only a review copy
+++
```

Tags (`{{ … }}`, `{% … %}`) are Jinja in a sandbox. What a tag prints is never markup: a name with an asterisk prints
its asterisk. A template's own words state no fact: no figure, no month, no act of an agency. They come from an
answer, a finding, a demand or a citation, each of which knows what it rests on. Parts in `templates/parts/` are
included by several templates, drawings lie in `templates/figures/NAME.svg.j2`. A matter's own
`templates/` are looked in first, then those of the office that `DISCOVERY_OFFICE` names, then the shipped ones.

`discovery templates lint [FOLDER]` finds what is wrong before anything is drafted.
"""


@dataclass(frozen=True)
class Example:
    """One piece of the markup: what it is for, and how it is typed."""

    title: str
    says: str
    typed: str


EXAMPLES = (
    Example("Headings", "One to three number signs.", "# Affirmation\n\n## The action\n\n### Counts"),
    Example(
        "Paragraphs, emphasis, line ends",
        "An empty line ends a paragraph; a backslash at the end of a line breaks it. One asterisk is for italics, "
        "two are for bold.",
        "A paragraph with *italics* and **bold**.\n\nFirst line\\\nsecond line",
    ),
    Example(
        "Numbered paragraphs",
        "Type `1.` before each: the program counts, across headings and in three levels.",
        "1. The first.\n1. The second:\n   1. a sub-paragraph,\n   1. another.\n\n## A heading\n\n1. The third.",
    ),
    Example(
        "Beginning to count anew",
        "`::: restart`.",
        "1. The first.\n\n::: restart\n\n1. The first again.",
    ),
    Example(
        "References to paragraphs",
        "`{label:…}` at the start of a paragraph, `{para:…}` where it is referred to.",
        "1. {label:arrest}The arrest.\n1. See paragraph {para:arrest}.",
    ),
    Example(
        "Lists and block quotations", "A hyphen, and a greater-than sign.", "- one\n- another\n\n> As the paper says."
    ),
    Example(
        "Tables",
        "The row of hyphens makes the first row the heading; how many hyphens there are gives the widths.",
        "| Step | Source |\n| ---- | ------------ |\n| The arrest | {{ matter.arrest.arrested.basis }} |",
    ),
    Example(
        "Footnotes",
        "`[^name]` where it is called, and its text on a line of its own.",
        "Words.[^why]\n\n[^why]: The reason.",
    ),
    Example(
        "Caption",
        "The court, then what stands left and right of the edge.",
        "::: caption\n{{ matter.court.name|upper }}\nleft:\nTHE PEOPLE,\n- against -\n"
        "{{ matter.defendant.name|upper }},\nDefendant.\nright:\nIndictment No. {{ matter.indictment }}\n:::",
    ),
    Example("Signature", "A rule, and the lines under it.", "::: sig\n{{ matter.counsel.name }}\n:::"),
    Example(
        "How paragraphs stand",
        "`center`, `right`, `keep` (with what follows), `note` and `small`, each closed by `:::`.",
        "::: center\n**ORDER**\n:::\n\n::: right\nright\n:::\n\n::: keep\nkept\n:::\n\n::: note\nnote\n:::\n\n"
        "::: small\nsmall\n:::",
    ),
    Example(
        "Parts of a set of papers",
        "`::: pagebreak`, with the title that its pages carry; `::: toc` is the table of contents, "
        "`::: authorities` that of authorities.",
        "::: toc\n\n::: authorities\n\n# Notice\n\n::: pagebreak Affirmation in support\n\n# Affirmation",
    ),
    Example(
        "Figures",
        "A drawing by its name, and the sentence that says what it shows.",
        "::: figure steps\nThe steps of the matter, in order.\n:::",
    ),
    Example(
        "Blanks",
        "A place for counsel to fill: a key, and what is asked. As a role or as a function.",
        '{blank:return-date|On which day?} and {{ blank("part", "In which part?") }}',
    ),
    Example(
        "Words to check",
        "`{verify:reason|words}`.",
        "{verify:Read the order first|The order reaches these records.}",
    ),
    Example(
        "Exhibits and their numbers",
        "By key; letter and number come from the bundle’s plan. One that is not offered is open. `{ex:…}` cites an "
        "exhibit, with the number of a page where one is given. `.basis` of an answer prints that form, "
        "`.basis_named` the one a sentence takes.",
        "{exhibit:dd5}, page {bates:dd5:2} (see {ex:dd5:2}; {ex:dd5}); {exhibit:not-there}",
    ),
    Example(
        "Answers of the intake",
        "By their path. Without an answer that may be stated, a blank that asks for it. `.on` puts the preposition, "
        "`.basis` names the paper, `.given`, `.unknown` and `.is_(…)` are for conditions.",
        "Arrested {{ matter.arrest.arrested.on }} ({{ matter.arrest.arrested.basis }}).\n\n"
        '{% if matter.posture.custody.is_("in custody") %}\nThe defendant is {{ matter.posture.custody }}.\n'
        "{% endif %}\n\n"
        "{{ matter.disclosure.trial_date }}",
    ),
    Example(
        "People",
        "Complainants, witnesses and whoever is protected print as initials.",
        "{{ matter.defendant.name }}; {{ matter.complainants[0] }}",
    ),
    Example(
        "Lists",
        "A loop prints each entry; `series` joins them as a sentence does.",
        "{% for charge in matter.charges %}\n1. {{ charge.offense }}, {{ charge.statute }}.\n{% endfor %}\n\n"
        '{{ matter.charges|map(attribute="statute")|list|series }}',
    ),
    Example(
        "Findings",
        "Of the public record, by id; `.attributed` says who reports it.",
        '{{ find("searches-5100").attributed }}',
    ),
    Example(
        "Law",
        "`cite` names an authority and one of its recorded propositions; `stands_for` prints what is recorded, "
        "`words_of` words that were read. No citation is typed. What is not verified is open.",
        '{{ stands_for("cpl-245.30", "1-preservation") }} ({{ cite("cpl-245.30", "1-preservation") }}).',
    ),
    Example(
        "Braces and other signs",
        "A backslash before a sign prints it.",
        "\\{not a role\\} \\*no italics\\*",
    ),
)


def folder_of(tmp_path: Path, example: Example) -> Path:
    """The sample matter with the example as a template, and with the drawing that one of them shows."""
    folder = folder_with(tmp_path, example.typed + "\n")
    (folder / "templates" / "figures").mkdir()
    drawn = '<svg xmlns="http://www.w3.org/2000/svg"><text>{{ matter.arrest.arrested }}</text></svg>'
    (folder / "templates" / "figures" / "steps.svg.j2").write_text(drawn, "utf-8")
    return folder


def printed(example: Example, tmp_path: Path) -> str:
    """What the review copy says, without the legends at its head, and what it asks to have checked."""
    folder = folder_of(tmp_path, example)
    offered = [each for each in read_matter_folder(folder).exhibits if each.include]
    paper = composed(folder, numbers=FirstRound(offered, NumberStyle.of("DOE"))).paper
    text = write_plain(replace(paper, overrides=()))
    legend, _, rest = text.partition("REVIEW COPY: not for filing\n")
    assert "SAMPLE" in legend
    return "\n".join(line.rstrip() for line in rest.strip("\n").split("\n"))


def page(tmp_path: Path) -> str:
    """The whole page."""
    parts = [HEAD]
    for number, example in enumerate(EXAMPLES):
        said = printed(example, tmp_path / str(number))
        parts.append(
            f"## {example.title}\n\n{example.says}\n\n```\n{example.typed}\n```\n\nprints\n\n```\n{said}\n```\n"
        )
    return "\n".join(parts)


def test_the_page_shows_what_each_example_prints(tmp_path: Path, update: bool) -> None:
    check_golden(PAGE, page(tmp_path), update)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.title)
def test_the_linter_has_nothing_against_an_example(tmp_path: Path, example: Example) -> None:
    found = [each for each in lint(folder_of(tmp_path, example)) if "not-there" not in each.what]
    assert found == []


def test_the_page_has_every_role_and_container() -> None:
    typed = "\n".join(example.typed for example in EXAMPLES)
    assert [role for role in sorted(WITH_BODY | WITHOUT_BODY) if f"{{{role}:" not in typed] == []
    assert [kind for kind in sorted(_BOXES | _LEAVES) if f"::: {kind}" not in typed] == []
