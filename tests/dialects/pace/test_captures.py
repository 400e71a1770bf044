"""Every capture: it says what its source states, is drawn to its last byte, and is written back byte by byte."""

import pytest

from tests.dialects.captured import captured_of, frame_of, said_differently
from tests.dialects.topbms.wire import SaidBattery
from topbms.dialects.contract import Message
from topbms.dialects.explain import dissect, explain
from topbms.dialects.pace import DIALECT, request
from topbms.dialects.pace.commands import ALARMS, ANALOG, SERIAL, VERSION
from topbms.model.fragment import Analog, PackCount, Product
from topbms.protocol.capture import Captured
from topbms.protocol.frame import Frame

CAPTURED = [pytest.param(captured, id=place) for place, captured in captured_of("pace")]
REPLIES = [case for case in CAPTURED if case.values[0].direction == "response"]  # type: ignore[union-attr]


def info_again(message: Message, frame: Frame) -> bytes | None:
    """INFO of a pack that says the same."""
    if message.kind in {"analog", "alarms"}:
        return (ANALOG if message.kind == "analog" else ALARMS).write(message.packs, frame.info[1])
    (pack,) = message.packs
    if isinstance(pack, PackCount):
        return bytes((pack.packs,))
    assert isinstance(pack, Product)
    command = VERSION if pack.version else SERIAL
    return command.answer(request(command.code, 1), SaidBattery(1, said_product=pack))


def test_there_are_captures() -> None:
    assert len(REPLIES) == 29


@pytest.mark.parametrize("captured", CAPTURED)
def test_a_capture_says_what_its_source_states(captured: Captured) -> None:
    message = explain(frame_of(captured))
    assert message.direction == captured.direction
    assert message.dialect in {"pace", None}
    assert said_differently(message, captured.stated) == {}


@pytest.mark.parametrize("captured", REPLIES)
def test_it_is_written_back(captured: Captured) -> None:
    frame = frame_of(captured)
    message = explain(frame)
    again = Frame(0x25, frame.address, 0x46, 0, info_again(message, frame) or b"")
    assert str(again) == captured.frame


@pytest.mark.parametrize("captured", CAPTURED)
def test_a_frame_is_drawn_to_its_last_byte(captured: Captured) -> None:
    frame = frame_of(captured)
    assert b"".join(field.raw for field in dissect(frame, explain(frame))) == frame.info


@pytest.mark.parametrize("captured", REPLIES)
def test_its_request_takes_it(captured: Captured) -> None:
    """As on a link: the pack at the port is asked for the pack in the reply."""
    frame = frame_of(captured)
    message = explain(frame)
    asked = {"analog": 0x42, "alarms": 0x44, "pack_count": 0x90}.get(message.kind or "", 0)
    if len(message.packs) > 1:
        assert DIALECT.decode(frame, request(asked, frame.address, 0xFF)) == message
    elif asked in {0x42, 0x44}:
        number = frame.info[1] or frame.address
        assert DIALECT.decode(frame, request(asked, number, number)) == message
    else:
        codes = (asked,) if asked else ((0xC1,) if len(frame.info) == 20 else (0xC2,))
        assert [DIALECT.decode(frame, request(code, frame.address)) for code in codes] == [message]


def test_eight_packs_in_one_reply() -> None:
    """Gobel's log: read off by hand from the frame's hex."""
    (found,) = [captured for place, captured in captured_of("pace") if place == "pace-gobel-8-packs-1"]
    assert len(found.frame) == 1189
    packs = [pack for pack in explain(frame_of(found)).packs if isinstance(pack, Analog)]
    assert [pack.pack for pack in packs] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert [pack.current for pack in packs] == [-4.01, -3.89, -3.82, -3.64, -3.53, -3.72, -3.92, -3.92]
    assert [pack.soc for pack in packs] == [89, 88, 89, 89, 89, 89, 88, 89]
    assert [pack.cycle_count for pack in packs] == [38, 38, 38, 39, 37, 38, 38, 38]
    assert {pack.design_capacity for pack in packs} == {280.0}
    assert {pack.soh for pack in packs} == {100}


def test_two_packs_with_one_tail_and_two_numbers() -> None:
    """P is 9 and 3, and the same 14 bytes follow the design capacity."""
    (found,) = [captured for place, captured in captured_of("pace") if place == "pace-two-packs-1"]
    packs = [pack for pack in explain(frame_of(found)).packs if isinstance(pack, Analog)]
    assert [pack.further["user_defined"] for pack in packs] == [9, 3]
    assert [pack.soc for pack in packs] == [36, 36]
    assert [pack.voltage for pack in packs] == [51.676, 51.576]
    assert [pack.current for pack in packs] == [-10.84, -11.25]
