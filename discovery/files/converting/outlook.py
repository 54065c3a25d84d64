"""Reads Outlook messages (.msg): head, words, attachments, and messages inside the message."""

from collections.abc import Callable, Iterator
from email.parser import HeaderParser
from email.policy import default
from typing import TypeVar

from oxmsg import Message
from oxmsg.attachment import Attachment
from oxmsg.properties import Properties
from oxmsg.recipient import Recipient
from oxmsg.storage import Storage

from discovery.core.pieces import Format, Kind
from discovery.files.converting.compound import Tree, compound_file
from discovery.files.converting.letters import Enclosed, Letter, Said, moment_fields, sent, set_letter
from discovery.files.converting.mail import header
from discovery.files.converting.piece import Piece, Source
from discovery.files.converting.rich_text import unpacked
from discovery.files.converting.texts import decoded

LINKED = "“{name}” was attached only as a link to a place outside the message."
IN_RICH_TEXT = "The words of the message are in Rich Text, which follows as its first attachment."
_CLASS = "It is an Outlook item of the kind {kind}; its pages show its words only, the original keeps its fields."
_TO = {1: "To", 2: "Cc", 3: "Bcc"}
_RECIPIENT_TYPE, _ATTACH_METHOD, _SENT, _DELIVERED = 0x0C15, 0x3705, 0x0039, 0x0E06
_LONG_NAME, _SHORT_NAME, _DISPLAY_NAME, _CONTENT_ID, _PATH = 0x3707, 0x3704, 0x3001, 0x3712, 0x370D
_SUBJECT, _HEADERS, _MESSAGE_ID, _BODY, _BODY_HTML, _RICH = 0x0037, 0x007D, 0x1035, 0x1000, 0x1013, 0x1009
_INNER = "__substg1.0_3701000D"
_PROPERTIES = "__properties_version1.0"
_EMBEDDED_HEAD = 24
_Read = TypeVar("_Read")
_FAULTS = (ValueError, LookupError, AttributeError, TypeError, AssertionError, OSError)


def read_msg(source: Source, form: Format) -> Piece:
    """An Outlook message as pages, with what is attached as its family."""
    try:
        message = Message.load(str(source.path))
        letter = _letter(message)
    except _FAULTS as error:
        detail = (
            f"{source.name} cannot be read as {form.called} ({error}). Open it in Outlook, and print it to a PDF."
        )
        return source.piece(Kind.EMAIL, why="The message is damaged.", detail=detail)
    return set_letter(source, letter)


def _letter(message: Message) -> Letter:
    properties = message.properties
    heads = HeaderParser(policy=default).parsestr(_words(properties, _HEADERS))
    people = _people(message)
    written = header(heads, "Date")
    moment = _or(lambda: properties.date_prop_value(_SENT)) or _or(lambda: properties.date_prop_value(_DELIVERED))
    fields = sent(written)
    if moment and not fields:
        written = f"{moment:%Y-%m-%d %H:%M:%S} UTC"
        fields = moment_fields(moment, stated=written)
    letter = Letter(
        head=[
            ("From", header(heads, "From") or _or(lambda: message.sender or "") or ""),
            *((name, header(heads, name) or people[name]) for name in ("To", "Cc", "Bcc")),
            ("Date", written),
            ("Subject", _words(properties, _SUBJECT)),
        ]
    )
    named = {name.upper(): value for name, value in letter.head if name != "Date"}
    letter.metadata = {**named, **fields, "MESSAGEID": _words(properties, _MESSAGE_ID)}
    _take_words(message, letter)
    letter.enclosed += list(_enclosed(message, letter))
    kind = _or(lambda: message.message_class) or ""
    if kind and not kind.upper().startswith(("IPM.NOTE", "REPORT.IPM.NOTE")):
        letter.notes.append(_CLASS.format(kind=kind))
    return letter


def _people(message: Message) -> dict[str, str]:
    listed: dict[str, list[str]] = {name: [] for name in _TO.values()}
    for one in message.recipients:
        role, who = _person(one)
        listed[role].append(who)
    return {name: "; ".join(each for each in people if each) for name, people in listed.items()}


def _person(one: Recipient) -> tuple[str, str]:
    kind = _or(lambda: one.properties.int_prop_value(_RECIPIENT_TYPE)) or 1
    name, address = _or(lambda: one.name) or "", _or(lambda: one.email_address) or ""
    role = _TO.get(kind & 3, "To")
    return role, f"{name} <{address}>" if name and address and name != address else name or address


def _take_words(message: Message, letter: Letter) -> None:
    properties = message.properties
    plain, html = _words(properties, _BODY), _html(properties)
    if plain.strip() or html.strip():
        letter.said.append(Said(plain, html))
        return
    packed = _or(lambda: properties.binary_prop_value(_RICH))
    rich = _or(lambda: unpacked(packed)) if packed else None
    if rich:
        letter.enclosed.append(Enclosed("message.rtf", rich))
        letter.said.append(Said(f"({IN_RICH_TEXT})"))
        letter.notes.append(IN_RICH_TEXT)


def _html(properties: Properties) -> str:
    held = _or(lambda: properties.binary_prop_value(_BODY_HTML))
    if held:
        return decoded(held, _or(lambda: properties.body_encoding) or "")
    return _words(properties, _BODY_HTML)


def _words(properties: Properties, number: int) -> str:
    return _or(lambda: properties.str_prop_value(number)) or ""


def _or(read: Callable[[], _Read]) -> _Read | None:
    """What a reader of one property gives; nothing where the message is faulty there."""
    try:
        return read()
    except _FAULTS:
        return None


# --- what is attached ----------------------------------------------------------------------------------------


def _enclosed(message: Message, letter: Letter) -> Iterator[Enclosed]:
    for number, one in enumerate(message.attachments, start=1):
        held = _data(message, one)
        name = next((each for each in map(_named(one), (_LONG_NAME, _SHORT_NAME, _DISPLAY_NAME)) if each), "")
        name = name or f"attachment {number}.bin"
        if held is None:
            path = _words(one.properties, _PATH)
            letter.notes.append(LINKED.format(name=name if not path else path.replace("\\", "/").rpartition("/")[2]))
        elif _is_message(_inner(one)):
            yield Enclosed(f"{name.removesuffix('.msg')}.msg", held)
        else:
            yield Enclosed(name, held, _words(one.properties, _CONTENT_ID).strip("<>"))


def _named(one: Attachment) -> Callable[[int], str]:
    return lambda number: _words(one.properties, number)


def _data(message: Message, one: Attachment) -> bytes | None:
    inner = _inner(one)
    if inner is not None:
        return _standing_alone(message, inner)
    return _or(lambda: one.file_bytes)


def _inner(one: Attachment) -> Storage | None:
    """The message that is attached as a message; also the parts of an OLE object, which only its program can show."""
    return next((each for each in _folders(one._storage) if each.name == _INNER), None)


def _is_message(inner: Storage | None) -> bool:
    return inner is not None and any(each.name == _PROPERTIES for each in inner.streams)


def _folders(storage: object) -> tuple[Storage, ...]:
    """The folders of a part, which the library keeps to itself."""
    return storage.storages if isinstance(storage, Storage) else ()


def _standing_alone(message: Message, inner: Storage) -> bytes:
    """A message inside a message as a file of its own: the same streams, with the head a first message has."""
    tree = dict(_tree(inner))
    properties = tree.get(_PROPERTIES)
    if isinstance(properties, bytes):
        tree[_PROPERTIES] = properties[:_EMBEDDED_HEAD] + bytes(8) + properties[_EMBEDDED_HEAD:]
    for each in _folders(message._storage):
        if each.name == "__nameid_version1.0" and each.name not in tree:
            tree[each.name] = _tree(each)
    return compound_file(tree)


def _tree(storage: Storage) -> Tree:
    return {
        **{each.name: each.bytes_ for each in storage.streams},
        **{each.name: _tree(each) for each in storage.storages},
    }
