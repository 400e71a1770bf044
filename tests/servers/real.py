"""Real servers from Debian's packages, each started by its test on a free loopback port, in a temporary folder.

A test whose program is not installed is left out, and said so; with CI=true nothing may be left out.
"""

import asyncio
import os
import shutil
import signal
import socket
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

_PLACES = ("/usr/lib/postgresql/15/bin", "/usr/lib/postgresql/17/bin", "/usr/sbin")
_PATIENCE = 30.0
_LOOK = 0.02


def program(name: str, package: str) -> str:
    """Where a server's program is; leaves the test out where its package is not installed."""
    found = shutil.which(name, path=os.pathsep.join((os.environ.get("PATH", ""), *_PLACES)))
    if found is not None:
        return found
    message = f"{name} is missing; make test-deps installs {package}"
    if os.environ.get("CI") == "true":
        pytest.fail(message)
    pytest.skip(message)


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


class RealServer:
    """One server process that listens on a port of 127.0.0.1; may be killed and started again on the same one."""

    def __init__(self, command: Sequence[str | Path], folder: Path, port: int, user: str | None = None) -> None:
        self.port = port
        self.folder = folder
        self._command = [str(word) for word in command]
        self._rights: dict[str, Any] = {} if user is None else {"user": user}  # of which libuv's loop knows nothing
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Start it, and wait until its port accepts."""
        with (self.folder / "server.log").open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *self._command, cwd=self.folder, stdout=log, stderr=log, **self._rights
            )
        async with asyncio.timeout(_PATIENCE):
            while not await self._accepts():
                assert self._process.returncode is None, self.log()
                await asyncio.sleep(_LOOK)

    async def stop(self) -> None:
        """Ask it to end, and wait for that."""
        await self._end(signal.SIGTERM)

    async def kill(self) -> None:
        """End it at once, whatever it is doing."""
        await self._end(signal.SIGKILL)

    def log(self) -> str:
        """What it said so far."""
        return (self.folder / "server.log").read_text(encoding="utf-8", errors="replace")

    async def _end(self, number: signal.Signals) -> None:
        process, self._process = self._process, None
        if process is not None and process.returncode is None:
            process.send_signal(number)
            await process.wait()

    async def _accepts(self) -> bool:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", self.port)
        except OSError:
            return False
        writer.close()
        return True
