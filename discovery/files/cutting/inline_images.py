"""Inline images, whose keys and values have short names of their own (ISO 32000-2, 8.9.7)."""

from typing import Any

import pikepdf
from pikepdf import Array, Name

_SHORT = {
    "/BPC": "/BitsPerComponent",
    "/CS": "/ColorSpace",
    "/D": "/Decode",
    "/DP": "/DecodeParms",
    "/F": "/Filter",
    "/H": "/Height",
    "/IM": "/ImageMask",
    "/I": "/Interpolate",
    "/W": "/Width",
}
_SHORT_VALUES = {
    "/G": "/DeviceGray",
    "/RGB": "/DeviceRGB",
    "/CMYK": "/DeviceCMYK",
    "/I": "/Indexed",
    "/AHx": "/ASCIIHexDecode",
    "/A85": "/ASCII85Decode",
    "/LZW": "/LZWDecode",
    "/Fl": "/FlateDecode",
    "/RL": "/RunLengthDecode",
    "/CCF": "/CCITTFaxDecode",
    "/DCT": "/DCTDecode",
}


def stream_of(pdf: pikepdf.Pdf, instruction: pikepdf.ContentStreamInlineImage) -> pikepdf.Stream:
    """An inline image as an image of its own."""
    inline = instruction.iimage
    written = inline.unparse()
    begin = written.index(b"ID") + 3
    end = written.rindex(b"EI")
    stream = pikepdf.Stream(pdf, written[begin:end])
    stream.Type, stream.Subtype = Name.XObject, Name.Image
    for key in inline.obj.keys():  # noqa: SIM118 (not a mapping)
        value = inline.obj[key]
        stream[_SHORT.get(key, key)] = _long(value)
    return stream


def _long(value: Any) -> Any:
    if isinstance(value, Name):
        return Name(_SHORT_VALUES.get(str(value), str(value)))
    if isinstance(value, Array):
        return Array([_long(one) for one in value])
    return value
