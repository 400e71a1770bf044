"""42H replies: each value at its place and in its scale, both ways, and what is no such reply."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.dialects.seplos.wire import analog_info, words
from topbms.dialects.seplos.analog import BOQIANG, decode_analog, encode_analog
from topbms.errors import FrameError
from topbms.model.fragment import Analog

SEPLOS = 0x20
SHORT = b"\x02" + words((5000, 1))


def refusal(info: bytes, version: int = SEPLOS) -> str:
    with pytest.raises(FrameError) as caught:
        decode_analog(info, version)
    assert caught.value.kind == "payload"
    return str(caught.value)


def test_every_value() -> None:
    assert decode_analog(analog_info(), SEPLOS) == Analog(
        pack=1,
        cell_voltages=(3.3,) * 16,
        temperatures=(25.0, 25.1, 25.2, 25.3, 27.0, 28.0),
        current=-2.5,
        voltage=52.91,
        remaining_capacity=231.54,
        full_capacity=280.0,
        design_capacity=300.0,
        cycle_count=22,
        soc=82.6,
        soh=100.0,
        environment_temperature=27.0,
        mosfet_temperature=28.0,
        further={
            "port_voltage": 52.8,
            "drift_current": -0.013,
            "zero_current": -0.137,
            "total_charge_energy": 302.0,
            "total_discharge_energy": 290.6,
        },
    )


def test_the_four_last_words_are_not_reported_where_all_are_zero() -> None:
    """The document calls them reserved, and older boards leave them so."""
    info = analog_info(tail=b"\x0a" + words((28000, 826, 30000, 22, 1000, 5280, 0, 0, 0, 0)))
    assert decode_analog(info, SEPLOS).further == {"port_voltage": 52.8}


def test_a_flag_that_is_set_is_kept() -> None:
    info = analog_info(head=b"\x11\x03")
    analog = decode_analog(info, SEPLOS)
    assert (analog.pack, analog.further["data_flag"]) == (3, 0x11)
    assert encode_analog(analog, 3) == info


@pytest.mark.parametrize("temperatures", [(), (2981,) * 4, (2981,) * 7])
def test_other_sensors_than_those_of_the_document_have_no_names(temperatures: tuple[int, ...]) -> None:
    analog = decode_analog(analog_info(temperatures=temperatures), SEPLOS)
    assert analog.temperatures == (25.0,) * len(temperatures)
    assert (analog.environment_temperature, analog.mosfet_temperature) == (None, None)


def test_frost() -> None:
    analog = decode_analog(analog_info(temperatures=(2631, 2730, 2731, 2732, 2331, 2631)), SEPLOS)
    assert analog.temperatures == (-10.0, -0.1, 0.0, 0.1, -40.0, -10.0)


@pytest.mark.parametrize("cells", [1, 8, 14, 15, 32])
def test_other_numbers_of_cells(cells: int) -> None:
    assert decode_analog(analog_info((3300,) * cells), SEPLOS).cell_voltages == (3.3,) * cells


def test_the_short_tail_of_boqiang() -> None:
    analog = decode_analog(analog_info(tail=SHORT), BOQIANG)
    assert (analog.full_capacity, analog.cycle_count) == (50.0, 1)
    assert (analog.design_capacity, analog.soc, analog.soh, analog.further) == (None, None, None, {})
    assert encode_analog(analog, 1) == analog_info(tail=SHORT)


def test_a_boqiang_board_may_have_the_long_tail() -> None:
    assert decode_analog(analog_info(), BOQIANG) == decode_analog(analog_info(), SEPLOS)


def test_the_short_tail_is_pylontechs_with_version_20() -> None:
    assert refusal(analog_info(tail=SHORT)) == "user_defined is 02 at byte 54, which no source explains"


@pytest.mark.parametrize(("cells", "byte"), [(0, "00"), (33, "21")])
def test_a_number_of_cells_that_no_pack_has(cells: int, byte: str) -> None:
    assert (
        refusal(analog_info((3300,) * cells))
        == f"number of cell_voltages is {byte} at byte 2, which no source explains"
    )


@pytest.mark.parametrize("version", [SEPLOS, BOQIANG])
@pytest.mark.parametrize("extra", [b"\0", b"\0\0"])
def test_a_byte_too_many(version: int, extra: bytes) -> None:
    assert refusal(analog_info() + extra, version) == f"INFO should end after 75 bytes, it has {75 + len(extra)}"


@given(st.integers(0, 74))
def test_a_byte_too_few(end: int) -> None:
    assert f"INFO ends after {end} bytes" in refusal(analog_info()[:end])


def test_what_a_pack_does_not_know_is_sent_as_what_it_knows() -> None:
    bare = Analog(1, (3.3,), (25.0,), 0.0, 3.3, 50.0, 100.0, cycle_count=3, soc=50, soh=99)
    sent = decode_analog(encode_analog(bare, 2), SEPLOS)
    assert sent == replace(bare, pack=2, design_capacity=100.0, further={"port_voltage": 3.3})


@pytest.mark.parametrize("changed", [{"voltage": 655.36}, {"current": -400.0}, {"soc": None}])
def test_a_value_that_does_not_fit_is_refused(changed: dict[str, float | None]) -> None:
    analog = replace(decode_analog(analog_info(), SEPLOS), cycle_count=70_000, **changed)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="does not fit"):
        encode_analog(analog, 1)


WORD = st.integers(0, 0xFFFF)


@given(
    st.lists(WORD, min_size=1, max_size=32),
    st.lists(WORD, max_size=32),
    st.integers(-32768, 32767),
    st.binary(min_size=20, max_size=20),
    st.binary(min_size=2, max_size=2),
)
def test_encoding_undoes_decoding(
    cells: list[int], temperatures: list[int], current: int, tail: bytes, head: bytes
) -> None:
    info = analog_info(cells, temperatures, head=head, current=current, tail=b"\x0a" + tail)
    assert encode_analog(decode_analog(info, SEPLOS), head[1]) == info
