"""The fake Domoticz against what a Domoticz 2025.1 was seen to do: hardware, and making devices of each type."""

import base64
from collections.abc import AsyncIterator

import pytest

from tests.servers.domoticz import FakeDomoticz
from tests.servers.probe import add_hardware, ask, create, read, update


@pytest.fixture
async def fake() -> AsyncIterator[FakeDomoticz]:
    """A trusting Domoticz with one dummy hardware, idx 1, and no device."""
    async with FakeDomoticz(trusted=True) as one:
        await add_hardware(one)
        yield one


# --- hardware ---


async def test_addhardware_and_gethardware() -> None:
    async with FakeDomoticz(trusted=True) as fake:
        assert (await ask(fake, "gethardware")).json == {"status": "OK", "title": "gethardware"}
        assert await add_hardware(fake) == {"idx": "1", "status": "OK", "title": "AddHardware"}
        (record,) = (await ask(fake, "gethardware")).json["result"]
    modes = {f"Mode{n}": 0 for n in range(1, 7)}
    texts = dict.fromkeys(("Address", "Extra", "Password", "SerialPort", "Username"), "")
    numbers = {"DataTimeout": 0, "LogLevel": 7, "Port": 0, "Type": 15}
    assert record == modes | texts | numbers | {"Enabled": "true", "Name": "Battery gateway", "idx": "1"}


@pytest.mark.parametrize("missing", ["name", "enabled", "htype"])
async def test_addhardware_needs_three_words(fake: FakeDomoticz, missing: str) -> None:
    assert await add_hardware(fake, **{missing: ""}) == {"status": "ERR"}


async def test_the_same_name_makes_a_second_hardware(fake: FakeDomoticz) -> None:
    assert (await add_hardware(fake))["idx"] == "2"
    assert [one.name for one in fake.hardware.values()] == ["Battery gateway"] * 2


@pytest.mark.parametrize(
    ("more", "status"),
    [({"Mode1": "1", "address": "127.0.0.1"}, "OK"), ({"address": "127.0.0.1"}, "ERR"), ({"Mode1": "1"}, "ERR")],
)
async def test_mqtt_hardware_needs_mode1(fake: FakeDomoticz, more: dict[str, str], status: str) -> None:
    assert (await add_hardware(fake, htype="43", **more))["status"] == status


async def test_loglevel_left_out_is_zero(fake: FakeDomoticz) -> None:
    await ask(fake, "addhardware", htype="15", name="x", enabled="true")
    assert fake.hardware[2].fields["LogLevel"] == 0


async def test_deletehardware(fake: FakeDomoticz) -> None:
    await create(fake)
    assert (await ask(fake, "deletehardware")).json == {"status": "ERR"}
    got = await ask(fake, "deletehardware", idx="1")
    assert got.json == {"status": "OK", "title": "DeleteHardware"}
    assert (fake.hardware, fake.devices) == ({}, {})


# --- creating ---

ROWS = [
    ("0xF308", "4", "General", "Voltage", "52.345", {"Data": "52.345 V", "Voltage": 52.345}),
    ("0xF317", "19", "General", "Current", "-45.678", {"Data": "-45.678 A", "Current": -45.678}),
    ("0xF306", "2", "General", "Percentage", "87.5", {"Data": "87.5%"}),
    ("0xF31F", "1004", "General", "Custom Sensor", "123.456", {"Data": "123.456 Ah", "SensorUnit": "Ah"}),
    ("0x5005", "80", "Temp", "LaCrosse TX3", "23.456", {"Data": "23.5 C", "Temp": 23.46}),
    ("0xF316", "7", "General", "Alert", "Cell over voltage", {"Data": "Cell over voltage", "Level": 0}),
    ("0xF313", "5", "General", "Text", "a;b\né", {"Data": "a;b\né"}),
    ("0xF31D", "18", "General", "kWh", "1500.5;123456.7", {"Data": "123.457 kWh", "Usage": "1500.5 Watt"}),
    ("0xF31D", "18", "General", "kWh", "250", {"Data": "0, 250"}),
    ("0xF801", "248", "Usage", "Electric", "-1234.5", {"Data": "-1234.5 Watt"}),
    ("0x7100", "113", "RFXMeter", "RFXMeter counter", "5000", {"Data": "5.000 kWh"}),
    ("0xF321", "1005", "General", "Managed Counter", "98000;500", {"Data": "0.500 kWh"}),
    ("0x5901", "9", "Current", "CM113", "1.5;2;-3", {"Data": "1.5 A, 2.0 A, -3.0 A"}),
    ("0x5901", "9", "Current", "CM113", "1.5", {"Data": "0, 1.5"}),
]


@pytest.mark.parametrize(("mapped", "number", "kind", "subtype", "svalue", "shown"), ROWS)
async def test_each_type_is_created_and_read_back(
    fake: FakeDomoticz, mapped: str, number: str, kind: str, subtype: str, svalue: str, shown: dict[str, object]
) -> None:
    idx = await create(fake, mapped, options="1;Ah")
    assert await update(fake, idx, nvalue="0", svalue=svalue) == {"status": "OK", "title": "Update Device"}
    record = await read(fake, idx)
    assert (record["Type"], record["SubType"]) == (kind, subtype)
    assert record.items() >= shown.items()
    old = {"idx": "1", "sensorname": "old", "sensortype": number, "sensoroptions": "1;Ah"}
    again = (await ask(fake, "createvirtualsensor", **old)).json
    assert again == {"idx": "2", "status": "OK", "title": "CreateVirtualSensor"}
    assert fake.devices[2].subtype == subtype


async def test_createdevice_by_decimal_numbers(fake: FakeDomoticz) -> None:
    got = await ask(fake, "createdevice", idx="1", sensorname="x", devicetype="243", devicesubtype="8")
    assert got.json == {"idx": "1", "status": "OK", "title": "CreateSensor"}
    assert fake.devices[1].subtype == "Voltage"


@pytest.mark.parametrize(
    "params",
    [
        {"sensormappedtype": "0xFFFF"},
        {"sensormappedtype": "voltage"},
        {"sensormappedtype": "0xF31F"},
        {"sensormappedtype": "0xF308", "sensorname": ""},
        {"sensormappedtype": "0xF308", "idx": ""},
    ],
    ids=["unknown type", "no number", "custom without options", "no name", "no hardware"],
)
async def test_createdevice_that_fails(fake: FakeDomoticz, params: dict[str, str]) -> None:
    got = await ask(fake, "createdevice", **({"idx": "1", "sensorname": "x"} | params))
    assert (got.status, got.json, fake.devices) == (200, {"status": "ERR"}, {})


async def test_an_unknown_hardware_makes_an_orphan(fake: FakeDomoticz) -> None:
    idx = await create(fake, idx="77")
    assert fake.devices[int(idx)].hardware_id == 77
    assert 77 not in fake.hardware


async def test_device_ids_look_real_and_differ(fake: FakeDomoticz) -> None:
    assert (await read(fake, await create(fake)))["ID"] == "00082001"
    for row in ROWS:
        await create(fake, row[0], options="1;Ah")
    identities = [device.device_id for device in fake.devices.values()]
    assert len(set(identities)) == len(identities)


async def test_idx_numbers_are_used_again(fake: FakeDomoticz) -> None:
    for _ in range(34):
        await create(fake)
    for idx in ("34", "33", "32"):
        assert (await ask(fake, "deletedevice", idx=idx)).json == {"status": "OK", "title": "DeleteDevice"}
    assert await create(fake, "0xF317") == "32"
    assert fake.devices[32].subtype == "Current"


async def test_deletedevice_takes_a_list_and_unknown_ones(fake: FakeDomoticz) -> None:
    for _ in range(3):
        await create(fake)
    assert (await ask(fake, "deletedevice", idx="3;2;99")).json["status"] == "OK"
    assert list(fake.devices) == [1]
    assert (await ask(fake, "deletedevice")).json == {"status": "ERR"}


async def test_renamedevice(fake: FakeDomoticz) -> None:
    idx = await create(fake)
    got = await ask(fake, "renamedevice", idx=idx, name="Tension é")
    assert got.json == {"status": "OK", "title": "RenameDevice"}
    assert (await read(fake, idx))["Name"] == "Tension é"
    assert (await ask(fake, "renamedevice", idx="99", name="x")).json["status"] == "OK"
    assert (await ask(fake, "renamedevice", idx=idx)).json == {"status": "ERR"}


async def test_setused_renames_and_used_false_deletes(fake: FakeDomoticz) -> None:
    idx = await create(fake)
    got = await ask(fake, "setused", idx=idx, name="New", used="true")
    assert got.json == {"status": "OK", "title": "SetUsed"}
    assert fake.devices[1].name == "New"
    await ask(fake, "setused", idx=idx, name="New", used="false")
    assert fake.devices == {}
    assert (await ask(fake, "setused", idx=idx, name="New", used="true")).json == {"status": "ERR"}


async def test_axis_label_of_a_custom_sensor(fake: FakeDomoticz) -> None:
    idx = await create(fake, "0xF31F", options="1;")
    await update(fake, idx, svalue="421")
    assert (await read(fake, idx))["Data"] == "421 "
    await ask(fake, "setused", idx=idx, name="Cycles", used="true", devoptions="1;cycles")
    assert (await read(fake, idx))["Data"] == "421 cycles"
    encoded = base64.b64encode(b"1;cycles").decode()
    await ask(fake, "setused", idx=idx, name="Cycles", used="true", options=encoded)
    assert (await read(fake, idx))["Data"] == "421 "


async def test_selector_levels(fake: FakeDomoticz) -> None:
    idx = await create(fake, "0xF43E")
    levels = b"LevelNames:Off|Charging|Discharging|Fault;LevelOffHidden:false;SelectorStyle:1;LevelActions:|||"
    encoded = base64.b64encode(levels).decode()
    await ask(fake, "setused", idx=idx, name="Mode", used="true", switchtype="18", options=encoded)
    for nvalue, svalue, word in (
        ("2", "10", "Charging"),
        ("2", "20", "Discharging"),
        ("0", "0", "Off"),
        ("2", "90", ""),
    ):
        await update(fake, idx, nvalue=nvalue, svalue=svalue)
        assert (await read(fake, idx))["Data"] == word


async def test_switch(fake: FakeDomoticz) -> None:
    idx = await create(fake, "0xF449")
    for nvalue, word in (("1", "On"), ("0", "Off")):
        await update(fake, idx, nvalue=nvalue, svalue="")
        assert (await read(fake, idx))["Status"] == word


async def test_counter_incremental_adds(fake: FakeDomoticz) -> None:
    idx = await create(fake, "0xF31C")
    for step in ("1000", "500"):
        await update(fake, idx, svalue=step)
    assert (await read(fake, idx))["Data"] == "1.500 kWh"
