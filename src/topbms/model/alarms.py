"""Alarms and states: one vocabulary for all dialects.

The codes are promises to users; their words stand in `topbms.model.words`.

Source of the codes: the status bits of the TopBMS protocol; other dialects map theirs onto these, and have codes of
their own only for what TopBMS has no bit for.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Level(StrEnum):
    """How far the BMS has gone: it warns, it has switched something off, or something in it is broken."""

    WARNING = "warning"
    PROTECTION = "protection"
    FAULT = "fault"


class Urgency(StrEnum):
    """When a person should act."""

    NOW = "now"
    TODAY = "today"
    SOON = "soon"
    WATCH = "watch"


@dataclass(frozen=True, slots=True, order=True)
class Alarm:
    """One active alarm; `cell` is its 1-based cell, None when the pack does not name one."""

    code: str
    level: Level
    cell: int | None = None

    def __str__(self) -> str:
        return f"{self.code} {self.level}" + (f" cell {self.cell}" if self.cell else "")


@dataclass(frozen=True, slots=True)
class AlarmReport:
    """What a pack said about its alarms and switches. `states` holds every state the dialect knows, true or false.

    `cell_limits` and `temperature_limits` say for each sensor "normal", "low", "high" or "fault", `current_limit`
    and `voltage_limit` the same for the pack; `short_circuit_count` is None where not reported, and so is `balancing`,
    the 1-based numbers of the cells being balanced. `extra` are trailing bytes that no source explains. `further` are
    numbers that only this BMS family reports, by the name of their field: flags, bits that no source explains.
    """

    pack: int
    alarms: tuple[Alarm, ...] = ()
    states: Mapping[str, bool] = field(default_factory=dict)
    cell_limits: tuple[str, ...] = ()
    temperature_limits: tuple[str, ...] = ()
    current_limit: str | None = None
    voltage_limit: str | None = None
    short_circuit_count: int | None = None
    extra: bytes = b""
    balancing: tuple[int, ...] | None = None
    further: Mapping[str, float] = field(default_factory=dict)


_W, _P, _F = Level.WARNING, Level.PROTECTION, Level.FAULT
_NOW, _TODAY, _SOON, _WATCH = Urgency.NOW, Urgency.TODAY, Urgency.SOON, Urgency.WATCH

URGENCY: Mapping[str, Mapping[Level, Urgency]] = {
    "cell_overvoltage": {_W: _WATCH, _P: _TODAY},
    "cell_undervoltage": {_W: _TODAY, _P: _NOW},
    "pack_overvoltage": {_W: _WATCH, _P: _TODAY},
    "pack_undervoltage": {_W: _TODAY, _P: _NOW},
    "charge_overcurrent": {_W: _WATCH, _P: _TODAY},
    "discharge_overcurrent": {_W: _WATCH, _P: _TODAY},
    "discharge_overcurrent_2": {_P: _TODAY},
    "short_circuit": {_P: _NOW},
    "cell_difference": {_W: _SOON, _P: _TODAY, _F: _NOW},
    "charge_high_temperature": {_W: _TODAY, _P: _NOW},
    "charge_low_temperature": {_W: _WATCH, _P: _TODAY},
    "discharge_high_temperature": {_W: _TODAY, _P: _NOW},
    "discharge_low_temperature": {_W: _WATCH, _P: _TODAY},
    "environment_high_temperature": {_W: _TODAY, _P: _NOW},
    "environment_low_temperature": {_W: _WATCH, _P: _TODAY},
    "mosfet_high_temperature": {_W: _TODAY, _P: _NOW},
    "mosfet_low_temperature": {_W: _WATCH, _P: _TODAY},
    "cell_high_temperature": {_W: _TODAY, _P: _NOW},
    "cell_low_temperature": {_W: _WATCH, _P: _TODAY},
    "charger_reversed": {_W: _NOW, _P: _NOW},
    "soc_low": {_W: _TODAY, _P: _NOW},
    "charge_mosfet_fault": {_F: _NOW},
    "discharge_mosfet_fault": {_F: _NOW},
    "charge_mosfet_damaged": {_F: _NOW},
    "discharge_mosfet_damaged": {_F: _NOW},
    "precharge_mosfet_damaged": {_F: _TODAY},
    "cell_failure": {_F: _NOW},
    "cell_fault": {_W: _TODAY, _F: _NOW},
    "cell_low": {_W: _TODAY},
    "cell_high": {_W: _WATCH},
    "front_end_fault": {_F: _NOW},
    "clock_fault": {_F: _SOON},
    "data_storage_fault": {_F: _SOON},
    "parameter_storage_fault": {_F: _TODAY},
    "high_voltage": {_P: _NOW},
    "insulation": {_W: _TODAY, _P: _NOW},
    "insulation_positive": {_P: _NOW},
    "insulation_negative": {_P: _NOW},
    "temperature_sensor_fault": {_F: _TODAY},
    "charger_overvoltage": {_P: _TODAY},
    "communication_fault": {_F: _SOON},
    "heater_fault": {_F: _SOON},
    "fuse_blown": {_F: _NOW},
    "charge_temperature_limit": {_P: _TODAY},
    "discharge_temperature_limit": {_P: _TODAY},
    "environment_charge_limit": {_P: _TODAY},
    "environment_discharge_limit": {_P: _TODAY},
    "balancer_temperature_limit": {_W: _SOON, _P: _TODAY},
    "cell_undervoltage_lock": {_P: _NOW},
    "charger_fault": {_F: _TODAY},
    "fire_suppression": {_F: _NOW},
    "fire_alarm": {_F: _NOW},
    "vibration_sensor_fault": {_F: _SOON},
    "voltage_sensor_fault": {_F: _NOW},
    "current_sensor_fault": {_F: _NOW},
    "key_switch_fault": {_F: _SOON},
    "current_limiter_fault": {_F: _TODAY},
    "cell_disconnected": {_F: _NOW},
    "overcurrent_lock": {_P: _TODAY},
    "short_circuit_lock": {_P: _NOW},
    "charge_forbidden": {_P: _NOW},
    "output_connection_fault": {_F: _TODAY},
    "voltage_calibration_missing": {_W: _SOON},
    "current_calibration_missing": {_W: _SOON},
    "zero_calibration_missing": {_W: _SOON},
}
"""Every alarm with the levels it may have, and how urgent each is."""

STATES: tuple[str, ...] = (
    "charging",
    "discharging",
    "discharge_mosfet",
    "charge_mosfet",
    "precharge",
    "ac_present",
    "fully_charged",
    "charge_limit_enabled",
    "current_limiting",
    "self_depletion",
    "heating_enabled",
    "heating",
    "cooling_enabled",
    "cooling",
    "buzzer_enabled",
    "buzzer",
    "led_enabled",
    "gprs_enabled",
    "float_charging",
    "standby",
    "shutdown",
    "recharge_waiting",
    "automatic_charge_waiting",
    "manual_charge_waiting",
    "module_power",
    "charger_connected",
    "low_limit_gear",
    "locked",
    "test_mode",
)
"""Every state: a switch or a condition that is no alarm."""

_SEVERITY = {Level.WARNING: 1, Level.PROTECTION: 2, Level.FAULT: 3}


def severity(level: Level | None) -> int:
    """0 for no alarm, 1 for a warning, 2 for a protection, 3 for a fault."""
    return 0 if level is None else _SEVERITY[level]


def worst(alarms: tuple[Alarm, ...]) -> Alarm | None:
    """The gravest alarm, the first of equals; None when there is none."""
    return max(alarms, key=lambda alarm: _SEVERITY[alarm.level], default=None)
