"""Shows in Word and HTML what changed between two drafts: tracked changes in the new one, which keep its look."""

import copy
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import escape

from discovery.core.redlines import Change, Step, counted, redline
from discovery.errors import InputError
from discovery.files import ooxml
from discovery.files.edited import BODY, Edited
from discovery.files.marks import AUTHOR
from discovery.files.ooxml import Element, el, qn

NOTES = "word/footnotes.xml"
LOOK = """
body { font: 12pt/1.5 "Times New Roman", Times, serif; max-width: 6.5in; margin: 2rem auto; padding: 0 1rem; }
ins { background: #d8f0d0; text-decoration: underline; } del { background: #f8d7d0; }
.moved { border-left: 4px solid #7a5; padding-left: .5rem; }
"""


@dataclass(frozen=True)
class Redlined:
    """The redline in both forms, and what it counts."""

    word: bytes
    html: bytes
    summary: str


def redlined(old: Edited, new: Edited, day: str) -> Redlined:
    """What changed from the old draft to the new; InputError where one still has tracked changes."""
    for paper in (old, new):
        if paper.tracked():
            raise InputError(
                f"{paper.name} has tracked changes; accept or reject them in Word, save it, and compare again."
            )
    text = redline(_said(_paragraphs(old, BODY)), _said(_paragraphs(new, BODY)))
    notes = redline(_said(_paragraphs(old, NOTES)), _said(_paragraphs(new, NOTES)))
    tracking = _Tracking(day)
    tracking.show(text, _paragraphs(old, BODY), _paragraphs(new, BODY))
    tracking.show(notes, _paragraphs(old, NOTES), _paragraphs(new, NOTES), listing=new.trees[BODY])
    summary = f"Text: {counted(text)}. Footnotes: {counted(notes)}."
    return Redlined(new.whole_package(), _page(f"{old.name} and {new.name}", summary, text, notes), summary)


def _paragraphs(paper: Edited, name: str) -> list[Element]:
    """The paragraphs of the text or of the notes, in order, those of tables among them."""
    if name == NOTES:
        return [line for note in paper.notes(NOTES) for line in note.iter(qn("w:p"))]
    return list(paper.trees[name].iter(qn("w:p")))


def _said(lines: Sequence[Element]) -> list[str]:
    return ["".join(each.text or "" for each in _texts(line)) for line in lines]


def _texts(line: Element) -> list[Element]:
    """The texts of a paragraph, without those of a text box in it."""
    return [each for each in line.iter(qn("w:t")) if next(each.iterancestors(qn("w:p"))) is line]


@dataclass
class _Tracking:
    """Writes changes into the new draft as Word tracks them."""

    day: str
    count: int = field(default=2_000_000)
    moves: frozenset[int] = frozenset()
    """The moves that are tracked as such; the others are words that went and came."""

    def by(self) -> dict[str, object]:
        """What every tracked change bears."""
        self.count += 1
        return {"id": self.count, "author": AUTHOR, "date": f"{self.day}T00:00:00Z"}

    def show(
        self,
        changes: Sequence[Change],
        old: Sequence[Element],
        new: Sequence[Element],
        listing: Element | None = None,
    ) -> None:
        """All changes; a paragraph that went stands before the next that stayed, a note that went at the end."""
        waiting: list[Element] = []
        last: Element | None = None
        self.moves = _that_word_tracks(changes, old, new) if listing is None else frozenset()
        for each in changes:
            if each.new is None:
                waiting += self.removed(old[each.old or 0], each)
                continue
            last = new[each.new]
            if listing is None:
                _before(last, waiting)
                waiting = []
            if each.step is Step.ADDED:
                self.added(last, each.move)
            elif each.step is Step.CHANGED:
                self.changed(last, each)
        if listing is not None:
            _at_the_end(listing, waiting)
        elif last is not None and waiting:
            _at_the_end(last.getroottree().getroot(), waiting)

    def added(self, line: Element, move: int) -> None:
        """A paragraph that came: its words and its end."""
        kind = "w:moveTo" if move in self.moves else "w:ins"
        properties = line.find(qn("w:pPr"))
        if properties is None:
            line.insert(0, properties := el("w:pPr"))
        letters = properties.find(qn("w:rPr"))
        if letters is None:
            letters = el("w:rPr")
            after = next((each for each in properties if each.tag in (qn("w:sectPr"), qn("w:pPrChange"))), None)
            if after is None:
                properties.append(letters)
            else:
                after.addprevious(letters)
        letters.insert(0, el(kind, **self.by()))
        for text in _texts(line):
            self.wrap(text.getparent(), kind)
        if move in self.moves:
            begin, end = self.edges("w:moveTo", move)
            properties.addnext(begin)
            line.addnext(end)

    def removed(self, line: Element, change: Change) -> list[Element]:
        """A paragraph that went, in the style it had."""
        style = line.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        kept = [] if style is None else [copy.deepcopy(style)]
        moves = change.move in self.moves
        mark = el("w:moveFrom" if moves else "w:del", **self.by())
        properties = el("w:pPr", *kept, el("w:rPr", mark))
        text = change.pieces[0].text
        if not moves:
            return [el("w:p", properties, *([self.deleted(text)] if text else []))]
        begin, end = self.edges("w:moveFrom", change.move)
        words = el("w:moveFrom", *ooxml.runs(text), **self.by())
        return [el("w:p", properties, begin, words), end]

    def edges(self, kind: str, move: int) -> tuple[Element, Element]:
        """The marks at the two ends of what was moved; its name is that of the other place."""
        begin = el(f"{kind}RangeStart", **self.by(), name=f"move{move}")
        return begin, el(f"{kind}RangeEnd", id=begin.get(qn("w:id")))

    def deleted(self, text: str, like: Element | None = None) -> Element:
        """Words that went, set as those they stood among."""
        words = el("w:delText")
        words.text = text
        words.set(ooxml.XML_SPACE, "preserve")
        letters = None if like is None else like.find(qn("w:rPr"))
        return el("w:del", el("w:r", *([] if letters is None else [copy.deepcopy(letters)]), words), **self.by())

    def wrap(self, run: Element, kind: str = "w:ins") -> None:
        """A run that came."""
        frame = el(kind, **self.by())
        run.addprevious(frame)
        frame.append(run)

    def changed(self, line: Element, change: Change) -> None:
        """A paragraph in which words came and went, run by run."""
        at = 0
        came: list[tuple[int, int]] = []
        gone: dict[int, str] = {}
        for piece in change.pieces:
            if piece.step is Step.REMOVED:
                gone[at] = gone.get(at, "") + piece.text
                continue
            if piece.step is Step.ADDED:
                came.append((at, at + len(piece.text)))
            at += len(piece.text)
        cuts = {*gone, *(edge for pair in came for edge in pair)}
        place, last = 0, None
        for text in _texts(line):
            for run in _split(text, {cut - place for cut in cuts}):
                if place in gone:
                    run.addprevious(self.deleted(gone.pop(place), run))
                length = sum(len(each.text or "") for each in run.iter(qn("w:t")))
                if length and any(begin <= place and place + length <= end for begin, end in came):
                    self.wrap(run)
                place, last = place + length, run
        for words in gone.values():
            if last is None:
                line.append(self.deleted(words))
            else:
                held = last.getparent() if last.getparent().tag == qn("w:ins") else last
                held.addnext(self.deleted(words, last))


def _that_word_tracks(changes: Sequence[Change], old: Sequence[Element], new: Sequence[Element]) -> frozenset[int]:
    """The moves from one place of the text to another: none out of a table or into one, nor of a section’s end."""
    ends = Counter(
        each.move
        for each in changes
        if each.moved and _is_free(old[each.old or 0] if each.new is None else new[each.new])
    )
    return frozenset(move for move, count in ends.items() if count == 2)


def _is_free(line: Element) -> bool:
    in_text = line.getparent().tag == qn("w:body")
    return in_text and line.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is None


def _split(text: Element, cuts: set[int]) -> Iterator[Element]:
    """The run of a text, cut at those places of the text, piece by piece."""
    said = text.text or ""
    run = text.getparent()
    edges = sorted({0, len(said), *(cut for cut in cuts if 0 < cut < len(said))})
    before = [each for each in run.iterchildren() if each.tag != qn("w:rPr")]
    if len(before) > 1 and len(edges) > 1:
        run = _alone(run, text)
    for begin, end in zip(edges[:-1] or [0], edges[1:] or [0], strict=True):
        if end == len(said):
            text.text = said[begin:]
            text.set(ooxml.XML_SPACE, "preserve")
            yield run
        else:
            letters = run.find(qn("w:rPr"))
            words = el("w:t")
            words.text = said[begin:end]
            words.set(ooxml.XML_SPACE, "preserve")
            piece = el("w:r", *([] if letters is None else [copy.deepcopy(letters)]), words)
            run.addprevious(piece)
            yield piece


def _alone(run: Element, text: Element) -> Element:
    """The text in a run of its own, what stood beside it in runs before and after."""
    letters = run.find(qn("w:rPr"))

    def another(children: list[Element]) -> Element:
        return el("w:r", *([] if letters is None else [copy.deepcopy(letters)]), *children)

    following = list(text.itersiblings())
    leading = [each for each in text.itersiblings(preceding=True) if each.tag != qn("w:rPr")][::-1]
    if leading:
        run.addprevious(another(leading))
    if following:
        run.addnext(another(following))
    return run


def _before(line: Element, gone: Sequence[Element]) -> None:
    """What went, before the paragraph, or before the table it stands in."""
    place = line
    while place.getparent() is not None and place.getparent().tag not in (qn("w:body"), qn("w:footnote")):
        place = place.getparent()
    for each in gone:
        place.addprevious(each)


def _at_the_end(root: Element, gone: Sequence[Element]) -> None:
    body = root.find(qn("w:body"))
    section = None if body is None else body.find(qn("w:sectPr"))
    for each in gone:
        if section is not None:
            section.addprevious(each)
        elif body is not None:
            body.append(each)


# --- as a page -----------------------------------------------------------------------------------------------


def _page(title: str, summary: str, text: Sequence[Change], notes: Sequence[Change]) -> bytes:
    """The redline as one HTML page: no script, nothing fetched, every word escaped."""
    parts = [_line(each, "text") for each in text]
    if any(each.pieces and each.pieces[0].text for each in notes):
        parts += ["<h2>Footnotes</h2>", *(_line(each, "note") for each in notes)]
    return "\n".join(
        [
            '<!DOCTYPE html>\n<html lang="en-US">\n<head>\n<meta charset="utf-8">',
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
            f"<title>What changed between {escape(title)}</title>\n<style>{LOOK}</style>\n</head>\n<body>",
            f"<h1>What changed between {escape(title)}</h1>\n<p>{escape(summary)}</p>",
            *(each for each in parts if each),
            "</body>\n</html>\n",
        ]
    ).encode()


def _line(change: Change, part: str) -> str:
    tags = {Step.ADDED: "ins", Step.REMOVED: "del"}
    words = "".join(
        f"<{tags[each.step]}>{escape(each.text)}</{tags[each.step]}>" if each.step in tags else escape(each.text)
        for each in change.pieces
    )
    if not any(each.text.strip() for each in change.pieces):
        return ""
    if not change.moved:
        return f"<p>{words}</p>"
    here, there, said = ("to", "from", "moved here from") if change.step is Step.ADDED else ("from", "to", "moved to")
    link = f'<a href="#{part}-{there}-{change.move}">its other place</a>'
    return f'<p class="moved" id="{part}-{here}-{change.move}">({said} {link}) {words}</p>'
