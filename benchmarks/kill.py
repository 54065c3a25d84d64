"""Kill runs at random moments and look at what they leave: python -m benchmarks.kill [ROUNDS [SEED]].

Each round changes a file, issues a bundle or a production (in turn) in a process group of its own, kills that with
SIGKILL at a moment drawn at random, looks at the folder, and runs once more to the end. Then eight processes number
on one ledger at once.
"""

import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from itertools import pairwise
from pathlib import Path
from statistics import median

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from discovery.core.accounts import gaps
from discovery.core.bates import NumberStyle
from discovery.core.numbering import Act, unfinished
from discovery.core.problems import Problem
from discovery.errors import DiscoveryError
from discovery.files.ledger import ledger_folder, read_ledger, reserve
from discovery.files.production_data import find_production, pages_of
from discovery.files.production_proof import prove_production
from discovery.files.proof import prove_volume
from discovery.files.volume import find_manifest, productions_folder, read_manifest
from discovery.jobs.bundle import bundle
from discovery.jobs.produce import Wanted, produce
from discovery.jobs.verify import verify

ROUNDS = 200
DAY = date(2026, 11, 13)
AT_ONCE = 8
MATTER = """
schema = 1
sample = true
short_name = "DOE"
indictment = "IND-00000-26/001"
court = { name = "Supreme Court of the State of New York", county = "New York", part = "00" }
defendant = { name = "John Q. Sample" }
counsel = { name = "Robin Example", office = "Sample Defenders" }
"""
INDEX = """
[[exhibit]]
key = "long"
file = "long.pdf"
description = "A long paper"

[[exhibit]]
key = "short"
file = "short.pdf"
description = "A short paper"
"""


def main() -> int:
    """Run the rounds and the race, print what was seen; 1 where anything is wrong."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    draw = random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 1)
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as room:
        folder = _matter(Path(room) / "matter")
        works = (_issue, _produce)
        took = [[_whole_run(folder, work)] for work in works]
        seen = Seen(folder)
        for number in range(1, rounds + 1):
            which = number % 2
            _paper(folder / ("received" if which else "exhibits") / "short.pdf", f"Round {number}", 3)
            work = partial(works[which], folder)
            seen.after_kill(_killed(work, draw.uniform(0, 1.05 * median(took[which]))))
            began_again = time.perf_counter()
            seen.after_next(_wait(_started(work)))
            took[which].append(time.perf_counter() - began_again)
        seen.figures(rounds)
        wrong = [*seen.wrong, *_race(folder), *_bare_race(Path(room) / "bare", draw)]
    for line in wrong:
        print(f"WRONG: {line}")
    print(f"{len(wrong)} wrong, {time.perf_counter() - began:.0f} s")
    return 1 if wrong else 0


def _matter(folder: Path) -> Path:
    (folder / "exhibits").mkdir(parents=True)
    (folder / "matter.toml").write_text(MATTER, "utf-8")
    (folder / "exhibits" / "index.toml").write_text(INDEX, "utf-8")
    _paper(folder / "exhibits" / "long.pdf", "A long paper", 30)
    _paper(folder / "exhibits" / "short.pdf", "Before the first round", 3)
    (folder / "received").mkdir()
    for number in range(6):
        _paper(folder / "received" / f"{number}.pdf", f"Received {number}", 5)
    _paper(folder / "received" / "short.pdf", "Before the first round", 3)
    return folder


def _paper(path: Path, text: str, pages: int) -> None:
    made = pikepdf.new()
    font = made.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    for page in range(pages):
        sheet = made.add_blank_page(page_size=(612, 792))
        sheet.obj.MediaBox = Array([0, 0, 612, 792])
        sheet.obj.Resources = Dictionary(Font=Dictionary(F1=font))
        sheet.obj.Contents = Stream(made, f"BT /F1 14 Tf 72 700 Td ({text}, page {page + 1}) Tj ET".encode("ascii"))
    made.save(path, static_id=True)


def _issue(folder: Path) -> None:
    bundle(folder, "DOE", DAY, issue=True)


def _produce(folder: Path) -> None:
    wanted = Wanted(NumberStyle.of("DOE"), issue=True, images=False)
    produce(folder, folder / "received", wanted, DAY)


# --- processes -------------------------------------------------------------------------------------------------


def _started(work: Callable[[], object]) -> int:
    """The process id of a child, in a group of its own, that does the work and exits 0, or 1 where it was refused."""
    child = os.fork()
    if child:
        return child
    os.setsid()
    code = 0
    try:
        work()
    except DiscoveryError as error:
        print(f"  {error}", flush=True)
        code = 1
    except BaseException as error:  # noqa: BLE001 - a child must not go on with its parent's work
        print(f"  {error!r}", flush=True)
        code = 2
    os._exit(code)


def _wait(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _killed(work: Callable[[], object], after: float) -> bool:
    """Whether the child was killed before it was done."""
    child = _started(work)
    time.sleep(after)
    try:
        os.killpg(child, signal.SIGKILL)
    except ProcessLookupError:
        os.kill(child, signal.SIGKILL)
    return _wait(child) == -signal.SIGKILL


def _whole_run(folder: Path, work: Callable[[Path], None]) -> float:
    began = time.perf_counter()
    if _wait(_started(lambda: work(folder))):
        raise SystemExit("The first run did not go through.")
    return time.perf_counter() - began


# --- what is left ----------------------------------------------------------------------------------------------


@dataclass
class Seen:
    """What the rounds left, looked at after each."""

    folder: Path
    wrong: list[str] = field(default_factory=list)
    moments: Counter[str] = field(default_factory=Counter)
    proved: set[str] = field(default_factory=set)
    printed: dict[str, str] = field(default_factory=dict)
    """Every number on a page, and its volume."""
    entries: int = 4
    issued: int = 2

    def after_kill(self, killed: bool) -> None:
        """Look at the folder a kill left, and say at which stage the run was."""
        entries = self._look("after a kill")
        added = entries - self.entries
        published = {path.name for path in _volumes(self.folder)} - set(self.issued_volumes())
        stage = {0: "before its numbers were reserved", 1: "with its numbers reserved"}.get(added, "after the issue")
        if published:
            stage = "with its volume published and no issue recorded"
        self.moments[stage if killed else "not killed: it was quicker"] += 1

    def after_next(self, code: int) -> None:
        """Look at the folder after the run that follows: it went through, once, and nothing is left over."""
        self.entries = self._look("after the next run")
        if code:
            self.wrong.append(f"the run after round {sum(self.moments.values())} ended with {code}")
        self.issued += 1
        if len(self.issued_volumes()) != self.issued:
            self.wrong.append(f"{len(self.issued_volumes())} volumes are issued and {self.issued} were asked for")
        left = [path for path in productions_folder(self.folder).iterdir() if path.name.startswith(".")]
        left += list(ledger_folder(self.folder).rglob(".*"))
        if left:
            self.wrong.append(f"left over: {', '.join(path.name for path in left)}")
        self._explained()

    def issued_volumes(self) -> tuple[str, ...]:
        """The volumes the ledger knows as issued."""
        return tuple(entry.volume for entry in read_ledger(self.folder) if entry.act is Act.ISSUED)

    def _look(self, when: str) -> int:
        """How many entries the ledger has; what does not hold is written down."""
        try:
            entries = read_ledger(self.folder)
        except DiscoveryError as error:
            self.wrong.append(f"{when}: {error}")
            return self.entries
        for path in (ledger_folder(self.folder) / "volumes").glob("[!.]*.json"):
            if not path.read_bytes().endswith(b"}\n"):
                self.wrong.append(f"{when}: {path.name} is half a file")
        for volume in _volumes(self.folder):
            if volume.name not in self.proved:
                self.wrong += [f"{when}: {volume.name}: {problem}" for problem in _problems(volume)]
                self._no_number_twice(volume)
                self.proved.add(volume.name)
        return len(entries)

    def _no_number_twice(self, volume: Path) -> None:
        for label in _labels(volume):
            if before := self.printed.get(label):
                self.wrong.append(f"{label} is in {before} and in {volume.name}")
            self.printed[label] = volume.name

    def _explained(self) -> None:
        entries = read_ledger(self.folder)
        unused = [entry for entry in unfinished(entries) if not _is_making(self.folder, entry.volume)]
        told = gaps(entries)
        if len(told) != len(unused) or not all("did not finish" in each.said for each in told):
            self.wrong.append(f"{len(unused)} reservations were abandoned and {len(told)} gaps are explained")

    def figures(self, rounds: int) -> None:
        """Print what was seen."""
        entries = read_ledger(self.folder)
        print(f"{rounds} rounds, each killed with SIGKILL at a random moment:")
        for stage, count in sorted(self.moments.items(), key=lambda each: -each[1]):
            print(f"  {count:4} {stage}")
        issued, explained = len(self.issued_volumes()), len(gaps(entries))
        print(f"{len(entries)} ledger entries, {issued} volumes issued, {explained} gaps, each explained")
        problems = len(verify(self.folder))
        print(f"{len(self.printed)} numbers on pages, each on one; {problems} problems in a whole verify")


def _problems(volume: Path) -> tuple[Problem, ...]:
    return prove_production(volume) if find_production(volume) else prove_volume(volume)


def _labels(volume: Path) -> Iterator[str]:
    if path := find_production(volume):
        yield from (page.label for page in pages_of(path.parent, path.name.removesuffix("-MANIFEST.json")))
    elif path := find_manifest(volume):
        yield from (page.label for page in read_manifest(path).pages if page.place)


def _volumes(folder: Path) -> list[Path]:
    return sorted(path for path in productions_folder(folder).glob("[!.]*"))


def _is_making(folder: Path, volume: str) -> bool:
    return (productions_folder(folder) / volume).exists()


# --- many at once ----------------------------------------------------------------------------------------------


def _race(folder: Path) -> list[str]:
    """Eight bundles issued at once on the one ledger, each under a prefix of its own."""
    before = len(Seen(folder).issued_volumes())
    names = [f"RACE{number}" for number in range(AT_ONCE)]
    # A lambda with a default is not typed.
    # The default binds each name now; mypy cannot infer such a lambda.
    children = [_started(lambda name=name: bundle(folder, name, DAY, issue=True)) for name in names]  # type: ignore[misc]
    codes = [_wait(child) for child in children]
    wrong = [f"of eight bundles at once, one ended with {code}" for code in codes if code]
    wrong += [str(problem) for problem in verify(folder)]
    issued = Seen(folder).issued_volumes()
    if len(issued) - before != AT_ONCE or len(set(issued)) != len(issued):
        wrong.append(f"eight bundles at once made {len(issued) - before} volumes")
    print(
        f"{AT_ONCE} bundles issued at once on one ledger: {codes.count(0)} went through, {len(set(issued))} volumes"
    )
    return wrong


def _bare_race(folder: Path, draw: random.Random) -> list[str]:
    """Eight processes that reserve on one ledger as fast as they can, half of them killed."""
    each = 40

    def reserve_many() -> None:
        for count in range(each):
            facts = {"prefix": "DOE-", "digits": 9, "day": DAY, "audience": "court", "inputs": "a" * 64}
            # The facts are of several types, which a dictionary does not tell apart.
            # The facts are of several types, each that of its parameter.
            reserve(folder, count=1 + count * 97 % 1000, **facts)  # type: ignore[arg-type]

    children = [_started(reserve_many) for _ in range(AT_ONCE)]
    time.sleep(draw.uniform(0.1, 0.4))
    for child in children[: AT_ONCE // 2]:
        os.kill(child, signal.SIGKILL)
    codes = [_wait(child) for child in children]
    entries = read_ledger(folder)
    taken = [number for entry in entries for number in (entry.first, entry.last)]
    wrong = [] if taken == sorted(taken) and taken[0] == 1 else ["numbers of one ledger were given twice"]
    follow = ((one, two) for one, two in pairwise(entries) if two.first != one.last + 1)
    wrong += [f"{after.range} does not follow {before.range}" for before, after in follow]
    wrong += [f"a process that was not killed ended with {code}" for code in codes[AT_ONCE // 2 :] if code]
    print(f"{AT_ONCE} processes at once, half of them killed: {len(entries)} reservations, {taken[-1]} numbers")
    return wrong


if __name__ == "__main__":
    sys.exit(main())
