"""A whole production at two sizes: pages a second, and memory that does not grow with the folder.

    python -m benchmarks.production [FILES]

Each file has five pages. The second folder has eight times as many files as the first; what the largest process of
each run held at most is printed side by side.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import typst

FILES, PAGES, TIMES = 100, 5, 8
PROCESSES = 2


def main() -> int:
    """Run both sizes, each in a process of its own, and print them."""
    files = int(sys.argv[-1]) if sys.argv[-1].isdigit() else FILES
    with tempfile.TemporaryDirectory() as room:
        runs = [_apart(Path(room) / str(count), count) for count in (files, files * TIMES)]
    for run in runs:
        print(
            f"  {run['pages']:7,} pages in {run['files']:6,} files: {run['pages'] / run['seconds']:6.0f} pages/s, "
            f"{run['parent']:4.0f} MB in the process that decides, {run['workers']:4.0f} MB in the largest worker"
        )
    growth = runs[1]["parent"] / runs[0]["parent"], runs[1]["workers"] / runs[0]["workers"]
    print(f"  {TIMES} times the pages take {growth[0]:.2f} and {growth[1]:.2f} times the memory")
    return 0


def _apart(folder: Path, files: int) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.production", "--one", str(folder), str(files)]
    made = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(made.stdout.splitlines()[-1])
    return found


def one(folder: Path, files: int) -> None:
    """Make a folder of papers and produce it; the figures as JSON."""
    from discovery.cli.shell import workers
    from discovery.core.bates import NumberStyle
    from discovery.jobs.produce import Wanted, produce

    source, matter = folder / "in", folder / "matter"
    source.mkdir(parents=True)
    matter.mkdir()
    for number in range(files):
        (source / f"paper {number}.pdf").write_bytes(_paper(number))
    began = time.perf_counter()
    with workers(PROCESSES) as executor:
        wanted = Wanted(NumberStyle.of("DOE"), images=False)
        made = produce(matter, source, wanted, date(2026, 11, 13), executor=executor)
    seconds = time.perf_counter() - began
    parent, children = (
        resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    figures = {"files": files, "pages": made.pages, "seconds": seconds, "parent": parent, "workers": children}
    print(json.dumps(figures))


def _paper(number: int) -> bytes:
    words = " ".join(("report", "search", "image", "officer", "custody", "record")[each % 6] for each in range(220))
    pages = f"\n#pagebreak()\nPaper {number}. {words}" * PAGES
    made = typst.compile(pages.removeprefix("\n#pagebreak()\n").encode(), format="pdf", ignore_system_fonts=True)
    assert isinstance(made, bytes)
    return made


if __name__ == "__main__":
    if "--one" in sys.argv:
        one(Path(sys.argv[-2]), int(sys.argv[-1]))
        sys.exit(0)
    sys.exit(main())
