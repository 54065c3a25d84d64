"""Takes out of a source PDF what must not leave the office or run on the court's machine, before it is copied.

The page itself (content, images, fonts, layers, comments, links inside the document and to the web) stays as it is.
What goes, each named in a note: scripts and actions that open files or send data, attached files and media, metadata
and private data of programs, camera data (EXIF, XMP, IPTC) inside JPEG and JPEG 2000 images, the author names of
comments, and the validity of signatures, which any numbering would break.
"""

import re
import zlib
from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream, String

from discovery.files.markers import IN_STREAMS, WAS

_HARMLESS = {"/GoTo", "/Named"}
_WEB = ("http://", "https://", "mailto:")
_ATTACHED = {"/FileAttachment", "/RichMedia", "/Movie", "/Sound", "/Screen", "/3D"}
_SILENT = {"/Link", "/Popup", *_ATTACHED}
_HOLDS = ("/FS", "/RichMediaContent", "/RichMediaSettings", "/Movie", "/Sound", "/3DD", "/3DV")
_PRIVATE = ("/Metadata", "/PieceInfo", "/LastModified", "/AF", "/OPI", "/Ref", "/StructParent", "/StructParents")
_OF_A_PAGE = ("/Metadata", "/PieceInfo", "/LastModified", "/AF", "/Thumb", "/StructParents", "/B", "/ID")

SCRIPTS = "a script or an action that opens a file or sends data was taken out"
ATTACHMENTS = "an attached file or a sound or film was taken out; offer it as an exhibit of its own if it is needed"
COMMENTS = "it bears comments, which go out with it, without their authors' names; see whether they are to"
SIGNATURE = "it was signed electronically; a numbered copy cannot carry the signature, the original keeps it"
CAMERA = "camera data was taken out of its images, whose picture data is unchanged"


def scrub(pdf: pikepdf.Pdf) -> tuple[str, ...]:
    """Clean an opened source in memory; each thing taken out is said once."""
    with pikepdf.explicit_conversion():
        return _scrub(pdf)


def _scrub(pdf: pikepdf.Pdf) -> tuple[str, ...]:
    notes: set[str] = set()
    root = pdf.Root
    names = root.get(Name.Names)
    if isinstance(names, Dictionary):
        notes |= {SCRIPTS} if _drop(names, "/JavaScript") else set()
        notes |= {ATTACHMENTS} if _drop(names, "/EmbeddedFiles") else set()
    for page in pdf.pages:
        _drop(page.obj, *_OF_A_PAGE)
        resources = page.obj.get(Name.Resources)
        if isinstance(resources, Dictionary):
            _drop(resources, WAS)
        notes |= {SCRIPTS} if _drop(page.obj, "/AA") else set()
        notes |= _scrub_annotations(page.obj)
        _keep_look(page.obj, root)
    for node in _fields(root):
        notes |= _scrub_actions(node) | _scrub_signature(node)
    for stream in pdf.objects:
        if isinstance(stream, Stream):
            _drop(stream, *_PRIVATE, *IN_STREAMS)
            notes |= {CAMERA} if _scrub_image(stream) else set()
    return tuple(sorted(notes))


def _drop(holder: Object, *keys: str) -> bool:
    """Remove keys; whether any was there."""
    present = [key for key in keys if key in holder]
    for key in present:
        del holder[key]
    return bool(present)


def _scrub_annotations(page: Object) -> set[str]:
    notes: set[str] = set()
    annotations = page.get(Name.Annots)
    if not isinstance(annotations, Array):
        return notes
    for annotation in annotations:
        if not isinstance(annotation, Dictionary):
            continue
        kind = str(annotation.get(Name.Subtype, ""))
        # What shows where it is attached stays: only what it holds goes.
        if kind in _ATTACHED and _drop(annotation, *_HOLDS):
            notes.add(ATTACHMENTS)
        notes |= _scrub_actions(annotation)
        _drop(annotation, "/AF", "/StructParent")
        if kind == "/Widget":
            notes |= _scrub_signature(annotation)
        else:
            _drop(annotation, "/T")
            notes |= set() if kind in _SILENT else {COMMENTS}
    return notes


def _keep_look(page: Object, root: Object) -> None:
    """Say for typed comments what viewers suppose where nothing is said: they suppose it of the whole document."""
    annotations = page.get(Name.Annots)
    for annotation in annotations if isinstance(annotations, Array) else ():
        if not isinstance(annotation, Dictionary) or annotation.get(Name.Subtype) != Name.FreeText:
            continue
        if Name.AP not in annotation and Name.DA not in annotation:
            form = root.get(Name.AcroForm, Dictionary())
            annotation[Name.DA] = form.get(Name.DA, String("/Helv 12 Tf 0 g"))


def _scrub_actions(holder: Object) -> set[str]:
    notes = {SCRIPTS} if _drop(holder, "/AA") else set()
    _drop(holder, "/PA")
    action = holder.get(Name.A)
    if isinstance(action, Dictionary):
        if not harmless(action):
            del holder[Name.A]
            notes.add(SCRIPTS)
        elif _drop(action, "/Next"):
            notes.add(SCRIPTS)
    return notes


def harmless(action: Object) -> bool:
    """Whether an action only leads to a place in the document or to the web."""
    kind = str(action.get(Name.S, ""))
    if kind == "/URI":
        return str(action.get(Name.URI, "")).lower().startswith(_WEB)
    return kind in _HARMLESS


def _fields(root: Object) -> Iterator[Object]:
    """Every node of the form's field tree, once."""
    form = root.get(Name.AcroForm)
    fields = form.get(Name.Fields) if isinstance(form, Dictionary) else None
    waiting = list(fields) if isinstance(fields, Array) else []
    seen: set[tuple[int, int]] = set()
    while waiting:
        node = waiting.pop()
        if not isinstance(node, Dictionary) or (node.is_indirect and node.objgen in seen):
            continue
        if node.is_indirect:
            seen.add(node.objgen)
        kids = node.get(Name.Kids)
        if isinstance(kids, Array):
            waiting.extend(kids)
        yield node


def _scrub_signature(node: Object) -> set[str]:
    if node.get(Name.FT) != Name.Sig:
        return set()
    return {SIGNATURE} if _drop(node, "/V", "/Lock", "/SV") else set()


# --- images --------------------------------------------------------------------------------------------------


def _scrub_image(stream: Stream) -> bool:
    if stream.get(Name.Subtype) != Name.Image:
        return False
    filters = stream.get(Name.Filter)
    coding = [str(each) for each in (filters if isinstance(filters, Array) else [filters])]
    if not coding or coding[-1] not in _CLEANERS:
        return False
    data = stream.read_raw_bytes()
    parms = stream.get(Name.DecodeParms)
    if coding[:-1] == ["/FlateDecode"] and parms is None:
        data = zlib.decompress(data)
    elif coding[:-1]:
        return False
    cleaned = _CLEANERS[coding[-1]](data)
    if cleaned is data:
        return False
    known = parms if isinstance(parms, Dictionary | Array) else None
    stream.write(cleaned, filter=Name(coding[-1]), decode_parms=known)
    return True


_COMMENT, _SCAN, _END = 0xFE, 0xDA, 0xD9
_PROGRAMS = range(0xE0, 0xF0)
_SHOWN = {0xE0: b"JFIF\x00", 0xE2: b"ICC_PROFILE\x00", 0xEE: b"Adobe"}
"""The programs' segments that a picture is drawn by: density, colors, and how they are coded."""
_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")


def without_camera_data(jpeg: bytes) -> bytes:
    """A JPEG without EXIF, XMP, IPTC, comments and what follows the picture (a preview, a film).

    Only whole segments outside the picture data go, so the picture decodes to the same pixels. The very same object
    comes back where there was nothing to take out, or where the file is not understood.
    """
    if jpeg[:2] != b"\xff\xd8":
        return jpeg
    kept = [jpeg[:2]]
    at = 2
    while at + 4 <= len(jpeg) and jpeg[at] == 0xFF and jpeg[at + 1] != _SCAN:
        if jpeg[at + 1] == 0xFF:  # fill byte
            at += 1
            continue
        length = 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
        if _is_shown(jpeg[at : at + 20]):
            kept.append(jpeg[at : at + length])
        at += length
    if at + 4 > len(jpeg) or jpeg[at] != 0xFF:
        return jpeg
    kept.append(jpeg[at : _end_of_picture(jpeg, at)])
    cleaned = b"".join(kept)
    return cleaned if len(cleaned) < len(jpeg) else jpeg


def _is_shown(segment: bytes) -> bool:
    marker = segment[1]
    if marker in _PROGRAMS:
        return marker in _SHOWN and segment[4:].startswith(_SHOWN[marker])
    return marker != _COMMENT


def _end_of_picture(jpeg: bytes, at: int) -> int:
    """Where the picture's last scan ends; the end of the file where no mark says so."""
    while at + 4 <= len(jpeg) and jpeg[at] == 0xFF and jpeg[at + 1] != _END:
        at += 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
        following = _MARKER.search(jpeg, at)
        if following is None:
            return len(jpeg)
        at = following.start()
    return at + 2 if jpeg[at : at + 2] == b"\xff\xd9" else len(jpeg)


_SIGNATURE = b"\x00\x00\x00\x0cjP  \r\n\x87\n"
_NOTES = (b"xml ", b"uuid", b"uinf")


def without_jpeg2000_notes(picture: bytes) -> bytes:
    """A JPEG 2000 file without its XML and UUID boxes (XMP, EXIF); the very same object where it had none."""
    if not picture.startswith(_SIGNATURE) or b"ftbl" in picture:
        return picture  # a bare codestream holds no notes; a fragment table points into the file by position
    kept = []
    at = 0
    while at + 8 <= len(picture):
        length = int.from_bytes(picture[at : at + 4], "big")
        if length == 1:
            length = int.from_bytes(picture[at + 8 : at + 16], "big")
        length = length or len(picture) - at
        if length < 8 or at + length > len(picture):
            return picture
        if picture[at + 4 : at + 8] not in _NOTES:
            kept.append(picture[at : at + length])
        at += length
    cleaned = b"".join(kept)
    return cleaned if at == len(picture) and len(cleaned) < len(picture) else picture


_CLEANERS = {"/DCTDecode": without_camera_data, "/JPXDecode": without_jpeg2000_notes}
