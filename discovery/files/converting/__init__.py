"""Whatever was received becomes pages, a family, or an honest placeholder; nothing is lost and nothing raises."""

from discovery.core.pieces import Format, Kind
from discovery.files.converting.piece import ConvertOptions, Piece
from discovery.files.converting.reading import read_piece
from discovery.files.converting.sniffing import is_convertible, kind_of
from discovery.files.converting.walking import LeftOut, Survey, survey, walk

__all__ = [
    "ConvertOptions",
    "Format",
    "Kind",
    "LeftOut",
    "Piece",
    "Survey",
    "is_convertible",
    "kind_of",
    "read_piece",
    "survey",
    "walk",
]
