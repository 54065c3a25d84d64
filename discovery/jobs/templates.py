"""List the templates there are, a folder's own before the shipped ones; lint them, and compare own with shipped."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path

from discovery.core.problems import Problem
from discovery.core.template_lint import Shelf, lint_templates
from discovery.errors import InputError
from discovery.files.library import read_library
from discovery.files.matter_folder import MATTER, read_matter_folder
from discovery.files.office import record_folders
from discovery.files.templates import Templates


@dataclass(frozen=True)
class Listed:
    """One template: its id, what it makes, and from what."""

    id: str
    title: str
    purpose: str
    kind: str
    input: str
    override: bool
    replaces: bool = False
    """Whether a shipped template of that name is set aside by it."""

    def __str__(self) -> str:
        instead = ", in place of the shipped one; see it with: templates diff" if self.replaces else ""
        own = f" (your own{instead})" if self.override else ""
        return f"{self.id}{own}\n    {self.title}: {self.purpose}\n    From a {self.input} folder; {self.kind}."


def list_templates(folder: Path | None) -> tuple[Listed, ...]:
    """Every template, by id."""
    _is_there(folder)
    shipped = {each.id for each in Templates(()).all()} if folder else set()
    return tuple(
        Listed(
            template.id,
            template.head.title,
            template.head.purpose,
            str(template.head.kind),
            template.head.input,
            template.source.override,
            template.source.override and template.id in shipped,
        )
        for template in Templates((folder,) if folder else ()).all()
    )


def lint(folder: Path | None) -> tuple[Problem, ...]:
    """Everything wrong in the shipped templates and a folder's own, by file and line."""
    _is_there(folder)
    shelf = Templates((folder,) if folder else ())
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
    """What a folder's own template, part or figure changes in the shipped one, line by line."""
    _is_there(folder)
    file = name if name.endswith(".j2") else f"{name}.j2"
    own, shipped = Templates((folder,)).whole(file), Templates(()).whole(file)
    if own is None or own == shipped:
        raise InputError(f"{folder} has no {file} of its own that differs. It has: {_or_none(overrides(folder))}.")
    if shipped is None:
        raise InputError(f"No {file} is shipped: the whole of templates/{file} in {folder} is your own.")
    lines = unified_diff(shipped.splitlines(), own.splitlines(), f"shipped {file}", f"your {file}", lineterm="")
    return "\n".join(lines)


def overrides(folder: Path) -> tuple[str, ...]:
    """The templates, parts and figures of a folder's own that stand in place of shipped ones."""
    shipped = set(Templates(()).names())
    texts = [Templates((folder,)).load(name) for name in Templates((folder,)).names() if name in shipped]
    return tuple(text.name.removeprefix("templates/") for text in texts if text and text.override)


def _or_none(names: Sequence[str]) -> str:
    return ", ".join(names) or "none"


def _is_there(folder: Path | None) -> None:
    if folder is not None and not folder.is_dir():
        raise InputError(f"There is no folder {folder}; name a matter's, a request's or an office's folder.")
