"""The fake Domoticz against what a Domoticz 2025.1 was seen to do: writing values and reading them back."""

import re
import time
from collections.abc import AsyncIterator

import pytest

from tests.servers.domoticz import FakeDomoticz
from tests.servers.probe import Clock, add_hardware, ask, create, listed, read, update

VOLTAGE = "0xF308"
RECORD_KEYS = """
    AddjMulti AddjValue BatteryLevel CustomImage Data Description Favorite HardwareDisabled HardwareID HardwareName
    HardwareType HardwareTypeVal HaveTimeout ID LastUpdate Name Notifications PlanID PlanIDs Protected
    ShowNotifications SignalLevel SubType Timers Type TypeImg Unit Used Voltage XOffset YOffset idx
"""


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def fake(clock: Clock) -> AsyncIterator[FakeDomoticz]:
    """A trusting Domoticz with one dummy hardware, idx 1, and no device."""
    async with FakeDomoticz(trusted=True, clock=clock) as one:
        await add_hardware(one)
        yield one


# --- updating ---


@pytest.mark.parametrize(
    "params",
    [{"idx": "2404", "svalue": "3.84"}, {"idx": "abc", "svalue": "1"}, {"svalue": "1"}, {"idx": "1"}],
    ids=["unknown idx", "idx is no number", "no idx", "no value"],
)
async def test_udevice_that_fails(fake: FakeDomoticz, params: dict[str, str]) -> None:
    await create(fake)
    got = await ask(fake, "udevice", **params)
    assert (got.status, got.json, fake.updates) == (200, {"status": "ERR"}, [])


@pytest.mark.parametrize(
    ("params", "data"),
    [
        ({"svalue": "51.2"}, "51.2 V"),
        ({"nvalue": "0"}, "0 V"),
        ({"svalue": "abc"}, "0 V"),
        ({"svalue": "3,84"}, "3 V"),
        ({"svalue": "1e1"}, "10 V"),
        ({"svalue": "7", "timestamp": "1", "lastupdate": "2020-01-01", "date": "2020-01-01"}, "7 V"),
    ],
)
async def test_any_value_is_taken(fake: FakeDomoticz, params: dict[str, str], data: str) -> None:
    idx = await create(fake)
    await update(fake, idx, svalue="48")
    assert (await update(fake, idx, **params))["status"] == "OK"
    assert (await read(fake, idx))["Data"] == data
    assert fake.updates[-1] == (1, 0, params.get("svalue", ""))


async def test_nan_and_infinity_are_taken(fake: FakeDomoticz) -> None:
    idx = await create(fake)
    for svalue, text in (("nan", rb"null"), ("inf", rb"1e\+9999"), ("-inf", rb"-1e\+9999")):
        assert (await update(fake, idx, svalue=svalue))["status"] == "OK"
        body = (await ask(fake, "getdevices", rid=idx)).body
        assert re.search(rb'"Voltage" ?: ?%b[,\s]' % text, body)


async def test_twenty_thousand_characters_are_kept(fake: FakeDomoticz) -> None:
    idx = await create(fake, "0xF313")
    text = "é;x\n" * 5000
    await update(fake, idx, svalue=text)
    assert (await read(fake, idx))["Data"] == text


async def test_battery_and_signal_are_forgotten_by_the_next_update(fake: FakeDomoticz) -> None:
    idx = await create(fake)
    await update(fake, idx, svalue="1", battery="89", rssi="7")
    record = await read(fake, idx)
    assert (record["BatteryLevel"], record["SignalLevel"]) == (89, 7)
    await update(fake, idx, svalue="1", battery="150")
    record = await read(fake, idx)
    assert (record["BatteryLevel"], record["SignalLevel"]) == (150, "-")
    await update(fake, idx, svalue="1")
    assert (await read(fake, idx))["BatteryLevel"] == 255


@pytest.mark.parametrize(("nvalue", "level"), [("4", 4), ("5", 4), ("1", 1)])
async def test_alert_level(fake: FakeDomoticz, nvalue: str, level: int) -> None:
    idx = await create(fake, "0xF316")
    await update(fake, idx, nvalue=nvalue, svalue="Cell over voltage")
    record = await read(fake, idx)
    assert (record["Data"], record["Level"]) == ("Cell over voltage", level)


@pytest.mark.parametrize(("did", "status"), [("00082001", "OK"), ("00099999", "ERR")])
async def test_raw_form_updates_but_never_creates(fake: FakeDomoticz, did: str, status: str) -> None:
    await create(fake)
    raw = {"hid": "1", "did": did, "dunit": "1", "dtype": "243", "dsubtype": "8"}
    assert (await ask(fake, "udevice", nvalue="0", svalue="49.9", **raw)).json["status"] == status
    assert len(fake.devices) == 1


async def test_disabled_hardware_hides_but_stores(fake: FakeDomoticz) -> None:
    hardware = (await add_hardware(fake, enabled="false"))["idx"]
    idx = await create(fake, idx=hardware)
    assert (await update(fake, idx, svalue="5"))["status"] == "OK"
    assert await listed(fake) == []
    assert fake.devices[int(idx)].svalue == "5"


# --- reading back ---


async def test_record_of_a_voltage(fake: FakeDomoticz, clock: Clock) -> None:
    idx = await create(fake)
    got = (await ask(fake, "getdevices", rid=idx)).json
    assert (got["status"], got["title"], got["app_version"]) == ("OK", "Devices", "2025.1 (build 16785)")
    assert got["ActTime"] == int(clock.now)
    (record,) = got["result"]
    assert set(record) == set(RECORD_KEYS.split())
    assert (record["idx"], record["HardwareID"], record["HardwareTypeVal"]) == ("1", 1, 15)
    assert (record["HardwareName"], record["BatteryLevel"], record["SignalLevel"]) == ("Battery gateway", 255, "-")


async def test_last_update_is_now_in_local_time(fake: FakeDomoticz, clock: Clock) -> None:
    idx = await create(fake)
    clock.now += 120
    await update(fake, idx, svalue="1")
    moment = time.strptime((await read(fake, idx))["LastUpdate"], "%Y-%m-%d %H:%M:%S")
    assert time.mktime((*moment[:8], -1)) == int(clock.now)
    assert fake.devices[1].last_update == clock.now


@pytest.mark.parametrize(("mapped", "times_out"), [(VOLTAGE, True), ("0xF306", True), ("0xF316", False)])
async def test_have_timeout_after_an_hour(fake: FakeDomoticz, clock: Clock, mapped: str, times_out: bool) -> None:
    idx = await create(fake, mapped)
    clock.now += 3599
    assert (await read(fake, idx))["HaveTimeout"] is False
    clock.now += 1
    assert (await read(fake, idx))["HaveTimeout"] is times_out


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({}, ["1", "2", "3"]),
        ({"used": "all"}, ["1", "2", "3"]),
        ({"used": "true"}, ["1", "3"]),
        ({"used": "false"}, ["2"]),
        ({"hwidx": "2"}, ["3"]),
        ({"hwid": "2"}, ["1", "2", "3"]),
        ({"rid": "2"}, ["2"]),
        ({"rid": "99"}, []),
    ],
)
async def test_filters(fake: FakeDomoticz, filters: dict[str, str], found: list[str]) -> None:
    await add_hardware(fake)
    for hardware in ("1", "1", "2"):
        await create(fake, idx=hardware)
    fake.devices[2].used = False
    assert await listed(fake, **filters) == found


async def test_nothing_found_is_ok_without_result(fake: FakeDomoticz) -> None:
    got = (await ask(fake, "getdevices", rid="99")).json
    assert got["status"] == "OK"
    assert "result" not in got


async def test_gettextlog_holds_the_changes(fake: FakeDomoticz) -> None:
    idx = await create(fake, "0xF316")
    for nvalue, svalue in (("4", "Cell over voltage"), ("4", "Cell over voltage"), ("0", "No alarm")):
        await update(fake, idx, nvalue=nvalue, svalue=svalue)
    got = (await ask(fake, "gettextlog", idx=idx)).json
    assert [line["Data"] for line in got["result"]] == ["No alarm", "Cell over voltage"]
    assert "result" not in (await ask(fake, "gettextlog", idx="99")).json
    assert (await ask(fake, "getlightlog", idx=idx)).json == {"status": "ERR"}


async def test_getlightlog_is_for_switches(fake: FakeDomoticz) -> None:
    idx = await create(fake, "0xF449")
    await update(fake, idx, nvalue="1", svalue="")
    assert len((await ask(fake, "getlightlog", idx=idx)).json["result"]) == 1
