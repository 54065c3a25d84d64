"""Holds a .docx to ECMA-376 as Word does when it opens one: parts, relationships, ids, and the order of elements."""

import posixpath
from collections import Counter
from collections.abc import Iterator

from lxml import etree

from discovery.files.ooxml import R, W
from tests.writers.reading import members

P_PR = (
    *(
        "pStyle",
        "keepNext",
        "keepLines",
        "pageBreakBefore",
        "framePr",
        "widowControl",
        "numPr",
        "suppressLineNumbers",
    ),
    *("pBdr", "shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap", "overflowPunct", "topLinePunct"),
    *("autoSpaceDE", "autoSpaceDN", "bidi", "adjustRightInd", "snapToGrid", "spacing", "ind", "contextualSpacing"),
    *("mirrorIndents", "suppressOverlap", "jc", "textDirection", "textAlignment", "textboxTightWrap", "outlineLvl"),
    *("divId", "cnfStyle", "rPr", "sectPr", "pPrChange"),
)
R_PR = (
    *(
        "ins",
        "del",
        "moveFrom",
        "moveTo",
        "rStyle",
        "rFonts",
        "b",
        "bCs",
        "i",
        "iCs",
        "caps",
        "smallCaps",
        "strike",
        "dstrike",
        "outline",
        "shadow",
    ),
    *(
        "emboss",
        "imprint",
        "noProof",
        "snapToGrid",
        "vanish",
        "webHidden",
        "color",
        "spacing",
        "w",
        "kern",
        "position",
    ),
    *("sz", "szCs", "highlight", "u", "effect", "bdr", "shd", "fitText", "vertAlign", "rtl", "cs", "em", "lang"),
    *("eastAsianLayout", "specVanish", "oMath", "rPrChange"),
)
ORDER = {
    "pPr": P_PR,
    "rPr": R_PR,
    "tbl": ("bookmarkStart", "bookmarkEnd", "tblPr", "tblGrid", "tr"),
    "tblPr": (
        *(
            "tblStyle",
            "tblpPr",
            "tblOverlap",
            "bidiVisual",
            "tblStyleRowBandSize",
            "tblStyleColBandSize",
            "tblW",
            "jc",
        ),
        *("tblCellSpacing", "tblInd", "tblBorders", "shd", "tblLayout", "tblCellMar", "tblLook", "tblCaption"),
        "tblDescription",
    ),
    "tblBorders": ("top", "left", "start", "bottom", "right", "end", "insideH", "insideV"),
    "tblCellMar": ("top", "left", "start", "bottom", "right", "end"),
    "tcPr": (
        *("cnfStyle", "tcW", "gridSpan", "hMerge", "vMerge", "tcBorders", "shd", "noWrap", "tcMar", "textDirection"),
        *("tcFitText", "vAlign", "hideMark"),
    ),
    "sectPr": (
        *("headerReference", "footerReference", "footnotePr", "endnotePr", "type", "pgSz", "pgMar", "paperSrc"),
        *("pgBorders", "lnNumType", "pgNumType", "cols", "formProt", "vAlign", "noEndnote", "titlePg"),
        *("textDirection", "bidi", "rtlGutter", "docGrid", "printerSettings"),
    ),
    "sdt": ("sdtPr", "sdtEndPr", "sdtContent"),
    "style": (
        *("name", "aliases", "basedOn", "next", "link", "autoRedefine", "hidden", "uiPriority", "semiHidden"),
        *(
            "unhideWhenUsed",
            "qFormat",
            "locked",
            "personal",
            "personalCompose",
            "personalReply",
            "rsid",
            "pPr",
            "rPr",
        ),
        *("tblPr", "trPr", "tcPr", "tblStylePr"),
    ),
    "lvl": (
        *("start", "numFmt", "lvlRestart", "pStyle", "isLgl", "suff", "lvlText", "lvlPicBulletId", "legacy", "lvlJc"),
        *("pPr", "rPr"),
    ),
    "abstractNum": ("nsid", "multiLevelType", "tmpl", "name", "styleLink", "numStyleLink", "lvl"),
    "numbering": ("numPicBullet", "abstractNum", "num", "numIdMacAtCleanup"),
    "num": ("abstractNumId", "lvlOverride"),
    "lvlOverride": ("startOverride", "lvl"),
    "numPr": ("ilvl", "numId"),
    "pBdr": ("top", "left", "bottom", "right", "between", "bar"),
    "settings": (
        *("writeProtection", "view", "zoom", "removePersonalInformation", "mirrorMargins", "trackRevisions"),
        *(
            "defaultTabStop",
            "evenAndOddHeaders",
            "characterSpacingControl",
            "footnotePr",
            "endnotePr",
            "compat",
            "rsids",
            "themeFontLang",
        ),
        *("clrSchemeMapping", "decimalSymbol", "listSeparator"),
    ),
}
"""The children of an element in the order of its sequence in wml.xsd (ISO/IEC 29500-1, transitional)."""
RUN_LEVEL = {
    *("r", "hyperlink", "sdt", "bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd", "fldSimple"),
    *("ins", "del", "moveFrom", "moveTo", "proofErr"),
}
MOVES = {f"move{way}Range{edge}" for way in ("From", "To") for edge in ("Start", "End")}
RUN_LEVEL |= MOVES
CHILDREN = {
    "body": {"p", "tbl", "sdt", "sectPr", "bookmarkStart", "bookmarkEnd", *MOVES},
    "p": {"pPr", *RUN_LEVEL},
    "hyperlink": RUN_LEVEL,
    "sdtContent": RUN_LEVEL | {"p", "tbl"},
    "r": {
        *("rPr", "t", "tab", "br", "drawing", "fldChar", "instrText", "delText", "footnoteReference", "footnoteRef"),
        *("commentReference", "annotationRef", "separator", "continuationSeparator", "noBreakHyphen"),
    },
    "tr": {"trPr", "tc", "tblPrEx"},
    "tc": {"tcPr", "p", "tbl", "sdt"},
    "footnote": {"p", "tbl"},
    "comment": {"p", "tbl"},
    "hdr": {"p", "tbl"},
    "ftr": {"p", "tbl"},
}
FIRST = {"p": "pPr", "r": "rPr", "tr": "trPr", "tc": "tcPr"}
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}+xml"
EXPECTED = {"styles", "numbering", "settings", "footnotes", "fontTable", "comments"}


def complaints(package: bytes) -> list[str]:
    """What Word would repair, or refuse, in the package."""
    parts = members(package)
    trees = {name: etree.fromstring(data) for name, data in parts.items() if name.endswith((".xml", ".rels"))}
    return [
        *_types(parts, trees),
        *_relationships(parts, trees),
        *(f"{name}: {what}" for name, tree in trees.items() if name.startswith("word/") for what in _elements(tree)),
        *_ids(trees),
        *_fields(trees),
        *_moves(trees["word/document.xml"]),
    ]


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname if etree.QName(element).namespace == W else ""


def _types(parts: dict[str, bytes], trees: dict[str, etree._Element]) -> Iterator[str]:
    listed = trees["[Content_Types].xml"]
    overrides = Counter(each.get("PartName") for each in listed if each.get("PartName"))
    endings = {each.get("Extension") for each in listed if each.get("Extension")}
    yield from (f"{name} has two content types" for name, count in overrides.items() if count > 1)
    yield from (
        f"a content type for {name}, which is not there" for name in overrides if name.lstrip("/") not in parts
    )
    kinds = {each.get("PartName"): each.get("ContentType") for each in listed if each.get("PartName")}
    for name in parts:
        if name != "[Content_Types].xml" and f"/{name}" not in overrides and name.rsplit(".", 1)[-1] not in endings:
            yield f"{name} has no content type"
        stem = posixpath.basename(name).removesuffix(".xml")
        if name.startswith("word/") and stem in EXPECTED and kinds.get(f"/{name}") != MAIN.format(stem):
            yield f"{name} has the content type {kinds.get(f'/{name}')}"


def _relationships(parts: dict[str, bytes], trees: dict[str, etree._Element]) -> Iterator[str]:
    reached = {"[Content_Types].xml"}
    for name, tree in trees.items():
        if not name.endswith(".rels"):
            continue
        reached.add(name)
        owner = name.replace("_rels/", "").removesuffix(".rels")
        ids = Counter(each.get("Id") for each in tree)
        yield from (f"{name}: {each} stands twice" for each, count in ids.items() if count > 1)
        for each in tree:
            target = each.get("Target", "")
            path = posixpath.normpath(posixpath.join(posixpath.dirname(owner), target)).lstrip("/")
            reached.add(path)
            if each.get("TargetMode") != "External" and path not in parts:
                yield f"{name}: {target} is not there"
        used = {
            value for element in trees.get(owner, ()) for each in element.iter() for key, value in each.attrib.items()
            if str(key).startswith(f"{{{R}}}")
        }  # fmt: skip
        yield from (f"{owner}: {each} leads nowhere" for each in used - set(ids))
    yield from (f"nothing leads to {name}" for name in parts if name not in reached)


def _elements(tree: etree._Element) -> Iterator[str]:
    in_settings = _local(tree) == "settings"
    for element in tree.iter(etree.Element):
        name = _local(element)
        inside = [_local(each) for each in element if _local(each)]
        if order := ORDER.get(name):
            yield from (f"w:{each} in w:{name}" for each in inside if each not in order)
            places = [order.index(each) for each in inside if each in order]
            if places != sorted(places):
                yield f"the children of w:{name} stand as {inside}"
            if name in ("pPr", "rPr", "tblPr", "tcPr") and len(set(inside)) != len(inside):
                yield f"a child of w:{name} stands twice: {inside}"
        if allowed := CHILDREN.get(name):
            yield from (f"w:{each} in w:{name}" for each in inside if each not in allowed)
        if (first := FIRST.get(name)) and first in inside[1:]:
            yield f"w:{first} is not the first child of w:{name}"
        if name in ("tc", "hdr", "ftr", "footnote", "comment") and inside[-1:] != ["p"] and not in_settings:
            yield f"w:{name} does not end in a paragraph"
        if name == "body" and inside[-1:] != ["sectPr"]:
            yield "the body does not end in its section"
        if name == "tbl":
            columns = len(element.findall(f"{{{W}}}tblGrid/{{{W}}}gridCol"))
            yield from (
                "a row has more or fewer cells than the table has columns"
                for row in element.findall(f"{{{W}}}tr")
                if len(row.findall(f"{{{W}}}tc")) != columns
            )


def _ids(trees: dict[str, etree._Element]) -> Iterator[str]:
    texts = [tree for name, tree in trees.items() if name.startswith("word/") and name != "word/settings.xml"]

    def values(kind: str, attribute: str = "id") -> list[str]:
        return [str(each.get(f"{{{W}}}{attribute}")) for tree in texts for each in tree.iter(f"{{{W}}}{kind}")]

    for kind, attribute in (
        ("bookmarkStart", "id"),
        ("bookmarkStart", "name"),
        ("comment", "id"),
        ("footnote", "id"),
    ):
        yield from (f"{kind} {each} twice" for each, count in Counter(values(kind, attribute)).items() if count > 1)
    names = values("bookmarkStart", "name")
    yield from (f"the bookmark {each} is longer than 40 signs" for each in names if len(each) > 40)
    if Counter(values("bookmarkStart")) != Counter(values("bookmarkEnd")):
        yield "a bookmark is not closed"
    for reference in ("commentRangeStart", "commentRangeEnd", "commentReference"):
        if sorted(values(reference)) != sorted(values("comment")):
            yield f"w:{reference} and the comments differ"
    notes = {each for each in values("footnote") if int(each) > 0}
    if set(values("footnoteReference")) != notes:
        yield "the calls and the footnotes differ"
    held = set(values("style", "styleId"))
    for kind in ("pStyle", "rStyle", "tblStyle", "basedOn", "next", "link"):
        yield from (f"there is no style {each}" for each in set(values(kind, "val")) - held)
    numbers = set(values("num", "numId")) | {"0"}
    used = {
        str(each.get(f"{{{W}}}val")) for tree in texts for each in tree.iter(f"{{{W}}}numId")
    }  # fmt: skip
    yield from (f"there is no list {each}" for each in used - numbers)
    abstract = set(values("abstractNum", "abstractNumId"))
    yield from (f"there is no abstract list {each}" for each in set(values("abstractNumId", "val")) - abstract)
    yield from (f"the tag {each} is longer than 64 signs" for each in values("tag", "val") if len(each) > 64)
    anchors = {str(each.get(f"{{{W}}}anchor")) for tree in texts for each in tree.iter(f"{{{W}}}hyperlink")}
    yield from (f"a link leads to {each}, which is no bookmark" for each in anchors - set(names) - {"None"})


def _moves(body: etree._Element) -> Iterator[str]:
    """What is moved stands between marks that are paired by their name, and each change has a number of its own."""
    changes = Counter(
        each.get(f"{{{W}}}id")
        for each in body.iter(etree.Element)
        if _local(each) in {"ins", "del", "moveFrom", "moveTo", "moveFromRangeStart", "moveToRangeStart"}
    )
    yield from (f"the change {each} stands twice" for each, count in changes.items() if count > 1)
    names: dict[str, list[str]] = {}
    for way in ("moveFrom", "moveTo"):
        names[way] = []
        within: dict[str, int] = {}
        for place, each in enumerate(body.iter(etree.Element)):
            kind, number = _local(each), each.get(f"{{{W}}}id", "")
            if kind == f"{way}RangeStart":
                names[way].append(each.get(f"{{{W}}}name", ""))
                within[number] = place
                if {f"{{{W}}}author", f"{{{W}}}date"} - set(each.attrib):
                    yield f"w:{kind} {number} names nobody or no day"
            elif kind == f"{way}RangeEnd" and within.pop(number, None) is None:
                yield f"w:{kind} {number} ends nothing"
            elif kind == way and not within and _local(each.getparent()) != "rPr":  # type: ignore[arg-type]
                yield f"w:{way} {number} stands in no range"
        yield from (f"the range {each} of w:{way} is not closed" for each in within)
    if sorted(names["moveFrom"]) != sorted(names["moveTo"]) or len(set(names["moveTo"])) != len(names["moveTo"]):
        yield f"what is moved from {names['moveFrom']} is moved to {names['moveTo']}"


def _fields(trees: dict[str, etree._Element]) -> Iterator[str]:
    for name, tree in trees.items():
        if not name.startswith("word/"):
            continue
        depth: list[str] = []
        for each in tree.iter(f"{{{W}}}fldChar"):
            kind = each.get(f"{{{W}}}fldCharType")
            if kind == "begin":
                depth.append("begin")
            elif not depth or (kind == "separate" and depth[-1] != "begin"):
                yield f"{name}: a field's {kind} stands alone"
            elif kind == "separate":
                depth[-1] = "separate"
            else:
                depth.pop()
        if depth:
            yield f"{name}: a field is not closed"
