"""Office files are laid out by LibreOffice as they were last saved, and reach for nothing outside."""

import shutil
import socket
import threading
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import docx
import pikepdf
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from discovery.core.pieces import Kind
from discovery.files.converting import ConvertOptions, Piece, office, read_piece
from discovery.files.converting.as_saved import LINKED, RENEWED, copy_as_saved
from discovery.files.converting.traces import CHANGES, COMMENTS, EMBEDDED, HIDDEN_CELLS, HIDDEN_TEXT, traces
from tests.converting.making import words_of, written


def letter(*fields: str) -> bytes:
    """A Word letter, with these fields as they were last saved."""
    made = docx.Document()
    made.core_properties.author = "Sentinel Author"
    made.core_properties.title = "Letter  to counsel"
    made.add_paragraph("The officer ran the search.")
    for number, field in enumerate(fields):
        paragraph = made.add_paragraph()
        if number % 2:
            simple = OxmlElement("w:fldSimple")
            simple.set(qn("w:instr"), field)
            paragraph._p.append(simple)
            simple.append(run(f"saved{number}"))
            continue
        for kind in ("begin", field, "separate", f"saved{number}", "end"):
            paragraph._p.append(run(kind, field))
    return bytes_of(made)


def run(words: str, field: str = "") -> object:
    """One run of a field: a mark of it, its instruction, or its saved words."""
    made = OxmlElement("w:r")
    if words in ("begin", "separate", "end"):
        inner = OxmlElement("w:fldChar")
        inner.set(qn("w:fldCharType"), words)
    else:
        inner = OxmlElement("w:instrText" if words == field else "w:t")
        inner.text = words
    made.append(inner)
    return made


def bytes_of(document: "docx.document.Document") -> bytes:
    """The document's file."""
    held = BytesIO()
    document.save(held)
    return held.getvalue()


def package(parts: dict[str, str]) -> bytes:
    """A ZIP package of these parts."""
    held = BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return held.getvalue()


SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    '<row r="1"><c r="A1"><f>TODAY()</f><v>45000</v></c><c r="B1"><f>1+1</f><v>7</v></c></row>'
    '<row r="2" hidden="1"><c r="A2"><v>5</v></c></row></sheetData>'
    "<headerFooter><oddHeader>&amp;Z&amp;F page &amp;P</oddHeader></headerFooter></worksheet>"
)
OPEN = "http://schemas.openxmlformats.org"
PACKAGE = f"{OPEN}/package/2006"
OFFICE = f"{OPEN}/officeDocument/2006/relationships"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml"
RELS = '<Relationships xmlns="{}/relationships"><Relationship Id="r1" Type="{}/{}" Target="{}"/></Relationships>'
BOOK = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{XLSX}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{XLSX}.worksheet+xml"/></Types>',
    "_rels/.rels": RELS.format(PACKAGE, OFFICE, "officeDocument", "xl/workbook.xml"),
    "xl/_rels/workbook.xml.rels": RELS.format(PACKAGE, OFFICE, "worksheet", "worksheets/sheet1.xml"),
    "xl/workbook.xml": f'<workbook xmlns="{OPEN}/spreadsheetml/2006/main" xmlns:r="{OFFICE}"><sheets>'
    '<sheet name="Roll" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/worksheets/sheet1.xml": SHEET,
}


PPTX = "application/vnd.openxmlformats-officedocument.presentationml"
NAMED = f'xmlns:p="{OPEN}/presentationml/2006/main" xmlns:a="{OPEN}/drawingml/2006/main" xmlns:r="{OFFICE}"'
EMPTY_TREE = '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>'


def slides(words: str) -> dict[str, str]:
    """The parts of a presentation with one slide, and one text on it."""
    place = '<a:xfrm><a:off x="914400" y="914400"/><a:ext cx="6096000" cy="914400"/></a:xfrm>'
    text = (
        f'<p:sp><p:nvSpPr><p:cNvPr id="2" name="t"/><p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr><p:spPr>{place}'
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr><p:txBody><a:bodyPr/><a:p><a:r><a:t>{words}</a:t>'
        "</a:r></a:p></p:txBody></p:sp>"
    )
    return {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/ppt/presentation.xml" ContentType="{PPTX}.presentation.main+xml"/>'
        f'<Override PartName="/ppt/slides/slide1.xml" ContentType="{PPTX}.slide+xml"/></Types>',
        "_rels/.rels": RELS.format(PACKAGE, OFFICE, "officeDocument", "ppt/presentation.xml"),
        "ppt/_rels/presentation.xml.rels": RELS.format(PACKAGE, OFFICE, "slide", "slides/slide1.xml"),
        "ppt/presentation.xml": f'<p:presentation {NAMED}><p:sldIdLst><p:sldId id="256" r:id="r1"/></p:sldIdLst>'
        '<p:sldSz cx="9144000" cy="6858000"/><p:notesSz cx="6858000" cy="9144000"/></p:presentation>',
        "ppt/slides/slide1.xml": f"<p:sld {NAMED}><p:cSld><p:spTree>{EMPTY_TREE}{text}</p:spTree></p:cSld></p:sld>",
    }


def _has_impress() -> bool:
    """Whether LibreOffice here can lay out slides, which Debian packages by itself."""
    program = Path(shutil.which("soffice") or "/nowhere").resolve().parent
    return any(program.glob("*sdlo.*"))


@pytest.fixture
def listener() -> Iterator[tuple[str, list[bytes]]]:
    """A server on this machine that no document may reach: its address, and what reached it."""
    reached: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        stop = threading.Event()

        def listen() -> None:
            while not stop.is_set():
                try:
                    caller, _ = server.accept()
                except TimeoutError:
                    continue
                with caller:
                    reached.append(caller.recv(200))

        thread = threading.Thread(target=listen)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}", reached
        stop.set()
        thread.join()


def page_of(piece: Piece) -> str:
    """The words of the piece's pages."""
    assert piece.pdf is not None, piece.detail
    return " ".join(" ".join(words_of(piece.pdf)).split())


# --- the copy that is laid out -------------------------------------------------------------------------------


def test_renewing_fields_keep_the_words_that_were_saved(tmp_path: Path) -> None:
    held = letter(' DATE \\@ "d MMMM yyyy" ', " FILENAME \\p ", " TIME ", " AUTHOR ")
    copy = tmp_path / "copy.docx"
    assert copy_as_saved(written(tmp_path, "letter.docx", held), "docx", copy) == (RENEWED,)
    body = docx.Document(str(copy)).element.body.xml
    for number in range(4):
        assert f"saved{number}" in body
    for gone in ("DATE", "FILENAME", "TIME"):
        assert gone not in body
    assert "AUTHOR" in body


def test_a_sheets_renewing_formulas_and_printed_paths_give_way_to_what_was_saved(tmp_path: Path) -> None:
    copy = tmp_path / "copy.xlsx"
    assert copy_as_saved(written(tmp_path, "roll.xlsx", package(BOOK)), "xlsx", copy) == (RENEWED,)
    sheet = zipfile.ZipFile(copy).read("xl/worksheets/sheet1.xml").decode()
    assert "TODAY" not in sheet
    assert "<v>45000</v>" in sheet
    assert "<f>1+1</f>" in sheet
    assert "<oddHeader> page &amp;P</oddHeader>" in sheet


def test_a_documents_pictures_elsewhere_are_not_asked_for_but_its_links_stay(tmp_path: Path) -> None:
    relation = '<Relationship Id="r{}" TargetMode="External" Type="{}/{}" Target="http://203.0.113.1/{}"/>'
    relations = relation.format(1, OFFICE, "image", "a.png") + relation.format(2, OFFICE, "hyperlink", "page")
    rels = f'<Relationships xmlns="{PACKAGE}/relationships">{relations}</Relationships>'
    copy = tmp_path / "copy.docx"
    held = package({"word/_rels/document.xml.rels": rels, "word/media/a.bin": "kept"})
    assert copy_as_saved(written(tmp_path, "a.docx", held), "docx", copy) == (LINKED,)
    left = zipfile.ZipFile(copy).read("word/_rels/document.xml.rels").decode()
    assert "a.png" not in left
    assert "http://203.0.113.1/page" in left
    assert zipfile.ZipFile(copy).read("word/media/a.bin") == b"kept"


def test_an_open_documents_dates_are_fixed_and_its_pictures_elsewhere_cut(tmp_path: Path) -> None:
    content = (
        '<office xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:x="http://www.w3.org/1999/xlink" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><text:date>3 March</text:date>'
        '<image x:href="http://203.0.113.1/a.png"/><image x:href="../../secret.png"/><image x:href="Pictures/b.png"/>'
        '<text:a x:href="http://203.0.113.1/page">link</text:a><table:cell table:formula="of:=TODAY()"/></office>'
    )
    copy = tmp_path / "copy.odt"
    assert set(copy_as_saved(written(tmp_path, "a.odt", package({"content.xml": content})), "odt", copy)) == {
        *(LINKED, RENEWED)
    }
    left = zipfile.ZipFile(copy).read("content.xml").decode()
    for gone in ("a.png", "secret.png", "TODAY"):
        assert gone not in left
    for kept in ('text:fixed="true">3 March', "Pictures/b.png", "203.0.113.1/page"):
        assert kept in left


def test_a_web_page_points_to_nothing_that_would_be_fetched(tmp_path: Path) -> None:
    page = (
        "<html><head><link rel=stylesheet href=http://203.0.113.1/a.css><base href=http://203.0.113.1/>"
        "<meta http-equiv=refresh content='0;url=http://203.0.113.1/r'><style>@import 'http://203.0.113.1/i.css';"
        "p{background:url(http://203.0.113.1/b.png)}</style><script src=http://203.0.113.1/s.js></script></head>"
        "<body background=http://203.0.113.1/c.png onload=go()><p style='background:url(//203.0.113.1/d)'>Words.</p>"
        "<img src=http://203.0.113.1/e.png><img src=file:///etc/hostname><img src='data:image/png;base64,AA=='>"
        "<iframe src=http://203.0.113.1/f></iframe><a href=http://203.0.113.1/link>link</a></body></html>"
    )
    copy = tmp_path / "copy.html"
    assert copy_as_saved(written(tmp_path, "page.html", page.encode()), "html", copy) == (LINKED,)
    left = copy.read_text()
    assert left.count("203.0.113.1") == 1
    assert "Words." in left
    assert "data:image/png" in left
    for gone in ("etc/hostname", "onload", "<script", "<iframe"):
        assert gone not in left


def test_what_pages_may_not_show_is_said(tmp_path: Path) -> None:
    body = '<w:document><w:ins w:id="1"/><w:rPr><w:vanish/></w:rPr></w:document>'
    parts = {"word/document.xml": body, "word/comments.xml": "<w:comments><w:comment/></w:comments>"}
    word = package({**parts, "word/embeddings/roll.xlsx": "a workbook"})
    assert traces(written(tmp_path, "a.docx", word), "docx") == (CHANGES, COMMENTS, HIDDEN_TEXT, EMBEDDED)
    assert traces(written(tmp_path, "b.xlsx", package(BOOK)), "xlsx") == (HIDDEN_CELLS,)
    assert traces(written(tmp_path, "c.docx", letter()), "docx") == ()
    assert len(traces(written(tmp_path, "d.doc", b"old"), "doc")) == 2


def test_without_libreoffice_the_reason_names_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office, "soffice", lambda: "")
    piece = read_piece(written(tmp_path, "letter.docx", letter()), tmp_path / "room")
    assert (piece.kind, piece.pdf, piece.native_only) == (Kind.OFFICE, None, False)
    assert piece.why == "The file could not be turned into pages."
    assert "libreoffice-writer" in piece.detail
    assert piece.metadata == {"DATECREATED": "2013-12-23", "DATEMOD": "2013-12-23", "TITLE": "Letter to counsel"}


def test_a_spreadsheet_is_produced_as_it_is_when_asked(tmp_path: Path) -> None:
    path = written(tmp_path, "roll.xlsx", package(BOOK))
    piece = read_piece(path, tmp_path / "room", options=ConvertOptions(native_spreadsheets=True))
    assert (piece.kind, piece.pdf, piece.native_only) == (Kind.OFFICE, None, True)
    assert piece.why == "The file is produced in its own form."


# --- laid out ------------------------------------------------------------------------------------------------


@pytest.mark.office
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
class TestLaidOut:
    """With LibreOffice itself."""

    def test_a_letter_says_what_was_saved_and_nothing_of_who_when_and_where(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = written(tmp_path, "letter to counsel.docx", letter(' DATE \\@ "yyyy" ', " FILENAME \\p "))
        monkeypatch.chdir(tmp_path)
        first, second = (read_piece(path, room) for room in (tmp_path / "room", Path("room")))
        said = page_of(first)
        assert "The officer ran the search. saved0 saved1" in said
        assert RENEWED in first.notes
        assert first.pdf is not None
        assert second.pdf is not None
        assert first.pdf.read_bytes() == second.pdf.read_bytes()
        with pikepdf.open(first.pdf) as pdf:
            assert "/Info" not in pdf.trailer
            assert "/Metadata" not in pdf.Root
        assert sorted(each.name for each in first.pdf.parent.iterdir()) == ["pages.pdf"]

    @pytest.mark.parametrize("isolated", [True, False])
    def test_nothing_is_fetched_even_where_the_system_cannot_take_the_network_away(
        self,
        isolated: bool,
        listener: tuple[str, list[bytes]],
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        """The copy is made without its own cleaning, so that the walls around LibreOffice are what is tried."""
        address, reached = listener
        monkeypatch.setattr(office, "copy_as_saved", lambda path, form, target: shutil.copyfile(path, target) and ())
        if not isolated:
            monkeypatch.setattr(office, "alone", lambda: ())
        elif not office.alone():
            pytest.skip("this system does not let a program be started without network")
        page = f"<p>Words.</p><img src='{address}/x.png'><iframe src='{address}/f.html'></iframe>"
        piece = read_piece(
            written(tmp_path, "page.html", f"<html><body>{page}</body></html>".encode()), tmp_path / "r"
        )
        assert "Words." in page_of(piece)
        assert reached == []

    def test_a_sheet_shows_the_saved_value_of_what_renews_itself(self, tmp_path: Path) -> None:
        piece = read_piece(written(tmp_path, "roll.xlsx", package(BOOK)), tmp_path / "room")
        said = page_of(piece)
        assert "45000" in said
        assert "page 1" in said
        assert str(tmp_path) not in said
        assert HIDDEN_CELLS in piece.notes

    @pytest.mark.skipif(not _has_impress(), reason="LibreOffice Impress is not installed")
    def test_each_slide_is_a_page_with_its_words(self, tmp_path: Path) -> None:
        piece = read_piece(
            written(tmp_path, "training.pptx", package(slides("Do not show one photo."))), tmp_path / "r"
        )
        assert "Do not show one photo." in page_of(piece)

    def test_rich_text_keeps_the_saved_words_of_its_date(self, tmp_path: Path) -> None:
        held = b'{\\rtf1\\ansi Words. {\\field{\\*\\fldinst { DATE \\\\@ "yyyy" }}{\\fldrslt saved date}} End.}'
        piece = read_piece(written(tmp_path, "note.rtf", held), tmp_path / "room")
        assert "Words. saved date End." in page_of(piece)

    def test_libreoffice_starts_once_and_tries_no_drawing(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        run_it, left = office._run, []

        def watched(command: list[str], work: Path, seconds: float) -> None:
            run_it(command, work, seconds)
            left.extend(path for path in (work / "profile" / "user").iterdir() if path.name.startswith("Graphics"))
            settings = (work / "profile" / "user" / "registrymodifications.xcu").read_text("utf-8")
            left.extend(["started again"] if "OfficeRestartInProgress" in settings else [])

        monkeypatch.setattr(office, "_run", watched)
        assert "The officer" in page_of(read_piece(written(tmp_path, "letter.docx", letter()), tmp_path / "room"))
        assert left == []

    def test_what_takes_too_long_is_stopped_and_said(self, tmp_path: Path) -> None:
        path = written(tmp_path, "letter.docx", letter())
        piece = read_piece(path, tmp_path / "room", options=ConvertOptions(office_seconds=0.05))
        assert piece.pdf is None
        assert "did not finish it within 0.05 seconds" in piece.detail

    def test_a_damaged_document_is_a_piece_with_its_reason(self, tmp_path: Path) -> None:
        held = package({"word/document.xml": "<not a document"})
        piece = read_piece(written(tmp_path, "broken.docx", held), tmp_path / "room")
        assert (piece.pdf, piece.why) == (None, "The file could not be turned into pages.")
        assert "damaged or locked" in piece.detail


@pytest.mark.parametrize(
    ("head", "coding"),
    [
        ("", "utf-8"),
        ("", "cp1252"),
        ("<meta charset=iso-8859-1>", "cp1252"),
        ("<meta charset='utf-8'>", "utf-8"),
        ("", "utf-16"),
        ("", "utf-8-sig"),
    ],
)
def test_the_letters_of_a_web_page_are_read_as_a_browser_reads_them(tmp_path: Path, head: str, coding: str) -> None:
    page = f"<html><head>{head}</head><body><p>Naïve café – “said”</p></body></html>"
    copy = tmp_path / "copy.html"
    copy_as_saved(written(tmp_path, "page.html", page.encode(coding)), "html", copy)
    assert "Naïve café – “said”" in copy.read_text(encoding="utf-8")
