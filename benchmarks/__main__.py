"""All figures, one benchmark after the other: `python -m benchmarks`, or `python -m benchmarks kernel startup`."""

import sys
from importlib import import_module

ALL = ("codec", "kernel", "startup")

if __name__ == "__main__":
    codes = []
    for name in sys.argv[1:] or ALL:
        print(f"\n### {name}\n", flush=True)
        codes.append(import_module(f"benchmarks.{name}").main())
    sys.exit(max(codes))
