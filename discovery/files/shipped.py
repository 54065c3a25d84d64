"""Where the shipped folders lie: inside the wheel, or at the top of a checkout."""

from pathlib import Path

import discovery

PACKAGE = Path(discovery.__file__).resolve().parent


def _top(name: str) -> Path:
    in_wheel = PACKAGE / "_shipped" / name
    return in_wheel if in_wheel.is_dir() else PACKAGE.parent / name


TEMPLATES = _top("templates")
EXHIBITS = _top("exhibits")
DATA = PACKAGE / "data"
