"""From counsel's edited review copy to the filing copy: what still stands open, and what is taken out."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from discovery.core.authorities import Authority, Proposition, Verification
from discovery.core.blocks import OpenItem
from discovery.core.citations import check_citations
from discovery.core.exhibits import ExhibitNumbers
from discovery.core.library import Library
from discovery.core.personal import PersonalData
from discovery.core.versions import read_long_ago
from discovery.errors import InputError
from discovery.files import ooxml
from discovery.files.edited import Comment, Control, Edited, is_ours, runs_of, words
from discovery.files.marks import (
    CHECK_FIRST,
    REVIEW_LEGEND,
    REVIEW_STYLES,
    digest,
    short_tag,
)
from discovery.files.ooxml import Element, qn
from discovery.files.privileged import is_privileged_word
from discovery.files.stripping import remove, say_only, shade, strip

BRACKETED = re.compile(r"\[[^\[\]]*\]")
EMPTY_BRACKETS = re.compile(r"\[[\s_.…·•]*\]")
LETTERED = re.compile(r"\b(Exhibit|EXHIBIT|exhibit|Ex\.)(\s+)([A-Z]{1,3})\b")
UNPLANNED = re.compile(r"\b(Exhibit|EXHIBIT|exhibit|Ex\.)(\s+)\[[a-z0-9-]+\]|\[Bates number of [^\[\]]*\]")
"""What a draft prints for an exhibit that was not in the plan when it was made."""
NUMBERED = re.compile(r"\b[A-Z0-9][A-Z0-9_-]*\d{3,}\b")


@dataclass(frozen=True)
class Outcome:
    """What finishing found: the filing copy's bytes where nothing is open, and what counsel should know."""

    data: bytes | None
    open_items: tuple[OpenItem, ...]
    notes: tuple[str, ...]


def finish_word(
    name: str,
    data: bytes,
    library: Library,
    numbers: ExhibitNumbers | None,
    keys: Sequence[str],
    today: date,
    ours: Sequence[str] = (),
    watch: PersonalData | None = None,
) -> Outcome:
    """The filing copy of an edited review copy, or what keeps it from being filed.

    `keys` are the matter's exhibits, `ours` the paragraphs as the program wrote them, `watch` the personal data that
    may not stand in it.
    """
    paper = Edited(name, data)
    if is_privileged_word(paper):
        raise InputError(
            f"{name} is privileged and has no filing copy; take what is to be served into a served paper."
        )
    if not _is_review_copy(paper):
        raise InputError(
            f"{name} is not a review copy of this program; draft one with --copy review and finish that."
        )
    tagged = _exhibit_tags(keys)
    open_items = [
        *_tracked(paper),
        *_comments(paper),
        *_blanks(paper),
        *_citations(paper, library),
        *_exhibits(paper, numbers, tagged),
        *_links(paper),
        *_lost_notes(paper),
        *(_personal(paper, watch) if watch else ()),
    ]
    if open_items:
        return Outcome(None, _gathered(open_items), ())
    notes = [*_refresh(paper, numbers, tagged), *_typed(paper, library, ours), *_aged(paper, library, today)]
    strip(paper)
    say_only(paper, today)
    return Outcome(paper.whole_package(), (), tuple(notes))


def _gathered(items: Sequence[OpenItem]) -> tuple[OpenItem, ...]:
    """The same thing open in several places, said once with all its places."""
    places: dict[tuple[str, str], list[str]] = {}
    for item in items:
        places.setdefault((item.kind, item.what), []).append(item.where)
    return tuple(OpenItem(kind, _everywhere(where), what) for (kind, what), where in places.items())


def _everywhere(places: Sequence[str]) -> str:
    first, *others = dict.fromkeys(places)
    counted = Counter(re.sub(r" \(“.*”\)$", "", other) for other in others)
    also = [f"{place} ({times} places)" if times > 1 else place for place, times in counted.items()]
    return f"{first}, also {', '.join(also)}" if also else first


def _is_review_copy(paper: Edited) -> bool:
    legends = (words(tree) for name, tree in paper.texts() if name.startswith("word/header"))
    return any(REVIEW_LEGEND in legend for legend in legends) or any(True for _ in paper.controls())


# --- what is open --------------------------------------------------------------------------------------------


def _tracked(paper: Edited) -> Iterator[OpenItem]:
    for where in dict.fromkeys(paper.tracked()):
        yield OpenItem("tracked", where, "a tracked change; accept or reject it in Word")


def _comments(paper: Edited) -> Iterator[OpenItem]:
    for comment in paper.comments():
        said = " ".join(comment.words.split())
        if not is_ours(comment):
            yield OpenItem(
                "comment", comment.where, f"a comment of {comment.author or 'somebody'} (“{said}”); delete it"
            )
        elif not comment.resolved:
            for line in _checks(comment):
                what = f"{line.strip().removesuffix('.')}; resolve or delete the comment when that is done"
                yield OpenItem("verify", comment.where, what)


def _checks(comment: Comment) -> list[str]:
    return [line.removeprefix(CHECK_FIRST) for line in comment.words.split("\n") if line.startswith(CHECK_FIRST)]


def _blanks(paper: Edited) -> Iterator[OpenItem]:
    controls = [control for control in paper.controls() if control.tag.startswith("blank:")]
    for control in controls:
        if not control.words.strip() or BRACKETED.search(control.words):
            yield OpenItem("blank", control.where, f"fill in {control.words.strip() or 'the empty place'}")
    asked = {f"[{each}]" for each in _asked(paper)}
    inside = {run for control in controls for run in control.runs}
    for _, tree in paper.texts():
        for paragraph in tree.iter(qn("w:p")):
            loose = "".join(words(run) for run in runs_of(paragraph) if run not in inside)
            shaded = "".join(
                words(run) for run in runs_of(paragraph) if run not in inside and shade(run) == REVIEW_STYLES[0]
            )
            left = {
                *BRACKETED.findall(shaded),
                *EMPTY_BRACKETS.findall(loose),
                *(each for each in asked if each in loose),
            }
            for text in sorted(left):
                yield OpenItem("blank", paper.where(paragraph), f"fill in {text}")


def _asked(paper: Edited) -> Iterator[str]:
    for comment in paper.comments():
        if is_ours(comment):
            for line in comment.words.split("\n"):
                if line.startswith("Fill in: "):
                    yield line.removeprefix("Fill in: ")


def _citations(paper: Edited, library: Library) -> Iterator[OpenItem]:
    known = _cite_tags(library)
    for control in paper.controls():
        if not control.tag.startswith("cite:") or not control.words.strip():
            continue
        if control.tag not in known:
            what = f"“{control.words}” rests on {control.tag.removeprefix('cite:')}, which is not in the library"
            yield OpenItem("citation", control.where, what)
            continue
        authority, proposition = known[control.tag]
        if proposition.state is not Verification.VERIFIED:
            what = (
                f"“{control.words}” is {proposition.state.value} ({authority.id}/{proposition.id}); read it, then"
                f" record that with: discovery authorities verify {authority.id}"
            )
            yield OpenItem("citation", control.where, what)
    yield from _loose_citations(paper, library)


def _aged(paper: Edited, library: Library, today: date) -> Iterator[str]:
    """Each authority cited that nobody has read lately: it can be filed, and is to be read again."""
    known = _cite_tags(library)
    cited = {control.tag: control for control in paper.controls() if control.tag in known}
    for tag, control in cited.items():
        if told := read_long_ago(known[tag][1], today):
            yield f"{control.where}: “{control.words}”: {told}"


def _cite_tags(library: Library) -> dict[str, tuple[Authority, Proposition]]:
    """Each proposition by the tag of its content control, and by that of its bookmark."""
    known = {}
    for authority in library.authorities:
        for proposition in authority.propositions:
            tag = short_tag(f"cite:{authority.id}/{proposition.id}")
            known[tag] = known[f"cite:{digest(tag)}"] = (authority, proposition)
    return known


def _loose_citations(paper: Edited, library: Library) -> Iterator[OpenItem]:
    """A case counsel typed, which the library holds but nobody has read for anything."""
    unread = [
        authority
        for authority in library.authorities
        if authority.name
        and authority.propositions
        and not any(each.state is Verification.VERIFIED for each in authority.propositions)
    ]
    held = {run for control in paper.controls() for run in control.runs}
    for name, tree in paper.texts():
        if name.startswith(("word/header", "word/footer")):
            continue
        for paragraph in tree.iter(qn("w:p")):
            loose = "".join(words(run) for run in runs_of(paragraph) if run not in held)
            for authority in unread:
                if authority.name and re.search(rf"{re.escape(authority.name)}\b", loose):
                    what = f"“{authority.name}” ({authority.id}) has been read for nothing it may be cited for"
                    yield OpenItem("citation", paper.where(paragraph), what)


def _exhibits(paper: Edited, numbers: ExhibitNumbers | None, tagged: dict[str, str]) -> Iterator[OpenItem]:
    for control in paper.controls():
        if control.tag.startswith(("exhibit:", "bates:")) and _fresh(control, numbers, tagged) is None:
            yield OpenItem("exhibit", control.where, f"“{control.words}” ({control.tag}) is not in the bundle’s plan")


def _links(paper: Edited) -> Iterator[OpenItem]:
    for name, tree in paper.trees.items():
        if not name.endswith(".rels"):
            continue
        for each in tree:
            target = each.get("Target", "")
            if each.get("TargetMode") == "External" and not target.startswith(("http://", "https://", "mailto:")):
                yield OpenItem("link", "in the paper", f"a link to a file on a computer ({target}); take it out")


def _lost_notes(paper: Edited) -> Iterator[OpenItem]:
    # LibreOffice 7.4 drops the words of a footnote that follows a comment; the saved file cannot give them back.
    for number, note in enumerate(paper.notes(), start=1):
        if not words(note).strip():
            what = "its words are gone, lost when the paper was saved; take them from the draft"
            yield OpenItem("note", f"footnote {number}", what)


def _personal(paper: Edited, watch: PersonalData) -> Iterator[OpenItem]:
    """What a person may not want in a public file, whoever wrote it there."""
    for _, tree in paper.texts():
        for paragraph in tree.iter(qn("w:p")):
            for each in watch.found("".join(words(run) for run in runs_of(paragraph))):
                yield OpenItem("personal", paper.where(paragraph), f"“{each.words}”: {each.open}")


# --- exhibits as they are now --------------------------------------------------------------------------------


def _exhibit_tags(keys: Sequence[str]) -> dict[str, str]:
    """What stands in a content control or a bookmark, with the exhibit it means."""
    tags = {short_tag(f"exhibit:{key}"): f"exhibit:{key}" for key in keys}
    tags.update({f"exhibit:{digest(short_tag(f'exhibit:{key}'))}": f"exhibit:{key}" for key in keys})
    return {**tags, **{f"bates:{digest(f'bates:{key}')}": f"bates:{key}" for key in keys}}


def _fresh(control: Control, numbers: ExhibitNumbers | None, tagged: dict[str, str]) -> str | None:
    if numbers is None:
        return None
    if control.tag.startswith("exhibit:"):
        return numbers.letter(tagged.get(control.tag, control.tag).removeprefix("exhibit:"))
    tag, _, page = control.tag.rpartition(":")
    key = tagged.get(tag, tag).removeprefix("bates:")
    return numbers.bates(key, int(page)) if page.isdigit() else None


def _refresh(paper: Edited, numbers: ExhibitNumbers | None, tagged: dict[str, str]) -> Iterator[str]:
    """Put today's letters and numbers in place; what counsel has put into her own form is left, and said."""
    for control in paper.controls():
        if not control.tag.startswith(("exhibit:", "bates:")):
            continue
        fresh = _fresh(control, numbers, tagged) or ""
        letter = fresh.rpartition(" ")[2]
        if UNPLANNED.search(control.words):
            changed, count = UNPLANNED.subn(rf"\g<1>\g<2>{letter}", control.words)
        elif control.tag.startswith("exhibit:"):
            changed, count = LETTERED.subn(rf"\g<1>\g<2>{letter}", control.words)
        else:
            changed, count = NUMBERED.subn(fresh, control.words)
        if count != 1:
            yield f"{control.where}: “{control.words}” was reworded and stays as it is; the plan has {fresh}."
        elif changed != control.words:
            _set_words(control.runs, changed)
            yield f"{control.where}: “{control.words}” is now “{changed}”."


def _set_words(runs: Sequence[Element], text: str) -> None:
    first, *others = [each for run in runs for each in run.iter(qn("w:t"))]
    first.text = text
    first.set(ooxml.XML_SPACE, "preserve")
    for each in others:
        remove(each)


def _typed(paper: Edited, library: Library, ours: Sequence[str]) -> Iterator[str]:
    """What counsel typed that the program cannot follow: she is told to look once more."""
    held = {run for control in paper.controls() for run in control.runs}
    for name, tree in paper.texts():
        if name.startswith(("word/header", "word/footer")):
            continue
        for paragraph in tree.iter(qn("w:p")):
            loose = "".join(words(run) for run in runs_of(paragraph) if run not in held)
            if not loose.strip():
                continue
            for match in LETTERED.finditer(loose):
                yield f"{paper.where(paragraph)}: “{match[0]}” was typed, not set by the program; check its letter."
            for problem in check_citations(loose, library.authorities, allowed=ours):
                yield f"{paper.where(paragraph)}: {problem.what} It was typed by hand; check it."
    known = _cite_tags(library)
    for control in paper.controls():
        if control.tag in known and (extra := _other_figures(control.words, *known[control.tag])):
            yield f"{control.where}: “{control.words}” has {', '.join(extra)}, which our citation has not; check it."
    if any(each.tag == qn("w:vanish") for _, tree in paper.texts() for each in tree.iter()):
        yield "The paper has hidden text, which anyone can show in Word; look for it before filing."


def _other_figures(text: str, authority: Authority, proposition: Proposition) -> list[str]:
    ours = {*re.findall(r"\d+", " ".join(filter(None, (authority.citation, proposition.pin, authority.decided))))}
    return [each for each in re.findall(r"\d+", text) if each not in ours]
