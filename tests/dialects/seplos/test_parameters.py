"""47H replies: values of a captured one as its bytes say by hand, the order, both ways, and what is no such reply."""

import pytest

from tests.dialects.captured import captured_of, frame_of
from topbms.dialects.seplos.parameters import decode_parameters, encode_parameters
from topbms.errors import FrameError

INFO = next(
    frame_of(found).info
    for _, found in captured_of("seplos")
    if found.stated.get("kind") == "parameters" and found.direction == "response"
)
"""Of a board 1101-ZA11."""

# At byte, raw, key, value, unit: by hand from the frame and the maker's list.
SAID = [
    (2, "0DAC", "cell_high_voltage_warning", 3.5, "V"),
    (10, "0E42", "cell_overvoltage_protection", 3.65, "V"),
    (14, "0A8C", "cell_undervoltage_protection", 2.7, "V"),
    (18, "0D48", "balancing_start_voltage", 3.4, "V"),
    (20, "05DC", "charge_forbidden_below", 1.5, "V"),
    (22, "15E0", "pack_high_voltage_warning", 56.0, "V"),
    (30, "1680", "pack_overvoltage_protection", 57.6, "V"),
    (38, "189C", "charger_overvoltage_protection", 63.0, "V"),
    (42, "0C9F", "charge_high_temperature_warning", 50.0, "°C"),
    (54, "0A47", "charge_low_temperature_protection", -10.0, "°C"),
    (74, "0AAB", "heating_start", 0.0, "°C"),
    (98, "0E93", "mosfet_high_temperature_protection", 100.0, "°C"),
    (102, "3A98", "charge_current_warning", 150.0, "A"),
    (106, "C374", "discharge_current_warning", -155.0, "A"),
    (110, "3E80", "charge_overcurrent_protection", 160.0, "A"),
    (114, "8AD0", "discharge_overcurrent_2_protection", -300.0, "A"),
    (116, "07D0", "soft_start_delay", 2000, "ms"),
    (118, "3E80", "rated_capacity", 160.0, "Ah"),
    (120, "1D4C", "remaining_capacity", 75.0, "Ah"),
    (123, "32", "cell_difference_fault", 0.5, "V"),
    (125, "1E", "balancing_start_difference", 0.03, "V"),
    (128, "10", "cells_in_series", 16, ""),
    (131, "1E", "discharge_overcurrent_2_delay", 30, "ms"),
    (141, "0F", "soc_low_warning", 15, "%"),
    (149, "00", "compensation_2_resistance", 0.0, "mΩ"),
]


@pytest.mark.parametrize(("at", "raw", "key", "value", "unit"), SAID)
def test_values_of_a_captured_reply(at: int, raw: str, key: str, value: float, unit: str) -> None:
    assert INFO[at : at + len(raw) // 2].hex().upper() == raw
    found = {parameter.key: parameter for parameter in decode_parameters(INFO, 0).parameters}[key]
    assert (found.value, found.unit) == (value, unit)


def test_there_are_as_many_as_the_maker_lists() -> None:
    said = decode_parameters(INFO, 5)
    assert said.pack == 5
    assert len(said.parameters) == len(said.settings) == 60 + 27 + 64 + 1
    assert said.settings["device_name"] == "1101-ZA11"


def test_switches_are_bits() -> None:
    """Bytes FF FF FF 3F BF 9F AF 1E of the captured reply."""
    settings = decode_parameters(INFO, 0).settings
    assert settings["voltage_sensor_check_enabled"] is True
    assert (settings["heating_enabled"], settings["switch_3_7_enabled"]) == (False, False)
    assert settings["overcurrent_lock_enabled"] is False
    assert settings["output_connection_check_enabled"] is False
    assert settings["shutdown_by_switch_enabled"] is False
    assert settings["display_enabled"] is True


def test_a_flag_that_is_set_is_kept() -> None:
    info = b"\x01" + INFO[1:]
    settings = decode_parameters(info, 0).settings
    assert settings["data_flag"] == 1
    assert encode_parameters(settings) == info


@pytest.mark.parametrize(("at", "name"), [(1, "word_count"), (122, "byte_count"), (150, "switch_count")])
def test_counts_must_stand_where_they_stand(at: int, name: str) -> None:
    info = INFO[:at] + b"\x07" + INFO[at + 1 :]
    with pytest.raises(FrameError) as caught:
        decode_parameters(info, 0)
    assert str(caught.value) == f"{name} is 07 at byte {at}, which no source explains"


@pytest.mark.parametrize("info", [INFO[:-1], INFO + b" "])
def test_another_length(info: bytes) -> None:
    with pytest.raises(FrameError):
        decode_parameters(info, 0)


def test_a_parameter_that_is_missing() -> None:
    settings = dict(decode_parameters(INFO, 0).settings)
    del settings["record_interval"]
    with pytest.raises(KeyError):
        encode_parameters(settings)
