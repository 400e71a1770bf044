"""What arrives in a real VictoriaMetrics, asked back from it: at least once, and a sample is not two for that."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.servers.lineservers import VictoriaMetrics
from tests.sinks.influxdb.rig import Rig, bring, powers, rigged
from tests.sinks.influxdb.samples import events, full_reading, health, mean, sink
from tests.store.making import ONE, TWO
from topbms.engine.courier import Courier
from topbms.model.event import EventKind
from topbms.model.reading import Pack

HOUR = 3600.0


@pytest.fixture
async def metrics(tmp_path: Path) -> AsyncIterator[VictoriaMetrics]:
    server = VictoriaMetrics(tmp_path)
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
async def rig(tmp_path: Path) -> AsyncIterator[Rig]:
    async with rigged(tmp_path) as one:
        yield one


async def samples(metrics: VictoriaMetrics, pack: Pack) -> list[tuple[int, float]]:
    """Stamps (ms) and powers of a pack, each that there is at least once counted once."""
    found = await metrics.series(f'topbms_battery_power{{pack="{pack.id}"}}')
    pairs = {pair for one in found for pair in zip(one["timestamps"], one["values"], strict=True)}
    return sorted(pairs)


async def check_all_is_there(metrics: VictoriaMetrics, rig: Rig) -> None:
    """Each reading with its value and nothing beside them."""
    for pack in (ONE, TWO):
        polled = [one for one in rig.readings if one.pack == pack]
        stamps = [round(one.at * 1000) for one in polled]
        assert await samples(metrics, pack) == list(zip(stamps, powers(polled), strict=True))


async def test_numbers_arrive_as_metrics_with_their_labels(metrics: VictoriaMetrics) -> None:
    target = sink(metrics.url)
    await target.write([full_reading(), *events(), health(), mean()])
    await target.close()
    (cell,) = await metrics.series("topbms_battery_cell_voltage_02")
    labels = {"site": "home", "pack": "battery1", "link": "usr1", "model": "TOPBMS 16S 100A"}
    assert cell["metric"] == {"__name__": "topbms_battery_cell_voltage_02", **labels}
    assert (cell["timestamps"], cell["values"]) == ([1_735_689_600_000, 1_735_689_630_000], [3.363, 3.36])
    (state,) = await metrics.series("topbms_battery_state_charge_mosfet")
    assert state["values"] == [1]
    happened = await metrics.series("topbms_event_value")
    assert {(one["metric"]["kind"], one["values"][0]) for one in happened} == {
        ("start", 1),
        ("alarm", 1),
        ("link_down", 1),
    }
    (lag,) = await metrics.series('topbms_sink_lag{sink="influxdb"}')
    assert lag["values"] == [2.5]


async def test_six_hours_down_and_back_everything_arrives(metrics: VictoriaMetrics, rig: Rig) -> None:
    courier = rig.courier(metrics.url)
    await rig.poll(600)
    await bring(courier)
    await metrics.stop()
    for _ in range(36):
        await rig.poll(600)
        rig.happen(EventKind.LINK_UP, "usr1")
        assert await courier.turn() > 0
    await metrics.start()
    await bring(courier)
    assert len(rig.readings) == 2 * 37 * 60
    await check_all_is_there(metrics, rig)


async def test_a_gateway_that_was_killed_sends_some_again_and_no_sample_gets_another_stamp(
    metrics: VictoriaMetrics, rig: Rig
) -> None:
    await rig.poll(HOUR)
    killed = rig.courier(metrics.url, batch=100)
    for _ in range(4):
        await killed.turn()
    await bring(rig.courier(metrics.url, batch=100))
    await check_all_is_there(metrics, rig)


async def test_stopped_while_writing_and_back(metrics: VictoriaMetrics, rig: Rig) -> None:
    """Not killed: that costs VictoriaMetrics what it took in its last seconds, and has said to have taken."""
    await rig.poll(2 * HOUR)
    courier = rig.courier(metrics.url, batch=50)
    await _some(courier, 5)
    writing = asyncio.create_task(courier.turn())
    await metrics.stop()
    await writing
    await metrics.start()
    await bring(courier)
    await check_all_is_there(metrics, rig)


async def test_a_path_that_is_none_loses_nothing(metrics: VictoriaMetrics, rig: Rig) -> None:
    await rig.poll(60)
    courier = rig.courier(f"{metrics.url}s")
    assert await courier.turn() > 0
    assert 'unsupported path requested: "/writes"' in str(courier.attempts.last_error)
    assert courier.cursor == 0


async def _some(courier: Courier, turns: int) -> None:
    for _ in range(turns):
        await courier.turn()
