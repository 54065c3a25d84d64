"""Where personal data is let stand: every name under [[personal_data]] leads to a paper, an exhibit or a file."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from discovery.core.problems import Problem
from discovery.files.reading import TomlFile, did_you_mean
from discovery.files.templates import templates_of
from discovery.files.toml_places import Place

_TABLE = "personal_data"
_OF_A_VOLUME = re.compile(r"(?P<paper>.+?)-[A-Z][A-Z-]*\d+")
_ENDING = re.compile(r"\.\w{1,5}")


def unknown_places(
    file: TomlFile, folder: Path, exhibits: Mapping[str, str | None], more: Mapping[str, str] | None = None
) -> tuple[list[Problem], list[Problem]]:
    """Names that lead nowhere, which are problems, and those that may be meant otherwise, which are asked about.

    `exhibits` has the file of each key, `more` other names that lead somewhere. A name with an ending is the place of
    a file that is produced: which folders there are to be produced is not known before one is.
    """
    papers = templates_of(folder).papers()
    known = {*papers, *exhibits, *(more or ())}
    wrong, asked = [], []
    for place, name in _names(file):
        volume = _OF_A_VOLUME.fullmatch(name)
        if name in known or (volume and volume["paper"] in papers):
            continue
        where = file.where(place)
        bare = _without_ending(name)
        if bare in papers:
            wrong.append(_unknown(where, name, f"Papers go by their name alone: “{bare}”."))
        elif bare == name:
            wrong.append(_unknown(where, name, did_you_mean(name, known)))
        elif key := next((key for key, each in exhibits.items() if each == name), ""):
            what = f"“{name}” is a file in a production; in a bundle that exhibit goes by its key, “{key}”."
            asked.append(Problem(where=where, what=what, next_step=f"Write “{key}” too, if the bundle is meant."))
    return wrong, asked


def _names(file: TomlFile) -> Iterator[tuple[Place, str]]:
    entries = file.data.get(_TABLE)
    for number, entry in enumerate(entries if isinstance(entries, list) else []):
        names = entry.get("where") if isinstance(entry, dict) else None
        for index, name in enumerate(names if isinstance(names, list) else []):
            if isinstance(name, str):
                yield (_TABLE, number, "where", index), name


def _without_ending(name: str) -> str:
    """A name without an ending such as .pdf, and a paper's also without -review or -filing before it."""
    path = PurePosixPath(name)
    if not _ENDING.fullmatch(path.suffix):
        return name
    return re.sub(r"-(?:review|filing)$", "", path.name.removesuffix(path.suffix))


def _unknown(where: str, name: str, step: str) -> Problem:
    what = f"no paper and no exhibit is called “{name}”, so nothing is let stand by it."
    return Problem(where=where, what=what, next_step=step or "`discovery templates` lists the papers.")
