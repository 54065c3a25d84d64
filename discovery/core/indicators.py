"""Signs that facial recognition was used, as data that carries its own examples."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from discovery.core.authorities import Verification
from discovery.core.problems import Problem
from discovery.core.record import Record


class Indicator(Record):
    """One sign in disclosed papers; it suggests a question and proves nothing."""

    id: str
    title: str
    read: str
    """What was read that makes it a sign."""
    patterns: tuple[str, ...] = ()
    """Regular expressions, case-insensitive."""
    strength: str
    """The researchers' own judgement: strong, moderate, weak."""
    source: str
    state: Verification
    examples: tuple[str, ...] = ()
    counter_examples: tuple[str, ...] = ()

    def words_in(self, text: str) -> tuple[str, ...]:
        """The words of a text that match, in order, each once."""
        found = (match for pattern in self.patterns for match in re.finditer(pattern, text, re.IGNORECASE))
        return tuple(dict.fromkeys(match[0] for match in sorted(found, key=lambda each: each.start())))


STRENGTHS = ("strong", "moderate", "weak")


def check_indicators(indicators: Iterable[Indicator]) -> tuple[Problem, ...]:
    """What is wrong with the indicators: an id twice, a pattern that is none, an example it does not match."""
    indicators = tuple(indicators)
    counts = Counter(each.id for each in indicators)
    problems = [Problem(where=key, what="this sign is there twice.") for key, count in counts.items() if count > 1]
    for each in indicators:
        problems.extend(_mistakes(each))
    return tuple(problems)


def _mistakes(indicator: Indicator) -> Iterator[Problem]:
    if indicator.strength not in STRENGTHS:
        yield Problem(where=indicator.id, what=f"“{indicator.strength}” is not one of {', '.join(STRENGTHS)}.")
    broken = [pattern for pattern in indicator.patterns if not _compiles(pattern)]
    for pattern in broken:
        yield Problem(where=indicator.id, what=f"“{pattern}” is not a regular expression.")
    if broken:
        return
    for pattern in indicator.patterns:
        if not any(re.search(pattern, example, re.IGNORECASE) for example in indicator.examples):
            yield Problem(where=indicator.id, what=f"no example matches “{pattern}”.")
    for example in indicator.examples:
        if indicator.patterns and not indicator.words_in(example):
            yield Problem(where=indicator.id, what=f"no pattern matches the example “{example}”.")
    for example in indicator.counter_examples:
        if words := indicator.words_in(example):
            yield Problem(where=indicator.id, what=f"“{words[0]}” matches in the counter-example “{example}”.")


def _compiles(pattern: str) -> bool:
    try:
        re.compile(pattern, re.IGNORECASE)
    except re.error:
        return False
    return True
