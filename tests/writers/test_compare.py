"""What changed between two drafts: word by word, with tracked changes that give the one draft or the other."""

import copy
import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from discovery.core.blocks import Copy, Paragraph, Table
from discovery.core.redlines import Step, redline, word_by_word
from discovery.errors import ConflictError, InputError
from discovery.files import ooxml
from discovery.files.edited import Edited
from discovery.files.redlining import redlined
from discovery.files.word import write_word
from discovery.jobs.compare import compare
from tests.writers.papers import everything, motion, t
from tests.writers.reading import W, html_words, members, tree, word_paragraphs
from tests.writers.wordprocessing import complaints

DAY = date(2026, 11, 27)
LONG = "The first paragraph, which is long enough to be known again."
OTHER = "Another of a good many words, that stands where it stood."
WORDS = st.text(st.sampled_from("ab c"), max_size=12)


def edited(change: object, package: bytes | None = None) -> bytes:
    """The motion as counsel leaves it after a change in Word."""
    document = docx.Document(io.BytesIO(package or write_word(motion(Copy.FILING))))
    change(document)  # type: ignore[operator]
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def counsels(document: docx.document.Document) -> None:
    """A word replaced, a sentence added, a paragraph added, one taken out, a table cell and a note changed."""
    for paragraph in document.paragraphs:
        for run in paragraph.runs:
            if "Such other relief" in run.text:
                run.text = run.text.replace("Such other relief", "Such further relief")
            if "WHEREFORE" in run.text:
                run.text += " Counsel so asks."
        if paragraph.text.startswith("Affirmed under"):
            paragraph.insert_paragraph_before("A paragraph that counsel added.")
        if "positive identification" in paragraph.text:
            paragraph._p.getparent().remove(paragraph._p)
    cell = document.tables[-1].rows[1].cells[2].paragraphs[0]
    cell.runs[0].text = "demanded, and refused"


def settled(package: bytes, *, accepted: bool) -> list[str]:
    """The paragraphs of the text once every tracked change is accepted, or rejected."""
    root = etree.fromstring(members(package)["word/document.xml"])
    out = ("del", "moveFrom") if accepted else ("ins", "moveTo")
    lines = []
    for paragraph in root.iter(f"{W}p"):
        if any(paragraph.find(f"{W}pPr/{W}rPr/{W}{name}") is not None for name in out):
            continue
        texts = [
            each.text or ""
            for each in paragraph.iter(f"{W}t", f"{W}delText")
            if not any(owner.tag in [f"{W}{name}" for name in out] for owner in each.iterancestors())
        ]
        lines.append("".join(texts))
    return lines


def test_accepting_every_change_gives_the_new_draft_and_rejecting_them_the_old() -> None:
    old, new = write_word(motion(Copy.FILING)), edited(counsels)
    made = redlined(Edited("old.docx", old), Edited("new.docx", new), "2026-11-27")
    assert settled(made.word, accepted=True) == word_paragraphs(new)
    assert settled(made.word, accepted=False) == word_paragraphs(old)
    assert complaints(made.word) == []
    assert made.summary == (
        "Text: 3 paragraphs changed, 1 paragraph added, 1 paragraph removed, 0 moved. "
        "Footnotes: 0 paragraphs changed, 0 paragraphs added, 0 paragraphs removed, 0 moved."
    )


def test_every_tracked_change_is_by_the_program_on_that_day() -> None:
    made = redlined(Edited("o", write_word(motion(Copy.FILING))), Edited("n", edited(counsels)), "2026-11-27").word
    changes = list(etree.fromstring(members(made)["word/document.xml"]).iter(f"{W}ins", f"{W}del"))
    assert changes
    assert {each.get(f"{W}author") for each in changes} == {"discovery"}
    assert {each.get(f"{W}date") for each in changes} == {"2026-11-27T00:00:00Z"}
    assert len({each.get(f"{W}id") for each in changes}) == len(changes)


def test_the_page_shows_what_went_and_what_came_and_nothing_as_markup() -> None:
    old, new = write_word(everything(Copy.FILING)), edited(counsels, write_word(everything(Copy.FILING)))
    page = redlined(Edited("old.docx", old), Edited("new.docx", new), "2026-11-27").html
    assert b"Such <del>other</del><ins>further</ins> relief" in page
    assert b"<ins>A paragraph that counsel added.</ins>" in page
    words, _ = html_words(page)
    assert "<test>" in words, "a name with markup in it prints as typed"


def test_a_paragraph_that_moved_is_said_to_have_moved() -> None:
    lines = [LONG, "Two.", "Three."]
    found = redline(lines, [*lines[1:], lines[0]])
    assert [(each.step, each.move) for each in found if each.step is not Step.SAME] == [
        (Step.REMOVED, 1),
        (Step.ADDED, 1),
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (["Short words here.", "Two.", "Three."], ["Two.", "Three.", "Short words here."]),
        (["_" * 60, "Two.", "Three."], ["Two.", "Three.", "_" * 60]),
        ([LONG, "Two.", "Three."], ["Two.", "Three.", LONG.replace("first", "last")]),
        ([LONG, "Two.", "Three."], [LONG, "Two.", "Three.", LONG]),
        ([LONG, LONG, "Two.", "Three.", "Four."], ["Two.", "Three.", "Four.", LONG]),
    ],
    ids=["short", "a rule to write on", "other words", "a copy", "one of two"],
)
def test_nothing_is_called_moved_that_may_not_have_been(old: list[str], new: list[str]) -> None:
    assert not any(each.moved for each in redline(old, new))


def redrafted(lines: Sequence[str]) -> bytes:
    """A paper of these paragraphs."""
    return write_word(replace(motion(Copy.FILING), blocks=tuple(Paragraph((t(line),)) for line in lines), notes=()))


def test_word_tracks_what_was_moved_as_it_does_itself() -> None:
    old, new = redrafted([LONG, OTHER, "Two.", "Three."]), redrafted([OTHER, "Two.", "Three.", LONG])
    made = redlined(Edited("o", old), Edited("n", new), "2026-11-27")
    body = tree(made.word)
    ranges = {way: list(body.iter(f"{W}{way}RangeStart")) for way in ("moveFrom", "moveTo")}
    assert [each.get(f"{W}name") for found in ranges.values() for each in found] == ["move1", "move1"]
    for way in ("moveFrom", "moveTo"):
        (moved,) = (each for each in body.iter(f"{W}p") if each.find(f"{W}pPr/{W}rPr/{W}{way}") is not None)
        assert [each.tag.removeprefix(W) for each in moved] == ["pPr", f"{way}RangeStart", way]
        assert "".join(each.text or "" for each in moved.iter(f"{W}t")) == LONG
    assert not list(body.iter(f"{W}delText"))
    assert settled(made.word, accepted=True) == word_paragraphs(new)
    assert settled(made.word, accepted=False) == word_paragraphs(old)
    assert complaints(made.word) == []
    assert made.summary.startswith("Text: 0 paragraphs changed, 0 paragraphs added, 0 paragraphs removed, 1 moved.")
    assert b'id="text-from-1">(moved to <a href="#text-to-1">' in made.html
    assert b'id="text-to-1">(moved here from <a href="#text-from-1">' in made.html


def test_what_was_moved_out_of_a_table_is_tracked_as_taken_out_and_put_in() -> None:
    head, cells = (t("Head"),), ((t(LONG),), (t("Cell"),))
    table = Table(((head,), *((cell,) for cell in cells)))
    paper = replace(motion(Copy.FILING), notes=())
    old = write_word(replace(paper, blocks=(Paragraph((t(OTHER),)), table)))
    table = replace(table, rows=(table.rows[0], table.rows[2]))
    new = write_word(replace(paper, blocks=(Paragraph((t(LONG),)), Paragraph((t(OTHER),)), table)))
    made = redlined(Edited("o", old), Edited("n", new), "2026-11-27")
    assert b"moved here from" in made.html
    assert b"moveFrom" not in members(made.word)["word/document.xml"]
    assert complaints(made.word) == []


@given(st.permutations(range(6)))
@settings(max_examples=25, deadline=None)
def test_in_whatever_order_paragraphs_come_both_drafts_are_in_the_redline(order: list[int]) -> None:
    lines = [LONG, OTHER, LONG.upper(), OTHER.upper(), "Two.", "Three."]
    old, new = redrafted(lines), redrafted([lines[each] for each in order])
    made = redlined(Edited("o", old), Edited("n", new), "2026-11-27").word
    assert settled(made, accepted=True) == word_paragraphs(new)
    assert settled(made, accepted=False) == word_paragraphs(old)
    assert complaints(made) == []


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        (b"<w:moveToRangeEnd", b"<w:moveFromRangeEnd", "not closed"),
        (b'w:name="move1"/><w:moveTo ', b'w:name="move2"/><w:moveTo ', "is moved to"),
    ],
)
def test_a_move_that_leads_nowhere_is_noticed(was: bytes, becomes: bytes, said: str) -> None:
    old, new = redrafted([LONG, "Two.", "Three."]), redrafted(["Two.", "Three.", LONG])
    parts = members(redlined(Edited("o", old), Edited("n", new), "2026-11-27").word)
    broken = ooxml.packed({**parts, "word/document.xml": parts["word/document.xml"].replace(was, becomes)})
    assert complaints(broken)
    with pytest.raises(AssertionError, match=said):
        ooxml.require_whole(broken)


def test_a_changed_footnote_is_tracked_in_its_place() -> None:
    old = write_word(motion(Copy.FILING))
    parts = members(old)
    changed = parts["word/footnotes.xml"].replace(b", 69 Misc 3d 546; ", b", 69 Misc 3d 546, 552; ")
    new = ooxml.packed({**parts, "word/footnotes.xml": changed})
    made = redlined(Edited("o", old), Edited("n", new), "2026-11-27")
    note = members(made.word)["word/footnotes.xml"].decode()
    assert "<w:delText" in note
    assert "552;" in note
    assert "Footnotes: 1 paragraph changed" in made.summary
    assert complaints(made.word) == []


@given(WORDS, WORDS)
@settings(max_examples=60, deadline=None)
def test_the_pieces_of_a_changed_paragraph_give_both_drafts(old: str, new: str) -> None:
    pieces = word_by_word(old, new)
    assert "".join(each.text for each in pieces if each.step is not Step.ADDED) == old
    assert "".join(each.text for each in pieces if each.step is not Step.REMOVED) == new


@pytest.mark.parametrize(
    "part", ["[Content_Types].xml", "docProps/core.xml", "word/footnotes.xml", "word/styles.xml", "word/settings.xml"]
)
def test_a_draft_that_lacks_a_part_is_told_in_one_sentence(part: str) -> None:
    whole = write_word(motion(Copy.FILING))
    torn = ooxml.packed({name: data for name, data in members(whole).items() if name != part})
    with pytest.raises(InputError, match=r"torn\.docx is (not a|no whole) Word document"):
        redlined(Edited("whole.docx", whole), Edited("torn.docx", torn), DAY.isoformat())


def test_the_command_writes_beside_the_new_draft_and_refuses_what_it_cannot_compare(tmp_path: Path) -> None:
    old, new = tmp_path / "a.docx", tmp_path / "b.docx"
    old.write_bytes(write_word(motion(Copy.FILING)))
    new.write_bytes(edited(counsels))
    before = copy.copy(new.read_bytes())
    done = compare(old, new, DAY)
    assert [path.name for path in done.paths] == ["b-redline.docx", "b-redline.html"]
    assert new.read_bytes() == before
    with pytest.raises(ConflictError, match="exists already"):
        compare(old, new, DAY)
    with pytest.raises(InputError, match=r"not a \.docx"):
        compare(old, tmp_path / "b-redline.html", DAY)
    with pytest.raises(InputError, match="no file"):
        compare(old, tmp_path / "c.docx", DAY)
    with pytest.raises(InputError, match="tracked changes; accept or reject"):
        compare(old, tmp_path / "b-redline.docx", DAY)
