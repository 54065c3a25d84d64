"""Every string of a brief that looks like a citation is found, and said to match only where all of it does."""

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import docx
import pytest
import typst
from docx.oxml import parse_xml
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from discovery.cli.main import app
from discovery.core.authorities import Authority, AuthorityKind, printed
from discovery.core.blocks import Cite, Copy, Paper, PaperKind, Paragraph, Text
from discovery.core.briefs import APART, by_line, mended, stream, without_running_heads
from discovery.core.cited import Cited, Status, cited
from discovery.core.markup import parse
from discovery.errors import InputError
from discovery.files.law import read_authorities
from discovery.files.word import write_word
from discovery.jobs.authorities import verify
from discovery.jobs.cites import cites
from discovery.jobs.draft import draft
from tests.matters import sample_folder

TODAY = date(2026, 11, 27)
AUTHORITIES = read_authorities()
KNIGHT = "People v Knight (69 Misc 3d 546 [Sup Ct, Kings County 2020])"


def looked_up(text: str, on: date = TODAY, own: Sequence[str] = ()) -> tuple[Cited, ...]:
    return cited([by_line(text)], AUTHORITIES, on, own=own)


def statuses(text: str) -> list[tuple[str, str]]:
    return [(each.text, str(each.status)) for each in looked_up(text)]


TABLE = [
    ("People v Abney (13 NY3d 251 [2009])", [("People v Abney", "matched"), ("13 NY3d 251", "matched")]),
    ("People v. Abney, 13 N.Y.3d 251 (2009)", [("People v. Abney", "matched"), ("13 N.Y.3d 251", "matched")]),
    (
        "People v Abney, 13 NY3d 251, 2009 NY Slip Op 07668, 200 NE3d 1 [2009]",
        [
            ("People v Abney", "matched"),
            ("13 NY3d 251", "matched"),
            ("2009 NY Slip Op 07668", "matched"),
            ("200 NE3d 1", "unknown"),
        ],
    ),
    (
        "People v Abney (13 NY3d 252 [2009])",
        [("People v Abney", "citation differs"), ("13 NY3d 252", "citation differs")],
    ),
    ("People v Abney (13 NY3d 251 [2008])", [("People v Abney", "year differs"), ("13 NY3d 251", "year differs")]),
    ("People v Abner (13 NY3d 251 [2009])", [("People v Abner", "name differs"), ("13 NY3d 251", "name differs")]),
    (
        "People v Abney Industries (13 NY3d 251)",
        [("People v Abney Industries", "name differs"), ("13 NY3d 251", "name differs")],
    ),
    ("See 13 NY3d 251 [2009].", [("13 NY3d 251", "partly")]),
    ("People v Abney was decided then.", [("People v Abney", "partly")]),
    (KNIGHT, [("People v Knight", "partly"), ("69 Misc 3d 546", "partly")]),
    (
        "People v Knight (69 Misc 3d 546 [Sup Ct, NY County 2020])",
        [("People v Knight", "court differs"), ("69 Misc 3d 546", "court differs")],
    ),
    ("People v Nobody (12 NY3d 999 [2009])", [("People v Nobody", "unknown"), ("12 NY3d 999", "unknown")]),
    ("State v Miles (NJ Sup Ct, June 24, 2026, No. A-41-24)", [("State v Miles", "unverified")]),
    ("State v Miles (NJ Sup Ct, June 25, 2026, No. A-41-24)", [("State v Miles", "partly")]),
    ("CPL 710.60 (1)", [("CPL 710.60 (1)", "matched")]),
    ("Criminal Procedure Law section 710.60 (1)", [("Criminal Procedure Law section 710.60 (1)", "matched")]),
    (
        "section 710.60 (1) of the Criminal Procedure Law",
        [("section 710.60 (1) of the Criminal Procedure Law", "matched")],
    ),
    ("subdivision one of section 710.60", [("subdivision one of section 710.60", "partly")]),
    ("§ 710.60 (1)", [("§ 710.60 (1)", "partly")]),
    ("CPL 710.60 (9)", [("CPL 710.60 (9)", "partly")]),
    ("CPL 710.60 (1) (a)", [("CPL 710.60 (1) (a)", "partly")]),
    ("CPL 999.99", [("CPL 999.99", "unknown")]),
    ("CPL former 245.20 (1)", [("CPL former 245.20 (1)", "superseded")]),
    ("CPL 245.80 (1)", [("CPL 245.80 (1)", "unverified")]),
    ("CPL article 245", [("CPL article 245", "partly")]),
    ("Administrative Code § 14-188.1(b)", [("Administrative Code § 14-188.1(b)", "matched")]),
    ("Patrol Guide 212-129", [("Patrol Guide 212-129", "unverified")]),
    ("Penal Law § 160.15(4)", [("Penal Law § 160.15(4)", "unknown")]),
    ("VTL 1192(3)", [("VTL 1192(3)", "unknown")]),
    ("2020 WL 123456", [("2020 WL 123456", "unknown")]),
    ("97 Colum. L. Rev. 1", [("97 Colum. L. Rev. 1", "found")]),
    ("12 Xyz. Rep. 345", [("12 Xyz. Rep. 345", "found")]),
    ("NYLJ, Jan. 3, 2020, at 22, col 1", [("NYLJ, Jan. 3, 2020, at 22, col 1", "found")]),
    ("S7313/A7936 of 2025", [("S7313/A7936", "found")]),
    ("Fed. R. Evid. 702", [("Fed. R. Evid. 702", "found")]),
    ("the volume 41 NY3d, cut off", [("41 NY3d", "found")]),
    ("Id. at 5.", [("Id. at 5", "found")]),
    ("Abney, supra.", [("Abney, supra", "found")]),
    (
        "Matter of Liang (2019 NY Slip Op 07251)",
        [("Matter of Liang", "unverified"), ("2019 NY Slip Op 07251", "unverified")],
    ),
    ("as a Matter of Law", []),
    ("Local Law No. 55 (2025) of City of NY, § 2", [("Local Law No. 55 (2025) of City of NY, § 2", "matched")]),
    ("Cell Point People v Abney (13 NY3d 251)", [("People v Abney", "matched"), ("13 NY3d 251", "matched")]),
    ("On 22 May 2026, at 100 Centre Street, New York, NY 10013, Part 42, page 5 of 12.", []),
]


@pytest.mark.parametrize(("text", "expected"), TABLE, ids=[text for text, _ in TABLE])
def test_each_string_has_its_own_status(text: str, expected: list[tuple[str, str]]) -> None:
    assert statuses(text) == expected


LOOKS_LIKE_ONE = """\
penal law § 130.35; cpl 245.20; C. P. L. § 245.20; CPL§245.20; sec. 245.20; Penal Law Sec. 130.35; P.L. § 130.35
article 245 of the CPL; CPL Article 245; Article 245; CPLR Rule 2106; 22 nycrr 202.5; Uniform Rules § 202.5
Adm. Code § 14-188; patrol guide 212-129; PG proc. # 212-129; Admin Guide 304-21; Chief of Detectives Memo #3
2024 ny slip op 50123; 2024 NYSlipOp 50123; __ AD3d __; ___ NY3d ___; — Misc 3d —; 214 A.D. 3d 500; 69 MISC 3D 546
388 us 218; people v smith; People -v- Smith; People against Smith; in re Smith; supra note 5; infra; Ibid.; Id. at 45
US Const, 6th Amend; Sixth Amendment; CJI2d[NY] Identification; N.J.S.A. 47:1A-5; R. 3:13-3; RPC 3.8(b); Rule 3.8
Guide to NY Evid rule 9.08; EPTL 5-1.1; SCPA 1402; RPAPL 711; 710.30 notice; 245.20(1)(k); CPL 245; 5 ILCS 140/3
Op. Att’y Gen. 95-1; Black’s Law Dictionary 500"""


@pytest.mark.parametrize("words", [each for line in LOOKS_LIKE_ONE.split("\n") for each in line.split("; ")])
def test_whatever_looks_like_a_citation_is_found_whole_and_is_no_match(words: str) -> None:
    found = looked_up(f"The argument rests on {words} in that respect.")
    assert any(words.rstrip(".") in each.text for each in found), found
    known = {"cpl 245.20", "22 nycrr 202.5", "Adm. Code § 14-188"}
    assert words in known or not any(each.status is Status.MATCHED for each in found), found


def test_a_reference_back_is_no_better_than_what_it_refers_to() -> None:
    text = "People v Abney (13 NY3d 251 [2009]). Id. Id. at 211. Abney, supra. Abney, 13 NY3d at 211. 13 NY3d at 999."
    assert [(each.text, str(each.status)) for each in looked_up(text)][2:] == [
        ("Id.", "matched"),
        ("Id. at 211", "partly"),
        ("Abney, supra", "matched"),
        ("13 NY3d at 211", "partly"),
        ("13 NY3d at 999", "partly"),
    ]
    ibid = looked_up("People v Nobody (12 NY3d 999 [2009]). Ibid.")[-1]
    assert (ibid.status, ibid.says) == (Status.UNKNOWN, "It refers back to “12 NY3d 999”: Look it up by hand.")


def test_a_case_cited_in_full_in_the_text_may_be_cited_short_in_a_note() -> None:
    body, note = (
        by_line("People v Abney (13 NY3d 251 [2009])."),
        by_line("People v Abney; Abney, supra; 13 NY3d at 251."),
    )
    short = [str(each.status) for each in cited([body, note], AUTHORITIES, TODAY)][2:]
    assert short == ["matched", "matched", "partly"]
    alone = [str(each.status) for each in cited([note], AUTHORITIES, TODAY)]
    assert alone == ["partly", "found", "partly"]
    miles = "State v Miles (NJ Sup Ct, June 24, 2026, No. A-41-24). It was said in State v Miles."
    assert [str(each.status) for each in looked_up(miles)] == ["unverified", "unverified"]


def test_a_recorded_page_matches_and_another_does_not() -> None:
    text = "People v Williams (35 NY3d 24, 30 [2020]) and People v Williams (35 NY3d 24, 30, 31 [2020])"
    assert [str(each.status) for each in looked_up(text)] == ["matched", "matched", "partly", "partly"]


def test_a_match_says_what_was_read_what_it_binds_and_that_it_cuts_against_us() -> None:
    williams = looked_up("People v Williams (35 NY3d 24 [2020])")[1]
    assert williams.says == (
        "people-v-williams: 2 of 2 propositions verified, 1 against the defense; binds every court of New York."
    )


def test_everything_the_data_can_cite_is_found_as_it_prints_and_never_differs_from_itself() -> None:
    for authority in AUTHORITIES:
        for proposition in authority.propositions:
            for text in (
                f"See {printed(authority, proposition)}.",
                f"It was so held ({printed(authority, proposition, inside=True)}).",
            ):
                found = looked_up(text)
                assert found, text
                for each in found:
                    mixed = each.status is Status.PARTLY and "propositions verified" in each.says
                    told = authority.later and each.status is Status.LATER
                    assert mixed or told or each.status in (Status.MATCHED, Status.UNVERIFIED, Status.SUPERSEDED), (
                        text,
                        each,
                    )
                    assert each.authority == authority.id or each.status is Status.SUPERSEDED, (text, each)


@given(st.data())
def test_no_line_end_hyphen_or_odd_space_hides_a_citation(data: st.DataObject) -> None:
    authority = data.draw(st.sampled_from([each for each in AUTHORITIES if not each.superseded_by]))
    proposition = data.draw(st.sampled_from(authority.propositions))
    text = printed(authority, proposition)
    whole = [(each.text, each.status) for each in looked_up(text)]
    broken = "".join(
        data.draw(st.sampled_from([" ", "\n", "\r\n", "\u00a0", "  "])) if character == " " else character
        for character in text
    )
    for match in list(re.finditer(r"(?<=[a-z]{3})(?=[a-z]{3})", broken))[::-1]:
        if data.draw(st.integers(0, 9)) == 0:
            broken = (
                broken[: match.start()]
                + data.draw(st.sampled_from(["-\n", "\ufffe", "\u00ad\n"]))
                + broken[match.start() :]
            )
    assert [(each.text, each.status) for each in looked_up(broken)] == whole, broken


def test_what_was_last_read_long_ago_says_so() -> None:
    (found,) = cited([by_line("CPL 710.60 (1)")], AUTHORITIES, TODAY, today=date(2027, 6, 1))
    assert found.says.endswith("It was last read on November 23, 2026, more than 90 days before; read it again.")
    assert "read it again" not in looked_up("CPL 710.60 (1)")[0].says


def test_a_case_read_for_some_of_what_it_is_recorded_for_is_partly_and_says_for_how_much() -> None:
    (name, report) = looked_up("People v Bay (41 NY3d 200 [2023])")
    assert name.status is report.status is Status.PARTLY
    assert report.says == "people-v-bay: 1 of 2 propositions verified; binds every court of New York."


def test_nothing_is_ever_said_not_to_exist() -> None:
    said = " ".join(each.says for text, _ in TABLE for each in looked_up(text))
    for word in ("hallucinat", "fake", "does not exist", "fabricat", "invented"):
        assert word not in said.lower()


def test_a_law_is_asked_about_as_of_a_day() -> None:
    text = "Administrative Code § 14-188.1(b); CPL former 245.20 (1)"
    local, former = looked_up(text, on=date(2023, 5, 1))
    assert local.status is Status.NOT_IN_FORCE
    assert "took effect on September 1, 2025" in local.says
    assert former.status is Status.SUPERSEDED
    assert "no longer in force" not in former.says


def test_an_opinion_that_was_replaced_is_superseded() -> None:
    old = Authority(
        id="old", kind=AuthorityKind.OPINION, citation="People v Old (1 NY3d 1 [2003])", name="People v Old",
        superseded_by="people-v-abney",
    )  # fmt: skip
    (_, report) = cited([by_line("People v Old (1 NY3d 1 [2003])")], (*AUTHORITIES, old), TODAY)
    assert report.status is Status.SUPERSEDED
    assert report.says == "It has been superseded by People v Abney (13 NY3d 251 [2009])."


def test_the_briefs_own_caption_and_charges_are_known() -> None:
    text = "People v Doe. Penal Law § 160.15 (4). CPL 710.60 (1)."
    assert [each.text for each in looked_up(text, own=("People v Doe", "PL 160.15(4)"))] == ["CPL 710.60 (1)"]


def test_a_table_of_authorities_is_read_like_the_rest() -> None:
    text = "People v Abney, 13 NY3d 251 (2009) ............ 3, 7\nCPL 710.60 (1) ............ 4, 9"
    assert [str(each.status) for each in looked_up(text)] == ["matched"] * 3


# --- text as it comes ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("Criminal Proce-\ndure Law § 710.60 (1)", "Criminal Procedure Law § 710.60 (1)"),
        ("Criminal Proce\ufffedure Law §\n710.60 (1)", "Criminal Procedure Law § 710.60 (1)"),
        ("Administrative Code § 14-\n188.1(b)", "Administrative Code § 14-188.1(b)"),
        ("Administrative Code § 14\ufffe188.1(b)", "Administrative Code § 14-188.1(b)"),
        ("CPL\u00a0710.60\u2009(1)", "CPL 710.60 (1)"),
        ("Peo\u00adple v Abney", "People v Abney"),
        ("suf\ufb01cient", "sufficient"),
        ("69\nMisc\r\n3d 546", "69 Misc 3d 546"),
    ],
)
def test_what_lines_broke_is_mended(broken: str, whole: str) -> None:
    assert mended(broken) == whole


def test_a_citation_over_a_page_end_is_read_whole_past_the_running_heads() -> None:
    pages = [f"Memorandum of Law\n{body}\nPage {n} of 4" for n, body in enumerate(BODIES, start=1)]
    read = stream([(f"page {n}", page) for n, page in enumerate(without_running_heads(pages), start=1)])
    found = cited([read], AUTHORITIES, TODAY)
    assert [(each.text, each.where, str(each.status)) for each in found] == [
        ("People v Abney", "page 1", "matched"),
        ("13 NY3d 251", "page 1", "matched"),
        ("Criminal Procedure Law § 710.60 (1)", "page 3", "matched"),
    ]


BODIES = (
    "It was held in People v Abney (13",
    "NY3d 251 [2009]) and then",
    "nothing of the Criminal Proce-",
    "dure Law § 710.60 (1)",
)


def test_nothing_runs_from_one_paragraph_into_the_next() -> None:
    assert [(each.text, each.status) for each in looked_up("It is CPL\n\n710.60 (1)")] == [
        ("710.60 (1)", Status.FOUND)
    ]
    assert APART in by_line("a\n\nb").text


def test_a_line_number_is_that_of_the_citation() -> None:
    (found,) = looked_up("one\ntwo\n\nfour\nfive CPL 710.60 (1)\n")
    assert found.where == "line 5"


# --- files ---------------------------------------------------------------------------------------------------


def test_a_word_brief_is_read_with_footnotes_tables_and_split_runs_and_without_comments(tmp_path: Path) -> None:
    parsed = parse("It is so.[^n]\n\n[^n]: See People v Abney (13 NY3d 251 [2009]).\n")
    unverified = Cite("people-v-knight", "candidate-list", (Text("the case"),), "partly verified", "See CPL 999.99.")
    paper = Paper(
        "t", "T", PaperKind.SERVED, Copy.REVIEW, (*parsed.blocks, Paragraph((unverified,))), notes=parsed.notes
    )
    file = tmp_path / "ours.docx"
    file.write_bytes(write_word(paper))
    assert [each.text for each in cites(file, TODAY).cited] == ["People v Abney", "13 NY3d 251"]
    assert all(each.where.startswith("footnote 1") for each in cites(file, TODAY).cited)
    document = docx.Document()
    paragraph = document.add_paragraph("Under the CPL\u00a0710")
    paragraph.add_run(".60").bold = True
    paragraph.add_run("(1), so.")
    document.add_table(1, 2).cell(0, 0).text = "Administrative Code § 14-188.1(b)"
    document.save(str(tmp_path / "hers.docx"))
    assert [each.text for each in cites(tmp_path / "hers.docx", TODAY).cited] == [
        "CPL 710.60(1)",
        "Administrative Code § 14-188.1(b)",
    ]


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
V = "urn:schemas-microsoft-com:vml"
WRITTEN = {
    "an insertion that is tracked": "<w:r><w:t>CPL 999.</w:t></w:r><w:ins w:id='1'><w:r><w:t>11</w:t></w:r></w:ins>"
    "<w:del w:id='2'><w:r><w:delText>12</w:delText></w:r></w:del>",
    "a text box": "<w:r><w:pict><v:shape><v:textbox><w:txbxContent><w:p><w:r><w:t>CPL 999.11</w:t></w:r></w:p>"
    "</w:txbxContent></v:textbox></v:shape></w:pict></w:r>",
    "a mark for a table of authorities": "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText> TA \\l "
    '"CPL 999.11" \\s "x" \\c 2 </w:instrText></w:r><w:r><w:fldChar w:fldCharType=\'end\'/></w:r>',
    "a line of a table of authorities": "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText> TOA \\c 2 "
    "</w:instrText></w:r><w:r><w:fldChar w:fldCharType='separate'/></w:r><w:r><w:t>CPL 999.11</w:t><w:tab/>"
    "<w:t>5</w:t></w:r><w:r><w:fldChar w:fldCharType='end'/></w:r>",
    "a link": "<w:hyperlink w:anchor='x'><w:r><w:t>CPL 999.11</w:t></w:r></w:hyperlink>",
    "a field": "<w:fldSimple w:instr='REF x'><w:r><w:t>CPL 999.11</w:t></w:r></w:fldSimple>",
    "a symbol": "<w:r><w:sym w:font='Symbol' w:char='F0A7'/><w:t> 999.11</w:t></w:r>",
    "a hyphen of its own": "<w:r><w:t>C</w:t><w:softHyphen/><w:t>PL 999.11</w:t></w:r>",
    "hidden text": "<w:r><w:rPr><w:vanish/></w:rPr><w:t>CPL 999.11</w:t></w:r>",
    "small capitals": "<w:r><w:rPr><w:smallCaps/></w:rPr><w:t>cpl 999.11</w:t></w:r>",
    "odd spaces": "<w:r><w:t>CPL\u202f§\u2009999.11</w:t></w:r>",
}


@pytest.mark.parametrize("what", WRITTEN)
def test_no_way_of_writing_in_word_hides_a_citation(tmp_path: Path, what: str) -> None:
    document = docx.Document()
    paragraph = parse_xml(f"<w:p xmlns:w='{W}' xmlns:v='{V}'>{WRITTEN[what]}</w:p>")
    document.element.body.insert(0, paragraph)
    document.save(str(tmp_path / "hers.docx"))
    found = cites(tmp_path / "hers.docx", TODAY).cited
    assert any("999.11" in each.text and each.status is Status.UNKNOWN for each in found), found
    assert not any("999.12" in each.text for each in found)


PDF = """\
#set page(width: 9cm, height: 7cm, margin: 1.2cm, footer: [Page 1 of 2])
#set text(lang: "en", size: 10pt)
#set par(justify: true)
The rule is that of the Criminal Proce-?dure Law § 710.60 (1). The Administrative Code of City of NY § 14-188.1(b)
#footnote[See People v Abney, 13 NY3d 251 (2009).] says more. #lorem(60)
"""


def test_a_pdf_brief_is_read_through_its_hyphens_and_footnotes(tmp_path: Path) -> None:
    (tmp_path / "b.typ").write_text(PDF, encoding="utf-8")
    typst.compile(tmp_path / "b.typ", output=tmp_path / "b.pdf")
    report = cites(tmp_path / "b.pdf", TODAY)
    assert report.clean, str(report)
    assert {each.text for each in report.cited} == {
        "Criminal Procedure Law § 710.60 (1)",
        "Administrative Code of City of NY § 14-188.1(b)",
        "People v Abney",
        "13 NY3d 251",
    }


def test_a_page_without_text_is_told_and_the_brief_is_not_clean(tmp_path: Path) -> None:
    (tmp_path / "b.typ").write_text("#rect()\n#pagebreak()\nCPL 710.60 (1)", encoding="utf-8")
    typst.compile(tmp_path / "b.typ", output=tmp_path / "b.pdf")
    report = cites(tmp_path / "b.pdf", TODAY)
    assert not report.clean
    assert "page 1: it has no text that can be read. Run text recognition (OCR)" in str(report)
    assert "page 2. cpl-710.60" in str(report)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("brief.doc", b"x", "brief.doc is no .docx, .pdf or .txt"),
        ("brief.pdf", b"no pdf", "brief.pdf cannot be read as a PDF"),
        ("brief.docx", b"no zip", "brief.docx cannot be read as a Word document"),
    ],
)
def test_a_brief_that_cannot_be_read_is_refused_in_a_sentence(
    tmp_path: Path, name: str, data: bytes, said: str
) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(InputError) as refused:
        cites(tmp_path / name, TODAY)
    assert said in str(refused.value)


@pytest.mark.parametrize("template", ["motion-fr-discovery", "discovery-demand", "deficiency-letter"])
def test_our_own_papers_cite_nothing_that_differs_from_the_data(tmp_path: Path, template: str) -> None:
    folder = sample_folder(tmp_path, "documented")
    (file,) = draft(folder, template, Copy.REVIEW, ("docx",), TODAY).paths
    report = cites(file, TODAY, folder=folder)
    assert len(report.cited) > 3
    wrong = {Status.NAME_DIFFERS, Status.CITATION_DIFFERS, Status.YEAR_DIFFERS, Status.COURT_DIFFERS}
    wrong |= {Status.UNKNOWN, Status.FOUND, Status.NOT_IN_FORCE}
    assert [each for each in report.cited if each.status in wrong] == []


def test_the_command_ends_with_five_unless_every_string_is_matched(tmp_path: Path) -> None:
    clean, not_clean = tmp_path / "clean.txt", tmp_path / "not.txt"
    clean.write_text("CPL 710.60 (1)", encoding="utf-8")
    not_clean.write_text("CPL 710.60 (1); CPL 999.99", encoding="utf-8")
    done = CliRunner().invoke(app, ["cites", str(clean), "--today", "2026-11-27"])
    assert (done.exit_code, "1 string that looks like a citation" in done.output) == (0, True)
    done = CliRunner().invoke(app, ["cites", str(not_clean), "--today", "2026-11-27"])
    assert done.exit_code == 5
    assert "1 matched, 1 unknown." in done.output
    assert "it is not in our data, which does not mean that it does not exist" in done.output


def test_a_matters_folder_brings_counsels_checks_and_its_own_caption(tmp_path: Path) -> None:
    folder = sample_folder(tmp_path, "documented")
    brief = tmp_path / "brief.txt"
    brief.write_text(f"People v John Q. Sample. {KNIGHT}", encoding="utf-8")
    assert [str(each.status) for each in cites(brief, TODAY).cited][-1] == "partly"
    verify("people-v-knight", "Jane Roe", date(2026, 11, 20), "bound volume", folder, today=TODAY)
    report = cites(brief, TODAY, folder=folder)
    assert [(each.text, str(each.status)) for each in report.cited] == [
        ("People v Knight", "matched"),
        ("69 Misc 3d 546", "matched"),
    ]


def test_a_decision_that_later_fared_badly_is_told_and_not_matched() -> None:
    text = "R.C. v City of New York (2021 NY Slip Op 32049[U] [Sup Ct, NY County 2021])"
    assert {each.status for each in looked_up(text)} == {Status.LATER}
    assert all("vacated the permanent injunction" in each.says for each in looked_up(text))
    assert {each.status for each in looked_up("R.C. v City of New York (229 AD3d 173 [1st Dept 2024])")} == {
        Status.MATCHED
    }
