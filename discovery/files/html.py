"""Writes a paper as one accessible HTML page: no script, nothing fetched, every word escaped."""

import base64
import re
from dataclasses import dataclass, field
from html import escape

from discovery.core.blocks import (
    Authorities,
    Block,
    Bullet,
    Caption,
    Contents,
    Emphasis,
    Figure,
    Heading,
    Inline,
    Inlines,
    LineBreak,
    NoteRef,
    Numbered,
    PageBreak,
    Paper,
    Paragraph,
    ParagraphRef,
    Quotation,
    Signature,
    Sourced,
    Table,
    Text,
)
from discovery.core.directions import directed
from discovery.core.tables import by_category, headings
from discovery.files import marks

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
LOOK = """
:root { color: #111; background: #fff; font: 12pt/1.5 "Libertinus Serif", "Times New Roman", Times, serif; }
body { max-width: 6.5in; margin: 2rem auto; padding: 0 1rem; overflow-wrap: break-word; }
td, th { overflow-wrap: anywhere; }
body.double main { line-height: 2; }
h2, h3, h4, table, blockquote, .caption, .signature, .small, .note, nav, footer { line-height: 1.3; }
h2 { text-align: center; font-size: 1rem; margin: 1.6rem 0 .8rem; }
h3, h4 { font-size: 1rem; margin: 1.4rem 0 .6rem; }
h4 { font-style: italic; }
p { margin: 0 0 .7rem; }
.first, .level1 { text-indent: .5in; }
.number { display: inline-block; min-width: .5in; text-indent: 0; }
.level2 { margin-left: 1.5in; text-indent: -.5in; }
.level3 { margin-left: 2in; text-indent: -.5in; }
.center { text-align: center; } .right { text-align: right; }
.small { font-size: .85rem; } .note { margin-left: .5in; font-size: .95rem; }
.keep, .signature, tr { break-inside: avoid; } h2, h3, h4 { break-after: avoid; }
blockquote { margin: 0 .75in 1rem; }
table.data { border-collapse: collapse; width: 100%; font-size: .85rem; margin: 1rem 0; }
table.data th, table.data td { border: 1px solid #6e6e6e; padding: .3rem .4rem; }
table.data th, table.data td { text-align: left; vertical-align: top; }
table.data th { background: #ebebeb; }
.court { font-weight: bold; }
.sides { display: grid; grid-template-columns: 1fr 1fr; column-gap: 2rem; align-items: center; }
.sides p { margin: .4rem 0; }
.edge { width: calc(50% - 1rem); display: flex; }
.edge::before { content: ""; flex: 1; border-top: 1.5px dashed #111; margin: .65em .1em 0 0; }
.signature { margin: 3rem 0 1rem 50%; overflow: hidden; }
.ruled { border-top: 1px solid #111; padding-top: .2rem; }
.signature p { margin: 0; }
.authorities { line-height: 1.3; } .authorities dt { font-weight: bold; margin-top: .6rem; }
.authorities dd { margin: 0 0 0 .5in; text-indent: -.25in; }
figure { margin: 1rem 0; text-align: center; } figure img { max-width: 100%; } figcaption { font-size: .85rem; }
.legend { text-align: center; font-weight: bold; font-size: .8rem; margin: 0; }
.part { break-before: page; border-top: 1px solid #999; margin-top: 2rem; padding-top: 1rem; }
.title { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
mark { background: #ffe08a; color: inherit; }
mark.cite, mark.verify { background: #ffd2c2; } mark.checked { background: #e4f1dc; }
mark.finding { background: #cfe6fb; }
sup { line-height: 0; font-size: .7em; }
@page { size: letter; margin: 1in; @bottom-center { content: "Page " counter(page) " of " counter(pages); } }
@media print { body { margin: 0; max-width: none; padding: 0; } }
"""


def write_html(paper: Paper) -> bytes:
    """The paper as one HTML page in UTF-8."""
    return _Page(directed(paper)).write().encode()


@dataclass
class _Page:
    """Walks one paper, counting its notes and checks as it goes."""

    paper: Paper
    checks: list[str] = field(default_factory=list)
    calls: dict[int, int] = field(default_factory=dict)
    place: int = 0
    """Of the block that is being written."""
    part: str = ""

    def write(self) -> str:
        """The page from first line to last."""
        paper, review = self.paper, marks.is_review(self.paper)
        self.review, self.order = review, marks.note_order(paper)
        self.labels = {each.label for each in paper.blocks if isinstance(each, Numbered) and each.label}
        if review and paper.overrides:
            self.checks.append(marks.override_note(paper))
        main = self.blocks()
        self.checks += filter(None, (marks.length_note(paper),))
        title, keywords = escape(marks.clean(paper.title)), marks.keywords(paper)
        legends = "".join(f'<p class="legend">{escape(line)}</p>' for line in marks.page_head(paper))
        return "\n".join(
            [
                f'<!DOCTYPE html>\n<html lang="{escape(paper.language)}">\n<head>\n<meta charset="utf-8">',
                f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">',
                '<meta name="viewport" content="width=device-width, initial-scale=1">',
                *([f'<meta name="keywords" content="{keywords}">'] if keywords else []),
                f"<title>{title}</title>\n<style>{LOOK}{self.print_head()}</style>\n</head>",
                f'<body class="{"double" if marks.double_spaced(paper) else "single"}">',
                *([f'<header class="legends">{legends}</header>'] if legends else []),
                f'<main>\n<h1 class="title">{title}</h1>\n{main}\n</main>',
                self.notes(),
                self.check_list(),
                "</body>\n</html>\n",
            ]
        )

    def print_head(self) -> str:
        """The legends at the head of each printed page; on the screen they stand at the top once."""
        lines = (
            re.sub(r'[\\"<>]', lambda sign: f"\\{ord(sign[0]):x} ", line) for line in marks.page_head(self.paper)
        )
        return '@page { @top-center { white-space: pre; content: "' + "\\a ".join(lines) + '"; } }\n'

    # --- blocks ----------------------------------------------------------------------------------------------

    def blocks(self) -> str:
        """All blocks; neighbouring bullets become one list."""
        out: list[str] = []
        depth = 0
        for place, block in enumerate(self.paper.blocks):
            self.place = place
            wanted = min(block.level, 3) if isinstance(block, Bullet) else 0
            # A list inside a list belongs to the item before it, so an item is closed only when the next one opens.
            while depth > wanted:
                out.append("</li></ul>")
                depth -= 1
            if isinstance(block, Bullet):
                if depth == wanted:
                    out.append("</li>")
                while depth < wanted:
                    out.append("<ul>" if depth + 1 == wanted else "<ul><li>")
                    depth += 1
                out.append(f"<li>{self.inlines(block.inlines)}")
            else:
                out.append(self.block(block))
        return "\n".join([*out, "</li></ul>" * depth, "</section>" if self.part else ""])

    def block(self, block: Block) -> str:
        """One block that is no bullet."""
        match block:
            case Heading(level=level, inlines=inlines, anchor=anchor):
                tag = f"h{min(level, 3) + 1}"
                return f'<{tag} id="h-{escape(anchor)}">{self.inlines(inlines)}</{tag}>'
            case Paragraph(inlines=inlines, align=align):
                style = "first" if marks.indented(self.paper, block) else block.style
                return f'<p class="{escape(style)} {align.value}">{self.inlines(inlines)}</p>'
            case Numbered(level=level, inlines=inlines, label=label):
                name = f' id="p-{escape(label)}"' if label else ""
                number = f'<span class="number">{marks.number_text(block)}</span> '
                return f'<p class="numbered level{level}"{name}>{number}{self.inlines(inlines)}</p>'
            case Quotation(inlines=inlines):
                return f"<blockquote><p>{self.inlines(inlines)}</p></blockquote>"
            case Table():
                return self.table(block)
            case Caption():
                return self.caption(block)
            case Signature(lines=lines):
                inside = "".join(f"<p>{self.inlines(line)}</p>" for line in lines)
                ruled = "" if any(map(marks.is_rule, lines)) else " ruled"
                return f'<div class="signature{ruled}">{inside}</div>'
            case Figure(svg=svg, alt=alt, caption=caption):
                data = base64.b64encode(svg.encode()).decode()
                words = f"<figcaption>{self.inlines(caption)}</figcaption>" if caption else ""
                image = f'<img src="data:image/svg+xml;base64,{data}" alt="{escape(marks.clean(alt))}">'
                return f"<figure>{image}{words}</figure>"
            case PageBreak(title=title):
                return self.page_break(marks.clean(title))
            case Contents():
                return self.contents()
            case Authorities():
                return self.authorities(block)
            case _:
                raise AssertionError(block)

    def table(self, block: Table) -> str:
        """A table with its header row as such."""
        head, *rest = block.rows
        widths = marks.column_widths(block)
        columns = "".join(f'<col style="width: {100 * width / sum(widths):.1f}%">' for width in widths)
        top = "".join(f'<th scope="col">{self.inlines(cell)}</th>' for cell in head)
        rows = "".join(f"<tr>{''.join(f'<td>{self.inlines(cell)}</td>' for cell in row)}</tr>" for row in rest)
        inside = f"<colgroup>{columns}</colgroup><thead><tr>{top}</tr></thead><tbody>{rows}</tbody>"
        return f'<table class="data">{inside}</table>'

    def caption(self, block: Caption) -> str:
        """Court, parties and index box between two edges that end in X."""
        edge = '<div class="edge" aria-hidden="true">X</div>'
        court = self.inlines(block.court)
        left = "".join(f'<p class="{marks.caption_side(line)}">{self.inlines(line)}</p>' for line in block.left)
        right = "".join(f"<p>{self.inlines(line)}</p>" for line in block.right)
        return (
            f'<section class="caption" aria-label="Caption"><p class="court">{court}</p>{edge}'
            f'<div class="sides"><div>{left}</div><div>{right}</div></div>{edge}</section>'
        )

    def page_break(self, title: str) -> str:
        """A new page; with a title, a part of its own."""
        if not title:
            return '<hr class="part">'
        closing = "</section>" if self.part else ""
        self.part = title
        return f'{closing}<section class="part" aria-label="{escape(title)}">'

    def contents(self) -> str:
        """Links to the headings of the part."""
        lines = [
            f'<p style="margin-left: {block.level - 1}em"><a href="#h-{escape(block.anchor)}">'
            f"{escape(marks.words(block.inlines))}</a></p>"
            for block in headings(self.paper, self.place)
        ]
        return f'<nav aria-label="Contents">{"".join(lines)}</nav>'

    def authorities(self, block: Authorities) -> str:
        """What the part cites, by category; a page that scrolls has no page numbers."""
        groups = [
            f"<dt>{escape(category)}</dt>{''.join(f'<dd>{self.inlines(each.inlines)}</dd>' for each in listed)}"
            for category, listed in by_category(block)
        ]
        return f'<dl class="authorities">{"".join(groups)}</dl>' if groups else ""

    # --- inlines ---------------------------------------------------------------------------------------------

    def inlines(self, inlines: Inlines) -> str:
        """A run of inlines."""
        return "".join(self.inline(inline) for inline in marks.joined(inlines))

    def inline(self, inline: Inline) -> str:
        """One inline; in a review copy an open place is marked and leads to its check."""
        mark = marks.mark_of(inline) if self.review else None
        if not mark or not mark.note:
            return self.bare(inline)
        if mark.note not in self.checks:
            self.checks.append(mark.note)
        number = self.checks.index(mark.note) + 1
        call = f'<sup><a href="#check-{number}">[check {number}]</a></sup>'
        return f'<mark class="{mark.kind}">{self.bare(inline)}</mark>{call}'

    def bare(self, inline: Inline) -> str:
        """One inline's own words."""
        match inline:
            case Text(text=text):
                return escape(marks.clean(text))
            case Emphasis(children=children, strong=strong):
                tag = "strong" if strong else "em"
                return f"<{tag}>{self.inlines(children)}</{tag}>"
            case LineBreak():
                return "<br>"
            case NoteRef(number=number):
                return self.call(number)
            case ParagraphRef(label=label, text=text) if label in self.labels:
                return f'<a href="#p-{escape(label)}">{escape(marks.clean(text))}</a>'
            case Sourced(source=source, children=children) if self.review:
                # What words rest on is for counsel: a filing copy does not carry it.
                return f'<span data-source="{escape(source)}">{self.inlines(children)}</span>'
            case _:
                return self.inlines(marks.children_of(inline))

    def call(self, number: int) -> str:
        """The mark in the text that calls a footnote."""
        if number not in self.order:
            return ""
        own = self.order[number]
        self.calls[number] = self.calls.get(number, 0) + 1
        name = f' id="call-{own}"' if self.calls[number] == 1 else ""
        return f'<sup><a{name} href="#note-{own}" role="doc-noteref">{own}</a></sup>'

    def notes(self) -> str:
        """The footnotes at the end of the page, each with a way back."""
        if not self.order:
            return ""
        items = [
            f'<li id="note-{own}">{self.inlines(self.paper.notes[number - 1])} '
            f'<a href="#call-{own}" role="doc-backlink" aria-label="Back to the text">↩</a></li>'
            for number, own in sorted(self.order.items(), key=lambda pair: pair[1])
        ]
        return f'<footer><section role="doc-endnotes" aria-label="Notes"><ol>{"".join(items)}</ol></section></footer>'

    def check_list(self) -> str:
        """What a reader of the review copy must check."""
        if not self.checks:
            return ""
        items = "".join(
            f'<li id="check-{n}">{escape(marks.clean(note))}</li>' for n, note in enumerate(self.checks, start=1)
        )
        return f'<aside aria-label="To check before filing"><h2>To check before filing</h2><ol>{items}</ol></aside>'
