"""Processes that share work: what one is ended by is told in a sentence."""

import os

import pytest

from discovery.cli.shell import workers
from discovery.errors import DiscoveryError


def test_a_process_that_was_ended_from_outside_is_told_with_what_to_do() -> None:
    with pytest.raises(DiscoveryError, match="--jobs 1"), workers(2) as executor:
        assert executor is not None
        executor.submit(os._exit, 9).result()


def test_one_process_needs_no_other() -> None:
    with workers(1) as executor:
        assert executor is None
