"""What the search for personal data costs a bundle and a production: its share of their time.

    python -m benchmarks.personal [PAGES]

The exhibits are dense pages of police prose with dates, numbers, addresses and names, the worst case for the search.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import typst

from discovery.cli.shell import workers
from discovery.core.bates import NumberStyle
from discovery.files.crew import Crew
from discovery.jobs import bundle as bundles
from discovery.jobs import produce as productions

PAGES, FILES = 400, 8
PROCESSES = 2
TODAY = date(2026, 11, 13)
PROSE = (
    "On {day}/14/2019 at about 21:{day} hours Det. Blank of the 77 Precinct went to the scene in front of a store on "
    "Example Avenue, spoke to the C/W, and reviewed Exhibit {day} (CPL 245.20). The vehicle, 2016 sedan, plate "
    "{day}45, left at 35 miles an hour. Complaint 2019-077-0{day}12, invoice 300{day}12345, ICAD D1911{day}0. Ms. "
    "Sample stated that nobody answered the door on the second floor; People v Example (25 NY3d {day} [2015]) is not "
    "to the point. "
)


def main() -> int:
    """Make a matter, bundle it and produce it, and print what share of the time the search took."""
    pages = int(sys.argv[-1]) if sys.argv[-1].isdigit() else PAGES
    with tempfile.TemporaryDirectory() as room:
        folder = _matter(Path(room) / "matter", pages)
        with workers(PROCESSES) as executor:
            crew, wanted = Crew(executor), productions.Wanted(NumberStyle.of("DOE"), images=False)
            exhibits = folder / "exhibits"
            _report(
                "bundle", pages, _timed(bundles, "search", lambda: bundles.bundle(folder, "DOE", TODAY, crew=crew))
            )
            took = _timed(
                productions,
                "search_production",
                lambda: productions.produce(folder, exhibits, wanted, TODAY, executor=executor),
            )
        _report("production", pages, took)
    return 0


def _timed(module: Any, name: str, work: Callable[[], object]) -> tuple[float, float]:
    """Seconds of the whole work, and of one function in it."""
    function, spent = getattr(module, name), [0.0]

    def timed(*given: Any) -> Any:
        began = time.perf_counter()
        try:
            return function(*given)
        finally:
            spent[0] += time.perf_counter() - began

    setattr(module, name, timed)
    began = time.perf_counter()
    try:
        work()
    finally:
        setattr(module, name, function)
    return time.perf_counter() - began, spent[0]


def _report(what: str, pages: int, took: tuple[float, float]) -> None:
    whole, search = took
    print(
        f"  {what}: {pages} pages in {whole:.1f} s, of which the search {search:.2f} s "
        f"({search / whole:.1%}, {search / pages * 1000:.1f} ms a page)"
    )


def _matter(folder: Path, pages: int) -> Path:
    exhibits = folder / "exhibits"
    exhibits.mkdir(parents=True)
    (folder / "matter.toml").write_text(
        'schema = 1\nshort_name = "DOE"\n[defendant]\nname = "John Doe"\n[[complainants]]\nname = "Jane Sample"\n'
        '[[witnesses]]\nname = "Maria García-López"\n[[witnesses]]\nname = "Luis Rodriguez"\n',
        "utf-8",
    )
    index = []
    for number in range(FILES):
        (exhibits / f"dd5-{number}.pdf").write_bytes(_paper(pages // FILES))
        index.append(f'[[exhibit]]\nkey = "dd5-{number}"\nfile = "dd5-{number}.pdf"\ndescription = "Reports"\n')
    (exhibits / "index.toml").write_text("".join(index), "utf-8")
    return folder


def _paper(pages: int) -> bytes:
    text = "#pagebreak()".join("".join(PROSE.format(day=10 + line % 18) for line in range(7)) for _ in range(pages))
    return typst.compile(f"#set text(10pt)\n{text.replace('@', '')}".encode())


if __name__ == "__main__":
    sys.exit(main())
