"""42H replies: each value at its place and in its scale, one pack or several, both ways, and what is no such reply."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.dialects.pylontech.wire import LONG, SHORT, one_pack, words
from topbms.dialects.pylontech.analog import decode_analog, encode_analog
from topbms.errors import FrameError
from topbms.model.fragment import Analog
from topbms.protocol.frame import Frame


def reply(info: bytes, address: int = 2) -> Frame:
    return Frame(0x20, address, 0x46, 0, info)


def refusal(info: bytes) -> str:
    with pytest.raises(FrameError) as caught:
        decode_analog(reply(info))
    assert caught.value.kind == "payload"
    return str(caught.value)


def test_every_value_of_the_short_tail() -> None:
    assert decode_analog(reply(b"\x11\x02" + one_pack())) == (
        Analog(
            pack=2,
            cell_voltages=(3.397,) * 15,
            temperatures=(31.0, 28.0, 28.0, 29.0, 30.0),
            current=-4.0,
            voltage=50.981,
            remaining_capacity=49.0,
            full_capacity=50.0,
            cycle_count=2,
            further={"data_flag": 0x11, "user_defined": 2},
        ),
    )


def test_every_value_of_the_long_tail() -> None:
    (analog,) = decode_analog(reply(b"\x00\x03" + one_pack(tail=LONG)))
    assert (analog.pack, analog.cycle_count) == (3, 47)
    assert (analog.remaining_capacity, analog.full_capacity) == (61.42, 74.0)
    assert analog.further == {"data_flag": 0, "user_defined": 4}
    assert (analog.soc, analog.soh, analog.design_capacity, analog.balancing) == (None,) * 4


def test_the_long_capacities_count_where_the_short_ones_are_not_ffff() -> None:
    """As an XDZN-6032 sends it: the low half of 01B580."""
    tail = b"\xb5\x80\x04\xff\xff\x00\x00\x01\xb5\x80\x04\x45\xc0"
    info = b"\x11\x02" + one_pack(tail=tail)
    (analog,) = decode_analog(reply(info))
    assert (analog.remaining_capacity, analog.full_capacity) == (112.0, 280.0)
    assert analog.further["short_remaining_capacity"] == 46.464
    assert encode_analog(analog, 2) == info


def test_a_sixth_temperature_is_the_mosfets() -> None:
    (analog,) = decode_analog(reply(b"\x00\x02" + one_pack(temperatures=(3041, 3011, 3011, 3011, 3011, 3051))))
    assert (analog.temperatures[0], analog.mosfet_temperature) == (31.0, 32.0)
    assert analog.environment_temperature is None


def test_frost_and_a_cell_below_zero() -> None:
    (analog,) = decode_analog(reply(b"\x00\x02" + one_pack((-1, 3300), (2631, 2730))))
    assert (analog.cell_voltages, analog.temperatures) == ((-0.001, 3.3), (-10.0, -0.1))


def test_all_packs_of_a_group_are_numbered_from_their_master() -> None:
    info = b"\x11\x03" + one_pack() + one_pack((3300,) * 8, tail=LONG) + one_pack(current=12)
    packs = decode_analog(reply(info, address=0x12))
    assert [pack.pack for pack in packs] == [0x12, 0x13, 0x14]
    assert [len(pack.cell_voltages) for pack in packs] == [15, 8, 15]
    assert [pack.current for pack in packs] == [-4.0, -4.0, 1.2]


@pytest.mark.parametrize(("packs", "count"), [(2, 1), (2, 3), (3, 2)])
def test_another_number_of_packs_than_it_says(packs: int, count: int) -> None:
    assert refusal(bytes((0, count)) + one_pack() * packs) == f"the reply holds {packs} packs, it says {count}"


@pytest.mark.parametrize("user_defined", [0, 3, 10])
def test_another_tail_is_another_dialects(user_defined: int) -> None:
    tail = words((49000,)) + bytes((user_defined,)) + words((50000, 2))
    assert refusal(b"\x00\x02" + one_pack(tail=tail)) == (
        f"user_defined is {user_defined:02X} at byte 50, which no source explains"
    )


@given(st.integers(0, 54))
def test_a_byte_too_few(end: int) -> None:
    assert f"INFO ends after {end} bytes" in refusal((b"\x11\x02" + one_pack())[:end])


def test_a_byte_too_many_begins_another_pack() -> None:
    assert (
        refusal(b"\x11\x02" + one_pack() + b"\x0f")
        == "cell_voltages 1 should stand at byte 56, INFO ends after 56 bytes"
    )


def test_a_pack_of_another_family_is_sent_with_its_board_first_and_within_the_registers() -> None:
    analog = Analog(
        1,
        (3.3, 40.0),
        (21.0, 22.0, 19.0, 25.0),
        -4.0,
        105.6,
        32.0,
        65.0,
        cycle_count=3,
        environment_temperature=19.0,
        mosfet_temperature=25.0,
    )
    (sent,) = decode_analog(reply(encode_analog(analog, 2)))
    assert sent.temperatures == (19.0, 21.0, 22.0, 25.0)
    assert (sent.cell_voltages, sent.voltage) == ((3.3, 32.767), 65.535)
    assert (sent.remaining_capacity, sent.full_capacity, sent.further["user_defined"]) == (32.0, 65.0, 2)


@pytest.mark.parametrize(("remaining", "full"), [(32.0, 65.535), (66.0, 150.0), (655.35, 655.35)])
def test_a_large_pack_has_long_capacities(remaining: float, full: float) -> None:
    analog = Analog(1, (3.3,), (), 0.0, 3.3, remaining, full, cycle_count=0)
    info = encode_analog(analog, 2)
    assert info[10:13] == b"\xff\xff\x04"
    (sent,) = decode_analog(reply(info))
    assert (sent.remaining_capacity, sent.full_capacity) == (remaining, full)


def test_a_value_that_does_not_fit_is_refused() -> None:
    (analog,) = decode_analog(reply(b"\x11\x02" + one_pack()))
    with pytest.raises(ValueError, match="does not fit"):
        encode_analog(replace(analog, current=-4000.0), 2)


WORD = st.integers(-32768, 32767)
TAILS = st.one_of(
    st.binary(min_size=6, max_size=6).map(lambda raw: raw[:2] + b"\x02" + raw[2:]),
    st.binary(min_size=12, max_size=12).map(lambda raw: raw[:2] + b"\x04" + raw[2:]),
)


@given(st.lists(WORD, min_size=1, max_size=32), st.lists(WORD, max_size=32), WORD, TAILS, st.integers(0, 255))
def test_encoding_undoes_decoding(
    cells: list[int], temperatures: list[int], current: int, tail: bytes, flag: int
) -> None:
    info = bytes((flag, 2)) + one_pack(cells, temperatures, current=current, tail=tail)
    (analog,) = decode_analog(reply(info))
    assert encode_analog(analog, 2) == info


def test_the_tails_of_the_papers() -> None:
    assert (len(SHORT), len(LONG)) == (7, 13)
