"""The sample matter in three variants that differ only in the facial recognition answers."""

import shutil
from pathlib import Path
from typing import Any, Literal

import tomlkit

from discovery.core.matter import Matter
from discovery.files.shipped import DATA

SAMPLE = DATA / "sample" / "matter"
Variant = Literal["documented", "denied_but_indicated", "nothing_known"]

OVERLAYS: dict[str, dict[str, Any] | None] = {
    "documented": None,
    "denied_but_indicated": {
        "papers_reviewed": True,
        "signs": [
            {
                "indicator": "possible-match",
                "words": {"value": "A possible match was returned", "basis": "dd5-search"},
            },
            {
                "indicator": "i-card",
                "words": {"value": "Type: suspect only", "basis": "i-card"},
            },
        ],
        "statements": [
            {
                "says": "not used",
                "words": {"value": "No facial recognition was used in this case.", "basis": "conferral-mail"},
                "day": {"value": "2026-11-05", "basis": "conferral-mail"},
            }
        ],
    },
    "nothing_known": {},
}
SHOWS_A_SEARCH = ("possible-match", "memo-book")
"""Exhibits that would document a search; not offered in the variants that know of none."""


def sample_folder(tmp_path: Path, variant: Variant = "documented") -> Path:
    """A copy of the sample matter's folder, its facial recognition answers replaced as the variant says."""
    folder = tmp_path / variant
    shutil.copytree(SAMPLE, folder)
    overlay = OVERLAYS[variant]
    if overlay is not None:
        _overlay(folder / "matter.toml", overlay)
        _leave_out(folder / "exhibits" / "index.toml", SHOWS_A_SEARCH)
    return folder


def documented() -> Matter:
    """A search outside FIS, with Clearview on a personal device, that a disclosed report documents."""
    return _matter("documented")


def denied_but_indicated() -> Matter:
    """The People deny a search, and the disclosed papers carry signs of one."""
    return _matter("denied_but_indicated")


def nothing_known() -> Matter:
    """Nobody has asked yet about facial recognition."""
    return _matter("nothing_known")


def _matter(variant: str) -> Matter:
    data = tomlkit.parse((SAMPLE / "matter.toml").read_text(encoding="utf-8")).unwrap()
    overlay = OVERLAYS[variant]
    return Matter.model_validate(data if overlay is None else {**data, "facial_recognition": overlay})


def _overlay(path: Path, overlay: dict[str, Any]) -> None:
    document = tomlkit.parse(path.read_text(encoding="utf-8"))
    document["facial_recognition"] = tomlkit.item(overlay)
    path.write_text(tomlkit.dumps(document), encoding="utf-8", newline="\n")


def _leave_out(path: Path, keys: tuple[str, ...]) -> None:
    document = tomlkit.parse(path.read_text(encoding="utf-8"))
    for entry in document["exhibit"]:  # type: ignore[union-attr]
        if entry["key"] in keys:
            entry["include"] = False
    path.write_text(tomlkit.dumps(document), encoding="utf-8", newline="\n")
