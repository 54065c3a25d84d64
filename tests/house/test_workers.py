"""Work shared out over processes ends in a sentence when one of them is ended from outside."""

import os

import pytest

from discovery.cli.shell import workers
from discovery.errors import DiscoveryError


@pytest.mark.parametrize("anew", [True, False])
def test_a_process_that_is_ended_is_one_sentence_with_the_next_step(anew: bool) -> None:
    with pytest.raises(DiscoveryError, match=r"ended from outside.*--jobs 1"), workers(2, anew=anew) as executor:
        assert executor is not None
        executor.submit(os._exit, 9).result()
