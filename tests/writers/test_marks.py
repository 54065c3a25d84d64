"""What the writers share."""

from discovery.core.blocks import Copy, Paper, PaperKind, Paragraph, Sourced, Table
from discovery.files import marks
from discovery.files.html import write_html
from discovery.files.plain import write_plain
from tests.writers.papers import motion, t


def finding(text: str, source: str = "finding:a", note: str = "Press.") -> Sourced:
    return Sourced(source, (t(text),), attributed=True, note=note)


def test_two_pieces_of_one_finding_are_checked_once() -> None:
    pieces = (
        finding("According to the article,"),
        t(" "),
        finding("it was so."),
        t(" "),
        finding("And so.", "finding:b"),
    )
    paper = Paper("x", "X", PaperKind.SERVED, Copy.REVIEW, (Paragraph(pieces),), day="2026-11-23")
    assert write_plain(paper).count("Reported, not proved") == 2
    assert write_html(paper).decode().count("<mark") == 2
    assert marks.words(marks.joined(pieces)) == marks.words(pieces)


def test_pieces_with_words_between_them_stay_apart() -> None:
    assert len(marks.joined((finding("a"), t(" and "), finding("b")))) == 3
    assert len(marks.joined((finding("a"), finding("b", note="Other.")))) == 2


def test_columns_get_the_room_their_words_need_unless_widths_are_given() -> None:
    rows = (
        ((t("When"),), (t("What"),)),
        ((t("March"),), (t("long words " * 20),)),
        ((t("May"),), (t("more words " * 9),)),
    )
    when, what = marks.column_widths(Table(rows))
    assert what > 3 * when
    even = tuple((what, what) for _, what in rows)
    assert len(set(marks.column_widths(Table(even, (1, 1))))) == 1


def test_a_column_given_more_than_its_words_need_leaves_the_rest_to_the_others() -> None:
    rows = (((t("When"),), (t("What"),), (t("Who"),)), ((t("May 1, 2020"),), (t("words " * 40),), (t("long " * 20),)))
    when, what, who = marks.column_widths(Table(rows, (2, 2, 1)))
    assert when == len("May 1, 2020") + marks.CELL_EDGES
    assert abs(what - 2 * who) <= 1
    short = (((t("A"),), (t("B"),)), ((t("one"),), (t("two"),)))
    assert marks.column_widths(Table(short, (3, 1))) == (3, 1)


def test_no_word_runs_over_the_edge_of_its_column() -> None:
    number = "PLACEHOLDER-000002"
    rows = (((t("Exhibit"),), (t("Description"),), (t("Begins at"),)), ((t("A"),), (t("words " * 30),), (t(number),)))
    exhibit, description, begins = marks.column_widths(Table(rows, (1, 6, 1)))
    assert begins > len(number) + marks.CELL_EDGES
    assert description > begins > exhibit


def test_words_too_long_for_any_row_leave_the_widths_as_given() -> None:
    long = "x" * 60
    one, other = marks.column_widths(Table((((t(long),), (t(long),)), ((t(long * 3),), (t(long * 3),))), (1, 1)))
    assert one == other


def test_a_tag_keeps_its_own_even_when_cut() -> None:
    one, other = marks.short_tag("cite:" + "x" * 90), marks.short_tag("cite:" + "x" * 91)
    assert len(one) == len(other) == marks.TAG_LENGTH
    assert one != other


def test_a_bookmark_is_no_longer_than_word_takes() -> None:
    name = marks.place_name("bates:" + "k" * 80 + ":12345", 99999)
    assert name is not None
    assert len(name) <= 40
    assert marks.place_name("blank:x", 1) is None


def test_the_caption_sets_parties_left_and_their_role_right() -> None:
    sides = [marks.caption_side((t(line),)) for line in ("THE PEOPLE,", "-against-", "JOHN Q. SAMPLE,", "Defendant.")]
    assert sides == ["left", "center", "left", "right"]


def test_court_papers_alone_are_double_spaced() -> None:
    assert marks.double_spaced(motion())
    assert not marks.double_spaced(Paper("x", "X", PaperKind.SERVED, Copy.FILING, ()))
