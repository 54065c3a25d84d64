"""What was taken out of a page, and what it still draws."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from discovery.core.endorsements import Box
from discovery.core.planes import shrunk, touches
from discovery.core.redactions import Content


@dataclass
class Cut:
    """What was taken out of one page."""

    boxes: tuple[Box, ...]
    """In user space."""
    hidden: frozenset[tuple[int, int]] = frozenset()
    """The layers that are switched off."""
    visible: Box | None = None
    """What is seen of the page, in user space: text that lies wholly beside it is taken out."""
    reach: float = 0.0
    """How much further than they say glyphs are taken to reach, of their height."""
    removed: dict[int, set[Content]] = field(default_factory=dict)
    """By box, counted from 0."""
    zones: list[Box] = field(default_factory=list)
    """Where glyphs went that also lay partly outside a box, in user space."""
    taken: set[tuple[int, int]] = field(default_factory=set)
    """The images and forms that were left out, or whose place a cut copy takes."""
    drawn: set[tuple[int, int]] = field(default_factory=set)
    """The images and forms that are drawn as they were."""

    def under(self, quad: Sequence[tuple[float, float]], kind: Content, slack: float = 0.0) -> list[Box]:
        """The boxes over a convex figure, which are noted to have lost that kind of content."""
        over = [index for index, box in enumerate(self.boxes) if touches(quad, shrunk(box, slack))]
        for index in over:
            self.removed.setdefault(index, set()).add(kind)
        return [self.boxes[index] for index in over]
