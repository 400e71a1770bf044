"""States: the golden one, and what holds for every message whatever the pack tells."""

import json
import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sinks.mqtt.home import (
    AT,
    PACKS,
    VALUES,
    awaited,
    golden,
    golden_reading,
    one_pack,
    reading,
    snapshot,
    there,
    two_packs,
)
from topbms.model.activity import ACTIVITIES
from topbms.model.alarms import Alarm, Level
from topbms.model.health import Health, HistoryHealth, LinkHealth, SinkHealth
from topbms.model.quantities import CATALOGUE
from topbms.model.reading import Reported
from topbms.model.words import words
from topbms.sinks.mqtt.discovery import encoded
from topbms.sinks.mqtt.faults import cut
from topbms.sinks.mqtt.gateway import Start, gateway_state
from topbms.sinks.mqtt.profile import find
from topbms.sinks.mqtt.state import bank_state, complete, entity_ids, is_beyond, pack_state, rounded

EN, FR = words("en"), words("fr")

CELL_LOW = Alarm("cell_undervoltage", Level.PROTECTION, 3)
SOC_LOW = Alarm("soc_low", Level.WARNING)
FULL = Alarm("cell_overvoltage", Level.WARNING, 7)


def test_the_state_of_one_pack() -> None:
    assert pack_state(golden_reading(), FR) == golden("state")


def test_every_announced_entity_is_in_the_golden_state() -> None:
    announced = [topic.split("/")[3] for topic in golden("discovery") if topic.count("/") == 4]
    assert set(announced) - set(golden("state")) == {"online"}
    assert set(golden("state")) - set(announced) == {
        "at",
        "cell_lowest",
        "cell_highest",
        "balancing_cells",
        "faults",
        "stored_energy",
    }


# --- whatever a pack tells

_NUMBER = st.none() | st.floats(-1e6, 1e6) | st.sampled_from([math.nan, math.inf, -math.inf, -0.0, -0.0001])


@st.composite
def values(draw: st.DrawFn) -> Mapping[str, Reported]:
    """Any of the catalogue's quantities, known or not."""
    rows = draw(st.lists(st.sampled_from(CATALOGUE), unique=True))
    numbers = {row.key: draw(_NUMBER) for row in rows if not row.each}
    many = {row.key: tuple(draw(st.lists(st.floats(-10, 100), max_size=17))) for row in rows if row.each}
    return numbers | many


@given(values(), st.sets(st.sampled_from(["soc", "cell_01_voltage", "cell_temp_9", "fault", "online", "balancing"])))
def test_a_message_has_every_announced_key_and_nothing_that_breaks_it(
    told: Mapping[str, Reported], announced: set[str]
) -> None:
    message = json.loads(encoded(complete(pack_state(reading(values=told), EN), announced)))
    assert announced - {"online"} <= set(message)
    assert "battery" not in message
    assert isinstance(message["faults"], dict)
    assert not any("temperature" in key or "pressure" in key for key in message)
    assert "-0.0" not in encoded(message).replace("-0.00", "")


@given(values())
def test_a_value_is_of_the_kind_of_its_entity(told: Mapping[str, Reported]) -> None:
    message = pack_state(reading(values=told, states={"charge_mosfet": True}), EN)
    for key in entity_ids(message):
        entity, value = find(key), message[key]
        assert entity is not None
        if value is None:
            continue
        if entity.component == "binary_sensor":
            assert value in {"ON", "OFF"}
        elif entity.options:
            assert value in ACTIVITIES
        elif entity.state_class:
            assert isinstance(value, int | float)
        else:
            assert 0 < len(value) <= 255


def test_a_nan_is_no_value_and_none_gets_into_a_message() -> None:
    assert pack_state(reading(values={"soc": math.nan}), EN)["soc"] is None
    with pytest.raises(ValueError, match="Out of range"):
        encoded({"soc": math.nan})


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (52.300000000000004, 2, "52.3"),
        (1e-07, 2, "0.0"),
        (-0.001, 2, "0.0"),
        (-0.4, 0, "0"),
        (420.6, 0, "421"),
        (421.0, 0, "421"),
        (-12.5, 1, "-12.5"),
        (None, 1, "null"),
        (math.inf, 0, "null"),
    ],
)
def test_numbers_are_rounded_here(value: float | None, decimals: int, expected: str) -> None:
    assert json.dumps(rounded(value, decimals)) == expected


def test_what_is_held_back_is_null() -> None:
    message = pack_state(reading(values={**VALUES, "soc": None, "cell_voltages": None}), EN)
    assert message["soc"] is None
    assert complete(message, ["cell_01_voltage"])["cell_01_voltage"] is None


def test_sensors_with_a_name_are_no_cells() -> None:
    told: dict[str, Reported] = {"temperatures": (21.0, 22.0, 18.0, 24.5), "mosfet_temperature": 24.5}
    assert set(entity_ids(pack_state(reading(values=told, alarms=None), EN))) >= {"cell_temp_3", "mosfet_temp"}
    told["environment_temperature"] = 18.0
    message = pack_state(reading(values=told), EN)
    assert [key for key in message if "temp" in key] == ["cell_temp_1", "cell_temp_2", "mosfet_temp", "ambient_temp"]


@pytest.mark.parametrize(
    ("entity", "beyond"), [("cell_03_voltage", True), ("cell_02_voltage", False), ("soc", False), ("gone", False)]
)
def test_a_cell_that_the_pack_does_not_have(entity: str, beyond: bool) -> None:
    message = pack_state(reading(), EN)
    assert is_beyond(entity, message) is beyond
    del message["cell_01_voltage"]
    assert not is_beyond("cell_03_voltage", message), "cells that are not told now may still be there"


@pytest.mark.parametrize(
    ("current", "states", "doing", "charging"),
    [
        (3.84, {}, "charging", "ON"),
        (3.84, {"fully_charged": True}, "fully_charged", "ON"),
        (0.0, {"fully_charged": True}, "fully_charged", "OFF"),
        (0.0, {}, "idle", "OFF"),
        (-3.84, {}, "discharging", "OFF"),
        (None, {}, None, None),
    ],
)
def test_what_it_does(current: float | None, states: dict[str, bool], doing: str | None, charging: str | None) -> None:
    message = pack_state(reading(values={"current": current}, states=states), EN)
    assert (message["bms_state"], message["charging"]) == (doing, charging)


# --- alarms


def faults(*alarms: Alarm, **more: Any) -> dict[str, Any]:
    return pack_state(reading(alarms=alarms, **more), EN)


def test_nothing_to_report() -> None:
    message = faults()
    assert [message[key] for key in ("fault", "protection", "urgent")] == ["OFF"] * 3
    assert message["active_faults"] == "Nothing to report"
    assert message["faults"] == {"words": [], "code": [], "level": [], "urgency": [], "action": []}


def test_a_warning_that_can_wait_is_neither_a_protection_nor_urgent() -> None:
    message = faults(FULL)
    assert [message[key] for key in ("fault", "protection", "urgent")] == ["ON", "OFF", "OFF"]


def test_a_warning_to_act_on_today_is_urgent() -> None:
    message = faults(SOC_LOW)
    assert [message[key] for key in ("fault", "protection", "urgent")] == ["ON", "OFF", "ON"]


def test_the_gravest_comes_first_with_its_words_beside() -> None:
    message = faults(SOC_LOW, CELL_LOW)
    assert [message[key] for key in ("fault", "protection", "urgent")] == ["ON", "ON", "ON"]
    assert message["active_faults"] == ("Cell voltage too low, cell 3 (protection) · State of charge low (warning)")
    assert message["faults"]["code"] == ["cell_undervoltage", "soc_low"]
    assert message["faults"]["level"] == ["protection", "warning"]
    assert message["faults"]["words"][0] == "Cell voltage too low, cell 3 (protection)"
    assert message["faults"]["urgency"] == ["Act now.", "Act today."]
    assert len(message["faults"]["action"]) == 2


def test_the_words_are_in_the_language_of_the_config_and_the_codes_are_not() -> None:
    message = pack_state(reading(alarms=(CELL_LOW,)), FR)
    assert message["active_faults"] == "Tension de cellule trop basse, cellule 3 (protection)"
    assert message["faults"]["code"] == ["cell_undervoltage"]


def test_many_alarms_are_cut_to_what_a_state_may_hold() -> None:
    alarms = [Alarm("cell_undervoltage", Level.PROTECTION, cell) for cell in range(1, 17)]
    message = faults(*alarms)
    assert len(message["active_faults"]) == 255
    assert message["active_faults"].endswith("…")
    assert len(message["faults"]["words"]) == 16
    assert (cut("x" * 255), cut("x" * 256)) == ("x" * 255, "x" * 254 + "…")


def test_a_pack_that_never_told_its_alarms_has_no_such_entity() -> None:
    assert not {"fault", "active_faults", "charge_mosfet"} & set(pack_state(reading(alarms=None), EN))


def test_alarms_told_long_ago_stay_open_and_their_absence_is_not_known() -> None:
    old = faults(SOC_LOW, alarms_age=901.0, states={"charge_mosfet": True})
    assert (old["fault"], old["active_faults"]) == ("ON", "State of charge low (warning)")
    assert (old["protection"], old["charge_mosfet"]) == (None, None)
    quiet = faults(alarms_age=901.0)
    assert (quiet["fault"], quiet["urgent"], quiet["active_faults"]) == (None, None, None)


# --- the bank


def test_the_bank_adds_up_and_names_its_packs() -> None:
    message = bank_state(two_packs(), EN)
    assert message is not None
    assert (message["current"], message["soc"], message["remaining_capacity"]) == (7.68, 88, 264.7)
    assert (message["packs_online"], message["packs_missing"], message["bms_state"]) == (2, [], "charging")
    assert "cell_01_voltage" not in message
    assert "charge_energy" not in message, "no pack counts it"


def test_the_bank_has_a_key_for_what_its_packs_report() -> None:
    states = [there(reading(pack, {**VALUES, "charge_energy": 1.0})) for pack in PACKS]
    message = bank_state(snapshot(*states, counted={"charge_energy": 2.3456}), EN)
    assert message is not None
    assert message["charge_energy"] == 2.346


def test_the_bank_without_a_pack_says_so() -> None:
    message = bank_state(snapshot(there(reading(PACKS[0])), there(reading(PACKS[1]), stale=True)), EN)
    assert message is not None
    assert (message["fault"], message["protection"]) == ("ON", "OFF")
    assert message["active_faults"] == "Without Batterie 2"
    assert (message["packs_online"], message["packs_missing"]) == (1, ["battery2"])


def test_the_bank_names_the_pack_of_an_alarm() -> None:
    shown = snapshot(there(reading(PACKS[0], alarms=[SOC_LOW])), there(reading(PACKS[1], alarms=[CELL_LOW])))
    message = bank_state(shown, EN)
    assert message is not None
    assert message["active_faults"] == (
        "Batterie 2: Cell voltage too low, cell 3 (protection) · Batterie 1: State of charge low (warning)"
    )


def test_the_bank_does_not_know_what_one_pack_does_not_tell() -> None:
    shown = snapshot(there(reading(PACKS[0])), there(reading(PACKS[1], alarms=None)))
    message = bank_state(shown, EN)
    assert message is not None
    assert message["fault"] is None


def test_there_is_no_bank_before_every_pack_had_its_chance() -> None:
    assert bank_state(snapshot(there(reading(PACKS[0])), awaited(PACKS[1])), EN) is None
    assert bank_state(snapshot(there(reading(PACKS[0])), awaited(PACKS[1], stale=True)), EN) is not None


def test_there_is_no_bank_when_no_pack_answers() -> None:
    assert bank_state(snapshot(*(there(reading(pack), stale=True) for pack in PACKS)), EN) is None


# --- the gateway

HEALTH = Health(
    sequence=9,
    at=AT,
    monotonic=0.0,
    version="0.1",
    config="abc",
    uptime=3600.0,
    fresh=1,
    silent=1,
    clock_offset=0.00012345678,
    history=HistoryHealth(waiting=3, size=4096, free=10_000_000),
    links=(
        LinkHealth("usr1", up=True, faults={"timeout": 2}, answer_time=0.0312345),
        LinkHealth("usr2", up=False, last_error="usr2 is away"),
    ),
    sinks=(SinkHealth("domoticz", lag=61.234, errors=3, last_error="Domoticz is away"), SinkHealth("mqtt")),
)


def test_in_its_first_minute_the_gateway_knows_little_of_itself() -> None:
    assert gateway_state(one_pack(), Start(), EN) == {
        "packs_online": 1,
        "packs": 1,
        "started": None,
        "trouble": None,
        "last_error": None,
        "troubles": {},
        "health": None,
    }


def test_the_gateway_tells_its_troubles() -> None:
    shown = snapshot(there(reading(PACKS[0])), there(reading(PACKS[1]), stale=True), health=HEALTH)
    message = gateway_state(shown, Start(), EN)
    assert (message["packs_online"], message["packs"], message["trouble"]) == (1, 2, "ON")
    assert message["last_error"] == "usr2: usr2 is away"
    assert message["troubles"] == {"usr2": "usr2 is away", "domoticz": "Domoticz is away"}
    assert message["health"]["links"]["usr1"]["answer_time"] == 0.0312
    assert message["health"]["sinks"]["domoticz"]["lag"] == 61.2
    assert message["health"]["history"]["free"] == 10_000_000
    assert (message["health"]["uptime"], message["health"]["clock_offset"]) == (3600, 0.000123)
    json.loads(encoded(message))


def test_a_gateway_that_is_well_says_so() -> None:
    well = replace(HEALTH, links=(), sinks=())
    message = gateway_state(snapshot(health=well), Start(), EN)
    assert (message["trouble"], message["last_error"], message["troubles"]) == ("OFF", "Nothing to report", {})


def test_its_start_does_not_change_by_itself() -> None:
    start = Start()
    assert start.told(None) is None
    assert start.told(HEALTH) == "2025-11-22T07:26:40+00:00"
    assert start.told(replace(HEALTH, at=AT + 60.9, uptime=3660.0)) == "2025-11-22T07:26:40+00:00"
    assert start.told(None) == "2025-11-22T07:26:40+00:00"
    assert start.told(replace(HEALTH, at=AT + 3600, uptime=3600.0)) == "2025-11-22T08:26:40+00:00", "the clock was set"
