"""Inlines: from markdown-it's tokens to the words of a paper, each still knowing what it rests on."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from discovery.core.blocks import (
    Blank,
    Block,
    Bullet,
    Caption,
    Cite,
    Emphasis,
    ExhibitRef,
    Figure,
    Heading,
    Inline,
    Inlines,
    LineBreak,
    NoteRef,
    Numbered,
    Paragraph,
    ParagraphRef,
    Quotation,
    Signature,
    Sourced,
    Table,
    Text,
    Verify,
)
from discovery.core.exhibits import ExhibitNumbers
from discovery.core.marking import CLOSE, OPEN, SEP, plain
from discovery.core.problems import Problem
from discovery.core.roles import FootnoteText, words_of

_ARGUMENTS = {
    "from": 3,
    "cite": 5,
    "blank": 1,
    "verify": 1,
    "exhibit": 1,
    "bates": 1,
    "ex": 1,
    "para": 1,
    "label": 1,
    "fn": 1,
}
_PLAINLY = re.compile(f"[^\\\\*&\\n{OPEN}]+")
_BOUNDS = re.compile(f"[{OPEN}{SEP}{CLOSE}]")
_STRAIGHT = re.compile("([\"'])")
_OPENS_AFTER = frozenset(" \u00a0([{—–“‘/-")


def inline_parser(parser: MarkdownIt) -> MarkdownIt:
    """Teach a parser our inlines: emphasis, line breaks, entities and roles, and nothing else."""
    parser.enable(["newline", "escape", "emphasis", "entity"])
    parser.inline.ruler.at("text", _text_rule)
    parser.inline.ruler.before("newline", "role", _role_rule)
    return parser


def _text_rule(state: StateInline, silent: bool) -> bool:
    plainly = _PLAINLY.match(state.src, state.pos, state.posMax)
    if plainly is None:
        return False
    end = plainly.end()
    if not silent:
        state.pending += state.src[state.pos : end]
    state.pos = end
    return True


def _role_rule(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != OPEN:
        return False
    parts, end = _parts(state.src, state.pos)
    if not silent:
        name, count = parts[0], _ARGUMENTS.get(parts[0], 0)
        token = state.push("role", "", 0)
        token.meta = {"name": name, "arguments": parts[1 : 1 + count]}
        bodies: list[list[Token]] = []
        for body in parts[1 + count :]:
            bodies.append([])
            state.md.inline.parse(body, state.md, state.env, bodies[-1])
        token.children = bodies[0] if bodies else []
        token.meta["inside"] = bodies[-1] if bodies else []
    state.pos = end
    return True


def _parts(text: str, start: int) -> tuple[list[str], int]:
    """The parts of the role that opens at `start`, and where it ends."""
    parts, depth, begin = [], 0, start + 1
    for found in _BOUNDS.finditer(text, start):
        if found[0] == OPEN:
            depth += 1
        elif found[0] == SEP and depth == 1:
            parts.append(text[begin : found.start()])
            begin = found.end()
        elif found[0] == CLOSE:
            depth -= 1
            if depth == 0:
                return [*parts, text[begin : found.start()]], found.end()
    return [*parts, text[begin:]], len(text)


class InlineBuilder:
    """Builds inlines in the order of the paper, numbering footnotes as they are referred to."""

    def __init__(
        self, numbers: "ExhibitNumbers | None", footnotes: dict[str, FootnoteText], place: Callable[[int], str]
    ) -> None:
        self.numbers = numbers
        self.footnotes = footnotes
        self.place = place
        self.problems: list[Problem] = []
        self.notes: list[Inlines | str] = []
        self.used: set[str] = set()
        self.label: str | None = None
        self.line = 0
        self.in_note = False
        self.open = 0
        """Parentheses open in the line so far: a citation inside them prints brackets."""

    def build(self, tokens: Sequence[Token], line: int) -> Inlines:
        """The inlines of one paragraph, cell or line."""
        self.line, self.open = line, 0
        found, _ = self._sequence(list(tokens), 0, None)
        return _trimmed(_printed(found))

    def take_label(self) -> str | None:
        """The label the last paragraph carried, once."""
        label, self.label = self.label, None
        return label

    def finished_notes(self, problems: list[Problem], parser: MarkdownIt) -> tuple[Inlines, ...]:
        """The footnotes in the order of reference; a text nobody refers to is a problem."""
        known = len(self.problems)
        self.in_note = True
        ready = [self._note_text(note, parser) if isinstance(note, str) else note for note in self.notes]
        for label, note in self.footnotes.items():
            if label not in self.used:
                what = f"nothing refers to footnote [^{label}]."
                problems.append(
                    Problem(where=self.place(note.line), what=what, next_step="Refer to it or remove it.")
                )
        problems += self.problems[known:]
        return tuple(ready)

    def _note_text(self, label: str, parser: MarkdownIt) -> Inlines:
        note = self.footnotes[label]
        tokens = parser.parseInline(note.words)[0].children or []
        return self.build(tokens, note.line)

    def _sequence(self, tokens: list[Token], at: int, until: str | None) -> tuple[list[Inline], int]:
        found: list[Inline] = []
        while at < len(tokens):
            token = tokens[at]
            at += 1
            if token.type == until:
                break
            if token.type in {"em_open", "strong_open"}:
                inner, at = self._sequence(tokens, at, token.type.replace("open", "close"))
                found.append(Emphasis(tuple(inner), strong=token.type == "strong_open"))
            elif token.type == "role":
                inside = token.meta["name"] == "cite" and self.open > 0
                children = token.meta["inside"] if inside else token.children or []
                found += self._role(token.meta["name"], token.meta["arguments"], children)
            elif token.type == "hardbreak":
                found.append(LineBreak())
            else:
                text = " " if token.type == "softbreak" else token.content
                shown = plain(text)
                self.open = max(0, self.open + shown.count("(") - shown.count(")"))
                found.append(Text(text))
        return found, at

    def _role(self, name: str, arguments: list[str], tokens: list[Token]) -> list[Inline]:
        words = [words_of(argument) for argument in arguments]
        if name == "label":
            self.label = words[0]
            return []
        if name in {"fn", "note"}:
            return self._footnote(words, tokens)
        if name in {"exhibit", "bates"}:
            return [self._exhibit(name, words[0])]
        if name == "ex":
            return self._cited(words[0])
        if name == "para":
            return [ParagraphRef(words[0], self.place(self.line))]
        children = tuple(self._sequence(tokens, 0, None)[0])
        if name == "blank":
            return [Blank(words[0], text_of(_printed(children)))]
        if name == "verify":
            return [Verify(words[0], children)]
        if name == "cite":
            authority, _, proposition = words[0].partition("/")
            state, note, flag, refused = words[1:5]
            return [Cite(authority, proposition, children, state=state, note=note, flag=flag, refused=refused)]
        return [Sourced(words[0], children, attributed=words[1] == "attributed", note=words[2])]

    def _footnote(self, words: list[str], tokens: list[Token]) -> list[Inline]:
        if self.in_note:
            if words:
                self._wrong("a footnote refers to a footnote.", "Take the inner reference out.")
                return []
            return [Text(" ("), *self._sequence(tokens, 0, None)[0], Text(")")]
        if words and words[0] not in self.footnotes:
            self._wrong(f"footnote [^{words[0]}] has no text.", f"Write [^{words[0]}]: and its words.")
            return []
        number = len(self.notes) + 1
        if words:
            self.used.add(words[0])
            self.notes.append(words[0])
        else:
            outside, self.open, self.in_note = self.open, 0, True
            self.notes.append(())
            self.notes[number - 1] = _trimmed(_printed(self._sequence(tokens, 0, None)[0]))
            self.open, self.in_note = outside, False
        return [NoteRef(number)]

    def _cited(self, argument: str) -> list[Inline]:
        """An exhibit as a citation has it, with its pinpoint: Ex. B at DOE-000013."""
        key, _, page = argument.partition(":")
        exhibit = self._lettered("Ex.", key)
        return [exhibit, Text(" at "), self._exhibit("ex", argument)] if page else [exhibit]

    def _lettered(self, word: str, key: str) -> ExhibitRef:
        letter = self.numbers.letter(key) if self.numbers else None
        return ExhibitRef(key, f"{word} {letter or f'[{key}]'}", known=letter is not None)

    def _exhibit(self, name: str, argument: str) -> ExhibitRef:
        key, _, page = argument.partition(":")
        if name == "exhibit":
            return self._lettered("Exhibit", key)
        if not page.isdecimal() or int(page) < 1:
            step = f"Write {{{name}:KEY:PAGE}}, the first page being 1."
            self._wrong(f"{{{name}:{argument}}} names no page.", step)
            return ExhibitRef(key, "", known=False)
        number = self.numbers.bates(key, int(page)) if self.numbers else None
        text = number or f"[Bates number of {key}, page {page}]"
        return ExhibitRef(key, text, page=int(page), known=number is not None)

    def _wrong(self, what: str, next_step: str) -> None:
        self.problems.append(Problem(where=self.place(self.line), what=what, next_step=next_step))


# --- quotation marks, and characters as they are printed ------------------------------------------------------


def _printed(inlines: Iterable[Inline]) -> Inlines:
    """Typographic quotation marks in template prose, then every shielded character as itself."""
    return _quoted(tuple(inlines), " ")[0]


def _quoted(inlines: Inlines, before: str) -> tuple[Inlines, str]:
    done: list[Inline] = []
    for inline in inlines:
        if isinstance(inline, Text):
            text, before = _curled(inline.text, before)
            if done and isinstance(done[-1], Text):
                done[-1] = Text(done[-1].text + plain(text))
            elif text:
                done.append(Text(plain(text)))
        elif isinstance(inline, Emphasis | Sourced | Cite | Verify):
            children, before = _quoted(inline.children, before)
            done.append(replace(inline, children=children))
        else:
            before = " " if isinstance(inline, LineBreak) else before if isinstance(inline, NoteRef) else "x"
            done.append(inline)
    return tuple(done), before


def _curled(text: str, before: str) -> tuple[str, str]:
    out = []
    for piece in _STRAIGHT.split(text):
        if piece in ('"', "'"):
            opens = before in _OPENS_AFTER
            piece = ("“" if opens else "”") if piece == '"' else ("‘" if opens else "’")
        out.append(piece)
        before = plain(piece[-2:])[-1:] or before  # a shielded character may take two
    return "".join(out), before


def _trimmed(inlines: Inlines) -> Inlines:
    """Without the space a label leaves at the beginning."""
    if inlines and isinstance(inlines[0], Text):
        rest = inlines[0].text.lstrip(" ")
        return (Text(rest), *inlines[1:]) if rest else inlines[1:]
    return inlines


# --- walking over a paper ---------------------------------------------------------------------------------


def text_of(inlines: Inlines) -> str:
    """The words as they are printed, a blank in brackets, footnote numbers left out."""
    parts = []
    for inline in inlines:
        if isinstance(inline, Text | ExhibitRef | ParagraphRef):
            parts.append(inline.text)
        elif isinstance(inline, Blank):
            parts.append(f"[{inline.what}]")
        elif isinstance(inline, LineBreak):
            parts.append(" ")
        elif not isinstance(inline, NoteRef):
            parts.append(text_of(inline.children))
    return "".join(parts)


def every_inline(inlines: Inlines) -> Iterable[Inline]:
    """Each inline and what it holds, outermost first."""
    for inline in inlines:
        yield inline
        if isinstance(inline, Emphasis | Sourced | Cite | Verify):
            yield from every_inline(inline.children)


def inlines_of(block: Block) -> tuple[Inlines, ...]:
    """The lines of words a block holds, in reading order."""
    if isinstance(block, Heading | Paragraph | Numbered | Bullet | Quotation):
        return (block.inlines,)
    if isinstance(block, Table):
        return tuple(cell for row in block.rows for cell in row)
    if isinstance(block, Caption):
        return (block.court, *block.left, *block.right)
    if isinstance(block, Signature):
        return block.lines
    return (block.caption,) if isinstance(block, Figure) else ()


def map_inlines(block: Block, change: Callable[[Inline], Inline]) -> Block:
    """The block with every inline changed, innermost first."""

    def deep(inlines: Inlines) -> Inlines:
        return tuple(change(_with_children(inline, deep)) for inline in inlines)

    return map_lines(block, deep)


def map_lines(block: Block, change: Callable[[Inlines], Inlines]) -> Block:
    """The block with every line of its words changed."""
    if isinstance(block, Table):
        return replace(block, rows=tuple(tuple(change(cell) for cell in row) for row in block.rows))
    if isinstance(block, Caption):
        left, right = tuple(map(change, block.left)), tuple(map(change, block.right))
        return Caption(change(block.court), left, right)
    if isinstance(block, Signature):
        return Signature(tuple(map(change, block.lines)))
    if isinstance(block, Figure):
        return replace(block, caption=change(block.caption))
    if isinstance(block, Heading | Paragraph | Numbered | Bullet | Quotation):
        changes: dict[str, Any] = {"inlines": change(block.inlines)}
        return replace(block, **changes)
    return block


def _with_children(inline: Inline, deep: Callable[[Inlines], Inlines]) -> Inline:
    if isinstance(inline, Emphasis | Sourced | Cite | Verify):
        return replace(inline, children=deep(inline.children))
    return inline
