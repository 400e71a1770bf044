"""A real PostgreSQL for one test: a copy of a cluster made once, on a free loopback port.

Started without fsync, because no test cuts the power. Root cannot run it, so as root it runs as Debian's user.
"""

import asyncio
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg

from tests.servers.real import RealServer, free_port, program

USER = "postgres" if os.geteuid() == 0 else None
SUPERUSER = "postgres"
OWNER, OWNER_PASSWORD = "installer", "owner's"
_PACKAGE = "postgresql"
_AS_USER = () if USER is None else ("setpriv", f"--reuid={USER}", f"--regid={USER}", "--init-groups", "--")
"""Becomes that user and then the server, in one process; uvloop itself cannot start one as somebody else."""


def make_cluster(folder: Path) -> Path:
    """A cluster with one superuser, who needs no password on its socket and has none elsewhere."""
    own(folder)
    command = [
        program("initdb", _PACKAGE),
        "--pgdata",
        "data",
        "--username",
        SUPERUSER,
        "--no-sync",
        "--locale=C.UTF-8",
    ]
    auth = ["--auth-local=trust", "--auth-host=scram-sha-256"]
    subprocess.run([*command, *auth], cwd=folder, user=USER, check=True, stdout=subprocess.DEVNULL)
    return folder / "data"


def own(folder: Path) -> None:
    """Let the server's user have a folder and what is in it."""
    if USER is not None:
        found = pwd.getpwnam(USER)
        for path in (folder, *folder.rglob("*")):
            os.chown(path, found.pw_uid, found.pw_gid)


class Postgres(RealServer):
    """One server, its superuser's questions, and a database `topbms` that belongs to `OWNER`."""

    def __init__(self, cluster: Path, folder: Path, *options: str) -> None:
        shutil.copytree(cluster, folder / "data")
        own(folder)
        port = free_port()
        command = [
            *_AS_USER,
            program("postgres", _PACKAGE),
            "-D",
            str(folder / "data"),
            "-p",
            str(port),
            "-k",
            str(folder),
        ]
        settings = ["fsync=off", "shared_buffers=16MB", "listen_addresses=127.0.0.1", *options]
        super().__init__([*command, *(word for one in settings for word in ("-c", one))], folder, port)

    async def start(self) -> None:
        """Start it, and wait until it answers; the port accepts before that."""
        await super().start()
        while True:
            try:
                await self.ask("SELECT 1")
            except psycopg.OperationalError:
                await asyncio.sleep(0.02)
            else:
                return

    async def stop(self) -> None:
        """End it, and every connection."""
        await self._end(signal.SIGINT)

    async def kill(self) -> None:
        """End it at once with all its processes, as a cut of the power does."""
        assert self._process is not None
        everybody = [self._process.pid, *_children(self._process.pid)]
        for number in everybody:
            with suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)
        await super().kill()
        while any(map(_is_there, everybody)):  # noqa: ASYNC110 -- the kernel sends no event
            await asyncio.sleep(0.01)

    async def ask(self, query: str, *values: object, database: str = "postgres") -> list[tuple[Any, ...]]:
        """All rows of the answer to the superuser; none for a statement."""
        where = f"host={self.folder} port={self.port} user={SUPERUSER} dbname={database}"
        async with await psycopg.AsyncConnection.connect(where, autocommit=True) as connection:
            cursor = await connection.execute(query, values or None)
            return await cursor.fetchall() if cursor.description else []

    async def query(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """The same in the database `topbms`."""
        return await self.ask(query, *values, database="topbms")

    @asynccontextmanager
    async def holding(self, statement: str) -> AsyncIterator[None]:
        """A transaction of the superuser in `topbms` that stays open meanwhile, with its locks."""
        where = f"host={self.folder} port={self.port} user={SUPERUSER} dbname=topbms"
        async with await psycopg.AsyncConnection.connect(where) as connection:
            await connection.execute(statement)
            yield

    async def give_database(self) -> None:
        """What an administrator does before anything else."""
        await self.ask(
            f"CREATE ROLE {OWNER} LOGIN CREATEROLE PASSWORD '{OWNER_PASSWORD.replace(chr(39), chr(39) * 2)}'"
        )
        await self.ask(f"CREATE DATABASE topbms OWNER {OWNER}")


def _children(number: int) -> list[int]:
    return [int(word) for word in Path(f"/proc/{number}/task/{number}/children").read_text(encoding="ascii").split()]


def _is_there(number: int) -> bool:
    return Path(f"/proc/{number}").exists()


@asynccontextmanager
async def served(cluster: Path, *options: str) -> AsyncIterator[Postgres]:
    """A running server with a copy of a cluster."""
    with tempfile.TemporaryDirectory() as folder:
        server = Postgres(cluster, Path(folder), *options)
        await server.start()
        try:
            yield server
        finally:
            await server.stop()
