"""Has LibreOffice lay out an office file: alone, for a limited time, without network, macros or user settings."""

import functools
import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary

from discovery.core.pieces import SPREADSHEETS, Format, Kind
from discovery.files.converting.as_saved import copy_as_saved
from discovery.files.converting.piece import Piece, Source, safe_name
from discovery.files.converting.stated import stated
from discovery.files.converting.traces import traces
from discovery.files.originals import save_pdf
from discovery.files.writing import sha256_of

LAID_OUT = "LibreOffice laid out its pages; lines and pages may break elsewhere than in the program it is from."
SHEETS = "Its sheets are printed as its own page setup says; a wide sheet runs over several pages."
NOT_MADE = "The file could not be turned into pages."
_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
)
_COMPONENT = {
    **dict.fromkeys(("docx", "doc", "odt", "rtf", "html"), "writer"),
    **dict.fromkeys(("xlsx", "xls", "ods"), "calc"),
    **dict.fromkeys(("pptx", "ppt", "odp"), "impress"),
}
_EXPORT = {
    "ExportBookmarks": True,
    "ExportNotes": False,
    "ExportNotesInMargin": False,
    "ExportFormFields": False,
    "ReduceImageResolution": False,
    "UseLosslessCompression": True,
    "UseTaggedPDF": False,
}
_SETTINGS = (
    # Where, what, and how it is set: see officecfg's schemas of the same names.
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", 3),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", True),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", True),
    ("Office.Common/Security/Scripting", "DisableActiveContent", True),
    ("Office.Common/Load", "UserDefinedSettings", False),
    ("Office.Common/Misc", "FirstRun", False),
    ("Office.Writer/Content/Update", "Link", 0),
    ("Office.Writer/Content/Update", "Field", False),
    ("Office.Writer/Content/Update", "Chart", False),
    ("Office.Calc/Content/Update", "Link", 2),
    ("Office.Calc/Formula/Load", "OOXMLRecalcMode", 1),
    ("Office.Calc/Formula/Load", "ODFRecalcMode", 1),
    ("Inet/Settings", "ooInetProxyType", 2),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", 9),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", 9),
    ("Inet/Settings", "ooInetFTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetFTPProxyPort", 9),
    ("Inet/Settings", "ooInetNoProxy", ""),
    # A profile of an older version has LibreOffice try its drawing first, which takes longer than a paper.
    ("Setup/Product", "ooSetupLastVersion", "999.0"),
)
"""No macros, no links renewed, no formulas computed anew, and every request to a port where nobody listens."""
_BUILDS = ("versionrc", "version.ini", "../Resources/versionrc")
"""Where, seen from the program, LibreOffice's build is named."""
_CLOSED = "http://127.0.0.1:9"


class LayoutError(Exception):
    """LibreOffice made no pages; the message says why and what to do, for our own side."""


def read_office(source: Source, form: Format) -> Piece:
    """An office file's pages; of one that cannot be laid out here, the reason."""
    made, said = source.room / "laid-out.pdf", stated(source.path)
    target = source.room / "pages.pdf"
    try:
        settled = lay_out(source.path, source.name, form.name, made, source.options.office_seconds)
    except LayoutError as error:
        return source.piece(Kind.OFFICE, why=NOT_MADE, detail=f"{source.name}: {error}", metadata=said)
    _settle(made, target, sha256_of(source.path))
    made.unlink()
    notes = (LAID_OUT, *([SHEETS] if form.name in SPREADSHEETS else []), *settled, *traces(source.path, form.name))
    return source.piece(Kind.OFFICE, pdf=target, metadata=said, notes=notes)


def soffice() -> str:
    """The LibreOffice program on this machine; empty where there is none."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or next((place for place in _PLACES if Path(place).is_file()), "")


def lay_out(path: Path, name: str, form: str, target: Path, seconds: float) -> tuple[str, ...]:
    """Have LibreOffice write the file's pages to `target`; what was changed in the copy it opened, a sentence each.

    LayoutError where it is not installed, takes too long, or cannot read the file.
    """
    program, component = soffice(), _COMPONENT[form]
    if not program:
        raise LayoutError(
            f"LibreOffice is not installed. Install it (on Debian the package libreoffice-{component}), "
            "or print the file to a PDF with its own program and use that."
        )
    with tempfile.TemporaryDirectory(dir=target.parent.resolve()) as work:
        copy = Path(work) / "in" / f"{Path(safe_name(name)).stem}.{form}"
        copy.parent.mkdir()
        notes = copy_as_saved(path, form, copy)
        _run([*to_pdf(program, form, component, Path(work)), str(copy)], Path(work), seconds)
        made = copy.parent.parent / "out" / f"{copy.stem}.pdf"
        if not made.is_file():
            raise LayoutError(
                f"LibreOffice cannot open it. It may be damaged or locked with a password, or the Debian package "
                f"libreoffice-{component} may be missing. Open it in its own program, and print it to a PDF."
            )
        if _says(made, work):
            raise LayoutError(
                "it prints the name of the folder it lies in, which here would be wrong. "
                "Open it in its own program, and print it to a PDF."
            )
        shutil.move(made, target)
    return notes


def to_pdf(program: str, form: str, component: str, work: Path, more: Mapping[str, bool] | None = None) -> list[str]:
    """The command, to be followed by files, that has LibreOffice write their pages into the folder `work`/out."""
    export = {**_EXPORT, **(more or {})}
    options = {name: {"type": "boolean", "value": str(value).lower()} for name, value in export.items()}
    infilter = ["--infilter=HTML (StarWriter)"] if form == "html" else []
    return [
        *alone(),
        program,
        f"-env:UserInstallation={_profile(work, program).as_uri()}",
        *("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo", "--nofirststartwizard"),
        *infilter,
        *("--convert-to", f"pdf:{component}_pdf_Export:{json.dumps(options)}"),
        *("--outdir", str(work / "out")),
    ]


@functools.cache
def alone() -> tuple[str, ...]:
    """What to put before a command so that it has no network at all; nothing where the system does not allow it."""
    unshare = shutil.which("unshare")
    for how in ("-rn", "-n") if unshare else ():
        tried = subprocess.run([str(unshare), how, "true"], capture_output=True, check=False)
        if tried.returncode == 0:
            return (str(unshare), how)
    return ()


def _profile(work: Path, program: str) -> Path:
    """A fresh profile, so that no setting of a user counts and two runs do not meet."""
    profile = work / "profile"
    (profile / "user" / "extensions").mkdir(parents=True)
    if build := _build(program):  # or LibreOffice clears what extensions a profile has, and starts a second time
        (profile / "user" / "extensions" / "buildid").write_text(build, encoding="utf-8")
    items = "".join(
        f'<item oor:path="/org.openoffice.{where}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{str(value).lower() if isinstance(value, bool) else value}</value></prop></item>"
        for where, name, value in _SETTINGS
    )
    (profile / "user" / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        f'xmlns:xs="http://www.w3.org/2001/XMLSchema">{items}</oor:items>\n',
        encoding="utf-8",
    )
    return profile


def _build(program: str) -> str:
    """The build of the LibreOffice that this program starts; empty where it is not told."""
    for place in _BUILDS:
        with suppress(OSError):
            said = (Path(program).resolve().parent / place).read_text(encoding="utf-8", errors="replace")
            if found := re.search(r"^buildid=(\S+)\s*$", said, re.MULTILINE | re.IGNORECASE):
                return found[1]
    return ""


def _run(command: Sequence[str], work: Path, seconds: float) -> None:
    waited_for(started(command, work), seconds)


def started(command: Sequence[str], work: Path, stdin: int = subprocess.DEVNULL) -> subprocess.Popen[bytes]:
    """Start it in a session of its own, with nothing of the user's environment but where programs are."""
    return subprocess.Popen(
        command,
        cwd=work,
        env=_environment(work),
        stdin=stdin,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def waited_for(process: subprocess.Popen[bytes], seconds: float) -> None:
    """Wait for it with a time limit that holds for everything it starts."""
    late = threading.Event()

    def stop() -> None:
        late.set()
        ended(process)

    # Popen's own time limit asks only every 50 milliseconds whether the process has ended.
    limit = threading.Timer(seconds, stop)
    limit.daemon = True
    limit.start()
    try:
        process.wait()
    finally:
        limit.cancel()
        ended(process)
    if late.is_set():
        raise LayoutError(
            f"LibreOffice did not finish it within {seconds:g} seconds. "
            "Print the part that is needed to a PDF with its own program, or produce the file as it is."
        )


def ended(process: subprocess.Popen[bytes]) -> None:
    """End it and everything it started."""
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    elif process.poll() is None:
        process.kill()
    process.wait()
    if process.stdin:
        process.stdin.close()


def _environment(work: Path) -> Mapping[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "PROGRAMFILES") if name in os.environ}
    proxies = {f"{scheme}_proxy": _CLOSED for scheme in ("http", "https", "ftp", "all")}
    fixed = {"HOME": str(work), "TMPDIR": str(work), "LC_ALL": "C.UTF-8", "TZ": "UTC", "SAL_USE_VCLPLUGIN": "svp"}
    return {**kept, **proxies, **fixed}


# --- what came of it -----------------------------------------------------------------------------------------


def _says(pdf: Path, words: str) -> bool:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return any(words in page.get_textpage().get_text_bounded().replace("\r\n", "") for page in document)
    finally:
        document.close()


def _settle(made: Path, target: Path, seed: str) -> None:
    """The same pages without who, when and where: no metadata, no link into the folder they were made in."""
    with pikepdf.open(made) as pdf:
        for key in ("/Info", "/DocChecksum", "/ID"):
            if key in pdf.trailer:
                del pdf.trailer[key]
        if "/Metadata" in pdf.Root:
            del pdf.Root["/Metadata"]
        for page in pdf.pages:
            _cut_file_links(page.obj)
        save_pdf(pdf, target, f"laid out {seed}")


def _cut_file_links(page: Any) -> None:
    annotations = page.get("/Annots")
    for annotation in list(annotations) if isinstance(annotations, Array) else ():
        action = annotation.get("/A") if isinstance(annotation, Dictionary) else None
        if isinstance(action, Dictionary) and str(action.get("/URI", "")).lower().startswith("file:"):
            del annotation["/A"]
