"""Finding citations: New York's own forms, what eyecite adds, and what is told when it is not in the data."""

import os
import subprocess
import sys

import pytest

from discovery.core.citation_forms import FoundKind
from discovery.core.citations import check_citations, find_citations
from discovery.files.law import read_authorities

AUTHORITIES = read_authorities()

TABLE = [
    ("CPL 245.20", [("statute", "cpl 245.20", "")]),
    ("CPL § 245.20(1)(k)(v)", [("statute", "cpl 245.20", "(1)(k)(v)")]),
    ("CPL 245.20 [1] [k] [v]", [("statute", "cpl 245.20", "(1)(k)(v)")]),
    ("CPL 245.20 (1) (e), (k) and (u)", [("statute", "cpl 245.20", f"(1)({letter})") for letter in "eku"]),
    ("CPL 245.20 and 245.50(1)", [("statute", "cpl 245.20", ""), ("statute", "cpl 245.50", "(1)")]),
    ("CPL 245.50 (4) (c) (ii)", [("statute", "cpl 245.50", "(4)(c)(ii)")]),
    ("CPL 245.50(1-a)", [("statute", "cpl 245.50", "(1-a)")]),
    ("CPL former 245.20(1)", [("statute", "cpl former 245.20", "(1)")]),
    ("Criminal Procedure Law section 710.30", [("statute", "cpl 710.30", "")]),
    ("N.Y. Crim. Proc. Law § 245.20(1)(k)", [("statute", "cpl 245.20", "(1)(k)")]),
    ("under section 245.20 of this article", [("statute", "cpl 245.20", "")]),
    (
        "CPL articles 255 and 245",
        [("article of a statute", "cpl article 255", ""), ("article of a statute", "cpl article 245", "")],
    ),
    ("CPLR 2106", [("statute", "cplr 2106", "")]),
    ("C.P.L. § 245.20(1)", [("statute", "cpl 245.20", "(1)")]),
    ("Crim. Proc. Law § 30.30", [("statute", "cpl 30.30", "")]),
    ("28 C.F.R. § 20.21", [("rule", "cfr 28 20.21", "")]),
    ("CPLR 4540-a", [("statute", "cplr 4540-a", "")]),
    ("CPLR article 78", [("article of a statute", "cplr article 78", "")]),
    ("Public Officers Law § 89(3)(a)", [("statute", "public officers law 89", "(3)(a)")]),
    ("POL 87 [2] [e] [i]", [("statute", "public officers law 87", "(2)(e)(i)")]),
    ("General Construction Law § 25-a(1)", [("statute", "general construction law 25-a", "(1)")]),
    ("Penal Law § 160.15(4)", [("statute", "penal law 160.15", "(4)")]),
    ("PL 160.15 (4)", [("statute", "penal law 160.15", "(4)")]),
    ("section 160.15 (4) of the Penal Law", [("statute", "penal law 160.15", "(4)")]),
    ("paragraph (k) of subdivision one of section 245.20", [("statute", "cpl 245.20", "(1)(k)")]),
    ("subdivision (2) of section 255.20 of the Criminal Procedure Law", [("statute", "cpl 255.20", "(2)")]),
    ("VTL 1192(3)", [("statute", "vehicle and traffic law 1192", "(3)")]),
    ("Family Court Act § 308.2", [("statute", "family court act 308.2", "")]),
    ("US Const Amend VI", [("statute", "us const amend vi", "")]),
    ("NY Const, art I, § 6", [("statute", "ny const art i, § 6", "")]),
    ("State v Miles. People v Bay", [("case name", "state v miles", ""), ("case name", "people v bay", "")]),
    ("People vs. Bay", [("case name", "people v bay", "")]),
    ("PEOPLE V BAY", [("case name", "people v bay", "")]),
    ("Doe Corp. v City of N.Y.", [("case name", "doe corp v city of ny", "")]),
    ("Vehicle and Traffic Law § 1192", [("statute", "vehicle and traffic law 1192", "")]),
    ("22 NYCRR 202.5(a)(1)", [("rule", "nycrr 22 202.5", "(a)(1)")]),
    ("22 NYCRR § 202.5-c", [("rule", "nycrr 22 202.5-c", "")]),
    ("43 RCNY § 1-05", [("rule", "rcny 43 1-05", "")]),
    ("43 RCNY chapter 1", [("rule", "rcny 43 1", "")]),
    ("Administrative Code of City of NY § 14-188.1(b)", [("local law", "admin code 14-188.1", "(b)")]),
    ("Administrative Code [of City of NY] § 14-188", [("local law", "admin code 14-188", "")]),
    ("Admin. Code 14-188.1", [("local law", "admin code 14-188.1", "")]),
    ("Local Law No. 55 (2025) of City of NY", [("local law", "local law 55 of 2025", "")]),
    ("Local Law 55 of 2025", [("local law", "local law 55 of 2025", "")]),
    ("L 2025, ch 56, part LL", [("session law", "l 2025 ch 56", "")]),
    ("chapter 56 of the Laws of 2025", [("session law", "l 2025 ch 56", "")]),
    ("Patrol Guide 212-129", [("police guide", "patrol guide 212-129", "")]),
    ("P.G. No. 212-129", [("police guide", "patrol guide 212-129", "")]),
    ("2020 NY Slip Op 20258", [("reported case", "2020nyslipop20258", "")]),
    ("2026 NY Slip Op 50851(U)", [("reported case", "2026nyslipop50851", "")]),
    ("2026 N.Y. Slip Op. 50851[U]", [("reported case", "2026nyslipop50851", "")]),
    ("69 Misc 3d 546", [("reported case", "69misc3d546", "")]),
    ("69 Misc. 3d 546", [("reported case", "69misc3d546", "")]),
    ("69 Misc 3d at 552", [("reported case, short form", "69misc3d", "")]),
    ("86 Misc 3d 1273(A)", [("reported case", "86misc3d1273", "")]),
    ("476 N.J. Super. 36", [("reported case", "476njsuper36", "")]),
    ("476 NJ Super 36", [("reported case", "476njsuper36", "")]),
    ("260 So 3d 1166", [("reported case", "260so3d1166", "")]),
    ("293 F 1013", [("reported case", "293f1013", "")]),
    ("18 USC § 1030", [("statute", "usc 18 1030", "")]),
    (
        "People v Knight (69 Misc 3d 546 [Sup Ct, Kings County 2020])",
        [("case name", "people v knight", ""), ("reported case", "69misc3d546", "")],
    ),
    ("DOE-000013 at page 5 of 12, 22 May 2026, room 110C", []),
    ("between 10 L and 20 L of fuel; 3 A batteries", []),
    ("see PL and CPL generally", []),
]


@pytest.mark.parametrize(("text", "expected"), TABLE, ids=[text for text, _ in TABLE])
def test_a_citation_is_found_for_what_it_cites(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert [(str(found.kind), found.key, found.subdivision) for found in find_citations(text)] == expected


def test_the_place_of_a_citation_is_its_place_in_the_text() -> None:
    text = "The rule (CPL 245.20 [1] [k]; see People v Bay, 41 NY3d 200 [2023]) is plain."
    for found in find_citations(text):
        assert text[found.start : found.end] == found.text


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("People v Knight, 69 Misc 3d 547", "“69 Misc 3d 547” is not in the law data."),
        ("CPL 245.21(1)", "“CPL 245.21(1)” is not in the law data."),
        ("CPL 245.20(9)", "“CPL 245.20(9)” names a subdivision for which the law data records nothing."),
        ("CPL 245.20(1)(z)", "“CPL 245.20(1)(z)” names a subdivision for which the law data records nothing."),
        ("69 Misc 2d at 552", "“69 Misc 2d at 552” cites no volume in the law data."),
        ("See People v Nightingale.", "“People v Nightingale” is not the name of a case in the law data."),
        ("Matter of Nobody v Nothing", "“Matter of Nobody v Nothing” is not the name of a case in the law data."),
        ("CPL article 440", ""),
        ("CPL article 330", "“CPL article 330” has no section in the law data."),
        ("12 F.4th 345", "“12 F.4th 345” is not in the law data."),
        ("L 2025, ch 57", "“L 2025, ch 57” is not in the law data."),
        ("2020 NY Slip Op 20259", "“2020 NY Slip Op 20259” is not in the law data."),
        ("Insurance Law § 3420", "“Insurance Law § 3420” is not in the law data."),
        ("People v Knight (2020 NY Slip Op 20216)", ""),
        ("Public Officers Law article 6 and CPLR article 78", ""),
    ],
)
def test_what_is_not_in_the_data_is_told_and_never_passed_on_a_partial_match(text: str, what: str) -> None:
    said = " ".join(problem.what for problem in check_citations(text, AUTHORITIES))
    assert said == what


def test_a_papers_own_caption_and_charges_are_allowed_by_name() -> None:
    text = "People v Sample: charged under Penal Law § 160.15(4)."
    assert len(check_citations(text, AUTHORITIES)) == 2
    assert check_citations(text, AUTHORITIES, allowed=("People v Sample", "PL 160.15(4)")) == ()


def test_a_problem_shows_the_words_around_the_citation() -> None:
    (problem,) = check_citations("The court there held, in 12 NY3d 999, that it was so.", AUTHORITIES)
    assert problem.where == "“…The court there held, in 12 NY3d 999, that it was so.…”"


def test_finding_citations_opens_no_network() -> None:
    code = (
        "import socket\n"
        "def refuse(*args, **kwargs): raise SystemExit('the network was asked')\n"
        "socket.socket.connect = refuse\n"
        "socket.create_connection = refuse\n"
        "socket.getaddrinfo = refuse\n"
        "from discovery.core.citations import find_citations\n"
        "print(len(find_citations('People v Bay, 41 N.Y.3d 200 (2023); CPL 245.20')))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "3"


@pytest.mark.parametrize("arguments", [["--help"], ["authorities"], ["authorities", "--help"]])
def test_the_commands_do_not_wait_for_eyecite(arguments: list[str]) -> None:
    code = (
        "import sys\nsys.argv = ['discovery', *sys.argv[1:]]\n"
        "from discovery.cli.main import app\n"
        "try:\n    app()\nexcept SystemExit:\n    pass\n"
        "assert 'eyecite' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, check=True, env={**os.environ})


def test_every_kind_of_citation_is_in_the_table() -> None:
    only_in_briefs = {FoundKind.BACK, FoundKind.LOOKS}
    assert {kind for _, expected in TABLE for kind, _, _ in expected} == {*FoundKind} - only_in_briefs
