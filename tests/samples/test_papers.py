"""Every paper of every sample matter: its words, what keeps it from being filed, and its filing copy in every format.

A template is taken up by being listed. `pytest tests/samples --update` writes the texts anew.
"""

import re
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from discovery.core.blocks import Blank, Block, Copy, ExhibitRef, Inlines, Paper, Text, Verify
from discovery.core.inlines import text_of
from discovery.core.opening import every_place, rests_on, tally
from discovery.errors import InputError
from discovery.files import ooxml
from discovery.files.finishing import finish_word
from discovery.files.html import write_html
from discovery.files.marks import REVIEW_LEGEND, REVIEW_STYLES, SAMPLE_LEGEND
from discovery.files.plain import write_plain
from discovery.files.templates import Templates
from discovery.files.typeset import write_pdf
from discovery.files.word import write_word
from discovery.jobs.compose import Composed
from discovery.jobs.draft import draft_set
from tests.goldens import TOP, check_golden
from tests.samples import BY_INITIALS, CLIENT_ONLY, DAY, SAMPLES
from tests.samples.papers import (
    ALL,
    LEAVING,
    TEMPLATES,
    WITH_FILING,
    as_shipped,
    checked_by_counsel,
    composed,
    for_filing,
)
from tests.writers.counsel import FILLED, settled
from tests.writers.reading import html_words, members, pdf_pages, tree, word_paragraphs

GOLDEN = Path(__file__).parent / "golden"
REPORT = TOP / "docs" / "papers.md"
HEAD = """\
# What each paper rests on

Written by `pytest tests/samples --update`, from the papers drafted for three fictional matters: *clearview-2019*,
a search on a vendor's trial learned after the conviction; *fis-2023*, a search by the Facial Identification Section,
disclosed; *fdny-2025*, a fire marshal's search, learned late. The papers themselves lie in `tests/samples/golden`,
each with the list of what keeps it from being filed.

In each cell: facts of the intake, findings of the public record, propositions an authority is cited for, each counted
once; and after the dash how many places are open until counsel has read, answered and written what is hers. Of any
paper in a matter, `discovery sources FILE` gives these counts, and what each paragraph rests on.

"""


def words(paper: Paper) -> str:
    """The paper as text, without the list of what to check, which is kept apart."""
    return write_plain(paper).partition("\nTo check before filing:")[0].rstrip() + "\n"


def still_open(paper: Composed) -> str:
    """What a paper rests on, counted, and what keeps it from being filed."""
    rests = tally(source for each in rests_on(paper.paper) for source in each.sources)
    return "\n".join([f"Rests on {rests}; {len(paper.open_items)} open.", "", *map(str, paper.open_items)]) + "\n"


# --- as the sample matters are -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("sample", "template"), ALL)
def test_the_review_copy_reads_word_for_word_as_it_was_approved(sample: str, template: str, update: bool) -> None:
    check_golden(GOLDEN / sample / f"{template}.txt", words(composed(sample, template).paper), update)


@pytest.mark.parametrize(("sample", "template"), ALL)
def test_what_keeps_it_from_being_filed_is_listed_as_it_was_approved(
    sample: str, template: str, update: bool
) -> None:
    check_golden(GOLDEN / sample / f"{template}.open.txt", still_open(composed(sample, template)), update)


@pytest.mark.parametrize("sample", SAMPLES)
def test_no_text_is_kept_of_a_paper_that_is_no_longer_there(sample: str) -> None:
    kept = {path.name for path in (GOLDEN / sample).iterdir()}
    assert kept == {f"{template}{ending}" for template in TEMPLATES for ending in (".txt", ".open.txt")}


@pytest.mark.parametrize(("sample", "template"), WITH_FILING)
def test_both_copies_are_open_in_the_same_places(sample: str, template: str) -> None:
    review, filing = composed(sample, template), composed(sample, template, Copy.FILING)
    assert [str(item) for item in filing.open_items] == [str(item) for item in review.open_items]


@pytest.mark.parametrize("sample", SAMPLES)
@pytest.mark.parametrize("template", LEAVING)
def test_what_leaves_the_office_holds_nothing_of_the_client_alone_and_no_protected_name(
    sample: str, template: str
) -> None:
    text = write_plain(composed(sample, template).paper)
    for told in (*CLIENT_ONLY, *BY_INITIALS):
        assert told.lower() not in text.lower()


def test_the_report_gives_the_counts_of_the_texts_kept(update: bool) -> None:
    """Run after those above; with --update and several processes, twice."""
    check_golden(REPORT, HEAD + "\n".join(rows()) + "\n", update)


# --- with counsel's checks and answers laid over -----------------------------------------------------------------


@pytest.mark.parametrize(("sample", "template"), WITH_FILING)
def test_once_counsel_has_read_and_answered_only_her_own_words_are_open(sample: str, template: str) -> None:
    """No citation, no exhibit, no answer of the intake: what is left she writes into the paper itself."""
    kinds = {item.kind for item in for_filing(sample, template).open_items}
    assert kinds <= {"blank", "verify"}


@pytest.mark.parametrize(("sample", "template"), WITH_FILING)
def test_the_filing_copy_is_made_in_every_format_and_bears_nothing_of_the_review(sample: str, template: str) -> None:
    paper = for_filing(sample, template)
    asked = [said for item, _ in every_place(paper.paper) if isinstance(item, Blank) and (said := item.what)]
    filed = with_counsels_words(paper.paper)
    whole = text_of_word(package := write_word(filed))
    bare_word(package)
    pages = write_pdf(filed)
    bare_pdf(pages, filed)
    page = write_html(filed)
    assert not re.search(
        rb'<mark|<aside|class="(?:blank|verify|cite|finding|comment)|name="(?:keywords|author)', page
    )
    for text in (whole, " ".join(pdf_pages(pages)), html_words(page)[0], write_plain(filed)):
        assert REVIEW_LEGEND not in text
        assert "To check before filing" not in text
        assert SAMPLE_LEGEND in text
        for question in asked:
            assert f"[{question}]" not in text


@pytest.mark.parametrize(("sample", "template"), WITH_FILING)
def test_a_review_copy_that_counsel_has_filled_in_and_settled_is_finished(sample: str, template: str) -> None:
    matter = checked_by_counsel(sample)
    review = write_word(matter.compose(template, Copy.REVIEW).paper)
    keys = tuple(each.key for each in matter.exhibits)
    done = finish_word(f"{template}-review.docx", settled(review), matter.library, matter.numbers, keys, DAY)
    assert done.data is not None, [str(item) for item in done.open_items]
    bare_word(done.data)
    assert (FILLED in text_of_word(done.data)) == any(
        isinstance(each, Blank) for each, _ in every_place(for_filing(sample, template).paper)
    )


@pytest.mark.parametrize("sample", SAMPLES)
def test_drafting_all_filing_copies_is_refused_with_what_is_open_in_each(sample: str) -> None:
    folder = as_shipped(sample).folder
    papers = [template for each, template in WITH_FILING if each == sample]
    with pytest.raises(InputError) as refused:
        draft_set(folder, papers, Copy.FILING, (), DAY)
    said = [str(problem) for problem in refused.value.problems]
    listed = [f"{each}, {item}" for each in papers for item in composed(sample, each).open_items]
    assert said == list(dict.fromkeys(listed))
    assert not (folder / "drafts").exists()


@pytest.mark.parametrize("sample", SAMPLES)
def test_drafting_writes_those_in_which_nothing_is_open_any_more(sample: str) -> None:
    folder = checked_by_counsel(sample).folder
    whole = [each for name, each in WITH_FILING if name == sample and not for_filing(sample, each).open_items]
    made = draft_set(folder, whole, Copy.FILING, (), DAY)
    assert whole
    assert {path.name for path in made.paths} == {
        f"{each}-filing.{kind}" for each in whole for kind in Templates(()).template(each).head.formats
    }


# --- counting ------------------------------------------------------------------------------------------------------


def rows() -> list[str]:
    """The table of the report: a row a paper, a column a matter."""
    rows = [f"| Paper | {' | '.join(SAMPLES)} |", f"| --- |{' --- |' * len(SAMPLES)}"]
    for template in TEMPLATES:
        cells = [counts((GOLDEN / sample / f"{template}.open.txt").read_text(encoding="utf-8")) for sample in SAMPLES]
        rows.append(f"| {template} | {' | '.join(cells)} |")
    return rows


def counts(kept: str) -> str:
    """One cell, from the first line of a kept list."""
    facts, findings, citations, places = re.findall(r"\d+", kept.partition("\n")[0])
    return f"{facts}, {findings}, {citations} – {places}"


# --- reading what was made -----------------------------------------------------------------------------------------


def with_counsels_words(paper: Paper) -> Paper:
    """The paper as if counsel had filled each blank and confirmed each sentence she is asked about."""
    blocks = tuple(_filled(block) for block in paper.blocks)
    notes = tuple(_filled(note) for note in paper.notes)
    return replace(paper, blocks=blocks, notes=notes)


def _filled(thing: Block | Inlines | object) -> object:
    """A block, a line or an inline with its blanks filled, whatever lies inside it."""
    if isinstance(thing, Blank):
        return Text(FILLED)
    if isinstance(thing, Verify):
        return Text(text_of(thing.children))
    if isinstance(thing, tuple):
        return tuple(_filled(each) for each in thing)
    if hasattr(thing, "__dataclass_fields__") and not isinstance(thing, Text | ExhibitRef):
        return replace(thing, **{name: _filled(getattr(thing, name)) for name in thing.__dataclass_fields__})
    return thing


def text_of_word(package: bytes) -> str:
    """Every word of a .docx: text, notes, heads and feet."""
    parts = [
        name for name in members(package) if re.fullmatch(r"word/(document|footnotes|(head|foot)er\d*).xml", name)
    ]
    return "\n".join(line for name in parts for line in word_paragraphs(package, name))


def bare_word(package: bytes) -> None:
    """A .docx without comment, shade, content control, or anybody's name."""
    ooxml.require_whole(package)
    parts = members(package)
    assert not [name for name in parts if re.search(r"comment|people|customXml|app\.xml", name)]
    text = b"".join(data for name, data in parts.items() if not name.startswith("word/media"))
    for trace in (*REVIEW_STYLES, "w:sdt", "commentR", "w:highlight", "finding:", "intake:", "_cite_", "rsid"):
        assert trace.encode() not in text, trace
    said = {each.tag.rpartition("}")[2] for each in tree(package, "docProps/core.xml")}
    assert said == {"title", "created", "modified"}


def bare_pdf(data: bytes, paper: Paper) -> None:
    """A PDF that says its title and the day, holds no comment, and can be read aloud."""
    import io

    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert str(pdf.docinfo["/Title"]) == paper.title
        assert {str(key) for key in pdf.docinfo} <= {"/Title", "/CreationDate", "/ModDate", "/Creator", "/Producer"}
        kinds = {str(each["/Subtype"]) for page in pdf.pages for each in page.obj.get("/Annots", [])}
        assert kinds <= {"/Link"}
        assert pdf.Root["/MarkInfo"]["/Marked"]
