"""A battery out of a capture: what was answered is answered again, what was not is refused or met with silence."""

import pytest

from tests.sim.captured import ALARM_REPLY, ANALOG_REPLY, ANALOG_REQUEST
from topbms.errors import ConfigError
from topbms.protocol.capture import Captured
from topbms.protocol.frame import Frame, parse
from topbms.sim.recorded import Recorded

ASKED = parse(ANALOG_REQUEST[1:-1])
OTHER = Frame(0x21, 1, 0x46, 0x44, b"\x01")
REQUEST = Captured(ANALOG_REQUEST[:-1].decode(), "request")
REPLY = Captured(ANALOG_REPLY[:-1].decode(), "response")
DAMAGED = Captured("~52014600", "response")


def answers(recorded: Recorded, request: Frame, times: int = 1) -> list[bytes]:
    found = [recorded.answer(request) for _ in range(times)]
    return [answer.data if answer else b"" for answer in found]


def test_replies_come_in_turn() -> None:
    second = Captured(ALARM_REPLY[:-1].decode(), "response")
    recorded = Recorded([REQUEST, REPLY, REQUEST, REQUEST, second])
    assert answers(recorded, ASKED, 4) == [ANALOG_REPLY, b"", ALARM_REPLY, ANALOG_REPLY]
    assert recorded.requests == (ASKED,)


@pytest.mark.parametrize("direction", ["response", "unknown"])
def test_damage_is_said_again(direction: str) -> None:
    recorded = Recorded([REQUEST, Captured("~5201é", direction), REPLY])
    assert answers(recorded, ASKED) == [b"~5201\xe9\r" + ANALOG_REPLY]


def test_another_command_is_refused() -> None:
    assert answers(Recorded([REQUEST, DAMAGED, REPLY]), OTHER) == [Frame(0x52, 1, 0x46, 0x04).encode()]


@pytest.mark.parametrize(
    "request_",
    [Frame(0x21, 2, 0x46, 0x42, b"\x02"), Frame(0x52, 1, 0x46, 0x42, b"\x01"), Frame(0x21, 1, 0x4A, 0x42)],
)
def test_who_is_not_there_stays_silent(request_: Frame) -> None:
    assert answers(Recorded([REQUEST, REPLY]), request_) == [b""]


def test_what_answers_nothing_is_passed_over() -> None:
    recorded = Recorded([REPLY, REQUEST, REPLY, Captured("~21", "request"), REPLY, Captured(REQUEST.frame)])
    assert answers(recorded, ASKED, 2) == [ANALOG_REPLY, ANALOG_REPLY]
    recorded.asked(ASKED)
    assert recorded.packs == ()


@pytest.mark.parametrize("frames", [[], [REPLY], [REQUEST], [REQUEST, REQUEST]])
def test_without_replies_there_is_no_battery(frames: list[Captured]) -> None:
    with pytest.raises(ConfigError, match=r"no request with its reply"):
        Recorded(frames)
