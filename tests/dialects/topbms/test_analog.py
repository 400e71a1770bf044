"""42H replies: every field against numbers worked out by hand, every shape both ways, every truncation refused."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.dialects.topbms.wire import analog_info, words
from topbms.dialects.topbms.analog import decode_analog, encode_analog
from topbms.errors import FrameError
from topbms.model.fragment import Analog

SHORTS = st.integers(0, 65535)
BYTES = st.integers(0, 255)


def refusal(info: bytes) -> str:
    with pytest.raises(FrameError) as caught:
        decode_analog(info)
    assert caught.value.kind == "payload"
    return str(caught.value)


def tail(p: int, behind: bytes, *, balancing: bytes = bytes(2)) -> bytes:
    """From P on: 150 Ah, 2 cycles, SOC 88, SOH 100, balancing of 16 cells, then what P brings."""
    return bytes((p,)) + b"\x3a\x98\x00\x02\x58\x64" + balancing + behind


def test_every_field() -> None:
    analog = decode_analog(analog_info((3346, 3349, 2849), (61, 62, 59, 58), current=384))
    assert analog == Analog(
        pack=1,
        cell_voltages=(3.346, 3.349, 2.849),
        temperatures=(21, 22, 19, 18),
        current=3.84,
        voltage=53.58,
        remaining_capacity=132.35,
        full_capacity=150.0,
        design_capacity=None,
        cycle_count=2,
        soc=88,
        soh=100,
        humidity=0,
        environment_temperature=19,
        mosfet_temperature=18,
        balancing=(),
        extra=b"",
    )


@pytest.mark.parametrize(
    ("raw", "ampere"), [(0, 0.0), (384, 3.84), (-1, -0.01), (-4321, -43.21), (32767, 327.67), (-32768, -327.68)]
)
def test_current_is_signed_and_charge_is_positive(raw: int, ampere: float) -> None:
    assert decode_analog(analog_info(current=raw)).current == ampere


@pytest.mark.parametrize(("raw", "celsius"), [(0, -40), (39, -1), (40, 0), (60, 20), (140, 100)])
def test_temperatures_are_raised_by_40_on_the_wire(raw: int, celsius: int) -> None:
    analog = decode_analog(analog_info(temperatures=(raw, 61, raw)))
    assert analog.temperatures == (celsius, 21, celsius)
    assert analog.mosfet_temperature == celsius


@pytest.mark.parametrize(
    ("raws", "environment", "mosfet"),
    [((), None, None), ((61,), None, None), ((61, 62), 21, 22), ((1, 61, 62), 21, 22)],
)
def test_the_last_two_temperatures_are_environment_and_mosfet(
    raws: tuple[int, ...], environment: int | None, mosfet: int | None
) -> None:
    analog = decode_analog(analog_info(temperatures=raws))
    assert analog.temperatures == tuple(raw - 40 for raw in raws)
    assert (analog.environment_temperature, analog.mosfet_temperature) == (environment, mosfet)


def test_humidity_is_one_byte_where_p_is_5() -> None:
    assert decode_analog(analog_info(tail=tail(5, b"\x2a"))).humidity == 42


def test_humidity_is_two_bytes_where_p_is_6() -> None:
    assert decode_analog(analog_info(tail=tail(6, b"\x00\x2a\x00\x00"))).humidity == 42


@pytest.mark.parametrize("cell", range(1, 33))
def test_the_balancing_bit_of_each_cell(cell: int) -> None:
    # Sent in the order 9 to 16, 1 to 8, humidity, 25 to 32, 17 to 24; bit 0 is the lowest cell of its byte.
    sent = {9: 0, 1: 1, 25: 2, 17: 3}
    lowest = (cell - 1) // 8 * 8 + 1
    octets = bytearray(4)
    octets[sent[lowest]] = 1 << (cell - lowest)
    low, high = bytes(octets[:2]), bytes(octets[2:])
    analog = decode_analog(analog_info(tail=tail(6, b"\0\0" + high, balancing=low)))
    assert analog.balancing == (cell,)
    if cell <= 16:
        assert decode_analog(analog_info(tail=tail(5, b"\0", balancing=low))).balancing == (cell,)


def test_several_cells_are_balanced_at_once() -> None:
    analog = decode_analog(analog_info(tail=tail(6, b"\0\0\x80\x01", balancing=b"\x80\x05")))
    assert analog.balancing == (1, 3, 16, 17, 32)


@pytest.mark.parametrize("cells", [1, 15, 16, 32])
def test_as_many_cells_as_stated(cells: int) -> None:
    raws = tuple(3000 + i for i in range(cells))
    assert decode_analog(analog_info(raws)).cell_voltages == tuple(raw / 1000 for raw in raws)


@pytest.mark.parametrize("count", [0, 33, 48, 255])
def test_a_number_of_cells_that_cannot_be(count: int) -> None:
    assert refusal(analog_info((3300,) * count)) == (
        f"number of cell_voltages is {count:02X} at byte 1, which no source explains"
    )


@pytest.mark.parametrize("p", [0, 1, 4, 7, 0xFF])
def test_a_user_defined_number_that_no_source_explains(p: int) -> None:
    assert refusal(analog_info(tail=tail(p, bytes(8)))) == (
        f"user_defined is {p:02X} at byte 53, which no source explains"
    )


@pytest.mark.parametrize("extra", [b"\0", b"\x01\x02\x03", bytes(40)])
@pytest.mark.parametrize("behind", [tail(5, b"\x2a"), tail(6, b"\x00\x2a\x00\x00")])
def test_trailing_bytes_are_kept_and_not_guessed_at(extra: bytes, behind: bytes) -> None:
    analog = decode_analog(analog_info(tail=behind + extra))
    assert analog.extra == extra
    assert analog.humidity == 42


def test_an_improbable_value_is_still_what_the_pack_said() -> None:
    analog = decode_analog(analog_info((0, 65535), tail=tail(6, b"\xff\xff\0\0").replace(b"\x58\x64", b"\xff\xff")))
    assert analog.cell_voltages == (0.0, 65.535)
    assert (analog.soc, analog.soh, analog.humidity) == (255, 255, 65535)


# Where each value of a reply with 2 cells and 1 temperature begins and how long it is, in the order of the wire.
PLACES: list[tuple[str, int, int]] = [
    ("pack", 0, 1),
    ("number of cell_voltages", 1, 1),
    ("cell_voltages 1", 2, 2),
    ("cell_voltages 2", 4, 2),
    ("number of temperatures", 6, 1),
    ("temperatures 1", 7, 2),
    ("current", 9, 2),
    ("voltage", 11, 2),
    ("remaining_capacity", 13, 2),
    ("user_defined", 15, 1),
    ("full_capacity", 16, 2),
    ("cycle_count", 18, 2),
    ("soc", 20, 1),
    ("soh", 21, 1),
    ("balancing_1_to_16", 22, 2),
]
P5 = [*PLACES, ("humidity", 24, 1)]
P6 = [*PLACES, ("humidity", 24, 2), ("balancing_17_to_32", 26, 2)]


@pytest.mark.parametrize(("p", "places", "size"), [(5, P5, 25), (6, P6, 28)])
def test_every_truncation_is_refused_with_its_offset(p: int, places: list[tuple[str, int, int]], size: int) -> None:
    info = analog_info((3300, 3301), (61,), tail=tail(p, bytes(size - 24)))
    assert len(info) == size
    for name, at, length in places:
        for end in range(at, at + length):
            assert refusal(info[:end]) == f"{name} should stand at byte {at}, INFO ends after {end} bytes"
    assert decode_analog(info).extra == b""


@st.composite
def infos(draw: st.DrawFn) -> bytes:
    """Any reply with P = 6 and 1 to 32 cells, 0 to 32 temperatures."""
    cells = draw(st.lists(SHORTS, min_size=1, max_size=32))
    temperatures = draw(st.lists(SHORTS, max_size=32))
    behind = words(draw(st.tuples(*[SHORTS] * 6)))
    return analog_info(
        cells,
        temperatures,
        current=draw(SHORTS),
        tail=b"\x06" + behind + draw(st.binary(max_size=3)),
        pack=draw(BYTES),
    )


@given(infos())
def test_encoding_undoes_decoding(info: bytes) -> None:
    assert encode_analog(decode_analog(info)) == info


@st.composite
def analogs(draw: st.DrawFn) -> Analog:
    """Anything that a pack of this dialect can say."""
    temperatures = tuple(draw(st.lists(st.integers(-40, 215), max_size=32)))
    environment, mosfet = temperatures[-2:] if len(temperatures) > 1 else (None, None)
    hundredths = SHORTS.map(lambda raw: raw / 100)
    return Analog(
        pack=draw(st.integers(1, 16)),
        cell_voltages=tuple(draw(st.lists(SHORTS.map(lambda raw: raw / 1000), min_size=1, max_size=32))),
        temperatures=temperatures,
        current=draw(st.integers(-32768, 32767)) / 100,
        voltage=draw(hundredths),
        remaining_capacity=draw(hundredths),
        full_capacity=draw(hundredths),
        cycle_count=draw(SHORTS),
        soc=draw(BYTES),
        soh=draw(BYTES),
        humidity=draw(SHORTS),
        environment_temperature=environment,
        mosfet_temperature=mosfet,
        balancing=tuple(sorted(draw(st.sets(st.integers(1, 32))))),
        extra=draw(st.binary(max_size=3)),
    )


@given(analogs())
def test_decoding_undoes_encoding(analog: Analog) -> None:
    assert decode_analog(encode_analog(analog)) == analog


@given(st.binary(max_size=140))
def test_any_bytes_are_values_or_a_payload_fault(info: bytes) -> None:
    try:
        analog = decode_analog(info)
    except FrameError as error:
        fault = error
    else:
        assert analog.pack == info[0]
        assert len(analog.cell_voltages) == info[1]
        return
    assert fault.kind == "payload"


@pytest.mark.parametrize(
    "changes",
    [
        {"pack": 256},
        {"cell_voltages": ()},
        {"cell_voltages": (3.3,) * 33},
        {"cell_voltages": (66.0,)},
        {"temperatures": (-41,)},
        {"current": 327.68},
        {"current": None},
        {"voltage": -0.01},
        {"soc": 256},
        {"humidity": 65536},
        {"balancing": (33,)},
    ],
)
def test_a_value_that_does_not_fit_the_wire_is_refused(changes: dict[str, Any]) -> None:
    fitting: dict[str, Any] = {
        "pack": 1,
        "cell_voltages": (3.3,),
        "current": 0.0,
        "voltage": 53.0,
        "remaining_capacity": 1.0,
        "full_capacity": 2.0,
        "cycle_count": 3,
        "soc": 4,
        "soh": 5,
    }
    assert encode_analog(Analog(**fitting))
    with pytest.raises(ValueError, match=r"cannot be|does not fit"):
        encode_analog(Analog(**(fitting | changes)))
