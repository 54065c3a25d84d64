"""The law data by what a brief writes: its reports, case names and sections in one spelling."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from discovery.core.authorities import Authority
from discovery.core.citation_forms import Found, FoundKind, name_key
from discovery.core.citations import citations_of


@dataclass(frozen=True)
class LawIndex:
    """The law data by what a brief writes: reports, case names, sections."""

    reports: dict[str, Authority]
    names: dict[str, tuple[Authority, ...]]
    sections: dict[str, Authority]
    by_id: dict[str, Authority]

    @classmethod
    def of(cls, authorities: Iterable[Authority]) -> "LawIndex":
        """The index of some authorities."""
        law = cls({}, {}, {}, {})
        for authority in authorities:
            law.by_id[authority.id] = authority
            if authority.name:
                key = bare_name(authority.name)
                law.names[key] = (*law.names.get(key, ()), authority)
            for found in citations_of(authority):
                if found.kind in (FoundKind.REPORTER, FoundKind.SHORT):
                    law.reports[found.key] = authority
                elif found.kind is not FoundKind.CASE_NAME:
                    law.sections.setdefault(found.key, authority)
            if not citations_of(authority):
                law.sections[authority.citation.lower()] = authority
        return law

    def written_out(self, text: str) -> Iterator[Found]:
        """Where a text has the words of a citation that has no form of its own: a guide, a case without a name."""
        for key, authority in self.sections.items():
            if key == authority.citation.lower():
                for match in re.finditer(re.escape(authority.citation), text):
                    yield Found(match[0], match.start(), FoundKind.GUIDE, key)

    def near(self, name: str) -> Authority | None:
        """An authority whose name is almost this one."""
        found = get_close_matches(name, self.names, 1, 0.88)
        return self.names[found[0]][0] if found else None

    def volume(self, key: str) -> tuple[Authority, ...]:
        """The authorities reported in a volume."""
        return tuple(
            authority for report, authority in self.reports.items() if re.sub(r"(?<=[a-z])\d+$", "", report) == key
        )


_SIGNALS = re.compile(
    r"^(?:(?:see|also|in|as|but|and|cf|compare|under|unlike|like|here|with|that|both|accord|contra|citing|quoting|eg|"
    r"thus|moreover|however|since|because|although|while|when|where|after|before|following|applying|per|recently|"
    r"rather|indeed|further|similarly|the|relying|on|from|by|of|for|then|now|to) )+(?=\S)"
)


def bare_name(words: str) -> str:
    """A case name in one spelling: "people v knight" of "See People of the State of New York v. Knight"."""
    key = re.sub(r"\s+", " ", name_key(words))
    key = re.sub(r"^(?:see |the )*people of the state of new york v ", "people v ", key)
    return _SIGNALS.sub("", key).removeprefix("matter of ")
