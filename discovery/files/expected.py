"""What each page of a finished file must be, so that readers that had no part in writing it can prove it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from discovery.core.endorsements import MarkKind, Printed, Shrink, Spot
from discovery.files.endorsing import Endorsed
from discovery.files.printing import BLACK


@dataclass(frozen=True)
class PageExpectation:
    """What one page of a finished file must be."""

    page: int
    """Counted from 0."""
    label: str | None = None
    """The number it carries; None for a page without one (a cover, an index)."""
    spot: Spot | None = None
    """Where, in visible space; from `Endorsed`."""
    source: Path | None = None
    """The file the page came from; None where the program made the page itself or the source is not at hand."""
    source_page: int = 0
    """Which of its pages, counted from 0."""
    isolated: bool = False
    """Its content was moved into a form; from `Endorsed`."""
    boxed: bool = False
    """The number stands on a white box; from `Endorsed`."""
    others: tuple[Printed, ...] = ()
    """The legend and the sticker; from `Endorsed`."""
    color: str = BLACK
    """Of everything printed; from `Endorsed`."""
    shrink: Shrink | None = None
    """How its own content was made smaller; from `Endorsed`."""
    shown: str | None = None
    """The page number a viewer must show; None where the file has no page labels of ours."""
    served: bool = False
    """What must not leave an office may have been taken out of it: scripts, metadata, names of authors."""
    deep: bool = False
    """Compare the whole page with the source, not only the strip around the number."""

    @property
    def marks(self) -> tuple[Printed, ...]:
        """Everything printed on it, the number first; nothing on a page without a number."""
        if self.label is None or self.spot is None:
            return ()
        return (Printed(MarkKind.NUMBER, self.label, self.spot, self.boxed), *self.others)


def expectations(
    endorsed: Sequence[Endorsed],
    source: Path | None = None,
    *,
    shift: int = 0,
    shown: bool = True,
    deep: bool = False,
) -> tuple[PageExpectation, ...]:
    """What pages endorsed in place must be; `shift` is how far the source's page 0 lies into the finished file."""
    return tuple(
        PageExpectation(
            page=one.page,
            label=one.label,
            spot=one.spot,
            source=source,
            source_page=one.page - shift,
            isolated=one.isolated,
            boxed=one.boxed,
            others=one.others,
            color=one.color,
            shrink=one.shrink,
            shown=one.label if shown else None,
            deep=deep or one.isolated or bool(one.why),
        )
        for one in endorsed
    )
