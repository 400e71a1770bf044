"""Writing to a real broker: what arrives, in which order, and what is taken back."""

import asyncio
import json
from pathlib import Path

import pytest

from tests.servers.mosquitto import Ear, Mosquitto, listening, running
from tests.sinks.mqtt.home import (
    GATEWAY_ID,
    PACKS,
    VALUES,
    Home,
    awaited,
    one_pack,
    reading,
    snapshot,
    there,
    two_packs,
    write,
)
from topbms.model.alarms import Alarm, Level
from topbms.model.reading import Pack, Product
from topbms.sinks import LatestSink
from topbms.sinks.mqtt.sink import SETTLE, MqttSink

STATE = "topbms/home/battery1/state"
GATEWAY = "topbms/home/availability"
PACK = "topbms/home/battery1/availability"
SOC = "homeassistant/sensor/home_battery1/soc/config"


def kinds(ear: Ear) -> list[str]:
    """What came, in few words: repeated ones once."""
    words = [one.topic.split("/")[-1] if "homeassistant/" not in one.topic else "config" for one in ear.got]
    return [word for place, word in enumerate(words) if place == 0 or words[place - 1] != word]


def test_it_is_a_sink_of_the_newest_that_sends_everything_each_interval() -> None:
    sink = Home("mqtt://127.0.0.1:1").sink(interval=7)
    assert isinstance(sink, LatestSink)
    assert (sink.name, sink.interval, sink.resend) == ("mqtt", 7, 7)


async def test_everything_comes_in_the_order_that_listeners_need(home: Home, ear: Ear) -> None:
    home.packs = PACKS
    async with home.serving() as sink:
        await write(sink, two_packs())
        await ear.until_quiet()
        assert kinds(ear) == ["gateway", "config", "state", "availability"]
        assert [one.topic for one in ear.got][-4:] == [
            "topbms/home/bank/availability",
            "topbms/home/battery1/availability",
            "topbms/home/battery2/availability",
            GATEWAY,
        ]
        nodes = [one.topic.split("/")[2] for one in ear.got if "homeassistant/" in one.topic]
        assert list(dict.fromkeys(nodes)) == ["home_gw", "home_bank", "home_battery1", "home_battery2"]


async def test_states_wait_until_announcements_are_worked_off(home: Home, ear: Ear) -> None:
    assert MqttSink(home.settings(), home.site())._settle == SETTLE == 1.5
    async with home.serving(settle=3600.0) as sink:
        writing = asyncio.create_task(write(sink, one_pack()))
        await ear.until(lambda: "homeassistant/binary_sensor/home_battery1/online/config" in ear.topics())
        await ear.until_quiet()
        assert kinds(ear) == ["gateway", "config"]
        writing.cancel()
        with pytest.raises(asyncio.CancelledError):
            await writing


async def test_a_second_writing_sends_states_and_nothing_else(home: Home, ear: Ear) -> None:
    async with home.serving(settle=0.0) as sink:
        await write(sink, one_pack())
        await ear.until_quiet()
        ear.forget()
        await write(sink, one_pack())
        await ear.until_quiet()
        assert sorted(ear.topics()) == [STATE, "topbms/home/state"]


async def test_announcements_and_availability_are_kept_and_states_are_not(home: Home, broker: Mosquitto) -> None:
    async with home.serving() as sink:
        await write(sink, one_pack())
        async with listening(broker.port) as late:
            assert all(one.was_kept for one in late.got)
            own = {one.topic for one in late.got if "homeassistant" not in one.topic}
            assert own == {"topbms/home/gateway", GATEWAY, PACK}
            assert late.last("topbms/home/gateway").payload == GATEWAY_ID
            assert SOC in late.topics()


async def test_a_pack_is_online_only_with_its_state(home: Home, ear: Ear) -> None:
    async with home.serving() as sink:
        await write(sink, snapshot(awaited(PACKS[0])))
        await ear.until_quiet()
        assert (ear.last(PACK).payload, ear.last(GATEWAY).payload) == ("offline", "online")
        assert STATE not in ear.topics()
        ear.forget()
        await write(sink, one_pack())
        await ear.until_quiet()
        topics = ear.topics()
        assert topics.index(SOC) < topics.index(STATE) < topics.index(PACK)
        assert GATEWAY not in topics


async def test_a_silent_pack_goes_offline_and_sends_no_old_numbers(home: Home, ear: Ear) -> None:
    async with home.serving() as sink:
        await write(sink, one_pack())
        await ear.until_quiet()
        ear.forget()
        await write(sink, snapshot(there(reading(), stale=True)))
        await ear.until_quiet()
        assert ear.topics() == ["topbms/home/state", PACK]
        assert ear.last(PACK).payload == "offline"
        ear.forget()
        await write(sink, one_pack())
        await ear.until_quiet()
        assert ear.topics() == ["topbms/home/state", STATE, PACK]


async def test_a_silent_pack_does_not_vanish_from_a_broker_that_lost_everything(home: Home, ear: Ear) -> None:
    async with home.serving() as sink:
        await write(sink, one_pack())
    await ear.until_quiet()
    before = {one.topic: one.payload for one in ear.got if "home_battery1" in one.topic}
    ear.forget()
    async with home.serving() as sink:
        await write(sink, snapshot(awaited(PACKS[0])))
        await ear.until_quiet()
        assert not [topic for topic in ear.topics() if "home_battery1" in topic], "its first answer may still come"
        await write(sink, snapshot(awaited(PACKS[0], stale=True)))
        await ear.until_quiet()
        assert {one.topic: one.payload for one in ear.got if "home_battery1" in one.topic} == before
        assert ear.last(PACK).payload == "offline"
        assert STATE not in ear.topics()
        ear.forget()
        await write(sink, one_pack())
        await write(sink, snapshot(there(reading(), stale=True)))
        await write(sink, one_pack())
        await ear.until_quiet()
        assert not [topic for topic in ear.topics() if "home_battery1" in topic], "announced once is enough"


async def test_a_quantity_that_comes_later_is_announced_then(home: Home, ear: Ear) -> None:
    async with home.serving() as sink:
        await write(sink, one_pack(VALUES, alarms=None))
        await ear.until_quiet()
        assert "fault" not in ear.last(STATE).json
        ear.forget()
        await write(sink, one_pack({**VALUES, "charge_energy": 1.0}))
        await ear.until_quiet()
        assert "homeassistant/sensor/home_battery1/charge_energy/config" in ear.topics()
        assert "homeassistant/binary_sensor/home_battery1/fault/config" in ear.topics()
        assert ear.topics().index(STATE) > ear.topics().index("homeassistant/sensor/home_battery1/charge_energy/config")
        assert not [topic for topic in ear.topics() if "home_gw" in topic]


async def test_a_quantity_that_fails_for_a_while_is_null(home: Home, ear: Ear) -> None:
    async with home.serving() as sink:
        await write(sink, one_pack())
        await write(sink, one_pack({"voltage": 53.0}, alarms=None))
        await ear.until_quiet()
        before, after = (one.json for one in ear.of(STATE))
        assert set(before) - set(after) <= {"cell_lowest", "cell_highest", "balancing_cells"}
        assert (after["soc"], after["fault"], after["cell_01_voltage"], after["faults"]) == (None, None, None, {})
        assert not [one for one in ear.got if "homeassistant" in one.topic and not one.payload]


async def test_what_was_announced_stays_complete_over_a_restart(home: Home, ear: Ear) -> None:
    async with home.serving() as sink:
        await write(sink, one_pack({**VALUES, "charge_energy": 1.0}))
    await ear.until_quiet()
    ear.forget()
    async with home.serving() as sink:
        await write(sink, one_pack({"soc": 88}, alarms=None))
        await ear.until_quiet()
        assert ear.last(STATE).json["charge_energy"] is None
        assert "homeassistant/sensor/home_battery1/charge_energy/config" in ear.topics()


async def test_cells_that_a_new_pack_does_not_have_are_taken_back(home: Home, ear: Ear) -> None:
    async with home.serving() as sink:
        await write(sink, one_pack({**VALUES, "cell_voltages": (3.3, 3.3, 3.3)}))
    await ear.until_quiet()
    ear.forget()
    async with home.serving() as sink:
        await write(sink, one_pack())
        await ear.until_quiet()
        third = "homeassistant/sensor/home_battery1/cell_03_voltage/config"
        assert [one.payload for one in ear.of(third)] == [""]
        assert "cell_03_voltage" not in ear.last(STATE).json


async def test_what_a_pack_is_comes_with_its_identity(home: Home, ear: Ear) -> None:
    async with home.serving() as sink:
        await write(sink, one_pack())
        await write(sink, one_pack(product=Product(1, company="TDT", serial_number="F1-0815")))
        await ear.until_quiet()
        devices = [one.json["device"] for one in ear.of(SOC)]
        assert [device.get("serial_number") for device in devices] == [None, "F1-0815"]


# --- taken back


def kept(broker_topics: list[str], node: str) -> list[str]:
    return [topic for topic in broker_topics if f"/{node}/" in topic]


async def retained(broker: Mosquitto) -> list[str]:
    async with listening(broker.port) as late:
        return late.topics()


async def test_a_pack_that_left_the_config_is_taken_back(home: Home, broker: Mosquitto) -> None:
    home.packs = PACKS
    async with home.serving() as sink:
        await write(sink, two_packs())
    before = await retained(broker)
    assert kept(before, "home_battery2")
    assert kept(before, "home_bank")
    home.packs = PACKS[:1]
    async with home.serving() as sink:
        await write(sink, one_pack())
    after = await retained(broker)
    assert not [topic for topic in after if "battery2" in topic or "bank" in topic]
    assert kept(after, "home_battery1") == kept(before, "home_battery1")
    assert set(home.notes) == {
        "announced/home_gw",
        "announced/home_battery1",
        "announced/home_battery2",
        "announced/home_bank",
    }
    assert (home.notes["announced/home_battery2"], home.notes["announced/home_bank"]) == ("", "")


async def test_packs_that_may_yet_be_found_are_not_taken_back(home: Home, broker: Mosquitto) -> None:
    found = (Pack("usr1-1", "usr1-1", "usr1", 1), Pack("usr1-2", "usr1-2", "usr1", 2))
    both = snapshot(*(there(reading(pack)) for pack in found))
    async with home.serving(home.site(packs=(), searched=("usr1",))) as sink:
        await write(sink, both)
    before = await retained(broker)
    async with home.serving(home.site(packs=(), searched=("usr1",))) as sink:
        await write(sink, snapshot())
    assert await retained(broker) == before
    async with home.serving(home.site(packs=(), searched=("usr10",))) as sink:
        await write(sink, snapshot())
    assert not [topic for topic in await retained(broker) if "usr1" in topic]


async def test_without_discovery_everything_is_taken_back_and_states_go_on(
    home: Home, broker: Mosquitto, ear: Ear
) -> None:
    async with home.serving() as sink:
        await write(sink, one_pack())
    async with home.serving(discovery=False) as sink:
        await write(sink, one_pack())
        await ear.until_quiet()
        assert ear.last(STATE).json["soc"] == 88
    assert not [topic for topic in await retained(broker) if "homeassistant" in topic]
    ear.forget()
    async with home.serving(discovery=False) as sink:
        await write(sink, one_pack())
        await ear.until_quiet()
        assert not [topic for topic in ear.topics() if "homeassistant" in topic]


async def test_what_moves_leaves_nothing_behind(home: Home, broker: Mosquitto) -> None:
    async with home.serving() as sink:
        await write(sink, one_pack())
    async with home.serving(home.site(name="house"), topic="site/a", discovery_prefix="ha") as sink:
        await write(sink, one_pack())
        topics = await retained(broker)
    assert topics
    assert not [topic for topic in topics if not topic.startswith(("site/a/house", "ha/"))]


async def test_kept_from_domoticz_it_moves_into_one_message_a_device(home: Home, broker: Mosquitto, ear: Ear) -> None:
    async with home.serving() as sink:
        await write(sink, one_pack())
    await ear.until_quiet()
    ear.forget()
    async with home.serving(domoticz=False) as sink:
        await write(sink, one_pack())
        topics = await retained(broker)
    await ear.until_quiet()
    assert [topic for topic in topics if "homeassistant" in topic] == [
        "homeassistant/device/home_battery1/config",
        "homeassistant/device/home_gw/config",
    ]
    taken_back = [place for place, one in enumerate(ear.got) if "homeassistant" in one.topic and not one.payload]
    announced = [place for place, one in enumerate(ear.got) if "/device/" in one.topic and one.payload]
    assert max(taken_back) < min(announced), "the same unique id twice would be ignored"


async def test_a_full_disk_costs_no_message(home: Home, ear: Ear) -> None:
    home.disk_is_full = True
    async with home.serving() as sink:
        await write(sink, one_pack())
        home.disk_is_full = False
        await write(sink, one_pack())
        await ear.until_quiet()
        assert len(ear.of(STATE)) == 2
        assert json.loads(home.notes["announced/home_battery1"])["entities"]


async def test_a_history_that_cannot_tell_is_asked_again(home: Home, broker: Mosquitto) -> None:
    home.packs = PACKS
    async with home.serving() as sink:
        await write(sink, two_packs())
    home.packs, home.is_damaged = PACKS[:1], True
    async with home.serving() as sink:
        await write(sink, one_pack())
        assert kept(await retained(broker), "home_battery2")
        home.is_damaged = False
        await sink.close()
        await write(sink, one_pack())
        assert not kept(await retained(broker), "home_battery2")


# --- when listeners start anew


@pytest.mark.parametrize("prefix", ["homeassistant", "ha"])
async def test_a_birth_message_brings_everything_again_in_order(home: Home, ear: Ear, prefix: str) -> None:
    async with home.serving(discovery_prefix=prefix) as sink:
        await write(sink, one_pack())
        await ear.until_quiet()
        first, before = ear.topics(), home.renewals
        ear.forget()
        await ear.say("homeassistant/status", "online")
        await ear.until(lambda: home.renewals > before)
        ear.forget()
        await write(sink, one_pack())
        await ear.until_quiet()
        assert ear.topics() == [topic for topic in first if topic != "topbms/home/gateway"]


async def test_other_words_on_that_topic_mean_nothing(home: Home, ear: Ear) -> None:
    await ear.say("homeassistant/status", "online", retain=True)
    async with home.serving() as sink:
        await write(sink, one_pack())
        await ear.say("homeassistant/status", "offline")
        await ear.say("homeassistant/status", "")
        await ear.until_quiet()
        ear.forget()
        await write(sink, one_pack())
        await ear.until_quiet()
        assert sorted(ear.topics()) == [STATE, "topbms/home/state"]


async def test_an_old_will_that_comes_late_is_put_right(home: Home, ear: Ear) -> None:
    async with home.serving() as sink:
        await write(sink, one_pack())
        before = home.renewals
        await ear.say(GATEWAY, "offline", retain=True)
        await ear.until(lambda: home.renewals > before)
        await write(sink, one_pack())
        await ear.until_quiet()
        assert ear.last(GATEWAY).payload == "online"


# --- parting, and two of one name


async def test_parting_says_so(home: Home, ear: Ear) -> None:
    sink = home.sink()
    await write(sink, one_pack())
    await sink.close()
    await sink.close()
    await ear.until_quiet()
    assert ear.last(GATEWAY).payload == "offline"


async def test_an_alarm_is_what_does_not_wait(home: Home) -> None:
    sink = home.sink()
    calm, alarm, more = (
        {update.key: update for update in sink.render(one_pack(alarms=alarms, states=states))}
        for alarms, states in (
            ([], {}),
            ([Alarm("soc_low", Level.WARNING)], {}),
            ([], {"charging": True}),
        )
    )
    assert all(update.urgent for update in calm.values())
    assert calm["battery1"].value != alarm["battery1"].value
    assert calm["battery1"].value == more["battery1"].value
    assert calm["gw"].value == alarm["gw"].value


async def test_many_packs_are_told_in_portions(home: Home, ear: Ear) -> None:
    packs = [Pack(f"p{number}", f"P {number}", "usr1", 1) for number in range(250)]
    home.packs = packs
    shown = snapshot(*(there(reading(pack, {"soc": 50.0}, alarms=None, balancing=None)) for pack in packs))
    async with home.serving(discovery=False) as sink:
        await write(sink, shown)
        await ear.until_quiet()
        assert [topic for topic in ear.topics() if topic.endswith("/state")] == [
            "topbms/home/state",
            "topbms/home/bank/state",
            *(f"topbms/home/p{number}/state" for number in range(250)),
        ]
        assert ear.topics()[-1] == GATEWAY


async def test_two_brokers_need_two_sinks(tmp_path: Path) -> None:
    """Notes are per section; a broker that is exchanged for another gets everything."""
    folders = [tmp_path / name for name in ("one", "other")]
    for folder in folders:
        folder.mkdir()
    async with running(folders[0]) as one, running(folders[1]) as other:
        home = Home(one.url)
        async with home.serving() as sink:
            await write(sink, one_pack())
        home.url = other.url
        async with home.serving() as sink:
            await write(sink, one_pack())
            assert SOC in await retained(other)
