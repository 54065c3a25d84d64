"""One run of the demo for all the tests that look at what it made."""

from pathlib import Path

import pytest

from discovery.jobs.demo import Demo, demo


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """The demo, run once in a folder whose name must reach no served file."""
    return demo(tmp_path_factory.mktemp("sentinel-folder") / "demo")


def served_files(made: Demo) -> list[Path]:
    """What could leave the office: the volume, and every paper that is not privileged."""
    papers = [path for path in made.papers if "policy-deviation-memo" not in path.name]
    return [*sorted(made.volume.iterdir()), *papers]
