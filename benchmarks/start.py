"""How long `discovery --help` takes against importing typer alone, as whole processes in turn."""

import os
import statistics
import subprocess
import sys
import time

ROUNDS = 15


def _seconds(arguments: list[str]) -> float:
    began = time.perf_counter()
    subprocess.run(arguments, check=True, stdout=subprocess.DEVNULL, env={**os.environ, "TYPER_USE_RICH": "0"})
    return time.perf_counter() - began


def main() -> None:
    """Print the median of each and the median of the ratios, pair by pair."""
    ours = [sys.executable, "-m", "discovery.cli.main", "--help"]
    floor = [sys.executable, "-c", "import typer"]
    pairs = [(_seconds(ours), _seconds(floor)) for _ in range(ROUNDS + 1)][1:]
    ratio = statistics.median(mine / other for mine, other in pairs)
    print(f"discovery --help   {statistics.median(mine for mine, _ in pairs):.3f} s")
    print(f"import typer       {statistics.median(other for _, other in pairs):.3f} s")
    print(f"ratio              {ratio:.2f} (goal: at most 2)")


if __name__ == "__main__":
    main()
