"""The files that people write in a folder, by their bytes: which state of them a paper was made of."""

import hashlib
from pathlib import Path

from discovery.files.matter_folder import INDEX, MATTER
from discovery.files.office import record_folders
from discovery.files.request_folder import REQUEST
from discovery.files.writing import sha256_of

State = tuple[tuple[str, str], ...]


def state_of(folder: Path) -> State:
    """Each file that a paper of the folder can rest on, with its sha256: a draft is of one state, never of two."""
    files = [(name, folder / name) for name in (MATTER, REQUEST, INDEX)]
    for number, each in enumerate(reversed(record_folders(folder))):
        for part in (each / "templates", each / "record"):
            found = sorted(path for path in part.rglob("*") if path.is_file())
            files += [(f"{number}/{path.relative_to(each).as_posix()}", path) for path in found]
    return tuple((name, sha256_of(path)) for name, path in files if path.is_file())


def digest_of(state: State) -> str:
    """One sha256 for all of it, the same wherever the folder lies."""
    return hashlib.sha256("\n".join(f"{digest} {name}" for name, digest in state).encode()).hexdigest()
