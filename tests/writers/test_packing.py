"""Packages are packed as the standard library packs them, byte for byte."""

import io
import zipfile

from hypothesis import given, settings
from hypothesis import strategies as st

from discovery.files.packing import deflated, often_deflated, zipped
from discovery.files.shipped import TEMPLATES
from tests.writers.reading import members

NAMES = st.text(st.characters(codec="utf-8", exclude_characters="\0\\:"), min_size=1, max_size=20)


def by_the_standard_library(files: dict[str, bytes]) -> bytes:
    """The same members with no time of day."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in files.items():
            named = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            named.create_system = 3
            target.writestr(named, data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(NAMES, st.binary(max_size=400), max_size=6))
def test_an_archive_is_the_one_the_standard_library_writes(files: dict[str, bytes]) -> None:
    assert zipped({name: deflated(data) for name, data in files.items()}) == by_the_standard_library(files)


def test_and_so_are_the_members_of_a_package_kept_or_packed_anew() -> None:
    files = {**members((TEMPLATES / "house.docx").read_bytes()), "word/document.xml": b"<w:p>" * 200_000}
    for press in (deflated, often_deflated, often_deflated):
        assert zipped({name: press(data) for name, data in files.items()}) == by_the_standard_library(files)


def test_what_was_packed_can_be_unpacked_and_is_checked_on_the_way() -> None:
    files = {"a.xml": b"<a/>", "b/ü.bin": bytes(range(256)) * 99, "empty": b""}
    with zipfile.ZipFile(io.BytesIO(zipped({name: deflated(data) for name, data in files.items()}))) as opened:
        assert opened.testzip() is None
        assert {name: opened.read(name) for name in opened.namelist()} == files
