"""Puts a planned bundle together: front matter, tab sheets and exhibits in one PDF that a court's viewer can follow.

Pages are copied whole, their streams as they are; the number on each page, its page label, its named destination,
the index's links and the outline all come from the one plan.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, NameTree, OutlineItem, String

from discovery.core.endorsements import Endorsements, PageLayout, Placement
from discovery.core.parts import Part, Slice, bookmark
from discovery.core.productions import Document, PageKind
from discovery.files.endorsing import Endorsed, endorse_pages
from discovery.files.field_looks import DRAWN, asks_anew, draw_fields
from discovery.files.forms import JoinedForm, take_form
from discovery.files.originals import open_as_is, open_pdf, save_pdf
from discovery.files.page_labels import page_labels
from discovery.files.preparing import Prepared
from discovery.files.scrub import scrub
from discovery.files.sheets import LINK, Sheets
from discovery.files.writing import plain_sentence


@dataclass
class Assembled:
    """What was done to put a bundle together, told exhibit by exhibit."""

    notes: list[str] = field(default_factory=list)
    endorsed: tuple[Endorsed, ...] = ()
    pdfa: bool = False
    drawn: set[str] = field(default_factory=set)
    """The exhibits, by key, whose fields were given the looks that a viewer makes up for them."""

    def say(self, document: Document, *notes: str) -> None:
        """Note what happened to one exhibit."""
        self.notes.extend(f"Exhibit {document.letter}: {note}." for note in notes)


@dataclass
class _Into:
    """A bundle that exhibits are added to."""

    out: pikepdf.Pdf
    done: Assembled
    forms: JoinedForm
    pdfa: list[bool]
    """Of everything added so far, whether it may be part of a file that says it is PDF/A."""
    held: list[pikepdf.Pdf] = field(default_factory=list)
    """Files that must be there when the whole is saved."""


def destination_of(letter: str) -> str:
    """The named destination of an exhibit: other papers link to `BUNDLE.pdf#nameddest=Ex-A`."""
    return f"Ex-{letter}"


def assemble(
    part: Part,
    sheets: Sheets,
    sources: Mapping[str, Prepared],
    asked: Endorsements | Placement,
    title: str,
    target: Path,
    isolate: Collection[int] = (),
) -> Assembled:
    """Write one file of a bundle; `sources` holds every exhibit of it that could be read.

    `isolate` names pages of the file, from 0, whose own content is set apart so that it cannot reach the number.
    """
    done = Assembled()
    held = {document.key for document in part.documents}
    with ExitStack() as stack:
        out = stack.enter_context(pikepdf.new())
        front = stack.enter_context(pikepdf.open(BytesIO(sheets.front.pdf))) if part.front else None
        tabs = stack.enter_context(pikepdf.open(BytesIO(sheets.tabs)))
        _one_wish(part, {key: source for key, source in sources.items() if key in held}, done)
        if front:
            out.add_pages_from(front, outlines="ignore")
        _claim_names(out, part)
        outlines, into = [], _Into(out, done, JoinedForm(out), [_is_pdfa(tabs)])
        for each in part.slices:
            if each.tabbed:
                out.add_pages_from(tabs, pages=sheets.tab_pages(each.document, part.plan), outlines="ignore")
            outlines.append(_add_exhibit(into, each, sources))
        labels = {page.position: page.label for page in part.pages() if page.position >= part.front}
        done.endorsed = endorse_pages(out, labels, asked, layouts=_layouts(part, sources), isolate=isolate)
        _name_pages(out, part)
        _link_index(out, part)
        _nest_outline(out, part, outlines)
        done.pdfa = all(into.pdfa)
        if done.pdfa:
            # Device colours mean nothing in PDF/A without it; every source has one of its own, also of RGB.
            out.Root[Name.OutputIntents] = out.copy_foreign(tabs.make_indirect(tabs.Root.OutputIntents))
        into.forms.finish(pdfa=done.pdfa)
        _describe(out, part, title, pdfa=done.pdfa)
        # The folder it is made in is out of sight; the one that is full or locked is the one above.
        with plain_sentence(target.parent.parent):
            ours = sha256(sheets.front.pdf + sheets.tabs).hexdigest()
            save_pdf(out, target, "\n".join((part.digest(), ours, title)))
    return done


def _one_wish(part: Part, sources: Mapping[str, Prepared], done: Assembled) -> None:
    """Where forms that ask to be drawn anew come among forms that do not, the fields of the former are drawn once."""
    wishes = {key: _wish(source.path) for key, source in sources.items()} if len(sources) > 1 else {}
    if True in wishes.values() and False in wishes.values():
        for document in part.documents:
            if wishes.get(document.key):
                done.drawn.add(document.key)
                done.say(document, DRAWN)


def _wish(path: Path) -> bool | None:
    with open_as_is(path) as pdf:
        return asks_anew(pdf)


def _add_exhibit(into: _Into, held: Slice, sources: Mapping[str, Prepared]) -> int:
    """Add an exhibit that could be read; how many bookmarks of its own stand at the top.

    Its file is let go of with this, not closed: what was copied of it is read from there when the whole is saved.
    """
    if held.document.unread:
        return 0
    source = sources[held.document.key]
    into.done.say(held.document, *source.notes)
    pdf = open_pdf(source.path)
    if held.document.key in into.done.drawn:
        draw_fields(pdf, source.path)
        into.held.append(pdf)  # qpdf reads the looks that were drawn by way of it
    items = _append(into.out, pdf, held, into.done, into.forms)
    into.pdfa.append(_is_pdfa(pdf))
    return items


def _append(out: pikepdf.Pdf, source: pikepdf.Pdf, held: Slice, done: Assembled, forms: JoinedForm) -> int:
    """Add an exhibit's pages; how many outline items of its own came to stand at the top level."""
    document = held.document
    done.say(document, *scrub(source))
    if len(source.pages) != document.pages:
        raise ValueError(f"exhibit {document.letter} has {len(source.pages)} pages, {document.pages} were planned")
    before = _top_level(out)
    own = range(held.first - 1, held.last)
    form = take_form(source)
    result = out.add_pages_from(source, pages=None if held.whole else own)
    joined = forms.join(source, form, list(out.pages)[-len(own) :])
    if joined.renamed:
        done.say(document, "form fields were renamed because another exhibit uses the same names")
    if result.dropped_dests:
        where = "outside its pages" if held.whole else "to pages that lie in another part"
        done.say(document, f"some of its links led {where} and lead nowhere now")
    if result.outline_items_dropped:
        where = "outside its pages" if held.whole else "to pages that lie in another part"
        done.say(document, f"{result.outline_items_dropped} of its bookmarks led {where} and were left out")
    if joined.partial:
        done.say(document, "parts of its form lie on pages that are not in it")
    return _top_level(out) - before


def _annotations(page: pikepdf.Page) -> list[pikepdf.Object]:
    listed = page.obj.get(Name.Annots)
    return [one for one in listed if isinstance(one, Dictionary)] if isinstance(listed, Array) else []


def _layouts(part: Part, sources: Mapping[str, Prepared]) -> dict[int, PageLayout]:
    """What is printed on each page of an exhibit, by its page of the file."""
    keys = {document.letter: document.key for document in part.documents}
    exhibits = (page for page in part.pages() if page.kind is PageKind.EXHIBIT)
    return {page.position: sources[keys[page.letter]].layouts[page.page - 1] for page in exhibits}


def _top_level(pdf: pikepdf.Pdf) -> int:
    item = pdf.Root.get(Name.Outlines, Dictionary()).get(Name.First)
    count = 0
    while item is not None:
        count += 1
        item = item.get(Name.Next)
    return count


# --- destinations, links, outline ----------------------------------------------------------------------------


def _names(part: Part) -> Iterator[tuple[str, int]]:
    """Every named destination with its page's position: Ex-A where the exhibit begins, each number on its page."""
    met: set[str] = set()
    for page in part.pages():
        if page.letter and page.letter not in met:
            met.add(page.letter)
            yield destination_of(page.letter), page.position
        if page.position >= part.front:
            yield page.label, page.position


def _tree(out: pikepdf.Pdf) -> NameTree:
    names = out.Root.get(Name.Names)
    if names is None:
        names = out.Root[Name.Names] = out.make_indirect(Dictionary())
    return NameTree(names[Name.Dests]) if Name.Dests in names else _new_tree(out)


def _new_tree(out: pikepdf.Pdf) -> NameTree:
    tree = NameTree.new(out)
    out.Root[Name.Names][Name.Dests] = tree.obj
    return tree


def _claim_names(out: pikepdf.Pdf, part: Part) -> None:
    """Take our names before any source is copied, so that a source's own name that equals one of ours is renamed."""
    tree = _tree(out)
    for name, _ in _names(part):
        tree[name] = Array([0, Name.Fit])  # until its page is there


def _name_pages(out: pikepdf.Pdf, part: Part) -> None:
    tree = _tree(out)
    for name, position in _names(part):
        tree[name] = _place(out, position)


def _place(out: pikepdf.Pdf, position: int) -> Array:
    return Array([out.pages[position].obj, Name.XYZ, None, None, None])


def _link_index(out: pikepdf.Pdf, part: Part) -> None:
    positions = {page.label: page.position for page in part.pages()}
    for page in list(out.pages)[: part.front]:
        for annotation in _annotations(page):
            action = annotation.get(Name.A, Dictionary())
            target = str(action.get(Name.URI, ""))
            if target.startswith(LINK):
                del annotation[Name.A]
                annotation[Name.Dest] = _place(out, positions[target.removeprefix(LINK)])


def _nest_outline(out: pikepdf.Pdf, part: Part, own: Sequence[int]) -> None:
    """One node an exhibit, its own outline nested below; cover and index first."""
    starts = dict(_names(part))
    with out.open_outline() as outline:
        carried = list(outline.root)
        nodes = [OutlineItem("Cover", _place(out, 0))] if part.front else []
        if part.front > 1:
            nodes.append(OutlineItem("Index of exhibits", _place(out, 1)))
        for held, count in zip(part.slices, own, strict=True):
            node = OutlineItem(outline_title(held), _place(out, starts[destination_of(held.document.letter)]))
            node.children.extend(carried[:count])
            node.is_closed = True
            carried = carried[count:]
            nodes.append(node)
        outline.root[:] = nodes


def outline_title(held: Slice) -> str:
    """What the bookmark of an exhibit says."""
    numbers = str(held.range.begin), str(held.range.end)
    return bookmark(held.document.letter, held.document.description, numbers, tabbed=held.tabbed)


# --- the document as a whole ---------------------------------------------------------------------------------


def _is_pdfa(part: pikepdf.Pdf) -> bool:
    """Whether a part says it is PDF/A-1 or -2 with an RGB output intent, so that the whole may say PDF/A-2b."""
    if part.is_encrypted or Name.Metadata not in part.Root:
        return False
    with part.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        claimed = metadata.get("pdfaid:part") in ("1", "2")
    profiles = [intent.get(Name.DestOutputProfile) for intent in part.Root.get(Name.OutputIntents, Array())]
    return (
        claimed and bool(profiles) and all(profile is not None and profile.get(Name.N) == 3 for profile in profiles)
    )


def _describe(out: pikepdf.Pdf, part: Part, title: str, *, pdfa: bool) -> None:
    root = out.Root
    for key in (Name.OpenAction, Name.AA, Name.MarkInfo, Name.StructTreeRoot, Name.Metadata):
        if key in root:
            del root[key]
    root[Name.PageMode] = Name.UseOutlines
    root[Name.Lang] = String("en-US")
    root[Name.ViewerPreferences] = Dictionary(DisplayDocTitle=True)
    root[Name.PageLabels] = page_labels(part.labels)
    with out.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        metadata["dc:title"] = title
        if pdfa:
            metadata["pdfaid:part"], metadata["pdfaid:conformance"] = "2", "B"
    out.docinfo[Name.Title] = String(title)
