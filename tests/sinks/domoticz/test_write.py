"""Writing: what arrives, what a fault costs, and what is said of a device that is not what it was."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.servers.domoticz import FakeDomoticz
from tests.servers.probe import ask
from tests.sinks.domoticz.home import ADMIN, FIVE, Home, health, idx_of, one_pack, two_packs, warnings, write
from topbms.errors import ConfigError, SinkError
from topbms.model.alarms import Alarm, Level
from topbms.model.reading import Reported
from topbms.sinks import LatestSink
from topbms.sinks.domoticz import build


async def test_every_value_arrives_as_domoticz_shows_it(fake: FakeDomoticz, home: Home) -> None:
    pack = one_pack(FIVE | {"power": -205.7, "temperatures": (21.0, -3.5)}, alarms=[Alarm("soc_low", Level.WARNING)])
    shown = replace(pack, health=health())
    await home.setup(shown)
    await write(home.sink(), shown)
    data = {
        record["Name"]: record["Data"] for record in (await ask(fake, "getdevices")).json["result"] if record["Used"]
    }
    assert data == {
        "Batterie 1 Voltage": "53.58 V",
        "Batterie 1 Current": "3.84 A",
        "Batterie 1 Power": "-206 Watt",
        "Batterie 1 State of charge": "88%",
        "Batterie 1 Remaining capacity": "132.35 Ah",
        "Batterie 1 Cycles": "2 cycles",
        "Batterie 1 Temperature 1": "21.0 C",
        "Batterie 1 Temperature 2": "-3.5 C",
        "Batterie 1 Alarms": "State of charge low (warning)",
        "Batterie 1 State": "Charging",
        "Gateway": "Nothing to report",
    }


async def test_meters_show_power_and_energy_as_domoticz_shows_them(fake: FakeDomoticz, home: Home) -> None:
    counted: dict[str, Reported] = {
        "charge_power": 0.0,
        "discharge_power": 1500.4,
        "charge_energy": 1234.5678,
        "discharge_energy": 0.0004,
    }
    await home.setup(one_pack(counted))
    await write(home.sink(), one_pack(counted))
    shown = {
        record["Name"]: (record["Data"], record["Usage"])
        for record in (await ask(fake, "getdevices")).json["result"]
        if record["SubType"] == "kWh"
    }
    assert shown == {
        "Batterie 1 Charged energy": ("1234.568 kWh", "0 Watt"),
        "Batterie 1 Discharged energy": ("0.000 kWh", "1500 Watt"),
    }


async def test_the_request_is_the_contract_to_the_letter(fake: FakeDomoticz, home: Home) -> None:
    await home.setup()
    await write(home.sink())
    sent = {seen.params["svalue"]: seen.params for seen in fake.requests if seen.command == "udevice"}
    idx = str(idx_of(fake, "Batterie 1 Voltage"))
    assert sent["53.58"] == {"type": "command", "param": "udevice", "idx": idx, "nvalue": "0", "svalue": "53.58"}
    assert all(set(params) == {"type", "param", "idx", "nvalue", "svalue"} for params in sent.values())


async def test_any_text_arrives_whole(fake: FakeDomoticz) -> None:
    home = Home(fake, language="fr")
    shown = one_pack(alarms=[Alarm("cell_undervoltage", Level.PROTECTION, 3), Alarm("soc_low", Level.WARNING)])
    await home.setup(shown)
    await write(home.sink(), shown)
    await home.close()
    alert = next(device for device in fake.devices.values() if device.subtype == "Alert")
    assert alert.nvalue == 3
    assert alert.svalue == (
        "Tension de cellule trop basse, cellule 3 (protection) · État de charge bas (avertissement)"
    )


async def test_one_connection_serves_every_request(fake: FakeDomoticz, home: Home) -> None:
    await home.setup()
    sink = home.sink()
    await write(sink)
    opened = fake.connections
    for _ in range(3):
        await write(sink)
    assert fake.connections == opened


async def test_a_kept_connection_that_domoticz_closed_costs_nothing(fake: FakeDomoticz, home: Home) -> None:
    await home.setup()
    sink = home.sink()
    await write(sink)
    sent, asked = len(fake.updates), fake.count("getdevices")
    fake.drop_idle()
    await write(sink)
    assert (len(fake.updates), fake.count("getdevices")) == (2 * sent, asked)


async def test_a_request_that_met_a_closing_connection_is_sent_once_more(fake: FakeDomoticz, home: Home) -> None:
    await home.setup()
    sink = home.sink()
    await write(sink)
    sent = len(fake.updates)
    fake.cut_next()
    await write(sink)
    assert len(fake.updates) == 2 * sent


async def test_a_connection_cut_twice_is_domoticz_out_of_reach(fake: FakeDomoticz, home: Home) -> None:
    await home.setup()
    fake.cut_next(2)
    with pytest.raises(SinkError, match="cannot be reached"):
        await write(home.sink())


async def test_domoticz_down_for_an_hour_and_back(fake: FakeDomoticz, home: Home) -> None:
    await home.setup()
    sink = home.sink()
    await write(sink)
    sent = len(fake.updates)
    await fake.stop()
    for _ in range(60):
        with pytest.raises(SinkError, match=r"cannot be reached \(Connection refused\): is it running"):
            await write(sink)
        home.now += 60
    await fake.start()
    await write(sink)
    assert len(fake.updates) == 2 * sent


async def test_after_an_outage_the_devices_are_looked_up_anew(fake: FakeDomoticz, home: Home) -> None:
    await home.setup()
    sink = home.sink()
    await write(sink)
    asked = fake.count("getdevices")
    await write(sink)
    assert fake.count("getdevices") == asked
    await fake.stop()
    with pytest.raises(SinkError):
        await write(sink)
    await fake.start()
    await write(sink)
    assert fake.count("getdevices") == asked + 1


async def test_an_answer_too_slow_is_a_timeout_in_words(fake: FakeDomoticz, home: Home) -> None:
    sink = home.sink(timeout="50ms")
    fake.delay = 30.0
    with pytest.raises(SinkError, match=r"did not answer within 0.05 s: .* A longer timeout"):
        await write(sink)


async def test_down_in_the_middle_stops_at_once(fake: FakeDomoticz, home: Home) -> None:
    await home.setup()
    sink = home.sink()
    await write(sink)
    fake.updates.clear()
    asked = fake.count("udevice")
    fake.fail_next(status=500)
    with pytest.raises(SinkError, match=r"does not answer like Domoticz \(HTTP 500 to udevice\)"):
        await write(sink)
    assert (fake.updates, fake.count("udevice")) == ([], asked + 1)


async def test_a_guest_network_s_page_is_not_taken_for_domoticz(fake: FakeDomoticz, home: Home) -> None:
    fake.garbage_next()
    with pytest.raises(SinkError, match=r"does not answer like Domoticz \(HTTP 200 to getauth\)"):
        await write(home.sink())


async def test_one_refused_device_does_not_stop_the_others(fake: FakeDomoticz, home: Home) -> None:
    await home.setup()
    sink = home.sink()
    await write(sink)
    count, refused = len(fake.updates), idx_of(fake, "Batterie 1 Current")
    fake.updates.clear()
    fake.reject_udevice(refused)
    with pytest.raises(SinkError) as caught:
        await write(sink)
    assert f"refused 1 of {count} values: battery1/current (idx {refused}). If these devices" in str(caught.value)
    assert len(fake.updates) == count - 1


async def test_a_restricted_user_sees_only_what_is_shared(
    fake: FakeDomoticz, home: Home, caplog: pytest.LogCaptureFixture
) -> None:
    await home.setup()
    fake.house.trusted, fake.house.allow_basic = False, True
    shared = idx_of(fake, "Batterie 1 Voltage")
    fake.add_user("gateway", "sesame-7", 1, {shared})
    sink = home.sink(user="gateway", password="sesame-7")
    await write(sink)
    assert [idx for idx, _, _ in fake.updates] == [shared]
    assert [line.split(":")[0] for line in warnings(caplog)] == ["no device in Domoticz for 6 of 7 values"]


async def test_a_share_taken_back_is_a_403_that_says_what_to_grant(fake: FakeDomoticz, home: Home) -> None:
    await home.setup()
    fake.house.trusted, fake.house.allow_basic = False, True
    user = fake.add_user("gateway", "sesame-7", 1)
    sink = home.sink(user="gateway", password="sesame-7")
    await write(sink)
    taken = idx_of(fake, "Batterie 1 Voltage")
    user.devices = set(fake.devices) - {taken}
    with pytest.raises(SinkError) as caught:
        await write(sink)
    text = str(caught.value)
    assert f"(403): battery1/voltage (idx {taken}). Give the user" in text
    assert 'rights "User"' in text
    assert "share these devices" in text


async def test_the_bank_is_written_too(fake: FakeDomoticz) -> None:
    home = Home(fake, packs=[state.pack for state in two_packs().packs])
    await home.setup(two_packs())
    await write(home.sink(), two_packs())
    await home.close()
    assert (idx_of(fake, "Bank Remaining capacity"), 0, "264.70") in fake.updates


async def test_nothing_to_write_asks_for_nothing_but_the_login(fake: FakeDomoticz, home: Home) -> None:
    sink = home.sink()
    await sink.write([])
    assert fake.count("udevice") == 0


async def test_closing_twice_is_fine(home: Home) -> None:
    sink = home.sink()
    await sink.write([])
    await sink.close()
    await sink.close()


async def test_build_is_what_the_app_calls(home: Home) -> None:
    (sink,) = build(home.settings(interval="10s", resend="20min"), home.site)
    assert isinstance(sink, LatestSink)
    assert (sink.name, sink.interval, sink.resend) == ("domoticz", 10.0, 1200.0)
    await sink.close()


def test_build_refuses_a_password_file_that_is_not_there(home: Home, tmp_path: Path) -> None:
    settings = home.settings(user=ADMIN[0], password_file=str(tmp_path / "none"))
    with pytest.raises(ConfigError, match=r"domoticz\.password_file"):
        build(settings, home.site)
