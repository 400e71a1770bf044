"""`topbms domoticz setup`: makes what is missing, once, and finds it again whatever its owner did to it."""

import json

import pytest

from tests.servers.domoticz import FakeDomoticz
from tests.servers.domoticz.sensors import BY_MAPPED
from tests.servers.probe import ask
from tests.sinks.domoticz.home import ADMIN, FIVE, PACKS, Home, idx_of, one_pack, reading, snapshot, state, two_packs
from topbms.errors import SinkError
from topbms.model.reading import PackState, Reported, Snapshot


def names(fake: FakeDomoticz) -> list[str]:
    return [device.name for device in fake.devices.values()]


async def test_devices_of_two_packs_and_the_bank_in_french(fake: FakeDomoticz) -> None:
    home = Home(fake, packs=PACKS, language="fr")
    result = await home.setup(two_packs(), cells=True)
    assert names(fake) == [
        "Batterie 1 Tension",
        "Batterie 1 Courant",
        "Batterie 1 Puissance",
        "Batterie 1 Énergie chargée",
        "Batterie 1 Énergie déchargée",
        "Batterie 1 État de charge",
        "Batterie 1 Capacité restante",
        "Batterie 1 Nombre de cycles",
        "Batterie 1 Température 1",
        "Batterie 1 Température 2",
        "Batterie 1 Tension de cellule la plus basse",
        "Batterie 1 Tension de cellule la plus haute",
        "Batterie 1 Écart entre cellules",
        "Batterie 1 Cellule 1",
        "Batterie 1 Cellule 2",
        "Batterie 1 Alarmes",
        "Batterie 1 État",
        *[name.replace("Batterie 1", "Batterie 2") for name in names(fake)[:17]],
        "Parc Tension",
        "Parc Courant",
        "Parc Puissance",
        "Parc Énergie chargée",
        "Parc Énergie déchargée",
        "Parc État de charge",
        "Parc Capacité restante",
        "Parc Température moyenne",
        "Parc Tension de cellule la plus basse",
        "Parc Tension de cellule la plus haute",
        "Parc Écart entre cellules",
        "Parc Alarmes",
        "Parc État",
        "Passerelle",
    ]
    assert len(result.created) == len(fake.devices) == 48


async def test_every_device_is_of_the_type_the_contract_names(fake: FakeDomoticz, home: Home) -> None:
    power: dict[str, Reported] = {"power": 1.0, "charge_power": 1.0, "discharge_power": 0.0}
    await home.setup(one_pack(FIVE | power | {"temperatures": (20.0,), "cell_spread": 10}))
    assert {device.name: (device.type, device.subtype, device.options) for device in fake.devices.values()} == {
        "Batterie 1 Voltage": ("General", "Voltage", ""),
        "Batterie 1 Current": ("General", "Current", ""),
        "Batterie 1 Power": ("Usage", "Electric", ""),
        "Batterie 1 Charged energy": ("General", "kWh", ""),
        "Batterie 1 Discharged energy": ("General", "kWh", ""),
        "Batterie 1 State of charge": ("General", "Percentage", ""),
        "Batterie 1 Remaining capacity": ("General", "Custom Sensor", "1;Ah"),
        "Batterie 1 Cycles": ("General", "Custom Sensor", "1;cycles"),
        "Batterie 1 Temperature 1": ("Temp", "LaCrosse TX3", ""),
        "Batterie 1 Cell spread": ("General", "Custom Sensor", "1;mV"),
        "Batterie 1 Alarms": ("General", "Alert", ""),
        "Batterie 1 State": ("General", "Text", ""),
        "Gateway": ("General", "Alert", ""),
    }


async def test_the_hardware_is_a_dummy_that_logs(fake: FakeDomoticz, home: Home) -> None:
    await home.setup()
    (made,) = fake.hardware.values()
    assert (made.name, made.type, made.enabled, made.fields["LogLevel"]) == ("topbms", 15, True, 7)


async def test_what_is_remembered_names_hardware_id_idx_and_type(home: Home) -> None:
    await home.setup()
    note = json.loads(home.notes["battery1/voltage"])
    assert note == {"hardware": 1, "id": "00082001", "idx": 1, "type": "General/Voltage", "given": False}
    assert home.notes["hardware"] == "1"


async def test_a_second_run_creates_nothing(fake: FakeDomoticz) -> None:
    home = Home(fake, packs=PACKS)
    first = await home.setup(two_packs())
    second = await home.setup(two_packs())
    assert (second.created, second.found) == ((), first.created)
    assert (fake.count("addhardware"), fake.count("createdevice")) == (1, len(first.created))
    assert home.said[-1] == f"devices made: 0, there already: {len(first.created)}, kept by their idx: 0"


async def test_a_renamed_device_and_a_renamed_hardware_are_found_again(fake: FakeDomoticz, home: Home) -> None:
    await home.setup()
    for device in fake.devices.values():
        device.name = f"Salon {device.idx}"
    fake.hardware[1].name = "Batteries"
    later = one_pack(FIVE | {"power": 205.7})
    assert (await home.setup(later)).created == ("battery1/power",)
    assert list(fake.hardware) == [1]


async def test_a_device_under_a_new_idx_is_found_again(fake: FakeDomoticz, home: Home) -> None:
    await home.setup()
    device = fake.devices.pop(idx_of(fake, "Batterie 1 Voltage"))
    device.idx = 500
    fake.devices[500] = device
    assert (await home.setup()).created == ()
    assert json.loads(home.notes["battery1/voltage"])["idx"] == 500


async def test_a_deleted_device_is_made_again(fake: FakeDomoticz, home: Home) -> None:
    await home.setup()
    await ask(fake, "deletedevice", idx=str(idx_of(fake, "Batterie 1 Voltage")))
    assert (await home.setup()).created == ("battery1/voltage",)


async def test_in_place_of_a_foreign_device_a_new_one_is_made(fake: FakeDomoticz, home: Home) -> None:
    await home.setup()
    last = max(fake.devices)
    key = next(key for key, text in home.notes.items() if f'"idx": {last},' in text)
    await ask(fake, "deletedevice", idx=str(last))
    fake.house.create_device(77, BY_MAPPED[0xF306], "Boiler", "")
    assert (await home.setup()).created == (key,)
    assert json.loads(home.notes[key])["idx"] == last + 1


async def test_deleted_hardware_is_made_again_with_its_devices(fake: FakeDomoticz, home: Home) -> None:
    first = await home.setup()
    await ask(fake, "deletehardware", idx="1")
    assert (await home.setup()).created == first.created
    assert [one.name for one in fake.hardware.values()] == ["topbms"]


async def test_a_foreign_dummy_under_the_remembered_idx_is_left_alone(fake: FakeDomoticz, home: Home) -> None:
    await home.setup()
    await ask(fake, "deletehardware", idx="1")
    await ask(fake, "addhardware", htype="15", name="Virtuals", enabled="true")
    await home.setup()
    assert {device.hardware_id for device in fake.devices.values()} == {2}


async def test_with_its_notes_lost_it_finds_its_devices_by_name(home: Home) -> None:
    first = await home.setup()
    home.notes.clear()
    second = await home.setup()
    assert (second.created, second.found) == ((), first.created)


async def test_a_device_of_the_right_name_but_another_type_is_not_taken(fake: FakeDomoticz, home: Home) -> None:
    await home.setup()
    home.notes.clear()
    fake.devices[idx_of(fake, "Batterie 1 Voltage")].sensor = BY_MAPPED[0xF306]
    assert (await home.setup()).created == ("battery1/voltage",)


async def test_disabled_hardware_is_said_and_nothing_is_doubled(fake: FakeDomoticz, home: Home) -> None:
    await home.setup()
    fake.hardware[1].enabled = False
    fake.hardware[1].name = "Batteries"
    with pytest.raises(SinkError, match=r"hardware Batteries is disabled in Domoticz at .*: enable it"):
        await home.setup()
    assert fake.count("addhardware") == 1


async def test_given_idx_are_kept_and_none_is_created_for_them(fake: FakeDomoticz, home: Home) -> None:
    fake.house.create_device(9, BY_MAPPED[0xF308], "Tension Batterie 1", "")
    result = await home.setup(idx={"battery1": {"voltage": 1}})
    assert result.given == ("battery1/voltage",)
    assert "battery1/voltage" not in result.created
    assert names(fake).count("Tension Batterie 1") == 1
    assert json.loads(home.notes["battery1/voltage"])["given"] is True


async def test_a_given_idx_is_accepted_for_what_it_is_now(fake: FakeDomoticz, home: Home) -> None:
    """The owner runs the setup: that is his word that the device behind the idx is the right one."""
    made = fake.house.create_device(9, BY_MAPPED[0xF308], "Tension", "")
    idx = {"battery1": {"voltage": made.idx}}
    await home.setup(idx=idx)
    made.device_id = "another"
    await home.setup(idx=idx)
    assert json.loads(home.notes["battery1/voltage"])["id"] == "another"


async def test_a_given_idx_of_no_use_is_told(fake: FakeDomoticz) -> None:
    home = Home(fake)
    result = await home.setup(idx={"battery1": {"voltage": 4711}})
    assert result.unfit == ("battery1/voltage",)
    assert "battery1/voltage" not in result.created
    (line,) = (line for line in home.said if "4711" in line)
    assert line.startswith("battery1/voltage: Domoticz idx 4711: there is no such device, ")


async def test_a_device_no_longer_given_is_its_owner_s_again(fake: FakeDomoticz, home: Home) -> None:
    made = fake.house.create_device(9, BY_MAPPED[0xF308], "Tension", "")
    await home.setup(idx={"battery1": {"voltage": made.idx}})
    assert (await home.setup()).created == ("battery1/voltage",)


async def test_a_quantity_that_the_pack_does_not_report_has_no_device(home: Home) -> None:
    result = await home.setup(one_pack({"voltage": 53.0, "soc": None}))
    assert result.created == ("battery1/voltage", "battery1/alarms", "battery1/state", "gateway/alarms")


async def test_cells_have_devices_only_if_wanted(home: Home) -> None:
    values = {"cell_voltages": (3.3, 3.4)}
    assert "battery1/cell_voltages/1" not in (await home.setup(one_pack(values))).created
    later = await home.setup(one_pack(values), cells=True)
    assert later.created == ("battery1/cell_voltages/1", "battery1/cell_voltages/2")


async def test_a_silent_pack_gets_what_every_pack_has_and_is_named(fake: FakeDomoticz) -> None:
    home = Home(fake, packs=PACKS)
    half = snapshot(state(reading(PACKS[0], FIVE)), PackState(PACKS[1], None, stale=True))
    result = await home.setup(half)
    assert [key for key in result.created if key.startswith("battery2/")] == [
        f"battery2/{quantity}"
        for quantity in (
            *("voltage", "current", "power", "charge_energy", "discharge_energy"),
            *("soc", "remaining_capacity", "cycle_count"),
            *("cell_lowest_voltage", "cell_highest_voltage", "cell_spread", "alarms", "state"),
        )
    ]
    assert [line for line in home.said if "Batterie 2 has not answered" in line]
    assert not [line for line in home.said if "Batterie 1 has not answered" in line]


async def test_a_pack_that_tells_its_power_gets_meters_before_anything_is_counted(home: Home) -> None:
    """The setup reads packs itself where no gateway runs yet, and counts nothing."""
    made = (await home.setup(one_pack({"charge_power": 0.0, "discharge_power": 3.0}))).created
    assert {"battery1/charge_energy", "battery1/discharge_energy"} <= set(made)
    assert "battery1/power" not in made


async def test_before_any_pack_answered_the_bank_gets_what_every_bank_has(fake: FakeDomoticz) -> None:
    home = Home(fake, packs=PACKS)
    result = await home.setup(Snapshot(()))
    assert "bank/soc" in result.created


async def test_each_device_made_is_told_with_its_idx(home: Home) -> None:
    await home.setup()
    assert home.said[0] == "made: Batterie 1 Voltage (idx 1)"


async def test_an_administrator_for_once_and_another_user_to_run() -> None:
    async with FakeDomoticz() as fake:
        fake.add_user("gateway", "sesame-7", 1)
        home = Home(fake)
        result = await home.setup(admin=ADMIN, user="gateway", password="sesame-7", login="basic")
        assert len(result.created) == len(fake.devices) == 8
        assert ADMIN[1] not in "".join([*home.said, *home.notes.values()])


async def test_an_administrator_where_no_login_is_configured() -> None:
    async with FakeDomoticz() as fake:
        home = Home(fake)
        assert len((await home.setup(admin=ADMIN, login="none")).created) == 8


async def test_a_user_who_may_not_create_is_told_how_to_call_it() -> None:
    async with FakeDomoticz() as fake:
        fake.add_user("gateway", "sesame-7", 1)
        home = Home(fake)
        with pytest.raises(SinkError, match=r'"gateway" at .* may not create .* --user ADMIN'):
            await home.setup(user="gateway", password="sesame-7")
        assert (fake.hardware, fake.count("createdevice")) == ({}, 0)


async def test_a_wrong_administrator_password_is_one_line() -> None:
    async with FakeDomoticz() as fake:
        with pytest.raises(SinkError, match='refuses user "admin"'):
            await Home(fake).setup(admin=("admin", "wrong"))


async def test_what_was_made_before_a_cut_is_not_made_again(fake: FakeDomoticz, home: Home) -> None:
    """Domoticz goes away in the middle; the second run makes the rest."""

    def cut_after_three(line: str) -> None:
        if "(idx 3)" in line:
            fake.cut_next(2)

    with pytest.raises(SinkError, match="cannot be reached"):
        await home.setup(say=cut_after_three)
    assert len(fake.devices) == 3
    assert len((await home.setup()).created) == 5
    assert len(fake.devices) == 8


async def test_a_device_that_cannot_be_read_back_is_an_error(fake: FakeDomoticz, home: Home) -> None:
    """Its hardware was disabled in the middle, so that what was made there is not seen."""

    def disable(_line: str) -> None:
        fake.hardware[1].enabled = False

    with pytest.raises(SinkError, match=r"made something else than was asked for Batterie 1 Current \(idx 2\)"):
        await home.setup(say=disable)
