"""The README and the program say the same: every command in it runs, and every command there is, is in it."""

import re
import shlex
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from discovery.cli.main import app
from discovery.errors import DiscoveryError

README = Path(__file__).parents[2] / "README.md"
BLOCK = re.compile(r"```console\n(.*?)```", re.S)


def shown_commands() -> list[tuple[str, bool]]:
    """Each command line of the README, in order, and whether it is shown to fail."""
    found: list[tuple[str, bool]] = []
    for block in BLOCK.findall(README.read_text()):
        lines = block.splitlines()
        for number, line in enumerate(lines):
            if line.startswith("$ "):
                following = lines[number + 1] if number + 1 < len(lines) else ""
                found.append((line[2:], following.startswith("Error:")))
    return found


def command_paths(command: object, before: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """Every command of the program with the names that lead to it."""
    inner = getattr(command, "commands", None)
    if not inner:
        return [before]
    return [path for name, each in inner.items() for path in command_paths(each, (*before, name))]


def test_every_command_is_in_the_readme() -> None:
    lines = [shlex.split(line)[1:] for line, _ in shown_commands()]
    for path in command_paths(typer.main.get_command(app)):
        assert any(tuple(line[: len(path)]) == path for line in lines), f"README shows no `{' '.join(path)}`"


def test_every_command_in_the_readme_does_what_it_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    shown = re.findall(r"```toml\n(.*?)```", README.read_text(), re.S)
    (answers,) = [each for each in shown if "short_name" in each]
    (tmp_path / "answers.toml").write_text(answers)
    for line, fails in shown_commands():
        program, *arguments = shlex.split(line)
        assert program == "discovery"
        result = CliRunner().invoke(app, arguments)
        if fails:
            assert isinstance(result.exception, DiscoveryError), f"{line}: {result.output}"
        else:
            assert result.exit_code == 0, f"{line}: {result.output} {result.exception!r}"


def test_the_pictures_are_there() -> None:
    for picture in re.findall(r"\]\((docs/[^)]+)\)", README.read_text()):
        assert (README.parent / picture).is_file(), picture
