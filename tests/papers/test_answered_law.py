"""A citation that came with an answer of the intake is held to the law data as a template's own are."""

from pathlib import Path

import pytest

from discovery.core.blocks import Copy, Paper
from discovery.errors import InputError
from discovery.jobs.compose import compose
from discovery.jobs.draft import draft
from tests.samples import DAY, sample_matter
from tests.samples.papers import as_shipped

OUTCOME = "the People wrote that they stand on their answer of February 9, 2026"


def answered(folder: Path, words: str) -> Path:
    """The folder with another outcome of its first conferral."""
    intake = folder / "matter.toml"
    text = intake.read_text("utf-8")
    assert OUTCOME in text
    intake.write_text(text.replace(OUTCOME, words), "utf-8")
    return folder


def open_law(folder: Path) -> list[str]:
    made = compose(folder, "motion-fr-discovery", Copy.REVIEW, DAY, library=as_shipped("fis-2023").library)
    assert isinstance(made.paper, Paper)
    return [each.what for each in made.open_items if "came with an answer" in each.what]


@pytest.mark.parametrize(
    ("words", "cited"),
    [
        ("the People rely on People v Specimen (999 AD3d 99 [1st Dept 2024])", "People v Specimen"),
        ("the People rely on CPL 245.99 (1)", "CPL 245.99 (1)"),
        ("the People rely on 2024\u00a0NY\u00a0Slip\u00a0Op\u00a050123(U)", "2024 NY Slip Op 50123(U)"),
    ],
)
def test_a_citation_in_an_answer_that_the_data_lacks_is_marked_and_keeps_the_filing_copy_back(
    tmp_path: Path, words: str, cited: str
) -> None:
    folder = answered(sample_matter(tmp_path, "fis-2023"), words)
    (said,) = open_law(folder)
    assert f"“{cited}” " in said
    assert "is not in the law data" in said or "is not the name of a case in the law data" in said
    with pytest.raises(InputError) as refused:
        draft(folder, "motion-fr-discovery", Copy.FILING, ["txt"], DAY)
    assert any("came with an answer" in str(each) for each in refused.value.problems)


@pytest.mark.parametrize(
    "words",
    [
        "the People rely on CPL 245.20 (1)",
        "the People say that the charge is Penal Law § 160.10 (2)",
        "the People wrote that People v Sample is ready for trial",
    ],
)
def test_what_the_data_has_and_the_matters_own_charges_and_caption_are_left_alone(tmp_path: Path, words: str) -> None:
    folder = sample_matter(tmp_path, "fis-2023")
    matter = as_shipped("fis-2023").compose("motion-fr-discovery", Copy.REVIEW)
    assert matter.open_items
    own = (folder / "matter.toml").read_text("utf-8")
    statute = own.partition('statute = "')[2].partition('"')[0]
    name = own.partition("[defendant]")[2].partition('name = "')[2].partition('"')[0].split()[-1]
    words = words.replace("Penal Law § 160.10 (2)", statute).replace("People v Sample", f"People v {name}")
    assert open_law(answered(folder, words)) == []
