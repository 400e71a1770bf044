"""The values of a 42H reply, packed by hand; and that TopBMS' replies stay TopBMS'."""

from struct import pack
from typing import Any

import pytest

from tests.dialects.topbms.wire import analog_info
from topbms.dialects.explain import explain
from topbms.dialects.topband import DIALECT
from topbms.dialects.topband.analog import decode_analog, encode_analog
from topbms.errors import FrameError, ReplyError
from topbms.model.fragment import Analog
from topbms.protocol.frame import Frame


def info(
    temperatures: tuple[int, ...] = (2944, 2730, 2731, 3001), *, current: int = -439, tail: bytes = b"\x04"
) -> bytes:
    """INFO of pack 3 as on the wire: 50.36 V, 10.69 of 30 Ah, 7 cycles, 36 and 100 %."""
    lists = pack(f">BBHHB{len(temperatures)}H", 3, 2, 3357, 3358, len(temperatures), *temperatures)
    values = pack(">hHHBHHBB", current, 5036, 1069, tail[0], 3000, 7, 36, 100)
    return lists + values + (tail[1:] or (b"\0\0" if tail == b"\x04" else b""))


def test_every_value_at_its_place() -> None:
    assert decode_analog(info()) == Analog(
        pack=3,
        cell_voltages=(3.357, 3.358),
        temperatures=(21.3, -0.1, 0.0, 27.0),
        current=-4.39,
        voltage=50.36,
        remaining_capacity=10.69,
        full_capacity=30.0,
        cycle_count=7,
        soc=36,
        soh=100,
        environment_temperature=0.0,
        mosfet_temperature=27.0,
        extra=b"\0\0",
    )


@pytest.mark.parametrize("given", [info(), info(tail=b"\x03"), info(tail=b"\x04\xab\xcd"), info((2944,) * 7)])
def test_the_way_back(given: bytes) -> None:
    assert encode_analog(decode_analog(given)) == given


def test_a_pack_that_knows_nothing_of_them_sends_the_usual_two_bytes() -> None:
    known = decode_analog(info())
    values = {name: getattr(known, name) for name in Analog.__slots__ if name != "extra"}
    assert encode_analog(Analog(**values)) == info()


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (info()[:-1], "extra should stand at byte 28, INFO ends after 29 bytes"),
        (info() + b"\0", "INFO should end after 30 bytes, it has 31"),
        (info(tail=b"\x03\0\0"), "INFO should end after 28 bytes, it has 30"),
        (info(tail=b"\x06"), "user_defined is 06 at byte 21, which no source explains"),
        (info((2944,)), "number of temperatures is 01 at byte 6, which no source explains"),
    ],
)
def test_what_is_no_reply_to_the_last_byte(given: bytes, message: str) -> None:
    with pytest.raises(FrameError) as caught:
        decode_analog(given)
    assert (caught.value.kind, str(caught.value)) == ("payload", message)


@pytest.mark.parametrize("changed", [{"soc": None}, {"extra": b"\0\0\0"}, {"further": {"user_defined": 9}}])
def test_what_does_not_fit_is_not_sent(changed: dict[str, Any]) -> None:
    known = decode_analog(info())
    values = {name: getattr(known, name) for name in Analog.__slots__}
    with pytest.raises(ValueError, match=r"\w"):
        encode_analog(Analog(**{**values, **changed}))


def test_requests_are_those_of_topbms() -> None:
    assert DIALECT.request(0x42, 1).encode() == b"~21014642E00201FD34\r"
    message = explain(DIALECT.request(0x42, 0))
    assert (message.dialect, message.kind, message.address) == (None, "analog", 0)


@pytest.mark.parametrize("cells", [8, 15, 16, 32])
@pytest.mark.parametrize("sensors", [2, 6, 7])
def test_one_reads_what_the_other_does_not(cells: int, sensors: int) -> None:
    """Both with VER 21, whatever the sizes."""
    lists = ((3300,) * cells, (61,) * sensors)
    for tail in (b"\x06" + bytes(12), b"\x05" + bytes(9)):
        assert explain(Frame(0x21, 1, 0x46, 0x00, analog_info(*lists, tail=tail))).dialect == "topbms"
    for tail in (b"\x04" + bytes(8), b"\x03" + bytes(6)):
        warm = ((3300,) * cells, (2980,) * sensors)
        assert explain(Frame(0x21, 1, 0x46, 0x00, analog_info(*warm, tail=tail))).dialect == "topband"


def test_the_reply_of_another_pack_is_passed_over() -> None:
    with pytest.raises(ReplyError) as caught:
        DIALECT.decode(Frame(0x21, 2, 0x46, 0x00, info()), DIALECT.request(0x42, 2))
    assert str(caught.value) == "the reply is of pack 3, INFO 02 was asked"
