"""Three fictional matters that every paper is drafted for, so that each passage that depends on the intake occurs.

clearview-2019: a search on a vendor's trial, on a personal telephone, in January 2020, learned after the conviction.
fis-2023: a search by the Facial Identification Section, disclosed; a felony of 2025 in Kings County, pending.
fdny-2025: a search of 2026 by a fire marshal for a detective, learned late; a misdemeanor complaint, pending.
"""

import shutil
from datetime import date
from pathlib import Path

HERE = Path(__file__).parent
SAMPLES = ("clearview-2019", "fis-2023", "fdny-2025")
DAY = date(2026, 11, 20)
"""The day their papers are drafted on."""
CLIENT_ONLY = (
    "wedding pictures in the car",
    "the computer had picked the client twice before",
    "had deleted the school page",
)
"""Words of answers that rest on the client alone, one a matter: no paper that is served holds any of them."""
BY_INITIALS = (
    *("Alex Informant", "Casey Informant", "Jordan Witness", "Robin Placeholder"),
    *("Drew Informant", "Avery Onlooker", "Reese Informant"),
)
"""Names that print as initials in every paper."""


def sample_matter(folder: Path, name: str) -> Path:
    """A copy of a sample matter's folder in `folder`."""
    return Path(shutil.copytree(HERE / name, folder / name))
