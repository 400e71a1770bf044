"""Where one pack of a reply ends and the next begins: exactly one way may fit, to the last byte."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.dialects.pace.wire import PLAIN, TAILS, WITH_SOC, alarm_body, analog_body, reply
from topbms.dialects.pace import ALL_PACKS, DIALECT, request
from topbms.errors import FrameError
from topbms.model.alarms import AlarmReport
from topbms.model.fragment import Analog
from topbms.protocol.frame import Frame

ALL = request(0x42, 1, ALL_PACKS)


def fault(frame: Frame, asked: Frame | None) -> str:
    with pytest.raises(FrameError) as caught:
        DIALECT.decode(frame, asked)
    assert caught.value.kind == "payload"
    return str(caught.value)


def analogs(frame: Frame, asked: Frame | None = ALL) -> list[Analog]:
    return [pack for pack in DIALECT.decode(frame, asked).packs if isinstance(pack, Analog)]


@pytest.mark.parametrize("asked", [ALL, None])
def test_packs_of_several_lengths_in_one_reply(asked: Frame | None) -> None:
    bodies = [analog_body(tail=tail, voltage=52000 + i) for i, tail in enumerate(TAILS)]
    found = analogs(reply(*bodies, number=5), asked)
    assert [pack.pack for pack in found] == [1, 2, 3, 4, 5]
    assert [pack.voltage for pack in found] == [52.0, 52.001, 52.002, 52.003, 52.004]


def test_packs_of_several_sizes_in_one_reply() -> None:
    bodies = [analog_body((3300,) * cells, (2980,) * 4, tail=WITH_SOC) for cells in (8, 16, 15)]
    assert [len(pack.cell_voltages) for pack in analogs(reply(*bodies, number=3))] == [8, 16, 15]


def test_one_pack_is_all_packs_where_there_is_one() -> None:
    assert len(analogs(reply(analog_body()))) == 1
    assert "its counts it could be" in fault(reply(analog_body() + b"\0\0"), ALL)


def test_a_pack_number_is_not_a_number_of_packs() -> None:
    frame = reply(analog_body(), number=5)
    assert analogs(frame, None)[0].pack == 5
    assert analogs(frame, request(0x42, 1, 5))[0].pack == 5
    assert fault(frame, ALL) == "the reply cannot be cut into 5 packs to the last byte"


@pytest.mark.parametrize("number", [0, 33, 255])
def test_a_number_of_packs_that_cannot_be(number: int) -> None:
    frame = reply(analog_body(), number=number)
    assert fault(frame, ALL) == f"the reply cannot be cut into {number} packs to the last byte"
    assert analogs(frame, None)[0].pack == number


@pytest.mark.parametrize("number", [1, 3, 7])
def test_a_count_that_lies(number: int) -> None:
    assert fault(reply(analog_body(), analog_body(), number=number), None)


def test_two_ways_to_cut_are_refused_with_both() -> None:
    """A byte 01 is the first pack's state of charge, or the second one's number of cells."""
    first = analog_body((3300,), (), tail=PLAIN + b"\x01")
    second = b"\x01" + bytes(16)
    frame = reply(first, second, number=2)
    assert fault(frame, ALL) == (
        "the reply can be cut into 2 packs in more than one way, of which they begin at bytes: 2 19; 2 20"
    )


def test_one_pack_or_as_many_as_its_number_is_refused() -> None:
    """Pack 2 with one cell and 28 bytes behind P; or two packs, the second with 3 cells."""
    frame = reply(analog_body((3300,), (), tail=PLAIN + b"\x03" + bytes(21)), number=2)
    assert fault(frame, None).startswith(
        "the reply fits no command (analog 42: the reply fits pack 2 alone as well as 2 packs; "
    )
    assert [len(pack.cell_voltages) for pack in analogs(frame)] == [1, 3]
    assert [len(pack.cell_voltages) for pack in analogs(frame, request(0x42, 1, 2))] == [1]


def test_alarms_of_several_packs() -> None:
    bodies = [alarm_body(behind=b""), alarm_body(bytes(15), behind=b"\x31"), alarm_body(bytes(8), bytes(4))]
    packs = DIALECT.decode(reply(*bodies, number=3), request(0x44, 1, ALL_PACKS)).packs
    assert [len(pack.cell_limits) for pack in packs if isinstance(pack, AlarmReport)] == [16, 15, 8]
    assert [pack.extra for pack in packs] == [b"", b"\x31", b""]


@given(st.integers(0, 33), st.lists(st.sampled_from(TAILS), max_size=9), st.binary(max_size=3))
def test_any_count_before_any_packs(number: int, tails: list[bytes], behind: bytes) -> None:
    frame = reply(*[analog_body(tail=tail) for tail in tails], behind, number=number)
    try:
        found = analogs(frame)
    except FrameError as error:
        kind = error.kind
    else:
        assert len(found) == number
        return
    assert kind == "payload"
