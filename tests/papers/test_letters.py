"""Letters to the prosecution and the client's authorization: they ask, and state no more than the intake supports."""

from pathlib import Path

import pytest

from discovery.core.blocks import ExhibitRef
from discovery.core.demands import demands_for
from discovery.core.inlines import every_inline, inlines_of
from discovery.files.library import read_library
from discovery.files.matter_folder import read_matter_folder
from discovery.files.plain import write_plain
from tests.matters import Variant, sample_folder
from tests.papers.making import change
from tests.papers.reading import paper, refused_for_all_that_is_open, words

LETTERS = ("discovery-demand", "preservation-letter", "deficiency-letter", "client-authorization")
VARIANTS: tuple[Variant, ...] = ("documented", "denied_but_indicated", "nothing_known")
CLIENT_ONLY = "a telephone had picked out a profile picture"


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("template", LETTERS)
def test_a_letter_names_papers_and_no_exhibit_because_none_goes_with_it(
    tmp_path: Path, variant: Variant, template: str
) -> None:
    read = paper(sample_folder(tmp_path, variant), template).paper
    lines = [line for block in read.blocks for line in inlines_of(block)] + list(read.notes)
    assert not [each for line in lines for each in every_inline(line) if isinstance(each, ExhibitRef)]
    assert CLIENT_ONLY not in write_plain(read)


@pytest.mark.parametrize("template", LETTERS)
def test_the_copy_that_is_sent_is_refused_while_something_is_open(tmp_path: Path, template: str) -> None:
    refused_for_all_that_is_open(sample_folder(tmp_path), template)


def test_the_demand_prints_every_item_with_its_law_its_reason_and_its_state(tmp_path: Path) -> None:
    folder = sample_folder(tmp_path)
    text = words(folder, "discovery-demand")
    items = demands_for(read_matter_folder(folder).matter, read_library().demands)

    assert len(items) >= 30
    for item in items:
        assert item.text in text
        assert item.why in text
    assert text.count("Rests on CPL") == len(items)
    assert text.count("State: ") == len(items)
    assert "To the contrary: The certificate of compliance was held valid" in text
    assert "demanded on October 20, 2026; not answered" in text


def test_a_demand_on_signs_alone_asks_first_and_claims_no_search(tmp_path: Path) -> None:
    documented = words(sample_folder(tmp_path, "documented"), "discovery-demand")
    for variant in ("denied_but_indicated", "nothing_known"):
        text = words(sample_folder(tmp_path, variant), "discovery-demand")
        assert "only if the answer to it is that facial recognition was used" in text
        assert "record that facial recognition was part" not in text
    assert "record that facial recognition was part" in documented
    assert "only if the answer" not in documented


def test_the_deficiency_letter_names_what_was_demanded_and_not_provided_and_nothing_else(tmp_path: Path) -> None:
    folder = sample_folder(tmp_path)
    demands = read_matter_folder(folder).matter.disclosure.demands
    open_, provided = (
        {key for each in demands if (each.answer == "provided") is yes for key in each.items} for yes in (False, True)
    )
    library = read_library()
    text = words(folder, "deficiency-letter")

    missing = text.partition("What is missing")[2].partition("What was said so far")[0]
    assert open_
    assert provided
    for demand in library.demands:
        assert (demand.text in missing) is (demand.id in open_), demand.id
    assert "We conferred on November 3, 2026" in text

    (at,) = [at for at, each in enumerate(demands) if each.answer != "provided"]
    change(folder, f"disclosure.demands.{at}.answer", "refused")
    assert "Please say under which provision" in words(folder, "deficiency-letter")
    change(folder, f"disclosure.demands.{at}.answer", "provided")
    assert "nothing in the intake was demanded and left unprovided" in words(folder, "deficiency-letter")


def test_the_letter_on_preservation_says_no_more_than_is_known(tmp_path: Path) -> None:
    nothing = words(sample_folder(tmp_path, "nothing_known"), "preservation-letter")
    assert "does not know whether facial recognition was used" in nothing
    assert "give reason to ask" in words(sample_folder(tmp_path, "denied_but_indicated"), "preservation-letter")


def test_the_authorization_names_no_earlier_action_and_admits_nothing(tmp_path: Path) -> None:
    text = words(sample_folder(tmp_path), "client-authorization")
    assert "[Which? Go through them with the client" in text
    assert "By signing I say nothing about any charge or about any image." in text
    assert "IND-00000" not in text
