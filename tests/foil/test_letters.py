"""The letters: complete, within the portal, ready to send on shipped data, and with nothing of a matter."""

import re
import shutil
from datetime import date

import pytest

from discovery.core.blocks import Blank, Cite, Copy, Numbered, Sourced
from discovery.core.foil import Requester, check_portal, portal_length
from discovery.core.inlines import text_of
from discovery.core.opening import every_place
from discovery.errors import InputError
from discovery.files.html import write_html
from discovery.files.plain import portal_text
from discovery.files.request_folder import REQUEST, read_request_folder
from discovery.files.typeset import write_pdf
from discovery.files.word import write_word
from discovery.jobs.draft import compose_request, draft
from discovery.jobs.request import new_request, new_sample_request
from tests.matters import SAMPLE

DAY = date(2026, 11, 23)
TEMPLATE = "foil-request"


@pytest.fixture(scope="module")
def letters(tmp_path_factory):
    folder = tmp_path_factory.mktemp("foil") / "request"
    new_sample_request(folder)
    return compose_request(folder, TEMPLATE, Copy.FILING, DAY)


def test_the_filing_copies_of_all_five_are_made_on_shipped_data(tmp_path):
    new_sample_request(tmp_path / "r")
    made = draft(tmp_path / "r", TEMPLATE, Copy.FILING, (), DAY)
    assert not made.open_items
    names = sorted(path.name for path in made.paths)
    assert len(names) == 5 * 4
    assert {name.rpartition(".")[2] for name in names} == {"docx", "pdf", "html", "txt"}


def test_every_letter_is_within_what_the_portal_takes(letters):
    assert len(letters) == 5
    for each in letters:
        text = portal_text(each.paper)
        assert portal_length(text) <= 5000, each.name
        assert len(text.encode()) < 10240, each.name
        assert 0 < len(each.paper.portal_title) <= 90, each.name
        assert not re.search(r"Sample|Requester", each.paper.portal_title)


def test_every_item_of_a_letter_says_who_what_from_and_to(letters):
    seen = 0
    for each in letters:
        for block in each.paper.blocks:
            if isinstance(block, Numbered):
                words = text_of(block.inlines)
                assert "Held by: " in words, words
                assert re.search(r"Period: from \w+ \d+, \d{4} to \w+ \d+, \d{4}", words)
                seen += 1
    assert seen == 25


@pytest.mark.parametrize(
    "asks",
    [
        "electronic copies",
        "release the rest",
        "particular, specific reason",
        "appeals officer",
        "certify so after diligent search",
        "in parts as they are found",
        "fees above $25",
        "approximate date",
        "date certain",
    ],
)
def test_the_last_row_closes_every_letter(letters, asks):
    for each in letters:
        assert asks in portal_text(each.paper), each.name


def test_every_citation_is_verified_and_every_fact_has_its_source(letters):
    for each in letters:
        places = [inline for inline, _ in every_place(each.paper)]
        cites = [inline for inline in places if isinstance(inline, Cite)]
        assert len(cites) >= 8
        assert {inline.state for inline in cites} == {"verified"}
        sources = {inline.source.partition(":")[0] for inline in places if isinstance(inline, Sourced)}
        assert sources <= {"foil", "agency", "given"}, sources


def test_nothing_of_a_matter_is_in_a_letter_even_beside_one(tmp_path, letters):
    """A matter's files lie in the same folder: the letter has the same words."""
    new_sample_request(tmp_path)
    shutil.copytree(SAMPLE, tmp_path, dirs_exist_ok=True)
    beside = compose_request(tmp_path, TEMPLATE, Copy.FILING, DAY)
    assert [portal_text(each.paper) for each in beside] == [portal_text(each.paper) for each in letters]
    forbidden = re.compile(
        r"defendant|indictment|docket|arraign|client|counsel|privileged|John Q|Sample Defenders|IND-|CR-0",
        re.IGNORECASE,
    )
    for each in letters:
        assert not forbidden.search(portal_text(each.paper)), each.name


def test_what_a_row_would_prove_and_what_denial_to_expect_stays_in_the_office(letters):
    text = "\n".join(portal_text(each.paper) for each in letters)
    for each in letters:
        for item in each.request.items:
            assert item.proves not in text
            assert not item.note or item.note not in text


def test_the_same_day_gives_the_same_bytes(letters):
    for each in letters[:1]:
        for write in (write_word, write_pdf, write_html):
            assert write(each.paper) == write(each.paper)


def test_a_letter_too_long_for_the_portal_is_refused_with_its_number_and_the_excess(tmp_path):
    long = Requester(name="A. Requester", email="a@example.org", organization="x" * 1200)
    new_request(tmp_path / "r", "nypd", "9-15", long)
    with pytest.raises(InputError) as error:
        draft(tmp_path / "r", TEMPLATE, Copy.FILING, ("txt",), DAY)
    text = str(error.value)
    assert re.search(r"request 1 \(rules\): its text is \d+ characters over the 5000", text)
    assert not list((tmp_path / "r").glob("drafts/*.txt"))


def test_a_title_too_long_for_the_portal_is_refused(tmp_path):
    (tmp_path / REQUEST).write_text(
        f'agency = "nypd"\nitems = [1]\n[requester]\nname = "A"\nemail = "a@b.org"\n[titles]\nvendor = "{"x" * 91}"\n'
    )
    request = read_request_folder(tmp_path).requests[0]
    with pytest.raises(InputError, match="1 character over the 90"):
        check_portal(request, "short")


def test_without_a_name_the_letter_has_a_blank_and_no_filing_copy(tmp_path):
    new_request(tmp_path / "r", "nypd", "1-5")
    composed = compose_request(tmp_path / "r", TEMPLATE, Copy.REVIEW, DAY)[0]
    assert {inline.key for inline, _ in every_place(composed.paper) if isinstance(inline, Blank)} == {
        "requester.name",
        "requester.email",
    }
    with pytest.raises(InputError, match="filing copy"):
        draft(tmp_path / "r", TEMPLATE, Copy.FILING, (), DAY)


def test_with_an_address_and_no_email_nothing_is_blank(tmp_path):
    asks = Requester(name="A. Requester", address=("1 Example Plaza", "New York, NY 00000"))
    new_request(tmp_path / "r", "nypd", "6-8", asks)
    assert draft(tmp_path / "r", TEMPLATE, Copy.FILING, ("txt",), DAY).paths


def test_a_requesters_name_is_never_markup(tmp_path):
    name = 'José O’Brien-Núñez & Co <test> *x* {exhibit:a} {{7*7}} #read("x") $x$ @y [^1] |'
    new_request(tmp_path / "r", "nypd", "6-8", Requester(name=name, email="a@example.org"))
    composed = compose_request(tmp_path / "r", TEMPLATE, Copy.FILING, DAY)[0]
    assert portal_text(composed.paper).count(name) == 2
    assert write_pdf(composed.paper).startswith(b"%PDF")
