"""What was found out about a PDF before it is filed: facts, judged elsewhere."""

from discovery.core.record import Record


class Examined(Record):
    """What was found out about a PDF; pages are counted from 1."""

    name: str
    size: int
    """Bytes."""
    pages: int = 0
    unreadable: str = ""
    """Why it does not open at all; then nothing else is known of it."""
    encrypted: bool = False
    damaged: bool = False
    signed: bool = False
    scripts: tuple[str, ...] = ()
    """Where each lies: “page 3”, “the document”."""
    opening: bool = False
    actions: tuple[str, ...] = ()
    media: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    """The names of the files inside it."""
    portfolio: bool = False
    layers: tuple[str, ...] = ()
    comments: tuple[int, ...] = ()
    """The page of each comment."""
    fields: int = 0
    xfa: bool = False
    dynamic: bool = False
    """An XFA form whose pages only ask to wait for a program that can show it."""
    bare: tuple[int, ...] = ()
    """Pages that show something but hold no text worth the name."""
    blank: tuple[int, ...] = ()
    images: tuple[tuple[int, int], ...] = ()
    """Pages with the dots per inch of their coarsest large image."""
    margins: tuple[tuple[int, int], ...] = ()
    """Pages with the points between what they show and the nearest edge."""
    bookmarks: int = 0
    astray: int = 0
    """Bookmarks that lead to no page."""
    unprinted: tuple[int, ...] = ()
    """Pages on which the number that a viewer shows for them is not printed."""
    view: str = ""
    pdfa: str = ""
    """The part and level it claims."""
    pdfa_faults: tuple[str, ...] = ()
    """Why the claim, or a claim it could make, does not hold."""
    pdfa_open: tuple[str, ...] = ()
    """What in it our test does not know: it neither confirms nor refutes the claim."""
