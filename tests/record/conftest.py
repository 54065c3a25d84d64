"""What the tests of the record share: the library as shipped."""

import pytest

from discovery.core.library import Library
from discovery.files.library import read_library


@pytest.fixture(scope="session")
def library() -> Library:
    """The shipped record; a record never changes, so one reading serves every test."""
    return read_library()
