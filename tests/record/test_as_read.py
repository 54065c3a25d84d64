"""No word, figure or citation of the law and the record changes unnoticed: each is as it was kept when it was read.

Whoever changes one on purpose reads it at its source, and runs `pytest tests/record/test_as_read.py --update`.
"""

import hashlib
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from discovery.files.shipped import DATA, EXHIBITS
from discovery.files.toml_places import Place, lines_of

KEPT = Path(__file__).parent / "golden" / "as-read.txt"
READ = frozenset(
    (
        *("citation", "parallel", "name", "decided", "pin", "words", "text", "state", "side", "adverse"),
        *("superseded_by", "first_day", "last_day", "statement", "locator", "sha256", "length", "span"),
        *("figure", "given_by", "when", "memo_use", "text_held", "text_file", "hooks"),
    )
)
"""What papers print of the law and the record, and what says how far it may be relied on."""


def now(data: Path, exhibits: Path) -> dict[str, tuple[str, str]]:
    """Every such word with a digest of it and the place it stands at, by what it belongs to."""
    files = [*sorted((data / "authorities").glob("*.toml")), data / "demands.toml", *sorted(exhibits.rglob("*.toml"))]
    found: dict[str, tuple[str, str]] = {}
    for path in files:
        text = path.read_text("utf-8")
        lines = lines_of(text)
        for key, value, place in leaves(tomllib.loads(text), path.stem, ()):
            assert key not in found, f"{key} is there twice"
            found[key] = (digest(value), f"{path.relative_to(data.parent.parent)} line {line(lines, place)}")
    return found


def leaves(here: Any, owner: str, place: Place) -> Iterator[tuple[str, Any, Place]]:
    """The values of a table that are kept, each under the ids of the blocks around it."""
    if isinstance(here, dict):
        owner = f"{owner}/{here['id']}" if isinstance(here.get("id"), str) else owner
        for name, value in here.items():
            tables = isinstance(value, list) and value and isinstance(value[0], dict)
            if name in READ and not tables:
                yield f"{owner} {name}", value, (*place, name)
            else:
                yield from leaves(value, owner, (*place, name))
    elif isinstance(here, list):
        for number, value in enumerate(here):
            named = isinstance(value, dict) and "id" in value
            yield from leaves(value, owner if named else f"{owner}/{place[-1]} {number + 1}", (*place, number))


def digest(value: object) -> str:
    """Eight signs that change with any sign of it."""
    return hashlib.sha256(repr(value).encode()).hexdigest()[:8]


def read_kept(path: Path) -> dict[str, str]:
    """The digests kept, by what each is of: a line for each block, its id first."""
    found = {}
    for each in path.read_text("utf-8").splitlines():
        owner, _, fields = each.partition("  ")
        found.update({f"{owner} {name}": is_ for name, is_ in (field.split("=") for field in fields.split())})
    return found


def written(there: dict[str, tuple[str, str]]) -> str:
    """The digests as they are kept."""
    blocks: dict[str, list[str]] = {}
    for key, (is_, _) in sorted(there.items()):
        owner, _, name = key.rpartition(" ")
        blocks.setdefault(owner, []).append(f"{name}={is_}")
    return "".join(f"{owner}  {' '.join(fields)}\n" for owner, fields in blocks.items())


def line(lines: dict[Place, int], place: Place) -> int:
    """The line of a key, or of the value that holds it."""
    while place and place not in lines:
        place = place[:-1]
    return lines.get(place, 1)


def changed(data: Path, exhibits: Path, kept: Path = KEPT) -> list[str]:
    """What is not as it was kept, with file and line."""
    before = read_kept(kept)
    there = now(data, exhibits)
    step = "read it at its source, then run with --update"
    said = [
        f"{place}: “{key}” is not as it was kept; {step}" if key in before else f"{place}: “{key}” is new; {step}"
        for key, (is_, place) in there.items()
        if before.get(key) != is_
    ]
    return said + [
        f"“{key}” is gone from the data; if that is meant, run with --update" for key in before if key not in there
    ]


def test_every_word_figure_and_citation_is_as_it_was_kept(update: bool) -> None:
    if update:
        KEPT.parent.mkdir(exist_ok=True)
        KEPT.write_text(written(now(DATA, EXHIBITS)), encoding="utf-8", newline="\n")
    assert changed(DATA, EXHIBITS) == []


@pytest.fixture
def copy(tmp_path: Path) -> tuple[Path, Path]:
    """The law and the record, to be changed."""
    shutil.copytree(DATA / "authorities", tmp_path / "discovery" / "data" / "authorities")
    shutil.copy(DATA / "demands.toml", tmp_path / "discovery" / "data")
    shutil.copytree(EXHIBITS, tmp_path / "exhibits", ignore=shutil.ignore_patterns("texts"))
    return tmp_path / "discovery" / "data", tmp_path / "exhibits"


LAW, RECORD = "discovery/data/authorities", "exhibits"


@pytest.mark.parametrize(
    ("file", "was", "planted", "what"),
    [
        (f"{LAW}/opinions-fr.toml", "69 Misc 3d 546", "69 Misc 3d 564", "people-v-knight citation"),
        (f"{LAW}/cpl-245.toml", "The prosecution shall disclose", "The prosecution may disclose", "words"),
        (f"{LAW}/cpl-245.toml", 'state = "partly verified"', 'state = "verified"', "state"),
        (f"{RECORD}/conflicts.toml", "more than 5,100", "more than 5,700", "clearview-searches/figures 1 figure"),
        (f"{RECORD}/findings/mit-technology-review-2021-04-09.toml", "3 billion", "30 billion", "statement"),
        (
            f"{RECORD}/policies/oneill-oped.toml",
            "solely of arrest photos",
            "of arrest photos",
            "oneill-oped-2019/words 2 text",
        ),
    ],
)
def test_a_planted_error_fails_with_its_file_and_line(
    copy: tuple[Path, Path], file: str, was: str, planted: str, what: str
) -> None:
    path = copy[0].parent.parent / file
    text = path.read_text("utf-8")
    kept = next(
        number
        for number, each in enumerate(text.splitlines(), start=1)
        if was in each and each.partition(" = ")[0].strip() in (*READ, "{ figure")
    )
    lines = text.splitlines(keepends=True)
    lines[kept - 1] = lines[kept - 1].replace(was, planted)
    path.write_text("".join(lines), "utf-8")
    (said,) = changed(*copy)
    assert said.startswith(f"{file} line ")
    assert what in said
    assert abs(int(said.split("line ")[1].split(":")[0]) - kept) <= 3  # a figure has the line of its list


def test_what_is_added_or_taken_out_is_told(copy: tuple[Path, Path]) -> None:
    path = copy[1] / "conflicts.toml"
    text = path.read_text("utf-8")
    path.write_text(text.replace('id = "ll55-audit"', 'id = "another"'), "utf-8")
    said = changed(*copy)
    assert any("another/figures 1 figure” is new" in each for each in said)
    assert any("ll55-audit/figures 1 figure” is gone" in each for each in said)
