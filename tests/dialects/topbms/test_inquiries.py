"""What a pack is asked about each topic, and by which dialects."""

import pytest

from tests.dialects.test_explain import Relative
from tests.dialects.topbms.knowing import KnowingBattery
from topbms.dialects.contract import Message
from topbms.dialects.memory import Topic, inquiring
from topbms.dialects.topbms import DIALECT
from topbms.errors import ConfigError, FrameError
from topbms.model.fragment import Calibration, Clock
from topbms.protocol.frame import Frame


def asked(topic: Topic, battery: KnowingBattery) -> list[Frame]:
    """The requests of a conversation with a battery."""
    conversation = DIALECT.inquiry(topic, 1, 0x52)
    requests = [next(conversation)]
    while True:
        answer = DIALECT.answer(requests[-1], battery)
        try:
            refused = answer.cid2 != 0
            requests.append(conversation.send(None if refused else DIALECT.decode(answer, requests[-1])))
        except StopIteration:
            return requests


@pytest.mark.parametrize(
    ("topic", "codes"),
    [
        (Topic.IDENTITY, [0xF1, 0xE9, 0x51, 0x90]),
        (Topic.CAPACITIES, [0xE5, 0xEB]),
        (Topic.PARAMETERS, [0x47]),
        (Topic.CLOCK, [0x4D]),
    ],
)
def test_what_is_asked_about_a_topic(topic: Topic, codes: list[int]) -> None:
    requests = asked(topic, KnowingBattery(1))
    assert [request.cid2 for request in requests] == codes
    assert {(request.version, request.address) for request in requests} == {(0x52, 1)}


def test_silence_at_one_question_is_no_reason_not_to_ask_the_next() -> None:
    conversation = DIALECT.inquiry(Topic.IDENTITY, 1, 0x21)
    assert next(conversation).cid2 == 0xF1
    assert [conversation.send(None).cid2 for _ in range(3)] == [0xE9, 0x51, 0x90]


def test_sensors_are_asked_for_until_there_is_none_of_that_number() -> None:
    battery = KnowingBattery(1)
    assert [request.info for request in asked(Topic.CALIBRATION, battery)] == [
        b"\x01\x01\x0b",
        b"\x01\x01\x0c",
        b"\x01\x02\x15",
        b"\x01\x02\x16",
        b"\x01\x02\x17",
        b"\x01\x03\x01",
    ]


def test_no_more_sensors_are_asked_for_than_a_pack_can_have() -> None:
    said = Calibration(1, "temperature", 1, (1, 1), "°C")
    answer = Message("topbms", "response", "calibration", 0x52, 1, (said,))
    conversation = DIALECT.inquiry(Topic.CALIBRATION, 1, 0x21)
    requests = [next(conversation), *(conversation.send(answer) for _ in range(36))]
    with pytest.raises(StopIteration):
        conversation.send(answer)
    assert [request.info[2] for request in requests[5:]] == list(range(1, 33))


def test_who_can_be_asked_for_more_than_values() -> None:
    asking = inquiring(DIALECT)
    assert asking.clock_setting(Clock(3, "2026-11-23T08:15:30"), 0x21).address == 3
    with pytest.raises(ConfigError, match="packs of dialect plain can be asked for their values only"):
        inquiring(Relative("plain", FrameError("unknown", "nothing is")))
