"""Repairs a PDF for filing into a copy: takes out what a court refuses, and proves that every page looks as before.

What cannot be done without changing a page's look is not done, and the report says so. The source is never written.
"""

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from discovery.core.problems import Problem
from discovery.core.profiles import Profile
from discovery.errors import ConflictError
from discovery.files.exclusive import publish_exclusively
from discovery.files.preflight import Report, preflight
from discovery.files.reworking import rework
from discovery.files.writing import plain_sentence, private_room, write_new


def repair(path: Path, profile: Profile, target: Path) -> Report:
    """Write a repaired copy of a PDF, every page proved to look as before; the report tells what is done and not.

    A file that does not open, or whose pages cannot be proved, gives no copy: its report holds the problems. A taken
    target is a ConflictError; the source is never written to.
    """
    if target.exists():
        raise ConflictError(f"{target} exists already and is not overwritten; move it away or choose another folder.")
    found = preflight(path, profile)
    if found.examined.unreadable:
        return replace(found, problems=(Problem(where=path.name, what=found.examined.unreadable),))
    with plain_sentence(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        with private_room(target.parent, "repairing") as room:
            wanted = frozenset(each.rule.trait for each in found.deficiencies if each.repairable)
            made = rework(path, room, wanted)
            if made.problems:
                return replace(found, problems=made.problems)
            offered = _offer(made.attached, target)
            _publish(made.path, target)
    after = preflight(target, profile)
    left = tuple(each.left() for each in after.deficiencies)
    return replace(after, deficiencies=left, repaired=made.done, undone=made.undone, offered=offered)


def _offer(attached: Sequence[tuple[str, bytes | None]], target: Path) -> tuple[Path, ...]:
    """Write what was attached beside the copy, each a file of its own; nothing there is overwritten."""
    whole = [(name, data) for name, data in attached if data is not None]
    paths = [
        target.with_name(f"{target.stem}-attached-{number}-{_plain(name)}")
        for number, (name, _) in enumerate(whole, start=1)
    ]
    for path, (_, data) in zip(paths, whole, strict=True):
        write_new(path, data)
    return tuple(paths)


def _plain(name: str) -> str:
    """A name that is safe on every disk: no path, no control character."""
    last = name.replace("\\", "/").rpartition("/")[2]
    kept = "".join(character for character in last if character.isalnum() or character in "-_. ")
    return kept.strip(". ")[-60:] or "file"


def _publish(finished: Path, target: Path) -> None:
    with finished.open("rb") as stream:
        os.fsync(stream.fileno())
    try:
        publish_exclusively(finished, target)
    except FileExistsError:
        raise ConflictError(f"{target} exists already and is not overwritten; choose another folder.") from None
