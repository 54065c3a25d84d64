"""`discovery bates`: every number is accounted for, both ways, also when two copies of a matter were put together."""

import shutil
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
import tomlkit
from typer.testing import CliRunner

from discovery.cli.main import app
from discovery.core.bates import BatesNumber, BatesRange, NumberStyle
from discovery.core.numbering import Act, Entry
from discovery.core.page_maps import MappedDocument, VolumeMap, look_up
from discovery.errors import ConflictError, InputError
from discovery.files.ledger import head, read_ledger, record_issue, reissue, reserve
from discovery.jobs.bates import gaps, history, lookup, next_numbers, note, ranges, reconcile, show_fork
from discovery.jobs.bundle import bundle
from discovery.jobs.produce import produce
from discovery.jobs.verify import verify
from tests.productions.folders import folder as drop
from tests.productions.folders import matter, papers, wanted

from .offices import office, pdf

DAY = date(2026, 11, 13)
LATER = date(2026, 12, 1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A matter with one issued volume: tab A 1, its pages 2 and 3, tab B 4, its page 5."""
    files = {"a.pdf": pdf("one", "two"), "b.pdf": pdf("three")}
    made = office(tmp_path / "matter", files, b={"numbers": "NYPD-000120 to NYPD-000129; NYPD-000140"})
    bundle(made, "DOE", DAY, issue=True)
    return made


def add_exhibit(folder: Path, name: str, text: str) -> None:
    (folder / "exhibits" / f"{name}.pdf").write_bytes(pdf(text))
    index = tomlkit.parse((folder / "exhibits" / "index.toml").read_text())
    index["exhibit"].append({"key": name, "file": f"{name}.pdf", "description": f"Paper {name}"})
    (folder / "exhibits" / "index.toml").write_text(tomlkit.dumps(index))


def words(results: object) -> str:
    return "\n".join(map(str, results)) if isinstance(results, tuple) else str(results)


def run(first: int, last: int) -> BatesRange:
    return NumberStyle(prefix="DOE-").range(first, last - first + 1)


def discovery(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(app, [*map(str, arguments)])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.output


# --- both ways -------------------------------------------------------------------------------------------------


def test_a_number_leads_to_its_file_and_page(folder: Path) -> None:
    told = words(lookup("doe-000003", folder))
    assert told.startswith("DOE-000003 is page 2 of 2 of Exhibit A in VOL001, issued to the court on 2026-11-13.")
    assert "Source file (internal): a.pdf" in told
    assert "In the volume: DOE-BUNDLE.pdf, page 5 of the file" in told
    assert sha256(pdf("one", "two")).hexdigest() in told
    assert "tab sheet of Exhibit B" in words(lookup("DOE-000004", folder))


@pytest.mark.parametrize("asked", ["b.pdf", "B.PDF", "b", sha256(pdf("three")).hexdigest()[:12]])
def test_a_file_leads_to_its_numbers(folder: Path, asked: str) -> None:
    assert words(lookup(asked, folder)).startswith("b.pdf: DOE-000005, Exhibit B in VOL001")


@pytest.mark.parametrize(("asked", "there"), [("NYPD-000125", True), ("NYPD-000140", True), ("NYPD-000130", False)])
def test_a_number_of_the_peoples_leads_to_ours(folder: Path, asked: str, there: bool) -> None:
    if there:
        assert f"{asked} of the People's is among the numbers of Exhibit B (DOE-000005)" in words(
            lookup(asked, folder)
        )
    else:
        with pytest.raises(InputError, match="no number that was ever taken"):
            lookup(asked, folder)


@pytest.mark.parametrize("asked", ["SAMPLE-DA 000014", "sample-da 000014", "SAMPLE-DA-000014", "SAMPLE–DA 14"])
def test_a_number_of_the_peoples_is_found_however_it_is_spaced(tmp_path: Path, asked: str) -> None:
    page = pdf("A card. " * 3, "SAMPLE-DA 000014")
    doe = office(tmp_path / "doe", {"a.pdf": page}, a={"numbers": "SAMPLE-DA 000013 to SAMPLE-DA 000015"})
    bundle(doe, "DOE", DAY, issue=True)
    assert "of the People's is " in words(lookup(asked, doe))
    with pytest.raises(InputError, match="no number that was ever taken"):
        lookup("SAMPLE-DA 000099", doe)


def test_a_number_read_off_a_page_with_a_space_in_it_leads_to_the_page() -> None:
    issue = Entry(
        sequence=2,
        previous="a" * 64,
        act=Act.ISSUED,
        day=DAY,
        prefix="DOE-",
        digits=6,
        first=1,
        last=2,
        volume="VOL001",
        audience="court",
        inputs="0" * 64,
        reservation=1,
        manifest="b" * 64,
    )
    card = MappedDocument(run(2, 2), "Exhibit A", received_pages={"DOE-000002": "SAMPLE-DA 000014"})
    told = words(look_up("SAMPLE-DA 000014", [issue], [VolumeMap(issue, (card,))]))
    assert told.startswith("SAMPLE-DA 000014 of the People's is on our DOE-000002, Exhibit A in VOL001")


def test_what_a_number_stands_on_is_known_without_the_served_volume(folder: Path) -> None:
    before = words(lookup("DOE-000003", folder)).replace("\n  In the volume: DOE-BUNDLE.pdf, page 5 of the file", "")
    shutil.rmtree(folder / "productions" / "VOL001")
    assert words(lookup("DOE-000003", folder)) == before
    shutil.rmtree(folder / "ledger" / "volumes")
    assert "VOL001 is not there as it was issued; put it back" in words(lookup("DOE-000003", folder))


def test_a_produced_page_leads_to_its_file_and_back(tmp_path: Path) -> None:
    doe = matter(tmp_path / "doe")
    item = '[[item]]\nfile = "paper 2.pdf"\nnumbers = "NYPD-7, NYPD-9"\n'
    source = drop(tmp_path / "in", {**papers(2, 1), "produce.toml": item.encode()})
    produce(doe, source, wanted(issue=True), DAY)
    told = words(lookup("DOE-000002", doe))
    assert told.startswith("DOE-000002 is page 2 of 2 of document DOE-000001 in VOL001, issued to the people")
    assert "In the volume: PDF/PDF001/DOE-000001.pdf, page 2 of the file" in told
    assert "Source file (internal): paper 1.pdf" in told
    assert words(lookup("paper 2.pdf", doe)).startswith("paper 2.pdf: DOE-000003, document DOE-000003 in VOL001")
    assert "is among the numbers of document DOE-000003" in words(lookup("NYPD-9", doe))
    shutil.rmtree(doe / "productions" / "VOL001")
    assert "Source file (internal): paper 2.pdf" in words(lookup("DOE-000003", doe))


# --- odd questions ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments",
    [
        ("next", "--prefix", "DOE"),
        ("ranges",),
        ("gaps",),
        ("history",),
        ("reconcile",),
        ("lookup", "DOE-000001"),
    ],
)
def test_a_folder_that_is_no_matters_gets_no_answer_about_numbers(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    with pytest.raises(InputError, match="keeps no ledger"):
        discovery("bates", *arguments, tmp_path)


@pytest.mark.parametrize("said", [("", "Served elsewhere."), ("A. Counsel", " ")])
def test_nothing_is_recorded_without_who_says_it_and_why(folder: Path, said: tuple[str, str]) -> None:
    for asked in (("taken", folder, "ACME-1 to ACME-9"), ("note", folder, "DOE-000002")):
        with pytest.raises(InputError, match="give --by and --reason"):
            discovery("bates", *asked, "--by", said[0], "--reason", said[1])
    assert len(read_ledger(folder)) == 2


def test_a_program_that_began_with_zero_may_have_given_that_number(folder: Path) -> None:
    code, told = discovery(
        "bates", "taken", folder, "ACME-0000 to ACME-0005", "--by", "A. Counsel", "--reason", "Theirs."
    )
    assert (code, "ACME-0006 is the next free number" in told) == (0, True)
    with pytest.raises(ConflictError, match="in this ledger"):
        discovery("bates", "taken", folder, "ACME-0000", "--by", "A. Counsel", "--reason", "Theirs.")


# --- next, ranges, gaps ----------------------------------------------------------------------------------------


def test_next_says_the_next_number_and_reserves_nothing(folder: Path) -> None:
    assert words(next_numbers(folder)).startswith("DOE-000006 is the next free number, in VOL002.")
    assert words(next_numbers(folder, "roe")).startswith("ROE-000001 is the next")
    assert len(read_ledger(folder)) == 2


def test_every_gap_is_explained(folder: Path) -> None:
    facts = {"prefix": "DOE-", "digits": 6, "day": DAY, "audience": "court", "inputs": "a" * 64}
    reserve(folder, count=3, **facts)
    done = reserve(folder, count=2, first=21, **facts)
    record_issue(folder, done, "b" * 64, DAY)
    note(folder, "DOE-000006 to DOE-000008", by="R. Example", reason="The power failed.", today=LATER)
    note(folder, "DOE-000022", by="A. Counsel", reason="Clawed back.", today=LATER, withdrawn=True)
    abandoned, skipped, withdrawn = map(str, gaps(folder))
    assert abandoned.startswith("DOE-000006 to DOE-000008: reserved for VOL002 on 2026-11-13 by a run that did not")
    assert abandoned.endswith("noted on 2026-12-01 by R. Example: The power failed.")
    assert skipped == "DOE-000009 to DOE-000020: never taken: a run was told to begin at DOE-000021."
    assert withdrawn == "DOE-000022: withdrawn on 2026-12-01 by A. Counsel: Clawed back."
    assert "Withdrawn on 2026-12-01 by A. Counsel: Clawed back." in words(lookup("DOE-000022", folder))
    assert "is on no page" in words(lookup("DOE-000007", folder))


def test_a_start_of_ones_own_that_overlaps_is_refused_and_names_what_holds_it(folder: Path) -> None:
    facts = {"prefix": "DOE-", "digits": 6, "day": DAY, "audience": "court", "inputs": "a" * 64}
    with pytest.raises(ConflictError, match=r"DOE-000005 to DOE-000006 cannot.*number is DOE-000006") as refused:
        reserve(folder, count=2, first=5, **facts)
    assert "entry 1: DOE-000001 to DOE-000005 reserved for VOL001" in str(refused.value)
    with pytest.raises(InputError, match="run out"):
        reserve(folder, count=1_000_000, **facts)
    assert len(read_ledger(folder)) == 2


def test_a_suffix_is_kept_and_does_not_begin_a_run_of_its_own(folder: Path) -> None:
    facts = {"prefix": "DOE-", "digits": 6, "day": DAY, "audience": "court", "inputs": "a" * 64}
    assert str(reserve(folder, count=100_000, suffix="-R", **facts).range) == "DOE-000006-R to DOE-100005-R"
    assert str(read_ledger(folder)[-1].range.end) == "DOE-100005-R"


def test_numbers_that_another_program_gave_are_not_given_again(folder: Path) -> None:
    earlier = ("SMITH-0001 to SMITH-0250", "--by", "R. Example", "--reason", "Served from another program.")
    code, told = discovery("bates", "taken", folder, *earlier)
    assert (code, "SMITH-0251 is the next free number, in VOL002" in told) == (0, True)
    assert "SMITH-0001 to SMITH-0250: given elsewhere, as R. Example recorded" in words(ranges(folder))
    assert "given elsewhere" in words(lookup("SMITH-0100", folder))
    assert gaps(folder) == ()
    with pytest.raises(ConflictError, match="because numbers of it are in this ledger"):
        discovery("bates", "taken", folder, "DOE-000005 to DOE-000009", *earlier[1:])
    add_exhibit(folder, "c", "four")
    assert str(bundle(folder, "SMITH", DAY, digits=4, issue=True).plan.range.begin) == "SMITH-0251"  # type: ignore[union-attr]


def test_a_ledger_put_back_from_an_old_backup_gives_no_number_that_is_on_a_page_already(folder: Path) -> None:
    shutil.copytree(folder / "ledger", folder.with_name("backup"))
    add_exhibit(folder, "c", "four")
    bundle(folder, "DOE", DAY, issue=True)
    shutil.rmtree(folder / "ledger")
    shutil.copytree(folder.with_name("backup"), folder / "ledger")
    add_exhibit(folder, "d", "five")
    with pytest.raises(ConflictError, match="older than the volumes beside it") as refused:
        bundle(folder, "DOE", DAY, issue=True)
    assert "productions/VOL002: the ledger has no entry for VOL002." in str(refused.value)
    for ask in (
        lambda: bundle(folder, "DOE", DAY),
        lambda: next_numbers(folder),
        lambda: next_numbers(folder, "DOE"),
    ):
        with pytest.raises(ConflictError, match="older than the volumes beside it"):
            ask()
    discovery("bates", "taken", folder, "DOE-000006 to DOE-000012", "--by", "R. Example", "--reason", "Entries lost.")
    (folder / "productions" / "VOL002").rename(folder / "found VOL002")
    made = bundle(folder, "DOE", DAY, issue=True)
    assert made.plan and str(made.plan.range.begin) == "DOE-000013"


# --- re-issue --------------------------------------------------------------------------------------------------


def test_a_page_issued_again_keeps_its_number_and_says_why(folder: Path) -> None:
    before = read_ledger(folder)[-1].manifest
    again = reissue(folder, run(3, 3), reason="CPL 245.70 order", day=LATER, audience="people", inputs="c" * 64)
    assert (str(again.range), again.volume, again.replaces) == ("DOE-000003", "VOL002", (before,))
    assert "by a run that did not finish; the pages served before stand" in words(ranges(folder))
    record_issue(folder, again, "d" * 64, LATER)
    assert words(next_numbers(folder)).startswith("DOE-000006")
    assert gaps(folder) == ()
    newer, older = lookup("DOE-000003", folder)
    assert "issued again, because: CPL 245.70 order" in words(newer)
    assert "Replaced on 2026-12-01 by the page in VOL002: CPL 245.70 order" in words(older)
    assert "DOE-000003 replaced by VOL002 on 2026-12-01" in words(ranges(folder))


def test_what_was_never_issued_cannot_be_issued_again(folder: Path) -> None:
    with pytest.raises(InputError, match="DOE-000006 was never issued"):
        reissue(folder, run(4, 7), reason="x", day=LATER, audience="people", inputs="c" * 64)
    with pytest.raises(InputError, match="never issued, so there is nothing to withdraw"):
        facts = {"prefix": "DOE-", "digits": 6, "day": DAY, "audience": "court", "inputs": "a" * 64}
        reserve(folder, count=3, **facts)
        note(folder, "DOE-000007", by="A", reason="b", today=LATER, withdrawn=True)


# --- heads and history -----------------------------------------------------------------------------------------


def test_a_head_printed_once_is_found_as_long_as_the_ledger_is_not_rewritten(folder: Path) -> None:
    printed = head(folder)
    code, told = discovery("bates", "history", folder, "--head", printed)
    assert (code, "it is the head" in told) == (0, True)
    note(folder, "DOE-000005", by="A", reason="b", today=LATER)
    assert (
        "1 entry follows it. Nothing up to it was changed"
        in discovery("bates", "history", folder, "--head", printed)[1]
    )
    assert history(folder)[-1] == f"The head of this ledger is {head(folder)}."
    code, told = discovery("bates", "history", folder, "--head", "0123456789abcdef")
    assert (code, "rewritten" in told) == (5, True)


# --- two copies of a matter ------------------------------------------------------------------------------------


@pytest.fixture
def merged(folder: Path) -> tuple[Path, str, str]:
    """Two copies that each issued a volume of their own, put together file by file; and the head of each."""
    other = folder.with_name("other")
    shutil.copytree(folder, other)
    add_exhibit(folder, "c", "here")
    add_exhibit(other, "c", "elsewhere")
    for each in (folder, other):
        bundle(each, "DOE", DAY, issue=True)
    heads = head(folder), head(other)
    shutil.copytree(other, folder, dirs_exist_ok=True)
    return folder, *heads


def test_the_next_command_refuses_and_names_both_entries(merged: tuple[Path, str, str]) -> None:
    folder, *heads = merged
    for command in (["bundle", folder, "--prefix", "DOE", "--issue"], ["bates", "next", folder], ["verify", folder]):
        with pytest.raises(ConflictError) as refused:
            discovery(*command)
        for each in heads:
            assert f"ledger/000004-{each[:12]}: DOE-000006 to DOE-000012 issued for VOL002" in str(refused.value)
    code, told = discovery("bates", "reconcile", folder)
    assert code == 5
    assert all(each[:12] in told for each in heads)


def test_the_decision_is_recorded_and_numbering_goes_on(merged: tuple[Path, str, str]) -> None:
    folder, mine, other = merged
    assert show_fork(folder) is not None
    decided = reconcile(folder, f"000004-{mine[:12]}", by="A. Counsel", reason="Served first.", today=LATER)
    told = words(decided)
    assert "DOE-000006 to DOE-000012: taken for VOL002 on 2026-11-13 in another copy of this ledger and void" in told
    assert "productions/VOL002 holds the volume that was set aside. Move it away" in told
    assert "DOE-000013 is the next free number, in VOL003" in told
    assert [problem.what for problem in verify(folder)][:1] == [
        "its manifest is not the one that was issued: the ledger names another sha256."
    ]
    found = words(lookup("DOE-000007", folder))
    assert "VOL002, issued to the court on 2026-11-13." in found
    assert "VOL002, made on 2026-11-13 in another copy of this ledger and void." in found
    assert found.count("Source file (internal)") == 2
    code, told = discovery("bates", "history", folder, "--head", other)
    assert (code, "set aside when the copies were reconciled" in told) == (0, True)
    assert show_fork(folder) is None
    again = bundle(folder, "DOE", LATER, issue=True)
    assert (again.volume.name, again.plan and str(again.plan.range.begin)) == ("VOL003", "DOE-000013")


def test_where_both_were_served_it_is_said_plainly(merged: tuple[Path, str, str]) -> None:
    folder, mine, _ = merged
    code, told = discovery(
        *("bates", "reconcile", folder, "--keep", mine, "--by", "A. Counsel", "--reason", "Both went out."),
        "--both-served",
    )
    assert code == 0
    assert "some are on other pages in VOL002 (DOE-000006 to DOE-000012): cite them with volume" in told
    assert "issued on 2026-11-13 from another copy of this ledger to the court" in words(lookup("DOE-000007", folder))


def test_a_decision_needs_a_name_a_reason_and_an_entry(merged: tuple[Path, str, str]) -> None:
    folder, mine, _ = merged
    assert discovery("bates", "reconcile", folder, "--keep", mine)[0] == 2
    with pytest.raises(InputError, match="names none of the ledgers"):
        reconcile(folder, "000001", by="A", reason="b", today=LATER)
    assert show_fork(folder) is not None


def test_a_number_is_read_as_it_is_printed(folder: Path) -> None:
    assert BatesNumber.parse("DOE\u2010000003").number == 3
    assert words(lookup("DOE\u2010000003", folder)).startswith("DOE-000003 is page 2")
