"""List the templates there are, a folder's own before the shipped ones."""

from dataclasses import dataclass
from pathlib import Path

from discovery.errors import InputError
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

    def __str__(self) -> str:
        own = " (your own)" if self.override else ""
        return f"{self.id}{own}\n    {self.title}: {self.purpose}\n    From a {self.input} folder; {self.kind}."


def list_templates(folder: Path | None) -> tuple[Listed, ...]:
    """Every template, by id."""
    if folder is not None and not folder.is_dir():
        raise InputError(f"There is no folder {folder}; name a matter's, a request's or an office's folder.")
    return tuple(
        Listed(
            template.id,
            template.head.title,
            template.head.purpose,
            str(template.head.kind),
            template.head.input,
            template.source.override,
        )
        for template in Templates((folder,) if folder else ()).all()
    )
