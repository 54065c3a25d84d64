"""Small invented templates in a copy of the sample matter."""

from datetime import date
from pathlib import Path
from typing import Any

import tomlkit

from discovery.core.blocks import Block, Copy, Numbered, Paragraph
from discovery.core.inlines import inlines_of, text_of
from discovery.jobs.draft import Composed, compose
from tests.matters import sample_folder

TODAY = date(2026, 11, 13)
HOSTILE = 'José O’Brien-Núñez & Co <test> *x* {exhibit:a} {{7*7}} #read("x") $x$ @y [^1] |'
CLIENT = {"kind": "client"}


def folder_with(tmp_path: Path, body: str, *, kind: str = "served", name: str = "try", more: str = "") -> Path:
    """The sample matter's folder with one template of its own."""
    folder = tmp_path / "documented"
    if not folder.exists():
        sample_folder(tmp_path)
    write_template(folder, body, kind=kind, name=name, more=more)
    return folder


def write_template(folder: Path, body: str, *, kind: str = "served", name: str = "try", more: str = "") -> None:
    """A template in the folder's own templates/; its words begin on line 6."""
    head = f'+++\ntitle = "Try"\npurpose = "Tries."\nkind = "{kind}"\n+++\n'
    if more:
        head = head.replace("+++\n", f"+++\n{more}\n", 1)
    (folder / "templates").mkdir(exist_ok=True)
    (folder / "templates" / f"{name}.j2").write_text(head + body, "utf-8")


def change(folder: Path, path: str, value: Any) -> None:
    """Write one value into matter.toml."""
    file = folder / "matter.toml"
    document = tomlkit.parse(file.read_text("utf-8"))
    *parts, last = path.split(".")
    here: Any = document
    for part in parts:
        here = here[int(part)] if part.isdigit() else here[part]
    here[int(last) if last.isdigit() else last] = value
    file.write_text(tomlkit.dumps(document), "utf-8")


def composed(folder: Path, name: str = "try", copy: Copy = Copy.REVIEW, **more: Any) -> Composed:
    """The paper of a template."""
    return compose(folder, name, copy, TODAY, **more)


def lines(blocks: tuple[Block, ...]) -> list[str]:
    """The words of every line, in order."""
    return [text_of(line) for block in blocks for line in inlines_of(block)]


def numbers(blocks: tuple[Block, ...]) -> list[tuple[int, int]]:
    """Level and ordinal of each numbered paragraph."""
    return [(block.level, block.ordinal) for block in blocks if isinstance(block, Numbered)]


def only_line(blocks: tuple[Block, ...]) -> str:
    """The words of a text that is one paragraph."""
    (block,) = blocks
    assert isinstance(block, Paragraph)
    return text_of(block.inlines)
