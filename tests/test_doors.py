"""What is open to others: a door that cannot be opened is told once, tried again, and holds nobody up."""

import asyncio
import logging
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.servers.real import free_port
from tests.web.moments import view
from topbms.app.doors import doors
from topbms.config import parse
from topbms.web.status import status_of
from topbms.web.statussocket import ask_status, place

_SOON = 0.02


@asynccontextmanager
async def open_(folder: Path, **web: Any) -> AsyncIterator[list[str]]:
    """The doors of a config with its history in this folder; their names."""
    history = {"path": str(folder / "history.db")}
    settings = parse({"language": "en", "history": history, "web": web})
    found = dict(doors(settings, view(), again=_SOON))
    tasks = [asyncio.create_task(door()) for door in found.values()]
    try:
        yield list(found)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)


async def answers(port: int) -> bool:
    async with aiohttp.ClientSession() as session:
        try:
            async with session.get(f"http://127.0.0.1:{port}/livez") as response:
                return response.status == 200
        except aiohttp.ClientError:
            return False


async def until_it_answers(port: int) -> None:
    async with asyncio.timeout(20):
        while not await answers(port):  # noqa: ASYNC110 - a port tells nobody when it begins to answer
            await asyncio.sleep(_SOON)


async def until(what: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not what():  # noqa: ASYNC110 - neither does a log, or a file
            await asyncio.sleep(_SOON)


async def until_status_answers(path: Path) -> bytes:
    await until(path.is_socket)
    return await asyncio.to_thread(ask_status, path)


def errors(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]


async def test_both_doors_are_open(tmp_path: Path) -> None:
    port = free_port()
    async with open_(tmp_path, listen=f"127.0.0.1:{port}") as names:
        await until_it_answers(port)
        found = status_of(await until_status_answers(place(tmp_path / "history.db")))
    assert names == ["status", "web"]
    assert found.health == view().health()
    assert found.snapshot == view().snapshot()


async def test_without_the_web_the_status_is_still_there(tmp_path: Path) -> None:
    async with open_(tmp_path, enabled=False) as names:
        await until_status_answers(place(tmp_path / "history.db"))
    assert names == ["status"]


async def test_a_taken_port_is_told_once_and_tried_again(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        async with open_(tmp_path, listen=f"127.0.0.1:{port}"):
            await until_status_answers(place(tmp_path / "history.db"))
            await until(lambda: bool(errors(caplog)))
            other.close()
            await until_it_answers(port)
    expected = (
        f"the page, /metrics, /livez and /healthz are not there, 127.0.0.1:{port} cannot be listened on: "
        "Address already in use"
    )
    assert errors(caplog) == [expected]


async def test_a_socket_that_cannot_be_made_is_told_once_and_the_web_goes_on(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "topbms.app.doors")
    port, folder = free_port(), tmp_path / ("x" * 100)
    folder.mkdir()
    async with open_(folder, listen=f"127.0.0.1:{port}"):
        await until_it_answers(port)
        await until(lambda: sum("at most 107 bytes" in line for line in caplog.messages) >= 3)
    (line,) = errors(caplog)
    assert line.startswith(
        f"topbms status will not work: {folder}/history.db.sock: a socket's path has at most 107 bytes"
    )


async def test_a_folder_that_is_made_later(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    folder = tmp_path / "d"
    async with open_(folder, enabled=False):
        await until(lambda: bool(errors(caplog)))
        folder.mkdir()
        await until_status_answers(place(folder / "history.db"))
    assert errors(caplog) == ["topbms status will not work: No such file or directory"]
