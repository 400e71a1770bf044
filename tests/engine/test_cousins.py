"""Seplos and Pylontech end to end: a simulated line speaks the dialect, a real link polls packs by their numbers."""

import pytest

from tests.engine.jumping import LoopClock
from tests.engine.polling import link_to, polling
from topbms.dialects import dialect, dialects
from topbms.dialects.numbered import Numbered
from topbms.model.alarms import Alarm, Level
from topbms.sim.faults import Mute
from topbms.sim.line import SimulatedLine
from topbms.sim.pack import SimulatedPack
from topbms.sim.server import serve_tcp

NUMBERED = [name for name, found in dialects().items() if isinstance(found, Numbered)]


def line_of(name: str, *numbers: int, cells: int = 16) -> SimulatedLine:
    packs = [SimulatedPack(number, seed=number, soc=50.0 + number, cells=cells) for number in numbers]
    return SimulatedLine(packs, dialect=name, speed=0, pace=False, clock=LoopClock())


@pytest.mark.parametrize("name", NUMBERED)
async def test_a_link_reads_what_the_packs_of_a_line_say(name: str) -> None:
    line = line_of(name, 1, 2, 16)
    pack = line.packs[1]
    assert isinstance(pack, SimulatedPack)
    pack.order_current(-20.0)
    pack.force(Alarm("cell_overvoltage", Level.PROTECTION, 3))
    async with serve_tcp(line) as port, polling(link_to(port.url, 1, 2, 16), dialect=dialect(name)) as site:
        await site.until(25)
    assert [reading.pack.id for reading in site.readings] == ["usr1-1", "usr1-2", "usr1-16"] * 3
    assert not site.link.counters.faults
    for battery, reading in zip(line.packs, site.readings, strict=False):
        said = battery.analog()
        assert reading.values["cell_voltages"] == said.cell_voltages
        assert reading.values["voltage"] == pytest.approx(said.voltage, abs=0.01)
        assert reading.values["current"] == pytest.approx(said.current, abs=0.06)
        assert reading.values["remaining_capacity"] == pytest.approx(said.remaining_capacity, abs=0.01)
        assert sorted(reading.values["temperatures"] or ()) == sorted(said.temperatures)  # type: ignore[arg-type]
    second = site.readings[1]
    assert second.values["current"] == -20.0
    assert [alarm.cell for alarm in second.active] == [3]
    assert second.alarms is not None
    assert second.alarms.states["discharging"]


@pytest.mark.parametrize("name", NUMBERED)
async def test_a_link_learns_once_who_a_pack_is(name: str) -> None:
    line = line_of(name, 1)
    async with serve_tcp(line) as port, polling(link_to(port.url, 1), dialect=dialect(name)) as site:
        await site.until(15)
    product = site.readings[-1].product
    assert product is not None
    assert (product.module, product.version) == ("51.2V150AH", "1.0")
    assert [frame.cid2 for _, frame in line.heard].count(0x51) == 1


@pytest.mark.parametrize("name", NUMBERED)
async def test_packs_are_found_by_their_numbers(name: str) -> None:
    line = line_of(name, 1, 3)
    async with serve_tcp(line) as port, polling(link_to(port.url), dialect=dialect(name)) as site:
        await site.until(60)
    assert [pack.address for pack in site.link.packs] == [1, 3]


@pytest.mark.parametrize("name", NUMBERED)
async def test_a_fault_is_ordered_by_the_number_of_its_pack(name: str) -> None:
    line = line_of(name, 1, 2)
    line.faults.set(Mute(pack=2))
    async with serve_tcp(line) as port, polling(link_to(port.url, 1, 2), dialect=dialect(name)) as site:
        await site.until(15)
    assert {reading.pack.address for reading in site.readings} == {1}


@pytest.mark.parametrize("name", NUMBERED)
@pytest.mark.parametrize("cells", [4, 8, 15, 32])
async def test_packs_of_any_size_can_be_simulated(name: str, cells: int) -> None:
    line = line_of(name, 1, cells=cells)
    async with serve_tcp(line) as port, polling(link_to(port.url, 1), dialect=dialect(name)) as site:
        await site.until(2)
    assert site.readings[0].values["cell_voltages"] == line.packs[0].analog().cell_voltages
