from typing import Any

import pytest

from tests.sim.captured import ANALOG_REPLY, CapturedPack
from topbms.errors import ConfigError
from topbms.protocol.frame import Frame, parse
from topbms.sim.chance import dice
from topbms.sim.faults import (
    BytesFault,
    ErrorCode,
    Foreign,
    FrameFault,
    Garbage,
    HalfFrame,
    Late,
    Mute,
    ReplyFault,
    Slow,
    Spike,
    WrongChecksum,
)

REPLY = parse(ANALOG_REPLY[1:-1])


def test_a_wrong_checksum_differs_in_its_last_digit_only() -> None:
    damaged = WrongChecksum().damage(ANALOG_REPLY, dice(1))
    assert damaged == ANALOG_REPLY.replace(b"E20A\r", b"E20B\r")
    assert WrongChecksum().damage(b"~...000F\r", dice(1)) == b"~...0000\r"


@pytest.mark.parametrize(("keep", "left"), [(None, 75), (40, 40), (0, 0), (999, 150)])
def test_half_a_frame_is_its_beginning(keep: int | None, left: int) -> None:
    assert HalfFrame(keep=keep).damage(ANALOG_REPLY, dice(1)) == ANALOG_REPLY[:left]


@pytest.mark.parametrize(
    ("fault", "begins", "ends", "length"),
    [
        (Garbage(where="before", count=7), False, True, 157),
        (Garbage(where="after", count=7), True, False, 157),
        (Garbage(where="instead", count=30), False, False, 30),
    ],
)
def test_garbage_stands_where_it_was_ordered(fault: Garbage, begins: bool, ends: bool, length: int) -> None:
    damaged = fault.damage(ANALOG_REPLY, dice(1))
    assert damaged.startswith(ANALOG_REPLY) is begins
    assert damaged.endswith(ANALOG_REPLY) is ends
    assert len(damaged) == length


def test_an_error_code_is_all_that_is_left_of_the_reply() -> None:
    assert ErrorCode(code=0x05).change(REPLY) == Frame(0x52, 1, 0x46, 0x05)


@pytest.mark.parametrize(
    ("fault", "address", "first"),
    [(Foreign(address=2), 2, 1), (Foreign(info=3), 1, 3), (Foreign(address=4, info=4), 4, 4)],
)
def test_another_pack_s_reply_has_other_numbers(fault: Foreign, address: int, first: int) -> None:
    changed = fault.change(REPLY)
    assert (changed.address, changed.info[0]) == (address, first)
    assert changed.info[1:] == REPLY.info[1:]


@pytest.mark.parametrize(
    ("fault", "quantity", "shown"),
    [
        (Spike(), "soc", 0),
        (Spike(quantity="cycle_count", value=53808), "cycle_count", 53808),
        (Spike(quantity="voltage", value=5.123), "voltage", 5.12),
        (Spike(quantity="temperatures", value=120, place=2), "temperatures", (21, 120, 22, 22, 19, 19)),
        (Spike(quantity="temperatures", value=-40), "temperatures", (-40,) * 6),
        (Spike(quantity="temperatures", value=1, place=7), "temperatures", (21, 22, 22, 22, 19, 19)),
    ],
)
def test_a_spike_replaces_one_value_and_leaves_the_others(fault: Spike, quantity: str, shown: object) -> None:
    true = CapturedPack().analog()
    distorted = fault.distort(true)
    names = [name for name in true.__slots__ if getattr(true, name) != getattr(distorted, name)]
    assert getattr(distorted, quantity) == shown
    assert set(names) <= {quantity}


@pytest.mark.parametrize(
    ("kind", "options", "words"),
    [
        (Mute, {"every": 0}, "a fault strikes every 1, 2, 3"),
        (Mute, {"times": 0}, "a fault strikes every 1, 2, 3"),
        (Slow, {"delay": -1.0}, "delay = -1.0 is not from 0 to 3600"),
        (Late, {"delay": float("nan")}, "delay = nan is not from 0 to 3600"),
        (HalfFrame, {"keep": -1}, "keep = -1 is not from 0 to 3600"),
        (Garbage, {"count": 5000}, "count = 5000 is not from 0 to 3600"),
        (ErrorCode, {"code": 0}, "code 0 is no byte from 01 to FF"),
        (ErrorCode, {"code": 0x100}, "code 100 is no byte from 01 to FF"),
        (Foreign, {}, "another pack's reply needs another address or info"),
        (Foreign, {"address": 256}, "address 100 is no byte from 00 to FF"),
        (Foreign, {"info": -1}, "info -1 is no byte from 00 to FF"),
        (Spike, {"quantity": "power"}, "'power' cannot be set"),
        (Spike, {"value": 256.0}, "soc = 256.0 does not fit"),
    ],
)
def test_faults_that_cannot_be_are_refused(kind: type[ReplyFault], options: dict[str, Any], words: str) -> None:
    with pytest.raises(ConfigError) as caught:
        kind(**options)
    assert words in str(caught.value)


def test_the_two_bare_kinds_say_nothing_of_their_own() -> None:
    with pytest.raises(NotImplementedError):
        FrameFault().change(REPLY)
    with pytest.raises(NotImplementedError):
        BytesFault().damage(ANALOG_REPLY, dice(1))
