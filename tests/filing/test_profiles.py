"""The profiles are data with their sources, and judge a file from facts alone."""

from datetime import date

import pytest

from discovery.core.authorities import Verification
from discovery.core.deficiencies import deficiencies
from discovery.core.enumerating import on_pages
from discovery.core.examined import Examined
from discovery.core.profiles import Filing, Profile, Rule, Trait, Weight, check_profiles
from discovery.errors import InputError
from discovery.files.filing_profiles import read_profile, read_profiles

SOUND = Examined(name="Motion.pdf", size=90_000_000, pages=3, bookmarks=2, view="UseOutlines", pdfa="2b")


def test_five_profiles_are_shipped_and_each_rule_says_where_it_was_read() -> None:
    profiles = read_profiles()
    assert list(profiles) == ["edds", "nyscef", "appdiv", "cmecf", "plain"]
    assert all(rule.source for profile in profiles.values() for rule in profile.rule)


def test_nothing_is_called_verified_whose_own_official_text_was_not_read() -> None:
    states = {rule.state for profile in read_profiles().values() for rule in profile.rule}
    assert Verification.VERIFIED not in states


def test_whether_edds_wants_one_file_or_many_is_said_to_be_unknown_and_not_decided() -> None:
    assert read_profile("edds").filing is Filing.UNSETTLED
    assert read_profile("nyscef").filing is Filing.SEPARATE
    assert read_profile("appdiv").filing is Filing.ONE


@pytest.mark.parametrize("name", ["edds", "nyscef", "appdiv", "cmecf", "plain"])
def test_a_sound_file_falls_short_of_nothing(name: str) -> None:
    assert deficiencies(SOUND, read_profile(name)) == ()


@pytest.mark.parametrize(
    ("changed", "profile", "trait", "words"),
    [
        ({"size": 101_000_000}, "nyscef", Trait.SIZE, "101.0 MB; the limit is 100 MB"),
        ({"name": f"{'long' * 20}.pdf"}, "edds", Trait.NAME, "84 characters; keep to 50"),
        ({"name": "Déposition & notes.pdf"}, "edds", Trait.NAME, "holds & é"),
        ({"encrypted": True}, "cmecf", Trait.ENCRYPTION, "locked against changes"),
        ({"scripts": ("page 3", "the document")}, "edds", Trait.SCRIPTS, "page 3, the document"),
        ({"opening": True}, "appdiv", Trait.OPENING, "by itself when it is opened"),
        ({"actions": ("page 1",)}, "cmecf", Trait.ACTIONS, "open files, send data"),
        ({"media": ("page 2",)}, "nyscef", Trait.MEDIA, "sound, film or 3D"),
        ({"attachments": ("notes.txt",)}, "nyscef", Trait.ATTACHMENTS, "notes.txt"),
        ({"layers": ("Draft",)}, "edds", Trait.LAYERS, "has layers (Draft)"),
        ({"comments": (1, 2, 3, 7)}, "nyscef", Trait.COMMENTS, "on pages 1-3 and 7"),
        ({"fields": 2}, "cmecf", Trait.FORMS, "2 form fields"),
        ({"xfa": True, "dynamic": True}, "edds", Trait.XFA, "not on its pages"),
        ({"bare": (2,)}, "edds", Trait.TEXT, "no text to search on page 2"),
        ({"images": ((1, 150), (2, 199))}, "nyscef", Trait.RESOLUTION, "images of page 1 have as few as 150"),
        ({"margins": ((1, 18), (2, 72))}, "edds", Trait.MARGINS, "0.25 inch at the least) on page 1"),
        ({"bookmarks": 0}, "appdiv", Trait.BOOKMARKS, "no bookmarks"),
        ({"astray": 1}, "appdiv", Trait.BOOKMARKS, "1 bookmark leads to no page"),
        ({"unprinted": (1,)}, "appdiv", Trait.LABELS, "not printed at the edge of page 1"),
        ({"view": ""}, "appdiv", Trait.VIEW, "does not open with its bookmarks"),
        ({"pdfa": ""}, "edds", Trait.PDFA, "does not say that it is PDF/A"),
        (
            {"pdfa_faults": ("a font is not in the file",)},
            "edds",
            Trait.PDFA,
            "but is not: a font is not in the file",
        ),
    ],
)
def test_each_rule_says_what_is_wrong_in_plain_words(
    changed: dict[str, object], profile: str, trait: Trait, words: str
) -> None:
    found = deficiencies(Examined.model_validate({**dict(SOUND), **changed}), read_profile(profile))
    assert [each.rule.trait for each in found if words in each.found] == [trait]


def test_a_file_that_does_not_open_falls_short_whatever_the_profile() -> None:
    (found,) = deficiencies(
        Examined(name="x.pdf", size=1, unreadable="x.pdf opens only with a password."), _profile()
    )
    assert found.refused


def test_a_courts_own_limit_of_size_takes_the_place_of_the_profiles_and_says_who_gave_it() -> None:
    rule = read_profile("cmecf", 35).of(Trait.SIZE)
    assert rule is not None
    assert (rule.value, rule.source) == (35, "as given with the command")


def test_a_profile_that_does_not_exist_is_answered_with_the_one_meant() -> None:
    with pytest.raises(InputError, match="nyscef"):
        read_profile("nycef")


def test_pages_are_told_in_runs() -> None:
    assert on_pages([3]) == "page 3"
    assert on_pages([9, 1, 2, 3]) == "pages 1-3 and 9"
    assert on_pages(range(1, 200, 2)).startswith("100 pages (1, 3, 5")


def _profile(**changed: object) -> Profile:
    rule = Rule.model_validate({"trait": "size", "what": "Small.", "value": 1, "source": "ours", **changed})
    return Profile(name="x", title="X", filing=Filing.ONE, filing_note="", rule=(rule,))


def test_the_data_is_held_to_its_own_rules() -> None:
    assert check_profiles([_profile()]) == ()
    assert len(check_profiles([_profile(value=None)])) == 1
    assert len(check_profiles([_profile(state="verified")])) == 1
    assert check_profiles([_profile(state="verified", read=date(2026, 11, 1))]) == ()
    twice = _profile()
    assert len(check_profiles([Profile.model_validate({**dict(twice), "rule": (*twice.rule, twice.rule[0])})])) == 1
    assert _profile().rule[0].weight is Weight.REFUSED
