"""E-mails become pages and families, however odd."""

from email.message import EmailMessage
from pathlib import Path

import pytest

from discovery.core.pieces import Kind
from discovery.files.converting import ConvertOptions, Piece, read_piece
from discovery.files.converting.compound import compound_file
from tests.converting import test_outlook as outlook
from tests.converting.making import drawing, encoded, paper, saved, seen, words_of, written


def message(**heads: str) -> EmailMessage:
    """A plain message."""
    made = EmailMessage()
    made["From"] = heads.get("sender", "Ann Sample <a.sample@example.org>")
    made["To"] = "Örn Beispiel <o@example.org>, b@example.org"
    made["Date"] = heads.get("date", "Tue, 3 Mar 2026 22:05:00 -0500")
    made["Subject"] = heads.get("subject", "Shift of 3 March – café")
    made.set_content(heads.get("words", "The officer ran the search.\n\n> quoted\n"))
    return made


def taken(made: EmailMessage | bytes, folder: Path, name: str = "mail.eml") -> Piece:
    """The message as it is taken in."""
    held = made if isinstance(made, bytes) else bytes(made)
    return read_piece(written(folder, name, held), folder / "room")


def words(piece: Piece) -> str:
    """All words of a piece's pages."""
    assert piece.pdf is not None, piece.detail
    return " ".join(" ".join(words_of(piece.pdf)).split())


def test_a_message_shows_its_head_and_words_and_states_its_fields(tmp_path: Path) -> None:
    piece = taken(message(), tmp_path)
    assert piece.kind == Kind.EMAIL
    said = words(piece)
    for part in (
        "From Ann Sample <a.sample@example.org>",
        "To Örn Beispiel <o@example.org>, b@example.org",
        "Date Tue, 03 Mar 2026 22:05:00 -0500",
        "Subject Shift of 3 March – café",
        "The officer ran the search. > quoted",
    ):
        assert part in said, said
    assert dict(piece.metadata) == {
        "DATEASWRITTEN": "Tue, 03 Mar 2026 22:05:00 -0500",
        "DATESENT": "2026-03-04",
        "DOCDATE": "2026-03-03",
        "FROM": "Ann Sample <a.sample@example.org>",
        "SUBJECT": "Shift of 3 March – café",
        "TIMESENT": "03:05:00",
        "TIMEZONE": "UTC",
        "TO": "Örn Beispiel <o@example.org>, b@example.org",
    }
    assert list(piece.metadata) == sorted(piece.metadata)


def test_attachments_are_the_family_and_a_forwarded_message_brings_its_own(tmp_path: Path) -> None:
    inner = message(subject="The inner one")
    inner.add_attachment(encoded(drawing(), "PNG"), maintype="image", subtype="png", filename="photo.png")
    outer = message()
    outer.add_attachment(
        saved(paper("The report.")), maintype="application", subtype="pdf", filename="../r/report.pdf"
    )
    outer.add_attachment(inner)
    outer.add_attachment(
        b"\x78\x9f\x3e\x22" + b"\0" * 60, maintype="application", subtype="ms-tnef", filename="winmail.dat"
    )
    piece = taken(outer, tmp_path)
    assert [child.name for child in piece.children] == ["../r/report.pdf", "The inner one.eml", "winmail.dat"]
    report, forwarded, winmail = piece.children
    assert "The report." in words(report)
    assert report.native.is_relative_to(tmp_path / "room")
    assert [child.name for child in forwarded.children] == ["photo.png"]
    assert "Subject The inner one" in words(forwarded)
    assert winmail.native_only
    assert "Outlook's own container" in winmail.detail
    assert "Attachments ../r/report.pdf; The inner one.eml; winmail.dat" in words(piece)


def test_html_is_read_as_words_and_nothing_remote_is_loaded(tmp_path: Path) -> None:
    made = message(words="See the HTML.")
    made.add_alternative(
        "<html><head><style>p{color:red}</style><script>alert(1)</script></head><body><h1>Order</h1>"
        "<p>Come <b>at   once</b>.</p><img src='http://203.0.113.9/track.gif' alt='logo'>"
        "<table><tr><td>Unit</td><td>12</td></tr></table><ul><li>one<li>two</ul>"
        "<pre>  kept   as is</pre><a href='https://example.org/x'>link</a>"
        + "<p>much more</p>" * 40
        + "</body></html>",
        subtype="html",
    )
    piece = taken(made, tmp_path)
    said = words(piece)
    for part in (
        "Order Come at once.",
        "[picture not loaded: logo]",
        "Unit | 12",
        "• one • two",
        "link <https://example.org/x>",
    ):
        assert part in said, said
    assert "alert" not in said
    assert "color" not in said
    assert "Pictures that lie on the internet were not loaded." in piece.notes
    assert any("written in HTML" in note for note in piece.notes)


def test_words_in_several_parts_are_all_printed(tmp_path: Path) -> None:
    """A mailing list adds its footer as HTML behind a plain text: both are said."""
    held = (
        b"From: a@example.org\nTo: b@example.org\nSubject: list\nMIME-Version: 1.0\n"
        b"Content-Type: multipart/mixed; boundary=X\n\n--X\nContent-Type: text/plain\n\nThe first part.\n"
        b"--X\nContent-Type: text/html\n\n<p>The second part.</p>\n--X--\n"
    )
    said = words(taken(held, tmp_path))
    assert "The first part. The second part." in said


def test_a_picture_among_the_words_is_set_and_is_no_attachment(tmp_path: Path) -> None:
    made = message(words="plain")
    made.add_alternative("<p>Look:</p><img src='cid:pic1'>" + "<p>text</p>" * 90, subtype="html")
    html = made.get_payload()[1]
    html.add_related(encoded(drawing(), "PNG"), maintype="image", subtype="png", cid="<pic1>", filename="scene.png")
    piece = taken(made, tmp_path)
    assert piece.children == ()
    assert "[picture: scene.png]" in words(piece)
    last = len(words_of(piece.pdf or Path())) - 1
    assert (20, 30, 120) in {color for _, color in seen(piece.pdf or Path(), last).getcolors(100_000)}


HEAD = b"From: a@example.org\nTo: b@example.org\nSubject: "


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        (HEAD + b"caf\xe9 raw\nDate: nonsense\n\nbody \x93quoted\x94\n", "café raw body “quoted”"),
        (HEAD + b"=?x-none?B?!!!?=\n\nodd\n", "odd"),
        (HEAD + b"s\nContent-Type: text/plain; charset=x-none\n\nfa\xe7ade\n", "façade"),
        (HEAD + b"s\nContent-Type: multipart/mixed\n\nno boundary, still said\n", "no boundary, still said"),
        (
            HEAD + b"s\nContent-Type: multipart/mixed; boundary=X\n\n--X\nContent-Type: text/plain\n\nbreaks off he",
            "breaks off he",
        ),
        (b'From: <<<@@\nTo: ;;,\nSubject: s\nCc: "open\n\nwords\n', "words"),
        (HEAD + b"empty\n\n", "(The message has no text.)"),
    ],
)
def test_a_broken_message_still_says_what_it_can(held: bytes, expected: str, tmp_path: Path) -> None:
    assert expected in words(taken(held, tmp_path))


def test_an_encrypted_message_says_so(tmp_path: Path) -> None:
    held = (
        b"From: a@example.org\nTo: b@example.org\nSubject: s\nMIME-Version: 1.0\nContent-Transfer-Encoding: base64\n"
        b"Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\n\nAAECAwQFBgc=\n"
    )
    piece = taken(held, tmp_path)
    assert "The message is encrypted" in words(piece)
    assert [(child.name, child.native_only) for child in piece.children] == [("smime.p7m", True)]


def test_messages_in_messages_end_at_the_depth_asked_for(tmp_path: Path) -> None:
    made = message(subject="0")
    for depth in range(1, 5):
        outer = message(subject=str(depth))
        outer.add_attachment(made)
        made = outer
    path = written(tmp_path, "deep.eml", bytes(made))
    piece = read_piece(path, tmp_path / "room", options=ConvertOptions(depth=2))
    second = piece.children[0].children[0]
    (deepest,) = second.children
    assert (deepest.pdf, deepest.native_only) == (None, True)
    assert "too deep" in deepest.why


def test_a_mailbox_is_a_list_and_its_messages(tmp_path: Path) -> None:
    one, two = (bytes(message(subject=subject)) for subject in ("first", "second"))
    held = b"From a@example.org Tue Mar  3 22:05:00 2026\n" + one + b"\n>From here on\n\nFrom b@example.org x\n" + two
    piece = taken(held, tmp_path, "all.mbox")
    assert [words(child).count("Subject") for child in piece.children] == [1, 1]
    assert "From here on" in words(piece.children[0])
    assert "Subject second" in words(piece.children[1])
    assert "first" in words(piece)


def test_the_same_message_gives_the_same_bytes(tmp_path: Path) -> None:
    first, second = (taken(message(), tmp_path) for _ in range(2))
    assert (first.pdf or Path()).read_bytes() == (second.pdf or Path()).read_bytes()


def test_an_outlook_message_attached_to_a_message_is_of_the_family_with_what_it_brings(tmp_path: Path) -> None:
    inner = outlook.message(
        "The inner one", plain="Inside.", attached=(outlook.file("report.pdf", saved(paper("The report."))),)
    )
    outer = message()
    outer.add_attachment(
        compound_file(inner), maintype="application", subtype="vnd.ms-outlook", filename="forwarded.msg"
    )
    (child,) = taken(outer, tmp_path).children
    assert (child.name, child.kind) == ("forwarded.msg", Kind.EMAIL)
    assert "Subject The inner one Attachments report.pdf Inside." in words(child)
    assert "The report. 1" in words(child.children[0])
