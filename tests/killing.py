"""Runs a job in a process of its own that kills itself just before or after one function is called."""

import os
import subprocess
import sys
from pathlib import Path

_ROOT = Path(__file__).parent.parent
_KILL = """
import importlib, os, signal, sys
where, when = sys.argv[1:3]
if where:
    module, _, name = where.rpartition(":")
    home = importlib.import_module(module)
    real = getattr(home, name)
    def cut_off(*arguments, **options):
        if when == "after":
            real(*arguments, **options)
        os.kill(os.getpid(), signal.SIGKILL)
    setattr(home, name, cut_off)
"""


def killed_at(where: str, when: str, setup: str, job: str, *arguments: Path) -> "subprocess.Popen[str]":
    """Start `job` with `arguments` from sys.argv[3] on; `where` is module:function, or empty for a run left alone.

    `setup` is run before the function is taken, `job` after it: what both import lives in one process.
    """
    command = [sys.executable, "-c", setup + _KILL + job, where, when, *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": str(_ROOT)}
    return subprocess.Popen(
        command, env=environment, cwd=_ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
