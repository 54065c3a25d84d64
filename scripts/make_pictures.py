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


def scan_on_its_side(pdf: Path, page: int, target: Path) -> Path:
    """A page as a scanner sends it: one picture, lying on its side, with the page turned to be read."""
    import pikepdf

    image = pypdfium2.PdfDocument(pdf)[page].render(scale=200 / 72).to_pil().convert("L").rotate(90, expand=True)
    image.save(target, "PDF", resolution=200)
    with pikepdf.open(target, allow_overwriting_input=True) as opened:
        opened.pages[0].obj.Rotate = 90
        opened.save(target)
    return target


def run(*words: str) -> None:
    """Run a command of the program."""
    from typer.testing import CliRunner

    from discovery.cli.main import app

    result = CliRunner().invoke(app, list(words))
    if result.exit_code:
        raise SystemExit(f"{' '.join(words)}: {result.output} {result.exception!r}")


def words_of(pdf: Path) -> str:
    """What its first page says."""
    return str(pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_range())


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
        picture(bundle, page_with(bundle, "E X H I B I T"), "tab")
        run("produce", str(made.matter), "--from", str(made.matter / "received"), "--prefix", "DEF")
        (slip,) = (path for path in made.matter.rglob("DEF-*.pdf") if "native format" in words_of(path))
        picture(slip, 0, "slip")
        scan = scan_on_its_side(made.matter / "exhibits" / "dd5.pdf", 0, Path(folder) / "scan.pdf")
        out = Path(folder) / "stamped"
        run("stamp", str(scan), "--prefix", "DOE", "--sticker", "Defense Exhibit {}", "-o", str(out))
        picture(out / "scan.pdf", 0, "scan")


if __name__ == "__main__":
    main()
