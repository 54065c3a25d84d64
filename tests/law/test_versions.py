"""A citation for a day outside its version, one that was replaced, and one nobody has read lately."""

from datetime import date
from pathlib import Path

import pytest

from discovery.core.authorities import Authority, AuthorityKind, Proposition, Reading, Verification
from discovery.core.blocks import Cite, Copy, Paper, PaperKind, Sourced, Verify
from discovery.core.citing import cite
from discovery.core.contexts import matter_context
from discovery.core.court import Words
from discovery.core.drafts import TemplateHead
from discovery.core.inlines import every_inline, inlines_of
from discovery.core.library import Library
from discovery.core.markup import parse
from discovery.core.opening import open_items
from discovery.core.spans import Span
from discovery.core.values import Day, Desk
from discovery.core.versions import out_of_force, read_long_ago
from discovery.errors import InputError
from discovery.files.law import read_authorities
from discovery.files.marks import mark_of
from discovery.files.plain import write_plain
from discovery.jobs.authorities import verify
from discovery.jobs.draft import compose, draft
from discovery.jobs.finish import finish
from tests.matters import documented, sample_folder
from tests.papers.making import write_template

TODAY = date(2026, 11, 23)
READ = Reading(source="the official site", on=date(2026, 11, 20))


def authority(key: str = "law", **facts: object) -> Authority:
    point = Proposition(id="p", text="A thing", words="the words", state=Verification.VERIFIED, readings=(READ,))
    base = {"id": key, "kind": AuthorityKind.STATUTE, "citation": "CPL 999.10", "propositions": (point,)}
    return Authority.model_validate({**base, **facts})


def desk(*authorities: Authority, today: date = TODAY) -> Desk:
    return Desk(PaperKind.SERVED, Copy.REVIEW, today, Library(authorities=authorities), documented())


def cited(desk_: Desk, key: str = "law", on: object = None) -> Cite:
    paper = paper_of(str(cite(desk_, key, "p", on=on)))
    return next(each for each in inlines(paper) if isinstance(each, Cite))


def paper_of(text: str) -> Paper:
    return Paper("t", "T", PaperKind.SERVED, Copy.REVIEW, parse(text).blocks)


def inlines(paper: Paper) -> list[object]:
    return [each for block in paper.blocks for line in inlines_of(block) for each in every_inline(line)]


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2025-08-31", "It was not yet in force on August 31, 2025; it took effect on September 1, 2025."),
        ("2025-09-01", ""),
        ("2026-12-31", ""),
        ("2027-01-01", "It was no longer in force on January 1, 2027; its last day was December 31, 2026."),
        ("2025", "It took effect on September 1, 2025, within the time it is cited for (2025)."),
        ("2026-06/2027-02", "Its last day was December 31, 2026, within the time it is cited for"),
        ("2019", "It was not yet in force in 2019; it took effect on September 1, 2025."),
        ("unknown", ""),
    ],
)
def test_a_version_is_held_to_the_day_it_is_cited_for(day: str, said: str) -> None:
    version = authority(first_day=date(2025, 9, 1), last_day=date(2026, 12, 31))
    told = out_of_force(version, Span.of(day))
    assert told.startswith(said) if said else told == ""


def test_a_version_not_in_force_keeps_the_paper_from_being_filed_and_says_why() -> None:
    new = authority(first_day=date(2025, 9, 1))
    there = cited(desk(new), on=Day(Span.of("2023-05-01"), "intake:arrest.date"))
    assert there.refused == "It was not yet in force on May 1, 2023; it took effect on September 1, 2025."
    (item,) = open_items(
        paper_of(str(cite(desk(new), "law", "p", on=date(2023, 5, 1)))),
        TemplateHead(title="T", purpose="P", kind=PaperKind.SERVED),
        (),
    )
    assert item.what.startswith("CPL 999.10: It was not yet in force on May 1, 2023")
    mark = mark_of(there)
    assert mark is not None
    assert mark.kind == "cite"
    assert mark.note.startswith("Check before filing: It was not yet in force")
    assert cited(desk(new), on=date(2025, 10, 1)).refused == ""


def test_without_a_day_the_papers_own_day_counts() -> None:
    assert cited(desk(authority(first_day=date(2027, 1, 1)))).refused.startswith("It was not yet in force")
    old = authority(last_day=date(2025, 8, 6), superseded_by="new")
    new = authority("new", citation="CPL 999.20")
    assert cited(desk(old, new)).refused == (
        "It was no longer in force on November 23, 2026; its last day was August 6, 2025. "
        "It has been superseded by CPL 999.20."
    )


def test_a_text_cited_as_former_is_not_refused_but_the_review_copy_says_what_replaced_it() -> None:
    old = authority(citation="CPL former 999.10", last_day=date(2025, 8, 6), superseded_by="new")
    there = cited(desk(old, authority("new", citation="CPL 999.10")))
    assert there.refused == ""
    assert there.flag == "A former text. It has been superseded by CPL 999.10."
    assert cited(desk(old), on=date(2026, 1, 1)).refused.startswith("It was no longer in force")


def test_an_opinion_that_was_superseded_is_refused() -> None:
    opinion = authority(
        kind=AuthorityKind.OPINION, citation="People v Old (1 NY3d 1 [2003])", name="People v Old", superseded_by="x"
    )
    assert cited(desk(opinion)).refused == "It has been superseded by x."


def test_one_last_read_more_than_ninety_days_before_is_flagged_and_can_still_be_filed() -> None:
    fresh = cited(desk(authority(), today=date(2027, 2, 18)))
    assert fresh.flag == ""
    old = cited(desk(authority(), today=date(2027, 2, 19)))
    assert old.flag == ("It was last read on November 20, 2026, more than 90 days before; read it again.")
    assert old.refused == ""
    mark = mark_of(old)
    assert mark is not None
    assert (mark.kind, mark.note) == ("checked", old.flag)
    undated = authority().propositions[0].model_dump() | {"readings": [{"source": "a book"}]}
    assert read_long_ago(Proposition.model_validate(undated), TODAY).startswith("No day is recorded")


def test_a_paper_drafted_long_after_lists_what_to_read_again_and_a_fresh_one_does_not(tmp_path: Path) -> None:
    folder = sample_folder(tmp_path, "documented")
    later = compose(folder, "motion-fr-discovery", Copy.REVIEW, date(2027, 6, 1))
    assert "more than 90 days before; read it again." in write_plain(later.paper)
    assert any("CPL 245.20 (1)" in each and "read it again" in each for each in later.reminders)
    assert compose(folder, "motion-fr-discovery", Copy.REVIEW, TODAY).reminders == ()


def test_counsels_check_stands_in_the_review_copy_beside_ours_and_not_in_the_filing_copy(tmp_path: Path) -> None:
    folder = sample_folder(tmp_path, "documented")
    verify("cpl-245.35/3-inquiries", "Jane Roe", date(2026, 11, 20), "bound volume", folder, today=TODAY)
    review = write_plain(compose(folder, "motion-fr-discovery", Copy.REVIEW, TODAY).paper)
    assert "Verified by Jane Roe: CPL 245.35 (3)" in review
    assert "Checked by Jane Roe on November 20, 2026: bound volume." in review
    assert "Read on November 23, 2026: https://www.nysenate.gov/legislation/laws/CPL/245.35" in review
    assert "Jane Roe" not in write_plain(compose(folder, "motion-fr-discovery", Copy.FILING, TODAY).paper)


def test_words_not_verified_are_quoted_only_as_words_to_check() -> None:
    partly = authority().propositions[0].model_dump() | {
        "state": "partly verified",
        "note": "Read only in copies from before August 7, 2025",
    }
    there = desk(authority(propositions=(Proposition.model_validate(partly),)))
    quoted = Words(there, "law", "p").quoted
    paper = paper_of(str(quoted.__html__()))
    marked = next(each for each in inlines(paper) if isinstance(each, Verify))
    assert "Read only in copies from before August 7, 2025" in marked.reason
    (item,) = open_items(paper, TemplateHead(title="T", purpose="P", kind=PaperKind.SERVED), ())
    assert item.what.startswith("Check “the words”") or "the words" in item.what
    assert isinstance(marked.children[0], Sourced)


def test_verified_words_are_quoted_as_they_are() -> None:
    paper = paper_of(str(Words(desk(authority()), "law", "p").part("the", "words").__html__()))
    assert not any(isinstance(each, Verify) for each in inlines(paper))


def test_an_edited_paper_waits_too_while_it_cites_a_version_not_in_force(tmp_path: Path) -> None:
    folder = sample_folder(tmp_path, "documented")
    write_template(
        folder, 'So it is ({{ cite("admin-code-14-188.1", "b-modifications", on=matter.arrest.incident) }}).\n'
    )
    drafted = draft(folder, "try", Copy.REVIEW, ("docx",), TODAY)
    assert "It was not yet in force on" in str(drafted)
    with pytest.raises(InputError, match="It was not yet in force on"):
        draft(folder, "try", Copy.FILING, ("docx",), TODAY)
    with pytest.raises(InputError, match="It was not yet in force on"):
        finish(drafted.paths[0], TODAY)


def test_an_edited_paper_is_filed_with_a_word_about_what_was_read_long_ago(tmp_path: Path) -> None:
    folder = sample_folder(tmp_path, "documented")
    write_template(folder, 'So it is ({{ cite("cpl-710.60", "1-papers") }}).\n')
    drafted = draft(folder, "try", Copy.REVIEW, ("docx",), date(2027, 6, 1))
    assert "Read again before signing:\n  CPL 710.60 [1]: It was last read on November 23, 2026" in str(drafted)
    done = finish(drafted.paths[0], date(2027, 6, 1))
    assert any("read it again" in note for note in done.notes)


def test_what_was_read_only_as_it_stood_before_2025_waits_until_counsel_confirms(tmp_path: Path) -> None:
    folder = sample_folder(tmp_path, "documented")
    before = compose(folder, "motion-fr-discovery", Copy.REVIEW, TODAY)
    assert "Only the words in force until August 6, 2025 were read" in write_plain(before.paper)
    waiting = [item.what for item in before.open_items if "cpl-245.20/deemed-possession" in item.what]
    assert waiting and all("partly verified" in each for each in waiting)
    verify("cpl-245.20/deemed-possession", "Jane Roe", date(2026, 11, 20), "bound volume", folder, today=TODAY)
    after = compose(folder, "motion-fr-discovery", Copy.REVIEW, TODAY)
    assert not any("cpl-245.20/deemed-possession" in item.what for item in after.open_items)


def test_no_present_section_is_verified_on_a_text_from_before_the_amendments() -> None:
    for each in read_authorities():
        if each.id.startswith("cpl-245") and not each.id.startswith("cpl-former"):
            for point in each.propositions:
                only_before = "before August 7, 2025" in (point.note or "") or "until August 6, 2025" in (
                    point.note or ""
                )
                assert not (only_before and point.state is Verification.VERIFIED), point.id


def test_a_template_may_say_for_which_day_it_cites() -> None:
    context = matter_context(desk(authority(first_day=date(2025, 9, 1))))
    there = inlines(paper_of(context["cite"]("law", "p", on=date(2020, 1, 1))))[0]
    assert isinstance(there, Cite)
    assert "not yet in force" in there.refused
