"""The protocol every contestant speaks, so that a driver can let them take turns.

A contestant loads, warms up and prints `ready`. Then, for each line `run SECONDS` it reads, it works for at least that
long and prints one number, items a second. It ends when its input ends. Anything else goes to stderr.
"""

import sys
import time


def serve(step, warm_up=3):
    """Answers rounds with `step`, which does one batch of work and returns how many items that was."""
    for _ in range(warm_up):
        step()
    print("ready", flush=True)
    for line in sys.stdin:
        command, _, argument = line.strip().partition(" ")
        if command != "run":
            raise SystemExit(f"expected `run SECONDS`, found {line!r}")
        limit, items, start = float(argument), 0, time.perf_counter()
        while True:
            items += step()
            elapsed = time.perf_counter() - start
            if elapsed >= limit:
                break
        print(f"{items / elapsed:.3f}", flush=True)
