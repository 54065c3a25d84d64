"""Run every benchmark: python -m benchmarks [stamping|papers|start|memory]."""

import sys
from importlib import import_module

BENCHMARKS = ("start", "papers", "stamping", "memory")


def main() -> int:
    """Run the benchmarks named on the command line, or all."""
    wanted = sys.argv[1:] or list(BENCHMARKS)
    unknown = [name for name in wanted if name not in BENCHMARKS]
    if unknown:
        print(f"There is no benchmark {', '.join(unknown)}; choose from {', '.join(BENCHMARKS)}.")
        return 2
    for name in wanted:
        print(f"\n== {name} ==", flush=True)
        import_module(f"benchmarks.{name}").main()
    return 0


if __name__ == "__main__":
    sys.exit(main())
