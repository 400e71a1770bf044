"""The catalogue: keys that every target can bear, ranges that a true value never leaves."""

import re
from dataclasses import fields

import pytest

from tests.model.captured import ANALOG
from topbms.model.quantities import CATALOGUE, QUANTITIES, Quantity
from topbms.model.reading import Analog

KEYS = [quantity.key for quantity in CATALOGUE]

# Domoticz's MQTT discovery drops such object ids silently (seen on a real Domoticz).
DROPPED = re.compile(
    r".*_(min|max|calibration|address|ssid|status|unknown)|(min|max)_.*|.*alarm.*|battery(_level|_low)?"
)
DROPPED_WORDS = {"restart", "connection_state", "last_seen", "log_level", "linkquality"}

MEASURED = [field.name for field in fields(Analog) if field.name not in {"pack", "balancing", "extra", "further"}]


def test_every_key_is_there_once() -> None:
    assert len(set(KEYS)) == len(KEYS)
    assert list(QUANTITIES) == KEYS


def test_rows_are_found_by_key() -> None:
    assert QUANTITIES["soc"].unit == "%"
    assert QUANTITIES["cell_spread"].unit == "mV"
    assert QUANTITIES["power"].derived
    assert not QUANTITIES["voltage"].derived


@pytest.mark.parametrize("key", KEYS)
def test_a_key_may_be_a_topic_and_a_discovery_id(key: str) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", key)
    assert not DROPPED.fullmatch(key)
    assert key not in DROPPED_WORDS


@pytest.mark.parametrize("quantity", CATALOGUE, ids=KEYS)
def test_a_row_is_in_order(quantity: Quantity) -> None:
    assert quantity.lowest < quantity.highest
    assert quantity.fastest > 0
    assert quantity.step >= 0
    assert quantity.decimals in range(4)
    assert quantity.unit in {"V", "A", "W", "%", "Ah", "kWh", "mV", "°C", "h", "%/d", ""}


def test_the_lists_are_marked_as_such() -> None:
    assert {quantity.key for quantity in CATALOGUE if quantity.each} == {"cell_voltages", "temperatures"}


def test_every_measured_value_has_its_row_and_no_other_row_claims_to_be_measured() -> None:
    assert {quantity.key for quantity in CATALOGUE if not quantity.derived} == set(MEASURED)


@pytest.mark.parametrize("key", MEASURED)
def test_a_real_pack_is_plausible(key: str) -> None:
    value = getattr(ANALOG, key)
    values = value if isinstance(value, tuple) else (value,)
    quantity = QUANTITIES[key]
    assert all(quantity.lowest <= number <= quantity.highest for number in values if number is not None)


@pytest.mark.parametrize(
    ("key", "garbage"),
    [
        ("voltage", 655.35),
        ("voltage", 0.0),
        ("soc", 230),
        ("cycle_count", 53808),  # what the old scripts sent after a byte was lost
        ("temperatures", -41),
        ("temperatures", 65495),
        ("cell_voltages", 0.0),
        ("cell_voltages", 65.535),
    ],
)
def test_what_a_lost_byte_makes_is_not(key: str, garbage: float) -> None:
    quantity = QUANTITIES[key]
    assert not quantity.lowest <= garbage <= quantity.highest
