"""From a template and what it may see to a paper: rendered in a sandbox, parsed, checked, and what is open listed."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import CodeType
from typing import Any, Literal

from jinja2 import FunctionLoader, StrictUndefined, TemplateError, TemplateSyntaxError, UndefinedError
from jinja2.bccache import Bucket, BytecodeCache
from jinja2.exceptions import TemplateNotFound
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import missing
from markupsafe import Markup

from discovery.core.blocks import Copy, Paper, PaperKind, Sourced
from discovery.core.exhibits import ExhibitNumbers
from discovery.core.inlines import every_inline, inlines_of, text_of
from discovery.core.marking import OPEN, Md, escape, join, mark, role
from discovery.core.markup import Drawing, Parsed, parse
from discovery.core.problems import Problem
from discovery.core.record import Record
from discovery.core.values import MisuseError, Value, finalize, number_word, series, with_article
from discovery.errors import InputError

LEGEND = "PRIVILEGED AND CONFIDENTIAL — ATTORNEY WORK PRODUCT"


class TemplateHead(Record):
    """The head of a template, between its +++ lines."""

    title: str
    purpose: str
    kind: PaperKind
    input: Literal["matter", "request", "volume"] = "matter"
    """What it is made from; a volume's paper also sees its matter."""
    formats: tuple[Literal["docx", "pdf", "html", "txt"], ...] = ("docx", "pdf", "html", "txt")
    filing: bool = True
    needs_exhibits: tuple[str, ...] = ()
    names_exhibits: tuple[str, ...] = ()
    """Exhibits that a passage names: one that is not in the bundle is open only where that passage is printed."""
    set: tuple[str, ...] = ()


@dataclass(frozen=True)
class TemplateText:
    """A template as read: its text, with the head as blank lines so that line numbers stay right."""

    name: str
    """templates/NAME as errors call it, “office templates/NAME” where a matter's office has it."""
    text: str
    sha256: str
    override: bool = False


@dataclass(frozen=True)
class Template:
    """A template with its head."""

    id: str
    head: TemplateHead
    source: TemplateText


Load = Callable[[str], TemplateText | None]


# --- rendering ------------------------------------------------------------------------------------------------


_OWN_LINE = re.compile(
    r"^[ \t]*(?P<tags>(?:(?:\{%(?:(?!%\}).)*%\}|\{#(?:(?!#\}).)*#\})[ \t]*)+)\n", re.MULTILINE | re.DOTALL
)


def tags_on_own_lines(source: str) -> str:
    """The template with each line that holds only tags made to print nothing, not even its line end.

    The line end goes into a comment, so that lines keep their numbers. A tag after words keeps its line end: jinja's
    own trim_blocks would run such a line into the next and join two paragraphs.
    """

    def without_end(match: "re.Match[str]") -> str:
        tags = match["tags"].rstrip()
        return match.group() if tags.endswith(("-%}", "-#}")) else f"{tags}{{#\n#}}"

    return _OWN_LINE.sub(without_end, source)


class _Marks(Extension):
    """Notes on every line that a template prints where it stands in the template."""

    # The parameters are Jinja's own.
    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:  # noqa: ARG002
        return tags_on_own_lines(source)

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        name = stream.filename or stream.name or "template"
        for token in stream:
            if token.type != "data":
                yield token
                continue
            lines = token.value.split("\n")
            marked = [f"{line}{mark(f'{name} line {token.lineno + at}')}" for at, line in enumerate(lines[:-1])]
            yield Token(token.lineno, "data", "\n".join([*marked, lines[-1]]))


class _Missing(StrictUndefined):
    """Says what is missing in words."""

    @property
    def _undefined_message(self) -> str:
        if self._undefined_hint:
            return self._undefined_hint
        if self._undefined_obj is missing or self._undefined_obj is None:
            return f"there is nothing called “{self._undefined_name}”"
        path = getattr(self._undefined_obj, "path", "") or type(self._undefined_obj).__name__
        return f"{path} has no answer called “{self._undefined_name}”"


class _Drawing:
    """Prints values into a drawing as plain text, and remembers what they rest on."""

    def __init__(self) -> None:
        self.sources: list[str] = []

    def __call__(self, value: object) -> Any:
        if isinstance(value, Markup) and not isinstance(value, Md) and OPEN not in value:
            return value
        if isinstance(value, int | float) and not isinstance(value, bool):
            return str(value)
        words = []
        for block in parse(str(finalize(value))).blocks:
            for line in inlines_of(block):
                words.append(text_of(line))
                self.sources += [each.source for each in every_inline(line) if isinstance(each, Sourced)]
        return " ".join(words)


_FILTERS = (
    *("first", "last", "length", "count", "list", "map", "select", "reject", "selectattr", "rejectattr"),
    *("groupby", "sort", "unique", "reverse", "batch", "slice", "sum", "min", "max", "abs", "int", "round"),
)


class _Compiled(BytecodeCache):
    """Keeps compiled templates while the program runs; a template whose text changed is compiled anew."""

    def __init__(self) -> None:
        self.kept: dict[str, tuple[str, CodeType | None]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        checksum, code = self.kept.get(bucket.key, ("", None))
        if checksum == bucket.checksum:
            bucket.code = code

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.kept[bucket.key] = (bucket.checksum, bucket.code)


_PAPERS, _DRAWINGS = _Compiled(), _Compiled()


def environment(load: Load, drawing: _Drawing | None = None) -> ImmutableSandboxedEnvironment:
    """A sandbox that knows our values; for a drawing, values become plain text and then XML text."""
    made = ImmutableSandboxedEnvironment(
        loader=FunctionLoader(lambda name: _loaded(load, name)),
        undefined=_Missing,
        autoescape=True,
        trim_blocks=drawing is not None,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=drawing or finalize,
        extensions=[] if drawing else [_Marks],
        cache_size=0,
        bytecode_cache=_DRAWINGS if drawing else _PAPERS,
    )
    made.filters = {name: made.filters[name] for name in _FILTERS}
    made.filters |= {"upper": _upper, "lower": _lower, "capital": _capital, "series": series, "words": number_word}
    made.filters |= {"the": with_article}
    made.filters |= {"join": lambda items, between="": join([finalize(item) for item in items], escape(between))}
    made.globals = {"range": made.globals["range"], "number": number_word, "zip": zip, "min": min, "max": max}
    return made


def _loaded(load: Load, name: str) -> tuple[str, str, Callable[[], bool]] | None:
    found = load(name)
    return (found.text, found.name, lambda: True) if found else None


def _upper(value: object) -> object:
    return value.changed(str(value).upper()) if isinstance(value, Value) and value else value_or(value, str.upper)


def _lower(value: object) -> object:
    return value.changed(str(value).lower()) if isinstance(value, Value) and value else value_or(value, str.lower)


def _capital(value: object) -> object:
    """The first letter as a capital, the rest as it is."""

    def change(text: str) -> str:
        return text[:1].upper() + text[1:]

    return value.changed(change(str(value))) if isinstance(value, Value) and value else value_or(value, change)


def value_or(value: object, change: Callable[[str], str]) -> object:
    """A string changed; anything else (a blank, a view) as it is."""
    return change(value) if type(value) is str else value


THE_TEMPLATES_OWN = (TemplateError, MisuseError, InputError, TypeError, ArithmeticError)
"""What goes wrong because of what a template asks for."""


def render(template: Template, context: Mapping[str, Any], load: Load) -> str:
    """The template's text with its values; InputError names file, line and what is missing."""
    try:
        return environment(load).get_template(f"{template.id}.j2").render(context)
    except THE_TEMPLATES_OWN as error:
        raise _explained(template, error) from error


def _explained(template: Template, error: Exception) -> InputError:
    if isinstance(error, TemplateSyntaxError):
        where, what = f"{error.filename or template.source.name} line {error.lineno}", f"{error.message}"
    elif isinstance(error, TemplateNotFound):
        where, what = _place(template, error), f"there is no template “{error.name}”"
    else:
        where, what = _place(template, error), error.message if isinstance(error, InputError) else str(error)
    step = "Correct the name, or add the field to the intake." if isinstance(error, UndefinedError) else ""
    problems = [Problem(where=where, what=_sentence(what or "it cannot be rendered"), next_step=step)]
    problems += [each for each in getattr(error, "problems", ()) if isinstance(each, Problem)]
    return InputError(f"The template {template.id} cannot be rendered:", problems)


def _sentence(words: str) -> str:
    return words if words.endswith((".", "?", "!")) else f"{words}."


def _place(template: Template, error: Exception) -> str:
    """The innermost template line of the error's traceback."""
    place, step = template.source.name, error.__traceback__
    while step is not None:
        name = step.tb_frame.f_code.co_filename
        if name.endswith((".j2", ".svg.j2")):
            place = f"{name} line {step.tb_lineno}"
        step = step.tb_next
    return place


def draw(name: str, context: Mapping[str, Any], load: Load, template: Template) -> Drawing | None:
    """A figure from templates/figures/NAME.svg.j2, with the ids of the values it shows."""
    if load(f"figures/{name}.svg.j2") is None:
        return None
    drawing = _Drawing()
    try:
        svg = environment(load, drawing).get_template(f"figures/{name}.svg.j2").render(context)
    except THE_TEMPLATES_OWN as error:
        raise _explained(template, error) from error
    return Drawing(svg.strip(), tuple(dict.fromkeys(drawing.sources)))


# --- the paper ------------------------------------------------------------------------------------------------


def compose_paper(
    template: Template,
    context: Mapping[str, Any],
    load: Load,
    *,
    copy: Copy,
    day: str,
    numbers: ExhibitNumbers | None = None,
    sample: bool = False,
    portal_title: str = "",
    meta: Mapping[str, str] | None = None,
) -> Paper:
    """Render, parse and assemble one paper."""
    parsed: Parsed = parse(
        render(template, context, load),
        numbers,
        lambda name: draw(name, context, load, template),
        template.source.name,
    )
    head = template.head
    return Paper(
        template=template.id,
        title=head.title,
        kind=head.kind,
        copy=copy,
        blocks=parsed.blocks,
        notes=parsed.notes,
        sample=sample,
        header=LEGEND if head.kind is PaperKind.PRIVILEGED else "",
        day=day,
        portal_title=portal_title,
        meta=dict(meta or {}),
    )


def blank(key: str, what: object) -> Md:
    """A place for counsel to fill."""
    return role("blank", key, body=finalize(what))


def verify(reason: str, text: object) -> Md:
    """Words counsel must check."""
    return role("verify", reason, body=finalize(text))


def exhibit(key: object) -> Md:
    """The letter of an exhibit."""
    return role("exhibit", str(key))


def bates(key: object, page: int = 1) -> Md:
    """The Bates number of a page of an exhibit."""
    return role("bates", f"{key}:{page}")


def ex(key: object, page: int | None = None) -> Md:
    """An exhibit as a citation has it, with the Bates number of a page: Ex. B at DOE-000013."""
    return role("ex", f"{key}:{page}" if page else str(key))


FUNCTIONS: Mapping[str, Any] = {"blank": blank, "verify": verify, "exhibit": exhibit, "bates": bates, "ex": ex}

__all__ = ["FUNCTIONS", "Template", "TemplateHead", "TemplateText", "compose_paper", "render"]
