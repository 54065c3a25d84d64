"""What an office file says of itself: its title, and the days it was made and last changed."""

import re
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import lxml.etree

from discovery.files.converting.sniffing import BROKEN_PACKAGE

_PARTS = ("docProps/core.xml", "meta.xml")
_FIELDS = {
    "title": "TITLE",
    "created": "DATECREATED",
    "creation-date": "DATECREATED",
    "modified": "DATEMOD",
    "date": "DATEMOD",
}
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MOST = 1_000_000


def stated(path: Path) -> dict[str, str]:
    """Load-file fields from an office file's own properties; nothing where it has none that can be read."""
    try:
        return _of_package(path) if zipfile.is_zipfile(path) else _of_compound(path)
    except (*BROKEN_PACKAGE, lxml.etree.LxmlError, ValueError):
        return {}


def _of_package(path: Path) -> dict[str, str]:
    found: dict[str, str] = {}
    with zipfile.ZipFile(path) as package:
        for name in _PARTS:
            if name not in package.namelist() or package.getinfo(name).file_size > _MOST:
                continue
            parser = lxml.etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
            for node in lxml.etree.fromstring(package.read(name), parser).iter(lxml.etree.Element):
                field = _FIELDS.get(lxml.etree.QName(node).localname)
                if field and node.text and field not in found:
                    found[field] = _value(field, node.text)
    return found


def _of_compound(path: Path) -> dict[str, str]:
    import olefile

    if not olefile.isOleFile(str(path)):
        return {}
    with olefile.OleFileIO(str(path)) as package:
        properties: Any = package.get_metadata()
        title = properties.title or b""
        return {
            "TITLE": title.decode("cp1252", "replace").strip("\0 ") if isinstance(title, bytes) else str(title),
            "DATECREATED": _day(properties.create_time),
            "DATEMOD": _day(properties.last_saved_time),
        }


def _day(moment: object) -> str:
    return moment.strftime("%Y-%m-%d") if isinstance(moment, datetime) and moment.year > 1980 else ""


def _value(field: str, text: str) -> str:
    if field == "TITLE":
        return " ".join(text.split())
    day = _DAY.match(text.strip())
    return day[0] if day else ""
