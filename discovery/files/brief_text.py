"""The words of a brief, whoever wrote it: Word with its notes and without its comments, PDF, or plain text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from discovery.core.briefs import APART, Stream, by_line, stream, without_running_heads
from discovery.core.problems import Problem
from discovery.errors import InputError
from discovery.files.ooxml import Element
from discovery.files.reading import read_bytes

KINDS = (".docx", ".pdf", ".txt")


@dataclass(frozen=True)
class Brief:
    """The words of a brief, and what of it could not be read."""

    streams: tuple[Stream, ...]
    problems: tuple[Problem, ...] = ()


def read_brief(path: Path) -> Brief:
    """Read a brief's words with their places; a page without words is a problem and never passed over."""
    kind = path.suffix.lower()
    if kind not in KINDS:
        raise InputError(f"{path.name} is no .docx, .pdf or .txt; save the brief as one of these.")
    if kind == ".docx":
        return _word(path)
    return _pdf(path) if kind == ".pdf" else _plain(path)


def _word(path: Path) -> Brief:
    from discovery.files.edited import Edited, runs_of, words
    from discovery.files.ooxml import qn

    paper = Edited(path.name, read_bytes(path))
    streams = []
    for _, tree in paper.texts():
        parts = [
            (paper.where(paragraph), "".join(map(words, runs_of(paragraph)))) for paragraph in tree.iter(qn("w:p"))
        ]
        streams.append(stream([(place, said) for place, said in parts if said.strip()], APART))
        streams += [
            stream([(f"mark for a table of authorities, {paper.where(at)}", said)]) for at, said in _marked(tree)
        ]
    return Brief(tuple(each for each in streams if each.text))


_MARK = re.compile(r'\bTA\b.*?\\l\s+["“](?P<long>[^"”]+)["”]')
"""The field by which Word marks a citation for a table of authorities, with its long form."""


def _marked(tree: Element) -> Iterator[tuple[Element, str]]:
    """The citations in a Word file's marks for a table of authorities: they print once the table is made anew."""
    from discovery.files.ooxml import qn

    for paragraph in tree.iter(qn("w:p")):
        told = "".join(each.text or "" for each in paragraph.iter(qn("w:instrText")))
        yield from ((paragraph, each["long"]) for each in _MARK.finditer(told))


def _pdf(path: Path) -> Brief:
    import pypdfium2

    from discovery.files.texts import page_texts

    read_bytes(path)  # a missing file is told as every other
    try:
        pages = tuple(page_texts(path))
    except pypdfium2.PdfiumError as error:
        raise InputError(
            f"{path.name} cannot be read as a PDF ({error}); open it, print it to a new PDF and check that."
        ) from error
    bare = [number for number, page in enumerate(pages, start=1) if not page.strip()]
    problems = [
        Problem(
            where=f"page {number}",
            what="it has no text that can be read.",
            next_step="Run text recognition (OCR) on the file, then check it again.",
        )
        for number in bare
    ]
    cleared = without_running_heads(pages)
    parts = [(f"page {number}", page) for number, page in enumerate(cleared, start=1) if page.strip()]
    return Brief((stream(parts),) if parts else (), tuple(problems))


def _plain(path: Path) -> Brief:
    data = read_bytes(path)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    read = by_line(text)
    return Brief((read,) if read.text.strip(" ¶") else ())
