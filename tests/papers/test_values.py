"""What a template may print: facts with their basis, blanks where there is none, and nothing from the client."""

from pathlib import Path

import pytest

from discovery.core.blocks import Blank, Cite, NoteRef, Sourced
from discovery.core.inlines import every_inline, inlines_of, text_of
from discovery.core.opening import every_place, rests_on
from discovery.errors import InputError
from tests.papers.making import CLIENT, HOSTILE, TODAY, change, composed, folder_with, lines, write_template


def words(folder: Path, name: str = "try") -> list[str]:
    return lines(composed(folder, name).paper.blocks)


def blanks(folder: Path, name: str = "try") -> list[str]:
    return [each.key for each, _ in every_place(composed(folder, name).paper) if isinstance(each, Blank)]


def test_a_fact_prints_with_the_path_it_rests_on(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, "Arrested {{ matter.arrest.arrested.on }} in {{ matter.court.county }}.")
    paper = composed(folder).paper
    assert lines(paper.blocks) == ["Arrested on August 18, 2026 in New York."]
    assert rests_on(paper)[0].sources == ("intake:arrest.arrested", "intake:court.county")


def test_a_hostile_name_prints_as_typed_and_computes_nothing(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, "1. {{ matter.defendant.name }}, {{ matter.defendant.name|upper }}.")
    change(folder, "defendant.name", HOSTILE)
    assert words(folder) == [f"{HOSTILE}, {HOSTILE.upper()}."]


def test_what_nobody_asked_prints_a_blank_that_asks(tmp_path: Path) -> None:
    folder = folder_with(
        tmp_path, "{{ matter.disclosure.trial_date }} {{ matter.facial_recognition.other_agencies }}"
    )
    assert blanks(folder) == ["disclosure.trial_date", "facial_recognition.other_agencies"]
    assert all(len(each.what) > 10 for each, _ in every_place(composed(folder).paper) if isinstance(each, Blank))


def test_an_answer_without_a_basis_is_a_blank_in_a_served_paper_and_words_in_the_memo(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, "{{ matter.arrest.precinct }}")
    write_template(folder, "{{ matter.arrest.precinct }}", kind="privileged", name="memo")
    change(folder, "arrest.precinct", "Bare Precinct")
    assert blanks(folder) == ["arrest.precinct"]
    assert "Bare Precinct" not in " ".join(words(folder))
    assert words(folder, "memo") == ["Bare Precinct"]


@pytest.mark.parametrize("kind", ["served", "letter"])
def test_the_clients_word_leaves_the_memo_only_when_released(tmp_path: Path, kind: str) -> None:
    folder = folder_with(tmp_path, "{{ matter.arrest.precinct }}", kind=kind)
    write_template(folder, "{{ matter.arrest.precinct }}", kind="privileged", name="memo")
    change(folder, "arrest.precinct", {"value": "Told Precinct", "basis": CLIENT})
    assert blanks(folder) == ["arrest.precinct"]
    assert "Told" not in str(composed(folder).paper)
    assert words(folder, "memo") == ["Told Precinct"]
    change(folder, "arrest.precinct", {"value": "Told Precinct", "basis": CLIENT, "release": True})
    assert words(folder) == ["Told Precinct"]


def test_a_step_known_only_from_the_client_is_not_even_counted(tmp_path: Path) -> None:
    body = "{% for step in matter.facial_recognition.social_media %}\n- {{ step.what }}\n\n{% endfor %}"
    folder = folder_with(tmp_path, body)
    write_template(folder, body, kind="privileged", name="memo")
    assert len(words(folder)) == 1
    assert len(words(folder, "memo")) == 2


def test_paths_still_point_into_the_whole_intake_where_entries_are_left_out(tmp_path: Path) -> None:
    body = "{% for reason in fr.said.reasons %}\n- {{ reason }}\n\n{% endfor %}"
    folder = folder_with(tmp_path, body)
    statements = [
        {"says": "used", "words": {"value": "They told me so", "basis": CLIENT}},
        {"says": "not used", "words": {"value": "It was not used.", "basis": "conferral-mail"}},
    ]
    change(folder, "facial_recognition.statements", statements)
    (row,) = rests_on(composed(folder).paper)
    assert row.sources == ("intake:facial_recognition.statements.1.words",)
    write_template(folder, "{{ fr.said }} {% if fr.said == 'denied' %}yes{% endif %}", name="said")
    assert words(folder, "said") == ["denied yes"]


def test_conditions_see_only_what_the_paper_may_state(tmp_path: Path) -> None:
    body = "{% if matter.arrest.precinct %}one{% endif %} {% if matter.arrest.precinct.given %}two{% endif %}"
    folder = folder_with(tmp_path, body)
    change(folder, "arrest.precinct", {"value": "Told", "basis": CLIENT})
    assert words(folder) == ["two"]


def test_complainants_and_witnesses_are_initials_also_inside_free_text(tmp_path: Path) -> None:
    body = "{{ matter.witnesses[0] }} {{ matter.complainants[0].name }} {{ matter.arrest.probable_cause }}"
    folder = folder_with(tmp_path, body)
    change(folder, "arrest.probable_cause", {"value": "jordan witness saw Alex Decedent fall", "basis": "complaint"})
    assert words(folder) == ["J.W. A.D. J.W. saw A.D. fall"]


def test_a_basis_that_is_an_exhibit_is_cited_by_its_number(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, "{{ matter.arrest.i_card.basis }}; {{ matter.posture.custody.basis }}")

    class Planned:
        def letter(self, key: str) -> str | None:
            return "C"

        def bates(self, key: str, page: int) -> str | None:
            return f"DOE-00000{page}"

    paper = composed(folder, numbers=Planned()).paper
    assert lines(paper.blocks) == ["Ex. C at DOE-000001; Ex. C at DOE-000001"]


def test_a_missing_answer_is_named_with_file_and_line(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, "One.\n\n{% if true %}\n{{ matter.arrest.colour }}\n{% endif %}")
    with pytest.raises(InputError, match=r"templates/try.j2 line 9: arrest has no answer called “colour”"):
        composed(folder)


@pytest.mark.parametrize(
    ("body", "what"),
    [
        ("{{ nothing }}", "there is nothing called “nothing”"),
        ("{% if x %}", "Unexpected end of template"),
        ("{{ matter.model_dump() }}", "no answer called “model_dump”"),
        ("{{ ''.__class__ }}", "unsafe"),
        ("{{ matter._record }}", "unsafe"),
        ("{{ matter.arrest.incident|safe }}", "safe"),
        ("{{ find('nowhere').statement }}", "There is no finding “nowhere”"),
        ("{{ cite('cpl-245.20', 'nowhere') }}", "is not recorded for “nowhere”"),
        ("{{ cite('nowhere', 'x') }}", "There is no authority “nowhere”"),
        ("{% include 'parts/nowhere.j2' %}", "parts/nowhere.j2"),
        ("{% include '../matter.toml' %}", "matter.toml"),
        ("{{ policy('nowhere') }}", "There is no policy “nowhere”"),
        ("{{ conflicts[0].figures }}", "together or not at all"),
        ("{{ matter.arrest.i_card.value }}", "no answer called “value”"),
        ("{% for i in range(1000000) %}{% endfor %}", "Range too big"),
    ],
)
def test_what_a_template_may_not_do_is_named_at_its_line(tmp_path: Path, body: str, what: str) -> None:
    folder = folder_with(tmp_path, f"One.\n\n{body}\n")
    with pytest.raises(InputError) as error:
        composed(folder)
    assert what in str(error.value)
    assert "templates/try.j2 line " in str(error.value)


def test_a_mistake_in_a_part_is_named_in_the_part(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, "{% include 'parts/own.j2' %}")
    (folder / "templates" / "parts").mkdir()
    (folder / "templates" / "parts" / "own.j2").write_text("One.\n\n{foo:x}\n", "utf-8")
    with pytest.raises(InputError, match=r"templates/parts/own.j2 line 3: “foo” is not a role"):
        composed(folder)


# --- the record and the law ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("use", ["exclude", "lead_only", "background_ok"])
@pytest.mark.parametrize("say", ["statement", "attributed", "quotation"])
def test_only_findings_that_may_be_attributed_are_stated_in_a_served_paper(
    tmp_path: Path, use: str, say: str
) -> None:
    body = f"{{% for f in findings if f.use == '{use}' %}}\n- {{{{ f.{say} }}}}\n\n{{% endfor %}}"
    folder = folder_with(tmp_path, body)
    with pytest.raises(InputError, match=f"is marked {use}"):
        composed(folder)


def test_what_is_excluded_is_not_stated_in_the_memo_either(tmp_path: Path) -> None:
    body = "{% for f in findings if f.use == 'exclude' %}\n- {{ f.statement }}\n\n{% endfor %}"
    with pytest.raises(InputError, match="stands in no paper"):
        composed(folder_with(tmp_path, body, kind="privileged"))


def test_an_attributed_finding_says_who_says_so_and_carries_its_caveats(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, "{{ find('searches-5100').attributed }}")
    paper = composed(folder).paper
    (line,) = inlines_of(paper.blocks[0])
    assert text_of(line).startswith("MIT Technology Review reported on April 9, 2021, in substance: ")
    claims = [each for each in line if isinstance(each, Sourced) and each.attributed]
    assert [each.source for each in claims] == ["finding:searches-5100"]
    assert "Caveats:" in claims[0].note
    assert isinstance(line[-1], NoteRef)
    assert "paragraph" in text_of(paper.notes[0])


def test_conflicting_figures_are_printed_together(tmp_path: Path) -> None:
    (line,) = words(folder_with(tmp_path, "{{ conflict('clearview-searches') }}"))
    assert all(figure in line for figure in ("5,100", "11,000", "thousands"))


def test_a_citation_carries_its_state_and_prints_brackets_inside_parentheses(tmp_path: Path) -> None:
    body = "{{ cite('cpl-245.20', '1-c') }} ({{ cite('cpl-245.20', '1-c') }}; and {{ cite('people-v-reyes', 'R') }})"
    folder = folder_with(tmp_path, body.replace("'R'", "'lead-only-report'"))
    paper = composed(folder).paper
    (line,) = inlines_of(paper.blocks[0])
    assert text_of(line) == (
        "CPL 245.20 (1) (c) (CPL 245.20 [1] [c]; and People v Reyes, 2020 NY Slip Op 20258 [Sup Ct, NY County 2020])"
    )
    states = [each.state for each in every_inline(line) if isinstance(each, Cite)]
    assert states[:2] == ["partly verified", "partly verified"]
    assert [item.kind for item in composed(folder).open_items][:1] == ["citation"]


def test_what_the_record_matches_and_judges_is_at_hand(tmp_path: Path) -> None:
    body = "{% for m in matches %}\n- {{ m.finding.title }}: {{ m.reasons|series }}\n\n{% endfor %}\n"
    body += "{% for j in judgements %}\n- {{ j.conduct.title }}: {{ j.sentence }} {{ j.policy }}\n\n{% endfor %}"
    found = rests_on(composed(folder_with(tmp_path, body, kind="privileged")).paper)
    assert len(found) > 10
    assert all(row.sources for row in found)


def test_the_day_is_the_one_given(tmp_path: Path) -> None:
    paper = composed(folder_with(tmp_path, "{{ today }}")).paper
    assert (lines(paper.blocks), paper.day) == (["November 13, 2026"], TODAY.isoformat())


# --- figures ------------------------------------------------------------------------------------------------------


def test_a_figure_shows_values_as_xml_text_and_knows_what_they_rest_on(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, "::: figure own\nA name.\n:::")
    (folder / "templates" / "figures").mkdir()
    svg = '<svg><text x="{{ 1 + 1 }}">{{ matter.defendant.name }} {{ matter.arrest.i_card }}</text></svg>'
    (folder / "templates" / "figures" / "own.svg.j2").write_text(svg, "utf-8")
    change(folder, "defendant.name", HOSTILE)
    (figure,) = composed(folder).paper.blocks
    assert "&lt;test&gt; *x* {exhibit:a} {{7*7}}" in getattr(figure, "svg", "")
    assert '<text x="2">' in getattr(figure, "svg", "")
    assert getattr(figure, "sources", ()) == ("intake:defendant.name", "intake:arrest.i_card")


def test_the_caption_names_every_defendant_the_protected_by_initials(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, '{% include "parts/caption.j2" %}')
    assert words(folder)[3:5] == ["JOHN Q. SAMPLE,", "Defendant."]
    people = [{"name": "Ann Other"}, {"name": "Kim Young", "protected": True}]
    change(folder, "co_defendants", people)
    assert words(folder)[3:7] == ["JOHN Q. SAMPLE,", "ANN OTHER,", "K.Y.,", "Defendants."]
    assert "intake:co_defendants.0.name" in {
        each for line in rests_on(composed(folder).paper) for each in line.sources
    }


def test_the_days_of_a_rule_say_what_is_not_known_of_them(tmp_path: Path) -> None:
    ids = ("pg-212-129-2020", "nypd-press-release-2020")
    folder = folder_with(tmp_path, "\n\n".join(f'{{{{ policy("{key}").dates }}}}' for key in ids))
    assert words(folder) == [
        "in force from a day between March 12, 2020 and March 13, 2020 until 2022",
        "made on March 13, 2020",
    ]
