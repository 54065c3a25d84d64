"""The policy memo: its bottom line is counted, leads stay leads, and nothing in it outgrows its source."""

import re
from datetime import date

import pypdfium2
import pytest
import tomlkit

from discovery.core.blocks import Copy, Figure, PaperKind, Sourced, Table
from discovery.core.findings import MemoUse
from discovery.core.inlines import text_of
from discovery.core.opening import every_place
from discovery.core.policies import Policy, PolicyKind, Provision
from discovery.core.proposals import Applies, Bearing, Classification, Criterion
from discovery.core.spans import Span
from discovery.errors import InputError
from discovery.files.library import read_library
from discovery.files.plain import write_plain
from discovery.files.shipped import TEMPLATES
from discovery.files.typeset import write_pdf
from discovery.jobs.draft import compose, draft
from tests.matters import sample_folder

DAY = date(2026, 11, 23)
TEMPLATE = "policy-deviation-memo"
NOTHING = "On this record nothing is a deviation."
VARIANTS = ("documented", "denied_but_indicated", "nothing_known")


def memo(folder, library=None):
    return compose(folder, TEMPLATE, Copy.REVIEW, DAY, library=library).paper


@pytest.fixture(scope="module")
def papers(tmp_path_factory):
    root = tmp_path_factory.mktemp("memo")
    return {variant: memo(sample_folder(root, variant)) for variant in VARIANTS}


@pytest.fixture(scope="module")
def texts(papers):
    return {variant: write_plain(paper) for variant, paper in papers.items()}


def pages(paper):
    return len(pypdfium2.PdfDocument(write_pdf(paper)))


def with_a_rule_held(library):
    """An invented rule, in force in 2019, whose text says that searches go through one unit."""
    rule = Policy(
        id="invented-rule",
        title="Invented rule of the tests",
        short="the invented rule",
        issuer="Nobody",
        kind=PolicyKind.RULE,
        first_day=Span.of("2015-01-01"),
        text_held=True,
        agencies=("NYPD",),
        provisions=(Provision(id="one-unit", words="every search goes through one unit", pin="¶ 2"),),
        criteria=(
            Criterion(
                applies=Applies(outside_units=("FIS",), overlap=False),
                bearing=Bearing(
                    classification=Classification.CANNOT_BE_DETERMINED,
                    becomes=Classification.DEVIATION,
                    provision="one-unit",
                    why="the search was made outside FIS",
                ),
            ),
        ),
    )
    return library.model_copy(update={"policies": (*library.policies, rule)})


def test_on_the_shipped_record_the_bottom_line_says_plainly_that_nothing_is_a_deviation(texts):
    assert NOTHING in texts["documented"]
    assert NOTHING in texts["denied_but_indicated"]
    assert "A deviation stands" not in "".join(texts.values())


def test_the_bottom_line_is_counted_and_turns_with_an_invented_rule(tmp_path):
    folder = sample_folder(tmp_path, "documented")
    text = write_plain(memo(folder, with_a_rule_held(read_library(folder))))
    assert NOTHING not in text
    assert "A deviation stands on this record: one pair" in text
    assert "The invented rule. Deviation: the invented rule was in force on every day" in text
    assert re.search(r"Deviation \| one \| none", text)


def test_nothing_is_a_deviation_says_no_word_for_a_breach_anywhere_else(texts):
    for text in texts.values():
        body = text.partition("To check before filing")[0]
        assert not re.search(r"\b(lied|illegal|unlawful|cover-up|violation of policy|in contravention)\b", body)


def test_a_matter_that_matches_nothing_gets_one_page_that_says_so(papers, texts):
    assert "Nothing on record bears on this matter." in texts["nothing_known"]
    assert "What would change this" in texts["nothing_known"]
    assert pages(papers["nothing_known"]) == 1


def test_the_samples_memo_is_read_in_ten_minutes(papers):
    assert pages(papers["documented"]) <= 14  # the last two are the sheet of citations to check
    assert pages(papers["denied_but_indicated"]) <= 9


def test_the_summary_stands_on_the_first_page_and_this_matter_before_the_record(texts):
    text = texts["documented"]
    places = [
        text.index(heading)
        for heading in (
            "Bottom line",
            "This matter at a glance",
            "This matter’s conduct, pair by pair",
            "What is reported, and how it bears",
            "Tensions, and figures that do not agree",
            "Against us",
            "What a news report can carry",
            "Leads",
            "What would change this",
        )
    ]
    assert places == sorted(places)


def test_each_open_pair_has_criteria_gate_bearing_caveat_and_what_settles_it(texts):
    body = texts["documented"].partition("pair by pair")[2].partition("What is reported")[0]
    pairs = [line for line in body.split("\n") if "Criteria: " in line]
    assert len(pairs) >= 10
    for line in pairs:
        for word in ("Gate: ", "Bearing: ", "Caveat: "):
            assert word in line, line
        if "Cannot be determined" in line:
            assert "Would prove or settle it: " in line, line
    assert sum("Ask: NYPD FOIL row" in line for line in pairs) >= 8


def test_a_rule_whose_text_is_not_held_says_so(texts):
    for line in texts["documented"].split("\n"):
        if line.startswith("Chief of Detectives Memo #3 (2012) (in force"):
            assert "TEXT NOT HELD" in line
            break
    else:
        pytest.fail("the memo of 2012 is not judged")


def test_a_lead_is_printed_as_a_lead_and_nowhere_else(papers, texts):
    library = read_library()
    for variant in ("documented", "denied_but_indicated"):
        lines = texts[variant].partition("To check before filing")[0].split("\n")
        for finding in library.findings:
            said = [line for line in lines if finding.statement in line]
            if finding.memo_use is MemoUse.LEAD_ONLY:
                assert all(line.startswith("A lead, not a fact: ") for line in said), finding.id
            if finding.memo_use is MemoUse.EXCLUDE:
                assert not said, finding.id
    assert texts["documented"].count("A lead, not a fact: ") == 9


def test_no_excluded_finding_is_a_source_of_anything(papers):
    excluded = {f"finding:{each.id}" for each in read_library().findings if each.memo_use is MemoUse.EXCLUDE}
    for paper in papers.values():
        assert not excluded & {each.source for each, _ in every_place(paper) if isinstance(each, Sourced)}


def test_every_reported_statement_keeps_its_speaker_and_its_caveats(texts):
    library = read_library()
    lines = texts["documented"].split("\n")
    found = 0
    for finding in library.findings:
        if finding.memo_use is not MemoUse.ATTRIBUTE:
            continue
        for line in lines:
            if finding.statement in line and "Would prove it: " in line:
                found += 1
                assert finding.speaker in line
                assert all(caveat.rstrip(".") in line for caveat in finding.caveats), finding.id
    assert found >= 9


def test_conflicting_figures_stand_together(texts):
    line = next(line for line in texts["documented"].split("\n") if line.startswith("Searches that NYPD ran"))
    for figure in ("5,100", "11,000", "thousands"):
        assert figure in line


@pytest.mark.parametrize("variant", ["documented", "denied_but_indicated"])
def test_a_figure_that_is_disputed_stands_nowhere_without_the_others(texts, variant):
    text = texts[variant].partition("To check before filing")[0]
    for conflict in read_library().conflicts:
        told = {*conflict.findings, *(each.finding for each in conflict.figures)}
        if any(each.statement in text for each in read_library().findings if each.id in told):
            line = next(line for line in text.split("\n") if line.startswith(conflict.subject))
            assert all(each.figure in line for each in conflict.figures), conflict.id
    assert "When the trial of Clearview ran: " in text, "the window of the trial is always printed"


def test_a_lead_keeps_its_caveats_and_what_is_background_its_speaker_too(texts):
    lines = texts["documented"].split("\n")
    found = 0
    for finding in read_library().findings:
        if finding.memo_use in (MemoUse.LEAD_ONLY, MemoUse.BACKGROUND_OK):
            for line in (line for line in lines if finding.statement in line):
                found += 1
                assert finding.memo_use is MemoUse.LEAD_ONLY or finding.speaker in line, finding.id
                assert all(caveat.rstrip(".") in line for caveat in finding.caveats), finding.id
    assert found >= 12


def test_what_contradicts_the_denial_and_the_trial_is_told_with_the_denial(texts):
    for variant in ("documented", "denied_but_indicated"):
        assert "“No institutional relationship” does not sit easily with “Vendor contract trial”" in texts[variant]


def test_what_rests_on_the_client_alone_is_marked_so_wherever_it_stands(tmp_path, texts):
    words = "a detective said at the precinct that a telephone had picked out a profile picture"
    said = [line for line in texts["documented"].split("\n") if words in line]
    assert said
    assert all("rests on the client alone" in line for line in said)
    assert "(rests on counsel’s inference alone)" in texts["documented"]


def test_a_search_that_the_client_alone_tells_of_is_judged_and_marked(tmp_path):
    folder = sample_folder(tmp_path, "nothing_known")
    path = folder / "matter.toml"
    document = tomlkit.parse(path.read_text())
    document["facial_recognition"]["searches"] = [
        {
            "agency": {"value": "NYPD", "basis": "client"},
            "system": {"value": "Clearview", "basis": "client"},
            "day": {"value": "2019-12-03", "basis": "client"},
        }
    ]
    path.write_text(tomlkit.dumps(document))
    text = write_plain(memo(folder))
    condition = next(line for line in text.split("\n") if line.startswith("Condition."))
    assert "rests on the client alone" in condition


def test_the_law_against_us_is_there_with_its_state(texts):
    table = texts["documented"].partition("Against us")[2].partition("What a news report can carry")[0]
    names = ("People v Knight", "People v Reyes", "Lynch v State", "State v Miles", "People v Wakefield")
    for name in (*names, "People v Cimino", "People v Patterson"):
        row = next(line for line in table.split("\n") if line.startswith(name))
        assert row.endswith(("Verified", "Partly verified")), row


def test_the_records_to_demand_instead_come_with_their_state_in_this_matter(texts):
    table = texts["documented"].partition("So demand the records:")[2]
    assert "The probe image | No answer" in table
    assert "Rules in force | Not yet demanded" in table


def test_it_is_privileged_and_has_no_filing_copy(tmp_path, papers):
    assert {paper.kind for paper in papers.values()} == {PaperKind.PRIVILEGED}
    with pytest.raises(InputError, match="no filing copy"):
        draft(sample_folder(tmp_path), TEMPLATE, Copy.FILING, (), DAY)


def test_the_figure_knows_what_it_shows_and_is_legible_in_grey(papers):
    figure = next(block for block in papers["documented"].blocks if isinstance(block, Figure))
    assert {"policy:cod-memo-3-2012", "policy:pg-212-129-2020"} <= set(figure.sources)
    assert any(source.startswith("intake:facial_recognition.searches.0") for source in figure.sources)
    for color in re.findall(r"#([0-9a-fA-F]{3,6})\b", figure.svg):
        whole = color if len(color) == 6 else "".join(each * 2 for each in color)
        assert whole[:2] == whole[2:4] == whole[4:], color
    assert len(text_of(figure.caption)) > 60


def test_all_formats_are_written(tmp_path):
    made = draft(sample_folder(tmp_path), TEMPLATE, Copy.REVIEW, (), DAY)
    assert {path.suffix for path in made.paths} == {".docx", ".pdf", ".html", ".txt"}


def test_the_template_computes_nothing_of_where_things_stand_in_the_figure():
    drawn = (TEMPLATES / "figures" / "timeline.svg.j2").read_text()
    assert not re.search(r"\{\{[^}]*[*/+][^}]*\}\}", drawn)


def test_the_chart_leaves_no_page_before_it_half_empty(papers):
    """What does not fit under the text goes to the head of a page, and the text goes on before it."""
    pdf = pypdfium2.PdfDocument(write_pdf(papers["documented"]))
    ends = []
    for page in list(pdf)[:-2]:
        text = page.get_textpage()
        lowest = [text.get_rect(at)[1] for at in range(text.count_rects())]
        ends.append(min(y for y in lowest if y > 80))
    assert max(ends[:4]) < 200


def test_a_row_of_the_glance_that_stands_at_the_head_of_a_page_names_its_conduct(papers):
    glance = next(
        block
        for block in papers["documented"].blocks
        if isinstance(block, Table) and len(block.rows) > 5 and text_of(block.rows[0][0]) == "Conduct"
    )
    assert all(text_of(row[0]).strip() for row in glance.rows)


def test_what_is_counted_names_the_judgements_it_was_counted_from(papers):
    sources = {each.source for each, _ in every_place(papers["documented"]) if isinstance(each, Sourced)}
    counted = {each for each in sources if each.startswith("judgements:")}
    assert counted == {
        "judgements:this matter",
        "judgements:the record",
        "judgements:this matter and the record",
    }
    assert {each for each in sources if each.startswith("given:")} <= {"given:today"}
