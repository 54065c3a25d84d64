"""Files that open only with a password, and files that are signed: said plainly, and no password is ever shown."""

import os
import subprocess
import sys
import warnings
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, String
from typer.testing import CliRunner

from discovery.cli.main import app
from discovery.core.passwords import Passwords
from discovery.errors import InputError
from discovery.files.originals import inspect, needs_password, signatures
from discovery.files.passwords import parse_passwords, read_passwords
from discovery.files.pdf import stamp_file
from discovery.files.processes import this_run
from discovery.files.signatures import signer_of
from tests.pages import seeing
from tests.pages.awkward import annotated, new, saved

SECRET = "Grün-4711-geheim"


def locked(path: Path, password: str = SECRET, pdf: pikepdf.Pdf | None = None) -> Path:
    (pdf or new(2)).save(path, encryption=pikepdf.Encryption(owner="owner", user=password))
    return path


def test_a_locked_file_is_numbered_with_its_password_and_the_report_says_that_the_copy_is_open(
    tmp_path: Path,
) -> None:
    source = locked(tmp_path / "a.pdf", pdf=annotated())
    report = stamp_file(source, tmp_path / "out" / "a.pdf", ["DOE-000001"], password=SECRET)
    assert not report.problems
    assert report.source.password
    assert "It opened only with a password" in report.notes[0]
    assert not needs_password(tmp_path / "out" / "a.pdf")
    assert seeing.occurrences(tmp_path / "out" / "a.pdf", 0, "DOE-000001") == 1
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["a.pdf"]


def test_without_or_with_a_wrong_password_one_sentence_names_the_file_and_not_the_password(tmp_path: Path) -> None:
    source = locked(tmp_path / "a.pdf")
    with pytest.raises(InputError, match=r"^a\.pdf opens only with a password"):
        inspect(source)
    with pytest.raises(InputError, match=r"^a\.pdf does not open with the password given for it") as wrong:
        inspect(source, "guessed")
    assert "guessed" not in str(wrong.value)


def test_decrypted_working_copies_are_out_of_reach_and_gone_afterwards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from discovery.files import readback as module

    seen: list[tuple[int, int]] = []
    prove = module.prove

    def looking(path: Path, *arguments: object, **options: object) -> object:
        mended = path.with_name("mended.pdf")
        seen.append((path.parent.stat().st_mode & 0o777, mended.stat().st_mode & 0o777))
        return prove(path, *arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(module, "prove", looking)
    stamp_file(locked(tmp_path / "a.pdf"), tmp_path / "out.pdf", ["DOE-1", "DOE-2"], password=SECRET)
    assert seen
    assert set(seen) == {(0o700, 0o600)}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.pdf", "out.pdf"]


def test_a_file_locked_for_a_certificate_says_who_can_open_it(tmp_path: Path) -> None:
    new().save(tmp_path / "a.pdf", object_stream_mode=pikepdf.ObjectStreamMode.disable)
    lock = b"trailer << /Encrypt << /Filter /Adobe.PubSec /V 4 /SubFilter /adbe.pkcs7.s5 >>"
    locked_so = (tmp_path / "a.pdf").read_bytes().replace(b"trailer <<", lock)
    (tmp_path / "a.pdf").write_bytes(locked_so)
    with pytest.raises(InputError, match="Whoever has the certificate can open it"):
        inspect(tmp_path / "a.pdf")


def test_a_password_for_a_file_that_needs_none_is_no_news(tmp_path: Path) -> None:
    plain = saved(new(), tmp_path / "a.pdf")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert inspect(plain, SECRET).pages == 1


def test_a_password_file_opens_what_it_names_and_nothing_printed_or_written_holds_a_password(tmp_path: Path) -> None:
    first, second = locked(tmp_path / "a (1).pdf"), locked(tmp_path / "b.pdf", "other-secret")
    kept = tmp_path / "passwords.txt"
    kept.write_text(f'a (1).pdf = "{SECRET}"\ndefault = "other-secret"\n', encoding="utf-8")
    arguments = [
        str(first),
        str(second),
        "--prefix",
        "DOE",
        "-o",
        str(tmp_path / "out"),
        "--password-file",
        str(kept),
    ]
    result = subprocess.run(
        [sys.executable, "-m", "discovery.cli.main", "stamp", *arguments],
        capture_output=True,
        check=False,
        env={**os.environ, "NO_COLOR": "1", "PYTHONIOENCODING": "utf-8"},
    )
    assert result.returncode == 0, result.stderr
    written = b"".join(path.read_bytes() for path in (tmp_path / "out").iterdir()) + result.stdout + result.stderr
    for secret in (SECRET.encode(), b"other-secret"):
        assert secret not in written


def test_a_locked_file_without_its_password_stops_the_run_before_anything_is_written(tmp_path: Path) -> None:
    result = CliRunner().invoke(
        app, ["stamp", str(locked(tmp_path / "a.pdf")), "--prefix", "DOE", "-o", str(tmp_path / "out")]
    )
    assert "a.pdf opens only with a password" in str(result.exception)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('"a b.pdf" = "x"', "a b.pdf"),
        ('report.pdf = "x"', "report.pdf"),
        ('# mine\nreport v2.1 (final).pdf = "x"\n', "report v2.1 (final).pdf"),
        ('default = "x"', "whatever.pdf"),
        ('[scans]\n"2.pdf" = "y"\n[other]\n"1.pdf" = "x"\n', "other.1.pdf"),
    ],
)
def test_passwords_are_read_from_toml_or_plain_lines(text: str, name: str) -> None:
    assert parse_passwords(text, "p").of(name) == "x"


@given(st.text(st.characters(blacklist_categories=["Cc", "Cs", "Zl", "Zp"], blacklist_characters='"\\'), min_size=1))
def test_any_password_comes_back_from_its_line_as_it_was_written(password: str) -> None:
    assert parse_passwords(f'my file.pdf = "{password}"', "p").of("my file.pdf") == password


def test_an_odd_line_is_named_and_not_quoted(tmp_path: Path) -> None:
    path = tmp_path / "p.txt"
    path.write_text("a.pdf = hunter2\n")
    with pytest.raises(InputError, match=r"p\.txt: line 1") as odd:
        read_passwords(path)
    assert "hunter2" not in str(odd.value)
    with pytest.raises(InputError, match="There is no file"):
        read_passwords(tmp_path / "none.txt")


def test_passwords_do_not_show_themselves() -> None:
    held = Passwords({"a.pdf": SECRET})
    assert SECRET not in f"{held!r} {held}"


# --- signatures --------------------------------------------------------------------------------------------------


def signed(path: Path, **value: str) -> Path:
    pdf = new()
    entries = {f"/{key}": String(text) for key, text in value.items()}
    signature = pdf.make_indirect(Dictionary(Type=Name.Sig, Filter=Name("/Adobe.PPKLite")))
    for key, text in entries.items():
        signature[key] = text
    field = Dictionary(
        Type=Name.Annot, Subtype=Name.Widget, FT=Name.Sig, T="s", V=signature, Rect=Array([0, 0, 0, 0])
    )
    field = pdf.make_indirect(field)
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]), SigFlags=3)
    pdf.pages[0].obj.Annots = Array([field])
    return saved(pdf, path)


def test_who_signed_and_when_is_told_as_the_file_states_it_and_as_not_verified(tmp_path: Path) -> None:
    source = signed(tmp_path / "a.pdf", Name="Det. Sample", M="D:20260131120000-05'00'")
    assert [(one.name, one.day) for one in signatures(source)] == [("Det. Sample", "2026-01-31")]
    report = stamp_file(source, tmp_path / "b.pdf", ["DOE-000001"])
    assert not report.problems
    (note,) = [note for note in report.notes if "signed" in note]
    assert "signed by Det. Sample on 2026-01-31 (as the file says; not verified by this program)" in note
    assert "original is kept unchanged" in note


def test_a_signed_file_is_refused_where_that_is_asked(tmp_path: Path) -> None:
    source = signed(tmp_path / "a.pdf", Name="Det. Sample")
    with pytest.raises(InputError, match=r"signed by Det\. Sample"):
        stamp_file(source, tmp_path / "b.pdf", ["DOE-000001"], refuse_signed=True)
    arguments = ["stamp", str(source), "--prefix", "DOE", "--refuse-signed", "-o", str(tmp_path / "out")]
    result = CliRunner().invoke(app, arguments)
    assert "signed by Det. Sample" in str(result.exception)


def test_a_field_that_nobody_signed_is_no_signature(tmp_path: Path) -> None:
    pdf = new()
    pdf.Root.AcroForm = Dictionary(Fields=Array([Dictionary(FT=Name.Sig, T="s")]))
    assert signatures(saved(pdf, tmp_path / "a.pdf")) == ()


def der(tag: int, *parts: bytes) -> bytes:
    inside = b"".join(parts)
    size = len(inside)
    length = bytes([size]) if size < 128 else bytes([0x82]) + size.to_bytes(2, "big")
    return bytes([tag]) + length + inside


def certificate(serial: int, name: str) -> bytes:
    common = der(0x30, bytes.fromhex("0603550403"), der(0x0C, name.encode()))
    subject = der(0x30, der(0x31, common))
    number = der(0x02, bytes([serial]))
    return der(0x30, der(0x30, der(0xA0, b"\x02\x01\x02"), number, der(0x30), subject, der(0x30), subject))


def cms(serial: int, *certificates: bytes) -> bytes:
    info = der(0x30, b"\x02\x01\x01", der(0x30, der(0x30), der(0x02, bytes([serial]))))
    signed_data = der(0x30, b"\x02\x01\x01", der(0x31), der(0x30), der(0xA0, *certificates), der(0x31, info))
    return der(0x30, bytes.fromhex("06092a864886f70d010702"), der(0xA0, signed_data))


def test_a_name_that_is_not_stated_is_read_from_the_certificate_of_the_signer_and_no_other() -> None:
    chain = certificate(1, "Sample Authority"), certificate(7, "Sgt. Fictional")
    assert signer_of(cms(7, *chain)) == "Sgt. Fictional"
    assert signer_of(cms(9, *chain)) == ""


@given(st.binary(max_size=200))
def test_no_bytes_in_the_place_of_a_signature_do_any_harm(data: bytes) -> None:
    assert signer_of(data) == ""
    whole = cms(7, certificate(7, "Sgt. Fictional"))
    assert signer_of(whole[: len(data)] + data) in ("", "Sgt. Fictional")


def test_a_file_that_was_locked_and_signed_is_told_to_be_both(tmp_path: Path) -> None:
    with pikepdf.open(signed(tmp_path / "a.pdf", Name="Det. Sample")) as pdf:
        source = locked(tmp_path / "b.pdf", pdf=pdf)
    notes = " ".join(inspect(source, SECRET).notes())
    assert "only with a password" in notes
    assert "signed by Det. Sample" in notes


def test_what_a_killed_run_left_of_a_locked_file_goes_with_the_next_run(tmp_path: Path) -> None:
    source, target = locked(tmp_path / "a.pdf"), tmp_path / "b.pdf"
    killed = (
        "import os, signal; from pathlib import Path; from discovery.files import pdf, readback\n"
        "readback.prove = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)\n"
        f"pdf.stamp_file(Path({str(source)!r}), Path({str(target)!r}), ['D-1', 'D-2'], password={SECRET!r})"
    )
    subprocess.run([sys.executable, "-c", killed], check=False)
    (left,) = tmp_path.glob(".numbering-*")
    assert left.stat().st_mode & 0o777 == 0o700
    alive = tmp_path / f".numbering-{this_run()}.x"
    alive.mkdir()
    stamp_file(source, target, ["D-1", "D-2"], password=SECRET)
    assert not left.exists()
    assert alive.exists()
