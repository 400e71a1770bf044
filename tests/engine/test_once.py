"""One errand: what `read` and `scan` do with a port."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from tests.engine.samples import PACK
from tests.engine.stand import ALARMS, ANALOG, PRODUCT, simulated
from topbms.dialects.topbms import DIALECT
from topbms.engine.line import Line
from topbms.engine.once import line_on, opened, read_pack
from topbms.errors import LinkError
from topbms.sim.faults import Cut, Mute, Spike
from topbms.sim.line import SimulatedLine
from topbms.sim.server import serve_tcp


@asynccontextmanager
async def line_to(simulation: SimulatedLine) -> AsyncIterator[Line]:
    async with serve_tcp(simulation) as port, opened(port.url, 9600) as connection:
        yield line_on(connection, DIALECT, 9600)


async def test_reads_everything_that_a_pack_tells() -> None:
    simulation = simulated(1)
    async with line_to(simulation) as line:
        reading = await read_pack(line, DIALECT, PACK)
    assert reading is not None
    assert (reading.pack, reading.sequence) == (PACK, 1)
    assert reading.values["soc"] == 51
    assert reading.alarms is not None
    assert reading.product is not None
    assert [frame.cid2 for _, frame in simulation.heard] == [ANALOG, ALARMS, PRODUCT]


async def test_asks_with_the_version_it_is_told() -> None:
    simulation = simulated(1)
    async with line_to(simulation) as line:
        await read_pack(line, DIALECT, PACK, 0x52)
    assert {frame.version for _, frame in simulation.heard} == {0x52}


async def test_a_mute_pack_is_asked_three_times_and_a_stranger_once() -> None:
    simulation = simulated(1, faults=[Mute()])
    async with line_to(simulation) as line:
        assert await read_pack(line, DIALECT, PACK) is None
        assert len(simulation.heard) == 3
        assert await read_pack(line, DIALECT, PACK, is_stranger=True) is None
        assert len(simulation.heard) == 4


async def test_what_is_not_possible_is_held_back_here_too() -> None:
    async with line_to(simulated(1, faults=[Spike(quantity="soc", value=200)])) as line:
        reading = await read_pack(line, DIALECT, PACK)
    assert reading is not None
    assert (reading.values["soc"], reading.held) == (None, ("soc",))


async def test_a_port_that_cannot_be_opened_is_a_link_error() -> None:
    async with serve_tcp(simulated(1, faults=[Cut()])) as port:
        with pytest.raises(LinkError, match="refuses the connection"):
            async with opened(port.url, 9600):
                pytest.fail("it was opened")


async def test_the_port_is_closed_at_the_end() -> None:
    async with serve_tcp(simulated(1)) as port:
        async with opened(port.url, 9600) as connection:
            connection.send(b"")
        with pytest.raises(LinkError, match="closed"):
            connection.send(b"")
