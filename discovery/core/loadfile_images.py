"""An OPT or LFP load file, a row an image."""

import re
from collections.abc import Iterator

from discovery.core.loadfile_text import LoadText, Met, Notes, Rows


class _Images:
    """Rows of images, held against each other."""

    def __init__(self, notes: Notes) -> None:
        self.notes = notes
        self.keys = Met()
        self.first = self.last = ""
        self.open: tuple[int, int] | None = None
        self.met = 0

    def take(self, row: int, key: str, path: str, starts: bool) -> None:
        """Look at one row."""
        if not key:
            self.notes.wrong(row, "it has no image key.")
        elif met := self.keys.before(key, row):
            self.notes.wrong(row, f"{key} is the key of row {met} already.")
        self.first, self.last = self.first or key, key
        if row == 1 and not starts:
            self.notes.wrong(row, "the first row does not begin a document.")
        if not path:
            self.notes.wrong(row, "it names no image.")
        else:
            self.notes.look(row, path)


def _lines(text: LoadText) -> Iterator[tuple[int, str]]:
    for row, line in enumerate(text.lines(), start=1):
        if bare := line.removesuffix("\n").rstrip("\r"):
            yield row, bare


def read_opt(text: LoadText, notes: Notes) -> Rows:
    """An Opticon file."""
    images = _Images(notes)
    count = 0
    announced: tuple[int, int] | None = None
    run = 0
    for row, line in _lines(text):
        count += 1
        values = line.split(",")
        if len(values) != 7:
            notes.wrong(row, f"it has {len(values)} fields, not seven: a comma in a path, or one missing.")
            continue
        key, _, path, starts, _, _, pages = values
        images.take(row, key, path, starts == "Y")
        if starts not in ("Y", ""):
            notes.wrong(row, f"its fourth field is “{starts}”, not Y or empty.")
        if starts == "Y":
            _announced(announced, run, notes)
            announced, run = _pages_of(row, pages, notes), 0
        elif pages:
            notes.wrong(row, "it gives a page count without beginning a document.")
        run += 1
    _announced(announced, run, notes)
    return count, images.first, images.last


def _pages_of(row: int, pages: str, notes: Notes) -> tuple[int, int] | None:
    if pages and not pages.isdigit():
        notes.wrong(row, f"its page count is “{pages}”.")
    return (row, int(pages)) if pages.isdigit() else None


def _announced(announced: tuple[int, int] | None, run: int, notes: Notes) -> None:
    # One row for a whole PDF announces its pages and has no row for each.
    if announced and run > 1 and announced[1] != run:
        notes.wrong(announced[0], f"it announces {announced[1]} pages, and {run} rows follow.")


_LFP_ROW = re.compile(r"IM,([^,]*),([DCBS]?),(\d+),@([^;]*);([^;]*);([^;,]*);(\d+)(?:,\d+)?")


def read_lfp(text: LoadText, notes: Notes) -> Rows:
    """An IPRO file."""
    images = _Images(notes)
    count = 0
    for row, line in _lines(text):
        if not line.startswith("IM,"):
            notes.remark(f"it holds {line[:2]} rows, which were not looked at.")
            continue
        count += 1
        match = _LFP_ROW.fullmatch(line)
        if not match:
            notes.wrong(row, "it is no IM row: IM,KEY,FLAG,OFFSET,@VOLUME;FOLDER;FILE;TYPE.")
            continue
        key, flag, _, _, folder, file, _ = match.groups()
        images.take(row, key, f"{folder}\\{file}" if folder else file, flag in ("D", "C", "B"))
    return count, images.first, images.last
