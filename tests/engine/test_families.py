"""The dialects of plain commands end to end: a simulated line speaks one, a real link polls it."""

import pytest

from tests.engine.jumping import LoopClock
from tests.engine.polling import link_to, polling
from topbms.dialects import dialect, dialects
from topbms.dialects.family import Family
from topbms.sim.line import SimulatedLine
from topbms.sim.pack import SimulatedPack
from topbms.sim.server import serve_tcp

FAMILIES = [name for name, found in dialects().items() if isinstance(found, Family)]
SAID = ("cell_voltages", "current", "voltage", "remaining_capacity", "environment_temperature", "mosfet_temperature")


@pytest.mark.parametrize("name", FAMILIES)
async def test_a_link_reads_what_a_simulated_line_of_this_dialect_says(name: str) -> None:
    packs = [SimulatedPack(address, seed=address, soc=50.0 + address) for address in (1, 2)]
    line = SimulatedLine(packs, dialect=name, speed=0, pace=False, clock=LoopClock())
    async with serve_tcp(line) as port, polling(link_to(port.url, 1, 2), dialect=dialect(name)) as site:
        await site.until(25)
    assert [reading.pack.address for reading in site.readings] == [1, 2] * 3
    assert not site.link.counters.faults
    for pack, reading in zip(packs, site.readings, strict=False):
        said = pack.analog()
        assert {key: reading.values[key] for key in SAID} == {key: getattr(said, key) for key in SAID}
        assert reading.values["soc"] == pytest.approx(said.soc, abs=0.01)
