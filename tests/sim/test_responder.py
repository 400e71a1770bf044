import pytest

from tests.sim.captured import ALARM_REPLY, ALARM_REQUEST, ANALOG_REPLY, ANALOG_REQUEST, CapturedPack
from topbms.dialects import dialect
from topbms.errors import ConfigError
from topbms.model.reading import Analog, Product
from topbms.protocol.frame import Frame, parse
from topbms.sim.faults import Echo, ErrorCode, Fault, Garbage, HalfFrame, Late, Mute, Slow, Spike, WrongChecksum
from topbms.sim.inforce import Faults
from topbms.sim.pack import SimulatedPack
from topbms.sim.responder import Answer, Responder

ASK_ANALOG = parse(ANALOG_REQUEST[1:-1])
ASK_ALARMS = parse(ALARM_REQUEST[1:-1])


def responder(*faults: Fault) -> Responder:
    packs = (CapturedPack(), SimulatedPack(2, seed=1))
    return Responder(packs, dialect("topbms"), Faults(faults), 0)


def answered(request: Frame, *faults: Fault) -> bytes:
    answer = responder(*faults).answer(request)
    return answer.data if answer else b""


def said(by: Responder) -> Analog:
    answer = by.answer(ASK_ANALOG)
    assert answer is not None
    fragment = dialect("topbms").decode(parse(answer.data[1:-1]), ASK_ANALOG).packs[0]
    assert isinstance(fragment, Analog)
    return fragment


def test_a_battery_with_captured_values_answers_as_captured() -> None:
    assert answered(ASK_ANALOG) == ANALOG_REPLY
    assert answered(ASK_ALARMS) == ALARM_REPLY


def test_it_says_who_it_is() -> None:
    asked = Frame(0x21, 1, 0x46, 0xF1, b"\x01")
    reply = parse(answered(asked)[1:-1])
    assert dialect("topbms").decode(reply, asked).packs == (Product(1, company="captured"),)


@pytest.mark.parametrize(
    ("request_frame", "rtn"),
    [(Frame(0x21, 1, 0x46, 0x99), 0x04), (Frame(0x21, 1, 0x46, 0x42, b"\x02"), 0x06)],
    ids=["an unknown command", "another pack's number"],
)
def test_what_it_does_not_know_is_refused(request_frame: Frame, rtn: int) -> None:
    assert parse(answered(request_frame)[1:-1]) == Frame(0x52, 1, 0x46, rtn)


@pytest.mark.parametrize(
    "request_frame",
    [Frame(0x21, 9, 0x46, 0x42, b"\x09"), Frame(0x25, 1, 0x46, 0x42, b"\x01"), Frame(0x52, 1, 0x46, 0x00, b"\x01")],
    ids=["no such pack", "no such dialect", "a reply"],
)
def test_what_is_not_for_it_stays_without_answer(request_frame: Frame) -> None:
    assert responder().answer(request_frame) is None
    assert responder().asked(request_frame) is None


def test_a_mute_pack_says_nothing_and_spends_no_other_fault() -> None:
    speechless = responder(Mute(times=1), Spike(times=1))
    assert speechless.answer(ASK_ANALOG) is None
    assert said(speechless).soc == 0
    assert said(speechless).soc == 88


def test_an_echo_comes_in_front_of_the_reply_and_alone_without_one() -> None:
    assert answered(ASK_ANALOG, Echo()) == ANALOG_REQUEST + ANALOG_REPLY
    assert answered(ASK_ANALOG, Echo(), Mute()) == ANALOG_REQUEST
    stranger = Frame(0x21, 9, 0x46, 0x42, b"\x09")
    assert answered(stranger, Echo()) == stranger.encode()


def test_a_spike_counts_measured_replies_only() -> None:
    spiked = responder(Spike(every=2))
    shown = []
    for _ in range(4):
        spiked.answer(ASK_ALARMS)
        shown.append(said(spiked).soc)
    assert shown == [88, 0, 88, 0]


def test_the_checksum_is_damaged_before_the_rest_whatever_was_ordered_first() -> None:
    damaged = answered(ASK_ANALOG, Garbage(where="before", count=3), HalfFrame(keep=149), WrongChecksum())
    assert damaged[3:] == ANALOG_REPLY[:-2] + b"B"


def test_a_refusal_may_have_a_wrong_checksum_too() -> None:
    refused = Frame(0x52, 1, 0x46, 0x02).encode()
    damaged = answered(ASK_ANALOG, ErrorCode(code=2), WrongChecksum())
    assert damaged[:-2] == refused[:-2]
    assert damaged != refused


@pytest.mark.parametrize(
    ("faults", "answer"),
    [
        ((Slow(delay=0.25),), Answer(ANALOG_REPLY, delay=0.25)),
        ((Late(delay=2.0), Slow(delay=0.5)), Answer(ANALOG_REPLY, delay=2.5)),
        ((Late(),), Answer(ANALOG_REPLY, held=True)),
        ((Slow(pack=2),), Answer(ANALOG_REPLY)),
        ((Garbage(where="instead", count=0),), None),
    ],
)
def test_when_it_is_sent(faults: tuple[Fault, ...], answer: Answer | None) -> None:
    assert responder(*faults).answer(ASK_ANALOG) == answer


def test_noise_is_the_same_for_the_same_seed() -> None:
    assert answered(ASK_ANALOG, Garbage()) == answered(ASK_ANALOG, Garbage())


def test_two_packs_with_one_address_are_refused() -> None:
    with pytest.raises(ConfigError, match="two simulated packs have address 1"):
        Responder([CapturedPack(), SimulatedPack(1, seed=1)], dialect("topbms"), Faults(), 0)
