"""Put numbers on the pages of an open PDF, leaving everything else as it is.

A page's contents become: one stream of ours that saves the graphics state, the page's own streams (the same objects,
not re-coded), and one stream of ours that closes what they left open and draws the number. Content that cannot be
closed safely is moved, byte for byte, into a form of its own, where it can no longer reach the number.
"""

import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple, cast

import pikepdf
from pikepdf import Array, Dictionary, Name

from discovery.core.bates import BatesNumber
from discovery.core.endorsements import Box, Matrix, PageShape, Placement, Spot, page_shape, spot
from discovery.core.problems import Problem
from discovery.errors import InputError
from discovery.files.content_scan import BALANCED, Balance, UnreadableContentError, balance_of
from discovery.files.stamp_font import embed, stamp_font

_FLATE = Name.FlateDecode


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


@dataclass
class _Work:
    """What the pages of one file share while they are endorsed."""

    pdf: pikepdf.Pdf
    font: pikepdf.Object
    opening: dict[int, pikepdf.Object] = field(default_factory=dict)
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


class _Mark(NamedTuple):
    """What is printed on one page."""

    label: str
    spot: Spot
    matrix: Matrix
    boxed: bool


def endorse_pages(
    pdf: pikepdf.Pdf,
    labels: Mapping[int, str],
    placement: Placement | None = None,
    *,
    elsewhere: Mapping[int, Placement] | None = None,
    isolate: Iterable[int] = (),
    boxed: Iterable[int] = (),
) -> tuple[Endorsed, ...]:
    """Print each label on its page (pages counted from 0), in place, and say where each stands.

    `elsewhere` gives single pages another place; `isolate` names pages whose content is put in a form in any case;
    `boxed` names pages whose number gets a white box under it. Pages too small for a number, or whose content cannot
    be read, are one InputError naming them all; the Pdf is then half endorsed and is not to be saved.
    """
    if not labels:
        return ()
    usual, special = placement or Placement(), elsewhere or {}
    apart, on_white = frozenset(isolate), frozenset(boxed)
    pages = list(pdf.pages)
    ems = stamp_font().ems
    work = _Work(pdf, embed(pdf, labels.values()))
    _read_left_to_right(pdf)
    done: list[Endorsed] = []
    problems: list[Problem] = []
    for index in sorted(labels):
        label, place = labels[index], special.get(index, usual)
        try:
            page = pages[index].obj
            shape = work.shape_of(page)
            where = spot(place, shape, ems(label))
            mark = _Mark(label, where, shape.matrix, index in on_white)
            isolated = _endorse(work, page, mark, index in apart)
            done.append(Endorsed(index, label, place, where, isolated, index in on_white))
        except (InputError, pikepdf.PdfError) as error:
            problems.append(Problem(where=f"page {index + 1}", what=_sentence(error)))
    if problems:
        raise InputError("These pages cannot carry a number:", problems)
    return tuple(done)


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


def _endorse(work: _Work, page: pikepdf.Object, mark: _Mark, isolate: bool) -> bool:
    """Endorse one page; whether its content had to be isolated."""
    streams = _streams(page)
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
    font = _font_name(work, page)
    body = _closing(balance) + _body(mark, font)
    page.Contents = Array([_opening(work, 1 + balance.surplus), *streams, _stream(work.pdf, body)])
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
            return zlib.decompress(stream.read_raw_bytes())
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
    page.Resources = work.pdf.make_indirect(resources)
    work.resources[key] = page.Resources, name
    return name


def _copy(shared: Any) -> Dictionary:
    return Dictionary(cast("Mapping[str, Any]", shared)) if isinstance(shared, Dictionary) else Dictionary()


def _opening(work: _Work, states: int) -> pikepdf.Object:
    if states not in work.opening:
        work.opening[states] = work.pdf.make_indirect(pikepdf.Stream(work.pdf, b"q\n" * states))
    return work.opening[states]


def _closing(balance: Balance) -> bytes:
    text = b"ET\n" if balance.open_text else b""
    return b"\n" + text + b"EMC\n" * balance.open_marked + b"Q\n" * (1 + balance.open_states)


def _body(mark: _Mark, font: str) -> bytes:
    """The operators that draw one label."""
    before, after = _around(mark.spot, mark.matrix, mark.boxed, font)
    return before + _string(mark.label) + after


@lru_cache(maxsize=256)
def _around(where: Spot, matrix: Matrix, boxed: bool, font: str) -> tuple[bytes, bytes]:
    """What stands before the label's text and after it, the same on every page of one shape."""
    a, b, c, d, _, _ = matrix
    e, f = matrix.apply(where.x, where.y)
    box = " ".join(_number(side) for side in matrix.box(where.box))
    ground = ""
    if boxed:
        rim = where.box.padded(where.size / 5)
        corner = f"{_number(rim.x0 - where.x)} {_number(rim.y0 - where.y)}"
        ground = f"1 g {corner} {_number(rim.width)} {_number(rim.height)} re f "
    turn = f"{a:.0f} {b:.0f} {c:.0f} {d:.0f} {_number(e)} {_number(f)}"
    before = (
        f"/Artifact<</Type/Pagination/Subtype/BatesN/BBox[{box}]>>BDC\n"
        f"q {turn} cm {ground}BT 0 g 0 Tr 0 Ts 0 Tc 0 Tw 100 Tz {font} {_number(where.size)} Tf "
    )
    return before.encode("ascii"), b"Tj ET Q\nEMC\n"


def _number(value: float) -> str:
    text = f"{value:.3f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def _string(label: str) -> bytes:
    return b"(" + label.encode("ascii").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)") + b")"


def _stream(pdf: pikepdf.Pdf, data: bytes) -> pikepdf.Object:
    """A stream of ours, as it is: so short a one, compressed and with the filter's name, would be no smaller."""
    return pikepdf.Stream(pdf, data)


def page_labels(labels: Mapping[int, str] | Iterable[str]) -> Dictionary:
    """The /PageLabels number tree that makes a viewer's page numbers equal to these labels, leading zeros too.

    Pages are counted from 0 and must start there. A viewer's decimal counter drops leading zeros, so they stand in
    the fixed part, and a new entry begins wherever the number of digits grows: 5,000 pages take four entries. A label
    that is no number (i, ii) has an entry of its own.
    """
    listed = sorted(labels.items()) if isinstance(labels, Mapping) else list(enumerate(labels))
    nums: list[Any] = []
    running: tuple[str, int] | None = None
    for page, label in listed:
        if running and label == f"{running[0]}{running[1] + 1}":
            running = running[0], running[1] + 1
            continue
        fixed, number = _counted(label)
        if number is None:
            nums += [page, Dictionary(P=pikepdf.String(label))]
            running = None
        else:
            entry = Dictionary(S=Name.D, St=number)
            if fixed:
                entry.P = pikepdf.String(fixed)
            nums += [page, entry]
            running = fixed, number
    return Dictionary(Nums=Array(nums))


def _counted(label: str) -> tuple[str, int | None]:
    """The part a viewer repeats and the number it counts; no number where it cannot count this label."""
    try:
        parsed = BatesNumber.parse(label)
    except InputError:
        return label, None
    if parsed.suffix or not parsed.number or str(parsed) != label:
        return label, None
    digits = str(parsed.number)
    return label[: -len(digits)], parsed.number
