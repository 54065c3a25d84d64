"""Make the README's pictures from what the demo makes: python scripts/make_pictures.py"""

import tempfile
from pathlib import Path

import pypdfium2

from discovery.jobs.demo import demo

PICTURES = Path(__file__).parents[1] / "docs" / "pictures"
WIDTH = 520
COLORS = 32


def picture(pdf: Path, page: int, name: str) -> None:
    """One page as a small PNG with few colors and a hairline around it."""
    from PIL import ImageOps

    found = pypdfium2.PdfDocument(pdf)[page]
    image = (
        found.render(scale=WIDTH / found.get_width() * 2)
        .to_pil()
        .resize((WIDTH, round(WIDTH * found.get_height() / found.get_width())))
    )
    framed = ImageOps.expand(image.convert("RGB"), border=1, fill=(170, 170, 170))
    PICTURES.mkdir(parents=True, exist_ok=True)
    framed.quantize(COLORS).save(PICTURES / f"{name}.png", optimize=True)


def page_with(pdf: Path, words: str) -> int:
    """The first page that has the words."""
    for number, page in enumerate(pypdfium2.PdfDocument(pdf)):
        if words in page.get_textpage().get_text_range():
            return number
    raise SystemExit(f"No page of {pdf.name} says “{words}”.")


def main() -> None:
    """Run the demo and take the pictures."""
    with tempfile.TemporaryDirectory() as folder:
        made = demo(Path(folder) / "demo")
        drafts, bundle = made.matter / "drafts", made.volume / "DOE-BUNDLE.pdf"
        picture(drafts / "motion-fr-discovery-review.pdf", 0, "motion")
        picture(drafts / "policy-deviation-memo-review.pdf", 0, "memo")
        picture(made.request / "drafts" / "foil-request-1-vendor-filing.pdf", 0, "request")
        picture(bundle, page_with(bundle, "INDEX OF EXHIBITS"), "index")
        picture(bundle, page_with(bundle, "Search"), "stamped")


if __name__ == "__main__":
    main()
