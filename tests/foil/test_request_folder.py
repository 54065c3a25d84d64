"""Beginning and reading a request folder."""

import pytest
from typer.testing import CliRunner

from discovery.cli.main import app
from discovery.core.foil import Requester
from discovery.errors import ConflictError, InputError
from discovery.files.request_folder import REQUEST, read_request_folder
from discovery.jobs.request import new_request, new_sample_request


def test_rows_1_to_5_make_one_request_and_1_to_26_make_five(tmp_path):
    assert len(new_request(tmp_path / "a", "nypd", "1-5").requests) == 1
    assert len(new_request(tmp_path / "b", "nypd", "1-26").requests) == 5
    assert [len(read_request_folder(tmp_path / each).requests) for each in "ab"] == [1, 5]


def test_what_was_typed_is_what_is_read_back_whatever_it_holds(tmp_path):
    requester = Requester(
        name='José O’Brien-Núñez & Co <test> "x" {{7*7}} \\',
        organization="Проба",
        address=("1 Example Plaza", "New York, NY 00000"),
        email="jose@example.org",
    )
    new_request(tmp_path / "a", "nypd", "6,7,8", requester, fee_limit="$50")
    read = read_request_folder(tmp_path / "a")
    assert read.requests[0].requester == requester
    assert read.requests[0].fee_limit == "$50"
    assert not read.sample


def test_the_command_says_what_it_made_and_what_comes_next(tmp_path):
    result = CliRunner().invoke(app, ["request", "new", str(tmp_path / "a"), "--agency", "nypd", "--items", "1-8"])
    assert result.exit_code == 0, result.output
    assert "2 requests" in result.output
    assert "discovery draft" in result.output
    assert (tmp_path / "a" / REQUEST).exists()


def test_a_folder_that_is_taken_is_left_as_it_is(tmp_path):
    new_request(tmp_path / "a", "nypd", "1-5")
    before = (tmp_path / "a" / REQUEST).read_bytes()
    with pytest.raises(ConflictError, match="exists already"):
        new_request(tmp_path / "a", "nypd", "6-8")
    assert (tmp_path / "a" / REQUEST).read_bytes() == before


def test_a_matters_folder_is_no_place_for_a_request(tmp_path):
    (tmp_path / "matter.toml").write_text("schema = 1\n")
    with pytest.raises(InputError, match="carries nothing of a matter"):
        new_request(tmp_path, "nypd", "1-5")
    with pytest.raises(InputError, match="carries nothing of a matter"):
        new_sample_request(tmp_path)


@pytest.mark.parametrize(
    ("agency", "items", "words"),
    [("nipd", "1-5", "There is: nypd"), ("nypd", "1-99", "no row 27"), ("nypd", "x", "no row or range")],
)
def test_nothing_is_written_when_agency_or_rows_are_wrong(tmp_path, agency, items, words):
    with pytest.raises(InputError, match=words):
        new_request(tmp_path / "a", agency, items)
    assert not (tmp_path / "a").exists()


def test_an_address_that_is_none_is_refused(tmp_path):
    with pytest.raises(InputError, match="not an e-mail address"):
        new_request(tmp_path / "a", "nypd", "1", Requester(name="A", email="nobody"))


def test_every_mistake_of_the_file_is_told_at_once_with_its_line(tmp_path):
    (tmp_path / REQUEST).write_text(
        'schema = 1\nagency = "nypd"\nitems = ["one"]\ncolour = "red"\n[requester]\nname = "A"\nphone = "1"\n'
    )
    with pytest.raises(InputError) as error:
        read_request_folder(tmp_path)
    text = str(error.value)
    assert len(error.value.problems) >= 3
    assert "line 3" in text
    assert "line 4" in text
    assert "line 7" in text


def test_wrong_rows_periods_and_titles_are_told_together(tmp_path):
    (tmp_path / REQUEST).write_text(
        'agency = "nypd"\nitems = [1, 2]\n'
        "[dates.2]\nfrom = 2020-01-01\nto = 2019-01-01\n"
        '[dates.9]\nfrom = 2020-01-01\n[titles]\nnobody = "x"\n'
    )
    with pytest.raises(InputError) as error:
        read_request_folder(tmp_path)
    text = str(error.value)
    assert "before it begins" in text
    assert "row 9 is not among the items" in text
    assert "no subject is called “nobody”" in text
    assert len(error.value.problems) == 3


def test_a_requester_may_change_a_period_and_a_public_title(tmp_path):
    (tmp_path / REQUEST).write_text(
        'agency = "nypd"\nitems = [1]\n[dates.1]\nfrom = 2019-06-01\nto = "date of this request"\n'
        '[titles]\nvendor = "Vendor software records"\n'
    )
    from datetime import date

    request = read_request_folder(tmp_path).requests[0]
    assert request.portal_title == "Vendor software records"
    assert request.items[0].period(date(2026, 1, 2)) == "from June 1, 2019 to January 2, 2026"


def test_a_folder_or_file_that_is_missing_is_said_plainly(tmp_path):
    with pytest.raises(InputError, match="discovery request new"):
        read_request_folder(tmp_path / "none")
    with pytest.raises(InputError, match=REQUEST):
        read_request_folder(tmp_path)
    (tmp_path / REQUEST).write_text("agency = [")
    with pytest.raises(InputError):
        read_request_folder(tmp_path)


def test_the_sample_is_plainly_fictional(tmp_path):
    made = new_sample_request(tmp_path / "r")
    read = read_request_folder(tmp_path / "r")
    assert read.sample
    assert made.requests == read.requests
    assert read.requests[0].requester.name == "Sample Requester"
    assert {len(each.items) for each in read.requests} == {5, 3, 7}
