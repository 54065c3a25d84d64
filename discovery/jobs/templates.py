"""List the templates there are, a folder's own before its office's and the shipped ones; lint and compare them."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path

from discovery.core.drafts import Template
from discovery.core.problems import Problem
from discovery.core.template_lint import Shelf, lint_templates
from discovery.errors import InputError
from discovery.files.library import read_library
from discovery.files.matter_folder import MATTER, read_matter_folder
from discovery.files.office import record_folders
from discovery.files.shipped import TEMPLATES
from discovery.files.templates import HOUSE, Templates, templates_of

OWN, OFFICE, SHIPPED = "your own", "your office’s", "the shipped one"


@dataclass(frozen=True)
class Listed:
    """One template: its id, what it makes, and from what."""

    id: str
    title: str
    purpose: str
    kind: str
    input: str
    whose: str = SHIPPED
    replaces: str = ""
    """What of that name is set aside by it: “your office’s”, or “the shipped one”."""

    @property
    def override(self) -> bool:
        """Whether it is another than the shipped one."""
        return self.whose != SHIPPED

    def __str__(self) -> str:
        instead = f", in place of {self.replaces}; see it with: templates diff" if self.replaces else ""
        own = f" ({self.whose}{instead})" if self.override else ""
        return f"{self.id}{own}\n    {self.title}: {self.purpose}\n    From a {self.input} folder; {self.kind}."


def list_templates(folder: Path | None) -> tuple[Listed, ...]:
    """Every template, by id: a folder's own, else its office's, else the shipped one."""
    _is_there(folder)
    return tuple(_listed(each, _having(f"{each.id}.j2", folder)) for each in templates_of(folder).all())


def _listed(template: Template, having: Sequence[str]) -> Listed:
    head, (whose, *under) = template.head, having
    return Listed(template.id, head.title, head.purpose, str(head.kind), head.input, whose, under[0] if under else "")


def look_in_word(folder: Path | None) -> str:
    """Whose house.docx gives papers their look in Word; nothing where it is the shipped one."""
    _is_there(folder)
    having = _having(HOUSE, folder)
    return "" if having[0] == SHIPPED else f"{HOUSE} ({having[0]}, in place of {having[1]})"


def _layers(folder: Path | None) -> tuple[tuple[str, Path], ...]:
    """Whose templates there are and where, the nearest first."""
    near = [(OWN if each == folder else OFFICE, each / "templates") for each in reversed(record_folders(folder))]
    return (*near, (SHIPPED, TEMPLATES))


def _having(file: str, folder: Path | None) -> list[str]:
    """Whose templates have a file of that name, the nearest first."""
    return [whose for whose, root in _layers(folder) if (root / file).is_file()]


def lint(folder: Path | None) -> tuple[Problem, ...]:
    """Everything wrong in the shipped templates and a folder's own, by file and line."""
    _is_there(folder)
    shelf = templates_of(folder)
    problems: list[Problem] = []
    needed: set[str] = set()
    for name in shelf.papers():
        try:
            head = shelf.template(name).head
            needed.update(head.needs_exhibits, head.names_exhibits)
        except InputError as error:
            problems += [each for each in error.problems if isinstance(each, Problem)] or [
                Problem(where=f"templates/{name}.j2", what=error.message)
            ]
    is_matter = folder is not None and (folder / MATTER).is_file()
    listed = [each.key for each in read_matter_folder(folder).exhibits] if folder and is_matter else []
    library = read_library(*record_folders(folder))
    texts = [text for name in shelf.names() if (text := shelf.load(name))]
    return (*problems, *lint_templates(texts, Shelf.of(library, (*needed, *listed))))


def diff(name: str, folder: Path) -> str:
    """What a folder's own template, part or figure changes in the one under it, line by line.

    Under a folder's own lies its office's, under that the shipped one; without one of its own the office's is shown.
    """
    _is_there(folder)
    file = name if name.endswith(".j2") else f"{name}.j2"
    whose, *under = [*_having(file, folder), ""]
    if whose in ("", SHIPPED):
        raise InputError(_nothing_own(file, folder))
    if not under[0]:
        raise InputError(f"No {file} is shipped: the whole of templates/{file} in {folder} is {whose}.")
    near = {each: (root.parent,) for each, root in _layers(folder) if each != SHIPPED}
    above, below = (Templates(near.get(each, ())).whole(file) or "" for each in (whose, under[0]))
    if above == below:
        raise InputError(_nothing_own(file, folder))
    names = {OWN: f"your {file}", OFFICE: f"your office’s {file}", SHIPPED: f"shipped {file}"}
    lines = unified_diff(below.splitlines(), above.splitlines(), names[under[0]], names[whose], lineterm="")
    return "\n".join(lines)


def _nothing_own(file: str, folder: Path) -> str:
    return f"{folder} has no {file} of its own that differs. It has: {_or_none(overrides(folder))}."


def overrides(folder: Path) -> tuple[str, ...]:
    """The templates, parts and figures, of a folder's own or its office's, that stand in place of shipped ones."""
    shipped = set(Templates(()).names())
    return tuple(name for name in templates_of(folder).names() if name in shipped and len(_having(name, folder)) > 1)


def _or_none(names: Sequence[str]) -> str:
    return ", ".join(names) or "none"


def _is_there(folder: Path | None) -> None:
    if folder is not None and not folder.is_dir():
        raise InputError(f"There is no folder {folder}; name a matter's, a request's or an office's folder.")
