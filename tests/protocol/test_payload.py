"""Payload tables: the same rows both ways, every truncation named by its offset, nothing read past the end."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from topbms.errors import FrameError
from topbms.protocol.payload import Choice, Counted, Field, Number, Octets, Table, Text, Value

WORDS = {0: "off", 1: "on", 0xF0: "broken"}

EVERYTHING = Table(
    Number("plain"),
    Counted(Number("volts", 2, divisor=1000), least=1, most=32),
    Counted(Number("degrees", 2, offset=40), most=32),
    Number("signed", 2, signed=True, divisor=100),
    Number("kelvin", 2, offset=2731, divisor=10),
    Number("shifted", offset=40),
    Number("long", 4),
    Number("switch", words=WORDS),
    Counted(Number("switches", words=WORDS), most=5),
    Text("name", 6),
    Octets("bits", 3),
    Choice("variant", {5: (Number("short"),), 6: (Number("wide", 2), Text("tail", 2)), 7: ()}),
)
COUNTS = Table(Counted(Number("first")), Counted(Number("second", 2)))

BYTES = st.integers(0, 255)
SHORTS = st.integers(0, 65535)


def decoded(table: Table, info: bytes, at: int = 0) -> list[Value]:
    values, _ = table.decode(info, at)
    return list(values)


def refusal(table: Table, info: bytes, at: int = 0) -> str:
    with pytest.raises(FrameError) as caught:
        table.decode(info, at)
    assert caught.value.kind == "payload"
    return str(caught.value)


def everything(volts: Sequence[int], degrees: Sequence[int], switches: Sequence[int], tail: bytes) -> bytes:
    """A payload packed by hand: plain 9, signed -1.5, kelvin 25.0, shifted -10, long 70000, switch on."""
    head = bytes((9, len(volts))) + b"".join(value.to_bytes(2, "big") for value in volts)
    head += bytes((len(degrees),)) + b"".join(value.to_bytes(2, "big") for value in degrees)
    numbers = b"\xff\x6a" + b"\x0b\xa5" + b"\x1e" + b"\x00\x01\x11\x70" + b"\x01"
    return head + numbers + bytes((len(switches), *switches)) + b"AB  \0 " + b"\x01\x02\x03" + tail


SAMPLE = everything([3346, 0, 65535], [61, 0], [0, 0xF0], b"\x06\x01\x02xy")
SAMPLE_VALUES: list[Value] = [
    9,
    (3.346, 0.0, 65.535),
    (21, -40),
    -1.5,
    25.0,
    -10,
    70000,
    "on",
    ("off", "broken"),
    "AB",
    b"\x01\x02\x03",
    6,
    258,
    "xy",
]


def test_every_kind_of_column() -> None:
    values, end = EVERYTHING.decode(SAMPLE)
    assert values == SAMPLE_VALUES
    assert [type(value) for value in values] == [type(value) for value in SAMPLE_VALUES]
    assert end == len(SAMPLE)


def test_whole_numbers_stay_whole() -> None:
    _, _, degrees, *_ = decoded(EVERYTHING, SAMPLE)
    assert isinstance(degrees, tuple)
    assert all(isinstance(value, int) for value in degrees)


def test_bytes_behind_the_table_are_left_to_the_caller() -> None:
    values, end = EVERYTHING.decode(SAMPLE + b"more")
    assert values == SAMPLE_VALUES
    assert end == len(SAMPLE)


def test_a_table_may_begin_anywhere() -> None:
    values, end = EVERYTHING.decode(b"front" + SAMPLE, 5)
    assert values == SAMPLE_VALUES
    assert end == 5 + len(SAMPLE)


@pytest.mark.parametrize(
    ("tail", "values"),
    [(b"\x05\x2a", [5, 42]), (b"\x06\x00\x2aok", [6, 42, "ok"]), (b"\x07", [7])],
)
def test_a_choice_tells_what_follows(tail: bytes, values: list[Value]) -> None:
    info = everything([1], [], [], tail)
    assert decoded(EVERYTHING, info)[-len(values) :] == values
    assert EVERYTHING.encode(decoded(EVERYTHING, info)) == info.replace(b"\0 ", b"  ")


def test_payloads_of_many_shapes_in_turn() -> None:
    one, two = b"\x01\x07\x00", b"\x02\x07\x08\x01\x01\x00"
    for _ in range(2):
        assert decoded(COUNTS, one) == [(7,), ()]
        assert decoded(COUNTS, two) == [(7, 8), (256,)]


def test_a_table_of_one_column() -> None:
    assert decoded(Table(Number("only")), b"\x05") == [5]
    assert Table(Number("only")).encode([5]) == b"\x05"


@given(
    st.lists(SHORTS, min_size=1, max_size=32),
    st.lists(SHORTS, max_size=32),
    st.lists(st.sampled_from(list(WORDS)), max_size=5),
    st.one_of(BYTES.map(lambda byte: bytes((5, byte))), SHORTS.map(lambda short: b"\x06" + short.to_bytes(2) + b"ok")),
)
def test_encoding_undoes_decoding(volts: list[int], degrees: list[int], switches: list[int], tail: bytes) -> None:
    info = everything(volts, degrees, switches, tail).replace(b"AB  \0 ", b"AB    ")
    values, end = EVERYTHING.decode(info)
    assert end == len(info)
    assert EVERYTHING.encode(values) == info


@given(
    st.tuples(
        st.lists(SHORTS.map(lambda raw: raw / 1000), min_size=1, max_size=32).map(tuple),
        st.lists(SHORTS.map(lambda raw: raw - 40), max_size=32).map(tuple),
        st.integers(-32768, 32767).map(lambda raw: raw / 100),
        SHORTS.map(lambda raw: (raw - 2731) / 10),
        BYTES.map(lambda raw: raw - 40),
        st.integers(0, 2**32 - 1),
        st.sampled_from(list(WORDS.values())),
        st.lists(st.sampled_from(list(WORDS.values())), max_size=5).map(tuple),
        st.text("ABCxyz019-_ ", max_size=6).map(str.rstrip),
        st.binary(min_size=3, max_size=3),
    )
)
def test_decoding_undoes_encoding(values: tuple[Value, ...]) -> None:
    assert decoded(EVERYTHING, EVERYTHING.encode([1, *values, 7])) == [1, *values, 7]


# Each value of SAMPLE with its bytes: what a payload that was cut inside of them must be said to lack.
PLACES = [
    ("plain", 0, 1),
    ("number of volts", 1, 1),
    ("volts 1", 2, 2),
    ("volts 2", 4, 2),
    ("volts 3", 6, 2),
    ("number of degrees", 8, 1),
    ("degrees 1", 9, 2),
    ("degrees 2", 11, 2),
    ("signed", 13, 2),
    ("kelvin", 15, 2),
    ("shifted", 17, 1),
    ("long", 18, 4),
    ("switch", 22, 1),
    ("number of switches", 23, 1),
    ("switches 1", 24, 1),
    ("switches 2", 25, 1),
    ("name", 26, 6),
    ("bits", 32, 3),
    ("variant", 35, 1),
    ("wide", 36, 2),
    ("tail", 38, 2),
]


@pytest.mark.parametrize(
    ("name", "at", "end"), [(name, at, at + missing) for name, at, size in PLACES for missing in range(size)]
)
@pytest.mark.parametrize("front", [0, 3])
def test_every_truncation_names_the_first_value_that_is_not_whole(name: str, at: int, end: int, front: int) -> None:
    expected = f"{name} should stand at byte {front + at}, INFO ends after {front + end} bytes"
    assert refusal(EVERYTHING, bytes(front) + SAMPLE[:end], front) == expected


@pytest.mark.parametrize(
    ("info", "message"),
    [
        (everything([], [], [], b"\x07"), "number of volts is 00 at byte 1, which no source explains"),
        (everything([0] * 33, [], [], b"\x07"), "number of volts is 21 at byte 1, which no source explains"),
        (everything([0], [0] * 33, [], b"\x07"), "number of degrees is 21 at byte 4, which no source explains"),
        (everything([0], [], [], b"\x04"), "variant is 04 at byte 25, which no source explains"),
        (everything([0], [], [0, 1, 2], b"\x07"), "switches 3 is 02 at byte 18, which no source explains"),
        (everything([0], [], [], b"\x07").replace(b"\x11\x70\x01", b"\x11\x70\x03"), "switch is 03 at byte 14, "),
    ],
)
def test_what_no_source_explains_is_refused(info: bytes, message: str) -> None:
    assert decoded(EVERYTHING, everything([1], [], [], b"\x07"))
    assert refusal(EVERYTHING, info).startswith(message)


@given(st.binary(max_size=80))
def test_any_bytes_are_read_whole_or_refused(info: bytes) -> None:
    try:
        values, end = EVERYTHING.decode(info)
    except FrameError as error:
        fault = error
    else:
        assert end <= len(info)
        assert len(values) >= 12
        return
    assert fault.kind == "payload"


@pytest.mark.parametrize(
    "change",
    [
        {0: 256},
        {0: -1},
        {0: "nine"},
        {0: float("nan")},
        {0: float("inf")},
        {1: ()},
        {1: (1.0,) * 33},
        {1: 3.3},
        {1: (65.536,)},
        {2: (-41,)},
        {3: 327.68},
        {6: 2**32},
        {7: "sometimes"},
        {7: 1},
        {8: ("on", "sometimes")},
        {9: "seven c"},
        {9: 5},
        {10: b"\x01\x02"},
        {10: "abc"},
        {11: 4},
        {11: "seven"},
    ],
)
def test_a_value_that_does_not_fit_is_refused(change: dict[int, Value]) -> None:
    values: list[Value] = [1, (3.3,), (20,), 0.0, 25.0, 0, 0, "on", ("on",), "name", bytes(3), 7]
    assert EVERYTHING.encode(values)
    for place, value in change.items():
        values[place] = value
    with pytest.raises(ValueError, match=r"cannot be|does not fit|fill|convert|infinity|NaN"):
        EVERYTHING.encode(values)


@pytest.mark.parametrize("count", [0, 11, 13])
def test_as_many_values_as_columns(count: int) -> None:
    values: list[Value] = [1, (3.3,), (20,), 0.0, 25.0, 0, 0, "on", ("on",), "name", bytes(3), 7, 1]
    with pytest.raises(ValueError, match=r"cannot be None|zip\(\)"):
        EVERYTHING.encode(values[:count])


def test_fields_have_their_places() -> None:
    fields = list(EVERYTHING.fields(b"front" + SAMPLE, 5))
    assert [(field.at - 5, len(field.raw)) for field in fields] == [(at, size) for _, at, size in PLACES]
    assert b"".join(field.raw for field in fields) == SAMPLE
    assert [field.item for field in fields[1:8]] == [0, 1, 2, 3, 0, 1, 2]
    assert fields[0] == Field(5, b"\x09", "plain", 9)
    assert fields[1] == Field(6, b"\x03", "volts", 3, 0)
    assert fields[2] == Field(7, b"\x0d\x12", "volts", 3.346, 1)
    assert fields[-3] == Field(40, b"\x06", "variant", 6)


def test_fields_of_a_payload_that_is_cut_are_refused() -> None:
    with pytest.raises(FrameError, match="tail should stand at byte 38"):
        list(EVERYTHING.fields(SAMPLE[:-1]))


ODD = Table(Number("odd", 3, divisor=1000), Counted(Number("odds", 3), most=3))


def test_numbers_of_three_bytes() -> None:
    info = b"\x01\x21\x10" + b"\x02" + b"\x00\x00\x07" + b"\xff\xff\xff"
    assert decoded(ODD, info) == [74.0, (7, 0xFFFFFF)]
    assert ODD.encode((74.0, (7, 0xFFFFFF))) == info
    assert [field.value for field in ODD.fields(info)] == [74.0, 2, 7, 0xFFFFFF]


@pytest.mark.parametrize("value", [16_777.216, -0.001])
def test_a_value_that_does_not_fit_three_bytes_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="does not fit"):
        ODD.encode((value, ()))
