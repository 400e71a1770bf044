"""Which parameters belong together."""

import pytest

from topbms.model.fragment import Parameter, Setting
from topbms.model.parametergroups import group_of


@pytest.mark.parametrize(
    ("key", "value", "group"),
    [
        ("cell_overvoltage_protection", 3650, "cells"),
        ("cell_high_temperature_warning", 52, "temperatures"),
        ("pack_low_voltage_warning", 46.4, "pack"),
        ("charger_overvoltage_protection", 58.4, "pack"),
        ("charge_overcurrent_lock_time", 60, "currents"),
        ("short_circuit_delay", 200, "currents"),
        ("heating_start", 0, "temperatures"),
        ("balancing_start_voltage", 3400, "balancing"),
        ("balance_mode", "charge", "balancing"),
        ("can_protocol", "Victron", "communication"),
        ("rs485_address", 1, "communication"),
        ("heating_enabled", True, "switches"),
        ("sampling_resistance", 0.25, "other"),
    ],
)
def test_what_a_key_says(key: str, value: Setting, group: str) -> None:
    assert group_of(Parameter(key, value)) == group
