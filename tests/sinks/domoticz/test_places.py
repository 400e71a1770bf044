"""Which device stands for which key: pure decisions over what was given, what is remembered, and what is there."""

import pytest

from topbms.sinks.domoticz.devices import ROWS, is_device_key, row_of
from topbms.sinks.domoticz.places import Device, Note, find_places, house_of, notes_of

RECORD = {
    "idx": "12",
    "HardwareID": 2,
    "ID": "00082012",
    "Type": "General",
    "SubType": "Voltage",
    "Name": "Batterie 1 Tension",
}
DEVICE = Device(12, 2, "00082012", "General/Voltage")
KEY = "battery1/voltage"


def test_a_device_is_read_from_its_record() -> None:
    assert house_of([RECORD]).by_idx[12] == Device(12, 2, "00082012", "General/Voltage", "Batterie 1 Tension")


@pytest.mark.parametrize("column", list(RECORD))
def test_a_record_without_a_column_is_no_device(column: str) -> None:
    assert house_of([{name: value for name, value in RECORD.items() if name != column}]).by_idx == {}


def test_a_scene_does_not_hide_the_device_of_the_same_idx() -> None:
    scene = {"idx": "12", "Name": "Evening", "Type": "Scene", "Status": "Off"}
    assert house_of([RECORD, scene]).by_idx[12].name == "Batterie 1 Tension"


def test_a_note_survives_its_text() -> None:
    note = Note(DEVICE, given=True)
    assert notes_of({KEY: note.text()}) == {KEY: note}


def test_the_note_is_the_promised_json() -> None:
    text = '{"hardware": 2, "id": "00082012", "idx": 12, "type": "General/Voltage", "given": false}'
    assert Note(DEVICE).text() == text


@pytest.mark.parametrize("text", ["", "7", "[]", "{}", '{"idx": "x", "hardware": 2}', "null"])
def test_a_note_that_cannot_be_read_is_none(text: str) -> None:
    assert notes_of({KEY: text, "login": "basic"}) == {}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"HardwareID": 3}, "other hardware"),
        ({"ID": "00082099"}, "other ID"),
        ({"SubType": "Custom Sensor"}, "other type"),
    ],
)
def test_a_remembered_idx_that_became_another_device_is_foreign(change: dict[str, object], reason: str) -> None:
    house = house_of([RECORD | change])
    places = find_places({}, {KEY: Note(DEVICE)}, house)
    assert (places.devices, [one.idx for one in places.foreign.values()]) == ({}, [12]), reason


def test_a_remembered_device_is_found_under_another_idx_and_name() -> None:
    moved = RECORD | {"idx": "77", "Name": "Salon"}
    places = find_places({}, {KEY: Note(DEVICE)}, house_of([RECORD | {"ID": "00082099"}, moved]))
    assert places.devices[KEY].idx == 77
    assert notes_of(places.moved)[KEY].device.idx == 77


def test_a_deleted_device_is_neither_there_nor_foreign() -> None:
    places = find_places({}, {KEY: Note(DEVICE)}, house_of([]))
    assert (places.devices, places.foreign, places.moved) == ({}, {}, {})


def test_what_was_given_once_and_is_no_longer_is_left_alone() -> None:
    places = find_places({}, {KEY: Note(DEVICE, given=True)}, house_of([RECORD]))
    assert (places.devices, places.foreign) == ({}, {})


def test_a_given_idx_comes_before_what_is_remembered() -> None:
    other = RECORD | {"idx": "2284", "ID": "0001", "HardwareID": 9}
    places = find_places({KEY: 2284}, {KEY: Note(DEVICE)}, house_of([RECORD, other]))
    assert places.devices[KEY].idx == 2284


def test_a_given_idx_that_is_unknown_is_foreign() -> None:
    places = find_places({KEY: 5}, {}, house_of([RECORD]))
    assert "no such device" in places.foreign[KEY].trouble


def test_a_given_idx_that_was_used_for_another_device_is_foreign() -> None:
    note = Note(Device(12, 2, "0BAD", "General/Voltage"), given=True)
    places = find_places({KEY: 12}, {KEY: note}, house_of([RECORD]))
    assert "another device than before" in places.foreign[KEY].trouble
    assert places.devices == {}


@pytest.mark.parametrize(
    ("key", "type_", "subtype", "fits"),
    [
        ("battery1/voltage", "General", "Voltage", True),
        ("battery1/voltage", "General", "Custom Sensor", True),
        ("battery1/voltage", "General", "Percentage", False),
        ("battery1/current", "General", "Current", True),
        ("battery1/current", "Current", "CM113", False),
        ("battery1/soc", "General", "Percentage", True),
        ("battery1/soc", "General", "Custom Sensor", True),
        ("battery1/soc", "General", "Text", False),
        ("battery1/remaining_capacity", "General", "Custom Sensor", True),
        ("battery1/remaining_capacity", "General", "Percentage", False),
        ("battery1/cycle_count", "General", "Custom Sensor", True),
        ("battery1/cycle_count", "General", "Counter Incremental", False),
        ("battery1/power", "Usage", "Electric", True),
        ("battery1/power", "General", "kWh", False),
        ("battery1/temperatures/3", "Temp", "LaCrosse TX3", True),
        ("battery1/temperatures/3", "Temp", "THR128/138, THC138", True),
        ("battery1/temperatures/3", "Light/Switch", "Switch", False),
        ("battery1/cell_spread", "General", "Voltage", False),
        ("battery1/alarms", "General", "Alert", True),
        ("battery1/alarms", "General", "Text", True),
        ("battery1/state", "General", "Text", True),
        ("battery1/state", "General", "Alert", False),
    ],
)
def test_which_types_can_hold_a_quantity(key: str, type_: str, subtype: str, fits: bool) -> None:
    record = RECORD | {"Type": type_, "SubType": subtype}
    places = find_places({key: 12}, {}, house_of([record]))
    assert (key in places.devices, key in places.foreign) == (fits, not fits)


def test_the_table_and_the_contract_agree() -> None:
    mapped = {row.quantity: (row.kind.mapped, row.options) for row in ROWS}
    assert mapped == {
        "voltage": ("0xF308", ""),
        "current": ("0xF317", ""),
        "power": ("0xF801", ""),
        "charge_energy": ("0xF31D", ""),
        "discharge_energy": ("0xF31D", ""),
        "soc": ("0xF306", ""),
        "remaining_capacity": ("0xF31F", "1;Ah"),
        "cycle_count": ("0xF31F", "1;cycles"),
        "temperatures": ("0x5005", ""),
        "mean_temperature": ("0x5005", ""),
        "cell_lowest_voltage": ("0xF308", ""),
        "cell_highest_voltage": ("0xF308", ""),
        "cell_spread": ("0xF31F", "1;mV"),
        "cell_voltages": ("0xF308", ""),
        "alarms": ("0xF316", ""),
        "state": ("0xF313", ""),
    }


def test_device_keys() -> None:
    assert row_of("battery1/temperatures/2").quantity == "temperatures"
    assert [is_device_key(text) for text in ("soc", "cell_voltages/1", "cell_voltages", "soc/1", "login")] == [
        *(True, True),
        *(False, False, False),
    ]
