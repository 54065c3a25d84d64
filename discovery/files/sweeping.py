"""Take removed words out of everything else a file holds: comments, fields, links, bookmarks, metadata, tags, layers.

What belongs to no page and cannot be looked at (metadata, attached files, scripts, private data of programs) goes
whole; what a reader uses (bookmarks, links, form fields, tags) goes where it lies under a box or says a removed word.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from discovery.core.endorsements import Box
from discovery.core.redactions import Content, plain
from discovery.files.cutting import layer_is_off
from discovery.files.endorsing import box_of
from discovery.files.form_words import words_of_forms
from discovery.files.scrub import scrub

GONE = "[redacted]"
_OF_THE_FILE = (
    "/Metadata",
    "/OpenAction",
    "/AA",
    "/PieceInfo",
    "/Collection",
    "/AF",
    "/SpiderInfo",
    "/DSS",
    "/Perms",
    "/Threads",
    "/Legal",
    "/URI",
    "/Requirements",
    "/OCProperties",
    "/Extensions",
    "/DPartRoot",
)
_SPOKEN = ("/ActualText", "/Alt", "/E", "/T", "/A", "/C", "/AF")
_DEEPEST = 200

Says = Callable[[str], bool]
Removed = dict[int, set[Content]]
"""By box, counted from 0."""


def saying(secrets: Sequence[str]) -> Says:
    """Tells whether a text holds one of the removed words."""
    if not secrets:
        return lambda _text: False
    return lambda text: any(secret in compared for compared in (plain(text),) for secret in secrets)


def sweep(pdf: pikepdf.Pdf, secrets: Sequence[str], boxed: set[int], pictures: set[int]) -> tuple[str, ...]:
    """Clean everything but pages' contents and comments; what was done, a sentence each.

    `boxed` and `pictures` are the pages (from 0) with boxes, and those that became pictures.
    """
    notes = [f"In the file, {note}." for note in scrub(pdf)]
    root = pdf.Root
    layered = "/OCProperties" in root
    described = "/Metadata" in root or "/Info" in pdf.trailer
    for key in _OF_THE_FILE:
        if key in root:
            del root[key]
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]
    names: Any = root.get("/Names")
    for key in list(names.keys()) if isinstance(names, Dictionary) else ():
        if key != "/Dests":
            del names[key]
    form = root.get("/AcroForm")
    if isinstance(form, Dictionary) and "/XFA" in form:
        del form["/XFA"]
        notes.append("Its XFA form was taken out; what is printed on its pages stays.")
    if described:
        notes.append("Its title, author and other metadata were taken out.")
    if layered:
        notes.append("Its layers were made one; what was switched off was taken out.")
    says = saying(secrets)
    notes += _tags(pdf, boxed, pictures)
    _drop_names(root, says)
    _rename_tags(pdf, says)
    _clean_maps(pdf, says)
    if _strings(pdf, says):
        notes.append("Bookmarks or other texts that named a removed word now say [redacted].")
    return tuple(notes)


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, Array) else []


# --- comments, links and fields ------------------------------------------------------------------------------


class Annotations:
    """The comments, links and fields of a file, and which of them must go."""

    def __init__(self, pdf: pikepdf.Pdf, secrets: Sequence[str], hidden: frozenset[tuple[int, int]]) -> None:
        self.pdf, self.says, self.hidden = pdf, saying(secrets), hidden
        self.pages = [page.obj for page in pdf.pages]
        self.condemned: set[tuple[int, int]] = set()
        for page in self.pages:
            self._make_indirect(page)
        looks = [look for _, one in self._all() for look in _looks(one)] if secrets else []
        self.said = words_of_forms(looks)

    def _make_indirect(self, page: pikepdf.Object) -> None:
        """Give every annotation a number of its own, so that each can be named."""
        listed = page.get("/Annots")
        if isinstance(listed, Array):
            page.Annots = Array([self.pdf.make_indirect(one) for one in listed if isinstance(one, Dictionary)])

    def take_out(self, boxes: Mapping[int, Sequence[Box]]) -> tuple[dict[int, Removed], dict[int, list[Box]]]:
        """Take out what lies under the boxes (user space, by page from 0) or says a removed word.

        What kinds each box lost, and where something drawn disappeared, both by page.
        """
        removed: dict[int, Removed] = {}
        for index, one in self._all():
            rectangle = box_of(one.get("/Rect"))
            kind = Content.FIELD if one.get("/Subtype") == Name.Widget else Content.COMMENT
            over = [at for at, box in enumerate(boxes.get(index, ())) if rectangle and _meet(rectangle, box)]
            for at in over:
                removed.setdefault(index, {}).setdefault(at, set()).add(kind)
            if over or self._speaks(one) or layer_is_off(one.get("/OC"), self.hidden):
                self._condemn(one)
        self._condemn_companions()
        return removed, self._drop()

    def _all(self) -> Iterator[tuple[int, Any]]:
        for index, page in enumerate(self.pages):
            for one in _listed(page.get("/Annots")):
                yield index, one

    def _speaks(self, one: Any) -> bool:
        node, depth = one, 0
        while isinstance(node, Dictionary) and depth < _DEEPEST:
            if any(self.says(text) for text in _texts(node)) or any(
                self.says(self.said.get(look.objgen, "")) for look in _looks(node)
            ):
                return True
            node, depth = node.get("/Parent") if node.get("/Subtype") != Name.Popup else None, depth + 1
        return False

    def _condemn(self, one: Any) -> None:
        self.condemned.add(one.objgen)
        if one.get("/Subtype") != Name.Widget:
            return
        field = one if "/T" in one or "/Parent" not in one else one.Parent
        # One value is shown wherever the field is, so all of it goes.
        self.condemned.add(field.objgen)
        self.condemned |= {kid.objgen for kid in _listed(field.get("/Kids")) if isinstance(kid, Dictionary)}
        holder = field.get("/Parent")
        form = self.pdf.Root.get("/AcroForm")
        for owner, key in ((holder, "/Kids"), (form, "/Fields"), (form, "/CO")):
            if isinstance(owner, Dictionary) and isinstance(owner.get(key), Array):
                owner[key] = Array([kid for kid in _listed(owner[key]) if kid.objgen != field.objgen])

    def _condemn_companions(self) -> None:
        """A comment's window, and what answers it, go with it."""
        before = -1
        while before != len(self.condemned):
            before = len(self.condemned)
            for _, one in self._all():
                others = [one.get(key) for key in ("/Parent", "/IRT")]
                if one.get("/Subtype") == Name.Widget:
                    others = []
                if any(isinstance(other, Dictionary) and other.objgen in self.condemned for other in others):
                    self.condemned.add(one.objgen)

    def _drop(self) -> dict[int, list[Box]]:
        gone: dict[int, list[Box]] = {}
        condemned: list[Any] = []
        for index, page in enumerate(self.pages):
            listed = _listed(page.get("/Annots"))
            kept = [one for one in listed if one.objgen not in self.condemned]
            if len(kept) == len(listed):
                continue
            places = [box_of(one.get("/Rect")) for one in listed if one.objgen in self.condemned]
            gone[index] = [place or Box(0, 0, 0, 0) for place in places]
            page.Annots = Array(kept)
            condemned += [one for one in listed if one.objgen in self.condemned]
            for one in kept:
                popup = one.get("/Popup")
                if isinstance(popup, Dictionary) and popup.objgen in self.condemned:
                    del one["/Popup"]
        for one in condemned:
            # Tags, answers and destinations may still refer to it: what they find is empty.
            for key in list(one.keys()):
                del one[key]
        return gone


def _meet(one: Box, other: Box) -> bool:
    """Whether two boxes share anything; a line or point counts as what it touches."""
    return one.x0 < other.x1 and one.x1 > other.x0 and one.y0 < other.y1 and one.y1 > other.y0


def _looks(node: Any) -> Iterator[pikepdf.Stream]:
    """The forms an annotation is drawn with, in any of its states."""
    appearance = node.get("/AP")
    for state in appearance.values() if isinstance(appearance, Dictionary) else ():
        if isinstance(state, pikepdf.Stream):
            yield state
        elif isinstance(state, Dictionary):
            yield from (form for form in state.values() if isinstance(form, pikepdf.Stream))


def _texts(node: Any) -> Iterator[str]:
    """Every text of an annotation or field, its actions and appearances included."""
    waiting, seen = [(node, 0)], set()
    while waiting:
        one, depth = waiting.pop()
        if isinstance(one, String):
            yield str(one)
        if not isinstance(one, Dictionary | Array | pikepdf.Stream) or depth > 6:
            continue
        if one.is_indirect:
            if one.objgen in seen:
                continue
            seen.add(one.objgen)
        if isinstance(one, Array):
            waiting += [(part, depth + 1) for part in one]
            continue
        if isinstance(one, pikepdf.Stream):
            yield _shown(one)
        yield from _chosen_names(one)
        skipped = ("/Parent", "/P", "/Kids", "/IRT", "/Popup", "/Resources", "/Dest", "/D", "/StructParent", "/OC")
        waiting += [(one[key], depth + 1) for key in one.keys() if key not in skipped]  # noqa: SIM118 (not a mapping)


def _chosen_names(one: Any) -> Iterator[str]:
    """The names in an annotation or field that its maker chose: where it leads, and the states it can have."""
    for key in ("/AS", "/V", "/DV", "/Dest", "/D"):
        value = one.get(key)
        if isinstance(value, Name):
            yield str(value)[1:]
    for key in ("/N", "/R", "/D"):
        states = one.get(key)
        if isinstance(states, Dictionary):
            yield from (state[1:] for state in states.keys())  # noqa: SIM118 (not a mapping)


def _shown(stream: pikepdf.Stream) -> str:
    """What a stream of text or of an appearance says, as far as it is written in plain letters."""
    if stream.get("/Subtype") == Name.Image:
        return ""
    shown = [_decoded(stream).decode("latin-1")]
    if stream.get("/Subtype") == Name.Form:
        try:
            parsed = pikepdf.parse_content_stream(stream)
        except (pikepdf.PdfError, RuntimeError):
            parsed = []
        strings = [bytes(part) for one in parsed for part in _strings_of(one)]
        shown.append(b"".join(strings).decode("latin-1"))
    return "\n".join(shown)


def _decoded(stream: pikepdf.Stream) -> bytes:
    """A stream unpacked; nothing where it cannot be."""
    try:
        return stream.read_bytes()
    except (pikepdf.PdfError, RuntimeError):
        return b""


def _strings_of(instruction: Any) -> Iterator[Any]:
    if isinstance(instruction, pikepdf.ContentStreamInlineImage):
        return
    for operand in instruction.operands:
        if isinstance(operand, String):
            yield operand
        elif isinstance(operand, Array):
            yield from (part for part in operand if isinstance(part, String))


# --- tags ----------------------------------------------------------------------------------------------------


def _tags(pdf: pikepdf.Pdf, boxed: set[int], pictures: set[int]) -> list[str]:
    root = pdf.Root
    tree = root.get("/StructTreeRoot")
    if not isinstance(tree, Dictionary):
        return []
    if pictures:
        for key in ("/StructTreeRoot", "/MarkInfo"):
            if key in root:
                del root[key]
        for page in pdf.pages:
            if "/StructParents" in page.obj:
                del page.obj["/StructParents"]
        return ["Its tags for screen readers were taken out, since a page became a picture."]
    touched = {pdf.pages[index].obj.objgen for index in boxed}
    return ["What its tags say instead of redacted content was taken out."] if _unspeak(tree, touched) else []


def _unspeak(tree: Any, touched: set[tuple[int, int]]) -> bool:
    """Drop what elements say for themselves where they, or something in them, belong to a page with boxes."""
    order: list[tuple[Any, int, Any]] = []
    waiting: list[tuple[Any, int, Any]] = [(tree, -1, None)]
    seen: set[tuple[int, int]] = set()
    while waiting:
        node, parent, page = waiting.pop()
        if isinstance(node, Array):
            waiting += [(kid, parent, page) for kid in node]
            continue
        if not isinstance(node, Dictionary) or (node.is_indirect and node.objgen in seen):
            if isinstance(node, int) and page in touched:
                order.append((None, parent, page))
            continue
        if node.is_indirect:
            seen.add(node.objgen)
        own = node.get("/Pg")
        page = own.objgen if isinstance(own, Dictionary) else page
        order.append((node, parent, page))
        if "/K" in node:
            waiting.append((node.K, len(order) - 1, page))
    concerned = {place for place, (_, _, page) in enumerate(order) if page in touched}
    for place in range(len(order) - 1, -1, -1):
        if place in concerned and order[place][1] >= 0:
            concerned.add(order[place][1])
    changed = False
    for place in concerned:
        node = order[place][0]
        for key in _SPOKEN if isinstance(node, Dictionary) and "/S" in node else ():
            if key in node:
                del node[key]
                changed = True
    return changed


def _drop_names(root: Any, says: Says) -> None:
    """Take out destinations whose name says a removed word; links that lead to them lead nowhere."""
    places = root.get("/Dests")
    for name in list(places.keys()) if isinstance(places, Dictionary) else ():
        if says(name[1:]):
            del places[name]


def _rename_tags(pdf: pikepdf.Pdf, says: Says) -> None:
    """Give tags whose own name says a removed word a plain one."""
    tree = pdf.Root.get("/StructTreeRoot")
    roles = tree.get("/RoleMap") if isinstance(tree, Dictionary) else None
    if not isinstance(roles, Dictionary):
        return
    told = [name for name in list(roles.keys()) if says(name[1:])]
    for name in told:
        del roles[name]
    for one in _holders(pdf):
        if isinstance(one, Dictionary) and "/P" in one and str(one.get("/S", "")) in told:
            one.S = Name.Span


_MEANING = re.compile(rb"<([0-9A-Fa-f\s]{16,})>")


def _clean_maps(pdf: pikepdf.Pdf, says: Says) -> None:
    """Take removed words out of what fonts say that their letters mean: one code may mean a whole word."""

    def cleaned(meaning: re.Match[bytes]) -> bytes:
        digits = b"".join(meaning[1].split())
        words = bytes.fromhex(digits[: len(digits) // 4 * 4].decode("ascii")).decode("utf-16-be", "replace")
        return b"<FFFD>" if says(words) else meaning[0]

    for font in _holders(pdf):
        meant = font.get("/ToUnicode") if isinstance(font, Dictionary) else None
        if isinstance(meant, pikepdf.Stream):
            data = _decoded(meant)
            changed = _MEANING.sub(cleaned, data)
            if changed != data:
                meant.write(changed)


# --- every other text ----------------------------------------------------------------------------------------


def _strings(pdf: pikepdf.Pdf, says: Says) -> bool:
    """Replace every text that says a removed word; whether any did."""
    changed = False
    for holder in _holders(pdf):
        keys: Any = range(len(holder)) if isinstance(holder, Array) else list(holder.keys())
        for key in keys:
            value = holder[key]
            if key in ("/JS", "/RC", "/RV") and isinstance(holder, Dictionary) and isinstance(value, pikepdf.Stream):
                del holder[key]  # a script or rich text kept as a stream
            elif isinstance(value, String) and says(str(value)):
                holder[key] = String(GONE)
                changed = True
    return changed


def _holders(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Every dictionary and array of the file, nested ones too."""
    waiting: list[Any] = [(one, 0) for one in pdf.objects]
    while waiting:
        one, depth = waiting.pop()
        if depth > _DEEPEST or not isinstance(one, Dictionary | Array | pikepdf.Stream):
            continue
        yield one
        values = list(one) if isinstance(one, Array) else [one[key] for key in one.keys()]  # noqa: SIM118 (not a mapping)
        waiting += [
            (value, depth + 1) for value in values if isinstance(value, Dictionary | Array) and not value.is_indirect
        ]
