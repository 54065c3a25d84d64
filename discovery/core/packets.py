"""What counsel chooses about an exhibit packet beyond its exhibits and numbers."""

from dataclasses import dataclass, field
from typing import Any

from discovery.core.endorsements import Endorsements
from discovery.core.parts import UNLIMITED, Layout, Limits


@dataclass(frozen=True, slots=True)
class PacketOptions:
    """How the packet goes out."""

    layout: Layout = Layout.ONE
    limits: Limits = UNLIMITED
    endorsements: Endorsements = field(default_factory=Endorsements)
    """What is printed on each page; the sticker is told by `sticker`."""
    sticker: str = ""
    """On each exhibit's first page: Defense Exhibit, which the letter follows, or with {} in its place."""
    suffix: str = ""
    """What stands after each number."""

    cross_reference: bool = False
    """Whether the table of the People's numbers beside ours is served too."""

    def marks(self, letter: str) -> Endorsements:
        """What is printed on the pages of the exhibit with that letter."""
        if not self.sticker:
            return self.endorsements
        words = self.sticker.replace("{}", letter) if "{}" in self.sticker else f"{self.sticker} {letter}"
        return Endorsements(**(dict(self.endorsements) | {"sticker": words}))

    def facts(self) -> dict[str, Any]:
        """Every choice that differs from the usual one, by name: part of what makes two packets the same."""
        usual = PacketOptions()
        facts: dict[str, Any] = {}
        if self.layout is not usual.layout:
            facts["layout"] = str(self.layout)
        if self.limits != usual.limits:
            facts["limits"] = [self.limits.bytes, self.limits.pages]
        if self.endorsements != usual.endorsements:
            facts["endorsements"] = self.endorsements.model_dump(mode="json")
        if self.sticker:
            facts["sticker"] = self.sticker
        if self.cross_reference:
            facts["cross_reference"] = True
        return facts
