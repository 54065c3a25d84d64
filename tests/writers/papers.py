"""Papers to write: a small motion as counsel would see it, and one with everything a paper can hold."""

from dataclasses import replace

from discovery.core.blocks import (
    Align,
    Blank,
    Block,
    Bullet,
    Caption,
    Cite,
    Contents,
    Copy,
    Emphasis,
    ExhibitRef,
    Figure,
    Heading,
    Inlines,
    LineBreak,
    NoteRef,
    Numbered,
    PageBreak,
    Paper,
    PaperKind,
    Paragraph,
    ParagraphRef,
    Quotation,
    Signature,
    Sourced,
    Table,
    Text,
    Verify,
)

HOSTILE = 'José O’Brien-Núñez & Co <test> *x* {exhibit:a} {{7*7}} #read("x") $x$ @y [^1] |'
CYRILLIC = "Иван Петрович Щукин"
ARABIC = "محمد عبد الله"
CHINESE = "王小明"

SVG = """<svg xmlns="http://www.w3.org/2000/svg" width="520" height="120" viewBox="0 0 520 120"
 font-family="Libertinus Serif" font-size="12"><line x1="20" y1="60" x2="500" y2="60" stroke="#111"/>
<rect x="60" y="40" width="180" height="14" fill="#cfe6fb" stroke="#111"/><text x="60" y="34">Search recorded</text>
<circle cx="330" cy="60" r="5" fill="#b03a2e"/><text x="300" y="84">Arrest</text></svg>"""


def t(text: str) -> Text:
    """Words."""
    return Text(text)


def said(source: str, text: str) -> Sourced:
    """Words that rest on something."""
    return Sourced(source, (Text(text),))


DEFENDANT = said("intake:defendant.name", "JOHN Q. SAMPLE")
KNIGHT = Emphasis((t("People v Knight"),))
DISCLOSURE = Cite("cpl-245.20", "opening", (t("CPL 245.20(1)"),), "verified")
SUBDIVISION = Cite(
    "cpl-245.20",
    "subdivision-k",
    (t("CPL 245.20(1)(k)"),),
    "partly verified",
    "Read in a summary, not in the statute.",
)
REPORTED = Sourced(
    "finding:lead-only-stamp",
    (t("according to the article, the match report was marked as a lead only"),),
    attributed=True,
    note="A press account: demand the record it describes.",
)


def caption(paper: str) -> Caption:
    """The sample court's caption."""
    return Caption(
        (t("SUPREME COURT OF THE STATE OF NEW YORK"), LineBreak(), t("COUNTY OF KINGS: CRIMINAL TERM, PART SAMPLE")),
        ((t("THE PEOPLE OF THE STATE OF NEW YORK,"),), (t("-against-"),), (DEFENDANT, t(",")), (t("Defendant."),)),
        ((t("Ind. No. "), said("intake:indictment", "70000-19/001")), (Emphasis((t(paper),), strong=True),)),
    )


def notice() -> tuple[Block, ...]:
    """A notice of motion."""
    return (
        caption("NOTICE OF MOTION"),
        Paragraph(
            (
                Emphasis((t("PLEASE TAKE NOTICE"),), strong=True),
                t(", that upon the annexed affirmation of counsel, and the exhibits annexed to it, the undersigned"
                  " will move this Court, at "),
                Blank("return-date", "the return date and part of the motion"),
                t(", or as soon as counsel may be heard, for an order granting:"),
            ),
            style="first",
        ),
        Numbered(1, 1, (t("Disclosure of the records of each search made, under "), SUBDIVISION, t(";"))),
        Numbered(2, 1, (t("the probe image, with every edit made to it;"),)),
        Numbered(2, 2, (t("the candidate list, in the order in which it was returned:"),)),
        Numbered(3, 1, (t("with each rank and score; and"),)),
        Numbered(3, 2, (t("with the analyst’s notes;"),)),
        Numbered(1, 2, (t("A hearing on the identification procedures; and"),)),
        Numbered(1, 3, (t("Such other relief as the Court finds just."),)),
        Paragraph((t("Dated: "), said("given:today", "November 23, 2026")), style="body"),
        Signature(
            ((t("Jane Counsel, Esq."),), (t("Attorney for Defendant"),), (Blank("office", "the office’s address"),))
        ),
    )  # fmt: skip


def affirmation() -> tuple[Block, ...]:
    """The affirmation in support, with quotation, notes, table and figure."""
    rows: tuple[tuple[Inlines, ...], ...] = (
        ((t("Record"),), (t("Held by"),), (t("State"),)),
        ((t("Possible match report"),), (t("Facial Identification Section"),), (t("demanded, not answered"),)),
        (
            (t("Photo array and its instructions"),),
            (t("Precinct detective squad"),),
            (ExhibitRef("array", "Exhibit B"),),
        ),
    )
    return (
        PageBreak("Affirmation in support"),
        caption("AFFIRMATION IN SUPPORT"),
        Heading(1, (t("What the papers show"),), "shown"),
        Numbered(1, 1, (t("I am counsel to "), DEFENDANT, t(", and affirm this in support.")), restart=True),
        Numbered(
            1,
            2,
            (
                t("A detective’s report says that "),
                said("intake:facial_recognition.searches[0].system", "a facial recognition search"),
                t(" returned the person depicted in the surveillance still. "),
                ExhibitRef("report", "Exhibit A"),
                t(" at "),
                ExhibitRef("report", "DOE-000013", page=3),
                t("."),
                NoteRef(1),
            ),
            label="report",
        ),
        Numbered(1, 3, (t("In other cases, "), REPORTED, t("."), NoteRef(2), t(" The report in paragraph "),
                        ParagraphRef("report", "2"), t(" bears no such legend."))),
        Quotation((t("The result of a search is not a positive identification, and does not by itself establish"
                     " probable cause to arrest; further investigation is needed."),)),
        Heading(2, (t("Records not yet disclosed"),), "records"),
        Table(rows, (4, 4, 3)),
        Bullet(1, (t("the audit log of the search;"),)),
        Bullet(2, (t("with the operator’s name;"),)),
        Bullet(1, (t("the policy in force on the day."),)),
        Figure(SVG, "A line with the recorded search in blue before the arrest in red.",
               (t("The recorded search and the arrest (demonstrative)."),), ("intake:arrest",)),
        Heading(1, (t("Conferral"),), "conferral"),
        Numbered(1, 4, (Verify("the dates of conferral", (t("Counsel wrote to the assigned assistant"),)),
                        t(" and had no answer."))),
        Paragraph((t("WHEREFORE, the motion should be granted."),), style="keep"),
        Paragraph((t("Affirmed under the penalties of perjury."),), align=Align.RIGHT),
        Signature(((t("Jane Counsel, Esq."),),)),
    )  # fmt: skip


NOTES: tuple[Inlines, ...] = (
    (KNIGHT, t(", 69 Misc 3d 546; "), DISCLOSURE, t(".")),
    (
        t("See "),
        Cite("knight", "audit", (KNIGHT, t(" (69 Misc 3d 546)")), "unverified", "Only a digest was read."),
        t("."),
    ),
)


def motion(copy: Copy = Copy.REVIEW) -> Paper:
    """A small motion: notice and affirmation, a set of two papers."""
    return Paper(
        template="motion",
        title="Motion for facial recognition discovery",
        kind=PaperKind.SERVED,
        copy=copy,
        blocks=(PageBreak("Notice of motion"), *notice(), *affirmation()),
        notes=NOTES,
        sample=True,
        day="2026-11-23",
        overrides=("record/policies/office.toml",) if copy is Copy.REVIEW else (),
    )


def everything(copy: Copy = Copy.REVIEW) -> Paper:
    """The motion with a table of contents, values no format may take for markup, and names in four scripts."""
    names = (
        Paragraph((said("intake:defendant.name", HOSTILE),)),
        Paragraph(
            (said("intake:complainant.name", CYRILLIC), t(" and "), Emphasis((said("intake:witness.name", ARABIC),)))
        ),
        Paragraph((t("A note called again."), NoteRef(1)), style="note"),
        Paragraph((t("In small type."),), style="small"),
    )
    paper = motion(copy)
    return replace(paper, blocks=(Contents(), *paper.blocks, *names))


def with_name(name: str, copy: Copy = Copy.FILING) -> Paper:
    """A one-line paper about a person of that name."""
    blocks = (Paragraph((t("For "), said("intake:defendant.name", name), t("."))),)
    return Paper("letter", "A letter", PaperKind.LETTER, copy, blocks, day="2026-11-23")
