# ruff: noqa: E501 - an XML fragment reads better on one line than broken
"""Makes templates/house.docx, the Word look of every paper: run it after changing a style, and commit the result.

An office that wants another look edits house.docx in Word and keeps the names of the styles.
"""

import sys
import zipfile
from pathlib import Path
from xml.sax.saxutils import quoteattr

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
ML = "application/vnd.openxmlformats-officedocument.wordprocessingml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
FONT = "Times New Roman"
DOUBLE = '<w:spacing w:before="0" w:after="0" w:line="480" w:lineRule="auto"/>'
SINGLE = '<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'


def spaced(before: int, after: int, line: int = 240) -> str:
    """Paragraph spacing in twentieths of a point."""
    return f'<w:spacing w:before="{before}" w:after="{after}" w:line="{line}" w:lineRule="auto"/>'


def style(
    kind: str, key: str, name: str, inside: str, *, based: str | None = "Normal", after: str = "", link: str = ""
) -> str:
    """One style; `inside` is its pPr and rPr, `after` the style of the paragraph that follows."""
    parts = [f"<w:name w:val={quoteattr(name)}/>"]
    if based and kind == "paragraph":
        parts.append(f'<w:basedOn w:val="{based}"/>')
    if after:
        parts.append(f'<w:next w:val="{after}"/>')
    if link:
        parts.append(f'<w:link w:val="{link}"/>')
    parts.append(f"<w:qFormat/>{inside}")
    custom = "" if name[0].islower() or name in BUILT_IN else ' w:customStyle="1"'
    return f'<w:style w:type="{kind}"{custom} w:styleId="{key}">{"".join(parts)}</w:style>'


BUILT_IN = {"Normal", "Title", "Hyperlink", "Table Grid", "Signature", "Default Paragraph Font", "Normal Table"}


INDENTS = (
    '<w:ind w:left="0" w:firstLine="720"/>',
    '<w:ind w:left="2160" w:hanging="720"/>',
    '<w:ind w:left="2880" w:hanging="720"/>',
)


def paragraph(key: str, name: str, pieces: str, letters: str = "", **more: str) -> str:
    """A paragraph style."""
    return style(
        "paragraph", key, name, f"<w:pPr>{pieces}</w:pPr>" + (f"<w:rPr>{letters}</w:rPr>" if letters else ""), **more
    )


def shaded(key: str, name: str, color: str) -> str:
    """A character style that marks a place in a review copy; finishing removes it."""
    return style("character", key, name, f'<w:rPr><w:shd w:val="clear" w:color="auto" w:fill="{color}"/></w:rPr>')


def level(number: int, form: str, text: str, linked: str, left: int, first: int, font: str = "") -> str:
    """One level of a list, bound to the paragraph style that carries it."""
    letters = f'<w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:hint="default"/></w:rPr>' if font else ""
    hang = f'w:firstLine="{first}"' if first >= 0 else f'w:hanging="{-first}"'
    stop = left + first + 720 if first > 0 else left
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:pStyle w:val="{linked}"/>'
        f'<w:lvlText w:val={quoteattr(text)}/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:tabs><w:tab w:val="num" w:pos="{stop}"/></w:tabs><w:ind w:left="{left}" {hang}/></w:pPr>{letters}</w:lvl>'
    )


def styles() -> str:
    """Every style a paper uses."""
    hyphens = '<w:tabs><w:tab w:val="right" w:leader="hyphen" w:pos="5000"/></w:tabs>'
    dots = '<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="9350"/></w:tabs>'
    bold, italic = "<w:b/><w:bCs/>", "<w:i/><w:iCs/>"
    numbered = [
        paragraph(
            f"Numbered{n}",
            f"Numbered {n}",
            f'<w:numPr><w:ilvl w:val="{n - 1}"/><w:numId w:val="1"/></w:numPr>{DOUBLE}{indent}',
        )
        # The indent is the list level's as well: Word reads it there, LibreOffice here.
        for n, indent in enumerate(INDENTS, start=1)
    ]
    bullets = [
        paragraph(
            f"Bullet{n}",
            f"Bullet {n}",
            f'<w:numPr><w:ilvl w:val="{n - 1}"/><w:numId w:val="2"/></w:numPr>{spaced(0, 120)}',
        )
        for n in (1, 2, 3)
    ]
    contents = [
        paragraph(f"TOC{n}", f"toc {n}", f'{dots}{spaced(0, 60)}<w:ind w:left="{360 * (n - 1)}"/>') for n in (1, 2, 3)
    ]
    authorities = [
        paragraph(
            "TableofAuthorities",
            "table of authorities",
            f'<w:keepLines/>{dots}{spaced(0, 60)}<w:ind w:left="360" w:hanging="360"/>',
        ),
        paragraph("TOAHeading", "toa heading", f"<w:keepNext/>{spaced(160, 80)}", bold),
    ]
    heads = [
        paragraph(
            "Heading1",
            "heading 1",
            f'<w:keepNext/><w:keepLines/>{spaced(240, 240)}<w:jc w:val="center"/><w:outlineLvl w:val="0"/>',
            bold,
            after="First",
        ),
        paragraph(
            "Heading2",
            "heading 2",
            f'<w:keepNext/><w:keepLines/>{spaced(240, 200)}<w:outlineLvl w:val="1"/>',
            bold,
            after="First",
        ),
        paragraph(
            "Heading3",
            "heading 3",
            f'<w:keepNext/><w:keepLines/>{spaced(200, 160)}<w:outlineLvl w:val="2"/>',
            bold + italic,
            after="First",
        ),
    ]
    small = '<w:sz w:val="20"/><w:szCs w:val="20"/>'
    return (
        f'{HEAD}<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr>'
        f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:cs="{FONT}" w:eastAsia="SimSun"/>'
        '<w:sz w:val="24"/><w:szCs w:val="24"/><w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
        f"</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>{SINGLE}</w:pPr></w:pPrDefault></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/><w:pPr><w:widowControl/></w:pPr></w:style>'
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>'
        '<w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
        '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/><w:semiHidden/></w:style>'
        '<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>'
        + "".join(
            f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="6E6E6E"/>'
            for side in ("top", "left", "bottom", "right", "insideH", "insideV")
        )
        + '</w:tblBorders><w:tblCellMar><w:top w:w="50" w:type="dxa"/><w:left w:w="90" w:type="dxa"/><w:bottom w:w="50" w:type="dxa"/><w:right w:w="90" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
        + "".join(
            [
                paragraph("Title", "Title", f'<w:keepNext/>{spaced(0, 240)}<w:jc w:val="center"/>', bold),
                *heads,
                paragraph("Body", "Body", DOUBLE),
                paragraph("First", "First", f'{DOUBLE}<w:ind w:firstLine="720"/>'),
                paragraph("Keep", "Keep", f"<w:keepNext/><w:keepLines/>{DOUBLE}"),
                paragraph(
                    "Note",
                    "Note",
                    f'{spaced(60, 180)}<w:ind w:left="720"/>',
                    '<w:sz w:val="22"/><w:szCs w:val="22"/>',
                ),
                paragraph("Small", "Small", spaced(0, 120), small),
                *numbered,
                *bullets,
                paragraph(
                    "BlockQuotation",
                    "Block Quotation",
                    f'{spaced(0, 240)}<w:ind w:left="1080" w:right="1080"/><w:jc w:val="both"/>',
                ),
                paragraph("Court", "Court", f"<w:keepNext/>{spaced(0, 80)}", bold),
                paragraph("CaptionEdge", "Caption Edge", f"<w:keepNext/>{hyphens}{SINGLE}"),
                paragraph("CaptionLine", "Caption Line", f"<w:keepNext/>{spaced(80, 80)}"),
                paragraph(
                    "SignatureRule",
                    "Signature Rule",
                    f'<w:keepNext/><w:keepLines/><w:pBdr><w:top w:val="single" w:sz="6" w:space="2" w:color="auto"/></w:pBdr>{spaced(720, 0)}<w:ind w:left="4680"/>',
                ),
                paragraph("SignatureLine", "Signature Line", f'<w:keepLines/>{SINGLE}<w:ind w:left="4680"/>'),
                paragraph("TableText", "Table Text", SINGLE, small),
                paragraph("TableHead", "Table Head", f"<w:keepNext/>{SINGLE}", bold + small),
                paragraph("Figure", "Figure", f'<w:keepNext/>{spaced(120, 60)}<w:jc w:val="center"/>'),
                paragraph("Caption", "caption", f'{spaced(0, 240)}<w:jc w:val="center"/>', small),
                *contents,
                *authorities,
                paragraph(
                    "Header",
                    "header",
                    f'{SINGLE}<w:jc w:val="center"/>',
                    f'{bold}<w:sz w:val="18"/><w:szCs w:val="18"/>',
                ),
                paragraph("ReviewMark", "Review Mark", "", based="Header"),
                paragraph(
                    "Footer", "footer", f'{SINGLE}<w:jc w:val="center"/>', '<w:sz w:val="18"/><w:szCs w:val="18"/>'
                ),
                paragraph("FootnoteText", "footnote text", spaced(0, 40), small),
                style(
                    "character",
                    "FootnoteReference",
                    "footnote reference",
                    '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>',
                ),
                paragraph("CommentText", "annotation text", SINGLE, small),
                style(
                    "character",
                    "CommentReference",
                    "annotation reference",
                    '<w:rPr><w:sz w:val="16"/><w:szCs w:val="16"/></w:rPr>',
                ),
                style("character", "Hyperlink", "Hyperlink", "<w:rPr/>"),
                shaded("DiscoveryBlank", "Discovery Blank", "FFE08A"),
                shaded("DiscoveryCite", "Discovery Cite", "FFD2C2"),
                shaded("DiscoveryVerify", "Discovery Verify", "FFD2C2"),
                shaded("DiscoveryExhibit", "Discovery Exhibit", "FFE08A"),
                shaded("DiscoveryFinding", "Discovery Finding", "CFE6FB"),
            ]
        )
        + "</w:styles>"
    )


def numbering() -> str:
    """Numbers one to three deep, and bullets; each level is bound to its own style."""
    numbers = (
        level(0, "decimal", "%1.", "Numbered1", 0, 720)
        + level(1, "lowerLetter", "(%2)", "Numbered2", 2160, -720)
        + level(2, "lowerRoman", "(%3)", "Numbered3", 2880, -720)
    )
    bullets = "".join(level(n, "bullet", "•–·"[n], f"Bullet{n + 1}", 720 + 360 * n, -360) for n in range(3))
    return (
        f'{HEAD}<w:numbering xmlns:w="{W}">'
        f'<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>{numbers}</w:abstractNum>'
        f'<w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="multilevel"/>{bullets}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
    )


def field(code: str) -> str:
    """A field with a cached result."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def words(text: str) -> str:
    """A run of words."""
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def parts() -> dict[str, str]:
    """Every file of the package."""
    note = '<w:footnote w:type="{0}" w:id="{1}"><w:p><w:pPr><w:spacing w:after="0" w:line="240" w:lineRule="auto"/></w:pPr><w:r><w:{2}/></w:r></w:p></w:footnote>'
    related = [
        ("styles", "styles"), ("numbering", "numbering"), ("settings", "settings"),
        ("footnotes", "footnotes"), ("header", "header1"), ("footer", "footer1"), ("fontTable", "fontTable"),
    ]  # fmt: skip
    types = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{ML}.{kind}+xml"/>' for kind, name in related
    )
    relations = "".join(
        f'<Relationship Id="rId{n}" Type="{OFFICE}/{kind}" Target="{name}.xml"/>'
        for n, (kind, name) in enumerate(related, 1)
    )
    package = "http://schemas.openxmlformats.org/package/2006"
    return {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
        f'<Override PartName="/word/document.xml" ContentType="{ML}.document.main+xml"/>{types}'
        '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>',
        "_rels/.rels": f'{HEAD}<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>'
        f'<Relationship Id="rId2" Type="{package}/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>',
        "docProps/core.xml": f'{HEAD}<cp:coreProperties xmlns:cp="{package}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"/>',
        "word/document.xml": f'{HEAD}<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body><w:sectPr>'
        '<w:headerReference w:type="default" r:id="rId5"/><w:footerReference w:type="default" r:id="rId6"/>'
        '<w:pgSz w:w="12240" w:h="15840"/>'
        '<w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440" w:header="576" w:footer="576" w:gutter="0"/>'
        "</w:sectPr></w:body></w:document>",
        "word/_rels/document.xml.rels": f'{HEAD}<Relationships xmlns="{package}/relationships">{relations}</Relationships>',
        "word/styles.xml": styles(),
        "word/numbering.xml": numbering(),
        "word/settings.xml": f'{HEAD}<w:settings xmlns:w="{W}"><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/>'
        '<w:characterSpacingControl w:val="doNotCompress"/>'
        '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
        '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        '<w:themeFontLang w:val="en-US"/><w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>',
        "word/footnotes.xml": f'{HEAD}<w:footnotes xmlns:w="{W}">'
        f'{note.format("separator", -1, "separator")}{note.format("continuationSeparator", 0, "continuationSeparator")}</w:footnotes>',
        "word/fontTable.xml": f'{HEAD}<w:fonts xmlns:w="{W}"><w:font w:name="{FONT}"><w:charset w:val="00"/><w:family w:val="roman"/><w:pitch w:val="variable"/></w:font></w:fonts>',
        "word/header1.xml": f'{HEAD}<w:hdr xmlns:w="{W}"><w:p><w:pPr><w:pStyle w:val="Header"/></w:pPr></w:p></w:hdr>',
        "word/footer1.xml": f'{HEAD}<w:ftr xmlns:w="{W}"><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>'
        f'{words("Page ")}{field("PAGE")}{words(" of ")}{field("NUMPAGES")}</w:p></w:ftr>',
    }  # fmt: skip


def main(target: Path) -> None:
    """Write the package, with fixed times, so that the same script gives the same bytes."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts().items():
            package.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), text.encode(), zipfile.ZIP_DEFLATED)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[1] / "templates" / "house.docx")
