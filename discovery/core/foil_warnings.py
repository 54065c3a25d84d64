"""What in a request points to one case, and so tells the People what the defense is looking at."""

import re
from collections.abc import Iterator
from datetime import date

from discovery.core.foil import FoilRequest, ItemDay

SHORTEST = 90
"""Days; a shorter period points to one incident."""
_PRECINCT = re.compile(
    r"\b(?:\d{1,3}(?:st|nd|rd|th)?\s+(?:Precinct|Pct\b\.?)|(?:Precinct|Pct\.?)\s+(?:No\.?\s*)?\d{1,3}\b"
    r"|[A-Z][a-z]+\s+Precinct)",
)
_OFFICER = re.compile(
    r"\b(?:Detective|Det\.|Police Officer|(?<!Access )(?<!Appeals )Officer|P\.?O\.|Sergeant|Sgt\."
    r"|Lieutenant|Lt\.|Captain|Capt\.)\s+(?!(?:Investigator|Squad|Bureau|Specialist|Guide)s?\b)(?:[A-Z]\.?\s+)?[A-Z][\w’'-]+"
    r"|\b(?:shield|badge|tax)\s*(?:no\.?|number|\#)?\s*\d{2,}",
)
_TIPS = "it points to one case, and the People may be told of the request"


def warnings(request: FoilRequest, text: str, on: date) -> tuple[str, ...]:
    """A sentence for each thing in the request, as its letter prints it, that points to one case."""
    return tuple(dict.fromkeys([*_named(text), *_short(request, on)]))


def _named(text: str) -> Iterator[str]:
    for what, form in (("a precinct", _PRECINCT), ("an officer", _OFFICER)):
        for match in form.finditer(text):
            yield f"“{' '.join(match[0].split())}” names {what}: {_TIPS}."


def _short(request: FoilRequest, on: date) -> Iterator[str]:
    for item in request.items:
        for begin, end in ((item.begin, item.end), (item.also_begin, item.also_end)):
            if begin is None or end is None:
                continue
            days = ((on if isinstance(end, ItemDay) else end) - begin).days + 1
            if days < SHORTEST:
                yield f"row {item.n} asks for {days} days, fewer than {SHORTEST}: {_TIPS}."
