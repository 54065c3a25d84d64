"""A production killed at any moment is taken up again: one volume, no number twice, nothing left lying about."""

from pathlib import Path

import pytest

from discovery.core.numbering import Act
from discovery.files.ledger import read_ledger
from discovery.jobs.bates import gaps
from discovery.jobs.bundle import bundle
from discovery.jobs.produce import produce
from discovery.jobs.verify import verify
from tests.bundles.offices import office, pdf
from tests.killing import killed_at
from tests.productions.folders import folder, matter, papers, wanted
from tests.productions.test_produce import DAY

SETUP = """
from datetime import date
from pathlib import Path
from discovery.jobs.produce import produce
from tests.productions.folders import wanted
"""
RUN = "produce(Path(sys.argv[3]), Path(sys.argv[4]), wanted(issue=True), date(2026, 11, 13))"
MOMENTS = [
    ("discovery.jobs.produce:reserve", "before"),
    ("discovery.jobs.produce:reserve", "after"),
    ("discovery.jobs.production_files:write_sums", "before"),
    ("discovery.jobs.produce:write_record", "before"),
    ("discovery.jobs.produce:write_record", "after"),
    ("discovery.files.writing:_publish_exclusively", "before"),
    ("discovery.files.volume:publish", "before"),
    ("discovery.files.volume:publish", "after"),
    ("discovery.jobs.produce:record_issue", "after"),
]


def killed(doe: Path, source: Path, where: str, when: str) -> None:
    run = killed_at(where, when, SETUP, RUN, doe, source)
    _, said = run.communicate()
    assert run.returncode == -9, said


def test_a_bundle_records_the_issue_that_a_killed_production_left_out(tmp_path: Path) -> None:
    doe = office(tmp_path / "doe", {"a.pdf": pdf("one")})
    killed(doe, folder(tmp_path / "in", papers(2, 1)), "discovery.files.volume:publish", "after")
    assert [entry.act for entry in read_ledger(doe)] == [Act.RESERVED]
    bundle(doe, "DOE", DAY, issue=True)
    assert [entry.volume for entry in read_ledger(doe) if entry.act is Act.ISSUED] == ["VOL001", "VOL002"]
    assert gaps(doe) == ()
    assert verify(doe) == ()


@pytest.mark.parametrize(("where", "when"), MOMENTS)
def test_a_production_killed_at_this_moment_is_taken_up_again(tmp_path: Path, where: str, when: str) -> None:
    doe, source = matter(tmp_path / "doe"), folder(tmp_path / "in", papers(2, 1))
    killed(doe, source, where, when)
    made = produce(doe, source, wanted(issue=True), DAY)
    entries = read_ledger(doe)
    assert [entry.act for entry in entries].count(Act.ISSUED) == 1
    taken = [(entry.first, entry.last) for entry in entries if entry.act is Act.RESERVED]
    assert taken == [(1, 3), (4, 6)][: len(taken)]
    assert len(gaps(doe)) == len(taken) - 1
    assert verify(doe) == ()
    assert [path.name for path in (doe / "productions").iterdir()] == [made.volume.name]
    assert not list((doe / "ledger").rglob(".*"))
