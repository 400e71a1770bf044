"""The values of a 42H reply, packed by hand."""

from dataclasses import replace
from struct import pack
from typing import Any

import pytest

from topbms.dialects.tdt.analog import decode_analog, encode_analog
from topbms.errors import FrameError
from topbms.model.fragment import Analog


def info(
    temperatures: tuple[int, ...] = (3024, 2700, 2950, 2960),
    *,
    current: int = -125,
    count: int = 0,
    rest: bytes = b"\x04\x09",
) -> bytes:
    """INFO of pack 1 as on the wire: 49.09 V, 119.48 of 200 Ah (234 when new), 7 cycles, 60 %."""
    lists = pack(f">BBBHHB{len(temperatures)}H", 0, 1, 2, 3509, 3510, len(temperatures), *temperatures)
    values = pack(">hHHBHHHHHB", current, 4909, 11948, count, 20000, 7, 23400, 4884, 2543, 60)
    return lists + values + rest


def test_every_value_at_its_place() -> None:
    assert decode_analog(info()) == Analog(
        pack=1,
        cell_voltages=(3.509, 3.51),
        temperatures=(29.3, -3.1, 21.9, 22.9),
        current=-1.25,
        voltage=49.09,
        remaining_capacity=119.48,
        full_capacity=200.0,
        design_capacity=234.0,
        cycle_count=7,
        soc=60,
        environment_temperature=29.3,
        mosfet_temperature=-3.1,
        extra=b"\x04\x09",
        further={"data_flag": 0, "unexplained_word": 4884, "port_reading": 2543},
    )


@pytest.mark.parametrize("given", [info(), info(rest=bytes(range(8))), info((3024, 2976))])
def test_the_way_back(given: bytes) -> None:
    assert encode_analog(decode_analog(given)) == given


def test_a_pack_that_has_its_temperatures_in_the_usual_order() -> None:
    """As the simulator: cells, environment, MOSFET; and nothing that only this family knows."""
    known = decode_analog(info())
    usual = replace(
        known,
        temperatures=(25.0, 26.0, 21.0, 30.0),
        environment_temperature=21.0,
        mosfet_temperature=30.0,
        design_capacity=None,
        extra=b"",
        further={},
    )
    written = decode_analog(encode_analog(usual))
    assert written.temperatures == (21.0, 30.0, 25.0, 26.0)
    assert (written.environment_temperature, written.mosfet_temperature) == (21.0, 30.0)
    assert (written.design_capacity, written.extra) == (200.0, b"\0\0")


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (info()[:-1], "behind SOC at byte 33 there should be 2 or 8 bytes, there are 1"),
        (info() + b"\0", "behind SOC at byte 33 there should be 2 or 8 bytes, there are 3"),
        (info(count=3), "user_defined is 03 at byte 22, which no source explains"),
        (info((3024,)), "number of temperatures is 01 at byte 7, which no source explains"),
        (info(rest=b"")[:-1], "soc should stand at byte 33, INFO ends after 33 bytes"),
    ],
)
def test_what_is_no_reply_to_the_last_byte(given: bytes, message: str) -> None:
    with pytest.raises(FrameError) as caught:
        decode_analog(given)
    assert (caught.value.kind, str(caught.value)) == ("payload", message)


@pytest.mark.parametrize("changed", [{"soc": None}, {"voltage": 700.0}, {"temperatures": (20.0,)}])
def test_what_does_not_fit_is_not_sent(changed: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        encode_analog(replace(decode_analog(info()), **changed))
