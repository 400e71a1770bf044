"""Where guests come in: who may, what becomes of a place that is taken, and that it is given back."""

import asyncio
import logging
import os
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from ipaddress import ip_network
from pathlib import Path

import pytest

from tests.engine.polling import link_to, polling
from tests.engine.stand import ANALOG, reply, simulated
from tests.engine.test_guests import SELDOM, asked, shared
from tests.engine.visitor import Visitor, visiting
from tests.servers.real import free_port
from topbms.engine.placing import may_come
from topbms.engine.reception import AGAIN, MOST_GUESTS
from topbms.protocol.frame import END
from topbms.sim.server import serve_tcp


def own_address() -> str:
    """An address by which this machine knows itself, and which is no loopback; empty where it has none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # nothing is sent
        except OSError:
            return ""
        return str(probe.getsockname()[0])


@asynccontextmanager
async def terminal(path: Path) -> AsyncIterator[Visitor]:
    """The far end of a terminal, as a stream."""
    file = os.open(path, os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK)
    heard = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    loop.add_reader(file, lambda: heard.feed_data(os.read(file, 4096)))
    try:
        yield Visitor(heard, lambda data: os.write(file, data))
    finally:
        loop.remove_reader(file)
        os.close(file)


async def test_a_terminal_is_shared_and_its_link_is_taken_away_at_the_end(tmp_path: Path) -> None:
    link = tmp_path / "vendor"
    async with serve_tcp(simulated(1)) as port:
        async with polling(link_to(port.url, 1, share=f"pty:{link}"), interval=SELDOM) as site:
            await site.until(2)
            async with terminal(link) as guest:
                assert await guest.ask(asked(ANALOG)) == reply(ANALOG).encode()
                assert (await guest.ask(asked(0xEF)))[7:9] == b"06"
            async with terminal(link) as guest:
                guest.send(*[asked(ANALOG)] * 40)
                for _ in range(40):
                    assert await guest.answer() == reply(ANALOG).encode()
        assert not link.is_symlink()


@pytest.mark.parametrize("kind", ["port", "terminal"])
async def test_a_place_that_cannot_be_had_is_told_once_and_tried_again(
    kind: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    number, folder = free_port(), tmp_path / "run"
    taken = socket.create_server(("127.0.0.1", number))
    share = f"127.0.0.1:{number}" if kind == "port" else f"pty:{folder}/vendor"
    with caplog.at_level(logging.ERROR, "topbms.engine.reception"):
        async with (
            serve_tcp(simulated(1)) as port,
            polling(link_to(port.url, 1, share=share), interval=5.0) as site,
        ):
            await site.until(3 * AGAIN)
            assert len(site.readings) >= 5, "it polls on"
            [record] = caplog.records
            expected = f"cannot listen on 127.0.0.1:{number}" if kind == "port" else "No such file or directory"
            assert expected in record.getMessage()
            taken.close()
            folder.mkdir()
            await site.until(site.now + AGAIN + 1)
            async with visiting(number) if kind == "port" else terminal(folder / "vendor") as guest:
                assert await guest.ask(asked(ANALOG)) == reply(ANALOG).encode()
    taken.close()


async def test_the_port_is_given_back_and_guests_are_shown_out_at_the_end() -> None:
    async with shared(simulated(1), 1) as (_, port):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        guest = Visitor(reader, writer.write)
        assert await guest.ask(asked(ANALOG))
    assert await guest.is_shown_out()
    writer.transport.abort()
    with pytest.raises(ConnectionRefusedError):
        await asyncio.open_connection("127.0.0.1", port)


@pytest.mark.skipif(not own_address(), reason="this machine has no address but the loopback")
@pytest.mark.parametrize("is_listed", [False, True])
async def test_another_machine_comes_in_only_where_it_is_listed(
    is_listed: bool, caplog: pytest.LogCaptureFixture
) -> None:
    number, here = free_port(), own_address()
    allowed = [here] if is_listed else ["192.0.2.7"]
    with caplog.at_level(logging.WARNING, "topbms.engine.reception"):
        async with serve_tcp(simulated(1)) as port:
            settings = link_to(port.url, 1, share=f"0.0.0.0:{number}", share_allow=allowed)
            async with polling(settings, interval=SELDOM) as site:
                await site.until(2)
                for _ in range(2):
                    async with visiting(number, here) as guest:
                        if is_listed:
                            assert await guest.ask(asked(ANALOG)) == reply(ANALOG).encode()
                        else:
                            assert await guest.is_shown_out()
                async with visiting(number) as guest:
                    assert await guest.ask(asked(ANALOG)) == reply(ANALOG).encode()
    told = [record.getMessage() for record in caplog.records]
    assert told == ([] if is_listed else [f"{here} is not in share_allow: not let in"])
    assert may_come(here, [ip_network(here)])


async def test_more_guests_than_can_be_are_not_let_in() -> None:
    async with shared(simulated(1), 1) as (site, port):
        streams = [await asyncio.open_connection("127.0.0.1", port) for _ in range(MOST_GUESTS + 1)]
        guests = [Visitor(reader, writer.write) for reader, writer in streams]
        await site.until(site.now + 1)
        assert [await guest.ask(asked(ANALOG)) != b"" for guest in guests[:-1]] == [True] * MOST_GUESTS
        assert await guests[-1].is_shown_out()
        streams[0][1].close()
        await site.until(site.now + 1)
        async with visiting(port) as guest:
            assert await guest.ask(asked(ANALOG))
        for _, writer in streams:
            writer.transport.abort()


async def test_a_guest_that_does_not_read_is_shown_out_and_the_others_go_on(caplog: pytest.LogCaptureFixture) -> None:
    async with shared(simulated(1), 1) as (site, port), visiting(port) as stays:
        with socket.socket() as idle:
            idle.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
            idle.connect(("127.0.0.1", port))
            idle.setblocking(False)
            text = "the guest at 127.0.0.1 does not read its answers: shown out"
            while text not in [record.getMessage() for record in caplog.records]:
                try:
                    idle.send(asked(ANALOG).encode() * 20)
                except BlockingIOError:
                    await asyncio.sleep(0.01)
                await asyncio.sleep(0)
                assert site.now < 600
        assert await stays.ask(asked(ANALOG), 60.0) == reply(ANALOG).encode()
        assert END == b"\r"
