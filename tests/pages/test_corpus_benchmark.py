"""The benchmark over a folder of PDFs judges each file, and prints its own words only."""

import os
import subprocess
import sys
from pathlib import Path

from tests.pages.awkward import saved
from tests.pages.test_traits import xfa

HERE = Path(__file__).parents[2]


def test_a_form_in_xfa_is_judged_without_a_librarys_remark(tmp_path: Path) -> None:
    saved(xfa(), tmp_path / "form.pdf")
    command = [sys.executable, "-m", "benchmarks.corpus", str(tmp_path)]
    told = subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=HERE, env={**os.environ, "PYTHONPATH": str(HERE)}
    )
    assert told.returncode == 0, told.stdout
    assert told.stderr == ""
    assert "1 right" in told.stdout
