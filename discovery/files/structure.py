"""Reads what a viewer follows in a bundle (labels, outline, destinations, the index's rows and links) and compares.

Each reading is made from the finished file and compared with the manifest, never with what was meant to be written.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pypdf
import pypdfium2
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from discovery.core.manifests import ServedExhibit, ServedPage, ServedPart
from discovery.core.parts import bookmark
from discovery.core.problems import Problem
from discovery.core.productions import PageKind
from discovery.files.fields import first_names

_ACTIVE = ("/OpenAction", "/AA")
_ACTIONS = {"/GoTo", "/Named", "/URI"}


def prove_structure(bundle: Path, part: ServedPart) -> list[Problem]:
    """What in the structure of one file of a volume does not agree with the manifest."""
    with bundle.open("rb") as stream:  # named by its path, it would be read into memory whole
        read = _Read(bundle.name, pypdf.PdfReader(stream), part)
        return [
            *_labels(read),
            *_inert(read),
            *_fields(read),
            *_outline(read),
            *_destinations(read),
            *_sheets(read, bundle),
            *_claims(read),
        ]


class _Read:
    """A file of a bundle opened by pypdf beside its manifest."""

    def __init__(self, name: str, reader: pypdf.PdfReader, part: ServedPart) -> None:
        self.name = name
        self.reader = reader
        self.part = part
        self.manifest = part.manifest
        self.root: Any = reader.trailer["/Root"]
        self.pages = {
            page.indirect_reference.idnum: number
            for number, page in enumerate(reader.pages, start=1)
            if page.indirect_reference is not None
        }
        self.page_of = {page.label: page.page for page in part.pages}

    def problem(self, what: str, place: str = "") -> Problem:
        """What is wrong, and where in the bundle."""
        return Problem(where=f"{self.name}, {place}" if place else self.name, what=what)

    def page_at(self, destination: Any) -> int | None:
        """The page, from 1, that an explicit destination leads to."""
        resolved = _resolve(destination)
        if isinstance(resolved, DictionaryObject):
            resolved = _resolve(resolved.get("/D"))
        if not isinstance(resolved, ArrayObject) or not resolved or not isinstance(resolved[0], IndirectObject):
            return None
        return self.pages.get(resolved[0].idnum)


def _resolve(value: Any) -> Any:
    return value.get_object() if isinstance(value, IndirectObject) else value


# --- labels, actions, outline, destinations ------------------------------------------------------------------


def _labels(read: _Read) -> Iterator[Problem]:
    shown = list(read.reader.page_labels)
    for page in read.part.pages:
        there = shown[page.page - 1] if page.page <= len(shown) else "nothing"
        if there != page.label:
            yield read.problem(f"its page label is {there} instead of {page.label}.", f"page {page.page}")


def _inert(read: _Read) -> Iterator[Problem]:
    """Nothing in the file runs by itself, opens a file or hides one."""
    names = _resolve(read.root.get("/Names", {}))
    for key in _ACTIVE:
        if key in read.root:
            yield read.problem(f"it holds {key[1:]}, which courts refuse.")
    for key in ("/JavaScript", "/EmbeddedFiles"):
        if key in names:
            yield read.problem(f"it holds {key[1:]}, which courts refuse.")
    if read.root.get("/PageMode") != "/UseOutlines":
        yield read.problem("it does not open with its bookmarks shown.")
    for number, page in enumerate(read.reader.pages, start=1):
        if "/AA" in page:
            yield read.problem("it holds an action that runs by itself.", f"page {number}")
        for annotation in _annotations(page):
            action = _resolve(annotation.get("/A", {}))
            if "/AA" in annotation or (action and action.get("/S") not in _ACTIONS):
                yield read.problem("it holds an action that is not a link.", f"page {number}")


def _annotations(page: Any) -> list[Any]:
    listed = _resolve(page.get("/Annots", ArrayObject()))
    return [one for one in (_resolve(entry) for entry in listed or ()) if isinstance(one, DictionaryObject)]


def _fields(read: _Read) -> Iterator[Problem]:
    """No field of one exhibit is a field of another as well, which would hold what is typed into the other."""
    held: dict[str, str] = {}
    for served, page in zip(read.part.pages, read.reader.pages, strict=False):
        for name in first_names(page):
            if held.setdefault(name, served.exhibit) != served.exhibit:
                what = f"a field of exhibit {served.exhibit} has the name of one of exhibit {held[name]} ({name})."
                yield read.problem(what, f"page {served.page}")


def _outline(read: _Read) -> Iterator[Problem]:
    wanted = [("Cover", 1)] if _front(read) else []
    if len(_front(read)) > 1:
        wanted.append(("Index of exhibits", 2))
    for exhibit in read.part.exhibits:
        held = read.part.pages_of(exhibit)
        wanted.append((_bookmark(exhibit, held), held[0].page))
    there = [(_title(node), read.page_at(node.get("/Dest"))) for node in _top_nodes(read)]
    for index, (title, page) in enumerate(wanted):
        if index >= len(there):
            yield read.problem(f"the bookmark “{title}” is missing.")
        elif there[index][0] != title:
            yield read.problem(f"a bookmark says “{there[index][0]}” instead of “{title}”.")
        elif there[index][1] != page:
            yield read.problem(f"the bookmark “{title}” leads {_to(there[index][1])} instead of to page {page}.")
    if len(there) > len(wanted):
        yield read.problem(f"it has {len(there) - len(wanted)} bookmarks more than planned at the top.")


def _to(page: int | None) -> str:
    return f"to page {page}" if page else "nowhere"


def _bookmark(exhibit: ServedExhibit, held: Sequence[ServedPage]) -> str:
    own = [page.label for page in held if page.kind is not PageKind.TAB] or [exhibit.tab]
    tabbed = held[0].kind is PageKind.TAB
    return bookmark(exhibit.letter, exhibit.description, (own[0], own[-1]), tabbed=tabbed)


def _top_nodes(read: _Read) -> list[Any]:
    nodes: list[Any] = []
    node = _resolve(_resolve(read.root.get("/Outlines", {})).get("/First"))
    while isinstance(node, DictionaryObject) and node not in nodes and len(nodes) <= len(read.part.pages) + 2:
        nodes.append(node)
        node = _resolve(node.get("/Next"))
    return nodes


def _title(node: Any) -> str:
    return str(node.get("/Title", ""))


def _destinations(read: _Read) -> Iterator[Problem]:
    there = {name: read.page_at(target) for name, target in _named(read)}
    wanted = {page.label: page.page for page in read.part.pages if page.kind not in _FRONT}
    wanted |= {f"Ex-{each.letter}": read.part.pages_of(each)[0].page for each in read.part.exhibits}
    for name, page in wanted.items():
        if there.get(name) != page:
            found = f"leads to page {there[name]}" if there.get(name) else "is missing or leads nowhere"
            yield read.problem(f"the destination {name} {found}; it belongs on page {page}.")


_FRONT = (PageKind.COVER, PageKind.INDEX)


def _named(read: _Read) -> Iterator[tuple[str, Any]]:
    waiting = [_resolve(_resolve(read.root.get("/Names", {})).get("/Dests"))]
    while waiting:
        node = waiting.pop()
        if not isinstance(node, DictionaryObject):
            continue
        names = _resolve(node.get("/Names", ArrayObject()))
        yield from ((str(_resolve(names[at])), names[at + 1]) for at in range(0, len(names) - 1, 2))
        waiting += [_resolve(kid) for kid in _resolve(node.get("/Kids", ArrayObject()))]


# --- the words on cover, index and sheets --------------------------------------------------------------------


@contextmanager
def _words(bundle: Path) -> Iterator["_Text"]:
    document = pypdfium2.PdfDocument(bundle)
    try:
        yield _Text(document)
    finally:
        document.close()


class _Text:
    """The text of a page, whole or inside a rectangle, as PDFium reads it."""

    def __init__(self, document: Any) -> None:
        self._document = document

    def of(self, page: int, rectangle: tuple[float, float, float, float] | None = None) -> str:
        """Without white space, so that line breaks do not count."""
        opened = self._document[page - 1]
        layer = opened.get_textpage()
        try:
            text = layer.get_text_bounded(*rectangle) if rectangle else layer.get_text_range()
        finally:
            layer.close()
            opened.close()
        return _packed(str(text))


_HYPHEN = re.compile(r"\\?-")
_AT_A_LINE_END = "[-\x02]?"
"""A hyphen where a line was broken is taken by a viewer for one that only breaks a word: not told, or told so."""


def _packed(text: str) -> str:
    return re.sub(r"[\s\u00ad\u200b\ufffe]+", "", text)


def _says(text: str, wanted: str) -> bool:
    """Whether a packed text holds these words; of words written from right to left only the letters can be compared.

    Viewers hand such letters out in the order they stand on the page, and some as the shapes they take in a word.
    """
    packed = _packed(wanted)
    if packed in text or re.search(_HYPHEN.sub(_AT_A_LINE_END, re.escape(packed)), text):
        return True
    if not any(unicodedata.bidirectional(character) in ("R", "AL") for character in packed):
        return False
    letters = Counter(unicodedata.normalize("NFKC", packed))
    return letters <= Counter(unicodedata.normalize("NFKC", text))


def _front(read: _Read) -> list[int]:
    return [page.page for page in read.part.front]


def _sheets(read: _Read, bundle: Path) -> Iterator[Problem]:
    with _words(bundle) as words:
        if len(read.reader.pages) != len(read.part.pages):
            return
        if read.part.front:
            yield from _cover(read, words.of(1))
            yield from _index(read, words)
        for exhibit in read.part.exhibits:
            yield from _tab(read, words, exhibit)


def _cover(read: _Read, cover: str) -> Iterator[Problem]:
    run = _packed(read.manifest.first + " to " + read.manifest.last)
    if run not in cover:
        yield read.problem(f"it does not name the run {read.manifest.first} to {read.manifest.last}.", "cover")
    if _packed(read.part.cover_line) not in cover:
        yield read.problem(f"it does not say “{read.part.cover_line}”.", "cover")
    if (read.manifest.status == "draft") != ("DRAFT" in cover):
        yield read.problem("it does not say rightly whether this is a draft.", "cover")
    if read.manifest.sample != ("SAMPLE:" in cover):
        yield read.problem("it does not say rightly whether this is a sample.", "cover")


def _index(read: _Read, words: _Text) -> Iterator[Problem]:
    """Each row's words and links; no number that is not an exhibit's, no link that leads elsewhere."""
    links = [link for page in _front(read)[1:] for link in _links(read, words, page)]
    whole = "".join(words.of(page) for page in _front(read)[1:])
    for exhibit in read.manifest.exhibits:
        for text in dict.fromkeys((exhibit.tab, exhibit.begin, exhibit.end)):
            yield from _link(read, links, text, read.page_of.get(text, 0), exhibit)
        yield from _link(read, links, exhibit.letter, read.page_of.get(exhibit.begin, 0), exhibit)
        if not _says(whole, read.manifest.lies_in(exhibit)):
            wanted = read.manifest.lies_in(exhibit)
            yield read.problem(f"the row of exhibit {exhibit.letter} does not say “{wanted}”.", "index")
    yield from _descriptions(read, links, whole)
    style = read.manifest
    pattern = re.escape(style.prefix) + rf"\d{{{style.digits}}}" + re.escape(style.suffix)
    printed = sorted(re.findall(pattern, whole))
    planned = sorted(
        number
        for each in read.manifest.exhibits
        for number in (
            *(each.tab, *dict.fromkeys((each.begin, each.end))),
            *re.findall(pattern, read.manifest.lies_in(each)),
            *re.findall(pattern, each.native),
        )
    )
    if printed != planned:
        odd = sorted(set(printed) ^ set(planned))
        yield read.problem(
            f"its numbers are not those of the exhibits ({', '.join(odd) or 'one is repeated'}).", "index"
        )


def _descriptions(read: _Read, links: list[tuple[str, int | None]], whole: str) -> Iterator[Problem]:
    # A description may be broken over pages or lines, each part a link of its own: joined they are the description.
    # Of an exhibit that lies in another file there is no link.
    for exhibit in read.manifest.exhibits:
        begin = read.page_of.get(exhibit.begin)
        joined = "".join(text for text, page in links if page == begin) if begin else whole
        if not _says(joined, exhibit.description):
            yield read.problem(f"the row of exhibit {exhibit.letter} does not say “{exhibit.description}”.", "index")


def _link(
    read: _Read, links: list[tuple[str, int | None]], text: str, page: int, exhibit: ServedExhibit
) -> Iterator[Problem]:
    targets = [target for words, target in links if words == text]
    if not page:
        if targets:
            yield read.problem(
                f"the link {text} leads {_to(targets[0])}, though its page is in another file.", "index"
            )
        return
    if not targets:
        yield read.problem(f"the row of exhibit {exhibit.letter} has no link that says {text}.", "index")
    elif any(target != page for target in targets):
        odd = next(target for target in targets if target != page)
        yield read.problem(f"the link {text} leads {_to(odd)} instead of to page {page}.", "index")


def _links(read: _Read, words: _Text, page: int) -> list[tuple[str, int | None]]:
    """Every link of a page: the words under it, and the page it leads to."""
    found: list[tuple[str, int | None]] = []
    for annotation in _annotations(read.reader.pages[page - 1]):
        if annotation.get("/Subtype") != "/Link":
            continue
        sides = [float(_resolve(side)) for side in _resolve(annotation["/Rect"])]
        left, right = sorted((sides[0], sides[2]))
        bottom, top = sorted((sides[1], sides[3]))
        text = words.of(page, (left + 0.5, bottom + 0.5, right - 0.5, top - 0.5))
        found.append((text.removesuffix("–"), read.page_at(annotation.get("/Dest"))))
    return found


def _tab(read: _Read, words: _Text, exhibit: ServedExhibit) -> Iterator[Problem]:
    page = read.page_of.get(exhibit.tab)
    if page is None:
        return
    text = words.of(page)
    for wanted in (f"EXHIBIT {exhibit.letter}", exhibit.description, exhibit.date, exhibit.begin, exhibit.end):
        if not _says(text, wanted):
            yield read.problem(f"its tab sheet does not say “{wanted}”.", f"exhibit {exhibit.letter}")
    if exhibit.native and not _says(words.of(page + 1), exhibit.native):
        yield read.problem(f"its slip sheet does not name {exhibit.native}.", f"exhibit {exhibit.letter}")
    elif exhibit.unread and not exhibit.native and "couldnotberead" not in words.of(page + 1):
        yield read.problem("its slip sheet does not say that it could not be read.", f"exhibit {exhibit.letter}")


def _claims(read: _Read) -> Iterator[Problem]:
    """What the file says about itself as a whole: a title, PDF/A where it may, and nothing of its sources."""
    info = _resolve(read.reader.trailer.get("/Info", {})) or {}
    foreign = sorted(set(info) - {"/Title"})
    if foreign:
        yield read.problem(f"its document properties hold {', '.join(foreign)}.")
    metadata = _resolve(read.root.get("/Metadata"))
    says = b"pdfaid" in metadata.get_data() if metadata is not None else False
    if says != read.part.pdfa:
        yield read.problem("it does not say rightly whether it is PDF/A.")
