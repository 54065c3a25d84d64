"""Texts kept word for word: compared line by line, so that a failure names the file and the line that changed."""

from pathlib import Path

import pytest

TOP = Path(__file__).parent.parent


def check_golden(kept: Path, text: str, update: bool) -> None:
    """Fail with file and line where a text is not as it is kept; with `update`, keep it as it is now."""
    if update:
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(text, encoding="utf-8", newline="\n")
    if said := difference(kept, text):
        pytest.fail(said, pytrace=False)


def difference(kept: Path, text: str) -> str:
    """Where a text first differs from the kept one, in a sentence; empty where it does not."""
    name = kept.relative_to(TOP) if kept.is_relative_to(TOP) else kept
    if not kept.is_file():
        return f"{name} is not there; read the text, then run with --update"
    before, now = kept.read_text(encoding="utf-8").splitlines(), text.splitlines()
    for number, (was, is_) in enumerate(zip(before, now, strict=False), start=1):
        if was != is_:
            at = next((i for i, (a, b) in enumerate(zip(was, is_, strict=False)) if a != b), min(len(was), len(is_)))
            return (
                f"{name} line {number} is not as it was kept; read the change, then run with --update\n"
                f"  kept: …{was[max(0, at - 60) : at + 60]}…\n"
                f"  now:  …{is_[max(0, at - 60) : at + 60]}…"
            )
    if len(before) != len(now):
        longer, whose = (before, "kept") if len(before) > len(now) else (now, "now")
        at = min(len(before), len(now))
        return (
            f"{name} line {at + 1}: only the text {whose} goes on with “{longer[at][:80]}”; "
            "read the change, then run with --update"
        )
    return ""
