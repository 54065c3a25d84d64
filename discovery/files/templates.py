"""Finding templates: a matter's own templates/ are searched first, then the office's, then the shipped ones."""

import hashlib
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path, PurePosixPath

from pydantic import ValidationError

from discovery.core.drafts import Template, TemplateHead, TemplateText
from discovery.core.problems import Problem
from discovery.errors import InputError
from discovery.files.office import office_folder, record_folders
from discovery.files.shipped import TEMPLATES

FENCE = "+++"
HOUSE = "house.docx"
"""The look of papers in Word, in a folder's templates/."""


def templates_of(folder: Path | None) -> "Templates":
    """The templates of a folder over its office's, over the shipped ones."""
    return Templates(tuple(reversed(record_folders(folder))), office_folder())


def house_of(folder: Path | None) -> bytes | None:
    """The house.docx of a folder, else its office's; None where the shipped one serves."""
    houses = (each / "templates" / HOUSE for each in reversed(record_folders(folder)))
    path = next((each for each in houses if each.exists()), None)
    if path is None:
        return None
    try:
        return path.read_bytes()
    except OSError as error:
        why = "it is a folder" if path.is_dir() else (error.strerror or str(error)).lower()
        raise InputError(f"{path} cannot be read: {why}. Put a Word file there, or take it away.") from error


@dataclass
class Templates:
    """Templates of folders, the nearest first, over the shipped ones; remembers which were read from a folder."""

    folders: Sequence[Path] = ()
    office: Path | None = None
    """The office's folder, if it is one of them."""
    used: dict[str, TemplateText] = field(default_factory=dict)

    def load(self, name: str) -> TemplateText | None:
        """A template, part or figure by its name under templates/ ("parts/caption.j2")."""
        if name not in self.used:
            found = self._read(name)
            if found is None:
                return None
            self.used[name] = found
        return self.used[name]

    def template(self, key: str) -> Template:
        """The template of that id with its head; InputError says what is known instead."""
        name = f"{key}.j2"
        if (problem := _not_a_name(key)) or self.load(name) is None:
            known = ", ".join(template.id for template in self.all())
            raise InputError(problem or f"There is no template “{key}”. Known are: {known}.")
        source = self.used[name]
        return Template(key, _head(source.name, self._whole[name]), source)

    def all(self) -> tuple[Template, ...]:
        """Every template there is, by id."""
        return tuple(self.template(name) for name in self.papers())

    def papers(self) -> tuple[str, ...]:
        """The ids of the papers there are, whether their heads can be read or not."""
        return tuple(sorted({path.stem for folder in self._roots for path in folder.glob("*.j2")}))

    def names(self) -> tuple[str, ...]:
        """Every template, part and figure there is, by its name under templates/."""
        found = {path.relative_to(root).as_posix() for root in self._roots for path in root.rglob("*.j2")}
        return tuple(sorted(found))

    def whole(self, name: str) -> str | None:
        """The text of a file with its head, or None where there is none."""
        return self._whole[name] if self.load(name) else None

    @property
    def overrides(self) -> tuple[str, ...]:
        """The templates used that are not the shipped ones."""
        return tuple(sorted(text.name for text in self.used.values() if text.override))

    @property
    def sha256(self) -> dict[str, str]:
        """The sha256 of every template used."""
        return {name: text.sha256 for name, text in sorted(self.used.items())}

    @property
    def _roots(self) -> list[Path]:
        return [folder / "templates" for folder in self.folders] + [TEMPLATES]

    def __post_init__(self) -> None:
        self._whole: dict[str, str] = {}

    def _read(self, name: str) -> TemplateText | None:
        pure = PurePosixPath(name)
        if pure.is_absolute() or ".." in pure.parts:
            return None
        for root in self._roots:
            path = root / pure
            if path.is_dir():
                raise InputError(f"{path} is a folder; a template of that name is needed. Rename the folder.")
            if path.is_file():
                return self._text(path, name, root)
        return None

    def _text(self, path: Path, name: str, root: Path) -> TemplateText:
        office = self.office is not None and len(self.folders) > 1 and root == self.office / "templates"
        shown = f"{'office ' if office else ''}templates/{name}"
        try:
            data = path.read_bytes()
            text = data.decode("utf-8-sig").replace("\r\n", "\n")
        except (OSError, UnicodeDecodeError) as error:
            why = "it is not UTF-8 text; save it so" if isinstance(error, UnicodeDecodeError) else error.strerror
            raise InputError(f"{shown} cannot be read: {why}.") from error
        self._whole[name] = text
        digest = hashlib.sha256(data).hexdigest()
        return TemplateText(shown, _body(text), digest, root != TEMPLATES)


def _not_a_name(key: str) -> str:
    return f"“{key}” is not the name of a template." if "/" in key or "\\" in key or not key else ""


def _split(text: str) -> tuple[str, int] | None:
    lines = text.split("\n")
    if not lines or lines[0].strip() != FENCE:
        return None
    for number, line in enumerate(lines[1:], start=1):
        if line.strip() == FENCE:
            return "\n".join(lines[1:number]), number + 1
    return None


def _body(text: str) -> str:
    """The text with its head as blank lines, so that every line keeps its number."""
    parts = _split(text)
    if parts is None:
        return text
    return "\n" * parts[1] + "\n".join(text.split("\n")[parts[1] :])


@lru_cache(maxsize=64)
def _head(name: str, text: str) -> TemplateHead:
    parts = _split(text)
    if parts is None:
        raise InputError(f"{name} has no head: begin it with +++, its title, purpose and kind, and +++ again.")
    try:
        return TemplateHead.model_validate(tomllib.loads(parts[0]))
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{name}: the head between +++ is not TOML: {error}") from error
    except ValidationError as error:
        problems = [
            Problem(where=f"{name}, {'.'.join(str(part) for part in each['loc'])}", what=f"{each['msg']}.")
            for each in error.errors()
        ]
        raise InputError(f"The head of {name} needs attention:", problems) from error
