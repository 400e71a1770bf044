"""What a link does when its port goes away, lies, or leads nowhere: it goes on by itself, and says each thing once."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.engine.polling import asked, gaps, link_to, polling
from tests.engine.stand import reply, scripted, simulated
from topbms.engine.schedule import EVERYDAY
from topbms.model.event import EventKind
from topbms.sim.faults import Cut, HalfOpen, Mute, Slow
from topbms.sim.server import serve_pty, serve_tcp

LINK = (EventKind.LINK_UP, EventKind.LINK_DOWN)
UP, DOWN = (EventKind.LINK_UP, "usr1"), (EventKind.LINK_DOWN, "usr1")


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]


@pytest.mark.parametrize("offset", [0.0, 1.7, 3.3, 4.9])
async def test_after_a_cut_a_pack_is_read_within_10_s_of_its_return(offset: float) -> None:
    """Users: no recovery after a network drop."""
    line = simulated(1)
    async with serve_tcp(line) as port, polling(link_to(port.url, 1)) as site:
        await site.until(15)
        line.faults.set(Cut())
        await site.until(75 + offset)
        assert not site.link.is_up
        line.faults.clear()
        assert await site.next_reading("usr1-1") < 10
        assert site.link.is_up
    assert site.of(*LINK) == [UP, DOWN, UP]
    assert site.of(EventKind.PACK_SILENT, EventKind.PACK_BACK) == [
        (EventKind.PACK_SILENT, "usr1-1"),
        (EventKind.PACK_BACK, "usr1-1"),
    ]


async def test_a_cut_in_the_middle_of_an_answer_is_lived_through() -> None:
    line = simulated(1, faults=[Mute(times=1)])
    async with serve_tcp(line) as port, polling(link_to(port.url, 1)) as site:
        await site.until(0.3)
        line.faults.set(Cut())
        await site.until(1)
        line.faults.clear()
        await site.until(12)
    assert len(site.readings) == 1
    assert site.of(*LINK) == [DOWN, UP]


async def test_a_lost_link_is_tried_every_5_to_6_s() -> None:
    line = simulated(1)
    async with serve_tcp(line) as port, polling(link_to(port.url, 1)) as site:
        await site.until(3)
        line.faults.set(Cut())
        await site.until(303)
    fewest, most = 300 / (EVERYDAY.reconnect + EVERYDAY.jitter), 300 / EVERYDAY.reconnect
    assert fewest - 1 <= site.link.counters.faults["link"] <= most + 2


async def test_a_wrong_port_is_told_once_and_tried_for_ever(caplog: pytest.LogCaptureFixture) -> None:
    line = simulated(1, faults=[Cut()])
    with caplog.at_level(logging.INFO, "topbms"):
        async with serve_tcp(line) as port, polling(link_to(port.url, 1)) as site:
            await site.until(600)
            url = port.url
    assert warnings(caplog) == [f"{url} refuses the connection; is the port right, or taken by another client?"]
    assert site.of(*LINK) == [DOWN]
    assert site.link.counters.faults["link"] > 90
    assert site.link.counters.connects == 0


async def test_each_cause_is_told_once_until_the_link_is_up_again(caplog: pytest.LogCaptureFixture) -> None:
    line = simulated(1)
    with caplog.at_level(logging.INFO, "topbms.engine"):
        async with serve_tcp(line) as port, polling(link_to(port.url, 1)) as site:
            for minute in (1, 3):
                await site.until(60 * minute)
                line.faults.set(Cut())
                await site.until(60 * minute + 60)
                line.faults.clear()
            await site.until(300)
    words = [record.getMessage().split(" ", 1)[1] for record in caplog.records]
    words.remove("at address 1: first reading")
    once = ["is up", "the other end closed the connection", words[2]]
    assert "refuses the connection" in words[2]
    assert words == [*once, *once, "is up"]


async def test_a_connection_that_is_half_open_is_opened_anew() -> None:
    """A converter that was restarted, and whose old connection nobody told."""
    line = simulated(1, 2)
    async with serve_tcp(line) as port, polling(link_to(port.url, 1, 2)) as site:
        await site.until(15)
        line.faults.set(HalfOpen(present=True))
        assert await site.next_reading("usr1-1") < 30
        await site.until(100)
        assert site.link.is_up
    assert site.link.counters.connects == 2
    assert site.link.counters.faults["half_open"] == 1
    assert site.of(*LINK) == [UP]
    assert site.moments("usr1-2")[-1] > 90


async def test_packs_that_are_switched_off_behind_a_converter_make_no_noise(caplog: pytest.LogCaptureFixture) -> None:
    line = simulated(1, 2, faults=[Mute()])
    with caplog.at_level(logging.INFO, "topbms"):
        async with serve_tcp(line) as port, polling(link_to(port.url, 1, 2)) as site:
            await site.until(900)
            assert site.link.counters.connects > 20
            assert site.of(*LINK) == [UP]
            line.faults.clear()
            assert await site.next_reading("usr1-2") < 10
    assert sorted(warnings(caplog)) == [
        "no pack answered for 3 rounds, the connection is opened anew",
        "pack at address 1: no answer",
        "pack at address 2: no answer",
    ]


async def test_one_pack_that_answers_is_no_dead_connection() -> None:
    line = simulated(1, 2, faults=[Mute(pack=2)])
    async with serve_tcp(line) as port, polling(link_to(port.url, 1, 2)) as site:
        await site.until(200)
    assert site.link.counters.connects == 1


async def test_a_serial_port_is_not_opened_anew_when_its_packs_are_mute() -> None:
    line = simulated(1, faults=[Mute()])
    async with serve_pty(line) as port, polling(link_to(port.url, 1)) as site:
        await site.until(100)
        assert site.link.is_up
    assert site.link.counters.connects == 1
    assert site.link.counters.faults["half_open"] == 0


async def test_an_adapter_that_is_plugged_in_again_is_found_by_its_lasting_path(tmp_path: Path) -> None:
    """Users: after a USB drop the port has another number, and nothing is read any more."""
    line = simulated(1)
    async with serve_pty(line, tmp_path / "usb-FTDI-port0") as port, polling(link_to(port.url, 1)) as site:
        await site.next_reading("usr1-1")
        line.faults.set(Cut())
        await site.until(site.now + 60)
        assert not site.link.is_up
        line.faults.clear()
        assert await site.next_reading("usr1-1") < 10
    assert site.of(*LINK) == [UP, DOWN, UP]


@asynccontextmanager
async def taken() -> AsyncIterator[str]:
    """A converter that serves somebody else: it accepts, and hangs up at once."""
    server = await asyncio.get_running_loop().create_server(_HangsUp, "127.0.0.1", 0)
    async with server:
        yield f"socket://127.0.0.1:{server.sockets[0].getsockname()[1]}"


class _HangsUp(asyncio.Protocol):
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        transport.close()


async def test_a_converter_that_is_taken_is_told_once_and_never_counts_as_up(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.INFO, "topbms"):
        async with taken() as url, polling(link_to(url, 1)) as site:
            await site.until(300)
            assert not site.link.is_up
    assert site.link.counters.connects > 40
    assert site.of(*LINK) == [DOWN]
    assert 1 <= len(warnings(caplog)) <= 2  # closed, or reset where our request was on its way


async def test_a_port_of_a_kind_that_is_not_installed_does_not_end_the_link(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "topbms"):
        async with polling(link_to("esphome://127.0.0.1:1", 1)) as site:
            await site.until(60)
    assert site.link.counters.faults["link"] > 5
    assert len(warnings(caplog)) == 1
    assert site.of(*LINK) == [DOWN]


async def test_one_link_does_not_mind_what_happens_to_another() -> None:
    """Users: several ports in one instance."""
    well, cut = simulated(1), simulated(1)
    async with serve_tcp(well) as one, serve_tcp(cut) as two:
        links = (link_to(one.url, 1, id="usr1"), link_to(two.url, 1, id="usr2"))
        async with polling(*links) as site:
            await site.until(15)
            cut.faults.set(Cut())
            await site.until(125)
    assert gaps(site.moments("usr1-1")) == [pytest.approx(10.0, abs=0.5)] * 12
    assert site.of(*LINK) == [(EventKind.LINK_UP, "usr1"), (EventKind.LINK_UP, "usr2"), (EventKind.LINK_DOWN, "usr2")]
    bank = site.feed.snapshot().bank
    assert (bank.present, bank.missing) == (("usr1-1",), ("usr2-1",))


async def test_when_it_is_ended_it_lets_go_of_its_port() -> None:
    line = simulated(1)
    async with serve_tcp(line) as port:
        async with polling(link_to(port.url, 1)) as site:
            await site.until(1)
            assert len(port.connections) == 1
        await asyncio.sleep(1)
        assert len(port.connections) == 0


async def test_finds_all_packs_without_asking_any_before_its_time() -> None:
    line = simulated(1, 2, 5, 16)
    async with serve_tcp(line) as port, polling(link_to(port.url)) as site:
        await site.until(60)
        assert [pack.address for pack in site.link.packs] == [1, 2, 5, 16]
        assert [state.pack.id for state in site.feed.snapshot().packs] == ["usr1-1", "usr1-2", "usr1-5", "usr1-16"]
    assert min(gaps(site.moments("usr1-1"))) > 9
    assert max(gaps(site.moments("usr1-1"))) < 11
    assert len(asked(line, 7)) == 1


async def test_finds_all_packs_of_a_line_that_is_busy_with_the_first_of_them() -> None:
    line = simulated(*range(1, 17), faults=[Slow(delay=0.3)])
    async with serve_tcp(line) as port, polling(link_to(port.url), interval=0.2) as site:
        await site.until(40)
        assert len(site.link.packs) == 16


async def test_finds_a_battery_that_is_switched_on_later_than_the_gateway() -> None:
    line = simulated(1, 2, faults=[Mute()])
    async with serve_tcp(line) as port, polling(link_to(port.url)) as site:
        await site.until(300)
        assert site.link.packs == ()
        line.faults.clear()
        await site.until(330)
        assert len(site.link.packs) == 2
        assert len(site.readings) >= 2
    assert site.link.counters.faults["half_open"] > 2


async def test_finds_a_pack_that_was_added_within_an_hour() -> None:
    line = simulated(1, 2, faults=[Mute(pack=2)])
    async with serve_tcp(line) as port, polling(link_to(port.url), interval=600.0) as site:
        await site.until(100)
        assert len(site.link.packs) == 1
        line.faults.clear()
        await site.until(3700)
        assert len(site.link.packs) == 2


async def test_a_cut_while_looking_hides_no_pack() -> None:
    line = simulated(1, 2)
    line.faults.set(Mute(pack=1))
    async with serve_tcp(line) as port, polling(link_to(port.url)) as site:
        await site.until(0.3)  # in the middle of asking address 1
        line.faults.set(Cut())
        await site.until(1)
        line.faults.clear()
        await site.until(40)
        assert [pack.address for pack in site.link.packs] == [1, 2]


async def test_a_stranger_whose_answer_is_damaged_is_asked_again() -> None:
    broken = iter([b"~5201\r", b""])

    def script(request: bytes) -> list[bytes]:
        if request[3:5] != b"01":
            return []
        return [next(broken, b"") or reply(int(request[7:9], 16), 1).encode()]

    async with scripted(script) as url, polling(link_to(url)) as site:
        await site.until(5)
        assert [pack.address for pack in site.link.packs] == [1]
