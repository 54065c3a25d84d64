"""What the demo makes is what the README promises, on the real record and the shipped sample."""

import getpass
import io
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import zipfile
from ctypes import c_int
from pathlib import Path

import pikepdf
import pypdf
import pypdfium2
import pypdfium2.raw as raw
import pytest

from discovery.core.findings import MemoUse
from discovery.errors import ConflictError
from discovery.files.library import read_library
from discovery.files.matter_folder import read_matter_folder
from discovery.jobs.demo import MARK, Demo, demo
from tests.house.conftest import served_files

CLIENT_ONLY = "a telephone had picked out a profile picture"
LEGEND = "PRIVILEGED AND CONFIDENTIAL"


def text_of(path: Path) -> str:
    """Every word in a file, spaces folded, as somebody who received it could read it."""
    if path.suffix == ".pdf":
        pages = pypdfium2.PdfDocument(path)
        words = " ".join(page.get_textpage().get_text_range() for page in pages)
    elif path.suffix == ".docx":
        with zipfile.ZipFile(path) as package:
            parts = [package.read(name).decode() for name in package.namelist() if name.endswith(".xml")]
        words = re.sub(r"<[^>]+>", "", " ".join(parts))
    else:
        words = path.read_text()
    return " ".join(words.split())


def everything_in(path: Path) -> bytes:
    """The bytes of a file with every compressed stream or member opened."""
    found = io.BytesIO()
    found.write(path.read_bytes())
    if path.suffix == ".docx":
        with zipfile.ZipFile(path) as package:
            for name in package.namelist():
                found.write(name.encode() + package.read(name))
    if path.suffix == ".pdf":
        with pikepdf.open(path) as pdf:
            for each in pdf.objects:
                if isinstance(each, pikepdf.Stream):
                    try:
                        found.write(each.read_bytes())
                    except pikepdf.PdfError:  # an image in a codec qpdf does not open: its raw bytes are above
                        continue
                elif isinstance(each, pikepdf.Dictionary | pikepdf.Array | pikepdf.String):
                    found.write(each.unparse(resolved=True) if isinstance(each, pikepdf.Dictionary) else b"")
    return found.getvalue()


def test_the_demo_finds_nothing_wrong_with_what_it_made(made: Demo) -> None:
    assert made.problems == ()
    assert made.volume.name == "VOL001"


def test_every_paper_is_there_in_word_and_pdf(made: Demo) -> None:
    for template in ("policy-deviation-memo", "motion-fr-discovery", "chronology", "demand-status"):
        for ending in ("docx", "pdf"):
            assert (made.matter / "drafts" / f"{template}-review.{ending}").is_file()
    requests = {path.suffix for path in made.papers if path.name.startswith("foil-request")}
    assert requests == {".docx", ".pdf", ".txt"}
    assert sum(path.name.endswith("-filing.txt") for path in made.papers) == 5


def test_every_paper_and_every_numbered_page_says_sample(made: Demo) -> None:
    for path in made.papers:
        if path.suffix != ".pdf":
            assert "SAMPLE" in text_of(path), path.name
    for path in [*(each for each in made.papers if each.suffix == ".pdf"), made.volume / "DOE-BUNDLE.pdf"]:
        for number, page in enumerate(pypdfium2.PdfDocument(path), 1):
            text = page.get_textpage().get_text_range()
            is_scan = len(re.sub(r"DOE-\d{6}", "", text).strip()) == 0
            assert "SAMPLE" in text.upper() or is_scan, f"{path.name} page {number}"


def test_every_numbered_page_has_exactly_one_number_of_ours_and_the_run_has_no_gap(made: Demo) -> None:
    manifest = json.loads((made.volume / "DOE-MANIFEST.json").read_text())
    pdf = pypdfium2.PdfDocument(made.volume / "DOE-BUNDLE.pdf")
    expected = [f"DOE-{number:06d}" for number in range(1, int(manifest["last"].removeprefix("DOE-")) + 1)]
    own = [labels_at_the_foot(page) for page in pdf]
    front = len(own) - len(expected)

    assert own[front:] == [[label] for label in expected]
    assert not any(own[:front])
    assert pypdf.PdfReader(made.volume / "DOE-BUNDLE.pdf").page_labels == [*["i", "ii", "iii"][:front], *expected]


def labels_at_the_foot(page: pypdfium2.PdfPage) -> list[str]:
    """Our numbers that a reader sees at the right of the lowest 48 points, whatever the page's rotation."""
    width, height = page.get_size()
    text = page.get_textpage()
    search, found = text.search("DOE-"), []
    while at := search.get_next():
        left, bottom, right, top = text.get_charbox(at[0])
        across, down = c_int(), c_int()
        middle = ((left + right) / 2, (bottom + top) / 2)
        raw.FPDF_PageToDevice(page, 0, 0, round(width), round(height), 0, *middle, across, down)
        if across.value > width * 0.6 and down.value > height - 48:
            found.append(text.get_text_range(at[0], len("DOE-000000")))
    return found


def test_every_pdf_paper_is_pdfa_and_tagged_and_opens_without_an_action(made: Demo) -> None:
    for path in (each for each in made.papers if each.suffix == ".pdf"):
        with pikepdf.open(path) as pdf, pdf.open_metadata() as meta:
            assert (meta["pdfaid:part"], meta["pdfaid:conformance"]) == ("2", "A"), path.name
            assert "/StructTreeRoot" in pdf.Root
            assert pdf.Root.MarkInfo.Marked
            assert "/OpenAction" not in pdf.Root


def test_the_bundle_claims_pdfa_only_if_every_source_did(made: Demo) -> None:
    sources = made.matter / "exhibits"
    claims = []
    for exhibit in read_matter_folder(made.matter).exhibits:
        if exhibit.file and exhibit.include:
            with pikepdf.open(sources / exhibit.file) as pdf, pdf.open_metadata() as meta:
                claims.append("pdfaid:part" in meta)
    with pikepdf.open(made.volume / "DOE-BUNDLE.pdf") as pdf, pdf.open_metadata() as meta:
        assert ("pdfaid:part" in meta) == all(claims)


def test_the_clients_word_is_in_the_privileged_memo_and_nowhere_else(made: Demo) -> None:
    memo = [path for path in made.papers if "policy-deviation-memo" in path.name]
    assert all(CLIENT_ONLY in text_of(path) for path in memo)
    for path in served_files(made):
        assert CLIENT_ONLY not in text_of(path), path.name


def test_privileged_papers_say_so_and_no_other_does(made: Demo) -> None:
    for path in made.papers:
        assert (LEGEND in text_of(path)) == ("policy-deviation-memo" in path.name), path.name


def test_foil_papers_carry_nothing_of_the_matter(made: Demo) -> None:
    matter = read_matter_folder(made.matter).matter
    secrets = [
        matter.defendant.name,
        "Jordan Witness",
        "Alex Decedent",
        "Pat Example",
        "CR-000000",
        "IND-00000",
        "DOE-",
    ]
    for path in (each for each in made.papers if each.name.startswith("foil-request")):
        text = text_of(path)
        assert not [secret for secret in secrets if secret.lower() in text.lower()], path.name


def test_no_served_file_holds_a_path_a_user_a_host_or_a_file_name(made: Demo) -> None:
    secrets = {"sentinel-folder", str(made.matter), str(Path.home()), socket.gethostname()}
    if getpass.getuser() != "root":  # “root” is a word of the PDF format
        secrets.add(getpass.getuser())
    volume_only = {path.name for path in (made.matter / "exhibits").iterdir()}
    for path in served_files(made):
        held = everything_in(path)
        wanted = secrets | (volume_only if path.parent == made.volume else set())
        found = [secret for secret in wanted if len(secret) > 3 and secret.encode() in held]
        assert not found, f"{path.name}: {found}"


def test_findings_that_may_not_be_stated_are_stated_in_no_served_paper(made: Demo) -> None:
    library = read_library()
    never = [each.statement for each in library.findings if each.memo_use is MemoUse.EXCLUDE]
    leads = [
        each.statement for each in library.findings if each.memo_use in (MemoUse.LEAD_ONLY, MemoUse.BACKGROUND_OK)
    ]
    for path in made.papers:
        text = text_of(path)
        assert not [each for each in never if each in text], path.name
        if "policy-deviation-memo" not in path.name:
            assert not [each for each in leads if each in text], path.name


def test_nothing_on_the_shipped_record_is_called_a_deviation(made: Demo) -> None:
    memo = text_of(made.matter / "drafts" / "policy-deviation-memo-review.pdf")
    assert "Deviation:" not in memo


def test_a_second_run_replaces_only_a_folder_the_demo_made(tmp_path: Path) -> None:
    mine = tmp_path / "demo"
    mine.mkdir()
    (mine / "matter.toml").write_text("mine")

    with pytest.raises(ConflictError, match="not made by the demo"):
        demo(mine)

    assert (mine / "matter.toml").read_text() == "mine"


def test_a_second_run_replaces_no_paper_that_counsel_edited(tmp_path: Path) -> None:
    made = demo(tmp_path / "demo")
    edited = made.matter / "drafts" / "motion-fr-discovery-review.docx"
    edited.write_bytes(edited.read_bytes() + b"counsel")
    kept = edited.read_bytes()

    with pytest.raises(ConflictError, match="Somebody has worked"):
        demo(tmp_path / "demo")

    assert edited.read_bytes() == kept


def test_a_second_run_makes_the_same_bytes(made: Demo, tmp_path: Path) -> None:
    again = demo(tmp_path / "demo")
    assert (again.matter / MARK).is_file()
    assert hashes(again.matter) == hashes(made.matter)
    assert hashes(again.request) == hashes(made.request)


def hashes(folder: Path) -> dict[str, bytes]:
    """Every file that is meant to be the same each time; the ledger says when and where."""
    kept = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in kept if "ledger" not in path.parts}


def test_without_any_network_the_demo_makes_the_same_bytes(made: Demo, tmp_path: Path) -> None:
    unshare = shutil.which("unshare")
    allowed = unshare and subprocess.run([unshare, "-rn", "true"], check=False, capture_output=True).returncode == 0
    if not allowed:
        pytest.skip("this machine does not allow a network namespace (unshare -rn)")
    folder = tmp_path / "demo"
    code = "from discovery.cli.main import main; main()"
    subprocess.run(
        [str(unshare), "-rn", sys.executable, "-c", code, "demo", str(folder)],
        check=True,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    assert hashes(folder) == hashes(made.matter)
