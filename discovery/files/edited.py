"""A .docx as counsel left it: its parts as elements, where each place stands in words a reader can find."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from discovery.errors import InputError
from discovery.files import ooxml
from discovery.files.marks import AUTHOR, PLACE, letters, roman
from discovery.files.ooxml import Element, qn

BODY = "word/document.xml"
COMMENTS = "word/comments.xml"
RELATIONS = "word/_rels/document.xml.rels"
MOST_BYTES = 300_000_000
"""No paper is larger unpacked; a package that is would fill the memory."""
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
TRACKED = frozenset(
    qn(f"w:{name}")
    for name in (
        *("ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "cellMerge", "numberingChange"),
        *("rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "tcPrChange", "trPrChange", "tblGridChange"),
        *(
            "tblPrExChange",
            "customXmlInsRangeStart",
            "customXmlDelRangeStart",
            "moveFromRangeStart",
            "moveToRangeStart",
        ),
    )
)


@dataclass(frozen=True)
class Control:
    """One place of ours that is followed, with the words that stand there now."""

    tag: str
    runs: tuple[Element, ...]
    words: str
    where: str


@dataclass(frozen=True)
class Comment:
    """One comment, whoever wrote it."""

    author: str
    words: str
    where: str
    resolved: bool


class Edited:
    """The parts of a .docx; `trees` are changed in place, `members` are the rest."""

    def __init__(self, name: str, data: bytes) -> None:
        self.name = name
        self._given = data
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as package:
                if sum(each.file_size for each in package.infolist()) > MOST_BYTES:
                    raise InputError(f"{name} is far larger unpacked than a paper can be; check where it comes from.")
                self.members = {each: package.read(each) for each in package.namelist() if not each.endswith("/")}
            self.trees = {
                each: ooxml.parse(part)
                for each, part in self.members.items()
                if each.endswith((".xml", ".rels")) or each == "[Content_Types].xml"
            }
        except (
            zipfile.BadZipFile,
            zlib.error,
            etree.XMLSyntaxError,
            NotImplementedError,
            EOFError,
            RuntimeError,
        ) as error:
            raise InputError(
                f"{name} cannot be read as a Word document ({error}); open it in Word and save it again as .docx."
            ) from error
        if not {BODY, "[Content_Types].xml"} <= set(self.trees):
            raise InputError(f"{name} is not a Word document; save it as .docx and run the command again.")
        self._where = self._places()

    def texts(self) -> Iterator[tuple[str, Element]]:
        """The parts that hold words of the paper: text, notes, heads and feet."""
        pattern = re.compile(r"word/(?:document|footnotes|endnotes|header\d*|footer\d*)\.xml")
        for name in sorted(self.trees, key=lambda name: (name != BODY, name)):
            if pattern.fullmatch(name):
                yield name, self.trees[name]

    def where(self, element: Element) -> str:
        """Where an element stands: its paragraph's number, and the words the paragraph begins with."""
        paragraph = element
        while paragraph is not None and paragraph.tag != qn("w:p"):
            paragraph = paragraph.getparent()
        if paragraph is None:
            return "in the paper"
        said = " ".join(words(paragraph).split())
        opening = said if len(said) <= 60 else said[:59].rsplit(" ", 1)[0] + "…"
        return f"{self._where.get(paragraph, 'paragraph without a number')} (“{opening}”)"

    def controls(self) -> Iterator[Control]:
        """Our content controls, in reading order; then the places whose control is gone and whose bookmark is not."""
        for _, tree in self.texts():
            held: set[Element] = set()
            for element in tree.iter(qn("w:sdt")):
                if tag := tag_of(element):
                    runs = tuple(element.iter(qn("w:r")))
                    held.update(runs)
                    yield Control(tag, runs, words(element), self.where(element))
            for name, runs in _bookmarked(tree):
                said = "".join(map(words, runs))
                if (place := PLACE.fullmatch(name)) and said and not held.intersection(runs):
                    kind, key, page = place.groups()
                    tag = f"{kind}:{key}" if page is None else f"{kind}:{key}:{page}"
                    yield Control(tag, runs, said, self.where(runs[0]))

    def comments(self) -> Iterator[Comment]:
        """Every comment with the place it stands on."""
        if COMMENTS not in self.trees:
            return
        done = self._resolved()
        anchors = {
            mark.get(qn("w:id")): mark
            for _, tree in self.texts()
            for mark in tree.iter(qn("w:commentReference"), qn("w:commentRangeStart"))
        }
        for each in self.trees[COMMENTS].iter(qn("w:comment")):
            anchor = anchors.get(each.get(qn("w:id")))
            lines = list(each.iter(qn("w:p")))
            said = "\n".join(words(line) for line in lines)
            resolved = any(line.get(f"{W14}paraId") in done for line in lines)
            where = "no place in the text" if anchor is None else self.where(anchor)
            yield Comment(each.get(qn("w:author"), ""), said, where, resolved)

    def tracked(self) -> tuple[str, ...]:
        """Where a tracked change still stands."""
        return tuple(
            self.where(element) for _, tree in self.texts() for element in tree.iter() if element.tag in TRACKED
        )

    def keywords(self) -> str:
        """The keywords in the file's properties."""
        core = self.trees.get("docProps/core.xml")
        found = [] if core is None else [each for each in core.iter() if str(each.tag).endswith("}keywords")]
        return " ".join(each.text or "" for each in found)

    def title(self) -> str:
        """The title in the file's properties."""
        core = self.trees.get("docProps/core.xml")
        found = [] if core is None else [each for each in core.iter() if str(each.tag).endswith("}title")]
        return " ".join(each.text or "" for each in found)

    def bookmarks(self) -> frozenset[str]:
        """The names of the bookmarks in the text."""
        return frozenset(each.get(qn("w:name"), "") for each in self.trees[BODY].iter(qn("w:bookmarkStart")))

    def package(self) -> bytes:
        """The .docx again, with what was changed in `trees`."""
        kept = {name: ooxml.as_xml(tree) for name, tree in self.trees.items()}
        return ooxml.packed({**self.members, **kept})

    def whole_package(self) -> bytes:
        """The same, held to what Word opens without repair; InputError where the file was not so when it came."""
        package = self.package()
        if broken := _what_is_broken(package):
            if not _what_is_broken(self._given):
                raise AssertionError(broken)
            raise InputError(
                f"{self.name} is no whole Word document ({broken}); open it in Word, which repairs it, and save it."
            )
        return package

    def drop(self, name: str) -> None:
        """Take a part out of the package, with what names it."""
        self.members.pop(name, None)
        self.trees.pop(name, None)
        rels = f"{name.rpartition('/')[0]}/_rels/{name.rpartition('/')[2]}.rels".lstrip("/")
        self.members.pop(rels, None)
        self.trees.pop(rels, None)
        for each in list(self.trees["[Content_Types].xml"]):
            if each.get("PartName") == f"/{name}":
                each.getparent().remove(each)
        for owner, tree in self.trees.items():
            if owner.endswith(".rels"):
                for each in list(tree):
                    if each.get("TargetMode") != "External" and ooxml.target_of(owner, each) == name:
                        tree.remove(each)

    def _resolved(self) -> frozenset[str]:
        extended = self.trees.get("word/commentsExtended.xml")
        if extended is None:
            return frozenset()
        return frozenset(
            each.get(f"{W15}paraId", "") for each in extended.iter(f"{W15}commentEx") if each.get(f"{W15}done") == "1"
        )

    def _places(self) -> dict[Element, str]:
        """The printed number of each numbered paragraph, and the nearest one before each other."""
        places: dict[Element, str] = {}
        counter = _Counter(self.trees.get("word/numbering.xml"))
        last = ""
        for paragraph in self.trees[BODY].iter(qn("w:p")):
            style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
            name = "" if style is None else style.get(qn("w:val"), "")
            if match := re.fullmatch(r"Numbered([123])", name):
                own = paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:numId')}")
                key = "1" if own is None else own.get(qn("w:val"), "1")
                places[paragraph] = f"paragraph {counter.next(key, int(match.group(1)) - 1)}"
                last = f"after {places[paragraph]}"
            else:
                if re.fullmatch(r"Heading[1-3]", name):
                    last = f"under “{' '.join(words(paragraph).split())}”"
                places[paragraph] = last or "at the beginning"
            if paragraph.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None:
                last = ""
        for name, noun in (("word/footnotes.xml", "footnote"), ("word/endnotes.xml", "endnote")):
            for number, note in enumerate(self.notes(name), start=1):
                places.update((paragraph, f"{noun} {number}") for paragraph in note.iter(qn("w:p")))
        return places

    def notes(self, name: str = "word/footnotes.xml") -> list[Element]:
        """The notes of the paper, in order, without the rules that separate them from the text."""
        tree = self.trees.get(name)
        return [] if tree is None else [each for each in tree if each.get(qn("w:type")) in (None, "normal")]


class _Counter:
    """Counts numbered paragraphs as Word does: by abstract list, which a w:num may start again at its first use."""

    def __init__(self, numbering: Element | None) -> None:
        self.lists: dict[str, tuple[str, dict[int, int]]] = {}
        self.counts: dict[str, list[int]] = {}
        self.used: set[str] = set()
        for num in () if numbering is None else numbering.iter(qn("w:num")):
            starts = {}
            for override in num.iter(qn("w:lvlOverride")):
                start = override.find(qn("w:startOverride"))
                if start is not None:
                    starts[int(override.get(qn("w:ilvl"), "0"))] = int(start.get(qn("w:val"), "1"))
            abstract = num.find(qn("w:abstractNumId"))
            shared = "" if abstract is None else abstract.get(qn("w:val"), "")
            self.lists[num.get(qn("w:numId"), "")] = (shared, starts)

    def next(self, key: str, level: int) -> str:
        """The number of the next paragraph of that list and level, as it prints."""
        shared, starts = self.lists.get(key, (key, {}))
        count = self.counts.setdefault(shared, [0, 0, 0])
        if key not in self.used:
            self.used.add(key)
            for place, start in starts.items():
                if place < len(count):
                    count[place] = start - 1
        count[level] += 1
        count[level + 1 :] = [0] * (len(count) - level - 1)
        return _printed(count, level)


def tag_of(sdt: Element) -> str:
    """The tag of a content control of ours; nothing for anybody else's."""
    tag = sdt.find(f"{qn('w:sdtPr')}/{qn('w:tag')}")
    value = "" if tag is None else str(tag.get(qn("w:val"), ""))
    return value if value.partition(":")[0] in ("blank", "cite", "verify", "exhibit", "bates", "finding") else ""


def _bookmarked(tree: Element) -> Iterator[tuple[str, tuple[Element, ...]]]:
    """Each bookmark with the runs it stands around."""
    active: dict[str, tuple[str, list[Element]]] = {}
    for element in tree.iter(qn("w:bookmarkStart"), qn("w:bookmarkEnd"), qn("w:r")):
        if element.tag == qn("w:r"):
            for _, runs in active.values():
                runs.append(element)
        elif element.tag == qn("w:bookmarkStart"):
            active[element.get(qn("w:id"))] = (element.get(qn("w:name"), ""), [])
        elif found := active.pop(element.get(qn("w:id")), None):
            yield found[0], tuple(found[1])


def read_draft(path: Path, *, wanted: str, taken: str) -> bytes:
    """A draft's bytes; InputError where there is none (`wanted` says what to give), or it is not what is `taken`."""
    if not path.is_file():
        raise InputError(f"There is no file {path}; give {wanted}.")
    if path.suffix.lower() != ".docx":
        raise InputError(f"{path} is not a .docx; {taken}.")
    if program := open_elsewhere(path):
        raise InputError(f"{path} is open in {program}; save it, close it there, and run the command again.")
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"{path} could not be read: {(error.strerror or str(error)).lower()}.") from error


def _what_is_broken(package: bytes) -> str:
    try:
        ooxml.require_whole(package)
    except KeyError as fault:
        return f"{fault.args[0]} is not in it"
    except AssertionError as fault:
        return str(fault)
    return ""


def _printed(count: list[int], level: int) -> str:
    if level == 0:
        return str(count[0])
    below = f"({letters(max(count[1], 1))})" + (f"({roman(max(count[2], 1))})" if level == 2 else "")
    return f"{count[0]}{below}"


SYMBOLS = {"A7": "§", "B6": "¶"}
"""What Word's Insert Symbol writes as a number of a font, where a citation may need it."""


def words(element: Element) -> str:
    """The words in an element, as they print."""
    out = []
    for each in element.iter(qn("w:t"), qn("w:tab"), qn("w:br"), qn("w:noBreakHyphen"), qn("w:sym")):
        if each.tag == qn("w:t"):
            out.append(each.text or "")
        elif each.tag == qn("w:sym"):
            out.append(SYMBOLS.get(str(each.get(qn("w:char"))).upper()[-2:], " "))
        elif each.getparent().tag == qn("w:r"):
            out.append("-" if each.tag == qn("w:noBreakHyphen") else " ")
    return "".join(out)


def runs_of(paragraph: Element) -> Iterator[Element]:
    """The runs of a paragraph, without those of a text box in it."""
    for run in paragraph.iter(qn("w:r")):
        owner = next((each for each in run.iterancestors(qn("w:p"))), None)
        if owner is paragraph:
            yield run


def is_ours(comment: Comment) -> bool:
    """Whether the program wrote the comment."""
    return comment.author == AUTHOR


def open_elsewhere(path: Path) -> str | None:
    """The program that holds the file open, by the lock file it leaves beside it."""
    name = path.name
    # Word shortens long names: "~$tion.docx" is the lock of "motion.docx".
    if any((path.parent / f"~${name[cut:]}").exists() for cut in (0, 1, 2)):
        return "Word"
    return "LibreOffice" if (path.parent / f".~lock.{name}#").exists() else None
