"""What a served production says about itself: one short manifest, one row a document, one row a page.

The rows lie in files of their own, so that a production of any length is written and read a row at a time. Nothing in
them names a folder, a person of the office or a tool's own record.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from pydantic import Field

from discovery.core.endorsements import Shrink
from discovery.core.enumerating import run_of
from discovery.core.loadfiles import ImageRow, us_date
from discovery.core.manifests import Place, ServedMark, Sha256
from discovery.core.produced import Document, Sheet, iso_day
from discovery.core.record import Record

DOCUMENTS, PAGES, SUMS = "DOCUMENTS.jsonl", "PAGES.jsonl", "SHA256.txt"


class ProductionManifest(Record):
    """The head of a production: what it is, how much it holds, and the hash of the list of all its files."""

    schema_: Literal[1] = Field(default=1, alias="schema")
    kind: Literal["production"] = "production"
    volume: str
    status: Literal["issued", "draft"]
    sample: bool = False
    prefix: str
    digits: int
    suffix: str = ""
    first: str
    last: str
    documents: int = Field(ge=1)
    pages: int = Field(ge=1)
    images: bool
    """Whether each page is there as an image as well."""
    replaces: str = ""
    """For pages that replace those served before under the same numbers: why."""
    sums_sha256: str = Sha256
    """Of the list of every other file with its sha256."""


class DocumentRow(Record):
    """One document as served."""

    begin: str
    end: str
    pages: int = Field(ge=1)
    sheet: Sheet = Sheet.NONE
    pdf: str
    pdf_sha256: str = Sha256
    text: str = ""
    native: str = ""
    source_sha256: str = ""
    """Of the file as it was received; none is told of what is withheld."""
    remade: bool = False
    """Its pages were made anew from that file (laid out, mended, flattened), so that they need not be its own."""
    values: Mapping[str, str]
    """The row of the load files."""


class PageRow(Record):
    """One page as served."""

    label: str
    document: str
    """The first number of its document."""
    page: int = Field(ge=1)
    """Its place in the document."""
    place: Place
    boxed: bool = False
    others: tuple[ServedMark, ...] = ()
    """What else is printed on it: a legend, a sticker."""
    color: str = "#000000"
    shrink: Shrink | None = None
    """Where its own content was made smaller to make room: to what part, and which edge became free."""
    marks: int = Field(default=1, ge=1)
    content_sha256: str = Sha256
    image: str = ""
    verdict: str
    """How it was proved."""
    received: str = ""
    """The People's own number on it."""


def values_of(document: Document, volume: str, files: Mapping[str, str], received: str = "") -> dict[str, str]:
    """The load files' row of a document; `files` has PDFPATH, NATIVEPATH and TEXTPATH, with `/`.

    `received` are the People's numbers as read off its pages.
    """
    offered, item = document.offered, document.item
    row = {
        "BEGBATES": document.begin,
        "ENDBATES": str(document.numbers.end),
        "BEGATTACH": str(document.family.begin),
        "ENDATTACH": str(document.family.end),
        "PARENTID": document.parent,
        "ATTCHIDS": ";".join(document.children),
        "PGCOUNT": str(document.pages),
        "CUSTODIAN": item.custodian,
        "SOURCE": item.source,
        "DOCTYPE": item.type or offered.kind,
        "DESCRIPTION": document.description,
        "DOCDATE": _day(document),
        "CONFIDENTIALITY": item.legend,
        "REDACTED": "Y" if item.redactions else "N",
        "WITHHELD": "Y" if document.withheld else "N",
        "PRODVOL": volume,
        "RECEIVEDBATES": item.numbers or received,
    }
    if not item.hidden:
        row |= _of_the_file(document)
    row |= {name: path.replace("/", "\\") for name, path in files.items() if path}
    return {name: value for name, value in row.items() if value}


def _day(document: Document) -> str:
    return us_date(iso_day(document.item.date) or document.offered.metadata.get("DOCDATE", ""))


def _of_the_file(document: Document) -> dict[str, str]:
    """What tells about the file itself, which a withheld or redacted document does not.

    A name or subject may hold what was removed, and a hash or size would let anybody test a guess at it.
    """
    offered, meta = document.offered, document.offered.metadata
    stem, dot, ending = offered.file_name.rpartition(".")
    told = {name: meta.get(name, "") for name in ("TIMESENT", "FROM", "TO", "CC", "BCC", "SUBJECT", "DURATION")}
    dates = {name: us_date(meta.get(name, "")) for name in ("DATESENT", "DATECREATED", "DATEMOD")}
    return {
        **told,
        **dates,
        "FILENAME": offered.file_name,
        "FILEEXT": ending.lower() if dot and stem else "",
        "FILESIZE": str(offered.size),
        "SHA256": offered.sha256,
        "MD5HASH": offered.md5,
        "DUPLICATEOF": document.duplicate_of,
    }


def image_rows(pages: Iterable[PageRow], counts: Mapping[str, int]) -> Iterator[ImageRow]:
    """A row for each page's image."""
    for page in pages:
        yield ImageRow(page.label, page.image, counts[page.document] if page.page == 1 else 0)


def pdf_rows(documents: Iterable[DocumentRow]) -> Iterator[ImageRow]:
    """A row for each document's PDF."""
    for document in documents:
        yield ImageRow(document.begin, document.pdf, document.pages)


INVENTORY = ("Numbers", "Pages", "Description", "Type", "Date", "Source", "Form", "Redacted", "Withheld")


def inventory_row(document: DocumentRow) -> dict[str, str]:
    """A line of the inventory of items, for people."""
    values = document.values
    return {
        "Numbers": run_of(document.begin, document.end),
        "Pages": str(document.pages),
        "Description": values.get("DESCRIPTION", ""),
        "Type": values.get("DOCTYPE", ""),
        "Date": values.get("DOCDATE", "") or values.get("DATESENT", ""),
        "Source": values.get("SOURCE", "") or values.get("CUSTODIAN", ""),
        "Form": document.sheet.form,
        "Redacted": "yes" if values.get("REDACTED") == "Y" else "",
        "Withheld": "yes" if document.sheet is Sheet.WITHHELD else "",
    }


LOG = ("Numbers", "Date", "Author", "Recipients", "Type", "Description", "Basis", "Treatment", "Family")


def log_row(document: Document) -> dict[str, str]:
    """A line of the withheld and redaction log: enough to judge the claim, nothing of what is claimed."""
    item, meta = document.item, document.offered.metadata
    told = {"To": meta.get("TO", ""), "Cc": meta.get("CC", ""), "Bcc": meta.get("BCC", "")}
    return {
        "Numbers": str(document.numbers),
        "Date": _day(document) or (str(item.date) if item.date else ""),
        "Author": item.author or meta.get("FROM", ""),
        "Recipients": item.recipients or "; ".join(f"{name}: {who}" for name, who in told.items() if who),
        "Type": item.type or document.offered.kind,
        "Description": document.description,
        "Basis": item.withheld or "; ".join(document.offered.redacted),
        "Treatment": "withheld" if document.withheld else "redacted",
        "Family": str(document.family) if document.family != document.numbers else "",
    }
