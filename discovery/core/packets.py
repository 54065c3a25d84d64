"""What counsel chooses about an exhibit packet beyond its exhibits and numbers."""

from dataclasses import dataclass, field, replace
from typing import Any

from discovery.core.endorsements import Endorsements
from discovery.core.parts import UNLIMITED, Layout, Limits
from discovery.core.profiles import Filing, Profile, Trait


@dataclass(frozen=True, slots=True)
class PacketOptions:
    """How the packet goes out."""

    layout: Layout | None = None
    """None: as the profile says, or one file."""
    limits: Limits = UNLIMITED
    profile: Profile | None = None
    """Where it is to be filed."""
    endorsements: Endorsements = field(default_factory=Endorsements)
    """What is printed on each page; the sticker is told by `sticker`."""
    sticker: str = ""
    """On each exhibit's first page: Defense Exhibit, which the letter follows, or with {} in its place."""
    suffix: str = ""
    """What stands after each number."""

    cross_reference: bool = False
    """Whether the table of the People's numbers beside ours is served too."""

    def settled(self) -> "PacketOptions":
        """The same with its layout and limits as the profile has them, where counsel chose none."""
        if self.profile is None:
            return replace(self, layout=self.layout or Layout.ONE)
        size = self.profile.of(Trait.SIZE)
        most = int(size.value * 1_000_000) if size and size.value else None
        sizes = [each for each in (most, self.limits.bytes) if each is not None]
        layout = self.layout or (Layout.SEPARATE if self.profile.filing is Filing.SEPARATE else Layout.ONE)
        return replace(self, layout=layout, limits=replace(self.limits, bytes=min(sizes, default=None)))

    def filing_notes(self) -> tuple[str, ...]:
        """What is to be said of how it is filed."""
        if self.profile is None:
            return ()
        filing, layout = self.profile.filing, self.settled().layout
        against = {Filing.SEPARATE: Layout.SEPARATE, Filing.ONE: Layout.ONE}.get(filing, layout) is not layout
        said = f"{self.profile.title}: made as {layout}. {self.profile.filing_note}"
        return (f"{said} Counsel chose otherwise." if against else said,)

    def marks(self, letter: str) -> Endorsements:
        """What is printed on the pages of the exhibit with that letter."""
        if not self.sticker:
            return self.endorsements
        words = self.sticker.replace("{}", letter) if "{}" in self.sticker else f"{self.sticker} {letter}"
        return self.endorsements.with_sticker(words)

    def facts(self) -> dict[str, Any]:
        """Every choice that differs from the usual one, by name: part of what makes two packets the same."""
        usual = PacketOptions()
        facts: dict[str, Any] = {}
        if self.layout not in (None, Layout.ONE):
            facts["layout"] = str(self.layout)
        if self.profile:
            facts["profile"] = self.profile.name
        if self.limits != usual.limits:
            facts["limits"] = [self.limits.bytes, self.limits.pages]
        if self.endorsements != usual.endorsements:
            facts["endorsements"] = self.endorsements.model_dump(mode="json")
        if self.sticker:
            facts["sticker"] = self.sticker
        if self.cross_reference:
            facts["cross_reference"] = True
        return facts
