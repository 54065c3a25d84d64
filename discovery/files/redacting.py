"""Redact a PDF: remove what lies under the boxes, prove that it is gone, and only then give the copy its name.

Each page is cut exactly where its content is surely understood; where it is not, or where the check finds a doubt,
the page becomes a picture of itself. If a doubt remains even then, nothing is published.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pikepdf
from pikepdf import Array

from discovery.core.endorsements import Box, PageShape
from discovery.core.enumerating import count_of
from discovery.core.problems import Problem, in_order
from discovery.core.redactions import (
    BoxReport,
    Content,
    PageReport,
    RedactionBox,
    RedactionReport,
    remaining,
    secrets,
)
from discovery.errors import ConflictError, InputError
from discovery.files.cutting import Cut, copied, cut_page, survey_page
from discovery.files.endorsing import shape_of
from discovery.files.glyphs import UnsureError
from discovery.files.layers import hidden_layers
from discovery.files.leftovers import drawn_with, left_over
from discovery.files.originals import inspect, open_pdf, save_pdf
from discovery.files.picturing import become_picture
from discovery.files.redaction_check import Doubt, RedactedPage, check, legible_pages
from discovery.files.redaction_files import mended_copy
from discovery.files.stamp_font import embed, stamp_font
from discovery.files.sweeping import GONE, Annotations, sweep
from discovery.files.writing import plain_sentence, private_room, sha256_of, write_new

_TYPE, _SMALLEST_TYPE = 9.0, 4.0
_WIDER = 0.2  # of their height: the second try takes glyphs to reach further than their font says
EXACTLY, WIDELY, AS_PICTURE = "cut exactly", "cut with a rim", "picture"


def redact(
    source: Path,
    target: Path,
    boxes: Sequence[RedactionBox],
    *,
    password: str | None = None,
    as_pictures: bool = False,
    with_words: bool = False,
) -> RedactionReport:
    """Write a copy of `source` without what lies under the boxes, once every reader agrees that it is gone.

    `as_pictures` makes every page with a box a picture, so that not even the widths of removed words can be measured;
    `with_words` names the removed words in the report, for the office only. What cannot be proved publishes nothing:
    the report then holds the problems. A taken target is a ConflictError; the source is never written to.
    """
    if target.exists():
        raise ConflictError(f"{target} exists already and is not overwritten; move it away or choose another folder.")
    with plain_sentence(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        with private_room(target.parent, "redacting") as room:
            work = _Work(source, room, boxes, password)
            doubts = work.run(as_pictures=as_pictures)
            if not doubts:
                write_new(target, work.final.read_bytes())
            return work.report(doubts, target, with_words=with_words)


@dataclass
class _Page:
    """One page with boxes, while it is worked on."""

    shape: PageShape
    numbers: list[int]
    """Which of the boxes asked for lie on it, in order."""
    regions: list[Box]
    """In visible space."""
    boxes: tuple[Box, ...]
    """In user space."""
    labels: list[str]
    how: str = EXACTLY
    why: str = ""
    scale: float = 0.0
    """Of the picture it became: pixels in a unit of user space."""
    removed: dict[int, set[Content]] = field(default_factory=dict)
    drawn: set[tuple[int, int]] = field(default_factory=set)
    """The images and forms that it still draws as they were."""
    zones: list[Box] = field(default_factory=list)
    """In user space: what of the page may look different though it is under no box."""


class _Work:
    """One redaction: made, checked, and made again more carefully while the check doubts."""

    def __init__(self, source: Path, room: Path, boxes: Sequence[RedactionBox], password: str | None) -> None:
        self.source, self.boxes = source, tuple(boxes)
        self.baseline, self.bare, self.final = room / "baseline.pdf", room / "bare.pdf", room / "final.pdf"
        self.sha256 = mended_copy(source, self.baseline, password)
        if inspect(self.baseline).privileged:
            raise InputError(f"{source.name} is a privileged paper. Leave it out.")
        self.pages = self._placed()
        boxed = {index: page.boxes for index, page in self.pages.items()}
        texts = legible_pages(self.baseline, boxed, [shape.visible for shape in self.shapes])
        self.words = texts.under
        self.runs = [run for index in sorted(texts.under) for under in texts.under[index] for run in under]
        printed = "\n".join(box.label for box in self.boxes)
        self.secrets = secrets([*self.runs, *texts.cut], f"{texts.elsewhere}\n{printed}\n{GONE}")
        self.remaining = remaining(self.runs, texts.elsewhere)
        self.gone: dict[int, list[Box]] = {}
        self.notes: tuple[str, ...] = ()
        self.shown_again: dict[int, int] = {}
        self.unshown = 0

    def _placed(self) -> dict[int, _Page]:
        """The boxes on their pages (from 0); InputError with every box that is on none."""
        if not self.boxes:
            raise InputError(f"There is no box to redact in {self.source.name}.")
        pages: dict[int, _Page] = {}
        problems: list[Problem] = []
        with open_pdf(self.baseline) as pdf:
            self.shapes = shapes = [shape_of(page.obj) for page in pdf.pages]
        for number, box in enumerate(self.boxes):
            where = f"box {number + 1}"
            if box.page > len(shapes):
                what = f"is on page {box.page}, but {self.source.name} has {count_of(len(shapes), 'page')}."
                problems.append(Problem(where=where, what=what, next_step="Correct its page."))
                continue
            shape = shapes[box.page - 1]
            region = box.region(shape).meet(Box(0, 0, shape.width, shape.height))
            if region is None:
                size = f"{shape.width * shape.unit:.0f} by {shape.height * shape.unit:.0f} points"
                what = f"lies beside page {box.page}, which is {size}."
                problems.append(Problem(where=where, what=what, next_step="Measure it from the top left corner."))
                continue
            page = pages.setdefault(box.page - 1, _Page(shape, [], [], (), []))
            page.numbers.append(number)
            page.regions.append(region)
            page.boxes = (*page.boxes, shape.matrix.box(region))
            page.labels.append(box.label)
        if problems:
            raise InputError(f"Nothing was redacted in {self.source.name}:", problems)
        return pages

    def run(self, *, as_pictures: bool) -> tuple[Doubt, ...]:
        """The doubts that remain after the most careful way."""
        for page in self.pages.values():
            if as_pictures:
                page.how, page.why = AS_PICTURE, "as asked"
        while True:
            self._make()
            doubts = check(self.baseline, self.bare, self.final, self._expected(), self.secrets)
            if self.unshown:
                doubts = (*doubts, Doubt(None, "an image or drawing that was redacted is still in the file, unseen"))
            doubted = {one.page: one for one in doubts if one.page in self.pages}
            softer = {index: one for index, one in doubted.items() if self.pages[index].how != AS_PICTURE}
            if not softer:
                return doubts
            for index, doubt in softer.items():
                page = self.pages[index]
                page.how = WIDELY if page.how == EXACTLY and doubt.words else AS_PICTURE
                page.why = doubt.what if page.how == AS_PICTURE else ""

    def _expected(self) -> dict[int, RedactedPage]:
        """What each page that was touched must be like."""
        pages = {index: _expectation(page, self.gone.get(index, [])) for index, page in self.pages.items()}
        others = {
            index: RedactedPage(self.shapes[index], gone=tuple(gone))
            for index, gone in self.gone.items()
            if index not in pages
        }
        return pages | others

    def _make(self) -> None:
        """Cut, sweep, save without the boxes and then with them."""
        with open_pdf(self.baseline) as pdf:
            hidden = hidden_layers(pdf)
            taken: set[tuple[int, int]] = set()
            annotations = Annotations(pdf, self.secrets, hidden)
            for index, one in enumerate(pdf.pages):
                if index in self.pages:
                    taken |= self._remove(pdf, one.obj, index, hidden)
                elif hidden:
                    taken |= _unlayer(pdf, one.obj, hidden)
            removed, self.gone = annotations.take_out({index: page.boxes for index, page in self.pages.items()})
            for index, by_box in removed.items():
                for at, kinds in by_box.items():
                    self.pages[index].removed.setdefault(at, set()).update(kinds)
            pictures = {index for index, page in self.pages.items() if page.how == AS_PICTURE}
            self.notes = sweep(pdf, self.secrets, set(self.pages), pictures)
            self.shown_again, self.unshown = left_over(
                pdf, taken, {index: page.drawn for index, page in self.pages.items()}
            )
            save_pdf(pdf, self.bare, self.sha256)
        with open_pdf(self.bare) as pdf:
            _draw_boxes(pdf, self.pages)
            save_pdf(pdf, self.final, "\n".join((self.sha256, *(box.model_dump_json() for box in self.boxes))))

    def _remove(
        self, pdf: pikepdf.Pdf, obj: pikepdf.Object, index: int, hidden: frozenset[tuple[int, int]]
    ) -> set[tuple[int, int]]:
        """Empty one page under its boxes; the images, forms and contents that may not be carried along."""
        page = self.pages[index]
        cut = Cut(page.boxes, hidden, page.shape.visible, reach=_WIDER if page.how == WIDELY else 0.0)
        if page.how != AS_PICTURE:
            try:
                cut_page(pdf, obj, cut)
            except UnsureError as error:
                page.how, page.why = AS_PICTURE, error.message
            else:
                page.removed, page.zones, page.drawn = cut.removed, cut.zones, cut.drawn
                return cut.taken - cut.drawn
        with suppress(UnsureError):
            survey_page(pdf, obj, Cut(()))  # what the page lists and does not draw is no concern of it
        before = drawn_with(obj)
        page.scale = become_picture(pdf, obj, page.shape, self.baseline, index, page.regions)
        page.removed, page.zones, page.drawn = {at: {Content.WHOLE} for at in range(len(page.boxes))}, [], set()
        return before

    def report(self, doubts: Sequence[Doubt], target: Path, *, with_words: bool) -> RedactionReport:
        """What was done, box by box, or why nothing was published."""
        return RedactionReport(
            schema=1,
            source=self.source.name,
            source_sha256=self.sha256,
            target_sha256="" if doubts else sha256_of(target),
            boxes=tuple(self._of_boxes(with_words)),
            pages=tuple(_page_report(index, self.pages[index]) for index in sorted(self.pages)),
            notes=self.notes,
            cautions=tuple(self._cautions()),
            problems=in_order(one.problem(self.source.name) for one in doubts),
        )

    def _of_boxes(self, with_words: bool) -> Iterable[BoxReport]:
        places = {number: (index, at) for index, page in self.pages.items() for at, number in enumerate(page.numbers)}
        for number, box in enumerate(self.boxes):
            index, at = places[number]
            kinds = tuple(sorted(self.pages[index].removed.get(at, ())))
            words = " … ".join(self.words[index][at]) if with_words else None
            yield BoxReport(box=box, removed=kinds, words=words)

    def _cautions(self) -> Iterable[str]:
        if self.remaining:
            yield "Words that were redacted also stand elsewhere in the file, outside every box, and stayed there."
        if self.shown_again:
            pages = _listed([index + 1 for index in sorted(self.shown_again)])
            yield f"Something drawn on a redacted page is also shown on page {pages} and stayed there; look at it."
        silent = [index + 1 for index, page in sorted(self.pages.items()) if not any(self.words[index])]
        if silent:
            yield (
                f"No text could be read under the boxes on page {_listed(silent)}, so nothing could be searched for "
                "the same words elsewhere."
            )
        if any(secret in self.source.stem.casefold() for secret in self.secrets):
            yield "The file's own name holds a word that was redacted; rename the copy before it is served."


def _listed(pages: Sequence[int]) -> str:
    return ", ".join(map(str, pages))


def _expectation(page: _Page, gone: Sequence[Box]) -> RedactedPage:
    labels = [_printed(label, region)[0] for label, region in zip(page.labels, page.regions, strict=True)]
    return RedactedPage(page.shape, page.boxes, tuple(labels), tuple(page.zones), tuple(gone), page.scale)


def _page_report(index: int, page: _Page) -> PageReport:
    if page.how != AS_PICTURE:
        return PageReport(page=index + 1, how="the content under the boxes was cut out; the rest is as it was")
    dpi = round(page.scale * 72 / page.shape.unit)
    how = f"made a picture at {dpi} dpi, white under the boxes; its text can no longer be searched"
    return PageReport(page=index + 1, how=how, why=page.why)


def _unlayer(pdf: pikepdf.Pdf, page: pikepdf.Object, hidden: frozenset[tuple[int, int]]) -> set[tuple[int, int]]:
    """Take out what a switched-off layer holds on a page without boxes; the images and forms that went."""
    cut = Cut((), hidden)
    try:
        cut_page(pdf, page, cut)
    except UnsureError as error:
        message = f"A page has a layer that is switched off and cannot be taken out surely ({error.message})."
        raise InputError(f"{message} Print the file to a new PDF and redact that.") from error
    return cut.taken - cut.drawn


# --- the boxes -----------------------------------------------------------------------------------------------


def _printed(label: str, region: Box) -> tuple[str, float]:
    """What is printed on a box of that size, and how large; nothing where it would not be readable."""
    ems = stamp_font().ems(label) if label else 0.0
    if not ems:
        return "", 0.0
    size = min(_TYPE, 0.8 * region.height, (region.width - 2) / ems)
    return (label, size) if size >= _SMALLEST_TYPE else ("", 0.0)


def _draw_boxes(pdf: pikepdf.Pdf, pages: dict[int, _Page]) -> None:
    """Print a black box with its label over each place that was emptied."""
    boxes = {index: list(zip(page.regions, page.labels, strict=True)) for index, page in pages.items()}
    printed = {_printed(label, region)[0] for listed in boxes.values() for region, label in listed}
    font = embed(pdf, printed) if any(printed) else None
    for index, page in pages.items():
        obj = pdf.pages[index].obj
        name = _font_name(pdf, obj, font)
        body = b"\n".join([b"Q", *(_box(region, label, page.shape, name) for region, label in boxes[index])])
        opening, closing = (pdf.make_indirect(pikepdf.Stream(pdf, data)) for data in (b"q", body))
        obj.Contents = Array([opening, obj.Contents, closing])


def _font_name(pdf: pikepdf.Pdf, page: pikepdf.Object, font: pikepdf.Object | None) -> str:
    """Make the font known to a page under a free name, in resources of its own."""
    if font is None:
        return ""
    resources = copied(page.get("/Resources"))
    fonts = copied(resources.get("/Font"))
    name, count = "/RdF0", 0
    while name in fonts:
        count += 1
        name = f"/RdF{count}"
    fonts[name] = font
    resources.Font = fonts
    page.Resources = pdf.make_indirect(resources)
    return name


def _box(region: Box, label: str, shape: PageShape, font: str) -> bytes:
    a, b, c, d, e, f = shape.matrix
    turn = f"{a:.0f} {b:.0f} {c:.0f} {d:.0f} {e:.4f} {f:.4f} cm"
    frame = f"{region.x0:.3f} {region.y0:.3f} {region.width:.3f} {region.height:.3f} re f"
    text, size = _printed(label, region)
    shown = ""
    if text:
        x = region.x0 + (region.width - stamp_font().ems(text) * size) / 2
        y = region.y0 + region.height / 2 - 0.36 * size
        escaped = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
        shown = f" BT 1 g {font} {size:.3f} Tf {x:.3f} {y:.3f} Td ({escaped}) Tj ET"
    return f"/Artifact BMC q {turn} 0 g {frame}{shown} Q EMC".encode("ascii")
