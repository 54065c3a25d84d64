"""Nobody is named as a person in an image: the sentences no paper may hold. Ours are “the person depicted”."""

import re
from collections.abc import Iterable, Iterator, Sequence

from discovery.core.blocks import Inlines, Sourced
from discovery.core.folding import in_small_letters
from discovery.core.inlines import every_inline, text_of

_ANYBODY = ("defendant", "accused", "respondent", "client")
"""Every pattern has one of these words, and most lines of a paper have none."""
_WORDS = {
    "who": rf"(?:(?:the\s+)?(?:{'|'.join(_ANYBODY)}))",
    "identified": r"(?:matched|matches|matching|identified|identifies|identifying|recognized)",
    "image": r"(?:images?|photographs?|photos?|pictures?|stills?|videos?|footage|frames?|recordings?)",
    "scene": (
        r"(?:(?:probe|surveillance|security|camera|crime[- ]scene|lobby|street)\s+"
        r"(?:images?|photographs?|photos?|pictures?|stills?|videos?|footage|frames?)|stills?|videos?|footage)"
    ),
    "person": (
        r"(?:person|man|woman|male|female|individual|suspect|perpetrator|subject|figure|face|assailant|shooter|robber)"
    ),
    "seen": r"(?:depicted|shown|seen|captured|pictured|portrayed|visible|recorded|appearing)",
    "within": r"(?:in|on)\s+(?:the|that|this|a)\s+[^.;]{0,20}",
}
_WORDS["there"] = rf"(?:{_WORDS['seen']}|{_WORDS['within']}{_WORDS['image']})"
_SENTENCES = (
    # The defendant is the man seen / the man in the video.
    r"\b{who}\b[^.;]{{0,30}}\b(?:is|was|be|being|as)\s+(?:the|that)\s+(?:same\s+)?{person}[^.;]{{0,40}}\b{there}\b",
    # The person depicted is the defendant.
    r"\b{person}\s+(?:who\s+(?:is|was)\s+)?{there}\b[^.;]{{0,40}}\b(?:is|was)\s+(?:indeed\s+)?{who}\b",
    # Footage showing the defendant.
    r"\b{scene}\s+(?:\w+\s+){{0,2}}(?:of|depicts?|depicting|shows?|showing|portrays?|captures?|captured)\s+{who}\b",
    # The defendant appears in the still.
    r"\b{who}\b\s+(?:\w+\s+){{0,2}}?(?:appears?|(?:is|was|be|can be)\s+{seen})\s+{within}{image}\b",
    # She identified the defendant as the man.
    r"\b{identified}\s+{who}\b[^.;]{{0,20}}\b(?:as|to|with|from)\s+(?:the|that)\s+(?:{person}|{scene})\b",
    # The defendant matched the image.
    r"\b{who}\b[^.;]{{0,20}}\b(?:matched|matches)\s+(?:the|that)\s+[^.;]{{0,20}}(?:{person}|{image})\b",
    # The defendant's face in the video.
    r"\b{who}(?:’s|'s)\s+(?:own\s+)?(?:face|image|likeness)\b[^.;]{{0,30}}\b{within}{scene}\b",
)
_DENIES = re.compile(
    r"\b(whether|if|not|never|no|nobody|nothing|neither|unproved|question|does not|without)\b", re.IGNORECASE
)
_SENTENCE_END = re.compile(r"(?<=[.;?!])\s+(?=[A-Z“])")
_PATTERNS = tuple(re.compile(sentence.format(**_WORDS), re.IGNORECASE) for sentence in _SENTENCES)


def says_who_is_depicted(words: str, people: Iterable[str] = ()) -> str | None:
    """The words that say the defendant is the person in an image; `people` are the names the defendant goes by."""
    for name in people:
        words = _named(name).sub("the defendant", words)
    small = in_small_letters(words)
    if not any(who in small for who in _ANYBODY):
        return None
    for sentence in _SENTENCE_END.split(words):
        for pattern in _PATTERNS:
            found = pattern.search(sentence)
            if found and not _DENIES.search(sentence[: found.end()]):
                return found.group()
    return None


def _named(name: str) -> re.Pattern[str]:
    """A name in full, or the last of it after a form of address."""
    last = re.escape(name.split()[-1]) if name.split() else "(?!)"
    return re.compile(rf"(?<!\w)(?:{re.escape(name)}|(?:Mr|Ms|Mrs|Mx)\.?\s+{last})(?!\w)", re.IGNORECASE)


def identifications(line: Inlines, people: Sequence[str] = ()) -> Iterator[tuple[str, str]]:
    """What a line says of who is in an image, and what to write instead."""
    found = says_who_is_depicted(text_of(line), people)
    if found:
        sources = ", ".join(each.source for each in every_inline(line) if isinstance(each, Sourced))
        step = "Write “the person depicted”." + (f" The words come from {sources}." if sources else "")
        yield f"“{found}” says who is in an image.", step
