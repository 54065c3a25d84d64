"""The most memory that numbering and proving long files takes: python -m benchmarks.memory [PAGES].

A file is made, numbered and verified, and as many pages in ten exhibits are made a bundle, in processes of their own;
what is told is the most each ever held, or any process it starts, the interpreter and its libraries included, and how
large the copy is beside its source.
"""

import multiprocessing
import multiprocessing.connection
import resource
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

PAGES, EXHIBITS = 5_000, 10
LIMIT = 150.0
"""Megabytes that any one process may hold."""


def main() -> int:
    """Print the figures; 1 where a process held more than the limit."""
    pages = int(sys.argv[1]) if len(sys.argv) > 1 else PAGES
    with tempfile.TemporaryDirectory() as room:
        source, target = Path(room) / "text.pdf", Path(room) / "numbered" / "text.pdf"
        _in_a_process(_make, source, pages)
        _in_a_process(_make_matter, Path(room) / "matter", pages)
        told = {name: _in_a_process(work, source, target) for name, work in _STEPS.items()}
        size, grown = source.stat().st_size / 1e6, target.stat().st_size / source.stat().st_size
    print(f"{pages} text pages in one file of {size:.1f} MB")
    for name, megabytes in told.items():
        print(f"  {name:24} {megabytes:6.0f} MB at most")
    print(f"  the copy is {grown:.3f} times its source")
    return 1 if max(told.values()) > LIMIT else 0


def _make(source: Path, pages: int) -> None:
    from benchmarks.stamping import pages_of_text  # here, as what sets the pages is no part of what is measured

    source.write_bytes(pages_of_text(pages, 0))


def _make_matter(folder: Path, pages: int) -> None:
    from benchmarks.kill import MATTER
    from benchmarks.stamping import pages_of_text

    (folder / "exhibits").mkdir(parents=True)
    (folder / "matter.toml").write_text(MATTER, "utf-8")
    for number in range(EXHIBITS):
        (folder / "exhibits" / f"{number}.pdf").write_bytes(pages_of_text(pages // EXHIBITS, number))
    index = (f'[[exhibit]]\nkey = "k{n}"\nfile = "{n}.pdf"\ndescription = "Paper {n}"\n' for n in range(EXHIBITS))
    (folder / "exhibits" / "index.toml").write_text("\n".join(index), "utf-8")


def _import(_: Path, __: Path) -> None:
    import discovery.files.pdf
    import discovery.jobs.verify  # noqa: F401 - what the program holds before it does anything


def _number(source: Path, target: Path) -> None:
    from discovery.files.pdf import inspect, stamp_file

    pages = inspect(source).pages
    report = stamp_file(source, target, [f"DOE-{number:06d}" for number in range(1, pages + 1)])
    if report.problems:
        raise RuntimeError(str(report.problems[0]))


def _verify(_: Path, target: Path) -> None:
    from discovery.jobs.verify import verify

    if problems := verify(target):
        raise RuntimeError(str(problems[0]))


def _bundle(source: Path, _: Path) -> None:
    from discovery.cli.shell import workers
    from discovery.files.crew import Crew
    from discovery.jobs.bundle import bundle

    with workers(1, apart=True) as executor:
        bundle(source.parent / "matter", "DOE", date(2026, 11, 13), crew=Crew(executor))


_STEPS: dict[str, Callable[[Path, Path], None]] = {
    "the program alone": _import,
    "stamp, proof included": _number,
    "verify": _verify,
    "bundle, one job": _bundle,
}


def _in_a_process(work: Callable[..., None], *given: object) -> float:
    """Run it in a new process; the most memory it held, in megabytes."""
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_measured, args=(sender, work, given))
    process.start()
    sender.close()
    try:
        most: float = receiver.recv()
    except EOFError:
        raise RuntimeError(f"{work.__name__} did not come to its end") from None
    finally:
        process.join()
    return most


def _measured(
    sender: "multiprocessing.connection.Connection", work: Callable[..., None], given: tuple[object]
) -> None:
    work(*given)
    most = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    sender.send(most / (1e6 if sys.platform == "darwin" else 1e3))


if __name__ == "__main__":
    sys.exit(main())
