"""A locked exhibit goes in with its password, which nothing that is written holds."""

from pathlib import Path

import pikepdf

from discovery.core.passwords import Passwords
from discovery.jobs.bundle import bundle
from discovery.jobs.verify import verify
from tests.bundles.offices import office, pdf
from tests.bundles.test_bundle import DAY, bundle_of, manifest_of, texts

SECRET = "not-to-be-found-4711"


def test_a_locked_exhibit_goes_in_with_its_password_and_the_notes_say_so(tmp_path: Path) -> None:
    locked = pdf("the report", save={"encryption": pikepdf.Encryption(owner="o", user=SECRET)})
    folder = office(tmp_path / "m", {"a.pdf": pdf("a"), "locked.pdf": locked})
    made = bundle(folder, "DOE", DAY, issue=True, passwords=Passwords({"locked.pdf": SECRET}))
    assert not made.problems
    assert any("the report" in page for page in texts(bundle_of(made)))
    assert [exhibit.letter for exhibit in manifest_of(made.volume).exhibits] == ["A", "B"]
    assert "opened only with a password" in str(made)
    assert verify(made.volume) == ()
    for path in folder.rglob("*"):
        assert not path.is_file() or SECRET.encode() not in path.read_bytes()


def test_with_another_files_password_only_it_gets_a_slip_sheet(tmp_path: Path) -> None:
    locked = pdf("the report", save={"encryption": pikepdf.Encryption(owner="o", user=SECRET)})
    folder = office(tmp_path / "m", {"a.pdf": pdf("a"), "locked.pdf": locked})
    made = bundle(folder, "DOE", DAY, passwords=Passwords({"locked.pdf": "wrong"}))
    assert [problem.where for problem in made.problems] == ["Exhibit B"]
