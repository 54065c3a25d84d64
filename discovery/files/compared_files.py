"""The files that are read again beside their sources, and how a file as a whole is shown to be its source."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from discovery.files.markers import WAS
from discovery.files.trees import TREES, unlike_trees
from discovery.files.twins import Read, Twins, dictionary, listed, raw

_WHOLE = {
    "/Outlines": "bookmarks are",
    "/Names": "named destinations, scripts or attached files are",
    "/Dests": "named destinations are",
    "/AcroForm": "form is",
    "/OCProperties": "layers are",
    "/StructTreeRoot": "tags are",
    "/MarkInfo": "statement about its tags is",
    "/Metadata": "metadata are",
    "/OpenAction": "way to open is",
    "/AA": "actions are",
    "/Perms": "permissions are",
    "/OutputIntents": "color profiles are",
    "/Lang": "language is",
    "/ViewerPreferences": "wishes for viewers are",
    "/Threads": "articles are",
    "/Info": "title, author and dates are",
}


@dataclass
class Files:
    """The files one worker reads, and what of them has been found to be the same."""

    held: dict[Path, Read] = field(default_factory=dict)
    twins: dict[tuple[Path, Path, int, bool], Twins] = field(default_factory=dict)

    def read(self, path: Path) -> Read:
        """A file, opened once."""
        if path not in self.held:
            self.held[path] = Read(path)
        return self.held[path]

    def compared(self, path: Path, source: Path, shift: int, *, served: bool) -> Twins:
        """What is known of a file and one of its sources."""
        key = path, source, shift, served
        if key not in self.twins:
            self.twins[key] = Twins(self.read(path), self.read(source), shift, served=served)
        return self.twins[key]

    def rest(self) -> None:
        """Let go of what was read, where it has become much."""
        for read in self.held.values():
            read.rest()

    def close(self) -> None:
        """Let the files go."""
        for read in self.held.values():
            read.close()


def whole_file(files: Files, path: Path, source: Path, moved: Sequence[int]) -> Iterator[str]:
    """In what the file besides its pages is not the source: names, form, layers, metadata; for `trees`, see there.

    Page labels are ours, and the wish to be paged from right to left is dropped; nothing else may differ. On pages
    that are `moved`, links, fields and comments have followed the content, and are compared with the pages.
    """
    ours, theirs = files.read(path), files.read(source)
    if len(ours) != len(theirs):
        yield f"It has {len(ours)} pages, its source has {len(theirs)}."
        return
    twins = files.compared(path, source, 0, served=False)
    for page in moved:
        for pair in zip(*(listed(raw(each.page(page), "/Annots")) for each in (ours, theirs)), strict=False):
            twins.know(*pair)
    root, wanted = ours.reader.root_object, theirs.reader.root_object
    apart = {"/Pages", "/PageLabels", "/ViewerPreferences", "/Type", "/Version", WAS, *TREES}
    for key in twins.odd(root, wanted, apart):
        yield f"The file's {_WHOLE.get(key, f'{key[1:]} is')} not the source's."
    wishes, before = (dictionary(raw(each, "/ViewerPreferences")) for each in (root, wanted))
    if twins.odd(wishes, before, {"/Direction"}) or raw(wishes, "/Direction") not in (
        None,
        raw(before, "/Direction"),
    ):
        yield f"The file's {_WHOLE['/ViewerPreferences']} not the source's."
    if not twins.same(*(raw(each.reader.trailer, "/Info") for each in (ours, theirs))):
        yield f"The file's {_WHOLE['/Info']} not the source's."


def trees(path: Path, source: Path, moved: Sequence[int]) -> Iterator[str]:
    """Which of the file's trees of tags and bookmarks is not the source's; apart, as they may be large."""
    for key in unlike_trees(path, source, moved):
        yield f"The file's {_WHOLE[key]} not the source's."
