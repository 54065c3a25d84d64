"""Sets received words as pages through typst: nothing in them is read as markup, nothing is left out.

A character that cannot be seen or that no font here has is printed as its code, as in ‹U+202E›.
"""

import json
import re
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import typst

from discovery.core.enumerating import code_of
from discovery.files.shipped import DATA
from discovery.files.typeset import LAST_SAFE, NO_GLYPH

COLUMNS = 86
LINES = 54
TAB = 8
CODED = "Characters that no font here has, or that cannot be seen, are printed as their codes, such as ‹U+202E›."
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_UNUSUAL = re.compile(f"[{chr(LAST_SAFE + 1)}-\U0010ffff]")
_REFUSED = re.compile(r'the text `"(.+?)"` could not be displayed', re.S)
_KNOWN_SAFE = frozenset("–—‘’“”…•§‹›€")
_MOST_REFUSALS = 400
_REMEMBERED = 10
"""Compilations after which the typesetter drops what it has not used again (measured: memory stops growing there)."""


@dataclass(frozen=True)
class Picture:
    """A picture set below the words, as PNG, with its size on the page in points."""

    label: str
    png: bytes
    width: float
    height: float


@dataclass
class Words:
    """What is to be set, and whether any character had to be printed as its code."""

    title: str = ""
    head: Sequence[tuple[str, str]] = ()
    pages: Sequence[Sequence[str]] = ()
    pictures: Sequence[Picture] = ()
    coded: bool = field(default=False, init=False)

    def data(self) -> dict[str, Any]:
        """What words.typ reads."""
        texts = [text for _, text in self.head]
        texts += [picture.label for picture in self.pictures] + [line for page in self.pages for line in page]
        known = without_glyph(texts)
        return {
            "title": self.title,
            "head": [
                [label, [*wrapped(self._shown(text, known), COLUMNS - 14)] or [""]] for label, text in self.head
            ],
            "pages": [[line for each in page for line in wrapped(self._shown(each, known))] for page in self.pages],
            "pictures": [
                {
                    "label": self._shown(picture.label, known),
                    "file": f"picture-{number}.png",
                    "width": picture.width,
                    "height": picture.height,
                }
                for number, picture in enumerate(self.pictures)
            ],
        }

    def _shown(self, text: str, missing: frozenset[str]) -> str:
        shown = _UNSEEN.sub(_code, text)
        if missing:
            shown = "".join(code_of(each) if each in missing else each for each in shown)
        self.coded = self.coded or shown != text
        return shown


def set_pages(words: Words, target: Path) -> None:
    """The words as a PDF; the same words give the same bytes wherever the carried fonts have them all."""
    look = (DATA / "converting" / "words.typ").read_bytes()
    data = json.dumps(words.data(), ensure_ascii=False)
    with tempfile.TemporaryDirectory(dir=target.parent) as root:
        for number, picture in enumerate(words.pictures):
            (Path(root) / f"picture-{number}.png").write_bytes(picture.png)
        target.write_bytes(_compiled(look, root, {"data": data}))


def let_go() -> None:
    """Have the typesetter forget the pages of before: it drops them only after so many others."""
    with tempfile.TemporaryDirectory() as root:
        for _ in range(_REMEMBERED + 1):
            typst.Compiler(b" ", root=root, ignore_system_fonts=True).compile(format="pdf")


def _compiled(look: bytes, root: str, inputs: Mapping[str, str]) -> bytes:
    # The carried fonts first, so that words in Latin script are the same bytes on every machine.
    for carried_only in (True, False):
        compiler = typst.Compiler(
            look,
            root=root,
            ignore_system_fonts=carried_only,
            sys_inputs=dict(inputs),
            package_path=root,
            package_cache_path=root,
        )
        try:
            made = compiler.compile(format="pdf", pdf_standards=["a-2b"], pdf_tags=False, timestamp=0)
        except typst.TypstError as error:
            if carried_only and NO_GLYPH in error.message:
                continue
            raise
        assert isinstance(made, bytes)
        return made
    raise AssertionError


def _code(found: re.Match[str]) -> str:
    return code_of(found[0])


def wrapped(text: str, columns: int = COLUMNS) -> Iterator[str]:
    """A line as it fits the page: broken at spaces where there are any near the edge, and anywhere else if not."""
    line = text.expandtabs(TAB)
    while width_of(line) > columns:
        cut = _fitting(line, columns)
        space = line.rfind(" ", max(1, cut - 30), cut + 1)
        if space > 0 and line[:space].strip():
            yield line[:space]
            line = line[space + 1 :]
        else:
            yield line[:cut]
            line = line[cut:]
    yield line


def width_of(text: str) -> int:
    """How many columns a text takes: East Asian letters and pictographs take two, combining marks none."""
    if text.isascii():
        return len(text)
    return sum(map(_columns, text))


def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _fitting(line: str, columns: int) -> int:
    taken = 0
    for place, character in enumerate(line):
        taken += _columns(character)
        if taken > columns:
            return max(1, place)
    return len(line)


# --- characters no font has ----------------------------------------------------------------------------------

_PROBE = b'#set page(width: auto, height: auto)\n#set text(font: "DejaVu Sans Mono")\n#sys.inputs.c'


def without_glyph(texts: Iterable[str]) -> frozenset[str]:
    """The characters among these that neither the carried nor an installed font has."""
    waiting: set[str] = set()
    for text in texts:
        if not text.isascii():
            waiting.update(_UNUSUAL.findall(_UNSEEN.sub("", text)))
    waiting -= _KNOWN_SAFE
    missing: set[str] = set()
    while waiting:
        refused = _refused(waiting)
        if not refused:
            break
        # Of a script that has failed often no more is tried: a page of it would take minutes.
        if len(missing) > _MOST_REFUSALS:
            refused |= {each for each in waiting if any(ord(each) >> 8 == ord(other) >> 8 for other in refused)}
        missing |= refused
        waiting -= refused
    return frozenset(missing)


def _refused(characters: set[str]) -> set[str]:
    """Those the typesetter names as having no glyph; none when all can be set."""
    with tempfile.TemporaryDirectory() as root:
        inputs = {"c": " ".join(sorted(characters))}
        compiler = typst.Compiler(_PROBE, root=root, sys_inputs=inputs)
        try:
            compiler.compile(format="pdf", pdf_standards=["a-2b"], pdf_tags=False, timestamp=0)
        except typst.TypstError as error:
            named = _REFUSED.findall(error.message)
            return (set("".join(named)) & characters) or set(characters)
    return set()
