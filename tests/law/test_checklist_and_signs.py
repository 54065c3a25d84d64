"""The checklist of demands and the signs of facial recognition, as data that carries its own proof."""

from itertools import chain

import pytest

from discovery.core.authorities import Verification
from discovery.core.demands import CONDITIONS, Demand, by_subject, check_demands, demands_for
from discovery.core.indicators import Indicator, check_indicators
from discovery.core.matter import Demanded, Disclosure, Identification, Matter, Person, ShowingKind
from discovery.files.law import read_authorities, read_demands, read_indicators

DEMANDS = read_demands()
INDICATORS = read_indicators()
STATES = {
    f"{authority.id}/{proposition.id}": proposition.state
    for authority in read_authorities()
    for proposition in authority.propositions
}
ORDER = list(Verification)


def matter(**facts: object) -> Matter:
    return Matter.model_validate({"schema": 1, "short_name": "DOE", "defendant": Person(name="John Doe"), **facts})


def test_there_are_thirty_five_demands_numbered_once_each() -> None:
    assert sorted(each.n for each in DEMANDS) == list(range(1, 36))
    assert len({each.id for each in DEMANDS}) == 35


def test_every_demand_is_tied_to_law_in_the_data_and_is_as_weak_as_its_weakest_hook() -> None:
    assert check_demands(DEMANDS, read_authorities()) == ()
    for each in DEMANDS:
        assert each.state is max((STATES[hook] for hook in each.hooks), key=ORDER.index), each.id


def test_every_demand_but_the_preservation_of_all_names_a_lettered_paragraph_first_or_a_duty_to_look() -> None:
    for each in DEMANDS:
        if each.id != "preservation":
            assert each.hooks[0].startswith("cpl-245.20/"), each.id


def test_what_a_court_has_refused_or_limited_is_named_with_the_demand() -> None:
    demands = {each.id: each for each in DEMANDS}
    assert set(demands["candidate-list"].contrary) == {
        "people-v-knight/candidate-list",
        "lynch-v-state/other-candidates",
    }
    assert "people-v-wakefield/source-code" in demands["source-code"].contrary
    adverse = {
        f"{authority.id}/{proposition.id}"
        for authority in read_authorities()
        for proposition in authority.propositions
        if proposition.adverse
    }
    assert set(chain.from_iterable(each.contrary for each in DEMANDS)) <= adverse


def test_demands_state_no_figure_and_name_no_person() -> None:
    for each in DEMANDS:
        assert not any(character.isdigit() for character in each.text), each.id
        assert each.text.endswith("."), each.id
        assert "defendant is the person" not in each.text


def test_the_groups_keep_the_order() -> None:
    groups = by_subject(DEMANDS)
    assert groups[0][0] == "Whether facial recognition was used"
    assert sum(len(group) for _, group in groups) == 35
    assert groups[-1][1][-1].id == "preservation"


def test_a_demand_that_makes_no_sense_in_the_matter_is_not_asked() -> None:
    conditional = {each.id for each in DEMANDS if not each.always}
    assert {each.when for each in DEMANDS if not each.always} == set(CONDITIONS)
    assert conditional.isdisjoint(each.id for each in demands_for(matter(), DEMANDS))
    array = matter(identifications=[Identification(kind=ShowingKind.PHOTO_ARRAY)])
    assert {"path-to-showings", "fillers"} <= {each.id for each in demands_for(array, DEMANDS)}
    show_up = matter(identifications=[Identification(kind=ShowingKind.SHOW_UP)])
    asked = {each.id for each in demands_for(show_up, DEMANDS)}
    assert "path-to-showings" in asked
    assert "fillers" not in asked
    demanded = matter(disclosure=Disclosure(demands=(Demanded(items=("source-code",)),)))
    assert "source-code" in {each.id for each in demands_for(demanded, DEMANDS)}


def test_a_broken_checklist_is_told_whole() -> None:
    broken = Demand(
        id="x", n=1, subject="S", title="T", text="X.", hooks=("cpl-1/no",), why="W", always=False, when="it rains"
    )
    hookless = Demand(id="x", n=1, subject="S", title="T", text="X.", hooks=(), why="W")
    what = [problem.what for problem in check_demands((broken, hookless), read_authorities())]
    assert "“cpl-1/no” is not in the law data." in what
    assert "nobody can tell when “it rains” is so." in what
    assert "no law is named for this demand." in what
    assert what.count("this demand is there twice.") == 2


def test_the_signs_have_no_mistake() -> None:
    assert check_indicators(INDICATORS) == ()
    assert len(INDICATORS) == 21


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda each: each.id)
def test_a_sign_matches_its_examples_and_not_its_counter_examples(indicator: Indicator) -> None:
    for example in indicator.examples:
        assert indicator.words_in(example), example
    for example in indicator.counter_examples:
        assert indicator.words_in(example) == (), example
    assert not indicator.patterns or (indicator.examples and indicator.counter_examples)
    assert indicator.patterns or "not in words" in indicator.read


def test_a_sign_finds_its_words_in_a_report_in_order() -> None:
    signs = {each.id: each for each in INDICATORS}
    report = (
        "Req submitted to FIS. Facial Identification Section returned ONE POSSIBLE MATCH; lead only, see attached."
    )
    assert signs["fis"].words_in(report) == ("FIS", "Facial Identification Section")
    assert signs["possible-match"].words_in(report) == ("POSSIBLE MATCH",)


def test_a_broken_sign_is_told() -> None:
    def sign(**fields: object) -> Indicator:
        base = {"id": "x", "title": "t", "read": "r", "strength": "weak", "source": "s", "state": "unverified"}
        return Indicator.model_validate(base | fields)

    def said(indicator: Indicator) -> str:
        return " ".join(problem.what for problem in check_indicators([indicator]))

    assert "is not a regular expression" in said(sign(patterns=["("]))
    assert "no example matches" in said(sign(patterns=["fis"]))
    assert "no pattern matches the example" in said(sign(patterns=["fis"], examples=["fis", "other"]))
    assert "matches in the counter-example" in said(
        sign(patterns=["fis"], examples=["fis"], counter_examples=["Fist"])
    )
    assert "is not one of" in said(sign(strength="certain"))
