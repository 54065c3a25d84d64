"""The page numbers that a viewer shows: equal to the numbers printed, leading zeros and all."""

from collections.abc import Iterable, Mapping
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from discovery.core.bates import BatesNumber
from discovery.errors import InputError


def page_labels(labels: Mapping[int, str] | Iterable[str]) -> Dictionary:
    """The /PageLabels number tree that makes a viewer's page numbers equal to these labels, leading zeros too.

    Pages are counted from 0 and must start there. A viewer's decimal counter drops leading zeros, so they stand in
    the fixed part, and a new entry begins wherever the number of digits grows: 5,000 pages take four entries. A label
    that is no number (i, ii) has an entry of its own.
    """
    listed = sorted(labels.items()) if isinstance(labels, Mapping) else list(enumerate(labels))
    nums: list[Any] = []
    running: tuple[str, int] | None = None
    for page, label in listed:
        if running and label == f"{running[0]}{running[1] + 1}":
            running = running[0], running[1] + 1
            continue
        fixed, number = _counted(label)
        if number is None:
            nums += [page, Dictionary(P=pikepdf.String(label))]
            running = None
        else:
            entry = Dictionary(S=Name.D, St=number)
            if fixed:
                entry.P = pikepdf.String(fixed)
            nums += [page, entry]
            running = fixed, number
    return Dictionary(Nums=Array(nums))


def _counted(label: str) -> tuple[str, int | None]:
    """The part a viewer repeats and the number it counts; no number where it cannot count this label."""
    try:
        parsed = BatesNumber.parse(label)
    except InputError:
        return label, None
    if parsed.suffix or not parsed.number or str(parsed) != label:
        return label, None
    digits = str(parsed.number)
    return label[: -len(digits)], parsed.number
