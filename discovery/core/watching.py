"""What long work tells whoever waits for it: which part has begun, how many steps it has, and how many are done."""

from typing import Protocol


class Watch(Protocol):
    """Whoever waits, and is told how far it is."""

    def stage(self, label: str, total: int) -> None:
        """A part of the work begins that has so many steps."""

    def step(self, steps: int = 1, files: int = 0) -> None:
        """So many more steps, and files, are done."""


class Unwatched:
    """Nobody waits."""

    def stage(self, label: str, total: int) -> None:
        """Begin."""

    def step(self, steps: int = 1, files: int = 0) -> None:
        """Go on."""
