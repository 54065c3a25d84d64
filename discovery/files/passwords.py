"""Reads the file in which a person keeps the passwords of locked sources."""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from discovery.core.passwords import Passwords
from discovery.errors import InputError


def read_passwords(path: Path) -> Passwords:
    """The passwords a file holds; InputError where it cannot be read, or a line of it is not understood."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise InputError(f"There is no file {path}. Check its name.") from None
    except (OSError, UnicodeDecodeError):
        raise InputError(f"{path} cannot be read as text. Save it as plain text (UTF-8).") from None
    return parse_passwords(text, path.name)


def parse_passwords(text: str, where: str) -> Passwords:
    """The passwords in a text: TOML, or a line `name = "password"` for each file, whatever its name.

    InputError names the lines that are neither, without quoting them.
    """
    try:
        return Passwords(dict(_flat(tomllib.loads(text))))
    except (tomllib.TOMLDecodeError, TypeError):
        return Passwords(dict(_lines(text, where)))


def _flat(table: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, str]]:
    """TOML reads the bare key `report.pdf` as a table `report` that holds `pdf`."""
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{before}{key}.")
        elif isinstance(value, str):
            yield f"{before}{key}", value
        else:
            raise TypeError(key)


def _lines(text: str, where: str) -> Iterator[tuple[str, str]]:
    odd = []
    for number, line in enumerate(text.splitlines(), start=1):
        stripped = line.strip()
        if not stripped or stripped.startswith("#"):
            continue
        name, equals, rest = stripped.rpartition(' = "')
        if equals and rest.endswith('"') and name:
            yield name.strip().strip('"'), rest[:-1]
        else:
            odd.append(number)
    if odd:
        lines = ", ".join(map(str, odd))
        raise InputError(f'{where}: line {lines} is not of the form  name = "password".  Correct it.')
