import asyncio
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.sim.captured import ALARM_REQUEST, ANALOG_REPLY, ANALOG_REQUEST, CapturedPack
from topbms.errors import ConfigError
from topbms.sim.faults import Cut, Echo, HalfOpen
from topbms.sim.line import SimulatedLine
from topbms.sim.server import serve_pty


def line(**options: Any) -> SimulatedLine:
    return SimulatedLine([CapturedPack()], **{"baud": 0, **options})


@contextmanager
def opened(path: str) -> Iterator[int]:
    terminal = os.open(path, os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK)
    try:
        yield terminal
    finally:
        os.close(terminal)


async def read(terminal: int, length: int) -> bytes:
    """Exactly so many bytes, waiting for them."""
    heard = b""
    async with asyncio.timeout(20):
        while len(heard) < length:
            await _readable(terminal)
            heard += os.read(terminal, length - len(heard))
    return heard


async def _readable(terminal: int) -> None:
    loop = asyncio.get_running_loop()
    ready = asyncio.Event()
    loop.add_reader(terminal, ready.set)
    try:
        await ready.wait()
    finally:
        loop.remove_reader(terminal)


async def test_a_terminal_answers_like_a_serial_port() -> None:
    async with serve_pty(line()) as port:
        with opened(port.url) as terminal:
            os.write(terminal, ANALOG_REQUEST)
            assert await read(terminal, 150) == ANALOG_REPLY


async def test_who_opens_it_anew_is_answered_too() -> None:
    async with serve_pty(line(baud=115_200)) as port:
        for _ in range(2):
            with opened(port.url) as terminal:
                os.write(terminal, ANALOG_REQUEST)
                assert await read(terminal, 150) == ANALOG_REPLY


async def test_a_cut_takes_the_terminal_away_and_the_link_finds_the_new_one(tmp_path: Path) -> None:
    link = tmp_path / "battery"
    simulated = line()
    async with serve_pty(simulated, link) as port:
        assert port.url == str(link)
        with opened(port.url) as terminal:
            simulated.faults.set(Cut())
            with pytest.raises(OSError, match="Input/output error"):
                os.write(terminal, ANALOG_REQUEST)
        assert not link.exists()
        simulated.faults.clear()
        simulated.faults.clear(Cut())
        with opened(port.url) as terminal:
            os.write(terminal, ANALOG_REQUEST)
            assert await read(terminal, 150) == ANALOG_REPLY
    assert not link.is_symlink()


async def test_a_stale_link_is_replaced(tmp_path: Path) -> None:
    link = tmp_path / "battery"
    link.symlink_to("/nowhere")
    async with serve_pty(line(), link):
        assert link.exists()


async def test_a_file_in_the_link_s_place_is_not_touched(tmp_path: Path) -> None:
    link = tmp_path / "battery"
    link.write_text("precious")
    with pytest.raises(
        ConfigError, match=r"battery cannot be made a link to the terminal \(File exists\); name another"
    ):
        async with serve_pty(line(), link):
            pass
    assert link.read_text() == "precious"


async def test_a_half_open_terminal_is_deaf_and_dumb() -> None:
    simulated = line(faults=[HalfOpen()])
    async with serve_pty(simulated) as port:
        with opened(port.url) as terminal:
            port._hear(ALARM_REQUEST)  # a terminal passes it on only when the kernel likes to
            assert len(simulated.heard) == 0
            simulated.feed(ALARM_REQUEST)
            simulated.faults.clear()
            os.write(terminal, ANALOG_REQUEST)
            assert await read(terminal, 150) == ANALOG_REPLY


async def test_faults_of_replies_work_there_too() -> None:
    simulated = line()
    async with serve_pty(simulated) as port:
        simulated.faults.set(Echo())
        with opened(port.url) as terminal:
            os.write(terminal, ANALOG_REQUEST)
            assert await read(terminal, 170) == ANALOG_REQUEST + ANALOG_REPLY


async def test_what_nobody_reads_is_lost_and_nothing_else() -> None:
    simulated = line()
    async with serve_pty(simulated) as port:
        for _ in range(2000):
            simulated.feed(ANALOG_REQUEST)
        with opened(port.url) as terminal:
            assert (await read(terminal, 150)) == ANALOG_REPLY


async def test_a_cut_terminal_swallows_answers() -> None:
    simulated = line(faults=[Cut()])
    async with serve_pty(simulated):
        simulated.feed(ANALOG_REQUEST)
        assert len(simulated.heard) == 1
