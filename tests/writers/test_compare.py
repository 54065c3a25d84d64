"""What changed between two drafts: word by word, with tracked changes that give the one draft or the other."""

import copy
import io
from datetime import date
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from discovery.core.blocks import Copy
from discovery.core.redlines import Step, redline, word_by_word
from discovery.errors import ConflictError, InputError
from discovery.files.edited import Edited
from discovery.files.redlining import redlined
from discovery.files.word import write_word
from discovery.jobs.compare import compare
from tests.writers.papers import everything, motion
from tests.writers.reading import W, html_words, members, word_paragraphs
from tests.writers.wordprocessing import complaints

DAY = date(2026, 11, 27)
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
    out, goes = ("del", "ins") if accepted else ("ins", "del")
    assert goes != out
    lines = []
    for paragraph in root.iter(f"{W}p"):
        if paragraph.find(f"{W}pPr/{W}rPr/{W}{out}") is not None:
            continue
        texts = [
            each.text or ""
            for each in paragraph.iter(f"{W}t", f"{W}delText")
            if not any(owner.tag == f"{W}{out}" for owner in each.iterancestors())
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
    lines = ["The first paragraph, which is long enough to be known again.", "Two.", "Three."]
    found = redline(lines, [*lines[1:], lines[0]])
    assert [(each.step, each.moved) for each in found if each.step is not Step.SAME] == [
        (Step.REMOVED, True),
        (Step.ADDED, True),
    ]


def test_a_changed_footnote_is_tracked_in_its_place() -> None:
    old = write_word(motion(Copy.FILING))
    parts = members(old)
    from discovery.files import ooxml

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
