"""From counsel's edited review copy to the filing copy: her words kept, nothing of ours left, nothing open filed."""

import io
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import docx
import pytest
from docx.oxml.ns import qn

from discovery.core.authorities import Authority, AuthorityKind, Proposition, Verification
from discovery.core.blocks import Copy, ExhibitRef, PaperKind, Paragraph, Text
from discovery.core.library import Library
from discovery.errors import ConflictError, InputError
from discovery.files import ooxml
from discovery.files.finishing import Outcome, finish_word
from discovery.files.html import write_html
from discovery.files.plain import write_plain
from discovery.files.privileged import is_privileged
from discovery.files.typeset import write_pdf
from discovery.files.word import write_word
from discovery.jobs.finish import finish
from tests.writers.papers import HOSTILE, everything, motion, with_name
from tests.writers.reading import members, tree, word_paragraphs

TODAY = date(2026, 11, 24)
FIRST = "at the beginning (“PLEASE TAKE NOTICE, that upon the annexed affirmation of…”)"
LAST = "after paragraph 4 (“WHEREFORE, the motion should be granted. today”)"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class Plan:
    """A plan in which the exhibits have moved on by two letters since the review copy."""

    def letter(self, key: str) -> str | None:
        return {"report": "C", "array": "D"}.get(key)

    def bates(self, key: str, page: int) -> str | None:
        return f"DOE-{100 + page:06d}" if key == "report" else None


def authority(
    key: str, citation: str, *propositions: str, name: str | None = None, state: str = "verified"
) -> Authority:
    """An authority whose propositions are all in one state."""
    held = tuple(Proposition(id=each, text="x", state=Verification(state)) for each in propositions)
    return Authority(id=key, kind=AuthorityKind.OPINION, citation=citation, name=name, propositions=held)


READ = Library(
    authorities=(
        authority("cpl-245.20", "CPL 245.20(1)(k)", "opening", "subdivision-k"),
        authority("knight", "People v Knight (69 Misc 3d 546)", "audit", name="People v Knight"),
    )
)
UNREAD = Library(
    authorities=(
        authority("cpl-245.20", "CPL 245.20(1)(k)", "opening", "subdivision-k"),
        authority("knight", "People v Knight (69 Misc 3d 546)", "audit", name="People v Knight", state="unverified"),
    )
)


def edited(change: Callable[[docx.document.Document], None] | None = None, package: bytes | None = None) -> bytes:
    """The review copy after counsel has worked on it."""
    document = docx.Document(io.BytesIO(package or write_word(motion())))
    if change:
        change(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def fill_blanks(document: docx.document.Document) -> None:
    """Counsel types into each blank and settles the comment about the conferral."""
    for control in document.element.iter(qn("w:sdt")):
        tag = control.find(f"{qn('w:sdtPr')}/{qn('w:tag')}").get(qn("w:val"))
        if tag == "blank:return-date":
            next(control.iter(qn("w:t"))).text = "10:00 a.m. on December 8, in Part SAMPLE"
        if tag == "blank:office":
            next(control.iter(qn("w:t"))).text = "1 Example Street"
    settle(document, "Check before filing")


def fill_and_settle(document: docx.document.Document) -> None:
    """Counsel does the same, and has seen to the exhibit that was not in the plan."""
    fill_blanks(document)
    settle(document, "The exhibit")


def settle(document: docx.document.Document, opening: str) -> None:
    """Delete the comments that begin so, as Word does: text, range and mark."""
    comments = document.part._comments_part.element
    for comment in list(comments):
        if "".join(x.text or "" for x in comment.iter(qn("w:t"))).startswith(opening):
            number = comment.get(qn("w:id"))
            comments.remove(comment)
            for mark in list(
                document.element.iter(qn("w:commentRangeStart"), qn("w:commentRangeEnd"), qn("w:commentReference"))
            ):
                if mark.get(qn("w:id")) == number:
                    mark.getparent().remove(mark)


def made(data: bytes, library: Library = READ) -> Outcome:
    return finish_word("motion-review.docx", data, library, Plan(), ("report", "array"), TODAY)


def finished(change: Callable[[docx.document.Document], None] = fill_blanks) -> bytes:
    outcome = made(edited(change))
    assert outcome.data is not None, [str(item) for item in outcome.open_items]
    return outcome.data


def open_items(change: Callable[[docx.document.Document], None] | None, library: Library = READ) -> list[str]:
    outcome = made(edited(change), library)
    assert outcome.data is None
    return [f"{item.kind}: {item}" for item in outcome.open_items]


# --- what is kept, and what goes -------------------------------------------------------------------------------


def test_counsels_words_are_kept_and_exhibits_are_as_the_plan_now_has_them() -> None:
    text = "\n".join(word_paragraphs(finished()))
    assert "at 10:00 a.m. on December 8, in Part SAMPLE, or as soon as counsel may be heard" in text
    assert "1 Example Street" in text
    assert "Exhibit C at DOE-000103." in text
    assert "Exhibit D" in text
    assert "Exhibit A" not in text


def test_an_exhibit_put_in_since_the_review_copy_gets_its_letter_and_number() -> None:
    paper = motion()
    unknown = [ExhibitRef("report", "Exhibit [report]", known=False), Text(" at ")]
    unknown.append(ExhibitRef("report", "[Bates number of report, page 3]", page=3, known=False))
    data = write_word(replace(paper, blocks=(*paper.blocks, Paragraph(tuple(unknown)))))
    outcome = made(edited(fill_and_settle, data))
    assert outcome.data is not None, [str(item) for item in outcome.open_items]
    assert "Exhibit C at DOE-000103" in word_paragraphs(outcome.data)


@pytest.mark.parametrize(
    ("letter", "number"), [("A", "DOE-000013"), ("[report]", "[Bates number of report, page 3]")]
)
def test_a_citation_of_an_exhibit_follows_the_plan_in_its_short_form(letter: str, number: str) -> None:
    known = letter == "A"
    cited = (ExhibitRef("report", f"Ex. {letter}", known=known), Text(" at "))
    cited = (*cited, ExhibitRef("report", number, page=3, known=known))
    data = write_word(replace(motion(), blocks=(*motion().blocks, Paragraph(cited))))
    outcome = made(edited(fill_and_settle, data))
    assert outcome.data is not None, [str(item) for item in outcome.open_items]
    assert "Ex.\u00a0C at DOE-000103" in word_paragraphs(outcome.data)


def test_words_counsel_added_and_struck_stay_added_and_struck() -> None:
    def change(document: docx.document.Document) -> None:
        fill_blanks(document)
        wherefore = next(p for p in document.paragraphs if p.text.startswith("WHEREFORE"))
        wherefore.add_run(f" And {HOSTILE}")
        dated = next(p for p in document.paragraphs if p.text.startswith("Dated"))
        dated._p.getparent().remove(dated._p)

    paragraphs = word_paragraphs(finished(change))
    assert f"WHEREFORE, the motion should be granted. And {HOSTILE}" in paragraphs
    assert not any(p.startswith("Dated") for p in paragraphs)


def test_nothing_of_the_review_is_left() -> None:
    parts = members(finished())
    assert not [
        name for name in parts if "comment" in name or "people" in name or "customXml" in name or "app.xml" in name
    ]
    text = b"".join(data for name, data in parts.items() if not name.startswith("word/media"))
    for trace in (
        b"w:sdt",
        b"Discovery",
        b"commentR",
        b"REVIEW COPY",
        b"blank:",
        b"finding:",
        b"rsid",
        b"ReviewMark",
    ):
        assert trace not in text, trace
    assert b"SAMPLE: a fictional matter" in parts["word/header1.xml"]


def test_it_says_only_its_title_and_the_day() -> None:
    def change(document: docx.document.Document) -> None:
        fill_blanks(document)
        document.core_properties.author = "Sentinel Person"
        document.core_properties.last_modified_by = "Sentinel Person"
        document.core_properties.comments = "drafted late"

    package = finished(change)
    core = tree(package, "docProps/core.xml")
    assert {each.tag.rpartition("}")[2]: each.text for each in core} == {
        "title": "Motion for facial recognition discovery",
        "created": "2026-11-24T00:00:00Z",
        "modified": "2026-11-24T00:00:00Z",
    }
    assert b"Sentinel" not in b"".join(members(package).values())


def test_the_filing_copy_is_whole_has_its_notes_and_is_the_same_each_time() -> None:
    package = finished()
    ooxml.require_whole(package)
    docx.Document(io.BytesIO(package))
    assert package == finished()
    assert any("People v Knight, 69 Misc 3d 546" in p for p in word_paragraphs(package, "word/footnotes.xml"))


def test_it_equals_the_filing_copy_word_for_word_where_counsel_changed_nothing() -> None:
    """Blanks apart, finishing the review copy says what drafting the filing copy says."""
    drafted = word_paragraphs(write_word(motion(Copy.FILING)))
    same = [p for p in drafted if "[" not in p and "Exhibit" not in p]
    assert [p for p in word_paragraphs(finished()) if p in same] == same


def test_session_traces_word_leaves_are_taken_out() -> None:
    def change(document: docx.document.Document) -> None:
        fill_blanks(document)
        document.paragraphs[0]._p.set(qn("w:rsidR"), "00AB12CD")
        document.settings.element.append(ooxml.el("w:rsids", ooxml.el("w:rsid", val="00AB12CD")))
        document.settings.element.append(ooxml.el("w:attachedTemplate"))

    assert b"rsid" not in b"".join(members(finished(change)).values())
    assert b"attachedTemplate" not in members(finished(change))["word/settings.xml"]


# --- what is refused -------------------------------------------------------------------------------------------


def test_an_untouched_review_copy_is_refused_with_every_open_place_at_once() -> None:
    items = open_items(None, UNREAD)
    assert [item.partition(":")[0] for item in items] == ["verify", "blank", "blank", "citation", "citation"]
    assert "paragraph 4 (“Counsel wrote to the assigned assistant and had no answer.”)" in items[0]
    assert "at the beginning" in items[1]
    assert "fill in [the return date and part of the motion]" in items[1]
    assert (
        "footnote 2 (“See People v Knight (69 Misc 3d 546).”): “People v Knight (69 Misc 3d 546)” is unverified"
        in items[3]
    )
    assert "discovery authorities verify knight" in items[3]
    assert "footnote 1" in items[4]
    assert "“People v Knight” (knight) has been read for nothing" in items[4]


def test_a_citation_verified_since_is_let_through_and_one_unknown_is_not() -> None:
    assert made(edited(fill_blanks), READ).data
    assert "citation" in open_items(fill_blanks, UNREAD)[0]
    without = Library(authorities=READ.authorities[:1])
    assert "knight/audit, which is not in the library" in open_items(fill_blanks, without)[0]


def test_a_blank_is_open_even_when_its_control_and_comment_are_gone() -> None:
    def change(document: docx.document.Document) -> None:
        settle(document, "Fill in")
        settle(document, "Check before filing")
        for control in list(document.element.iter(qn("w:sdt"))):
            for child in list(control.find(qn("w:sdtContent"))):
                control.addprevious(child)
            control.getparent().remove(control)

    items = open_items(change)
    assert [item for item in items if item.startswith("blank")] == [
        f"blank: {FIRST}: fill in [the return date and part of the motion]",
        "blank: after paragraph 3 (“[the office’s address]”): fill in [the office’s address]",
    ]


def test_a_blank_pasted_as_plain_text_is_found_by_its_comment() -> None:
    def change(document: docx.document.Document) -> None:
        fill_blanks(document)
        document.paragraphs[-1].add_run(" [the return date and part of the motion]")
        document.paragraphs[-1].add_run(" [____]")

    assert [item.rpartition(": ")[2] for item in open_items(change)] == [
        "fill in [____]",
        "fill in [the return date and part of the motion]",
    ]


def test_brackets_of_a_citation_are_no_blank() -> None:
    def change(document: docx.document.Document) -> None:
        fill_blanks(document)
        document.paragraphs[-1].add_run(" People v Doe (1 AD3d 2 [1st Dept 2003]) [emphasis added]")

    assert made(edited(change)).data


def test_an_emptied_blank_is_open() -> None:
    def change(document: docx.document.Document) -> None:
        fill_blanks(document)
        control = next(c for c in document.element.iter(qn("w:sdt")))
        for text in control.iter(qn("w:t")):
            text.text = ""

    assert open_items(change)[0].endswith("fill in the empty place")


def test_tracked_changes_and_counsels_comments_are_refused_with_their_places() -> None:
    def change(document: docx.document.Document) -> None:
        fill_blanks(document)
        wherefore = next(p for p in document.paragraphs if p.text.startswith("WHEREFORE"))
        run = wherefore.add_run(" today")._r
        inserted = ooxml.el("w:ins", id=900, author="Jane Counsel", date="2026-11-24T10:00:00Z")
        run.addprevious(inserted)
        inserted.append(run)
        first = next(p for p in document.paragraphs if p.text.startswith("PLEASE"))
        document.add_comment(first.runs[0], text="Is this the right part?", author="Jane Counsel", initials="JC")

    assert open_items(change) == [
        f"tracked: {LAST}: a tracked change; accept or reject it in Word",
        f"comment: {FIRST}: a comment of Jane Counsel (“Is this the right part?”); delete it",
    ]


def test_a_check_is_settled_by_resolving_its_comment_in_word() -> None:
    def change(document: docx.document.Document) -> None:
        fill_blanks(document)

    data = edited(None)
    parts = members(data)
    w14, w15 = (
        "http://schemas.microsoft.com/office/word/2010/wordml",
        "http://schemas.microsoft.com/office/word/2012/wordml",
    )
    ElementTree.register_namespace("w14", w14)
    comments = ElementTree.fromstring(parts["word/comments.xml"])
    for number, paragraph in enumerate(comments.iter(f"{W}p")):
        paragraph.set(f"{{{w14}}}paraId", f"0000000{number}")
    done = "".join(f'<w15:commentEx w15:paraId="0000000{n}" w15:done="{int(n == 7)}"/>' for n in range(8))
    parts["word/comments.xml"] = ElementTree.tostring(comments)
    parts["word/commentsExtended.xml"] = f'<w15:commentsEx xmlns:w15="{w15}">{done}</w15:commentsEx>'.encode()
    resolved = ooxml.packed(parts)
    assert [item.kind for item in made(resolved).open_items] == ["blank", "blank"]


def test_an_exhibit_that_left_the_plan_is_refused() -> None:
    class Nothing:
        def letter(self, key: str) -> str | None:
            return None

        def bates(self, key: str, page: int) -> str | None:
            return None

    outcome = finish_word("x.docx", edited(fill_blanks), READ, Nothing(), ("report",), TODAY)
    assert [item.kind for item in outcome.open_items] == ["exhibit"] * 3
    assert "“Exhibit A” (exhibit:report) is not in the bundle’s plan" in str(outcome.open_items[0])


def test_a_link_to_a_file_of_a_computer_is_refused() -> None:
    def change(document: docx.document.Document) -> None:
        fill_blanks(document)
        document.part.relate_to(
            "file:///C:/Users/sentinel/x.pdf",
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink",
            is_external=True,
        )

    assert "a link to a file on a computer (file:///C:/Users/sentinel/x.pdf)" in open_items(change)[0]


def test_an_unread_case_counsel_typed_is_refused_and_an_exhibit_she_typed_is_pointed_out() -> None:
    def change(document: docx.document.Document) -> None:
        fill_blanks(document)
        document.paragraphs[-1].add_run(" See Exhibit C; People v Roe.")

    roe = authority("roe", "People v Roe (1 NY3d 1)", "x", name="People v Roe", state="partly verified")
    library = Library(authorities=(*READ.authorities, roe))
    assert "“People v Roe” (roe) has been read for nothing" in open_items(change, library)[0]
    notes = made(edited(change)).notes
    assert any("“Exhibit C” was typed, not set by the program" in note for note in notes)
    assert any("People v Roe" in note and "typed by hand" in note for note in notes)


def test_a_reworded_exhibit_stays_and_is_pointed_out() -> None:
    def change(document: docx.document.Document) -> None:
        fill_blanks(document)
        for control in document.element.iter(qn("w:sdt")):
            if control.find(f"{qn('w:sdtPr')}/{qn('w:tag')}").get(qn("w:val")) == "exhibit:array":
                next(control.iter(qn("w:t"))).text = "the array annexed"

    outcome = made(edited(change))
    assert any("“the array annexed” was reworded and stays as it is" in note for note in outcome.notes)
    assert "the array annexed" in "\n".join(word_paragraphs(outcome.data or b""))


@pytest.mark.parametrize("cleared", [False, True])
def test_a_privileged_paper_has_no_filing_copy_even_with_its_properties_cleared(cleared: bool) -> None:
    package = write_word(replace(motion(), kind=PaperKind.PRIVILEGED))

    def change(document: docx.document.Document) -> None:
        if cleared:
            document.core_properties.keywords = ""

    with pytest.raises(InputError, match="privileged and has no filing copy"):
        made(edited(change, package))


def test_a_package_that_would_fill_the_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("discovery.files.edited.MOST_BYTES", 1000)
    with pytest.raises(InputError, match="far larger unpacked"):
        made(edited(None))


def test_what_is_not_a_review_copy_is_refused() -> None:
    with pytest.raises(InputError, match="not a review copy"):
        made(write_word(motion(Copy.FILING)))
    with pytest.raises(InputError, match="cannot be read as a Word document"):
        made(b"PK\x03\x04 nonsense")
    with pytest.raises(InputError, match="is not a Word document"):
        made(ooxml.packed({"[Content_Types].xml": b"<Types/>"}))


# --- the marker ------------------------------------------------------------------------------------------------


def test_the_marker_is_found_in_every_format_whatever_the_file_is_called(tmp_path: Path) -> None:
    paper = replace(with_name("x", Copy.REVIEW), kind=PaperKind.PRIVILEGED, header="PRIVILEGED")
    public = with_name("About discovery:privileged as a word", Copy.REVIEW)
    for writer in (write_word, write_pdf, write_html, write_plain):
        for each, expected in ((paper, True), (public, False)):
            data = writer(each)
            path = tmp_path / "renamed.bin"
            path.write_bytes(data.encode() if isinstance(data, str) else data)
            assert is_privileged(path) is expected, writer


def test_odd_files_bear_no_marker(tmp_path: Path) -> None:
    for data in (b"", b"PK\x03\x04 broken", b"%PDF-1.7 broken", b"\xff\xfe\x00", b"plain words"):
        (tmp_path / "x").write_bytes(data)
        assert not is_privileged(tmp_path / "x")


# --- the job ---------------------------------------------------------------------------------------------------


def lay(tmp_path: Path, data: bytes, name: str = "letter-review.docx") -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


def test_the_filing_copy_lies_beside_the_review_copy_and_nothing_is_overwritten(tmp_path: Path) -> None:
    review = lay(tmp_path, write_word(with_name(HOSTILE, Copy.REVIEW)))
    before = review.read_bytes()
    done = finish(review, TODAY)
    assert done.path == tmp_path / "letter-filing.docx"
    assert str(done) == f"Wrote {done.path}."
    assert f"For {HOSTILE}." in word_paragraphs(done.path.read_bytes())
    assert review.read_bytes() == before
    with pytest.raises(ConflictError, match="exists already and is not overwritten"):
        finish(review, TODAY)
    assert finish(Path(shutil.copy(review, tmp_path / "a.review.docx")), TODAY).path.name == "a.filing.docx"
    assert finish(Path(shutil.copy(review, tmp_path / "b.docx")), TODAY).path.name == "b-filing.docx"


def test_what_is_open_stops_the_job_and_writes_nothing(tmp_path: Path) -> None:
    review = lay(tmp_path, write_word(motion()))
    with pytest.raises(InputError, match="cannot be filed yet") as refused:
        finish(review, TODAY)
    assert len(refused.value.problems) >= 6
    assert [path.name for path in tmp_path.iterdir()] == ["letter-review.docx"]


@pytest.mark.parametrize(
    ("lock", "program"),
    [("~$letter-review.docx", "Word"), ("~$tter-review.docx", "Word"), (".~lock.letter-review.docx#", "LibreOffice")],
)
def test_a_paper_open_elsewhere_is_refused_in_one_sentence(tmp_path: Path, lock: str, program: str) -> None:
    review = lay(tmp_path, write_word(with_name("x", Copy.REVIEW)))
    (tmp_path / lock).write_bytes(b"owner")
    with pytest.raises(InputError, match=f"is open in {program}; save it, close it there"):
        finish(review, TODAY)


def test_a_missing_file_and_another_format_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="There is no file"):
        finish(tmp_path / "none.docx", TODAY)
    with pytest.raises(InputError, match=r"is not a \.docx"):
        finish(lay(tmp_path, b"x", "x.pdf"), TODAY)


def test_everything_can_be_finished(tmp_path: Path) -> None:
    outcome = made(edited(fill_blanks, write_word(everything())))
    assert outcome.data
    assert [name for name in members(outcome.data) if name.startswith("word/footer")]


# --- what other programs do to a review copy -------------------------------------------------------------------


def without_controls(document: docx.document.Document) -> None:
    """What LibreOffice 7 does when it saves: content controls lose their tags, bookmarks stay."""
    for properties in list(document.element.iter(qn("w:sdtPr"))):
        for child in list(properties):
            properties.remove(child)


def test_citations_and_exhibits_are_followed_by_their_bookmarks_when_controls_have_lost_their_tags() -> None:
    def change(document: docx.document.Document) -> None:
        fill_blanks(document)
        without_controls(document)

    half_read = authority("cpl-245.20", "CPL 245.20(1)(k)", "opening", "subdivision-k", state="partly verified")
    library = Library(authorities=(half_read, *READ.authorities[1:]))
    assert "“CPL 245.20(1)(k)” is partly verified (cpl-245.20/subdivision-k)" in open_items(change, library)[0]
    text = "\n".join(word_paragraphs(finished(change)))
    assert "Exhibit C at DOE-000103." in text
    assert b"_cite_" not in members(finished(change))["word/document.xml"]


def test_a_place_whose_authority_is_unknown_is_refused_by_its_bookmark_too() -> None:
    def change(document: docx.document.Document) -> None:
        fill_blanks(document)
        without_controls(document)

    assert "which is not in the library" in open_items(change, Library(authorities=READ.authorities[1:]))[0]


def test_a_citation_counsel_has_struck_is_no_longer_asked_about() -> None:
    def change(document: docx.document.Document) -> None:
        fill_blanks(document)
        for control in list(document.element.iter(qn("w:sdt"))):
            if control.find(f"{qn('w:sdtPr')}/{qn('w:tag')}").get(qn("w:val")).startswith("cite:"):
                control.getparent().remove(control)

    library = Library(authorities=(READ.authorities[1], authority("cpl-245.20", "CPL 245.20", "opening")))
    assert made(edited(change), library).data


def test_a_footnote_that_lost_its_words_is_refused() -> None:
    parts = members(edited(fill_blanks))
    notes = ElementTree.fromstring(parts["word/footnotes.xml"])
    for text in list(notes)[2].iter(f"{W}t"):
        text.text = ""
    parts["word/footnotes.xml"] = ElementTree.tostring(notes)
    items = made(ooxml.packed(parts)).open_items
    assert [str(item) for item in items] == [
        "footnote 1: its words are gone, lost when the paper was saved; take them from the draft"
    ]
