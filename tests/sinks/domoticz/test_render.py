"""From snapshots to values: the golden folder, and what holds for any number."""

import json
import math
import re
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sinks.domoticz.french import french
from tests.sinks.domoticz.home import GOLDEN, PACKS, one_pack, reading, snapshot, state, two_packs, with_health
from topbms.model.alarms import Alarm, Level
from topbms.model.bank import bank_reading
from topbms.model.health import LinkHealth, SinkHealth
from topbms.model.quantities import QUANTITIES
from topbms.model.reading import Pack, PackReading, PackState, Reported, Snapshot
from topbms.model.update import Update
from topbms.model.words import words
from topbms.sinks.domoticz.render import Plan, render, written

EN = Plan(words("en"))


@pytest.mark.parametrize("file", sorted(GOLDEN.glob("*.json")), ids=lambda file: file.stem)
def test_golden(file: Path) -> None:
    case = json.loads(file.read_text(encoding="utf-8"))
    given = {f"{pack}/{key}" for pack, keys in case.get("given", {}).items() for key in keys}
    plan = Plan(french() if case["language"] == "fr" else words("en"), case.get("cells", False), given)
    states = [_state(number, pack) for number, pack in enumerate(case["packs"], 1)]
    assert [_line(update) for update in render(snapshot(*states), plan)] == case["expected"]


def test_there_are_golden_cases() -> None:
    assert len(list(GOLDEN.glob("*.json"))) >= 7


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e9, max_value=1e9), st.integers(0, 3))
def test_any_number_is_written_as_domoticz_reads_it(value: float, decimals: int) -> None:
    text = written(value, decimals)
    assert re.fullmatch(r"-?\d+" + (rf"\.\d{{{decimals}}}" if decimals else ""), text)
    assert float(text) == pytest.approx(value, abs=0.5 * 10**-decimals * 1.001)
    assert not (text.startswith("-") and float(text) == 0)


def test_a_number_is_compared_as_it_is_and_by_the_step_of_the_catalogue() -> None:
    found = {update.key: update for update in render(one_pack({"voltage": 53.5849}), EN)}
    voltage = found["battery1/voltage"]
    assert (voltage.value, voltage.step) == (53.5849, QUANTITIES["voltage"].step)


METERED: dict[str, Reported] = {
    "charge_power": 205.7,
    "discharge_power": 0.0,
    "charge_energy": 12.3456,
    "discharge_energy": 1_000_000.0,
}


def test_a_meter_takes_watts_and_watt_hours_together() -> None:
    found = render(one_pack(METERED), EN)
    assert _find(found, "battery1/charge_energy").body == (0, "206;12346")
    assert _find(found, "battery1/discharge_energy").body == (0, "0;1000000000")


@pytest.mark.parametrize("part", ["charge_power", "charge_energy"])
@pytest.mark.parametrize("value", [None, math.nan, math.inf])
def test_of_a_meter_that_lacks_a_part_nothing_is_sent(part: str, value: Reported) -> None:
    keys = {update.key for update in render(one_pack(METERED | {part: value}), EN)}
    assert "battery1/discharge_energy" in keys
    assert not [key for key in keys if key.startswith("battery1/charge_energy")]


@pytest.mark.parametrize(
    ("change", "is_one"),
    [
        ({"charge_power": 206.9}, False),
        ({"charge_power": 216.0}, True),
        ({"charge_energy": 12.3456 + 0.002}, False),
        ({"charge_energy": 12.3456 + 0.01}, True),
    ],
)
def test_a_meter_has_changed_when_either_part_has_by_its_step(change: dict[str, Reported], is_one: bool) -> None:
    before, after = (
        _find(render(one_pack(values), EN), "battery1/charge_energy") for values in (METERED, METERED | change)
    )
    assert (before.value != after.value) is is_one


def test_the_bank_has_meters_of_its_own() -> None:
    states = [state(reading(pack, {"power": 100.0} | METERED)) for pack in PACKS]
    both = Snapshot(tuple(states), bank_reading(0.0, states, {"charge_energy": 7.0, "discharge_energy": 6.0}))
    assert _find(render(both, EN), "bank/charge_energy").body == (0, "200;7000")
    assert _find(render(both, EN), "bank/discharge_energy").body == (0, "0;6000")


def test_only_alarms_are_urgent() -> None:
    urgent = {update.key for update in render(two_packs(), EN) if update.urgent}
    assert urgent == {"battery1/alarms", "battery2/alarms", "bank/alarms"}


def test_an_alarm_of_the_same_words_but_another_level_is_a_change() -> None:
    """The value is what the outlet compares: it must differ when only the colour does."""
    calm, grave = (
        next(iter(render(one_pack(alarms=[Alarm("cell_fault", level)]), EN))) for level in (Level.WARNING, Level.FAULT)
    )
    assert calm.value != grave.value
    assert (calm.body.nvalue, grave.body.nvalue) == (2, 4)


def test_a_text_does_not_change_while_a_silence_lasts() -> None:
    found = reading(PACKS[0], {"voltage": 53.0})
    first, second = (render(snapshot(PackState(PACKS[0], found, True, found.at)), EN) for _ in range(2))
    assert first == second


def test_one_pack_has_no_bank_of_its_own() -> None:
    assert not [update.key for update in render(one_pack(), EN) if update.key.startswith("bank/")]


def test_the_bank_is_not_green_where_a_pack_has_not_told_its_alarms() -> None:
    quiet, unknown = state(reading(PACKS[0], {})), state(reading(PACKS[1], {}, alarms=[]))
    mute = PackReading(PACKS[1], 1, 0.0, 0.0, {})
    alert = _find(render(snapshot(quiet, PackState(PACKS[1], mute, False, 0.0)), EN), "bank/alarms")
    assert alert.body == (0, "Batterie 2: The pack has not reported its alarms yet")
    assert _find(render(snapshot(quiet, unknown), EN), "bank/alarms").body == (1, "Nothing to report")


@pytest.mark.parametrize(
    ("current", "states", "expected"),
    [
        (5.0, {"discharging": True}, "Charging"),
        (-5.0, {"charging": True}, "Discharging"),
        (-5.0, {"fully_charged": True}, "Discharging"),
        (0.1, {"charging": True}, "Charging"),
        (0.1, {}, "Idle"),
        (None, {"discharging": True}, "Discharging"),
        (None, {"fully_charged": True}, "Fully charged"),
        (0.0, {"charge_mosfet": False, "discharge_mosfet": False}, "Idle · Charge MOSFET off · Discharge MOSFET off"),
        (0.0, {"precharge": True, "current_limiting": True}, "Idle · Precharge on · Current limiting active"),
    ],
)
def test_state_in_words(current: float | None, states: dict[str, bool], expected: str) -> None:
    shown = render(one_pack({"current": current}, states=states), EN)
    assert _find(shown, "battery1/state").body == (0, expected)


def test_no_state_where_neither_current_nor_switches_are_known() -> None:
    assert [update.key for update in render(one_pack({"voltage": 53.0}), EN)] == ["battery1/alarms", "battery1/voltage"]


def test_no_state_of_the_bank_where_its_current_is_not_known() -> None:
    both = snapshot(state(reading(PACKS[0], {"current": 3.0})), state(reading(PACKS[1], {"current": None})))
    assert "bank/state" not in {update.key for update in render(both, EN)}


def test_the_gateway_is_green_while_all_is_well_and_orange_with_what_is_wrong() -> None:
    assert _find(render(with_health(), EN), "gateway/alarms").body == (1, "Nothing to report")
    assert "gateway/alarms" not in {update.key for update in render(one_pack(), EN)}
    links = (LinkHealth("usr1", up=False, last_error="socket://h:1 refuses the connection"),)
    alert = _find(render(with_health(links=links), EN), "gateway/alarms")
    assert alert.body == (3, "usr1: socket://h:1 refuses the connection")
    assert alert.urgent


def test_the_gateway_does_not_tell_domoticz_that_it_cannot_reach_domoticz() -> None:
    sinks = (SinkHealth("domoticz", last_error="cannot be reached"),)
    assert _find(render(with_health(sinks=sinks), EN), "gateway/alarms").body == (1, "Nothing to report")
    others = (*sinks, SinkHealth("mqtt", last_error="refused"))
    assert _find(render(with_health(sinks=others), EN), "gateway/alarms").body == (3, "mqtt: refused")


def test_without_packs_nothing_is_shown() -> None:
    assert render(Snapshot(()), EN) == ()
    assert render(Snapshot(()), Plan(words("en"), given={"bank/soc"})) == ()


def _find(updates: tuple[Update, ...], key: str) -> Update:
    return next(update for update in updates if update.key == key)


def _line(update: Update) -> str:
    return f"{'!' if update.urgent else ' '} {update.key} {update.body.nvalue} {update.body.svalue}"


def _state(number: int, case: dict[str, Any]) -> PackState:
    pack = Pack(case["id"], case["name"], "usr1", number)
    stale = case.get("stale", False)
    if "values" not in case:
        return PackState(pack, None, stale)
    at = datetime.fromisoformat(case.get("since", "2026-11-22 14:00")).timestamp()
    values = {key: tuple(value) if isinstance(value, list) else value for key, value in case["values"].items()}
    more = {"alarms": None, "alarms_age": None} if case.get("unreported") else _report(case)
    balancing = tuple(case.get("balancing", ()))
    return state(reading(pack, values, at=at, balancing=balancing, **more), stale=stale)


def _report(case: dict[str, Any]) -> dict[str, Any]:
    alarms = [Alarm(code, Level(level), cell) for code, level, cell in case.get("alarms", ())]
    return {"alarms": alarms, "states": case.get("states", {}), "alarms_age": case.get("alarms_age", 0.5)}
