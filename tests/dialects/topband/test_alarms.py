"""A 44H reply: each bit by the name that its source gives it, the cells, and what has no meaning."""

import pytest

from topbms.dialects.topband import DIALECT
from topbms.dialects.topband.alarms import decode_alarms, encode_alarms
from topbms.errors import FrameError
from topbms.model.alarms import STATES, URGENCY, Alarm, AlarmReport, Level
from topbms.protocol.frame import Frame

W, P, F = Level.WARNING, Level.PROTECTION, Level.FAULT

# Status byte and bit, counted as in topband_types.h, from 0.
ALARMS = [
    (0, 0, "cell_overvoltage", P),
    (0, 1, "cell_undervoltage", W),
    (0, 2, "charge_overcurrent", P),
    (0, 3, "cell_overvoltage", W),
    (0, 4, "discharge_overcurrent", P),
    (0, 5, "discharge_temperature_limit", P),  # CELL_TEMP_DISCHARGE_PROTECT
    (0, 6, "charge_temperature_limit", P),
    (0, 7, "pack_undervoltage", W),
    (1, 3, "short_circuit", P),
    (1, 4, "cell_undervoltage", P),
    (1, 5, "pack_undervoltage", P),
    (1, 6, "charger_reversed", P),
    (1, 7, "soc_low", W),
    (2, 1, "charger_fault", F),
    (2, 2, "communication_fault", F),  # 2G_MODULE_FAILURE
    (3, 4, "cell_undervoltage_lock", P),  # CELL_VOLTAGE_LOW_FORCE_PROTECT
    (3, 6, "fire_suppression", F),  # AEROSOL_TRIGGERED
    (5, 0, "pack_overvoltage", W),
    (5, 1, "mosfet_high_temperature", W),
    (5, 2, "environment_low_temperature", W),
    (5, 3, "environment_high_temperature", W),
    (5, 4, "cell_low_temperature", W),
    (5, 5, "cell_high_temperature", W),
    (5, 6, "discharge_overcurrent", W),
    (5, 7, "charge_overcurrent", W),
    (6, 0, "balancer_temperature_limit", W),
    (6, 1, "balancer_temperature_limit", P),
    (6, 2, "discharge_mosfet_fault", F),
    (6, 3, "charge_mosfet_fault", F),
    (6, 4, "current_sensor_fault", F),
    (6, 5, "front_end_fault", F),  # AFE_FAULT
    (6, 6, "temperature_sensor_fault", F),  # NTC_FAULT
    (6, 7, "cell_fault", F),
    (7, 0, "discharge_overcurrent_2", P),
    (7, 2, "pack_overvoltage", P),
    (7, 3, "mosfet_high_temperature", P),
    (7, 6, "environment_discharge_limit", P),
    (7, 7, "environment_charge_limit", P),
    (8, 1, "cell_low_temperature", P),
    (8, 2, "cell_high_temperature", P),
    (8, 3, "cell_difference", W),
    (8, 4, "mosfet_high_temperature", W),
    (8, 5, "cell_high_temperature", P),  # CELL_ULTRA_HIGH_TEMPERATURE_PROTECT
    (8, 7, "soc_low", P),
    (9, 0, "cell_difference", P),
    (9, 6, "vibration_sensor_fault", F),  # GYRO_FAULT
]
ON = [
    (1, 0, "current_limiting"),
    (1, 1, "charge_mosfet"),
    (1, 2, "discharge_mosfet"),
    (2, 0, "buzzer"),
    (2, 3, "fully_charged"),
    (2, 4, "charger_connected"),
    (2, 5, "heating"),
    (2, 6, "discharging"),
    (2, 7, "charging"),
    (3, 7, "precharge"),
]
KNOWN = {(byte, bit) for byte, bit, *_ in (*ALARMS, *ON)}


def info(
    status: bytes = bytes(8), cells: bytes = bytes(3), temperatures: bytes = bytes(4), limits: bytes = bytes(2)
) -> bytes:
    lists = bytes((1, len(cells))) + cells + bytes((len(temperatures),)) + temperatures
    return lists + limits + bytes((len(status),)) + status


def one(byte: int, bit: int, count: int = 10) -> bytes:
    return bytes(1 << bit if place == byte else 0 for place in range(count))


@pytest.mark.parametrize(("byte", "bit", "code", "level"), ALARMS)
def test_an_alarm(byte: int, bit: int, code: str, level: Level) -> None:
    assert decode_alarms(info(one(byte, bit))).alarms == (Alarm(code, level),)
    assert level in URGENCY[code]


@pytest.mark.parametrize(("byte", "bit", "state"), ON)
def test_a_state(byte: int, bit: int, state: str) -> None:
    said = decode_alarms(info(one(byte, bit)))
    assert (said.alarms, said.extra) == ((), b"")
    assert said.states == {name: name == state for _, _, name in ON}
    assert state in STATES


@pytest.mark.parametrize(
    ("byte", "bit"), [(byte, bit) for byte in range(10) for bit in range(8) if (byte, bit) not in KNOWN]
)
def test_a_bit_without_a_meaning_is_kept(byte: int, bit: int) -> None:
    said = decode_alarms(info(one(byte, bit)))
    assert said.alarms == ()
    assert not any(said.states.values())
    assert said.extra == one(byte, bit)


def test_cells_sensors_and_limits() -> None:
    said = decode_alarms(info(one(0, 3, 8), b"\x00\x02\xf0", b"\x01\x00\x02\xf0", b"\x02\x01"))
    assert said.alarms == (Alarm("cell_overvoltage", W, 2), Alarm("cell_fault", W, 3))
    assert said.cell_limits == ("normal", "high", "fault")
    assert said.temperature_limits == ("low", "normal", "high", "fault")
    assert (said.current_limit, said.voltage_limit, said.further) == ("high", "low", {})


def test_states_that_a_short_reply_does_not_carry_are_not_said() -> None:
    said = decode_alarms(info(bytes(2)))
    assert set(said.states) == {"current_limiting", "charge_mosfet", "discharge_mosfet"}
    assert said.further == {"status_count": 2}


@pytest.mark.parametrize(
    "given",
    [
        info(),
        info(bytes(6)),
        info(b"\xff" * 10),
        info(b"\xff" * 8, b"\x00\x02\xf0", b"\x01\x00\x02\xf0", b"\x02\x01"),
        info(one(8, 4)),
        info(b"\x01"),
    ],
)
def test_the_way_back(given: bytes) -> None:
    assert encode_alarms(decode_alarms(given)) == given


def test_what_the_dialect_has_no_bit_for_is_left_out() -> None:
    said = AlarmReport(1, (Alarm("insulation_positive", P), Alarm("soc_low", W)), {}, ("normal",) * 3, ("normal",) * 4)
    assert encode_alarms(said) == info(one(1, 7, 8))


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (info()[:-1], "status_bytes 8 should stand at byte 20, INFO ends after 20 bytes"),
        (info() + b"\0", "INFO should end after 21 bytes, it has 22"),
        (info(bytes(11)), "number of status_bytes is 0B at byte 12, which no source explains"),
        (info(cells=b"\x03"), "cell_limits 1 is 03 at byte 2, which no source explains"),
    ],
)
def test_what_is_no_reply_to_the_last_byte(given: bytes, message: str) -> None:
    with pytest.raises(FrameError) as caught:
        decode_alarms(given)
    assert (caught.value.kind, str(caught.value)) == ("payload", message)


def test_a_reply_tells_its_command_by_its_structure() -> None:
    frame = Frame(0x21, 1, 0x46, 0x00, info(cells=bytes(15), temperatures=bytes(7)))
    assert DIALECT.decode(frame).kind == "alarms"
    assert DIALECT.decode(frame, DIALECT.request(0x44, 1)) == DIALECT.decode(frame)
