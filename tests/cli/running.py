"""`topbms run` as systemd runs it: a process of its own, with a notify socket, ended by signals."""

import asyncio
import os
import signal
import socket
import sys
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Self

_CODE = "import sys; from topbms.cli.program import run; run(sys.argv[1:])"
_PATIENCE = 60.0
"""s. Only a gateway that will never do it takes so long."""


class Running:
    """A gateway process; `said` are the lines that it has logged so far."""

    def __init__(self, config: Path, **environment: str) -> None:
        self.said: list[str] = []
        self._config = config
        self._environment = environment
        self._folder = tempfile.TemporaryDirectory()  # short: the path of a socket has 107 characters at most
        self._manager = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._process: asyncio.subprocess.Process | None = None

    async def __aenter__(self) -> Self:
        address = str(Path(self._folder.name, "notify"))
        self._manager.bind(address)
        self._manager.setblocking(False)
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", _CODE, "run", "--config", str(self._config)),
            env={**os.environ, "LC_ALL": "C", "NOTIFY_SOCKET": address, **self._environment},
            stderr=asyncio.subprocess.PIPE,
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        process = self.process
        if process.returncode is None:
            process.kill()
        await process.communicate()
        self._manager.close()
        self._folder.cleanup()

    @property
    def process(self) -> asyncio.subprocess.Process:
        assert self._process is not None
        return self._process

    async def tells(self, word: str) -> None:
        """Wait until systemd is told this word."""
        loop = asyncio.get_running_loop()
        async with asyncio.timeout(_PATIENCE):
            while word not in (await loop.sock_recv(self._manager, 1000)).decode().splitlines():
                pass

    async def says(self, part: str) -> str:
        """Wait for a log line with these words."""
        assert self.process.stderr is not None
        async with asyncio.timeout(_PATIENCE):
            while True:
                line = (await self.process.stderr.readline()).decode().rstrip("\n")
                assert line, f"it ended without saying {part!r}: {self.said}"
                self.said.append(line)
                if part in line:
                    return line

    async def ends(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Send a signal and wait for the end; the exit code."""
        self.process.send_signal(number)
        async with asyncio.timeout(_PATIENCE):
            _, errors = await self.process.communicate()
        self.said += errors.decode().splitlines()
        assert self.process.returncode is not None
        return self.process.returncode
