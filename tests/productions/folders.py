"""Folders of things to be produced, made for the tests: small, and of several kinds."""

import io
import shutil
import wave
from collections.abc import Mapping
from email.message import EmailMessage
from pathlib import Path

from PIL import Image

from discovery.core.bates import NumberStyle
from discovery.files.shipped import DATA
from discovery.jobs.production_run import Wanted
from tests.bundles.offices import pdf

SAMPLE = DATA / "sample" / "matter" / "received"
DOE = NumberStyle.of("DOE")


def wanted(**asked: object) -> Wanted:
    """What is asked of a production in these tests: DOE, without images unless they are what is tested."""
    return Wanted(**{"style": DOE, "images": False, **asked})


def folder(path: Path, files: Mapping[str, bytes]) -> Path:
    """A folder with these files."""
    for name, data in files.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(data)
    return path


def matter(path: Path) -> Path:
    """A matter's folder without an intake: a production needs none."""
    path.mkdir(parents=True)
    return path


def sample(path: Path) -> Path:
    """The shipped sample's folder of things to be produced."""
    shutil.copytree(SAMPLE, path)
    return path


def papers(*pages: int) -> dict[str, bytes]:
    """PDFs with so many pages each, every page with words of its own."""
    return {
        f"paper {number}.pdf": pdf(*(f"Paper {number}, page {page + 1}" for page in range(count)))
        for number, count in enumerate(pages, start=1)
    }


def photo(*, color: bool = True) -> bytes:
    """A small picture with tones."""
    picture = Image.linear_gradient("L").resize((120, 160))
    made = Image.merge("RGB", (picture, picture.rotate(180), picture)) if color else picture
    target = io.BytesIO()
    made.save(target, "PNG", dpi=(100, 100))
    return target.getvalue()


def email(subject: str, attachments: Mapping[str, bytes]) -> bytes:
    """An e-mail with files attached."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.org", "b@example.org", subject
    message["Date"] = "Wed, 26 Aug 2026 10:15:00 -0400"
    message.set_content("See the attached.")
    for name, data in attachments.items():
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def sound() -> bytes:
    """A second of silence."""
    target = io.BytesIO()
    with wave.open(target, "wb") as written:
        written.setnchannels(1)
        written.setsampwidth(1)
        written.setframerate(8000)
        written.writeframes(b"\x80" * 8000)
    return target.getvalue()
