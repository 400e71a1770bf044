"""Pace end to end: a simulated line speaks it, a real link polls it."""

import pytest

from tests.engine.jumping import LoopClock
from tests.engine.polling import link_to, polling
from topbms.dialects.pace import DIALECT
from topbms.model.alarms import Alarm, Level
from topbms.sim.faults import ErrorCode, WrongChecksum
from topbms.sim.line import SimulatedLine
from topbms.sim.pack import SimulatedPack
from topbms.sim.server import serve_tcp

ANALOG, ALARMS, VERSION, SERIAL = 0x42, 0x44, 0xC1, 0xC2
SAID = (
    "cell_voltages",
    "current",
    "voltage",
    "remaining_capacity",
    "full_capacity",
    "cycle_count",
    "soc",
    "soh",
    "environment_temperature",
    "mosfet_temperature",
)


def packs(*addresses: int, cells: int = 16) -> list[SimulatedPack]:
    return [SimulatedPack(address, seed=address, soc=50.0 + address, cells=cells) for address in addresses]


def line_of(*on_it: SimulatedPack) -> SimulatedLine:
    return SimulatedLine(on_it, dialect="pace", speed=0, pace=False, clock=LoopClock())


@pytest.mark.parametrize("cells", [8, 16, 20])
async def test_a_link_reads_what_the_packs_say(cells: int) -> None:
    on_it = packs(1, 2, cells=cells)
    async with serve_tcp(line_of(*on_it)) as port, polling(link_to(port.url, 1, 2), dialect=DIALECT) as site:
        await site.until(25)
    assert [reading.pack.address for reading in site.readings] == [1, 2] * 3
    assert not site.link.counters.faults
    for pack, reading in zip(on_it, site.readings, strict=False):
        said = pack.analog()
        assert {key: reading.values[key] for key in SAID} == {key: getattr(said, key) for key in SAID}


async def test_who_a_pack_is_comes_in_two_replies_and_is_asked_once() -> None:
    line = line_of(*packs(1))
    async with serve_tcp(line) as port, polling(link_to(port.url, 1), dialect=DIALECT) as site:
        await site.until(25)
    assert [frame.cid2 for _, frame in line.heard] == [ANALOG, ALARMS, VERSION, SERIAL, ANALOG, ALARMS, ANALOG, ALARMS]
    product = site.readings[-1].product
    assert product is not None
    assert (product.version, product.serial_number) == ("SIM-1.0", "SIM00000001-01")


async def test_alarms_states_and_balancing_arrive() -> None:
    (pack,) = packs(1)
    alarm = Alarm("charge_high_temperature", Level.PROTECTION)
    pack.force(alarm)
    async with serve_tcp(line_of(pack)) as port, polling(link_to(port.url, 1), dialect=DIALECT) as site:
        await site.until(5)
    (reading,) = site.readings
    assert reading.active == (alarm,)
    assert reading.alarms is not None
    assert reading.alarms.states["discharge_mosfet"]
    assert not reading.alarms.states["charge_mosfet"]
    assert reading.balancing == ()


async def test_what_goes_wrong_on_the_line_costs_one_answer() -> None:
    line = line_of(*packs(1, 2))
    line.faults.set(WrongChecksum(pack=1, command=ANALOG, times=1))
    line.faults.set(ErrorCode(pack=2, command=VERSION, code=4))
    async with serve_tcp(line) as port, polling(link_to(port.url, 1, 2), dialect=DIALECT) as site:
        await site.until(25)
    assert [reading.pack.address for reading in site.readings] == [1, 2] * 3
    assert site.link.counters.faults["checksum"] == 1
    product = site.readings[-1].product
    assert product is not None
    assert (product.version, product.serial_number) == ("", "SIM00000002-02")


async def test_packs_are_found() -> None:
    line = line_of(*packs(1, 3))
    async with serve_tcp(line) as port, polling(link_to(port.url), dialect=DIALECT) as site:
        await site.until(30)
    assert {reading.pack.address for reading in site.readings} == {1, 3}
