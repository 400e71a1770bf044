"""The parameters of the simulated BMS: what it would show of the limits that it obeys, and of the rest it has.

Keys and units are those that dialects use for parameters (`topbms.model.fragment.Parameter`). Knows no bytes.
"""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from topbms.model.alarms import Level
from topbms.model.fragment import Setting
from topbms.sim.limits import Limit

BALANCE_START = 3.40
"""V of the highest cell; below it LFP voltages say nothing about charge."""
BALANCE_DIFFERENCE = 0.02
"""V above the lowest cell from which a cell is bled."""

_MILLIVOLTS = ("cell_overvoltage", "cell_undervoltage", "cell_difference")
_WARNINGS = {
    "cell_overvoltage": "cell_high_voltage",
    "cell_undervoltage": "cell_low_voltage",
    "pack_overvoltage": "pack_high_voltage",
    "pack_undervoltage": "pack_low_voltage",
    "charge_overcurrent": "charge_current",
    "discharge_overcurrent": "discharge_current",
}
"""Limits whose warning is called otherwise than the alarm."""
_FIRST = {"discharge_overcurrent": "discharge_overcurrent_1"}

_FIXED: Mapping[str, Setting] = MappingProxyType(
    {
        "current_limiting_start": 100.0,
        "sampling_resistance": 0.25,
        "self_depletion": 30,
        "balance_mode": "charge and idle",
        "balancing_forbidden_above": 60,
        "balancing_forbidden_below": -20,
        "balancing_start_voltage": round(1000 * BALANCE_START),
        "balancing_start_difference": round(1000 * BALANCE_DIFFERENCE),
        "balancing_difference": round(1000 * BALANCE_DIFFERENCE),
        "cell_shutdown_voltage": 2500,
        "cell_shutdown_time": 60,
        "short_circuit_protection": "400 mV",
        "short_circuit_delay": 200,
        "short_circuit_recovery_delay": 60,
        "short_circuit_automatic_locks": 3,
        "short_circuit_lock_time": 3600,
        "precharge_time": 3,
        "cooling_start": 45,
        "cooling_end": 40,
        "heating_start": 0,
        "heating_end": 10,
        "automatic_shutdown": 2880,
        "automatic_wake_up": 1440,
        "rs485_protocol": "PYLONTECH",
        "can_protocol": "PYLONTECH",
        "led_enabled": True,
        "discharge_mosfet_enabled": True,
        "charge_mosfet_enabled": True,
        "charge_current_limiting_enabled": True,
        "precharge_enabled": True,
    }
)


def settings(address: int, limits: Iterable[Limit]) -> Mapping[str, Setting]:
    """All parameters of a pack that obeys these limits."""
    shown: dict[str, Setting] = {"rs485_address": address, "battery_node_number": address, **_FIXED}
    for limit in limits:
        shown |= dict(_warning(limit) if limit.level is Level.WARNING else _protection(limit))
    return shown


def _warning(limit: Limit) -> Iterator[tuple[str, Setting]]:
    name = _WARNINGS.get(limit.code, limit.code)
    yield f"{name}_warning", _shown(limit, limit.trip)
    yield f"{name}_warning_recovery", _shown(limit, limit.release)
    yield f"{_FIRST.get(limit.code, limit.code)}_warning_enabled", True


def _protection(limit: Limit) -> Iterator[tuple[str, Setting]]:
    name = _FIRST.get(limit.code, limit.code)
    if limit.code == "short_circuit":
        return
    yield f"{name}_protection", _shown(limit, limit.trip)
    yield f"{name}_protection_second_value", _shown(limit, limit.trip)
    yield f"{name}_recovery", _shown(limit, limit.release)
    yield f"{name}_delay", limit.delay
    yield f"{name}_recovery_delay", limit.hold
    yield f"{name}_automatic_locks", 0
    yield f"{name}_lock_time", 0.0
    yield f"{name}_protection_enabled", True


def _shown(limit: Limit, value: float) -> float:
    return round(1000 * value) if limit.code in _MILLIVOLTS else round(value, 2)
