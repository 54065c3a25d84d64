"""The shipped policies and statements: their days, their words, and which texts are held."""

import itertools
import re
from datetime import date

import pytest

from discovery.core.library import Library
from discovery.core.policies import Policy, PolicyKind
from discovery.core.spans import Span, Truth
from discovery.files.shipped import EXHIBITS


def test_there_are_26_policies_and_statements(library: Library) -> None:
    assert len(library.policies) == 26


def test_the_only_texts_held_are_the_two_local_laws_of_2025(library: Library) -> None:
    assert {policy.id for policy in library.policies if policy.text_held} == {"ll55-2025", "ll56-2025"}


def test_no_rule_on_facial_recognition_whose_text_is_held_was_in_force_while_the_emails_were_written(
    library: Library,
) -> None:
    emails = Span.of("2018-10/2020-02")
    held = [policy for policy in library.policies if policy.kind.binds and policy.text_held]
    assert held
    assert all(policy.in_force(emails) is Truth.NO for policy in held)


def test_the_words_quoted_from_a_text_that_is_held_are_in_it(library: Library) -> None:
    for policy in library.policies:
        if policy.text_file:
            text = _plain((EXHIBITS / "policies" / policy.text_file).read_text("utf-8"))
            for words in policy.words:
                assert _plain(words.text) in text, policy.id


def _plain(text: str) -> str:
    """The words without white space, with straight quotation marks and without the matter a law strikes out."""
    return re.sub(r"\s|\[[^\]]*\]", "", text.replace("’", "'").replace("“", '"').replace("”", '"'))


def test_every_policy_says_what_would_settle_it_and_how_far_it_was_checked(library: Library) -> None:
    for policy in library.policies:
        assert policy.settles.endswith("."), policy.id
        assert policy.verification
        assert policy.binds
        assert policy.words or policy.accounts
        assert policy.short


def test_what_others_say_of_a_policy_is_not_kept_among_its_words(library: Library) -> None:
    for key in ("cod-memo-3-2012", "clearview-trial-agreement-2018", "pg-212-129-2022", "personal-device-rule"):
        assert not library.policy(key).words
        assert library.policy(key).accounts
    assert all("stats" not in words.text for words in library.policy("nypd-fr-webpage").words)


def test_the_procedure_of_march_2020_was_not_in_force_in_february_and_surely_was_in_april(library: Library) -> None:
    procedure = library.policy("pg-212-129-2020")
    assert procedure.in_force(Span.of("2020-02")) is Truth.NO
    assert procedure.in_force(Span.of("2020-03-12")) is Truth.UNKNOWN
    assert procedure.in_force(Span.of("2020-04-01")) is Truth.YES
    assert procedure.in_force(Span.of("2022-06-01")) is Truth.UNKNOWN
    assert procedure.in_force(Span.of("2023")) is Truth.NO


def test_a_rule_listed_by_a_day_was_in_force_after_it_and_perhaps_before(library: Library) -> None:
    email = library.policy("pg-203-27-email")
    assert email.in_force(Span.of("2019-01-01")) is Truth.YES
    assert email.in_force(Span.of("2014")) is Truth.UNKNOWN


def test_a_rule_with_an_unknown_last_day_is_never_surely_in_force(library: Library) -> None:
    assert library.policy("cod-memo-3-2012").in_force(Span.of("2019-11-05")) is Truth.UNKNOWN
    assert library.policy("cod-memo-3-2012").in_force(Span.of("2010")) is Truth.NO


@pytest.mark.parametrize(
    ("kind", "binds", "governs"),
    [
        (PolicyKind.RULE, True, True),
        (PolicyKind.STATUTE, True, True),
        (PolicyKind.PRACTICE, False, True),
        (PolicyKind.AGREEMENT, False, True),
        (PolicyKind.STATEMENT, False, False),
        (PolicyKind.BILL, False, False),
        (PolicyKind.REPORT, False, False),
    ],
)
def test_only_a_rule_or_a_statute_can_be_departed_from(kind: PolicyKind, binds: bool, governs: bool) -> None:
    assert (kind.binds, kind.governs) == (binds, governs)


@pytest.mark.parametrize(
    ("day", "windows"),
    [
        ("2018-11-15", {"B": Truth.YES}),
        ("2019-01-15", {"A": Truth.YES}),
        ("2019-11-05", {"B": Truth.YES}),
        ("2020-03-12", {"B": Truth.YES}),
        ("2020-03-13", {"C": Truth.YES}),
        ("2025-06-01", {"C": Truth.YES}),
        ("2018-10/2020-02", {"A": Truth.UNKNOWN, "B": Truth.UNKNOWN}),
        ("2020-03", {"B": Truth.UNKNOWN, "C": Truth.UNKNOWN}),
        ("2015", {}),
        ("unknown", {"A": Truth.UNKNOWN, "B": Truth.UNKNOWN, "C": Truth.UNKNOWN}),
    ],
)
def test_a_day_falls_in_a_window_or_cannot_be_told(library: Library, day: str, windows: dict[str, Truth]) -> None:
    held = {window.id: window.holds(Span.of(day)) for window in library.windows}
    assert {key: truth for key, truth in held.items() if truth is not Truth.NO} == windows


def test_the_windows_meet_without_gap_from_october_2018(library: Library) -> None:
    spans = sorted((span.first, span.last) for window in library.windows for span in window.spans if span.first)
    assert spans[0][0] == date(2018, 10, 1)
    for (_, last), (first, _) in itertools.pairwise(spans):
        assert last is not None
        assert (first - last).days == 1


def test_a_policy_without_a_short_name_goes_by_its_title() -> None:
    policy = Policy(id="x", title="A long title", issuer="NYPD", kind=PolicyKind.RULE)
    assert policy.name == "A long title"
