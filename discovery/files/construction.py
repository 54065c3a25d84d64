"""Show by construction that a finished page is the source's: pypdf, which had no part in writing it, reads both.

The source's content streams stand byte for byte and in order between two of ours; of everything else, boxes, turn,
annotations, resources, tags, nothing is lost, nothing is changed, and nothing is added but our typeface.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pypdf.generic import ArrayObject, DictionaryObject, StreamObject

from discovery.core.endorsements import Box, MarkKind, Matrix, PageShape, Printed, Spot
from discovery.files.compared_files import Files
from discovery.files.drawn import DrawnMark, drawn, opened
from discovery.files.expected import PageExpectation
from discovery.files.fields import DRAWN_ANEW, asks_anew
from discovery.files.markers import WAS
from discovery.files.page_boxes import box_read, inherited, shape_and_sheet
from discovery.files.printing import ink
from discovery.files.room import annotations_follow
from discovery.files.shrinking import LENGTHS, LISTS_OF_POINTS, POINTS
from discovery.files.targets import follows
from discovery.files.twins import PRIVATE, Twins, dictionary, listed, raw, raw_data, resolved, unpacked, written

_ISOLATED = b"/BtsPg Do"
_FORM = "/BtsPg"
_LETTER = Box(0, 0, 612, 792)
_APART = frozenset({"/Type", "/Parent", "/Contents", "/Resources", "/Annots", "/MediaBox", "/CropBox", "/Rotate"})
"""The entries of a page that are compared one by one, or say where it hangs."""
_MAY_GO = PRIVATE | {"/Thumb", "/B", "/ID", "/AA"}
"""What may be taken out of a page before it is served."""
_MOVES = frozenset({*POINTS, *LISTS_OF_POINTS, *LENGTHS})
_ENTRIES = {
    "/Group": "The way its colors blend",
    "/Tabs": "The order in which its fields are stepped through",
    "/StructParents": "What ties it to the file's tags",
    "/UserUnit": "The unit it is measured in",
    "/TrimBox": "Its trim box",
    "/BleedBox": "Its bleed box",
    "/ArtBox": "Its art box",
    "/Trans": "The way it is turned to in a slide show",
    "/Dur": "How long it is shown in a slide show",
    "/Thumb": "Its small picture",
    "/AA": "What it does when it is opened or closed",
    "/Metadata": "What it says about itself (its metadata)",
    "/PieceInfo": "What a program keeps in it for itself",
    "/B": "Its place in an article",
    "/AF": "The files attached to it",
}
_KINDS = {
    "/Font": "typefaces",
    "/XObject": "images and forms",
    "/ExtGState": "settings of the pen",
    "/ColorSpace": "colors",
    "/Pattern": "patterns",
    "/Shading": "shadings",
    "/Properties": "layers and properties",
}


def construction(files: Files, path: Path, one: PageExpectation, shape: PageShape) -> Iterator[str]:
    """Everything in which a page, which shows `shape`, is not its source's page between two streams of ours."""
    page = files.read(path).page(one.page)
    streams = _streams(page)
    if one.label is not None:
        first, last = (streams[0].get_data(), streams[-1].get_data()) if len(streams) > 1 else (b"", b"")
        yield from _our_streams(first, last, page, one, shape)
        streams = streams[1:-1]
    if one.source is None:
        return
    source = files.read(one.source).page(one.source_page)
    twins = files.compared(path, one.source, one.page - one.source_page, served=one.served)
    wanted = _streams(source)
    if one.isolated:
        yield from _isolated(twins, page, source, (streams, wanted))
    else:
        if not _same_streams(streams, wanted):
            yield "Its own content is not the source's, byte for byte."
        yield from _resources_once(twins, page, source, one)
    yield from _frame(page, source, shape)
    yield from _entries(twins, page, source, one)
    yield from _annotations(twins, page, source, (one, shape))


# --- our own streams -----------------------------------------------------------------------------------------


def _our_streams(first: bytes, last: bytes, page: Any, one: PageExpectation, shape: PageShape) -> Iterator[str]:
    begun, ended = opened(first), drawn(last)
    if begun is None or ended is None:
        yield "It does not carry a number of ours."
        return
    if begun.matrix != (_rounded(one.shrink.matrix(shape)) if one.shrink else None) or (
        begun.clip is not None and not _same_box(begun.clip, shape.visible)
    ):
        yield "Its own content was made smaller, or not, otherwise than planned."
    if [mark.kind for mark in ended.marks] != [mark.kind for mark in one.marks]:
        yield f"It carries {len(ended.marks)} marks of ours where {len(one.marks)} were planned, or others."
        return
    for mark, planned in zip(ended.marks, one.marks, strict=True):
        yield from _drawn_as_planned(mark, planned, shape, one.color)
    for name in sorted({mark.font for mark in ended.marks}):
        embedded = dictionary(raw(dictionary(raw(dictionary(inherited(page, "/Resources")), "/Font")), name))
        descriptor = dictionary(raw(embedded, "/FontDescriptor"))
        if embedded.get("/Subtype") != "/TrueType" or "/FontFile2" not in descriptor:
            yield "The number's typeface is not embedded."
        if embedded.get("/Encoding") != "/WinAnsiEncoding":
            yield "The number's typeface shows other characters than the number has."


def _rounded(matrix: Matrix) -> Matrix:
    return Matrix(*(round(each, 8) for each in matrix))


def _drawn_as_planned(mark: DrawnMark, planned: Printed, shape: PageShape, color: str) -> Iterator[str]:
    if mark.text != planned.text:
        yield f"It carries {mark.text} instead of {planned.text}."
    if not _stands_at(planned.spot, mark, shape):
        yield f"The {planned.kind} is not where it was planned."
    if mark.ink != ink(color):
        yield f"The {planned.kind} is not in the color that was planned."
    if not _as_planned(mark.ground, planned.ground if planned.boxed else None, planned.spot):
        yield f"The white box under the {planned.kind} is not as it was planned."
    if not _as_planned(mark.border, planned.frame if planned.kind is MarkKind.STICKER else None, planned.spot):
        yield f"The border of the {planned.kind} is not as it was planned."


def _as_planned(found: Box | None, planned: Box | None, spot: Spot) -> bool:
    if found is None or planned is None:
        return found is planned
    return _same_box(found, Box(planned.x0 - spot.x, planned.y0 - spot.y, planned.x1 - spot.x, planned.y1 - spot.y))


def _same_box(one: Box, other: Box) -> bool:
    return all(abs(a - b) < 0.01 for a, b in zip(one, other, strict=True))


def _stands_at(spot: Spot, mark: DrawnMark, shape: PageShape) -> bool:
    matrix = shape.matrix
    x, y = matrix.inverse().apply(mark.turn.e, mark.turn.f)
    upright = mark.turn[:4] == matrix[:4]
    return upright and abs(x - spot.x) < 0.01 and abs(y - spot.y) < 0.01 and abs(mark.size - spot.size) < 0.01


# --- content and resources -----------------------------------------------------------------------------------


def _streams(page: Any) -> list[Any]:
    contents = resolved(raw(page, "/Contents"))
    parts = [resolved(part) for part in contents] if isinstance(contents, ArrayObject) else [contents]
    return [part for part in parts if isinstance(part, StreamObject)]


def _same_streams(ours: Sequence[Any], theirs: Sequence[Any]) -> bool:
    if len(ours) != len(theirs):
        return False
    pairs = zip(ours, theirs, strict=True)
    return all(raw_data(one) == raw_data(other) or unpacked(one) == unpacked(other) for one, other in pairs)


def _isolated(twins: Twins, page: Any, source: Any, streams: tuple[Sequence[Any], Sequence[Any]]) -> Iterator[str]:
    """What is wrong with a page whose content was moved into a form of its own."""
    ours, wanted = streams
    resources = dictionary(inherited(page, "/Resources"))
    form = resolved(raw(dictionary(raw(resources, "/XObject")), _FORM))
    if len(ours) != 1 or ours[0].get_data() != _ISOLATED or not isinstance(form, StreamObject):
        yield "Its own content is not in the form made for it."
        return
    as_it_lies = len(wanted) == 1 and raw_data(form) == raw_data(wanted[0])
    if not as_it_lies and unpacked(form) != b"\n".join(stream.get_data() for stream in wanted):
        yield "Its own content is not the source's, byte for byte."
    if not twins.same(raw(form, "/Resources") or DictionaryObject(), inherited(source, "/Resources")):
        yield "What its own content draws with (typefaces, images) is not the source's."
    if not twins.same(raw(form, "/Group"), raw(source, "/Group")):
        yield "The way its own content blends is not the source's."
    if box_read(raw(form, "/BBox")) != (box_read(inherited(source, "/MediaBox")) or _LETTER) or "/Matrix" in form:
        yield "The form made for its own content does not lie on the page as the content did."
    if set(resources.keys()) - {WAS} != {"/XObject", "/Font"} or len(dictionary(raw(resources, "/XObject"))) != 1:
        yield "It gained something besides its own content and the number's typeface."


def _resources_once(twins: Twins, page: Any, source: Any, one: PageExpectation) -> Sequence[str]:
    """What is wrong with the page's resources: pages may share them, or have each their own with the same in them."""
    ours, theirs = inherited(page, "/Resources"), inherited(source, "/Resources")
    key = written(ours), written(dictionary(theirs)), one.label is None
    if None in key:
        return tuple(_resources(twins, page, source, one))
    if key not in twins.shared:
        twins.shared[key] = tuple(_resources(twins, page, source, one))
    return twins.shared[key]


def _resources(twins: Twins, page: Any, source: Any, one: PageExpectation) -> Iterator[str]:
    ours, theirs = dictionary(inherited(page, "/Resources")), dictionary(inherited(source, "/Resources"))
    for key in sorted((ours.keys() | theirs.keys()) - {WAS} - (_served_gone(theirs, ours) if one.served else set())):
        after, before = resolved(raw(ours, key)), resolved(raw(theirs, key))
        if (
            isinstance(after, DictionaryObject | None)
            and isinstance(before, DictionaryObject | None)
            and (isinstance(after, DictionaryObject) or isinstance(before, DictionaryObject))
        ):
            more = 1 if key == "/Font" and one.label is not None else 0
            yield from _kept(twins, _KINDS.get(key, key[1:]), (dictionary(after), dictionary(before)), more)
        elif not twins.same(after, before):
            yield f"What it draws with ({_KINDS.get(key, key[1:])}) is not the source's."


def _served_gone(theirs: Any, ours: Any) -> set[str]:
    return {key for key in theirs if key in PRIVATE and key not in ours}


def _kept(twins: Twins, kind: str, pair: tuple[Any, Any], more: int) -> Iterator[str]:
    """What is wrong with the entries of one kind of resource: each must be there, the same, and none besides."""
    ours, theirs = pair
    if lost := sorted(theirs.keys() - ours.keys()):
        yield f"It lost {', '.join(each[1:] for each in lost)} of its {kind}."
    changed = [key for key in sorted(theirs.keys() & ours.keys()) if not twins.same(raw(ours, key), raw(theirs, key))]
    if changed:
        yield f"Of its {kind}, {', '.join(each[1:] for each in changed)} is not the source's."
    gained = sorted(ours.keys() - theirs.keys())
    if len(gained) != more or any(not each.startswith("/BtsF") for each in gained):
        yield f"It gained {len(gained)} {kind} instead of {more}."


# --- frame, other entries, annotations -----------------------------------------------------------------------


def _frame(page: Any, source: Any, shape: PageShape) -> Iterator[str]:
    """Whether it shows the same part of the same sheet, turned alike; a crop box beside its sheet is no crop box."""
    was, wanted = shape_and_sheet(source)
    if was != shape or (wanted is not None and box_read(inherited(page, "/MediaBox")) != wanted):
        yield "Its size, crop or turn is not the source's."


def _entries(twins: Twins, page: Any, source: Any, one: PageExpectation) -> Iterator[str]:
    apart = _APART | ({key for key in _MAY_GO if key not in page} if one.served else frozenset())
    for key in twins.odd(page, source, apart):
        yield f"{_ENTRIES.get(key, f'What it says of {key[1:]}')} is not the source's."


def _annotations(twins: Twins, page: Any, source: Any, at: tuple[PageExpectation, PageShape]) -> Iterator[str]:
    one, shape = at
    if one.shrink and not annotations_follow(page, source, one.shrink.matrix(shape)):
        yield "Its links, fields or comments did not move with its content."
        return
    ours, theirs = listed(raw(page, "/Annots")), listed(raw(source, "/Annots"))
    if len(ours) != len(theirs):
        yield "Its links, fields or comments are not the source's."
        return
    moves = _MOVES if one.shrink else frozenset[str]()
    if moves:
        # A comment may name one that stands later in the list, and that was moved as well.
        for pair in zip(ours, theirs, strict=True):
            if all(isinstance(resolved(each), DictionaryObject) for each in pair):
                twins.know(*pair)
    if one.served and asks_anew(twins.ours) != asks_anew(twins.theirs) and any(map(_is_field, theirs)):
        if one.deep and asks_anew(twins.theirs):
            # How a viewer drew them was written into them: the whole page must look as the source does.
            moves |= {DRAWN_ANEW}
        else:
            yield "Whether viewers are to draw its fields anew is not the source's."
    odd = sorted({fault for pair in zip(ours, theirs, strict=True) for fault in _annotation(twins, *pair, moves)})
    for fault in odd:
        yield f"{fault} is not the source's."


def _is_field(annotation: Any) -> bool:
    return bool(dictionary(annotation).get("/Subtype") == "/Widget")


def _annotation(twins: Twins, ours: Any, theirs: Any, moves: frozenset[str]) -> Iterator[str]:
    """In what a link, a field or a comment is not the source's."""
    one, other = resolved(ours), resolved(theirs)
    if not isinstance(one, DictionaryObject) or not isinstance(other, DictionaryObject):
        if not twins.same(ours, theirs):
            yield "A link, field or comment"
        return
    if twins.served:
        yield from follows(twins, one, other, moves)
    else:
        for key in twins.odd(one, other, {"/Parent", "/P", *moves}):
            yield _told(str(other.get("/Subtype", "")), key)
    twins.know(ours, theirs)


def _told(kind: str, key: str) -> str:
    if key in ("/A", "/Dest", "/PA"):
        return "Where a link leads"
    if key in ("/V", "/AS", "/DV"):
        return "What a field holds"
    if key in ("/FT", "/Ff", "/T", "/TU", "/TM", "/Opt", "/MaxLen"):
        return "The name or kind of a field"
    if key == "/AP":
        return "The look of a field or comment"
    return {"/Link": "A link", "/Widget": "A field"}.get(kind, "A comment") + f" (its {key[1:]})"
