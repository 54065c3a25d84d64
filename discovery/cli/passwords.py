"""How a command learns the passwords of locked files: from a file, or by asking at the terminal."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from discovery.core.passwords import Passwords

PasswordFile = Annotated[
    Path | None,
    typer.Option(
        "--password-file",
        metavar="FILE",
        help='Passwords of locked files, a line each:  name.pdf = "password"  (default = "..." for all others).',
    ),
]


def passwords_for(files: Sequence[Path], password_file: Path | None) -> "Passwords":
    """The passwords of the file named, and at a terminal those asked for: each locked file whose is not known.

    A password is never taken from the command line, where other users of the machine could read it.
    """
    from discovery.core.passwords import Passwords
    from discovery.files.passwords import read_passwords

    known = read_passwords(password_file) if password_file else Passwords()
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return known
    from discovery.files.originals import needs_password

    for path in files:
        if not known.of(path.name) and path.is_file() and needs_password(path):
            asked = typer.prompt(
                f"Password of {path.name}", hide_input=True, default="", show_default=False, err=True
            )
            known = known.also(path.name, asked) if asked else known
    return known
