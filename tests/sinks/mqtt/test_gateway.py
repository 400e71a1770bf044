"""The whole gateway between a simulated pack and a real broker: what a listener sees of it from start to stop."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from tests.servers.mosquitto import Ear, Mosquitto, listening
from topbms.app import Gateway
from topbms.config import Loaded, parse
from topbms.model.alarms import Alarm, Level
from topbms.sim.line import SimulatedLine
from topbms.sim.pack import SimulatedPack
from topbms.sim.server import serve_tcp

STATE = "topbms/home/battery1/state"
GATEWAY = "topbms/home/availability"


def loaded(folder: Path, links: list[dict[str, Any]], broker: Mosquitto, **more: Any) -> Loaded:
    settings = parse(
        {
            "language": "en",
            "poll": {"interval": "200ms", "deadline": "100ms", "spacing": "0ms"},
            "history": {"path": str(folder / "history.db"), "commit": "1s"},
            "link": links,
            "mqtt": {"url": broker.url, "interval": "60s"} | more,
        }
    )
    return Loaded(settings, folder / "topbms.toml", folder)


@asynccontextmanager
async def gateway(settings: Loaded) -> AsyncIterator[Gateway]:
    one = Gateway(settings)
    await one.start()
    try:
        yield one
    finally:
        await one.stop()


def link(url: str, *packs: str) -> dict[str, Any]:
    listed = [{"address": number, "id": name, "name": name.title()} for number, name in enumerate(packs, 1)]
    return {"id": "usr1", "url": url, "pack": listed}


async def test_from_the_pack_to_the_broker_and_back_to_silence(tmp_path: Path, broker: Mosquitto, ear: Ear) -> None:
    pack = SimulatedPack(1, seed=1, soc=60)
    async with serve_tcp(SimulatedLine([pack], pace=False, speed=0)) as port:
        settings = loaded(tmp_path, [link(port.url, "battery1")], broker, history=True)
        async with gateway(settings) as running:
            await ear.until(lambda: "online" in [one.payload for one in ear.of("topbms/home/battery1/availability")])
            state = ear.last(STATE).json
            assert (state["soc"], state["fault"]) == (60, "OFF")
            assert len([key for key in state if key.startswith("cell_") and key.endswith("_voltage")]) == 18
            pack.force(Alarm("cell_overvoltage", Level.PROTECTION))
            await ear.until(lambda: ear.last(STATE).json["protection"] == "ON")
            assert {feeder.name for feeder in running.feeders} == {"mqtt", "mqtt_history"}
            announced = {one.topic.split("/")[3] for one in ear.got if one.topic.endswith("/config") and one.payload}
            told = set(ear.last(STATE).json)
            assert {name for name in announced if "home_battery1" in name} <= told | {"online"}
        await ear.until_quiet()
        assert ear.last(GATEWAY).payload == "offline"


async def test_a_pack_taken_out_of_the_config_leaves_the_broker(tmp_path: Path, broker: Mosquitto) -> None:
    packs = [SimulatedPack(1, seed=1), SimulatedPack(2, seed=2)]
    async with serve_tcp(SimulatedLine(packs, pace=False, speed=0)) as port:
        both = loaded(tmp_path, [link(port.url, "battery1", "battery2")], broker)
        one = loaded(tmp_path, [link(port.url, "battery1")], broker)
        async with gateway(both) as running, listening(broker.port) as ear:
            await ear.until(lambda: "online" in [got.payload for got in ear.of("topbms/home/bank/availability")])
            await running.reload(one)
            gone = "homeassistant/sensor/home_battery2/soc/config"
            await ear.until(lambda: bool(ear.of(gone)) and not ear.last(gone).payload)
            await ear.until(lambda: ear.last(GATEWAY).payload == "online")
        async with listening(broker.port) as late:
            assert not [topic for topic in late.topics() if "battery2" in topic or "bank" in topic]
            assert "homeassistant/sensor/home_battery1/soc/config" in late.topics()
