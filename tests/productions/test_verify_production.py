"""Whoever was served a production can prove it again; a change is found, also where the hashes were made again."""

import shutil
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from discovery.core.numbering import issues
from discovery.core.served import ProductionManifest
from discovery.errors import InputError
from discovery.files.issued import volume_facts
from discovery.files.ledger import read_ledger
from discovery.files.production_proof import prove_production
from discovery.jobs.bates import lookup
from discovery.jobs.produce import produce
from discovery.jobs.verify import verify
from tests.bundles.offices import office, pdf
from tests.productions.folders import email, folder, matter, papers, photo, sound, wanted

DAY = date(2026, 11, 13)
STEM = "DOE_VOL001"


@pytest.fixture(scope="module")
def issued(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A matter with one issued production of several kinds of files."""
    place = tmp_path_factory.mktemp("issued")
    files = {
        **papers(2, 1),
        "photo.png": photo(),
        "voice.wav": sound(),
        "m.eml": email("Log", {"log.txt": b"door log"}),
    }
    doe = matter(place / "doe")
    produce(doe, folder(place / "in", files), wanted(images=True, issue=True), DAY)
    return doe


@pytest.fixture
def volume(issued: Path, tmp_path: Path) -> Path:
    """A copy of the volume alone, as the other side holds it."""
    return Path(shutil.copytree(issued / "productions" / "VOL001", tmp_path / "VOL001"))


def pdf_of(volume: Path, number: int) -> Path:
    return volume / "PDF" / "PDF001" / f"DOE-{number:06d}.pdf"


def first_pdf(volume: Path) -> Path:
    """The paper of two pages."""
    return next(path for path in sorted((volume / "PDF").rglob("*.pdf")) if len(pages_of(path)) == 2)


def pages_of(path: Path) -> list[pikepdf.Page]:
    with pikepdf.open(path) as opened:
        return list(opened.pages)


def change(path: Path, work: Callable[[pikepdf.Pdf], None]) -> None:
    with pikepdf.open(path, allow_overwriting_input=True) as opened:
        work(opened)
        opened.save(path)


def replace(path: Path, old: bytes, new: bytes) -> None:
    data = path.read_bytes()
    assert old in data
    path.write_bytes(data.replace(old, new, 1))


def swap_pages(volume: Path) -> None:
    change(first_pdf(volume), lambda opened: opened.pages.reverse())


def change_a_digit(volume: Path) -> None:
    def work(opened: pikepdf.Pdf) -> None:
        last = opened.pages[0].obj.Contents[-1]
        text = last.read_bytes()
        at = text.index(b")Tj")
        last.write(text[: at - 1] + b"9" + text[at:])

    change(first_pdf(volume), work)


def drop_a_label(volume: Path) -> None:
    def work(opened: pikepdf.Pdf) -> None:
        opened.pages[0].obj.Contents = Array(list(opened.pages[0].obj.Contents)[:-1])

    change(first_pdf(volume), work)


def hide_a_stamp(volume: Path) -> None:
    def work(opened: pikepdf.Pdf) -> None:
        look = opened.make_stream(b"0.5 g 0 0 200 60 re f", Type=Name.XObject, Subtype=Name.Form)
        look.BBox = Array([0, 0, 200, 60])
        note = Dictionary(Type=Name.Annot, Subtype=Name.Square, Rect=Array([412, 0, 612, 60]), F=4)
        note.AP = Dictionary(N=look)
        opened.pages[0].obj.Annots = Array([opened.make_indirect(note)])

    change(first_pdf(volume), work)


def drop_a_page(volume: Path) -> None:
    def work(opened: pikepdf.Pdf) -> None:
        del opened.pages[1]

    change(first_pdf(volume), work)


def change_page_labels(volume: Path) -> None:
    def work(opened: pikepdf.Pdf) -> None:
        del opened.Root.PageLabels

    change(first_pdf(volume), work)


def change_words(volume: Path) -> None:
    def work(opened: pikepdf.Pdf) -> None:
        words = opened.pages[0].obj.Contents[1]
        words.write(words.read_bytes().replace(b"page 1", b"page 7"))

    change(first_pdf(volume), work)


def turn_a_page(volume: Path) -> None:
    def work(opened: pikepdf.Pdf) -> None:
        opened.pages[0].obj.Rotate = 180

    change(first_pdf(volume), work)


def exchange_two_files(volume: Path) -> None:
    one, other = sorted((volume / "PDF").rglob("*.pdf"))[:2]
    held = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(held)


def change_a_native(volume: Path) -> None:
    (path,) = (volume / "NATIVES").rglob("*.wav")
    path.write_bytes(path.read_bytes()[:-1] + b"\x81")


def change_a_dat_row(volume: Path) -> None:
    replace(volume / "DATA" / f"{STEM}.dat", b"photo.png", b"phota.png")


def drop_a_dat_row(volume: Path) -> None:
    path = volume / "DATA" / f"{STEM}.dat"
    rows = path.read_bytes().split(b"\r\n")
    path.write_bytes(b"\r\n".join(rows[:2] + rows[3:]))


def change_an_opt_row(volume: Path) -> None:
    replace(volume / "DATA" / f"{STEM}.opt", b",Y,,,2", b",Y,,,3")


def change_an_lfp_row(volume: Path) -> None:
    replace(volume / "DATA" / f"{STEM}.lfp", b",D,0,", b",,0,")


def change_the_inventory(volume: Path) -> None:
    replace(volume / "DATA" / f"{STEM}-INVENTORY.csv", b"paper 1.pdf", b"paper 7.pdf")


def change_a_page_row(volume: Path) -> None:
    replace(volume / "DATA" / f"{STEM}-PAGES.jsonl", b'"label":"DOE-000002"', b'"label":"DOE-000012"')


def change_a_document_row(volume: Path) -> None:
    replace(volume / "DATA" / f"{STEM}-DOCUMENTS.jsonl", b'"pages":2', b'"pages":1')


def break_a_row(volume: Path) -> None:
    replace(volume / "DATA" / f"{STEM}-PAGES.jsonl", b"{", b"[")


def empty_the_documents(volume: Path) -> None:
    (volume / "DATA" / f"{STEM}-DOCUMENTS.jsonl").write_bytes(b"")


def count_no_pages(volume: Path) -> None:
    replace(volume / "DATA" / f"{STEM}-DOCUMENTS.jsonl", b'"pages":2', b'"pages":0')


def garble_a_row(volume: Path) -> None:
    replace(volume / "DATA" / f"{STEM}-DOCUMENTS.jsonl", b'"begin":"DOE-000001"', b'"begin":"no number"')


def change_the_run_in_the_manifest(volume: Path) -> None:
    replace(volume / "DATA" / f"{STEM}-MANIFEST.json", b'"first": "DOE-000001"', b'"first": "DOE-000002"')


def lose_a_native(volume: Path) -> None:
    next((volume / "NATIVES").rglob("*.wav")).unlink()


def lose_an_image(volume: Path) -> None:
    sorted((volume / "IMAGES").rglob("*.tif"))[0].unlink()


FOUND_EVEN_WITH_NEW_HASHES = (
    swap_pages,
    change_a_digit,
    drop_a_label,
    hide_a_stamp,
    drop_a_page,
    change_page_labels,
    change_words,
    turn_a_page,
    exchange_two_files,
    change_a_native,
    change_a_dat_row,
    drop_a_dat_row,
    change_an_opt_row,
    change_an_lfp_row,
    change_the_inventory,
    change_a_page_row,
    change_a_document_row,
    break_a_row,
    empty_the_documents,
    count_no_pages,
    garble_a_row,
    change_the_run_in_the_manifest,
    lose_a_native,
    lose_an_image,
)


def change_an_image(volume: Path) -> None:
    path = sorted((volume / "IMAGES").rglob("*.jpg"))[0]
    path.write_bytes(path.read_bytes()[:-3] + b"\x00\xff\xd9")


def change_a_text(volume: Path) -> None:
    path = sorted((volume / "TEXT").rglob("*.txt"))[0]
    path.write_bytes(path.read_bytes() + b"more")


def add_a_file(volume: Path) -> None:
    (volume / "NATIVES" / "extra.docx").write_bytes(b"more")


def change_the_readme(volume: Path) -> None:
    (volume / "README.txt").write_text("something else")


def change_the_list_of_hashes(volume: Path) -> None:
    path = volume / "DATA" / f"{STEM}-SHA256.txt"
    path.write_bytes(b"\n".join(path.read_bytes().split(b"\n")[1:]))


def lose_the_manifest(volume: Path) -> None:
    (volume / "DATA" / f"{STEM}-MANIFEST.json").unlink()


FOUND_BY_HASH = (
    change_an_image,
    change_a_text,
    add_a_file,
    change_the_readme,
    change_the_list_of_hashes,
    lose_the_manifest,
)


def with_new_hashes(volume: Path) -> None:
    """What somebody does who changes a file and wants the hashes to agree again."""
    sums, path = volume / "DATA" / f"{STEM}-SHA256.txt", volume / "DATA" / f"{STEM}-MANIFEST.json"
    ours = {sums, path}
    listed = sorted(each for each in volume.rglob("*") if each.is_file() and each not in ours)
    sums.write_text("".join(f"{digest(each)}  {each.relative_to(volume).as_posix()}\n" for each in listed))
    manifest = ProductionManifest.model_validate_json(path.read_bytes())
    changed = ProductionManifest.model_validate(manifest.model_dump(by_alias=True) | {"sums_sha256": digest(sums)})
    path.write_text(changed.model_dump_json(by_alias=True, indent=1) + "\n")


def digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


def test_a_production_as_it_was_served_is_proved_by_whoever_holds_it(volume: Path) -> None:
    assert prove_production(volume) == ()
    assert verify(volume) == ()


@pytest.mark.parametrize("mutation", [*FOUND_EVEN_WITH_NEW_HASHES, *FOUND_BY_HASH])
def test_a_change_is_found(volume: Path, mutation: Callable[[Path], None]) -> None:
    mutation(volume)
    assert prove_production(volume) != ()


@pytest.mark.parametrize("mutation", FOUND_EVEN_WITH_NEW_HASHES)
def test_a_change_is_found_also_where_the_hashes_were_made_again(
    volume: Path, mutation: Callable[[Path], None]
) -> None:
    mutation(volume)
    with_new_hashes(volume)
    assert prove_production(volume) != ()


def test_a_production_remade_with_all_its_rows_is_told_by_the_ledger(issued: Path, tmp_path: Path) -> None:
    doe = Path(shutil.copytree(issued, tmp_path / "doe"))
    change_an_image(doe / "productions" / "VOL001")
    with_new_hashes(doe / "productions" / "VOL001")
    assert "the ledger names another sha256" in "\n".join(map(str, verify(doe)))


# --- what else reads an issued production --------------------------------------------------------------------


def test_a_number_leads_to_its_file_and_a_file_to_its_numbers(issued: Path) -> None:
    told = "\n".join(map(str, lookup("DOE-000005", issued)))
    assert "VOL001" in told
    assert "DOE-000003 to DOE-000004" in "\n".join(map(str, lookup("paper 1.pdf", issued)))


def test_the_letter_that_goes_with_a_production_lists_its_documents(issued: Path) -> None:
    facts = volume_facts(issued)
    (entry,) = issues(read_ledger(issued))
    assert facts.manifest_sha256 == entry.manifest
    assert facts.count == "6 documents"
    assert "paper 1.pdf" in [item.description for item in facts.items]


def test_a_supplement_says_what_is_new_since_the_volume_before(issued: Path, tmp_path: Path) -> None:
    doe = Path(shutil.copytree(issued, tmp_path / "doe"))
    source = folder(tmp_path / "in", {**papers(2), "new.pdf": pdf("New")})
    produce(doe, source, wanted(issue=True), DAY)
    facts = volume_facts(doe)
    assert facts.since == "VOL001"
    assert [item.description for item in facts.new] == ["new.pdf"]
    assert [item.description for item in facts.again] == ["paper 1.pdf"]


def test_an_issued_production_of_a_matter_has_its_letter(tmp_path: Path) -> None:
    doe = office(tmp_path / "doe", {})
    made = produce(doe, folder(tmp_path / "in", papers(2)), wanted(issue=True), DAY)
    assert made.letter is not None
    assert made.letter.parent == doe / "drafts"
    assert "Transmittal letter, to be completed" in str(made)


def test_a_volume_that_is_not_there_is_told(issued: Path, tmp_path: Path) -> None:
    doe = Path(shutil.copytree(issued, tmp_path / "doe"))
    shutil.rmtree(doe / "productions" / "VOL001")
    with pytest.raises(InputError, match="is not there as it was issued"):
        volume_facts(doe)
