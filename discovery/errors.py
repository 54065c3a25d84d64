"""What can go wrong, and the exit code and HTTP status each thing becomes.

    DiscoveryError         the job could not be done                        1   500
    ├── InputError         a file or an answer cannot be used as it is      2   422
    ├── LawNotKnownError   our data has no rule for that place and date     3   422
    └── ConflictError      going on would overwrite or renumber work        4   409

`verify` and `check` find problems without raising; with any, the command exits 5, and so does a bundle
that was made with a slip sheet in the place of a file.
"""

from collections.abc import Iterable

PROBLEMS_FOUND = 5


class DiscoveryError(Exception):
    """The job could not be done; the message says what, where and what to do next."""

    exit_code = 1
    status = 500

    def __init__(self, message: str, problems: Iterable[object] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.problems = tuple(problems)

    def __str__(self) -> str:
        return "\n".join([self.message, *(f"  {problem}" for problem in self.problems)])


class InputError(DiscoveryError):
    """A file or an answer cannot be used as it is."""

    exit_code = 2
    status = 422


class LawNotKnownError(DiscoveryError):
    """Our data has no rule for that place and date."""

    exit_code = 3
    status = 422


class ConflictError(DiscoveryError):
    """Going on would overwrite or renumber work."""

    exit_code = 4
    status = 409
