"""Reads e-mails (.eml) as far as they can be read: odd character sets, missing parts and broken heads included."""

import email.errors
import email.header
import re
from collections.abc import Iterator
from email.message import Message
from email.parser import BytesParser
from email.policy import default

from discovery.core.pieces import Format
from discovery.files.converting.letters import ENCRYPTED, Enclosed, Letter, Said, sent, set_letter
from discovery.files.converting.piece import Piece, Source
from discovery.files.converting.texts import decoded

_AS_RECEIVED = default.clone(refold_source="none", max_line_length=None, cte_type="8bit")
_SHOWN = ("From", "Sender", "To", "Cc", "Bcc", "Reply-To", "Date", "Subject")
_FIELDS = {"From": "FROM", "To": "TO", "Cc": "CC", "Bcc": "BCC", "Subject": "SUBJECT", "Message-ID": "MESSAGEID"}
_ENDINGS = {"text/plain": "txt", "text/html": "html", "text/calendar": "ics", "image/jpeg": "jpg", "image/png": "png"}
_HEAD_FAULTS = (ValueError, LookupError, AttributeError, TypeError, email.errors.MessageError)


def read_mail(source: Source, form: Format) -> Piece:
    """An e-mail as pages, with what is attached as its family."""
    del form
    data = source.path.read_bytes().removeprefix(b"\xef\xbb\xbf")
    message = BytesParser(policy=_AS_RECEIVED).parsebytes(data)
    return set_letter(source, letter_of(message))


def letter_of(message: Message) -> Letter:
    """The message's head, words and files."""
    values = {name: header(message, name) for name in (*_SHOWN, "Message-ID")}
    if values["Sender"] == values["From"]:
        values["Sender"] = ""
    letter = Letter(
        head=[(name, values[name]) for name in _SHOWN],
        metadata={field: values[name] for name, field in _FIELDS.items()} | sent(values["Date"]),
    )
    _take(message, letter, None)
    if _is_encrypted(message):
        letter.notes.append(ENCRYPTED)
        letter.said.insert(0, Said(plain=f"({ENCRYPTED})"))
    return letter


def _is_encrypted(message: Message) -> bool:
    kind = message.get_content_type()
    if kind in ("application/pkcs7-mime", "application/x-pkcs7-mime"):
        return "signed" not in str(message.get_param("smime-type", ""))
    return kind == "multipart/encrypted"


def header(message: Message, name: str) -> str:
    """A field of the head as words; every one where it is there twice."""
    raw = [str(value) for key, value in message.raw_items() if key.lower() == name.lower()]
    try:
        values = [str(value) for value in message.get_all(name, [])]
    except _HEAD_FAULTS:
        values = [_raw(value) for value in raw]
    if any(_is_bare(value) for value in raw):
        values = [_raw(_mended(value)) for value in raw]
    return "; ".join(re.sub(r"\s*[\r\n]+\s*", " ", value).strip() for value in values)


def _raw(value: object) -> str:
    try:
        return str(email.header.make_header(email.header.decode_header(str(value))))
    except _HEAD_FAULTS:
        return str(value)


def _mended(value: str) -> str:
    """Bytes that stand in a head without any encoding, read as what they most likely are."""
    return decoded(value.encode("utf-8", "surrogateescape")) if _is_bare(value) else value


def _is_bare(value: str) -> bool:
    return any("\udc80" <= each <= "\udcff" for each in value)


# --- the parts -----------------------------------------------------------------------------------------------


def _take(part: Message, letter: Letter, among: Said | None) -> None:
    """Put a part where it belongs: among the words (of one passage said in several forms), or among the files."""
    kind = part.get_content_type()
    if kind == "message/rfc822" and part.is_multipart():
        letter.enclosed += [_forwarded(inner) for inner in _parts_of(part)]
    elif part.is_multipart():
        if kind == "multipart/alternative" and among is None:
            among = Said()
            letter.said.append(among)
        for inner in _parts_of(part):
            _take(inner, letter, among)
    elif part.get_content_maintype() in ("text", "multipart") and kind != "text/calendar" and not _is_file(part):
        if among is None:
            among = Said()
            letter.said.append(among)
        _say(among, kind, _text(part))
    else:
        letter.enclosed.append(_file(part, len(letter.enclosed) + 1))


def _say(among: Said, kind: str, words: str) -> None:
    if kind == "text/html":
        among.html += ("<hr>" if among.html else "") + words
    else:
        among.plain += ("\n\n" if among.plain else "") + words


def _parts_of(part: Message) -> Iterator[Message]:
    for inner in part.get_payload():
        if isinstance(inner, Message):
            yield inner


def _is_file(part: Message) -> bool:
    try:
        return part.get_content_disposition() == "attachment" or bool(part.get_filename())
    except _HEAD_FAULTS:
        return True


def _text(part: Message) -> str:
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return str(part.get_payload())
    try:
        stated = str(part.get_content_charset() or "")
    except _HEAD_FAULTS:
        stated = ""
    return decoded(data, stated)


def _file(part: Message, number: int) -> Enclosed:
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        data = str(part.get_payload()).encode("utf-8", "surrogateescape")
    return Enclosed(_name(part, number), data, str(part.get("Content-ID", "") or "").strip().strip("<>"))


def _name(part: Message, number: int) -> str:
    try:
        name = _mended(part.get_filename() or "")
    except _HEAD_FAULTS:
        name = ""
    kind = part.get_content_type()
    ending = _ENDINGS.get(kind) or re.sub("[^a-z0-9]", "", kind.partition("/")[2])[:8] or "bin"
    return re.sub(r"\s+", " ", name).strip() or f"attachment {number}.{ending}"


def _forwarded(message: Message) -> Enclosed:
    subject = header(message, "Subject") or "message"
    try:
        data = message.as_bytes(policy=_AS_RECEIVED)
    except (*_HEAD_FAULTS, UnicodeError):
        data = str(message).encode("utf-8", "replace")
    return Enclosed(f"{subject[:80]}.eml", data)
