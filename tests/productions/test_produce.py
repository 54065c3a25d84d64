"""A folder of whatever came in becomes a production in which every file is accounted for and every page proved."""

import csv
import getpass
import json
import os
import platform
import signal
import subprocess
import sys
import time
import zlib
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from multiprocessing import get_context
from pathlib import Path

import pikepdf
import pytest

from discovery.core.audiences import Audience
from discovery.core.endorsements import endorsements
from discovery.core.loadfile_lint import lint
from discovery.core.loadfiles import Encoding
from discovery.errors import ConflictError, InputError
from discovery.files.ledger import read_ledger
from discovery.files.production_data import documents_of, pages_of
from discovery.jobs.produce import Produced, Wanted, produce
from discovery.jobs.verify import verify
from tests.bundles.offices import pdf
from tests.pages import seeing
from tests.productions.folders import folder, matter, papers, photo, sample, sound, wanted

DAY = date(2026, 11, 13)


def made(path: Path, source: Path, **asked: object) -> Produced:
    return produce(path, source, wanted(**asked), DAY)


def rows(volume: Path) -> list[dict[str, str]]:
    (path,) = [each for each in (volume / "DATA").glob("*.csv") if not each.stem.endswith(("INVENTORY", "LOG"))]
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def control(text: str) -> dict[str, bytes]:
    return {"produce.toml": text.encode()}


def test_every_file_of_the_sample_is_accounted_for(tmp_path: Path) -> None:
    result = made(matter(tmp_path / "doe"), sample(tmp_path / "received"), issue=True)
    told = {row["DESCRIPTION"]: (row["BEGBATES"], row["WITHHELD"]) for row in rows(result.volume)}
    assert told["Notes of counsel"][1] == "Y"
    assert told["Photograph of a receipt"][1] == "N"
    assert result.report is not None
    report = result.report.read_text()
    for path in (tmp_path / "received").iterdir():
        assert path.name in report, path.name
    assert "not produced: produce.toml" in report
    assert verify(tmp_path / "doe") == ()


def test_pages_are_numbered_in_one_run_in_the_order_of_the_files(tmp_path: Path) -> None:
    source = folder(tmp_path / "in", {**papers(2, 1), "paper 10.pdf": pdf("Last"), "b/inner.pdf": pdf("Inner")})
    result = made(matter(tmp_path / "doe"), source)
    told = [(row["FILENAME"], row["BEGBATES"], row["ENDBATES"]) for row in rows(result.volume)]
    assert told == [
        ("inner.pdf", "DOE-000001", "DOE-000001"),
        ("paper 1.pdf", "DOE-000002", "DOE-000003"),
        ("paper 2.pdf", "DOE-000004", "DOE-000004"),
        ("paper 10.pdf", "DOE-000005", "DOE-000005"),
    ]
    second = result.volume / "PDF" / "PDF001" / "DOE-000002.pdf"
    assert [seeing.occurrences(second, page, f"DOE-00000{page + 2}") for page in (0, 1)] == [1, 1]
    assert [seeing.label(second, page) for page in (0, 1)] == ["DOE-000002", "DOE-000003"]


def test_a_second_production_goes_on_where_the_first_ended_and_the_same_one_is_not_made_twice(tmp_path: Path) -> None:
    doe = matter(tmp_path / "doe")
    first = folder(tmp_path / "first", papers(2))
    assert made(doe, first, issue=True).volume.name == "VOL001"
    again = made(doe, first, issue=True)
    assert "Nothing was written" in str(again)
    result = made(doe, folder(tmp_path / "second", {"more.pdf": pdf("More")}), issue=True)
    assert (result.volume.name, result.numbers) == ("VOL002", "DOE-000003 to DOE-000003")
    assert verify(doe) == ()


def test_a_draft_takes_no_number_and_is_replaced_by_the_next_one_unless_somebody_changed_it(tmp_path: Path) -> None:
    doe, source = matter(tmp_path / "doe"), folder(tmp_path / "in", papers(1))
    draft = made(doe, source).volume
    assert read_ledger(doe) == ()
    (source / "more.pdf").write_bytes(pdf("More"))
    assert made(doe, source).volume == draft
    assert len(rows(draft)) == 2
    assert len(list((doe / "ledger" / "volumes").glob("DRAFT*"))) == 2
    (draft / "my notes.txt").write_text("mine")
    (source / "third.pdf").write_bytes(pdf("Third"))
    with pytest.raises(ConflictError, match="no longer, as it was made"):
        made(doe, source)
    assert (draft / "my notes.txt").read_text() == "mine"


def test_the_same_files_give_the_same_bytes_whatever_the_number_of_processes(tmp_path: Path) -> None:
    source = folder(tmp_path / "in", {**papers(2, 1), "photo.png": photo(), "voice.wav": sound()})
    one = made(matter(tmp_path / "one"), source, images=True, issue=True).volume
    with ProcessPoolExecutor(2, get_context("spawn")) as executor:
        asked = wanted(images=True, issue=True)
        other = produce(matter(tmp_path / "two"), source, asked, DAY, executor=executor).volume
    files = {path.relative_to(one): path.read_bytes() for path in one.rglob("*") if path.is_file()}
    assert files == {path.relative_to(other): path.read_bytes() for path in other.rglob("*") if path.is_file()}
    assert len(files) == 4 + 4 + 5 + 1 + 11 + 1  # PDF, text, images, native, data, README


def test_what_has_no_pages_is_served_as_it_is_behind_a_slip_sheet(tmp_path: Path) -> None:
    source = folder(tmp_path / "in", {"voice.wav": sound()})
    volume = made(matter(tmp_path / "doe"), source).volume
    (row,) = rows(volume)
    native = volume / row["NATIVEPATH"].replace("\\", "/")
    assert native.read_bytes() == sound()
    assert native.name == "DOE-000001.wav"
    sheet = (volume / "TEXT" / "TXT001" / "DOE-000001.txt").read_text("utf-8-sig")
    assert "Document produced in native format" in sheet
    assert "DOE-000001" in sheet


def test_a_file_that_cannot_be_read_gets_a_slip_sheet_and_is_told(tmp_path: Path) -> None:
    source = folder(tmp_path / "in", {"broken.pdf": b"%PDF-1.7\nnothing more", **papers(1)})
    result = made(matter(tmp_path / "doe"), source)
    assert [problem.where for problem in result.problems] == ["broken.pdf"]
    assert "DOE-000001" in str(result.problems[0])
    assert "could not be read" in (result.volume / "TEXT" / "TXT001" / "DOE-000001.txt").read_text("utf-8-sig")


def test_what_is_withheld_is_not_opened_and_nothing_tells_what_it_is(tmp_path: Path) -> None:
    text = '[[item]]\nfile = "SENTINEL memo.txt"\nwithheld = "Attorney work product"\n'
    source = folder(tmp_path / "in", {"SENTINEL memo.txt": b"SENTINEL secret", **papers(1), **control(text)})
    volume = made(matter(tmp_path / "doe"), source, images=True).volume
    (log,) = (volume / "DATA").glob("*-LOG.csv")
    assert "Attorney work product" in log.read_text("utf-8-sig")
    assert served(volume, "SENTINEL") == []


def test_restricted_files_go_nowhere_unless_counsel_releases_each_by_name(tmp_path: Path) -> None:
    text = '[[item]]\nfile = "paper 1.pdf"\nrestriction = "grand jury"\n'
    text += '[[item]]\nfile = "paper 2.pdf"\nrestriction = "sealed"\n'
    doe, source = matter(tmp_path / "doe"), folder(tmp_path / "in", {**papers(1, 1), **control(text)})
    with pytest.raises(InputError) as refused:
        made(doe, source, release=("paper 1.pdf",))
    assert "paper 2.pdf: is restricted (sealed)" in str(refused.value)
    assert "paper 1.pdf" not in str(refused.value)
    result = made(doe, source, release=("paper 1.pdf", "paper 2.pdf"), issue=True)
    assert "was released by name" in str(result)


def test_a_release_in_the_control_file_holds_for_its_audience_only(tmp_path: Path) -> None:
    text = '[[item]]\nfile = "paper 1.pdf"\nrestriction = "sealed"\nreleased = ["court"]\n'
    doe, source = matter(tmp_path / "doe"), folder(tmp_path / "in", {**papers(1), **control(text)})
    assert made(doe, source, audience=Audience.COURT).pages == 1
    with pytest.raises(InputError, match="not released to the people"):
        made(doe, source, audience=Audience.PEOPLE)


def test_every_mistake_in_the_control_file_is_told_at_once(tmp_path: Path) -> None:
    text = '[[item]]\nfile = "no such.pdf"\n[[item]]\nfile = "paper 1.pdf"\n[[item]]\nfile = "paper 1.pdf"\n'
    source = folder(tmp_path / "in", {**papers(1), **control(text)})
    with pytest.raises(InputError) as refused:
        made(matter(tmp_path / "doe"), source, release=("neither",))
    said = str(refused.value)
    assert "no file “no such.pdf”" in said
    assert "paper 1.pdf is named twice" in said
    assert "no file “neither”" in said


def test_a_control_file_with_a_misspelt_word_names_its_line(tmp_path: Path) -> None:
    source = folder(tmp_path / "in", {**papers(1), **control('[[item]]\nfile = "paper 1.pdf"\nwithheldd = "x"\n')})
    with pytest.raises(InputError, match=r"produce\.toml line 3"):
        made(matter(tmp_path / "doe"), source)


def test_a_page_without_room_for_a_number_stops_the_production_before_a_number_is_reserved(tmp_path: Path) -> None:
    def tiny(pdf_: pikepdf.Pdf) -> None:
        pdf_.pages[0].obj.MediaBox = pikepdf.Array([0, 0, 20, 8])

    doe = matter(tmp_path / "doe")
    source = folder(tmp_path / "in", {**papers(1), "tiny.pdf": pdf("x", decorate=tiny)})
    with pytest.raises(InputError) as refused:
        made(doe, source, issue=True)
    assert "tiny.pdf, page 1" in str(refused.value)
    assert read_ledger(doe) == ()
    assert not [path for path in (doe / "productions").iterdir() if not path.name.startswith(".")]


@pytest.mark.parametrize("source", [".", ".."])
def test_the_matter_itself_is_never_what_is_produced(tmp_path: Path, source: str) -> None:
    doe = matter(tmp_path / "matters" / "doe")
    folder(doe / "drafts", papers(1))
    with pytest.raises(InputError, match="holds the matter itself"):
        made(doe, doe / source)


def test_a_name_that_would_break_or_turn_a_line_is_told_on_one_line(tmp_path: Path) -> None:
    files = {"two\nlines.txt": b"words", "\u202egnp.exe": b"\x00\x01\x02", **papers(1)}
    result = made(matter(tmp_path / "doe"), folder(tmp_path / "in", files))
    assert result.report is not None
    for said in (str(result), result.report.read_text()):
        assert "two‹0A›lines.txt" in said
        assert "‹U+202E›gnp.exe" in said
        assert "\u202e" not in said
    assert "two\nlines.txt" in {row["FILENAME"] for row in rows(result.volume)}


def test_a_name_that_is_no_text_is_refused_with_what_to_do(tmp_path: Path) -> None:
    source = folder(tmp_path / "in", papers(1))
    try:
        (source / os.fsdecode(b"bad\xff.txt")).write_bytes(b"words")
    except OSError:
        pytest.skip("this disk holds no such name")
    with pytest.raises(InputError, match="cannot be read here"):
        made(matter(tmp_path / "doe"), source)


def test_what_a_load_file_in_an_old_encoding_cannot_hold_is_told(tmp_path: Path) -> None:
    source = folder(tmp_path / "in", {"Łódź.txt": b"words", **papers(1)})
    result = made(matter(tmp_path / "doe"), source, encoding=Encoding.CP1252)
    assert "The DAT (cp1252) cannot hold every sign of 1 document (DOE-000002)" in str(result)
    assert result.report is not None
    assert "cannot hold Ł (U+0141), ź (U+017A) in its FILENAME" in result.report.read_text()
    assert "cannot hold" not in str(made(matter(tmp_path / "two"), source))


@pytest.mark.parametrize("fate", ["withheld", "redactions", "left_out"])
def test_a_fate_that_says_nothing_is_refused_and_the_file_does_not_go_out_whole(tmp_path: Path, fate: str) -> None:
    source = folder(tmp_path / "in", {**papers(1), **control(f'[[item]]\nfile = "paper 1.pdf"\n{fate} = "  "\n')})
    with pytest.raises(InputError, match=rf"{fate} says nothing of paper 1\.pdf"):
        made(matter(tmp_path / "doe"), source)


@pytest.mark.parametrize("name", ["produce.toml.txt", "Produce.toml", "notes/produce.toml", "produce (1).toml"])
def test_a_control_file_in_the_wrong_place_or_under_another_name_is_no_document(tmp_path: Path, name: str) -> None:
    source = folder(tmp_path / "in", {**papers(1), name: b'[[item]]\nfile = "paper 1.pdf"\nwithheld = "x"\n'})
    with pytest.raises(InputError, match=r"is not read: what is said of files stands in produce\.toml"):
        made(matter(tmp_path / "doe"), source)


def test_a_legend_that_cannot_be_printed_is_refused_in_a_sentence(tmp_path: Path) -> None:
    source = folder(tmp_path / "in", {**papers(1), **control('[[item]]\nfile = "paper 1.pdf"\nlegend = "Łódź"\n')})
    with pytest.raises(InputError, match="use plain letters, digits and punctuation"):
        made(matter(tmp_path / "one"), source)
    (source / "produce.toml").write_text('[[item]]\nfile = "paper 1.pdf"\nlegend = "CONFIDENTIAL"\n')
    with pytest.raises(InputError, match="another mark are both to stand"):
        made(matter(tmp_path / "two"), source, marks=endorsements(place="bottom-left"))


def test_an_empty_folder_is_no_production(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    with pytest.raises(InputError, match="nothing to produce"):
        made(matter(tmp_path / "doe"), tmp_path / "in")


def test_what_is_left_out_is_in_our_report_with_its_reason_and_nowhere_else(tmp_path: Path) -> None:
    text = '[[item]]\nfile = "paper 1.pdf"\nleft_out = "SENTINEL reason"\n'
    source = folder(tmp_path / "in", {**papers(1, 1), **control(text)})
    result = made(matter(tmp_path / "doe"), source)
    assert result.report is not None
    assert "paper 1.pdf: SENTINEL reason" in result.report.read_text()
    assert served(result.volume, "SENTINEL") == []
    assert result.documents == 1


# --- what is served ------------------------------------------------------------------------------------------


def served(volume: Path, word: str) -> list[str]:
    """The served files that hold a word: in their bytes, or in an unpacked stream of a PDF."""
    found = []
    for path in sorted(each for each in volume.rglob("*") if each.is_file()):
        data = path.read_bytes() + path.name.encode()
        if path.suffix == ".pdf":
            data += unpacked(path)
        if word.encode() in data or word.encode("utf-16-be") in data:
            found.append(path.relative_to(volume).as_posix())
    return found


def unpacked(path: Path) -> bytes:
    with pikepdf.open(path) as opened:
        streams = [each for each in opened.objects if isinstance(each, pikepdf.Stream)]
        parts = [each.read_raw_bytes() for each in streams]
        for each in streams:
            try:
                parts.append(each.read_bytes())
            except (pikepdf.PdfError, zlib.error):
                continue
        parts += [each.unparse(resolved=False) for each in opened.objects if not isinstance(each, pikepdf.Stream)]
    return b"\n".join(parts)


def test_nothing_served_tells_of_this_machine_its_folders_or_a_camera(tmp_path: Path) -> None:
    source = sample(tmp_path / "SENTINELfolder" / "received")
    volume = made(matter(tmp_path / "doe"), source, images=True, issue=True).volume
    for word in ("SENTINELfolder", str(tmp_path), "Sample Phone", "Sample Owner", "Exif"):
        assert served(volume, word) == [], word
    for word in {getpass.getuser(), platform.node()}:
        if len(word) < 5:
            continue  # so short a name stands in compressed data by chance
        assert served(volume, word) == [], word


# --- cut off, and at once ------------------------------------------------------------------------------------

RUN = """
import sys
from datetime import date
from pathlib import Path
from tests.productions.folders import wanted
from discovery.jobs.produce import produce
print(produce(Path(sys.argv[1]), Path(sys.argv[2]), wanted(issue=True), date(2026, 11, 13)).numbers)
"""
ROOT = Path(__file__).parents[2]


def started(doe: Path, source: Path) -> "subprocess.Popen[str]":
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", RUN, str(doe), str(source)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen(command, env=environment, text=True, cwd=ROOT, **pipes)


@pytest.mark.parametrize(("journal", "lines"), [("read.jsonl", 2), ("reserved.jsonl", 1), ("made.jsonl", 3)])
def test_a_run_that_was_killed_is_taken_up_where_it_stopped_with_its_own_numbers(
    tmp_path: Path, journal: str, lines: int
) -> None:
    doe, source = matter(tmp_path / "doe"), folder(tmp_path / "in", papers(*([3] * 12)))
    process = started(doe, source)
    limit = time.monotonic() + 60
    while (
        sum(len(path.read_bytes().splitlines()) for path in doe.glob(f"productions/.producing-*/{journal}")) < lines
    ):
        assert process.poll() is None
        assert time.monotonic() < limit
        time.sleep(0.002)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert not [path for path in (doe / "productions").iterdir() if not path.name.startswith(".")]
    made_before = [path.read_bytes() for path in sorted(doe.glob("productions/.producing-*/made.jsonl"))]

    result = made(doe, source, issue=True)
    assert (result.volume.name, result.numbers) == ("VOL001", "DOE-000001 to DOE-000036")
    assert [entry.act.value for entry in read_ledger(doe)] == ["reserved", "issued"]
    assert not list(doe.glob("productions/.producing-*"))
    assert verify(doe) == ()
    assert journal != "made.jsonl" or made_before[0].count(b"\n") >= lines


def test_a_line_of_a_journal_that_was_cut_off_is_made_again(tmp_path: Path) -> None:
    doe, source = matter(tmp_path / "doe"), folder(tmp_path / "in", papers(1, 1))
    process = started(doe, source)
    while not list(doe.glob("productions/.producing-*/made.jsonl")):
        assert process.poll() is None
        time.sleep(0.002)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    for path in doe.glob("productions/.producing-*/made.jsonl"):
        with path.open("ab") as stream:
            stream.write(b'{"row": {"begin": "DOE-0')
    assert made(doe, source, issue=True).pages == 2
    assert verify(doe) == ()


def test_processes_at_once_never_give_one_number_to_two_pages(tmp_path: Path) -> None:
    doe = matter(tmp_path / "doe")
    sources = [folder(tmp_path / f"in{each}", {"a.pdf": pdf(f"Paper {each}", "two")}) for each in range(6)]
    processes = [started(doe, source) for source in sources]
    numbers = [process.communicate(timeout=120)[0].strip() for process in processes]
    assert len(set(numbers)) == 6
    assert "" not in numbers
    assert verify(doe) == ()


def test_two_runs_on_the_same_files_do_not_work_in_one_room(tmp_path: Path) -> None:
    doe, source = matter(tmp_path / "doe"), folder(tmp_path / "in", papers(*([3] * 12)))
    process = started(doe, source)
    while not list(doe.glob("productions/.producing-*/read.jsonl")):
        assert process.poll() is None
        time.sleep(0.002)
    with pytest.raises(ConflictError, match="Another run is making this production"):
        made(doe, source, issue=True)
    assert process.communicate(timeout=120)[0].strip() == "DOE-000001 to DOE-000036"
    assert verify(doe) == ()


# --- data ----------------------------------------------------------------------------------------------------


def test_the_load_files_of_a_production_are_sound_and_name_files_that_are_there(tmp_path: Path) -> None:
    source = folder(tmp_path / "in", {**papers(2, 1), "voice.wav": sound(), "photo.png": photo()})
    volume = made(matter(tmp_path / "doe"), source, images=True).volume
    data = volume / "DATA"
    for path in sorted(data.glob("DOE_DRAFT*.*")):
        if path.suffix in (".dat", ".opt", ".lfp"):
            found = lint(path.read_bytes(), path.name, lambda name: (volume / name).is_file())
            assert (found.problems, found.remarks) == ((), ()), path.name
    images = [row.image for row in pages_of(data, "DOE_DRAFT")]
    assert [Path(image).suffix for image in images].count(".jpg") == 1
    assert [row.pages for row in documents_of(data, "DOE_DRAFT")] == [2, 1, 1, 1]


def test_each_page_says_how_it_was_proved(tmp_path: Path) -> None:
    def commented(opened: pikepdf.Pdf) -> None:
        note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Square, F=4)
        note.Rect = pikepdf.Array([400, 5, 600, 60])
        look = opened.make_stream(b"0.9 g 0 0 200 55 re f", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form)
        look.BBox = pikepdf.Array([0, 0, 200, 55])
        note.AP = pikepdf.Dictionary(N=look)
        opened.pages[0].obj.Annots = pikepdf.Array([opened.make_indirect(note)])

    source = folder(tmp_path / "in", {**papers(1), "commented.pdf": pdf("Commented", decorate=commented)})
    volume = made(matter(tmp_path / "doe"), source).volume
    told = {page.document: page.verdict for page in pages_of(volume / "DATA", "DOE_DRAFT")}
    assert "" not in told.values()
    assert told["DOE-000001"] != told["DOE-000002"], "the page with something at the place is compared whole"


def test_the_inventory_lists_each_item_with_its_numbers(tmp_path: Path) -> None:
    volume = made(matter(tmp_path / "doe"), sample(tmp_path / "in")).volume
    (path,) = (volume / "DATA").glob("*-INVENTORY.csv")
    with path.open(encoding="utf-8-sig", newline="") as stream:
        told = {row["Description"]: row for row in csv.DictReader(stream)}
    assert told["Notes of counsel"]["Form"] == "slip sheet: withheld"
    assert told["Photograph of a receipt"]["Date"] == "08/14/2026"
    assert told["Telephone records, 14 August 2026"]["Pages"] == "2"


def test_the_record_that_is_not_served_leads_from_each_number_to_its_file(tmp_path: Path) -> None:
    doe, source = matter(tmp_path / "doe"), folder(tmp_path / "in", papers(2, 1))
    made(doe, source, issue=True)
    (path,) = (doe / "ledger" / "volumes").glob("VOL001-*.json")
    record = json.loads(path.read_text())
    assert [(each["begin"], each["file"]) for each in record["sources"]] == [
        ("DOE-000001", "paper 1.pdf"),
        ("DOE-000003", "paper 2.pdf"),
    ]
    assert record["audience"] == "people"


def test_what_is_asked_is_part_of_what_makes_two_productions_the_same(tmp_path: Path) -> None:
    doe, source = matter(tmp_path / "doe"), folder(tmp_path / "in", papers(1))
    made(doe, source, issue=True)
    asked: Wanted = wanted(issue=True, audience=Audience.CLIENT)
    assert produce(doe, source, asked, DAY).volume.name == "VOL002"


# --- redacted ------------------------------------------------------------------------------------------------

BOXES = '[[box]]\npage = 1\nx0 = 60\ny0 = 60\nx1 = 500\ny1 = 110\nreason = "CPL 245.70"\n'


def test_what_is_redacted_is_gone_from_everything_served_and_is_in_the_log_with_its_reason(tmp_path: Path) -> None:
    text = '[[item]]\nfile = "interview SENTINEL.pdf"\nredactions = "interview.boxes.toml"\n'
    files = {"interview SENTINEL.pdf": pdf("SENTINEL lives at 12 Sample Street", "Nothing here"), **papers(1)}
    source = folder(tmp_path / "in", {**files, **control(text), "interview.boxes.toml": BOXES.encode()})
    result = made(matter(tmp_path / "doe"), source, images=True)
    assert served(result.volume, "SENTINEL") == []
    (log,) = (result.volume / "DATA").glob("*-LOG.csv")
    assert "CPL 245.70 (page 1),redacted" in log.read_text("utf-8-sig")
    first = rows(result.volume)[0]
    assert (first["REDACTED"], first["DESCRIPTION"], first["SHA256"]) == ("Y", "Redacted document", "")
    assert "interview.boxes.toml" in (result.report.read_text() if result.report else "")
    assert verify(result.volume) == ()


def test_boxes_measured_on_another_file_stop_the_production(tmp_path: Path) -> None:
    text = '[[item]]\nfile = "paper 1.pdf"\nredactions = "boxes.toml"\n'
    boxes = f'sha256 = "{"0" * 64}"\n{BOXES}'
    source = folder(tmp_path / "in", {**papers(1), **control(text), "boxes.toml": boxes.encode()})
    with pytest.raises(InputError, match="were measured on another file"):
        made(matter(tmp_path / "doe"), source)


def test_a_file_of_boxes_that_is_not_there_is_told_before_anything_is_made(tmp_path: Path) -> None:
    text = '[[item]]\nfile = "paper 1.pdf"\nredactions = "boxes.toml"\n'
    source = folder(tmp_path / "in", {**papers(1), **control(text)})
    with pytest.raises(InputError, match=r"boxes\.toml"):
        made(matter(tmp_path / "doe"), source)


def test_the_peoples_own_numbers_are_kept_clear_of_and_are_told_beside_ours(tmp_path: Path) -> None:
    def numbered(made_: pikepdf.Pdf) -> None:
        for at, page in enumerate(made_.pages):
            page.contents_add(f"q BT /F1 10 Tf 500 24 Td (PEOPLE-00{at + 17}) Tj ET Q".encode())

    source = folder(tmp_path / "in", {"dd5.pdf": pdf("One", "Two", decorate=numbered)})
    doe = matter(tmp_path / "doe")
    volume = made(doe, source, issue=True).volume
    assert rows(volume)[0]["RECEIVEDBATES"] == "PEOPLE-0017 to PEOPLE-0018"
    path = volume / "PDF" / "PDF001" / "DOE-000001.pdf"
    assert seeing.occurrences(path, 0, "PEOPLE-0017") == 1
    assert seeing.occurrences(path, 0, "DOE-000001") == 1
    assert [page.received for page in pages_of(volume / "DATA", "DOE_VOL001")] == ["PEOPLE-0017", "PEOPLE-0018"]


def test_whoever_gives_a_folder_that_was_served_before_is_told_that_its_files_get_a_second_number(
    tmp_path: Path,
) -> None:
    doe, source = matter(tmp_path / "doe"), folder(tmp_path / "in", papers(1, 1))
    assert "second number" not in str(made(doe, source, issue=True))
    (source / "new.txt").write_text("new")
    said = str(made(doe, source))
    assert "2 of 3 documents went to the people before (VOL001) and have a second number here." in said
