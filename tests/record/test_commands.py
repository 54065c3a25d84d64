"""The commands that browse the record, as a person at a terminal sees them."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from discovery.cli.main import app
from discovery.core.library import Library
from discovery.errors import InputError
from tests.matters import sample_folder


def shown(*arguments: str) -> str:
    result = CliRunner().invoke(app, list(arguments), catch_exceptions=False)
    assert result.exit_code == 0
    return result.output


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sample_folder(tmp_path_factory.mktemp("matter"))


def test_findings_lists_every_one_with_its_use_and_the_figures_that_do_not_agree(library: Library) -> None:
    output = shown("findings")
    assert output.startswith("58 findings.")
    assert all(finding.id in output for finding in library.findings)
    assert "more than 5,100 (MIT Technology Review, April 2021); more than 11,000 (BuzzFeed News" in " ".join(
        output.split()
    )


def test_a_finding_is_shown_with_caveats_proof_and_every_bearing(library: Library) -> None:
    output = shown("findings", "access-outside-fis")
    assert "attribute: may be stated with its attribution and caveats" in output
    assert "Access is not use." in output
    assert "account list with unit and creation date" in output
    for bearing in library.finding("access-outside-fis").bearings:
        assert f"{bearing.policy}:" in output
    assert "Cannot be determined: the text of Chief of Detectives Memo #3 (2012) is not held." in output


def test_policies_come_by_their_first_day_and_then_the_windows(library: Library) -> None:
    output = shown("policies")
    assert output.index("eo-41-2003") < output.index("cod-memo-3-2012") < output.index("ll55-2025")
    assert all(policy.id in output for policy in library.policies)
    assert "A  The trial: December 2018 to March 2019." in output


def test_a_policy_is_shown_with_what_would_settle_it_and_the_findings_that_name_it() -> None:
    output = shown("policies", "cod-memo-3-2012")
    assert "text          not held" in output
    assert "to obtain     Chief of Detectives Memo #3 (2012), every amendment" in output
    assert "access-outside-fis: Cannot be determined" in output


@pytest.mark.parametrize("arguments", [("findings",), ("policies",), ("policies", "pg-212-129-2020")])
def test_nothing_but_an_address_is_wider_than_a_hundred_columns(arguments: tuple[str, ...]) -> None:
    wide = [line for line in shown(*arguments).splitlines() if len(line) > 100]
    assert all("http" in line for line in wide)


def test_an_id_that_is_not_there_is_one_clear_sentence() -> None:
    with pytest.raises(InputError, match=r"^There is no policy “memo”. Did you mean cod-memo-3-2012\?$"):
        CliRunner().invoke(app, ["policies", "memo"], catch_exceptions=False)


def test_match_says_what_bears_which_field_matched_and_what_governed(sample: Path) -> None:
    output = shown("match", str(sample))
    assert output.startswith("SAMPLE (fictional matter) DOE: 29 findings bear on this matter")
    assert "What governed: December 3, 2019" in output
    assert "Chief of Detectives Memo #3 (2012) (rule, text not held) (not certain for every day)" in output
    assert "access-outside-fis                    attribute      bears on search-1" in output
    assert "unit: the search was made by a unit of another name, outside FIS" in " ".join(output.split())
    assert "Deviation" not in output


def test_match_of_a_matter_with_nothing_recorded_says_so(tmp_path: Path) -> None:
    output = shown("match", str(sample_folder(tmp_path, "nothing_known")))
    assert "no finding on record bears on this matter" in output
    assert "The intake records no facial recognition search, and no sign of one." in " ".join(output.split())


def test_match_prints_the_same_twice(sample: Path) -> None:
    assert shown("match", str(sample)) == shown("match", str(sample))


def test_match_follows_a_text_the_matter_holds(tmp_path: Path) -> None:
    folder = sample_folder(tmp_path)
    record = folder / "record" / "policies"
    record.mkdir(parents=True)
    (record / "ours.toml").write_text(
        '[[policy]]\nid = "our-order"\ntitle = "Order 7 (invented)"\nissuer = "NYPD"\nkind = "rule"\n'
        'first_day = 2019-01-01\nlast_day = 2019-12-31\nagencies = ["NYPD"]\ntext_file = "order.txt"\n'
        'text_sha256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"\n'
        "[[policy.criteria]]\napplies = { personal_device = true, overlap = false }\n"
        '[policy.criteria.bearing]\nclassification = "deviation"\nwhy = "personal devices are barred"\n',
        encoding="utf-8",
    )
    (record / "order.txt").write_bytes(b"")
    output = " ".join(shown("match", str(folder)).split())
    assert (
        "Deviation: Order 7 (invented) was in force on every day of December 3, 2019; personal devices are barred."
        in output
    )
