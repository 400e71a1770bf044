"""What `topbms scan` takes from its start to its verdict: two packs of each family at a true line pace, a dead port.

The packs live in a process of their own. The dead port is a pseudo-terminal, so that every speed is tried.
"""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from subprocess import DEVNULL, PIPE, Popen, run
from time import monotonic

from benchmarks.row import Row
from topbms.dialects import dialects

MOST = 15.0
"""s for two packs at 9600 baud, 4 s of listening included."""

MOST_DEAD = 300.0
"""s for a serial port on which nobody answers, at five speeds."""

_TOPBMS = (sys.executable, "-c", "import sys; from topbms.cli import main; sys.exit(main())")


def measure() -> Iterable[Row]:
    for name in sorted(dialects()):
        yield _row(f"two {name} packs at 9600 baud", _seconds(0, "--dialect", name), MOST)
    yield _row("a dead serial port, at five speeds", _seconds(1, "--fault", "mute"), MOST_DEAD)


def _row(what: str, seconds: float, most: float) -> Row:
    return Row(f"scan: {what}", f"{seconds:.1f} s", f"at most {most:.0f} s", seconds <= most)


def _seconds(expected: int, *arguments: str) -> float:
    """How long the whole program takes; raises RuntimeError when it does not end as expected."""
    with _packs(*arguments) as url:
        begin = monotonic()
        scanned = run([*_TOPBMS, "scan", url], stdin=DEVNULL, capture_output=True, text=True, check=False)
        seconds = monotonic() - begin
    if scanned.returncode != expected:
        raise RuntimeError(scanned.stdout + scanned.stderr)
    return seconds


@contextmanager
def _packs(*arguments: str) -> Iterator[str]:
    """The path of a pseudo-terminal with two packs."""
    with Popen([*_TOPBMS, "simulate", "--pty", *arguments], stdout=PIPE, text=True) as simulator:
        assert simulator.stdout is not None
        try:
            yield simulator.stdout.readline().rsplit(maxsplit=1)[-1]
        finally:
            simulator.terminate()
