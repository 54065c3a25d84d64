"""What template prose and papers may not say: no fact without a source, no act of an agency, nobody in an image.

`lint_template` reads a template's own words, `lint_paper` a parsed paper. Both list every place.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from jinja2 import Environment, TemplateSyntaxError

from discovery.core.blocks import (
    Cite,
    Emphasis,
    Figure,
    Inline,
    Inlines,
    LineBreak,
    PageBreak,
    Paper,
    Sourced,
    Text,
)
from discovery.core.citation_forms import Found, find_typed, legible, longest
from discovery.core.depicted import identifications
from discovery.core.drafts import tags_on_own_lines
from discovery.core.inlines import every_inline, text_of
from discovery.core.lookalikes import typed_otherwise
from discovery.core.opening import every_line, places
from discovery.core.problems import Problem

VALUE = "\ufffc"
"""Stands for a value or a role where only the prose around it is read."""

_MONTH = re.compile(
    r"\b(January|February|March|April|June|July|August|September|October|November|December)\b(?!\s+term)"
)
_ROLE = re.compile(r"\{[a-z]+:[^{}]*\}")
_ASIDE = re.compile(r"\{blank:[^{}]*\}")
_REASON = re.compile(r"\{verify:[^{}|]*\|?")
_TAG = re.compile(r"<[^>]*>")
_LIST_NUMBER = re.compile(r"^\s*\d+[.)]\s")
_FOOTNOTE = re.compile(r"\[\^[^\]]*\]:?")
_LEXER = Environment(lstrip_blocks=True, autoescape=True)

AGENCIES = (
    r"NYPD|New York City Police Department|Police Department|the police|FDNY|HIDTA|FIS|RTCC|Clearview(?: AI)?"
    r"|DataWorks|Facial Identification Section|Real[- ]Time Crime Center|Homeland Security|detectives?"
    r"|police officers?|the prosecution|the People|the District Attorney"
)
ACTS = (
    "ran|run|used|uses|searched|searches|conducted|submitted|uploaded|made|obtained|gave|received|arrested|showed|"
    "shows|said|says|stated|states|claimed|claims|told|denied|denies|disclosed|withheld|refused|answered|served|"
    "filed|certified|produced|edited|altered|enhanced|cropped|stored|shared|sent|asked|opened|began|adopted|issued|"
    "signed|violated|deviated|departed|failed|concealed|misled|admitted|acknowledged|identified|chose|selected"
)
_ACT = re.compile(
    rf"\b(?:{AGENCIES})\b(?:’s \w+)?\s+(?:(?:has|have|had|did|also|then|never|not|later|first|itself|officers)\s+)*"
    rf"(?:{ACTS})\b",
    re.IGNORECASE,
)
_NO_CLAIM = re.compile(
    r"\b(if|whether|any|every|each|where|when|unless|should|may|might|must|would|could|shall|to the extent)\b",
    re.IGNORECASE,
)
_LIKE_A_CASE = re.compile(r" (?:-?vs?\.?-?|against) |\b(?:[Ii]n [Rr]e|[Ii]d\.|[Ii]bid|supra|infra|Amendments?)\b")
_DIGIT = re.compile(r"\d")
_WITH_FIGURE = re.compile(r"\S*\d[^\s\ufffc]*")
_IN_QUOTES = re.compile(r"“([^”“]*)”|\"([^\"\n]*)\"|^[ \t]*>[ \t]+(.*)$", re.MULTILINE)
LONGEST_TERM = 4
"""Spaces in the longest words that a template may put in quotation marks itself: a term, a field of a form."""
_FIGURE = "template prose has the figure “{}”."
_COMPARES = ("==", "!=", "is_(")
"""What stands before a string that is compared with and not printed."""
_FIGURE_IN_WORDS = re.compile(r"(?<=\s)\S*\d\S*|\S*\d\S*(?=\s)")
_SENTENCE = re.compile(r"[^.;?!\n]+")


# --- templates --------------------------------------------------------------------------------------------------


@lru_cache(maxsize=256)
def lint_template(name: str, text: str) -> tuple[Problem, ...]:
    """Every place where a template's own words state a fact; `text` is without its head.

    Of a drawing (.svg.j2) the words between its tags are read.
    """
    try:
        prose = _prose(text)
    except TemplateSyntaxError as error:
        return (Problem(where=f"{name} line {error.lineno}", what=f"{error.message}."),)
    if name.endswith(".svg.j2"):
        prose = _TAG.sub(_kept_lines, prose)
    found = [*_by_line(name, prose), *_typed_in(name, text)]
    for line, paragraph in _paragraphs(prose):
        found += [Problem(where=f"{name} line {line}", what=what, next_step=step) for what, step in _acts(paragraph)]
    return tuple(found)


def _prose(text: str) -> str:
    """The template's own words on their lines, a value or role as one character."""
    out = []
    for _, kind, value in _LEXER.lex(tags_on_own_lines(text)):
        if kind == "data":
            out.append(value)
        elif "\n" in value:
            out.append("\n" * value.count("\n"))
        elif kind in {"variable_begin"}:
            out.append(VALUE)
    prose = "".join(out)
    while (shorter := _ROLE.sub(_kept_lines, prose)) != prose:
        prose = shorter
    return prose


def _typed_in(name: str, text: str) -> Iterator[Problem]:
    """Every citation and quotation typed into a template, in its words or in a string of its tags, and every figure
    in a string that is printed.

    What a blank asks counsel to read, and the reason beside words to verify, leave the office with no paper; each is
    held to the law data when the paper is rendered.
    """
    out = []
    printed, before = False, ""
    for line, kind, value in _LEXER.lex(tags_on_own_lines(text)):
        printed = kind == "variable_begin" or (printed and kind != "variable_end")
        if kind == "data":
            out.append(value)
        elif kind == "string":
            yield from (_typed(name, line, each.text) for each in _cited(value))
            yield from (_quoted(name, line, words) for _, words in _quotations(value[1:-1]))
            if printed and not before.endswith(_COMPARES) and (figure := _FIGURE_IN_WORDS.search(value[1:-1])):
                yield Problem(where=f"{name} line {line}", what=_FIGURE.format(figure[0]), next_step=FROM_VALUE)
            out.append("\n" * value.count("\n"))
        else:
            out.append("\n" * value.count("\n") if "\n" in value else VALUE if kind == "variable_begin" else "")
        before = before[-9:] + value.strip()
    words = _ASIDE.sub(_kept_lines, _REASON.sub(_kept_lines, "".join(out)))
    if name.endswith(".svg.j2"):
        words = _TAG.sub(_kept_lines, words)
    seen = legible(words)
    for found in _cited(seen):
        yield _typed(name, seen.count("\n", 0, found.start) + 1, found.text)
    for start, quoted in _quotations(words):
        yield _quoted(name, words.count("\n", 0, start) + 1, quoted)


def _cited(words: str) -> tuple[Found, ...]:
    """Every citation, reference back and other form of a citation in a template's words."""
    seen = legible(words)
    return longest([*find_typed(seen), *typed_otherwise(seen)])


def _quotations(words: str) -> Iterator[tuple[int, str]]:
    """What stands in quotation marks, or as a block quotation, and is too long for a term of art."""
    for found in _IN_QUOTES.finditer(words):
        quoted = " ".join(next(each for each in found.groups() if each is not None).split())
        if VALUE not in quoted and quoted.count(" ") >= LONGEST_TERM:
            yield found.start(), quoted


def _quoted(name: str, line: int, words: str) -> Problem:
    what = f"the quotation “{words if len(words) <= 60 else words[:59] + '…'}” is typed."
    step = "Print the words as they were read: words_of(AUTHORITY, PROPOSITION), or a policy's or finding's own."
    return Problem(where=f"{name} line {line}", what=what, next_step=step)


def _typed(name: str, line: int, words: str) -> Problem:
    step = "Cite it through cite(AUTHORITY, PROPOSITION); `discovery authorities` lists what is recorded."
    return Problem(where=f"{name} line {line}", what=f"the citation “{words}” is typed.", next_step=step)


def _kept_lines(match: "re.Match[str]") -> str:
    return VALUE + "\n" * match.group().count("\n")


def _by_line(name: str, prose: str) -> Iterator[Problem]:
    for number, whole in enumerate(prose.split("\n"), start=1):
        line = _FOOTNOTE.sub("", _LIST_NUMBER.sub("", whole))
        if re.match(r"\s*(:::\s*(?!pagebreak)\w+|\|[\s:|-]+\|?\s*$)", line):
            continue
        where = f"{name} line {number}"
        if found := re.search(r"\S*\d\S*", line):
            yield Problem(where=where, what=_FIGURE.format(found.group()), next_step=FROM_VALUE)
        if found := _MONTH.search(line):
            yield Problem(where=where, what=f"template prose has the date “{found.group()}”.", next_step=FROM_VALUE)


FROM_VALUE = "Take it from a value, a finding or cite(), or put it into a role."


def _paragraphs(prose: str) -> Iterator[tuple[int, str]]:
    start, lines = 1, list[str]()
    for number, line in enumerate(prose.split("\n"), start=1):
        begins = bool(re.match(r"\s*(\d+[.)]|-|>|\||:::|#)", line))
        if (not line.strip() or begins) and lines:
            yield start, " ".join(lines)
            lines = []
        if line.strip():
            start = number if not lines else start
            lines.append(_LIST_NUMBER.sub("", line).strip())
    if lines:
        yield start, " ".join(lines)


def _acts(paragraph: str) -> Iterator[tuple[str, str]]:
    for sentence in _SENTENCE.findall(paragraph):
        found = _ACT.search(sentence)
        if found and not _NO_CLAIM.search(sentence[: found.start()]):
            what = f"template prose says what an agency or party did: “{found.group().strip()}”."
            yield what, "Print the answer, finding or policy that says so, or make it a question of law."


# --- papers -----------------------------------------------------------------------------------------------------


def lint_paper(paper: Paper, known: "Known | None" = None, people: Sequence[str] = ()) -> tuple[Problem, ...]:
    """Every place where a paper states what nothing vouches for, names an id that is not there, or says who is in an
    image; `people` are the names the defendant goes by."""
    found: list[Problem] = []
    for where, line in _lines(paper):
        found += [Problem(where=where, what=what, next_step=step) for what, step in _unsourced(line)]
        found += [Problem(where=where, what=what, next_step=step) for what, step in identifications(line, people)]
        if known:
            found += [Problem(where=where, what=what) for what in _unknown_ids(line, known)]
    return tuple(dict.fromkeys(found))


def _lines(paper: Paper) -> Iterator[tuple[str, Inlines]]:
    yield from ((where, line) for _, where, line in every_line(paper))
    for block, where in places(paper.blocks):
        if isinstance(block, Figure) and not block.caption:
            yield where, (Text(block.alt),)
        if isinstance(block, PageBreak):
            yield where, (Text(block.title),)
    for number, note in enumerate(paper.notes, start=1):
        yield f"footnote {number}", note


def _unsourced(line: Inlines) -> Iterator[tuple[str, str]]:
    yield from _said_on_nothing(legible(_own_words(line)))


@lru_cache(maxsize=1024)
def _said_on_nothing(prose: str) -> tuple[tuple[str, str], ...]:
    """What is wrong with a template's own words, which come again in every paper made of it."""
    figures = _WITH_FIGURE.finditer(prose) if _DIGIT.search(prose) else ()
    found = [(f"“{each.group().strip(VALUE)}” rests on nothing.", FROM_VALUE) for each in figures]
    found += [(f"the date “{each.group()}” rests on nothing.", FROM_VALUE) for each in _MONTH.finditer(prose)]
    for name in _cited(prose) if _LIKE_A_CASE.search(prose) else ():
        step = "Cite it through cite(AUTHORITY, PROPOSITION)."
        found.append((f"the citation “{name.text}” rests on nothing.", step))
    return (*found, *_acts(prose))


def _own_words(line: Inlines) -> str:
    """A line with everything that has a source as one character."""
    parts = []
    for inline in line:
        if isinstance(inline, Text):
            parts.append(inline.text)
        elif isinstance(inline, Emphasis):
            parts.append(_own_words(inline.children))
        else:
            parts.append(" " if isinstance(inline, LineBreak) else VALUE)
    return "".join(parts)


@dataclass(frozen=True)
class Known:
    """Every id a paper may rest on."""

    ids: frozenset[str]
    """finding:…, policy:…, authority:A/P, demand:… and so on, written out."""
    answers: frozenset[str] = frozenset()
    """Paths of the intake, each with what it lies under."""

    def has(self, source: str) -> bool:
        """Whether the id is there."""
        kind, _, key = source.partition(":")
        if kind == "intake":
            return key in self.answers
        if kind in {"given", "judgements", "agency", "foil"}:
            return bool(key)
        return source in self.ids


def _unknown_ids(line: Inlines, known: Known) -> Iterator[str]:
    for inline in every_inline(line):
        source = _id_of(inline)
        if source and not known.has(source):
            yield f"“{text_of((inline,))}” rests on {source}, which is not there."


def _id_of(inline: Inline) -> str:
    if isinstance(inline, Sourced):
        return inline.source
    return f"authority:{inline.authority}/{inline.proposition}" if isinstance(inline, Cite) else ""
