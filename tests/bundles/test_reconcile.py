"""Two copies of a ledger that went on apart: nothing is lost, and no number is given until it is decided."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from discovery.core.accounts import history, ranges
from discovery.core.bates import BatesRange
from discovery.core.chains import Branch, Fork, Ledger, Link, assemble
from discovery.core.chains import reconcile as decide
from discovery.core.numbering import FIRST_ENTRY, Act, Entry, next_free, next_volume
from discovery.errors import ConflictError
from discovery.files.ledger import (
    head,
    note,
    read_chain,
    read_fork,
    read_ledger,
    reconcile,
    record_elsewhere,
    record_issue,
    reserve,
)

DAY = date(2026, 11, 13)
INPUTS = "a" * 64


def take(folder: Path, count: int = 5, prefix: str = "DOE-", *, issue: str = "") -> Entry:
    """Reserve, and record the issue with that manifest, given by one letter."""
    entry = reserve(folder, prefix=prefix, digits=6, count=count, day=DAY, audience="court", inputs=INPUTS)
    return record_issue(folder, entry, issue * 64, DAY) if issue else entry


def overwriting(other: Path, one: Path) -> None:
    """As `cp -r` does: the later copy's file takes the place of the earlier one's."""
    shutil.copytree(other, one, dirs_exist_ok=True)


def keeping(other: Path, one: Path) -> None:
    """As `cp -n` does: what is there stays."""
    for path in sorted(each for each in other.rglob("*") if each.is_file()):
        target = one / path.relative_to(other)
        if not target.exists():
            shutil.copy(path, target)


def renaming(other: Path, one: Path) -> None:
    """As a sync does: what differs is kept under a name of its own."""
    for path in sorted(each for each in other.rglob("*") if each.is_file()):
        target = one / path.relative_to(other)
        if target.exists() and target.read_bytes() != path.read_bytes():
            target = target.with_name(f"{target.stem} (Robin's conflicted copy 2026-11-14){target.suffix}")
        shutil.copy(path, target)


MERGES = [overwriting, keeping, renaming]
Merge = Callable[[Path, Path], None]


@pytest.fixture
def copies(tmp_path: Path) -> tuple[Path, Path]:
    """Two copies that each issued a volume after the first they share, the other one more than one."""
    one, other = tmp_path / "one", tmp_path / "other"
    take(one, 2, issue="c")
    shutil.copytree(one, other)
    take(one, 2, issue="d")
    take(other, 3, issue="e")
    take(other, 1)
    return one, other


def keep(name: str) -> Callable[[Fork], Branch]:
    def choose(fork: Fork) -> Branch:
        branch = fork.branch(name)
        assert branch is not None
        return branch

    return choose


@pytest.mark.parametrize("merge", MERGES)
def test_however_they_are_merged_both_are_named_and_no_number_is_given(
    copies: tuple[Path, Path], merge: Merge
) -> None:
    one, other = copies
    merge(other, one)
    with pytest.raises(ConflictError) as refused:
        take(one)
    said = str(refused.value)
    assert "after entry 2 (DOE-000001 to DOE-000002 issued for VOL001 on 2026-11-13)" in said
    assert "DOE-000003 to DOE-000004 issued for VOL002 on 2026-11-13" in said
    assert "DOE-000003 to DOE-000005 issued for VOL002 on 2026-11-13" in said
    assert "discovery bates reconcile" in said


@pytest.mark.parametrize("merge", MERGES)
@pytest.mark.parametrize("stands", [0, 1])
def test_once_it_is_decided_numbering_goes_on_behind_everything_either_took(
    copies: tuple[Path, Path], merge: Merge, stands: int
) -> None:
    heads = [head(each) for each in copies]
    one, other = copies
    merge(other, one)
    made = reconcile(
        one, keep(heads[stands][:12]), by="A. Counsel", reason="served first", day=DAY, both_served=False
    )
    assert (made.previous, made.merges) == (heads[stands], (heads[1 - stands],))
    entry = take(one, 4)
    assert str(entry.range) == "DOE-000007 to DOE-000010"
    assert entry.volume == "VOL004"
    chain = read_chain(one)
    assert {link.sha256 for link in (*chain.links, *chain.beside)} >= set(heads)
    void = [each for each in chain.entries if each.act is Act.VOID]
    assert [str(each.range) for each in void] == [
        ["DOE-000003 to DOE-000005", "DOE-000006"],
        ["DOE-000003 to DOE-000004"],
    ][stands]
    assert "void since the copies were reconciled; never given again" in "\n".join(map(str, ranges(chain.entries)))
    assert "to be served again under other numbers" in "\n".join(map(str, ranges(chain.entries)))


def test_where_both_were_served_both_are_recorded_and_the_collision_is_told(copies: tuple[Path, Path]) -> None:
    one, other = copies
    kept = head(one)
    overwriting(other, one)
    reconcile(one, keep(kept), by="A. Counsel", reason="both went out", day=DAY, both_served=True)
    entries = read_ledger(one)
    assert [each.act for each in entries][-2:] == [Act.APART, Act.VOID]
    told = "\n".join(map(str, ranges(entries)))
    assert "in another copy of this ledger and served (manifest eeeeeeeeeeeeeeee…)" in told
    assert "some are on other pages in VOL002 (DOE-000003 to DOE-000004): cite them with volume, day" in told


def test_two_ledgers_begun_apart_share_no_entry_and_are_reconciled_too(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    take(one, 2)
    take(other, 9)
    kept = head(one)
    overwriting(other, one)
    with pytest.raises(ConflictError, match="from the first entry on"):
        take(one)
    reconcile(one, keep(kept), by="A. Counsel", reason="ours", day=DAY, both_served=False)
    assert take(one).first == 10


def test_two_copies_reconciled_in_opposite_ways_fork_again_and_can_be_settled(copies: tuple[Path, Path]) -> None:
    heads = [head(each) for each in copies]
    one, other = copies
    shutil.copytree(other, one, dirs_exist_ok=True)
    again = one.with_name("again")
    shutil.copytree(one, again)
    reconcile(one, keep(heads[0]), by="A", reason="one", day=DAY, both_served=False)
    reconcile(again, keep(heads[1]), by="B", reason="the other", day=DAY, both_served=False)
    kept = head(one)
    overwriting(again, one)
    with pytest.raises(ConflictError, match="reconciled on 2026-11-13 by B: the other"):
        take(one)
    reconcile(one, keep(kept), by="C", reason="settled", day=DAY, both_served=False)
    assert take(one, 1).first == 7
    issued = [str(each.range) for each in read_ledger(one) if each.act is Act.ISSUED]
    assert issued == ["DOE-000001 to DOE-000002", "DOE-000003 to DOE-000004"]
    void = [str(each.range) for each in read_ledger(one) if each.act is Act.VOID]
    assert "DOE-000003 to DOE-000004" not in void


def test_what_the_other_copy_recorded_of_shared_volumes_and_other_programs_is_carried_over(
    copies: tuple[Path, Path],
) -> None:
    one, other = copies
    kept = head(one)
    said = {"by": "R. Example", "reason": "Clawed back.", "day": DAY}
    note(other, BatesRange.parse("DOE-000002"), withdrawn=True, **said)
    note(other, BatesRange.parse("DOE-000003"), withdrawn=True, **said)
    record_elsewhere(other, BatesRange.parse("ROE-0001 to ROE-0009"), **said)
    overwriting(other, one)
    reconcile(one, keep(kept), by="A", reason="one", day=DAY, both_served=False)
    entries = read_ledger(one)
    assert [str(each.range) for each in entries if each.act is Act.WITHDRAWN] == ["DOE-000002"]
    assert next_free(entries, "ROE-") == 10
    told = "\n".join(history(read_chain(one)))
    assert "DOE-000002 withdrawn on 2026-11-13 by R. Example: Clawed back." in told
    assert "ROE-0001 to ROE-0009: given elsewhere" in told


def test_a_reservation_set_aside_while_its_run_went_on_is_not_issued(copies: tuple[Path, Path]) -> None:
    one, other = copies
    kept = head(one)
    late = read_ledger(other)[-1]
    overwriting(other, one)
    reconcile(one, keep(kept), by="A", reason="one", day=DAY, both_served=False)
    with pytest.raises(ConflictError, match="set aside when two copies"):
        record_issue(one, late, "f" * 64, DAY)


def test_a_ledger_that_holds_has_nothing_to_reconcile(tmp_path: Path) -> None:
    take(tmp_path)
    assert read_fork(tmp_path) is None
    with pytest.raises(ConflictError, match="nothing to reconcile"):
        reconcile(tmp_path, keep(head(tmp_path)), by="A", reason="b", day=DAY, both_served=False)


Steps = st.lists(st.tuples(st.integers(1, 9), st.booleans()), max_size=4)


def grow(links: list[Link], steps: list[tuple[int, bool]], mark: str) -> list[Link]:
    """A chain that goes on from these links; hashes are made up, each of its own."""
    links = list(links)
    for count, issue in steps:
        entries = Ledger(tuple(links)).entries
        first = next_free(entries, "DOE-")
        place = {"sequence": len(links) + 1, "previous": links[-1].sha256 if links else FIRST_ENTRY, "day": DAY}
        facts = {"prefix": "DOE-", "digits": 6, "audience": "court", "inputs": INPUTS}
        taken = {"first": first, "last": first + count - 1, "volume": next_volume(entries)}
        reserved = Entry(act=Act.RESERVED, **place, **facts, **taken)
        links.append(Link(f"{len(links):04x}{mark * 60}", reserved))
        if issue:
            place = {"sequence": len(links) + 1, "previous": links[-1].sha256, "day": DAY}
            done = {"act": Act.ISSUED, "reservation": reserved.sequence, "manifest": mark * 64}
            links.append(Link(f"{len(links):04x}{mark * 60}", Entry(**place, **facts, **taken, **done)))
    return links


@given(Steps, Steps, Steps, st.booleans(), st.booleans(), Steps)
@settings(max_examples=60)
def test_whatever_two_copies_did_apart_no_number_is_given_after_it_that_either_had_taken(
    shared: list[tuple[int, bool]],
    one: list[tuple[int, bool]],
    other: list[tuple[int, bool]],
    second: bool,
    both_served: bool,
    after: list[tuple[int, bool]],
) -> None:
    common = grow([], shared, "a")
    copies = [grow(common, one, "b"), grow(common, other, "c")]
    links = list(dict.fromkeys([*copies[0], *copies[1]]))
    made = assemble(links)
    if not one or not other:
        assert isinstance(made, Ledger)
        return
    assert isinstance(made, Fork)
    keep_head = copies[second][-1].sha256
    kept = next(branch for branch in made.branches if branch.head.sha256 == keep_head)
    decision = decide(made, kept, by="A", reason="b", day=DAY, both_served=both_served)
    whole = assemble([*links, Link("d" * 64, decision)])
    assert isinstance(whole, Ledger)
    taken = {
        number
        for link in links
        if isinstance(link.held, Entry)
        for number in range(link.held.first, link.held.last + 1)
    }
    assert next_free(whole.entries, "DOE-") == max(taken) + 1
    assert {number for each in whole.entries for number in range(each.first, each.last + 1)} == taken
    assert len([each for each in whole.entries if each.act is Act.ISSUED]) == sum(
        issue for _, issue in (*shared, *(other if second else one))
    )
