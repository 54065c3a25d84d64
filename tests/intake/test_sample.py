"""The sample matter: plainly fictional, chosen so that both halves work, and made the same each time."""

import importlib.util
from datetime import date
from pathlib import Path
from types import ModuleType

import pikepdf
import pypdf

from discovery.core.exhibits import Audience, Restriction
from discovery.core.intake import law_period
from discovery.core.matter import LAW_2025, answers
from discovery.core.spans import Precision, Span, Truth
from discovery.files.matter_folder import read_matter_folder
from tests.matters import SAMPLE, denied_but_indicated, documented, nothing_known

EXHIBITS = SAMPLE / "exhibits"
SCRIPT = Path(__file__).parents[2] / "scripts" / "make_sample.py"
SCANNED = "memo-book.pdf"


def _script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_sample", SCRIPT)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _words(file: str, page: int) -> str:
    return " ".join(pypdf.PdfReader(EXHIBITS / file).pages[page - 1].extract_text().split())


def test_making_the_documents_again_gives_the_same_bytes(tmp_path: Path) -> None:
    script = _script()
    script.main(tmp_path)
    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert made == {path.name: path.read_bytes() for path in EXHIBITS.glob("*.pdf")}
    assert sum(map(len, made.values())) < 150_000


def test_every_page_says_that_it_is_a_sample() -> None:
    for path in EXHIBITS.glob("*.pdf"):
        for page in pypdf.PdfReader(path).pages:
            words = page.extract_text()
            assert "SAMPLE – FICTIONAL" in words or path.name == SCANNED, path.name


def test_the_documents_are_of_the_kinds_that_give_trouble() -> None:
    with pikepdf.open(EXHIBITS / "i-card.pdf") as pdf:
        assert pdf.pages[0].Rotate == 90
        assert [float(each) for each in pdf.pages[0].mediabox] == [0, 0, 612, 792]
    with pikepdf.open(EXHIBITS / "possible-match-report.pdf") as pdf:
        assert len(pdf.pages) == 2
        assert float(pdf.pages[0].mediabox[0]) == -50
        assert float(pdf.pages[0].cropbox[2]) < float(pdf.pages[0].mediabox[2])
    with pikepdf.open(EXHIBITS / "dd5.pdf") as pdf:
        assert len(pdf.pages) == 3
    assert pypdf.PdfReader(EXHIBITS / SCANNED).pages[0].extract_text() == ""


def test_every_day_in_the_matter_is_on_the_page_that_its_basis_names() -> None:
    matter, compared = documented(), 0
    for path, answer in answers(matter):
        basis = matter.basis_of(answer)
        if not isinstance(answer.value, Span) or basis is None or not basis.file or basis.file == SCANNED:
            continue
        assert str(answer.value) in _words(basis.file, basis.page or 1), path
        compared += 1
    assert compared > 20


def test_every_number_of_the_people_is_on_its_page() -> None:
    for name, basis in documented().bases.items():
        if basis.number and basis.file and basis.file != SCANNED:
            assert basis.number in _words(basis.file, basis.page or 1), name


def test_the_search_falls_between_april_2019_and_the_written_rule_and_the_action_after_the_amendment() -> None:
    matter = documented()
    days = [search.day.value for search in matter.facial_recognition.searches]
    assert all(day and day.within(date(2019, 4, 1), date(2020, 3, 12)) is Truth.YES for day in days)
    assert Precision.MONTH in {day.precision for day in days if day}
    for answer in (matter.arrest.arrested, matter.posture.arraigned_local, matter.posture.arraigned_superior):
        assert answer.value
        assert answer.value.within(LAW_2025, None) is Truth.YES
    assert matter.arrest.i_card.value
    assert matter.arrest.i_card.value.within(None, date(2020, 3, 12)) is Truth.YES
    assert law_period(matter).value == "from 7 August 2025"
    assert matter.charges[0].level == "class A-I felony"


def test_the_variants_differ_only_in_the_facial_recognition_answers() -> None:
    whole = documented()
    for other in (denied_but_indicated(), nothing_known()):
        same = set(type(whole).model_fields) - {"facial_recognition"}
        assert all(getattr(other, name) == getattr(whole, name) for name in same)
        assert other.facial_recognition != whole.facial_recognition


def test_the_sample_holds_every_kind_of_answer() -> None:
    matter = documented()
    kinds = {str(basis.kind) for _, answer in answers(matter) if (basis := matter.basis_of(answer))}
    assert {"client", "counsel's inference", "disclosed document", "court paper", "the People's statement"} <= kinds
    states = {str(answer.state) for _, answer in answers(matter)}
    assert len(states) == 3
    assert not [path for path, answer in answers(matter) if answer.given and not answer.basis][1:]


def test_the_restricted_exhibit_is_accounted_for_and_not_offered() -> None:
    restricted = [each for each in read_matter_folder(SAMPLE).exhibits if each.restriction is not Restriction.NONE]
    assert [(each.key, each.include) for each in restricted] == [("witness-contact", False)]
    assert not any(restricted[0].may_go_to(audience) for audience in Audience)


def test_the_papers_the_program_makes_are_listed_as_exhibits() -> None:
    papers = [each.paper for each in read_matter_folder(SAMPLE).exhibits if each.paper]
    assert papers == ["chronology", "statements-compared", "matter-timeline", "demand-status"]
    assert "article" not in [each.key for each in read_matter_folder(SAMPLE).exhibits]
