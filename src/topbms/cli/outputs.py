"""Standard output and error when they are closed, full, or unable to show a character. Knows no verb."""

import errno
import os
import sys
from io import FileIO, TextIOWrapper

_REFUSALS = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF)


def prepare() -> None:
    """Let nothing that is said end the program: what a closed output or a character set cannot take is left out."""
    # A file opened later must not get the number of a closed output, and be written over.
    if sys.stdout is None:
        sys.stdout = _nowhere()
    if sys.stderr is None:
        sys.stderr = _nowhere()
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")


def is_refusal(error: OSError) -> bool:
    """Whether it is standard output that took no more: faults of files have a name, or are worded by their verb."""
    return error.filename is None and error.errno in _REFUSALS


def settle() -> None:
    """Flush standard output, else let go of it: the interpreter would complain at its end."""
    try:
        sys.stdout.flush()
    except OSError:
        let_go()


def let_go() -> None:
    """What is still to be flushed goes nowhere, without a word."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _nowhere() -> TextIOWrapper:
    return TextIOWrapper(FileIO(os.devnull, "w"), encoding="utf-8", write_through=True)
