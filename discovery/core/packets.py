"""What counsel chooses about an exhibit packet beyond its exhibits and numbers."""

from dataclasses import dataclass
from typing import Any

from discovery.core.parts import UNLIMITED, Layout, Limits


@dataclass(frozen=True, slots=True)
class PacketOptions:
    """How the packet goes out."""

    layout: Layout = Layout.ONE
    limits: Limits = UNLIMITED

    def facts(self) -> dict[str, Any]:
        """Every choice that differs from the usual one, by name: part of what makes two packets the same."""
        usual = PacketOptions()
        facts: dict[str, Any] = {}
        if self.layout is not usual.layout:
            facts["layout"] = str(self.layout)
        if self.limits != usual.limits:
            facts["limits"] = [self.limits.bytes, self.limits.pages]
        return facts
