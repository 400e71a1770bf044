"""Parameters: each at its byte, by the table of the protocol's description, in its unit, both ways."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.dialects.topbms.knowing import KnowingBattery, every_setting
from topbms.dialects.topbms import DIALECT, request
from topbms.dialects.topbms.parameters import FLAGS, ROWS, decode_parameters, encode_parameters
from topbms.errors import FrameError
from topbms.model.fragment import Parameters
from topbms.model.words import DEFAULT, languages, words
from topbms.protocol.frame import Frame

SIZE = 166
ASKED = request(0x47, 1)

# Byte, size, what the raw number 100 (2 bytes: 0x0064) stands for, of the description of the reply.
PLACES = """
0 1 rs485_address 100
1 1 battery_node_number 100
2 2 current_limiting_start 10
4 2 sampling_resistance 1
6 2 self_depletion 100
9 1 balancing_forbidden_above 60
10 1 balancing_forbidden_below 60
11 2 balancing_start_voltage 100
13 2 balancing_start_difference 100
15 2 balancing_difference 100
17 2 cell_high_voltage_warning 100
19 2 cell_high_voltage_warning_recovery 100
21 2 cell_low_voltage_warning 100
23 2 cell_low_voltage_warning_recovery 100
25 2 pack_high_voltage_warning 0.2
27 2 pack_high_voltage_warning_recovery 0.2
29 2 pack_low_voltage_warning 0.2
31 2 pack_low_voltage_warning_recovery 0.2
33 1 cell_high_temperature_warning 60
34 1 cell_low_temperature_warning 60
35 1 charge_high_temperature_warning 60
36 1 charge_high_temperature_warning_recovery 60
37 1 discharge_high_temperature_warning 60
38 1 discharge_high_temperature_warning_recovery 60
39 1 charge_low_temperature_warning 60
40 1 charge_low_temperature_warning_recovery 60
41 1 discharge_low_temperature_warning 60
42 1 discharge_low_temperature_warning_recovery 60
43 1 environment_high_temperature_warning 60
44 1 environment_low_temperature_warning 60
45 1 mosfet_high_temperature_warning 60
46 1 mosfet_low_temperature_warning 60
47 2 discharge_current_warning 1
49 2 discharge_current_warning_recovery 1
51 2 charge_current_warning 1
53 2 charge_current_warning_recovery 1
55 2 cell_difference_warning 100
57 2 cell_difference_warning_recovery 100
59 2 cell_difference_protection 100
61 2 cell_overvoltage_protection 100
63 2 cell_overvoltage_delay 1
65 2 cell_overvoltage_recovery 100
67 2 cell_undervoltage_protection 100
69 2 cell_undervoltage_delay 1
71 2 cell_undervoltage_recovery 100
73 2 cell_shutdown_voltage 100
75 2 cell_shutdown_time 100
77 2 pack_overvoltage_protection 0.2
79 2 pack_overvoltage_delay 1
81 2 pack_overvoltage_recovery 0.2
83 2 pack_undervoltage_protection 0.2
85 2 pack_undervoltage_delay 1
87 2 pack_undervoltage_recovery 0.2
89 1 charge_high_temperature_protection 60
90 1 charge_high_temperature_recovery 60
91 1 charge_low_temperature_protection 60
92 1 charge_low_temperature_recovery 60
93 1 discharge_high_temperature_protection 60
94 1 discharge_high_temperature_recovery 60
95 1 discharge_low_temperature_protection 60
96 1 discharge_low_temperature_recovery 60
97 1 environment_high_temperature_protection 60
98 1 environment_high_temperature_recovery 60
99 1 environment_low_temperature_protection 60
100 1 environment_low_temperature_recovery 60
101 1 mosfet_high_temperature_protection 60
102 1 mosfet_high_temperature_recovery 60
103 1 mosfet_low_temperature_protection 60
104 1 mosfet_low_temperature_recovery 60
105 2 charge_overcurrent_protection 1
107 2 charge_overcurrent_protection_second_value 1
109 2 charge_overcurrent_delay 1
111 2 charge_overcurrent_recovery_delay 1
113 2 charge_overcurrent_automatic_locks 100
115 2 charge_overcurrent_lock_time 1
117 2 discharge_overcurrent_1_protection 1
119 2 discharge_overcurrent_1_protection_second_value 1
121 2 discharge_overcurrent_1_delay 1
123 2 discharge_overcurrent_1_recovery_delay 1
125 2 discharge_overcurrent_1_automatic_locks 100
127 2 discharge_overcurrent_1_lock_time 1
129 2 discharge_overcurrent_2_protection 1
131 2 discharge_overcurrent_2_delay 1
133 2 discharge_overcurrent_2_recovery_delay 1
135 2 discharge_overcurrent_2_automatic_locks 100
137 2 discharge_overcurrent_2_lock_time 1
140 2 precharge_time 100
142 2 short_circuit_delay 100
144 2 short_circuit_recovery_delay 100
146 2 short_circuit_automatic_locks 100
148 2 short_circuit_lock_time 100
150 1 cooling_start 60
151 1 cooling_end 60
152 1 heating_start 60
153 1 heating_end 60
154 2 automatic_shutdown 100
156 2 automatic_wake_up 100
"""
NUMBERS = [line.split() for line in PLACES.strip().splitlines()]

SWITCHES = {
    160: "heating cooling shutdown buzzer led discharge_mosfet charge_mosfet charge_current_limiting",
    162: "discharge_high_temperature_warning discharge_low_temperature_warning environment_high_temperature_warning "
    "environment_low_temperature_warning mosfet_high_temperature_warning mosfet_low_temperature_warning",
    163: "cell_overvoltage_warning cell_undervoltage_warning pack_overvoltage_warning pack_undervoltage_warning "
    "discharge_overcurrent_1_warning charge_overcurrent_warning charge_high_temperature_warning "
    "charge_low_temperature_warning",
    164: "discharge_high_temperature_protection discharge_low_temperature_protection "
    "environment_high_temperature_protection environment_low_temperature_protection "
    "mosfet_high_temperature_protection mosfet_low_temperature_protection discharge_overcurrent_2_protection",
    165: "cell_overvoltage_protection cell_undervoltage_protection pack_overvoltage_protection "
    "pack_undervoltage_protection discharge_overcurrent_1_protection charge_overcurrent_protection "
    "charge_high_temperature_protection charge_low_temperature_protection",
}
BITS = [(byte, bit, f"{name}_enabled") for byte, names in SWITCHES.items() for bit, name in enumerate(names.split())]
BITS += [(161, 0, "precharge_enabled"), (161, 3, "security_enabled")]


def said(info: bytes) -> Parameters:
    (pack,) = DIALECT.decode(Frame(0x52, 1, 0x46, 0, info), ASKED).packs
    assert isinstance(pack, Parameters)
    return pack


def with_bytes(at: int, raw: bytes) -> bytes:
    return bytes(at) + raw + bytes(SIZE - at - len(raw))


def test_the_reply_has_all_its_bytes() -> None:
    assert sum(row.size for row in ROWS) + len(FLAGS) == SIZE
    keys = [parameter.key for parameter in said(bytes(SIZE)).parameters]
    assert len(keys) == len(set(keys)) == len(ROWS) + 39
    assert {key for _, _, key, _ in NUMBERS} == {row.key for row in ROWS if row.words is None}


@pytest.mark.parametrize(("at", "size", "key", "value"), NUMBERS, ids=[key for _, _, key, _ in NUMBERS])
def test_each_number_stands_at_its_byte_in_its_unit(at: str, size: str, key: str, value: str) -> None:
    info = with_bytes(int(at), (100).to_bytes(int(size), "big"))
    pack = said(info)
    assert pack.settings[key] == pytest.approx(float(value))
    nothing = said(bytes(SIZE)).settings
    assert {name for name, setting in pack.settings.items() if setting != nothing[name]} == {key}
    assert encode_parameters(pack.settings) == info


@pytest.mark.parametrize(("byte", "bit", "key"), BITS, ids=[key for _, _, key in BITS])
def test_each_switch_is_its_bit(byte: int, bit: int, key: str) -> None:
    info = with_bytes(byte, bytes((1 << bit,)))
    pack = said(info)
    assert [p.key for p in pack.parameters if p.value is True] == [key]
    assert encode_parameters(pack.settings) == info


@pytest.mark.parametrize(
    ("at", "raw", "key", "value"),
    [
        (8, 0, "balance_mode", "off"),
        (8, 2, "balance_mode", "charge and idle"),
        (8, 4, "balance_mode", "4"),
        (139, 0, "short_circuit_protection", "100 mV"),
        (139, 8, "short_circuit_protection", "900 mV"),
        (139, 9, "short_circuit_protection", "off"),
        (139, 10, "short_circuit_protection", "10"),
        (158, 8, "rs485_protocol", "PYLONTECH"),
        (158, 6, "rs485_protocol", "6"),
        (159, 14, "can_protocol", "GrowattSPH1"),
        (159, 255, "can_protocol", "255"),
    ],
)
def test_an_enumeration_is_a_word_or_the_number_that_no_source_explains(
    at: int, raw: int, key: str, value: str
) -> None:
    info = with_bytes(at, bytes((raw,)))
    assert said(info).settings[key] == value
    assert encode_parameters(said(info).settings) == info
    message = DIALECT.decode(Frame(0x52, 1, 0x46, 0, info), ASKED)
    fields = {field.name: field for field in DIALECT.fields(Frame(0x52, 1, 0x46, 0, info), message)}
    assert (fields[key].value, fields[key].raw) == (value, bytes((raw,)))


def test_a_bit_that_no_source_explains_is_told_by_its_place() -> None:
    info = with_bytes(161, b"\x02")
    assert [p.key for p in said(info).parameters if p.value is True] == ["byte_161_bit_1"]
    assert encode_parameters(said(info).settings) == info


@given(st.binary(min_size=SIZE, max_size=SIZE))
def test_any_parameters_written_back_are_the_same_bytes(info: bytes) -> None:
    assert encode_parameters(decode_parameters(info).settings) == info


def test_units_and_labels_are_those_of_the_field() -> None:
    pack = said(with_bytes(61, (3650).to_bytes(2, "big")))
    protection = next(p for p in pack.parameters if p.key == "cell_overvoltage_protection")
    assert (protection.label, protection.value, protection.unit) == ("cell overvoltage protection", 3650, "mV")
    assert {p.unit for p in pack.parameters} == {"", "A", "mΩ", "mAh", "°C", "mV", "V", "s", "min", "µs"}
    fields = {field.name: field for field in DIALECT.fields(Frame(0x52, 1, 0x46, 0, bytes(SIZE)), MESSAGE)}
    assert (fields["pack_overvoltage_protection"].unit, fields["flags_160"].unit) == ("V", "")


MESSAGE = DIALECT.decode(Frame(0x52, 1, 0x46, 0, bytes(SIZE)), ASKED)


def test_without_the_request_its_length_tells_it() -> None:
    assert DIALECT.decode(Frame(0x52, 1, 0x46, 0, bytes(SIZE))) == MESSAGE
    with pytest.raises(FrameError):
        DIALECT.decode(Frame(0x52, 1, 0x46, 0, bytes(SIZE - 1)))


def test_bytes_behind_them_stay() -> None:
    assert said(bytes(SIZE) + b"\xaa").extra == b"\xaa"


def test_a_battery_answers_with_all_that_it_goes_by() -> None:
    answer = DIALECT.answer(ASKED, KnowingBattery(1))
    assert len(answer.info) == SIZE
    told = every_setting()
    assert {key: said(answer.info).settings[key] for key in told} == told


def test_what_is_missing_or_no_value_is_told() -> None:
    with pytest.raises(ValueError, match=r"parameters are missing: rs485_address$"):
        encode_parameters({key: value for key, value in every_setting().items() if key != "rs485_address"})
    for key, value in (("balance_mode", "sideways"), ("cell_overvoltage_protection", "much")):
        with pytest.raises(ValueError, match=r"much|sideways"):
            encode_parameters(every_setting() | {key: value})


@pytest.mark.parametrize("language", [name for name in languages() if name != DEFAULT])
def test_every_label_and_word_is_worded(language: str) -> None:
    phrases = words(language).phrases
    labels = [parameter.label for parameter in said(bytes((255,)) * SIZE).parameters]
    names = {word for row in ROWS for word in (row.words or {}).values() if " " in word and "mV" not in word}
    assert [text for text in (*labels, *names, "off", "charge") if text not in phrases] == []
