"""A 44H reply: each bit by the name that its source gives it, the cells, and what has no meaning."""

from struct import pack

import pytest

from topbms.dialects.eg4 import DIALECT
from topbms.dialects.eg4.alarms import decode_alarms, encode_alarms
from topbms.errors import FrameError
from topbms.model.alarms import STATES, URGENCY, Alarm, AlarmReport, Level
from topbms.protocol.frame import Frame

W, P, F = Level.WARNING, Level.PROTECTION, Level.FAULT

# Status word and bit from 0, as a program that follows the maker's document names them.
ALARMS = [
    (0, 4, "cell_difference", W),
    (0, 5, "charge_mosfet_fault", F),
    (0, 6, "discharge_mosfet_fault", F),
    (1, 0, "cell_overvoltage", W),
    (1, 1, "cell_overvoltage", P),
    (1, 2, "cell_undervoltage", W),
    (1, 3, "cell_undervoltage", P),
    (1, 4, "pack_overvoltage", W),
    (1, 5, "pack_overvoltage", P),
    (1, 6, "pack_undervoltage", W),
    (1, 7, "pack_undervoltage", P),
    (2, 0, "charge_high_temperature", W),
    (2, 1, "charge_high_temperature", P),
    (2, 2, "charge_low_temperature", W),
    (2, 3, "charge_low_temperature", P),
    (2, 4, "discharge_high_temperature", W),
    (2, 5, "discharge_high_temperature", P),
    (2, 6, "discharge_low_temperature", W),
    (2, 7, "discharge_low_temperature", P),
    (2, 8, "environment_high_temperature", W),
    (2, 9, "environment_high_temperature", P),
    (2, 10, "environment_low_temperature", W),
    (2, 11, "environment_low_temperature", P),
    (2, 12, "mosfet_high_temperature", P),
    (2, 13, "fire_alarm", F),
    (3, 0, "charge_overcurrent", W),
    (3, 1, "charge_overcurrent", P),
    (3, 2, "discharge_overcurrent", W),
    (3, 3, "discharge_overcurrent", P),
    (3, 4, "discharge_overcurrent_2", P),
    (3, 5, "short_circuit", P),
    (3, 6, "overcurrent_lock", P),
    (3, 7, "short_circuit_lock", P),
    (4, 0, "soc_low", W),
]
ON = [
    (5, 0, "discharge_mosfet"),
    (5, 1, "charge_mosfet"),
    (5, 2, "current_limiting"),
    (5, 3, "heating"),
    (6, 0, "discharging"),
    (6, 1, "charging"),
    (6, 3, "standby"),
]
BITS = (8, 8, 16, 8, 8, 8, 8)
KNOWN = {(word, bit) for word, bit, *_ in (*ALARMS, *ON)}
UNKNOWN = [(word, bit) for word, width in enumerate(BITS) for bit in range(width) if (word, bit) not in KNOWN]


def info(
    *status: int, cells: bytes = bytes(4), sensors: bytes = bytes(2), limits: bytes = bytes(4), rest: bytes = bytes(5)
) -> bytes:
    """INFO of pack 3 with flag 10."""
    lists = bytes((0x10, 3, len(cells))) + cells + bytes((len(sensors),)) + sensors
    return lists + limits + pack(">BBBHBBBB", 9, *(status or (0,) * len(BITS))) + rest


def one(word: int, bit: int) -> list[int]:
    return [1 << bit if place == word else 0 for place in range(len(BITS))]


@pytest.mark.parametrize(("word", "bit", "code", "level"), ALARMS)
def test_an_alarm(word: int, bit: int, code: str, level: Level) -> None:
    said = decode_alarms(info(*one(word, bit)))
    assert (said.alarms, said.extra) == ((Alarm(code, level),), b"")
    assert level in URGENCY[code]


@pytest.mark.parametrize(("word", "bit", "state"), ON)
def test_a_state(word: int, bit: int, state: str) -> None:
    said = decode_alarms(info(*one(word, bit)))
    assert (said.alarms, said.extra) == ((), b"")
    assert said.states == {name: name == state for _, _, name in ON}
    assert state in STATES


@pytest.mark.parametrize(("word", "bit"), UNKNOWN)
def test_a_bit_without_a_meaning_is_kept(word: int, bit: int) -> None:
    said = decode_alarms(info(*one(word, bit)))
    assert said.alarms == ()
    assert not any(said.states.values())
    assert said.extra == pack(">BBHBBBB", *one(word, bit)) + b"\0"


def test_cells_sensors_and_limits() -> None:
    limits = b"\x01\x02\xf0\x00"
    said = decode_alarms(info(*one(1, 1), cells=b"\x00\x02\xf0\x00", sensors=b"\x02\x00", limits=limits))
    assert said.alarms == (Alarm("cell_overvoltage", P, 2), Alarm("cell_fault", W, 3))
    assert said.cell_limits == ("normal", "high", "fault", "normal")
    assert said.temperature_limits == ("high", "normal", "low", "high")
    assert (said.current_limit, said.voltage_limit) == ("fault", "normal")
    assert (said.pack, said.further) == (3, {"data_flag": 0x10})


def test_cells_being_balanced() -> None:
    assert decode_alarms(info()).balancing == ()
    assert decode_alarms(info(rest=b"\x80\x00\x01\x05\x00")).balancing == (1, 3, 9, 32)


def test_the_reserved_byte_is_kept() -> None:
    assert decode_alarms(info(rest=b"\0\0\0\0\x07")).extra == bytes(8) + b"\x07"


@pytest.mark.parametrize(
    "given",
    [
        info(),
        info(0xFF, 0xFF, 0xFFFF, 0xFF, 0xFF, 0xFF, 0xFF, rest=b"\xff" * 5),
        info(*one(1, 1), cells=b"\x00\x02\xf0\x00", sensors=b"\x02\x00", limits=b"\x01\x02\xf0\x00"),
        info(cells=b"\x01", sensors=b"\xf0"),
        info(*one(0, 0), rest=b"\x00\x01\x00\x00\x00"),
    ],
)
def test_the_way_back(given: bytes) -> None:
    assert encode_alarms(decode_alarms(given)) == given


def test_what_the_dialect_has_no_bit_for_is_left_out() -> None:
    said = AlarmReport(3, (Alarm("insulation_positive", P), Alarm("soc_low", W)), {}, ("normal",) * 4, ("normal",) * 4)
    assert encode_alarms(said)[1:] == info(*one(4, 0))[1:]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (info()[:-1], "reserved should stand at byte 27, INFO ends after 27 bytes"),
        (info() + b"\0", "INFO should end after 28 bytes, it has 29"),
        (info(cells=b"\x03"), "cell_limits 1 is 03 at byte 3, which no source explains"),
        (info(cells=b""), "number of cell_limits is 00 at byte 2, which no source explains"),
    ],
)
def test_what_is_no_reply_to_the_last_byte(given: bytes, message: str) -> None:
    with pytest.raises(FrameError) as caught:
        decode_alarms(given)
    assert (caught.value.kind, str(caught.value)) == ("payload", message)


def test_a_reply_tells_its_command_by_its_structure() -> None:
    frame = Frame(0x20, 3, 0x4A, 0x00, info(cells=bytes(16), sensors=bytes(4)))
    assert DIALECT.decode(frame).kind == "alarms"
    assert DIALECT.decode(frame, DIALECT.request(0x44, 3)) == DIALECT.decode(frame)
