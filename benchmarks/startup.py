"""`topbms decode` from the shell, beside a Python that only imports what any such tool would."""

import os
import sys
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from subprocess import DEVNULL, run
from tempfile import TemporaryDirectory

from benchmarks.row import Row
from benchmarks.timing import fastest

TIMES = 3
"""How many times the bare interpreter's time `topbms decode` may take."""

_RUNS = 25
_FRAME = (
    "~52014600408401100D120D150D0F0D0D0D130D160D150D210D130D130D130D130D100D160D170D23"
    "06003D003E003E003E003B003B018014EE33B3063A9800025864000000000000E20A"
)
_BARE = (sys.executable, "-c", "import argparse, json")
_WAYS = {"--json": (_FRAME, "--json"), "for people": (_FRAME,)}


def measure() -> Iterable[Row]:
    topbms = str(Path(sys.executable).with_name("topbms"))
    commands = [_BARE, *((topbms, "decode", *arguments) for arguments in _WAYS.values())]
    with TemporaryDirectory() as folder:
        environment = _as_installed(folder)
        bare, *taken = fastest([partial(_run, command, environment) for command in commands], number=1, rounds=_RUNS)
    for way, seconds in zip(_WAYS, taken, strict=True):
        yield Row(
            f"startup: topbms decode from the shell, {way}",
            f"{seconds / bare:.1f} x bare ({seconds * 1e3:.0f} ms, {bare * 1e3:.0f} ms)",
            f'at most {TIMES} x python -c "import argparse, json"',
            seconds <= TIMES * bare,
        )


def _as_installed(folder: str) -> dict[str, str]:
    """The environment, with byte code kept between runs as every installed program has it; the first run makes it."""
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**inherited, "PYTHONPYCACHEPREFIX": folder}


def _run(command: Sequence[str], environment: dict[str, str]) -> None:
    run(command, stdin=DEVNULL, stdout=DEVNULL, check=True, env=environment)
