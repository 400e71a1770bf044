"""Which device is written: what a missing, given, renamed, deleted or foreign one does to the running gateway."""

import pytest

from tests.servers.domoticz import FakeDomoticz
from tests.servers.domoticz.sensors import BY_MAPPED
from tests.servers.probe import ask
from tests.sinks.domoticz.home import Home, idx_of, one_pack, only, warnings, with_health, write
from topbms.errors import SinkError


async def test_run_creates_nothing(fake: FakeDomoticz, home: Home, caplog: pytest.LogCaptureFixture) -> None:
    sink = home.sink()
    for _ in range(3):
        await write(sink)
        home.now += 3600
    assert (fake.devices, fake.hardware, fake.updates) == ({}, {}, [])
    assert warnings(caplog) == [
        "no device in Domoticz for 7 of 7 values: run `topbms domoticz setup` to have them made"
    ]


async def test_a_setup_beside_the_running_gateway_is_noticed(fake: FakeDomoticz, home: Home) -> None:
    sink = home.sink()
    await write(sink)
    await home.setup()
    await write(sink)
    assert fake.updates == []
    home.now += 60
    await write(sink)
    assert len(fake.updates) == 7


async def test_missing_devices_alone_do_not_make_it_ask_again(fake: FakeDomoticz, home: Home) -> None:
    sink = home.sink()
    for _ in range(5):
        await write(sink)
        home.now += 60
    assert fake.count("getdevices") == 1


async def test_the_old_scripts_idx_are_kept_and_nothing_else_is_written(fake: FakeDomoticz, home: Home) -> None:
    idx = _old_devices(fake)
    await write(home.sink(idx={"battery1": idx}))
    assert [(number, svalue) for number, _, svalue in fake.updates] == [
        (2284, "53.58"),
        (2404, "3.84"),
        (2290, "88"),
        (2401, "132.35"),
        (2402, "2"),
    ]


async def test_a_given_idx_stands_for_its_device_from_the_first_use(
    fake: FakeDomoticz, home: Home, caplog: pytest.LogCaptureFixture
) -> None:
    idx = {"battery1": {"voltage": _old_devices(fake)["voltage"]}}
    await write(home.sink(idx=idx))
    assert '"id": "scripts-2284"' in home.notes["battery1/voltage"]
    fake.devices[2284].device_id = "another"
    caplog.clear()
    sink = home.sink(idx=idx)
    for _ in range(2):
        await sink.write(only(sink.render(one_pack()), "battery1/voltage"))
        home.now += 3600
    assert len(fake.updates) == 1
    (line,) = warnings(caplog)
    assert line == (
        "battery1/voltage is not written to Domoticz idx 2284: it is another device than before: Old voltage "
        "(General/Voltage); correct its idx in [domoticz.idx], or accept it with `topbms domoticz setup`"
    )


async def test_a_given_idx_that_was_refused_is_not_remembered(fake: FakeDomoticz, home: Home) -> None:
    idx = {"battery1": {"voltage": _old_devices(fake)["voltage"]}}
    fake.reject_udevice(2284)
    with pytest.raises(SinkError):
        await write(home.sink(idx=idx))
    assert "battery1/voltage" not in home.notes


@pytest.mark.parametrize(
    ("idx", "trouble"),
    [
        ({"voltage": 99}, "idx 99: there is no such device, it is not shared with this user, or its hardware is"),
        ({"voltage": 2290}, "idx 2290: Old soc is a device of type General/Percentage, which cannot hold this value;"),
    ],
)
async def test_a_given_idx_of_no_use_is_said_and_not_written(
    fake: FakeDomoticz, home: Home, caplog: pytest.LogCaptureFixture, idx: dict[str, int], trouble: str
) -> None:
    _old_devices(fake)
    await write(home.sink(idx={"battery1": idx}))
    assert fake.updates == []
    assert [line for line in warnings(caplog) if trouble in line and "correct its idx in [domoticz.idx]" in line]


async def test_a_renamed_device_goes_on(fake: FakeDomoticz, home: Home) -> None:
    await home.setup()
    idx = idx_of(fake, "Batterie 1 Voltage")
    await ask(fake, "renamedevice", idx=str(idx), name="Salon")
    await write(home.sink())
    assert (idx, 0, "53.58") in fake.updates


async def test_a_deleted_device_is_left_and_said(
    fake: FakeDomoticz, home: Home, caplog: pytest.LogCaptureFixture
) -> None:
    await home.setup()
    await ask(fake, "deletedevice", idx=str(idx_of(fake, "Batterie 1 Voltage")))
    await write(home.sink())
    assert "53.58" not in {svalue for _, _, svalue in fake.updates}
    assert warnings(caplog) == ["no device in Domoticz for 1 of 7 values: run `topbms domoticz setup` to have it made"]


async def test_a_device_deleted_meanwhile_is_refused_once_and_then_left(fake: FakeDomoticz, home: Home) -> None:
    await home.setup()
    sink = home.sink()
    await write(sink)
    await ask(fake, "deletedevice", idx=str(idx_of(fake, "Batterie 1 Voltage")))
    with pytest.raises(SinkError, match=r"refused 1 of 7 values: battery1/voltage \(idx \d+\)"):
        await write(sink)
    await write(sink)


async def test_an_idx_re_used_by_a_foreign_device_is_never_written(
    fake: FakeDomoticz, home: Home, caplog: pytest.LogCaptureFixture
) -> None:
    await home.setup()
    last = max(fake.devices)
    key = next(key for key, text in home.notes.items() if f'"idx": {last},' in text)
    await ask(fake, "deletedevice", idx=str(last))
    made = fake.house.create_device(77, BY_MAPPED[0xF306], "Boiler", "")
    assert made.idx == last
    await write(home.sink(), with_health())
    assert last not in {idx for idx, _, _ in fake.updates}
    (line,) = warnings(caplog)
    assert line == (
        f"{key} is not written to Domoticz idx {last}: it is now another device: Boiler (General/Percentage); "
        "run `topbms domoticz setup` to have a new device made"
    )


async def test_an_idx_re_used_while_running_is_found_out_within_the_resend_time(fake: FakeDomoticz, home: Home) -> None:
    await home.setup()
    sink = home.sink()
    await write(sink, with_health())
    last = max(fake.devices)
    await ask(fake, "deletedevice", idx=str(last))
    fake.house.create_device(77, BY_MAPPED[0xF306], "Boiler", "")
    fake.updates.clear()
    home.now += sink.resend
    await write(sink, with_health())
    assert last not in {idx for idx, _, _ in fake.updates}


def _old_devices(fake: FakeDomoticz) -> dict[str, int]:
    """The five devices of the old scripts, of the types and idx that stand in them."""
    numbers = {"voltage": 2284, "current": 2404, "soc": 2290, "remaining_capacity": 2401, "cycle_count": 2402}
    mapped = {"voltage": 0xF308, "current": 0xF317, "soc": 0xF306}
    for quantity, idx in numbers.items():
        device = fake.house.create_device(1, BY_MAPPED[mapped.get(quantity, 0xF31F)], f"Old {quantity}", "1;")
        fake.devices.pop(device.idx)
        device.idx, device.device_id = idx, f"scripts-{idx}"
        fake.devices[idx] = device
    return numbers
