"""The subpoena a court has to indorse: one for each public holder the intake names, and nothing it does not say."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import tomlkit

from discovery.core.blocks import Copy
from discovery.errors import InputError
from discovery.files.plain import write_plain
from discovery.jobs.compose import compose
from discovery.jobs.draft import draft
from tests.matters import sample_folder
from tests.papers.making import change
from tests.samples import DAY, sample_matter

TEMPLATE = "subpoena-so-ordered"
CHECK = "To check before filing:"


def parts(folder: Path, day: date = DAY) -> tuple[str, str, str]:
    """The subpoenas, what follows them, and the review copy's list of what to check."""
    words, _, to_check = write_plain(compose(folder, TEMPLATE, Copy.REVIEW, day).paper).partition(CHECK)
    subpoenas, _, rest = words.partition("AFFIRMATION OF MATERIALITY")
    return subpoenas, rest, to_check


def with_holders(folder: Path, *holders: dict[str, Any]) -> Path:
    """The folder with these holders in its intake, and no others."""
    file = folder / "matter.toml"
    document = tomlkit.parse(file.read_text("utf-8"))
    document["disclosure"]["holders"] = list(holders)  # type: ignore[index]
    file.write_text(tomlkit.dumps(document), "utf-8")
    return folder


def test_the_holder_is_commanded_to_produce_the_items_it_is_believed_to_have(tmp_path: Path) -> None:
    subpoenas, rest, _ = parts(sample_matter(tmp_path, "fdny-2025"))
    assert "Fire Department of the City of New York\n1 Sample Square\n" in subpoenas
    assert "on the ____ day of ____________________, ________" in subpoenas
    assert [
        each for each in ("1. Other agencies", "2. The audit log.", "3. The request") if each not in subpoenas
    ] == []
    assert "The probe image" not in subpoenas
    assert "indorsed by the Court (CPL 610.20 [3])" in subpoenas
    assert "“Ran it on Clearview, got a school page" in rest
    assert "CPL 610.20 [4]" in rest
    assert "Gissendanner" in rest
    assert "I served the within subpoena with its proposed indorsement" in rest


def test_each_public_holder_has_its_own_subpoena_and_a_private_one_none(tmp_path: Path) -> None:
    folder = with_holders(
        sample_matter(tmp_path, "fdny-2025"),
        {"name": "First Sample Agency", "items": ["audit-log"]},
        {"name": "Second Sample Agency", "items": ["messages"]},
        {"name": "Sample Vendor Inc", "public": False, "items": ["software"]},
    )
    subpoenas, rest, to_check = parts(folder)
    assert subpoenas.count("YOU ARE COMMANDED") == 2
    assert subpoenas.count("SO ORDERED") == 2
    assert "Sample Vendor" not in subpoenas
    assert "No subpoena in this set is directed to Sample Vendor Inc" in rest
    assert "nothing was read on a subpoena to a private holder" in to_check


def test_without_a_holder_the_paper_asks_for_one_and_is_not_filed(tmp_path: Path) -> None:
    folder = sample_folder(tmp_path, "nothing_known")
    subpoenas, rest, _ = parts(folder)
    assert "YOU ARE COMMANDED" not in subpoenas
    assert "the intake names no department" in subpoenas
    assert "record that facial recognition was part of the investigation" not in rest
    with pytest.raises(InputError, match=r"disclosure\.holders"):
        draft(folder, TEMPLATE, Copy.FILING, ("docx",), DAY)


def test_signs_alone_are_argued_as_a_reason_to_ask(tmp_path: Path) -> None:
    folder = with_holders(
        sample_folder(tmp_path, "denied_but_indicated"), {"name": "Sample Agency", "items": ["tips"]}
    )
    _, rest, _ = parts(folder)
    assert "The papers give reason to ask whether facial recognition was used. I do not contend that it was." in rest
    assert "record that facial recognition was part" not in rest


def test_a_ground_known_from_the_client_alone_stays_in_the_office(tmp_path: Path) -> None:
    folder = with_holders(
        sample_matter(tmp_path, "fdny-2025"),
        {"name": "Sample Agency", "items": ["tips"], "ground": {"value": "the client saw it", "basis": "client"}},
    )
    assert "client saw it" not in "".join(parts(folder))


def test_an_item_the_checklist_does_not_have_is_named_with_its_place(tmp_path: Path) -> None:
    folder = sample_matter(tmp_path, "fdny-2025")
    change(folder, "disclosure.holders.0.items", ["audit-logs"])
    with pytest.raises(InputError, match="there is no demand “audit-logs”"):
        compose(folder, TEMPLATE, Copy.REVIEW, DAY)


def test_a_holder_may_have_a_figure_in_its_name(tmp_path: Path) -> None:
    folder = with_holders(sample_matter(tmp_path, "fdny-2025"), {"name": "Sample Precinct 44", "items": ["messages"]})
    subpoenas, _, _ = parts(folder)
    assert "to:\n\nSample Precinct 44\n" in subpoenas
