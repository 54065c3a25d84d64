"""The command starts quickly because it reads late: what a run does not need, it does not import."""

import subprocess
import sys

HEAVY = (
    "pydantic",
    "jinja2",
    "docx",
    "lxml",
    "pikepdf",
    "pypdf",
    "pypdfium2",
    "typst",
    "eyecite",
    "tomlkit",
    "PIL",
    "rich",
)


def test_the_command_line_alone_imports_nothing_heavy() -> None:
    code = "import sys, discovery.cli.main; print(*sys.modules)"
    loaded = set(
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    )
    assert "typer" in loaded
    assert loaded.isdisjoint(HEAVY)
