"""`make fuzz`: python -m tests.fuzz [EXAMPLES] [SEED]."""

import sys
import time

from tests.fuzz.judge import judge

_PORTION = 10_000


def main() -> None:
    """Say how many examples there were, and in what time; a finding ends it."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else time.time_ns() % 1_000_000_000
    began = time.monotonic()
    sys.stdout.write(f"seed {seed}\n")
    for done in range(0, count, _PORTION):
        judge(min(_PORTION, count - done), seed + done // _PORTION)
    sys.stdout.write(f"{count} examples, {time.monotonic() - began:.0f} s, no findings\n")


main()
