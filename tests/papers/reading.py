"""Papers of a matter read as text: their own words, and the review copy's list of what to check."""

from datetime import date
from pathlib import Path

import pytest

from discovery.core.blocks import Copy
from discovery.errors import InputError
from discovery.files.plain import write_plain
from discovery.jobs.compose import Composed, compose
from discovery.jobs.draft import draft
from discovery.jobs.plan import plan_numbers
from tests.samples import DAY


def paper(folder: Path, template: str, day: date = DAY, copy: Copy = Copy.REVIEW) -> Composed:
    """A paper of the folder, numbered as a bundle would number its exhibits now."""
    return compose(folder, template, copy, day, numbers=plan_numbers(folder, day))


def words(folder: Path, template: str, day: date = DAY) -> str:
    """Its own words, without the review copy's list of what to check."""
    return write_plain(paper(folder, template, day).paper).partition("To check before filing:")[0]


def to_check(folder: Path, template: str, day: date = DAY) -> str:
    """The review copy's list of what to check."""
    return write_plain(paper(folder, template, day).paper).partition("To check before filing:")[2]


def refused_for_all_that_is_open(folder: Path, template: str, day: date = DAY) -> None:
    """The filing copy is refused, and the refusal names everything that is open."""
    with pytest.raises(InputError) as refusal:
        draft(folder, template, Copy.FILING, ("docx",), day)
    items = paper(folder, template, day, Copy.FILING).open_items
    assert items
    for item in items:
        assert item.what in str(refusal.value)
