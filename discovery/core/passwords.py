"""The passwords of files that open only with one: by file name, and one for all the others.

A password is never shown: not by `repr`, not in a message, not in anything that is written.
"""

from collections.abc import Iterator, Mapping

DEFAULT = "default"


class Passwords(Mapping[str, str]):
    """Each file's password by the file's name; `default` is for those that are not named."""

    def __init__(self, by_name: Mapping[str, str] | None = None) -> None:
        self._by_name = dict(by_name or {})

    def __getitem__(self, name: str) -> str:
        return self._by_name[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_name)

    def __len__(self) -> int:
        return len(self._by_name)

    def __repr__(self) -> str:
        return f"Passwords of {len(self)} files"

    def of(self, name: str) -> str:
        """The password for a file; empty where none is known."""
        return self._by_name.get(name) or self._by_name.get(DEFAULT, "")

    def also(self, name: str, password: str) -> "Passwords":
        """These and one more."""
        return Passwords({**self._by_name, name: password})
