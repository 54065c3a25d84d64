"""Make the sample's folder of things to be produced, all plainly fictional; running it again gives the same bytes.

    python scripts/make_received.py [FOLDER]

The folder is discovery/data/sample/matter/received unless another is named. It holds what offices really get: a photo
that a phone stored on its side with camera data, an e-mail with an attachment, a sound file, a PDF, plain notes.
"""

import io
import math
import sys
import wave
from email.message import EmailMessage
from pathlib import Path

from make_sample import Document, make
from PIL import Image, ImageDraw, ImageFont

from discovery.files.stamp_font import FONT_FILE

HERE = Path(__file__).resolve().parent.parent / "discovery" / "data" / "sample" / "matter" / "received"
RECEIPT = (
    "SAMPLE - FICTIONAL",
    "CORNER SAMPLE DELI",
    "100 Example Avenue",
    "",
    "2026-08-14   21:42",
    "Coffee         2.50",
    "Roll           1.75",
    "TOTAL          4.25",
    "PAID BY CARD",
)
DOORS = """SAMPLE - FICTIONAL
Door log, 200 Example Street, 14 August 2026

21:10:04  main door   fob 0417  in
22:58:41  main door   fob 0417  out
"""
LETTER = """SAMPLE - FICTIONAL

Dear counsel,

attached is the door log of our building for 14 August 2026, as the system exports it.

Pat Example
Building manager
"""
NOTES = """SAMPLE - FICTIONAL
Notes of counsel on the interview with the building manager.
"""
RECORDS = """SAMPLE – FICTIONAL

Account 000-SAMPLE, 14 August 2026

21:38 outgoing call, 4 minutes, cell site EXAMPLE-2

22:17 incoming call, 2 minutes, cell site EXAMPLE-2
----
SAMPLE – FICTIONAL

Certification of the records custodian, unsigned specimen."""
CONTROL = """# What is to become of the files in this folder. A file that is not named here is produced as it is.

[[item]]
file = "notes of counsel.txt"
description = "Notes of counsel"
date = 2026-09-02
withheld = "Attorney work product"

[[item]]
file = "e-mail with door log.eml"
description = "E-mail of the building manager with door log"
source = "Building manager, 200 Example Street"

[[item]]
file = "receipt.jpg"
description = "Photograph of a receipt"
date = 2026-08-14
source = "Corner Sample Deli"

[[item]]
file = "telephone records.pdf"
description = "Telephone records, 14 August 2026"
date = 2026-08-14
source = "Sample Telephone Company"
legend = "CONFIDENTIAL - SAMPLE"
"""


def receipt() -> bytes:
    """A photograph of a receipt as a phone stores it: lying on its side, with an orientation, a maker and a place."""
    upright = Image.new("RGB", (900, 1200), (104, 92, 80))
    draw = ImageDraw.Draw(upright)
    draw.rectangle((180, 120, 720, 1080), fill=(243, 240, 232))
    font = ImageFont.truetype(str(FONT_FILE), 44)
    for row, line in enumerate(RECEIPT):
        draw.text((215, 180 + 90 * row), line, fill=(40, 40, 46), font=font)
    picture = upright.rotate(90, expand=True)
    exif = Image.Exif()
    exif[0x0112] = 6  # orientation: turn it by 90 degrees clockwise to see it
    exif[0x010F], exif[0x0110], exif[0x013B] = "Sample Maker", "Sample Phone 1", "Sample Owner"
    exif.get_ifd(0x8825)[1], exif.get_ifd(0x8825)[2] = "N", (40.0, 0.0, 0.0)
    target = io.BytesIO()
    picture.save(target, "JPEG", quality=80, dpi=(150, 150), exif=exif)
    return target.getvalue()


def email() -> bytes:
    """An e-mail with a text file attached."""
    message = EmailMessage()
    message["From"] = "Pat Example <manager@example.org>"
    message["To"] = "A. Counsel <counsel@example.org>"
    message["Subject"] = "Door log of 14 August (SAMPLE)"
    message["Date"] = "Wed, 26 Aug 2026 10:15:00 -0400"
    message["Message-ID"] = "<sample-1@example.org>"
    message.set_content(LETTER)
    message.add_attachment(DOORS, filename="door log.txt")
    message.set_boundary("=====sample=====")
    return message.as_bytes()


def voice() -> bytes:
    """Two seconds of a tone."""
    rate = 8000
    samples = bytes(128 + round(60 * math.sin(2 * math.pi * 440 * at / rate)) for at in range(2 * rate))
    target = io.BytesIO()
    with wave.open(target, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(rate)
        sound.writeframes(samples)
    return target.getvalue()


def files() -> dict[str, bytes]:
    """Every file of the folder."""
    return {
        "produce.toml": CONTROL.encode(),
        "receipt.jpg": receipt(),
        "e-mail with door log.eml": email(),
        "voice message.wav": voice(),
        "notes of counsel.txt": NOTES.encode(),
        "telephone records.pdf": make(Document("telephone records.pdf", "Telephone records", RECORDS)),
    }


def main(folder: Path) -> None:
    """Write every file into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files().items():
        (folder / name).write_bytes(data)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
