"""Put numbers on the pages of an open PDF, leaving everything else as it is.

A page's contents become: one stream of ours that saves the graphics state, the page's own streams (the same objects,
not re-coded), and one stream of ours that closes what they left open and draws the number. Content that cannot be
closed safely is moved, byte for byte, into a form of its own, where it can no longer reach the number.
"""

import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple, cast

import pikepdf
from pikepdf import Array, Dictionary, Name

from discovery.core.endorsements import (
    Box,
    Endorsements,
    Mark,
    MarkKind,
    PageLayout,
    PageShape,
    Placement,
    Printed,
    Shrink,
    Spot,
    page_shape,
    printed,
)
from discovery.core.problems import Problem
from discovery.errors import InputError
from discovery.files.content_scan import BALANCED, Balance, UnreadableContentError, balance_of
from discovery.files.markers import NOTHING, SOURCE, WAS, Markers, before, mark
from discovery.files.printing import BLACK, body, opening
from discovery.files.shrinking import has_patterns, move_annotations
from discovery.files.stamp_font import embed, stamp_font

_FLATE = Name.FlateDecode
_CONTENT = 1 << 16  # bytes that hold most pages' content, which is then undone in one step


@dataclass(frozen=True)
class Endorsed:
    """One page that now carries a number."""

    page: int
    """Counted from 0."""
    label: str
    placement: Placement
    spot: Spot
    """In visible space."""
    isolated: bool = False
    """Its own content was moved into a form, because nothing could be appended to it safely."""
    boxed: bool = False
    """The number stands on a white box, because the ground is dark."""
    others: tuple[Printed, ...] = ()
    """The legend and the exhibit sticker, where the page bears them."""
    color: str = BLACK
    """Of everything printed, as #rrggbb."""
    shrink: Shrink | None = None
    """How the page's own content was made smaller to make room."""
    why: str = ""
    """Why it is not as asked; empty where it is."""

    @property
    def marks(self) -> tuple[Printed, ...]:
        """Everything printed on the page, the number first."""
        return (Printed(MarkKind.NUMBER, self.label, self.spot, self.boxed), *self.others)


@dataclass
class _Work:
    """What the pages of one file share while they are endorsed."""

    pdf: pikepdf.Pdf
    font: pikepdf.Object
    color: str
    markers: Markers | None = None
    openings: dict[bytes, pikepdf.Object] = field(default_factory=dict)
    resources: dict[bytes, tuple[pikepdf.Object, str]] = field(default_factory=dict)
    """By what the page's own resources are, written out: pages with the same share one copy."""
    shapes: dict[tuple[Any, ...], PageShape] = field(default_factory=dict)

    def shape_of(self, page: pikepdf.Object) -> PageShape:
        """As the function, which is asked once for all pages with the same boxes, turn and unit."""
        key = tuple(_written(page.get(name)) if name in page else None for name in _SHAPING)
        if key not in self.shapes:
            self.shapes[key] = shape_of(page)
        return self.shapes[key]


_SHAPING = ("/MediaBox", "/CropBox", "/Rotate", "/UserUnit")


def _written(value: Any) -> Any:
    return value.unparse(resolved=True) if isinstance(value, pikepdf.Object) else value


class _Page(NamedTuple):
    """What is done to one page."""

    shape: PageShape
    marks: tuple[Printed, ...]
    shrink: Shrink | None
    isolate: bool
    crop: pikepdf.Object | None = None
    """A crop box beside the sheet, that was dropped."""


def endorse_pages(
    pdf: pikepdf.Pdf,
    labels: Mapping[int, str],
    asked: Endorsements | Placement | None = None,
    *,
    layouts: Mapping[int, PageLayout] | None = None,
    isolate: Iterable[int] = (),
    markers: Markers | None = None,
) -> tuple[Endorsed, ...]:
    """Print each label on its page (pages counted from 0), in place, and say where each stands.

    `layouts` says for single pages what is printed where (`settling.settle` finds it); the others are as asked, with
    the sticker on the first of the labelled pages. `isolate` names pages whose content is put in a form in any case.
    With `markers` all of it can be taken off again; without, it is locked. Pages too small for a mark, or whose
    content cannot be read, are one InputError naming them all; the Pdf is then half endorsed and is not to be saved.
    """
    if not labels:
        return ()
    usual, special, apart = Endorsements.of(asked), layouts or {}, frozenset(isolate)
    pages = [page.obj for page in pdf.pages]
    work = _Work(pdf, embed(pdf, _texts(labels, usual, special)), _ink(pdf, usual.color), markers)
    _read_left_to_right(pdf)
    first, more, opening_more = min(labels), usual.layout("").marks[1:], usual.layout("", first=True).marks[1:]
    done: list[Endorsed] = []
    problems: list[Problem] = []
    for index in sorted(labels):
        label = labels[index]
        layout = special.get(index)
        if layout is None:
            number = Mark(MarkKind.NUMBER, label, usual.number)
            layout = PageLayout((number, *(opening_more if index == first else more)))
        try:
            done.append(_endorsed(work, index, pages[index], layout, isolate=index in apart))
        except (InputError, pikepdf.PdfError) as error:
            problems.append(Problem(where=f"page {index + 1}", what=_sentence(error)))
    if problems:
        raise InputError("These pages cannot carry a number:", problems)
    return tuple(done)


def _texts(labels: Mapping[int, str], usual: Endorsements, special: Mapping[int, PageLayout]) -> set[str]:
    return {*labels.values(), usual.legend, usual.sticker} | {
        mark.text for layout in special.values() for mark in layout.marks
    }


def _ink(pdf: pikepdf.Pdf, color: str) -> str:
    """The color asked for, or black where a file that claims PDF/A has no profile that gives colors a meaning."""
    grey = color[1:3] == color[3:5] == color[5:7]
    if grey or b"pdfaid" not in metadata_of(pdf):
        return color
    intents = pdf.Root.get("/OutputIntents")
    profiles = [one.get("/DestOutputProfile") for one in intents] if isinstance(intents, Array) else []
    meant = any(isinstance(profile, pikepdf.Stream) and profile.get("/N") == 3 for profile in profiles)
    return color if meant else BLACK


def metadata_of(pdf: pikepdf.Pdf) -> bytes:
    """The file's XMP as it is written; nothing where it has none that can be read."""
    stream = pdf.Root.get("/Metadata")
    try:
        return stream.read_bytes() if isinstance(stream, pikepdf.Stream) else b""
    except (pikepdf.PdfError, RuntimeError):
        return b""


def _endorsed(work: _Work, index: int, page: pikepdf.Object, layout: PageLayout, *, isolate: bool) -> Endorsed:
    """Endorse one page as laid out."""
    shape, ems = work.shape_of(page), stamp_font().ems
    marks = tuple(printed(mark, shape, ems(mark.text), boxed=mark.kind in layout.boxed) for mark in layout.marks)
    crop = work.markers.crops.get(index) if work.markers else None
    isolated = _endorse(work, page, _Page(shape, marks, layout.shrink, isolate, crop))
    number = marks[0]
    return Endorsed(
        page=index,
        label=number.text,
        placement=layout.marks[0].placement,
        spot=number.spot,
        isolated=isolated,
        boxed=number.boxed,
        others=marks[1:],
        color=work.color,
        shrink=layout.shrink,
        why=layout.why,
    )


def _sentence(error: Exception) -> str:
    if isinstance(error, InputError):
        return error.message
    reason = (str(error).splitlines() or [""])[0].rsplit(": ", 1)[-1]
    return f"Its content cannot be read ({reason}). Print the file to a new PDF and use that."


def shape_of(page: pikepdf.Object) -> PageShape:
    """What is seen of a page object whose inherited attributes have been pushed down."""
    rotation, unit = page.get("/Rotate"), page.get("/UserUnit")
    return page_shape(
        box_of(page.get("/MediaBox")),
        box_of(page.get("/CropBox")),
        _number_of(rotation, 0),
        _number_of(unit, 1),
    )


def _number_of(value: Any, otherwise: float) -> float:
    return float(value) if isinstance(value, int | float | Decimal) else otherwise


def box_of(value: Any) -> Box | None:
    """A PDF rectangle, corners in either order, or None where it is not one."""
    try:
        numbers = [float(number) for number in value]
    except (TypeError, ValueError, pikepdf.PdfError):
        return None
    return Box.around(*numbers) if len(numbers) == 4 else None


def _read_left_to_right(pdf: pikepdf.Pdf) -> None:
    """Drop the preference for turning pages from right to left: viewers then search for -000001DOE."""
    if reads_right_to_left(pdf):
        del pdf.Root.ViewerPreferences["/Direction"]


def reads_right_to_left(pdf: pikepdf.Pdf) -> bool:
    """Whether the file asks viewers to turn its pages from right to left."""
    preferences = pdf.Root.get("/ViewerPreferences")
    return isinstance(preferences, Dictionary) and preferences.get("/Direction") == Name.R2L


def _endorse(work: _Work, page: pikepdf.Object, plan: _Page) -> bool:
    """Endorse one page; whether its content had to be isolated."""
    was = before(page, moved=plan.shrink is not None)
    streams = _streams(page)
    # A pattern's place does not follow the matrix of the content that paints with it, but of the form it stands in.
    isolate = plan.isolate or (plan.shrink is not None and has_patterns(page))
    balance: Balance | None = None
    if not isolate:
        try:
            balance = _balance(streams)
        except UnreadableContentError:
            balance = None
    isolated = balance is None or (balance.surplus > 0 and balance.dirty_restore)
    if isolated:
        streams = [_isolate(work, page, streams)]
        balance = BALANCED
    assert balance is not None
    if plan.shrink:
        move_annotations(page, plan.shrink.matrix(plan.shape))
    font = _font_name(work, page)
    last = _stream(work.pdf, _closing(balance) + body(plan.marks, plan.shape.matrix, font, work.color))
    if work.markers:
        mark(last, plan.marks[0].text, was, isolated=isolated, crop=plan.crop)
    first = _opening(work, opening(balance.surplus, plan.shrink, plan.shape))
    page.Contents = Array([first, *streams, last])
    return isolated


def _streams(page: pikepdf.Object) -> list[pikepdf.Object]:
    contents = page.get("/Contents")
    if isinstance(contents, pikepdf.Stream):
        return [contents]
    if isinstance(contents, Array):
        return [part for part in contents if isinstance(part, pikepdf.Stream)]
    return []


def _balance(streams: list[pikepdf.Object]) -> Balance:
    try:
        data = b"\n".join(decoded(stream) for stream in streams)
    except (pikepdf.PdfError, zlib.error, RuntimeError) as error:
        raise UnreadableContentError(f"The content of a page cannot be unpacked: {error}.") from error
    return balance_of(data)


def decoded(stream: pikepdf.Object) -> bytes:
    """A stream's content; the common filter is undone without the detour through the PDF library."""
    if stream.get("/Filter") == _FLATE and "/DecodeParms" not in stream:
        try:
            return zlib.decompress(stream.read_raw_bytes(), bufsize=_CONTENT)
        except zlib.error:
            pass  # damaged at the end, which the library repairs
    return stream.read_bytes()


def _isolate(work: _Work, page: pikepdf.Object, streams: list[pikepdf.Object]) -> pikepdf.Object:
    """Move the page's content into a form; the stream that paints it."""
    keys: dict[str, Any] = {
        "/Type": Name.XObject,
        "/Subtype": Name.Form,
        "/BBox": page.get("/MediaBox", Array([0, 0, 612, 792])),
        "/Resources": page.get("/Resources", Dictionary()),
    }
    if "/Group" in page:
        keys["/Group"] = page.Group
    if len(streams) == 1:
        data = streams[0].read_raw_bytes()
        keys |= {key: streams[0][key] for key in ("/Filter", "/DecodeParms") if key in streams[0]}
    else:
        data = b"\n".join(stream.read_bytes() for stream in streams)
    form = pikepdf.Stream(work.pdf, data)
    for key, value in keys.items():
        form[key] = value
    page.Resources = Dictionary(XObject=Dictionary({"/BtsPg": form}))
    return _stream(work.pdf, b"/BtsPg Do")


def _font_name(work: _Work, page: pikepdf.Object) -> str:
    """Make the font known to the page under a free name, without touching what other pages share."""
    shared = page.get("/Resources")
    if not isinstance(shared, Dictionary):
        shared = None
    key = shared.unparse(resolved=True) if shared is not None else b""
    if key in work.resources:
        page.Resources, name = work.resources[key]
        return name
    resources = _copy(shared)
    fonts = _copy(resources.get("/Font"))
    name, count = "/BtsF0", 0
    while name in fonts:
        count += 1
        name = f"/BtsF{count}"
    fonts[name] = work.font
    resources.Font = fonts
    if work.markers:
        resources[WAS] = NOTHING if shared is None else shared
    page.Resources = work.pdf.make_indirect(resources)
    work.resources[key] = page.Resources, name
    return name


def _copy(shared: Any) -> Dictionary:
    return Dictionary(cast("Mapping[str, Any]", shared)) if isinstance(shared, Dictionary) else Dictionary()


def _opening(work: _Work, data: bytes) -> pikepdf.Object:
    if data not in work.openings:
        stream = pikepdf.Stream(work.pdf, data)
        if work.markers:
            stream[SOURCE] = work.markers.source
        work.openings[data] = work.pdf.make_indirect(stream)
    return work.openings[data]


def _closing(balance: Balance) -> bytes:
    text = b"ET\n" if balance.open_text else b""
    return b"\n" + text + b"EMC\n" * balance.open_marked + b"Q\n" * (1 + balance.open_states)


def _stream(pdf: pikepdf.Pdf, data: bytes) -> pikepdf.Stream:
    """A stream of ours, as it is: so short a one, compressed and with the filter's name, would be no smaller."""
    return pikepdf.Stream(pdf, data)
