"""A paper of the program may be an exhibit: it cites the others by the numbers the bundle really prints."""

from datetime import date
from pathlib import Path

import pytest
import tomlkit
import typst

from discovery.core.exhibits import Audience
from discovery.errors import InputError
from discovery.files.volume import find_manifest, read_manifest
from discovery.jobs.bundle import bundle
from discovery.jobs.plan import plan_numbers
from discovery.jobs.verify import verify

from .offices import office, pdf, texts

DAY = date(2026, 11, 13)
HEAD = """+++
title = "Chronology"
purpose = "Shows how an exhibit cites exhibits."
kind = "{kind}"
input = "matter"
formats = ["pdf"]
+++
# Chronology

"""
CITES = "1. See {exhibit:a} at {bates:a:2}, this paper at {bates:chronology:1}, and {exhibit:z} at {bates:z:1}.\n"


def with_paper(folder: Path, text: str = CITES, kind: str = "served") -> Path:
    """A matter whose second exhibit of three is a paper made from its own template."""
    office(folder, {"a.pdf": pdf("one", "two"), "z.pdf": pdf("last")})
    (folder / "templates").mkdir()
    (folder / "templates" / "exhibit-test.j2").write_text(HEAD.replace("{kind}", kind) + text, encoding="utf-8")
    index = folder / "exhibits" / "index.toml"
    listed = tomlkit.parse(index.read_text(encoding="utf-8")).unwrap()["exhibit"]
    listed.insert(1, {"key": "chronology", "paper": "exhibit-test", "description": "Chronology (demonstrative)"})
    index.write_text(tomlkit.dumps({"exhibit": listed}), encoding="utf-8")
    return folder


def test_a_composed_exhibit_cites_the_numbers_that_are_printed(tmp_path: Path) -> None:
    made = bundle(with_paper(tmp_path / "m"), "DOE", DAY, issue=True)
    page = " ".join(texts(made.volume / "DOE-BUNDLE.pdf")[6].split())
    assert "Exhibit A at DOE-000003" in page
    assert "this paper at DOE-000005" in page
    assert "Exhibit C at DOE-000007" in page
    assert verify(made.volume) == ()


def test_other_papers_are_told_the_numbers_a_bundle_made_now_would_print(tmp_path: Path) -> None:
    folder = with_paper(tmp_path / "m")
    before = plan_numbers(folder, DAY)
    assert (before.letter("z"), before.bates("z", 1)) == ("C", "DOE-000007")
    assert not (folder / "ledger").exists()
    bundle(folder, "ROE", DAY, issue=True)
    (folder / "exhibits" / "a.pdf").write_bytes(pdf("one", "two", "three"))
    after = plan_numbers(folder, DAY)
    assert after.bates("z", 1) == "ROE-000015"
    assert (after.letter("memo"), after.bates("memo", 1), after.bates("z", 2)) == (None, None, None)


def test_once_issued_other_papers_are_told_the_numbers_that_were_issued(tmp_path: Path) -> None:
    folder = with_paper(tmp_path / "m")
    bundle(folder, "DOE", DAY, issue=True, audience=Audience.PEOPLE)
    assert plan_numbers(folder, date(2026, 3, 1)).bates("z", 1) == "DOE-000007"


def test_a_paper_whose_template_has_a_fault_keeps_no_other_paper_from_its_letters(tmp_path: Path) -> None:
    folder = with_paper(tmp_path / "m", "{{ nothing_of_that_name }}\n")
    numbers = plan_numbers(folder, DAY)
    assert (numbers.letter("z"), numbers.bates("a", 2), numbers.bates("z", 1)) == ("C", "DOE-000003", None)
    with pytest.raises(InputError, match="exhibit-test"):
        bundle(folder, "DOE", DAY)


def test_a_paper_with_an_open_place_may_be_tried_but_not_issued(tmp_path: Path) -> None:
    folder = with_paper(tmp_path / "m", "1. It was {blank:how|say how it was} so.\n")
    with pytest.raises(InputError, match="say how it was"):
        bundle(folder, "DOE", DAY, issue=True)
    assert not (folder / "ledger").exists()
    made = bundle(folder, "DOE", DAY)
    assert any("cannot be issued yet" in note for note in made.notes)


def test_a_privileged_paper_is_no_exhibit(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="privileged"):
        bundle(with_paper(tmp_path / "m", kind="privileged"), "DOE", DAY)


def test_a_longer_paper_moves_what_follows_and_is_cited_there(tmp_path: Path) -> None:
    folder = with_paper(tmp_path / "m", CITES + "\n".join(["", *["1. More.\n"] * 120]))
    made = bundle(folder, "DOE", DAY, issue=True)
    path = find_manifest(made.volume)
    assert path is not None
    chronology, last = read_manifest(path).exhibits[1:]
    assert chronology.pages > 1
    assert f"Exhibit C at {last.begin}" in " ".join(texts(made.volume / "DOE-BUNDLE.pdf")[6].split())


def archival(words: str) -> bytes:
    return bytes(typst.compile(words.encode(), format="pdf", pdf_standards="a-2b", timestamp=0))


def test_the_bundle_says_pdfa_only_where_every_source_did(tmp_path: Path) -> None:
    every = office(tmp_path / "every", {"a.pdf": archival("one"), "b.pdf": archival("two")})
    some = office(tmp_path / "some", {"a.pdf": archival("one"), "b.pdf": pdf("two")})
    for folder, claims in ((every, True), (some, False)):
        made = bundle(folder, "DOE", DAY, issue=True)
        path = find_manifest(made.volume)
        assert path is not None
        assert read_manifest(path).pdfa is claims
        assert (b"pdfaid" in (made.volume / "DOE-BUNDLE.pdf").read_bytes()) is claims
        assert verify(made.volume) == ()
