"""A wrong citation, figure or word planted in a template stops the paper, with the template's file and line.

What is planted in the law or the record itself: tests/record/test_as_read.py.
"""

from pathlib import Path

import pytest

from discovery.core.blocks import Copy
from discovery.errors import InputError
from discovery.files.library import read_library
from discovery.files.shipped import TEMPLATES
from discovery.jobs.compose import compose
from tests.goldens import difference
from tests.samples import DAY, sample_matter
from tests.samples.papers import as_shipped, composed
from tests.samples.test_papers import GOLDEN, words

TEMPLATE = "motion-fr-discovery"
FORMER = 'words_of("cpl-former-245.30", "1-preservation")'
PLANTED = {
    "a section that is not in the data": ("CPL 245.99(1) governs.", "citation “CPL 245.99(1)” is typed"),
    "a case that is in the data, typed": ("As *People v Knight* holds.", "citation “People v Knight” is typed"),
    "a case that is not in the data": ("See People v Specimen.", "citation “People v Specimen” is typed"),
    "a section in small letters": ("The rule of cpl 245.99 governs.", "citation “cpl 245.99” is typed"),
    "a section with an odd space": ("CPL\u00a0245.99 (1) governs.", "citation “CPL 245.99 (1)” is typed"),
    "a case in small letters": ("See people v specimen.", "citation “people v specimen” is typed"),
    "a case with spaces that do not break": ("See People\u00a0v\u00a0Specimen.", "“People v Specimen” is typed"),
    "a case with an entity": ("See People&nbsp;v&nbsp;Specimen.", "citation “People v Specimen” is typed"),
    "a case parted by what no page shows": ("See Peo\u00adple v\u200b Specimen.", "“People v Specimen” is typed"),
    "a case in a heading": ("## People v Specimen", "citation “People v Specimen” is typed"),
    "a rule of court": ("See 22 NYCRR 202.99.", "citation “22 NYCRR 202.99” is typed"),
    "a city law": ("See NYC Admin Code § 14-199.", "citation “Admin Code § 14-199” is typed"),
    "a police procedure": ("See Patrol Guide 212-199.", "citation “Patrol Guide 212-199” is typed"),
    "a slip opinion": ("See 2024 NY Slip Op 50123(U).", "citation “2024 NY Slip Op 50123(U)” is typed"),
    "a report yet without a page": ("See __ AD3d __.", "citation “__ AD3d __” is typed"),
    "a federal report": ("See 410 F.3d 100.", "figure “410”"),
    "a reference back": ("See Specimen, supra.", "citation “Specimen, supra” is typed"),
    "id.": ("So it was held. Id.", "citation “Id.” is typed"),
    "an amendment": ("The Sixth Amendment requires it.", "citation “Sixth Amendment” is typed"),
    "a page in a string": ('{{ verify("Read it", "69 Misc 3d 564 so holds.") }}', "“69 Misc 3d 564” is typed"),
    "a page in a role": ("{verify:read it|It is 69 Misc 3d 564.}", "“69 Misc 3d 564” is typed"),
    "an authority that is not there": ('{{ cite("cpl-245.99", "1-k") }}', "cpl-245.99"),
    "a proposition that is not recorded": ('{{ cite("cpl-245.20", "1-zz") }}', "is not recorded for “1-zz”"),
    "a figure": ("More than 5,700 searches are reported.", "figure “5,700”"),
    "a figure in a string that is printed": ('{{ "more than 5,700 searches" }}', "figure “5,700”"),
    "one figure of several": ('{{ conflict("clearview-searches").figures }}', "printed together or not at all"),
    "a changed word": (f'{{{{ {FORMER}.part("which relate", "otherwise useful") }}}}', "do not run from"),
    "a typed quotation": ("It reads: “items which relate to a subject of the case.”", "quotation “items which"),
    "a typed block quotation": ("> The prosecution may disclose what it likes.", "quotation “The prosecution"),
    "words that were not read": ('{{ words_of("people-v-knight", "candidate-list") }}', "were not read"),
    "a finding that is excluded": ('{{ find("dek-misleading-statements").attributed }}', "stands in no paper"),
    "an act of an agency": ("NYPD concealed the search.", "says what an agency or party did"),
}


MARKED_UP = (
    "See People *v* Specimen.",
    "See *People* v **Specimen**.",
    'See {{ "People" ~ " v " ~ "Specimen" }}.',
    'See {{ ["People", "Specimen"]|join(" v ") }}.',
    '{% set name = "People" %}See {{ name }} v {{ "Specimen" }}.',
    "See People\nv Specimen.",
    'See {{ "nemicepS v elpoeP"|reverse }}.',
    "See CPL {{ 245 }}.{{ 99 }}.",
)


@pytest.mark.parametrize("line", MARKED_UP)
def test_a_citation_put_together_from_pieces_stops_the_paper_too(tmp_path: Path, line: str) -> None:
    folder = sample_matter(tmp_path, "fis-2023")
    (folder / "templates").mkdir()
    head = '+++\ntitle = "Try"\npurpose = "Tried"\nkind = "served"\n+++\n'
    (folder / "templates" / "try.j2").write_text(f"{head}# Heading\n\n{line}\n", "utf-8")
    with pytest.raises(InputError) as refused:
        compose(folder, "try", Copy.REVIEW, DAY, library=as_shipped("fis-2023").library)
    assert any("rests on nothing" in str(each) for each in refused.value.problems)


@pytest.mark.parametrize("what", PLANTED)
def test_an_error_planted_in_a_template_stops_the_paper_with_file_and_line(tmp_path: Path, what: str) -> None:
    planted, said = PLANTED[what]
    folder = sample_matter(tmp_path, "fis-2023")
    (folder / "templates").mkdir()
    lines = (TEMPLATES / f"{TEMPLATE}.j2").read_text("utf-8").splitlines()
    at = next(number for number, line in enumerate(lines) if "parts/affirmation-action.j2" in line)
    lines[at:at] = [planted, ""]
    (folder / "templates" / f"{TEMPLATE}.j2").write_text("\n".join(lines) + "\n", "utf-8")
    with pytest.raises(InputError) as refused:
        compose(folder, TEMPLATE, Copy.REVIEW, DAY, library=as_shipped("fis-2023").library)
    places = [str(each) for each in refused.value.problems]
    assert any(f"{TEMPLATE}.j2 line {at + 1}" in each and said in each for each in places), places


def test_an_error_planted_in_a_matters_record_changes_the_paper_and_is_told_with_the_line_of_its_golden(
    tmp_path: Path,
) -> None:
    folder = sample_matter(tmp_path, "clearview-2019")
    (folder / "record").mkdir()
    shipped = next(each for each in as_shipped("clearview-2019").library.conflicts if each.id == "clearview-searches")
    figures = ", ".join(
        f'{{ figure = "{each.figure.replace("5,100", "5,700")}", given_by = "{each.given_by}" }}'
        for each in shipped.figures
    )
    (folder / "record" / "conflicts.toml").write_text(
        f'[[conflict]]\nid = "clearview-searches"\nfigures = [{figures}]\n', "utf-8"
    )
    planted = compose(
        folder, TEMPLATE, Copy.REVIEW, DAY, library=read_library(folder), numbers=as_shipped("clearview-2019").numbers
    )
    kept = GOLDEN / "clearview-2019" / f"{TEMPLATE}.txt"
    assert difference(kept, words(composed("clearview-2019", TEMPLATE).paper)) == ""
    said = difference(kept, words(planted.paper))
    assert "tests/samples/golden/clearview-2019/motion-fr-discovery.txt line " in said
    assert "5,700" in said
