"""All figures, one benchmark after the other: `python -m benchmarks`, or `python -m benchmarks kernel startup`."""

import sys
from importlib import import_module

ALL = ("codec", "kernel", "calls", "opensips", "ladder", "startup", "screen")

if __name__ == "__main__":
    codes = []
    names = sys.argv[1:] or ALL
    if unknown := [name for name in names if name not in (*ALL, "live")]:
        sys.exit(
            f"no benchmark is called {unknown[0]}; there are {', '.join(ALL)}, and live, which needs SIPp and Kamailio"
        )
    del sys.argv[1:]  # each benchmark reads its own arguments when it is run alone
    for name in names:
        print(f"\n### {name}\n", flush=True)
        codes.append(import_module(f"benchmarks.{name}").main())
    sys.exit(max(codes))
