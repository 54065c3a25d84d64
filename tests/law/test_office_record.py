"""An office's record, shared by its matters: its checks and authorities lie under those of the matter."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import docx
import pytest
from typer.testing import CliRunner

from discovery.cli.main import app
from discovery.core.blocks import Copy
from discovery.errors import InputError
from discovery.files.library import read_library
from discovery.files.office import VARIABLE, record_folders
from discovery.files.plain import write_plain
from discovery.files.shipped import TEMPLATES
from discovery.files.templates import house_of
from discovery.jobs.authorities import browse, verify
from discovery.jobs.cites import cites
from discovery.jobs.draft import compose, draft
from discovery.jobs.templates import diff, lint, list_templates, look_in_word
from tests.matters import sample_folder

TODAY = date(2026, 11, 23)
OURS = """
[[authority]]
id = "people-v-ours"
kind = "opinion"
citation = "People v Ours (1 NY3d 1 [2003])"
name = "People v Ours"
court = "Court of Appeals"

[[authority.propositions]]
id = "point"
text = "The office found this one"
state = "partly verified"
note = "Read in a digest."
readings = [{ source = "a digest" }]
"""


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "the office"
    (folder / "record" / "authorities").mkdir(parents=True)
    (folder / "record" / "authorities" / "ours.toml").write_text(OURS, encoding="utf-8")
    monkeypatch.setenv(VARIABLE, str(folder))
    verify("cpl-245.35/3-inquiries", "Jane Roe", date(2026, 11, 20), "bound volume", folder, today=TODAY)
    return folder


@pytest.fixture
def matter(tmp_path: Path) -> Path:
    return sample_folder(tmp_path, "documented")


def review(matter: Path) -> str:
    return write_plain(compose(matter, "motion-fr-discovery", Copy.REVIEW, TODAY).paper)


def test_a_check_of_the_office_counts_in_every_matter_and_the_review_copy_says_whose_it_is(
    office: Path, matter: Path
) -> None:
    text = review(matter)
    assert "Verified by Jane Roe: CPL 245.35 (3)" in text
    assert "office record/checks/authorities.toml" in text
    assert str(office) not in text
    assert "CPL 245.35 (3) is partly verified" not in _open(matter)


def test_without_the_office_the_same_matter_waits_for_counsel(matter: Path) -> None:
    assert "Verified by" not in review(matter)
    assert "CPL 245.35 (3) is partly verified" in _open(matter)


def _open(matter: Path) -> str:
    with pytest.raises(InputError) as refused:
        draft(matter, "motion-fr-discovery", Copy.FILING, (), TODAY)
    return str(refused.value)


def test_the_matters_own_record_lies_over_the_offices(office: Path, matter: Path) -> None:
    (matter / "record" / "authorities").mkdir(parents=True)
    text = OURS.replace("The office found this one", "The matter says otherwise")
    (matter / "record" / "authorities" / "ours.toml").write_text(text, encoding="utf-8")
    assert "The matter says otherwise" in browse("people-v-ours", matter)
    assert "The office found this one" in browse("people-v-ours")
    library = read_library(*record_folders(matter))
    assert library.overrides == (
        "office record/authorities/ours.toml",
        "office record/checks/authorities.toml",
        "record/authorities/ours.toml",
    )


def test_a_matters_check_may_be_of_an_authority_of_the_office_and_stays_in_the_matter(
    office: Path, matter: Path
) -> None:
    before = {path: path.read_bytes() for path in office.rglob("*") if path.is_file()}
    done = verify("people-v-ours", "John Roe", date(2026, 11, 21), "bound volume", matter, today=TODAY)
    assert done.path == matter / "record" / "checks" / "authorities.toml"
    assert {path: path.read_bytes() for path in office.rglob("*") if path.is_file()} == before
    assert "Counsel’s: checked by John Roe on November 21, 2026: bound volume" in browse(
        "people-v-ours/point", matter
    )
    assert "John Roe" not in browse("people-v-ours/point")
    with pytest.raises(InputError, match="recorded already"):
        verify("people-v-ours", "John Roe", date(2026, 11, 21), "bound volume", matter, today=TODAY)


def test_the_offices_law_is_asked_about_any_brief(office: Path, tmp_path: Path) -> None:
    brief = tmp_path / "brief.txt"
    brief.write_text("People v Ours (1 NY3d 1 [2003]); CPL 245.35 (3)", encoding="utf-8")
    assert [str(each.status) for each in cites(brief, TODAY).cited] == ["unverified", "unverified", "matched"]


def test_the_offices_own_folder_is_read_once(office: Path) -> None:
    assert record_folders(office) == (office,)
    assert record_folders(None) == (office,)


@pytest.mark.parametrize(
    "command",
    [["authorities"], ["cites", "brief.txt"], ["match", "."], ["findings"]],
    ids=" ".join,
)
def test_an_office_that_cannot_be_reached_stops_the_work_in_a_sentence(
    command: list[str], matter: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(matter)
    Path("brief.txt").write_text("CPL 710.60 (1)", encoding="utf-8")
    monkeypatch.setenv(VARIABLE, "/no/such/drive")
    done = CliRunner().invoke(app, command)
    assert isinstance(done.exception, InputError)
    assert "DISCOVERY_OFFICE names /no/such/drive, which is no folder or cannot be reached" in str(done.exception)


def test_a_paper_is_not_written_when_the_offices_record_changes_meanwhile(
    office: Path, matter: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from discovery.errors import ConflictError
    from discovery.jobs import draft as drafting

    made: Callable[..., object] = drafting._made

    def changed(*arguments: object, **named: object) -> object:
        (office / "record" / "authorities" / "ours.toml").write_text(OURS + "\n", encoding="utf-8")
        return made(*arguments, **named)

    monkeypatch.setattr(drafting, "_made", changed)
    with pytest.raises(ConflictError, match="was changed while the paper was made"):
        draft(matter, "motion-fr-discovery", Copy.REVIEW, ("txt",), TODAY)


# --- its templates and its look in Word ------------------------------------------------------------------------


LETTER = "preservation-letter"


def rewritten(folder: Path, before: str, after: str) -> None:
    """A folder's own preservation letter, which says something else."""
    (folder / "templates").mkdir(exist_ok=True)
    text = (TEMPLATES / f"{LETTER}.j2").read_text("utf-8")
    assert before in text
    (folder / "templates" / f"{LETTER}.j2").write_text(text.replace(before, after), "utf-8")


def letter(matter: Path) -> tuple[str, tuple[str, ...]]:
    paper = compose(matter, LETTER, Copy.REVIEW, TODAY).paper
    return write_plain(paper), paper.overrides


def test_the_offices_template_stands_in_place_of_the_shipped_one_and_the_matters_own_in_place_of_both(
    office: Path, matter: Path
) -> None:
    shipped, _ = letter(matter)
    rewritten(office, "Please preserve", "Our office asks you to preserve")
    text, used = letter(matter)
    assert "Our office asks you to preserve" in text
    assert "Our office asks" not in shipped
    assert f"office templates/{LETTER}.j2" in used
    rewritten(matter, "Please preserve", "In this matter please preserve")
    text, used = letter(matter)
    assert "In this matter please preserve" in text
    assert f"templates/{LETTER}.j2" in used
    assert f"office templates/{LETTER}.j2" not in used


def test_an_offices_part_serves_the_shipped_templates_that_include_it(office: Path, matter: Path) -> None:
    (office / "templates" / "parts").mkdir(parents=True)
    part = (TEMPLATES / "parts" / "letterhead.j2").read_text("utf-8")
    (office / "templates" / "parts" / "letterhead.j2").write_text(f"Our letterhead.\n\n{part}", "utf-8")
    text, used = letter(matter)
    assert "Our letterhead." in text
    assert "office templates/parts/letterhead.j2" in used


def test_the_list_says_whose_each_template_is_and_what_it_sets_aside(office: Path, matter: Path) -> None:
    rewritten(office, "Please preserve", "Our office asks you to preserve")
    (office / "templates" / "house-memo.j2").write_text(
        '+++\ntitle = "A memo"\npurpose = "Ours"\nkind = "privileged"\n+++\nWords.\n', "utf-8"
    )
    listed = {each.id: str(each).partition("\n")[0] for each in list_templates(matter) if each.override}
    assert listed == {
        "house-memo": "house-memo (your office’s)",
        LETTER: f"{LETTER} (your office’s, in place of the shipped one; see it with: templates diff)",
    }
    rewritten(matter, "Please preserve", "In this matter please preserve")
    assert next(str(each) for each in list_templates(matter) if each.id == LETTER).startswith(
        f"{LETTER} (your own, in place of your office’s; see it with: templates diff)"
    )
    said = diff(LETTER, matter)
    assert f"--- your office’s {LETTER}.j2" in said
    assert f"+++ your {LETTER}.j2" in said
    assert [each.id for each in list_templates(office) if each.whose == "your own"] == ["house-memo", LETTER]
    assert f"--- shipped {LETTER}.j2" in diff(LETTER, office)


def test_without_one_of_its_own_the_offices_changes_are_shown_for_a_matter(office: Path, matter: Path) -> None:
    rewritten(office, "Please preserve", "Our office asks you to preserve")
    said = diff(LETTER, matter)
    assert f"--- shipped {LETTER}.j2" in said
    assert f"+++ your office’s {LETTER}.j2" in said


def test_a_mistake_in_an_offices_template_is_told_with_its_file_and_line(office: Path, matter: Path) -> None:
    rewritten(office, "Please preserve", "People v Specimen is on point. Please preserve")
    problems = [str(each) for each in lint(matter)]
    assert any(f"office templates/{LETTER}.j2 line" in each and "People v Specimen" in each for each in problems)
    with pytest.raises(InputError) as refused:
        letter(matter)
    assert any(f"office templates/{LETTER}.j2 line" in str(each) for each in refused.value.problems)


def test_what_lies_where_house_docx_belongs_and_is_no_file_is_told(matter: Path) -> None:
    (matter / "templates" / "house.docx").mkdir(parents=True)
    with pytest.raises(InputError, match=r"house\.docx cannot be read: it is a folder"):
        house_of(matter)


def test_the_offices_house_docx_gives_papers_their_look_in_word_and_the_matters_own_comes_first(
    office: Path, matter: Path
) -> None:
    assert house_of(matter) is None
    assert look_in_word(matter) == ""
    for folder, title in ((office, "Office serif"), (matter, "Matter serif")):
        (folder / "templates").mkdir(exist_ok=True)
        document = docx.Document(str(TEMPLATES / "house.docx"))
        document.styles["Normal"].font.name = title
        document.save(str(folder / "templates" / "house.docx"))
        drafted = draft(matter, LETTER, Copy.REVIEW, ["docx"], TODAY)
        (made,) = (path for path in drafted.paths if path.suffix == ".docx")
        assert docx.Document(str(made)).styles["Normal"].font.name == title
        made.unlink()
    assert look_in_word(matter) == "house.docx (your own, in place of your office’s)"
    (matter / "templates" / "house.docx").unlink()
    shown = CliRunner().invoke(app, ["templates", str(matter)])
    assert "house.docx (your office’s, in place of the shipped one)" in shown.output
