"""What a person at a real terminal sees while long work goes on."""

import os
import subprocess
import sys

import pytest

WORK = """
import time
from discovery.cli.shell import Bar
with Bar() as bar:
    bar.stage("Numbering and proving", 40)
    time.sleep(1.1)  # the time left is first said after a second
    bar.step(10, 1)
    bar.step(0, 0)
    bar.step(30, 1)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminal")
def test_a_terminal_shows_pages_files_and_the_time_left():
    ours, theirs = os.openpty()
    done = subprocess.run([sys.executable, "-c", WORK], stderr=theirs, stdout=subprocess.PIPE, check=False)
    os.close(theirs)
    shown = os.read(ours, 1 << 16).decode()
    os.close(ours)
    assert done.returncode == 0, shown
    assert "Numbering and proving" in shown
    assert "10/40" in shown and "40/40" in shown
    assert "  1 file\r" in shown and "  2 files" in shown
    assert "00:00:03" in shown
