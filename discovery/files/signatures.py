"""Finds the electronic signatures in a PDF and reads who signed and when, without verifying anything.

The name is the one stated beside the signature, else the common name in the certificate of the signer, which is found
in the signature itself (CMS, RFC 5652: the certificate whose serial number the signer information names).
"""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from discovery.core.signatures import SignatureInfo

_MOST_FIELDS = 10_000
_DATE = re.compile(r"D?:?(\d{4})(\d\d)(\d\d)")
_COMMON_NAME = bytes.fromhex("0603550403")  # the object identifier 2.5.4.3
_TEXTS = {0x0C: "utf-8", 0x13: "ascii", 0x14: "latin-1", 0x16: "ascii", 0x1E: "utf-16-be"}
_SEQUENCE, _SET, _INTEGER, _TAGGED_0 = 0x30, 0x31, 0x02, 0xA0


def signatures_in(pdf: pikepdf.Pdf) -> tuple[SignatureInfo, ...]:
    """Every signature of an opened file, in the order of its form; a certification without a field counts too."""
    values = list(_values(pdf.Root))
    return tuple(SignatureInfo(name=_name(value), day=_day(value)) for value in values)


def _values(root: pikepdf.Object) -> Iterator[Any]:
    """The signature dictionaries: of signed fields, else of the certification the file names."""
    found = False
    form = root.get("/AcroForm")
    waiting = list(_array(form.get("/Fields")))[::-1] if isinstance(form, Dictionary) else []
    seen = 0
    while waiting and seen < _MOST_FIELDS:
        one, seen = waiting.pop(), seen + 1
        if not isinstance(one, Dictionary):
            continue
        if one.get("/FT") == Name.Sig and "/V" in one:
            found = True
            yield one.V
        waiting.extend(list(_array(one.get("/Kids")))[::-1])
    permissions = root.get("/Perms")
    if not found and isinstance(permissions, Dictionary) and "/DocMDP" in permissions:
        yield permissions.DocMDP


def _array(value: Any) -> Any:
    return value if isinstance(value, Array) else ()


def _name(value: Any) -> str:
    if not isinstance(value, Dictionary):
        return ""
    stated = _text(value.get("/Name"))
    contents = value.get("/Contents")
    return stated or (signer_of(bytes(contents)) if isinstance(contents, String) else "")


def _text(value: Any) -> str:
    words = str(value) if isinstance(value, String) else ""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in words).split())[:120]


def _day(value: Any) -> str:
    stated = _DATE.match(_text(value.get("/M"))) if isinstance(value, Dictionary) else None
    return "-".join(stated.groups()) if stated else ""


# --- the signer's certificate ------------------------------------------------------------------------------------


class _Part(NamedTuple):
    """One element of a DER encoding (ITU-T X.690)."""

    tag: int
    inside: bytes

    def parts(self) -> "list[_Part]":
        """What it holds, one after the other."""
        return list(_parts(self.inside))


def _parts(data: bytes) -> Iterator[_Part]:
    at = 0
    while at + 2 <= len(data):
        tag, length, at = data[at], data[at + 1], at + 2
        if length & 0x80:
            count = length & 0x7F
            length, at = int.from_bytes(data[at : at + count], "big"), at + count
        if at + length > len(data):
            raise ValueError("cut off")
        yield _Part(tag, data[at : at + length])
        at += length


def signer_of(signature: bytes) -> str:
    """The common name in the signer's certificate inside a CMS signature; empty where it cannot be told."""
    try:
        outer = next(_parts(signature))
        signed = outer.parts()[1].parts()[0].parts()
        certificates = next(part for part in signed if part.tag == _TAGGED_0).parts()
        signer = [part for part in signed if part.tag == _SET][-1].parts()[0].parts()
        serial = signer[1].parts()[1].inside
        for certificate in certificates:
            fields = certificate.parts()[0].parts()
            fields = fields[1:] if fields[0].tag == _TAGGED_0 else fields
            if fields[0].inside == serial:
                return _common_name(fields[4].inside)
    except (ValueError, IndexError, StopIteration):
        pass
    return ""


def _common_name(subject: bytes) -> str:
    for relative in _parts(subject):
        for attribute in relative.parts():
            kind, text = attribute.parts()[:2]
            if bytes([kind.tag, len(kind.inside)]) + kind.inside == _COMMON_NAME:
                words = text.inside.decode(_TEXTS.get(text.tag, "utf-8"), "replace")
                return " ".join("".join(sign if sign.isprintable() else " " for sign in words).split())[:120]
    return ""
