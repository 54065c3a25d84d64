"""Make the stamp font: DejaVu Sans Condensed, cut down to printable ASCII, without hinting.

    python scripts/make_stamp_font.py /usr/share/fonts/truetype/dejavu/DejaVuSansCondensed.ttf

The licence (Bitstream Vera; DejaVu's changes are in the public domain) allows embedding and cutting down; its text
lies beside the font.
"""

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

TARGET = Path(__file__).resolve().parent.parent / "discovery" / "data" / "fonts" / "DejaVuSansCondensed-ascii.ttf"
KEPT = {"head", "hhea", "maxp", "hmtx", "cmap", "loca", "glyf", "name", "post", "OS/2"}


def main(source: str) -> None:
    """Write the cut-down font."""
    options = Options(hinting=False, layout_features=[], glyph_names=False, notdef_outline=True)
    options.name_IDs = [0, 1, 2, 4, 5, 6]
    font = TTFont(source, recalcTimestamp=False)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=range(0x20, 0x7F))
    subsetter.subset(font)
    for table in set(font.keys()) - KEPT - {"GlyphOrder"}:
        del font[table]
    font["head"].modified = font["head"].created
    if any(glyph.isComposite() for glyph in font["glyf"].glyphs.values()):
        raise SystemExit("The stamp writer expects glyphs without parts; choose another font.")
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    font.save(TARGET, reorderTables=True)


if __name__ == "__main__":
    main(sys.argv[1])
