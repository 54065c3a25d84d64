"""What is wrong in a template before any matter is drafted from it: names that are nowhere, passages nobody reaches.

Read from the template's own text and its parsed tags; what depends on a matter's values is told when it is drafted.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

from jinja2 import Environment, TemplateSyntaxError, nodes
from pydantic import BaseModel

from discovery.core.answers import Answer
from discovery.core.drafts import TemplateText, environment, tags_on_own_lines
from discovery.core.library import Library
from discovery.core.lint import lint_template
from discovery.core.matter import Matter, Person
from discovery.core.problems import Problem
from discovery.core.roles import ONLY_VALUES, WITH_BODY, WITHOUT_BODY
from discovery.core.template_passages import compared_with, unreached
from discovery.core.template_values import calls_in, lists_of, strings_of, values
from discovery.core.values import Fact, Plain
from discovery.core.views import PersonView, SignView

_LEXER = Environment(lstrip_blocks=True, autoescape=True)
_ROLE = re.compile(r"(?<![\\{])\{([a-z]+):([^{}|]*)")
_NOTE = re.compile(r"\[\^([^\]\n]+)\](:?)")
_CURLY = re.compile(r"[“”‘’]")
_VIEW = {name for each in (Fact, Plain, PersonView, SignView) for name in dir(each) if not name.startswith("_")}
"""What a field of the intake can be asked for: given, on, basis and so on."""
EXHIBIT_ROLES = ("exhibit", "bates", "ex")
LAW = ("cite", "words_of", "stands_for")
"""Functions that take an authority and one of its propositions."""


@dataclass(frozen=True)
class Shelf:
    """Every id a template may name."""

    authorities: Mapping[str, frozenset[str]]
    others: Mapping[str, frozenset[str]]
    """By the function that looks it up: find, policy, conflict, demand, demand_state."""
    exhibits: frozenset[str] = frozenset()

    @classmethod
    def of(cls, library: Library, exhibits: Iterable[str]) -> "Shelf":
        """The ids of a library, and the keys of exhibits."""
        demands = frozenset(each.id for each in library.demands)
        return cls(
            {each.id: frozenset(point.id for point in each.propositions) for each in library.authorities},
            {
                "find": frozenset(each.id for each in library.findings),
                "policy": frozenset(each.id for each in library.policies),
                "conflict": frozenset(each.id for each in library.conflicts),
                "demand": demands,
                "demand_state": demands,
            },
            frozenset(exhibits),
        )


NOUNS = {"find": "finding", "policy": "policy", "conflict": "conflict", "demand": "demand", "demand_state": "demand"}


def lint_templates(texts: Sequence[TemplateText], shelf: Shelf) -> tuple[Problem, ...]:
    """Everything wrong in these templates, parts and figures, by file and line; all at once."""
    by_name = {each.name.removeprefix("office ").removeprefix("templates/"): each for each in texts}
    found: list[tuple[str, int, Problem]] = []
    used: set[str] = set()
    for each in texts:
        reading = _Reading(each, shelf)
        found += [(each.name, line, _problem(each.name, line, *said)) for line, *said in reading.problems()]
        found += [(each.name, _line_of(problem), problem) for problem in lint_template(each.name, each.text)]
        used |= reading.used
    for name, text in by_name.items():
        if name.startswith("parts/") and name not in used:
            step = "Include it where it is needed, or remove the file."
            found.append((text.name, 1, _problem(text.name, 1, "no template includes this part.", step)))
    return tuple(dict.fromkeys(problem for _, _, problem in sorted(found, key=lambda one: (one[0], one[1]))))


def _problem(name: str, line: int, what: str, step: str = "") -> Problem:
    return Problem(where=f"{name} line {line}", what=what, next_step=step)


def _line_of(problem: Problem) -> int:
    number = problem.where.rpartition(" ")[2]
    return int(number) if number.isdigit() else 1


Said = tuple[int, str, str]
"""Line, what is wrong, what to do."""


class _Reading:
    """One template read: its words, and its tags as jinja parses them."""

    def __init__(self, text: TemplateText, shelf: Shelf) -> None:
        self.text, self.shelf = text, shelf
        self.used: set[str] = set()
        """The parts it includes or imports."""

    def problems(self) -> Iterator[Said]:
        """What is wrong in it, by line."""
        try:
            tree = environment(lambda _: None).parse(self.text.text, name=self.text.name)
        except TemplateSyntaxError as error:
            yield error.lineno, f"{error.message}.", _typed_in_word(self._line(error.lineno))
            return
        yield from self._words()
        yield from self._strings()
        yield from self._calls(tree)
        yield from self._passages(tree)
        yield from self._fields(tree)
        loads = tree.find_all((nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends))
        for load in loads:
            self.used |= {each.value for each in load.find_all(nodes.Const) if isinstance(each.value, str)}

    def _line(self, number: int) -> str:
        lines = self.text.text.split("\n")
        return lines[number - 1] if 0 < number <= len(lines) else ""

    # --- words -----------------------------------------------------------------------------------------------

    def _words(self) -> Iterator[Said]:
        """Roles nobody knows, exhibits that are nowhere, footnotes without a text or without a place."""
        defined: dict[str, int] = {}
        called: dict[str, int] = {}
        for number, line in self._prose():
            for role in _ROLE.finditer(line):
                yield from ((number, *said) for said in self._role(*role.groups()))
            for note in _NOTE.finditer(line):
                begins = not line[: note.start()].strip() and note[2]
                (defined if begins else called).setdefault(note[1], number)
        for label in defined.keys() - called.keys():
            step = _near(label, called.keys() - defined.keys(), "Call it in the text, or remove it.")
            yield defined[label], f"footnote [^{label}] is called nowhere.", step
        for label in called.keys() - defined.keys():
            yield called[label], f"footnote [^{label}] has no text.", f"Write a line that begins [^{label}]: …"

    def _prose(self) -> Iterator[tuple[int, str]]:
        parts = []
        for _, kind, value in _LEXER.lex(tags_on_own_lines(self.text.text)):
            parts.append(value if kind == "data" else "\n" * value.count("\n"))
        yield from enumerate("".join(parts).split("\n"), start=1)

    def _role(self, name: str, argument: str) -> Iterator[tuple[str, str]]:
        if name in ONLY_VALUES:
            yield f"{{{name}:…}} is made by values only.", "Print the value or call the function instead."
        elif name not in WITH_BODY | WITHOUT_BODY:
            roles = WITH_BODY | WITHOUT_BODY
            yield f"“{name}” is not a role.", _near(name, roles, f"Known are {', '.join(sorted(roles))}.")
        elif name in EXHIBIT_ROLES:
            key, colon, page = argument.partition(":")
            yield from self._exhibit(key.strip())
            # A key or a page that a tag prints is not there yet.
            lacks = name == "bates" and not colon
            if key and (lacks or page) and not re.fullmatch(r"[1-9]\d*", page.strip()):
                said = f"{{{name}:{argument}}} names no page."
                yield said, f"Write {{{name}:KEY:PAGE}}, the first page being 1."

    def _exhibit(self, key: str) -> Iterator[tuple[str, str]]:
        if key and key not in self.shelf.exhibits:
            step = "Name it in a head's needs_exhibits, or list it in the matter's exhibits/index.toml."
            yield f"no exhibit is called “{key}”.", _near(key, self.shelf.exhibits, step)

    # --- tags ------------------------------------------------------------------------------------------------

    def _strings(self) -> Iterator[Said]:
        """Quotation marks as a typewriter has them, in words that a tag prints."""
        for line, kind, value in _LEXER.lex(tags_on_own_lines(self.text.text)):
            inside = value[1:-1] if kind == "string" else ""
            if re.search(r"\s", inside) and re.search(r"[\"']", inside):
                said = f"straight quotes stand inside a tag: {inside.strip()[:60]}"
                yield line, f"{said}.", "Write ’ or “ ” in words that are printed."

    def _calls(self, tree: nodes.Template) -> Iterator[Said]:
        for call, strings in calls_in(tree, strings_of(tree), lists_of(tree)):
            name = call.node.name if isinstance(call.node, nodes.Name) else ""
            given = [values(argument, strings) for argument in call.args]
            if name in LAW and len(given) > 1:
                yield from ((call.lineno, *said) for said in self._law(given[0], given[1]))
            elif name in self.shelf.others and given:
                for key in sorted(given[0] - self.shelf.others[name]):
                    step = _near(key, self.shelf.others[name], "Correct the id, or add it to record/.")
                    yield call.lineno, f"no {NOUNS[name]} is called “{key}”.", step
            elif name in EXHIBIT_ROLES and given:
                for key in given[0]:
                    yield from ((call.lineno, *said) for said in self._exhibit(key))

    def _law(self, keys: frozenset[str], points: frozenset[str]) -> Iterator[tuple[str, str]]:
        step = "`discovery authorities` lists what is recorded."
        known = [key for key in keys if key in self.shelf.authorities]
        for key in sorted(keys - set(known)):
            yield f"no authority is called “{key}”.", _near(key, self.shelf.authorities, step)
        recorded = {point for key in known for point in self.shelf.authorities[key]}
        for point in sorted(points - recorded) if known else ():
            yield f"{' or '.join(sorted(known))} is not recorded for “{point}”.", _near(point, recorded, step)

    def _passages(self, tree: nodes.Template) -> Iterator[Said]:
        """Passages that nothing can reach, and comparisons with what a field of the intake cannot be."""
        types = _types(tree)
        step = "Take the passage out, or make its condition depend on an answer that is still open there."
        for line in unreached(tree, lambda expression: _choices(expression, types)):
            yield line, "this passage is never reached.", step
        for test in tree.find_all(nodes.Compare):
            expression, words, _ = compared_with(test) or (test, frozenset[str](), True)
            choices = _choices(expression, types)
            for word in sorted(words - choices) if choices else ():
                name = getattr(expression, "attr", "")
                yield test.lineno, f"“{word}” is nothing that “{name}” of the intake can be.", _near(word, choices)

    def _fields(self, tree: nodes.Template) -> Iterator[Said]:
        """Fields of the intake that it does not have; each entry of a list by the name a loop gives it."""
        known = _types(tree)
        for got in tree.find_all(nodes.Getattr):
            base = _type_of(got.node, known)
            fields = _fields_of(base)
            if fields is not None and got.attr not in fields | _VIEW | {"path"}:
                step = _near(got.attr, fields, "Correct the name, or add the field to the intake (core/matter.py).")
                yield got.lineno, f"the intake has no “{got.attr}” in {base.__name__.lower()}.", step


def _types(tree: nodes.Template) -> dict[str, Any]:
    """What each name is in the intake: the matter, and each entry of a list by the name a loop gives it."""
    types: dict[str, Any] = {"matter": Matter}
    for loop in tree.find_all(nodes.For):
        here = _type_of(loop.iter, types)
        if isinstance(loop.target, nodes.Name) and get_origin(here) is tuple:
            types[loop.target.name] = get_args(here)[0]
    again = _assigned_twice(tree)
    return {name: kind for name, kind in types.items() if name not in again}


def _choices(expression: nodes.Node, types: Mapping[str, Any]) -> frozenset[str]:
    """The words a field of the intake can be, where they are listed."""
    if not isinstance(expression, nodes.Getattr):
        return frozenset()
    base = _type_of(expression.node, types)
    if expression.attr not in (_fields_of(base) or ()) or expression.attr not in base.model_fields:
        return frozenset()
    return frozenset(_words_of(base.model_fields[expression.attr].annotation))


def _words_of(annotation: Any) -> Iterator[str]:
    """The words of an enumeration, also where the field may be empty or is an answer."""
    if isinstance(annotation, type) and issubclass(annotation, Answer):
        annotation = annotation.__pydantic_generic_metadata__["args"][0]
    if isinstance(annotation, type) and issubclass(annotation, StrEnum):
        yield from map(str, annotation)
    elif get_origin(annotation) is Literal:
        yield from (each for each in get_args(annotation) if isinstance(each, str))
    elif get_origin(annotation) in (Union, UnionType):
        parts = [[*_words_of(each)] for each in get_args(annotation) if each is not type(None)]
        yield from (word for each in parts for word in each) if all(parts) else ()


def _near(word: str, choices: Iterable[str], step: str = "") -> str:
    """The nearest of the names there are, then what else to do."""
    known = sorted(choices)
    near = get_close_matches(word, known, n=1, cutoff=0.6)
    if not near:
        return step or (f"It can be: {', '.join(known)}." if len(known) <= _FEW else "")
    return f"Did you mean “{near[0]}”? {step}".strip()


_FEW = 12


def _typed_in_word(line: str) -> str:
    if _CURLY.search("".join(re.findall(r"\{[{%].*?[}%]\}", line))):
        return "Inside a tag, strings stand between straight quotes: a word processor has turned them."
    return ""


def _assigned_twice(tree: nodes.Template) -> set[str]:
    """Names a template gives to more than one thing: what they hold is not followed."""
    names = [each.target.name for each in tree.find_all(nodes.For) if isinstance(each.target, nodes.Name)]
    named = [each.target.name for each in tree.find_all(nodes.Assign) if isinstance(each.target, nodes.Name)]
    parameters = [each.name for macro in tree.find_all(nodes.Macro) for each in macro.args]
    return {name for name in names if names.count(name) > 1} | set(named) | set(parameters)


def _type_of(node: nodes.Node, types: Mapping[str, Any]) -> Any:
    """The kind of record, or tuple of records, a tag's expression is in the intake; None where that is not known."""
    if isinstance(node, nodes.Name):
        return types.get(node.name)
    if isinstance(node, nodes.Getattr):
        base = _type_of(node.node, types)
        return _plain(base.model_fields[node.attr].annotation) if node.attr in (_fields_of(base) or ()) else None
    if isinstance(node, nodes.Getitem):
        base = _type_of(node.node, types)
        return get_args(base)[0] if get_origin(base) is tuple else None
    return None


def _plain(annotation: Any) -> Any:
    if isinstance(annotation, type) and issubclass(annotation, Answer):
        return None
    return annotation


def _fields_of(kind: Any) -> set[str] | None:
    if not (isinstance(kind, type) and issubclass(kind, BaseModel)) or issubclass(kind, Answer):
        return None
    return set(kind.model_fields) | ({"initials"} if issubclass(kind, Person) else set())
