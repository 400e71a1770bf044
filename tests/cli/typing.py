"""Somebody who sits at a terminal of his own and types what a verb asks for."""

import os
import pty
import re
import select
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

_CODE = """
import os, sys
os.open(os.ttyname(0), os.O_RDWR)  # it becomes the terminal of this session, where passwords are asked for
from topbms.cli import main
sys.exit(main())
"""
_PATIENCE = 60.0
_CONTROL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


class Seated:
    """What was shown, and the exit code."""

    def __init__(self, folder: Path, *arguments: str, answers: Sequence[tuple[str, str]], language: str = "C") -> None:
        """Type each answer when the words before it are asked."""
        ours, theirs = pty.openpty()
        environment = {**os.environ, "LC_ALL": language if language != "C" else "C.UTF-8"}
        process = subprocess.Popen(
            [sys.executable, "-c", _CODE, *arguments],
            cwd=folder,
            env=environment,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
        )
        os.close(theirs)
        self.shown = ""
        try:
            for asked, answer in answers:
                self._until(ours, asked)
                os.write(ours, answer.encode() + b"\n")
            self._until(ours, None)
            self.code = process.wait(_PATIENCE)
        finally:
            process.kill()
            process.wait()
            os.close(ours)

    def _until(self, terminal: int, asked: str | None) -> None:
        """Read until the words are there and an answer is waited for; None until the end.

        What is typed before the space behind the colon may be thrown away, or be seen.
        """
        begin, end = len(self.shown), time.monotonic() + _PATIENCE
        while asked is None or asked not in self.shown[begin:] or not self.shown.endswith(": "):
            ready, _, _ = select.select([terminal], [], [], max(end - time.monotonic(), 0.0))
            assert ready, f"{asked!r} was not asked: {self.shown}"
            try:
                data = os.read(terminal, 4096)
            except OSError:  # the other end is closed
                data = b""
            if not data:
                assert asked is None, f"it ended without asking {asked!r}: {self.shown}"
                return
            self.shown += _CONTROL.sub("", data.decode("utf-8", "replace")).replace("\r", "")
