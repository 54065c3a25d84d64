"""The ledger gives a number once, whatever else is running or is killed, and says so when it cannot."""

import json
import shutil
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discovery.core.accounts import ranges
from discovery.core.numbering import FIRST_ENTRY, Act, Entry, next_free, next_volume, unfinished
from discovery.errors import ConflictError
from discovery.files.ledger import read_ledger, record_issue, reserve

DAY = date(2026, 11, 13)
INPUTS = "a" * 64
MANIFEST = "b" * 64

TAKER = """
import sys
from datetime import date
from pathlib import Path
from discovery.files.ledger import reserve
for count in range(int(sys.argv[2])):
    entry = reserve(Path(sys.argv[1]), prefix=sys.argv[3], digits=6, count=1 + count % 4, day=date(2026, 11, 13),
                    audience="court", inputs="a" * 64)
    print(entry.first, entry.last, flush=True)
"""


def take(folder: Path, count: int = 5, prefix: str = "DOE-") -> Entry:
    return reserve(folder, prefix=prefix, digits=6, count=count, day=DAY, audience="court", inputs=INPUTS)


def test_numbers_follow_one_another_and_each_prefix_has_its_own_run(tmp_path: Path) -> None:
    assert str(take(tmp_path, 5).range) == "DOE-000001 to DOE-000005"
    assert str(take(tmp_path, 2, "ROE-").range) == "ROE-000001 to ROE-000002"
    assert str(take(tmp_path, 1).range) == "DOE-000006"
    assert [entry.volume for entry in read_ledger(tmp_path)] == ["VOL001", "VOL002", "VOL003"]


def test_an_abandoned_reservation_is_explained_and_never_given_again(tmp_path: Path) -> None:
    abandoned, finished = take(tmp_path, 5), take(tmp_path, 3)
    record_issue(tmp_path, finished, MANIFEST, DAY)
    entries = read_ledger(tmp_path)
    assert unfinished(entries) == (abandoned,)
    assert next_free(entries, "DOE-") == 9
    unused, issue = map(str, ranges(entries))
    assert unused.startswith(
        "DOE-000001 to DOE-000005: reserved for VOL001 on 2026-11-13 by a run that did not finish"
    )
    assert issue == "DOE-000006 to DOE-000008: VOL002, issued to the court on 2026-11-13."


def test_an_issue_is_recorded_once(tmp_path: Path) -> None:
    reservation = take(tmp_path)
    first = record_issue(tmp_path, reservation, MANIFEST, DAY)
    assert record_issue(tmp_path, reservation, MANIFEST, DAY) == first
    assert len(read_ledger(tmp_path)) == 2


def test_every_entry_names_its_predecessor(tmp_path: Path) -> None:
    for _ in range(3):
        take(tmp_path)
    path = tmp_path / "ledger" / "000002.json"
    entry = json.loads(path.read_text())
    path.write_text(json.dumps(entry | {"last": entry["last"] + 1}))
    with pytest.raises(ConflictError, match=r"after entry 1.*\n.*000002-.*\n.*000002-"):
        take(tmp_path)
    next((tmp_path / "ledger").glob("000002-*.json")).unlink()
    with pytest.raises(ConflictError, match=r"entry 3 \(.*\) follows from no entry here"):
        take(tmp_path)


@pytest.mark.parametrize("name", ["000002 (conflicted copy).json", "000009.json"])
def test_a_copy_left_by_a_sync_stops_every_further_number_and_is_named(tmp_path: Path, name: str) -> None:
    take(tmp_path)
    entry = (tmp_path / "ledger" / "000001.json").read_text()
    (tmp_path / "ledger" / name).write_text(entry)
    with pytest.raises(ConflictError, match="ledger/" + name.split(" ")[0]):
        take(tmp_path)


def test_two_copies_that_went_on_apart_and_were_put_together_again_give_no_further_number(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    take(one)
    shutil.copytree(one, other)
    take(one, 2)
    take(other, 3)
    shutil.copytree(other, one, dirs_exist_ok=True)
    with pytest.raises(ConflictError, match=r"went on apart after entry 1"):
        take(one)


def test_a_witness_that_a_cut_off_run_left_out_is_made_up_for(tmp_path: Path) -> None:
    take(tmp_path)
    (witness,) = (tmp_path / "ledger").glob("000001-*.json")
    witness.unlink()
    take(tmp_path)
    assert witness.is_file()


def test_half_an_entry_is_no_entry(tmp_path: Path) -> None:
    take(tmp_path)
    (tmp_path / "ledger" / "000002.json").write_text('{"schema": 1, "seq')
    with pytest.raises(ConflictError, match=r"000002\.json: is not a whole ledger entry"):
        take(tmp_path)


def test_eight_processes_at_once_some_killed_take_no_number_twice(tmp_path: Path) -> None:
    command = [sys.executable, "-c", TAKER, str(tmp_path)]
    takers = [
        subprocess.Popen([*command, "25", "ROE-" if number == 3 else "DOE-"], stdout=subprocess.PIPE, text=True)
        for number in range(8)
    ]
    killed = takers[:3]
    time.sleep(0.7)
    for delay, taker in enumerate(killed):
        time.sleep(0.05 * delay)
        taker.send_signal(signal.SIGKILL)
    printed = {taker: [line.split() for line in taker.communicate()[0].splitlines()] for taker in takers}
    assert all(taker.returncode == 0 for taker in takers[3:])
    entries = read_ledger(tmp_path)
    for prefix in ("DOE-", "ROE-"):
        taken = [
            number for entry in entries if entry.prefix == prefix for number in range(entry.first, entry.last + 1)
        ]
        assert taken == list(range(1, len(taken) + 1))
    survivors = [(int(first), int(last)) for taker in takers[4:] for first, last in printed[taker]]
    assert len(survivors) == 4 * 25
    assert set(survivors) <= {(entry.first, entry.last) for entry in entries if entry.prefix == "DOE-"}


@given(st.lists(st.tuples(st.sampled_from(["DOE-", "ROE-"]), st.integers(1, 50), st.booleans()), max_size=25))
def test_whatever_is_reserved_and_issued_no_number_is_free_twice(steps: list[tuple[str, int, bool]]) -> None:
    entries: list[Entry] = []
    for prefix, count, issue in steps:
        first = next_free(entries, prefix)
        facts = {
            "previous": FIRST_ENTRY,
            "day": DAY,
            "prefix": prefix,
            "digits": 6,
            "audience": "court",
            "inputs": INPUTS,
        }
        place = {"first": first, "last": first + count - 1, "volume": next_volume(entries)}
        entries.append(Entry(sequence=len(entries) + 1, act=Act.RESERVED, **facts, **place))
        if issue:
            done = {"reservation": len(entries), "manifest": MANIFEST}
            entries.append(Entry(sequence=len(entries) + 1, act=Act.ISSUED, **facts, **place, **done))
    reserved = [entry for entry in entries if entry.act is Act.RESERVED]
    taken = [(entry.prefix, number) for entry in reserved for number in range(entry.first, entry.last + 1)]
    assert len(taken) == len(set(taken))
    assert len({entry.volume for entry in reserved}) == len(reserved)
    assert len(ranges(entries)) == len(reserved)
