"""`pytest --update` writes anew the texts that tests compare with (goldens); review what changed in them."""

import os

import pytest

os.environ.pop("DISCOVERY_OFFICE", None)  # no test reads the record of whoever runs it


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add --update."""
    parser.addoption("--update", action="store_true", help="write the goldens anew instead of comparing with them")


@pytest.fixture(scope="session")
def update(request: pytest.FixtureRequest) -> bool:
    """Whether goldens are written anew."""
    return bool(request.config.getoption("--update"))
