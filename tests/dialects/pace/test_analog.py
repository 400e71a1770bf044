"""42H replies: every field against numbers worked out by hand, every tail both ways, every truncation refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.dialects.pace.wire import PLAIN, TAILS, UNEXPLAINED, WITH_SOC, WITH_SOH, WITH_SUMMARY, analog_body, reply
from topbms.dialects.pace import DIALECT, request
from topbms.dialects.pace.analog import encode_analog
from topbms.errors import FrameError
from topbms.model.fragment import Analog
from topbms.protocol.frame import Frame

ASKED = request(0x42, 1, 1)


def only(frame: Frame, asked: Frame | None = ASKED) -> Analog:
    (pack,) = DIALECT.decode(frame, asked).packs
    assert isinstance(pack, Analog)
    return pack


def refusal(frame: Frame) -> str:
    with pytest.raises(FrameError) as caught:
        DIALECT.decode(frame, ASKED)
    assert caught.value.kind == "payload"
    return str(caught.value)


def test_every_field() -> None:
    raws = (2999, 2999, 3000, 2998, 2995, 3005)
    analog = only(reply(analog_body((3394, 3348), raws, current=-401, voltage=6742, p=9, tail=WITH_SUMMARY)))
    assert analog == Analog(
        pack=1,
        cell_voltages=(3.394, 3.348),
        temperatures=(26.9, 26.9, 27.0, 26.8, 26.5, 27.5),
        current=-4.01,
        voltage=6.742,
        remaining_capacity=25.0,
        full_capacity=50.0,
        design_capacity=50.0,
        cycle_count=2,
        soc=88,
        soh=100,
        humidity=None,
        environment_temperature=27.5,
        mosfet_temperature=26.5,
        balancing=None,
        extra=b"\x13\x88" * 4,
        further={
            "data_flag": 0,
            "user_defined": 9,
            "terminal_voltage": 51.703,
            "terminal_current": -0.1,
            "summary_remaining_capacity": 300.0,
            "summary_full_capacity": 400.0,
        },
    )


@pytest.mark.parametrize(
    ("tail", "soc", "soh", "extra"),
    [
        (PLAIN, None, None, b""),
        (WITH_SOC, 88, None, b""),
        (UNEXPLAINED, None, None, bytes(range(8))),
        (WITH_SOH, 88, 100, b"\x13\x88" * 4),
        (WITH_SUMMARY, 88, 100, b"\x13\x88" * 4),
    ],
)
@pytest.mark.parametrize("p", [0, 2, 3, 4, 9, 5, 255])
def test_the_length_tells_what_follows_and_not_p(
    tail: bytes, soc: int | None, soh: int | None, extra: bytes, p: int
) -> None:
    analog = only(reply(analog_body(p=p, tail=tail)))
    assert (analog.soc, analog.soh, analog.extra, analog.further["user_defined"]) == (soc, soh, extra, p)
    assert (analog.full_capacity, analog.cycle_count, analog.design_capacity) == (50.0, 2, 50.0)


@pytest.mark.parametrize("size", [*range(6), *range(8, 14), *range(15, 20), *range(21, 28), 29, 40])
def test_a_length_that_no_source_has_is_refused_with_those_there_are(size: int) -> None:
    message = refusal(reply(analog_body((3300,), (), tail=bytes(size))))
    known = ", ".join(str(13 + tail) for tail in (6, 7, 14, 20, 28))
    if size >= 6:
        assert message == f"INFO has a length of {13 + size}, with its counts it could be {known}"
    else:
        assert "should stand at byte" in message


@pytest.mark.parametrize(("raw", "celsius"), [(2730, 0.0), (2606, -12.4), (2985, 25.5), (0, -273.0)])
def test_temperatures_are_tenths_of_kelvin_above_273(raw: int, celsius: float) -> None:
    assert only(reply(analog_body(temperatures=(raw,)))).temperatures == (celsius,)


@pytest.mark.parametrize(
    ("count", "mosfet", "environment"), [(0, None, None), (4, None, None), (6, 4.0, 5.0), (10, 8.0, 9.0)]
)
def test_the_last_two_of_six_or_more_are_mosfet_and_environment(
    count: int, mosfet: float | None, environment: float | None
) -> None:
    analog = only(reply(analog_body(temperatures=[2730 + 10 * i for i in range(count)])))
    assert (analog.mosfet_temperature, analog.environment_temperature) == (mosfet, environment)
    assert len(analog.temperatures) == count


@pytest.mark.parametrize(("absent", "mosfet", "environment"), [(0, 27.0, 28.0), (4, None, 28.0), (5, 27.0, None)])
def test_a_sensor_that_is_not_there_has_no_temperature(
    absent: int, mosfet: float | None, environment: float | None
) -> None:
    raws = [2990, 2990, 2990, 2990, 3000, 3010]
    raws[absent] = 0x8000
    analog = only(reply(analog_body(temperatures=raws)))
    assert len(analog.temperatures) == 5
    assert max(analog.temperatures) < 100
    assert (analog.mosfet_temperature, analog.environment_temperature) == (mosfet, environment)


@pytest.mark.parametrize(("cells", "volts"), [(15, 5.281), (17, 5.281), (18, 52.81), (20, 52.81), (32, 52.81)])
def test_the_voltage_counts_10_mv_where_mv_would_not_fit(cells: int, volts: float) -> None:
    body = analog_body((3300,) * cells, voltage=5281)
    analog = only(reply(body))
    assert analog.voltage == volts
    assert encode_analog(analog) == body


@pytest.mark.parametrize("count", [0, 33, 255])
def test_a_number_of_cells_that_cannot_be(count: int) -> None:
    body = bytes((count,)) + bytes(700)
    assert refusal(reply(body)) == f"number of cell_voltages is {count:02X} at byte 2, which no source explains"


def test_a_number_of_temperatures_that_cannot_be() -> None:
    body = analog_body((3300,), ()).replace(b"\x0c\xe4\0", b"\x0c\xe4\x21") + bytes(70)
    assert refusal(reply(body)) == "number of temperatures is 21 at byte 5, which no source explains"


@pytest.mark.parametrize("flag", [2, 0x10, 0xFF])
def test_a_flag_that_no_source_explains(flag: int) -> None:
    assert refusal(reply(analog_body(), flag=flag)) == f"data_flag is {flag:02X} at byte 0, which no source explains"
    assert only(reply(analog_body(), flag=1)).further["data_flag"] == 1


def test_every_truncation_is_refused() -> None:
    whole = reply(analog_body(tail=PLAIN))
    for end in range(len(whole.info)):
        assert "should stand at byte" in refusal(Frame(0x25, 1, 0x46, 0, whole.info[:end]))


SHORTS = st.integers(0, 65535)
SENSORS = SHORTS.filter(lambda raw: raw != 0x8000)


@given(
    st.lists(SHORTS, min_size=1, max_size=32),
    st.lists(SENSORS, max_size=32),
    st.integers(-32768, 32767),
    SHORTS,
    st.integers(0, 255),
    st.sampled_from([len(tail) for tail in TAILS]),
    st.data(),
)
def test_encoding_undoes_decoding(
    cells: list[int], sensors: list[int], current: int, voltage: int, p: int, size: int, data: st.DataObject
) -> None:
    tail = data.draw(st.binary(min_size=size, max_size=size))
    body = analog_body(cells, sensors, current=current, voltage=voltage, p=p, tail=tail)
    assert encode_analog(only(reply(body))) == body


def battery(**changes: object) -> Analog:
    """What a battery says that knows nothing of this dialect: environment before MOSFET, no design capacity."""
    said: dict[str, object] = {
        "cell_voltages": (3.3,) * 16,
        "temperatures": (20.0, 20.5, 18.0, 30.0),
        "current": -1.5,
        "voltage": 52.8,
        "remaining_capacity": 75.0,
        "full_capacity": 150.0,
        "cycle_count": 7,
        "soc": 50,
        "soh": 99,
        "environment_temperature": 18.0,
        "mosfet_temperature": 30.0,
    }
    return Analog(1, **(said | changes))  # type: ignore[arg-type]


def test_another_familys_values_are_sent_in_this_ones_order() -> None:
    analog = only(reply(encode_analog(battery(temperatures=(1.0, 2.0, 3.0, 4.0, 18.0, 30.0)))))
    assert analog.temperatures == (1.0, 2.0, 3.0, 4.0, 30.0, 18.0)
    assert (analog.mosfet_temperature, analog.environment_temperature) == (30.0, 18.0)
    assert (analog.design_capacity, analog.soc, analog.soh, analog.cycle_count) == (150.0, 50, 99, 7)
    assert analog.further == {
        "data_flag": 0,
        "user_defined": 9,
        "terminal_voltage": 52.8,
        "terminal_current": -1.5,
    }


def test_a_battery_without_health_or_charge_has_a_shorter_reply() -> None:
    assert only(reply(encode_analog(battery(soh=None)))).soc == 50
    analog = only(reply(encode_analog(battery(soh=None, soc=None, temperatures=(20.0,), mosfet_temperature=None))))
    assert (analog.soc, analog.soh, analog.temperatures) == (None, None, (20.0,))


def test_a_voltage_beyond_16_bits_of_mv() -> None:
    analog = only(reply(encode_analog(battery(cell_voltages=(3.4,) * 20, voltage=68.0))))
    assert (analog.voltage, analog.further["terminal_voltage"]) == (68.0, 65.535)


@pytest.mark.parametrize(
    "changes",
    [{"cell_voltages": ()}, {"voltage": 66.0}, {"voltage": None}, {"soc": 256}, {"full_capacity": 700.0}],
)
def test_a_value_that_does_not_fit_the_wire_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"cannot be|does not fit"):
        encode_analog(battery(**changes))
