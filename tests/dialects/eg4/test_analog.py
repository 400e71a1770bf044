"""The values of a 42H reply, packed by hand."""

from struct import pack
from typing import Any

import pytest

from topbms.dialects.eg4 import DIALECT, request
from topbms.dialects.eg4.analog import decode_analog, encode_analog
from topbms.errors import FrameError
from topbms.model.fragment import Analog

COUNTERS = pack(">IIIIIIHH", 12345, 6789, 654321, 70000, 100, 200, 3, 4)


def info(
    cells: tuple[int, ...] = (3300, 3312),
    sensors: tuple[int, ...] = (2981, 2991),
    *,
    environment: int = 2731,
    current: int = -669,
    user_defined: int = 15,
    counters: bytes = COUNTERS,
) -> bytes:
    """INFO as on the wire: 53.97 V, 86.17 of 98.60 Ah, 84 cycles, 87 % and 98 %."""
    lists = pack(f">BBB{len(cells)}HB{len(sensors)}H", 0x10, 7, len(cells), *cells, len(sensors), *sensors)
    values = pack(">HHhHHHHBHH", environment, 3001, current, 5397, 8617, 9860, 84, user_defined, 87, 98)
    reckoned = pack(">HHHHH", max(cells), min(cells), max(cells) - min(cells), max(sensors), min(sensors))
    return lists + values + reckoned + counters


def test_every_value_at_its_place() -> None:
    assert decode_analog(info()) == Analog(
        pack=7,
        cell_voltages=(3.3, 3.312),
        temperatures=(25.0, 26.0, 0.0, 27.0),
        current=-6.69,
        voltage=53.97,
        remaining_capacity=86.17,
        full_capacity=98.6,
        cycle_count=84,
        soc=87,
        soh=98,
        environment_temperature=0.0,
        mosfet_temperature=27.0,
        further={
            "data_flag": 16,
            "total_charge": 123.45,
            "total_discharge": 67.89,
            "total_charge_energy": 654.321,
            "total_discharge_energy": 70.0,
            "charge_hours": 100,
            "discharge_hours": 200,
            "charge_count": 3,
            "discharge_count": 4,
        },
    )


def test_frost() -> None:
    frozen = decode_analog(info(sensors=(2600, 2731), environment=2480))
    assert frozen.temperatures == (-13.1, 0.0, -25.1, 27.0)
    assert frozen.environment_temperature == -25.1


@pytest.mark.parametrize("given", [info(), info((3300,) * 16, (2981,) * 4), info((3300,) * 8, (2981,))])
def test_the_way_back(given: bytes) -> None:
    assert encode_analog(decode_analog(given)) == given


def test_a_pack_without_counters_says_zero() -> None:
    measured = decode_analog(info())
    bare = {name: getattr(measured, name) for name in Analog.__slots__ if name != "further"}
    assert encode_analog(Analog(**bare)) == b"\0" + info(counters=bytes(28))[1:]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (info()[:-1], "discharge_count should stand at byte 67, INFO ends after 68 bytes"),
        (info() + b"\0", "INFO should end after 69 bytes, it has 70"),
        (info(user_defined=2), "user_defined is 02 at byte 26, which no source explains"),
        (b"\1\1\0", "number of cell_voltages is 00 at byte 2, which no source explains"),
        (info()[:5], "cell_voltages 2 should stand at byte 5, INFO ends after 5 bytes"),
    ],
)
def test_what_is_no_reply_to_the_last_byte(given: bytes, message: str) -> None:
    with pytest.raises(FrameError) as caught:
        decode_analog(given)
    assert (caught.value.kind, str(caught.value)) == ("payload", message)


@pytest.mark.parametrize("changed", [{"soc": None}, {"voltage": 700.0}, {"cell_voltages": (70.0,)}])
def test_what_does_not_fit_is_not_sent(changed: dict[str, Any]) -> None:
    measured = decode_analog(info())
    values = {name: getattr(measured, name) for name in Analog.__slots__}
    with pytest.raises(ValueError, match=r"\w"):
        encode_analog(Analog(**{**values, **changed}))


def test_requests_have_no_info() -> None:
    assert request(1).encode() == b"~20014A420000FDA2\r"
    assert DIALECT.fields(request(1), DIALECT.decode(request(1))) == ()
