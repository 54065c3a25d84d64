"""`discovery convert` shows what each file becomes, and leaves none out."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from discovery.cli.main import app
from discovery.errors import ConflictError, InputError
from tests.converting.making import drawing, encoded, paper, photo, saved, wave, words_of, written
from tests.converting.test_mail import message


def run(*arguments: object) -> Result:
    """The command as a person gives it."""
    return CliRunner().invoke(app, ["convert", *map(str, arguments)])


def received(folder: Path) -> Path:
    """A folder of whatever came in."""
    mail = message()
    mail.add_attachment(saved(paper("The report.")), maintype="application", subtype="pdf", filename="report.pdf")
    written(folder, "page2.txt", b"two\n")
    written(folder, "page10.png", encoded(drawing(), "PNG"))
    written(folder, "mail/a.eml", bytes(mail))
    written(folder, "call.wav", wave(3))
    written(folder, "Thumbs.db", b"x")
    return folder


def test_every_file_of_a_folder_is_told_with_its_family(tmp_path: Path) -> None:
    out = tmp_path / "out"
    result = run(received(tmp_path / "got"), "-o", out)
    assert result.exit_code == 0, result.output
    lines = [line for line in result.output.splitlines() if not line.startswith("   ")]
    assert lines == [
        "call.wav: no pages. The sound recording (00:00:03) is produced in its own form.",
        f"a.eml: 1 page: {out}/mail/a.eml.pdf",
        f"  report.pdf: 1 page: {out}/mail/a.eml attached/01 report.pdf.pdf",
        f"page2.txt: 1 page: {out}/page2.txt.pdf",
        f"page10.png: 1 page: {out}/page10.png.pdf",
        "  The picture states no paper size; it was fitted on a letter page, none of its pixels changed.",
        "got/Thumbs.db: no pages. Left out: Windows keeps small previews of the folder's pictures in it.",
    ]
    made = sorted(path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file())
    assert made == ["mail/a.eml attached/01 report.pdf.pdf", "mail/a.eml.pdf", "page10.png.pdf", "page2.txt.pdf"]
    assert "The report." in words_of(out / "mail" / "a.eml attached" / "01 report.pdf.pdf")[0]


def test_what_cannot_be_read_is_told_and_counted_and_the_rest_is_made(tmp_path: Path) -> None:
    broken = written(tmp_path, "broken.pdf", b"%PDF-1.7\n" + b"\0" * 300)
    result = run(broken, written(tmp_path, "photo.jpg", photo()), "-o", tmp_path / "out")
    assert result.exit_code == 5
    assert "broken.pdf: no pages. The file is damaged." in result.output
    assert "Ask for a new copy" in result.output
    assert (tmp_path / "out" / "photo.jpg.pdf").is_file()


def test_a_password_comes_from_a_file(tmp_path: Path) -> None:
    import pikepdf

    held = saved(paper(), encryption=pikepdf.Encryption(user="Sesame1", owner="x"))
    path = written(tmp_path, "locked.pdf", held)
    words = written(tmp_path, "passwords.txt", b'"locked.pdf" = "Sesame1"\n')
    assert run(path, "-o", tmp_path / "out", "--password-file", words).exit_code == 0
    assert "The officer ran the search." in words_of(tmp_path / "out" / "locked.pdf.pdf")[0]
    wrong = run(
        path, "-o", tmp_path / "more", "--password-file", written(tmp_path, "wrong.toml", b"locked.pdf : Sesame1\n")
    )
    assert isinstance(wrong.exception, InputError)


def test_nothing_is_overwritten_and_no_two_files_become_one(tmp_path: Path) -> None:
    path = written(tmp_path, "a.txt", b"words")
    assert run(path, "-o", tmp_path / "out").exit_code == 0
    for files in ([path], [written(tmp_path, "x/b.txt", b"1"), written(tmp_path, "y/B.txt", b"2")]):
        with pytest.raises(ConflictError):
            raise run(*files, "-o", tmp_path / "out").exception or AssertionError
    assert isinstance(run(tmp_path / "none.pdf", "-o", tmp_path / "out").exception, InputError)
