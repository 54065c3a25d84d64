"""Makes pages of pictures without touching a pixel where that can be: JPEG data as they are, the rest lossless."""

import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import img2pdf
import pikepdf
from PIL import Image, ImageOps

from discovery.core.pieces import Format, Kind
from discovery.files.converting.piece import Piece, Source
from discovery.files.originals import save_pdf
from discovery.files.scrub import without_camera_data, without_jpeg2000_notes
from discovery.files.writing import sha256_of

LETTER = (612.0, 792.0)
MARGIN = 36.0
SHEET = (216.0, 1728.0)
"""A side that paper may have, in points (3 to 24 inches): within it the picture's own size is kept."""
LOWEST_DPI = 100
"""What states less (72 and 96 are what programs write who do not know) says nothing about a sheet."""
SCREEN_DPI = 96.0
_ORIENTATION = 0x0112
_PACKED = 3
"""Of nine: a photograph takes half the time of Pillow's own choice, and 5 percent more room."""
_TURNS = {3: 180, 6: 90, 8: 270}
_MIRRORED = frozenset({2, 4, 5, 7})
_DATES = (0x9003, 0x9004, 0x0132)  # taken, digitized, changed
_BESIDE = ("exif", "xmp", "XML:com.adobe.xmp", "comment", "photoshop")
"""What Pillow finds beside a picture: camera data and editors' notes."""
_AS_THEY_ARE = frozenset({"jpeg", "png", "tiff", "jpeg2000"})

FITTED = "The picture states no paper size; it was fitted on a letter page, none of its pixels changed."
CAMERA = "Data that is not the picture itself (such as camera data or a preview) stays in the original only."
ON_WHITE = "Its transparent parts are shown on white."
EIGHT_BITS = "Its finer shades were brought to the 256 that a page shows; the original keeps them."
ANIMATED = "It is a moving picture of {count} frames; its page shows the first, and the original keeps all."
MORE = "The file holds {count} pictures; its page shows the one its maker put first, and the original keeps all."
TOO_LARGE = "The picture is too large to be opened safely."
BREAKS_OFF = "The picture's file breaks off; its page shows what can be read."


class PictureError(Exception):
    """A picture that gets no page: the reason fit to be served, and what it means for our own side."""

    def __init__(self, why: str, detail: str) -> None:
        super().__init__(why)
        self.why, self.detail = why, detail


class _Frame(NamedTuple):
    """One picture of a file: how it is to be turned, and what it is made of."""

    orientation: int
    mode: str
    clear: bool
    """It has transparent parts."""


class _Look(NamedTuple):
    """What a picture's file says of itself, read without unpacking it."""

    frames: tuple[_Frame, ...]
    held: int
    """How many pictures the file holds; a moving picture's frames are counted, not shown."""
    date: str


def read_picture(source: Source, form: Format) -> Piece:
    """A picture's pages; of a file that cannot be shown, the reason."""
    target = source.room / "pages.pdf"
    try:
        with _quiet():
            look, notes = _make(source, form, target)
    except PictureError as error:
        return source.piece(Kind.IMAGE, why=error.why, detail=error.detail)
    except (
        OSError,
        ValueError,
        SyntaxError,
        RuntimeError,
        EOFError,
        MemoryError,
        IndexError,
        KeyError,
        TypeError,
    ) as error:
        detail = f"{source.name} cannot be opened as {form.called} ({error}). Ask for a new copy."
        return source.piece(Kind.IMAGE, why="The picture is damaged.", detail=detail)
    return source.piece(Kind.IMAGE, pdf=target, notes=tuple(notes), metadata={"DOCDATE": look.date})


def picture_page(data: bytes, most_pixels: int) -> Image.Image:
    """A picture of any kind, opened and upright, to be set among words; OSError or PictureError where none is."""
    with _quiet(), _opened(BytesIO(data), most_pixels) as picture:
        _refuse_bomb(picture.size, most_pixels)
        return _plain(ImageOps.exif_transpose(picture), [])


@contextmanager
def _quiet() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what these libraries remark on odd files is told in the notes
        yield


def _make(source: Source, form: Format, target: Path) -> tuple[_Look, list[str]]:
    notes: list[str] = []
    fitted: list[bool] = []
    with _opened(source.path, source.options.most_pixels) as picture:
        look = _looked(picture, form, source.options.most_pixels)
        if form.name not in ("jpeg", "tiff") and any(picture.info.get(key) for key in _BESIDE):
            notes.append(CAMERA)
        if look.held > len(look.frames):
            notes.append((MORE if form.name == "heic" else ANIMATED).format(count=look.held))
        pages = _as_it_is(source.path, form, look, fitted, notes) or _redrawn(picture, look, fitted, notes)
    if any(fitted):
        notes.append(FITTED)
    _join(pages, target, sha256_of(source.path), len(look.frames))
    return look, notes


def _opened(held: Path | BytesIO, most: int) -> Image.Image:
    """The picture, opened; HEIC through its own library, which unpacks it."""
    start = held.read_bytes()[:16] if isinstance(held, Path) else held.getvalue()[:16]
    if start[4:8] == b"ftyp" and start[8:12] != b"avif":
        import pi_heif

        heif = pi_heif.open_heif(held, convert_hdr_to_8bit=True)
        _refuse_bomb(heif.size, most)
        picture: Image.Image = heif.to_pillow()
        picture.info["pictures"] = len(heif)
        return picture
    try:
        return Image.open(held)
    except Image.DecompressionBombError:
        raise PictureError(
            TOO_LARGE,
            f"It says it has more than {2 * (Image.MAX_IMAGE_PIXELS or 0):,} dots. "
            "Have it scanned again, or made smaller.",
        ) from None


def _refuse_bomb(size: tuple[int, int], most: int) -> None:
    width, height = size
    if width * height > most:
        what = f"{width:,} by {height:,} dots"
        raise PictureError(
            TOO_LARGE,
            f"It says it has {what}, more than {most:,} in all. Have it scanned again, or made smaller.",
        )
    if not width or not height:
        raise PictureError("The picture is damaged.", "It says it has no size. Ask for a new copy.")


def _looked(picture: Image.Image, form: Format, most: int) -> _Look:
    count = int(picture.info.get("pictures", 0) or getattr(picture, "n_frames", 1))
    frames = []
    for number in range(count if form.name == "tiff" else 1):
        if number:
            picture.seek(number)
        _refuse_bomb(picture.size, most)
        # HEIC comes turned already: its library obeys the container, and EXIF there is only a copy.
        turned = 1 if form.name == "heic" else int(picture.getexif().get(_ORIENTATION, 1) or 1)
        frames.append(_Frame(turned, picture.mode, _is_clear(picture)))
    return _Look(tuple(frames), max(1, count) if form.name != "jpeg" else 1, _date(picture))


def _is_clear(picture: Image.Image) -> bool:
    return picture.mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in picture.info


def _date(picture: Image.Image) -> str:
    exif = picture.getexif()
    details = exif.get_ifd(0x8769)
    for tag in _DATES:
        day = str(details.get(tag) or exif.get(tag) or "")[:10].replace(":", "-")
        if len(day) == 10 and day[:4].isdigit() and day[:4] > "1970":
            return day
    return ""


# --- the pages -----------------------------------------------------------------------------------------------


def _as_it_is(path: Path, form: Format, look: _Look, fitted: list[bool], notes: list[str]) -> list[bytes]:
    """The picture data put into pages without being unpacked; none where they have to be drawn anew."""
    odd = any(frame.clear or frame.orientation in _MIRRORED for frame in look.frames)
    if form.name not in _AS_THEY_ARE or odd:
        return []
    data = path.read_bytes()
    if form.name == "png" and _breaks_off(data):
        raise PictureError("The picture is damaged.", "Its file breaks off. Ask for a new copy.")
    cleaned = without_jpeg2000_notes(without_camera_data(data))
    turns = [_TURNS.get(frame.orientation, 0) for frame in look.frames]
    if len(set(turns)) > 1:
        return []
    begun = len(fitted)
    try:
        made = _pages_of(cleaned, turns[0], fitted)
    except Exception:  # noqa: BLE001 - whatever it is that img2pdf does not take, Pillow may still draw
        del fitted[begun:]
        return []
    if form.name in ("jpeg", "tiff") and _breaks_off(data):
        notes.append(BREAKS_OFF)
    if len(cleaned) < len(data):
        notes.append(CAMERA)
    return [made]


def _breaks_off(data: bytes) -> bool:
    try:
        with Image.open(BytesIO(data)) as picture:
            for number in range(getattr(picture, "n_frames", 1)):
                picture.seek(number)
                picture.load()
    except (OSError, SyntaxError, ValueError):
        return True
    return False


def _redrawn(picture: Image.Image, look: _Look, fitted: list[bool], notes: list[str]) -> list[bytes]:
    """Each picture unpacked, made upright and packed again without loss."""
    pages = []
    if any(picture.info.get(key) for key in _BESIDE):
        _once(notes, CAMERA)
    for number, frame in enumerate(look.frames):
        if len(look.frames) > 1:
            picture.seek(number)
        upright = ImageOps.exif_transpose(picture) if frame.orientation != 1 else picture
        drawn = BytesIO()
        _plain(upright, notes).save(drawn, "PNG", dpi=_dpi(picture), compress_level=_PACKED)
        pages.append(_pages_of(drawn.getvalue(), 0, fitted))
    return pages


def _dpi(picture: Image.Image) -> tuple[float, float]:
    try:
        across, down = picture.info.get("dpi", (72, 72))
        return float(across), float(down)
    except (TypeError, ValueError, ZeroDivisionError):
        return 72.0, 72.0


def _plain(picture: Image.Image, notes: list[str]) -> Image.Image:
    """The picture as every viewer shows it: on white, in 8 bits, in a kind of color PNG has."""
    if _is_clear(picture):
        _once(notes, ON_WHITE)
        over = picture.convert("RGBA")
        white = Image.new("RGBA", over.size, "white")
        white.alpha_composite(over)
        return white.convert("RGB")
    if picture.mode.startswith(("I", "F")):
        _once(notes, EIGHT_BITS)
        return _eight_bits(picture)
    if picture.mode in ("1", "L", "P", "RGB"):
        bare = picture.copy()
        bare.info = {}
        return bare
    return picture.convert("RGB")


def _eight_bits(picture: Image.Image) -> Image.Image:
    if picture.mode.startswith("I;16"):
        return picture.convert("I").point(lambda value: value / 256).convert("L")
    low, high = picture.convert("F").getextrema()
    least, most = (
        float(low[0] if isinstance(low, tuple) else low),
        float(high[0] if isinstance(high, tuple) else high),
    )
    if picture.mode == "I" and least >= 0 and 255 < most <= 65535:
        least, most = 0.0, 65535.0
    scale = 255 / (most - least) if most > least else 1.0
    return picture.convert("F").point(lambda value: value * scale - least * scale).convert("L")


def _once(notes: list[str], note: str) -> None:
    if note not in notes:
        notes.append(note)


def _pages_of(data: bytes, turn: int, fitted: list[bool]) -> bytes:
    made = img2pdf.convert(
        data,
        layout_fun=_layout(turn, fitted),
        rotation=img2pdf.Rotation.none,
        nodate=True,
        producer="",
        engine=img2pdf.Engine.internal,
    )
    if not turn:
        return bytes(made)
    turned = BytesIO()
    with pikepdf.open(BytesIO(made)) as pdf:
        for page in pdf.pages:
            page.obj.Rotate = turn
        pdf.save(turned)
    return turned.getvalue()


_Size = tuple[float, float, float, float]


def _layout(turn: int, fitted: list[bool]) -> Callable[[int, int, tuple[float, float]], _Size]:
    def place(width: int, height: int, dpi: tuple[float, float]) -> _Size:
        across, down = width * 72 / dpi[0], height * 72 / dpi[1]
        if min(dpi) >= LOWEST_DPI and all(SHEET[0] <= side <= SHEET[1] for side in (across, down)):
            return across, down, across, down
        fitted.append(True)
        if turn in (90, 270):
            page_height, page_width, drawn_height, drawn_width = fit_on_letter(height, width)
        else:
            page_width, page_height, drawn_width, drawn_height = fit_on_letter(width, height)
        return page_width, page_height, drawn_width, drawn_height

    return place


def fit_on_letter(width: float, height: float) -> _Size:
    """The page and the picture on it, in points: letter, upright or on its side as the picture is, never enlarged."""
    page = LETTER if height >= width else LETTER[::-1]
    scale = min(72 / SCREEN_DPI, (page[0] - 2 * MARGIN) / width, (page[1] - 2 * MARGIN) / height)
    return page[0], page[1], width * scale, height * scale


def _join(pages: list[bytes], target: Path, seed: str, wanted: int) -> None:
    with pikepdf.new() as pdf:
        parts = [pikepdf.open(BytesIO(page)) for page in pages]
        for part in parts:
            pdf.pages.extend(part.pages)
        if len(pdf.pages) != wanted:
            raise PictureError(
                "The picture's file could not be read whole.",
                f"{len(pdf.pages)} of its {wanted} pictures became pages. Save it as PDF with its own program.",
            )
        save_pdf(pdf, target, f"pictures {seed}")
        for part in parts:
            part.close()
