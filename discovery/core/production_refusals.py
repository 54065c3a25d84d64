"""What is said about the files of a production and cannot be done: told all at once, before a number is reserved."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from discovery.core.audiences import Audience
from discovery.core.enumerating import several
from discovery.core.problems import Problem
from discovery.core.produced import CONTROL_FILE, Item, Offered


def refusals(
    items: Sequence[Item], files: Sequence[str], audience: Audience, release: Sequence[str]
) -> tuple[Problem, ...]:
    """Everything said about files that keeps the production from being made, all at once."""
    named, in_folder = [item.file for item in items], frozenset(files)
    inside = {item.file: holder_of(item.file, in_folder) for item in items}
    there = in_folder | {file for file, holder in inside.items() if holder}
    whole = {item.file: item for item in items if item.withheld or item.left_out}
    problems = [_unknown(item.file) for item in items if item.file not in there]
    problems += [
        _said_of_what_stays(item.file, whole[inside[item.file]]) for item in items if inside[item.file] in whole
    ]
    problems += [_left_out_of_family(item.file) for item in items if inside[item.file] and item.left_out]
    problems += [
        Problem(
            where=CONTROL_FILE, what=f"{file} is named twice.", next_step="Put what is said of it in one [[item]]."
        )
        for file in sorted({file for file in named if named.count(file) > 1})
    ]
    problems += [
        Problem(where="--release", what=f"there is no file “{file}” in the folder.")
        for file in release
        if file not in there and not holder_of(file, in_folder)
    ]
    problems += [
        _restricted(item, audience)
        for item in items
        if item.file in there and not item.left_out and not item.withheld
        if not item.may_go_to(audience) and item.file not in release
    ]
    return tuple(problems)


def holder_of(file: str, files: Collection[str]) -> str:
    """The file of the folder that holds a place such as mail.eml/log.txt; empty for a file of the folder itself."""
    parts = file.split("/")
    above = ("/".join(parts[:count]) for count in range(1, len(parts)))
    return "" if file in files else next((place for place in above if place in files), "")


def not_found(named: Iterable[Item], files: Collection[str], read: Iterable[Offered]) -> Iterator[Problem]:
    """What is said of attachments that are not there, or of which several are called so."""
    there = frozenset(files)
    inside = {item.file: holder for item in named if (holder := holder_of(item.file, there))}
    times = dict.fromkeys(inside, 0)
    held: dict[str, list[str]] = {holder: [] for holder in inside.values()}
    for one in read if inside else ():
        if one.place in times:
            times[one.place] += 1
        if one.depth and (holder := holder_of(one.place, held)):
            held[holder].append(one.place.removeprefix(f"{holder}/"))
    for file, count in times.items():
        holder = inside[file]
        if count == 0:
            what = f"nothing called “{file.removeprefix(f'{holder}/')}” is in {holder}, which holds " + (
                f"{several(held[holder])}." if held[holder] else "no other file."
            )
            yield Problem(where=CONTROL_FILE, what=what, next_step="Write its name as it stands there.")
        elif count > 1:
            step = "Give them as files of their own, or say it of the whole."
            yield Problem(where=CONTROL_FILE, what=f"{count} files in {holder} are called “{file}”.", next_step=step)


def copies_of_what_stays(
    read: Iterable[Offered], items: Mapping[str, Item], stays: Mapping[str, str]
) -> Iterator[Problem]:
    """Documents that would go out whole though the same bytes are withheld, redacted or restricted elsewhere.

    `stays` has the place of each such file by its sha256.
    """
    for one in read:
        item = items.get(one.place)
        if one.size and one.sha256 in stays and not (item and item.hidden):
            what = f"is the same, byte for byte, as {stays[one.sha256]}, which does not go out whole."
            step = f"Say the same of both in {CONTROL_FILE}, or leave this one out."
            yield Problem(where=one.place, what=what, next_step=step)


def _said_of_what_stays(file: str, whole: Item) -> Problem:
    fate = "withheld" if whole.withheld else "left out"
    what = f"{whole.file} is {fate} with all that is in it, so nothing is said of “{file}”."
    return Problem(where=CONTROL_FILE, what=what, next_step="Take out one of the two.")


def _left_out_of_family(file: str) -> Problem:
    what = f"“{file}” is part of a family, which stays together: it cannot be left out."
    step = "Write withheld = “the basis” for it: a slip sheet takes its place."
    return Problem(where=CONTROL_FILE, what=what, next_step=step)


def _unknown(file: str) -> Problem:
    step = "Write its place in the folder with /, such as notes/scan.pdf."
    return Problem(where=CONTROL_FILE, what=f"there is no file “{file}” in the folder.", next_step=step)


def _restricted(item: Item, audience: Audience) -> Problem:
    return Problem(
        where=f"{CONTROL_FILE}, {item.file}",
        what=f"is restricted ({item.restriction}) and not released to the {audience}.",
        next_step=f'Counsel may release it by name: --release "{item.file}", or released = [“{audience}”] there.',
    )
