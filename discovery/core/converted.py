"""What became of one received file, as it is told to the person who gave it."""

from discovery.core.record import Record


class Converted(Record):
    """One file, or one attachment, and what became of it."""

    name: str
    depth: int = 0
    """0 for a file that was given; 1 for one inside it, and so on."""
    pages: int = 0
    written: str = ""
    """The PDF made of it; empty where it has no pages."""
    why: str = ""
    detail: str = ""
    notes: tuple[str, ...] = ()
    unreadable: bool = False
    """It should have pages and has none."""

    def __str__(self) -> str:
        indent = "  " * self.depth
        count = f"{self.pages} page{'' if self.pages == 1 else 's'}"
        came = f"{count}: {self.written}" if self.written else f"no pages. {self.why}"
        said = [self.detail] if self.detail else []
        return "\n".join([f"{indent}{self.name}: {came}", *(f"{indent}  {line}" for line in (*self.notes, *said))])
